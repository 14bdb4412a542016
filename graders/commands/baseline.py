"""`nabla baseline train|show`: makes the baselines that claims are held against; shows them."""

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from graders.commands.exits import ExitCode
from graders.commands.numbers import at_least_one, share
from graders.commands.writing import writing
from graders.errors import GraderError

if TYPE_CHECKING:
    from graders.baselines.clock import Moment
    from graders.baselines.making import Options
    from solutions.baselines import Baseline

WORK = Path("build/baselines")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments of the command."""
    parser.description = "Trains the baselines that claims are held against, and shows them."
    actions = parser.add_subparsers(title="actions", required=True, metavar="ACTION")
    _add_train(actions.add_parser("train", help="train with many seeds; goes on where it stopped"))
    _add_show(actions.add_parser("show", help="a table, or one baseline and its picture"))


def _add_train(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Trains configurations with many seeds side by side and writes a file for each. Progress "
        "goes to stderr. Interrupt it at will: the next call goes on from the last checkpoint."
    )
    parser.add_argument("assignment", nargs="?", metavar="ASSIGNMENT", help="all unless told")
    parser.add_argument("names", nargs="*", metavar="NAME", help="configurations; all unless told")
    parser.add_argument(
        "--seeds", type=at_least_one, metavar="N", help="as many as declared unless told"
    )
    parser.add_argument("--epochs", type=at_least_one, metavar="N", help="at most as many")
    parser.add_argument(
        "--images", type=at_least_one, metavar="N", help="at most as many of each split"
    )
    parser.add_argument("--device", help="cuda or cpu; a GPU if there is one")
    parser.add_argument(
        "--data", default="download", metavar="PATH",
        help="download (default), generated, an npz file, or a folder that holds the images",
    )  # fmt: skip
    parser.add_argument("--together", type=at_least_one, metavar="N", help="seeds side by side")
    parser.add_argument("--threads", type=at_least_one, metavar="N", help="of the processor")
    parser.add_argument("-o", "--output", type=Path, metavar="DIR", help="of the files")
    parser.add_argument(
        "--work", type=Path, default=WORK, metavar="DIR",
        help=f"of checkpoints and downloads (default {WORK})",
    )  # fmt: skip
    parser.set_defaults(run=_train)


def _add_show(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Shows the accuracies of all baselines, of those of an assignment, or everything about "
        "one. Its picture shows the losses and accuracies of its seeds, and a run beside them."
    )
    parser.add_argument("name", nargs="?", metavar="NAME", help="of an assignment or a baseline")
    parser.add_argument("configuration", nargs="?", metavar="", help=argparse.SUPPRESS)
    parser.add_argument("--run", dest="log", type=Path, metavar="LOG", help="a log to draw in")
    parser.add_argument("--accuracy", type=share, metavar="SHARE", help="of that run, as 0.58; "
                        "from its log unless told")  # fmt: skip
    parser.add_argument("--svg", type=Path, metavar="FILE", help="write the picture")
    parser.add_argument("-d", "--folder", type=Path, metavar="DIR", help="where the baselines are")
    parser.set_defaults(run=_show)


def _train(parsed: argparse.Namespace) -> ExitCode:
    _need_torch()
    from graders.baselines.making import (
        made,
        refuse_short_runs_of_complete,
        refuse_to_replace,
    )
    from graders.baselines.selection import selected
    from graders.grading.results import write_whole
    from solutions.baselines import FOLDER

    chosen = selected(parsed.assignment, parsed.names)
    options, output = _options(parsed), parsed.output or FOLDER
    refuse_short_runs_of_complete(chosen, options, output)
    for baseline in _until_interrupted(made(chosen, options, _tell)):
        if not baseline.complete:
            refuse_to_replace(baseline.assignment, baseline.name, output)
        file = output / baseline.assignment / f"{baseline.name}.json"
        with writing(file):
            write_whole(file, baseline.to_json())
        print(f"{file}: {baseline.mean:.4f} ± {baseline.spread:.4f}", flush=True)
    return ExitCode.DONE


def _until_interrupted(baselines: Iterable["Baseline"]) -> Iterator["Baseline"]:
    """The baselines as they are made; an interruption says how to go on."""
    try:
        yield from baselines
    except KeyboardInterrupt:
        print("\ninterrupted; the same command goes on from the last epoch", file=sys.stderr)
        raise


def _show(parsed: argparse.Namespace) -> ExitCode:
    from graders.baselines import table
    from graders.baselines.showing import baselines_named
    from solutions.baselines import FOLDER
    from solutions.training.plans import PLANS

    name, folder = parsed.configuration or parsed.name, parsed.folder or FOLDER
    found = baselines_named(name, folder)
    if parsed.configuration and parsed.name not in {each.assignment for each in found}:
        raise GraderError(f"{parsed.name} has no baseline {name}", hint="nabla baseline show")
    alone = len(found) == 1 and found[0].name == name
    if not alone and (parsed.svg or parsed.log or parsed.accuracy is not None):
        raise GraderError("a picture is of one baseline", hint="nabla baseline show lists them")
    print(table.details(found[0]) if alone else table.overview(found), end="")
    if alone:
        _draw(found[0], parsed)
    elif folder == FOLDER:
        assignments = [name] if name else dict.fromkeys(each.assignment for each in PLANS)
        print(table.not_made(found, [*assignments]), end="", file=sys.stderr)
    return ExitCode.DONE


def _draw(baseline: "Baseline", parsed: argparse.Namespace) -> None:
    """Says how a run lies to its baseline, and writes the picture."""
    from graders.baselines.drawing import curves
    from graders.baselines.showing import run_in
    from graders.grading.results import write_whole
    from graders.reports.curves import described, to_svg

    losses, accuracy = run_in(parsed.log, baseline) if parsed.log else ((), None)
    accuracy = accuracy if parsed.accuracy is None else parsed.accuracy
    drawn = curves(baseline, losses=losses, accuracy=accuracy)
    if parsed.log or parsed.accuracy is not None:
        print(described(drawn))
    if parsed.svg:
        with writing(parsed.svg, hint="check --svg"):
            write_whole(parsed.svg, to_svg(drawn, alone=True))
        print(parsed.svg, file=sys.stderr)


def _options(parsed: argparse.Namespace) -> "Options":
    import torch

    from graders.baselines.data import Source
    from graders.baselines.making import Options

    device = parsed.device or ("cuda" if torch.cuda.is_available() else "cpu")
    if device != "cpu" and not (device.startswith("cuda") and torch.cuda.is_available()):
        raise GraderError(f"there is no device {device} here", hint="--device cpu")
    if parsed.threads:
        torch.set_num_threads(parsed.threads)
    return Options(
        source=Source(parsed.data, parsed.work / "downloads", parsed.images),
        work=parsed.work,
        device=device,
        seeds=parsed.seeds,
        epochs=parsed.epochs,
        together=parsed.together,
    )


def _need_torch() -> None:
    try:
        import torch  # noqa: F401
    except ModuleNotFoundError as error:
        raise GraderError("training needs torch", hint="./setup.sh --extra training") from error


def _tell(moment: "Moment") -> None:
    """A line for each epoch; on a terminal one line that is written over."""
    chunk, progress = moment.chunk, moment.progress
    seeds = sorted({run.seed for run in chunk.config.runs})
    line = (
        f"{chunk.plan.assignment} {chunk.plan.name} seeds {seeds[0]}-{seeds[-1]}: "
        f"epoch {progress.epoch}/{progress.epochs}, {in_words(moment.seconds_left)} left"
    )
    terminal = sys.stderr.isatty()
    end = "" if terminal and progress.epoch < progress.epochs else "\n"
    print(f"\r\x1b[K{line}" if terminal else line, end=end, file=sys.stderr, flush=True)


def in_words(seconds: float) -> str:
    """A time that is left, in the unit that suits it.

    >>> in_words(41.2), in_words(300), in_words(9000)
    ('41 s', '5 min', '2.5 h')
    """
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 6000 else f"{seconds / 3600:.1f} h"
