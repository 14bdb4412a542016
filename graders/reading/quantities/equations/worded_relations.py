"""Sentences that give a value in other words than "is", made equations: "w_9 goes from 1 to 2"."""

import re

from graders.reading.quantities.named_values.named_value import IN_SENTENCE
from graders.reading.quantities.numbers.contrasted import BEFORE

_CHANGES = re.compile(
    r"\b(?:goes|moves|changes|drops|falls|rises|decreases|increases|grows|shrinks|went|moved|changed"
    r"|dropped|fell|rose|(?:is|was) (?:updated|changed|moved|lowered|raised))"
    rf"(?:\s+\w+ly)?,?\s+from\s+{IN_SENTENCE}\s+(?:down |up )?to\s+(?={IN_SENTENCE})",
    re.IGNORECASE,
)
_GIVES = re.compile(
    r"(?<=[\w)}$]),?\s(?:and\s)?(?:giving|yielding|i\.\s?e\.|namely|(?:which|this|that)\s(?:then\s)?"
    rf"(?:gives|yields|makes|is|equals|comes\sto|results\sin))\s(?={IN_SENTENCE})",
    re.IGNORECASE,
)
_ABOUT = re.compile(  # "log(1/4), about -1.39", and nothing behind the number
    r"(?<=[\w)}$]),\s(?:(?:so|or|i\.\s?e\.)\s)?(?:about|approximately|roughly|around)\s"
    rf"(?={IN_SENTENCE}[\s$)]*(?:[.,;](?!\d)|\n|\Z))",
    re.IGNORECASE,
)
_STAGE = re.compile(  # "1.39 before the sigmoid, 0.80 after"
    rf"(?P<is>(?:[=≈:]|\bis)\s*){IN_SENTENCE}\s+before\b[^.;:=\n\d]{{0,40}}?[,;(]?\s*(?:and|but)?\s*"
    rf"(?={IN_SENTENCE}\s+after\b)",
    re.IGNORECASE,
)
_POSITIVE = re.compile(r"(?P<value>[=≈]\s*\d[\d.]*)(?P<sign>\s*>\s*0)(?![.,]?\d)")
_FOUND = re.compile(
    r"\bfor\s[^.;:=\n]{1,40}?(?P<words>,?\s(?:we|I|one)\s(?:then\s)?"
    rf"(?:find|finds|get|gets|obtain|obtains|have|found|got|obtained)\s)(?={IN_SENTENCE})",
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(
    r"(?P<head>\bformula\b(?: is)?[\s:*]*)(?P<formula>\$[^$\n]+\$|[^$\n,;=]+?)"
    rf"(?P<tail>[\s.,;*-]+(?:and )?(?:the )?value\b(?: is)?[\s:=≈*]*)(?={IN_SENTENCE})",
    re.IGNORECASE,
)


def with_relations(text: str) -> str:
    """A text in which such words are "is", with every position kept.

    >>> with_relations("w_9 goes from 0.9 to 0.8. For o_1 we find 0.7.")
    'w_9 is               0.8. For o_1 is      0.7.'
    >>> with_relations("h_1 = 1/(1 + e^{-2}), which gives 0.88")
    'h_1 = 1/(1 + e^{-2})            = 0.88'
    >>> with_relations("It is ln(1/4), so about -1.39."), with_relations("2, about 3 more")
    ('It is ln(1/4)         = -1.39.', '2, about 3 more')
    >>> with_relations("o = 1.39 before the sigmoid, 0.80 after it")
    'o =                          0.80 after it'
    >>> with_relations("It is not 0.6 but 0.5, x = 0.5 > 0")
    'It is             0.5, x = 0.5    '
    >>> with_relations("Formula: $2x$, value: 0.3")
    '         $2x$       = 0.3'
    """
    text = _ANNOUNCED.sub(
        lambda found: " " * len(found["head"]) + found["formula"] + "= ".rjust(len(found["tail"])),
        text,
    )
    text = _GIVES.sub(lambda found: "= ".rjust(len(found[0])), text)
    text = _ABOUT.sub(lambda found: "= ".rjust(len(found[0])), text)
    text = BEFORE.sub(lambda found: " " * len(found[0]), text)
    text = _STAGE.sub(lambda found: found["is"].ljust(len(found[0])), text)
    text = _POSITIVE.sub(lambda found: found["value"] + " " * len(found["sign"]), text)
    text = _CHANGES.sub(lambda found: _is(found[0]), text)
    return _FOUND.sub(lambda found: found[0].replace(found["words"], _is(found["words"])), text)


def _is(words: str) -> str:
    start = len(words) - len(words.lstrip(" ,"))
    return f"{' ' * start}is".ljust(len(words))
