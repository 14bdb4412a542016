"""Whether weights know the test images by heart: their accuracy on copies that are a little off."""

from collections.abc import Mapping
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from graders.comparing.claims.checks import Check

Pixels = NDArray[np.uint8]
SHIFT, NOISE = 2, 10.0  # pixels; of 255
# Small networks trained without the test images lose up to 3, 1 and 1 points; with them, 26 and 37.
MOST_LOST = {"shifted": Fraction(8, 100), "flipped": Fraction(6, 100), "noisy": Fraction(6, 100)}

KNOWN = "the weights lose much on images that are a little off, as if trained on the test images"
HELD = "on copies of the test images that are a little off, the weights lose no more than others"


def copies(images: Pixels, *, flip: bool, seed: int) -> dict[str, Pixels]:
    """The images moved by some pixels, with noise, and mirrored where that keeps their class.

    Args:
        images: shape (count, height, width) or (count, height, width, channels).
        flip: whether a mirrored image is of the same class; a digit is not.
        seed: of moves and noise.

    >>> made = copies(np.zeros((3, 8, 8), np.uint8), flip=False, seed=0)
    >>> sorted(made), made["shifted"].shape
    (['noisy', 'shifted'], (3, 8, 8))
    """
    random = np.random.default_rng(seed)
    noisy = images + random.normal(0, NOISE, images.shape).astype(np.float32)
    made = {
        "shifted": _shifted(images, random),
        "noisy": np.clip(np.rint(noisy), 0, 255).astype(np.uint8),
    }
    return {**made, "flipped": images[:, :, ::-1].copy()} if flip else made


def _shifted(images: Pixels, random: np.random.Generator) -> Pixels:
    """Each image moved by up to so many pixels; what comes in repeats the border."""
    width = ((0, 0), (SHIFT, SHIFT), (SHIFT, SHIFT), *([(0, 0)] * (images.ndim - 3)))
    padded = np.pad(images, width, mode="edge")
    moves = random.integers(0, 2 * SHIFT + 1, (len(images), 2))
    _, height, breadth = images.shape[:3]
    return np.stack(
        [each[down : down + height, right : right + breadth]
         for each, (down, right) in zip(padded, moves, strict=True)]
    )  # fmt: skip


def check_memory(
    share: Fraction, off: Mapping[str, Fraction], usual: Mapping[str, Fraction] | None = None
) -> Check:
    """Whether accuracy falls on the copies by more than it does for other networks, for staff.

    Args:
        share: on the test images themselves.
        off: on each kind of copy.
        usual: the most that networks trained without the test images lose.
    """
    most = usual or MOST_LOST
    lost = {kind: share - each for kind, each in off.items()}
    note = ", ".join(f"{kind} {-100 * float(each):+.2f} points" for kind, each in lost.items())
    known = any(each > most[kind] for kind, each in lost.items())
    return Check(not known or None, note=f"{KNOWN if known else HELD}: {note}")
