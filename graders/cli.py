"""The `nabla` command: finds the command asked for, and turns failures into exit codes.

Results go to stdout, progress and errors to stderr.
"""

import argparse
import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec

from graders import __version__
from graders.commands.exits import ExitCode
from graders.commands.writing import FULL
from graders.errors import GraderError, GradingFailed

__all__ = ["ExitCode", "main"]

# Each is a module of `graders.commands` with `add_arguments`, loaded only when asked for.
COMMANDS = {
    "grade": "grade one submission or a class",
    "review": "list what a person must mark",
    "regrade": "take in marks, or grade again what changed",
    "stats": "say how a class did",
    "export": "write grades for Canvas, Moodle and others",
    "check": "say what is found, and test code",
    "handout": "write what students get",
    "new": "make an assignment to begin with",
    "compare": "compare formulas with references",
    "baseline": "train baselines, and show them",
    "audit": "try graders with right and wrong answers",
    "zip": "pack and try an autograder for Gradescope",
    "doctor": "say how safely this machine grades",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    parsed = _parser(arguments).parse_args(arguments)
    try:
        return int(parsed.run(parsed))
    except GraderError as error:
        print(f"nabla: {error}", file=sys.stderr)
        return ExitCode.USAGE
    except GradingFailed as error:
        print(f"nabla: {error}", file=sys.stderr)
        return ExitCode.INTERNAL
    except BrokenPipeError:  # the reader of stdout has gone, as in `nabla grade ... | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.DONE
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except Exception as error:
        if isinstance(error, OSError) and error.errno in FULL:
            place = f" for {error.filename}" if error.filename else ""
            words = f"no space is left{place}: free some, and give the same command again"
            print(f"nabla: {words}", file=sys.stderr)
            return ExitCode.INTERNAL
        traceback.print_exc()
        print("nabla: this is our failure, not yours; the lines above say where", file=sys.stderr)
        return ExitCode.INTERNAL


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="nabla",
        description="Grades deep-learning homework: write-ups, formulas, code, weights and logs.",
        epilog="exit codes: 0 done, 1 a person is needed, 2 usage, 3 internal failure, "
        "130 interrupted",
    )
    parser.add_argument("--version", action="version", version=f"nabla {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for name, purpose in COMMANDS.items():
        if find_spec(f"graders.commands.{name}") is None:
            continue  # students have `check` alone
        command = commands.add_parser(name, help=purpose)
        if name in arguments:
            import_module(f"graders.commands.{name}").add_arguments(command)
    return parser
