r"""Masks of a rectifier, 1(u > 0) or relu'(u), that stand beside a column without any sign."""

import re

_INSIDE = r"[^()\[\]{}]*(?:[(\[{][^()\[\]{}]*[)\]}][^()\[\]{}]*)*"
_FONT = r"\\(?:text|math(?:bb|bf|rm|tt)|operatorname|bm)"
_ONE = rf"(?:{_FONT}\s*\{{?\s*[1I]\s*\}}?|𝟙|(?<![\w^])[1I])\s*_?"
_SLOPE = rf"(?:{_FONT}\s*\{{\s*relu\s*\}}|\\?\brelu)\s*(?:['′]|\^\s*\{{?\s*\\prime\s*\}}?)"
_MASK = rf"(?:{_ONE}|{_SLOPE})\s*(?:\\left)?\s*\\?[(\[{{]{_INSIDE}(?:\\right)?\\?[)\]}}]"
_TRANSPOSED = (
    rf"(?:{_FONT}\s*\{{\s*[A-Z]\s*\}}|[A-Z])(?:_\s*\{{?\w\}}?)?\s*"
    r"\^\s*\{?\s*(?:T|\\(?:top|intercal)(?![a-z]))\s*\}?"
)
_NO_SIGN = r"(?:\s|\\[,;!]|\\cdot(?![a-z])|[*·])*"
_BESIDE = re.compile(
    rf"(?P<left>{_MASK}){_NO_SIGN}(?P<column>{_TRANSPOSED})"
    rf"|(?P<first>{_TRANSPOSED}){_NO_SIGN}(?P<right>{_MASK})",
    re.IGNORECASE,
)


def with_masks_by_elements(text: str) -> str:
    r"""The text with each mask multiplied by elements with the transposed name beside it.

    >>> with_masks_by_elements("-s W_d^T 1(W_g x > 0) x^T")
    '-s (W_d^T \\odot 1(W_g x > 0)) x^T'
    >>> with_masks_by_elements(r"W_d^T \odot 1(y > 0)")
    'W_d^T \\odot 1(y > 0)'
    """
    return _BESIDE.sub(_by_elements, text)


def _by_elements(found: re.Match[str]) -> str:
    one, other = (each.strip() for each in found.groups() if each)
    return rf"({one} \odot {other})"
