"""How a command ends."""

from enum import IntEnum


class ExitCode(IntEnum):
    """What the caller of a command is told."""

    DONE = 0
    NEEDS_PERSON = 1
    USAGE = 2
    INTERNAL = 3
    INTERRUPTED = 130  # by the person at the keyboard, as shells have it
