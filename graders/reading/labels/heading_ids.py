"""Headings that end with the id of a question: "Ans: 3.3.b", "[3.3.b]", "My answer to 3.3(b)"."""

import re
from dataclasses import replace

from graders.reading.labels.label import Label, read_label

_IN_BRACKETS = re.compile(r"(?<=\w)\s*[(\[]([A-Za-z.]+\s*#?\w{1,4})[)\]]$")
_LONGEST = 120  # characters of a heading
_AT = re.compile(r"(?<![\w.])\d{1,2}(?=[.(\s])")
_BEFORE = re.compile(r"[^\W\d_]+")
_ANSWER = frozenset(
    "my the our answer answers ans solution solutions sol response reply re to for of "
    "antwort lösung zu réponse solución respuesta soluzione risposta".split()
)
_MENTION = frozenset(
    "by eq eqn equation equations fig figure figures formula from in lemma or and see since step "
    "table theorem using version via vs with".split()
)


def id_in_heading(heading: str) -> Label | None:
    """The label that a heading ends with, where it begins with other words.

    A decimal number, and a question that is merely mentioned, is none.

    >>> [id_in_heading(each).parts for each in ("Ans: 3.3.b", "[3.3.b]", "My answer to 2.1")]
    [('3', '3', 'b'), ('3', '3', 'b'), ('2', '1')]
    >>> [id_in_heading(each) for each in ("Accuracy 6.2", "Using 2.1.h1", "Loss = 2.3")]
    [None, None, None]
    >>> id_in_heading("Backpropagation (Problem 2)").parts, id_in_heading("As in (Problem 2)")
    (('2',), None)
    """
    heading = heading.strip()[:_LONGEST]
    if (bracketed := _IN_BRACKETS.search(heading)) is not None:
        return _question_in(bracketed[1], heading[: bracketed.start()])
    first = _AT.search(heading)
    if first is None or "=" in heading:
        return None
    label = read_label(heading[first.start() :])
    if label is None or len(label.parts) < 2 or label.rest.strip(" .:)]"):
        return None
    words = {word.lower() for word in _BEFORE.findall(heading[: first.start()])}
    is_number = len(label.parts) == 2 and label.parts[1].isdigit()
    if words & _MENTION or (is_number and not (words and words <= _ANSWER)):
        return None
    return replace(label, bare=False)


def _question_in(brackets: str, before: str) -> Label | None:
    """The question that brackets behind a title name with its word."""
    label = read_label(brackets)
    is_whole = label is not None and label.explicit and not label.rest
    is_mention = bool({word.lower() for word in _BEFORE.findall(before)[-1:]} & _MENTION)
    return label if is_whole and not is_mention else None
