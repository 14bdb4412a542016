r"""Chains whose last link is said in words: `$a = b$, which is $\le c$`."""

import re

_FORMULA = r"(?<!\$)\$(?P<{}>[^$]+)\$(?!\$)"
_SAID = (
    r",?\s+(?:which|and this|this|and it)\s+(?:is|equals|simplifies to|becomes)"
    r"(?:\s+(?:then|just|equal to|the same as))?\s+"
)
_LINK = re.compile(_FORMULA.format("chain") + _SAID + _FORMULA.format("next"))
_RELATION = re.compile(r"\s*(?:[=<>≤≥]|\\(?:[lg]eq?(?:slant)?|[lg]t)(?![A-Za-z]))")
_CONDITION = re.compile(r"\s*,?\s*(?:for|if|iff|at|when|where|in|unless|only)\b")


def with_links(text: str) -> str:
    r"""A passage in which a chain goes on with what words say that it is.

    What holds under a condition only is no link, unless it is a relation.

    >>> with_links(r"$a \le b$, which is $\le 1$ iff $c > 2$")
    '$a \\le b \\le 1$ iff $c > 2$'
    >>> with_links("$a = b$ which equals $c$."), with_links("$a = b$, which is $0$ at $x = y$")
    ('$a = b = c$.', '$a = b$, which is $0$ at $x = y$')
    """

    def joined(found: re.Match[str]) -> str:
        is_relation = _RELATION.match(found["next"])
        if not is_relation and _CONDITION.match(text, found.end()):
            return found[0]
        return f"${found['chain']}{' ' if is_relation else ' = '}{found['next']}$"

    return _LINK.sub(joined, text)
