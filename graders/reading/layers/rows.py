"""The rows of a table of layers, each beside the layer that the sheet asks for."""

from collections.abc import Sequence
from functools import lru_cache

from graders.errors import Unreadable
from graders.model import Answer
from graders.reading.layers.activations import with_activations
from graders.reading.layers.alignment import align
from graders.reading.layers.naming import layer_kind, layer_name
from graders.reading.layers.tables import Filled, read_layer_tables


@lru_cache(maxsize=1)  # several questions are about one table
def rows_of_layers(
    answers: tuple[Answer, ...], layers: tuple[str, ...], said: str = ""
) -> tuple[Filled | None, ...]:
    """The student's row for each layer, None for one that is left out.

    A table may go on in another one; a row that cannot be matched is there but cannot be read.

    Args:
        answers: with tables.
        layers: the names of those that are asked for, in their order.
        said: all that stands around the tables.

    Raises:
        Unreadable: if there is no table of layers.
    """
    named, damaged = read_layer_tables(answers, len(layers), said)
    if not named:
        raise Unreadable("no table of layers can be read")
    places = _matched(layers, [name for name, _ in named])
    rows = [named[place][1] if place is not None else _unread(damaged) for place in places]
    return with_activations(rows, layers, said)


def _matched(layers: Sequence[str], names: Sequence[str]) -> tuple[int | None, ...]:
    """The place of each layer: by full names, or by kinds if that finds more."""
    full = align([layer_name(each) for each in layers], names)
    kinds = align([layer_kind(each) for each in layers], [layer_kind(name) for name in names])
    return full if kinds.count(None) >= full.count(None) else kinds


def _unread(damaged: list[str]) -> Filled | None:
    """A row that was left out, or one that is there and cannot be read."""
    text = damaged.pop(0) if damaged else ""
    return Filled(text, text, is_unread=True) if text else None
