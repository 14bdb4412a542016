"""Text of strangers, made safe to show in a terminal, on a page and in a table."""

import re

TERMINAL_SEQUENCES = re.compile(
    r"\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)"  # titles, links and other strings
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # colours and cursor movements
    r"|\x1b[ -/]*[0-~]"
)
LINE_ENDS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
HALF_CHARACTERS = re.compile(r"[\ud800-\udfff]")


def clean(text: str) -> str:
    r"""The text without what could act on a terminal or reorder a line.

    Terminal sequences, control characters and bidirectional overrides are removed, every line
    end becomes a newline, and half a surrogate pair becomes the replacement character, so that
    the result can always be encoded. Tabs stay.

    >>> clean("\x1b[31mred\x1b[0m\r\nline\x00")
    'red\nline'
    """
    text = LINE_ENDS.sub("\n", TERMINAL_SEQUENCES.sub("", text))
    return HALF_CHARACTERS.sub("\ufffd", CONTROLS.sub("", text))


def one_line(text: str) -> str:
    r"""The clean text with each run of white space made one space.

    >>> one_line(" a\n\tb ")
    'a b'
    """
    return " ".join(clean(text).split())


def cut(text: str, limit_bytes: int) -> str:
    """The text, or its beginning and a note, in at most `limit_bytes` of UTF-8.

    Args:
        text: clean text.
        limit_bytes: at least 64, so that the note fits.

    >>> cut("short", 64)
    'short'
    >>> cut("long " * 100, 64)
    'long long long long long long l … [cut: 500 characters in all]'
    """
    raw = text.encode()
    if len(raw) <= limit_bytes:
        return text
    note = f" … [cut: {len(text)} characters in all]"
    kept = raw[: limit_bytes - len(note.encode())].decode(errors="ignore")
    return kept.rstrip() + note
