"""The writer, which sends each token of a document to where it is written."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from graders.reading.tex.code import write_code, write_code_span
from graders.reading.tex.commands import (
    BOXES,
    BRACKETS,
    BULLETED_LISTS,
    DROPPED,
    HEADINGS,
    ITEMS,
    MATHEMATICS,
    NUMBERED_LISTS,
    PRINTED,
    STRAY,
    TABLES,
    UNPRINTED,
)
from graders.reading.tex.document import Document
from graders.reading.tex.lists import MARKER, Lists
from graders.reading.tex.mathematics import (
    write_brackets,
    write_dollars,
    write_mathematics,
    write_stray,
)
from graders.reading.tex.page import Cell, Line, Page
from graders.reading.tex.tables import write_table
from graders.reading.tex.tokens import BEGIN, BLOCKS, CODE, END, VERB, environment

MAX_INDENT = 24
MAX_COUNTER = 24  # tokens that name a counter and its number
MAX_NAME = 100  # tokens of the name of a file
COUNTED = re.compile(r"\{(?P<name>[a-z]+)\}\{(?P<value>-?[0-9]{1,4})\}")
_NO_LABELS: Mapping[int, str] = MappingProxyType({})


class Writer:
    """Writes a document on a page.

    The methods that return a place write what begins at one and return the one after it. On a
    page of one line, headings, lists and tables are only text.
    """

    def __init__(
        self, document: Document, page: Page, labels: Mapping[int, str] = _NO_LABELS
    ) -> None:
        """Args: a document, a page, and the label of each title by the place of its command."""
        self.document = document
        self.page = page
        self.labels = labels
        self.lists = Lists()

    def write(self, here: int, stop: int) -> None:
        """Write the tokens of a range."""
        while here < stop:
            here = self._step(here, stop)
            self.page.go_to(self.document.left[here])

    def _read_line(self, start: int, stop: int) -> str:
        return self._read(Line(self.document.left[start]), start, stop)

    def _read_cell(self, start: int, stop: int) -> str:
        return self._read(Cell(self.document.left[start]), start, stop)

    def _read(self, line: Line, start: int, stop: int) -> str:
        """A range as one line."""
        Writer(self.document, line).write(start, stop)
        return line.text().strip()

    def _step(self, here: int, stop: int) -> int:
        token = self.document.tokens[here]
        if token in PRINTED:
            self.page.write(PRINTED[token])
        elif token == "$":
            return write_dollars(self.document, self.page, here, stop)
        elif token in BRACKETS:
            return write_brackets(self.document, self.page, here, stop)
        elif token in STRAY:
            return write_stray(self.document, self.page, here)
        elif token.startswith(BEGIN):
            return self._environment(here, stop)
        elif token.startswith(END):
            self._end_list(environment(token))
        elif token[0] == "\\":
            return self._command(here)
        else:
            self.page.write("\\|" if self.page.is_cell and token == "|" else token)
        return here + 1

    # Commands

    def _command(self, here: int) -> int:
        document, token, after = self.document, self.document.tokens[here], here + 1
        if token == "\\\\":
            self.page.write(" ")
            return document.after_option(after + (document.at(after) == "*"))
        if token in DROPPED:
            return document.after_arguments(after, DROPPED[token]) if DROPPED[token] else after
        if token == "\\includegraphics":
            return self._picture(after)
        if token == "\\ensuremath" and after in document.partner:
            end = document.partner[after]
            write_mathematics(document, self.page, after + 1, end, display=False)
            return end + 1
        if token in ("\\setcounter", "\\addtocounter"):
            return self._set_counter(after, adds=token == "\\addtocounter")
        if not self.page.is_line:
            if token == "\\item" or ITEMS.get(token) == self.lists.innermost.name:
                return self._item(here)
            if token in HEADINGS:
                return self._heading(here)
        self._word(here)
        return after

    def _picture(self, here: int) -> int:
        start = self.document.after_option(here + (self.document.at(here) == "*"))
        end = self.document.after_arguments(start, 1)
        name = "".join(self.document.tokens[start:end][:MAX_NAME]).strip("{}")
        self.page.write(f"![]({name})")
        return end

    def _word(self, here: int) -> None:
        """A command within a line: code, an address, a symbol or what its argument prints."""
        token, following = self.document.tokens[here], self.document.at(here + 1)
        if verb := VERB.fullmatch(token):
            write_code_span(self.page, verb["code"])
        elif token.startswith("\\url{"):
            self.page.write(token[5:-1])
        elif not token.startswith(UNPRINTED) and following not in ("{", "*"):
            self.page.write(token)

    def _heading(self, here: int) -> int:
        start = self.document.after_option(here + 1 + (self.document.at(here + 1) == "*"))
        end = self.document.partner.get(start)
        if end is None:
            return start
        marks = HEADINGS[self.document.tokens[here]]
        title = self._read_line(start + 1, end)
        self.page.write_line(" ".join(filter(None, (marks, self.labels.get(here, ""), title))))
        return end + 1

    # Environments

    def _environment(self, here: int, stop: int) -> int:
        document, token, after = self.document, self.document.tokens[here], here + 1
        name = environment(token)
        kind = name.rstrip("*")
        if name in BLOCKS:
            if name in CODE:
                write_code(self.page, name, token)
            return after
        if kind in MATHEMATICS:
            return self._display(document.after_arguments(after, MATHEMATICS[kind]), here, stop)
        if kind in NUMBERED_LISTS | BULLETED_LISTS:
            return self._begin_list(kind, after)
        if name in TABLES:
            return self._table(document.after_arguments(after, TABLES[name]), here)
        return document.after_arguments(after, BOXES[kind]) if kind in BOXES else after

    def _display(self, start: int, begin: int, stop: int) -> int:
        """Mathematics to the end of its environment, or of the paragraph if that never closes."""
        end = self.document.partner.get(begin)
        if end is None:
            end = self.document.end_of_paragraph(start, stop)
        write_mathematics(self.document, self.page, start, end, display=True)
        return end + (self.document.at(end) == self.document.tokens[begin].replace(BEGIN, END))

    def _table(self, start: int, begin: int) -> int:
        end = self.document.partner.get(begin)
        if end is None or self.page.is_line:
            return start
        write_table(self.document, self.page, start, end, read_cell=self._read_cell)
        return end + 1

    # Lists

    def _begin_list(self, name: str, here: int) -> int:
        after = self.document.after_option(here)
        option = "".join(self.document.tokens[here:after]).strip(" \t")[1:-1]
        self.lists.begin(name, option, indent=self.page.indent[:MAX_INDENT])
        return after

    def _end_list(self, name: str) -> None:
        if ended := self.lists.end(name.rstrip("*")):
            self.page.indent = ended.indent

    def _set_counter(self, here: int, *, adds: bool) -> int:
        after = self.document.after_arguments(here, 2)
        arguments = "".join(self.document.tokens[here:after][:MAX_COUNTER])
        if found := COUNTED.fullmatch(arguments):
            self.lists.count(found["name"], int(found["value"]), adds=adds)
        return after

    def _item(self, here: int) -> int:
        document, innermost = self.document, self.lists.innermost
        after = document.after_option(here + 1)
        if after > here + 1 and document.tokens[here] == "\\item":
            label = self._read_line(document.after_space(here + 1) + 1, after - 1)
            label += "." * (re.fullmatch(r"[A-Za-z]|[0-9]{1,2}", label) is not None)
        else:
            label = innermost.next_label()
        self.page.own_line()
        self.page.indent = innermost.indent
        self.page.write(f"{label} ")
        if MARKER.fullmatch(label):  # what follows belongs to the item
            self.page.indent += " " * (len(label) + 1)
        return document.after_space(after)
