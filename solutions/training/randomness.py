"""Everything random in a run, from its seed: initial weights, order of images, dropped units.

The three do not depend on one another, nor on the device, nor on the runs beside it. Dropout takes
its randomness from a counter (splitmix64) in place of a generator with a state: the same run drops
the same units whether it is trained alone or with others, and a captured step draws anew at every
replay.
"""

import numpy as np
import torch
from numpy.typing import NDArray

ORDER, DROPOUT = 1, 2  # numbers of the streams; initial weights are those of torch.manual_seed

GOLDEN = 0x9E3779B97F4A7C15
MIX_1, MIX_2 = 0xBF58476D1CE4E5B9, 0x94D049BB133111EB


def epoch_order(seed: int, epoch: int, count: int) -> NDArray[np.int64]:
    """The order in which a run sees the images in an epoch.

    >>> sorted(epoch_order(3, 0, 5).tolist())
    [0, 1, 2, 3, 4]
    """
    return np.random.default_rng((seed, ORDER, epoch)).permutation(count)


def dropout_key(seed: int) -> int:
    """The number from which a run's dropped units follow, as a signed integer of 64 bits."""
    return int(
        np.random.SeedSequence((seed, DROPOUT)).generate_state(1, np.uint64).astype(np.int64)[0]
    )


def uniform(keys: torch.Tensor, draw: torch.Tensor, count: int) -> torch.Tensor:
    """Numbers in [0, 1) with 24 bits, as many for each key, that differ from draw to draw.

    Args:
        keys: int64, shape (runs,).
        draw: int64 without axes; it counts the draws from these keys.
        count: how many numbers for each.

    Returns:
        float32, shape (runs, count).

    >>> uniform(torch.tensor([7]), torch.tensor(0), 2)
    tensor([[0.7215, 0.6497]])
    """
    stream = _mixed(keys + (draw + 1) * _signed(GOLDEN))
    counter = torch.arange(1, count + 1, device=keys.device) * _signed(GOLDEN)
    bits = _mixed(stream.unsqueeze(1) + counter)
    return _shifted(bits, 40).float() / 2**24


def _mixed(x: torch.Tensor) -> torch.Tensor:
    """The finalizer of splitmix64, in integers that wrap around."""
    x = (x ^ _shifted(x, 30)) * _signed(MIX_1)
    x = (x ^ _shifted(x, 27)) * _signed(MIX_2)
    return x ^ _shifted(x, 31)


def _shifted(x: torch.Tensor, bits: int) -> torch.Tensor:
    """Shifted to the right with zeros coming in, which torch has for no signed type."""
    return (x >> bits) & ((1 << (64 - bits)) - 1)


def _signed(value: int) -> int:
    return value - 2**64 if value >= 2**63 else value
