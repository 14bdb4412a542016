r"""Steps of an iteration left out: `w_t - \eta g_t` where the exercise calls them w and g.

A left-hand side says what counts them: of `w_{k+1} = w_k - \eta g_k` it is k.
"""

from collections.abc import Collection, Iterator, Sequence

from graders.errors import Unreadable
from graders.reading.lexing.token import Token
from graders.reading.mathematics.names.scripts import Range, Scripts, spelling, text_at
from graders.reading.mathematics.names.symbols import SymbolTable
from graders.reading.mathematics.parsing.index_notation import indices_of_sums

_LONGEST = 500  # tokens
_TIMES = frozenset({"t", "old", "(t)", "(old)"})
_COUNTERS = _TIMES | {
    form for each in "kijn" for form in (each, f"({each})")
}  # which would pick a component of a vector
_LAYERS = frozenset({"L", "l", "[L]", "[l]", "(L)", "(l)"})  # raised: of one layer is everything
_NEW = frozenset({"+", "new", "next"})


def without_steps(
    tokens: Sequence[Token],
    table: SymbolTable,
    *,
    counted: Collection[str] = (),
    mixed: bool = False,
) -> Sequence[Token]:
    r"""The tokens without the step that every name is of which is of one at all.

    None of them are left if a name stands with two steps, or with one and without; or if names are
    of several, such as `v_{t-1}` and `g_t`, unless they may be `mixed`.

    Args:
        tokens: a formula.
        table: what is declared.
        counted: the scripts of this step, as the left-hand side says.
        mixed: whether names may be of several steps.
    """
    named = list(_named(tokens, table, counted)) if len(tokens) < _LONGEST else []
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
    if len(head) + len(tokens) > _LONGEST:
        return False
    after = [(name, _text(head, step)) for name, step in _named(head, table) if step]
    try:
        before = {(name, _text(tokens, step)) for name, step in _named(tokens, table)}
    except Unreadable:  # such as a brace that is never closed
        return False
    return len(after) == 1 and {(name, f"{step}-1") for name, step in after} <= before


def is_next(name: Sequence[Token], table: SymbolTable) -> bool:
    """Whether a declared name stands there as what it is next: `v^+`, `v'`, `v_{t+1}`.

    >>> from graders.declaring.declarations import Declarations
    >>> from graders.reading.lexing.lexer import tokenize
    >>> table = SymbolTable(Declarations.of({"v": {}}))
    >>> [is_next(tokenize(name), table) for name in ("v^{(k+1)}", "v'", "v_1")]
    [True, True, False]
    """
    return bool(_scripts_of_next(name, table))


def counted_by(head: Sequence[Token], table: SymbolTable) -> Collection[str]:
    """How names of this step are written, where a left-hand side is of the next one.

    That is `k` for `v_{k+1}`, `(k)` for `v^{(k+1)}`, `old` for `v_{new}`.
    """
    scripts = _scripts_of_next(head, table)
    return {"old" if each == "new" else each.replace("+1", "") for each in scripts}


def _scripts_of_next(name: Sequence[Token], table: SymbolTable) -> Collection[str]:
    """What is written at a declared name for the value that it has next; nothing if it is not."""
    found = table.match(name, 0)
    if found is None or found.scripts.after != len(name) or not found.scripts:
        return ()
    sub, sup = (spelling(name, each) for each in (found.scripts.sub, found.scripts.sup))
    marks = [*filter(None, (sub, sup)), *"'" * found.scripts.primes]
    if len(marks) != 1:
        return ()
    counter = marks[0].strip("()").removesuffix("+1")
    counts = len(counter) == 1 and marks[0].strip("()") == f"{counter}+1"
    is_new = marks[0] in _NEW or marks[0] == "'"
    return marks if is_new or (counts and counter not in table.names) else ()


def _named(
    tokens: Sequence[Token], table: SymbolTable, counted: Collection[str] = ()
) -> Iterator[tuple[str, Range | None]]:
    """The declared names, and the step of each."""
    place = 0
    while place < len(tokens):
        match = table.match(tokens, place)
        if match is not None:
            counters = _COUNTERS if table.kind(match.symbol) == "scalar" else _TIMES
            yield match.symbol, _step(tokens, match.scripts, counters, counted)
            place = max(match.scripts.after - 1, place)
        place += 1


def _step(
    tokens: Sequence[Token], scripts: Scripts, counters: Collection[str], counted: Collection[str]
) -> Range | None:
    """The subscript `_t`, or the superscript `^{(t)}`, with its sign and its braces."""
    for script, is_raised in ((scripts.sub, False), (scripts.sup, True)):
        if script is None:
            continue
        text = spelling(tokens, script)
        step = text.replace("-1", "")
        is_labelled = text.startswith("(") == is_raised
        is_layer = is_raised and text in _LAYERS
        if step in counted or (step in counters and is_labelled) or is_layer:
            return _with_sign(tokens, script)
    return None


def _with_sign(tokens: Sequence[Token], script: Range) -> Range:
    braced = text_at(tokens, script[0] - 1) == "{"
    return script[0] - 1 - braced, script[1] + braced


def _text(tokens: Sequence[Token], step: Range | None) -> str:
    if step is None:
        return ""
    texts = (each.text for each in tokens[slice(*step)])
    return "".join(each for each in texts if each.isalnum() or each == "-")
