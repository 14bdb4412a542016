"""A zip for Gradescope: the same bytes each time it is packed from the same files."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from graders.gradescope.contents import SCRIPTS, Order, contents

EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can name
UNIX = 3
PROGRAM, TEXT = 0o100755, 0o100644


def pack(order: Order, path: Path) -> Mapping[str, int]:
    """Writes the zip and returns the sizes of its files in bytes.

    Raises:
        GraderError: if something that is needed is not here.
        OSError: if it cannot be written.
    """
    files = contents(order)
    packed = zipped(files)
    draft = path.with_name(f".{path.name}.draft")
    draft.write_bytes(packed)
    draft.replace(path)
    return {name: len(data) for name, data in files.items()}


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
