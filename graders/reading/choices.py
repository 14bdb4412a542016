"""Choices: which of several options a text names."""

import re
from collections.abc import Mapping, Sequence


def read_choice(text: str, options: Mapping[str, Sequence[str]]) -> str | None:
    """The one option that a text names, or None where it names none or several.

    Args:
        text: what the student wrote.
        options: for each option the phrases that name it, plainest first. Where a plain phrase
            of any option occurs, weaker ones say nothing: "epoch-wise, of the largest model".

    >>> kinds = {"model-wise": ["model-wise", "model"], "epoch-wise": ["epoch-wise", "epochs"]}
    >>> read_choice("Epoch-wise; the model is fixed", kinds)
    'epoch-wise'
    >>> read_choice("model or epochs", kinds) is None
    True
    """
    plain = " ".join(re.sub(r"[-‐‑–_*]+", " ", text.casefold()).split())
    for rank in range(max(len(phrases) for phrases in options.values())):
        named = {
            option
            for option, phrases in options.items()
            if rank < len(phrases) and _occurs(phrases[rank], plain)
        }
        if named:
            return named.pop() if len(named) == 1 else None
    return None


def _occurs(phrase: str, plain: str) -> bool:
    words = " ".join(phrase.casefold().replace("-", " ").split())
    return re.search(rf"\b{re.escape(words)}", plain) is not None
