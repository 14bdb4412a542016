r"""Variants of the number in which an answer ends: other ways to print it, and other numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from graders.auditing.mathematics import formulas, replaced
from graders.auditing.variants import Change

NUMBER = re.compile(
    r"(?<![\w.^_{\\])(?P<sign>-?)(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?P<decimals>\.\d+)?"
    r"(?P<exponent>e[-+]?\d+)?(?P<percent>\s*\\?%)?(?![\d\w^])"
)
FEWEST_DIGITS = 3  # that are significant and always enough
_DIFFERENT = Fraction(1, 100)


@dataclass(frozen=True)
class Printed:
    """A number of an answer as it is printed, and where."""

    start: int
    end: int
    sign: str
    whole: str
    decimals: str
    exponent: str
    percent: str

    @property
    def plain(self) -> str:
        return f"{self.sign}{self.whole.replace(',', '')}{self.decimals}"

    @property
    def value(self) -> Fraction:
        return Fraction(self.plain)

    @property
    def places(self) -> int:
        return max(0, len(self.decimals) - 1)

    @property
    def digits(self) -> int:
        """The significant digits."""
        return len(re.sub(r"\D", "", self.plain).lstrip("0"))


def numbers(text: str) -> Iterator[Printed]:
    """All numbers that stand alone in a text.

    >>> [each.plain for each in numbers("$w_1 = 0.1 - 2 x = -0.0850$; total 1,200")]
    ['0.1', '2', '-0.0850', '1200']
    """
    for match in NUMBER.finditer(text):
        found = {key: value or "" for key, value in match.groupdict().items()}
        yield Printed(match.start(), match.end(), **found)


def answer_number(text: str) -> Printed | None:
    """The number in which an answer ends: that of its last equation, or else of its text."""
    ends = [each for each in formulas(text) if re.search(r"=|\\approx", each.latex)]
    found = list(numbers(text))
    if ends:
        found = [each for each in found if ends[-1].start <= each.start < ends[-1].end]
        after = text[found[-1].end : ends[-1].end] if found else "?"
        return found[-1] if found and not re.search(r"[A-Za-z=+*/]", after) else None
    return found[-1] if found else None


def rounded(value: Fraction, places: int, *, cut: bool = False) -> str:
    """A value to so many decimal places, rounded or cut."""
    unit = Fraction(1, 10**places)
    steps = abs(value) / unit
    count = int(steps) if cut else int(steps + Fraction(1, 2))
    digits = str(count).zfill(places + 1)
    sign = "-" if value < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"


def other_prints(text: str) -> Iterator[Change]:
    """The answer with its number printed in another way."""
    found = answer_number(text)
    if found is None:
        return
    in_formula = any(each.start <= found.start < each.end for each in formulas(text))
    for rule, print_ in _prints(found):
        if "10^" in print_ and not in_formula:
            continue
        yield Change(f"number: {rule}", replaced(text, found.start, found.end, print_))
    if re.search(r"=|\\approx", text):
        yield Change("number: alone", f"{text[found.start : found.end]}\n")
        yield Change("number: bold", f"**{text[found.start : found.end]}**\n")
    equals = text.rfind("=", 0, found.start)
    if equals >= 0 and not text[equals + 1 : found.start].strip():
        yield Change("number: about equal", replaced(text, equals, equals + 1, r"\approx"))


def _prints(found: Printed) -> Iterator[tuple[str, str]]:
    value, places, tail = found.value, found.places, found.percent
    if found.exponent:
        return
    if places > 4 and found.digits > FEWEST_DIGITS:
        yield "one digit less, rounded", rounded(value, places - 1) + tail
        yield "one digit less, cut", rounded(value, places - 1, cut=True) + tail
    if places and abs(value) < 1:
        yield "no zero before the point", found.plain.replace("0.", ".", 1) + tail
    if "," in found.whole or len(found.whole) > 4:
        plain = found.whole.replace(",", "")
        yield "no separators", plain + found.decimals + tail
        yield "commas", f"{int(plain):,}" + found.decimals + tail
        yield "thin spaces", f"{int(plain):,}".replace(",", r"\,") + found.decimals + tail
    if tail:
        yield "a share", rounded(value / 100, places + 2)
    elif places and value:
        yield "scientific", _scientific(found, r"{} \times 10^{{{}}}")
        yield "scientific with a dot", _scientific(found, r"{} \cdot 10^{{{}}}")
        yield "as machines print it", _scientific(found, "{}e{}")


def _scientific(found: Printed, form: str) -> str:
    digits = re.sub(r"\D", "", found.plain).lstrip("0")
    exponent = len(digits) - found.places - 1
    mantissa = f"{found.sign}{digits[0]}.{digits[1:] or '0'}"
    return form.format(mantissa, exponent)


def other_numbers(text: str, random: Random) -> Iterator[Change]:
    """The answer with another number."""
    found = answer_number(text)
    if found is None:
        return
    for rule, print_ in wrong_prints(found, random):
        yield Change(f"mutant: {rule}", replaced(text, found.start, found.end, print_))
        if re.search(r"=|\\approx", text):
            yield Change(f"mutant: {rule}, alone", f"{print_}\n")


def wrong_prints(found: Printed, random: Random) -> Iterator[tuple[str, str]]:
    """Other numbers, printed with as many places."""
    value, tail = found.value, found.percent + found.exponent
    if found.exponent:
        yield "another exponent", f"{found.plain}e{int(found.exponent[1:]) + 1}"
    for rule, other in _others(value):
        print_ = rounded(other, found.places)
        is_different = abs(Fraction(print_) - value) > _DIFFERENT * abs(value)
        if is_different and not _ten_to_one(other, value, tail):
            yield rule, print_ + tail
    digits = [at for at, sign in enumerate(found.plain) if sign.isdigit()]
    significant = digits[len(digits) - found.digits :][:2]
    for at in significant:
        digit = random.choice([each for each in "123456789" if each != found.plain[at]])
        changed = f"{found.plain[:at]}{digit}{found.plain[at + 1 :]}"
        if abs(Fraction(changed) - value) > _DIFFERENT * abs(value):
            yield "a digit changed", changed + tail


def _others(value: Fraction) -> Iterator[tuple[str, Fraction]]:
    yield "a sign", -value
    yield "doubled", 2 * value
    yield "halved", value / 2
    yield "a tenth", value / 10
    yield "ten times", value * 10
    yield "the rest to one", 1 - value
    yield "one more", value + 1


def _ten_to_one(other: Fraction, value: Fraction, tail: str) -> bool:
    """Whether a share and a percentage could be mistaken for one another."""
    return "%" in tail and other in (value * 100, value / 100)
