"""Readings are kept for a while: within a write-up, and in a class, much is written often."""

from collections.abc import Callable
from functools import lru_cache, update_wrapper
from typing import Concatenate, ParamSpec, TypeVar

LONGEST = 200  # characters of a text whose reading is kept
KEPT = 4096  # readings by each reader

Context = ParamSpec("Context")
Read = TypeVar("Read")


def remembered(
    reader: Callable[Concatenate[str, Context], Read],
) -> Callable[Concatenate[str, Context], Read]:
    """A reader of texts that reads a short text once; what it gives out must not be changed.

    >>> remembered(str.split)("a b")
    ['a', 'b']
    """
    kept: Callable[..., Read] = lru_cache(maxsize=KEPT)(reader)

    def read(text: str, /, *args: Context.args, **kwargs: Context.kwargs) -> Read:
        return (
            kept(text, *args, **kwargs) if len(text) <= LONGEST else reader(text, *args, **kwargs)
        )

    return update_wrapper(read, reader)
