r"""Sizes such as `224x224x64`, `62 \times 62 \times 64`, `(7, 7, 512)` or `4096`."""

import re

from graders.reading.axis_names import IN_SENTENCES as NAMES

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


_SPACED = re.compile(r"(?<![\d.])\d(?: \d){1,4}(?![\d.])")  # `6 2 x 6 2`, as OCR spaces it
_PRODUCT = re.compile(r"\d{1,6}(?:\s*[xX×*,@]\s*\d{1,6})+")
_CONTRASTED = re.compile(
    rf"\b(?:not|instead of|rather than)\s+[(\[]?\s*{_PRODUCT.pattern}\s*[)\]]?", re.IGNORECASE
)
_LABELLED = re.compile(
    rf"(?<![a-z])(?P<names>(?:(?:{'|'.join(NAMES)})\s*(?:=|:|is|are(?: both)?|and)\s*)+)"
    rf"(?:[-+\d ()/]*=\s*)*(?P<size>\d{{1,6}})\b"
    rf"|(?<![a-z])(?P<column>{'|'.join(NAMES)})\s+(?P<cell>\d{{1,6}})\b"
    r"|(?<!\d)(?P<before>\d{1,6})\s+(?:(?:pixels|cells|output)\s+)?"
    r"(?P<name>channels|filters|(?:feature )?maps|high|tall|wide|deep)\b",
    re.IGNORECASE,
)


def shapes_in(text: str, *, axes: int) -> tuple[Shape, ...]:
    r"""The sizes with so many axes that a passage lists, in its order; those with names come last.

    >>> shapes_in(r"the size is $3 - 1 = 2$, so $2 \times 5 \times 7$, H x W x C", axes=3)
    ((2, 5, 7),)
    >>> shapes_in("$C_{out} = 64$ and $H = W = 64 - 3 + 1 = 62$", axes=3)
    ((64, 62, 62),)
    >>> shapes_in("torch.Size([1, 64, 62, 62])", axes=3), shapes_in("7 x 7, C = 3", axes=3)
    (((64, 62, 62),), ((3, 7, 7),))
    >>> shapes_in("2 x 5 x 7, not 2 x 7 x 7", axes=3), shapes_in("not (2, 5, 7)", axes=3)
    (((2, 5, 7),), ())
    >>> shapes_in("64 feature maps of 62 x 62", axes=3), shapes_in("H 5, W 7 and C 3", axes=3)
    (((64, 62, 62),), ((3, 5, 7),))
    """
    plain = _in_plain_signs(text)
    listed = [_PRODUCT.findall(part) for part in re.split(r"[=:\n]", plain)]
    found = [tuple(map(int, re.findall(r"\d+", each))) for part in listed for each in part]
    named = named_sizes(text)
    if len(named) == axes == len(set(NAMES.values())):
        found.append((named["C"], named["H"], named["W"]))
    elif list(named) == ["C"] and all(len(each) < axes for each in found):  # 62 x 62, C = 64
        found += [(named["C"], *each) for each in found if len(set(each)) == 1 < len(each)]
    found = [each[each[0] == 1 and len(each) == axes + 1 :] for each in found]  # of one sample
    return tuple(each for each in found if len(each) == axes)


def named_sizes(text: str) -> dict[str, int]:
    """The sizes that a passage names, under C, H and W; of several the last.

    >>> named_sizes("C = 3, height and width are both 5"), named_sizes("7 high and 5 wide")
    ({'C': 3, 'H': 5, 'W': 5}, {'H': 7, 'W': 5})
    """
    named: dict[str, int] = {}
    for match in _LABELLED.finditer(_in_plain_signs(text)):
        names = match["names"] or match["column"] or match["name"]
        size = int(match["size"] or match["cell"] or match["before"])
        for name in re.findall("|".join(sorted(NAMES, key=len, reverse=True)), names.lower()):
            named[NAMES[name]] = size
    return named


def _in_plain_signs(text: str) -> str:
    """A passage without the signs of LaTeX, and without what it contrasts with its sizes."""
    plain = re.sub(r"\\(?:times|cdot|ast)(?![A-Za-z])|(?<=\d)\s+by\s+(?=\d)", "x", text)
    plain = re.sub(r"\\(?:text|mathrm|mathbf|left|right|quad)\b|\\[,;! ]|[${}]", " ", plain)
    plain = plain.replace("−", "-").replace("–", "-")
    plain = _SPACED.sub(lambda digits: digits.group().replace(" ", ""), plain)
    plain = re.sub(r"(?<=[CHWchw])\s*_\s*(?:out|o)\b", "", plain)
    return _CONTRASTED.sub(" ", plain)
