"""Trainings in tests use one thread: other processes share the processors."""

from collections.abc import Iterator

import pytest

torch = pytest.importorskip("torch", reason="training needs torch")


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)
