"""A passage without what it says of another quantity, where one sentence answers two questions."""

import re

from graders.reading.delimited import DELIMITED, inside
from graders.sentences import Ends

_IN_FORMULA = Ends(
    ",;",
    also=r"\\q?quad(?![a-z])|\\\\|[⇒→]|=>|\\(?:Right|Longright|right)arrow"
    r"(?![a-z])|\\(?:implies|to|iff)(?![a-z])",
    in_formulas=True,
)
_CLAUSES = Ends(".;,!?", words="so|thus|hence|therefore|and|gives|where", lines=True)


def without_formulas_of(text: str, quantity: re.Pattern[str]) -> str:
    r"""A passage without its formulas of a quantity.

    Args:
        text: a passage.
        quantity: what stands in each formula of it.

    >>> spread = re.compile("sigma_l")
    >>> without_formulas_of(r"$E[z^2] = 1, d\sigma_l^2 = 1$ and $\sigma_l = 2$. It is 1.", spread)
    '$E[z^2] = 1,$ and  . It is 1.'
    >>> without_formulas_of("E[z^2] = 1, so d sigma_l = 1", spread)
    'E[z^2] = 1, so'
    """

    def own(found: re.Match[str]) -> str:
        whole, content = found[0], inside(found)
        if not quantity.search(content):
            return whole
        kept = "".join(each for each in _IN_FORMULA.whole(content) if not quantity.search(each))
        return whole.replace(content, kept) if kept.strip(" ,;") else " "

    plain = DELIMITED.sub(own, text)
    if not quantity.search(plain):
        return plain
    return "".join(each for each in _CLAUSES.whole(plain) if not quantity.search(each))
