"""A sentence as a row of senses, one for each word, and rules about such rows.

"Never" and "nor" are a `denial`, "mistaken" is `wrong`, "twice" a `multiple`. A rule such as
`denial small{0,2} right` sees how the words stand to one another, whichever of them were chosen.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_letters

from graders.reading.words.against.other_languages import SIGNS, WORDS

VALUE, EQUATION = "§", "≡"  # stand for a formula, and for one that is an equation

_SENSES = {  # the first that fits; in their words "+" is a space, "-" any ending
    # nothing, though its words could mean something
    "nothing": r"""not+only not+just not+every not+all no+need need+not no+matter no+longer no+doubt
        without+loss without+(?:any+)?difficult- no+(?:further|more|other) without+us-
        without+round- at+all+times cut+off nothing+but
        (?:two|three|four|five|six|\d{1,2})+times+(?:the+one|that|those)+(?:of|for|by)
        (?:twice|half|times)+as least+squares
        (?:an|the|this|that|my)+error+of+(?:[§≡]|[\d.]\S*)
        squared+error- squared+loss squared+norm squared+dist- squared+diff- log+likelihood
        negative+log over+(?:all|every|each|both|the+(?:whole|entire|domain|support))
        up+to+(?:round|numer|machine|float)- up+to+\d\w* up+to+(?:two|three|four|five|six)
        up+to+the+\w* if+i (?:i|we)+will+\w*""",
    # what is said is withdrawn, wrong or doubted, or leaves something out
    "withdrawal": r"""oops sorry wait hmm nope scratch disregard strike
        (?:just+)?(?:kidding|joking) psych
        far+from+(?:right|correct|true) (?:ignore|cancel|delete)+(?:this|that|it|the|what)
        take+(?:it|this|that|everything)+back
        edit(?=:) update(?=:\W{0,3}[\d.§]\S*$)""",
    "wrong": r"""wrong- false- incorrect- mistak- untrue invalid erroneous- nonsens- bogus absurd
        naive- misconcept- fallac- impossib- unlikely disagree- doubt- unsure refut- disprov-
        deny denies denied reject- (?:rule|rules|ruled)+out contradict- fail- typo- slip slips
        pitfall- off+by tempt- guess- give+up gave+up no+idea no+answer withdraw- withdrew
        retract- crossed struck mixed+(?:(?:it|them|these|both)+)?up other+way
        forget forgets forgot forgotten overlook-
        errors (?:common|usual|typical|an|my|in|some|that|this)+error first+try first+attempt
        unfinished not+finished to+be+corrected
        (?:cannot|can+not|could+not|can['’]t|couldn['’]t)+(?:find|solve|do|get|derive|explain|be$)""",
    "missing": """lack lacks lacking miss- omit- ignor- neglect- left+out leav-+out dropp- removed
        without""",
    # what is not so, or may not be
    "should": "should",
    "perhaps": "would might maybe perhaps probably possibly could+(?:think|guess|say|be)",
    "unreal": "had were",
    "suppose": "suppose assume assuming",
    "if": "if",
    # changes a value, or is how one is found; what is derived from it
    "changing": """multiplying dividing scaling halving doubling tripling squaring adding
        subtracting reversing replacing transposing inverting negating flipping swapping
        (?:negate|multiply|divide|subtract|add|flip|reverse|swap)(?=:)""",
    "change": r"""up+to modulo give+or+take times multipl- divid- scaled halv- doubl- tripl- negat-
        transposed squared cubed inverted raised flip- revers- swapp- exchanged interchanged
        replac- shifted normali[sz]ed weighted averaged summed subtract- add adds added opposite
        in+place to+the+power root
        with+an?+(?:extra|additional|further|minus|plus|negative)(?:+sign|+factor)*(?!+sign|+factor|,?+(?:as|since|because|for|to|so)\b)""",
    "sign": "minus plus over sign",
    "multiple": "half twice thrice double triple",
    "derived": """negative inverse reciprocal transpose square cube logarithm log exponential norm
        magnitude complement multiple third quarter tenth percent percentage trace rows? columns?
        determinant diagonal entry rank""",
    # what it needs, is a part of, or is true of
    "must": "must has+to have+to needs+to need+to still remains",
    "partial": r"""only just+for just+if just+when look- seem- feels term terms summand part
        contribution intermediate
        per+(?:\w*+)?(?:unit|neuron|node) before too+(?:large|small|big|high|low|much|many|few)""",
    "exception": "except unless apart+from save+for almost nearly",
    # something or somebody else: rather than this, for another, of a friend
    "contrast": """rather+than instead+of unlike whereas while versus anything+but other+than
        compared+to compared+with""",
    "of_another": "(?:for|of|to)+(?:another|the+other)",
    "different": "different differs another other instead else",
    "somebody": """someone somebody friend- neighbo- colleague- classmate- people chatgpt used+to
        at+first originally some+(?:say|claim)""",
    # denials, and what they leave harmless or not
    "deniable": """depend- need- matter- chang- involv- contain- requir- affect- appear- surpris-
        difficult hard enough""",
    "denial": r"not never nor neither cannot hardly nobody none no \w*n['’]t",
    "belief": "think thinks believe trust say claim know agree",
    "mended": "found find fixed correcting corrected repaired avoid-",
    "truth": """(?:correct|right|true|real|actual)+(?:answer|value|result|one|derivative|formula)
        have+it get+it""",
    "following": "what+follows following below next",
    "right": """right correct true valid sure certain mine hold- work works what the+case the+answer
        my+answer the+result the+solution the+value""",
    # between clauses
    "but": "but however",
    "reason": r"""because since as where otherwise using due after for see by+\w*ing thanks
        according+to""",
    "result": "so hence thus therefore consequently",
    "then": "and then when",
    # the formula itself, who writes, and small words
    "its": "its whose",
    "it": """(?:all|everything|the+(?:whole|entire))(?:+of)?+(?:it|this|that|thing|expression)
        everything it this that which these above""",
    "person": "i we one you",
    "small": """of the a an by to from on matrix vector formula expression value number result
        answer just simply""",
}


_LETTERS = dict(zip((*_SENSES, "word", "value", "equation"), ascii_letters, strict=False))
_NAMES = {letter: sense for sense, letter in _LETTERS.items()}
_IN_RULE = re.compile(r"[a-z_]{2,}")  # the name of a sense


def rule(*alternatives: str) -> re.Pattern[str]:
    """A regular expression over senses by their names; spaces between them count for nothing.

    A `word` has none of the senses, `value` and `equation` are formulas; commas, semicolons,
    colons and round brackets stand for themselves.

    >>> row = row_of("It is, I think, not quite right.")
    >>> row.said(rule("denial [word small]{0,2} right")), row.said(rule("^denial", "but"))
    ('not quite right', '')
    """
    pattern = "|".join(alternatives)
    return re.compile(_IN_RULE.sub(lambda name: _LETTERS[name[0]], pattern).replace(" ", ""))


def _alternatives(words: str) -> str:
    return "|".join(each.replace("-", r"\w*").replace("+", " ") for each in words.split())


def _alternatives_of(sense: str) -> str:
    """The words of a sense in all languages."""
    words = _alternatives(f"{_SENSES[sense]} {WORDS.get(sense, '')}")
    signs = SIGNS.get(sense)
    return rf"\b(?:{words})\b" + (f"|{_alternatives(signs)}" if signs else "")


_SIGN = re.compile("|".join(map(_alternatives, SIGNS.values())))
_LETTER_OF_GROUP = dict(enumerate(_LETTERS.values(), 1))
_WORD = re.compile(
    "|".join(
        [
            *(rf"({_alternatives_of(sense)})" for sense in _SENSES),
            r"([\w'’]+)",
            f"({VALUE})",
            f"({EQUATION})",
            "[,;:()]",
        ]
    ),
    re.IGNORECASE,
)
_CANCELLED = rule(
    "^reason [^denial ,;]{0,12} denial",  # as it does not vanish
    "denial [word value it person]? [deniable different]",  # not hard
    "denial [word value it person right]{0,2} [wrong missing]",  # no mistake
    "mended [word value it person its]{0,2} wrong",  # found my error
)
_UNBELIEVED = rule("denial [small word]{0,2} belief")


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence by the senses of its words.

    Attributes:
        text: the sentence.
        letters: one for each word and comma, by which rules find their senses.
        places: where these stand in the text.
    """

    text: str
    letters: str
    places: tuple[tuple[int, int], ...]

    @property
    def senses(self) -> str:
        """The senses in words, for people.

        >>> row_of("I never said that it is not wrong").senses
        'person denial word it it word nothing nothing'
        """
        return " ".join(_NAMES.get(letter, letter) for letter in self.letters)

    def said(self, pattern: re.Pattern[str], start: int = 0, end: int | None = None) -> str:
        """The words that a rule finds in a part of the row, or nothing."""
        found = pattern.search(self.letters[start:end])
        if found is None or not found[0]:
            return ""
        first, last = start + found.start(), start + found.end() - 1
        return self.text[self.places[first][0] : self.places[last][1]]


@lru_cache(maxsize=256)
def row_of(sentence: str) -> Row:
    """The senses of a sentence's words; a denial of what is harmless or wrong is `nothing`."""
    text = re.sub(r"(?<=\w)-(?=\w)|\s+", " ", _SIGN.sub(r" \g<0> ", sentence))
    found = list(_WORD.finditer(text))
    letters = "".join(_LETTER_OF_GROUP.get(each.lastindex or 0, each[0]) for each in found)
    letters = _UNBELIEVED.sub(lambda each: _LETTERS["wrong"] * len(each[0]), letters)
    letters = _CANCELLED.sub(lambda each: _LETTERS["nothing"] * len(each[0]), letters)
    return Row(text, letters, tuple(each.span() for each in found))
