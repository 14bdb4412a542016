"""The page `docs/equivalence.md`, made from `fixtures/equivalence.toml`.

.venv/bin/python docs/make_equivalence.py
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "fixtures" / "equivalence.toml"
PAGE = ROOT / "docs" / "equivalence.md"

MISTAKES = {
    "sign": "a sign is reversed",
    "factor": "a constant factor is off",
    "missing_term": "a term or a factor is missing",
    "wrong_function": "one function stands for another, or a derivative was not taken",
    "wrong_exponent": "an exponent is off, or a root or square is left out",
    "swapped": "two symbols, or two sizes, have changed places",
    "transposed": "something is transposed that should not be, or the reverse",
    "shape": "the shapes do not fit, or the answer has another shape",
    "layout": "the derivative in the other layout: the transpose of what is asked",
    "log_base": "the logarithm has another base",
    "decimal_point": "the decimal point has slipped",
    "percent": "a percent sign is missing, or one too many",
    "too_coarse": "too few digits to tell",
}
KINDS = {
    "value": ("Formulas", "The answer has the same value as the reference."),
    "number": ("Numbers", "Printed digits are judged by what they show; a formula must be exact."),
    "relation": ("Relations and sets", "The answer holds at the same points as the reference."),
    "shape": ("Shapes", "The sizes of the axes, in the order asked for; labels win over order."),
    "constraint": ("Constraints", "The values given must satisfy the condition."),
    "equation": ("Equations", "The same equation, but for a factor that is not zero."),
    "derivation": ("Derivations", "Every step must hold, and the last member is the answer."),
}
VERDICTS = {"equal": "Accepted", "different": "Not accepted", "unsettled": "Not settled"}
OPTIONS = {
    "layout": "layout {}",
    "order": "order {}",
    "almost_everywhere": "single points do not count",
    "min_digits": "at least {} digits",
    "student_format": "in {}",
}
NAMES = {"python": "Python", "latex": "LaTeX"}
DOMAINS = {
    "unit_interval": "between 0 and 1",
    "integer": "whole number",
    "simplex": "a distribution",
    "onehot": "one-hot",
    "invertible_det_positive": "invertible, with a positive determinant",
}

INTRODUCTION = r"""
# When two formulas are equal

For whoever writes references: which answers count as the reference, which do not, and how a mistake
is named. The examples below are rows of
[`fixtures/equivalence.toml`](../fixtures/equivalence.toml), and
`tests/equivalence/test_equivalence.py` runs every one. {counts}

This page is made by `docs/make_equivalence.py`; change the table, not the page.

## How it is decided

**What is read.** A left-hand side is dropped; in a chain the last member is the answer. Fonts,
spacing, dollar signs and boxes do not matter. `log` is natural, `T` is a transpose and `\sigma` the
sigmoid, unless a symbol of that name is declared. Several formulas side by side, none of which is
said to be the answer, are not guessed at: a person decides.

**Shapes first.** Every symbol has its declared shape; a scalar is 1×1, a vector a column. What is
multiplied how is settled before a number is drawn, so `A^T x`, `x^T A` and `A x` are different
things. A product or a sum whose shapes do not fit is a wrong answer, and the note says which sizes
part.

**Then values.** Both formulas are evaluated for several choices of the sizes, at many random points
of the declared domains: real numbers of both signs and zero, every index and every binary value,
distributions that sum to one. The draws are the same in every run. A difference beyond rounding at
one point is enough for *different*, and that point is the witness in the note. Single points count,
such as a kink, unless the question says that they do not. An answer that is not defined on a good
part of what the reference is defined on is different: `2\log w` is not `\log(w^2)`.

**Then certainty.** What seems equal is confirmed exactly, modulo large primes, where both formulas
are rational; what is neither plainly equal nor plainly different is computed again with fifty
digits. What can neither be read nor told apart is *not settled* and goes to a person.

**Other kinds.** Relations are compared at random points and on their boundaries, which tells `<`
from `<=`. Equations agree if the differences of their sides are multiples of one another, or vanish
at the same points. A derivation is checked link by link. Printed numbers are judged
[by their digits](how-numbers-are-judged.md).

**Mistakes are named by making them.** One mistake at a time is made in the reference; if the
student's answer has the values of what comes out, everywhere, that is its name. No verdict hangs on
a name. A wrong answer that no single slip explains has none, and sometimes another slip gives the
same values: the names below are those that a reader would give, and the tests ask that at least
85 % of them are found.

| name | what it says |
|---|---|
{mistakes}
"""


def page() -> str:
    """The whole page, in Markdown."""
    cases = tomllib.loads(TABLE.read_text(encoding="utf-8"))["case"]
    return "\n".join([introduction(cases), *sections(cases), *failures(cases)]).rstrip() + "\n"


def introduction(cases: Sequence[Mapping[str, Any]]) -> str:
    verdicts = [answer["verdict"] for case in cases for answer in case["answers"]]
    counts = (
        f"There are {len(verdicts):,} answers to {len(cases)} references: "
        f"{verdicts.count('equal')} are accepted, {verdicts.count('different')} are not, and "
        f"{verdicts.count('unsettled')} are left to a person."
    )
    mistakes = "\n".join(f"| {name} | {words} |" for name, words in MISTAKES.items())
    text = INTRODUCTION.replace("{counts}", counts).replace("{mistakes}", mistakes)
    return "\n\n".join(unwrapped(each) for each in text.strip().split("\n\n")) + "\n"


def unwrapped(paragraph: str) -> str:
    """A paragraph on one line, as in the other pages; a table stays as it is."""
    return paragraph if paragraph.startswith("|") else paragraph.replace("\n", " ")


def sections(cases: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """A heading for each kind and each subject, and the cases below them."""
    for kind, of_kind in groupby(cases, key=kind_of):
        title, words = KINDS[kind]
        yield f"## {title}\n\n{words}\n"
        for subject, group in groupby(of_kind, key=lambda case: case.get("subject", "")):
            if subject:
                yield f"### {subject}\n"
            level = "####" if subject else "###"
            for case in group:
                yield from section(case, level)


def kind_of(case: Mapping[str, Any]) -> str:
    return case.get("kind", "value")


def section(case: Mapping[str, Any], level: str) -> Iterator[str]:
    """One reference with its answers."""
    yield f"{level} {case['topic']}\n"
    yield "; ".join([f"Reference {code(case['reference'])}", *conditions(case)]) + "\n"
    for verdict, title in VERDICTS.items():
        lines = [answer_line(each) for each in case["answers"] if each["verdict"] == verdict]
        if lines:
            yield "\n".join([f"{title}:\n", *lines, ""])


def conditions(case: Mapping[str, Any]) -> Iterator[str]:
    """What is declared: options, definitions and symbols, in words."""
    yield from options(case)
    for each in case.get("definitions", ()):
        yield f"{code(each['latex'])} stands for {code(each['value'])}"
    for name, each in case.get("symbols", {}).items():
        yield f"{code(name)} {symbol_in_words(each)}"


def options(given: Mapping[str, Any]) -> Iterator[str]:
    for name, words in OPTIONS.items():
        if given.get(name):
            yield words.format(NAMES.get(given[name], given[name]))


def symbol_in_words(declared: Mapping[str, Any]) -> str:
    if declared.get("dimension"):
        return "a size"
    words, kind = [], declared.get("type", "scalar")
    if declared.get("shape"):
        words.append("×".join(str(size) for size in declared["shape"]))
    elif kind != "scalar":
        words.append(f"a {kind}")
    domain = declared.get("domain", "real")
    if "range" in declared:
        first, last = declared["range"]
        words.append(f"an index from {first} to {last}")
    elif kind != "distribution":
        words.append(DOMAINS.get(domain, domain))
    words += [
        f"{bound} {declared[name]:g}"
        for name, bound in (("min", "at least"), ("max", "at most"))
        if name in declared
    ]
    return ", ".join(words)


def answer_line(answer: Mapping[str, Any]) -> str:
    """An answer in code, how it is named, and the remark."""
    line = f"- {code(answer['student'])}"
    if "repeat" in answer:
        line += f" {answer['repeat']:,} times in a row"
    line += "".join(f", {words}" for words in options(answer))
    if "mistake" in answer:
        line += f": *{answer['mistake']}*"
    if "remark" in answer:
        line += f" ({answer['remark']})"
    if "known_failure" in answer:
        line += " — **not yet so**"
    return line


def failures(cases: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What the engine does not do yet."""
    lines = [
        f"- {code(answer['student'])}, {case['topic']}: {answer['known_failure']}"
        for case in cases
        for answer in case["answers"]
        if "known_failure" in answer
    ]
    if lines:
        yield "## Not yet so\n\nKnown failures of the engine, among the rows above.\n"
        yield "\n".join(lines)


def code(text: str) -> str:
    """A text as code on one line, whatever it holds.

    >>> code("2x"), code("")
    ('`2x`', '(nothing)')
    """
    shown = "".join(each if each.isprintable() else escaped(each) for each in text)
    if not shown:
        return "(nothing)"
    fence = "`" * (1 + longest_run(shown))
    pad = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def escaped(character: str) -> str:
    """An invisible character, made visible."""
    return {"\n": "⏎", "\t": "⇥"}.get(character, f"\\u{ord(character):04x}")


def longest_run(text: str) -> int:
    """The most backticks in a row."""
    return max((len(list(run)) for each, run in groupby(text) if each == "`"), default=0)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
