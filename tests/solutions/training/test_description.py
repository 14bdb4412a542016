"""Descriptions of networks against the torch modules made from them."""

import numpy as np
import pytest
import torch

from solutions import cifar_network
from solutions.training.config import Run
from solutions.training.description import Layer, Network, shape_after
from solutions.training.modules import initial_module, load_weights, module, weights_of
from solutions.training.networks import LENET, MNIST, NETWORKS, from_layers

ALL = Run(seed=0, learning_rate=0.1, batch_norm=True, dropout=0.5)


@pytest.mark.parametrize("name", NETWORKS)
def test_every_layer_gives_the_size_and_has_the_parameters_of_its_module(name: str) -> None:
    network = NETWORKS[name]
    built = module(network, ALL).eval()
    signal, shapes = torch.zeros(2, *network.image), []
    for layer in built:
        signal = layer(signal)
        shapes.append(tuple(signal.shape[1:]))
    assert tuple(shapes) == network.shapes()
    assert network.shapes()[-1] == (10,)
    parameters = {name: tuple(each.shape) for name, each in built.named_parameters()}
    assert parameters == network.parameters()


@pytest.mark.parametrize(
    ("name", "count"),
    [("lenet", 62_006), ("two-layer-1024", 3_157_002), ("two-layer-256", 789_258)],
)
def test_networks_have_the_known_number_of_parameters(name: str, count: int) -> None:
    assert sum(np.prod(shape) for shape in NETWORKS[name].parameters().values()) == count


def test_a_run_has_batch_norm_and_dropout_only_if_it_says_so() -> None:
    plain = module(MNIST, Run(seed=0, learning_rate=0.1))
    kinds = {type(each).__name__ for each in plain}
    assert kinds == {"Conv2d", "ReLU", "MaxPool2d", "Flatten", "Linear"}
    added = {type(each).__name__ for each in module(MNIST, ALL)} - kinds
    assert added == {"BatchNorm2d", "Dropout"}


def test_the_initial_weights_are_those_after_torchs_seed_and_leave_its_generator_alone() -> None:
    torch.manual_seed(5)
    expected = weights_of(torch.nn.Sequential(torch.nn.Conv2d(3, 6, 5)))
    torch.manual_seed(9)
    before = torch.get_rng_state()
    found = weights_of(initial_module(LENET, Run(seed=5, learning_rate=0.1)))
    assert torch.equal(torch.get_rng_state(), before)
    assert np.array_equal(found["conv1.weight"], expected["0.weight"])


def test_weights_go_into_a_module_and_only_into_one_that_they_fit() -> None:
    weights = weights_of(initial_module(MNIST, ALL))
    other = module(MNIST, ALL)
    load_weights(other, weights)
    found = weights_of(other)
    assert all(np.array_equal(found[name], value) for name, value in weights.items())
    with pytest.raises(ValueError, match="are needed"):
        load_weights(module(LENET, ALL), weights)
    with pytest.raises(ValueError, match="has shape"):
        load_weights(other, {**weights, "fc1.bias": np.zeros(3)})


@pytest.mark.parametrize(
    ("shape", "layer"),
    [
        ((4, 32, 32), Layer("conv", "convolution", 3, 6, kernel=5)),
        ((3, 4, 4), Layer("conv", "convolution", 3, 6, kernel=5)),
        ((400,), Layer("conv", "convolution", 3, 6, kernel=5)),
        ((6, 1, 1), Layer("pool", "max pooling", kernel=2)),
        ((6, 4, 4), Layer("fc", "linear", 96, 10)),
        ((95,), Layer("fc", "linear", 96, 10)),
        ((6, 4, 4), Layer("dropout", "dropout")),
        ((6, 4, 4), Layer("norm", "batch norm", 5)),
        ((96,), Layer("flatten", "flatten")),
    ],
    ids=lambda each: each.kind if isinstance(each, Layer) else "x".join(map(str, each)),
)
def test_a_layer_refuses_what_it_does_not_take(shape: tuple[int, ...], layer: Layer) -> None:
    with pytest.raises(ValueError, match="does not take"):
        shape_after(shape, layer)


def test_a_network_has_scores_at_its_end_and_no_name_twice() -> None:
    flatten, scores = Layer("flatten", "flatten"), Layer("fc", "linear", 4, 2)
    with pytest.raises(ValueError, match="one score"):
        Network("map", (1, 2, 2), (Layer("relu", "relu"),))
    with pytest.raises(ValueError, match="one name"):
        Network("twice", (1, 2, 2), (flatten, scores, Layer("fc", "relu")))


@pytest.mark.parametrize(
    "change", [{"conv1": {"stride": 2}}, {"pool1": {"stride": 1}}, {"relu1": {"kind": "softmax"}}]
)
def test_only_networks_that_can_be_trained_here_are_taken(
    change: dict[str, dict[str, str]],
) -> None:
    layers = cifar_network.with_changes(**change)
    with pytest.raises(ValueError, match="with stride"):
        from_layers("changed", cifar_network.IMAGE, layers)
