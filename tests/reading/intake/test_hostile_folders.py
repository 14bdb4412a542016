"""Folders that were made to lead out, to block or to exhaust what reads them."""

import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from graders.errors import SubmissionError
from graders.reading.intake import MIB, Limits, open_submission, read_large
from tests.reading.intake.archives import TEXT, opened_watched, refusal

SECRET = b"the reference\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A submission beside which there is a secret."""
    for path, data in {"secret/answers.md": SECRET, "hw/answers.md": TEXT}.items():
        (tmp_path / path).parent.mkdir()
        (tmp_path / path).write_bytes(data)
    return tmp_path / "hw"


@pytest.mark.parametrize("name", ["pipe", "answers.md.md", ".hidden/pipe", "a/b/pipe.pt"])
def test_a_pipe_blocks_nothing(folder, name):
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(folder / name)
    if name.startswith("."):
        assert open_submission(folder).files == {"answers.md": TEXT}
    else:
        error = refusal(folder)
        assert "a pipe" in error.message
        assert error.where == name


def test_a_socket_is_refused(folder, monkeypatch):
    monkeypatch.chdir(folder)  # the path of a socket must be short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("a.md")
        assert "a socket" in refusal(folder).message


def test_a_pipe_that_is_asked_for_blocks_nothing(folder):
    os.mkfifo(folder / "a.pt")
    for path in (folder, folder / "a.pt"):
        with pytest.raises(SubmissionError, match="a pipe"):
            read_large(path, "a.pt")


@pytest.mark.parametrize("name", ["a\nb.md", "\x1b]0;a\x07.md", "\u202edm.md", "a\\b.md", "C:a.md"])
def test_names_that_deceive_are_refused(folder, name):
    (folder / name).write_bytes(TEXT)
    refusal(folder)


def test_a_name_that_is_no_text_is_refused(folder):
    Path(os.fsdecode(os.fsencode(folder) + b"/gr\xf6.md")).write_bytes(TEXT)
    assert "control characters" in refusal(folder).message


@pytest.mark.parametrize("what", ["answers.md", "a/b.md", "a"])
def test_what_may_not_be_read_is_named(folder, monkeypatch, what):
    (folder / "a").mkdir()
    (folder / "a" / "b.md").write_bytes(TEXT)
    really_open = os.open

    def refuse(path, *arguments, **options):
        if path == Path(what).name:
            raise PermissionError(13, "Permission denied", path)
        return really_open(path, *arguments, **options)

    monkeypatch.setattr(os, "open", refuse)
    error = refusal(folder)
    assert error.message == "cannot open it: Permission denied"
    assert error.where == what


def test_folders_without_end_are_refused(folder):
    deep = os.open(folder, os.O_RDONLY)
    for _ in range(50):  # far beyond what a path may have
        os.mkdir("d" * 180, dir_fd=deep)
        deeper = os.open("d" * 180, os.O_RDONLY, dir_fd=deep)
        os.close(deep)
        deep = deeper
    os.close(deep)
    assert "too deep" in refusal(folder).message


def wide(folder: Path, make: Callable[[str], None], count: int) -> None:
    here = os.open(folder, os.O_RDONLY)
    before = Path.cwd()
    os.fchdir(here)
    try:
        for number in range(count):
            make(str(number))
    finally:
        os.chdir(before)
        os.close(here)


def linked(name: str) -> None:
    """A file that takes no room on the disk."""
    os.link("answers.md", name)


@pytest.mark.parametrize(
    ("make", "count", "what"),
    [
        (linked, 20_001, "more than 20,000 files"),
        (lambda name: linked(f".{name}"), 20_001, "more than 20,000 files"),
        (linked, 2_001, "more than 2,000 files"),
        (lambda name: Path(name).symlink_to("answers.md"), 2_001, "more than 2,000 files"),
        (os.mkdir, 2_001, "more than 2,000 folders"),
    ],
)
def test_many_files_and_folders_are_refused_at_once(folder, make, count, what):
    wide(folder, make, count)
    (outcome,) = opened_watched(folder, memory_bytes=200 * MIB)
    assert what in outcome["message"]
    assert outcome["seconds"] < 0.5


def test_hidden_folders_are_not_looked_into(folder):
    (folder / ".git" / "objects").mkdir(parents=True)
    wide(folder / ".git" / "objects", os.mkdir, 100)
    assert open_submission(folder, limits=Limits(entries=10)).files == {"answers.md": TEXT}


# What changes while it is read


@contextmanager
def meanwhile(change: Callable[[], None]) -> Iterator[None]:
    """Something is done again and again by another thread."""
    ended = threading.Event()

    def work() -> None:
        while not ended.is_set():
            change()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def outcomes(folder: Path, count: int = 300) -> Iterator[dict[str, bytes]]:
    """The files that were read, each time that it was not refused."""
    for _ in range(count):
        try:
            yield dict(open_submission(folder).files)
        except SubmissionError as error:
            assert error.hint  # noqa: PT017


@pytest.mark.parametrize("other", ["link", "pipe", "file"])
def test_a_folder_that_is_swapped_leads_nowhere(folder, other):
    inner, aside = folder / "a", folder.parent / "aside"
    inner.mkdir()
    (inner / "answers.md").write_bytes(TEXT)
    instead = folder.parent / "instead"
    if other == "link":
        instead.symlink_to(folder.parent / "secret")
    elif other == "pipe":
        os.mkfifo(instead)
    else:
        instead.write_bytes(b"")

    def swap() -> None:
        inner.rename(aside)
        instead.rename(inner)
        inner.rename(instead)
        aside.rename(inner)

    with meanwhile(swap):
        assert all(SECRET not in files.values() for files in outcomes(folder))


def test_a_file_that_is_swapped_for_a_link_leads_nowhere(folder):
    path, secret = folder / "answers.md", folder.parent / "secret" / "answers.md"

    def swap() -> None:
        for make in (lambda at: at.symlink_to(secret), lambda at: at.write_bytes(TEXT)):
            make(folder.parent / "new")
            (folder.parent / "new").rename(path)

    with meanwhile(swap):
        found = list(outcomes(folder))
        for _ in range(300):
            with pytest.raises(SubmissionError):
                read_large(folder, "answers.md")
    assert all(files.get("answers.md") in (None, TEXT) for files in found)


def test_a_file_that_grows_and_shrinks_is_read_whole_or_refused(folder):
    path = folder / "answers.md"

    def change() -> None:
        with path.open("r+b") as file:
            for size in (len(TEXT), 0, 10_000, 2 * MIB):
                file.truncate(size)

    with meanwhile(change):
        sizes = {len(files["answers.md"]) for files in outcomes(folder)}
    assert sizes <= {len(TEXT), 0, 10_000}


@pytest.mark.parametrize("name", ["hw.zip", "hw.tar", "hw.tgz"])
def test_an_archive_swapped_for_a_pipe_blocks_nothing(tmp_path, monkeypatch, name):
    (tmp_path / name).write_bytes(b"")
    really_open = os.open

    def exchange(path, *arguments, **options):
        Path(path).unlink()
        os.mkfifo(path)
        return really_open(path, *arguments, **options)

    monkeypatch.setattr(os, "open", exchange)
    assert "a pipe" in refusal(tmp_path / name).message


def test_a_special_file_is_refused_without_being_read():
    for path in ("/dev/zero", "/dev/stdin", "/proc/self/mem", "/proc/self/environ"):
        if Path(path).exists():
            refusal(Path(path))
