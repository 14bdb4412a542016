"""The macros that a document defines, and the document without them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from graders.reading.tex.tokens import line_ends

DEFINITIONS = frozenset(
    ("\\newcommand", "\\renewcommand", "\\providecommand", "\\def", "\\DeclareMathOperator")
)
DELIMITERS = "\\DeclarePairedDelimiter"  # of an argument, in two groups
MAX_SIGNATURE_TOKENS = 20  # between the name of a macro and its body
MAX_BODY_TOKENS = 500
MAX_DEPTH = 10  # macros in the arguments of macros
MAX_PRINTED = 500_000  # characters that macros may print in all
_SIGNATURE = re.compile(  # "[2][t]": two arguments, the first of which may be left out; "#1#2"
    r"\s*\[\s*(?P<count>[0-9])\s*\]\s*(?:\[(?P<default>[^\[\]]*)\]\s*)?|(?P<marks>(?:\s*#[1-9])*\s*)"
)


def expand_macros(tokens: list[str]) -> list[str]:
    r"""The tokens without definitions and with macros replaced, on the same lines.

    >>> expand_macros(["\\def", "\\w", "{", "w_9", "}", "\n", "$", "\\w", "$"])
    ['\n', '$', 'w_9', '$']
    """
    return list(_separated(Expander(tokens).expand(0, len(tokens))))


def _separated(tokens: list[str]) -> Iterator[str]:
    r"""The tokens with a space where a macro has put letters behind a command (\pi and r)."""
    for before, token in pairwise(["", *tokens]):
        if token[0].isalpha() and before[:1] == "\\" and before[-1].isalpha():
            yield " "
        yield token


@dataclass(frozen=True, slots=True)
class Macro:
    """How many arguments a macro takes, and what it prints: tokens, #1 for the first argument.

    The first argument is in square brackets and may be left out where it has a default.
    """

    arguments: int
    body: list[str]
    default: str | None = None

    def printed(self, arguments: list[list[str]]) -> list[str]:
        """What the macro prints, on one line."""
        values = {f"#{number}": value for number, value in enumerate(arguments, start=1)}
        filled = (part for token in self.body for part in values.get(token, [token]))
        return [token.replace("\n", " ") for token in filled]


class Expander:
    """Replaces the macros that a document defines.

    The body of a macro is expanded once, when it is defined, by the macros known until then. So
    no macro can contain itself, and what is printed is bounded.
    """

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.partner = _groups(tokens)
        self.macros: dict[str, Macro] = {}
        self.room = MAX_PRINTED

    def expand(self, start: int, stop: int, depth: int = 0) -> list[str]:
        """The tokens of a range without definitions and with macros replaced."""
        found: list[str] = []
        while start < stop:
            token = self.tokens[start]
            if (token in DEFINITIONS or token == DELIMITERS) and depth < MAX_DEPTH:
                after = self._define(start, stop, depth)
                found += line_ends(self.tokens[start:after])
            elif token in self.macros and depth < MAX_DEPTH and self.room > 0:
                printed, after = self._use(start, stop, depth)
                found += printed
            else:
                found.append("%" if token[0] == "%" else token)
                after = start + 1
            start = after
        return found

    def _define(self, start: int, stop: int, depth: int) -> int:
        """Learn the definition that starts here; where it ends."""
        name, here = self._defined_name(self._skip_blanks(start + 1, stop, also="*"), stop)
        places = range(here, min(here + MAX_SIGNATURE_TOKENS, stop))
        body = next((place for place in places if self.tokens[place] == "{"), stop)
        end = self.partner.get(body)
        if not name or end is None:
            return start + 1
        if self.tokens[start] == DELIMITERS:
            return self._define_delimiters(name, body, end, stop)
        signature = _SIGNATURE.fullmatch("".join(self.tokens[here:body]))
        if signature and end - body <= MAX_BODY_TOKENS:
            tokens = self.expand(body + 1, end, depth + 1)
            if self.tokens[start] == "\\DeclareMathOperator":
                tokens = ["\\operatorname", "{", *tokens, "}"]
            count = int(signature["count"] or (signature["marks"] or "").count("#"))
            self.macros[name] = Macro(count, tokens, signature["default"])
        return end + 1

    def _define_delimiters(self, name: str, opener: int, end: int, stop: int) -> int:
        """Learn what stands before and behind the argument of a macro; where that ends."""
        closer = self._skip_blanks(end + 1, stop)
        last = self.partner.get(closer)
        if last is None or last - opener > MAX_BODY_TOKENS:
            return end + 1
        around = self.tokens[opener + 1 : end], self.tokens[closer + 1 : last]
        self.macros[name] = Macro(1, [*around[0], "#1", *around[1]])
        return last + 1

    def _defined_name(self, here: int, stop: int) -> tuple[str, int]:
        r"""The command at a place, as in \def\x or \newcommand{\x}, and where it ends."""
        end = self.partner.get(here, here)
        name = "".join(self.tokens[here : min(end, here + 4) + 1]).strip("{} \t\n")
        return (name if re.fullmatch(r"\\([A-Za-z@]+|.)", name) else ""), min(end + 1, stop)

    def _use(self, start: int, stop: int, depth: int) -> tuple[list[str], int]:
        """What the macro at a place prints, and where its arguments end."""
        macro = self.macros[self.tokens[start]]
        arguments: list[list[str]] = []
        here, word = start + 1, ""
        for number in range(macro.arguments):
            if number == 0 and macro.default is not None:
                argument, here = self._optional(here, stop, depth) or ([macro.default], here)
            elif word:
                argument, word = [word[0]], word[1:]
            else:
                argument, word, here = self._argument(here, stop, depth)
            arguments.append(argument)
        printed = macro.printed(arguments)
        self.room -= 1 + sum(map(len, printed))
        return [*printed, *line_ends(self.tokens[start:here]), *([word] if word else [])], here

    def _optional(self, here: int, stop: int, depth: int) -> tuple[list[str], int] | None:
        """An argument in square brackets and where it ends, if one comes next."""
        opener = self._skip_blanks(here, stop)
        if opener == stop or self.tokens[opener] != "[":
            return None
        for closer in range(opener + 1, min(opener + MAX_SIGNATURE_TOKENS, stop)):
            if self.tokens[closer] == "]":
                return self.expand(opener + 1, closer, depth + 1), closer + 1
        return None

    def _argument(self, here: int, stop: int, depth: int) -> tuple[list[str], str, int]:
        """An argument, the rest of the word that it is the first letter of, and where it ends."""
        here = self._skip_blanks(here, stop)
        if here == stop or self.tokens[here] in ("}", "]", "&", "$"):
            return [], "", here
        end = self.partner.get(here)
        if end is not None:
            return self.expand(here + 1, end, depth + 1), "", end + 1
        token = self.tokens[here]
        if token[0] in "\\#%":
            return self.expand(here, here + 1, depth + 1), "", here + 1
        return [token[0]], token[1:], here + 1

    def _skip_blanks(self, here: int, stop: int, *, also: str = "") -> int:
        while here < stop and (self.tokens[here].isspace() or self.tokens[here] == also):
            here += 1
        return here


def _groups(tokens: list[str]) -> dict[int, int]:
    """The closing brace of every group."""
    partner: dict[int, int] = {}
    opened: list[int] = []
    for here, token in enumerate(tokens):
        if token == "{":
            opened.append(here)
        elif token == "}" and opened:
            partner[opened.pop()] = here
    return partner
