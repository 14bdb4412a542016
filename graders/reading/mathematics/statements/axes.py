"""The order of axes as students name it: `(C, H, W)`, `NCHW`, `64@32x32`, `torch.Size([...])`."""

import re

from graders.reading.axis_names import IN_NOTATION

WORDS = "|".join(sorted(IN_NOTATION, key=len, reverse=True))
_BY = r"(?:,|x|X|\\times|×|\*|\\cdot|by)"
_NAMES = rf"(?:{WORDS})(?:\s*{_BY}\s*(?:{WORDS})){{1,3}}"
_DRESSING = re.compile(
    r"\\(?:text|mathrm|textrm|texttt|operatorname|mbox|mathit)\b|\\[,;:! ]|[${}]|_|\\q?quad"
)
_COUNTED = re.compile(r"(?<=[A-Za-z])\s?(?:_\s?(?:\{\s?\d{1,2}\s?\}|\d{1,2})|[₀-₉]{1,2})")  # H_2
_BEFORE = re.compile(rf"[(\[]?\s*({_NAMES})\s*[)\]]?\s*(?:=|:)(?!=)", re.IGNORECASE)
_AFTER = re.compile(
    r"(?<=[\d)\]])\s*[=:,;]?\s*(?:(?:in|as|is|i\.?e\.?|that is|ordered)\b[\s,.]*)?"
    rf"(?:the\s)?\s*(?:order(?: of)?:?\s)?\s*(?:\(\s*({_NAMES})\s*\)|\[\s*({_NAMES})\s*\]"
    rf"|({_NAMES}))\s*(?:order|format|layout)?[\s.]*$",
    re.IGNORECASE,
)
_LETTERS = re.compile(
    r"[(\[]?(?:in\s+)?\b(N?CHW|N?HWC)\b(?:\s*(?:order|format|layout))?\s*[:=)\]]?"
)
_CHANNELS = re.compile(r"[(\[,]?\s*(?:in\s+)?\bchannels?[\s-](first|last)\b[)\]]?", re.IGNORECASE)
_TORCH = re.compile(r"(?:torch\s*\.\s*)?\bSize\s*\(\s*\[([^\[\]]*)\]\s*\)")
_AT = re.compile(rf"(\d+)\s*@\s*\(?\s*(\d+\s*{_BY}\s*\d+)\s*\)?(?!\s*{_BY}|\s*@)")
_MAPS = r"(?:feature\s+|output\s+|activation\s+)?(?:maps?|channels?|filters?|planes)"
_MAPS_OF = re.compile(
    rf"(\d+)\s+{_MAPS}\b[\s,:]*(?:(?:of|with|at|each|size|sized|shape|dimensions?|is)[\s,:]+){{0,4}}"
    rf"\(?(\d+)\s*{_BY}\s*(\d+)\b",
    re.IGNORECASE,
)
_WITH_MAPS = re.compile(
    rf"(\d+)\s*{_BY}\s*(\d+)\)?[\s,]*(?:(?:with|and|by|for|each|of)[\s,]+){{0,2}}(\d+)\s+{_MAPS}\b",
    re.IGNORECASE,
)
_FORMS = ((_TORCH, ""), (_AT, "CHW"), (_MAPS_OF, "CHW"), (_WITH_MAPS, "HWC"))
_SIZES = re.compile(rf"\d\s*{_BY}\s*\d|\d\s*@|\bSize\b")
_ARROW = re.compile(r"\\(?:long)?rightarrow\b|\\to\b|->|→|\\Rightarrow\b|=>")
_ORDERS = {"first": "CHW", "last": "HWC"}


def plain(text: str) -> str:
    """The text without fonts, spaces of TeX, dollar signs and the numbers of layers."""
    return " ".join(_DRESSING.sub(" ", _COUNTED.sub("", text)).split())


def labelled_axes(text: str) -> tuple[str, tuple[str, ...], bool]:
    """The sizes without what names their axes.

    Returns:
        The sizes, a label for each axis or nothing, and whether the notation fixes how many axes
        there are, so that another number of them cannot be read.

    >>> labelled_axes("64@32x32")
    ('64 x 32x32', ('C', 'H', 'W'), True)
    >>> labelled_axes("(1, 8, 30, 40) = (N, C, H, W)")
    ('(1, 8, 30, 40)', ('N', 'C', 'H', 'W'), True)
    """
    bare = plain(text)
    heading = _before(bare)
    if r"\frac" in bare or r"\lfloor" in bare:
        return text, heading, False
    last = _ARROW.split(bare)[-1] if any(map(str.isdigit, _ARROW.split(bare)[-1])) else bare
    for pattern, labels in _FORMS:
        found = pattern.search(last)
        if (
            found is None
            or _SIZES.search(last, 0, found.start())
            or _SIZES.search(last, found.end())
        ):
            continue
        if pattern is _TORCH:
            sizes = found[1].rstrip(" ,")
            named = tuple({3: "CHW", 4: "NCHW"}.get(sizes.count(",") + 1, ""))
            return f"({sizes})", named, bool(named)
        return " x ".join(found.groups()), tuple(labels), True
    if found := _AFTER.search(bare):
        return bare[: found.start()], _read(found[1] or found[2] or found[3]), True
    for pattern in (_LETTERS, _CHANNELS):
        if found := pattern.search(bare):
            rest = f"{bare[: found.start()]} {bare[found.end() :]}".strip(" ,:=")
            return rest, tuple(_ORDERS.get(found[1].lower(), found[1])), True
    return text, heading, False


def is_printed(text: str) -> bool:
    """Whether a text is what torch prints of a shape, and says nothing of its axes.

    >>> is_printed("torch.Size([8, 128, 64])"), is_printed("torch.Size([8, 32, 32]), CHW")
    (True, False)
    """
    return _TORCH.fullmatch(plain(text).strip(" .,;")) is not None


def _before(bare: str) -> tuple[str, ...]:
    heading = _BEFORE.search(bare)
    return _read(heading[1]) if heading is not None else ()


def _read(names: str) -> tuple[str, ...]:
    return tuple(IN_NOTATION[name.lower()] for name in re.findall(WORDS, names, re.IGNORECASE))
