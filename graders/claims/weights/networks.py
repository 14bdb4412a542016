"""Networks as they are declared, and those of the same form with other sizes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

from graders.comparing.claims.fitting import Shape, Shapes
from solutions.training.description import Network

MOST_CANDIDATES = 24
STATISTICS = ("running_mean", "running_var")


def without_norms(network: Network) -> Network:
    """The network of a run without batch norm."""
    layers = tuple(each for each in network.layers if each.kind != "batch norm")
    return replace(network, layers=layers)


def stored_shapes(network: Network) -> dict[str, Shape]:
    """The shapes of all that a file of weights holds, running statistics included.

    >>> from solutions.training.networks import MNIST
    >>> [name for name in stored_shapes(MNIST) if name.startswith("norm1")]
    ['norm1.weight', 'norm1.bias', 'norm1.running_mean', 'norm1.running_var']
    """
    shapes: dict[str, Shape] = dict(network.parameters())
    for name in network.named("batch norm"):
        shapes |= {f"{name}.{each}": shapes[f"{name}.weight"] for each in STATISTICS}
    return {
        name: shapes[name]
        for layer in network.layers
        for name in shapes
        if name.rpartition(".")[0] == layer.name
    }


def alike(network: Network, given: Shapes) -> Iterator[Network]:
    """Networks of the same layers with the sizes that arrays have, for each padding that fits.

    Args:
        network: tells kinds and order of the layers.
        given: shapes of the arrays, in the order of the layers.
    """
    weights = [shape for name, shape in given.items() if name.endswith("weight")]
    windows = [shape for shape in weights if len(shape) == 4]
    matrices = [shape for shape in weights if len(shape) == 2]
    if (len(windows), len(matrices)) != tuple(
        len(network.named(kind)) for kind in ("convolution", "linear")
    ) or any(shape[2] != shape[3] for shape in windows):
        return
    sides = [range(shape[2]) for shape in windows]
    for paddings in list(product(*sides))[:MOST_CANDIDATES]:
        try:
            yield _with_sizes(network, windows, matrices, paddings)
        except ValueError:  # an image does not pass
            continue


def _with_sizes(
    network: Network, windows: Sequence[Shape], matrices: Sequence[Shape], paddings: Shape
) -> Network:
    shapes, lines, left = iter(windows), iter(matrices), iter(paddings)
    channels, layers = network.image[0], []
    for layer in network.layers:
        if layer.kind == "convolution":
            outputs, inputs, kernel, _ = next(shapes)
            layer = replace(
                layer, inputs=inputs, outputs=outputs, kernel=kernel, padding=next(left)
            )
            channels = outputs
        elif layer.kind == "linear":
            outputs, inputs = next(lines)
            layer = replace(layer, inputs=inputs, outputs=outputs)
        elif layer.kind == "batch norm":
            layer = replace(layer, inputs=channels)
        layers.append(layer)
    return replace(network, layers=tuple(layers))


def steps_of(network: Network) -> list[tuple[str, str, int]]:
    """The layers as the forward pass takes them: kind, name, and padding or side of the window."""
    return [
        (each.kind, each.name, each.padding if each.kind == "convolution" else each.kernel)
        for each in network.layers
    ]


def class_names(code: str) -> list[str]:
    """The classes of networks that a source defines.

    >>> class_names("class Net(nn.Module):")
    ['Net']
    """
    return re.findall(r"^class\s+(\w+)\s*\(\s*[\w.]*Module\s*\)", code, re.MULTILINE)
