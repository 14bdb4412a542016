"""Fine-tuning: weights from a local file, a new head, frozen layers, and when training ends."""

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import save_file
from torch import nn

from graders.batch import grade
from graders.comparing.claims.freezing import changes, check_frozen, check_unfrozen
from graders.comparing.claims.stopping import check_best, check_stopping, stopping
from graders.model import Outcome, Verdict
from solutions.finetuning import History, Schedule, fine_tune, freeze, load_pretrained

Arrays = Mapping[str, np.ndarray]


def network(classes: int) -> nn.Sequential:
    """A small network with a batch norm; its head is `6`."""
    torch.manual_seed(classes)
    return nn.Sequential(
        nn.Conv2d(1, 4, 3), nn.BatchNorm2d(4), nn.ReLU(), nn.Flatten(), nn.Linear(144, 8),
        nn.ReLU(), nn.Linear(8, classes),
    )  # fmt: skip


def arrays_of(built: nn.Module) -> dict[str, np.ndarray]:
    return {name: each.numpy().copy() for name, each in built.state_dict().items()}


@pytest.fixture(scope="module")
def pretrained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("given")
    save_file(arrays_of(network(7)), folder / "pretrained.safetensors")
    return folder / "pretrained.safetensors"


def tuned(pretrained: Path, trained: tuple[str, ...]) -> tuple[nn.Module, History]:
    """The network with a head of three classes, trained on images that can be told apart."""
    built = network(3)
    load_pretrained(built, pretrained, head=("6",))
    freeze(built, trained)
    labels = torch.arange(90) % 3
    images = torch.randn(90, 1, 8, 8) + labels.view(-1, 1, 1, 1)
    schedule = Schedule(learning_rate=0.02, patience=2, most_epochs=25)
    return built, fine_tune(built, (images[:60], labels[:60]), (images[60:], labels[60:]), schedule)


@pytest.fixture(scope="module")
def frozen(pretrained: Path) -> tuple[dict[str, np.ndarray], History]:
    built, history = tuned(pretrained, ("6",))
    return arrays_of(built), history


def start_of(pretrained: Path) -> dict[str, np.ndarray]:
    from safetensors.numpy import load_file

    return load_file(pretrained)


def test_frozen_layers_are_bit_for_bit_as_given(
    pretrained: Path, frozen: tuple[Arrays, History]
) -> None:
    found = changes(start_of(pretrained), frozen[0])
    assert set(found.replaced) == {"6.weight", "6.bias"}
    assert not found.changed
    [check] = check_frozen(start_of(pretrained), frozen[0], {"6.weight", "6.bias"})
    assert check.holds is True


def test_training_ends_by_the_rule_and_learns(frozen: tuple[Arrays, History]) -> None:
    history = frozen[1]
    assert stopping(history.validation_losses, 2).epoch in (len(history.losses), None)
    assert history.best == 1 + int(np.argmin(history.validation_losses))
    assert history.losses[-1] < history.losses[0]


def test_a_file_of_another_network_is_refused(pretrained: Path, tmp_path: Path) -> None:
    part = {name: each for name, each in start_of(pretrained).items() if name != "4.bias"}
    save_file(part, tmp_path / "part.safetensors")
    with pytest.raises(ValueError, match=r"4\.bias"):
        load_pretrained(network(3), tmp_path / "part.safetensors", head=("6",))


def test_weights_of_torch_are_loaded_too(pretrained: Path, tmp_path: Path) -> None:
    torch.save(network(7).state_dict(), tmp_path / "pretrained.pt")
    built = network(3)
    load_pretrained(built, tmp_path / "pretrained.pt", head=("6",))
    assert torch.equal(built.state_dict()["0.weight"], network(7).state_dict()["0.weight"])


CHEATS: Mapping[str, tuple[Callable[[dict[str, np.ndarray]], None], str]] = {
    "a frozen weight moved by one bit": (
        lambda w: w.update({"4.weight": np.nextafter(w["4.weight"], np.float32(9))}), "frozen",
    ),
    "batch-norm statistics moved": (
        lambda w: w.update({"1.running_mean": w["1.running_mean"] + np.float32(0.1)}), "statistics",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CHEATS)
def test_layers_that_were_not_frozen_are_named(
    name: str, pretrained: Path, frozen: tuple[Arrays, History]
) -> None:
    change, code = CHEATS[name]
    weights = dict(frozen[0])
    change(weights)
    [check] = check_frozen(start_of(pretrained), weights, {"6.weight", "6.bias"})
    assert check.mistake is not None
    assert (check.holds, check.mistake.code) == (False, code)


def test_an_optimiser_built_too_early_leaves_convolutions_as_they_were(pretrained: Path) -> None:
    start, (unfrozen, _) = start_of(pretrained), tuned(pretrained, ("0", "6"))
    assert check_unfrozen(start, arrays_of(unfrozen)).holds is True
    built, _ = tuned(pretrained, ("6",))
    check = check_unfrozen(start, arrays_of(built))
    assert check.mistake is not None
    assert check.mistake.code == "not_unfrozen"


LOSSES = [1.0, 0.9, 0.95, 0.8, 0.85, 0.86, 0.87]
STOPS: Mapping[str, tuple[Mapping[str, list[float]], bool | None, str]] = {
    "by the rule": ({"validation loss": LOSSES}, True, ""),
    "one epoch later, as some count": ({"validation loss": [*LOSSES, 0.9]}, True, ""),
    "too late": ({"validation loss": [*LOSSES, 0.9, 0.9, 0.9]}, False, "late"),
    "counter not set back": ({"validation loss": [1.0, 0.9, 0.95, 0.8, 0.85, 0.86]}, False,
                             "not_reset"),
    "by the training loss": ({"validation loss": [1.0, 0.9, 0.8, 0.7, 0.6],
                              "loss": [1.0, 0.5, 0.6, 0.7, 0.8]}, False, "training_loss"),
    "epochs used up": ({"validation loss": [1.0, 0.9, 0.8]}, None, ""),
    "one epoch": ({"validation loss": [1.0]}, None, ""),
}  # fmt: skip


@pytest.mark.parametrize("name", STOPS)
def test_a_log_ends_where_the_rule_ends_it(name: str) -> None:
    series, holds, code = STOPS[name]
    check = check_stopping(series, patience=3)
    assert check.holds is holds, check
    assert (check.mistake.code if check.mistake else "") == code


def test_the_best_epoch_has_the_lowest_loss() -> None:
    series = {"validation loss": LOSSES, "validation accuracy": [0.5, 0.6, 0.7, 0.8, 0.9, 0.8, 0.8]}
    assert check_best(series, 4).holds is True
    assert check_best(series, 5).holds is None
    assert check_best(series, 2).holds is False
    assert check_best(series, 40).holds is None


# --- as students hand it in ----------------------------------------------------------------------

STOPPER = """```python
class EarlyStopping:
    def __init__(self, patience=10):
        self.patience, self.best, self.counter, self.early_stop = patience, None, 0, False
    def __call__(self, val_loss, model):
        if self.best is None or val_loss < self.best:
            self.best = val_loss
            {reset}
        else:
            self.counter += 1
            self.early_stop = self.counter >= self.patience
```"""
TEXT = "# 5.3\n\nThe last layer: Adam, learning rate 0.0001, patience 10. It stopped at epoch {n}."


def handed_in(folder: Path, weights: Arrays, losses: list[float], reset: str) -> Verdict:
    folder.mkdir()
    code = STOPPER.replace("{reset}", reset)
    (folder / "answers.md").write_text(f"{TEXT.format(n=len(losses))}\n\n{code}\n")
    rows = [f"{k + 1},{x + 0.1:.3f},{x:.4f},0.7" for k, x in enumerate(losses)]
    head = "epoch,training loss,validation loss,validation accuracy"
    (folder / "frozen.csv").write_text("\n".join([head, *rows]))
    save_file(dict(weights), folder / "frozen.safetensors")
    report = grade("networks_hw4", folder, data=folder.parent / "given")
    return next(each for each in report.verdicts if each.question.id == "5.3")


def test_a_fine_tuning_is_judged_by_its_files(
    tmp_path: Path, pretrained: Path, frozen: tuple[Arrays, History]
) -> None:
    (tmp_path / "given").symlink_to(pretrained.parent)
    losses = [1.0, 0.9, *[0.95] * 10]
    good = handed_in(tmp_path / "good", frozen[0], losses, "self.counter = 0")
    assert (good.outcome, float(good.points)) == (Outcome.UNDECIDED, pytest.approx(1.8))
    bad = handed_in(tmp_path / "bad", frozen[0], [*losses, *[0.95] * 5], "pass")
    assert float(bad.points) == 0
    assert "The counter was not set back" in bad.feedback
    assert "after the patience was used up" in bad.feedback


# --- the validation accuracy, measured again -----------------------------------------------------

NETWORK = """
from torch import nn

def network():
    return nn.Sequential(
        nn.Conv2d(1, 4, 3), nn.BatchNorm2d(4), nn.ReLU(), nn.Flatten(), nn.Linear(144, 8),
        nn.ReLU(), nn.Linear(8, 3),
    )
"""
MEAN, DEVIATION, IMAGES = 4 / 10.2, 1 / 10.2, 120


@pytest.fixture(scope="module")
def given(pretrained: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The instructor's folder: pretrained weights, the network, and a validation split."""
    folder = tmp_path_factory.mktemp("handed-out")
    random = np.random.default_rng(8)
    labels = np.arange(IMAGES) % 3
    values = random.normal(size=(IMAGES, 8, 8)) + labels[:, None, None]
    pixels = np.clip(np.rint((values + 4) * 25), 0, 255).astype(np.uint8)
    np.savez(
        folder / "validation.npz", validation_images=pixels, validation_labels=labels,
        mean=[MEAN], deviation=[DEVIATION],
    )  # fmt: skip
    (folder / "network.py").write_text(NETWORK)
    (folder / "pretrained.safetensors").write_bytes(pretrained.read_bytes())
    return folder


def measured(weights: Arrays, given: Path) -> tuple[float, float]:
    """The accuracy and the mean cross-entropy, by torch."""
    built = network(3)
    built.load_state_dict({name: torch.from_numpy(each) for name, each in weights.items()})
    built.eval()
    with np.load(given / "validation.npz") as split:
        pixels, labels = split["validation_images"], split["validation_labels"]
    batch = (torch.from_numpy(pixels).float()[:, None] / 255 - MEAN) / DEVIATION
    with torch.no_grad():
        scores, truth = built(batch), torch.from_numpy(labels)
    loss = nn.functional.cross_entropy(scores, truth)
    return float((scores.argmax(1) == truth).float().mean()), float(loss)


def with_claim(
    folder: Path, weights: Arrays, claim: float, given: Path, *, loss: float = 0.95
) -> Verdict:
    folder.mkdir()
    losses = [loss + 0.1, loss - 0.02, *[loss] * 10]
    rows = [f"{k + 1},{x + 0.1:.3f},{x:.4f},{claim:.4f}" for k, x in enumerate(losses)]
    head = "epoch,training loss,validation loss,validation accuracy"
    text = f"{TEXT.format(n=12)} Validation accuracy: {claim:.4f}"
    (folder / "answers.md").write_text(text)
    (folder / "frozen.csv").write_text("\n".join([head, *rows]))
    save_file(dict(weights), folder / "frozen.safetensors")
    report = grade("networks_hw4", folder, data=given)
    return next(each for each in report.verdicts if each.question.id == "5.3")


def test_a_validation_accuracy_is_measured_again_on_the_split_that_was_given(
    tmp_path: Path, given: Path, frozen: tuple[Arrays, History]
) -> None:
    share, loss = measured(frozen[0], given)
    right = with_claim(tmp_path / "right", frozen[0], share, given, loss=loss)
    assert (right.outcome, float(right.points)) == (Outcome.CORRECT, 3), right.note
    assert f"measured {100 * share:.2f} % of {IMAGES} images" in right.note
    other = with_claim(tmp_path / "other", frozen[0], share, given, loss=1.1 * loss)
    assert float(other.points) == pytest.approx(1.8)
    assert "the weights give another last validation loss" in other.feedback.casefold()
    wrong = with_claim(tmp_path / "wrong", frozen[0], min(1.0, share + 0.05), given, loss=loss)
    assert float(wrong.points) == pytest.approx(1.2 if wrong.outcome.needs_person else 1.8)
    assert "the weights give" in wrong.feedback.casefold()


def test_without_a_network_or_a_split_a_person_measures(
    tmp_path: Path, given: Path, frozen: tuple[Arrays, History]
) -> None:
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "pretrained.safetensors").write_bytes((given / "pretrained.safetensors").read_bytes())
    found = with_claim(tmp_path / "one", frozen[0], 0.9, folder)
    assert "validation.npz is not in the instructor's folder" in found.feedback
    (folder / "validation.npz").write_bytes((given / "validation.npz").read_bytes())
    found = with_claim(tmp_path / "two", frozen[0], 0.9, folder)
    assert "network.py is not in the instructor's folder" in found.feedback
    assert found.outcome is Outcome.UNDECIDED


def test_each_patience_is_a_run_of_its_own(tmp_path: Path, given: Path, pretrained: Path) -> None:
    weights = arrays_of(tuned(pretrained, ("0", "6"))[0])
    head = "epoch,training loss,validation loss,validation accuracy"
    for patience in (10, 15):
        losses = [1.0, 0.9, *[0.95] * patience]
        rows = [f"{k + 1},{x + 0.1:.3f},{x:.4f},0.7" for k, x in enumerate(losses)]
        (tmp_path / f"unfrozen_p{patience}.csv").write_text("\n".join([head, *rows]))
        save_file(weights, tmp_path / f"unfrozen_p{patience}.safetensors")
    (tmp_path / "answers.md").write_text("# 5.4\n\nConvolutions are trained too, patience 10, 15.")
    report = grade("networks_hw4", tmp_path, data=given)
    both = next(each for each in report.verdicts if each.question.id == "5.4")
    assert float(both.points) == pytest.approx(1.8), both.note  # all but the claim
    (tmp_path / "unfrozen_p15.csv").write_text("\n".join([head, *rows[:-3]]))
    report = grade("networks_hw4", tmp_path, data=given)
    early = next(each for each in report.verdicts if each.question.id == "5.4")
    assert float(early.points) == pytest.approx(1.2), early.feedback
    assert "the log ends before the rule stops training" in early.feedback
