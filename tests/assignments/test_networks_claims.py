"""What is claimed in words beside right formulas of networks_hw4: a person reads what is false."""

import pytest

from graders.model import Outcome
from tests.assignments.variants import Verdicts, grade_variants

RIGHT = {  # with a place for what is claimed
    "1.2": r"{} $P(y)=p^y(1-p)^{{1-y}}$, $\ln P=y\ln p+(1-y)\ln(1-p)$ and "
    r"$C=-\frac1n\sum_x[y\ln p+(1-y)\ln(1-p)]$.",
    "1.3": r"{} $P(y)=\prod_kp_k^{{y_k}}$, $\ln P=\sum_ky_k\ln p_k$ and "
    r"$C=-\frac1n\sum_x\sum_ky_k\ln p_k$.",
    "1.6": r"{} $\frac{{\partial C}}{{\partial z_j}}=-\frac1{{a_t}}\frac{{\partial a_t}}"
    r"{{\partial z_j}}$. For $j=t$: $-\frac1{{a_t}}a_t(1-a_t)=a_t-1$. For $j\ne t$: "
    r"$-\frac1{{a_t}}(-a_ta_j)=a_j$. So $\frac{{\partial C}}{{\partial z_j}}=a_j-y_j$.",
    "2.3.b": r"$x^2+(2-|w|)x+1\le0$. {} $r_{{1,2}}=\frac{{|w|-2\mp\sqrt{{|w|(|w|-4)}}}}{{2}}$, "
    r"$r_1r_2=1$. If $w>0$ the width is $\frac1w\ln\frac{{r_2}}{{r_1}}$, if $w<0$ it is "
    r"$\frac1{{|w|}}\ln\frac{{r_2}}{{r_1}}$. So it is "
    r"$\frac2{{|w|}}\ln\left(\frac{{|w|(1+\sqrt{{1-4/|w|}})}}2-1\right)$.",
}
TRUE = (
    ("1.2", "Each target is a Bernoulli variable:"),
    ("1.2", "The examples are independent and y is binary, so"),
    ("1.2", "The label is not continuous, it is 0 or 1:"),
    ("1.3", "The classes are mutually exclusive, so only one factor is left:"),
    ("1.3", "For independent examples the logarithms add. The label is one-hot,"),
    ("1.3", "The entries of y are not independent, as they sum to one."),
    ("1.2", "The logarithm is increasing and its negative is convex."),
    ("1.3", "Only the term of the true class survives, all others vanish."),
    ("1.3", "All terms except that of the right class are zero."),
    ("2.3.b", "The parabola opens upward."),
    ("1.6", "Let $t$ be the true class, whatever the prediction is."),
    ("2.3.b", "It holds inside the roots, outside of them the quadratic is positive."),
    ("2.3.b", "The discriminant is positive for $|w|>4$ and zero for $|w|=4$."),
    ("2.3.b", "For $|w|<4$ the discriminant is negative and there are no real roots. Otherwise"),
    ("2.3.b", "A bias translates the interval and does not make it wider. The roots are"),
    ("2.3.b", "The coefficient of $x$ is negative, so both roots are positive:"),
)
FALSE = (
    ("1.2", "As $y$ is normally distributed,"),
    ("1.2", "The label follows a Poisson distribution,"),
    ("1.3", "The entries of the label are independent, so"),
    ("1.3", "The components $y_k$ are drawn independently:"),
    ("1.3", "The label vector is Gaussian:"),
    ("1.2", "As the logarithm is a decreasing function, we put a minus."),
    ("1.3", "Of the sum only the terms of the wrong classes survive."),
    ("1.3", "The $p_k$ add up to $K$."),
    ("1.6", "Let $t$ be the class of the largest output."),
    ("2.3.b", "Its discriminant vanishes for all weights."),
    ("2.3.b", "This parabola opens downward."),
    ("2.3.b", "This is satisfied beyond the two roots"),
    ("2.3.b", "For $|w|>4$ its discriminant is negative, so"),
    ("2.3.b", "Its solutions are imaginary for large weights:"),
    ("2.3.b", "Both of its roots are negative:"),
    ("2.3.b", "Let b = 0, since a bias makes the interval narrower. The roots are"),
)


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> Verdicts:
    folder, found = tmp_path_factory.mktemp("claims"), {}
    for question, right in RIGHT.items():
        said = [each for asked, each in TRUE + FALSE if asked == question]
        rows = {f"{question} {each}": {"text": right.format(each)} for each in said}
        found |= grade_variants(folder, "networks_hw4", question, rows)
    return found


@pytest.mark.parametrize("claim", TRUE)
def test_what_is_true_costs_nothing(claim: tuple[str, str], verdicts: Verdicts) -> None:
    verdict = verdicts[" ".join(claim)]
    assert verdict.outcome is Outcome.CORRECT, verdict.note


@pytest.mark.parametrize("claim", FALSE)
def test_what_is_false_is_read_by_a_person(claim: tuple[str, str], verdicts: Verdicts) -> None:
    verdict = verdicts[" ".join(claim)]
    assert verdict.outcome.needs_person
    assert verdict.points < verdict.question.points
