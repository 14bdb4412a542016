"""Images in place of Pillow's, as far as homework needs them, and what can be done to pixels."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .devices import StrangeInputError

Pixels = NDArray[Any]  # height x width x channels
Size = tuple[int, int]  # height, width
GRAY = np.array([0.299, 0.587, 0.114])


class StandInImage:
    """A picture as Pillow holds it."""

    def __init__(self, pixels: Pixels) -> None:
        self.pixels = np.asarray(pixels, np.uint8)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height, in Pillow's order."""
        return self.pixels.shape[1], self.pixels.shape[0]

    @property
    def mode(self) -> str:
        return {1: "L", 3: "RGB", 4: "RGBA"}[self.pixels.shape[2]]

    def convert(self, mode: str) -> "StandInImage":
        """The picture in gray or in three colours."""
        if mode == "L":
            return StandInImage(grayscale(self.pixels, 1))
        if mode == "RGB":
            return StandInImage(np.broadcast_to(self.pixels, (*self.pixels.shape[:2], 3)))
        raise StrangeInputError(f"StandIn: the mode {mode} is not known here")

    def resize(self, size: tuple[int, int], *rest: object, **named: object) -> "StandInImage":
        """The picture in another size: width, height."""
        return StandInImage(resized(self.pixels, (size[1], size[0])))

    def __array__(self, *arguments: Any, **named: Any) -> Pixels:
        return np.squeeze(self.pixels, -1) if self.mode == "L" else self.pixels


# --- pixels ---------------------------------------------------------------------------------------


def resized(pixels: Pixels, size: Size) -> Pixels:
    """Pixels from the nearest place.

    >>> resized(np.arange(4).reshape(2, 2, 1), (1, 4)).ravel().tolist()
    [0, 0, 1, 1]
    """
    rows, columns = (
        np.arange(new) * old // new for new, old in zip(size, pixels.shape[:2], strict=True)
    )
    return pixels[rows][:, columns]


def size_for(size: Any, now: Size, max_size: int | None = None) -> Size:
    """What a resize comes to: one number is for the shorter side.

    >>> size_for(224, (200, 300)), size_for((224, 224), (200, 300))
    ((224, 336), (224, 224))
    """
    if isinstance(size, int) or len(size) == 1:
        short = size if isinstance(size, int) else int(size[0])
        long = int(short * max(now) / min(now))
        if max_size is not None and long > max_size:
            short, long = int(max_size * short / long), max_size
        return (short, long) if now[0] <= now[1] else (long, short)
    return int(size[0]), int(size[1])


def square(size: Any) -> Size:
    """The two sides that a crop asks for; one number is for both."""
    if isinstance(size, int):
        return size, size
    return (int(size[0]), int(size[-1]))


def cropped(pixels: Pixels, size: Size, place: Callable[[int], int]) -> Pixels:
    """A part of this size; `place` says where it starts, given what is left over.

    A side that is too short is filled with black.
    """
    short = [max(0, wanted - now) for wanted, now in zip(size, pixels.shape[:2], strict=True)]
    if any(short):
        pixels = padded(
            pixels, (short[1] // 2, short[0] // 2, -(-short[1] // 2), -(-short[0] // 2))
        )
    top, left = (place(now - wanted) for wanted, now in zip(size, pixels.shape[:2], strict=True))
    return pixels[top : top + size[0], left : left + size[1]]


def padded(pixels: Pixels, padding: Any) -> Pixels:
    """Pixels with a black border: one number, (left and right, top and bottom), or all four."""
    sides = [padding] if isinstance(padding, int) else list(padding)
    left, top, right, bottom = {1: sides * 4, 2: sides * 2}.get(len(sides), sides)
    return np.pad(pixels, ((top, bottom), (left, right), (0, 0)))


def grayscale(pixels: Pixels, channels: int) -> Pixels:
    """Pixels without colour, in one channel or in three alike."""
    gray = pixels @ GRAY if pixels.shape[2] == 3 else pixels[..., 0]
    return np.repeat(gray[..., None].astype(pixels.dtype), channels, axis=2)


def on_pixels(picture: Any, change: Callable[[Pixels], Pixels]) -> Any:
    """A picture or a tensor, changed as pixels are."""
    import torch

    if isinstance(picture, StandInImage):
        return StandInImage(change(picture.pixels))
    if isinstance(picture, torch.Tensor) and picture.dim() == 3:
        pixels = change(picture.permute(1, 2, 0).numpy())
        return torch.from_numpy(np.ascontiguousarray(pixels)).permute(2, 0, 1)
    if isinstance(picture, torch.Tensor):
        raise StrangeInputError("StandIn: batches of images are not known here")
    raise TypeError(f"Unexpected type {type(picture)}")
