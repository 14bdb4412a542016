"""What is kept of a submission on disk."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.batch import Options
from graders.classroom.fingerprints import Made, digest_of_submission
from graders.classroom.record import Head, Record, from_text, read_head, to_text
from graders.model import Report

texts = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"))
heads = st.builds(
    Head,
    assignment=texts,
    path=texts.map(lambda text: Path("/hw") / text.replace("/", "_")),
    made=st.builds(Made, texts, texts, texts),
    options=st.builds(
        Options,
        only=st.lists(texts, max_size=2).map(tuple),
        data=st.sampled_from([None, Path("/data/figures")]),
        output=st.none(),
        allow_weak_isolation=st.booleans(),
        public=st.just(False),
    ),
    refused=texts,
    is_whole=st.booleans(),
)


@given(heads)
def test_a_record_comes_back_and_its_head_alone_too(head: Head) -> None:
    from tempfile import TemporaryDirectory

    record = Record(head, Report("s1", "hw1", "Homework 1", (), "1.0", 0.5))
    text = to_text(record)
    assert from_text(text) == record
    with TemporaryDirectory() as folder:
        path = Path(folder) / "report.json"
        path.write_text(text, encoding="utf-8")
        assert read_head(path) == head


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"head": 1,\n"report": 2}}\n', "{{}}\n"])
def test_what_is_no_record_is_told(text: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r".*"):
        from_text(text)
    path = tmp_path / "report.json"
    path.write_text(text)
    assert read_head(path) is None


def test_a_record_cut_anywhere_is_not_taken_for_whole(tmp_path: Path) -> None:
    head = Head("hw1", Path("/a"), Made("x", "y", "z"), Options())
    text = to_text(Record(head, Report("s1", "hw1", "Homework 1", (), "1.0", 0.5)))
    path = tmp_path / "report.json"
    for length in range(len(text)):
        path.write_text(text[:length])
        assert read_head(path) is None


CHANGES = {
    "a byte": lambda folder: (folder / "a.md").write_text("2"),
    "a name": lambda folder: (folder / "a.md").rename(folder / "b.md"),
    "a new file": lambda folder: (folder / "b.md").write_text(""),
    "a file less": lambda folder: (folder / "w.pt").unlink(),
    "large weights": lambda folder: (folder / "w.pt").write_bytes(b"1" * (1 << 21)),
    "a link": lambda folder: (folder / "l.md").symlink_to("a.md"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_changes_the_digest_of_a_folder(change: str, tmp_path: Path) -> None:
    folder = tmp_path / "hw"
    folder.mkdir()
    (folder / "a.md").write_text("1")
    (folder / "w.pt").write_bytes(bytes(1 << 21))
    before = digest_of_submission(folder)
    assert digest_of_submission(folder) == before != ""
    CHANGES[change](folder)
    assert digest_of_submission(folder) != before


def test_what_programs_leave_behind_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("1")
    before = digest_of_submission(tmp_path)
    (tmp_path / ".DS_Store").write_text("x")
    (tmp_path / "__pycache__").mkdir()
    assert digest_of_submission(tmp_path) == before


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    import os

    os.mkfifo(tmp_path / "hw.md")
    assert digest_of_submission(tmp_path / "hw.md") == ""
    assert digest_of_submission(tmp_path) == ""
    assert digest_of_submission(tmp_path / "none") == ""


def test_a_report_that_lacked_isolation_is_not_whole() -> None:
    from graders.classroom.record import is_whole
    from graders.model import Isolation, Protection

    report = Report("s1", "hw1", "Homework 1", (), "1.0", 0.5)
    assert is_whole(report)
    assert not is_whole(replace(report, isolation=Isolation(Protection.NONE, "nothing holds")))
