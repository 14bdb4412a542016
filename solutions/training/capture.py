"""A step that runs as one CUDA graph on a GPU, and as it stands elsewhere."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

Action = Callable[[], None]

WARM_UPS = 3  # calls before the capture, in which libraries choose algorithms and take workspaces


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """A recorded action, replayed when it is called.

    Args:
        graph: the kernels of the action, with the places in memory that they read and write.
        action: kept for the tensors that it holds: a graph keeps none, and would read whatever
            else had come to lie in their places.
    """

    graph: Any
    action: Action

    def __call__(self) -> None:
        self.graph.replay()


def captured(
    action: Action, state: Iterable[Tensor], device: torch.device, *, cuda: Any = torch.cuda
) -> Action:
    """The action, recorded once and replayed if the device is a GPU.

    Args:
        action: reads and writes the same tensors, of the same shapes, at every call.
        state: all tensors that it changes and whose values matter; they are left as they were.
        device: where these tensors are.
        cuda: the module that records.

    Returns:
        What does the same as the action.
    """
    if device.type != "cuda":
        return action
    with cuda.device(device):  # streams are of the present device
        _warm_up(action, tuple(state), cuda)
        graph = cuda.CUDAGraph()
        with cuda.graph(graph, stream=cuda.Stream()):
            action()
    return Recording(graph, action)


def _warm_up(action: Action, state: tuple[Tensor, ...], cuda: Any) -> None:
    kept = [tensor.clone() for tensor in state]
    stream, present = cuda.Stream(), cuda.current_stream()
    stream.wait_stream(present)
    with cuda.stream(stream):
        for _ in range(WARM_UPS):
            action()
            for tensor, value in zip(state, kept, strict=True):
                tensor.copy_(value)
    present.wait_stream(stream)
