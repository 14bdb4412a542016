"""Files of weights: what is taken for weights, and what is said of the rest in plain words."""

import io
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from graders.grading.code_run import CodeRun
from graders.model import Submission
from graders.sandbox.call import Call
from graders.sandbox.inside.weights import MODEL_BYTES, PARAMETERS, TENSORS

torch = pytest.importorskip("torch")


@pytest.fixture(scope="module")
def run() -> Iterator[CodeRun]:
    run = CodeRun(("numpy", "torch"))
    yield run
    run.sandbox.close()


def opened(run: CodeRun, data: bytes, name: str = "model.pt") -> Call:
    return run.student(Submission("ada", {name: data}), Path(), None).weights(name)


def saved(content: Any) -> bytes:
    file = io.BytesIO()
    torch.save(content, file)
    return file.getvalue()


def silently(make: Callable[[], bytes]) -> Callable[[], bytes]:
    """What torch does with a warning that it will not do so for ever."""

    def made() -> bytes:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return make()

    return made


def scripted() -> bytes:
    file = io.BytesIO()
    torch.jit.save(torch.jit.trace(torch.nn.Linear(2, 1), torch.zeros(1, 2)), file)
    return file.getvalue()


def quantised() -> bytes:
    return saved({"w": torch.quantize_per_tensor(torch.ones(2), 0.1, 0, torch.qint8)})


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "a program of TorchScript": (silently(scripted), "a program of TorchScript"),
    "quantised": (silently(quantised), "w is quantised"),
    "sparse": (lambda: saved({"w": torch.eye(3).to_sparse()}), "w is no ordinary tensor"),
    "a whole network": (lambda: saved(torch.nn.Linear(2, 1)), "more than tensors"),
    "a list": (lambda: saved([torch.ones(2)]), "it holds a list"),
    "one tensor": (lambda: saved(torch.ones(2)), "it holds a Tensor"),
    "cut off": (lambda: saved({"w": torch.ones(9)})[:-100], "not a file of torch.save"),
    "two networks": (
        lambda: saved({"one": {"w": torch.ones(1)}, "two": {"w": torch.ones(1)}}),
        "it holds these: one, two",
    ),
    "too many tensors": (
        lambda: saved({str(k): torch.ones(0) for k in range(TENSORS + 1)}),
        "10,001 tensors; 50,000,000 in 10,000 are allowed",
    ),
    "too many numbers": (
        lambda: saved({"w": torch.zeros(PARAMETERS + 1, dtype=torch.int8)}),
        "50,000,001 numbers",
    ),
    "eighths of precision": (
        lambda: saved({"w": torch.ones(2).to(torch.float8_e4m3fn)}),
        "numbers of torch.float8_e4m3fn are not read",
    ),
    "a damaged directory": (
        lambda: saved({"w": torch.ones(9)}).replace(b"PK\x01\x02", b"PK\x01\x03"),
        "it is damaged",
    ),
    "claims": (lambda: saved({"w": torch.ones(1).expand(10**6)}), "claims 4,000,000 bytes"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_state_dictionary_is_refused_in_plain_words(name: str, run: CodeRun) -> None:
    make, words = REFUSED[name]
    call = opened(run, make())
    assert not call.returned
    assert words in call.message
    assert "torch.load" not in call.message


def test_a_file_that_is_too_large_is_not_opened(run: CodeRun) -> None:
    call = opened(run, bytes(MODEL_BYTES + 1))
    assert "more than 200 MiB" in call.message


@pytest.mark.parametrize("array", [np.array(["a"]), np.zeros(2, "f4,i4"), np.zeros(2, "M8[D]")])
def test_arrays_of_anything_but_numbers_are_refused(array: Any, run: CodeRun) -> None:
    file = io.BytesIO()
    np.savez(file, w=array)
    call = opened(run, file.getvalue(), "model.npz")
    assert "w is not made of plain numbers" in call.message


TAKEN: dict[str, Callable[[], bytes]] = {
    "a state dictionary": lambda: saved({"w": torch.ones(2)}),
    "a checkpoint": lambda: saved({"epoch": 3, "model": {"w": torch.ones(2)}, "loss": 0.5}),
    "of several devices": lambda: saved({"module.w": torch.ones(2)}),
    "parameters": lambda: saved({"w": torch.nn.Parameter(torch.ones(2))}),
    "conjugates": lambda: saved({"w": torch.ones(2, dtype=torch.complex64).conj()}),
    "half precision": lambda: saved({"w": torch.ones(2, dtype=torch.bfloat16)}),
}


@pytest.mark.parametrize("name", TAKEN)
def test_weights_come_back_as_arrays(name: str, run: CodeRun) -> None:
    np.testing.assert_array_equal(opened(run, TAKEN[name]()).value["w"], np.ones(2))
