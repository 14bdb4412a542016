"""Numbers of labels in words, in other writing and in circles, as digits."""

import re

_FULL_WIDTH = str.maketrans("０１２３４５６７８９．（）：", "0123456789.():") | {
    ord(sign): f"{number}) " for number, sign in enumerate("①②③④⑤⑥⑦⑧⑨", start=1)
}
_NUMBER_WORDS = "one two three four five six seven eight nine ten".split()
_ORDINAL = re.compile(
    r"^([\s#*]*)第\s*([0-9一二三四五六七八九])\s*(?:[题问]|部分|小题)"
)  # "question 2"
_SPELLED = re.compile(rf"\b(question|problem|exercise|part)\s+({'|'.join(_NUMBER_WORDS)})\b", re.I)
_ORDINAL_WORDS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_COUNTED = re.compile(
    rf"^([\s#*_]*)(?:the\s+)?({'|'.join(_ORDINAL_WORDS)})\s+(question|problem|exercise|part)\b",
    re.I,
)


def in_digits(line: str) -> str:
    """A line whose label is written in digits.

    >>> in_digits("Question Two: so"), in_digits("The second part"), in_digits("第二题 so")
    ('Question 2: so', 'part 2', 'Question 2.  so')
    """
    line = line.translate(_FULL_WIDTH)
    line = _ORDINAL.sub(_from_chinese, line, count=1)
    line = _COUNTED.sub(_from_ordinal, line, count=1)
    return _SPELLED.sub(_from_word, line, count=1)


def _from_chinese(ordinal: re.Match[str]) -> str:
    number = ordinal[2] if ordinal[2].isascii() else str("一二三四五六七八九".index(ordinal[2]) + 1)
    return f"{ordinal[1]}Question {number}. "


def _from_ordinal(counted: re.Match[str]) -> str:
    return f"{counted[1]}{counted[3]} {_ORDINAL_WORDS.index(counted[2].lower()) + 1}"


def _from_word(spelled: re.Match[str]) -> str:
    return f"{spelled[1]} {_NUMBER_WORDS.index(spelled[2].lower()) + 1}"
