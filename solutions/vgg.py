"""Output sizes and parameter counts of an 11-layer VGG network, row by row.

Convolutions are 3x3 with stride 1 and padding 1, pooling is 2x2 with stride 2, and every
convolution and fully connected layer has biases. The first fully connected layer reads the
flattened map. Sizes are height x width x channels, or the number of units.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

Shape = tuple[int, ...]

IMAGE: Shape = (224, 224, 3)
LAYERS = (
    "INPUT",
    "CONV3-64",
    "RELU",
    "POOL2",
    "CONV3-128",
    "RELU",
    "POOL2",
    "CONV3-256",
    "RELU",
    "CONV3-256",
    "RELU",
    "POOL2",
    "CONV3-512",
    "RELU",
    "CONV3-512",
    "RELU",
    "POOL2",
    "CONV3-512",
    "RELU",
    "CONV3-512",
    "RELU",
    "POOL",
    "FC-4096",
    "FC-4096",
    "FC-1000",
    "SOFTMAX",
)


@dataclass(frozen=True, slots=True)
class Row:
    """A layer with the size of its output and its number of weights and biases."""

    name: str
    shape: Shape
    parameters: int = 0


def table(layers: Iterable[str] = LAYERS, image: Shape = IMAGE) -> tuple[Row, ...]:
    """One row a layer, each computed from the row before it.

    >>> for row in table(("INPUT", "CONV3-64", "POOL2", "FC-10")):
    ...     print(row.name, row.shape, row.parameters)
    INPUT (224, 224, 3) 0
    CONV3-64 (224, 224, 64) 1792
    POOL2 (112, 112, 64) 0
    FC-10 (10,) 8028170
    """
    rows: list[Row] = []
    shape = image
    for name in layers:
        rows.append(row_after(shape, name))
        shape = rows[-1].shape
    return tuple(rows)


def row_after(shape: Shape, name: str) -> Row:
    """The row of a layer, from the size of the output before it.

    Args:
        shape: (height, width, channels), or (units,).
        name: the layer, such as CONV3-64, POOL2 or FC-1000.

    Raises:
        ValueError: if there is no such layer, or it cannot follow an output of this size.

    >>> row_after((7, 7, 512), "FC-4096")
    Row(name='FC-4096', shape=(4096,), parameters=102764544)
    """
    kind, _, size = name.partition("-")
    match kind, shape:
        case "CONV3", (height, width, channels):
            filters = int(size)
            return Row(name, (height, width, filters), convolution_parameters(channels, filters))
        case "POOL" | "POOL2", (height, width, channels):
            return Row(name, (height // 2, width // 2, channels))
        case "FC", _:
            units = int(size)
            return Row(name, (units,), fully_connected_parameters(math.prod(shape), units))
        case "INPUT" | "RELU" | "SOFTMAX", _:
            return Row(name, shape)
    raise ValueError(f"no layer {name!r} can follow an output of size {shape}")


def convolution_parameters(inputs: int, outputs: int, kernel: int = 3) -> int:
    """kernel² weights for each pair of an input and an output channel, and a bias each output.

    >>> convolution_parameters(3, 64)
    1792
    """
    return kernel * kernel * inputs * outputs + outputs


def fully_connected_parameters(inputs: int, outputs: int) -> int:
    """A weight for each pair of an input and an output, and a bias each output.

    >>> fully_connected_parameters(4096, 1000)
    4097000
    """
    return inputs * outputs + outputs


def total_parameters(rows: Iterable[Row]) -> int:
    """The sum of the column of parameters.

    >>> total_parameters(table())
    132863336
    """
    return sum(row.parameters for row in rows)
