"""Words on which of two models has the larger margin or bound, held against what is printed."""

import re
from collections.abc import Iterable, Iterator, Mapping

from graders.comparing.claims.checks import Check
from graders.comparing.claims.no_claim import no_claim
from graders.model import Mistake
from graders.sentences import Ends

LONGEST = 20_000
OTHERWISE = Mistake("order", "the {name} printed says otherwise: {first} and {second}")
NEAR = 45  # characters between a quantity and what is said of it
_MODEL = re.compile(
    r"\b(?:model|network|net)[\s_`*'-]*(?P<number>[12])\b"
    r"|\b(?P<word>first|second)\s+(?:model|network|one)\b",
    re.IGNORECASE,
)
_MORE = r"(?P<more>larger|higher|greater|bigger|wider|looser|less negative|closer to zero)"
_LESS = r"(?P<less>smaller|lower|tighter|more negative|worse)"
_COMPARED = re.compile(rf"\b(?:{_MORE}|{_LESS})\b", re.IGNORECASE)
_DENIED = no_claim("to (?:make|get)")
_CLAUSES = Ends(".;", words="while|whereas|but|although")

Pair = tuple[float, float]  # of the first and of the second model


def check_orders(text: str, printed: Mapping[str, Pair]) -> Iterator[Check]:
    """What a comparison of two models gets wrong of their order, for a person.

    Args:
        text: of the comparison.
        printed: for each quantity, by its word, the numbers of both models.

    >>> found = check_orders("Model 2 has a larger margin.", {"margin": (-0.5, -0.6)})
    >>> [each.told for each in found]
    ['the margin printed says otherwise: -0.5 and -0.6']
    """
    for name, first_is_larger in _said(text[:LONGEST], printed):
        first, second = printed[name]
        if first != second and first_is_larger != (first > second):
            words = OTHERWISE.words.format(name=name, first=f"{first:.4g}", second=f"{second:.4g}")
            yield Check(None, mistake=Mistake(OTHERWISE.code, words))
            return


def _said(text: str, names: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """The quantities of which a text says that one model has more, and whether it is the first."""
    for clause in _CLAUSES.split(text):
        model = _MODEL.search(clause)
        if model is None or _DENIED.search(clause):
            continue
        is_first = (model["number"] or model["word"].casefold()) in ("1", "first")
        for said in _COMPARED.finditer(clause):
            near = clause[max(0, said.start() - NEAR) : said.end() + NEAR]
            for name in names:
                if re.search(rf"\b{name}s?\b", near, re.IGNORECASE):
                    yield name, (said["more"] is not None) == is_first
