"""A small convolutional network for 3×32×32 images: sizes, parameters, and where it breaks.

    conv 3→6, kernel 5 · relu · pool 2 · conv 6→16, kernel 5 · relu · pool 2 · flatten
    linear 400→120 · relu · linear 120→84 · relu · linear 84→10

Strides are 1 in convolutions and 2 in pooling; nothing is padded. The ten outputs are raw
scores: the softmax is part of the loss. With kernels of side 3 in place of 5 the last map is
16×6×6, which is 576 inputs for a linear layer of 400, so an image does not pass.

Shapes are (channels, height, width), or (units,).
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from solutions.convolution import Setting, output_shape, output_side, settings_for
from solutions.vgg import convolution_parameters, fully_connected_parameters

Shape = tuple[int, ...]
Kind = Literal[
    "convolution", "max pooling", "adaptive pooling", "relu", "flatten", "linear", "softmax"
]

IMAGE: Shape = (3, 32, 32)


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer as it is declared. Fields that its kind does not have are zero."""

    name: str
    kind: Kind
    inputs: int = 0  # channels or units
    outputs: int = 0  # the same; the side that adaptive pooling makes
    kernel: int = 0
    stride: int = 0
    padding: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A layer with the size of its output and its number of weights and biases."""

    layer: Layer
    shape: Shape
    parameters: int


Network = tuple[Layer, ...]

NETWORK: Network = (
    Layer("conv1", "convolution", 3, 6, kernel=5, stride=1),
    Layer("relu1", "relu"),
    Layer("pool1", "max pooling", kernel=2, stride=2),
    Layer("conv2", "convolution", 6, 16, kernel=5, stride=1),
    Layer("relu2", "relu"),
    Layer("pool2", "max pooling", kernel=2, stride=2),
    Layer("flatten", "flatten"),
    Layer("fc1", "linear", 400, 120),
    Layer("relu3", "relu"),
    Layer("fc2", "linear", 120, 84),
    Layer("relu4", "relu"),
    Layer("fc3", "linear", 84, 10),
)


def table(network: Iterable[Layer] = NETWORK, image: Shape = IMAGE) -> tuple[Row, ...]:
    """One row a layer, up to the first that the image does not pass.

    >>> for row in table()[:4]:
    ...     print(row.layer.name, row.shape, row.parameters)
    conv1 (6, 28, 28) 456
    relu1 (6, 28, 28) 0
    pool1 (6, 14, 14) 0
    conv2 (16, 10, 10) 2416
    """
    rows: list[Row] = []
    shape = image
    for layer in network:
        try:
            shape = shape_after(shape, layer)
        except ValueError:
            break
        rows.append(Row(layer, shape, parameters(layer)))
    return tuple(rows)


def shape_after(shape: Shape, layer: Layer) -> Shape:
    """Size of a layer's output, from the size of its input.

    Raises:
        ValueError: if the layer does not take an input of this size.

    >>> shape_after((16, 6, 6), Layer("flatten", "flatten"))
    (576,)
    """
    match layer.kind, shape:
        case "convolution", (channels, height, width) if channels == layer.inputs:
            return output_shape(
                (channels, height, width),
                layer.outputs,
                layer.kernel,
                padding=layer.padding,
                stride=layer.stride,
            )
        case "max pooling", (channels, *sides):
            return channels, *(
                output_side(side, layer.kernel, padding=layer.padding, stride=layer.stride)
                for side in sides
            )
        case "adaptive pooling", (channels, _, _):
            return channels, layer.outputs, layer.outputs
        case "flatten", _:
            return (math.prod(shape),)
        case "linear", (units,) if units == layer.inputs:
            return (layer.outputs,)
        case "relu" | "softmax", _:
            return shape
    raise ValueError(f"{layer.name} does not take an input of size {shape}")


def parameters(layer: Layer) -> int:
    """Number of weights and biases.

    >>> [parameters(layer) for layer in NETWORK if parameters(layer)]
    [456, 2416, 48120, 10164, 850]
    """
    match layer.kind:
        case "convolution":
            return convolution_parameters(layer.inputs, layer.outputs, layer.kernel)
        case "linear":
            return fully_connected_parameters(layer.inputs, layer.outputs)
    return 0


def parameter_free_kinds(network: Iterable[Layer] = NETWORK) -> tuple[Kind, ...]:
    """The kinds of layer without weights: backpropagation needs no gradient but the one it passes.

    The gradient by a layer's input is passed on through every layer, these included; the
    additional one is that by a layer's own weights, which these do not have.

    >>> parameter_free_kinds()
    ('relu', 'max pooling', 'flatten')
    """
    return tuple(dict.fromkeys(layer.kind for layer in network if not parameters(layer)))


def has_relu(name: str, network: Sequence[Layer] = NETWORK) -> bool:
    """Whether the layer of this name is followed by a ReLU.

    >>> [name for name in ("conv1", "conv2", "fc1", "fc2", "fc3") if has_relu(name)]
    ['conv1', 'conv2', 'fc1', 'fc2']
    """
    names = [layer.name for layer in network]
    following = network[names.index(name) + 1 :]
    return bool(following) and following[0].kind == "relu"


def passes(network: Sequence[Layer], image: Shape = IMAGE) -> bool:
    """Whether an image comes out at the end, as one score for each of ten classes.

    >>> passes(NETWORK), passes(with_changes(conv1={"kernel": 3}, conv2={"kernel": 3}))
    (True, False)
    """
    rows = table(network, image)
    return len(rows) == len(network) and rows[-1].shape == (10,)


def breaks_at(network: Sequence[Layer], image: Shape = IMAGE) -> str | None:
    """The name of the first layer that the image does not pass; None if it passes all.

    >>> breaks_at(with_changes(conv1={"kernel": 3}, conv2={"kernel": 3}))
    'fc1'
    """
    passed = len(table(network, image))
    return network[passed].name if passed < len(network) else None


def with_changes(network: Iterable[Layer] = NETWORK, **changes: dict[str, Any]) -> Network:
    """The network with some fields of some layers changed, each layer given by its name.

    >>> with_changes(fc1={"inputs": 576})[7]
    Layer(name='fc1', kind='linear', inputs=576, outputs=120, kernel=0, stride=0, padding=0)
    """
    return tuple(replace(layer, **changes.get(layer.name, {})) for layer in network)


def inputs_needed(network: Sequence[Layer], image: Shape = IMAGE) -> int:
    """How many inputs the first linear layer must have: the units of the flattened map.

    Raises:
        ValueError: if the image does not come as far as that.

    >>> inputs_needed(NETWORK), inputs_needed(WITH_KERNEL_3)
    (400, 576)
    """
    for row in table(network, image):
        if row.layer.kind == "flatten":
            return row.shape[0]
    raise ValueError(f"{breaks_at(network, image)} does not take its input")


WITH_KERNEL_3: Network = with_changes(conv1={"kernel": 3}, conv2={"kernel": 3})


def kept_sizes(*, max_padding: int) -> dict[str, tuple[Setting, ...]]:
    """For each convolution, the settings that give kernel 3 the output side of kernel 5.

    Stride 1 is not among them: it would take a padding of −1.

    >>> {name: [tuple(each) for each in found] for name, found in kept_sizes(max_padding=9).items()}
    {'conv1': [], 'conv2': [(4, 2), (8, 3), (9, 3)]}
    """
    sides = {row.layer.name: row.shape[-1] for row in table()}
    before = {"conv1": IMAGE[-1], "conv2": sides["pool1"]}
    return {
        name: settings_for(side, sides[name], 3, max_padding=max_padding)
        for name, side in before.items()
    }


# Changes to `WITH_KERNEL_3` after which an image passes. There are more: `passes` tells.
FIXES: dict[str, Network] = {
    "first linear layer with the new number of inputs": with_changes(
        WITH_KERNEL_3, fc1={"inputs": inputs_needed(WITH_KERNEL_3)}
    ),
    "padding 1 and a matching linear layer": with_changes(
        WITH_KERNEL_3, conv1={"padding": 1}, conv2={"padding": 1}, fc1={"inputs": 16 * 8 * 8}
    ),
    "sizes kept by padding and stride": with_changes(
        WITH_KERNEL_3,
        **{name: found[0]._asdict() for name, found in kept_sizes(max_padding=13).items()},
    ),
    "adaptive pooling to the old size": with_changes(
        WITH_KERNEL_3, pool2={"kind": "adaptive pooling", "outputs": 5}
    ),
}

# What named mistakes make of the network. Kernel 3 in the first convolution alone does pass: the
# last pooling rounds 11 down to 5, as it does 10.
MISTAKEN_NETWORKS: dict[str, Network] = {
    "second pooling left out": tuple(layer for layer in NETWORK if layer.name != "pool2"),
    "ReLU on the output layer": (*NETWORK, Layer("relu5", "relu")),
    "softmax as a layer": (*NETWORK, Layer("softmax", "softmax")),
    "only the first convolution changed": with_changes(conv1={"kernel": 3}),
    "only the second convolution changed": with_changes(conv2={"kernel": 3}),
}
