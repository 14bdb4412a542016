"""What a sign may stand beside: whether an operand ends or begins at a token."""

from collections.abc import Sequence

from graders.reading.lexing.token import Lexeme, Token

_BETWEEN_OPERANDS = frozenset(
    r"\in \notin \cup \cap \setminus \leq \geq \neq \leqslant \geqslant \lt \gt \equiv \approx "
    r"\sim \rightarrow \Rightarrow \Leftrightarrow \leftarrow \mapsto \land \lor \wedge \vee \neg "
    r"\lnot \mid \odot \circ \otimes \oslash \times \cdot \pm \coloneqq \subset".split()
)
_CLOSING_COMMANDS = frozenset({r"\rangle", r"\rfloor", r"\rceil"})
_AFTER_OPERANDS = frozenset(")]}'!%")


def ends_operand(token: Token | None) -> bool:
    """Whether something stands here that a sign may act on from the right."""
    if token is None or token.kind is Lexeme.TEXT or token.text in ("and", "or"):
        return False
    if token.kind is Lexeme.COMMAND:
        return token.text not in _BETWEEN_OPERANDS
    return token.kind in (Lexeme.NUMBER, Lexeme.WORD) or token.text in _AFTER_OPERANDS


def begins_operand(token: Token | None) -> bool:
    if token is None or token.kind is Lexeme.TEXT or token.text in ("and", "or"):
        return False
    if token.kind is Lexeme.COMMAND:
        return token.text not in _BETWEEN_OPERANDS | _CLOSING_COMMANDS
    return token.kind in (Lexeme.NUMBER, Lexeme.WORD) or token.text in ("(", "[", "{", "-", "|")


def at(tokens: Sequence[Token], place: int) -> Token | None:
    return tokens[place] if 0 <= place < len(tokens) else None
