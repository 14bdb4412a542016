"""Image transforms in place of torchvision's, as far as homework needs them.

What counts is what becomes of size, type and range, and what fails as it does there. What happens
by chance happens always. A change of colours, and any other that keeps sizes, is a shift of the
rows by its own number, so that the colours of an image can be found again in what is made of it.
"""

import random
import zlib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, ClassVar

import numpy as np

from .devices import StrangeInputError
from .libraries import StandIn
from .pictures import (
    Pixels,
    StandInImage,
    cropped,
    grayscale,
    on_pixels,
    padded,
    resized,
    size_for,
    square,
)

MEAN, DEVIATION = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]  # those of ImageNet
KEEP_SIZE = """AutoAugment AugMix ColorJitter ElasticTransform GaussianBlur GaussianNoise
RandAugment RandomAdjustSharpness RandomAffine RandomAutocontrast RandomEqualize RandomErasing
RandomInvert RandomPerspective RandomPhotometricDistort RandomPosterize RandomRotation
RandomSolarize TrivialAugmentWide""".split()
MOST_ROWS = 50  # that a change of colours shifts an image by
NO_STEPS = ("InterpolationMode", "AutoAugmentPolicy", "functional")


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


# --- sizes ----------------------------------------------------------------------------------------


class Resize(Step):
    parameters_of: ClassVar = {
        "size": ..., "interpolation": None, "max_size": None, "antialias": None,
    }  # fmt: skip

    def change(self, pixels: Pixels) -> Pixels:
        height, width = pixels.shape[:2]
        size = size_for(self.given["size"], (height, width), self.given["max_size"])
        return resized(pixels, size)


class CenterCrop(Step):
    parameters_of: ClassVar = {"size": ...}

    def change(self, pixels: Pixels) -> Pixels:
        return cropped(pixels, square(self.given["size"]), lambda left_over: round(left_over / 2))


class RandomCrop(Step):
    parameters_of: ClassVar = {
        "size": ..., "padding": None, "pad_if_needed": False, "fill": 0, "padding_mode": "constant",
    }  # fmt: skip
    is_random = True

    def change(self, pixels: Pixels) -> Pixels:
        size, padding = square(self.given["size"]), self.given["padding"]
        pixels = pixels if padding is None else padded(pixels, padding)
        now = pixels.shape[:2]
        if not self.given["pad_if_needed"] and min(np.subtract(now, size)) < 0:
            raise ValueError(f"Required crop size {size} is larger than input image size {now}")
        return cropped(pixels, size, anywhere)


class RandomResizedCrop(Step):
    parameters_of: ClassVar = {
        "size": ..., "scale": None, "ratio": None, "interpolation": None, "antialias": None,
    }  # fmt: skip
    is_random = True

    def change(self, pixels: Pixels) -> Pixels:
        height, width = (max(1, side // 2) for side in pixels.shape[:2])
        return resized(cropped(pixels, (height, width), anywhere), square(self.given["size"]))


class Pad(Step):
    parameters_of: ClassVar = {"padding": ..., "fill": 0, "padding_mode": "constant"}

    def change(self, pixels: Pixels) -> Pixels:
        return padded(pixels, self.given["padding"])


def anywhere(left_over: int) -> int:
    """A place to start a crop at."""
    return random.randint(0, left_over)


# --- what keeps the size --------------------------------------------------------------------------


class RandomHorizontalFlip(Step):
    parameters_of: ClassVar = {"p": 0.5}
    is_random = True

    def change(self, pixels: Pixels) -> Pixels:
        return pixels[:, ::-1] if self.given["p"] > 0 else pixels


class RandomVerticalFlip(RandomHorizontalFlip):
    def change(self, pixels: Pixels) -> Pixels:
        return pixels[::-1] if self.given["p"] > 0 else pixels


class Grayscale(Step):
    parameters_of: ClassVar = {"num_output_channels": 1}

    def change(self, pixels: Pixels) -> Pixels:
        return grayscale(pixels, self.given["num_output_channels"])


class RandomGrayscale(Step):
    parameters_of: ClassVar = {"p": 0.1}
    is_random = True

    def change(self, pixels: Pixels) -> Pixels:
        return grayscale(pixels, pixels.shape[2])


class KeepsSize(Step):
    """Any transform of colours or places that leaves sizes as they are."""

    is_random = True

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__()
        self.given = {str(place): value for place, value in enumerate(arguments)} | named

    def change(self, pixels: Pixels) -> Pixels:
        return np.roll(pixels, 1 + zlib.crc32(repr(self).encode()) % MOST_ROWS, axis=0)


# --- tensors --------------------------------------------------------------------------------------


class ToTensor(Step):
    def forward(self, image: Any) -> Any:
        import torch

        if not isinstance(image, StandInImage | np.ndarray):
            raise TypeError(f"pic should be PIL Image or ndarray. Got {kind_of(image)}")
        pixels = np.array(image.pixels if isinstance(image, StandInImage) else image)
        pixels = pixels[..., None] if pixels.ndim == 2 else pixels
        tensor = torch.from_numpy(pixels).permute(2, 0, 1).contiguous()
        return tensor.float() / 255 if tensor.dtype == torch.uint8 else tensor


class PILToTensor(Step):
    def forward(self, image: Any) -> Any:
        import torch

        if not isinstance(image, StandInImage):
            raise TypeError(f"pic should be PIL Image. Got {kind_of(image)}")
        return torch.from_numpy(image.pixels.copy()).permute(2, 0, 1)


class ToImage(PILToTensor):
    def forward(self, image: Any) -> Any:
        return image if is_tensor(image) else super().forward(image)


class ToDtype(Step):
    parameters_of: ClassVar = {"dtype": ..., "scale": False}

    def forward(self, image: Any) -> Any:
        if not is_tensor(image):
            return image
        dtype, whole = self.given["dtype"], not image.is_floating_point()
        scaled = self.given["scale"] and whole and dtype.is_floating_point
        return image.to(dtype) / 255 if scaled else image.to(dtype)


class ConvertImageDtype(ToDtype):
    parameters_of: ClassVar = {"dtype": ..., "scale": True}

    def forward(self, image: Any) -> Any:
        if not is_tensor(image):
            raise TypeError("Input img should be Tensor Image")
        return super().forward(image)


class Normalize(Step):
    parameters_of: ClassVar = {"mean": ..., "std": ..., "inplace": False}

    def forward(self, image: Any) -> Any:
        import torch

        if not is_tensor(image):
            raise TypeError(f"img should be Tensor Image. Got {kind_of(image)}")
        if not image.is_floating_point():
            raise TypeError(f"Input tensor should be a float tensor. Got {image.dtype}.")
        mean, std = (
            torch.as_tensor(self.given[name], dtype=image.dtype).reshape(-1, 1, 1)
            for name in ("mean", "std")
        )
        if (std == 0).any():
            raise ValueError("std evaluated to zero, leading to division by zero.")
        return (image - mean) / std


class ToPILImage(Step):
    parameters_of: ClassVar = {"mode": None}

    def forward(self, image: Any) -> Any:
        if is_tensor(image):
            scaled = image * 255 if image.is_floating_point() else image
            return StandInImage(scaled.byte().permute(1, 2, 0).numpy())
        return StandInImage(np.atleast_3d(image))


def kind_of(image: Any) -> str:
    """The class of an image as torchvision tells it."""
    return "PIL.Image.Image" if isinstance(image, StandInImage) else type(image).__name__


def is_tensor(image: Any) -> bool:
    import torch

    return isinstance(image, torch.Tensor)


# --- steps together -------------------------------------------------------------------------------


class Lambda(Step):
    parameters_of: ClassVar = {"lambd": ...}
    is_random = True  # nothing is known of it

    def forward(self, image: Any) -> Any:
        return self.given["lambd"](image)


class Compose(Step):
    """Steps in their order; all that are made are kept in `made`."""

    parameters_of: ClassVar = {"transforms": ...}
    made: ClassVar[list[Any]] = []

    def __init__(self, transforms: Any) -> None:
        super().__init__(list(transforms))
        self.steps = tuple(self.given["transforms"])
        self.made.append(self)

    @property
    def transforms(self) -> list[Any]:
        """The steps, as student code may take them for another pipeline."""
        return [*self.steps]

    def forward(self, image: Any) -> Any:
        for each in self.steps:
            image = each(image)
        return image


class RandomApply(Step):
    parameters_of: ClassVar = {"transforms": ..., "p": 0.5}
    is_random = True

    def forward(self, image: Any) -> Any:
        for each in self.given["transforms"]:
            image = each(image)
        return image


KNOWN = (
    Resize, CenterCrop, RandomCrop, RandomResizedCrop, Pad, RandomHorizontalFlip,
    RandomVerticalFlip, Grayscale, RandomGrayscale, ToTensor, PILToTensor, ToImage, ToDtype,
    ConvertImageDtype, Normalize, ToPILImage, Lambda, Compose, RandomApply,
)  # fmt: skip


@cache
def library() -> dict[str, Any]:
    """The names of `torchvision.transforms`, of both versions."""

    def made(name: str, kind: type) -> type:
        return type(name, (kind, _module_class()), {})

    def unknown(name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return StandIn() if name in NO_STEPS else made(name, Unknown)

    names = {each.__name__: made(each.__name__, each) for each in KNOWN}
    names |= {name: made(name, KeepsSize) for name in KEEP_SIZE}
    return {**names, "__getattr__": unknown}


class Preset(Step):
    """The transforms that belong to trained weights: `ResNet18_Weights.DEFAULT.transforms()`."""

    parameters_of: ClassVar = {"crop_size": 224, "resize_size": 256}

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        made = library()
        self.steps = (
            made["Resize"](self.given["resize_size"]),
            made["CenterCrop"](self.given["crop_size"]),
            made["ToTensor"](),
            made["Normalize"](MEAN, DEVIATION),
        )
        Compose.made.append(self)

    def forward(self, image: Any) -> Any:
        for each in self.steps:
            image = each(image)
        return image


class PresetWeights:
    """Names of trained weights, `ResNet18_Weights.DEFAULT` and the like."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return PresetWeights()

    def transforms(self, **named: Any) -> Any:
        """The transforms that belong to them."""
        return type("ImageClassification", (Preset, _module_class()), {})(**named)


def models_library() -> dict[str, Any]:
    """The names of `torchvision.models`: weights with their transforms, and models."""

    def named(name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return PresetWeights() if name.endswith("_Weights") else StandIn()

    return {"__getattr__": named, "get_weight": lambda name: PresetWeights()}


class Unknown(KeepsSize):
    def forward(self, image: Any) -> Any:
        raise StrangeInputError(f"StandIn: {type(self).__name__} is not known here")


def _module_class() -> Any:
    import torch

    return torch.nn.Module


def steps_of(pipeline: Any) -> Sequence[Any]:
    """The steps of a pipeline, those of pipelines within it included."""
    inner = getattr(pipeline, "steps", None)
    if inner is None and type(pipeline).__name__ == "Sequential":
        inner = list(pipeline)
    return [pipeline] if inner is None else [one for each in inner for one in steps_of(each)]
