"""Runs on digits as students hand them in: weights before and after, log, setting, claim."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import save_file
from torch.nn.functional import cross_entropy

from graders.batch import Graded, Options, grade_all
from graders.declaring.assignment import load_assignment
from graders.model import Verdict
from solutions.training.config import Run, TrainingConfig
from solutions.training.images import Images
from solutions.training.modules import load_weights, module
from solutions.training.networks import MNIST
from solutions.training.result import Weights
from solutions.training.side_by_side import train
from tests.shared import SHARED, needs

STEPS = range(100, 700, 100)
SETTING = "SGD, learning rate 0.1, 10 epochs, batch size 100, dropout 0.4"
TESTED = 300  # test images that are at hand
FORGOTTEN = 60  # training images that are not


@dataclass(frozen=True)
class Digits:
    """Trained weights, their start, other weights, and how many test images each gets right."""

    folder: Path
    start: Weights
    end: Weights
    right: int
    loss: float
    of_training: float
    with_dropout: float
    other: Weights
    of_other: int


@pytest.fixture(scope="module")
def digits(tmp_path_factory: pytest.TempPathFactory) -> Digits:
    folder = tmp_path_factory.mktemp("digits")
    with np.load(SHARED / "data" / "mnist.npz") as given:
        arrays = {
            f"{split}_{what}": given[f"{split}_{what}"][:count].astype(kind)
            for split, count in (("train", 1500), ("test", TESTED))
            for what, kind in (("images", np.uint8), ("labels", np.int64))
        }
    images = Images(
        "mnist", arrays["train_images"][..., None], arrays["train_labels"],
        arrays["test_images"][..., None], arrays["test_labels"], tuple(map(str, range(10))),
    )  # fmt: skip
    starts = [first_weights(seed) for seed in (1, 2)]
    runs = (
        Run(0, 0.05, momentum=0.9, dropout=0.4),
        Run(1, 0.01, momentum=0.9, dropout=0.4),
    )
    config = TrainingConfig(MNIST, runs, 20, 3, 75, (0.0,), (1.0,))
    found = train(config, images, start=starts)
    right = [round(float(each) * TESTED) for each in found.accuracies[:, -1]]
    loss, hits, with_dropout = elsewhere(found.weights[0], images)
    kept = np.sort(np.argsort(hits)[FORGOTTEN:])  # not all that the network gets wrong
    for name in ("train_images", "train_labels"):
        arrays[name] = arrays[name][kept]
    np.savez(folder / "mnist.npz", **arrays)
    return Digits(
        folder, starts[0], found.weights[0], right[0], loss, float(hits[kept].mean()),
        with_dropout, found.weights[1], right[1],
    )  # fmt: skip


def elsewhere(weights: Weights, images: Images) -> tuple[float, np.ndarray, float]:
    """By torch: the cross-entropy, which training images are right, the accuracy with dropout."""
    network = module(MNIST, Run(0, 0.1, dropout=0.4))
    load_weights(network, weights)
    pixels = torch.from_numpy(images.test_images).permute(0, 3, 1, 2).float() / 255
    trained = torch.from_numpy(images.train_images).permute(0, 3, 1, 2).float() / 255
    labels, train_labels = map(torch.from_numpy, (images.test_labels, images.train_labels))
    torch.manual_seed(5)
    with torch.inference_mode():
        passes = [(network(pixels).argmax(1) == labels).float().mean() for _ in range(20)]
        loss = cross_entropy(network.eval()(pixels), labels)
        hits = (network(trained).argmax(1) == train_labels).numpy()
    return float(loss), hits, float(torch.stack(passes).mean())


def first_weights(seed: int) -> Weights:
    random = np.random.default_rng(seed)
    shapes = {
        name: shape for name, shape in MNIST.parameters().items() if not name.startswith("norm")
    }
    fans = {name: int(np.prod(shapes[f"{name.split('.')[0]}.weight"][1:])) for name in shapes}
    return {
        name: (random.uniform(-1, 1, shape) / fans[name] ** 0.5).astype(np.float32)
        for name, shape in shapes.items()
    }


@dataclass
class HandIn:
    """What is handed in for a run; changed row by row."""

    question: str = "3.3.a.sgd"
    text: str = ""
    files: dict[str, Weights] = field(default_factory=dict)
    log: str = ""
    others: dict[str, str] = field(default_factory=dict)

    def write(self, to: Path) -> Path:
        to.mkdir()
        (to / "answers.md").write_text(f"# {self.question}\n\n{self.text}\n", encoding="utf-8")
        for name, weights in self.files.items():
            save_file(dict(weights), to / f"{name}.safetensors")
        if self.log:
            (to / "sgd.csv").write_text(self.log, encoding="utf-8")
        for name, text in self.others.items():
            (to / name).write_text(text, encoding="utf-8")
        return to


def honest(digits: Digits) -> HandIn:
    random = np.random.default_rng(4)
    losses = 0.1 + 2.2 * np.exp(-np.arange(60) / 9) * np.exp(0.2 * random.normal(size=60))
    losses[0] = 1.9
    rows = [f"{k // 6 + 1},{STEPS[k % 6]},{loss:.4f}" for k, loss in enumerate(losses)]
    claim = f"{SETTING}. Test accuracy: {100 * digits.right / TESTED:.2f} %"
    return HandIn(text=claim, files={"sgd": digits.end, "sgd_init": digits.start},
                  log="\n".join(["epoch,step,loss", *rows]))  # fmt: skip


Change = Callable[[HandIn, Digits], None]


def claiming(share: Callable[[Digits], float]) -> Change:
    def change(given: HandIn, digits: Digits) -> None:
        given.text = f"{SETTING}. Test accuracy: {100 * share(digits):.2f} %"

    return change


def with_other(given: HandIn, digits: Digits) -> None:
    claiming(lambda each: each.of_other / TESTED)(given, digits)
    given.files["momentum"] = digits.other


def saying_loss(factor: float) -> Change:
    """A test loss beside a right accuracy: so many times that of the weights."""

    def change(given: HandIn, digits: Digits) -> None:
        given.text += f" Test loss: {factor * digits.loss:.4f}"

    return change


def same_weights(given: HandIn, digits: Digits) -> None:
    given.files["momentum"] = digits.end


def same_log(given: HandIn, _: Digits) -> None:
    given.others["momentum.csv"] = given.log


def saying(old: str, new: str) -> Change:
    def change(given: HandIn, _: Digits) -> None:
        assert old in given.text
        given.text = given.text.replace(old, new)

    return change


def starting(which: str) -> Change:
    def change(given: HandIn, digits: Digits) -> None:
        given.files["sgd_init"] = getattr(digits, which)

    return change


def no_start(given: HandIn, _: Digits) -> None:
    del given.files["sgd_init"]


def from_l2(*, start: str, best: bool) -> Change:
    """The run from the weights of 3.1, with these weights before training."""

    def change(given: HandIn, digits: Digits) -> None:
        given.question = "3.2.l1_from_l2"
        given.text = f"L1 regularisation, strength 0.001, from the L2 weights. {given.text}"
        given.files = {"l1_from_l2": digits.end, "l1_from_l2_init": getattr(digits, start)}
        if best:
            given.files["best"] = digits.other

    return change


def untrained(given: HandIn, digits: Digits) -> None:
    given.files["sgd"] = digits.other | {"fc3.weight": 0 * digits.other["fc3.weight"]}
    given.text = f"{SETTING}. Test accuracy: 9.80 %"


# What is handed in, and what is said. A person looks at all: no other runs are there, and networks
# that were trained on few images lose much on copies that are a little off.
ROWS: Mapping[str, tuple[Change, str]] = {
    "honest": (lambda given, digits: None, "not held against theirs"),
    "another accuracy": (claiming(lambda each: 0.999), "the weights give"),
    "that of other weights": (with_other, "accuracy of other weights: momentum.safetensors"),
    "that of the training images": (
        claiming(lambda each: each.of_training), "accuracy on the training images",
    ),
    "with dropout active": (
        claiming(lambda each: each.with_dropout), "with dropout active: call eval() first",
    ),
    "an accuracy near that of guessing": (untrained, "near that of guessing"),
    "classes that are never chosen": (untrained, "no image is put into these classes"),
    "momentum where there should be none": (saying("dropout", "momentum 0.9, dropout"),
                                            "momentum is 0.9; 0.0 is asked for"),
    "another optimiser": (saying("SGD", "Adam"), "optimiser is adam; sgd is asked for"),
    "no weights before training": (no_start, "before training are not in the hand-in"),
    "weights before training saved too late": (starting("end"), "they were saved too late"),
    "a start that is trained": (starting("other"), "are trained already"),
    "the loss of the weights": (saying_loss(1.0), "test loss: printed"),
    "another loss": (saying_loss(1.1), "the weights give another test loss than the"),
    "one file of weights for two runs": (same_weights, "number by number those of 3.3.a.momentum"),
    "one log for two runs": (same_log, "digit by digit those of 3.3.a.momentum"),
    "from the weights of 3.1": (from_l2(start="other", best=True), "starts from the final"),
    "from others than those of 3.1": (from_l2(start="start", best=True),
                                      "are not the final ones of 3.1"),
    "from random weights": (from_l2(start="start", best=False), "are random, not those"),
    "from weights that are not there": (from_l2(start="other", best=False),
                                        "which it has to start, are not in"),
}  # fmt: skip


@pytest.fixture(scope="module")
def verdicts(digits: Digits, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Verdict]:
    place = tmp_path_factory.mktemp("hand-ins")
    given: dict[Path, tuple[str, str]] = {}
    for number, (name, (change, *_)) in enumerate(ROWS.items()):
        made = honest(digits)
        change(made, digits)
        given[made.write(place / str(number))] = name, made.question
    found: dict[str, Verdict] = {}

    def receive(done: Graded) -> None:
        name, question = given[done.path]
        assert done.refused is None, done.refused
        [found[name]] = [each for each in done.report.verdicts if each.question.id == question]

    for question in {each for _, each in given.values()}:
        own = [path for path, (_, each) in given.items() if each == question]
        options = Options(data=digits.folder, only=(question,))
        grade_all(load_assignment("networks_hw4"), own, options, receive)
    return found


@needs("data", "mnist.npz")
@pytest.mark.parametrize("name", ROWS)
def test_a_run_on_digits_is_judged_by_its_files(name: str, verdicts: Mapping[str, Verdict]) -> None:
    _, words = ROWS[name]
    found = verdicts[name]
    told = f"{found.outcome} {float(found.points):.2f}\n{found.feedback}\n{found.note}"
    assert found.points == 0, told
    assert found.outcome.needs_person, told
    assert words.casefold() in told.casefold()
