"""How names are spelled: letters with accents, marks and scripts, in LaTeX or typed."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from graders.reading.lexing.lexer import tokenize
from graders.reading.lexing.token import Lexeme, Token
from graders.reading.mathematics.names.scripts import after_argument, read_scripts

INCREMENT = r"\increment"  # the sign before w in `\Delta w`, where it makes a name of it
ACCENTS = {
    r"\hat": "hat", r"\widehat": "hat", r"\bar": "bar", r"\overline": "bar", r"\tilde": "tilde",
    r"\widetilde": "tilde", r"\dot": "dot", r"\ddot": "ddot", r"\check": "check",
    r"\breve": "breve", INCREMENT: "Delta",
}  # fmt: skip
MARKS = frozenset({r"\vec", r"\overrightarrow", r"\underline"})  # a font, like bold
LETTERS = frozenset(
    rf"\{name}"
    for name in (
        "alpha beta gamma delta varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi "
        "pi varpi rho varrho sigma varsigma tau upsilon varphi chi psi omega Gamma Delta Theta "
        "Lambda Xi Pi Sigma Upsilon Phi Psi Omega ell hbar nabla imath jmath aleph"
    ).split()
)
TYPED = {letter[1:]: letter for letter in LETTERS} | {
    "epsilon": r"\varepsilon", "phi": r"\varphi",
}  # fmt: skip
_KEPT_NAMES = 1_000  # whose tokens are kept


def end_of_name(tokens: Sequence[Token], at: int) -> int:
    """The position after the name that begins here, declared or not; its own if none does."""
    after = at + 1
    if at >= len(tokens):
        return at
    if tokens[at].text in ACCENTS or tokens[at].text in MARKS:
        if after >= len(tokens):
            return at
        (start, end), after = after_argument(tokens, after)
        if end_of_name(tokens[:end], start) != end:
            return at
    elif tokens[at].kind is not Lexeme.WORD and tokens[at].text[:1] != "\\":
        return at
    return read_scripts(tokens, after).after


def told_apart_by_font(names: Sequence[Sequence[Token]]) -> frozenset[str]:
    """The letters that the exercise declares both bold, or marked, and not."""
    fonts: dict[str, set[str]] = {}
    for tokens in names:
        marked = bool(tokens) and tokens[0].text in MARKS
        letters = [token for token in tokens[marked:] if token.text != "{"]
        if letters and letters[0].kind is Lexeme.WORD:
            used = fonts.setdefault(letters[0].text, set())
            used.add("bold" if marked else letters[0].font)
    return frozenset(letter for letter, used in fonts.items() if "bold" in used and len(used) > 1)


def plain_name(tokens: Sequence[Token], fonted: frozenset[str] = frozenset()) -> str:
    """A name in one spelling: `hat y`, `p_data`, `w^(t)`, `dL/dw` for its LaTeX."""
    text = ""
    before: Token | None = None
    marked = False
    for token in tokens:
        if token.text in ("{", "}") or token.text in MARKS:
            marked |= token.text in MARKS
            continue
        bold = (token.font == "bold" or marked) and token.text in fonted
        marked = False
        piece = ACCENTS.get(token.text, token.text.removeprefix("\\"))
        one_word = (
            before is not None
            and before.kind is token.kind is Lexeme.WORD
            and (before.span == token.span or before.span[1] == token.span[0])
        )
        glue = " " if text[-1:].isalpha() and piece[:1].isalpha() and not one_word else ""
        before = token
        text += f"{glue}{'bold ' if bold else ''}{piece}"
    return text or "?"


@lru_cache(maxsize=_KEPT_NAMES)
def spelled(name: str) -> Sequence[Token]:
    """The tokens of a declared name, with every word as its letters."""
    found: list[Token] = []
    for token in _lettered(tokenize(name)):
        if token.kind is Lexeme.WORD:
            found += (Token(token.kind, each, token.span, token.font) for each in token.text)
        else:
            found.append(token)
    return found


def _lettered(tokens: Sequence[Token]) -> Sequence[Token]:
    r"""A declared name, in which `lambda` is `\lambda`."""
    letter = TYPED.get(tokens[0].text) if tokens and tokens[0].kind is Lexeme.WORD else None
    if letter is None:
        return tokens
    return replace(tokens[0], kind=Lexeme.COMMAND, text=letter), *tokens[1:]
