"""A zip for Gradescope: the same bytes each time it is packed from the same files."""

import io
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from graders.errors import GraderError
from graders.gradescope.contents import SCRIPTS, Order, contents

EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can name
UNIX = 3
PROGRAM, TEXT = 0o100755, 0o100644


def pack(order: Order, path: Path) -> Mapping[str, int]:
    """Writes the zip and returns the sizes of its files in bytes.

    Raises:
        GraderError: if something that is needed is not here, or not among what is packed.
        OSError: if it cannot be written.
    """
    files = contents(order)
    _try_to_load(files, order)
    packed = zipped(files)
    draft = path.with_name(f".{path.name}.draft")
    draft.write_bytes(packed)
    draft.replace(path)
    return {name: len(data) for name, data in files.items()}


def _try_to_load(files: Mapping[str, bytes], order: Order) -> None:
    """Loads the graders from what is packed alone, as `setup.sh` does at its end.

    Raises:
        GraderError: if that fails.
    """
    with TemporaryDirectory(prefix="nabla-zip-") as name:
        source = Path(name).resolve()
        for each, data in files.items():
            place = source / each
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        command = [sys.executable, "-m", "graders.gradescope.ready", "."]
        done = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    if done.returncode:
        said = done.stderr.replace(f"{source}/", "").strip()
        folder = order.assignment.folder
        raise GraderError(
            f"what would be packed cannot be loaded: {said}",
            where=str(folder),
            hint="name files that graders read in a string, and import modules by their names",
        )


def zipped(files: Mapping[str, bytes]) -> bytes:
    """An archive of these files, sorted, of no date.

    >>> zipped({"a": b"1", "b": b"2"}) == zipped({"b": b"2", "a": b"1"})
    True
    """
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system = UNIX
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (PROGRAM if name in SCRIPTS else TEXT) << 16
            archive.writestr(entry, data)
    return memory.getvalue()
