"""Calls a student's bound with a small network, in each of the ways in which it may be written.

The sheet leaves open how a model is made, whether the data are a loader, a data set or an array,
and what the arguments are called. A *scene* is one choice of these; the grader goes through them.
Nothing here knows which value is right.
"""

import builtins
import inspect
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from graders.sandbox.inside.failures import describe
from graders.sandbox.inside.stand_ins.libraries import library, put_in_place

put_in_place()  # before the student's program is run
for short in ("np", "numpy", "torch", "nn", "F", "math", "copy"):  # where nothing imports them
    builtins.__dict__.setdefault(short, library(short))

BATCH = 16
MODELS = ("sequential", "flattening", "attributes", "own class")
SHAPES = ("images", "rows")
SCENES = (
    *itertools.product(("loader", "dataset", "pair", "tensor", "array"), SHAPES, MODELS, [False]),
    *itertools.product(["loader"], SHAPES, MODELS, [True]),  # the margin is a tensor
)
ROLES = tuple(
    (role, re.compile(spelling, re.IGNORECASE))
    for role, spelling in (
        ("delta", r"^delta$|^confidence"),
        ("margin", r"margin|^gamma"),
        ("U", r"^(?:u|w_?1)$"),
        ("V", r"^(?:v|w_?2)$"),
        ("U0", r"^(?:u_?0|u_?init\w*|w_?1_?(?:0|init\w*)|(?:init_)w_?1)$"),
        ("V0", r"^(?:v_?0|v_?init\w*|w_?2_?(?:0|init\w*)|(?:init_)w_?2)$"),
        ("b0", r"^(?:b_?0|b_?init\w*|b_?1_?(?:0|init\w*)|(?:init_)b_?1)$"),
        ("labels", r"label|target|^y(?:_?train)?$"),
        ("classes", r"class(?:es)?$|^c$|out(?:put)?_(?:dim|size|features)"),
        ("channels", r"channels?$"),
        ("side", r"^(?:img|image)_?(?:dim|size)$"),
        ("inputs", r"^d$|in(?:put)?_(?:dim|size|features)"),
        ("hidden", r"hidden|^h$|width|units$"),
        ("points", r"^[mn]$|^n(?:um)?_(?:train|samples|data|points|examples)$"),
        ("device", r"^dev(?:ice)?$"),
        ("init_model", r"init|start|untrained|before|orig|(?:model|net)_?0$"),
        ("model", r"model|net(?:work)?\d?$|trained|classifier"),
        ("data", r"data|loader|inputs?$|images?$|^x(?:_?train)?$|^train$"),
    )
)
ORDER = ("model", "init_model", "data", "margin", "delta")  # as the sheet has them
FIRST = re.compile(r"(?:fc|lin(?:ear)?|l|layer|dense)_?1|(?:fc_?|l_?)?(?:hidden|in|input|first)\w*")
SECOND = re.compile(
    r"(?:fc|lin(?:ear)?|l|layer|dense)_?2|(?:fc_?|l_?)?(?:out|output|last|second)\w*"
)
WHOLE = re.compile(
    r"net(?:work)?|model|layers?|main|seq\w*|stack|\w+_stack|features|classifier|mlp"
)


Cells = Sequence[tuple[str, str]]  # what a traceback calls each, and its source


class OtherSignatureError(Exception):
    """It is not plain what the arguments of the function are."""


def call_bound(
    student: Any, name: str, scene: int, case: Mapping[str, Any], cells: Cells
) -> dict[str, Any]:
    """What a function gives for one network in one scene.

    Args:
        student: the student's module.
        name: of the function.
        scene: its number; beyond the last one the reply says "no scene".
        case: `network` and `start` (each `U`, `b1`, `V`, `b2`), `inputs`, the `shape` of one,
            `labels`, `margin`, `delta`.
        cells: the student's sources, for tracebacks.
    """
    if scene >= len(SCENES):
        return {"failed": "no scene"}
    try:
        function = _function(student, name, cells)
        with _on_processor()():
            stage = _stage(student, SCENES[scene], case)
            given, named, taken = _arguments(function, stage)
            return {"value": function(*given, **named), "taken": sorted(taken)}
    except MemoryError:
        raise
    except (Exception, SystemExit) as error:
        return {"failed": type(error).__name__, **describe(error, [label for label, _ in cells])}


def _function(student: Any, name: str, cells: Cells) -> Any:
    """The function; where it is not there, because its source is damaged, the damage is raised."""
    if not hasattr(student, name):
        for label, text in cells:
            compile(text, label, "exec", dont_inherit=True)
    return getattr(student, name)


# --- arguments ------------------------------------------------------------------------------------


def _arguments(
    function: Any, stage: Mapping[str, Any]
) -> tuple[list[Any], dict[str, Any], set[str]]:
    """What the function is called with, by name or in the order of the sheet; and these roles."""
    parameters = inspect.signature(function).parameters.values()
    named = [
        each for each in parameters if each.kind in (each.POSITIONAL_OR_KEYWORD, each.KEYWORD_ONLY)
    ]
    needed = [each for each in named if each.default is each.empty]
    roles = {each.name: _role(each.name) for each in named}
    wanted = [roles[each.name] for each in needed]
    if needed and all(wanted) and len({*wanted}) == len(wanted):
        known = {name: role for name, role in roles.items() if role}
        return [], {name: stage[role] for name, role in known.items()}, {*known.values()}
    takes_any = any(each.kind is each.VAR_POSITIONAL for each in parameters)
    count = len(needed) or len(ORDER) * takes_any
    if not 3 <= count <= len(ORDER):
        raise OtherSignatureError("it is not plain what the arguments are")
    return [stage[role] for role in ORDER[:count]], {}, {*ORDER[:count]}


def _role(name: str) -> str:
    return next((role for role, spelling in ROLES if spelling.search(name)), "")


def _stage(student: Any, scene: tuple[Any, ...], case: Mapping[str, Any]) -> dict[str, Any]:
    """What stands for each role in a scene."""
    import torch

    form, layout, model, margin_is_tensor = scene
    inputs, classes = torch.from_numpy(case["inputs"]), len(case["network"]["V"])
    points, shape = len(inputs), tuple(case["shape"])
    rows = inputs.reshape(points, *shape) if layout == "images" else inputs
    truth = torch.from_numpy(case["labels"])
    as_given = (lambda array: array) if form == "array" else torch.from_numpy
    start, network = case["start"], case["network"]
    return {
        "model": _model(student, model, network),
        "init_model": _model(student, model, start),
        "data": _data(form, rows, truth),
        "labels": case["labels"] if form == "array" else truth,
        "margin": torch.tensor(float(case["margin"])) if margin_is_tensor else case["margin"],
        "delta": case["delta"],
        "device": torch.device("cpu"),
        "points": points, "classes": classes, "channels": shape[0], "side": shape[-1],
        "inputs": inputs.shape[1], "hidden": len(network["U"]),
        "U": as_given(network["U"]), "V": as_given(network["V"]),
        "U0": as_given(start["U"]), "V0": as_given(start["V"]), "b0": as_given(start["b1"]),
    }  # fmt: skip


def _data(form: str, rows: Any, truth: Any) -> Any:
    from torch.utils.data import DataLoader, TensorDataset

    match form:
        case "loader":
            return DataLoader(TensorDataset(rows, truth), batch_size=BATCH)
        case "dataset":
            return TensorDataset(rows, truth)
        case "pair":
            return rows, truth
        case "array":
            return rows.numpy()
    return rows


# --- models ---------------------------------------------------------------------------------------


def _model(student: Any, form: str, weights: Mapping[str, Any]) -> Any:
    from torch import nn

    first = _linear(weights["U"], weights["b1"])
    second = _linear(weights["V"], weights["b2"])
    match form:
        case "sequential":
            return nn.Sequential(first, nn.ReLU(), second)
        case "flattening":
            return nn.Sequential(nn.Flatten(), first, nn.ReLU(), second)
        case "own class":
            return _own_network(student, first, second)
    return _network_class()(first, second)


def _linear(weight: Any, bias: Any) -> Any:
    import torch

    layer = torch.nn.Linear(*weight.shape[::-1])
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(weight))
        layer.bias.copy_(torch.from_numpy(bias))
    return layer


@cache
def _network_class() -> Any:
    from torch import nn

    class StandInNetwork(nn.Module):
        """A network whose layers go by any usual name."""

        def __init__(self, first: Any, second: Any) -> None:
            super().__init__()
            self.fc1, self.relu, self.fc2 = first, nn.ReLU(), second

        def forward(self, x: Any) -> Any:
            return self.fc2(self.relu(self.fc1(x.flatten(1))))

        def __getattr__(self, name: str) -> Any:
            modules = self.__dict__.get("_modules", {})
            if name in modules or name.startswith("_") or not modules:
                return super().__getattr__(name)
            if FIRST.fullmatch(name):
                return modules["fc1"]
            if SECOND.fullmatch(name):
                return modules["fc2"]
            if WHOLE.fullmatch(name):
                return nn.Sequential(*modules.values())
            return super().__getattr__(name)

    return StandInNetwork


def _own_network(student: Any, first: Any, second: Any) -> Any:
    """A network of the student's own class, with these two in place of its linear layers."""
    from torch import nn

    for made in _own_networks(
        student, [first.in_features, first.out_features, second.out_features]
    ):
        linear = [path for path, each in made.named_modules() if isinstance(each, nn.Linear)]
        if len(linear) == 2:
            for path, layer in zip(linear, (first, second), strict=True):
                parent, _, name = path.rpartition(".")
                setattr(made.get_submodule(parent), name, layer)
            return made
    raise OtherSignatureError("there is no network of the student's own")


def _own_networks(student: Any, sizes: list[int]) -> Iterator[Any]:
    from torch import nn

    for each in vars(student).values():
        if (
            isinstance(each, type)
            and issubclass(each, nn.Module)
            and each.__module__ == student.__name__
        ):
            taken = [
                parameter
                for parameter in inspect.signature(each).parameters.values()
                if parameter.default is parameter.empty
            ]
            given = {0: [], 1: sizes[1:2], 2: sizes[:2], 3: sizes}.get(len(taken))
            if given is not None:
                yield each(*given)


@cache
def _on_processor() -> Any:
    import torch
    from torch.overrides import TorchFunctionMode

    def here(value: Any) -> Any:
        kind = value if isinstance(value, str) else getattr(value, "type", "")
        moves = isinstance(value, str | torch.device) and str(kind).startswith(("cuda", "mps"))
        return "cpu" if moves else value

    class OnProcessor(TorchFunctionMode):
        """Keeps on the processor what code moves to a GPU, which is not there."""

        def __torch_function__(
            self, function: Any, types: Any, args: Any = (), kwargs: Any = None
        ) -> Any:
            if function is torch.Tensor.cuda:
                return args[0]
            named = {name: here(value) for name, value in (kwargs or {}).items()}
            return function(*map(here, args), **named)

    return OnProcessor
