"""Tar and gzip archives that were made to break out, to deceive or to exhaust what opens them."""

import gzip
import io
import os
import tarfile
import zlib
from collections.abc import Callable

import pytest

from graders.reading.intake import MIB, open_submission
from tests.reading.intake.archives import (
    TEXT,
    Zipped,
    check_thrift,
    checked,
    gzip_of,
    member,
    pax,
    refusal,
    tar_of,
    written,
    zip_of,
)

ZEROS = bytes(MIB)
RANDOM = os.urandom(3_000)


def sparse_of_gnu() -> bytes:
    """A header of the old kind for a sparse file, and a block that says that more follow."""
    block = bytearray(member(data=b"", type=tarfile.GNUTYPE_SPARSE))
    block[482] = 1
    return checked(bytes(block)) + b"0" * 504 + b"\1" + bytes(7)


def field_of(block: bytes, place: int, value: bytes) -> bytes:
    return checked(block[:place] + value + block[place + len(value) : 512]) + block[512:]


LINK = {"type": tarfile.SYMTYPE, "linkname": "/etc/passwd"}
HARD = {"type": tarfile.LNKTYPE, "linkname": "b.md"}
DAMAGED = member()[:10] + b"X" + member()[11:]
TARS: dict[str, tuple[Callable[[], bytes], str]] = {
    "link": (lambda: tar_of(member(data=b"", **LINK)), "a link"),
    "link and file through it": (
        lambda: tar_of(member("a", b"", **LINK), member("a/b.md")),
        "a link",
    ),
    "hard link": (lambda: tar_of(member("b.md"), member(data=b"", **HARD)), "a link"),
    "hard link to itself": (lambda: tar_of(member("b.md", b"", **HARD)), "a link"),
    "link by a pax header": (
        lambda: tar_of(pax(("linkpath", "/etc/passwd")), member(data=b"", **LINK)),
        "a link",
    ),
    **{
        f"type {kind!r}": (lambda kind=kind: tar_of(member(data=b"", type=kind)), "a device")
        for kind in (b"3", b"4", b"6", b"8", b"D", b"M", b"V", b"N", b"Z", b"\xff")
    },
    "sparse": (lambda: tar_of(sparse_of_gnu() * 9), "sparse"),
    "sparse by a pax header": (
        lambda: tar_of(pax(("GNU.sparse.major", "1"), ("GNU.sparse.name", "b.md")), member()),
        "sparse",
    ),
    "sparse map": (
        lambda: tar_of(pax(("GNU.sparse.map", "0,1," * 9000)), member()),
        "sparse",
    ),
    "long name of GNU": (lambda: tar_of(member("a/" * 60 + "../" * 61 + "b.md")), "leads out"),
    "global pax header": (
        lambda: tar_of(pax(("path", "../a.md"), kind=tarfile.XGLTYPE), member()),
        "leads out",
    ),
    "larger by a pax header": (lambda: tar_of(pax(("size", "99999")), member()), "breaks off"),
    "2**63 by a pax header": (
        lambda: tar_of(pax(("size", str(2**63))), member("a.bin")),
        "unpacks to over",
    ),
    "smaller by a pax header": (
        lambda: tar_of(pax(("size", "0")), member(data=b"x" * 9), member("b.md")),
        "not what it was",
    ),
    **{
        f"size {size} by a pax header": (
            lambda size=size: tar_of(pax(("size", size)), member()),
            "a number in a header",
        )
        for size in ("-1", "1e3", "0x10", " 9", "9" * 41, "٣")
    },
    "huge pax header": (lambda: tar_of(member("x", size=2**33, data=b"", type=b"x")), "too long"),
    "huge long name": (lambda: tar_of(member("x", size=2**33, data=b"", type=b"L")), "too long"),
    "digits in a pax header": (
        lambda: tar_of(member("x", b"1" * 4 * MIB, type=b"x"), member()),
        "extended header",
    ),
    "pax headers without end": (lambda: tar_of(pax(("a", "b" * 9000)) * 1000), "too long"),
    "long names without end": (lambda: tar_of(member("x", b"", type=b"L") * 20_000), "too long"),
    **{
        f"pax record {record!r}": (
            lambda record=record: tar_of(member("x", record, type=b"x"), member()),
            "extended header",
        )
        for record in (b"5", b"9 a=b\n", b"0 a=b\n", b"x a=b\n", b"-6 a=b\n", b"99999999 a=b\n")
    },
    "negative size": (
        lambda: tar_of(field_of(member(), 124, b"\xff" * 12)),
        "a number in a header",
    ),
    "size in 88 bits": (
        lambda: tar_of(field_of(member("a.bin"), 124, b"\x80" + b"\xff" * 11)),
        "unpacks to over",
    ),
    "size of letters": (lambda: tar_of(field_of(member(), 124, b"12345678x")), "a number"),
    "damaged first header": (lambda: tar_of(DAMAGED, member("b.md")), "not what it was"),
    "damaged second header": (lambda: tar_of(member("b.md"), DAMAGED), "not what it was"),
    "garbage before": (lambda: b"x" * 512 + tar_of(member()), "damaged"),
    "much after": (lambda: tar_of(member(), end=2 * ZEROS), "much follows"),
    "no end": (lambda: tar_of(member(), end=b""), "breaks off"),
    "half a header": (lambda: tar_of(member(), member())[:1500], "breaks off"),
    "half a file": (lambda: tar_of(member(data=RANDOM))[:2000], "breaks off"),
    "half a file that is not read": (
        lambda: tar_of(member(), member("a.pt", os.urandom(MIB), size=2 * MIB)),
        "breaks off",
    ),
    "empty": (lambda: tar_of(), "there are no files"),
    "nothing": (lambda: b"", "breaks off"),
    "nothing but folders": (
        lambda: tar_of(member("a", b"", type=tarfile.DIRTYPE)),
        "there are no files",
    ),
    "nothing but hidden files": (lambda: tar_of(member("._a.md")), "there are no files"),
    "a file without a name": (lambda: tar_of(member("")), "no name"),
    "2,001 files": (lambda: many("%d", 2_001), "more than 2,000 files"),
    "20,001 hidden files": (lambda: many(".git/%d", 20_001), "more than 20,000"),
    "20,001 folders": (lambda: many("%d", 20_001, type=b"5"), "more than 20,000"),
    "20,001 hidden links": (lambda: many(".%d", 20_001, **LINK), "more than 20,000"),
}


def many(name: str, count: int, **fields: object) -> bytes:
    """A tar archive of empty members, quickly."""
    block = bytes(100) + member("", b"", **fields)[100:]
    rest, checksum = block[156:], sum(block[:148]) + 8 * ord(" ") + sum(block[156:])
    blocks = []
    for number in range(count):
        spelled = (name % number).encode()
        front = spelled + block[len(spelled) : 148]
        blocks.append(front + b"%06o\0 " % (checksum + sum(spelled)) + rest)
    return tar_of(*blocks)


@pytest.mark.parametrize("name", TARS)
def test_a_hostile_tar_is_refused(tmp_path, name):
    make, what = TARS[name]
    data = make()
    assert what in refusal(written(tmp_path / "hw.tar", data)).message
    message = refusal(written(tmp_path / "hw.tgz", gzip.compress(data, 1))).message
    assert what in message or "100 times its size" in message


def test_hostile_tars_take_little_time_and_memory_and_write_nothing(tmp_path):
    archives = [make() for make, _ in TARS.values()]
    for ending in (".tar", ".tgz"):
        (tmp_path / ending).mkdir()
        packed = (data if ending == ".tar" else gzip.compress(data, 1) for data in archives)
        check_thrift(tmp_path / ending, ending, packed)


def signed(block: bytes) -> bytes:
    """A header whose checksum adds signed bytes, as some programs once did."""
    total = int(block[148:154], 8) - 256 * sum(byte > 127 for byte in block[:512])
    return block[:148] + b"%06o\0 " % total + block[156:]


HARMLESS_TARS: dict[str, bytes] = {
    "plain": tar_of(member()),
    "old": tar_of(field_of(member(), 257, bytes(255))),
    "signed checksum": tar_of(signed(member("answers.md", uname="größe"))),
    "one block of zeros": tar_of(member(), end=bytes(512)),
    "a record of 512 KiB": tar_of(member(), end=bytes(MIB // 2)),
    "more after the end": tar_of(member(), end=bytes(1024) + tar_of(member("../b.md"))),
    "size by a pax header": tar_of(pax(("size", "11")), member(size=0)),
    "a name by a pax header": tar_of(pax(("path", "answers.md")), member("../b.md")),
    "a name for all": tar_of(pax(("path", "answers.md"), kind=tarfile.XGLTYPE), member("b")),
    "a note for all": tar_of(pax(("comment", "1234"), kind=tarfile.XGLTYPE), member()),
    "a record without a value": tar_of(member("x", b"5 ab\n", type=b"x"), member()),
    "a long link": tar_of(member("x", b"../../a", type=b"K"), member()),
    "a folder with a size": tar_of(member("a", b"", size=10**6, type=b"5"), member()),
    "an old folder": tar_of(member("a/", b"", type=b"\0"), member()),
    "a hidden link": tar_of(member("._a", b"", **LINK), member()),
    "a hidden device": tar_of(member(".a", b"", type=b"3"), member()),
    "a contiguous file": tar_of(member(type=tarfile.CONTTYPE)),
    "a size in 88 bits": tar_of(field_of(member(), 124, b"\x80" + bytes(10) + b"\x0b")),
}


@pytest.mark.parametrize("name", HARMLESS_TARS)
def test_a_tar_that_is_only_strange_is_read(tmp_path, name):
    for path in (
        written(tmp_path / "hw.tar", HARMLESS_TARS[name]),
        written(tmp_path / "hw.tgz", gzip.compress(HARMLESS_TARS[name])),
    ):
        assert open_submission(path).files == {"answers.md": TEXT}


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_the_forms_of_tar_are_read(tmp_path, form):
    files = {f"{'d' * 60}/{'e' * 60}/größe.md": TEXT, "answers.md": TEXT * 100, "a.py": b""}
    with tarfile.open(tmp_path / "hw.tar.gz", "w:gz", format=form) as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(data), 1.5
            archive.addfile(info, io.BytesIO(data))
    assert open_submission(tmp_path / "hw.tar.gz").files == files


NAME = 1 << 3
EXTRA = 1 << 2
PLAIN = tar_of(member())


def zeros_of_gigabytes(count: int) -> bytes:
    """A gzip file of one member that unpacks to so many GiB of zeros, and lies about its sum."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = packer.compress(64 * ZEROS) + packer.flush(zlib.Z_FULL_FLUSH)
    return b"\x1f\x8b\x08" + bytes(7) + piece * (16 * count) + b"\3\0" + bytes(8)


GZIPS: dict[str, tuple[Callable[[], bytes], str]] = {
    "packs too well": (lambda: gzip_of(tar_of(member("a.bin", 20 * ZEROS))), "100 times"),
    "10 GiB of zeros": (lambda: zeros_of_gigabytes(10), "much follows"),
    "10 GiB of zeros after a file": (
        lambda: gzip_of(PLAIN[:1024]) + zeros_of_gigabytes(10),
        "much follows",
    ),
    "10 GiB in a file": (
        lambda: gzip_of(member("a.bin", b"", size=10 * 1024 * MIB)) + zeros_of_gigabytes(10),
        "unpacks to over",
    ),
    "100,000 files": (lambda: gzip.compress(many("%d", 100_000), 6), "more than 2,000 files"),
    "100,000 hidden files": (lambda: gzip.compress(many(".%d", 100_000), 6), "more than 20,000"),
    "1 GiB in members": (lambda: gzip.compress(16 * ZEROS) * 64, "much follows"),
    "a name of 5 MB": (
        lambda: b"\x1f\x8b\x08\x08" + bytes(6) + b"a" * 5_000_000,
        "breaks off",
    ),
    "200,000 members": (lambda: gzip_of(b"") * 200_000, "made of over 20,000 pieces"),
    "wrong checksum": (lambda: gzip_of(PLAIN, checksum=0), "damaged"),
    "wrong length": (lambda: gzip_of(PLAIN)[:-1] + b"\1", "damaged"),
    "no checksum": (lambda: gzip_of(PLAIN)[:-8], "breaks off"),
    "half of it": (lambda: gzip_of(tar_of(member(data=RANDOM)))[:2000], "breaks off"),
    "nothing": (lambda: b"", "breaks off"),
    "half a header": (lambda: b"\x1f\x8b\x08", "breaks off"),
    "another method": (lambda: b"\x1f\x8b\x07" + gzip_of(PLAIN)[3:], "damaged"),
    "garbage before": (lambda: b"x" + gzip_of(PLAIN), "damaged"),
    "garbage after": (lambda: gzip_of(PLAIN) + b"garbage", "damaged"),
    "a damaged member after": (lambda: gzip_of(PLAIN) + gzip_of(b"", checksum=1), "damaged"),
    "gzip in gzip": (lambda: gzip_of(gzip_of(PLAIN)), "damaged"),
    "a plain tar": (lambda: PLAIN, "damaged"),
    "a zip": (lambda: zip_of(Zipped()), "damaged"),
}


@pytest.mark.parametrize("name", GZIPS)
def test_a_hostile_gzip_is_refused(tmp_path, name):
    make, what = GZIPS[name]
    message = refusal(written(tmp_path / "hw.tar.gz", make())).message
    assert what in message


def test_hostile_gzips_take_little_time_and_memory_and_write_nothing(tmp_path):
    check_thrift(tmp_path, ".tar.gz", (make() for make, _ in GZIPS.values()))


HARMLESS_GZIPS: dict[str, bytes] = {
    "plain": gzip_of(PLAIN),
    "members": b"".join(gzip_of(PLAIN[at : at + 100]) for at in range(0, len(PLAIN), 100)),
    "empty members": gzip_of(b"") * 100 + gzip_of(PLAIN) + gzip_of(b"") * 100,
    "a name": gzip_of(PLAIN, flags=NAME, fields=b"../../a.tar\0"),
    "extra": gzip_of(PLAIN, flags=EXTRA, fields=b"\x10\0" + bytes(16)),
    "zeros after": gzip_of(PLAIN) + bytes(100_000),
}


@pytest.mark.parametrize("name", HARMLESS_GZIPS)
def test_a_gzip_that_is_only_strange_is_read(tmp_path, name):
    path = written(tmp_path / "hw.tar.gz", HARMLESS_GZIPS[name])
    assert open_submission(path).files == {"answers.md": TEXT}
