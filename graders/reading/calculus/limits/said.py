r"""What a passage says of limits: of what, in which case, and which value.

A passage is read clause by clause. A clause names a case ("if $z_j$ is not maximal"), gives a
value ("it tends to 0", `\lim a_j = 0`, "1/m each"), or both. A value belongs to the case of its
own clause, or else to one that is named before it in its sentence, behind it, or further up.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graders.reading.words.cases import one_by_one
from graders.reading.words.named import Words, named, without
from graders.reading.words.tables import in_rows
from graders.sentences import Ends

_LETTER = r"(?<![A-Za-z_])[A-Za-z](?![A-Za-z])"
_PLAIN = (
    (r"\s*([_^])\s*(?=[{\w])", r"\1"),  # as machines space it
    (r"(?<=\{)[ \t]+|[ \t]+(?=\})", ""),
    (r"\^\{L\}", "^L"),
    (r"^\s*(?:\(?\w[.)]|[-*•>])\s+", "\n"),
    (r"\\(?:text|mathrm|mbox|textrm)\s*\{([^{}]*)\}", r" \1 "),
    (r"\\lim(?![a-z])\s*(?:_\s*(?:\{[^{}]*\}|\S+))?", " lim "),
    (r"\\(?:long)?(?:to|rightarrow)(?![A-Za-z])|→|->", " → "),
    (r"\\(?:Rightarrow|implies)(?![a-z])|⇒|=>", " so "),
    (r"\\\\|\\(?:begin|end)\{\w+\*?\}", "\n\n"),
    (r"\$+|&|\\[,;:! ]|\\q?quad(?![a-z])|\\displaystyle|[*`]", " "),
    (
        rf"(?:\b(?:as|for|when|with|letting) )?{_LETTER}\s*→\s*\+?\s*(?:\\infty|∞|infinity)",
        " ",
    ),
    (r"_\{(\w)\}", r"_\1"),
    (r"\\gt(?![a-z])", ">"),
    (r"\\lt(?![a-z])", "<"),
    (r"\bzero\b", "0"),
    (r"\b(to|is|are|be|equals?) one\b(?! (?:of|and))", r"\1 1"),
    (r"\b(?:one|1) (?:over|divided by) (?:the )?", "1/"),
    (r"\b(?:vanish|disappear)(?:es)?\b", "goes to 0"),
    (r"\b(?:blows? up|explodes?|diverges?)\b", r"goes to \\infty "),
    (r"∞|\b(?:plus )?infinity\b", r"\\infty "),
)
_CONDITION = r"\b(?:if|for|when|whenever|where|with|unless|among)\b"
_IS_CONDITION = re.compile(rf"\W*{_CONDITION}", re.IGNORECASE)
_IS_REASON = re.compile(r"\W*(?:as|because|since)\b", re.IGNORECASE)
_DEFINES = re.compile(  # what a letter counts
    r"#\)?\s*(?:(?:(?:is|counts|denotes|being|means|stands for)\s+)?(?:the|all|how|our|their)\b"
    r"|=(?!\s*\d))"
)
UNREAD = "?"
_BEGINS = rf"(?:{_CONDITION}|(?:the|an?|all|any|each|every|those|others?|it|they|lim|[01])\b|a_)"
_SENTENCES = Ends(
    ".;",
    also=r"\n(?=\s*(?:[-•|+$\\]|\(?\w[.)]\s|[A-Z]|(?:if|for|when|case)\b))"
    r"|(?:(?<![A-Za-z]{2})(?<![A-Za-z]{2}\s)|(?<=each))\n(?=\s*\w[^\n:→]{0,40}(?::|→|\bso\b))",
)
_CLAUSES = Ends(
    ":,",
    words="while|whereas|so|hence|thus|therefore|then",
    also=rf"\band(?=\s+{_BEGINS})|\b(?=(?:because|since)\b)",
)
_OF_MEANING = Ends(",;.", words="where")

_GOES_TO = (
    r"→|\b(?:goe?s?|tends?|converges?) (?:\w+ly )?to\b"
    r"|\b(?:approach|becom|get|receiv|give)e?s?\b|\blimit\b"
)
_EQUALS = r"=|\b(?:is|are|be|equals?)\b"  # of a subject that is named
_FORMULA = (  # up to a word, a comma or a full stop
    r"(?:\\[A-Za-z]+|(?<![A-Za-z])[A-Za-z](?![A-Za-z])|[\d{}()\[\]|+*/^_=#−-]"
    r"|\.(?=\d)|\s(?=\S))+"
)
_TOLD = re.compile(
    rf"(?:(?P<is>{_EQUALS})|{_GOES_TO})\s*(?:equal )?(?:to )?(?P<value>{_FORMULA})", re.IGNORECASE
)
_ALONE = re.compile(
    rf"\s*(?:and|or)?(?P<value>{_FORMULA})(?:each|apiece|otherwise|else|{_CONDITION}.*)?\s*$",
    re.IGNORECASE,
)
_LAST_FORMULA = re.compile(rf"(?:{_FORMULA})?\s*$")
_NUMBER = re.compile(r"[\d∞]|\\infty")  # without which a formula is no value
_ONE_LETTER = re.compile(r"[A-Za-z]")
_COUNTED = re.compile(r"\s*[a-z]{3,}s\b")  # "→ m terms are 1"
_OPEN = re.compile(r"[-+*/^]\s*$|\\[lg]e")
_OPENED = re.compile(
    r"\s+\((?:[^()]*|[A-Za-z]\s*=[^()]*\))$"
)  # by words behind the value: "1/m (m = ..."
_VARIABLE = re.compile(r"\\(?:sum|exp)|(?<![A-Za-z])[A-Za-z]_|e\s*\^")
_FARTHEST = 400  # characters from a value to its subject
_OTHERWISE = re.compile(r"\b(?:otherwise|else)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Limit:
    """A value, of which subject, and in which case; without one the name is empty."""

    subject: str
    case: str
    value: str


@dataclass(frozen=True)
class Limits:
    r"""How limits are read: the words for what may have one, and for the cases.

    The first subject is meant where none is named; "otherwise" is a case that was not named.

    >>> cases = {"low": ["x < 0"], "high": ["x > 0"]}
    >>> limits = Limits({"output": ["a_j"], "sum": ["sum"]}, cases)
    >>> for each in limits.in_text(r"As c → ∞, $a_j \to 1$ if $x < 0$, 1/2 otherwise."):
    ...     print(each.subject, each.case, each.value)
    output low 1
    output high 1/2
    """

    subjects: Words
    cases: Words

    @property
    def default(self) -> str:
        """The subject that is meant where none is named."""
        return next(iter(self.subjects))

    def in_text(self, text: str) -> list[Limit]:
        """The limits that a passage states, in their order."""
        found: list[Limit] = []
        seen: list[str] = []
        for sentence in _SENTENCES.split(plain(text)):
            clauses, last = [*filter(str.strip, _CLAUSES.split(sentence))], seen[-1:]
            cases: list[str] = []
            for clause in clauses:
                cases.append(self._case_in(clause, seen))
                seen += cases[-1:] if cases[-1] else []
            for place, clause in enumerate(clauses):
                near = (*cases[place::-1], *cases[place:], *last)
                case = next(filter(None, near), "")
                for subject, value in self._told_in(clause):
                    is_explained = subject == self.default or _IS_REASON.match(clause)
                    own = self._own(clauses, place) if subject != self.default else []
                    own = own or ([case] if is_explained else [])
                    found.append(Limit(subject, (*own, "")[0], value))
        return found

    def cases_in(self, text: str) -> list[str]:
        """The cases that a passage names, whatever it says of them."""
        return [
            each for clause in _CLAUSES.split(plain(text)) for each in named(self.cases, clause)
        ]

    def _case_in(self, clause: str, seen: Sequence[str]) -> str:
        """The case that a clause names, unless it speaks of another subject in no case at all."""
        if _OTHERWISE.search(clause):
            lately = seen[1 - len(self.cases) :]
            return [each for each in self.cases if each not in lately][-1]
        condition = re.search(_CONDITION, clause, re.IGNORECASE)
        if condition and (found := named(self.cases, clause[condition.start() :])):
            return found[0]
        is_of_another = set(named(self.subjects, clause)) - {self.default}
        return "" if is_of_another else next(iter(named(self.cases, clause)), "")

    def _own(self, clauses: Sequence[str], place: int) -> list[str]:
        """The cases that a clause names, or the condition right before it."""
        before = clauses[place - 1] if place and _IS_CONDITION.match(clauses[place - 1]) else ""
        own = without(self.subjects, clauses[place])
        return named(self.cases, own) or named(self.cases, before)

    def _told_in(self, clause: str) -> Iterator[tuple[str, str]]:
        """The values in a clause, each with its subject."""
        if (alone := _ALONE.match(clause)) and self._is_value(alone["value"]):
            yield self.default, alone["value"].strip()
            return
        for told in _TOLD.finditer(clause):
            value = _OPENED.sub("", told["value"]).rpartition("=")[2].strip()
            is_counted = _COUNTED.match(clause, told.end())
            is_letter = "→" in told[0] and not is_counted and _ONE_LETTER.fullmatch(value)
            if not (is_letter or self._is_value(value)):
                continue
            before = clause[max(0, told.start() - _FARTHEST) : told.start()]
            is_equated = told["is"] == "=" and "=" not in before
            head = _LAST_FORMULA.findall(before)[0] if is_equated else before
            subjects = named(self.subjects, head)
            is_named = subjects or (told["is"] != "=" and named(self.cases, head))
            if is_named or not told["is"]:
                yield (subjects or [self.default])[-1], value

    def _is_value(self, formula: str) -> bool:
        """Whether a formula is a number or a share, and not what its limit is taken of."""
        is_whole = formula.count("(") == formula.count(")") and not _OPEN.search(formula)
        return is_whole and bool(_NUMBER.search(formula)) and not _VARIABLE.search(formula)


def meaning_of(name: str, text: str, words: Words) -> str:
    """What a letter stands for, by the words beside it in a passage, in which it is written "#".

    Where it is said what it is, this alone counts, and is `UNREAD` where it is said otherwise.

    >>> meaning_of("r", "With r tied maxima $a_j → 1/r$.", {"m": ["# tied"], "n": ["total"]})
    'm'
    >>> meaning_of("r", "r tied ones, where r is the sum.", {"m": ["# tied"], "n": ["total"]})
    '?'
    """
    alone = re.compile(rf"(?<!\S)[(|]?{re.escape(name)}(?=[\s=:|),]|$)")
    parts = _OF_MEANING.split(plain(text))
    beside = [told for part in parts if (told := alone.sub("#", part)) != part]
    defining = list(filter(_DEFINES.search, beside))
    for each in defining or beside:
        for meant, said in words.items():
            if re.search("|".join(said), each, re.IGNORECASE):
                return meant
    return UNREAD if defining else ""


def plain(text: str) -> str:
    r"""A passage without the signs of formulas, in which values are told with few words.

    >>> plain(r"If $c \to \infty$: $a_j \to \text{one over } m$").split()
    ['If', ':', 'a_j', '→', '1/', 'm']
    """
    text = one_by_one(in_rows(text), "→ ")
    for pattern, signs in _PLAIN:
        text = re.sub(pattern, signs, text, flags=re.IGNORECASE | re.MULTILINE)
    return re.sub(r" +", " ", text)
