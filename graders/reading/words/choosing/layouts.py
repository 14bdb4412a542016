r"""In which layout each formula of a text is said to be: "$2x^T$ in numerator layout, so $2x$"."""

import re
from collections.abc import Iterator
from enum import StrEnum

from graders.reading.words.named import Words, named
from graders.sentences import Ends


class Layout(StrEnum):
    """Whether the rows of a derivative belong to what is derived, or to what it is derived by."""

    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"


_LAYOUTS: Words = {
    Layout.NUMERATOR: (r"\bnumerator(?:[- ]layout)?\b", r"\bjacobian layout\b"),
    Layout.DENOMINATOR: (
        r"\bdenominator(?:[- ]layout)?\b",
        r"\b(?:gradient|hessian) layout\b",
        r"\blayout (?:of|in) (?:the|this) (?:sheet|exercise|question|assignment|homework)\b",
        r"\b(?:sheet|exercise|assignment|homework|asked|required|wanted)(?:['’]s)? layout\b",
    ),
}
_SENTENCES = Ends(".;!?", lines=True)
_CLAUSES = Ends(
    ",",
    words="so|but|while|whereas|hence|thus|therefore",
    also=r"\bi\.e\.|(?<=\s)\((?=[^()]*\blayout\b)|(?<=layout)\)",
)
_FORMULA = re.compile(r"\$[^$]+\$|(?<![A-Za-z])\d*\s?(?:\\math\w+\{)?[AaXxYy](?![A-Za-z])")


def passages_in(text: str, layout: Layout) -> list[str]:
    """The passages with the formulas that a text says to be in a layout.

    >>> text = "$x^T$ in numerator layout, so $x$ in denominator layout"
    >>> passages_in(text, Layout.NUMERATOR), passages_in(text, Layout.DENOMINATOR)
    (['$x^T$ in numerator layout'], [' $x$ in denominator layout'])
    >>> passages_in("It is $A^T$ ($A$ in numerator layout)", Layout.NUMERATOR)
    ['$A$ in numerator layout']
    >>> passages_in("$A^T$ (in numerator layout)", Layout.NUMERATOR)
    ['$A^T$ ']
    """
    return [passage for said, passage in _told(text) if said == layout]


def _told(text: str) -> Iterator[tuple[str, str]]:
    """The clauses with a formula, each with the layout that it is said to be in."""
    for sentence in _SENTENCES.split(text):
        before = leading = ""
        for clause in _CLAUSES.split(sentence):
            said = [*dict.fromkeys(named(_LAYOUTS, clause))]
            if not _FORMULA.search(clause):
                if len(said) == 1 and before:
                    yield said[0], before
                leading = said[0] if len(said) == 1 and not before else ""
                continue
            if len(said) == 1 or leading:
                yield said[0] if said else leading, clause
            before, leading = ("" if said else clause), ""
