"""Own photographs, classified again by a small network that stands for the instructor's."""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from runpy import run_path

import numpy as np
import pytest
from safetensors.numpy import save_file

from graders.batch import Graded, Options, grade_all
from graders.claims.inside.classify import SHORTER, SIDE, _cut, _scaled
from graders.claims.pictures.photographs import label_in
from graders.claims.runs.asked import IMAGENET
from graders.claims.weights.given import Classifier, given_classifier
from graders.declaring.assignment import load_assignment
from graders.errors import GraderError
from graders.model import Verdict

Image = pytest.importorskip("PIL.Image", reason="pictures are read with Pillow")

NETWORK = """
from torch import nn

def network():
    return nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(3, 4))
"""
CLASSES = "tomato, love apple\nlawn\nblue sky\nstone\n"
RED, BLUE, BETWEEN = (
    (200, 60, 50),
    (40, 60, 210),
    (128, 40, 115),
)  # the last: red, if not normalised


def picture(colour: tuple[int, int, int], ending: str = "PNG") -> bytes:
    pixels = np.zeros((300, 420, 3), np.uint8) + np.array(colour, np.uint8)
    packed = io.BytesIO()
    Image.fromarray(pixels).save(packed, ending)
    return packed.getvalue()


def bomb() -> bytes:
    """A small file of 10,000 x 10,000 pixels."""
    packed = io.BytesIO()
    Image.new("1", (10_000, 10_000)).save(packed, "PNG")
    return packed.getvalue()


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The instructor's folder: the class is the brightest colour."""
    folder = tmp_path_factory.mktemp("given")
    rows = np.vstack([np.eye(3), np.zeros((1, 3))]).astype(np.float32)
    bias = np.array([0, 0, 0, -10], np.float32)
    save_file({"2.weight": rows, "2.bias": bias}, folder / "imagenet.safetensors")
    (folder / "imagenet.py").write_text(NETWORK)
    (folder / "imagenet_classes.txt").write_text(CLASSES)
    return folder


@dataclass
class HandIn:
    """Answers and pictures; changed row by row."""

    correct: str = "My picture is tomato.jpg. The network says 0: 'tomato' with probability 0.93."
    trick: str = "With other colours, in tomato_fooled.png, it says 2: 'blue sky', 0.9."
    files: dict[str, bytes] = field(
        default_factory=lambda: {
            "tomato.jpg": picture(RED, "JPEG"), "tomato_fooled.png": picture(BLUE),
        }
    )  # fmt: skip

    def write(self, to: Path) -> Path:
        to.mkdir()
        text = f"# 5.2.correct\n\n{self.correct}\n\n# 5.2.trick\n\n{self.trick}\n"
        (to / "answers.md").write_text(text, encoding="utf-8")
        for name, data in self.files.items():
            (to / name).write_bytes(data)
        return to


Change = Callable[[HandIn], None]


def saying(text: str) -> Change:
    return lambda handed: setattr(handed, "correct", text)


def tricking(text: str) -> Change:
    return lambda handed: setattr(handed, "trick", text)


def showing(name: str, data: bytes) -> Change:
    return lambda handed: handed.files.update({name: data})


def without(*names: str) -> Change:
    def change(handed: HandIn) -> None:
        for name in names:
            del handed.files[name]

    return change


def between(handed: HandIn) -> None:
    handed.files["tomato.jpg"] = picture(BETWEEN, "PNG")


# What is changed, the question, its points, and what is said of it; a person ends all of them.
ROWS: Mapping[str, tuple[Change, str, float, str]] = {
    "a right label": (lambda handed: None, "5.2.correct", 0.6, "whether the label is right"),
    "one of its names": (saying("tomato.jpg gives 0 (love apple), 93 %"), "5.2.correct", 0.6, ""),
    "as the sheet words it": (
        saying("tomato.jpg is labelled as a tomato (index 0) with probability 0.93 by a ResNet."),
        "5.2.correct", 0.6, "",
    ),
    "a number with another name": (
        saying("tomato.jpg: '0: lawn', 0.93"), "5.2.correct", 0.2, "class 0 is tomato",
    ),
    "a number beyond the classes": (
        saying("tomato.jpg: '7: plum', 0.93"), "5.2.correct", 0.2, "none of the classes",
    ),
    "another label": (
        saying("tomato.jpg: '1: lawn', 0.93"), "5.2.correct", 0.2,
        "gives 0 (tomato); another network may give 1 (lawn)",
    ),
    "pixels not normalised": (between, "5.2.correct", 0.2, "pixels that are not normalised"),
    "without a probability": (
        saying("tomato.jpg: '0: tomato'"), "5.2.correct", 0.4, "no probability",
    ),
    "without a label": (saying("The network is right about tomato.jpg."), "5.2.correct", 0,
                        "no label could be read"),
    "a picture that is none": (showing("tomato.jpg", b"GIF89a not at all"), "5.2.correct", 0.2,
                               "cannot identify image"),
    "a picture that unpacks to too much": (
        showing("tomato.jpg", bomb()), "5.2.correct", 0.2, "decompression bomb",
    ),
    "without a picture": (without("tomato.jpg", "tomato_fooled.png"), "5.2.correct", 0,
                          "picture is not among the files"),
    "fooled": (lambda handed: None, "5.2.trick", 1, "0 (tomato) then 2 (blue sky)"),
    "not fooled": (showing("tomato_fooled.png", picture(RED)), "5.2.trick", 0,
                   "is not fooled: it gives 0 (tomato)"),
    "fooled, but not as is said": (
        tricking("tomato_fooled.png: '1: lawn'"), "5.2.trick", 0,
        "another network may give 1 (lawn)",
    ),
    "a step that does nothing": (
        tricking("tomato_fooled.png: '2: blue sky'\n\n```python\nt = T.ColorJitter()\n```"),
        "5.2.trick", 1, "changes nothing",
    ),
    "without the changed picture": (without("tomato_fooled.png"), "5.2.trick", 0,
                                    "picture is not among the files"),
}  # fmt: skip


@pytest.fixture(scope="module")
def verdicts(given: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Verdict]:
    place = tmp_path_factory.mktemp("hand-ins")
    rows: dict[Path, str] = {}
    for number, (name, (change, *_)) in enumerate(ROWS.items()):
        made = HandIn()
        change(made)
        rows[made.write(place / str(number))] = name
    found: dict[str, Verdict] = {}

    def receive(done: Graded) -> None:
        assert done.refused is None, done.refused
        name = rows[done.path]
        [found[name]] = [each for each in done.report.verdicts if each.question.id == ROWS[name][1]]

    options = Options(data=given, only=("5.2.correct", "5.2.trick"))
    grade_all(load_assignment("networks_hw4"), [*rows], options, receive)
    return found


@pytest.mark.parametrize("name", ROWS)
def test_a_photograph_is_classified_again(name: str, verdicts: Mapping[str, Verdict]) -> None:
    _, _, points, words = ROWS[name]
    found = verdicts[name]
    told = f"{found.outcome} {float(found.points):.2f}\n{found.feedback}\n{found.note}"
    assert float(found.points) == pytest.approx(points), told
    assert found.outcome.needs_person, told
    assert words.casefold() in told.casefold(), told


def test_a_picture_is_prepared_as_networks_of_imagenet_expect() -> None:
    random = np.random.default_rng(3)
    blocks = (
        random.integers(256, size=(SHORTER // 8, 2 * SHORTER // 8, 3)).repeat(8, 0).repeat(8, 1)
    )
    pixels = blocks.astype(np.uint8)  # its shorter side is the one wanted: nothing is resized
    prepared = _scaled(_cut(Image.fromarray(pixels)), [*IMAGENET.mean], [*IMAGENET.deviation])
    upper, left = (SHORTER - SIDE) // 2, (2 * SHORTER - SIDE) // 2
    wanted = pixels[upper : upper + SIDE, left : left + SIDE].astype(np.float64) / 255
    wanted = (wanted - [0.485, 0.456, 0.406]) / [0.229, 0.224, 0.225]
    assert prepared.shape == (1, 3, SIDE, SIDE)
    np.testing.assert_allclose(prepared[0].permute(1, 2, 0).numpy(), wanted, atol=1e-5)
    tall = _cut(Image.fromarray(pixels.transpose(1, 0, 2).repeat(2, 0).repeat(2, 1)))
    assert tall.size == (SIDE, SIDE)


@pytest.mark.parametrize(
    ("text", "number"),
    [("imagenet_labels[...] -> \"987: 'corn',\"", 987), ("class 3", 3), ("label: 12 (0.4)", 12),
     ("the label becomes hot pot (index 926)", 926), ("'corn' (class 987, 0.98)", 987),
     ("it says corn", None), ("Resize((224, 224))", None), ("accuracy 0.93", None)],
)  # fmt: skip
def test_a_label_is_read_with_its_number(text: str, number: int | None) -> None:
    found = label_in(text)
    assert (found.number if found else None) == number


LABELS = np.array([6, 9, 9, 4, 1, 1, 2, 7, 8, 3, 0, 5])

# What an answer lists, whether labels are at hand, and what is said of it.
SHOWN: Mapping[str, tuple[str, bool, str]] = {
    "the first ten": ("Nimg = [0,1,2,3,4,5,6,7,8,9]", False, "are not of ten classes"),
    "a range": ("for i in range(10): show(i)", False, "are not of ten classes"),
    "the first ten, by their labels": ("[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]", True, "of 8 classes"),
    "as the sheet words it": ("Indices: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9; in cifar.png", True, "of 8"),
    "all classes": ("shown: [10, 4, 6, 9, 3, 11, 0, 7, 8, 1]", True, ""),
    "indices that nobody can check": ("shown: [10, 4, 6, 9, 3, 11, 0, 7, 8, 1]", False, ""),
    "no list": ("An image of each class.", True, ""),
}


@pytest.mark.parametrize("name", SHOWN)
def test_images_that_are_shown_are_of_all_classes(name: str) -> None:
    text, at_hand, words = SHOWN[name]
    grader = load_assignment("networks_hw4").folder / "grade_5_photographs.py"
    check_classes = run_path(str(grader))["check_classes"]
    found = "; ".join(each.told for each in check_classes(text, LABELS if at_hand else None))
    assert words in found
    assert bool(words) is bool(found)


def test_what_is_missing_of_the_network_is_named(given: Path, tmp_path: Path) -> None:
    assert isinstance(given_classifier(given), Classifier)
    assert given_classifier(None) == given_classifier(tmp_path) == "imagenet.safetensors"
    for name in ("imagenet.safetensors", "imagenet.py"):
        (tmp_path / name).write_bytes((given / name).read_bytes())
    assert given_classifier(tmp_path) == "imagenet_classes.txt"
    (tmp_path / "imagenet.safetensors").write_bytes(b"nothing")
    with pytest.raises(GraderError, match=r"imagenet\.safetensors"):
        given_classifier(tmp_path)
