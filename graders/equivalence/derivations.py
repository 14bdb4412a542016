"""Derivations: every step must hold, and the end must be the reference."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice

from graders.comparing.derivations import ORDERS, Link, Status, Step, check_links, first_that
from graders.equivalence.ambiguous import is_ambiguous
from graders.equivalence.components import declared_letters
from graders.equivalence.conditions import Line, links_of_lines
from graders.equivalence.options import Options
from graders.equivalence.relations import compare_relation
from graders.equivalence.settings import Setting
from graders.equivalence.solutions import fails_beside
from graders.equivalence.verdicts import judge
from graders.errors import Undecided, Unreadable
from graders.expression import DERIVATIVE, Call, Expression, free_names, to_text
from graders.model import Comparison
from graders.reading.mathematics.ambiguity import OF_EXTENT
from graders.reading.mathematics.doubts import MOST as MOST_READINGS
from graders.reading.mathematics.doubts import other_readings
from graders.reading.mathematics.parsing.index_notation import as_array, free_letters
from graders.reading.mathematics.statements.around import Writing, read_writing
from graders.reading.mathematics.statements.chain import Member, Statement
from graders.reading.mathematics.statements.heads import is_named
from graders.reading.mathematics.statements.main_statement import main_statement, read_value
from graders.reading.mathematics.words.explanations import take_solution

_MOST_STEPS = 120


def compare_derivation(
    setting: Setting, reference: str, student: str, options: Options
) -> Comparison:
    if _is_relation(setting, reference):
        return _compare_conditions(setting, reference, student, options)
    target = setting.target(reference, read_value)
    writing = read_writing(student, setting.table)
    if target.term.shape[0] != 1 == target.term.shape[1]:
        declared = (declared_letters(setting, target, each) for each in writing.statements)
        writing.indices = next(filter(None, declared), ()) or _letters(writing)
    links, last = derivation_links(setting, writing, student, conditions=True)
    return _verdict(links, judge(setting, target, last, options) if last else None)


def _compare_conditions(
    setting: Setting, reference: str, student: str, options: Options
) -> Comparison:
    """The verdict on a derivation that ends in an inequality."""
    writing = read_writing(student, setting.table)
    ends = [each for each in writing.statements if not each.lead]
    start, end = (ends[-1].members[place].span for place in (0, -1)) if ends else ((0, 0), (0, 0))
    final = compare_relation(setting, reference, student[start[0] : end[1]], options)
    if len(ends) < 2:
        return final
    links, _ = derivation_links(setting, writing, student, conditions=True)
    return _verdict(links, final)


def _is_relation(setting: Setting, reference: str) -> bool:
    """Whether a reference says how large something is."""
    statement = main_statement(read_writing(reference, setting.table))
    return statement.members[-1].relation in ORDERS


def _verdict(links: Sequence[Link], final: Comparison | None) -> Comparison:
    """What the steps of a derivation and its end come to.

    Raises:
        Unreadable: if all steps may hold, and the end cannot be read.
    """
    read_as = " ; ".join([link.left for link in links] + ([links[-1].right] if links else []))
    failed = first_that(links, lambda link: link.status is Status.FAILS)
    if failed is not None:
        note = f"step {failed.number} does not hold: {failed.left} {failed.relation} {failed.right}"
        note += f" ({failed.words})" if failed.words else ""
        mistake = final.mistake if final is not None else None
        return Comparison(
            False, "derivation", mistake, witness=failed.words, note=note, read_as=read_as
        )
    if final is None:
        raise Unreadable("the last member of the derivation cannot be read")
    if final.equal is not True:
        return replace(final, note=f"the end of the derivation: {final.note}")
    doubted = first_that(links, lambda link: link.status is Status.UNDECIDED)
    if doubted is not None:
        note = f"step {doubted.number} cannot be decided: {doubted.words}"
        return Comparison(None, "derivation", note=note, read_as=read_as)
    return replace(final, method="derivation", read_as=read_as)


def _letters(writing: Writing) -> Sequence[str]:
    """The letters that are indices of components in the statements."""
    members = (member for each in writing.statements for member in each.members)
    return free_letters([token for each in members for token in each.tokens], writing.table)


def derivation_links(
    setting: Setting, writing: Writing, text: str, *, conditions: bool
) -> tuple[list[Link], Expression | None]:
    """The links of all chains of a derivation, and the member that it ends in.

    Args:
        setting: the exercise.
        writing: the derivation as read.
        text: the derivation as written.
        conditions: whether an equation may be solved, all of whose lines hold for its solution.
    """
    answer = main_statement(writing)  # takes the student's own definitions
    take_solution(writing, answer)
    lines, last = derivation_lines(setting, writing, text, answer)
    apart = (link for line in lines for link in line.links)
    found = links_of_lines(setting.bench, lines) if conditions else apart
    return [replace(each, number=place) for place, each in enumerate(found, start=1)], last


def derivation_lines(
    setting: Setting, writing: Writing, text: str, answer: Statement | None = None
) -> tuple[list[Line], Expression | None]:
    """The chains of a derivation, and the member that it ends in."""
    lines: list[Line] = []
    last: Expression | None = None
    count = sum(len(each.members) for each in writing.statements)
    if count > _MOST_STEPS:
        raise Unreadable(f"the derivation has {count} steps; {_MOST_STEPS} can be read")
    for statement in writing.statements:
        members, steps = _steps(setting, writing, statement, text)
        links = _links(setting, writing, members, steps)
        lines.append(Line(steps, links, is_aside=bool(statement.lead)))
        if steps and (statement is answer if answer else not statement.lead):
            last = steps[-1].expression
    return lines, last


def _links(
    setting: Setting, writing: Writing, members: Sequence[Member], steps: Sequence[Step]
) -> list[Link]:
    """The links of a chain, undecided where one would hold with a sign read otherwise."""
    links = check_links(setting.bench, steps)
    for place, link in enumerate(links):
        pair = slice(place, place + 2)
        if link.status is Status.FAILS and link.relation == "=":
            links[place] = _doubted(setting, writing, link, steps[pair], members[pair])
        if link.status is Status.HOLDS and fails_beside(
            setting.bench, writing, steps[pair], members[pair]
        ):
            words = "it holds for the solution alone"
            links[place] = replace(link, status=Status.UNDECIDED, words=words)
    return links


def _steps(
    setting: Setting, writing: Writing, statement: Statement, text: str
) -> tuple[list[Member], list[Step]]:
    """The members of a chain as read, from the first that is more than names of the student's."""
    members: list[Member] = []
    steps: list[Step] = []
    for place, member in enumerate(statement.members):
        if not member.tokens and place == 0:
            continue
        if not member.tokens:
            steps.append(Step("", member.relation, None, "the chain ends with a relation"))
            members.append(member)
            continue
        try:
            read = writing.read(member.tokens)
            expression: Expression | None = as_array(read, writing.indices)
            problem = ""
            if place == 0 and isinstance(expression, Call) and expression.function == DERIVATIVE:
                setting.bench.type(expression)
        except (Unreadable, Undecided) as refusal:
            if not steps and is_named(member.tokens, writing.table):
                continue
            expression, problem = None, refusal.feedback
        members.append(member)
        shown = text[slice(*member.span)].strip()
        steps.append(Step(shown, member.relation, expression, problem))
    return members, steps


def _doubted(
    setting: Setting,
    writing: Writing,
    link: Link,
    steps: Sequence[Step],
    members: Sequence[Member],
) -> Link:
    """A link that fails; undecided if it holds once a sign that OCR mistakes is read otherwise."""
    for side in (1, 0):
        if _holds_otherwise(setting, writing, steps, side, members[side]):
            return replace(link, status=Status.UNDECIDED, words="it would hold if read otherwise")
        readings = other_readings(members[side].tokens, setting.table)
        for words, tokens in islice(readings, MOST_READINGS):
            meant = list(steps)
            try:
                meant[side] = replace(steps[side], expression=writing.read(tokens))
            except Unreadable:
                continue
            (other,) = check_links(setting.bench, meant)
            if other.status is Status.HOLDS and not _says_nothing(meant):
                return replace(link, status=Status.UNDECIDED, words=f"it would hold if {words}")
    return link


def _holds_otherwise(
    setting: Setting, writing: Writing, steps: Sequence[Step], side: int, member: Member
) -> bool:
    """Whether a link holds with signs of two meanings in one member read otherwise: `log(a)^b`."""
    for reading in OF_EXTENT if is_ambiguous(steps[side].text) else ():
        meant = list(steps)
        with suppress(Unreadable):
            expression = replace(writing, reading=reading).read(member.tokens)
            meant[side] = replace(steps[side], expression=expression)
            (other,) = check_links(setting.bench, meant)
            if other.status is Status.HOLDS:
                return True
    return False


def _says_nothing(steps: Sequence[Step]) -> bool:
    """Whether a step holds whatever its names are: `z = z`, `z - z = 0`, `2 - 2 = 0`."""
    sides = [each.expression for each in steps if each.expression is not None]
    pairs = (sides, *map(_difference, sides))
    return not any(map(free_names, sides)) or any(len({*map(to_text, each)}) == 1 for each in pairs)


def _difference(expression: Expression) -> Sequence[Expression]:
    """What is taken from what, in a difference of two terms."""
    match expression:
        case Call("-", (one, other)) | Call("+", (one, Call("-", (other,)))):
            return (one, other)
    return ()
