"""A step recorded on a GPU, here with something that records in its place."""

import gc
import weakref
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import pytest
import torch

from solutions.training.capture import WARM_UPS, captured


class Recorder:
    """What `torch.cuda` offers to capture, on a machine without."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    class CUDAGraph:
        def replay(self) -> None:
            raise NotImplementedError

    class Stream:
        def wait_stream(self, other: Any) -> None:
            pass

    def current_stream(self) -> "Recorder.Stream":
        return Recorder.Stream()

    def stream(self, _: Any) -> AbstractContextManager[None]:
        self.calls.append("warm-up")
        return nullcontext()

    def device(self, device: torch.device) -> AbstractContextManager[None]:
        self.calls.append(f"on {device}")
        return nullcontext()

    def graph(self, graph: Any, *, stream: Any) -> AbstractContextManager[None]:
        self.calls.append("capture")
        graph.replay = lambda: self.calls.append("replay")
        return nullcontext()


def counting() -> tuple[torch.Tensor, Callable[[], None]]:
    counter = torch.tensor(5)

    def action() -> None:
        counter.add_(1)

    return counter, action


def test_on_the_cpu_the_action_stays_as_it_is() -> None:
    counter, action = counting()
    assert captured(action, [counter], torch.device("cpu")) is action


def test_on_a_gpu_warming_up_leaves_no_trace_and_the_recording_is_replayed() -> None:
    counter, action = counting()
    seen: list[int] = []
    recorder = Recorder()

    def watched() -> None:
        seen.append(int(counter))
        action()

    step = captured(watched, [counter], torch.device("cuda"), cuda=recorder)
    assert seen == [5] * (WARM_UPS + 1)
    step()
    step()
    assert recorder.calls == ["on cuda", "warm-up", "capture", "replay", "replay"]


def test_what_a_recording_reads_is_kept_as_long_as_it_can_be_replayed() -> None:
    """A graph knows places in memory only; what lies there must not be given back."""

    def action_with_a_tensor_of_its_own() -> tuple[Callable[[], None], weakref.ref[torch.Tensor]]:
        own, counter = torch.ones(()), torch.zeros(())

        def action() -> None:
            counter.add_(own)

        return action, weakref.ref(own)

    action, own = action_with_a_tensor_of_its_own()
    step = captured(action, [], torch.device("cuda:1"), cuda=Recorder())
    del action
    gc.collect()
    assert own() is not None
    del step
    gc.collect()
    assert own() is None


@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no GPU here")
def test_a_replay_does_what_the_action_did() -> None:
    counter = torch.tensor(5, device="cuda")
    step = captured(lambda: counter.add_(1) and None, [counter], counter.device)
    assert int(counter) == 5
    step()
    step()
    assert int(counter) == 7
