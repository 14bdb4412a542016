"""What a network that was given makes of one picture; whoever took it, it is decoded in here."""

import io
from typing import Any

import numpy as np
from numpy.typing import NDArray

FORMATS = ("JPEG", "PNG", "WEBP", "BMP")
MOST_PIXELS = 60_000_000  # of a picture; more is no photograph
SHORTER, SIDE = 256, 224  # of a picture before and after its middle is cut out


def classify(
    given: Any,
    arrays: dict[str, NDArray[Any]],
    picture: NDArray[np.uint8],
    mean: list[float],
    deviation: list[float],
) -> dict[str, NDArray[np.float32]]:
    """Probabilities of the classes for a picture, by how it is prepared.

    Args:
        given: the module with `network()`.
        arrays: the weights, by their names.
        picture: the bytes of its file.
        mean: of pixels in [0, 1], by channels.
        deviation: the same.
    """
    import torch
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2  # twice as many are an error there
    data = io.BytesIO(picture.tobytes())
    photograph = Image.open(data, formats=FORMATS).convert("RGB")
    network = given.network()
    network.load_state_dict({name: torch.from_numpy(each) for name, each in arrays.items()})
    network.eval()
    cut, squeezed = _cut(photograph), photograph.resize((SIDE, SIDE), Image.Resampling.BILINEAR)
    prepared = {
        "cut out": _scaled(cut, mean, deviation),
        "squeezed": _scaled(squeezed, mean, deviation),
        "cut out, not normalised": _scaled(cut, [0.0] * 3, [1.0] * 3),
        "squeezed, not normalised": _scaled(squeezed, [0.0] * 3, [1.0] * 3),
    }
    with torch.inference_mode():
        return {
            name: network(each).softmax(1)[0].float().numpy() for name, each in prepared.items()
        }


def _cut(photograph: Any) -> Any:
    """The middle of a picture whose shorter side is brought to one size first."""
    from PIL import Image

    width, height = photograph.size
    shorter = min(width, height)
    size = round(width * SHORTER / shorter), round(height * SHORTER / shorter)
    left, upper = (size[0] - SIDE) // 2, (size[1] - SIDE) // 2
    resized = photograph.resize(size, Image.Resampling.BILINEAR)
    return resized.crop((left, upper, left + SIDE, upper + SIDE))


def _scaled(picture: Any, mean: list[float], deviation: list[float]) -> Any:
    import torch

    pixels = torch.from_numpy(np.asarray(picture).copy()).permute(2, 0, 1).float() / 255
    shape = (3, 1, 1)
    scaled = (pixels - torch.tensor(mean).view(shape)) / torch.tensor(deviation).view(shape)
    return scaled.unsqueeze(0)
