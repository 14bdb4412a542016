"""What products of entries there may be, and what they take on their right."""

import re
from collections.abc import Iterator

from graders.expression import Call, Expression, children, with_children

_CLOSED = re.compile(r"\s*(?:\\right|\\[bB]igg?r?)?\s*[)\]}]")
DOTS = re.compile(r"\\(?:cdot|times|bullet)|[·⋅×•]")  # products that are none of entries


def with_entries(expression: Expression, text: str) -> Iterator[Expression]:
    """A formula with products of entries for its typed stars, if no other sign multiplies in it."""
    if "*" in text and not DOTS.search(text):
        yield _with_entries(expression)


def _with_entries(expression: Expression) -> Expression:
    found = with_children(expression, tuple(map(_with_entries, children(expression))))
    is_star = isinstance(found, Call) and found.function == "·"
    return Call("odot", children(found), found.span) if is_star else found


def with_last_by_entries(expression: Expression) -> Expression:
    """A formula whose `a · b · c` is `(a · b) ⊙ c`: the last of several dots is one of entries."""
    parts = tuple(map(with_last_by_entries, children(expression)))
    match with_children(expression, parts):
        case Call("·", (first, second, *others, last), span):
            return Call("odot", (Call("·", (first, second, *others), span), last), span)
        case other:
            return other


def with_longest_sides(expression: Expression, text: str = "") -> Iterator[Expression]:
    """A formula with more factors on the right of one such sign, or of two.

    Where its text is given, a product of entries that stands in brackets takes no more.
    """
    for longer in with_longer_sides(expression, text):
        yield longer
        yield from with_longer_sides(longer, text)


def with_longer_sides(expression: Expression, text: str = "") -> Iterator[Expression]:
    """A formula whose `a ⊙ bcd` is `(a ⊙ bc)d`: more factors stand on the right of one sign.

    >>> from graders.expression import Symbol, to_text
    >>> a, b, c, d = map(Symbol, "abcd")
    >>> formula = Call("*", (Call("odot", (a, b)), c, d))
    >>> [to_text(each) for each in with_longer_sides(formula)]
    ['a ⊙ (b*c)*d', 'a ⊙ (b*c*d)']
    """
    match expression:
        case Call("*", (Call("odot", (*before, last)) as entries, *rest)) if not _CLOSED.match(
            text, entries.span[1]
        ):
            for taken in range(1, len(rest) + 1):
                longer = Call("*", (last, *rest[:taken]))
                found = Call("odot", (*before, longer), entries.span)
                left = rest[taken:]
                yield Call("*", (found, *left), expression.span) if left else found
    parts = children(expression)
    for place, part in enumerate(parts):
        for other in with_longer_sides(part, text):
            yield with_children(expression, (*parts[:place], other, *parts[place + 1 :]))
