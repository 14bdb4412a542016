"""Transforms from pictures to tensors, from tensors to others, and back."""

from typing import Any, ClassVar

import numpy as np

from ..pictures import StandInImage
from .step import Step, is_tensor, kind_of


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
