r"""Two numbers that are called by names, in any order and notation: a padding and a stride."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from graders.reading.words.against.beside import against
from graders.reading.words.against.hypotheses import without_hypotheses
from graders.reading.words.tables import told_by_column

_NUMBER = r"(-?\d+(?:\.\d+|/\d+)?)"
_NO_SUM = r"(?![\d.]*\d|\s*[-+]\s*\d)"  # without padding (64 - 3)/2
_DIGITS = {word: str(n) for n, word in enumerate("zero one two three four five".split())}
_SPELLED = re.compile(rf"\b(?:{'|'.join(_DIGITS)})\b(?![- ]?(?:pad|side|fill))", re.IGNORECASE)
_MISREAD = re.compile(r"(?<![a-z])l(?=\d|\s*(?:[,;.$]|$))|(?<=\d)l(?![a-z])", re.MULTILINE)
_LAYOUT = re.compile(r"\\(?:text|mathrm|textbf|boxed|left|right)\b|\\[,;! ]|[${}*'\"`]")
_FRACTION = re.compile(r"\\[dt]?frac\s*(?:\{\s*(\d+)\s*\}\s*\{\s*(\d+)\s*\}|(\d)\s*(\d))|½")
_SAME_TWICE = re.compile(
    r"(?<=[a-z])(?P<said>\s*(?:[=:]|of|is)?\s*)"
    r"(?:[(\[]\s*(?P<one>\d+)\s*[,x×]\s*(?P=one)\s*[)\]]"
    r"|(?P<bare>\d+)\s*[x×]\s*(?P=bare)(?!\d))"
)
_ROUNDED = re.compile(  # 0.5 -> round up to 1
    r"(?<![\d.])\d+(?:\.\d+|/\d+)"
    r"(?:\s*(?:->|=>|→|≈)\s*|[^\d.;]{0,25}\bround[a-z]*\b(?:[\s=:]|\b(?:up|down|to|it|p|is)\b)*)"
    r"(?=\d+(?![\d./]))"
)
_WORKING = r"(?:\s*=[-+/()\dkf\s]*[-+/][-+/()\dkf\s]*(?==))?"  # p = (k - 1)/2 = 1
_SAID = (
    r"(?:[\s=:(\"]|\b(?:of|is|to|be|should|must|has|equals?|size|amount|same|pixels?|[ps]\s*=)\b"
    r"|[ps]\s*=)*"
)
_AND, _EQUALS = r"\s*(?:,|and|&|/)\s*", r"\s*[)\]]?\s*(?:=|:|are|is|to be|->|→)?\s*[(\[]?\s*"
_UNMARKED = re.compile(rf"[(\[]\s*{_NUMBER}\s*,\s*{_NUMBER}\s*[)\]]")

Names = Mapping[str, str]  # what each number may be called, as a pattern, by what it is
Values = tuple[Fraction, Fraction]


@dataclass(frozen=True)
class Pair:
    """Two numbers in the order of their names, and what else is said.

    Attributes:
        values: those said last, where they are said twice.
        against: words that take them back.
        others: the pairs that can be made of all numbers that are given for the names.
        beside: those of the numbers that are given where the values are, not as a supposition.
    """

    values: Values
    against: str = ""
    others: frozenset[Values] = frozenset()
    beside: frozenset[Values] = frozenset()


def read_pair(text: str, names: Names) -> Pair | None:
    """The two numbers that have these names; a pair without names is in their order too.

    What is said of other choices counts where nothing else is said.

    >>> names = {"padding": "padding|p", "stride": "strides?|s"}
    >>> {tuple(map(int, read_pair(each, names).values)) for each in (
    ...     "p=1, s=2", "(stride, padding) = (2, 1)", "stride=(2, 2), padding=(1, 1)",
    ...     "a padding of one and a stride of two", "1 (padding), 2 (stride)", "(1, 2)",
    ...     "p=1, s=2, as p=0 would give 31", "s = 2: p = 0.5 -> round up to 1",
    ...     "p = (k-1)/2 = 1, s = 2")}
    {(1, 2)}
    """
    patterns = [rf"(?<![a-z\d\\])(?:{each})(?![a-z])" for each in names.values()]
    for said in without_hypotheses(_plain(text)):
        if found := _called_together(said, *patterns) or _called_apart(said, patterns):
            values, end = found
            others, beside = (_given(each, patterns) for each in (_plain(text), said))
            words = against(said, end, end, throughout=True) or "?" * said[end:].startswith("?")
            return Pair(values, words, others, beside)
    return None


def _called_together(plain: str, first: str, second: str) -> tuple[Values, int] | None:
    """The numbers under both names, and where they end: `(stride, padding) = (2, 1)`."""
    for one, other, turned in ((first, second, 1), (second, first, -1)):
        called = rf"{one}{_AND}{other}{_EQUALS}{_NUMBER}{_AND.replace('/', '(?!)')}{_NUMBER}"
        if found := list(re.finditer(called, plain)):
            one_value, other_value = map(Fraction, found[-1].groups()[::turned])
            return (one_value, other_value), found[-1].end()
    return None


def _called_apart(plain: str, names: Sequence[str]) -> tuple[Values, int] | None:
    """The number that is given last for each name, or the last pair without names."""
    found = [_places(plain, name) for name in names]
    if all(found):
        first, second = (each[-1] for each in found)
        return (Fraction(first[1]), Fraction(second[1])), max(first.end(), second.end())
    if alone := list(_UNMARKED.finditer(plain)):
        return (Fraction(alone[-1][1]), Fraction(alone[-1][2])), alone[-1].end()
    return None


def _places(plain: str, name: str) -> list[re.Match[str]]:
    """Where a number is given for a name: behind it, or before it as in "1 pixel of padding"."""
    after = list(re.finditer(rf"{name}{_WORKING}{_SAID}{_NUMBER}{_NO_SUM}", plain))
    before = (
        rf"\s*\(\s*{name}\s*\)|[\s-]+(?:pixel|cell|row|zero)s?\s+(?:of\s+)?(?:zero[\s-]+)?{name}"
    )
    return after or list(re.finditer(rf"(?<![\d.]){_NUMBER}(?:{before})", plain))


def _given(plain: str, names: Sequence[str]) -> frozenset[Values]:
    """The pairs that can be made of the numbers that are given for two names."""
    first, second = ([Fraction(each[1]) for each in _places(plain, name)] for name in names)
    return frozenset(product(first, second))


def _plain(text: str) -> str:
    """In lower case, without signs of layout; numbers in digits, `(1, 1)` behind a name as 1."""
    plain = _MISREAD.sub("1", told_by_column(text).casefold())
    plain = (
        plain.replace("填充", " padding ").replace("步长", " stride ").replace("步幅", " stride ")
    )
    plain = _SPELLED.sub(lambda word: _DIGITS[word[0]], _FRACTION.sub(_in_line, plain))
    plain = _ROUNDED.sub("", _LAYOUT.sub(" ", plain))
    return _SAME_TWICE.sub(
        lambda each: f"{each['said'] or ' '}{each['one'] or each['bare']}", plain
    )


def _in_line(fraction: re.Match[str]) -> str:
    over, under = filter(None, fraction.groups()) if fraction.lastindex else ("1", "2")
    return f"{over}/{under}"
