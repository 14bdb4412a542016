"""How a verdict puts its feedback, and the answers that it is about, in words."""

import re
from collections.abc import Sequence

from graders.model import Answer

_BEGINS_WITH_WORD = re.compile(r"[^\W\d]{2}|a\s")  # and not with a name such as h_1
LONGEST_TEXT = 20_000  # characters, of what is kept of several candidates


def as_written(candidates: Sequence[Answer]) -> str:
    """The answer as it was written; several candidates each under the place where it stands."""
    if len(candidates) == 1:
        return candidates[0].text
    texts = (f"{answer.where}\n{answer.text}" for answer in candidates)
    return "\n\n".join(texts)[:LONGEST_TEXT]


def as_sentences(*parts: str) -> str:
    """Parts of feedback as sentences.

    >>> as_sentences("a factor 2 is lost", "", "What becomes of the gain?")
    'A factor 2 is lost. What becomes of the gain?'
    >>> as_sentences("h(1 - h) is rounded", "w8 and w9 are swapped")
    'h(1 - h) is rounded. w8 and w9 are swapped.'
    """
    ended = (
        part if part.endswith(("?", "!")) else f"{part.rstrip('.')}." for part in parts if part
    )
    return " ".join(
        f"{part[0].upper()}{part[1:]}" if _BEGINS_WITH_WORD.match(part) else part for part in ended
    )
