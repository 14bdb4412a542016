"""Runs a student's code that computes an accuracy, with a network and a loader that stand in.

The code is a function, whatever its name and parameters, or some lines. What it returns and
prints goes back as it is: nothing here knows which accuracy is right.
"""

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..failures import NotFoundError
from .attempts import NO_GPU, attempt
from .batches import StandInDataSet, StandInLoader, StandInSplits
from .devices import APART, asking_network, let_all_tensors_move
from .libraries import put_in_place
from .pieces import Cells, Piece, numbers_of
from .roles import is_for_training, role_of
from .statements import Space
from .uses import attributes, uses_of

GPU, PROCESSOR = "cuda:0", "cpu"
EVALUATES = re.compile(r"test|eval|acc|valid|check|infer|predict|score", re.IGNORECASE)
TRAINING = frozenset({"backward", "step", "zero_grad"})


def evaluate(
    student: object, answer: Cells, rest: Cells, case: Mapping[str, Any]
) -> dict[str, Any]:
    """What the code of an answer makes of one case.

    Args:
        student: the student's module, which is not used.
        answer: cells of code.
        rest: the cells of the whole submission.
        case: `labels` of all test images, the `sizes` of the batches, the `kind` of a batch, the
            `shape` of an image, and `train`, a case for the training set. The network's scores are
            asked for.
    """
    put_in_place()
    let_all_tensors_move()
    labels = {label for label, _ in (*answer, *rest)}
    space: Space = {}
    result = attempt(lambda: _on_either_device(Piece(answer, rest), case, space), labels)
    return {**result, "variables": numbers_of(space)}


def _on_either_device(piece: Piece, case: Mapping[str, Any], space: Space) -> dict[str, Any]:
    """What comes of a case on a GPU that is not there; if code needs a real one, without."""
    try:
        return _evaluated(piece, case, GPU, space)
    except Exception as error:
        if not NO_GPU.search(str(error)) or APART in str(error):
            raise
    space.clear()
    return _evaluated(piece, case, PROCESSOR, space)


def _evaluated(piece: Piece, case: Mapping[str, Any], device: str, space: Space) -> dict[str, Any]:
    import torch

    torch.set_grad_enabled(True)
    scene = Scene.of(case, device, _answers_in_pairs(piece))
    function = _evaluating_function(piece)
    if function is not None:
        _set_mode_first(piece, scene)
        value = _called(piece, scene, function, space)
    elif _loops(piece):
        _, value = piece.run_lines(scene.stand_in, TRAINING, space)
    elif piece.damage:
        raise piece.damage[0]
    else:
        unread = f" ({', '.join(piece.unread)} cannot be compiled)" if piece.unread else ""
        raise NotFoundError(f"the evaluation{unread}")
    return {
        "name": function.name if function else "",
        "value": value,
        "damaged": bool(piece.damage),
    }


# --- what stands in -------------------------------------------------------------------------------


@dataclass
class Scene:
    """The network, data and loaders of one case."""

    network: Any
    train: StandInLoader
    test: StandInLoader
    device: str

    @classmethod
    def of(cls, case: Mapping[str, Any], device: str, pairs: bool) -> "Scene":
        network = asking_network("", answers_in_pairs=pairs)
        kind = {"list": list, "tuple": tuple}[case["kind"]]
        first, shape = len(case["labels"]), case["shape"]
        test = StandInDataSet(_long(case["labels"]), shape=shape)
        train = StandInDataSet(
            _long(case["train"]["labels"]), first=first, shape=shape, split="Train"
        )
        return cls(
            network,
            StandInLoader(train, case["train"]["sizes"], kind),
            StandInLoader(test, case["sizes"], kind),
            device,
        )

    def stand_in(self, name: str, uses: frozenset[str]) -> Any:
        """What stands in for a name; None if it is not one of the roles."""
        role = role_of(name, uses)
        train = is_for_training(name)
        match role:
            case "model":
                return self.network
            case "loader" if train:
                return self.train
            case "loader":
                return StandInSplits(self.train, self.test)
            case "dataset":
                return self.train.dataset if train else self.test.dataset
            case _:
                return self._small(role)

    def _small(self, role: str) -> Any:
        import torch

        match role:
            case "device":
                return torch.device(self.device)
            case "criterion":
                return lambda *given, **named: torch.tensor(0.5)
            case "batch_size":
                return self.test.batch_size
            case "epoch":
                return 1
            case "classes":
                return tuple(self.test.dataset.classes)
        return None


def _long(labels: NDArray[Any]) -> NDArray[np.int64]:
    return np.asarray(labels, np.int64)


def _answers_in_pairs(piece: Piece) -> bool:
    """Whether the code takes two results of the network, as in `output, features = cnn(x)`."""

    def calls_network(node: ast.AST) -> bool:
        match node:
            case ast.Call(func=ast.Name(id=name), args=[_]):
                return role_of(name, piece.uses.get(name, frozenset())) == "model"
        return False

    for node in (part for each in piece.answer for part in ast.walk(each.node)):
        match node:
            case ast.Assign(targets=[ast.Tuple(elts=[_, _])], value=value) if calls_network(value):
                return True
            case ast.Subscript(value=value, slice=ast.Constant(value=0)) if calls_network(value):
                return True
    return False


# --- which function -------------------------------------------------------------------------------


def _evaluating_function(piece: Piece) -> ast.FunctionDef | None:
    """The function that goes over a loader and calls a network; of several the best named."""
    functions = piece.functions()
    found = [each for each in functions.values() if _evaluates(each, functions)]
    by_name = [each for each in found if EVALUATES.search(each.name)]
    best = by_name or found
    return best[-1] if best else None


def _evaluates(function: ast.FunctionDef, functions: Mapping[str, ast.FunctionDef]) -> bool:
    uses = uses_of([function])
    roles = {role_of(name, how) for name, how in uses.items() if name not in functions}
    iterates = any("iterated" in how for how in uses.values())
    calls = any("called" in how and role_of(name, how) == "model" for name, how in uses.items())
    forwards = calls or "forward" in attributes(function)
    return "loader" in roles and iterates and forwards and TRAINING.isdisjoint(attributes(function))


def _loops(piece: Piece) -> bool:
    """Whether lines of the answer go over a loader."""
    lines = [each for each in piece.answer if TRAINING.isdisjoint(attributes(each.node))]
    uses = uses_of(each.node for each in lines)
    return any("iterated" in how and role_of(name, how) == "loader" for name, how in uses.items())


def _set_mode_first(piece: Piece, scene: Scene) -> None:
    """Sets the mode of the network where lines above the function do."""
    for each in piece.answer:
        match each.node:
            case ast.Expr(
                value=ast.Call(func=ast.Attribute(value=ast.Name(), attr="eval"), args=[])
            ):
                scene.network.eval()


def _called(piece: Piece, scene: Scene, function: ast.FunctionDef, space: Space) -> Any:
    """What the function returns; the names are put into the space."""
    space.update(piece.space_for([function.name], scene.stand_in))
    uses = uses_of([function])
    taken = function.args
    parameters = [*taken.posonlyargs, *taken.args]
    needed = len(parameters) - len(taken.defaults)
    given = []
    for each in parameters[:needed]:
        found = scene.stand_in(each.arg, uses.get(each.arg, frozenset()))
        if found is None:
            raise NameError(f"nothing here stands for {each.arg} of {function.name}")
        given.append(found)
    named = {
        each.arg: found
        for each in (*parameters[needed:], *taken.kwonlyargs)
        if (found := scene.stand_in(each.arg, uses.get(each.arg, frozenset()))) is not None
    }
    return space[function.name](*given, **named)
