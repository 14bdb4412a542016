"""Seed-steps a second of the side-by-side trainer, against one eager torch loop in the same run.

    .venv/bin/python benchmarks/training.py                    on a GPU if there is one
    .venv/bin/python benchmarks/training.py --runs 32 128 512  with so many runs side by side
    .venv/bin/python benchmarks/training.py --json FILE        and the figures in a file

A *seed-step* is one step of one run. The *eager loop* trains one run as a notebook does: a module,
an optimiser of torch, data already on the device, nothing read back from it but at the end of a
block. The two take turns in blocks of steps; each figure is from the median block. Then the time
in which the CPU evaluates one network on 10,000 images, by the trainer and by a plain module.
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch.nn import functional

from solutions.training import machine
from solutions.training.config import Run, TrainingConfig, with_seeds
from solutions.training.generated import generated_images
from solutions.training.images import Images
from solutions.training.modules import initial_module
from solutions.training.networks import NETWORKS
from solutions.training.plain import optimizer_of
from solutions.training.trainer import Split, Trainer, split_on

RUN = Run(seed=0, learning_rate=0.001, momentum=0.9)
RUNS = {"cpu": [4, 16, 32], "cuda": [32, 128, 256, 512, 1024]}
TRAIN_IMAGES, TEST_IMAGES = 4096, 10_000
TURNS = 5
TARGET = {"cpu": 1.0, "cuda": 150.0}  # times the rate of the loop, at batch size 4
EVALUATION_SECONDS = 3.0

Block = Callable[[int], None]  # takes so many steps and waits for the device


def eager_block(config: TrainingConfig, train: Split, device: torch.device) -> Block:
    network = initial_module(config.network, RUN).to(device)
    optimizer = optimizer_of(RUN, network)

    def take(steps: int) -> None:
        total = torch.zeros((), device=device)
        order = torch.randperm(len(train), device=device)
        for step in range(steps):
            begin = step * config.batch_size % (len(train) - config.batch_size)
            chosen = order[begin : begin + config.batch_size]
            optimizer.zero_grad()
            loss = functional.cross_entropy(network(train.images[chosen]), train.labels[chosen])
            torch.autograd.backward(loss)
            optimizer.step()
            total += loss.detach()
        total.item()

    return take


def stacked_block(config: TrainingConfig, images: Images, device: torch.device) -> Block:
    """Whole epochs, as training has them, on as many images as the steps need."""
    trainers: dict[int, Trainer] = {}

    def take(steps: int) -> None:
        if steps not in trainers:
            part = images.first(steps * config.batch_size, 1)
            trainers[steps] = Trainer(config, part, device=device)
        trainers[steps].train_epoch(0)

    return take


def seconds(action: Callable[[], object]) -> float:
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


def compare(
    config: TrainingConfig, images: Images, device: torch.device, steps: int
) -> dict[str, float]:
    """Seed-steps a second of both, and their ratio."""
    eager = eager_block(config, split_on(device, config, images, train=True), device)
    stacked = stacked_block(config, images, device)
    eager(min(steps, 20))
    stacked(steps)
    times = [(seconds(lambda: eager(steps)), seconds(lambda: stacked(steps))) for _ in range(TURNS)]
    rate = steps / statistics.median(each for each, _ in times)
    stacked_rate = steps * len(config.runs) / statistics.median(each for _, each in times)
    return {
        "runs": len(config.runs),
        "eager_seed_steps": rate,
        "seed_steps": stacked_rate,
        "ratio": stacked_rate / rate,
    }


def evaluation(config: TrainingConfig, images: Images) -> dict[str, float]:
    """Seconds to evaluate one network on all test images on the CPU."""
    device = torch.device("cpu")
    trainer = Trainer(
        config, images.first(config.batch_size, len(images.test_labels)), device=device
    )
    plain = initial_module(config.network, RUN).eval()

    def by_module() -> None:
        with torch.no_grad():
            for part in torch.split(trainer.test.images, 250):
                plain(part).argmax(1)

    return {
        "trainer_seconds": statistics.median(seconds(trainer.accuracies) for _ in range(3)),
        "module_seconds": statistics.median(seconds(by_module) for _ in range(3)),
    }


def table(figures: dict[str, Any]) -> str:
    lines = [f"{figures['network']}, batch size {figures['batch_size']}, {figures['hardware']}"]
    lines.append(f"{'runs':>6}{'loop':>14}{'side by side':>16}{'ratio':>9}   seed-steps a second")
    lines += [
        f"{each['runs']:6.0f}{each['eager_seed_steps']:14,.0f}{each['seed_steps']:16,.0f}"
        f"{each['ratio']:9.1f}   target {figures['target']:g}"
        for each in figures["rates"]
    ]
    found = figures["evaluation"]
    lines.append(
        f"evaluation of {TEST_IMAGES:,} images on the CPU: {found['trainer_seconds']:.2f} s by the "
        f"trainer, {found['module_seconds']:.2f} s by a module (target {EVALUATION_SECONDS:g} s)"
    )
    return "\n".join(lines)


def main() -> None:
    default = "cuda" if torch.cuda.is_available() else "cpu"
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--device", default=default)
    parser.add_argument("--network", choices=NETWORKS, default="lenet")
    parser.add_argument("--batch-size", type=int, default=4)
    parser.add_argument("--runs", type=int, nargs="+", help="numbers of runs side by side")
    parser.add_argument("--steps", type=int, help="in a block")
    parser.add_argument("--threads", type=int, help="of torch on the CPU")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parsed = parser.parse_args()
    if parsed.threads:
        torch.set_num_threads(parsed.threads)
    figures = measure(parsed)
    print(table(figures))
    if parsed.json:
        parsed.json.write_text(json.dumps(figures, indent=1))


def measure(parsed: argparse.Namespace) -> dict[str, Any]:
    device = torch.device(parsed.device)
    network, steps = (
        NETWORKS[parsed.network],
        parsed.steps or (50 if device.type == "cpu" else 1000),
    )
    channels, side, _ = network.image
    images = generated_images(
        train=max(TRAIN_IMAGES, steps * parsed.batch_size),
        test=TEST_IMAGES,
        side=side,
        channels=channels,
    )
    config = TrainingConfig(network, (RUN,), parsed.batch_size, epochs=1, log_every=1)
    rates = []
    for count in parsed.runs or RUNS[device.type]:
        runs = with_seeds(RUN, range(count))
        side_by_side = TrainingConfig(network, runs, parsed.batch_size, epochs=1, log_every=1)
        rates.append(compare(side_by_side, images, device, steps))
    return {
        "network": network.name,
        "batch_size": parsed.batch_size,
        "hardware": machine.hardware(device),
        "versions": machine.versions(),
        "target": TARGET[device.type],
        "rates": rates,
        "evaluation": evaluation(config, images),
    }


if __name__ == "__main__":
    main()
