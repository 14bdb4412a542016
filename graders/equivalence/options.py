"""How an answer is read and held against its reference."""

from typing import NamedTuple

from graders.errors import GraderError

KINDS = ("value", "number", "relation", "shape", "constraint", "equation", "derivation")
_MOST_DIGITS = 50


class Options(NamedTuple):
    """How an answer is read and held against its reference."""

    kind: str = "value"
    layout: str | None = None
    order: str = "HWC"
    student_format: str = "latex"
    almost_everywhere: bool = False
    min_digits: int | None = None
    naming: bool = True  # whether the mistake behind a wrong answer is looked for

    @property
    def without_naming(self) -> "Options":
        return self._replace(naming=False)


def check(options: Options) -> None:
    """Refuses options that make no sense.

    Raises:
        GraderError: naming the option.
    """
    for name, value, allowed in (
        ("kind", options.kind, KINDS),
        ("layout", options.layout, (None, "denominator", "numerator")),
        ("order", options.order, ("HWC", "free")),
        ("student_format", options.student_format, ("latex", "python")),
    ):
        if value not in allowed:
            words = ", ".join(str(each) for each in allowed if each)
            raise GraderError(f"'{value}' is none", where=name, hint=f"use one of {words}")
    digits = options.min_digits
    if digits is not None and not (isinstance(digits, int) and 0 < digits <= _MOST_DIGITS):
        raise GraderError(
            f"'{digits}' is no number of digits",
            where="min_digits",
            hint=f"use 1 to {_MOST_DIGITS}",
        )
