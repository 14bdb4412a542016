"""The refusals of a submission, in the words of the person who made it."""

from collections.abc import Iterator
from contextlib import contextmanager

from graders.errors import SubmissionError
from graders.reading.intake.names import shown

PLAIN_FILES = "hand in ordinary files with plain names, and no data sets"


def refused(name: str, what: str, *, hint: str = PLAIN_FILES) -> SubmissionError:
    """A file or an entry that is not what is handed in."""
    return SubmissionError(what, where=shown(name), hint=hint)


def damaged(name: str, why: str) -> SubmissionError:
    """An archive, or an entry of one, that is not as its format says."""
    what = f"the archive is damaged ({shown(why)})"
    return SubmissionError(what, where=shown(name), hint="make the archive again")


@contextmanager
def opening(name: str) -> Iterator[None]:
    """Turns what the system says against opening or reading a file into a refusal."""
    try:
        yield
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        what = "there is no such file or folder" if missing else f"cannot open it: {error.strerror}"
        hint = "check the path" if missing else "check that you may read it"
        raise SubmissionError(what, where=shown(name), hint=hint) from None
