r"""The Python that a submission holds, as data: scripts, notebooks and the code in write-ups.

Nothing is run, imported or compiled here. Text is only cut, line by line, in time in proportion
to its length, and every line keeps its number. A *statement* is a line together with those that
its brackets, strings and backslashes join to it.
"""

import keyword
import re
import textwrap
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from graders.model import Submission
from graders.reading.code.definitions import names_defined, parameter_counts
from graders.reading.code.fences import FENCE, fences
from graders.reading.code.magics import LeftOut, without_magics
from graders.reading.code.pieces import Piece
from graders.reading.code.prompts import without_prompts
from graders.reading.code.prose import without_prose
from graders.reading.intake import LIMITS, check_size, decode, is_readable, shown, suffix
from graders.reading.notebook import to_sources

MAX_CODE = 2 * LIMITS.text_bytes  # characters in all, the empty lines before a fence included
MAX_NOTES = 50


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of source that is run as a whole; `label` is what a traceback calls it.

    Line k of `text` is line k of the file, or of the notebook cell.
    """

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Module:
    """The cells of one file, under a name by which they can be imported."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """All code of a submission; `notes` say which lines were left out.

    What `given` holds is still as it was handed out: it can be imported, and defines no answer.
    """

    modules: tuple[Module, ...]
    notes: tuple[str, ...] = ()
    given: frozenset[Cell] = frozenset()

    def defining(self, name: str) -> tuple[Module, ...]:
        r"""The modules that define ``relu``, or the first part of ``Net.forward``, at top level.

        >>> code = Code((Module("hw", (Cell("hw.py", "def relu(z):\n    y = z"),)),))
        >>> [len(code.defining(name)) for name in ("relu", "y")]
        [1, 0]
        """
        top = name.partition(".")[0]
        return tuple(
            module
            for module in self.modules
            if any(
                top in cell.text and top in names_defined(cell.text) for cell in self._own(module)
            )
        )

    def functions(self) -> dict[str, int | None]:
        r"""The functions at top level and how many parameters each has, where that is plain.

        >>> cell = Cell("hw.py", "def f(x, y=(1, 2)): ...\ndef g(*args): ...")
        >>> Code((Module("hw", (cell,)),)).functions()
        {'f': 2, 'g': None}
        """
        found: dict[str, int | None] = {}
        for module in self.modules:
            for name, count in parameter_counts(cell.text for cell in self._own(module)).items():
                found[name] = count if found.get(name, count) == count else None
        return found

    def without_given(self, is_given: Callable[[str], bool]) -> "Code":
        """The same code, with what was handed out told from what the student wrote."""
        cells = (cell for module in self.modules for cell in module.cells)
        return replace(self, given=frozenset(cell for cell in cells if is_given(cell.text)))

    def _own(self, module: Module) -> Iterable[Cell]:
        return (cell for cell in module.cells if cell not in self.given)


def read_code(submission: Submission) -> Code:
    r"""The Python of a submission: scripts first, then notebooks, then write-ups.

    What only a notebook understands, such as ``%matplotlib inline``, is blanked and noted. A
    fence that names no language counts where it looks like Python.

    Raises:
        SubmissionError: if a file is not what its name says.

    >>> files = {"a.md": b"# 2\n```python\nx = 1\n```", "nn/relu.py": b"!ls\ny = 2"}
    >>> code = read_code(Submission("ada", files))
    >>> code.modules[0]
    Module(name='nn.relu', cells=(Cell(label='nn/relu.py', text='\ny = 2'),))
    >>> code.modules[1]
    Module(name='a_md', cells=(Cell(label='a.md', text='\n\nx = 1\n'),))
    >>> code.notes
    ("nn/relu.py:1: '!ls' is not Python and was left out",)
    """
    files = sorted(filter(is_readable, submission.files), key=_order)
    names = _module_names(files)
    modules, notes, room = [], [], MAX_CODE
    for file in files:
        cells = []
        for piece in _pieces(file, submission.files[file]):
            if piece.size > room:
                notes.append(f"{piece.label}: there is too much code; this was left out")
                continue
            room -= piece.size
            text, left_out = _python(piece)
            notes += left_out
            if text.strip():
                cells.append(Cell(piece.label, "\n" * piece.lines_before + text))
        if cells or suffix(file) == ".py":
            modules.append(Module(names[file], tuple(cells)))
    return Code(tuple(modules), _bounded(notes))


def code_of(answer_text: str) -> str:
    r"""The Python in the text of one answer, each line at its place; empty if there is none.

    >>> code_of("My function:\n```\ndef f(x):\n    return x\n```\nIt is fast.")
    '\n\ndef f(x):\n    return x\n'
    >>> code_of("[3]: x = 1\nTest accuracy: 0.9"), code_of("It is fast.")
    ('x = 1\n', '')
    """
    if len(answer_text) > LIMITS.text_bytes:
        return ""
    span = re.fullmatch(r"\s*`([^`]+)`\s*", answer_text)
    if span or not FENCE.search(answer_text):
        return _python(Piece("", 0, span[1] if span else answer_text, is_python=False))[0]
    parts, lines = [], 0
    for piece in fences("", answer_text):
        text = _python(piece)[0]
        if text.strip():
            parts += ["\n" * (piece.lines_before - lines), text]
            lines = piece.lines_before + text.count("\n")
    return "".join(parts)


def _pieces(file: str, data: bytes) -> Iterable[Piece]:
    check_size(file, len(data))
    label = shown(file)
    match suffix(file):
        case ".ipynb":
            cells = (source for source in to_sources(file, data) if source.code)
            return (Piece(f"{label}[{cell.cell}]", 0, cell.text, is_python=True) for cell in cells)
        case ".py":
            return [Piece(label, 0, decode(file, data), is_python=True, is_script=True)]
        case _:
            return fences(label, decode(file, data))


def _python(piece: Piece) -> tuple[str, list[str]]:
    """The Python of a piece, line by line, and notes on what is left out."""
    text = piece.text
    left_out: LeftOut = []
    if not piece.is_script:
        text = without_prompts(text)
        text = textwrap.dedent(text) if _SET_IN.match(text) else text
    if not piece.is_python:
        text, left_out = without_prose(text)
    text, magics = without_magics(text)
    left_out += magics
    notes = [f"{piece.label}:{piece.lines_before + line}: {what}" for line, what in left_out]
    return (text if text.strip() else ""), notes


_SET_IN = re.compile(r"(?:[ \t]*+\n)*+[ \t]+\S")


def _bounded(notes: list[str]) -> tuple[str, ...]:
    more = len(notes) - MAX_NOTES
    return (*notes[:MAX_NOTES], f"{more} more lines were left out") if more > 0 else tuple(notes)


def _order(file: str) -> tuple[int, int, str]:
    """Scripts, notebooks, then write-ups; of a kind, what lies deepest comes last."""
    kind = {".py": 0, ".ipynb": 1}.get(suffix(file), 2)
    natural = re.sub(r"[0-9]+", lambda digits: digits[0].zfill(20), file)
    return kind, file.count("/"), natural


def _module_names(files: Iterable[str]) -> dict[str, str]:
    """A name for each file; one that Python itself would give is never taken by another file."""
    wanted = {file: _dotted(file) for file in files}
    names: dict[str, str] = {}
    taken: set[str] = set()
    for file in sorted(wanted, key=lambda file: file.replace("/", ".") != f"{wanted[file]}.py"):
        number = 1
        while (name := wanted[file] + (f"_{number}" if number > 1 else "")) in taken:
            number += 1
        names[file] = name
        taken.add(name)
    return names


def _dotted(file: str) -> str:
    path = PurePosixPath(unicodedata.normalize("NFKC", file))
    if path.suffix.lower() != ".py":
        return _identifier(str(path))
    parts = path.with_suffix("").parts
    parts = parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts
    return ".".join(map(_identifier, parts))


def _identifier(text: str) -> str:
    name = re.sub(r"\W", "_", text)
    name = name if name.isidentifier() else f"_{name}"
    return f"{name}_" if keyword.iskeyword(name) else name
