r"""Assignments: what an `assignment.toml` declares.

title = "Backpropagation by hand"
bonus = ["7"]                  # questions whose points are beyond the maximum
question_seconds = 60          # that the grader of a question may take

[names]                        # how the reader knows the quantities of this sheet
loss = "MSE"                   # what a bare "grad w9" is a derivative of
symbols = ['x_1', 'w_9']       # names that are no answers themselves
aliases.MSE = ['L', 'Loss']    # other names of the same quantity
arguments = ['(1, 2)']         # what may follow a name and changes nothing: f_1(1, 2)

[headings]                     # what a question, or a part of the sheet, may be called in a heading
"2.3" = ["update", "new weights"]

[mistaken_for]                 # what the answers to a question, or to a part, are not
"2.3" = ["step", "old weight"]

[symbols.network]              # what formulas are made of: see docs/how-formulas-are-judged.md
'W' = { type = "matrix", shape = ["m", "n"] }
m = { type = "scalar", domain = "integer", dimension = true }

[definitions.network]          # names that stand for formulas
'z' = 'W x'

[symbols.square_network]       # the same but for what it declares itself
like = "network"
'W' = { type = "matrix", shape = ["m", "m"] }

[code]                         # how student code is run
libraries = ["numpy", "torch"] # that are loaded before it
cpu_seconds = 10               # what it may use, where that is not the usual: see Limits

[[question]]
id = "2.2.w9"                  # also the path of its label: question 2, part 2, w9
title = "Gradient of the MSE by w9"
points = 1
kind = "numeric"
names = ['\frac{dMSE}{dw_9}'] # left-hand sides that define it
cues = ["total"]               # words that introduce it
called = ["plain SGD", "SGD"]  # words of a short line that tell it from the parts beside it
follows = ["2.1.o1", "2.1.h2"] # earlier answers it is computed from
rubric = ["names the chain rule"]  # what a person looks for
symbols = "network"            # the symbols of its formula
layout = "denominator"         # of a derivative: its shape is that of what it is taken by

[[question]]
like = "2.2.w9"                # but for what it declares itself
id = "2.3.w9"
title = "Gradient of the MSE by w9, once more"
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from fractions import Fraction
from functools import cached_property
from math import inf
from pathlib import Path
from typing import Any

from graders.declaring.asked import PAGE, Asked, completed, read_asked
from graders.declaring.checks import check_declarations
from graders.declaring.questions import is_below, read_questions, strings
from graders.declaring.symbol_sets import SymbolSet, read_symbol_sets
from graders.errors import AssignmentError
from graders.model import Kind, Question, Visibility
from graders.processes.timing import QUESTION_SECONDS
from graders.sandbox.inside.limits import LIMITS, Limits

FOLDER = Path(__file__).parents[1] / "assignments"
DECLARATION = "assignment.toml"
NEAR_SHOWN = 4

_LIMITS = {"cpu_seconds": (int,), "wall_seconds": (int, float), "submission_seconds": (int, float)}


@dataclass(frozen=True)
class Assignment:
    """The questions of one homework sheet, in their order, and the names it uses."""

    id: str
    title: str
    folder: Path
    questions: tuple[Question, ...]
    loss: str = ""
    symbols: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ()
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    headings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by id or its beginning
    mistaken_for: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # the same
    symbol_sets: Mapping[str, SymbolSet] = field(default_factory=dict)
    libraries: tuple[str, ...] = ("numpy",)  # that student code is run with
    limits: Limits = LIMITS  # of student code
    question_seconds: float = QUESTION_SECONDS  # for a grader, without what student code takes
    asked: Mapping[str, Asked] = field(default_factory=dict)  # of each question and part

    @cached_property
    def by_id(self) -> Mapping[str, Question]:
        return {question.id: question for question in self.questions}

    @property
    def for_students(self) -> "Assignment":
        """The assignment without what students need not know of.

        These are questions that are hidden or shown later, unless the page of questions asks them.
        """
        known = (
            each
            for each in self.questions
            if each.visibility is Visibility.VISIBLE
            or (each.id in self.asked and self.asked[each.id].prompt)
        )
        return replace(self, questions=tuple(known))

    @property
    def runs_code(self) -> bool:
        """Whether any of its questions may run student code."""
        return any(each.kind in (Kind.CODE, Kind.TRAINING) for each in self.questions)

    def chosen(self, names: Sequence[str]) -> frozenset[str]:
        """The ids of these questions and of those below them; all of them if none is named.

        Raises:
            AssignmentError: if a name stands for no question.
        """
        for name in names:
            if not any(is_below(question.id, name) for question in self.questions):
                close = near(name, [question.id for question in self.questions])
                all_ids = f"all ids are in {self.folder / DECLARATION}"
                hint = f"{close}; {all_ids}" if close else all_ids
                raise AssignmentError(f"there is no question '{name}'", where=self.id, hint=hint)
        return frozenset(
            question.id
            for question in self.questions
            if not names or any(is_below(question.id, name) for name in names)
        )

    @property
    def max_points(self) -> Fraction:
        """All points but those of bonus questions."""
        regular = (question.points for question in self.questions if not question.bonus)
        return sum(regular, Fraction(0))


def near(name: str, ids: Sequence[str]) -> str:
    """The ids and parts of the sheet that are spelt most like a name, as a hint; or nothing.

    >>> near("2.2w9", ["2.1.h1", "2.2.w8", "2.2.w9"])
    'near it are 2.2.w9, 2.2, 2.2.w8, 2.1'
    """
    paths = [each.split(".") for each in ids]
    parts = dict.fromkeys(
        ".".join(path[:depth]) for path in paths for depth in range(1, len(path) + 1)
    )
    close = get_close_matches(name.casefold(), parts, n=NEAR_SHOWN, cutoff=0.5)
    return f"near it are {', '.join(close)}" if close else ""


def assignment_names() -> tuple[str, ...]:
    """The assignments that are installed."""
    return tuple(sorted(path.parent.name for path in FOLDER.glob(f"*/{DECLARATION}")))


def load_assignment(name: str | Path) -> Assignment:
    """The assignment of this name, or the one declared in this folder.

    Raises:
        AssignmentError: if there is none, or its declaration is wrong.
    """
    folder = Path(name)
    if isinstance(name, str) and "/" not in name and not (folder / DECLARATION).is_file():
        folder = FOLDER / name
    file = folder / DECLARATION
    if folder.is_dir() and not file.is_file():
        raise AssignmentError(f"the folder holds no {DECLARATION}", where=str(folder))
    if not file.is_file():
        known = ", ".join(assignment_names())
        raise AssignmentError(f"there is no assignment '{name}'", hint=f"take one of: {known}")
    try:
        text = file.read_text(encoding="utf-8")
        declared = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        hint = "save it as UTF-8, or: iconv -f latin1 -t utf-8 OLD > NEW"
        raise AssignmentError("this is not UTF-8", where=f"{file}:{line}", hint=hint) from error
    except tomllib.TOMLDecodeError as error:
        raise AssignmentError(str(error), where=f"{file}{_line_told(error)}") from error
    try:
        return _assignment(declared, folder, file)
    except AssignmentError as error:
        if error.where != str(file):
            raise
        where = f"{file}{_line_of_question(error.message, text)}"
        raise AssignmentError(error.message, where=where, hint=error.hint) from error


def _line_told(error: tomllib.TOMLDecodeError) -> str:
    found = re.search(r"at line (\d+)", str(error))
    return f":{found[1]}" if found else ""


def _line_of_question(message: str, text: str) -> str:
    """The line on which the question begins that an error is about, if it is about one."""
    about = re.match(r"question ([^\s:]+)", message)
    name = re.escape(about[1]) if about else r"(?!)"
    found = [*re.finditer(rf"""(?m)^[ \t]*id[ \t]*=[ \t]*["']{name}["']""", text)]
    return f":{text.count(chr(10), 0, found[-1].start()) + 1}" if found else ""


def _assignment(declared: Mapping[str, object], folder: Path, file: Path) -> Assignment:
    questions = read_questions(declared, file)
    names = declared.get("names", {})
    if not isinstance(names, dict):
        raise AssignmentError("[names] must be a table", where=str(file))
    code = declared.get("code", {"libraries": ["numpy"]})
    if not isinstance(code, dict):
        raise AssignmentError("[code] must be a table", where=str(file))
    limits = _limits(code, file)
    assignment = Assignment(
        id=folder.name,
        title=str(declared.get("title", folder.name)),
        folder=folder,
        questions=questions,
        loss=str(names.get("loss", "")),
        symbols=strings(names, "symbols", file),
        arguments=strings(names, "arguments", file),
        aliases={key: strings(names["aliases"], key, file) for key in names.get("aliases", {})},
        headings=_by_label(declared, "headings", questions, file),
        mistaken_for=_by_label(declared, "mistaken_for", questions, file),
        symbol_sets=read_symbol_sets(declared, file),
        libraries=strings(code, "libraries", file),
        limits=limits,
        question_seconds=_seconds(declared, file),
        asked=_asked(folder, questions),
    )
    check_declarations(assignment, declared, file)
    return assignment


def _asked(folder: Path, questions: tuple[Question, ...]) -> Mapping[str, Asked]:
    """What students are asked in each question, and in the parts that have words of their own."""
    asked = read_asked(folder)
    ids = [each.id for each in questions]
    for label in filter(None, asked):
        if not any(is_below(id, label) for id in ids):
            message = f"'{label}' is neither a question nor the beginning of one"
            raise AssignmentError(message, where=str(folder / PAGE))
    return {**asked, **{each.id: completed(asked, each) for each in questions}}


def _by_label(
    declared: Mapping[str, object], name: str, questions: tuple[Question, ...], file: Path
) -> Mapping[str, tuple[str, ...]]:
    """A table of words by the question, or the beginning of one, that they are of."""
    table = declared.get(name, {})
    if not isinstance(table, dict):
        raise AssignmentError(f"[{name}] must be a table", where=str(file))
    for label in table:
        if not any(is_below(each.id, label) for each in questions):
            message = f"[{name}] '{label}' is neither a question nor the beginning of one"
            raise AssignmentError(message, where=str(file))
    return {label: strings(table, label, file) for label in table}


def _limits(code: Mapping[str, Any], file: Path) -> Limits:
    """The limits of student code, with those that are declared in place of the usual ones."""
    declared = {key: value for key, value in code.items() if key != "libraries"}
    if unknown := sorted(set(declared) - set(_LIMITS)):
        hint = f"known are: libraries, {', '.join(_LIMITS)}"
        raise AssignmentError(f"[code] has unknown keys {unknown}", where=str(file), hint=hint)
    for key, value in declared.items():
        if type(value) not in _LIMITS[key] or value <= 0:
            raise AssignmentError(f"'{key}' must be a positive number", where=str(file))
    return replace(LIMITS, **declared)


def _seconds(declared: Mapping[str, object], file: Path) -> float:
    seconds = declared.get("question_seconds", QUESTION_SECONDS)
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 < seconds < inf:
        raise AssignmentError("'question_seconds' must be a positive number", where=str(file))
    return float(seconds)
