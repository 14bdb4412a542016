r"""Numbers that OCR has spaced: `0 . 9 8 6 6` and `1.48 e + 02` are one number each."""

import re

_DECIMAL = re.compile(r"(?<![\w.])(?<!\. )(?:\d )*\d+ \. \d+(?: \d(?!\d))*(?![\w.]| \.)")
_EXPONENT = re.compile(r"(?<=\d) ?([eE]) ?([-+]) ?(?=\d{1,2}\b)")


def with_whole_numbers(text: str) -> str:
    r"""The text with its spaced decimals and exponents made whole.

    >>> with_whole_numbers(r"0 . 7 8 9 6 \times 0 . 1 = 1.48 e + 02, see 2 . 3 . 1")
    '0.7896 \\times 0.1 = 1.48e+02, see 2 . 3 . 1'
    """
    if " . " in text:
        text = _DECIMAL.sub(lambda found: found.group().replace(" ", ""), text)
    return _EXPONENT.sub(r"\1\2", text)
