"""Words in which a machine has misread a letter of handwriting: "quaranteed", "gensen"."""

import re
from collections.abc import Iterable

_SHORTEST = 6  # letters: among shorter words one letter makes another word
_WORD = re.compile(r"[^\W\d_]+")


def with_words_mended(text: str, words: Iterable[str]) -> str:
    """The text with each word that is one letter away from one of these put right.

    Only the beginning of a longer word counts, so that "telescop" also stands for "telescoping".
    Letters are replaced, neither lost nor added; and words that are known stay as they are.

    >>> with_words_mended("It is NOT quaranteed by Gensen", ["guaranteed", "jensen"])
    'It is NOT guaranteed by jensen'
    """
    known = sorted({each.casefold() for each in words if len(each) >= _SHORTEST})

    def mended(found: re.Match[str]) -> str:
        word = found[0].casefold()
        if len(word) < _SHORTEST or any(word.startswith(each) for each in known):
            return found[0]
        near = [each for each in known if _is_one_letter_away(word[: len(each)], each)]
        longest = max(near, key=len, default="")
        return longest + found[0][len(longest) :]

    return _WORD.sub(mended, text) if known else text


def words_in(phrase: str) -> list[str]:
    r"""The words of a phrase, or of a regular expression, that are long enough to be mended.

    >>> words_in(r"jensen|non-?negative|telescop\w*")
    ['jensen', 'negative', 'telescop']
    """
    plain = re.sub(r"\\[A-Za-z]+", " ", phrase)
    return [each for each in _WORD.findall(plain) if len(each) >= _SHORTEST]


def _is_one_letter_away(word: str, other: str) -> bool:
    return len(word) == len(other) and sum(a != b for a, b in zip(word, other, strict=True)) == 1
