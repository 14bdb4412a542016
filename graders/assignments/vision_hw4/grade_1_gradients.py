"""Question 1.1: gradients of products of vectors and matrices, in the layout of the sheet."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import partial

import pytest

from graders.comparing.stated_shapes import with_stated_shape
from graders.grading.fixtures.types import JudgeFormula, Settle
from graders.model import Answer, Comparison, Mistake, Question, StatedShape
from graders.reading.quantities.stated_shapes import stated_shapes, without_stated_shapes
from graders.reading.words.choosing.layouts import Layout, passages_in
from solutions import matrix_gradients

WRONG_SIZE = Mistake("shape", "a sum runs to the wrong size")
TRANSPOSED = "this is the transpose of what the layout of the sheet asks for"


@dataclass(frozen=True)
class Gradient:
    """A right formula, what it is the derivative of, its shape; wrong ones, with what is wrong."""

    formula: str
    of: str
    shape: StatedShape
    transposed: str = ""
    mistakes: Mapping[str, Mistake] = field(default_factory=dict)


GRADIENTS: Mapping[str, Gradient] = {
    "1.1.1": Gradient(
        matrix_gradients.GRADIENT_OF_SQUARE,
        matrix_gradients.SQUARE,
        ("m", "1"),
        r"2\mathbf{x}^T",
        {
            r"\mathbf{x}": Mistake("factor", "a factor is missing"),
        },
    ),
    "1.1.2": Gradient(
        matrix_gradients.GRADIENT_OF_TRACE,
        matrix_gradients.TRACE,
        ("m", "n"),
        r"2\mathbf{A}^T",
        {
            r"2\mathbf{A}^T\mathbf{A}": Mistake("shape", "a product stands for the matrix itself"),
            r"\mathbf{A}": Mistake("factor", "a factor is missing"),
        },
    ),
    "1.1.3": Gradient(
        matrix_gradients.GRADIENT_OF_BILINEAR_FORM,
        matrix_gradients.BILINEAR_FORM,
        ("n", "1"),
        r"\mathbf{x}^T\mathbf{A}",
    ),
    "1.1.4": Gradient(
        matrix_gradients.DERIVATIVE_OF_PRODUCT,
        matrix_gradients.PRODUCT,
        ("n", "m"),
        transposed=r"\mathbf{A}",
    ),
}
RIGHT_SHAPE = frozenset({"factor", "sign"})  # mistakes that leave it
SHAPE_SHARE = Fraction(3, 10)  # the rest is for the expression
OTHER_LAYOUT = re.compile(r"numerator|jacobian layout", re.IGNORECASE)
ENTRY = re.compile(
    r"\$[^$=]*\\partial\s*z_\{?(?P<row>[a-z])\}?[^$=]*=[^$]*A_\{?\s*(?P=row)\s*,?\s*[a-z]\s*\}?\s*\$"
)
ONE_ENTRY = re.compile(r"A\[")  # as it is read
TRANSPOSED_ENTRY = re.compile(
    r"[)\]}|]\s*_\{?\s*(?P<row>[a-z])\s*,?\s*(?P<column>[a-z])\s*\}?\s*=[^$=]*"
    r"A\}?\s*_\{?\s*(?P=column)\s*,?\s*(?P=row)\s*\}?\s*(?:[$,.;]|$)"
)
TYPED_ENTRY = re.compile(r"(?<![A-Za-z\\])[Aa]_([a-z]{2})(?![A-Za-z])")
WRONG_LIMIT = re.compile(
    r"\\sum_\{?(?P<n>\w)=1\}?\^\{?m\}?\(?c_\w+\}?y_\{?(?P=n)"
    r"|\\sum_\{?(?P<m>\w)=1\}?\^\{?n\}?(?:A_\{?\w\w\}?)?x_\{?(?P=m)"
)


@pytest.mark.question("1.1.1", "1.1.2", "1.1.3", "1.1.4", points=0.5, kind="symbolic")
def grade_gradient(
    question: Question, answers: tuple[Answer, ...], judge_formula: JudgeFormula, settle: Settle
) -> None:
    """A gradient in the layout of the sheet: the shape of what it is taken by."""
    gradient = GRADIENTS[question.id]
    layout = any(OTHER_LAYOUT.search(in_layout_of_sheet(each.text)) for each in answers)
    known = {gradient.transposed: Mistake("layout" if layout else "transposed", TRANSPOSED)}
    plain = formula_alone if question.id == "1.1.4" else with_entries
    judge = partial(
        judge_formula,
        gradient.formula,
        mistakes={**known, **gradient.mistakes},
        beside=[gradient.of],
    )
    named = any(passages_in(each.text, Layout.NUMERATOR) for each in answers)
    others = judge(rewritten=lambda text: plain(in_other_layout(text))) if named else ()
    found = judge(rewritten=lambda text: plain(in_layout_of_sheet(text)))
    found = [*map(held_against, found, others)] if named else found
    told = (
        with_stated_shape(each, stated_shapes(answer.text), gradient.shape, 1 - SHAPE_SHARE)
        for each, answer in zip(found, answers, strict=True)
    )
    settle(*(remarked(each, answer) for each, answer in zip(told, answers, strict=True)))


def in_layout_of_sheet(text: str) -> str:
    """A text without what it says to be in the other layout, where it tells the two apart."""
    others = passages_in(text, Layout.NUMERATOR) if passages_in(text, Layout.DENOMINATOR) else ()
    for each in others:
        text = text.replace(each, " ")
    return text


def in_other_layout(text: str) -> str:
    """What a text says to be in the other layout."""
    return "\n\n".join(passages_in(text, Layout.NUMERATOR))


def held_against(found: Comparison, other: Comparison) -> Comparison:
    """A right formula is open where it is said to be in the other layout."""
    if found.equal and other.equal:
        return replace(found, equal=None, note="it is said to be in the other layout")
    return found


def with_entries(text: str) -> str:
    """The text without shapes, and with the entries of A that are typed.

    >>> with_entries("2 a_ij")
    '2 A_{ij}'
    """
    return TYPED_ENTRY.sub(r"A_{\1}", without_stated_shapes(text))


def formula_alone(text: str) -> str:
    """The text without shapes, and without entries that show no layout."""
    return without_entries(without_stated_shapes(text))


def without_entries(text: str) -> str:
    r"""The text without the entries of a derivative, which show no layout, where more stands there.

    >>> without_entries(r"$\partial z_j/\partial y_i = A_{ji}$, so it is $A^T$")
    ', so it is $A^T$'
    """
    rest = ENTRY.sub("", text)
    return rest if "$" in rest else text


def remarked(comparison: Comparison, answer: Answer) -> Comparison:
    """With a remark on the limits of sums; an entry alone does not show its layout."""
    if WRONG_LIMIT.search(re.sub(r"\s|\\mathbf|\\left|\\big", "", answer.text)):
        if comparison.equal is False:
            return replace(comparison, mistake=comparison.mistake or WRONG_SIZE)
        return replace(comparison, remarks=(*comparison.remarks, WRONG_SIZE.words))
    if comparison.equal is False and comparison.mistake and comparison.mistake.code in RIGHT_SHAPE:
        return replace(comparison, credit=SHAPE_SHARE)
    is_entry = answer.question == "1.1.4" and ONE_ENTRY.match(comparison.read_as) is not None
    if is_entry and not TRANSPOSED_ENTRY.search(answer.text):
        return replace(comparison, equal=None, note="one entry is given, which shows no layout")
    return comparison
