"""What crosses the wall: plain values as JSON with the bytes of their arrays, in framed records.

Both sides use these functions, and the grader trusts nothing that they read: sizes are checked
before a byte is used, every byte makes part of one array at most, and an object of any other type
arrives as the name of its type.
"""

import json
import math
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .arrays import ArrayError, ArrayReader, to_plain
from .limits import LIMITS, Limits

HEAD = struct.Struct("<4sIQ")  # magic, bytes of JSON, bytes of arrays
MAGIC = b"nbl1"
MAX_DEPTH = 64
MAX_DIGITS = 400  # of an integer beyond 64 bits
MAX_ODD_KEYS = 1_000  # of dictionaries in one record; their hashes can be made to collide
_KIND = "@"
_UNREADABLE = (
    ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError,
)  # fmt: skip

Record = dict[str, Any]


class WireError(ValueError):
    """What arrived is not a record of ours, or is larger than it may be."""


@dataclass(frozen=True, slots=True)
class Tensor:
    """An array that is to arrive as a torch tensor."""

    array: NDArray[Any]
    requires_grad: bool = False


@dataclass(frozen=True, slots=True)
class Opaque:
    """Something that is not a plain value: all that is known of it is its type's name."""

    type: str

    def __str__(self) -> str:
        return f"a {self.type}"


def pack(record: Mapping[str, Any]) -> bytes:
    """A record with its values as one frame.

    >>> unpack(pack({"do": "call", "arguments": (1.5, np.arange(3))}))
    {'do': 'call', 'arguments': (1.5, array([0, 1, 2]))}
    """
    arrays: list[bytes] = []
    tree = {key: _encode(value, arrays, MAX_DEPTH) for key, value in record.items()}
    body = json.dumps(tree, allow_nan=False).encode()
    return b"".join((HEAD.pack(MAGIC, len(body), sum(map(len, arrays))), body, *arrays))


def sizes(head: bytes | memoryview, limits: Limits = LIMITS) -> tuple[int, int]:
    """The bytes of JSON and of arrays that a frame's head announces.

    Raises:
        WireError: if this is no head, or it announces more than the limits allow.
    """
    if len(head) != HEAD.size:
        raise WireError("the answer breaks off")
    magic, body, arrays = HEAD.unpack(head)
    if magic != MAGIC:
        raise WireError("this is not an answer of ours")
    if body > limits.record_bytes or arrays > limits.array_bytes:
        raise WireError("the answer is too large")
    return body, arrays


def unpack(
    frame: bytes | memoryview, limits: Limits = LIMITS, make_tensor: Callable[..., Any] = Tensor
) -> Record:
    """The record in a frame.

    Args:
        frame: head and all.
        limits: on its size.
        make_tensor: what becomes of a tensor's array; called with `requires_grad` too.

    Raises:
        WireError: if it is damaged or larger than it may be.
    """
    view = memoryview(frame)
    body, size = sizes(view[: HEAD.size], limits)
    if len(view) != HEAD.size + body + size:
        raise WireError("the answer breaks off")
    start = HEAD.size + body
    decoder = _Decoder(ArrayReader(view[start:]), make_tensor)
    try:
        tree = json.loads(
            str(view[HEAD.size : start], "utf-8"), parse_int=_integer, parse_constant=_refuse
        )
        record = {str(key): decoder.value(each, MAX_DEPTH + 1) for key, each in tree.items()}
    except WireError:
        raise
    except _UNREADABLE as error:
        raise WireError(f"the answer cannot be read ({type(error).__name__})") from None
    if not decoder.arrays.is_at_end:
        raise WireError("the arrays of the answer do not add up")
    return record


# --- values as JSON ---------------------------------------------------------------------------


def _encode(value: Any, arrays: list[bytes], depth: int) -> Any:
    """A value as JSON; a subclass is taken for what it is made of, not for what it says."""
    if depth == 0:
        return _opaque(value)
    exact = type(value)
    if value is None or exact is bool:
        return value
    if exact is str:
        return _text(value)
    if exact is int:
        return _encode_integer(value)
    if exact is float:
        return value if math.isfinite(value) else {_KIND: "float", "text": repr(value)}
    if exact is complex:
        return {_KIND: "complex", "parts": [repr(value.real), repr(value.imag)]}
    if issubclass(exact, list):
        return [_encode(each, arrays, depth - 1) for each in list.__iter__(value)]
    if issubclass(exact, tuple):
        items = [_encode(each, arrays, depth - 1) for each in tuple.__iter__(value)]
        return {_KIND: "tuple", "items": items}
    if issubclass(exact, dict):
        pairs = [[_encode(side, arrays, depth - 1) for side in pair] for pair in dict.items(value)]
        return {_KIND: "dict", "items": pairs}
    return _encode_array(value, arrays)


def _text(value: str) -> str:
    """Text without the halves of characters, which no file can hold."""
    return value if value.isascii() else value.encode("utf-8", "replace").decode()


def _encode_integer(value: int) -> Any:
    if abs(value) < 1 << 63:
        return value
    if value.bit_length() > 3.3 * MAX_DIGITS:
        return {_KIND: "object", "type": f"whole number of over {MAX_DIGITS} digits"}
    return {_KIND: "int", "text": str(value)}


def _encode_array(value: Any, arrays: list[bytes]) -> Any:
    is_tensor = type(value) is Tensor
    try:
        array = to_plain(value.array if is_tensor else value)
    except MemoryError:
        raise
    except ArrayError as error:
        return _opaque(value, str(error))
    except Exception:  # a tensor of another layout, or a subclass of the student's
        return _opaque(value)
    arrays.append(array.tobytes())
    kind = "tensor" if is_tensor else "scalar" if issubclass(type(value), np.generic) else "array"
    tag = {_KIND: kind, "type": array.dtype.str, "shape": list(array.shape)}
    return {**tag, "requires_grad": value.requires_grad} if is_tensor else tag


def _opaque(value: Any, name: str = "") -> Record:
    return {_KIND: "object", "type": _text(name or str(type(value).__name__))[:80]}


# --- and back ---------------------------------------------------------------------------------


@dataclass
class _Decoder:
    """Turns JSON into values; the arrays are met in the order in which they were sent."""

    arrays: ArrayReader
    make_tensor: Callable[..., Any]
    odd_keys: int = 0

    def value(self, tree: Any, depth: int) -> Any:
        if depth == 0:
            raise WireError("the answer is nested too deep")
        if isinstance(tree, str):
            return _text(tree)
        if isinstance(tree, list):
            return [self.value(each, depth - 1) for each in tree]
        return self._tagged(tree, depth) if isinstance(tree, dict) else tree

    def _tagged(self, tree: Record, depth: int) -> Any:
        match tree[_KIND]:
            case "tuple":
                return tuple(self.value(each, depth - 1) for each in tree["items"])
            case "dict":
                pairs = ((self._key(key, depth), value) for key, value in tree["items"])
                return {key: self.value(value, depth - 1) for key, value in pairs}
            case "float":
                return {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}[tree["text"]]
            case "complex":
                real, imaginary = map(float, tree["parts"])
                return complex(real, imaginary)
            case "int":
                return _integer(tree["text"])
            case "array":
                return self._array(tree)
            case "scalar":
                return self._array(tree)[()]
            case "tensor":
                return self.make_tensor(self._array(tree), tree["requires_grad"] is True)
            case "object":
                return Opaque(_text(str(tree["type"]))[:80])
        raise WireError("the answer holds a value of no known kind")

    def _key(self, tree: Any, depth: int) -> Any:
        """A key of a dictionary; what cannot be one is known by its text."""
        key = self.value(tree, depth - 1)
        if key is None or isinstance(key, str | float | np.integer | np.floating):
            return key
        if isinstance(key, int) and abs(key) < 1 << 64:
            return key
        self.odd_keys += 1
        if self.odd_keys > MAX_ODD_KEYS:
            raise WireError("the dictionaries of the answer have too many odd keys")
        try:
            hash(key)
        except TypeError:
            return repr(key)[:80]
        return key

    def _array(self, tree: Record) -> NDArray[Any]:
        try:
            return self.arrays.read(tree["type"], tree["shape"])
        except ArrayError as error:
            raise WireError(str(error)) from None


def _integer(text: str) -> int:
    if len(text) > MAX_DIGITS + 1:
        raise WireError("a whole number is too long")
    return int(text)


def _refuse(_constant: str) -> None:
    raise WireError("the answer holds a number that JSON does not have")
