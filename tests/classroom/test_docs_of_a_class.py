"""The page about grading a class shows commands that there are."""

import re
import shlex
from pathlib import Path

import pytest

from graders.cli import _parser

PAGE = (Path(__file__).parents[2] / "docs" / "grade-a-class.md").read_text(encoding="utf-8")
COMMANDS = [
    line.partition("#")[0].strip()
    for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    for line in block.splitlines()
    if line.startswith("nabla ")
]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_page_is_understood(command: str) -> None:
    arguments = shlex.split(command)[1:]
    assert callable(_parser(arguments).parse_args(arguments).run)


def test_the_options_of_the_page_are_tried() -> None:
    assert len(COMMANDS) >= 12
