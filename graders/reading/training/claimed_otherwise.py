"""Accuracies that a text does not call so: an error, a number of images, what a run reaches."""

import re
from collections.abc import Iterator
from fractions import Fraction

from graders.model import PrintedNumber
from graders.reading.quantities.numbers.printed import read_number

FEWEST = 100  # images of which a number is an accuracy and no count of epochs
_RIGHT = r"right(?:ly)?|correct(?:ly)?"
_WRONG = r"wrong(?:ly)?|incorrect(?:ly)?|mis-?classified|errors?"
_COUNT = r"\d{1,3}(?:,\d{3})+|\d{1,8}"
_SOME = rf"(?<![\w.,/])(?P<some>{_COUNT})\s*(?:/|(?:out )?of(?: the| all)*)\s*(?P<all>{_COUNT})"
_IMAGES = r"(?:\s*(?:test|train|valid)\w*)?(?:\s*(?:images|samples|examples|digits|pictures))?"
_IS = r"[\s)]*(?:(?:are|were|is|was|been|classified|labell?ed|predicted)\s+)*"
_BEHIND = re.compile(  # 4343 of 10000 test images are misclassified
    rf"{_SOME}{_IMAGES}{_IS}(?:(?P<right>{_RIGHT})|(?P<wrong>{_WRONG}))\b", re.IGNORECASE
)
_BEFORE = re.compile(  # Test accuracy: 5657/10000
    rf"\b(?:(?P<right>acc(?:uracy)?|{_RIGHT})|(?P<wrong>{_WRONG}))\b"
    rf"(?:(?!step|epoch|iter|batch)[^\n.;\d]){{0,50}}?{_SOME}(?![\d.]*\d)",
    re.IGNORECASE,
)
_OF_NUMBERS = r"(?<!squared )(?<!entropy )(?<!standard )(?<!absolute )(?<!relative )(?<!of )"
_LINKS = (  # between the word and its number; an error that "falls to 0.05" is one of training
    r"(?:[\s:=|$(~≈]|\b(?:is|was|of|on|over|the|all|about|around|test(?:ing)?|set|split|data)\b"
    r"|\d[\d,]*(?= (?:test )?images)|\bimages\b){0,24}?"
)
_ERROR = re.compile(  # Test error 43.43 %
    rf"{_OF_NUMBERS}\b(?:error|misclassification)(?:[ -]rate)?\b{_LINKS}"
    r"(?<![\w.])(?P<number>\d{1,2}(?:[.,]\d{1,8})?\s*\\?%|0?\.\d{1,8})(?![\w.]*\d)",
    re.IGNORECASE,
)

_REACHED = re.compile(  # SGD reaches 0.97; nothing before it in its clause is of another kind
    r"(?:^|(?<=[;,\n])|(?<=\.\s))(?:(?!loss|cost|error|probab|confid)(?:[^;,.\n]|\.(?=\d))){0,120}?"
    r"\b(?:reach|achiev|attain|obtain|scor|g[eo]t)(?:e?[sd]|ing)?\s+"
    r"(?:(?:about|around|only|up to|an?)\s+)?"
    r"(?P<number>\d{2,3}(?:\.\d{1,6})?\s*\\?%|[01]?\.\d{2,8})"
    r"(?![\w.]*\d)(?!\s*(?:loss|cost|error))",
    re.IGNORECASE | re.MULTILINE,
)


def accuracies_reached(text: str) -> Iterator[tuple[re.Match[str], PrintedNumber]]:
    """Each number that a run is said to reach, in its clause.

    >>> [each.text for _, each in accuracies_reached("SGD reaches 0.97. The loss reaches 0.12.")]
    ['0.97']
    """
    for found in _REACHED.finditer(text):
        number = read_number(found["number"])
        if number is not None:
            yield found, number


def accuracies_by_counts(text: str) -> Iterator[tuple[re.Match[str], PrintedNumber, int]]:
    """Each number of right or wrong images, the accuracy that it makes, and of how many images.

    >>> [(str(each.value), images) for _, each, images in
    ...  accuracies_by_counts("Test accuracy: 5657/10000; 4343 of 10000 images are misclassified")]
    [('5657/10000', 10000), ('5657/10000', 10000)]
    """
    taken: set[int] = set()
    for form in (_BEHIND, _BEFORE):
        for found in form.finditer(text):
            some, images = (int(found[name].replace(",", "")) for name in ("some", "all"))
            if found.start("some") in taken or images < FEWEST or some > images:
                continue
            taken.add(found.start("some"))
            right = some if found["right"] else images - some
            said = text[found.start("some") : found.end("all")]
            yield found, PrintedNumber(said, Fraction(right, images), Fraction(0)), images


def accuracies_by_errors(text: str) -> Iterator[tuple[re.Match[str], PrintedNumber]]:
    """Each share of wrong images, and the accuracy that is left.

    >>> [(each.text, float(each)) for _, each in accuracies_by_errors("Test error 43.43 %")]
    [('error 43.43 %', 0.5657)]
    """
    for found in _ERROR.finditer(text):
        number = read_number(found["number"])
        if number is not None and number.value <= 1:
            share = 1 - number.value
            yield found, PrintedNumber(f"error {number.text}", share, number.unit)
