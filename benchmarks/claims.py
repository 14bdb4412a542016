"""Time to run handed-in weights on 10,000 test images behind the wall, against torch alone.

    .venv/bin/python benchmarks/claims.py              # LeNet, and the network for MNIST
    .venv/bin/python benchmarks/claims.py --json FILE

For each network: from a file of weights to the number of right images, once the zygote is warm
(opening the file in one child, the forward pass in another, counting outside), as a multiple of a
plain pass of the same module over the same images in this process with one thread. The two take
turns; figures are of the median turn.
"""

import argparse
import json
import statistics
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.numpy import save

from graders.claims.runs.asked import HALVES, PLAIN
from graders.claims.weights.images import LabelledImages
from graders.claims.weights.measuring import Evaluator, Fitted, Scale, read_arrays, shapes_of
from graders.claims.weights.networks import stored_shapes, without_norms
from graders.comparing.claims.fitting import fit
from graders.grading.code_run import CodeRun
from graders.model import Submission
from solutions.training.config import Run
from solutions.training.description import Network
from solutions.training.images import normalized
from solutions.training.modules import initial_module, weights_of
from solutions.training.networks import LENET, MNIST

IMAGES, TURNS, CHUNK = 10_000, 5, 500
SECONDS = 3.0  # for LeNet
RUN = Run(seed=0, learning_rate=0.1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    code = CodeRun(("numpy", "torch"))
    try:
        rows = [
            measured(code, LENET, HALVES),
            measured(code, without_norms(MNIST), PLAIN),
        ]
    finally:
        code.sandbox.close()
    for row in rows:
        print(
            f"{row['network']}: {row['behind_the_wall']:.2f} s behind the wall, "
            f"{row['plain']:.2f} s by torch alone: {row['ratio']:.2f} times"
        )
    within = rows[0]["behind_the_wall"] < SECONDS
    print(f"LeNet within {SECONDS:g} s: {'yes' if within else 'no'}")
    if arguments.json:
        arguments.json.write_text(json.dumps(rows, indent=1), encoding="utf-8")


def measured(code: CodeRun, network: Network, scale: Scale) -> dict[str, Any]:
    random = np.random.default_rng(0)
    channels, height, width = network.image
    shape = (IMAGES, height, width, channels) if channels > 1 else (IMAGES, height, width)
    images = LabelledImages(
        random.integers(0, 256, shape, dtype=np.uint8), random.integers(10, size=IMAGES)
    )
    module = initial_module(network, RUN).eval()
    file = save({name: np.ascontiguousarray(each) for name, each in weights_of(module).items()})
    submission = Submission("ada", {"net.safetensors": file})
    behind, plain = [], []
    behind_the_wall(code, submission, network, images, scale)  # starts the zygote
    for _ in range(TURNS):
        behind.append(behind_the_wall(code, submission, network, images, scale))
        plain.append(plainly(module, images, scale))
    times = statistics.median(behind), statistics.median(plain)
    return {
        "network": network.name, "behind_the_wall": times[0], "plain": times[1],
        "ratio": times[0] / times[1],
    }  # fmt: skip


def behind_the_wall(
    code: CodeRun, submission: Submission, network: Network, images: LabelledImages, scale: Scale
) -> float:
    started = time.perf_counter()
    student = code.student(submission, Path(), None)
    arrays = read_arrays(student, "net.safetensors")
    found = fit(shapes_of(arrays), stored_shapes(network))
    Evaluator(student, images).measured(Fitted(network, found, arrays), scale)
    student.close()
    return time.perf_counter() - started


def plainly(module: torch.nn.Module, images: LabelledImages, scale: Scale) -> float:
    started = time.perf_counter()
    right = 0
    with torch.inference_mode():
        for start in range(0, IMAGES, CHUNK):
            pixels = images.pixels[start : start + CHUNK]
            batch = torch.from_numpy(normalized(pixels, scale.mean, scale.deviation))
            chosen = module(batch).argmax(1).numpy()
            right += int((chosen == images.labels[start : start + CHUNK]).sum())
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
