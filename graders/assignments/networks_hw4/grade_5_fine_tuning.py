"""Problem 5: networks fine-tuned with early stopping, judged by weights, logs and claims."""

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from graders.claims.grading import claims_in, leave
from graders.claims.runs.files import RunFiles, log_in, run_files
from graders.claims.runs.finetuning import NO_NETWORK, Tuned, given_validation
from graders.claims.weights.given import given_weights
from graders.claims.weights.measuring import Arrays, read_arrays
from graders.comparing.claims.checks import Check, Part, together
from graders.comparing.claims.improvement import check_improvement
from graders.comparing.claims.settings import check_settings
from graders.comparing.claims.stopping import NOT_RESET, stopping
from graders.errors import Mismatch, Undecided
from graders.grading.fixtures.types import AnswersTo, Settle
from graders.grading.student import Student
from graders.model import Answer, Mistake, Question, Submission
from graders.reading.training.log import Entry, read_log

HARNESS = Path(__file__).parent / "inside" / "stopping.py"
LONGER_RUN = "5.4, patience 15"
FILES = {
    "5.3": r"(?<![a-z])frozen|(?<!\d)5_3(?!\d)|head_?only|last_?layer",
    "5.4": r"un_?frozen|(?<!\d)5_4(?!\d)|fine_?tun\w*|p(?:atience)?_?10",
    LONGER_RUN: r"(?:(?:un_?frozen|5_4|fine_?tun[a-z]*)_)?p(?:atience)?_?15(?!\d)",
}
COMPARED = {  # what the two runs are called
    "5.3": r"(?<!un)(?<!un-)frozen|5\.3|(?:last|final|head) (?:layer )?(?:only|alone)|before",
    "5.4": r"un-?fr[eo]{1,2}z\w*|5\.4",
}
SETTING, CLAIM, LOG = Fraction(2, 5), Fraction(2, 5), Fraction(1, 5)
SETTINGS: Mapping[str, float | str] = {
    "learning rate": 0.0001,
    "optimiser": "adam",
    "patience": 10.0,
}
PATIENCE, LONGER = 10, 15
NO_LONGER_RUN = "the run with patience 15 is not among the files"

# Losses of epochs: improvements that set a counter back, a plateau, a late improvement, none.
TRIED = (
    [1.0, 0.9, 0.95, 0.96, 0.8, 0.85, 0.86, 0.87, 0.88, 0.7],
    [1.0, 1.0, 1.0, 1.0, 1.0, 1.0],
    [1.0, 1.1, 1.2, 0.5, 0.6, 0.7, 0.8, 0.9],
    [1.0, 0.9, 0.8, 0.7, 0.6, 0.5],
)
TRIED_PATIENCE = 3
STOPPER = re.compile(r"^class\s+(\w*(?:early|stop)\w*)", re.IGNORECASE | re.MULTILINE)
OTHER_RULE = Mistake("rule", "the class for early stopping does not stop where the rule does")


@pytest.mark.question("5.3", "5.4", points=3, kind="training")
def grade_fine_tuning(
    request: pytest.FixtureRequest,
    question: Question,
    submission: Submission,
    answer: Answer,
    answers_to: AnswersTo,
    data_folder: Path | None,
    settle: Settle,
) -> None:
    """A network fine-tuned with early stopping on the validation loss."""
    runs = runs_in(submission, question.id, answer.text)
    before = "\n".join(each.text for each in answers_to("5.3")[:1])
    compared = [*check_compared(answer.text, before)] if question.id == "5.4" else []
    if not any(files.any for files in runs.values()):
        tuned = Tuned(None, None, read_log(answer.text), answer.text)
        leave(question, (*tuned.check_log(PATIENCE), *compared))
    student: Student = request.getfixturevalue("student")
    setting: list[Check] = [*check_rule(student)]
    setting += check_settings(answer.text, SETTINGS if question.id == "5.3" else {})
    claim: list[Check] = [*compared]
    logged: list[Check] = []
    for patience, files in runs.items():
        log = log_in(submission, files.log) if files.log else read_log(answer.text)
        tuned, unread = tuned_of(student, files, data_folder, log, answer.text)
        setting += unread or tuned.check_layers(frozen=question.id == "5.3")
        claim += check_claimed(student, tuned, data_folder)
        logged += tuned.check_log(patience)
    if question.id == "5.4" and LONGER not in runs:
        setting.append(Check(None, NO_LONGER_RUN))
    found = (("setting", SETTING, setting), ("claim", CLAIM, claim), ("log", LOG, logged))
    settle(together([Part(name, share, tuple(each)) for name, share, each in found]))


def check_compared(text: str, before: str) -> Iterator[Check]:
    """What is said of unfrozen layers beside frozen ones, held against both accuracies.

    Args:
        text: of the answer on unfrozen layers.
        before: of that on frozen ones.

    >>> told = "Validation accuracy 0.81, an improvement over the frozen network."
    >>> [check.told for check in check_compared(told, "validation accuracy 0.83")]
    ['the accuracies say otherwise: 5.4 0.81, 5.3 0.83']
    """
    claims = {name: claims_in(each, ("validation", "test", ""))
              for name, each in (("5.3", before), ("5.4", text))}  # fmt: skip
    best = {name: max(one.share for one in each) for name, each in claims.items() if each}
    yield from check_improvement(text, "5.4", best, COMPARED)


def runs_in(submission: Submission, question: str, answer: str) -> dict[int, RunFiles]:
    """The files of each run that a question asks for, by its patience."""
    longer = run_files(submission, FILES, LONGER_RUN, "")
    if question == "5.4" and longer.any:
        first = run_files(submission, FILES, question, "")
        return {**({PATIENCE: first} if first.any else {}), LONGER: longer}
    return {PATIENCE: run_files(submission, FILES, question, answer)}


def tuned_of(
    student: Student, files: RunFiles, data: Path | None, log: Sequence[Entry], text: str
) -> tuple[Tuned, tuple[Check, ...]]:
    """What is known of a run, and what is wrong with its files of weights."""
    try:
        return Tuned(*weights_of(student, files, data), log, text), ()
    except Mismatch as error:
        unread = Check(False, mistake=Mistake("weights", error.feedback))
        return Tuned(None, None, log, text), (unread,)


def check_claimed(student: Student, tuned: Tuned, data: Path | None) -> Iterator[Check]:
    """Whether the weights give the accuracy that is claimed, on the split that was handed out."""
    given = given_validation(data)
    if isinstance(given, str):
        yield Check(None, NO_NETWORK.format(what=given))
    else:
        yield from given.check(student, tuned)


def weights_of(
    student: Student, files: RunFiles, data: Path | None
) -> tuple[Arrays | None, Arrays | None]:
    """The weights before and after; those that were given count before a student's own."""
    end = read_arrays(student, files.weights) if files.weights else None
    given = given_weights(data)
    if given is None and files.start:
        given = read_arrays(student, files.start)
    return given, end


def check_rule(student: Student) -> tuple[Check, ...]:
    """The student's own class for early stopping, tried on made losses."""
    texts = [cell.text for module in student.code.modules for cell in module.cells]
    names = [name for text in texts for name in STOPPER.findall(text)]
    if not names:
        return ()
    try:
        call = student.drive(HARNESS, "stops", names[0], [*TRIED], TRIED_PATIENCE, uses=names[0])
    except (Undecided, Mismatch) as error:
        return (Check(None, note=error.feedback),)
    if not call.returned:
        return (Check(None, note=f"{names[0]} could not be tried: {call.message}"),)
    return (judge_stops(call.value),)


def judge_stops(found: Any) -> Check:
    """Whether these are the epochs at which the rule stops, in either reading of patience.

    >>> judge_stops([8, 4, 7, None]).holds, judge_stops([6, 4, 5, None]).mistake.code
    (True, 'not_reset')
    """
    for patience in (TRIED_PATIENCE, TRIED_PATIENCE + 1):
        if found == [stopping(losses, patience).epoch for losses in TRIED]:
            return Check(True, note="the class for early stopping follows the rule")
        if found == [stopping(losses, patience, resets=False).epoch for losses in TRIED]:
            return Check(False, mistake=NOT_RESET)
    return Check(False, mistake=OTHER_RULE, note=f"it stops after {found}")
