"""The tree of an assignment's questions, and how labels lead to them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from graders.reading.outline.counting import counted, digits_of, rank_of
from graders.reading.outline.labels import Label, Path


@dataclass(frozen=True)
class QuestionTree:
    """The paths of an assignment's questions, and how labels lead to them."""

    children: Mapping[Path, tuple[str, ...]]

    @classmethod
    def of(cls, paths: Iterable[Path]) -> "QuestionTree":
        children: dict[Path, list[str]] = {}
        for path in paths:
            for depth in range(len(path)):
                siblings = children.setdefault(path[:depth], [])
                if path[depth] not in siblings:
                    siblings.append(path[depth])
        return cls({path: tuple(names) for path, names in children.items()})

    @cached_property
    def paths(self) -> frozenset[Path]:
        """All that a label can stand for: questions and what they are parts of."""
        return frozenset((*path, name) for path, names in self.children.items() for name in names)

    def order(self, path: Path) -> tuple[int, ...]:
        """Where a path stands among its siblings, at each depth."""
        return tuple(self.children[path[:depth]].index(path[depth]) for depth in range(len(path)))

    def leads_on(self, path: Path, current: Path) -> bool:
        """Whether a path comes after the current one, at its own depth."""
        return self.order(path) > self.order(current[: len(path)])

    def descend(self, start: Path, parts: Path, *, by_rank: frozenset[Path]) -> Path | None:
        """The path reached from `start`; below the paths in `by_rank`, (b) may mean the second.

        A student may count parts, (i), of a question that has none, and may leave out the only
        part: "2 (a)" is 2.1.a where 2.1 is all of question 2.
        """
        path = start
        for part in parts:
            child = self._child(path, part, by_rank=path in by_rank)
            if child is None and path and len(self.children.get(path, ())) == 1:
                path = (*path, *self.children[path])
                child = self._child(path, part, by_rank=path in by_rank)
            if child is None:
                is_own = path not in self.children and len(path) > len(start) and part.isalpha()
                return path if is_own else None
            path = (*path, child)
        return path

    def _child(self, path: Path, part: str, *, by_rank: bool) -> str | None:
        siblings = self.children.get(path, ())
        same = [sibling for sibling in siblings if sibling.casefold() == part.casefold()]
        if not same and path and (digit := digits_of(part)) in siblings:
            same = [digit]
        if same or not by_rank:
            return same[0] if same else None
        ranked = counted(siblings)
        ranks = (rank for rank in rank_of(part) if 1 <= rank <= len(ranked))
        return next((ranked[rank - 1] for rank in ranks), None)

    def resolve(self, label: Label, current: Path, *, by_rank: frozenset[Path]) -> Path | None:
        """The path that a label means when it is met below `current`."""
        return next(self.resolutions(label, current, by_rank=by_rank), None)

    def resolutions(
        self, label: Label, current: Path, *, by_rank: frozenset[Path]
    ) -> Iterator[Path]:
        """The paths that a label may mean, the most likely first."""
        nearest = [current[:depth] for depth in range(len(current), -1, -1)]
        is_id = len(label.parts) > 1 and label.parts[0].isdigit()  # 1.2 below 1.1 is no 1.1.2
        starts = [(), *nearest] if label.explicit or is_id else nearest
        if label.explicit and (numbered := self._of_numeral(label)) is not None:
            yield numbered
        for ranked in (frozenset[Path](), by_rank):  # what is labelled as the sheet does, first
            for start in starts:
                path = self.descend(start, label.parts, by_rank=ranked)
                if path is not None:
                    yield path

    def _of_numeral(self, label: Label) -> Path | None:
        """The question that is counted in capitals, or with a misread figure: "Problem II"."""
        first, *further = label.parts
        if self.descend((), (first,), by_rank=frozenset()) is not None:
            return None
        return self.descend((), (digits_of(first), *further), by_rank=frozenset())
