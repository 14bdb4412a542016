"""Labels that count from the question they stand below: "2 (a)" below "Problem 1" is 1.2.a."""

import re
from collections.abc import Iterable
from dataclasses import replace

from graders.reading.blocks.block import Block, Shape
from graders.reading.labels.counting import digits_of
from graders.reading.labels.label import Label, Path
from graders.reading.labels.labelled_lines import with_labels

_ALONE = re.compile(
    r"\*\*(?:\d{1,2}|[IVX]{1,4})[.):]*\*\*[.):]*|(?:section|sec|nr|no|[§№#\[{])\W*\d{1,2}\W*",
    re.IGNORECASE,
)


class Nesting:
    """What the labels of a write-up count from, as its headings of one number tell.

    Args:
        blocks: of the write-up.
        titled: the questions that headings call by their titles.
    """

    def __init__(self, blocks: Iterable[Block], titled: Iterable[Path] = ()) -> None:
        numbers = [
            label.parts
            for block, label in with_labels(blocks)
            if label is not None
            and len(label.parts) == 1
            and (label.explicit or block.shape is Shape.HEADING or _ALONE.fullmatch(block.text))
        ]
        counted = ((digits_of(number) or number,) for (number,) in numbers)  # "Problem II"
        self.announced = {*numbers, *counted, *titled}

    def of(self, label: Label, current: Path) -> Label:
        """A label that is met below a question.

        It counts from there if its own number begins another question, with a heading of its own,
        or if that question has one and it is written as no id; and it does not if that question
        has no such heading.

        >>> from graders.model import Where
        >>> nesting = Nesting([Block(Shape.HEADING, "Problem 2", Where("hw.md", 1), level=1)])
        >>> label = Label(("2", "a"), "", explicit=False, bare=False)
        >>> nesting.of(label, ("1",)).nested, nesting.of(label, ("2",)).nested
        (True, True)
        >>> nesting.of(replace(label, parts=("3", "a")), ("1",)).nested
        False
        """
        if not label.is_id:
            return label
        is_announced = current[:1] in self.announced
        is_other = current[:1] != label.parts[:1] in self.announced
        if (current and is_other) or (is_announced and not label.dotted):
            return replace(label, nested=True)
        return label if is_announced else replace(label, nested=False)
