"""Derivations of networks_hw4 with a slip in one of their parts, and right ones in other hands."""

import pytest

from graders.model import Outcome
from tests.assignments.variants import Verdicts, grade_variants

FINITE = "The right form is finite: $0 < a < 1$, it is a sigmoid."
SCALED = r"$a_j = \frac{1}{\sum_k e^{c(z_k - z_j)}}$. "
SMALLER = r"If $z_j$ is not maximal, $a_j \to 0$. "
SOFT = " For c = 1 it is soft since the smaller ones still count."
TIED = r" With $m$ tied maxima $a_j \to \frac1m$."
LIMITS = SMALLER + r"For the only maximum $a_j \to 1$, with $m$ tied maxima $a_j \to \frac1m$."
BINARY_COST = r"$C = -\frac1n\sum_x[y\ln p+(1-y)\ln(1-p)]$"
CURVATURE = r" $C''(a) = \frac{y}{a^2} + \frac{1-y}{(1-a)^2}$"
INFINITE = r"At $y = 0$: $C \to \infty$ due to $\ln y$. At $y = 1$: $C \to \infty$ as well. "
CHAIN_RULE = r"$\frac{\partial C}{\partial z_j}=-\frac1{a_t}\frac{\partial a_t}{\partial z_j}$."
BY_CASE = (
    r" $j = t$: $-\frac{1}{a_t}a_t(1 - a_t) = a_t - 1$. $j \ne t$: "
    r"$-\frac{1}{a_t}(-a_t a_j) = a_j$. So $\frac{\partial C}{\partial z_j} = a_j - y_j$."
)
STATIONARY = r"$C'(a) = -\frac{y}{a} + \frac{1-y}{1-a} = 0$, so $a = y$."
SLOPE = r"$\sigma'(z) = \sigma(z)(1 - \sigma(z)) \le \frac14$, so $|w\sigma'| \le \frac{|w|}{4}$"
ROOTS = (
    r"Roots $r_{1,2} = \frac{|w| - 2 \mp \sqrt{|w|(|w| - 4)}}{2}$, $r_1 r_2 = 1$. "
    r"$w > 0$: width $\frac1w \ln\frac{r_2}{r_1}$. "
    r"$w < 0$: width $\frac{1}{|w|} \ln\frac{r_2}{r_1}$."
)
QUADRATIC = "$x^2 + (2 - |w|)x + 1 \\le 0$. "
WIDTH = r" Both are $\frac{2}{|w|} \ln\left(\frac{|w|(1 + \sqrt{1 - 4/|w|})}{2} - 1\right)$."

SIGNED_ROOTS = r"$r_{1,2}=\frac{|w|-2\pm\sqrt{|w|(|w|-4)}}{2}$"
END_OF_WIDTH = (
    r"$\frac{1}{|w|}\ln\frac{r_2}{r_1}=\frac{2}{|w|}\ln r_2"
    r"=\frac{2}{|w|}\ln\left(\frac{|w|(1+\sqrt{1-4/|w|})}{2}-1\right)$."
)
INFINITE_ENDS = "y = 0: C = −a ln 0 = +∞. y = 1: C = −(1 − a) ln 0 = +∞. "
LIKELIHOOD = r", $\ln P = \sum_k y_k\ln p_k$, $C = -\frac1n\sum_x\sum_k y_k\ln p_k$."

CASES = {  # by what they show: the question, the answer, what it earns
    "the cost first, and its parts without names": (
        "1.2", f"We want {BINARY_COST}. The pmf is $p^y(1-p)^{{1-y}}$, whose logarithm is "
        r"$y\ln p+(1-y)\ln(1-p)$. Minus its mean over the examples is the cost.", 6,
    ),
    "the second derivative at the stationary point": (
        "1.4", r"$\frac{dC}{da}=-\frac ya+\frac{1-y}{1-a}$. It is $0$ at $a=y$, and the second "
        r"derivative there is $\frac1y+\frac1{1-y}=\frac1{y(1-y)}>0$.", 6,
    ),
    "signs of a slope on lines of their own": (
        "1.4", "dC/da = -y/a + (1-y)/(1-a)\nzero at a = y\na<y: dC/da < 0\na>y: dC/da > 0\n"
        "so it is a minimum", 6,
    ),
    "the labels of the others in words": (
        "1.6", "dC/dz_j = -1/a_t * da_t/dz_j\nj = t: da_t/dz_t = a_t(1-a_t) -> dC/dz_t = a_t - 1\n"
        "j != t: da_t/dz_j = -a_t a_j -> dC/dz_j = a_j\n"
        "y_t = 1, others 0 -> dC/dz_j = a_j - y_j", 8,
    ),
    "quantities of the last layer": (
        "1.6", r"$\delta_j^L = -\frac{1}{a_t^L}\frac{\partial a_t^L}{\partial z_j^L}$" "\n\n"
        r"$j = t$: $\frac{\partial a_t^L}{\partial z_t^L} = a_t^L(1-a_t^L)$ so "
        "$\\delta_t^L = a_t^L-1$\n\n"
        r"$j \ne t$: $\frac{\partial a_t^L}{\partial z_j^L} = -a_t^L a_j^L$ so "
        "$\\delta_j^L = a_j^L$\n\ntogether $\\delta_j^L = a_j^L - y_j$", 8,
    ),
    "a display behind the words for it": (
        "1.2",
        r"$P = p^y(1-p)^{1-y}$, $\ln P = y\ln p+(1-y)\ln(1-p)$. The negative log-likelihood is"
        "\n$$L = -E[\\ln P] = -E[y\\ln p+(1-y)\\ln(1-p)].$$\n"
        f"With the mean over the examples\n${BINARY_COST}$",
        6,
    ),
    "a slope at zero that is the largest": (
        "2.3.a", r"$\sigma'$ is largest at $z=0$: $\sigma'(0)=\frac14$. So $|w|\frac14\ge1$, "
        r"$|w|\ge4$.", 4,
    ),
    "not finite for all outputs, and the right form for none": (
        "1.1", "With y = 0 the cost is undefined since ln 0 is, and with y = 1 it is undefined, "
        "too. The right form would only be undefined if a = 0 or a = 1, but the sigmoid keeps a "
        "inside (0,1), so it is finite.", 6,
    ),
    "steps in words": (
        "1.2", r"The mass function is $p^y(1-p)^{1-y}$. Its logarithm is $y\ln p+(1-y)\ln(1-p)$. "
        f"The cost is {BINARY_COST}", 6,
    ),
    "derivatives in words": (
        "1.6", rf"The derivative of the cost by $a_t$ is $-\frac1{{a_t}}$, so {CHAIN_RULE} "
        r"If $j=t$, the derivative is $a_t(1-a_t)$, so we get $a_j-1$. If $j\ne t$, it is "
        "$-a_ta_j$, so we get $a_j$. Together $a_j-y_j$.", 8,
    ),
    "a second derivative at the stationary point": (
        "1.4", rf"{STATIONARY} The second derivative there is $\frac1y+\frac1{{1-y}}$, which is "
        "positive, so this is a minimum.", 6,
    ),
    "a discriminant in words": (
        "2.3.b", f"{QUADRATIC}Its discriminant is $|w|^2-4|w|$. {ROOTS}{WIDTH}", 6,
    ),
    "a sum in words": (
        "1.5", SCALED + r"The sum is $1+\sum_{k\ne j}e^{c(z_k-z_j)}$. " + LIMITS + SOFT, 6,
    ),
    "derivatives of the sigmoid in words": (
        "2.3.a", r"The derivative of the sigmoid is $\sigma(1-\sigma)$. The second derivative "
        r"$\sigma'(1-2\sigma)$ is zero where $\sigma=\frac12$, so $\sigma'\le\frac14$. Hence "
        r"$1\le|w\sigma'(wa+b)|\le\frac{|w|}4$, so $|w|\ge4$.", 4,
    ),
    "a display of the mass function": (
        "1.3",
        r"The mass function is $$P(y\mid x) = \prod_k p_k^{y_k}$$ The sign of "
        r"$\ln P = \sum_k y_k\ln p_k$ changes: $$C = -\frac1n\sum_x\sum_k y_k\ln p_k$$",
        6,
    ),
    "formulas behind words and arrows": (
        "1.2", "pmf p^y (1-p)^(1-y) → log: y log p + (1-y) log(1-p) → "
        "cost = -1/n Σ (y log p + (1-y) log(1-p))", 6,
    ),
    "delimited formulas behind words and arrows": (
        "1.2", r"pmf $p^y(1-p)^{1-y}$ → log: $y\log p+(1-y)\log(1-p)$ → cost = "
        r"$-\frac1n\sum_x (y\log p+(1-y)\log(1-p))$", 6,
    ),
    "a cost in words that lost its sign": (
        "1.2", "P = p^y (1-p)^(1-y) → ln P = y log p + (1-y) log(1-p) → "
        "cost = 1/n Σ (y log p + (1-y) log(1-p))", 3,
    ),
    "a wrong logarithm behind an arrow": (
        "1.2", "pmf p^y (1-p)^(1-y) → log: y log p - (1-y) log(1-p) → "
        "cost = -1/n Σ (y log p + (1-y) log(1-p))", 3,
    ),
    "both terms are convex": (
        "1.4", STATIONARY + r" As $-\ln a$ and $-\ln(1-a)$ are convex, it is a minimum.", 6,
    ),
    "both terms with their weights are convex": (
        "1.4", "dC/da = −y/a + (1−y)/(1−a) = 0 for a = y. C is the sum of −y ln a and "
        "−(1−y) ln(1−a), both convex in a, so it is smallest there.", 6,
    ),
    "the larger root first in both subscripts": (
        "2.3.b",
        "x² + (2-|w|)x + 1 ≤ 0, x₁,₂ = (|w| - 2 ± √(|w|(|w|-4)))/2, x₁x₂ = 1, "
        "width = (1/|w|) ln(x₁/x₂) = (2/|w|) ln x₁ = (2/|w|) ln(|w|(1+√(1-4/|w|))/2 - 1)",
        6,
    ),
    "a distance of logarithms, and the larger root": (
        "2.3.b",
        "x² + (2-|w|)x + 1 ≤ 0; x₁,₂ = (|w| - 2 ± √(|w|(|w|-4)))/2; x₁x₂ = 1; "
        "width = |ln x₂ - ln x₁|/|w| = (2/|w|) ln x₁ = (2/|w|) ln(|w|(1+√(1-4/|w|))/2 - 1)",
        6,
    ),
    "the smaller root first": (
        "2.3.b",
        "x² + (2-|w|)x + 1 ≤ 0, x₁,₂ = (|w| - 2 ∓ √(|w|(|w|-4)))/2, x₁x₂ = 1, "
        "width = (1/|w|) ln(x₁/x₂) = (2/|w|) ln(|w|(1+√(1-4/|w|))/2 - 1)",
        4,
    ),
    "a mass function in cases and in one": (
        "1.2",
        r"$P(y|x)=\begin{cases}p&\text{if }y=1\\1-p&\text{if }y=0\end{cases}=p^{y}(1-p)^{1-y}$, "
        rf"$-\ln P=-y\ln p-(1-y)\ln(1-p)$, {BINARY_COST}",
        6,
    ),
    "a sum in capital letters": (
        "1.2",
        "P = p^y (1-p)^(1-y)\n\nln P = y ln p + (1-y) ln(1-p)\n\n"
        "C = -1/n SUM_x { y ln p + (1-y) ln(1-p) }",
        6,
    ),
    "a wrong mass function without a name": (
        "1.2",
        rf"The mass function is $p^y(1-p)^{{y-1}}$. $\ln P=y\ln p+(1-y)\ln(1-p)$. {BINARY_COST}",
        4.5,
    ),
    "a mass of one label, and an expectation": (
        "1.3",
        r"$P(y_k=1|x)=p_k$, so $P(y|x)=\prod_k p_k^{y_k}$, $-\ln P=-\sum_k y_k\ln p_k$, "
        r"$C=-\mathbb E\left[\sum_k y_k\ln p_k\right]\approx-\frac1n\sum_x\sum_k y_k\ln p_k$",
        6,
    ),
    "a wrong likelihood without a name": (
        "1.2",
        "Likelihood of one label: $p^{y}+(1-p)^{1-y}$. Its negative logarithm: "
        rf"$-y\ln p-(1-y)\ln(1-p)$. {BINARY_COST}",
        3,
    ),
    "a width in the size of the weight alone": (
        "2.3.b",
        QUADRATIC + SIGNED_ROOTS + r", $r_1r_2=1$. The activations fill an interval of length "
        + END_OF_WIDTH,
        6,
    ),
    "an inverse hyperbolic cosine without a word on signs": (
        "2.3.b",
        r"$\cosh(wa+b) \le |w|/2-1$, so $|wa+b| \le \operatorname{arcosh}(|w|/2-1)$. The width in "
        r"$a$ is $\frac{2}{|w|}\operatorname{arcosh}(|w|/2-1)$.",
        6,
    ),
    "an unknown that is both roots": (
        "2.3.b",
        "z = wa + b, x = e^{−z}: x² + (2−|w|) x + 1 ≤ 0\n"
        "x = r₁, r₂ = (|w| − 2 ∓ √(|w|(|w|−4)))/2, r₁r₂ = 1\n"
        "w > 0: width = (1/w) ln(r₂/r₁)\nw < 0: inequality flips, width = (1/|w|) ln(r₂/r₁)\n"
        "width = (2/|w|) ln r₂ = (2/|w|) ln( |w|(1+√(1−4/|w|))/2 − 1 )",
        6,
    ),
    "a count that is told in brackets": (
        "1.5",
        f"{SCALED}Not maximal → 0, only max → 1, m-fold max → 1/m (m = number of maxima).{SOFT}",
        6,
    ),
    "a case a line": (
        "1.5",
        "$a_j = 1/\\sum_k e^{c(z_k-z_j)}$\nz_j < max: → 0\nz_j = max, unique: → 1\nm tied: → 1/m\n"
        "soft: a smoothed max",
        6,
    ),
    "all others that are smaller": (
        "1.5",
        SCALED + r"Some $z_k > z_j$: $a_j \to 0$. All others smaller: $a_j \to 1$. $z_j$ among $m$ "
        r"maxima: $a_j \to 1/m$. For $c=1$ it is a soft version of the hard max.",
        6,
    ),
    "a sum for short": (
        "1.6",
        "C = -z_t + ln Σ_k e^{z_k}\ndC/dz_j = -1 + e^{z_j}/Σ = a_j - 1 for j = t\n"
        "dC/dz_j = e^{z_j}/Σ = a_j for j != t\nso dC/dz_j = a_j - y_j",
        8,
    ),
    "a maximum told in brackets": (
        "2.3.a",
        "σ' = σ(1−σ) ≤ 1/4 (max at σ=½, i.e. z = 0)\n1 ≤ |w σ'(wa+b)| ≤ |w|/4 ⇒ |w| ≥ 4",
        4,
    ),
    "a bracket with minus infinity": (
        "1.1",
        r"$$y = 0 : \quad C = - [ a \cdot ( - \infty ) + ( 1 - a ) \cdot 0 ] = + \infty$$, "
        r"$$y = 1 : \quad C = - [ a \cdot 0 + ( 1 - a ) ( - \infty ) ] = + \infty$$. " + FINITE,
        6,
    ),
    "another letter with an index": (
        "1.2",
        r"$P(y\mid x)=q^{y}(1-q)^{1-y}$, $\log P=y\log q+(1-y)\log(1-q)$, "
        r"$L=-\frac1n\sum_{i=1}^{n}[y_i\log q_i+(1-y_i)\log(1-q_i)]$.",
        6,
    ),
    "a derivative of one logit by another": (
        "1.6",
        r"From $\ln a_t=z_t-\ln\sum_k e^{z_k}$ we get $\frac{\partial C}{\partial z_j} = "
        r"-\frac{\partial z_t}{\partial z_j}+\frac{e^{z_j}}{\sum_k e^{z_k}} = -y_j+a_j$.",
        8,
    ),
    "the top of a parabola": (
        "2.3.a",
        r"$\sigma'=\sigma(1-\sigma)$ is a parabola in $\sigma$ with top 1/4 at $\sigma=1/2$. "
        r"Therefore $1\le|w\sigma'(wa+b)|\le|w|/4$, i.e. $|w|\ge4$.",
        4,
    ),
    "a contradiction": (
        "2.3.a",
        "max σ' = σ'(0) = 1/4. If |w| < 4 then |wσ'(wa+b)| ≤ |w|/4 < 1, a contradiction.",
        4,
    ),
    "a label of zero, and one of one": (
        "1.1",
        "For a label of zero the cost becomes plus infinity, since it contains the logarithm of "
        f"zero. For a label of one the cost becomes plus infinity, too. {FINITE}",
        6,
    ),
    "roots of which words say the order": (
        "2.3.b",
        rf"$x=e^{{-(wa+b)}}$: {QUADRATIC}{SIGNED_ROOTS}, $r_1<r_2$, $r_1r_2=1$, so "
        r"$\ln r_1\le-(wa+b)\le\ln r_2$."
        "\n\n$w>0$: $\\frac1w(\\ln r_2-\\ln r_1)$\n\n$w<0$: $\\frac1w(\\ln r_1-\\ln r_2)$\n\n"
        rf"Both: {END_OF_WIDTH}",
        6,
    ),
    "a width for one sign that the last line sets right": (
        "2.3.b",
        rf"$x=e^{{-(wa+b)}}$: {QUADRATIC}{SIGNED_ROOTS}, $r_1<r_2$, $r_1r_2=1$."
        "\n\n$w>0$: $\\frac1w\\ln\\frac{r_2}{r_1}$\n\n"
        "$w<0$: $\\frac{1}{|w|}\\ln\\frac{r_1}{r_2}$\n\n"
        rf"So {END_OF_WIDTH}",
        5,
    ),
    "a width of one sign for both, which the last line sets right": (
        "2.3.b",
        QUADRATIC + r"$r_{1,2}=\frac{|w|-2\mp\sqrt{|w|(|w|-4)}}{2}$, $r_1r_2=1$. "
        r"$w>0$: width $\frac1w\ln\frac{r_2}{r_1}$. $w<0$: width $\frac1w\ln\frac{r_2}{r_1}$. "
        + f"Together {END_OF_WIDTH}",
        5,
    ),
    "a tie that is counted without the input itself": (
        "1.5", rf"{SCALED}{SMALLER}For the only maximum $a_j \to 1$; with $m$ ties besides $z_j$ "
        rf"itself $a_j \to \frac1{{m+1}}$.{SOFT}", 6,
    ),
    "a large weight with which it can be reached": (
        "2.3.a", SLOPE + r", so $|w|\ge4$. For $|w|\ge4$ it is reached, as $|w\sigma'(0)|\ge1$.", 4,
    ),
    "a large weight that is needed": (
        "2.3.a", "max σ' = σ'(0) = 1/4. So only for |w| ≥ 4 can |wσ'| ≥ 1 hold.", 4,
    ),
    "a large weight that is needed and not enough": (
        "2.3.a", r"$|\sigma'|\le\frac14$. $|w|\ge4$ is necessary, but not sufficient, as "
        r"$1\le|w\sigma'|\le|w|/4$.", 4,
    ),
    "a bound and its condition in words": (
        "2.3.a", "The derivative of the sigmoid is bounded by a quarter. So the product can only "
        r"be at least one if $|w| \ge 4$.", 4,
    ),
    "a half of one factor": (
        "2.3.a", "Both factors of σ' = σ(1−σ) sum to one, so it is largest where both are 1/2: "
        "σ' ≤ 1/4. The sigmoid has slope 1/4 there. 1 ≤ |w|σ' ≤ |w|/4, so |w| ≥ 4.", 4,
    ),
    "a sigmoid without its argument beside one with it": (
        "2.3.a",
        "σ'(z) = σ(1−σ) has its maximum 1/4 at z = 0. If |w| < 4 we would have |wσ'| < 4·1/4 = 1. "
        "Contradiction. So |w| ≥ 4.",
        4,
    ),
    "the bracket of Iverson as a program has it": (
        "1.6",
        r"$C=-z_t+\ln\sum_k e^{z_k}$, $\frac{\partial C}{\partial z_j}"
        r"=-[j==t]+\frac{e^{z_j}}{\sum_k e^{z_k}}=a_j-[j==t]=a_j-y_j$.",
        8,
    ),
    "the name of the cost, which is no argument": (
        "1.4", r"The cross-entropy has $\frac{dC}{dz} = a - y$, zero for $a = y$, the minimum.",
        4,
    ),
    "a count of all inputs beside tied ones": (
        "1.5", SCALED + LIMITS + " Here m is the number of outputs." + SOFT,
        5,
    ),
    "a count that is said in apposition": (
        "1.5", SCALED + LIMITS.rstrip(".") + ", m the number of all classes." + SOFT,
        5,
    ),
    "a true class of the wrong sign behind its step": (
        "1.6",
        r"$\frac{\partial C}{\partial z_j} = -\frac{1}{a_t}\frac{\partial a_t}{\partial z_j}$. "
        r"$j = t$: $\frac{\partial a_t}{\partial z_t} = a_t(1 - a_t)$, so $1 - a_t$. $j \ne t$: "
        r"$\frac{\partial a_t}{\partial z_j} = -a_t a_j$, so $a_j$. Together $a_j - y_j$.",
        6,
    ),
    "an infinite cost at the ends": (
        "1.4", STATIONARY + r" As $a \to 0$ or $a \to 1$ the cost goes to infinity: a minimum.", 6,
    ),
    "a product over the classes in words": (
        "1.3",
        "P = product over k of p_k^{y_k}\n\nln P = sum over k of y_k ln p_k\n\n"
        "C = -(1/n) sum over x of sum over k of y_k ln p_k",
        6,
    ),
    "a chain in which two logarithms stand": (
        "1.1", r"$y=0$: $C=-a\ln 0-(1-a)\ln 1=\infty$. "
        rf"$y=1$: $C=-a\ln1-(1-a)\ln0=\infty$. {FINITE}", 6,
    ),
    "infinities that are typed": (
        "1.1", "y=0: C = inf because log(0) = -inf. y=1: C = inf because log(1-1) = -inf. "
        f"{FINITE}", 6,
    ),
    "labels that are approached": (
        "1.1", rf"$\lim_{{y \downarrow 0}}C=\infty$, $\lim_{{y \nearrow 1}}C=\infty$. {FINITE}", 6,
    ),
    "a sum over the examples in words": (
        "1.2",
        "P = p^y (1-p)^(1-y)\n\nln P = y ln p + (1-y) ln(1-p)\n\n"
        "C = -1/n * the sum over all examples x of [y ln p + (1-y) ln(1-p)]",
        6,
    ),
    "a mean over the examples in words": (
        "1.2",
        "P = p^y (1-p)^(1-y)\n\nln P = y ln p + (1-y) ln(1-p)\n\n"
        "C = -average over x of [y ln p + (1-y) ln(1-p)]",
        6,
    ),
    "the mass of either label": (
        "1.2",
        r"$P(0) = 1 - p$ and $P(1) = p$, hence $\ln P = y\ln p+(1-y)\ln(1-p)$, " + BINARY_COST,
        6,
    ),
    "a multiple of the cost": (
        "1.2",
        r"$P = p^y(1-p)^{1-y}$, $\ln P = y\ln p+(1-y)\ln(1-p)$, "
        r"$n C = -\sum_x [y\ln p+(1-y)\ln(1-p)]$",
        6,
    ),
    "separate labels taken for one, beside the mass of one": (
        "1.3",
        r"$P = \prod_k p_k^{y_k}$, $\ln P = \sum_k y_k \ln p_k$, so "
        r"$C = -\frac1n\sum_x\sum_k [y_k \ln p_k + (1-y_k)\ln(1-p_k)]$",
        2,
    ),
    "where it is zero, on a line without dollar signs": (
        "1.4",
        "C'(a) = -y/a + (1-y)/(1-a)\n= (a-y)/(a(1-a))\n= 0 at a = y\n"
        "C''(a) = y/a^2 + (1-y)/(1-a)^2 > 0",
        6,
    ),
    "the curvature at the stationary point": (
        "1.4", STATIONARY + r" $C''(y) = \frac{1}{y} + \frac{1}{1-y} > 0$, the minimum.", 6,
    ),
    "a set of maximal inputs and its size": (
        "1.5",
        r"Let $M = \{k: z_k = \max_i z_i\}$ and $r = |M|$. " + SCALED
        + r"Not in $M$: $a_j\to0$. In $M$: $a_j\to\frac1r$." + SOFT,
        6,
    ),
    "a sum of the logits without an index": (
        "1.6", "C = -z_t + ln Σ e^{z_k}. j = t: a_j - 1. Any other j: a_j. Hence a_j - y_j.", 8,
    ),
    "a short word for the maximum": ("2.3.a", r"max of $\sigma'$ is $\frac14$, so $|w| \ge 4$.", 4),
    "letters that stand for the labels": (
        "1.1",
        r"at $y = O$: $\ln y$ isn't defined; at $y = l$: $\ln(1-y)$ isn't defined. The right form "
        "is fine: $a = \\sigma(z)$ lies in (0,1).",
        6,
    ),
    "a sum over the examples without brackets": (
        "1.2",
        r"$P = p^y(1-p)^{1-y}$, $\ln P = y \ln p + (1-y) \ln (1-p)$, "
        r"$C = -\frac{1}{n} \sum_x y \ln p + (1-y) \ln (1-p)$",
        6,
    ),
    "ties among the number of all inputs": (
        "1.5",
        SCALED + r"If $z_j$ is not maximal, $a_j\to0$; a unique maximum: $a_j\to1$. Tied: "
        r"$\frac1r$ with $r$ the number of all inputs." + SOFT,
        5,
    ),
    "a count of how many inputs there are": (
        "1.5",
        SCALED + r"Not the largest: $a_j\to0$. The largest: $a_j\to\frac1m$ where m is how many "
        "inputs we have." + SOFT,
        4,
    ),
    "an l that stands for the digit 1": (
        "1.4",
        r"$\frac { d C } { d a } = - \frac { y } { a } + \frac { l - y } { l - a } = 0$ gives "
        r"$a = y$ ; $C '' = \frac { y } { a ^ 2 } + \frac { l - y } { ( l - a ) ^ 2 } > 0$",
        6,
    ),
    "a second derivative of the wrong sign": (
        "1.4", STATIONARY + r" $C''(a) = -\frac{y}{a^2} - \frac{1-y}{(1-a)^2}$, a minimum.", 4,
    ),
    "an arrow that is no sign": (
        "1.4", "$C'(a) = -y/a + (1-y)/(1-a)$\n\n$y(1-a) = a(1-y)$ => $a = y$, the lowest cost.", 4,
    ),
    "the index of the class lost": (
        "1.3",
        r"$P = \prod_k p_k^{y_k}$, $\ln P = \sum_k y_k \ln p_k$, "
        r"$C = -\frac1n\sum_x\sum_k y_k\ln p$ .",
        4,
    ),
    "the logarithm of a sum": (
        "1.3",
        r"$P = \sum_k y_k p_k$ $$-\ln P = -\ln\sum_k y_k p_k = -\sum_k\ln(y_k p_k)$$"
        r"$$C = -\frac1n\sum_x\sum_k\ln(y_k p_k)$$",
        2,
    ),
    "a logarithm of a sum that is said to go within": (
        "1.3",
        r"$P = \sum_k y_k p_k$, and the log of a sum equals the sum of logs: "
        r"$\ln P = \sum_k y_k \ln p_k$, $C = -\frac1n\sum_x\sum_k y_k\ln p_k$",
        4,
    ),
    "signs that have changed sides": (
        "1.4", STATIONARY + " C rises for $a < y$ and falls for $a > y$: the minimum.", 4,
    ),
    "signs on both sides of the zero": (
        "1.4", STATIONARY + " The slope is negative for $a < y$, positive for $a > y$.", 6,
    ),
    "signs of the slope in one sentence": (
        "1.4",
        r"$\frac{\partial C}{\partial z} = \sigma(z) - y$, zero exactly for $\sigma(z) = y$. For "
        r"$\sigma(z) < y$ the derivative is negative, for $\sigma(z) > y$ positive, $\sigma$ is "
        "increasing, so C first falls and then rises.",
        6,
    ),
    "a minimum that is not zero": (
        "1.4", STATIONARY + " $C'' > 0$: the only minimum. C is not zero there.", 6,
    ),
    "a likelihood that is maximised": (
        "1.2",
        r"Maximising the likelihood is the same as minimising $-\ln P$. $P = p^y(1-p)^{1-y}$, "
        rf"$\ln P = y\ln p+(1-y)\ln(1-p)$, {BINARY_COST}, which we minimise.",
        6,
    ),
    "a slope that is largest at a half of the sigmoid": (
        "2.3.a",
        r"$\sigma'(z) \le \frac14$ because $\sigma(1-\sigma)$ is largest at $\sigma = \frac12$. "
        r"From $1 \le |w|\sigma' \le \frac{|w|}{4}$ we get $|w| \ge 4$.",
        4,
    ),
    "one coefficient of the wrong sign": (
        "2.3.b", QUADRATIC.replace("2 - ", "2 + ") + ROOTS + WIDTH, 5,
    ),
    "a root of the wrong sign": (
        "2.3.b", QUADRATIC + ROOTS + WIDTH.replace("1 - 4", "1 + 4"), 5,
    ),
    "the larger root first": (
        "2.3.b",
        QUADRATIC + r"Roots $r_{1,2} = \frac{|w| - 2 \pm \sqrt{|w|(|w| - 4)}}{2}$, $r_1 \ge r_2$, "
        r"their product 1. The width is $\frac{1}{|w|}\ln\frac{r_1}{r_2}$ for both signs." + WIDTH,
        6,
    ),
    "the parameter for the probability": (
        "1.2",
        r"$P = \theta^y (1 - \theta)^{1 - y}$, "
        r"$C = -\frac1n\sum_x[y\ln\theta + (1-y)\ln(1-\theta)]$",
        3,
    ),
    "words between the cases of a label": (
        "1.2",
        r"P = p if y = 1 and 1 - p if y = 0, so $P = p^y (1 - p)^{1 - y}$. "
        r"$L = -E[\ln P] = -E[y\ln p + (1-y)\ln(1-p)]$, "
        r"$C = -\frac1n\sum_x[y\ln p + (1-y)\ln(1-p)]$.",
        6,
    ),
    "limits of those tied with m others": (
        "1.5", rf"{SCALED}{SMALLER}For the only maximum $a_j \to 1$; with m others tied with it "
        f"the limit is 1/(m+1).{SOFT}", 6,
    ),
    "limits in a distinction of cases": (
        "1.5", rf"{SCALED}$$\lim a_j=\begin{{cases}}1 & z_j \text{{ unique maximum}}\\ \frac1r & "
        rf"r \text{{ tied maxima}}\\ 0 & \text{{otherwise}}\end{{cases}}$${SOFT}", 6,
    ),
    "limits with large exponentials beside them": (
        "1.5",
        r"With $M=\max_k z_k$: $a_j=\frac{e^{c(z_j-M)}}{\sum_k e^{c(z_k-M)}}$. $e^{c(z_k-M)}\to1$ "
        r"if $z_k=M$, $\to0$ otherwise. Let $r$ be the number of them. Then $a_j\to0$ if "
        r"$z_j<M$ and $a_j\to1/r$ if $z_j=M$, so $a_j\to1$ for a unique maximum." + SOFT,
        6,
    ),
    "limits on lines of plain text": (
        "1.5",
        "a_j = 1/Σ_k e^{c(z_k − z_j)}\nif some z_m > z_j: e^{c(z_m − z_j)} → ∞, a_j → 0\n"
        "if z_j unique max: all k≠j go to 0, a_j → 1\nif M inputs share the max: a_j → 1/M\n"
        "the max is not taken hard but the smaller ones get something too, so it is soft",
        6,
    ),
    "the probability of the true class": (
        "1.3",
        r"Only the true class $t$ counts: $P(y|x)=p_t$. $\log p_t=\sum_{k=1}^Ky_k\log p_k$, so "
        r"$C=-\frac1n\sum_x\sum_{k=1}^Ky_k\log p_k$.",
        6,
    ),
    "cases of a cost by its logits": (
        "1.6",
        r"$C=-z_t+\ln\sum_ke^{z_k}$. $\frac{\partial C}{\partial z_t}=-1+\frac{e^{z_t}}{\sum_k"
        r"e^{z_k}}=a_t-1$, for $j\ne t$: $\frac{\partial C}{\partial z_j}=\frac{e^{z_j}}{\sum_k"
        r"e^{z_k}}=a_j$. Together $\frac{\partial C}{\partial z_j}=a_j-y_j$.",
        8,
    ),
    "cases in brackets on a line of their own": (
        "1.6",
        "C = −z_t + ln Σ_k e^{z_k}\n∂C/∂z_j = −δ_{jt} + e^{z_j}/Σ_k e^{z_k} = a_j − y_j\n"
        "(j=t: a_t − 1; j≠t: a_j − 0)",
        8,
    ),
    "an aside with an equation": (
        "2.3.a",
        "σ'(z) = σ(z)(1−σ(z)) ≤ 1/4 (equality at z=0). 1 ≤ |w σ'(wa+b)| ≤ |w|/4 ⇒ |w| ≥ 4",
        4,
    ),
    "limits of inputs that each other one is compared with": (
        "1.5",
        SCALED + r"$$\lim a_j=\begin{cases}0,&\exists k: z_k>z_j\\1,&z_j>z_k\ \forall k\ne j\\1/r,&"
        r"\text{$r$ inputs (including $j$) share the maximal value}\end{cases}$$" + SOFT,
        6,
    ),
    "both labels in one formula": (
        "1.1",
        r"$$y=0:\quad C=-[a\ln 0+(1-a)\ln 1]=\infty\qquad y=1:\quad C=-[a\ln1+(1-a)\ln0]=\infty$$"
        + FINITE,
        6,
    ),
    "a slope whose own derivative is zero": (
        "2.3.a",
        r"$\sigma''(z)=\sigma'(z)(1-2\sigma(z))=0$ at $z=0$, so $\max\sigma'=\sigma'(0)=\frac14$. "
        r"$1\le|w||\sigma'|\le\frac{|w|}4\Rightarrow|w|\ge4$.",
        4,
    ),
    "a tie of all inputs beside that of some": (
        "1.5", SCALED + LIMITS + " If all inputs are equal, all outputs equal $1/n$." + SOFT, 6,
    ),
    "comparatives for the cases": (
        "1.5",
        SCALED + "\n\n • there is a bigger z_k: the exponential → ∞, thus a_j → 0\n"
        " • z_j bigger than every other: the sum → 0, thus a_j → 1\n"
        " • z_j ties with p others for the top spot: a_j → 1/(p+1)\n"
        "soft: at c = 1 the losers still get a bit",
        6,
    ),
    "labels that are called so": (
        "1.1",
        "If the label is 0 the factor ln(y) = ln(0) is undefined; if the label is 1 the factor "
        f"ln(1-y) = ln(0) is undefined again. {FINITE}",
        6,
    ),
    "a product with the sigmoid": (
        "1.4",
        r"$C'(z) = -y(1-\sigma) + (1-y)\sigma = \sigma - y$. Stationary iff $\sigma(z) = y$. "
        r"$C''(z) = \sigma'(z) = \sigma(1-\sigma) > 0$, so this is the minimum.",
        6,
    ),
    "limits in a table": (
        "1.5", f"{SCALED}\n\n| case | limit |\n|---|---|\n| not maximal | 0 |\n"
        f"| unique maximum | 1 |\n| m tied maxima | 1/m |\n\n{SOFT}", 6,
    ),
    "a limit for maximal inputs and one for the others": (
        "1.5", rf"{SCALED}For maximal $z_j$ with $m$ the number of maximal inputs, "
        rf"$a_j \to \frac1m$; for all other inputs $a_j \to 0$.{SOFT}", 6,
    ),
    "a word for each limit": (
        "1.5", f"{SCALED}The largest one goes to 1, all the others go to 0; when q of them are "
        f"equal and largest they get 1/q each.{SOFT}", 6,
    ),
    "both labels in a table": (
        "1.1", "| y | wrong C |\n|---|---|\n| 0 | -(a ln 0 + (1-a) ln 1), undefined |\n"
        f"| 1 | -(a ln 1 + (1-a) ln 0), undefined |\n\n{FINITE}", 6,
    ),
    "a cost of all outputs": (
        "1.6",
        r"$C=-\sum_k y_k\ln a_k$, $\frac{\partial a_k}{\partial z_j}=a_k(\delta_{kj}-a_j)$. "
        r"$\frac{\partial C}{\partial z_j}=-\sum_k\frac{y_k}{a_k}a_k(\delta_{kj}-a_j)"
        r"=-y_j+a_j\sum_k y_k=a_j-y_j$",
        8,
    ),
    "a step for each label before the likelihood": (
        "1.2",
        r"If $y=1$, $\ln P = \ln p$; if $y=0$, $\ln P = \ln(1-p)$. Both at once: "
        r"$\ln P = y\ln p + (1-y)\ln(1-p)$. $C = -\frac1n\sum_x[y\ln p+(1-y)\ln(1-p)]$",
        6,
    ),
    "a step for each label in plain text": (
        "1.2",
        "ln P = ln p for y = 1, ln P = ln(1-p) for y = 0.\n\n"
        "So P = p^y (1-p)^(1-y) and -ln P = -[y ln p + (1-y) ln(1-p)]\n\n"
        "C = -(1/n) sum_x [y ln p + (1-y) ln(1-p)]",
        6,
    ),
    "a sum without brackets": (
        "1.2",
        r"$C=-\frac1n \sum_x \ln p^y(1-p)^{1-y} = -\frac1n\sum_x y\ln p+\ln(1-p)^{1-y}"
        r" = -\frac1n\sum_x[y\ln p+(1-y)\ln(1-p)]$",
        6,
    ),
    "a cost before the likelihood that it comes from": (
        "1.2",
        BINARY_COST + r", because $P = p^y(1-p)^{1-y}$, hence $\ln P = y\ln p+(1-y)\ln(1-p)$.",
        6,
    ),
    "a cost unlike that of separate labels": (
        "1.3",
        r"$P = \prod_k p_k^{y_k}$, $\ln P = \sum_k y_k\ln p_k$, "
        r"$C = -\frac1n\sum_x\sum_k y_k\ln p_k$, unlike a sum of independent Bernoulli costs.",
        6,
    ),
    "a right form without the same problem": (
        "1.1", f"{INFINITE}The usual form does not have the same problem since $0 < a < 1$.", 6,
    ),
    "a cost of classes before their likelihood": (
        "1.3",
        r"$C = -\frac1n\sum_x\sum_k y_k\ln p_k$, because $P = \prod_k p_k^{y_k}$ and hence "
        r"$\ln P = \sum_k y_k\ln p_k$.",
        6,
    ),
    "a cost whose sign is lost before the likelihood": (
        "1.2",
        BINARY_COST.replace("-", "", 1) + r", since $\ln P = y\ln p+(1-y)\ln(1-p)$ for "
        "$P = p^y(1-p)^{1-y}$.",
        3,
    ),
    "two roots of which the first has the plus": (
        "2.3.b",
        QUADRATIC + ROOTS.replace(r"\mp", r"\pm").replace("r_2}{r_1", "r_1}{r_2") + WIDTH,
        6,
    ),
    "cases that are their own subjects": (
        "1.5",
        SCALED + "Everything that is not maximal tends to 0. The unique maximum then tends to 1. "
        "If m tied maxima: 1/m each." + SOFT,
        6,
    ),
    "a limit that each has": (
        "1.5",
        rf"{SCALED}{SMALLER}For the only maximum $a_j \to 1$. If $m$ are tied for the maximum each "
        r"has limit $\frac1m$. Softmax is a smoothed max.",
        6,
    ),
    "a number that counts all inputs": (
        "1.5",
        SCALED + LIMITS.split(", with")[0] + r". For ties $a_j \to \frac1m$, $m$ is the total "
        "number of neurons." + SOFT,
        5,
    ),
    "a name that is put in behind a sign": (
        "1.2",
        r"$P=p^y(1-p)^{1-y}$. $\ell=\ln\prod_x P = \sum_x [y\ln p+(1-y)\ln(1-p)]$; "
        r"$C=-\ell/n = -\frac1n\sum_x[y\ln p+(1-y)\ln(1-p)]$",
        6,
    ),
    "labels and probabilities that change places": (
        "1.3",
        r"$P = \prod_k p_k^{y_k}$, $\ln P = \sum_k y_k \ln p_k$, "
        r"$C = -\frac1n\sum_x\sum_k p_k\ln y_k$",
        4,
    ),
    "another name of the unknown": (
        "2.3.b", (QUADRATIC + "$x = e^{-(wa+b)}$. " + ROOTS + WIDTH).replace("x", "u"), 6,
    ),
    "a sum for the output error": (
        "1.6",
        r"$C = -z_t + \ln\sum_k e^{z_k}$, "
        r"$\frac{\partial C}{\partial z_j} = -y_j + e^{z_j}/\sum_k e^{z_k} = a_j + y_j$",
        6,
    ),
    "terms of larger inputs that tend to infinity": (
        "1.5",
        SCALED + "If $z_j$ is not maximal, all terms with larger $z_k$ go to infinity, and the sum "
        r"with them: $a_j\to0$. If it is the only maximum every other term vanishes, $a_j\to1$."
        + TIED + SOFT,
        6,
    ),
    "a limit behind an equation for its case": (
        "1.5",
        SCALED + "If $z_j<z_{max}$ the limit is 0. If $z_j=z_{max}$ alone the limit is 1." + TIED
        + SOFT,
        6,
    ),
    "terms that are counted behind an arrow": (
        "1.5",
        SCALED + r"Not the largest: $a_j \to 0$. The (only) largest: $a_j \to 1$. ties: m of them "
        r"share the max → m terms equal 1 → $a_j \to \frac{1}{m}$." + SOFT,
        6,
    ),
    "a limit of the fraction itself": (
        "1.5",
        r"$$\lim_{c\to\infty}\frac{e^{cz_j}}{\sum_ke^{cz_k}}=\lim_{c\to\infty}"
        r"\frac{1}{\sum_ke^{c(z_k-z_j)}}=\begin{cases}0 & z_j<\max_kz_k\\ 1 & z_j \text{ is the "
        r"only maximum}\\ \frac1m & \text{$m$ inputs share the maximum}\end{cases}$$ It is soft as "
        "with $c=1$ the maximum is only preferred.",
        6,
    ),
    "others that are no classes": (
        "1.6",
        r"$\frac{\partial C}{\partial z_j}=-\frac{1}{a_t}\frac{\partial a_t}{\partial z_j}$. For "
        r"the true class, $\frac{\partial a_t}{\partial z_t}=a_t(1-a_t)$ and "
        r"$\frac{\partial C}{\partial z_t}=a_t-1$. For the others, "
        r"$\frac{\partial a_t}{\partial z_j}=-a_ta_j$ and "
        r"$\frac{\partial C}{\partial z_j}=a_j$. Hence $\frac{\partial C}{\partial z_j}=a_j-y_j$.",
        8,
    ),
    "upright differentials": (
        "1.4",
        STATIONARY + r" $\frac{\mathrm{d}^2C}{\mathrm{d}a^2}=\frac{y}{a^2}+\frac{1-y}{(1-a)^2}>0$.",
        6,
    ),
    "an equation to be solved behind a colon": (
        "1.4",
        "C'(a) = -y/a + (1-y)/(1-a). Setting C'(a) = 0: y(1-a) = a(1-y), y = a. "
        "C''(a) = y/a² + (1-y)/(1-a)² > 0, so C is convex and a = y is the minimum.",
        6,
    ),
    "a side before its colon": (
        "1.4",
        STATIONARY + " $a < y$ : $C' < 0$, $a > y$ : $C' > 0$ so it goes down then up → minimum",
        6,
    ),
    "a slope that turns the other way round": (
        "1.4", f"{STATIONARY} It goes up and then down, so it is the minimum.", 4,
    ),
    "the vertex of a parabola by its derivatives": (
        "2.3.a",
        r"$\sigma' = \sigma(1-\sigma)$. The function $g(s) = s - s^2$ has the derivative $1-2s$, "
        r"which vanishes at $s=\frac12$, $g(\frac12)=\frac14$; a maximum because $g''=-2<0$. So "
        r"$\sigma'(z)\le\frac14$. From $|w\sigma'|\ge1$ we get $|w|\ge\frac{1}{\sigma'}\ge4$.",
        4,
    ),
    "limits before their cases": (
        "1.5",
        r"$a_j = \frac{1}{\sum_k e^{c(z_k - z_j)}}$. $a_j \to 1$ for the unique maximum, "
        r"$a_j \to 0$ for an input that is not maximal, $a_j \to \frac1m$ for $m$ ties. "
        "For c = 1 it is soft since the smaller ones still count.",
        6,
    ),
    "limits in a list, with other words for large": (
        "1.5",
        SCALED + "\n\n* If there is some $z_k > z_j$ then one exponential blows up, hence "
        r"$a_j \rightarrow 0$." "\n* If $z_j > z_k$ for every other $k$ all of them die, hence "
        r"$a_j \rightarrow 1$." "\n* If it is the maximum but $p$ inputs share this value, $p-1$ "
        r"exponentials equal 1 and $a_j \rightarrow \frac{1}{p}$." f"\n\n{SOFT}",
        6,
    ),
    "a case that is only denied": (
        "1.5",
        SCALED + "When $z_j$ is the biggest one every exponent is negative, so $a_j$ goes to $1$. "
        "When it is not, one exponent is positive, the sum diverges and $a_j$ goes to $0$." + SOFT,
        5,
    ),
    "limits without a verb": (
        "1.5",
        SCALED + "Largest input alone at the top: limit 1. Not the largest: limit 0. A tie of $q$ "
        "inputs at the top: limit $1/q$ for each." + SOFT,
        6,
    ),
    "a number of outputs behind its limit": (
        "1.5",
        SCALED + LIMITS.split(", with")[0] + r". If there are ties $\lim a_j = \frac1n$ where $n$ "
        "is the number of outputs." + SOFT,
        5,
    ),
    "cases that are supposed": (
        "1.5",
        SCALED + "Suppose another input is larger than $z_j$. Then a term diverges and the limit "
        "is zero. Suppose $z_j$ is larger than all others. Then all terms but its own vanish and "
        "the limit is one. Suppose it is tied with $r$ others. Then the limit is $1/(r+1)$." + SOFT,
        6,
    ),
    "limits by a set of indices": (
        "1.5",
        SCALED + r"Let $S$ be the indices of the maximum. $a_j \to 1/|S|$ for $j \in S$ and "
        r"$a_j \to 0$ for $j \notin S$; with a unique maximum that is 1." + SOFT,
        6,
    ),
    "a ratio of two outputs": (
        "1.5",
        r"$\frac{a_j}{a_k} = e^{c(z_j - z_k)}$. If $z_k > z_j$ this goes to 0, so $a_j \to 0$ for "
        "every non-maximal input. If there are $m$ maximal ones they each get $1/m$, and a single "
        "one gets 1." + SOFT,
        6,
    ),
    "the maximum with a star": (
        "1.5",
        r"With $z^* = \max_k z_k$: $a_j = \frac{e^{c(z_j - z^*)}}{\sum_k e^{c(z_k - z^*)}}$. "
        r"For $z_j < z^*$ we have $a_j \to 0$, if r of them are the largest $a_j \to \frac1r$. "
        "For c = 1 it is soft since the smaller ones still count.",
        6,
    ),
    "the costs of both labels in words": (
        "1.2", r"An example of class 1 costs $-\ln p$, one of class 0 costs $-\ln(1-p)$, as the "
        f"mass is Bernoulli's. Switching between the two with y and 1-y: {BINARY_COST}", 6,
    ),
    "the ends of the range of the sigmoid": (
        "2.3.b", r"$|w|\sigma(1-\sigma)\geq 1$ with $\sigma = \sigma(wa+b)$. "
        r"$\sigma^2-\sigma+1/|w|\le 0$. $\sigma_\pm = \frac12 (1\pm\sqrt{1-4/|w|})$; "
        r"$\sigma_- = 1-\sigma_+$. $wa+b \in [\ln\frac{\sigma_-}{\sigma_+}, "
        r"\ln\frac{\sigma_+}{\sigma_-}]$. The width in $a$ is $\frac{2}{|w|}\ln"
        r"\frac{\sigma_+}{\sigma_-}$ whatever the sign of w. " + WIDTH, 6,
    ),
    "a ratio of the ends turned round": (
        "2.3.b", r"$s^2-s+1/|w|\le 0$ for $s=\sigma(wa+b)$. $s_\pm = \frac12 (1\pm\sqrt{1-4/|w|})$"
        r"; $s_- = 1-s_+$. The width in $a$ is $\frac{2}{|w|}\ln\frac{s_-}{s_+}$ whatever the sign "
        r"of w. " + WIDTH, 4,
    ),
    "a second derivative typed in words": (
        "1.4", rf"{STATIONARY} The second derivative is y/a^2 + (1-y)/(1-a)^2, which is positive, "
        "so this is a minimum.", 6,
    ),
    "what follows with an equation": (
        "2.3.b", rf"{QUADRATIC}Roots {SIGNED_ROOTS}, $r_1r_2=1$. For both signs the width is "
        r"$\frac1{|w|}\ln\frac{r_1}{r_2}$. With $r_2=1/r_1$ this is $\frac2{|w|}\ln r_1"
        r"=\frac{2}{|w|}\ln\left(\frac{|w|(1+\sqrt{1-4/|w|})}{2}-1\right)$.", 6,
    ),
    "the probability of zero beside that of one": (
        "1.2", r"Let $p=P(y=1\mid x)$, so $1-p=P(y=0\mid x)$ and $P(y\mid x)=p^y(1-p)^{1-y}$. "
        r"$-\ln P=-y\ln p-(1-y)\ln(1-p)$. $C=\frac1n\sum_x[-y\ln p-(1-y)\ln(1-p)]$", 6,
    ),
    "infinite at both ends": (
        "1.4", r"$C'(a)=\frac{a-y}{a(1-a)}$, zero only at $a=y$. $C\to\infty$ for $a\to0$ and for "
        r"$a\to1$, so the only stationary point is the minimum.", 6,
    ),
    "the ends of the range with numbers for signs": (
        "2.3.b", r"With $s=\sigma(wa+b)$ we need $|w|s(1-s)\ge1$, so $s^2-s+\frac1{|w|}\le0$. Its "
        r"roots are $s_{1,2}=\frac{1\mp\sqrt{1-4/|w|}}2$ and $s_1+s_2=1$. For both signs of $w$ "
        r"the width is $\frac2{|w|}\ln\frac{s_2}{s_1}$ and $\frac{s_2}{s_1}"
        r"=\frac{|w|(1+\sqrt{1-4/|w|})}2-1$, so it is "
        r"$\frac2{|w|}\ln\left(\frac{|w|(1+\sqrt{1-4/|w|})}2-1\right)$.", 6,
    ),
    "an interval in words": (
        "2.3.b", rf"{QUADRATIC}Roots {SIGNED_ROOTS}, $r_1r_2=1$. The interval of $wa+b$ is "
        r"$[\ln r_2,\ln r_1]$. For both signs the width is $\frac1{|w|}\ln\frac{r_1}{r_2}"
        r"=\frac{2}{|w|}\ln\left(\frac{|w|(1+\sqrt{1-4/|w|})}{2}-1\right)$.", 6,
    ),
}  # fmt: skip
FOR_A_PERSON = {  # some with what it earns before
    "a wrong mass function without words for it": (
        "1.2", "pmf p^y (1-p)^(y-1) → log: y log p + (1-y) log(1-p) → "
        "cost = -1/n Σ (y log p + (1-y) log(1-p))",
    ),
    "two terms that are not convex": (
        "1.4", STATIONARY + r" As $\ln a$ and $\ln(1-a)$ are convex, it is a minimum.", 4,
    ),
    "a sum that is only called convex": (
        "1.4", STATIONARY + r" $-y\ln a-(1-y)\ln(1-a)$ is convex, so it is a minimum.", 4,
    ),
    "a tie that leaves out the input itself": (
        "1.5", rf"{SCALED}{SMALLER}For the only maximum $a_j \to 1$; with $m$ ties besides $z_j$ "
        rf"itself $a_j \to \frac1m$.{SOFT}",
    ),
    "labels that are called otherwise": (
        "1.1", f"Cats make the cost infinite, and dogs make it infinite. {FINITE}", 2,
    ),
    "an interval with its ends": (
        "1.1", f"{INFINITE_ENDS}It is finite as the sigmoid lies between 0 and 1 (inclusive).", 2,
    ),
    "a cost that never diverges at one label": (
        "1.1", f"At y = 0 the cost never diverges. At y = 1 the cost diverges. {FINITE}", 4,
    ),
    "ends that can be reached": (
        "1.1",
        f"{INFINITE_ENDS}The right form is finite because the sigmoid output lies between 0 and 1, "
        "both of which can be reached.",
        4,
    ),
    "a curvature that is bounded above": (
        "1.4",
        "dC/dz = a − y = 0 ⇔ a = y. The second derivative a(1−a) is less than one, so the point is "
        "the minimum.",
        4,
    ),
    "a curvature that is not zero": (
        "1.4",
        "C' = -y/a + (1-y)/(1-a) = 0 → a = y. C'' = y/a^2 + (1-y)/(1-a)^2 which is nonzero, thus a "
        "minimum.",
        4,
    ),
    "ends that are taken": (
        "1.1",
        f"{INFINITE_ENDS}The right form works since the sigmoid output lies between 0 and 1, where "
        "it takes both values for large inputs.",
        4,
    ),
    "terms of the only maximum that tend to one": (
        "1.5",
        SCALED + SMALLER + r"If $z_j$ is the unique maximum every $e^{c(z_k-z_j)}\to1$ and "
        r"$a_j \to 1$, with $m$ tied maxima $a_j \to \frac1m$." + SOFT,
        3,
    ),
    "terms of a smaller input that vanish": (
        "1.5",
        SCALED + r"If $z_j$ is not maximal all terms vanish and $a_j \to 0$. For the only maximum "
        r"$a_j \to 1$, with $m$ tied maxima $a_j \to \frac1m$." + SOFT,
        3,
    ),
    **{
        f"{words} that tend to infinity": ("1.5", f"{SCALED}{said}{TIED}{SOFT}", 3)
        for words, said in (
            (
                "all terms of a smaller input",
                r"If $z_j$ is not maximal, all terms with $k\ne j$ go to infinity and $a_j\to0$. "
                r"The only maximum has $a_j\to1$.",
            ),
            (
                "the exponents of the maximum, which are positive and",
                r"If $z_j$ is the only maximum all exponents are positive and $a_j\to1$. "
                r"If it is not maximal, $a_j\to0$.",
            ),
            (
                "exponents that are negative, with terms",
                r"If $z_j$ is not maximal, $z_k-z_j<0$ for some k, so the sum is infinite and "
                r"$a_j\to0$. The only maximum has $a_j\to1$.",
            ),
            (
                "the other terms of the maximum",
                r"If $z_j$ is the only maximum the other exponentials blow up, so $a_j\to1$. "
                r"If it is not maximal, $a_j\to0$.",
            ),
        )
    },
    "terms of tied inputs that tend to infinity": (
        "1.5", rf"{SCALED}If $m$ are tied, every term tends to infinity, and $a_j\to\frac1m$. Not "
        rf"maximal: $a_j\to0$. Unique maximum: $a_j\to1$.{SOFT}", 3,
    ),
    "exponentials of the only maximum that tend to infinity": (
        "1.5", rf"{SCALED}For the unique maximum each $e^{{c(z_k-z_j)}}\to\infty$, so $a_j\to1$. "
        rf"Not maximal: $a_j\to0$. $m$ ties: $a_j\to\frac1m$.{SOFT}", 3,
    ),
    "softness far out": (
        "1.5",
        rf"{SCALED}{LIMITS} It is called soft because for $c\to\infty$ all the inputs share the "
        "output equally.",
        5,
    ),
    "a wrong mass function": ("1.3", rf"$P = \sum_k p_k^{{y_k}}${LIKELIHOOD}", 2),
    "a mass of separate labels with the right end": (
        "1.3", rf"$P = \prod_k p_k^{{y_k}}(1-p_k)^{{1-y_k}}${LIKELIHOOD}", 2,
    ),
    "a mass of separate labels in words": (
        "1.3", rf"The mass function is $\prod_k p_k^{{y_k}}(1-p_k)^{{1-y_k}}${LIKELIHOOD}", 2,
    ),
    "costs of separate labels, said to be the same": (
        "1.3",
        r"$C=-\frac1n\sum_x\sum_k[y_k\ln p_k+(1-y_k)\ln(1-p_k)]$, which for one-hot labels is the "
        r"same as $-\frac1n\sum_x\sum_k y_k\ln p_k$. $P = \prod_k p_k^{y_k}(1-p_k)^{1-y_k}$.",
        2,
    ),
    "numbers of a grid, and the largest of them": (
        "2.3.c",
        "On a grid: at $|w|=6.5$ it is $0.4463$, at $|w|=6.9$ it is $0.4477$, at $|w|=7.5$ it is "
        r"$0.4453$. So the largest width is about $0.448$, reached at $|w|\approx6.9$.",
        2,
    ),
    "two numbers without labels": ("2.3.c", "6.89; 0.4477", 2),
    "a point of the curve": ("2.3.c", "The curve has its top at (6.9, 0.448).", 2),
    "a value of the curve": ("2.3.c", r"$\abs{w}=6.8942,\quad f(6.8942)=0.4477$", 2),
    "a label behind its number": ("2.3.c", "0.4477 wide, reached for |w| of 6.894", 2),
    "a point the other way round": ("2.3.c", "The curve has its top at (0.448, 6.9).", 0),
    "the maximum of the sigmoid": ("2.3.a", r"maximum of $\sigma$ is $\frac14$, so $|w| \ge 4$."),
    "a maximum below a quarter": ("2.3.a", r"max of $\sigma'$ is less than 1/4, so $|w| \ge 4$."),
    "logarithms exchanged between the labels": (
        "1.1",
        r"At $y=0$, $\ln(1-y)$ is undefined. At $y=1$, $\ln y$ is undefined. In the right form the "
        "sigmoid keeps $a$ strictly between 0 and 1.",
    ),
    "the logarithm of one": (
        "1.1",
        r"y = 0: $\ln 1$ is undefined. y = 1: $\ln 1$ is undefined. The right form is fine because "
        "the sigmoid keeps a in (0,1).",
    ),
    "an output of another unit": (
        "1.1",
        "at y=0 the term a ln y is undefined, at y=1 the term (1-a) ln(1-y) is undefined. In the "
        "right form a is an output of relu, it's in (0,1).",
    ),
    "a larger exponential that tends to zero": (
        "1.5",
        SCALED + r"If $z_k>z_j$ for some k then $e^{c(z_k-z_j)}\to0$, so $a_j\to0$. "
        r"The unique maximum: $a_j\to1$; for $m$ tied maxima $a_j\to\frac1m$." + SOFT,
    ),
    "a zero that does not follow": (
        "1.4", r"$C' = -\frac{y}{a}-\frac{1-y}{1-a} = 0$, so $a=y$. $C''>0$, a minimum.",
    ),
    "limits of the cases exchanged in words": (
        "1.5",
        SCALED + "If $z_j$ is smaller than the maximum, the limit is 1. For the unique maximum the "
        "limit is 0. With $m$ tied maxima it is $1/m$." + SOFT,
    ),
    "limits of the smallest input": (
        "1.5",
        SCALED + r"$\lim a_j=0$ if $z_j$ is not the smallest, $\lim a_j=1$ if it is the unique "
        r"smallest, $\lim a_j=\frac1m$ if $m$ are tied." + SOFT,
    ),
    "small exponentials that tend to one": (
        "1.5", SCALED + "The exponentials of the smaller inputs tend to 1. " + LIMITS + SOFT,
    ),
    "a curvature smaller than zero": (
        "1.4", STATIONARY + " It is convex since the second derivative is smaller than zero.",
    ),
    "a cost that is largest": ("1.4", STATIONARY + " $C''>0$, so the cost is largest there."),
    "a probability of label zero": (
        "1.2",
        r"$P=p^y(1-p)^{1-y}$ where p is the probability of label 0. "
        rf"$\ln P=y\ln p+(1-y)\ln(1-p)$, {BINARY_COST}.",
        3,
    ),
    "classes that are true at once": (
        "1.3", r"$P = \prod_k p_k^{y_k}$" + LIKELIHOOD + " Several classes can be true at once.",
    ),
    "labels of several classes": (
        "1.3",
        r"$P = \prod_k p_k^{y_k}$, $\ln P = \sum_k y_k\ln p_k$, "
        r"$C = -\frac1n\sum_x\sum_k y_k\ln p_k$. Several of the $y_k$ can be 1.",
    ),
    "outputs that do not change": (
        "1.6",
        r"$\frac{\partial C}{\partial z_j} = -\frac{1}{a_t}"
        r"\frac{\partial a_t}{\partial z_j}$, where $z_j$ changes $a_j$ only." + BY_CASE,
    ),
    "a curvature that is positive for some": (
        "1.4", STATIONARY + " C'' is positive for $y<1/2$ only, so this is a minimum.",
    ),
    "a minimum where the cost vanishes": (
        "1.4", STATIONARY + " $C'' > 0$, so $C$ is convex and this is the minimum, where $C = 0$.",
    ),
    "a concave cost of positive curvature": (
        "1.4", STATIONARY + " The second derivative is positive, so the function is concave.",
    ),
    "a cost that is maximised": (
        "1.2",
        rf"$P = p^y(1-p)^{{1-y}}$, $\ln P = y\ln p+(1-y)\ln(1-p)$, {BINARY_COST}, to maximise.",
    ),
    "a cost that is to be largest": (
        "1.3",
        r"$P = \prod_k p_k^{y_k}$, $\ln P = \sum_k y_k\ln p_k$, "
        r"$C = -\frac1n\sum_x\sum_k y_k\ln p_k$. We look for parameters with the largest cost.",
    ),
    "classifications for classes": (
        "1.6",
        "Chain rule. If the prediction is right: $a_t - 1$. If the prediction is wrong: "
        r"$-\frac{1}{a_t}(-a_t a_j) = a_j$. So $\frac{\partial C}{\partial z_j} = a_j - y_j$.",
    ),
    "a slope bounded as the sigmoid is": (
        "2.3.a",
        r"$\sigma' \le \frac14$ since $\sigma$ is between 0 and 1. "
        r"So $1 \le |w\sigma'| \le |w|/4$, so $|w| \ge 4$.",
    ),
    "a largest slope that is called the minimum": (
        "2.3.a", SLOPE + r", as $\frac14$ is the minimum of $\sigma'$. So $|w| \ge 4$.",
    ),
    "an output inside that need not be": (
        "1.1", INFINITE + "The right form is finite since $0 < a < 1$, which need not hold.",
    ),
    "an output of no other logit": (
        "1.6",
        r"$\frac{\partial C}{\partial z_j} = -\frac{1}{a_t}"
        r"\frac{\partial a_t}{\partial z_j}$; else $a_t$ does not depend on $z_j$." + BY_CASE,
    ),
    "a linear softness": (
        "1.5", SCALED + LIMITS + " It is a smooth version of the maximum, as c = 1 is linear.",
    ),
    "a negative curvature in words": (
        "1.4", STATIONARY + CURVATURE + " and the second derivative is negative, so a minimum.",
    ),
    "a convex maximum": ("1.4", STATIONARY + " $C$ is convex, so $a=y$ is a maximum."),
    "a positive curvature at a maximum": (
        "1.4", STATIONARY + CURVATURE + " $> 0$, so we have found the maximum of the cost.",
    ),
    "a right form with the same trouble": (
        "1.1", INFINITE + "The right form has the same problem, though $0 < a < 1$.",
    ),
    "a cost that words send below": (
        "1.1", f"y=0 gives $-\\infty$ and y=1 gives $-\\infty$ for C. {FINITE}",
    ),
    "a doubt in the end": ("1.1", f"{INFINITE}{FINITE} I am not sure about either of these."),
    "a linear logarithm": (
        "1.2",
        r"$P = yp+(1-y)(1-p)$. As the logarithm is linear, $\ln P = y\ln p+(1-y)\ln(1-p)$, so "
        + BINARY_COST,
    ),
    "a probability of the other label": (
        "1.2",
        r"$P = p^y(1-p)^{1-y}$, $\ln P = y\ln p+(1-y)\ln(1-p)$, " + BINARY_COST + " Here p is the "
        "probability that y = 0.",
    ),
    "costs of separate labels in words": (
        "1.3",
        r"$P = \prod_k p_k^{y_k}$, $\ln P = \sum_k y_k\ln p_k$, "
        r"$C = -\frac1n\sum_x\sum_k y_k\ln p_k$, the sum of $K$ independent Bernoulli costs.",
    ),
    "probabilities that need not sum to one": (
        "1.3",
        r"$P = \prod_k p_k^{y_k}$, where the $p_k$ need not sum to one. "
        r"$\ln P = \sum_k y_k\ln p_k$, $C = -\frac1n\sum_x\sum_k y_k\ln p_k$",
    ),
    "a chain rule through the own output alone": (
        "1.6",
        r"$\frac{\partial C}{\partial z_j} = \frac{\partial C}{\partial a_j}"
        r"\frac{\partial a_j}{\partial z_j}$." + BY_CASE,
    ),
    "a slope that is a quarter for no reason": (
        "2.3.a",
        r"$\sigma' \le \frac14$ since the sigmoid is at most one, its derivative a quarter of it."
        r" So $1 \le |w\sigma'| \le |w|/4$, so $|w| \ge 4$.",
    ),
    "a slope that is largest elsewhere": (
        "2.3.a", SLOPE + r", reached at $z = 1$, so $|w| \ge 4$.",
    ),
    "a slope that is largest at a half": (
        "2.3.a", SLOPE + r", the maximum is at $z = \frac12$, so $|w| \ge 4$.",
    ),
    "roots of opposite signs": (
        "2.3.b", QUADRATIC + "The roots are negatives of each other. " + ROOTS + WIDTH,
    ),
    "roots that sum to one": (
        "2.3.b", QUADRATIC + ROOTS.replace("r_1 r_2", "r_1 + r_2") + WIDTH,
    ),
    "a quadratic that is turned round": (
        "2.3.b", QUADRATIC.replace(r"\le", r"\ge") + ROOTS + WIDTH,
    ),
    "a sign that is set right behind its formula": (
        "1.2",
        rf"$P = p^y(1-p)^{{1-y}}$, {BINARY_COST.replace('-', '', 1)}; no, the minus is missing: "
        + BINARY_COST,
    ),
    "limits of the cases exchanged": (
        "1.5", rf"{SCALED}$$\lim a_j=\begin{{cases}}0 & z_j \text{{ unique maximum}}\\ \frac1m & "
        rf"m \text{{ tied maxima}}\\ 1 & \text{{otherwise}}\end{{cases}}$${SOFT}",
    ),
    "a limit of ties that counts one too few": (
        "1.5", rf"{SCALED}{SMALLER}For the only maximum $a_j \to 1$. If $r$ inputs share the "
        rf"maximum: $\lim a_j=\frac{{1}}{{r-1}}$.{SOFT}",
    ),
    "losers that get nothing": (
        "1.5",
        SCALED + "The winner takes everything, the losers get nothing, tied ones share it." + SOFT,
    ),
    "a tie of all inputs alone": (
        "1.5",
        SCALED + LIMITS.split(", with")[0] + ". If all inputs are equal, all get $1/n$." + SOFT,
    ),
    "outputs that are all alike": (
        "1.5", SCALED + r"All outputs become $1/n$. It is a smooth version of the maximum.",
    ),
    "a limit that is infinite": (
        "1.5",
        rf"{SCALED}{SMALLER}With $m$ tied maxima $a_j \to \frac1m$. A unique maximum gives "
        rf"$a_j \to \infty$.{SOFT}",
    ),
    "a limit of ties and a summand": (
        "1.5", rf"{SCALED}{SMALLER}For the only maximum $a_j \to 1$. If $r$ inputs share the "
        rf"maximum: $\lim a_j=\frac{{1}}{{r}} + 1$.{SOFT}",
    ),
    "a limit of ties without its brackets": (
        "1.5", rf"{SCALED}{SMALLER}For the only maximum $a_j \to 1$; with m others tied with it "
        f"the limit is 1/m+1.{SOFT}",
    ),
    "a step that is wrong for its label": (
        "1.2",
        r"$\ln P = \ln (1-p)$ for $y=1$. So $P = p^y(1-p)^{1-y}$, "
        r"$-\ln P = -[y\ln p+(1-y)\ln(1-p)]$, $C=-\frac1n\sum_x[y\ln p+(1-y)\ln(1-p)]$.",
    ),
    "a cost that words double": (
        "1.3",
        r"$P = \prod_k p_k^{y_k}$, $\ln P = \sum_k y_k \ln p_k$, "
        r"$C = -\frac1n\sum_x\sum_k y_k\ln p_k$, all of it times two.",
    ),
    "a cost that a chain sends below": (
        "1.1",
        rf"y=0: $C=-a\ln 0 = -\infty$, y=1: $C=-(1-a)\ln 0=-\infty$. {FINITE}",
    ),
    "labels of the two cases exchanged": (
        "1.6",
        r"$\frac{\partial C}{\partial z_j} = -\frac{1}{a_t}\frac{\partial a_t}{\partial z_j}$. "
        r"$j=t$: $a_t-1$. $j\neq t$: $a_j$. So $a_j-y_j$ as $y_t = 0$ and $y_j = 1$.",
    ),
    "a cost without a lower bound": (
        "1.1", rf"$y = 0$: $C = +\infty$. $y = 1$: $C = -\infty$. {FINITE}",
    ),
    "a root of the wrong sign that is named": (
        "2.3.b",
        QUADRATIC + ROOTS + r" Both are $\frac{2}{|w|}\ln r_2$ with "
        r"$r_2 = \frac{|w|(1 + \sqrt{1 + 4/|w|})}{2} - 1$.",
    ),
    "a width that its own root contradicts": (
        "2.3.b",
        QUADRATIC + ROOTS + r" Both are $\frac{2}{|w|}\ln r_2$, "
        r"$r_2 = \frac{|w|(1 + \sqrt{1 - 4/|w|})}{2} - 1$." + WIDTH.replace("} - 1", "} - 3"),
    ),
    "a slope of the true class of the wrong sign": (
        "1.6",
        "C = -ln a_t, dC/dz_j = -(1/a_t) da_t/dz_j.\n\nj = t: da_t/dz_t = a_t (1 - a_t)\n\n"
        "dC/dz_t = a_t + 1\n\nj != t: da_t/dz_j = -a_t a_j\n\ndC/dz_j = a_j\n\n"
        "In both cases dC/dz_j = a_j - y_j",
    ),
    "a bound that is turned round": ("2.3.a", SLOPE + r", so $|w| \le 4$."),
    "a bound that does not follow": ("2.3.a", SLOPE + r", so $|w| \ge 2$."),
    "a unique maximum that goes to zero": (
        "1.5",
        r"$a_j = \frac{1}{\sum_k e^{c(z_k - z_j)}}$. If $z_j$ is not maximal, $a_j \to 0$. For a "
        r"unique maximum $z_j$ we get $a_j \to 0$; r tied ones get $a_j \to \frac1r$. "
        "For c = 1 it is soft since the smaller ones still count.",
    ),
    "a curvature below zero": (
        "1.4", STATIONARY + " $\\frac{d^2C}{dz^2} = a(1 - a) < 0$: a minimum.",
    ),
    "a curvature on the line that is below zero": (
        "1.4", STATIONARY + " It is convex as d²C/da² = -y/a² - (1-y)/(1-a)² < 0.",
    ),
    "a maximum that is left out": (
        "1.5",
        r"$a_j = \frac{1}{\sum_k e^{c(z_k - z_j)}} \to 0$ if some $z_k > z_j$. "
        r"With $c = 1$ it is soft.",
    ),
    "another zero of the derivative": (
        "1.4",
        r"$C'(a) = -\frac ya + \frac{1-y}{1-a}$ vanishes for $a = 2y$."
        + CURVATURE + " $> 0$, so there is a minimum, at $a = y$.",
    ),
    "a zero at an end": (
        "1.4",
        r"$C'(a) = -\frac ya + \frac{1-y}{1-a}$ is zero for $a = 1$."
        + CURVATURE + " $> 0$. The minimum is at $a = y$.",
    ),
    "a zero that is said in words": (
        "1.4",
        r"$C'(a) = \frac{a-y}{a(1-a)}$ vanishes when $a$ equals $1-y$."
        + CURVATURE + " $> 0$: the minimum is at $a = y$.",
    ),
    "a zero that is said on the line": (
        "1.4", "dC/dz = a - y. Zero when a is equal to 1/2. d2C/dz2 = a(1-a) > 0, so sigma(z) = y.",
    ),
    "a limit that is a letter": (
        "1.5",
        SCALED + SMALLER + r"Largest: $a_j \to c$. $m$ tied: $a_j \to \frac1m$." + SOFT,
    ),
    "a true class on a line that comes to something else": (
        "1.6",
        "dC/dz_j = -(1/a_t) da_t/dz_j.\n\nj = t: da_t/dz_t = a_t(1-a_t), hence a_t.\n\n"
        "j != t: da_t/dz_j = -a_t a_j, hence a_j.\n\nBoth are a_j - y_j.",
    ),
    "a bound that is said in words": (
        "2.3.a", SLOPE + r", which is smaller than $1$ for $|w| \ge 4$.",
    ),
    "a zero of the input": (
        "1.4", "dC/dz = a - y. It is zero for z = y, and d2C/dz2 = a(1-a) > 0, so sigma(z) = y.",
    ),
    "a curvature that is a number": (
        "1.4", r"$\frac{dC}{dz} = a - y$, zero at $a = y$, $\frac{d^2C}{dz^2} = 2 > 0$, lowest.",
    ),
    "a curvature that is another function": (
        "1.4", r"$\frac{dC}{dz} = a - y$, zero for $a = y$. $C'' = e^{z} > 0$: a minimum.",
    ),
    "a curvature on the line that is another function": (
        "1.4", "C' = -y/a + (1-y)/(1-a) = 0 gives a = y. C'' = 1/(a^2(1-a)) > 0: a minimum.",
    ),
    "a reason that is none": (
        "1.4", r"$\frac{dC}{dz} = a - y$, zero for $a = y$. $C'' > 0$ because $a > 0$: a minimum.",
    ),
    "a convex sigmoid": (
        "1.4", r"$\frac{dC}{dz} = a-y$, zero at $a=y$. As $\sigma$ is convex, $C$ is, a minimum.",
    ),
    "terms that tend to one in the case before them": (
        "1.5",
        SCALED + r"When $z_j$ is not maximal then $e^{c(z_k - z_j)} \to 1$ and $a_j \to 0$. "
        + LIMITS.removeprefix(SMALLER) + SOFT,
    ),
    **{
        f"a true class that comes to {said}": (
            "1.6",
            r"$\frac{\partial C}{\partial z_j} = -\frac{1}{a_t}\frac{\partial a_t}{\partial z_j}$. "
            rf"For $j = t$: $\frac{{\partial a_t}}{{\partial z_t}} = a_t(1 - a_t)$, {said}. For "
            r"$j \ne t$: $\frac{\partial a_t}{\partial z_j}=-a_t a_j$, so $a_j$. Then $a_j - y_j$.",
        )
        for said in ("giving $-a_t$", "which leaves $-1$", "hence $a_t$")
    },
    "another class that becomes something else": (
        "1.6",
        r"$\frac{\partial C}{\partial z_j} = -\frac{1}{a_t}\frac{\partial a_t}{\partial z_j}$. "
        r"$j = t$: $a_t - 1$. For $j \ne t$: $\frac{\partial a_t}{\partial z_j} = -a_t a_j$, and "
        "this becomes $a_j a_t$. Together $a_j - y_j$.",
    ),
    **{
        f"an output and a target that are {words} alike": (
            "1.4", STATIONARY.replace("a = y", f"a = {number} = y") + f"{CURVATURE} > 0.", 4,
        )
        for words, number in (("a half", "1/2"), ("a decimal", "0.5"))
    },
    **{
        f"half a width before {end}": (
            "2.3.b",
            QUADRATIC + SIGNED_ROOTS + r", $r_1r_2=1$. $w>0$: width $\frac1w\ln\frac{r_2}{r_1}$. "
            rf"$w<0$: width $-\frac1w\ln r_2$. {end} {END_OF_WIDTH}",
            5,
        )
        for end in ("So", "In both cases it is")
    },
    "a width for one sign alone": (
        "2.3.b", f"Let $w>0$. {QUADRATIC}{SIGNED_ROOTS}, $r_1r_2=1$. Width {END_OF_WIDTH}", 5,
    ),
    **{
        f"a large weight that {words}": ("2.3.a", rf"$|\sigma'| \le \frac14$. {said}", 2)
        for words, said in (
            ("is sufficient", r"So $|w|/4\ge1$ or $|w|\ge 4$ is sufficient for $|w\sigma'|\ge1$."),
            (
                "is always enough",
                r"Thus $|w|\ge4$ is necessary, and whenever $|w|\ge4$ the factor is at least one.",
            ),
        )
    },
    "a largest slope elsewhere, behind a comma": (
        "2.3.a",
        r"The derivative of the sigmoid is at most $\frac14$, at $z=1$. From "
        r"$1\le|w|\sigma'(wa+b)\le\frac{|w|}4$ we get $|w|\ge4$.",
        2,
    ),
    **{
        f"a width that is {words}": (
            "2.3.b", QUADRATIC + ROOTS + WIDTH.replace("Both are", f"The width is {words}"), 5,
        )
        for words in ("at least", "greater than")
    },
    **{
        f"a share counted by {words}": (
            "1.5", LIMITS.partition(", with")[0].join((SCALED, f". {said}")) + SOFT, 5,
        )
        for words, said in (
            ("those that lose", r"If $m$ inputs are not maximal, the maximal one gets $\frac1m$."),
            ("those below", r"Tied: $a_j\to\frac1m$ for $m$ inputs below the maximum."),
            ("none of them", r"If $m$ inputs are tied, $a_j\to\frac{1}{m}$ for all $j$."),
        )
    },
    "infinite by the logarithm of the output": (
        "1.1",
        "For y = 0 it is infinite because ln a is. For y = 1 it is infinite because ln(1-a) is. "
        + FINITE,
        2,
    ),
    "it that goes below": (
        "1.1", f"At y = 0 C is infinite. At y = 1 it is minus infinity. {FINITE}",
    ),
    "a label that lies inside": (
        "1.1", INFINITE + "The right form is finite: y lies between 0 and 1 by the sigmoid.",
    ),
    "a large weight that is said to be enough": (
        "2.3.a", r"$|\sigma'|\le\frac14$. So for $|w|\ge4$ we have $|w\sigma'(wa+b)|\ge1$.", 2,
    ),
    "a large weight with which the largest slope is enough": (
        "2.3.a",
        r"$\sigma'$ has its maximum $\frac14$ at $0$. If $|w|\ge4$ then $|w\sigma'(0)|\ge1$. So "
        r"one needs $|w|\ge4$.",
        2,
    ),
    "a large weight of which the conclusion is made": (
        "2.3.a", "σ'(z) ≤ 1/4. The product is ≥ 1 if |w| ≥ 4. Hence |w| ≥ 4.", 2,
    ),
    "factors of which both are said to be below a half": (
        "2.3.a",
        r"$\sigma'=\sigma(1-\sigma)$ and both factors are at most $\frac12$, so "
        r"$\sigma'\le\frac14$. $1\le|w|\sigma'\le\frac{|w|}4$, so $|w|\ge4$.",
        2,
    ),
    "factors of which each is said to be below a half": (
        "2.3.a", "σ'(z) ≤ 1/4, because σ is at most 1/2 and 1-σ is at most 1/2. So |w| ≥ 4.", 2,
    ),
    "a bound of the sigmoid itself": (
        "2.3.a", r"The sigmoid is at most $\frac14$, so $|w|\cdot\frac14\ge1$, $|w|\ge4$.", 2,
    ),
    "a slope at zero of which nothing says that it is the largest": (
        "2.3.a", r"At $z=0$: $\sigma'(0)=\frac14$. So $|w|\frac14\ge1$, $|w|\ge4$.",
    ),
    "a conclusion that is only to be shown": (
        "2.3.a", r"$\sigma'\le\frac14$. We want to show that $|w|\ge4$.", 2,
    ),
    "a bound of the second derivative": (
        "2.3.a", r"The second derivative is at most $\frac14$, so $|w|\frac14\ge1$, $|w|\ge4$.", 2,
    ),
    "a maximum that is denied": (
        "2.3.a", r"The maximum of $\sigma'$ is not $\frac14$ but $\frac12$. So $|w|\ge4$.", 2,
    ),
    "every large weight": (
        "2.3.a", r"$\sigma'\le\frac14$, so every weight with $|w|\ge4$ gives $|w\sigma'|\ge1$.", 2,
    ),
    "a slope that is largest far out": (
        "2.3.a", r"For large $z$ the derivative of the sigmoid tends to its maximum $\frac14$. So "
        r"$1\le|w|\sigma'\le\frac{|w|}4$, $|w|\ge4$.",
    ),
    "a large weight in words of which the conclusion is made": (
        "2.3.a", "The derivative of the sigmoid is at most 1/4. So if the weight is at least 4 in "
        r"size, the factor is at least 1. Hence $|w|\ge4$.",
    ),
    "not finite for one output alone": (
        "1.1", "With y = 0 the cost is undefined if a = 0, and with y = 1 it is infinite when "
        "a = 1. The sigmoid keeps a inside (0,1), so the right form is finite.",
    ),
    "the probability of the other label": (
        "1.2", r"With $p=P(y=0\mid x,\theta)$: $P=p^y(1-p)^{1-y}$, $\ln P=y\ln p+(1-y)\ln(1-p)$, "
        + BINARY_COST,
    ),
    "a wrong logarithm in words": (
        "1.3", r"The mass function is $\prod_kp_k^{y_k}$. Its logarithm is $\prod_ky_k\ln p_k$. "
        r"The cost is $C=-\frac1n\sum_x\sum_ky_k\ln p_k$.",
    ),
    "a wrong logarithm behind a colon": (
        "1.2", r"The mass function is $p^y(1-p)^{1-y}$. Logarithm: $y\ln p\cdot(1-y)\ln(1-p)$. "
        + BINARY_COST,
    ),
    "a wrong derivative of another class in words": (
        "1.6", f"{CHAIN_RULE} For the true class the derivative of $a_t$ is $a_t(1-a_t)$, which "
        "gives $a_j-1$. For another class it is $a_ta_j$, which gives $a_j$. Together $a_j-y_j$.",
    ),
    "a wrong second derivative in words": (
        "1.4", rf"{STATIONARY} The second derivative is $\frac y{{a^2}}-\frac{{1-y}}{{(1-a)^2}}$, "
        "which is positive, so this is a minimum.",
    ),
    "a wrong discriminant in words": (
        "2.3.b", f"{QUADRATIC}Its discriminant is $|w|^2-4$. {ROOTS}{WIDTH}",
    ),
    "a wrong sum in words": (
        "1.5", SCALED + r"The sum is $1+\sum_{k\ne j}e^{c(z_j-z_k)}$. " + LIMITS + SOFT,
    ),
    "a wrong derivative of the sigmoid in words": (
        "2.3.a", r"The derivative of the sigmoid is $\sigma(1+\sigma)$ and at most $\frac14$. "
        r"Hence $1\le|w\sigma'(wa+b)|\le\frac{|w|}4$, so $|w|\ge4$.",
    ),
    "a bound that is said behind the formula": (
        "2.3.a", SLOPE + r", which is $\le 1$ iff $|w| \ge 4$.",
    ),
    "the probability of zero where that of one is meant": (
        "1.2", r"We have $P(y=0)=p$ and $P(y=1)=1-p$, so $P = p^y(1-p)^{1-y}$, "
        r"$\ln P=y\ln p+(1-y)\ln(1-p)$. " + BINARY_COST,
    ),
    "costs of the two labels that have changed places": (
        "1.2", r"The cost of label 1 is $-\ln(1-p)$, of label 0 it is $-\ln p$. Together "
        f"{BINARY_COST}", 3,
    ),
    "a wrong second derivative typed in words": (
        "1.4", rf"{STATIONARY} The second derivative is y/a - (1-y)/(1-a)^2 which is positive, so "
        "this is a minimum.", 4,
    ),
    "a wrong discriminant typed in words": (
        "2.3.b", f"{QUADRATIC}Its discriminant is |w|^2 + 4|w|. {ROOTS}{WIDTH}", 5,
    ),
    "a logarithm that is taken inside of a sum": (
        "1.3", r"$P=\prod_kp_k^{y_k}$, $\ln P=\ln\sum_ky_kp_k$, by taking the log inside "
        r"$C=-\frac1n\sum_x\sum_ky_k\ln p_k$.", 4,
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> Verdicts:
    folder = tmp_path_factory.mktemp("derivations")
    texts: dict[str, dict[str, dict[str, str]]] = {}
    for name, (question, text, *_) in (CASES | FOR_A_PERSON).items():
        texts.setdefault(question, {})[name] = {"text": text}
    found: Verdicts = {}
    for question, rows in texts.items():
        found |= grade_variants(folder, "networks_hw4", question, rows)
    return found


@pytest.mark.parametrize("name", CASES)
def test_a_derivation_earns_the_points_of_its_parts(name: str, verdicts: Verdicts) -> None:
    verdict, points = verdicts[name], CASES[name][2]
    whole = verdict.question.points == points
    assert (verdict.outcome, verdict.points) == (
        Outcome.CORRECT if whole else Outcome.PARTIAL,
        points,
    ), verdict.note


@pytest.mark.parametrize("name", FOR_A_PERSON)
def test_what_contradicts_itself_is_read_by_a_person(name: str, verdicts: Verdicts) -> None:
    verdict, (_, _, *points) = verdicts[name], FOR_A_PERSON[name]
    assert verdict.outcome.needs_person, verdict.note
    assert verdict.points < verdict.question.points
    assert verdict.points in (points or [verdict.points])
