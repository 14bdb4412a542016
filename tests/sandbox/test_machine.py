"""What a machine or a container has, and what is said where it is too little."""

from pathlib import Path

import pytest

from graders.cli import main
from graders.sandbox import machine
from graders.sandbox.inside.limits import GIB, MIB
from graders.sandbox.machine import Machine, this_machine
from graders.sandbox.sandbox import Sandbox


def test_the_smallest_container_is_too_small_for_torch_and_enough_for_numpy() -> None:
    smallest = Machine(768 * MIB, 0.5)
    assert "torch needs 1.50 GiB" in smallest.too_small_for(("numpy", "torch"))
    assert smallest.too_small_for(("numpy",)) == ""


@pytest.mark.parametrize(
    ("has", "said"),
    [
        (Machine(2 * GIB, 2.0), "torch runs well with 3.00 GiB"),
        (Machine(4 * GIB, 0.5), "torch runs well with a whole processor"),
        (Machine(4 * GIB, 1.0), ""),
        (Machine(0, 0.0), ""),  # nothing can be told
    ],
)
def test_what_is_little_is_said_before(has: Machine, said: str) -> None:
    warning = has.warning_for(("numpy", "torch"))
    assert said in warning
    assert bool(said) == bool(warning)


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_max", ".max")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def test_the_limits_of_a_container_count(tmp_path: Path) -> None:
    new = this_machine(write(tmp_path / "new", memory_max="805306368\n", cpu_max="50000 100000\n"))
    assert new == Machine(768 * MIB, 0.5)
    old = tmp_path / "old"
    (old / "memory").mkdir(parents=True)
    (old / "cpu").mkdir()
    (old / "memory" / "memory.limit_in_bytes").write_text("805306368")
    (old / "cpu" / "cpu.cfs_quota_us").write_text("50000")
    (old / "cpu" / "cpu.cfs_period_us").write_text("100000")
    assert this_machine(old) == Machine(768 * MIB, 0.5)


def test_without_limits_the_machine_counts(tmp_path: Path) -> None:
    free = this_machine(write(tmp_path, memory_max="max\n", cpu_max="max 100000\n"))
    assert free.memory_bytes > 256 * MIB
    assert free.processors >= 1


def test_code_is_not_run_where_torch_would_not_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    small = Machine(768 * MIB, 0.5)
    monkeypatch.setattr("graders.sandbox.sandbox.this_machine", lambda: small)
    sandbox = Sandbox(("numpy", "torch"))
    assert "code questions not run (torch needs 1.50 GiB" in str(sandbox.isolation)
    sandbox.close()


def test_an_instructor_is_told_before_the_grading(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(machine, "this_machine", lambda: Machine(768 * MIB, 0.5))
    write_up = tmp_path / "answers.md"
    write_up.write_text("# 1.1.1\n$2x$\n")
    main(["grade", "vision_hw4", str(write_up), "--json"])
    said = capsys.readouterr().err
    assert "torch needs 1.50 GiB of memory, and 0.75 GiB are here" in said
    assert "choose a container with 3 GiB" in said
