r"""A sentence as a row of letters, one for the sense of each word.

`n` is a denial, `w` says that something is wrong, `c` changes a value; a word without a sense of
these is `x`, and what says nothing, such as "not only", is `_`. A rule about a sentence is then a
pattern over its row: it sees how the words stand to one another, whichever of them were chosen.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

VALUE, EQUATION = "§", "≡"  # stand for a formula, and for one that is an equation

_SENSES = {  # the first that fits; "+" is a space, "-" any ending
    # nothing, though its words could mean something
    "_": r"""not+only not+just not+every not+all no+need need+not no+matter no+longer no+doubt
        without+loss without+(?:any+)?difficult- no+(?:further|more|other) without+us-
        without+round- at+all+times cut+off nothing+but (?:twice|half|times)+as least+squares
        squared+error- squared+loss squared+norm squared+dist- squared+diff- log+likelihood
        negative+log over+(?:all|every|each|both|the+(?:whole|entire|domain|support))
        up+to+(?:round|numer|machine|float)- up+to+\d\w* up+to+(?:two|three|four|five|six)
        up+to+the+\w* if+i (?:i|we)+will+\w*""",
    # takes back
    "W": r"""oops sorry wait hmm nope scratch disregard strike far+from+(?:right|correct|true)
        (?:ignore|cancel|delete)+(?:this|that|it|the|what) take+(?:it|this|that|everything)+back""",
    # says that something is wrong, or doubts it
    "w": r"""wrong- false- incorrect- mistak- untrue invalid erroneous- nonsens- bogus absurd
        naive- misconcept- fallac- impossib- unlikely disagree- doubt- unsure refut- disprov-
        deny denies denied reject- (?:rule|rules|ruled)+out contradict- fail- typo- slip slips
        pitfall- off+by tempt- guess- give+up gave+up no+idea no+answer withdraw- withdrew
        retract- crossed struck mixed+up other+way forget forgets forgot forgotten overlook-
        errors (?:common|usual|typical|an|my|in|some|that|this)+error first+try first+attempt
        unfinished not+finished to+be+corrected
        (?:cannot|can+not|could+not|can['’]t|couldn['’]t)+(?:find|solve|do|get|derive|explain|be$)""",
    # leaves something out
    "e": "lack lacks lacking miss- omit- ignor- neglect- left+out leav-+out dropp- removed without",
    # what is not so, or may not be
    "S": "should",
    "u": "would might maybe perhaps probably possibly could+(?:think|guess|say|be)",
    "q": "had were",
    "v": "suppose assume assuming",
    "i": "if",
    # changes a value, or is how one is found
    "C": """multiplying dividing scaling halving doubling tripling squaring adding subtracting
        reversing replacing transposing inverting negating flipping swapping""",
    "c": r"""up+to modulo give+or+take times multipl- divid- scaled halv- doubl- tripl- negat-
        transposed squared cubed inverted raised flip- revers- swapp- exchanged interchanged
        replac- shifted normali[sz]ed weighted averaged summed subtract- add adds added opposite
        in+place to+the+power root
        with+an?+(?:extra|additional|further|minus|plus|negative)(?:+sign|+factor)*(?!+sign|+factor|,?+(?:as|since|because|for|to|so)\b)""",
    "m": "minus plus over sign",
    "H": "half twice thrice double triple",
    "N": """negative inverse reciprocal transpose square cube logarithm log exponential norm
        magnitude complement multiple third quarter tenth percent percentage trace row column
        determinant diagonal entry rank""",
    # what it needs, is a part of, or is true of
    "M": "must has+to have+to needs+to need+to still remains",
    "Y": """only just+for just+if just+when look- seem- feels term terms summand part
        contribution intermediate before too+(?:large|small|big|high|low|much|many|few)""",
    "l": "except unless apart+from save+for almost nearly",
    # something or somebody else
    "k": """rather+than instead+of unlike whereas while versus anything+but other+than
        compared+to compared+with""",
    "Q": "(?:for|of|to)+(?:another|the+other)",
    "O": "different differs another other instead else",
    "o": """someone somebody friend- neighbo- colleague- classmate- people chatgpt used+to
        at+first originally some+(?:say|claim)""",
    # denials, and what they leave harmless or not
    "h": """depend- need- matter- chang- involv- contain- requir- affect- appear- surpris-
        difficult hard enough""",
    "n": r"not never nor neither cannot hardly nobody none no \w*n['’]t",
    "j": "think thinks believe trust say claim know agree",
    "z": "found find fixed correcting corrected repaired avoid-",
    "G": """(?:correct|right|true|real|actual)+(?:answer|value|result|one|derivative|formula)
        have+it get+it""",
    "t": "what+follows following below next",
    "g": """right correct true valid sure certain mine hold- work works what the+case the+answer
        my+answer the+result the+solution the+value""",
    # between clauses
    "d": "but however",
    "b": r"because since as where otherwise using due after for see by+\w*ing thanks according+to",
    "s": "so hence thus therefore consequently",
    "y": "and then when",
    # the formula itself, who writes, and small words
    "I": "its whose",
    "a": """(?:all|everything|the+(?:whole|entire))(?:+of)?+(?:it|this|that|thing|expression)
        everything it this that which these above""",
    "p": "i we one you",
    "f": """of the a an by to from on matrix vector formula expression value number result answer
        just simply""",
}


def _alternatives(words: str) -> str:
    return "|".join(each.replace("-", r"\w*").replace("+", " ") for each in words.split())


_BY_NUMBER = dict(enumerate((*_SENSES, "x", "F", "E")))
_WORD = re.compile(
    "|".join(
        [
            *(rf"(\b(?:{_alternatives(words)})\b)" for words in _SENSES.values()),
            r"([\w'’]+)",
            f"({VALUE})",
            f"({EQUATION})",
            "([,;:()])",
        ]
    ),
    re.IGNORECASE,
)
_CANCELLED = re.compile(
    r"^b[^n,;]{0,12}n"  # as it does not vanish
    r"|n[xfap]?[hO]|n[xfapg]{0,2}[we]|z[xfapI]{0,2}w"  # not hard, no mistake, found my error
)
_UNBELIEVED = re.compile(r"n[fx]{0,2}j")


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence by the senses of its words."""

    text: str
    letters: str
    places: tuple[tuple[int, int], ...]  # of the words in the text

    def said(self, pattern: re.Pattern[str], start: int = 0, end: int | None = None) -> str:
        """The words that a pattern of senses finds in a part of the row, or nothing."""
        found = pattern.search(self.letters[start:end])
        if found is None or not found[0]:
            return ""
        first, last = start + found.start(), start + found.end() - 1
        return self.text[self.places[first][0] : self.places[last][1]]


@lru_cache(maxsize=256)
def row_of(sentence: str) -> Row:
    """The senses of the words of a sentence, where denials of what is harmless or wrong are none.

    >>> row_of("I never said that it is not wrong").letters
    'pnxaax__'
    """
    text = re.sub(r"(?<=\w)-(?=\w)|\s+", " ", sentence)
    found = list(_WORD.finditer(text))
    letters = "".join(_BY_NUMBER.get((each.lastindex or 0) - 1) or each[0] for each in found)
    letters = _UNBELIEVED.sub(lambda each: "w" * len(each[0]), letters)
    letters = _CANCELLED.sub(lambda each: "_" * len(each[0]), letters)
    return Row(text, letters, tuple(each.span() for each in found))
