import io
import os
import stat
import tarfile
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.errors import SubmissionError
from graders.reading.intake import (
    LIMITS,
    MIB,
    Limits,
    clean,
    decode,
    entries,
    open_submission,
    read_large,
    submission_id,
)

TEXT = b"# 1.1\n$2x$\n"


def tree(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def zipped(path: Path, entries: dict[str, bytes] | list[tuple[str, bytes]]) -> Path:
    pairs = entries.items() if isinstance(entries, dict) else entries
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in pairs:
            archive.writestr(name, data)
    return path


def zipped_entry(path: Path, name: str, data: bytes, *, mode: int) -> Path:
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, mode << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(info, data)
    return path


def tarred(path: Path, *members: tuple[tarfile.TarInfo, bytes]) -> Path:
    with tarfile.open(path, "w:gz" if path.suffix in (".gz", ".tgz") else "w") as archive:
        for member, data in members:
            archive.addfile(member, io.BytesIO(data))
    return path


def tarred_files(path: Path, files: dict[str, bytes]) -> Path:
    return tarred(path, *(member(name, data) for name, data in files.items()))


def member(name: str, data: bytes = TEXT, *, kind: bytes = tarfile.REGTYPE, link: str = ""):
    info = tarfile.TarInfo(name)
    info.size, info.type, info.linkname = len(data), kind, link
    return info, data


def refusal(path: Path, limits: Limits = LIMITS) -> SubmissionError:
    with pytest.raises(SubmissionError) as caught:
        open_submission(path, limits=limits)
    assert caught.value.where
    assert caught.value.hint
    return caught.value


# What is accepted


def test_a_folder_is_read_with_relative_sorted_names(tmp_path):
    folder = tree(tmp_path / "ada", {"b/q2.md": b"b", "answers.md": b"a", "b/run.py": b"x = 1"})
    submission = open_submission(folder)
    assert submission.id == "ada"
    assert list(submission.files) == ["answers.md", "b/q2.md", "b/run.py"]
    assert submission.files["b/q2.md"] == b"b"
    assert submission.notes == ()


@pytest.mark.parametrize("name", ["hw.zip", "hw.tar", "hw.tar.gz", "hw.tgz", "HW.ZIP"])
def test_an_archive_is_read_like_the_folder_it_was_made_from(tmp_path, name):
    path = tmp_path / name
    if name.lower().endswith(".zip"):
        zipped(path, {"hw/": b"", "hw/answers.md": TEXT, "hw/a/b.py": b"x = 1"})
    else:
        folder = member("./hw", b"", kind=tarfile.DIRTYPE)
        tarred(path, folder, member("./hw/answers.md"), member("hw/a/b.py", b"x = 1"))
    submission = open_submission(path)
    assert submission.id.lower() == "hw"
    assert submission.files == {"hw/a/b.py": b"x = 1", "hw/answers.md": TEXT}


def test_a_single_file_is_a_submission(tmp_path):
    path = tree(tmp_path, {"ada.lovelace.md": TEXT}) / "ada.lovelace.md"
    submission = open_submission(path)
    assert (submission.id, submission.files) == ("ada.lovelace", {"ada.lovelace.md": TEXT})


def test_what_programs_leave_behind_is_passed_over(tmp_path):
    clutter = [
        *("__MACOSX/._answers.md", ".DS_Store", ".git/config", ".ipynb_checkpoints/hw.ipynb"),
        *("__pycache__/a.pyc", "deep/.hidden/x.md", "Thumbs.db"),
    ]
    files = {"answers.md": TEXT} | dict.fromkeys(clutter, b"\xff\x00")
    for path in (tree(tmp_path / "hw", files), zipped(tmp_path / "hw.zip", files)):
        submission = open_submission(path)
        assert submission.files == {"answers.md": TEXT}
        assert submission.notes == ()


def test_hidden_files_do_not_count(tmp_path):
    files = {f".git/{number}": b"x" for number in range(10)} | {"answers.md": TEXT}
    limits = Limits(entries=2)
    assert open_submission(zipped(tmp_path / "hw.zip", files), limits=limits).files
    assert open_submission(tree(tmp_path / "hw", files), limits=limits).files


def test_an_empty_file_beside_others_is_kept(tmp_path):
    folder = tree(tmp_path / "hw", {"answers.md": TEXT, "code/__init__.py": b""})
    assert open_submission(folder).files["code/__init__.py"] == b""


def test_small_files_of_other_kinds_are_read_and_large_ones_noted(tmp_path):
    files = {"answers.md": TEXT, "plot.png": b"\x89PNG", "film.mp4": os.urandom(3000)}
    limits = Limits(small_bytes=1000)
    for path in (tree(tmp_path / "hw", files), zipped(tmp_path / "hw.zip", files)):
        submission = open_submission(path, limits=limits)
        assert set(submission.files) == {"answers.md", "plot.png"}
        assert submission.notes == ("film.mp4: 0.0 MiB, not read",)


WEIGHTS = ["a.pt", "b.pth", "c.safetensors", "d.npz", "e.npy", "F.PT"]


@pytest.mark.parametrize("name", ["hw", "hw.zip", "hw.tar", "hw.tgz"])
def test_large_weights_are_listed_and_read_when_asked_for(tmp_path, name):
    files = {"answers.md": TEXT, "small.pt": b"0", "film.mp4": os.urandom(MIB + 1)}
    files |= {each: os.urandom(MIB + 1 + number) for number, each in enumerate(WEIGHTS)}
    make = {"hw": tree, "hw.zip": zipped}.get(name, tarred_files)
    path = make(tmp_path / name, files)
    submission = open_submission(path)
    assert set(submission.files) == {"answers.md", "small.pt"}
    assert submission.large == {each: len(files[each]) for each in WEIGHTS}
    assert submission.notes == ("film.mp4: 1.0 MiB, not read",)
    assert all(read_large(path, each) == files[each] for each in WEIGHTS)
    for other in ("g.pt", "film.mp4", "answers.md", "../hw/a.pt", "./a.pt", ""):
        with pytest.raises(SubmissionError, match="no weights of this name"):
            read_large(path, other)


@pytest.mark.parametrize("name", ["hw", "hw.zip", "hw.tar", "hw.tgz"])
def test_large_weights_are_not_in_memory_until_they_are_read(tmp_path, name):
    make = {"hw": tree, "hw.zip": zipped}.get(name, tarred_files)
    size = 6 * MIB
    path = make(tmp_path / name, {"a.pt": os.urandom(size), "b.pt": os.urandom(size)})
    tracemalloc.start()
    try:
        open_submission(path)
        assert tracemalloc.get_traced_memory()[1] < 3 * MIB
        assert len(read_large(path, "b.pt")) == size
        assert tracemalloc.get_traced_memory()[1] < 1.5 * size
    finally:
        tracemalloc.stop()


def test_a_single_file_of_weights_is_a_submission(tmp_path):
    path = tree(tmp_path, {"model.pt": os.urandom(MIB + 1)}) / "model.pt"
    assert open_submission(path).large == {"model.pt": MIB + 1}
    assert read_large(path, "model.pt") == path.read_bytes()


@pytest.mark.parametrize("name", ["hw", "hw.zip", "hw.tgz"])
def test_weights_over_their_limit_are_listed_and_not_read(tmp_path, name):
    limits = Limits(weights_bytes=2000, small_bytes=1000)
    make = {"hw": tree, "hw.zip": zipped}.get(name, tarred_files)
    path = make(tmp_path / name, {"a.pt": os.urandom(2001), "b.pt": os.urandom(2000)})
    assert open_submission(path, limits=limits).large == {"a.pt": 2001, "b.pt": 2000}
    assert len(read_large(path, "b.pt", limits=limits)) == 2000
    with pytest.raises(SubmissionError, match="of a file of weights"):
        read_large(path, "a.pt", limits=limits)


def test_all_the_weights_of_an_archive_have_a_limit(tmp_path):
    limits = Limits(archived_weights_bytes=3000, small_bytes=1000)
    files = {"a.pt": os.urandom(2000), "b.pt": os.urandom(2000)}
    for path in (zipped(tmp_path / "hw.zip", files), tarred_files(tmp_path / "hw.tgz", files)):
        assert "unpacks to over" in refusal(path, limits).message
    assert open_submission(tree(tmp_path / "hw", files), limits=limits).large


def test_weights_that_have_changed_are_refused(tmp_path):
    folder = tree(tmp_path / "hw", {"a.pt": os.urandom(MIB + 1)})
    assert open_submission(folder).large
    (folder / "a.pt").unlink()
    (folder / "a.pt").symlink_to("/etc/passwd")
    with pytest.raises(SubmissionError, match="leads out"):
        read_large(folder, "a.pt")


def test_archives_within_the_submission_are_noted_and_not_opened(tmp_path):
    inner = zipped(tmp_path / "inner.zip", {"../evil.md": TEXT}).read_bytes()
    submission = open_submission(
        zipped(tmp_path / "hw.zip", {"answers.md": TEXT, "data.zip": inner, "w.tar.gz": b"x"})
    )
    assert list(submission.files) == ["answers.md"]
    assert [note.partition(":")[0] for note in submission.notes] == ["data.zip", "w.tar.gz"]


def test_a_link_within_the_folder_is_noted_and_not_followed(tmp_path):
    folder = tree(tmp_path / "hw", {"answers.md": TEXT, "figures/a.txt": b"a"})
    (folder / "same.md").symlink_to("answers.md")
    (folder / "all").symlink_to(folder / "figures")
    submission = open_submission(folder)
    assert list(submission.files) == ["answers.md", "figures/a.txt"]
    assert [note.partition(":")[0] for note in submission.notes] == ["all", "same.md"]


def test_nothing_is_written(tmp_path, monkeypatch):
    path = zipped(tmp_path / "hw.zip", {"answers.md": TEXT})
    monkeypatch.chdir(tmp_path)
    open_submission(Path("hw.zip"))
    assert [entry.name for entry in tmp_path.rglob("*")] == [path.name]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("hw/ada.zip", "ada"),
        ("hw/ada.tar.gz", "ada"),
        ("hw/ada", "ada"),
        ("hw/a\x1b[2Jda\n.md", "a[2Jda"),
        ("hw/....md", "submission"),
        ("hw/:*?.md", "submission"),
        ("hw/" + "a" * 200, "a" * 60),
        ("hw/\u202egpj.md", "gpj"),
    ],
)
def test_the_id_is_safe_as_the_name_of_a_folder(path, expected):
    assert submission_id(Path(path)) == expected


@pytest.mark.parametrize("path", [".", "../ada", "inner/.."])
def test_the_id_of_a_relative_folder_is_the_name_of_the_folder(tmp_path, monkeypatch, path):
    tree(tmp_path / "ada", {"inner/a.md": TEXT})
    monkeypatch.chdir(tmp_path / "ada")
    assert submission_id(Path(path)) == "ada"


# Text


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"plain\n", "plain\n"),
        ("Größe: ∂z".encode(), "Größe: ∂z"),
        ("Größe".encode("utf-8-sig"), "Größe"),
        ("Größe ∂\n".encode("utf-16"), "Größe ∂\n"),
        (b"\xfe\xff" + "Größe".encode("utf-16-be"), "Größe"),
        (b"a\r\nb\rc\n", "a\nb\nc\n"),
        (b"x = 1\0\n", "x = 1\n"),
        (b"one\x0cpage", "one page"),
        (b"", ""),
    ],
)
def test_text_is_decoded(data, text):
    assert decode("answers.md", data) == text


@pytest.mark.parametrize("name", ["a.md", "a.tex", "a.ipynb", "a.txt", "a.py"])
@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7\n1 0 obj", "a PDF document"),
        (b"PK\x03\x04" + bytes(30), "a zip archive or an office document"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (bytes(range(256)), "binary"),
        (bytes(100), "binary"),
        ("wide".encode("utf-16-le"), "binary"),
    ],
)
def test_binary_files_named_as_text_are_refused(tmp_path, name, data, what):
    path = tree(tmp_path, {name: data}) / name
    assert refusal(path).message.startswith(f"the file is {what}, though its name says")


@pytest.mark.parametrize(
    ("data", "where", "what"),
    [
        ("eins\n2 ± 1".encode("latin1"), "a.md:2", "the byte 0xb1 at offset 7 is not UTF-8"),
        ("a\nb\n2 × 3".encode("cp1252"), "a.md:3", "the byte 0xd7 at offset 6"),
        ("größe\n".encode() + b"caf\xe9", "a.md:2", "the byte 0xe9 at offset 11"),
        ("Größe".encode("mac-roman"), "a.md:1", "is not UTF-8"),
        ("大小".encode("gbk"), "a.md:1", "is not UTF-8"),
        (b"\xff\xfea\x00\x00", "a.md:1", "at offset 4 is not UTF-16"),
        (b"half a character \xe2\x88", "a.md:1", "the byte 0xe2 at offset 17 is not UTF-8"),
    ],
)
def test_other_encodings_are_refused_with_the_place(tmp_path, data, where, what):
    error = refusal(tree(tmp_path, {"a.md": data}) / "a.md")
    assert error.where == where
    assert what in error.message
    assert "UTF-8" in error.hint


def test_words_of_an_older_encoding_are_read_with_a_note(tmp_path):
    text = "# 1\nDie Größe, \N{LEFT DOUBLE QUOTATION MARK}café\N{EN DASH}bar\N{EM DASH}"
    opened = open_submission(tree(tmp_path, {"a.md": text.encode("cp1252")}))
    assert opened.files["a.md"].decode() == text
    assert opened.notes == ("a.md: not UTF-8; read as Windows-1252",)
    assert opened.unread == ()


@given(st.text())
def test_all_ways_to_count_the_lines_of_clean_text_agree(text):
    cleaned = clean(text)
    assert cleaned.splitlines() == cleaned.removesuffix("\n").split("\n") or not cleaned
    assert "\0" not in cleaned
    cleaned.encode("utf-8")


@given(st.binary())
def test_any_bytes_decode_or_are_refused(data):
    try:
        decode("a.md", data)
    except SubmissionError as error:
        assert str(error)  # noqa: PT017


# What is refused


def test_a_path_that_does_not_exist_is_refused(tmp_path):
    assert "no such file" in refusal(tmp_path / "nobody").message


@pytest.mark.parametrize("clutter", [{}, {".DS_Store": b"x"}, {"__MACOSX/a.md": b"x"}])
def test_a_folder_or_archive_without_files_is_refused(tmp_path, clutter):
    (tmp_path / "hw").mkdir()
    for path in (tree(tmp_path / "hw", clutter), zipped(tmp_path / "hw.zip", clutter)):
        assert refusal(path).message == "there are no files in it"


def test_empty_files_are_refused(tmp_path):
    assert refusal(tree(tmp_path, {"a.md": b""}) / "a.md").message == "the file is empty"
    folder = tree(tmp_path / "hw", {"a.md": b"", "b.md": b""})
    assert refusal(folder).message == "all files are empty"


@pytest.mark.parametrize(
    ("name", "size"),
    [("a.txt", 100 * MIB), ("a.md", MIB + 1), ("a.py", MIB + 1), ("a.ipynb", 10 * MIB + 1)],
)
def test_large_text_is_refused_before_it_is_read(tmp_path, monkeypatch, name, size):
    with (tmp_path / name).open("wb") as file:
        file.truncate(size)
    monkeypatch.setattr(entries, "take", lambda *_: pytest.fail("it was read"))
    assert "is more than" in refusal(tmp_path / name).message
    assert "is more than" in refusal(tmp_path).message


def test_text_of_just_the_limit_is_read(tmp_path):
    path = tree(tmp_path, {"a.md": b"a" * MIB}) / "a.md"
    assert len(open_submission(path).files["a.md"]) == MIB


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("../a.md", "leads out"),
        ("a/../../b.md", "leads out"),
        ("/etc/passwd", "absolute path"),
        ("C:/a.md", "absolute path"),
        ("C:a.md", "absolute path"),
        ("a\\b.md", "backslash"),
        ("..\\a.md", "backslash"),
        ("a\x1b[2J.md", "control characters"),
        ("a\nb.md", "control characters"),
        ("a\u202edm.md", "control characters"),
        ("a" * 201, "too long"),
        ("d/" * 16 + "a.md", "too deep"),
    ],
)
def test_dangerous_names_in_archives_are_refused(tmp_path, name, what):
    entries = {"answers.md": TEXT, name: TEXT}
    error = refusal(zipped(tmp_path / "hw.zip", entries))
    assert what in error.message
    assert "\x1b" not in str(error)
    error = refusal(tarred(tmp_path / "hw.tar", *(member(each) for each in entries)))
    assert what in error.message


def test_a_zero_character_cannot_shorten_a_name(tmp_path):
    path = zipped(tmp_path / "hw.zip", {"a.pyX.md": TEXT})
    path.write_bytes(path.read_bytes().replace(b"a.pyX.md", b"a.py\0.md"))
    assert "control characters" in refusal(path).message


@pytest.mark.parametrize(
    ("mode", "what"),
    [
        (stat.S_IFLNK | 0o777, "symbolic link"),
        (stat.S_IFCHR | 0o666, "device"),
        (stat.S_IFBLK | 0o666, "device"),
        (stat.S_IFIFO | 0o666, "pipe"),
        (stat.S_IFSOCK | 0o666, "socket"),
    ],
)
def test_links_and_devices_in_a_zip_are_refused(tmp_path, mode, what):
    path = zipped_entry(tmp_path / "hw.zip", "answers.md", b"/etc/passwd", mode=mode)
    error = refusal(path)
    assert what in error.message
    assert error.where == "answers.md"


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        (tarfile.SYMTYPE, "link"),
        (tarfile.LNKTYPE, "link"),
        (tarfile.CHRTYPE, "device"),
        (tarfile.BLKTYPE, "device"),
        (tarfile.FIFOTYPE, "pipe"),
    ],
)
def test_links_and_devices_in_a_tar_are_refused(tmp_path, kind, what):
    entry = member("answers.md", b"", kind=kind, link="/etc/passwd")
    error = refusal(tarred(tmp_path / "hw.tgz", member("b.md"), entry))
    assert what in error.message
    assert error.where == "answers.md"


def test_encrypted_entries_are_refused(tmp_path):
    path = zipped(tmp_path / "hw.zip", {"answers.md": TEXT})
    data = bytearray(path.read_bytes())
    data[6] |= 1  # the flags of the file
    data[data.index(b"PK\x01\x02") + 8] |= 1  # and again in the directory
    path.write_bytes(data)
    assert refusal(path).message == "the file is encrypted"


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("other", ["a.md", "A.md", "./a.md", "a.MD"])
def test_two_entries_of_one_name_are_refused(tmp_path, other):
    for path in (
        zipped(tmp_path / "hw.zip", [("a.md", b"one"), (other, b"two")]),
        tarred(tmp_path / "hw.tar", member("a.md"), member(other)),
    ):
        assert "have this name" in refusal(path).message


def test_composed_and_decomposed_letters_are_the_same_name(tmp_path):
    path = zipped(tmp_path / "hw.zip", {"\u00e9.md": b"one", "e\u0301.md": b"two"})
    assert "have this name" in refusal(path).message


def test_more_than_2000_files_are_refused(tmp_path):
    files = {f"{number}.txt": b"" for number in range(2000)} | {"a.md": TEXT}
    for path in (zipped(tmp_path / "hw.zip", files), tree(tmp_path / "hw", files)):
        assert refusal(path).message == "there are more than 2,000 files"
    del files["0.txt"]
    (tmp_path / "hw" / "0.txt").unlink()
    for path in (zipped(tmp_path / "hw.zip", files), tmp_path / "hw"):
        assert len(open_submission(path).files) == 2000


def test_a_bomb_is_refused_by_its_ratio(tmp_path):
    path = zipped(tmp_path / "hw.zip", {"a.md": TEXT, "data.bin": bytes(4 * MIB)})
    assert refusal(path).message == "it would unpack to more than 100 times its size"
    assert refusal(tarred(tmp_path / "hw.tgz", member("data.bin", bytes(4 * MIB)))).message == (
        "it would unpack to more than 100 times its size"
    )


def test_a_small_file_that_packs_well_is_no_bomb(tmp_path):
    path = zipped(tmp_path / "hw.zip", {"predictions.txt": b"0\n" * 50_000})
    assert open_submission(path).files["predictions.txt"] == b"0\n" * 50_000


def test_a_bomb_is_refused_by_the_size_it_declares(tmp_path):
    path = zipped(tmp_path / "hw.zip", {"a.md": TEXT})
    data = bytearray(path.read_bytes())
    directory = data.index(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = (150 * MIB).to_bytes(4, "little")
    path.write_bytes(data)
    assert "times its size" in refusal(path).message


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path):
    limits = Limits(unpacked_bytes=1000)
    files = {"a.md": os.urandom(300).hex().encode(), "b.md": os.urandom(300).hex().encode()}
    for path in (
        zipped(tmp_path / "hw.zip", files),
        tarred(tmp_path / "hw.tar", *(member(name, data) for name, data in files.items())),
        tarred(tmp_path / "hw.tgz", *(member(name, data) for name, data in files.items())),
    ):
        assert "unpacks to over" in refusal(path, limits).message
    assert "the files have over" in refusal(tree(tmp_path / "hw", files), limits).message


def test_a_file_larger_than_it_declares_is_refused(tmp_path):
    path = zipped(tmp_path / "hw.zip", {"a.md": TEXT * 100})
    data = bytearray(path.read_bytes())
    directory = data.index(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = (5).to_bytes(4, "little")
    path.write_bytes(data)
    assert "damaged" in refusal(path).message


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path, monkeypatch):
    path = tree(tmp_path, {"a.md": TEXT}) / "a.md"
    monkeypatch.setattr(entries, "take", lambda _, most: b"a" * most)
    assert refusal(path).message == "the file is larger than it says"
    monkeypatch.setattr(entries, "take", lambda *_: b"")
    assert refusal(path).message == "the file is smaller than it says"


def test_an_archive_over_its_limit_is_refused(tmp_path):
    limits = Limits(archive_bytes=MIB, archived_weights_bytes=2 * MIB)
    data = os.urandom(MIB)
    for name in ("hw.zip", "hw.tar", "hw.tgz"):
        path = tmp_path / name
        make = zipped if name == "hw.zip" else tarred_files
        assert (
            "the archive has over 1.0 MiB" in refusal(make(path, {"a.bin": data}), limits).message
        )
        assert open_submission(make(path, {"a.pt": data[:-100]}), limits=limits).files
        with path.open("ab") as file:
            file.truncate(3 * MIB + 1)
        assert "the archive has over 3.0 MiB" in refusal(path, limits).message


@pytest.mark.parametrize("name", ["hw.zip", "hw.tar", "hw.tar.gz", "hw.tgz"])
@pytest.mark.parametrize("data", [b"", b"text", b"PK\x03\x04", b"\x1f\x8b\x08" + bytes(9)])
def test_a_damaged_archive_is_refused(tmp_path, name, data):
    assert "the archive is damaged" in refusal(tree(tmp_path, {name: data}) / name).message


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.95])
@pytest.mark.parametrize("name", ["hw.zip", "hw.tgz"])
def test_a_truncated_archive_is_refused(tmp_path, name, keep):
    path, data = tmp_path / name, os.urandom(2000).hex().encode()
    if name == "hw.zip":
        zipped(path, {"a.md": data})
    else:
        tarred(path, member("a.md", data))
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * keep)])
    assert "damaged" in refusal(path).message


def test_other_kinds_of_archives_are_refused(tmp_path):
    path = tree(tmp_path, {"hw.rar": b"Rar!"}) / "hw.rar"
    assert "archives of this kind are not read" in refusal(path).message


def test_unusual_compression_is_refused(tmp_path):
    path = tmp_path / "hw.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.md", TEXT)
    assert "unusual" in refusal(path).message


def test_a_link_that_leads_out_of_the_folder_is_refused(tmp_path):
    secret = tree(tmp_path, {"secret.md": b"key"}) / "secret.md"
    for number, target in enumerate((secret, "../secret.md", "/etc", tmp_path / "missing")):
        folder = tree(tmp_path / str(number), {"answers.md": TEXT})
        (folder / "link.md").symlink_to(target)
        error = refusal(folder)
        assert "leads out of the submission" in error.message
        assert error.where == "link.md"


def test_a_link_to_itself_ends(tmp_path):
    folder = tree(tmp_path / "hw", {"answers.md": TEXT})
    (folder / "loop.md").symlink_to("loop.md")
    (folder / "all").symlink_to(".")
    assert list(open_submission(folder).files) == ["answers.md"]


def test_a_link_is_no_submission(tmp_path):
    (tmp_path / "link.md").symlink_to(tree(tmp_path, {"a.md": TEXT}) / "a.md")
    assert refusal(tmp_path / "link.md").message == "this is a symbolic link"


def test_pipes_are_refused_without_being_opened(tmp_path):
    folder = tree(tmp_path / "hw", {"answers.md": TEXT})
    os.mkfifo(folder / "pipe.md")
    assert "a pipe" in refusal(folder).message
    assert "a pipe" in refusal(folder / "pipe.md").message
    assert "a device" in refusal(Path("/dev/zero")).message


@pytest.mark.parametrize("replacement", ["link", "pipe", "nothing"])
def test_a_file_exchanged_before_it_is_opened_is_refused(tmp_path, monkeypatch, replacement):
    folder = tree(tmp_path / "hw", {"answers.md": TEXT})
    secret = tree(tmp_path, {"secret.md": b"key"}) / "secret.md"
    really_open = os.open

    def exchange(path, flags, **options):
        if path == "answers.md":
            (folder / path).unlink()
            if replacement == "link":
                (folder / path).symlink_to(secret)
            elif replacement == "pipe":
                os.mkfifo(folder / path)
        return really_open(path, flags, **options)

    monkeypatch.setattr(os, "open", exchange)
    assert refusal(folder).where == "answers.md"


@pytest.mark.parametrize("locked", ["answers.md", "hw"])
def test_files_and_folders_that_may_not_be_read_are_refused(tmp_path, monkeypatch, locked):
    folder = tree(tmp_path / "hw", {"answers.md": TEXT})
    really_open = os.open

    def refuse(path, *arguments, **options):
        if Path(path).name == locked:
            raise PermissionError(13, "Permission denied", str(path))
        return really_open(path, *arguments, **options)

    monkeypatch.setattr(os, "open", refuse)
    assert refusal(folder).message == "cannot open it: Permission denied"


def test_folders_nested_too_deeply_are_refused(tmp_path):
    folder = tree(tmp_path / "hw", {"/".join("d" * 20) + "/a.md": TEXT})
    assert "too deep" in refusal(folder).message


@given(st.integers(0, 2), st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255))))
def test_any_damage_to_an_archive_is_survived(tmp_path_factory, kind, damage):
    folder = tmp_path_factory.mktemp("damage")
    name = ("hw.zip", "hw.tar", "hw.tgz")[kind]
    if kind == 0:
        path = zipped(folder / name, {"hw/answers.md": TEXT * 20, "é.py": b"x = 1"})
    else:
        path = tarred(folder / name, member("hw/answers.md", TEXT * 20), member("é" * 60 + ".py"))
    data = bytearray(path.read_bytes())
    for place, byte in damage:
        data[place % len(data)] = byte
    path.write_bytes(data)
    try:
        files = open_submission(path).files
    except SubmissionError:
        return
    assert all(".." not in name and not name.startswith("/") for name in files)
