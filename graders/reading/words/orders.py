r"""How one number is said to stand to another: "larger than", "at most", `\ge`."""

from collections.abc import Mapping

_MORE, _LESS = r"(?:(?:larg|great|bigg|high)er|more)", r"(?:(?:small|low)er|less)"
_OR_EQUAL = r"(?:than )?or equal (?:to|than)"

IN_WORDS: Mapping[str, str] = {  # regular expressions, the longer ones first
    ">=": rf"at least|{_MORE} {_OR_EQUAL}",
    "<=": rf"at most|{_LESS} {_OR_EQUAL}",
    ">": rf"{_MORE} than|above",
    "<": rf"{_LESS} than|below",
}
IN_SIGNS: Mapping[str, str] = {
    ">=": r"(?:≥|>=|\\geq?(?:slant)?(?![a-z]))",
    "<=": r"(?:≤|<=|\\leq?(?:slant)?(?![a-z]))",
    ">": r"(?:>(?!=)|\\gt(?![a-z]))",
    "<": r"(?:<(?!=)|\\lt(?![a-z]))",
}
ZERO = r"\s*\$?(?:0(?![.\d])|zero\b)"  # behind either


def to_zero(order: str) -> str:
    """A regular expression for what stands in an order to zero.

    >>> import re
    >>> told = ("larger than 0", "> zero", "at least 0", "above 0.5")
    >>> [bool(re.fullmatch(to_zero(">"), each)) for each in told]
    [True, True, False, False]
    """
    return rf"(?:{IN_SIGNS[order]}|\b(?:{IN_WORDS[order]})){ZERO}"
