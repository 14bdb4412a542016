"""The first linear layer behind feature maps, as a text names it and the sizes of its inputs.

Texts are in lower case, with the sizes of products in one spelling, as `map_sizes.plain_sizes`
makes them.
"""

import re
from dataclasses import dataclass

from graders.reading.layers.map_sizes import product

NAMES = r"linear|fully|\bfc|dense|in_features"
_SIZE = re.compile(r"\b(?:16x\d+x\d+|(\d+)x\1x16|\d{3,})\b")


@dataclass(frozen=True)
class LinearLayer:
    """The first linear layer behind feature maps: how many inputs it takes, and its outputs."""

    inputs: int
    outputs: int

    def is_named(self, sentence: str) -> bool:
        """Whether a sentence speaks of the layer, or of its inputs."""
        return re.search(rf"{NAMES}|\b{self.inputs}\b", sentence) is not None

    def sizes_in(self, text: str) -> list[int]:
        """The sizes of flattened maps, as products or as numbers; the outputs are none.

        >>> LinearLayer(400, 120).sizes_in("linear(16x6x6, 120) for 576 inputs")
        [576, 576]
        """
        sizes = [product(each[0]) for each in _SIZE.finditer(text)]
        return [size for size in sizes if size != self.outputs]
