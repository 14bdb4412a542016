"""`nabla zip`: an autograder for Gradescope, packed and tried out."""

import argparse
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from graders.commands.exits import ExitCode
from graders.commands.numbers import at_least_one, positive
from graders.commands.terminals import print_text, terminal
from graders.commands.writing import writing
from graders.errors import GraderError
from graders.model import Kind

if TYPE_CHECKING:
    from graders.gradescope.container import Size
    from graders.gradescope.trying import Tried
    from graders.model import Report

USUAL_SECONDS = 600
UNITS = {"g": 1 << 30, "m": 1 << 20}
PACKING = ("data", "hooks", "timeout", "torch_index")  # options that a packed zip takes no more
LEAST_SECONDS, MOST_SECONDS = 60, 2400  # of Gradescope's time limit


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments of the command."""
    parser.description = (
        "Packs an assignment's autograder for Gradescope, and tries it out in Gradescope's layout "
        "with the limits of its container."
    )
    parser.add_argument("assignment", metavar="ASSIGNMENT", nargs="?", help="name or folder")
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", default=Path("autograder.zip"),
        help="the zip that is written, or tried where no ASSIGNMENT is named (autograder.zip)",
    )  # fmt: skip
    packing = parser.add_argument_group("packing")
    packing.add_argument("--data", type=Path, metavar="DIR", help="data that questions need")
    packing.add_argument(
        "--hooks", type=Path, metavar="FILE", help="rules for late work and attempts"
    )
    packing.add_argument(
        "--timeout", type=_seconds, metavar="SECONDS",
        help="the time limit that is set on Gradescope (600); grading ends by itself before it",
    )  # fmt: skip
    packing.add_argument(
        "--torch-index", metavar="URL",
        help="an index with builds of torch, in place of PyTorch's CPU builds; '' for none",
    )  # fmt: skip
    trying = parser.add_argument_group("trying out")
    trying.add_argument("--try", dest="submission", type=Path, metavar="SUBMISSION")
    trying.add_argument("--memory", type=_bytes, metavar="0.75G", help="of the container")
    trying.add_argument("--processors", type=positive, metavar="0.5", help="of the container")
    trying.add_argument("--metadata", type=Path, metavar="FILE", help="submission_metadata.json")
    trying.add_argument("--results", type=Path, metavar="FILE", help="where results.json is kept")
    trying.add_argument("--install", action="store_true", help="run setup.sh too (needs a network)")
    parser.set_defaults(run=_zip)


def _seconds(text: str) -> int:
    seconds = at_least_one(text)
    if not LEAST_SECONDS <= seconds <= MOST_SECONDS:
        raise argparse.ArgumentTypeError(f"Gradescope allows {LEAST_SECONDS} to {MOST_SECONDS}")
    return seconds


def _bytes(text: str) -> int:
    """A size such as 0.75G or 512M.

    >>> _bytes("0.75G") == 3 << 28
    True
    """
    unit = text[-1:].lower()
    if unit not in UNITS:
        raise argparse.ArgumentTypeError("write it as 0.75G or 512M")
    return round(positive(text[:-1]) * UNITS[unit])


def _zip(parsed: argparse.Namespace) -> ExitCode:
    if parsed.assignment is None and parsed.submission is None:
        raise GraderError("name an assignment to pack", hint="nabla zip vision_hw4")
    if parsed.assignment is not None:
        _pack(parsed)
    elif given := [name for name in PACKING if getattr(parsed, name) is not None]:
        option = f"--{given[0].replace('_', '-')}"
        message = f"{option} is for packing, and no assignment is named"
        raise GraderError(message, hint=f"nabla zip ASSIGNMENT {option} ... --try SUBMISSION")
    return ExitCode.DONE if parsed.submission is None else _try(parsed)


def _pack(parsed: argparse.Namespace) -> None:
    from graders.declaring.assignment import load_assignment
    from graders.gradescope.contents import Order
    from graders.gradescope.own_files import left_at_home
    from graders.gradescope.packing import pack
    from graders.grading.loading import load_graders

    started = time.perf_counter()
    folder = parsed.output.parent
    if not folder.is_dir():
        raise GraderError("there is no such folder", where=str(folder), hint="make it, or check -o")
    if parsed.output.is_dir():
        raise GraderError("this is a folder", where=str(parsed.output), hint="-o names the zip")
    assignment = load_assignment(parsed.assignment)
    if undecided := load_graders(assignment):
        print(f"warning: no grader decides {', '.join(undecided)}", file=sys.stderr)
    order = Order(
        assignment,
        parsed.timeout or USUAL_SECONDS,
        data=parsed.data,
        hooks=parsed.hooks,
        torch_index=parsed.torch_index,
    )
    with writing(parsed.output):
        sizes = pack(order, parsed.output)
    packed = parsed.output.stat().st_size / 1024
    seconds = time.perf_counter() - started
    print(f"{parsed.output}: {packed:,.0f} KiB, {len(sizes)} files, packed in {seconds:.1f} s")
    if left := left_at_home(assignment, sizes):
        print(f"not packed, as no grader names them: {', '.join(left)}", file=sys.stderr)


def _size(parsed: argparse.Namespace) -> "Size":
    from graders.gradescope.container import Size

    usual = Size()
    return Size(parsed.memory or usual.memory_bytes, parsed.processors or usual.processors)


def _try(parsed: argparse.Namespace) -> ExitCode:
    from graders.gradescope.trying import Trial, try_out

    size = _size(parsed)
    print(f"trying {parsed.output} with {size}", file=sys.stderr)
    trial = Trial(
        parsed.output, parsed.submission, size, metadata=parsed.metadata, install=parsed.install
    )
    tried = try_out(trial)
    if parsed.results:
        _keep_results(tried, parsed.results)
    report = _print_report(tried)
    _print_cost(tried, size)
    if tried.printed.strip():
        print(f"what run_autograder printed:\n{tried.printed.strip()}", file=sys.stderr)
    return ExitCode.NEEDS_PERSON if report else ExitCode.DONE


def _keep_results(tried: "Tried", file: Path) -> None:
    with writing(file, hint="check --results"):
        file.write_text(json.dumps(tried.results, indent=2, ensure_ascii=False), encoding="utf-8")


def _print_report(tried: "Tried") -> bool:
    """Prints the results and says whether a person is needed."""
    from graders.gradescope.reading import from_results
    from graders.reports.terminal import to_terminal

    report = from_results(tried.results, tried.settings)
    if report.verdicts:
        width, color = terminal()
        print_text(to_terminal(report, width=width, color=color))
    shown = "\n  ".join(str(tried.results["output"]).splitlines())
    print(f"score {tried.results['score']:g}; students read first:\n  {shown}\n")
    if not report.verdicts:
        return False
    beside = " (free text is marked beside them)" if _has_free_text(report) else ""
    print(f"Autograder points on Gradescope: {_autograder_points(report):g}{beside}")
    return bool(report.needs_review)


def _has_free_text(report: "Report") -> bool:
    return any(each.question.kind is Kind.FREE_TEXT for each in report.verdicts)


def _autograder_points(report: "Report") -> float:
    """What all tests come to on Gradescope, where free text has no points of its own."""
    return float(
        sum(
            each.max_points
            for each in report.verdicts
            if each.question.kind is not Kind.FREE_TEXT and not each.question.bonus
        )
    )


def _print_cost(tried: "Tried", size: "Size") -> None:
    gib = 1 << 30
    if tried.setup_seconds:
        print(f"setup.sh: {tried.setup_seconds:.1f} s")
    print(f"time: {tried.seconds:.1f} s of {tried.settings.platform_seconds} s")
    print(f"memory: {tried.peak_bytes / gib:.2f} GiB of {size.memory_bytes / gib:.2f} GiB")
    print(f"held by {tried.held_by}")
    for warning in tried.warnings(size):
        print(f"warning: {warning}")
