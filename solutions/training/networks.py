"""The networks that are trained, by their names.

    lenet            conv 3→6 k5, pool, conv 6→16 k5, pool, linear 400→120→84→10    (CIFAR-10)
    mnist            conv 1→16 k5 p2, pool, conv 16→32 k5 p2, pool, linear 1568→128→64→10
    two-layer-1024   linear 3072→1024→10                                            (CIFAR-10)
    two-layer-256    linear 3072→256→10                                             (CIFAR-10)

A ReLU follows every layer with weights but the last. In `mnist` there is a place for batch norm
between each convolution and its ReLU, and one for dropout between the first two linear layers.
"""

from collections.abc import Iterable

from solutions import cifar_network
from solutions.training.description import Layer, Network, Shape

CIFAR_IMAGE: Shape = (3, 32, 32)
MNIST_IMAGE: Shape = (1, 28, 28)
CLASSES = 10


def from_layers(name: str, image: Shape, layers: Iterable[cifar_network.Layer]) -> Network:
    """A network from declared layers, with strides that leave no choice.

    Raises:
        ValueError: if a layer is of a kind, or has a stride, that is not trained here.
    """
    return Network(name, image, tuple(_layer(each) for each in layers))


def two_layer(width: int, image: Shape = CIFAR_IMAGE, classes: int = CLASSES) -> Network:
    """One hidden layer of ReLUs on the pixels.

    >>> two_layer(256).parameters()
    {'fc1.weight': (256, 3072), 'fc1.bias': (256,), 'fc2.weight': (10, 256), 'fc2.bias': (10,)}
    """
    layers = (
        Layer("flatten", "flatten"),
        Layer("fc1", "linear", image[0] * image[1] * image[2], width),
        Layer("relu1", "relu"),
        Layer("fc2", "linear", width, classes),
    )
    return Network(f"two-layer-{width}", image, layers)


def _layer(declared: cifar_network.Layer) -> Layer:
    kind, kernel = declared.kind, declared.kernel
    stride = {"convolution": 1, "max pooling": kernel}.get(kind, 0)
    if kind == "adaptive pooling" or kind == "softmax" or declared.stride != stride:
        raise ValueError(f"{declared.name}: {kind} with stride {declared.stride}")
    return Layer(declared.name, kind, declared.inputs, declared.outputs, kernel, declared.padding)


LENET = from_layers("lenet", CIFAR_IMAGE, cifar_network.NETWORK)

MNIST = Network(
    "mnist",
    MNIST_IMAGE,
    (
        Layer("conv1", "convolution", 1, 16, kernel=5, padding=2),
        Layer("norm1", "batch norm", 16),
        Layer("relu1", "relu"),
        Layer("pool1", "max pooling", kernel=2),
        Layer("conv2", "convolution", 16, 32, kernel=5, padding=2),
        Layer("norm2", "batch norm", 32),
        Layer("relu2", "relu"),
        Layer("pool2", "max pooling", kernel=2),
        Layer("flatten", "flatten"),
        Layer("fc1", "linear", 1568, 128),
        Layer("relu3", "relu"),
        Layer("dropout", "dropout"),
        Layer("fc2", "linear", 128, 64),
        Layer("relu4", "relu"),
        Layer("fc3", "linear", 64, CLASSES),
    ),
)

NETWORKS = {each.name: each for each in (LENET, MNIST, two_layer(1024), two_layer(256))}
