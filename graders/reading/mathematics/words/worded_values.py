"""Values in words: `padding of 1 and stride 2`, `stride=(2, 2)`, `one pixel of padding`."""

import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from graders.errors import Unreadable
from graders.reading.mathematics.names.numerals import exact
from graders.reading.mathematics.names.symbols import SymbolTable
from graders.reading.mathematics.statements.axes import plain

_WORDS: Mapping[str, tuple[str, ...]] = {
    "padding": ("p", "pad", "P", "Z"), "pad": ("p", "P", "Z"), "stride": ("s", "S"),
    "kernel": ("k", "f", "F", "K"), "filter": ("f", "n", "F", "k"), "dilation": ("d", "D"),
    "width": ("W", "w"), "height": ("H", "h"),
}  # fmt: skip
_NUMBERS = {word: n for n, word in enumerate("zero one two three four five six".split())}
_NUMBER = rf"-?\d+|(?:{'|'.join(_NUMBERS)})\b"
_VALUE = (
    rf"(?:(?P<value>{_NUMBER})|\(\s*(?P<first>-?\d+)\s*,\s*(?P<second>-?\d+)\s*\))"
    r"(?![\w.]*\d|\s*[-+*^]|\s*\((?![A-Za-z])|\s*/\s*[\d(])"
)
_SIGNS = r"=|:|:=|<-|\\leftarrow\b"
_LINK = rf"\s*(?:(?:{_SIGNS}|of|by|is|to|equals|equal|size|sizes|a|the)\s*){{0,4}}"
_NONE = re.compile(r"\b(?:no|without(?:\s+any)?)\s+(padding|pad)\b", re.IGNORECASE)
_ALTERNATIVE = re.compile(rf"(?<![\w.])(?:{_NUMBER})\s+(?:or|to)\s+(?:{_NUMBER})", re.IGNORECASE)
_QUOTES = re.compile(r"[\"'`]")


def worded_values(text: str, table: SymbolTable) -> tuple[list[tuple[str, Fraction]], str]:
    """The symbols that a text gives values in words, or under the name of an argument.

    Returns:
        The symbols with their values, and the text that is left over.

    Raises:
        Unreadable: if two sides of one window are given two values.
    """
    rest = _QUOTES.sub("", plain(text))
    pairs: list[tuple[str, Fraction]] = []
    if _ALTERNATIVE.search(rest):
        raise Unreadable("several values are given for one symbol")
    for form in _forms(table):
        for found in form.finditer(rest):
            if "other" in form.groupindex:
                pairs.append((_named(found["name"], table), _number(found["first"])))
                pairs.append((_named(found["other"], table), _number(found["second"])))
            elif not _is_listed(rest, found):
                pairs.append((_named(found["name"], table), _value(found)))
        rest = form.sub(" ; ", rest)
    names = _names(table)
    others = _either(set(_WORDS) - set(names))  # such as the size of a kernel that is given
    rest = re.sub(rf"\b(?:{others})(?:[\s_]*size)?{_LINK}{_VALUE}", " ; ", rest) if others else rest
    for found in _NONE.finditer(rest):
        if found[1].lower() in names:
            pairs.append((names[found[1].lower()], Fraction(0)))
    return pairs, rest


def _forms(table: SymbolTable) -> Iterator[re.Pattern[str]]:
    """Patterns in the order in which they are tried: lists, names before values, names after."""
    words = _either(_names(table))
    if not words:
        return
    letters = _letters(table)
    either = f"{words}|{_either(letters)}" if letters else words
    yield re.compile(
        rf"\b(?P<name>{either})\s*,\s*(?P<other>{either})\s*\)?\s*(?:{_SIGNS}|are)"
        r"\s*\(?\s*(?P<first>-?\d+)\s*,\s*(?P<second>-?\d+)(?![\w.]*\d|\s*[-+*^(/,])",
        re.IGNORECASE,
    )
    yield re.compile(rf"\b(?P<name>{words})(?:[\s_]*size)?{_LINK}{_VALUE}", re.IGNORECASE)
    if letters:
        said = r"\s+(?:is equal to|is|equals)\s+|\s*(?:<-|\\leftarrow\b)\s*"
        yield re.compile(rf"(?<![\w\\])(?P<name>{_either(letters)})(?:{said}){_VALUE}")
    if swapped := {each for each in letters if each not in table.declarations}:
        yield re.compile(rf"(?<![\w\\])(?P<name>{_either(swapped)})\s*(?:{_SIGNS})\s*{_VALUE}")
    yield re.compile(
        rf"(?<![\w.,(-])(?P<value>\d+|(?:{'|'.join(list(_NUMBERS)[1:])}))[\s-]+"
        rf"(?:pixels?\s+)?(?:of\s+)?(?:zero[\s-]+)?(?P<name>{words})\b"
        r"(?P<first>)(?P<second>)",
        re.IGNORECASE,
    )


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def _named(word: str, table: SymbolTable) -> str:
    letters = _letters(table)
    return letters[word] if word in letters else _names(table)[word.lower()]


def _is_listed(text: str, found: re.Match[str]) -> bool:
    """Whether the name and its value are members of lists: `a, s = 1, 2`."""
    listed = re.search(r"[A-Za-z]\s*,\s*$", text[max(0, found.start() - 40) : found.start()])
    return listed is not None and re.match(r"\s*,\s*-?\d", text[found.end() :]) is not None


def _value(found: re.Match[str]) -> Fraction:
    if found["value"]:
        word = _NUMBERS.get(found["value"].lower())
        return _number(found["value"]) if word is None else Fraction(word)
    if found["first"] != found["second"]:
        raise Unreadable("height and width are given two values")
    return _number(found["first"])


def _number(digits: str) -> Fraction:
    return -exact(digits[1:]) if digits.startswith("-") else exact(digits)


def _names(table: SymbolTable) -> dict[str, str]:
    """The words for the declared symbols: `padding` for p, and names of several letters."""
    found = {name.lower(): name for name in table.declarations if name.isalpha() and len(name) > 1}
    for word, letters in _WORDS.items():
        fits = [letter for letter in letters if letter in table.declarations]
        if len(fits) == 1:
            found.setdefault(word, fits[0])
    return found


def _letters(table: SymbolTable) -> dict[str, str]:
    """The declared letters; in the other case where that is none of its own."""
    letters = {name: name for name in table.declarations if len(name) == 1 and name.isalpha()}
    swapped = {name.swapcase(): name for name in letters if name.swapcase() not in letters}
    return letters | swapped
