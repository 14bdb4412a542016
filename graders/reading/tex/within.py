"""Tables of LaTeX in Markdown, as pipe tables."""

import re

from graders.reading.tex import to_markdown

_MARK = re.compile(
    r"(?P<fence>^[ \t]{0,3}(?:```|~~~))|(?P<dollars>\$\$|(?<!\\)\\[\[\]])"
    r"|\\(?P<side>begin|end)\s{0,3}\{(?P<name>tabular\*?|tabularx|longtable|array)\}",
    re.MULTILINE,
)
_FORMULA_GOES_ON = re.compile(r"[ \t]*\n?[ \t]*(?:\$|\\(?:[\])]|right|end)|[}=+^_])")


def with_tables(markdown: str) -> str:
    r"""A Markdown text with its LaTeX tables as Markdown has them, line by line.

    Those in fenced code and in displayed mathematics stay as they are. An array that begins a line
    outside of mathematics is displayed.

    >>> print(with_tables("As follows\n\\begin{tabular}{ll}\nh_1 & 0.98 \\\\ \\hline\n"
    ...                   "h_2 & $0.99$ \\\\\n\\end{tabular}\nfor both"))
    As follows
    | h_1 | 0.98 |
    | --- | --- |
    | h_2 | $0.99$ |
    <BLANKLINE>
    for both
    """
    parts: list[str] = []
    at, begun, name = 0, -1, ""
    fenced = displayed = False
    for mark in _MARK.finditer(markdown):
        if mark["side"] == "begin" and begun < 0 and not (fenced or displayed):
            begun, name = mark.start(), mark["name"]
        elif mark["side"] == "end" and begun >= 0 and mark["name"] == name:
            table = markdown[begun : mark.end()]
            is_array = name == "array"
            if not is_array or _stands_alone(markdown, begun, mark.end()):
                parts += (markdown[at:begun], f"$${table}$$" if is_array else to_markdown(table))
                at = mark.end()
            begun = -1
        elif begun < 0 and mark["side"] is None:
            fenced ^= mark["fence"] is not None
            displayed ^= mark["dollars"] is not None and not fenced
    return "".join([*parts, markdown[at:]])


def _stands_alone(markdown: str, start: int, stop: int) -> bool:
    """Whether what stands there begins a line, and no formula goes on behind it."""
    line = markdown[markdown.rfind("\n", 0, start) + 1 : start]
    return not line.strip() and not _FORMULA_GOES_ON.match(markdown, stop)
