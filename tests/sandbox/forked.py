"""Runs a piece of a test in a process of its own, so that a layer can be taken and tried there."""

import json
import os
import traceback
from collections.abc import Callable
from typing import Any


def in_child(function: Callable[[], Any]) -> Any:
    """What a function returns, as JSON has it, when run in a forked process.

    Raises:
        AssertionError: if it raises; the message holds its traceback.
    """
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            answer = {"returned": function()}
        except BaseException:
            answer = {"failed": traceback.format_exc()}
        os.write(write_end, json.dumps(answer).encode())
        os._exit(0)
    os.close(write_end)
    with os.fdopen(read_end, "rb") as file:
        said = file.read()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert said, f"it ended with {status} and said nothing"
    answer = json.loads(said)
    assert "failed" not in answer, answer["failed"]
    return answer["returned"]


def ending_of(function: Callable[[], Any]) -> int:
    """The exit code of a process that runs a function, negative for a signal."""
    child = os.fork()
    if child == 0:
        try:
            function()
            os._exit(0)
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def errno_of(attempt: Callable[[], Any]) -> int:
    """The number of the error that an attempt ends in; 0 where it succeeds."""
    try:
        attempt()
    except OSError as error:
        return error.errno or -1
    return 0
