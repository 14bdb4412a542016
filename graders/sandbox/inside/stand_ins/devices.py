"""Tensors and a network that say where they are placed, on a machine without a GPU.

They compute on the processor and remember to which device they were moved. As on a real GPU, what
lies on different devices cannot be combined, and what lies on a GPU is no array of numpy's.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

APART = "Expected all tensors to be on the same device, but found at least two devices"
ON_GPU = "can't convert cuda:0 device type tensor to numpy. Use Tensor.cpu() to copy it first"
NO_IMAGES = "StandIn: the network was called with something other than images of a loader"


class StrangeInputError(Exception):
    """The network that stands in does not know these inputs."""


def place_of(device: Any) -> str:
    """The kind of a device: cpu, cuda, mps.

    >>> place_of("cuda:0"), place_of(0)
    ('cuda', 'cuda')
    """
    if isinstance(device, int):
        return "cuda"
    return str(getattr(device, "type", device)).partition(":")[0]


def moved_to(arguments: tuple[Any, ...], named: dict[str, Any], now: str) -> str:
    """The place that a call of `.to` names; `now` where it names only a dtype."""
    for each in (*arguments, *named.values()):
        if isinstance(each, str) or type(each) is int or type(each).__name__ == "device":
            return place_of(each)
        if hasattr(each, "place"):
            return str(each.place)
    return now


def tensors_in(value: Any) -> Iterator[Any]:
    """The placed tensors in arguments or a result, also within lists and tuples."""
    if isinstance(value, placed_class()):
        yield value
    elif isinstance(value, list | tuple):
        for each in value:
            yield from tensors_in(each)
    elif isinstance(value, dict):
        yield from tensors_in(list(value.values()))


@cache
def placed_class() -> Any:
    """The class of tensors that know their place and what they hold: images or labels."""
    import torch

    class PlacedTensor(torch.Tensor):
        place = "cpu"
        role = ""
        moves: ClassVar[list[tuple[str, str]]] = []  # roles, and where they were moved to

        @classmethod
        def __torch_function__(
            cls, function: Any, types: Any, args: Any = (), kwargs: Any = None
        ) -> Any:
            given = list(tensors_in([args, kwargs or {}]))
            with torch._C.DisableTorchFunctionSubclass():
                places = {each.place for each in given if each.dim()}
            if len(places) > 1:
                raise RuntimeError(f"{APART}, {' and '.join(sorted(places))}!")
            base: Any = super()
            result = base.__torch_function__(function, types, args, kwargs or {})
            for each in tensors_in(result):
                each.place = next(iter(places or {each.place for each in given}), "cpu")
            return result

        @property
        def device(self) -> Any:  # type: ignore[override]
            return torch.device(self.place)

        @property
        def is_cuda(self) -> bool:  # type: ignore[override]
            return self.place == "cuda"

        def to(self, *arguments: Any, **named: Any) -> Any:
            place = moved_to(arguments, named, self.place)
            dtypes = [each for each in (*arguments, *named.values()) if type(each) is torch.dtype]
            return self._copy(place, *dtypes)

        def cuda(self, *arguments: Any, **named: Any) -> Any:
            return self._copy("cuda")

        def cpu(self, *arguments: Any, **named: Any) -> Any:
            return self._copy("cpu")

        def numpy(self, *arguments: Any, **named: Any) -> Any:
            if self.place != "cpu":
                raise TypeError(ON_GPU)
            return super().numpy(*arguments, **named)

        def __array__(self, *arguments: Any, **named: Any) -> Any:
            return np.asarray(self.numpy(), *arguments)

        def _copy(self, place: str, *dtypes: Any) -> Any:
            made: Any = super().type(*dtypes) if dtypes else self.view(self.shape)
            made = made.view(made.shape)
            made.place, made.role = place, self.role
            self.moves.append((self.role, place))
            return made

    return PlacedTensor


@cache
def let_all_tensors_move() -> None:
    """Lets tensors that student code makes move to a GPU that is not there, too."""
    import torch

    stay = torch.Tensor.to

    def to(self: Any, *arguments: Any, **named: Any) -> Any:
        if moved_to(arguments, named, "cpu") == "cpu":
            return stay(self, *arguments, **named)
        return self.as_subclass(placed_class()).to(*arguments, **named)

    torch.Tensor.to = to  # type: ignore[method-assign]
    torch.Tensor.cuda = lambda self, *rest, **named: to(self, "cuda")  # type: ignore[method-assign]


def placed(array: NDArray[Any], role: str) -> Any:
    """A tensor on the processor, which holds images or labels."""
    import torch

    tensor: Any = torch.from_numpy(array).as_subclass(placed_class())
    tensor.role = role
    return tensor


@cache
def network_class() -> Any:
    """The class of the network that stands in for a trained one."""
    import torch

    class StandInNetwork(torch.nn.Module):
        """Gives each image the scores that it is to have, and notes how it is called.

        Args:
            scores: shape (images, classes); the first pixel of an image is its number.
            answers_in_pairs: whether it returns its scores and something else.
        """

        def __init__(self, scores: NDArray[Any], *, answers_in_pairs: bool = False) -> None:
            super().__init__()
            self.scores, self.answers_in_pairs = scores, answers_in_pairs
            self.place: str | None = None  # not moved: wherever the images are
            self.scale = torch.nn.Parameter(torch.ones(()))
            self.calls: list[tuple[bool, bool, str]] = []  # training, gradients, place of images
            self.events: list[str] = []  # places that it was moved to

        def forward(self, images: Any, *rest: Any, **named: Any) -> Any:
            place = getattr(images, "place", "cpu")
            self.calls.append((self.training, torch.is_grad_enabled(), place))
            if self.place is not None and place != self.place:
                raise RuntimeError(f"{APART}, {self.place} and {place}!")
            found = torch.from_numpy(self.scores[self._numbers(images)])
            scores = (found.as_subclass(placed_class()) * self.scale).view(found.shape)
            scores.place = place
            return (scores, scores) if self.answers_in_pairs else scores

        def _numbers(self, images: Any) -> Any:
            try:
                first = np.asarray(images.detach().cpu().reshape(len(images), -1)[:, 0])
                numbers = first.round().astype(np.int64)
            except (AttributeError, TypeError, IndexError, RuntimeError):
                raise StrangeInputError(NO_IMAGES) from None
            outside = (numbers < 0) | (numbers >= len(self.scores)) | (numbers != first)
            if outside.any():
                raise StrangeInputError(NO_IMAGES)
            return numbers

        def to(self, *arguments: Any, **named: Any) -> Any:
            self.place = moved_to(arguments, named, self.place or "cpu")
            self.events.append(self.place)
            return self

        def cuda(self, *arguments: Any, **named: Any) -> Any:
            return self.to("cuda")

        def cpu(self) -> Any:
            return self.to("cpu")

        def load_state_dict(self, *arguments: Any, **named: Any) -> Any:
            """Takes any weights: it has none of its own."""

    return StandInNetwork
