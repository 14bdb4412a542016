"""Which files that cannot be read may hold answers."""

from pathlib import Path

import pytest

from graders.declaring.assignment import load_assignment
from graders.reading.finding.finder import Finder, sources_to_blocks
from graders.reading.finding.overlooked.unread import unread_pages
from graders.reading.intake import open_submission
from graders.reading.sources import set_apart

FINDER = Finder(load_assignment("networks_hw4"))
JPEG = b"\xff\xd8\xff\xe0"
ONE = "## 1.1.i\n\n$a$\n\n"
TRAINING = next(each.id for each in FINDER.sheet.questions if each.kind == "training")


@pytest.mark.parametrize(
    ("files", "unread"),
    [
        ({"a.md": ONE, "q2.jpg": JPEG}, ["q2.jpg"]),
        ({"a.md": ONE, "q2.jpg": JPEG * 300_000}, ["q2.jpg"]),
        ({"a.md": ONE, "scan.pdf": "%PDF", "b.docx": "PK", "c.odt": "PK"}, "b.docx c.odt scan.pdf"),
        ({"a.md": ONE, "rest.zip": "PK"}, ["rest.zip"]),
        ({"a.md": ONE, "notes.txt": b"2 \xb1 1"}, ["notes.txt"]),
        ({"a.md": ONE, "notes.txt": bytes(range(32)) * 9}, ["notes.txt"]),
        ({"a.md": ONE, "hw.ipynb": "{"}, ["hw.ipynb"]),
        ({"a.md": f"{ONE}```\nx = 1\n\n## 1.2\n\n$b$"}, ["a.md"]),
        ({"a.md": f"{ONE}```\nx = 1\n```\n\n## 1.2\n\n```\ny = 2"}, []),
        ({"a.md": ONE, "w.npy": "x", "d.csv": "1", "d.bin": "x", ".DS_Store": "x"}, []),
        ({"a.md": f"{ONE}The rest is in scan.pdf.", "scan.pdf": "%PDF"}, ["scan.pdf"]),
        ({"a.md": f"{ONE}![loss](fig/loss.png)", "fig/loss.png": JPEG}, []),
        ({"a.md": f"![page](q2.jpg)\n\n{ONE}", "q2.jpg": JPEG}, ["q2.jpg"]),
        ({"a.md": f"## {TRAINING}\n\nThe curve is loss.png.", "loss.png": JPEG}, []),
        ({"a.md": ONE, "a.py": "savefig('loss.png')", "loss.png": JPEG}, []),
        ({"a.tex": "\\section{1}\\includegraphics[width=1cm]{loss}", "loss.pdf": "%PDF"}, []),
        ({"a.tex": "\\section{1}$a$", "a.pdf": "%PDF", "b.pdf": "%PDF"}, ["b.pdf"]),
    ],
)  # fmt: skip
def test_what_cannot_be_read_may_hold_answers_unless_it_is_a_figure(
    files: dict[str, str | bytes], unread: list[str] | str, tmp_path: Path
) -> None:
    for name, data in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
    submission = set_apart(open_submission(tmp_path))
    answers = FINDER.find(sources_to_blocks(submission))
    expected = unread.split() if isinstance(unread, str) else unread
    assert list(unread_pages(submission, answers, FINDER.sheet)) == expected
