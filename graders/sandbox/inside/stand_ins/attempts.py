"""A harness's attempt to run student code: what it gave, or of what kind its failure is."""

import re
from collections.abc import Callable, Collection
from typing import Any

from ..failures import NotFoundError, describe
from .devices import APART, StrangeInputError

SYNTAX, NOT_FOUND, ELSEWHERE = "syntax", "not found", "elsewhere"
DEVICES, DIVISION, ERROR = "devices", "division by zero", "error"
NO_GPU = re.compile(r"cuda|nvidia", re.IGNORECASE)
_STAND_IN = "StandIn"  # how the names of our own classes begin


def attempt(run: Callable[[], dict[str, Any]], labels: Collection[str]) -> dict[str, Any]:
    """What a run gives; if it fails, the kind of failure with a message and lines.

    Args:
        run: calls student code.
        labels: of the student's sources.

    >>> attempt(lambda: {"value": 1 / 0}, ())["failed"]
    'division by zero'
    """
    try:
        return run()
    except MemoryError:
        raise
    except (Exception, SystemExit) as error:
        told = describe(error, labels)
        kind = kind_of(error)
        return {"failed": kind, "message": told["message"], "lines": told["traceback"]}


def kind_of(error: BaseException) -> str:
    """The kind of a failure; "elsewhere" where code needs something that is not here."""
    if isinstance(error, SyntaxError):
        return SYNTAX
    if isinstance(error, NotFoundError):
        return NOT_FOUND
    if isinstance(error, ZeroDivisionError):
        return DIVISION
    if APART in str(error):
        return DEVICES
    return ELSEWHERE if _needs_more(error) else ERROR


def _needs_more(error: BaseException) -> bool:
    if isinstance(error, UnboundLocalError):
        return False
    if isinstance(error, NameError | ImportError | FileNotFoundError | StrangeInputError):
        return True
    owner = type(getattr(error, "obj", None)).__name__
    needs_gpu = not isinstance(error, TypeError) and NO_GPU.search(str(error))
    return owner.startswith(_STAND_IN) or _STAND_IN in str(error) or bool(needs_gpu)
