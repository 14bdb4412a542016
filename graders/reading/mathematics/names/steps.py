r"""Steps of an iteration left out: `w_t - \eta g_t` where the exercise calls them w and g."""

from collections.abc import Collection, Iterator, Sequence

from graders.reading.lexer import Token
from graders.reading.mathematics.names.scripts import Range, Scripts, spelling, text_at
from graders.reading.mathematics.names.symbols import SymbolTable
from graders.reading.mathematics.parsing.index_notation import indices_of_sums

_LONGEST = 500  # tokens
_TIMES = frozenset({"t", "old"})
_COUNTERS = _TIMES | {"k", "i", "j", "n"}  # which would pick a component of a vector


def without_steps(tokens: Sequence[Token], table: SymbolTable) -> Sequence[Token]:
    r"""The tokens without the step that every name is of which is of one at all.

    None of them are left if there are several steps, or a name stands with one and without.
    """
    named = list(_named(tokens, table)) if len(tokens) < _LONGEST else []
    pairs = {(name, _text(tokens, step)) for name, step in named}
    steps = {text for _, text in pairs if text}
    if len(steps) != 1 or len({name for name, _ in pairs}) < len(pairs):
        return ()
    (step,) = steps
    declared = table.declarations.get(step)
    if declared is not None and declared.domain == "index":
        return ()
    if step in indices_of_sums(tokens):
        return ()
    cuts = [step for _, step in named if step]
    return [token for n, token in enumerate(tokens) if not any(a <= n < b for a, b in cuts)]


def _named(tokens: Sequence[Token], table: SymbolTable) -> Iterator[tuple[str, Range | None]]:
    """The declared names, and the step of each."""
    place = 0
    while place < len(tokens):
        match = table.match(tokens, place)
        if match is not None:
            counters = _COUNTERS if table.kind(match.symbol) == "scalar" else _TIMES
            yield match.symbol, _step(tokens, match.scripts, counters)
            place = max(match.scripts.after - 1, place)
        place += 1


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
