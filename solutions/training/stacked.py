"""A network of many runs: parameters with a leading axis of runs, in one matrix of a row a run."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from solutions.training import layers
from solutions.training.config import Run
from solutions.training.description import Layer, Network
from solutions.training.modules import Weights, initial_module, weights_of
from solutions.training.randomness import dropout_key, uniform

ALIGNMENT = 16  # numbers: every parameter begins at 64 bytes, which matrix products like


class StackedNetwork:
    """The networks of several runs, evaluated and differentiated together.

    Attributes:
        values: all parameters, one row a run, with zeros between them; shape (runs, columns).
        parameters: views into `values` by name, each of shape (runs, ...), to differentiate by.
        places: the columns of each parameter.
        statistics: running mean and variance of each batch norm, shape (runs, channels).
        used: which columns belong to a parameter that the run has; shape (runs, columns).
    """

    def __init__(
        self, network: Network, runs: Sequence[Run], *, device: torch.device, dtype: torch.dtype
    ) -> None:
        self.network, self.runs, self.device, self.dtype = network, tuple(runs), device, dtype
        self.places, columns = _places(network)
        self.values = torch.zeros(len(runs), columns, device=device, dtype=dtype)
        self.parameters = {
            name: view.requires_grad_() for name, view in self.views(self.values).items()
        }
        self.statistics = {
            layer.name: (self._filled(layer.inputs, 0.0), self._filled(layer.inputs, 1.0))
            for layer in network.layers
            if layer.kind == "batch norm"
        }
        self._keys = torch.tensor([dropout_key(run.seed) for run in runs], device=device)
        self._dropout = self._column([run.dropout for run in runs]).view(-1, 1, 1)
        self._normed = torch.tensor([run.batch_norm for run in runs], device=device)
        self.used = self._used()

    def views(self, matrix: Tensor) -> dict[str, Tensor]:
        """The parts of a matrix with one row a run that belong to each parameter."""
        shapes = self.network.parameters()
        return {
            name: matrix[:, place].detach().view(-1, *shapes[name])
            for name, place in self.places.items()
        }

    def initialize(self) -> None:
        """Initial weights of every run from its seed."""
        for row, run in enumerate(self.runs):
            self.load(row, weights_of(initial_module(self.network, run)))

    def load(self, row: int, weights: Weights) -> None:
        """Put in the weights of one run.

        Raises:
            ValueError: if a weight is missing, unknown, or of another shape.
        """
        slots = self._slots(row)
        if slots.keys() != weights.keys():
            raise ValueError(f"weights {sorted(slots)} are needed, not {sorted(weights)}")
        for name, slot in slots.items():
            if slot.shape != weights[name].shape:
                raise ValueError(f"{name}: shape {weights[name].shape}, not {tuple(slot.shape)}")
            slot.copy_(torch.from_numpy(np.array(weights[name])))

    def weights(self, row: int) -> dict[str, NDArray[np.floating]]:
        """Copies of the weights of one run, named as in its plain module."""
        return {name: slot.cpu().numpy().copy() for name, slot in self._slots(row).items()}

    def scores(self, images: Tensor, draw: Tensor | None = None) -> Tensor:
        """Raw scores of images, each run seeing its own.

        Args:
            images: shape (runs, batch, channels, height, width).
            draw: number of the training step, for dropout; None evaluates.

        Returns:
            Shape (runs, batch, classes).
        """
        signal = images.permute(0, 2, 3, 1, 4)
        for layer in self.network.layers:
            signal = self._after(signal, layer, draw)
        return signal

    def _after(self, signal: Tensor, layer: Layer, draw: Tensor | None) -> Tensor:
        match layer.kind:
            case "convolution":
                return layers.convolution(signal, *self._of(layer), padding=layer.padding)
            case "linear":
                return layers.linear(signal, *self._of(layer))
            case "max pooling":
                return layers.max_pooling(signal, layer.kernel)
            case "flatten":
                return layers.flatten(signal)
            case "relu":
                return functional.relu(signal)
            case "batch norm":
                return self._normalized(signal, layer, training=draw is not None)
            case "dropout":
                return signal if draw is None else self._dropped(signal, layer, draw)

    def _normalized(self, signal: Tensor, layer: Layer, *, training: bool) -> Tensor:
        if not any(run.batch_norm for run in self.runs):
            return signal
        statistics = self.statistics[layer.name]
        normal = layers.batch_norm(signal, *self._of(layer), statistics, training=training)
        if all(run.batch_norm for run in self.runs):
            return normal
        return torch.where(self._normed.view(-1, *[1] * (signal.ndim - 1)), normal, signal)

    def _dropped(self, units: Tensor, layer: Layer, draw: Tensor) -> Tensor:
        if not any(run.dropout for run in self.runs):
            return units
        dropouts = self.network.named("dropout")
        number = draw * len(dropouts) + dropouts.index(layer.name)
        draws = uniform(self._keys, number, math.prod(units.shape[1:]))
        return layers.dropout(units, draws, self._dropout)

    def _of(self, layer: Layer) -> tuple[Tensor, Tensor]:
        return self.parameters[f"{layer.name}.weight"], self.parameters[f"{layer.name}.bias"]

    def _slots(self, row: int) -> dict[str, Tensor]:
        """Where each weight of a run is kept, in the order and with the names of its module."""
        found = {name: value.detach()[row] for name, value in self.parameters.items()}
        for name, (mean, variance) in self.statistics.items():
            found |= {f"{name}.running_mean": mean[row], f"{name}.running_var": variance[row]}
        skipped = () if self.runs[row].batch_norm else self.network.named("batch norm")
        return {
            name: slot for name, slot in found.items() if name.rpartition(".")[0] not in skipped
        }

    def _used(self) -> Tensor:
        used = torch.zeros_like(self.values)
        for name, place in self.places.items():
            is_norm = name.rpartition(".")[0] in self.statistics
            used[:, place] = (self._normed | (not is_norm)).to(self.dtype).unsqueeze(1)
        return used

    def _filled(self, channels: int, value: float) -> Tensor:
        shape = len(self.runs), channels
        return torch.full(shape, value, device=self.device, dtype=self.dtype)

    def _column(self, numbers: Sequence[float]) -> Tensor:
        return torch.tensor(numbers, device=self.device, dtype=self.dtype).unsqueeze(1)


def _places(network: Network) -> tuple[Mapping[str, slice], int]:
    """The columns of each parameter, and how many there are together."""
    places, column = {}, 0
    for name, shape in network.parameters().items():
        places[name] = slice(column, column + math.prod(shape))
        column += -(-math.prod(shape) // ALIGNMENT) * ALIGNMENT
    return places, column
