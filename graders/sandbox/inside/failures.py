"""How an error in student code is told: its ending, its words, and the student's own lines."""

import errno
import linecache
import traceback
from collections.abc import Collection, Iterator
from socket import gaierror
from typing import Any

from .endings import Ended

MAX_LINES = 8  # of a traceback: the last ones
MAX_MESSAGE = 1_000  # characters
REFUSALS = (errno.EPERM, errno.EACCES, errno.EROFS, errno.EFBIG)
NO_MEMORY = ("can't allocate memory", "not enough memory", "unable to allocate", "bad_alloc")
NO_THREAD = "can't start new thread"


class NotFoundError(Exception):
    """The name asked for is not defined in the student's program."""


def describe(error: BaseException, labels: Collection[str]) -> dict[str, Any]:
    """An error as plain values.

    Args:
        error: raised by student code.
        labels: of the student's sources; lines of other files are left out.

    Returns:
        The ending, a message, and lines of the traceback: label, line, function, source.
    """
    try:
        message = _message(error)
        lines = list(_syntax_line(error, labels)) or list(_lines(error, labels))[-MAX_LINES:]
        ending = _ending(error, message)
        if ending is Ended.REFUSED_CALL:
            message += _place(error, labels)
    except Exception:  # an exception of the student's that lies about itself
        message, lines, ending = "an error that cannot be shown", [], Ended.RAISED
    return {"ended": ending.value, "message": message, "traceback": lines}


def _ending(error: BaseException, message: str) -> Ended:
    if isinstance(error, NotFoundError):
        return Ended.NOT_FOUND
    if isinstance(error, SystemExit | GeneratorExit | KeyboardInterrupt):
        return Ended.EXITED
    if isinstance(error, MemoryError) or any(each in message.lower() for each in NO_MEMORY):
        return Ended.OUT_OF_MEMORY
    if NO_THREAD in message or any(_is_refusal(each) for each in _chain(error)):
        return Ended.REFUSED_CALL
    return Ended.RAISED


def _is_refusal(error: BaseException) -> bool:
    return isinstance(error, gaierror) or (isinstance(error, OSError) and error.errno in REFUSALS)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error and those that it came from."""
    for _ in range(MAX_LINES):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__


def _message(error: BaseException) -> str:
    """The type of an error and what it says, as far as it can say it."""
    name = type(error).__name__
    try:
        text = str(error)
    except BaseException:
        text = "(its message cannot be shown)"
    return f"{name}: {text}"[:MAX_MESSAGE] if text else name


def _place(error: BaseException, labels: Collection[str]) -> str:
    """The function of a library that was refused what it asked for, if it was one."""
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    if not frames or frames[-1].f_code.co_filename in labels:
        return ""
    name = f"{frames[-1].f_globals.get('__name__')}.{frames[-1].f_code.co_qualname}"
    return f" (in {name[:100]})"


def _lines(error: BaseException, labels: Collection[str]) -> Iterator[list[Any]]:
    for frame in traceback.walk_tb(error.__traceback__):
        code, line = frame[0].f_code, frame[1]
        if code.co_filename in labels:
            source = linecache.getline(code.co_filename, line).strip()
            yield [code.co_filename, line, code.co_name, source[:200]]


def _syntax_line(error: BaseException, labels: Collection[str]) -> Iterator[list[Any]]:
    if isinstance(error, SyntaxError) and error.filename in labels:
        yield [error.filename, error.lineno or 0, "", (error.text or "").strip()[:200]]
