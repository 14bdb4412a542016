"""What letters are said to stand for: "where x is the noise and z the real image"."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from graders.model import Mistake
from graders.reading.words.against.denials import is_denied
from graders.reading.words.claims.model import Model
from graders.reading.words.named import Words, places_of
from graders.sentences import Ends

_CLAUSES = Ends(".,;:", words="and|while|whereas|but|where|with|let|here", in_formulas=True)
_MARKS = re.compile(r"[${}]|\\math(?:bf|rm|cal)\s*(?=\{)")
_SAID = (
    r"\s+(?:(?:is|are|be|being|denotes?|means?|stands?\s+for|represents?|bounds?)\s+"
    r"|(?=(?:the|an?|our|its)\s))(?P<said>.{1,80})"
)


@dataclass(frozen=True)
class Meanings(Model):
    r"""The kinds of things that the letters of a question stand for.

    Attributes:
        letters: a regular expression for each letter, and its kind.
        kinds: the words for each kind.

    >>> kinds = {"real": [r"\breal"], "noise": [r"\bnoise"]}
    >>> meanings = Meanings({"x": "real", "z": "noise"}, kinds)
    >>> meanings.denied("where $x$ is a real image and $z$ the noise")
    ''
    >>> meanings.denied("with $x$ the noise"), meanings.denied("x is no noise")
    ('x the noise', '')
    """

    letters: Mapping[str, str]
    kinds: Words
    mistake: Mistake | None = None

    def false_claims(self, text: str) -> Iterator[str]:
        """The words by which a text gives a letter the meaning of another one."""
        plain = " ".join(_MARKS.sub("", text).split())
        return filter(None, map(self._misnamed, _CLAUSES.split(plain)))

    def _misnamed(self, clause: str) -> str:
        found = self._called.match(clause.strip())
        if found is None:
            return ""
        said = found["said"]
        named = {
            kind
            for kind, place in places_of(self.kinds, said)
            if not is_denied(said[: place.start()])
        }
        own = next(kind for group, kind in self._groups.items() if found[group])
        return found[0] if named and own not in named else ""

    @cached_property
    def _groups(self) -> Mapping[str, str]:
        return {f"letter{at}": kind for at, kind in enumerate(self.letters.values())}

    @cached_property
    def _called(self) -> re.Pattern[str]:
        letters = zip(self._groups, self.letters, strict=True)
        return re.compile(
            f"(?:{'|'.join(f'(?P<{group}>{each})' for group, each in letters)}){_SAID}"
        )
