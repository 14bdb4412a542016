r"""The counters of a document's own, and the titles that LaTeX prints by them.

`\newcounter{prob}` makes one, `\newtheorem{ex}{Exercise}` another, with an environment whose title
it numbers. Environments that a class defines are known by their names: `problem`, `exercise`,
`homeworkProblem`. Where anything is labelled in words of its own, environments say nothing.
"""

import re
from collections.abc import Iterator, Sequence

from graders.reading.labels.label import read_label
from graders.reading.tex.commands import NUMBERED_LISTS
from graders.reading.tex.document import Document
from graders.reading.tex.lists import COUNTERS, label
from graders.reading.tex.tokens import BEGIN, environment, line_ends

SECTION = "section"
STEPS = ("\\stepcounter", "\\refstepcounter")
CHANGES = (*STEPS, "\\newcounter", "\\setcounter", "\\addtocounter")
_THEOREM = re.compile(
    r"\\newtheorem(?P<star>\*?)\s*\{(?P<name>[A-Za-z]+\*?)\}\s*(?:\[(?P<shared>\w+)\]\s*)?"
    r"\{(?P<title>[^{}]{1,40})\}(?:\[(?P<within>\w+)\])?"
)
_CHANGE = re.compile(r"\{(\w+)\}(?:\{(-?\d{1,3})\}|\[\w+\])?")
_COUNTER = re.compile(r"\{(\w+)\}")
_WORD = re.compile(r"[A-Z]?[a-z]+")
_COMMANDS = re.compile(r"\s*(?:\\[A-Za-z]+\*?\s*\{\s*)*")  # in which a line is set
_TAIL = 16  # tokens in which a counter is set
_SOLUTIONS = frozenset(("solution", "answer"))  # to what is counted already

Printed = tuple[Sequence[str], int]  # tokens, and the place behind what prints them


class Counting:
    r"""A document, read from its first token to its last as its counters count.

    >>> tokens = ["\\newcounter", "{", "p", "}", "\\stepcounter", "{", "p", "}", "a", "\\thep"]
    >>> list(Counting(tokens).printed())
    ['a', '1']
    """

    def __init__(self, tokens: list[str]) -> None:
        self.document = Document(tokens)
        source = "".join(tokens)
        self.theorems = {found["name"]: found for found in _THEOREM.finditer(source)}
        self.values = dict.fromkeys(self.theorems, 0)
        self.sections = 0
        self.titles = {} if any(map(_is_labelled, source.split("\n"))) else dict(self._titles())

    def printed(self) -> Iterator[str]:
        """The tokens with the titles of counted environments and the values of counters."""
        here = 0
        while here < len(self.document.tokens):
            tokens, here = self._step(self.document.tokens[here], here)
            yield from tokens

    def _titles(self) -> Iterator[tuple[str, str]]:
        """The word before the number of each environment that is counted."""
        begun = {environment(token) for token in self.document.tokens if token.startswith(BEGIN)}
        counted = {name: word for name in begun if _is_labelled(f"{(word := self._word(name))} 1")}
        asked = {name for name, word in counted.items() if word.lower() not in _SOLUTIONS}
        yield from ((name, counted[name]) for name in asked or counted)

    def _word(self, name: str) -> str:
        if theorem := self.theorems.get(name):
            is_counted = not theorem["star"] and theorem["within"] in (None, SECTION)
            return theorem["title"].strip() if is_counted else ""
        word = (_WORD.findall(name) or [""])[-1]
        is_other = name in NUMBERED_LISTS or word.lower() in _SOLUTIONS
        return "" if is_other else word.capitalize()

    def _step(self, token: str, here: int) -> Printed:
        """What a token prints, and where that ends."""
        if token.startswith(BEGIN) and environment(token) in self.titles:
            return self._begin(token, here)
        if token == "\\section" and self.document.at(here + 1) != "*":
            self._begin_section()
        if token[0] != "\\":
            return [token], here + 1
        following = "".join(self.document.tokens[here + 1 : here + _TAIL])
        if token.startswith("\\newtheorem") and (found := _THEOREM.match(token + following)):
            return self._without(here, found.end() - len(token))
        if token in CHANGES and (found := _CHANGE.match(following)) and self._change(token, found):
            return self._without(here, found.end())
        if token[4:] in self.values and token.startswith("\\the"):
            return [str(self.values[token[4:]])], here + 1
        found = _COUNTER.match(following) if f"{token}*" in COUNTERS else None
        if found and found[1] in self.values:
            value = label(COUNTERS[f"{token}*"], self.values[found[1]])
            return [value], self._without(here, found.end())[1]
        return [token], here + 1

    def _change(self, verb: str, change: re.Match[str]) -> bool:
        """Sets a counter of the document's own; whether it is one."""
        name, value = change[1], int(change[2] or 0)
        if verb != "\\newcounter" and name not in self.values:
            return False
        before = self.values.get(name, 0)
        steps = {"\\addtocounter": before + value} | dict.fromkeys(STEPS, before + 1)
        self.values[name] = steps.get(verb, value)
        return True

    def _without(self, here: int, length: int) -> Printed:
        """The line ends of a command and as many characters behind it, and where they end."""
        end = here + 1
        while length > 0:
            length -= len(self.document.tokens[end])
            end += 1
        return line_ends(self.document.tokens[here:end]), end

    def _begin_section(self) -> None:
        self.sections += 1
        within = {name for name, theorem in self.theorems.items() if theorem["within"]}
        self.values.update(dict.fromkeys(within, 0))

    def _begin(self, token: str, here: int) -> Printed:
        """The beginning of an environment with the title that LaTeX prints, if it has no other."""
        name, after = environment(token), self.document.after_option(here + 1)
        theorem = self.theorems.get(name)
        counter = (theorem["shared"] if theorem else "") or name
        option = "".join(self.document.tokens[here + 1 : after]).strip(" \t[]\n")
        argument = "".join(self.document.tokens[after : after + _TAIL]).lstrip("{")
        is_number = option.isdecimal() and len(option) < 3
        self.values[counter] = int(option) if is_number else self.values.get(counter, 0) + 1
        if not is_number and any(map(read_label, (option, argument.partition("}")[0]))):
            return [token], here + 1
        number = f"{self.sections}." if theorem and theorem["within"] else ""
        title = f"{self.titles[name]} {number}{self.values[counter]}"
        remark = [f" ({option})"] if option and not is_number else []
        heading = ["\\subsection", "*", "{", title, *remark, "}"]
        return [token, *heading, *line_ends(self.document.tokens[here + 1 : after])], after


def _is_labelled(line: str) -> bool:
    """Whether a line begins with a label in words: "Problem 2"."""
    found = read_label(_COMMANDS.sub("", line, count=1))
    return found is not None and found.explicit and not found.begins_sentence
