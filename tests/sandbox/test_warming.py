"""What is loaded before the fork: completely, and without a thread that a fork would lose."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from graders.sandbox.zygote import ENVIRONMENT, library_folders

LOADING = """
import json, os, sys
sys.path += json.loads(sys.argv[1])
sys.path.insert(0, sys.argv[2])
from graders.sandbox.inside import warming
libraries = json.loads(sys.argv[3])
names = ("torch._dynamo", "statistics", "xml.etree.ElementTree", "encodings.utf_16", "this")
warming.load(libraries)
for go_on in (warming.load_put_off, warming.load_ahead):
    go_on(libraries)
    print(len(os.listdir("/proc/self/task")), *[name for name in names if name in sys.modules])
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")


def loaded(*libraries: str) -> list[str]:
    """What a zygote has after each step of its loading: threads, and some modules."""
    folders = [str(each) for each in library_folders(libraries)]
    root = str(Path(__file__).parents[2])
    command = [sys.executable, "-I", "-S", "-B", "-c", LOADING, json.dumps(folders), root]
    done = subprocess.run(
        [*command, json.dumps(libraries)], env=ENVIRONMENT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_torch_is_ready_and_has_one_thread() -> None:
    pytest.importorskip("torch")
    late, ahead = loaded("numpy", "torch")
    assert late.startswith("1 torch._dynamo")
    assert ahead == "1 torch._dynamo statistics xml.etree.ElementTree encodings.utf_16"


def test_the_standard_library_is_loaded_where_it_cannot_be_later() -> None:
    late, ahead = loaded("numpy")
    assert late.startswith("1")
    assert ahead == "1 statistics xml.etree.ElementTree encodings.utf_16"
