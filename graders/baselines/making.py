"""Baselines from trainings: the work in its order, and what its results come to."""

import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graders.baselines.clock import Clock, Tell
from graders.baselines.data import Source, differs_from
from graders.baselines.selection import Selected, starts_of
from graders.errors import GraderError
from solutions.baselines import Baseline, BaselineRun, read_baseline
from solutions.training.chunks import Chunk, chunks_of, finish
from solutions.training.images import Images
from solutions.training.measures import TRAIN_ACCURACY
from solutions.training.modules import Weights
from solutions.training.plans import Configuration, Plan
from solutions.training.result import Result

SEEDS_TOGETHER_ON_A_CPU = 8
DIGITS = 6  # of losses and measures in files


@dataclass(frozen=True, slots=True)
class Options:
    """How baselines are made."""

    source: Source
    work: Path  # checkpoints and finished chunks
    device: str
    seeds: int | None = None  # None: as many as the plan declares
    epochs: int | None = None  # at most as many
    together: int | None = None  # seeds of one setting side by side

    def seeds_of(self, plan: Plan) -> range:
        return range(plan.seeds if self.seeds is None else self.seeds)

    def epochs_of(self, configuration: Configuration) -> int:
        return min(configuration.epochs, self.epochs or configuration.epochs)

    def chunks(self, plan: Plan, configurations: Sequence[Configuration]) -> list[Chunk]:
        on_cpu = SEEDS_TOGETHER_ON_A_CPU if self.device == "cpu" else None
        return chunks_of(
            plan,
            configurations,
            self.seeds_of(plan),
            epochs=self.epochs,
            together=self.together or on_cpu,
        )


def made(chosen: Sequence[Selected], options: Options, tell: Tell) -> Iterator[Baseline]:
    """Train what is chosen and give each baseline as soon as its plan is done."""
    clock = Clock(tell, [chunk for each in chosen for chunk in _all_chunks(each, options)])
    images_of = cache(options.source.images)
    for each in chosen:
        images = images_of(each.plan.data, each.plan.network.image)
        starts = _starts(each.plan, images, options, clock)
        results = [
            _finished(chunk, images, starts, options, clock)
            for chunk in options.chunks(each.plan, each.configurations)
        ]
        for configuration in each.configurations:
            yield assembled(each.plan, configuration, results, images, options)


def assembled(
    plan: Plan,
    configuration: Configuration,
    results: Sequence[Result],
    images: Images,
    options: Options,
) -> Baseline:
    """The baseline of a configuration, from results of its plan."""
    epochs = options.epochs_of(configuration)
    runs = [
        _run(plan, result, row, epochs)
        for result in results
        for row, run in enumerate(result.config.runs)
        if replace(run, seed=0) == configuration.run
    ]
    doubts = _doubts(plan, configuration, images, options)
    return Baseline(
        name=configuration.name,
        assignment=plan.assignment,
        configuration=_settings(plan, configuration, epochs),
        runs=tuple(sorted(runs, key=lambda run: run.seed)),
        train_images=len(images.train_labels),
        test_images=len(images.test_labels),
        data=f"{images.name}, sha256 {images.fingerprint()}",
        hardware=" and ".join(dict.fromkeys(result.hardware for result in results)),
        versions=_versions(results),
        command=command(plan, configuration, options),
        complete=not doubts,
        note="; ".join((*doubts, plan.note)),
    )


def command(plan: Plan, configuration: Configuration, options: Options) -> str:
    """What makes this baseline again, with the data where they are."""
    words = ["nabla", "baseline", "train", plan.assignment, configuration.name]
    given = {
        "--seeds": options.seeds,
        "--epochs": options.epochs,
        "--images": options.source.count,
        "--together": options.together,
        "--device": options.device,
        "--data": options.source.label,
    }
    words += [part for name, value in given.items() if value is not None
              for part in (name, str(value))]  # fmt: skip
    return shlex.join(words)


def refuse_short_runs_of_complete(
    chosen: Sequence[Selected], options: Options, folder: Path
) -> None:
    """Before anything is trained, so that no time is lost: see `refuse_to_replace`."""
    for each in chosen:
        for configuration in each.configurations:
            if (
                len(options.seeds_of(each.plan)) < each.plan.seeds
                or options.epochs_of(configuration) < configuration.epochs
                or options.source.count is not None
            ):
                refuse_to_replace(each.plan.assignment, configuration.name, folder)


def refuse_to_replace(assignment: str, name: str, folder: Path) -> None:
    """Keep a complete baseline from one that is not.

    Raises:
        GraderError: if there is a complete one of this name.
    """
    if _is_complete(assignment, name, folder):
        raise GraderError(
            "this baseline is complete and would be replaced by one that is not",
            where=str(folder / assignment / f"{name}.json"),
            hint="choose another folder with -o; what is trained is kept and not trained again",
        )


def _finished(
    chunk: Chunk,
    images: Images,
    starts: Mapping[int, Weights] | None,
    options: Options,
    clock: Clock,
) -> Result:
    return finish(
        chunk,
        images,
        work=options.work,
        device=options.device,
        starts=starts,
        progress=clock.during(chunk),
    )


def _all_chunks(each: Selected, options: Options) -> list[Chunk]:
    start = starts_of(each.plan)
    before = [] if start is None else options.chunks(start.plan, start.configurations)
    return [*before, *options.chunks(each.plan, each.configurations)]


def _starts(
    plan: Plan, images: Images, options: Options, clock: Clock
) -> Mapping[int, Weights] | None:
    """The final weights that a plan starts from, by seed."""
    start = starts_of(plan)
    if start is None:
        return None
    chunks = options.chunks(start.plan, start.configurations)
    results = [_finished(chunk, images, None, options, clock) for chunk in chunks]
    return {
        run.seed: weights
        for result in results
        for run, weights in zip(result.config.runs, result.weights, strict=True)
    }


def _run(plan: Plan, result: Result, row: int, epochs: int) -> BaselineRun:
    logged = result.losses if plan.logged == "mean of the interval" else result.last_losses
    measures = {name: _rounded(values[row, :epochs]) for name, values in result.measures.items()}
    return BaselineRun(
        seed=result.config.runs[row].seed,
        accuracies=_rounded(result.accuracies[row, :epochs]),
        train_accuracies=measures.pop(TRAIN_ACCURACY),
        losses=_rounded(logged[row, :epochs].ravel()),
        measures=measures,
    )


def _rounded(values: NDArray[np.float64]) -> tuple[float, ...]:
    return tuple(float(f"{value:.{DIGITS}g}") for value in values.tolist())


def _settings(plan: Plan, configuration: Configuration, epochs: int) -> dict[str, Any]:
    run = asdict(configuration.run)
    del run["seed"]
    return {
        "network": plan.network.name,
        "questions": list(configuration.questions),
        "batch_size": plan.batch_size,
        "epochs": epochs,
        "log_every": plan.log_every,
        "logged": plan.logged,
        "loss": plan.loss,
        "pixel_mean": list(plan.mean),
        "pixel_deviation": list(plan.deviation),
        "start": plan.start,
        **run,
        "betas": list(configuration.run.betas),
    }


def _doubts(
    plan: Plan, configuration: Configuration, images: Images, options: Options
) -> tuple[str, ...]:
    """Why the baseline is not what the plan declares."""
    seeds, epochs = len(options.seeds_of(plan)), options.epochs_of(configuration)
    found = (
        f"{seeds} seeds of {plan.seeds}" if seeds < plan.seeds else "",
        f"{epochs} epochs of {configuration.epochs}" if epochs < configuration.epochs else "",
        differs_from(plan.data, images),
    )
    return tuple(each for each in found if each)


def _versions(results: Sequence[Result]) -> dict[str, str]:
    names = results[0].versions
    return {
        name: ", ".join(dict.fromkeys(result.versions[name] for result in results))
        for name in names
    }


def _is_complete(assignment: str, name: str, folder: Path) -> bool:
    try:
        return read_baseline(assignment, name, folder=folder).complete
    except (FileNotFoundError, ValueError):
        return False
