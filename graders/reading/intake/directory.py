"""The directory at the end of a zip archive: what is in it, and where."""

import struct
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from graders.reading.intake.entries import take
from graders.reading.intake.limits import MIB, Limits, check_passed
from graders.reading.intake.refusals import damaged

END = struct.Struct("<4s4H2LH")
END_64 = struct.Struct("<4sQ2H2L4Q")
LOCATOR = struct.Struct("<4sLQL")
RECORD = struct.Struct("<4s6H3L5H2L")
LOCAL_HEADER_BYTES = 30  # without the name
IN_64 = 0xFFFFFFFF  # stands for a number that is written in 64 bits elsewhere
UTF_8 = 1 << 11
MAX_COMMENT = 65_535
MAX_DIRECTORY = 8 * MIB


@dataclass(frozen=True, slots=True)
class Record:
    """What the directory says of a file."""

    raw_name: bytes
    flags: int
    method: int
    checksum: int
    packed: int
    size: int
    mode: int
    start: int  # of its header, from the first byte of the file that holds the archive
    end: int = 0  # of all bytes up to the next header

    @property
    def name(self) -> str:
        """The name; UTF-8 is common even where it is not declared."""
        try:
            return self.raw_name.decode("utf-8")
        except UnicodeDecodeError:
            declared = self.flags & UTF_8
            encoding, errors = ("utf-8", "surrogateescape") if declared else ("cp437", "strict")
            return self.raw_name.decode(encoding, errors)


@dataclass(frozen=True, slots=True)
class _End:
    """The end of a directory: where it stands, and what it says."""

    place: int
    disk: int
    disk_of_directory: int
    count_here: int
    count: int
    size: int
    offset: int

    @property
    def start(self) -> int:
        return self.place - self.size

    @property
    def before(self) -> int:
        """How many bytes stand before the archive."""
        return self.start - self.offset


def read_directory(file: BinaryIO, name: str, limits: Limits) -> list[Record]:
    """The files of a zip archive; no two of them share any bytes.

    Raises:
        SubmissionError: if the directory is damaged, too long or contradicts itself.
    """
    end = _end(file, name)
    if end.size > MAX_DIRECTORY:
        raise damaged(name, "its directory is too large")
    records = list(_records(read_at(file, end.start, end.size), end, name, limits))
    if len(records) != end.count:
        raise damaged(name, "its directory has another number of files than it says")
    return _apart(records, end.start, name)


def read_at(file: BinaryIO, place: int, size: int) -> bytes:
    """At most so many bytes from a place on."""
    file.seek(place)
    return take(file, size)


def _end(file: BinaryIO, name: str) -> _End:
    length = file.seek(0, 2)
    first = max(0, length - MAX_COMMENT - END.size)
    tail = read_at(file, first, length - first)
    at = tail.rfind(b"PK\x05\x06", 0, max(0, len(tail) - END.size + 4))
    if at < 0:
        raise damaged(name, "there is no directory at its end")
    end = _End(first + at, *END.unpack_from(tail, at)[1:7])
    if 0xFFFF in (end.count_here, end.count) or IN_64 in (end.size, end.offset):
        end = _end_64(file, end, name)
    split = end.disk or end.disk_of_directory or end.count_here != end.count
    if split or end.start < 0 or end.before < 0:
        raise damaged(name, "its directory is not where it says")
    return end


def _end_64(file: BinaryIO, end: _End, name: str) -> _End:
    """The end in 64 bits that stands before the other, or that one if there is none."""
    place = end.place - LOCATOR.size - END_64.size
    data = read_at(file, place, END_64.size + LOCATOR.size) if place >= 0 else b""
    if not data.startswith(b"PK\x06\x07", END_64.size):
        return end
    if not data.startswith(b"PK\x06\x06"):
        raise damaged(name, "its directory is not where it says")
    return _End(place, *END_64.unpack_from(data)[4:])


def _records(data: bytes, end: _End, name: str, limits: Limits) -> Iterator[Record]:
    at = number = 0
    while at < len(data):
        if not data.startswith(b"PK\x01\x02", at) or at + RECORD.size > len(data):
            raise damaged(name, "its directory cannot be read")
        number += 1
        check_passed(number, name, limits)
        fields = RECORD.unpack_from(data, at)
        extra = at + RECORD.size + fields[10]
        comment = extra + fields[11]
        raw_name = data[at + RECORD.size : extra]
        at = comment + fields[12]
        if at > len(data):
            raise damaged(name, "its directory breaks off")
        flags, method, checksum, mode = fields[3], fields[4], fields[7], fields[15] >> 16
        size, packed, offset = _numbers(fields, data[extra:comment])
        start = end.before + offset
        yield Record(raw_name, flags, method, checksum, packed, size, mode, start)


def _numbers(fields: tuple[int, ...], extra: bytes) -> list[int]:
    """The size, the packed size and the offset of a file, in 64 bits where they need them."""
    numbers = [fields[9], fields[8], fields[16]]
    at = 0
    while IN_64 in numbers and at + 4 <= len(extra):
        tag, length = struct.unpack_from("<2H", extra, at)
        if tag == 1:
            data = extra[at + 4 : at + 4 + length]
            large = (number for (number,) in struct.iter_unpack("<Q", data[: len(data) // 8 * 8]))
            return [next(large, number) if number == IN_64 else number for number in numbers]
        at += 4 + length
    return numbers


def _apart(records: list[Record], end: int, name: str) -> list[Record]:
    """The files, each with the end of its own bytes."""
    starts = sorted(record.start for record in records)
    apart = []
    for record in records:
        following = bisect_left(starts, record.start) + 1
        record = replace(record, end=starts[following] if following < len(starts) else end)
        if record.start + LOCAL_HEADER_BYTES + len(record.raw_name) + record.packed > record.end:
            raise damaged(name, f"the bytes of {record.name} are not its own")
        apart.append(record)
    return apart
