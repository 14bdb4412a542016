"""The `nabla` command: finds the command asked for, and turns failures into exit codes.

Results go to stdout, progress and errors to stderr.
"""

import argparse
import os
import sys
import traceback
from collections.abc import Sequence

from graders import __version__
from graders.commands.check import add_check
from graders.commands.compare import add_compare
from graders.commands.doctor import add_doctor
from graders.commands.exits import ExitCode
from graders.commands.grade import add_grade
from graders.errors import GraderError, GradingFailed

__all__ = ["ExitCode", "main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit code."""
    parsed = _parser().parse_args(arguments)
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
        return ExitCode.INTERNAL
    except Exception:
        traceback.print_exc()
        print("nabla: this is our failure, not yours; the lines above say where", file=sys.stderr)
        return ExitCode.INTERNAL


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="nabla",
        description="Grades deep-learning homework: write-ups, formulas, code, weights and logs.",
        epilog="exit codes: 0 done, 1 a person is needed, 2 usage, 3 internal failure",
    )
    parser.add_argument("--version", action="version", version=f"nabla {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    add_grade(commands.add_parser("grade", help="grade one submission or a class"))
    add_check(commands.add_parser("check", help="say what is found, and test code"))
    add_compare(commands.add_parser("compare", help="compare formulas with references"))
    add_doctor(commands.add_parser("doctor", help="say how safely this machine grades"))
    return parser
