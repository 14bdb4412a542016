"""What grading leaves in an output folder: a folder for each submission, and files of its own."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from graders.grading.results import write_whole
from graders.model import Report

GRADEBOOK, CLASS_PAGE, MARKS = "grades.csv", "report.html", "marks.jsonl"  # in the output folder
RESULTS, RECORD = "results.json", "report.json"  # in the folder of a submission
UNSEEN_SECONDS = 0.2  # a file of results in a class is no older than that, and a question


def submission_names(paths: Sequence[Path]) -> Mapping[Path, str]:
    """A name of its own for each path; folders set apart two files of one name.

    >>> list(submission_names([Path("a/hw.md"), Path("b/hw.md"), Path("c.md")]).values())
    ['a_hw', 'b_hw', 'c']
    >>> list(submission_names([Path(each) for each in ("a/b/x", "c/b/x", "b_x_2")]).values())
    ['b_x', 'b_x_2', 'b_x_2_2']
    """
    from graders.reading.intake import submission_id

    plain = {path: _unreserved(submission_id(path)) for path in paths}
    shared = {name for name, times in Counter(plain.values()).items() if times > 1}
    names = {
        path: f"{submission_id(path.resolve().parent)}_{name}" if name in shared else name
        for path, name in plain.items()
    }
    taken: set[str] = set()
    for path, name in names.items():
        numbered = (f"{name}_{number}" for number in count(2))
        names[path] = next(each for each in chain([name], numbered) if each not in taken)
        taken.add(names[path])
    return names


def _unreserved(name: str) -> str:
    """A name that is no file of the output folder's own."""
    return f"{name}_" if name in (GRADEBOOK, CLASS_PAGE, MARKS) else name


@dataclass
class RunningResults:
    """Writes results as they come: at the start, and after each question that took its time.

    Those of a finished report stay until there are new ones.
    """

    output: Path
    final_too: bool
    written: tuple[str, float] = ("", 0.0)  # of which submission, and when

    def pytest_nabla_report(self, report: Report, final: bool) -> None:
        from graders.reports.gradescope import to_json

        folder = self.output / report.submission
        if self.final_too if final else self._is_due(report) and not (folder / RECORD).exists():
            self.written = report.submission, report.seconds
            write_whole(folder / RESULTS, to_json(report) + "\n")

    def pytest_nabla_refused(self, report: Report) -> None:
        """What cannot be opened is finished, too."""
        self.pytest_nabla_report(report, final=True)

    def _is_due(self, report: Report) -> bool:
        submission, seconds = self.written
        return report.submission != submission or report.seconds - seconds > UNSEEN_SECONDS
