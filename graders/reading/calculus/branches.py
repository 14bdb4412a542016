r"""Two values under two conditions that sentences give, as one distinction of cases."""

import re
from itertools import compress

from graders.sentences import Ends

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
_ONE_VALUE = re.compile(  # y = 1, and not in p(y = 1 | x)
    r"(?P<name>(?<![\w\\)}|])[A-Za-z])\s*(?P<relation>=)\s*(?P<bound>\d)(?![\d.]*\s*[-+*/^|]|\s*\\mid)"
)
_LESS = re.compile(r"<|≤|\\l")
_LINK = r"(?:[\s,;:.&(]|\b(?:and|or|but|while|for|if|when|where|with|then|so|hence|case \d)\b)"
_LEADS = re.compile(r"[\s;]*:")  # behind a condition: its value follows
_LINKS = re.compile(rf"^{_LINK}+|{_LINK}+$", re.IGNORECASE)
_ENDS_IN_FORMULA = re.compile(r"[\w)\]}|²]$")
_SEPARATORS = re.compile(r"[,;.]\s|\n|\b(?:and|or|is|be|we get|we have|gives|that)\b")
_CLOSES = re.compile(r"[^()]*\)\s*[\^/*(]")  # a bracket in the midst of a formula
_WORD = re.compile(r"(?<![\\\w])[A-Za-z]{2,}")  # and no command
_CLAUSES = Ends(".", words="thus|hence|therefore|in short|altogether|together", lines=True)
_CASES = re.compile(r"\\begin\{cases\}|\\left\\\{\s*\\begin\{(?:array|aligned|matrix)\}")
_EQUATION = re.compile(r"[\w)'′]\s*=")


def in_cases(text: str, *, by_value: bool = False) -> str:
    r"""A passage with two values under opposite conditions, as a formula with cases.

    Other passages are left as they are, and so is one that goes on with an equation behind them.

    Args:
        text: of a student.
        by_value: whether the conditions are two values of a name, and not the sides of a bound.

    >>> in_cases("P = a if y = 1 and b if y = 0", by_value=True)
    '$$\\begin{cases}a&y=1\\\\b&y=0\\end{cases}$$'

    >>> in_cases("g' = 1/(1+x) if x > 0 and 1/(1-x) for negative x.")
    '$$\\begin{cases}1/(1+x)&x>0\\\\1/(1-x)&x<0\\end{cases}$$'
    >>> in_cases("For $x \\ge 0$: $g' = x$. For $x < 0$, $g' = -x$.")
    '$$\\begin{cases}x&x\\ge0\\\\-x&x<0\\end{cases}$$'
    >>> in_cases("g' = x for x > 0, and for x < 0 we have g' = -x")
    '$$\\begin{cases}x&x>0\\\\-x&x<0\\end{cases}$$'
    >>> in_cases("g = -x, which is odd. For x > 0: g' = x, for x < 0: g' = -x")
    '$$\\begin{cases}x&x>0\\\\-x&x<0\\end{cases}$$'
    >>> in_cases("g' = 1/(1+|x|), since for x > 0: 1/(1+x), for x < 0: 1/(1-x)")
    "$g' = 1/(1+|x|)$, i.e. $$\\begin{cases}1/(1+x)&x>0\\\\1/(1-x)&x<0\\end{cases}$$"
    >>> in_cases("g' = { 1/(1+x) if x > 0; 1/(1-x) if x < 0 }")
    '$$\\begin{cases}1/(1+x)&x>0\\\\1/(1-x)&x<0\\end{cases}$$'
    """
    plain = _plain(text)
    found = list((_ONE_VALUE if by_value else _CONDITION).finditer(plain))
    if _CASES.search(text) or len(found) != 2 or not _are_opposite(*found):
        return text
    first, second = found
    before, between, after = (
        Ends(".").split(plain[: first.start()])[-1],
        plain[first.end() : second.start()],
        plain[second.end() :],
    )
    is_led = all(_LEADS.match(plain, each.end()) for each in found)
    said = _LINKS.sub("", before)
    is_value = "=" in said or not (":" in before or _WORD.search(said))
    is_behind = _ENDS_IN_FORMULA.search(said) and is_value and not is_led
    if is_behind and _LINKS.sub("", between):
        values = (_value(before), _value(between))
    else:
        last, _, after = after.lstrip().partition("\n\n")
        values = (_value(before if is_behind else between), _value(last, first=is_led))
    if not all(values) or _EQUATION.search(after):
        return text
    rows = (f"{value}&{_condition(each)}" for value, each in zip(values, found, strict=True))
    cases = "".join((r"$$\begin{cases}", r"\\".join(rows), r"\end{cases}$$"))
    whole = _equations(before)[-1:] if is_led else []
    return "".join((*(f"${each}$, i.e. " for each in whole), cases))


def is_of_one_case(text: str) -> bool:
    """Whether an equation stands beside a condition, and none is drawn from it in the end.

    >>> is_of_one_case("g' = x for x > 0"), is_of_one_case("g' = x for x > 0. So g' = |x|.")
    (True, False)
    """
    clauses = [] if _CASES.search(text) else _CLAUSES.split(_plain(text))
    of_case = [_is_of_one_side(each) for each in clauses]
    ends = len(clauses) - of_case[::-1].index(True) if any(of_case) else 0
    beside = any(map(_EQUATION.search, compress(clauses, of_case)))
    return beside and not any(map(_EQUATION.search, clauses[ends:]))


def _is_of_one_side(clause: str) -> bool:
    """Whether a clause has a condition, and not "for x < 0 and x > 0" behind its equation."""
    found = list(_CONDITION.finditer(clause))
    if len(found) != 2 or not _are_opposite(*found):
        return bool(found)
    between, after = clause[found[0].end() : found[1].start()], clause[found[1].end() :]
    return bool(_LINKS.sub("", between) or _EQUATION.search(after))


def _plain(text: str) -> str:
    """A passage without delimiters of formulas, the signs of names as inequalities."""
    return _DELIMITERS.sub(" ; ", _SIGNS.sub(r" \1 ", _WORDED.sub(_in_signs, text)))


def _in_signs(worded: re.Match[str]) -> str:
    name, sign = worded["after"] or worded["before"], worded["sign"] or worded["said"]
    return f"{name} {'>' if sign == 'positive' else '<'} 0"


def _are_opposite(one: re.Match[str], other: re.Match[str]) -> bool:
    """Whether a name is below a bound in one of two conditions, and above it in the other.

    Or whether it has another value in each.
    """
    if one["relation"] == other["relation"] == "=":
        return one["name"] == other["name"] and one["bound"] != other["bound"]
    same = (one["name"], one["bound"]) == (other["name"], other["bound"])
    return same and bool(_LESS.match(one["relation"])) != bool(_LESS.match(other["relation"]))


def _condition(found: re.Match[str]) -> str:
    return f"{found['name']}{found['relation']}{found['bound']}"


def _equations(text: str) -> list[str]:
    """The equations in a passage that words, commas and ends of lines part."""
    parts = (_LINKS.sub("", each) for each in _SEPARATORS.split(text.replace(";", "\n")))
    return [each for each in parts if _EQUATION.search(each)]


def _value(text: str, *, first: bool = False) -> str:
    """The formula that a passage ends in, or begins with, without what it is called."""
    formula = text.rpartition("=")[2] if "=" in text else text
    parts = [part for each in _SEPARATORS.split(formula) if (part := _unlinked(each))]
    at = 0 if first or "=" in text else -1
    value = parts[at].strip() if parts else ""
    if value.count(")") > value.count("("):
        value = value.removesuffix(")").strip()
    return value.removeprefix("{").strip() if value.count("{") > value.count("}") else value


def _unlinked(text: str) -> str:
    """A part without the words and signs around it, but for a bracket that its formula closes.

    >>> _unlinked("and (1+x)^2 for"), _unlinked("(x"), _unlinked("x)")
    ('(1+x)^2', 'x', 'x)')
    """
    part = _LINKS.sub("", text)
    opened = "(" in text[: text.index(part)] and _CLOSES.match(part)
    return f"({part}" if opened else part
