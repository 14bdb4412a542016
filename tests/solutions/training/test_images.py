"""Image sets: what is refused, what they are digested to, how pixels become inputs."""

from dataclasses import replace

import numpy as np
import pytest

from solutions.training.config import Run, TrainingConfig
from solutions.training.generated import FIGURES, generated_images
from solutions.training.images import normalized
from solutions.training.networks import two_layer
from solutions.training.side_by_side import train

SMALL = generated_images(train=20, test=10, side=8)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"train_images": SMALL.train_images.astype(float)}, "uint8"),
        ({"train_images": SMALL.train_images[:0]}, "uint8"),
        ({"test_images": SMALL.test_images[0]}, "one for each"),
        ({"test_images": SMALL.test_images[:, :4]}, "differ in size"),
        ({"train_labels": SMALL.train_labels[:5]}, "one for each"),
        ({"train_labels": SMALL.train_labels.astype(np.uint8)}, "int64"),
        ({"train_labels": SMALL.train_labels - 1}, "in 0 to 9"),
        ({"classes": ("a", "b")}, "in 0 to 1"),
    ],
)
def test_parts_that_do_not_fit_are_refused(change: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        replace(SMALL, **change)


def test_the_digest_changes_with_every_part() -> None:
    other = SMALL.test_images.copy()
    other[3, 2, 1, 0] ^= 1
    changed = [
        SMALL,
        replace(SMALL, test_images=other),
        replace(SMALL, train_labels=np.roll(SMALL.train_labels, 1)),
        replace(SMALL, classes=(*SMALL.classes[:9], "x")),
        SMALL.first(10, 10),
    ]
    assert len({each.fingerprint() for each in changed}) == len(changed)


@pytest.mark.parametrize("channels", [1, 3])
def test_pixels_are_scaled_and_normalized_channel_by_channel(channels: int) -> None:
    images = generated_images(train=4, test=2, side=8, channels=channels)
    mean, deviation = [0.1, 0.2, 0.3][:channels], [0.4, 0.5, 0.6][:channels]
    found = normalized(images.train_images, mean, deviation)
    assert found.shape == (4, channels, 8, 8)
    assert found.dtype == np.float32
    for image, values in zip(images.train_images.reshape(4, 8, 8, channels), found, strict=True):
        for channel in range(channels):
            expected = (image[..., channel] / 255 - mean[channel]) / deviation[channel]
            np.testing.assert_allclose(values[channel], expected, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(
    ("channels", "digest"),
    [(1, "2277a1f33c56f896"), (3, "6373b0624fd80dda")],
    ids=["gray", "colour"],
)
def test_generated_images_are_the_same_everywhere(channels: int, digest: str) -> None:
    images = generated_images(train=50, test=20, side=28, channels=channels)
    assert images.fingerprint()[:16] == digest
    assert images.shape == (channels, 28, 28)


def test_generated_images_differ_within_a_class_between_splits_and_between_seeds() -> None:
    images, other = (generated_images(train=40, test=40, side=16, seed=seed) for seed in (0, 1))
    seen = np.concatenate([images.train_images, images.test_images, other.train_images])
    assert len(np.unique(seen.reshape(120, -1), axis=0)) == 120


@pytest.mark.parametrize("wrong", [{"classes": 11}, {"classes": 1}, {"channels": 2}, {"side": 4}])
def test_generated_images_are_not_made_of_what_there_is_not(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="needed"):
        generated_images(train=10, test=10, **wrong)


@pytest.mark.parametrize("channels", [1, 3])
def test_generated_classes_can_be_learned(channels: int) -> None:
    images = generated_images(train=1000, test=200, side=16, channels=channels)
    network = two_layer(64, (channels, 16, 16))
    config = TrainingConfig(network, (Run(0, 0.002, "adam"),), 20, 6, 50)
    result = train(config, images)
    assert result.accuracies[0, -1] > 0.6
    assert len(FIGURES) == 10
