"""Headings that are answers: "# 6.2 132863336", or "### So it is wider" with nothing below it."""

import re
from collections.abc import Sequence

from graders.reading.blocks.block import Block, Shape
from graders.reading.labels.label import read_label
from graders.reading.labels.labelled_lines import label_line

_ASKS = re.compile(
    r"\W*(?:show|prove|derive|compute|calculate|find|explain|give|describe|write|determine|state"
    r"|discuss|compare|implement|report|train|what|why|how|which|let|suppose|consider|assume"
    r"|given)\b|.*\?\W*$",
    re.IGNORECASE | re.DOTALL,
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_FEWEST_WORDS = 4  # of a sentence that ends as one
_LONG = 12  # words that are no title
_EQUATION = re.compile(r"\S\s*[=≈]\s*[^\s=]")
_CONCLUDES = re.compile(r"\W*(?:so|thus|hence|therefore|then|we|it)\b", re.IGNORECASE)
_DECIMAL = re.compile(r"[\s$]*\d+\.\d+[\s$]*")
_VALUE = re.compile(
    r"\W*(?:yes|no)\b.* | \$[^$]+\$\W* | [\d.,%$\s/x×·-]*\d[\d.,%$\s/x×·-]*",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)


def says_something(text: str) -> bool:
    """Whether a heading is a sentence, and neither a title nor what was asked.

    >>> titles = ("Forward pass: h = f(x)", "So h = 1/2", "Show that h is one half.")
    >>> [says_something(each) for each in titles]
    [False, True, False]
    """
    words = len(_WORD.findall(text))
    ends = words >= _FEWEST_WORDS and text.rstrip(" *)$").endswith((".", "!"))
    concludes = _CONCLUDES.match(text) is not None and _EQUATION.search(text) is not None
    return (ends or concludes or words >= _LONG) and _ASKS.match(text) is None


def is_answer(rest: str) -> bool:
    """Whether what a heading has behind its label is an answer: "Yes", "$2x$", "93.06 %"."""
    if says_something(rest) or _VALUE.fullmatch(rest):
        return True
    return _EQUATION.search(rest) is not None and _ASKS.match(rest) is None


def is_decimal(block: Block) -> bool:
    """Whether a paragraph is nothing but a number, which may be an id as well: "3.1"."""
    return block.shape is Shape.TEXT and _DECIMAL.fullmatch(block.text) is not None


def is_above_nothing(heading: Block, ahead: Sequence[Block]) -> bool:
    """Whether nothing stands below a heading: what comes next is a label, or as high as it is."""
    below = next((each for each in ahead if each.text.strip()), None)
    if below is None or below.where.file != heading.where.file:
        return True
    may_be = below.shape in (Shape.TEXT, Shape.HEADING)
    label = read_label(label_line(below)) if may_be else None
    is_next = label is not None and (label.explicit or label.is_id)
    return is_next or (below.shape is Shape.HEADING and below.level <= heading.level)
