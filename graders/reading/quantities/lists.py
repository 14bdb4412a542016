r"""Names with their values side by side: `h1 .9866, h2 .9950`, and `h = (0.9866, 0.9950)`."""

import re
from collections.abc import Iterator

from graders.reading.quantities.chains import Chain
from graders.reading.quantities.names import read_name
from graders.reading.quantities.numbers import read_number
from graders.reading.quantities.vocabulary import Vocabulary

_NUMBER = r"[-−]?(?:\d+(?:[.,]\d+)?|\.\d+)(?:[eE][-+]?\d+)?"
_PAIR = re.compile(
    rf"(?P<name>\$?(?=[^\s,;:=$]*[^\W\d])[^\s,;:=$]++\$?):?\s+(?P<value>{_NUMBER})(?=[\s,;.]|$)"
)
_BETWEEN = re.compile(r"[\s,;.]*(?:and\s+)?")
_VECTOR = re.compile(
    r"^\s*[(\[]\s*(?P<inside>[^()\[\]]*[,;][^()\[\]]*)[)\]]\s*(?:\^\{?(?:T|\\top)\}?)?[\s.$]*$"
)
_FEWEST = 2  # pairs that make a list


def listed_values(text: str, vocabulary: Vocabulary) -> Iterator[Chain]:
    """The values in lines that are nothing but declared names, each with a number behind it.

    >>> words = Vocabulary(frozenset({"h1", "h2"}))
    >>> [(each.name, each.members[1]) for each in listed_values("h1 .9866, h2 .9950", words)]
    [('h1', '.9866'), ('h2', '.9950')]
    >>> list(listed_values("with h1 3 layers", words))
    []
    """
    start = 0
    for line in text.split("\n"):
        yield from _pairs(line, start, vocabulary)
        start += len(line) + 1


def _pairs(line: str, start: int, vocabulary: Vocabulary) -> Iterator[Chain]:
    found: list[Chain] = []
    at = len(line) - len(line.lstrip())
    while pair := _PAIR.match(line, at):
        name = read_name(pair["name"].strip("$"), vocabulary)
        if name is None or not vocabulary.declares(name):
            return
        span = (start + pair.start(), start + pair.end())
        found.append(Chain((pair["name"], pair["value"]), name, "", span))
        between = _BETWEEN.match(line, pair.end())
        at = between.end() if between else pair.end()
    if len(found) >= _FEWEST and at == len(line):
        yield from found


def components(chain: Chain, vocabulary: Vocabulary) -> Iterator[Chain]:
    r"""The components that a vector gives: h_1 and h_2 of `h = (0.9866, 0.9950)`.

    >>> words = Vocabulary(frozenset({"h1", "h2"}))
    >>> vector = Chain(("h", r"\sigma(z)", "(0.9866, 0.9950)"), None, "", (0, 33))
    >>> [(each.name, each.members[-1]) for each in components(vector, words)]
    [('h1', '0.9866'), ('h2', '0.9950')]
    >>> updated = Chain(("b^{(1)}", "(0.49998, 0.49803)"), None, "", (0, 27))
    >>> [each.name for each in components(updated, Vocabulary(frozenset({"b1_new", "b2_new"})))]
    ['b1_new', 'b2_new']
    """
    vector = _VECTOR.match(chain.members[-1])
    base = read_name(chain.members[0].split()[-1] if chain.members[0].split() else "")
    if vector is None or base is None or chain.name is not None:
        return
    values = [each.strip() for each in re.split(r"[;,]\s+|[;,]", vector["inside"])]
    letter, new = base.removesuffix("_new"), "_new" if base.endswith("_new") else ""
    names = [f"{letter}{number}{new}" for number in range(1, len(values) + 1)]
    complete = not vocabulary.declares(f"{letter}{len(values) + 1}{new}")
    if complete and all(map(vocabulary.declares, names)) and all(map(read_number, values)):
        for name, value in zip(names, values, strict=True):
            yield Chain((name, value), vocabulary.canonical(name), "", chain.span)
