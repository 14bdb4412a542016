"""The names of a submission's entries, which someone else chose."""

import re
import unicodedata
from pathlib import Path, PurePosixPath

WRITE_UPS = frozenset({".md", ".markdown", ".txt", ".tex", ".ipynb"})
READABLE = WRITE_UPS | {".py"}
WEIGHTS = frozenset({".pt", ".pth", ".safetensors", ".npz", ".npy"})
ARCHIVES = (".zip", ".tar.gz", ".tgz", ".tar")
UNOPENED_ARCHIVES = (*ARCHIVES, ".gz", ".bz2", ".xz", ".7z", ".rar")
PICTURES = frozenset(
    ".jpg .jpeg .png .gif .heic .heif .tif .tiff .bmp .webp .svg".split()  # a page may be one
)
DOCUMENTS = frozenset(
    ".pdf .doc .docx .odt .rtf .pages .ppt .pptx .odp .xls .xlsx .ods .html .htm .ps".split()
)
IGNORED = frozenset({"__MACOSX", "__pycache__", "Thumbs.db", "desktop.ini"})  # and hidden names

# Characters that could deceive a reader or a terminal: controls, surrogates, separators of lines
# and paragraphs, and those that turn the direction of writing.
ODD = re.compile("[\0-\x1f\x7f-\x9f\ud800-\udfff\u2028-\u202e\u2066-\u2069]")


def shown(name: str) -> str:
    r"""A name that someone else chose, as it may be printed.

    >>> print(shown("a\x1b[2J.md"))
    a\x1b[2J.md
    """
    return ODD.sub(lambda odd: ascii(odd[0])[1:-1], name[:200])


def submission_id(path: Path) -> str:
    """A name for what lies at a path, which is safe as the name of a folder.

    >>> submission_id(Path("class/ada lovelace.tar.gz")), submission_id(Path("/"))
    ('ada lovelace', 'submission')
    """
    path = path.absolute() if path.name not in ("", "..") else path.resolve()
    ending = next((end for end in ARCHIVES if path.name.lower().endswith(end)), path.suffix)
    name = path.name if path.is_dir() else path.name[: len(path.name) - len(ending)]
    safe = ODD.sub("", re.sub(r'[\\/:*?"<>|]', "", name))
    return safe.strip(". ")[:60] or "submission"


def alike(name: str) -> str:
    r"""What two names share that some system or some reader takes for one.

    >>> alike("A/e\u0301.md") == alike("a/\u00e9.md. ")
    True
    """
    parts = (part.rstrip(". ") for part in unicodedata.normalize("NFC", name).split("/"))
    return unicodedata.normalize("NFC", "/".join(parts).casefold())


def fault_of(name: str) -> str:
    """What is wrong with the name of an entry, however its characters are read; or nothing.

    >>> fault_of("hw/answers.md"), fault_of("a/\uff0e\uff0e/b.md")
    ('', 'this path leads out of the submission')
    """
    if ODD.search(name):
        return "there are control characters in this name"
    for spelling in dict.fromkeys((name, unicodedata.normalize("NFKC", name))):
        if fault := _fault_of_path(spelling):
            return fault
    return ""


def _fault_of_path(name: str) -> str:
    if "\\" in name:
        return "there is a backslash in this name"
    if name.startswith("/") or re.match(r"[A-Za-z]:", name):
        return "this is an absolute path"
    if any(_leads_up(part) for part in name.split("/")):
        return "this path leads out of the submission"
    return ""


def _leads_up(part: str) -> bool:
    """Whether a part of a path is two dots, or becomes so where dots and spaces are cut off."""
    return part.count(".") > 1 and not part.rstrip(". ")


def is_ignored(name: str) -> bool:
    """Whether any part of a path is hidden or something that programs leave behind."""
    return any(part in IGNORED or part.startswith(".") for part in PurePosixPath(name).parts)


def suffix(name: str) -> str:
    """The ending of a file's name, in lower case."""
    return PurePosixPath(name).suffix.lower()


def is_readable(name: str) -> bool:
    """Whether a file is text, code or a notebook by its name."""
    return suffix(name) in READABLE


def is_page(name: str) -> bool:
    """Whether a file that is not read may hold answers by its name: a picture or a document."""
    return suffix(name) in PICTURES | DOCUMENTS


def is_weights(name: str) -> bool:
    """Whether a file holds arrays or the weights of a model by its name."""
    return suffix(name) in WEIGHTS
