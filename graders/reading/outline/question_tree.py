"""The tree of an assignment's questions, and how labels lead to them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from graders.reading.labels.counting import counted, digits_of, rank_of
from graders.reading.labels.label import Label, Path


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
        path, left = self._reach(start, parts, by_rank=by_rank)
        return path if not left or self._is_own(path, left, start) else None

    def begin_of(self, parts: Path) -> Path:
        """The question that a label leads to as far as the sheet counts as the label does."""
        return self._reach((), parts, by_rank=frozenset())[0]

    def _reach(self, path: Path, parts: Path, *, by_rank: frozenset[Path]) -> tuple[Path, Path]:
        """How far a label leads from a path, and the parts that are left of it."""
        for place, part in enumerate(parts):
            child = self._child(path, part, by_rank=path in by_rank)
            if child is None and path and len(counted(self.children.get(path, ()))) == 1:
                path = (*path, *self.children[path])
                child = self._child(path, part, by_rank=path in by_rank)
            if child is None:
                return path, parts[place:]
            path = (*path, child)
        return path, ()

    def _is_own(self, path: Path, left: Path, start: Path) -> bool:
        """Whether the rest of a label is of parts of the student's own: the sheet has none."""
        names = self.children.get(path, ())
        is_whole = not names or (bool(path) and not start and not counted(names))
        return is_whole and len(path) > len(start) and left[0].isalpha()

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
        if label.explicit and (numbered := self._of_numeral(label)) is not None:
            yield numbered
        starts = nearest
        if label.explicit or (label.is_id and not label.counts_on):  # 1.2 below 1.1 is no 1.1.2
            is_whole = label.is_id and label.nested is False and self.counts(label.parts)
            starts = [(), *(() if is_whole else nearest)]
        whole = label.is_id and not label.nested
        own: list[Path] = []
        for ranked in (frozenset[Path](), by_rank):  # what is labelled as the sheet does, first
            for start in nearest if ranked and label.nested else starts:
                path, left = self._reach(start, label.parts, by_rank=ranked)
                if not left:
                    yield path
                elif not (start and whole) and self._is_own(path, left, start):
                    own += [path] if start or not label.counts_on or path == current[:1] else []
        yield from own

    def counts(self, parts: Path) -> Path | None:
        """The question that a whole label means if all parts may be counted otherwise."""
        path, left = self._reach((), parts, by_rank=frozenset(self.children))
        return None if left else path

    def _of_numeral(self, label: Label) -> Path | None:
        """The question that is counted in capitals, or with a misread figure: "Problem II"."""
        first, *further = label.parts
        if self.descend((), (first,), by_rank=frozenset()) is not None:
            return None
        return self.descend((), (digits_of(first), *further), by_rank=frozenset())

    def counted_below(self, labelled: frozenset[Path]) -> frozenset[Path]:
        """The questions with no part that is labelled as on the sheet, and the groups in them."""
        with_parts = {path[:-1] for path in labelled}
        found = {path for path in labelled - with_parts if path in self.children}
        within = {
            path
            for path in self.children
            if any(path[:depth] in found for depth in range(1, len(path)))
        }
        return frozenset(found | within)

    def gaps(self, labelled: frozenset[Path]) -> frozenset[Path]:
        """The questions without a label among those before and after that have one."""
        names = self.children[()]
        found = [(name,) in labelled for name in names]
        return frozenset(
            (name,)
            for at, name in enumerate(names)
            if not found[at]
            and (not at or any(found[:at]))
            and (any(found[at:]) or at + 1 == len(found))
        )
