r"""Finds the parts of a derivation in a written answer.

The formulas of a passage are taken apart into chains; each member is held against the values that
show a part, in each of the notations that the exercise allows.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from fractions import Fraction
from functools import cache
from itertools import dropwhile, pairwise, product

from graders.comparing.derivations import Link, Status, Step, check_links, first_that
from graders.comparing.equality import compare_terms, same_shape
from graders.comparing.parts import Found, Marked, Part, State
from graders.comparing.shapes import ShapeFault
from graders.equivalence import Setting, read_reference
from graders.errors import GraderError, Review, Undecided, Unreadable
from graders.expression import (
    Call,
    Expression,
    Fold,
    Number,
    Symbol,
    children,
    nodes,
    with_children,
)
from graders.judging.passages import (
    MAX_LENGTH,
    explanations,
    formulas_in,
    links_in,
    plain_equations,
    read_explained,
)
from graders.model import Comparison, Mistake, Question
from graders.reading.mathematics.statements import Member as Written
from graders.reading.mathematics.statements import Writing, read_writing
from graders.reading.misread import with_words_mended, words_in

_DENIAL = re.compile(
    r"(?:\b(?:not|no|never|neither|nor|without)\b|n't\b|\bnon-?)[^.;:]{0,24}$", re.I
)
_DENIED_AFTER = re.compile(
    r"[^.;:]{0,24}?\b(?:cannot|can ?not|can't|does(?: not|n't) (?:apply|hold|help)"
    r"|(?:is|are|was)(?: not|n't) (?:available|applicable|valid|used|allowed))\b",
    re.IGNORECASE,
)
_SPACING = re.compile(r"\\left|\\right|\\[,;:!]|\\q?quad|[\s{}$&~]")
_FRACTION = re.compile(r"\\[dtc]frac(?![a-zA-Z])")
_THIN_SPACE = re.compile(r"\\[,;:!]")
_DERIVATIVE = re.compile(r"\\partial|\\delta(?!_)|\\frac\s*\{\s*d")
_OPERATION = re.compile(r"[-+*/]|\\(?:frac|ln|log|sum|prod)")
_ALIKE = 0.7  # of two formulas, one of which may be a damaged copy
_NAME, _COUNT = re.compile(r"[\\\w^]+"), re.compile(r"\d+")
WHOLE = Fraction(1)
PERSON = "a person reads and marks this answer"
_FLIPPED = {"<=": ">=", ">=": "<=", "<": ">", ">": "<", "=": "="}


@dataclass(frozen=True)
class Member:
    """A member of a chain; the relation is that to the member before it."""

    text: str  # squeezed
    relation: str
    expression: Expression | None


Chain = tuple[Member, ...]


def squeezed(latex: str) -> str:
    r"""LaTeX without spaces, braces and `\left`.

    >>> squeezed(r"\lim_{c \to \infty} a_j^{L}"), squeezed(r"\left( x \right)")
    ('\\lim_c\\to\\inftya_j^L', '(x)')
    """
    return _FRACTION.sub(r"\\frac", _SPACING.sub("", latex))


def mark_parts(
    settings: Sequence[Setting], text: str, parts: Sequence[Part], cases: Sequence[Setting] = ()
) -> Marked:
    """What a passage shows of each part.

    Args:
        settings: the exercise in each notation that it allows.
        text: the passage.
        parts: of one route.
        cases: the exercise in each case; a step must hold in one of them.
    """
    text = _THIN_SPACE.sub(" ", text[:MAX_LENGTH])
    marked: list[Found] = []
    for part in parts:
        passage = _of_case(text, part, parts)
        find = _find_steps if part.steps else _find
        found = [find(setting, passage, part) for setting in settings]
        marked.append(min(found, key=lambda each: list(State).index(each.state)))
    return Marked(marked, _doubtful_step(cases, text) or _failing_step(settings, text))


def settled(marked: Marked, question: Question, remarks: Sequence[str] = ()) -> Comparison:
    """The comparison that the marks come to, with remarks on what costs no points.

    Raises:
        Review: if only what is written in words is left.
        Undecided: if other parts were not found.
    """
    mistakes = marked.mistakes
    left = [each for each in marked.of(State.OPEN) if each.part.points]
    words = [each.words for each in mistakes]
    if left:
        rubric = "\n".join(("rubric:", *question.rubric))
        for_reading = all(each.part.for_person for each in left) and not marked.doubtful_step
        finding = Review if for_reading else Undecided
        raise finding(
            ". ".join(each[0].upper() + each[1:] for each in (*words, *remarks, PERSON)) + ".",
            note=f"{marked.summary}\n{rubric}",
            mistake=mistakes[0].code if mistakes else None,
            points=marked.earned,
        )
    equal = False if mistakes else None if marked.doubtful_step else True
    return Comparison(
        equal,
        "parts",
        mistakes[0] if mistakes else None,
        note=marked.summary,
        remarks=(*words[1:], *remarks),
        credit=marked.earned / question.points,
    )


def _of_case(text: str, part: Part, parts: Sequence[Part]) -> str:
    """What is said of a part's case: from each mention of it to that of another case."""
    if not part.case:
        return text
    cases = list(dict.fromkeys(each.case for each in parts if each.case))
    pattern = re.compile("|".join(f"(?P<case{n}>{case})" for n, case in enumerate(cases)))
    mentions = list(pattern.finditer(text))
    starts = [*(_formula_start(text, each.start()) for each in mentions), len(text)]
    return "\n\n".join(
        text[start:end]
        for each, (start, end) in zip(mentions, pairwise(starts), strict=True)
        if each.lastgroup == f"case{cases.index(part.case)}"
    )


def _formula_start(text: str, at: int) -> int:
    """Where the formula begins that a place stands in; the place itself outside of formulas."""
    for sign in ("$$", "$"):
        if text.count(sign, 0, at) % 2:
            return text.rfind(sign, 0, at)
    return at


def _find(setting: Setting, passage: str, part: Part) -> Found:
    if part.words and _says(passage, part.words):
        return Found(part, State.SHOWN, share=WHOLE)
    chains = list(_chains(setting, passage))
    if part.last:
        chains = _last(chains, part)
    else:
        chains += _chains_in(setting, plain_equations(passage))
    given = any(_gives(setting, chain, part, value) for chain in chains for value in part.values)
    if given and not _says_otherwise(setting, passage, part):
        return Found(part, State.SHOWN, share=WHOLE)
    for value, mistake in part.mistakes.items():
        wrong = part
        if value[0] in "<>":
            wrong, value = replace(part, relation=value[0]), value[1:]
        places = [n for n, chain in enumerate(chains) if _gives(setting, chain, wrong, value)]
        if places and not _is_repeated(chains[places[-1]], chains[places[-1] + 1 :]):
            return Found(part, State.MISTAKEN, mistake, part.left)
    return Found(part, State.OPEN)


def _last(chains: Sequence[Chain], part: Part) -> list[Chain]:
    """The last formula that is written as a part is, and what cannot be read after it."""
    for place in range(len(chains) - 1, -1, -1):
        told = [each for each in chains[place] if re.search(part.form, each.text)]
        if told:
            return [(told[-1],), *chains[place + 1 :]]
    return []


def _gives(setting: Setting, chain: Chain, part: Part, value: str) -> bool:
    return any(_equals(setting, each, value) for each in _told(chain, part))


def _says_otherwise(setting: Setting, passage: str, part: Part) -> bool:
    """Whether an equation for what a part states can be read and has none of its values."""
    for chain in _chains(setting, passage) if part.stated else ():
        head, *others = chain
        told = [each.expression for each in others if each.expression is not None]
        if re.search(part.stated, head.text) and told:
            fits = (_equals(setting, each, value) for each in told for value in part.values)
            if not any(fits):
                return True
    return False


def _is_repeated(wrong: Chain, later: Sequence[Chain]) -> bool:
    """Whether a wrong formula comes again where it cannot be read, and may be set right there."""
    read = [each.text for each in wrong if each.expression is not None]
    unread = [each.text for chain in later for each in chain if each.expression is None]
    return any(
        SequenceMatcher(None, one, other).ratio() > _ALIKE for one in read for other in unread
    )


def _says(passage: str, words: str) -> bool:
    """Whether the passage says one of the words, and does not deny it just before."""
    mended = with_words_mended(" ".join(passage.split()), words_in(words))
    found = list(re.finditer(words, mended, re.IGNORECASE))
    if not found:  # the words may be a formula that is spaced otherwise
        return re.search(words, squeezed(passage), re.IGNORECASE) is not None
    return any(
        not _DENIAL.search(match.string[: match.start()])
        and not _DENIED_AFTER.match(match.string, match.end())
        for match in found
    )


def _told(chain: Chain, part: Part) -> Iterator[Expression]:
    """The expressions of a chain that may show a part."""
    for place, member in enumerate(chain):
        if member.expression is None or not re.search(part.form, member.text):
            continue
        if not part.heads:
            yield from _with_logarithms(member.expression)
        elif any(_related(chain, head, place, part) for head in range(len(chain))):
            yield member.expression


def _with_logarithms(expression: Expression) -> Iterator[Expression]:
    """An expression and that of which it takes a logarithm."""
    yield expression
    for node in nodes(expression):
        if isinstance(node, Call) and node.function == "log":
            yield node.arguments[0]


def _related(chain: Chain, head: int, place: int, part: Part) -> bool:
    """Whether a head of a part stands at one place of a chain and is related to another one."""
    if head == place or not re.search(part.heads, chain[head].text):
        return False
    first, last = sorted((head, place))
    relations = {each.relation for each in chain[first + 1 : last + 1]} - {"=", "~"}
    wanted = part.relation if head < place else _FLIPPED[part.relation]
    return relations <= {wanted} and (wanted == "=" or bool(relations))


def _equals(setting: Setting, expression: Expression, latex: str) -> bool:
    bench = setting.bench
    try:
        value, term = read_reference(setting, latex).term, bench.type(expression)
        if not same_shape(value, term):
            return False
        return compare_terms(bench, value, term, almost_everywhere=True).equal is True
    except (GraderError, ShapeFault, Unreadable, Undecided):
        return False  # another notation, or not to be decided


def _chains(setting: Setting, passage: str) -> Iterator[Chain]:
    explained = cache(lambda: explanations(setting, passage))  # where something cannot be read
    yield from _chains_in(setting, formulas_in(passage), explained)


def _chains_in(
    setting: Setting,
    formulas: Sequence[str],
    explained: Callable[[], Sequence[str]] = tuple,
) -> Iterator[Chain]:
    for formula in formulas:
        try:
            writing = read_writing(formula, setting.table)
        except Unreadable:
            yield (Member(squeezed(formula), "", None),)
            continue
        for statement in writing.statements:
            yield tuple(
                _explained(setting, _member(writing, each, formula), explained)
                for each in statement.members
                if each.tokens
            )


def _explained(setting: Setting, member: Member, explained: Callable[[], Sequence[str]]) -> Member:
    """A member that could not be read, with the names that the passage explains."""
    if member.expression is not None or not _OPERATION.search(member.text) or not explained():
        return member
    try:
        return replace(member, expression=read_explained(setting, member.text, explained()))
    except Unreadable:
        return member


def _member(writing: Writing, written: Written, formula: str) -> Member:
    text = squeezed(formula[slice(*written.span)])
    try:
        return Member(text, written.relation, writing.read(written.tokens))
    except Unreadable:
        return Member(text, written.relation, None)


# --- steps --------------------------------------------------------------------------------------


def _find_steps(setting: Setting, passage: str, part: Part) -> Found:
    """The share of the steps that hold, from one formula for a quantity to the next."""
    links = [
        _link(setting, *pair)
        for members in _derivations(_chains(setting, passage))
        for pair in pairwise(_steps(members))
    ]
    held = sum(link.status is Status.HOLDS for link in links)
    share = Fraction(held, len(links)) if links else Fraction(0)
    failed = first_that(links, lambda link: link.status is Status.FAILS)
    if failed is not None:
        return Found(part, State.MISTAKEN, _broken_step(failed), share)
    if _says_otherwise(setting, passage, part):
        return Found(part, State.OPEN)
    return Found(part, State.SHOWN if links and share == 1 else State.OPEN, None, share)


def _link(setting: Setting, left: Step, right: Step) -> Link:
    """The link of two steps; it holds if it does in one of the ways to read them."""
    links = [
        check_links(setting.bench, pair)[0] for pair in product(_readings(left), _readings(right))
    ]
    return first_that(links, lambda link: link.status is Status.HOLDS) or links[0]


def _readings(step: Step) -> Iterator[Step]:
    r"""A step as read, and with `\ln (x)^k` as the logarithm of the power."""
    yield step
    if step.expression is not None:
        other = _power_within_logarithm(step.expression)
        if other != step.expression:
            yield replace(step, expression=other)


def _power_within_logarithm(expression: Expression) -> Expression:
    match expression:
        case Call("^", (Call("log", (inner,)), exponent), span):
            return Call("log", (Call("^", (inner, exponent), span),), span)
    parts = tuple(_power_within_logarithm(each) for each in children(expression))
    return with_children(expression, parts)


def _broken_step(link: Link) -> Mistake:
    return Mistake("broken_step", f"step {link.number} does not hold")


def _derivations(chains: Iterator[Chain]) -> Iterator[list[Member]]:
    """Chains put together as long as they are about the same quantity: L = a, then L = b."""
    run: list[Member] = []
    heads: set[str] = set()
    for chain in chains:
        names = {each.text for each in chain[:-1] if each.expression is None}
        if not names & heads:
            yield run
            run, heads = [], set()
        heads |= names
        run = [*run, *chain]
    yield run


def _steps(members: Sequence[Member]) -> list[Step]:
    """The steps of a derivation from the first that can be read, without the names of what it is.

    Between two steps stands an equals sign, where none is written.
    """
    begun = list(dropwhile(lambda each: each.expression is None, members))
    return [
        Step(each.text, each.relation or "=", each.expression, "it cannot be read")
        for each in begun
        if each.expression is not None or _OPERATION.search(each.text)
    ]


def _gives_value(link: Link) -> bool:
    """Whether a name is given a number: `y_j = 1` says which case is meant, and is no step."""
    left, right = squeezed(link.left), squeezed(link.right)
    return _NAME.fullmatch(left) is not None and _COUNT.fullmatch(right) is not None


def _doubtful_step(cases: Sequence[Setting], text: str) -> str:
    """A step that holds in no case; steps to the name of a derivative are left out."""
    statuses: dict[str, list[Status]] = {}
    for setting in cases:
        for link in links_in(setting, text):
            if not (_DERIVATIVE.search(link.left + link.right) or _gives_value(link)):
                step = f"{link.left} {link.relation} {link.right}"
                statuses.setdefault(step, []).append(link.status)
    for step, found in statuses.items():
        if Status.HOLDS not in found:
            verb = "cannot be read" if Status.UNDECIDED in found else "does not hold"
            return f"this step {verb}: {step}"
    return ""


def _failing_step(settings: Sequence[Setting], text: str) -> str:
    """A step of a chain that fails in every notation that can read it.

    Names and numbers are left out: they define a symbol, or end an equation to be solved. In a
    chain that gives a name its value, a number other than zero is a formula.
    """
    statuses: dict[str, list[Status]] = {}
    for setting in settings:
        for chain in _chains(setting, text):
            is_told = _is_told_by(chain)
            for left, right in pairwise(_steps(chain)):
                about = len(chain) > 2 and is_told(left)
                about = about or _has_defined_name(setting, left, right)
                named = _is_formula(left) and _has_defined_name(setting, right)
                ends = is_told(right) or named
                if about and ends and right.relation == "=":
                    link = _link(setting, left, right)
                    statuses.setdefault(f"{link.left} = {link.right}", []).append(link.status)
    for step, found in statuses.items():
        if Status.FAILS in found and Status.HOLDS not in found:
            return f"this step does not hold: {step}"
    return ""


def _has_defined_name(setting: Setting, *steps: Step) -> bool:
    """Whether a name stands in some step that the exercise defines by a formula."""
    definitions = setting.bench.exercise.definitions
    return any(
        isinstance(definitions.get(node.name, node), Call | Fold)
        for step in steps
        if step.expression is not None
        for node in nodes(step.expression)
        if isinstance(node, Symbol)
    )


def _is_told_by(chain: Chain) -> Callable[[Step], bool]:
    """Whether a step of a chain is what its first member is said to be."""
    of_name = bool(chain) and _NAME.fullmatch(chain[0].text) is not None

    def is_told(step: Step) -> bool:
        is_count = isinstance(step.expression, Number) and step.text.strip("0.") != ""
        return _is_formula(step) or (of_name and is_count)

    return is_told


def _is_formula(step: Step) -> bool:
    return step.expression is not None and not isinstance(step.expression, Symbol | Number)
