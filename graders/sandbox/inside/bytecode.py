"""The names in compiled code: those that it binds, and the global ones that it needs."""

import dis
from collections.abc import Iterable, Iterator
from types import CodeType

_LOADS = frozenset({"LOAD_NAME", "LOAD_GLOBAL", "LOAD_FROM_DICT_OR_GLOBALS"})


def names_bound(code: CodeType) -> frozenset[str]:
    """The names that code binds at its own level."""
    return _named(code, {"STORE_NAME"})


def names_declared(code: CodeType) -> frozenset[str]:
    """The global names that are bound in functions within code, as `global` lets them."""
    _, *inner = _codes(code)
    return frozenset().union(*(_named(each, {"STORE_GLOBAL"}) for each in inner))


def names_loaded(code: CodeType) -> frozenset[str]:
    """The global names that code needs, in its functions too."""
    return frozenset().union(*(_named(each, _LOADS) for each in _codes(code)))


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def _named(code: CodeType, operations: Iterable[str]) -> frozenset[str]:
    found = dis.get_instructions(code)
    return frozenset(each.argval for each in found if each.opname in operations)
