"""The instructor's labelled images, by which handed-in weights are measured.

In the folder given with `--data`: a file `cifar10.npz` with `test_images` and `test_labels` (or
JPEG files end to end in `cifar10_jpeg.npz`, see `solutions.training.loading`), or what torchvision
keeps of its data set.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from graders.errors import GraderError
from solutions.training.images import Labels, Pixels
from solutions.training.loading import packed_split, torchvision_split

DataSet = Literal["cifar10", "mnist"]
Split = Literal["train", "test"]
SHUFFLE = 20_411
LOSSY = "_jpeg"
TORCHVISION: Mapping[DataSet, str] = {"cifar10": "cifar-10-batches-py", "mnist": "MNIST/raw"}


@dataclass(frozen=True, eq=False)
class LabelledImages:
    """A split in an order of our own.

    Args:
        pixels: of all images.
        labels: their classes.
        lossy: whether pixels are not those of the data set.
        places: of each image in the data set; a lossy copy may have another order.
    """

    pixels: Pixels
    labels: Labels
    lossy: bool = False
    places: NDArray[np.intp] | None = None

    def __len__(self) -> int:
        return len(self.labels)


@lru_cache(maxsize=3)
def images_in(folder: Path, name: DataSet, split: Split = "test") -> LabelledImages | None:
    """The images of a data set in the instructor's folder, or None if it is not there.

    Raises:
        GraderError: if it is there and cannot be read.
    """
    for lossy in (False, True):
        file = folder / f"{name}{LOSSY * lossy}.npz"
        if file.is_file() and _has(file, split):
            return _shuffled(partial(packed_split, file, split), file, lossy=lossy)
    kept = folder / TORCHVISION[name]
    if kept.is_dir():
        return _shuffled(partial(torchvision_split, name, folder, split), kept)
    return None


def _has(file: Path, split: Split) -> bool:
    """Whether a packed file holds a split; one of test images alone does for most questions."""
    try:
        with np.load(file, allow_pickle=False) as arrays:
            return split == "test" or f"{split}_labels" in arrays
    except ValueError:
        return True  # reading it will tell what is wrong


def _shuffled(
    read: Callable[[], tuple[Pixels, Labels]], place: Path, *, lossy: bool = False
) -> LabelledImages:
    try:
        pixels, labels = read()
    except (OSError, ValueError, RuntimeError, ModuleNotFoundError) as error:
        hint = "docs/training-claims.md says what this folder may hold"
        raise GraderError(
            f"these images cannot be read: {error}", where=str(place), hint=hint
        ) from error
    order = np.random.default_rng(SHUFFLE).permutation(len(labels))
    return LabelledImages(pixels[order], labels[order], lossy, None if lossy else order)
