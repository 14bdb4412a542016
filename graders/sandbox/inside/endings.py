"""How a request to student code can end."""

from enum import StrEnum

LINE_CUT = 70  # exit code of a child that can no longer speak to the grader


class Ended(StrEnum):
    """The ending of one request, in words that finish the sentence "relu ..."."""

    RETURNED = "returned"
    RAISED = "raised an error"
    EXITED = "ended the program"
    TIMED_OUT = "ran out of time"
    OUT_OF_MEMORY = "ran out of memory"
    TOO_MUCH_OUTPUT = "gave too much output"
    REFUSED_CALL = "asked for something that is not allowed here"
    NOT_FOUND = "is not defined"
