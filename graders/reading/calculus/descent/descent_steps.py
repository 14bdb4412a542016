r"""What is written of a step of stochastic gradient descent on a sum of two terms, for a weight w.

The points that it goes through, the terms that may be sampled, step sizes, and values of the loss.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graders.model import PrintedNumber
from graders.reading.quantities.numbers.printed import read_number
from graders.reading.words.directions import GOES_UP
from graders.sentences import Ends

# --- numbers behind names -----------------------------------------------------------------------

_NUMBER = (
    r"(-?\s*(?:(?:\d+(?:\.\d+)?|\.\d+)(?:\s*/\s*\d+)?|\\[dt]?frac\s*(?:\d\s*\d|\{\d+\}\s*\{\d+\})))"
)
_AFTER = r"(?:[_^]?\{?\(?(?:\\prime|new|next|after|t\s*\+\s*1|\+)\)?\}?|['′⁺])"
_TIME = rf"(?:{_AFTER}|[_^]?\{{?\(?[t01]\)?\}}?)?"
_COMMAND = r"\\(?:[dt]?frac|cdot|times|eta|alpha|left|right)"
_SIGN = rf"(?:{_COMMAND}|\beta\b|\bw_?[\dt]?\b|[^=,;:\nA-Za-z\\])"  # of a formula, no word
_MOVES = r"\b(?:goes|moves|changes|jumps|steps|is (?:updated|moved))"
_BECOMES = rf"(?:\bbecomes\b|{_MOVES} to\b)"
_ARROW = r"(?:->|→|\\(?:get|to|(?:long)?rightarrow)\b)"
_SAYS = rf"(?:=|{_ARROW}|←|\\left[a-z]*|\bis(?: now| then)?\b|{_BECOMES})"
_CHAIN = rf"\s*{_SAYS}\s*(?:{_SIGN}{{1,60}}?=\s*)*{_NUMBER}"
_ENDS = rf"(?![\d.]*\s*(?:[-+*^/±](?!>)|\\[pm]m\b|w(?![a-z])|{_COMMAND}|\((?![a-z]{{2}})))"
_LOSS = re.compile(rf"\bf\s*(?:\\left)?\(\s*(?:w\s*=\s*)?{_NUMBER}\s*(?:\\right)?\)")
_NAMED = re.compile(
    rf"(?:\b(?:from|to|new|next)\s+)?(?<!f\()\b[wW]{_TIME}{_CHAIN}{_ENDS}"
    rf"|\b(?:go|move|land|step|lead|us)\w* (?:us )?(?:to|at|in)\s+{_NUMBER}(?=[\s.,;:)]|$)"
)
_FROM_TO = re.compile(
    rf"\b[wW](?:\s*[:=]|\s+{_MOVES} from)\s*{_NUMBER}\s*(?:to|{_ARROW})\s*{_NUMBER}"
)
_ENDING = re.compile(rf"^(?:new|next|land)|\bto\s|^[wW](?:{_AFTER}|\s*{_BECOMES})")
_EVALUATED = re.compile(rf"{_LOSS.pattern}{_CHAIN}{_ENDS}")
_SIZE_NAME = r"(?:\\?\beta\b|\\(?:eta|alpha)|[ηα]|\blr\b|learning rate|\b[Ss]tep ?(?:size)?)"
_SIZE = re.compile(rf"{_SIZE_NAME}\s*(?:=|of|is|(?!\s*-))\s*{_NUMBER}")  # η - 2 is none

# --- the terms ----------------------------------------------------------------------------------

_LETTER = r"(?<![A-Za-z\\])(?:\\ell|(?!w)[A-Za-z])_?\{?"  # that a student calls the terms by
_KINDS = "term|one|part|summand|addend|sample|component|function|loss"
_TERMS: Mapping[int, str] = {
    number: rf"(?:{ordinal} (?:{_KINDS})|第[{number}{han}]项"
    rf"|(?:term|part|sample|loss) #?(?:{number}|{word})|{_LETTER}{number}\}}?(?!\w)"
    rf"|\bi(?:_\{{?[t01]\}}?)?\s*=\s*{number}\b|(?-i:(?<![A-Za-z])[A-Z]_?[{misread}](?!\w)))"
    for number, ordinal, word, han, misread in (
        (1, "(?:first|1st)", "one", "一", "lI"),
        (2, "(?:second|2nd)", "two", "二", "zZ"),
    )
}
_SAMPLES = (
    r"(?:(?:sampl|pick|draw|chosen|choos|select)\w*|选"
    r"|\b(?:step|SGD|descent) (?:on|along|with|for)\b)"
)
_SAMPLED = rf"{_SAMPLES}(?:[^.;\n]|\.\d){{0,60}}?"
_CHOICE = r"\b(?:from|of|between)\b"  # out of several, before the one that is meant
_IS_SAMPLED = r"[^.\n]{0,20}?(?:sampled|picked|drawn|chosen|selected)"
_CLAUSES = Ends(".;", words="hence|thus|therefore|so|but", lines=True)
GETS_MORE = re.compile(rf"\b(?:{GOES_UP}|higher|larger)", re.IGNORECASE)

# --- letters and signs --------------------------------------------------------------------------

_IN_ASCII = str.maketrans(
    {"−": "-", "–": "-", "½": "1/2", "¼": "1/4", "¾": "3/4", "·": "*", "$": " "}
)
_DECIMAL_COMMA = re.compile(r"(?<=f\()(-?\d+),(\d+)(?=\))|(?<=\bto )(-?\d+),(\d+)")
_ONE_OF_BOTH = re.compile(  # "pick either term, e.g. the first"
    rf"\b(?:either|one|any) (?:of the )?(?:{_KINDS})s?[\s,(]*(?:(?:e\.\s?g\.|say|namely"
    r"|for (?:example|instance))[\s,]*)?(?:the )?(?P<which>first|second|1st|2nd)\b"
    rf"(?! (?:{_KINDS}))",
    re.IGNORECASE,
)
_MISREAD_ZERO = re.compile(r"(?<==)\s*[oO](?=[\s,;.$]|$)")


@dataclass(frozen=True, slots=True)
class Descent:
    """What a text says of a step, in its order.

    Attributes:
        points: the weights that are named, or at which the loss is evaluated; the last one may
            be said to be where the step ends.
        ordered: whether one of the points is named, so that their order is that of the step.
        terms: those that may be meant as sampled, by their numbers.
        sizes: of the step.
        losses: points with the value of the loss there.
    """

    points: Sequence[float]
    ordered: bool
    terms: Sequence[int]
    sizes: Sequence[float]
    losses: Sequence[tuple[float, PrintedNumber]]


def read_descent(text: str, formulas: Mapping[int, str]) -> Descent:
    r"""What a text says of a step.

    Args:
        text: of the answer.
        formulas: regular expressions for what tells each term from the other.

    >>> formulas = {1: r"w\s*-\s*2", 2: r"w\s*\+\s*1"}
    >>> found = read_descent("w = 0, w' = w - 0.1(w + 1) = -0.1, f(-0.1) = 2 + 0.61", formulas)
    >>> found.points, found.terms, found.sizes
    ([0.0, -0.1], [2], [])
    >>> read_descent("If A_2 is drawn; A_1 is not", formulas).terms
    [2]
    >>> read_descent("Pick either term, e.g. the second, at w = 0", formulas).terms
    [2]
    >>> read_descent("pick the first term: w = 0.2 and the second term rises", formulas).terms
    [1]
    """
    text = _MISREAD_ZERO.sub("0", _ONE_OF_BOTH.sub(r"the \g<which> term", text)).translate(
        _IN_ASCII
    )
    text = _DECIMAL_COMMA.sub(lambda each: ".".join(filter(None, each.groups())), text)
    losses = ((value_of(at), read_number(value)) for at, value in _EVALUATED.findall(text))
    return Descent(
        _points(text),
        bool(_NAMED.search(text) or _FROM_TO.search(text)),
        _meant(text, formulas),
        [value_of(each) for each in _SIZE.findall(text)],
        [(at, value) for at, value in losses if value is not None],
    )


def _points(text: str) -> Sequence[float]:
    """The weights of a text, each once: those at which a step ends stand last."""
    named = [(each[1] or each[2], _ENDING.search(each[0])) for each in _NAMED.finditer(text)]
    moves = _FROM_TO.findall(text)
    ends = [at for at, is_end in named if is_end] + [end for _, end in moves]
    seen = [at for at, _ in named] + [start for start, _ in moves] + _LOSS.findall(text)
    last = dict.fromkeys(map(value_of, ends))
    return [*(at for at in dict.fromkeys(map(value_of, seen)) if at not in last), *last]


def value_of(text: str) -> float:
    number = read_number(text.replace(" ", ""))
    return float(number) if number is not None else float("nan")


def _meant(text: str, formulas: Mapping[int, str]) -> Sequence[int]:
    """The term that is said to be sampled, or the only one that is mentioned, or all that are."""
    rising = " . ".join(each for each in _CLAUSES.split(text) if GETS_MORE.search(each))
    mentioned = _terms(text, formulas)
    found = (
        _terms(text, formulas, sampled=True),
        mentioned,
        _terms(rising, formulas, sampled=True),
        _terms_sampled_first(text, formulas),
        _terms(rising, formulas),
    )
    sure = next((each for each in found if len(each) == 1), mentioned)
    return [3 - each for each in sure] if _are_exchanged(text, formulas) else sure


def _names(formulas: Mapping[int, str]) -> Mapping[int, str]:
    return {number: rf"(?:{_TERMS[number]}|{formulas[number]})" for number in formulas}


def _terms_sampled_first(text: str, formulas: Mapping[int, str]) -> list[int]:
    """The terms that are named next behind the words for sampling."""
    names = _names(formulas)
    others = rf"(?!{_CHOICE}|{'|'.join(names.values())})"
    gap = rf"(?:{others}(?:[^.;\n]|\.\d)){{0,60}}"
    return [
        number
        for number, name in names.items()
        if re.search(rf"{_SAMPLES}{gap}{name}", text, re.IGNORECASE)
    ]


def _terms(text: str, formulas: Mapping[int, str], *, sampled: bool = False) -> list[int]:
    names = _names(formulas)
    return [
        number
        for number, name in names.items()
        if re.search(rf"{_SAMPLED}{name}|{name}{_IS_SAMPLED}" if sampled else name, text, re.I)
    ]


def _are_exchanged(text: str, formulas: Mapping[int, str]) -> bool:
    """Whether a student's first term is the second one."""
    first = rf"{_LETTER}1\}}?(?:\(w\))?\s*="
    return (
        re.search(rf"{first}(?:(?!{formulas[1]})[^=;,\n]){{0,30}}{formulas[2]}", text) is not None
    )
