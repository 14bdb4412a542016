r"""Steps of an iteration left out: `w_t - \eta g_t` where the exercise calls them w and g."""

from collections.abc import Collection, Sequence

from graders.reading.lexer import Token
from graders.reading.mathematics.scripts import Range, Scripts, spelling, text_at
from graders.reading.mathematics.symbols import SymbolTable

_TIMES = frozenset({"t", "old"})
_COUNTERS = _TIMES | {"k", "i", "j", "n"}  # which would pick a component of a vector


def without_steps(tokens: Sequence[Token], table: SymbolTable) -> Sequence[Token]:
    r"""The tokens without the step that every name is of which is of one at all.

    None of them are left if there are several steps, or a name stands with one and without.
    """
    cuts: list[Range] = []
    steps: dict[str, set[str]] = {}
    place = 0
    while place < len(tokens):
        match = table.match(tokens, place)
        if match is None:
            place += 1
            continue
        counters = _COUNTERS if table.kind(match.symbol) == "scalar" else _TIMES
        step = _step(tokens, match.scripts, counters)
        steps.setdefault(match.symbol, set()).add(_text(tokens, step))
        cuts += [step] if step else []
        place = max(match.scripts.after, place + 1)
    found = {each for names in steps.values() for each in names} - {""}
    if len(found) != 1 or found & table.names or any(len(names) > 1 for names in steps.values()):
        return ()
    return [t for n, t in enumerate(tokens) if not any(a <= n < b for a, b in cuts)]


def _step(tokens: Sequence[Token], scripts: Scripts, counters: Collection[str]) -> Range | None:
    """The subscript `_t`, or the superscript `^{(t)}`, with its sign and its braces."""
    if scripts.sub is not None and spelling(tokens, scripts.sub) in counters:
        return _with_sign(tokens, scripts.sub)
    if scripts.sup is not None and spelling(tokens, scripts.sup) in {f"({n})" for n in counters}:
        return _with_sign(tokens, scripts.sup)
    return None


def _with_sign(tokens: Sequence[Token], script: Range) -> Range:
    braced = text_at(tokens, script[0] - 1) == "{"
    return script[0] - 1 - braced, script[1] + braced


def _text(tokens: Sequence[Token], step: Range | None) -> str:
    if step is None:
        return ""
    return "".join(each.text for each in tokens[slice(*step)] if each.text.isalpha())
