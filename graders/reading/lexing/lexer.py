r"""Tokens of mathematics, as LaTeX, plain text and OCR write it.

Spacing, fonts, sizes and dollar signs carry no meaning and are dropped here; Unicode letters
and operators become their LaTeX commands. Every token keeps its span of the source text.

>>> [token.text for token in tokenize(r"\left( \mathrm{MSE} \right) \times w₉² ≈ 1,200.5")]
['(', 'MSE', ')', '*', 'w', '_', '9', '^', '2', '\\approx', '1,200.5']
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from graders.expression import Span
from graders.reading.lexing.commands import LABELS, meant_by
from graders.reading.lexing.signs import ACCENTED, COMBINING, SUBSCRIPTS, SUPERSCRIPTS, sign_token
from graders.reading.lexing.token import Lexeme, Token

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
    ("mathbb", "E"): r"\expectation", ("mathbb", "R"): r"\reals",
    ("mathbb", "N"): r"\naturals", ("mathbb", "Z"): r"\integers",
}  # fmt: skip

# Thousands separators are "," "{,}" "\," and "'"; three digits must follow each.
_NUMBER = re.compile(
    r"[1-9]\d{0,2}(?:(?:,|\{,\}|\\,|'|\u2009|\u202f|\u00a0)\d{3})+(?!\d)(?:\.\d+)?"
    r"|(?:\d+(?:\.\d+)?|(?<!\.)\.\d+)(?:[eE][+-]?\d+(?![A-Za-z]))?",
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
    **dict.fromkeys(LABELS, _GROUP),
    **dict.fromkeys(("left", "right", "middle"), _EMPTY_DELIMITER),
    **dict.fromkeys(("\\", "newline"), _ROW_GAP),
}
_SPACED_LETTERS = re.compile(r"[A-Za-z](?: [A-Za-z])*")  # OCR writes "M S E" for MSE
_NAME = re.compile(r"[A-Za-z]+")
_LETTER = re.compile(r"\s*([A-Za-z])")
_COMMAND = re.compile(r"\\[A-Za-z]+")  # \operatorname{\sigma}
_ENDED = re.compile(r"(?:otherwise|else)[.,;]")
_WORDED = re.compile(r"[(\[]?[A-Za-z]{2,}[)\].,;:]?")  # a word of \text{(chain rule)}
_HYPHENATED = re.compile(r"[(\[]?[A-Za-z]{3,}(?:-[A-Za-z]{3,})+[)\].,;:]?")  # \text{row-wise}
_PUNCTUATED = re.compile(  # \text{(with }, \text{output: }, \text{.}
    r"[(\[,;\s]*[A-Za-z]{2,}[:.,;)\]\s]*|\s*[.,;]\s*"
)


def tokenize(text: str) -> tuple[Token, ...]:
    """The tokens of a formula or of a line of prose; never fails.

    Linear in the length of the text: every pattern is anchored and cannot backtrack.
    """
    return tuple(_tokens(text))


def _mark_last_letter(found: list[Token], character: str, at: int) -> None:
    """Puts a combining mark, such as that of w\u0304, above the letter before it."""
    word = found.pop()
    if len(word.text) > 1:
        found.append(replace(word, text=word.text[:-1], span=(word.span[0], at - 1)))
    marked = rf"\{COMBINING[character]}{{{word.text[-1]}}}"
    found += [Token(each.kind, each.text, (at - 1, at + 1)) for each in _tokens(marked)]


def _tokens(text: str) -> list[Token]:
    found: list[Token] = []
    at, end = 0, len(text)
    while at < end and (plain := _PLAIN.match(text, at)):
        name, at = plain.lastgroup, plain.end()
        if name is None:
            at = _other(text, at, found) if at < end else end
        elif name == "command":
            at = _command(text, plain.span(name), found)
        else:
            found.append(Token(_KINDS[name], plain[name], plain.span(name)))
    return found


def _other(text: str, at: int, found: list[Token]) -> int:
    """What stands for something else: tags of HTML, and what is no ASCII."""
    character = text[at]
    if character.isspace() or _is_unseen(text, at):
        return at + 1
    if character == "<" and (script := _HTML_SCRIPT.match(text, at)):
        opened = ("_" if script[2] == "b" else "^", "{")
        signs = ("}",) if script[1] else opened
        found += [Token(Lexeme.SIGN, each, script.span()) for each in signs]
        return script.end()
    if character in SUBSCRIPTS or character in SUPERSCRIPTS:
        return _script(text, at, found)
    if character in COMBINING and found and found[-1].kind is Lexeme.WORD:
        _mark_last_letter(found, character, at)
    elif accented := ACCENTED.get(character):
        found += [Token(t.kind, t.text, (at, at + 1)) for t in _tokens(accented)]
    else:
        found.append(sign_token(character, (at, at + 1)))
    return at + 1


def _is_unseen(text: str, at: int) -> bool:
    """Whether a character has no shape; a soft hyphen has none within a word alone."""
    is_hyphen = text[at] == "\u00ad"
    return unicodedata.category(text[at]) == "Cf" and not (
        is_hyphen and not text[at - 1 : at].isalpha()
    )


def _script(text: str, at: int, found: list[Token]) -> int:
    """Unicode subscripts and superscripts, as `_` or `^` and a group."""
    table, sign = (SUBSCRIPTS, "_") if text[at] in SUBSCRIPTS else (SUPERSCRIPTS, "^")
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
    if name == "star" and _begins_script(found, "^"):
        found.append(Token(Lexeme.SIGN, "*", span))
        return end
    meant = meant_by(name)
    if meant is not None:
        kind, sign, font = meant
        found.append(Token(kind, sign, span, font))
    after = _TAKEN_WITH.get(name)
    taken = after.match(text, end) if after is not None else None
    return taken.end() if taken is not None else end


def _begins_script(before: Sequence[Token], sign: str) -> bool:
    """Whether what comes next is the beginning of a superscript, `^`, or of a subscript, `_`."""
    script = before[:-1] if before and before[-1].text == "{" else before
    return bool(script) and script[-1].text == sign


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
    elif (any(map(_WORDED.fullmatch, content.split())) and " " in content) or (
        _HYPHENATED.fullmatch(content) and not _begins_script(found, "_")
    ):
        found.append(Token(Lexeme.TEXT, content, span))
    elif _COMMAND.fullmatch(content) or (font in _OF_PROSE and _PUNCTUATED.fullmatch(group[1])):
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
