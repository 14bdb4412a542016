"""Frames on descriptors, as a child reads and writes them."""

import os

from . import wire


def read_frame(descriptor: int) -> bytes | None:
    """The next frame, or None where there is no more."""
    head = _read(descriptor, wire.HEAD.size)
    if head is None:
        return None
    _, body, arrays = wire.HEAD.unpack(head)
    rest = _read(descriptor, body + arrays)
    return None if rest is None else head + rest


def _read(descriptor: int, size: int) -> bytes | None:
    data = bytearray()
    while len(data) < size:
        part = os.read(descriptor, min(size - len(data), 1 << 20))
        if not part:
            return None
        data += part
    return bytes(data)


def write_frame(descriptor: int, frame: bytes) -> None:
    """Writes all of a frame."""
    view = memoryview(frame)
    while view:
        view = view[os.write(descriptor, view) :]
