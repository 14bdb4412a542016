"""Where Gradescope puts things, and what a zip says of itself."""

import json
import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path

PLATFORM_SECONDS = 600  # after which Gradescope ends an autograder, unless it is set otherwise
SETTINGS = "autograder.toml"  # in the zip; setup.sh knows a zip by it
AT_START = "results_at_start.json"  # in the zip; what stands before the grading
FINISHED = 64  # the worker's exit code once all is written: code that leaves early says 0
ROOM = ".room"  # among the results; space that is kept for them on a full disk
DATA = "data"  # in the zip; what questions need, such as figures


@dataclass(frozen=True, slots=True)
class Layout:
    """The folders of Gradescope's container, below its root.

    >>> str(Layout(Path("/autograder")).results_file)
    '/autograder/results/results.json'
    """

    root: Path

    @property
    def source(self) -> Path:
        """The unpacked zip."""
        return self.root / "source"

    @property
    def submission(self) -> Path:
        return self.root / "submission"

    @property
    def metadata(self) -> Path:
        return self.root / "submission_metadata.json"

    @property
    def results(self) -> Path:
        return self.root / "results"

    @property
    def results_file(self) -> Path:
        return self.results / "results.json"

    @property
    def python(self) -> Path:
        """Of the environment that setup.sh makes."""
        return self.root / "venv" / "bin" / "python"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a zip was packed for.

    `platform_seconds` is the time after which Gradescope ends the run.
    """

    assignment: str
    title: str = ""
    libraries: tuple[str, ...] = ()  # that student code is run with
    platform_seconds: int = PLATFORM_SECONDS
    has_data: bool = False
    bonus: tuple[str, ...] = ()  # the questions whose points are beyond the maximum

    @property
    def deadline_seconds(self) -> float:
        """When grading ends by itself, so that results are written before the platform's end.

        >>> Settings("vision_hw4").deadline_seconds
        540.0
        """
        return self.platform_seconds - max(self.platform_seconds / 10, 10)


def to_toml(settings: Settings) -> str:
    """The settings as a file.

    >>> print(to_toml(Settings("hw1", "Homework 1", ("numpy",))), end="")
    assignment = "hw1"
    title = "Homework 1"
    libraries = ["numpy"]
    platform_seconds = 600
    has_data = false
    bonus = []
    """
    return "".join(f"{key} = {json.dumps(value)}\n" for key, value in asdict(settings).items())


def read_settings(source: Path) -> Settings:
    """The settings of an unpacked zip."""
    declared = tomllib.loads((source / SETTINGS).read_text(encoding="utf-8"))
    lists = {key: tuple(value) for key, value in declared.items() if isinstance(value, list)}
    return Settings(**declared | lists)
