"""Fine-tuning: pretrained weights from a local file, a new head, frozen layers, early stopping.

    network = module(LENET, run)                     # any torch network
    load_pretrained(network, Path("pretrained.safetensors"), head=("fc3",))
    freeze(network, trained=("fc3",))
    history = fine_tune(network, train, validation, Schedule(learning_rate=1e-4, patience=10))

A frozen layer stays bit for bit as it was: its parameters take no gradient, and it stays in
evaluation mode, so that the running statistics of a batch norm do not move either.
"""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from torch import Tensor, nn
    from torch.optim import Optimizer

Split = tuple["Tensor", "Tensor"]  # images and labels


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long and how fast is trained; by Adam, on the cross-entropy."""

    learning_rate: float = 1e-4
    batch_size: int = 32
    patience: int = 10  # epochs without a lower validation loss that end training
    most_epochs: int = 100
    seed: int = 0


@dataclass(slots=True)
class History:
    """The losses and accuracies after each epoch, and the best epoch, counted from 1."""

    losses: list[float] = field(default_factory=list)
    validation_losses: list[float] = field(default_factory=list)
    validation_accuracies: list[float] = field(default_factory=list)
    best: int = 0


def load_pretrained(network: "nn.Module", file: Path, head: Sequence[str]) -> None:
    """Puts the weights of a file into a network, but for those of its head.

    Args:
        network: whose layers, but for the head, are those of the file.
        file: safetensors, or what `torch.save` makes of a state dictionary.
        head: the names of the layers that are new.

    Raises:
        ValueError: if layers other than the head are missing, unknown or of another shape.
    """
    loaded = _read(file)
    own = network.state_dict()
    kept = {name: each for name, each in loaded.items() if not _is_in(name, head)}
    needed = {name for name in own if not _is_in(name, head)}
    if kept.keys() != needed:
        raise ValueError(f"{file}: {sorted(kept.keys() ^ needed)} are in one of the two alone")
    wrong = [name for name in kept if kept[name].shape != own[name].shape]
    if wrong:
        raise ValueError(f"{file}: {wrong} have other shapes")
    network.load_state_dict({**own, **kept})


def _read(file: Path) -> dict[str, "Tensor"]:
    import torch

    if file.suffix == ".safetensors":
        from safetensors.torch import load_file

        return load_file(str(file))
    return torch.load(file, map_location="cpu", weights_only=True)


def freeze(network: "nn.Module", trained: Sequence[str]) -> None:
    """Lets only the layers of these names learn.

    >>> from torch import nn
    >>> layers = nn.ModuleDict({"body": nn.Linear(2, 3), "head": nn.Linear(3, 2)})
    >>> freeze(layers, trained=["head"])
    >>> [name for name, each in layers.named_parameters() if each.requires_grad]
    ['head.weight', 'head.bias']
    """
    for name, parameter in network.named_parameters():
        parameter.requires_grad_(_is_in(name, trained))


def fine_tune(network: "nn.Module", train: Split, validation: Split, schedule: Schedule) -> History:
    """Trains what is not frozen until the validation loss no longer falls; keeps the best weights.

    The optimiser is built here, after layers were frozen or not, and gets what may learn.
    """
    import torch

    learning = [each for each in network.parameters() if each.requires_grad]
    optimizer = torch.optim.Adam(learning, lr=schedule.learning_rate)
    random = np.random.default_rng(schedule.seed)
    history, best, waited = History(), deepcopy(network.state_dict()), 0
    for epoch in range(1, schedule.most_epochs + 1):
        history.losses.append(_train(network, optimizer, train, schedule.batch_size, random))
        loss, accuracy = _evaluate(network, validation)
        history.validation_losses.append(loss)
        history.validation_accuracies.append(accuracy)
        if loss < min(history.validation_losses[:-1], default=np.inf):
            history.best, best, waited = epoch, deepcopy(network.state_dict()), 0
        else:
            waited += 1
        if waited >= schedule.patience:
            break
    network.load_state_dict(best)
    return history


def _train(
    network: "nn.Module",
    optimizer: "Optimizer",
    split: Split,
    batch_size: int,
    random: np.random.Generator,
) -> float:
    from torch.nn import functional

    _set_mode(network)
    losses = []
    for images, labels in _batches(split, batch_size, random):
        optimizer.zero_grad()
        loss = functional.cross_entropy(network(images), labels)
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        losses.append(loss.item())
    return float(np.mean(losses))


def _set_mode(network: "nn.Module") -> None:
    """Training mode for layers that learn alone."""
    network.eval()
    for module in network.modules():
        own = list(module.parameters(recurse=False))
        if own and all(each.requires_grad for each in own):
            module.train()


def _batches(split: Split, size: int, random: np.random.Generator) -> Iterator[Split]:
    images, labels = split
    order = random.permutation(len(labels))
    for start in range(0, len(order), size):
        chosen = order[start : start + size].tolist()
        yield images[chosen], labels[chosen]


def _evaluate(network: "nn.Module", split: Split) -> tuple[float, float]:
    import torch
    from torch.nn import functional

    network.eval()
    images, labels = split
    with torch.inference_mode():
        scores = network(images)
    right = (scores.argmax(1) == labels).float().mean()
    return functional.cross_entropy(scores, labels).item(), right.item()


def _is_in(name: str, layers: Sequence[str]) -> bool:
    """Whether a parameter belongs to one of these layers."""
    return any(name == each or name.startswith(f"{each}.") for each in layers)
