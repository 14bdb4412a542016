"""How fast submissions are graded, as ratios to a floor measured in the same run.

    .venv/bin/python benchmarks/grading.py cold       one submission, cold, against the imports
    .venv/bin/python benchmarks/grading.py class      submissions a second, and memory by class size

Times are wall-clock medians of runs taken in turn; machines are noisy, so quote the ratio.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "submissions" / "deep_learning_hw2"
SAMPLE = SAMPLES / "slips"
NABLA = [sys.executable, "-m", "graders", "grade", "deep_learning_hw2"]
FLOOR = [sys.executable, "-c", "import numpy, sympy, pytest"]


def seconds(command: Sequence[str]) -> float:
    """The time of a command; Python keeps its bytecode, as it does where nothing is said."""
    settings = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    started = time.perf_counter()
    subprocess.run(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT, env=settings
    )
    return time.perf_counter() - started


def peak_mebibytes(command: Sequence[str]) -> float:
    """The largest resident set of the process, by the operating system's own account."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    return usage.ru_maxrss / 1024


def cold(runs: int) -> None:
    pairs = [(seconds([*NABLA, str(SAMPLE)]), seconds(FLOOR)) for _ in range(runs + 1)][1:]
    ours, floor = (statistics.median(each) for each in zip(*pairs, strict=True))
    ratio = statistics.median(one / other for one, other in pairs)
    print(f"one submission, cold      {ours:.3f} s")
    print(f"import numpy, sympy, pytest {floor:.3f} s")
    print(f"ratio                     {ratio:.2f} (median of {runs} pairs; budget 2)")


def whole_class(sizes: Sequence[int], workers: int) -> None:
    """Grades classes of the samples in turn: right and wrong, terse and long, damaged."""
    samples = sorted(each for each in SAMPLES.iterdir() if each.is_dir())
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            paths = []
            for number in range(size):
                paths.append(str(Path(folder) / f"s{number}"))
                if not Path(paths[-1]).exists():
                    shutil.copytree(samples[number % len(samples)], paths[-1])
            command = [*NABLA, *paths, "-j", str(workers), "--json"]
            took = seconds(command)
            memory = peak_mebibytes(command)
            print(f"{size:6} submissions {size / took:7.1f} a second {memory:6.0f} MiB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["cold", "class"])
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 400])
    arguments = parser.parse_args()
    if arguments.what == "cold":
        cold(arguments.runs)
    else:
        whole_class(arguments.sizes, arguments.workers)


if __name__ == "__main__":
    main()
