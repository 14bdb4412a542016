"""How a grader settles a question on a trained run."""

from collections.abc import Iterable, Mapping, Sequence

import pytest

from graders.claims.asked import Asked
from graders.claims.files import RunFiles, run_files
from graders.claims.found import Found
from graders.claims.references import Reference, curve_of
from graders.claims.runs import Judge
from graders.comparing.claims.accuracies import Claim, check_batches
from graders.comparing.claims.checks import Check, Part, together, unique
from graders.errors import Review
from graders.model import Question
from graders.reading.claimed import claimed_accuracies

READ_BY_A_PERSON = "A person reads and marks this answer."
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
    *,
    text: str,
    claims: Sequence[Claim],
    of_other_runs: Sequence[Claim] = (),
    stated: str = "",
) -> None:
    """Settles the question on a run, or leaves it to a person where nothing can be run.

    Args:
        request: of the grader.
        runs: that the sheet asks for, by question.
        text: of the answer.
        claims: the accuracies that it states for this run.
        of_other_runs: those of the same evaluation for other runs.
        stated: elsewhere, of the setting that runs share.
    """
    question: Question = request.getfixturevalue("question")
    found, judge = _hearing(request, runs, text, claims, stated)
    parts = judge.parts(found)
    batch = tuple(check_batches((*claims, *of_other_runs), judge.asked.batch))
    if found.files.any:
        if not found.files.weights:
            parts = (Part(parts[0].name, parts[0].share, (*parts[0].checks, *batch)), *parts[1:])
        request.getfixturevalue("settle")(together(parts))
    else:
        leave(question, (check for part in parts for check in (*part.checks, *batch)))


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
    found, judge = _hearing(request, runs, text, (), "")
    wrong = [each for each in kept if each.holds is False]
    logged = (*judge.check_log(found), *wrong, *judge.check_weights(found))
    log = Part("log", judge.asked.shares.log, logged)
    if found.files.any or other.holds is not None:
        request.getfixturevalue("settle")(together([other, log]))
    else:
        leave(request.getfixturevalue("question"), (*other.checks, *log.checks))


def _hearing(
    request: pytest.FixtureRequest, runs: Runs, text: str, claims: Sequence[Claim], stated: str
) -> tuple[Found, Judge]:
    question: Question = request.getfixturevalue("question")
    assignment, asked = request.path.parent.name, runs[question.id]
    files = files_of(request, runs, text)
    others = {name: files_of(request, runs, "", name) for name in runs if name != question.id}
    found = Found(request.getfixturevalue("submission"), files, text, claims, stated, others)
    judge = Judge(
        asked,
        Reference.of(assignment, asked.baseline, mistaken=found.is_of_probabilities),
        request.getfixturevalue("data_folder"),
        lambda: request.getfixturevalue("student"),
        assignment,
    )
    _draw(request, found, judge)
    return found, judge


def _draw(request: pytest.FixtureRequest, found: Found, judge: Judge) -> None:
    """Puts the run into the picture of its baseline, and the picture into the report."""
    from graders.baselines.drawing import picture

    baseline, curve = judge.reference.baseline, curve_of(found.log, judge.asked.steps)
    if baseline is None or not (curve or found.claims):
        return
    losses = list(zip(curve.ends, curve.losses, strict=True)) if curve else []
    accuracy = float(found.claims[0].share) if found.claims else None
    request.getfixturevalue("figure")(picture(baseline, losses=losses, accuracy=accuracy))


def leave(question: Question, checks: Iterable[Check], note: str = NOT_EVALUATED) -> None:
    """Leaves a question to a person, with what was found of it; nothing is earned by words alone.

    Raises:
        Review: always.
    """
    kept = [each for each in checks if each.holds is not True]
    mistakes = [each.mistake for each in kept if each.holds is False and each.mistake]
    told = [each.told for each in kept]
    rubric = "\n".join(("rubric:", *question.rubric)) if question.rubric else ""
    found = "; ".join(unique([*(each.told for each in kept), *(each.note for each in kept)]))
    raise Review(
        " ".join((READ_BY_A_PERSON, *(f"{each[0].upper()}{each[1:]}." for each in unique(told)))),
        note="\n".join(filter(None, (note, found, rubric))),
        mistake=mistakes[0].code if mistakes else None,
    )
