"""The declared trainings: what the sheets ask for, each once."""

from solutions.training.config import Run
from solutions.training.plans import IMAGES, PLANS, PROBABILITIES

BY_NAME = {(plan.assignment, each.name): (plan, each)
           for plan in PLANS for each in plan.configurations}  # fmt: skip


def run_of(name: str) -> Run:
    return BY_NAME["networks_hw4", name][1].run


def test_every_name_stands_once() -> None:
    assert len(BY_NAME) == sum(len(plan.configurations) for plan in PLANS)


def test_images_fit_the_networks() -> None:
    shapes = {"cifar10": (3, 32, 32), "mnist": (1, 28, 28)}
    assert {plan.network.image == shapes[plan.data] for plan in PLANS} == {True}


def test_the_classifier_is_trained_with_both_batch_sizes_and_32_seeds() -> None:
    for batch_size in (4, 16):
        for epochs in (3, 5, 20):
            plan, found = BY_NAME["vision_hw4", f"b{batch_size}e{epochs}"]
            assert (plan.batch_size, found.epochs) == (batch_size, epochs)
            assert plan.seeds >= 32
            assert (found.run.learning_rate, found.run.momentum) == (0.001, 0.9)


def test_every_training_question_of_the_mnist_part_has_its_run() -> None:
    questions = {
        question
        for (assignment, name), (_, found) in BY_NAME.items()
        for question in found.questions
        if assignment == "networks_hw4" and not name.endswith(PROBABILITIES)
    }
    assert questions == {
        "3.1", "3.2.l1_random", "3.2.l1_from_l2", "3.3.a.sgd", "3.3.a.momentum",
        "3.3.a.adagrad", "3.3.a.adam", "3.3.b.sgd_bn", "3.3.b.adam_bn",
    }  # fmt: skip


def test_the_settings_of_the_mnist_part_are_those_of_the_sheet() -> None:
    plan, _ = BY_NAME["networks_hw4", "sgd"]
    assert (plan.batch_size, plan.log_every) == (100, 100)
    assert IMAGES["mnist"][0] // plan.batch_size == 600
    assert all(each.epochs == 10 and each.run.dropout == 0.4 for each in plan.configurations)
    assert run_of("momentum").momentum == 0.1
    assert run_of("l1_random").l1 == run_of("l1_from_l2").l1 == 0.001
    assert {run_of(each).learning_rate for each in ("sgd", "momentum", "l2", "sgd_bn")} == {0.1}
    assert {run_of(each).learning_rate for each in ("adagrad", "adam", "adam_bn")} == {0.001}
    assert [each for each in ("sgd", "sgd_bn", "adam", "adam_bn") if run_of(each).batch_norm] == [
        "sgd_bn", "adam_bn",
    ]  # fmt: skip


def test_runs_that_start_from_others_name_them() -> None:
    started = {(plan.assignment, plan.start) for plan in PLANS if plan.start}
    assert started == {("networks_hw4", "l2"), ("networks_hw4", f"l2{PROBABILITIES}")}
    assert started <= BY_NAME.keys()


def test_the_mistaken_loss_belongs_to_the_runs_named_so() -> None:
    for (_, name), (plan, _) in BY_NAME.items():
        assert (plan.loss == "negative probability") == name.endswith(PROBABILITIES)


def test_both_widths_are_measured_with_all_bounds() -> None:
    for width in (1024, 256):
        plan, _ = BY_NAME["generalization_hw1", f"width{width}"]
        assert plan.network.parameters()["fc1.weight"] == (width, 3072)
        assert plan.measures == "margins and bounds"
        assert plan.batch_size == 64
