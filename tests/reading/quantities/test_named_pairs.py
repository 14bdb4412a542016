"""A padding and a stride in the notations of students."""

import pytest

from graders.reading.quantities.named_values.named_pairs import read_pair

NAMES = {"padding": "padding|pad|p", "stride": "strides?|s"}


@pytest.mark.parametrize(
    "text",
    [
        "p=1, s=2: floor((64-3+2)/2)+1 = 32",
        "(stride, padding) = (2, 1)",
        "padding = (1,1), stride = (2,2)",
        "Conv2d(32, 64, kernel_size=3, stride=(2, 2), padding=(1, 1))",
        "a padding of one and a stride of two",
        "padding and stride are 1 and 2",
        "填充 1，步长 2",
        "1 (padding) and 2 (stride)",
        "same padding (p = 1) with stride two",
        "| padding | stride |\n|---|---|\n| 1 | 2 |",
        "stride=2 and zero padding of 1 pixel on each side",
        "s = 2 , p = l",
        "(1, 2)",
        "s = 2 and p = 1. (p = 0 would give 31.)",
        "padding 1 with stride 2, because stride 1 would keep all 64",
        "p=1, s=2. With p = 0 and s = 2 we would get only 31.",
        "p=1, s=2. If p were 0, s = 2 leaves 31.",
        "p = 1 and s = 2 would give 32",
    ],
)
def test_a_padding_and_a_stride_are_read(text: str) -> None:
    pair = read_pair(text, NAMES)
    assert pair is not None
    assert pair.values == (1, 2)
    assert not pair.against


@pytest.mark.parametrize(
    "text", ["p=1, s=2 does not work", "s=2 and p=1 is wrong", "stride 2, padding 1 fails"]
)
def test_a_pair_may_be_taken_back(text: str) -> None:
    pair = read_pair(text, NAMES)
    assert pair is not None
    assert pair.against


def test_all_numbers_that_are_given_make_pairs() -> None:
    pair = read_pair("p=1, s=2 gives 32; p=0, s=2 gives 31", NAMES)
    assert pair is not None
    assert pair.others == {(1, 2), (0, 2)}


@pytest.mark.parametrize("text", ["p = 1", "stride 2", "pad until it fits", "64 - 3 + 2p = 62"])
def test_one_number_is_no_pair(text: str) -> None:
    assert read_pair(text, NAMES) is None
