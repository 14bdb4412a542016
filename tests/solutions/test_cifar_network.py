"""The network's table against the same network built in torch and run on a zero image."""

from collections.abc import Sequence
from typing import Any

import pytest

from solutions.cifar_network import (
    FIXES,
    IMAGE,
    MISTAKEN_NETWORKS,
    NETWORK,
    WITH_KERNEL_3,
    Layer,
    Network,
    breaks_at,
    has_relu,
    inputs_needed,
    kept_sizes,
    parameter_free_kinds,
    parameters,
    passes,
    shape_after,
    table,
    with_changes,
)

EVERY_NETWORK: dict[str, Network] = {
    "the network": NETWORK,
    "kernel 3": WITH_KERNEL_3,
    **FIXES,
    **MISTAKEN_NETWORKS,
}


def module_of(torch: Any, layer: Layer) -> Any:
    """The library's layer."""
    match layer.kind:
        case "convolution":
            return torch.nn.Conv2d(
                layer.inputs,
                layer.outputs,
                layer.kernel,
                stride=layer.stride,
                padding=layer.padding,
            )
        case "max pooling":
            return torch.nn.MaxPool2d(layer.kernel, stride=layer.stride)
        case "adaptive pooling":
            return torch.nn.AdaptiveMaxPool2d(layer.outputs)
        case "flatten":
            return torch.nn.Flatten()
        case "linear":
            return torch.nn.Linear(layer.inputs, layer.outputs)
        case "softmax":
            return torch.nn.Softmax(dim=1)
    return torch.nn.ReLU()


def run(torch: Any, network: Sequence[Layer]) -> tuple[list[tuple[int, ...]], list[int]]:
    """Sizes and parameter counts up to the first layer that refuses its input."""
    signal, shapes, counts = torch.zeros(1, *IMAGE), [], []
    for layer in network:
        module = module_of(torch, layer)
        try:
            signal = module(signal)
        except RuntimeError:
            break
        shapes.append(tuple(signal.shape[1:]))
        counts.append(sum(each.numel() for each in module.parameters()))
    return shapes, counts


@pytest.mark.parametrize("name", EVERY_NETWORK)
def test_every_row_agrees_with_a_library_network_on_a_zero_image(name: str) -> None:
    torch = pytest.importorskip("torch", reason="the second method here is a torch network")
    network = EVERY_NETWORK[name]
    shapes, counts = run(torch, network)
    rows = table(network)
    assert [row.shape for row in rows] == shapes
    assert [row.parameters for row in rows] == counts
    stopped = network[len(shapes)].name if len(shapes) < len(network) else None
    assert breaks_at(network) == stopped


def test_the_maps_come_to_the_400_inputs_of_the_first_linear_layer() -> None:
    shapes = {row.layer.name: row.shape for row in table()}
    assert shapes["pool2"] == (16, 5, 5)
    assert shapes["flatten"] == (400,)
    assert shapes["fc3"] == (10,)
    assert inputs_needed(NETWORK) == 400
    assert sum(row.parameters for row in table()) == 62_006


def test_with_kernel_3_every_map_grows_and_the_first_linear_layer_refuses_its_input() -> None:
    assert [row.shape for row in table(WITH_KERNEL_3)] == [
        (6, 30, 30),
        (6, 30, 30),
        (6, 15, 15),
        (16, 13, 13),
        (16, 13, 13),
        (16, 6, 6),
        (576,),
    ]
    assert breaks_at(WITH_KERNEL_3) == "fc1"
    assert inputs_needed(WITH_KERNEL_3) == 576


@pytest.mark.parametrize("name", FIXES)
def test_every_fix_keeps_kernel_3_and_passes(name: str) -> None:
    kernels = [layer.kernel for layer in FIXES[name] if layer.kind == "convolution"]
    assert kernels == [3, 3]
    assert passes(FIXES[name])


def test_sizes_are_kept_by_the_settings_of_the_catalogue_and_by_any_two_of_them() -> None:
    kept = kept_sizes(max_padding=27)
    assert kept["conv1"] == ((13, 2), (26, 3), (27, 3))
    assert kept["conv2"][:3] == ((4, 2), (8, 3), (9, 3))
    for first in kept["conv1"]:
        for second in kept["conv2"]:
            changes = {"conv1": first._asdict(), "conv2": second._asdict()}
            assert passes(with_changes(WITH_KERNEL_3, **changes))


def test_one_convolution_changed_passes_if_it_is_the_first() -> None:
    assert passes(MISTAKEN_NETWORKS["only the first convolution changed"])
    assert inputs_needed(MISTAKEN_NETWORKS["only the second convolution changed"]) == 576


def test_without_the_second_pooling_the_sizes_do_not_follow() -> None:
    network = MISTAKEN_NETWORKS["second pooling left out"]
    assert breaks_at(network) == "fc1"
    assert inputs_needed(network) == 1600


def test_relu_follows_every_layer_with_weights_but_the_last() -> None:
    weighted = [layer.name for layer in NETWORK if parameters(layer)]
    assert [has_relu(name) for name in weighted] == [True, True, True, True, False]
    assert has_relu("fc3", MISTAKEN_NETWORKS["ReLU on the output layer"])


def test_a_layer_without_parameters_still_passes_a_gradient_on() -> None:
    torch = pytest.importorskip("torch", reason="the second method here is torch autograd")
    free = [layer for layer in NETWORK if layer.kind in parameter_free_kinds()]
    assert {layer.kind for layer in NETWORK} - {layer.kind for layer in free} == {
        "convolution",
        "linear",
    }
    for layer in free:
        module = module_of(torch, layer)
        signal = torch.rand(1, 2, 4, 4, requires_grad=True)
        module(signal).sum().backward()
        assert not list(module.parameters())
        assert signal.grad.abs().sum() > 0


@pytest.mark.parametrize(
    ("shape", "layer"),
    [
        ((4, 32, 32), NETWORK[0]),
        ((400,), NETWORK[0]),
        ((16, 5, 5), NETWORK[7]),
        ((6, 1, 1), NETWORK[2]),
    ],
    ids=["channels", "convolution of units", "linear layer of a map", "pooling of one cell"],
)
def test_a_layer_refuses_what_it_does_not_take(shape: tuple[int, ...], layer: Layer) -> None:
    with pytest.raises(ValueError, match="does not"):
        shape_after(shape, layer)


def test_no_inputs_are_needed_where_the_image_does_not_come_so_far() -> None:
    with pytest.raises(ValueError, match="conv2"):
        inputs_needed(with_changes(conv1={"outputs": 7}))
