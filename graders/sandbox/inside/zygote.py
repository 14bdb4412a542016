"""Starts the process that children are forked from: a fresh interpreter, with an empty environment.

    python -I -S -B zygote.py '{"control": 3, "load": ["numpy"], ...}'

It makes this package importable under its own name and nothing else of ours.
"""

import json
import sys
import types
from pathlib import Path

PACKAGE = "graders.sandbox.inside"


def main(setting: str) -> None:
    """Makes this package known, and hands over to it."""
    for name in ("graders", "graders.sandbox", PACKAGE):
        module = types.ModuleType(name)
        module.__path__ = [str(Path(__file__).resolve().parent)] if name == PACKAGE else []
        sys.modules[name] = module
    asked = json.loads(setting)
    sys.path += asked["paths"]
    from graders.sandbox.inside.forking import serve_forks  # late: it is known only now

    serve_forks(asked)


if __name__ == "__main__":
    main(sys.argv[1])
