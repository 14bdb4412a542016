"""Whether the name on the left of an equation is that of another quantity than is asked for."""

import re

from graders.model import Question
from graders.reading.finding.sheet import Sheet
from graders.reading.finding.statements import Statement
from graders.reading.mathematics.words.spelled import GREEK
from graders.reading.quantities.names.reader import read_name

_NO_OPERATION = r"(?:(?!minus|plus|times)[^-+−*/])*"
_OLD = re.compile(rf"{_NO_OPERATION}(?<![a-z])old(?![a-z]){_NO_OPERATION}", re.IGNORECASE)
_LETTER = re.compile(rf"(?P<letter>[A-Za-z]|{'|'.join(GREEK)})(?P<index>\d*)", re.IGNORECASE)


def is_called_otherwise(statement: Statement, question: Question, sheet: Sheet) -> bool:
    r"""Whether an equation is one for another quantity: `\alpha_1` for `\alpha_2`, or `x_1`.

    A letter of the student's own may stand for a name of the question where it has its index.
    """
    if _is_of_old_value(statement, question, sheet):
        return True
    name = _other_name(statement, question, sheet)
    if name in sheet.named or name in sheet.given:
        return True
    own = [each for one in sheet.names[question.id] if (each := _LETTER.fullmatch(one))]
    letter = _LETTER.fullmatch(name)
    if letter is None or not own:
        return False
    is_short = not letter["index"] and letter["letter"] in [each["letter"] for each in own]
    return not is_short and letter["index"] not in [each["index"] for each in own]


def _is_of_old_value(statement: Statement, question: Question, sheet: Sheet) -> bool:
    """Whether an equation is one for the old value of a quantity whose new one is asked for."""
    is_new_asked = any(each.endswith("_new") for each in sheet.names[question.id])
    return is_new_asked and _OLD.fullmatch(statement.chain.members[0]) is not None


def is_called_by_another_letter(statement: Statement, question: Question, sheet: Sheet) -> bool:
    """Whether an equation is one for a letter that no name of the question is."""
    return _LETTER.fullmatch(_other_name(statement, question, sheet)) is not None


def _other_name(statement: Statement, question: Question, sheet: Sheet) -> str:
    """The name on the left of an equation, if it is one and not the question's own."""
    chain = statement.chain
    name = chain.name or read_name(chain.members[0].strip("$ "), sheet.vocabulary)
    own = (*sheet.names[question.id], sheet.local_names.get(question.id))
    return name if name is not None and name not in own else ""
