"""The sizes of feature maps that a text names, in products, lists and alone."""

import re
from collections.abc import Iterator
from math import prod

from graders.sentences import LINES

_MAP = re.compile(r"\b(\d+)x(\d+)x(\d+)\b|\((\d+), ?(\d+), ?(\d+)\)")
_NEXT = r"(?:→|[-=]+>|\\to|\\rightarrow|[,;/|\n])"
_BETWEEN = r"(?:(?:and|then|after|the|first|second|[12](?:st|nd)|(?:conv|max|pool|relu)\w*)\W*)*"
_ARROW, _LISTED = re.compile(r"→|>|\\(?:to|rightarrow)\b"), re.compile(r"[,;|\n]")
_SIZES = r"\d+(?:x\d+)*(?![.\d])"
_CHAIN = re.compile(rf"(?<![\w(.]){_SIZES}(?:\s*{_NEXT}[\s|]*{_BETWEEN}{_SIZES}){{2,}}")
_NAMES = re.compile(r"[a-z]{2,}\d*")
_SQUARE = re.compile(r"(?<![\dx])(\d+)x\1(?![\dx])")
_ALONE = re.compile(r"(?<![\w.(^/+*-])(?<![-+*/] )([1-9]\d)(?![\w%]|[.,]\d| ?[-+*/])")
_SETTINGS = re.compile(r"padd?|stride")


def plain_sizes(text: str) -> str:
    """In lower case, with the sizes of products in one spelling: 16x6x6."""
    plain = re.sub(r"\\times|×|\\cdot|(?<=\d)\s*[*·]\s*(?=\d)", "x", text.casefold())
    plain = re.sub(r"[${}]", "", plain)
    return re.sub(r"(?<=\d)\s*x\s*(?=\d)", "x", plain)


def maps_in(text: str) -> set[tuple[int, ...]]:
    """The sizes of the feature maps that a text names, each from the smallest on.

    >>> maps_in("16x6x6, so (120, 1, 1)") == {(6, 6, 16), (1, 1, 120)}
    True
    """
    return {tuple(sorted(map(int, filter(None, each)))) for each in _MAP.findall(text)}


def chains_in(text: str) -> Iterator[list[int]]:
    """The sides of maps that follow one another, in their order, each of a product once.

    Beside arrows a comma ends a chain.

    >>> list(chains_in("32→30→15, 15→13→6")), list(chains_in("conv1 6x30x30, 15x15x6, conv2 13"))
    ([[32, 30, 15], [15, 13, 6]], [[30, 15, 13]])
    """
    for chain in _CHAIN.findall(text):
        pieces = _LISTED.split(chain) if _ARROW.search(chain) else [chain]
        for piece in pieces:
            sizes = [each.split("x") for each in re.findall(_SIZES, _NAMES.sub(" ", piece))]
            yield [int(each[len(each) // 2]) for each in sizes]


def sides_in(text: str) -> Iterator[set[int]]:
    """The sides of feature maps that stand together: in a list, as a square, or alone.

    Numbers beside a padding or a stride are no sides.

    >>> list(sides_in("32→30→15, then 13x13. It is 12 at the end"))
    [{32, 13, 30, 15}, {13}, {32}, {30}, {15}, {12}]
    >>> list(sides_in("conv1 28, pool 14, conv2 12"))[0], list(sides_in("a padding of 26"))
    ({28, 12, 14}, [])
    """
    for chain in _CHAIN.findall(text):
        yield {int(each) for each in re.findall(r"\d+", _NAMES.sub(" ", chain))}
    yield from ({int(side)} for side in _SQUARE.findall(text))
    plain = (each for each in LINES.split(text) if not _SETTINGS.search(each))
    yield from ({int(side)} for each in plain for side in _ALONE.findall(each))


def product(sizes: str) -> int:
    """What a product of sizes comes to.

    >>> product("16x6x6")
    576
    """
    return prod(map(int, sizes.split("x")))
