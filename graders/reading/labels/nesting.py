"""Labels that count from the question they stand below: "2 (a)" below "Problem 1" is 1.2.a."""

from collections.abc import Iterable
from dataclasses import replace

from graders.reading.blocks.block import Block, Shape
from graders.reading.labels import grammar
from graders.reading.labels.counting import digits_of
from graders.reading.labels.label import Label, Path
from graders.reading.labels.labelled_lines import with_labels


class Nesting:
    """What the labels of a write-up count from, as its headings of one number tell.

    Args:
        blocks: of the write-up.
        titled: the questions that headings call by their titles.
    """

    def __init__(self, blocks: Iterable[Block], titled: Iterable[Path] = ()) -> None:
        self.announced = {*titled}
        self.below: dict[Path, set[Path]] = {}  # what is labelled below each question, as in a list
        section: Path = ()
        for block, label in with_labels(blocks):
            if label is not None and _announces(block, label):
                (number,) = label.parts
                section = (digits_of(number) or number,)  # "Problem II"
                self.announced |= {label.parts, section}
            elif label is not None and not (label.bare or label.dotted or label.explicit):
                self.below.setdefault(section, set()).add(label.parts)

    def of(self, label: Label, current: Path) -> Label:
        """A label that is met below a question.

        It counts from there if its own number begins another question, with a heading of its own,
        or if that question has one and it is written as no id; and it does not if that question
        has no such heading, or if all numbers below it are its own: "1a", "1b" below "Problem 1".

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
            return replace(label, nested=not self._says_again(label, current))
        return label if is_announced else replace(label, nested=False)

    def _says_again(self, label: Label, current: Path) -> bool:
        """Whether a label begins with the number of the question, as all do that stand there."""
        numbered = [each for each in self.below.get(current[:1], ()) if each[0].isdigit()]
        return len(numbered) > 1 and all(
            each[:1] == current[:1] for each in (label.parts, *numbered)
        )


def _announces(block: Block, label: Label) -> bool:
    """Whether a label of one number begins a question, and is none of a list."""
    is_set_off = block.shape is Shape.HEADING or grammar.ALONE.fullmatch(block.text) is not None
    return len(label.parts) == 1 and (label.explicit or is_set_off)
