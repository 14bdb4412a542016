"""What it costs to run student code behind the wall, against a plain subprocess in the same run.

    .venv/bin/python benchmarks/sandbox.py          the table
    .venv/bin/python benchmarks/sandbox.py --json FILE   and the figures in a file

A *child* is forked from the warm zygote, takes its layers, loads a module with one function, calls
it with an array of ten numbers, sends the result and is ended and reaped. A plain *subprocess*
starts Python, imports the same library, does the same and prints. What the *layers* add is the
difference between forks of this process with and without them. Each figure is a median; the three
kinds take turns. Memory of a process is what it alone holds and its share of what it shares.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from graders.sandbox.child import Child
from graders.sandbox.inside.layers import landlock
from graders.sandbox.inside.layers.confinement import confine, make_plan
from graders.sandbox.inside.limits import LIMITS, MIB
from graders.sandbox.sandbox import Sandbox
from graders.sandbox.zygote import library_folders, readable_paths

ROUNDS, SUBPROCESSES = 100, 5
USER = 64_999
NUMPY_SOURCE = "import numpy as np\ndef relu(x):\n    return np.maximum(x, 0)\n"
TORCH_SOURCE = (
    "import torch\ndef relu(x):\n    return torch.relu(torch.from_numpy(x)) * torch.ones(10)\n"
)
SOURCES = {"numpy": NUMPY_SOURCE, "torch": TORCH_SOURCE}
INPUT = np.linspace(-1.0, 1.0, 10)
BUDGET_MS = {"numpy": 10.0, "torch": 20.0, "layers": 2.0}


def one_child(sandbox: Sandbox, source: str) -> Child:
    """A child that has answered; the caller closes it."""
    child = sandbox.start_child()
    modules = {"hw": [("hw.py", source)]}
    load = {"do": "load", "modules": modules, "run": "hw", "needed_by": None, "harness": ""}
    call = {"do": "call", "name": "relu", "arguments": (INPUT,), "keywords": {}}
    for request in (load, call):
        answer = child.request(request, 20.0)
        assert answer.returned, answer
    return child


def one_subprocess(source: str) -> None:
    program = f"{source}\nimport numpy\nprint(relu(numpy.linspace(-1, 1, 10)))"
    subprocess.run([sys.executable, "-I", "-c", program], check=True, capture_output=True)


def one_fork(inside: Callable[[], object]) -> None:
    child = os.fork()
    if child == 0:
        try:
            inside()
        finally:
            os._exit(0)
    os.waitpid(child, 0)


def milliseconds(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return 1000 * (time.perf_counter() - started)


def memory_mib(process: int) -> float:
    """Proportional set size, and resident size where that is not told."""
    for name, key in (("smaps_rollup", "Pss:"), ("status", "VmRSS:")):
        try:
            lines = Path(f"/proc/{process}/{name}").read_text().splitlines()
        except OSError:
            continue
        return next(int(each.split()[1]) for each in lines if each.startswith(key)) * 1024 / MIB
    return float("nan")


def parent_of(process: int) -> int:
    status = Path(f"/proc/{process}/stat").read_text()
    return int(status.rpartition(")")[2].split()[1])


def measure(library: str) -> dict[str, float]:
    """The figures for one library."""
    libraries = ("numpy",) if library == "numpy" else ("numpy", "torch")
    sandbox = Sandbox(libraries)
    source = SOURCES[library]
    try:
        started = time.perf_counter()
        print(f"{library}: {sandbox.isolation}", file=sys.stderr)
        start_seconds = time.perf_counter() - started
        one_child(sandbox, source).close()
        children = [milliseconds(lambda: one_child(sandbox, source).close()) for _ in range(ROUNDS)]
        plain = [milliseconds(lambda: one_subprocess(source)) for _ in range(SUBPROCESSES)]
        child = one_child(sandbox, source)
        memory = {"child": memory_mib(child.pid), "zygote": memory_mib(parent_of(child.pid))}
        child.close()
    finally:
        sandbox.close()
    return {
        "start_ms": 1000 * start_seconds,
        "child_ms": statistics.median(children),
        "child_slowest_ms": max(children),
        "subprocess_ms": statistics.median(plain),
        "ratio": statistics.median(plain) / statistics.median(children),
        "child_mib": memory["child"],
        "zygote_mib": memory["zygote"],
    }


def measure_layers() -> float:
    """Milliseconds that the layers add to a fork of this process."""
    folders = library_folders(["numpy"])
    root = os.geteuid() == 0
    plan = make_plan(USER if root else None, folders)
    box = Path("/")
    rules = landlock.ruleset(readable_paths(folders)) if plan.files == "landlock" else None
    bare, layered = [], []
    for _ in range(ROUNDS):
        bare.append(milliseconds(lambda: one_fork(lambda: None)))
        layered.append(milliseconds(lambda: one_fork(lambda: confine(plan, rules, box, LIMITS))))
    return statistics.median(layered) - statistics.median(bare)


def table(figures: Mapping[str, Mapping[str, float]], layers_ms: float) -> str:
    lines = [f"{'':8}{'child':>10}{'slowest':>10}{'budget':>10}{'subprocess':>12}{'ratio':>8}"
             f"{'zygote':>12}{'child':>12}"]  # fmt: skip
    for name, each in figures.items():
        lines.append(
            f"{name:8}{each['child_ms']:8.1f}ms{each['child_slowest_ms']:8.1f}ms"
            f"{BUDGET_MS[name]:8.0f}ms{each['subprocess_ms']:10.0f}ms{each['ratio']:8.0f}"
            f"{each['zygote_mib']:9.0f}MiB{each['child_mib']:9.0f}MiB"
        )
    lines.append(f"{'layers':8}{layers_ms:8.2f}ms{'':10}{BUDGET_MS['layers']:8.0f}ms")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parsed = parser.parse_args()
    layers_ms = measure_layers()
    figures = {name: measure(name) for name in SOURCES}
    print(table(figures, layers_ms))
    if parsed.json:
        about = {"machine": platform.machine(), "processors": os.cpu_count()}
        parsed.json.write_text(json.dumps({"layers_ms": layers_ms, **figures, **about}, indent=1))


if __name__ == "__main__":
    main()
