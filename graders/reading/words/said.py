"""What a passage says in words or signs, however it is spaced and where it is not denied."""

import re

from graders.reading.mathematics.words.spelled import in_latex
from graders.reading.misread import with_words_mended, words_in

_SPACING = re.compile(r"\\(?:left|right)(?![a-zA-Z])|\\[,;:!]|\\q?quad|[\s{}$&~]")
_BAR = re.compile(r"\\[lr]?vert(?![A-Za-z])")
_FRACTION = re.compile(r"\\[dtc]frac(?![a-zA-Z])")
_DENIAL = re.compile(
    r"(?:\b(?:not|no|never|neither|nor|without)\b|n't\b|\bnon-?)"
    r"(?:(?!\b(?:as|because|but|for|since|so)\b)[^.;:]){0,24}$"
    r"|\b(?:unlike|rather than|instead of)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_DENIED_AFTER = re.compile(
    r"[^.;:]{0,24}?\b(?:cannot|can ?not|can't|does(?: not|n't) (?:apply|hold|help)"
    r"|(?:is|are|was)(?: not|n't) (?:available|applicable|valid|used|allowed))\b",
    re.IGNORECASE,
)

_DOUBT = re.compile(
    r"\b(?:I am|I'm|am|we are|are)\s+(?:really\s+|quite\s+|entirely\s+|at all\s+)?"
    r"(?:unsure|(?:not|n't)\s+(?:really\s+|quite\s+|so\s+|entirely\s+|at all\s+)?"
    r"(?:sure|certain|convinced))\b"
    r"|\b(?:not sure|unsure) (?:about|if|whether|of|here|why|that)\b"
    r"|\b(?:I|we) (?:only |just |am |would )*(?:guess|guessed|guessing|doubt|suspect)\b"
    r"|\bno idea\b|\b(?:I|we) (?:do not|don't|did not|didn't) (?:really )?(?:know|understand)\b"
    r"|\bjust a guess\b"
    r"|\bneed(?: not|n't) (?:hold|be true)\b"
    r"|\bonly (?:true|valid|right|correct) (?:for|if|when|at)\b",
    re.IGNORECASE,
)


def doubt_in(text: str) -> str:
    """The words by which a student says not to be sure, or when something is not so, or nothing.

    >>> doubt_in("It is convex, but I am not sure of it."), doubt_in("It is surely convex.")
    ('I am not sure', '')
    """
    found = _DOUBT.search(text)
    return found[0] if found else ""


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
        and not _DENIED_AFTER.match(match.string, match.end())
        for match in found
    )


def is_denied(before: str) -> bool:
    """Whether the end of a text denies what follows it.

    >>> is_denied("it is not the "), is_denied("it is not a slope, for it is ")
    (True, False)
    """
    return _DENIAL.search(before) is not None


def squeezed(latex: str) -> str:
    r"""A formula in LaTeX without spaces, braces and `\left`.

    >>> squeezed(r"\lim_{c \to \infty} a_j^{L}"), squeezed(r"\left( x \right)")
    ('\\lim_c\\to\\inftya_j^L', '(x)')
    >>> squeezed("a₁ -> exp(z1)"), squeezed(r"\lvert w \rvert")
    ('a_1\\to\\exp(z_1)', '|w|')
    """
    return _FRACTION.sub(r"\\frac", _SPACING.sub("", _BAR.sub("|", in_latex(latex))))
