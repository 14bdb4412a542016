"""What a text says under a condition, told apart from what it says in general.

A condition says nothing by itself: in "for x > 2 it is 3" nobody claims that x is above two.
"""

import re

from graders.sentences import LINES, Ends

IN_GENERAL = "In general:"  # leads to what is said behind a condition

_IF = (
    r"\b(?:if|for|when|whenever|once|as soon as|with|every|all|any|given|suppose|assume"
    r"|let)\b(?: that)?(?:[\s$]|\b(?:weights?|with|we (?:had|have)|the|a)\b)*"
)
_ENOUGH = (
    r"[\s$]*(?:(?:is|are|\w+ly|already) )*"
    r"(?:sufficient|enough|suffices?|guarantees?|ensures?|implies)\b(?: for| that)?"
)
_CLAUSES = Ends(
    ",:;",
    also=r"(?<=\S\s)(?:so|hence|thus|therefore|and|but)\b|=>|⇒|\\Rightarrow",
    in_formulas=True,
)
_SAYS = re.compile(r"[=<>≤≥]|\\[lg]eq?(?![a-z])|\bat (?:least|most)\b")
_REFUTED = re.compile(
    r"\b(?:contradict|impossible|cannot|hence|thus|therefore|so\b)", re.IGNORECASE
)
_NEEDED = re.compile(r"\bonly\b[^,;:]*\Z", re.IGNORECASE)
_END = re.compile(r"\Z")


def in_scope(text: str, condition: str, name: str, *, refuted: bool = False) -> str:
    """A text in which a name leads to what is said under a condition.

    Args:
        text: a passage.
        condition: a regular expression for it.
        name: stands in its place.
        refuted: whether it is supposed until it is seen to be false, or else in its sentence alone.

    >>> print(in_scope("So y < 3, and if x > 2 then y > 1.", "x > 2", "Above:"))
    So y < 3, and Above: then y > 1. In general:
    >>> print(in_scope("So y > 1 for x > 2.", "x > 2", "Above:"))
    Above: So y > 1. In general:
    >>> print(in_scope("If x < 1, then y < 2. So x > 1.", "x < 1", "Below:", refuted=True))
    Below: , then y < 2. In general: So x > 1.
    """
    lead = re.compile(rf"(?:{_IF}(?:{condition})|(?:{condition}){_ENOUGH})\s*", re.IGNORECASE)
    ending = _REFUTED if refuted else _END
    parts: list[str] = []
    is_open = False
    for sentence in LINES.whole(text):
        found = lead.search(sentence)
        if found and not _NEEDED.search(sentence, 0, found.start()):
            before, sentence = _apart(sentence[: found.start()], _behind(found))
            parts.append(f"{before.rstrip()} {name} ")
            is_open = True
        if is_open and (end := ending.search(sentence)):
            parts.append(
                f"{sentence[: end.start()].strip()} {IN_GENERAL} {sentence[end.start() :]}"
            )
            is_open = False
        else:
            parts.append(sentence)
    return "".join(parts).strip()


def _behind(found: re.Match[str]) -> str:
    """What stands behind a condition, outside of the dollar signs around it."""
    behind = found.string[found.end() :]
    is_cut = found[0].count("$") % 2 == 1
    return behind.removeprefix("$") if is_cut and behind.startswith("$") else "$" * is_cut + behind


def _apart(before: str, behind: str) -> tuple[str, str]:
    """What a condition is not about, before it, and what it is about, in either order."""
    if _SAYS.search(behind):
        return before, behind
    *_, (start, _) = _CLAUSES.spans(before)
    return before[:start], f"{before[start:].strip()}{behind}"
