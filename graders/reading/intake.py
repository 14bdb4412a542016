"""The safe opening of what a student handed in: a folder, an archive or a single file.

Everything is read into memory and nothing is ever written to disk. Only ordinary files are
opened, each is measured before it is read, and no link is followed. What would lead out of the
submission, pretends to be something else or exceeds `Limits` is refused with a
`SubmissionError`. Version control, caches and hidden files are passed over without a word.
"""

import gzip
import io
import os
import re
import stat
import struct
import tarfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from graders.errors import SubmissionError
from graders.model import Submission

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a submission is read; beyond it the submission is refused."""

    archive_bytes: int = 50 * MIB
    unpacked_bytes: int = 200 * MIB  # what an archive declares, and what is read in all
    entries: int = 2_000
    ratio: int = 100  # of unpacked to packed bytes, once unpacked is over `small_bytes`
    text_bytes: int = MIB
    notebook_bytes: int = 10 * MIB
    small_bytes: int = MIB  # a larger file that is neither text nor notebook is only noted
    name_bytes: int = 200
    depth: int = 16  # folders within folders


LIMITS = Limits()
WRITE_UPS = frozenset({".md", ".markdown", ".txt", ".tex", ".ipynb"})
READABLE = WRITE_UPS | {".py"}
ARCHIVES = (".zip", ".tar.gz", ".tgz", ".tar")
UNOPENED_ARCHIVES = (*ARCHIVES, ".gz", ".bz2", ".xz", ".7z", ".rar")
IGNORED = frozenset({"__MACOSX", "__pycache__", "Thumbs.db", "desktop.ini"})  # and hidden names

MAGIC = {
    b"%PDF-": "a PDF document",
    b"PK\x03\x04": "a zip archive or an office document",
    b"\xd0\xcf\x11\xe0": "an office document",
    b"\x1f\x8b": "a gzip archive",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"\x7fELF": "a program",
}
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r"))
SEPARATORS = {ord(char): " " for char in "\v\f\x1c\x1d\x1e\x85\u2028\u2029"} | {0: ""}
BIDIRECTIONAL = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
DAMAGE = (  # what the standard library raises on a damaged archive
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    IndexError,
    NotImplementedError,
)


def open_submission(path: Path, *, limits: Limits = LIMITS) -> Submission:
    r"""What was handed in at a path, as names and bytes.

    Args:
        path: a folder, a .zip, .tar, .tar.gz or .tgz archive, or a single file.
        limits: how much is read.

    Returns:
        The files by name, relative, with forward slashes, sorted. A large file that is neither
        text nor notebook, an archive within the submission and a link within it are left out
        and named in the notes.

    Raises:
        SubmissionError: if there is nothing to read, or it is not safe to read.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(folder, "hw4.md").write_text("# 1.1\n$2x$")
    ...     open_submission(Path(folder, "hw4.md"))
    Submission(id='hw4', files={'hw4.md': b'# 1.1\n$2x$'}, notes=())
    """
    try:
        files, notes = _collect(_entries(path, limits), limits)
    except OSError as error:
        raise _cannot_open(path, error) from None
    if not notes:
        _check_content(path, files)
    return Submission(submission_id(path), dict(sorted(files.items())), tuple(sorted(notes)))


def submission_id(path: Path) -> str:
    """A name for what lies at a path, which is safe as the name of a folder.

    >>> submission_id(Path("class/ada lovelace.tar.gz")), submission_id(Path("/"))
    ('ada lovelace', 'submission')
    """
    path = path.absolute() if path.name not in ("", "..") else path.resolve()
    ending = next((end for end in ARCHIVES if path.name.lower().endswith(end)), path.suffix)
    name = path.name if path.is_dir() else path.name[: len(path.name) - len(ending)]
    safe = "".join(char for char in name if char not in '\\/:*?"<>|' and not _is_odd(char))
    return safe.strip(". ")[:60] or "submission"


def decode(name: str, data: bytes) -> str:
    r"""A text file as text: UTF-8, or UTF-16 where a byte order mark says so, then `clean`.

    Raises:
        SubmissionError: if it is not text, or in another encoding.

    >>> decode("a.md", b"one\r\ntwo\x0cthree")
    'one\ntwo three'
    """
    known = next((what for magic, what in MAGIC.items() if data.startswith(magic)), "")
    utf16 = data.startswith(UTF16_MARKS)
    controls = 0 if utf16 else len(data) - len(data.translate(None, CONTROLS))
    if known or 4 * controls > len(data):
        raise _not_text(name, known or "binary")
    try:
        return clean(data.decode("utf-16" if utf16 else "utf-8-sig"))
    except UnicodeDecodeError as error:
        refusal = _not_text(name, "binary") if controls else _wrong_encoding(name, data, error)
        raise refusal from None


def clean(text: str) -> str:
    r"""Text in which newlines are the only line ends, without zero characters or surrogates.

    >>> clean("a\r\nb\u2028c\0")
    'a\nb c'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(SEPARATORS)
    return text.encode("utf-8", "replace").decode("utf-8")


def check_size(name: str, size: int, limits: Limits = LIMITS) -> None:
    """Refuse a readable file that is too large for what it is."""
    notebook = name.lower().endswith(".ipynb")
    most = limits.notebook_bytes if notebook else limits.text_bytes
    if size > most:
        what = f"{_mebibytes(size)} is more than the {_mebibytes(most)} of {_kind(name)}"
        hint = "clear the outputs and save it" if notebook else "hand in the text without data"
        raise SubmissionError(what, where=shown(name), hint=hint)


def shown(name: str) -> str:
    r"""A name that someone else chose, as it may be printed.

    >>> print(shown("a\x1b[2J.md"))
    a\x1b[2J.md
    """
    return "".join(ascii(char)[1:-1] if _is_odd(char) else char for char in name[:200])


# What is kept of the files found


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file of a submission, found and not yet read."""

    name: str
    size: int  # in bytes, as declared
    read: Callable[[int], bytes]  # at most so many bytes
    left_out: str = ""  # why it is not read


def _entries(path: Path, limits: Limits) -> Iterable[_Entry]:
    mode = path.lstat().st_mode
    if stat.S_ISDIR(mode):
        return _folder_entries(path, limits)
    if stat.S_ISLNK(mode):
        hint = "give the path that it points to"
        raise SubmissionError("this is a symbolic link", where=shown(str(path)), hint=hint)
    _check_ordinary(str(path), mode)
    name = path.name.lower()
    if name.endswith(ARCHIVES):
        return _archive_entries(path, limits)
    if name.endswith(UNOPENED_ARCHIVES):
        what, hint = "archives of this kind are not read", "hand in a .zip, or the files themselves"
        raise SubmissionError(what, where=shown(str(path)), hint=hint)
    entry = _checked_name(path.name, limits)
    return [_Entry(entry, path.lstat().st_size, lambda most: _read_ordinary(path, most))]


def _collect(entries: Iterable[_Entry], limits: Limits) -> tuple[dict[str, bytes], list[str]]:
    """Read what is wanted: the files by name, and notes on those left out."""
    files: dict[str, bytes] = {}
    notes: list[str] = []
    room = limits.unpacked_bytes
    for number, entry in enumerate(entries, start=1):
        _check_count(number, entry.name, limits)
        reason = entry.left_out or _reason_not_to_read(entry, limits, room=room)
        if reason:
            notes.append(f"{entry.name}: {reason}")
        else:
            files[entry.name] = _read(entry, limits, room=room)
            room -= len(files[entry.name])
    return files, notes


def _check_content(path: Path, files: dict[str, bytes]) -> None:
    if any(files.values()):
        return
    what = "all files are empty" if len(files) > 1 else "the file is empty"
    what = what if files else "there are no files in it"
    hint = "save the write-up, then hand it in"
    raise SubmissionError(what, where=shown(str(path)), hint=hint)


def _reason_not_to_read(entry: _Entry, limits: Limits, *, room: int) -> str:
    if entry.name.lower().endswith(UNOPENED_ARCHIVES):
        return "an archive within the submission, not opened"
    if not _is_readable(entry.name) and entry.size > min(limits.small_bytes, room):
        return f"{_mebibytes(entry.size)}, not read"
    return ""


def _read(entry: _Entry, limits: Limits, *, room: int) -> bytes:
    """The bytes of a file, which must be what its name and its declared size say."""
    if _is_readable(entry.name):
        check_size(entry.name, entry.size, limits)
    data = entry.read(entry.size + 1)
    if len(data) > entry.size:
        raise _refused(entry.name, "the file is larger than it says")
    if len(data) > room:
        raise _refused(entry.name, f"the files have over {_mebibytes(limits.unpacked_bytes)}")
    if _is_readable(entry.name):
        decode(entry.name, data)
    return data


# Folders and single files


def _folder_entries(folder: Path, limits: Limits) -> Iterator[_Entry]:
    """The files of a folder, opened by descriptor, so that no folder can be swapped meanwhile."""

    def fail(error: OSError) -> None:
        raise error

    for top, folders, names, descriptor in os.fwalk(folder, onerror=fail):
        inside = PurePosixPath(Path(top).relative_to(folder))
        folders[:] = sorted(name for name in folders if not _is_ignored(name))
        for name in folders + sorted(name for name in names if not _is_ignored(name)):
            entry = _checked_name(str(inside / name), limits)
            found = os.stat(name, dir_fd=descriptor, follow_symlinks=False)
            read = _reader(name, descriptor)
            if stat.S_ISLNK(found.st_mode):
                _check_link(folder, entry)
                yield _Entry(entry, 0, read, "a link within the submission, not followed")
            elif not stat.S_ISDIR(found.st_mode):
                _check_ordinary(entry, found.st_mode)
                yield _Entry(entry, found.st_size, read)


def _reader(name: str, folder: int) -> Callable[[int], bytes]:
    return lambda most: _read_ordinary(name, most, folder=folder)


def _read_ordinary(path: str | Path, most: int, *, folder: int | None = None) -> bytes:
    """At most so many bytes of an ordinary file, even if it was exchanged since it was found."""
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    with os.fdopen(os.open(path, flags, dir_fd=folder), "rb") as file:
        _check_ordinary(str(path), os.fstat(file.fileno()).st_mode)
        return file.read(most)


def _check_ordinary(name: str, mode: int) -> None:
    """Refuse what is not an ordinary file; a file type of zero, as some archives have, is one."""
    if stat.S_ISLNK(mode):
        raise _refused(name, "the file is a symbolic link")
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        raise _refused(name, "this is a device, a pipe or a socket, not a file")


def _check_link(folder: Path, entry: str) -> None:
    target = Path(os.path.realpath(folder / entry))
    if not target.is_relative_to(os.path.realpath(folder)):
        raise _refused(entry, "a symbolic link leads out of the submission")


# Archives


def _archive_entries(path: Path, limits: Limits) -> list[_Entry]:
    """The files of an archive, all of them checked before the first is unpacked."""
    size = path.lstat().st_size
    if size > limits.archive_bytes:
        what = f"the archive has over {_mebibytes(limits.archive_bytes)}"
        raise SubmissionError(what, where=shown(str(path)), hint="leave out what was not asked for")
    data = _read_ordinary(path, size)
    unpack = _zip_entries if path.name.lower().endswith(".zip") else _tar_entries
    entries: dict[str, _Entry] = {}
    unpacked = 0
    for entry in unpack(path.name, data, limits):
        alike = unicodedata.normalize("NFC", entry.name).casefold()
        if alike in entries:
            raise _refused(entry.name, "two files of the archive have this name")
        entries[alike] = entry
        _check_count(len(entries), entry.name, limits)
        unpacked += entry.size
        if unpacked > limits.unpacked_bytes:
            what = f"the archive unpacks to over {_mebibytes(limits.unpacked_bytes)}"
            raise _refused(entry.name, what)
    return list(entries.values())


def _zip_entries(name: str, data: bytes, limits: Limits) -> Iterator[_Entry]:
    # The library lists a whole archive at once, so its entries are counted beforehand.
    _check_count(data.count(b"PK\x01\x02") // 10, name, limits)
    with _damage_reported(name):
        archive = zipfile.ZipFile(io.BytesIO(data))
    for info in archive.infolist():
        entry = _checked_name(info.orig_filename, limits)
        if info.is_dir() or _is_ignored(entry):
            continue
        _check_ordinary(entry, info.external_attr >> 16)
        if info.flag_bits & 1:
            raise _refused(entry, "the file is encrypted")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _refused(entry, "the file is compressed in an unusual way")
        _check_ratio(entry, info.file_size, info.compress_size, limits)
        yield _Entry(entry, info.file_size, _zip_reader(archive, info, entry))


def _zip_reader(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, entry: str
) -> Callable[[int], bytes]:
    def read(most: int) -> bytes:
        with _damage_reported(entry), archive.open(info) as file:
            return file.read(most)

    return read


def _tar_entries(name: str, data: bytes, limits: Limits) -> Iterator[_Entry]:
    if not name.lower().endswith(".tar"):
        data = _gunzipped(name, data, limits)
    with _damage_reported(name):
        archive = tarfile.TarFile(fileobj=io.BytesIO(data))
    for number, member in enumerate(_members(archive, name), start=1):
        _check_count(number // 10, name, limits)
        entry = _checked_name(member.name, limits)
        if member.isdir() or _is_ignored(entry):
            continue
        if member.issym() or member.islnk():
            raise _refused(entry, "the file is a link")
        if not member.isreg() or member.issparse() or member.size < 0:
            raise _refused(entry, "this is a device, a pipe or a sparse file")
        yield _Entry(entry, member.size, _tar_reader(archive, member, entry))


def _members(archive: tarfile.TarFile, name: str) -> Iterator[tarfile.TarInfo]:
    while True:
        with _damage_reported(name):
            member = archive.next()
        if member is None:
            return
        yield member


def _tar_reader(
    archive: tarfile.TarFile, member: tarfile.TarInfo, entry: str
) -> Callable[[int], bytes]:
    def read(most: int) -> bytes:
        with _damage_reported(entry):
            file = archive.extractfile(member)
            return file.read(most) if file else b""

    return read


def _gunzipped(name: str, data: bytes, limits: Limits) -> bytes:
    most = min(limits.unpacked_bytes, max(limits.ratio * len(data), limits.small_bytes))
    with _damage_reported(name):
        unpacked = gzip.GzipFile(fileobj=io.BytesIO(data)).read(most + 1)
    if len(unpacked) > limits.unpacked_bytes:
        raise _refused(name, f"the archive unpacks to over {_mebibytes(limits.unpacked_bytes)}")
    _check_ratio(name, len(unpacked), len(data), limits)
    return unpacked


@contextmanager
def _damage_reported(name: str) -> Iterator[None]:
    try:
        yield
    except DAMAGE as error:
        what = f"the archive is damaged ({shown(str(error)) or type(error).__name__})"
        raise SubmissionError(what, where=shown(name), hint="make the archive again") from None


# Names, counts and words


def _checked_name(name: str, limits: Limits) -> str:
    """The name of an entry as a plain relative path."""
    path = PurePosixPath(name)
    if any(map(_is_odd, name)):
        raise _refused(name, "there are control characters in this name")
    if "\\" in name:
        raise _refused(name, "there is a backslash in this name")
    if path.is_absolute() or re.match(r"[A-Za-z]:", name):
        raise _refused(name, "this is an absolute path")
    if ".." in path.parts:
        raise _refused(name, "this path leads out of the submission")
    if len(name.encode()) > limits.name_bytes or len(path.parts) > limits.depth:
        raise _refused(name, "this name is too long, or its folders are too deep")
    return str(path)


def _check_count(number: int, name: str, limits: Limits) -> None:
    if number > limits.entries:
        raise _refused(name, f"there are more than {limits.entries:,} files")


def _check_ratio(name: str, unpacked: int, packed: int, limits: Limits) -> None:
    if unpacked > max(limits.small_bytes, limits.ratio * packed):
        raise _refused(name, f"it would unpack to more than {limits.ratio} times its size")


def _is_ignored(name: str) -> bool:
    """Whether any part of a path is hidden or something that programs leave behind."""
    return any(part in IGNORED or part.startswith(".") for part in PurePosixPath(name).parts)


def _is_readable(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in READABLE


def _is_odd(char: str) -> bool:
    """Whether a character of a name could deceive a reader or a terminal."""
    return unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") or char in BIDIRECTIONAL


def _kind(name: str) -> str:
    kinds = {".ipynb": "a notebook", ".tex": "a LaTeX file", ".py": "a Python file"}
    return kinds.get(PurePosixPath(name).suffix.lower(), "a text file")


def _mebibytes(size: int) -> str:
    return f"{size / MIB:,.1f} MiB"


def _refused(name: str, what: str) -> SubmissionError:
    hint = "hand in ordinary files with plain names, and no data sets"
    return SubmissionError(what, where=shown(name), hint=hint)


def _not_text(name: str, what: str) -> SubmissionError:
    said = f"the file is {what}, though its name says {_kind(name)}"
    return SubmissionError(said, where=shown(name), hint="export it as text in UTF-8")


def _wrong_encoding(name: str, data: bytes, error: UnicodeDecodeError) -> SubmissionError:
    line = data.count(b"\n", 0, error.start) + 1
    byte = f"the byte {data[error.start]:#04x}" if error.start < len(data) else "the end"
    what = f"{byte} at offset {error.start} is not {error.encoding.upper()}"
    hint = "save it as UTF-8, or: iconv -f latin1 -t utf-8 OLD > NEW"
    return SubmissionError(what, where=f"{shown(name)}:{line}", hint=hint)


def _cannot_open(path: Path, error: OSError) -> SubmissionError:
    missing = isinstance(error, FileNotFoundError)
    what = "there is no such file or folder" if missing else f"cannot open it: {error.strerror}"
    hint = "check the path" if missing else "check that you may read it"
    return SubmissionError(what, where=shown(str(error.filename or path)), hint=hint)
