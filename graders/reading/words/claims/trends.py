r"""Whether a text says that two things grow together, or that one shrinks as the other grows.

"A larger penalty means smaller steps", "the rate shrinks with it", "the more, the less".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graders.model import Mistake
from graders.reading.words.against.denials import has_denial
from graders.reading.words.claims.model import Model
from graders.reading.words.directions import FALLS, RISES
from graders.sentences import SENTENCES

_UP = (
    r"(?:larg|bigg|great|high|long|strong|strict|wid|broad)er|more|large|big|high|long|strong"
    rf"|(?:{RISES}|rais)\w*"
)
_DOWN = (
    r"(?:small|low|short|weak|fin|narrow)er|less|small|tiny|low|short|weak"
    rf"|(?:{FALLS}|reduc|drop)\w*"
)
_WAY = rf"\b(?:(?P<up>{_UP})|(?P<down>{_DOWN}))\b"
_GAP = r"[\s$\\{(]*"
_BEFORE = rf"{_WAY}{_GAP}(?:(?:the|a|an|our|values? of|choice of){_GAP})?(?:THING)"
_BEHIND = (
    rf"(?:THING)[\s$}})]*(?:(?:is|are|be|being|gets?|becomes?|goes|made|will|to)\s+)*"
    rf"(?:(?:very|too|much|chosen)\s+)*{_WAY}"
)
_WITH = r"\b(?:with|like)\b(?! respect)"


@dataclass(frozen=True)
class Trend(Model):
    r"""What is claimed of two things that change in opposite ways, or `together`.

    Each is given by the words for it.

    >>> trend = Trend("gamma", "steps?")
    >>> trend.denied(r"A larger $\gamma$ means larger steps.")
    'A larger $\\gamma$ means larger steps'
    >>> [trend.denied(each) for each in ("If gamma is small, steps are large.", "steps of gamma")]
    ['', '']
    >>> trend.denied("The steps grow with gamma."), trend.denied("The steps shrink with gamma.")
    ('The steps grow with gamma', '')
    >>> trend.denied("As gamma grows the steps get shorter.")
    ''
    >>> Trend("padding", "output", together=True).denied("More padding, a smaller output.")
    'More padding, a smaller output'
    """

    one: str
    other: str
    mistake: Mistake | None = None
    together: bool = False

    def false_claims(self, text: str) -> Iterator[str]:
        """The sentences of a text that say that the two change the other way."""
        for sentence in SENTENCES.split(text):
            ways = {_way(sentence, each) for each in (self.one, self.other)}
            said = ways - {None}
            if said and None in ways and self._is_with(sentence):
                said.add(True)  # "it grows with the other"
            is_told = bool(said) and (None not in ways or self._is_with(sentence))
            is_false = (len(said) == 1) != self.together
            if is_told and is_false and not has_denial(sentence.casefold()):
                yield sentence

    def _is_with(self, sentence: str) -> bool:
        """Whether one of the two is said to change with the other."""
        things = rf"{_WITH}{_GAP}(?:(?:the|a){_GAP})?(?:{self.one}|{self.other})"
        return re.search(things, sentence, re.IGNORECASE) is not None


def _way(sentence: str, thing: str) -> bool | None:
    """Whether a thing is said to be larger, or None where nothing, or both ways, are said."""
    ways = {
        each["up"] is not None
        for form in (_BEFORE, _BEHIND)
        for each in re.finditer(form.replace("THING", thing), sentence, re.IGNORECASE)
    }
    return ways.pop() if len(ways) == 1 else None
