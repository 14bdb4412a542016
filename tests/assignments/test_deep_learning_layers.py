"""The table of layers of deep_learning_hw2, told in other forms, orders and words."""

from collections.abc import Iterable

import pytest

from graders.model import Outcome
from solutions import vgg
from tests.assignments.variants import GradeText

ASSIGNMENT = "deep_learning_hw2"
RIGHT, PARTIAL = Outcome.CORRECT, Outcome.PARTIAL
LAYERS = [(row.name, "x".join(map(str, row.shape)), row.parameters) for row in vgg.table()]


def layers(*headings: str, rows: Iterable[tuple[object, ...]]) -> str:
    """A table of layers as Markdown."""
    lines = (headings, ["---"] * len(headings), *rows)
    return "\n".join(f"| {' | '.join(map(str, cells))} |" for cells in lines) + "\n"


def channels_first(size: str) -> str:
    height, width, channels = size.split("x") if "x" in size else ("", "", size)
    return "x".join(filter(None, (channels, height, width)))


COUNT = "parameters"
WHOLE = layers("layer", "output", COUNT, rows=LAYERS)
SIZES = layers("layer", "output", rows=[(name, size) for name, size, _ in LAYERS])
COUNTS = [(name, count) for name, _, count in LAYERS]
CHANNELS_FIRST = layers(
    "layer", "output", COUNT, rows=[(name, channels_first(size), n) for name, size, n in LAYERS]
)
NETWORKS = {
    "two tables": f"{SIZES}\n{layers('layer', COUNT, rows=COUNTS)}",
    "a list": "\n".join(
        f"{number}. {name}: output {size}, {count or 'no'} parameters"
        for number, (name, size, count) in enumerate(LAYERS, start=1)
    ),
    "lines": "\n".join(f"{n}. {a} {b} {c}" for n, (a, b, c) in enumerate(LAYERS, start=1)),
    "commas": "\n".join(",".join(map(str, row)) for row in [("Layer", "Output", "#"), *LAYERS]),
    "lines with computations": "\n".join(
        f"- {a}: {b}, " + ("3*3*3*64 + 64 = 1792" if c == 1792 else str(c)) for a, b, c in LAYERS
    ),
    "a column for each side": layers(
        *("layer", "C", "H", "W", COUNT),
        rows=[(a, *((*b.split("x"), "", "")[i] for i in (2, 0, 1)), c) for a, b, c in LAYERS],
    ),
    "activations in the rows before": layers(
        *("layer", "output", COUNT),
        rows=[
            (f"{name} + ReLU" if "CONV" in name else name, size, count)
            for name, size, count in LAYERS
            if name != "RELU"
        ],
    ),
    "a flattened size": WHOLE.replace("7x7x512", "7x7x512 -> 25088"),
    "computations": WHOLE.replace("1792", "(3*3*3 + 1) x 64")
    .replace("73856", "73728 + 128")
    .replace("4097000", "4097000 (4096*1000 + 1000)"),
}
LEFT = {
    "a count where there is one": SIZES
    + "\n"
    + layers("layer", COUNT, rows=[row for row in COUNTS if row[1]]),
    "no counts of layers without parameters": layers(
        "layer", "output", COUNT, rows=[(*row[:2], row[2] or "") for row in LAYERS]
    ),
    "channels first, as in the row of the input": CHANNELS_FIRST,
}


@pytest.mark.parametrize("name", [*NETWORKS, *LEFT])
def test_a_network_may_be_told_in_many_ways(graded: GradeText, name: str) -> None:
    verdict = graded(f"# 6.1\n\n{(NETWORKS | LEFT)[name]}")["6.1"]
    assert verdict.outcome is (Outcome.UNDECIDED if name in LEFT else RIGHT), verdict.feedback


@pytest.mark.parametrize("order", ["channels x height x width", "(C, H, W)", "rows by columns"])
def test_the_order_of_the_axes_may_be_told_above_the_table(graded: GradeText, order: str) -> None:
    found = graded(f"# 6.1\n\nOutputs are {order}.\n\n{CHANNELS_FIRST}")["6.1"]
    assert (found.outcome is RIGHT) == (order != "rows by columns")


def test_a_rounded_count_is_called_so(graded: GradeText) -> None:
    assert graded(f"# 6.1\n\n{WHOLE.replace('4097000', '4.097M')}")["6.1"].outcome is RIGHT
    found = graded(f"# 6.1\n\n{WHOLE.replace('1180160', '1.180M')}")["6.1"]
    assert "exact number" in found.feedback


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("Every RELU keeps the output size of the row before and has 0 parameters.", RIGHT),
        ("ReLU layers do not change the size and have no parameters, so they are left out.", RIGHT),
        ("RELU: same size as before, 0 parameters", RIGHT),
        ("", PARTIAL),
        ("Every RELU halves the output size and has no parameters.", PARTIAL),
        ("RELU keeps the size.", PARTIAL),
        ("POOL halves the size and has no parameters. RELU does too.", PARTIAL),
        ("POOL keeps the channels. It has the same size as its output.", PARTIAL),
        ("RELU does not keep the size and has no parameters.", PARTIAL),
    ],
)
def test_a_sentence_tells_the_rows_of_all_activations(
    graded: GradeText, said: str, outcome: Outcome
) -> None:
    rows = [row for row in LAYERS if row[0] != "RELU"]
    table = layers("Layer", "Output", "Parameters", rows=rows)
    assert graded(f"# 6.1\n\n{table}\n\n{said}\n")["6.1"].outcome is outcome
