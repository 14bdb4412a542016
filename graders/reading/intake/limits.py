"""How much of a submission is read."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from graders.errors import SubmissionError
from graders.reading.intake.names import shown
from graders.reading.intake.refusals import refused

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a submission is read; beyond it the submission is refused."""

    archive_bytes: int = 50 * MIB  # packed, without weights
    unpacked_bytes: int = 200 * MIB  # what an archive declares without weights; what is read in all
    weights_bytes: int = 200 * MIB  # one file of weights
    archived_weights_bytes: int = 400 * MIB  # all the weights of an archive
    entries: int = 2_000
    ratio: int = 100  # of unpacked to packed bytes, once unpacked is over `small_bytes`
    text_bytes: int = MIB
    notebook_bytes: int = 10 * MIB
    small_bytes: int = MIB  # a larger file that is neither text nor notebook is not read
    name_bytes: int = 200
    depth: int = 16  # folders within folders
    blocks: int = 5_000  # headings, paragraphs, formulas, tables and listings, labels cut apart

    @property
    def passed(self) -> int:
        """How many entries are looked at, with folders and what is passed over."""
        return 10 * self.entries


LIMITS = Limits()


def check_size(name: str, size: int, limits: Limits = LIMITS) -> None:
    """Refuse a readable file that is too large for what it is."""
    notebook = name.lower().endswith(".ipynb")
    most = limits.notebook_bytes if notebook else limits.text_bytes
    if size > most:
        what = f"{mebibytes(size)} is more than the {mebibytes(most)} of {kind(name)}"
        hint = "clear the outputs and save it" if notebook else "hand in the text without data"
        raise SubmissionError(what, where=shown(name), hint=hint)


def check_weights(name: str, size: int, limits: Limits = LIMITS) -> None:
    """Refuse a file of weights that is too large."""
    if size > limits.weights_bytes:
        most = mebibytes(limits.weights_bytes)
        what = f"{mebibytes(size)} is more than the {most} of a file of weights"
        hint = "save the parameters alone, without the state of the optimizer"
        raise SubmissionError(what, where=shown(name), hint=hint)


def check_count(number: int, name: str, limits: Limits) -> None:
    """Refuse the first file beyond the number of files."""
    if number > limits.entries:
        raise refused(name, f"there are more than {limits.entries:,} files")


def check_passed(number: int, name: str, limits: Limits) -> None:
    """Refuse the first entry beyond the number that is looked at."""
    if number > limits.passed:
        raise refused(
            name, f"there are more than {limits.passed:,} files, folders and hidden files"
        )


def check_blocks(number: int, name: str, limits: Limits = LIMITS) -> None:
    """Refuse the file in which there is more than anybody writes: each block may be an answer."""
    if number > limits.blocks:
        what = f"there are more than {limits.blocks:,} headings, paragraphs, formulas and tables"
        raise SubmissionError(what, where=shown(name), hint="hand in the answers alone")


def check_ratio(name: str, unpacked: int, packed: int, limits: Limits) -> None:
    """Refuse what packs too well to be homework."""
    if unpacked > max(limits.small_bytes, limits.ratio * packed):
        raise refused(name, f"it would unpack to more than {limits.ratio} times its size")


def mebibytes(size: int) -> str:
    """A number of bytes for people.

    >>> mebibytes(3_500_000)
    '3.3 MiB'
    """
    return f"{size / MIB:,.1f} MiB"


def kind(name: str) -> str:
    """What a readable file is, by its name.

    >>> kind("hw.ipynb")
    'a notebook'
    """
    kinds = {".ipynb": "a notebook", ".tex": "a LaTeX file", ".py": "a Python file"}
    return kinds.get(PurePosixPath(name).suffix.lower(), "a text file")
