"""A document as tokens, and where the things end that begin among them.

A *place* is the index of a token.
"""

from collections import Counter
from itertools import accumulate

from graders.reading.tex.commands import TRIMS
from graders.reading.tex.tokens import BEGIN, BLOCKS, END, environment

MAX_OPTION_TOKENS = 50


class Document:
    """The tokens of a document.

    `partner` has the end of every group and environment by the place of its beginning, and
    `left` the number of line ends from each place on.

    >>> document = Document(["{", "a", "}", "[", "b", "]"])
    >>> document.partner, document.after(0), document.after_option(3), document.at(6)
    ({0: 2}, 3, 6, '')
    """

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.partner = _nesting(tokens)
        counts = accumulate((token.count("\n") for token in reversed(tokens)), initial=0)
        self.left = list(counts)[::-1]

    def at(self, here: int) -> str:
        """The token at a place, or nothing behind the last one."""
        return self.tokens[here] if here < len(self.tokens) else ""

    def after(self, here: int) -> int:
        """The place after a token, and after the group or environment that it begins."""
        return self.partner.get(here, here) + 1

    def after_space(self, here: int) -> int:
        return here + (self.at(here).isspace() and self.at(here) != "\n")

    def after_option(self, here: int) -> int:
        """The place after an option in brackets, if there is one."""
        start = self.after_space(here)
        if self.at(start) != "[":
            return here
        end = start + 1
        while end < min(start + MAX_OPTION_TOKENS, len(self.tokens)):
            if self.tokens[end] == "]":
                return end + 1
            if self.ends_paragraph(end):
                break
            end = self.after(end)
        return here

    def after_arguments(self, here: int, number: int) -> int:
        """The place after an option and at most so many arguments in braces."""
        here = self.after_option(here + (self.at(here) in TRIMS))
        for _ in range(number):
            start = here + self.at(here).isspace()
            if self.at(start) != "{" or start not in self.partner:
                break
            here = self.after(start)
        return here

    def end_of_paragraph(self, here: int, stop: int, *, before: tuple[str, ...] = ()) -> int:
        """Where the paragraph ends, or the first of the given tokens stands."""
        while here < stop and self.tokens[here] not in before and not self.ends_paragraph(here):
            here = self.after(here)
        return min(here, stop)

    def ends_paragraph(self, here: int) -> bool:
        """Whether a blank line follows."""
        return self.tokens[here] == "\n" and self.at(self.after_space(here + 1)) == "\n"


def _nesting(tokens: list[str]) -> dict[int, int]:
    """The end of every group and environment; none of them reaches out of another."""
    partner: dict[int, int] = {}
    opened: list[int] = []
    names: Counter[str] = Counter()  # of the environments that are open
    for here, token in enumerate(tokens):
        if token.startswith(BEGIN) and environment(token) not in BLOCKS:
            opened.append(here)
            names[environment(token)] += 1
        elif token == "{":
            opened.append(here)
        elif token == "}" and opened and tokens[opened[-1]] == "{":
            partner[opened.pop()] = here
        elif token.startswith(END) and names[environment(token)]:
            while tokens[opened[-1]] != token.replace(END, BEGIN):
                unclosed = tokens[opened.pop()]
                if unclosed != "{":
                    names[environment(unclosed)] -= 1
            names[environment(token)] -= 1
            partner[opened.pop()] = here
    return partner
