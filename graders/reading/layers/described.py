"""The layers of a network as students describe them: in lines, sentences, tables and code."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from graders.reading.layers.map_sizes import product
from graders.reading.words.tables import NOT_GIVEN

KINDS: Mapping[str, re.Pattern[str]] = {
    "convolution": re.compile(r"conv|卷积"),
    "max pooling": re.compile(r"pool|池化"),
    "linear": re.compile(
        r"\bfcn?(?:\d|\b)|fully[ -]?connected|(?<!non-)(?<!non)linear|dense|全连接"
    ),
}
_LAYER_NEXT = (
    r"(?=(?:(?:then|again|another|an?|the|same|first|second|third)\s+)*"
    r"(?:\d+ ?x ?\d+ )?(?:conv|max|pool|fc|fully|linear|dense))"
)
COMMA, PLUS = rf",\s+{_LAYER_NEXT}", rf"[+&]\s*{_LAYER_NEXT}"
ARROWS = r";|(?:→|->|\\(?:right)?arrow\b|\\to\b)(?!\s*\$?\d)"
SENTENCES = r"(?<=[.)])\s+(?=[A-Z*])|[；。]"
CALLS = r"(?:(?<=\))|(?<=relu))\s+(?=(?:max[_ -]?)?(?:pool|conv|fc|linear|dense)\w*\s*\()"
WITHIN_A_LINE = (ARROWS, PLUS, COMMA, CALLS)
ONE_LAYER_EACH = (r"\n", ARROWS, CALLS, SENTENCES, PLUS, COMMA)
OF_SIZES = (PLUS, COMMA, CALLS)  # they part layers that have sizes, and names in a sentence as well
SIZED = re.compile(r"(?<![a-z\d])\d")  # not by the number of a name, `fc1`
WITHIN_A_SENTENCE = re.compile(
    r"[,;]?\s*(?:\b(?:and|then|again|each|it is)\s+)*"
    r"\b(?:followed by|and then|then|after (?:that|which))\s+(?:again\s+)?"
    rf"|[，；]|{COMMA}|\band\s+{_LAYER_NEXT}"
)
MADE = re.compile(r"self\.(\w+)\s*=\s*(?:nn\.)?(\S.*)")
IN_A_ROW = re.compile(r",\s*(?=(?:nn\.)?(?:max[_ ]?pool|conv|linear|fc)\w*\s*\()")
CALLED = re.compile(r"self\.(\w+)\(")
NUMBERED = re.compile(r"^\W*layer\s*(\d)\W+(.*)", re.MULTILINE)
REPEATED = re.compile(
    r"^(\W*layer\s*\d\W+)(?:the )?(?:same as|identical to|like) layer (\d)", re.MULTILINE
)
LIKE_BEFORE = re.compile(r"\b(?:same|ditto|identical|as (?:above|before))\b|同上")
NO_RELU = re.compile(
    r"\b(?:no|without)\s+(?:an\s+)?(?:activation|relu|non-?linear)|activation\W+none|(?:没有|无)激活"
)
ARROW = r"\s*(?:to|→|[-=]>|\\to|\\rightarrow)\s*"
SIZE = r"(\d+(?:x\d+)*)"
FROM_TO = re.compile(rf"(?<![\dx]){SIZE}{ARROW}{SIZE}(?![\dx])|linear\(\s*{SIZE}\s*,\s*{SIZE}")
ONE_SIDE = (
    r"(?:(?<!\d )\b{0}(?:puts?|(?:put)?[ _-]?(?:channels?|features|units|size))|\|\s*{0}(?=\s\d))"
    r"[\s:=(]{{0,3}}(\d+)(?![\dx])"
)
INPUTS, OUTPUTS = ONE_SIDE.format("in"), ONE_SIDE.format("out")
OWN_SIZES = re.compile(rf"{INPUTS}|{OUTPUTS}|{FROM_TO.pattern}")


@dataclass(frozen=True, slots=True)
class Described:
    """A layer as a student describes it: its kind and what is said of it, in lower case."""

    kind: str
    text: str

    @property
    def plain(self) -> str:
        """With the factors of products in one spelling: 16x5x5."""
        plain = re.sub(r"\\times|×|\*|\\cdot", "x", self.text)
        return re.sub(r"(?<=\d)\s*[${}]*\s*x\s*[${}]*\s*(?=\d)", "x", plain)

    @property
    def numbers(self) -> set[int]:
        """The numbers, and those that products such as 16 x 5 x 5 come to."""
        products = re.findall(r"\d+(?:x\d+)+", self.plain)
        numbers = {int(each) for each in re.findall(r"\d{1,5}", self.plain)}
        return numbers | set(map(product, products))

    @property
    def has_relu(self) -> bool:
        return "relu" in self.text and not NO_RELU.search(self.text)

    def pairs(self, pattern: re.Pattern[str]) -> set[tuple[int, int]]:
        """The sizes before and after a layer, as a pattern finds them."""
        found = (list(filter(None, each)) for each in pattern.findall(self.plain))
        return {(product(before), product(after)) for before, after in found}

    def says_otherwise(self, pattern: str, right: int) -> bool:
        """Whether another number than the right one is given for a stride or a padding."""
        return any(int(each) != right for each in re.findall(pattern, self.plain))


def in_order_of_calls(code: str) -> str:
    r"""The layers of a module in the order of their calls; other text is left as it is.

    >>> in_order_of_calls("self.c = Conv(3, 6)\nself.p = Pool(2)\nx = self.p(relu(self.c(x)))")
    'conv(3, 6) relu\npool(2)'
    """
    made = dict(MADE.findall(code.casefold()))
    layers: list[str] = []
    for line in code.casefold().splitlines():
        called = [] if MADE.search(line) else [made.get(name) for name in CALLED.findall(line)]
        for layer in reversed([each for each in called if each]):
            layers.append(f"{layer} relu" if "relu" in line and "pool" not in layer else layer)
    return "\n".join(layers) or code


def with_repeated(text: str) -> str:
    """A list of layers with what is said of an earlier one for "layer 4: same as layer 2"."""
    said = dict(NUMBERED.findall(text))
    return REPEATED.sub(lambda each: f"{each[1]} {said.get(each[2], each[0])}", text)


def layers_in(text: str) -> Iterator[Described]:
    """The layers that a text describes one after the other.

    An introduction that names several kinds of layer at once describes none of them.
    """
    before: dict[str, str] = {}  # what was said of each kind
    for paragraph in re.split(r"\n\s*\n", IN_A_ROW.sub("\n", text)):
        for part in (each for one in one_layer_each(paragraph) for each in one_each(one)):
            kinds = kinds_in(part)
            said = part
            if kinds and LIKE_BEFORE.search(part) and kinds[0] in before:
                said = f"{part.replace(NOT_GIVEN, '')} | {OWN_SIZES.sub('', before[kinds[0]])}"
            if kinds and len(kinds) < len(KINDS) and re.search(r"\d", said):
                before[kinds[0]] = said
                yield Described(kinds[0], said)


def one_each(sentence: str) -> Iterator[str]:
    """A sentence cut where another layer follows, and at each of several linear layers."""
    kinds = kinds_in(sentence)
    if kinds == ["linear"]:
        plain = Described("linear", sentence).plain
        starts = [each.start() for each in FROM_TO.finditer(plain)][1:]
        if starts:
            yield plain[: starts[0]]
            yield from (f"linear {plain[a:b]}" for a, b in pairwise([*starts, len(plain)]))
            return
    parts = [""]
    for part in WITHIN_A_SENTENCE.split(sentence) if 1 < len(kinds) < len(KINDS) else (sentence,):
        if kinds_in(parts[-1]) and kinds_in(part):
            parts.append(part)
        else:
            parts[-1] += f" {part}"
    yield from parts


def one_layer_each(text: str, *, is_line: bool = False) -> Sequence[str]:
    r"""A text cut where its layers end: at its lines, its arrows or its sentences.

    Args:
        text: a paragraph.
        is_line: whether it is a line of one; its layers are told apart by their sizes alone.

    >>> one_layer_each("conv(3, 6, 5) +relu +pool(2)\nfc(1176, 84);fc(84, 10)")
    ['conv(3, 6, 5) +relu ', 'pool(2)', 'fc(1176, 84)', 'fc(84, 10)']
    """
    for separator in WITHIN_A_LINE if is_line else ONE_LAYER_EACH:
        parts = cut_at(separator, text)
        named = [part for part in parts if kinds_in(part)]
        by_sizes = is_line or separator in OF_SIZES
        if len(named) > 1 and (all(map(SIZED.search, named)) or not by_sizes):
            return [each for part in parts for each in cut_again(part)]
    return [text]


def cut_at(separator: str, text: str) -> list[str]:
    """The parts between separators; one that names no layer goes on about that before it."""
    parts: list[str] = []
    for part in re.split(separator, text, flags=re.IGNORECASE):
        if parts and not kinds_in(part):
            parts[-1] += f" {part}"
        else:
            parts.append(part)
    return parts


def cut_again(part: str) -> Sequence[str]:
    """A part that may hold several layers, cut where they end."""
    return one_layer_each(part, is_line=len(kinds_in(part)) < len(KINDS))


def kind_of(line: str) -> str:
    """The kind of layer that a row of a table is about; none for a heading of several."""
    kinds = kinds_in(line.casefold())
    return kinds[0] if len(kinds) == 1 else ""


def kinds_in(part: str) -> list[str]:
    """The kinds of layer that a text names, in its order."""
    found = {kind: pattern.search(part) for kind, pattern in KINDS.items()}
    places = [(match.start(), kind) for kind, match in found.items() if match]
    return [kind for _, kind in sorted(places)]
