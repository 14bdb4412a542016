"""Baselines from trainings: what is asked for, on which images, and what it comes to."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="training needs torch")

from graders.baselines.clock import Moment
from graders.baselines.data import Source, differs_from, some_of
from graders.baselines.making import Options, made, refuse_short_runs_of_complete, refuse_to_replace
from graders.baselines.selection import selected, starts_of
from graders.errors import GraderError
from solutions.baselines import Baseline, read_baseline
from solutions.training.generated import generated_images


def options(folder: Path, **settings: object) -> Options:
    source = Source("generated", folder / "downloads", 80)
    given: dict[str, object] = {"seeds": 2, "epochs": 1, **settings}
    return Options(source=source, work=folder, device="cpu", **given)  # type: ignore[arg-type]


def silent(_: Moment) -> None:
    pass


def made_of(folder: Path, assignment: str, *names: str, **settings: object) -> list[Baseline]:
    return list(made(selected(assignment, names), options(folder, **settings), silent))


def test_all_is_asked_for_unless_told() -> None:
    assert len({each.plan.name for each in selected(None)}) == len(selected(None)) == 8
    assert {each.plan.assignment for each in selected("vision_hw4")} == {"vision_hw4"}


@pytest.mark.parametrize(
    ("assignment", "names", "said"),
    [("vision_hw5", (), "vision_hw4"), ("vision_hw4", ("b4e20", "b5"), "b4e3, b4e5, b4e20")],
)
def test_what_is_unknown_is_refused_with_what_is_known(
    assignment: str, names: tuple[str, ...], said: str
) -> None:
    with pytest.raises(GraderError, match=said):
        selected(assignment, names)


def test_a_plan_that_starts_from_another_finds_it() -> None:
    [each] = selected("networks_hw4", ["l1_from_l2"])
    start = starts_of(each.plan)
    assert start is not None
    assert start.names == ("l2",)
    assert starts_of(start.plan) is None


def test_a_baseline_says_what_it_is_and_what_it_lacks(tmp_path: Path) -> None:
    [found] = made_of(tmp_path, "vision_hw4", "b16e5")
    assert [run.seed for run in found.runs] == [0, 1]
    assert (found.epochs, found.train_images, found.test_images) == (1, 80, 80)
    assert found.steps == (5,)
    assert all(len(run.losses) == 1 and len(run.accuracies) == 1 for run in found.runs)
    assert all(0 <= run.train_accuracies[0] <= 1 for run in found.runs)
    assert not found.complete
    for lack in ("2 seeds of 32", "1 epochs of 5", "generated-32x32x3 in place of cifar10"):
        assert lack in found.note
    assert found.command == (
        "nabla baseline train vision_hw4 b16e5 --seeds 2 --epochs 1 --images 80"
        " --device cpu --data generated"
    )
    assert found.configuration["batch_size"] == 16
    assert found.configuration["learning_rate"] == 0.001


def test_shorter_configurations_are_the_beginning_of_longer_ones(tmp_path: Path) -> None:
    short, long = made_of(tmp_path, "vision_hw4", "b16e3", "b16e5", epochs=4)
    assert (short.epochs, long.epochs) == (3, 4)
    for one, other in zip(short.runs, long.runs, strict=True):
        assert one.accuracies == other.accuracies[:3]
        assert one.losses == other.losses[:3]
        assert math.isfinite(one.train_accuracies[-1])
        assert math.isfinite(other.train_accuracies[-1])
    alone = made_of(tmp_path / "other", "vision_hw4", "b16e3", epochs=4)[0]
    assert repr(alone.runs) == repr(short.runs)


def test_chunks_of_any_size_give_every_seed_once(tmp_path: Path) -> None:
    [found] = made_of(tmp_path, "vision_hw4", "b16e3", seeds=3, together=2)
    assert [run.seed for run in found.runs] == [0, 1, 2]
    assert len({run.losses for run in found.runs}) == 3


def test_l1_from_the_weights_of_l2_trains_these_first(tmp_path: Path) -> None:
    seen: list[str] = []
    chosen = selected("networks_hw4", ["l1_from_l2"])
    [found] = made(chosen, options(tmp_path), lambda moment: seen.append(moment.chunk.plan.name))
    assert seen == ["mnist", "mnist-from-l2"]
    assert found.configuration["start"] == "l2"
    [random] = made_of(tmp_path, "networks_hw4", "l1_random")
    assert random.runs[0].losses != found.runs[0].losses


def test_the_sheet_of_the_mnist_part_prints_the_last_batch_of_an_interval(tmp_path: Path) -> None:
    [found] = made_of(tmp_path, "networks_hw4", "sgd")
    assert found.configuration["logged"] == "last batch of the interval"
    assert found.steps == (1,)


def test_norms_margins_and_bounds_are_kept_after_every_epoch(tmp_path: Path) -> None:
    [found] = made_of(tmp_path, "generalization_hw1", "width256", epochs=2)
    measures = found.runs[0].measures
    assert {"margin", "Frobenius1", "Spec_Dist_sum", "VC bound", "Fro bound"} <= measures.keys()
    assert all(len(values) == 2 for values in measures.values())
    assert Baseline.from_json(found.to_json()).runs[1].measures == found.runs[1].measures


def test_time_left_falls_to_nothing(tmp_path: Path) -> None:
    left: list[float] = []
    chosen = selected("vision_hw4", ["b16e3", "b4e3"])
    given = options(tmp_path, epochs=2)
    list(made(chosen, given, lambda moment: left.append(moment.seconds_left)))
    assert len(left) == 4
    assert left[-1] == pytest.approx(0, abs=1e-6)
    assert min(left[:-1]) > 0


def test_a_complete_baseline_is_not_replaced_by_a_short_one(tmp_path: Path) -> None:
    chosen = selected("vision_hw4", ["b16e5"])
    [short] = made(chosen, options(tmp_path), silent)
    file = tmp_path / "vision_hw4" / "b16e5.json"
    file.parent.mkdir()
    file.write_text(short.to_json(), encoding="utf-8")
    refuse_short_runs_of_complete(chosen, options(tmp_path), tmp_path)
    file.write_text(replace(short, complete=True).to_json(), encoding="utf-8")
    assert read_baseline("vision_hw4", "b16e5", folder=tmp_path).complete
    with pytest.raises(GraderError, match="would be replaced"):
        refuse_short_runs_of_complete(chosen, options(tmp_path), tmp_path)
    with pytest.raises(GraderError, match="-o"):  # on other data, say
        refuse_to_replace("vision_hw4", "b16e5", tmp_path)
    refuse_to_replace("vision_hw4", "b16e3", tmp_path)


def test_some_images_are_of_every_class_and_always_the_same() -> None:
    images = generated_images(train=500, test=300, side=8)
    some = some_of(images, 100)
    assert len(set(some.train_labels.tolist())) == 10
    assert some.fingerprint() == some_of(images, 100).fingerprint()
    assert len(some_of(images, 400).test_labels) == 300


def test_images_of_a_folder_are_found_by_the_name_of_the_data_set(tmp_path: Path) -> None:
    images = generated_images(train=20, test=10, side=28, channels=1)
    np.savez(
        tmp_path / "mnist_small.npz",
        train_images=images.train_images, train_labels=images.train_labels,
        test_images=images.test_images, test_labels=images.test_labels,
    )  # fmt: skip
    source = Source(str(tmp_path), tmp_path)
    found = source.images("mnist", (1, 28, 28))
    assert found.name == "mnist_small"
    assert "in place of mnist" in differs_from("mnist", found)
    with pytest.raises(GraderError, match="are needed for mnist"):
        Source(str(tmp_path / "mnist_small.npz"), tmp_path).images("mnist", (3, 32, 32))
    with pytest.raises(GraderError, match="--data takes"):
        source.images("cifar10", (3, 32, 32))
