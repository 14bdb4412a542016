"""The bytes of a text file as text."""

import re

from graders.errors import SubmissionError
from graders.reading.intake.limits import kind
from graders.reading.intake.names import shown

MAGIC = {
    b"%PDF-": "a PDF document",
    b"PK\x03\x04": "a zip archive or an office document",
    b"\xd0\xcf\x11\xe0": "an office document",
    b"\x1f\x8b": "a gzip archive",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"\x7fELF": "a program",
}
ENCODINGS = frozenset({"ascii", "utf-8", "latin-1", "iso-8859-1", "iso-8859-15", "cp1252"})
_CODING = re.compile(rb"(?:[^\n]{0,200}\n)?[ \t\f]*#[^\n]{0,100}?coding[:=][ \t]*([-\w.]{1,20})")
_LETTERS = bytes(set(range(0xC0, 0x100)) - {0xD7, 0xF7})  # without the signs of times and division
_WORDS = bytes({*b"\t\n\r", *range(32, 127), *_LETTERS, *range(0x91, 0x98)})
_MANY_BYTES = re.compile(rb"[\x80-\xff]{3}|[\xc2-\xdf][\x80-\xbf]")  # a character of many bytes
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r"))
_BEFORE_FEED = re.compile(r"^[ \t\f]*\f", re.MULTILINE)  # after which Python counts from the margin
SEPARATORS = {ord(char): " " for char in "\v\f\x1c\x1d\x1e\x85\u2028\u2029"} | {0: ""}


class OtherEncoding(SubmissionError):
    """The file is text in an encoding that it does not declare."""


def decode(name: str, data: bytes) -> str:
    r"""A text file as text: UTF-8, or UTF-16 where a byte order mark says so, then `clean`.

    Raises:
        SubmissionError: if it is not text, or in another encoding.

    >>> decode("a.md", b"one\r\ntwo\x0cthree")
    'one\ntwo three'
    """
    known = next((what for magic, what in MAGIC.items() if data.startswith(magic)), "")
    utf16 = data.startswith(UTF16_MARKS)
    controls = 0 if utf16 else len(data) - len(data.translate(None, CONTROLS))
    if known or 4 * controls > len(data):
        raise _not_text(name, known or "binary")
    encoding = "utf-16" if utf16 else _declared_encoding(name, data) or "utf-8-sig"
    try:
        return clean(data.decode(encoding))
    except UnicodeDecodeError as error:
        refusal = _not_text(name, "binary") if controls else _wrong_encoding(name, data, error)
        raise refusal from None


def western(data: bytes) -> str | None:
    r"""A text in Windows-1252 that holds nothing beyond ASCII but letters, quotes and dashes.

    In no other encoding would formulas come to something else; where that is not sure, it is none.

    >>> western("Größe".encode("cp1252")), western(b"2 \xb1 1"), western("Größe".encode())
    ('Größe', None, None)
    """
    if data.translate(None, _WORDS) or _MANY_BYTES.search(data):
        return None
    return data.decode("cp1252")


def _declared_encoding(name: str, data: bytes) -> str:
    """The encoding that a Python file declares in its first two lines, if it is a usual one."""
    declared = _CODING.match(data) if name.lower().endswith(".py") else None
    found = declared[1].decode().lower().replace("_", "-") if declared else ""
    return found if found in ENCODINGS else ""


def clean(text: str) -> str:
    r"""Text in which newlines are the only line ends, without zero characters or surrogates.

    >>> clean("a\r\nb\u2028c\0"), clean("x = 1\n\fy = 2")
    ('a\nb c', 'x = 1\ny = 2')
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _BEFORE_FEED.sub("", text).translate(SEPARATORS)
    return text.encode("utf-8", "replace").decode("utf-8")


def _not_text(name: str, what: str) -> SubmissionError:
    said = f"the file is {what}, though its name says {kind(name)}"
    return SubmissionError(said, where=shown(name), hint="export it as text in UTF-8")


def _wrong_encoding(name: str, data: bytes, error: UnicodeDecodeError) -> OtherEncoding:
    line = data.count(b"\n", 0, error.start) + 1
    byte = f"the byte {data[error.start]:#04x}" if error.start < len(data) else "the end"
    what = f"{byte} at offset {error.start} is not {error.encoding.upper()}"
    hint = "save it as UTF-8, or: iconv -f latin1 -t utf-8 OLD > NEW"
    return OtherEncoding(what, where=f"{shown(name)}:{line}", hint=hint)
