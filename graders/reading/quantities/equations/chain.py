"""A chain of equations as a student wrote it: its members, and the name that it gives a value."""

import re
from dataclasses import dataclass
from functools import cached_property

from graders.expression import Span
from graders.model import PrintedNumber
from graders.reading.quantities.equations.leading import leading_number
from graders.reading.quantities.numbers.printed import read_number
from graders.reading.quantities.numbers.touching import goes_on

_NUMERAL = re.compile(r"[-+−]?\s*(?:[\d.,]*\d|[½⅓¼⅔¾])")


@dataclass(frozen=True)
class Chain:
    """The members of one chain, as the student wrote them.

    `name` is the declared name that the first member ends in, `words` the words before it, and
    `span` where the chain stands in the text it was read from.
    """

    members: tuple[str, ...]
    name: str | None
    words: str
    span: Span

    @property
    def steps(self) -> tuple[str, ...]:
        """What stands between the name and the value: the derivation."""
        return self.members[1:-1]

    @property
    def is_touched(self) -> bool:
        """Whether the number in which the chain would end is a part of a formula in words."""
        found = _NUMERAL.match(self.members[-1])
        return found is not None and goes_on(self.members[-1][found.end() :])

    @cached_property
    def value(self) -> PrintedNumber | None:
        """The number in which the chain ends, or None where it ends in something else."""
        if len(self.members) < 2:
            return None
        last, before = leading_number(self.members[-1]), read_number(self.members[-2])
        same = last and before and abs(last.value - before.value) <= last.unit
        finer = same and before and last and 0 < before.unit < last.unit
        return before if finer else last
