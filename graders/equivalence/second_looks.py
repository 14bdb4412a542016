r"""Second looks at a wrong answer: what settles or opens it, or nothing.

Its shapes may mean others, its names be given values, its sigma be the softmax.
"""

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from fractions import Fraction

from graders.equivalence.ambiguous import is_ambiguous, unless_read_otherwise
from graders.equivalence.beside import is_struck
from graders.equivalence.read_answer import ReadAnswer
from graders.errors import Unreadable
from graders.expression import (
    Call,
    Expression,
    Number,
    children,
    functions_in,
    substitute,
    to_text,
    with_children,
)
from graders.model import Comparison
from graders.reading.mathematics.names.functions import is_function
from graders.reading.mathematics.names.own_names import is_name
from graders.reading.mathematics.names.slices import with_columns_of_ones, with_upright_rows
from graders.reading.mathematics.statements.chain import Statement
from graders.reading.mathematics.statements.mentions import without_square
from graders.reading.mathematics.statements.value import is_bounded, value_of, values_led_from
from graders.reading.mathematics.words.explanations import given_values

_TWO = Number(Fraction(2))
_MOST_BESIDE = 8  # formulas beside an answer
_SIDE_BY_SIDE = re.compile(r"[^$\s]\$\s+\$(?!\s*[-+=<>*/])[^$\s]")  # and none goes on
STRUCK = "a part of it is struck out"


def _look_at_given_values(answer: ReadAnswer, found: Comparison) -> Comparison | None:
    """Right with the values that are given for its names; open if these mean something else."""
    given = given_values(answer.writing, answer.statement)
    if not given:
        return None
    meant = answer.judged(substitute(answer.value, given))
    if meant.equal:
        return meant
    words = f"{', '.join(sorted(given))} may mean something else here"
    return found.left_open(words) if found.method == "shapes" else None


def _look_at_other_shapes(answer: ReadAnswer, found: Comparison) -> Comparison | None:
    """Right with the rows of its matrices, or ones, as columns, where its shapes do not fit."""
    if found.method != "shapes":
        return None
    others = (change(answer.value) for change in (with_upright_rows, with_columns_of_ones))
    verdicts = (answer.judged(each) for each in others if each != answer.value)
    return next((each for each in verdicts if each.equal), None)


def _with_softmax(expression: Expression) -> Expression:
    """The expression with the softmax for each sigma whose entries are taken."""
    parts = tuple(map(_with_softmax, children(expression)))
    match with_children(expression, parts):
        case Call("at", (Call("sigmoid", inner, span), *places), whole):
            return Call("at", (Call("softmax", inner, span), *places), whole)
        case other:
            return other


def _look_at_softmax(answer: ReadAnswer, found: Comparison) -> Comparison | None:
    r"""Right if words say that its sigma is the softmax; open if it may be: `\sigma(z)_k`."""
    if "sigmoid" not in functions_in(answer.value):
        return None
    soft = _with_softmax(answer.value)
    meant = answer.judged(soft) if soft != answer.value else found
    if not meant.equal:
        return None
    is_said = "softmax" in answer.text.lower()
    return meant if is_said else found.left_open("sigma may be the softmax")


def open_by_words(answer: ReadAnswer, found: Comparison) -> Comparison | None:
    words = answer.words_beside
    return found.left_open(f"words beside it may change it: {words}") if words else None


def _open_if_function_is_given(answer: ReadAnswer, found: Comparison) -> Comparison | None:
    """Open if a function in it is said to be something, and not read so."""
    used = {token.text for token in answer.statement.members[-1].tokens}
    for other in answer.writing.statements:
        head = other.members[0].tokens
        is_said = other is not answer.statement and other.has_relation and not is_name(head)
        if is_said and head[0].text in used and is_function(head[0]):
            return found.left_open(f"{head[0].text} may be something else here")
    return None


def _open_if_bounded(answer: ReadAnswer, found: Comparison) -> Comparison | None:
    return found.left_open("a bound stands behind it") if is_bounded(answer.statement) else None


def _open_if_set_to_zero(answer: ReadAnswer, found: Comparison) -> Comparison | None:
    """Open if what is set to zero is right: `2(x - 1) = 0`."""
    *before, last = answer.statement.members
    if not before or last.relation != "=" or [each.text for each in last.tokens] != ["0"]:
        return None
    return _open_if_right(answer, answer.statement._replace(members=tuple(before)), found)


def _open_if_right_beside(answer: ReadAnswer, found: Comparison) -> Comparison | None:
    """Open if a bare formula that words set beside it is right."""
    writing = answer.writing
    bare = [each for each in writing.statements[:_MOST_BESIDE] if not each.has_relation]
    others = (each for each in bare if each is not answer.statement)
    looks = (_open_if_right(answer, each, found) for each in others if writing.has_words)
    return next(filter(None, looks), None)


def _open_if_right(answer: ReadAnswer, other: Statement, found: Comparison) -> Comparison | None:
    with suppress(Unreadable):
        value = value_of(answer.writing, other)
        if answer.judged(value).equal:
            return found.left_open(f"it would be right if {to_text(value)} is the answer")
    return None


def _open_if_of_square(answer: ReadAnswer, found: Comparison) -> Comparison | None:
    r"""Open if it would be right of the square of what it is said of, or the root: `\sigma^2`."""
    head = answer.statement.members[0].tokens if answer.statement.has_relation else ()
    is_square = is_name(head) and len(without_square(head)) < len(head)
    if not is_square and [token.text for token in head[:1]] != [r"\sigma"]:
        return None
    other = Call("sqrt", (answer.value,)) if is_square else Call("^", (answer.value, _TWO))
    if not answer.judged(other).equal:
        return None
    return found.left_open("it is said of a square" if is_square else "it is said of a root")


def _open_if_side_by_side(answer: ReadAnswer, found: Comparison) -> Comparison | None:
    """Open if delimited formulas stand one behind the other, and nothing joins them."""
    apart = _SIDE_BY_SIDE.search(answer.text)
    return found.left_open("several formulas stand side by side") if apart else None


def _open_if_struck(answer: ReadAnswer, found: Comparison) -> Comparison | None:
    return found.left_open(STRUCK) if is_struck(answer.text) else None


def _open_if_concluded(answer: ReadAnswer, found: Comparison) -> Comparison | None:
    """Open if words alone tell which of several formulas is the answer."""
    others = [each for each in answer.writing.statements if not each.lead]
    told_by_words = answer.statement.concludes and not answer.statement.has_relation
    return found.left_open("several formulas stand there") if told_by_words and others[1:] else None


def _open_if_made_of_right(answer: ReadAnswer, found: Comparison) -> Comparison | None:
    """Open if a quantity from which the answer is made is right."""
    for value in values_led_from(answer.writing, answer.statement):
        if answer.judged(value).equal:
            return found.left_open(f"it would be right if {to_text(value)} is the answer")
    return None


def _look_at_other_readings(answer: ReadAnswer, found: Comparison) -> Comparison | None:
    if not (answer.writing.doubts and is_ambiguous(answer.text)):
        return None
    return unless_read_otherwise(
        answer.setting, answer.target, answer.text, answer.writing, found, answer.options
    )


SECOND_LOOKS: Sequence[Callable[[ReadAnswer, Comparison], Comparison | None]] = (
    _look_at_given_values,
    _look_at_other_shapes,
    _look_at_softmax,
    _open_if_function_is_given,
    open_by_words,
    _open_if_bounded,
    _open_if_set_to_zero,
    _open_if_right_beside,
    _open_if_of_square,
    _open_if_side_by_side,
    _open_if_struck,
    _open_if_concluded,
    _open_if_made_of_right,
    _look_at_other_readings,
)
