"""Parts that are answered together: "(a) and (b) together: ...", "3. a and b: ..."."""

import re

from graders.reading.labels.grammar import PART
from graders.reading.labels.label import Path
from graders.reading.outline.question_tree import QuestionTree

_AND = r"(?:\band\b|&|\+|,|/|\bund\b)\s*"
_PARENT = r"(?:\d[\d.]*(?:\.(?=\d)|(?=\(?[a-z])))?"  # of the second part, once more
_TOGETHER = re.compile(
    rf"""
    (?:\(?(?P<first>{PART})\)?\s*)? {_AND} {_PARENT}\(?(?P<second>{PART})\)?
    (?: \s*(?:(?:taken\s+)?together|combined|in\ one)\b[:.*\ ]*
      | \s*[:.](?=\s)
      | (?<=\))(?=\s|$)
      | [\s*]*$
    )\s*""",
    re.VERBOSE | re.IGNORECASE,
)


def answered_together(rest: str, path: Path, tree: QuestionTree) -> tuple[tuple[Path, ...], str]:
    """The questions that a label and what follows it on its line name, and what follows them.

    >>> tree = QuestionTree.of([("1", "a"), ("1", "b")])
    >>> answered_together("and (b) together: 2x", ("1", "a"), tree)
    ((('1', 'a'), ('1', 'b')), '2x')
    >>> answered_together("a and b: 2x", ("1",), tree)
    ((('1', 'a'), ('1', 'b')), '2x')
    >>> answered_together("and 1b together: 2x", ("1", "a"), tree)[1]
    '2x'
    >>> answered_together("and 2.2 together", ("2", "1"), QuestionTree.of([("2", "1"), ("2", "2")]))
    ((('2', '1'), ('2', '2')), '')
    >>> answered_together("and then", ("1", "a"), tree)
    ((('1', 'a'),), 'and then')
    """
    named = _TOGETHER.match(rest)
    if named is not None:
        parent = path if named["first"] else path[:-1]
        parts = [named["first"], named["second"]] if named["first"] else [path[-1], named["second"]]
        paths = tuple(tree.descend(parent, (each,), by_rank=frozenset()) for each in parts)
        both = tuple(each for each in paths if each is not None)
        if len(set(both)) == len(parts):
            return both, rest[named.end() :]
    return (path,), rest
