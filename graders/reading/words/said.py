"""What a passage says in words or signs, however it is spaced and where it is not denied."""

import re

from graders.reading.mathematics.words.spelled import in_latex
from graders.reading.misread import with_words_mended, words_in
from graders.reading.words.against.denials import is_denied, is_denied_behind

_SPACING = re.compile(r"\\(?:left|right)(?![a-zA-Z])|\\[,;:!]|\\q?quad|[\s{}$&~]")
_BAR = re.compile(r"\\[lr]?vert(?![A-Za-z])")
_BARS = re.compile(r"\\[lr]?Vert(?![A-Za-z])")
_FRACTION = re.compile(r"\\[dtc]frac(?![a-zA-Z])")


def says(passage: str, words: str, *, denied: bool = False) -> bool:
    """Whether the passage says one of the words, and does not deny it just before.

    Args:
        passage: what is looked at.
        words: a regular expression.
        denied: whether words that are denied count, too.
    """
    mended = with_words_mended(" ".join(passage.split()), words_in(words))
    found = list(re.finditer(words, mended, re.IGNORECASE))
    if not found:  # the words may be a formula that is spaced otherwise
        return re.search(words, squeezed(passage), re.IGNORECASE) is not None
    return denied or any(
        not is_denied(match.string[: match.start()])
        and not is_denied_behind(match.string, match.end())
        for match in found
    )


def squeezed(latex: str) -> str:
    r"""A formula in LaTeX without spaces, braces and `\left`.

    >>> squeezed(r"\lim_{c \to \infty} a_j^{L}"), squeezed(r"\left( x \right)")
    ('\\lim_c\\to\\inftya_j^L', '(x)')
    >>> squeezed("a₁ -> exp(z1)"), squeezed(r"\lvert w \rvert"), squeezed(r"\lVert w \rVert")
    ('a_1\\to\\exp(z_1)', '|w|', '\\|w\\|')
    """
    barred = _BARS.sub(r"\\|", _BAR.sub("|", in_latex(latex)))
    return _FRACTION.sub(r"\\frac", _SPACING.sub("", barred))
