"""Runs a training loop on a small network, and tells what became of its weights."""

import ast
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graders.sandbox.inside.failures import NotFoundError
from graders.sandbox.inside.stand_ins.attempts import attempt
from graders.sandbox.inside.stand_ins.libraries import put_in_place
from graders.sandbox.inside.stand_ins.pieces import Cells, Piece
from graders.sandbox.inside.stand_ins.roles import role_of
from graders.sandbox.inside.stand_ins.uses import arguments_for

EPOCHS = re.compile(r"^(?:n_?|num_?|max_?)?epochs?$", re.IGNORECASE)
OPTIMISER = re.compile(r"^(?:opt|optim|optimi[sz]er)$")
MOST_NUMBERS = 20_000


def train(
    student: object,
    own: Cells,
    rest: Cells,
    weights: NDArray[np.float32],
    images: NDArray[np.float32],
    truth: NDArray[np.int64],
    batch: int,
    steps: int,
) -> dict[str, Any]:
    """The weights after the loop, the steps taken, the optimiser, and the numbers it kept.

    Args:
        student: the student's module, which is not used.
        own: the cells of the answer.
        rest: those of the whole submission.
        weights: of the linear layer before training, with the bias as last column.
        images: shape (count, channels, height, width).
        truth: their classes.
        batch: images in a batch.
        steps: batches in an epoch.
    """
    put_in_place()
    stage = Stage(weights, images, truth, batch, steps)
    labels = {label for label, _ in (*own, *rest)}
    ended = attempt(lambda: stage.run(Piece(own, rest)), labels)
    return {**stage.left(), **ended}


class Loader:
    """Batches that are gone through again and again within an epoch, and counted."""

    def __init__(self, images: Any, truth: Any, batch: int, steps: int) -> None:
        self.images, self.truth = images, truth
        self.batch_size, self.steps, self.taken, self.epochs = batch, steps, 0, 0
        self.dataset = range(batch * steps)

    def __len__(self) -> int:
        return self.steps

    def __iter__(self) -> Iterator[list[Any]]:
        starts = range(0, len(self.images), self.batch_size)
        self.epochs += 1
        for step in range(self.steps):
            start = starts[step % len(starts)]
            self.taken += 1
            end = start + self.batch_size
            yield [self.images[start:end], self.truth[start:end]]


class Stage:
    """A linear network, a loader, a loss and an optimiser."""

    def __init__(self, weights: Any, images: Any, truth: Any, batch: int, steps: int) -> None:
        import torch

        torch.set_num_threads(1)
        linear = torch.nn.Linear(weights.shape[1] - 1, len(weights))
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(weights[:, :-1].copy()))
            linear.bias.copy_(torch.from_numpy(weights[:, -1].copy()))
        self.linear, self.network = linear, torch.nn.Sequential(torch.nn.Flatten(), linear)
        self.loader = Loader(torch.from_numpy(images), torch.from_numpy(truth), batch, steps)
        self.built: list[Any] = []
        self.space: dict[str, Any] = {}
        _note_optimisers(self.built)

    def run(self, piece: Piece) -> dict[str, Any]:
        """Runs the lines, or the function that trains if nothing calls it."""
        if not piece.answer:
            raise NotFoundError("the lines")

        def stand_in(name: str, uses: frozenset[str]) -> Any:
            if piece.binds(name) and role_of(name, uses) in ("device", "criterion", "batch_size"):
                return None
            return self._stand_in(name, uses, piece)

        self.space, _ = piece.run_lines(stand_in, ("to_csv", "savefig", "show"), self.space)
        functions = [each.node for each in piece.answer if isinstance(each.node, ast.FunctionDef)]
        trains = [each for each in functions if "backward" in ast.dump(each)]
        if trains and not self.loader.taken:
            last = trains[-1]
            self.space["returned"] = self.space[last.name](*arguments_for(last, stand_in))
        return {"damaged": bool(piece.damage)}

    def _stand_in(self, name: str, uses: frozenset[str], piece: Piece) -> Any:
        import torch

        if EPOCHS.match(name):
            return None if piece.binds(name) else 3
        if OPTIMISER.match(name):
            if piece.binds(name):
                return None
            return torch.optim.SGD(self.network.parameters(), lr=0.001, momentum=0.9)
        return {
            "model": self.network, "loader": self.loader, "dataset": self.loader.dataset,
            "device": torch.device("cpu"), "criterion": torch.nn.CrossEntropyLoss(),
            "batch_size": self.loader.batch_size,
        }.get(role_of(name, uses))  # fmt: skip

    def left(self) -> dict[str, Any]:
        """What there is in the end, also of a run that failed."""
        weight, bias = self.linear.weight.detach(), self.linear.bias.detach()
        name, settings = _settings(self.built[-1]) if self.built else ("", {})
        kept = [*_series(self.space.values())]
        return {
            "weights": np.column_stack([weight.numpy(), bias.numpy()]).astype(np.float64),
            "taken": self.loader.taken,
            "epochs": self.loader.epochs,
            "optimiser": name,
            "settings": settings,
            "kept": [each for each in kept if each],
            "has_graph": any(map(_has_graph, self.space.values())),
        }


def _note_optimisers(built: list[Any]) -> None:
    import torch

    begin = torch.optim.Optimizer.__init__

    def noted(self: Any, *given: Any, **named: Any) -> None:
        built.append(self)
        begin(self, *given, **named)

    torch.optim.Optimizer.__init__ = noted  # type: ignore[method-assign]


def _settings(optimiser: Any) -> tuple[str, dict[str, float]]:
    """The kind of an optimiser, and its settings that are numbers."""
    found: dict[str, float] = {}
    for name, value in optimiser.param_groups[0].items():
        if name == "betas":
            found |= {"beta1": float(value[0]), "beta2": float(value[1])}
        elif isinstance(value, bool | int | float):
            found[name] = float(value)
    return type(optimiser).__name__, found


def _series(values: Any, depth: int = 0) -> Iterator[list[float]]:
    """Lists of numbers among the names, and within lists and dictionaries."""
    for value in values:
        if isinstance(value, dict):
            value = list(value.values())
        if isinstance(value, list | tuple) and value:
            numbers = [_number(each) for each in value[:MOST_NUMBERS]]
            if all(each is not None for each in numbers):
                yield [each for each in numbers if each is not None]
            elif depth < 2:
                yield from _series([*value, *_columns(value)], depth + 1)


def _columns(rows: Any) -> Iterator[list[Any]]:
    """The columns of rows of one length: (epoch, step, loss)."""
    if all(isinstance(each, list | tuple) for each in rows) and len({*map(len, rows)}) == 1:
        yield from (list(each) for each in zip(*rows, strict=True))


def _number(value: Any) -> float | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if getattr(value, "shape", None) == () and hasattr(value, "item"):
        return float(value.item())
    return None


def _has_graph(value: Any) -> bool:
    """Whether a sum of losses, or the last of a list, still holds the graph of its steps."""
    if isinstance(value, list):
        return bool(value) and getattr(value[-1], "grad_fn", None) is not None
    return type(getattr(value, "grad_fn", None)).__name__ == "AddBackward0"
