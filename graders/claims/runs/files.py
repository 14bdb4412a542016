"""Which of the handed-in files hold the weights and the log of a run.

A file belongs to a run if the answer names it, or else by its own name: `b4e20.safetensors`,
`2.4.ii.b4e20/log.csv`, `sgd_bn.pt`. Of several patterns that a name has, the longest counts.
"""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath

from graders.model import Submission
from graders.reading.intake import suffix
from graders.reading.training.log import Entry, read_log

WEIGHTS = frozenset({".pt", ".pth", ".safetensors", ".npz"})
LOGS = frozenset({".csv", ".tsv", ".log", ".txt", ".jsonl"})
START = re.compile(r"(?:^|_)(?:init(?:ial)?|start|before|untrained|pre_?trained|given)(?:_|$|\d)")
MOST_BYTES = 4 << 20  # of a log


@dataclass(frozen=True, slots=True)
class RunFiles:
    """The files of one run; `open` says of which kind there are several."""

    weights: str | None = None
    start: str | None = None
    log: str | None = None
    open: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        return bool(self.weights or self.log or self.open)


def run_files(
    submission: Submission, patterns: Mapping[str, str], run: str, answer: str
) -> RunFiles:
    """The weights at the end and at the start of a run, and its log.

    Args:
        submission: with all of its files.
        patterns: regular expressions for the names of the files of each run.
        run: whose files are wanted.
        answer: its text, which may name them.

    >>> files = {"b4e5.pt": b"", "b4e5_log.csv": b"", "b4e20.pt": b"", "b4e20_init.pt": b""}
    >>> run_files(Submission("ada", files), {"a": "b4e5", "b": "b4e20"}, "b", "")
    RunFiles(weights='b4e20.pt', start='b4e20_init.pt', log=None, open=())
    """
    names = [*submission.files, *submission.large]
    own = [each for each in names if suffix(each) in WEIGHTS | LOGS
           and (is_named(answer, each) or _run_of(each, patterns) == run)]  # fmt: skip
    named = [each for each in own if is_named(answer, each)]
    chosen = {
        kind: _only([each for each in named if _kind(each) == kind])
        or _only([each for each in own if _kind(each) == kind])
        for kind in ("weights", "start", "log")
    }
    several = tuple(
        kind for kind in chosen if chosen[kind] is None and any(_kind(each) == kind for each in own)
    )
    return RunFiles(chosen["weights"], chosen["start"], chosen["log"], several)


def log_in(submission: Submission, file: str) -> tuple[Entry, ...]:
    """The entries of a log file; none if it is no text."""
    data = submission.files.get(file, b"")
    return () if len(data) > MOST_BYTES else _entries(data)


@lru_cache(maxsize=16)  # of one submission, whose runs are held against one another
def _entries(data: bytes) -> tuple[Entry, ...]:
    encoding = "utf-16" if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8"
    return read_log(data.decode(encoding, "replace"))


def _run_of(name: str, patterns: Mapping[str, str]) -> str | None:
    """The run whose pattern matches most of a name; none where several match as much."""
    plain = _plain(name)
    lengths = {
        run: max((len(found[0]) for found in re.finditer(pattern, plain)), default=0)
        for run, pattern in patterns.items()
    }
    longest = max(lengths.values(), default=0)
    best = [run for run, length in lengths.items() if length == longest and longest]
    return best[0] if len(best) == 1 else None


def _plain(name: str) -> str:
    """A name in lower case, with one sign between its parts."""
    path = PurePosixPath(name)
    return re.sub(r"[^a-z0-9]+", "_", str(path.with_suffix("")).casefold())


def is_named(answer: str, file: str) -> bool:
    """Whether an answer names a file."""
    name = PurePosixPath(file).name
    return re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", answer) is not None


def _kind(name: str) -> str:
    if suffix(name) in LOGS:
        return "log"
    return "start" if START.search(_plain(PurePosixPath(name).name)) else "weights"


def _only(names: Collection[str]) -> str | None:
    return next(iter(names)) if len(names) == 1 else None
