"""Formulas in prose: which of a passage they are, between dollar signs or among its words.

Where nothing is delimited, lines and sentences are formulas but for the words around them: those
that introduce one ("Taking logs,"), that remark on it ("since x > 0"), or that name its size.
"""

import re
from collections.abc import Iterator

from graders.reading.delimited import DELIMITED, inside
from graders.reading.mathematics.words.spelled import GREEK, with_signs
from graders.reading.quantities.stated_shapes import without_size_behind, without_sizes_within
from graders.sentences import Ends

FUNCTION = r"(?:ln|log|exp|sqrt|sum|prod|lim|max|min|det|tr)\b"
_WORD = rf"(?!{FUNCTION})[A-Za-z]{{2,}}"
_TWO_WORDS = rf"{_WORD}\s+[A-Za-z]{{2,}}"
_PART = r"(?:[ivx]{1,4}|\w)\)"  # the label of a part: "a)", "ii)"
_ANY_WORD = re.compile(rf"\b(?!{FUNCTION})(?:[A-Za-z]{{2,}}|a|I)\b")
_RELATION = re.compile(r"[=≤≥⩽⩾]")
_PROSE = re.compile(r"\s*(?:[A-Za-z][A-Za-z'’-]*[\s,;:]+){5,}[A-Za-z'’-]+[.\s]*")  # words alone

# --- where a formula ends -----------------------------------------------------------------------

_WHERE_ZERO = r"(?<=[=\s]0)\s+(?:iff|(?:only |exactly )?at)\s+(?=\S+\s*=)"
_GAP = r"(?<=[\w)\]}])\s{4,}(?=[A-Za-z\\])"  # that a scan leaves between two formulas
_SENTENCES = Ends(".;", also=rf"{_GAP}|{_WHERE_ZERO}", in_formulas=True)
CLAUSES = Ends(
    ".;",
    also=r"[→⇒∎]|<?=+>|-+>|,\s+(?!(?:grad|nabla)\b)(?=[A-Za-z]{2}|[a-z]\s+is\s|i\.\s?e\.)"
    rf"|\s(?=(?:so|hence|thus|is|which|and|therefore|because|since)\b)|{_WHERE_ZERO}",
    lines=True,
    in_formulas=True,
)

# --- words before it ----------------------------------------------------------------------------

_MARK = rf"(?:(?![-−]\w)[^\w\\(|‖∥⟨<∂∇∑∏√]|\((?={_PART}\s))"  # of a list, and of its label
_LEADING_WORDS = re.compile(rf"^{_MARK}*(?:{_WORD}[:,]?\s+|{_PART}\s+)*")
_INTRODUCTION = re.compile(  # Taking logs, p =; it's odd: g =
    r"^\W*(?:[A-Z][a-z]+(?:\s+[a-z]{2,})*,|[A-Za-z][a-z'’]+(?:\s+[a-z]{2,})*:)\s+(?=[^,]*=)"
)
_ANSWER = re.compile(r".*\b(?:answer|ans|result)\b(?:\s+is\b|\s*[:=])\s*(?=\S)", re.IGNORECASE)

# --- words behind it ----------------------------------------------------------------------------

_JOINING = "since|because|as|where|which|with|by|using|its"
_JOINING_EQUATION = (
    rf"{_JOINING}|it|is|so|the|this|that|we|due|from|via|everywhere|always|hence|thus"
    r"|in(?=\s+(?:the\s+)?[a-z]{3,}\s+(?:layout|form|notation))|minus since|of shape|of size"
)
_JOINING_TERM = rf"{_JOINING}|for|each|entry|entries|component"
_REMARKS = (
    re.compile(  # behind a relation: "z = 2x since x > 0"
        r"(?<=[=≤≥])(?P<formula>[^=≤≥]*?)[,:]?\s+"
        rf"(?:\({_TWO_WORDS}|\(?(?:{_JOINING_EQUATION})\b)[^=]*$"
    ),
    re.compile(  # behind a formula without one: "2x, as x_i^2 gives 2x_i"
        r"^(?P<formula>[^=≤≥,]*(?<![a-z]{3})[\w)\]}²ᵀ'])"
        rf"(?:,\s+(?:{_JOINING_TERM})|\s+(?:since|because)|\s+\({_TWO_WORDS})\b.*$"
    ),
)
_ASIDE = re.compile(  # in brackets, with an equation of its own: "(equality at z = 0)"
    rf"\s\((?:{_TWO_WORDS}\s|(?:max|min)\w*\s+at\s)"
    r"(?:[^()=]|\([^()]*\)){0,60}=(?:[^()]|\([^()]*\)){0,60}\)(?=[\s.;,]|$)"
    r"|\s\([A-Za-z]\s+(?:is\s+)?(?:even|odd|symmetric|fixed|constant|centred|centered)\)(?=[\s.;,]|$)"
)
_BEHIND_COMMA = re.compile(  # words alone: "2x, a column with m entries"
    rf"(?<=[\w)\]}}²ᵀ]),\s+(?!{FUNCTION})(?:(?:an?\s+)?[A-Za-z]{{3,}}|[a-z](?=\s+is\s))"
    rf"(?:[ ,-]+(?!{FUNCTION})[A-Za-z]+){{1,20}}[\s.]*$"
)
_RELATIONS = tuple("=<>≤≥$")
_STATED = Ends(".,;:", also=rf"[{''.join(_RELATIONS)}]", lines=True, in_formulas=True)
_PLAIN_WORD = re.compile(rf"(?<!\w)(?!(?:{'|'.join(GREEK)})\b){_WORD}(?!\w)")
_BEHIND = re.compile(
    r"(?:which|and|so|for|when|where|because|since|as|hence|thus|at|if|is|it|by)\b"
)
_OPERATION = re.compile(r"[-+−*/^²³]")
_LONGEST = 2_000  # characters of a sentence with a formula in it
_TRAILING_WORDS = re.compile(r"(?<!\s)\s{2,9}[A-Za-z]{3,}[\s\w.]{0,99}$")


def formulas_in(text: str) -> list[str]:
    """The formulas of a passage: what stands between dollar signs, or else its lines.

    >>> formulas_in(r"The gradient is $2x$, since $z = x^2$.")
    ['2x', 'z = x^2']
    >>> formulas_in("2x, a column with m entries"), formulas_in("a - y = 0 at a = y")
    (['2x'], ['a - y = 0', 'a = y'])
    >>> formulas_in("2x (m x 1), as x_i^2 gives 2x_i"), formulas_in("It's odd: g = -h")
    (['2x'], ['g = -h'])
    """
    found = [inside(each) for each in DELIMITED.finditer(text)]
    if found:
        return list(map(without_size_behind, found))
    sentences = _sentences(without_sizes_within(text))
    alone = (_without_remark(_BEHIND_COMMA.sub("", each)) for each in sentences)
    lines = map(without_size_behind, alone)
    return [with_signs(line) for line in lines if line.strip(" -*#>")]


def formulas_in_remarks(text: str) -> Iterator[str]:
    """What may be formulas in the words behind an equation of a passage without dollar signs.

    >>> list(formulas_in_remarks("z = x^T x, thus the gradient is 2x, see above"))
    ['2x']
    >>> list(formulas_in_remarks("x^T x, where the gradient is 2x"))
    ['2x']
    """
    if DELIMITED.search(text):
        return
    for sentence in _sentences(without_sizes_within(text)):
        remarks = (each.search(sentence) for each in _REMARKS)
        if remark := next(filter(None, remarks), None):
            pieces = _ANY_WORD.split(sentence[remark.end("formula") :])
            yield from filter(None, (each.strip(" ,.:()") for each in pieces))


def plain_equations(text: str) -> list[str]:
    r"""The equations of a passage that stand outside of its delimited formulas, up to words.

    >>> plain_equations("$2x$ is it. g(-x) = -g(x), which is odd")
    ['g(-x) = -g(x)']
    >>> plain_equations("so w = w_t - 1/lambda"), plain_equations("x ≤ 2y by Jensen")
    (['w = w_t - 1/\\lambda'], ['x ≤ 2y'])
    """
    clauses = CLAUSES.split(DELIMITED.sub(" ; ", text))
    signed = (with_signs(each) for each in clauses if _RELATION.search(each))
    alone = (_TRAILING_WORDS.sub("", _LEADING_WORDS.sub("", each)) for each in signed)
    return [_without_remark(each).strip() for each in alone]


def plain_statements(text: str, states: str) -> Iterator[str]:
    r"""The formulas outside of delimited ones that words of a text state, to the end of a clause.

    Args:
        text: a passage.
        states: a regular expression for the words behind which something is stated.

    >>> list(plain_statements("$z$: its square is a^2 - y, which is right", r"\bis\s"))
    ['a^2 - y']
    >>> list(plain_statements("the width is 2/w times b, and it is positive", r"\bis\s"))
    []
    """
    plain = DELIMITED.sub(" $ ", text)
    for found in re.finditer(states, plain, re.IGNORECASE):
        stated = _STATED.first(plain, found.end())
        if plain.startswith(_RELATIONS, found.end() + len(stated)):
            continue
        formula, behind = _before_word(stated)
        is_whole = not behind or _BEHIND.match(behind)
        if is_whole and formula.count("(") == formula.count(")") and _OPERATION.search(formula):
            yield formula


def _before_word(clause: str) -> tuple[str, str]:
    """What stands before the first word of a clause, and the rest."""
    word = _PLAIN_WORD.search(clause)
    start = word.start() if word else len(clause)
    return clause[:start].strip(), clause[start:]


def _sentences(text: str) -> Iterator[str]:
    """The sentences that are not words alone, without what introduces them."""
    lines = (_ASIDE.sub("", line) for line in text.splitlines())
    cut = (each for line in lines for each in _SENTENCES.split(line))
    found = [each for each in cut if len(each) <= _LONGEST]
    formulas = [each for each in found if not _PROSE.fullmatch(each)]
    for each in formulas or found:
        yield _ANSWER.sub("", _INTRODUCTION.sub("", each))


def _without_remark(line: str) -> str:
    for remark in _REMARKS:
        line = remark.sub(r"\g<formula>", line)
    return line
