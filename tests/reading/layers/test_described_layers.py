"""Layers as students describe them are told apart, with what is said of each."""

import pytest

from graders.reading.layers.described import in_order_of_calls, layers_in, with_repeated

C, P, L = "convolution", "max pooling", "linear"
DESCRIBED = {
    "a line each": (
        "conv 3 to 6, kernel 5, relu\nmax pool 2x2, stride 2\nlinear 400 to 120, relu",
        [(C, {3, 6, 5}), (P, {2}), (L, {400, 120})],
    ),
    "arrows": (
        "conv(3, 6, 5) -> pool(2, 2) -> fc(1176, 10)",
        [(C, {3, 6, 5}), (P, {2}), (L, {1176, 10})],
    ),
    "several on a line": (
        "conv 3->6, 5x5; max pool 2x2;\nfc 6 + relu; fc 4 + relu & fc 2",
        [(C, {3, 6, 5}), (P, {2}), (L, {6}), (L, {4}), (L, {2})],
    ),
    "a name and a kind in one line": (
        "conv1; convolution; 3 -> 6\nfc1; linear; 400 -> 120",
        [(C, {3, 6}), (L, {400, 120})],
    ),
    "sentences": (
        "The first is a convolution with 6 kernels of size 5. Then max pooling of 2 follows. "
        "Last comes a fully connected layer 400 -> 10.",
        [(C, {6, 5}), (P, {2}), (L, {400, 10})],
    ),
    "within a sentence": (
        "a convolution of 6 filters of size 5 followed by a max pooling of 2",
        [(C, {6, 5}), (P, {2})],
    ),
    "linear layers in one line": (
        "fully connected layers: 400 to 120, 120 to 84, 84 to 10",
        [(L, {400, 120}), (L, {120, 84}), (L, {84, 10})],
    ),
    "ditto": (
        "conv 3 to 6, kernel 5\npool 2\nconv 6 to 16, same kernel as before",
        [(C, {3, 6, 5}), (P, {2}), (C, {6, 16, 5})],
    ),
    "an introduction names all kinds": ("There are 2 conv, 2 pool and 3 linear layers.", []),
    "products": ("linear 16x5x5 to 120", [(L, {16, 5, 120, 400})]),
    "chinese": ("卷积 3 -> 6，池化 2", [(C, {3, 6}), (P, {2})]),
}  # fmt: skip


@pytest.mark.parametrize("name", DESCRIBED)
def test_a_description_has_these_layers(name: str) -> None:
    text, expected = DESCRIBED[name]
    found = list(layers_in(text))
    assert [each.kind for each in found] == [kind for kind, _ in expected]
    for each, (_, numbers) in zip(found, expected, strict=True):
        assert numbers <= each.numbers


def test_a_module_is_read_in_the_order_of_its_calls() -> None:
    code = "self.b = nn.Linear(4, 2)\nself.a = nn.Conv2d(3, 6, 5)\nx = relu(self.a(x))\nself.b(x)"
    assert [each.kind for each in layers_in(in_order_of_calls(code))] == [C, L]


def test_a_layer_may_be_like_an_earlier_one() -> None:
    told = with_repeated("layer 1: pool 2x2\nlayer 2: conv 6 16\nlayer 3: same as layer 1")
    assert [each.kind for each in layers_in(told)] == [P, C, P]
