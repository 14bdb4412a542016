"""`nabla handout`: the student's version of an assignment."""

import argparse
from pathlib import Path

from graders.commands.exits import ExitCode
from graders.commands.writing import writing


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments of the command."""
    parser.description = (
        "Writes what students get: the questions, a file to fill in, stubs of code, the public "
        "checks, and how to check and hand in. It holds no reference and no rubric."
    )
    parser.add_argument("assignment", metavar="ASSIGNMENT", help="its name, or its folder")
    parser.add_argument("folder", metavar="DEST", type=Path, help="the folder to be written")
    parser.add_argument(
        "--answers",
        choices=("md", "ipynb", "tex"),
        default="md",
        help="the form of the file that is filled in (default: md)",
    )
    parser.add_argument(
        "--force", action="store_true", help="write over the files of a handout in DEST"
    )
    parser.add_argument(
        "--wheel",
        type=Path,
        metavar="DIR",
        help="write there Nabla as students can have it: a wheel for `nabla check`, without "
        "assignments and solutions",
    )
    parser.set_defaults(run=_handout)


def _handout(parsed: argparse.Namespace) -> ExitCode:
    from graders.declaring.assignment import load_assignment
    from graders.handing_out import FULL, Form, handout, outside, write_files

    assignment = load_assignment(parsed.assignment)
    files = handout(assignment, Form(parsed.answers))
    with writing(parsed.folder, hint="name another"):
        write_files(files, outside(assignment, parsed.folder), force=parsed.force, full=FULL)
    for name in files:
        print(parsed.folder / name)
    if parsed.wheel is not None:
        from graders.handing_out.wheel import write_wheel

        with writing(parsed.wheel, hint="check --wheel"):
            print(write_wheel(assignment, parsed.wheel))
    return ExitCode.DONE
