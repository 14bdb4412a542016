"""Tensors and a network that say where they are placed, on a machine without a GPU.

They compute on the processor and remember to which device they were moved. As on a real GPU, what
lies on different devices cannot be combined, and what lies on a GPU is no array of numpy's.

The grader knows images, labels and network by *tokens*. Whoever moves one of them asks for the
token of what is then on the other device, and the network's scores are asked for too: what was
done is taken down where the answers come from, not here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..asking import ask

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


@dataclass(frozen=True, slots=True)
class Held:
    """What a tensor holds: images, labels or anything else; where it is, and its token if any."""

    place: str = "cpu"
    role: str = ""
    token: str = ""

    def moved_to(self, place: str) -> "Held":
        """The same on another device."""
        token = ask("move", self.token, place) if self.token else ""
        return Held(place, self.role, str(token or ""))


@dataclass
class Tracks:
    """What tensors hold; kept here, so that names of attributes are free for student code."""

    tokens: dict[str, str] = field(default_factory=dict)  # of images and labels before any move
    compared: set[str] = field(default_factory=set)  # tokens of labels held against scores
    has_moved: bool = False  # some tensor
    _found: Any = None

    def note(self, tensor: Any, held: Held) -> None:
        """Takes down what a tensor holds."""
        self._known()[tensor] = held

    def of(self, tensor: Any) -> Held:
        """What a tensor holds."""
        return self._known().get(tensor, Held())

    def place(self, tensor: Any) -> str:
        """Where a tensor is."""
        return self.of(tensor).place

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
                labels = [each for each in map(TRACKS.of, sized) if each.role == "labels"]
                TRACKS.compared.update(each.token for each in labels)
            base: Any = super()
            result = base.__torch_function__(function, types, args, kwargs or {})
            keeps = len(given) == 1 and getattr(function, "__name__", "") in KEEP_ROLE
            for each in tensors_in(result):
                place = next(iter(places or {TRACKS.place(one) for one in given}), "cpu")
                TRACKS.note(each, TRACKS.of(given[0]) if keeps else Held(place))
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
            TRACKS.note(made, TRACKS.of(self))
            return memo.setdefault(id(self), made)

        def _copy(self, place: str, *dtypes: Any) -> Any:
            made: Any = super().type(*dtypes) if dtypes else self.view(self.shape)
            made = made.view(made.shape)
            TRACKS.note(made, TRACKS.of(self).moved_to(place))
            TRACKS.has_moved = True
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
    TRACKS.note(tensor, Held("cpu", role, TRACKS.tokens.get(role, "")))
    return tensor


def asking_network(token: str, *, answers_in_pairs: bool = False) -> Any:
    """A network that asks for the scores of each image, in the mode in which it is called.

    Args:
        token: of the network.
        answers_in_pairs: whether it returns its scores and something else.
    """
    import torch

    class StandInNetwork(torch.nn.Module):
        """A trained network."""

        def __init__(self) -> None:
            super().__init__()
            self.held: Held | None = None  # not moved: wherever the images are
            self.scale = torch.nn.Parameter(placed(np.ones((), np.float32), "parameter"))

        def forward(self, images: Any, *rest: Any, **named: Any) -> Any:
            held = TRACKS.of(images) if isinstance(images, placed_class()) else Held()
            numbers, gradients = numbers_of_images(images), torch.is_grad_enabled()
            scores = ask("call", numbers, bool(self.training), gradients, held.token)
            if scores is None:
                raise StrangeInputError(NO_IMAGES)
            if self.held is not None and held.place != self.held.place:
                raise RuntimeError(f"{APART}, {self.held.place} and {held.place}!")
            found = torch.from_numpy(scores)
            given = (found.as_subclass(placed_class()) * self.scale).view(found.shape)
            TRACKS.note(given, Held(held.place))
            return (given, given) if answers_in_pairs else given

        def to(self, *arguments: Any, **named: Any) -> Any:
            before = self.held or Held("cpu", "network", token)
            self.held = before.moved_to(moved_to(arguments, named, before.place))
            TRACKS.note(self.scale, Held(self.held.place))
            return self

        def cuda(self, *arguments: Any, **named: Any) -> Any:
            return self.to("cuda")

        def cpu(self) -> Any:
            return self.to("cpu")

        def named_parameters(self, *arguments: Any, **named: Any) -> Any:
            ask("parameters")
            yield from super().named_parameters(*arguments, **named)

        def load_state_dict(self, *arguments: Any, **named: Any) -> Any:
            """Takes any weights: it has none of its own."""

    return StandInNetwork()


def numbers_of_images(images: Any) -> Any:
    """The numbers that are in the first pixels.

    Raises:
        StrangeInputError: if these are no images of a loader.
    """
    try:
        first = np.asarray(images.detach().cpu().reshape(len(images), -1)[:, 0])
        numbers = first.round().astype(np.int64)
    except (AttributeError, TypeError, IndexError, RuntimeError):
        raise StrangeInputError(NO_IMAGES) from None
    if (numbers != first).any():
        raise StrangeInputError(NO_IMAGES)
    return numbers
