"""Image sets from outside: torchvision's, a folder of pictures, a packed file.

torchvision and Pillow are imported by the functions that need them.
"""

import importlib
import io
import itertools
from pathlib import Path
from typing import Any, Literal

import numpy as np

from solutions.training.images import Images, Labels, Pixels

SPLITS = ("train", "test")
DATA_SETS = {"cifar10": "CIFAR10", "mnist": "MNIST"}


def torchvision_images(
    name: Literal["cifar10", "mnist"], folder: Path, *, download: bool = True
) -> Images:
    """CIFAR-10 or MNIST by torchvision, downloaded if the folder does not have it.

    Raises:
        ModuleNotFoundError: if torchvision is not installed.
    """
    data_set = getattr(_library("torchvision.datasets", "torchvision"), DATA_SETS[name])
    splits = [data_set(str(folder), train=train, download=download) for train in (True, False)]
    train, test = (
        (np.asarray(split.data, np.uint8), np.asarray(split.targets, np.int64)) for split in splits
    )
    return Images(name, *train, *test, tuple(map(str, splits[0].classes)))


def torchvision_split(
    name: Literal["cifar10", "mnist"], folder: Path, split: Literal["train", "test"]
) -> tuple[Pixels, Labels]:
    """The images and labels of one split that torchvision keeps in a folder.

    Raises:
        RuntimeError: if the folder does not have it.
        ModuleNotFoundError: if torchvision is not installed.
    """
    data_set = getattr(_library("torchvision.datasets", "torchvision"), DATA_SETS[name])
    found = data_set(str(folder), train=split == "train", download=False)
    return np.asarray(found.data, np.uint8), np.asarray(found.targets, np.int64)


def folder_images(folder: Path, *, side: int | None = None, channels: int = 3) -> Images:
    """Pictures in folders `train/<class>` and `test/<class>`, in the order of their names.

    Args:
        folder: holds `train` and `test`.
        side: height and width that every picture is brought to; None leaves them as they are.
        channels: 1 for gray, 3 for colour.

    Raises:
        ValueError: if the two splits have other classes, a class of a split is empty, or sizes
            differ and no side is given.
        ModuleNotFoundError: if Pillow is not installed.
    """
    classes = [
        sorted(each.name for each in (folder / s).iterdir() if each.is_dir()) for s in SPLITS
    ]
    if classes[0] != classes[1]:
        raise ValueError(f"{folder}: train and test hold different classes")
    splits = [_read_split(folder / split, classes[0], side, channels) for split in SPLITS]
    return Images(folder.name, *splits[0], *splits[1], tuple(classes[0]))


def packed_images(file: Path) -> Images:
    """An npz file of arrays `train_*` and `test_*`: plain images, or JPEG files end to end.

    Either `train_images` (uint8, one image a row), or `train_jpeg` (uint8, all files one after
    another) with `train_offsets` (image i is bytes offsets[i] to offsets[i+1]); `train_labels`; the
    same for the test split; and `classes`, without which the names are 0, 1, ...

    Raises:
        ValueError: if arrays are missing or do not fit one another.
        ModuleNotFoundError: if it holds JPEG files and Pillow is not installed.
    """
    with np.load(file, allow_pickle=False) as arrays:
        try:
            splits = [_unpacked(arrays, split) for split in SPLITS]
        except KeyError as error:
            raise ValueError(f"{file}: {error.args[0]}") from error
        last = max(int(labels.max()) for _, labels in splits)
        names = arrays["classes"].tolist() if "classes" in arrays else range(last + 1)
    return Images(file.stem, *splits[0], *splits[1], tuple(map(str, names)))


def packed_split(file: Path, split: Literal["train", "test"]) -> tuple[Pixels, Labels]:
    """The images and labels of one split of a file that `packed_images` reads.

    Raises:
        ValueError: if arrays are missing.
        ModuleNotFoundError: if it holds JPEG files and Pillow is not installed.
    """
    with np.load(file, allow_pickle=False) as arrays:
        try:
            return _unpacked(arrays, split)
        except KeyError as error:
            raise ValueError(f"{file}: {error.args[0]}") from error


def _unpacked(arrays: Any, split: str) -> tuple[Pixels, Labels]:
    labels = arrays[f"{split}_labels"].astype(np.int64)
    if f"{split}_jpeg" not in arrays:
        return arrays[f"{split}_images"], labels
    data, offsets = arrays[f"{split}_jpeg"].tobytes(), arrays[f"{split}_offsets"].tolist()
    files = [data[start:end] for start, end in itertools.pairwise(offsets)]
    return np.stack([_picture(io.BytesIO(each), None, 3) for each in files]), labels


def _read_split(
    folder: Path, classes: list[str], side: int | None, channels: int
) -> tuple[Pixels, Labels]:
    pictures, labels = [], []
    for label, name in enumerate(classes):
        files = sorted(each for each in (folder / name).iterdir() if each.is_file())
        if not files:
            raise ValueError(f"{folder / name}: no pictures")
        pictures += [_picture(each, side, channels) for each in files]
        labels += [label] * len(files)
    sizes = {picture.shape for picture in pictures}
    if len(sizes) > 1:
        raise ValueError(
            f"{folder}: pictures of {len(sizes)} sizes; give the side to bring them to"
        )
    return np.stack(pictures), np.array(labels, np.int64)


def _picture(source: Path | io.BytesIO, side: int | None, channels: int) -> Pixels:
    with _library("PIL.Image", "pillow").open(source) as opened:
        picture = opened.convert("L" if channels == 1 else "RGB")
        if side is not None:
            picture = picture.resize((side, side))
        return np.asarray(picture, np.uint8)


def _library(module: str, package: str) -> Any:
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        hint = f"{package} is needed to load these images; hint: pip install {package}"
        raise ModuleNotFoundError(hint, name=error.name) from error
