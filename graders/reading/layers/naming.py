"""Layers of a network as students name them: `CONV3-64`, "Conv 3x3, 64", `nn.Linear(512, 10)`."""

import re

_KINDS = (
    ("softmax", ("softmax",)),
    ("pool", ("pool",)),
    ("conv", ("conv",)),
    ("fc", ("fc", "fullyconnected", "dense", "linear")),
    ("relu", ("relu", "relv", "activation")),
    ("input", ("input", "image")),
)
_OTHERS = ("flatten", "dropout", "total", "sum", "layer")  # rows that are no layer of their own
_ZEROS = re.compile(r"(?<=[A-Za-z])0+(?=[A-Za-z])")  # OCR reads O as 0
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


def layer_kind(text: str) -> str:
    """Which kind of layer a text names; empty where it names none.

    >>> [layer_kind(each) for each in ("C0NV3-64", "Max pooling", "Fully-connected (10)", "Total")]
    ['conv', 'pool', 'fc', '']
    """
    letters = _ZEROS.sub(lambda zeros: "o" * len(zeros[0]), text)
    plain = "".join(sign for sign in letters.casefold() if sign.isalpha())
    for kind, words in _KINDS:
        if any(word in plain for word in words):
            return kind
    return ""


def layer_name(text: str) -> str:
    """A layer in one spelling: its kind, and for layers with units their number.

    >>> [layer_name(each) for each in ("Conv 3x3, 64", "nn.Linear(512, 10)", "ReLU")]
    ['conv64', 'fc10', 'relu']
    """
    kind = layer_kind(text)
    numbers = [int(each) for each in re.findall(r"\d{1,9}", _THOUSANDS.sub("", text))]
    if kind == "conv":  # kernels and strides are smaller than the number of filters
        return f"conv{max(numbers, default='')}"
    if kind == "fc":
        return f"fc{numbers[-1] if numbers else ''}"
    return kind


def is_no_layer(text: str) -> bool:
    """Whether a row's first words say that it is no layer: a total, a flattening, a heading."""
    plain = text.casefold()
    return any(word in plain for word in _OTHERS)
