"""Write-ups that are far longer, and stranger, than anybody's: they are refused, or cost little."""

from collections.abc import Callable
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from graders.errors import SubmissionError
from graders.model import Submission
from graders.reading.finding import statements, values
from graders.reading.finding.answers import MOST_CANDIDATES
from graders.reading.finding.finder import sources_to_blocks
from graders.reading.finding.overlooked import loose_labels, loose_lines
from graders.reading.intake import LIMITS
from graders.reading.outline.cues import cued_labels, values_of_each
from graders.reading.quantities.equations import statements as equations
from tests.reading.sheets import FINDERS, read

HANDED_IN = {
    "headings": "# x\n",
    "paragraphs": "x\n\n",
    "formulas": "$$x$$\n\n",
    "tables": "| a | b |\n|---|---|\n| 1 | 2 |\n\n",
    "listings": "```\nx\n```\n",
    "items": "1. x\n2. y\n",
}
LINES = 600
QUESTIONS = FINDERS["deep_learning_hw2"].sheet.questions


class Counted:
    """A function that counts how often it is called, and how many characters it is given."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function, self.calls, self.characters = function, 0, 0

    def __call__(self, *args: Any) -> Any:
        self.calls += 1
        self.characters += sum(len(each) for each in args if isinstance(each, str))
        return self.function(*args)


@pytest.mark.parametrize("kind", HANDED_IN)
def test_more_blocks_than_anybody_writes_are_refused(kind: str) -> None:
    text = HANDED_IN[kind] * (LIMITS.blocks + 1)
    with pytest.raises(SubmissionError, match="more than 5,000 headings, paragraphs"):
        sources_to_blocks(Submission("ada", {"answers.md": text.encode()}))


def test_blocks_of_several_files_are_counted_together() -> None:
    half = ("x\n\n" * (LIMITS.blocks // 2 + 1)).encode()
    assert len(sources_to_blocks(Submission("ada", {"a.md": half}))) > LIMITS.blocks // 2
    with pytest.raises(SubmissionError, match="more than 5,000") as refusal:
        sources_to_blocks(Submission("ada", {"a.md": half, "b.md": half}))
    assert refusal.value.where == "b.md"


def test_labels_that_cut_a_paragraph_into_more_pieces_are_refused() -> None:
    text = "Model 1: so.\nModel 2: so.\n" * (LIMITS.blocks // 2 + 1)
    with pytest.raises(SubmissionError, match="more than 5,000"):
        read("generalization_hw1", text)


def test_of_too_many_places_one_more_is_kept_than_are_judged() -> None:
    text = "# 2.1\n\n" + "h_1 = 0.986613\n\n" * LINES
    assert LINES > MOST_CANDIDATES
    assert len(read("deep_learning_hw2", text).found["2.1.h1"]) == MOST_CANDIDATES + 1


@pytest.mark.parametrize("value", ["$x=0.07$ ", "v is 0.07 and "])
def test_what_one_line_says_again_and_again_is_too_much_to_be_judged(value: str) -> None:
    found = read("deep_learning_hw2", f"# 2.2.w5\n\n{value * LINES}").found["2.2.w5"]
    assert len(found) == MOST_CANDIDATES + 1


def test_what_one_line_says_twice_is_one_answer() -> None:
    (found,) = read("deep_learning_hw2", "# 2.2.w5\n\n$x=0.07$ $x=0.07$").found["2.2.w5"]
    assert found.text == "x=0.07"


def test_lines_alike_that_may_be_labels_are_tried_once_for_each_question(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried = Counted(loose_labels._may_mean)
    monkeypatch.setattr(loose_labels, "_may_mean", tried)
    read("deep_learning_hw2", "# 2.1\n\n" + "=> 4.2 => x\n" * LINES)
    assert 0 < tried.calls <= len(QUESTIONS)


def test_only_what_stands_behind_a_line_that_counts_is_cut_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cut = Counted(loose_lines.from_position)
    monkeypatch.setattr(loose_lines, "from_position", cut)
    read("deep_learning_hw2", "# 2.1\n\n" + "=> 4.2 => x\n" * LINES)
    assert 0 < cut.calls <= len(QUESTIONS)


def test_no_more_of_a_line_is_read_than_may_be_a_cue(monkeypatch: pytest.MonkeyPatch) -> None:
    squeezed = Counted(cued_labels.squeezed)
    monkeypatch.setattr(cued_labels, "squeezed", squeezed)
    text = "This is so. " * LINES
    read("generalization_hw1", text)
    assert 0 < squeezed.characters < LINES * len(text) / 4


def test_of_more_numbers_than_a_row_has_the_rest_is_not_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    signs = Counted(values_of_each._Sign)
    monkeypatch.setattr(values_of_each, "_Sign", signs)
    assert values_of_each.rows_told("x is 1 " * LINES, {}.get) is None
    assert 0 < signs.calls < LINES / 2


def test_of_signs_alone_none_is_held_against_all_before_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Relations(frozenset[str]):
        asked = 0

        def __contains__(self, sign: object) -> bool:
            Relations.asked += 1
            return super().__contains__(sign)

    monkeypatch.setattr(equations, "RELATIONS", Relations(equations.RELATIONS))
    read("deep_learning_hw2", "# 2.1\n\n" + "(" * LINES)
    assert Relations.asked < LINES * 10


@pytest.mark.parametrize(
    ("module", "pattern", "most", "text"),
    [
        (values, "_EXPLAINS", 200, "# 2.1.h1\n\n" + "$x=1$ " * LINES),
        (statements, "_BEHIND_EQUAL", 2_000, "# 2.1\n\n" + "x = [1 2; 3 4] " * LINES),
    ],
)
def test_of_a_long_paragraph_what_is_near_is_looked_at(
    module: ModuleType, pattern: str, most: int, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched = Counted(getattr(module, pattern).search)
    monkeypatch.setattr(module, pattern, SimpleNamespace(search=searched))
    read("deep_learning_hw2", text)
    assert searched.calls >= LINES
    assert searched.characters <= searched.calls * most
