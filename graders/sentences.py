"""Where the sentences and clauses of a text end: the one place that cuts a text into parts.

No part ends within a number, behind an abbreviation, or within a formula between dollar signs.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property, lru_cache

from graders.expression import Span

_BEHIND = r"[)\]}\"'”’*_`]{0,3}(?=\$*(?:\s|\Z))"  # a sign that ends something: what closes, a gap
_SIGNS = {
    ".": rf"(?<!\.)\.{_BEHIND}|(?<!\.)\.{{2,}}+(?=\s+(?-i:[A-Z]))|。",
    ";": "[;；]",
    ":": r"(?<!\d):(?!=)|:(?![=\d])|：",
    ",": r"(?<!\d),|,(?!\d)|，",
    "!": rf"(?<=[a-z]{{2}})!{_BEHIND}|！",
    "?": rf"\?{_BEHIND}|？",
}
_PARAGRAPH = r"(?<![:\s])\s*\n\s*\n"  # one that a colon leads to goes on
_FORMULA = (  # no formula goes on behind a full stop with words
    r"\$\$(?:(?!\$\$).)+\$\$|\$(?:(?![.;]\s+[a-z]{2,}\b|\n\s*\n)[^$])+\$"
)
_ABBREVIATED = (
    r"\b(?:i\.\s?e|e\.\s?g|a\.k\.a|s\.t|w\.\s?r\.\s?t|cf|vs|ca)\."
    r"|\b(?:fig|figs|eq|eqs|no|nr|sec|ch|thm)\.(?=\s?[\d($\\])"
    r"|\b(?:i\.i\.d|etc|resp|approx|acc|avg|max|min|std|prob|dim)\.(?=[ \t]+(?!(?-i:[A-Z][a-z])))"
)
_NUMBER = r"\d \. \d"  # as a machine spaces it
_ABBREVIATION = re.compile(_ABBREVIATED, re.IGNORECASE)
_LONGEST = 12  # signs of an abbreviation, with those behind it


class Ends:
    r"""What ends the parts of a text, besides empty lines.

    Args:
        signs: those of `.;:,!?` that do.
        words: a regular expression of words that do.
        also: a regular expression of whatever else does.
        lines: whether every line is a part of its own.
        in_formulas: whether formulas between dollar signs are cut as well; so they are to be where
            a text may begin or end within one.

    >>> Ends(".;").split("It is 0.5, i.e. half; $f(x; y)$ is not. So")
    ['It is 0.5, i.e. half', ' $f(x; y)$ is not', ' So']
    >>> Ends(",", words="and").split("3 and 4, not 1,000")
    ['3 ', ' 4', ' not 1,000']
    >>> Ends(".").split("It ends in $x = 1.$ Then"), Ends(".").split("w1...w6 vs. w7, etc. are")
    (['It ends in $x = 1.$', ' Then'], ['w1...w6 vs. w7, etc. are'])
    """

    def __init__(
        self,
        signs: str,
        *,
        words: str = "",
        also: str = "",
        lines: bool = False,
        in_formulas: bool = False,
    ) -> None:
        ends = [*map(_SIGNS.__getitem__, signs), r"\n" if lines else _PARAGRAPH]
        ends += [rf"\b(?:{words})\b"] if words else []
        ends += [also] if also else []
        no_end = [_ABBREVIATED, _NUMBER, *([] if in_formulas else [_FORMULA])]
        self._pattern = rf"{'|'.join(no_end)}|(?P<end>{'|'.join(ends)})"
        self._signs = frozenset(signs)

    @cached_property
    def _found(self) -> re.Pattern[str]:
        return re.compile(self._pattern, re.IGNORECASE | re.DOTALL)

    def split(self, text: str) -> list[str]:
        """The parts of a text, without what ends them."""
        return [text[start:end] for start, end, _ in self._parts(text)]

    def whole(self, text: str) -> list[str]:
        """The parts of a text, each with what ends it; together they are the text."""
        return [text[start:after] for start, _, after in self._parts(text)]

    def spans(self, text: str, *, whole: bool = False) -> Iterator[Span]:
        """Where the parts of a text stand, without what ends them or each with it."""
        return ((start, after if whole else end) for start, end, after in self._parts(text))

    def first(self, text: str, start: int = 0) -> str:
        """What stands from a position of a text to the first end behind it."""
        end, _ = next(self._ends(text, start), (len(text), 0))
        return text[start:end]

    def around(self, text: str, start: int, end: int) -> Span:
        """Where the parts stand that a passage of a text is in.

        >>> text = "One. So h = 0.9, say. Two."
        >>> text[slice(*Ends(".").around(text, 11, 12))]
        ' So h = 0.9, say'
        """
        starts, ends = _bounds(self, text)
        last = min(bisect_left(ends, end), len(ends) - 1)
        return starts[bisect_right(starts, start) - 1], ends[last]

    def _parts(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Where each part begins, where it ends, and where the next one begins."""
        start = 0
        for end, after in self._ends(text):
            yield start, end, after
            start = after
        yield start, len(text), len(text)

    def _ends(self, text: str, start: int = 0) -> Iterator[Span]:
        """What ends the parts; a formula with a full stop in it ends one behind its dollar sign."""
        for found in self._found.finditer(text, start):
            if found["end"] is not None:
                yield found.span()
            elif found[0].endswith("$") and found[0].rstrip("$ \n")[-1:] in self._signs:
                yield found.end(), found.end()


@lru_cache(maxsize=16)
def _bounds(ends: Ends, text: str) -> tuple[list[int], list[int]]:
    """Where the parts of a text begin and end, which is asked for of each of its equations."""
    spans = list(ends.spans(text))
    return [start for start, _ in spans], [end for _, end in spans]


SENTENCES = Ends(".;!?")
LINES = Ends(".;!?", lines=True)  # sentences, none of them longer than its line


def is_abbreviated(text: str, end: int) -> bool:
    """Whether what ends at a position of a text is an abbreviation, with its full stop.

    >>> is_abbreviated("it is approx. 2", 13), is_abbreviated("it is odd. So", 10)
    (True, False)
    """
    near = _ABBREVIATION.finditer(text, max(0, end - _LONGEST), end + _LONGEST)
    return any(found.end() == end for found in near)
