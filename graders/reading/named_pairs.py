r"""Two numbers that are called by names, in any order and notation: a padding and a stride."""

import re
from collections.abc import Mapping
from fractions import Fraction

from graders.reading.columns import told_by_column

_NUMBER = r"(-?\d+(?:\.\d+|/\d+)?)"
_DIGITS = {word: str(n) for n, word in enumerate("zero one two three four five".split())}
_SPELLED = re.compile(rf"\b(?:{'|'.join(_DIGITS)})\b(?![- ]?(?:pad|side|fill))", re.IGNORECASE)
_MISREAD = re.compile(r"(?<![a-z])l(?=\d|\s*(?:[,;.$]|$))|(?<=\d)l(?![a-z])", re.MULTILINE)
_LAYOUT = re.compile(r"\\(?:text|mathrm|textbf|boxed|left|right)\b|\\[,;! ]|[${}*]")
_FRACTION = re.compile(r"\\[dt]?frac\s*(?:\{\s*(\d+)\s*\}\s*\{\s*(\d+)\s*\}|(\d)\s*(\d))|½")
_SAME_TWICE = re.compile(
    r"(?<=[a-z])(?P<said>\s*(?:[=:]|of|is)?\s*)"
    r"(?:[(\[]\s*(?P<one>\d+)\s*[,x×]\s*(?P=one)\s*[)\]]"
    r"|(?P<bare>\d+)\s*[x×]\s*(?P=bare)(?!\d))"
)
_SAID = (
    r"(?:[\s=:(\"]|\b(?:of|is|to|be|should|must|has|equals?|size|amount|same|pixels?|[ps]\s*=)\b"
    r"|[ps]\s*=)*"
)
_AND, _EQUALS = r"\s*(?:,|and|&|/)\s*", r"\s*[)\]]?\s*(?:=|:|are|is|to be|->|→)?\s*[(\[]?\s*"
_UNMARKED = re.compile(rf"[(\[]\s*{_NUMBER}\s*,\s*{_NUMBER}\s*[)\]]")

Names = Mapping[str, str]  # what each number may be called, as a pattern, by what it is


def read_pair(text: str, names: Names) -> tuple[Fraction, Fraction] | None:
    """The two numbers in the order of their names; those said last, where they are said twice.

    A pair without names is in that order too.

    >>> names = {"padding": "padding|p", "stride": "strides?|s"}
    >>> [tuple(map(int, read_pair(each, names) or ())) for each in (
    ...     "p=1, s=2", "(stride, padding) = (2, 1)", "stride=(2, 2), padding=(1, 1)",
    ...     "a padding of one and a stride of two", "1 (padding), 2 (stride)", "(1, 2)")]
    [(1, 2), (1, 2), (1, 2), (1, 2), (1, 2), (1, 2)]
    """
    plain = _plain(text)
    first, second = (rf"(?<![a-z\d\\])(?:{each})(?![a-z])" for each in names.values())
    for one, other, turned in ((first, second, 1), (second, first, -1)):
        called = rf"{one}{_AND}{other}{_EQUALS}{_NUMBER}{_AND.replace('/', '(?!)')}{_NUMBER}"
        if found := re.findall(called, plain):
            values = [Fraction(each) for each in found[-1]][::turned]
            return values[0], values[1]
    each_by_name = [_last(plain, name) for name in (first, second)]
    if None not in each_by_name:
        return each_by_name[0] or Fraction(0), each_by_name[1] or Fraction(0)
    alone = _UNMARKED.findall(plain)
    return (Fraction(alone[-1][0]), Fraction(alone[-1][1])) if alone else None


def _last(plain: str, name: str) -> Fraction | None:
    """The value that is given last for a name, behind it or before it in brackets."""
    after = re.findall(rf"{name}{_SAID}{_NUMBER}", plain)
    before = re.findall(rf"(?<![\d.]){_NUMBER}\s*\(\s*{name}\s*\)", plain)
    return Fraction((after or before)[-1]) if after or before else None


def _plain(text: str) -> str:
    """In lower case, without signs of layout; numbers in digits, `(1, 1)` behind a name as 1."""
    plain = _MISREAD.sub("1", told_by_column(text).casefold())
    plain = (
        plain.replace("填充", " padding ").replace("步长", " stride ").replace("步幅", " stride ")
    )
    plain = _SPELLED.sub(lambda word: _DIGITS[word[0]], _FRACTION.sub(_in_line, plain))
    plain = _LAYOUT.sub(" ", plain)
    return _SAME_TWICE.sub(
        lambda each: f"{each['said'] or ' '}{each['one'] or each['bare']}", plain
    )


def _in_line(fraction: re.Match[str]) -> str:
    over, under = filter(None, fraction.groups()) if fraction.lastindex else ("1", "2")
    return f"{over}/{under}"
