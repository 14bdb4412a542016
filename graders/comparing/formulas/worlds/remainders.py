"""Worlds of remainders by a prime, in which rational terms are compared exactly."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from graders.comparing.formulas.arithmetic import Array, Modulo
from graders.comparing.formulas.worlds.draws import seeded
from graders.comparing.formulas.worlds.world import World
from graders.declaring.declarations import Declaration


def modular_world(
    symbols: Mapping[str, Declaration], world: World, numbers: Modulo, seed: int
) -> World:
    """A world of the same sizes with residues for values; discrete ones keep theirs."""
    random = seeded(seed)
    values = {
        name: _residues(symbols[name], array, numbers, random)
        for name, array in world.values.items()
    }
    return replace(world, values=values, distributions={})


def _residues(
    declaration: Declaration, array: Array, numbers: Modulo, random: np.random.Generator
) -> Array:
    prime = numbers.prime
    if declaration.dimension or declaration.domain in ("binary", "onehot", "index", "integer"):
        return array.astype(np.int64) % prime
    found = random.integers(1, prime, array.shape, dtype=np.int64)
    match declaration.domain:
        case "simplex":
            found[:, -1:] = (1 - found[:, :-1].sum(axis=1, keepdims=True)) % prime
        case "symmetric":
            found = (found + found.transpose(0, 2, 1)) % prime
    return found
