"""Words beside the formulas of optimization_hw2: what names a letter, and what contradicts."""

import pytest

from graders.model import Outcome
from tests.assignments.variants import GradeText

ASSIGNMENT = "optimization_hw2"


@pytest.mark.parametrize(
    "words",
    [
        "Let $g$ be the gradient at $w^{(t)}$. Then $w = w^{(t)} - g/\\lambda$.",
        "Denote the gradient of f at w_t by g. So w = w_t - g/lambda.",
        r"$\omega = \omega^{(t)} - \frac{1}{\lambda}\nabla f(\omega^{(t)})$",
        "Let g_t denote the gradient of f at w^(t).\n\nw = w^(t) - g_t/lambda",
    ],
)
def test_the_gradient_may_be_called_by_a_letter_in_words(graded: GradeText, words: str) -> None:
    assert graded(f"# 3.1\n\n{words}")["3.1.minimiser"].outcome is Outcome.CORRECT


def test_the_gradient_by_a_letter_is_not_the_minimiser(graded: GradeText) -> None:
    text = "# 3.1\n\nLet $g$ be the gradient at $w^{(t)}$. Then $w = w^{(t)} + g/\\lambda$."
    assert graded(text)["3.1.minimiser"].outcome is Outcome.PARTIAL


@pytest.mark.parametrize(
    ("given", "points"),
    [
        (", where $\\eta = 1/\\lambda$.", 6),
        (" \\text{ with } \\eta = \\frac{1}{\\lambda}$", 6),
        (", where $\\eta = 1/(2\\lambda)$.", 3),
        (", where $\\eta = \\lambda$.", 0),
        (", where $\\eta$ is the step.", 0),
        ("$ = gradient descent with $\\eta = \\frac{1}{\\lambda}$", 6),
    ],
)
def test_a_declared_name_may_be_given_beside_the_formula(
    graded: GradeText, given: str, points: int
) -> None:
    step = "$w = w^{(t)} - \\eta \\nabla f(w^{(t)})"
    text = f"# 3.1\n\n{step}{given if given.endswith('$') else f'${given}'}"
    assert graded(text)["3.1.minimiser"].points == points


@pytest.mark.parametrize(("sign", "points"), [("−", 6), ("+", 3)])
def test_a_formula_ends_before_the_name_of_the_method(
    graded: GradeText, sign: str, points: int
) -> None:
    text = f"# 3.1\n\n⇒ w* = w⁽ᵗ⁾ {sign} ∇f(w⁽ᵗ⁾)/λ\n= GD with η = 1/λ"
    assert graded(text)["3.1.minimiser"].points == points


def test_an_even_denominator_does_not_call_the_function_even(graded: GradeText) -> None:
    text = "# 2.1 a\n\nthe denominator is even and the numerator odd: g(-x) = -x/(1+|x|) = -g(x)"
    assert graded(text)["2.1.a.centred"].outcome is Outcome.CORRECT


def test_a_formula_of_nodes_before_a_value_is_not_called_wrong(graded: GradeText) -> None:
    verdict = graded("# 4 a\n\nv_3 = v_1 v_2, v_4 = 0.8808, f_1 = v_3 + v_4 = 0.6560")["4.a.f1"]
    assert (verdict.outcome, verdict.feedback) == (Outcome.CORRECT, "")


def test_a_loss_that_need_not_decrease_is_a_choice(graded: GradeText) -> None:
    step = "w = 1/2, i = 1, eta = 0.1: w' = 0.65, f(0.5) = 2.25, f(0.65) = 2.2725"
    assert graded(f"# 6\n\nIt need not decrease. {step}")["6"].outcome is Outcome.CORRECT


def test_an_odd_function_that_is_called_even_goes_to_a_person(graded: GradeText) -> None:
    chain = "# 2.1 a\n\ng(-x) = -x/(1+|x|) = -g(x), hence g is"
    assert graded(f"{chain} even and centred")["2.1.a.centred"].outcome is Outcome.UNDECIDED
    assert graded(f"{chain} odd and centred")["2.1.a.centred"].outcome is Outcome.CORRECT


def test_a_later_contradiction_is_not_passed_over(graded: GradeText) -> None:
    said = "2.1.a derivative: g'(x) = 1/(1+|x|)^2 for positive x."
    found = graded(f"{said} In general though, g'(x) = 1/(1+x)^2 for all x")
    assert found["2.1.a.derivative"].outcome is not Outcome.CORRECT


@pytest.mark.parametrize(
    ("whole", "below", "outcome"),
    [
        ("1/(1+|x|)^2", "[(1-x)+x]/(1-x)^2", Outcome.CORRECT),
        ("1/(1+|x|)^2", "[(1-x)-x]/(1-x)^2", Outcome.UNDECIDED),
        ("1/(1+x^2)", "[(1-x)+x]/(1-x)^2", Outcome.UNDECIDED),
    ],
)
def test_branches_behind_a_formula_are_held_with_it(
    graded: GradeText, whole: str, below: str, outcome: Outcome
) -> None:
    text = f"# 2.1.a\n\ng'(x) = {whole} (x>0: [(1+x) - x]/(1+x)^2, x<0: {below})"
    assert graded(text)["2.1.a.derivative"].outcome is outcome


def test_arrows_and_orders_may_be_typed(graded: GradeText) -> None:
    found = graded(
        "# 2.1.a\n\ng(-x) = -x/(1+|-x|) = -x/(1+|x|) = -g(x) ==> odd\n\n"
        "# 3.3.b\n\nwith η = B/(ρ sqrt(T)): Bρ/(2 sqrt(T)) + Bρ/(2 sqrt(T)) = Bρ/sqrt(T), so "
        "O(T^(-1/2))"
    )
    assert found["2.1.a.centred"].outcome is Outcome.CORRECT
    assert found["3.3.b"].outcome is Outcome.CORRECT


def test_an_entry_of_a_table_in_own_letters_is_not_called_wrong(graded: GradeText) -> None:
    rows = "| $r=w_1^2$ | 1 | 0 |\n| $u=rw_2$ | 2 | 1 |\n| $f_2$ | 2.333 | 1.333 |"
    text = f"# 4\n\n(c)\n\n| node | (1,0) | (0,1) |\n|---|---|---|\n{rows}\n\n"
    entry = "$\\frac{\\partial f_2}{\\partial w_1}=2.333$"
    assert graded(text + entry)["4.c.21"].outcome is Outcome.UNDECIDED


@pytest.mark.parametrize("second", [r"\frac{-x}{1+1x1}", r"\frac{-x}{1+|x|}"])
def test_bars_that_may_have_been_read_as_ones_go_to_a_person(
    graded: GradeText, second: str
) -> None:
    text = rf"# 2.1.a.centred\n\n$g(-x) = \frac{{-x}}{{1+1-x1}} = {second} = -g(x)$"
    assert graded(text.replace(r"\n", "\n"))["2.1.a.centred"].outcome is Outcome.UNDECIDED


STEP = "$w = w^{(t)} - \\frac1\\lambda\\nabla f(w^{(t)})$."
CLOSE = "Each step minimises the linear model and stays close."


@pytest.mark.parametrize(
    ("minimiser", "relation", "points"),
    [
        (
            "",
            f"$\\eta = 1/\\lambda$, inversely proportional: a larger penalty, small steps. {CLOSE}",
            4,
        ),
        (
            "",
            f"The larger the penalty, the smaller the step: $\\lambda = \\eta$ $^{{-1}}$. {CLOSE}",
            4,
        ),
        ("", f"$\\lambda = 1/\\eta$. As $\\lambda$ grows the steps get shorter. {CLOSE}", 4),
        ("", f"$\\lambda = 1/\\eta$. A large $\\lambda$ gives long steps. {CLOSE}", 2),
        ("", f"$\\lambda = 1/\\eta$. A high $\\lambda$ is a high learning rate. {CLOSE}", 2),
        ("", f"This is gradient descent, and $1/\\lambda$ is the step size. {CLOSE}", 4),
        ("", f"$\\eta = 1/\\lambda$, they are proportional. {CLOSE}", 2),
        ("", f"$\\eta = 1/\\lambda$, so a larger $\\lambda$ means larger steps. {CLOSE}", 2),
        ("", f"$\\eta = 1/\\lambda$: the step grows with $\\lambda$. {CLOSE}", 2),
        (
            "This is the maximiser.",
            "$\\eta = 1/\\lambda$. It maximises the linear model nearby.",
            2,
        ),
    ],
)
def test_words_beside_the_learning_rate_are_read(
    graded: GradeText, minimiser: str, relation: str, points: int
) -> None:
    found = graded(f"# 3.1\n\n{STEP} {minimiser} {relation}")
    assert found["3.1.relation"].points == points
    assert found["3.1.relation"].outcome is not Outcome.PARTIAL
    right = Outcome.UNDECIDED if minimiser else Outcome.CORRECT
    assert found["3.1.minimiser"].outcome is right


@pytest.mark.parametrize(
    ("said", "points"),
    [
        ("A step takes the highest value of the linear model nearby.", 2),
        ("A step goes uphill on the linear model but stays close.", 2),
        ("Descent makes the linear model as large as possible nearby.", 2),
        ("A step minimises the linear model, and is not close.", 2),
        ("A step takes the lowest value of the linear model, staying close.", 4),
        ("As the penalty increases, the minimum of the linear model is nearer.", 4),
    ],
)
def test_a_step_makes_the_linear_model_small_nearby(
    graded: GradeText, said: str, points: int
) -> None:
    assert graded(f"# 3.1\n\n$\\eta = 1/\\lambda$. {said}")["3.1.relation"].points == points


@pytest.mark.parametrize(
    ("said", "is_right"),
    [
        ("By Jensen $f(\\bar w)$ is at most the average of the $f(w^{(t)})$", True),
        ("By Jensen the mean of the losses is at least the loss at the mean", True),
        ("Jensen: f(wbar) <= (1/T) sum f(w_t)", True),
        ("By Jensen $f(\\bar w)$ is at least the average of the $f(w^{(t)})$", False),
        ("By Jensen the average of f over the iterates is at most f of the average", False),
        ("By Jensen's inequality, where f lies below its tangents", False),
    ],
)
def test_inequalities_in_words_have_a_direction(
    graded: GradeText, said: str, is_right: bool
) -> None:
    first_order = "the first-order condition gives f(w_t) - f(w*) <= <w_t - w*, ∇f(w_t)>."
    verdict = graded(f"# 3.3\n\na. {said}. Then {first_order}")["3.3.a"]
    assert verdict.outcome is (Outcome.CORRECT if is_right else Outcome.UNDECIDED)


@pytest.mark.parametrize(
    ("said", "is_right"),
    [
        ("the tangent at each iterate stays below f", True),
        ("the tangent at each iterate stays above f", False),
        ("a convex function never lies above its tangents", False),
        ("the function is never below its linear approximation", True),
        ("the tangent plane at w_t is not above the graph", True),
        ("the graph of f is under the tangent line at $w^{(t)}$", False),
        ("the tangent at w_t lies everywhere over f(w)", False),
    ],
)
def test_a_convex_function_lies_above_its_tangents(
    graded: GradeText, said: str, is_right: bool
) -> None:
    verdict = graded(f"# 3.3.a\n\nBy Jensen, and {said}: the first-order condition.")["3.3.a"]
    assert verdict.outcome is (Outcome.CORRECT if is_right else Outcome.UNDECIDED)


def test_a_derivative_that_is_said_not_to_exist_goes_to_a_person(graded: GradeText) -> None:
    formula = "# 2.1\n\na) $g'(x) = \\frac{1}{(1+|x|)^2}$"
    doubted = graded(f"{formula} for $x\\ne0$, at $0$ the derivative does not exist.")
    assert doubted["2.1.a.derivative"].outcome is Outcome.UNDECIDED
    right = graded(f"{formula}. At 0 the derivative exists, too, and is 1.")
    assert right["2.1.a.derivative"].outcome is Outcome.CORRECT


def test_rows_may_share_a_label_and_say_behind_it_which_part_they_answer(graded: GradeText) -> None:
    rows = (
        r"| 2.1(a) odd? | $g(-x)=\frac{-x}{1+\lvert x\rvert}=-g(x)$ |",
        r"| 2.1(a) derivative | $g'(x)=\frac{1}{(1+\lvert x\rvert)^2}$ |",
        "| 2.1(a) large inputs | it goes to zero (vanishing gradient) |",
    )
    found = graded("\n".join(("| Q | Answer |", "|---|---|", *rows)))
    outcomes = [found[f"2.1.a.{each}"].outcome for each in ("centred", "derivative", "vanishing")]
    assert outcomes == [Outcome.CORRECT, Outcome.CORRECT, Outcome.REVIEW]
