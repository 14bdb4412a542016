"""Layers that stand on lines of their own, without a table: `CONV3-64: 224x224x64, 1792`."""

import re

from graders.reading.layers.naming import layer_kind

_NAME = r"(?:\d{1,3}[.):]\s*)?([A-Za-z]\w*(?:-\d+)?(?:\s*[+&/]\s*[A-Za-z]+)?)"
_LEADS = (
    r"(?:\s*(?:[,;:|(]|->|→|=>|=|[-–—](?=\s)|\b(?:with|has|gives?|the|and|of|is|are|outputs?"
    r"|sizes?|shapes?|dim\w*|param\w*|weights)\b))*\s*"
)
_SIZE = (
    r"(\(?\d+(?:\s*(?:x|X|×|\*|\\times)\s*\d+|,\s*\d+(?=[\d,\s]*\)))*\)?"
    r"|same(?: as above)?|ditto|unchanged|[\"″〃])"
)
_WORKED_OUT = r"(?:\(*\d[\d ()*+x×·^]*=\s*)?"  # "3*3*3*64+64 = 1792"
_COUNT = rf"({_WORKED_OUT}(?:\d[\d,.]*\d|\d)|[-–—]|no(?:ne)?\b)"
_LINE = re.compile(
    rf"(?:[-*•]\s+)?{_NAME}(?:(?=\W){_LEADS}){_SIZE}(?:(?=\W){_LEADS}{_COUNT})?"
    r"\s*(?:(?:learnable |trainable )?(?:param\w*|weights))?\s*[).;,]*(?:=[\d\s()*+x×·^]+)?",
    re.IGNORECASE,
)
_BEGINS, _NUMBERS = re.compile(rf"(?:[-*•]\s+)?{_NAME}"), re.compile(r"\d+")
_OF_NAME = 3  # numbers that a layer's name and its size may have


def rows_of_lines(text: str) -> list[tuple[str, ...]]:
    """The layers of lines with their sizes and parameters, which blanks, commas or words part.

    >>> rows_of_lines("CONV3-64,224x224x64,1792")
    [('CONV3-64', '224x224x64', '1792')]
    >>> rows_of_lines("2. RELU: output 224x224x64, no parameters")
    [('RELU', '224x224x64', 'no')]
    >>> rows_of_lines("CONV3-64: 224x224x64, 3*3*3*64+64 = 1792")
    [('CONV3-64', '224x224x64', '3*3*3*64+64 = 1792')]
    >>> rows_of_lines("SOFTMAX 1000 0")
    [('SOFTMAX', '1000', '0')]
    """
    lines = (_LINE.fullmatch(line.strip()) for line in text.splitlines())
    return [tuple(each or "" for each in found.groups()) for found in lines if found]


def unread_lines(text: str) -> list[str]:
    """The lines that begin with a layer and cannot be read, though they have its numbers.

    >>> unread_lines("CONV3-64 224x224x64 27*64 + 64"), unread_lines("RELU has none")
    (['CONV3-64 224x224x64 27*64 + 64'], [])
    """
    lines = (line.strip() for line in text.splitlines())
    named = ((line, _BEGINS.match(line)) for line in lines if not _LINE.fullmatch(line))
    return [
        line
        for line, name in named
        if name and layer_kind(name[1]) and len(_NUMBERS.findall(line)) > _OF_NAME
    ]
