"""Laws of the logarithm that words state: "the log of a product is the sum of the logs"."""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from graders.model import Mistake
from graders.reading.words.claims.model import Model

_OPERATIONS: Mapping[str, Callable[[Sequence[float]], float]] = {
    "sum": math.fsum,
    "product": math.prod,
    "difference": lambda values: values[0] - math.fsum(values[1:]),
    "quotient": lambda values: values[0] / math.prod(values[1:]),
}
_VALUES = (3.0, 1.7)
_OPERATION = "|".join(_OPERATIONS)
_LAW = re.compile(
    rf"\blog(?:arithm)?s? of (?:an?|the|this|any) (?P<inner>{_OPERATION})"
    r"(?: (?:over|of) [^.;,]{1,30}?)?"
    r" (?:is|equals|becomes|gives|yields|turns into|splits into)(?: just| simply)?"
    rf" (?:a|the) (?P<outer>{_OPERATION}) of (?:the |all |their )?log",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class LogarithmLaws(Model):
    """What is said of logarithms of sums and products, tried with numbers.

    >>> laws = LogarithmLaws()
    >>> laws.denied("The log of a product is the sum of the logs.")
    ''
    >>> laws.denied("The log of the sum over k is the sum of logs.")
    'log of the sum over k is the sum of log'
    """

    mistake: Mistake | None = None

    def false_claims(self, text: str) -> Iterator[str]:
        """The laws of a text that do not hold."""
        told = _LAW.finditer(" ".join(text.split()))
        yield from (each[0] for each in told if not _holds(each))


def _holds(law: re.Match[str]) -> bool:
    inner, outer = (_OPERATIONS[law[name].lower()] for name in ("inner", "outer"))
    logarithms = [math.log(each) for each in _VALUES]
    return math.isclose(math.log(inner(_VALUES)), outer(logarithms))
