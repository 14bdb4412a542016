"""What follows from a seed: the same everywhere, different for everything else."""

import numpy as np
import torch

from solutions.training.config import Run
from solutions.training.modules import SeededDropout
from solutions.training.randomness import dropout_key, epoch_order, uniform


def test_an_order_holds_every_image_once_and_belongs_to_its_seed_and_epoch() -> None:
    orders = [epoch_order(seed, epoch, 100) for seed in range(4) for epoch in range(4)]
    assert all(sorted(order) == list(range(100)) for order in orders)
    assert len({order.tobytes() for order in orders}) == 16
    assert np.array_equal(epoch_order(2, 3, 100), orders[11])


def test_draws_are_spread_evenly_over_the_unit_interval() -> None:
    keys = torch.tensor([dropout_key(seed) for seed in range(10)])
    draws = torch.stack([uniform(keys, torch.tensor(draw), 1000) for draw in range(10)])
    assert draws.min() >= 0
    assert draws.max() < 1
    counts = torch.histc(draws, 20, 0.0, 1.0)
    assert ((counts - 5000) ** 2 / 5000).sum() < 50  # χ² with 19 degrees of freedom
    assert len(draws.unique()) > 99_000


def test_draws_of_a_run_do_not_depend_on_the_runs_beside_it() -> None:
    keys = torch.tensor([dropout_key(seed) for seed in (5, 6)])
    both = uniform(keys, torch.tensor(8), 30)
    assert torch.equal(both[1:], uniform(keys[1:], torch.tensor(8), 30))
    assert torch.equal(both[:, :10], uniform(keys, torch.tensor(8), 10))
    assert not torch.equal(both[0], both[1])
    assert not torch.equal(both, uniform(keys, torch.tensor(9), 30))


def test_neighbouring_draws_and_seeds_are_not_correlated() -> None:
    keys = torch.tensor([dropout_key(seed) for seed in range(2)])
    draws = [uniform(keys, torch.tensor(draw), 10_000) for draw in range(2)]
    rows = torch.cat([*draws, draws[0].roll(1, 1)])
    off_diagonal = torch.corrcoef(rows) - torch.eye(len(rows))
    assert off_diagonal.abs().max() < 0.05


def test_dropout_keeps_its_share_of_units_scales_them_and_rests_in_evaluation() -> None:
    run = Run(seed=3, learning_rate=0.1, dropout=0.4)
    dropout = SeededDropout(run.seed, run.dropout)
    units = torch.ones(100, 100)
    first, second = dropout(units), dropout(units)
    assert set(first.unique().tolist()) == {0.0, torch.tensor(1 / 0.6).item()}
    assert abs((first == 0).float().mean() - 0.4) < 0.02
    assert not torch.equal(first, second)
    assert torch.equal(dropout.eval()(units), units)
