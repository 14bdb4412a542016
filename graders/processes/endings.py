"""How a process ended, in words."""

import signal
from collections.abc import Mapping

_SIGNALS: Mapping[int, str] = {
    signal.SIGKILL: "it was killed, most likely for want of memory",
    signal.SIGSEGV: "it crashed",
    signal.SIGABRT: "it crashed",
}


def in_words(code: int | None) -> str:
    """The end of a process by its exit code, which is below zero for a signal.

    >>> in_words(-9), in_words(7)
    ('it was killed, most likely for want of memory', 'it ended with 7')
    """
    return _SIGNALS.get(-(code or 0), f"it ended with {code}")
