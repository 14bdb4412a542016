"""Runs pipelines of image transforms on images of several sizes; torchvision has a stand-in."""

import ast
import re
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import numpy as np

from graders.sandbox.inside.failures import NotFoundError
from graders.sandbox.inside.serving import seed_generators
from graders.sandbox.inside.stand_ins.attempts import attempt
from graders.sandbox.inside.stand_ins.libraries import CONTENTS, put_in_place
from graders.sandbox.inside.stand_ins.pictures import StandInImage
from graders.sandbox.inside.stand_ins.pieces import Cells, Piece
from graders.sandbox.inside.stand_ins.statements import IMPORTS, Space
from graders.sandbox.inside.stand_ins.transforms import (
    DEVIATION,
    MEAN,
    library,
    models_library,
    steps_of,
)

STATISTICS = {"mean": MEAN, "means": MEAN, "std": DEVIATION, "stds": DEVIATION}
TRANSFORMS = ("torchvision.transforms", "torchvision.transforms.v2")
MODELS = ("torchvision.models", "torchvision.models.resnet")
MOST_ELEMENTS = 200_000  # of a tensor that is sent: more than are asked for
COMPOSED = ("Compose", "transforms")  # what makes a pipeline wherever it stands
MOST = 6  # pipelines that are tried
PIPELINE = re.compile(r"transform|preprocess|augment|pipeline", re.IGNORECASE)


def transform(
    student: object, own: Cells, rest: Cells, images: Sequence[np.ndarray[Any, Any]]
) -> dict[str, Any]:
    """What each pipeline of an answer makes of each image.

    Args:
        student: the student's module, which is not used.
        own: the cells of the answer; if there are none, pipelines are looked for in the rest.
        rest: those of the whole submission.
        images: height x width x 3, whole numbers from 0 to 255.
    """
    CONTENTS.update({name: library() for name in TRANSFORMS})
    CONTENTS.update({name: models_library() for name in MODELS})
    put_in_place()
    labels = {label for label, _ in (*own, *rest)}
    return attempt(lambda: {"pipelines": _tried(_piece(own, rest), images, labels)}, labels)


def _piece(own: Cells, rest: Cells) -> Piece:
    """The answer; without one, the lines of the submission that make pipelines."""
    piece = Piece(own, rest)
    if not own:
        piece.answer = [
            each
            for each in piece.rest
            if isinstance(each.node, IMPORTS) or (each.is_plain and _makes(each.node, COMPOSED))
        ]
    return piece


def _tried(piece: Piece, images: Sequence[Any], labels: set[str]) -> list[dict[str, Any]]:
    pipelines, named = _pipelines(piece)
    if not pipelines and piece.damage:
        raise piece.damage[0]
    if not pipelines:
        raise NotFoundError("a pipeline")
    within = [one for each in pipelines for one in getattr(each, "steps", ())]
    inner = [each for each in pipelines if _is_in(each, within)]
    tried = [each for each in pipelines if not _is_in(each, inner) or _is_in(each, named)]
    return [
        {**_facts(each, images, labels), "inner": _is_in(each, inner)} for each in tried[-MOST:]
    ]


def _is_in(one: Any, several: Iterable[Any]) -> bool:
    return any(each is one for each in several)


def _pipelines(piece: Piece) -> tuple[list[Any], list[Any]]:
    """The pipelines in the order in which they are made, and what has a name.

    Where too few are made, there are functions.
    """
    made = library()["Compose"].made
    made.clear()
    names = dict(library(), **STATISTICS)

    def stand_in(name: str, uses: frozenset[str]) -> Any:
        return None if piece.binds(name) else names.get(name)

    loads = {name for each in piece.answer for name in each.loads}
    space = piece.space_for(loads - {each for one in piece.answer for each in one.binds}, stand_in)
    for each in piece.answer:
        try:
            each.run(space)
        except Exception:
            if _makes_one(each.node):
                raise
    found = made if len(made) > 1 else [*made, *_others(piece, space)]
    return found, [*space.values()]


def _makes_one(node: ast.stmt) -> bool:
    """Whether a statement makes a pipeline, rather than showing what it does."""
    return _makes(node, ("Compose", "Sequential"))


def _makes(node: ast.AST, names: Collection[str]) -> bool:
    return any(
        isinstance(each, ast.Name | ast.Attribute)
        and (each.id if isinstance(each, ast.Name) else each.attr) in names
        for each in ast.walk(node)
    )


def _others(piece: Piece, space: Space) -> list[Any]:
    """Pipelines of another make: torch's Sequential, or functions of one image."""
    import torch

    sequences = [each for each in space.values() if type(each) is torch.nn.Sequential]
    functions = [
        space[each.node.name]
        for each in piece.answer
        if isinstance(each.node, ast.FunctionDef)
        and PIPELINE.search(each.node.name)
        and len(each.node.args.args) == 1
        and each.node.name in space
    ]
    return [*sequences, *functions]


def _facts(pipeline: Any, images: Sequence[Any], labels: set[str]) -> dict[str, Any]:
    steps = steps_of(pipeline)
    return {
        "steps": [repr(each) for each in steps if hasattr(each, "given")],
        "idle": _idle(steps, images),
        "results": [
            attempt(lambda image=each: _result(pipeline, image), labels)  # type: ignore[misc]
            for each in images
        ],
    }


def _result(pipeline: Any, image: Any) -> dict[str, Any]:
    """What a pipeline makes of an image; one that does the same gives the same, also by chance."""
    seed_generators()
    return _shown(pipeline(StandInImage(image)))


def _shown(result: Any) -> dict[str, Any]:
    """A result: a tensor with its shape, anything else by its kind."""
    if not hasattr(result, "dtype") or isinstance(result, np.ndarray):
        return {"kind": type(result).__name__}
    is_small = result.numel() <= MOST_ELEMENTS
    return {
        "kind": "tensor",
        "shape": list(result.shape),
        "values": result if is_small else None,
    }


def _idle(steps: Sequence[Any], images: Sequence[Any]) -> list[int]:
    """The steps that change none of the images."""
    changing = set()
    for image in images:
        now: Any = StandInImage(image)
        for number, step in enumerate(steps):
            try:
                after = step(now)
            except Exception:
                return []
            if getattr(step, "is_random", True) or not _same(now, after):
                changing.add(number)
            now = after
    return [number for number in range(len(steps)) if number not in changing]


def _same(before: Any, after: Any) -> bool:
    if type(before) is not type(after):
        return False
    one, other = (getattr(each, "pixels", each) for each in (before, after))
    return np.shape(one) == np.shape(other) and bool((np.asarray(one) == np.asarray(other)).all())
