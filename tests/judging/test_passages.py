"""Formulas in running text: names explained elsewhere, signs spelled out, what is set to zero."""

from dataclasses import replace
from fractions import Fraction

import pytest

from graders.declaring.assignment import load_assignment
from graders.equivalence import Options, Setting, setting_for
from graders.judging.accepted import NOT_SOLVED, SET_TO_ZERO, Accepted
from graders.judging.derivations import judge_derivation
from graders.judging.formulas import BESIDE, judge_formula
from graders.judging.passages.passage import Passage, bare_name
from graders.judging.passages.prose import formulas_in, plain_equations
from graders.model import Mistake

REFERENCE = Accepted(r"w^{(t)} - \frac{1}{\lambda} \nabla f(w^{(t)})")

SLIP = Mistake("missing_term", "a factor is missing")


@pytest.fixture(scope="module")
def setting() -> Setting:
    return setting_of("optimization_hw2", "proximity")


@pytest.mark.parametrize(
    "text",
    [
        r"Write $g = \nabla f(w^{(t)})$. Then $w = w^{(t)} - \frac{g}{\lambda}$.",
        r"$w = a - \frac{1}{\lambda} b$, where $a = w^{(t)}$ and $b = \nabla f(w_t)$",
        "so w = w_t - 1/lambda grad f(w_t), as expected",
    ],
)
def test_own_names_and_spelled_signs_are_read(setting: Setting, text: str) -> None:
    assert judge_formula(setting, Passage(text, ["w"]), REFERENCE, Options()).equal is True


def test_a_wrong_formula_of_own_names_is_wrong(setting: Setting) -> None:
    text = r"With $g = \nabla f(w^{(t)})$: $w = w^{(t)} + \frac{g}{\lambda}$."
    found = judge_formula(setting, Passage(text, ["w"]), REFERENCE, Options())
    assert found.equal is False
    assert found.mistake is not None
    assert found.mistake.code == "sign"


def test_what_is_set_to_zero_is_not_its_solution(setting: Setting) -> None:
    text = r"$\nabla f(w^{(t)}) + \lambda (w - w^{(t)}) = 0$"
    found = judge_formula(setting, Passage(text, ["w"]), REFERENCE, Options())
    assert found.equal is None
    assert SET_TO_ZERO in found.note


@pytest.mark.parametrize(
    ("equation", "is_left_open"),
    [
        (r"\lambda w = \lambda w^{(t)} - \nabla f(w^{(t)})", True),
        (r"\nabla f(w^{(t)}) = \lambda (w^{(t)} - w)", True),
        (r"\nabla f(w^{(t)}) = \lambda (w - w^{(t)})", False),
        (r"w = w^{(t)} + \frac{1}{\lambda} \nabla f(w^{(t)})", False),
    ],
)
def test_an_equation_that_the_answer_solves_is_not_wrong(
    setting: Setting, equation: str, is_left_open: bool
) -> None:
    accepted = replace(REFERENCE, equation=r"\nabla f(w^{(t)}) + \lambda (w - w^{(t)}) = 0")
    found = judge_formula(setting, Passage(f"${equation}$", ["w"]), accepted, Options())
    assert (found.equal is None) == is_left_open
    assert (found.note == NOT_SOLVED) == is_left_open


@pytest.mark.parametrize(
    ("text", "is_right"),
    [
        (r"$w - w^{(t)} = -\frac{1}{\lambda} \nabla f(w^{(t)})$", True),
        (r"$w^{(t)} - w = \frac{1}{\lambda} \nabla f(w^{(t)})$", True),
        (r"$w - w^{(t)} + \frac{1}{\lambda} \nabla f(w^{(t)}) = 0$", True),
        (r"$\Delta w = w - w^{(t)} = -\frac{1}{\lambda} \nabla f(w^{(t)})$", True),
        (r"$w - w^{(t)} = \frac{1}{\lambda} \nabla f(w^{(t)})$", False),
        (r"$w^{(t)} - w = -\frac{1}{\lambda} \nabla f(w^{(t)})$", False),
        (r"$w + w^{(t)} = -\frac{1}{\lambda} \nabla f(w^{(t)})$", False),
        (r"$w = \lambda w^{(t)} - \frac{1}{\lambda} \nabla f(w^{(t)})$", False),
    ],
)
def test_an_equation_with_terms_beside_the_name_is_solved_for_it(
    setting: Setting, text: str, is_right: bool
) -> None:
    found = judge_formula(setting, Passage(text, ["w"]), REFERENCE, Options())
    assert found.equal is is_right


@pytest.mark.parametrize(
    ("first", "credit"), [(r"\lambda w^{(t)}", 0), (r"2 w^{(t)}", Fraction(1, 2))]
)
def test_a_name_that_one_term_has_as_a_factor_is_no_constant(
    setting: Setting, first: str, credit: Fraction | int
) -> None:
    text = rf"$w = {first} - \frac{{1}}{{\lambda}} \nabla f(w^{{(t)}})$"
    found = judge_formula(setting, Passage(text, ["w"]), REFERENCE, Options())
    assert (found.equal, found.credit) == (False, credit)


STEP = r"$w = w^{(t)} - \frac{1}{\lambda} \nabla f(w^{(t)})$"


@pytest.mark.parametrize(
    "text",
    [
        f"An easy slip is {STEP}",
        f"Half of {STEP}",
        f"{STEP}, but with $2 \\lambda$ in place of $\\lambda$",
        f"{STEP}\n\nNo, this is false.",
        f"{STEP}. As $\\lambda = 1$, this is not true.",
    ],
)
def test_a_right_formula_that_words_take_back_or_change_is_left_open(
    setting: Setting, text: str
) -> None:
    found = judge_formula(setting, Passage(text, ["w"]), REFERENCE, Options())
    assert found.equal is None
    assert BESIDE in found.note


def test_a_letter_alone_is_an_answer_where_it_is_said_to_be_one() -> None:
    layout, reference = setting_of("vision_hw4", "matrices"), Accepted("A^T")
    for text, equal in (("$A^T$. In this layout: $A$.", None), ("$A^T$, for the given $A$.", True)):
        assert judge_formula(layout, Passage(text), reference, Options()).equal is equal


def setting_of(sheet: str, symbols: str) -> Setting:
    declared = load_assignment(sheet).symbol_sets[symbols]
    return setting_for(declared.symbols, declared.pairs)


def test_what_a_formula_is_for_special_values_is_no_answer_of_its_own() -> None:
    setting = setting_of("vision_hw4", load_assignment("vision_hw4").by_id["1.2.i"].symbols)
    likelihood = Accepted(r"\hat{y}^y (1 - \hat{y})^{1 - y}")
    cases = r", gives $\hat y$ when $y=1$ and $1-\hat y$ when $y=0$"
    right, wrong = r"$\hat y^y(1-\hat y)^{1-y}$", r"$\hat y^{1-y}(1-\hat y)^y$"
    assert judge_formula(setting, Passage(right + cases), likelihood, Options()).equal is True
    assert judge_formula(setting, Passage(wrong + cases), likelihood, Options()).equal is not True


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("z = x^T x, thus the gradient is 2x.", None),
        ("z = x^T x, hence we find x for it", False),
        ("= 2x, as x^T x is a sum of squares", True),
        ("Taking the max of nothing, dz/dx = 2x", True),
    ],
)
def test_the_answer_may_stand_in_the_words_behind_an_equation(
    text: str, verdict: bool | None
) -> None:
    found = judge_formula(
        setting_of("vision_hw4", "matrices"), Passage(text), Accepted("2x"), Options()
    )
    assert found.equal is verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("z_x = 2x as a sum, so the derivative is 2x^T x", None),
        ("z_x = 2x. Therefore the answer is x + x + x, by the rule for sums", None),
        ("z_x = 2x, which means the gradient is 3 x", None),
        ("$z_x = 2x$, hence the derivative: 2x^T x", None),
        ("z_x = x + x, so the gradient is 2x", True),
        ("z_x = 2x, so the gradient is ~ 3x", True),
        ("z_x = 2x, so the gradient is linear in x", True),
        ("z_x = 2x, so the gradient is m x 1", True),
        ("z_x = 2x, so the slope by each entry is x", True),
        ("z_x = 2x, so the result is 0 at the origin", True),
        ("z_x = 2x, since the derivative of x^T x is x^T + x^T", True),
        ("so the gradient of it is x x, no: z_x = 2x", True),
        ("z_x = 3x, so the gradient is 3x", False),
    ],
)
def test_words_behind_a_right_equation_may_state_another_result(
    text: str, verdict: bool | None
) -> None:
    layout = setting_of("vision_hw4", "matrices")
    found = judge_formula(layout, Passage(text, ["z_x"]), Accepted("2x"), Options())
    assert found.equal is verdict


@pytest.mark.parametrize("size", [r"$2x \in \mathbb{R}^{m \times 1}$", "2x   (m×1)"])
def test_the_size_behind_a_formula_is_no_factor(size: str) -> None:
    setting = setting_of("vision_hw4", "matrices")
    assert judge_formula(setting, Passage(size), Accepted(r"2\mathbf{x}"), Options()).equal is True


def test_names_are_explained_around_an_answer(setting: Setting) -> None:
    around = r"Let $g = \nabla f(w^{(t)})$. The step follows."
    text = r"$w = w^{(t)} - \frac{g}{\lambda}$"
    found = [
        judge_formula(setting, Passage(text, ["w"], around=each), REFERENCE, Options()).equal
        for each in ("", around)
    ]
    assert found == [None, True]


def test_two_quantities_in_one_display_are_told_apart() -> None:
    setting = setting_of("vision_hw4", "networks")
    names = [r"\frac{\partial L}{\partial W_g}", r"\frac{\partial L}{\partial W_d}"]
    text = rf"$${names[0]} = 1, \qquad {names[1]} = \mathbf{{z}}^T$$"
    accepted = Accepted(r"\mathbf{z}^T")
    assert (
        judge_formula(setting, Passage(text, names[1:], names[:1]), accepted, Options()).equal
        is True
    )
    assert (
        judge_formula(setting, Passage(text, names[:1], names[1:]), accepted, Options()).equal
        is False
    )


def test_a_power_that_does_not_exist_everywhere_is_wrong_and_warns_nobody() -> None:
    likelihood = setting_of("vision_hw4", load_assignment("vision_hw4").by_id["1.2.i"].symbols)
    right = Accepted(r"\hat{y}^y (1 - \hat{y})^{1 - y}", mistakes={r"\hat{y}^y": SLIP})
    text = r"$p(y|x) = \hat{y}^{y} (-\hat{y})^{1 - y}$"
    assert judge_formula(likelihood, Passage(text), right, Options()).equal is False


@pytest.mark.parametrize(
    ("passage", "formula"),
    [
        ("y = 2x, m x 1", "y = 2x"),
        ("y = A x, it has the size of x", "y = A x"),
        ("y = -x log(z), minus since it is minimised", "y = -x log(z)"),
        ("||w - w*||^2 = 3", "||w - w^*||^2 = 3"),
        ("z = x_1^2 + x_2^2, so the answer is 2x", "2x"),
    ],
)
def test_remarks_behind_a_plain_formula_are_no_part_of_it(passage: str, formula: str) -> None:
    assert formulas_in(passage) == [formula]


def test_a_right_formula_that_is_taken_back_goes_to_a_person() -> None:
    setting, right = setting_of("vision_hw4", "matrices"), Accepted(r"\mathbf{A}^T")
    texts = (
        "$z = A^T$, no wait: it must be $A$",
        "$z = A^T$, no wait, $z$ is long: $A$",
        "$z = A^T$\n\nCorrection: it should be transposed.",
        "$z = A$, no wait: $z = A^T$",
    )
    found = [judge_formula(setting, Passage(each), right, Options()).equal for each in texts]
    assert found == [None, None, None, True]


def test_a_wide_gap_parts_two_formulas() -> None:
    assert formulas_in("p = y ^ 2     y = 1 : z") == ["p = y ^ 2", "y = 1 : z"]


def test_a_derivative_on_the_line_is_that_of_a_fraction() -> None:
    assert bare_name("∂L/∂W_g") == bare_name(r"\frac{\partial L}{\partial W_g}")
    assert plain_equations("∂L/∂w = 2w") == ["∂L/∂w = 2w"]


def test_norms_and_products_begin_an_equation() -> None:
    assert plain_equations("so ||v||^2 = <v, v>") == ["||v||^2 = <v, v>"]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (r"The gradient is $2x$, because $x^Tx = \sum_i x_i^2$.", True),
        (r"The gradient is $3x$, because $x^Tx = \sum_i x_i^2$.", False),
        (r"Since $x^Tx = \sum_i x_i^2$, it is $2x$.", True),
        (r"With $r = x + x$ we get $r$.", True),
        ("It is $2x$ and not $3x$.", True),
        ("It is $x$, not $2x$.", None),
        ("It is not $2x$.", None),
        ("It is $3x$, while $2x$ would be that of another function.", None),
        ("It is $3x$ minus $x$.", None),
        ("It is $2x$ plus $x$.", None),
    ],
)
def test_reasons_and_contrasts_beside_an_answer(text: str, verdict: bool | None) -> None:
    setting = setting_of("vision_hw4", "matrices")
    found = judge_formula(setting, Passage(text), Accepted(r"2\mathbf{x}"), Options())
    assert found.equal is verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (r"$g(-x) = \frac{-x}{1+|-x|} = -\frac{x}{1+|x|}$", True),
        (r"$-g(x) = -g(x)$", None),
        (r"$-\frac{x}{1+|x|} = -\frac{x}{1+|x|}$", None),
        (r"$g(-x) = -g(x)$", None),
        (r"$g(-x) = 1 \cdot g(-x) = -g(x)$", None),
        (r"$g(-x) = g(-x) = -g(x) = g(x) - 2 g(x)$", None),
        (r"$g(-x) = \frac{x\,g(-x)}{x} = -g(x)$", None),
        (r"$g(-x) = -g(x)$, $g(-x) + g(x) = 0$", None),
        (r"$g(-x) = -1 \cdot g(x) = \frac{-x}{1+|x|} = -g(x)$", True),
    ],
)
def test_what_is_to_be_shown_is_no_derivation(text: str, verdict: bool | None) -> None:
    sheet = load_assignment("optimization_hw2")
    setting = setting_of("optimization_hw2", sheet.by_id["2.1.a.centred"].symbols)
    reference = Accepted(r"-\frac{x}{1+|x|}", ["-g(x)"])
    found = judge_derivation(setting, Passage(text), reference, Options())
    assert found.equal is verdict
