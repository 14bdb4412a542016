"""A right write-up is right in any notation: labels, spellings, layouts and numbers at random.

Each write-up is made from the computed values with a seed of its own, so a failure can be seen
again by its number.
"""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graders.batch import grade
from graders.comparing.numbers.worksheet import Worksheet
from graders.model import Outcome
from solutions import backpropagation

SHEET = Worksheet(backpropagation.GIVEN, backpropagation.FORMULAS)
FORWARD = ("h1", "h2", "o1", "o2", "MSE")
PARAMETERS = (*(f"w{number}" for number in range(1, 11)), "b1", "b2")
INNER = ("do1_dh1", "do1_dh2", "do2_dh1", "do2_dh2")


def script(name: str, draw: random.Random) -> str:
    """A letter and its index."""
    letter, index = name[0], name[1:]
    forms = [f"{letter}_{{{index}}}", f"{letter}_{index}", f"{letter}{index}"]
    if len(index) == 1:
        forms.append(f"\\mathrm{{{letter}}}_{index}")
    return draw.choice(forms)


def loss(draw: random.Random) -> str:
    return draw.choice(["MSE", "L", "E", r"\text{MSE}", r"\mathcal{L}", r"\mathrm{MSE}", "Loss"])


def derivative(upper: str, lower: str, draw: random.Random) -> str:
    """A derivative in one of the ways that it is written."""
    forms = [
        rf"\frac{{d{upper}}}{{d{lower}}}",
        rf"\frac{{\partial {upper}}}{{\partial {lower}}}",
        rf"\dfrac{{\partial {upper}}}{{\partial {lower}}}",
        rf"\frac{{d {upper}}}{{d {lower}}}",
        rf"\partial {upper}/\partial {lower}",
        f"d{upper}/d{lower}" if "\\" not in upper else rf"\partial {upper} / \partial {lower}",
    ]
    return draw.choice(forms)


def spelled(name: str, draw: random.Random) -> str:
    """The name of a quantity as a student might spell it."""
    if name == "MSE":
        return loss(draw)
    if name.endswith("_new"):
        base = script(name.removesuffix("_new"), draw)
        scripts = ["^{t+1}", "^{(t+1)}", r"^{\text{new}}", "^{new}", "^{(new)}", "^+"]
        return base + draw.choice(scripts)
    if name.startswith("dMSE_d"):
        inner = script(name.removeprefix("dMSE_d"), draw)
        if draw.random() < 0.1:
            return rf"\nabla_{{{inner}}} {loss(draw)}"
        return derivative(loss(draw), inner, draw)
    if "_" in name:
        upper, lower = (part.removeprefix("d") for part in name.split("_"))
        return derivative(script(upper, draw), script(lower, draw), draw)
    return script(name, draw)


def printed(value: float, draw: random.Random, *, decimals: int | None = None) -> str:
    """A number to enough digits, in some format."""
    if decimals is not None:
        return f"{value:.{decimals}f}"
    digits = draw.randint(3, 6)
    plain = f"{value:#.{digits}g}"
    if "e" in plain or draw.random() < 0.2:
        mantissa, _, exponent = f"{value:.{digits - 1}e}".partition("e")
        power = int(exponent)
        return draw.choice(
            [
                rf"{mantissa} \times 10^{{{power}}}",
                rf"{mantissa}\cdot 10^{{{power}}}",
                f"{mantissa}e{power}",
                f"{value:.{max(digits - power, 1)}f}",
            ]
        )
    return plain.rstrip(".")


def value_of(name: str, draw: random.Random) -> str:
    decimals = draw.randint(4, 7) if name.endswith("_new") else None
    return printed(SHEET.reference(name), draw, decimals=decimals)


def display(name: str, draw: random.Random) -> str:
    relation = draw.choice(["=", "=", "=", r"\approx", "&="])
    body = f"{spelled(name, draw)} {relation} {value_of(name, draw)}"
    if relation == "&=":
        return rf"$$\begin{{aligned}} {body} \end{{aligned}}$$"
    end = draw.choice(["", ".", r"\,.", r" \\"])
    return draw.choice([f"$${body}{end}$$", f"$$\n{body}{end}\n$$", rf"\[ {body} \]", f"${body}$"])


def displays(names: tuple[str, ...], draw: random.Random) -> str:
    return "\n\n".join(display(name, draw) for name in names)


def aligned(names: tuple[str, ...], draw: random.Random) -> str:
    rows = [f"{spelled(name, draw)} &= {value_of(name, draw)}" for name in names]
    environment = draw.choice(["aligned", "align*", "align"])
    inside = " \\\\\n".join(rows)
    text = rf"\begin{{{environment}}}" + f"\n{inside}\n" + rf"\end{{{environment}}}"
    return f"$$\n{text}\n$$" if environment == "aligned" else text


def bullets(names: tuple[str, ...], draw: random.Random) -> str:
    joint = draw.choice([" = ", ": ", r" $\approx$ "])
    lines = []
    for name in names:
        if joint == " = ":
            lines.append(f"- ${spelled(name, draw)} = {value_of(name, draw)}$")
        else:
            lines.append(f"- ${spelled(name, draw)}${joint}${value_of(name, draw)}$")
    return "\n".join(lines)


def sentences(names: tuple[str, ...], draw: random.Random) -> str:
    forms = ["The value of ${0}$ is ${1}$.", "We get ${0} = {1}$.", "Hence ${0} = {1}$, as asked."]
    return "\n\n".join(
        draw.choice(forms).format(spelled(name, draw), value_of(name, draw)) for name in names
    )


def one_line(names: tuple[str, ...], draw: random.Random) -> str:
    between = draw.choice([r" \quad ", ", \\; ", "$, $", "$ and $", r" \qquad "])
    parts = [f"{spelled(name, draw)} = {value_of(name, draw)}" for name in names]
    lines = [parts[at : at + 2] for at in range(0, len(parts), 2)]
    return "\n\n".join(f"${between.join(line)}$" for line in lines)


def table(names: tuple[str, ...], draw: random.Random) -> str:
    heading = draw.choice(["| quantity | value |", "| name | result |", "| | number |"])
    rows = [f"| ${spelled(name, draw)}$ | {value_of(name, draw)} |" for name in names]
    return "\n".join([heading, "|---|---|", *rows])


LAYOUTS: tuple[Callable[[tuple[str, ...], random.Random], str], ...] = (
    displays, displays, aligned, bullets, sentences, one_line, table,
)  # fmt: skip


def both_in_a_table(draw: random.Random) -> str:
    """Gradient and updated value of every parameter, in one table."""
    heading = draw.choice(
        [
            "| parameter | gradient | new value |",
            "| | $dL/dw$ | updated |",
            "| w | grad | $w^{t+1}$ |",
        ]
    )
    rows = [
        f"| ${script(name, draw)}$ | {value_of(f'dMSE_d{name}', draw)} "
        f"| {value_of(f'{name}_new', draw)} |"
        for name in PARAMETERS
    ]
    return "\n".join([heading, "|---|---|---|", *rows])


LABELS: tuple[tuple[str, str, str, str], ...] = (
    ("## Question 2", "### 2.1", "### 2.2", "### 2.3"),
    ("# Problem 2: backpropagation", "## 1. Forward pass", "## 2. Gradients", "## 3. Step"),
    ("## 2", "### (a) Forward", "### (b) Backward", "### (c) Update"),
    ("**Question 2**", "**2.1** forward pass", "**2.2** gradients", "**2.3** update"),
    ("Exercise 2", "1) forward", "2) backward", "3) new weights"),
    ("## Q2", "Q2.1 Forward pass", "Q2.2 Backward pass", "Q2.3 SGD step"),
    ("### 2 Backpropagation", "#### i. forward", "#### ii. backward", "#### iii. update"),
    ("", "", "", ""),
)


def write_up(seed: int) -> str:
    draw = random.Random(seed)
    top, forward, backward, update = draw.choice(LABELS)

    def laid_out(names: tuple[str, ...]) -> str:
        return draw.choice(LAYOUTS)(names, draw)

    def parts() -> Iterator[str]:
        yield top
        yield forward
        yield laid_out(FORWARD)
        yield backward
        yield laid_out(("dMSE_do1", "dMSE_do2", *INNER))
        gradients = tuple(f"dMSE_d{name}" for name in draw.sample(PARAMETERS, len(PARAMETERS)))
        if draw.random() < 0.2 and backward:
            yield both_in_a_table(draw)
        else:
            yield laid_out(gradients)
            yield update
            yield laid_out(tuple(f"{name}_new" for name in PARAMETERS))

    return "\n\n".join(part for part in parts() if part) + "\n"


@pytest.mark.parametrize("seed", range(120))
def test_a_right_write_up_is_right_in_any_notation(seed: int, tmp_path: Path) -> None:
    path = tmp_path / "answers.md"
    path.write_text(write_up(seed), encoding="utf-8")
    report = grade("deep_learning_hw2", path)
    numeric = [each for each in report.verdicts if each.question.id.startswith("2.")]
    lost = [
        f"{each.question.id} {each.outcome} at {each.where}: {each.read_as} ({each.note})"
        for each in numeric
        if each.outcome is not Outcome.CORRECT
    ]
    assert not lost, "\n".join(lost)
