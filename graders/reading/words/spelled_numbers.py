"""Numbers within sentences: those that are no part of a formula, and those spelled as words."""

import re

_WORDED = {
    r"(?:an?|one)[ -](?:quarter|fourth)": "1/4",
    r"(?:an?|one)[ -]half": "1/2",
    "zero": "0",
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
}
_AS_DIGITS = [(re.compile(rf"\b{words}\b", re.IGNORECASE), each) for words, each in _WORDED.items()]
_TIGHT = re.compile(r"(\\[lg]eq?(?:slant)?)(?=\\[dt]?frac|\d)")
NUMBER = (
    r"(?<![\w\\^_({|.+*/−-])(?:\\[dt]?frac\s*(?:\{\s*\d+\s*\}|\d)\s*(?:\{\s*\d+\s*\}|\d)"
    r"|(?:[-−]\s*)?\d+(?:\.\d+)?(?:\s*/\s*\d+)?|[¼½])(?!\.?\w|\s*[-+*^|({\\=<>≤≥])"
)
_FRACTION = re.compile(r"\\[dt]?frac\s*\{?\s*(\d+)\s*\}?\s*\{?\s*(\d+)\s*\}?")
_SIGNS = {"¼": "1/4", "½": "1/2", "−": "-", " ": ""}


def with_digits(sentence: str) -> str:
    r"""A sentence without the signs of formulas, with digits for numbers in words.

    >>> with_digits("It is a quarter of $x\\le\\frac12$"), with_digits("None is zero")
    ('It is 1/4 of x\\le \\frac12', 'None is 0')
    """
    plain = _TIGHT.sub(r"\1 ", " ".join(sentence.replace("$", " ").split()))
    for words, digits in _AS_DIGITS:
        plain = words.sub(digits, plain)
    return plain


def value_of(number: str) -> float:
    r"""The value of a number in a sentence.

    >>> value_of("- 0.5"), value_of("3/4"), value_of(r"\frac14"), value_of("½")
    (-0.5, 0.75, 0.25, 0.5)
    """
    text = _FRACTION.sub(r"\1/\2", number)
    for sign, plain in _SIGNS.items():
        text = text.replace(sign, plain)
    numerator, _, denominator = text.partition("/")
    return float(numerator) / float(denominator or 1)
