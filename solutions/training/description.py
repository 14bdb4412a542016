"""Descriptions of networks: layers in a row, from which networks of either form are made.

Shapes are (channels, height, width) or (units,). Convolutions have stride 1; pooling windows do
not overlap. The outputs are raw scores: the softmax is part of the loss.
"""

import math
from dataclasses import dataclass
from typing import Literal

Shape = tuple[int, ...]
Kind = Literal["convolution", "max pooling", "relu", "flatten", "linear", "dropout", "batch norm"]


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer as it is declared. Fields that its kind does not have are zero.

    Dropout and batch norm are places in the network: whether a run uses the layer, and with which
    probability, is a setting of the run.
    """

    name: str
    kind: Kind
    inputs: int = 0  # channels or units
    outputs: int = 0  # the same
    kernel: int = 0  # side of a window
    padding: int = 0


@dataclass(frozen=True, slots=True)
class Network:
    """Layers that an image passes one after another.

    Raises:
        ValueError: if a layer does not take what the one before it gives.

    >>> layers = (Layer("flatten", "flatten"), Layer("fc", "linear", 12, 5))
    >>> Network("linear", (3, 2, 2), layers).shapes()
    ((12,), (5,))
    """

    name: str
    image: Shape
    layers: tuple[Layer, ...]

    def __post_init__(self) -> None:
        if len({layer.name for layer in self.layers}) != len(self.layers):
            raise ValueError(f"{self.name}: two layers of one name")
        if len(self.shapes()[-1]) != 1:
            raise ValueError(f"{self.name}: the outputs are not one score for each class")

    def shapes(self) -> tuple[Shape, ...]:
        """Size of each layer's output."""
        found = [self.image]
        for layer in self.layers:
            found.append(shape_after(found[-1], layer))
        return tuple(found[1:])

    def parameters(self) -> dict[str, Shape]:
        """Shape of every weight and bias by its name, those of batch norms included."""
        return {
            f"{layer.name}.{name}": shape
            for layer in self.layers
            for name, shape in parameter_shapes(layer).items()
        }

    def named(self, kind: Kind) -> tuple[str, ...]:
        """The names of the layers of a kind."""
        return tuple(layer.name for layer in self.layers if layer.kind == kind)


def shape_after(shape: Shape, layer: Layer) -> Shape:
    """Size of a layer's output, from the size of its input.

    Raises:
        ValueError: if the layer does not take an input of this size.

    >>> shape_after((3, 32, 32), Layer("conv", "convolution", 3, 6, kernel=5))
    (6, 28, 28)
    """
    match layer.kind, shape:
        case "convolution", (channels, *sides) if channels == layer.inputs and sides:
            grown = [side + 2 * layer.padding - layer.kernel + 1 for side in sides]
            if min(grown) > 0:
                return (layer.outputs, *grown)
        case "max pooling", (channels, *sides) if sides and min(sides) >= layer.kernel > 0:
            return (channels, *(side // layer.kernel for side in sides))
        case "flatten", (_, _, _):
            return (math.prod(shape),)
        case "linear", (units,) if units == layer.inputs:
            return (layer.outputs,)
        case "batch norm", (channels, *_) if channels == layer.inputs:
            return shape
        case ("relu", _) | ("dropout", (_,)):
            return shape
    raise ValueError(f"{layer.name} does not take an input of size {shape}")


def parameter_shapes(layer: Layer) -> dict[str, Shape]:
    """Shapes of a layer's weight and bias, empty for a layer without.

    >>> parameter_shapes(Layer("fc", "linear", 84, 10))
    {'weight': (10, 84), 'bias': (10,)}
    """
    match layer.kind:
        case "convolution":
            kernel = (layer.outputs, layer.inputs, layer.kernel, layer.kernel)
            return {"weight": kernel, "bias": (layer.outputs,)}
        case "linear":
            return {"weight": (layer.outputs, layer.inputs), "bias": (layer.outputs,)}
        case "batch norm":
            return {"weight": (layer.inputs,), "bias": (layer.inputs,)}
    return {}
