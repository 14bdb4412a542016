"""Remainders by a large prime: exact, for what is rational."""

from fractions import Fraction

import numpy as np

from graders.comparing.formulas.arithmetic.expansions import determinant, inverse
from graders.comparing.formulas.arithmetic.floats import Array, Floats, NotRational

PRIMES = (2_147_483_647, 2_147_483_629)  # the two largest below 2^31: products fit 64 bits


class Modulo(Floats):
    """Remainders by a prime: exact for what is rational, and refused otherwise."""

    exact = True
    expands = True
    cost = 4

    def __init__(self, prime: int) -> None:
        self.prime = prime

    def constant(self, value: Fraction) -> Array:
        return np.full((1, 1, 1), self.remainder(value), dtype=np.int64)

    def whole(self, numbers: Array) -> Array:
        return numbers.astype(np.int64) % self.prime

    def remainder(self, value: Fraction) -> int:
        if value.denominator % self.prime == 0:
            raise NotRational("a denominator that the prime divides")
        return value.numerator * pow(value.denominator, -1, self.prime) % self.prime

    def named(self, name: str) -> Array:
        raise NotRational(name)

    def add(self, left: Array, right: Array) -> Array:
        return (left + right) % self.prime

    def negate(self, array: Array) -> Array:
        return -array % self.prime

    def multiply(self, left: Array, right: Array) -> Array:
        return left * right % self.prime

    def divide(self, left: Array, right: Array) -> Array:
        if (right == 0).any():
            raise NotRational("a zero divisor")
        inverse = np.frompyfunc(lambda value: pow(value, -1, self.prime), 1, 1)
        return left * inverse(right).astype(np.int64) % self.prime

    def raised(self, base: Array, exponent: int) -> Array:
        found = np.ones_like(base)
        while exponent:
            if exponent & 1:
                found = found * base % self.prime
            base = base * base % self.prime
            exponent >>= 1
        return found

    def power(self, base: Array, exponent: Array) -> Array:
        raise NotRational("a power that is not written out")

    def total(self, array: Array, axis: int | tuple[int, int]) -> Array:
        return array.sum(axis=axis, keepdims=True) % self.prime

    def matmul(self, left: Array, right: Array) -> Array:
        return (left[:, :, :, None] * right[:, None, :, :] % self.prime).sum(axis=2) % self.prime

    def function(self, name: str, array: Array) -> Array:
        raise NotRational(name)

    def det(self, array: Array) -> Array:
        return determinant(self, array)

    def inverse(self, array: Array) -> Array:
        return inverse(self, array)

    def compare(self, sign: str, left: Array, right: Array) -> Array:
        raise NotRational("a comparison")

    def is_defined(self, array: Array) -> Array:
        return np.ones(array.shape, dtype=bool)

    def undefined(self) -> Array:
        raise NotRational("undefined")
