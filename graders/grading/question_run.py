"""One question while it is graded: from what a grader function finds out to a verdict."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType

from graders.errors import Finding, Mismatch, Missing, NablaError, Review, Undecided, Unreadable
from graders.grading.faults import fault
from graders.grading.wording import as_sentences, as_written
from graders.judging.lengths import excess_of
from graders.model import Answer, Comparison, Kind, Outcome, Question, Verdict
from graders.reading.finding.answers import MOST_CANDIDATES

UNLABELLED = "No label leads to this answer; a person looks for it."
NO_LABEL = "no label surely leads here, so the answer may be meant otherwise, or be misread"
BESIDE = "words beside the answer speak against it, or change it"
TAKEN_BACK = "A correction elsewhere may take this answer back; a person looks."
UNSETTLED = (
    "the grader of {id} returned without settling it; "
    "it must end in settle(...), review(...) or a finding that it raises"
)
TOO_LONG = "This answer is too long to be read automatically; a person reads it."
TOO_MANY = "Too many places of what you handed in may answer this; a person reads it."
LONGEST_QUOTED = 60  # characters of an answer in its feedback

_READ_WHOLE = frozenset({Kind.SYMBOLIC, Kind.SHAPE, Kind.CHOICE, Kind.DERIVATION, Kind.FREE_TEXT})
_OUTCOMES: Mapping[type[Finding], Outcome] = {
    Mismatch: Outcome.INCORRECT,
    Missing: Outcome.MISSING,
    Unreadable: Outcome.UNREADABLE,
    Undecided: Outcome.UNDECIDED,
    Review: Outcome.REVIEW,
}


class QuestionRun:
    """What is known so far of one question of one submission.

    A grader calls `settle` with one comparison for each candidate answer. Candidates that agree
    settle the question; where some are right and some are wrong, a person decides.
    """

    def __init__(
        self,
        question: Question,
        candidates: Sequence[Answer],
        labels: Mapping[str, str] = MappingProxyType({}),
        unclaimed: Answer | None = None,
    ) -> None:
        self.question = question
        self.candidates = candidates
        self.labels = labels  # of other questions, by the quantity that they ask for
        self.unclaimed = unclaimed  # what may hold the answer, where no candidate was found
        self.words_against: Callable[[Answer], str] = lambda _: ""  # what is said beside it
        self.words_changing: Callable[[Answer], str] = lambda _: ""  # that makes another of it
        self.taken_back: Callable[[Answer], str] = lambda _: ""  # by a correction elsewhere
        self.chosen = 0
        self.read_as: dict[int, str] = {}
        self.remarks: list[str] = []  # for the student, whatever becomes of the question
        self.figure = ""
        self.settled: Verdict | None = None

    @property
    def answer(self) -> Answer | None:
        return self.candidates[self.chosen] if self.candidates else None

    def answers(self) -> tuple[Answer, ...]:
        """The candidate answers, best first; at least one.

        Raises:
            Missing: if there is none; a person looks if it may stand in what nothing has taken.
            Undecided: if one is too long to be read, or there are too many.
        """
        if not self.candidates:
            raise Missing("No answer to this question was found; label it as the sheet does.")
        if len(self.candidates) > MOST_CANDIDATES:
            raise Undecided(TOO_MANY, note=f"more than {MOST_CANDIDATES} places may answer this")
        if self.question.kind in _READ_WHOLE:
            for each in self.candidates:
                if excess := excess_of(each.text):
                    raise Undecided(TOO_LONG, note=excess)
        return tuple(self.candidates)

    def settle(
        self, *comparisons: Comparison, hint: str = "", points: Fraction | None = None
    ) -> None:
        """Turns comparisons, one for each candidate answer, into the verdict.

        Args:
            comparisons: in the order of the candidates.
            hint: for the student, where the answer is wrong.
            points: the points of a partly right answer; otherwise its credit decides.

        Raises:
            Mismatch: if the answer is wrong and earns nothing.
            Undecided: if it could not be settled.
        """
        comparisons = tuple(
            _without_label(each) if self._is_inferred(number) else each
            for number, each in enumerate(comparisons)
        )
        comparisons = tuple(self._as_said(*each) for each in enumerate(comparisons))
        found = {comparison.equal for comparison in comparisons}
        if {True, False} <= found:
            places = "; ".join(f"{answer.where}: {answer.text[:60]}" for answer in self.candidates)
            raise Undecided(
                "your write-up gives different answers in different places",
                note=f"some candidates are right, some are not: {places}",
            )
        if None in found:
            self.chosen = [comparison.equal for comparison in comparisons].index(None)
        else:
            self.chosen = max(
                range(len(comparisons)), key=lambda each: comparisons[each].credit, default=0
            )
        self._settle(comparisons[self.chosen], hint, points)

    def _is_inferred(self, number: int) -> bool:
        return any(answer.inferred for answer in self.candidates[number : number + 1])

    @property
    def _is_code(self) -> bool:
        """Whether what was run counts, and not what stands in the write-up."""
        return self.question.kind is Kind.CODE

    def _as_said(self, number: int, comparison: Comparison) -> Comparison:
        """A comparison, left open where words speak against what earns points or change it."""
        if correction := self._correction_of(number):
            return replace(_doubted(comparison, correction), lost=Fraction(0))
        if comparison.equal is None:
            return comparison
        earns = comparison.equal or comparison.credit
        said = self.words_against if earns else self.words_changing
        words = [said(answer) for answer in self.candidates[number : number + 1]]
        return _doubted(comparison, words[0]) if any(words) else comparison

    def _correction_of(self, number: int) -> str:
        """What takes a candidate back elsewhere in the write-up."""
        return "".join(map(self.taken_back, self.candidates[number : number + 1]))

    def _settle(self, comparison: Comparison, hint: str, points: Fraction | None) -> None:
        witness = comparison.witness if comparison.witness not in comparison.note else ""
        note = "; ".join(filter(None, (comparison.note, witness)))
        remarks = "; ".join(comparison.remarks)
        if comparison.equal is None:
            raise Undecided(
                as_sentences("this could not be settled automatically", remarks),
                note=note or remarks,
                points=comparison.credit * self.question.points,
                lost=comparison.lost * self.question.points,
            )
        if comparison.equal:
            sources = self._labels_of(comparison.follows_from)
            outcome = Outcome.FOLLOW_THROUGH if sources else Outcome.CORRECT
            words = f"right for your own answer to {sources}" if sources else ""
            self._verdict(outcome, self.question.points, as_sentences(words, remarks), note)
            return
        mistake = comparison.mistake
        earned = points if points is not None else comparison.credit * self.question.points
        feedback = as_sentences(mistake.words if mistake else "", remarks, hint)
        code = mistake.code if mistake else None
        if earned > 0:
            self._verdict(Outcome.PARTIAL, earned, feedback, note, mistake=code)
            return
        raise Mismatch(feedback or self._not_right, note=note, mistake=code)

    @property
    def _not_right(self) -> str:
        """What is said of a wrong answer that no mistake explains: in short what was read."""
        answer = self.answer
        said = self.read_as.get(self.chosen, answer.text if answer else "").strip()
        quoted = 0 < len(said) <= LONGEST_QUOTED and "\n" not in said
        return f"This is not right: {said}" if quoted else "This is not right."

    def _labels_of(self, quantities: Sequence[str]) -> str:
        """The questions that asked for these quantities, or those that this one follows."""
        named = [self.labels[name] for name in quantities if name in self.labels]
        return ", ".join(named or (self.question.follows if quantities else ()))

    def _verdict(
        self,
        outcome: Outcome,
        points: Fraction,
        feedback: str,
        note: str,
        *,
        mistake: str | None = None,
    ) -> None:
        self.settled = self.verdict(outcome, points, feedback, note, mistake=mistake)

    def verdict(
        self,
        outcome: Outcome,
        points: Fraction = Fraction(0),
        feedback: str = "",
        note: str = "",
        *,
        mistake: str | None = None,
        lost: Fraction = Fraction(0),
    ) -> Verdict:
        """A verdict on the chosen candidate; what is lost already no person awards any more."""
        answer = self.answer
        told = "\n".join(filter(None, (feedback, *dict.fromkeys(self.remarks))))
        found = f"found by {answer.found_by}" if answer else ""
        between = "\n" if "\n" in note else "; "
        still_open = max(self.question.points - points - lost, Fraction(0))
        return Verdict(
            self.question,
            outcome,
            min(max(points, Fraction(0)), self.question.points),
            told,
            between.join(filter(None, (note, found))),
            read_as=self.read_as.get(self.chosen, answer.text if answer else ""),
            where=str(answer.where) if answer else "",
            mistake=mistake,
            review_points=still_open if outcome.needs_person else Fraction(0),
            text=as_written(self.candidates),
            figure=self.figure,
        )

    def after(self, error: BaseException | None, *, passes: bool = False) -> Verdict:
        """The verdict once the grader function has returned or raised.

        Args:
            error: what it raised.
            passes: whether to return is to say that all is right, as of public checks.
        """
        if error is None and passes and self.settled is None:
            return self.verdict(Outcome.CORRECT, self.question.points)
        if error is None:
            return self.settled or fault(self.question, UNSETTLED.format(id=self.question.id))
        if isinstance(error, Missing) and self.unclaimed and not self.candidates:
            self.candidates = (self.unclaimed,)
            error = Undecided(UNLABELLED)
        if isinstance(error, Mismatch) and self._is_inferred(self.chosen) and not self._is_code:
            error = Undecided(UNLABELLED, note="; ".join(filter(None, (NO_LABEL, error.note))))
        if isinstance(error, Mismatch) and (said := self._correction_of(self.chosen)):
            error = Undecided(TAKEN_BACK, note=f"{BESIDE}: {said}")
        if isinstance(error, Finding):
            return self.verdict(
                _OUTCOMES.get(type(error), Outcome.FAULT),
                error.points,
                error.feedback,
                error.note,
                mistake=error.mistake,
                lost=error.lost,
            )
        name = "" if isinstance(error, NablaError) else f"{type(error).__name__}: "
        return fault(self.question, f"{name}{error}")


def _without_label(comparison: Comparison) -> Comparison:
    """What is said of an answer that neither label nor name leads to: it is not called wrong."""
    if comparison.equal is not False:
        return comparison
    note = "; ".join(filter(None, (NO_LABEL, comparison.note, comparison.witness)))
    return replace(
        comparison, equal=None, mistake=None, note=note, witness="", remarks=(), lost=Fraction(0)
    )


def _doubted(comparison: Comparison, words: str) -> Comparison:
    """What is said of an answer that words beside it deny or change: it is left open."""
    note = "; ".join(filter(None, (f"{BESIDE}: {words}", comparison.note)))
    return replace(comparison, equal=None, mistake=None, note=note, remarks=(), credit=Fraction(0))
