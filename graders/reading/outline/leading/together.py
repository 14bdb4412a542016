"""Parts that are answered together: "(a) and (b) together: ...", "3. a and b: ..."."""

import re
from collections.abc import Callable
from dataclasses import replace

from graders.reading.labels.grammar import PART
from graders.reading.labels.label import Label, Path
from graders.reading.outline.question_tree import QuestionTree

_AND = r"(?:\band\b|&|\+|,|/|\bund\b)\s*"
_PARENT = r"(?:\d{1,2}(?:\.\w{1,2})*?(?:\.|(?=\(?[a-z]\b)))?"  # of a part, once more
_FIRST = re.compile(rf"\(?({PART})\)?\s*(?={_AND})", re.IGNORECASE)
_NEXT = re.compile(rf"\s*{_AND}{_PARENT}\(?({PART})\)?(?![A-Za-z0-9]|\.\w)", re.IGNORECASE)
_END = re.compile(
    r"(?:\s*(?:(?:taken\s+)?together|combined|in\ one)\b[:.*\ ]*|\s*[:.](?=\s)|(?<=\))\**(?=\s|$)"
    r"|[\s*]*$)\s*",
    re.IGNORECASE,
)


def answered_together(
    rest: str, path: Path, tree: QuestionTree, by_rank: frozenset[Path] = frozenset()
) -> tuple[tuple[Path, ...], str]:
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
    >>> answered_together(", (c) and (d)", ("a",), QuestionTree.of([("a",), ("c",), ("d",)]))[0]
    (('a',), ('c',), ('d',))
    >>> answered_together("and then", ("1", "a"), tree)
    ((('1', 'a'),), 'and then')
    """
    first = _FIRST.match(rest)
    parent, names = (path, [first[1]]) if first else (path[:-1], [*path[-1:]])
    at = first.end() if first else 0
    while (found := _NEXT.match(rest, at)) is not None:
        names.append(found[1])
        at = found.end()
    end = _END.match(rest, at)
    paths = tuple(tree.descend(parent, (each,), by_rank=by_rank) for each in names)
    together = tuple(each for each in paths if each is not None)
    if end is None or len(names) < 2 or len({*together}) < len(names):
        return (path,), rest
    return together, rest[end.end() :]


def first_of_several(
    label: Label,
    leads: Callable[[Label], Path | None],
    tree: QuestionTree,
    by_rank: frozenset[Path],
) -> Label | None:
    """The label of the first of several parts that are read as one label: "2 (a), (b)".

    Args:
        label: that leads nowhere.
        leads: where a label leads.
        tree: of the questions.
        by_rank: the questions whose parts are counted.
    """
    for count in range(len(label.parts) - 1, 0, -1):
        names = label.parts[count:]
        others = "".join(f"and ({name}) " for name in names)
        first = replace(label, parts=label.parts[:count], rest=f"{others.rstrip()}: {label.rest}")
        path = leads(first)
        if path is not None:
            together, _ = answered_together(first.rest, path, tree, by_rank)
            return first if len(together) > 1 else None
    return None
