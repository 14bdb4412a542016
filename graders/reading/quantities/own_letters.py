r"""Formulas in which a student calls a row of quantities by a letter of their own: `o_i - y_i`."""

import re
from dataclasses import replace

from graders.errors import Unreadable
from graders.expression import Expression
from graders.reading.quantities.formula import read_formula
from graders.reading.quantities.names.vocabulary import Vocabulary

_HAT = re.compile(r"\\(?:hat|tilde|bar)\s*(?:\{\s*([A-Za-z])\s*\}|([A-Za-z])(?![A-Za-z]))")
_INDEXED = re.compile(r"(?<![A-Za-z\\])([A-Za-z])_\{?\w\}?(?!\w)")


def read_with_own_letter(text: str, vocabulary: Vocabulary) -> Expression:
    r"""The expression that a formula means if one letter in it is none of the sheet.

    It has as many members as the other letters of the formula.

    Raises:
        Unreadable: if the rest of it cannot be read either.

    >>> from graders.expression import to_text
    >>> sheet = Vocabulary(frozenset({"o1", "o2", "t1", "t2"}))
    >>> to_text(read_with_own_letter(r"\sum_i (o_i - \hat{y}_i)", sheet))
    'o1 - y1 + (o2 - y2)'
    """
    plain = _HAT.sub(lambda hat: hat[1] or hat[2], text)
    letters = set(_INDEXED.findall(plain))
    own = sorted(each for each in letters if not vocabulary.begins(each))
    if len(own) != 1 or len(set(_INDEXED.findall(text)) & letters) < len(letters) - 1:
        raise Unreadable("no letter of it is one of the student's own")
    families = (vocabulary.families.get(each, {}) for each in letters)
    members = {f"{own[0]}{index}" for family in families for index in family}
    return read_formula(plain, replace(vocabulary, known=vocabulary.known | members))
