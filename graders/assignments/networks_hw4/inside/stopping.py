"""Feeds made validation losses to a student's class for early stopping, and says when it stops."""

import inspect
from typing import Any

FLAGS = ("early_stop", "stop", "should_stop", "stopped", "stop_training", "done")
METHODS = ("__call__", "step", "update", "check", "should_stop", "early_stop", "on_epoch_end")


class StandInModel:
    """A network without parameters, for code that saves the best one."""

    def state_dict(self) -> dict[str, Any]:
        return {}

    def load_state_dict(self, state: dict[str, Any]) -> None: ...

    def parameters(self) -> list[Any]:
        return []


def stops(student: Any, name: str, series: list[list[float]], patience: int) -> list[int | None]:
    """The epoch after which each series of losses ends training, counted from 1; None if none."""
    import torch

    torch.save = lambda *given, **named: None
    return [_stop(getattr(student, name), losses, patience) for losses in series]


def _stop(kind: Any, losses: list[float], patience: int) -> int | None:
    named = "patience" in inspect.signature(kind).parameters
    stopper = kind(patience=patience) if named else kind(patience)
    for epoch, loss in enumerate(losses, start=1):
        if _asked_to_stop(stopper, loss):
            return epoch
    return None


def _asked_to_stop(stopper: Any, loss: float) -> bool:
    method = next(
        each for each in (getattr(stopper, name, None) for name in METHODS) if callable(each)
    )
    taken = [
        each
        for each in inspect.signature(method).parameters.values()
        if each.default is each.empty and each.kind is each.POSITIONAL_OR_KEYWORD
    ]
    given = [loss, StandInModel()][: max(1, len(taken))]
    answer = method(*given)
    flags = (getattr(stopper, name, None) for name in FLAGS)
    return answer is True or any(each is True for each in flags)
