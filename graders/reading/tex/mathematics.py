r"""Mathematics: ``$`` or ``$$`` around what is left as it is.

The functions that return a place return the one after what they have written.
"""

from graders.reading.tex.commands import BRACKETS, DROPPED_IN_MATHEMATICS
from graders.reading.tex.document import Document
from graders.reading.tex.page import Page


def write_dollars(document: Document, page: Page, here: int, stop: int) -> int:
    """Write mathematics between dollars; a dollar that opens nothing is only a dollar."""
    marks = ["$", "$"] if document.at(here + 1) == "$" else ["$"]
    start = end = here + len(marks)
    while end < stop and document.tokens[end] != "}" and not document.ends_paragraph(end):
        if document.tokens[end : end + len(marks)] == marks:
            write_mathematics(document, page, start, end, display=len(marks) == 2)
            return end + len(marks)
        end = document.after(end)
    page.write("\\$" * len(marks))
    return start


def write_brackets(document: Document, page: Page, here: int, stop: int) -> int:
    r"""Write mathematics in \( \) or \[ \], or to the end of the paragraph if it never closes."""
    opener = document.tokens[here]
    closer = BRACKETS[opener]
    end = document.end_of_paragraph(here + 1, stop, before=(opener, closer))
    write_mathematics(document, page, here + 1, end, display=opener == "\\[")
    return end + (document.at(end) == closer)


def write_stray(document: Document, page: Page, here: int) -> int:
    r"""Write mathematics without dollars, such as \frac{1}{2}, with its arguments."""
    after = here + 1
    while document.at(after) == "{" and after in document.partner:
        after = document.after(after)
    _write_tokens(document, page, here, after)
    return after


def write_mathematics(
    document: Document, page: Page, start: int, stop: int, *, display: bool
) -> None:
    """Write what stands between the delimiters, without the blanks around it."""
    blanks = " \t" if display else " \t\n"
    while start < stop and not document.tokens[start].strip(blanks):
        start += 1
    while start < stop and not document.tokens[stop - 1].strip(blanks):
        stop -= 1
    if display:
        _write_display(document, page, start, stop)
    elif start < stop:
        page.write("$")
        _write_tokens(document, page, start, stop)
        page.write("$")


def _write_display(document: Document, page: Page, start: int, stop: int) -> None:
    """A display; one of several lines has them for itself."""
    several_lines = document.left[start] > document.left[stop]
    aligned = _has_rows(document, start, stop)
    if several_lines:
        page.own_line()
    page.write("$$\\begin{aligned}" if aligned else "$$")
    _write_tokens(document, page, start, stop, keep_lines=True)
    page.write("\\end{aligned}$$" if aligned else "$$")
    if several_lines:
        page.close_line()


def _write_tokens(
    document: Document, page: Page, here: int, stop: int, *, keep_lines: bool = False
) -> None:
    """Mathematics as it is, inline on one line: a line that began with + would be a list."""
    printed = {"%": "", "$": "\\$"}
    if page.is_cell:
        printed |= {"|": "\\vert ", "\\|": "\\Vert "}
    while here < stop:
        token = document.tokens[here]
        if token in DROPPED_IN_MATHEMATICS:
            here = document.after_arguments(here + 1, DROPPED_IN_MATHEMATICS[token])
        else:
            page.write(printed.get(token, token))
            here += 1
        if keep_lines:
            page.go_to(document.left[here])


def _has_rows(document: Document, here: int, stop: int) -> bool:
    while here < stop:
        if document.tokens[here] in ("&", "\\\\"):
            return True
        here = document.after(here)
    return False
