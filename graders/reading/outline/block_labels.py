"""Labels within a block: where one stands, what follows it, and how the block is cut there."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from graders.reading.outline.blocks import Block, Row, Shape
from graders.reading.outline.labelled_lines import label_line
from graders.reading.outline.labels import Label, Path, read_label
from graders.reading.outline.question_tree import QuestionTree

_MAX_HEADING = 200  # characters that are looked at
_MOST_WORDS = 12  # that stand for a question in a heading
_WITHIN = re.compile(
    r"[ \t]\(?(?:\d?[a-z]|[ivx]{1,4}|\d) ?[.:)][ \t]|[.;:!?$]\s+[A-Z] 1[.)]", re.IGNORECASE
)
NOT_NUMBERS = re.compile(r"[^\d\s.,+-]")
_NO_REFERENCE = "".join(  # what numbers belong to
    rf"(?<!{word} )"
    for word in "figure fig fig. curve plot model part step eq eq. equation case layer from in by "
    "see of using and to with".split()
)
INLINE = re.compile(r"[a-z]|[ivx]{1,4}|\d", re.IGNORECASE)  # a part that may be labelled in a line
_MENTION = re.compile(
    r"\b(?:unlike|like|than|as|for|is|are|at|on|answer|under|with|and|or|of|in|to|see|parts?)\s*$",
    re.IGNORECASE,
)
_NO_MENTION = "".join(
    rf"(?<!\b{word})" for word in ("and", "or", "of", "in", "to", "see", "part", "parts")
)


def column_of(table: Block, rows: Sequence[Sequence[str]], at: int) -> Block:
    """A table of two columns: the first one, and that at a position."""
    pairs = [(row[0], row[at]) for row in rows if at < len(row)]
    text = "\n".join(f"| {name} | {value} |" for name, value in pairs)
    first = table.where.line
    return replace(table, text=text, rows=tuple(Row(pair, first) for pair in pairs))


def may_hold_labels(block: Block) -> bool:
    return block.shape is Shape.TEXT and _WITHIN.search(block.text) is not None


def follows(before: Path, number: str) -> bool:
    """Whether a list goes on with a number behind what it last had, if anything."""
    return number.isdigit() and before == (str(int(number) - 1),)


def is_open(text: str) -> bool:
    """Whether a formula or a bracket has begun in a text and has not ended."""
    opened = sum(sign in "([" for sign in text)
    return text.count("$") % 2 == 1 or opened > sum(sign in ")]" for sign in text)


def is_mention(before: str) -> bool:
    """Whether the words before a label say that it is only mentioned: "unlike (b)"."""
    return _MENTION.search(before) is not None


@cache
def label_within(name: str) -> re.Pattern[str]:
    """A part's label within a line: `b)` after any word that leads to none, `(b)` after a mark.

    A number with a point, and a capital letter with a colon or a number, stand after a mark too.
    """
    if not INLINE.fullmatch(name):
        return re.compile(r"(?!)(?P<label>)")
    if name.isdigit():
        bracketed = rf"\( ?{name} ?[a-z]? ?\)"
        return re.compile(
            rf"\s(?P<label>{name} ?\)|{_NO_REFERENCE}(?:{name} ?\.|{bracketed})(?=\s+[a-z]))"
            r"(?=\s+\S)"
            rf"|(?:(?<=[.;:!?$])\s+(?P<closed>{name}\.)|(?<=[.;:!?$\d–—-])\s+"
            rf"(?P<bracketed>{bracketed}))(?=\s+\S)"
        )
    if len(name) > 1:  # (ii) stands for nothing else
        return re.compile(
            rf"{_NO_MENTION}[ \t]+(?P<label>\(?{name} ?\))(?P<closed>(?!))?(?=\s+\S)", re.IGNORECASE
        )
    if name.isupper():
        return re.compile(
            rf"(?<=[.;:!?$])\s+(?:(?P<label>{name}(?:[:.)]|\s\d[.)]))|(?P<closed>\({name}\)))"
            rf"(?=\s+\S)|(?:^|(?<=[.;!?])\s+)(?P<worded>(?:[IOF](?:n|r|or) )?(?:the )?"
            rf"(?:[Ff]ig(?:ure|\.)?|[Pp]anel|[Pp]lot|[Gg]raph) {name})\b"
        )
    return re.compile(
        rf"(?:{_NO_MENTION}[ \t]+"
        rf"(?P<label>{name} ?\))|(?<=[.;:!?$])\s+(?P<closed>\( ?\d?{name} ?\))"
        rf"|(?<=[\d²³])\s+(?P<apart>\( ?{name} ?\)))(?=\s+\S)",
        re.IGNORECASE,
    )


@cache
def bracketed_within(name: str) -> re.Pattern[str]:
    """A part's label in brackets within a line, behind any word that leads to none."""
    return re.compile(rf"{_NO_MENTION} {_NO_REFERENCE}(?P<label>\( ?{name} ?\))(?=\s+\S)")


@cache
def id_within(path: Path) -> re.Pattern[str]:
    """The whole id of a part, set off within a line: `... = 0.35 **6.3** Next`."""
    return re.compile(rf"\s(?P<label>\*\*{re.escape('.'.join(path))}\W{{0,2}}\*\*)(?=\s+\S)")


@cache
def label_of_sentence(name: str) -> re.Pattern[str]:
    """A part's label before a sentence, right behind the end of another one or of a formula."""
    return re.compile(
        rf"(?<=[.;:!?$])\s+(?:(?P<label>{name}\))|(?P<closed>\({name}\)))(?=\s+[A-Z$])"
    )


def from_position(block: Block, at: int) -> Block:
    """What stands in a block from a position on."""
    return Block(block.shape, block.text[at:], block.at(at))


def without_label(block: Block, rest: str) -> Block:
    """A paragraph without the label that it begins with."""
    _, _, others = block.text.partition("\n")
    text = f"{rest}\n{others}" if rest else others
    line = block.where.line + (0 if rest else 1)
    return replace(block, text=text.strip(), where=replace(block.where, line=line), marker="")


def is_labelled(block: Block, part: str) -> bool:
    """Whether a paragraph begins with this label and no other."""
    label = read_label(label_line(block)) if block.shape is Shape.TEXT else None
    return label is not None and label.parts == (part,) and not label.bare


def is_explicit(block: Block) -> bool:
    label = read_label(label_line(block)) if block.shape is Shape.TEXT else None
    return label is not None and label.explicit


def split_at_labels(block: Block, tree: QuestionTree) -> Iterator[Block]:
    """A paragraph cut at the lines that begin with a label."""
    if block.shape is not Shape.TEXT or "\n" not in block.text:
        yield block
        return
    lines = block.text.split("\n")
    first = read_label(label_line(block))
    starts = [
        number
        for number, line in enumerate(lines[1:], start=1)
        if (label := read_label(line)) is not None
        and (not label.bare or _are_ids(first, label, tree))
    ]
    yield from cut(block, [0, *starts])


def _are_ids(one: Label | None, other: Label, tree: QuestionTree) -> bool:
    """Whether two lines begin with ids, the second of which comes later: 6.2 and 6.3 or 7.1.

    The first may be that of a whole question, "2.", where a capital follows the second.
    """
    if one is None or not other.is_id:
        return False
    one, other = _with_part(one), _with_part(other)
    if not one.is_id and (one.bare or not other.rest[:1].isupper()):
        return False
    if one.parts[:-1] == other.parts[:-1] and one.parts[-1] < other.parts[-1]:
        return True
    before, after = (tree.descend((), each.parts, by_rank=frozenset()) for each in (one, other))
    in_order = before and after and tree.order(before) < tree.order(after)
    return bool(in_order and NOT_NUMBERS.search(other.rest))


def _with_part(label: Label) -> Label:
    """An id with the label of a part behind it: "2.2 3. The border"."""
    part = read_label(label.rest) if label.is_id else None
    if part is None or part.bare:
        return label
    return replace(label, parts=(*label.parts, *part.parts), rest=part.rest)


def cut(block: Block, starts: Sequence[int]) -> Iterator[Block]:
    """The parts of a block that begin with these lines, the first of them with its marker."""
    lines = block.text.split("\n")
    for first, last in zip(starts, [*starts[1:], len(lines)], strict=True):
        where = replace(block.where, line=block.where.line + first)
        marker = block.marker if first == 0 else ""
        yield Block(block.shape, "\n".join(lines[first:last]), where, marker)


def runs_of_words(line: str) -> Iterator[str]:
    """All words of a heading that follow one another, squeezed."""
    words = re.findall(r"[^\W_]+", line[:_MAX_HEADING].casefold())
    for first in range(len(words)):
        yield from itertools.accumulate(words[first : first + _MOST_WORDS])


def squeezed(text: str) -> str:
    """The letters and digits of a text, in lower case."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())
