"""Question 3: two trained models, judged by their weights, their logs and what is printed."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from graders.claims.grading import files_of, leave
from graders.claims.runs.files import RunFiles, log_in
from graders.claims.runs.references import Reference, at_same_loss, no_baseline
from graders.claims.runs.run import NO_LOG, ONLY_STATED
from graders.claims.two_layer.margins import stated_percentile
from graders.claims.two_layer.models import Model, Results, run_and_check
from graders.claims.two_layer.printed_models import SHARES, TRAINED, read_reports
from graders.claims.two_layer.printed_report import Report, read_report
from graders.comparing.claims import checks
from graders.comparing.claims.checks import Check, Part
from graders.comparing.claims.epochs import check_end, check_epochs
from graders.comparing.claims.logs import check_values
from graders.comparing.claims.settings import check_settings, numbers_stated
from graders.grading.fixtures.types import Settle, TextUnder
from graders.model import Mistake, Question
from graders.reading.training.log import Entry, read_log
from solutions.generalization import printed_consistency as printed
from solutions.generalization.margins import PERCENTILE

SEVERAL_MODELS = "several files may hold this model; a person looks which it is"
UNREAD_LOG = "no epochs can be read in the log"
CONTRADICTION = Mistake(
    "margin", "the sign of the margin contradicts the training error: a margin of a percentile is "
    "negative when more images than that are misclassified"
)  # fmt: skip
FITS = "the sign of the margin fits the training accuracy at percentile {percentile:g}"
NO_WEIGHTS = "no weights are in the hand-in, so nothing of it was measured"
OF_OTHER_RUNS = (
    "networks of this width have {name} of {low:.3g} to {high:.3g} at such a training loss"
)
NAMES = {"accuracy": "a training accuracy", "validation": "a validation accuracy"}
NEAR = 0.03  # by which a run may differ from others of the same loss


@pytest.mark.question("3.1.train", "3.2.train", points=8, kind="training")
def grade_training(
    request: pytest.FixtureRequest,
    question: Question,
    text_under: TextUnder,
    data_folder: Path | None,
    settle: Settle,
) -> None:
    """Training loss, margin and accuracies, held against the weights, and the log of the run."""
    text = text_under(".".join(question.path[:2]))
    files, report = files_of(request, TRAINED, text), read_report(text)
    if not files.any:
        report, _ = read_reports(request, question, text_under)
    percentile = stated_percentile(text)
    log = epoch_log(request, files, text)
    if not (files.weights or files.open):
        found = (Check(None, NO_WEIGHTS), *plausible(report, percentile or PERCENTILE),
                 *of_other_runs(question, report), *check_log(log, text, None))  # fmt: skip
        leave(question, found)
    asked = TRAINED[question.id]
    results: Results | None = None
    claims: tuple[Check, ...] = (Check(None, SEVERAL_MODELS),)
    if files.weights:
        model = Model(asked, report.widths, request.getfixturevalue("student"), data_folder)
        results, claims = run_and_check(model, files, report.numbers, percentile)
    claim = Part("claim", SHARES.claim, claims)
    logged = check_log(log, text, results)
    complete = Part("log", SHARES.log, tuple(logged))
    wanted = {name: value for name, value in asked.settings.items() if name != "epochs"}
    stated = (*check_settings(text, wanted), *(results.starts if results else ()))
    if not (claim.holds and complete.holds):
        stated = (*stated, Check(None, note=ONLY_STATED))
    settle(checks.together([claim, complete, Part("setting", SHARES.setting, stated)]))


def epoch_log(request: pytest.FixtureRequest, files: RunFiles, text: str) -> tuple[Entry, ...]:
    """The epochs of the log file of a model, or of the lines of one in its report."""
    if files.log:
        return log_in(request.getfixturevalue("submission"), files.log)
    return tuple(each for each in read_log(text) if each.epoch is not None)


def check_log(log: Sequence[Entry], text: str, results: Results | None) -> Iterator[Check]:
    """Whether a log is complete and possible, and ends where the weights are."""
    if not log:
        yield Check(None, NO_LOG)
        return
    yield from check_values(log, printed.CLASSES, penalised=False)
    yield from check_epochs(log, sorted(numbers_stated(text, "epochs")))
    if results is None or results.validation is None:
        yield Check(None, note="the end of the log was not held against the weights")
    else:
        yield from check_end(log, results.validation)


def plausible(report: Report, percentile: float) -> Iterator[Check]:
    """Whether the sign of the margin goes with the training accuracy."""
    block = report.block
    if "margin" not in block or "accuracy" not in block:
        yield Check(None, note="no margin with a training accuracy was read")
    elif printed.margin_fits_accuracy(block["margin"], block["accuracy"], percentile):
        yield Check(None, note=FITS.format(percentile=percentile))
    else:
        yield Check(False, mistake=CONTRADICTION)


def of_other_runs(question: Question, report: Report) -> Iterator[Check]:
    """What networks of the same width have at the same training loss, for staff."""
    baseline = Reference.of("generalization_hw1", TRAINED[question.id].baseline).baseline
    loss = report.block.get("loss")
    if baseline is None or loss is None:
        yield Check(None, note=no_baseline("generalization_hw1", TRAINED[question.id].baseline))
        return
    for name, at_loss in at_same_loss(baseline, (loss.low + loss.high) / 2).items():
        low, high = min(at_loss) - NEAR, max(at_loss) + NEAR
        own = report.block.get(name)
        if own is not None:
            words = OF_OTHER_RUNS.format(name=NAMES[name], low=low, high=high)
            inside = own.low <= high and low <= own.high
            yield Check(None, note=words if inside else f"{words}; {own.low:.3g} is printed")
