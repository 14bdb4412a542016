"""Parts that are answered in an order of the student's own: "6.", "5.", "4." and so on.

All of a question's parts are numbered once, or some from the last to the first: a list within an
answer is not.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from string import ascii_lowercase

from graders.reading.outline.block_labels import from_position, is_mention, is_open
from graders.reading.outline.blocks import Block, Shape
from graders.reading.outline.counting import roman
from graders.reading.outline.labelled_lines import label_line, with_labels
from graders.reading.outline.labels import Label, Path, read_label
from graders.reading.outline.question_tree import QuestionTree

_MOST = 8  # times that the label of a part is looked for in a line


def questions_are_shuffled(blocks: Iterable[Block], tree: QuestionTree) -> bool:
    """Whether all questions are numbered once, in another order; what numbers a part counts not."""
    asked = tree.children.get((), ())
    section: Path = ()
    numbers: list[str] = []
    for block, label in with_labels(blocks):
        if label is None:
            continue
        is_part = section and label.parts[0] in tree.children.get(section, ())
        is_number = label.parts[0] in asked and not label.bare
        is_number = is_number and (label.explicit or label.is_id or not is_part)
        if is_number and numbers[-1:] != [label.parts[0]]:
            numbers.append(label.parts[0])
        if _begins_section(block, label):
            names_its_part = read_label(label.rest) is not None  # "3) A) 1)"
            section = () if names_its_part else tree.resolve(label, (), by_rank=frozenset()) or ()
    return _are_all_in_other_order([asked.index(each) for each in numbers], len(asked))


def are_shuffled(
    section: Path,
    first: Sequence[str],
    following: Sequence[Block],
    tree: QuestionTree,
    by_rank: frozenset[Path],
) -> bool:
    """Whether the parts of a question follow its label in another order.

    Args:
        section: the question.
        first: the part that its own label leads to, if any.
        following: the blocks behind that label.
        tree: of the questions.
        by_rank: the questions whose parts are counted.
    """
    siblings = tree.children.get(section, ())
    if not section or len(siblings) < 2:
        return False
    parts = [*first, *_parts_behind(section, following, tree, by_rank)]
    return _is_other_order([siblings.index(each) for each in parts], len(siblings))


def _parts_behind(
    section: Path, following: Sequence[Block], tree: QuestionTree, by_rank: frozenset[Path]
) -> Iterator[str]:
    for block, label in with_labels(following):
        if block.shape is Shape.HEADING or (label and _begins_section(block, label)):
            return
        if label is None or label.bare:
            continue
        path = tree.descend(section, label.parts[:1], by_rank=by_rank)
        if path is not None and len(path) == len(section) + 1:
            yield path[-1]
            continue
        beside = tree.descend(section[:-1], label.parts, by_rank=frozenset())
        if beside is not None and tree.leads_on(beside, section):
            return


def _begins_section(block: Block, label: Label) -> bool:
    return block.shape is Shape.HEADING or label.explicit or label.is_id


def row_in_other_order(block: Block, rest: Block, current: Path, tree: QuestionTree) -> list[Block]:
    """A paragraph cut where all parts beside its own stand in another order: "(d) x (c) y ...".

    Args:
        block: the paragraph.
        rest: the same without its label.
        current: the part that it begins with.
        tree: of the questions.
    """
    siblings = tree.children.get(current[:-1], ()) if len(current) > 1 else ()
    label = read_label(label_line(block))
    if label is None or current[-1:] == siblings[:1] or len(siblings) < 2:
        return []
    own = siblings.index(current[-1])
    called = label.parts[-1].casefold()
    for names in _countings(siblings):
        if names[own].casefold() != called:
            continue
        places = {at: _only_place(name, rest.text) for at, name in enumerate(names) if at != own}
        found = sorted((place, at) for at, place in places.items() if place is not None)
        if _are_all_in_other_order([own, *(at for _, at in found)], len(siblings)):
            cuts = [0, *(place for place, _ in found), len(rest.text)]
            return [_between(rest, *each) for each in pairwise(cuts)]
    return []


def _countings(siblings: Sequence[str]) -> Iterator[Sequence[str]]:
    """What parts may be called: as the sheet does, by letters, by Roman and by other numbers."""
    ranks = range(len(siblings))
    yield siblings
    if len(siblings) <= len(ascii_lowercase):
        yield [ascii_lowercase[rank] for rank in ranks]
    yield [roman(rank + 1) for rank in ranks]
    yield [str(rank + 1) for rank in ranks]


def _only_place(name: str, text: str) -> int | None:
    """Where a part's label stands in a text, if it does so once and in no formula."""
    found = re.finditer(rf"(?<=[^=<>≈+*/-]\s)(?:\({name}\)|{name}[).])(?=\s)", text, re.IGNORECASE)
    starts = [each.start() for each in islice(found, _MOST)]
    places = [at for at in starts if not is_open(text[:at])]
    is_only = len(places) == 1 and not is_mention(text[: places[0]])
    return places[0] if is_only else None


def _between(block: Block, start: int, end: int) -> Block:
    """What stands in a block between two positions."""
    part = from_position(block, start)
    return Block(part.shape, part.text[: end - start].rstrip(), part.where)


def _is_other_order(places: Sequence[int], count: int) -> bool:
    """Whether all of so many places are taken once, or some from the last to the first."""
    descends = len(places) > 1 and all(one > other for one, other in pairwise(places))
    return descends or _are_all_in_other_order(places, count)


def _are_all_in_other_order(places: Sequence[int], count: int) -> bool:
    return sorted(places) == [*range(count)] != [*places]
