"""The files of a tar archive, read once from its first byte to its last.

`tarfile` ends its list without a word at a damaged header, so that answers could go missing, and
extended headers can keep it busy for hours. What is read here is POSIX's ustar and pax and the
long names of GNU, in time in proportion to the archive.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graders.reading.intake.entries import CHUNK, Entry, Stream, entry_name, take
from graders.reading.intake.limits import MIB, Limits, check_passed
from graders.reading.intake.refusals import damaged, refused

BLOCK = 512
MAX_EXTENDED = 8 * MIB  # of the extended headers of an archive
MAX_TRAILER = MIB  # of what fills its last record
FILES = (b"0", b"\0", b"7")
LINKS = (b"1", b"2")
FOLDER = b"5"
WITHOUT_DATA = (*LINKS, b"3", b"4", FOLDER, b"6")
PAX = (b"x", b"X")
PAX_FOR_ALL = b"g"
LONG_NAME, LONG_LINK = b"L", b"K"
EXTENDED = (*PAX, PAX_FOR_ALL, LONG_NAME, LONG_LINK)
LENGTH = re.compile(rb"([0-9]{1,8}) ")


@dataclass(frozen=True, slots=True)
class Header:
    """What an archive says of one of its entries."""

    name: str
    size: int
    kind: bytes

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder, as it is written now or was before POSIX."""
        return self.kind == FOLDER or (self.kind == b"\0" and self.name.endswith("/"))


def tar_entries(stream: Stream, name: str, limits: Limits) -> Iterator[Entry]:
    """The files of a tar archive; whatever is neither a file nor a folder is refused."""
    tar = Tar(stream, name)
    for number, header in enumerate(tar.headers(), start=1):
        check_passed(number, name, limits)
        entry = entry_name(header.name, limits)
        if entry is None or header.is_folder:
            continue
        if header.kind in LINKS:
            raise refused(entry, "the file is a link")
        if header.kind not in FILES:
            raise refused(entry, "this is a device, a pipe or a sparse file")
        yield Entry(entry, header.size, tar.read)


class Tar:
    """A tar archive as a list of headers; the data that follows the last of them may be read."""

    def __init__(self, stream: Stream, name: str) -> None:
        self._stream = stream
        self._name = name
        self._size = 0  # of the data that follows
        self._ahead = 0  # bytes up to the next header
        self._extended = 0
        self._for_all: dict[bytes, bytes] = {}

    def headers(self) -> Iterator[Header]:
        own: dict[bytes, bytes] = {}
        while any(block := self._next_block()):
            name, size, kind = self._fields(block)
            if kind in EXTENDED:
                own |= self._extension(kind, size)
            else:
                yield self._entry(name, size, kind, self._for_all | own)
                own = {}
        self._skip(MAX_TRAILER)
        if self._stream.read(1):
            raise damaged(self._name, "much follows after its end")

    def read(self) -> bytes:
        """The data that follows the last header."""
        data = self._exactly(self._size)
        self._ahead -= self._size
        return data

    def _next_block(self) -> bytes:
        if self._skip(self._ahead) < self._ahead:
            raise damaged(self._name, "it breaks off within a file")
        self._ahead = 0
        return self._exactly(BLOCK)

    def _skip(self, size: int) -> int:
        skipped = 0
        while skipped < size and (chunk := self._stream.read(min(CHUNK, size - skipped))):
            skipped += len(chunk)
        return skipped

    def _exactly(self, size: int) -> bytes:
        data = take(self._stream, size)
        if len(data) < size:
            raise damaged(self._name, "it breaks off")
        return data

    def _fields(self, block: bytes) -> tuple[bytes, int, bytes]:
        """The name, the size and the kind in a header."""
        blank = block[:148] + b" " * 8 + block[156:]
        checksum = self._number(block[148:156])
        signed = checksum - sum(blank)  # some old programs add signed bytes
        if signed and signed != -256 * sum(byte > 127 for byte in blank):
            raise damaged(self._name, "a header is not what it was")
        name = block[:100].partition(b"\0")[0]
        prefix = block[345:500].partition(b"\0")[0]
        if prefix and block.startswith(b"ustar\0", 257):
            name = prefix + b"/" + name
        return name, self._number(block[124:136]), block[156:157]

    def _number(self, field: bytes) -> int:
        """A number in octal digits, or in binary where its first bit says so."""
        if field[0] == 0x80:
            return int.from_bytes(field[1:], "big")
        digits = field.partition(b"\0")[0].strip()
        if not re.fullmatch(rb"[0-7]*", digits):
            raise damaged(self._name, "a number in a header is none")
        return int(digits or b"0", 8)

    def _extension(self, kind: bytes, size: int) -> dict[bytes, bytes]:
        """What an extended header says of the next entry."""
        self._extended += BLOCK + size
        if self._extended > MAX_EXTENDED:
            raise damaged(self._name, "its names and notes are too long")
        data = self._exactly(_padded(size))[:size]
        if kind in (LONG_NAME, LONG_LINK):
            return {b"path": data.partition(b"\0")[0]} if kind == LONG_NAME else {}
        if kind != PAX_FOR_ALL:
            return self._records(data)
        self._for_all |= self._records(data)
        return {}

    def _records(self, data: bytes) -> dict[bytes, bytes]:
        """The records of a pax header: each its own length, a key and a value."""
        records: dict[bytes, bytes] = {}
        at = 0
        while at < len(data) and data[at]:
            length = LENGTH.match(data, at)
            end = at + int(length[1]) if length else 0
            if not (length and length.end() < end <= len(data) and data[end - 1] == ord("\n")):
                raise damaged(self._name, "an extended header cannot be read")
            key, _, records[key] = data[length.end() : end - 1].partition(b"=")
            at = end
        return records

    def _entry(self, name: bytes, size: int, kind: bytes, pax: dict[bytes, bytes]) -> Header:
        """An entry as its header and the extended headers before it say."""
        if kind == b"S" or any(key.startswith(b"GNU.sparse") for key in pax):
            raise refused(self._name, "there is a sparse file in it")
        digits = pax.get(b"size") or str(size).encode()
        if not re.fullmatch(rb"[0-9]{1,40}", digits):
            raise damaged(self._name, "a number in a header is none")
        self._size = 0 if kind in WITHOUT_DATA else int(digits)
        self._ahead = _padded(self._size)
        text = (pax.get(b"path") or name).decode("utf-8", "surrogateescape")
        return Header(text, self._size, kind)


def _padded(size: int) -> int:
    return -(-size // BLOCK) * BLOCK
