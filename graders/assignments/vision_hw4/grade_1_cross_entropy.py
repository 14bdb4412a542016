"""Question 1.2: cross-entropy, from the likelihood of a label."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import pytest

from graders.grading.fixtures.types import JudgeFormula, Review, Settle
from graders.model import Answer, Comparison, Mistake, Question
from graders.reading.calculus.branches import in_cases
from graders.reading.calculus.probability.values_of_labels import (
    labels_exchanged,
    labels_with_values,
    without_check,
)
from graders.reading.words.claims.meanings import Meanings
from graders.reading.words.claims.properties import Truth
from solutions import cross_entropy

ONE_LABEL = "this is right for one of the two labels only"
LIKELIHOOD_WORDS = {
    "exponents swapped": Mistake("swapped", "the exponents are swapped"),
    "right for the label 1 only": Mistake("missing_term", ONE_LABEL),
    "right for the label 0 only": Mistake("missing_term", ONE_LABEL),
    "right for the label 1 only, as a power": Mistake("missing_term", ONE_LABEL),
    "right for the label 0 only, as a power": Mistake("missing_term", ONE_LABEL),
}
LOG_WORDS = {
    "logarithm of a sum split": Mistake("wrong_function", "the logarithm of a sum is split"),
    "logarithm of a difference split": Mistake(
        "wrong_function", "the logarithm of a difference is split"
    ),
    "minus sign too early": Mistake("sign", "the minus sign belongs to the loss, not here"),
}
LOSS_WORDS = {
    "sign on the first term only": Mistake(
        "wrong_function", "the sign of one term only is changed"
    ),
    "sign on the second term only": Mistake(
        "wrong_function", "the sign of one term only is changed"
    ),
}
SPLIT_SUM = re.compile(r"\\(?:log|ln)\(?y(?:\\cdot)?\\haty\)?\+\\(?:log|ln)[(\[]*1-y")
EXPRESSION_SHARE = Fraction(3, 4)  # the rest is for the reason
HALF = Fraction(1, 2)
OF_EXTREMES = re.compile(r"\((?:max|min)\b[^()=]*=[^()]*\)")  # a remark, "(max LL = min -LL)"
NO_REASON = "the expression is right; its reason is left to mark"
CASES = "the formula is that of one label, and others may be given for the other one"
ONE_CASE = re.compile(r"y\s*=\s*\$?\s*[01]\b|\bp\s*\(\s*[01]\s*(?:\||\\mid)")
LABEL = re.compile(r"\by\b")
OF_BOTH = re.compile(  # labels at once, as an exponent, a factor or a term
    r"\^|ʸ|\(\s*1\s*[-−]\s*y|(?<![A-Za-z{|,(])y\}?\s*(?:\\cdot|\\times|[·*(]|\\hat|ŷ|\\?log|\\?ln)"
    r"|[\w)}|]\s*[-−+]\s*y\b(?!\s*=)|\|\s*y\s*[-−+]"
)
BOTH_LABELS = tuple(
    re.compile(rf"y\s*=\s*{label}|\bp\s*\(\s*{label}\s*(?:\||\\mid)") for label in (1, 0)
)
FACTORS = re.compile(
    r"\b(?:factor|term|summand|exponent|power|vanish|drop|disappear|cancel|select|switch)"
)
EXCHANGED = "the expression is right; its reason gives each label the value of the other one"
EXTREMES = Truth(
    {
        "loss": (
            r"\bL\b",
            r"\bloss",
            r"\bcost",
            r"\bobjective",
            r"\bnegative (?:of|log)",
            r"\bits negative",
            r"\bminus (?:it|this|that|(?:the |its )?(?:log|likelihood|p\b))",
            r"[-−–]\s*(?:\\?log|\\?ln)\s*p\b",
        ),
        "likelihood": (
            r"(?:log[- ]?)?likelihood",
            r"probabilit",
            r"\blog\s*p\b",
            r"\bp\(y",
            r"\(?\bii\b",
        ),
    },
    {"loss": {"smallest"}, "likelihood": {"largest"}},
)
LETTERS = Meanings(
    {"y": "label", r"\\hat\s*y|ŷ|yhat|y_hat": "prediction"},
    {
        "label": (r"\b(?:labels?|targets?|true|ground truth)\b",),
        "prediction": (r"\b(?:predict\w+|estimate\w*|outputs?)\b",),
    },
)
NO_THING = re.compile(
    r"\b(?:(?:max|min)imi[sz]ation|an? (?:max|min)imum)\b(?! of)"
    r"|\bmaximi[sz](?:e|ing) (?:in to|into|becomes) minimi[sz](?:e|ing)\b"
    r"|\bfrom maximi[sz](?:e|ing) to minimi[sz](?:e|ing)\b"
    r"|\b(?:maximi[sz](?:e|ing)|maximum of)"
    r" (?:(?:an?|any|some) (?:function|quantity|expression)|something|anything|\$?[fgxz]\b)"
    r"(?=[^.;]*\bminim\w+ (?:of |the |its |\$)*(?:negat|minus|opposite|[-−–]))",
    re.IGNORECASE,
)  # a kind of problem, or a rule for all functions
AIMS_EXCHANGED = re.compile(
    r"\bminimi[sz](?:e|ing|ation)(?: problem)? (?:in ?to|into|to|becomes) (?:an? |the )?"
    r"maximi[sz](?:e|ing|ation)\b(?! of)",
    re.IGNORECASE,
)
OTHER_EXTREME = "the expression is right; its reason seems to maximise the loss"
LARGE = r"\bmax|\blarge|\bhigh|\bbig|\bup\b|increas|ascen"
SMALL = r"\bmin(?!us)|\bsmall|\blow|\bdown\b|decreas|descen"
REASON_FOR_SIGN = (  # a word for the sign or for what is largest, and one for what the sign is for
    re.compile(
        rf"negat|minus|-\s*1\b|opposite|flip|turn|revers|chang\w+ (?:the |its )?sign|{LARGE}"
        r"|[-−–]\s*(?:log[- ]?lik|ll\b)"
    ),
    re.compile(rf"{SMALL}|{LARGE}|negative (?:of )?(?:the )?(?:\\?log|likelihood|\(?ii\b)|\bnll\b"),
)


def known(module_mistakes: Mapping[str, str], words: Mapping[str, Mistake]) -> dict[str, Mistake]:
    """The wrong formulas of a solution, each with what a student is told."""
    return {formula: words[name] for name, formula in module_mistakes.items()}


def by_label(text: str) -> str:
    r"""A passage that gives a value for each label, and no formula of both, as one of cases.

    >>> by_label("$L = -a$ for $y = 1$, $-b$ for $y = 0$")
    '$$\\begin{cases}-a&y=1\\\\-b&y=0\\end{cases}$$'
    >>> by_label("$a^y b^{1-y}$, which is a for y = 1 and b for y = 0")
    '$a^y b^{1-y}$, which is a for y = 1 and b for y = 0'
    """
    if OF_BOTH.search(text):
        checked = without_check(text)
        return checked if OF_BOTH.search(checked) else text
    return in_cases(text, by_value=True)


@pytest.mark.question("1.2.i", points=2, kind="symbolic")
def grade_likelihood(
    question: Question,
    answers: tuple[Answer, ...],
    judge_formula: JudgeFormula,
    settle: Settle,
    review: Review,
) -> None:
    """The probability of a label, with a reason: what it is for either label."""
    found = judge_formula(
        cross_entropy.LIKELIHOOD,
        others=[cross_entropy.LIKELIHOOD_OF_SAMPLES],
        mistakes=known(cross_entropy.MISTAKES[cross_entropy.LIKELIHOOD], LIKELIHOOD_WORDS),
        rewritten=by_label,
    )
    found = [in_case(each, answer) for each, answer in zip(found, answers, strict=True)]
    leave_reason(found, question, answers, BOTH_LABELS, review)
    if all(each.equal for each in found) and not any(map(tells_why, answers)):
        review(NO_REASON, points=EXPRESSION_SHARE * question.points)
    if all(each.equal for each in found) and any(labels_exchanged(each.text) for each in answers):
        review(EXCHANGED, points=EXPRESSION_SHARE * question.points)
    settle(*map(open_if_misnamed, found, answers))


def tells_why(answer: Answer) -> bool:
    """Whether a reason gives each label a value, or says which factor is left of the product."""
    is_of_factors = FACTORS.search(answer.text.casefold()) is not None
    return is_of_factors or labels_with_values(answer.text) == {"0", "1"}


def in_case(comparison: Comparison, answer: Answer) -> Comparison:
    """A wrong formula that is of one label, and said to be so, is left to a person."""
    names_label = LABEL.search(comparison.read_as.replace(r"hat y", ""))
    if comparison.equal is False and not names_label and ONE_CASE.search(answer.text.casefold()):
        return replace(comparison, equal=None, mistake=None, note=CASES, credit=Fraction(0))
    return comparison


@pytest.mark.question("1.2.ii", points=2, kind="symbolic")
def grade_log_likelihood(
    answers: tuple[Answer, ...], judge_formula: JudgeFormula, settle: Settle
) -> None:
    """The logarithm of the probability of a label."""
    found = judge_formula(
        cross_entropy.LOG_LIKELIHOOD,
        others=[cross_entropy.LOG_LIKELIHOOD_OF_SAMPLES],
        mistakes=known(cross_entropy.MISTAKES[cross_entropy.LOG_LIKELIHOOD], LOG_WORDS),
        rewritten=by_label,
        follows={"1.2.i": ("P", r"\log P")},
    )
    told = [(in_case(each, answer), answer) for each, answer in zip(found, answers, strict=True)]
    settle(*(open_if_misnamed(with_split_sum(*each), each[1]) for each in told))


def open_if_misnamed(comparison: Comparison, answer: Answer) -> Comparison:
    """A right formula is left to a person where a letter is said to be the other one."""
    said = LETTERS.denied(answer.text) if comparison.equal else ""
    return comparison.left_open(f"it says: {said}") if said else comparison


def with_split_sum(comparison: Comparison, answer: Answer) -> Comparison:
    """With the mistake that no value shows: one of its logarithms is that of zero.

    Another base is a constant factor, which costs half.
    """
    squeezed = re.sub(r"\s|\\left|\\right|[{}]", "", answer.text)
    if comparison.equal is False and SPLIT_SUM.search(squeezed):
        return replace(comparison, mistake=LOG_WORDS["logarithm of a sum split"])
    if comparison.mistake and comparison.mistake.code == "log_base":
        return replace(comparison, credit=HALF)
    return comparison


@pytest.mark.question("1.2.iii", points=2, kind="symbolic")
def grade_loss(
    question: Question,
    answers: tuple[Answer, ...],
    judge_formula: JudgeFormula,
    settle: Settle,
    review: Review,
) -> None:
    """The loss of a label, to be minimised, with the reason for its sign."""
    found = judge_formula(
        cross_entropy.LOSS,
        others=[cross_entropy.LOSS_OF_SAMPLES, cross_entropy.MEAN_LOSS],
        mistakes=known(cross_entropy.MISTAKES[cross_entropy.LOSS], LOSS_WORDS),
        rewritten=lambda text: by_label(OF_EXTREMES.sub("", text)),
        follows={"1.2.ii": ("P", "-P")},
    )
    leave_reason(found, question, answers, REASON_FOR_SIGN, review)
    if all(each.equal for each in found) and any(map(is_maximised, answers)):
        review(OTHER_EXTREME, points=EXPRESSION_SHARE * question.points)
    settle(*map(open_if_misnamed, map(with_reason, found, answers), answers))


def is_maximised(answer: Answer) -> bool:
    """Whether words make the loss largest, the likelihood smallest, or exchange the two aims."""
    is_exchanged = AIMS_EXCHANGED.search(answer.text) is not None
    return is_exchanged or EXTREMES.denied(NO_THING.sub(" ", answer.text)) != ""


def with_reason(found: Comparison, answer: Answer) -> Comparison:
    """A slip in the signs does not cost the reason for the sign."""
    is_slip = found.equal is False and found.mistake in LOSS_WORDS.values()
    is_told = all(sign.search(answer.text.casefold()) for sign in REASON_FOR_SIGN)
    return replace(found, credit=1 - EXPRESSION_SHARE) if is_slip and is_told else found


def leave_reason(
    found: Sequence[Comparison],
    question: Question,
    answers: Sequence[Answer],
    signs: Iterable[re.Pattern[str]],
    review: Review,
) -> None:
    """Leaves a right expression to a person where nothing tells of its reason."""
    text = "\n".join(each.text for each in answers).casefold()
    if all(each.equal for each in found) and not all(sign.search(text) for sign in signs):
        review(NO_REASON, points=EXPRESSION_SHARE * question.points)
