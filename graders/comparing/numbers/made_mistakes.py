"""Which known mistake makes of a quantity what a student printed, found by making it."""

from collections.abc import Mapping

from graders.comparing.numbers.digits import by_digits
from graders.comparing.numbers.following import is_right
from graders.comparing.numbers.targets import Earlier, Target, value_with_mistake
from graders.model import Mistake, PrintedNumber


def made_mistake(number: PrintedNumber, target: Target, earlier: Earlier) -> Mistake | None:
    """The known mistake that comes nearest, from right earlier values or the student's own."""
    exact = {name: target.worksheet.reference(name) for name in earlier}
    own = {name: float(each) for name, each in earlier.items() if each is not None}
    for known in (exact, {**exact, **own}):
        made = [(value_with_mistake(target, known, each), each) for each in target.mistakes]
        fitting = [
            (abs(value - float(number)), each.mistake)
            for value, each in made
            if value is not None and target.rule(number, value).fits
        ]
        if fitting:
            return min(fitting, key=lambda each: each[0])[1]
    return None


def is_made_before(mistake: Mistake, target: Target, own: Mapping[str, PrintedNumber]) -> bool:
    """Whether a known mistake has led to an earlier value, which has been charged for it."""
    sheet = target.worksheet
    made = [each.changes for each in target.mistakes if each.mistake == mistake]
    wrong = [name for name in own if not is_right(own[name], sheet, name)]
    return any(
        by_digits(own[name], sheet.value(name, changed=changes)).fits
        for name in wrong
        for changes in made
    )
