"""The files of a zip archive, by the directory at its end.

`zipfile` lists a whole archive before anything can be counted, takes minutes over some of its
fields and, in older versions, lets many files share the same bytes. What is read here is stored
or deflated, has its bytes to itself, and is what the directory and its own header say.
"""

import struct
import zlib
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from typing import BinaryIO

from graders.reading.intake.directory import IN_64, Record, read_at, read_directory
from graders.reading.intake.entries import CHUNK, Entry, check_ordinary, entry_name, take
from graders.reading.intake.limits import Limits, check_ratio
from graders.reading.intake.refusals import damaged, refused

HEADER = struct.Struct("<4s5H3L2H")
ENCRYPTED = 1 << 0 | 1 << 6 | 1 << 13
SIZES_FOLLOW = 1 << 3
STORED, DEFLATED = 0, 8


def zip_entries(file: BinaryIO, name: str, limits: Limits) -> Iterator[Entry]:
    """The files of a zip archive; whatever is neither a file nor a folder is refused."""
    for record in read_directory(file, name, limits):
        entry = entry_name(record.name, limits)
        if entry is None or record.raw_name.endswith(b"/"):
            continue
        check_ordinary(entry, record.mode)
        if record.flags & ENCRYPTED:
            raise refused(
                entry, "the file is encrypted", hint="make the archive again without a password"
            )
        if record.method not in (STORED, DEFLATED):
            hint = "make the archive again as a common .zip"
            raise refused(entry, "the file is compressed in an unusual way", hint=hint)
        if record.method == STORED and record.packed != record.size:
            raise damaged(entry, "the file is not as large as it says")
        check_ratio(entry, record.size, record.packed, limits)
        yield Entry(entry, record.size, partial(_read, file, record, entry))


def _read(file: BinaryIO, record: Record, entry: str) -> bytes:
    """The bytes of a file, if they are what the directory says."""
    start = _start_of_data(file, record, entry)
    if start + record.packed > record.end:
        raise damaged(entry, "its bytes are not its own")
    file.seek(start)
    try:
        data = take(file, record.size) if record.method == STORED else _inflated(file, record)
    except zlib.error as error:
        raise damaged(entry, str(error)) from None
    if len(data) != record.size or zlib.crc32(data) != record.checksum:
        raise damaged(entry, "the file is not what it was")
    return data


def _start_of_data(file: BinaryIO, record: Record, entry: str) -> int:
    data = read_at(file, record.start, HEADER.size + len(record.raw_name))
    if len(data) < HEADER.size or not data.startswith(b"PK\x03\x04"):
        raise damaged(entry, "its header is missing")
    _, _, flags, method, _, _, checksum, packed, size, name, extra = HEADER.unpack_from(data)
    same = (checksum, packed, size) == (record.checksum, record.packed, record.size)
    elsewhere = flags & SIZES_FOLLOW or IN_64 in (packed, size)
    same_name = name == len(record.raw_name) and data.endswith(record.raw_name)
    if not (same or elsewhere) or method != record.method or not same_name:
        raise damaged(entry, "its header and the directory differ")
    return record.start + HEADER.size + name + extra


def _inflated(file: BinaryIO, record: Record) -> bytes:
    """A file that was deflated, or at most one byte more; nothing if its stream does not end."""
    unpacked, inflater = BytesIO(), zlib.decompressobj(-zlib.MAX_WBITS)
    left = record.packed
    while left and unpacked.tell() <= record.size and (chunk := file.read(min(CHUNK, left))):
        left -= len(chunk)
        unpacked.write(inflater.decompress(chunk, record.size + 1 - unpacked.tell()))
    whole = inflater.eof and not inflater.unused_data and not left
    return unpacked.getvalue() if whole else b""
