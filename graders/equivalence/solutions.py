r"""Derivatives by the name that a derivation solves for are right beside the solution too.

In `\frac{d}{dx}(ax - x^2) = a - 2x = 0 \Rightarrow x = a/2` all lines are read with x = a/2, where
`2x - a` would be as good.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction

from graders.comparing.derivations import Status, Step, check_links
from graders.comparing.formulas.bench import Bench
from graders.errors import Unreadable
from graders.expression import DERIVATIVE, Call, Expression, Number, Symbol, nodes
from graders.reading.mathematics.statements.around import Writing
from graders.reading.mathematics.statements.chain import Member

_ASIDE = Number(Fraction(7, 8))


def fails_beside(
    bench: Bench, writing: Writing, steps: Sequence[Step], members: Sequence[Member]
) -> bool:
    """Whether a link of such a derivative with what is no number holds at its point alone."""
    sides = [each.expression for each in steps]
    moved = {name: aside for each in sides if each for name, aside in _points_aside(each)}
    if not moved or any(isinstance(each, Number) for each in sides):
        return False
    beside = replace(writing, local={**writing.local, **moved})
    with suppress(Unreadable):
        there = [
            replace(step, expression=beside.read(member.tokens))
            for step, member in zip(steps, members, strict=True)
        ]
        return any(link.status is not Status.HOLDS for link in check_links(bench, there))
    return True


def _points_aside(expression: Expression) -> Iterator[tuple[str, Expression]]:
    """The names by which is derived at a point, each with another point."""
    for node in nodes(expression):
        match node:
            case Call(function, (_, Symbol(name), Number(value))) if function == DERIVATIVE:
                yield name, Number(value + _ASIDE.value)
            case Call(function, (_, Symbol(name), point)) if function == DERIVATIVE:
                yield name, Call("*", (_ASIDE, point))
