"""The sample of right answers, taken apart by its headings and put together with other answers."""

import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from graders.declaring.assignment import Assignment
from graders.errors import GraderError
from graders.model import Question

ROOT = Path(__file__).parents[2] / "submissions"
RIGHT = "all_right"
_HEADING = re.compile(r"(?m)^(#{1,6})[ \t]+(\S+)[ \t]*$")
_NAMES = ("answers.md",)

# The headings under which students write, by what the form is called.
HEADINGS: Mapping[str, Callable[[Question], str]] = {
    "handout": lambda question: f"## {question.id}",
    "question": lambda question: f"## Question {question.id}",
    "title": lambda question: f"### {question.id} {question.title}",
    "bold": lambda question: f"**{question.id}**",
    "colon": lambda question: f"# {question.id}:",
    "bracket": lambda question: f"## {question.id})",
    "problem": lambda question: f"# Problem {question.id}.",
}
FREE = tuple(form for form in HEADINGS if form != "handout")


@dataclass(frozen=True)
class Section:
    """What stands under one heading; `question` is empty where the heading is no question's."""

    heading: str
    question: str
    text: str


@dataclass(frozen=True)
class Sample:
    """A submission in the form of the handout: a heading for each question, and right answers."""

    folder: Path
    name: str  # of the file with the answers
    sections: tuple[Section, ...]

    @property
    def answers(self) -> Mapping[str, str]:
        return {each.question: each.text for each in self.sections if each.question}

    def text(self, changes: Mapping[str, str], form: str, questions: Mapping[str, Question]) -> str:
        """The write-up with other answers, under headings of a form."""
        lines = []
        for each in self.sections:
            own = form != "handout" and each.question
            heading = HEADINGS[form](questions[each.question]) if own else each.heading
            lines += [heading, "", changes.get(each.question, each.text).strip("\n"), ""]
        return "\n".join(lines).lstrip("\n") + "\n"

    def write(self, folder: Path, text: str) -> None:
        """A submission with this write-up beside the other files of the sample."""
        shutil.copytree(self.folder, folder)
        (folder / self.name).write_text(text, encoding="utf-8")


def sample_of(assignment: Assignment) -> Path:
    """The folder of right answers that stands in `submissions/`, or beside the graders.

    Raises:
        GraderError: if there is none.
    """
    own = assignment.folder
    for folder in (ROOT / assignment.id / RIGHT, own / "samples" / RIGHT, own / RIGHT):
        if folder.is_dir():
            return folder
    hint = "give the folder of a submission with right answers: --sample DIR"
    raise GraderError("no sample of right answers is known", where=assignment.id, hint=hint)


def read_sample(folder: Path, assignment: Assignment) -> Sample:
    """The sample in a folder.

    Raises:
        GraderError: if it holds no Markdown file with a heading for each question.
    """
    if not folder.is_dir():
        raise GraderError("there is no such folder", where=str(folder), hint="check --sample")
    files = [folder / name for name in _NAMES] + sorted(folder.glob("*.md"))
    file = next((each for each in files if each.is_file()), None)
    hint = "write answers.md with a heading for each question, such as `## 2.1`"
    if file is None:
        raise GraderError("the sample holds no Markdown file", where=str(folder), hint=hint)
    sections = tuple(_sections(file.read_text(encoding="utf-8"), assignment.by_id))
    if not any(each.question for each in sections):
        raise GraderError("no heading of the sample is a question", where=str(file), hint=hint)
    return Sample(folder, file.name, sections)


def _sections(text: str, questions: Mapping[str, Question]) -> list[Section]:
    """The sections of a write-up; what stands before the first heading is one without heading."""
    found, heading, question, start = list[Section](), "", "", 0
    for match in _HEADING.finditer(text):
        found.append(Section(heading, question, text[start : match.start()]))
        heading, start = match[0], match.end()
        question = match[2] if match[2] in questions else ""
    found.append(Section(heading, question, text[start:]))
    return [each for each in found if each.heading or each.text.strip()]
