"""`nabla stats`: how a class did."""

import argparse
import json
from pathlib import Path

from graders.commands.exits import ExitCode
from graders.commands.terminals import print_text, terminal


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments of the command."""
    parser.description = (
        "Says how a class did: totals, and for each question its mean, its outcomes, how well it "
        "tells strong submissions from weak ones, and the mistakes that were named."
    )
    parser.add_argument("folder", metavar="OUT", type=Path, help="what nabla grade -o wrote to")
    parser.add_argument("--json", action="store_true", help="print the numbers for programs")
    parser.set_defaults(run=_stats)


def _stats(parsed: argparse.Namespace) -> ExitCode:
    from graders.classroom.folder import open_class
    from graders.reports.statistics import class_statistics, to_data
    from graders.reports.statistics_table import to_statistics_table

    counted = class_statistics(open_class(parsed.folder).reports())
    if parsed.json:
        print(json.dumps(to_data(counted)))
    else:
        width, color = terminal()
        print_text(to_statistics_table(counted, width=width, color=color))
    return ExitCode.DONE
