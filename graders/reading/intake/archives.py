"""The files of an archive, one by one, as long as all of them together are within the limits."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from graders.errors import SubmissionError
from graders.reading.intake.entries import Entry, Stream, open_ordinary
from graders.reading.intake.gunzip import Gunzipped
from graders.reading.intake.limits import Limits, check_count, check_ratio, mebibytes
from graders.reading.intake.names import alike, is_weights, shown
from graders.reading.intake.refusals import damaged, opening, refused
from graders.reading.intake.tars import tar_entries
from graders.reading.intake.zips import zip_entries


def archive_entries(path: Path, limits: Limits) -> Iterator[Entry]:
    """The files of a zip or tar archive, of which none is unpacked before it is asked for."""
    with open_ordinary(path, str(path)) as file, opening(str(path)):
        packed = os.fstat(file.fileno()).st_size
        totals = _Totals(path, packed, limits)
        totals.check_packed(limits.archived_weights_bytes)
        if path.name.lower().endswith(".zip"):
            # The directory names all files, so all are checked before the first is unpacked.
            yield from list(totals.over(zip_entries(file, path.name, limits)))
        else:
            stream = _tar_stream(file, path, packed, limits)
            yield from totals.over(tar_entries(stream, path.name, limits))


def _tar_stream(file: BinaryIO, path: Path, packed: int, limits: Limits) -> Stream:
    if path.name.lower().endswith(".tar"):
        return file
    by_ratio = max(limits.small_bytes, limits.ratio * packed)
    in_all = limits.unpacked_bytes + limits.archived_weights_bytes
    ratio = f"it would unpack to more than {limits.ratio} times its size"
    too_much = ratio if by_ratio < in_all else f"the archive unpacks to over {mebibytes(in_all)}"
    return Gunzipped(file, path.name, most=min(by_ratio, in_all), too_much=too_much)


class _Totals:
    """What the files of an archive come to."""

    def __init__(self, path: Path, packed: int, limits: Limits) -> None:
        self.path = path
        self.packed = packed
        self.limits = limits
        self.names: set[str] = set()
        self.folders: set[str] = set()
        self.unpacked = 0
        self.weights = 0

    def over(self, entries: Iterator[Entry]) -> Iterator[Entry]:
        for entry in entries:
            self._check_name(entry.name)
            self._check_size(entry)
            yield entry
        self.check_packed(self.weights)

    def check_packed(self, weights: int) -> None:
        """Refuse an archive that is too large, whatever its weights take."""
        most = self.limits.archive_bytes + weights
        if self.packed > most:
            hint = "leave out what was not asked for"
            what = f"the archive has over {mebibytes(most)}"
            raise SubmissionError(what, where=shown(str(self.path)), hint=hint)

    def _check_name(self, name: str) -> None:
        if not name:
            raise damaged(self.path.name, "a file in it has no name")
        key = alike(name)
        if key in self.names:
            raise refused(name, "two files of the archive have this name")
        self.names.add(key)
        check_count(len(self.names), name, self.limits)
        parts = key.split("/")
        above = {"/".join(parts[:end]) for end in range(1, len(parts))}
        self.folders |= above
        if key in self.folders or self.names & above:
            raise refused(name, "a file and a folder of the archive have this name")

    def _check_size(self, entry: Entry) -> None:
        limits = self.limits
        if is_weights(entry.name):
            self.weights += entry.size
        else:
            self.unpacked += entry.size
        for size, most in (
            (self.unpacked, limits.unpacked_bytes),
            (self.weights, limits.archived_weights_bytes),
        ):
            if size > most:
                raise refused(entry.name, f"the archive unpacks to over {mebibytes(most)}")
        check_ratio(self.path.name, self.unpacked + self.weights, self.packed, limits)
