"""A training as a sheet asks for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from graders.claims.images import DataSet
from graders.claims.measuring import Scale
from solutions.training.description import Network

PLAIN = Scale((0.0,), (1.0,), "pixels in [0, 1]")
HALVES = Scale((0.5,), (0.5,), "mean and deviation 0.5")
IMAGENET = Scale((0.485, 0.456, 0.406), (0.229, 0.224, 0.225), "mean and deviation of ImageNet")
OF_DATA: Mapping[DataSet, Scale] = {
    "cifar10": Scale((0.4914, 0.4822, 0.4465), (0.247, 0.2435, 0.2616), "those of the data"),
    "mnist": Scale((0.1307,), (0.3081,), "those of the data"),
}
TRAIN_IMAGES: Mapping[DataSet, int] = {"cifar10": 50_000, "mnist": 60_000}


@dataclass(frozen=True)
class Asked:
    """A run of a sheet: what is trained, on what, how long, and how it is marked.

    Args:
        network: as it is declared; `other_sizes` allows others of its form.
        data: the name of the image set.
        scale: how pixels are normalised.
        batch: images in a step.
        epochs: that are trained.
        baseline: the name of its baseline.
        files: a regular expression for the names of its files.
        claim: share of the points for the claim, confirmed by the weights.
        log: share for a complete and consistent log.
        setting: share for the setting as required.
        settings: what the student has to state of the setting, as words and values.
        penalised: whether the loss contains a penalty.
        other_sizes: whether channels, kernels and units may be others.
    """

    network: Network
    data: DataSet
    scale: Scale
    batch: int
    epochs: int
    baseline: str
    files: str
    claim: Fraction
    log: Fraction
    setting: Fraction = Fraction(0)
    settings: Mapping[str, float | str] = field(default_factory=dict)
    penalised: bool = False
    other_sizes: bool = False

    @property
    def steps(self) -> int:
        """Steps in an epoch; the last batch may be short."""
        return -(-TRAIN_IMAGES[self.data] // self.batch)

    @property
    def scales(self) -> tuple[Scale, ...]:
        """The normalisation asked for, and others by which a claim may be right."""
        others = (HALVES, PLAIN, OF_DATA[self.data], *([IMAGENET] * (self.data == "cifar10")))
        return (self.scale, *(each for each in others if each != self.scale))
