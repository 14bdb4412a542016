r"""Two values under two conditions that sentences give, as one distinction of cases."""

import re

_DELIMITERS = re.compile(r"\${1,2}|\\[\[\]()]")
_SIGNS = re.compile(r"\\(?:[,;:! ]|q?quad(?![a-z]))|\\text\s*\{([^{}]*)\}")
_WORDED = re.compile(
    r"\b(?P<sign>positive|negative) \$?(?P<after>[a-z])\b\$?"
    r"|\$?\b(?P<before>[a-z])\$? (?:is |being )?(?P<said>positive|negative)\b"
)
_CONDITION = re.compile(
    r"(?P<name>(?<![\w\\)}|])[A-Za-z])\s*"
    r"(?P<relation><=?|>=?|\\leq?(?![a-z])|\\geq?(?![a-z])|\\[lg]t(?![a-z])|[≤≥])\s*"
    r"(?P<bound>-?\d+(?:\.\d+)?)(?![\d.]*\s*[-+*/^])"
)
_LESS = re.compile(r"<|≤|\\l")
_LINK = r"(?:[\s,;:.&(]|\b(?:and|or|but|while|for|if|when|where|with|then|so|hence|case \d)\b)"
_LINKS = re.compile(rf"^{_LINK}+|{_LINK}+$", re.IGNORECASE)
_ENDS_IN_FORMULA = re.compile(r"[\w)\]}|²]$")
_SEPARATORS = re.compile(r"[,;.]\s|\n|\b(?:and|or|is|be|we get|we have|gives|that)\b")
_EQUATION = re.compile(r"[\w)'′]\s*=")


def in_cases(text: str) -> str:
    r"""A passage with two values under opposite conditions, as a formula with cases.

    Other passages are left as they are, and so is one that goes on with an equation behind them.

    >>> in_cases("g' = 1/(1+x) if x > 0 and 1/(1-x) for negative x.")
    '$$\\begin{cases}1/(1+x)&x>0\\\\1/(1-x)&x<0\\end{cases}$$'
    >>> in_cases("For $x \\ge 0$: $g' = x$. For $x < 0$, $g' = -x$.")
    '$$\\begin{cases}x&x\\ge0\\\\-x&x<0\\end{cases}$$'
    >>> in_cases("g' = { 1/(1+x) if x > 0; 1/(1-x) if x < 0 }")
    '$$\\begin{cases}1/(1+x)&x>0\\\\1/(1-x)&x<0\\end{cases}$$'
    """
    plain = _DELIMITERS.sub(" ; ", _SIGNS.sub(r" \1 ", _WORDED.sub(_in_signs, text)))
    found = list(_CONDITION.finditer(plain))
    if r"\begin{cases}" in text or len(found) != 2 or not _are_opposite(*found):
        return text
    first, second = found
    before, between, after = (
        plain[: first.start()],
        plain[first.end() : second.start()],
        plain[second.end() :],
    )
    if _ENDS_IN_FORMULA.search(_LINKS.sub("", before)) and "=" in before:
        values, after = (_value(before), _value(between)), after
    else:
        last, _, after = after.lstrip().partition("\n\n")
        values = (_value(between), _value(last))
    if not all(values) or _EQUATION.search(after):
        return text
    rows = (f"{value}&{_condition(each)}" for value, each in zip(values, found, strict=True))
    return "".join((r"$$\begin{cases}", r"\\".join(rows), r"\end{cases}$$"))


def _in_signs(worded: re.Match[str]) -> str:
    name, sign = worded["after"] or worded["before"], worded["sign"] or worded["said"]
    return f"{name} {'>' if sign == 'positive' else '<'} 0"


def _are_opposite(one: re.Match[str], other: re.Match[str]) -> bool:
    """Whether a name is below a bound in one of two conditions, and above it in the other."""
    same = (one["name"], one["bound"]) == (other["name"], other["bound"])
    return same and bool(_LESS.match(one["relation"])) != bool(_LESS.match(other["relation"]))


def _condition(found: re.Match[str]) -> str:
    return f"{found['name']}{found['relation']}{found['bound']}"


def _value(text: str) -> str:
    """The formula that a passage ends in, without what it is called."""
    formula = _LINKS.sub("", text).rpartition("=")[2]
    parts = [part for each in _SEPARATORS.split(formula) if (part := _LINKS.sub("", each))]
    value = (parts[0] if "=" in text and len(parts) > 1 else parts[-1]).strip() if parts else ""
    return value.removeprefix("{").strip() if value.count("{") > value.count("}") else value
