r"""Values that a function is said to have at single points: `$x = 0$: $g'(0) = 1$`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

_NUMBER = r"[-−]?\d+(?:\.\d+)?(?:/\d+)?|\\frac\s*\{?\d+?\}?\s*\{?\d+\}?"
_SIDE = r"(?:\s*[\^_]?\{?[-+]\}?)?"  # from which a point is approached: 0^+
_WHERE = r"(?:\$?\b[a-z]\s*=\s*{point}\s*\$?\s*[:,]?\s*)?"
_PARTS = re.compile(r"[-−]|\d+(?:\.\d+)?")


@dataclass(frozen=True)
class At:
    """A function at a point, and its value there."""

    point: Fraction
    value: Fraction


class Points:
    r"""The values at single points of a function that is called by one of some names.

    Args:
        name: a regular expression for the function, without its argument.

    >>> slopes = Points(r"g'")
    >>> slopes.without(r"$g'(x)=2x$. At $x=0$: $g'(0)=0$.")
    "$g'(x)=2x$. At ."
    >>> [(float(each.point), float(each.value)) for each in slopes.told(r"$g'(3)=g'(-3)=\frac16$")]
    [(3.0, 0.16666666666666666), (-3.0, 0.16666666666666666)]
    """

    def __init__(self, name: str) -> None:
        call = rf"(?:{name})\s*(?:\\left)?\(\s*(?:{_NUMBER}){_SIDE}\s*(?:\\right)?\)"
        self._call = re.compile(call.replace(f"(?:{_NUMBER})", f"(?P<point>{_NUMBER})"))
        where = _WHERE.format(point=f"(?:{_NUMBER})")
        self._chain = re.compile(
            rf"{where}\$?\s*(?P<calls>(?:{call}\s*=\s*)+)(?P<value>{_NUMBER})"
            r"(?![\d.]*\s*(?:[-+*/^(\\\w]|[.]\d))\s*\$?"
        )

    def told(self, text: str) -> Iterator[At]:
        """The values that a text tells."""
        for chain in self._chain.finditer(text):
            for call in self._call.finditer(chain["calls"]):
                yield At(_number(call["point"]), _number(chain["value"]))

    def without(self, text: str) -> str:
        """A text without them."""
        return self._chain.sub("", text)


def _number(text: str) -> Fraction:
    r"""A number as it is written, or as a fraction.

    >>> _number("-1/4"), _number(r"\frac12"), _number("0.25")
    (Fraction(-1, 4), Fraction(1, 2), Fraction(1, 4))
    """
    sign = -1 if text[0] in "-−" else 1
    digits = [each for each in _PARTS.findall(text) if each not in "-−"]
    if text.startswith(r"\frac") and len(digits) == 1:
        digits = [digits[0][0], digits[0][1:]]
    above, *below = map(Fraction, digits)
    return sign * above / next((each for each in below if each), 1)
