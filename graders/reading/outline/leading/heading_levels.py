"""Which question a heading means, by its level and those before it."""

from dataclasses import replace

from graders.reading.blocks.block import Block
from graders.reading.labels.label import Label, Path
from graders.reading.outline.question_tree import QuestionTree

_LEVEL_OF_TEXT = 7  # of a line that is a label and no heading


class HeadingLevels:
    """What the levels of a write-up's headings have stood for so far."""

    def __init__(self, tree: QuestionTree) -> None:
        self.tree = tree
        self.depths: dict[int, int] = {}  # of unexplicit headings, by their level
        self.words: dict[int, str] = {}  # that headings call questions by, by their level
        self.with_ids: set[int] = set()  # the levels of headings that are whole ids: "2.1.h1"
        self.last: tuple[int, Path] = (0, ())  # the level of the last heading and its question
        self.highest = _LEVEL_OF_TEXT  # level of a heading that began a question

    def begin(self, level: int, path: Path) -> None:
        """Hears which question a heading begins; the headings below it are counted anew."""
        self.last = level, path
        self.highest = min(self.highest, level)
        self.depths = {each: depth for each, depth in self.depths.items() if each <= level}

    def resolve(
        self, block: Block, label: Label, current: Path, by_rank: frozenset[Path]
    ) -> Path | None:
        """The path of a label; headings "1", "2" of one level stay at one depth."""
        is_part = self._is_part(block.level or self._level_of_text(label), label)
        if is_part and label.is_id:
            return self._within(label, current)
        if is_part and not block.level:
            label = replace(label, explicit=False)
        if (label.explicit and not is_part) or not block.level:
            return self.tree.resolve(label, current, by_rank=by_rank)
        depth = self.depths.get(block.level, len(label.parts))
        outer = current[: max(depth - len(label.parts), 0)]
        path = None
        if block.level in self.depths:
            path = self.tree.descend(outer, label.parts, by_rank=by_rank)
        path = path or self._of_heading(block.level, label, current, by_rank)
        if path is None and is_part:
            return self.tree.resolve(label, current, by_rank=by_rank)
        if path is not None and len(label.parts) == 1:
            self.depths.setdefault(block.level, len(path))
        return path

    def _level_of_text(self, label: Label) -> int:
        """The level of a label in running text: deeper below one of another word, "Problem 1"."""
        if label.explicit and not label.rest:
            self.words.setdefault(_LEVEL_OF_TEXT, label.word)
        words = {word for level, word in self.words.items() if level <= _LEVEL_OF_TEXT}
        is_outer = not words or not label.word or label.word in words
        return 0 if is_outer else _LEVEL_OF_TEXT + 1

    def _is_part(self, level: int, label: Label) -> bool:
        """Whether "Question 2" is part of "Problem 1": another word, in a deeper heading."""
        if not (level and label.explicit and (len(label.parts) == 1 or label.nested)):
            return False
        word = self.words.setdefault(level, label.word)
        return any(outer < level and each != word for outer, each in self.words.items())

    def _within(self, label: Label, current: Path) -> Path | None:
        """The part of a part of the question that a label stands below: "Question 2, part 1"."""
        outer = (current[:depth] for depth in range(1, len(current) + 1))
        found = (self.tree.descend(each, label.parts, by_rank=frozenset()) for each in outer)
        return next(filter(None, found), None)

    def _of_heading(
        self, level: int, label: Label, current: Path, by_rank: frozenset[Path]
    ) -> Path | None:
        """The question that a heading means: no part of what a heading of its own level began.

        What is no part of the last heading's question comes later than that; "#### 2." amid the
        answer to 2.4 begins neither question 2 nor 2.2.
        """
        if len(label.parts) > 1:
            path = self.tree.resolve(label, current, by_rank=by_rank)
            self.with_ids |= {level} if path == label.parts else set()
            return path
        is_highest = level <= self.highest  # "Part 3" below "Question 4" is 4.3
        if is_highest and level in self.with_ids and label.parts in self.tree.paths:
            return label.parts
        last_level, last = self.last
        is_deeper = level > last_level
        rankings = (frozenset[Path](), by_rank)
        if is_deeper and current[: len(last)] == last:
            below = (self.tree.descend(current, label.parts, by_rank=each) for each in rankings)
            if path := next(filter(None, below), None):
                return path
        beside = (self._beside(label, current, ranked, is_deeper=is_deeper) for ranked in rankings)
        return next(filter(None, beside), None)

    def _beside(
        self, label: Label, current: Path, ranked: frozenset[Path], *, is_deeper: bool
    ) -> Path | None:
        """The nearest question that a heading means beside the current one, or above it."""
        _, last = self.last
        depths = range(len(current) if is_deeper else len(last) - 1, -1, -1)
        starts = (current[:depth] for depth in depths)
        found = {
            len(start): path
            for start in starts
            if (path := self.tree.descend(start, label.parts, by_rank=ranked))
        }
        for depth, path in found.items():
            if (is_deeper and depth >= len(last)) or self.tree.leads_on(path, current):
                return path
        return None if is_deeper else next(iter(found.values()), None)
