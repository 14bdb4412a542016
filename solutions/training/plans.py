"""Every training that baselines are made of: networks, settings, epochs and numbers of seeds.

A plan holds what its configurations share, so that they can be trained side by side. Where two
configurations differ only in their number of epochs, the shorter is the beginning of the longer:
the learning rate is constant and the order of the images follows from seed and epoch.

Settings that a sheet leaves open are chosen here and named in the note of the plan.
"""

from dataclasses import dataclass
from typing import Literal

from solutions.training.config import Loss, Run
from solutions.training.description import Network
from solutions.training.networks import LENET, MNIST, two_layer

Data = Literal["cifar10", "mnist"]
Logged = Literal["mean of the interval", "last batch of the interval"]
Measures = Literal["accuracy", "margins and bounds"]

IMAGES = {"cifar10": (50_000, 10_000), "mnist": (60_000, 10_000)}  # of training, of test


@dataclass(frozen=True, slots=True)
class Configuration:
    """One baseline: the settings of its runs, whose seeds are to be put in, and their epochs."""

    name: str
    questions: tuple[str, ...]  # of the assignment
    run: Run
    epochs: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Configurations of one network on one data set, with the same batch size and loss."""

    name: str
    assignment: str
    network: Network
    data: Data
    batch_size: int
    log_every: int  # steps
    logged: Logged  # what the sheet prints of an interval
    seeds: int
    configurations: tuple[Configuration, ...]
    mean: tuple[float, ...] = (0.5,)
    deviation: tuple[float, ...] = (0.5,)
    loss: Loss = "cross entropy"
    measures: Measures = "accuracy"  # on the training split, after each epoch
    start: str = ""  # configuration whose final weights, by the same seed, are the initial ones
    note: str = ""


# --- vision_hw4: the classifier of problem 2 ----------------------------------------------------

NOTEBOOK = Run(seed=0, learning_rate=0.001, momentum=0.9)  # of the usual notebook; not printed
LENET_NOTE = "learning rate and momentum are those of the usual notebook; the sheet prints none"


def _lenet(batch_size: int, log_every: int, questions: dict[int, tuple[str, ...]]) -> Plan:
    return Plan(
        name=f"lenet-b{batch_size}",
        assignment="vision_hw4",
        network=LENET,
        data="cifar10",
        batch_size=batch_size,
        log_every=log_every,
        logged="mean of the interval",
        seeds=32,
        configurations=tuple(
            Configuration(f"b{batch_size}e{epochs}", asked, NOTEBOOK, epochs)
            for epochs, asked in questions.items()
        ),
        note=LENET_NOTE,
    )


LENETS = (
    _lenet(4, 2000, {3: ("2.3.i",), 5: ("2.4.ii.b4e5",), 20: ("2.4.ii.b4e20",)}),
    _lenet(16, 500, {3: ("2.3.i",), 5: ("2.4.ii.b16e5",), 20: ("2.4.ii.b16e20",)}),
)

# --- networks_hw4: problem 3 --------------------------------------------------------------------

DROPOUT, PENALTY = 0.4, 0.001  # that of L1 is printed, that of L2 is taken to be the same
MNIST_NOTE = (
    "channels and kernels are those of the reference network; every run has dropout 0.4 between "
    "the first two linear layers; the strength of L2 is not printed and taken as 0.001"
)
MNIST_RUNS = {
    "l2": ("3.1", Run(0, 0.1, dropout=DROPOUT, weight_decay=PENALTY)),
    "l1_random": ("3.2.l1_random", Run(0, 0.1, dropout=DROPOUT, l1=PENALTY)),
    "sgd": ("3.3.a.sgd", Run(0, 0.1, dropout=DROPOUT)),
    "momentum": ("3.3.a.momentum", Run(0, 0.1, momentum=0.1, dropout=DROPOUT)),
    "adagrad": ("3.3.a.adagrad", Run(0, 0.001, "adagrad", dropout=DROPOUT)),
    "adam": ("3.3.a.adam", Run(0, 0.001, "adam", dropout=DROPOUT)),
    "sgd_bn": ("3.3.b.sgd_bn", Run(0, 0.1, dropout=DROPOUT, batch_norm=True)),
    "adam_bn": ("3.3.b.adam_bn", Run(0, 0.001, "adam", dropout=DROPOUT, batch_norm=True)),
}
FROM_L2 = {"l1_from_l2": ("3.2.l1_from_l2", MNIST_RUNS["l1_random"][1])}
PROBABILITIES = "-probabilities"  # ends the names of those with the mistaken loss


def _mnist(
    name: str, runs: dict[str, tuple[str, Run]], *, start: str = "", mistaken: bool = False
) -> Plan:
    """The runs with the right loss, or with probabilities in place of their logarithms."""
    ending = PROBABILITIES if mistaken else ""
    return Plan(
        name=f"{name}{ending}",
        assignment="networks_hw4",
        network=MNIST,
        data="mnist",
        batch_size=100,
        log_every=100,
        logged="last batch of the interval",
        seeds=16,
        configurations=tuple(
            Configuration(f"{each}{ending}", (question,), run, 10)
            for each, (question, run) in runs.items()
        ),
        mean=(0.0,),
        deviation=(1.0,),
        loss="negative probability" if mistaken else "cross entropy",
        start=f"{start}{ending}" if start else "",
        note=MNIST_NOTE,
    )


MNISTS = (
    _mnist("mnist", MNIST_RUNS),
    _mnist("mnist-from-l2", FROM_L2, start="l2"),
    _mnist("mnist", MNIST_RUNS, mistaken=True),
    _mnist("mnist-from-l2", FROM_L2, start="l2", mistaken=True),
)

# --- generalization_hw1: two models -------------------------------------------------------------

TWO_LAYER_NOTE = "the report does not state its number of epochs; the log has every epoch"


def _two_layer(width: int, question: str, epochs: int) -> Plan:
    return Plan(
        name=f"two-layer-{width}",
        assignment="generalization_hw1",
        network=two_layer(width),
        data="cifar10",
        batch_size=64,
        log_every=782,  # an epoch of 50,000 images
        logged="mean of the interval",
        seeds=16,
        configurations=(Configuration(f"width{width}", (question,), NOTEBOOK, epochs),),
        mean=(0.485, 0.456, 0.406),
        deviation=(0.229, 0.224, 0.225),
        measures="margins and bounds",
        note=TWO_LAYER_NOTE,
    )


TWO_LAYERS = (_two_layer(1024, "3.1.train", 20), _two_layer(256, "3.2.train", 20))

PLANS = (*LENETS, *MNISTS, *TWO_LAYERS)


def planned(assignment: str, name: str) -> tuple[Plan, Configuration] | None:
    """The plan and the configuration of a baseline, if it is one of these.

    >>> plan, configuration = planned("vision_hw4", "b16e3")
    >>> plan.name, configuration.epochs
    ('lenet-b16', 3)
    """
    found = (
        (plan, each) for plan in PLANS for each in plan.configurations
        if (plan.assignment, each.name) == (assignment, name)
    )  # fmt: skip
    return next(found, None)
