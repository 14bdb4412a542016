"""The sides of the zero of a slope, and its sign there, as passages say them."""

import re

from graders.reading.words.claims.properties import without_values

SIGN_OF_SLOPE = re.compile(
    r"(?:C\s*['′]|(?:\\partial|∂|\bd)\s*C\b)[^<>=,;:.]{0,30}?"
    r"(?:(?:<|\\lt)|(?P<above>>|\\gt))\s*0(?![.\d])(?P<ends>\s*\n(?=\s*a\b))?"
)
UPRIGHT = re.compile(r"\\(?:mathrm|text|operatorname)\s*\{\s*d\s*\}")
OF_ZERO = (
    r"(?: of (?:it|this|that|(?:the |this |that )?(?:point|zero|minimum)"
    r"|\$?(?:a\s*=\s*)?y\b\$?))?"
)
ENDS_CLAUSE = r"(?=\s*(?:[,.;:]|\b(?:and|so)\b|$))"
SIDES_IN_WORDS = {
    "for $a < y$": rf"\b(?:to|on|at) the left(?: side)?{OF_ZERO}|\bbefore{ENDS_CLAUSE}",
    "for $a > y$": rf"\b(?:to|on|at) the right(?: side)?{OF_ZERO}|\bafter(?:wards)?{ENDS_CLAUSE}",
}
SIDE_BEHIND = re.compile(r"(\$ for \$a [<>] y\$):")  # of what is said before it
SIDE_ALONE = re.compile(r"(\ba\s*(?:<|>|\\lt(?![a-z])|\\gt(?![a-z]))\s*y\s*\$?)\s*:")

SLOPE_OF_SIGMOID = re.compile(
    r"(?:\\sigma|σ)\s*(?:'|′|\^\s*\{?\s*\\prime\s*\}?)\s*(?:\(\s*z\s*\))?"
)
SIGMOID = re.compile(
    r"(?:\\sigma|σ)(?:\s*(?:\\left)?\(\s*z\s*(?:\\right)?\)|(?!\s*(?:[\w']|\((?!\s*1\s*[-−]))))"
)


def signs_in_words(text: str) -> str:
    """A passage with words for the signs of the slope.

    >>> signs_in_words("$C'(a) = a - y < 0$ for $a < y$, and dC/da > 0 for a > y")
    'the slope is negative for a < y, and the slope is positive for a > y'
    """

    def told(said: re.Match[str]) -> str:
        sign = "positive" if said["above"] else "negative"
        return f"the slope is {sign}" + (".\n" if said["ends"] else "")

    return SIGN_OF_SLOPE.sub(told, without_values(text))


def of_output(text: str) -> str:
    r"""A passage in which a stands for the sigmoid of z.

    >>> of_output(r"\sigma'(z) > 0, \sigma(z) = y")
    ' a(1-a) > 0,  a = y'
    >>> of_output("negative to the left of it, positive on the right")
    'negative for $a < y$, positive for $a > y$'
    """
    for side, words in SIDES_IN_WORDS.items():
        text = re.sub(words, side, text, flags=re.IGNORECASE)
    text = SIDE_BEHIND.sub(r"\1,", text)
    text = SIDE_ALONE.sub(r"\1 ⇒ ", UPRIGHT.sub("d", text))
    return SIGMOID.sub(" a", SLOPE_OF_SIGMOID.sub(" a(1-a)", text))
