r"""Where the formulas of an answer stand, and how they are put back after a change."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_FENCE = re.compile(r"(?ms)^```.*?^```[ \t]*$")
_FORMULA = re.compile(r"\$\$(?P<display>.+?)\$\$|(?<!\$)\$(?P<inline>[^$\n]+)\$(?!\$)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula of an answer: its LaTeX, and where it stands."""

    latex: str
    start: int  # of the LaTeX, behind the dollar signs
    display: bool

    @property
    def end(self) -> int:
        return self.start + len(self.latex)

    @property
    def whole(self) -> tuple[int, int]:
        """Where it stands with its dollar signs."""
        signs = 2 if self.display else 1
        return self.start - signs, self.end + signs


def formulas(text: str) -> Iterator[Formula]:
    """The formulas between dollar signs, none of them in code.

    >>> [each.latex for each in formulas("Put $a = b$; then $$a^2 = b^2$$.")]
    ['a = b', 'a^2 = b^2']
    """
    fenced = [match.span() for match in _FENCE.finditer(text)]
    for match in _FORMULA.finditer(text):
        if not any(start <= match.start() < end for start, end in fenced):
            kind = "display" if match["display"] is not None else "inline"
            yield Formula(match[kind], match.start(kind), kind == "display")


_NUMBER = re.compile(r"[\s\d.]*")


def answer_formula(text: str) -> Formula | None:
    """The equation in which an answer ends, the displayed one if there is any.

    >>> answer_formula("$$p = q^y$$ With $y = 0$ it is $1$.").latex
    'p = q^y'
    """
    found = [each for each in formulas(text) if "=" in each.latex]
    displayed = [each for each in found if each.display]
    named = [each for each in found if not _NUMBER.fullmatch(each.latex.rpartition("=")[2])]
    best = displayed or named or found
    return best[-1] if best else None


def every_formula(text: str, change: Callable[[str], str]) -> str:
    """The text with every formula changed."""
    for each in reversed(list(formulas(text))):
        text = text[: each.start] + change(each.latex) + text[each.end :]
    return text


def replaced(text: str, start: int, end: int, by: str) -> str:
    """The text with a part of it replaced."""
    return text[:start] + by + text[end:]


def group_end(latex: str, start: int) -> int:
    r"""The end of the group that an opening brace at `start` begins; -1 if it has none.

    >>> group_end(r"{a_{1}}b", 0)
    7
    """
    depth = 0
    for at in range(start, len(latex)):
        depth += (latex[at] == "{") - (latex[at] == "}")
        if depth == 0:
            return at + 1
    return -1
