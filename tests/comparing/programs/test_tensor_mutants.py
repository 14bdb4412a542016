"""Mutants of what students write, each rejected, and rewrites, each accepted."""

from typing import Any

import numpy as np
import pytest

from graders.comparing.programs.tensors import compare_arrays
from tests.comparing.programs.arrays_to_compare import (
    code,
)


def softmax(scores: Any) -> Any:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def cross_entropy(scores: Any, labels: Any) -> Any:
    return -np.log(softmax(scores)[np.arange(len(labels)), labels]).mean()


def cross_entropy_gradient(scores: Any, labels: Any) -> Any:
    return (softmax(scores) - np.eye(scores.shape[1])[labels]) / len(labels)


RNG = np.random.default_rng(1)
SCORES, LABELS = RNG.normal(size=(5, 3)) * 2, np.array([0, 2, 1, 1, 0])

MUTANTS: dict[str, tuple[Any, Any, str]] = {
    "softmax over examples": (softmax(SCORES.T).T, softmax(SCORES), ""),
    "softmax of the transposed": (softmax(SCORES).T, softmax(SCORES), "transposed"),
    "softmax without its sum": (np.exp(SCORES), softmax(SCORES), ""),
    "softmax over everything": (np.exp(SCORES) / np.exp(SCORES).sum(), softmax(SCORES), ""),
    "logarithm of softmax": (np.log(softmax(SCORES)), softmax(SCORES), ""),
    "loss without mean": (
        cross_entropy(SCORES, LABELS) * 5, cross_entropy(SCORES, LABELS), "summed",
    ),
    "loss without minus": (-cross_entropy(SCORES, LABELS), cross_entropy(SCORES, LABELS), "sign"),
    "loss in bits": (
        cross_entropy(SCORES, LABELS) / np.log(2), cross_entropy(SCORES, LABELS), "",
    ),
    "losses not averaged": (-np.log(softmax(SCORES)[:, 0]), cross_entropy(SCORES, LABELS), "shape"),
    "gradient without mean": (
        cross_entropy_gradient(SCORES, LABELS) * 5, cross_entropy_gradient(SCORES, LABELS),
        "summed",
    ),
    "gradient without labels": (softmax(SCORES) / 5, cross_entropy_gradient(SCORES, LABELS), ""),
    "gradient with next label": (
        cross_entropy_gradient(SCORES, (LABELS + 1) % 3), cross_entropy_gradient(SCORES, LABELS),
        "",
    ),
    "argmax as real numbers": (SCORES.argmax(1) * 1.0, SCORES.argmax(1), "dtype"),
    "maximum for argmax": (SCORES.max(1), SCORES.argmax(1), "dtype"),
    "argmax over examples": (SCORES.argmax(0), SCORES.argmax(1), "shape"),
    "argmin": (SCORES.argmin(1), SCORES.argmax(1), ""),
    "mean with keepdims": (SCORES.mean(0, keepdims=True), SCORES.mean(0), "shape"),
    "sample deviation": (SCORES.std(0, ddof=1), SCORES.std(0), "factor"),
    "variance": (SCORES.var(0), SCORES.std(0), ""),
}  # fmt: skip


@pytest.mark.parametrize(("found", "reference", "mistake"), MUTANTS.values(), ids=MUTANTS)
def test_a_mutant_is_rejected(found: Any, reference: Any, mistake: str) -> None:
    comparison = compare_arrays(found, reference, batch=5)
    assert comparison.equal is False
    assert code(comparison) == mistake


REWRITES: dict[str, tuple[Any, Any]] = {
    "softmax without a shift": (
        np.exp(SCORES) / np.exp(SCORES).sum(1, keepdims=True), softmax(SCORES),
    ),
    "softmax in float32": (softmax(SCORES.astype(np.float32)), softmax(SCORES)),
    "softmax row by row": ([softmax(row[None])[0] for row in SCORES], softmax(SCORES)),
    "loss by log-sum-exp": (
        float(np.mean(np.log(np.exp(SCORES).sum(1)) - SCORES[np.arange(5), LABELS])),
        cross_entropy(SCORES, LABELS),
    ),
    "argmax as int32": (SCORES.argmax(1).astype(np.int32), SCORES.argmax(1)),
    "argmax as a list": (SCORES.argmax(1).tolist(), SCORES.argmax(1)),
    "deviation by moments": (
        np.sqrt((SCORES**2).mean(0) - SCORES.mean(0) ** 2), SCORES.std(0),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("found", "reference"), REWRITES.values(), ids=REWRITES)
def test_a_rewrite_is_accepted(found: Any, reference: Any) -> None:
    assert compare_arrays(found, reference).equal
