"""Layers that stand on lines of their own, without a table: `CONV3-64: 224x224x64, 1792`."""

import re

_NAME = r"(?:\d{1,3}[.):]\s*)?([A-Za-z]\w*(?:[- ]\d+)?(?:\s*[+&/]\s*[A-Za-z]+)?)"
_LEADS = (
    r"(?:\s*(?:[,;:|(]|->|→|=>|=|[-–—](?=\s)|\b(?:with|has|gives?|the|and|of|is|are|outputs?"
    r"|sizes?|shapes?|dim\w*|param\w*|weights)\b))*\s*"
)
_SIZE = (
    r"(\(?\d+(?:\s*(?:x|X|×|\*|\\times)\s*\d+|,\s*\d+(?=[\d,\s]*\)))*\)?"
    r"|same(?: as above)?|ditto|unchanged|[\"″〃])"
)
_COUNT = r"(\d[\d,.]*\d|\d|[-–—]|no(?:ne)?\b)"
_LINE = re.compile(
    rf"(?:[-*•]\s+)?{_NAME}(?:(?=\W){_LEADS}){_SIZE}(?:(?=\W){_LEADS}{_COUNT})?"
    r"\s*(?:(?:learnable |trainable )?(?:param\w*|weights))?\s*[).;,]*",
    re.IGNORECASE,
)


def rows_of_lines(text: str) -> list[tuple[str, ...]]:
    """The layers of lines with their sizes and parameters, which blanks, commas or words part.

    >>> rows_of_lines("CONV3-64,224x224x64,1792")
    [('CONV3-64', '224x224x64', '1792')]
    >>> rows_of_lines("2. RELU: output 224x224x64, no parameters")
    [('RELU', '224x224x64', 'no')]
    """
    lines = (_LINE.fullmatch(line.strip()) for line in text.splitlines())
    return [tuple(each or "" for each in found.groups()) for found in lines if found]
