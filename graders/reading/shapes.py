r"""Sizes such as `224x224x64`, `62 \times 62 \times 64`, `(7, 7, 512)` or `4096`."""

import re

Shape = tuple[int, ...]

_SEPARATOR = re.compile(r"\s*(?:x|X|×|\*|∗|,|·|\\times|\\cdot|\\ast|by)\s*")
_DRESSING = re.compile(
    r"[$`{}]|\*\*|\\text(?=\{)|\\,|torch\.Size|\([^()\d]*[A-Za-z][^()\d]*\)"
    r"|(?<=\d)\s*(?:units|neurons)\b"
)
_SIZE = re.compile(r"\d{1,9}")
_MAX_AXES = 6


def read_shape(text: str) -> Shape | None:
    r"""The sizes that a text lists, in its order, or None.

    >>> read_shape(r"$62 \times 62 \times 64$"), read_shape("(7,7,512)"), read_shape("4096")
    ((62, 62, 64), (7, 7, 512), (4096,))
    >>> read_shape("about 7x7") is None
    True
    """
    squared = re.sub(r"(\d+)\s*\^\s*\{?2\}?", r"\1 x \1", text[:200])
    plain = _DRESSING.sub(" ", squared).rpartition("=")[2].strip(" .;()[],")
    if "x" in plain.lower() or "×" in plain or "\\times" in plain or "," not in plain:
        plain = re.sub(r"(?<=\d)[, ](?=\d{3}(?!\d))", "", plain)
    plain = re.sub(r"(?<=\d),(?=0\d\d(?!\d))", "", plain)  # no size begins with 0
    if len(plain) > 80:
        return None
    parts = _SEPARATOR.split(plain)
    if not 1 <= len(parts) <= _MAX_AXES or not all(_SIZE.fullmatch(part) for part in parts):
        return None
    return tuple(int(part) for part in parts)
