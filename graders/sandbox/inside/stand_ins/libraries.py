"""Libraries that a piece of code may name: those that are here, and stand-ins for the others.

What a student plots, or shows progress with, must not stop what is asked for. An object that
stands in for the rest of a library takes every call and gives no number, so that no result can
come from it.
"""

import importlib
import importlib.abc
import importlib.util
import sys
import types
from collections.abc import Iterable, Iterator
from importlib.machinery import ModuleSpec
from typing import Any

SHORT = {
    "np": "numpy", "nn": "torch.nn", "F": "torch.nn.functional", "optim": "torch.optim",
    "plt": "matplotlib.pyplot", "pd": "pandas", "T": "torchvision.transforms",
    "transforms": "torchvision.transforms", "tt": "torchvision.transforms",
    "v2": "torchvision.transforms.v2",
}  # fmt: skip
STAND_INS = frozenset(
    "IPython PIL cv2 google matplotlib pandas seaborn sklearn torchinfo torchmetrics torchsummary "
    "torchvision tqdm wandb".split()
)
KNOWN = frozenset("math time random os sys copy numpy torch itertools collections".split())


class StandIn:
    """Anything of a library that is not here: every use of it gives another one."""

    def __getattr__(self, name: str) -> "StandIn":
        if name.startswith("__"):
            raise AttributeError(name)
        return StandIn()

    def __call__(self, *arguments: object, **named: object) -> "StandIn":
        return StandIn()

    def __getitem__(self, key: object) -> "StandIn":
        return StandIn()

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __enter__(self) -> "StandIn":
        return self

    def __exit__(self, *ending: object) -> None: ...


class Progress:
    """A progress bar that shows nothing."""

    def __init__(self, iterable: Iterable[Any] = (), *rest: object, **named: object) -> None:
        self.iterable = iterable

    def __iter__(self) -> Iterator[Any]:
        return iter(self.iterable)

    def __len__(self) -> int:
        return len(self.iterable)  # type: ignore[arg-type]

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *ending: object) -> None: ...

    def __getattr__(self, name: str) -> StandIn:
        return StandIn()


def accuracy_score(y_true: Any, y_pred: Any, *, normalize: bool = True) -> float:
    """The share of equal entries, as scikit-learn counts it."""
    import numpy as np

    equal = np.asarray(y_true) == np.asarray(y_pred)
    return float(equal.mean() if normalize else equal.sum())


CONTENTS: dict[str, dict[str, Any]] = {
    "tqdm": {"tqdm": Progress, "trange": lambda *limits, **named: Progress(range(*limits))},
    "sklearn.metrics": {"accuracy_score": accuracy_score},
}


class Libraries(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Makes a module for whatever is imported from a library that has a stand-in."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """Where a module is found, if it is one of these."""
        if name.partition(".")[0] not in STAND_INS:
            return None
        return ModuleSpec(name, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> types.ModuleType:
        module = types.ModuleType(spec.name)
        module.__path__ = []
        root = spec.name.partition(".")[0]
        known = CONTENTS.get(spec.name) or (CONTENTS["tqdm"] if root == "tqdm" else {})
        module.__dict__.update({"__getattr__": _unknown, **known})
        return module

    def exec_module(self, module: types.ModuleType) -> None: ...


def _unknown(name: str) -> StandIn:
    if name.startswith("__"):
        raise AttributeError(name)
    return StandIn()


def put_in_place() -> None:
    """Lets the stand-ins be imported, whatever is installed, so that all machines agree."""
    if not any(isinstance(each, Libraries) for each in sys.meta_path):
        sys.meta_path.insert(0, Libraries())
    for name in CONTENTS:
        importlib.import_module(name)


def library(name: str) -> types.ModuleType | None:
    """The module that goes by a usual name where nothing imports it."""
    full = SHORT.get(name, name if name in KNOWN | STAND_INS else "")
    if not full:
        return None
    if name == "tqdm":
        return Progress  # type: ignore[return-value]
    try:
        return importlib.import_module(full)
    except ImportError:
        return None
