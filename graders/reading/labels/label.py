r"""Question labels: "Question 2", "Qs 2.1", "3 b continued", "(ii)", "1)", "4. (a)", "2.2.w9".

A label is read from the beginning of a line; whether it names a question is decided by the
assignment's own tree of questions and by what was labelled before it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from graders.reading.labels import grammar
from graders.reading.labels.counting import MISREAD
from graders.reading.labels.label_words import with_word_mended
from graders.reading.labels.ranges import with_range_spelled
from graders.reading.labels.spelled import in_digits
from graders.reading.remembering import remembered

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """The parts of a label and the text after it.

    `explicit` is set where a word such as "Question" says that it is one, and `bare` where
    nothing but a space ends it, as in a heading "1 Machine learning"; `word` is the initial of
    that word. One that is `nested` counts from the question it stands below, "2 (a)" is 1.2.a, and
    one that is not from the first; None where either may be. A `dotted` one, "2.2.w9", is written
    as an id, and a `dashed` one goes on with a dash, which may be a minus: "(b) - log 4".
    """

    parts: Path
    rest: str
    explicit: bool
    bare: bool
    word: str = ""
    nested: bool | None = None
    dotted: bool = False
    dashed: bool = False

    @property
    def counts_on(self) -> bool:
        """Whether a label counts from the question it stands below, wherever else it may lead."""
        return bool(self.nested) and not (self.explicit or self.dotted)

    @property
    def begins_sentence(self) -> bool:
        """Whether a label with a word is what a sentence is about: "Problem 2 is similar"."""
        return self.explicit and grammar.OF_SENTENCE.match(self.rest) is not None

    @property
    def is_id(self) -> bool:
        """Whether a label has the number of a question and a part of it: "1 (a)", "2.2.w9"."""
        return len(self.parts) > 1 and self.parts[0].isdigit()


_LONGEST = 400  # characters of a line that are looked at
_MOST = 4  # parts behind the first
_DIGITS_AND_LETTER = re.compile(r"(\d+)([a-z]|[ivx]{2,4})")


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
    here = _Cursor(_plain(line[:_LONGEST]))
    for lead in grammar.LEADS.values():
        here.take(lead)
    word = here.take_first(grammar.WORDS)
    start = here.at
    is_dotted = here.sees(grammar.IDS["2.2.w9"])
    is_explicit = word is not None and not grammar.OF_PART.fullmatch(word["word"])
    is_marked = is_explicit or here.before == "*" or here.line.startswith("#")
    parts = tuple(_parts(here, is_marked=is_marked))
    here.take(grammar.CONTINUED)
    is_closed = here.before in (")", "]")
    end = here.take(grammar.END) if parts else None
    if end is None:
        return None
    is_closed = is_closed or bool(word or end["bracket"] or end["mark"])
    is_bare = not (is_closed or grammar.SET_OFF.match(here.line))
    if not word and _is_of_nothing(here, start, is_bare=is_bare):
        return None
    here.take(grammar.BETWEEN)
    is_dashed = not word and grammar.DASHED.fullmatch(here.line, 0, here.at) is not None
    rest = here.rest + line[_LONGEST:]
    if is_bare and rest and len(parts) == 1 and not parts[0].isdigit():
        return None  # "a model" begins no question
    initial = word["word"][:1].lower() if word and is_explicit else ""
    return Label(parts, rest, is_explicit, is_bare, initial, dotted=is_dotted, dashed=is_dashed)


class _Cursor:
    """A place in a line, which moves on as the line is read."""

    def __init__(self, line: str) -> None:
        self.line, self.at = line, 0

    @property
    def before(self) -> str:
        """The sign before this place."""
        return self.line[self.at - 1 : self.at]

    @property
    def rest(self) -> str:
        return self.line[self.at :]

    def sees(self, rule: re.Pattern[str]) -> bool:
        return rule.match(self.line, self.at) is not None

    def take(self, rule: re.Pattern[str]) -> re.Match[str] | None:
        """Moves behind what a rule reads here, if it fits."""
        found = rule.match(self.line, self.at)
        self.at = found.end() if found else self.at
        return found

    def take_first(self, rules: grammar.Rules) -> re.Match[str] | None:
        """Moves behind what the first rule that fits reads here."""
        return next((found for each in rules.values() if (found := self.take(each))), None)


def _is_of_nothing(here: _Cursor, start: int, *, is_bare: bool) -> bool:
    """Whether a label, which began elsewhere, begins a formula or a date: "1) > 2"."""
    is_about = not is_bare and here.sees(grammar.ABOUT)
    is_whole = any(rule.match(here.line, start) for rule in (grammar.DIFFERENCE, grammar.DATE))
    return is_whole or (here.sees(grammar.OPERATOR) and not is_about)


def _plain(line: str) -> str:
    """A line whose label is written in digits and set in Markdown, without escapes."""
    line = grammar.SET_IN_TEX.sub(r"**\g<label>**", line, count=1) if "\\" in line else line
    line = with_range_spelled(in_digits(with_word_mended(line.replace("\\.", "."))))
    line = line.replace("__", "") if line.startswith("_") else line
    return grammar.UNDERLINED.sub(lambda label: label[1] or label[2], line, count=1)


def _parts(here: _Cursor, *, is_marked: bool) -> Iterator[str]:
    if (whole := here.take_first(grammar.IDS)) is not None:
        yield from _parts_of_id(whole.group())
        yield from _joined(here, is_marked=is_marked)
    elif (first := here.take_first(grammar.FIRST_PARTS)) is not None:
        has_point = here.rest.startswith(".")
        more = tuple(_joined(here, is_marked=is_marked))
        is_misread = has_point and more and more[0].isdigit()
        yield MISREAD.get(first["part"], first["part"]) if is_misread else first["part"]
        yield from more


def _joined(here: _Cursor, *, is_marked: bool) -> Iterator[str]:
    """The parts that are joined to those before."""
    joins = grammar.JOINS_WHERE_MARKED if is_marked else grammar.JOINS
    parts = iter(lambda: here.take_first(joins), None)
    yield from (part["part"] for part in islice(parts, _MOST))


def _parts_of_id(whole: str) -> Iterator[str]:
    """The parts of an id: `4a` in "5.4a" is two of them, and so is `2ii` in "1.2ii"."""
    for each in re.split(r"[./]" if "." in whole or "/" in whole else "_", whole.strip("()")):
        both = _DIGITS_AND_LETTER.fullmatch(each)
        yield from both.groups() if both else (each,)
