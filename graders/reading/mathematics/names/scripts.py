"""What hangs on a name: subscripts, superscripts and primes, as ranges of tokens."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graders.errors import Unreadable
from graders.reading.lexing.token import Lexeme, Token

Range = tuple[int, int]  # positions of tokens, the second one after the last

OPENING = {"{": "}", "(": ")", "[": "]"}  # each with what closes it
CLOSING = frozenset(OPENING.values())
_DEEPER = dict.fromkeys(OPENING, 1) | dict.fromkeys(OPENING.values(), -1)
_PAIRED = frozenset({*OPENING, r"\langle"})
_PAIRED_ENDS = frozenset({*OPENING.values(), r"\rangle"})
_LONGEST_SCRIPT = 200  # tokens; a longer one is no part of a name
_UNSPELLED = frozenset("{};")
_STEP = re.compile(r"(?P<bracket>\()?(?:t|k|old)(?:-1)?(?(bracket)\))")
_NUMBERED = re.compile(r"(?P<below>\d)\||\|[(\[](?P<above>\d)[)\]]")
_TOO_LONG = "\n"  # what no script is


@dataclass(slots=True)
class Scripts:
    """What hangs on a base: subscript, superscript, and how many primes."""

    sub: Range | None
    sup: Range | None
    primes: int
    after: int  # the position after them

    def __bool__(self) -> bool:
        """Whether anything hangs there."""
        return self.sub is not None or self.sup is not None or self.primes > 0

    def without(self, sub: bool, sup: bool, primes: bool) -> "Scripts":
        """What is left when some of them belong to the name of the base."""
        return Scripts(
            None if sub else self.sub,
            None if sup else self.sup,
            0 if primes else self.primes,
            self.after,
        )


def group_end(tokens: Sequence[Token], at: int) -> int:
    """The position of the bracket that closes the one at `at`, or the end of the tokens."""
    depth = 0
    for position in range(at, len(tokens)):
        depth += _DEEPER.get(tokens[position].text, 0)
        if depth == 0:
            return position
    return len(tokens)


def read_scripts(tokens: Sequence[Token], at: int, end: int | None = None) -> Scripts:
    """The scripts that begin at a position and before the end, in any order."""
    sub = sup = None
    primes, last = 0, len(tokens) - 1
    while at < (last + 1 if end is None else end):
        text = tokens[at].text
        if text == "'":
            primes += 1
            at += 1
        elif text == "_" and sub is None and at < last:
            sub, at = after_argument(tokens, at + 1)
        elif text == "^" and at < last:
            inner, after = after_argument(tokens, at + 1)
            if raised := _primes(tokens, inner):
                primes += raised
                at = after
            elif sup is None:
                sup, at = _tower(tokens, at + 1, inner, after)
            else:
                break
        else:
            break
    return Scripts(sub, sup, primes, at)


def _tower(tokens: Sequence[Token], start: int, sup: Range, after: int) -> tuple[Range, int]:
    """A superscript with those that stand on it: 2^3^2 is 2^(3^2)."""
    while text_at(tokens, after) == "^" and text_at(tokens, after + 1) not in ("", "'"):
        after = after_argument(tokens, after + 1)[1]
        sup = start, after
    return sup, after


def _primes(tokens: Sequence[Token], inner: Range) -> int:
    """How many primes a script is, if it is no more than primes."""
    if text_at(tokens, inner[0]) != "'":
        return 0
    texts = [token.text for token in tokens[slice(*inner)]]
    return len(texts) if set(texts) == {"'"} else 0


def _is_signed(tokens: Sequence[Token], at: int) -> bool:
    """Whether a sign belongs to what follows: in `x^-y`, but not in `A^+ y`."""
    if at + 1 >= len(tokens):
        return False
    is_number = tokens[at + 1].kind is Lexeme.NUMBER
    return tokens[at].text == "-" or (tokens[at].text == "+" and is_number)


def after_argument(tokens: Sequence[Token], at: int) -> tuple[Range, int]:
    """The inner range of a TeX argument, and the position after it."""
    if tokens[at].text == "{":
        end = group_end(tokens, at)
        if end == len(tokens):
            raise Unreadable(f"'{{' at character {tokens[at].span[0] + 1} is never closed")
        start, last = at + 1, end
        while (
            last - start > 1 and tokens[start].text == "{" and group_end(tokens, start) + 1 == last
        ):
            start, last = start + 1, last - 1  # {{x}}
        return (start, last), end + 1
    if _is_signed(tokens, at):  # x^-1, as plain text has it
        return (at, at + 2), at + 2
    if tokens[at].text == "(" and tokens[at].span[1] <= tokens[at].span[0] + 1:  # w^(t)
        end = group_end(tokens, at)
        if end == len(tokens):
            raise Unreadable(f"'(' at character {tokens[at].span[0] + 1} is never closed")
        return (at, end + 1), end + 1
    if tokens[at].text in (r"\frac", r"\sqrt"):
        end = at + 1
        for _ in range(2 if tokens[at].text == r"\frac" else 1):
            end = after_argument(tokens, end)[1] if end < len(tokens) else end
        return (at, end), end
    return (at, at + 1), at + 1


def split(tokens: Sequence[Token], start: int, end: int, *signs: str) -> Iterator[Range]:
    """The ranges between separators that stand in no bracket."""
    depth, first = 0, start
    for position in range(start, end):
        text = tokens[position].text
        depth += (text in _PAIRED) - (text in _PAIRED_ENDS)
        if depth == 0 and text in signs:
            yield first, position
            first = position + 1
    yield first, end


def spelling(tokens: Sequence[Token], inner: Range | None) -> str:
    """A script without its braces and backslashes, by which names are looked up."""
    if inner is None:
        return ""
    if inner[1] - inner[0] > _LONGEST_SCRIPT:
        return _TOO_LONG
    texts = [token.text for token in tokens[slice(*inner)] if token.text not in _UNSPELLED]
    return "".join([text.removeprefix("\\") for text in texts])


def is_step(sub: str, sup: str) -> bool:
    """Whether the scripts of a name are but a step of an iteration.

    >>> is_step("t-1", ""), is_step("", "(k)"), is_step("data", ""), is_step("t", "*")
    (True, True, False, False)
    """
    return not (sub and sup) and _STEP.fullmatch(sub or sup) is not None


def other_spellings(sub: str, sup: str, *, is_only: bool) -> Sequence[tuple[str, str]]:
    """The scripts that mean the same: a step `w_t` as `w^{(t)}`, a number `W_1` as `W^{(1)}`.

    Args:
        sub: what stands below a name.
        sup: what stands above it.
        is_only: whether its base has no meaning without scripts: `w_1` is no component then.

    >>> other_spellings("t", "", is_only=False), other_spellings("", "(1)", is_only=True)
    ([('', '(t)')], [('', '(1)'), ('', '[1]'), ('1', '')])
    """
    if is_step(sub, sup):  # and the reverse
        return [(sup.strip("()"), f"({sub})" if sub else "")]
    if numbered := is_only and _NUMBERED.fullmatch(f"{sub}|{sup}"):
        number = numbered["below"] or numbered["above"]
        return [("", f"({number})"), ("", f"[{number}]"), (number, "")]
    return []


def text_at(tokens: Sequence[Token], at: int) -> str:
    """The text of the token at a position; nothing beyond the end."""
    return tokens[at].text if at < len(tokens) else ""
