"""Formulas judged: every candidate of a question, with the student's own earlier formulas."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from graders.comparing.formulas.terms import is_truth
from graders.declaring.symbol_sets import SymbolSet
from graders.equivalence import Options, Setting, read_reference, setting_for, suited
from graders.equivalence.options import check
from graders.errors import GraderError
from graders.grading.question_run import QuestionRun
from graders.grading.session import GradingSession
from graders.judging.accepted import Accepted
from graders.judging.carried import Carried, judge_with_own
from graders.judging.conditions import judge_condition
from graders.judging.derivations import judge_derivation
from graders.judging.formulas import judge_formula
from graders.judging.passages.choosing import of_its_names
from graders.judging.passages.passage import Passage, passage_of
from graders.judging.sizes import judge_sizes
from graders.judging.values import unless_apart
from graders.model import Answer, Comparison, Kind, Mistake, Question
from graders.reading.labels.dashes import MAY_BE_MINUS, without_dash

APART = "the answer is given in several places, and they differ: {}"

Judge = Callable[[Setting, Passage, Accepted, Options], Comparison]


def setting_named(grading: GradingSession, symbols: str) -> Setting:
    """The exercise whose symbols are declared by this name."""
    declared = grading.assignment.symbol_sets.get(symbols, SymbolSet())
    return setting_for(declared.symbols, declared.pairs)


@dataclass(frozen=True)
class _Standard:
    """What every candidate of a question is held against, and how."""

    setting: Setting
    accepted: Accepted
    options: Options
    judge: Judge
    judge_end: Judge  # what a derivation comes to
    earlier: Sequence[Carried]  # the reference as what follows from the student's own answers

    def judged(self, answer: Answer, passage: Passage) -> Comparison:
        """What an answer comes to, if a dash at its beginning makes no difference."""
        found = self._as_written(answer, passage)
        bare, alone = without_dash(answer.text), without_dash(passage.text)
        if bare is None or alone is None:
            return found
        meant = self._as_written(replace(answer, text=bare), replace(passage, text=alone))
        return unless_apart(found, meant, MAY_BE_MINUS)

    def _as_written(self, answer: Answer, passage: Passage) -> Comparison:
        """What an answer comes to; a wrong one may follow from an earlier one."""
        found = self.judge(self.setting, passage, self.accepted, self.options)
        if found.equal is not False:
            return found
        own = Passage(answer.text, passage.names)
        followed = (judge_with_own(self.setting, own, each, self.options) for each in self.earlier)
        return next(filter(None, followed), found)

    def are_apart(self, passages: Iterable[Passage]) -> bool:
        """Whether one of the places in which an answer is given is right, and one is wrong."""
        ends = (
            self.judge_end(self.setting, each, self.accepted, self.options) for each in passages
        )
        return {True, False} <= {each.equal for each in ends}


def judge_candidates(
    grading: GradingSession,
    run: QuestionRun,
    reference: str,
    *,
    derivation: bool,
    others: Sequence[str] = (),
    mistakes: Mapping[str, Mistake] | None = None,
    beside: Sequence[str] = (),
    equation: str = "",
    follows: Mapping[str, tuple[str, str]] = MappingProxyType({}),
    rewritten: Callable[[str], str] = str,
    others_beside: Sequence[str] = (),
    almost_everywhere: bool = False,
    order: str = "HWC",
) -> list[Comparison]:
    """The formula of each candidate answer, held against a reference: see `Known`.

    With `derivation` the links of the chain count too. The candidates that are in the names of the
    reference stay those of the question.

    Raises:
        GraderError: if the question asks for sizes, and its grader for what no sizes are.
    """
    question, answers = run.question, run.answers()
    of_sizes = question.kind is Kind.SHAPE
    if of_sizes and (derivation or follows):
        raise _no_sizes(question)
    setting = setting_named(grading, question.symbols)
    setting = setting if of_sizes else suited(setting, reference)
    options = Options(
        layout=question.layout or None, order=order, almost_everywhere=almost_everywhere
    )
    check(options)
    accepted = Accepted(reference, others, mistakes, beside, equation)
    grading.config.hook.pytest_nabla_compared(question=question, given=accepted)
    standard = _Standard(
        setting,
        accepted,
        options,
        judge=_judge_of(question, setting, reference, derivation=derivation),
        judge_end=judge_sizes if of_sizes else judge_formula,
        earlier=[_carried(grading, earlier, *formula) for earlier, formula in follows.items()],
    )
    as_passage = _passages_of(grading, question, others_beside, rewritten)
    passages = list(map(as_passage, answers))
    kept = range(len(answers)) if of_sizes else of_its_names(setting, passages, accepted)
    run.candidates = tuple(answers[number] for number in kept)
    found = [standard.judged(answers[number], passages[number]) for number in kept]
    for number, answer in enumerate(run.candidates):
        if standard.are_apart(map(as_passage, answer.apart)):
            places = ", ".join(str(each.where) for each in answer.apart)
            found[number] = Comparison(None, "passages", note=APART.format(places))
        run.read_as[number] = found[number].read_as or answer.text
    return found


def _no_sizes(question: Question) -> GraderError:
    return GraderError(
        "sizes are no derivation, and follow from no formula",
        where=question.id,
        hint="take settle_formula without `follows`, or another kind of question",
    )


def _judge_of(question: Question, setting: Setting, reference: str, *, derivation: bool) -> Judge:
    """What judges an answer of this kind: a derivation, sizes, a condition or a formula."""
    if derivation:
        return judge_derivation
    if question.kind is Kind.SHAPE:
        return judge_sizes
    is_condition = is_truth(read_reference(setting, reference).term)
    return judge_condition if is_condition else judge_formula


def _carried(grading: GradingSession, earlier: str, name: str, formula: str) -> Carried:
    answers = grading.answers.to(grading.assignment.by_id[earlier])
    return Carried(name, formula, [each.text for each in answers])


def _passages_of(
    grading: GradingSession,
    question: Question,
    others_beside: Sequence[str],
    rewritten: Callable[[str], str],
) -> Callable[[Answer], Passage]:
    """An answer as a passage, among the left-hand sides and the text that stand beside it."""
    others = [*_names_of_siblings(grading, question), *others_beside]
    around = grading.answers.text_under(question.path[:-1]) if question.path[1:] else ""

    def as_passage(answer: Answer) -> Passage:
        return Passage(rewritten(passage_of(answer)), question.names, others, rewritten(around))

    return as_passage


def _names_of_siblings(grading: GradingSession, question: Question) -> list[str]:
    """The left-hand sides that define the answers to the other parts of a question."""
    parts = (each for each in grading.assignment.questions if each.path[:-1] == question.path[:-1])
    return [name for each in parts if each.id != question.id for name in each.names]
