"""Decimal commas: "0,074" in a write-up tells that "1,386" there is 1.386 and "1.792" is 1792.

One number alone may be either. A write-up keeps to one way, so it is read as a whole. In brackets
a bare comma may stand between two numbers.
"""

import re

_COMMA = r"\{?,\}?"
_LISTED = r"\d*,\s*(?:\\[cl]?dots|\.\.|…)"  # 0,1,...
_BELOW_ONE = re.compile(rf"(?<![\w.,(\[])0{_COMMA}\d+(?![\d,]*[,)\]]\d|{_LISTED})")
_SHORT = re.compile(rf"(?<![\w.,(\[])\d+{_COMMA}\d{{1,2}}(?![\w,)\]])")
_POINT = re.compile(r"(?<![\w.])0?\.\d")
_BRACED = re.compile(r"(?<=\d)\{,\}(?=\d)")
_BARE = re.compile(  # outside of brackets and lists, below one, or thousandths
    rf"(?<![\w.,])(?:(?<![(\[{{])\d+,\d+(?!\d*(?:,\d|[)\]}}]|\.\d)|{_LISTED})"
    r"|0,\d{3,}|\d{1,3},\d{3}(?![\d,]|\.\d))"
    r"|(?<=\()\d+,\d+(?=;)|(?<=; )\d+,\d+(?=[;)])"  # f(1,01; 2)
)
_THOUSANDS = re.compile(r"(?<![\w.,])([1-9]\d{0,2})((?:\.\d{3})+)(?![\d.,])")
_FEWEST = 2  # decimals that tell, where none is below one


def with_decimal_points(text: str) -> str:
    r"""The text with points for its decimal commas, where a number could be read either way.

    >>> with_decimal_points("h = 0,987 and 1,386; 1.792 weights at (1,2)")
    'h = 0.987 and 1.386; 1792 weights at (1,2)'
    >>> with_decimal_points("h = σ(4{,}3) = 0,9; 2,5e-3 (with 0,98661), sizes 3,3,64")
    'h = σ(4.3) = 0.9; 2.5e-3 (with 0.98661), sizes 3,3,64'
    >>> with_decimal_points(r"start at 0,1,\dots,N-n and h = 0,5")
    'start at 0,1,\\dots,N-n and h = 0.5'
    >>> with_decimal_points("(f(1,01; 2) - f(1; 2,5))/0,01 at (1,2)")
    '(f(1.01; 2) - f(1; 2.5))/0.01 at (1,2)'
    >>> with_decimal_points("h = 0.987 and 1,386 weights")
    'h = 0.987 and 1,386 weights'
    """
    if _POINT.search(text) or not (_BELOW_ONE.search(text) or _has_short_ones(text)):
        return text
    text = _THOUSANDS.sub(lambda found: found[1] + found[2].replace(".", ""), text)
    return _BARE.sub(_with_point, _BRACED.sub(".", text))


def _with_point(found: re.Match[str]) -> str:
    return found.group().replace(",", ".")


def _has_short_ones(text: str) -> bool:
    return len(_SHORT.findall(text)) >= _FEWEST
