"""Work dealt to processes."""

import os
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest

from graders.processes import workers
from graders.processes.workers import At, Ended, Lost, Send, deal


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


def tidying_up(files: Sequence[Path], send: Send) -> None:
    for file in files:
        send(file.exists())
    time.sleep(0.1)
    for file in files:
        file.unlink()


def test_a_process_takes_away_what_is_its_own_before_it_is_ended(tmp_path: Path) -> None:
    files = [tmp_path / name for name in "abc"]
    for file in files:
        file.touch()
    assert all(deal(tidying_up, files, workers=2, size=2))
    assert not list(tmp_path.iterdir())


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
    assert [each.item if isinstance(each, Lost) else each for each in found] == [
        1, 4, -3, 16, 25, -6,
    ]  # fmt: skip
    assert {each.ended.code for each in found if isinstance(each, Lost)} == {1}


def at_places(numbers: Sequence[int], send: Send) -> None:
    for number in numbers:
        send(At("first", 30.0))
        send(At("second", 0.1 if number == 2 else 30.0))
        if number == 2:
            time.sleep(60)
        send(number)


def test_an_item_is_tried_without_what_took_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "GRACE_SECONDS", 0.1)

    def without(item: int, ended: Ended) -> int:
        assert (ended.at.what, ended.code) == ("second", None)
        return item + 100

    found = list(deal(at_places, [1, 2, 3], workers=1, size=3, without=without))
    assert found == [1, 102, 3]


def by_halves(items: Sequence[tuple[int, ...]], send: Send) -> None:
    """Sends the first half when it begins the second, over which it dies."""
    for item in items:
        send(At("first"))
        send(At("second", done=item[0] * 10))
        if len(item) == 1:
            os._exit(1)
        send(item)


def test_what_is_done_of_an_item_goes_with_it_to_the_next_process() -> None:
    found = deal(
        by_halves, [(1,), (2,), (3, 30)], workers=1, size=3,
        resumed=lambda item, done: (*item, *done),
    )  # fmt: skip
    assert list(found) == [(1, 10), (2, 20), (3, 30)]


def in_turns(numbers: Sequence[str], send: Send) -> None:
    """Dies at another place each time, as one does that is ended from outside."""
    for path in map(Path, numbers):
        place = len(path.read_text())
        path.write_text("x" * (place + 1))
        send(At(str(place % 3)))
        os._exit(1)


def test_an_item_that_dies_anywhere_is_given_up(tmp_path: Path) -> None:
    file = tmp_path / "tries"
    file.write_text("")
    (lost,) = deal(in_turns, [str(file)], workers=1, size=1)
    assert isinstance(lost, Lost)
    assert len(file.read_text()) == 4


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


def dying_apart(folder: Path, numbers: Sequence[int], send: Send) -> None:
    """The first item dies once the other process is as far ahead as it may be, which dies then."""
    for number in numbers:
        if number == 0:
            wait_for(folder / "far ahead")
            die_once(folder / "behind has died")
            wait_for(folder / "ahead has died")
            time.sleep(0.2)  # until that is heard
        if number == 26:
            (folder / "far ahead").touch()
            wait_for(folder / "behind has died")
            die_once(folder / "ahead has died")
        send(number)


def wait_for(file: Path) -> None:
    while not file.exists():
        time.sleep(0.01)


def die_once(file: Path) -> None:
    if not file.exists():
        file.touch()
        os._exit(1)


def test_what_lies_behind_is_tried_before_what_lies_too_far_ahead(tmp_path: Path) -> None:
    items = list(range(40))
    assert list(deal(partial(dying_apart, tmp_path), items, workers=2, size=3)) == items
