"""What crosses the wall: plain values as JSON, arrays as npy without pickle, in framed records.

Both sides use these functions, and the grader trusts nothing that they read: sizes are checked
before a byte is used, only plain numbers make an array, and an object of any other type arrives
as the name of its type.
"""

import io
import json
import math
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .limits import LIMITS, Limits

HEAD = struct.Struct("<4sIQ")  # magic, bytes of JSON, bytes of arrays
MAGIC = b"nbl1"
MAX_DEPTH = 64
MAX_DIMENSIONS = 16
NUMBERS = "biufc"  # kinds of dtype: bool, integers, floats, complex
MAX_DIGITS = 400  # of an integer beyond 64 bits
_KIND, _NPY_HEADER = "@", 512

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
    body = json.dumps([tree, [len(each) for each in arrays]], allow_nan=False).encode()
    return b"".join((HEAD.pack(MAGIC, len(body), sum(map(len, arrays))), body, *arrays))


def sizes(head: bytes, limits: Limits = LIMITS) -> tuple[int, int]:
    """The bytes of JSON and of arrays that a frame's head announces.

    Raises:
        WireError: if this is no head, or it announces more than the limits allow.
    """
    magic, body, arrays = HEAD.unpack(head)
    if magic != MAGIC:
        raise WireError("this is not an answer of ours")
    if body > limits.record_bytes or arrays > limits.array_bytes:
        raise WireError("the answer is too large")
    return body, arrays


def unpack(
    frame: bytes, limits: Limits = LIMITS, make_tensor: Callable[..., Any] = Tensor
) -> Record:
    """The record in a frame.

    Args:
        frame: head and all.
        limits: on its size.
        make_tensor: what becomes of a tensor's array; called with `requires_grad` too.

    Raises:
        WireError: if it is damaged or larger than it may be.
    """
    body, size = sizes(frame[: HEAD.size], limits)
    if len(frame) != HEAD.size + body + size:
        raise WireError("the answer breaks off")
    try:
        tree, lengths = json.loads(frame[HEAD.size : HEAD.size + body])
        arrays = _split(frame[HEAD.size + body :], lengths)
        return {
            str(key): _decode(value, arrays, make_tensor, MAX_DEPTH) for key, value in tree.items()
        }
    except WireError:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise WireError(f"the answer cannot be read ({type(error).__name__})") from None


# --- values -----------------------------------------------------------------------------------


def _encode(value: Any, arrays: list[bytes], depth: int) -> Any:
    """A value as JSON; only exact types count, so that no subclass can speak for itself."""
    if depth == 0:
        return _opaque(value)
    exact = type(value)
    if value is None or exact is bool or exact is str:
        return _text(value) if exact is str else value
    if exact is int:
        return _encode_integer(value)
    if exact is float:
        return value if math.isfinite(value) else {_KIND: "float", "text": repr(value)}
    if exact is complex:
        return {_KIND: "complex", "parts": [repr(value.real), repr(value.imag)]}
    if exact is list:
        return [_encode(each, arrays, depth - 1) for each in value]
    if exact is tuple:
        return {_KIND: "tuple", "items": [_encode(each, arrays, depth - 1) for each in value]}
    if isinstance(value, dict):
        pairs = [[_encode(side, arrays, depth - 1) for side in pair] for pair in value.items()]
        return {_KIND: "dict", "items": pairs}
    return _encode_array(value, arrays)


def _text(value: str) -> str:
    return value.encode("utf-8", "replace").decode()


def _encode_integer(value: int) -> Any:
    if abs(value) < 1 << 63:
        return value
    if value.bit_length() > 3.3 * MAX_DIGITS:
        return {_KIND: "object", "type": f"whole number of over {MAX_DIGITS} digits"}
    return {_KIND: "int", "text": str(value)}


def _encode_array(value: Any, arrays: list[bytes]) -> Any:
    tag: Record = {_KIND: "array", "at": len(arrays)}
    if type(value) is Tensor:
        tag = {_KIND: "tensor", "at": len(arrays), "requires_grad": value.requires_grad}
        value = value.array
    elif _is_tensor(value):
        value = _from_tensor(value)
    elif isinstance(value, np.generic):
        tag[_KIND] = "scalar"
    elif not isinstance(value, np.ndarray):
        return _opaque(value)
    array = np.array(value, copy=None, subok=False)
    if array.dtype.kind not in NUMBERS or array.ndim > MAX_DIMENSIONS:
        return {_KIND: "object", "type": f"array of {array.dtype}"}
    file = io.BytesIO()
    np.lib.format.write_array(file, array, version=(1, 0), allow_pickle=False)
    arrays.append(file.getvalue())
    return tag


def _is_tensor(value: Any) -> bool:
    return any(
        each.__module__.partition(".")[0] == "torch" and each.__name__ == "Tensor"
        for each in type(value).__mro__
    )


def _from_tensor(value: Any) -> Any:
    plain = value.detach().cpu()
    return (plain.float() if str(plain.dtype) == "torch.bfloat16" else plain).resolve_conj().numpy()


def _opaque(value: Any) -> Record:
    return {_KIND: "object", "type": _text(str(type(value).__name__))[:80]}


def _split(data: bytes, lengths: Sequence[int]) -> list[bytes]:
    if not all(type(each) is int and each >= 0 for each in lengths) or sum(lengths) != len(data):
        raise WireError("the arrays of the answer do not add up")
    parts, start = [], 0
    for each in lengths:
        parts.append(data[start : start + each])
        start += each
    return parts


def _decode(tree: Any, arrays: Sequence[bytes], make_tensor: Callable[..., Any], depth: int) -> Any:
    if depth == 0:
        raise WireError("the answer is nested too deep")

    def inner(part: Any) -> Any:
        return _decode(part, arrays, make_tensor, depth - 1)

    if isinstance(tree, list):
        return [inner(each) for each in tree]
    if not isinstance(tree, dict):
        return tree
    match tree[_KIND]:
        case "tuple":
            return tuple(inner(each) for each in tree["items"])
        case "dict":
            return {_hashable(inner(key)): inner(value) for key, value in tree["items"]}
        case "float":
            return {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}[tree["text"]]
        case "complex":
            return complex(*map(float, tree["parts"]))
        case "int":
            return _integer(tree["text"])
        case "array":
            return read_array(arrays[tree["at"]])
        case "scalar":
            return read_array(arrays[tree["at"]])[()]
        case "tensor":
            return make_tensor(read_array(arrays[tree["at"]]), bool(tree["requires_grad"]))
        case "object":
            return Opaque(str(tree["type"])[:80])
    raise WireError("the answer holds a value of no known kind")


def _hashable(key: Any) -> Any:
    """A key of a dictionary; what is no plain one is known by its text."""
    plain = isinstance(key, str | int | float) or key is None
    return key if plain else repr(key)[:80]


def _integer(text: str) -> int:
    if len(text) > MAX_DIGITS + 1:
        raise WireError("a whole number is too long")
    return int(text)


def read_array(data: bytes) -> NDArray[Any]:
    """The array in the bytes of an npy file of version 1.0.

    Raises:
        WireError: if it is anything but an array of plain numbers that fills the bytes exactly.
    """
    file = io.BytesIO(data)
    try:
        if np.lib.format.read_magic(file) != (1, 0):
            raise WireError("an array has an unknown format")
        shape, by_columns, dtype = np.lib.format.read_array_header_1_0(
            file, max_header_size=_NPY_HEADER
        )
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError) as error:
        raise WireError("the head of an array is damaged") from error
    whole = all(type(each) is int and each >= 0 for each in shape) and len(shape) <= MAX_DIMENSIONS
    if dtype.kind not in NUMBERS or not whole:
        raise WireError("an array is not made of plain numbers")
    start = file.tell()
    if math.prod(shape) * dtype.itemsize != len(data) - start:
        raise WireError("an array is not as large as it says")
    flat = np.frombuffer(data, dtype, offset=start)
    return flat.reshape(shape, order="F" if by_columns else "C").copy()
