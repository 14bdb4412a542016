"""A training as a sheet asks for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from graders.claims.weights.images import DataSet
from graders.claims.weights.measuring import Scale
from graders.claims.weights.networks import without_norms
from solutions.training.description import Network
from solutions.training.plans import IMAGES, PLANS, PROBABILITIES, Configuration, Plan

PLAIN = Scale((0.0,), (1.0,), "pixels in [0, 1]")
HALVES = Scale((0.5,), (0.5,), "mean and deviation 0.5")
IMAGENET = Scale((0.485, 0.456, 0.406), (0.229, 0.224, 0.225), "mean and deviation of ImageNet")
OF_DATA: Mapping[DataSet, Scale] = {
    "cifar10": Scale((0.4914, 0.4822, 0.4465), (0.247, 0.2435, 0.2616), "those of the data"),
    "mnist": Scale((0.1307,), (0.3081,), "those of the data"),
}


@dataclass(frozen=True, slots=True)
class Shares:
    """The shares of a question's points for what is found of a run.

    Args:
        claim: for a claim that the weights confirm.
        log: for a complete and consistent log.
        setting: for the setting as required.
    """

    claim: Fraction
    log: Fraction
    setting: Fraction = Fraction(0)


@dataclass(frozen=True)
class Asked:
    """A run of a sheet: what is trained, on what, how long, and how it is marked.

    Args:
        network: as it is declared; `other_sizes` allows others of its form.
        data: the name of the image set.
        scale: how pixels are normalised.
        batch: images in a step.
        epochs: that are trained.
        baseline: the name of its baseline.
        files: a regular expression for the names of its files.
        shares: of the points.
        settings: what the student has to state of the setting, as words and values.
        penalised: whether the loss contains a penalty.
        other_sizes: whether channels, kernels and units may be others.
        any_scale: whether the sheet leaves open how pixels are normalised.
        dropout: with which it is trained.
        wants_start: whether the weights before training have to be handed in.
        starts_from: the question of the run whose final weights are those before training.
    """

    network: Network
    data: DataSet
    scale: Scale
    batch: int
    epochs: int
    baseline: str
    files: str
    shares: Shares
    settings: Mapping[str, float | str] = field(default_factory=dict)
    penalised: bool = False
    other_sizes: bool = False
    any_scale: bool = False
    dropout: float = 0.0
    wants_start: bool = False
    starts_from: str = ""

    @property
    def steps(self) -> int:
        """Steps in an epoch; the last batch may be short."""
        return -(-IMAGES[self.data][0] // self.batch)

    @property
    def scales(self) -> tuple[Scale, ...]:
        """The normalisation asked for, and others by which a claim may be right."""
        others = (HALVES, PLAIN, OF_DATA[self.data], *([IMAGENET] * (self.data == "cifar10")))
        return (self.scale, *(each for each in others if each != self.scale))


def runs_of(
    assignment: str,
    shares: Shares,
    files: Mapping[str, str],
    *,
    other_sizes: bool = False,
    any_scale: bool = False,
) -> dict[str, Asked]:
    """The runs that an assignment asks for, by question, as its baselines are trained.

    Args:
        assignment: its id.
        shares: of each question.
        files: for each question a regular expression for the names of its files.
        other_sizes: whether networks of other sizes do.
        any_scale: whether pixels may be normalised in any of the usual ways.

    >>> shares = Shares(Fraction(3, 5), Fraction(2, 5))
    >>> runs_of("vision_hw4", shares, {"2.4.ii.b4e5": "b4e5"})["2.4.ii.b4e5"].steps
    12500
    """
    found: dict[str, Asked] = {}
    for plan in PLANS:
        for each in plan.configurations:
            for question in {*each.questions} & files.keys() - found.keys():
                if plan.assignment == assignment and not each.name.endswith(PROBABILITIES):
                    asked = _asked(plan, each, shares, files[question])
                    found[question] = replace(asked, other_sizes=other_sizes, any_scale=any_scale)
    return found


def _asked(plan: Plan, configuration: Configuration, shares: Shares, files: str) -> Asked:
    run = configuration.run
    return Asked(
        network=plan.network if run.batch_norm else without_norms(plan.network),
        data=plan.data,
        scale=_scale(plan),
        batch=plan.batch_size,
        epochs=configuration.epochs,
        baseline=configuration.name,
        files=files,
        shares=shares,
        settings=_settings(plan, configuration),
        penalised=bool(run.l1),
        dropout=run.dropout,
        wants_start=bool(shares.setting),
        starts_from=_question_of(plan),
    )


def _question_of(plan: Plan) -> str:
    """The question of the run from whose weights a plan starts; empty for a random start."""
    runs = (each for other in PLANS for each in other.configurations
            if other.assignment == plan.assignment)  # fmt: skip
    return next((each.questions[0] for each in runs if plan.start and each.name == plan.start), "")


def _scale(plan: Plan) -> Scale:
    known = (PLAIN, HALVES, IMAGENET, OF_DATA[plan.data])
    same = (each for each in known if (each.mean, each.deviation) == (plan.mean, plan.deviation))
    return next(same, Scale(plan.mean, plan.deviation, "that of the sheet"))


def _settings(plan: Plan, configuration: Configuration) -> dict[str, float | str]:
    run = configuration.run
    always: dict[str, float | str] = {
        "epochs": configuration.epochs, "batch size": plan.batch_size,
        "learning rate": run.learning_rate, "optimiser": run.optimizer,
    }  # fmt: skip
    some = {"dropout": run.dropout, "L1 strength": run.l1}
    penalty = "L1" if run.l1 else "L2" if run.weight_decay else ""
    return {
        **always,
        **{name: value for name, value in some.items() if value},
        **({"momentum": run.momentum} if run.optimizer == "sgd" else {}),
        **({"regularisation": penalty} if penalty else {}),
    }
