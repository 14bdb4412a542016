"""Image sets from outside, with stand-ins for libraries and data that are not here."""

import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest

from solutions.training.generated import generated_images
from solutions.training.images import Images
from solutions.training.loading import folder_images, packed_images, torchvision_images
from tests.shared import SHARED, needs

GENERATED = generated_images(train=20, test=10, side=8)


class Picture:
    """Stands in for an opened picture: its file is one byte a pixel, gray, square."""

    def __init__(self, pixels: Any) -> None:
        self.pixels = pixels

    def __enter__(self) -> "Picture":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def convert(self, mode: str) -> "Picture":
        return Picture(self.pixels if mode == "L" else np.stack([self.pixels] * 3, -1))

    def resize(self, size: tuple[int, int]) -> "Picture":
        return Picture(np.resize(self.pixels, (*size, *self.pixels.shape[2:])))

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        return np.asarray(self.pixels, dtype)


def open_picture(source: Any) -> Picture:
    data = source.read_bytes() if isinstance(source, Path) else source.read()
    side = int(len(data) ** 0.5)
    return Picture(np.frombuffer(data, np.uint8).reshape(side, side))


@pytest.fixture
def pillow(monkeypatch: pytest.MonkeyPatch) -> None:
    package, module = ModuleType("PIL"), ModuleType("PIL.Image")
    module.open = open_picture  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "PIL", package)
    monkeypatch.setitem(sys.modules, "PIL.Image", module)


@pytest.fixture
def torchvision(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Calls of a stand-in for torchvision.datasets."""
    calls: list[dict[str, Any]] = []

    def data_set(name: str) -> Any:
        def load(root: str, *, train: bool, download: bool) -> SimpleNamespace:
            calls.append({"name": name, "root": root, "train": train, "download": download})
            images, labels = split(GENERATED, train)
            return SimpleNamespace(data=images, targets=labels.tolist(), classes=GENERATED.classes)

        return load

    module = ModuleType("torchvision.datasets")
    module.__dict__.update(CIFAR10=data_set("CIFAR10"), MNIST=data_set("MNIST"))
    monkeypatch.setitem(sys.modules, "torchvision", ModuleType("torchvision"))
    monkeypatch.setitem(sys.modules, "torchvision.datasets", module)
    return calls


def split(images: Images, train: bool) -> tuple[Any, Any]:
    if train:
        return images.train_images, images.train_labels
    return images.test_images, images.test_labels


def write_pictures(folder: Path, sides: dict[str, int]) -> None:
    for i, (name, side) in enumerate(sides.items()):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(bytes([i]) * side**2)


def test_torchvisions_sets_come_with_both_splits(
    tmp_path: Path, torchvision: list[dict[str, Any]]
) -> None:
    images = torchvision_images("cifar10", tmp_path, download=False)
    assert replaced(images, GENERATED.name).fingerprint() == GENERATED.fingerprint()
    common = {"name": "CIFAR10", "root": str(tmp_path), "download": False}
    assert torchvision == [{**common, "train": True}, {**common, "train": False}]
    assert torchvision_images("mnist", tmp_path).name == "mnist"
    assert torchvision[-1]["download"]


def replaced(images: Images, name: str) -> Images:
    return Images(name, *split(images, True), *split(images, False), images.classes)


@pytest.mark.usefixtures("pillow")
def test_a_folder_is_read_class_by_class(tmp_path: Path) -> None:
    names = ["train/cat/a", "train/dog/b", "train/cat/c", "test/cat/d", "test/dog/e"]
    write_pictures(tmp_path, dict.fromkeys(names, 4))
    images = folder_images(tmp_path)
    assert images.classes == ("cat", "dog")
    assert images.shape == (3, 4, 4)
    assert images.train_labels.tolist() == [0, 0, 1]
    assert images.train_images[:, 0, 0, 0].tolist() == [0, 2, 1]
    assert images.test_images[:, 3, 3, 2].tolist() == [3, 4]
    assert folder_images(tmp_path, channels=1).shape == (1, 4, 4)


@pytest.mark.usefixtures("pillow")
def test_pictures_of_several_sizes_need_a_side_to_be_brought_to(tmp_path: Path) -> None:
    write_pictures(tmp_path, {"train/a/1": 4, "train/a/2": 5, "test/a/3": 4})
    with pytest.raises(ValueError, match="2 sizes; give the side"):
        folder_images(tmp_path)
    assert folder_images(tmp_path, side=6).shape == (3, 6, 6)


@pytest.mark.usefixtures("pillow")
def test_a_folder_needs_the_same_classes_in_both_splits_and_none_empty(tmp_path: Path) -> None:
    write_pictures(tmp_path, {"train/a/1": 4, "test/b/2": 4})
    with pytest.raises(ValueError, match="different classes"):
        folder_images(tmp_path)
    (tmp_path / "train/b").mkdir()
    (tmp_path / "test/a").mkdir()
    with pytest.raises(ValueError, match=r"b: no pictures"):
        folder_images(tmp_path)


def test_a_packed_file_holds_plain_images(tmp_path: Path) -> None:
    arrays = {
        f"{name}_{part}": array
        for name, both in (("train", split(GENERATED, True)), ("test", split(GENERATED, False)))
        for part, array in zip(("images", "labels"), both, strict=True)
    }
    np.savez(tmp_path / "with.npz", classes=np.array(GENERATED.classes), **arrays)
    assert packed_images(tmp_path / "with.npz").fingerprint() == GENERATED.fingerprint()
    np.savez(tmp_path / "without.npz", **arrays)
    images = packed_images(tmp_path / "without.npz")
    assert images.name == "without"
    assert images.classes == tuple("0123456789")


@pytest.mark.usefixtures("pillow")
def test_a_packed_file_holds_pictures_end_to_end(tmp_path: Path) -> None:
    parts = {
        "jpeg": np.repeat(np.arange(3, dtype=np.uint8), 16),
        "offsets": np.array([0, 16, 32, 48]),
        "labels": np.array([1, 0, 1], np.uint8),
    }
    arrays = {f"{name}_{part}": each for name in ("train", "test") for part, each in parts.items()}
    np.savez(tmp_path / "packed.npz", classes=np.array(["a", "b"]), **arrays)
    images = packed_images(tmp_path / "packed.npz")
    assert images.shape == (3, 4, 4)
    assert images.test_images[:, 0, 0, 0].tolist() == [0, 1, 2]
    assert images.test_labels.tolist() == [1, 0, 1]


def test_a_packed_file_without_what_it_needs_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "bare.npz", train_labels=np.zeros(1, np.int64))
    with pytest.raises(ValueError, match=r"bare\.npz: .*train_images"):
        packed_images(tmp_path / "bare.npz")


def test_a_packed_file_is_never_unpickled(tmp_path: Path) -> None:
    np.savez(tmp_path / "objects.npz", train_labels=np.array([{}], object), allow_pickle=True)
    with pytest.raises(ValueError, match="allow_pickle=False"):
        packed_images(tmp_path / "objects.npz")


def test_what_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "torchvision.datasets", None)
    with pytest.raises(ModuleNotFoundError, match="pip install torchvision"):
        torchvision_images("mnist", tmp_path)


@needs("data", "mnist.npz")
def test_the_packed_digits_are_read() -> None:
    images = packed_images(SHARED / "data" / "mnist.npz")
    assert images.train_images.shape == (60_000, 28, 28)
    assert images.test_images.shape == (10_000, 28, 28)
    assert images.classes == tuple("0123456789")
    assert round(float(images.train_images.mean()) / 255, 4) == 0.1307


@needs("data", "cifar10_jpeg.npz")
def test_the_packed_colour_pictures_are_read(tmp_path: Path) -> None:
    """All labels are there, and the first pictures; to read all of them takes seconds."""
    pytest.importorskip("PIL", reason="the pictures are JPEG files")
    with np.load(SHARED / "data" / "cifar10_jpeg.npz") as given:
        arrays = dict(given)
    for split, count in (("train", 50_000), ("test", 10_000)):
        offsets, labels = arrays[f"{split}_offsets"], arrays[f"{split}_labels"]
        assert len(offsets) == count + 1
        assert np.bincount(labels).tolist() == [count // 10] * 10
        arrays[f"{split}_offsets"], arrays[f"{split}_labels"] = offsets[:101], labels[:100]
    np.savez(tmp_path / "first.npz", **arrays)
    images = packed_images(tmp_path / "first.npz")
    assert images.train_images.shape == images.test_images.shape == (100, 32, 32, 3)
    assert images.classes[:2] == ("airplane", "automobile")
