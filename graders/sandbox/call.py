"""What came of one request to student code."""

from dataclasses import dataclass
from typing import Any

from graders.sandbox.inside.endings import Ended


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a traceback: the student's own file, line, function and source."""

    label: str
    line: int
    function: str
    source: str

    def __str__(self) -> str:
        inside = f", in {self.function}" if self.function not in ("", "<module>") else ""
        return f"{self.label}:{self.line}{inside}: {self.source}"


@dataclass(frozen=True, slots=True)
class Call:
    """How a request ended, and its value if it returned one.

    `value` is plain data: None, numbers, text, lists, tuples, dictionaries, numpy arrays, and an
    `Opaque` for anything else. `changed` names the arguments that the function changed, by place
    from 1 or by name; `output` is what was printed, cut to its limit.
    """

    ended: Ended
    value: Any = None
    message: str = ""
    traceback: tuple[Line, ...] = ()
    output: str = ""
    seconds: float = 0.0
    changed: tuple[str, ...] = ()

    @property
    def returned(self) -> bool:
        return self.ended is Ended.RETURNED
