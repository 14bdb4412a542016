"""The options of every command that grades many submissions: how many at a time, and where."""

import argparse

from graders.commands.numbers import at_least_one


def add_workers(parser: argparse.ArgumentParser) -> None:
    """Adds `-j` and `--cluster`."""
    parser.add_argument(
        "-j",
        "--workers",
        type=at_least_one,
        default=1,
        metavar="N",
        help="grade N submissions at a time",
    )
    parser.add_argument(
        "--cluster", metavar="ADDRESS", help="let the workers of this Dask scheduler grade"
    )
