"""Steps of the trainer recorded and replayed as on a GPU, on a machine without one.

A tape takes down every operation below autograd. What a CUDA graph could not do is refused: to read
a value back, to bring one from Python, to have shapes that follow from values. A replay runs the
operations again on the same memory, and nothing of Python in between.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

import numpy as np
import pytest
import torch
from torch.multiprocessing.reductions import StorageWeakRef
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

from solutions.training import trainer
from solutions.training.capture import Action, captured
from solutions.training.config import Run, TrainingConfig
from solutions.training.description import Network
from solutions.training.generated import generated_images
from solutions.training.images import Images
from solutions.training.networks import LENET, MNIST, two_layer
from solutions.training.trainer import Trainer

REFUSED = ("_local_scalar_dense", "nonzero", "masked_select", "lift_fresh", "unique", "_to_cpu")


def tensors(values: Any) -> list[torch.Tensor]:
    return [each for each in tree_leaves(values) if isinstance(each, torch.Tensor)]


class Tape(TorchDispatchMode):
    """The operations of a step, with the tensors that each takes and gives."""

    def __init__(self) -> None:
        super().__init__()
        self.operations: list[tuple[Callable[..., Any], Any, Any, Any]] = []
        self.outside: list[StorageWeakRef] = []  # memory that was there before
        self._made: set[int] = set()

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        assert not any(name in str(func) for name in REFUSED), f"{func} cannot be captured"
        assert not _is_masked(func, args), f"{func} has a shape that follows from values"
        for each in tensors((args, kwargs)):
            if each.untyped_storage()._cdata not in self._made:
                self.outside.append(StorageWeakRef(each.untyped_storage()))
        given = func(*args, **(kwargs or {}))
        self._made |= {each.untyped_storage()._cdata for each in tensors(given)}
        self.operations.append((func, args, kwargs or {}, given))
        return given

    @torch.no_grad()
    def replay(self) -> None:
        for func, args, kwargs, given in self.operations:
            for new, old in zip(tensors(func(*args, **kwargs)), tensors(given), strict=True):
                if new.data_ptr() != old.data_ptr():
                    old.copy_(new)


def _is_masked(func: Any, args: Any) -> bool:
    return "index" in str(func) and any(each.dtype == torch.bool for each in tensors(args))


class Cuda:
    """`torch.cuda` as far as a capture needs it; `tapes` holds what was recorded.

    Args:
        state: put back after a recording, which on a GPU runs nothing.
        keeps: whether the tapes keep the memory that they read; a graph does not.
    """

    def __init__(self, state: Sequence[torch.Tensor], tapes: list[Tape], *, keeps: bool) -> None:
        self.state, self.tapes, self.keeps = tuple(state), tapes, keeps

    class CUDAGraph:
        replay: Action

    class Stream:
        def wait_stream(self, other: Any) -> None:
            pass

    def current_stream(self) -> "Cuda.Stream":
        return Cuda.Stream()

    def stream(self, _: Any) -> AbstractContextManager[None]:
        return nullcontext()

    def device(self, _: Any) -> AbstractContextManager[None]:
        return nullcontext()

    @contextmanager
    def graph(self, graph: Any, *, stream: Any) -> Iterator[None]:
        before, tape = [each.clone() for each in self.state], Tape()
        with tape:
            yield
        for each, value in zip(self.state, before, strict=True):
            each.copy_(value)
        graph.replay = tape.replay
        if not self.keeps:
            tape.operations.clear()
        self.tapes.append(tape)


def recorded(monkeypatch: pytest.MonkeyPatch, *, keeps: bool) -> list[Tape]:
    """Has the trainers from here on record their steps; gives the tapes."""
    tapes: list[Tape] = []

    def capture(action: Action, state: Any, _: torch.device) -> Action:
        kept = tuple(state)
        cuda = Cuda(kept, tapes, keeps=keeps)
        return captured(action, kept, torch.device("cuda"), cuda=cuda)

    monkeypatch.setattr(trainer, "captured", capture)
    return tapes


RUNS = {
    "lenet": (LENET, (Run(0, 0.01, momentum=0.9), Run(1, 0.02))),
    "mnist": (
        MNIST,
        (
            Run(0, 0.1, dropout=0.4, weight_decay=0.001), Run(1, 0.1, dropout=0.4, l1=0.001),
            Run(2, 0.1, dropout=0.4, batch_norm=True), Run(3, 0.001, "adagrad", dropout=0.4),
            Run(4, 0.001, "rmsprop"), Run(5, 0.001, "adam", dropout=0.4, batch_norm=True),
        ),
    ),
    "two-layer": (two_layer(32), (Run(0, 0.01, momentum=0.9), Run(1, 0.01))),
}  # fmt: skip


def config_and_images(network: Network, runs: tuple[Run, ...]) -> tuple[TrainingConfig, Images]:
    channels, side, _ = network.image
    images = generated_images(train=34, test=20, side=side, channels=channels)
    return TrainingConfig(network, runs, 8, 2, 2), images  # the last batch has two images


@pytest.mark.parametrize("name", RUNS)
def test_replayed_steps_equal_those_that_run_as_they_stand(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    config, images = config_and_images(*RUNS[name])
    plain = Trainer(config, images, device=torch.device("cpu"))
    tapes = recorded(monkeypatch, keeps=True)
    replayed = Trainer(config, images, device=torch.device("cpu"))
    assert len(tapes) == 2  # for full batches, and for the last
    for epoch in range(2):
        np.testing.assert_array_equal(replayed.train_epoch(epoch), plain.train_epoch(epoch))
    for one, other in zip(replayed.weights(), plain.weights(), strict=True):
        assert all(np.array_equal(one[each], other[each]) for each in one)


@pytest.mark.parametrize("name", RUNS)
def test_the_memory_that_a_recording_reads_is_kept(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    config, images = config_and_images(*RUNS[name])
    tapes = recorded(monkeypatch, keeps=False)
    made = Trainer(config, images, device=torch.device("cpu"))
    lost = [each for tape in tapes for each in tape.outside if each.expired()]
    assert tapes[0].outside
    assert not lost, f"{len(lost)} tensors are gone while {type(made).__name__} is there"
