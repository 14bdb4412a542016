"""The paths that `nabla grade` is given, and what a person may have meant by them."""

import sys
from collections.abc import Sequence
from pathlib import Path

from graders.errors import GraderError

MANY = 10


def submissions(paths: Sequence[Path], output: Path | None) -> tuple[Path, ...]:
    """The paths without the output folder, which `hw/*` names when it lies in `hw`.

    Raises:
        GraderError: if the output would come to lie in or over what was handed in.
    """
    if len(paths) == 1:
        _ask_about_a_class(paths[0])
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
    from graders.batch import GRADEBOOK, RECORD, RESULTS

    if not folder.is_dir():
        return False
    results = (each for name in (RECORD, RESULTS) for each in folder.glob(f"*/{name}"))
    return (folder / GRADEBOOK).is_file() or any(results) or not any(folder.iterdir())


def _ask_about_a_class(path: Path) -> None:
    """Tells one who names a folder of submissions how to grade them one by one."""
    from graders.reading.intake.names import ARCHIVES, is_ignored

    if not path.is_dir():
        return
    entries = [each for each in path.iterdir() if not is_ignored(each.name)]
    several = [each for each in entries if each.is_dir() or each.name.lower().endswith(ARCHIVES)]
    if len(several) >= MANY or (len(several) > 1 and len(several) == len(entries)):
        words = f"graded as one submission, with {len(entries)} entries"
        print(f"nabla: {path}: {words}; for a class give {path}/*", file=sys.stderr)
