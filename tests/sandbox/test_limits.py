"""The limits of a child and of a submission, each met by a program that goes beyond it."""

import time

import numpy as np
import pytest

from graders.errors import SubmissionError
from graders.grading.children import Clock
from graders.grading.student import Student
from graders.model import Submission
from graders.reading.code import read_code
from graders.reading.intake.limits import LIMITS as intake
from graders.reading.intake.limits import check_size
from graders.sandbox.inside.endings import Ended
from graders.sandbox.inside.limits import GIB, KIB, LIMITS, MIB, TRAINING_LIMITS, Limits
from graders.sandbox.sandbox import Sandbox
from tests.sandbox.conftest import Ask, calling, loading


def test_limits_are_those_that_are_promised() -> None:
    promised = Limits(
        cpu_seconds=10,
        wall_seconds=20.0,
        submission_seconds=300.0,
        memory_bytes=2 * GIB,
        threads=64,
        open_files=64,
        output_kept=64 * KIB,
        output_bytes=8 * MIB,
        record_bytes=MIB,
        array_bytes=64 * MIB,
    )
    assert promised == LIMITS
    assert TRAINING_LIMITS.cpu_seconds == 120


def test_what_is_read_of_a_submission_is_what_is_promised() -> None:
    assert (intake.archive_bytes, intake.unpacked_bytes) == (50 * MIB, 200 * MIB)
    assert (intake.entries, intake.ratio, intake.depth) == (2_000, 100, 16)


@pytest.mark.parametrize(("name", "most"), [("answers.md", MIB), ("hw.ipynb", 10 * MIB)])
def test_a_file_is_read_up_to_its_size(name: str, most: int) -> None:
    check_size(name, most)
    with pytest.raises(SubmissionError, match="is more than"):
        check_size(name, most + 1)


def test_address_space(ask: Ask) -> None:
    source = "import numpy as np\ndef f(mib): return np.zeros(mib * 2**20, np.uint8).size >> 20"
    assert ask(source, 1500).value == 1500
    assert ask(source, 2100).ended is Ended.OUT_OF_MEMORY


def test_memory_mapped_by_hand_counts(ask: Ask) -> None:
    source = "import mmap\ndef f(): return [mmap.mmap(-1, 2**28) for _ in range(12)]"
    assert ask(source).ended in (Ended.OUT_OF_MEMORY, Ended.RAISED)


def test_threads(ask: Ask) -> None:
    source = (
        "import threading\ndef f():\n stop = threading.Event()\n n = 0\n"
        " try:\n  for n in range(2000): threading.Thread(target=stop.wait).start()\n"
        " except RuntimeError: pass\n"
        " stop.set()\n return n"
    )
    assert 50 < ask(source).value <= LIMITS.threads


def test_threads_that_all_take_memory(ask: Ask) -> None:
    source = (
        "import threading\ndef g(): done.append(len([bytearray(1000) for _ in range(500)]))\n"
        "done = []\ndef f():\n ts = [threading.Thread(target=g) for _ in range(50)]\n"
        " [t.start() for t in ts]; [t.join() for t in ts]; return len(done)"
    )
    assert ask(source).value == 50


def test_open_files(ask: Ask) -> None:
    source = (
        "import os\ndef f():\n n = 0\n"
        " try:\n  for n in range(500): os.dup(0)\n"
        " except OSError as error: return n, error.errno"
    )
    opened, error = ask(source).value
    assert (error, 40 < opened < 64) == (24, True)  # EMFILE


def test_pipes_count_as_open_files(ask: Ask) -> None:
    call = ask("import os\ndef f(): return [os.pipe() for _ in range(500)]")
    assert (call.ended, "Too many open files" in call.message) == (Ended.RAISED, True)


def test_no_file_is_written_anywhere(ask: Ask) -> None:
    source = (
        "import os, tempfile\ndef f(place):\n"
        " with open(os.path.join(place, 'nabla-file'), 'wb') as file: file.write(b'x')"
    )
    for place in ("", "/tmp", "/var/tmp", "/dev/shm", "/run", "/"):
        assert ask(source, place).ended is Ended.REFUSED_CALL
    assert ask("import tempfile\ndef f(): tempfile.TemporaryFile()").ended is Ended.REFUSED_CALL
    assert ask("import tempfile\ndef f(): tempfile.mkdtemp()").ended is Ended.REFUSED_CALL
    shared = "from multiprocessing.shared_memory import SharedMemory\n"
    assert ask(f"{shared}def f(): SharedMemory(size=9, create=True)").ended is Ended.REFUSED_CALL


@pytest.mark.parametrize(("printed", "kept"), [(64 * KIB, 64 * KIB), (64 * KIB + 1, 64 * KIB)])
def test_output_is_kept_up_to_its_limit(printed: int, kept: int, ask: Ask) -> None:
    call = ask("import sys\ndef f(n): sys.stdout.write('x' * n)", printed)
    assert call.returned
    assert call.output.count("x") == kept
    assert call.output.endswith("[cut: more was printed]") == (printed > kept)


def test_output_below_the_deadly_limit_is_harmless(ask: Ask) -> None:
    source = "import sys\ndef f(n): sys.stdout.write('x' * n); return 1"
    assert ask(source, 7 * MIB).value == 1
    assert ask(source, 9 * MIB).ended is Ended.TOO_MUCH_OUTPUT


def test_results(ask: Ask) -> None:
    text = "def f(n): return 'x' * n"
    assert len(ask(text, MIB - 500).value) == MIB - 500
    assert ask(text, MIB).ended is Ended.TOO_MUCH_OUTPUT
    array = "import numpy as np\ndef f(n): return np.ones(n, np.uint8)"
    assert ask(array, 64 * MIB).value.nbytes == 64 * MIB
    assert ask(array, 64 * MIB + 1).ended is Ended.TOO_MUCH_OUTPUT


def test_arguments_may_be_larger_than_results(ask: Ask) -> None:
    assert ask("def f(x): return x.nbytes", np.zeros(70 * MIB, np.uint8)).value == 70 * MIB


def test_limits_can_be_chosen_for_one_child(sandbox: Sandbox) -> None:
    few = Limits(output_bytes=1000, output_kept=10, record_bytes=500, array_bytes=100)
    source = "import numpy as np\ndef f(n): print('x' * n)\ndef g(n): return np.ones(n)"
    with sandbox.child(few) as child:
        child.request(loading({"hw": [("hw.py", source)]}), 5)
        assert child.request(calling("f", 20), 5).output == 10 * "x" + "\n[cut: more was printed]"
        assert child.request(calling("g", 12), 5).returned
        assert child.request(calling("g", 13), 5).ended is Ended.TOO_MUCH_OUTPUT
        assert child.request(calling("f", 2000), 5).ended is Ended.TOO_MUCH_OUTPUT


# --- the clock of a submission ------------------------------------------------------------------

SLOW_AND_QUICK = b"""
import time
def slow(): time.sleep(9)
def quick(): return 1
def crash():
    import os
    os._exit(1)
"""


def student(sandbox: Sandbox, seconds: float, **limits: float) -> Student:
    code = read_code(Submission("ada", {"hw.py": SLOW_AND_QUICK}))
    return Student(sandbox, code, Clock(seconds), Limits(**limits))  # type: ignore[arg-type]


def test_a_crash_costs_its_question_only(sandbox: Sandbox) -> None:
    ada = student(sandbox, 300.0)
    assert ada.call("quick").value == 1
    assert ada.call("crash").ended is Ended.EXITED
    assert ada.call("quick").value == 1
    ada.close()


def test_one_request_may_take_so_long(sandbox: Sandbox) -> None:
    ada = student(sandbox, 300.0, wall_seconds=0.2)
    assert ada.call("slow").ended is Ended.TIMED_OUT
    assert ada.call("quick").value == 1
    ada.close()


def test_all_requests_of_a_submission_may_take_so_long(sandbox: Sandbox) -> None:
    ada, started = student(sandbox, 0.4), time.monotonic()
    for _ in range(5):
        assert ada.call("slow").ended is Ended.TIMED_OUT
    call = ada.call("quick")
    assert call.ended is Ended.TIMED_OUT
    assert "time for this submission" in call.message
    assert time.monotonic() - started < 3.0
    ada.close()
