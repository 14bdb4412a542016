"""What is true of every comparison: random formulas, printed in many ways, changed in one place.

Formulas are trees of this test's own, with values of their own by numpy, so that nothing is checked
against itself. The draws are the same in every run.
"""

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graders.equivalence import compare

SYMBOLS: dict[str, dict[str, object]] = {
    "x": {"type": "scalar"},
    "y": {"type": "scalar"},
    "v": {"type": "vector", "shape": ["n"]},
    "w": {"type": "vector", "shape": ["n"]},
    "A": {"type": "matrix", "shape": ["n", "n"]},
    "B": {"type": "matrix", "shape": ["n", "n"]},
    "n": {"dimension": True},
}
PYTHON = {"student_format": "python"}
FIXED = settings(derandomize=True, deadline=None, database=None)
compare("x", "x", symbols=SYMBOLS)  # the limit of recursion is set before hypothesis looks at it
compare("x", "x", symbols=SYMBOLS, student_format="python")


@dataclass(frozen=True)
class Tree:
    """A formula: its kind, its parts, and a name or a number."""

    kind: str
    parts: tuple["Tree", ...] = ()
    of: Any = None


Random = random.Random
FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "sin": np.sin,
    "tanh": np.tanh,
    "sigma": lambda z: 1 / (1 + np.exp(-z)),
}


def scalar(draw: Random, depth: int) -> Tree:
    if depth == 0 or draw.random() < 0.1:
        if draw.random() < 0.35:
            return Tree("number", of=draw.randint(2, 7))
        return Tree("symbol", of=draw.choice("xy"))
    match draw.choice(
        ["add", "add", "times", "times", "negate", "over", "power", "apply", "dot", "form", "sum"]
    ):
        case "add":
            count = draw.randint(2, 4)
            return Tree("add", tuple(scalar(draw, depth - 1) for _ in range(count)))
        case "times":
            count = draw.randint(2, 3)
            return Tree("times", tuple(scalar(draw, depth - 1) for _ in range(count)))
        case "negate":
            return Tree("negate", (scalar(draw, depth - 1),))
        case "over":
            square = Tree("power", (scalar(draw, depth - 1),), 2)
            below = Tree("add", (Tree("number", of=draw.randint(2, 7)), square))
            return Tree("over", (scalar(draw, depth - 1), below))
        case "power":
            return Tree("power", (scalar(draw, depth - 1),), draw.randint(2, 3))
        case "apply":
            return Tree("apply", (scalar(draw, depth - 1),), draw.choice(sorted(FUNCTIONS)))
        case "dot":
            return Tree("dot", (vector(draw, depth - 1), vector(draw, depth - 1)))
        case "form":
            names = draw.choice("vw"), draw.choice("AB"), draw.choice("vw")
            return Tree("form", of=names)
    names = draw.choice("vw"), draw.choice("vw")
    return Tree("sum", (scalar(draw, min(depth - 1, 1)),), names)  # sum_k a_k (c + b_k^2)


def vector(draw: Random, depth: int) -> Tree:
    if depth <= 0 or draw.random() < 0.4:
        return Tree("symbol", of=draw.choice("vw"))
    match draw.choice(["add", "apply", "scale"]):
        case "add":
            return Tree("add", (vector(draw, depth - 1), vector(draw, depth - 1)))
        case "apply":
            return Tree("matrix", (vector(draw, depth - 1),), draw.choice("AB"))
    return Tree("scale", (scalar(draw, depth - 1), vector(draw, depth - 1)))


def value(tree: Tree, given: dict[str, Any]) -> Any:
    """The value by numpy; a vector has one axis."""
    parts = [value(each, given) for each in tree.parts]
    match tree.kind:
        case "number":
            return float(tree.of)
        case "symbol":
            return given[tree.of]
        case "add":
            return sum(parts[1:], parts[0])
        case "times" | "scale":
            return np.prod(parts) if tree.kind == "times" else parts[0] * parts[1]
        case "negate":
            return -parts[0]
        case "over":
            return parts[0] / parts[1]
        case "power":
            return parts[0] ** tree.of
        case "apply":
            return FUNCTIONS[tree.of](parts[0])
        case "matrix":
            return given[tree.of] @ parts[0]
        case "dot":
            return parts[0] @ parts[1]
        case "form":
            left, middle, right = (given[each] for each in tree.of)
            return left @ middle @ right
    a, b = (given[each] for each in tree.of)
    return (a * (parts[0] + b**2)).sum()


def environments() -> Iterator[dict[str, Any]]:
    for seed, size in enumerate((2, 3, 3, 4)):
        made = np.random.default_rng(seed)
        yield {
            **{name: float(made.normal()) for name in "xy"},
            **{name: made.normal(size=size) for name in "vw"},
            **{name: made.normal(size=(size, size)) for name in "AB"},
        }


ENVIRONMENTS = list(environments())


def differ(one: Tree, other: Tree) -> bool:
    """Whether two trees have plainly different values."""
    gaps = []
    for given_values in ENVIRONMENTS:
        with np.errstate(over="ignore"):  # of the sigmoid, far out
            a, b = value(one, given_values), value(other, given_values)
        gaps.append(abs(a - b) / max(abs(a), abs(b), 1e-30))
    return max(gaps) > 1e-4


# --- printing -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Style:
    """How a formula is written in LaTeX."""

    space: str = ""
    times: str = " "
    opening: str = "("
    closing: str = ")"
    font: str = "{}"
    matrix_font: str = "{}"
    over: str = r"\frac{{{}}}{{{}}}"
    index: str = "k"
    command: str = "\\"


STYLES = {
    "tight": Style(),
    "spaced as by OCR": Style(space=" ", times=" "),
    "left and right": Style(opening=r"\left(", closing=r"\right)"),
    "dots": Style(times=r" \cdot ", index="j"),
    "fonts": Style(font=r"\mathbf{{{}}}", matrix_font=r"\boldsymbol{{{}}}", index="l"),
    "sizes": Style(opening=r"\bigl[", closing=r"\bigr]", over=r"\dfrac{{{}}}{{{}}}"),
    "thin spaces": Style(space=r"\,", times=r"\,", over=r"\tfrac {{{}}} {{{}}}"),
}


def latex(tree: Tree, style: Style) -> str:
    return printed(tree, style)[0].replace("  ", " ")


def printed(tree: Tree, s: Style) -> tuple[str, int]:
    """The text, and how strongly it holds together: 1 a sum, 2 a product, 3 a power, 4 all else."""

    def inner(position: int, least: int) -> str:
        text, strength = printed(tree.parts[position], s)
        if strength >= least:
            return text
        return f"{s.opening}{s.space}{text}{s.space}{s.closing}"

    def name(letter: str) -> str:
        font = s.matrix_font if letter in "AB" else s.font if letter in "vw" else "{}"
        return font.format(letter)

    match tree.kind:
        case "number":
            return str(tree.of), 4
        case "symbol":
            return name(tree.of), 4
        case "add":
            parts = [inner(place, 2) for place in range(len(tree.parts))]
            return f"{s.space}+{s.space}".join(parts), 1
        case "times" | "scale":
            parts = [inner(place, 3) for place in range(len(tree.parts))]
            text = parts[0]
            for part in parts[1:]:
                text += (r" \cdot " if part[:1].isdigit() else s.times) + part
            return text, 2
        case "negate":
            return f"-{s.space}{inner(0, 2)}", 1
        case "over":
            return s.over.format(inner(0, 0), inner(1, 0)), 3
        case "power":
            base = inner(0, 4)
            return f"{base}{s.space}^{s.space}{{{s.space}{tree.of}{s.space}}}", 3
        case "apply":
            return f"\\{tree.of}{s.opening}{s.space}{inner(0, 0)}{s.space}{s.closing}", 3
        case "matrix":
            return f"{name(tree.of)} {inner(0, 3)}", 2
        case "dot":
            return f"{inner(0, 4)}^T{s.space} {inner(1, 3)}", 2
        case "form":
            left, middle, right = map(name, tree.of)
            return f"{left}^{{\\top}}{s.space} {middle} {right}", 2
    a, b = map(name, tree.of)
    low, high = f"{s.index}{s.space}={s.space}1", "n"
    body = f"{s.opening}{inner(0, 2)} + {b}_{{{s.index}}}^2{s.closing}"
    return f"{s.opening}\\sum_{{{low}}}^{{{high}}} {a}_{s.index} {body}{s.closing}", 4


def python(tree: Tree) -> str:
    parts = [python(each) for each in tree.parts]
    match tree.kind:
        case "number" | "symbol":
            return str(tree.of)
        case "add":
            return f"({' + '.join(parts)})"
        case "times" | "scale":
            return f"({' * '.join(parts)})"
        case "negate":
            return f"(-{parts[0]})"
        case "over":
            return f"({parts[0]} / {parts[1]})"
        case "power":
            return f"({parts[0]})**{tree.of}"
        case "apply":
            return f"{'sigmoid' if tree.of == 'sigma' else f'np.{tree.of}'}({parts[0]})"
        case "matrix":
            return f"({tree.of} @ {parts[0]})"
        case "dot":
            return f"({parts[0]} @ {parts[1]})"
        case "form":
            return f"({' @ '.join(tree.of)})"
    a, b = tree.of
    return f"sum({a}[k] * ({parts[0]} + {b}[k]**2) for k in range(n))"


# --- changes ------------------------------------------------------------------------------------


def replaced(tree: Tree, at: int, change: Callable[[Tree], Tree]) -> tuple[Tree, int]:
    """The tree with its node of this number changed, counted from the root; the numbers left."""
    if at == 0:
        return change(tree), -1
    at -= 1
    parts = []
    for part in tree.parts:
        if at >= 0:
            part, at = replaced(part, at, change)
        parts.append(part)
    return Tree(tree.kind, tuple(parts), tree.of), at


def size(tree: Tree) -> int:
    return 1 + sum(map(size, tree.parts))


def changed(node: Tree, draw: Random) -> Tree:
    """A node with one thing about it changed."""
    match node.kind:
        case "number":
            return Tree("number", of=node.of + draw.choice([-1, 1, 2]))
        case "symbol":
            return Tree("symbol", of=dict(zip("xyvw", "yxwv", strict=True))[node.of])
        case "power":
            return Tree("power", node.parts, 5 - node.of)
        case "apply":
            others = [each for each in sorted(FUNCTIONS) if each != node.of]
            return Tree("apply", node.parts, draw.choice(others))
        case "add" | "times" if len(node.parts) > 2:
            return Tree(node.kind, node.parts[1:])
        case "add":
            return Tree("add", (node.parts[0], node.parts[0]))
        case "negate":
            return node.parts[0]
        case "over":
            return Tree("times", node.parts)
        case "matrix":
            return Tree("matrix", node.parts, "B" if node.of == "A" else "A")
        case "form":
            return Tree("form", of=node.of[::-1][:1] + node.of[1:2] + node.of[:1])
        case "sum":
            return Tree("sum", node.parts, node.of[::-1])
    return Tree(node.kind, (node.parts[0], *node.parts[:1], *node.parts[2:]))


def is_typed(tree: Tree) -> bool:
    try:
        with np.errstate(over="ignore"):
            return all(np.ndim(value(tree, each)) == 0 for each in ENVIRONMENTS)
    except (ValueError, TypeError):
        return False


def reordered(tree: Tree, draw: Random) -> Tree:
    parts = [reordered(each, draw) for each in tree.parts]
    if tree.kind in ("add", "times"):
        draw.shuffle(parts)
    return Tree(tree.kind, tuple(parts), tree.of)


trees = st.integers(0, 10**6).map(lambda seed: scalar(Random(seed), 3))
draws = st.integers(0, 10**6).map(Random)


def verdict(reference: str, student: str, **options: Any) -> bool | None:
    return compare(reference, student, symbols=SYMBOLS, **options).equal


# --- what is true -------------------------------------------------------------------------------


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES.keys())
@settings(FIXED, max_examples=60)
@given(tree=trees)
def test_a_formula_is_equal_to_itself_in_any_notation(tree, style):
    assert verdict(latex(tree, STYLES["tight"]), latex(tree, style)) is True


@settings(FIXED, max_examples=80)
@given(tree=trees)
def test_a_formula_in_python_is_equal_to_itself_in_latex(tree):
    assert verdict(latex(tree, STYLES["dots"]), python(tree), **PYTHON) is True


@settings(FIXED, max_examples=100)
@given(tree=trees, draw=draws)
def test_the_order_of_terms_and_factors_is_of_no_account(tree, draw):
    assert verdict(latex(tree, Style()), latex(reordered(tree, draw), Style(index="q"))) is True


@settings(FIXED, max_examples=120)
@given(one=trees, other=trees)
def test_verdicts_are_symmetric_and_agree_with_numpy(one, other):
    texts = latex(one, Style()), latex(other, Style())
    found = verdict(*texts)
    assert found == verdict(*texts[::-1])
    if differ(one, other):
        assert found is False


@settings(FIXED, max_examples=400)
@given(tree=trees, draw=draws)
def test_a_change_in_one_place_that_alters_values_is_never_equal(tree, draw):
    other, _ = replaced(tree, draw.randrange(size(tree)), lambda node: changed(node, draw))
    if is_typed(other):
        found = verdict(latex(tree, Style()), latex(other, draw.choice(list(STYLES.values()))))
        assert found is not None
        if differ(tree, other):
            assert found is False


MISTAKES: dict[str, Callable[[Tree], Tree]] = {
    "sign": lambda tree: Tree("negate", (tree,)),
    "factor": lambda tree: Tree("times", (Tree("number", of=2), tree)),
    "exponent": lambda tree: Tree("power", (tree,), 2),
    "term": lambda tree: Tree("add", (tree, Tree("symbol", of="x"))),
}


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES.keys())
@settings(FIXED, max_examples=40)
@given(tree=trees)
def test_a_mistake_is_different(tree, mistake):
    other = mistake(tree)
    if differ(tree, other):
        assert verdict(latex(tree, Style()), latex(other, Style())) is False


def sample(count: int = 60) -> list[tuple[str, str]]:
    pairs = []
    for seed in range(count):
        draw = Random(seed)
        tree = scalar(draw, 3)
        other, _ = replaced(tree, draw.randrange(size(tree)), lambda node: changed(node, draw))  # noqa: B023
        other = other if seed % 3 and is_typed(other) else reordered(tree, draw)
        pairs.append((latex(tree, Style()), latex(other, draw.choice(list(STYLES.values())))))
    return pairs


def answers(pairs: list[tuple[str, str]]) -> list[list[Any]]:
    found = [compare(*pair, symbols=SYMBOLS) for pair in pairs]
    return [[each.equal, each.note, each.mistake and each.mistake.code] for each in found]


@pytest.mark.parametrize("seed", ["1", "4242"])
def test_verdicts_are_the_same_in_a_fresh_interpreter(seed):
    code = (
        "import json, tests.equivalence.test_formula_properties as t\n"
        "print(json.dumps(t.answers(t.sample())))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    run = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert json.loads(run.stdout) == answers(sample())


def test_verdicts_do_not_depend_on_what_was_compared_before():
    pairs = sample()
    forwards = answers(pairs)
    assert answers(pairs[::-1])[::-1] == forwards


def test_threads_give_the_verdicts_of_one():
    pairs = sample()
    wanted = answers(pairs)

    def work(turn: int) -> list[list[Any]]:
        order = list(range(len(pairs)))
        Random(turn).shuffle(order)
        found = {place: answers([pairs[place]])[0] for place in order}
        return [found[place] for place in range(len(pairs))]

    with ThreadPoolExecutor(8) as threads:
        assert all(each == wanted for each in threads.map(work, range(8)))
