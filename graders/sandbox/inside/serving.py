"""The loop of a child: one request after the other, until the grader has no more."""

import random
import site
import sys
from typing import Any

import numpy as np

from . import asking, wire
from .endings import Ended
from .frames import read_frame, write_frame
from .limits import ANY_SIZE, LIMITS, Limits
from .program import Program

SEED = 0
READY = wire.pack({"ended": Ended.RETURNED.value, "value": "ready"})


def serve(requests: int, replies: int, limits: Limits = LIMITS) -> None:
    """Says that it is ready, and answers requests with replies, within their limits."""
    site.setquit()  # `exit` and `quit`, which an isolated interpreter does not define
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True)  # type: ignore[union-attr]  # these are files
    seed_generators()
    asking.connect(requests, replies)
    program = Program()
    write_frame(replies, READY)
    while (frame := read_frame(requests)) is not None:
        request = wire.unpack(frame, ANY_SIZE, make_tensor)
        write_frame(replies, packed(program.answer(request), limits))


def seed_generators() -> None:
    """Makes a program that sets no seed give the same result whenever it is graded."""
    random.seed(SEED)
    np.random.seed(SEED)  # noqa: NPY002  the generator that students use
    if torch := sys.modules.get("torch"):
        torch.manual_seed(SEED)


def not_ready(error: BaseException) -> bytes:
    """What a child says in place of being ready."""
    return _without_value(Ended.RAISED, f"{type(error).__name__}: {error}")


def packed(reply: dict[str, Any], limits: Limits = LIMITS) -> bytes:
    """The frame of a reply; what cannot be sent is an ending of its own."""
    try:
        frame = wire.pack(reply)
        wire.sizes(frame[: wire.HEAD.size], limits)
    except wire.WireError:
        return _without_value(Ended.TOO_MUCH_OUTPUT, "too large a result")
    except MemoryError:
        return _without_value(Ended.OUT_OF_MEMORY, "too large a result")
    except Exception:  # an object of the student's that cannot even be named
        return _without_value(Ended.RAISED, "its result cannot be read")
    return frame


def _without_value(ended: Ended, message: str) -> bytes:
    return wire.pack({"ended": ended.value, "message": message})


def make_tensor(array: Any, requires_grad: bool) -> Any:
    """A torch tensor with an array's values."""
    import torch

    return torch.from_numpy(array).requires_grad_(requires_grad)
