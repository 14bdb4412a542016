"""What is known of a write-up before it is read: at first nothing, then what has labels in it."""

from dataclasses import dataclass

from graders.reading.labels.label import Path
from graders.reading.outline.question_tree import QuestionTree


@dataclass(frozen=True)
class Known:
    """What a reading of a write-up may rely on.

    Args:
        labelled: what labels lead to.
        by_rank: the questions whose parts are counted, as none is labelled as on the sheet.
        gaps: the questions without a label that a mere number may begin.
        unlabelled: what a label within a line may begin.
        is_first: whether the write-up has not been read yet.
    """

    labelled: frozenset[Path] = frozenset()
    by_rank: frozenset[Path] = frozenset()
    gaps: frozenset[Path] = frozenset()
    unlabelled: frozenset[Path] = frozenset()
    is_first: bool = True

    @classmethod
    def of(cls, labelled: frozenset[Path], tree: QuestionTree) -> "Known":
        """What the labels of a first reading tell.

        >>> tree = QuestionTree.of([("1",), ("2", "1"), ("2", "2"), ("3",)])
        >>> known = Known.of(frozenset({("1",), ("2",), ("3",)}), tree)
        >>> sorted(known.by_rank), sorted(known.unlabelled)
        ([('2',)], [('2', '1'), ('2', '2')])
        >>> sorted(Known.of(frozenset({("1",), ("3",)}), tree).gaps)
        [('2',)]
        """
        counted = tree.counted_below(labelled)
        return cls(labelled, counted, tree.gaps(labelled), tree.paths - labelled, is_first=False)
