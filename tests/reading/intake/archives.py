"""Archives in which every field may lie, and what comes of opening them."""

import json
import struct
import subprocess
import sys
import tarfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest

from graders.errors import SubmissionError
from graders.reading.intake import MIB, open_submission

TEXT = b"# 1.1\n$2x$\n"
ROOT = Path(__file__).parents[3]


def deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


@dataclass
class Zipped:
    """A file of a zip archive; what is not given is what it should be."""

    name: bytes = b"answers.md"
    data: bytes = TEXT
    method: int = 8
    flags: int = 0
    mode: int = 0
    packed: bytes | None = None  # the bytes that stand in the archive
    says: dict[str, Any] = field(default_factory=dict)  # in the directory
    header: dict[str, Any] = field(default_factory=dict)  # in the header before the file
    follows: bytes = b""  # after the file

    def __post_init__(self) -> None:
        if self.packed is None:
            self.packed = deflated(self.data) if self.method == 8 else self.data
        true = {
            "name": self.name,
            "size": len(self.data),
            "packed": len(self.packed),
            "checksum": zlib.crc32(self.data),
            "method": self.method,
            "flags": self.flags,
            "extra": b"",
        }
        self.header = true | self.header
        self.says = true | {"comment": b"", "disk": 0} | self.says


def local(file: Zipped) -> bytes:
    says, packed = file.header, file.packed or b""
    fields = (20, says["flags"], says["method"], 0, 33, says["checksum"], says["packed"])
    sizes = (says["size"], len(says["name"]), len(says["extra"]))
    head = struct.pack("<4s5H3L2H", b"PK\3\4", *fields, *sizes)
    return head + says["name"] + says["extra"] + packed + file.follows


def central(file: Zipped, offset: int) -> bytes:
    says = file.says
    fields = (3 << 8 | 20, 20, says["flags"], says["method"], 0, 33, says["checksum"])
    sizes = (says["packed"], says["size"], len(says["name"]), len(says["extra"]))
    rest = (len(says["comment"]), says["disk"], 0, file.mode << 16, says.get("offset", offset))
    head = struct.pack("<4s6H3L5H2L", b"PK\1\2", *fields, *sizes, *rest)
    return head + says["name"] + says["extra"] + says["comment"]


def zip_of(
    *files: Zipped, before: bytes = b"", after: bytes = b"", comment: bytes = b"", **end: int
) -> bytes:
    """A zip archive; `end` may hold the count, the size and the offset that it says it has."""
    bodies = [local(file) for file in files]
    places = accumulate(map(len, bodies), initial=0)
    body, directory = b"".join(bodies), b"".join(map(central, files, places))
    return before + body + directory + end_of(files, body, directory, **end) + comment + after


def end_of(files: Sequence[Zipped], body: bytes, directory: bytes, **end: int) -> bytes:
    count = end.get("count", len(files) & 0xFFFF)
    size, offset = end.get("size", len(directory)), end.get("offset", len(body))
    fields = (end.get("disk", 0), 0, count, count, size, offset, end.get("comment_bytes", 0))
    return struct.pack("<4s4H2LH", b"PK\5\6", *fields)


def zip_of_64(
    *files: Zipped, count: int | None = None, size: int | None = None, offset: int | None = None
) -> bytes:
    """A zip archive whose end is written in 64 bits."""
    bodies = [local(file) for file in files]
    places = accumulate(map(len, bodies), initial=0)
    body, directory = b"".join(bodies), b"".join(map(central, files, places))
    count = len(files) if count is None else count
    size = len(directory) if size is None else size
    offset = len(body) if offset is None else offset
    end = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, offset)
    end += struct.pack("<4sLQL", b"PK\6\7", 0, len(body) + len(directory), 1)
    end += struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, *[0xFFFF] * 2, *[0xFFFFFFFF] * 2, 0)
    return body + directory + end


def member(
    name: str = "answers.md", data: bytes = TEXT, *, size: int | None = None, **fields: Any
) -> bytes:
    """A member of a tar archive with its header in the form of ustar or GNU."""
    info = tarfile.TarInfo(name)
    info.size = len(data) if size is None else size
    for key, value in fields.items():
        setattr(info, key, value)
    return info.tobuf(tarfile.GNU_FORMAT) + padded(data)


def padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % 512)


def tar_of(*members: bytes, end: bytes = bytes(1024)) -> bytes:
    return b"".join(members) + end


def pax(*records: tuple[str, str], kind: bytes = tarfile.XHDTYPE) -> bytes:
    """An extended header; each record is its length, a key and a value."""
    data = b""
    for key, value in records:
        rest = f" {key}={value}\n".encode()
        length = len(rest)
        while length != len(rest) + len(str(length)):
            length = len(rest) + len(str(length))
        data += str(length).encode() + rest
    return member("pax", data, type=kind)


def checked(block: bytes) -> bytes:
    """A header of a tar archive with the checksum that it should have."""
    blank = block[:148] + b" " * 8 + block[156:512]
    return blank[:148] + b"%06o\0 " % sum(blank) + block[156:]


def gzip_of(data: bytes, *, flags: int = 0, fields: bytes = b"", checksum: int | None = None):
    """A member of a gzip file."""
    head = b"\x1f\x8b\x08" + bytes([flags]) + bytes(6) + fields
    end = struct.pack("<2L", zlib.crc32(data) if checksum is None else checksum, len(data))
    return head + deflated(data) + end


def refusal(path: Path) -> SubmissionError:
    """The refusal of a submission, which is clear and may be printed."""
    with pytest.raises(SubmissionError) as caught:
        open_submission(path)
    error = caught.value
    assert error.where
    assert error.message
    assert error.hint
    assert str(error).replace("\nhint: ", "").isprintable()
    assert len(str(error)) < 600
    return error


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def opened_watched(*paths: Path, memory_bytes: int, seconds: float = 60) -> list[dict[str, Any]]:
    """What came of opening each path in a process of its own that may only read."""
    done = subprocess.run(
        [sys.executable, "-B", "-m", "tests.reading.intake.open_watched", str(memory_bytes)],
        input=json.dumps([str(path) for path in paths]),
        cwd=ROOT,
        capture_output=True,
        timeout=seconds,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def check_thrift(folder: Path, ending: str, archives: Iterable[bytes]) -> None:
    """Opening each archive takes little time and memory, and writes nothing."""
    paths = [written(folder / f"{at}{ending}", data) for at, data in enumerate(archives)]
    for path, outcome in zip(paths, opened_watched(*paths, memory_bytes=200 * MIB), strict=True):
        assert outcome["seconds"] < 1, (path, outcome)
    assert set(folder.iterdir()) == set(paths)
    for path in paths:
        path.unlink()
