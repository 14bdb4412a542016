"""The readable files of a submission as Markdown and code, with the places they came from."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from graders.errors import SubmissionError
from graders.model import Submission
from graders.reading.intake import WRITE_UPS, check_size, decode, is_readable, shown, suffix
from graders.reading.notebook import to_sources
from graders.reading.quantities.numbers.decimals import with_decimal_points
from graders.reading.quantities.numbers.spaced import with_whole_numbers
from graders.reading.source import Source
from graders.reading.tex import to_markdown
from graders.reading.tex.defined import with_macros
from graders.reading.tex.within import with_tables


def read_sources(submission: Submission) -> tuple[Source, ...]:
    r"""What there is to read in a submission.

    A file named ``answers`` comes first, then the other write-ups (Markdown, text, LaTeX and
    notebooks) and then Python files, each in natural order: ``q2.md`` before ``q10.md``.

    Raises:
        SubmissionError: if nothing can be read, or a file is not what its name says.

    >>> files = {"b.tex": b"\\(2x\\)", "a.py": b"x = 1", "answers.md": b"# 2"}
    >>> [(source.file, source.text) for source in read_sources(Submission("ada", files))]
    [('answers.md', '# 2'), ('b.tex', '$2x$'), ('a.py', 'x = 1')]
    """
    readable = sorted(filter(is_readable, submission.files), key=_order)
    if not readable and not submission.large:
        raise _nothing_to_read(submission)
    return tuple(source for name in readable for source in _read_file(name, submission.files[name]))


def set_apart(submission: Submission) -> Submission:
    """The submission with notebooks that are none among the files that are not read.

    Raises:
        SubmissionError: if there is nothing else to read.
    """
    broken = dict(_broken_notebooks(submission))
    if not broken:
        return submission
    files = {name: data for name, data in submission.files.items() if name not in broken}
    if not any(map(is_readable, files)):
        raise next(iter(broken.values()))
    notes = (f"{error.where}: {error.message}" for error in broken.values())
    return replace(
        submission,
        files=files,
        notes=(*submission.notes, *notes),
        unread=(*submission.unread, *broken),
    )


def _broken_notebooks(submission: Submission) -> Iterator[tuple[str, SubmissionError]]:
    for name, data in submission.files.items():
        if suffix(name) == ".ipynb":
            try:
                to_sources(name, data)
            except SubmissionError as error:
                yield name, error


def _read_file(name: str, data: bytes) -> Iterable[Source]:
    check_size(name, len(data))
    match suffix(name):
        case ".ipynb":
            return to_sources(name, data)
        case ".py":
            return [Source(name, decode(name, data), code=True)]
        case ".tex":
            return [Source(name, with_decimal_points(to_markdown(decode(name, data))))]
        case _:
            text = with_whole_numbers(with_tables(with_macros(decode(name, data))))
            return [Source(name, with_decimal_points(text))]


def _order(name: str) -> tuple[bool, bool, str, str]:
    path = PurePosixPath(name)
    natural = re.sub(r"[0-9]+", lambda digits: digits[0].zfill(20), name.casefold())
    is_write_up = suffix(name) in WRITE_UPS
    return not (is_write_up and path.stem.casefold() == "answers"), not is_write_up, natural, name


def _nothing_to_read(submission: Submission) -> SubmissionError:
    found = [shown(name) for name in sorted(submission.files)]
    found += [shown(note.partition(": ")[0]) for note in submission.notes]
    names = ", ".join(found[:10]) + (f" and {len(found) - 10} more" if len(found) > 10 else "")
    return SubmissionError(
        f"nothing here can be read; found {names or 'no files'}",
        where=submission.id,
        hint="hand in the Markdown, LaTeX or notebook that it was made from",
    )
