"""The baselines that come along: whole files of declared trainings that say what they lack."""

from pathlib import Path

import pytest

from solutions.baselines import FOLDER, read_baseline
from solutions.training.plans import IMAGES, PLANS

FILES = sorted(FOLDER.glob("*/*.json"))
DECLARED = {(plan.assignment, each.name): (plan, each)
            for plan in PLANS for each in plan.configurations}  # fmt: skip


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_baseline_is_that_of_its_plan(path: Path) -> None:
    found = read_baseline(path.parent.name, path.stem)
    plan, declared = DECLARED[found.assignment, found.name]
    assert (found.assignment, found.name) == (path.parent.name, path.stem)
    assert found.configuration["batch_size"] == plan.batch_size
    assert found.configuration["learning_rate"] == declared.run.learning_rate
    assert len({run.seed for run in found.runs}) == len(found.runs)
    for run in found.runs:
        assert len(run.accuracies) == found.epochs <= declared.epochs
        assert len(run.losses) == len(found.steps)
        right = run.accuracy * found.test_images
        assert right == pytest.approx(round(right), abs=0.02)
    counts = found.train_images, found.test_images
    whole = len(found.runs) >= plan.seeds and found.epochs == declared.epochs
    assert not found.complete or (whole and counts == IMAGES[plan.data])
    assert path.stat().st_size < 200_000


def test_all_of_them_are_small_together() -> None:
    assert FILES
    assert sum(file.stat().st_size for file in FILES) < 2_000_000
