"""Names that are labels: a heading or a bold line that is nothing but the name of a question."""

import re
from collections.abc import Mapping, Sequence

from graders.reading.blocks.block import Block, Shape
from graders.reading.labels.label import Path, read_label
from graders.reading.labels.labelled_lines import label_line
from graders.reading.outline.cues.called_parts import NO_CALLED_PARTS, CalledParts
from graders.reading.outline.cues.cued_labels import CuedLabels, Labelled
from graders.reading.outline.question_tree import QuestionTree
from graders.reading.quantities.names.reader import read_name
from graders.reading.quantities.names.vocabulary import Vocabulary

_LONGEST = 60  # characters of a heading or marker that is only a name
_BOLD = re.compile(r"\*\*[^*]+\*\*:?")


class NamedLabels:
    """Finds the names and the cues of a sheet's questions in a write-up.

    Args:
        tree: of the questions.
        vocabulary: of the assignment.
        named: the questions that each canonical name answers.
        cued: the label that each cue of several words stands for, as `squeezed` spells it.
        called: what short lines may call the parts of a question.
    """

    def __init__(
        self,
        tree: QuestionTree,
        vocabulary: Vocabulary,
        named: Mapping[str, Sequence[Path]],
        cued: Mapping[str, Path],
        called: CalledParts = NO_CALLED_PARTS,
    ) -> None:
        self.tree, self.vocabulary, self.named, self.called = tree, vocabulary, named, called
        self.cues = CuedLabels(tree, cued)

    def of_block(self, block: Block, current: Path) -> Labelled | None:
        """Where a block leads by the name that it is, or by a cue: the nearest such question."""
        first = block.text.partition("\n")[0].strip()
        if block.shape is Shape.HEADING or _BOLD.fullmatch(first):
            for depth in range(len(current), -1, -1):
                if (path := self._called(first, current[:depth])) is not None:
                    return path, ""
        return self.by_words(block, current) or self.cues.label_of(block, current)

    def by_words(self, block: Block, current: Path) -> Labelled | None:
        """The part that the words of a short line call; they may say how it was done as well.

        A sentence, or a line with a number in a list, calls a part beside the current one.
        """
        part = self.called.label_of(block, current)
        if part is None:
            return None
        first = block.text.partition("\n")[0].strip()
        is_beside = part[:-1] == current[: len(part) - 1]
        is_label = read_label(label_line(block)) is None and not first.endswith(".")
        rest = "" if block.shape is Shape.HEADING else first
        return (part, rest) if is_beside or is_label else None

    def below(self, text: str, path: Path) -> Labelled | None:
        """The part of a question that a text is the name of, or a cue for."""
        if called := self._called(text, path):
            return called, ""
        part = self.called.below(text, path)
        return (part, text) if part else self.cues.below(text, path)

    def _called(self, text: str, path: Path) -> Path | None:
        if not text or len(text) > _LONGEST:
            return None
        name = read_name(text, self.vocabulary)
        for part in ((*path, each) for each in (text.strip("*: "), (name or "").replace("_", ""))):
            if part in self.tree.paths and part not in self.tree.children:
                return part
        found = [each for each in self.named.get(name or "", ()) if each[: len(path)] == path]
        return found[0] if len(found) == 1 else None
