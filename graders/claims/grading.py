"""How a grader settles a question on a trained run."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NoReturn

import pytest

from graders.claims.runs.asked import Asked
from graders.claims.runs.files import RunFiles, run_files
from graders.claims.runs.found import Found, Said
from graders.claims.runs.references import Reference, curve_of
from graders.claims.runs.run import Judge
from graders.comparing.claims.accuracies import Claim, check_batches
from graders.comparing.claims.checks import Check, Part, together, unique
from graders.errors import Review
from graders.model import Question
from graders.reading.training.claimed import claimed_accuracies

READ_BY_A_PERSON = "A person reads and marks this answer."
ELSEWHERE = "elsewhere, of this run:"
NOT_EVALUATED = "a claim that has not been evaluated again is never right by itself"

Runs = Mapping[str, Asked]


def claims_in(text: str, splits: Sequence[str] = ("test", "")) -> tuple[Claim, ...]:
    """The test accuracies that a text claims; others only where it claims none.

    >>> [float(each.share) for each in claims_in("train accuracy 99 %, test accuracy 61 %")]
    [0.61]
    """
    found = claimed_accuracies(text)
    for split in splits:
        if named := [each for each in found if each.split == split]:
            return tuple(Claim(each.number, each.images) for each in named)
    return ()


def files_of(request: pytest.FixtureRequest, runs: Runs, text: str, run: str = "") -> RunFiles:
    """The files of a run, or else of the run that the question asks for."""
    patterns = {name: asked.files for name, asked in runs.items()}
    question: Question = request.getfixturevalue("question")
    return run_files(request.getfixturevalue("submission"), patterns, run or question.id, text)


def settle_run(
    request: pytest.FixtureRequest,
    runs: Runs,
    said: Mapping[str, Said],
    compared: Sequence[Check] = (),
) -> None:
    """Settles the question on a run, or leaves it to a person where nothing can be run.

    Args:
        request: of the grader.
        runs: that the sheet asks for, by question.
        said: of each of them in the write-up.
        compared: what is found of words that compare this run with others.
    """
    question: Question = request.getfixturevalue("question")
    found, judge = _hearing(request, runs, said)
    claim, *further = judge.parts(found)
    claims = [each for one in said.values() for each in one.claims]
    batches = check_batches(claims, judge.asked.batch) if not found.files.weights else ()
    claim = replace(claim, checks=(*claim.checks, *batches, *compared))
    _show_claims(request, said[question.id])
    _draw(request, found, judge)
    if found.files.any:
        request.getfixturevalue("settle")(together([claim, *further]))
    else:
        leave(question, (check for part in (claim, *further) for check in part.checks))


def settle_curve(
    request: pytest.FixtureRequest,
    runs: Runs,
    *,
    text: str,
    other: Part,
    kept: Sequence[Check] = (),
) -> None:
    """Settles a question on the curve of a run, beside another part.

    Args:
        request: of the grader.
        runs: the run, by question.
        text: of the answer.
        other: what else the question asks for.
        kept: what is known of how the losses of the curve are kept.
    """
    [name] = runs
    found, judge = _hearing(request, runs, {name: Said(text)})
    wrong = [each for each in kept if each.holds is False]
    weighed = (*judge.check_weights(found),)
    logged = (*judge.check_log(found), *wrong, *weighed)
    log = Part("log", judge.asked.shares.log, logged)
    _draw(request, found, judge)
    if found.files.any or other.holds is not None:
        request.getfixturevalue("settle")(together([other, log]))
    else:
        leave(request.getfixturevalue("question"), (*other.checks, *log.checks))


def _hearing(
    request: pytest.FixtureRequest, runs: Runs, said: Mapping[str, Said]
) -> tuple[Found, Judge]:
    question: Question = request.getfixturevalue("question")
    assignment, asked = request.path.parent.name, runs[question.id]
    submission = request.getfixturevalue("submission")
    by_run = {
        name: Found(submission, files_of(request, runs, each.text, name), each)
        for name, each in said.items()
    }
    own = by_run.pop(question.id)
    found = replace(own, others=by_run)
    judge = Judge(
        asked,
        Reference.of(assignment, asked.baseline, mistaken=found.is_of_probabilities),
        request.getfixturevalue("data_folder"),
        lambda: request.getfixturevalue("student"),
        assignment,
        sheet=runs,
    )
    return found, judge


def _show_claims(request: pytest.FixtureRequest, said: Said) -> None:
    """Says which accuracies were read, where they stand elsewhere than the answer itself."""
    numbers = (each.number.text for each in said.claims)
    if elsewhere := unique(each for each in numbers if each not in said.text):
        shown = f"{ELSEWHERE} {', '.join(elsewhere)}"
        request.getfixturevalue("read_as")("\n".join(filter(None, (said.text, shown))))


def _draw(request: pytest.FixtureRequest, found: Found, judge: Judge) -> None:
    """Puts the run into the picture of its baseline, and the picture into the report."""
    from graders.baselines.drawing import picture

    baseline, curve = judge.reference.baseline, curve_of(found.log, judge.asked.steps)
    if baseline is None or not (curve or found.claims or judge.results):
        return
    losses = list(zip(curve.ends, curve.losses, strict=True)) if curve else []
    measured, claims = judge.results[-1:], found.claims[:1]
    shares = [*(each.share for each in measured), *(each.share for each in claims)]
    accuracy, claimed = [*map(float, shares), None, None][:2]
    drawn = picture(baseline, losses=losses, accuracy=accuracy, claimed=claimed)
    request.getfixturevalue("figure")(drawn)


def leave(question: Question, checks: Iterable[Check], note: str = NOT_EVALUATED) -> NoReturn:
    """Leaves a question to a person, with what was found of it; nothing is earned by words alone.

    Raises:
        Review: always.
    """
    kept = [each for each in checks if each.holds is not True]
    mistakes = [each.mistake for each in kept if each.mistake]
    told = [each.told for each in kept]
    rubric = "\n".join(("rubric:", *question.rubric)) if question.rubric else ""
    found = "; ".join(unique([*(each.told for each in kept), *(each.note for each in kept)]))
    raise Review(
        " ".join((READ_BY_A_PERSON, *(f"{each[0].upper()}{each[1:]}." for each in unique(told)))),
        note="\n".join(filter(None, (note, found, rubric))),
        mistake=mistakes[0].code if mistakes else None,
    )
