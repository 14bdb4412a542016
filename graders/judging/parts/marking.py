r"""Finds the parts of a derivation in a written answer.

The formulas of a passage are taken apart into chains; each member is held against the values that
show a part, in each of the notations that the exercise allows.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from graders.comparing.parts import Found, Marked, Part, Said, State
from graders.equivalence import Setting
from graders.errors import Review, Undecided
from graders.judging.parts.claims import NO_MODELS, Models, failing_claim
from graders.judging.parts.links import with_links
from graders.judging.parts.members import unread_step
from graders.judging.parts.own_sentences import held_apart
from graders.judging.parts.shown import find_part
from graders.judging.parts.stated import unknown_statement
from graders.judging.parts.steps import failing_step, find_steps
from graders.judging.parts.written import has_last
from graders.model import Comparison, Question
from graders.reading.words.against.corrections import unsaid_correction
from graders.reading.words.against.doubts import doubt_in
from graders.reading.words.cases import by_case
from graders.reading.words.said import says

_THIN_SPACE = re.compile(r"\\[,;:!]")
ONE_CASE = "one_case"
OMISSIONS = frozenset({"left_out", ONE_CASE})  # mistakes that no step is wrong for
_RELATION = re.compile(r"[=≤≥⩽⩾]|\\(?:le|ge)q?(?:slant)?(?![A-Za-z])")
_FEWEST_RELATIONS = 2  # of a derivation, if it can be read or not
PERSON = "a person reads and marks this answer"


def mark_parts(
    settings: Sequence[Setting],
    text: str,
    parts: Sequence[Part],
    models: Models = NO_MODELS,
) -> Marked:
    """What a passage shows of each part.

    Args:
        settings: the exercise in each notation that it allows.
        text: the passage.
        parts: of one route.
        models: examples in which every equation and inequality of the passage is tried, and in
            which a part of a case is held.
    """
    text = with_links(_THIN_SPACE.sub(" ", text))
    marked = [_mark(settings, text, part, parts, models) for part in parts]
    marked = [*held_apart(settings, text, marked)]
    if len(_RELATION.findall(text)) < _FEWEST_RELATIONS:
        marked = [*_without_leaning(marked)]
    is_tried = failing_claim(models, text) if models else failing_step(settings, text, models.cases)
    words = unsaid_correction(text) or doubt_in(text)
    doubt = f"the student is in doubt: {words}" if words else ""
    untold = unknown_statement(settings, text, parts, models)
    doubtful = is_tried or unread_step(settings, text) or untold or doubt
    return Marked([*_where_a_case_is_named(marked)], doubtful)


def _mark(
    settings: Sequence[Setting], text: str, part: Part, parts: Sequence[Part], models: Models
) -> Found:
    """What a passage shows of one part, in its case and outside of it."""
    example = models.cases.get(part.case)
    find = partial(find_steps, cases=models.cases) if part.steps else find_part
    said = _of_case(text, part, parts)
    held = [example] if example else settings
    told = re.split(part.until, said, maxsplit=1)[0] if part.until else said
    if any(has_last(each, told, part.written) for each in held):
        said = told
    found = _best(find, held, said, part)
    is_told = any(has_last(each, said, part.written) for each in held)
    if found.state is State.OPEN and part.written.anywhere and not is_told:
        found = _best(find, settings, text, _outside_of_case(part))
    traces = part.said.traces
    if found.mistake is part.left_out and part.case and says(text, traces, denied=True):
        return Found(part, State.OPEN)  # of a case that nothing names as it is looked for
    is_left = found.state is State.SHOWN and _is_contradicted(part.said, text, said)
    return Found(part, State.OPEN) if is_left else found


def _without_leaning(marked: Sequence[Found]) -> Iterator[Found]:
    """What was found, but for words that lean on parts of which no formula shows any."""
    is_written = any(each.state is not State.OPEN and not each.part.for_person for each in marked)
    for each in marked:
        yield Found(each.part, State.OPEN) if each.part.leaning and not is_written else each


def _where_a_case_is_named(marked: Sequence[Found]) -> Iterator[Found]:
    """What was found; where each of some cases is left out, none of them is the only one."""
    for each in marked:
        mistake = each.part.left_out
        alike = [other for other in marked if other.part.left_out == mistake]
        none_named = len(alike) > 1 and all(other.mistake == mistake for other in alike)
        is_named = mistake.code != ONE_CASE or not none_named
        yield each if is_named else Found(each.part, State.OPEN)


def _outside_of_case(part: Part) -> Part:
    """A part as it is shown outside of its case."""
    written = replace(part.written, values=part.written.anywhere, last=False)
    return replace(part, written=written, said=replace(part.said, words=""))


def _is_contradicted(said: Said, text: str, of_case: str) -> bool:
    """Whether its case claims something false, or words stand there beside which a person reads."""
    contrary = (text, said.contrary), (of_case, said.contrary_there)
    return any(each.denied(of_case) for each in said.claims) or any(
        words and says(passage, words) for passage, words in contrary
    )


def _best(
    find: Callable[[Setting, str, Part], Found],
    settings: Sequence[Setting],
    passage: str,
    part: Part,
) -> Found:
    """What a passage shows of a part in the notation in which it shows most."""
    found = [find(setting, passage, part) for setting in settings]
    return min(found, key=lambda each: list(State).index(each.state))


def settled(marked: Marked, question: Question, remarks: Sequence[str] = ()) -> Comparison:
    """The comparison that the marks come to, with remarks on what costs no points.

    Raises:
        Review: if only what is written in words is left.
        Undecided: if other parts were not found.
    """
    mistakes = marked.mistakes
    left = [each for each in marked.of(State.OPEN) if each.part.points]
    words = [each.words for each in mistakes]
    if left:
        rubric = "\n".join(("rubric:", *question.rubric))
        for_reading = all(each.part.for_person for each in left) and not marked.doubtful_step
        finding = Review if for_reading else Undecided
        raise finding(
            ". ".join(each[0].upper() + each[1:] for each in (*words, *remarks, PERSON)) + ".",
            note=f"{marked.summary}\n{rubric}",
            mistake=mistakes[0].code if mistakes else None,
            points=marked.earned,
            lost=marked.lost,
        )
    explained = any(
        each.mistake and each.mistake.code not in OMISSIONS and not each.part.for_person
        for each in marked.found
    )  # no step fails for what is said in words
    doubted = bool(marked.doubtful_step) and not explained
    return Comparison(
        None if doubted else not mistakes,
        "parts",
        mistakes[0] if mistakes else None,
        note=marked.summary,
        remarks=(*(words if doubted else words[1:]), *remarks),
        credit=(marked.earned - (marked.smallest if doubted else 0)) / question.points,
        lost=marked.lost / question.points,
    )


def _of_case(text: str, part: Part, parts: Sequence[Part]) -> str:
    """What is said of a part's case: from each mention of it to that of another case."""
    if not part.case:
        return text
    cases = list(dict.fromkeys(each.case for each in parts if each.case))
    return "\n\n".join(said for case, said in by_case(text, cases) if case == part.case)
