"""Records and frames: what goes in comes out, and what is damaged is refused with one error."""

import json
import math
import tracemalloc
from collections import OrderedDict, namedtuple
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from hypothesis.extra import numpy as arrays

from graders.sandbox.inside import wire
from graders.sandbox.inside.arrays import MAX_DIMENSIONS, TYPES
from graders.sandbox.inside.limits import KIB, MIB, Limits
from graders.sandbox.inside.serving import packed
from graders.sandbox.inside.wire import HEAD, MAGIC, Opaque, Tensor, WireError, pack, unpack
from graders.sandbox.replies import to_call

SMALL = Limits(record_bytes=64 * KIB, array_bytes=64 * KIB)
quick = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))

plain = some.one_of(
    some.none(),
    some.booleans(),
    some.integers(-(10**300), 10**300),
    some.floats(),
    some.complex_numbers(),
    some.text(max_size=20),
    arrays.arrays(
        dtype=some.sampled_from(sorted(TYPES.values(), key=str)),
        shape=arrays.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4),
    ),
)
keys = some.one_of(
    some.none(), some.booleans(), some.integers(), some.text(max_size=9), some.tuples(some.text())
)
values = some.recursive(
    plain,
    lambda inner: some.one_of(
        some.lists(inner, max_size=4),
        some.lists(inner, max_size=4).map(tuple),
        some.dictionaries(keys, inner, max_size=4),
    ),
    max_leaves=12,
)


def crossed(value: Any) -> Any:
    return unpack(pack({"value": value}))["value"]


def same(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray | np.generic):
        alike = type(one) is type(other) and one.dtype == other.dtype and one.shape == other.shape
        return alike and np.array(one).tobytes() == np.array(other).tobytes()
    if type(one) is not type(other):
        return False
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(map(same, one.values(), other.values()))
    return repr(one) == repr(other)


# --- there and back -----------------------------------------------------------------------------


@quick
@given(values)
def test_plain_values_come_back_as_they_were(value: Any) -> None:
    assert same(crossed(value), value)


def test_subclasses_come_as_what_they_are_made_of() -> None:
    pair = namedtuple("pair", "x y")(1, 2)
    assert same(crossed([pair, OrderedDict(a=1)]), [(1, 2), {"a": 1}])
    assert same(crossed(np.ma.masked_array([1.0, 2.0])), np.array([1.0, 2.0]))


def test_what_is_not_plain_arrives_as_the_name_of_its_type() -> None:
    got = crossed([object(), {1}, range(3), np.array([None]), np.array(["a"]), 10**500, len])
    assert [str(each) for each in got] == [
        "a object", "a set", "a range", "a array of object", "a array of <U1",
        "a whole number of over 400 digits", "a builtin_function_or_method",
    ]  # fmt: skip


def test_tensors_arrive_as_they_are_made() -> None:
    frame = pack({"x": Tensor(np.ones(2), requires_grad=True)})
    assert unpack(frame, make_tensor=lambda array, grad: (array.sum(), grad))["x"] == (2.0, True)


def test_tensors_of_torch_arrive_as_arrays() -> None:
    torch = pytest.importorskip("torch")
    cases = {
        "plain": torch.ones(2, 3),
        "graph": torch.ones(2, requires_grad=True) * 2,
        "half": torch.ones(2, dtype=torch.bfloat16),
        "view": torch.arange(6).reshape(2, 3).T,
        "conjugate": torch.tensor([1j]).conj(),
        "parameter": torch.nn.Parameter(torch.zeros(1)),
    }
    got = crossed(cases)
    for name, tensor in cases.items():
        assert isinstance(got[name], np.ndarray), name
        assert got[name].tolist() == tensor.tolist()
    assert crossed(torch.ones(2).to_sparse()) == Opaque("Tensor")
    assert crossed(torch.ones(2).shape) == (2,)


def test_no_array_shares_memory_with_the_frame() -> None:
    frame = bytearray(pack({"x": np.zeros(3)}))
    array = unpack(memoryview(frame))["x"]
    frame[-1] = 0xFF
    assert array.flags.writeable
    assert array.tolist() == [0, 0, 0]


def test_objects_that_lie_are_not_asked() -> None:
    class Claims:
        __class__ = property(lambda self: list)  # type: ignore[assignment]

    class Loud(list):  # type: ignore[type-arg]
        def __iter__(self) -> Any:
            raise AssertionError("it was asked")

    class Array(np.ndarray):  # type: ignore[type-arg]
        def __array_finalize__(self, other: object) -> None:
            raise AssertionError("it was asked")

    assert crossed(Claims()) == Opaque("Claims")
    assert crossed(Loud([1])) == [1]
    assert crossed(float("-inf")) == -math.inf


def test_an_object_without_a_name_is_an_ending_of_its_own() -> None:
    class Meta(type):
        __name__ = property(lambda self: 1 / 0)  # type: ignore[assignment]

    class Nameless(metaclass=Meta):
        pass

    assert unpack(packed({"value": Nameless()}))["ended"] == "raised an error"


def test_deep_values_are_cut_off() -> None:
    deep: list[Any] = []
    for _ in range(200):
        deep = [deep]
    endless: list[Any] = []
    endless.append(endless)
    for value in (deep, endless):
        got = crossed(value)
        for _ in range(wire.MAX_DEPTH):
            (got,) = got
        assert got == Opaque("list")


def test_an_answer_beyond_its_limits_says_so() -> None:
    for value in ("x" * 70 * KIB, np.zeros(9 * KIB), list(range(20 * KIB))):
        reply = unpack(packed({"value": value}, SMALL))
        assert (reply["ended"], reply["message"]) == ("gave too much output", "too large a result")


# --- what is damaged ----------------------------------------------------------------------------


def framed(tree: Any, data: bytes = b"") -> bytes:
    body = tree if isinstance(tree, bytes) else json.dumps(tree).encode()
    return HEAD.pack(MAGIC, len(body), len(data)) + body + data


def array(shape: Any, kind: Any = "<f8", tag: str = "array") -> dict[str, Any]:
    return {"v": {"@": tag, "type": kind, "shape": shape}}


DAMAGED: dict[str, bytes] = {
    "nothing": b"",
    "half a head": HEAD.pack(MAGIC, 2, 0)[:7],
    "another magic": HEAD.pack(b"nbl0", 2, 0) + b"{}",
    "half a body": framed({"v": 1})[:-1],
    "more than a body": framed({"v": 1}) + b"x",
    "a huge body": HEAD.pack(MAGIC, (1 << 32) - 1, 0),
    "huge arrays": HEAD.pack(MAGIC, 2, (1 << 64) - 1) + b"{}",
    "no json": framed(b"{"),
    "another encoding": framed('{"v": 1}'.encode("utf-16")),
    "no text": framed(b'{"v": "\xff"}'),
    "a list": framed([1]),
    "a number": framed(b"1"),
    "deep lists": framed(b'{"v": ' + b"[" * 30_000 + b"]" * 30_000 + b"}"),
    "deeper than allowed": framed(b'{"v": ' + b"[" * 70 + b"]" * 70 + b"}"),
    "deep dictionaries": framed(b'{"v":' * 9_000 + b"1" + b"}" * 9_000),
    "not a number": framed(b'{"v": NaN}'),
    "infinity": framed(b'{"v": -Infinity}'),
    "a long integer": framed(b'{"v": ' + b"9" * 402 + b"}"),
    "a very long integer": framed(b'{"v": ' + b"9" * 9_000 + b"}"),
    "a long integer as text": framed({"v": {"@": "int", "text": "9" * 500}}),
    "an integer of words": framed({"v": {"@": "int", "text": "nine"}}),
    "an integer of a list": framed({"v": {"@": "int", "text": [9]}}),
    "no kind": framed({"v": {"x": 1}}),
    "an unknown kind": framed({"v": {"@": "pickle"}}),
    "a kind of a list": framed({"v": {"@": ["array"]}}),
    "a tuple of nothing": framed({"v": {"@": "tuple"}}),
    "a tuple of a number": framed({"v": {"@": "tuple", "items": 3}}),
    "a dictionary of triples": framed({"v": {"@": "dict", "items": [[1, 2, 3]]}}),
    "a dictionary of numbers": framed({"v": {"@": "dict", "items": [1]}}),
    "a float of words": framed({"v": {"@": "float", "text": "about one"}}),
    "a float of a list": framed({"v": {"@": "float", "text": []}}),
    "a complex of one": framed({"v": {"@": "complex", "parts": ["1"]}}),
    "a complex of three": framed({"v": {"@": "complex", "parts": ["1", "2", "3"]}}),
    "a complex of more than a float holds": framed({"v": {"@": "complex", "parts": [10**399, 0]}}),
    "an array that is not there": framed(array([1])),
    "an array of strides of nothing": framed(array([10**9]), bytes(8)),
    "an absurd shape": framed(array([10**30])),
    "an absurd shape with nothing in it": framed(array([0, 10**12])),
    "a shape that wraps around": framed(array([1 << 32, 1 << 32])),
    "a negative shape": framed(array([-1]), bytes(8)),
    "two negative sizes": framed(array([-1, -1]), bytes(8)),
    "a shape of truth": framed(array([True]), bytes(8)),
    "a shape of floats": framed(array([1.0]), bytes(8)),
    "a shape of text": framed(array("1"), bytes(8)),
    "a shape of lists": framed(array([[1]]), bytes(8)),
    "no shape": framed(array(None), bytes(8)),
    "too many dimensions": framed(array([1] * (MAX_DIMENSIONS + 1)), bytes(8)),
    "objects": framed(array([1], "|O"), bytes(8)),
    "text": framed(array([1], "<U2"), bytes(8)),
    "dates": framed(array([1], "<M8[s]"), bytes(8)),
    "records": framed(array([1], "i4,i4"), bytes(8)),
    "the other order": framed(array([1], ">f8"), bytes(8)),
    "a type of a list": framed(array([1], ["<f8"]), bytes(8)),
    "a scalar of two": framed(array([2], tag="scalar"), bytes(8)),
    "bytes that nothing names": framed({"v": 1}, bytes(8)),
    "bytes named twice": framed([array([1]), array([1])], bytes(8)),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_frame_is_refused_with_one_error(name: str) -> None:
    with pytest.raises(WireError) as caught:
        unpack(DAMAGED[name], SMALL)
    assert 0 < len(str(caught.value)) < 100


def test_the_bytes_of_one_array_make_no_second_one() -> None:
    """A frame of 20 KiB would otherwise become 500 arrays of 16 KiB each."""
    many = framed({"v": [array([2048])["v"]] * 500}, bytes(16 * KIB))
    tracemalloc.start()
    try:
        with pytest.raises(WireError):
            unpack(many, SMALL)
        assert tracemalloc.get_traced_memory()[1] < 2 * MIB
    finally:
        tracemalloc.stop()


def test_keys_that_collide_are_not_gathered_without_end() -> None:
    period = (1 << 61) - 1
    pairs = [[{"@": "int", "text": str((1 << 64) + k * period)}, 0] for k in range(1, 2_000)]
    with pytest.raises(WireError, match="odd keys"):
        unpack(framed({"v": {"@": "dict", "items": pairs}}))


def test_keys_that_cannot_be_are_known_by_their_text() -> None:
    items = [[[1], 1], [{"@": "dict", "items": []}, 2], [array([1])["v"], 3], ["a", 4], ["a", 5]]
    got = unpack(framed({"v": {"@": "dict", "items": items}}, bytes(8)))["v"]
    assert got == {"[1]": 1, "{}": 2, "array([0.])": 3, "a": 5}


def test_truth_is_zero_or_one() -> None:
    got = unpack(framed(array([3], "|b1"), b"\x00\x01\xff"))["v"]
    assert got.sum() == 2
    assert got.tobytes() == b"\x00\x01\x01"


def test_halves_of_characters_are_taken_out() -> None:
    half = "\ud800"  # json.dumps writes it as an escape
    pairs = {"@": "dict", "items": [[half, 1]]}
    got = unpack(framed({"v": f"a{half}", "w": {"@": "object", "type": half}, "x": pairs}))
    assert got == {"v": "a?", "w": Opaque("?"), "x": {"?": 1}}


@quick
@given(some.binary(max_size=200))
def test_random_bytes_are_refused(data: bytes) -> None:
    for frame in (data, framed(data), framed(array([3]), data), HEAD.pack(MAGIC, 0, 0) + data):
        try:
            unpack(frame, SMALL)
        except WireError:
            continue


@quick
@given(values, some.data())
def test_changed_frames_are_read_or_refused(value: Any, data: some.DataObject) -> None:
    frame = bytearray(
        pack({"ended": "returned", "value": value, "traceback": [["a", 1, "b", "c"]]})
    )
    for _ in range(data.draw(some.integers(1, 4))):
        place = data.draw(some.integers(0, len(frame) - 1))
        match data.draw(some.integers(0, 2)):
            case 0:
                frame[place] = data.draw(some.integers(0, 255))
            case 1:
                del frame[place : place + data.draw(some.integers(1, 8))]
            case _:
                frame[place:place] = data.draw(some.binary(max_size=8))
        if not frame:
            return
    try:
        to_call(unpack(bytes(frame), SMALL))
    except WireError:
        return


json_values = some.recursive(
    some.one_of(
        some.none(), some.booleans(), some.integers(), some.floats(), some.text(max_size=9)
    ),
    lambda inner: some.one_of(
        some.lists(inner, max_size=3),
        some.dictionaries(
            some.sampled_from(["@", "items", "text", "type", "shape", "parts"]),
            some.one_of(
                inner,
                some.sampled_from(["tuple", "dict", "int", "float", "complex", "array", "<f8"]),
            ),
        ),
    ),
    max_leaves=15,
)


@quick
@given(json_values)
def test_any_json_is_read_or_refused(tree: Any) -> None:
    for record in (
        {"v": tree},
        {"ended": "returned", "message": tree, "traceback": tree, "changed": tree},
    ):
        try:
            to_call(unpack(framed(json.dumps(record).encode(), bytes(16)), SMALL))
        except WireError:
            continue


@pytest.mark.parametrize("odd", [None, 3, "text", [1], [[1]], [[[], {}, 3, None, 5]], {"a": 1}])
def test_nothing_in_a_reply_is_trusted_to_be_of_its_type(odd: Any) -> None:
    call = to_call({"ended": "returned", "message": odd, "traceback": odd, "changed": odd})
    assert isinstance(call.message, str)
    for line in call.traceback:
        assert isinstance(line.line, int)
        str(line)
    assert all(isinstance(each, str) for each in call.changed)


def test_a_reply_without_an_ending_is_refused() -> None:
    for ended in (None, "", "won", 3, []):
        with pytest.raises(WireError):
            to_call({"ended": ended})
