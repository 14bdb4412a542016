"""The words that say that a label is one, "Question", "Prob.", "Aufgabe", also where misspelt."""

import re
from collections.abc import Iterator

ANSWERS = "answers?|solutions?|ans|sol|corrections?|corrected"
QUESTIONS = (
    "(?:sub[- ]?)?questions?|problems?|exercises?|tasks?|quest|ques|qstn|probl|prob|exerc|exer|exc"
    r"|(?:que|qu|prblm|prbl|prb|pr|pbm|pb)(?=\.?\s?\#?\d)|qs|qn|ex|q"
)
ELSEWHERE = (
    "aufgaben?|frage|übung|teil|exercices?|ejercicios?|pregunta|problema|problèmes?|esercizio"
    "|domanda|[问問][题題]?|[题題]目?"
)
PARTS = "(?:sub[- ]?)?parts?|section|§"
PICTURES = "figure|fig|abbildung|abb|panel|plot|graph"
OTHERS = (  # of lines with a number that are no labels
    "(?i:homework|hausaufgabe|blatt|hw|assignment|page|slide|sheet|week|lecture|chapter|group|team|version|vol|set"
    "|step|case|layer|block|stage|phase|model|net|network|table|tab|fig|figure|eq|equation|epoch|run"
    "|trial|seed|class|label|node|input|output|example|option|method|way|proof|claim|lemma|theorem"
    "|remark|note|iteration|iter|batch|conv|pool|fc|linear|lin|dim|rank|line|row|column|col|image"
    "|approach|experiment|test|attempt|stride|padding|kernel|filter|hidden|neuron|unit|is|in|of"
    "|to|by|at|on|or|and|we|get|so|then|hence|thus|with|from|for|than|only|about|be|are|answer"
    "|accuracy|size|width|height|points?|pts|mod|log|ln|exp|sin|cos|max|min|sqrt|approx|course)"
)


def _misspelt(word: str) -> Iterator[str]:
    """The patterns of a word with one letter changed, lost, added, or swapped with the next."""
    yield word.replace("m", "rn")  # as OCR reads it
    for at in range(1, len(word)):
        before, letter, behind = word[:at], word[at], word[at + 1 :]
        yield rf"{before}\w?{behind}"
        yield rf"{before}\w{letter}{behind}"
        yield f"{before}{behind[:1]}{letter}{behind[1:]}"


_LONG = ("question", "problem", "exercise")  # one wrong letter makes no other word of them
_SPELLINGS = "|".join(f"(?P<{word}>{'|'.join(_misspelt(word))})" for word in _LONG)
_MISSPELT = re.compile(
    rf"^(?P<before>[\s#*_>(\[]*(?:\d{{1,2}}[).:]*\s+)?)(?!(?:{QUESTIONS}|{ELSEWHERE})\b)"
    rf"(?:{_SPELLINGS})(?=s?[\s.:#(-]*(?:\d|[IVX]{{1,4}}\b))",
    re.IGNORECASE,
)


def with_word_mended(line: str) -> str:
    """A line that begins with a misspelt word of a label and a number, with that word put right.

    >>> with_word_mended("**Problm 2** so"), with_word_mended("Questlon 2"), with_word_mended("So")
    ('**problem 2** so', 'question 2', 'So')
    """
    return _MISSPELT.sub(lambda found: f"{found['before']}{found.lastgroup}", line, count=1)
