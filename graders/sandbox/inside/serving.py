"""The loop of a child: one request after the other, until the grader has no more."""

from typing import Any

from . import wire
from .endings import Ended
from .frames import read_frame, write_frame
from .limits import LIMITS, Limits
from .program import Program

ANY_SIZE = Limits(record_bytes=1 << 40, array_bytes=1 << 40)  # of the grader's own requests


def serve(requests: int, replies: int, limits: Limits = LIMITS) -> None:
    """Answers the requests on one descriptor with replies on another, within their limits."""
    program = Program()
    while (frame := read_frame(requests)) is not None:
        request = wire.unpack(frame, ANY_SIZE, make_tensor)
        write_frame(replies, packed(program.answer(request), limits))


def packed(reply: dict[str, Any], limits: Limits = LIMITS) -> bytes:
    """The frame of a reply; where it would be too large, it says that alone."""
    try:
        frame = wire.pack(reply)
        wire.sizes(frame[: wire.HEAD.size], limits)
    except wire.WireError:
        return wire.pack({"ended": Ended.TOO_MUCH_OUTPUT.value, "message": "too large a result"})
    except MemoryError:
        return wire.pack({"ended": Ended.OUT_OF_MEMORY.value, "message": "too large a result"})
    return frame


def make_tensor(array: Any, requires_grad: bool) -> Any:
    """A torch tensor with an array's values."""
    import torch

    return torch.from_numpy(array).requires_grad_(requires_grad)
