"""Reasons in words of networks_hw4: certain ones earn their points, a person reads the others."""

import pytest

from graders.batch import Graded, Options, grade_all
from graders.declaring.assignment import load_assignment
from graders.model import Outcome, Verdict
from tests.assignments.variants import GradeText

ASSIGNMENT = "networks_hw4"
BEFORE = {
    "1.1": "At y = 0 the cost is -[a ln 0 + (1-a) ln 1], which is infinite. "
    "At y = 1 it is -[a ln 1 + (1-a) ln 0], infinite as well.",
    "1.5": r"$a_j = \frac{1}{1+\sum_{k\ne j} e^{c(z_k-z_j)}}$. If $z_j$ is not maximal, "
    r"$a_j \to 0$. If it is the only maximum, $a_j \to 1$; with m tied maxima $a_j \to 1/m$, "
    "m the number of tied inputs.",
}
CERTAIN = (
    ("1.1", "The right form is finite as the sigmoid output a is never exactly 0 or 1."),
    ("1.1", "In the right form the logarithm is taken of a, and $0 < a < 1$."),
    ("1.1", "ln a and ln(1-a) are fine: a lies strictly between zero and one."),
    ("1.1", "The proper form is finite, for (0,1) is the range of the sigmoid."),
    ("1.1", "The right form does not have the same problem: the output is neither 0 nor 1."),
    ("1.1", "The usual form stays finite since σ(z) ∈ (0,1) for every finite z."),
    ("1.5", "It is a smooth approximation of the maximum."),
    ("1.5", "Soft, because the smaller inputs still get some of the weight."),
)
FOR_A_PERSON = (
    ("1.1", "The right form is fine because y is never 0 or 1."),
    ("1.1", "It works because the right label y lies strictly between 0 and 1."),
    ("1.1", "The correct form has no such problem since $0 < y < 1$."),
    ("1.1", "The right form has no such problem because labels are not exactly 0 or 1."),
    ("1.1", "The right form is safe because it is convex."),
    ("1.1", "The right form is finite as it lies strictly between 0 and 1."),
    ("1.1", "The right form is finite, as a ReLU output is strictly between 0 and 1."),
    ("1.1", "The right form is finite, as the sigmoid lies between 0 and 1 and may reach both."),
    ("1.1", "The right form has the same problem, as the sigmoid is strictly inside (0, 1)."),
    ("1.5", "It is called soft because the exponential is a soft function."),
    ("1.5", "Soft means that the outputs sum to one."),
    ("1.5", "It is soft as all inputs are equal."),
)


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Verdict]:
    folder, found = tmp_path_factory.mktemp("reasons"), {}
    for question, before in BEFORE.items():
        said = [each for asked, each in CERTAIN + FOR_A_PERSON if asked == question]
        paths = [folder / f"{question}-{number}.md" for number in range(len(said))]
        for path, words in zip(paths, said, strict=True):
            path.write_text(f"# {question}\n{before}\n{words}\n", encoding="utf-8")
        graded: list[Graded] = []
        options = Options(only=(question,))
        grade_all(load_assignment("networks_hw4"), paths, options, graded.append)
        for words, each in zip(said, graded, strict=True):
            found[question, words] = each.report.verdicts[0]
    return found


@pytest.mark.parametrize("reason", CERTAIN)
def test_a_certain_reason_is_right(
    reason: tuple[str, str], verdicts: dict[tuple[str, str], Verdict]
) -> None:
    assert verdicts[reason].outcome is Outcome.CORRECT, verdicts[reason].note


@pytest.mark.parametrize("reason", FOR_A_PERSON)
def test_another_reason_is_read_by_a_person(
    reason: tuple[str, str], verdicts: dict[tuple[str, str], Verdict]
) -> None:
    assert verdicts[reason].outcome.needs_person
    assert 0 < verdicts[reason].points < verdicts[reason].question.points


def test_transforms_that_are_only_described_are_not_missing(graded: GradeText) -> None:
    found = graded("# Problem 5\n1) Ten images. We use Resize((224, 224)), ToTensor and a crop.\n")
    assert found["5.1.transforms"].outcome.needs_person


@pytest.mark.parametrize("indent", ["", "    "])
def test_an_evaluation_outside_of_all_code_is_not_missing(graded: GradeText, indent: str) -> None:
    lines = ("def test(model, loader):", "    for x, y in loader:", "        print(model(x), y)")
    code = "\n".join(indent + each for each in lines)
    found = graded(f"# 3.1\n\nAccuracy 0.9887 on the test set.\n\n{code}\n")
    assert found["3.1.eval"].outcome.needs_person


def test_words_for_an_evaluation_are_none(graded: GradeText) -> None:
    found = graded("# 3.1\n\nAccuracy 0.9887,\nfor which we count in the test set:\n0 errors.\n")
    assert found["3.1.eval"].outcome is Outcome.MISSING


@pytest.mark.parametrize(
    ("said", "points"),
    [
        ("f_max = 0.448 at |w| = 6.89", 2),
        ("0.4477 (at |w| = 6.894)", 2),
        (r"$f(w)=\frac{2}{w}\operatorname{arcosh}(w/2-1)$ is largest at $w=6.894$, $f=0.4477$", 2),
        ("f(w) = (2/w) arcosh(w/2 - 1) is largest at w = 6.894, f = 0.448", 2),
        (r"$\frac{d}{dw}=0$ gives $|w|=6.894$; there the width is $0.4477$", 2),
        ("max width - 0.45, at 6.9", 2),
        ("|w| = 0.4477, width 6.894", 0),
        ("|w| = 7, width 0.4", 0),
        ("w = 6.9, width = 0.52", 1),
    ],
)
def test_the_largest_width_and_its_weight_are_told_apart_by_their_names(
    graded: GradeText, said: str, points: int
) -> None:
    assert graded(f"# 2.3.c\n\n{said}")["2.3.c"].points == points


@pytest.mark.parametrize(
    ("last_summand", "numbers", "points"),
    [("-1", "|w| = 7.02, width 0.441", 0), ("+1", "|w| = 4.65, width 0.612", 2)],
)
def test_two_hundredths_are_for_what_follows_from_another_formula(
    graded: GradeText, last_summand: str, numbers: str, points: int
) -> None:
    inner = rf"\frac{{|w|(1+\sqrt{{1-4/|w|}})}}{{2}}{last_summand}"
    width = rf"$\frac{{2}}{{|w|}} \ln\left({inner}\right)$"
    found = graded(f"# 2.3.b\n\nThe width is {width}\n\n# 2.3.c\n\n{numbers}")
    assert found["2.3.c"].points == points
