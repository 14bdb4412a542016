"""Question 3: the student's own bound, called behind the wall with small networks.

Whatever a model, the data and the arguments look like, the number that comes back must be that of
one and the same bound on all networks; which bound that is is found by its values.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from graders.comparing.arrays import NoArray, read_array
from graders.errors import Finding, Mismatch, Undecided, Unreadable
from graders.model import Answer, Comparison, Mistake, Question
from graders.reading.answer_code import all_cells, answer_cells
from graders.sandbox.call import Call
from graders.sandbox.inside.endings import Ended
from graders.student import Student, in_words
from solutions.data_constants import DataConstants, data_constants
from solutions.generalization import (
    OWN_BOUNDS,
    PER_BATCH,
    PER_POINT,
    Network,
    bounds,
    norm_measures,
)
from solutions.generalization_mistakes import bounds_with_mistake, norm_measures_with_mistake
from solutions.margin_bounds import DELTA, Norms, Setting
from solutions.margins import training_margin

HARNESS = Path(__file__).parent / "inside" / "bounds.py"
RELATIVE = 3e-4  # of a bound computed in single precision
NAMES = (r"^own_?bound$", r"(?:own|my|your)_?(?:\w+_)?bound", r"bound(?!ar)")  # best first

Values = Mapping[str, float]


# --- networks -------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Case:
    """A network with its start and training points, of which some have the least margin.

    These are so many that it is the training margin by any definition of a percentile.
    """

    network: Network
    start: Network
    inputs: np.ndarray
    labels: np.ndarray
    shape: tuple[int, ...]  # of an input that is an image
    delta: float

    @property
    def margin(self) -> float:
        return training_margin(self.network.scores(self.inputs), self.labels)

    def request(self, **changes: float) -> dict[str, Any]:
        """The case as plain values."""
        return {
            "network": _weights(self.network), "start": _weights(self.start),
            "inputs": self.inputs.astype(np.float32), "shape": self.shape, "labels": self.labels,
            "margin": np.float64(self.margin), "delta": self.delta, **changes,
        }  # fmt: skip


def _weights(network: Network) -> dict[str, Any]:
    parts = (network.hidden_weight, network.hidden_bias, network.output_weight, network.output_bias)
    return dict(
        zip(("U", "b1", "V", "b2"), (each.astype(np.float32) for each in parts), strict=True)
    )


def make_case(
    seed: int,
    shape: tuple[int, ...],
    hidden: int,
    classes: int,
    *,
    moved: float,
    delta: float = DELTA,
) -> Case:
    """A network whose weights have moved so far from their start, in single precision."""
    draw, size = np.random.default_rng(seed), math.prod(shape)
    shapes: tuple[tuple[int, ...], ...] = ((hidden, size), (hidden,), (classes, hidden), (classes,))
    first = [_single(draw.normal(size=each)) for each in shapes]
    then = [_single(each + moved * draw.normal(size=each.shape)) for each in first]
    network, pool = Network(*then), _single(draw.normal(size=(800, size)))
    scores = np.sort(network.scores(pool), axis=1)
    best = pool[np.argsort(scores[:, -2] - scores[:, -1])][:40]
    inputs = draw.permutation(np.concatenate([best, np.repeat(best[-1:], 11, axis=0)]))
    return Case(network, Network(*first), inputs, network.scores(inputs).argmax(1), shape, delta)


def _single(array: np.ndarray) -> np.ndarray:
    return array.astype(np.float32).astype(np.float64)


CASES = (
    make_case(70_201, (1, 2, 2), 3, 2, moved=1.0),
    make_case(70_202, (3, 2, 2), 5, 3, moved=0.5),
    make_case(70_203, (1, 2, 2), 6, 4, moved=0.002, delta=0.05),
    make_case(70_204, (1, 3, 3), 4, 3, moved=0.7),
)
NEGATIVE = replace(CASES[0], labels=1 - CASES[0].labels)


# --- bounds by their values -----------------------------------------------------------------------

THEOREM = "Spec_Fro bound without the factor in front, as in the theorem"
OTHER_BOUNDS = {
    "VC bound": Mistake(
        "another_bound", "this is the VC bound; a further one by margins is asked for"
    ),
    PER_BATCH: Mistake("another_bound", "this is the L1max bound; a further one is asked for"),
    PER_POINT: Mistake("another_bound", "this is the L1max bound; a further one is asked for"),
}
CODES: Mapping[str, str] = {
    "the square is missing": "wrong_exponent", "norms are squared": "wrong_exponent",
    "the square of a sum for a sum of squares": "squared_sum",
    "the number of classes is missing": "factor",
    "columns are taken as output units": "transposed",
    "singular values of the difference": "swapped",
    "biases are part of the norms": "biases",
    "the trained weights are taken as initial": "initial_weights",
    "the initial weights are taken as zero": "initial_weights",
}  # fmt: skip
LOGARITHMS = {
    2.0: "binary logarithms for natural ones",
    10.0: "decimal logarithms for natural ones",
}
FACTOR = Mistake(
    "factor", "what is divided by the margin has a constant factor too many or too few"
)
FAILS_FOR_SOME = Mistake("error", "the code fails for some of the networks")
NO_BOUND = Mistake("values", "what comes back is none of the bounds that count here")


@dataclass(frozen=True, slots=True)
class Parts:
    """A bound (R + s)², or R² + s² where its squares are added; R is what the margin divides."""

    complexity: float
    rest: float  # s
    adds_squares: bool

    def value(self) -> float:
        """The bound."""
        if self.adds_squares:
            return self.complexity**2 + self.rest**2
        return (self.complexity + self.rest) ** 2


@dataclass(frozen=True)
class Problem:
    """A case with what the formulas are made of."""

    norms: Norms
    data: DataConstants
    setting: Setting

    @classmethod
    def of(cls, case: Case, delta: float) -> "Problem":
        constants = data_constants(case.inputs, case.start.hidden_units)
        setting = Setting(case.network.sizes, len(case.inputs), case.margin, delta)
        return cls(norm_measures(case.network, case.start), constants, setting)

    def bounds(self) -> dict[str, float]:
        """The bounds that count."""
        return self.read(bounds(self.norms, self.data, self.setting))

    def read(self, values: Values) -> dict[str, float]:
        """Those of some values that count, with the other reading of one of them."""
        found = {name: values[name] for name in OWN_BOUNDS if name in values}
        if "Spec_Fro bound" in found:
            rest = 6 * math.log(2 * self.setting.points / self.setting.delta)
            found[THEOREM] = (found["Spec_Fro bound"] - rest) / self.norms["Spectral1"] ** 2 + rest
        return found

    def rests(self, unit: float = 1.0) -> dict[str, float]:
        """What each bound adds to its complexity, with logarithms of a base whose own is `unit`."""
        setting = self.setting
        still = {**self.norms, "L1max_Spec": 0.0, "Spec_L1max": 0.0}
        cover = math.log(max(1, setting.margin * math.sqrt(setting.points)) / setting.delta)
        spec_fro = math.sqrt(6 * math.log(2 * setting.points / setting.delta) / unit)
        return {
            "Fro bound": setting.rest / math.sqrt(unit),
            "Spec_L1 bound": math.sqrt(bounds(still, self.data, setting)["Spec_L1 bound"] / unit),
            "Spec_Fro bound": spec_fro,
            THEOREM: spec_fro,
            "over-parametrisation bound": 3 * math.sqrt(5 * setting.sizes.hidden + cover / unit),
        }

    def parts(self) -> dict[str, Parts]:
        """The bounds that count, taken apart."""
        found, rests = {}, self.rests()
        for name, value in self.bounds().items():
            rest, adds_squares = rests[name], name in ("Spec_Fro bound", THEOREM)
            squared = value - rest**2 if adds_squares else (math.sqrt(value) - rest) ** 2
            found[name] = Parts(math.sqrt(max(0.0, squared)), rest, adds_squares)
        return found


def mistaken(case: Case, delta: float) -> Iterator[tuple[Mistake, Values]]:
    """The known mistakes, with the bounds that come out with each."""
    problem = Problem.of(case, delta)
    right = bounds(problem.norms, problem.data, problem.setting)
    for name, mistake in OTHER_BOUNDS.items():
        yield mistake, {name: right[name]}
    for words, values in bounds_with_mistake(problem.norms, problem.data, problem.setting).items():
        if words in CODES:
            yield Mistake(CODES[words], words), problem.read(values)
    yield from _of_parts(problem)
    yield from _of_logarithms(problem)
    for words, norms in norm_measures_with_mistake(case.network, case.start).items():
        if words in CODES:
            yield Mistake(CODES[words], words), replace(problem, norms=norms).bounds()
    yield from _of_data(problem)
    sizes = problem.setting.sizes
    swapped = replace(sizes, hidden=sizes.classes, classes=sizes.hidden)
    settings: Mapping[Mistake, Mapping[str, Any]] = {
        Mistake("swapped", "the roots of C and H are swapped"): {"sizes": swapped},
        Mistake("hard_coded", "50000 points are written into the code, whatever the data"): {
            "points": 50_000
        },
        Mistake("delta", "the confidence delta is not used"): {"delta": DELTA},
    }
    for mistake, change in settings.items():
        yield mistake, replace(problem, setting=replace(problem.setting, **change)).bounds()


def _of_parts(problem: Problem) -> Iterator[tuple[Mistake, Values]]:
    margin = problem.setting.margin
    changes: Mapping[Mistake, Callable[[Parts], float]] = {
        Mistake("wrong_exponent", "the square is missing"): lambda each: (
            each.complexity + each.rest
        ),
        Mistake("squared_sum", "the square of a sum for a sum of squares, or the reverse"): (
            lambda each: replace(each, adds_squares=not each.adds_squares).value()
        ),
        Mistake("missing_term", "what is added to the complexity is missing"): (
            lambda each: each.complexity**2
        ),
        Mistake("missing_term", "the margin does not divide the complexity"): (
            lambda each: replace(each, complexity=each.complexity * margin).value()
        ),
        Mistake("wrong_exponent", "the margin is squared before it divides the complexity"): (
            lambda each: replace(each, complexity=each.complexity / margin).value()
        ),
    }
    parts = problem.parts()
    for mistake, change in changes.items():
        yield mistake, {name: change(each) for name, each in parts.items()}


def _of_logarithms(problem: Problem) -> Iterator[tuple[Mistake, Values]]:
    """Logarithms of another base, in the complexity as well."""
    powers = {"Spec_L1 bound": 2.0, "Spec_Fro bound": 0.5, THEOREM: 0.5}  # of them in it
    for base, words in LOGARITHMS.items():
        unit = math.log(base)
        rests = problem.rests(unit)
        changed = {
            name: replace(
                each, complexity=each.complexity / unit ** powers.get(name, 0), rest=rests[name]
            )
            for name, each in problem.parts().items()
        }
        yield Mistake("log_base", words), {name: each.value() for name, each in changed.items()}


def _of_data(problem: Problem) -> Iterator[tuple[Mistake, Values]]:
    data = problem.data
    changes = {
        "the mean over the data is a sum": (data.points, data.points, 1.0),
        "the largest square stands for the mean one": (data.kappa_max / data.kappa_2, 1.0, 1.0),
        "the mean square stands for the largest one": (1.0, data.kappa_2 / data.kappa_max, 1.0),
        "the root of the data constant is missing": (data.kappa_2, data.kappa_max, 1.0),
        "the data constant is missing": (1 / data.kappa_2, 1 / data.kappa_max, 1.0),
        "the initial hidden units are left out": (1.0, 1.0, 0.0),
    }
    for words, (mean, largest, hidden) in changes.items():
        wrong = replace(
            data,
            kappa_2=mean * data.kappa_2,
            kappa_max=largest * data.kappa_max,
            hidden_moments=hidden * data.hidden_moments,
        )
        yield Mistake("data_constant", words), replace(problem, data=wrong).bounds()


# --- what the code gives --------------------------------------------------------------------------


PROGRAMS = (".py", ".ipynb")
MOST_NUMBERS = 40  # of what one call returns
OWN_ERRORS = ("UnboundLocalError", "ZeroDivisionError", "RecursionError", "OverflowError")


@dataclass(frozen=True, slots=True)
class Run:
    """What came of one call: numbers by their places, or a failure."""

    numbers: Values = field(default_factory=dict)
    is_number: bool = False  # that alone is returned
    taken: frozenset[str] = frozenset()
    failed: str = ""  # the type of an error
    words: str = ""  # of that error, and how the call ended
    line: str = ""  # of the student's, where it stopped
    shown: str = ""  # what is returned where that has no number
    output: str = ""

    @property
    def number(self) -> int:
        """The line where it stopped."""
        found = re.match(r"[^:]*:(\d+)", self.line)
        return int(found[1]) if found else 0

    @property
    def in_program(self) -> bool:
        """Whether it stopped in a file that is a program, not in a write-up."""
        return any(each in self.line.partition(":")[0] for each in PROGRAMS)

    @property
    def is_own(self) -> bool:
        """Whether the student's own code is to blame, whatever it was called with."""
        if self.failed in ("NameError", "SyntaxError"):
            return self.in_program
        return self.failed in OWN_ERRORS or not self.words.startswith(Ended.RAISED)

    @property
    def values(self) -> Values:
        return {place: each for place, each in self.numbers.items() if math.isfinite(each)}


def read_run(call: Call) -> Run:
    """What a harness says of a call, which is trusted for nothing more."""
    said = call.value if isinstance(call.value, dict) else {}
    if failed := said.get("failed"):
        ended, lines = str(said.get("ended")), said.get("traceback")
        return Run(
            failed=str(failed)[:80],
            words=f"{ended}: {str(said.get('message'))[:300]}",
            line=_place(lines[-1]) if isinstance(lines, list) and lines else "",
        )
    value, taken = said.get("value"), said.get("taken")
    numbers = dict(islice(_numbers(value), MOST_NUMBERS))
    return Run(
        numbers,
        is_number="" in numbers and not np.shape(read_array(value)),
        taken=frozenset(map(str, taken)) if isinstance(taken, list) else frozenset(),
        shown="" if numbers else _what(value),
        output=call.output.strip()[:300],
    )


def _place(line: object) -> str:
    """A line of a traceback as a place in the student's own files."""
    match line:
        case [str(label), int(number), str(), str(source)]:
            return f"{label}:{number}: {source}"[:300]
    return ""


def _numbers(value: object, place: str = "", depth: int = 3) -> Iterator[tuple[str, float]]:
    """The single numbers in what a function returns, by their places."""
    parts: Sequence[tuple[object, object]] = ()
    if isinstance(value, dict):
        parts = list(value.items())
    elif isinstance(value, list | tuple):
        parts = list(enumerate(value))
    for key, each in parts if depth else ():
        yield from _numbers(each, f"{place}[{str(key)[:40]}]", depth - 1)
    if not isinstance(value, dict | list | tuple | bool):
        try:
            array = read_array(value)
        except NoArray:
            return
        if array.size == 1 and array.dtype.kind in "iuf":
            yield place, float(array.reshape(-1)[0])


def _what(value: object) -> str:
    try:
        return f"an array of shape {read_array(value).shape}"
    except NoArray as refusal:
        return str(refusal)


@dataclass
class Search:
    """Calls a function in one scene after the other."""

    student: Student
    name: str
    silent: list[Run] = field(default_factory=list)  # calls without a number
    ended: Call | None = None  # where the code was stopped

    def call(self, scene: int, request: Mapping[str, Any]) -> Run | None:
        """What came of a call; None where the code was stopped."""
        arguments = (self.name, scene, request, all_cells(self.student.code))
        call = self.student.drive(HARNESS, "call_bound", *arguments, uses=self.name)
        if not call.returned:
            self.ended = call
            return None
        return read_run(call)

    def scenes(self) -> Iterator[tuple[int, list[Run]]]:
        """The scenes in which numbers come back for all networks, where these are new."""
        seen: list[Values] = []
        for scene in range(1_000):
            first = self.call(scene, CASES[0].request())
            if first is None or first.failed == "no scene":
                return
            if not first.values:
                self.silent.append(first)
            elif first.values not in seen:
                seen.append(first.values)
                runs = [first, *(self.call(scene, case.request()) for case in CASES[1:])]
                yield scene, [each for each in runs if each is not None]


@dataclass(frozen=True)
class Found:
    """A scene whose numbers are judged: what they are, at one place of what is returned."""

    scene: int
    place: str
    runs: Sequence[Run]
    name: str = ""  # of the bound that they are
    mistake: Mistake | None = None

    @property
    def agrees(self) -> bool | None:
        """Whether it is a bound that counts; None where the arguments are not those asked for."""
        plain = {"model", "data"} <= self.runs[0].taken
        return True if self.name else False if self.mistake or plain else None

    @property
    def fault(self) -> Mistake:
        """What is wrong with it."""
        failed = len(self.runs) < len(CASES) or any(each.failed for each in self.runs)
        return self.mistake or (FAILS_FOR_SOME if failed else NO_BOUND)


def find_bound(search: Search) -> Found | None:
    """The first scene in which a bound comes out right, or else with a known mistake."""
    kept = []
    for scene, runs in search.scenes():
        place = next(iter(runs[0].values))
        kept.append(Found(scene, place, runs))
        if right := fitting(runs, right_values(takes_delta(runs))):
            return Found(scene, right[0], runs, name=right[1])
    for each in kept:
        if wrong := known_mistake(each.runs):
            return replace(each, place=wrong[0], mistake=wrong[1])
    return kept[0] if kept else None


def takes_delta(runs: Sequence[Run]) -> bool:
    return "delta" in runs[0].taken


@cache
def right_values(with_delta: bool) -> tuple[Values, ...]:
    """The bounds that count, of each case."""
    return tuple(Problem.of(each, _delta(each, with_delta)).bounds() for each in CASES)


@cache
def wrong_values(with_delta: bool) -> tuple[tuple[Mistake, tuple[Values, ...]], ...]:
    """What comes out with each mistake, of each case."""
    columns = [list(mistaken(each, _delta(each, with_delta))) for each in CASES]
    return tuple(
        (row[0][0], tuple(values for _, values in row)) for row in zip(*columns, strict=True)
    )


def _delta(case: Case, with_delta: bool) -> float:
    return case.delta if with_delta else DELTA


def fitting(runs: Sequence[Run], references: Sequence[Values]) -> tuple[str, str] | None:
    """The place and the bound whose values come back for every network."""
    if len(runs) < len(references):
        return None
    for place in runs[0].values:
        for name in references[0]:
            pairs = zip(runs, references, strict=True)
            if all(_near(run.values.get(place), values[name]) for run, values in pairs):
                return place, name
    return None


def _near(found: float | None, reference: float) -> bool:
    return found is not None and math.isclose(found, reference, rel_tol=RELATIVE)


def known_mistake(runs: Sequence[Run]) -> tuple[str, Mistake] | None:
    """The place and the mistake that explain the values of every network."""
    with_delta = takes_delta(runs)
    for mistake, references in wrong_values(with_delta):
        if fits := fitting(runs, references):
            return fits[0], mistake
    parts = [Problem.of(each, _delta(each, with_delta)).parts() for each in CASES]
    for place in runs[0].values if len(runs) == len(CASES) else ():
        for name in parts[0]:
            ratios = [
                _ratio(run.values.get(place), each[name])
                for run, each in zip(runs, parts, strict=True)
            ]
            if min(ratios) > 0 and max(ratios) < (1 + RELATIVE) * min(ratios):
                return place, FACTOR
    return None


def _ratio(found: float | None, parts: Parts) -> float:
    """What the complexity is multiplied by, if no more than that is wrong; 0 if nothing is."""
    if found is None or found <= parts.rest**2:
        return 0.0
    squared = found - parts.rest**2
    root = math.sqrt(squared) if parts.adds_squares else math.sqrt(found) - parts.rest
    return root / parts.complexity


# --- margins that are not positive ----------------------------------------------------------------

SILENT = Mistake("not_checked", "a margin of zero or below is taken without a word")
MADE_POSITIVE = Mistake("not_checked", "a negative margin is made positive without a word")


def judge_margins(search: Search, found: Found) -> tuple[bool | None, Mistake | None]:
    """Whether margins that bound nothing are refused: by an error, or with infinity."""
    requests = [NEGATIVE.request()]
    if "margin" in found.runs[0].taken:
        requests.append(CASES[0].request(margin=np.float64(0)))
    refusals = [_refuses(search.call(found.scene, each), found.place) for each in requests]
    if False not in refusals:
        return (None if None in refusals else True), None
    positive = search.call(found.scene, CASES[0].request(margin=np.float64(-NEGATIVE.margin)))
    negative = search.call(found.scene, requests[0])
    values = [each.numbers.get(found.place) if each else None for each in (positive, negative)]
    same = values[0] is not None and _near(values[1], values[0])
    return False, MADE_POSITIVE if same else SILENT


def _refuses(run: Run | None, place: str) -> bool | None:
    if run is None:
        return None
    if run.failed:
        return True
    value = run.numbers.get(place, run.numbers.get("", math.nan))
    return None if math.isnan(value) else math.isinf(value)


# --- the verdict ----------------------------------------------------------------------------------

NO_CODE = "no function for the bound is in the hand-in; {named}"
NOT_CALLED = "It could not be called with networks like those of the sheet; a person looks at it."
NOT_READ = "The code cannot be read as Python; a person looks at it."
ELSEWHERE = ("ModuleNotFoundError", "ImportError", "FileNotFoundError", "OtherSignatureError")
IN_WORDS: Mapping[str, str] = {
    "over-parametrisation bound": r"over-?\s?param",
    "Spec_Fro bound": r"spec\w*[\s_-]+fro|pac-?\s?bayes",
    "Spec_L1 bound": r"spec\w*[\s_-]+l_?\W?1|\bl_?\W?\(?2,\s?1",
    "Fro bound": r"(?<!spec_)(?<!spec-)(?<!spec )(?<!spectral )\bfro(?:benius)?\b",
}


@pytest.mark.question("3.own_bound", points=5, kind="code")
def grade_own_bound(
    request: pytest.FixtureRequest,
    question: Question,
    answers_to: Callable[[str], tuple[Answer, ...]],
    student: Student,
    settle: Callable[..., None],
    review: Callable[..., None],
) -> None:
    """One more bound by margins: its value, margins that bound nothing, and what it returns."""
    answers = answers_to(question.id)
    named = bounds_named(" ".join(prose(each.text) for each in answers[:1]))
    name = function_in(student, answers)
    if not name:
        request.getfixturevalue("answer")  # it is missing, unless a formula stands there
        read = f"its words name the {', the '.join(named)}" if named else "its words name none"
        review(NO_CODE.format(named=read))
        return
    student.limits = replace(student.limits, cpu_seconds=3, wall_seconds=15.0)
    search = Search(student, name)
    found = find_bound(search)
    if found is None:
        raise not_run(search)
    settle(judge(found, judge_margins(search, found), named))


def function_in(student: Student, answers: Sequence[Answer]) -> str:
    """The function that is likely to be the bound: by its name, or the last one of the answer."""
    names = [each for each in student.code.functions() if not re.search("vc|l1_?max", each, re.I)]
    found = (each for like in NAMES for each in names if re.search(like, each, re.IGNORECASE))
    own = [
        each for _, text in answer_cells(answers) for each in re.findall(r"(?m)^def (\w+)", text)
    ]
    return next(found, "") or next((each for each in reversed(own) if each in names), "")


def prose(text: str) -> str:
    """A text without the blocks of code in it."""
    return re.sub(r"```.*?(?:```|\Z)", " ", text, flags=re.DOTALL)


def bounds_named(words: str) -> list[str]:
    """The bounds that a description names.

    >>> bounds_named("the Frobenius bound, with the product of both norms")
    ['Fro bound']
    """
    return [name for name, like in IN_WORDS.items() if re.search(like, words, re.IGNORECASE)]


def judge(
    found: Found, margins: tuple[bool | None, Mistake | None], named: Sequence[str]
) -> Comparison:
    """The three parts together: agreement, margins that bound nothing, and one number."""
    refuses, silence = margins
    agrees = found.agrees
    remarks, notes = [], []
    if found.name:
        remarks.append(f"your function computes the {found.name.partition(' without')[0]}")
        notes.append(f"it agrees with the {found.name} on {len(CASES)} networks")
        if named and not any(found.name.startswith(each) for each in named):
            agrees = None
            notes.append(f"the words name the {', the '.join(named)}")
    mistakes = [] if found.name else [found.fault]
    mistakes += [silence] if silence else []
    one_number = found.runs[0].is_number
    mistakes += (
        [] if one_number else [Mistake("type", "one number is asked for, a float or a scalar")]
    )
    if refuses is None:
        notes.append("for a margin that is not positive it gives neither an error nor infinity")
    settled = None not in (agrees, refuses)
    credit = Fraction(3 * (agrees is True) + (refuses is True) + one_number, 5)
    later = mistakes[1:] if settled else mistakes
    return Comparison(
        not mistakes if settled else None, "networks", mistakes[0] if mistakes else None,
        note="; ".join(notes), credit=credit,
        remarks=(*(each.words for each in later), *remarks),
    )  # fmt: skip


def not_run(search: Search) -> Finding:
    """Why no number came back: a mistake of the student's, or something for a person."""
    if search.ended is not None:
        return _stopped(search.name, search.ended, is_first=not search.silent)
    returned = [each for each in search.silent if not each.failed]
    if returned:
        words = f"{search.name} returns {returned[0].shown or 'no finite number'}"
        if returned[0].output:
            note = f"{words}; it prints {returned[0].output}"
            return Undecided("It prints something and returns no number.", note=note)
        return Mismatch(f"{words}; one number is asked for.", mistake="type")
    return _failed(search)


def _failed(search: Search) -> Finding:
    """What stopped the code in every scene, as it got furthest."""
    last = max(search.silent, key=lambda each: (each.is_own, bool(each.line), each.number))
    told = f"{search.name} {last.words}\n  {last.line}".rstrip()
    if last.failed == "SyntaxError" and not last.in_program:
        return Unreadable(NOT_READ, note=told)
    if last.is_own:
        return Mismatch(told, mistake="error" if last.failed != "SyntaxError" else "syntax")
    return Undecided(NOT_CALLED, note=told)


def _stopped(name: str, call: Call, *, is_first: bool) -> Finding:
    """Why a program could not be run, or was stopped."""
    told = in_words(name, call)
    if not is_first or (call.ended is Ended.RAISED and call.message.startswith(ELSEWHERE)):
        return Undecided(NOT_CALLED, note=told)
    return Mismatch(told, mistake="not_run")
