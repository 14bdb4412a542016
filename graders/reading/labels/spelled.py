"""Numbers of labels in words, in other writing and in circles, as digits."""

import re

from graders.reading.labels.counting import digits_of
from graders.reading.labels.label_words import ELSEWHERE, QUESTIONS

_FULL_WIDTH = str.maketrans("０１２３４５６７８９．（）：", "0123456789.():") | {
    ord(sign): f"{number}) " for number, sign in enumerate("①②③④⑤⑥⑦⑧⑨", start=1)
}
_NUMBERS = "one two three four five six seven eight nine ten".split()
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_WORD = "question|problem|exercise|part"
_CHINESE = re.compile(r"^([\s#*]*)第\s*([0-9一二三四五六七八九])\s*(?:[题題问問]|部分|小[题題])")
_ORDINAL = rf"(?:the\s+)?({'|'.join(_ORDINALS)}|\d(?:st|nd|rd|th))\s+"
_COUNTED = re.compile(
    rf"^([\s#*_]*){_ORDINAL}({_WORD})\b(?:(?<!part),?\s+{_ORDINAL}(?:sub[- ]?)?(?:{_WORD})\b)?",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    rf"^([\s#*_(]*)(\d{{1,2}}|[IVX]{{1,4}})[.)*:]+\s+((?i:{QUESTIONS}|{ELSEWHERE}))(?=[\s.:*_)]*$)",
)
_NUMERAL = "(I{1,3}|IV|VI{0,3}|IX|X)"
_ROMAN = re.compile(
    rf"^([\s#*_(]*(?:(?i:{QUESTIONS})\s+)?){_NUMERAL}(?=\.(?:\d|(?!e\.)[a-h](?![a-z])))"  # "II.3a"
    rf"|^([\s#*_(]*){_NUMERAL}(?=[.):]*[*_]+\s*$|[.):]+\s*$)"  # "**II.**"
    rf"|^(\s*#[\s#*_(]*){_NUMERAL}(?=[.):]+\s|\s*$)"  # "## II. Title"
)
_PART_OF = re.compile(
    rf"^([\s#*_(\[]*)part\s+\(?(\w{{1,4}}(?:\.\w{{1,4}})*)\)?\s+of\s+({_WORD})\s+(\d{{1,2}})\b",
    re.IGNORECASE,
)
_IN_ANGLES = re.compile(r"^([\s#*_]*)<(\d[\w.]*)>(?=\s|$)")
_OF_SENTENCE = re.compile(  # "For part 2, we", "Finally, for (c), so"
    rf"""^(?P<before>[\s#*_]*) (?:\w+,?\ )? (?:as\ for|for|in|regarding|concerning)\ (?:the\ )?
    (?P<label>
        (?:(?:{_WORD})\ \(?\w{{1,3}}\)? | \d{{1,2}}(?=[.(]\w))(?:\.\w{{1,12}}|\(\w{{1,3}}\))*
      | \(\w{{1,3}}\) | \d{{1,2}}(?=:))
    (?:,|:|(?=\ (?:we|the|it)\b))""",
    re.IGNORECASE | re.VERBOSE,
)
_SPELLED = re.compile(rf"\b({_WORD})\s+({'|'.join(_NUMBERS)})\b", re.IGNORECASE)


def in_digits(line: str) -> str:
    """A line whose label is written in digits.

    >>> in_digits("Question Two: so"), in_digits("The second part"), in_digits("第二题 so")
    ('Question 2: so', 'part 2', 'Question 2.  so')
    >>> in_digits("First question, second part: so")
    'question 1.2: so'
    >>> in_digits("## 2. Problem"), in_digits("3rd exercise:"), in_digits("II.3a so")
    ('## Problem 2', 'exercise 3:', '2.3a so')
    >>> in_digits("Part (a) of Problem 2: so")
    'Problem 2.a: so'
    >>> in_digits("For part 2, we get 3"), in_digits("Finally, for (c) we get 3")
    ('part 2: we get 3', '(c): we get 3')
    """
    line = line.translate(_FULL_WIDTH)
    line = _IN_ANGLES.sub(r"\1[\2]", line)
    line = _OF_SENTENCE.sub(r"\g<before>\g<label>:", line, count=1)
    line = _PART_OF.sub(r"\1\3 \4.\2", line, count=1)
    line = _CHINESE.sub(_from_chinese, line, count=1)
    line = _COUNTED.sub(_from_ordinal, line, count=1)
    line = _NUMBERED.sub(r"\1\3 \2", line, count=1)
    line = _ROMAN.sub(_from_roman, line, count=1)
    return _SPELLED.sub(_from_word, line, count=1)


def _from_chinese(chinese: re.Match[str]) -> str:
    number = chinese[2] if chinese[2].isascii() else str("一二三四五六七八九".index(chinese[2]) + 1)
    return f"{chinese[1]}Question {number}. "


def _from_ordinal(counted: re.Match[str]) -> str:
    before, *ordinals = counted[1], counted[2], counted[4]
    numbers = [_in_figures(each.lower()) for each in ordinals if each]
    return f"{before}{counted[3]} {'.'.join(numbers)}"


def _in_figures(ordinal: str) -> str:
    return ordinal[0] if ordinal[0].isdigit() else str(_ORDINALS.index(ordinal) + 1)


def _from_roman(roman: re.Match[str]) -> str:
    before, numeral = filter(lambda group: group is not None, roman.groups())
    return f"{before}{digits_of(numeral)}"


def _from_word(spelled: re.Match[str]) -> str:
    return f"{spelled[1]} {_NUMBERS.index(spelled[2].lower()) + 1}"
