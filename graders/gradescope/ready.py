"""Whether an environment can grade what a zip was packed for; the end of setup.sh.

python -m graders.gradescope.ready /autograder/source
"""

import platform
import sys
from importlib import import_module, metadata
from pathlib import Path

from graders.declaring.assignment import load_assignment
from graders.errors import NablaError
from graders.gradescope.hooks import FILE, load_hooks
from graders.gradescope.layout import read_settings
from graders.grading.loading import load_graders
from graders.sandbox.inside.warming import load_put_off


def check(source: Path) -> str:
    """Imports all that grading will import, and says in a line what there is.

    Raises:
        ImportError: if a library is missing or broken.
        NablaError: if the assignment, its graders or its hooks cannot be loaded.
    """
    settings = read_settings(source)
    assignment = load_assignment(settings.assignment)
    if (assignment.folder / FILE).is_file():
        load_hooks(assignment.folder / FILE)
    ours = ("graders.grading.session", "graders.gradescope.worker")
    for name in ("pytest", *ours, *settings.libraries):
        import_module(name)
    load_put_off(settings.libraries)
    load_graders(assignment)
    versions = [f"{name} {metadata.version(name)}" for name in settings.libraries]
    parts = [f"Python {platform.python_version()}", *versions]
    return f"{assignment.id} is ready: {', '.join(parts)}"


if __name__ == "__main__":
    try:
        print(check(Path(sys.argv[1])))
    except NablaError as error:
        sys.exit(str(error))
