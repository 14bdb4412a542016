"""What a passage says of the things that it names: that one is largest, positive, or convex.

A property belongs to the thing that follows it ("maximise the likelihood"), or else to the one
named before it, in its own clause or further up.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

from graders.model import Mistake
from graders.reading.delimited import BY_SIGNS, inside
from graders.reading.words.against.denials import is_denied
from graders.reading.words.against.hypotheses import is_hypothetical
from graders.reading.words.claims.model import Model
from graders.reading.words.directions import GOES_DOWN, GOES_UP
from graders.reading.words.named import Words, places_of
from graders.reading.words.orders import ZERO, to_zero
from graders.sentences import Ends

Properties = Mapping[str, Set[str]]  # of each thing
Place = tuple[str, re.Match[str]]

_LOW, _HIGH = "small|low|little", "large|high|great|big"
_OF_WHOLE: Sequence[Words] = (  # where nothing is named, of what the question is about
    {
        "smallest": (
            r"\bminim(?:um|a|al|i[sz]\w*)\b",
            rf"\b(?:smallest|lowest|least|as (?:{_LOW}) as possible)\b",
        ),
        "largest": (
            r"\bmaxim(?:um|a|al|i[sz]\w*)\b",
            rf"\b(?:largest|highest|greatest|biggest|as (?:{_HIGH}) as possible)\b",
        ),
        "neither": (r"\bsaddle", r"\binflection"),
    },
    {"convex": (r"\bconvex",), "concave": (r"\bconcave",), "linear": (r"\blinear\b",)},
)
OPPOSITES: Sequence[Words] = (  # of the properties in a row a thing has only one
    *_OF_WHOLE,
    {
        "positive": (
            r"\bpositiv\w*",
            to_zero(">"),
        ),
        "negative": (
            r"\bnegativ\w*",
            to_zero("<"),
        ),
        "zero": (rf"(?:=|\b(?:is|be|are|equals?)\b){ZERO}", r"\bvanish"),
    },
    {
        "rising": (rf"\b(?:{GOES_UP}|climb|uphill|upward)\w*",),
        "falling": (rf"\b(?:{GOES_DOWN}|drop|downhill|downward)\w*",),
    },
    {
        "even": (r"\beven\b(?! (?:if|though|for|when|at|in)\b)", r"\bsymmetric"),
        "odd": (r"\bodd\b", r"\banti-?symmetric"),
        "neither even nor odd": (r"\basymmetric",),
    },
    {
        "kept": (r"\bke(?:ep|pt)\w*", r"\bpreserv\w+"),
        "reversed": (r"\b(?:revers|flip|swap|exchang)\w*",),
    },
    {"finite": (r"\bfinite",), "infinite": (r"\binfinite", r"\\infty|∞", r"\bdiverges?")},
)
_RELATION_TO_ZERO = re.compile(r"(?:[=<>]|\\[lg]t\b)\s*0[\s.]*$")
_SIGN, _IN_FORMULA = re.compile(r"[=<>\\]"), re.compile(r"(?:(?!\s[A-Za-z]{2,}\s).)*")
_SENTENCES = Ends(".;", words="so|hence|thus|therefore")
_CLAUSES = Ends(
    ",;:",
    words="and|but|then|because|since|while|whereas|where|which"
    rf"|as(?! (?:{_LOW}|{_HIGH}|possible)\b)",
    in_formulas=True,
)
_LEADING = re.compile(
    r"(?:\W|\b(?:of|the|its|their|our|for|if|when|to|on|this|is|values?|points?|a|in)\b)*"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A property that is said of a thing, or is denied, and the words for it."""

    thing: str
    said: str
    words: str
    is_denied: bool = False


def without_values(text: str) -> str:
    r"""A text in which a delimited equation is its left-hand side, and how it stands to zero.

    >>> without_values(r"As $C'' = \frac{1}{a} > 0$, we minimise $C = -\ln a$.")
    "As C'' > 0, we minimise C ."
    """

    def head(found: re.Match[str]) -> str:
        formula = inside(found)
        name, is_equation, _ = formula.partition("=")
        relation = _RELATION_TO_ZERO.search(formula)
        return f"{name.strip()} {relation[0] if relation else ''}" if is_equation else formula

    return BY_SIGNS.sub(head, text)


@dataclass(frozen=True)
class Truth(Model):
    r"""What is true of the things of a question.

    Attributes:
        things: the words for them; the first one is meant where none is named.
        known: the properties of each; it has none of their opposites, of others nothing is known.
        telling: those that show what the question asks for.
        mistake: what a false claim is called.
        goes_on: whether a thing is meant in later sentences, too, up to the next one.
        opposites: the properties, in rows of which a thing has only one.
        in_words: puts what its formulas say in words.

    >>> things = {"cost": [r"\bC\b", "cost"], "likelihood": ["likelihood"]}
    >>> truth = Truth(things, {"cost": {"smallest", "convex"}}, {"cost": {"convex"}})
    >>> truth.denied("We minimise C and so maximise the likelihood. C has no maximum.")
    ''
    >>> truth.denied("$C = 2$, which we maximise."), truth.denied("This is no minimum.")
    ('maximise', 'minimum')
    >>> truth.denied("The likelihood leads to the highest value of the cost.")
    'highest'
    >>> truth.affirmed("C is convex"), truth.affirmed("C is smallest")
    ('convex', '')
    >>> Truth(things, {"cost": {"falling"}}).denied("The cost went up.")
    'went up'
    """

    things: Words
    known: Properties
    telling: Properties = field(default_factory=dict)
    mistake: Mistake | None = None
    goes_on: bool = True
    opposites: Sequence[Words] = OPPOSITES
    in_words: Callable[[str], str] = without_values

    def telling_claims(self, text: str) -> Iterator[str]:
        """The words that show what the question asks for."""
        yield from (each.words for each in self.claims_in(text) if self._is_telling(each))

    def false_claims(self, text: str) -> Iterator[str]:
        """The words of the claims that are not true."""
        yield from (each.words for each in self.claims_in(text) if self._is_false(each))

    def claims_in(self, text: str) -> Iterator[Claim]:
        """What a text says of the things, but for what would be."""
        last = first = next(iter(self.things))
        for sentence in _SENTENCES.split(self.in_words(text)):
            of_whole, last = first, last if self.goes_on else first
            for clause in _CLAUSES.split(sentence):
                places = list(places_of(self.things, clause))
                if not is_hypothetical(clause):
                    yield from _claims_in(clause, self.opposites, places, last, of_whole)
                if places:
                    last = of_whole = places[-1][0]

    def _is_telling(self, claim: Claim) -> bool:
        return not claim.is_denied and claim.said in self.telling.get(claim.thing, ())

    def _is_false(self, claim: Claim) -> bool:
        known = self.known.get(claim.thing, frozenset())
        row = next(row for row in self.opposites if claim.said in row)
        return bool(known & row.keys()) and (claim.said in known) == claim.is_denied


def _claims_in(
    clause: str, opposites: Sequence[Words], places: Sequence[Place], last: str, of_whole: str
) -> Iterator[Claim]:
    """What a clause says of the things that it names, or of one that is named before it."""
    for row in opposites:
        for said, place in places_of(row, clause):
            before = [(thing, each.end()) for thing, each in places if each.end() <= place.start()]
            if _SIGN.match(place[0]):
                meant = [
                    thing
                    for thing, end in before
                    if _IN_FORMULA.fullmatch(clause, end, place.start())
                ]
            else:
                meant = (
                    _behind(clause, place.end(), places)
                    or [each for each, _ in before[-1:]]
                    or [of_whole if row in _OF_WHOLE else last]
                )
            for thing in meant[-1:]:
                yield Claim(thing, said, place[0], is_denied(clause[: place.start()]))


def _behind(clause: str, end: int, places: Sequence[Place]) -> list[str]:
    """The things that follow a place of a clause but for words that lead to them."""
    return [
        thing
        for thing, each in places
        if end <= each.start() and _LEADING.fullmatch(clause, end, each.start())
    ]
