"""Question 1: gradients by hand, cross-entropy from a likelihood, and overfitting."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

import pytest

from graders.model import Answer, Comparison, Mistake, Question
from graders.reading.choices import has_loose_denial, read_choice
from solutions import cross_entropy, matrix_gradients
from solutions.overfitting import CHOICES

Settle = Callable[..., None]
Judge = Callable[..., list[Comparison]]
Review = Callable[..., None]

# --- 1.1: gradients of products -----------------------------------------------------------------

TRANSPOSED = "this is the transpose of what the layout of the sheet asks for"


@dataclass(frozen=True)
class Gradient:
    """A right formula, its entries as another one, and wrong formulas with what is wrong."""

    formula: str
    entry: str = ""
    transposed: str = ""
    mistakes: Mapping[str, Mistake] = field(default_factory=dict)


GRADIENTS: Mapping[str, Gradient] = {
    "1.1.1": Gradient(
        matrix_gradients.GRADIENT_OF_SQUARE,
        matrix_gradients.GRADIENT_OF_SQUARE_ENTRY,
        r"2\mathbf{x}^T",
        {
            r"\mathbf{x}": Mistake("factor", "a factor is missing"),
            "x_i": Mistake("factor", "a factor is missing"),
        },
    ),
    "1.1.2": Gradient(
        matrix_gradients.GRADIENT_OF_TRACE,
        matrix_gradients.GRADIENT_OF_TRACE_ENTRY,
        r"2\mathbf{A}^T",
        {
            r"2\mathbf{A}^T\mathbf{A}": Mistake("shape", "a product stands for the matrix itself"),
            r"\mathbf{A}": Mistake("factor", "a factor is missing"),
            "A_{ij}": Mistake("factor", "a factor is missing"),
        },
    ),
    "1.1.3": Gradient(
        matrix_gradients.GRADIENT_OF_BILINEAR_FORM,
        matrix_gradients.GRADIENT_OF_BILINEAR_FORM_ENTRY,
        r"\mathbf{x}^T\mathbf{A}",
    ),
    "1.1.4": Gradient(matrix_gradients.DERIVATIVE_OF_PRODUCT, transposed=r"\mathbf{A}"),
}
RIGHT_SHAPE = frozenset({"factor", "sign"})  # mistakes that leave it
SHAPE_SHARE = Fraction(3, 10)  # the rest is for the expression
OTHER_LAYOUT = re.compile(r"numerator|jacobian layout", re.IGNORECASE)
ONE_ENTRY = re.compile(r"A\[")  # as it is read
WRONG_LIMIT = re.compile(r"\\sum_\{?\w=1\}?\^\{?m\}?\(?c_\w+\}?y_|\\sum_\{?\w=1\}?\^\{?n\}?x_")


@pytest.mark.question("1.1.1", "1.1.2", "1.1.3", "1.1.4", points=0.5, kind="symbolic")
def grade_gradient(
    question: Question, answers: tuple[Answer, ...], judge_formula: Judge, settle: Settle
) -> None:
    """A gradient in the layout of the sheet: the shape of what it is taken by."""
    gradient = GRADIENTS[question.id]
    layout = any(OTHER_LAYOUT.search(each.text) for each in answers)
    known = {gradient.transposed: Mistake("layout" if layout else "transposed", TRANSPOSED)}
    found = judge_formula(
        gradient.formula,
        others=[gradient.entry] if gradient.entry else [],
        mistakes={**known, **gradient.mistakes},
    )
    settle(*(remarked(each, answer) for each, answer in zip(found, answers, strict=True)))


def remarked(comparison: Comparison, answer: Answer) -> Comparison:
    """With a remark on the limits of sums; an entry alone does not show its layout."""
    if WRONG_LIMIT.search(re.sub(r"\s|\\mathbf|\\left|\\big", "", answer.text)):
        words = "a sum on the way runs to the wrong size"
        return replace(comparison, remarks=(*comparison.remarks, words))
    if comparison.equal is False and comparison.mistake and comparison.mistake.code in RIGHT_SHAPE:
        return replace(comparison, credit=SHAPE_SHARE)
    entry = ONE_ENTRY.match(comparison.read_as) is not None
    if comparison.equal is False and answer.question == "1.1.4" and entry:
        return replace(comparison, equal=None, note="one entry is given, which shows no layout")
    return comparison


# --- 1.2: cross-entropy -------------------------------------------------------------------------

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
NO_REASON = "the expression is right; its reason is left to mark"
CASES = "the formula is that of one label, and others may be given for the other one"
ONE_CASE = re.compile(r"y\s*=\s*\$?\s*[01]\b|\bp\s*\(\s*[01]\s*(?:\||\\mid)")
LABEL = re.compile(r"\by\b")
BOTH_LABELS = (re.compile(r"y\s*=\s*1"), re.compile(r"y\s*=\s*0"))
REASON_FOR_SIGN = (re.compile(r"negat|minus|-\s*1\b|maximi[sz]|opposite|flip|largest|highest"),)


def known(module_mistakes: Mapping[str, str], words: Mapping[str, Mistake]) -> dict[str, Mistake]:
    """The wrong formulas of a solution, each with what a student is told."""
    return {formula: words[name] for name, formula in module_mistakes.items()}


@pytest.mark.question("1.2.i", points=2, kind="symbolic")
def grade_likelihood(
    question: Question,
    answers: tuple[Answer, ...],
    judge_formula: Judge,
    settle: Settle,
    review: Review,
) -> None:
    """The probability of a label, with a reason: what it is for either label."""
    found = judge_formula(
        cross_entropy.LIKELIHOOD,
        others=[cross_entropy.LIKELIHOOD_OF_SAMPLES],
        mistakes=known(cross_entropy.MISTAKES[cross_entropy.LIKELIHOOD], LIKELIHOOD_WORDS),
    )
    found = [in_case(each, answer) for each, answer in zip(found, answers, strict=True)]
    leave_reason(found, question, answers, BOTH_LABELS, review)
    settle(*found)


def in_case(comparison: Comparison, answer: Answer) -> Comparison:
    """A wrong formula that is of one label, and said to be so, is left to a person."""
    names_label = LABEL.search(comparison.read_as.replace(r"hat y", ""))
    if comparison.equal is False and not names_label and ONE_CASE.search(answer.text.casefold()):
        return replace(comparison, equal=None, mistake=None, note=CASES, credit=Fraction(0))
    return comparison


@pytest.mark.question("1.2.ii", points=2, kind="symbolic")
def grade_log_likelihood(answers: tuple[Answer, ...], judge_formula: Judge, settle: Settle) -> None:
    """The logarithm of the probability of a label."""
    found = judge_formula(
        cross_entropy.LOG_LIKELIHOOD,
        others=[cross_entropy.LOG_LIKELIHOOD_OF_SAMPLES],
        mistakes=known(cross_entropy.MISTAKES[cross_entropy.LOG_LIKELIHOOD], LOG_WORDS),
        follows={"1.2.i": ("P", r"\log P")},
    )
    told = zip(found, answers, strict=True)
    settle(*(with_split_sum(in_case(each, answer), answer) for each, answer in told))


def with_split_sum(comparison: Comparison, answer: Answer) -> Comparison:
    """With the mistake that no value shows: one of its logarithms is that of zero."""
    squeezed = re.sub(r"\s|\\left|\\right|[{}]", "", answer.text)
    if comparison.equal is False and SPLIT_SUM.search(squeezed):
        return replace(comparison, mistake=LOG_WORDS["logarithm of a sum split"])
    return comparison


@pytest.mark.question("1.2.iii", points=2, kind="symbolic")
def grade_loss(
    question: Question,
    answers: tuple[Answer, ...],
    judge_formula: Judge,
    settle: Settle,
    review: Review,
) -> None:
    """The loss of a label, to be minimised, with the reason for its sign."""
    found = judge_formula(
        cross_entropy.LOSS,
        others=[cross_entropy.LOSS_OF_SAMPLES, cross_entropy.MEAN_LOSS],
        mistakes=known(cross_entropy.MISTAKES[cross_entropy.LOSS], LOSS_WORDS),
        follows={"1.2.ii": ("P", "-P")},
    )
    leave_reason(found, question, answers, REASON_FOR_SIGN, review)
    settle(*found)


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


# --- 1.3: overfitting ---------------------------------------------------------------------------

CHOICE_SHARE = Fraction(1, 2)  # the rest is for the reason
OPTIONS: Mapping[str, Sequence[str]] = {
    "improve": ("improve", "yes", "help", "beneficial"),
    "does not improve": (
        "not-improve", "wont-improve", "won-t-improve", "doesn-t-improve", "doesnt-improve",
        "cannot-improve", "wont-help", "won-t-help", "doesn-t-help", "no-improvement", "not-help",
        "may-hurt", "hurts", "no", "worse", "unlikely",
    ),
}  # fmt: skip
SUGGESTIONS: Mapping[str, str] = {
    "1.3.1": "more training data",
    "1.3.2": "L2 regularisation",
    "1.3.3": "larger model",
    "1.3.4": "selection on a validation split",
}
FALSE_REASONS: Mapping[str, tuple[re.Pattern[str], str]] = {
    "1.3.2": (
        re.compile(r"(?:rais|increas|improv|higher)\w*\s+(?:the\s+)?train\w*\s+accuracy"),
        "says that the training accuracy is raised",
    ),
    "1.3.4": (
        re.compile(r"train\w*\s+(?:also\s+)?on\s+(?:the\s+)?validation"),
        "seems to train on the validation data",
    ),
}
BENIGN = re.compile(r"over-?\s?param|double\s+descent|benign|interpolat")
MORE_PARAMETERS = Mistake("swapped", "more parameters do not help by themselves")
OTHER_CHOICE = Mistake("swapped", "the choice is the other one")
OF_TRAINING = re.compile(r"(?:improve|increase|help|raise)\w*\s+(?:\w+\s+)?train\w*[^.,;]*")
BELIEVED = re.compile(
    r"\bnot (?:(?:think|believe|expect)(?: that)?(?: (?:it|this))?(?: (?:will|would|can))?|really"
    r"|necessarily|always|actually|directly|generally|usually|significantly|likely(?: to)?)\s"
)
OTHERWISE = re.compile(r"\b(?:but|however|although|though|yet)\b")
OF_CHOICE = re.compile(
    r"\b(?:yes|no|not|does(?:n[’']t)?|will|may|can|it|improve[sd]?|help(?:s|ful)?)\b"
)
WORD = re.compile(r"\w{2,}")
FEWEST_WORDS = 2  # of a reason


@pytest.mark.question("1.3.1", "1.3.2", "1.3.3", "1.3.4", points=0.5, kind="choice")
def grade_suggestion(
    question: Question,
    answer: Answer,
    read_as: Callable[[str], None],
    settle: Settle,
    review: Review,
) -> None:
    """Whether a suggestion may help the test accuracy, with the reason."""
    text = answer.text.casefold()
    choice = choice_in(text)
    read_as(choice or "")
    if choice is None:
        settle(Comparison(None, "choice", note="no single choice can be read"))
    if choice != CHOICES[SUGGESTIONS[question.id]]:
        if BENIGN.search(text):
            review("the other choice, with over-parametrisation as its reason")
        mistake = MORE_PARAMETERS if question.id == "1.3.3" else OTHER_CHOICE
        settle(Comparison(False, "choice", mistake))
    if len(WORD.findall(OF_CHOICE.sub(" ", text))) < FEWEST_WORDS:
        reason = ("no reason is given",)
        settle(Comparison(False, "choice", remarks=reason, credit=CHOICE_SHARE))
        return
    note = "the choice is right; the reason is left to mark"
    sign, words = FALSE_REASONS.get(question.id, (None, ""))
    if sign is not None and sign.search(text):
        note = f"{note}; it {words}"
    review(note, points=CHOICE_SHARE * question.points)


def choice_in(text: str) -> str | None:
    """The choice that an answer begins with, or that it names anywhere.

    >>> choice_in("improve: less variance"), choice_in("it does not help, since it fits noise")
    ('improve', 'does not improve')
    >>> choice_in("it will improve training accuracy, but it does not help on the test set")
    'does not improve'
    >>> choice_in("no doubt this helps"), choice_in("there is no reason it would not help")
    (None, None)
    """
    words = re.sub(r"can(?:[’']t|not)\b", "can not", text)
    words = BELIEVED.sub("not ", re.sub(r"n[’']t\b", " not", words))
    words = OF_TRAINING.sub(" ", words)
    parts = re.split(r"[.:;,\n]", words)
    for part in (*parts[:2], words):
        choice = read_choice(part, OPTIONS)
        if choice is not None:
            turned = (OTHERWISE.search(each) and read_choice(each, OPTIONS) for each in parts)
            says_other = any(each and each != choice for each in turned)
            return None if says_other or has_loose_denial(part, OPTIONS) else choice
    return None
