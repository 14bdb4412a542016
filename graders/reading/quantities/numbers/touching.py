"""Words and signs that make a number a part of a formula: `minus 2`, `log 4`, `4.6 over 4`."""

import re

_NEAR = 60  # characters before and behind a number that may change it
_LONGEST = 200  # characters of a formula with words
_FUNCTION = (
    r"(?:log|ln|lg|exp|sqrt|sin|cos|tan|tanh|sigmoid|relu|max|min|abs|logarithm|exponential|root)"
)
_CHANGING = (
    r"(?:minus|plus|times|over|negative|opposite|inverse|reciprocal|square|half|third|quarter"
    r"|twice|double|power|raised|multiplied|divided|dividing|multiplying|scaled|without)"
)
_SIGN = r"[\^√∛×·÷½⅓¼⅔¾]"
_BEFORE = re.compile(
    rf"(?:\b(?:{_FUNCTION}(?:\s*_?\d+)?|{_CHANGING})(?:\s+(?:of|by|with|the|base|to|number))*"
    rf"|{_SIGN}|/|(?<=\d)[ \t]*\*|(?<=\S)[ \t]*[-−–+]|^[ \t]*[-−](?=\$)"  # no bullet
    r")[ \t({$\\]*\Z",
    re.IGNORECASE | re.MULTILINE,
)
_NEXT = rf"\s*(?:[\d√\\½]|{_FUNCTION}\b|[a-z]\b)"
_BEHIND = re.compile(
    rf"[ \t$}}]*(?:{_SIGN}|\*{_NEXT}|/\s*\(|[-+−/]{_NEXT}|[πe]\b|\\pi\b|pi\b|{_FUNCTION}\b"
    r"|squared\b|cubed\b|to the power|raised\b|plus\b|minus\b|over (?:[\d$(]|the number))"
    r"|(?:\\(?:text|textrm|mbox|mathrm)\s*\{|[ \t$}),;(])*(?:divided|multiplied|times)\b",
    re.IGNORECASE,
)
_NEXT_TERM = re.compile(  # behind a remark: "0.078 (via o1) + 0.12", "0.078 via o1 + 0.12"
    r"[ \t$]*(?:\([^()\d]*[A-Za-z]{2}[^()]*\)|\[[^\[\]\d]*[A-Za-z]{2}[^\[\]]*\]"
    r"|(?:via|through|along|from)(?: \w+){1,3})"
    r"[ \t$]*(?:[+×·*]|plus\b)[ \t\n$]*[\d.(]"
)
_IN_BRACKETS = re.compile(r"[ \t$]*[(\[]([^()\[\]]*)[)\]]")
_PROSE = re.compile(
    rf"\b(?!(?:{_FUNCTION}|pi)(?![A-Za-z]))(?:[A-Za-z]{{3,}}|(?:as|at|by|in|is|of|on|or|to)\b)",
    re.IGNORECASE,
)
_COMMAND = re.compile(r"\\[A-Za-z]+")
_WORKED = re.compile(
    rf"\\(?!{_FUNCTION}(?![A-Za-z]))[A-Za-z]|(?<![A-Za-z]){_FUNCTION}\s*[\d({{]|[A-Za-z\d]\s*[-+*/^]\s*[A-Za-z\d]|\bpi\b",
    re.IGNORECASE,
)
_CONCLUDED = re.compile(
    r"(?:\b(?:giv(?:es?|ing)|gets?|yield(?:s|ing)?|obtains?|leaves|leaving|results? in)"
    r"|\b(?:hence|so|thus|therefore|(?:final|my) (?:answer|result|value)(?:\s+is)?):?,?)"
    r"\s+(?:(?:us|me|about|roughly|approximately|a|the|value|loss|of)\s+)*[$*~≈]*(?=[-−]?\.?\d)",
    re.IGNORECASE,
)
_LEADING_WORDS = re.compile(
    rf"(?:(?!(?:{_FUNCTION}|{_CHANGING})\b)[A-Za-z][A-Za-z'’-]+[,:]?\s+)*", re.IGNORECASE
)
_NO_STATEMENT = re.compile(
    r"\b(?:not|never|no|or|than|least|most|below|above|between|without|if|\w+n['’]t)\b", re.I
)
_SPELLED = tuple(
    (re.compile(pattern, re.IGNORECASE), meant)
    for pattern, meant in (
        (r"(?:one |a )?half(?: of)?\s+(.+)", r"(\1)/2"),
        (r"(.+?)\s+(?:divided by|over)\s+(.+)", r"(\1)/(\2)"),
        (r"(.+?)\s+(?:times|multiplied by)\s+(.+)", r"(\1)*(\2)"),
    )
)
_MINUS = re.compile(
    r"(^[ \t]*|\b(?:is|are|was|be|equals|becomes|gives|about|approximately|roughly)\s+|[=≈:][ \t]*)"
    rf"(?:minus|negative)\s+(?=[$\d.√½]|{_FUNCTION}\b)",
    re.IGNORECASE | re.MULTILINE,
)
_TIGHT = re.compile(r"(?<![A-Za-z])(ln(?=\d)|log(?=\d+\s*(?:$|[=≈,;.$])))")
_SUM = re.compile(r"\S\s*[-+−]")
_WORD_OF_FORMULA = re.compile(rf"(?:{_FUNCTION}|[a-z])\b|\\[a-z]+", re.IGNORECASE)


def is_touched(text: str, start: int, end: int) -> bool:
    r"""Whether what stands at a place of a text is a part of a formula that words go on with.

    >>> text = "the loss is -log 4"
    >>> is_touched(text, 17, 18), is_touched("minus 1.15", 6, 10), is_touched("it: 1.15", 4, 8)
    (True, True, False)
    """
    before = text[max(0, start - _NEAR) : start]
    return _BEFORE.search(before) is not None or goes_on(text[end : end + _NEAR])


def goes_on(behind: str) -> bool:
    """Whether a formula goes on behind a number.

    >>> goes_on(" divided by 4"), goes_on(" log 2"), goes_on(" nats"), goes_on("** as expected")
    (True, True, False, False)
    >>> goes_on(" (via o1) + 0.12 (via o2)")
    True
    """
    in_brackets = _IN_BRACKETS.match(behind)
    return any(each.match(behind) for each in (_BEHIND, _NEXT_TERM)) or (
        in_brackets is not None and is_formula(in_brackets[1])
    )


def is_formula(inner: str) -> bool:
    r"""Whether what stands in brackets beside a number is a factor, and no remark.

    >>> is_formula(r"1-\ln 2"), is_formula("n + 1"), is_formula(r"\eta")
    (True, True, True)
    >>> is_formula("rounded"), is_formula(r"with \eta"), is_formula(r"\eta = 0.1")
    (False, False, False)
    """
    if re.search("[=~≈<>]", inner) or _PROSE.search(_COMMAND.sub(" ", inner)):
        return False
    return re.search("[A-Za-z]", inner) is not None and _WORKED.search(inner) is not None


def has_remarked_terms(formula: str) -> bool:
    """Whether words stand between the terms of a sum, so that what it equals may be its last term.

    >>> has_remarked_terms("0.078 (via o1) plus 0.16 * 0.75"), has_remarked_terms("0.078 + 0.12")
    (True, False)
    """
    return _NEXT_TERM.search(formula) is not None


def concluded(text: str) -> tuple[int, ...]:
    """Where the numbers begin to which sentences come: "dividing by 4 gives 1.151".

    >>> concluded("dividing by 4 gives 1.151")
    (20,)
    """
    return tuple(found.end() for found in _CONCLUDED.finditer(text))


def formula_said(text: str) -> str:
    """The formula that a sentence ends in, or nothing where its words may change it.

    >>> formula_said("The loss is then 2 log 0.5."), formula_said("it is not log 4")
    ('2 log 0.5', '')
    """
    plain = " ".join(text.split())
    words = _LEADING_WORDS.match(plain)
    start = words.end() if words else 0
    return "" if _NO_STATEMENT.search(plain[:start]) else plain[start:].rstrip(" .")


def with_signs_spelled(text: str) -> str:
    """A text with `-` for the word before a number or a function, where it begins what is said.

    A number right behind a logarithm is set off, unless it may be its base.

    >>> with_signs_spelled("the loss is minus 1.386"), with_signs_spelled("1 minus 2")
    ('the loss is -1.386', '1 minus 2')
    >>> with_signs_spelled("-2ln2 = -log4"), with_signs_spelled("log2(8)")
    ('-2ln 2 = -log 4', 'log2(8)')
    """
    return _TIGHT.sub(r"\1 ", _MINUS.sub(r"\1-", text))


def with_operators(formula: str) -> str:
    """A formula with the sign of its one operator that is spelled out.

    What is printed with decimals stays as it is: how fine its value is cannot be told.

    >>> with_operators("log 10 divided by 2"), with_operators("4.605 divided by 4")
    ('(log 10)/(2)', '4.605 divided by 4')
    """
    for pattern, meant in _SPELLED:
        found = pattern.fullmatch(formula.strip(" .")) if len(formula) <= _LONGEST else None
        if found is not None and not any(map(_is_unclear, found.groups())):
            return found.expand(meant)
    return formula


def _is_unclear(operand: str) -> bool:
    """Whether an operand has words, decimals, or a sum of which the operator may take a part."""
    words = re.search(r"[A-Za-z]|\d[.,]\d", _WORD_OF_FORMULA.sub("", operand))
    return words is not None or _SUM.search(operand) is not None
