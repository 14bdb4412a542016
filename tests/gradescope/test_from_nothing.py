"""setup.sh in a fresh minimal Debian: from nothing to a graded submission.

The mirror is the machine's own, pip's settings are the machine's own: both reach into the new root
by its environment and by read-only mounts alone.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from graders.declaring.assignment import load_assignment
from graders.gradescope.contents import ROOT, Order
from graders.gradescope.laying_out import lay_out
from graders.gradescope.layout import Layout
from graders.gradescope.packing import pack

pytestmark = [
    pytest.mark.minutes,
    pytest.mark.skipif(os.geteuid() != 0, reason="a root of its own is made by root"),
    pytest.mark.skipif(not shutil.which("debootstrap"), reason="debootstrap is not installed"),
    pytest.mark.skipif(not shutil.which("apt-get"), reason="this machine has no Debian mirror"),
]
PLAIN = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}
AUTHORITIES = Path("/etc/ssl/certs/ca-certificates.crt")
CASES = [
    ("deep_learning_hw2", "all_right", 50, "no student code was run"),
    ("vision_hw4", "code_functions", 3, "full"),
]


def mirror() -> tuple[str, str]:
    """The address and the release that this machine's packages come from."""
    words = [
        "apt-get",
        "indextargets",
        "--format",
        "$(CODENAME) $(REPO_URI)",
        "Created-By: Packages",
    ]
    listed = subprocess.run(words, capture_output=True, text=True, check=False).stdout.splitlines()
    plain = [each.split() for each in listed if each and "-" not in each.split()[0]]
    if not plain:
        pytest.skip("apt names no mirror")
    return plain[0][1], plain[0][0]


@pytest.fixture(scope="module")
def debian(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    address, release = mirror()
    root = tmp_path_factory.mktemp("debian") / release
    command = ["debootstrap", "--variant=minbase", release, str(root), address]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"debootstrap failed (no network?): {done.stdout[-300:]}")
    shutil.copyfile("/etc/resolv.conf", root / "etc" / "resolv.conf")
    yield root
    shutil.rmtree(root)


def pip_settings() -> Mapping[str, str]:
    """What pip is told on this machine, as variables."""
    command = ["python3", "-m", "pip", "config", "list"]
    listed = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    pairs = (line.partition("=")[::2] for line in listed.splitlines())
    settings = {
        f"PIP_{key.rpartition('.')[2].replace('-', '_').upper()}": value.strip("'")
        for key, value in pairs
    }
    return settings | {"PIP_RETRIES": "1", "PIP_CERT": "/authorities.crt"}


def places(settings: Mapping[str, str]) -> set[Path]:
    """The folders of this machine that pip's settings name."""
    words = (word.removeprefix("file://") for value in settings.values() for word in value.split())
    named = {Path(word) for word in words if word.startswith("/") and Path(word).is_dir()}
    return {each.parent if each.name == "simple" else each for each in named}  # files beside it


def inside(
    root: Path, settings: Mapping[str, str], program: str
) -> "subprocess.CompletedProcess[str]":
    """Runs a program of the zip in the new root, in mounts of its own."""
    shutil.copyfile(AUTHORITIES, root / "authorities.crt")
    script = f"mount -t proc proc {root}/proc && mount --rbind /dev {root}/dev"
    for each in sorted(places(settings)):
        script += f" && mkdir -p {root}{each} && mount --bind -o ro {each} {root}{each}"
    script += f" && exec chroot {root} bash {program}"
    environment = {**PLAIN, **settings, "SSL_CERT_FILE": "/authorities.crt"}
    command = ["unshare", "--mount", "--pid", "--fork", "sh", "-c", script]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("name", "sample", "least", "isolation"), CASES)
def test_a_zip_grades_in_a_system_that_had_nothing(
    debian: Path, tmp_path: Path, name: str, sample: str, least: float, isolation: str
) -> None:
    zipped = tmp_path / "autograder.zip"
    pack(Order(load_assignment(name), 600), zipped)
    layout = Layout(debian / "autograder")
    shutil.rmtree(layout.root, ignore_errors=True)
    lay_out(zipped, ROOT / "submissions" / name / sample, layout)
    settings = pip_settings()
    done = inside(debian, settings, "/autograder/source/setup.sh")
    assert done.returncode == 0, done.stderr[-3_000:]
    assert f"{name} is ready" in done.stdout
    ran = inside(debian, settings, "/autograder/run_autograder")
    results = json.loads(layout.results_file.read_bytes())
    assert results["score"] >= least, ran.stderr
    assert isolation in results["extra_data"]["isolation"]


def test_what_is_missing_is_named_and_the_results_stay_valid(debian: Path, tmp_path: Path) -> None:
    zipped = tmp_path / "autograder.zip"
    pack(Order(load_assignment("optimization_hw2"), 600), zipped)
    layout = Layout(debian / "autograder")
    shutil.rmtree(layout.root, ignore_errors=True)
    lay_out(zipped, ROOT / "submissions/optimization_hw2/all_right", layout)
    nowhere = {"PIP_NO_INDEX": "1"}
    done = inside(debian, nowhere, "/autograder/source/setup.sh")
    assert done.returncode == 1
    assert "setup.sh: pip could not install:" in done.stderr
    ran = inside(debian, nowhere, "/autograder/run_autograder")
    assert "pip could not install" in ran.stderr
    results = json.loads(layout.results_file.read_bytes())
    assert {each["extra_data"]["outcome"] for each in results["tests"]} == {"fault"}
