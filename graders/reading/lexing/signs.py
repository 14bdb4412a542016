"""The mathematical signs of Unicode, and the LaTeX commands that they are."""

import re
import unicodedata

from graders.expression import Span
from graders.reading.lexing.token import DOUBLE, Lexeme, Token

_UNICODE = {
    "−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "·": "*", "⋅": "*", "×": "*", "∗": "*",
    "•": "*", "÷": "/", "∕": "/", "′": "'", "’": "'", "‘": "'", "∂": r"\partial", "∇": r"\nabla",
    "≈": r"\approx", "≅": r"\cong", "≃": r"\simeq", "≡": r"\equiv", "≤": r"\leq", "≥": r"\geq",
    "≠": r"\neq", "→": r"\rightarrow", "⇒": r"\Rightarrow", "←": r"\leftarrow",
    "⇔": r"\Leftrightarrow", "⟹": r"\Rightarrow", "⟶": r"\rightarrow", "√": r"\sqrt",
    "∞": r"\infty", "∑": r"\sum", "∏": r"\prod", "∫": r"\int", "≔": r"\coloneqq",
    "α": r"\alpha", "β": r"\beta", "γ": r"\gamma", "δ": r"\delta", "ε": r"\varepsilon",
    "η": r"\eta", "θ": r"\theta", "λ": r"\lambda", "μ": r"\mu", "ρ": r"\rho", "σ": r"\sigma",
    "τ": r"\tau", "φ": r"\varphi", "ϕ": r"\varphi", "π": r"\pi", "ω": r"\omega", "Δ": r"\Delta",
    "Σ": r"\Sigma", "∥": r"\Vert", "‖": r"\Vert", "ζ": r"\zeta", "ι": r"\iota", "κ": r"\kappa",
    "ν": r"\nu", "ξ": r"\xi", "υ": r"\upsilon", "χ": r"\chi", "ψ": r"\psi", "ϑ": r"\vartheta",
    "Γ": r"\Gamma", "Θ": r"\Theta", "Λ": r"\Lambda", "Ξ": r"\Xi", "Π": r"\Pi", "Φ": r"\Phi",
    "Ψ": r"\Psi", "Ω": r"\Omega", "ℓ": r"\ell", "⊙": r"\odot", "∘": r"\circ", "⊗": r"\otimes",
    "⊘": r"\oslash", "⊤": r"\top", "∈": r"\in", "∉": r"\notin", "∪": r"\cup", "∩": r"\cap",
    "∖": r"\setminus",
    "⟨": r"\langle", "⟩": r"\rangle", "⌊": r"\lfloor", "⌋": r"\rfloor", "⌈": r"\lceil",
    "⌉": r"\rceil", "…": r"\dots", "⋯": r"\cdots", "⋮": r"\vdots", "⋱": r"\ddots",
    "∅": r"\emptyset", "𝟙": r"\one", "𝟏": r"\one", "𝔼": r"\expectation", "ℝ": r"\reals",
    "∧": r"\land", "∨": r"\lor", "¬": r"\neg", "±": r"\pm", "∓": r"\mp", "∝": r"\propto",
    "∼": r"\sim", "⩽": r"\leq", "⩾": r"\geq", "∣": "|", "⋆": r"\star", "★": r"\star",
    "↦": r"\mapsto",
}  # fmt: skip
_FRACTIONS = {"½": "0.5", "¼": "0.25", "¾": "0.75"}
SUBSCRIPTS = dict(
    zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789+-=()aehijklmnoprstuvx", strict=True)
)
SUPERSCRIPTS = dict(
    zip(
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴷᴸᴺᵀ",
        "0123456789+-=()abcdefghijklmnoprstuvwxyzKLNT",
        strict=True,
    )
)
_MATHEMATICAL = re.compile(
    rf"[{''.join(SUBSCRIPTS)}]+|[{''.join(SUPERSCRIPTS)}]+|[{''.join((*_UNICODE, *_FRACTIONS))}]"
)

COMBINING = {"\u0302": "hat", "\u0304": "bar", "\u0303": "tilde", "\u0307": "dot"}
_MARKED = re.compile(f"([A-Za-z])([{''.join(COMBINING)}])")
ACCENTED = {
    character: rf"\{COMBINING[parts[1]]}{{{parts[0]}}}"
    for character in map(chr, range(0xC0, 0x1EFF))
    if len(parts := unicodedata.normalize("NFD", character)) == 2
    and parts[1] in COMBINING and parts[0].isascii()
}  # fmt: skip


def in_commands(text: str) -> str:
    r"""A text with LaTeX for the mathematical signs of Unicode.

    >>> in_commands("Σₖ yₖ → ∞, x² ≤ ½")
    '\\sum _{k} y_{k} \\rightarrow  \\infty , x^{2} \\leq  0.5'
    >>> in_commands("f(w\u0304)")
    'f(\\bar{w})'
    """
    if text.isascii():
        return text
    return _MATHEMATICAL.sub(_in_command, _MARKED.sub(_under_mark, text))


def _under_mark(marked: re.Match[str]) -> str:
    return rf"\{COMBINING[marked[2]]}{{{marked[1]}}}"


def _in_command(sign: re.Match[str]) -> str:
    character = sign[0]
    for table, script in ((SUBSCRIPTS, "_"), (SUPERSCRIPTS, "^")):
        if character[0] in table:
            return f"{script}{{{''.join(table[each] for each in character)}}}"
    same = r"\sum" if character == "Σ" else _FRACTIONS.get(character) or _UNICODE[character]
    return f"{same} " if same[0] == "\\" else same


def sign_token(character: str, span: Span) -> Token:
    """The token that a sign of no meaning in ASCII is; any other character is a sign itself."""
    if character in _FRACTIONS:
        return Token(Lexeme.NUMBER, _FRACTIONS[character], span)
    if character == "~":  # with a space on either side; else it is one itself
        return Token(Lexeme.COMMAND, r"\sim", span)
    if character in "⟦⟧":
        return Token(Lexeme.SIGN, "[" if character == "⟦" else "]", span, DOUBLE)
    same = _UNICODE.get(character)
    if same is None:
        same = unicodedata.normalize("NFKC", character)  # full-width forms, mathematical letters
        same = _UNICODE.get(same, same)
        if same.isalpha() and same.isascii():
            return Token(Lexeme.WORD, same, span)
        if same.isdecimal() and same.isascii():
            return Token(Lexeme.NUMBER, same, span)
    if same.startswith("\\"):
        return Token(Lexeme.COMMAND, same, span)
    return Token(Lexeme.SIGN, same if same.strip() else ";", span)
