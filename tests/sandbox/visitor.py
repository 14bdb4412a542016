# ruff: noqa: PTH101, PTH102, PTH108, PTH115, PTH120, PTH123, PTH208, PTH211, SIM115
"""What a student's program may do, and what it may not; it runs in a child of the sandbox."""

import ctypes
import inspect
import mmap
import os
import socket
import traceback
from pathlib import Path

import numpy as np

X86 = os.uname().machine == "x86_64"
libc = ctypes.CDLL(None, use_errno=True)


def honest(libraries):
    """What every program must be able to do."""
    done = {"relu": np.maximum(np.array([-1.0, 2.0]), 0).tolist()}
    done["source"] = inspect.getsource(late)[:8]
    done["late"] = late()
    done["random"] = len(np.random.default_rng().normal(size=3))
    try:
        undefined  # noqa: B018
    except NameError:
        done["traceback"] = "hw.py" in traceback.format_exc()
    done["text"] = str(np.char.upper(["a"]))
    done["linear algebra"] = np.linalg.inv(np.eye(2)).tolist()
    try:
        done["file"] = Path("data.csv").read_text()
    except PermissionError:
        done["file"] = "refused"
    if "torch" in libraries:
        done["training"] = training()
    return done


def late():
    import concurrent.futures
    import decimal
    import fractions
    import statistics
    import unittest.mock
    import xml.etree.ElementTree

    assert "é".encode("utf-16").decode("utf-16") == "é"
    assert unittest.mock.sentinel
    assert xml.etree.ElementTree.fromstring("<a/>") is not None
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        assert list(pool.map(abs, [-1])) == [1]
    return statistics.mean([1, 3]) + int(decimal.Decimal(2)) + int(fractions.Fraction(1))


def training():
    import io

    import torch
    from torch import nn
    from torch.utils.data import DataLoader, TensorDataset

    torch.manual_seed(0)
    network = nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.Flatten(), nn.Linear(8, 2))
    data = TensorDataset(torch.rand(8, 1, 4, 4), torch.arange(8) % 2)
    optimiser = torch.optim.Adam(network.parameters())
    schedule = torch.optim.lr_scheduler.StepLR(optimiser, 1)
    for images, labels in DataLoader(data, batch_size=4, shuffle=True, num_workers=0):
        optimiser.zero_grad()
        nn.functional.cross_entropy(network(images), labels).backward()
        optimiser.step()
    schedule.step()
    assert str(images).startswith("tensor(")
    file = io.BytesIO()
    torch.save(network.state_dict(), file)
    file.seek(0)
    network.load_state_dict(torch.load(file, weights_only=True))
    return len(network.state_dict())


def attempts(secret, grader):
    """By name, whether each attempt was refused; anything but True is a way out."""
    zygote = os.getppid()
    tried = {
        "read a secret": lambda: Path(secret).read_text(),
        "read it by another way": lambda: os.open(secret, os.O_RDONLY | os.O_NOFOLLOW),
        "list the folder of a secret": lambda: os.listdir(os.path.dirname(secret)),
        "read passwords": lambda: Path("/etc/passwd").read_text(),
        "read the grader's environment": lambda: Path(f"/proc/{grader}/environ").read_bytes(),
        "read the grader's memory": lambda: open(f"/proc/{grader}/mem", "rb"),
        "read the grader's maps": lambda: open(f"/proc/{grader}/maps", "rb"),
        "read the grader's files": lambda: os.listdir(f"/proc/{grader}/fd"),
        "follow the grader's program": lambda: os.readlink(f"/proc/{grader}/fd/0"),
        "read the zygote's environment": lambda: Path(f"/proc/{zygote}/environ").read_bytes(),
        "read the zygote's memory": lambda: open(f"/proc/{zygote}/mem", "rb"),
        "read memory by call": lambda: vm_read(grader),
        "list processes": lambda: os.listdir("/proc"),
        "list temporary files": lambda: os.listdir("/tmp"),
        "write a temporary file": lambda: open("/tmp/nabla-visitor", "w"),
        "write shared memory": lambda: open("/dev/shm/nabla-visitor", "w"),
        "write to the box": lambda: open("new", "w"),
        "change the box": lambda: open("data.csv", "a"),
        "delete in the box": lambda: os.unlink("data.csv"),
        "make a folder": lambda: os.mkdir("/tmp/nabla-visitor"),
        "make a link": lambda: os.symlink(secret, "link"),
        "change a mode": lambda: os.chmod("data.csv", 0o777),
        "tcp": lambda: socket.socket(),
        "udp": lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", 9)),
        "unix": lambda: socket.socket(socket.AF_UNIX).connect("/run/docker.sock"),
        "netlink": lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW),
        "trace the grader": lambda: call(101 if X86 else 117, 0x4206, grader, 0, 0),
        "trace the zygote": lambda: call(101 if X86 else 117, 0x4206, zygote, 0, 0),
        "signal the grader": lambda: os.kill(grader, 0),
        "signal the zygote": lambda: os.kill(zygote, 0),
        "signal all": lambda: os.kill(-1, 0),
        "signal by call": lambda: call(200 if X86 else 130, zygote, 0),
        "become root": lambda: os.setresuid(0, 0, 0),
        "become another": lambda: os.setresuid(12345, 12345, 12345),
        "drop groups": lambda: os.setgroups([0]),
        "a user namespace": lambda: call(272 if X86 else 97, 0x10000000),
        "another root": lambda: os.chroot("/"),
        "mount": lambda: call(165 if X86 else 40, b"x", b"/tmp", b"tmpfs", 0, 0),
        "keys": lambda: call(250 if X86 else 219, 0, -3, 1),
        "filters of the kernel": lambda: call(321 if X86 else 280, 0, 0, 0),
        "a ring": lambda: call(425, 1, mmap.mmap(-1, 4096)),
        "a file in memory": lambda: os.memfd_create("x"),
        "a process's descriptor": lambda: os.pidfd_open(zygote),
        "raise a limit": lambda: raise_limit(),
        "fork": fork,
        "fork by call": lambda: call(56 if X86 else 220, 17, 0, 0, 0, 0) or os._exit(0),
        "a new session": os.setsid,
        "spawn": lambda: os.posix_spawn("/bin/true", ["true"], {}),
    }
    return {name: refused(attempt) for name, attempt in tried.items()}


def execute():
    """Runs another program in the place of this one."""
    return refused(lambda: os.execv("/bin/true", ["true"]))


def refused(attempt):
    try:
        return f"open: {str(attempt())[:40]}"
    except (OSError, ValueError):
        return True


def call(number, *arguments):
    words = [
        each if isinstance(each, bytes) else ctypes.c_long(each) if isinstance(each, int) else None
        for each in arguments
    ]
    result = libc.syscall(ctypes.c_long(number), *words)
    if result == -1:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def vm_read(process):
    class Part(ctypes.Structure):
        _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]

    buffer = ctypes.create_string_buffer(8)
    own, theirs = Part(ctypes.addressof(buffer), 8), Part(id(None), 8)
    number = ctypes.c_long(310 if X86 else 270)
    if libc.syscall(number, process, ctypes.byref(own), 1, ctypes.byref(theirs), 1, 0) == -1:
        raise OSError(ctypes.get_errno(), "refused")


def raise_limit():
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 30, 1 << 30))


def fork():
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
