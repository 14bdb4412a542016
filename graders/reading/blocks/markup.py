r"""What else stands in Markdown: LaTeX's brackets, simple HTML, comments, numbers of pages."""

import re
from html import unescape

from graders.reading.bars import BAR
from graders.reading.blocks.cancelled import without_taken_back
from graders.reading.blocks.hidden import without_hidden
from graders.reading.blocks.underlined import with_titles_marked

_FENCE = re.compile(r"^\s{0,3}(?:```|~~~)")
_FENCE_BEHIND = re.compile(r"(?P<before>[^`]*[^`\s])[ \t]+(?P<fence>```\w*)[ \t]*")  # a label
_ORG_FENCE = re.compile(
    r"^[ \t]*#\+(?:begin_(?:src|example)\b[ \t]*(?P<language>\w*).*|end_(?:src|example)[ \t]*)$",
    re.IGNORECASE | re.MULTILINE,
)
_PAGE_NUMBER = re.compile(  # that a scan, or a page printed from a screen, has on a line
    r"[\s\W]*(?:(?:page|pg\.?|seite)\s*\d{1,3}(?:\s*(?:of|/|von)\s*\d{1,3})?"
    r"|p\.?\s*\d{1,3}\s*(?:of|/)\s*\d{1,3})[\s\W]*",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"<!--(?:(?!<!--).)*?-->", re.DOTALL)  # an open one hides nothing
_LINK = re.compile(  # with its address and title; no picture
    r"(?<!!)(\[[^\[\]\n]{0,300}\])"
    r"\((?:https?|ftp|mailto|javascript):[^()\s]{0,2000}(?:\s{1,9}\"[^\"]{0,500}\")?\s?\)"
)
_HEADING_TAG = re.compile(
    r"^\s*(?:<details\b[^<>]*>\s*)?<(?:h(?P<level>[1-6])|summary)\b[^<>]*>", re.IGNORECASE
)
_LOWEST = 6  # level of a heading, and that of what is folded away below its summary
_PARAGRAPH_TAG = re.compile(r"^\s*<(?:p|li)\b[^<>]*>(?=.*\S)", re.IGNORECASE)
_FRACTION = re.compile(  # of small digits: <sup>1</sup>&frasl;<sub>n</sub>
    r"<sup>([^<>]*)</sup>\s*(?:&frasl;|⁄|/)\s*<sub>([^<>]*)</sub>", re.IGNORECASE
)
_SCRIPT_TAG = re.compile(r"<su(?P<kind>[bp])\b[^<>]*>|</su[bp]>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:p|br|b|i|u|em|strong|span|div|font|center|li|ul|ol|pre|code|details|summary|h[1-6])"
    r"\b[^<>]*>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,24}\d{0,2}|#\d{1,6}|#[xX][\dA-Fa-f]{1,5});")
_MARKS = re.compile(r"<|~~|&")
_STRUCK_OUT = re.compile(r"~~[^~]+~~|<(s|del|strike)>[^<]*</\1>", re.IGNORECASE)
_LABEL = re.compile(  # between dollar signs, before an answer
    r"^\s*\$\s*(\((?:\d{1,2}|[a-h]|[ivx]{1,4})\)|\d{1,2}\.|[a-h]\))\s*\$(?=\s+\S)"
)


def in_markdown(text: str) -> str:
    r"""The text with \[ \] and \( \) as dollar signs, outside of fenced code.

    >>> in_markdown("$(2)$ $x = 1$"), in_markdown("$(2) x$ is it")
    ('(2) $x = 1$', '$(2) x$ is it')
    """
    text = _COMMENT.sub(lambda comment: "\n" * comment.group().count("\n"), text)
    text = _LINK.sub(r"\1", text)
    text = without_hidden(text) if "<" in text else text
    text = _ORG_FENCE.sub(lambda fence: f"```{fence['language'] or ''}", text)
    lines = with_titles_marked(text.split("\n"))
    fenced = False
    for number, line in enumerate(lines):
        behind = None if fenced else _FENCE_BEHIND.fullmatch(line)
        is_apart = number and not lines[number - 1].strip()
        if behind and is_apart and any(map(_FENCE.match, lines[number + 1 :])):
            lines[number - 1], line = behind["before"], behind["fence"]
            lines[number] = line
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced and _PAGE_NUMBER.fullmatch(line):
            line = lines[number] = ""
        elif not fenced and _MARKS.search(line):
            line = lines[number] = _plain_line(line)
        if not fenced and "\\" in line:
            line = re.sub(r"(?<!\\)\\[\[\]]", lambda _: "$$", line)
            line = lines[number] = re.sub(r"(?<!\\)\\[()]", lambda _: "$", line)
        if not fenced and "$" in line:
            line = lines[number] = without_taken_back(_LABEL.sub(r"\1", line))
        if not fenced and line.startswith("|") and "$" in line:
            lines[number] = _with_bars_kept(line)
    return "\n".join(lines)


def never_closed(text: str) -> str:
    r"""The code, if any, that begins in a text and does not end there.

    >>> never_closed("```\nx\n```\n\n```\ny"), never_closed("```\nx\n```")
    ('y', '')
    """
    lines = in_markdown(text).split("\n")
    fences = [number for number, line in enumerate(lines) if _FENCE.match(line)]
    return "\n".join(lines[fences[-1] + 1 :]) if len(fences) % 2 else ""


def _with_bars_kept(row: str) -> str:
    """A row of a table in which a bar within a formula, `$|w|$`, is none of its lines."""
    if row.count("$") % 2 or not row.rstrip().endswith("|"):
        return row
    formulas = row.split("$")
    return "$".join(
        BAR.sub(lambda _: r"\|", each) if place % 2 else each for place, each in enumerate(formulas)
    )


def _plain_line(line: str) -> str:
    """A line without what is struck out, and without the tags of simple HTML."""
    line = _STRUCK_OUT.sub(" ", line)
    line = _HEADING_TAG.sub(lambda tag: "#" * int(tag["level"] or _LOWEST) + " ", line)
    line = _PARAGRAPH_TAG.sub("- ", line)  # what begins a block also where no blank line does
    line = _FRACTION.sub(r"\\frac{\1}{\2}", line)
    line = _SCRIPT_TAG.sub(_in_braces, line)
    line = _TAG.sub(" ", line).lstrip() if _TAG.search(line) else line
    return _ENTITY.sub(lambda entity: unescape(entity[0]), line)


def _in_braces(tag: re.Match[str]) -> str:
    return {"b": "_{", "p": "^{"}[tag["kind"].lower()] if tag["kind"] else "}"
