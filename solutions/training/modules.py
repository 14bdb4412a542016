"""The same networks as plain torch modules, one run at a time."""

from collections import OrderedDict
from collections.abc import Mapping

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from solutions.training.config import Run
from solutions.training.description import Layer, Network
from solutions.training.randomness import dropout_key, uniform

Weights = Mapping[str, NDArray[np.floating]]


class SeededDropout(nn.Module):
    """Dropout of the units that a run with this seed drops, step after step.

    Args:
        seed: of the run.
        probability: that a unit is dropped.
        place: 0 for the first dropout of the network, 1 for the next.
        places: how many dropouts the network has.
    """

    def __init__(self, seed: int, probability: float, place: int = 0, places: int = 1) -> None:
        super().__init__()
        self.key, self.probability = torch.tensor([dropout_key(seed)]), probability
        self.draw, self.places = place, places

    def forward(self, units: Tensor) -> Tensor:
        if not self.training:
            return units
        draws = uniform(self.key, torch.tensor(self.draw), units.numel()).view(units.shape)
        self.draw += self.places
        return units * (draws.to(units.device) >= self.probability) / (1 - self.probability)


def module(network: Network, run: Run, *, seeded: bool = False) -> nn.Sequential:
    """The network of a run, initialized as torch does from its present state.

    Args:
        network: what to build; batch norms and dropouts are left out where the run has none.
        run: tells which there are.
        seeded: drop the units that follow from the run's seed, not from torch's generator.

    >>> from solutions.training.networks import MNIST
    >>> names = module(MNIST, Run(seed=0, learning_rate=0.1)).state_dict()
    >>> [name for name in names if name.endswith("weight")]
    ['conv1.weight', 'conv2.weight', 'fc1.weight', 'fc2.weight', 'fc3.weight']
    """
    built: OrderedDict[str, nn.Module] = OrderedDict()
    places = network.named("dropout")
    for layer, shape in zip(network.layers, network.shapes(), strict=True):
        if layer.kind == "dropout" and run.dropout:
            place = places.index(layer.name), len(places)
            built[layer.name] = (
                SeededDropout(run.seed, run.dropout, *place) if seeded else nn.Dropout(run.dropout)
            )
        elif layer.kind != "dropout" and (layer.kind != "batch norm" or run.batch_norm):
            built[layer.name] = _module(layer, is_map=len(shape) == 3)
    return nn.Sequential(built)


def initial_module(network: Network, run: Run, *, seeded: bool = False) -> nn.Sequential:
    """The network that `torch.manual_seed` with the run's seed gives, for weights of float32.

    torch's own generator is left as it was.
    """
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(run.seed)
        return module(network, run, seeded=seeded)


def weights_of(built: nn.Module) -> dict[str, NDArray[np.floating]]:
    """Copies of all weights, biases and running statistics by their names."""
    return {
        name: value.detach().cpu().numpy().copy()
        for name, value in built.state_dict().items()
        if not name.endswith("num_batches_tracked")
    }


def load_weights(built: nn.Module, weights: Weights) -> None:
    """Put in weights, as they come from `weights_of` or from a result.

    Raises:
        ValueError: if a weight is missing, unknown, or of another shape.
    """
    own = built.state_dict()
    counts = {name for name in own if name.endswith("num_batches_tracked")}
    if own.keys() - counts != weights.keys():
        raise ValueError(f"weights {sorted(own.keys() - counts)} are needed, not {sorted(weights)}")
    for name, value in weights.items():
        if own[name].shape != value.shape:
            raise ValueError(f"{name} has shape {value.shape}, not {tuple(own[name].shape)}")
        own[name].copy_(torch.from_numpy(np.array(value)))


def _module(layer: Layer, *, is_map: bool) -> nn.Module:
    match layer.kind:
        case "convolution":
            return nn.Conv2d(layer.inputs, layer.outputs, layer.kernel, padding=layer.padding)
        case "linear":
            return nn.Linear(layer.inputs, layer.outputs)
        case "max pooling":
            return nn.MaxPool2d(layer.kernel)
        case "batch norm":
            return (nn.BatchNorm2d if is_map else nn.BatchNorm1d)(layer.inputs)
        case "flatten":
            return nn.Flatten()
    return nn.ReLU()
