"""Labels that lead to a question only if they are read otherwise than they are written."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from graders.reading.labels.counting import are_alike
from graders.reading.labels.label import Label, Path
from graders.reading.outline.leading.together import first_of_several
from graders.reading.outline.question_tree import QuestionTree

Leads = Callable[[Label], Path | None]


def as_it_leads(label: Label, leads: Leads, tree: QuestionTree, by_rank: frozenset[Path]) -> Label:
    """A label, read so that it leads to a question; as it is written, if it does so or none does.

    It may be that of the first of several parts, or say a letter once more.

    Args:
        label: as it is written.
        leads: where a label leads.
        tree: of the questions.
        by_rank: the questions whose parts are counted.
    """
    path = leads(label)
    if label.parts[1:] and (path is None or _leaves_some(path, label)):
        first = first_of_several(label, leads, tree, by_rank)
        if first is not None:
            return first
    if path is not None and are_alike(path[-1], label.parts[-1]):
        return label
    once = _said_once(label)
    return once if once is not None and leads(once) else label


def _leaves_some(path: Path, label: Label) -> bool:
    """Whether a label leads to what its last part but one means."""
    return len(path) < len(label.parts) or path[-1] == label.parts[-2]


def _said_once(label: Label) -> Label | None:
    """A label without the numbers that say a letter once more: "(c) part 3."."""
    pairs = pairwise(("", *label.parts))
    once = tuple(
        part
        for before, part in pairs
        if not (before.isalpha() and part.isdigit() and are_alike(before, part))
    )
    return replace(label, parts=once) if once != label.parts else None
