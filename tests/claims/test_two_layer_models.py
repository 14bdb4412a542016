"""Models of one hidden layer with a report: norms, margin and accuracies, by the weights."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from graders.batch import Graded, Options, grade_all
from graders.declaring.assignment import load_assignment
from graders.model import Verdict
from solutions.generalization.margins import margins, training_margin_readings
from solutions.generalization.measures import NORMS, Network, norm_measures
from solutions.generalization.norms import l1_max
from solutions.training.config import Run, TrainingConfig
from solutions.training.generated import generated_images
from solutions.training.images import Images
from solutions.training.networks import two_layer
from solutions.training.plans import TWO_LAYERS
from solutions.training.result import Result, Weights
from solutions.training.side_by_side import train

WIDTH, EPOCHS = 24, 3
PLAN = TWO_LAYERS[0]
SETTING = (
    "SGD, learning rate 0.001, momentum 0.9, batch size 64, 3 epochs; the margin is the 5th "
    "percentile."
)


@dataclass(frozen=True)
class Trained:
    """A network, its start, its data and what its training logged."""

    end: Weights
    start: Weights
    images: Images
    result: Result

    @cached_property
    def norms(self) -> dict[str, float]:
        return norm_measures(network(self.end), network(self.start))

    def scores(self, split: str) -> tuple[np.ndarray, np.ndarray]:
        pixels = getattr(self.images, f"{split}_images").astype(np.float64) / 255
        scaled = (pixels - PLAN.mean) / PLAN.deviation
        rows = scaled.transpose(0, 3, 1, 2).reshape(len(pixels), -1)
        return network(self.end).scores(rows), getattr(self.images, f"{split}_labels")

    @cached_property
    def printed(self) -> dict[str, float]:
        """The numbers of the report, by their names."""
        scores, labels = self.scores("train")
        wide = scores - scores.max(axis=1, keepdims=True)
        logs = wide - np.log(np.exp(wide).sum(axis=1, keepdims=True))
        test, truth = self.scores("test")
        return {
            "Training loss": float(-logs[np.arange(len(labels)), labels].mean()),
            "Training margin": float(np.percentile(margins(scores, labels), 5)),
            "Training accuracy": float((scores.argmax(1) == labels).mean()),
            "Validation accuracy": float((test.argmax(1) == truth).mean()),
            **{name: self.norms[name] for name in NORMS},
            "#parameter": self.norms["#parameter"],
        }


def network(weights: Weights) -> Network:
    names = ("fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias")
    return Network(*(weights[name].astype(np.float64) for name in names))


def first_weights(seed: int) -> Weights:
    random = np.random.default_rng(seed)
    return {
        name: (random.uniform(-1, 1, shape) / (3072 if "fc1" in name else WIDTH) ** 0.5).astype(
            np.float32
        )
        for name, shape in two_layer(WIDTH).parameters().items()
    }


@pytest.fixture(scope="module")
def trained() -> Trained:
    images = replace(generated_images(train=800, test=500), name="cifar10")
    config = TrainingConfig(
        two_layer(WIDTH), (Run(0, 0.005, momentum=0.9),), 20, EPOCHS, 40, PLAN.mean, PLAN.deviation
    )
    start = first_weights(3)
    result = train(config, images, start=[start])
    return Trained(result.weights[0], start, images, result)


@pytest.fixture(scope="module")
def folder(trained: Trained, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The instructor's folder, with both splits."""
    made = tmp_path_factory.mktemp("splits")
    np.savez(
        made / "cifar10.npz",
        **{
            f"{split}_{what}": getattr(trained.images, f"{split}_{what}")
            for split in ("train", "test")
            for what in ("images", "labels")
        },
    )
    return made


@dataclass
class HandIn:
    """What is handed in of a model; changed row by row."""

    printed: dict[str, float]
    end: Weights | None
    start: Weights | None
    log: list[str]
    setting: str = SETTING

    def write(self, to: Path) -> Path:
        to.mkdir()
        rows = "\n".join(f"{name}: {value:.4g}" for name, value in self.printed.items())
        (to / "answers.md").write_text(f"# 3.1\n\n{self.setting}\n\n{rows}\n", encoding="utf-8")
        for name, weights in (("model1", self.end), ("model1_init", self.start)):
            if weights is not None:
                save_file(dict(weights), to / f"{name}.safetensors")
        if self.log:
            (to / "model1.csv").write_text("\n".join(self.log), encoding="utf-8")
        return to


def honest(trained: Trained) -> HandIn:
    printed = {**trained.printed, "#parameter": float(3073 * WIDTH + (WIDTH + 1) * 10)}
    losses, accuracies = trained.result.epoch_losses[0], trained.result.accuracies[0]
    log = ["epoch,training loss,training error,validation error"]
    log += [
        f"{at + 1},{loss:.4f},{1 - share:.4f},{1 - share:.4f}"
        for at, (loss, share) in enumerate(zip(losses, accuracies, strict=True))
    ]
    return HandIn(printed, dict(trained.end), dict(trained.start), log)


def printing(**numbers: float) -> Callable[[HandIn, Trained], None]:
    return lambda given, _: given.printed.update({_NAMES.get(k, k): v for k, v in numbers.items()})


_NAMES = {"loss": "Training loss", "margin": "Training margin", "accuracy": "Training accuracy",
          "validation": "Validation accuracy"}  # fmt: skip


def times(name: str, factor: float) -> Callable[[HandIn, Trained], None]:
    def change(given: HandIn, _: Trained) -> None:
        given.printed[name] *= factor

    return change


def mean_margin(given: HandIn, trained: Trained) -> None:
    readings = training_margin_readings(*trained.scores("train"))
    given.printed["Training margin"] = readings["mean of the margins of scores"]


def margin_of_probabilities(given: HandIn, trained: Trained) -> None:
    readings = training_margin_readings(*trained.scores("train"))
    given.printed["Training margin"] = readings["percentile of the margins of probabilities"]


def first_percentile(given: HandIn, trained: Trained) -> None:
    found = float(np.percentile(margins(*trained.scores("train")), 1))
    given.printed["Training margin"] = found


def last_batch(given: HandIn, trained: Trained) -> None:
    scores, labels = trained.scores("test")
    last = 500 % 64
    given.printed["Validation accuracy"] = float(
        (scores[-last:].argmax(1) == labels[-last:]).mean()
    )


def columns(given: HandIn, trained: Trained) -> None:
    given.printed["L1max_L1max"] = l1_max(trained.end["fc1.weight"].T.astype(np.float64)) * l1_max(
        trained.end["fc2.weight"].T.astype(np.float64)
    )


def squared(given: HandIn, _: Trained) -> None:
    given.printed["Frobenius1"] **= 2
    given.printed["Fro_Fro"] = given.printed["Frobenius1"] * given.printed["Frobenius2"]


def roots_swapped(given: HandIn, _: Trained) -> None:
    given.printed["Dist_Spec"] *= (10 / WIDTH) ** 0.5
    given.printed["Spec_Dist_sum"] = given.printed["Dist_Spec"] + given.printed["Spec_Dist"]


def of_difference(given: HandIn, trained: Trained) -> None:
    moved = trained.end["fc1.weight"].astype(np.float64) - trained.start["fc1.weight"]
    given.printed["Spectral1"] = float(np.linalg.norm(moved, 2))


def wrong_without_start(given: HandIn, _: Trained) -> None:
    given.printed["Frobenius1"] *= 3
    given.start = None


def other_sign(given: HandIn, _: Trained) -> None:
    given.printed["Training margin"] *= -1


def saved_too_late(given: HandIn, _: Trained) -> None:
    given.start = given.end


def without(what: str) -> Callable[[HandIn, Trained], None]:
    return lambda given, _: setattr(given, what, [] if what == "log" else None)


def another_width(given: HandIn, _: Trained) -> None:
    given.printed["#parameter"] = 3073.0 * 30 + 31 * 10


def saying(old: str, new: str) -> Callable[[HandIn, Trained], None]:
    return lambda given, _: setattr(given, "setting", given.setting.replace(old, new))


def logging(change: Callable[[list[str]], list[str]]) -> Callable[[HandIn, Trained], None]:
    return lambda given, _: setattr(given, "log", change(given.log))


# What is handed in, the question, its points, whether a person looks, and what is said.
ROWS: Mapping[str, tuple[Callable[[HandIn, Trained], None], str, float, bool, str]] = {
    "all as measured": (printing(), "train", 8, False, ""),
    "norms as measured": (printing(), "norms", 10, False, ""),
    # --- claims
    "an accuracy too high": (printing(validation=0.999), "train", 1.6, True, "the weights give"),
    "the last batch alone": (last_batch, "train", 1.6, True, "last 52 test images alone"),
    "an accuracy that no count gives": (printing(validation=0.53237), "train", 1.6, True,
                                        "no number of right images"),
    "another loss": (times("Training loss", 0.9), "train", 1.6, True, "another loss"),
    "the mean margin": (mean_margin, "train", 1.6, True, "this is the mean margin"),
    "a margin of probabilities": (margin_of_probabilities, "train", 8, False,
                                  "one of probabilities"),
    "another percentile than stated": (first_percentile, "train", 1.6, True,
                                       "not that of the percentile stated: 1 would fit"),
    "the percentile stands before the margin": (
        saying("the margin is the 5th percentile.", "Margin: 5th percentile."), "train", 8, False,
        "",
    ),
    "a margin of the other sign": (other_sign, "train", 1.6, True, "has the other sign"),
    "the percentile is not stated": (saying("; the margin is the 5th percentile", ""), "train", 8,
                                     False, "by its value it is 5"),
    "weights of another width": (another_width, "train", 0, True, "24 hidden units, which is not"),
    # --- initial weights
    "no initial weights": (without("start"), "train", 4.8, True, "before training are not in"),
    "initial weights saved too late": (saved_too_late, "train", 4.8, False, "saved too late"),
    # --- the setting
    "another learning rate": (saying("0.001", "0.1"), "train", 4.8, False, "learning rate is 0.1"),
    "another optimiser": (saying("SGD", "Adam"), "train", 4.8, False, "optimiser is adam"),
    # --- the log
    "no log": (without("log"), "train", 3.2, True, "no log"),
    "an epoch is missing": (logging(lambda log: log[:2] + log[3:]), "train", 3.2, True,
                            "lacks epochs: it has 2 of 3"),
    "fewer epochs than stated": (logging(lambda log: [log[0], *(f"{k},{line.split(',', 1)[1]}" for
                                 k, line in enumerate(log[2:], start=1))]), "train", 3.2, True,
                                 "2 of 3 epochs"),
    "epochs from zero": (logging(lambda log: [log[0], *(f"{k},{line.split(',', 1)[1]}" for
                         k, line in enumerate(log[1:]))]), "train", 8, False, ""),
    "a log of another run": (logging(lambda log: [*log[:-1], "3,0.2,0.01,0.99"]), "train", 3.2,
                             True, "does not end with the accuracy"),
    "a negative loss": (logging(lambda log: [*log[:-1], "3,-0.2,0.5,0.5"]), "train", 3.2, True,
                        "never below zero"),
    # --- norms
    "one norm wrong": (times("Distance2", 1.07), "norms", 10 * 14 / 15, False,
                       "the weights give another value"),
    "columns for rows": (columns, "norms", 10 * 14 / 15, False, "columns are taken"),
    "squares, and what follows from them": (squared, "norms", 10 * 14 / 15, False,
                                            "norms are squared"),
    "roots of C and H swapped, and their sum": (roots_swapped, "norms", 10 * 14 / 15, False,
                                                "roots of C and H are swapped"),
    "singular values of the difference": (of_difference, "norms", 10 * 14 / 15, False,
                                          "singular values of the difference"),
    "norms without initial weights": (without("start"), "norms", 10 * 6 / 15, True,
                                      "not measured, as the weights before training"),
    "wrong norms without initial weights": (wrong_without_start, "norms", 10 * 5 / 15, True,
                                            "the weights give another value"),
    "norms of made-up weights": (times("Frobenius1", 3), "norms", 10 * 14 / 15, False,
                                 "the weights give another value"),
    "norms of weights that do not fit": (another_width, "norms", 10 * 14 / 15, True,
                                         "24 hidden units"),
    "norms without weights": (without("end"), "norms", 10, False, ""),
}  # fmt: skip


@pytest.fixture(scope="module")
def verdicts(
    trained: Trained, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Verdict]:
    """The verdict on each row."""
    place = tmp_path_factory.mktemp("hand-ins")
    paths = {}
    for number, (name, (change, *_)) in enumerate(ROWS.items()):
        given = honest(trained)
        change(given, trained)
        paths[given.write(place / str(number))] = name
    found: dict[str, Verdict] = {}

    def receive(done: Graded) -> None:
        name = paths[done.path]
        assert done.refused is None, done.refused
        [found[name]] = [
            each for each in done.report.verdicts if each.question.id == f"3.1.{ROWS[name][1]}"
        ]

    for part in ("train", "norms"):
        options = Options(data=folder, only=(f"3.1.{part}",))
        own = [path for path, name in paths.items() if ROWS[name][1] == part]
        grade_all(load_assignment("generalization_hw1"), own, options, receive)
    return found


@pytest.mark.parametrize("name", ROWS)
def test_a_report_is_held_against_the_weights(name: str, verdicts: Mapping[str, Verdict]) -> None:
    _, _, points, open_, words = ROWS[name]
    found = verdicts[name]
    told = f"{found.outcome} {float(found.points):.2f}\n{found.feedback}\n{found.note}"
    assert float(found.points) == pytest.approx(points, abs=0.01), told
    assert found.outcome.needs_person is open_, told
    assert words.casefold() in told.casefold()
