"""Data sets and loaders that stand in for those of torchvision, with examples of any number."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .devices import StrangeInputError, placed

DESCRIPTION = """Dataset {name}
    Number of datapoints: {size}
    Root location: ./data
    Split: {split}
    StandardTransform
Transform: Compose(
               ToTensor()
               Normalize(mean=(0.5, 0.5, 0.5), std=(0.5, 0.5, 0.5))
           )"""


class StandInDataSet:
    """Images and labels; the first pixel of an image is its number.

    Args:
        labels: of all examples.
        first: the number of the first image.
        shape: of an image: channels, height, width.
        split: "Train" or "Test".
    """

    def __init__(
        self, labels: NDArray[Any], *, first: int = 0, shape: Sequence[int] = (3, 32, 32),
        split: str = "Test", name: str = "CIFAR10",
    ) -> None:  # fmt: skip
        self.labels, self.first, self.shape, self.split = labels, first, tuple(shape), split
        self.name, self.train = name, split == "Train"
        self.targets = labels.tolist()
        self.classes = [f"class {each}" for each in range(max(10, int(labels.max(initial=0)) + 1))]

    @property
    def data(self) -> NDArray[np.uint8]:
        """The images as torchvision keeps them: height and width before channels."""
        channels, height, width = self.shape
        return np.zeros((len(self), height, width, channels), np.uint8)

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, index: int) -> tuple[Any, int]:
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        index = range(len(self))[index]
        return self.images(index, index + 1)[0], self.targets[index]

    def __repr__(self) -> str:
        return DESCRIPTION.format(name=self.name, size=len(self), split=self.split)

    def images(self, start: int, stop: int) -> Any:
        """A batch of images as a tensor."""
        numbers = np.arange(self.first + start, self.first + stop, dtype=np.float32)
        pixels = np.zeros((stop - start, *self.shape), np.float32)
        pixels[:, 0, 0, 0] = numbers
        return placed(pixels, "images")


class StandInLoader:
    """Batches of a data set, of the sizes given.

    Args:
        dataset: whose examples they hold.
        sizes: of the batches.
        kind: what a batch is: a list, as torch's loader gives, or a tuple.
    """

    def __init__(self, dataset: StandInDataSet, sizes: Sequence[int], kind: type = list) -> None:
        self.dataset, self.sizes, self.kind = dataset, list(sizes), kind
        self.batch_size = max(self.sizes, default=1)
        self.sampler = range(len(dataset))

    def __len__(self) -> int:
        return len(self.sizes)

    def __iter__(self) -> Iterator[Any]:
        start = 0
        for size in self.sizes:
            labels = placed(self.dataset.labels[start : start + size].copy(), "labels")
            yield self.kind((self.dataset.images(start, start + size), labels))
            start += size


class StandInPart:
    """A part of a data set that was split for another size: nothing is known of it."""

    def __len__(self) -> int:
        raise StrangeInputError("StandIn: the sizes of this split are those of another data set")


def split_at_random() -> None:
    """Lets data sets that stand in be split into parts, whatever their sizes are said to be."""
    from torch.utils import data

    usual = data.random_split

    def split(dataset: Any, lengths: Sequence[float], *rest: Any, **named: Any) -> Any:
        fits = sum(lengths) == len(dataset) or all(each <= 1 for each in lengths)
        if fits or not isinstance(dataset, StandInDataSet):
            return usual(dataset, lengths, *rest, **named)
        return [StandInPart() for _ in lengths]

    data.random_split = split


class StandInSplits:
    """Data sets or loaders by name, as in `loaders["test"]`."""

    def __init__(self, train: Any, test: Any) -> None:
        self.train, self.test = train, test

    def __getitem__(self, key: Any) -> Any:
        return self.train if "train" in str(key).casefold() else self.test

    def __iter__(self) -> Iterator[Any]:
        """What is iterated over is a loader after all: that of the test set."""
        return iter(self.test)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.test, name)

    def __len__(self) -> int:
        return len(self.test)
