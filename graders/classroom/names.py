"""The names of submissions: a class keeps them from run to run, wherever its files move.

A path that was graded before keeps its name. Another path takes the place of an earlier one if it
ends alike, but for its format (`new/ben.md` and `old/ben.pdf`, `new/ann/hw.md` and
`old/ann/hw.md`), where `old` holds several submissions, and at least half of what is new in `new`
ends like earlier ones. Otherwise
the two are two students', as `ann/hw.md` and `ben/hw.md` are, and none loses its report or marks.
"""

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from graders.output import submission_names
from graders.reading.intake import submission_id
from graders.reading.intake.names import DOCUMENTS, PICTURES, READABLE, UNOPENED_ARCHIVES

_FORMATS = (*UNOPENED_ARCHIVES, *READABLE, *PICTURES, *DOCUMENTS)


def names_in_class(paths: Sequence[Path], known: Mapping[str, Path]) -> dict[Path, str]:
    """A name of its own for each path, in the order of the paths.

    Args:
        paths: of a run.
        known: of earlier runs, by name.

    >>> known = {"ada": Path("/old/ada.md"), "ben": Path("/old/ben.md")}
    >>> names_in_class([Path("/new/ben.md")], known)
    {PosixPath('/new/ben.md'): 'ben'}
    >>> names_in_class([Path("/ben/hw.md")], {"hw": Path("/ann/hw.md")})
    {PosixPath('/ben/hw.md'): 'ben_hw'}
    """
    by_place = {absolute(path): name for name, path in known.items()}
    kept = {path: by_place[absolute(path)] for path in paths if absolute(path) in by_place}
    new = [path for path in paths if path not in kept]
    names = kept | _places_taken(new, known, set(kept.values()))
    taken = {*known, *names.values()}
    plain = submission_names(paths)
    for path in paths:
        if path not in names:
            names[path] = next(name for name in _proposed(path, plain[path]) if name not in taken)
            taken.add(names[path])
    return {path: names[path] for path in paths}


def absolute(path: Path) -> Path:
    """The path from the root, without turns on the way."""
    return Path(os.path.normpath(path.absolute()))


def _proposed(path: Path, plain: str) -> Iterator[str]:
    yield plain
    named = f"{submission_id(absolute(path).parent)}_{plain}"
    yield named
    number = 2
    while True:
        yield f"{named}_{number}"
        number += 1


def _places_taken(
    new: Iterable[Path], known: Mapping[str, Path], kept: set[str]
) -> dict[Path, str]:
    """The paths that take the place of earlier ones, and whose."""
    earlier = _Earlier(known, kept)
    matches = {path: earlier.match(absolute(path)) for path in new}
    alike = Counter(match[1] for match in matches.values() if match)
    folders = Counter(folder for path in matches for folder in absolute(path).parents)
    found: dict[Path, str] = {}
    for path, match in matches.items():
        if match is not None:
            name, folder = match
            if 2 * alike[folder] >= folders[folder] and name not in found.values():
                found[path] = name
    return found


class _Earlier:
    """The submissions of earlier runs, found by how their paths end."""

    def __init__(self, known: Mapping[str, Path], kept: set[str]) -> None:
        self.places = {name: absolute(path) for name, path in known.items()}
        self.held = Counter(folder for place in self.places.values() for folder in place.parents)
        self.by_end: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
        for name, place in self.places.items():
            if name not in kept:
                for length in range(1, len(place.parts)):
                    self.by_end[_parts(place)[-length:]].append(name)

    def match(self, place: Path) -> tuple[str, Path] | None:
        """The one that ends most alike, and the folder of this place in which both do."""
        for length in range(len(place.parts) - 1, 0, -1):
            names = self.by_end.get(_parts(place)[-length:], [])
            if names:
                above = length - 1
                fitting = [
                    name for name in names if self.held[self.places[name].parents[above]] > 1
                ]
                return (fitting[0], place.parents[above]) if len(fitting) == 1 else None
        return None


def _parts(place: Path) -> tuple[str, ...]:
    """The parts of a path without the format of its file."""
    name = place.name.lower()
    ending = next((each for each in _FORMATS if name.endswith(each)), "")
    return *place.parts[:-1], place.name[: len(name) - len(ending)]
