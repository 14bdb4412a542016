"""Files of arrays and plain data, without pickle, that are complete or not there."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

ABOUT = "about"

Arrays = Mapping[str, NDArray[Any]]


def write(file: Path, about: Mapping[str, Any], arrays: Arrays) -> None:
    """An npz file of the arrays, and of the data as JSON; it replaces a former one in one move.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write(Path(folder) / "a.npz", {"seed": 1}, {"w/0": np.ones(2)})
    ...     read(Path(folder) / "a.npz")
    ({'seed': 1}, {'w/0': array([1., 1.])})
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(f"{file.name}.part")
    with unfinished.open("wb") as opened:
        np.savez(opened, allow_pickle=False, **{**arrays, ABOUT: np.array(json.dumps(about))})
        opened.flush()
        os.fsync(opened.fileno())
    unfinished.replace(file)


def read(file: Path) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """What was written: the data and the arrays."""
    with np.load(file, allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files if name != ABOUT}
        return json.loads(str(stored[ABOUT])), arrays


def as_read(about: Mapping[str, Any]) -> dict[str, Any]:
    """The data as `read` would give it back: tuples become lists.

    >>> as_read({"mean": (0.5, 0.5)})
    {'mean': [0.5, 0.5]}
    """
    return json.loads(json.dumps(about))
