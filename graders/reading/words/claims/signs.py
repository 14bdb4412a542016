r"""For which signs of a number a passage says that something holds: "only for positive c".

A mention is a noun with all that restricts it ("every constant $c \ne 0$"); each of these leaves a
set of signs, and the mention has what is left by all. What its clauses say of it, that something
holds there, there alone, or not there, is judged against the signs for which it does.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from graders.model import Mistake
from graders.reading.misread import with_words_mended, words_in
from graders.reading.words.against.denials import is_denied
from graders.reading.words.claims.model import Model
from graders.reading.words.named import Words, places_of
from graders.reading.words.orders import IN_SIGNS, ZERO, to_zero
from graders.sentences import SENTENCES, Ends

Signs = frozenset[str]  # of "-", "0" and "+"
ALL_SIGNS = frozenset("-0+")

_REALS = r"(?:∈|\\in(?![a-z]))\s*(?:\\mathbb\s*\{?\s*R\s*\}?|ℝ|R)"
_FROM_ZERO = r"\s*0\s*,\s*(?:\+?\\infty|∞)\s*\)"
_BOUNDED = "bounded"
_RESTRICTIONS: Words = {  # by the signs that they leave
    "0+": (
        r"\bnon-?\s?negative",
        rf"\b(?:not|never|cannot)(?: be)? (?:negative|{to_zero('<')})",
        rf"{to_zero('>=')}|\b0\s*{IN_SIGNS['<=']}",
        rf"{_REALS}\s*[_^]\s*\{{?\s*(?:\+\s*,\s*0|{IN_SIGNS['>=']}\s*0)\s*\}}?",
        rf"(?:∈|\\in)\s*\[{_FROM_ZERO}",
    ),
    "-0": (
        r"\bnon-?\s?positive|\b(?:not|never|cannot)(?: be)? positive",
        rf"{to_zero('<=')}|\b0\s*{IN_SIGNS['>=']}",
    ),
    "-+": (
        r"\bnon-?\s?zero",
        rf"(?:≠|!=|\\neq?(?![a-z])|\bnot(?: equal to)?){ZERO}",
        rf"{_REALS}\s*(?:\\setminus|\\backslash|\\)\s*\\?\{{\s*0\s*\\?\}}",
    ),
    "+": (
        r"\bpositiv\w*",
        rf"{to_zero('>')}|\b0\s*{IN_SIGNS['<']}",
        rf"{_REALS}\s*[_^]\s*\{{?\s*(?:\+|{IN_SIGNS['>']}\s*0)\s*\}}?",
        rf"(?:∈|\\in)\s*\({_FROM_ZERO}",
    ),
    "-": (
        r"\bnegativ\w*",
        rf"{to_zero('<')}|\b0\s*{IN_SIGNS['>']}",
    ),
    _BOUNDED: (
        rf"(?:{'|'.join(IN_SIGNS.values())})\s*[\d.]",
        r"\bbetween\b|(?:∈|\\in)\s*[(\[]|\b(?:small|large|integer|whole)\b",
    ),
    "-0+": (r"\b(?:all|any|every|each|arbitrary|whatever|real|both)\b", _REALS),
}
_LINK = re.compile(
    r"(?:[\s$~]|\\[,; ]|\\(?:text|mathrm)\{|\}|,?\s(?:which|that)\s|\b(?:a|an|the|strictly|is|are"
    r"|at|end|be|being|must|has|have|to|needs?|chosen|taken|of|values?|for|with|where|such|signs?)\b)*"
)
_CLAUSES = Ends(",:", words="and|but|while|whereas|because|since|so", also="[()]", in_formulas=True)
_MINUS = re.compile(r"\bminus(?: (?:a|an|the|its))?(?: \w+ed)?\s+\Z", re.IGNORECASE)
_TURNED = {"-": "+", "0": "0", "+": "-"}
_FAILS = re.compile(
    r"\b(?:fail\w*|false|wrong|invalid|break\w*|broken|violat\w+|exclud\w+|except\w*|unless"
    r"|no longer|(?:not|never|n't|n’t|cannot) (?:be )?(?:hold|true|work|valid|allow\w*|the case|so"
    r"|possible|appl\w+))\b|n't (?:hold|work|apply)\b",
    re.IGNORECASE,
)
_PIECE = re.compile(r"[,:()]")
_ELSEWHERE = re.compile(r"\b(?:otherwise|else|in general)\b", re.IGNORECASE)
_ONLY = re.compile(r"\b(?:only|alone|just)\b", re.IGNORECASE)
_OTHERWISE = re.compile(  # what becomes of it instead
    r"\b(?:not|no|instead|opposite|other|min(?:im\w+)?|(?:revers|flip|swap|exchang|turn|chang|becom)\w*)\b"
    r"|n't\b|\\min",
    re.IGNORECASE,
)


_Group = list[tuple[str, re.Match[str]]]


class _Mention(NamedTuple):
    """The signs that a mention leaves, whether more is asked, and the words that speak of it."""

    signs: Signs
    is_bounded: bool
    words: str
    before: str
    said: str


@dataclass(frozen=True)
class Holding(Model):
    r"""For which signs of a number something holds.

    Attributes:
        nouns: the words for the number, and its letter.
        signs: for which it holds.
        asked: those for which it must be said to hold; nothing is, where they are none.
        mistake: what a false claim is called.

    >>> homogeneity = Holding(("c", "constants?"), frozenset("0+"), frozenset("+"))
    >>> homogeneity.affirmed("It holds for every constant $c > 0$.")
    'every constant $c > 0'
    >>> homogeneity.denied("It holds for all constants."), homogeneity.denied("Not for all c.")
    ('all constants', '')
    >>> homogeneity.denied("For c > 0 it holds, for negative c the sign is flipped.")
    ''
    >>> homogeneity.denied("It holds for $c \\neq 0$"), homogeneity.denied("It fails for c > 0")
    ('c \\neq 0', 'c > 0')
    """

    nouns: Sequence[str]
    signs: Signs
    asked: Signs = frozenset()
    mistake: Mistake | None = None

    def telling_claims(self, text: str) -> Iterator[str]:
        """The words of a text that say it to hold for the signs that are asked."""
        for each in self._mentions(text) if self.asked else ():
            is_asked = self.asked <= each.signs <= self.signs and not each.is_bounded
            if is_asked and not _is_refused(each):
                yield each.words

    def false_claims(self, text: str) -> Iterator[str]:
        """The words of the claims of a text that are not true."""
        yield from (each.words for each in self._mentions(text) if self._is_false(each))

    def without_others(self, text: str) -> str:
        """A text without what is said of the signs for which it does not hold."""
        mended = self._mended(text)
        for each in self._mentions(mended):
            if not each.signs & self.signs:
                mended = mended.replace(each.said, " ")
        return mended

    def _mended(self, text: str) -> str:
        return with_words_mended(text, words_in("|".join((*self.nouns, "positive", "negative"))))

    def _is_false(self, mention: _Mention) -> bool:
        own = mention.signs - {"0"}
        if mention.is_bounded and mention.signs == ALL_SIGNS:
            return False  # of which signs it is, the bound leaves open
        if _is_refused(mention):
            return own <= self.signs and not mention.is_bounded
        if _ONLY.search(mention.said) and not self.signs - {"0"} <= own:
            return True
        return not own <= self.signs and not _OTHERWISE.search(mention.said)

    @cached_property
    def _words(self) -> Words:
        nouns = (rf"(?<![A-Za-z\\]){each}(?![A-Za-z(])" for each in self.nouns)
        return {
            **_RESTRICTIONS,
            "noun": (*nouns,),
            "other": (r"(?<![A-Za-z\\_^])[b-z](?![A-Za-z])",),
        }

    def _mentions(self, text: str) -> Iterator[_Mention]:
        for sentence in SENTENCES.split(self._mended(text)):
            groups = [*self._groups(sentence)]
            begins = [*_begins(sentence, groups), len(sentence)]
            for group, (start, end) in zip(groups, pairwise(begins), strict=True):
                (_, first), *_, (_, last) = (*group, group[-1])
                left = (frozenset(name) for name, _ in group if set(name) <= ALL_SIGNS)
                signs = ALL_SIGNS.intersection(*left)
                is_turned = _MINUS.search(sentence, start, first.start()) is not None
                yield _Mention(
                    signs=frozenset(map(_TURNED.__getitem__, signs)) if is_turned else signs,
                    is_bounded=any(name == _BOUNDED for name, _ in group),
                    words=sentence[first.start() : last.end()],
                    before=sentence[start : first.start()],
                    said=sentence[start:end],
                )

    def _groups(self, sentence: str) -> Iterator[_Group]:
        """The nouns of a sentence, each with what restricts it."""
        groups: list[_Group] = []
        end = 0
        for name, place in places_of(self._words, sentence):
            if groups and _LINK.fullmatch(sentence, end, place.start()):
                groups[-1].append((name, place))
            else:
                groups.append([(name, place)])
            end = place.end()
        for group in groups:
            names = {name for name, _ in group}
            if "noun" in names and "other" not in names and names != {"noun"}:
                yield group


def _begins(sentence: str, groups: Sequence[_Group]) -> Iterator[int]:
    """Where begins what a sentence says of each noun: with a clause, or behind another one."""
    clauses = [start for start, _ in _CLAUSES.spans(sentence)]
    behind = 0
    for (_, first), *_, (_, last) in ((*group, group[-1]) for group in groups):
        begun = [end for end in clauses if behind <= end <= first.start()] if behind else []
        yield max([behind, *begun])
        behind = last.end()


def _is_refused(mention: _Mention) -> bool:
    """Whether it is said not to hold there."""
    told = (each for each in _PIECE.split(mention.said) if not _ELSEWHERE.search(each))
    return any(map(_FAILS.search, told)) or is_denied(mention.before)
