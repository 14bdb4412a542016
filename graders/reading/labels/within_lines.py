"""Labels of parts within a line: `... = 0.35 b) Next`, `(b) Next` behind a full stop."""

import re
from functools import cache

from graders.reading.blocks.block import Block, Shape
from graders.reading.labels.grammar import rule
from graders.reading.labels.label import Path

PART = re.compile(r"[a-z]|[ivx]{1,4}|\d", re.IGNORECASE)  # that may be labelled in a line
_MAY_BE = re.compile(
    r"[ \t]\(?(?:\d?[a-z]|[ivx]{1,4}|\d) ?[.:)][ \t]|[.;:!?$]\s+(?:[A-Z] 1[.)]|(?:for |in )?part )",
    re.IGNORECASE,
)
_MENTION = re.compile(
    r"\b(?:unlike|like|than|as|for|is|are|at|on|answer|under|with|and|or|of|in|to|see|parts?)\s*$",
    re.IGNORECASE,
)
_NO_REFERENCE = "".join(  # to what has a number as well
    rf"(?<!{word}\ )"
    for word in "figure fig figs fig\\. curve plot model part step eq eqs eq\\. equation case "
    "layer from in by see of using and to with".split()
)
_NO_MENTION = "".join(
    rf"(?<!\b{word})" for word in ("and", "or", "of", "in", "to", "see", "part", "parts")
)
_BEHIND_END = r"(?<=[.;:!?$])\s+"  # of a sentence or a formula
EXPLICIT = re.compile(  # a label with its word at the beginning of a sentence: "Question 4 e:"
    r"(?<=[.;!?$])\s+(?=(?:Q|Question|Problem|Exercise|Ex)\.?\s?\d{1,2}[\s\w.()]{0,6}[:.)]\s)"
)
_PICTURE = r"(?:[Ff]ig(?:ure|\.)?|[Pp]anel|[Pp]lot|[Gg]raph)"
_ABOUT = r"(?:[,:]|(?=\ (?:we|the|it)\b))"  # a part, in a sentence
_BEFORE_MORE = r"(?=\s+\S)"


def may_hold_labels(block: Block) -> bool:
    is_text = block.shape is Shape.TEXT
    return is_text and bool(_MAY_BE.search(block.text) or EXPLICIT.search(block.text))


def is_open(text: str) -> bool:
    """Whether a formula or a bracket has begun in a text and has not ended."""
    opened = sum(sign in "([" for sign in text)
    return text.count("$") % 2 == 1 or opened > sum(sign in ")]" for sign in text)


def is_mention(before: str) -> bool:
    """Whether the words before a label say that it is only mentioned: "unlike (b)"."""
    return _MENTION.search(before) is not None


@cache
def label_within(name: str) -> re.Pattern[str]:
    """A part's label within a line, in one group or another of its pattern.

    >>> [each.group() for each in label_within("b").finditer("so b) we see b) is. (b) And (b) no")]
    [' b)', ' (b)']
    """
    if not PART.fullmatch(name):
        return re.compile(r"(?!)()")
    if name.isdigit():
        return rule(_of_number(name))
    if len(name) > 1:  # (ii) stands for nothing else
        return rule(rf"{_NO_MENTION}[ \t]+(\(?{name}\ ?\)){_BEFORE_MORE}", ignore_case=True)
    return rule(_of_capital(name)) if name.isupper() else rule(_of_letter(name), ignore_case=True)


def _of_letter(name: str) -> str:
    """`b)` after any word that leads to none, `(b)` after a mark, a gap or a number."""
    return rf"""
        (?: {_NO_MENTION}[ \t]+({name}\ ?\))
          | (?:{_BEHIND_END}|[ \t]{{2,}})(\(\ ?\d?{name}\ ?\))
          | {_BEHIND_END}((?:[FI](?:or|n)\ )?[Pp]art\ \(?{name}\b\)?{_ABOUT})
          | (?<=[\d²³])\s+(\(\ ?{name}\ ?\))
        ){_BEFORE_MORE}"""


def _of_capital(name: str) -> str:
    """`B:`, `b.`, `B 1.`, `(b)` and `Part B:` after a mark, and the figure of a sentence."""
    either = f"[{name}{name.lower()}]"
    return rf"""
        {_BEHIND_END}(?:({either}[:.)]|{name}\s\d[.)])|(\(\ ?{either}\ ?\))
          |([Pp]art\ \(?{either}\)?[:.,])){_BEFORE_MORE}
        | (?:^|(?<=[.;!?])\s+)((?:[IOF](?:n|r|or)\ )?(?:the\ )?{_PICTURE}\ {name})\b"""


def _of_number(name: str) -> str:
    """`2)` after any word, `2.` and `(2)` after a mark, or before a small letter; `2:` too.

    A gap is as good as a mark.
    """
    bracketed = rf"\(\ ?{name}\ ?[a-z]?\ ?\)"
    return rf"""
        (?: \s({name}\ ?\)|{_NO_REFERENCE}(?:{name}\ ?\.|{bracketed})(?=\s+[a-z]))
          | (?:{_BEHIND_END}|(?<=\))\s+|[ \t]{{2,}})({name}[.:])
          | (?<=[.;:!?$\d–—-])\s+({bracketed})
          | {_BEHIND_END}((?:[FI](?:or|n)\ )?[Pp]art\ \(?{name}\b\)?{_ABOUT})
        ){_BEFORE_MORE}"""


@cache
def bracketed_within(name: str, *, ends_row: bool = False) -> re.Pattern[str]:
    """A part's label in brackets within a line, behind any word that leads to none.

    One that ends a row may stand behind "and".
    """
    leads_to_it = r"\ " if ends_row else rf"{_NO_MENTION}\ {_NO_REFERENCE}"
    return rule(rf"{leads_to_it}(\(\ ?{name}\ ?\)){_BEFORE_MORE}")


@cache
def counted_within(name: str) -> re.Pattern[str]:
    """A part's number before a sentence, in a line that counts its parts: `1. yes 2. No`."""
    if not name.isdigit():
        return re.compile(r"(?!)()")
    return rule(rf"\s{_NO_REFERENCE}({name}\.)(?=\s+[A-Z])")


@cache
def dressed_within(name: str, sign: str) -> re.Pattern[str]:
    """A part's label with the sign that the labels before it have, and no end of an equation.

    >>> [each.group() for each in dressed_within("b", ".").finditer("1/2 b. so c = b. Then")]
    [' b.']
    """
    return rule(rf"(?<![=+*/<>≈^(-])\s({name}\ ?{re.escape(sign)}){_BEFORE_MORE}", ignore_case=True)


@cache
def id_within(path: Path) -> re.Pattern[str]:
    """The whole id of a part, set off within a line: `... = 0.35 **6.3** Next`."""
    return rule(rf"\s(\*\*{re.escape('.'.join(path))}\W{{0,2}}\*\*){_BEFORE_MORE}")


@cache
def label_of_sentence(name: str) -> re.Pattern[str]:
    """A part's label before a sentence, right behind the end of another one or of a formula."""
    return rule(rf"{_BEHIND_END}({name}\)|\({name}\))(?=\s+[A-Z$])")
