from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pytest

from solutions.double_descent import (
    NOISE,
    Curve,
    Interval,
    interpolation_threshold,
    kind_of_descent,
    peak,
    random_features_curves,
    random_features_errors,
    read_curves,
    valley,
    write_curves,
)


def curve(*test_errors: float, axis: str = "width") -> Curve:
    """A curve at the positions 10, 20, 30, ..."""
    positions = tuple(10.0 * (index + 1) for index in range(len(test_errors)))
    return Curve("a", axis, positions, (0.0,) * len(positions), test_errors)


PEAKS = [
    # what it shows, test errors, a position in the peak, the valley
    ("the classic shape", (0.9, 0.3, 0.5, 0.8, 0.5, 0.2), 40, 20),
    ("the largest of two", (0.9, 0.3, 0.5, 0.2, 0.7, 0.1), 50, 40),
    ("a start above the peak", (2.0, 0.3, 0.5, 0.2), 30, 20),
    ("a second descent that stays above the valley", (0.9, 0.3, 0.8, 0.6, 0.6), 30, 20),
    ("a last rise is no peak", (0.9, 0.3, 0.5, 0.2, 0.9), 30, 20),
    ("a low start is no valley", (0.1, 0.4, 0.3, 0.5, 0.2), 40, 30),
    ("a ripple on the way up", (0.9, 0.3, 0.5, 0.49, 0.8, 0.2), 50, 20),
    ("an error of zero in the valley", (0.5, 0.0, 0.4, 0.0), 30, 20),
]


@pytest.mark.parametrize(
    ("errors", "top", "bottom"), [case[1:] for case in PEAKS], ids=[case[0] for case in PEAKS]
)
def test_the_peak_lies_between_two_descents(
    errors: tuple[float, ...], top: float, bottom: float
) -> None:
    found = peak(curve(*errors))
    assert found is not None
    assert found.low <= top <= found.high
    assert valley(curve(*errors)) == bottom < found.low


NO_PEAKS = [
    ("falls all the way", (0.9, 0.5, 0.3, 0.2, 0.1)),
    ("rises all the way", (0.1, 0.2, 0.3, 0.5)),
    ("falls, rises and stays up", (0.9, 0.3, 0.5, 0.6, 0.6)),
    ("rises and falls without a first descent", (0.1, 0.5, 0.8, 0.3)),
    ("a ripple within the noise", (0.9, 0.5, 0.51, 0.4, 0.405, 0.3)),
    ("flat", (0.3, 0.3, 0.3)),
    ("one point", (0.3,)),
    ("nothing", ()),
]


@pytest.mark.parametrize(
    "errors", [case[1] for case in NO_PEAKS], ids=[case[0] for case in NO_PEAKS]
)
def test_a_curve_without_a_second_descent_has_no_peak(errors: tuple[float, ...]) -> None:
    assert peak(curve(*errors)) is None
    assert valley(curve(*errors)) is None


def largest_top(errors: tuple[int, ...]) -> int | None:
    """The largest error with a fall and a rise before it and a fall after it, by trying all."""
    tops = [
        top for start, bottom, top, end in combinations(errors, 4) if start > bottom < top > end
    ]
    return max(tops, default=None)


@pytest.mark.parametrize("length", [4, 5, 6])
def test_the_peak_of_every_short_curve_is_the_largest_rise_between_two_falls(length: int) -> None:
    for errors in product(range(4), repeat=length):
        found = peak(curve(*errors), noise=0)
        tops = {errors[round(end / 10) - 1] for end in found} if found else {None}
        assert tops == {largest_top(errors)}, errors


def test_a_plateau_is_in_the_peak_from_end_to_end() -> None:
    found = peak(curve(0.9, 0.3, 0.79, 0.8, 0.78, 0.2))
    assert found is not None
    assert 20 < found.low < 30 < 50 < found.high < 60


def test_the_interval_ends_where_the_drawn_curve_leaves_the_top() -> None:
    found = peak(curve(1.0, 0.0, 1.05, 0.0), noise=0.05)
    assert found == pytest.approx(Interval(30 - 10 / 21, 30 + 10 / 21))


def test_noise_decides_what_counts_as_a_peak() -> None:
    bump = curve(0.9, 0.50, 0.53, 0.40)
    assert peak(bump, noise=NOISE) is not None
    assert peak(bump, noise=0.1) is None


def test_a_monotone_curve_with_noise_has_no_peak() -> None:
    rng = np.random.default_rng(0)
    errors = np.exp(-np.linspace(0, 2, 200)) * (1 + rng.uniform(-0.02, 0.02, size=200))
    assert peak(curve(*errors.tolist())) is None


@pytest.mark.parametrize(
    ("axis", "train_errors", "threshold"),
    [
        ("width", (0.5, 0.1, 0.02, 0.009, 0.0), 40),
        ("epochs", (0.5, 0.0, 0.02, 0.0, 0.0), 20),
        ("width", (0.5, 0.1, 0.02, 0.01, 0.01), None),
        ("training samples", (0.0, 0.0, 0.005, 0.1, 0.2), 30),
    ],
    ids=["falls below", "first of two", "never below one percent", "samples: the last that fits"],
)
def test_the_threshold_is_where_the_training_data_are_just_fitted(
    axis: str, train_errors: tuple[float, ...], threshold: float | None
) -> None:
    tried = replace(curve(*(0.5,) * 5, axis=axis), train_errors=train_errors)
    assert interpolation_threshold(tried) == threshold


@pytest.mark.parametrize(
    ("axis", "kind"),
    [
        ("width", "model-wise"),
        ("ResNet18 width parameter", "model-wise"),
        ("Model size", "model-wise"),
        ("Size", "model-wise"),
        ("Number of random features N", "model-wise"),
        ("hidden_units", "model-wise"),
        ("Epochs", "epoch-wise"),
        ("training_epoch", "epoch-wise"),
        ("SGD steps", "epoch-wise"),
        ("Number of training samples", "sample-wise"),
        ("training set size", "sample-wise"),
        ("dataset size", "sample-wise"),
        ("n", None),
        ("loss", None),
        ("samples per parameter", None),
        ("offset", None),
    ],
)
def test_the_label_of_the_axis_names_the_kind(axis: str, kind: str | None) -> None:
    assert kind_of_descent(axis) == kind


def test_curves_are_read_from_a_table() -> None:
    curves = read_curves(
        "curve, Epochs ,train_error,test_error\r\n"
        "small,1,0.5,0.6\r\n"
        '"large, wide",1,0.4,0.5\r\n'
        "\r\n"
        "small,2.5,0.4,0.55\r\n"
    )
    assert curves == (
        Curve("small", "Epochs", (1.0, 2.5), (0.5, 0.4), (0.6, 0.55)),
        Curve("large, wide", "Epochs", (1.0,), (0.4,), (0.5,)),
    )


def test_a_table_that_starts_with_a_byte_order_mark_is_read() -> None:
    assert read_curves("\ufeffcurve,n,train_error,test_error\na,1,0,1")[0].name == "a"


GOOD_HEADER = "curve,width,train_error,test_error\n"
BAD_TABLES = [
    ("empty", "", "line 1: the columns must be"),
    ("no axis", "curve,,train_error,test_error\na,1,0,0", "line 1: the columns must be"),
    ("other columns", "width,train,test\n1,0,0", "line 1: the columns must be"),
    ("only a header", GOOD_HEADER, "line 1: no curve"),
    ("a word for a number", GOOD_HEADER + "a,1,0,0\na,2,low,0", "line 3: 'low' is not a number"),
    ("an infinite error", GOOD_HEADER + "a,1,0,inf", "line 2: 'inf' is not a finite number"),
    ("not a number at all", GOOD_HEADER + "a,nan,0,0", "line 2: 'nan' is not a finite number"),
    ("a negative error", GOOD_HEADER + "a,1,-0.1,0", "line 2: an error cannot be negative"),
    ("a cell too few", GOOD_HEADER + "a,1,0", "line 2: expected 4 cells, found 3"),
    ("no name", GOOD_HEADER + ",1,0,0", "line 2: a curve needs a name"),
    ("a step back", GOOD_HEADER + "a,2,0,0\nb,1,0,0\na,2,0,0", "line 4: width 2 does not come"),
    ("an open quotation", GOOD_HEADER + 'a,1,0,0\n"b,1,0,0', "line 3: unexpected end of data"),
]


@pytest.mark.parametrize(
    ("text", "message"), [case[1:] for case in BAD_TABLES], ids=[case[0] for case in BAD_TABLES]
)
def test_a_bad_table_is_refused_at_its_line(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}"):
        read_curves(text)


@pytest.fixture(scope="module")
def regressions() -> tuple[Curve, ...]:
    return random_features_curves(0)


def test_regression_on_random_features_peaks_at_as_many_features_as_samples(
    regressions: tuple[Curve, ...],
) -> None:
    for samples, regression in zip((40, 80), regressions, strict=True):
        found = peak(regression)
        assert found is not None
        assert found.low <= samples <= found.high
        assert found.high - found.low < 0.1 * samples


def test_both_signs_of_the_critical_point_agree_on_random_features(
    regressions: tuple[Curve, ...],
) -> None:
    for regression in regressions:
        found, threshold = peak(regression), interpolation_threshold(regression)
        assert found is not None
        assert threshold is not None
        assert 0.9 * found.low <= threshold <= 1.1 * found.high


def test_the_valley_lies_well_before_the_peak(regressions: tuple[Curve, ...]) -> None:
    for regression in regressions:
        found, bottom = peak(regression), valley(regression)
        assert found is not None
        assert bottom is not None
        assert bottom < 0.9 * found.low


def test_curves_survive_being_written_and_read(regressions: tuple[Curve, ...]) -> None:
    assert read_curves(write_curves(regressions)) == regressions


def test_the_seed_decides_the_curves(regressions: tuple[Curve, ...]) -> None:
    again, other = (random_features_curves(seed, samples=[40], repeats=20) for seed in (0, 1))
    assert again[0] == regressions[0]
    assert other[0] != regressions[0]


def test_curves_along_different_axes_are_not_written_together() -> None:
    with pytest.raises(ValueError, match="one axis, not 2"):
        write_curves([curve(0.5), curve(0.5, axis="epochs")])


def test_more_samples_hurt_near_as_many_samples_as_features() -> None:
    rng = np.random.default_rng(0)
    counts = tuple(range(5, 121, 5))
    fits = [[random_features_errors(rng, count, 40) for _ in range(20)] for count in counts]
    train, test = np.median(fits, axis=1).T.tolist()
    regression = Curve("40 features", "training samples", counts, tuple(train), tuple(test))
    found = peak(regression)
    assert found is not None
    assert found.low <= 40 <= found.high
    assert interpolation_threshold(regression) == 40
