"""Fenced code in Markdown and LaTeX write-ups."""

import re
from collections.abc import Iterator

from graders.reading.code.pieces import Piece

FENCE = re.compile(
    r"""^[ \t]*(?:[-*+][ ]+|\d{1,3}[.)][ ]+)?
    (?:(?P<mark>`{3,}|~{3,})[ \t]*(?P<info>[^\n`]*)$
    |\\begin\{(?P<name>lstlisting|minted|verbatim\*?|Verbatim|python)\}
     (?P<options>(?:\[[^\]]{0,500}\])?(?:\{[^}\n]*\})?))""",
    re.MULTILINE | re.VERBOSE,
)
_PYTHON = frozenset(
    "python python3 py py3 ipython ipython3 pycon python-repl code-cell jupyter sage".split()
)


def fences(label: str, text: str) -> Iterator[Piece]:
    """The code in fences that name Python as its language, or none."""
    at = line = 0
    while fence := FENCE.search(text, at):
        end, after = _fence_end(fence)
        line += text.count("\n", at, fence.end())
        language = _language(fence)
        if not language or language in _PYTHON:
            yield Piece(label, line, text[fence.end() : end], is_python=bool(language))
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
