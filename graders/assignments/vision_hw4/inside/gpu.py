"""Runs lines that train on a GPU, with a network and batches that know where they are placed."""

import ast
import re
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from graders.sandbox.inside.asking import ask
from graders.sandbox.inside.failures import NotFoundError
from graders.sandbox.inside.stand_ins.attempts import attempt
from graders.sandbox.inside.stand_ins.batches import StandInDataSet, StandInLoader
from graders.sandbox.inside.stand_ins.devices import (
    TRACKS,
    asking_network,
    let_all_tensors_move,
    tensors_in,
)
from graders.sandbox.inside.stand_ins.libraries import put_in_place
from graders.sandbox.inside.stand_ins.pieces import Cells, Piece
from graders.sandbox.inside.stand_ins.roles import role_of
from graders.sandbox.inside.stand_ins.uses import arguments_for

GPU = "cuda:0"
SIZES = (4, 4, 2)
IMAGES = re.compile(r"^(?:inputs?|images?|imgs?|x|xb|x_?(?:batch|train))$", re.IGNORECASE)
LABELS = re.compile(r"^(?:labels?|targets?|y|yb|y_?(?:batch|train|true))$", re.IGNORECASE)
BATCH = re.compile(r"^(?:data|batch|sample)$")
EPOCHS = re.compile(r"^(?:n_?|num_?)?epochs?$", re.IGNORECASE)
OPTIMISER = re.compile(r"^(?:opt|optimi[sz]er)$")


def train(
    student: object, own: Cells, rest: Cells, tokens: Mapping[str, str], truth: Any
) -> dict[str, Any]:
    """Which images and labels the lines leave in their names, and how the run ended.

    Args:
        student: the student's module, which is not used.
        own: the cells of the answer.
        rest: those of the whole submission.
        tokens: of the `network`, the `images` and the `labels` before any move.
        truth: the classes of all images.
    """
    put_in_place()
    let_all_tensors_move()
    stage = Stage(tokens, truth)
    labels = {label for label, _ in (*own, *rest)}
    ended = attempt(lambda: stage.run(Piece(own, rest)), labels)
    return {**stage.left(), **ended}


class Stage:
    """A network, a loader and a batch, on a machine that says it has a GPU."""

    def __init__(self, tokens: Mapping[str, str], truth: Any) -> None:
        _pretend_gpu()
        TRACKS.tokens.update(tokens)
        self.network = asking_network(tokens["network"])
        self.data = StandInDataSet(np.asarray(truth, np.int64), split="Train")
        self.loader = StandInLoader(self.data, SIZES)
        self.images, self.labels = next(iter(self.loader))
        _note_optimisers(self.network)
        self.space: dict[str, Any] = {}

    def run(self, piece: Piece) -> dict[str, Any]:
        """Runs the lines, or the functions if there is nothing else."""
        if not piece.answer:
            raise NotFoundError("the lines")

        def stand_in(name: str, uses: frozenset[str]) -> Any:
            if piece.binds(name) and role_of(name, uses) in ("device", "criterion"):
                return None
            return self._stand_in(name, uses, piece)

        self.space, _ = piece.run_lines(stand_in, space=self.space)
        functions = [each.node for each in piece.answer if isinstance(each.node, ast.FunctionDef)]
        if functions and not TRACKS.has_moved:
            last = functions[-1]
            self.space[last.name](*arguments_for(last, stand_in))
        return {"damaged": bool(piece.damage)}

    def _stand_in(self, name: str, uses: frozenset[str], piece: Piece) -> Any:
        import torch

        if IMAGES.match(name) or LABELS.match(name):
            return self.labels if LABELS.match(name) else self.images
        if BATCH.match(name):
            with_labels = any(LABELS.match(each) for each in piece.uses)
            alone = with_labels and bool(piece.uses.get(name, frozenset()) & {".to", ".cuda"})
            return self.images if alone else [self.images, self.labels]
        if EPOCHS.match(name):
            return 2
        if OPTIMISER.match(name) and not piece.binds(name):
            return torch.optim.SGD([])
        return {
            "model": self.network, "loader": self.loader, "dataset": self.data,
            "device": torch.device(GPU), "criterion": torch.nn.CrossEntropyLoss(), "batch_size": 4,
        }.get(role_of(name, uses))  # fmt: skip

    def left(self) -> dict[str, Any]:
        """The tokens of what names hold in the end, and of labels that scores were held against."""
        held = tensors_in([self.space.get(name) for name in self.space])
        return {
            "held": sorted({TRACKS.of(each).token for each in held} - {""}),
            "compared": sorted(TRACKS.compared - {""}),
        }


def _pretend_gpu() -> None:
    import torch

    torch.cuda.is_available = lambda: True
    torch.backends.mps.is_available = lambda: True  # type: ignore[assignment]
    torch.cuda.device_count = lambda: 1
    torch.cuda.current_device = lambda: 0
    torch.cuda.get_device_name = lambda *given: "a GPU"
    torch.cuda.empty_cache = lambda: None
    torch.cuda.synchronize = lambda *given: None


def _note_optimisers(network: Any) -> None:
    """Puts an optimiser that does nothing in place of torch's; it says what it is built for."""
    import torch

    base = torch.optim.Optimizer

    class StandInOptimiser:
        def __init__(self, params: Iterable[Any], *rest: Any, **named: Any) -> None:
            groups = [each["params"] if isinstance(each, dict) else [each] for each in params]
            if any(each is network.scale for group in groups for each in group):
                ask("optimiser")

        def zero_grad(self, *rest: Any, **named: Any) -> None: ...

        def step(self, *rest: Any, **named: Any) -> None: ...

    for name, each in list(vars(torch.optim).items()):
        if isinstance(each, type) and issubclass(each, base):
            setattr(torch.optim, name, StandInOptimiser)
