"""Transforms that change the size of an image."""

import random
from typing import ClassVar

import numpy as np

from ..pictures import Pixels, cropped, padded, resized, size_for, square
from .step import Step


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
