r"""Formulas in a written answer: which of them is the answer, and whether it is right.

An answer is a passage of words and formulas. The formulas are read in order; the last chain is the
answer, unless another one defines the quantity by its name. A passage in which the right formula
stands, but not at the end, goes to a person.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

from graders.comparing.derivations import Link, Status, first_that
from graders.comparing.shapes import ShapeFault
from graders.equivalence import Options, Setting, Target, derivation_links, judge, read_reference
from graders.errors import GraderError, Undecided, Unreadable
from graders.expression import Expression, Number, Symbol, free_names, substitute
from graders.model import Answer, Comparison, Form, Mistake
from graders.reading.lexer import tokenize
from graders.reading.mathematics.explanations import explains, take_definitions
from graders.reading.mathematics.spelled import with_signs
from graders.reading.mathematics.statements import (
    Statement,
    Writing,
    main_statement,
    read_writing,
    value_of,
)
from graders.reading.mathematics.symbols import plain_name

MAX_LENGTH = 20_000  # characters of one answer
ALTERNATIVES = re.compile(r"\b(?:or|either|alternatively)\b", re.IGNORECASE)
SET_TO_ZERO = "an equation is set to zero; what solves it was not found"
_HALF = Fraction(1, 2)
_MATHEMATICS = re.compile(
    r"\$\$(.+?)\$\$|\$([^$]+)\$|\\\[(.+?)\\\]|\\\((.+?)\\\)"
    r"|(\\begin\{(align|equation|gather|multline|eqnarray|aligned|split|gathered)\*?\}"
    r".+?\\end\{\6\*?\})",
    re.DOTALL,
)
_CLAUSE = re.compile(
    r"[;\n→⇒∎]|<?=>|,\s+(?=[A-Za-z]{2})|\.(?=\s|$)|\s(?=(?:so|hence|thus|is|which|and|therefore)\b)",
    re.IGNORECASE,
)
_LEADING_WORDS = re.compile(r"^[^\w\\]*(?:[A-Za-z]{2,}:?\s+|(?:[ivx]{1,4}|\w)\)\s+)*")
_SIZE = re.compile(  # said behind a formula: `(n × 1)`, `\\in \\mathbb{R}^{5 \\times 2}`
    r"\s*(?:\\in|∈)\s*(?:\\mathbb\s*\{?\s*R\s*\}?|\\R\b|ℝ|R(?=\s*\^))"
    r"\s*(?:\^\s*(?:\{[^{}]*\}|\S+)|[⁰-⁹ᵐⁿˣ]+)?\s*[.,]?\s*$"
    r"|[\s,;]*\(\s*[\dmn]\s*(?:×|x|\\times)\s*[\dmn]\s*\)[\s.,]*$"
)
_TRAILING_WORDS = re.compile(r"(?<!\s)\s{2,9}[A-Za-z]{3,}[\s\w.]{0,99}$")
_HALVES = frozenset({"sign", "factor", "layout"})  # mistakes in an otherwise right formula


@dataclass(frozen=True)
class Accepted:
    """What counts as right: the reference, other right forms, and known mistakes by their words."""

    reference: str
    others: Sequence[str] = ()
    mistakes: Mapping[str, Mistake] | None = None


@dataclass(frozen=True)
class Carried:
    r"""A reference as a function of an earlier answer: `\log P` of the student's own P."""

    name: str  # of the earlier answer in the formula: a declared symbol
    formula: str
    own: Sequence[str]  # the student's earlier answer, candidate by candidate


@dataclass(frozen=True)
class Candidate:
    """A formula of the passage that may be the answer."""

    text: str
    expression: Expression | None
    problem: str = ""
    named: bool = False
    chained: bool = False


def passage_of(answer: Answer) -> str:
    """The text of an answer; a formula that stands alone is told from words by dollar signs."""
    is_formula = answer.form is Form.LATEX and "$" not in answer.text
    return f"$${answer.text}$$" if is_formula else answer.text


def formulas_in(text: str) -> list[str]:
    """The formulas of a passage: what stands between dollar signs, or else its lines.

    >>> formulas_in(r"The gradient is $2x$, since $z = x^2$.")
    ['2x', 'z = x^2']
    """
    found = [next(filter(None, match.groups())) for match in _MATHEMATICS.finditer(text)]
    if found:
        return [_SIZE.sub("", each) for each in found]
    lines = (_SIZE.sub("", line) for line in text.splitlines())
    return [with_signs(line) for line in lines if line.strip(" -*#>")]


def judge_formula(
    setting: Setting,
    text: str,
    accepted: Accepted,
    options: Options,
    names: Sequence[str] = (),
    others: Sequence[str] = (),
    around: str = "",
) -> Comparison:
    """Whether the answer that a passage gives is the reference.

    Args:
        setting: the declared symbols.
        text: the passage.
        accepted: the reference with other right forms and known mistakes.
        options: how it is compared.
        names: the left-hand sides that define the answer, in LaTeX.
        others: those that define something else that may stand in the passage.
        around: what stands around the passage, which may explain names that it uses.
    """
    if len(text) > MAX_LENGTH:
        return Comparison(None, "reading", note=f"the answer has {len(text)} characters")
    candidates = list(_candidates(setting, text, names, others, around))
    named = [each for each in candidates if each.named]
    chosen = _in_its_names(setting, named, accepted) or named or _formulas_alone(candidates)
    if not chosen:
        return Comparison(None, "reading", note="no formula can be found in the answer")
    comparisons = [_judged(setting, each, accepted, options) for each in chosen]
    last = comparisons[-1]
    found = {each.equal for each in comparisons}
    if not {True, False} <= found or (last.equal and not ALTERNATIVES.search(text)):
        return last
    if comparisons[0].equal and not named and any(map(_is_special_case, candidates)):
        return comparisons[0]
    note = f"right and wrong formulas stand in the answer; the last is {chosen[-1].text[:80]}"
    return replace(last, equal=None, note=note, mistake=None, credit=Fraction(0))


def of_its_names(
    setting: Setting, texts: Sequence[str], accepted: Accepted, names: Sequence[str]
) -> Sequence[int]:
    r"""Which of several answers are in the names of the reference: all of them if none is.

    `w = w_t - \eta g` may stand beside the answer `w = w_t - g / \lambda`, for comparison.
    """
    if len(texts) == 1:
        return [0]
    named = ([each for each in _candidates(setting, text, names) if each.named] for text in texts)
    kept = [n for n, each in enumerate(named) if _in_its_names(setting, each, accepted)]
    return kept or range(len(texts))


def _in_its_names(
    setting: Setting, candidates: Sequence[Candidate], accepted: Accepted
) -> list[Candidate]:
    """Those candidates that use no other names than the reference does."""
    known = free_names(read_reference(setting, accepted.reference).expression)
    return [
        each
        for each in candidates
        if each.expression is not None and free_names(each.expression) <= known
    ]


def judge_with_own(
    setting: Setting,
    text: str,
    carried: Carried,
    options: Options,
    names: Sequence[str] = (),
) -> Comparison | None:
    """Whether the answer follows from the student's own earlier one; None if it does not.

    An earlier answer without a name in it would make any later one trivial: nothing follows
    from it.
    """
    template = read_reference(setting, carried.formula).expression
    for earlier in carried.own:
        own = [each.expression for each in _candidates(setting, earlier, ()) if each.expression]
        if not own or not free_names(own[-1]):
            continue
        expression = substitute(template, {carried.name: own[-1]})
        try:
            target = Target(expression, setting.bench.type(expression))
        except (ShapeFault, Unreadable, Undecided):
            continue
        for candidate in _formulas_alone(list(_candidates(setting, text, names)))[-1:]:
            if candidate.expression is None:
                continue
            comparison = judge(setting, target, candidate.expression, options)
            if comparison.equal:
                return replace(comparison, follows_from=(carried.name,))
    return None


def _formulas_alone(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates without mere mentions of a name, as long as there are others."""
    stated = [each for each in candidates if not _is_special_case(each)]
    chains = [each for each in stated if each.chained]
    whole = [each for each in stated if not isinstance(each.expression, Symbol)]
    return chains or whole or list(candidates)


def _is_special_case(candidate: Candidate) -> bool:
    """Whether a number is given to a name: "which is 1 - p when y = 0" says no more than that."""
    return candidate.chained and isinstance(candidate.expression, Number)


def plain_equations(text: str) -> list[str]:
    r"""The equations of a passage that stand outside of its delimited formulas, up to words.

    >>> plain_equations("$2x$ is it. g(-x) = -g(x), which is odd")
    ['g(-x) = -g(x)']
    >>> plain_equations("so w = w_t - 1/lambda")
    ['w = w_t - 1/\\lambda']
    """
    parts = _CLAUSE.split(_MATHEMATICS.sub(" ; ", text))
    signed = (with_signs(each) for each in parts if "=" in each)
    return [_TRAILING_WORDS.sub("", _LEADING_WORDS.sub("", each)).strip() for each in signed]


def _candidates(
    setting: Setting, text: str, names: Sequence[str], others: Sequence[str] = (), around: str = ""
) -> Iterator[Candidate]:
    wanted = {_squeezed(name) for name in names}
    unwanted = {_squeezed(name) for name in others} - wanted
    named = list(_named_equations(setting, text, wanted))
    formulas = [
        each
        for each in formulas_in(text)
        if not any(one in each for one in named)
        and (_is_named(setting, each, wanted) or not _is_named(setting, each, unwanted))
    ]
    whole = around if len(text) < len(around) <= MAX_LENGTH else text
    explained = cache(lambda: explanations(setting, whole))  # where something cannot be read
    for formula in (*named, *formulas):
        for candidate in _candidates_in(setting, formula, wanted):
            read = candidate.expression is not None
            yield candidate if read else _with_explanations(setting, candidate, explained())


def explanations(setting: Setting, text: str) -> list[str]:
    """The equations of a passage that say what a name of the student's own stands for."""
    found: list[str] = []
    for formula in formulas_in(text):
        try:
            statements = read_writing(formula, setting.table).statements
        except Unreadable:
            continue
        for each in statements:
            if explains(each, setting.table):
                members = [member for member in each.members if member.tokens]
                found.append(formula[members[0].span[0] : members[-1].span[1]])
    return found


def _with_explanations(setting: Setting, candidate: Candidate, explained: list[str]) -> Candidate:
    """A candidate that could not be read, with the names that are explained elsewhere."""
    if not explained:
        return candidate
    try:
        expression = read_explained(setting, candidate.text, explained)
    except Unreadable:
        return candidate
    return replace(candidate, expression=expression, problem="")


def read_explained(setting: Setting, text: str, explained: Sequence[str]) -> Expression:
    """The value of a formula with the names that other equations of its passage explain.

    Raises:
        Unreadable: if it cannot be read even so.
    """
    others = [each for each in explained if each != text]
    writing = read_writing(";\n".join([*others, text]), setting.table)
    take_definitions(writing, writing.statements[-1])
    return value_of(writing, writing.statements[-1])


def _named_equations(setting: Setting, text: str, names: set[str]) -> Iterator[str]:
    """The equations outside of delimited formulas that define one of these names."""
    for formula in plain_equations(text) if names else ():
        found = list(_candidates_in(setting, formula, names))
        if found and all(each.named and each.expression is not None for each in found):
            yield formula


def _is_named(setting: Setting, formula: str, names: set[str]) -> bool:
    """Whether all statements of a formula define one of these names."""
    found = list(_candidates_in(setting, formula, names)) if names else ()
    return bool(found) and all(each.named for each in found)


def _candidates_in(setting: Setting, formula: str, wanted: set[str]) -> Iterator[Candidate]:
    try:
        writing = read_writing(formula, setting.table)
    except Unreadable as refusal:
        yield Candidate(formula, None, refusal.feedback)
        return
    statements = [each for each in writing.statements if not each.lead]
    try:
        main_statement(writing)
    except Unreadable as refusal:
        statements = [each for each in statements if _defines(writing, each, wanted)]
        if not statements:
            yield Candidate(formula, None, refusal.feedback)
            return
        take_definitions(writing, statements[-1])
    yield from (_candidate(writing, each, formula, wanted) for each in statements)


def _defines(writing: Writing, statement: Statement, names: set[str]) -> bool:
    """Whether a chain gives a value to one of these names."""
    members = [each for each in statement.members if each.tokens]
    heads = {plain_name(each.tokens, writing.table.fonted) for each in members[:-1]}
    return any(_squeezed_name(head) in names for head in heads)


def _candidate(writing: Writing, statement: Statement, formula: str, wanted: set[str]) -> Candidate:
    members = [each for each in statement.members if each.tokens]
    start, end = members[0].span[0], members[-1].span[1]
    named = _defines(writing, statement, wanted)
    try:
        expression: Expression | None = value_of(writing, statement)
        problem = ""
    except Unreadable as refusal:
        expression, problem = None, refusal.feedback
    return Candidate(formula[start:end], expression, problem, named, statement.has_relation)


def _squeezed(latex: str) -> str:
    return _squeezed_name(plain_name(tokenize(latex)))


def _squeezed_name(name: str) -> str:
    return name.replace(" ", "").replace("partial", "d")


def _judged(
    setting: Setting, candidate: Candidate, accepted: Accepted, options: Options
) -> Comparison:
    if candidate.expression is None:
        return Comparison(None, "reading", note=candidate.problem, read_as=candidate.text)
    found: Comparison | None = None
    for reference in (accepted.reference, *accepted.others):
        target = read_reference(setting, reference)
        comparison = judge(setting, target, candidate.expression, options)
        if comparison.equal:
            return comparison
        found = found or comparison
    assert found is not None
    if _is_condition(candidate, found):
        return Comparison(None, "reading", note=SET_TO_ZERO, read_as=candidate.text)
    known = _known_mistake(setting, candidate.expression, accepted, options)
    mistake = known or found.mistake
    credit = _HALF if mistake is not None and mistake.code in _HALVES else Fraction(0)
    return replace(found, mistake=mistake, credit=credit if found.equal is False else Fraction(0))


def _is_condition(candidate: Candidate, found: Comparison) -> bool:
    """Whether something is set to zero that is no number: what solves it stands elsewhere."""
    is_zero = isinstance(candidate.expression, Number) and not candidate.expression.value
    of_shapes = found.mistake is not None and found.mistake.code == "shape"
    return candidate.chained and is_zero and found.equal is False and of_shapes


def _known_mistake(
    setting: Setting, expression: Expression, accepted: Accepted, options: Options
) -> Mistake | None:
    for latex, mistake in (accepted.mistakes or {}).items():
        try:
            target: Target = read_reference(setting, latex)
        except GraderError:
            continue  # a mistake whose shapes do not fit is named by them
        if judge(setting, target, expression, options).equal:
            return mistake
    return None


# --- derivations --------------------------------------------------------------------------------


def judge_derivation(
    setting: Setting,
    text: str,
    accepted: Accepted,
    options: Options,
    names: Sequence[str] = (),
    others: Sequence[str] = (),
    around: str = "",
) -> Comparison:
    """A derivation: half for its end, half for the share of its links that hold.

    The comparison is equal only if the end is right, there is a link, and all links hold. Where
    links cannot be decided the credit is what has been earned so far, and a person looks.
    """
    final = judge_formula(setting, text, accepted, options, names, others, around)
    links = list(links_in(setting, text, names, others))
    failed = first_that(links, lambda link: link.status is Status.FAILS)
    doubted = first_that(links, lambda link: link.status is Status.UNDECIDED)
    held = sum(link.status is Status.HOLDS for link in links)
    share = Fraction(held, len(links)) if links else Fraction(0)
    credit = _HALF * share + (_HALF if final.equal else final.credit / 2)
    words = "; ".join(_in_words(link) for link in (failed, doubted) if link is not None)
    note = "; ".join(filter(None, (final.note, words)))
    if final.equal and links and held == len(links):
        return replace(final, note=note)
    if (final.equal is False and doubted is None) or failed is not None:
        remark = () if failed is None else (f"step {failed.number} does not hold",)
        return replace(final, equal=False, credit=credit, note=note, remarks=remark)
    if not links and final.equal:
        note = "only the result stands there; a person looks for its derivation"
    return replace(final, equal=None, credit=credit, note=note)


def links_in(
    setting: Setting, text: str, names: Sequence[str] = (), others: Sequence[str] = ()
) -> Iterator[Link]:
    """The links of all chains of a passage, as far as it can be read; see `judge_formula`."""
    wanted = {_squeezed(name) for name in names}
    unwanted = {_squeezed(name) for name in others} - wanted
    for formula in (*_named_equations(setting, text, wanted), *formulas_in(text)):
        if _is_named(setting, formula, unwanted):
            continue
        try:
            writing = read_writing(formula, setting.table)
            links, _ = derivation_links(setting, writing, formula)
        except (Unreadable, Undecided):
            continue
        yield from links


def _in_words(link: Link) -> str:
    verb = "does not hold" if link.status is Status.FAILS else "cannot be decided"
    text = f"step {link.number} {verb}: {link.left} {link.relation} {link.right}"
    return f"{text} ({link.words})" if link.words else text
