r"""Declared names that are a base with scripts: `\hat{y}`, `p_{data}`, `w^{(t)}`, `z^L`.

The longest name wins; scripts that are no part of it are left over.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import le

from graders.reading.lexing.token import Token
from graders.reading.mathematics.names.scripts import (
    Range,
    Scripts,
    is_step,
    other_spellings,
    read_scripts,
    spelling,
)

_ANY_SCRIPTS = [  # a subscript, a superscript, primes
    (sub, sup, primes) for sup in (True, False) for sub in (True, False) for primes in (True, False)
]
_OWN_SCRIPTS = {  # of those that are there, which are part of a name: the longest first
    there: [each for each in _ANY_SCRIPTS if all(map(le, each, there))] for there in _ANY_SCRIPTS
}


@dataclass(slots=True)
class Match:
    """A declared name in a text, and the scripts that are left over."""

    symbol: str
    scripts: Scripts


class ScriptedNames:
    """Names by their bases and scripts, of letters that fonts may tell apart.

    Args:
        fonted: those letters.
        is_array: whether a name has components.
    """

    def __init__(self, fonted: frozenset[str], is_array: Callable[[str], bool]) -> None:
        self._fonted = fonted
        self._is_array = is_array
        self._names: dict[tuple[str, str, str], str] = {}

    def declare(self, tokens: Sequence[Token], base: str, scripts: Scripts, name: str) -> None:
        """Enters a name by its base and the scripts that stand behind it."""
        sup = spelling(tokens, scripts.sup) + "'" * scripts.primes
        self._names[base, spelling(tokens, scripts.sub), sup] = name

    def declare_steps(self) -> None:
        """Enters `w_t` for `w^{(t)}` and `W_1` for `W^{(1)}`, and the reverse."""
        for (base, sub, sup), name in tuple(self._names.items()):
            is_only = (base, "", "") not in self._names  # and no array with components
            for spelt in other_spellings(sub, sup, is_only=is_only):
                self._names.setdefault((base, *spelt), name)

    @property
    def without_scripts(self) -> Mapping[str, str]:
        """The names that are a base alone."""
        return {base: name for (base, sub, sup), name in self._names.items() if not sub + sup}

    @cached_property
    def bases(self) -> frozenset[str]:
        """What the names begin with, bold letters as such."""
        return frozenset(base for base, _, _ in self._names)

    @cached_property
    def letters(self) -> frozenset[str]:
        """The same without fonts."""
        return frozenset(base.removeprefix("bold ") for base, _, _ in self._names)

    def match(
        self, tokens: Sequence[Token], base: str, after: int, end: int | None
    ) -> Match | None:
        """The longest name of a base whose scripts stand before the end."""
        scripts = read_scripts(tokens, after, end)
        if scripts.after == after:
            name = self._names.get((base, "", "")) or self._stepless.get(base)
            return Match(name, scripts) if name is not None else None
        sub, sup = spelling(tokens, scripts.sub), spelling(tokens, scripts.sup)
        sub = self._with_or_without_comma.get((base, sub), sub)
        primes = "'" * scripts.primes
        base = self._in_font_of_name(base, sub, sup + primes)
        there = scripts.sub is not None, scripts.sup is not None, scripts.primes > 0
        for own in _OWN_SCRIPTS[there]:
            with_sub, with_sup, with_primes = own
            if not with_sub and "," in sub and (cut := self._cut_subscript(tokens, base, scripts)):
                return cut
            own_sub = sub if with_sub else ""
            own_sup = (sup if with_sup else "") + (primes if with_primes else "")
            name = self._names.get((base, own_sub, own_sup))
            if name is not None:
                return Match(name, scripts.without(*own))
            if with_sup and scripts.sup is not None and not primes:
                left = scripts.without(*own)
                cut = self._cut_superscript(tokens, base, own_sub, left, scripts.sup)
                if cut is not None:
                    return cut
        return self._cut_subscript(tokens, base, scripts)

    def _cut_subscript(self, tokens: Sequence[Token], base: str, scripts: Scripts) -> Match | None:
        """`w_{t,i}` where the vector `w_t` is declared: the rest of the subscript is an index."""
        if scripts.sub is None:
            return None
        sup = spelling(tokens, scripts.sup)
        start, end = scripts.sub
        for place in range(end - 1, start, -1):
            if tokens[place].text in ("+", "-"):
                continue  # another step
            for wanted, left in ((sup, None), ("", scripts.sup)):
                name = self._names.get((base, spelling(tokens, (start, place)), wanted))
                if name is not None and self._is_array(name):
                    rest = place + (tokens[place].text == ",")
                    return Match(name, Scripts((rest, end), left, scripts.primes, scripts.after))
        return None

    @cached_property
    def families(self) -> Mapping[tuple[str, str], Mapping[str, str]]:
        """Names alike but for a number in the subscript, by base and superscript."""
        found: dict[tuple[str, str], dict[str, str]] = {}
        for (base, sub, sup), name in self._names.items():
            if sub.replace(",", "").isdecimal():
                found.setdefault((base, sup), {})[sub] = name
        return found

    @cached_property
    def _stepless(self) -> Mapping[str, str]:
        """Names of one step by their letter, if no other name has it: `w` for `w_t`."""
        count = Counter(base for base, _ in {(key[0], name) for key, name in self._names.items()})
        return {
            base: name
            for (base, sub, sup), name in self._names.items()
            if count[base] == 1 and is_step(sub, sup)
        }

    def _in_font_of_name(self, base: str, sub: str, sup: str) -> str:
        """The base in its other font, if a name of just these scripts is declared in that alone."""
        letter = base.removeprefix("bold ")
        other = f"bold {letter}" if letter == base else letter
        fits = letter in self._fonted and (other, sub, sup) in self._names
        return other if fits and (base, sub, sup) not in self._names else base

    @cached_property
    def _with_or_without_comma(self) -> Mapping[tuple[str, str], str]:
        """The subscripts of two digits as they are declared: `11` for `1,1`, and the reverse."""
        found: dict[tuple[str, str], str] = {}
        for base, sub, _ in self._names:
            if (base, "", "") not in self._names and re.fullmatch(r"\d,?\d", sub):
                found[base, f"{sub[0]},{sub[-1]}" if len(sub) == 2 else sub[::2]] = sub
        return {key: sub for key, sub in found.items() if (*key, "") not in self._names}

    @cached_property
    def _longest_sup(self) -> int:
        """About as many tokens as the superscripts of declared names have, with their braces."""
        longest = max((len(sup) for _, _, sup in self._names), default=0)
        return 2 * longest + 2 if longest else 0

    def _cut_superscript(
        self, tokens: Sequence[Token], base: str, sub: str, left: Scripts, sup: Range
    ) -> Match | None:
        """`W^{(2)T}` where `W^{(2)}` is declared: the rest of the superscript is left over."""
        for end in range(min(sup[1] - 1, sup[0] + self._longest_sup), sup[0], -1):
            name = self._names.get((base, sub, spelling(tokens, (sup[0], end))))
            if name is not None:
                rest = end + (tokens[end].text == ",")
                return Match(name, replace(left, sup=(rest, sup[1])))
        return None
