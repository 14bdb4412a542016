"""Every sample submission gets the report that stands beside it.

`submissions/ASSIGNMENT/NAME/` is what a student hands in, and `NAME.expected.toml` what a careful
teaching assistant would make of it: for every question the outcome, the points, the mistake with
the words that name it, and the line where the answer stands. `pytest tests/test_samples.py
--update` shows what has changed, all of a new sample's, and rewrites these files; a change there
is read before it is kept.
"""

import re
import runpy
import zipfile
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from graders.assignments.deep_learning_hw2 import grade_2_backpropagation as backpropagation
from graders.assignments.deep_learning_hw2 import grade_6_table, grade_6_totals
from graders.batch import Graded, Options, grade_all
from graders.declaring.assignment import load_assignment
from graders.model import Mistake, Outcome, Report
from graders.reading.quantities.numbers.printed import read_number
from graders.samples import SUFFIX, Sample, as_table, differences, holds, samples_in, write_sample
from solutions.double_descent import peak, read_curves

ROOT = Path(__file__).parents[1]


FOLDERS = sorted({file.parent for file in ROOT.glob(f"submissions/*/*{SUFFIX}")})
SAMPLES = tuple(sample for folder in FOLDERS for sample in samples_in(folder, folder.name))
BY_NAME = {f"{sample.assignment}/{sample.folder.name}": sample for sample in SAMPLES}
RIGHT = ("all_right", "free_write_up", "handout_filled")
every_sample = pytest.mark.parametrize("sample", SAMPLES, ids=list(BY_NAME))


def test_no_sample_is_meant_to_fail() -> None:
    assert not [
        (name, question)
        for name, sample in BY_NAME.items()
        for question, result in sample.results.items()
        if result.outcome == Outcome.FAULT
    ]


@cache
def reports() -> dict[Path, Report]:
    """The report on each sample, from one run for all that share assignment and data."""
    graded: dict[Path, Report] = {}
    runs: dict[tuple[str, str], list[Path]] = {}
    for sample in SAMPLES:
        runs.setdefault((sample.assignment, sample.data), []).append(sample.folder)
    for (assignment, data), folders in runs.items():
        graded.update(reports_on(folders, assignment, data))
    return graded


def reports_on(paths: Sequence[Path], assignment: str, data: str) -> dict[Path, Report]:
    graded: dict[Path, Report] = {}

    def receive(done: Graded) -> None:
        graded[done.path] = done.report

    options = Options(data=ROOT / data if data else None)
    grade_all(load_assignment(assignment), paths, options, receive)
    return graded


@every_sample
def test_a_sample_gets_the_report_beside_it(
    sample: Sample, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    report = reports()[sample.folder]
    table = as_table(tuple(differences(sample, report)))
    if request.config.getoption("--update"):
        with capsys.disabled():
            print(f"\n{sample.folder.name}:\n{table}" if table else "")
        write_sample(sample, report)
        return
    if table:
        pytest.fail(
            f"{sample.file.relative_to(ROOT)} expects another report:\n{table}", pytrace=False
        )


@pytest.mark.parametrize(
    "name",
    [name for name in BY_NAME if name.rpartition("/")[2] in RIGHT],
)
def test_everything_right_earns_all_points_that_no_person_gives(name: str) -> None:
    for verdict in reports()[BY_NAME[name].folder].verdicts:
        full = verdict.points == verdict.max_points
        assert full or verdict.outcome is Outcome.REVIEW, verdict


def test_a_right_formula_is_not_called_another() -> None:
    for name in ("all_right", "free_write_up", "latex", "notebook", "ocr_like"):
        for verdict in reports()[BY_NAME[f"deep_learning_hw2/{name}"].folder].verdicts:
            assert "not the formula" not in verdict.feedback, f"{name}: {verdict.question.id}"


def test_an_archive_is_graded_as_its_folder_is(tmp_path: Path) -> None:
    sample = BY_NAME["deep_learning_hw2/slips"]
    archive = tmp_path / "slips.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for file in sample.folder.iterdir():
            packed.write(file, file.name)
    [report] = reports_on([archive], sample.assignment, sample.data).values()
    assert report.verdicts == reports()[sample.folder].verdicts


# --- what feedback must not show ------------------------------------------------------------------

SECRETS = (
    *(backpropagation.SHEET.value(name) for name in backpropagation.SHEET.formulas),
    *(float(row.parameters) for row in grade_6_table.REFERENCE if row.parameters),
    grade_6_totals.TOTALS.value("total"),
    grade_6_totals.TOTALS.value("share"),
)
NUMERAL = re.compile(r"\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?%?")


def leaks(feedback: str, printed: str) -> list[str]:
    """The numerals that show four digits or more of a reference and that the student never wrote.

    >>> leaks("expected 0.98661, not 0.9766; 0.987 is coarse", printed="h_1 = 0.9766")
    ['0.98661']
    """
    return [
        numeral
        for numeral in NUMERAL.findall(feedback)
        if numeral not in printed and any(shows(numeral, secret) for secret in SECRETS)
    ]


def shows(numeral: str, secret: float) -> bool:
    number = read_number(numeral)
    if number is None or not number.unit or number.value < 1000 * number.unit:
        return False
    return abs(number.value - Fraction(secret)) <= number.unit


@every_sample
def test_feedback_shows_no_reference(sample: Sample) -> None:
    printed = sample.text()
    for verdict in reports()[sample.folder].verdicts:
        assert not leaks(verdict.feedback + verdict.about, printed), verdict.feedback


# --- all mistakes occur -----------------------------------------------------------------------


def known_mistakes() -> Iterator[Mistake]:
    """The mistakes that the graders of questions 2 and 6 know by name."""
    made = [
        *(
            each
            for unit in ("h1", "h2", "o1", "o2")
            for each in backpropagation.forward_mistakes(unit)
        ),
        *backpropagation.LOSS_MISTAKES,
        *backpropagation.SECOND_LAYER_MISTAKES,
        *backpropagation.scaled("dMSE_dw1"),
        *backpropagation.wrong_weights("do1_dh1"),
        *backpropagation.hidden_mistakes("w1"),
        *(each for mistakes in backpropagation.BIAS_MISTAKES.values() for each in mistakes),
        *backpropagation.UPDATE_MISTAKES,
        *grade_6_totals.TOTAL_MISTAKES,
        *grade_6_totals.SHARE_MISTAKES,
    ]
    yield from (each.mistake for each in made)
    for before, right in pairwise(grade_6_table.REFERENCE):
        yield from (mistake for mistake, _ in grade_6_table.parameter_mistakes(right, before.shape))


OTHERS = (  # those that have no list of their own
    "the sign is reversed",
    "the decimal point has slipped",
    "two digits seem to be swapped",
    "a digit seems to be left out",
    "too few decimals: print at least four",
    "too few digits: give a tenth of a percent",
    "softmax does not reduce its input to one number",
    "the order is height x width x channels",
    "the minimum before the peak was read",
    "the training curve was read",
    "a monotone curve has no peak",
    "model-wise does not fit a horizontal axis of this kind",
    "epoch-wise does not fit a horizontal axis of this kind",
    "sample-wise does not fit a horizontal axis of this kind",
)


@pytest.mark.parametrize("words", sorted({each.words for each in known_mistakes()} | set(OTHERS)))
def test_some_sample_makes_the_mistake(words: str) -> None:
    phrases = [
        phrase for sample in SAMPLES for each in sample.results.values() for phrase in each.says
    ]
    assert any(holds(phrase, words) for phrase in phrases)


# --- the figures ----------------------------------------------------------------------------------

FIGURES = ROOT / "fixtures" / "deep_learning_hw2"


@pytest.mark.slow
def test_figures_are_those_that_their_command_makes() -> None:
    made = runpy.run_path(str(FIGURES / "make_figures.py"))["figures"]()
    for name, text in made.items():
        kept = (FIGURES / "figures" / name).read_text(encoding="utf-8")
        for ours, theirs in zip(read_curves(text), read_curves(kept), strict=True):
            assert (ours.name, ours.axis, ours.positions) == (
                theirs.name,
                theirs.axis,
                theirs.positions,
            )
            assert ours.test_errors == pytest.approx(theirs.test_errors, rel=0.01, abs=1e-3)
            assert ours.train_errors == pytest.approx(theirs.train_errors, rel=0.01, abs=1e-3)


def test_only_the_large_model_of_figure_c_descends_twice() -> None:
    curves = read_curves((FIGURES / "figures" / "figure_C.csv").read_text(encoding="utf-8"))
    assert [curve.name for curve in curves if peak(curve)] == ["large"]
