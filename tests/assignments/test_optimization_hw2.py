"""What students write to the questions of optimization_hw2, in other words and notations."""

from fractions import Fraction

import pytest

from graders.model import Outcome
from tests.assignments.variants import GradeText

ASSIGNMENT = "optimization_hw2"


@pytest.mark.parametrize(
    ("minimiser", "relation", "outcome"),
    [
        (r"w^{(t)} - \frac{1}{\lambda} g", r"1/\lambda", Outcome.CORRECT),
        (r"w^{(t)} - \frac{1}{2\lambda} g", r"1/(2\lambda)", Outcome.FOLLOW_THROUGH),
        (r"w^{(t)} - \frac{1}{2\lambda} g", r"1/\lambda", Outcome.CORRECT),
        (r"w^{(t)} - \frac{2}{\lambda} g", r"2/\lambda", Outcome.FOLLOW_THROUGH),
        (r"w^{(t)} - \frac{1}{\lambda} g", r"1/(2\lambda)", Outcome.PARTIAL),
    ],
)
def test_the_learning_rate_may_follow_from_the_minimiser(
    graded: GradeText, minimiser: str, relation: str, outcome: Outcome
) -> None:
    words = "It minimises the linear model, but stays close."
    step = f"With $g = \\nabla f(w^{{(t)}})$: $w = {minimiser}$."
    text = f"# 3.1\n\n{step}\n\n$\\eta = {relation}$. {words}"
    assert graded(text)["3.1.relation"].outcome is outcome


def test_formulas_and_values_of_the_entries_may_stand_apart(graded: GradeText) -> None:
    text = (
        "# 4\n\n## c\n\nJ = [[0.350, -0.386], [4.333, 1.333]], df1/dw1 = -sin w1 cos w2,"
        " df1/dw2 = -cos(w1) sin(w2) + σ'(w2), df2/dw1 = 1/(w1+w2) + w1 w2"
    )
    found = graded(text)
    outcomes = {name: found[f"4.c.{name}"].outcome for name in ("11", "12", "21", "22")}
    assert outcomes == {
        "11": Outcome.CORRECT,
        "12": Outcome.CORRECT,
        "21": Outcome.UNDECIDED,
        "22": Outcome.UNDECIDED,
    }


def test_a_second_matrix_is_that_of_the_part_without_a_label(graded: GradeText) -> None:
    matrix = r"\begin{bmatrix}0.351 & -0.386\\ ENTRY & 1.333\end{bmatrix}"
    first, second = (f"${matrix.replace('ENTRY', each)}$" for each in ("4.353", "4.33"))
    found = graded(f"# 4\n\nb) {first}\n\n{second}\n\nd) the same")
    assert found["4.b.21"].outcome is Outcome.CORRECT
    assert (found["4.c.21"].points, found["4.c.21"].read_as) == (1, "4.33")


def test_a_wrong_output_without_a_name_is_shown_to_a_person(graded: GradeText) -> None:
    verdict = graded("# 4\n\n$X(1,2) = -0.225 + 0.881 = 0.506$")["4.a.f1"]
    assert verdict.outcome is Outcome.UNDECIDED
    assert verdict.where == "answers.md:3"


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("No. Let w = O and sample the 2nd term, η = 0.1: f rises from 2.5 to 2.61.", 12),
        ("Not quaranteed: take A_2(w) = (w+1)^2/2 and w = 0; when A_2 is sampled, f grows.", 8),
        ("No: A_1(w) = (w+1)^2/2, w = 0; if A_1 is sampled with step 0.1, w = -0.1.", 8),
        ("No: w = 0, the second term is sampled with step 0.1, so w = 0.3.", 4),
        ("Yes, since w = 0 and the second term sampled with step 0.1 lower it.", 4),
        ("No. From w = 0 along w + 1 to −0,1: f(0) = 2,5 before and f(−0,1) = 2,61 after.", 12),
        ("No. From w = 0 along w − 2: f(0) = 2.5 and f(0.1) = 2.41.", 4),
        ("No. From w = 0 along w − 2: f(0) = 2.5 and f(−0.1) = 2.61.", 4),
        ("No. w = 0, second term, eta = 0.1, w = -0.1, f(0) = 2.61, f(-0.1) = 2.5.", 8),
        ("The claim is false: w = 0, second term, w → -0.1, f(0) = 2.5, f(-0.1) = 2.61.", 12),
        ("The guarantee fails. From w = 0 the 2nd term leads to -0.1, f from 2.5 to 2.61.", 12),
        ("No. w = 1, the first term is drawn, the new w is 0.9. f(1) = 2.5, f(0.9) = 2.41.", 4),
        ("No. w=1, sample (w-2)^2/2, η = 0.1, w' = 1.1: f(1) = 3, f(1.1) = 2.61.", 8),
        ("No: w = 0, 2nd term, η = 0.1, w' = -0.1, f(0) = 2.5, f(-0.1) = 2.61, f falls.", 8),
        ("No. w=1, sample (w-2)^2/2, w' = 1+η. f(1) = 2.5, f(1+η) = 2.5 + η + η^2 < f(1).", 8),
        ("No. w=1, sample (w-2)^2/2, w' = 1+η. f(1) = 2, f(1+η) = 2.5 + η + η^2.", 8),
        ("No. w=1, sample (w-2)^2/2, w' = 1+η. f(1) = 2.5, f(1+η) = 2.5 + η + η^2.", 12),
        ("No. w = 0, the term (w+1)^2/2, η = 1/2: w = -1/2, f from 5/2 to 3.25.", 12),
        ("No. w = 0, the term (w+1)^2/2, η = 1/2: w = -1/2, f from 5/2 to 13/2.", 8),
        ("No. At w = 1/2 any step goes up: w' = 1/2 ± 3η/2, f(w') = 2.25 + 9/4 η^2 > f(w).", 4),
        ("No. w = 1/2, f_1 or f_2: w' = 1/2 ± 3η/2, f(w') = 2.25 + 9/4 η^2 > 2.25 = f(w).", 12),
        ("No. w=0, sample (w+1)^2/2, w' = η. f(0) = 2.5, f(η) = 2.5 - η + η^2.", 4),
        ("No. w=0, sample (w+1)^2/2, $w_{new} = w - \\eta(w+1) = -\\eta$, so f rises.", 8),
        ("No. w = 0, second term, w moves to 0.1: f(0) = 2.5, f(0.1) = 2.41, no decrease.", 4),
        ("No. For the second term the step leads from f(0) = 2.5 to f(0.1) = 2.41.", 4),
        ("No: w = 0, second term, w becomes 0.1 with step 0.1, f goes from 2.5 to 2.61.", 4),
        ("No. The second term moves us to w = -0.1 from w = 0: f(-0.1) = 2.61 > f(0) = 2.5.", 12),
        ("It is not guaranteed to fail: yes, every step lowers the loss.", 0),
        ("At first sight yes, but f(0) = 2.5, f(-0.1) = 2.61 with w + 1; the answer is no.", 12),
    ],
)
def test_a_counterexample_is_read_in_a_students_words(
    graded: GradeText, text: str, points: int
) -> None:
    assert graded(f"# Question 6\n\n{text}")["6"].points == points


@pytest.mark.parametrize(
    ("text", "points"),
    [
        (r"$g(-x)+g(x)=\frac{-x}{1+|-x|}+\frac{x}{1+|x|}=\frac{-x+x}{1+|x|}=0$", 4),
        (r"$g(-x)+g(x)=\frac{-x}{1-|x|}+\frac{x}{1+|x|}=0$", 2),
        (r"$g(0)=\frac{0}{1+|0|}=0$, so it is odd", 0),
        ("g(0) = 0, so centred.\nThe derivative by the quotient rule: (1 + |x| - x)/(1+|x|)^2", 0),
        (r"We see $-g(-x)=-\frac{-x}{1+|-x|}=\frac{x}{1+|x|}=g(x)$.", 4),
        (r"$g(-x)=\frac{x}{1+|x|}=g(x)$", 1),
        ("Reflected: g(-x) = x/(1+|x|) = g(x), which is the same on both sides.", 1),
        ("It is odd:\ng(-x) = -x/(1+|-x|)\n= -x/(1+|x|)\n= -g(x)", 4),
        ("It is odd:\ng(-x) = -x/(1+|-x|)\n= x/(1+|x|)\n= g(x)", Fraction(4, 3)),
        ("centred: g(−x) = −x ∕ (1 + |−x|) = −(x ∕ (1 + |x|)) = −g(x)", 4),
        ("centred: g(−x) = −x ∕ (1 + |−x|) = −x ∕ (1 − |x|) = −g(x)", Fraction(8, 3)),
        ("g(-x) = -x/(1+|-x|) = -x/(1+|x|) ≠ g(x), indeed it's -g(x).", 4),
        ("As |−x| = |x|, g(−x) = −x/(1+|x|), and that's −g(x). At x=0 it's 0.", 4),
        (
            "We have g(−x) = −x/(1+|x|), and that's −g(x).\ndg/dx = 1/(1+|x|)², with max 1 at x=0.",
            4,
        ),
        (r"$g(-x)=\frac{-x}{1+|-x|}=-\frac{x}{1+|x|}=-g(x)$. For $x>0$: $g'=\frac1{(1+x)^2}$", 4),
        (r"$\frac{g(x)}{g(-x)}=\frac{x/(1+|x|)}{-x/(1+|-x|)}=-1$", 4),
        (r"g(-x)/g(x) = (-x/(1+|-x|))/(x/(1+|x|)) = -x/x = -1", 4),
        (
            r"$\frac{g(-x)+g(x)}{2}=\frac12(\frac{-x}{1+|-x|}+\frac{x}{1+|x|})=\frac12\cdot\frac{-x+x}{1+|x|}=0$",
            4,
        ),
    ],
)
def test_the_sum_with_the_reflection_shows_that_a_function_is_odd(
    graded: GradeText, text: str, points: Fraction | int
) -> None:
    assert graded(f"# 2.1.a\n\n{text}")["2.1.a.centred"].points == points


@pytest.mark.parametrize(
    "text",
    [
        r"For $x>0$: $g(-x)=\frac{-x}{1+x}=-g(x)$. For $x<0$: $g(-x)=\frac{-x}{1-x}=-g(x)$.",
        r"$-g(-x) = \frac{-x}{1+|x|} = g(x)$",
        r"$\frac{g(x)+g(-x)}{2} = \frac12(\frac{x}{1+|x|}-\frac{x}{1+|x|}) = 0$",
        r"$g(x)-(-g(-x)) = \frac{x}{1+|x|}-\frac{x}{1+|x|} = 0$",
    ],
)
def test_what_may_be_no_step_for_all_values_goes_to_a_person(graded: GradeText, text: str) -> None:
    assert graded(f"# 2.1.a\n\n{text}")["2.1.a.centred"].outcome is Outcome.UNDECIDED


@pytest.mark.parametrize(("factor", "points"), [("1", 6), ("2", 3)])
def test_the_learning_rate_beside_the_minimiser_is_not_it(
    graded: GradeText, factor: str, points: int
) -> None:
    step = rf"$w^{{(t)}} - \frac{{{factor}}}{{\lambda}}\nabla f(w^{{(t)}})$"
    rate = rf"so $\eta = \frac{{{factor}}}{{\lambda}}$"
    assert graded(f"# 3.1\n\nThe minimiser is {step}, {rate}")["3.1.minimiser"].points == points


def test_the_learning_rate_may_be_named_without_a_sign(graded: GradeText) -> None:
    said = "It is a step with learning rate $1/\\lambda$: the linear model, but staying close."
    found = graded(f"# 3.1\n\n$w = w_t - \\nabla f(w_t)/\\lambda$. {said}")
    assert found["3.1.relation"].points == 4


def test_a_qualified_yes_goes_to_a_person(graded: GradeText) -> None:
    words = ("It always decreases.", "It always decreases in expectation, not in every step.")
    outcomes = [graded(f"# 6\n\nYes. {each}")["6"].outcome for each in words]
    assert outcomes == [Outcome.INCORRECT, Outcome.REVIEW]


JACOBIAN = "|  | w1 | w2 |\n|---|---|---|\n| f1 | 0.3502 | -0.3863 |\n| f2 | 4.3333 | 1.3333 |"
ADJOINTS = """| | f1 | v3 | v4 | v1 | v2 | w1 | w2 |
|---|---|---|---|---|---|---|---|
| output 1 | 1 | 1 | 1 | -0.4161 | 0.5403 | 0.3502 | -0.3863 |
| output 2 | 0 | 0 | 0 | 0 | 0 | 4.3333 | 1.3333 |"""


@pytest.mark.parametrize(
    ("text", "table", "jacobian"),
    [
        (JACOBIAN, Outcome.MISSING, Outcome.CORRECT),
        (f"{ADJOINTS}\n\nso\n\n{JACOBIAN}", Outcome.CORRECT, Outcome.CORRECT),
        (ADJOINTS, Outcome.CORRECT, Outcome.MISSING),
        (JACOBIAN.replace("-0.3863", "4.3333", 1), Outcome.MISSING, Outcome.PARTIAL),
    ],
)
def test_a_jacobian_may_be_drawn_beside_the_table_of_adjoints(
    graded: GradeText, text: str, table: Outcome, jacobian: Outcome
) -> None:
    found = graded(f"# 4\n\n(d)\n\n{text}\n\n(e) yes")
    assert (found["4.d.table"].outcome, found["4.d.jacobian"].outcome) == (table, jacobian)


def test_the_columns_of_a_table_of_adjoints_may_be_called_by_the_outputs(graded: GradeText) -> None:
    nodes = ("g=cos w1 cos w2 | 1 | 0", "h=sigma(w2) | 1 | 0", "u=ln(w1+w2) | 0 | 1", "s | 0 | 2")
    rows = "\n".join(f"| {each} |" for each in (*nodes, "w1 | 0.35 | 4.33", "w2 | -0.39 | 1.33"))
    matrix = "J = [0.35 -0.39; 4.33 1.33]"
    found = graded(f"# 4\n\nd)\n| | f1 | f2 |\n|---|---|---|\n{rows}\n\n{matrix}")
    assert found["4.d.table"].outcome is Outcome.CORRECT
    assert found["4.d.jacobian"].outcome is Outcome.CORRECT
    assert found["4.a.f2"].outcome is Outcome.MISSING  # an adjoint is no value of an output
    above = "\n".join(rows.split("\n")[:-2])  # the inputs have rows in the Jacobian alone
    short = graded(f"# 4\n\nd)\n| | f1 | f2 |\n|---|---|---|\n{above}\n| z | 0 | 1 |\n\n{matrix}")
    assert short["4.d.table"].outcome is Outcome.UNDECIDED


def test_a_value_without_a_name_below_its_label_is_not_missing(graded: GradeText) -> None:
    text = "# 4.b\n\n(f(1.01, 2) - f(1, 2))/0.01 = 0.3513, (f(1, 2.01) - f(1, 2))/0.01 = -0.39"
    found = graded(text)
    outcomes = {found[f"4.b.{each}"].outcome for each in ("11", "12", "21")}
    assert outcomes == {Outcome.UNDECIDED}  # the last may be told there, too


def test_a_text_beside_the_answers_of_other_parts_is_not_missing(graded: GradeText) -> None:
    text = "# 2.1 (a)\n\ni. Odd, as x and g share a sign.\n\nii. The derivative is $1/(1+|x|)^2$."
    verdict = graded(text)["2.1.a.centred"]
    assert (verdict.outcome, verdict.where) == (Outcome.UNDECIDED, "answers.md:3")


def test_a_question_with_one_part_may_be_labelled_alone(graded: GradeText) -> None:
    found = graded("Problem 2.1\n\ng(-x) = -x/(1+|-x|) = -x/(1+|x|) = -g(x)\n\nProblem 6\n\nno")
    assert found["2.1.a.centred"].outcome is Outcome.CORRECT


def test_a_question_answered_again_is_read_in_both_places(graded: GradeText) -> None:
    again = "# 2.1.a\n\n$g'(x)=\\frac{{{}}}{{(1+|x|)^2}}$\n\n# 6\n\nNo.\n\n"
    outcomes = [
        graded(again.format(first) + again.format(second))["2.1.a.derivative"].outcome
        for first, second in (("1", "1"), ("1", "2"), ("2", "1"))
    ]
    assert outcomes == [Outcome.CORRECT, Outcome.UNDECIDED, Outcome.CORRECT]


def test_the_formula_of_an_entry_may_have_the_numbers_filled_in(graded: GradeText) -> None:
    text = "# 4.c.21\n\n$\\frac13+4=4.3333$\n\n# 4.c.22\n\n$\\frac13+2=1.3333$"
    found = graded(text)
    assert [found[f"4.c.2{each}"].points for each in (1, 2)] == [2, 1]


@pytest.mark.parametrize(
    ("order", "points"),
    [
        (r"O(T^{-1/2})", 6),
        ("like T^{-1/2}", 6),
        ("like 1/T", 5),
        (r"O(1/T)", 5),
        (r"O(\sqrt{T})", 5),
        ("fast", 5),
    ],
)
def test_the_order_of_the_rate_counts_for_itself(
    graded: GradeText, order: str, points: int
) -> None:
    bound = r"\frac{B^2}{2\eta T}+\frac{\eta\rho^2}{2}=\frac{B\rho}{\sqrt T}"
    assert graded(f"# 3.3.b\n\n${bound}$, which is ${order}$")["3.3.b"].points == points


@pytest.mark.parametrize(
    ("bound", "points"), [(r"\frac{B\rho}{\sqrt T}", 6), (r"\frac{2B\rho}{\sqrt T}", 3)]
)
def test_a_bound_in_the_step_size_is_not_yet_the_rate(
    graded: GradeText, bound: str, points: int
) -> None:
    general = r"\frac{B^2}{2\eta T}+\frac{\eta\rho^2}{2}"
    text = f"# 3.3.b\n\nIt is at most ${general}$. With this step ${bound}$, so $O(1/\\sqrt T)$."
    assert graded(text)["3.3.b"].points == points


def test_a_wrong_order_does_not_excuse_a_step_that_loses_the_bound(graded: GradeText) -> None:
    bound = r"\frac{B^2}{2\eta T}+\frac{\eta\rho^2}{2}=\frac{B\rho}{\sqrt T}=\frac{B\rho}{T}"
    assert graded(f"# 3.3.b\n\n${bound}$, $O(1/T)$")["3.3.b"].outcome is Outcome.UNDECIDED


UPDATED = r"\|w_{t+1}-w^*\|^2=\|w_t-w^*\|^2-2\eta\langle w_t-w^*,v_t\rangle+\eta^2\|v_t\|^2"
SUM = r"\sum_{t=1}^T\langle w_t-w^*,v_t\rangle"
SQUARES = r"\frac{\eta}{2}\sum_{t=1}^T\|v_t\|^2"


@pytest.mark.parametrize(
    ("telescoped", "bound", "outcome"),
    [
        (r"\|w_1-w^*\|^2-\|w_{T+1}-w^*\|^2", r"\le\frac{\|w^*\|^2}{2\eta}", Outcome.CORRECT),
        (r"\|w_1-w^*\|^2+\|w_{T+1}-w^*\|^2", r"\le\frac{\|w^*\|^2}{2\eta}", Outcome.UNDECIDED),
        (r"\|w_1-w^*\|^2-\|w_{T+1}-w^*\|^2", r"\le2\eta\|w^*\|^2", Outcome.UNDECIDED),
        (r"\|w_1-w^*\|^2-\|w_{T+1}-w^*\|^2", r"\le\frac{\|w^*\|^2}{\eta}", Outcome.UNDECIDED),
        (r"\|w_1-w^*\|^2-\|w_{T+1}-w^*\|^2", r"\ge\frac{\|w^*\|^2}{2\eta}", Outcome.UNDECIDED),
    ],
)
def test_every_step_of_the_lemma_is_tried(
    graded: GradeText, telescoped: str, bound: str, outcome: Outcome
) -> None:
    solved = r"\langle w_t-w^*,v_t\rangle=\frac{\|w_t-w^*\|^2-\|w_{t+1}-w^*\|^2}{2\eta}"
    text = (
        f"# 3.2\n\n${UPDATED}$, so ${solved}+\\frac\\eta2\\|v_t\\|^2$. It telescopes:"
        f" ${SUM}=\\frac{{1}}{{2\\eta}}({telescoped})+{SQUARES}$. As $w_1=0$ and the last distance"
        f" is not negative, ${SUM}{bound}+{SQUARES}$."
    )
    assert graded(text)["3.2"].outcome is outcome


@pytest.mark.parametrize(
    ("bound", "outcome"),
    [(r"\frac{\|w^*\|^2}{2\eta}", Outcome.CORRECT), (r"\frac{\|w^*\|^2}{\eta}", Outcome.UNDECIDED)],
)
def test_the_bound_may_end_the_chain_of_the_sum(
    graded: GradeText, bound: str, outcome: Outcome
) -> None:
    solved = r"\langle w_t-w^*,v_t\rangle=\frac{\|w_t-w^*\|^2-\|w_{t+1}-w^*\|^2}{2\eta}"
    ends = r"\frac{\|w_1-w^*\|^2-\|w_{T+1}-w^*\|^2}{2\eta}"
    text = (
        f"# 3.2\n\n${UPDATED}$\n\n${solved}+\\frac\\eta2\\|v_t\\|^2$\n\n"
        f"${SUM}={ends}+{SQUARES}\\le{bound}+{SQUARES}$ as $w_1=0$"
    )
    assert graded(text)["3.2"].outcome is outcome


@pytest.mark.parametrize(
    ("over", "outcome"),
    [("1/2η", Outcome.CORRECT), ("(1/2η)", Outcome.CORRECT), ("2η", Outcome.UNDECIDED)],
)
def test_what_is_divided_by_twice_the_step_needs_no_brackets(
    graded: GradeText, over: str, outcome: Outcome
) -> None:
    text = (
        "# 3.2\n\n‖w_{t+1} − w*‖² = ‖w_t − w*‖² − 2η⟨w_t − w*, v_t⟩ + η²‖v_t‖²\n"
        f"⟨w_t − w*, v_t⟩ = {over} (‖w_t − w*‖² − ‖w_{{t+1}} − w*‖²) + 1/2 η‖v_t‖²\n"
        f"Σ⟨w_t − w*, v_t⟩ = {over} (‖w_1 − w*‖² − ‖w_{{T+1}} − w*‖²) + (η/2)Σ‖v_t‖²\n"
        "w_1 = 0, last one ≥ 0: ≤ ‖w*‖²/2η + (η/2)Σ‖v_t‖²"
    )
    assert graded(text)["3.2"].outcome is outcome


@pytest.mark.parametrize(
    ("reason", "points"),
    [
        ("the last distance is not negative, so we drop it", 10),
        ("we drop the last term, which is never negative", 10),
        ("the last distance is at least zero", 10),
        ("the last distance is negative, so we can drop it", 7.5),
        ("the last distance is so small for large T that it can be neglected", 7.5),
        ("after convergence the last distance is zero", 7.5),
        (r"the last distance, which is $\le 0$, is dropped", 7.5),
        ("the last norm is at most zero and dropped", 7.5),
        (r"the last distance has a minus, so with it it is $\le 0$ and dropped", 10),
        ("$w_{T+1}=w^*$", 7.5),
    ],
)
def test_the_last_distance_is_dropped_for_its_sign(
    graded: GradeText, reason: str, points: float
) -> None:
    solved = r"\langle w_t-w^*,v_t\rangle=\frac{\|w_t-w^*\|^2-\|w_{t+1}-w^*\|^2}{2\eta}"
    ends = r"\frac{\|w_1-w^*\|^2-\|w_{T+1}-w^*\|^2}{2\eta}"
    text = (
        f"# 3.2\n\n${UPDATED}$\n\n${solved}+\\frac\\eta2\\|v_t\\|^2$\n\n${SUM}={ends}+{SQUARES}$"
        f"\n\nWith $w_1=0$, and {reason}: ${SUM}\\le\\frac{{\\|w^*\\|^2}}{{2\\eta}}+{SQUARES}$"
    )
    assert graded(text)["3.2"].points == points


MEAN, GAP = r"f(\bar w)-f(w^*)\le\frac1T\sum_t(f(w_t)-f(w^*))", r"f(w_t)-f(w^*)"


@pytest.mark.parametrize(
    ("proof", "outcome"),
    [
        (rf"${MEAN}\le\frac1T\sum_t\langle w_t-w^*,\nabla f(w_t)\rangle$", Outcome.CORRECT),
        (rf"${MEAN}\le\frac1T\sum_t\langle w^*-w_t,\nabla f(w_t)\rangle$", Outcome.UNDECIDED),
        (rf"Jensen: ${MEAN}$. Then ${GAP}\le\nabla f(w_t)^T(w_t-w^*)$.", Outcome.CORRECT),
        (
            rf"Jensen; first-order condition: ${GAP}\ge\langle w_t-w^*,\nabla f(w_t)\rangle$",
            Outcome.UNDECIDED,
        ),
        (
            rf"Jensen; first-order condition: ${GAP}\le\langle w_t-w^*,\nabla f(\bar w)\rangle$",
            Outcome.UNDECIDED,
        ),
        ("f(w̄) ≥ 1/T Σ f(w_t) by Jensen, then the first-order condition.", Outcome.UNDECIDED),
        ("1/T Σ f(w^(t)) ≤ f(w̄) by Jensen, then the first-order condition.", Outcome.UNDECIDED),
        ("Jensen, first-order condition f(w_t) - f(w*) ≤ <w_t - w*, ∇f(w*)>", Outcome.UNDECIDED),
        (
            r"$f\big(\frac1T\sum_t w^{(t)}\big)\le\frac1T\sum_t f(w^{(t)})$, first-order condition",
            Outcome.CORRECT,
        ),
        ("Jensen, then the 1st order cond. at w_t", Outcome.CORRECT),
        ("Jensen, then the first-order condition at w*", Outcome.UNDECIDED),
        ("f is concave: Jensen, then the first-order condition.", Outcome.UNDECIDED),
        ("f(wbar) <= 1/T Σ f(w_t) by Jensen, then the first-order condition.", Outcome.CORRECT),
        (
            "Jensen, and by the first order condition f(w_t) <= f(w*) + <w_t - w*, grad f(w*)>",
            Outcome.UNDECIDED,
        ),
        (
            "Jensen, and by the first order condition f(w_t) <= f(w*) + <w* - w_t, grad f(w_t)>",
            Outcome.UNDECIDED,
        ),
        ("Jensen; f(w_t) - f(w*) ≤ ∇f(w_t)ᵀ (w_t - w*)", Outcome.CORRECT),
        (
            r"$f(\bar{\mathbf w})=f\left(\frac1T\sum_t\mathbf{w}_t\right)"
            r"\le\frac1T\sum_tf(\mathbf w_t)$ and"
            r" $f(\mathbf w^*)\ge f(\mathbf w_t)+\nabla f(\mathbf w_t)^T(\mathbf w^*-\mathbf w_t)$",
            Outcome.CORRECT,
        ),
    ],
)
def test_a_named_inequality_must_hold_as_it_is_written(
    graded: GradeText, proof: str, outcome: Outcome
) -> None:
    assert graded(f"# 3.3.a\n\n{proof}")["3.3.a"].outcome is outcome


def test_a_transpose_costs_nothing_where_it_is_told(graded: GradeText) -> None:
    turned = "[[0.3502, 4.3333], [-0.3863, 1.3333]]"
    said = ("", "Rows are inputs:", "Column 1 is said last:", "Rows are outputs:")
    points = [graded(f"# 4.d.jacobian\n\n{words} {turned}")["4.d.jacobian"] for words in said]
    assert [(each.points, each.outcome) for each in points] == [
        (2, Outcome.PARTIAL), (4, Outcome.CORRECT), (0, Outcome.UNDECIDED), (2, Outcome.PARTIAL),
    ]  # fmt: skip
    assert graded(f"# 4.d.jacobian\n\nJ = {turned}^T")["4.d.jacobian"].points == 4


def test_a_jacobian_whose_transpose_is_right_is_not(graded: GradeText) -> None:
    text = "# 4.d.jacobian\n\nJ = [[0.3502, -0.3863], [4.3333, 1.3333]]^T"
    assert graded(text)["4.d.jacobian"].outcome is Outcome.UNDECIDED


def test_the_exact_derivative_does_not_follow_from_a_wrong_value(graded: GradeText) -> None:
    own = "# 4.a.f2\n\n$f_2 = \\ln 3 + 1 \\cdot 2^2 = 5.0986$\n\n# 4.b.21\n\n"
    assert graded(f"{own}4.3333")["4.b.21"].outcome is Outcome.UNDECIDED


@pytest.mark.parametrize("label", ["3.l", "3.I"])
def test_a_digit_of_a_label_may_be_read_as_a_letter(graded: GradeText, label: str) -> None:
    text = f"Qs {label}\n\n$w = w^{{(t)}} - \\frac{{1}}{{\\lambda}} \\nabla f(w^{{(t)}})$"
    assert graded(text)["3.1.minimiser"].outcome is Outcome.CORRECT


@pytest.mark.parametrize(
    ("formula", "value", "outcome"),
    [
        (r"$\frac{f_1(x+h,y)-f_1(x-h,y)}{2h}$", "0.35017", Outcome.CORRECT),
        (r"$\frac{f_1(x+h,y)-f_1(x,y)}{h}$", "0.35017", Outcome.INCORRECT),
        ("(f(w) - f(w-h))/h", "0.3490", Outcome.CORRECT),
        ("(f(w+h) - f(w))/h (central ones are finer)", "0.35129", Outcome.CORRECT),
        ("(f(w+h) - f(w))/h (central ones are finer)", "0.35017", Outcome.UNDECIDED),
        ("(f(1.1, 2) - f(1, 2))/0.1", "0.3513", Outcome.UNDECIDED),
        ("(f(1.1, 2) - f(1, 2))/0.1", "0.3610", Outcome.INCORRECT),
        ("(f(w+h) - f(w))/h with h = 0.001", "0.3513", Outcome.UNDECIDED),
        ("(f(1.005, 2) - f(0.995, 2))/0.01", "0.35017", Outcome.CORRECT),
        ("backwards differences", "0.3490", Outcome.CORRECT),
        ("going (backward)", "0.3490", Outcome.CORRECT),
        ("a step backwards", "0.35129", Outcome.UNDECIDED),
        ("no backward pass", "0.3490", Outcome.INCORRECT),
    ],
)
def test_a_difference_quotient_is_told_by_its_formula(
    graded: GradeText, formula: str, value: str, outcome: Outcome
) -> None:
    text = f"# 4\n\nb) By {formula}:\n\ndf1/dw1 = {value}"
    assert graded(text)["4.b.11"].outcome is outcome


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("2.1 g'(x) = 1/(1+|x|)^2\n\n6 No: it may rise.", Outcome.UNDECIDED),
        ("**2.1** g'(x) = 1/(1+|x|)^2\n\n6\n\nNo: it may rise.", Outcome.UNDECIDED),
        ("# 2.1\n\nThere are\n6 of them.", Outcome.MISSING),
    ],
)
def test_what_stands_behind_a_mere_number_is_not_missing(
    graded: GradeText, text: str, outcome: Outcome
) -> None:
    assert graded(text)["6"].outcome is outcome


@pytest.mark.parametrize(
    "slope",
    [
        r"\frac{\operatorname{sign}(x)}{(1+|x|)^2}",
        r"\begin{cases}\frac{1}{(1+x)^2} & x\ge 0\\ -\frac{1}{(1-x)^2} & x<0\end{cases}",
    ],
)
def test_a_sign_that_is_turned_on_one_side_costs_half_in_any_notation(
    graded: GradeText, slope: str
) -> None:
    verdict = graded(f"# 2.1.a.derivative\n\n$g'(x)={slope}$")["2.1.a.derivative"]
    assert (verdict.points, verdict.mistake) == (3, "sign")


def test_a_formula_right_below_a_label_leads_to_its_value(graded: GradeText) -> None:
    formulas = ("1/(w1+w2) + 2 w1 w2", "1/(w1+w2) + w1 w2")
    found = [graded(f"# 4.c.21\n\n{each} = 13/3")["4.c.21"].points for each in formulas]
    assert found == [2, 1]


@pytest.mark.parametrize(
    ("formula", "outcome"),
    [
        ("1/(w1+w2) + w1^2", Outcome.CORRECT),
        ("1/(w1+w2) + w1^2 = 1/3 + 1", Outcome.CORRECT),
        ("1/(w1+w2) + w1", Outcome.UNDECIDED),
        ("1/(w1+w2) + w2/2 = 1/3 + 1", Outcome.UNDECIDED),
    ],
)
def test_a_formula_that_is_right_at_the_point_alone_is_not_the_formula(
    graded: GradeText, formula: str, outcome: Outcome
) -> None:
    assert graded(f"# 4.c.22\n\n{formula} = 1.3333")["4.c.22"].outcome is outcome


def test_a_table_may_hold_formulas_beside_their_values(graded: GradeText) -> None:
    rows = "| ∂f2/∂w1 | $1/(w_1+w_2)+2w_1w_2$ | 4.333 |\n| ∂f2/∂w2 | $1/(w_1+w_2)+w_2$ | 1.333 |"
    found = graded(f"# 4.c\n\n| entry | formula | value |\n|---|---|---|\n{rows}")
    assert [found[f"4.c.2{each}"].points for each in (1, 2)] == [2, 1]


def test_entries_of_a_table_may_be_equations(graded: GradeText) -> None:
    heads = "| | w1 | w2 |\n|---|---|---|"
    second = "| f2 | 1/(w1+w2) + 2 w1 w2 = 4.333 | 1/(w1+w2) + w2 = 1.333 |"
    first = "| f1 | -sin(w1)cos(w2) = 0.350 | -0.386 |"
    found = graded(f"# 4\n\nc)\n\n{heads}\n{first}\n{second}")
    assert [found[f"4.c.{entry}"].points for entry in ("11", "12", "21", "22")] == [2, 1, 2, 1]
    assert [found[f"4.c.{entry}"].outcome for entry in ("12", "22")] == [
        Outcome.UNDECIDED, Outcome.PARTIAL,
    ]  # fmt: skip


def test_seeds_head_a_table_of_tangents(graded: GradeText) -> None:
    rows = "\n".join(
        f"| {name} | {first} | {second} |"
        for name, first, second in (
            ("v", "dw1 = 1", "dw2 = 1"), ("-", "-", "-"),
            ("v6", 1, 1), ("v7", 0.3333, 0.3333), ("v8", 2, 0), ("v9", 4, 1),
            ("f1", 0.3502, -0.3863), ("f2", 4.3333, 1.3333),
        )
    )  # fmt: skip
    assert graded(f"# 4.c\n\n{rows}")["4.c.table"].outcome is Outcome.CORRECT


NODES = "v1 v2 v3 v4 f1 v6 v7 v8 v9 f2".split()
FIRST = "-0.8415 0 0.3502 0 0.3502 1 0.3333 2 4 4.3333".split()
SECOND = "0 -0.9093 -0.4913 0.1050 -0.3863 1 0.3333 0 1 1.3333".split()


@pytest.mark.parametrize(
    ("headings", "in_order", "outcome"),
    [
        ("seed (1,0) | seed (0,1)", True, Outcome.CORRECT),
        ("seed (0,1) | seed (1,0)", False, Outcome.CORRECT),
        ("$\\partial/\\partial w_2$ | $\\partial/\\partial w_1$", False, Outcome.CORRECT),
        ("seed (0,1) | seed (1,0)", True, Outcome.UNDECIDED),
        ("d/dw2 | d/dw1", True, Outcome.UNDECIDED),
        ("seed (1,0) | seed (1,0)", True, Outcome.UNDECIDED),
        ("A | B", True, Outcome.CORRECT),
        ("A | B // Seed A is (0,1), seed B is (1,0).", False, Outcome.CORRECT),
        ("A | B // Seed A is (0,1), seed B is (1,0).", True, Outcome.UNDECIDED),
        ("A | B // With the seeds (0,1) and (1,0):", False, Outcome.UNDECIDED),
    ],
)
def test_the_columns_of_tangents_stand_in_the_order_of_their_headings(
    graded: GradeText, headings: str, in_order: bool, outcome: Outcome
) -> None:
    columns = (FIRST, SECOND) if in_order else (SECOND, FIRST)
    rows = (f"| {' | '.join(cells)} |" for cells in zip(NODES, *columns, strict=True))
    heads, _, above = headings.partition(" // ")
    text = "\n".join((f"| node | {heads} |", "|---|---|---|", *rows))
    assert graded(f"# 4\n\nc) {above}\n\n{text}")["4.c.table"].outcome is outcome


OWN = "v1 v2 v3 v4 f1 v5 v6 v7 v8 f2".split()  # the same nodes, counted without the outputs
OWN_FORMULAS = (
    "cos(w1)", "cos(w2)", "v1 v2", "σ(w2)", "v3 + v4",
    "w1 + w2", "ln(v5)", "w1^2", "v7 w2", "v6 + v8",
)  # fmt: skip


def test_an_output_that_a_wrong_graph_computes_is_not_missing_in_the_table(
    graded: GradeText,
) -> None:
    defined = [f"{name} = {each}" for name, each in zip(OWN, OWN_FORMULAS, strict=True)]
    graph = ", ".join(defined).replace("σ(w2)", "σ(w1)")
    rows = (f"| {' | '.join(cells)} |" for cells in zip(OWN, FIRST, SECOND, strict=True))
    table = "\n".join(("| node | (1,0) | (0,1) |", "|---|---|---|", *rows))
    found = graded(f"# 4.a\n\nNodes: {graph}\n\n# 4.c\n\n{table}")["4.c.table"]
    assert found.outcome is Outcome.CORRECT


@pytest.mark.parametrize("where", ["in the cells", "in the graph"])
@pytest.mark.parametrize(
    ("last", "outcome"), [("1.3333", Outcome.CORRECT), ("0.3333", Outcome.PARTIAL)]
)
def test_nodes_are_those_that_their_formulas_compute(
    graded: GradeText, where: str, last: str, outcome: Outcome
) -> None:
    defined = [f"{name} = {each}" for name, each in zip(OWN, OWN_FORMULAS, strict=True)]
    labels = defined if where == "in the cells" else OWN
    cells = zip(labels, FIRST, [*SECOND[:-1], last], strict=True)
    table = "\n".join(
        ("| | (1,0) | (0,1) |", "|---|---|---|", *map("| {0[0]} | {0[1]} | {0[2]} |".format, cells))
    )
    graph = f"# 4.a\n\nNodes: {', '.join(defined)}\n\n" if where == "in the graph" else ""
    assert graded(f"{graph}# 4.c\n\n{table}")["4.c.table"].outcome is outcome


def test_the_cells_of_a_table_may_hold_formulas_beside_their_values(graded: GradeText) -> None:
    explained = {
        "v1": ("-sin w1 = -0.8415", "0"), "v4": ("0", "0.1050 (= σ(1-σ))"),
        "v7": ("0.3333 = 1/v6", "1/3"), "v9": ("4 (2 w1 w2)", "1 = w1^2"),
    }  # fmt: skip
    pairs = zip(NODES, zip(FIRST, SECOND, strict=True), strict=True)
    rows = [(name, *explained.get(name, cells)) for name, cells in pairs]
    table = "\n".join(
        ("| | (1,0) | (0,1) |", "|---|---|---|", *map("| {0[0]} | {0[1]} | {0[2]} |".format, rows))
    )
    assert graded(f"# 4\n\nc)\n\n{table}")["4.c.table"].outcome is Outcome.CORRECT
    damaged = graded(f"# 4\n\nc)\n\n{table.replace('0.1050', 'o.1o5o')}")["4.c.table"]
    assert "row v4, column 2" in damaged.note


@pytest.mark.parametrize("before", ["", "All of it: "])
def test_an_array_on_one_line_is_a_table_and_no_jacobian(graded: GradeText, before: str) -> None:
    lines = zip(NODES, FIRST, SECOND, strict=True)
    rows = " \\\\ ".join(("node & (1,0) & (0,1)", *map(" & ".join, lines)))
    found = graded(f"# 4\n\n(c)\n{before}$\\begin{{array}}{{c|cc}} {rows} \\end{{array}}$")
    assert (found["4.c.table"].outcome is Outcome.CORRECT) is (not before)
    entries = {found[f"4.c.{each}"].outcome for each in ("11", "12", "21", "22")}
    assert entries <= {Outcome.UNDECIDED, Outcome.UNREADABLE}


def test_lists_for_each_seed_may_stand_in_any_order(graded: GradeText) -> None:
    listed = {
        seed: " ".join(
            f"$\\dot{{{n[0]}}}_{n[1]} = {v}$" for n, v in zip(NODES, values, strict=True)
        )
        for seed, values in (("(0,1)", SECOND), ("(1,0)", FIRST))
    }
    text = "\n\n".join(f"$\\dot{{w}} = {seed}$ : {values}" for seed, values in listed.items())
    assert graded(f"# 4\n\nc) {text}")["4.c.table"].outcome is Outcome.CORRECT


def test_entries_may_be_listed_by_their_places(graded: GradeText) -> None:
    rows = """| entry | formula | value |
|---|---|---|
| (1,1) | -sin(w1)cos(w2) | 0.3502 |
| (1,2) | -cos(w1)sin(w2) + sigmoid(w2)(1 - sigmoid(w2)) | -0.3863 |
| (2,1) | 1/(w1+w2) + 2 w1 w2 | 4.3333 |
| (2,2) | 1/(w1+w2) + w1^2 | 1.5333 |"""
    found = graded(f"# 4\n\nc)\n\n{rows}")
    assert [found[f"4.c.{each}"].points for each in ("11", "12", "21")] == [2, 2, 2]
    assert found["4.c.22"].outcome is not Outcome.MISSING


def test_two_digits_are_too_few_for_a_value_of_an_output(graded: GradeText) -> None:
    found = graded("# 4\n\na) f1(1,2) = 0.66, f2(1,2) = 3.10")
    assert found["4.a.f1"].outcome is Outcome.UNDECIDED
    assert found["4.a.f2"].outcome is Outcome.CORRECT


def test_tangents_may_be_listed_for_each_seed(graded: GradeText) -> None:
    first = "seed w1: v6' = 1, v7' = 1/3, v8' = 2, v9' = 4, f1' = 0.3502, f2' = 1/3 + 4 = 4.3333"
    second = "seed w2: v6' = 1, v7' = 1/3, v8' = 0, v9' = 1, f1' = -0.3863, f2' = 1.3333"
    texts = (f"{first}\n{second}", f"{first}\n{second.replace('-0', '0')}", first)
    found = [graded(f"# 4.c.table\n\n{each}")["4.c.table"].outcome for each in texts]
    assert found == [Outcome.CORRECT, Outcome.PARTIAL, Outcome.UNREADABLE]


def test_an_entry_that_only_a_table_holds_is_shown_to_a_person(graded: GradeText) -> None:
    table = "| | seed (1,0) | seed (0,1) |\n|---|---|---|\n| f1 | 0.3502 | -0.3863 |"
    found = graded(f"# 4.c\n\n{table}\n\ndf2/dw1 = 1/3 + 4 = 4.333")
    outcomes = [found[f"4.c.{entry}"].outcome for entry in ("11", "12", "22")]
    assert outcomes == [Outcome.UNDECIDED, Outcome.UNDECIDED, Outcome.MISSING]


@pytest.mark.parametrize(
    ("name", "scanned"),
    [
        ("2.1.a.derivative", r"# 2.1.a\n\n$\frac{dg}{dx}=\frac{1}{(1+1x1)^{2}}$"),
        ("4.c.12", r"# 4.c\n\n$df_1/dw_2 = 6(w_2)(1-6(w_2)) - \cos w_1\sin w_2 = -0.386$"),
        ("4.d.jacobian", "# 4.d\n\n[[0.350, -0.386], [433, 1.333]]"),
    ],
)
def test_signs_that_a_scan_may_have_changed_are_not_called_wrong(
    graded: GradeText, name: str, scanned: str
) -> None:
    assert graded(scanned.replace(r"\n", "\n"))[name].outcome is Outcome.UNDECIDED


MATRIX = r"""$$J = \begin{pmatrix} \frac{\partial f_1}{\partial w_1} &
\frac{\partial f_1}{\partial w_2} \\ \frac{\partial f_2}{\partial w_1} &
\frac{\partial f_2}{\partial w_2} \end{pmatrix}
= \begin{pmatrix} 0.3502 & -0.3863 \\ 4.3333 & 1.3333 \end{pmatrix}$$"""


def test_entries_of_a_matrix_stand_behind_their_places(graded: GradeText) -> None:
    found = graded(
        "# 4.c\n\n(1,1): $-\\sin(1)\\cos(2) = 0.3502$\n\n"
        "(2, 1): $1/3 + 4 = 4.3333$\n\n(2,2): $1/3 + 4 = 4.3333$"
    )
    entries = ("4.c.11", "4.c.21", "4.c.22")
    outcomes = [found[each].outcome for each in entries]
    assert outcomes == [Outcome.CORRECT, Outcome.CORRECT, Outcome.UNDECIDED]


def test_a_number_alone_stands_behind_the_place_of_its_entry(graded: GradeText) -> None:
    found = graded(
        "# 4.c\n\n(1,1): $\\frac{\\partial f_1}{\\partial w_1}$\n(2,1): 4.3333\n(2,2): 3.5"
    )
    entries = [found["4.c.21"], found["4.c.22"]]
    assert [each.outcome for each in entries] == [Outcome.UNDECIDED] * 2
    assert [each.points for each in entries] == [1, 0]


def test_the_matrix_of_one_part_answers_no_other_part(graded: GradeText) -> None:
    found = graded(f"# 4\n\na) $f_1 = 0.656$\n\nd) {MATRIX}")
    others = {found[f"4.{part}.{entry}"].outcome for part in "bc" for entry in (11, 12, 21, 22)}
    assert others == {Outcome.MISSING}
    assert found["4.d.jacobian"].outcome is Outcome.CORRECT


def test_a_value_under_its_own_label_wins_over_the_matrix_of_another_part(
    graded: GradeText,
) -> None:
    verdict = graded(f"# 4.b.11\n\n0.3513\n\n# 4.d.jacobian\n\n{MATRIX}")["4.b.11"]
    assert (verdict.outcome, verdict.read_as) == (Outcome.CORRECT, "0.3513")


def test_a_heading_may_be_the_first_word_of_a_title(graded: GradeText) -> None:
    text = "# 2.1.a\n\n## Derivative\n\n$g' = 1/(1+|x|)^2$\n\n## Behaviour\n\nIt goes to one."
    assert graded(text)["2.1.a.vanishing"].outcome is Outcome.REVIEW


@pytest.mark.parametrize(
    ("formula", "value", "points"),
    [
        ("2 w1 w2 =", "4", 0),
        ("1/(w1+w2) + 2 w1 w2 =", "4", 1),
        ("1/(w1+w2) + 2 w1 w2 =", "4.3", 2),
        ("", "4", None),
    ],
)
def test_a_value_of_one_digit_is_no_other_by_rounding(
    graded: GradeText, formula: str, value: str, points: int | None
) -> None:
    text = f"# 4\n\nc)\ndf2/dw1 = {formula} {value}, df2/dw2 = 1/(w1+w2) + w1^2 = 1.333"
    verdict = graded(f"{text}\n\nd) the same")["4.c.21"]
    assert (None if verdict.outcome is Outcome.UNDECIDED else verdict.points) == points


@pytest.mark.parametrize(
    ("value", "points", "open_points"), [("0.65", 1, 1), ("0.7", 1, 0), ("0.656", 2, 0)]
)
def test_a_person_looks_at_few_digits_behind_the_right_formula(
    graded: GradeText, value: str, points: int, open_points: int
) -> None:
    text = rf"$f_1(1,2) = \cos(1)\cos(2)+\sigma(2) = {value}$"
    verdict = graded(f"# 4.a.f1\n\n{text}")["4.a.f1"]
    assert (verdict.points, verdict.review_points) == (points, open_points)


def test_a_scheme_named_beside_another_entry_rules_no_other(graded: GradeText) -> None:
    found = graded("# 4.b.11\n\ncentral: 0.3502\n\n# 4.b.21\n\n4.353")
    assert found["4.b.11"].outcome is Outcome.CORRECT
    assert found["4.b.21"].outcome is Outcome.UNDECIDED


def test_entries_of_one_digit_are_those_that_they_are_exactly(graded: GradeText) -> None:
    node, rows = "| v{} | {} | {} |\n", ((10, 0, 1), (9, 0, 1), (5, 1, 0), (4, 1, 0), (3, 1, 0))
    last = "| w1 | 0.350 | 2*1*2 = 4 |\n| w2 | -0.4 | 1.33 |\n\nJ = [[0.35, -0.39], [4, 1.3]]"
    table = "| node | seed f1 | seed f2 |\n|---|---|---|\n" + "".join(node.format(*r) for r in rows)
    found = graded(f"# 4\n\nd)\n{table}{last}")
    assert found["4.d.table"].outcome is Outcome.UNDECIDED
    assert found["4.d.jacobian"].outcome is Outcome.CORRECT  # it follows from the table
    alone = graded("# 4\n\nd)\nJ = [[0.35, -0.39], [4, 1.3]]")["4.d.jacobian"]
    assert (alone.outcome, alone.points) == (Outcome.PARTIAL, 3)


def test_a_known_mistake_is_named_though_the_formula_is_not_read(graded: GradeText) -> None:
    verdict = graded("# 4.b\n\n∂f₂/∂w₁ ≈ (f₂(1.01,2) − f₂(1,2))/0.01 = 4.333")["4.b.21"]
    assert verdict.outcome is Outcome.UNDECIDED
    assert "the exact derivative is given" in verdict.note


@pytest.mark.parametrize(
    ("quotient", "outcome"),
    [
        ("(0.6595 - 0.606)/0.01 = 5.35", Outcome.FOLLOW_THROUGH),
        ("(0.606 - 0.6524)/0.01 = -4.64 as the backward difference", Outcome.FOLLOW_THROUGH),
        ("(0.6595 - 0.606)/0.01 = 4.35", Outcome.PARTIAL),
    ],
)
def test_a_quotient_may_start_from_a_wrong_value(
    graded: GradeText, quotient: str, outcome: Outcome
) -> None:
    text = f"# 4\n\na) f1(1,2) = -0.225 + 0.881 = 0.606\n\nb) df1/dw1 = {quotient}"
    assert graded(text)["4.b.11"].outcome is outcome


@pytest.mark.parametrize(
    "quotient",
    [
        r"$\frac{f_1(1.01,2)-f_1(1,2)}{0.01} = 0.3513$",
        "[f1(1.01, 2) − f1(1, 2)]/0.01 = (0.65947 − 0.65595)/0.01 = 0.3513",
        r"$q = \frac{f_1(w_1+h,w_2)-f_1(w_1,w_2)}{h} = 0.3513$",
    ],
)
def test_a_difference_quotient_names_its_derivative(graded: GradeText, quotient: str) -> None:
    found = graded(f"# 4\n\nb) {quotient}")
    assert found["4.b.11"].outcome is Outcome.CORRECT
    assert found["4.b.21"].outcome is Outcome.MISSING
