"""What a passage says of each of the cases that it tells apart."""

import re
from collections.abc import Sequence
from functools import partial
from itertools import pairwise

from graders.sentences import Ends

_BEHIND_FORMULA = re.compile(  # which is delimited, or ends an equation
    r"(?:[$)\]}]|(?:=|→|->)\s?[^,;:.$\n=]{0,40}\w)(?!\s*\n\s*\n)\s+(?:for|if|when|where)\s+\$?\s*$",
    re.IGNORECASE,
)
_CLAUSES = Ends(",;.:", words="and|but|while|whereas", in_formulas=True)
_LINE_END = re.compile(r"[$\s]{0,3}\w?[$).,; ]{0,4}(?:\n|$)")
_OF_LATEX = re.compile(r"\\begin\{cases\}(.*?)\\end\{cases\}[\s.,]*(\$*)", re.DOTALL)
_ROWS = re.compile(r"\\\\(?:\[[^\]]*\])?")


def one_by_one(text: str, head: str = "") -> str:
    r"""A text in which each row of a distinction of cases is a formula of its own, under a head.

    >>> one_by_one(r"$f = \begin{cases} 1 & x > 0 \\ 0 & x < 0 \end{cases}$", head="f = ")
    '$f = $\n\n$x > 0$: $f = 1$\n\n$x < 0$: $f = 0$\n\n'
    """

    def apart(cases: re.Match[str]) -> str:
        rows = (row.partition("&") for row in _ROWS.split(cases[1]))
        told = [f"${case.strip()}$: ${head}{value.strip()}$" for value, _, case in rows if case]
        sign = cases[2] or "$$"
        return "\n\n".join((sign, *told, "" if cases[2] else sign))

    return _OF_LATEX.sub(apart, text)


def by_case(text: str, cases: Sequence[str]) -> list[tuple[str, str]]:
    """A text cut where a case is mentioned, each piece with the words for its case.

    What is said of a case goes from its mention to that of another one. What comes before all of
    them is of no case, for which the words are empty.

    >>> by_case("It is known. If x > 0: y. If x < 0: z.", ["x > 0", "x < 0"])
    [('', 'It is known. If '), ('x > 0', 'x > 0: y. If '), ('x < 0', 'x < 0: z.')]
    >>> by_case("$x > 0: y, x < 0: z$", ["x > 0", "x < 0"])
    [('', ''), ('x > 0', '$x > 0: y, $'), ('x < 0', '$x < 0: z$')]
    >>> by_case("It is $y$ for x > 0, or else z.", ["x > 0"])[1][1][:10]
    'It is $y$ '
    >>> by_case("It is $y$ for x > 0.5 alone.", ["x > 0"])[1][1]
    'x > 0.5 alone.'
    """
    if not cases:
        return [("", text)]
    pattern = re.compile("|".join(f"(?P<case{n}>{case})" for n, case in enumerate(cases)))
    mentions = list(pattern.finditer(text))
    ends = [0, *(_after_formula(text, each.end()) for each in mentions)]
    starts = [*map(partial(_case_start, text), mentions, ends), len(text)]
    pieces = [("", text[: starts[0]] + _opened(text, starts[0]))]
    for each, (start, end) in zip(mentions, pairwise(starts), strict=True):
        (words,) = (case for n, case in enumerate(cases) if each[f"case{n}"] is not None)
        pieces.append((words, _opened(text, start) + text[start:end] + _opened(text, end)))
    return pieces


def _opened(text: str, at: int) -> str:
    """The dollar signs of the formula that a place stands in, or nothing."""
    start = _formula_start(text, at)
    return "" if start == at else "$$" if text.startswith("$$", start) else "$"


def _case_start(text: str, mention: re.Match[str], before: int) -> int:
    """Where what is said of a case begins: at its mention, or before one that ends its clause.

    A clause, as in "it is $x$ for $x > 0$ and $-x$ for $x < 0$", begins after the mention before.
    """
    is_behind = _BEHIND_FORMULA.search(text, before, mention.start())
    ends_clause = is_behind and not _CLAUSES.first(text, mention.end()).strip("$ \n")
    if ends_clause or _LINE_END.match(text, mention.end()):
        sentence = text.rfind(". ", 0, mention.start()) + 1
        return max(before, text.rfind("\n", 0, mention.start()) + 1, sentence)
    start = _formula_start(text, mention.start())
    return start if start >= before else mention.start()


def _after_formula(text: str, at: int) -> int:
    """A place, or that behind the dollar signs that close a formula there."""
    while text.startswith("$", at) and _formula_start(text, at) < at:
        at += 1
    return at


def _formula_start(text: str, at: int) -> int:
    """Where the formula begins that a place stands in; the place itself outside of formulas."""
    for sign in ("$$", "$"):
        if text.count(sign, 0, at) % 2:
            return text.rfind(sign, 0, at)
    return at
