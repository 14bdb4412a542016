"""Files and folders of attacks that cannot lie in a repository: archives, links, pipes, pickles.

Each function changes a folder with an honest submission, and gives what is handed in.
"""

import io
import json
import marshal
import os
import shutil
import socket
import stat
import struct
import tarfile
import tempfile
import warnings
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

MIB = 1 << 20


@dataclass(frozen=True)
class Place:
    """Where an attack is made, and what it is after."""

    folder: Path
    mark: Path  # a file that only a successful attack makes
    secret: Path  # a file that nobody may read


Maker = Callable[[Place], Path]


class _Call:
    """An object that is unpickled by a call."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Any, ...]:
        return exec, (f"open({str(self.mark)!r}, 'w').close()",)


# --- weights --------------------------------------------------------------------------------------


def pt_that_calls(place: Place) -> Path:
    import torch

    torch.save({"weight": _Call(place.mark)}, place.folder / "weights.pt")
    return place.folder


def pt_of_old(place: Place) -> Path:
    import torch

    file = place.folder / "weights.pt"
    torch.save({"weight": _Call(place.mark)}, file, _use_new_zipfile_serialization=False)
    return place.folder


def pt_with_script(place: Place) -> Path:
    import pickle

    with zipfile.ZipFile(place.folder / "weights.pt", "w") as archive:
        archive.writestr("archive/version", "3\n")
        archive.writestr("archive/constants.pkl", pickle.dumps(_Call(place.mark)))
        archive.writestr("archive/data.pkl", pickle.dumps(_Call(place.mark)))
        archive.writestr("archive/code/__torch__.py", f"open({str(place.mark)!r}, 'w')")
    return place.folder


def pt_of_a_program(place: Place) -> Path:
    import torch

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it will not do so for ever
        program = torch.jit.trace(torch.nn.Linear(8, 3), torch.zeros(1, 8))
        torch.jit.save(program, place.folder / "weights.pt")
    return place.folder


def two_networks(place: Place) -> Path:
    import torch

    right = dict(np.load(place.folder / "weights.npz"))
    network = {name: torch.from_numpy(each) for name, each in right.items()}
    wrong = {name: torch.zeros_like(each) for name, each in network.items()}
    torch.save({"first": wrong, "second": network}, place.folder / "weights.pt")
    return place.folder


def pickle_in_npy(place: Place) -> Path:
    (place.folder / "weights.npz").unlink()
    np.save(place.folder / "weights.npy", np.array([_Call(place.mark)]), allow_pickle=True)
    return place.folder


def pickle_in_npz(place: Place) -> Path:
    np.savez(place.folder / "weights.npz", weight=np.array([_Call(place.mark)]), bias=np.zeros(3))
    return place.folder


def strides_of_zero(place: Place) -> Path:
    import torch

    weight = torch.zeros(1).expand(100_000, 100_000)
    torch.save({"weight": weight, "bias": torch.zeros(3)}, place.folder / "weights.pt")
    return place.folder


def ten_billion_parameters(place: Place) -> Path:
    (place.folder / "weights.npz").unlink()
    (place.folder / "weights.npy").write_bytes(_npy_header("(100000, 100000)"))
    return place.folder


def code_in_npy_header(place: Place) -> Path:
    (place.folder / "weights.npz").unlink()
    shape = f"__import__('os').system('touch {place.mark}')"
    (place.folder / "weights.npy").write_bytes(_npy_header(shape) + bytes(64))
    return place.folder


def _npy_header(shape: str) -> bytes:
    header = f"{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}}}\n".encode()
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header


def npz_bomb(place: Place) -> Path:
    with (
        zipfile.ZipFile(
            place.folder / "weights.npz", "w", zipfile.ZIP_DEFLATED, compresslevel=1
        ) as archive,
        archive.open("weight.npy", "w") as file,
    ):
        file.write(_npy_header(f"({52 * MIB},)"))
        for _ in range(208):
            file.write(bytes(MIB))
    return place.folder


def wrong_shapes(place: Place) -> Path:
    np.savez(place.folder / "weights.npz", weight=np.ones((1, 8)), bias=np.zeros(()))
    return place.folder


def not_numbers(place: Place) -> Path:
    weight, bias = np.full((3, 8), np.nan), np.full(3, np.inf)
    np.savez(place.folder / "weights.npz", weight=weight, bias=bias)
    return place.folder


def odd_names(place: Place) -> Path:
    arrays: dict[str, Any] = {
        "\x1b[2J<script>": np.zeros(3, int),
        "../../weight": np.zeros(3),
        "=1+1": np.zeros(1),
    }
    np.savez(place.folder / "weights.npz", weight=np.zeros((3, 8), int), **arrays)
    return place.folder


def long_header(place: Place) -> Path:
    data = struct.pack("<Q", 1 << 62) + b"{}"
    return _with_safetensors(place, data)


def overlapping_header(place: Place) -> Path:
    header = {
        "weight": {"dtype": "F32", "shape": [3, 8], "data_offsets": [0, 96]},
        "bias": {"dtype": "F32", "shape": [1 << 40], "data_offsets": [8, 1 << 42]},
    }
    text = json.dumps(header).encode()
    return _with_safetensors(place, struct.pack("<Q", len(text)) + text + bytes(96))


def weights_for_shadow(place: Place) -> Path:
    return _with_safetensors(place, struct.pack("<Q", 2) + b"{}")


def _with_safetensors(place: Place, data: bytes) -> Path:
    (place.folder / "weights.npz").unlink()
    (place.folder / "weights.safetensors").write_bytes(data)
    return place.folder


# --- archives -------------------------------------------------------------------------------------


def _zip(place: Place, *entries: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    archive = place.folder.with_suffix(".zip")
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of two files of one name
        for each in sorted(place.folder.iterdir()):
            file.write(each, each.name)
        for name, data in entries:
            file.writestr(name, data)
    shutil.rmtree(place.folder)
    return archive


def zip_slip(place: Place) -> Path:
    return _zip(place, (f"../../..{place.mark}", b"x"))


def zip_absolute(place: Place) -> Path:
    return _zip(place, (str(place.mark), b"x"))


def zip_link(place: Place) -> Path:
    link = zipfile.ZipInfo("relu_2.py")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    return _zip(place, (link, str(place.secret).encode()))


def zip_bomb(place: Place) -> Path:
    return _zip(place, ("notes.md", b"0" * (64 * MIB)))


def zip_twice(place: Place) -> Path:
    return _zip(place, ("relu.py", b"def relu(x):\n    return x\n"))


def zip_of_many(place: Place) -> Path:
    return _zip(place, *((f"notes/{number}.md", b"x") for number in range(2_100)))


def zip_odd_names(place: Place) -> Path:
    return _zip(place, ("a\x1b[2J\x1b]0;x\x07.md", b"x"))


def zip_encrypted(place: Place) -> Path:
    file = _zip(place, ("relu.py", b"def relu(x): return x"))
    data = bytearray(file.read_bytes())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.rfind(mark) + flags] |= 1
    file.write_bytes(data)
    return file


def zip_backslashes(place: Place) -> Path:
    return _zip(place, ("..\\..\\relu.py", b"x"), ("C:\\relu.py", b"x"))


def zip_within(place: Place) -> Path:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("bomb.md", b"0" * (4 * MIB))
    return _zip(place, ("more.zip", inner.getvalue()))


def _tar(place: Place, *entries: tuple[tarfile.TarInfo, bytes]) -> Path:
    archive = place.folder.with_suffix(".tar")
    with tarfile.open(archive, "w") as file:
        for each in sorted(place.folder.iterdir()):
            file.add(each, each.name)
        for info, data in entries:
            info.size = len(data)
            file.addfile(info, io.BytesIO(data))
    shutil.rmtree(place.folder)
    return archive


def _entry(name: str, kind: bytes, target: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def tar_link(place: Place) -> Path:
    below = tarfile.TarInfo(f"marks/{place.mark.name}")
    link = _entry("marks", tarfile.SYMTYPE, str(place.mark.parent))
    return _tar(place, (link, b""), (below, b"x"))


def tar_hard_link(place: Place) -> Path:
    return _tar(place, (_entry("key.txt", tarfile.LNKTYPE, str(place.secret)), b""))


def tar_device(place: Place) -> Path:
    device = _entry("notes.md", tarfile.CHRTYPE)
    device.devmajor, device.devminor = 1, 5
    return _tar(place, (device, b""))


def tar_bomb(place: Place) -> Path:
    archive = place.folder.with_suffix(".tar.gz")
    header = tarfile.TarInfo("notes.md")
    header.size = 1 << 30
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    zeros = packer.compress(bytes(MIB)) + packer.flush()
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    archive.write_bytes(packer.compress(header.tobuf()) + packer.flush() + 1024 * zeros)
    return archive


# --- folders --------------------------------------------------------------------------------------


def link_out(place: Place) -> Path:
    (place.folder / "notes.md").symlink_to(place.secret)
    return place.folder


def pipe(place: Place) -> Path:
    os.mkfifo(place.folder / "notes.md")
    return place.folder


def local_socket(place: Place) -> Path:
    short = Path(tempfile.mkdtemp()) / "s"  # a socket's path must be short
    with socket.socket(socket.AF_UNIX) as line:
        line.bind(str(short))
    short.rename(place.folder / "notes.md")
    short.parent.rmdir()
    return place.folder


def huge_file(place: Place) -> Path:
    with (place.folder / "notes.md").open("wb") as file:
        file.truncate(1 << 40)
    return place.folder


def deep_folders(place: Place) -> Path:
    (place.folder / "/".join("a" * 100)).mkdir(parents=True)
    (place.folder / "/".join("a" * 100) / "notes.md").write_text("x")
    return place.folder


def odd_bytes(place: Place) -> Path:
    Path(os.fsdecode(bytes(place.folder / "notes") + b"\xff\xfe.md")).write_text("x")
    return place.folder


def names_of_files(place: Place) -> Path:
    source = (place.folder / "relu.py").read_text()
    (place.folder / "relu.py").unlink()
    (place.folder / "<img src=x onerror=alert(1)>").mkdir()
    (place.folder / "<img src=x onerror=alert(1)>" / "=1+1 {{ 7*7 }}.py").write_text(source)
    (place.folder / "--results=x.md").write_text("<script>alert(1)</script>")
    return place.folder


def bytecode(place: Place) -> Path:
    code = compile(f"open({str(place.mark)!r}, 'w').close()", "relu.py", "exec")
    data = b"\xa7\r\r\n" + bytes(12) + marshal.dumps(code)  # of Python 3.11
    (place.folder / "__pycache__").mkdir()
    for name in ("hidden.pyc", "numpy.pyc", "__pycache__/relu.cpython-311.pyc", "json.pyc"):
        (place.folder / name).write_bytes(data)
    return place.folder


# --- write-ups and notebooks ----------------------------------------------------------------------


def odd_json(place: Place) -> Path:
    (place.folder / "accuracy.ipynb").write_text('{"cells": ' + "[" * 100_000)
    return place.folder


def ten_thousand_cells(place: Place) -> Path:
    cells = [
        {"cell_type": "code", "source": f"<b>{number}</b> = 1 / 0", "outputs": [], "metadata": {}}
        for number in range(10_000)
    ]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (place.folder / "accuracy.ipynb").write_text(json.dumps(notebook))
    return place.folder


def deep_brackets(place: Place) -> Path:
    deep = "(" * 100_000 + "x" + ")" * 100_000
    braces = r"\frac{" * 50_000 + "x" + "}" * 50_000
    text = f"# 5\n$f'(x) = {deep}$\n\n# 7\n$n = {braces}$\n"
    (place.folder / "answers.md").write_text(text)
    return place.folder


def long_formula(place: Place) -> Path:
    text = f"# 5\n$f'(x) = {'x + ' * 200_000}x$\n\n# 7\n$n = {'9' * 100_000}$\n"
    (place.folder / "answers.md").write_text(text)
    return place.folder
