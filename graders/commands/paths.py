"""The paths that `nabla grade` is given, and what a person may have meant by them."""

import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from graders.errors import GraderError
from graders.processes.timing import TimeUp, time_limit

if TYPE_CHECKING:
    from graders.declaring.assignment import Assignment

MANY = 10
LOOKING_SECONDS = 10.0  # for advice


def submissions(paths: Sequence[Path], output: Path | None) -> tuple[Path, ...]:
    """The paths without the output folder, which `hw/*` names when it lies in `hw`.

    Raises:
        GraderError: if the output would come to lie in or over what was handed in.
    """
    if output is None:
        return tuple(paths)
    place = output.resolve()
    handed_in = tuple(
        each for each in paths if not (each.resolve() == place and _is_output(output))
    )
    for each in handed_in:
        if place == each.resolve().parent or place.is_relative_to(each.resolve()):
            message = f"this holds what was handed in ({each}); results would be mixed with it"
            hint = "name a folder of its own, such as -o out"
            raise GraderError(message, where=str(output), hint=hint)
    return handed_in


def _is_output(folder: Path) -> bool:
    """Whether a folder is empty, or an earlier run has written its results to it."""
    from graders.output import GRADEBOOK, RECORD, RESULTS

    if not folder.is_dir():
        return False
    results = (each for name in (RECORD, RESULTS) for each in folder.glob(f"*/{name}"))
    return (folder / GRADEBOOK).is_file() or any(results) or not any(folder.iterdir())


def ask_about_a_class(paths: Sequence[Path], assignment: "Assignment") -> None:
    """Tells one who names a folder of submissions how to grade them one by one."""
    path, *others = paths or (Path(),)
    if not others and path.is_dir():
        with suppress(Exception, TimeUp), time_limit(LOOKING_SECONDS):  # the grading tells of it
            _look_into(path, assignment)


def _look_into(path: Path, assignment: "Assignment") -> None:
    from graders.reading.intake.names import ARCHIVES, is_ignored

    entries = [each for each in sorted(path.iterdir()) if not is_ignored(each.name)]
    several = [each for each in entries if each.is_dir() or each.name.lower().endswith(ARCHIVES)]
    is_class = len(several) >= MANY or (len(several) > 1 and len(several) == len(entries))
    if is_class or len(_whole(entries, assignment)) > 1:
        words = f"graded as one submission, with {len(entries)} entries"
        print(f"nabla: {path}: {words}; for a class give {path}/*", file=sys.stderr)


def _whole(entries: Sequence[Path], assignment: "Assignment") -> list[Path]:
    """Those of the first entries of a folder that have labels of most questions of the sheet."""
    from graders.reading.finding.finder import Finder, sources_to_blocks
    from graders.reading.intake import open_submission

    finder, questions = Finder(assignment), {each.path[0] for each in assignment.questions}
    found = []
    for each in entries[:MANY] if len(entries) > 1 else ():
        try:
            answers = finder.find(sources_to_blocks(open_submission(each)))
        except GraderError:
            continue
        labelled = {path[0] for path in answers.labelled if path}
        found += [each] if 2 * len(labelled & questions) > len(questions) else []
    return found
