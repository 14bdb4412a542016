"""Runs lines that print numbers of samples, with data sets and loaders of other sizes."""

import ast
import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from graders.sandbox.inside.stand_ins.attempts import attempt
from graders.sandbox.inside.stand_ins.batches import (
    StandInDataSet,
    StandInLoader,
    StandInSplits,
    split_at_random,
)
from graders.sandbox.inside.stand_ins.libraries import CONTENTS, put_in_place
from graders.sandbox.inside.stand_ins.pieces import Cells, Piece, StandIn, numbers_of
from graders.sandbox.inside.stand_ins.roles import is_for_training, role_of
from graders.sandbox.inside.stand_ins.tables import PANDAS, plain

_IMPORTS = ast.Import | ast.ImportFrom
BATCH = 4
LOADER = re.compile(r"load|batches|_dl$", re.IGNORECASE)
OF_A_SPLIT = re.compile(r"train|test|val", re.IGNORECASE)


def count(student: object, own: Cells, rest: Cells, sizes: Sequence[int]) -> dict[str, Any]:
    """What lines give for data sets of these sizes: that for training, that for tests."""
    CONTENTS["pandas"] = PANDAS
    put_in_place()
    split_at_random()
    labels = {label for label, _ in (*own, *rest)}
    shown: list[Any] = []  # kept where a later line fails
    result = attempt(lambda: _counted(Piece(own, rest), sizes, shown), labels)
    return {"value": plain(shown), **result}


def _counted(piece: Piece, sizes: Sequence[int], shown: list[Any]) -> dict[str, Any]:
    train, test = _data_set(sizes[0], "Train"), _data_set(sizes[1], "Test")

    def stand_in(name: str, uses: frozenset[str]) -> Any:
        role = role_of(name, uses)
        if role == "batch_size":
            return BATCH
        of_a_split = OF_A_SPLIT.search(name) and "called" not in uses and not piece.binds(name)
        if not of_a_split and role not in ("dataset", "loader"):
            return None
        pair = tuple(_loader(each) if LOADER.search(name) else each for each in (train, test))
        if OF_A_SPLIT.search(name):
            return pair[not is_for_training(name)]
        return StandInSplits(*pair)

    piece.shown = shown
    space, value = piece.run_lines(stand_in)
    if value is None and (function := _only_function(piece)) is not None:
        value = space[function.name](*_given(function, stand_in, (train, test)))
    value = piece.shown if len(piece.shown) > 1 else value
    return {"value": plain(value), "variables": numbers_of(space), "damaged": bool(piece.damage)}


def _data_set(size: int, split: str) -> StandInDataSet:
    return StandInDataSet(np.arange(size, dtype=np.int64) % 10, split=split)


def _loader(data: StandInDataSet) -> StandInLoader:
    full, rest = divmod(len(data), BATCH)
    return StandInLoader(data, [BATCH] * full + [rest] * (rest > 0))


def _only_function(piece: Piece) -> ast.FunctionDef | None:
    """The last function, where an answer is nothing but functions."""
    nodes = [each.node for each in piece.answer]
    functions = [each for each in nodes if isinstance(each, ast.FunctionDef)]
    others = [each for each in nodes if not isinstance(each, ast.FunctionDef | _IMPORTS)]
    return functions[-1] if functions and not others else None


def _given(function: ast.FunctionDef, stand_in: StandIn, data: Sequence[Any]) -> list[Any]:
    """What the parameters stand for: by their names, else the data sets in their order."""
    found = [stand_in(each.arg, frozenset()) for each in function.args.args]
    return [data[k % 2] if each is None else each for k, each in enumerate(found)]
