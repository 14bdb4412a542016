"""Question 5: a one-layer network on a 4 x d input and its invariances, marked by their parts."""

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pytest

from graders.comparing.parts import Part, Said, Written, left_to_person
from graders.grading.fixtures.types import Review, SettleParts
from graders.model import Answer, Mistake
from graders.reading.quantities.equal_weights import (
    Pair,
    first_indices,
    index_at,
    is_restricted,
    pairs_in,
    row_pairs_in_words,
    without_typesetting,
)
from graders.reading.words.corrections import behind_correction
from solutions.invariance import ROWS, SCALED_ACTIVATION, mirror

# --- 5.1 The scaling property ---------------------------------------------------------------------

NO_CONDITION = Mistake("missing_condition", "it holds for positive constants only: say so")
OF_ONE_ARGUMENT = Mistake("factor", "the constant is taken out of one argument of the maximum only")
IS_INVARIANT = Mistake("factor", "the value is multiplied by the constant, it is not invariant")

POSITIVE = (
    r"(?<![A-Za-z])c\$?\s*(?:>|\\gt|\\geq?(?:slant)?|≥|>=)\s*\$?0(?![.\d])|0\s*(?:<|\\lt|\\leq?"
    r"|≤)\s*c\b"
    r"|c\s*(?:\\in|∈)\s*(?:\\mathbb\{?R\}?|R|ℝ)_?\^?\{?(?:_?\+|>0|>\s*0|\\geq?\s*0)"
    r"|c\\in\(0,\\infty\)"
    r"|(?:positive|non-?negative) (?:\w+ )?(?:\$?c\b|constants?|factors?|scalars?|numbers?"
    r"|multiples?|values?)"
    r"|\$?\bc\b\$? (?:is|be|being|must be|has to be|positive)(?: a)?(?: strictly)? ?(?:positive"
    r"|non-?negative)?"
    r"(?<=ive)|positive(?:ly)?[- ]homogen|(?:greater|larger|bigger) than (?:0|zero)|above zero"
)
FOR_ALL = (
    r"\b(?:all|any|every|each|arbitrary)(?: real| constants?| numbers?| scalars?| values? of)* ?"
    r"(?:\$?c\b\$?|constants?|reals?|scalars?|numbers?)"
    r"(?! ?\$?(?:>|\\g|≥|\\in|∈|greater|larger|positive|which|that|with|c\b|(?:is "
    r"|are )?(?:bigger|above)))"
    r"|negative (?:\$?c\$? |constants? )?(?:too|as well|also)|both signs of \$?c"
    r"|c\$?\s*(?:\\neq?|≠|!=)\s*0"
)
A_TRACE = r">|<|\\g[te]|\\l[te]|≥|≤|positiv|negativ|greater|larger|above|sign|\\in|∈"
INVARIANT = (
    r"(?:scale|scaling)[- ]invarian|\binvarian\w* (?:to|under|with respect to"
    r"|for) (?:\w+ )?(?:scal|multipl|positive|constant|c\b)"
)
REASON = (
    r"(?:factor|constant|c\$?|it) (?:\w+ ){0,3}?(?:be )?(?:pulled|taken|factor(?:s|ed)?|moved"
    r"|drawn|brought|comes?) ?(?:out|outside)"
    r"|(?:pull|take|factor|move|bring)(?:s|ing)? (?:out )?(?:the |a "
    r"|this )?(?:positive )?(?:factor |constant )?\$?c?\$? ?(?:out|outside|from|of)\b"
    r"|(?:keeps?|preserv\w+|(?:does not|doesn't|not|without) (?:chang|revers|turn)\w+|unchanged"
    r"|same)[^.]{0,40}\b(?:order|sign|comparison|larger|maximum|branch|side|case)\b"
    r"|\b(?:order|sign|branch|slope)\b[^.]{0,40}\b(?:kept|preserved|stays?|same|unchanged"
    r"|remains?|not change|does not)\b"
    r"|maximum of [^.]{0,40} is \$?c\$? times|both (?:arguments|sides|terms|branches|pieces"
    r"|parts|entries) [^.]{0,40}(?:multiplied|scale|linear|factor|\bc\b)"
    r"|piecewise[- ]linear|linear on (?:each|both)|both (?:branches|pieces"
    r"|arguments)[^.]{0,20} linear"
)
FUNCTION = re.compile(
    r"(?:\\(?:text|mathrm|operatorname|mathit)\s*\{\s*)?(?:L(?:eaky)?[-_ ]?ReLU"
    r"|lrelu)\b\s*\}?(?:_\{?\\rho\}?)?"
    r"\s*(?:\\left\s*)?\((?P<argument>(?:[^()]|\([^()]*\))*?)(?:\\right\s*)?\)"
    r"|(?<![A-Za-z\\])(?:f|g|h|\\phi|\\varphi|\\sigma)\((?P<of_letter>[cxz](?:[\s\\cdot*x]*)?)\)",
    re.IGNORECASE,
)
OF_CONSTANT = re.compile(
    r"(?P<open>\$)?(?(open)|(?:[,;]|\\q?quad|\\text\{[^{}]*\}|\\[,; ]|\s)*)(?<![A-Za-z\\])c\s*"
    r"(?P<relation>[<>]=?|\\[lg](?:eq?(?:slant)?|t)(?![a-z])|[≤≥])\s*0(?![.\d])\s*(?(open)\$"
    r"|(?P<sign>\$\$?))"
)
SCALED = r"^c(?:\\cdot|\\times|\*|\()?\\max"
HOMOGENEITY = (
    Part(
        "the identity",
        1,
        Written(
            (SCALED_ACTIVATION,),
            form=SCALED,
            heads=r"^\\max\(\(\\rho\)\((?:c|xc)",
            mistakes={r"\max(\rho x, x)": IS_INVARIANT, r"\max(\rho x, cx)": OF_ONE_ARGUMENT},
        ),
        Said(r"(?:LReLU|f)\(cx\) (?:is|equals) (?:\$?c\$? )?times", contrary=INVARIANT),
    ),
    Part(
        "its condition",
        1,
        said=Said(POSITIVE, mistakes={FOR_ALL: NO_CONDITION}, traces=A_TRACE),
        left_out=NO_CONDITION,
    ),
    Part(
        "the reason",
        1,
        Written((SCALED_ACTIVATION,), form=r"^\\max\((?!\(\\rho\)).*c.*,.*c", heads=SCALED),
        Said(REASON),
    ),
)
X_POSITIVE = r"(?<![A-Za-z])x\s*(?:>|\\geq?|≥)\s*0|positive \$?x\b"
X_NEGATIVE = r"(?<![A-Za-z])x\s*(?:<|\\leq?|≤)\s*0|negative \$?x\b"
BOTH_CASES = r"\n\s*\n|(?i:\b(?:both|together|so|thus|hence|therefore)\b)"


def parts_of(answer: Answer, *parts: Part) -> tuple[Part, ...]:
    """The parts of an answer; of one that takes itself back they are left to a person."""
    return left_to_person(parts) if behind_correction(answer.text) else parts


@pytest.mark.question("5.1", points=3, kind="derivation")
def grade_homogeneity(answer: Answer, settle_parts: SettleParts) -> None:
    """The scaling property of the activation, with its condition and its reason."""
    *others, reason = HOMOGENEITY
    if "max" not in answer.text:
        reason = replace(reason, written=Written())
    settle_parts(
        parts_of(answer, *others, reason),
        cases={X_POSITIVE: "scaled_positive", X_NEGATIVE: "scaled_negative", BOTH_CASES: ""},
        rewritten=of_activation,
    )


def of_activation(text: str) -> str:
    r"""A passage in which the activation is the maximum that it is.

    >>> of_activation(r"$\mathrm{LReLU}(cx) = c\,f(x)$")
    '$\\max((\\rho)(cx),(cx)) = c\\,\\max((\\rho)(x),(x))$'
    """

    def maximum(found: re.Match[str]) -> str:
        argument = found["argument"] or found["of_letter"]
        return rf"\max((\rho)({argument}),({argument}))"

    return OF_CONSTANT.sub(_in_words, FUNCTION.sub(maximum, text))


def _in_words(found: re.Match[str]) -> str:
    """A condition on the constant in words, so that no equation before it is taken for a case."""
    side = "negative" if "<" in found["relation"] or r"\l" in found["relation"] else "positive"
    return f"{found['sign'] or ''} {side} c "


# --- 5.2, 5.3 Weights that must be equal ----------------------------------------------------------

OFF_BY_ONE = Mistake("order", "the index of the column is off by one")
OTHER_COLUMNS = Mistake("swapped", "other columns are set equal")
OTHER_ROWS = Mistake("swapped", "other rows are set equal")
COLUMNS = 6  # of the matrix on which an equation is tried

HALF = Fraction(3, 2)
ANYTHING = r"\S"
SCORE = r"\sum_{i=1}^4\sum_{j=1}^d(W_{i,j}+W_{%s})X_{i,j}"
ENTRY = re.compile(r"(?P<name>[wX])_\{\s*(?P<row>[a-z\d](?:-[a-z])?)\s*,?\s*(?P<column>[^{},]+)\}")
SAME_SUM = (
    r"(?:sums?|terms?|products?|summands?|score|weights?|contribut\w+|adds?|multiplied)\b[^.]*"
    r"\b(?:same (?:sum|weights?|numbers?|terms?|products?|score|value|as before|coefficient)"
    r"|unchanged|(?:only|merely|just) (?:exchang|reorder|permut|swap|rearrang)\w*"
    r"|(?:exchang|swap|permut|reorder|rearrang)\w+ (?:equal|the same|terms|two equal))"
    r"|\b(?:only|merely|just) (?:exchang|swap|permut|reorder|rearrang)\w+[^.]*\b(?:terms?"
    r"|summands?|products?)\b"
    r"|\b(?:same|equal) (?:weights?|coefficients?|terms?|products?)[^.]*\b(?:sum"
    r"|score)\b[^.]*\b(?:same|unchanged|not change)"
)
PALINDROME = (
    r"\bmirror(?:ed|[- ]symmetr\w*| image)|palindrom|same (?:read )?(?:forwards?|from left)"
    r"|own (?:reversal|mirror)"
    r"|symmetric\w* (?:about|around|under|with respect to|in|along) (?:the |its "
    r"|their )*(?:reversal|cent|middle|vertical|order of)"
    r"|first[^.]{0,60}last[^.]{0,80}second[^.]{0,60}(?:second[- ]to[- ]last|penultimate"
    r"|next[- ]to[- ]last|last but one|second[- ]last)"
)


OF_WEIGHTS = re.compile(r"w_?[\[{(].*=|=.*w_?[\[{(]", re.IGNORECASE | re.DOTALL)


def judge_columns(plain: str) -> Mistake | bool | None:
    """Whether the equations pair each column with its mirror image, or the mistake in them."""
    pairs = [each for each in pairs_in(plain) if each.row == each.other_row]
    pairs = [each for each in pairs if each.column.isalpha()]
    off = {
        first: {shift for each in pairs for shift in shifts(each, first)}
        for first in first_indices(plain)
    }
    if not pairs or any(None in each for each in off.values()):
        return None
    if {0} in off.values():
        return True
    return OFF_BY_ONE if any(each in ({1}, {-1}) for each in off.values()) else OTHER_COLUMNS


def shifts(pair: Pair, first: int) -> set[int | None]:
    """How far beside the mirrored column the other one is, over all columns."""
    found: set[int | None] = set()
    for column in range(first, first + COLUMNS):
        seen = index_at(pair.other_column, {pair.column: column, "d": COLUMNS})
        found.add(None if seen is None else seen - mirror(column, COLUMNS, first=first))
    return found


def judge_rows(plain: str, in_words: str = "") -> Mistake | bool | None:
    """Whether each row is paired with its mirror image, or the mistake in what is said."""
    pairs = [each for each in pairs_in(plain) if each.column == each.other_column]
    counted = first_indices(plain)
    if not OF_WEIGHTS.search(plain):
        return set(row_pairs_in_words(in_words)) == {frozenset((1, 4)), frozenset((2, 3))} or None
    found = {first: {rows for each in pairs for rows in paired(each, first)} for first in counted}
    wanted = {
        first: {frozenset((row, mirror(row, ROWS, first=first))) for row in (first, first + 1)}
        for first in counted
    }
    if not any(found.values()) or any(frozenset() in each for each in found.values()):
        return None
    if any(found[first] == wanted[first] for first in counted):
        return True
    return None if any(found[first] < wanted[first] for first in counted) else OTHER_ROWS


def paired(pair: Pair, first: int) -> Iterator[frozenset[int]]:
    """The rows that an equation pairs, for each value of its index; none where it is not read."""
    rows = range(first, first + ROWS) if pair.row.isalpha() else (0,)
    for row in rows:
        both = [index_at(each, {pair.row: row}) for each in (pair.row, pair.other_row)]
        yield frozenset() if None in both else frozenset(each for each in both if each is not None)


def constraint(judged: Mistake | bool | None, words: str = "") -> Part:
    """The final equation, as it was tried."""
    name = "the constraint"
    if isinstance(judged, Mistake):
        return Part(name, HALF, said=Said(mistakes={ANYTHING: judged}))
    return Part(name, HALF, said=Said(ANYTHING if judged else words))


def why(moved: str, partner: str, judged: Mistake | bool | None, plain: str) -> Part:
    """The steps: a chain that ends at the score of the input as it was, or what is said of it.

    What is said of other weights than those that must be equal is left to a person.
    """
    has_chain = r"\sum" in plain or "∑" in plain
    written = Written((SCORE % partner,), form=moved) if has_chain else Written()
    said = Said("" if isinstance(judged, Mistake) else SAME_SUM)
    return Part("why it suffices", HALF, written, said)


def of_equal_weights(text: str, row: str, column: str) -> str:
    r"""A passage whose weights are made of any W so that the constraint holds.

    >>> of_equal_weights("$w_{ij} = w_{1, k}$", "5-({row})", "{column}")
    '$(W_{i,j}+W_{5-(i),j}) = (W_{1,k}+W_{5-(1),k})$'
    """

    def both(found: re.Match[str]) -> str:
        here = {"row": found["row"], "column": found["column"].strip()}
        if found["name"] != "w":
            return "X_{{{row},{column}}}".format(**here)
        there = row.format(**here), column.format(**here)
        return "(W_{{{row},{column}}}+W_{{{},{}}})".format(*there, **here)

    return ENTRY.sub(both, text)


@pytest.mark.question("5.2", points=3, kind="derivation")
def grade_reversed_columns(answer: Answer, settle_parts: SettleParts) -> None:
    """The constraint on the weights for columns in the opposite order."""
    plain = without_typesetting(answer.text)
    judged = None if is_restricted(plain) else judge_columns(plain)
    steps = why(r"\\sum.*W.*X_\S*,d", "i,d+1-j", judged, plain)
    settle_parts(
        parts_of(answer, constraint(judged, "" if "=" in plain else PALINDROME), steps),
        notations=("layer",),
        rewritten=lambda text: of_equal_weights(text, "{row}", "d+1-({column})"),
    )


@pytest.mark.question("5.3", points=3, kind="derivation")
def grade_exchanged_rows(answer: Answer, settle_parts: SettleParts) -> None:
    """The constraint on the weights for rows that are exchanged."""
    plain = without_typesetting(answer.text)
    judged = None if is_restricted(plain) else judge_rows(plain, answer.text)
    moved = r"\\sum.*W_1,\w.*X_4,.*W_4,\w.*X_1,|\\sum.*W.*X_5-"
    settle_parts(
        parts_of(answer, constraint(judged), why(moved, "5-i,j", judged, plain)),
        notations=("layer",),
        rewritten=lambda text: of_equal_weights(text, "5-({row})", "{column}"),
    )


@pytest.mark.question("5.4.a", "5.4.b", "5.4.c", points=2, kind="free_text")
def grade_scaled_inputs(answer: Answer, review: Review) -> None:
    """What a constant factor on the inputs does, and how its effect can be removed."""
    review()
