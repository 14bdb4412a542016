"""Labelled images of a data set: a training and a test split, pixels of eight bits."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Labels = NDArray[np.int64]
Shape = tuple[int, int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Images:
    """A training split and a test split with the names of their classes.

    Args:
        name: what the data set is called in results.
        train_images: shape (count, height, width) if gray, (count, height, width, 3) in colour.
        train_labels: positions in `classes`, shape (count,).
        test_images: as `train_images`.
        test_labels: as `train_labels`.
        classes: a name for each label.

    Raises:
        ValueError: if shapes, types or labels do not fit one another.

    >>> pixels, labels = np.zeros((2, 4, 4), np.uint8), np.array([0, 1])
    >>> Images("dark", pixels, labels, pixels, labels, ("night", "fog")).shape
    (1, 4, 4)
    """

    name: str
    train_images: Pixels
    train_labels: Labels
    test_images: Pixels
    test_labels: Labels
    classes: tuple[str, ...]

    def __post_init__(self) -> None:
        _check_split("training", self.train_images, self.train_labels, len(self.classes))
        _check_split("test", self.test_images, self.test_labels, len(self.classes))
        if self.train_images.shape[1:] != self.test_images.shape[1:]:
            raise ValueError("training and test images differ in size")

    @property
    def shape(self) -> Shape:
        """Channels, height and width of an image."""
        _, height, width, *channels = self.train_images.shape
        return (channels[0] if channels else 1), height, width

    def first(self, train: int, test: int) -> "Images":
        """As many images from the beginning of each split."""
        return Images(
            self.name,
            self.train_images[:train],
            self.train_labels[:train],
            self.test_images[:test],
            self.test_labels[:test],
            self.classes,
        )

    def fingerprint(self) -> str:
        """A digest of all pixels, labels and names, by which results say what they come from."""
        digest = hashlib.sha256(repr((self.train_images.shape, self.classes)).encode())
        for part in (self.train_images, self.train_labels, self.test_images, self.test_labels):
            digest.update(np.ascontiguousarray(part).data)
        return digest.hexdigest()


def normalized(
    pixels: Pixels,
    mean: Sequence[float],
    deviation: Sequence[float],
    dtype: type[np.floating] = np.float32,
) -> NDArray[np.floating]:
    """(x/255 − mean)/deviation in each channel, channels before rows and columns.

    Args:
        pixels: shape (count, height, width) or (count, height, width, channels).
        mean: one number for each channel, or one for all.
        deviation: the same.
        dtype: of the result.

    Returns:
        Shape (count, channels, height, width).

    >>> normalized(np.array([[[0, 51, 255]]], np.uint8), [0.5], [0.5])
    array([[[[-1. , -0.6,  1. ]]]], dtype=float32)
    """
    coloured = pixels if pixels.ndim == 4 else pixels[..., np.newaxis]
    values = np.ascontiguousarray(coloured.transpose(0, 3, 1, 2)).astype(dtype)
    values /= dtype(255)
    values -= np.asarray(mean, dtype).reshape(-1, 1, 1)
    values /= np.asarray(deviation, dtype).reshape(-1, 1, 1)
    return values


def _check_split(name: str, pixels: Pixels, labels: Labels, classes: int) -> None:
    if pixels.dtype != np.uint8 or pixels.ndim not in (3, 4) or not len(pixels):
        raise ValueError(f"{name} images must be uint8 of shape (count, height, width[, channels])")
    if labels.dtype != np.int64 or labels.shape != (len(pixels),):
        raise ValueError(f"{name} labels must be int64, one for each of {len(pixels)} images")
    if labels.min() < 0 or labels.max() >= classes:
        raise ValueError(f"{name} labels must be in 0 to {classes - 1}")
