"""Numbers of labels in words, in other writing and in circles, as digits."""

import re

_FULL_WIDTH = str.maketrans("０１２３４５６７８９．（）：", "0123456789.():") | {
    ord(sign): f"{number}) " for number, sign in enumerate("①②③④⑤⑥⑦⑧⑨", start=1)
}
_NUMBERS = "one two three four five six seven eight nine ten".split()
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_WORD = "question|problem|exercise|part"
_CHINESE = re.compile(r"^([\s#*]*)第\s*([0-9一二三四五六七八九])\s*(?:[题问]|部分|小题)")
_COUNTED = re.compile(
    rf"^([\s#*_]*)(?:the\s+)?({'|'.join(_ORDINALS)})\s+({_WORD})\b", re.IGNORECASE
)
_SPELLED = re.compile(rf"\b({_WORD})\s+({'|'.join(_NUMBERS)})\b", re.IGNORECASE)


def in_digits(line: str) -> str:
    """A line whose label is written in digits.

    >>> in_digits("Question Two: so"), in_digits("The second part"), in_digits("第二题 so")
    ('Question 2: so', 'part 2', 'Question 2.  so')
    """
    line = line.translate(_FULL_WIDTH)
    line = _CHINESE.sub(_from_chinese, line, count=1)
    line = _COUNTED.sub(_from_ordinal, line, count=1)
    return _SPELLED.sub(_from_word, line, count=1)


def _from_chinese(chinese: re.Match[str]) -> str:
    number = chinese[2] if chinese[2].isascii() else str("一二三四五六七八九".index(chinese[2]) + 1)
    return f"{chinese[1]}Question {number}. "


def _from_ordinal(counted: re.Match[str]) -> str:
    return f"{counted[1]}{counted[3]} {_ORDINALS.index(counted[2].lower()) + 1}"


def _from_word(spelled: re.Match[str]) -> str:
    return f"{spelled[1]} {_NUMBERS.index(spelled[2].lower()) + 1}"
