"""Choices: which of several options a text names."""

import re
from collections.abc import Mapping, Sequence
from itertools import chain

from graders.reading.misread import with_letters_mended, with_words_mended, words_in

_DENIED = re.compile(
    r"\b(?:not|(?:isn|won|don|doesn|can) ?t|cannot|no|never|rather than|instead of"
    r"|nor|without)\s+(?:\w+\s+){0,2}$"
)


def read_choice(text: str, options: Mapping[str, Sequence[str]]) -> str | None:
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
    plain = with_letters_mended(re.sub(r"~~[^~]*~~|[-‐‑–_*'’]+", " ", text.casefold()))
    plain = " ".join(plain.split())
    plain = with_words_mended(plain, words_in(" ".join(chain(*options.values()))))
    for is_plain in (True, False):
        named = {
            option
            for option, phrases in options.items()
            if any(("-" in each) is is_plain and _occurs(each, plain) for each in phrases)
        }
        if named:
            return named.pop() if len(named) == 1 else None
    return None


def _occurs(phrase: str, plain: str) -> bool:
    """Whether a text says a phrase without denying it."""
    words = " ".join(phrase.casefold().replace("-", " ").split())
    return any(
        not _DENIED.search(plain[: found.start()])
        for found in re.finditer(rf"\b{re.escape(words)}", plain)
    )
