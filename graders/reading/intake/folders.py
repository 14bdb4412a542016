"""The files of a folder, each opened from the descriptor of the folder that it lies in.

No path is ever looked up twice, so a folder that is swapped for a link or a pipe while it is read
leads nowhere.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from graders.reading.intake.entries import Entry, check_ordinary, entry_name, read_ordinary
from graders.reading.intake.limits import Limits, check_count, check_passed
from graders.reading.intake.names import is_ignored
from graders.reading.intake.refusals import opening, refused


def folder_entries(path: Path, limits: Limits) -> Iterator[Entry]:
    """The files of a folder and of the folders in it, in the order of their names."""
    yield from _Walk(path, limits).inside(None, str(path), "")


class _Walk:
    """A walk through a folder, which counts what it meets."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self.path = path
        self.limits = limits
        self.met = 0
        self.folders = 0
        self.files = 0

    def inside(self, parent: int | None, name: str, where: str) -> Iterator[Entry]:
        self.folders += 1
        if self.folders > self.limits.entries:
            raise refused(where, f"there are more than {self.limits.entries:,} folders")
        with _opened(name, where or str(self.path), parent=parent) as folder:
            for each in sorted(self._names(folder, where)):
                path = f"{where}/{each}" if where else each
                if (entry := entry_name(path, self.limits)) is not None:
                    yield from self._met(folder, each, entry)

    def _names(self, folder: int, where: str) -> Iterator[str]:
        with opening(where or str(self.path)), os.scandir(folder) as found:
            for each in found:
                self.met += 1
                check_passed(self.met, where or str(self.path), self.limits)
                if not is_ignored(each.name):
                    yield each.name

    def _met(self, folder: int, name: str, entry: str) -> Iterator[Entry]:
        with opening(entry):
            found = os.stat(name, dir_fd=folder, follow_symlinks=False)
        if stat.S_ISDIR(found.st_mode):
            yield from self.inside(folder, name, entry)
            return
        self.files += 1
        check_count(self.files, entry, self.limits)
        if stat.S_ISLNK(found.st_mode):
            self._check_link(entry)
            yield Entry(entry, 0, bytes, "a link within the submission, not followed")
        else:
            check_ordinary(entry, found.st_mode)
            read = partial(read_ordinary, name, entry, found.st_size, folder=folder)
            yield Entry(entry, found.st_size, read)

    def _check_link(self, entry: str) -> None:
        with opening(entry):
            target = Path(os.path.realpath(self.path / entry))
        if not target.is_relative_to(os.path.realpath(self.path)):
            raise refused(entry, "a symbolic link leads out of the submission")


@contextmanager
def _opened(name: str, where: str, *, parent: int | None) -> Iterator[int]:
    """The descriptor of a folder; a link or a pipe that stands in its place is not opened."""
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
    with opening(where):
        folder = os.open(name, flags, dir_fd=parent)
    try:
        yield folder
    finally:
        os.close(folder)
