"""The entries of a submission: files that were found and are not yet read."""

import io
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from graders.reading.intake.limits import Limits
from graders.reading.intake.names import fault_of, is_ignored
from graders.reading.intake.refusals import opening, refused

CHUNK = 1 << 18
LONGEST_NAME = 4_096  # of what is passed over too, so that looking at names takes little time


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a submission, found and not yet read.

    `read` gives exactly `size` bytes or refuses; it is called before the next entry is asked for,
    or never.
    """

    name: str
    size: int  # in bytes, as declared
    read: Callable[[], bytes]
    left_out: str = ""  # why it is not read


class Stream(Protocol):
    """Bytes that are read from the first to the last."""

    def read(self, size: int, /) -> bytes:
        """At most so many bytes; none at the end."""


def entry_name(name: str, limits: Limits) -> str | None:
    """The name of an entry as a plain relative path, or None where it is passed over.

    >>> entry_name("./hw/answers.md", Limits()), entry_name("__MACOSX/._a.md", Limits())
    ('hw/answers.md', None)
    """
    if len(name) > LONGEST_NAME:
        raise refused(name, "this name is too long, or its folders are too deep")
    if fault := fault_of(name):
        raise refused(name, fault)
    parts = [part for part in name.split("/") if part not in ("", ".")]
    plain = "/".join(parts)
    if is_ignored(plain):
        return None
    if len(plain.encode()) > limits.name_bytes or len(parts) > limits.depth:
        raise refused(name, "this name is too long, or its folders are too deep")
    return plain


def check_ordinary(name: str, mode: int) -> None:
    """Refuse what is not an ordinary file; a file type of zero, as some archives have, is one."""
    if stat.S_ISLNK(mode):
        raise refused(name, "the file is a symbolic link")
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        raise refused(name, "this is a device, a pipe or a socket, not a file")


def open_ordinary(path: str | Path, name: str, *, folder: int | None = None) -> BinaryIO:
    """An ordinary file, opened without following a link and without waiting for a pipe."""
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    with opening(name):
        file = os.fdopen(os.open(path, flags, dir_fd=folder), "rb")
    try:
        check_ordinary(name, os.fstat(file.fileno()).st_mode)
    except BaseException:
        file.close()
        raise
    return file


def read_ordinary(path: str | Path, name: str, size: int, *, folder: int | None = None) -> bytes:
    """The bytes of an ordinary file, of which there must be as many as when it was found."""
    with open_ordinary(path, name, folder=folder) as file, opening(name):
        data = take(file, size + 1)
    if len(data) != size:
        longer = "larger" if len(data) > size else "smaller"
        raise refused(name, f"the file is {longer} than it says")
    return data


def take(stream: Stream, size: int) -> bytes:
    """At most so many bytes; memory grows with what there is, not with what is asked for.

    >>> take(io.BytesIO(b"two words"), 3)
    b'two'
    """
    taken = io.BytesIO()
    while size > 0 and (chunk := stream.read(min(size, CHUNK))):
        taken.write(chunk)
        size -= len(chunk)
    return taken.getvalue()
