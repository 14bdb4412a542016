"""Every way in which a request can end, each by several causes, and each with its name."""

import time
from typing import Any

import numpy as np
import pytest

from graders.sandbox.child import OUT_OF_TURN
from graders.sandbox.inside.endings import Ended
from graders.sandbox.inside.limits import MIB, Limits
from graders.sandbox.sandbox import Sandbox
from tests.sandbox.conftest import Ask, asked, calling, loading

LITTLE_MEMORY = Limits(memory_bytes=128 * MIB)
LITTLE_TIME = Limits(cpu_seconds=1)

RETURNED = {
    "nothing": ("def f(): pass", None),
    "text": ("def f(): return 'é∇'", "é∇"),
    "a caught error": ("def f():\n try: 1 / 0\n except ZeroDivisionError: return 1", 1),
    "a caught exit": ("import sys\ndef f():\n try: sys.exit()\n except SystemExit: return 2", 2),
    "a thread": (
        "import threading\ndef f():\n a = []\n t = threading.Thread(target=a.append, args=(1,))\n"
        " t.start(); t.join(); return a",
        [1],
    ),
    "closed output": ("import os\ndef f(): os.close(1); os.close(2); return 3", 3),
    "replaced output": ("import sys\ndef f(): sys.stdout = None; sys.stderr = 3; return 4", 4),
    "an alarm": (
        "import signal, time\ndef f():\n signal.signal(signal.SIGALRM, lambda *_: None)\n"
        " signal.setitimer(signal.ITIMER_REAL, 0.01); time.sleep(0.05); return 5",
        5,
    ),
    "late work": ("import atexit\ndef f(): atexit.register(print, 'late'); return 6", 6),
    "its own source": ("import inspect\ndef f(): return inspect.getsource(f)[:5]", "def f"),
}


@pytest.mark.parametrize("cause", RETURNED)
def test_returned(cause: str, ask: Ask) -> None:
    source, value = RETURNED[cause]
    call = ask(source)
    assert (call.ended, call.value) == (Ended.RETURNED, value)


RAISED = {
    "an error": ("def f():\n x = 0\n return 1 / x", "ZeroDivisionError: division by zero", 3),
    "its own error": ("class Mine(Exception): pass\ndef f(): raise Mine('no')", "Mine: no", 2),
    "its own end": ("class Mine(BaseException): pass\ndef f(): raise Mine", "Mine", 2),
    "recursion": ("def f(): f()", "RecursionError: maximum recursion depth exceeded", 1),
    "an import": ("def f():\n import nowhere", "ModuleNotFoundError: No module named 'nowhere'", 2),
    "a missing file": ("def f(): open('none')", "FileNotFoundError: [Errno 2] No such file", 1),
    "input": ("def f(): input()", "EOFError", 1),
    "an error in a library": (
        "import numpy as np\ndef f():\n a = np.ones(2)\n return a @ np.ones(3)",
        "ValueError: matmul",
        4,
    ),
    "an error that cannot speak": (
        "class E(Exception):\n def __str__(self): raise self\ndef f(): raise E",
        "E: (its message cannot be shown)",
        3,
    ),
    "an error without a name": (
        "class M(type):\n __name__ = property(lambda s: 1 / 0)\n"
        "class E(Exception, metaclass=M): pass\ndef f(): raise E",
        "an error that cannot be shown",
        0,
    ),
    "a broken number of an error": (
        "class E(OSError):\n errno = property(lambda s: 1 / 0)\ndef f(): raise E",
        "an error that cannot be shown",
        0,
    ),
    "a long message": ("def f(): raise ValueError('x' * 10**6)", "ValueError: xxx", 1),
}


@pytest.mark.parametrize("cause", RAISED)
def test_raised(cause: str, ask: Ask) -> None:
    source, message, line = RAISED[cause]
    call = ask(source)
    assert call.ended is Ended.RAISED
    assert call.message.startswith(message)
    assert len(call.message) <= 1_000
    if line:
        last = call.traceback[-1]
        assert (last.label, last.line) == ("hw.py", line)
        assert last.source == source.splitlines()[line - 1].strip()


def test_source_that_is_not_python_has_its_line(ask: Ask) -> None:
    call = ask("x = 1\ndef f(:\n  pass")
    assert (call.ended, call.traceback[0].line) == (Ended.RAISED, 2)
    assert call.message.startswith("SyntaxError")
    assert ask("x = '\0'").ended is Ended.RAISED


def test_only_the_last_lines_of_a_traceback_are_kept(ask: Ask) -> None:
    assert len(ask("def f(): f()").traceback) == 8


EXITED = {
    "sys.exit": ("import sys\ndef f(): sys.exit(3)", "SystemExit: 3"),
    "exit": ("def f(): exit()", "SystemExit"),
    "os._exit": ("import os\ndef f(): os._exit(3)", "with exit code 3"),
    "success": ("import os\ndef f(): os._exit(0)", "with exit code 0"),
    "abort": ("import os\ndef f(): os.abort()", "it crashed (SIGABRT)"),
    "no memory there": ("import ctypes\ndef f(): ctypes.string_at(0)", "it crashed (SIGSEGV)"),
    "a signal": ("import signal\ndef f(): signal.raise_signal(15)", "it crashed (SIGTERM)"),
    "a signal without a name": (
        "import signal\ndef f(): signal.raise_signal(40)",
        "it crashed (signal 40)",
    ),
    "an interrupt": ("def f(): raise KeyboardInterrupt", "KeyboardInterrupt"),
    "closed descriptors": ("import os\ndef f(): os.closerange(0, 64)", "it cut the line"),
    "a thread that exits": (
        "import threading, os, time\ndef f():\n"
        " threading.Thread(target=os._exit, args=(5,)).start(); time.sleep(5)",
        "with exit code 5",
    ),
}


@pytest.mark.parametrize("cause", EXITED)
def test_exited(cause: str, ask: Ask) -> None:
    source, message = EXITED[cause]
    call = ask(source)
    assert call.ended is Ended.EXITED
    assert call.message.startswith(message)


SLOW = {
    "a loop": "def f():\n while True: pass",
    "sleep": "import time\ndef f(): time.sleep(60)",
    "arithmetic": "def f(): return 10 ** 10 ** 8",
    "an expression": "import re\ndef f(): re.match('(a+)+$', 'a' * 40 + 'b')",
    "an array": "import numpy as np\ndef f(): np.linalg.svd(np.ones((3000, 3000)))",
    "a lock": "import threading\ndef f(): a = threading.Lock(); a.acquire(); a.acquire()",
    "all errors caught": "def f():\n while True:\n  try: 1 / 0\n  except BaseException: pass",
    "a closed output": "import os\ndef f():\n os.close(1); os.close(2)\n while True: pass",
    "ignored signals": (
        "import signal\ndef f():\n for n in set(signal.valid_signals()) - {9, 19, 32, 33}:\n"
        "  signal.signal(n, signal.SIG_IGN)\n while True: pass"
    ),
    "stopped": "import signal\ndef f(): signal.raise_signal(signal.SIGSTOP)",
}


@pytest.mark.parametrize("cause", SLOW)
def test_timed_out_by_the_clock(cause: str, ask: Ask) -> None:
    call = ask(SLOW[cause], seconds=0.3)
    assert call.ended is Ended.TIMED_OUT
    assert 0.3 <= call.seconds < 2.0


def test_timed_out_while_loading(ask: Ask) -> None:
    assert ask("while True: pass\ndef f(): pass", seconds=0.3).ended is Ended.TIMED_OUT


def test_timed_out_by_the_processor(ask: Ask) -> None:
    call = ask("def f():\n while True: pass", limits=LITTLE_TIME, seconds=15)
    assert call.ended is Ended.TIMED_OUT
    assert call.seconds < 10


def test_output_before_the_end_of_time_is_kept(ask: Ask) -> None:
    call = ask("def f():\n print('epoch 1')\n while True: pass", seconds=0.3)
    assert (call.ended, call.output) == (Ended.TIMED_OUT, "epoch 1\n")


MEMORY = {
    "lists": "def f():\n x = []\n while True: x.append(bytearray(10**6))",
    "small objects": "def f():\n x = {}\n while True: x[len(x)] = str(len(x))",
    "an array": "import numpy as np\ndef f(): return np.ones((10**6, 10**6))",
    "text": "def f(): return 'x' * 10**10",
    "a result": "import numpy as np\ndef f(): return np.ones(10**7)",
    "raised": "def f(): raise MemoryError",
}


@pytest.mark.parametrize("cause", MEMORY)
def test_out_of_memory(cause: str, ask: Ask) -> None:
    call = ask(MEMORY[cause], limits=LITTLE_MEMORY)
    assert call.ended is Ended.OUT_OF_MEMORY


def test_after_want_of_memory_a_child_can_go_on(sandbox: Sandbox) -> None:
    source = "def f():\n x = []\n while True: x.append(bytearray(10**6))\ndef g(): return 1"
    with sandbox.child(LITTLE_MEMORY) as child:
        child.request(loading({"hw": [("hw.py", source)]}), 10)
        for _ in range(3):
            assert child.request(calling("f"), 10).ended is Ended.OUT_OF_MEMORY
        assert child.request(calling("g"), 10).value == 1


def test_torch_out_of_memory(ask_torch: Ask) -> None:
    call = ask_torch("import torch\ndef f(): return torch.ones(10**10)", limits=LITTLE_MEMORY)
    assert call.ended is Ended.OUT_OF_MEMORY


LOUD = {
    "stdout": "def f():\n for _ in range(100): print('x' * 10**6)",
    "stderr": "import sys\ndef f():\n for _ in range(100): sys.stderr.write('x' * 10**6)",
    "descriptor": "import os\ndef f():\n while True: os.write(1, b'x' * 10**6)",
    "loading": "while True: print('x' * 10**5)\ndef f(): pass",
    "a thread": (
        "import os, threading, time\ndef g():\n while True: os.write(2, b'x' * 10**5)\n"
        "def f(): threading.Thread(target=g, daemon=True).start(); time.sleep(9)"
    ),
}


@pytest.mark.parametrize("cause", LOUD)
def test_too_much_output(cause: str, ask: Ask) -> None:
    call = ask(LOUD[cause])
    assert call.ended is Ended.TOO_MUCH_OUTPUT
    assert call.output.endswith("x\n[cut: more was printed]")
    assert len(call.output) < 70_000


def test_too_large_a_result(ask: Ask) -> None:
    call = ask("import numpy as np\ndef f(): return np.zeros(9 * 2**20)")
    assert (call.ended, call.message) == (Ended.TOO_MUCH_OUTPUT, "too large a result")
    assert ask("def f(): return ['x' * 1000] * 1100").ended is Ended.TOO_MUCH_OUTPUT


REFUSED = {
    "a socket": "import socket\ndef f(): socket.socket()",
    "a name": "import socket\ndef f(): socket.gethostbyname('example.org')",
    "a page": "import urllib.request\ndef f(): urllib.request.urlopen('http://127.0.0.1:1')",
    "fork": "import os\ndef f(): os.fork()",
    "a program": "import subprocess\ndef f(): subprocess.run(['true'])",
    "a shell": "import subprocess\ndef f(): subprocess.check_output('true', shell=True)",
    "exec": "import os\ndef f(): os.execv('/bin/true', ['true'])",
    "a process": (
        "import multiprocessing\ndef g(): pass\ndef f(): multiprocessing.Process(target=g).start()"
    ),
    "a pool": "import multiprocessing\ndef f(): multiprocessing.Pool(2)",
    "executors": (
        "from concurrent.futures import ProcessPoolExecutor\n"
        "def f(): return list(ProcessPoolExecutor(2).map(abs, [1]))"
    ),
    "events": "import asyncio\ndef f(): asyncio.new_event_loop()",
    "writing": "def f(): open('out.txt', 'w')",
    "another's file": "def f(): open('/etc/passwd')",
    "kill": "import os\ndef f(): os.kill(os.getppid(), 9)",
    "many threads": (
        "import threading, time\ndef f():\n for _ in range(1000):\n"
        "  threading.Thread(target=time.sleep, args=(9,), daemon=True).start()"
    ),
    "a call that ends it": "import signal\ndef f(): signal.raise_signal(signal.SIGSYS)",
}


@pytest.mark.parametrize("cause", REFUSED)
def test_refused_call(cause: str, ask: Ask) -> None:
    call = ask(REFUSED[cause])
    assert call.ended is Ended.REFUSED_CALL
    assert cause == "a call that ends it" or call.traceback[-1].label == "hw.py"


def test_a_refusal_names_the_function_of_a_library_that_met_it(ask: Ask) -> None:
    call = ask(REFUSED["a program"])
    assert call.message.endswith("(in subprocess.Popen._execute_child)")


@pytest.mark.parametrize("name", ["g", "f.g", "__nothing__", "f..g", ""])
def test_not_found(name: str, ask: Ask) -> None:
    assert ask("def f(): pass", name=name).ended is Ended.NOT_FOUND


# --- replies by hand ----------------------------------------------------------------------------

BY_HAND = "import os, time\nfrom graders.sandbox.inside import wire\n" + (
    "def ends():\n"
    " found = []\n"
    " for n in range(3, 64):\n"
    "  try: os.write(n, b''); found.append(n)\n"
    "  except OSError: pass\n"
    " return found[-1]\n"
)
FORGED: dict[str, tuple[str, Ended, Any]] = {
    "one reply": (
        "os.write(ends(), wire.pack({'ended': 'returned', 'value': 42})); time.sleep(9)",
        Ended.RETURNED,
        42,
    ),
    "garbage": ("os.write(ends(), b'x' * 100); time.sleep(9)", Ended.EXITED, None),
    "half a frame": (
        "os.write(ends(), wire.pack({'ended': 'returned'})[:-3]); os._exit(0)",
        Ended.EXITED,
        None,
    ),
    "half a frame and silence": (
        "os.write(ends(), wire.pack({'ended': 'returned'})[:-3]); time.sleep(9)",
        Ended.TIMED_OUT,
        None,
    ),
    "two frames": ("os.write(ends(), 2 * wire.pack({'ended': 'returned'}))", Ended.EXITED, None),
    "a frame before the reply": (
        "os.write(ends(), wire.pack({'ended': 'returned'})); return 1",
        None,
        None,
    ),
    "a huge size": (
        "os.write(ends(), wire.HEAD.pack(wire.MAGIC, 2**32 - 1, 2**64 - 1)); time.sleep(9)",
        Ended.EXITED,
        None,
    ),
    "an ending that there is not": (
        "os.write(ends(), wire.pack({'ended': 'won'})); time.sleep(9)",
        Ended.EXITED,
        None,
    ),
    "no ending": ("os.write(ends(), wire.pack({'value': 3})); time.sleep(9)", Ended.EXITED, None),
    "odd types": (
        "os.write(ends(), wire.pack({'ended': 'returned', 'message': 3, 'traceback': 4,"
        " 'changed': 5})); time.sleep(9)",
        Ended.RETURNED,
        None,
    ),
}


@pytest.mark.parametrize("cause", FORGED)
def test_a_reply_by_hand_is_data_at_best(cause: str, ask: Ask) -> None:
    body, ended, value = FORGED[cause]
    call = ask(f"{BY_HAND}def f():\n {body}", seconds=0.5)
    assert ended is None or (call.ended, call.value) == (ended, value)


def test_a_reply_kept_for_the_next_question_is_not_taken(sandbox: Sandbox) -> None:
    source = (
        f"{BY_HAND}import threading\ndef forge():\n time.sleep(0.05)\n"
        " os.write(ends(), wire.pack({'ended': 'returned', 'value': 42}))\n"
        "def f(): threading.Thread(target=forge).start()\ndef g(): return 1"
    )
    with sandbox.child() as child:
        child.request(loading({"hw": [("hw.py", source)]}), 5)
        assert child.request(calling("f"), 5).returned
        time.sleep(0.2)
        call = child.request(calling("g"), 5)
        assert (call.ended, call.message) == (Ended.EXITED, OUT_OF_TURN)
        assert not child.alive


def test_a_child_that_has_gone_stays_gone(sandbox: Sandbox) -> None:
    with sandbox.child() as child:
        child.request(loading({"hw": [("hw.py", "import os\ndef f(): os._exit(0)")]}), 5)
        assert child.request(calling("f"), 5).message == "with exit code 0"
        call = child.request(calling("f"), 5)
        assert (call.ended, call.message) == (Ended.EXITED, "it had ended before")


def test_a_child_that_reads_nothing_is_stopped(sandbox: Sandbox) -> None:
    source = "import time\ndef f(x): time.sleep(9)"
    large = np.zeros(1_000_000)
    with sandbox.child() as child:
        child.request(loading({"hw": [("hw.py", source)]}), 5)
        child.request(calling("f", 1), 0.2)
        assert not child.alive
    call = asked(sandbox, {"hw": [("hw.py", "def f(x): return x.sum()")]}, "f", large)
    assert call.value == 0.0
