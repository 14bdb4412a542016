r"""What is said of a standard normal variable, as expectations: `Var(z)`, `P(z > 0)`, integrals.

An expectation, a variance, a covariance, a probability and an integral over the variable are each
the mean of something over its distribution, and that can be evaluated.
"""

import re
from collections.abc import Callable, Mapping

from graders.reading.calculus.probability.boundary_terms import BOUNDS, with_boundary_terms

_FONTS = r"(?:mathbb|mathbf|mathrm|mathsf|operatorname|text)"
_NAMES = r"E|V(?:ar)?|Cov|Pr?"
_OPERATOR = re.compile(
    rf"\\{_FONTS}\s*\{{\s*(?P<set>{_NAMES})\s*\}}|\\{_FONTS}\s+(?P<bare>[EVP])(?![A-Za-z])"
    r"|\\(?P<command>Var|Cov|Pr|E)(?![A-Za-z])|(?P<sign>𝔼)"
    rf"|(?:(?<![A-Za-z\\{{_^])|(?<=_[a-z])|(?<=\^T))(?P<plain>{_NAMES})(?![A-Za-z])"
)
_SUBSCRIPT = re.compile(r"\s*_\s*(?:[A-Za-z]|\{(?:[^{}]|\{[^{}]*\})*\})")
_OPENING = re.compile(r"\s*(?:\\left|\\[bB]igg?l?)?\s*(\\\{|[\[({])")
_CLOSING = {"[": "]", "(": ")", "{": "}", r"\{": r"\}"}
_CLOSER = re.compile(r"\\[{}]|[\[({\])}]")
_SIZE_BEFORE = re.compile(r"(?:(?:\\right|\\[bB]igg?r?)\s*+|(?<!\s)\s*+)$")
_GIVEN = re.compile(r"\\mid(?![A-Za-z])|\\(?:[bB]ig|middle)?\|?\\vert|(?<!\\)\|")
_RELATION = re.compile(r"[<>]|\\[lg]eq?(?![a-z])|[≤≥]")
_INTEGRAL = re.compile(rf"(?:\\int|∫|(?<![A-Za-z\\])int(?=\s*_))(?:\\limits)?(?:{BOUNDS})?")
_INTEGRAL_SIGN = re.compile(r"∫[₀₁₂]")
_SPACES = re.compile(r"(?<!\s)(?:\\[,;:! ]|\s)++$")
_TIMES = re.compile(r"(?:(?:\\cdot|\\times|\*)\s*+|(?<!\s)\s*+)$")
_DENSITIES = tuple(  # the second may be the activation, too
    rf"(?:{letters})(?:_\{{{{?\s*[A-Z{{v}}]\s*\}}}}?)?\s*\(\s*{{v}}\s*\)(?!\s*[\^²])"
    for letters in (r"f|p|P|\\rho|ρ", r"\\phi|φ|ϕ")
)
_LOW = str.maketrans({digit: f"_{at}" for at, digit in enumerate("₀₁₂")})
_OVER_NORMAL = r"\sqrt{{2\pi}} e^{{{v}^2/2}}"
_INFINITE = re.compile(r"\\infty|∞|inf")
_DEEPEST = 4  # operators within operators
_LONGEST = 1_000  # characters of an argument


def of_normal(text: str, variable: str, *, is_vector: bool = False) -> str:
    r"""A text in which all of this is an expectation over a declared distribution.

    Args:
        text: of an answer.
        variable: the letter that is standard normal, with a distribution N.
        is_vector: whether its components are meant, too.

    >>> of_normal(r"\mathrm{Var}(z)", "z").replace(r"\mathbb{E}_{z\sim N}", "E")
    '((E[(z)^2])-(E[z])^2)'
    >>> of_normal(r"E_z[z^2 \mid z > 0]", "z").replace(r"\mathbb{E}_{z\sim N}", "E")
    '(\\frac{(E[\\mathbb{1}(z > 0)(z^2 )])}{(E[\\mathbb{1}(z > 0)])})'
    >>> of_normal(r"\int_0^\infty z f(z) dz", "z")
    '(\\mathbb{E}_{z\\sim N}[\\mathbb{1}(z>0)(z)])'
    """

    def mean(body: str) -> str:
        return rf"(\mathbb{{E}}_{{{variable}\sim N}}[{body}])"

    behind = "" if is_vector else r"(?!\s*_)"
    name = re.compile(rf"(?:(?<![A-Za-z\\])|(?<=\^T)){variable}(?![A-Za-z]){behind}")
    text = _INTEGRAL_SIGN.sub(lambda sign: sign[0].translate(_LOW), text)
    text = with_boundary_terms(text, variable)
    return _with_operators(_with_integrals(text, variable, mean), name, mean)


Mean = Callable[[str], str]


def _with_operators(text: str, variable: re.Pattern[str], mean: Mean, depth: int = 0) -> str:
    """A text whose operators are expectations, to some depth: a variance doubles its argument."""
    if depth > _DEEPEST:
        return text
    parts, at = [], 0
    for found in _OPERATOR.finditer(text):
        if found.start() < at:
            continue
        name = next(filter(None, found.groups()))
        below = _SUBSCRIPT.match(text, found.end())
        opened = _OPENING.match(text, below.end() if below else found.end())
        closed = _closing(text, opened) if opened else None
        if opened is None or closed is None or r"\sim" in text[found.end() : opened.start(1)][-20:]:
            continue
        body = _with_operators(text[opened.end() : closed[0]], variable, mean, depth + 1)
        made = _MADE[name[0]](body, mean)
        if made and (variable.search(body) or name[0] in "E𝔼"):
            parts += [text[at : found.start()], made]
            at = closed[1]
    return "".join([*parts, text[at:]])


def _closing(text: str, opened: re.Match[str]) -> tuple[int, int] | None:
    """Where the argument ends that is opened here, and where its bracket does."""
    waiting = [_CLOSING[opened[1]]]
    for sign in _CLOSER.finditer(text, opened.end(), opened.end() + _LONGEST):
        if sign[0] == waiting[-1]:
            waiting.pop()
            if not waiting:
                before = _SIZE_BEFORE.search(text, opened.end(), sign.start())
                return (before.start() if before else sign.start()), sign.end()
        elif sign[0] in _CLOSING:
            waiting.append(_CLOSING[sign[0]])
        else:
            return None
    return None


def _expectation(body: str, mean: Mean) -> str:
    value, *given = _GIVEN.split(body)
    if len(given) == 1 and _RELATION.search(given[0]):
        held = rf"\mathbb{{1}}({given[0].strip()})"
        return rf"(\frac{{{mean(f'{held}({value})')}}}{{{mean(held)}}})"
    return mean(body)


def _variance(body: str, mean: Mean) -> str:
    return f"({mean(f'({body})^2')}-{mean(body)}^2)"


def _covariance(body: str, mean: Mean) -> str:
    one, *other = body.split(",")
    if len(other) != 1:
        transposed = f"({one})({one})^T"
        return "" if other else f"({mean(transposed)}-{mean(one)}{mean(one)}^T)"
    return f"({mean(f'({one})({other[0].strip()})')}-{mean(one)}{mean(other[0].strip())})"


def _probability(body: str, mean: Mean) -> str:
    return mean(rf"\mathbb{{1}}({body})") if _RELATION.search(body) else ""


_MADE: Mapping[str, Callable[[str, Mean], str]] = {  # by the first letter of an operator
    "E": _expectation,
    "𝔼": _expectation,
    "V": _variance,
    "C": _covariance,
    "P": _probability,
}


def _with_integrals(text: str, variable: str, mean: Mean) -> str:
    """A text whose integrals over the variable are expectations; those over another stay."""
    ends = re.compile(
        rf"(?:\\mathrm\s*\{{\s*d\s*\}}|\\?\bd|(?<=[\d)}}])d)\s*{variable}(?![A-Za-z])"
    )
    densities = [re.compile(each.format(v=variable)) for each in _DENSITIES]
    parts, at = [], 0
    for found in _INTEGRAL.finditer(text):
        end = ends.search(text, found.end())
        if found.start() < at or end is None or _INTEGRAL.search(text, found.end(), end.start()):
            continue
        body = _SPACES.sub("", text[found.end() : end.start()]).strip()
        density = next((each for each in densities if len(each.findall(body)) == 1), None)
        if density:
            inside = f"({_TIMES.sub('', density.sub('', body)).strip() or '1'})"
        else:
            inside = f"{_OVER_NORMAL.format(v=variable)}({body})"
        parts += [text[at : found.start()], mean(_within(found, variable) + inside)]
        at = end.end()
    return "".join([*parts, text[at:]])


def _within(bounds: re.Match[str], variable: str) -> str:
    """A factor that is one between the bounds of an integral, and zero outside of them."""
    low, high = ((each or r"\infty").strip("{} ") for each in bounds.groups())
    conditions = [f"{variable}>{low}"] if not _INFINITE.search(low) else []
    conditions += [f"{variable}<{high}"] if not _INFINITE.search(high) else []
    return "".join(rf"\mathbb{{1}}({each})" for each in conditions)
