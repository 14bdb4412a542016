"""Weights that a text sets equal by their indices: `w_{i,j} = w_{i,d-1-j}`, counted from 0 or 1."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from graders.sentences import Ends

_WEIGHT = r"w_?[\[{{(](?P<row{0}>[^,=\[\]{{}}()]+)(?:,|\]\[)(?P<column{0}>[^,=\[\]{{}}()]+)[\])}}]"
_EQUATION = re.compile(
    rf"(?<![-+*/\d])(?<!cdot)(?<!times){_WEIGHT.format(1)}={{1,2}}{_WEIGHT.format(2)}(?![-+*/^\d]|\\cdot|\\times)",
    re.IGNORECASE,
)
_TYPESETTING = re.compile(r"\\(?:text|mathrm)\s*\{([^{}]*)\}|\\[,;! ]|[$\s]")
_TWO_LETTERS = re.compile(r"(?<=_\{)([a-z\d])([a-z\d])(?=\})")
_TERM = re.compile(r"([+-]?)(\d+|[A-Za-z]+)")
_COUNTED = (  # in a text without spaces
    r"\b{0}-?(?:based|indexed)|[a-z]={0}(?![\d.])|\b{0}(?:\\leq?|<=|≤)"
    r"|(?:from|start(?:s|ing)?(?:at|with|from)|begin(?:s|ning)?(?:at|with)){0}(?!\d)"
)
_FROM_ZERO = re.compile(r"range\(|" + _COUNTED.format("(?:0|zero)"), re.IGNORECASE)
_FROM_ONE = re.compile(_COUNTED.format("(?:1|one)"), re.IGNORECASE)
_DIFFERENCE = re.compile(  # that is zero
    rf"(?P<zero>0=)?(?P<one>{_WEIGHT.format(1)})-(?P<other>{_WEIGHT.format(2)})(?(zero)|(?==0(?![.\d])))",
    re.IGNORECASE,
)
_RESTRICTED = re.compile(
    r"=\d+\$?only|\bonlyfor\$?[a-z]=\d|for(?:the|all)?(?:even|odd|some)[a-z]?", re.IGNORECASE
)

_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}
_IN_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4}  # behind the word for a row
_ROW = re.compile(
    rf"(?<![\w.])(?:(?P<digit>[1-4])(?![\w.]*\d)|(?P<ordinal>{'|'.join(_ORDINALS)})\b"
    rf"|(?<=row )(?P<word>{'|'.join(_IN_WORDS)})\b)",
    re.IGNORECASE,
)
_CLAUSES = Ends(".;", words="since|because|so that")
_EQUAL = re.compile(
    r"\b(?:same|equals?|identical|shared?|tied|coincides?|agrees?|match)\b|=", re.IGNORECASE
)
_OTHERWISE = re.compile(r"\b(?:exchang|swap|revers|permut|switch|not\b|respective)", re.IGNORECASE)

_ALL_OF = {"row": "i", "column": "j"}  # what ":" runs over
_INDEX = r"\s*(?P<{}>[a-z\d:](?:[a-z\d\s+-]*[a-z\d])?)\s*"
_ENTRY_OF_CODE = re.compile(
    rf"(?<![A-Za-z])(?P<name>[wX])\[{_INDEX.format('row')}(?:,|\]\s*\[){_INDEX.format('column')}\]"
)
_LAST_OF_CODE = re.compile(r"[,\[](?:d-1\b|d-[a-z]-1\b|3-[a-z]\b)|[wX]\[0\b")


class Pair(NamedTuple):
    """The indices of two weights that are set equal, as they are written."""

    row: str
    column: str
    other_row: str
    other_column: str


def without_typesetting(text: str) -> str:
    r"""A text without spaces, dollars and fonts, with a comma between two indices.

    >>> without_typesetting(r"$w_{ij} = w_{i, \text{d}-j}$")
    'w_{i,j}=w_{i,d-j}'
    """
    return _TWO_LETTERS.sub(r"\1,\2", _TYPESETTING.sub(r"\1", text.replace("−", "-")))


def with_subscripts(text: str) -> str:
    """A text in which entries of arrays have subscripts that count from 1, as code counts from 0.

    >>> with_subscripts("sum_j w[i][j] * X[i][d-1-j]"), with_subscripts("w[0,:] = w[3,:]")
    ('sum_j w_{i,j} * X_{i,d-1-j+2}', 'w_{1,j} = w_{4,j}')
    >>> with_subscripts("w[i][j] = w[i][d+1-j]")
    'w_{i,j} = w_{i,d+1-j}'
    """
    is_from_zero = _LAST_OF_CODE.search("".join(text.split())) is not None

    def subscript(found: re.Match[str]) -> str:
        row, column = (_ALL_OF[each] if found[each] == ":" else found[each] for each in _ALL_OF)
        if is_from_zero:
            row, column = map(_from_one, (row, column))
        return f"{found['name']}_{{{row},{column}}}"

    return _ENTRY_OF_CODE.sub(subscript, text)


def _from_one(index: str) -> str:
    """An index that counts from 0 as one that counts from 1; letters are the same in both."""
    if index.strip().isdigit():
        return str(int(index) + 1)
    return f"{index}+2" if "-" in index else index


def pairs_in(plain: str) -> Iterator[Pair]:
    """The weights that a text without typesetting sets equal.

    >>> list(pairs_in("w_{i,j}=w_{i,d-j}"))
    [Pair(row='i', column='j', other_row='i', other_column='d-j')]
    """
    for found in _EQUATION.finditer(_DIFFERENCE.sub(r"\g<zero>\g<one>=\g<other>", plain)):
        yield Pair(found["row1"], found["column1"], found["row2"], found["column2"])


def row_pairs_in_words(text: str) -> Iterator[frozenset[int]]:
    """The rows, counted from 1, that a sentence calls equal, and none that it exchanges.

    >>> [*map(sorted, row_pairs_in_words("The weights of row 1 equal those of row 4."))]
    [[1, 4]]
    >>> [*map(sorted, row_pairs_in_words("Rows 1 and 4 are the same, and so are 2 and 3."))]
    [[1, 4], [2, 3]]
    >>> [*map(sorted, row_pairs_in_words("Row 1 equals row 4, since these are exchanged."))]
    [[1, 4]]
    """
    for sentence in _CLAUSES.split(text):
        if not _EQUAL.search(sentence) or _OTHERWISE.search(sentence):
            continue
        rows = [_number(found) for found in _ROW.finditer(sentence)]
        if len(rows) % 2 == 0:
            yield from map(frozenset, zip(rows[::2], rows[1::2], strict=True))


def _number(row: re.Match[str]) -> int:
    ordinal, word = (row["ordinal"] or "").lower(), (row["word"] or "").lower()
    return _ORDINALS.get(ordinal) or _IN_WORDS.get(word) or int(row["digit"])


def index_at(text: str, values: Mapping[str, int]) -> int | None:
    """The value of an index; None where it is no sum of numbers and these names.

    >>> index_at("d-1-j", {"d": 6, "j": 2}), index_at("2d", {"d": 6})
    (3, None)
    """
    terms = _TERM.findall(text)
    known = [int(term) if term.isdigit() else values.get(term) for _, term in terms]
    unsigned = any(not sign for sign, _ in terms[1:])  # 2d
    if "".join(map("".join, terms)) != text or unsigned or None in known:
        return None
    signs = (-1 if sign == "-" else 1 for sign, _ in terms)
    return sum(sign * value for sign, value in zip(signs, known, strict=True) if value is not None)


def first_indices(plain: str) -> tuple[int, ...]:
    """What a text without typesetting may count from: 0, 1, or either where it does not say so.

    >>> first_indices("j=0,...,5"), first_indices("wij=wik")
    ((0,), (0, 1))
    """
    zero, one = _FROM_ZERO.search(plain) is not None, _FROM_ONE.search(plain) is not None
    return (0, 1) if zero == one else (0,) if zero else (1,)


def is_restricted(plain: str) -> bool:
    """Whether a text without typesetting says that an equation holds for one index only.

    >>> is_restricted("onlyforj=0"), is_restricted("forevenj"), is_restricted("forallj")
    (True, True, False)
    """
    return _RESTRICTED.search(plain) is not None
