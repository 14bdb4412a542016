"""What grader functions take: the question, its answers, and how to settle it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest

from graders.errors import Missing, Review, Undecided, Unreadable
from graders.model import (
    Answer,
    Comparison,
    Mistake,
    PrintedNumber,
    Question,
    Submission,
    Value,
    Visibility,
)
from graders.reading.finding.answers import of_statement
from graders.session import QUESTION, RUN, SESSION, GradingSession

if TYPE_CHECKING:
    from graders.assignment import Assignment
    from graders.comparing.parts import Marked, Part
    from graders.student import Student

Judge = Callable[..., list[Comparison]]


@pytest.fixture
def question(request: pytest.FixtureRequest) -> Question:
    """The question that is graded."""
    return request.node.stash[QUESTION]


@pytest.fixture
def submission(request: pytest.FixtureRequest) -> Submission:
    """What the student handed in."""
    return request.config.stash[SESSION].submission


@pytest.fixture
def answers(request: pytest.FixtureRequest) -> tuple[Answer, ...]:
    """The candidate answers, best first; at least one."""
    run = request.node.stash[RUN]
    if not run.candidates:
        raise Missing("No answer to this question was found; label it as the sheet does.")
    return tuple(run.candidates)


@pytest.fixture
def answer(answers: tuple[Answer, ...]) -> Answer:
    """The answer: the best candidate."""
    return answers[0]


@pytest.fixture
def values(request: pytest.FixtureRequest, answers: tuple[Answer, ...]) -> tuple[Value, ...]:
    """The value of each candidate answer: the number it ends in and the steps before it."""
    found = tuple(request.config.stash[SESSION].value(each) for each in answers)
    for number, value in enumerate(found):
        printed = value.number.text if value.number else "no number"
        chain = f", the end of a chain of {len(value.steps) + 2}" if value.steps else ""
        request.node.stash[RUN].read_as[number] = f"{printed}{chain}"
    return found


@pytest.fixture
def formulas(request: pytest.FixtureRequest, question: Question) -> tuple[Value, ...]:
    """The equations under the question's part that say what it is, without a number."""
    state = request.config.stash[SESSION]
    name, part = state.finder.quantity(question), question.path[:-1]
    found = [
        of_statement(question, each, "left-hand side")
        for each in state.answers.statements_under(part)
        if each.chain.name == name and not each.has_value
    ]
    return tuple(value for each in found if (value := _value_of(state, each)) is not None)


def _value_of(state: GradingSession, answer: Answer) -> Value | None:
    try:
        return state.value(answer)
    except Unreadable:
        return None


@pytest.fixture
def quantity(request: pytest.FixtureRequest, question: Question) -> str:
    """The canonical name of what is asked for, such as dMSE_dw9."""
    return request.config.stash[SESSION].finder.quantity(question)


@pytest.fixture
def earlier(
    request: pytest.FixtureRequest, question: Question
) -> Mapping[str, PrintedNumber | None]:
    """The quantities that this question follows, each with the student's own number if read."""
    state = request.config.stash[SESSION]
    followed = [state.assignment.by_id[name] for name in question.follows]
    return {state.finder.quantity(each): state.own_number(each) for each in followed if each.names}


@pytest.fixture
def answer_to(request: pytest.FixtureRequest) -> Callable[[str], Answer | None]:
    """The answer to another question, by its id."""
    state = request.config.stash[SESSION]

    def find(name: str) -> Answer | None:
        found = state.answers.to(state.assignment.by_id[name])
        return found[0] if found else None

    return find


@pytest.fixture
def answers_to(request: pytest.FixtureRequest) -> Callable[[str], tuple[Answer, ...]]:
    """All candidate answers to another question, by its id."""
    state = request.config.stash[SESSION]
    return lambda name: state.answers.to(state.assignment.by_id[name])


@pytest.fixture
def number_in(request: pytest.FixtureRequest) -> Callable[[str], PrintedNumber | None]:
    """The student's own number in another question, by its id."""
    state = request.config.stash[SESSION]
    return lambda name: state.own_number(state.assignment.by_id[name])


@pytest.fixture
def text_under(request: pytest.FixtureRequest) -> Callable[..., str]:
    """All that stands under a label such as "4.b", with its parts but those given as `without`."""
    state = request.config.stash[SESSION]

    def text(label: str, *, without: Sequence[str] = ()) -> str:
        parts = [tuple(each.split(".")) for each in without]
        return state.answers.text_under(tuple(label.split(".")), parts)

    return text


@pytest.fixture
def doubt_silence(
    request: pytest.FixtureRequest, question: Question, text_under: Callable[..., str]
) -> Callable[..., None]:
    """Where no answer was found, a person looks if what it should be stands without a label."""
    from graders.unlabelled import is_sure, number_read, with_heads, with_value, with_words

    def look(
        *values: float,
        words: str = "",
        heads: str = "",
        without: Sequence[str] = (),
        settles: bool = False,
    ) -> None:
        """Looks for one of these values, or for words, among what no label of a part claims.

        Args:
            values: what the answer may be.
            words: a regular expression.
            heads: one for the left-hand sides of equations that a person looks at otherwise.
            without: labels of other parts, where the same may stand for their own answers.
            settles: whether words, or a value at the end of an equation that is printed finely,
                are taken for the answer, and not only shown to a person.
        """
        run, answers = request.node.stash[RUN], request.config.stash[SESSION].answers
        part = ".".join(question.path[:2])
        if run.candidates or (text_under(part) and part not in without):
            return
        others = [tuple(each.split(".")) for each in without if each != part]
        found = next(with_value(answers, question, values, others), None) if values else None
        if found is None and words:
            found = next(with_words(answers, question, words, others), None)
        others_like_it = tuple(with_heads(answers, question, heads, others)) if heads else ()
        if found is None and others_like_it:
            run.candidates = others_like_it
            raise Undecided("No label leads to this answer; a person looks for it.")
        if found is None:
            return
        run.candidates = (found,)
        if values:
            run.read_as[0] = number_read(found)
        if not (settles and (words or all(is_sure(found, value) for value in values))):
            note = "this fits, but stands under no label of this part"
            raise Undecided("No label leads to this answer; a person looks for it.", note=note)

    return look


@pytest.fixture
def settle(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Turns comparisons into the verdict: see `QuestionRun.settle`."""
    return request.node.stash[RUN].settle


@pytest.fixture
def settle_value(
    request: pytest.FixtureRequest,
    question: Question,
    earlier: Mapping[str, PrintedNumber | None],
    settle: Callable[..., None],
) -> Callable[..., None]:
    """Compares every candidate value with a `Target` and settles the question.

    The student's earlier values are those of the questions that this one follows; a grader that
    finds them elsewhere gives them as `earlier`.
    """
    from graders.comparing.quantities import Earlier, compare_quantity
    from graders.comparing.targets import Target

    def compare_all(target: Target, *, earlier: Earlier = earlier) -> None:
        request.config.hook.pytest_nabla_compared(question=question, given=target)
        values: tuple[Value, ...] = request.getfixturevalue("values")
        settle(*(compare_quantity(value, target, earlier) for value in values))

    return compare_all


@pytest.fixture
def judge_formula(request: pytest.FixtureRequest, question: Question) -> Judge:
    """Compares every candidate formula with a reference in LaTeX: see `_judge`."""
    return partial(_judge, request, question, derivation=False)


@pytest.fixture
def settle_formula(
    request: pytest.FixtureRequest, question: Question, settle: Callable[..., None]
) -> Callable[..., None]:
    """Compares every candidate formula with a reference and settles the question."""

    def compare_all(reference: str, *, hint: str = "", **details: Any) -> None:
        settle(*_judge(request, question, reference, derivation=False, **details), hint=hint)

    return compare_all


@pytest.fixture
def settle_derivation(
    request: pytest.FixtureRequest, question: Question, settle: Callable[..., None]
) -> Callable[..., None]:
    """Checks every candidate derivation: half for its end, half for the links that hold."""

    def check_all(reference: str, *, hint: str = "", **details: Any) -> None:
        settle(*_judge(request, question, reference, derivation=True, **details), hint=hint)

    return check_all


@pytest.fixture
def settle_parts(
    request: pytest.FixtureRequest, question: Question, settle: Callable[..., None]
) -> Callable[..., None]:
    """Marks a derivation by its parts, along the best of the routes that lead to its end.

    What no formula shows goes to a person, with the points of the other parts.
    """
    from graders.comparing.parts import Part, best_route

    def mark(
        *routes: Sequence[Part],
        notations: Sequence[str] = (),
        cases: Sequence[str] = (),
        remarks: Sequence[str] = (),
        carried: Sequence[Part] = (),
    ) -> None:
        """Marks and settles.

        Args:
            routes: the parts along each of the ways that lead to the end.
            notations: the symbols in which a part may be written; else those of the question.
            cases: the symbols of each case; every step must hold in one of them.
            remarks: for the student, on what costs no points.
            carried: the route that is right for the student's own answer before.
        """
        from graders.parts import mark_parts, settled
        from graders.passages import passage_of

        text = passage_of(request.getfixturevalue("answer"))
        settings = [_setting(request, name) for name in notations or (question.symbols,)]
        of_cases = [_setting(request, name) for name in cases]
        marked = [mark_parts(settings, text, parts, of_cases) for parts in routes]
        own = [mark_parts(settings, text, carried, of_cases)] if carried else []
        best = best_route([*marked, *own])
        found = settled(best, question, remarks)
        settle(replace(found, follows_from=question.follows) if best in own else found)

    return mark


@pytest.fixture
def shows(request: pytest.FixtureRequest) -> Callable[[str, str], bool]:
    """Whether an answer to another question, by its id, gives a formula as its value."""
    from graders.passages import Accepted, judge_formula, passage_of

    state = request.config.stash[SESSION]

    def is_given(name: str, latex: str) -> bool:
        other = state.assignment.by_id[name]
        setting, options = _setting(request, other.symbols), _options()
        return any(
            judge_formula(setting, passage_of(each), Accepted(latex), options, other.names).equal
            for each in state.answers.to(other)
        )

    return is_given


@pytest.fixture
def find_parts(
    request: pytest.FixtureRequest, question: Question, answer: Answer
) -> Callable[..., "Marked"]:
    """What the answer shows of the parts of a derivation, in the symbols of the question."""

    def find(parts: Sequence["Part"]) -> "Marked":
        from graders.parts import mark_parts
        from graders.passages import passage_of

        setting = _setting(request, question.symbols)
        return mark_parts([setting], passage_of(answer), parts)

    return find


def _options() -> Any:
    from graders.equivalence import Options

    return Options()


def _setting(request: pytest.FixtureRequest, symbols: str) -> Any:
    """The exercise whose symbols are declared by this name."""
    from graders.equivalence import setting_for

    assignment = request.config.stash[SESSION].assignment
    definitions = assignment.definition_sets.get(symbols, {})
    pairs = [{"latex": name, "value": value} for name, value in definitions.items()]
    return setting_for(assignment.symbol_sets.get(symbols, {}), pairs)


def _judge(
    request: pytest.FixtureRequest,
    question: Question,
    reference: str,
    *,
    derivation: bool,
    others: Sequence[str] = (),
    mistakes: Mapping[str, Mistake] | None = None,
    follows: Mapping[str, tuple[str, str]] = MappingProxyType({}),
    rewritten: Callable[[str], str] | None = None,
    **options: Any,
) -> list[Comparison]:
    r"""The formula of each candidate answer, held against a reference.

    Args:
        request: of the grader.
        question: whose symbols, layout and names are used.
        reference: the right formula, in LaTeX.
        derivation: whether the links of the chain count too.
        others: further right formulas that are not equal to it, such as the other layout.
        mistakes: known wrong formulas, in LaTeX, and what to say of each.
        follows: for an earlier question the symbol that stands for its answer, and the
            reference as a formula of that symbol: {"1.2.i": ("P", r"\log P")}.
        rewritten: turns the text of an answer into the notation that is declared.
        options: of the comparison: `almost_everywhere`, ...
    """
    from graders.equivalence import Options, setting_for
    from graders.passages import (
        Accepted,
        Carried,
        judge_derivation,
        judge_formula,
        judge_with_own,
        of_its_names,
        passage_of,
    )

    state, run = request.config.stash[SESSION], request.node.stash[RUN]
    answers: tuple[Answer, ...] = request.getfixturevalue("answers")
    sets = state.assignment.symbol_sets.get(question.symbols, {})
    definitions = state.assignment.definition_sets.get(question.symbols, {})
    pairs = [{"latex": name, "value": value} for name, value in definitions.items()]
    setting = setting_for(sets, pairs)
    chosen = Options(layout=question.layout or None, **options)
    accepted = Accepted(reference, others, mistakes)
    request.config.hook.pytest_nabla_compared(question=question, given=accepted)
    judged = judge_derivation if derivation else judge_formula
    passages = [passage_of(each) for each in answers]
    texts = [rewritten(each) for each in passages] if rewritten else passages
    kept = of_its_names(setting, texts, accepted, question.names)
    answers = run.candidates = tuple(answers[number] for number in kept)
    texts = [texts[number] for number in kept]
    elsewhere = _names_of_siblings(state.assignment, question)
    around = state.answers.text_under(question.path[:-1]) if question.path[1:] else ""
    around = rewritten(around) if rewritten else around
    found = [
        judged(setting, text, accepted, chosen, question.names, elsewhere, around) for text in texts
    ]
    for earlier, (name, formula) in follows.items():
        own = [each.text for each in state.answers.to(state.assignment.by_id[earlier])]
        carried = Carried(name, formula, own)
        for number, comparison in enumerate(found):
            if comparison.equal is False:
                text = answers[number].text
                followed = judge_with_own(setting, text, carried, chosen, question.names)
                found[number] = followed or comparison
    for number, comparison in enumerate(found):
        run.read_as[number] = comparison.read_as or answers[number].text
    return found


def _names_of_siblings(assignment: "Assignment", question: Question) -> list[str]:
    """The left-hand sides that define the answers to the other parts of a question."""
    parts = (each for each in assignment.questions if each.path[:-1] == question.path[:-1])
    return [name for each in parts if each.id != question.id for name in each.names]


@pytest.fixture
def review(question: Question) -> Callable[..., None]:
    """Leaves the answer to a person, with the rubric and the points that it has earned so far."""

    def leave(
        note: str = "", *, points: Fraction = Fraction(0), mistake: str | None = None
    ) -> None:
        rubric = "\n".join(("rubric:", *question.rubric)) if question.rubric else ""
        notes = "\n".join(filter(None, (note, rubric)))
        words = "A person reads and marks this answer."
        raise Review(words, note=notes, points=points, mistake=mistake)

    return leave


@pytest.fixture
def read_as(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Says how the answer was understood, where that is not its own text."""
    run = request.node.stash[RUN]

    def say(text: str) -> None:
        run.read_as[run.chosen] = text

    return say


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Puts a picture made by us, such as `graders.baselines.drawing.picture`, into the report."""
    run = request.node.stash[RUN]

    def put(svg: str) -> None:
        run.figure = svg

    return put


@pytest.fixture
def student(request: pytest.FixtureRequest) -> Iterator["Student"]:
    """The student's program, run behind the wall: see `graders.student.Student`."""
    state, run = request.config.stash[SESSION], request.node.stash[RUN]
    student = state.code_run.student(state.submission, state.path, run.answer)
    student.say_used, student.remarks = request.getfixturevalue("read_as"), run.remarks
    yield student
    student.close()


@pytest.fixture
def data_folder(request: pytest.FixtureRequest) -> Path | None:
    """The folder of the instructor's data, if one is given."""
    given = request.config.getoption("--data")
    return Path(given) if given else None


@pytest.fixture
def leaderboard(request: pytest.FixtureRequest, question: Question) -> Callable[..., None]:
    """Adds an entry to the leaderboard, which is open to all: none for a question not yet shown."""
    state = request.config.stash[SESSION]

    def add(name: str, value: float | str, *, order: str = "desc") -> None:
        if question.visibility is Visibility.VISIBLE:
            state.leaderboard.append({"name": name, "value": value, "order": order})

    return add
