r"""What is said of two components of a random vector: `E[x_i x_j] = 0` for different indices.

An index is free, so that one formula would be held for equal indices, too. What is said of two
components is told of one and the next instead, and what is said of equal indices of one and itself.
"""

import re

DELTA = r"\\?delta|δ|\\mathbb\{?1"
_FACT = re.compile(
    r"(?=\(+\\mathbb\{E\}_\{x\\sim"
    r" N\}\[\(?x_\{?(?P<one>[i-n])\}?\)?\s*\(?x_\{?(?P<other>(?!(?P=one))[i-n])\}?\)?\])"
    r"(?P<chain>[^$,;\n]*?)(?=[$,;\n]|\\quad|\\text|\\\\|\\(?:R|r)ightarrow|\bfor\b|\bwhen\b"
    r"|\bif\b|$)"
)
_BEFORE = re.compile(  # where a formula begins, and weights
    r"(?:(?<!\\)[$\n,.:;&]|(?<![\\A-Za-z])[A-Za-z]{2,}|^)\s*(?:(?:[a-z]_\{?\w\}?|\([^()]*\))\s*)*$"
)
_FARTHEST = 40  # characters before a formula
_EQUAL = re.compile(
    r"(?:\\q?quad|\\text\s*\{|\b(?:for|if|when|where)\b|[\s}$,(])*([i-n])\s*=\s*([i-n])\b"
)
_OF_BOTH = re.compile(rf"{DELTA}|\\begin")


def of_components(text: str) -> str:
    r"""A text with expectations over x, in which what is said of two components is said of two.

    >>> text = r"$(\mathbb{E}_{x\sim N}[x_i x_j]) = 0$ for $i \ne j$"
    >>> of_components(text).replace(r"\mathbb{E}_{x\sim N}", "E")
    '$(E[x_i x_{(i \\bmod d)+1}]) = 0$ for $i \\ne j$'
    >>> of_components(text.replace(r"\ne", "=")).replace(r"\mathbb{E}_{x\sim N}", "E")
    '$(E[x_i x_{i}]) = 0$ for $i = j$'
    """
    return _FACT.sub(_of_two, text)


def _of_two(found: re.Match[str]) -> str:
    is_fact = _BEFORE.search(found.string, max(0, found.start() - _FARTHEST), found.start())
    if not is_fact or _OF_BOTH.search(found[0]):
        return found[0]
    case = _EQUAL.match(found.string, found.end())
    is_one = case is not None and set(case.groups()) == {found["one"], found["other"]}
    other = found["one"] if is_one else rf"({found['one']} \\bmod d)+1"
    return re.sub(rf"x_\{{?{found['other']}\}}?", f"x_{{{other}}}", found[0])
