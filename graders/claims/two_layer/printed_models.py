"""The two models of a report: what is printed of each, and the files that hold it."""

import re
from collections.abc import Callable
from fractions import Fraction

import pytest

from graders.claims.grading import files_of
from graders.claims.runs.asked import Shares, runs_of
from graders.claims.runs.files import RunFiles
from graders.claims.two_layer.norms import weigh
from graders.claims.two_layer.printed_report import Report, read_report
from graders.comparing.claims.weighing import Weighed
from graders.errors import Missing, Undecided, Unreadable
from graders.model import Answer, Question

SHARES = Shares(claim=Fraction(2, 5), log=Fraction(1, 5), setting=Fraction(2, 5))
NO_LABEL = "No label leads to the numbers of this model; a person looks for them."
OF_BOTH = "numbers of the other model are printed twice, or two in a row"
NAMED_THERE = "what stands under the other model's label speaks of this one"
ONLY_OTHER = "Only numbers of the other model were found."
FILES = {
    "3.1.train": r"model_?1(?!\d)|(?:width|hidden|h)_?1024|(?<!\d)3_1(?!\d)",
    "3.2.train": r"model_?2(?!\d)|(?:width|hidden|h)_?256|(?<!\d)3_2(?!\d)",
}
TRAINED = runs_of("generalization_hw1", SHARES, FILES)


def read_reports(
    request: pytest.FixtureRequest, question: Question, text_under: Callable[..., str]
) -> tuple[Report, Report]:
    """What is printed of the question's model, and of the other.

    Raises:
        Missing: if nothing of the question's own is printed.
        Undecided: if it may stand with what is printed of the other.
        Unreadable: if something stands there, and nothing of it can be read.
    """
    report = read_report(text_under(".".join(question.path[:2])))
    other = read_report(text_under(other_model(question)))
    if not report.entries and other.may_be_of_two:
        raise Undecided(NO_LABEL, note=OF_BOTH)
    if not report.entries and re.search(
        rf"\bmodel {question.path[1]}\b", other.text, re.IGNORECASE
    ):
        raise Undecided(NO_LABEL, note=NAMED_THERE)
    answer: Answer = request.getfixturevalue(
        "answer"
    )  # it is missing unless something stands there
    if not report.entries:
        if answer.text in other.text:
            raise Missing(ONLY_OTHER)
        raise Unreadable("No named number can be read in the report of this model.")
    return report, other


def other_model(question: Question) -> str:
    """The label of the model that the question is not about."""
    return "3.2" if question.path[1] == "1" else "3.1"


def model_files(request: pytest.FixtureRequest) -> RunFiles:
    """The files of the question's model, as those of its training."""
    question: Question = request.getfixturevalue("question")
    model = ".".join(question.path[:2])
    text = request.getfixturevalue("text_under")(model)
    return files_of(request, TRAINED, text, f"{model}.train")


def weigh_model(request: pytest.FixtureRequest, files: RunFiles, report: Report) -> Weighed:
    """What the weights of the question's model give.

    Raises:
        Mismatch: if the files do not hold such a model.
        Undecided: if it has no finite norms.
    """
    return weigh(request.getfixturevalue("student"), files, report.widths)
