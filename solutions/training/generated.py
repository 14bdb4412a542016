"""A small image set made by code: ten figures, moved and scaled, under noise.

Everything is drawn with integers from the raw output of a generator, so the same call gives the
same pixels on every machine.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from solutions.training.images import Images, Labels, Pixels

Integers = NDArray[np.int64]

DARK, LIGHT, NOISE = (30, 110), (130, 220), 40  # of ground, figure, and around them both


def generated_images(
    *,
    train: int = 2000,
    test: int = 1000,
    side: int = 32,
    channels: int = 3,
    classes: int = 10,
    seed: int = 0,
) -> Images:
    """Light figures on a dark ground, in labels that repeat from the first class to the last.

    Args:
        train: number of training images.
        test: number of test images.
        side: height and width.
        channels: 1 for gray, 3 for colour.
        classes: how many of the figures take part.
        seed: another seed gives other images of the same figures.

    Raises:
        ValueError: if there are not so many figures, or images cannot be so.

    >>> images = generated_images(train=20, test=10, side=16, channels=1)
    >>> images.shape, images.classes[:3], images.test_labels.tolist()
    ((1, 16, 16), ('rows', 'columns', 'rising'), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    """
    if not 2 <= classes <= len(FIGURES) or channels not in (1, 3) or side < 8:
        raise ValueError("2 to 10 classes, 1 or 3 channels and a side of 8 or more are needed")
    stream = np.random.PCG64(seed)
    splits = [_split(stream, count, side, channels, classes) for count in (train, test)]
    name = f"generated-{side}x{side}x{channels}"
    return Images(name, *splits[0], *splits[1], tuple(FIGURES)[:classes])


def _split(
    stream: np.random.PCG64, count: int, side: int, channels: int, classes: int
) -> tuple[Pixels, Labels]:
    labels = np.arange(count, dtype=np.int64) % classes
    figures = _figures(stream, labels, side)[..., np.newaxis]
    ground = _between(stream, DARK, (count, 1, 1, channels))
    light = _between(stream, LIGHT, (count, 1, 1, channels))
    noise = _between(stream, (-NOISE, NOISE), (count, side, side, channels))
    pixels = np.where(figures, light, ground) + noise
    kept = np.clip(pixels, 0, 255).astype(np.uint8)
    return (kept[..., 0] if channels == 1 else kept), labels


def _figures(stream: np.random.PCG64, labels: Labels, side: int) -> NDArray[np.bool_]:
    """Which cells belong to the figure of each label, shape (count, side, side)."""
    column = (len(labels), 1, 1)
    shift, radius = max(1, side // 8), side // 4
    down = np.arange(side).reshape(1, -1, 1) - side // 2 - _between(stream, (-shift, shift), column)
    right = (
        np.arange(side).reshape(1, 1, -1) - side // 2 - _between(stream, (-shift, shift), column)
    )
    size = _between(stream, (radius, radius + side // 8), column)
    drawn = np.zeros((len(labels), side, side), bool)
    for label, figure in enumerate(FIGURES.values()):
        chosen = labels == label
        drawn[chosen] = figure(right[chosen], down[chosen], size[chosen])
    return drawn


def _between(
    stream: np.random.PCG64, ends: tuple[int, int], shape: tuple[int, ...]
) -> NDArray[np.int64]:
    """Integers from the lower end to the upper, both included, by the raw 64 bits."""
    low, high = ends
    raw = stream.random_raw(int(np.prod(shape))) >> np.uint64(32)
    return (raw % np.uint64(high - low + 1)).astype(np.int64).reshape(shape) + low


def _largest(u: Integers, v: Integers) -> Integers:
    return np.maximum(np.abs(u), np.abs(v))


def _is_even(lengths: Integers, size: Integers) -> NDArray[np.bool_]:
    """Every other stripe of a third of the size."""
    return lengths // np.maximum(size // 3, 1) % 2 == 0


# By cells to the right of and below the centre, and the size.
FIGURES: dict[str, Callable[[Integers, Integers, Integers], NDArray[np.bool_]]] = {
    "rows": lambda u, v, s: _is_even(v + 0 * u, s),
    "columns": lambda u, v, s: _is_even(u + 0 * v, s),
    "rising": lambda u, v, s: _is_even(u + v, s),
    "falling": lambda u, v, s: _is_even(u - v, s),
    "checks": lambda u, v, s: _is_even(u, s) ^ _is_even(v, s),
    "disc": lambda u, v, s: u**2 + v**2 <= s**2,
    "ring": lambda u, v, s: (4 * (u**2 + v**2) >= s**2) & (u**2 + v**2 <= s**2),
    "square": lambda u, v, s: _largest(u, v) <= s,
    "frame": lambda u, v, s: (2 * _largest(u, v) > s) & (_largest(u, v) <= s),
    "cross": lambda u, v, s: (4 * np.minimum(np.abs(u), np.abs(v)) < s) & (_largest(u, v) <= s),
}
