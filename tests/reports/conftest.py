"""Reports to show: a realistic one, a hostile one, a class, and any that can be."""

import random
from fractions import Fraction

import pytest
from hypothesis import strategies as st

from graders.model import Kind, Outcome, Question, Report, Verdict, Visibility

HOSTILE = (
    "<script>alert(1)</script> & \"quoted\" 'text' {{ 7 * 7 }} {% raw %} "
    "[bold red]markup[/bold red] :smile: \x1b[31mred\x1b[0m \x1b]0;title\x07 \x9b2J \x00 \x7f \r\n"
    "a\u202egnp.exe \u2066isolate\u2069 half \ud800 line\u2028end ∇ 梯度 e\u0301 "
    "</style></textarea><img src=x onerror=alert(2)> =cmd|'/C calc'!A0"
)


def question(
    id: str, title: str, points: str = "1", kind: Kind = Kind.NUMERIC, **options: object
) -> Question:
    return Question(id, title, Fraction(points), kind, **options)


QUESTIONS = (
    question("1.1.1", "Gradient of xᵀx", "0.5", Kind.SYMBOLIC),
    question("1.1.2", "Gradient of Trace(AᵀA)", "0.5", Kind.SYMBOLIC),
    question("1.1.3", "Gradient of xᵀAy in y", "0.5", Kind.SYMBOLIC),
    question("1.2.i", "Likelihood of a label", "2", Kind.SYMBOLIC),
    question("1.2.ii", "Log-likelihood", "2", Kind.SYMBOLIC),
    question("1.3.1", "Suggestion: more training data", "0.5", Kind.CHOICE),
    question("1.3.2", "Suggestion: select the model on a validation split", "0.5", Kind.CHOICE),
    question("2.1.i", "Normalisation transform", "1", Kind.FREE_TEXT),
    question("2.1.ii", "Numbers of samples", "1", Kind.CODE),
    question("2.2.1", "Description of every layer", "2", Kind.TABLE),
    question("2.2.4", "Kernel size 3 without other changes", "1", Kind.SHAPE),
    question("2.3.i", "Training on the CPU, 3 epochs", "1", Kind.TRAINING),
    question("2.3.iii", "Why gradients are reset", "1", Kind.FREE_TEXT),
    question("2.4.ii.b4e20", "Batch size 4, 20 epochs", "0.5", Kind.TRAINING),
    question("3.2.ii", "Padding and stride for half the side", "2", Kind.SHAPE),
    question("3.2.l1_from_l2", "L1 regularisation from the L2 weights", "3", Kind.TRAINING),
    question("3.3", "L2 term and weight decay", "4", Kind.DERIVATION),
    question("4.1.a", "Ideal discriminator", "0.5"),
    question("4.1.b", "Value of the loss at the optimum", "0.5"),
    question(
        "4.2.Wd",
        "Gradient for the discriminator weights",
        "1",
        Kind.SYMBOLIC,
        visibility=Visibility.AFTER_PUBLISHED,
    ),
)


def right(question: Question, where: str, read_as: str = "", **more: object) -> Verdict:
    return Verdict(question, Outcome.CORRECT, question.points, where=where, read_as=read_as, **more)


def _realistic() -> Report:
    ask = {each.id: each for each in QUESTIONS}
    none = Fraction(0)
    verdicts = (
        right(ask["1.1.1"], "answers.md:14", r"2 x"),
        Verdict(
            ask["1.1.2"],
            Outcome.INCORRECT,
            none,
            "The sign is the other way round: the trace of AᵀA is the sum of the squares of the "
            "entries of A, and each of them grows with its entry. Write the trace as a sum and "
            "differentiate one entry at a time.",
            note="witness: A = [[1, 2], [3, 4]] gives [[-2, -4], [-6, -8]]",
            read_as=r"-2 A",
            where="answers.md:20",
            mistake="sign",
            about="The gradient of tr(AᵀA) by A.",
            tags=("gradients",),
        ),
        Verdict(
            ask["1.1.3"],
            Outcome.PARTIAL,
            Fraction(1, 3),
            "Right up to the layout: this is a row.",
            read_as=r"x^T A",
            where="answers.md:24",
            mistake="layout",
        ),
        right(ask["1.2.i"], "answers.md:31", r"\prod_n \hat{y}_n^{y_n} (1 - \hat{y}_n)^{1 - y_n}"),
        Verdict(
            ask["1.2.ii"],
            Outcome.UNREADABLE,
            none,
            r"'{' opened at the end of line 36 is never closed: \sum_{n y_n \log \hat{y}_n",
            note="the reader stopped at character 9",
            where="answers.md:36",
            review_points=Fraction(2),
        ),
        right(ask["1.3.1"], "answers.md:41", "improve"),
        Verdict(ask["1.3.2"], Outcome.MISSING, none, "No answer was found to 1.3.2."),
        Verdict(
            ask["2.1.i"],
            Outcome.REVIEW,
            none,
            where="answers.md:50",
            read_as="It maps [0, 1] to [-1, 1], so the mean of each channel is near zero.",
            note="rubric: range (yes), effect on training (unsure)",
            review_points=Fraction(1),
        ),
        right(ask["2.1.ii"], "hw4.ipynb[3]:1"),
        Verdict(
            ask["2.2.1"],
            Outcome.PARTIAL,
            Fraction(3, 2),
            "6 of 8 rows are right. conv2: 16 filters of size 5, not 6. fc1: 400 inputs.",
            where="answers.md:61",
        ),
        Verdict(
            ask["2.2.4"],
            Outcome.FOLLOW_THROUGH,
            Fraction(1),
            "Right for the size that you found in 2.2.1.",
            read_as=r"12 \times 12 \times 16",
            where="answers.md:80",
        ),
        Verdict(
            ask["2.3.i"],
            Outcome.UNDECIDED,
            none,
            "The log ends at 51 %, the weights reach 49.2 %.",
            note="spread over seeds 1.1 points; the claim is 1.6 away",
            where="train.log:3021",
            review_points=Fraction(1),
        ),
        Verdict(
            ask["2.3.iii"],
            Outcome.REVIEW,
            none,
            where="answers.md:95",
            read_as="They would add up over the steps otherwise.",
            review_points=Fraction(1),
        ),
        Verdict(
            ask["2.4.ii.b4e20"],
            Outcome.FAULT,
            none,
            note="OSError: [Errno 28] No space left on device",
            where="weights/b4e20.safetensors:1",
            review_points=Fraction(1, 2),
        ),
        right(ask["3.2.ii"], "answers.md:120", r"(p, s) = (1, 2)"),
        Verdict(ask["3.2.l1_from_l2"], Outcome.MISSING, none, "No answer was found."),
        Verdict(
            ask["3.3"],
            Outcome.PARTIAL,
            Fraction(2),
            "The first three steps hold; the fourth, from line 140, does not: the learning rate "
            "multiplies both terms.",
            note="step 4: witness w = 1.7, η = 0.3, λ = 0.2",
            read_as=(
                r"w - \eta (\nabla L + \lambda w)"
                "\n"
                r"= w - \eta \nabla L - \eta \lambda w"
                "\n"
                r"= (1 - \lambda) w - \eta \nabla L"
            ),
            where="answers.md:137",
            mistake="dropped factor",
        ),
        right(ask["4.1.a"], "answers.md:150", "0.5"),
        Verdict(
            ask["4.1.b"],
            Outcome.INCORRECT,
            none,
            "This is the value by the logarithm to base 2; the sheet's log is the natural one.",
            read_as="-2",
            where="answers.md:152",
            mistake="log_base",
        ),
        right(ask["4.2.Wd"], "a folder with a long name/appendix/derivations.md:1204"),
    )
    return Report(
        "s017",
        "vision_hw4",
        "Homework 4: gradients, convolutions and training",
        verdicts,
        "nabla 0.1.0",
        seconds=0.0431,
        notes=(
            "isolation: full (uid 60001, landlock 7 files+tcp+signals, seccomp, rlimits, private "
            "box; self-probe 9/9)",
            "answers.md:170: a passage of 12 lines was matched to no question",
        ),
        leaderboard=({"name": "test accuracy", "value": 0.512, "order": "desc"},),
    )


def _hostile(size: int) -> Report:
    text = HOSTILE * size
    verdicts = tuple(
        Verdict(
            question(f"{number}.{outcome.value}", HOSTILE, "2"),
            outcome,
            Fraction(2, 3),
            feedback=text,
            note=text,
            read_as=text,
            where=text,
            mistake=text,
            review_points=Fraction(1, 3),
            about=text,
            tags=(text,),
        )
        for number in range(1, 4)
        for outcome in Outcome
    )
    return Report(HOSTILE, "hw", HOSTILE, verdicts, "1.0", float("nan"), notes=(text,) * 60)


def _class(size: int) -> list[Report]:
    chance = random.Random(4)
    outcomes = list(Outcome)
    reports = []
    for number in range(1, size + 1):
        skill = chance.betavariate(5, 2)
        verdicts = []
        for place, each in enumerate(QUESTIONS):
            bad = 1 - skill ** (0.4 + place / len(QUESTIONS))
            weights = [1 - bad, 0.1, bad / 3, bad, bad / 3, 0.03, 0.03, 0, 0.005]
            if each.kind is Kind.FREE_TEXT:
                weights = [0, 0, 0, 0, bad / 4, 0, 0, 1, 0]
            (outcome,) = chance.choices(outcomes, weights)
            share = {Outcome.CORRECT: 1, Outcome.FOLLOW_THROUGH: 1, Outcome.PARTIAL: Fraction(1, 2)}
            verdicts.append(
                Verdict(
                    each,
                    outcome,
                    each.points * share.get(outcome, 0),
                    review_points=each.points if outcome.needs_person else Fraction(0),
                )
            )
        report = Report(
            f"s{number}",
            "vision_hw4",
            "Homework 4: gradients, convolutions and training",
            tuple(verdicts),
            "nabla 0.1.0",
            seconds=chance.uniform(0.02, 0.09),
        )
        reports.append(report)
    return reports


@pytest.fixture(scope="session")
def realistic() -> Report:
    return _realistic()


@pytest.fixture(scope="session")
def hostile() -> Report:
    return _hostile(size=1)


@pytest.fixture(scope="session")
def huge() -> Report:
    return _hostile(size=100)


@pytest.fixture(scope="session")
def classroom() -> list[Report]:
    return _class(30)


def _register_reports() -> None:
    """Let `st.from_type(Report)` draw reports as graders may make them, and worse."""
    texts = st.text(max_size=40) | st.just(HOSTILE)
    points = st.builds(Fraction, st.integers(0, 30), st.integers(1, 9))
    labels = st.text("123abc", min_size=1, max_size=3)
    questions = st.builds(
        Question,
        id=st.lists(labels, min_size=1, max_size=3).map(".".join),
        title=texts,
        points=points,
        kind=st.sampled_from(Kind),
        visibility=st.sampled_from(Visibility),
    )
    verdicts = st.builds(
        Verdict,
        question=questions,
        outcome=st.sampled_from(Outcome),
        points=points | points.map(lambda value: -value),
        feedback=texts,
        note=texts,
        read_as=texts,
        where=texts,
        mistake=st.none() | texts,
        review_points=points,
        about=texts,
        tags=st.lists(texts, max_size=2).map(tuple),
    )
    values = st.integers() | st.floats() | texts
    entries = st.fixed_dictionaries(
        {"name": texts, "value": values}, optional={"order": st.sampled_from(["asc", "desc"])}
    )
    reports = st.builds(
        Report,
        submission=texts,
        assignment=st.just("hw1"),
        title=texts,
        verdicts=st.lists(verdicts, max_size=8, unique_by=lambda each: each.question.id).map(tuple),
        grader_version=st.just("1.0"),
        seconds=st.floats(min_value=0),
        notes=st.lists(texts, max_size=3).map(tuple),
        leaderboard=st.lists(entries, max_size=2).map(tuple),
    )
    st.register_type_strategy(Report, reports)


_register_reports()
