"""Output sizes by formula, by counting and by a library; its LaTeX by transcription."""

import itertools
from collections.abc import Callable
from fractions import Fraction
from math import floor

import pytest

from solutions.convolution import (
    MISTAKES,
    OUTPUT_SIDE,
    OUTPUT_SIDE_IF_DIVISIBLE,
    OUTPUT_VOLUME,
    STEPS,
    WITH_PADDING,
    WITHOUT_PADDING,
    Setting,
    Shape,
    divides_exactly,
    output_shape,
    output_shape_mistakes,
    output_side,
    settings_for,
    start_positions,
)

# Every admissible side N, filter n, padding Z and stride S of a grid.
GRID = [
    (side, kernel, padding, stride)
    for side, kernel, padding, stride in itertools.product(
        range(1, 10), range(1, 6), range(4), range(1, 6)
    )
    if side + 2 * padding >= kernel
]

# The LaTeX of references and mistakes for a side, transcribed by hand.
MEANINGS: dict[str, Callable[[int, int, int, int], Fraction | int]] = {
    r"N-n+1": lambda N, n, Z, S: N - n + 1,
    r"N-n": lambda N, n, Z, S: N - n,
    r"N-n+2Z+1": lambda N, n, Z, S: N - n + 2 * Z + 1,
    r"N-n+Z+1": lambda N, n, Z, S: N - n + Z + 1,
    r"N-n+2Z": lambda N, n, Z, S: N - n + 2 * Z,
    r"\left\lfloor\frac{N-n+2Z}{S}\right\rfloor+1": lambda N, n, Z, S: (
        floor(Fraction(N - n + 2 * Z, S)) + 1
    ),
    r"\frac{N-n+2Z}{S}+1": lambda N, n, Z, S: Fraction(N - n + 2 * Z, S) + 1,
    r"\left\lfloor\frac{N-n+Z}{S}\right\rfloor+1": lambda N, n, Z, S: (
        floor(Fraction(N - n + Z, S)) + 1
    ),
    r"\left\lfloor\frac{N-n+2Z}{S}\right\rfloor": lambda N, n, Z, S: floor(
        Fraction(N - n + 2 * Z, S)
    ),
    r"\frac{N-n+2Z+1}{S}": lambda N, n, Z, S: Fraction(N - n + 2 * Z + 1, S),
    r"\left\lfloor\frac{N-n+2Z+1}{S}\right\rfloor": lambda N, n, Z, S: floor(
        Fraction(N - n + 2 * Z + 1, S)
    ),
}


def test_the_formula_agrees_with_counting_on_every_admissible_case() -> None:
    for side, kernel, padding, stride in GRID:
        counted = [
            start
            for start in range(0, side + 2 * padding, stride)
            if start + kernel <= side + 2 * padding
        ]
        options = {"padding": padding, "stride": stride}
        assert start_positions(side, kernel, **options) == tuple(counted)
        assert output_side(side, kernel, **options) == len(counted)


def test_the_formula_agrees_with_a_library_on_every_admissible_case() -> None:
    torch = pytest.importorskip("torch", reason="the second method here is torch conv2d")
    for side, kernel, padding, stride in GRID:
        image = torch.zeros(1, 2, side, side + 1)
        filters = torch.zeros(3, 2, kernel, kernel)
        out = torch.nn.functional.conv2d(image, filters, stride=stride, padding=padding)
        shape = output_shape((2, side, side + 1), 3, kernel, padding=padding, stride=stride)
        assert shape == tuple(out.shape[1:])


def test_the_formula_means_what_the_function_computes() -> None:
    for side, kernel, padding, stride in GRID:
        found = output_side(side, kernel, padding=padding, stride=stride)
        assert MEANINGS[OUTPUT_SIDE](side, kernel, padding, stride) == found


def test_the_steps_mean_the_same_where_padding_or_stride_are_left_out() -> None:
    assert STEPS == (WITHOUT_PADDING, WITH_PADDING, OUTPUT_SIDE, OUTPUT_VOLUME)
    for side, kernel, padding, _ in GRID:
        found = output_side(side, kernel, padding=padding)
        assert MEANINGS[WITH_PADDING](side, kernel, padding, 1) == found
        if side >= kernel:
            assert MEANINGS[WITHOUT_PADDING](side, kernel, 0, 1) == output_side(side, kernel)


def test_the_volume_is_two_sides_and_the_number_of_filters() -> None:
    assert rf"\left({OUTPUT_SIDE}\right)\times\left({OUTPUT_SIDE}\right)\times V'" == OUTPUT_VOLUME
    no_floor = rf"\left({OUTPUT_SIDE_IF_DIVISIBLE}\right)"
    assert MISTAKES[OUTPUT_VOLUME]["no floor"] == rf"{no_floor}\times{no_floor}\times V'"
    assert MISTAKES[OUTPUT_VOLUME]["depth of the input"].endswith(r"\times V")


def test_the_form_without_floor_is_right_exactly_where_the_stride_divides() -> None:
    for side, kernel, padding, stride in GRID:
        options = {"padding": padding, "stride": stride}
        same = MEANINGS[OUTPUT_SIDE_IF_DIVISIBLE](side, kernel, padding, stride) == output_side(
            side, kernel, **options
        )
        assert same == divides_exactly(side, kernel, **options)


@pytest.mark.parametrize(
    ("reference", "name"),
    [
        (reference, name)
        for reference, found in MISTAKES.items()
        for name in found
        if reference != OUTPUT_VOLUME
    ],
)
def test_a_mistake_differs_somewhere_from_the_reference(reference: str, name: str) -> None:
    mistake = MEANINGS[MISTAKES[reference][name]]
    assert any(mistake(*case) != MEANINGS[reference](*case) for case in GRID)


def test_a_missing_floor_shows_for_side_6_filter_3_and_stride_2() -> None:
    mistake = MEANINGS[MISTAKES[OUTPUT_SIDE]["no floor"]]
    assert mistake(6, 3, 0, 2) == Fraction(5, 2)
    assert output_side(6, 3, stride=2) == 2


@pytest.mark.parametrize(
    ("side", "wanted", "max_padding", "pairs"),
    [
        (64, 32, 32, [(1, 2), (16, 3), (17, 3), (32, 4)]),
        (32, 28, 27, [(13, 2), (26, 3), (27, 3)]),
        (14, 10, 9, [(4, 2), (8, 3), (9, 3)]),
    ],
    ids=["half the side", "first convolution", "second convolution"],
)
def test_the_settings_are_those_of_the_catalogue(
    side: int, wanted: int, max_padding: int, pairs: list[tuple[int, int]]
) -> None:
    assert list(settings_for(side, wanted, 3, max_padding=max_padding)) == pairs


@pytest.mark.parametrize(("side", "wanted"), [(64, 32), (32, 28), (14, 10), (5, 1), (4, 9)])
def test_the_settings_are_all_that_a_library_finds(side: int, wanted: int) -> None:
    torch = pytest.importorskip("torch", reason="the second method here is torch conv2d")
    found = set()
    for padding, stride in itertools.product(range(11), range(1, 25)):
        image, filters = torch.zeros(1, 1, side, side), torch.zeros(1, 1, 3, 3)
        out = torch.nn.functional.conv2d(image, filters, stride=stride, padding=padding)
        if out.shape[-1] == wanted and stride <= side + 2 * padding - 2:
            found.add((padding, stride))
    assert set(settings_for(side, wanted, 3, max_padding=10)) == found


def test_only_one_setting_for_half_the_side_divides_exactly() -> None:
    exact = [
        setting
        for setting in settings_for(64, 32, 3, max_padding=32)
        if divides_exactly(64, 3, **setting._asdict())
    ]
    assert exact == [Setting(16, 3)]


def test_padding_may_differ_before_and_after() -> None:
    torch = pytest.importorskip("torch", reason="the second method here is torch conv2d")
    assert output_side(64, 3, padding=(0, 1), stride=2) == 32
    assert divides_exactly(64, 3, padding=(0, 1), stride=2)
    padded = torch.nn.functional.pad(torch.zeros(1, 1, 64, 64), (0, 1, 0, 1))
    out = torch.nn.functional.conv2d(padded, torch.zeros(1, 1, 3, 3), stride=2)
    assert out.shape[-1] == 32


def test_the_constraint_holds_for_the_settings_alone() -> None:
    solutions = {
        (p, s)
        for p, s in itertools.product(range(33), range(1, 130))
        if floor(Fraction(64 - 3 + 2 * p, s)) + 1 == 32
    }
    assert set(settings_for(64, 32, 3, max_padding=32)) == solutions


def test_the_size_without_padding_and_what_mistakes_make_of_it() -> None:
    assert output_shape((32, 64, 64), 64, 3) == (64, 62, 62)
    expected: dict[str, Shape] = {
        "size kept without padding": (64, 64, 64),
        "one subtracted once instead of twice": (64, 63, 63),
        "number of input channels kept": (32, 62, 62),
        "+1 lost after the division": (64, 61, 61),
    }
    assert output_shape_mistakes((32, 64, 64), 64, 3) == expected


def test_padding_counted_once_is_named_where_there_is_padding() -> None:
    found = output_shape_mistakes((3, 32, 32), 8, 5, padding=2, stride=2)
    assert output_shape((3, 32, 32), 8, 5, padding=2, stride=2) == (8, 16, 16)
    assert found["padding counted once"] == (8, 15, 15)


@pytest.mark.parametrize(
    ("side", "kernel", "padding", "stride"),
    [(2, 3, 0, 1), (0, 1, 1, 1), (5, 0, 0, 1), (5, 3, -1, 1), (5, 3, 0, 0)],
)
def test_a_size_that_does_not_exist_is_refused(
    side: int, kernel: int, padding: int, stride: int
) -> None:
    with pytest.raises(ValueError, match=r"at least|does not fit"):
        output_side(side, kernel, padding=padding, stride=stride)
