"""Answers in words to questions of vision_hw4: read to their end, taken back or not."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from graders.declaring.assignment import load_assignment
from graders.model import Outcome
from tests.assignments.variants import GradeText, differences, grade_variants

ASSIGNMENT = "vision_hw4"

CASES = Path(__file__).parent / "cases" / "vision_words.toml"
ROWS: dict[str, dict[str, dict[str, Any]]] = tomllib.loads(CASES.read_text(encoding="utf-8"))


@pytest.mark.parametrize("question", ROWS)
def test_answers_in_words_are_read_to_their_end(question: str, tmp_path: Path) -> None:
    rows, full = ROWS[question], float(load_assignment("vision_hw4").by_id[question].points)
    found = grade_variants(tmp_path, "vision_hw4", question, rows)
    told = {name: differences(rows[name], found[name], full) for name in rows}
    assert not {name: each for name, each in told.items() if each}


def test_later_answers_follow_from_wrong_ones_that_have_no_value(graded: GradeText) -> None:
    text = (
        "# 1.2\n\n(ii) $\\log p(y|x)=\\log(y\\hat y)+\\log((1-y)(1-\\hat y))$\n\n"
        "(iii) minus, to minimise: $L=-\\log p(y|x)=-\\log(y\\hat y)-\\log((1-y)(1-\\hat y))$\n\n"
        "# 4.1\n\n(a) 1 for real and 0 for fake samples\n\n(b) log 1 + log 1 = 0\n"
    )
    found = graded(text)
    assert found["1.2.ii"].outcome is Outcome.INCORRECT
    assert found["1.2.iii"].outcome is Outcome.FOLLOW_THROUGH
    assert found["4.1.b"].outcome is Outcome.UNDECIDED


def test_a_later_answer_follows_from_a_formula_and_not_from_a_letter_behind_it(
    graded: GradeText,
) -> None:
    text = (
        "# 1.2\n\n(i) $p(y|x)=\\hat{y}^{1-y}(1-\\hat{y})^y$, Bernoulli with parameter $\\hat y$\n\n"
        "(ii) $\\log p(y|x)=(1-y)\\log\\hat{y}+y\\log(1-\\hat{y})$\n\n"
        "# 4.1\n\nL = −E_x[log D(x)] − E_z[log(1 − D(G(z)))], D minimises it, G maximises it.\n\n"
        "(a) 1/2\n\n(b) 1.386\n"
    )
    found = graded(text)
    assert found["1.2.ii"].outcome is Outcome.FOLLOW_THROUGH
    assert found["4.1.b"].outcome is Outcome.CORRECT


NATURAL, BASE_TWO, NEGATED = (
    "E_x[\\log D(x)] + E_z[\\log(1 - D(G(z)))]$, D maximises, G minimises.",
    "E_x[\\log_2 D(x)] + E_z[\\log_2(1 - D(G(z)))]$, D maximises, G minimises.",
    "-E_x[\\log D(x)] - E_z[\\log(1 - D(G(z)))]$. D minimises $L$, G maximises $L$.",
)


@pytest.mark.parametrize(
    ("loss", "value", "outcome"),
    [
        (NATURAL, "$L = 2\\log 0.5 = -1.386$", Outcome.CORRECT),
        (NEGATED, "$L = 1.386$", Outcome.CORRECT),
        (BASE_TWO, "$-2$", Outcome.CORRECT),
        (BASE_TWO, "$-1.386$", Outcome.UNDECIDED),
    ],
)
def test_the_value_at_the_optimum_is_that_of_the_loss_and_not_its_formula(
    graded: GradeText, loss: str, value: str, outcome: Outcome
) -> None:
    found = graded(f"## 4.1\n\n$L = {loss}\n\n(a) 0.5\n\n(b) {value}\n")
    assert found["4.1.loss"].outcome is Outcome.CORRECT
    assert found["4.1.b"].outcome is outcome


def test_a_dash_behind_a_label_may_be_a_minus(graded: GradeText) -> None:
    told = graded("## 1.2\n(ii) - [y log(ŷ) + (1-y) log(1-ŷ)]\n\n## 4.1\n(a) 1/2\n(b) - log 4\n")
    assert (told["1.2.ii"].mistake, told["4.1.b"].outcome) == ("sign", Outcome.CORRECT)
    untold = graded("## 1.2\n(ii) - [y log(ŷ) + (1-y) log(1-ŷ)]\n\n## 4.1\n(b) - 1.386\n")
    assert {untold[each].outcome for each in ("1.2.ii", "4.1.b")} == {Outcome.UNDECIDED}
    either = graded("## 1.2\n(ii) - y log(ŷ) - y\n\n## 4.1\n(b) - 1.5\n")
    assert {either[each].outcome for each in ("1.2.ii", "4.1.b")} == {Outcome.INCORRECT}


def test_shapes_are_those_of_the_gradient_in_whose_line_they_stand(graded: GradeText) -> None:
    by_generator = "$dL/dW_g = -\\sigma(W_d y) (W_d^T \\odot 1[W_g x > 0]) x^T$"
    by_discriminator = "$dL/dW_d = (1-\\sigma(W_d z)) z^T - \\sigma(W_d y) y^T$"
    found = graded(f"# 4.2\n\n{by_generator} (2 x 5)\n\n{by_discriminator} (1 x 5)\n")
    assert found["4.2.Wg"].mistake == "shape"
    assert found["4.2.Wd"].outcome is Outcome.CORRECT


BY_GENERATOR = r"$-\sigma(W_dy)(W_d^T\odot 1_{W_gx>0})x^T$"
BY_DISCRIMINATOR = r"$(1-\sigma(W_dz))z^T-\sigma(W_dy)y^T$"


@pytest.mark.parametrize(
    "text",
    [
        f"| Q | A |\n|---|---|\n| 4.2 (W_d) | {BY_DISCRIMINATOR} |\n| 4.2 (W_g) | {BY_GENERATOR} |",
        f"# 4.2\n\nThe gradient with respect to $W_d$ is {BY_DISCRIMINATOR}.\n\n"
        f"That with respect to $W_g$ is {BY_GENERATOR}.",
    ],
)
def test_words_tell_which_gradient_is_meant(graded: GradeText, text: str) -> None:
    found = graded(text)
    assert [found[f"4.2.W{each}"].outcome for each in "gd"] == [Outcome.CORRECT] * 2


NEGATIVE = r"$L = -E_x[\log D(x)] - E_z[\log(1 - D(G(z)))]$, D minimises, G maximises."
POSITIVE = r"With $L = \log\sigma(W_dz) + \log(1-\sigma(W_dy))$:"


@pytest.mark.parametrize(
    ("beside", "sign", "outcome"),
    [
        ("", "-", Outcome.CORRECT),
        ("", "+", Outcome.CORRECT),
        (POSITIVE, "-", Outcome.CORRECT),
        (POSITIVE, "+", Outcome.PARTIAL),
    ],
)
def test_gradients_are_those_of_the_loss_that_is_stated(
    graded: GradeText, beside: str, sign: str, outcome: Outcome
) -> None:
    by_generator = BY_GENERATOR.replace("$-", f"$\\frac{{dL}}{{dW_g}} = {sign}")
    by_discriminator = rf"$\frac{{dL}}{{dW_d}} = {sign}({BY_DISCRIMINATOR.strip('$')})$"
    by_discriminator = (
        by_discriminator.replace("= +", "= -")
        if sign == "+"
        else (by_discriminator.replace("= -", "= "))
    )
    text = f"# 4.1\n\n{NEGATIVE}\n\n# 4.2\n\n{beside}\n\n{by_generator}\n\n{by_discriminator}"
    found = graded(text)
    assert [found[f"4.2.W{each}"].outcome for each in "gd"] == [outcome] * 2


DESCRIBED = (
    "conv1 (3 -> 6, kernel 5), relu, max pool 2x2, conv2 (6 -> 16, kernel 5), relu, pool 2x2"
)


@pytest.mark.parametrize("beside", ["", "\n\nPadding adds zeros around the input."])
def test_what_all_parts_of_a_label_share_is_missing_for_none(
    graded: GradeText, beside: str
) -> None:
    found = graded(f"# 2.2\n\nThe network has {DESCRIBED}, then 400 -> 120 -> 84 -> 10.{beside}")
    assert Outcome.MISSING not in {found[f"2.2.{each}"].outcome for each in range(1, 6)}


@pytest.mark.parametrize("second", ["L2 regularization", "L2", "penalty"])
def test_suggestions_may_be_the_rows_of_a_table(graded: GradeText, second: str) -> None:
    rows = (
        "| suggestion | helps? | why |",
        "|---|---|---|",
        "| more data | yes | less variance |",
        f"| {second} | no | it fits perfectly |",
        "| larger model | no | it overfits more |",
        "| validation split | yes | selection on unseen data |",
    )
    found = graded("\n".join(("# 1.3\n", *rows)))
    points = [found[f"1.3.{each}"].points for each in (1, 2, 3, 4)]
    assert points == [0.25, 0, 0.25, 0.25]
    assert found["1.3.2"].outcome is Outcome.INCORRECT


IN_LINES = """The gradient of x^T x is 2x.
The gradient of Trace(A^T A) is 2A.
The gradient of x^T A y with respect to y is A^T x.
The derivative of Ay with respect to y is A^T.
"""
IN_ROWS = """| z | gradient |
|---|---|
| x^T x | 2x |
| Trace(A^T A) | 2A |
| x^T A y | A^T x |
| z = A y | A^T |
"""


@pytest.mark.parametrize("text", [IN_LINES, IN_ROWS])
def test_lines_and_rows_go_to_the_questions_whose_cues_they_hold(
    graded: GradeText, text: str
) -> None:
    parts = [f"1.1.{part}" for part in range(1, 5)]
    found = graded(f"# 1.1\n\n{text}")
    assert [found[each].outcome for each in parts] == [Outcome.CORRECT] * 4
    found = graded(f"# 1.1\n\n{text.replace('2A', '3A')}")
    assert found["1.1.2"].outcome is Outcome.UNDECIDED


HEADED = (
    "# 3.2\n\n| (i) | (ii) |\n|---|---|\n| {} | {} |\n",
    "| 3.2.i | 3.2.ii |\n|---|---|\n| {} | {} |\n",
    "| Question | 3.2.i | 3.2.ii |\n|---|---|---|\n| Answer | {} | {} |\n",
    "# 3.2\n\nFirst part: {}\n\nSecond part: {}\n",
    "Third question, second part\n\n(i) {}\n\n(ii) {}\n",
)


@pytest.mark.parametrize("form", HEADED)
def test_labels_may_head_columns_and_be_ordinal_numbers(graded: GradeText, form: str) -> None:
    found = graded(form.format("62 x 62 x 64", "p = 1, s = 2"))
    assert [found[each].outcome for each in ("3.2.i", "3.2.ii")] == [Outcome.CORRECT] * 2
    found = graded(form.format("62 x 62 x 32", "p = 1, s = 1"))
    assert not {found[each].outcome for each in ("3.2.i", "3.2.ii")} & {
        Outcome.CORRECT,
        Outcome.MISSING,
    }


def test_an_accuracy_below_the_figures_is_shown_with_the_run(graded: GradeText) -> None:
    found = graded(
        "# 2.4 (ii)\n\n- Batch size 4, 20 epochs\n- Batch size 16, 5 epochs\n\n"
        "Figure 1: batch size 4, 20 epochs, test accuracy 61.2 %\n\n"
        "Figure 2: batch size 16, 5 epochs, test accuracy 57.4 %\n"
    )
    assert found["2.4.ii.b4e20"].read_as.endswith("61.2 %")
    assert "57.4 %" not in found["2.4.ii.b4e20"].read_as
    assert "57.4 %" in found["2.4.ii.b16e5"].read_as
