"""The weights before training: whether they are there, and are those that a run starts from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graders.claims.runs.confirming import ClaimJudge
from graders.claims.runs.found import Found
from graders.claims.runs.places import MOST_BY_CHANCE
from graders.claims.weights.images import images_in
from graders.claims.weights.measuring import Arrays, Evaluator, Fitted, are_same, read_arrays
from graders.comparing.claims.accuracies import Measured
from graders.comparing.claims.checks import Check
from graders.errors import Finding
from graders.grading.student import Student
from graders.model import Mistake

NO_START = "the weights before training are not in the hand-in"
NO_FIT = "the weights before training do not fit the network"
SAME = Mistake(
    "initial_weights", "the weights before training are those after it: they were saved too late"
)
TRAINED = Mistake("initial_weights", "the weights before training are trained already")
OTHER = Mistake("initial_weights", "the weights before training are not the final ones of {run}")
FROM = "it starts from the final weights of {run}"
RANDOM = Mistake("initial_weights", "the weights before training are random, not those of {run}")
UNKNOWN = "the weights of {run}, from which it has to start, are not in the hand-in"


@dataclass(frozen=True)
class Starts:
    """Judges what a run started from.

    Args:
        judge: of the run.
        found: of it, with weights.
    """

    judge: ClaimJudge
    found: Found

    def check(self) -> Iterator[Check]:
        """Whether the weights before training are what the run has to start from."""
        files = self.found.files
        if not files.start or not files.weights:
            yield Check(None, NO_START)
            return
        student = self.judge.student()
        try:
            start, end = (read_arrays(student, each) for each in (files.start, files.weights))
            networks, fits = self.judge.fitting(start)
            if not fits.fits:
                yield Check(None, NO_FIT, note="; ".join(fits.problems))
            elif are_same(start, end):
                yield Check(False, mistake=SAME)
            elif self.judge.asked.starts_from:
                yield self._from_another(student, start, networks)
            else:
                yield self._from_chance(self._share(student, networks))
        except Finding as error:
            yield Check(None, NO_FIT, note=error.feedback)

    def _from_chance(self, measured: Measured | None) -> Check:
        if measured is None:
            return Check(None, note="the weights before training were not run: no test images")
        note = f"before training {measured}"
        if measured.share > MOST_BY_CHANCE:
            return Check(False, mistake=TRAINED, note=note)
        return Check(True, note=note)

    def _from_another(self, student: Student, start: Arrays, networks: Sequence[Fitted]) -> Check:
        """Whether the weights are, bit for bit, the final ones of another run."""
        run = self.judge.asked.starts_from
        file = self.found.others[run].files.weights if run in self.found.others else None
        if file is not None:
            if are_same(start, read_arrays(student, file)):
                return Check(True, note=FROM.format(run=run))
            return Check(False, mistake=Mistake(OTHER.code, OTHER.words.format(run=run)))
        measured = self._share(student, networks)
        if measured is not None and measured.share <= MOST_BY_CHANCE:
            return Check(False, mistake=Mistake(RANDOM.code, RANDOM.words.format(run=run)))
        return Check(None, UNKNOWN.format(run=run))

    def _share(self, student: Student, networks: Sequence[Fitted]) -> Measured | None:
        """What the weights give before training."""
        data, asked = self.judge.data, self.judge.asked
        images = images_in(data, asked.data) if data else None
        if images is None:
            return None
        evaluator = Evaluator(student, images)
        found = [evaluator.measured(each, asked.scale) for each in networks]
        return max(found, key=lambda each: each.right)
