"""Takes the folders of this machine out of what a child says, so that students see file names."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path

COMMON = {"/", ".", "/usr", "/usr/local"}  # names that say nothing of this machine


def scrubber(folders: Iterable[Path]) -> Callable[[str], str]:
    """A function that takes the names of folders out of a text.

    >>> scrub = scrubber([Path("/opt/venv"), Path("/opt/venv/lib/site-packages")])
    >>> scrub("/opt/venv/lib/site-packages/numpy/core.py:3, /opt/venv, /opt/venvs/x")
    'numpy/core.py:3, , /opt/venvs/x'
    """
    names = sorted({str(each) for each in folders} - COMMON, key=len, reverse=True)
    if not names:
        return lambda text: text
    pattern = re.compile(rf"(?:{'|'.join(map(re.escape, names))})(?:/|(?![\w.-]))")
    return lambda text: pattern.sub("", text)
