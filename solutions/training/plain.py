"""A single run as an ordinary torch loop: what every run of the side-by-side trainer must equal."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from solutions.training.config import Run, TrainingConfig
from solutions.training.images import Images
from solutions.training.losses import mean_loss
from solutions.training.modules import Weights, initial_module, load_weights, weights_of
from solutions.training.randomness import epoch_order
from solutions.training.trainer import Split, split_on


@dataclass(frozen=True, slots=True, eq=False)
class PlainRun:
    """What a loop of some steps gives."""

    losses: list[float]  # of each step, with its L1 term
    weights: Weights
    trained: nn.Sequential


def train_plainly(
    config: TrainingConfig,
    run: Run,
    images: Images,
    *,
    steps: int,
    device: str = "cpu",
    start: Weights | None = None,
) -> PlainRun:
    """The first steps of a run.

    Args:
        config: its batch size, loss and so on; its own runs have no part.
        run: what is trained.
        images: of the size that the network takes.
        steps: how many, over as many epochs as it needs.
        device: where.
        start: initial weights; by default from the seed.
    """
    network = initial_module(config.network, run, seeded=True).to(device)
    if config.precision == "float64":
        network = network.double()
    if start is not None:
        load_weights(network, start)
    optimizer = optimizer_of(run, network)
    batches = _batches(split_on(torch.device(device), config, images, train=True), config, run)
    losses = [_step(network, optimizer, config, run, *next(batches)).item() for _ in range(steps)]
    return PlainRun(losses, weights_of(network), network)


def optimizer_of(run: Run, network: nn.Module) -> torch.optim.Optimizer:
    """The optimiser of torch with the settings of a run."""
    common: dict[str, Any] = {"lr": run.learning_rate, "weight_decay": run.weight_decay}
    epsilon, parameters = run.denominator_epsilon, network.parameters()
    match run.optimizer:
        case "sgd":
            return torch.optim.SGD(parameters, momentum=run.momentum, **common)
        case "adagrad":
            return torch.optim.Adagrad(parameters, eps=epsilon, **common)
        case "adam":
            return torch.optim.Adam(parameters, betas=run.betas, eps=epsilon, **common)
    return torch.optim.RMSprop(
        parameters, alpha=run.smoothing, eps=epsilon, momentum=run.momentum, **common
    )


def _step(
    network: nn.Module,
    optimizer: torch.optim.Optimizer,
    config: TrainingConfig,
    run: Run,
    images: Tensor,
    labels: Tensor,
) -> Tensor:
    optimizer.zero_grad()
    loss = mean_loss(network(images), labels, config.loss)
    if run.l1:
        loss = loss + run.l1 * sum(each.abs().sum() for each in network.parameters())
    torch.autograd.backward(loss)
    optimizer.step()
    return loss.detach()


def _batches(split: Split, config: TrainingConfig, run: Run) -> Iterator[tuple[Tensor, Tensor]]:
    """Batches of one epoch after another, without end."""
    epoch = 0
    while True:
        order = torch.from_numpy(epoch_order(run.seed, epoch, len(split))).to(split.labels.device)
        for chosen in torch.split(order, config.batch_size):
            yield split.images[chosen], split.labels[chosen]
        epoch += 1
