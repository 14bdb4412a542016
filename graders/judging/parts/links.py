r"""Chains whose last link is said in words: `$a = b$, which is $\le c$`, `$a$ equals $c$`."""

import re

from graders.reading.words.orders import IN_WORDS

_FORMULA = r"(?<!\$)\$(?P<{}>[^$]+)\$(?!\$)"
_SUBJECT = r"(?<!\bof )(?<!\bfor )"  # in "the sign of $w$, which is $c$" it is another one
_ORDERS = {
    "<": IN_WORDS["<"],
    ">": IN_WORDS[">"],
    r"\le": rf"{IN_WORDS['<=']}|no (?:{IN_WORDS['>']})|bounded (?:from )?above by",
    r"\ge": rf"{IN_WORDS['>=']}|no (?:{IN_WORDS['<']})|bounded (?:from )?below by",
}
_ORDER = "|".join(_ORDERS.values())
_EQUALS = r"(?:equals|is equal to|is the same as)"
_MUST_BE = re.compile(  # of a whole chain
    r"(?<!\$)\$(?P<chain>[^$]+=[^$]+)\$\s+(?:must|should|shall|has to|needs to)"
    r" (?:be|equal|stay|remain)(?: equal to)? \$?(?P<number>\d+(?:\.\d+)?|one|two)\b\$?"
    r"(?!\s*(?:or\b|[-+*/^=\\]))"
)
_NUMBERS = {"one": "1", "two": "2"}
_GOES_ON = (
    rf"(?:{_EQUALS}|(?:is|are|lies)(?=\s+(?:{_ORDER})\b)"
    rf"|(?:which|and this|(?P<result>this)|and it)\s+(?:{_EQUALS}|is|simplifies to|becomes)"
    rf"(?:\s+(?:then|just))?)(?:\s+(?P<order>{_ORDER}))?"
)
_LINK = re.compile(
    rf"{_SUBJECT}{_FORMULA.format('chain')},?\s+{_GOES_ON}\s+{_FORMULA.format('next')}"
)
_PLAIN_LINK = re.compile(rf"(?<![A-Za-z\\$])(?P<name>[a-z])\s+{_EQUALS}\s+(?=[-(\d\\]|[a-z]\b)")
_REASON = re.compile(
    r"\b(?:with|using|since|as|from|by|because|given|if|where)\s*\Z", re.IGNORECASE
)
_RELATION = re.compile(r"\s*(?:[=<>≤≥]|\\(?:[lg]eq?(?:slant)?|[lg]t)(?![A-Za-z]))")
_CONDITION = re.compile(r"\s*,?\s*(?:for|if|iff|at|when|where|in|unless|only)\b")


def with_links(text: str) -> str:
    r"""A passage in which a chain goes on with what words say that it is.

    What holds under a condition only is no link, unless it is an order.

    >>> with_links(r"$a \le b$, which is $\le 1$ iff $c > 2$")
    '$a \\le b \\le 1$ iff $c > 2$'
    >>> with_links("$a = b$, which is at most $c$"), with_links("zero where a equals 1 - y")
    ('$a = b \\le c$', 'zero where a = 1 - y')
    >>> with_links("With $a = b$ this is $c$.")
    'With $a = b$ this is $c$.'
    >>> with_links("$a = b$ which equals $c$."), with_links("$a = b$, which is $0$ at $x = y$")
    ('$a = b = c$.', '$a = b$, which is $0$ at $x = y$')
    >>> with_links("$a = 2b$ must be one, so")
    '$a = 2b = 1$, so'
    >>> with_links("The mean $m$ is no larger than $c$.")
    'The mean $m \\le c$.'
    """

    def joined(found: re.Match[str]) -> str:
        if found["result"] and _REASON.search(text, 0, found.start()):
            return found[0]
        said = found["order"] or ""
        order = next((sign for sign, words in _ORDERS.items() if re.fullmatch(words, said)), "")
        is_order = order or _RELATION.match(found["next"])
        if not is_order and _CONDITION.match(text, found.end()):
            return found[0]
        relation = f" {order} " if order else " " if is_order else " = "
        return f"${found['chain']}{relation}{found['next']}$"

    text = _MUST_BE.sub(_with_number, text)
    return _PLAIN_LINK.sub(r"\g<name> = ", _LINK.sub(joined, text))


def _with_number(found: re.Match[str]) -> str:
    """A chain that goes on with the number that it must be."""
    return f"${found['chain']} = {_NUMBERS.get(found['number'], found['number'])}$"
