"""`nabla new`: an assignment to begin with."""

import argparse
from pathlib import Path

from graders.commands.exits import ExitCode
from graders.commands.writing import writing

NEXT = """\
It has one question of each kind and grades its own samples. Try it:

  nabla grade {folder} {folder}/samples/slips
  pytest {folder}/tests

Then make it your own, in this order:

  {folder}/handout/questions.md   what students are asked
  {folder}/assignment.toml        the questions, their points, how answers are found
  {folder}/references.py          the right answers, computed
  {folder}/grade_questions.py     one grader for each question
  {folder}/check_code.py          what students may try before they hand in
  {folder}/tests/                 the references by a second method, and the samples
  {folder}/samples/               submissions, each with the report that it must get
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments of the command."""
    parser.description = "Makes an assignment with one question of each kind, to be changed."
    parser.add_argument("folder", metavar="DEST", type=Path, help="the folder to be made")
    parser.set_defaults(run=_new)


def _new(parsed: argparse.Namespace) -> ExitCode:
    from graders.handing_out import write_files
    from graders.starting import check_name, skeleton

    check_name(parsed.folder)
    with writing(parsed.folder, hint="name another"):
        write_files(skeleton(), parsed.folder)
    print(NEXT.format(folder=parsed.folder), end="")
    return ExitCode.DONE
