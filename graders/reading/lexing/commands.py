r"""The commands of LaTeX that mean a sign, another command or nothing, wherever they stand."""

from functools import lru_cache

from graders.reading.lexing.signs import sign_token
from graders.reading.lexing.token import DOUBLE, SET_BRACE, Lexeme

LABELS = frozenset("tag label color textcolor hspace vspace ref eqref phantom".split())
_DROPPED = frozenset(
    "big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr "
    "displaystyle textstyle scriptstyle limits nolimits nonumber notag hfill hline "
    "mathop mathrel mathbin mathord mathopen mathclose mathinner mathpunct tiny small normalsize "
    "checkmark large Large LARGE huge Huge scriptscriptstyle cancel fbox framebox rm strut "
    "mathstrut num boxed left right middle sf".split()
) | {*LABELS, "", *",;:! >/\n\t[]()"}  # spaces, and the delimiters of displays
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
_KEPT_COMMANDS = 1_000


@lru_cache(maxsize=_KEPT_COMMANDS)
def meant_by(name: str) -> tuple[str, str, str] | None:
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
    sign = sign_token(name, (0, 0))  # \% \_ \#
    return sign.kind, sign.text, sign.font
