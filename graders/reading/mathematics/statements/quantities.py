"""Left-hand sides that name a quantity: a name, or a derivative."""

from collections.abc import Sequence

from graders.reading.lexing.token import Token
from graders.reading.mathematics.names.own_names import is_name
from graders.reading.mathematics.names.scripts import read_scripts
from graders.reading.mathematics.names.spelled_names import end_of_name

DIFFERENTIALS = (r"\partial", r"\nabla", "d")


def names_quantity(tokens: Sequence[Token]) -> bool:
    """Whether tokens are a left-hand side: a name, or a derivative, and no more."""
    return is_derivative(tokens) or is_name(tokens)


def derived_in(tokens: Sequence[Token]) -> Sequence[Token]:
    r"""What a derivative is of, with its sign: `dz` of `dz/dx`, `C` of `C'`; else nothing."""
    name = tokens[: end_of_name(tokens, 0)]
    if name and name[-1].text == "'":
        return name[:-1]
    if tokens and tokens[0].text == r"\nabla":
        return tokens[read_scripts(tokens, 1).after :]
    signs = [n for n, token in enumerate(tokens) if token.text in DIFFERENTIALS]
    return tokens[: signs[-1]] if len(signs) > 1 and is_derivative(tokens) else ()


def is_derivative(tokens: Sequence[Token]) -> bool:
    texts = [token.text for token in tokens[:4]]
    begins = bool(texts) and texts[0] in (r"\frac", *DIFFERENTIALS)
    return begins and any(text in DIFFERENTIALS for text in texts)
