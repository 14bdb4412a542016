"""Loads libraries, and ahead what student code may import where nothing can be loaded later."""

import importlib
import inspect
import pkgutil
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress

LEFT_OUT = {"__main__", "antigravity", "idlelib", "lib2to3", "test", "this", "turtledemo"}
OF_WORKERS = frozenset(
    """num_workers prefetch_factor persistent_workers timeout worker_init_fn multiprocessing_context
    pin_memory pin_memory_device in_order""".split()
)
PACKAGES = """
collections concurrent.futures email encodings http importlib json logging multiprocessing unittest
urllib xml.etree
""".split()
NUMPY = """
numpy.char numpy.ctypeslib numpy.fft numpy.lib numpy.linalg numpy.ma numpy.polynomial numpy.random
numpy.rec numpy.testing
""".split()


def load(libraries: Sequence[str]) -> None:
    """Imports the libraries; torch computes in one thread."""
    for name in libraries:
        module = importlib.import_module(name)
        if name == "torch":
            module.set_num_threads(1)


def load_put_off(libraries: Sequence[str]) -> None:
    """Imports what libraries put off until it is used, which each child would pay for anew."""
    tempfile.tempdir = "/tmp"  # so that nothing looks for a folder to write to, and finds none
    importlib.import_module("numpy.random")  # the wire has loaded numpy
    if "torch" in libraries:
        importlib.import_module("torch._dynamo")
        _load_without_workers()


def _load_without_workers() -> None:
    """Makes loaders read in the process that asks: a child may make no other one."""
    from torch.utils.data import DataLoader

    usual = DataLoader.__init__
    parameters = inspect.signature(usual)

    def without_workers(self: object, *positional: object, **named: object) -> None:
        given = parameters.bind(self, *positional, **named).arguments
        kept = {name: each for name, each in given.items() if name not in OF_WORKERS}
        usual(**kept)

    DataLoader.__init__ = without_workers  # type: ignore[method-assign]


def load_ahead(libraries: Sequence[str]) -> None:
    """Imports the standard library, and makes each library import what it puts off."""
    for name in sorted(sys.stdlib_module_names - LEFT_OUT):
        _import_if_there(name)
    for name in PACKAGES:
        _import_all_of(name)
    _import_if_there(f"{__package__}.weights")
    if "numpy" in libraries:
        for name in NUMPY:
            importlib.import_module(name)
    if "torch" in libraries:
        _use_torch()
        _import_all_of(f"{__package__}.stand_ins")  # what a harness may ask for


def _import_all_of(package: str) -> None:
    for each in pkgutil.iter_modules(importlib.import_module(package).__path__, f"{package}."):
        if not each.name.endswith(".__main__"):
            _import_if_there(each.name)


def _import_if_there(name: str) -> None:
    with suppress(ImportError):  # modules of other systems
        importlib.import_module(name)


def _use_torch() -> None:
    """One step of training and one of everything that is usual in homework."""
    import io

    import torch
    import torch.nn.utils.prune
    from torch import nn
    from torch.nn import functional
    from torch.utils.data import DataLoader, TensorDataset

    network = nn.Sequential(
        nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Dropout(0.5), nn.Linear(18, 3),
    )  # fmt: skip
    data = TensorDataset(torch.rand(4, 1, 8, 8), torch.zeros(4, dtype=torch.long))
    for make in (torch.optim.SGD, torch.optim.Adam):
        optimiser = make(network.parameters(), lr=0.1)
        for images, labels in DataLoader(data, batch_size=2, shuffle=True):
            optimiser.zero_grad()
            functional.cross_entropy(network(images), labels).backward()  # type: ignore[no-untyped-call]
            optimiser.step()
    file = io.BytesIO()
    torch.save(network.state_dict(), file)
    file.seek(0)
    torch.load(file, weights_only=True)
    str(torch.linalg.svd(torch.eye(2)))
    torch.autograd.functional.jacobian(  # type: ignore[no-untyped-call]
        torch.sin, torch.ones(2)
    )
