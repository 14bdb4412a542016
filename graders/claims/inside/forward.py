"""Scores of images by a network: one of ours with a student's weights, or a student's own.

Images come in an order that says nothing, and without labels.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

CHUNK = 500

Arrays = dict[str, NDArray[Any]]


def scores(
    student: object,
    layers: list[tuple[str, str, int]],
    arrays: Arrays,
    images: NDArray[np.uint8],
    mean: list[float],
    deviation: list[float],
    dropout: float = 0.0,
) -> NDArray[np.float32]:
    """What a network of ours gives, with weights as arrays; no student code takes part.

    Args:
        student: not used.
        layers: kind, name, and padding or side of the window.
        arrays: the parameters by the names of the layers.
        images: shape (count, height, width) or (count, height, width, channels).
        mean: of pixels in [0, 1], one for each channel or for all.
        deviation: the same.
        dropout: probability that a unit is dropped where the network has such a layer.
    """
    import torch

    torch.manual_seed(0)

    weights = {name: torch.from_numpy(each).float() for name, each in arrays.items()}
    return _in_chunks(
        lambda batch: _forward(layers, weights, batch, dropout), images, mean, deviation
    )


def own_scores(
    student: Any,
    name: str,
    arrays: Arrays,
    images: NDArray[np.uint8],
    mean: list[float],
    deviation: list[float],
) -> NDArray[np.float32]:
    """What the student's own network class gives, with its weights loaded by their names."""
    import torch

    network = getattr(student, name)()
    network.load_state_dict({key: torch.from_numpy(each) for key, each in arrays.items()})
    network.eval()
    return _in_chunks(network, images, mean, deviation)


def _in_chunks(
    network: Any, images: NDArray[np.uint8], mean: list[float], deviation: list[float]
) -> NDArray[np.float32]:
    import torch

    found = []
    with torch.inference_mode():
        for start in range(0, len(images), CHUNK):
            batch = _prepared(images[start : start + CHUNK], mean, deviation)
            found.append(network(batch).detach().float().numpy())
    return np.concatenate(found)


def _prepared(images: NDArray[np.uint8], mean: list[float], deviation: list[float]) -> Any:
    import torch

    pixels = torch.from_numpy(np.ascontiguousarray(images))
    coloured = pixels.unsqueeze(-1) if pixels.ndim == 3 else pixels
    shares = coloured.permute(0, 3, 1, 2).float() / 255
    shape = (1, -1, 1, 1)
    return (shares - torch.tensor(mean).view(shape)) / torch.tensor(deviation).view(shape)


def _forward(
    layers: list[tuple[str, str, int]], weights: dict[str, Any], batch: Any, dropout: float
) -> Any:
    from torch.nn import functional

    for kind, name, number in layers:
        if kind == "convolution":
            batch = functional.conv2d(
                batch, weights[f"{name}.weight"], weights.get(f"{name}.bias"), padding=number
            )
        elif kind == "linear":
            batch = functional.linear(batch, weights[f"{name}.weight"], weights.get(f"{name}.bias"))
        elif kind == "batch norm":
            batch = functional.batch_norm(
                batch,
                weights[f"{name}.running_mean"],
                weights[f"{name}.running_var"],
                weights[f"{name}.weight"],
                weights[f"{name}.bias"],
            )
        elif kind == "max pooling":
            batch = functional.max_pool2d(batch, number)
        elif kind == "relu":
            batch = functional.relu(batch)
        elif kind == "flatten":
            batch = batch.flatten(1)
        elif kind == "dropout" and dropout:
            batch = functional.dropout(batch, dropout)
    return batch
