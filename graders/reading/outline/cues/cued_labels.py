"""Cues of several words that stand for a question: "Model 1", in a heading, a line or a table."""

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from graders.reading.blocks.block import Block, Shape
from graders.reading.blocks.cutting import column_of, cut, from_position
from graders.reading.labels.heading_ids import id_in_heading
from graders.reading.labels.label import Path, read_label
from graders.reading.labels.labelled_lines import label_line
from graders.reading.outline.cues.values_of_each import ORDINALS, tables_within
from graders.reading.outline.question_tree import QuestionTree
from graders.reading.outline.within.paragraphs import split_at_labels
from graders.sentences import SENTENCES

_SET_OFF = re.compile(r"(?P<mark>\*{1,2}|__?)(?P<cue>[^*_]{3,60})(?P=mark):?\s*(?P<rest>.*)")
_ABOUT = re.compile(
    r"(?:results (?=for|of))?(?:(?:for|of|in|with) )?(?:(?:the|our|my) )?"
    rf"(?:(?P<ordinal>{'|'.join(ORDINALS)}) (?P<what>\w+)"
    r"|(?P<noun>[A-Za-z]+) (?P<number>\d))(?=[ ,:(])",
    re.IGNORECASE,
)
_BEGINS = re.compile(r"[ \t]+(?=[A-Z][^A-Z])")  # a sentence; "UPDATE:" corrects
_MISREAD = str.maketrans("lio", "110")
_MAX_HEADING = 200  # characters that are looked at
_MOST_WORDS = 12  # that stand for a question in a heading
_LONGEST = 500  # characters of a text that may be a cue, with remarks in brackets
_LONG = 12  # letters of a cue in which one that is misread leaves no doubt
_REMARK = re.compile(r"\([^()]*\)")

Labelled = tuple[Path, str]  # a path, and what follows its label on the line


class CuedLabels:
    """Finds the cues of a sheet in a write-up.

    Args:
        tree: of the questions.
        cued: the label that each cue stands for, as `squeezed` spells it.
    """

    def __init__(self, tree: QuestionTree, cued: Mapping[str, Path]) -> None:
        self.tree = tree
        self.cued = cued
        self.numbered = {
            cue.translate(_MISREAD): path
            for cue, path in cued.items()
            if cue[-1:].isdigit() or len(cue) >= _LONG
        }

    def cut_at_cues(self, block: Block) -> Iterator[Block]:
        """A block cut at the lines that are a cue, or begin with one, and at those with a label."""
        if block.shape not in (Shape.TEXT, Shape.CODE) or not self.cued:
            yield from split_at_labels(block, self.tree)
            return
        for piece in self._cut_within_lines(block):
            lines = piece.text.split("\n")
            starts = [
                at
                for at, line in enumerate(lines)
                if at and (self._cued_by(line) or self._group_by_cue(line))
            ]
            for part in cut(piece, [0, *starts]):
                yield from split_at_labels(part, self.tree)

    def _cut_within_lines(self, block: Block) -> Iterator[Block]:
        """A block cut before each sentence that begins with a cue of several questions."""
        text, begins = block.text, 0
        for start, end in SENTENCES.spans(text):
            gap = _BEGINS.match(text, start, end)
            if gap and start and self._group_by_cue(_rest_of_line(text, gap.end())):
                yield _between(block, begins, start)
                begins = gap.end()
        yield _between(block, begins, len(text))

    def with_tables(self, block: Block, current: Path) -> Sequence[Block]:
        """A block in pieces: what gives values to parts that may come here is a table of these."""
        if block.shape not in (Shape.TEXT, Shape.CODE) or not self.cued:
            return [block]
        return list(tables_within(block, lambda called: self._near(self._cued_by(called), current)))

    def _near(self, path: Path | None, current: Path) -> Path | None:
        """The path of a part if it is that of the question that is being answered."""
        is_near = path is not None and len(path) > 1 and current[: len(path) - 1] in ((), path[:-1])
        return path if is_near else None

    def columns(self, table: Block) -> Iterator[tuple[Path, Block]]:
        """The parts of a table whose columns, or rows, stand for a question each: "Model 1"."""
        cells = [row.cells for row in table.rows]
        for turned in (False, True):
            rows = list(zip(*cells, strict=False)) if turned else cells
            cued = {at: path for at, cell in enumerate(rows[0]) if (path := self._cued_by(cell))}
            heads = self._in_their_places(cued, len(rows[0]))
            apart = set(heads.values())
            if len(apart) == len(heads) > 1 and len(set(map(len, apart))) == 1:
                yield from ((path, column_of(table, rows, at)) for at, path in heads.items())
                return

    def _in_their_places(self, heads: Mapping[int, Path], size: int) -> Mapping[int, Path]:
        """All parts of a question by their places, where a table has as many behind its corner.

        Some of them are called as the sheet does, and stand where they do on the sheet.
        """
        parents = {path[:-1] for path in heads.values()}
        parent = parents.pop() if len(heads) > 1 and len(parents) == 1 else ()
        names = self.tree.children.get(parent, ()) if parent else ()
        places = {at: (*parent, name) for at, name in enumerate(names, start=1)}
        is_whole = len(places) == size - 1 and heads.items() <= places.items()
        return places if is_whole else heads

    def label_of(self, block: Block, current: Path) -> Labelled | None:
        """A heading that holds a cue of several words, or a line that is nothing else."""
        line = block.text.partition("\n")[0]
        if block.shape is not Shape.HEADING:
            return self._line_by_cue(line, current)
        found = {each for each in _runs_of_words(line) if each in self.cued}
        whole = (each for each in found if not any(each in other for other in found - {each}))
        paths = {self.cued[each] for each in whole}
        path = max(paths, key=len, default=())
        is_above = len(path) < len(current) and current[: len(path)] == path
        if is_above or not all(path[: len(each)] == each for each in paths):
            return None  # "Training loss", in the report of each model, leads out of none
        return (path, "") if paths else None

    def question_called(self, title: str) -> Path | None:
        """The whole question of which a text is the title: "2. Backpropagation" is no list."""
        path = self._cued_by(title) if title else None
        return path if path and len(path) == 1 else None

    def titled_questions(self, blocks: Iterable[Block]) -> Iterator[Path]:
        """The whole questions whose titles are headings, or stand behind their numbers."""
        for block in blocks:
            if block.shape is Shape.HEADING:
                yield from self._whole_question_in(block)
            elif block.shape is Shape.TEXT and (label := read_label(label_line(block))):
                yield from [label.parts] if self.question_called(label.rest) == label.parts else []

    def _whole_question_in(self, heading: Block) -> Iterator[Path]:
        """The whole question that a heading without a number before it names or numbers."""
        if read_label(label_line(heading)) is None:
            numbered, titled = id_in_heading(heading.text), self.label_of(heading, ())
            found = numbered.parts if numbered else (titled or ((), ""))[0]
            yield from [found] if len(found) == 1 else []

    def below(self, line: str, path: Path) -> Labelled | None:
        """The part of a question that a line stands for, or is a sentence about."""
        named = self._cued_by(line)
        part = named or self._path_of_sentence(line, path)
        is_below = part is not None and len(part) > len(path) and part[: len(path)] == path
        return (part, "" if named else line) if part and is_below else None

    def _line_by_cue(self, line: str, current: Path) -> Labelled | None:
        """A line that is a cue, or begins with one set off, or of a part that may come here."""
        path = self._cued_by(line)
        if path and (path == current or not current or self.tree.leads_on(path, current)):
            return path, ""
        set_off = _SET_OFF.match(line)
        path = self._cued_by(set_off["cue"]) if set_off else None
        if set_off and path and self.tree.leads_on(path, current):
            return path, set_off["rest"]
        first, colon, last = line.partition(":")
        if colon and self._cued_by(first) and (path := self._cued_by(last)):
            return path, ""
        if path := self._path_of_sentence(line, current):
            return path, line
        path = self._group_by_cue(line)
        is_near = path is not None and path[:-1] == current[: len(path) - 1]
        return (path, line.partition(":")[2].strip()) if path and is_near else None

    def _path_of_sentence(self, line: str, current: Path) -> Path | None:
        """The later part that a sentence is about: "For model 1 we get", "The first model has"."""
        about = _ABOUT.match(line)
        if about is None:
            return None
        number = about["number"] or str(ORDINALS.index(about["ordinal"].lower()) + 1)
        path = self._cued_by(f"{about['noun'] or about['what']} {number}")
        return path if path and self.tree.leads_on(path, current) else None

    def _group_by_cue(self, line: str) -> Path | None:
        """The part with several questions with whose cue and a colon a line begins."""
        path = self._cued_by(line.partition(":")[0])
        return path if path in self.tree.children and len(path or ()) > 1 else None

    def _cued_by(self, text: str) -> Path | None:
        """What a text stands for that is a cue and, in brackets, a remark.

        OCR may have read the number that a cue ends in as a letter: "Model l", "Ml".
        """
        if len(text) > _LONGEST:
            return None
        cue = squeezed(_REMARK.sub("", text))
        return self.cued.get(cue) or self.numbered.get(cue.translate(_MISREAD))


def _rest_of_line(text: str, at: int) -> str:
    """What stands behind a position on its line, as far as it may be a cue."""
    return text[at : at + _LONGEST].partition("\n")[0]


def _between(block: Block, start: int, end: int) -> Block:
    """What stands between two positions of a block; its beginning has its marker."""
    if start:
        return replace(from_position(block, start), text=block.text[start:end])
    return block if end == len(block.text) else replace(block, text=block.text[:end])


def _runs_of_words(line: str) -> Iterator[str]:
    """All words of a heading that follow one another, squeezed."""
    words = re.findall(r"[^\W_]+", line[:_MAX_HEADING].casefold())
    for first in range(len(words)):
        yield from itertools.accumulate(words[first : first + _MOST_WORDS])


def squeezed(text: str) -> str:
    """The letters and digits of a text, in lower case."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())
