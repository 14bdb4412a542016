import itertools
from typing import Any

import pytest

from solutions.vgg import (
    LAYERS,
    Row,
    Shape,
    convolution_parameters,
    fully_connected_parameters,
    row_after,
    table,
    total_parameters,
)

PUBLISHED_TOTAL = 132_863_336  # the published 11-layer model, weights and biases


def windows(size: int, *, kernel: int, stride: int, padding: int) -> int:
    """How many places a window has along one side, by laying it down at each."""
    return len(range(0, size + 2 * padding - kernel + 1, stride))


def parameters_of_one_output(inputs: int, *, kernel: int = 1) -> int:
    """Weights into one output and its bias, by counting them one by one."""
    return sum(1 for _ in itertools.product(range(kernel), range(kernel), range(inputs))) + 1


def counted(name: str, before: Shape) -> Row:
    """A row found by counting windows and connections instead of by formula."""
    kind, _, outputs = name.partition("-")
    if kind == "CONV3":
        sides = (windows(side, kernel=3, stride=1, padding=1) for side in before[:2])
        each = parameters_of_one_output(before[2], kernel=3)
        return Row(name, (*sides, int(outputs)), sum(each for _ in range(int(outputs))))
    if kind in ("POOL", "POOL2"):
        sides = (windows(side, kernel=2, stride=2, padding=0) for side in before[:2])
        return Row(name, (*sides, before[2]))
    if kind == "FC":
        flat = sum(1 for _ in itertools.product(*(range(side) for side in before)))
        each = parameters_of_one_output(flat)
        return Row(name, (int(outputs),), sum(each for _ in range(int(outputs))))
    return Row(name, before)


def test_every_row_agrees_with_counting() -> None:
    before: Shape = (224, 224, 3)
    for row in table():
        assert row == counted(row.name, before)
        before = row.shape


def module_of(torch: Any, name: str, before: Shape) -> list[Any]:
    """The library's layers for a row; weights take no memory on the device `meta`."""
    kind, _, size = name.partition("-")
    match kind:
        case "CONV3":
            return [torch.nn.Conv2d(before[2], int(size), 3, padding=1, device="meta")]
        case "POOL" | "POOL2":
            return [torch.nn.MaxPool2d(2, stride=2)]
        case "FC":
            flatten = [torch.nn.Flatten()] if len(before) == 3 else []
            inputs = 512 * 7 * 7 if flatten else 4096
            return [*flatten, torch.nn.Linear(inputs, int(size), device="meta")]
        case "SOFTMAX":
            return [torch.nn.Softmax(dim=1)]
        case "RELU":
            return [torch.nn.ReLU()]
    return [torch.nn.Identity()]


def test_every_row_agrees_with_a_library_network_on_a_zero_image() -> None:
    torch = pytest.importorskip("torch", reason="the second method here is a torch network")
    signal = torch.zeros(1, 3, 224, 224, device="meta")
    before: Shape = (224, 224, 3)
    total = 0
    for row in table():
        layer = torch.nn.Sequential(*module_of(torch, row.name, before))
        signal = layer(signal)
        parameters = sum(each.numel() for each in layer.parameters())
        channels, *sides = signal.shape[1:]
        before = (*sides, channels)
        assert (row.shape, row.parameters) == (before, parameters), row.name
        total += parameters
    assert total == total_parameters(table())


def test_the_table_has_a_row_for_each_of_26_layers() -> None:
    assert tuple(row.name for row in table()) == LAYERS
    assert len(LAYERS) == 26


def test_the_total_is_that_of_the_published_model() -> None:
    assert total_parameters(table()) == PUBLISHED_TOTAL


OWN_ROWS = [
    # what the student wrote before, the layer, the row that follows from it
    ("no channels gained", (112, 112, 3), "CONV3-128", (112, 112, 128), 3584),
    ("no last pooling", (14, 14, 512), "FC-4096", (4096,), 411_045_888),
    ("flat map without its sides", (512,), "FC-4096", (4096,), 2_101_248),
    ("odd size", (7, 7, 512), "POOL", (3, 3, 512), 0),
    ("softmax keeps its size", (10,), "SOFTMAX", (10,), 0),
]


@pytest.mark.parametrize(
    ("before", "layer", "shape", "parameters"),
    [case[1:] for case in OWN_ROWS],
    ids=[case[0] for case in OWN_ROWS],
)
def test_a_row_follows_from_a_students_own_row(
    before: Shape, layer: str, shape: Shape, parameters: int
) -> None:
    assert row_after(before, layer) == Row(layer, shape, parameters)


def test_the_total_follows_from_a_students_own_column() -> None:
    own = (Row("CONV3-64", (224, 224, 64), 1000), Row("FC-1000", (1000,), 3000))
    assert total_parameters(own) == 4000


@pytest.mark.parametrize(
    ("before", "layer"),
    [((4096,), "CONV3-64"), ((4096,), "POOL2"), ((7, 7), "POOL"), ((7, 7, 3), "DROPOUT")],
)
def test_a_layer_that_cannot_follow_is_refused(before: Shape, layer: str) -> None:
    with pytest.raises(ValueError, match=layer):
        row_after(before, layer)


def test_another_kernel_changes_only_the_weights() -> None:
    assert convolution_parameters(3, 64, kernel=5) - convolution_parameters(3, 64) == 16 * 3 * 64
    assert convolution_parameters(512, 10, kernel=1) == fully_connected_parameters(512, 10)
