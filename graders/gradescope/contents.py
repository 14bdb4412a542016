"""What goes into a zip: what one assignment needs, and nothing else."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import graders
from graders.declaring.assignment import Assignment, assignment_names
from graders.errors import GraderError
from graders.gradescope import publishing
from graders.gradescope.hooks import FILE as HOOKS
from graders.gradescope.hooks import HookError, load_hooks
from graders.gradescope.imports import OURS, Source, needed
from graders.gradescope.layout import AT_START, DATA, SETTINGS, Settings, to_toml
from graders.gradescope.own_files import entries, files_in, own_files
from graders.gradescope.requirements import pins, requirements

ROOT = Path(graders.__file__).resolve().parents[1]
SCRIPTS = ("setup.sh", "run_autograder")
ENTRANCES = (
    "graders.gradescope.__main__",
    "graders.gradescope.ready",
    "graders.gradescope.worker",
    "graders.plugin",
)
INSIDE = "graders/sandbox/inside"  # is found by its place
FIXTURES = "fixtures"
TORCH_INDEX = "torch-index"  # names where setup.sh takes torch from, if not the usual place


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be packed.

    `data` is a folder of what questions need; `hooks` a file of rules for late work in place of
    the assignment's own; `torch_index` the address of an index with builds of torch, "" for none.
    """

    assignment: Assignment
    platform_seconds: int
    data: Path | None = None
    hooks: Path | None = None
    torch_index: str | None = None


def contents(order: Order) -> Mapping[str, bytes]:
    """The files of a zip by their names, sorted.

    Raises:
        GraderError: if something that is needed is not here.
    """
    files = dict(chain(_code(order), _written(order)))
    if order.data is not None:
        files |= _folder(order.data, DATA)
    return dict(sorted(files.items()))


def _written(order: Order) -> Iterator[tuple[str, bytes]]:
    """What is made for the zip."""
    assignment = order.assignment
    settings = Settings(
        assignment.id,
        assignment.title,
        assignment.libraries if assignment.runs_code else (),
        order.platform_seconds,
        has_data=order.data is not None,
        bonus=tuple(each.id for each in assignment.questions if each.bonus),
    )
    yield SETTINGS, to_toml(settings).encode()
    yield AT_START, publishing.to_json(publishing.before_grading(assignment)).encode()
    if order.torch_index is not None:
        yield TORCH_INDEX, order.torch_index.encode()


def _code(order: Order) -> Iterator[tuple[str, bytes]]:
    """The scripts, the core, the assignment, and what these need."""
    assignment = order.assignment
    own = list(own_files(assignment.folder))
    hooks = _hooks(order)
    programs = [each for each in (*own, hooks) if each is not None and each.suffix == ".py"]
    found = needed(ROOT, programs, ENTRANCES)
    for name in SCRIPTS:
        yield name, _read(ROOT / name)
    home = f"graders/assignments/{assignment.id}"
    for file in own:
        if file.name != HOOKS:
            yield f"{home}/{file.relative_to(assignment.folder).as_posix()}", _read(file)
    if hooks is not None:
        yield f"{home}/{HOOKS}", _read(hooks)
    sources = [each for each in found.sources if "assignments" not in each.file.parts]
    yield from modules(sources)
    for file in _fixtures([*sources, *map(Source, programs)], assignment.id):
        yield file.relative_to(ROOT).as_posix(), _read(file)
    yield from _libraries(order, found.libraries, programs)


def modules(sources: Iterable[Source]) -> Iterator[tuple[str, bytes]]:
    """Modules of ours with the data beside them, and what student code is run with."""
    for source in sources:
        for file in (source.file, *_data_beside(source)):
            yield file.relative_to(ROOT).as_posix(), _read(file)
    yield from _folder(ROOT / INSIDE, INSIDE).items()


def _libraries(
    order: Order, imported: Iterable[str], programs: Iterable[Path]
) -> Iterator[tuple[str, bytes]]:
    """The requirements, by name, and the pins that hold them and what they require."""
    own = {name.partition(".")[0] for file in programs for name in Source(file).imported}
    ran = order.assignment.libraries if order.assignment.runs_code else ()
    names = requirements(ROOT, imported, own - set(OURS), ran)
    yield "requirements.txt", "".join(f"{each}\n" for each in names).encode()
    yield "constraints.txt", "".join(f"{each}\n" for each in pins(ROOT, names)).encode()


def _hooks(order: Order) -> Path | None:
    """The file of rules, tried.

    Raises:
        GraderError: if it cannot be loaded.
    """
    file = order.hooks or order.assignment.folder / HOOKS
    if order.hooks is None and not file.is_file():
        return None
    if not file.is_file():
        raise GraderError("there is no such file", where=str(file), hint="check --hooks")
    try:
        load_hooks(file)
    except HookError as error:
        raise GraderError(str(error), where=str(file), hint="see docs/gradescope.md") from error
    return file


def _data_beside(source: Source) -> Iterator[Path]:
    """Files of data beside a module that it names, and folders of such files."""
    for each in entries(source.file.parent):
        if each.name in source.words and each.suffix != ".py":
            files = list(files_in(each)) if each.is_dir() else [each]
            if not any(file.suffix == ".py" for file in files):
                yield from files


def _fixtures(sources: Iterable[Source], assignment: str) -> Iterator[Path]:
    """The fixtures that modules name; of what is kept for each assignment only this one's."""
    others = {*assignment_names()} - {assignment}
    words = [source.words for source in sources if FIXTURES in source.words]
    for each in sorted((ROOT / FIXTURES).iterdir()):
        if any(each.name in named for named in words):
            files = files_in(each) if each.is_dir() else (each,)
            yield from (
                file
                for file in files
                if others.isdisjoint(Path(part).stem for part in file.relative_to(ROOT).parts)
            )


def _folder(folder: Path, name: str) -> dict[str, bytes]:
    """The files of a folder, under another name."""
    if not folder.is_dir():
        raise GraderError("there is no such folder", where=str(folder))
    files = files_in(folder)
    return {f"{name}/{file.relative_to(folder).as_posix()}": _read(file) for file in files}


def _read(file: Path) -> bytes:
    """The bytes of a file.

    Raises:
        GraderError: if it is not here.
    """
    try:
        return file.read_bytes()
    except OSError as error:
        hint = "run it from the project's folder: nabla zip packs setup.sh and the code beside it"
        raise GraderError(
            f"cannot be read: {error.strerror}", where=str(file), hint=hint
        ) from error
