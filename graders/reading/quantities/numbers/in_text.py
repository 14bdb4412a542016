"""The numbers of a sentence."""

import re

from graders.reading.quantities.numbers.printed import read_number

_FORMULA = re.compile(r"\$+[^$]*\$+")
_ABOUT = re.compile(r"\\(?:approx|simeq|sim|doteq)(?=\d)")
_COMMA_OF_LIST = re.compile(r"(?P<before>\.\d+),(?=[-−]?\d*\.\d)")
_NUMERAL = re.compile(
    r"(?<![\w.,?■□])[-−–‑]?(?:\d{1,3}(?:(?:[, \u2009\u202f\u00a0]|\\,|\{,\})\d{3})+(?!\d)(?:\.\d+)?"
    r"|\d{1,3}(?:\.\d{3}){2,}(?!\d)"
    r"|\d+(?:[.,]\d+)?|\.\d+)"
    r"(?:[eE][+-]?\d+|\s*(?:\\times|\\cdot|[×·*xX])\s*10(?:\s*\^\s*\{?[-−]?\d+\}?|[⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?"
    r"(?:\s*(?:\\?%|‰|(?:per ?(?:cent|mille?)|thousand|million|billion)\b))?"
    r"(?!\w|[.,]\d|\s?[?■□\uFFFD])"
)

_BASE = ("base ", "base-", "Base ")


def numbers_in(text: str) -> tuple[tuple[int, str], ...]:
    r"""The numbers that stand on their own in a sentence, with their positions.

    Numbers inside formulas between dollar signs do not, unless they are all of the formula, nor do
    the bases of logarithms.

    >>> numbers_in(r"with $3 \cdot 3$ weights each, 132 863 336 in all")
    ((31, '132 863 336'),)
    >>> numbers_in("-2 bits, to base 2")
    ((0, '-2'),)
    >>> numbers_in(r"at \approx6.9"), numbers_in("(0.5,0.25)")
    (((10, '6.9'),), ((1, '0.5'), (5, '0.25')))
    """
    text = _COMMA_OF_LIST.sub(r"\g<before> ", text)
    text = _ABOUT.sub(_blank, text)
    plain = _FORMULA.sub(lambda found: found[0] if read_number(found[0]) else _blank(found), text)
    return tuple(
        (found.start(), found.group())
        for found in _NUMERAL.finditer(plain)
        if not plain.endswith(_BASE, 0, found.start())
    )


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())
