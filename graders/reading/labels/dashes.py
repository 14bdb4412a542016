"""The dash behind a label: that of the label, "(a) - as it is even", or a minus, "(b) - log 4"."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from graders.reading.blocks.block import Block, Shape
from graders.reading.labels.label import Label, read_label
from graders.reading.labels.labelled_lines import label_line
from graders.reading.mathematics.words.spelled import GREEK

MAY_BE_MINUS = "a dash at the beginning may be that of a list, or a minus"
_DASH = re.compile(r"\s*[-–—]\s+(?=\S)")
_BEHIND = r"[;\n]|[,.](?=\s|$)|\s(?:\(|(?:as|because|by|due|for|since|so|where|which|with)\b)"
_CLAUSE = re.compile(rf"(?:(?!{_BEHIND}).)*")
_SPELLED = "|".join(["ln|log|exp|sqrt|sum|max|min|tanh|sin|cos|sigmoid|yhat", *GREEK])
_NO_TERM = re.compile(
    rf"""
    \W*[A-Ha-h]?\W*$ | [^\W\d]\S*\s*[=≈] | [\\∂∇]\S*\s*[=≈]
    | .*(?: [:$|×] | \d\s*x\s*\d | (?<![\\\w])(?!(?:{_SPELLED})\b)[^\W\d_]{{2,}}(?![\w(^]) )""",
    re.VERBOSE,
)  # no answer or a choice, an equation for a name; a formula of its own, a size, words
_COUNT = re.compile(r"\d+\W*$")  # which is never negative, but for a mistake


def without_dash(text: str) -> str | None:
    """A text without the dash at its beginning, which may be a minus; None where there is none.

    >>> without_dash("- log 4"), without_dash("-log 4")
    ('  log 4', None)
    """
    dash = _DASH.match(text)
    return " " * dash.end() + text[dash.end() :] if dash else None


class Dashes:
    """What the dashes behind the labels of a write-up are, by all of its labels.

    Where some are before words, and no label is without one, they are those of labels; where a
    label has none, and none is before words, one before a term is a minus.
    """

    def __init__(self, blocks: Iterable[Block]) -> None:
        self._blocks = tuple(blocks)

    def put_back(self, block: Block, rest: str) -> str:
        """What stands behind the label of a block, with a minus that was taken for a dash.

        One that may be either stands apart from its term.
        """
        label = read_label(label_line(block))
        is_either = label is not None and label.dashed and rest == label.rest and is_term(rest)
        if not is_either:
            return rest
        sign = "- " if self._sign and _COUNT.match(rest) else self._sign
        return f"{sign}{rest}"

    @cached_property
    def _sign(self) -> str:
        labels = list(self._labels())
        are_of_labels = any(each.dashed and not is_term(each.rest) for each in labels)
        are_minus = any(each.rest and not each.dashed for each in labels)
        return "- " if are_of_labels is are_minus else "-" if are_minus else ""

    def _labels(self) -> Iterator[Label]:
        """The labels of parts, "(a)", with which paragraphs and their lines begin."""
        texts = (each for each in self._blocks if each.shape is Shape.TEXT)
        lines = (line for each in texts for line in (label_line(each), *each.text.split("\n")[1:]))
        found = (label for label in map(read_label, lines) if label is not None)
        return (each for each in found if not (each.bare or each.explicit))


def is_term(text: str) -> bool:
    """Whether a text begins with a term or a sum, which may be negative, and not with words.

    >>> [is_term(each) for each in ("log 4", "-1.4 since", "y is 1", "h = 2", "3 x 3", "B")]
    [True, True, False, False, False, False]
    """
    clause = _CLAUSE.match(text)
    return clause is not None and _NO_TERM.match(clause[0]) is None
