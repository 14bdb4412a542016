r"""Formulas that go on between the next dollar signs: `$a = b$ $= c$` is one.

Scans and editors end a formula at the end of a line. One that begins with a relation goes on with
the one right before it, and one that begins with another operator if that one is an equation.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from graders.reading.blocks.block import Block, Shape
from graders.reading.delimited import DELIMITED, inside

_RELATION = r"(?:[=<>≤≥≈]|\\(?:leq?|geq?|leqslant|geqslant|approx|equiv)(?![A-Za-z]))"
_OPERATOR = r"(?:[+\-−*/·×⊙]|\\(?:cdot|times|odot|pm)(?![A-Za-z]))"
_GOES_ON = re.compile(rf"\s*(?:&\s*)?(?P<sign>{_RELATION}|{_OPERATOR})")
_EQUATION = re.compile(_RELATION)
_OPEN = re.compile(  # at the end: something must follow
    rf"(?:{_RELATION}|{_OPERATOR}|\\(?:min|max|sum|prod|int|lim)(?:\s*[_^]\s*(?:\{{[^{{}}]*\}}|\w))*)\s*$"
)
_NUMBER = re.compile(r"\s*[+\-−]\s*[\d.,\s]+")
_ENDED = re.compile(r"(?:[.,;:]|\\end\{\w+\*?\})\s*$")
MINUS = "-−"


def in_one(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, each formula as one; what is put together keeps its lines."""
    last: Block | None = None
    for block in blocks:
        both = None if last is None else _together(last, block)
        if last is not None and both is None:
            yield last
        last = _within(both or block)
    if last is not None:
        yield last


def _within(block: Block) -> Block:
    """A paragraph in which formulas that go on are one, at the same places.

    >>> from graders.model import Where
    >>> _within(Block(Shape.TEXT, "$a = b$ $= c$", Where("a.md", 1))).text
    '$a = b   = c$'
    """
    if block.shape is not Shape.TEXT or "$" not in block.text:
        return block
    text = block.text
    for before, after in pairwise(DELIMITED.finditer(block.text)):
        between = text[before.end() : after.start()]
        alike = before[0][:2].count("$") == after[0][:2].count("$") == 1
        if alike and not between.strip() and goes_on(inside(before), inside(after)):
            start, end = before.end() - 1, after.start() + 1
            text = f"{text[:start]} {between} {text[end:]}"
    return replace(block, text=text)


def _together(block: Block, following: Block) -> Block | None:
    """Two displays or paragraphs as one, if the second begins with what goes on."""
    if following.marker or block.shape is not following.shape:
        return None
    ends, begins = _last_formula(block), _first_formula(following)
    if ends is None or begins is None or not goes_on(ends, begins):
        return None
    lines = following.where.line - block.at(len(block.text)).line
    return replace(block, text=block.text + "\n" * lines + following.text)


def _last_formula(block: Block) -> str | None:
    """The formula in which a display or a paragraph ends."""
    if block.shape is Shape.MATH:
        return block.text
    found = list(DELIMITED.finditer(block.text)) if block.shape is Shape.TEXT else []
    return inside(found[-1]) if found and found[-1].end() == len(block.text) else None


def _first_formula(block: Block) -> str | None:
    """The formula with which a display or a paragraph begins."""
    if block.shape is Shape.MATH:
        return block.text
    found = DELIMITED.match(block.text) if block.shape is Shape.TEXT else None
    return inside(found) if found else None


def goes_on(formula: str, following: str) -> bool:
    r"""Whether a formula goes on with the one right before it.

    >>> goes_on("a = b", "= c"), goes_on(r"\max_x", "f(x)"), goes_on("a = b", "- c")
    (True, True, True)
    >>> goes_on("a", "- c"), goes_on("a = b,", "= c"), goes_on("a = 1", "-1")
    (False, False, False)
    """
    if _OPEN.search(formula) and not _EQUATION.search(following):
        return True
    found = _GOES_ON.match(following)
    if found is None or _ENDED.search(formula):
        return False
    sign = found["sign"]
    is_equation = _EQUATION.search(formula) is not None
    is_number = _NUMBER.fullmatch(following) is not None  # it may be the next of a list
    if sign in MINUS:
        return is_equation and not is_number
    return _EQUATION.match(sign) is not None or is_equation or not is_number
