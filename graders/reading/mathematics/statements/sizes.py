r"""Sizes such as `62 \times 62 \times 64`, `(C, H, W) = (64, 62, 62)` or `H = W = 62, C = 64`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import prod

from graders.errors import Unreadable
from graders.expression import Call, Expression, Number
from graders.reading.axis_names import IN_NOTATION
from graders.reading.lexing.token import Lexeme, Token
from graders.reading.mathematics.names.functions import TRUTHS
from graders.reading.mathematics.names.numerals import exact
from graders.reading.mathematics.names.scripts import group_end
from graders.reading.mathematics.names.symbols import SymbolTable
from graders.reading.mathematics.parsing.parser import Parser
from graders.reading.mathematics.statements.axes import WORDS, is_printed, labelled_axes, plain
from graders.reading.mathematics.tokens import prepare

_LABELLED = re.compile(
    rf"\b((?:(?:{WORDS})(?:\s*out(?:put)?|')?\s*(?:=|:|is)\s*)+)(\d+)\b", re.IGNORECASE
)
_NAMED = re.compile(
    rf"\b({WORDS})\s+(?:of\s+)?(\d+)\b|\b(\d+)\s+\(?(?:feature\s+)?({WORDS})\b",
    re.IGNORECASE,
)
_TIMES = re.compile(r"\\times|\\cdot|[×*]|\d\s*x\s*\d")
_LED_IN = re.compile(  # 1. 28x28x6, the output has the shape 28x28x6
    r"\A\s*(?:[1-9]\d?\.\s+|(?:the\s+)?(?:output|result|answer|activation)s?\s+(?:[a-z]+\s+){1,4})"
    r"(?=[\d(\[])",
    re.IGNORECASE,
)
_BETWEEN = re.compile(  # n rows and m columns, n-by-m
    r"(?<=[\w}])(\s*\$?)\s*(?:\\text\s*\{)?\s*(?:rows?\s*(?:,|and|by)|-by-)(?:\s*\})?\s*"
)
_COMMA = re.compile(r"(?<=\d),(?=\d)")
_SPLIT = frozenset({"*", ",", "x", "X", "by", ";"})
_PRODUCT = frozenset({"*", "x", "X", "(", ")", "[", "]", ","})
_REMARK = re.compile(  # (pooling halves both)
    rf"\((?![^()]*\b(?:{WORDS})\b)\s*[A-Za-z]{{4,}}[^()\d=]*\)[\s.]*\Z", re.IGNORECASE
)
_SO = ("so", "thus", "hence", "therefore", "then")
_MOST_AXES = 6
_MOST_TEXT = 2_000  # characters


@dataclass(frozen=True)
class Sizes:
    """The sizes of the axes in the order written, with labels where the student gave them."""

    axes: tuple[Expression, ...]
    labels: tuple[str, ...] = ()
    are_usual: bool = False  # the labels, which nobody wrote: torch has the channels first


def read_sizes(text: str, table: SymbolTable) -> Sizes:
    r"""The sizes that a text gives.

    Raises:
        Unreadable: if it gives none, or what stands there is no size.

    >>> from graders.declaring.declarations import Declarations
    >>> nothing = SymbolTable(Declarations())
    >>> read_sizes(r"H = W = 62,\ C = 64", nothing).labels
    ('H', 'W', 'C')
    """
    if len(text) > _MOST_TEXT:
        raise Unreadable(f"the sizes have {len(text)} characters; {_MOST_TEXT} can be read")
    text = _BETWEEN.sub(r"\1 by ", _LED_IN.sub("", _REMARK.sub("", text)))
    labelled = _labelled(text)
    if labelled is not None:
        return labelled
    whole = text
    text, labels, counted = labelled_axes(text)
    if not _TIMES.search(text):
        text = _COMMA.sub(", ", text)  # (224,224,64) has no thousands
    axes = tuple(_axes(text, table))
    if counted and labels and len(labels) != len(axes):
        raise Unreadable(f"{len(labels)} axes are named, and {len(axes)} sizes are given")
    return Sizes(axes, labels if len(labels) == len(axes) else (), is_printed(whole))


def _labelled(text: str) -> Sizes | None:
    """Sizes each of which is called by its name."""
    bare = plain(text)
    found: dict[str, str] = {}
    for match in _LABELLED.finditer(bare):
        for name in re.findall(WORDS, match.group(1), re.IGNORECASE):
            found.setdefault(IN_NOTATION[name.lower()], match.group(2))
    if len(found) < 2:
        for match in _NAMED.finditer(bare):
            name, number = match.group(1) or match.group(4), match.group(2) or match.group(3)
            found.setdefault(IN_NOTATION[name.lower()], number)
    if not {"H", "W", "C"} <= set(found):
        return None
    axes = tuple(Number(exact(number)) for number in found.values())
    return Sizes(axes, tuple(found))


def _axes(text: str, table: SymbolTable) -> Sequence[Expression]:
    tokens = [token for token in prepare(text, table) if token.text not in ("&", "!")]
    whole = tokens
    tokens = _last_member(tokens)
    if len(tokens) == 1 and tokens[0].kind is Lexeme.NUMBER and len(tokens) < len(whole):
        before = _before_product(whole, exact(tokens[0].text), table)
        if not before and _are_named_apart(whole):
            raise Unreadable("each size has a name, and not all of the names are known")
        return before or [Parser(tokens, table).whole()]
    tokens = _without_wrapping(tokens)
    if not tokens:
        raise Unreadable("there is no size")
    parts: list[list[Token]] = [[]]
    depth = 0
    for place, token in enumerate(tokens):
        depth += (token.text in "([{") - (token.text in ")]}")
        if (
            depth == 0
            and token.text in _SPLIT
            and not (token.text in "xX" and table.declares_letter(token.text))
        ):
            parts.append([])
        elif (
            depth == 0
            and token.text == "^"
            and tokens[place + 1 : place + 2]
            and tokens[place + 1].text == "2"
        ):
            parts.append(parts[-1][:])  # 62^2 x 64
        elif not (depth == 0 and token.text == "2" and place and tokens[place - 1].text == "^"):
            parts[-1].append(token)
    if len(parts) > 1 and not parts[-1] and tokens[-1].text == ",":
        parts.pop()  # (8, 128, 64,)
    if len(parts) > _MOST_AXES or not all(parts):
        raise Unreadable("the sizes cannot be told apart")
    return [_size(part, table) for part in parts]


def _size(tokens: Sequence[Token], table: SymbolTable) -> Expression:
    found = Parser(tokens, table).whole()
    if isinstance(found, Call) and found.function in TRUTHS:
        raise Unreadable("a relation stands where a size is expected")
    return found


def _are_named_apart(tokens: Sequence[Token]) -> bool:
    """Whether several equations stand side by side: `B = 8, L = 128, d = 64`."""
    texts = [token.text for token in tokens]
    return texts.count("=") > 1 and not {",", ";"}.isdisjoint(texts)


def _before_product(
    tokens: Sequence[Token], total: Fraction, table: SymbolTable
) -> list[Expression]:
    """The sizes whose product is given after them: 7 * 7 * 512 = 25088.

    Raises:
        Unreadable: if it is another number.
    """
    signs = [place for place, token in enumerate(tokens) if token.text == "="]
    before = tokens[: signs[-1]] if signs else ()
    numbers = [token for token in before if token.text not in _PRODUCT]
    start = next((n + 1 for n in range(len(numbers) - 1, -1, -1) if numbers[n].text == "="), 0)
    sizes = numbers[start:]
    if len(sizes) < 2 or any(token.kind is not Lexeme.NUMBER for token in sizes):
        return []
    found = [exact(token.text) for token in sizes]
    if prod(found) != total:
        raise Unreadable("what stands after the sizes is not their product")
    return [Number(each) for each in found]


def _last_member(tokens: Sequence[Token]) -> list[Token]:
    """What stands after the last relation or arrow, without words."""
    depth, start = 0, 0
    for place, token in enumerate(tokens):
        depth += (token.text in "([{") - (token.text in ")]}")
        if (
            depth == 0
            and token.text
            in (
                "=",
                r"\rightarrow",
                r"\Rightarrow",
                ":",
                r"\in",
                "\\\\",
                r"\approx",
                *_SO,
            )
            and any(each.text.strip(".,;: \\") for each in tokens[place + 1 :])
        ):
            start = place + 1
    found = [
        token for token in tokens[start:] if token.kind is not Lexeme.TEXT or token.text == "by"
    ]
    texts = ["", *(token.text for token in found), ""]
    empty = [pair == ["(", ")"] for pair in map(list, pairwise(texts))]  # held words alone
    found = [each for n, each in enumerate(found) if not (empty[n] or empty[n + 1])]
    while found and found[-1].text in (".", ",", ";", ":", "\\\\"):
        found.pop()
    while found and found[0].text in (".", ",", ";", ":", "\\\\"):
        found.pop(0)
    return found


def _without_wrapping(tokens: list[Token]) -> list[Token]:
    r"""Without brackets around all of it, or \mathbb{R}^{...}."""
    while tokens:
        if tokens[0].text == r"\reals" and len(tokens) > 2 and tokens[1].text == "^":
            tokens = tokens[2:]
        elif tokens[0].text in ("(", "[", "{") and group_end(tokens, 0) == len(tokens) - 1:
            tokens = tokens[1:-1]
        else:
            break
    return tokens
