"""The steps of a derivation, held link by link."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import dropwhile, groupby, pairwise, product
from types import MappingProxyType

from graders.comparing.derivations import Link, Status, Step, check_links, first_that
from graders.comparing.parts import Found, Part, State
from graders.equivalence import Setting
from graders.expression import Call, Fold, Number, Symbol, nodes
from graders.judging.parts.members import OPERATION, Chain, Member, chains_of, unconditional
from graders.judging.parts.readings import readings_of
from graders.judging.parts.written import says_otherwise
from graders.model import Mistake
from graders.reading.words.against.beside import against
from graders.reading.words.cases import by_case

_DOTS = re.compile(r"\\[lcd]?dots[bcimo]?|\.{2,}")
_ONLY_IF = re.compile(r"\b(?:(?:only|exactly) (?:if|when)|iff|if and only if)\s*\$[^$]+\$")
_NAME = re.compile(r"[\\\w^]+")
_IN_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")


Cases = Mapping[str, Setting | None]  # by the words that introduce a case, or that end all
NO_CASES: Cases = MappingProxyType({})


def find_steps(setting: Setting, passage: str, part: Part, cases: Cases = NO_CASES) -> Found:
    """The share of the steps that hold, from one formula for a quantity to the next.

    One that fails in its case only is left to a person.
    """
    links: list[Link] = []
    of_cases: list[Link] = []
    of_none = ""
    for example, said in _by_example(_ONLY_IF.sub("", passage), cases):
        if example:
            of_cases += _links(example, chains_of(example, said))
        else:
            of_none += said
            links += _links(setting, unconditional(chains_of(setting, said)))
    every = links + of_cases
    held = sum(link.status is Status.HOLDS for link in every)
    share = Fraction(held, len(every)) if every else Fraction(0)
    failed = first_that(links, lambda link: link.status is Status.FAILS)
    if failed is not None and _is_withdrawn(setting, passage, failed):
        return Found(part, State.OPEN)
    if failed is not None:
        sides = _as_written(setting, passage, failed)
        return Found(part, State.MISTAKEN, _broken_step(failed), share, sides)
    if says_otherwise(setting, of_none, part.written):
        return Found(part, State.OPEN)
    return Found(part, State.SHOWN if share == 1 else State.OPEN, None, share)


def _is_withdrawn(setting: Setting, passage: str, link: Link) -> bool:
    """Whether words beside one of the two sides of a link take it back."""
    sides = {*_as_written(setting, passage, link)} - {""}
    places = (each.span() for side in sides for each in re.finditer(re.escape(side), passage))
    return any(against(passage, *place) for place in places)


def _as_written(setting: Setting, passage: str, link: Link) -> tuple[str, str]:
    """The two sides of a link as they stand in a passage."""
    members = (each for chain in chains_of(setting, passage) for each in chain)
    sources = {each.text: each.source for each in members if each.source}
    return sources.get(link.left, ""), sources.get(link.right, "")


def _by_example(passage: str, cases: Cases) -> Iterator[tuple[Setting | None, str]]:
    """What is said of each case, with the example in which it holds; None of no case."""
    pieces = by_case(passage, tuple(cases))
    for example, same in groupby(pieces, key=lambda piece: cases.get(piece[0])):
        yield example, "".join(said for _, said in same)


def _links(setting: Setting, chains: Iterable[Chain]) -> Iterator[Link]:
    for members in _derivations(chains):
        for pair in pairwise(_steps(members)):
            if not _is_case(*pair):
                yield _link(setting, *pair)


def _link(setting: Setting, left: Step, right: Step) -> Link:
    """The link of two steps; it holds if it does in one of the ways to read them."""
    links = [
        check_links(setting.bench, pair)[0]
        for pair in product(readings_of(left), readings_of(right))
    ]
    return first_that(links, lambda link: link.status is Status.HOLDS) or links[0]


def _broken_step(link: Link) -> Mistake:
    return Mistake("broken_step", f"step {link.number} does not hold")


def _derivations(chains: Iterable[Chain]) -> Iterator[list[Member]]:
    """Chains put together as long as they are about the same quantity: L = a, then L = b."""
    run: list[Member] = []
    heads: set[str] = set()
    for chain in chains:
        names = {each.text for each in chain[:-1] if each.expression is None}
        goes_on = bool(chain) and chain[0].relation == "="
        if not (names & heads or goes_on):
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
        if each.expression is not None or OPERATION.search(each.text)
        if not _DOTS.fullmatch(each.text)
    ]


def _is_case(left: Step, right: Step) -> bool:
    """Whether a name is given a number, which says what case is looked at."""
    return isinstance(left.expression, Symbol) and isinstance(right.expression, Number)


def failing_step(settings: Sequence[Setting], text: str, cases: Cases = NO_CASES) -> str:
    """A step of a chain that fails in every notation that can read it, or in its case.

    Names and numbers are left out: they define a symbol, or end an equation to be solved. In a
    chain that gives a name its value, a number other than zero is a formula.
    """
    for example, said in _by_example(text, cases):
        if example:
            read = [(example, chain) for chain in chains_of(example, said)]
        else:
            read = [
                (own, chain) for own in settings for chain in unconditional(chains_of(own, said))
            ]
        if found := _failing_in(read):
            return f"this step does not hold: {found}"
    return ""


def _failing_in(read: Iterable[tuple[Setting, Chain]]) -> str:
    """The first step of some chains that fails in each notation that can read it."""
    statuses: dict[str, list[Status]] = {}
    for setting, chain in read:
        is_told = _is_told_by(chain)
        for left, right in pairwise(_steps(chain)):
            about = len(chain) > 2 and is_told(left)
            about = about or _has_defined_name(setting, left, right)
            named = _is_formula(left) and _has_defined_name(setting, right)
            ends = is_told(right) or named
            if about and ends and right.relation == "=" and not _is_update(left, right):
                link = _link(setting, left, right)
                statuses.setdefault(f"{link.left} = {link.right}", []).append(link.status)
    failing = (
        step
        for step, found in statuses.items()
        if Status.FAILS in found and Status.HOLDS not in found
    )
    return next(failing, "")


def _is_update(left: Step, right: Step) -> bool:
    """Whether a name is given a new value that is made of its old one: `w = w - a`."""
    name, value = left.expression, right.expression
    return (
        isinstance(name, Symbol)
        and value is not None
        and any(isinstance(node, Symbol) and node.name == name.name for node in nodes(value))
    )


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
    of_name = bool(chain) and _is_name_of_chain(chain[0])

    def is_told(step: Step) -> bool:
        is_count = isinstance(step.expression, Number) and step.text.strip("0.") != ""
        return _is_formula(step) or (of_name and is_count)

    return is_told


def _is_name_of_chain(head: Member) -> bool:
    """Whether the first member of a chain only says what the others are: `L`, `Var(x + y)`."""
    is_unread = head.expression is None and not OPERATION.search(_IN_BRACKETS.sub("", head.text))
    return is_unread or _NAME.fullmatch(head.text) is not None


def _is_formula(step: Step) -> bool:
    """Whether a step is more than a number, a name or an entry of one, which a case may set."""
    match step.expression:
        case None | Symbol() | Number() | Call("at", (Symbol(), Symbol())):
            return False
    return True
