"""Choices: which of several options a text names."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import chain

from graders.reading.misread import with_letters_mended, with_words_mended, words_in
from graders.reading.words.against.corrections import behind_correction, is_disowned
from graders.reading.words.against.denials import (
    NOT,
    has_denial,
    is_denial,
    is_denied_by_last_words,
)
from graders.reading.words.against.doubts import is_doubtful

Options = Mapping[str, Sequence[str]]  # for each option the phrases that name it

_TOLD: ContextVar[Callable[[Options], None] | None] = ContextVar("_TOLD", default=None)
_SAYS_NO = re.compile(  # which is an answer of its own, and no part of "no doubt"
    r"(?:^[\W\d]*|\bis |[.:;,] )no(?: way)?"
    r"(?=\s*(?:$|[.,:;!(*—]|(?:because|since|as|it|this|that|the)\b)|\s+[-–])"
)
_IT_DOES = re.compile(  # after all, or not
    r"\b(?:but|however|although|though|yet|actually)\b[^.;]{0,40}\b(?:it|this|that) "
    r"(?:do(?:es)?|will|would|can|could|may|might)(?: ?not|n[’']t)?\s*(?:[.,:;!)]|$)"
)
_ASKED = re.compile(r"([^.?!\n]*)\?(?!\s*(?:yes|no)\b)")
_WHOLE = frozenset({"yes", "no"})  # "no" does not begin "noise"


@contextmanager
def options_told(hear: Callable[[Options], None]) -> Iterator[None]:
    """Has `hear` called with the options of every choice that is read meanwhile."""
    token = _TOLD.set(hear)
    try:
        yield
    finally:
        _TOLD.reset(token)


def read_choice(text: str, options: Options) -> str | None:
    """The one option that a text names, or None where it names none or several.

    Args:
        text: what the student wrote.
        options: for each option the phrases that name it. Those with a hyphen are plain; where
            one occurs, weaker phrases say nothing: "epoch-wise, of the largest model".

    >>> kinds = {"model-wise": ["model-wise", "model"], "epoch-wise": ["epoch-wise", "epochs"]}
    >>> read_choice("Epoch-wise; the model is fixed", kinds)
    'epoch-wise'
    >>> read_choice("model or epochs", kinds) is None
    True
    >>> read_choice("not model-wise but epoch-wise", kinds)
    'epoch-wise'
    >>> read_choice("it is quaranteed", {"yes": ["guaranteed"]})
    'yes'
    """
    if hear := _TOLD.get():
        hear(options)
    plain = _plain(text, options)
    for is_plain in (True, False):
        named = {
            option
            for option, phrases in options.items()
            if any(("-" in each) is is_plain and _occurs(each, plain) for each in phrases)
        }
        if named:
            return named.pop() if len(named) == 1 else None
    return None


def has_loose_denial(text: str, options: Options) -> bool:
    """Whether a text denies something else than an option: then it may mean the other one.

    >>> kinds = {"yes": ["helps"], "no": ["not-help", "no"]}
    >>> has_loose_denial("No doubt this helps.", kinds), has_loose_denial("No, it fits", kinds)
    (True, False)
    >>> has_loose_denial("it does not help", kinds), has_loose_denial("it can't hurt", kinds)
    (False, True)
    """
    plain = _plain(_SAYS_NO.sub(" ", text.casefold()), options)
    words = (
        " ".join(each.casefold().replace("-", " ").split()) for each in chain(*options.values())
    )
    known = "|".join(re.escape(each) for each in words if not is_denial(each))
    return has_denial(re.sub(rf"\b(?:{NOT} )?(?:{known})", " ", plain))


def is_unsure(text: str, options: Options) -> bool:
    """Whether a text takes back what it says, doubts it, or asks whether an option is meant.

    >>> kinds = {"yes": ["helps"], "no": ["not-help"]}
    >>> is_unsure("It helps. No wait, it does not.", kinds), is_unsure("Helps?", kinds)
    (True, True)
    >>> is_unsure("I doubt that it helps.", kinds), is_unsure("No doubt, it helps.", kinds)
    (True, False)
    >>> is_unsure("They say that it helps, but it does not.", kinds)
    True
    """
    plain = text.casefold()
    asked = (read_choice(each[1], options) for each in _ASKED.finditer(plain))
    taken_back = behind_correction(plain) or is_disowned(plain)
    return bool(taken_back or is_doubtful(plain) or _IT_DOES.search(plain)) or any(asked)


def _plain(text: str, options: Options) -> str:
    """A text in small letters, without hyphens and marks, its misread words mended."""
    plain = with_letters_mended(re.sub(r"~~[^~]*~~|[-‐‑–_*'’]+", " ", text.casefold()))
    return with_words_mended(" ".join(plain.split()), words_in(" ".join(chain(*options.values()))))


def _occurs(phrase: str, plain: str) -> bool:
    """Whether a text says a phrase without denying it."""
    words = " ".join(phrase.casefold().replace("-", " ").split())
    ends = r"\b" if words in _WHOLE else ""
    return any(
        not is_denied_by_last_words(plain[: found.start()])
        for found in re.finditer(rf"\b{re.escape(words)}{ends}", plain)
    )
