"""Equations that explain the value before them: "0.656, since σ(2) = 0.881"."""

import re
from collections.abc import Iterator
from functools import lru_cache

from graders.expression import Span
from graders.reading.quantities.numbers.in_text import numbers_in
from graders.reading.quantities.numbers.printed import read_number
from graders.sentences import Ends

_SENTENCES = Ends(".;!?")
_OPENS = re.compile(
    r"(?<=[\d$)}%])[\s,(]+(?P<word>(?:because|since|as|when|if|for|at|given|using|by"
    r"|with(?!\s+respect)|where|note|noting|setting|inserting|plugging|evaluated|obtained)\b)",
    re.IGNORECASE,
)
_CONCLUDES = Ends(
    ":",
    words=r"so|hence|thus|therefore|then|we|one|which|this|that is|i\.e\.|giv(?:es|ing)|get|obtain",
    also=r"=>|⇒|→|\\(?:Rightarrow|rightarrow|to)(?![a-z])",
)
_SAYS = re.compile(r"[=≈]|\\approx|\bis\b")
_MEMBERS = re.compile(r"[=≈]|\\approx")
_FARTHEST = 2_000  # characters that an explanation takes, or a value before it
_NAMES = re.compile(r"(?:\\[A-Za-z]+|\b(?:log|ln|exp|sqrt|cos|sin|e|sigma)\b|σ|_\w)")


@lru_cache(maxsize=64)
def asides_in(text: str) -> tuple[Span, ...]:
    """Where equations stand that explain a value before them, each up to what it leads to.

    >>> text = "It is 0.656, since a = 0.881. It is so as b = 2."
    >>> [text[start:end] for start, end in asides_in(text)]
    ['since a = 0.881']
    """
    return tuple(_found_in(text))


def _found_in(text: str) -> Iterator[Span]:
    for first, end in _SENTENCES.spans(text):
        for opening in _OPENS.finditer(text, first, end):
            start, last = opening.start("word"), opening.start()
            before = text[max(first, last - _FARTHEST) : last]
            explained = _CONCLUDES.first(_enclosed(text[start : min(end, start + _FARTHEST)]))
            is_outside = text.count("$", first, last) % 2 == 0
            if is_outside and _SAYS.search(explained) and _tells_value(before):
                yield start, start + len(explained.rstrip())
                break


def without_asides(text: str) -> str:
    r"""A text without the equations that explain a value before them.

    >>> without_asides(r"$-\log4$, as $D=\frac12$. It is low."), without_asides("0.3 (at w = 2)")
    ('$-\\log4$. It is low.', '0.3')
    >>> without_asides("$f = x$ where $x = 2$"), without_asides("$f = 2 / 3$ as $x = 2$, so 0.67")
    ('$f = x$ where $x = 2$', '$f = 2 / 3$ so 0.67')
    """
    for start, end in reversed(asides_in(text)):
        before, behind = text[:start].rstrip(" ,"), text[end:]
        if before.endswith("(") and behind.startswith(")"):
            before, behind = before[:-1].rstrip(), behind[1:]
        text = before + behind
    return text


def _enclosed(text: str) -> str:
    """A text up to the bracket that closes one before it."""
    depth = 0
    for at, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return text[:at]
    return text


def _tells_value(text: str) -> bool:
    """Whether a text ends in a number, or in a formula that comes to one."""
    if not text.endswith("$"):
        return any(start + len(printed) == len(text) for start, printed in numbers_in(text))
    last = _MEMBERS.split(text.strip("$").rpartition("$")[2])[-1]
    is_closed = not re.search("[A-Za-z]", _NAMES.sub("", last)) and bool(re.search(r"\d", last))
    return is_closed or read_number(last) is not None
