"""Derivations settled by their parts, along the best of the routes that lead to their end."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from graders.comparing.parts import Part, best_route
from graders.equivalence import Setting
from graders.grading.judging_formulas import setting_named
from graders.grading.question_run import QuestionRun
from graders.grading.session import GradingSession
from graders.judging.parts.claims import Models
from graders.judging.parts.marking import mark_parts, settled
from graders.judging.parts.quoted import with_quotations
from graders.judging.passages.passage import passage_of
from graders.reading.misread import with_ones


def settle_by_parts(
    grading: GradingSession,
    run: QuestionRun,
    *routes: Sequence[Part],
    notations: Sequence[str] = (),
    models: Sequence[str] = (),
    tight: Sequence[str] = (),
    solved: Sequence[str] = (),
    cases: Mapping[str, str] = MappingProxyType({}),
    remarks: Sequence[str] = (),
    carried: Sequence[Part] = (),
    rewritten: Callable[[str], str] = str,
) -> None:
    """Marks the answer along each of the routes, and settles the question by the best of them.

    Args:
        grading: the submission.
        run: the question.
        routes: the parts along each of the ways that lead to the end.
        notations: the symbols in which a part may be written; else those of the question.
        models: the symbols of examples; in one of them all equations and inequalities hold.
        tight: those of examples in one of which the sides of a bound are equal for some values.
        solved: those of examples in one of which an equation holds that is to be solved.
        cases: by the words that introduce a case, the symbols of the example in which what is
            said of it holds; nothing for words behind which no case is looked at any more.
        remarks: for the student, on what costs no points.
        carried: the route that is right for the student's own answer before.
        rewritten: turns the text of an answer into the notation that is declared.

    Raises:
        Review: if only what is written in words is left.
        Undecided: if other parts were not found.
    """

    def declared(names: Iterable[str]) -> list[Setting]:
        return [setting_named(grading, name) for name in names]

    answer = passage_of(run.answers()[0])
    text = rewritten(with_ones(answer))
    settings = declared(notations or (run.question.symbols,))
    said = {words: setting_named(grading, name) if name else None for words, name in cases.items()}
    held = Models(declared(models), declared(tight), declared(solved), said)
    marked = [mark_parts(settings, text, parts, held) for parts in routes]
    own = [mark_parts(settings, text, carried, held)] if carried else []
    best = best_route([*marked, *own])
    found = settled(with_quotations(best, text, answer), run.question, remarks)
    run.settle(replace(found, follows_from=run.question.follows) if best in own else found)
