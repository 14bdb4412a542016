"""What an instructor hands out or keeps in the folder of the data: weights, networks, classes.

    pretrained.safetensors, network.py              the network that is fine-tuned
    imagenet.safetensors, imagenet.py, imagenet_classes.txt    the one that classifies a photograph

Weights may also be `.pt` or `.npz`. A `.py` defines `network()`; the classes stand one to a line,
in their order, with further names behind commas.
"""

from dataclasses import dataclass
from pathlib import Path

from graders.claims.weights.measuring import Arrays
from graders.errors import GraderError
from graders.sandbox.inside.weights import WeightsError, read_weights

FINE_TUNED, CLASSIFIER = "pretrained", "imagenet"
ENDINGS = (".safetensors", ".pt", ".npz")
CLASSES = "imagenet_classes.txt"


@dataclass(frozen=True, eq=False)
class Classifier:
    """A network trained on many classes, with their names.

    Args:
        weights: by their names.
        network: the source of a module that defines `network()`.
        classes: for each its names.
    """

    weights: Arrays
    network: str
    classes: tuple[tuple[str, ...], ...]


def given_weights(folder: Path | None, name: str = FINE_TUNED) -> Arrays | None:
    """The weights of a network, from a local file; None if there is none.

    Raises:
        GraderError: if the file is there and cannot be read.
    """
    files = (folder / f"{name}{ending}" for ending in ENDINGS) if folder else ()
    file = next((each for each in files if each.is_file()), None)
    if file is None:
        return None
    try:
        return read_weights(str(file))
    except (WeightsError, ImportError) as error:
        hint = "save the state_dict with torch.save or as safetensors"
        raise GraderError(str(error), where=str(file), hint=hint) from error


def given_classifier(folder: Path | None) -> Classifier | str:
    """The network that classifies photographs, or the name of the file that is not there."""
    if folder is None or (weights := given_weights(folder, CLASSIFIER)) is None:
        return f"{CLASSIFIER}{ENDINGS[0]}"
    for name in (f"{CLASSIFIER}.py", CLASSES):
        if not (folder / name).is_file():
            return name
    return Classifier(
        weights,
        (folder / f"{CLASSIFIER}.py").read_text(encoding="utf-8"),
        classes_in((folder / CLASSES).read_text(encoding="utf-8")),
    )


def classes_in(text: str) -> tuple[tuple[str, ...], ...]:
    r"""The names of each class.

    >>> classes_in("tench, Tinca tinca\ngoldfish\n")
    (('tench', 'tinca tinca'), ('goldfish',))
    """
    return tuple(
        tuple(name.strip().casefold() for name in line.split(",") if name.strip())
        for line in text.strip().splitlines()
    )
