"""Tensors and a network that say where they are placed, on a machine without a GPU.

They compute on the processor and remember to which device they were moved. As on a real GPU, what
lies on different devices cannot be combined, and what lies on a GPU is no array of numpy's.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

APART = "Expected all tensors to be on the same device, but found at least two devices"
ON_GPU = "can't convert cuda:0 device type tensor to numpy. Use Tensor.cpu() to copy it first"
OTHER_GPUS = frozenset({"mps", "xpu"})
KEEP_ROLE = frozenset(
    "clone contiguous detach double flatten float long reshape squeeze unsqueeze view".split()
)
NO_IMAGES = "StandIn: the network was called with something other than images of a loader"


class StrangeInputError(Exception):
    """The network that stands in does not know these inputs."""


def place_of(device: Any) -> str:
    """The kind of a device: cpu, or cuda for every GPU.

    >>> place_of("cuda:0"), place_of(0), place_of("mps")
    ('cuda', 'cuda', 'cuda')
    """
    if isinstance(device, int):
        return "cuda"
    kind = str(getattr(device, "type", device)).partition(":")[0]
    return "cuda" if kind in OTHER_GPUS else kind


def moved_to(arguments: tuple[Any, ...], named: dict[str, Any], now: str) -> str:
    """The place that a call of `.to` names; `now` where it names only a dtype."""
    for each in (*arguments, *named.values()):
        if isinstance(each, str) or type(each) is int or type(each).__name__ == "device":
            return place_of(each)
        if isinstance(each, placed_class()):
            return TRACKS.place(each)
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


@dataclass
class Tracks:
    """Where tensors are, what they hold, and what became of those that hold something.

    This is kept here and in nothing that student code is given.
    """

    moves: list[tuple[str, str]] = field(default_factory=list)  # roles, and where to
    compared: list[str] = field(default_factory=list)  # places of labels held against scores
    _found: Any = None

    def note(self, tensor: Any, place: str, role: str) -> None:
        """Takes down where a tensor is and what it holds: images, labels or anything else."""
        self._known()[tensor] = (place, role)

    def place(self, tensor: Any) -> str:
        """Where a tensor is."""
        return str(self._known().get(tensor, ("cpu", ""))[0])

    def role(self, tensor: Any) -> str:
        """What a tensor holds."""
        return str(self._known().get(tensor, ("cpu", ""))[1])

    def _known(self) -> Any:
        if self._found is None:
            from torch.utils.weak import WeakIdKeyDictionary

            self._found = WeakIdKeyDictionary()
        return self._found


TRACKS = Tracks()


@cache
def placed_class() -> Any:
    """The class of tensors that behave as if they were where they were moved to."""
    import torch

    class PlacedTensor(torch.Tensor):
        @classmethod
        def __torch_function__(
            cls, function: Any, types: Any, args: Any = (), kwargs: Any = None
        ) -> Any:
            given = list(tensors_in([args, kwargs or {}]))
            with torch._C.DisableTorchFunctionSubclass():
                sized = [each for each in given if each.dim()]
            places = {TRACKS.place(each) for each in sized}
            if len(places) > 1:
                raise RuntimeError(f"{APART}, {' and '.join(sorted(places))}!")
            if len(sized) > 1:
                labels = [each for each in sized if TRACKS.role(each) == "labels"]
                TRACKS.compared.extend(TRACKS.place(each) for each in labels)
            base: Any = super()
            result = base.__torch_function__(function, types, args, kwargs or {})
            keeps = len(given) == 1 and getattr(function, "__name__", "") in KEEP_ROLE
            for each in tensors_in(result):
                place = next(iter(places or {TRACKS.place(one) for one in given}), "cpu")
                TRACKS.note(each, place, TRACKS.role(given[0]) if keeps else "")
            return result

        @property
        def device(self) -> Any:  # type: ignore[override]
            return torch.device(TRACKS.place(self))

        @property
        def is_cuda(self) -> bool:  # type: ignore[override]
            return TRACKS.place(self) == "cuda"

        def to(self, *arguments: Any, **named: Any) -> Any:
            place = moved_to(arguments, named, TRACKS.place(self))
            dtypes = [each for each in (*arguments, *named.values()) if type(each) is torch.dtype]
            return self._copy(place, *dtypes)

        def cuda(self, *arguments: Any, **named: Any) -> Any:
            return self._copy("cuda")

        def cpu(self, *arguments: Any, **named: Any) -> Any:
            return self._copy("cpu")

        def numpy(self, *arguments: Any, **named: Any) -> Any:
            if TRACKS.place(self) != "cpu":
                raise TypeError(ON_GPU)
            return super().numpy(*arguments, **named)

        def __array__(self, *arguments: Any, **named: Any) -> Any:
            return np.asarray(self.numpy(), *arguments)

        def __deepcopy__(self, memo: dict[int, Any]) -> Any:
            made = self.detach().clone().requires_grad_(self.requires_grad)
            made._is_param = getattr(self, "_is_param", False)
            TRACKS.note(made, TRACKS.place(self), TRACKS.role(self))
            return memo.setdefault(id(self), made)

        def _copy(self, place: str, *dtypes: Any) -> Any:
            made: Any = super().type(*dtypes) if dtypes else self.view(self.shape)
            made = made.view(made.shape)
            TRACKS.note(made, place, TRACKS.role(self))
            TRACKS.moves.append((TRACKS.role(self), place))
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
    torch.autograd.Variable = lambda data, *rest, **named: data  # type: ignore[misc, assignment]
    torch.Tensor.cuda = lambda self, *rest, **named: to(self, "cuda")  # type: ignore[method-assign]


def placed(array: NDArray[Any], role: str) -> Any:
    """A tensor on the processor, which holds images or labels."""
    import torch

    tensor: Any = torch.from_numpy(array).as_subclass(placed_class())
    TRACKS.note(tensor, "cpu", role)
    return tensor


@dataclass
class Observed:
    """What was done with a network that stands in; student code is not given this."""

    place: str | None = None  # not moved: wherever the images are
    calls: list[tuple[bool, bool, str]] = field(default_factory=list)  # training, gradients, place
    events: list[str] = field(default_factory=list)  # places that it was moved to


def observed_network(
    scores: NDArray[Any], observed: Observed, *, answers_in_pairs: bool = False
) -> Any:
    """A network that gives each image the scores that it is to have.

    Args:
        scores: shape (images, classes); the first pixel of an image is its number.
        observed: to take down how it is called and moved.
        answers_in_pairs: whether it returns its scores and something else.
    """
    import torch

    class StandInNetwork(torch.nn.Module):
        """A trained network."""

        def __init__(self) -> None:
            super().__init__()
            self.scale = torch.nn.Parameter(placed(np.ones((), np.float32), "parameter"))

        def forward(self, images: Any, *rest: Any, **named: Any) -> Any:
            place = TRACKS.place(images) if isinstance(images, placed_class()) else "cpu"
            observed.calls.append((self.training, torch.is_grad_enabled(), place))
            if observed.place is not None and place != observed.place:
                raise RuntimeError(f"{APART}, {observed.place} and {place}!")
            found = torch.from_numpy(scores[numbers_of_images(images, len(scores))])
            given = (found.as_subclass(placed_class()) * self.scale).view(found.shape)
            TRACKS.note(given, place, "")
            return (given, given) if answers_in_pairs else given

        def to(self, *arguments: Any, **named: Any) -> Any:
            observed.place = moved_to(arguments, named, observed.place or "cpu")
            observed.events.append(observed.place)
            TRACKS.note(self.scale, observed.place, "parameter")
            return self

        def cuda(self, *arguments: Any, **named: Any) -> Any:
            return self.to("cuda")

        def cpu(self) -> Any:
            return self.to("cpu")

        def load_state_dict(self, *arguments: Any, **named: Any) -> Any:
            """Takes any weights: it has none of its own."""

    return StandInNetwork()


def numbers_of_images(images: Any, many: int) -> Any:
    """The numbers that are in the first pixels.

    Raises:
        StrangeInputError: if these are no images of a loader.
    """
    try:
        first = np.asarray(images.detach().cpu().reshape(len(images), -1)[:, 0])
        numbers = first.round().astype(np.int64)
    except (AttributeError, TypeError, IndexError, RuntimeError):
        raise StrangeInputError(NO_IMAGES) from None
    if ((numbers < 0) | (numbers >= many) | (numbers != first)).any():
        raise StrangeInputError(NO_IMAGES)
    return numbers
