"""Tables of LaTeX in Markdown, as pipe tables."""

import re

from graders.reading.tex import to_markdown

_MARK = re.compile(
    r"(?P<fence>^[ \t]{0,3}(?:```|~~~))|(?P<dollars>\$\$)"
    r"|\\(?P<side>begin|end)\s{0,3}\{(?:tabular\*?|tabularx|longtable)\}",
    re.MULTILINE,
)


def with_tables(markdown: str) -> str:
    r"""A Markdown text with its LaTeX tables as Markdown has them, line by line.

    Those in fenced code and in displayed mathematics stay as they are.

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
    at, begun = 0, -1
    fenced = displayed = False
    for mark in _MARK.finditer(markdown):
        if mark["side"] == "begin" and begun < 0 and not (fenced or displayed):
            begun = mark.start()
        elif mark["side"] == "end" and begun >= 0:
            parts += (markdown[at:begun], to_markdown(markdown[begun : mark.end()]))
            at, begun = mark.end(), -1
        elif begun < 0 and mark["side"] is None:
            fenced ^= mark["fence"] is not None
            displayed ^= mark["dollars"] is not None and not fenced
    return "".join([*parts, markdown[at:]])
