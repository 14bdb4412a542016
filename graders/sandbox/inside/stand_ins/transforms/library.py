"""The names of torchvision that pipelines are made by."""

from functools import cache
from typing import Any, ClassVar

from ..libraries import StandIn
from .colours import (
    Grayscale,
    KeepsSize,
    RandomGrayscale,
    RandomHorizontalFlip,
    RandomVerticalFlip,
    Unknown,
)
from .pipelines import Compose, Lambda, RandomApply
from .sizes import CenterCrop, Pad, RandomCrop, RandomResizedCrop, Resize
from .step import Step
from .tensors import (
    ConvertImageDtype,
    Normalize,
    PILToTensor,
    ToDtype,
    ToImage,
    ToPILImage,
    ToTensor,
)

MEAN, DEVIATION = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]  # those of ImageNet
KEEP_SIZE = """AutoAugment AugMix ColorJitter ElasticTransform GaussianBlur GaussianNoise
RandAugment RandomAdjustSharpness RandomAffine RandomAutocontrast RandomEqualize RandomErasing
RandomInvert RandomPerspective RandomPhotometricDistort RandomPosterize RandomRotation
RandomSolarize TrivialAugmentWide""".split()
NO_STEPS = ("InterpolationMode", "AutoAugmentPolicy", "functional")


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


def _module_class() -> Any:
    import torch

    return torch.nn.Module
