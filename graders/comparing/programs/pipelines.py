"""Pipelines of image transforms, judged by the tensors that they made of images of several sizes.

The images are of few colours, drawn anew, so that their colours are found again in a tensor that
was made of them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graders.comparing.programs.runs import (
    ELSEWHERE,
    NOT_GIVEN,
    Reply,
    Said,
    failure,
    fits,
    given,
    in_words,
    is_told,
)
from graders.errors import Undecided
from graders.model import Comparison, Mistake

METHOD = "pipelines"
SAID = Said({"pipelines": [{"steps": [str], "idle": [int], "inner": bool, "results": [None]}]})
TENSOR = {"kind": str, "shape": [int], "values": None}
OTHER = {"kind": str}
SHAPE = (3, 224, 224)
LARGEST = 20.0  # of a normalised value: images lie in [0, 1] before
LEAST_RANGE = 0.5  # of all values of an image from black to white
WANTED = 2

NORMALISED_FIRST = Mistake(
    "order", "the normalisation stands before the conversion to a tensor, where it fails"
)
NO_TENSOR = Mistake("type", "a pipeline does not end in a tensor")
NOT_FLOAT = Mistake("dtype", "a pipeline does not end in real numbers")
ONE_SIDE = Mistake(
    "shape", "a resize to one number sets the shorter side only: other images are not square"
)
WRONG_SIZE = Mistake("shape", "a pipeline does not end in 3 x 224 x 224")
WRONG_SCALE = Mistake("values", "the mean or deviation does not fit pixels between 0 and 1")
FAILS = Mistake("error", "a pipeline stops with an error")
ALIKE = Mistake("swapped", "the two pipelines do the same")
ONE_ONLY = Mistake("missing_term", "there is only one pipeline")
IDLE = "the step {step} does nothing here"
IDLE_CROP = "a centre crop after a resize to the same size does nothing"
NOT_KNOWN = "what a pipeline does is not known here"
NOT_THE_IMAGE = "what a pipeline gives does not show the colours of the image"

Image = NDArray[np.uint8]  # height x width x channels
SIZES = ((200, 300), (224, 224), (640, 251))  # of images: any side may be the longer one
COLOURS, BLOCK = 8, 5  # of an image, black and white among them, and the pixels of a block's side
LUMINANCE = np.array([0.299, 0.587, 0.114])
LEAST_STEP = 5.0  # between two of the colours in gray
AS_THERE = 0.9999  # the correlation of what shows a colour and the colour
Results = Sequence[Mapping[str, Any]]

_TO_TENSOR = re.compile(r"ToTensor|PILToTensor|ToImage")
_ONE_NUMBER = re.compile(r"Resize\(size=\[?\d+\]?[,)]")


def read_pipelines(reply: Reply) -> Mapping[str, Any]:
    """What a harness says of pipelines, or of why there are none.

    Raises:
        Finding: if the code did not come to its end, or what it says cannot be read.
    """
    said = given(reply, SAID)
    for each in (one for pipeline in said.get("pipelines", ()) for one in pipeline["results"]):
        if not is_told(each, TENSOR if fits(each, {"kind": str, "shape": None}) else OTHER):
            raise Undecided(NOT_GIVEN)
    return said


def draw_images(random: np.random.Generator | None = None) -> list[Image]:
    """An image of each size: blocks of a few colours that nobody can know before."""
    random = random or np.random.default_rng()
    return [_image(random, *size) for size in SIZES]


def _image(random: np.random.Generator, height: int, width: int) -> Image:
    palette = _palette(random)
    blocks = random.integers(COLOURS, size=(-(-height // BLOCK), -(-width // BLOCK)))
    return palette[blocks.repeat(BLOCK, axis=0).repeat(BLOCK, axis=1)[:height, :width]]


def _palette(random: np.random.Generator) -> Image:
    """Black, white, and colours of which no two look alike in gray."""
    while True:
        inner = np.stack([random.permutation(_levels(random)) for _ in range(3)], axis=1)
        palette = np.concatenate([[[0] * 3, [255] * 3], inner])
        if np.diff(np.sort(palette @ LUMINANCE)).min() >= LEAST_STEP:
            return palette.astype(np.uint8)


def _levels(random: np.random.Generator) -> NDArray[Any]:
    """Levels of one channel between black and white, none close to another."""
    inner = np.arange(1, COLOURS - 1) * 255 // (COLOURS - 1)
    return inner + random.integers(-12, 13, size=COLOURS - 2)


def judge_pipelines(pipelines: Sequence[Mapping[str, Any]], images: Sequence[Image]) -> Comparison:
    """The best two pipelines of an answer, half for each that is right and does not repeat one.

    What is a step of another pipeline counts only if it is right by itself.
    """
    judged = [(each, judge_pipeline(each, images)) for each in pipelines]
    judged = [(each, said) for each, said in judged if not each["inner"] or said.equal is True]
    remarks = tuple(dict.fromkeys(one for each, _ in judged for one in idle_remarks(each)))
    right = {signature(each) for each, said in judged if said.equal}
    if len(right) >= WANTED:
        return Comparison(True, METHOD, remarks=remarks)
    credit = Fraction(len(right), WANTED)
    unknown = [said for _, said in judged if said.equal is None]
    if unknown:
        return replace(unknown[0], credit=credit, remarks=remarks)
    wrong = [said for _, said in judged if said.equal is False]
    mistake = ALIKE if len(judged) > 1 else ONE_ONLY
    first = wrong[0] if wrong else Comparison(False, METHOD, mistake)
    further = [each.mistake.words for each in wrong[1:] if each.mistake]
    return replace(first, credit=credit, remarks=(*first.remarks, *further, *remarks))


def judge_pipeline(pipeline: Mapping[str, Any], images: Sequence[Image]) -> Comparison:
    """One pipeline: a float tensor of 3 x 224 x 224 of every image."""
    results: Results = pipeline["results"]
    failed = [each for each in results if failure(each)]
    if any(failure(each) == ELSEWHERE for each in failed) or len(results) != len(images):
        note = in_words(failed[0]) if failed else "it was not tried"
        return Comparison(None, METHOD, note=f"{NOT_KNOWN}: {note}")
    if mistake := _mistake(pipeline, results, failed):
        told = (in_words(failed[0]),) if mistake == FAILS else ()
        return Comparison(False, METHOD, mistake, remarks=told)
    if not all(map(shows, tensors_of(pipeline), images)):
        return Comparison(None, METHOD, note=NOT_THE_IMAGE)
    return Comparison(True, METHOD)


def _mistake(
    pipeline: Mapping[str, Any], results: Results, failed: Sequence[Any]
) -> Mistake | None:
    if failed:
        return NORMALISED_FIRST if _normalises_first(pipeline) else FAILS
    if any(each.get("kind") != "tensor" for each in results):
        return NO_TENSOR
    tensors = [*tensors_of(pipeline)]
    if len(tensors) < len(results):
        one_side = any(_ONE_NUMBER.match(each) for each in pipeline["steps"])
        return ONE_SIDE if one_side else WRONG_SIZE
    if not all(np.issubdtype(each.dtype, np.floating) for each in tensors):
        return NOT_FLOAT
    if not all(map(_in_range, tensors)):
        return WRONG_SCALE
    return None


def tensors_of(pipeline: Mapping[str, Any]) -> Iterator[NDArray[Any]]:
    """The tensors of the right shape that a pipeline gave."""
    for each in pipeline["results"]:
        values = each.get("values")
        if isinstance(values, np.ndarray) and values.shape == SHAPE:
            yield values


def _in_range(tensor: NDArray[Any]) -> bool:
    """Whether values lie where those of a normalised image do, and are not all but one."""
    low, high = float(tensor.min()), float(tensor.max())
    return max(-low, high) <= LARGEST and high - low > LEAST_RANGE


def shows(tensor: NDArray[Any], image: Image) -> bool:
    """Whether each channel of a tensor has the colours of a channel of the image, or its gray.

    >>> [image] = [each for each in draw_images() if each.shape == (224, 224, 3)]
    >>> tensor = image.transpose(2, 0, 1) / 255
    >>> shows(tensor * 2 - 1, image), shows(tensor[:, ::-1], image), shows(tensor**2, image)
    (True, True, False)
    """
    blocks = image[::BLOCK, ::BLOCK].reshape(-1, 3)
    palette = np.unique(blocks, axis=0).astype(np.float64)
    wanted = [np.sort(each) for each in (*palette.T, palette @ LUMINANCE)]
    shown = [_most_frequent(channel, len(palette)) for channel in tensor]
    return all(any(_are_levels(found, each) for each in wanted) for found in shown)


def _most_frequent(channel: NDArray[Any], number: int) -> NDArray[Any]:
    """So many of its values, if it has them, in their order."""
    values, counts = np.unique(channel.astype(np.float64).round(3), return_counts=True)
    return np.sort(values[np.argsort(counts)[-number:]])


def _are_levels(found: NDArray[Any], levels: NDArray[Any]) -> bool:
    """Whether values are these levels on another scale."""
    if len(found) < len(levels):
        return False
    scales = (levels, levels[::-1])
    return any(abs(np.corrcoef(found, each)[0, 1]) >= AS_THERE for each in scales)


def _normalises_first(pipeline: Mapping[str, Any]) -> bool:
    steps = pipeline["steps"]
    before = next((k for k, each in enumerate(steps) if each.startswith("Normalize(")), len(steps))
    return before < len(steps) and not any(_TO_TENSOR.match(each) for each in steps[:before])


def signature(pipeline: Mapping[str, Any]) -> bytes:
    """What two pipelines that do the same have in common: their tensors."""
    return b"".join(each.tobytes() for each in tensors_of(pipeline))


def idle_remarks(pipeline: Mapping[str, Any]) -> list[str]:
    """What is said of steps that do nothing."""
    steps = pipeline["steps"]
    idle = [steps[k] for k in pipeline["idle"] if 0 <= k < len(steps)]
    return [
        IDLE_CROP if each.startswith("CenterCrop(") else IDLE.format(step=each.partition("(")[0])
        for each in idle
    ]
