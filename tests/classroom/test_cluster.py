"""A class on the workers of a Dask cluster."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from graders.classroom.folder import ClassFolder
from graders.classroom.packing import differences, pack
from graders.cli import ExitCode, main
from tests.classroom.conftest import GRADERS, Classroom

pytestmark = pytest.mark.minutes  # a scheduler and workers for each
HAS_DASK = pytest.mark.skipif(
    subprocess.run([sys.executable, "-c", "import distributed"], capture_output=True).returncode,
    reason="Dask is not installed (the extra 'cluster')",
)
CLUSTER = """
import sys
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, worker_dashboard_address=None,
    ) as cluster:
        print(cluster.scheduler_address, flush=True)
        print(*(each.pid for each in cluster.workers.values()), flush=True)
        sys.stdin.read()
"""


def run(frozen: Path, *arguments: object) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "graders", *map(str, arguments)]
    return subprocess.run(command, **ours(frozen), capture_output=True, text=True, timeout=180)


def ours(frozen: Path) -> dict[str, object]:
    return {"env": os.environ | {"PYTHONPATH": str(frozen)}, "cwd": frozen}


@pytest.fixture
def cluster(frozen: Path, tmp_path: Path) -> Iterator[tuple[str, list[int]]]:
    """The address of a cluster with two workers, and the ids of their processes."""
    script = tmp_path / "cluster.py"
    script.write_text(CLUSTER)
    with subprocess.Popen(
        [sys.executable, str(script)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        **ours(frozen),
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stdin is not None
        yield process.stdout.readline().strip(), [*map(int, process.stdout.readline().split())]
        process.stdin.close()


@HAS_DASK
@pytest.mark.slow
def test_a_cluster_gives_what_this_machine_gives(
    room: Classroom, frozen: Path, cluster: tuple[str, list[int]]
) -> None:
    for number in range(7):
        room.hand_in(f"s{number}", word="no" if number % 2 else "yes")
    (room.hw / "empty.md").write_bytes(b"")
    folder = room.hw / "folder"
    folder.mkdir()
    room.hand_in("x").rename(folder / "x.md")
    (folder / "inner.md").symlink_to("x.md")
    address, _ = cluster
    here, there = room.folder / "here", room.folder / "there"
    for out, options in ((here, []), (there, ["--cluster", address])):
        done = run(frozen, "grade", room.sheet, *room.paths, "-o", out, *options)
        assert done.returncode == ExitCode.USAGE
        assert "empty.md: the file is empty" in done.stderr
    local, dealt = ClassFolder(here), ClassFolder(there)
    assert local.names() == dealt.names()
    for name in local.names():
        one, other = local.record(name), dealt.record(name)
        assert replace(one.report, seconds=0) == replace(other.report, seconds=0)
        assert one.head == other.head
    again = run(frozen, "grade", room.sheet, *room.paths, "-o", there, "--cluster", address)
    assert "8 of 9 are finished and unchanged" in again.stderr


SLOW = GRADERS.replace('"""A word."""', '"""A word."""\n    import time; time.sleep(1)')


def is_grading(worker: int) -> bool:
    """Whether a worker has started a process of ours."""
    lists = Path(f"/proc/{worker}/task").glob("*/children")
    children = [child for each in lists for child in each.read_text().split()]
    with suppress(FileNotFoundError):  # one that has just ended
        return any(b"graders" in Path(f"/proc/{each}/cmdline").read_bytes() for each in children)
    return False


@HAS_DASK
@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="sees in /proc what a worker is at")
def test_a_worker_that_dies_costs_a_retry(
    room: Classroom, frozen: Path, cluster: tuple[str, list[int]]
) -> None:
    room.graders(SLOW)
    for number in range(12):
        room.hand_in(f"s{number:02}")
    address, workers = cluster
    command = [sys.executable, "-m", "graders", "grade", str(room.sheet), *room.paths]
    with subprocess.Popen(
        [*command, "-o", str(room.out), "--cluster", address],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, **ours(frozen),
    ) as process:  # fmt: skip
        while not is_grading(workers[0]) and process.poll() is None:
            time.sleep(0.05)
        assert process.poll() is None
        os.kill(workers[0], signal.SIGKILL)
        _, err = process.communicate(timeout=180)
    assert process.returncode == ExitCode.NEEDS_PERSON, err
    assert len(room.grades()) == 12


@HAS_DASK
@pytest.mark.slow
def test_workers_with_other_sources_are_refused(
    room: Classroom, frozen: Path, cluster: tuple[str, list[int]], tmp_path: Path
) -> None:
    import shutil

    room.hand_in("ada")
    other = tmp_path / "other"
    shutil.copytree(frozen, other)
    (other / "graders" / "more.py").write_text("x = 1\n")
    done = run(other, "grade", room.sheet, *room.paths, "-o", room.out, "--cluster", cluster[0])
    assert done.returncode == ExitCode.USAGE
    assert "would grade otherwise: another Nabla" in done.stderr


@HAS_DASK
def test_an_address_where_nobody_answers_is_told(
    room: Classroom, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from graders.classroom import cluster

    monkeypatch.setattr(cluster, "CONNECTING_SECONDS", 0.5)
    room.hand_in("ada")
    assert room.grade("--cluster", "tcp://127.0.0.1:9") == ExitCode.USAGE
    assert "tcp://127.0.0.1:9: no scheduler answers here" in capsys.readouterr().err


def test_without_dask_it_says_what_to_install(
    room: Classroom, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    room.hand_in("ada")
    assert room.grade("--cluster", "tcp://127.0.0.1:9") == ExitCode.USAGE
    assert "pip install 'nabla-grader[cluster]'" in capsys.readouterr().err


def test_a_cluster_needs_a_folder(room: Classroom, capsys: pytest.CaptureFixture[str]) -> None:
    path = room.hand_in("ada")
    assert main(["grade", str(room.sheet), str(path), "--cluster", "tcp://x:1"]) == ExitCode.USAGE
    assert "add -o OUT" in capsys.readouterr().err


def test_a_submission_too_large_or_not_to_be_opened_is_not_sent(tmp_path: Path) -> None:
    assert pack(tmp_path / "none.md") is None
    with (tmp_path / "huge.zip").open("wb") as file:
        file.truncate((1 << 30) + 1)
    assert pack(tmp_path / "huge.zip") is None
    (tmp_path / "a.md").write_text("x")
    assert pack(tmp_path / "a.md")


def test_differences_name_versions() -> None:
    parts = {"Python": "3.11.7", "numpy": "2.4.6", "Nabla": "aa", "the assignment": "bb"}
    assert differences(parts, parts) == ""
    other = parts | {"numpy": "2.3.0", "the assignment": "cc"}
    assert differences(other, parts) == "numpy 2.3.0 instead of 2.4.6, another assignment"
