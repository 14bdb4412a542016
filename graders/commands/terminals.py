"""The terminal that a command prints to."""

import os
import shutil
import sys

NARROWEST, WIDEST = 80, 140


def terminal() -> tuple[int, bool]:
    """Its width in cells, within limits, and whether it shows colours."""
    color = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    width = shutil.get_terminal_size((100, 24)).columns
    return max(NARROWEST, min(width, WIDEST)), color


def print_text(text: str) -> None:
    """Prints a report as this terminal can show it."""
    from graders.reports.terminal import for_encoding

    print(for_encoding(text, sys.stdout.encoding or "utf-8"), end="")
