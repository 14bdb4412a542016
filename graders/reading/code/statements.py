"""Where Python statements begin and end, found without parsing them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

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


def statements(text: str) -> Iterator[_Statement]:
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
            bare, end = bared(text, at)
        yield _Statement(line, text[at:end], bare, bool(magic))
        line += text.count("\n", at, end) + 1
        at = end + 1


def bared(text: str, start: int, *, level: int = 0) -> tuple[str, int]:
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
