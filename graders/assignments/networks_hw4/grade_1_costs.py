"""Problem 1: cross-entropy costs and the softmax, each derivation marked by its parts."""

import re
from collections.abc import Callable

import pytest

from graders.comparing.parts import Part
from graders.model import Answer, Mistake
from solutions import cross_entropy_costs as costs

SettleParts = Callable[..., None]

# --- 1.1 Swapped roles --------------------------------------------------------------------------

TOWARDS = r"\s*(?:=|\\to|\\rightarrow|→|->)\s*"
NOT_FINITE = (
    r"(?<!not)(?<!not )(?<!never )(?:undefined|infinit|\\infty|∞|diverge|unbounded|without bound)"
    r"|not defined|not finite"
)

SWAPPED_ROLES = (
    Part("not finite at y = 0", 2, words=NOT_FINITE, case=rf"y{TOWARDS}0"),
    Part("not finite at y = 1", 2, words=NOT_FINITE, case=rf"y{TOWARDS}1"),
    Part("why the right form is finite", 2),
)


@pytest.mark.question("1.1", points=6, kind="derivation")
def grade_swapped_roles(settle_parts: SettleParts) -> None:
    """Where the swapped cost is not finite; a person reads why the right one is."""
    settle_parts(SWAPPED_ROLES)


# --- 1.2 Binary labels --------------------------------------------------------------------------

LOGARITHMS_APART = r"^(?!.*\^(?:y|\(?1-))"  # no label is a power any more
MINUS_LOST = Mistake("sign", "the minus sign is lost")
MEAN_LOST = Mistake("factor", "the mean over the examples is not taken")
PARAMETER = Mistake("swapped", "the parameter stands where the probability is meant")
LOGARITHM_OF_SUM = re.compile(r"\\(?:ln|log)(?:\\left|[\[(])*y\S{0,12}\+\(1-y")
BINARY = re.compile(r"\{?0\s*,\s*1|0 (?:or|and) 1|zero (?:or|and) one|binary|either", re.IGNORECASE)
TERM_BY_TERM = "the logarithm of a sum is taken term by term: say that a label is 0 or 1"

BINARY_LABELS = (
    Part(
        "the final line",
        3,
        values=(costs.BERNOULLI_LOSS,),
        form=LOGARITHMS_APART + r".*\\(?:ln|log).*\\(?:ln|log)",
        last=True,
        stated=r"^[CJL]$",
        mistakes={
            r"y\ln p+(1-y)\ln(1-p)": MINUS_LOST,
            r"-\left[y\ln\theta+(1-y)\ln(1-\theta)\right]": PARAMETER,
            r"-n\left[y\ln p+(1-y)\ln(1-p)\right]": MEAN_LOST,
        },
    ),
    Part(
        "the steps",
        3,
        values=(r"p^y(1-p)^{1-y}", r"yp+(1-y)(1-p)"),
        stated=r"^[Pp]r?\(y(?:_\w)?(?:(?:\||\\mid).*)?\)$",
        steps=True,
    ),
)


@pytest.mark.question("1.2", points=6, kind="derivation")
def grade_binary_labels(answer: Answer, settle_parts: SettleParts) -> None:
    """The cost of binary labels, from their likelihood."""
    settle_parts(BINARY_LABELS, remarks=remarks_on_logarithm(answer.text))


def remarks_on_logarithm(text: str) -> tuple[str, ...]:
    """Whether a step holds for binary labels only, and nothing says that they are."""
    summed = LOGARITHM_OF_SUM.search("".join(text.split()))
    return (TERM_BY_TERM,) if summed and not BINARY.search(text) else ()


# --- 1.3 One of K classes -----------------------------------------------------------------------

INDEPENDENT_LABELS = Mistake("wrong_function", "the terms of K independent labels are added")
SUM_OF_LOGARITHMS = Mistake("wrong_function", "the logarithm of a sum becomes a sum of logarithms")
INDEX_LOST = Mistake("swapped", "the class index of the probability is lost")

LOSSES = (costs.MULTINOMIAL_LOSS, costs.MULTINOMIAL_COST)
BERNOULLI_SUMS = (
    r"-\sum_{k=1}^{K}\left[y_k\ln p_k+(1-y_k)\ln(1-p_k)\right]",
    r"-\frac{1}{n}\sum_{i=1}^{n}\sum_{k=1}^{K}"
    r"\left[y_{ik}\ln p_{ik}+(1-y_{ik})\ln(1-p_{ik})\right]",
)
BERNOULLI_SUM_OF_PARAMETER = r"-\sum_{k=1}^{K}\left[y_k\ln\theta+(1-y_k)\ln(1-\theta)\right]"

ONE_OF_CLASSES = (
    Part(
        "the mass function",
        2,
        values=(r"\prod_{k=1}^{K}p_k^{y_k}", r"\prod_{k=1}^{K}p_{ik}^{y_{ik}}"),
        stated=r"^[Pp]r?\([Yy]\)$",
    ),
    Part(
        "its logarithm",
        2,
        values=(*LOSSES, r"\sum_{k=1}^{K}y_k\ln p_k", r"\sum_{k=1}^{K}y_{ik}\ln p_{ik}"),
    ),
    Part(
        "the final form",
        2,
        values=LOSSES,
        form=LOGARITHMS_APART + r".*\\(?:ln|log)(?!P)",
        last=True,
        stated=r"^C$",
        mistakes={
            r"\sum_{k=1}^{K}y_k\ln p_k": MINUS_LOST,
            r"-\sum_{k=1}^{K}\ln(y_kp_k)": SUM_OF_LOGARITHMS,
            r"-\sum_{k=1}^{K}y_k\ln\theta": INDEX_LOST,
        },
    ),
)
INDEPENDENT_CLASSES = (
    Part("a term for each class", 1, values=(*BERNOULLI_SUMS, BERNOULLI_SUM_OF_PARAMETER)),
    Part(
        "the probability of each class",
        1,
        values=BERNOULLI_SUMS,
        mistakes={BERNOULLI_SUM_OF_PARAMETER: INDEX_LOST},
    ),
    Part(
        "one label with one of K classes",
        4,
        values=LOSSES,
        mistakes=dict.fromkeys((*BERNOULLI_SUMS, BERNOULLI_SUM_OF_PARAMETER), INDEPENDENT_LABELS),
    ),
)


@pytest.mark.question("1.3", points=6, kind="derivation")
def grade_one_of_classes(settle_parts: SettleParts) -> None:
    """The cost of a label with one of K classes; that of K separate labels is another one."""
    notations = ("multinomial", "multinomial_examples", "multinomial_any_label")
    settle_parts(ONE_OF_CLASSES, INDEPENDENT_CLASSES, notations=notations)


# --- 1.4 Real-valued targets --------------------------------------------------------------------

WRONG_SIGN = Mistake("sign", "the sign of the derivative is wrong")
INNER_LOST = Mistake("sign", "the inner derivative of 1 - a is lost")
OUTPUT = r"^(?:a|\\sigma\(z\))$"
CONVEX = (
    r"convex|entropy|KL|Kullback|Gibbs|changes? (?:its )?sign|negative for|decreas\w+ .*increas"
)

REAL_TARGETS = (
    Part(
        "the derivative",
        2,
        values=(costs.SLOPE_BY_OUTPUT, costs.SLOPE_BY_LOGIT, "a-y"),
        mistakes={
            r"\frac{y}{a}-\frac{1-y}{1-a}": WRONG_SIGN,
            r"-\frac{y}{a}-\frac{1-y}{1-a}": INNER_LOST,
            r"y-\sigma(z)": WRONG_SIGN,
        },
    ),
    Part("the stationary point", 2, values=("y",), heads=OUTPUT),
    Part(
        "why it is a minimum",
        2,
        values=(costs.CURVATURE_BY_OUTPUT, costs.CURVATURE_BY_LOGIT, "a(1-a)"),
        words=CONVEX,
    ),
)


@pytest.mark.question("1.4", points=6, kind="derivation")
def grade_real_targets(settle_parts: SettleParts) -> None:
    """Where the cost of a target between 0 and 1 is smallest, and why."""
    settle_parts(REAL_TARGETS)


# --- 1.5 The softmax with growing scale ---------------------------------------------------------

LIMIT = r"\\lim.*a_(?:j|i|m|k)"
ARROW = r"a_\w(?:\^L)?(?:\\to|\\rightarrow|→|->)"
ALL_INPUTS = Mistake("swapped", "all inputs are counted, not those tied for the maximum")
SMALLER_COUNTED = Mistake(
    "wrong_function", "the exponentials of smaller inputs are said to tend to one"
)

GROWING_SCALE = (
    Part("the softmax rewritten", 2, values=costs.SCALED_SOFTMAX_CHAIN, form=r"\^\(?-|z_.*-.*z_"),
    Part("the limit of an input that is not maximal", 1, ("0",), LIMIT, words=rf"{ARROW}0"),
    Part(
        "the limit of the maximal input",
        1,
        ("1", costs.SOFTMAX_LIMITS["m tied"]),
        LIMIT,
        words=rf"{ARROW}(?:1|\\frac1m)",
        mistakes={r"\frac{1}{n}": ALL_INPUTS},
    ),
    Part(
        "ties",
        1,
        (costs.SOFTMAX_LIMITS["m tied"],),
        LIMIT,
        words=rf"{ARROW}\\frac1m",
        mistakes={r"\frac{1}{n}": ALL_INPUTS},
    ),
    Part(
        "the sum of the other terms",
        0,
        ("0", costs.SUM_LIMIT),
        r"\\lim.*\\sum",
        mistakes={"n-1": SMALLER_COUNTED},
    ),
    Part("why it is soft", 1),
)


@pytest.mark.question("1.5", points=6, kind="derivation")
def grade_growing_scale(settle_parts: SettleParts) -> None:
    """The limits of the softmax as its scale grows; a person reads why it is called soft."""
    settle_parts(GROWING_SCALE)


# --- 1.6 The output error -----------------------------------------------------------------------

BY_LOGIT = r"\\delta_j|\\frac(?:\\partial|\\delta|d)C(?:\\partial|\\delta|d)z"
CHAIN_RULE = (
    r"\\frac(?:\\partial|\\delta|d)C(?:\\partial|\\delta|d)a\S{0,12}"
    r"\\frac(?:\\partial|\\delta|d)a\S{0,12}(?:\\partial|\\delta|d)z"
)
WRONG_ERROR = Mistake("sign", "the sign of the output error is wrong")
WRONG_INDEX = Mistake("swapped", "the exponent of the other class carries the wrong index")
WRONG_CASE_SIGN = Mistake("sign", "the sign of the derivative of the other class is wrong")
TRUE_CLASS = r"j\s*=\s*(?:t|y|\\tilde\{y\}|c)\b|true class|correctly identified,"
OTHER_CLASS = r"j\s*(?:\\neq?|≠|!=)|other class|not correctly identified"

CONCLUSION = Part(
    "the conclusion",
    2,
    values=(costs.OUTPUT_ERROR,),
    form=r"^(?=.*y_)(?=.*-)",
    last=True,
    mistakes={"y_j-a_j": WRONG_ERROR},
)
BY_CASES = (
    Part("the chain rule", 2, words=CHAIN_RULE),
    Part("the true class", 2, ("a_j-1",), case=TRUE_CLASS, mistakes={"1-a_j": WRONG_ERROR}),
    Part(
        "another class",
        2,
        ("a_j",),
        case=OTHER_CLASS,
        mistakes={"a_t": WRONG_INDEX, "-a_j": WRONG_CASE_SIGN},
    ),
    CONCLUSION,
)
BY_JACOBIAN = (
    Part("the chain rule", 2, words=CHAIN_RULE + r"|\\sum_[ik]"),
    Part("the Jacobian, both cases in one", 4, (r"a_i(\delta_{ij}-a_j)", r"a_k([k=j]-a_j)")),
    CONCLUSION,
)
AT_ONCE = (
    Part("the cost by the logits", 2, (costs.LOG_LIKELIHOOD_COST,), form=r"e\^|\\exp"),
    Part("its derivative", 4, (costs.OUTPUT_ERROR,), form=r"e\^|\\exp|delta|\["),
    CONCLUSION,
)


WRONG_CASES = re.compile(r"(?:correctly|wrongly) (?:identified|classified)|misclassif", re.I)
CASES_REMARK = "the cases are the true class and the others, not right and wrong classifications"


@pytest.mark.question("1.6", points=8, kind="derivation")
def grade_output_error(answer: Answer, settle_parts: SettleParts) -> None:
    """The derivative of the log-likelihood cost by an input of the softmax."""
    settle_parts(
        BY_CASES,
        BY_JACOBIAN,
        AT_ONCE,
        cases=("output_error", "output_error_true_class", "output_error_other_class"),
        remarks=(CASES_REMARK,) if WRONG_CASES.search(answer.text) else (),
    )
