r"""Output sizes of a convolution or pooling layer, by formula and by counting positions.

A window of side n slides over a square input of side N. It may start at 0, 1, ..., as long as
its end stays inside:

1. Without padding and with stride 1 the last start is N − n, which makes N − n + 1 positions.
2. Z zeros on every side make the input N + 2Z wide: N + 2Z − n + 1 positions.
3. With stride S only the starts 0, S, 2S, ... count, of which the last is at most N + 2Z − n:
   M = ⌊(N + 2Z − n) / S⌋ + 1. The floor stands for a last step that would not fit.
4. Every filter gives one M × M map whatever the depth of the input: M × M × V' for V' filters.

`output_side` is the formula and `start_positions` is the counting. Shapes here are
(channels, height, width).
"""

from collections.abc import Callable
from typing import NamedTuple

Shape = tuple[int, int, int]
Padding = int | tuple[int, int]  # the same on both sides, or before and after

WITHOUT_PADDING = r"N-n+1"
WITH_PADDING = r"N-n+2Z+1"
OUTPUT_SIDE = r"\left\lfloor\frac{N-n+2Z}{S}\right\rfloor+1"
OUTPUT_VOLUME = (
    r"\left(\left\lfloor\frac{N-n+2Z}{S}\right\rfloor+1\right)"
    r"\times\left(\left\lfloor\frac{N-n+2Z}{S}\right\rfloor+1\right)\times V'"
)
OUTPUT_SIDE_IF_DIVISIBLE = r"\frac{N-n+2Z}{S}+1"  # right where S divides N − n + 2Z

# The four steps above, in the order in which they are derived.
STEPS: tuple[str, ...] = (WITHOUT_PADDING, WITH_PADDING, OUTPUT_SIDE, OUTPUT_VOLUME)

# Under each formula, what the named mistakes turn it into.
MISTAKES: dict[str, dict[str, str]] = {
    WITHOUT_PADDING: {
        "+1 lost": r"N-n",
    },
    WITH_PADDING: {
        "padding counted once": r"N-n+Z+1",
        "+1 lost": r"N-n+2Z",
    },
    OUTPUT_SIDE: {
        "no floor": OUTPUT_SIDE_IF_DIVISIBLE,  # shows for N=6, n=3, Z=0, S=2
        "padding counted once": r"\left\lfloor\frac{N-n+Z}{S}\right\rfloor+1",
        "+1 lost after the division": r"\left\lfloor\frac{N-n+2Z}{S}\right\rfloor",
        "+1 inside the division": r"\left\lfloor\frac{N-n+2Z+1}{S}\right\rfloor",
        "+1 inside the division, and no floor": r"\frac{N-n+2Z+1}{S}",
    },
    OUTPUT_VOLUME: {
        "no floor": (
            r"\left(\frac{N-n+2Z}{S}+1\right)\times\left(\frac{N-n+2Z}{S}+1\right)\times V'"
        ),
        "depth of the input": OUTPUT_VOLUME.replace("V'", "V"),
    },
}


class Setting(NamedTuple):
    """A padding, the same on all sides, and a stride."""

    padding: int
    stride: int


def output_side(side: int, kernel: int, *, padding: Padding = 0, stride: int = 1) -> int:
    """Side of the output, ⌊(N + 2Z − n) / S⌋ + 1.

    Args:
        side: N, side of the input.
        kernel: n, side of the filter.
        padding: Z, zeros added on each side; or two numbers, before and after.
        stride: S.

    Raises:
        ValueError: if a size is out of its range, or the filter is larger than the padded input.

    >>> output_side(64, 3), output_side(6, 3, stride=2), output_side(5, 3, padding=1)
    (62, 2, 5)
    """
    return _last_start(side, kernel, padding, stride) // stride + 1


def start_positions(
    side: int, kernel: int, *, padding: Padding = 0, stride: int = 1
) -> tuple[int, ...]:
    """Where the filter may begin, counted from the first cell of the padded input.

    Arguments and errors are those of `output_side`, which is how many there are.

    >>> start_positions(6, 3, stride=2)
    (0, 2)
    """
    return tuple(range(0, _last_start(side, kernel, padding, stride) + 1, stride))


def divides_exactly(side: int, kernel: int, *, padding: Padding = 0, stride: int = 1) -> bool:
    """Whether the last position ends at the last cell, so that the floor changes nothing.

    >>> divides_exactly(64, 3, padding=16, stride=3), divides_exactly(6, 3, stride=2)
    (True, False)
    """
    return _last_start(side, kernel, padding, stride) % stride == 0


def _last_start(side: int, kernel: int, padding: Padding, stride: int) -> int:
    """N + 2Z − n, the last position with stride 1."""
    before, after = padding if isinstance(padding, tuple) else (padding, padding)
    if min(side, kernel, stride) < 1 or min(before, after) < 0:
        raise ValueError("side, kernel and stride are at least 1, and padding at least 0")
    last = side + before + after - kernel
    if last < 0:
        raise ValueError(f"a filter of side {kernel} does not fit a padded side of {kernel + last}")
    return last


def output_shape(
    shape: Shape, filters: int, kernel: int, *, padding: Padding = 0, stride: int = 1
) -> Shape:
    """Size of the output: a channel for each filter.

    Args:
        shape: size of the input, (channels, height, width).
        filters: number of filters, each as deep as the input.
        kernel: side of a filter.
        padding: zeros added on each side; or two numbers, before and after.
        stride: step between positions.

    Returns:
        (channels, height, width).

    Raises:
        ValueError: as `output_side`.

    >>> output_shape((32, 64, 64), 64, 3)
    (64, 62, 62)
    """
    _, height, width = shape
    return (
        filters,
        output_side(height, kernel, padding=padding, stride=stride),
        output_side(width, kernel, padding=padding, stride=stride),
    )


def output_shape_mistakes(
    shape: Shape, filters: int, kernel: int, *, padding: int = 0, stride: int = 1
) -> dict[str, Shape]:
    """What named mistakes make of `output_shape`; those that change nothing are left out.

    >>> for name, wrong in output_shape_mistakes((32, 64, 64), 64, 3).items():
    ...     print(f"{name}: {wrong}")
    size kept without padding: (64, 64, 64)
    one subtracted once instead of twice: (64, 63, 63)
    number of input channels kept: (32, 62, 62)
    +1 lost after the division: (64, 61, 61)
    """
    channels, height, width = shape
    right = output_shape(shape, filters, kernel, padding=padding, stride=stride)

    def with_sides(mistaken: Callable[[int], int]) -> Shape:
        return filters, mistaken(height), mistaken(width)

    found = {
        "size kept without padding": (filters, height, width),
        # The filter takes (n − 1) / 2 cells off at either end; here at one end only.
        "one subtracted once instead of twice": with_sides(
            lambda side: (side + 2 * padding - (kernel - 1) // 2 - 1) // stride + 1
        ),
        "number of input channels kept": (channels, *right[1:]),
        "padding counted once": with_sides(lambda side: (side + padding - kernel) // stride + 1),
        "+1 lost after the division": with_sides(
            lambda side: (side + 2 * padding - kernel) // stride
        ),
    }
    return {name: wrong for name, wrong in found.items() if wrong != right}


def settings_for(side: int, wanted: int, kernel: int, *, max_padding: int) -> tuple[Setting, ...]:
    """Every padding and stride that give the wanted side, found by trying them all.

    The floor allows strides that do not divide; `divides_exactly` tells which do.

    Args:
        side: side of the input.
        wanted: side of the output.
        kernel: side of the filter.
        max_padding: largest padding tried; without a limit there would be no end.

    Returns:
        By increasing padding, then stride. Where one position is wanted every large stride gives
        it; the first of them stands for all.

    >>> for setting in settings_for(64, 32, 3, max_padding=32):
    ...     print(*setting, divides_exactly(64, 3, padding=setting.padding, stride=setting.stride))
    1 2 False
    16 3 True
    17 3 False
    32 4 False
    """
    return tuple(
        Setting(padding, stride)
        for padding in range(max_padding + 1)
        for stride in range(1, side + 2 * padding - kernel + 2)
        if len(start_positions(side, kernel, padding=padding, stride=stride)) == wanted
    )
