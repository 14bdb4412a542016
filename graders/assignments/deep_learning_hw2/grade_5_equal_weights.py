"""Question 5: weights that must be equal for a network to be invariant, and scaled inputs."""

import re
from collections.abc import Iterator
from fractions import Fraction

import pytest

from graders.comparing.parts import Part, Said, Written, left_to_person
from graders.grading.fixtures.types import Review, SettleParts
from graders.model import Answer, Mistake
from graders.reading.quantities.weights.equal_weights import (
    Pair,
    first_indices,
    index_at,
    is_restricted,
    pairs_in,
    row_pairs_in_words,
    with_subscripts,
    without_typesetting,
)
from graders.reading.quantities.weights.mirrored_weights import is_mirrored_at_once, with_entries
from graders.reading.words.against.corrections import behind_correction
from solutions.invariance import ROWS, mirror

OFF_BY_ONE = Mistake("order", "the index of the column is off by one")
OTHER_COLUMNS = Mistake("swapped", "other columns are set equal")
OTHER_ROWS = Mistake("swapped", "other rows are set equal")
COLUMNS = 6  # of the matrix on which an equation is tried

HALF = Fraction(3, 2)
ANYTHING = r"\S"
ROW_SCORE = r"\sum_{j=1}^d(W_{i,j}+W_{%s})X_{i,j}"
SCORE = r"\sum_{i=1}^4" + ROW_SCORE
ENTRY = re.compile(r"(?P<name>[wX])_\{\s*(?P<row>[a-z\d](?:-[a-z])?)\s*,?\s*(?P<column>[^{},]+)\}")
SAME_SUM = (
    r"(?:sums?|terms?|products?|summands?|score|weights?|contribut\w+|adds?|multiplied)\b[^.]*"
    r"\b(?:same (?:sum|weights?|numbers?|terms?|products?|score|value|as before|coefficient)"
    r"|unchanged|(?:only|merely|just) (?:exchang|reorder|permut|swap|rearrang)\w*"
    r"|(?:exchang|swap|permut|reorder|rearrang)\w+ (?:equal|the same|terms|two equal))"
    r"|\b(?:only|merely|just) (?:exchang|swap|permut|reorder|rearrang)\w+[^.]*\b(?:terms?"
    r"|summands?|products?)\b"
    r"|\b(?:sum|score)\b[^.]*\b(?:only|merely|just) changes? (?:its|the|their) order"
    r"|\b(?:same|equal) (?:weights?|coefficients?|terms?|products?)[^.]*\b(?:sum"
    r"|score)\b[^.]*\b(?:same|unchanged|not change)"
)
NOT_THEMSELVES = (  # but up to a sign, or the inputs
    r"\banti-?(?=[a-z])(?!diagonal)|opposite sign|\bnegativ|=\s*[-−]\s*w"
    r"|X_?[\[{(][^=+]{1,12}=\s*\$?X|(?:palindrom|symmetr|mirror)\w* (?:in|of) \$?(?:X|the input)"
)
OTHERWISE = re.compile(  # one pair of rows or the other, or pairs of columns
    r"=[^.;=]*\bor\b(?! (?:equivalent|in|short|simply|as)\b)[^.;]*="
    r"|\b(?:first|second|third|fourth|last|1st|2nd|3rd|4th) column|\bcolumns? (?:1|2|3|4)\b",
    re.IGNORECASE,
)
GOES_ON = re.compile(r"dots|\.\.|…|andsoon|\betc|etc\.", re.IGNORECASE)
OF_WEIGHTS = re.compile(r"w_?[\[{(].*=|=.*w_?[\[{(]", re.IGNORECASE | re.DOTALL)
PALINDROME = (
    r"\bmirror(?:ed|[- ]symmetr\w*| image)|palindrom|same (?:read )?(?:forwards?|from left)"
    r"|own (?:reversal|mirror)"
    r"|th (?:\w+ )?(?:from|on) the left[^.]{0,60}th (?:\w+ )?(?:from|on) the right"
    r"|symmetric\w* (?:about|around|under|with respect to|in|along) (?:the |its "
    r"|their )*(?:reversal|cent|middle|vertical|order of)"
    r"|first[^.]{0,60}last[^.]{0,80}second[^.]{0,60}(?:second[- ]to[- ]last|penultimate"
    r"|next[- ]to[- ]last|last but one|second[- ]last)"
)


def judge_columns(plain: str) -> Mistake | bool | None:
    """Whether the equations pair each column with its mirror image, or the mistake in them."""
    all_pairs = [each for each in pairs_in(plain) if each.row == each.other_row]
    all_pairs = [each for each in all_pairs if not each.row.isdigit()]  # of all rows
    pairs = [each for each in all_pairs if not each.column.isdigit()]
    if not pairs and len(all_pairs) > 1 and GOES_ON.search(plain):
        pairs = all_pairs
    is_shifted = any(not each.column.isalnum() for each in pairs)  # its letter counts otherwise
    off = {
        first: {shift for each in pairs for shift in shifts(each, first)}
        for first in ((0, 1) if is_shifted else first_indices(plain))
    }
    if not pairs or any(None in each for each in off.values()):
        return None
    if {0} in off.values():
        return True
    return OFF_BY_ONE if any(each in ({1}, {-1}) for each in off.values()) else OTHER_COLUMNS


def shifts(pair: Pair, first: int) -> set[int | None]:
    """How far beside the mirrored column the other one is, over all columns."""
    letters = set(re.findall(r"[A-Za-z]+", pair.column)) - {"d"}
    found: set[int | None] = set()
    for value in range(-COLUMNS, 2 * COLUMNS) if letters else (0,):
        at = {**dict.fromkeys(letters, value), "d": COLUMNS}
        column, seen = index_at(pair.column, at), index_at(pair.other_column, at)
        if column is None or seen is None:
            found.add(None)
        elif first <= column < first + COLUMNS:
            found.add(seen - mirror(column, COLUMNS, first=first))
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
    return Part(name, HALF, said=Said(ANYTHING if judged else words, contrary=NOT_THEMSELVES))


def why(moved: str, partner: str, judged: Mistake | bool | None, plain: str) -> Part:
    """The steps: a chain that ends at the score of the input as it was, or what is said of it.

    What is said of other weights than those that must be equal is left to a person.
    """
    name = "why it suffices"
    if isinstance(judged, Mistake):
        return Part(name, HALF)
    has_chain = re.search(r"\\sum|∑|\bsum_", plain) is not None
    scores = (SCORE % partner, ROW_SCORE % partner)
    written = Written(scores, heads=moved) if has_chain else Written()
    return Part(name, HALF, written, Said(SAME_SUM))


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

    return ENTRY.sub(both, with_subscripts(text))


@pytest.mark.question("5.2", points=3, kind="derivation")
def grade_reversed_columns(answer: Answer, settle_parts: SettleParts) -> None:
    """The constraint on the weights for columns in the opposite order."""
    plain = without_typesetting(with_entries(answer.text, "column"))
    judged = None if is_restricted(plain) else judge_columns(plain)
    if not any(pairs_in(plain)):
        judged = is_mirrored_at_once(answer.text, "column") or None
    steps = why(r"\\sum.*W.*X_\S*,d", "i,d+1-j", judged, plain)
    parts = (constraint(judged, "" if OF_WEIGHTS.search(plain) else PALINDROME), steps)
    settle_parts(
        left_to_person(parts) if behind_correction(answer.text) else parts,
        notations=("layer",),
        rewritten=lambda text: of_equal_weights(text, "{row}", "d+1-({column})"),
    )


@pytest.mark.question("5.3", points=3, kind="derivation")
def grade_exchanged_rows(answer: Answer, settle_parts: SettleParts) -> None:
    """The constraint on the weights for rows that are exchanged."""
    plain = without_typesetting(with_entries(answer.text, "row"))
    is_left_open = is_restricted(plain) or OTHERWISE.search(answer.text)
    judged = None if is_left_open else judge_rows(plain, answer.text)
    if not any(pairs_in(plain)) and judged is None:
        judged = is_mirrored_at_once(answer.text, "row") or None
    moved = r"\\sum.*W_1,\w.*X_4,.*W_4,\w.*X_1,|\\sum.*W.*X_5-"
    parts = (constraint(judged), why(moved, "5-i,j", judged, plain))
    settle_parts(
        left_to_person(parts) if behind_correction(answer.text) else parts,
        notations=("layer",),
        rewritten=lambda text: of_equal_weights(text, "5-({row})", "{column}"),
    )


@pytest.mark.question("5.4.a", "5.4.b", "5.4.c", points=2, kind="free_text")
def grade_scaled_inputs(answer: Answer, review: Review) -> None:
    """What a constant factor on the inputs does, and how its effect can be removed."""
    review()
