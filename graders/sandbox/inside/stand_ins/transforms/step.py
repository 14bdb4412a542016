"""One transform, and what it is given."""

from collections.abc import Mapping
from typing import Any, ClassVar

from ..pictures import Pixels, StandInImage, on_pixels


class Step:
    """One transform; `given` are its arguments. It is mixed with torch's Module, as there."""

    parameters_of: ClassVar[Mapping[str, Any]] = {}  # ... where there is no default
    is_random = False

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__()
        names = self.parameters_of
        if len(arguments) > len(names) or named.keys() - names.keys():
            raise TypeError(f"{type(self).__name__}: unexpected arguments")
        self.given = {**names, **dict(zip(names, arguments, strict=False)), **named}
        missing = [name for name, value in self.given.items() if value is ...]
        if missing:
            raise TypeError(f"{type(self).__name__}: missing argument {missing[0]!r}")

    def __repr__(self) -> str:
        shown = [f"{name}={value}" for name, value in self.given.items() if value is not None]
        return f"{type(self).__name__}({', '.join(shown)})"

    def forward(self, image: Any) -> Any:
        """What becomes of a picture or a tensor."""
        return on_pixels(image, self.change)

    def change(self, pixels: Pixels) -> Pixels:
        """What becomes of pixels."""
        return pixels


def kind_of(image: Any) -> str:
    """The class of an image as torchvision tells it."""
    return "PIL.Image.Image" if isinstance(image, StandInImage) else type(image).__name__


def is_tensor(image: Any) -> bool:
    import torch

    return isinstance(image, torch.Tensor)
