"""The step that fails, as the student wrote it, though it was read in declared names."""

import re
from dataclasses import replace

from graders.comparing.parts import Found, Marked

_ENDS = re.compile(r"=|\$|\\\[|\\\]|\\\\|&|[,;](?=\s)|\.(?=\s|$)|\n|\bso\b|\bthus\b")
_LONGEST = 120  # characters of a quotation


def with_quotations(marked: Marked, passage: str, answer: str) -> Marked:
    """The marks, with the steps that fail quoted in the words for them.

    Args:
        marked: what a passage shows.
        passage: the answer in declared names.
        answer: as it was written.
    """
    return replace(marked, found=[_quoting(each, passage, answer) for each in marked.found])


def _quoting(found: Found, passage: str, answer: str) -> Found:
    quotation = quoted(found.sides, passage, answer)
    if found.mistake is None or not quotation:
        return found
    words = f"{found.mistake.words}: {quotation}"
    return replace(found, mistake=replace(found.mistake, words=words))


def quoted(sides: tuple[str, str], passage: str, answer: str) -> str:
    """What stands on both sides of the equals sign in an answer that a passage has there.

    Nothing where that cannot be told, or is long.

    >>> quoted(("E[z]", "1"), "$m = E[z] = 1$, so 2", "$m = Ez = 1$, so 2")
    'Ez = 1'
    """
    if not all(sides) or passage.count("=") != answer.count("="):
        return ""
    found = re.search(r"\s*=\s*".join(map(re.escape, sides)), passage)
    if found is None:
        return ""
    number = passage.count("=", 0, passage.index("=", found.start() + len(sides[0])))
    at = [each.start() for each in re.finditer("=", answer)][number]
    starts = [each.end() for each in _ENDS.finditer(answer, 0, at)]
    end = _ENDS.search(answer, at + 1)
    text = answer[starts[-1] if starts else 0 : end.start() if end else len(answer)].strip()
    return text if len(text) <= _LONGEST else ""
