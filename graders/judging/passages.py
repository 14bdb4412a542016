"""A passage of a written answer: which of it is formulas, and which is words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from graders.model import Answer, Form
from graders.reading.delimited import DELIMITED, inside
from graders.reading.lexer import tokenize
from graders.reading.mathematics.names.symbols import plain_name
from graders.reading.mathematics.words.spelled import with_signs
from graders.reading.mathematics.words.worded_operators import with_operators

MAX_LENGTH = 20_000  # characters of one answer
_CLAUSE = re.compile(
    r"[;\n→⇒∎]|<?=>|-+>|,\s+(?!(?:grad|nabla)\b)(?=[A-Za-z]{2})|\.(?=\s|$)|\s(?=(?:so|hence|thus|is|which|and|therefore)\b)",
    re.IGNORECASE,
)
_RELATION = re.compile(r"[=≤≥⩽⩾]")
_FUNCTION = r"(?:ln|log|exp|sqrt|sum|prod|lim|max|min|det|tr)\b"
_MARK = (
    r"(?:(?![-−]\w)[^\w\\(|‖∥⟨<∂∇∑∏√]|\((?=(?:[ivx]{1,4}|\w)\)\s))"  # of a list, and of its label
)
_GOES_ON = re.compile(r"(?<=[\w)}\]|²])[ \t]*\n[ \t]*(?==[^=])")
_LEADING_WORDS = re.compile(
    rf"^{_MARK}*(?:(?!{_FUNCTION})[A-Za-z]{{2,}}[:,]?\s+|(?:[ivx]{{1,4}}|\w)\)\s+)*"
)
_SENTENCE_END = re.compile(  # or the gap that a scan leaves between two formulas
    r"(?<=[\w)\]}])(?:[.;](?=\s|$)|\s{4,}(?=[A-Za-z\\]))"
)
_SIZE = re.compile(  # said behind a formula: `(n × 1)`, `\\in \\mathbb{R}^{5 \\times 2}`
    r"\s*(?:\\in|∈)\s*(?:\\mathbb\s*\{?\s*R\s*\}?|\\R\b|ℝ|R(?=\s*\^))"
    r"\s*(?:\^\s*(?:\{[^{}]*\}|\S+)|[⁰-⁹ᵐⁿˣ]+)?\s*[.,]?\s*$"
    r"|(?:[\s,;]|\\[,;:! ]|\\q?quad)*\(\s*[\dmn]\s*(?:×|x|\\times)\s*[\dmn]\s*\)[\s.,]*$"
    r"|\s*[,;:]\s*(?:of )?(?:shape|size)?\s*[\dmn]\s*(?:×|x|\\times|by)\s*[\dmn][\s.,]*$"
)
_REMARK = re.compile(  # in words, behind an equation
    rf"(?<=[=≤≥])(?P<formula>[^=≤≥]*?)[,:]?\s+(?:\((?!{_FUNCTION})[A-Za-z]{{2,}}\s+[A-Za-z]{{2,}}|\(?(?:it|its|is|since|because|as|where|which|so|with|the|this"
    r"|that|we|by|due|from|using|via|minus since|everywhere|always|hence|thus|of shape|of size)\b)"
    r"[^=]*$",
)
_ASIDE = re.compile(  # in brackets, with an equation of its own: "(equality at z = 0)"
    rf"\s\((?!{_FUNCTION})[A-Za-z]{{2,}}\s+[A-Za-z]{{2,}}\s[^()=]*=[^()=]*\)(?=[\s.;,]|$)"
)
_BEHIND_COMMA = re.compile(  # words alone: "2x, a column with m entries"
    rf"(?<=[\w)\]}}²ᵀ]),\s+(?!{_FUNCTION})(?:an?\s+)?[A-Za-z]{{3,}}"
    rf"(?:[ -]+(?!{_FUNCTION})[A-Za-z]+)+[\s.]*$"
)
_RESULT = re.compile(  # in words, behind an equation: "so the derivative is 2x"
    r"\b(?:so|hence|thus|therefore|means|which gives|we get)\s+(?:that\s+)?(?:the|my|our)\b"
    r"[^=;\n]{0,40}?\b(?:derivative|gradient|slope|minimi[sz]er|minimum|answer|result|solution"
    r"|formula|log-?\s?likelihood|loss)\b[^=;:.\n]{0,30}?"
    r"(?:\s(?:is|becomes|equals|reads)(?:\s+then)?\s*:?|:)\s",
    re.IGNORECASE,
)
_RESTATES = re.compile(  # right before a formula that puts the one before it in another way
    r"\b(?:i\.?e\b|that is|in other words|equivalently|or|equals|(?:re)?written|the same as"
    r"|equivalent to|in (?:one|a|short)\b)[.,:]?(?:\s+(?:as|in|one|a|single|line|form|formula|short"
    r"|compactly|together|the|this|way))*\W{0,3}$",
    re.IGNORECASE,
)
_OF_CASE = re.compile(r"[\s,(]*(?:for|if|when|where|at|with)\b", re.IGNORECASE)
_PROSE = re.compile(r"\s*(?:[A-Za-z][A-Za-z'’-]*[\s,;:]+){5,}[A-Za-z'’-]+[.\s]*")  # words alone
_BEHIND_RESULT = re.compile(
    r"\s(?:(?:as|by|because|since|using|from|due|of (?:shape|size))\s"
    r"|\(?[mn\d] ?(?:x|×|by) ?[mn\d]\b)"
)
_NO_RESULT = re.compile(r"[=≤≥<>$\\]|^\s*[~≈∼∝]|^\s*O\(")
_SAID = re.compile(rf"(?<!\\)\b(?!{_FUNCTION})(?:[a-z]{{2,}}|a)\b(?![(_^])")  # words, not names
_WORDS = re.compile(rf"\b(?!{_FUNCTION})(?:[A-Za-z]{{2,}}|a|I)\b")
_INTRODUCTION = re.compile(
    r"^\W*[A-Z][a-z]+(?:\s+[a-z]{2,})*,\s+(?=[^,]*=)"
)  # Taking logs, p = ...
_DERIVATIVE = re.compile(r"^(d[^/=]*)/(d[^/=]*)$")
_GRADIENT = re.compile(
    r"^(?:nabla_|d_|fracdd)(?P<by>[A-Za-z](?:_\w)?)(?P<of>[A-Z](?:_\w)?)(?:\(.*\))?$"
)
_ANSWER = re.compile(r".*\b(?:answer|ans|result)\b(?:\s+is\b|\s*[:=])\s*(?=\S)", re.IGNORECASE)
_TRAILING_WORDS = re.compile(r"(?<!\s)\s{2,9}[A-Za-z]{3,}[\s\w.]{0,99}$")


@dataclass(frozen=True)
class Passage:
    """The text in which an answer stands, and what helps to find it there.

    Attributes:
        text: in which formulas are delimited, or stand on lines of their own.
        names: the left-hand sides that define the answer, in LaTeX.
        others: those that define something else that may stand in the passage.
        around: what stands around the passage, which may explain names that it uses.
    """

    text: str
    names: Sequence[str] = ()
    others: Sequence[str] = ()
    around: str = ""

    @cached_property
    def wanted(self) -> frozenset[str]:
        """The names without what is only notation."""
        return frozenset(map(bare_name, self.names))

    @cached_property
    def unwanted(self) -> frozenset[str]:
        """The other names, in the same form."""
        return frozenset(map(bare_name, self.others)) - self.wanted

    @property
    def explaining(self) -> str:
        """The text that may explain names: with what stands around, unless that is too much."""
        return self.around if len(self.text) < len(self.around) <= MAX_LENGTH else self.text


def bare_name(latex: str) -> str:
    """A left-hand side without what is only notation, so that equal names are equal."""
    return bare(plain_name(tokenize(latex)))


def bare(name: str) -> str:
    r"""A plain name in one spelling, whether a derivative is a fraction, on the line or a nabla.

    >>> bare_name(r"\frac{dL}{dw_1}"), bare_name(r"\nabla_{w_1} L")
    ('fracdLdw_1', 'fracdLdw_1')
    """
    plain = name.replace(" ", "").replace("partial", "d")
    return _GRADIENT.sub(r"fracd\g<of>d\g<by>", _DERIVATIVE.sub(r"frac\1\2", plain))


def passage_of(answer: Answer) -> str:
    """The text of an answer; a formula that stands alone is told from words by dollar signs.

    A line that begins with an equals sign goes on with the one before.
    """
    is_formula = answer.form is Form.LATEX and "$" not in answer.text
    return f"$${answer.text}$$" if is_formula else with_operators(_GOES_ON.sub(" ", answer.text))


def formulas_in(text: str) -> list[str]:
    """The formulas of a passage: what stands between dollar signs, or else its lines.

    >>> formulas_in(r"The gradient is $2x$, since $z = x^2$.")
    ['2x', 'z = x^2']
    >>> formulas_in("2x, a column with m entries")
    ['2x']
    """
    found = [inside(each) for each in DELIMITED.finditer(text)]
    if found:
        return [_SIZE.sub("", each) for each in found]
    alone = (_BEHIND_COMMA.sub("", each) for each in _sentences(text))
    lines = (_SIZE.sub("", _REMARK.sub(r"\g<formula>", each)) for each in alone)
    return [with_signs(line) for line in lines if line.strip(" -*#>")]


def _sentences(text: str) -> Iterator[str]:
    lines = (_ASIDE.sub("", line) for line in text.splitlines())
    found = [each for line in lines for each in _SENTENCE_END.split(line)]
    formulas = [each for each in found if not _PROSE.fullmatch(each)]
    for each in formulas or found:
        yield _ANSWER.sub("", _INTRODUCTION.sub("", each))


def formulas_in_remarks(text: str) -> Iterator[str]:
    """What may be formulas in the words behind an equation of a passage without dollar signs.

    >>> list(formulas_in_remarks("z = x^T x, thus the gradient is 2x, see above"))
    ['2x']
    """
    if DELIMITED.search(text):
        return
    for sentence in _sentences(text):
        remark = _REMARK.search(sentence)
        if remark is not None:
            pieces = _WORDS.split(sentence[remark.end("formula") :])
            yield from filter(None, (each.strip(" ,.:()") for each in pieces))


def results_in_remarks(text: str) -> Iterator[tuple[int, str]]:
    """What words state as the result outside of delimited formulas, and where it stands.

    >>> list(results_in_remarks("z = x^T x, thus the gradient is 2x, see above"))
    [(32, '2x')]
    """
    for found in _RESULT.finditer(text):
        stated = _BEHIND_RESULT.split(f" {_CLAUSE.split(text[found.end() :])[0]}")[0]
        formula = with_signs(stated.strip(" ,.:"))
        if formula and not (_NO_RESULT.search(stated) or _SAID.search(formula)):
            yield found.end(), formula


def restatements(text: str) -> Iterator[tuple[int, str]]:
    r"""Delimited formulas that are said to be the one before in another way, and where they stand.

    One that holds for a case alone is none.

    >>> list(restatements("$dz/dx = 2x$, i.e. $x + x$ as a column"))
    [(19, 'x + x')]
    """
    for before, found in pairwise(DELIMITED.finditer(text)):
        is_case = _OF_CASE.match(text, found.end())
        if _RESTATES.search(text[before.end() : found.start()]) and not is_case:
            yield found.start(), inside(found)


def plain_equations(text: str) -> list[str]:
    r"""The equations of a passage that stand outside of its delimited formulas, up to words.

    >>> plain_equations("$2x$ is it. g(-x) = -g(x), which is odd")
    ['g(-x) = -g(x)']
    >>> plain_equations("so w = w_t - 1/lambda"), plain_equations("x ≤ 2y by Jensen")
    (['w = w_t - 1/\\lambda'], ['x ≤ 2y'])
    """
    parts = _CLAUSE.split(DELIMITED.sub(" ; ", text))
    signed = (with_signs(each) for each in parts if _RELATION.search(each))
    bare = (_TRAILING_WORDS.sub("", _LEADING_WORDS.sub("", each)) for each in signed)
    return [_REMARK.sub(r"\g<formula>", each).strip() for each in bare]
