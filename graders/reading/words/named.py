"""What a text names: words for each of several things, and the places where they stand."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

Words = Mapping[str, Sequence[str]]  # by name, regular expressions; of two the upper one counts


def places_of(words: Words, text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """The names whose words stand in a text, in their order, and where.

    >>> drinks = {"tea": ["tea", "oolong"], "coffee": ["coffee"]}
    >>> [(name, place[0]) for name, place in places_of(drinks, "Oolong, then coffee")]
    [('tea', 'Oolong'), ('coffee', 'coffee')]
    """
    pattern = _pattern(tuple("|".join(each) for each in words.values()))
    names = dict(zip((f"name{n}" for n in range(len(words))), words, strict=True))
    for place in pattern.finditer(text):
        yield names[str(place.lastgroup)], place


def named(words: Words, text: str) -> list[str]:
    """The names whose words stand in a text, in their order.

    >>> named({"low": ["x < 0"], "high": ["x > 0"]}, "for x > 0 and x < 0")
    ['high', 'low']
    """
    return [name for name, _ in places_of(words, text)]


def without(words: Words, text: str) -> str:
    """A text without the words for some names.

    >>> without({"tea": ["(?:green )?tea"]}, "green tea and coffee")
    ' and coffee'
    """
    return _pattern(tuple("|".join(each) for each in words.values())).sub("", text)


@lru_cache(maxsize=64)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    groups = (f"(?P<name{n}>{each})" for n, each in enumerate(words))
    return re.compile("|".join(groups), re.IGNORECASE)
