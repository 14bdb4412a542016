"""Labels that files are named for: `q2.md`, `Problem 2 Part 3b.tex`."""

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from graders.reading.blocks.block import Block
from graders.reading.labels.label import Path
from graders.reading.outline.question_tree import QuestionTree

_FILE = re.compile(
    r"(?:.*[^A-Za-z])?(?:(?:q|qs|question|problem|prob|task|exercise|ex)[ _-]?|p(?=\d[._-]\d))"
    r"(\d{1,2})(?:[._-]?([a-z]|\d))?(?:[._-]([a-z]|\d)|(?<=\d)([a-z]))?(?:[ _-][A-Za-z].*)?",
    re.IGNORECASE,
)  # fmt: skip
_NESTED_FILE = re.compile(
    r"(?:.*?[^A-Za-z])?(?:p|prob|problem)[ _-]?(\d{1,2})[ ._-]?"
    r"(?:q|qs|question|part|ex|exercise)[ _-]?(\d{1,2})(?:[._-]?([a-z]))?(?:[ _-][A-Za-z].*)?",
    re.IGNORECASE,
)


def labels_of_files(blocks: Iterable[Block], tree: QuestionTree) -> Mapping[str, Path]:
    """The questions of files such as `q2.md`, where several files are named so."""
    found = {
        file: path
        for file in dict.fromkeys(block.where.file for block in blocks)
        if (label := label_of_file(file)) and (path := tree.descend((), label, by_rank=frozenset()))
    }
    return found if len(found) > 1 else {}


def label_of_file(name: str) -> Path:
    """The label that a file is named for, if any.

    >>> label_of_file("hw2/q3.md"), label_of_file("Question_4b.tex"), label_of_file("hw2.md")
    (('3',), ('4', 'b'), ())
    >>> label_of_file("p2_3a.md"), label_of_file("q3_v2.md"), label_of_file("p2.md")
    (('2', '3', 'a'), ('3',), ())
    >>> label_of_file("hw4_p1_q3.md"), label_of_file("Problem 2 Part 3b.tex")
    (('1', '3'), ('2', '3', 'b'))
    """
    stem = PurePosixPath(name).stem
    found = _NESTED_FILE.fullmatch(stem) or _FILE.fullmatch(stem)
    return tuple(part for part in found.groups() if part) if found else ()
