r"""Formulas for the parameters of a layer, in names of the student's own: `9*in*out + out`."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial

from graders.errors import Unreadable
from graders.expression import Expression
from graders.reading.quantities.formula import read_formula

_PLAIN = (
    (re.compile(r"\\(?:text|mathrm|operatorname)\s*\{([^{}]*)\}"), r"\1"),
    (re.compile(r"\\(?:cdot|times|ast)(?![A-Za-z])|[×·∗]|(?<=\d)x(?=\d)|(?<![\w.])x(?!\w)"), " * "),
    (re.compile(r"\(\s*([A-Za-z#][\w #-]*)\)"), r" \1 "),
    (re.compile(r"(?<!\w)([kK])\s*(?:\*\s*\1|\^\s*2)(?!\w)"), "9"),  # of the kernel, which is given
    (re.compile(r"\$"), " "),
)
_NAME = re.compile(r"(?<![\w{}#])[A-Za-z#][\w{}#]*+(?:[ -][A-Za-z][\w{}]*+){0,3}")
_FACTOR = rf"\({{0,3}}\s?(?:{_NAME.pattern}|\d{{1,6}})\s?\){{0,3}}"
_FORMULA = re.compile(rf"{_FACTOR}(?:\s?[*+]\s?{_FACTOR})+")


_SIDES = {  # names that tell which side of a layer they count
    "inputs": re.compile(r"(?i:(?<![a-z])(?:[a-z]_?\{?|fan_?)?in(?:puts?)?(?![a-z]))|^IF$"),
    "outputs": re.compile(r"(?i:(?<![a-z])(?:[a-z]_?\{?|fan_?)?out(?:puts?)?(?![a-z]))|^OF$"),
}


def parameter_formulas(text: str) -> Iterator[Expression]:
    r"""The products of two names that stand in a text, which then are a and b, or i and o.

    These are inputs and outputs of a layer, where the names tell them apart.

    >>> from graders.expression import to_text
    >>> text = r"conv $3 \times 3 \times IF \times OF + OF$, 9*3*64 + 64 = 1792"
    >>> list(map(to_text, parameter_formulas(text)))
    ['3*3*i*o + o']
    >>> list(map(to_text, parameter_formulas("FC layers: (inputs + 1) · number of outputs")))
    ['(i + 1)*o']
    >>> list(map(to_text, parameter_formulas("filters * channels + filters")))
    ['a*b + a']
    """
    for pattern, plain in _PLAIN:
        text = pattern.sub(plain, text)
    for found in _FORMULA.finditer(" ".join(text.split())):
        names = _names_in(found[0])
        if "*" in found[0] and len(names) == 2:
            with suppress(Unreadable):
                letters = _letters_of(names)
                yield read_formula(_NAME.sub(partial(_letter, names, letters), found[0]))


def _letters_of(names: Sequence[str]) -> str:
    """The letters for two names: i and o where they tell the two sides of a layer apart."""
    for letters, sides in (("io", ("inputs", "outputs")), ("oi", ("outputs", "inputs"))):
        if all(_SIDES[side].search(name) for side, name in zip(sides, names, strict=True)):
            return letters
    return "ab"


def _letter(names: Sequence[str], letters: str, found: re.Match[str]) -> str:
    return letters[0] if _alike(found[0], names[0]) else letters[1]


def _names_in(formula: str) -> list[str]:
    """The names in a formula, of which words before or behind it may be a part."""
    names: list[str] = []
    for each in _NAME.findall(formula):
        if not any(_alike(each, other) for other in names):
            names.append(each)
    return names


def _alike(one: str, other: str) -> bool:
    shorter, longer = (each.split() for each in sorted((one, other), key=len))
    size = len(shorter)
    return shorter in (longer[:size], longer[-size:])
