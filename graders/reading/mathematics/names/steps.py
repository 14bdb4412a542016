r"""Steps of an iteration left out: `w_t - \eta g_t` where the exercise calls them w and g."""

from collections.abc import Collection, Iterator, Sequence

from graders.reading.lexer import Token
from graders.reading.mathematics.names.scripts import Range, Scripts, spelling, text_at
from graders.reading.mathematics.names.symbols import SymbolTable
from graders.reading.mathematics.parsing.index_notation import indices_of_sums

_LONGEST = 500  # tokens
_TIMES = frozenset({"t", "old"})
_COUNTERS = _TIMES | {"k", "i", "j", "n"}  # which would pick a component of a vector


def without_steps(
    tokens: Sequence[Token], table: SymbolTable, *, mixed: bool = False
) -> Sequence[Token]:
    r"""The tokens without the step that every name is of which is of one at all.

    None of them are left if a name stands with two steps, or with one and without; or if names are
    of several, such as `v_{t-1}` and `g_t`, unless they may be `mixed`.
    """
    named = list(_named(tokens, table)) if len(tokens) < _LONGEST else []
    pairs = {(name, _text(tokens, step)) for name, step in named}
    steps = {text for _, text in pairs if text}
    counters = {text.removesuffix("-1") for text in steps}
    if len(counters) != 1 or len({name for name, _ in pairs}) < len(pairs):
        return ()
    (counter,) = counters
    declared = table.declarations.get(counter)
    if declared is not None and declared.domain == "index":
        return ()
    if counter in indices_of_sums(tokens) or (len(steps) > 1 and not mixed):
        return ()
    cuts = [step for _, step in named if step]
    return [token for n, token in enumerate(tokens) if not any(a <= n < b for a, b in cuts)]


def recurs(head: Sequence[Token], tokens: Sequence[Token], table: SymbolTable) -> bool:
    """Whether what is computed is the next value of a name in it: `v_t` of `v_{t-1}`."""
    after = [(name, _text(head, step)) for name, step in _named(head, table) if step]
    before = {(name, _text(tokens, step)) for name, step in _named(tokens, table)}
    return len(after) == 1 and {(name, f"{step}-1") for name, step in after} <= before


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
    steps = {*counters, *(f"{each}-1" for each in counters)}
    if scripts.sub is not None and spelling(tokens, scripts.sub) in steps:
        return _with_sign(tokens, scripts.sub)
    if scripts.sup is not None and spelling(tokens, scripts.sup) in {f"({n})" for n in steps}:
        return _with_sign(tokens, scripts.sup)
    return None


def _with_sign(tokens: Sequence[Token], script: Range) -> Range:
    braced = text_at(tokens, script[0] - 1) == "{"
    return script[0] - 1 - braced, script[1] + braced


def _text(tokens: Sequence[Token], step: Range | None) -> str:
    if step is None:
        return ""
    texts = (each.text for each in tokens[slice(*step)])
    return "".join(each for each in texts if each.isalnum() or each == "-")
