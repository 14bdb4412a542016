"""Pipelines of image transforms, judged by what they made of images of several sizes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from graders.comparing.runs import (
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
TENSOR = {"kind": str, "dtype": str, "shape": [int], "low": float, "high": float}
OTHER = {"kind": str}
SHAPE = [3, 224, 224]
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


def judge_pipelines(pipelines: Sequence[Mapping[str, Any]]) -> Comparison:
    """The best two pipelines of an answer, half for each that is right and does not repeat one.

    What is a step of another pipeline counts only if it is right by itself.
    """
    pipelines = [
        each for each in pipelines if not each["inner"] or judge_pipeline(each).equal is True
    ]
    judged = [judge_pipeline(each) for each in pipelines]
    remarks = tuple(dict.fromkeys(one for each in pipelines for one in idle_remarks(each)))
    right = {
        signature(each): None for each, said in zip(pipelines, judged, strict=True) if said.equal
    }
    if len(right) >= WANTED:
        return Comparison(True, METHOD, remarks=remarks)
    credit = Fraction(len(right), WANTED)
    unknown = [each for each in judged if each.equal is None]
    if unknown:
        return replace(unknown[0], credit=credit, remarks=remarks)
    wrong = [each for each in judged if each.equal is False]
    mistake = ALIKE if len(judged) > 1 else ONE_ONLY
    first = wrong[0] if wrong else Comparison(False, METHOD, mistake)
    further = [each.mistake.words for each in wrong[1:] if each.mistake]
    return replace(first, credit=credit, remarks=(*first.remarks, *further, *remarks))


def judge_pipeline(pipeline: Mapping[str, Any]) -> Comparison:
    """One pipeline: a float tensor of 3 x 224 x 224 of every image."""
    results = [each for each in _list(pipeline.get("results")) if isinstance(each, Mapping)]
    failed = [each for each in results if failure(each)]
    if any(failure(each) == ELSEWHERE for each in failed) or not results:
        note = in_words(failed[0]) if failed else "it was not tried"
        return Comparison(None, METHOD, note=f"{NOT_KNOWN}: {note}")
    mistake = _mistake(pipeline, results, failed)
    told = (in_words(failed[0]),) if mistake == FAILS else ()
    return Comparison(mistake is None, METHOD, mistake, remarks=told)


def _mistake(
    pipeline: Mapping[str, Any], results: Sequence[Mapping[str, Any]], failed: Sequence[Any]
) -> Mistake | None:
    if failed:
        return NORMALISED_FIRST if _normalises_first(pipeline) else FAILS
    if any(each.get("kind") != "tensor" for each in results):
        return NO_TENSOR
    if any(each.get("shape") != SHAPE for each in results):
        one_side = any(_ONE_NUMBER.match(each) for each in _steps(pipeline))
        return ONE_SIDE if one_side else WRONG_SIZE
    if not all(str(each.get("dtype")).startswith("float") for each in results):
        return NOT_FLOAT
    if not all(_in_range(each) for each in results):
        return WRONG_SCALE
    return None


def _normalises_first(pipeline: Mapping[str, Any]) -> bool:
    steps = _steps(pipeline)
    before = next((k for k, each in enumerate(steps) if each.startswith("Normalize(")), len(steps))
    return before < len(steps) and not any(_TO_TENSOR.match(each) for each in steps[:before])


def _in_range(result: Mapping[str, Any]) -> bool:
    """Whether values lie where those of a normalised image do, and are not all but one."""
    low, high = result.get("low"), result.get("high")
    if not isinstance(low, float) or not isinstance(high, float):
        return False
    return max(-low, high) <= LARGEST and high - low > LEAST_RANGE


def signature(pipeline: Mapping[str, Any]) -> tuple[str, ...]:
    """The steps that do something; a pipeline of unknown steps is unlike all others."""
    idle = _list(pipeline.get("idle"))
    steps = _steps(pipeline)
    kept = tuple(each for k, each in enumerate(steps) if k not in idle)
    return kept or (f"unknown {id(pipeline)}",)


def idle_remarks(pipeline: Mapping[str, Any]) -> list[str]:
    """What is said of steps that do nothing."""
    steps = _steps(pipeline)
    idle = [steps[k] for k in _list(pipeline.get("idle")) if isinstance(k, int) and k < len(steps)]
    return [
        IDLE_CROP if each.startswith("CenterCrop(") else IDLE.format(step=each.partition("(")[0])
        for each in idle
    ]


def _steps(pipeline: Mapping[str, Any]) -> list[str]:
    return [str(each) for each in _list(pipeline.get("steps"))]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
