"""What words say of some values: "are positive", "exceeds 2", "sum to 1", "are equal"."""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from graders.reading.words.directions import FALLS, RISES
from graders.reading.words.orders import IN_SIGNS, IN_WORDS
from graders.reading.words.spelled_numbers import NUMBER, value_of

Values = Sequence[float]
Test = Callable[[Values], Sequence[bool]]  # of each value, or of all of them together

_ADVERBS = (
    r"always|never|not|all|both|each|either|then|also|strictly|therefore|thus|of them|necessarily"
    r"|just|exactly|equal to"
)
_BE = (
    r"\b(?:is|are|be|being|stays?|remains?|becomes?|lies?|equals?)"
    rf"(?: (?:{_ADVERBS}))*\s+"
)
_IN = rf"\s*({NUMBER})\s*(?:and|,|to)\s*({NUMBER})"

_ALONE = rf"(?!\s*(?:or|and|to|%)\s*{NUMBER}|\s*[/×·∑Σ])"  # no range or choice, nor a factor


def _each(holds: Callable[[float], bool]) -> Test:
    return lambda values: [holds(each) for each in values]


def _whole(holds: Callable[[Values], bool]) -> Test:
    return lambda values: [holds(values)]


def _is_close(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=0.02, abs_tol=1e-9)


def _are_equal(values: Values) -> bool:
    return all(_is_close(one, other) for one, other in pairwise(values))


_PLAIN: Mapping[str, Test] = {  # as a predicate, or right before what it is said of
    r"non-?\s?(?:zero|0)\b": _each(lambda value: value != 0),
    r"non-?\s?negative\b": _each(lambda value: value >= 0),
    r"non-?\s?positive\b": _each(lambda value: value <= 0),
    r"(?<!-)positive\b": _each(lambda value: value > 0),
    r"(?<!-)negative\b": _each(lambda value: value < 0),
    r"(?:equal|identical|double|coincid\w+|the same)\b(?! (?:to|sign|up to)\b)": _whole(_are_equal),
    r"(?:different|distinct)\b(?! from)": _whole(lambda values: not _are_equal(values)),
    r"(?:complex|imaginary)\b": _each(math.isnan),
    r"real\b": _each(lambda value: not math.isnan(value)),
}
_OF_SIGN = (r"positive\b", r"negative\b")
_VERBS: Mapping[str, Test] = {
    r"\bvanish\w*|\bdisappear\w*|\bdrops? out\b|\bcancels?\b": _each(lambda value: value == 0),
    r"\bcontribut\w+(?! (?:nothing|0))|\bsurvives?\b|\b(?:is|are) left\b|\bremains?(?=[\s.]*$)": (
        _each(lambda value: value != 0)
    ),
    r"\bcoincide\b|\bagree\b": _whole(_are_equal),
}
_LOWERS = rf"{FALLS}|reduc|lower"
_THROUGHOUT = r"\b(?!\s+(?:up|until|till|to|from|towards?|before|first|left|then|on)\b)"
_OBJECT = r"(?=\s+(?:(?:the|its|their) )?(?:variance|second moment|spread|signal)s?\b)"
_DEVIATION = r"(?=\s+(?:(?:the|its|their) )?(?:standard deviation|std)s?\b)"
_OWN = r"(?:its|their) own \w+"
_CHANGES: Mapping[str, Mapping[str, Callable[[float], bool]]] = {  # of what is known of a thing
    "change of ": {
        rf"\b(?:{RISES})\w*{_THROUGHOUT}": lambda slope: slope > 0,
        rf"\b(?:{_LOWERS})\w*{_THROUGHOUT}": lambda slope: slope < 0,
    },
    "factor of ": {
        rf"\bdoubl\w+{_OBJECT}|\btwice\b": lambda factor: _is_close(factor, 2),
        rf"\bhalv\w*{_OBJECT}|\bhalf\b": lambda factor: _is_close(factor, 0.5),
        rf"\b(?:keep|preserv|maintain|leav|retain)\w*{_OBJECT}": lambda factor: _is_close(
            factor, 1
        ),
        rf"\b(?:chang|affect|alter)\w*{_OBJECT}": lambda factor: not _is_close(factor, 1),
        rf"\b(?:{RISES}|amplif)\w*{_OBJECT}": lambda factor: factor > 1,
        rf"\b(?:{_LOWERS})\w*{_OBJECT}": lambda factor: factor < 1,
    },
    "deviation of ": {
        rf"\bdoubl\w+{_DEVIATION}": lambda factor: _is_close(factor, 2),
        rf"\bhalv\w*{_DEVIATION}": lambda factor: _is_close(factor, 0.5),
        rf"\b(?:keep|preserv)\w*{_DEVIATION}": lambda factor: _is_close(factor, 1),
    },
    "inputs of ": {  # by how many of them each one changes
        rf"\bdepends? (?:only on {_OWN}|on {_OWN} (?:only|alone))"
        r"|\b(?:(?:acts?|works?|(?:is|are) applied|(?:is|are)) )?"
        r"(?:element|component|entry|coordinate)-?wise\b": lambda number: number == 1,
        r"\bdepends? on (?:all|every)\b": lambda number: number > 1,
    },
}
_COMPARED: Mapping[str, Callable[[float, float], bool]] = {
    rf"\b(?:{IN_WORDS['>']}|exceeds?)|{IN_SIGNS['>']}": lambda x, y: x > y,
    rf"\b(?:{IN_WORDS['<']})|{IN_SIGNS['<']}": lambda x, y: x < y,
    rf"\b(?:{IN_WORDS['>=']})|{IN_SIGNS['>=']}": lambda x, y: x >= y,
    rf"\b(?:{IN_WORDS['<=']})|{IN_SIGNS['<=']}": lambda x, y: x <= y,
    r"\bdifferent from": lambda x, y: not _is_close(x, y),
    rf"{_BE}(?={NUMBER})|\bequals?(?: to)?|=": _is_close,
}
_BETWEEN = re.compile(rf"\b(?:between|in|inside|within)\s*[(\[]?{_IN}", re.IGNORECASE)
_OR_BEHIND, _OR_BEFORE = re.compile(r"\s*or\b"), re.compile(r"\bor\s*$")
_SUM = re.compile(
    rf"\b(?:sum|add)s?(?: up)? to\s*(?:(?P<total>{NUMBER})|(?:[Kmn]|the number of \w+)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Predicate:
    """A predicate in a clause: where it stands, and of which values it holds."""

    start: int
    end: int
    test: Test
    number: float | None = None  # to which alone it says that something is equal
    is_attribute: bool = False  # of what stands right behind it
    is_together: bool = False  # of all values at once
    is_sign: bool = False  # an equals sign
    is_bound: bool = False  # it says on which side of zero or one something is
    of: str = ""  # what it is said of, beside the name of the thing

    def holds(self, values: Values) -> Sequence[bool]:
        return self.test(values)


def predicates_in(clause: str) -> Iterator[Predicate]:
    """The predicates of a clause, with numbers as digits; of alternatives none is said.

    >>> [each.holds([1, 3]) for each in predicates_in("they are larger than 2 and sum to 4")]
    [[False, True], [True]]
    >>> [each.holds([1, 1]) for each in predicates_in("there are equal roots")]
    [[True]]
    """
    for each in _all_in(clause):
        if not (_OR_BEHIND.match(clause, each.end) or _OR_BEFORE.search(clause[: each.start])):
            yield each


def _all_in(clause: str) -> Iterator[Predicate]:
    for words, test in _PLAIN.items():
        for found in re.finditer(rf"({_BE})?\b(?:{words})", clause, re.IGNORECASE):
            together = len(test((0, 0))) == 1
            yield Predicate(
                *found.span(),
                test,
                is_attribute=not found[1],
                is_together=together,
                is_bound=words.endswith(_OF_SIGN),
            )
    for words, test in _VERBS.items():
        for found in re.finditer(words, clause, re.IGNORECASE):
            yield Predicate(*found.span(), test)
    for of, changes in _CHANGES.items():
        for words, is_so in changes.items():
            for found in re.finditer(words, clause, re.IGNORECASE):
                yield Predicate(*found.span(), _each(is_so), of=of)
    for words, holds in _COMPARED.items():
        for found in re.finditer(rf"(?:{words})\s*({NUMBER}){_ALONE}", clause, re.IGNORECASE):
            yield _compared(found, holds)
    for found in _BETWEEN.finditer(clause):
        yield _between(found)
    for found in _SUM.finditer(clause):
        yield _summed(found)


def _compared(found: re.Match[str], holds: Callable[[float, float], bool]) -> Predicate:
    number = value_of(found[found.re.groups])
    test = _each(lambda value: holds(value, number))
    is_order = holds(0, 1) is not holds(1, 0)
    return Predicate(
        *found.span(),
        test,
        number if holds is _is_close else None,
        is_sign=found[0].startswith("="),
        is_bound=is_order and number in (0, 1),
    )


def _between(found: re.Match[str]) -> Predicate:
    low, high = value_of(found[1]), value_of(found[2])
    return Predicate(*found.span(), _each(lambda value: low <= value <= high))


def _summed(found: re.Match[str]) -> Predicate:
    total = value_of(found["total"]) if found["total"] else None
    test = _whole(
        lambda values: _is_close(math.fsum(values), len(values) if total is None else total)
    )
    return Predicate(*found.span(), test, is_together=True)
