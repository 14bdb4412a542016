"""The paths that `nabla grade` is given, and what a person may have meant by them."""

import sys
from collections.abc import Sequence
from pathlib import Path

MANY = 10


def submissions(paths: Sequence[Path], output: Path | None) -> tuple[Path, ...]:
    """The paths without the output folder, which `hw/*` names when it lies in `hw`."""
    if len(paths) == 1:
        _ask_about_a_class(paths[0])
    if output is None or not output.exists():
        return tuple(paths)
    return tuple(each for each in paths if not (each.is_dir() and each.samefile(output)))


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
