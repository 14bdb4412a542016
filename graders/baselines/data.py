"""The images that baselines are trained on: downloaded, in a folder or file, or made by code."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from graders.errors import GraderError
from solutions.training.description import Shape
from solutions.training.generated import generated_images
from solutions.training.images import Images
from solutions.training.loading import folder_images, packed_images, torchvision_images
from solutions.training.plans import IMAGES, Data

DOWNLOAD, GENERATED = "download", "generated"
SEED = 0  # of the choice of some images


@dataclass(frozen=True, slots=True)
class Source:
    """Where images come from: "download", "generated", or a file or folder.

    Args:
        place: as `--data` has it.
        downloads: the folder of what is downloaded.
        count: as many training images, and at most as many test images; None takes all.
    """

    place: str
    downloads: Path
    count: int | None = None

    @property
    def label(self) -> str:
        """The place without the folder that it is in."""
        return self.place if self.place in (DOWNLOAD, GENERATED) else Path(self.place).name

    def images(self, data: Data, shape: Shape) -> Images:
        """The images of a data set, of the size that a network takes.

        Raises:
            GraderError: if there are none, or they are of another size.
        """
        try:
            images = self._images(data, shape)
        except (OSError, ValueError, ModuleNotFoundError, RuntimeError) as error:
            hint = "--data takes download, generated, an npz file, or a folder of images"
            raise GraderError(str(error), where=self.place, hint=hint) from error
        if images.shape != shape:
            message = f"images of {shape} are needed for {data}, not of {images.shape}"
            raise GraderError(message, where=self.place)
        return images if self.count is None else some_of(images, self.count)

    def _images(self, data: Data, shape: Shape) -> Images:
        if self.place == DOWNLOAD:
            return torchvision_images(data, self.downloads)
        channels, side, _ = shape
        if self.place == GENERATED:
            return generated_images(side=side, channels=channels)
        place = Path(self.place)
        if not place.exists():
            raise FileNotFoundError("there is no such file or folder")
        if place.is_file():
            return packed_images(place)
        if (place / "train").is_dir():
            return folder_images(place, side=side, channels=channels)
        if packed := sorted(place.glob(f"{data}*.npz")):
            return packed_images(packed[0])
        return torchvision_images(data, place, download=False)


def some_of(images: Images, count: int) -> Images:
    """As many images of each split, drawn by chance but always the same."""
    stream = np.random.default_rng(SEED)
    train, test = (
        np.sort(stream.permutation(len(labels))[:count])
        for labels in (images.train_labels, images.test_labels)
    )
    return Images(
        images.name,
        images.train_images[train],
        images.train_labels[train],
        images.test_images[test],
        images.test_labels[test],
        images.classes,
    )


def differs_from(data: Data, images: Images) -> str:
    """What tells the images from the whole original data set; empty if nothing does.

    >>> differs_from("mnist", generated_images(train=20, test=10, side=28, channels=1))
    'trained on generated-28x28x1 in place of mnist; 20 and 10 images of 60000 and 10000'
    """
    counts = len(images.train_labels), len(images.test_labels)
    found = []
    if images.name != data:
        found.append(f"trained on {images.name} in place of {data}")
    if counts != IMAGES[data]:
        whole = " and ".join(map(str, IMAGES[data]))
        found.append(f"{counts[0]} and {counts[1]} images of {whole}")
    return "; ".join(found)
