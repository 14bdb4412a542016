r"""Expectations in one spelling: `E_x[...]` and `\mathbb{E}_{x \sim p_{\text{real}}(x)}` alike."""

import re
from collections.abc import Mapping

_OPERATOR = re.compile(
    r"\\(?:mathbb|mathbf|mathrm|operatorname)\s*\{\s*E\s*\}|\\mathbb\s+E|\\E\b"
    r"|(?<![A-Za-z\\{])E(?=\s*(?:_|\[|\\left|\\big|\())"
)
_FONT = re.compile(r"\\(?:mathbf|boldsymbol|vec|mathrm|text|bm|textbf)\s*\{([^{}]*)\}")
_LETTER = re.compile(r"\s*([A-Za-z])(?:_\w|\^\{?\(?\w\)?\}?)?\s*(?:$|\\sim|∼|~|\\in)")


def with_distributions(text: str, distributions: Mapping[str, tuple[str, str]]) -> str:
    r"""The text with the distribution of each expectation under its declared name.

    Args:
        text: of an answer.
        distributions: for the letter of a variable its distribution, and a pattern for the other
            names that this may have. A letter alone tells its distribution; where a name is known
            that of another letter, the name counts.

    >>> known = {"x": ("p_{data}", "data|real"), "z": ("p_z", "noise|_z")}
    >>> with_distributions(r"E_x[\log D(x)] + \mathbb{E}_{z \sim p_{noise}(z)}[f(z)]", known)
    '\\mathbb{E}_{x\\sim p_{data}}[\\log D(x)] + \\mathbb{E}_{z\\sim p_z}[f(z)]'
    """
    parts, at = [], 0
    for match in _OPERATOR.finditer(text):
        if match.start() < at:
            continue
        below, end = _subscript(text, match.end())
        spelled = _spelled(below, text[end:], distributions)
        if spelled:
            parts += [text[at : match.start()], spelled]
            at = end
    return "".join([*parts, text[at:]])


def _subscript(text: str, at: int) -> tuple[str, int]:
    """What stands below an operator, and where that ends."""
    found = re.compile(r"\s*_\s*").match(text, at)
    if found is None or found.end() >= len(text):
        return "", at
    start = found.end()
    if text[start] != "{":
        return text[start], start + 1
    depth = 0
    for place in range(start, len(text)):
        depth += (text[place] == "{") - (text[place] == "}")
        if depth == 0:
            return text[start + 1 : place], place + 1
    return "", at


def _spelled(below: str, body: str, distributions: Mapping[str, tuple[str, str]]) -> str:
    plain = _FONT.sub(r"\1", below)
    letter = _LETTER.match(plain)
    variable = letter[1].lower() if letter else "" if below else _variable_of(body, distributions)
    source = re.split(r"\\sim|∼|~|\\in", plain, maxsplit=1)[1:]
    for name, pattern in distributions.values():
        if source and re.search(pattern, source[0]):
            return rf"\mathbb{{E}}_{{{variable}\sim {name}}}" if variable else ""
    if variable not in distributions:
        return ""
    return rf"\mathbb{{E}}_{{{variable}\sim {distributions[variable][0]}}}"


def _variable_of(body: str, distributions: Mapping[str, tuple[str, str]]) -> str:
    """The variable of an expectation that names none: the first that stands in its body."""
    found = re.search(rf"\(\s*({'|'.join(distributions)})\b", body)
    return found[1] if found else ""
