"""The safe opening of what a student handed in: a folder, an archive or a single file.

Everything is read into memory and nothing is ever written to disk. Only ordinary files are
opened, each is measured before it is read, and no link is followed. What would lead out of the
submission, pretends to be something else or exceeds `Limits` is refused with a
`SubmissionError`. Version control, caches, hidden files and pages that are still as they were
handed out are passed over without a word.
Large files of weights are listed, and read one at a time when they are asked for.
"""

import stat
from collections.abc import Generator
from contextlib import closing
from functools import partial
from pathlib import Path

from graders.errors import SubmissionError
from graders.model import Submission
from graders.reading.intake.archives import archive_entries
from graders.reading.intake.entries import Entry, check_ordinary, entry_name, read_ordinary
from graders.reading.intake.folders import folder_entries
from graders.reading.intake.handed_out import is_as_handed_out
from graders.reading.intake.limits import (
    LIMITS,
    MIB,
    Limits,
    check_blocks,
    check_size,
    check_weights,
    mebibytes,
)
from graders.reading.intake.names import (
    ARCHIVES,
    UNOPENED_ARCHIVES,
    WRITE_UPS,
    is_page,
    is_readable,
    is_weights,
    shown,
    submission_id,
    suffix,
)
from graders.reading.intake.refusals import opening, refused
from graders.reading.intake.text import OtherEncoding, clean, decode, western

__all__ = [
    "LIMITS",
    "MIB",
    "WRITE_UPS",
    "Limits",
    "check_blocks",
    "check_size",
    "clean",
    "decode",
    "is_readable",
    "open_submission",
    "read_large",
    "shown",
    "submission_id",
    "suffix",
]


def open_submission(path: Path, *, limits: Limits = LIMITS) -> Submission:
    r"""What was handed in at a path, as names and bytes.

    Args:
        path: a folder, a .zip, .tar, .tar.gz or .tgz archive, or a single file.
        limits: how much is read.

    Returns:
        The files by name, relative, with forward slashes, sorted. Large files of weights are
        listed with their sizes. Another large file that is neither text nor notebook, an archive
        within the submission, a link within it and a file that is not the text that its name says
        are left out and named in the notes.

    Raises:
        SubmissionError: if there is nothing to read, or it is not safe to read.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(folder, "hw4.md").write_text("# 1.1\n$2x$")
    ...     open_submission(Path(folder, "hw4.md"))
    Submission(id='hw4', files={'hw4.md': b'# 1.1\n$2x$'}, notes=(), large={}, unread=())
    """
    contents = _Contents(limits)
    with closing(_entries(path, limits)) as entries:
        for entry in entries:
            contents.add(entry)
    contents.check(path)
    return Submission(
        id=submission_id(path),
        files=dict(sorted(contents.files.items())),
        notes=tuple(sorted(contents.notes)),
        large=dict(sorted(contents.large.items())),
        unread=tuple(sorted(contents.unread)),
    )


def read_large(path: Path, name: str, *, limits: Limits = LIMITS) -> bytes:
    r"""One of the large files of a submission, which is opened again.

    Args:
        path: the folder, the archive or the single file that was handed in.
        name: a key of `Submission.large`.
        limits: how much is read.

    Raises:
        SubmissionError: if it is not there, is too large, or is not safe to read.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(folder, "model.npy").write_bytes(bytes(3))
    ...     read_large(Path(folder), "model.npy")
    b'\x00\x00\x00'
    """
    data: bytes | None = None
    with closing(_entries(path, limits)) as entries:
        for entry in entries:  # to the last one, which may show that the archive is damaged
            if entry.name == name and is_weights(name) and not entry.left_out:
                check_weights(name, entry.size, limits)
                data = entry.read()
    if data is None:
        what, hint = "there are no weights of this name", "hand in the file that was asked for"
        raise SubmissionError(what, where=shown(name), hint=hint)
    return data


def _entries(path: Path, limits: Limits) -> Generator[Entry, None, None]:
    with opening(str(path)):
        found = path.lstat()
    if stat.S_ISDIR(found.st_mode):
        yield from folder_entries(path, limits)
        return
    if stat.S_ISLNK(found.st_mode):
        hint = "give the path that it points to"
        raise SubmissionError("this is a symbolic link", where=shown(str(path)), hint=hint)
    check_ordinary(str(path), found.st_mode)
    name = path.name.lower()
    if name.endswith(ARCHIVES):
        yield from archive_entries(path, limits)
        return
    if name.endswith(UNOPENED_ARCHIVES):
        what, hint = "archives of this kind are not read", "hand in a .zip, or the files themselves"
        raise SubmissionError(what, where=shown(str(path)), hint=hint)
    entry = entry_name(path.name, limits) or path.name
    yield Entry(entry, found.st_size, partial(read_ordinary, path, entry, found.st_size))


class _Contents:
    """What is kept of the entries of a submission."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.files: dict[str, bytes] = {}
        self.large: dict[str, int] = {}
        self.notes: list[str] = []
        self.unread: list[str] = []
        self.no_text: list[SubmissionError] = []  # of files that are not what their names say
        self.room = limits.unpacked_bytes

    def add(self, entry: Entry) -> None:
        if entry.left_out:
            self.notes.append(f"{entry.name}: {entry.left_out}")
        elif entry.name.lower().endswith(UNOPENED_ARCHIVES):
            self.notes.append(f"{entry.name}: an archive within the submission, not opened")
            self.unread.append(entry.name)
        elif is_readable(entry.name):
            self._add_text(entry)
        else:
            self._add_other(entry)

    def _add_text(self, entry: Entry) -> None:
        try:
            check_size(entry.name, entry.size, self.limits)
        except SubmissionError as error:
            self._leave_out(entry, error)
            return
        data = self._read(entry)
        try:
            decode(entry.name, data)
        except SubmissionError as error:
            text = western(data) if isinstance(error, OtherEncoding) else None
            if text is None:
                self._leave_out(entry, error)
                return
            self.notes.append(f"{entry.name}: not UTF-8; read as Windows-1252")
            data = text.encode()
        if not is_as_handed_out(data):
            self.files[entry.name] = data

    def _leave_out(self, entry: Entry, error: SubmissionError) -> None:
        """A file that is not the text that its name says costs the others nothing."""
        self.no_text.append(error)
        self.notes.append(f"{error.where}: {error.message}")
        self.unread.append(entry.name)

    def _add_other(self, entry: Entry) -> None:
        if entry.size <= min(self.limits.small_bytes, self.room):
            data = self._read(entry)
            if is_as_handed_out(data):
                return
            self.files[entry.name] = data
        elif is_weights(entry.name):
            self.large[entry.name] = entry.size
        else:
            self.notes.append(f"{entry.name}: {mebibytes(entry.size)}, not read")
        if is_page(entry.name):
            self.unread.append(entry.name)

    def _read(self, entry: Entry) -> bytes:
        if entry.size > self.room:
            most = mebibytes(self.limits.unpacked_bytes)
            raise refused(entry.name, f"the files have over {most}")
        data = entry.read()
        self.room -= entry.size
        return data

    def check(self, path: Path) -> None:
        """Refuse a submission in which there is nothing, or no text but such as is none."""
        if self.no_text and not any(map(is_readable, self.files)):
            raise self.no_text[0]
        if self.large or self.notes or any(self.files.values()):
            return
        what = "all files are empty" if len(self.files) > 1 else "the file is empty"
        what = what if self.files else "there are no files in it"
        hint = "save the write-up, then hand it in"
        raise SubmissionError(what, where=shown(str(path)), hint=hint)
