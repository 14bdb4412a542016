r"""Bounds and largest values that sentences tell, as formulas: "the slope is at most a quarter".

A clause is read by its slots, in whatever order they stand: the quantity that it speaks of, a bound
or an extreme value, and the place where this is reached. What comes of it are formulas, which then
are true or false as any others.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from graders.model import Mistake
from graders.reading.words.against.denials import is_denied
from graders.reading.words.claims.model import Model
from graders.reading.words.named import Words, places_of
from graders.reading.words.orders import IN_SIGNS, IN_WORDS
from graders.reading.words.scopes import IN_GENERAL
from graders.reading.words.spelled_numbers import NUMBER, with_digits
from graders.sentences import LINES, Ends

AT_EXTREME = "At its extreme:"  # leads to what is said of it

_PLACES = [  # as numbers
    (re.compile(r"\bthe origin\b"), "0"),
    (re.compile(r"\bthe point (?=\S)"), ""),
    (re.compile(r"\barg\s?max (?:is|=)"), "maximum is at"),
]
_VALUE, _VALUE_NEXT = re.compile(NUMBER), re.compile(rf"\s*({NUMBER})")
_MORE, _LESS = IN_WORDS[">"], rf"{IN_WORDS['<']}|under"
_NEVER = r"(?:\b(?:never|cannot|no|not)|n't) (?:be |is )?"
_ORDERS: Words = {
    r"\le": (
        rf"\b(?:{IN_WORDS['<=']})\b|\bis {IN_SIGNS['<=']}|\bbounded (?:\w+ )?by\b"
        rf"|{_NEVER}(?:exceeds?|{_MORE})\b",
    ),
    r"\ge": (rf"\b(?:{IN_WORDS['>=']})\b|\bis {IN_SIGNS['>=']}|{_NEVER}(?:{_LESS})\b",),
    "<": (rf"\b(?:{_LESS})\b",),
    ">": (rf"\b(?:{_MORE}|exceeds?)\b",),
}
_EXTREMES: Words = {
    r"\le": (r"\bmax(?:im\w*)?\b|\b(?:larg|high|great|bigg|steep)est\b|\bpeak\w*|\btop\b",),
    r"\ge": (r"\bmin(?:im\w*)?\b|\b(?:small|low)est\b",),
    "=": (r"\b(?:attain|reach|assum)(?:ed|e?s)\b|\btak(?:en|es)\b|\bequality\b",),
}
_OF = re.compile(r"\W*(?:(?:possible |attainable )?values? )?(?:of )?(?:the |its )?\W*")
_BELONGS = re.compile(  # to the thing before: "slope of the function", "f(x) = g(x)", "line in x"
    r"\s+(?:of|in)\s+(?:(?:the|a|its)\s+)?|\s*[^\w\s,;:.\\](?:[^A-Za-z,;:.\\]|\\[a-z]+)*"
)
_DENIAL = re.compile(r"\b(?:not|no|never|cannot|neither|nor)\b|n't\b", re.IGNORECASE)
_FAR = re.compile(  # a place without a number
    r"\b(?:large|big|great|extreme)\w* (?:positive )?\|?[a-z]\b|\\infty|∞|infinit"
)
_CLAUSES = Ends(
    ",:",
    words="and|but|so|hence|thus|therefore|because|since|as|which|where|whereas",
    also=r"(?<=\s)\(|\\(?:Rightarrow|implies)\b|[⇒∎]|=>",
)
_IS = r"\s*(?:=|\b(?:is|equals?)\b(?: equal)?(?: to)?)\s*"
_AT = re.compile(  # "when its argument is 0", "at σ(z) = 1/2", "at 0", "z = 0 gives"
    r"(?:\b(?:at|when|where|for|if|in)\s+|^\s*(?=\S+\s*=[^=]*\b(?:gives|yields|max|min|is the)))"
    rf"(?:(?P<name>(?:its |the )?[^\s,;:=]+(?:\s*[-+]\s*\w+)?){_IS}|(?<=at\s)|(?<=at\s\s))"
    rf"(?P<number>{NUMBER})",
    re.IGNORECASE,
)
_ARGUMENT = r"(?:its |the )?(?:argument|input)|{}(?:\^\{{?\\?(?:\*|star|ast)\}}?|\*|_\{{?\w+\}}?)?"
_MARK = "⌖"  # stands for a place
_BOUNDED = re.compile(rf"{IN_SIGNS['<=']}\s*(?:{NUMBER})[\s.]*$")
_THERE = re.compile(  # where a bound before it is reached
    rf"\W*(?:(?:(?:which|and|this|it) )*(?:happens|occurs|holds)|namely|exactly|precisely|i\.e\.)?"
    rf"\s*{_MARK}\W*"
)
_HAS_VALUE = re.compile(
    rf"\b(?:is|equals)(?: equal to)?\s+({NUMBER})\s*{_MARK}|\bvanish(?:es)?\s*{_MARK}"
    rf"|\bvalue ({NUMBER}) (?:is (?:taken|reached|attained)\s*)?{_MARK}"
)

_Place = tuple[str, str]  # what has which value there
_Named = tuple[str, re.Match[str]]


@dataclass
class _Sentence:
    """A sentence, the formulas that it tells, also at an extreme, and the clauses not read."""

    text: str
    told: list[str] = field(default_factory=list)
    at_extreme: list[str] = field(default_factory=list)
    is_bounded: bool = False
    unread: list[str] = field(default_factory=list)

    def take(self, clause: "_Clause") -> None:
        """Adds what a clause tells."""
        extremes = [*places_of(_EXTREMES, clause.text)]
        bounds = [*clause.bounds()]
        is_strict = any("<" in each or ">" in each for each in bounds)
        is_denied_altogether = not bounds and _DENIAL.search(clause.text)
        if extremes and (is_strict or is_denied_altogether or _FAR.search(clause.text)):
            self.unread.append(clause.text.strip())
            return
        for sign, words in () if bounds else extremes:
            general, extreme = clause.extreme(sign, words)
            self.told += general
            self.at_extreme += extreme
        values = [*clause.values()]
        self.told += [*bounds, *values]
        is_reached = (self.is_bounded and _THERE.fullmatch(clause.text)) or (
            extremes and not values
        )
        if is_reached or bounds:
            self.at_extreme += [f"{name} - ({number}) = 0" for name, number in clause.places]
        self.is_bounded |= bool(bounds or extremes or _BOUNDED.search(clause.text))


@dataclass(frozen=True)
class _Clause:
    """A clause, the things and places that it names, and what "it" is."""

    text: str
    things: Sequence[_Named]
    it: str
    places: Sequence[_Place]
    argument: str

    def bounds(self) -> Iterator[str]:
        """What it says of the size of things: "the slope is at most 1"."""
        for order, words in places_of(_ORDERS, self.text):
            value = _VALUE_NEXT.match(self.text, words.end())
            if value and not is_denied(self.text[: words.start()]):
                yield f"{self.before(words)} {order} {value[1]}"

    def extreme(self, sign: str, words: re.Match[str]) -> tuple[list[str], list[str]]:
        """What an extreme value is for all arguments, and where it is reached."""
        behind = (thing for thing, each in self.things if self._is_of(words, each))
        thing = next(behind, self.before(words))
        values = [each[0] for each in _VALUE.finditer(self.text)][:1] if sign != "=" else []
        there = self.there(thing) if sign != "=" else []
        return (
            [f"{thing} {sign} {value}" for value in (*values, *there)],
            [f"{thing} = {value}" for value in values],
        )

    def values(self) -> Iterator[str]:
        """What a thing is somewhere: "the slope is 1/4 at z = 0", "takes the value 1/4 there"."""
        for words in _HAS_VALUE.finditer(self.text):
            value = next(filter(None, words.groups()), "0")
            yield from (f"{at} \\approx {value}" for at in self.there(self.before(words)))

    def there(self, thing: str) -> list[str]:
        """A thing at the places of the clause."""
        return [
            thing.replace(f"({self.argument})", f"({number})")
            for name, number in self.places
            if name == self.argument
        ]

    def before(self, words: re.Match[str]) -> str:
        """The thing that is named last before some words."""
        named = [thing for thing, each in self.things if each.end() <= words.start()]
        return [self.it, *named][-1]

    def _is_of(self, words: re.Match[str], thing: re.Match[str]) -> bool:
        is_behind = thing.start() >= words.end()
        return is_behind and _OF.fullmatch(self.text, words.end(), thing.start()) is not None


@dataclass(frozen=True)
class Spoken(Model):
    r"""How a question's quantities are spoken of; of what is told and not read a person decides.

    Attributes:
        things: the words for each quantity, by its formula; the first one is meant by "it".
        argument: of the quantities.

    >>> spoken = Spoken({"f(x)": ["function"], "g(x)": ["slope"]}, "x")
    >>> print(spoken.with_formulas("The function is at most 1/4."))
    The function is at most 1/4.
    f(x) \le 1/4
    >>> print(spoken.with_formulas("$3$ is the maximum of the slope."))
    $3$ is the maximum of the slope.
    $g(x) \le 3$
    At its extreme: $g(x) = 3$
    In general:
    >>> spoken.denied("The slope has no maximum.")
    'The slope has no maximum.'
    """

    things: Words
    argument: str
    mistake: Mistake | None = None

    def with_formulas(self, text: str) -> str:
        """A text in which the formulas for what a sentence tells stand behind it."""
        sign = "$" if "$" in text else ""
        lines: list[str] = []
        for each in self._sentences(text):
            lines.append(each.text)
            lines += [f"\n{sign}{formula}{sign}" for formula in each.told]
            if each.at_extreme:
                said = "; ".join(f"{sign}{formula}{sign}" for formula in each.at_extreme)
                lines.append(f"\n{AT_EXTREME} {said}\n{IN_GENERAL}")
            lines += ["\n"] if each.told or each.at_extreme else []
        return "".join(lines).rstrip("\n")

    def false_claims(self, text: str) -> Iterator[str]:
        """The clauses of a text that tell of an extreme value and are not read."""
        yield from (clause for each in self._sentences(text) for clause in each.unread)

    def _sentences(self, text: str) -> Iterator[_Sentence]:
        """What each sentence tells; a quantity is meant until another one is named."""
        subject = next(iter(self.things))
        for sentence in LINES.whole(text):
            found = _Sentence(sentence)
            plain = _plain(sentence)
            places = [*map(self._place, _AT.finditer(plain))]
            for text in _CLAUSES.split(_AT.sub(_MARK, plain)):
                own = [places.pop(0) for _ in range(text.count(_MARK))]
                things = [*self._things_in(text)]
                found.take(_Clause(text, things, subject, own, self.argument))
                subject = [subject, *(thing for thing, _ in things)][-1]
            yield found

    def _place(self, at: re.Match[str]) -> _Place:
        """What has which value at a place; alone, it is that of the argument."""
        name = at["name"] or self.argument
        is_argument = re.fullmatch(_ARGUMENT.format(self.argument), name)
        return self.argument if is_argument else name, at["number"]

    def _things_in(self, clause: str) -> Iterator[_Named]:
        """The things that a clause names; in "the slope of the function" it is the slope."""
        end = -1
        for thing, words in places_of(self.things, clause):
            if end < 0 or not _BELONGS.fullmatch(clause, end, words.start()):
                yield thing, words
            end = words.end()


def _plain(sentence: str) -> str:
    """A sentence without the signs of formulas, with digits for numbers and places in words."""
    for words, digits in _PLACES:
        sentence = words.sub(digits, sentence)
    return with_digits(sentence)
