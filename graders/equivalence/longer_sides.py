"""What a product of entries takes on its right, where the shapes leave but one way."""

from collections.abc import Iterator

from graders.expression import Call, Expression, children, with_children


def with_longest_sides(expression: Expression) -> Iterator[Expression]:
    """A formula with more factors on the right of one such sign, or of two."""
    for longer in with_longer_sides(expression):
        yield longer
        yield from with_longer_sides(longer)


def with_longer_sides(expression: Expression) -> Iterator[Expression]:
    """A formula whose `a ⊙ bcd` is `(a ⊙ bc)d`: more factors stand on the right of one sign.

    >>> from graders.expression import Symbol, to_text
    >>> a, b, c, d = map(Symbol, "abcd")
    >>> formula = Call("*", (Call("odot", (a, b)), c, d))
    >>> [to_text(each) for each in with_longer_sides(formula)]
    ['a ⊙ (b*c)*d', 'a ⊙ (b*c*d)']
    """
    match expression:
        case Call("*", (Call("odot", (*before, last)) as entries, *rest)):
            for taken in range(1, len(rest) + 1):
                longer = Call("*", (last, *rest[:taken]))
                found = Call("odot", (*before, longer), entries.span)
                left = rest[taken:]
                yield Call("*", (found, *left), expression.span) if left else found
    parts = children(expression)
    for place, part in enumerate(parts):
        for other in with_longer_sides(part):
            yield with_children(expression, (*parts[:place], other, *parts[place + 1 :]))
