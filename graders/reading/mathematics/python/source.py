"""The text of an answer in Python, its syntax tree, and the place of a node in it."""

import ast
import textwrap
import warnings

from graders.errors import Unreadable
from graders.expression import Span
from graders.reading.mathematics.tokens import MAX_LENGTH


class Source:
    """The text, and where its nodes stand in it."""

    def __init__(self, text: str) -> None:
        if len(text) > MAX_LENGTH:
            raise Unreadable(f"the answer has {len(text)} characters; {MAX_LENGTH} can be read")
        self.text = text.replace("\r\n", " \n").replace("\r", "\n")
        self.code = textwrap.dedent(self.text)
        self.lines = self.code.split("\n")
        self.starts = [0]
        self.margins = []
        for line, written in zip(self.lines, self.text.split("\n"), strict=True):
            self.margins.append(len(written) - len(line) if line else 0)
            self.starts.append(self.starts[-1] + len(written) + 1)

    def parsed(self) -> ast.Module:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return ast.parse(self.code)
        except SyntaxError as error:
            at = self.offset(error.lineno, max((error.offset or 1) - 1, 0))
            token = self.text[at : at + 1].strip() or "the end"
            hint = "; Python keeps the word lambda: write lam" if "lambda" in self.text else ""
            raise self.refused(at, token, f"cannot be read: {error.msg}{hint}") from None
        except (RecursionError, MemoryError):
            raise Unreadable("the expression is nested too deep") from None
        except ValueError:
            raise Unreadable("the answer has characters that are no text") from None

    def offset(self, line: int | None, column: int) -> int:
        at = min(max(line or 1, 1), len(self.lines)) - 1
        return min(self.starts[at] + self.margins[at] + column, len(self.text))

    def span(self, node: ast.AST) -> Span:
        ends = []
        for line, column in (
            (getattr(node, "lineno", 1), getattr(node, "col_offset", 0)),
            (getattr(node, "end_lineno", 1), getattr(node, "end_col_offset", 0)),
        ):
            ends.append(self.offset(line, self._characters(line, column)))
        return ends[0], ends[1]

    def _characters(self, line: int, count: int) -> int:
        """How many characters so many bytes of a line are: ast counts bytes."""
        text = self.lines[line - 1]
        return count if text.isascii() else len(text.encode()[:count].decode(errors="replace"))

    def refusal(self, node: ast.AST, reason: str) -> Unreadable:
        start, end = self.span(node)
        token = " ".join(self.text[start:end].split())
        return self.refused(start, token if len(token) <= 40 else f"{token[:37]}...", reason)

    def refused(self, at: int, token: str, reason: str) -> Unreadable:
        line = self.text.count("\n", 0, at)
        place = f"column {at - self.starts[line] + 1}" + (f" of line {line + 1}" if line else "")
        return Unreadable(f"'{token}' at {place} {reason}")
