r"""The Python that a submission holds, as data: scripts, notebooks and the code in write-ups.

Nothing is run, imported or compiled here. Text is only cut, line by line, in time in proportion
to its length, and every line keeps its number. A *statement* is a line together with those that
its brackets, strings and backslashes join to it.
"""

import keyword
import re
import textwrap
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from graders.model import Submission
from graders.reading.intake import LIMITS, READABLE, check_size, decode, shown
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
    """All code of a submission; `notes` say which lines were left out."""

    modules: tuple[Module, ...]
    notes: tuple[str, ...] = ()

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
            if any(top in cell.text and top in _defined(cell.text) for cell in module.cells)
        )

    def functions(self) -> dict[str, int | None]:
        r"""The functions at top level and how many parameters each has, where that is plain.

        >>> cell = Cell("hw.py", "def f(x, y=(1, 2)): ...\ndef g(*args): ...")
        >>> Code((Module("hw", (cell,)),)).functions()
        {'f': 2, 'g': None}
        """
        found: dict[str, int | None] = {}
        for module in self.modules:
            for name, count in _functions(module).items():
                found[name] = count if found.get(name, count) == count else None
        return found


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
    files = sorted(filter(_may_hold_code, submission.files), key=_order)
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
        if cells or _suffix(file) == ".py":
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
    if span or not _FENCE.search(answer_text):
        return _python(_Piece("", 0, span[1] if span else answer_text, is_python=False))[0]
    parts, lines = [], 0
    for piece in _fences("", answer_text):
        text = _python(piece)[0]
        if text.strip():
            parts += ["\n" * (piece.lines_before - lines), text]
            lines = piece.lines_before + text.count("\n")
    return "".join(parts)


# Files, their names and their pieces


@dataclass(frozen=True, slots=True)
class _Piece:
    """Code as it stands in a file, after so many lines of other things."""

    label: str
    lines_before: int
    text: str
    is_python: bool  # as the file or the fence says
    is_script: bool = False

    @property
    def size(self) -> int:
        return self.lines_before + len(self.text)


def _pieces(file: str, data: bytes) -> Iterable[_Piece]:
    check_size(file, len(data))
    label = shown(file)
    match _suffix(file):
        case ".ipynb":
            cells = (source for source in to_sources(file, data) if source.code)
            return (_Piece(f"{label}[{cell.cell}]", 0, cell.text, is_python=True) for cell in cells)
        case ".py":
            return [_Piece(label, 0, decode(file, data), is_python=True, is_script=True)]
        case _:
            return _fences(label, decode(file, data))


def _python(piece: _Piece) -> tuple[str, list[str]]:
    """The Python of a piece, line by line, and notes on what is left out."""
    text = piece.text
    left_out: _LeftOut = []
    if not piece.is_script:
        text = _without_prompts(text)
        text = textwrap.dedent(text) if _SET_IN.match(text) else text
    if not piece.is_python:
        text, left_out = _without_prose(text)
    text, magics = _without_magics(text)
    left_out += magics
    notes = [f"{piece.label}:{piece.lines_before + line}: {what}" for line, what in left_out]
    return (text if text.strip() else ""), notes


_SET_IN = re.compile(r"(?:[ \t]*+\n)*+[ \t]+\S")


def _bounded(notes: list[str]) -> tuple[str, ...]:
    more = len(notes) - MAX_NOTES
    return (*notes[:MAX_NOTES], f"{more} more lines were left out") if more > 0 else tuple(notes)


def _may_hold_code(file: str) -> bool:
    return _suffix(file) in READABLE


def _suffix(file: str) -> str:
    return PurePosixPath(file).suffix.lower()


def _order(file: str) -> tuple[int, int, str]:
    """Scripts, notebooks, then write-ups; of a kind, what lies deepest comes last."""
    kind = {".py": 0, ".ipynb": 1}.get(_suffix(file), 2)
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


# Fences of Markdown and LaTeX

_FENCE = re.compile(
    r"""^[ \t]*(?:[-*+][ ]+|\d{1,3}[.)][ ]+)?
    (?:(?P<mark>`{3,}|~{3,})[ \t]*(?P<info>[^\n`]*)$
    |\\begin\{(?P<name>lstlisting|minted|verbatim\*?|Verbatim|python)\}
     (?P<options>(?:\[[^\]]{0,500}\])?(?:\{[^}\n]*\})?))""",
    re.MULTILINE | re.VERBOSE,
)
_PYTHON = frozenset(
    "python python3 py py3 ipython ipython3 pycon python-repl code-cell jupyter sage".split()
)


def _fences(label: str, text: str) -> Iterator[_Piece]:
    """The code in fences that name Python as its language, or none."""
    at = line = 0
    while fence := _FENCE.search(text, at):
        end, after = _fence_end(fence)
        line += text.count("\n", at, fence.end())
        language = _language(fence)
        if not language or language in _PYTHON:
            yield _Piece(label, line, text[fence.end() : end], is_python=bool(language))
        line += text.count("\n", fence.end(), after)
        at = after


def _fence_end(fence: re.Match[str]) -> tuple[int, int]:
    """Where the code of a fence ends and where what closes it ends, the text if nothing does."""
    if fence["name"]:
        closing = re.compile(re.escape(f"\\end{{{fence['name']}}}"))
    else:
        mark = fence["mark"]
        closing = re.compile(rf"^[ \t]*{mark[0]}{{{len(mark)},}}[ \t]*$", re.MULTILINE)
    found = closing.search(fence.string, fence.end())
    return found.span() if found else (len(fence.string), len(fence.string))


def _language(fence: re.Match[str]) -> str:
    """What a fence says about its language, in lower case; empty if it says nothing."""
    if not fence["name"]:
        return re.sub(r"[{\s.]*([\w+#-]*).*", r"\1", fence["info"], count=1).lower()
    said = (fence["name"] + fence["options"]).lower()
    if "python" in said:
        return "python"
    return said if fence["name"] == "minted" or "language" in said else ""


# Prompts

_PROMPT = re.compile(
    r"""^[ \t]{0,8}(?:In[ ]?)?\[[\d\ *]{1,5}\]:[ \t]?  # In [3]: or [3]:
    |(?:\A\n*+|(?<=\n\n))(?:[.\[]?\d{0,4}\]|):[ \t](?=\S)  # after OCR .2]: or ]: or :""",
    re.MULTILINE | re.VERBOSE,
)
_OUTPUT = re.compile(r"^[ \t]{0,8}Out[ ]?\[[\d *]{1,5}\]:", re.MULTILINE)
_CONTINUED = re.compile(r"^[ \t]*\.{3,8}:[ \t]?", re.MULTILINE)
_SESSION = re.compile(r"\s*>>>(?: |$)", re.MULTILINE)
_SESSION_LINE = re.compile(r"[ \t]*(?:>>>|\.\.\.)(?: (.*)|$)")


def _without_prompts(text: str) -> str:
    """Code without the prompts of a session or an exported notebook, and without its outputs."""
    if _SESSION.match(text):
        lines = (_SESSION_LINE.match(line) for line in text.split("\n"))
        return "\n".join((line[1] or "") if line else "" for line in lines)
    prompts = [*_PROMPT.finditer(text)]
    if not prompts:
        return text
    ends = [*(prompt.start() for prompt in prompts[1:]), len(text)]
    chunks = (_entered(prompt, end) for prompt, end in zip(prompts, ends, strict=True))
    return text[: prompts[0].start()] + "".join(chunks)


def _entered(prompt: re.Match[str], end: int) -> str:
    """What was typed at a prompt; lines that are set in by its width are moved back."""
    blank, width = prompt[0].count("\n"), len(prompt[0].lstrip("\n"))
    text = _CONTINUED.sub("", prompt.string[prompt.end() : end])
    if output := _OUTPUT.search(text):
        text = text[: output.start()] + "\n" * text.count("\n", output.start())
    first, *lines = text.split("\n")
    margins = [len(line) - len(line.lstrip(" ")) for line in lines if line.strip()]
    block = 2 if first.rstrip().endswith(":") else 0  # what is then the least for its next line
    if first.strip() and margins and min(margins) >= width and margins[0] >= width + block:
        lines = [line[width:] for line in lines]
    return "\n" * blank + "\n".join([first, *lines])


# Statements

_MARK = re.compile(
    r"""\#[^\n]*+
    |"{3}(?:[^"\\]++|\\.|"(?!""))*+(?:"{3})?
    |'{3}(?:[^'\\]++|\\.|'(?!''))*+(?:'{3})?
    |"(?:[^"\\\n]++|\\.)*+"?
    |'(?:[^'\\\n]++|\\.)*+'?
    |[()\[\]{}]
    |\\\n
    |\n""",
    re.DOTALL | re.VERBOSE,
)
_NEVER_INSIDE = re.compile(r"(?:async +)?def |class |import |from [\w.]+ import ")
_MAGIC = re.compile(
    r"""[ \t]*(?:[%!?]
    |[^\W\d][\w.]*(?:\[[^\]\n]*\])?\?{1,2}[ \t]*$  # name?
    |[^\W\d][\w.,*\[\]\ \t]*=[ \t]*[!%]  # files = !ls
    |(?:pip3?|conda|mamba)[ ]+(?:un)?install\b
    |(?P<call>(?:[^\W\d]\w*[ ]*=[ ]*)?get_ipython\(\)\.(?:run_|system|getoutput|magic)))""",
    re.MULTILINE | re.VERBOSE,
)
_BLANK = re.compile(r"(?:[ \t]*+\n)++")
_MAGIC_LINE = re.compile(r"(?:[^\n\\]++|\\.|\\)*+", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Statement:
    """A statement, or empty lines, and where it begins.

    `bare` is the statement without strings, comments and bracketed code.
    """

    line: int
    source: str
    bare: str
    is_magic: bool

    @property
    def is_top(self) -> bool:
        return bool(self.bare) and not self.bare[0].isspace()


def _statements(text: str) -> Iterator[_Statement]:
    """The statements of a text, empty lines among them; joined with newlines they are the text."""
    at, line = 0, 1
    while at <= len(text):
        blank, magic = _BLANK.match(text, at), _MAGIC.match(text, at)
        if blank:
            bare, end = "", blank.end() - 1
        elif magic and not magic["call"]:
            found = _MAGIC_LINE.match(text, at)
            bare, end = "", found.end() if found else at
        else:
            bare, end = _bare(text, at)
        yield _Statement(line, text[at:end], bare, bool(magic))
        line += text.count("\n", at, end) + 1
        at = end + 1


def _bare(text: str, start: int, *, level: int = 0) -> tuple[str, int]:
    """A statement without strings, comments and bracketed code, and where it ends.

    With a level of 1, the same for what stands in the bracket that was opened before `start`.
    """
    kept: list[str] = []
    depth, at = level, start
    for mark in _MARK.finditer(text, start):
        char, before = mark[0][0], depth
        kept.append(text[at : mark.start()] if depth == level else "")
        at = mark.end()
        if char == "\n" and (depth == 0 or _NEVER_INSIDE.match(text, at)):
            return "".join(kept), mark.start()
        depth = max(0, depth + (char in "([{") - (char in ")]}"))
        if depth < level:
            return "".join(kept), mark.start()
        if min(before, depth) == level:
            kept.append('""' if char in "\"'" else char if char in "()[]{}" else "")
    return "".join(kept) + (text[at:] if depth == level else ""), len(text)


# Magics

_CELL_MAGIC = re.compile(r"\s*%%\s*(\w*)")
_MAGICS_OVER_PYTHON = frozenset("time timeit capture prun memit heat wandb snakeviz".split())
_TIMED = re.compile(r"([ \t]*)%time[ \t]+(?=[^\s%!-])")

_LeftOut = list[tuple[int, str]]


def _without_magics(text: str) -> tuple[str, _LeftOut]:
    """Code without what only a notebook runs; an indented line of that kind becomes `pass`."""
    kept: list[str] = []
    left_out: _LeftOut = []
    is_first = True
    for statement in _statements(text):
        is_first = is_first and (statement.is_magic or not statement.bare.strip())
        cell_magic = _CELL_MAGIC.match(statement.source) if is_first else None
        if cell_magic and cell_magic[1] not in _MAGICS_OVER_PYTHON:
            what = f"{_quoted(statement.source)} is not Python and its cell was left out"
            return "", [*left_out, (statement.line, what)]
        if statement.is_magic:
            left_out.append((statement.line, f"{_quoted(statement.source)} {_NOT_PYTHON}"))
        kept.append(_instead(statement.source) if statement.is_magic else statement.source)
    return "\n".join(kept), left_out


def _instead(magic: str) -> str:
    """What stands in a program where a magic stood; the statement that `%time` runs is kept."""
    if timed := _TIMED.match(magic):
        return timed[1] + magic[timed.end() :]
    indent = magic[: len(magic) - len(magic.lstrip())]
    return (f"{indent}pass" if indent else "") + "\n" * magic.count("\n")


_NOT_PYTHON = "is not Python and was left out"


def _quoted(source: str) -> str:
    line = source.strip().partition("\n")[0]
    return f"'{shown(line if len(line) <= 60 else f'{line[:60]}...')}'"


# Prose and outputs

_EVIDENCE = re.compile(
    r"""(?:async\ +)?def\ +\w+\ *[(\[]|class\ +\w+\ *[(:\[]|import\ +\w|from\ +[\w.]+\ +import\b
    |@\w|(?:for|while|if|with|try)\b.*:|\w+(?:\.\w+)+\ *\(|print\ *\(
    |[^\W\d][\w.,*()\[\]\ \t]*(?::[^=,]+)?[-+*/%@&|^<>]{0,2}=(?!=)""",
    re.VERBOSE,
)
_DAMAGED_AT_WORST = re.compile(
    r"(?:async +)?def +\w+ *\(|class +\w+ *[(:]|for\b(?=.* in\b)(?=.*:)|@\w"
)
_NO_PYTHON = re.compile(
    r"""\A(?:[<>=/%&|^,;:?!$)\]}]|--|->|\*\*|\.(?!\.\.|\d))  # how no statement begins
    |[$?`\\]|!(?!=)|(?!\w)[^\x00-\x7f]
    |\b[1-9]\d*+(?![eEjJ_])[^\W\d]  # 2x
    |\w\(\)[ \t]*=(?!=)  # f(x) =""",
    re.VERBOSE,
)
_TWO_WORDS = re.compile(r"\b(\w++)[ \t]++(?=(\w++))")
_PAIR_WITH_COLON = re.compile(r"[^:,]*,[^:]*:(?!=)")
_WORDS = frozenset((*keyword.kwlist, *keyword.softkwlist))


def _without_prose(text: str) -> tuple[str, _LeftOut]:
    """What may be Python in a text that does not say so; nothing if no line of it must be."""
    kept: list[str] = []
    left_out: _LeftOut = []
    evident = below_prose = False
    for statement in _statements(text):
        if statement.is_top:
            below_prose = _is_prose(statement.bare)
            evident = evident or (not below_prose and bool(_EVIDENCE.match(statement.bare)))
        is_prose = below_prose and bool(statement.bare.strip())
        if is_prose:
            left_out.append((statement.line, f"{_quoted(statement.source)} {_NOT_PYTHON}"))
        kept.append("\n" * statement.source.count("\n") if is_prose else statement.source)
    return ("\n".join(kept), left_out) if evident else ("", [])


def _is_prose(bare: str) -> bool:
    """Whether a statement cannot be Python, whatever its strings and brackets hold."""
    if _DAMAGED_AT_WORST.match(bare):
        return False
    words = (pair.groups() for pair in _TWO_WORDS.finditer(bare))
    if _NO_PYTHON.search(bare) or any(_WORDS.isdisjoint(pair) for pair in words):
        return True
    starts_with_keyword = bare.split()[0] in _WORDS
    return bool(_PAIR_WITH_COLON.match(bare)) and not starts_with_keyword and "lambda" not in bare


# Definitions

_DEFINITION = re.compile(r"(?:async +)?(?:def|class) +(\w+)")
_FUNCTION = re.compile(r"(?:async +)?def +(\w+) *\(")
_ASSIGNS = re.compile(r"(?<![-+*/%@&|^<>=!:])=(?!=)")


def _defined(text: str) -> set[str]:
    """The names that a cell defines at its top level."""
    names: set[str] = set()
    for statement in _statements(text):
        if not statement.is_top:
            continue
        if definition := _DEFINITION.match(statement.bare):
            names.add(definition[1])
        for part in statement.bare.split(";"):
            for target in _ASSIGNS.split(part)[:-1]:
                names |= {name.strip(" *") for name in target.partition(":")[0].split(",")}
    return names


def _functions(module: Module) -> dict[str, int | None]:
    """The functions of a module with the numbers of their parameters; the last of a name counts."""
    return {
        function[1]: _number_of_parameters(statement.source, function.end())
        for cell in module.cells
        for statement in _statements(cell.text)
        if (function := _FUNCTION.match(statement.source))
    }


def _number_of_parameters(source: str, start: int) -> int | None:
    listed, _ = _bare(source, start, level=1)
    if "*" in listed or "lambda" in listed:
        return None
    return sum(part.strip() not in ("", "/") for part in listed.split(","))
