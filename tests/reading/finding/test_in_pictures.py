"""Pictures between labels, and the questions that they may answer."""

import pytest

from graders.declaring.assignment import load_assignment
from graders.model import Where
from graders.reading.blocks.markdown import read_blocks
from graders.reading.finding.finder import Finder
from graders.reading.tex import to_markdown

FINDER = Finder(load_assignment("vision_hw4"))
BEFORE = "## 1.3\n\n4. IMPROVE, as it is chosen on other data\n\n"
BEHIND = "\n\n## 2.2\n\n1. conv, pool, conv, pool, three full layers"
GAP = {"2.1.i", "2.1.ii"}
LAYERS = "## 2.2\n\n1. conv, pool, conv, pool, three full layers\n\n"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"{BEFORE}![](page2.jpg){BEHIND}", GAP),
        (f'{BEFORE}<img src="page2.jpg" width="400"/>{BEHIND}', GAP),
        (f"{BEFORE}![[page2.jpg]]\n![[page3.jpg]]{BEHIND}", GAP),
        (f"{BEFORE}```\nplt.show()\n```\n\n![png](out_3_0.png){BEHIND}", set()),
        (f"{BEFORE}It is drawn ![](curve.png) here.{BEHIND}", set()),
        ("## 1.3\n\n(4) ![](page2.jpg)\n\n## 2.2\n\n1. conv", set()),
        (
            f"{LAYERS}![](p3.jpg)\n\n## 2.3\n\n(iii) They add up.",
            {f"2.2.{number}" for number in range(2, 6)},
        ),
        ("## 2.3\n\n(i) It falls.\n\n![](loss.png)\n\n## 2.4\n\n(i) 59 %", set()),
        (f"{BEFORE}![](my_curves.png){BEHIND}", set()),
        (f"{BEFORE}As this plot shows:\n\n![](a.png){BEHIND}", set()),
        ("## 4.2\n\n(b) so\n\n## 4.3\n\nnever\n\n![](end.jpg)", set()),
    ],
    ids=[
        "between",
        "in HTML",
        "as notes have them",
        "of code",
        "within text",
        "right below a label",
        "behind the first part",
        "of a training",
        "called a curve",
        "called a plot before it",
        "behind all",
    ],
)
def test_a_picture_is_shown_for_what_is_lost_between_its_labels(text: str, shown: set[str]) -> None:
    found = FINDER.find(read_blocks(text, Where("answers.md", 1))).mentioned
    assert {name for name, each in found.items() if each.found_by.startswith("a picture")} == shown


def test_a_picture_of_latex_is_shown_as_one_of_markdown() -> None:
    latex = (
        r"\section*{1.3}" "\n\n" r"4. IMPROVE, as it overfits." "\n\n" r"\includegraphics{p.jpg}"
    )
    text = to_markdown(f"{latex}\n\n\\section*{{2.2}} 1. conv")
    found = FINDER.find(read_blocks(text, Where("answers.tex", 1))).mentioned
    assert found["2.1.i"].text == "![](p.jpg)"
