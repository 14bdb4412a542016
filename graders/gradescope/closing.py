"""Keeping the grader's files from other users of the container, such as student code's own."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from graders.gradescope.layout import Layout

INSIDE = ("graders", "sandbox", "inside")  # all that a child of the sandbox may load of ours
FOR_OTHERS = stat.S_IRWXO


def close_to_others(layout: Layout) -> None:
    """Takes every right from others but to load the sandbox's inner side."""
    open_folder = layout.source.joinpath(*INSIDE)
    passed = {
        layout.source,
        *(each for each in open_folder.parents if layout.source in each.parents),
    }
    for path in _below(layout.source):
        inside = path == open_folder or open_folder in path.parents
        others = stat.S_IXOTH if path in passed else 0
        _allow(path, _readable(path) if inside else others)
    for path in (layout.submission, layout.results, layout.metadata):
        if path.exists():
            _allow(path, 0)


def _below(folder: Path) -> Iterator[Path]:
    yield folder
    for place, folders, files in os.walk(folder):
        yield from (Path(place, name) for name in (*folders, *files))


def _readable(path: Path) -> int:
    return stat.S_IROTH | stat.S_IXOTH if path.is_dir() else stat.S_IROTH


def _allow(path: Path, others: int) -> None:
    mode = path.lstat().st_mode
    if not stat.S_ISLNK(mode) and mode & FOR_OTHERS != others:
        path.chmod(stat.S_IMODE(mode) & ~FOR_OTHERS | others)
