"""Arrays of plain numbers as bytes: the name of a type, a shape, and the elements in C order."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

MAX_DIMENSIONS = 16
TYPES = {np.dtype(each).str: np.dtype(each) for each in "?bhilBHILefdgFDG"}

Array = NDArray[Any]


class ArrayError(ValueError):
    """This is no array of plain numbers, or not as large as it says; the words may be empty."""


def to_plain(value: object) -> Array:
    """The elements of an array, of a numpy number or of a torch tensor, without its own methods.

    Raises:
        ArrayError: if it is none of these, or its elements are no plain numbers.
    """
    if _is_tensor(value):
        value = _from_tensor(value)
    elif not issubclass(type(value), np.ndarray | np.generic):
        raise ArrayError
    array = np.array(value, copy=None, subok=False)
    plain = array.astype(array.dtype.newbyteorder("="), copy=False)
    if plain.dtype.str not in TYPES or plain.ndim > MAX_DIMENSIONS:
        raise ArrayError(f"array of {array.dtype}")
    return plain


def _is_tensor(value: object) -> bool:
    return any(
        each.__module__ == "torch" and each.__name__ == "Tensor" for each in type(value).__mro__
    )


def _from_tensor(value: Any) -> Any:
    plain = value.detach().cpu()
    plain = plain.float() if str(plain.dtype) == "torch.bfloat16" else plain
    return plain.resolve_conj().resolve_neg().numpy()


class ArrayReader:
    """Cuts arrays from bytes, one after the other, each byte once.

    >>> reader = ArrayReader(np.arange(3.0).tobytes())
    >>> reader.read("<f8", [3]), reader.is_at_end
    (array([0., 1., 2.]), True)
    """

    def __init__(self, data: bytes | memoryview) -> None:
        self._data, self._at = memoryview(data), 0

    @property
    def is_at_end(self) -> bool:
        return self._at == len(self._data)

    def read(self, type_name: str, shape: Sequence[int]) -> Array:
        """The next array, a copy.

        Raises:
            ArrayError: if so many numbers of this type are not there.
        """
        dtype = TYPES.get(type_name)
        if dtype is None or type(shape) is not list or len(shape) > MAX_DIMENSIONS:
            raise ArrayError("an array is not made of plain numbers")
        if not all(type(each) is int and 0 <= each < 1 << 32 for each in shape):
            raise ArrayError("an array has no such shape")
        end = self._at + math.prod(shape) * dtype.itemsize
        if end > len(self._data):
            raise ArrayError("an array is not as large as it says")
        part, self._at = self._data[self._at : end], end
        flat = np.frombuffer(part, np.uint8) != 0 if dtype.kind == "b" else _numbers(part, dtype)
        return flat.reshape(shape)


def _numbers(part: memoryview, dtype: np.dtype[Any]) -> Array:
    return np.frombuffer(part, dtype).copy()
