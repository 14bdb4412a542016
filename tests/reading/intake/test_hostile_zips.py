"""Zip archives that were made to break out, to deceive or to exhaust what opens them."""

import os
import stat
import struct
import zlib
from collections.abc import Callable, Iterable

import pytest

from graders.errors import SubmissionError
from graders.reading.intake import MIB, open_submission, read_large
from tests.reading.intake.archives import (
    TEXT,
    Zipped,
    check_thrift,
    deflated,
    local,
    member,
    refusal,
    tar_of,
    written,
    zip_of,
    zip_of_64,
)

ZEROS = bytes(MIB)
MODES = [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFIFO, stat.S_IFSOCK, stat.S_IFDIR]
LARGE_64 = struct.pack("<2H3Q", 1, 24, 2**62, 2**62, 2**62)
IN_64 = {"size": 0xFFFFFFFF, "packed": 0xFFFFFFFF, "offset": 0xFFFFFFFF}
RANDOM = os.urandom(3_000)

ZIPS: dict[str, tuple[Callable[[], bytes], str]] = {
    **{
        f"mode {mode:o}": (lambda mode=mode: zip_of(Zipped(mode=mode | 0o777)), "the file is a")
        for mode in MODES[:1]
    },
    **{
        f"mode {mode:o}": (lambda mode=mode: zip_of(Zipped(mode=mode | 0o777)), "a device")
        for mode in MODES[1:]
    },
    "encrypted": (lambda: zip_of(Zipped(flags=1)), "encrypted"),
    "strongly encrypted": (lambda: zip_of(Zipped(flags=1 | 1 << 6)), "encrypted"),
    "masked header": (lambda: zip_of(Zipped(flags=1 << 13)), "encrypted"),
    **{
        f"method {method}": (lambda method=method: zip_of(Zipped(method=method)), "unusual way")
        for method in (1, 6, 9, 10, 12, 14, 93, 95, 98, 99, 0xFFFF)
    },
    "packs too well": (lambda: zip_of(Zipped(name=b"a.bin", data=4 * ZEROS)), "100 times"),
    "many that pack too well": (
        lambda: zip_of(*(Zipped(name=b"%d.bin" % each, data=ZEROS) for each in range(150))),
        "100 times",
    ),
    "says to unpack to little": (
        lambda: zip_of(Zipped(data=TEXT * 1000, says={"size": 5}, header={"size": 5})),
        "not what it was",
    ),
    "says to unpack to much": (
        lambda: zip_of(Zipped(says={"size": 9000}, header={"size": 9000})),
        "not what it was",
    ),
    "says to unpack to a prefix": (
        lambda: zip_of(Zipped(data=TEXT * 9, says=prefix(), header=prefix())),
        "not what it was",
    ),
    "says to be packed in little": (
        lambda: zip_of(Zipped(says={"packed": 5}, header={"packed": 5})),
        "not what it was",
    ),
    "says to be packed in much": (
        lambda: zip_of(Zipped(says={"packed": 50_000_000}), Zipped(name=b"b.md")),
        "not its own",
    ),
    "bytes after the end of the stream": (
        lambda: zip_of(Zipped(packed=deflated(TEXT) + b"more")),
        "not what it was",
    ),
    "stored and larger than it says": (
        lambda: zip_of(Zipped(method=0, says={"size": 5}, header={"size": 5})),
        "not as large as it says",
    ),
    "stored and smaller than it says": (
        lambda: zip_of(Zipped(method=0, says={"packed": 5})),
        "not as large as it says",
    ),
    "wrong checksum": (
        lambda: zip_of(Zipped(says={"checksum": 0}, header={"checksum": 0})),
        "not what it was",
    ),
    **{
        f"header with another {key}": (
            lambda key=key, value=value: zip_of(Zipped(header={key: value})),
            "differ",
        )
        for key, value in {"size": 9, "packed": 9, "checksum": 9, "method": 0}.items()
    },
    "header with another name of that length": (
        lambda: zip_of(Zipped(header={"name": b"../../a.md"})),
        "differ",
    ),
    "no header": (lambda: zip_of(Zipped(says={"offset": 4})), "not its own"),
    "no header before": (lambda: zip_of(Zipped(says={"offset": 1}), before=b"x"), "not its own"),
    "no header where it says": (
        lambda: zip_of(Zipped(says={"offset": 3}, follows=bytes(9))),
        "its header is missing",
    ),
    "one file for all": (
        lambda: zip_of(Zipped(), *(Zipped(b"%d.md" % each, says={"offset": 0}) for each in (1, 2))),
        "not its own",
    ),
    "one file under another": (lambda: quine(), "not its own"),
    "header extended over the next": (lambda: quoted(), "not its own"),
    "large numbers in 64 bits": (
        lambda: zip_of(Zipped(says=IN_64 | {"extra": LARGE_64})),
        "not its own",
    ),
    "large size in 64 bits": (
        lambda: zip_of(
            Zipped(says={"size": 0xFFFFFFFF, "extra": struct.pack("<2HQ", 1, 8, 2**63)})
        ),
        "100 times",
    ),
    "numbers in 64 bits that are missing": (lambda: zip_of(Zipped(says=IN_64)), "not its own"),
    "numbers in 64 bits that break off": (
        lambda: zip_of(Zipped(says=IN_64 | {"extra": LARGE_64[:9]})),
        "not its own",
    ),
    "directory of 2**63 files": (lambda: zip_of_64(Zipped(), count=2**63), "number of files"),
    "directory of 2**63 bytes": (lambda: zip_of_64(Zipped(), size=2**63), "not where it says"),
    "directory far away": (lambda: zip_of_64(Zipped(), offset=2**63), "not where it says"),
    "other number of files": (lambda: zip_of(Zipped(), count=2), "number of files"),
    "no files said": (lambda: zip_of(Zipped(), count=0), "number of files"),
    "other size": (lambda: zip_of(Zipped(), size=40), "cannot be read"),
    "other offset": (lambda: zip_of(Zipped(), offset=9000), "not where it says"),
    "on several disks": (lambda: zip_of(Zipped(), disk=1), "not where it says"),
    "long name in the directory": (lambda: cut_name(), "breaks off"),
    "much after its end": (lambda: zip_of(Zipped(), after=bytes(70_000)), "no directory"),
    "only an end": (lambda: b"PK\5\6" + bytes(12), "no directory"),
    "a directory without files": (lambda: zip_of(count=5), "number of files"),
    "empty": (lambda: zip_of(), "there are no files"),
    "nothing but folders": (lambda: zip_of(Zipped(b"a/", b"")), "there are no files"),
    "nothing but hidden files": (lambda: zip_of(Zipped(b"__MACOSX/._a.md")), "there are no files"),
    "a file without a name": (lambda: zip_of(Zipped(b"")), "no name"),
    "a file that is a dot": (lambda: zip_of(Zipped(b".")), "no name"),
    "many extra fields": (
        lambda: zip_of(*(Zipped(b"%d" % each, says=LONG_EXTRA) for each in range(200))),
        "directory is too large",
    ),
    "extra fields in 64 bits": (
        lambda: zip_of(*(Zipped(b"%d" % each, says=LONG_EXTRA | IN_64) for each in range(100))),
        "not its own",
    ),
    "2,001 files": (lambda: zip_of(*small(2_001)), "there are more than 2,000 files"),
    "100,000 files": (lambda: many(100_000), "more than 20,000 files"),
    "100,000 folders": (lambda: many(100_000, b"/"), "more than 20,000 files"),
    "20,001 hidden files": (lambda: many(20_001, b"/.a"), "more than 20,000 files"),
    "files in folders": (
        lambda: zip_of(*(Zipped(b"%d/a.md" % each, b"") for each in range(2001))),
        "there are more than 2,000 files",
    ),
    "truncated": (lambda: zip_of(Zipped(data=RANDOM))[:-30], "damaged"),
    "without its start": (lambda: zip_of(Zipped(data=RANDOM))[40:], "damaged"),
    "half of it": (lambda: zip_of(Zipped(data=RANDOM))[:1500], "damaged"),
    "a tar archive": (lambda: tar_of(member()), "damaged"),
    "zeros": (lambda: 10 * ZEROS, "damaged"),
    "ends of directories": (lambda: b"PK\5\6" * 500_000, "damaged"),
}
LONG_EXTRA = {"extra": b"\x99\x99\0\0" * 16_383}


def prefix() -> dict[str, int]:
    return {"size": 5, "checksum": zlib.crc32(TEXT[:5])}


def small(count: int, name: bytes = b"%d") -> Iterable[Zipped]:
    return [Zipped(name % number, b"", method=0) for number in range(count)]


def many(count: int, end: bytes = b"") -> bytes:
    """A zip archive of empty files, quickly."""
    head = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 0, 0, 33, 0, 0, 0, 6, 0)
    record = struct.pack("<4s6H3L5H", b"PK\1\2", 20, 20, 0, 0, 0, 33, 0, 0, 0, 6, 0, 0, 0, 0)
    names = [(b"%06d" % number)[: 6 - len(end)] + end for number in range(count)]
    body = b"".join(head + name for name in names)
    rest = (struct.pack("<LL", 0, 36 * number) for number in range(count))
    directory = b"".join(record + each + name for name, each in zip(names, rest, strict=True))
    sizes = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, *[count & 0xFFFF] * 2, 0, len(body), 0)
    return body + directory + sizes[:12] + struct.pack("<L", len(directory)) + sizes[16:]


def quine() -> bytes:
    """Files each of which holds, stored, the headers and bytes of those after it."""
    last = Zipped(b"2.md", TEXT)
    inner = zip_of(last)[: 30 + 4 + len(last.packed or b"")]
    return zip_of(Zipped(b"1.md", inner, method=0), Zipped(b"2.md", says={"offset": 34}))


def quoted() -> bytes:
    """Files whose headers are extended over the header of the next, up to bytes they share."""
    kernel = Zipped(b"9.md", TEXT * 50)
    first = Zipped(b"1.md", TEXT * 50, packed=b"", header={"extra": b"\x99\x99\x22\0"})
    first.says["packed"] = first.header["packed"] = len(kernel.packed or b"")
    return zip_of(first, kernel)


def cut_name() -> bytes:
    data = bytearray(zip_of(Zipped()))
    data[data.index(b"PK\1\2") + 28] = 255
    return bytes(data)


@pytest.mark.parametrize("name", ZIPS)
def test_a_hostile_zip_is_refused(tmp_path, name):
    make, what = ZIPS[name]
    assert what in refusal(written(tmp_path / "hw.zip", make())).message


def test_hostile_zips_take_little_time_and_memory_and_write_nothing(tmp_path):
    check_thrift(tmp_path, ".zip", (make() for make, _ in ZIPS.values()))


HARMLESS_ZIPS: dict[str, bytes] = {
    "plain": zip_of(Zipped()),
    "stored": zip_of(Zipped(method=0)),
    "bytes before": zip_of(Zipped(), before=b"#!/bin/sh\n" * 100),
    "bytes before that count": zip_of(
        Zipped(says={"offset": 5}), before=b"12345", offset=5 + len(local(Zipped()))
    ),
    "bytes after": zip_of(Zipped(), after=b"more" * 100),
    "a comment": zip_of(Zipped(), comment=b"PK\5\6 is the end", comment_bytes=15),
    "a comment of a file": zip_of(Zipped(says={"comment": b"../" * 100})),
    "64 bits": zip_of_64(Zipped()),
    "64 bits for a file": zip_of(
        Zipped(
            says=IN_64 | {"extra": struct.pack("<2H3Q", 1, 24, 11, len(deflated(TEXT)), 0)},
            header={"size": 0xFFFFFFFF, "packed": 0xFFFFFFFF},
        )
    ),
    "sizes after the file": zip_of(
        Zipped(
            flags=1 << 3,
            header={"size": 0, "packed": 0, "checksum": 0},
            follows=struct.pack("<4s3L", b"PK\7\10", zlib.crc32(TEXT), len(deflated(TEXT)), 11),
        )
    ),
    "sizes after the file that lie": zip_of(
        Zipped(flags=1 << 3, follows=b"PK\7\10" + b"\xff" * 12)
    ),
    "a folder with a size": zip_of(Zipped(b"a/", says={"size": 2**31}), Zipped()),
    "a folder that is a link": zip_of(Zipped(b"a/", mode=stat.S_IFLNK), Zipped()),
    "an extra field that is cut": zip_of(Zipped(says={"extra": b"\1\0\x20"})),
    "bytes between the files": zip_of(Zipped(follows=b"PK\3\4" * 100)),
    "a hidden link": zip_of(Zipped(b"__MACOSX/._a.md", mode=stat.S_IFLNK), Zipped()),
}


@pytest.mark.parametrize("name", HARMLESS_ZIPS)
def test_a_zip_that_is_only_strange_is_read(tmp_path, name):
    path = written(tmp_path / "hw.zip", HARMLESS_ZIPS[name])
    assert open_submission(path).files == {"answers.md": TEXT}


def test_weights_of_a_lying_size_are_refused(tmp_path):
    lying = Zipped(b"a.pt", RANDOM, says={"size": 2 * MIB, "packed": 2 * MIB})
    path = written(tmp_path / "hw.zip", zip_of(Zipped(), lying))
    assert "not its own" in refusal(path).message
    size = {"size": MIB + 1}
    lying = Zipped(b"a.pt", os.urandom(MIB + 2), says=size, header=size)
    path = written(tmp_path / "hw.zip", zip_of(Zipped(), lying))
    assert open_submission(path).large == {"a.pt": MIB + 1}
    with pytest.raises(SubmissionError, match="not what it was"):
        read_large(path, "a.pt")
