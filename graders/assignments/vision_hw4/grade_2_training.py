"""Question 2: networks trained for CIFAR-10, judged by their loop, their weights and their logs."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from graders.claims.grading import claims_in, files_of, leave, settle_curve, settle_run
from graders.claims.runs.asked import Asked, Shares, runs_of
from graders.claims.runs.files import RunFiles, log_in
from graders.claims.runs.found import Said
from graders.claims.runs.loops import judge_loop
from graders.comparing.claims.accuracies import Claim, the_claim
from graders.comparing.claims.checks import Check, Part
from graders.comparing.claims.factors import Factor, Setting, check_factors
from graders.grading.fixtures.types import AnswersTo, TextUnder
from graders.grading.student import Student
from graders.model import Answer, Mistake, Question, Submission
from graders.reading.code.answer_code import all_cells, answer_cells, mentions
from graders.reading.words.tables import cells_in_words, rows_in_words
from graders.sentences import LINES, SENTENCES, Ends

HARNESS = Path(__file__).parent / "inside" / "training.py"
TRAINS = r"\.backward\("
NO_LOOP = "no training loop is in the hand-in"
EPOCHS, HALF = 3, Fraction(1, 2)
SHARES = Shares(claim=Fraction(3, 5), log=Fraction(2, 5))
BATCHES = Factor(
    "batch size",
    r"(?:larger|bigger|greater|higher) (?:mini-?)?batch(?:es|[ -]?sizes?)?"
    r"|(?:increas|rais)\w+ (?:the )?batch(?:[ -]?size)?",
    r"(?:smaller|lower) (?:mini-?)?batch(?:es|[ -]?sizes?)?"
    r"|(?:decreas|lower|reduc)\w+ (?:the )?batch(?:[ -]?size)?",
)
LENGTHS = Factor(
    "epochs",
    r"more (?:training )?epochs|longer training|train\w* (?:for )?longer|more training"
    r"|(?:larger|higher) number of epochs|(?:increas|rais)\w+ (?:the )?(?:number of )?epochs",
    r"fewer (?:training )?epochs|shorter training|less training"
    r"|(?:decreas|lower|reduc)\w+ (?:the )?(?:number of )?epochs",
)
EPOCHS_SAID = re.compile(r"(\d+)\s*(?:training\s+)?epochs?|epochs?\W{0,4}(\d+)", re.IGNORECASE)
BOTH_SAID = re.compile(r"\W*(4|16)\s*/\s*(5|20)\s*[:=|]")
PERCENTAGE = re.compile(r"(?<![\d.,])(\d{1,3}(?:[.,]\d{1,4})?)\s*(?:\\?%|per ?cent\b)")
CLAUSES = Ends("", also=r",\s+(?:and\s+)?|\s+and\s+(?=with\b|for\b)")
NAMED = re.compile(r"err|wrong|loss|train|val|misclass", re.IGNORECASE)
OTHERWISE = Mistake("contradiction", "the answer to {question} gives {number} for this run")
CONFIGURATIONS = [(batch, epochs) for batch in (4, 16) for epochs in (5, 20)]


def file_names(batch: int, epochs: int) -> str:
    """How files of a configuration may be called: b4e20, bs4_epochs20, 20_epochs_batch_4."""
    size, length = r"(?<![a-z])b(?:s|atch)?(?:_?size)?_?", r"e(?:p|pochs?)?"
    return (
        rf"{size}{batch}_?(?:and_)?{length}_?{epochs}(?!\d)|{size}{batch}_{epochs}_?{length}(?![a-z])"
        rf"|(?<!\d){epochs}_?{length}_(?:and_)?b(?:s|atch)?(?:_?size)?_?{batch}(?!\d)"
    )


TRAINED = runs_of(
    "vision_hw4",
    SHARES,
    {f"2.4.ii.b{batch}e{epochs}": file_names(batch, epochs) for batch, epochs in CONFIGURATIONS},
)


FIRST_RUN = runs_of(
    "vision_hw4",
    Shares(claim=Fraction(0), log=Fraction(1, 2)),
    {"2.3.i": rf"{file_names(4, 3)}|(?<!\d)2_3_i(?![a-z])|(?<!\d)3_epochs|cpu"},
)


@pytest.mark.question("2.3.i", points=1, kind="training")
def grade_training_loop(
    request: pytest.FixtureRequest,
    question: Question,
    answer: Answer,
    answers_to: AnswersTo,
    submission: Submission,
    student: Student,
) -> None:
    """A training loop, run on a small network, and a run of three epochs with its loss."""
    own, rest = answer_cells(answers_to(question.id)), all_cells(student.code)
    own = (
        own
        if mentions(own, TRAINS)
        else tuple(each for each in rest if mentions((each,), TRAINS))[:1]
    )
    loop: tuple[Check, ...] = (Check(None, NO_LOOP),)
    kept: tuple[Check, ...] = ()
    if own:
        loop, kept = judge_loop(student, HARNESS, own, rest, EPOCHS)
    runs = {question.id: first_run(files_of(request, FIRST_RUN, answer.text), submission)}
    settle_curve(request, runs, text=answer.text, other=Part("loop", HALF, loop), kept=kept)


def first_run(files: RunFiles, submission: Submission) -> Asked:
    """The run of three epochs, with batches of 16 where the log has the steps of these."""
    asked, log = FIRST_RUN["2.3.i"], log_in(submission, files.log) if files.log else ()
    with_sixteen = replace(asked, batch=16, baseline="b16e3")
    steps = max((each.step or 0 for each in log), default=0)
    ends = max((each.steps or 0 for each in log), default=0)
    last = with_sixteen.steps
    return with_sixteen if ends == last or 0 < steps <= last else asked


@pytest.mark.question(
    "2.4.ii.b4e20", "2.4.ii.b4e5", "2.4.ii.b16e5", "2.4.ii.b16e20", points=0.5, kind="training"
)
def grade_configuration(
    request: pytest.FixtureRequest,
    question: Question,
    text_under: TextUnder,
    answers_to: AnswersTo,
) -> None:
    """A training run: its loss, and the accuracy claimed for it."""
    section, own = text_under("2.4.ii"), answers_to(question.id)
    unlabelled = text_under("2.4.ii", without=tuple(TRAINED))
    text = own[0].text if own else ""
    if not (own or unlabelled.strip() or files_of(request, TRAINED, text).any):
        request.getfixturevalue("answer")  # it is missing unless it stands elsewhere
    texts = {name: "\n".join(each.text for each in answers_to(name)[:1]) for name in TRAINED}
    settle_run(
        request,
        TRAINED,
        {name: Said(each, claims_of(TRAINED[name], section, each)) for name, each in texts.items()},
    )


@pytest.mark.question("2.4.iii", points=1, kind="free_text")
def grade_observations(
    question: Question,
    answer: Answer,
    text_under: TextUnder,
    answers_to: AnswersTo,
) -> None:
    """What the four runs show, held against their own accuracies; a person reads it."""
    section, claims = text_under("2.4.ii"), {}
    for name, run in TRAINED.items():
        own = "\n".join(each.text for each in answers_to(name)[:1])
        if isinstance(claim := the_claim(claims_of(run, section, own)), Claim):
            claims[name] = claim
    shares = {setting_of(name): each.share for name, each in claims.items()}
    checks = check_factors(answer.text, (BATCHES, LENGTHS), shares)
    leave(question, (*checks, *said_again(answer.text, claims)), note="")


def setting_of(name: str) -> Setting:
    """Batch size and epochs of a run."""
    return TRAINED[name].batch, TRAINED[name].epochs


def said_again(text: str, claims: Mapping[str, Claim]) -> Iterator[Check]:
    """Accuracies that sentences on one run state otherwise than the answer on that run."""
    by_run = {setting_of(name): name for name in claims}
    for sentence in LINES.split(text):
        name, stated = by_run.get(configuration(sentence) or ()), the_claim(claims_in(sentence))
        if not name or not isinstance(stated, Claim) or len(EPOCHS_SAID.findall(sentence)) > 1:
            continue
        if abs(stated.share - claims[name].share) > stated.unit + claims[name].unit:
            words = OTHERWISE.words.format(question=name, number=claims[name].number.text)
            yield Check(None, mistake=Mistake(OTHERWISE.code, words))


def claims_of(run: Asked, section: str, text: str) -> tuple[Claim, ...]:
    r"""The accuracies in lines that name the configuration, or else those of its own answer.

    >>> table = "| batch size | epochs | test accuracy |\n|---|---|---|\n| 16 | 5 | 56.57 % |"
    >>> [each.number.text for each in claims_of(TRAINED["2.4.ii.b16e5"], table, "")]
    ['56.57 %']
    >>> line = "batch size 16, 5 epochs: 58%"
    >>> [each.number.text for each in claims_of(TRAINED["2.4.ii.b16e5"], line, "")]
    ['58%']
    >>> line = "Batch size 4 and 5 epochs: 60 percent, and with batch size 16 and 5 epochs 58%"
    >>> [each.number.text for each in claims_of(TRAINED["2.4.ii.b4e5"], line, "")]
    ['60%']
    """
    texts = (section, rows_in_words(section), cells_in_words(section))
    lines = [line for each in texts for whole in each.splitlines() for line in of_one_run(whole)]
    named = [line for line in lines if configuration(line) == (run.batch, run.epochs)]
    own = [line for line in text.splitlines() if configuration(line) is None]
    bare = dict.fromkeys(map(percentage_alone, named))
    return claims_in("\n".join(named)) or claims_in("\n".join(bare)) or claims_in("\n".join(own))


def of_one_run(line: str) -> list[str]:
    """A line cut where it goes on to another configuration, if each is named before its number.

    >>> of_one_run("Batch size 4, 5 epochs: 60%. Batch size 4, 20 epochs: 61%. Better.")
    ['Batch size 4, 5 epochs: 60%.', 'Batch size 4, 20 epochs: 61%. Better.']
    >>> of_one_run("60% with batch size 4, 5 epochs, 61% with batch size 4, 20 epochs")
    ['60% with batch size 4, 5 epochs, 61% with batch size 4, 20 epochs']
    """
    sentences = cut_by_run(line, SENTENCES)
    return [each for sentence in sentences for each in cut_by_run(sentence, CLAUSES)]


def cut_by_run(text: str, ends: Ends) -> list[str]:
    """A text cut at those ends behind which a configuration is named, if one is ahead of all."""
    starts = [start for start, _ in ends.spans(text)]
    pieces = [text[start:end] for start, end in pairwise([*starts, len(text)])]
    places = [at for at, each in zip(starts, pieces, strict=True) if configuration(each)]
    if not places or places[0] != 0:
        return [text]
    return [text[start:end].strip() for start, end in pairwise([*places, len(text)])]


def percentage_alone(line: str) -> str:
    """The only percentage of a line as an accuracy, unless it is called something else.

    >>> percentage_alone("batch 4, 20 epochs: 61%"), percentage_alone("batch 4: error 39%")
    ('test accuracy: 61%', '')
    """
    found = PERCENTAGE.findall(line)
    return f"test accuracy: {found[0]}%" if len(found) == 1 and not NAMED.search(line) else ""


def configuration(line: str) -> tuple[int, int] | None:
    """The batch size and the number of epochs that a line is about.

    >>> configuration("Figure 2: Training Batch Size 4, 5 epochs, Test accuracy: 60%")
    (4, 5)
    >>> configuration("16/20: 62.3%")
    (16, 20)
    """
    if both := BOTH_SAID.match(line):
        return int(both[1]), int(both[2])
    batch = re.search(r"batch(?:[ _-]?size)?\W{0,4}(\d+)", line, re.IGNORECASE)
    epochs = EPOCHS_SAID.search(line)
    return (int(batch[1]), int(epochs[1] or epochs[2])) if batch and epochs else None
