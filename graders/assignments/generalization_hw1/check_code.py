"""Public checks of the code: nothing here knows a right value."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from graders.errors import Mismatch, Undecided
from graders.grading.student import Student, in_words
from graders.reading.code.answer_code import all_cells

HARNESS = Path(__file__).parent / "inside" / "bounds.py"
INPUTS, HIDDEN, CLASSES, POINTS = (1, 2, 2), 3, 2, 30
SCENES = 60  # at most: ways in which a model and data may be given


def weights(seed: int) -> dict[str, np.ndarray]:
    """The weights of a small network."""
    draw = np.random.default_rng(seed)
    shapes: Mapping[str, tuple[int, ...]] = {
        "U": (HIDDEN, 4), "b1": (HIDDEN,), "V": (CLASSES, HIDDEN), "b2": (CLASSES,),
    }  # fmt: skip
    return {name: draw.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}


def request(margin: float) -> dict[str, Any]:
    """A network, its start and some points, for a margin."""
    inputs = np.random.default_rng(3).normal(size=(POINTS, 4)).astype(np.float32)
    return {
        "network": weights(1), "start": weights(2), "inputs": inputs, "shape": INPUTS,
        "labels": np.arange(POINTS) % CLASSES, "margin": np.float64(margin), "delta": 0.01,
    }  # fmt: skip


def said(student: Student, name: str, scene: int, margin: float) -> Mapping[str, Any]:
    """What comes of one call."""
    arguments = (name, scene, request(margin), all_cells(student.code))
    call = student.drive(HARNESS, "call_bound", *arguments, uses=name)
    if not call.returned:
        raise Mismatch(in_words(name, call))
    return call.value if isinstance(call.value, dict) else {}


def number(reply: Mapping[str, Any]) -> float | None:
    """The number that came back, if it is one."""
    value = reply.get("value")
    plain = isinstance(value, int | float | np.number) and not isinstance(value, bool)
    scalar = isinstance(value, np.ndarray) and value.shape == () and value.dtype.kind in "iuf"
    return float(value) if plain or scalar else None  # type: ignore[arg-type]


@pytest.mark.question("3.own_bound", points=5, kind="code")
def check_own_bound(student: Student) -> None:
    """It runs on a small network, gives one number, and refuses a margin that is not positive."""
    names = [each for each in student.code.functions() if "bound" in each.casefold()]
    name = "own_bound" if "own_bound" in names or not names else names[-1]
    replies = (said(student, name, scene, 1.0) for scene in range(SCENES))
    first: Mapping[str, Any] = {}
    for scene, reply in enumerate(replies):
        first = first or reply
        value = number(reply)
        if value is not None:
            expect_a_bound(student, name, scene, value)
            return
        if "value" in reply:
            raise Mismatch(f"{name} is to return one number, a float or a scalar.")
        if reply.get("failed") == "no scene":
            break
    raise Undecided(f"{name} does not run on a small network: {first.get('message', '')}")


def expect_a_bound(student: Student, name: str, scene: int, value: float) -> None:
    """That the bound grows as the margin falls, and bounds nothing at or below zero."""
    smaller = number(said(student, name, scene, 0.5))
    if not (np.isfinite(value) and smaller is not None and smaller > value > 0):
        raise Mismatch(f"{name} is to be positive, and larger for a smaller margin.")
    for margin in (0.0, -1.0):
        reply = said(student, name, scene, margin)
        if "failed" not in reply and not np.isinf(number(reply) or 0.0):
            raise Mismatch(f"{name} is to raise an error or return infinity at margin {margin:g}.")
