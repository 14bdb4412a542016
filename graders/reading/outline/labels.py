r"""Question labels: "Question 2", "Qs 2.1", "3 b continued", "(ii)", "1)", "4. (a)", "2.2.w9".

A label is read from the beginning of a line; whether it names a question is decided by the
assignment's own tree of questions and by what was labelled before it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from graders.reading.remembering import remembered

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """The parts of a label and the text after it.

    `explicit` is set where a word such as "Question" says that it is one, and `bare` where
    nothing but a space ends it, as in a heading "1 Machine learning"; `word` is the initial of
    that word.
    """

    parts: Path
    rest: str
    explicit: bool
    bare: bool
    word: str = ""


_LONGEST = 400  # characters of a line that are looked at

_NOISE = re.compile(
    r"[\s#*_>]*(?:- +)?(?:(?:HWZ?|Homework|Assignment)[ _-]*+\d*+[ :.,-]*+(?=\S))?"
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
    r"\s*[.-]?\s*#?\s*(?=[\d(]|[A-Za-z]\b|[ivx]{1,4}\b)"
    r"|(?:answers?|solutions?|ans|sol|corrections?|corrected)\b\.?\s*(?:to|for|of)?\s*(?=\d+[.(]\w)"
    r"|O\s+(?=\d{1,2}\s*$)",  # OCR reads Q as O
    re.IGNORECASE,
)
_UNDERLINED = re.compile(r"\$\s*\\(?:frac\{(\d+\.\d+)\}\{\1\}|underline\{(\d+\.\d+)\})\s*\$")
_RELATIVE_WORDS = frozenset("part figure fig section teil abbildung abb panel plot graph".split())
_ID = re.compile(r"\d+(?:(?:\.[A-Za-z0-9_]+)+|(?:_(?:\d{1,2}|[a-z]))+)(?![A-Za-z0-9_])")
_ID_IN_BRACKETS = re.compile(r"\(\d+(?:(?:\.[A-Za-z0-9]+)+|[a-z])\)")
_PART = r"(?:\d{1,2}|[A-Za-z]|[ivx]{2,4}|IV|I{2,3})"
_FIRST = re.compile(
    rf"\(\s*(?P<closed>{_PART})\s*\)|(?P<open>{_PART})(?![A-Za-z0-9])|(?P<number>\d{{1,2}})"
)
_NEXT = re.compile(
    rf"\s*[.,)\]]?\s*\(\s*(?P<closed>{_PART})\s*\)"
    rf"|\s*,?\s*(?i:(?:sub)?(?:part|question|teil))\s*\(?\s*(?P<worded>{_PART})(?:\b|(?=[a-z]\b))\s*\)?"
    rf"|[.,-](?P<dotted>{_PART})(?![A-Za-z0-9])"
    r"|(?<=\d)\. (?P<apart>\d)(?=[ :.]*$|[ :.]+(?:ans\b|[A-Z$]))"
    r"|(?<=[A-Za-z])\s+(?P<numbered>\d{1,2})(?=[.)]\s)"
    rf"|\s*(?P<tight>[A-Za-z])(?=[\s).\]*]|:(?!=)|$)"
)
_FILE = re.compile(
    r"(?:.*[^A-Za-z])?(?:(?:q|qs|question|problem|prob|task|exercise|ex)[ _-]?|p(?=\d[._-]\d))"
    r"(\d{1,2})(?:[._-]?([a-z]|\d))?(?:[._-]([a-z]|\d)|(?<=\d)([a-z]))?(?:[ _-][A-Za-z].*)?",
    re.IGNORECASE,
)  # fmt: skip
_NESTED_FILE = re.compile(
    r"(?:.*?[^A-Za-z])?(?:p|prob|problem)[ _-]?(\d{1,2})[ ._-]?"
    r"(?:q|qs|question|part|ex|exercise)[ _-]?(\d{1,2})(?:[._-]?([a-z]))?(?:[ _-][A-Za-z].*)?",
    re.IGNORECASE,
)
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
_OPERATOR = re.compile(r"[=+^<≈×·]|>(?!>> )|/(?!\s*\d+(?:\.\w+)+[\s*:]*$)|\\(?:times|cdot|approx)")
_END = re.compile(r"\s*(?P<bracket>[])])?\s*(?P<mark>[.):]|[-–—](?=\s)|\\\))?(?=\s|$|[$*A-Z(\\])")
_SET_OFF = re.compile(r"\s*\*\*\d{1,2}\*\*(?=\s+[A-Z$(\\])")  # a bold number before its answer
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
    line = line.translate(_FULL_WIDTH).replace("\\.", ".")
    line = line.replace("__", "") if line.startswith("_") else line
    line = _UNDERLINED.sub(lambda label: label[1] or label[2], line, count=1)
    line = _ORDINAL.sub(_from_chinese, line, count=1)
    line = _COUNTED.sub(_from_ordinal, line, count=1)
    line = _SPELLED.sub(_in_digits, line, count=1)
    at = _match_end(_NOISE, line, 0)
    keyword = _KEYWORD.match(line, at)
    explicit = keyword is not None and (keyword["word"] or "").lower() not in _RELATIVE_WORDS
    if keyword is not None:
        at = keyword.end()
    found = _parts(line, at)
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
    if _OPERATOR.match(line[end.end() :].lstrip()) and not keyword:
        return None
    if bare and rest and len(parts) == 1 and not parts[0].isdigit():
        return None  # "a model" begins no question
    word = keyword["word"] if keyword and explicit else None
    return Label(parts, rest, explicit, bare, (word or "")[:1].lower())


def label_of_file(name: str) -> Path:
    """The label that a file is named for, if any.

    >>> label_of_file("hw2/q3.md"), label_of_file("Question_4b.tex"), label_of_file("hw2.md")
    (('3',), ('4', 'b'), ())
    >>> label_of_file("p2_3a.md"), label_of_file("q3_v2.md"), label_of_file("p2.md")
    (('2', '3', 'a'), ('3',), ())
    >>> label_of_file("hw4_p1_q3.md"), label_of_file("Problem 2 Part 3b.tex")
    (('1', '3'), ('2', '3', 'b'))
    """
    stem = PurePosixPath(name).stem
    found = _NESTED_FILE.fullmatch(stem) or _FILE.fullmatch(stem)
    return tuple(part for part in found.groups() if part) if found else ()


def _from_chinese(ordinal: re.Match[str]) -> str:
    number = ordinal[2] if ordinal[2].isascii() else str("一二三四五六七八九".index(ordinal[2]) + 1)
    return f"{ordinal[1]}Question {number}. "


def _from_ordinal(counted: re.Match[str]) -> str:
    return f"{counted[1]}{counted[3]} {_ORDINAL_WORDS.index(counted[2].lower()) + 1}"


def _in_digits(spelled: re.Match[str]) -> str:
    return f"{spelled[1]} {_NUMBER_WORDS.index(spelled[2].lower()) + 1}"


def _match_end(pattern: re.Pattern[str], line: str, at: int) -> int:
    found = pattern.match(line, at)
    return found.end() if found else at


def _parts(line: str, at: int) -> tuple[Path, int] | None:
    whole = _ID.match(line, at) or _ID_IN_BRACKETS.match(line, at)
    if whole is not None:
        parts = tuple(
            part
            for each in re.split(r"[.]" if "." in whole.group() else "_", whole.group().strip("()"))
            for part in _digits_and_letter(each)
        )
        more, end = _more_parts(line, whole.end())
        return parts + more, end
    first = _FIRST.match(line, at)
    if first is None:
        return None
    more, end = _more_parts(line, first.end())
    part = first[first.lastgroup or 0]
    if more and more[0].isdigit() and line[first.end()] == ".":
        part = _MISREAD.get(part, part)
    return (part, *more), end


def _digits_and_letter(part: str) -> tuple[str, ...]:
    """`4a` in "5.4a" is two parts."""
    found = re.fullmatch(r"(\d+)([a-z])", part)
    return (found[1], found[2]) if found else (part,)


def _more_parts(line: str, at: int) -> tuple[Path, int]:
    parts: list[str] = []
    while len(parts) < 4 and (part := _NEXT.match(line, at)) is not None:
        if part["tight"] and part.group()[0].isspace() and _reads_on(line, part.end()):
            break
        parts.append(part[part.lastgroup or 0])
        at = part.end()
    return tuple(parts), at


def _reads_on(line: str, at: int) -> bool:
    """Whether a lone letter after a space is a word of a sentence: "2 A model" but "3 b)"."""
    return not re.match(r"\s*(?:[).\]*]|:(?!=)|[\[(]?(?:cont|ctd)|$)", line[at:], re.IGNORECASE)


@dataclass(frozen=True)
class QuestionTree:
    """The paths of an assignment's questions, and how labels lead to them."""

    children: Mapping[Path, tuple[str, ...]]

    @classmethod
    def of(cls, paths: Iterable[Path]) -> "QuestionTree":
        children: dict[Path, list[str]] = {}
        for path in paths:
            for depth in range(len(path)):
                siblings = children.setdefault(path[:depth], [])
                if path[depth] not in siblings:
                    siblings.append(path[depth])
        return cls({path: tuple(names) for path, names in children.items()})

    @cached_property
    def paths(self) -> frozenset[Path]:
        """All that a label can stand for: questions and what they are parts of."""
        return frozenset((*path, name) for path, names in self.children.items() for name in names)

    def order(self, path: Path) -> tuple[int, ...]:
        """Where a path stands among its siblings, at each depth."""
        return tuple(self.children[path[:depth]].index(path[depth]) for depth in range(len(path)))

    def leads_on(self, path: Path, current: Path) -> bool:
        """Whether a path comes after the current one, at its own depth."""
        return self.order(path) > self.order(current[: len(path)])

    def descend(self, start: Path, parts: Path, *, by_rank: frozenset[Path]) -> Path | None:
        """The path reached from `start`; below the paths in `by_rank`, (b) may mean the second.

        A student may count parts, (i), of a question that has none, and may leave out the only
        part: "2 (a)" is 2.1.a where 2.1 is all of question 2.
        """
        path = start
        for part in parts:
            child = self._child(path, part, by_rank=path in by_rank)
            if child is None and path and len(self.children.get(path, ())) == 1:
                path = (*path, *self.children[path])
                child = self._child(path, part, by_rank=path in by_rank)
            if child is None:
                is_own = path not in self.children and len(path) > len(start) and part.isalpha()
                return path if is_own else None
            path = (*path, child)
        return path

    def _child(self, path: Path, part: str, *, by_rank: bool) -> str | None:
        siblings = self.children.get(path, ())
        same = [sibling for sibling in siblings if sibling.casefold() == part.casefold()]
        if not same and path and (digit := _digits_of(part)) in siblings:
            same = [digit]
        if same or not by_rank:
            return same[0] if same else None
        counted = _counted(siblings)
        ranks = (rank for rank in rank_of(part) if 1 <= rank <= len(counted))
        return next((counted[rank - 1] for rank in ranks), None)

    def resolve(self, label: Label, current: Path, *, by_rank: frozenset[Path]) -> Path | None:
        """The path that a label means when it is met below `current`."""
        return next(self.resolutions(label, current, by_rank=by_rank), None)

    def resolutions(
        self, label: Label, current: Path, *, by_rank: frozenset[Path]
    ) -> Iterator[Path]:
        """The paths that a label may mean, the most likely first."""
        nearest = [current[:depth] for depth in range(len(current), -1, -1)]
        is_id = len(label.parts) > 1 and label.parts[0].isdigit()  # 1.2 below 1.1 is no 1.1.2
        starts = [(), *nearest] if label.explicit or is_id else nearest
        if label.explicit and (numbered := self._of_numeral(label)) is not None:
            yield numbered
        for ranked in (frozenset[Path](), by_rank):  # what is labelled as the sheet does, first
            for start in starts:
                path = self.descend(start, label.parts, by_rank=ranked)
                if path is not None:
                    yield path

    def _of_numeral(self, label: Label) -> Path | None:
        """The question that is counted in capitals, or with a misread figure: "Problem II"."""
        first, *further = label.parts
        if self.descend((), (first,), by_rank=frozenset()) is not None:
            return None
        return self.descend((), (_digits_of(first), *further), by_rank=frozenset())


def _counted(siblings: Iterable[str]) -> list[str]:
    """Those of a question's parts that the sheet counts: not `loss`, nor the entries 11 and 12."""
    ranked = [each for each in siblings if rank_of(each)]
    in_order = all(rank in rank_of(each) for rank, each in enumerate(ranked, start=1))
    return ranked if in_order else []


_MISREAD = {"l": "1", "z": "2", "Z": "2"}  # letters that a digit of a part is read as
_ROMAN = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "v": 5,
    "vi": 6,
    "vii": 7,
    "viii": 8,
    "ix": 9,
    "x": 10,
}


def _digits_of(part: str) -> str:
    """The number that is counted in capitals, II, or misread, l; nothing for other letters."""
    capital = _ROMAN.get(part.lower()) if part.isupper() else None
    return _MISREAD.get(part) or (str(capital) if capital else "")


def roman(rank: int) -> str:
    """The small roman numeral of a part, or its digits where it is never counted so.

    >>> roman(2), roman(12)
    ('ii', '12')
    """
    return next((numeral for numeral, number in _ROMAN.items() if number == rank), str(rank))


def rank_of(part: str) -> tuple[int, ...]:
    """The ranks that a label can mean: 2 for `2`, `b` and `ii`; 1 and 9 for `i`.

    >>> rank_of("b"), rank_of("i"), rank_of("h1")
    ((2,), (1, 9), ())
    """
    part = part.lower()
    if part.isdigit():
        return (int(part),)
    roman = (_ROMAN[part],) if part in _ROMAN else ()
    letter = (ord(part) - ord("a") + 1,) if len(part) == 1 and part.isalpha() else ()
    return roman + letter
