r"""Tokens of mathematics, as LaTeX, plain text and OCR write it.

Spacing, fonts, sizes and dollar signs carry no meaning and are dropped here; Unicode letters
and operators become their LaTeX commands. Every token keeps its span of the source text.

>>> [token.text for token in tokenize(r"\left( \mathrm{MSE} \right) \times w₉² ≈ 1,200.5")]
['(', 'MSE', ')', '*', 'w', '_', '9', '^', '2', '\\approx', '1,200.5']
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from graders.expression import Span


class Lexeme:
    """What a token is. These are plain strings: a member of an enumeration takes longer to find."""

    NUMBER = "number"
    WORD = "word"  # a run of letters
    COMMAND = "command"  # \frac, \sigma: with its backslash
    TEXT = "text"  # words of a \text{...} that is not a single name
    SIGN = "sign"  # one character, or \\ for the end of a row


@dataclass(slots=True)  # frozen, it would take four times as long to make one
class Token:
    """One token and where it stands in the source text."""

    kind: str  # one of Lexeme
    text: str
    span: Span
    font: str = ""  # of a word: "bold", "upright" or none; of a row's end: "begin array"


SET_BRACE = "set"  # the font of a brace that is printed
DOUBLE = "double"  # the font of a bar or bracket with two strokes

_FONTS = frozenset(
    "mathrm mathbf mathit mathsf mathtt mathcal mathbb mathds mathbbm mathfrak "
    "mathscr boldsymbol bm pmb "
    "operatorname text textbf textit textrm textsf texttt mbox hbox rm bf it emph".split()
)
_BOLD = frozenset({"mathbf", "boldsymbol", "bm", "pmb", "bf"})
_OF_PROSE = frozenset("text textit textrm mbox hbox".split())
_UPRIGHT = frozenset("mathrm operatorname text textrm textsf texttt mbox hbox rm".split())
_MEANT_BY_FONT = re.compile(r"\\[a-z]+\*?\s*(?:\{\s*(?P<braced>.)\s*\}|(?P<bare>[^\s{]))")
_NAMED_BY_FONT = {
    **{(font, "1"): r"\one" for font in ("mathbb", "mathbf", "mathds", "mathbbm", "bm", "bf")},
    **{(font, "0"): r"\zero" for font in ("mathbb", "mathbf", "boldsymbol", "bm", "bf")},
    ("boldsymbol", "1"): r"\one",
    ("mathbb", "I"): r"\one", ("mathbb", "E"): r"\expectation", ("mathbb", "R"): r"\reals",
    ("mathbb", "N"): r"\naturals", ("mathbb", "Z"): r"\integers",
}  # fmt: skip
_LABELS = frozenset("tag label color textcolor hspace vspace ref eqref phantom".split())
_DROPPED = frozenset(
    "big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr "
    "displaystyle textstyle scriptstyle limits nolimits nonumber notag hfill hline "
    "mathop mathrel mathbin mathord mathopen mathclose mathinner mathpunct tiny small normalsize "
    "checkmark large Large LARGE huge Huge scriptscriptstyle cancel fbox framebox rm strut "
    "mathstrut num boxed left right middle sf".split()
) | {*_LABELS, "", *",;:! >/\n\t[]()"}  # spaces, and the delimiters of displays
_SAME_COMMAND = {
    "nicefrac": "frac", "sfrac": "frac", "leqq": "leq", "geqq": "geq", "cdotp": "cdot",
    "bullet": "cdot", "dfrac": "frac", "tfrac": "frac", "cfrac": "frac",
    "phi": "varphi", "le": "leq", "ge": "geq",
    "ne": "neq", "to": "rightarrow", "longrightarrow": "rightarrow", "gets": "leftarrow",
    "implies": "Rightarrow", "Longrightarrow": "Rightarrow", "iff": "Leftrightarrow",
    "epsilon": "varepsilon", "lVert": "Vert", "rVert": "Vert",
    "lvert": "vert", "rvert": "vert", "colonequals": "coloneqq", "smallsetminus": "setminus",
    "backslash": "setminus", "parallel": "Vert",
}  # fmt: skip
_SIGN_OF_COMMAND = {
    "cdot": "*", "times": "*", "ast": "*", "lbrack": "[", "rbrack": "]", "prime": "'",
    "lparen": "(", "rparen": ")", "vert": "|", "colon": ":", "div": "/", "quad": ";", "qquad": ";",
    "\\": "\\\\", "newline": "\\\\",
}  # fmt: skip
_PRINTED = {
    "{": ("{", SET_BRACE), "lbrace": ("{", SET_BRACE), "llbracket": ("[", DOUBLE),
    "}": ("}", SET_BRACE), "rbrace": ("}", SET_BRACE), "rrbracket": ("]", DOUBLE),
}  # fmt: skip
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
}  # fmt: skip
_FRACTIONS = {"½": "0.5", "¼": "0.25", "¾": "0.75"}
_SUBSCRIPTS = dict(
    zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789+-=()aehijklmnoprstuvx", strict=True)
)
_SUPERSCRIPTS = dict(
    zip(
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴷᴸᴺᵀ",
        "0123456789+-=()abcdefghijklmnoprstuvwxyzKLNT",
        strict=True,
    )
)
_MATHEMATICAL = re.compile(
    rf"[{''.join(_SUBSCRIPTS)}]+|[{''.join(_SUPERSCRIPTS)}]+|[{''.join((*_UNICODE, *_FRACTIONS))}]"
)

# Thousands separators are "," "{,}" "\," and "'"; three digits must follow each.
_NUMBER = re.compile(
    r"[1-9]\d{0,2}(?:(?:,|\{,\}|\\,|'|\u2009|\u202f|\u00a0)\d{3})+(?!\d)(?:\.\d+)?"
    r"|(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+(?![A-Za-z]))?",
    re.ASCII,
)
_PLAIN = re.compile(  # blanks, and what means itself
    r"(?:[ \t\r\n$`]|~(?!\s+[^&\s])|(?<!\s)~)*"
    rf"(?:(?P<number>{_NUMBER.pattern})"
    r"|(?P<word>[A-Za-z]+)"
    r"|(?P<sign>[-+*/^_{}()\[\]=,.;:|&'\"!?>%#@])"
    r"|(?P<command>\\(?:[A-Za-z]+\*?|(?s:.)))|)",
    re.ASCII,
)
_KINDS = {"number": Lexeme.NUMBER, "word": Lexeme.WORD, "sign": Lexeme.SIGN}
_HTML_SCRIPT = re.compile(r"<(/?)su([bp])>", re.IGNORECASE)
_EMPTY_DELIMITER = re.compile(r"\s*\.(?!\d)")
_ROW_GAP = re.compile(r"\s*\[\s*-?[\d.]+\s*(?:pt|ex|em|mm|cm|in)\s*\]")
_BEFORE_ARGUMENT = re.compile(r"\s*[{\[]")
_GROUP = re.compile(r"\s*\{([^{}]*)\}")
_TAKEN_WITH = {  # what belongs to a command and means nothing
    **dict.fromkeys(_LABELS, _GROUP),
    **dict.fromkeys(("left", "right", "middle"), _EMPTY_DELIMITER),
    **dict.fromkeys(("\\", "newline"), _ROW_GAP),
}
_KEPT_COMMANDS = 1_000
_SPACED_LETTERS = re.compile(r"[A-Za-z](?: [A-Za-z])*")  # OCR writes "M S E" for MSE
_NAME = re.compile(r"[A-Za-z]+")
_LETTER = re.compile(r"\s*([A-Za-z])")
_ENDED = re.compile(r"(?:otherwise|else)[.,;]")
_WORDED = re.compile(r"[(\[]?[A-Za-z]{2,}[)\].,;:]?")  # a word of \text{(chain rule)}
_PUNCTUATED = re.compile(  # \text{(with }, \text{output: }, \text{.}
    r"[(\[,;\s]*[A-Za-z]{2,}[:.,;)\]\s]*|\s*[.,;]\s*"
)


def tokenize(text: str) -> tuple[Token, ...]:
    """The tokens of a formula or of a line of prose; never fails.

    Linear in the length of the text: every pattern is anchored and cannot backtrack.
    """
    return tuple(_tokens(text))


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
    return rf"\{_COMBINING[marked[2]]}{{{marked[1]}}}"


def _in_command(sign: re.Match[str]) -> str:
    character = sign[0]
    for table, script in ((_SUBSCRIPTS, "_"), (_SUPERSCRIPTS, "^")):
        if character[0] in table:
            return f"{script}{{{''.join(table[each] for each in character)}}}"
    same = r"\sum" if character == "Σ" else _FRACTIONS.get(character) or _UNICODE[character]
    return f"{same} " if same[0] == "\\" else same


def _mark_last_letter(found: list[Token], character: str, at: int) -> None:
    """Puts a combining mark, such as that of w\u0304, above the letter before it."""
    word = found.pop()
    if len(word.text) > 1:
        found.append(replace(word, text=word.text[:-1], span=(word.span[0], at - 1)))
    marked = rf"\{_COMBINING[character]}{{{word.text[-1]}}}"
    found += [Token(each.kind, each.text, (at - 1, at + 1)) for each in _tokens(marked)]


def _tokens(text: str) -> list[Token]:
    found: list[Token] = []
    at, end = 0, len(text)
    while at < end and (plain := _PLAIN.match(text, at)):
        name, at = plain.lastgroup, plain.end()
        if name is None:
            at = _other(text, at, found) if at < end else end
            continue
        start = plain.start(name)
        kind = _KINDS.get(name)
        if kind is None:
            at = _command(text, (start, at), found)
        else:
            found.append(Token(kind, text[start:at], (start, at)))
    return found


def _other(text: str, at: int, found: list[Token]) -> int:
    """What stands for something else: tags of HTML, and what is no ASCII."""
    character = text[at]
    if character.isspace() or unicodedata.category(character) == "Cf":
        return at + 1
    if character == "<" and (script := _HTML_SCRIPT.match(text, at)):
        opened = ("_" if script[2] == "b" else "^", "{")
        signs = ("}",) if script[1] else opened
        found += [Token(Lexeme.SIGN, each, script.span()) for each in signs]
        return script.end()
    if character in _SUBSCRIPTS or character in _SUPERSCRIPTS:
        return _script(text, at, found)
    if character in _COMBINING and found and found[-1].kind is Lexeme.WORD:
        _mark_last_letter(found, character, at)
    elif accented := _ACCENTED.get(character):
        found += [Token(t.kind, t.text, (at, at + 1)) for t in _tokens(accented)]
    else:
        found.append(_sign(character, (at, at + 1)))
    return at + 1


_COMBINING = {"\u0302": "hat", "\u0304": "bar", "\u0303": "tilde", "\u0307": "dot"}
_MARKED = re.compile(f"([A-Za-z])([{''.join(_COMBINING)}])")
_ACCENTED = {
    character: rf"\{_COMBINING[parts[1]]}{{{parts[0]}}}"
    for character in map(chr, range(0xC0, 0x1EFF))
    if len(parts := unicodedata.normalize("NFD", character)) == 2
    and parts[1] in _COMBINING and parts[0].isascii()
}  # fmt: skip


def _script(text: str, at: int, found: list[Token]) -> int:
    """Unicode subscripts and superscripts, as `_` or `^` and a group."""
    table, sign = (_SUBSCRIPTS, "_") if text[at] in _SUBSCRIPTS else (_SUPERSCRIPTS, "^")
    end = at
    while end < len(text) and text[end] in table:
        end += 1
    span = (at, end)
    inner = "".join(table[each] for each in text[at:end])
    found.append(Token(Lexeme.SIGN, sign, span))
    if not inner.isdigit():
        found.append(Token(Lexeme.SIGN, "{", span))
    found += [Token(token.kind, token.text, span) for token in _tokens(inner)]
    if not inner.isdigit():
        found.append(Token(Lexeme.SIGN, "}", span))
    return end


def _command(text: str, span: Span, found: list[Token]) -> int:
    """Enters what the command at a place means, and gives the place after it."""
    start, end = span
    name = text[start + 1 : end].rstrip("*")
    if text[end - 1] == "*" and start + 2 < end and not _BEFORE_ARGUMENT.match(text, end):
        end -= 1  # \sigma*x
        span = start, end
    if name in _FONTS:
        return _font(text, span, name, found)
    if name in ("begin", "end"):
        return _environment(text, span, name, found)
    if name == "star" and _is_raised(found):
        found.append(Token(Lexeme.SIGN, "*", span))
        return end
    meant = _meant_by(name)
    if meant is not None:
        kind, sign, font = meant
        found.append(Token(kind, sign, span, font))
    after = _TAKEN_WITH.get(name)
    taken = after.match(text, end) if after is not None else None
    return taken.end() if taken is not None else end


@lru_cache(maxsize=_KEPT_COMMANDS)
def _meant_by(name: str) -> tuple[str, str, str] | None:
    """Kind, text and font of the token that a command is wherever it stands; None if it is none."""
    name = _SAME_COMMAND.get(name, name)
    if name in _DROPPED:
        return None
    if name in _SIGN_OF_COMMAND:
        return Lexeme.SIGN, _SIGN_OF_COMMAND[name], ""
    if name in _PRINTED:
        return Lexeme.SIGN, *_PRINTED[name]
    if name in ("|", "Vert"):
        return Lexeme.COMMAND, r"\Vert", ""
    if name == "&":
        return Lexeme.TEXT, "and", ""  # & alone is a column mark
    if name.isalpha():
        return Lexeme.COMMAND, f"\\{name}", ""
    sign = _sign(name, (0, 0))  # \% \_ \#
    return sign.kind, sign.text, sign.font


def _is_raised(before: Sequence[Token]) -> bool:
    """Whether what comes next is the beginning of a superscript."""
    script = before[:-1] if before and before[-1].text == "{" else before
    return bool(script) and script[-1].text == "^"


def _font(text: str, span: Span, font: str, found: list[Token]) -> int:
    r"""The content of \mathrm{...}: one word if it is one name, otherwise prose or a group."""
    start, end = span
    if meant := _MEANT_BY_FONT.match(text, start):
        name = _NAMED_BY_FONT.get((font, meant["braced"] or meant["bare"]))
        if name is not None:
            found.append(Token(Lexeme.COMMAND, name, meant.span()))
            return meant.end()
    group = _GROUP.match(text, end)
    if group is None:
        letter = _LETTER.match(text, end) if font in _BOLD and font != "bf" else None
        if letter is None:
            return end
        found.append(Token(Lexeme.WORD, letter[1], (start, letter.end()), "bold"))
        return letter.end()
    span = (start, group.end())
    content = " ".join(group.group(1).split())
    if _ENDED.fullmatch(content):
        content = content[:-1]  # \text{otherwise.}
    if _NAME.fullmatch(content) or _SPACED_LETTERS.fullmatch(content):
        style = "bold" if font in _BOLD else "upright" if font in _UPRIGHT else ""
        found.append(Token(Lexeme.WORD, content.replace(" ", ""), span, style))
    elif any(map(_WORDED.fullmatch, content.split())) and " " in content:
        found.append(Token(Lexeme.TEXT, content, span))
    elif font in _OF_PROSE and _PUNCTUATED.fullmatch(group[1]):
        start = group.start(1)
        for each in _tokens(group[1]):
            shifted = start + each.span[0], start + each.span[1]
            found.append(Token(each.kind, each.text, shifted, each.font))
    else:
        return end  # such as \mathbf{x_1}: read the group as it stands
    return group.end()


def _environment(text: str, span: Span, command: str, found: list[Token]) -> int:
    r"""\begin{aligned} and \end{aligned} mean nothing, but what they enclose ends a row."""
    group = _GROUP.match(text, span[1])
    if group is None:
        return span[1]
    name = f"{command} {group.group(1).strip().rstrip('*')}"
    found.append(Token(Lexeme.SIGN, "\\\\", (span[0], group.end()), name))
    columns = _GROUP.match(text, group.end())
    if columns and command == "begin" and "array" in group.group(1):
        return columns.end()
    return group.end()


def _sign(character: str, span: Span) -> Token:
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
        if _NAME.fullmatch(same):
            return Token(Lexeme.WORD, same, span)
        if same.isdecimal() and same.isascii():
            return Token(Lexeme.NUMBER, same, span)
    if same.startswith("\\"):
        return Token(Lexeme.COMMAND, same, span)
    return Token(Lexeme.SIGN, same if same.strip() else ";", span)
