"""What a machine has misread of handwriting: a letter of "quaranteed", an l for the digit 1."""

import re
from collections.abc import Iterable

_SHORTEST = 6  # letters: among shorter words one letter makes another word
_WORD = re.compile(r"[^\W\d_]+")
_LONE = r"(?<![A-Za-z\\])l(?![A-Za-z\d])"
_SUMMAND = re.compile(rf"{_LONE}\s*[-+]|[-+(]\s*{_LONE}|\\frac\s*\{{\s*{_LONE}")
_SUBSCRIPT = re.compile(rf"(?P<name>\\?[A-Za-z]+)\s*_\s*\{{?\s*{_LONE}")
_NAME = re.compile(  # as only a name stands: a layer, or a number that is divided by
    rf"\^\s*(?:{_LONE}\s*_|\{{?\s*\(?\s*{_LONE}\s*\)?\s*\}})|(?:/\s*|\}}\s*\{{\s*){_LONE}\s*[^\s\w+-]"
)
_LETTER_IN_THOUSANDS = re.compile(r"\d,(?!\d{3})(?=\w*\d|\w+,\d{3})[\dBDGIOQSZlo]{3}(?!\w)")
_LETTERS_IN_INDEX = re.compile(r"(?<=_)(\s*\{?\s*)([lIoO]+)(?![A-Za-z])")
_DIGITS = str.maketrans("lIoO", "1100")
_MAY_BE_SIGMA = re.compile(
    r"(?<![\d.^])6\s*(?:\\left)?\(\s*(?:[a-z]\w*|[a-z]_\{?\w+\}?|\d"
    r"|W_?\{?\w\}?\s*\w+)\s*(?:\\right)?\)"
)
_BETWEEN_ONES = re.compile(r"(?<![\w.])[1lI]\s*([-−]?\s*[a-z])\s*[1lI](?![\w.])")
_FIGURES_IN_WORD = re.compile(r"(?<=[^\W\d_])[01](?=[^\W\d_])")
_AS_LETTERS = {"0": "o", "1": "l"}


def with_letters_mended(text: str) -> str:
    """The text with figures inside of words as the letters that they were read for.

    >>> with_letters_mended("N0T in this c1ass, fc1 or h10")
    'NoT in this class, fc1 or h10'
    """
    return _FIGURES_IN_WORD.sub(lambda figure: _AS_LETTERS[figure[0]], text)


def has_letter_for_digit(text: str) -> bool:
    """Whether the thousands of a number have a letter where a digit was.

    >>> has_letter_for_digit("132,B63,336 in all"), has_letter_for_digit("layers 1,2,FC")
    (True, False)
    """
    return _LETTER_IN_THOUSANDS.search(text) is not None


def with_words_mended(text: str, words: Iterable[str]) -> str:
    """The text with each word that is one letter away from one of these put right.

    Only the beginning of a longer word counts, so that "telescop" also stands for "telescoping".
    Letters are replaced, neither lost nor added; and words that are known stay as they are.

    >>> with_words_mended("It is NOT quaranteed by Gensen", ["guaranteed", "jensen"])
    'It is NOT guaranteed by jensen'
    """
    known = sorted({each.casefold() for each in words if len(each) >= _SHORTEST})

    def mended(found: re.Match[str]) -> str:
        word = found[0].casefold()
        if len(word) < _SHORTEST or any(word.startswith(each) for each in known):
            return found[0]
        near = [each for each in known if _is_one_letter_away(word[: len(each)], each)]
        longest = max(near, key=len, default="")
        return longest + found[0][len(longest) :]

    return _WORD.sub(mended, text) if known else text


def with_ones(text: str) -> str:
    r"""The text with each l that stands for the digit 1 as that digit.

    It does where it is a summand or a numerator, and nowhere an index of its own or a divisor.

    >>> with_ones(r"( l - y ) \ln ( l - a ), r _ l r _ 2 = l")
    '( 1 - y ) \\ln ( 1 - a ), r _ 1 r _ 2 = 1'
    >>> with_ones(r"- z_l + l, \frac{1}{l}") == r"- z_l + l, \frac{1}{l}"
    True
    """
    if not _SUMMAND.search(text) or _NAME.search(text):
        return text
    for indexed in _SUBSCRIPT.finditer(text):
        second = rf"{re.escape(indexed['name'])}\s*_\s*\{{?\s*(?:l\s*,\s*)?2"
        if not re.search(second, text):
            return text
    return re.sub(_LONE, "1", text)


def with_digit_of(name: str, text: str) -> str:
    r"""The text in which a name that is O or l is 0 or 1.

    >>> with_digit_of("y", "for y = O and $y=l$, with z = l")
    'for y = 0 and $y=1$, with z = l'
    """
    value = rf"(?<![A-Za-z\\]){name}\s*=\s*\$?(?P<letter>[OolI])(?![\w(^'])"
    return re.sub(
        value,
        lambda found: found[0][:-1] + ("0" if found["letter"] in "Oo" else "1"),
        text,
    )


def with_digits_in_indices(name: str) -> str:
    r"""A name with the letters of its indices that look like digits as these.

    >>> with_digits_in_indices(r"o_l"), with_digits_in_indices(r"\frac{d o_2}{d w_{lO}}")
    ('o_1', '\\frac{d o_2}{d w_{10}}')
    """
    return _LETTERS_IN_INDEX.sub(lambda found: found[1] + found[2].translate(_DIGITS), name)


def may_hold_sigma(formula: str) -> bool:
    r"""Whether a 6 stands before the argument of a function, and may be a sigma.

    >>> may_hold_sigma(r"6(w_2)(1-6(w_2))"), may_hold_sigma("6 (2 + 1)"), may_hold_sigma("6(W_d z)")
    (True, False, True)
    """
    return _MAY_BE_SIGMA.search(formula) is not None


def with_bars(formula: str) -> str:
    r"""A formula with each letter between two ones that touch it between bars.

    >>> with_bars(r"\frac{1}{(1+1x1)^2}"), with_bars("1 + 1-x1"), with_bars("11x + 1x")
    ('\\frac{1}{(1+|x|)^2}', '1 + |-x|', '11x + 1x')
    """
    return _BETWEEN_ONES.sub(r"|\1|", formula)


def words_in(phrase: str) -> list[str]:
    r"""The words of a phrase, or of a regular expression, that are long enough to be mended.

    >>> words_in(r"jensen|non-?negative|telescop\w*")
    ['jensen', 'negative', 'telescop']
    """
    plain = re.sub(r"\\[A-Za-z]+", " ", phrase)
    return [each for each in _WORD.findall(plain) if len(each) >= _SHORTEST]


def _is_one_letter_away(word: str, other: str) -> bool:
    return len(word) == len(other) and sum(a != b for a, b in zip(word, other, strict=True)) == 1
