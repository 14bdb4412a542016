"""The homework sheet as the finder needs it: what each question asks for, by name and by words."""

import re
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import replace
from functools import cached_property
from itertools import takewhile

from graders.declaring.asked import PAGE, Asked
from graders.declaring.assignment import Assignment
from graders.model import Kind
from graders.reading.blocks.block import Shape
from graders.reading.labels.label import Path
from graders.reading.outline.cues.called_parts import CalledParts
from graders.reading.outline.cues.cued_labels import squeezed
from graders.reading.outline.cues.named_labels import NamedLabels
from graders.reading.outline.pieces import Piece
from graders.reading.outline.question_tree import QuestionTree
from graders.reading.quantities.names.reader import canonical_names, read_name
from graders.reading.quantities.names.vocabulary import Vocabulary

_SHORTEST_CUE = 6  # letters and digits of a cue that may stand for a heading
_NO_TEXT = re.compile(r"^(?:```.*|[\s|:-]+)$", re.MULTILINE)  # fences, and rules of tables


class Sheet:
    """What an assignment declares of its questions' names, cues and labels."""

    def __init__(self, assignment: Assignment) -> None:
        self.questions = assignment.questions
        self.asked = assignment.asked
        self.page = assignment.folder / PAGE
        self.symbols = assignment.symbols
        self.headings = assignment.headings
        self.mistaken_for = assignment.mistaken_for
        self.vocabulary = vocabulary_of(assignment)
        self.tree = QuestionTree.of(question.path for question in assignment.questions)

    def with_letters(self, letters: Mapping[str, str]) -> "Sheet":
        """The sheet with other names for some of its quantities, where they stand for nothing."""
        sheet = copy(self)
        aliases = {**letters, **self.vocabulary.aliases}
        sheet.vocabulary = replace(self.vocabulary, aliases=aliases)
        return sheet

    @cached_property
    def names(self) -> Mapping[str, frozenset[str]]:
        """The canonical names that define the answer to each question."""
        return {each.id: canonical_names(each.names, self.vocabulary) for each in self.questions}

    @cached_property
    def names_at(self) -> Mapping[Path, frozenset[str]]:
        """The same, and what it may be called below its parent's label, by the question's path."""
        local = self.local_names
        return {
            each.path: names | ({local[each.id]} if each.id in local else set())
            for each in self.questions
            if (names := self.names[each.id])
        }

    @cached_property
    def local_names(self) -> Mapping[str, str]:
        """What a question may be called below its parent's label: w9 in part 2.3 is 2.3.w9."""
        names = {each.id: read_name(each.path[-1], self.vocabulary) for each in self.questions}
        return {id: name for id, name in names.items() if name in self.vocabulary.known}

    @cached_property
    def given(self) -> frozenset[str]:
        """The canonical names of the values that the sheet gives."""
        return canonical_names(self.symbols, self.vocabulary) - frozenset(self.named)

    @cached_property
    def named(self) -> dict[str, list[Path]]:
        """The questions that each canonical name answers."""
        found: dict[str, list[Path]] = {}
        for question in self.questions:
            for name in sorted(self.names[question.id]):
                found.setdefault(name, []).append(question.path)
        return found

    @cached_property
    def cued(self) -> Mapping[str, Path]:
        """What headings, titles and cues of several words stand for: what questions share."""
        found: dict[str, Path] = {}
        for question in self.questions:
            for cue in (question.title, *question.cues):
                if " " in cue and len(squeezed(cue)) >= _SHORTEST_CUE:
                    path = found.get(squeezed(cue), question.path)
                    found[squeezed(cue)] = _common(path, question.path)
        titles = {
            squeezed(title): tuple(label.split("."))
            for label, titles in self.headings.items()
            for title in titles
        }
        return {**{cue: path for cue, path in found.items() if path}, **titles}

    def others_of(self, path: Path) -> Iterator[str]:
        """What the answer to a question is not, in words: of it and of the parts it is in."""
        for depth in range(1, len(path) + 1):
            yield from self.mistaken_for.get(".".join(path[:depth]), ())

    @property
    def named_labels(self) -> NamedLabels:
        """The names and cues of the questions, as labels in a write-up."""
        called = {each.path: each.called for each in self.questions}
        in_words = {
            each.path[:-1]: each.path
            for each in self.questions
            if each.called and each.kind is Kind.FREE_TEXT
        }
        parts = CalledParts(called, in_words)
        return NamedLabels(self.tree, self.vocabulary, self.named, self.cued, parts)

    @cached_property
    def quantities(self) -> Mapping[str, str]:
        """The canonical name of what each question with a name asks for: the first declared."""
        return {
            each.id: name
            for each in self.questions
            for first in each.names[:1]
            if (name := read_name(first, self.vocabulary))
        }

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """The question that asks for each quantity."""
        return {name: question for question, name in self.quantities.items()}

    @cached_property
    def places(self) -> Mapping[Path, str]:
        """The quantity that each question asks for, by its path."""
        by_id = {each.id: each.path for each in self.questions}
        return {by_id[id]: name for id, name in self.quantities.items()}

    @cached_property
    def handed_out(self) -> Mapping[Path, frozenset[str]]:
        """What students are given below each label: no answer where it is left standing."""
        return {
            tuple(label.split(".")): frozenset(map(_bare, _texts(asked))) - {""}
            for label, asked in self.asked.items()
        }

    @cached_property
    def stubs(self) -> frozenset[str]:
        """The files of code that students are given to fill in, beside the page of questions."""
        files = self.page.parent.rglob("*.py")
        return frozenset(_bare(path.read_text(encoding="utf-8")) for path in files)

    def is_stub(self, code: str) -> bool:
        """Whether code is a file that students are given to fill in, and nobody has."""
        return _bare(code) in self.stubs

    def gives(self, piece: Piece) -> bool:
        """Whether a piece is what its question's handout says, or a stub, word for word."""
        if piece.block.shape is Shape.CODE and self.is_stub(piece.block.text):
            return True
        given = self.handed_out.get(piece.path)
        return given is not None and not piece.announces and _bare(piece.block.text) in given


def vocabulary_of(assignment: Assignment) -> Vocabulary:
    """The names that an assignment's formulas may use."""
    bare = Vocabulary(loss=assignment.loss)
    aliases = {
        other: name
        for name, others in assignment.aliases.items()
        for each in others
        if (other := read_name(each)) is not None
    }
    declared = [
        *assignment.symbols,
        *(name for each in assignment.questions for name in each.names),
    ]
    arguments = frozenset("".join(each.split()) for each in assignment.arguments)
    return Vocabulary(canonical_names(declared, bare), aliases, assignment.loss, arguments)


def _texts(asked: Asked) -> Iterator[str]:
    """What is asked, the example and the form, as wholes and by their paragraphs."""
    for text in (asked.prompt, asked.lead, asked.example, asked.form):
        yield text
        yield from text.split("\n\n")


def _bare(text: str) -> str:
    """A text without white space, fences, dollar signs, escapes and the lines of tables."""
    lines = re.sub(r"\\([#_%&])", r"\1", _NO_TEXT.sub("", text)).split("\n")
    cells = (line.replace("|", "") if line.startswith("|") else line for line in lines)
    return "".join("".join(cells).split()).replace("$", "")


def _common(one: Path, other: Path) -> Path:
    """The beginning that two paths share."""
    shared = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return tuple(part for part, _ in shared)
