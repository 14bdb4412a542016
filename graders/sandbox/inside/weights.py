"""Trained weights as arrays: opened in the child, measured before anything is copied.

Sources: the zip format of `torch.save`, safetensors, and numpy's npz. Nothing that a file says of
itself is believed: a small file may claim a tensor of any size by strides of zero.
"""

import zipfile
from collections.abc import Iterator, Mapping
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .arrays import TYPES
from .limits import MIB

MODEL_BYTES, PARAMETERS, TENSORS = 200 * MIB, 50_000_000, 10_000
OLDEST_TORCH = (2, 10)  # earlier ones have known holes even where only weights are loaded
SAVE = "save its weights with torch.save(model.state_dict(), file)"
DAMAGED = f"it is damaged, or no file of torch.save; {SAVE}"
PARALLEL = "module."  # what a network wrapped for several devices puts before every name

Arrays = dict[str, NDArray[Any]]


class WeightsError(ValueError):
    """The file is not taken for weights; the message is for the student."""


def read_weights(file: str) -> Arrays:
    """The arrays in a file of the submission, by name.

    Args:
        file: its name; ``.pt``, ``.pth``, ``.safetensors``, ``.npz`` or ``.npy``.

    Raises:
        WeightsError: if it holds anything else, or more than it may.
    """
    path = Path(file)
    size = path.stat().st_size
    if size > MODEL_BYTES:
        raise WeightsError(f"the file has more than {MODEL_BYTES // MIB} MiB")
    match path.suffix.lower():
        case ".pt" | ".pth":
            arrays = _from_torch(path, size)
        case ".safetensors":
            arrays = _from_safetensors(path)
        case ".npz" | ".npy":
            arrays = _from_numpy(path)
        case other:
            raise WeightsError(f"files ending in '{other}' are not read; save a .safetensors")
    if not arrays:
        raise WeightsError("there are no arrays in the file")
    for name, each in arrays.items():
        if each.dtype.newbyteorder("=").str not in TYPES:
            raise WeightsError(f"{name} is not made of plain numbers")
    return _without_prefix(arrays)


def _from_torch(path: Path, size: int) -> Arrays:
    """A state dictionary, alone or in a checkpoint; never anything that has to be called."""
    import pickle

    import torch

    if tuple(int(each) for each in torch.__version__.split("+")[0].split(".")[:2]) < OLDEST_TORCH:
        raise WeightsError(f"torch {torch.__version__} does not load files of strangers safely")
    if not zipfile.is_zipfile(path):
        raise WeightsError("this is not a file of torch.save in its present format")
    if _is_script(path):
        raise WeightsError("this is a program of TorchScript (torch.jit.save); " + SAVE)
    try:
        loaded = torch.load(path, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError:
        raise WeightsError(f"it holds more than tensors; {SAVE}") from None
    except (RuntimeError, ValueError, LookupError, AttributeError, TypeError, EOFError):
        raise WeightsError(DAMAGED) from None
    tensors = dict(_tensors(loaded))
    _check_count(len(tensors), sum(each.numel() for each in tensors.values()))
    for name, tensor in tensors.items():
        if tensor.is_quantized:
            raise WeightsError(f"{name} is quantised; save the network before it is quantised")
        if tensor.is_meta or tensor.layout is not torch.strided:
            raise WeightsError(f"{name} is no ordinary tensor; {SAVE}")
        claimed = tensor.numel() * tensor.element_size()
        there = min(tensor.untyped_storage().nbytes(), size)
        if claimed > there:
            raise WeightsError(f"{name} claims {claimed:,} bytes, and {there:,} are there")
    return {name: _plain(tensor) for name, tensor in tensors.items()}


def _is_script(path: Path) -> bool:
    """Whether an archive holds a program, beside its tensors."""
    try:
        with zipfile.ZipFile(path) as archive:
            return any("/code/" in f"/{each}" for each in archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise WeightsError(DAMAGED) from None


def _tensors(loaded: Any) -> Iterator[tuple[str, Any]]:
    """The tensors of a state dictionary; of a checkpoint, those of the one it holds.

    Raises:
        WeightsError: if there is none, or there are several.
    """
    if not isinstance(loaded, Mapping):
        raise WeightsError(f"it holds a {type(loaded).__name__}; {SAVE}")
    own = [(str(name), each) for name, each in loaded.items() if _is_tensor(each)]
    inner = {
        str(name): each
        for name, each in loaded.items()
        if isinstance(each, Mapping) and any(map(_is_tensor, each.values()))
    }
    if own and not inner:
        return iter(own)
    if len(inner) != 1:
        names = ", ".join(inner) or "none"
        raise WeightsError(f"one state_dict is asked for; it holds these: {names}")
    return _tensors(next(iter(inner.values())))


def _is_tensor(value: Any) -> bool:
    import torch

    return type(value) in (torch.Tensor, torch.nn.Parameter)


def _plain(tensor: Any) -> NDArray[Any]:
    import torch

    kept = tensor.detach().resolve_conj().resolve_neg()
    try:
        return (kept.float() if kept.dtype is torch.bfloat16 else kept).contiguous().numpy()
    except TypeError:
        raise WeightsError(f"numbers of {kept.dtype} are not read; save them as float32") from None


def _from_safetensors(path: Path) -> Arrays:
    """The library checks every offset against the file before it maps a byte."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="pt") as file:
            names = list(file.keys())
            shapes = [file.get_slice(name).get_shape() for name in names]
            _check_count(len(names), sum(map(prod, shapes)))
            return {name: _plain(file.get_tensor(name)) for name in names}
    except WeightsError:
        raise
    except (SafetensorError, ValueError) as error:
        raise WeightsError(f"this is not a safetensors file ({error})") from None


def _from_numpy(path: Path) -> Arrays:
    try:
        loaded = np.load(path, mmap_mode="r", allow_pickle=False)
        if isinstance(loaded, np.ndarray):
            _check_count(1, loaded.size)
            return {path.stem: np.array(loaded)}
        with loaded:
            elements = [_elements(loaded.zip, each) for each in loaded.zip.infolist()]
            _check_count(len(elements), sum(elements))
            return {name: loaded[name] for name in loaded.files}
    except (ValueError, EOFError, zipfile.BadZipFile) as error:
        if isinstance(error, WeightsError):
            raise
        raise WeightsError(f"this is not a file of plain arrays ({error})") from None


def _elements(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> int:
    """How many elements the array in a file of an archive has, which must all be there."""
    with archive.open(info) as file:
        version = np.lib.format.read_magic(file)
        if version != (1, 0):
            raise WeightsError(f"{info.filename} is no array of plain numbers")
        shape, _, dtype = np.lib.format.read_array_header_1_0(file)
        elements = prod(shape)
        if elements * dtype.itemsize + file.tell() != info.file_size:
            raise WeightsError(f"{info.filename} is not as large as it says")
    return elements


def _check_count(tensors: int, elements: int) -> None:
    if tensors > TENSORS or elements > PARAMETERS:
        what = f"{elements:,} numbers in {tensors:,} tensors"
        raise WeightsError(f"it holds {what}; {PARAMETERS:,} in {TENSORS:,} are allowed")


def _without_prefix(arrays: Arrays) -> Arrays:
    if not all(name.startswith(PARALLEL) for name in arrays):
        return arrays
    return {name.removeprefix(PARALLEL): each for name, each in arrays.items()}
