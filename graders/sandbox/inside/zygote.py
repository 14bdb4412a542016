"""Starts a process of the other side: a fresh interpreter, with an empty environment.

    python -P -s -S -B zygote.py

What it is to do comes on its standard input: to fork children (`forking`), or to be one (`alone`).
It makes this package importable under its own name and nothing else of ours.
"""

import json
import sys
import types
from pathlib import Path

PACKAGE = "graders.sandbox.inside"


def main() -> None:
    """Makes this package known, and hands over to it."""
    for name in ("graders", "graders.sandbox", PACKAGE):
        module = types.ModuleType(name)
        module.__path__ = [str(Path(__file__).resolve().parent)] if name == PACKAGE else []
        sys.modules[name] = module
    asked = json.load(sys.stdin)
    sys.argv = [""]
    sys.path += asked["paths"]
    if asked["do"] == "fork":
        from graders.sandbox.inside.forking import serve_forks  # late: it is known only now

        serve_forks(asked)
    else:
        from graders.sandbox.inside.alone import serve_alone

        serve_alone(asked)


if __name__ == "__main__":
    main()
