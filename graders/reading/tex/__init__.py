r"""LaTeX documents as Markdown, line by line: line k of the result comes from line k of the source.

The source becomes a list of tokens, the macros that it defines are replaced, and a `Writer` writes
the rest on a `Page`, which ends one line for each line end of the source. Where Markdown needs a
line that LaTeX does not have, the page borrows the next line end and skips it when it comes, so
that a line is rarely off and never for long; near the end of a file, where no more come, the page
becomes longer.

Each step takes time in proportion to the source, whatever it holds, and none raises.
"""

from graders.reading.tex.counters import Counting
from graders.reading.tex.document import Document
from graders.reading.tex.macros import expand_macros
from graders.reading.tex.packages import definitions
from graders.reading.tex.page import Page
from graders.reading.tex.sections import section_labels
from graders.reading.tex.tokens import body, tokenize
from graders.reading.tex.writer import Writer


def to_markdown(latex: str) -> str:
    r"""A LaTeX document as Markdown with as many lines.

    Sections become headings and displays stand between ``$$``; titles and lists carry the labels
    that LaTeX would print. Tables become pipe tables and verbatim text becomes fenced code.
    Comments, the preamble, labels, references, images and layout vanish; no file is ever included.
    Within mathematics only macros, comments and labels are replaced.

    >>> print(to_markdown("\\section*{1.1}\nIts gradient is \\(2x\\). % as shown"))
    # 1.1
    Its gradient is $2x$.
    """
    tokens = expand_macros(tokenize(definitions(latex) + latex))
    document = Document(body(list(Counting(tokens).printed())))
    page = Page(document.left[0])
    Writer(document, page, section_labels(document, latex)).write(0, len(document.tokens))
    return page.text()
