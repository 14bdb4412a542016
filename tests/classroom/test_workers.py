"""Work dealt to processes."""

import os
import time
from collections.abc import Sequence

import pytest

from graders.workers import Lost, Send, deal


def squares(numbers: Sequence[int], send: Send) -> None:
    for number in numbers:
        if number < 0:
            os._exit(1)
        send(number * number)


def slow_first(numbers: Sequence[int], send: Send) -> None:
    for number in numbers:
        time.sleep(0.3 if number == 0 else 0)
        send(number)


def failing(numbers: Sequence[int], send: Send) -> None:
    raise ValueError(f"{numbers[0]} is no good")


@pytest.mark.parametrize("workers", [1, 2, 5])
@pytest.mark.parametrize("size", [1, 3, 50])
def test_results_come_in_the_order_of_the_items(workers: int, size: int) -> None:
    items = list(range(40))
    assert list(deal(squares, items, workers=workers, size=size)) == [n * n for n in items]


def test_a_slow_item_holds_up_no_more_than_is_bounded() -> None:
    assert list(deal(slow_first, list(range(200)), workers=2, size=2)) == list(range(200))


def test_an_item_that_kills_its_process_is_lost_alone() -> None:
    items = [1, 2, -3, 4, 5, -6]
    found = list(deal(squares, items, workers=2, size=3))
    assert found == [1, 4, Lost(-3), 16, 25, Lost(-6)]


def test_an_exception_comes_back() -> None:
    with pytest.raises(ValueError, match="is no good"):
        list(deal(failing, [1, 2], workers=2, size=1))


def test_nothing_is_left_running_when_the_caller_stops() -> None:
    import multiprocessing

    dealt = deal(slow_first, list(range(100)), workers=2, size=1)
    next(dealt)
    dealt.close()
    assert not multiprocessing.active_children()


def test_nothing_to_do_is_done() -> None:
    assert list(deal(squares, [], workers=2, size=4)) == []
