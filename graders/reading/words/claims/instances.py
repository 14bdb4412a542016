r"""What words say of the values of quantities, held against values that they have in examples.

A clause has a quantity, or several of a kind, a quantifier ("both", "only one of") and a predicate
("is positive"); with a condition that is read, it is held where that is so, with another one it is
not held. A claim is false if it holds in no example.
"""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

from graders.model import Mistake
from graders.reading.delimited import DELIMITED, inside
from graders.reading.words.claims.model import Model
from graders.reading.words.claims.predicates import Predicate, Values, predicates_in
from graders.reading.words.claims.quantifiers import holds_of_as_many, is_quantified
from graders.reading.words.named import Words, places_of
from graders.reading.words.said import squeezed
from graders.reading.words.spelled_numbers import with_digits
from graders.sentences import Ends

Example = Mapping[str, Values]  # by the name of a quantity, its value, or those of its kind
Place = tuple[str, re.Match[str]]

_LONGEST = 600  # characters of a sentence that is read
_SENTENCES = Ends(".;!?", words="so|hence|thus|therefore|together", lines=True)
_CLAUSES = Ends(
    ",:",
    words="but|because|since|as|while|whereas|which|that",
    also=r"\band\b(?! [-\d\\])|(?<=\s)\(|=>|⇒|\\Rightarrow",
)
_FOR_ALL = re.compile(
    r"\bfor (?:all|every|each|any)\b(?: \w+)?(?: ?(?:[<>≤≥]=?|\\[lg]eq?|\\[lg]t) ?\d+)?",
    re.IGNORECASE,
)
_IF = re.compile(
    r"\b(?:if|when|for|at) \w+ ?(?:[=<>≤≥]|\\[lg](?:eq?|t)(?![a-z])) ?[-−]?\d[\d./]*"
    r"(?= (?!and\b|or\b)\w)"  # and goes on without a comma
    r"|\b(?:if|when|whenever|where|for|at|as long as|in (?:the|this|that) case"
    r"|with(?=[^,;:]*(?:[=<>≤≥]|\bis\b)))\b[^,;:]*",
    re.IGNORECASE,
)
_WHERE = re.compile(r",\s+(?:where|with)\b")  # what follows explains, and is no condition
_NOT_SAID = re.compile(  # of the quantities as they are
    r"\b(?:unless|except|apart from|otherwise|else|only if|let|suppose|assum\w+|say|example|e\.g"
    r"|would|should|want\w*|need\w*|requir\w*|to be|whether|until|given)\b",
    re.IGNORECASE,
)
_POSSIBLY = r"\b(?:can|could|may|might)\b(?! not\b)"
_IS_POSSIBLE = re.compile(rf"{_POSSIBLY}(?:\s+(?:be|also|even|well))*\s*$", re.IGNORECASE)
_DENIED = re.compile(
    r"(?:\b(?:not(?! (?:all|every|each)\b)|never|cannot|nor)\b|n't\b)(?:\s+\w+){0,2}\s*$",
    re.IGNORECASE,
)
_DENIAL = re.compile(r"\b(?:not|never)\b|n't\b", re.IGNORECASE)
_BEFORE_NAME = re.compile(
    r"(?:[-+*/^_|\\{=]|\b(?:ln|log|exp|sum)|[∑Σ∏]\S*|\\(?:sum|prod)\S*)\s*\(?\s*$"
)
_FACTOR_BEFORE = re.compile(  # of a name in signs
    r"(?:(?:^|\s)(?:[b-zB-HJ-Z]|\w*_\w+|\d+)\s+|[\w})])$"
)
_FACTOR_BEHIND = re.compile(r"[\w(]|\s*\w+_")
_BEHIND_NAME = re.compile(r"\s*(?:[-+*/^_'′]|\((?!\s)|\\(?:ln|log|frac|cdot))")
_OF = re.compile(
    r"\b(?:their|these|those|such)\s+$|\b(?!(?:all|both|each|none|either|neither|1|2|any|one|most|some|every|values?|terms?)\b)"
    r"[a-z-]{3,} (?:of|between|in) (?:the |its |all |both |these |each |an? )*$",
    re.IGNORECASE,
)
_FORMULA = "⌑"
_GOES_ON = re.compile(  # of a formula that stands for a quantity
    rf"({_FORMULA}\w+) ?,? (?:which|and it|and this)(?= (?:is|are|has|can|may|must|lies)\b)"
)
_SUM = re.compile(
    r"\\sum(?:\s*_\s*(?:\{[^{}]*\}|\w))?(?:\s*\^\s*(?:\{[^{}]*\}|\w))?"
    r"\s*([a-z]_(?:\{\w\}|\w))\s*=\s*(\d+|[Kmn])[\s.,]*"
)
_SIMPLE = re.compile(
    r"\s*[|\w\\{}^'()]{1,12}(?:\s*(?:[=<>≤≥]|\\[lg]eq?(?![a-z])|\\[lg]t)\s*-?[\d./]+)?\s*"
    r"|\s*\w\s*(?:=|≠|!=|\\neq?(?![a-z]))\s*\w\s*"  # one index and another
)
_SCOPE = re.compile(r"⌊(.*?)⌋")
_RIGHT_BEFORE = re.compile(
    r"[\s$)]*(?:(?:activation|function|also|then|thus|just|always|only|exactly|does|will|is|are|not"
    r"|\w+ly)\s+)*"
)
_PART = r"\s+(?:and|real|of them|of these|\w+ly)*\s*"


@dataclass(frozen=True)
class Instances(Model):
    r"""What is true of the quantities of a question, by their values in examples.

    Attributes:
        things: the words for each quantity; of one that no example knows nothing is held.
        examples: values of each quantity; all must be such as a question allows.
        always: words for conditions that always hold.
        scopes: words for parts of a quantity; `error, true class` is the name of one.
        formulas: quantities by a formula that stands for them, squeezed.
        in_order: the quantities whose values are the first one and the second.

    >>> things = {"roots": ["roots?"], "w": [r"w\b"], "x": [r"x\b"]}
    >>> roots = Instances(things, [{"roots": (0.5, 2), "w": (5,), "change of x": (-5,)}])
    >>> roots.denied("It has two equal roots."), roots.denied("One root is larger than one.")
    ('It has 2 equal roots', '')
    >>> roots.denied("For w < 0 both roots are negative."), roots.denied("Both sum to 2.")
    ('', '')
    >>> roots.denied("x increases with a"), roots.denied("x is falling")
    ('x increases with a', '')
    """

    things: Words
    examples: Sequence[Example]
    always: str = "(?!)"
    scopes: Words = field(default_factory=dict)
    formulas: Mapping[str, str] = field(default_factory=dict)
    in_order: Set[str] = frozenset()
    mistake: Mistake | None = None

    def false_claims(self, text: str) -> Iterator[str]:
        """The clauses of a text that hold in no example."""
        named = _GOES_ON.sub(r"\1 ", DELIMITED.sub(self._in_words, text))
        for sentence in _SENTENCES.split(_WHERE.sub(", ", named)):
            plain = self._with_scopes(re.sub(self.always, " ", with_digits(sentence)))
            plain = _FOR_ALL.sub(" ", plain)
            if len(plain) > _LONGEST or _NOT_SAID.search(plain):
                continue
            examples = self._where(_IF.findall(plain))
            for clause in _CLAUSES.split(_IF.sub(" ", plain)) if examples else ():
                if self._is_false(clause, examples):
                    yield clause.strip(" .")

    def _in_words(self, formula: re.Match[str]) -> str:
        """A formula as the quantity that it ends in, or as its sum; a simple one as it is."""
        content = inside(formula)
        if summed := _SUM.fullmatch(content):
            return f"{summed[1]} sum to {summed[2]}"
        end = re.split(r"=", squeezed(content))[-1].rstrip(".,;")
        name = self.formulas.get(end)
        return f" {_FORMULA}{name} " if name else _if_simple(formula)

    def _with_scopes(self, sentence: str) -> str:
        """A sentence with a mark for each part of a quantity that it names."""
        for name, words in self.scopes.items():
            lead = r"(?:\b(?:for|in|of|at)\s+)?(?:\b(?:the|all|every|each|any|its)\s+)*"
            sentence = re.sub(f"{lead}(?:{'|'.join(words)})", f"⌊{name}⌋", sentence, flags=re.I)
        return sentence

    def _where(self, conditions: Sequence[str]) -> Sequence[Example]:
        """The examples in which some conditions hold; none if one of them cannot be read."""
        left = self.examples
        for condition in conditions:
            told = [*self._told(condition)]
            if len(told) != 1:
                return ()
            [(name, predicate)] = told
            left = [each for each in left if name in each and all(predicate.holds(each[name]))]
        return left

    def _is_false(self, clause: str, examples: Sequence[Example]) -> bool:
        return any(
            self._is_judged(predicate, name, clause)
            and not any(self._holds(clause, predicate, name, each) for each in examples)
            for name, predicate in self._told(clause)
        )

    def _holds(self, clause: str, predicate: Predicate, name: str, example: Example) -> bool:
        """Whether a predicate holds, or may hold, of as many values as a clause says."""
        before, own = clause[: predicate.start], clause[predicate.start : predicate.end]
        is_denied = _DENIED.search(before) or _DENIAL.search(own)
        told = [each is not bool(is_denied) for each in predicate.holds(example[name])]
        if _IS_POSSIBLE.search(before):
            return any(told)
        return holds_of_as_many(before, told, in_order=name in self.in_order)

    def _is_judged(self, predicate: Predicate, name: str, clause: str) -> bool:
        """Whether a predicate can be held, and is no choice of a value: "say p = 0.3"."""
        known = {tuple(round(value, 9) for value in each[name]) for each in self.examples}
        is_of_several = all(len(each) > 1 for each in known)
        if re.search(_POSSIBLY, clause, re.IGNORECASE):
            is_said_so = _IS_POSSIBLE.search(clause[: predicate.start]) is not None
            return is_said_so and predicate.is_bound
        if predicate.is_together:
            return is_of_several
        if predicate.is_sign and is_of_several and not is_quantified(clause):
            return False
        return len(known) == 1 or predicate.number in (None, 0, 1)

    def _told(self, clause: str) -> Iterator[tuple[str, Predicate]]:
        """The quantities of a clause that examples know, and what it says of them."""
        places = [each for each in places_of(self.things, clause) if _is_alone(clause, each)]
        scope = next((f", {each}" for each in _SCOPE.findall(clause)), "")
        for predicate in predicates_in(clause):
            thing = _subject(clause, predicate, places)
            name = f"{predicate.of}{thing}{scope}"
            if thing and all(name in each for each in self.examples):
                yield name, predicate


def _if_simple(formula: re.Match[str]) -> str:
    """A formula, if it is a name, or says how one stands to a number; others are not in words."""
    return formula[0] if _SIMPLE.fullmatch(inside(formula)) else f" {_FORMULA} "


def _is_alone(clause: str, place: Place) -> bool:
    """Whether a name is no part of a larger formula or thing: "ln p", "the sum of the roots"."""
    before, behind = clause[: place[1].start()], clause[place[1].end() :]
    is_word = re.search("[a-z]{3}", place[1][0]) is not None
    is_within = _BEFORE_NAME.search(before) or _BEHIND_NAME.match(behind) or _OF.search(before)
    is_factor = _FACTOR_BEFORE.search(before) or _FACTOR_BEHIND.match(behind)
    return not (is_within or (is_factor and not is_word))


def _subject(clause: str, predicate: Predicate, places: Sequence[Place]) -> str:
    """The thing that a predicate is said of."""
    behind = (
        thing
        for thing, each in places
        if each.start() >= predicate.end
        and re.fullmatch(_PART, clause[predicate.end : each.start()])
    )
    before = [
        thing
        for thing, each in places
        if each.end() <= predicate.start and _leads_to(clause, each.end(), predicate)
    ]
    following = next(behind, "")
    return following if predicate.is_attribute else (before or [following])[-1]


def _leads_to(clause: str, end: int, predicate: Predicate) -> bool:
    """Whether a predicate may be said of what ends at a place: a sign stands right behind it."""
    if not clause[predicate.start].isalpha():
        return not clause[end : predicate.start].strip()
    return not predicate.of or bool(_RIGHT_BEFORE.fullmatch(clause, end, predicate.start))
