"""Pages: lines under construction, one for each line end of the source."""


class Page:
    r"""Lines of Markdown; each line end of the source ends one of them.

    `left` counts the line ends of the source still to come, `indent` goes before each line. Where
    none is left to borrow, the page becomes longer than the source.

    >>> page = Page(left=2)
    >>> page.write_line("# One")
    >>> page.write("two")  # on the line that the heading borrows
    >>> page.go_to(left=0)
    >>> page.text()
    '# One\ntwo\n'
    """

    is_line = False  # whether there is room for one line only
    is_cell = False  # whether a bar would be a border

    def __init__(self, left: int) -> None:
        self.left = left
        self.indent = ""
        self._lines: list[str] = []
        self._line: list[str] = []
        self._borrowed = 0
        self._full = False  # whatever follows belongs on another line
        self._apart = False  # whatever follows belongs behind an empty line

    def write(self, text: str, *, exact: bool = False) -> None:
        """Add to the line; blanks at its beginning are dropped unless they are `exact`."""
        text = text.replace("\n", " ")
        if not text.strip() and (not text or self._full or self._ends_blank()):
            return
        if (self._full or self._apart) and not self.own_line():
            self._full = False
            text = f" {text}"
        if not self._line:
            text = self.indent + (text if exact else text.lstrip())
        self._line.append(text)

    def write_line(self, text: str) -> None:
        """Write a line that stands alone."""
        self.own_line()
        self.write(text)
        self.close_line()

    def close_line(self) -> None:
        """Send whatever follows to the next line."""
        self._full = bool(self._line)

    def end_block(self) -> None:
        """Keep an empty line before whatever follows."""
        self.close_line()
        self._apart = True

    def own_line(self) -> bool:
        """Come to an empty line, by a borrowed line end if need be; whether that succeeded."""
        while self._line or self._apart:
            self._borrowed += 1
            self._end_line()
        return True

    def go_to(self, left: int) -> None:
        """Come to the place that has so many line ends of the source after it."""
        while self.left > left:
            self.left -= 1
            if self._borrowed:
                self._borrowed -= 1
                self.write(" ")
            else:
                self._end_line()

    def text(self) -> str:
        return "\n".join([*self._lines, "".join(self._line).rstrip()])

    def _ends_blank(self) -> bool:
        return not self._line or self._line[-1].endswith(" ")

    def _end_line(self) -> None:
        self._apart = self._apart and bool(self._line)
        self._lines.append("".join(self._line).rstrip())
        self._line = []
        self._full = False


class Line(Page):
    """A page of one line: a heading or the label of an item."""

    is_line = True

    def own_line(self) -> bool:
        return not self._line

    def _end_line(self) -> None:
        self.write(" ")


class Cell(Line):
    """A cell of a table."""

    is_cell = True
