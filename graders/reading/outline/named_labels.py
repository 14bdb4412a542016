"""Names that are labels: a heading or a bold line that is nothing but the name of a question."""

import re
from collections.abc import Mapping, Sequence

from graders.reading.blocks.block import Block, Shape
from graders.reading.labels.label import Path
from graders.reading.outline.cued_labels import CuedLabels, Labelled
from graders.reading.outline.question_tree import QuestionTree
from graders.reading.quantities.names import read_name
from graders.reading.quantities.vocabulary import Vocabulary

_LONGEST = 60  # characters of a heading or marker that is only a name
_BOLD = re.compile(r"\*\*[^*]+\*\*:?")


class NamedLabels:
    """Finds the names and the cues of a sheet's questions in a write-up.

    Args:
        tree: of the questions.
        vocabulary: of the assignment.
        named: the questions that each canonical name answers.
        cued: the label that each cue of several words stands for, as `squeezed` spells it.
    """

    def __init__(
        self,
        tree: QuestionTree,
        vocabulary: Vocabulary,
        named: Mapping[str, Sequence[Path]],
        cued: Mapping[str, Path],
    ) -> None:
        self.tree, self.vocabulary, self.named = tree, vocabulary, named
        self.cues = CuedLabels(tree, cued)

    def of_block(self, block: Block, current: Path) -> Labelled | None:
        """Where a block leads by the name that it is, or by a cue: the nearest such question."""
        first = block.text.partition("\n")[0].strip()
        if block.shape is Shape.HEADING or _BOLD.fullmatch(first):
            for depth in range(len(current), -1, -1):
                if (path := self._called(first, current[:depth])) is not None:
                    return path, ""
        return self.cues.label_of(block, current)

    def below(self, text: str, path: Path) -> Labelled | None:
        """The part of a question that a text is the name of, or a cue for."""
        called = self._called(text, path)
        return (called, "") if called else self.cues.below(text, path)

    def _called(self, text: str, path: Path) -> Path | None:
        if not text or len(text) > _LONGEST:
            return None
        name = read_name(text, self.vocabulary)
        for part in ((*path, each) for each in (text.strip("*: "), (name or "").replace("_", ""))):
            if part in self.tree.paths and part not in self.tree.children:
                return part
        found = [each for each in self.named.get(name or "", ()) if each[: len(path)] == path]
        return found[0] if len(found) == 1 else None
