r"""Question labels: "Question 2", "Qs 2.1", "3 b continued", "(ii)", "1)", "4. (a)", "2.2.w9".

A label is read from the beginning of a line; whether it names a question is decided by the
assignment's own tree of questions and by what was labelled before it.
"""

import re
from dataclasses import dataclass

from graders.reading.outline.counting import MISREAD
from graders.reading.outline.spelled import in_digits
from graders.reading.remembering import remembered

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """The parts of a label and the text after it.

    `explicit` is set where a word such as "Question" says that it is one, and `bare` where
    nothing but a space ends it, as in a heading "1 Machine learning"; `word` is the initial of
    that word. One that is `nested` counts from the question it stands below, "2 (a)" is 1.2.a, and
    one that is not from the first; None where either may be.
    """

    parts: Path
    rest: str
    explicit: bool
    bare: bool
    word: str = ""
    nested: bool | None = None

    @property
    def is_id(self) -> bool:
        """Whether a label has the number of a question and a part of it: "1 (a)", "2.2.w9"."""
        return len(self.parts) > 1 and self.parts[0].isdigit()


_LONGEST = 400  # characters of a line that are looked at

_NOISE = re.compile(
    r"[\s#*_>]*(?:- +)?(?:[=~-]{2,}\s*)?(?:\((?=[A-Za-z]+\.?\s*#?\d)|\[(?=[A-Za-z]*\.?\s*#?\d))?"
    r"(?:(?:HWZ?|Homework|Assignment)[ _-]*+\d*+[ :.,-]*+(?=\S))?"
    r"(?:(?:slide|page|sheet|folie|seite)\s*\d{1,2}(?:\s*(?:/|of)\s*\d{1,2})?"
    r"\s*[.:|·–—-]+\s*(?=\w))?"
    r"(?:\(?(?:ec|extra[ -]credit|bonus)\b\)?[ :.,-]*"
    r"(?=(?:qs?|ques|questions?|problem|exercise|ex|task)\b|\d+\.\d))?"
    r"(?:(?:in|for|on) (?:the )?(?=(?:fig(?:ure)?|panel|plot|graph)\b))?"
    r"(?:(?:about|for|regarding|as for) (?=\(?[a-z]\)))?",
    re.IGNORECASE,
)
_KEYWORD = re.compile(
    r"(?:(?:my\s+)?(?:answers?|solutions?|ans|sol|corrections?|corrected)\b\.?\s*(?:to|for|of)?\s*)?"
    r"(?P<word>questions?|problems?|exercises?|tasks?|ques|prob|qs|qn|ex|q|part|figure|fig|section|§|abbildung|abb|panel|plot|graph"
    r"|p(?=\s?\d[\d.]*[:.)*_]*\s*$)|aufgaben?|frage|übung|teil|exercices?|ejercicios?|pregunta|problema|problèmes?|esercizio|domanda|问题|题目?)"
    r"\s*[.-]?\s*(?:(?:No|Nr|number)\b\.?|№)?\s*#?\s*(?=[\d(]|[A-Za-z]\b|[ivx]{1,4}\b)"
    r"|(?:answers?|solutions?|ans|sol|corrections?|corrected)\b\.?\s*(?:to|for|of)?\s*"
    r"(?=\d+(?:[.(]\w|(?:[a-z]|[ivx]{2,4})\b))|(?:answers?|ans)\.?\s+(?=\d{1,2}[:)])"
    r"|No\.?\s*(?=\d[\d.]*[a-z]?[:.)*_]*\s*$)"
    r"|O\s+(?=\d{1,2}\s*$)",  # OCR reads Q as O
    re.IGNORECASE,
)
_UNDERLINED = re.compile(r"\$\s*\\(?:frac\{(\d+\.\d+)\}\{\1\}|underline\{(\d+\.\d+)\})\s*\$")
_RELATIVE_WORDS = frozenset("part figure fig section teil abbildung abb panel plot graph".split())
_ID = re.compile(r"\d+(?:(?:\.[A-Za-z0-9_]+)+|(?:_(?:\d{1,2}|[a-z]))+)(?![A-Za-z0-9_])")
_ID_IN_BRACKETS = re.compile(r"\(\d+(?:(?:\.[A-Za-z0-9]+)+|[a-z]|[ivx]{2,4})\)")
_PART = r"(?:\d{1,2}|[ivx]{2,4}|IV|I{2,3}|[A-Za-z])"
_FIRST = re.compile(
    rf"\(\s*(?P<closed>{_PART})\.?\s*\)|(?P<open>{_PART})(?![A-Za-z0-9])|(?P<number>\d{{1,2}})"
)
_OVER = (
    rf"(?=\s*(?:[).:\]*]|[=~-]{{2,}}|\({_PART}\)|\s?[,–—-]\s|$))"  # behind the last part of a label
)
_NEXT = re.compile(
    rf"\s*[.,:)\]–—-]?\s*\(\s*(?P<closed>{_PART})\.?\s*\)"
    rf"|\s*[,:–—-]?\s*(?i:(?:sub)?(?:part|question|teil))\s*\(?\s*(?P<worded>{_PART})(?:\b|(?=[a-z]\b))\s*\)?"
    rf"|(?:(?<=\d)[.)]{{1,2}}|(?<=[a-z])\))\s*(?P<listed>{_PART})(?=\.?\)(?:\s|$))"  # "1) a)"
    rf"|[.,–—-](?P<dotted>{_PART})(?![A-Za-z0-9])"
    rf"|(?:,\s|[–—-]\s|\s+[–—-]\s)\s*(?P<apart>{_PART}){_OVER}"
    r"|(?<=\d)\. (?P<spaced>\d)(?=[ :.]*$|[ :.]+(?:ans\b|[A-Z$]))"
    r"|(?<=[A-Za-z])\s+(?P<numbered>\d{1,2})(?=[.)]\s)"
    rf"|(?<=[\da-h])(?P<roman>[ivx]{{2,4}}|(?<=[a-h])[ivx]){_OVER}"
    rf"|\s*(?P<tight>[A-Za-z])(?=[\s).\]*]|:(?!=)|$|\({_PART}\))"
    rf"|(?<=\d)(?P<before_roman>[a-h])(?=[ivx]{{1,4}}{_OVER})"
)
_OPERATOR = re.compile(r"[=+^<≈×·]|>(?!>> )|/(?!\s*\d+(?:\.\w+)+[\s*:]*$)|\\(?:times|cdot|approx)")
_DIFFERENCE = re.compile(r"\d{1,2} [-–] \w\s*=")
_ABOUT = re.compile(r"\s*≈\s*\d")  # "1. ≈40"
_END = re.compile(
    r"\s*(?P<bracket>[])])?\s*(?P<mark>\.\)|[.):]|[-–—](?=\s)|\\\))?(?:\s*[=~-]{2,}\s*$)?"
    r"(?=\s|$|[$*A-Z(\\])"
)
_SET_OFF = re.compile(r"\s*(?:\*\*\d{1,2}\*\*(?=\s+[A-Z$(\\])|#+\d)")  # "**1** So", "#1"
_BETWEEN = re.compile(r"^(?:[ *:]|[-–—](?=\s|$)|[–—])*")  # a minus stays at its number
_CONTINUED = re.compile(r"\s*[\[(]?\s*(?:cont(?:inued|\.|d)?|ctd)\b\.?\s*[\])]?", re.IGNORECASE)


@remembered
def read_label(line: str) -> Label | None:
    """The label that a line begins with, if it can be one.

    >>> read_label("Qs 2.1 Activation Function").parts, read_label("(ii) so").parts
    (('2', '1'), ('ii',))
    >>> read_label("3 b continued] for a quadratic").parts, read_label("4. (a) The").parts
    (('3', 'b'), ('4', 'a'))
    >>> read_label("Consider y = 1") is None, read_label("1) > 2") is None
    (True, True)
    >>> read_label("(ii) >>> len(data)").parts, read_label("l.2) so").parts
    (('ii',), ('1', '2'))
    """
    line, tail = line[:_LONGEST], line[_LONGEST:]
    line = in_digits(line.replace("\\.", "."))
    line = line.replace("__", "") if line.startswith("_") else line
    line = _UNDERLINED.sub(lambda label: label[1] or label[2], line, count=1)
    at = _match_end(_NOISE, line, 0)
    keyword = _KEYWORD.match(line, at)
    explicit = keyword is not None and (keyword["word"] or "").lower() not in _RELATIVE_WORDS
    if keyword is not None:
        at = keyword.end()
    is_marked = explicit or line[at - 1 : at] == "*" or line.startswith("#")
    found = _parts(line, at, is_marked=is_marked)
    if found is None:
        return None
    parts, after = found
    after = _match_end(_CONTINUED, line, after)
    end = _END.match(line, after)
    if end is None:
        return None
    closed = end["bracket"] or line[after - 1 : after] in (")", "]")
    bare = not (end["mark"] or closed or keyword or _SET_OFF.match(line))
    rest = _BETWEEN.sub("", line[end.end() :]) + tail
    is_about = not bare and _ABOUT.match(line, end.end())
    if _DIFFERENCE.match(line, at) and not keyword:
        return None
    if _OPERATOR.match(line[end.end() :].lstrip()) and not (keyword or is_about):
        return None
    if bare and rest and len(parts) == 1 and not parts[0].isdigit():
        return None  # "a model" begins no question
    word = keyword["word"] if keyword and explicit else None
    return Label(parts, rest, explicit, bare, (word or "")[:1].lower())


def _match_end(pattern: re.Pattern[str], line: str, at: int) -> int:
    found = pattern.match(line, at)
    return found.end() if found else at


def _parts(line: str, at: int, *, is_marked: bool) -> tuple[Path, int] | None:
    whole = _ID.match(line, at) or _ID_IN_BRACKETS.match(line, at)
    if whole is not None:
        parts = tuple(
            part
            for each in re.split(r"[.]" if "." in whole.group() else "_", whole.group().strip("()"))
            for part in _digits_and_letter(each)
        )
        more, end = _more_parts(line, whole.end(), is_marked=is_marked)
        return parts + more, end
    first = _FIRST.match(line, at)
    if first is None:
        return None
    more, end = _more_parts(line, first.end(), is_marked=is_marked)
    part = first[first.lastgroup or 0]
    if more and more[0].isdigit() and line[first.end()] == ".":
        part = MISREAD.get(part, part)
    return (part, *more), end


def _digits_and_letter(part: str) -> tuple[str, ...]:
    """`4a` in "5.4a" is two parts, and so is `2ii` in "1.2ii"."""
    found = re.fullmatch(r"(\d+)([a-z]|[ivx]{2,4})", part)
    return (found[1], found[2]) if found else (part,)


def _more_parts(line: str, at: int, *, is_marked: bool) -> tuple[Path, int]:
    parts: list[str] = []
    while len(parts) < 4 and (part := _NEXT.match(line, at)) is not None:
        if part["tight"] and part.group()[0].isspace() and _reads_on(line, part.end()):
            break
        if part["apart"] and not (is_marked or _is_closed_letter(part)):
            break
        parts.append(part[part.lastgroup or 0])
        at = part.end()
    return tuple(parts), at


def _is_closed_letter(part: re.Match[str]) -> bool:
    """Whether a part behind a dash is no number that is taken away: "6 - b)"."""
    return part["apart"].isalpha() and part.string[part.end() : part.end() + 1] in (")", "]", ":")


def _reads_on(line: str, at: int) -> bool:
    """Whether a lone letter after a space is a word of a sentence: "2 A model" but "3 b)"."""
    return not re.match(r"\s*(?:[).\]*]|:(?!=)|[\[(]?(?:cont|ctd)|$)", line[at:], re.IGNORECASE)
