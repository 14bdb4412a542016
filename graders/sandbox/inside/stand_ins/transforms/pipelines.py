"""Transforms that are made of others."""

from collections.abc import Sequence
from typing import Any, ClassVar

from .step import Step


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


def steps_of(pipeline: Any) -> Sequence[Any]:
    """The steps of a pipeline, those of pipelines within it included."""
    inner = getattr(pipeline, "steps", None)
    if inner is None and type(pipeline).__name__ == "Sequential":
        inner = list(pipeline)
    return [pipeline] if inner is None else [one for each in inner for one in steps_of(each)]
