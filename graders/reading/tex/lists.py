r"""Lists, and the labels that LaTeX prints before their items.

A *template* is a label with 1, a, A, i or I in place of the number: ``(a)``, ``Problem 1.``
"""

import re
from dataclasses import dataclass
from string import ascii_lowercase, ascii_uppercase

from graders.reading.tex.commands import NUMBERED_LISTS

TEMPLATES = ("1.", "(a)", "i.", "A.")  # unless the document chooses others, by depth
COUNTERS = {"\\arabic*": "1", "\\alph*": "a", "\\Alph*": "A", "\\roman*": "i", "\\Roman*": "I"}
STYLE = re.compile(r"1|(?<![A-Za-z])[aAiI](?![A-Za-z])")  # the number within a template
ROMAN = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx"
NUMERALS = {
    "a": ascii_lowercase,
    "A": ascii_uppercase,
    "i": ROMAN.split(),
    "I": ROMAN.upper().split(),
}
EXAM_COUNTERS = {
    "question": "questions", "partno": "parts", "subpart": "subparts", "subsubpart": "subsubparts",
}  # fmt: skip
MARKER = re.compile(r"-|[0-9]{1,9}[.)]")  # a label that makes a list in Markdown
MAX_LABEL = 20


@dataclass(slots=True)
class List:
    """A list: `depth` counts the numbered lists around its items, less one."""

    name: str
    template: str
    indent: str
    depth: int
    number: int = 0  # of its last item

    def next_label(self) -> str:
        self.number += 1
        return label(self.template, self.number)


class Lists:
    """The lists that are open at a place.

    >>> lists = Lists()
    >>> lists.begin("enumerate", "", indent="")
    >>> lists.innermost.next_label(), lists.innermost.next_label()
    ('1.', '2.')
    """

    def __init__(self) -> None:
        self._open = [List("", "-", "", depth=-1)]  # for items outside any list
        self._reached: dict[int, int] = {}  # by the last list at each depth, to be resumed

    @property
    def innermost(self) -> List:
        return self._open[-1]

    def begin(self, name: str, option: str, *, indent: str) -> None:
        """Open a list with the option that stands behind its name."""
        depth = self.innermost.depth + 1
        if name in NUMBERED_LISTS:
            number = self._first_number(option, depth) - 1
            self._open.append(List(name, item_template(option, depth), indent, depth, number))
        else:
            self._open.append(List(name, "-", indent, depth - 1))

    def count(self, counter: str, number: int, *, adds: bool) -> None:
        """Set the counter of an open list, or add to it: that of `questions` is `question`."""
        name = EXAM_COUNTERS.get(counter)
        is_plain = re.fullmatch(r"enum[iv]+", counter) is not None
        counted = (each for each in reversed(self._open) if is_plain or each.name == name)
        if found := next(counted, None):
            found.number = number + (found.number if adds else 0)

    def end(self, name: str) -> List | None:
        """The innermost list, which is open no more, if it has the name."""
        if self.innermost.name != name:
            return None
        ended = self._open.pop()
        self._reached[ended.depth] = ended.number
        return ended

    def _first_number(self, option: str, depth: int) -> int:
        if "resume" in option:
            return self._reached.get(depth, 0) + 1
        stated = re.search(r"start\s*=\s*([0-9]{1,4})", option)
        return int(stated[1]) if stated else 1


def item_template(option: str, depth: int) -> str:
    r"""The template of a numbered list, from its option or else its depth.

    >>> options = ("", "label=\\textbf{\\roman*)}", "A.", "noitemsep")
    >>> [item_template(option, 1) for option in options]
    ['(a)', 'i)', 'A.', '(a)']
    """
    stated = re.search(r"label\s*=\s*([^,]*)", option)
    template = stated[1] if stated else "" if "=" in option else option
    for counter, style in COUNTERS.items():
        template = template.replace(counter, style)
    template = re.sub(r"\\[A-Za-z]+|[{}]", "", template).strip()[:MAX_LABEL]
    return template if stated or STYLE.search(template) else TEMPLATES[min(depth, 3)]


def label(template: str, number: int) -> str:
    """A template with a number in it; digits where its numerals do not go so far.

    >>> label("(a)", 3), label("Problem 1.", 12), label("I.", 4), label("a", 27)
    ('(c)', 'Problem 12.', 'IV.', '27')
    """
    return STYLE.sub(lambda style: _numeral(style[0], number), template, count=1)


def _numeral(style: str, number: int) -> str:
    numerals = NUMERALS.get(style, "")
    return numerals[number - 1] if 1 <= number <= len(numerals) else str(number)
