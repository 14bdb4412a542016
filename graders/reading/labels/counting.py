"""How parts are counted: by numbers, by letters and by Roman numbers."""

from collections.abc import Iterable

MISREAD = {"l": "1", "z": "2", "Z": "2", "S": "5"}  # letters that a digit of a part is read as
_MOST_COUNTED = 9  # parts in letters and numbers alike
_ROMAN = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "v": 5,
    "vi": 6,
    "vii": 7,
    "viii": 8,
    "ix": 9,
    "x": 10,
}


def counted(siblings: Iterable[str]) -> list[str]:
    """Those of a question's parts that the sheet counts: not `loss`, nor the entries 11 and 12."""
    ranked = [each for each in siblings if rank_of(each)]
    in_order = all(rank in rank_of(each) for rank, each in enumerate(ranked, start=1))
    return ranked if in_order else []


def digits_of(part: str) -> str:
    """The number that is counted in capitals, II, or misread, l; nothing for other letters."""
    capital = _ROMAN.get(part.lower()) if part.isupper() else None
    return MISREAD.get(part) or (str(capital) if capital else "")


def roman(rank: int) -> str:
    """The small roman numeral of a part, or its digits where it is never counted so.

    >>> roman(2), roman(12)
    ('ii', '12')
    """
    return next((numeral for numeral, number in _ROMAN.items() if number == rank), str(rank))


def rank_of(part: str) -> tuple[int, ...]:
    """The ranks that a label can mean: 2 for `2`, `b` and `ii`; 1 and 9 for `i`.

    >>> rank_of("b"), rank_of("i"), rank_of("h1")
    ((2,), (1, 9), ())
    """
    part = part.lower()
    if part.isdigit():
        return (int(part),)
    roman = (_ROMAN[part],) if part in _ROMAN else ()
    letter = (ord(part) - ord("a") + 1,) if len(part) == 1 and part.isalpha() else ()
    return roman + letter


def are_alike(part: str, called: str) -> bool:
    """Whether a part is called so, or counted so; no letter counts to an entry 21.

    >>> are_alike("c", "3"), are_alike("h1", "H1"), are_alike("ii", "c"), are_alike("u", "21")
    (True, True, False, False)
    """
    ranks = {*rank_of(part)} & {*rank_of(called)}
    return part.casefold() == called.casefold() or any(rank <= _MOST_COUNTED for rank in ranks)
