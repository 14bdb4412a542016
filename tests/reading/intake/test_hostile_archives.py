"""Archives of every kind that were made to break out, to deceive or to exhaust what opens them."""

import gzip
import io
import tarfile
import time
import zipfile
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.errors import SubmissionError
from graders.reading.intake import MIB, open_submission
from tests.reading.intake.archives import (
    TEXT,
    Zipped,
    checked,
    gzip_of,
    member,
    pax,
    refusal,
    tar_of,
    written,
    zip_of,
    zip_of_64,
)

LEADS_OUT = [
    *("../a.md", "a/../../b.md", "..", "a/..", "./../a.md", ".../a.md", ".. /a.md", "../ /a.md"),
    *("\u2024\u2024/a.md", "\uff0e\uff0e/a.md", "\u2025/a.md", "a/.\u2024/b.md", "..\uff0fa.md"),
    *("\uff0e./a.md", "a/. ./b.md", "__MACOSX/../../a.md", ".git/../../a.md"),
]
ABSOLUTE = ["/etc/passwd", "//server/a.md", "C:/a.md", "c:a.md", "\uff0fetc/a.md", "///a.md"]
BACKSLASH = ["..\\a.md", "C:\\a.md", "\\\\server\\a.md", "a\\..\\..\\b.md", "\uff3ca.md"]
ODD = ["a\x1b[2J.md", "a\rb.md", "a\nb.md", "\u202edm.a", "a\u2066.md", "a\x9b2J.md", "a\x7f.md"]
TOO_LONG = ["a" * 201, "a/" * 17 + "b.md", "é" * 101, "a" * 5_000, "a" * 60_000, "a/" * 20_000]
NAMES = {
    **dict.fromkeys(LEADS_OUT, "leads out"),
    **dict.fromkeys(ABSOLUTE, "absolute path"),
    **dict.fromkeys(BACKSLASH, "backslash"),
    **dict.fromkeys(ODD, "control characters"),
    **dict.fromkeys(TOO_LONG, "too long"),
}
HARMLESS = [
    *("CON.md", "nul.txt", "aux", "com1.md", "a.md.", "a.md ", "a b/c.md", "~/a.md"),
    *("-rf.md", "$(id).md", "größe ∂.md", "%2e%2e/a.md", "a..b/c.md", "con/prn.md", "\u00a0.md"),
]
SAME = [
    *(("a.md", "A.md"), ("\u00e9.md", "e\u0301.md"), ("a.md", "a.md."), ("a.md", "a.md ")),
    *(("d/a.md", "D /a.md"), ("a.md", "./a.md"), ("a//b.md", "a/b.md"), ("ss.md", "\u00df.md")),
]
FILE_AND_FOLDER = [("a", "a/b.md"), ("a/b.md", "a"), ("A", "a/b/c.md"), ("a/b/c.md", "a/B")]


# Names


@pytest.mark.parametrize(("name", "what"), NAMES.items(), ids=lambda text: ascii(text)[:30])
def test_names_that_lead_out_or_deceive_are_refused(tmp_path, name, what):
    raw = name.encode()
    for number, path in enumerate(
        (
            written(tmp_path / "1.zip", zip_of(Zipped(), Zipped(name=raw))),
            written(tmp_path / "2.zip", zip_of(Zipped(), Zipped(name=raw, flags=1 << 11))),
            written(tmp_path / "3.tar", tar_of(member(), member(name))),
            written(tmp_path / "4.tar", tar_of(pax(("path", name)), member())),
            written(tmp_path / "5.tgz", gzip_of(tar_of(member(), member(name)))),
            written(tmp_path / "6.zip", zip_of(Zipped(), Zipped(name=raw + b"/", data=b""))),
        )
    ):
        assert what in refusal(path).message, number


@pytest.mark.parametrize("name", ["a.md\0.py", "\0", "a\0/../b.md"])
def test_a_zero_byte_in_a_name_is_refused(tmp_path, name):
    files = (zip_of(Zipped(), Zipped(name=name.encode())), tar_of(pax(("path", name)), member()))
    for ending, data in zip(("zip", "tar"), files, strict=True):
        assert "control characters" in refusal(written(tmp_path / f"hw.{ending}", data)).message


@pytest.mark.parametrize("name", HARMLESS)
def test_names_that_are_odd_only_elsewhere_are_read(tmp_path, name):
    for path in (
        written(tmp_path / "hw.zip", zip_of(Zipped(name=name.encode()))),
        written(tmp_path / "hw.tar", tar_of(member(name))),
    ):
        assert open_submission(path).files == {name: TEXT}


@pytest.mark.parametrize("names", SAME)
def test_names_that_are_one_on_another_system_are_refused(tmp_path, names):
    for path in (
        written(tmp_path / "hw.zip", zip_of(*(Zipped(name=name.encode()) for name in names))),
        written(tmp_path / "hw.tar", tar_of(*map(member, names))),
    ):
        assert "two files of the archive have this name" in refusal(path).message


@pytest.mark.parametrize("names", FILE_AND_FOLDER)
def test_a_name_is_not_that_of_a_file_and_of_a_folder(tmp_path, names):
    for path in (
        written(tmp_path / "hw.zip", zip_of(*(Zipped(name=name.encode()) for name in names))),
        written(tmp_path / "hw.tar", tar_of(*map(member, names))),
    ):
        assert "a file and a folder" in refusal(path).message


def test_a_name_in_an_old_encoding_is_read_or_refused(tmp_path):
    path = written(tmp_path / "hw.zip", zip_of(Zipped(name=b"gr\x94\xe1e.md")))
    assert list(open_submission(path).files) == ["größe.md"]
    path = written(tmp_path / "hw.zip", zip_of(Zipped(name=b"gr\xf6.md", flags=1 << 11)))
    assert "control characters" in refusal(path).message
    path = written(
        tmp_path / "hw.tar", tar_of(checked(member("gr??.md").replace(b"??", b"\xf6\0")))
    )
    assert "control characters" in refusal(path).message


# Archives within archives


def test_archives_in_archives_are_not_opened(tmp_path):
    inner = zip_of(Zipped(b"../../evil.md"))
    for _ in range(5):
        inner = zip_of(Zipped(b"a.zip", inner), Zipped(b"b.tar.gz", gzip_of(bytes(MIB))), Zipped())
    submission = open_submission(written(tmp_path / "hw.zip", inner))
    assert submission.files == {"answers.md": TEXT}
    assert [note.partition(":")[0] for note in submission.notes] == ["a.zip", "b.tar.gz"]


# Archives that were damaged anywhere

CONTENT = {"hw/answers.md": TEXT * 20, "hw/größe.py": b"x = 1\n", f"{'d' * 60}/{'e' * 60}.md": TEXT}


def zipped(*, compression: int, large: bool) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", compression) as archive:
        for name, content in CONTENT.items():
            with archive.open(name, "w", force_zip64=large) as file:
                file.write(content)
    return data.getvalue()


def tarred(*, form: int) -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w", format=form) as archive:
        for name, content in CONTENT.items():
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(content), 0.5
            archive.addfile(info, io.BytesIO(content))
    return data.getvalue()


VALID = [
    *(
        (".zip", zipped(compression=compression, large=large))
        for compression, large in product((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED), (False, True))
    ),
    (".zip", zip_of_64(*(Zipped(name.encode(), data) for name, data in CONTENT.items()))),
    *((".tar", tarred(form=form)) for form in (0, 1, 2)),
    *((".tar.gz", gzip.compress(tarred(form=form))) for form in (0, 1, 2)),
]


@pytest.mark.parametrize(("ending", "data"), VALID)
def test_an_undamaged_archive_is_read(tmp_path, ending, data):
    assert open_submission(written(tmp_path / f"hw{ending}", data)).files == CONTENT


NUMBERS = st.sampled_from([0, 2**31, 2**32 - 1])
DAMAGE = st.lists(
    st.one_of(
        st.tuples(st.just("bit"), st.integers(0, 40_000), st.integers(0, 7)),
        st.tuples(st.just("byte"), st.integers(0, 40_000), st.integers(0, 255)),
        st.tuples(st.just("number"), st.integers(0, 40_000), NUMBERS),
        st.tuples(st.just("cut"), st.integers(0, 40_000), st.integers(1, 2_000)),
        st.tuples(st.just("repeat"), st.integers(0, 40_000), st.integers(1, 2_000)),
    ),
    min_size=1,
    max_size=6,
)


def damaged(data: bytes, damage: list[tuple[str, int, int]]) -> bytes:
    changed = bytearray(data)
    for kind, place, value in damage:
        at = place % max(1, len(changed))
        match kind:
            case "bit":
                changed[at : at + 1] = bytes(byte ^ 1 << value for byte in changed[at : at + 1])
            case "byte":
                changed[at : at + 1] = bytes([value])
            case "number":
                changed[at : at + 4] = value.to_bytes(4, "little")
            case "cut":
                del changed[at : at + value]
            case "repeat":
                changed[at:at] = changed[at : at + value]
    return bytes(changed)


@given(st.sampled_from(VALID), DAMAGE)
def test_a_damaged_archive_is_read_or_refused(tmp_path_factory, valid, damage):
    ending, data = valid
    path = tmp_path_factory.getbasetemp() / f"damaged{ending}"
    written(path, damaged(data, damage))
    seconds = []
    for _ in range(3):  # the quickest counts: a collection of garbage may fall into one
        started = time.process_time()
        try:
            files = open_submission(path).files
        except SubmissionError as error:
            assert error.hint  # noqa: PT017
            files = {}
        seconds.append(time.process_time() - started)
        if seconds[-1] < 0.5:
            break
    assert min(seconds) < 0.5
    assert all(not name.startswith("/") and ".." not in name.split("/") for name in files)


@given(st.sampled_from([".zip", ".tar", ".tar.gz"]), st.binary(max_size=2_000))
def test_any_bytes_are_read_or_refused(tmp_path_factory, ending, data):
    path = written(tmp_path_factory.getbasetemp() / f"any{ending}", data)
    try:
        open_submission(path)
    except SubmissionError as error:
        assert error.hint  # noqa: PT017
