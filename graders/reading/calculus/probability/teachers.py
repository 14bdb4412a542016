r"""What is said of the error of a student with weights w beside a teacher w_t, in declared names.

The difference of the weights is u, or q where it is the teacher's less the student's, whatever the
student calls it; components of the teacher and of the input have one spelling.
"""

import re

from graders.reading.calculus.probability.components import of_components
from graders.reading.calculus.probability.normal import of_normal

_THIN_SPACE = re.compile(r"\\[,;:!]")
_X_OF_LAYER = re.compile(r"(?<![A-Za-z])x\s*\^\s*(?:\{\s*\(\s*0\s*\)\s*\}|\(\s*0\s*\))")
_OF_TEACHER = re.compile(
    r"w_\{?\s*(?:(?P<a>[i-n])\s*,\s*t|t\s*,?\s*(?P<b>[i-n])|t_\{?(?P<c>[i-n])\}?"
    r"|(?P<e>[i-n])t)\s*\}"
    r"|w_\{?t\}?\^\{?\(?(?P<f>[i-n])\)?\}?|\(w_\{?t\}?\)_\{?(?P<g>[i-n])\}?"
    r"|w_\{?t\}?\[(?P<h>[i-n])\]|w_t(?P<k>[i-n])(?![A-Za-z_])"
)
_LETTER = r"(?<![A-Za-z\\])(?P<letter>\\[A-Za-z]+|[a-zA-Z])"
_DIFFERENCE = re.compile(
    _LETTER + r"(?:_\{?[i-n]\}?)?\s*(?::=|=|\\coloneqq|\\equiv|≡)\s*"
    r"(?:w(?:_\{?[i-n]\}?)?\s*-\s*(?P<after>w_\{?t)|w_\{?t(?:,[i-n])?\}?\s*-\s*w(?![_\w]|_\{?t))"
)
_PROJECTION = re.compile(
    r"(?:(?<=\$)|(?<=[a-z]{2}\s))"
    + _LETTER
    + r"\s*:?=\s*(?P<value>(?:[uq]|\(\s*w\s*-\s*w_\{?t\}?\s*\))"
    r"\s*\^\s*\{?(?:T|\\top|\\intercal)\}?\s*x)(?=\s*(?:\$|[,.;]\s))"
)
_TYPED_INDEX = re.compile(r"(?<![A-Za-z\\])([xwv])([i-k])(?![A-Za-z])")


def of_teacher(text: str) -> str:
    r"""A passage in the names that are declared, with expectations over x.

    >>> of_teacher(r"$v = w - w_t$: $E[x_i x_j] = 0$, $v_i$").replace(r"\mathbb{E}_{x\sim N}", "E")
    '$u = w - w_t$: $(E[x_i x_{(i \\bmod d)+1}]) = 0$, $u_i$'
    """
    text = _TYPED_INDEX.sub(r"\1_\2", text)
    text = _OF_TEACHER.sub(_component, _X_OF_LAYER.sub("x", text))
    text = _with_projection(_with_differences(_THIN_SPACE.sub(" ", text)))
    return of_components(of_normal(text, "x", is_vector=True))


def _with_projection(text: str) -> str:
    """A passage in which the error has no letter behind the equation that gives it one."""
    found = _PROJECTION.search(text)
    if found is None or found["letter"] in ("R", "E", "N"):
        return text
    alone = rf"(?<![A-Za-z\\_^]){re.escape(found['letter'])}(?![A-Za-z_(])"
    return text[: found.end()] + re.sub(alone, lambda _: f"({found['value']})", text[found.end() :])


def _component(found: re.Match[str]) -> str:
    return f"w_{{t,{next(filter(None, found.groups()))}}}"


def _with_differences(text: str) -> str:
    """A passage in which u is w - w_t and q is w_t - w, whatever the student calls them."""
    found = _DIFFERENCE.search(text)
    if found is None or found["letter"] == "R":
        return text
    own = re.escape(found["letter"])
    no_size = r"(?<![\^_])(?<![\^_]\{)" if own == "d" else ""
    alone = rf"{no_size}(?:(?<![A-Za-z\\])|(?<=_[i-n])|(?<=\^T)){own}(?![A-Za-z])"
    return re.sub(alone, "u" if found["after"] else "q", text)
