"""How a student's program is loaded and run: its modules, its state, its libraries, its words."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from graders.sandbox.inside.endings import Ended
from graders.sandbox.inside.wire import Opaque, Tensor
from graders.sandbox.sandbox import Sandbox
from tests.sandbox.conftest import Ask, asked, calling, loading

Modules = dict[str, list[tuple[str, str]]]
ROOT = Path(__file__).parents[2]


def files(**sources: str) -> Modules:
    """Modules by name, a double underscore for a dot; `nn__layers` is nn/layers.py."""
    named = {name.replace("__", "."): text for name, text in sources.items()}
    return {name: [(name.replace(".", "/") + ".py", text)] for name, text in named.items()}


# --- modules ------------------------------------------------------------------------------------


@pytest.mark.cases("programs", "programs")
def test_a_program_runs_as_it_would_at_home(case: Any, sandbox: Sandbox) -> None:
    modules = {
        label.removesuffix(".py").replace("/", "."): [(label, text)]
        for label, text in case["files"].items()
    }
    call = asked(sandbox, modules, "f", run=case.get("run", "hw"))
    assert (call.ended, call.value) == (Ended.RETURNED, case["value"]), call


RESULTS: dict[str, tuple[str, Any]] = {
    "a name": ("return __name__, __file__.rsplit('/', 1)[1]", ("hw", "hw.py")),
    "a named tuple": ("return namedtuple('P', 'x y')(1, 2)", (1, 2)),
    "counts": ("return dict(zip(*np.unique([3, 3, 5], return_counts=True)))", {3: 2, 5: 1}),
    "pairs as keys": ("return {(0, 1): 0.5}", {(0, 1): 0.5}),
    "a generator": ("yield 1", Opaque("generator")),
}


@pytest.mark.parametrize("name", RESULTS)
def test_what_a_function_returns_arrives(name: str, ask: Ask) -> None:
    body, value = RESULTS[name]
    head = "import numpy as np\nfrom collections import namedtuple\n"
    assert ask(f"{head}def f(): {body}").value == value


def test_a_package_can_be_the_program(sandbox: Sandbox) -> None:
    modules = {
        "nn": [("nn/__init__.py", "from .layers import g\ndef f(): return g()")],
        "nn.layers": [("nn/layers.py", "def g(): return 1")],
    }
    assert asked(sandbox, modules, "f", run="nn").value == 1
    modules["nn.hw"] = [("nn/hw.py", "from . import layers\nfrom .layers import g\nf = g")]
    assert asked(sandbox, modules, "f", run="nn.hw").value == 1


def test_an_error_in_another_module_has_its_line(sandbox: Sandbox) -> None:
    modules = files(hw="import util\ndef f(): return util.g()", util="\ndef g(): return 1 / 0")
    lines = [str(each) for each in asked(sandbox, modules, "f").traceback]
    assert lines == [
        "hw.py:2, in f: def f(): return util.g()",
        "util.py:2, in g: def g(): return 1 / 0",
    ]


def test_methods_can_be_called_by_their_names(ask: Ask) -> None:
    assert ask("class Net:\n @staticmethod\n def size(): return 3", name="Net.size").value == 3


# --- notebooks ----------------------------------------------------------------------------------


def cells(*texts: str) -> Modules:
    return {"hw": [(f"hw.ipynb[{place}]", text) for place, text in enumerate(texts, start=1)]}


def test_cells_that_fail_are_passed_over(sandbox: Sandbox) -> None:
    modules = cells("k = 2", "1 / 0", "import nowhere", "def f(): return k", "raise SystemExit")
    with sandbox.child() as child:
        loaded = child.request(loading(modules), 5)
        assert [each["cell"] for each in loaded.value] == [f"hw.ipynb[{n}]" for n in (2, 3, 5)]
        assert child.request(calling("f"), 5).value == 2


def test_lines_in_a_cell_count_in_the_cell(sandbox: Sandbox) -> None:
    call = asked(sandbox, cells("x = 1", "\n\ndef f(): 1 / 0"), "f")
    assert str(call.traceback[-1]) == "hw.ipynb[2]:3, in f: def f(): 1 / 0"


def test_where_every_cell_fails_nothing_is_defined(sandbox: Sandbox) -> None:
    assert asked(sandbox, cells("1 / 0", "2 / 0"), "f").ended is Ended.NOT_FOUND


# --- calls --------------------------------------------------------------------------------------


def test_state_stays_between_the_calls_of_one_child_and_goes_with_it(sandbox: Sandbox) -> None:
    modules = files(hw="seen = []\ndef f(x): seen.append(x); return list(seen)")
    for _ in range(2):
        with sandbox.child() as child:
            child.request(loading(modules), 5)
            assert [child.request(calling("f", n), 5).value for n in (1, 2)] == [[1], [1, 2]]


def test_arguments_that_are_changed_are_named(sandbox: Sandbox) -> None:
    source = "def f(a, b, c, key): a += 1; c['x'].append(1); key[0] = 9; return b"
    with sandbox.child() as child:
        child.request(loading(files(hw=source)), 5)
        call = child.request(calling("f", np.zeros(2), [1], {"x": []}, key=np.ones(1)), 5)
        assert (call.value, call.changed) == ([1], ("1", "3", "key"))
        mine = np.zeros(2)
        child.request(calling("f", mine, [1], {"x": []}, key=np.ones(1)), 5)
        assert mine.tolist() == [0, 0]


def test_output_of_a_thread_comes_with_the_next_call(sandbox: Sandbox) -> None:
    source = (
        "import threading, time\n"
        "def late(): time.sleep(0.05); print('late')\n"
        "def f(): threading.Thread(target=late).start()\n"
        "def g(): time.sleep(0.15); print('now')"
    )
    with sandbox.child() as child:
        child.request(loading(files(hw=source)), 5)
        assert child.request(calling("f"), 5).output == ""
        assert child.request(calling("g"), 5).output == "late\nnow\n"


def test_output_comes_in_its_order_and_with_what_is_not_text(ask: Ask) -> None:
    call = ask(
        "import os, sys\ndef f():\n print('a'); print('b', file=sys.stderr)\n"
        " os.write(1, b'\\xff'); sys.stdout.write('c')"
    )
    assert call.output == "a\nb\n\ufffdc"


def test_output_while_loading_is_told_with_the_loading(sandbox: Sandbox) -> None:
    with sandbox.child() as child:
        assert child.request(loading(files(hw="print('hello')")), 5).output == "hello\n"


# --- words --------------------------------------------------------------------------------------


@pytest.mark.cases("programs", "telling")
def test_nothing_that_a_student_reads_names_a_folder_of_ours(case: Any, sandbox: Sandbox) -> None:
    call = asked(sandbox, files(hw=case["source"]), "f")
    words = "\n".join([call.message, call.output, *map(str, call.traceback)])
    assert words.strip()
    for ours in (ROOT, sandbox.box, Path(sys.prefix), Path(sys.base_prefix), "graders/"):
        assert len(str(ours)) < 5 or str(ours) not in words


# --- libraries ----------------------------------------------------------------------------------

TRAINING = """
import io
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

def train(images, labels):
    torch.manual_seed(0)
    network = nn.Sequential(nn.Flatten(), nn.Linear(16, 8), nn.ReLU(), nn.Linear(8, 2))
    loader = DataLoader(TensorDataset(images, labels), batch_size=8, shuffle=True, num_workers=0)
    optimiser = torch.optim.Adam(network.parameters(), lr=0.05)
    losses = []
    for _ in range(20):
        for x, y in loader:
            optimiser.zero_grad()
            loss = nn.functional.cross_entropy(network(x), y)
            loss.backward()
            optimiser.step()
        losses.append(float(loss))
    file = io.BytesIO()
    torch.save(network.state_dict(), file)
    file.seek(0)
    network.load_state_dict(torch.load(file))
    return losses[-1] < losses[0], network(images), network.state_dict()

def workers(images, labels):
    return len(list(DataLoader(TensorDataset(images, labels), num_workers=2)))

def threads():
    torch.set_num_threads(4)
    return (torch.ones(500, 500) @ torch.ones(500, 500)).sum().item()

def square(x):
    y = (x * x).sum()
    y.backward()
    return x.grad
"""


def images() -> tuple[Tensor, Tensor]:
    labels = np.arange(32) % 2
    pictures = np.random.default_rng(0).normal(size=(32, 4, 4)) + labels[:, None, None]
    return Tensor(pictures.astype(np.float32)), Tensor(labels)


def test_training_works(ask_torch: Ask) -> None:
    call = ask_torch(TRAINING, *images(), name="train")
    assert call.returned, call
    learned, outputs, weights = call.value
    assert learned is True
    assert outputs.shape == (32, 2)
    assert set(weights) == {"1.weight", "1.bias", "3.weight", "3.bias"}


def test_threads_of_torch_work(ask_torch: Ask) -> None:
    assert ask_torch(TRAINING, name="threads").value == 500.0**3


def test_gradients_come_back(ask_torch: Ask) -> None:
    call = ask_torch(TRAINING, Tensor(np.array([1.0, 2.0]), requires_grad=True), name="square")
    assert call.value.tolist() == [2.0, 4.0]
    assert call.changed == ()


def test_a_loader_works_without_the_workers_that_it_asks_for(ask_torch: Ask) -> None:
    assert ask_torch(TRAINING, *images(), name="workers").ended is Ended.RETURNED


# --- the box ------------------------------------------------------------------------------------


def test_files_of_the_submission_can_be_read_and_not_written(
    sandbox: Sandbox, box_of: Callable[[dict[str, bytes]], None]
) -> None:
    box_of({"data.csv": b"1,2", "deep/er/x.txt": b"3", "hw.py": b"other"})
    source = (
        "import os\nfrom pathlib import Path\ndef f():\n"
        " below = Path(__file__).parent / 'deep/er/x.txt'\n"
        " return open('data.csv').read(), below.read_text(), sorted(os.listdir())"
    )
    expected = ("1,2", "3", ["data.csv", "deep", "hw.py"])
    assert asked(sandbox, files(hw=source), "f").value == expected
    for change in (
        "open('data.csv', 'a')",
        "os.remove('data.csv')",
        "os.mkdir('x')",
        "os.chmod('data.csv', 0)",
    ):
        assert (
            asked(sandbox, files(hw=f"import os\ndef f(): {change}"), "f").ended
            is Ended.REFUSED_CALL
        )
    box_of({"other": b""})
    assert asked(sandbox, files(hw="import os\ndef f(): return os.listdir()"), "f").value == [
        "other"
    ]


def test_scripts_in_a_folder_import_each_other(sandbox: Sandbox) -> None:
    modules = files(hw4__main="from utils import two\ndef f(): return two", hw4__utils="two = 2")
    assert asked(sandbox, modules, "f", run="hw4.main").value == 2


def test_a_notebook_may_ask_where_it_runs(sandbox: Sandbox) -> None:
    cells = [("hw.ipynb[1]", "here = str(get_ipython())"), ("hw.ipynb[2]", "def f(): return here")]
    assert asked(sandbox, {"hw": cells}, "f").value == "None"


def test_programs_without_a_seed_are_repeatable(torch_sandbox: Sandbox) -> None:
    source = """
import random, torch
import numpy as np
def f(): return random.random(), np.random.rand(), torch.rand(2), list({"a", "b", "c"})
"""
    values = [str(asked(torch_sandbox, files(hw=source), "f").value) for _ in range(2)]
    assert values[0] == values[1]
