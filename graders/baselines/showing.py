"""The baselines that there are, and a run to be held against one."""

from pathlib import Path

from graders.claims.runs.references import curve_of
from graders.errors import GraderError
from graders.reading.training.claimed import LONGEST, claimed_accuracies
from graders.reading.training.log import read_log
from solutions.baselines import Baseline, baselines_of, read_baseline
from solutions.training.plans import PLANS

Losses = tuple[tuple[float, float], ...]

ASSIGNMENTS = tuple(dict.fromkeys(plan.assignment for plan in PLANS))


def baselines_named(name: str | None, folder: Path) -> list[Baseline]:
    """The one of this name, those of the assignment of this name, or all.

    Raises:
        GraderError: if there are none, or a file was changed.
    """
    known = [(each, own) for each in ASSIGNMENTS for own in baselines_of(each, folder=folder)]
    chosen = [pair for pair in known if name is None or name in pair]
    if not chosen:
        names = ", ".join(own for _, own in known)
        own = f"nabla baseline train {name}" if name in ASSIGNMENTS else ""
        hint = own or (f"there are {names}" if known else "nabla baseline train")
        raise GraderError(f"no baseline {name or ''}".strip(), where=str(folder), hint=hint)
    try:
        return [read_baseline(*pair, folder=folder) for pair in chosen]
    except ValueError as error:
        raise GraderError(str(error)) from error


def run_in(log: Path, baseline: Baseline) -> tuple[Losses, float | None]:
    """The losses of a log with the steps taken until each, and its last test accuracy.

    Raises:
        GraderError: if it cannot be read, or has no losses whose places are known.
    """
    try:
        text = log.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise GraderError(error.strerror or "cannot be read", where=str(log)) from error
    curve = curve_of(read_log(text), baseline.steps_per_epoch)
    if curve is None:
        hint = "a log has epochs, steps and losses, as in: epoch,step,loss"
        raise GraderError("no losses with their epochs were found", where=str(log), hint=hint)
    claims = [each for each in claimed_accuracies(text[-LONGEST:]) if each.split in ("test", "")]
    accuracy = float(claims[-1].number.value) if claims else None
    if accuracy is not None and accuracy > 1:
        accuracy /= 100
    return tuple(zip(curve.ends, curve.losses, strict=True)), accuracy
