"""Transforms that keep the size of an image."""

import zlib
from typing import Any, ClassVar

import numpy as np

from ..devices import StrangeInputError
from ..pictures import Pixels, grayscale
from .step import Step

MOST_ROWS = 50  # that a change of colours shifts an image by


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


class Unknown(KeepsSize):
    def forward(self, image: Any) -> Any:
        raise StrangeInputError(f"StandIn: {type(self).__name__} is not known here")
