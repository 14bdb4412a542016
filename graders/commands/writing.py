"""Files and folders that a person has named, to be written."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graders.errors import GraderError

FULL = (errno.ENOSPC, errno.EDQUOT)  # of a disk, which is no fault of the name


@contextmanager
def writing(path: Path, *, hint: str = "check -o") -> Iterator[None]:
    """Tells a person that what was named cannot be written, and why.

    Raises:
        GraderError: if it cannot be written; OSError where the disk is full.

    >>> with writing(Path("/dev/null/table.csv")):
    ...     Path("/dev/null/table.csv").write_text("a")
    Traceback (most recent call last):
    graders.errors.GraderError: /dev/null/table.csv: it cannot be written: Not a directory
    hint: check -o
    """
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise
        message = f"it cannot be written: {error.strerror or error}"
        raise GraderError(message, where=str(path), hint=hint) from error
