"""Verbatim text, as code."""

import re

from graders.reading.tex.page import Page
from graders.reading.tex.tokens import BEGIN, END


def write_code(page: Page, name: str, block: str) -> None:
    """Write the block of a verbatim environment, fenced where it has lines."""
    code = block.removeprefix(f"{BEGIN}{name}}}").removesuffix(f"{END}{name}}}")
    if name in ("lstlisting", "minted"):
        code = re.sub(r"\A(\[[^\]\n]*\])?(\{[^}\n]*\})?", "", code)
    if "\n" not in code or page.is_line:
        write_code_span(page, code)
        return
    first, *lines = code.split("\n")
    fence = _fence(code, at_least=3)
    page.write_line(fence)
    page.write(first, exact=True)
    for line in lines:
        page.go_to(page.left - 1)
        page.own_line()  # a line of code is never joined to another one
        page.write(line, exact=True)
    if page.own_line():
        page.write_line(fence)


def write_code_span(page: Page, code: str) -> None:
    """Write code within a line."""
    if code.strip():
        fence = _fence(code, at_least=1)
        page.write(fence + (code.replace("|", "\\|") if page.is_cell else code) + fence)


def _fence(code: str, *, at_least: int) -> str:
    """Backticks that the code does not hold."""
    longest = max(map(len, re.findall(r"`+", code)), default=0)
    return "`" * max(at_least, longest + 1)
