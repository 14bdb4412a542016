r"""Samples whose place is not said: `x_i` in `\sum_i x_ix_i^T` is a row or a column of X."""

from collections.abc import Callable, Mapping
from itertools import product

from graders.equivalence.options import Options
from graders.equivalence.settings import Setting, Target
from graders.equivalence.verdicts import judge
from graders.expression import Call, Expression, Symbol, children, nodes, to_text, with_children
from graders.model import Comparison
from graders.reading.mathematics.names.symbols import SymbolTable

_ALL = Symbol(":")
_MOST_MATRICES = 2  # whose samples are read in every way
_Way = Callable[[Expression, Expression], Call]


def _row_upright(matrix: Expression, index: Expression) -> Call:
    return Call("T", (_row(matrix, index),))


def _row(matrix: Expression, index: Expression) -> Call:
    return Call("at", (matrix, index, _ALL))


def _column(matrix: Expression, index: Expression) -> Call:
    return Call("at", (matrix, _ALL, index))


def judge_samples(
    setting: Setting, target: Target, value: Expression, options: Options
) -> Comparison | None:
    """An answer with its samples read in every way, if those that fit the shape asked for agree.

    A small letter is a column, whatever it is made of, one way for each matrix; `X_i` may be a row
    that lies. None if there are no samples, or if one way is right and another one is not.
    """
    table = setting.table
    samples = [each for each in nodes(value) if _is_sample(each, table)]
    matrices = sorted({to_text(children(each)[0]) for each in samples})
    if not 1 <= len(matrices) <= _MOST_MATRICES:
        return None
    named = any(isinstance(each, Call) and each.function == "at" for each in samples)
    ways: list[_Way] = [_row_upright, _column, *([_row] if named else [])]
    laid = (
        _laid(value, dict(zip(matrices, chosen, strict=True)), table)
        for chosen in product(ways, repeat=len(matrices))
    )
    found = [judge(setting, target, each, options) for each in laid]
    fitting = [each for each in found if each.method != "shapes"] or found
    agree = all(each.equal is fitting[0].equal for each in fitting)
    return fitting[0] if agree else None


def _is_sample(node: Expression, table: SymbolTable) -> bool:
    match node:
        case Call("sample"):
            return True
        case Call("at", (Symbol(name), _)):
            return table.kind(name) == "matrix"
    return False


def _laid(expression: Expression, ways: Mapping[str, _Way], table: SymbolTable) -> Expression:
    """The expression with the samples of each matrix as they are read one way."""
    parts = tuple(_laid(each, ways, table) for each in children(expression))
    found = with_children(expression, parts)
    if not _is_sample(found, table):
        return found
    matrix, *index = children(found)
    return ways[to_text(matrix)](matrix, *index)
