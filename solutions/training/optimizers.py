"""Steps of optimisers for many runs at once, each with its own settings, as torch.optim takes them.

Every function changes parameters and state in place and reads the number of the step from a tensor,
so that a captured step can be replayed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from solutions.training.config import OPTIMIZERS, Optimizer, Run


@dataclass(frozen=True, slots=True)
class Settings:
    """Numbers of the runs that share an optimiser, each of shape (runs, 1)."""

    rate: Tensor
    momentum: Tensor
    betas: tuple[Tensor, Tensor]  # float64, for exact powers
    smoothing: Tensor
    epsilon: Tensor


State = dict[str, Tensor]
Step = Callable[[Tensor, Tensor, State, Settings, Tensor], None]


class Update:
    """One step of every run: rows with the same optimiser lie side by side.

    Args:
        runs: in the order of `OPTIMIZERS`.
        values: the parameters, one row a run.
        used: 1 where a parameter belongs to the run, 0 elsewhere; of the same shape.

    Raises:
        ValueError: if the runs are not in that order.
    """

    def __init__(self, runs: Sequence[Run], values: Tensor, used: Tensor) -> None:
        kinds = [run.optimizer for run in runs]
        if kinds != sorted(kinds, key=OPTIMIZERS.index):
            raise ValueError(f"runs must be in the order of their optimisers: {OPTIMIZERS}")
        self.values = values
        self._decay = _penalty([run.weight_decay for run in runs], used)
        self._l1 = _penalty([run.l1 for run in runs], used)
        self._groups = [
            _Group(
                kind, slice(kinds.index(kind), kinds.index(kind) + kinds.count(kind)), runs, values
            )
            for kind in dict.fromkeys(kinds)
        ]

    @property
    def state(self) -> State:
        """Everything the optimisers remember, by name."""
        return {f"{g.kind}.{name}": each for g in self._groups for name, each in g.state.items()}

    def penalty(self) -> Tensor | float:
        """λ Σ |w| of each run, shape (runs,), or zero if no run has an L1 term."""
        return 0.0 if self._l1 is None else (self._l1 * self.values.abs()).sum(1)

    def take(self, gradients: Tensor, step: Tensor) -> None:
        """Move the parameters.

        Args:
            gradients: of the loss without its penalties, shape of `values`; changed in place.
            step: how many steps were taken before, int64 without axes.
        """
        if self._l1 is not None:
            gradients.addcmul_(self._l1, self.values.sign())
        if self._decay is not None:
            gradients.addcmul_(self._decay, self.values)
        for group in self._groups:
            group.take(self.values[group.rows], gradients[group.rows], step)


class _Group:
    """The runs that share an optimiser."""

    def __init__(self, kind: Optimizer, rows: slice, runs: Sequence[Run], values: Tensor) -> None:
        self.kind, self.rows = kind, rows
        own = runs[rows]
        with_momentum = any(run.momentum for run in own)
        slots, self._step = STEPS[kind]
        self.state = {
            slot: torch.zeros_like(values[rows])
            for slot in slots
            if slot != "velocity" or with_momentum
        }
        exact = torch.tensor([run.betas for run in own], device=values.device, dtype=torch.float64)
        self._settings = Settings(
            rate=_column([run.learning_rate for run in own], values),
            momentum=_column([run.momentum for run in own], values),
            betas=(exact[:, :1], exact[:, 1:]),
            smoothing=_column([run.smoothing for run in own], values),
            epsilon=_column([run.denominator_epsilon for run in own], values),
        )

    def take(self, values: Tensor, gradients: Tensor, step: Tensor) -> None:
        self._step(values, gradients, self.state, self._settings, step)


def sgd(values: Tensor, gradients: Tensor, state: State, own: Settings, step: Tensor) -> None:
    """Plain steps, or momentum: v ← μ v + g,  w ← w − η v."""
    if "velocity" in state:
        gradients = state["velocity"].mul_(own.momentum).add_(gradients)
    values.addcmul_(gradients, own.rate, value=-1)


def adagrad(values: Tensor, gradients: Tensor, state: State, own: Settings, step: Tensor) -> None:
    """Adagrad: s ← s + g²,  w ← w − η g / (√s + ε)."""
    squares = state["squares"].addcmul_(gradients, gradients)
    values.addcdiv_(gradients * own.rate, squares.sqrt().add_(own.epsilon), value=-1)


def rmsprop(values: Tensor, gradients: Tensor, state: State, own: Settings, step: Tensor) -> None:
    """RMSprop: s ← α s + (1 − α) g²,  v ← μ v + g / (√s + ε),  w ← w − η v."""
    squares = state["squares"].mul_(own.smoothing)
    squares.addcmul_(gradients * (1 - own.smoothing), gradients)
    scaled = gradients / squares.sqrt().add_(own.epsilon)
    if "velocity" in state:
        scaled = state["velocity"].mul_(own.momentum).add_(scaled)
    values.addcmul_(scaled, own.rate, value=-1)


def adam(values: Tensor, gradients: Tensor, state: State, own: Settings, step: Tensor) -> None:
    """Adam: m ← β₁ m + (1 − β₁) g,  s ← β₂ s + (1 − β₂) g²,  w ← w − η m̂ / (√ŝ + ε).

    m̂ = m / (1 − β₁ᵗ) and ŝ = s / (1 − β₂ᵗ) in the t-th step.
    """
    first, second = own.betas
    dtype = values.dtype
    mean = state["mean"].lerp_(gradients, (1 - first).to(dtype))
    squares = state["squares"].mul_(second.to(dtype))
    squares.addcmul_(gradients * (1 - second).to(dtype), gradients)
    first_correction, second_correction = 1 - first ** (step + 1), 1 - second ** (step + 1)
    rate = (own.rate / first_correction).to(dtype)
    denominators = squares.sqrt().div_(second_correction.sqrt().to(dtype)).add_(own.epsilon)
    values.addcdiv_(mean * rate, denominators, value=-1)


STEPS: dict[Optimizer, tuple[tuple[str, ...], Step]] = {
    "sgd": (("velocity",), sgd),
    "adagrad": (("squares",), adagrad),
    "rmsprop": (("squares", "velocity"), rmsprop),
    "adam": (("mean", "squares"), adam),
}


def _column(numbers: Sequence[float], like: Tensor) -> Tensor:
    return torch.tensor(numbers, device=like.device, dtype=like.dtype).unsqueeze(1)


def _penalty(strengths: Sequence[float], used: Tensor) -> Tensor | None:
    """Strength of a penalty for each parameter of each run; None if no run has it."""
    return _column(strengths, used) * used if any(strengths) else None
