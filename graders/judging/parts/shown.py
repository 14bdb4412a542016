"""Whether a passage shows a part of a derivation: in words, or by its formulas."""

from collections.abc import Iterator
from dataclasses import replace

from graders.comparing.parts import Found, Part, Said, State
from graders.equivalence import Setting
from graders.judging.parts.members import chains_of
from graders.judging.parts.written import (
    WHOLE,
    ends_otherwise,
    find_formula,
    has_value,
    last_formulas,
    says_otherwise,
)
from graders.model import Mistake
from graders.reading.words.against.beside import against, place_of
from graders.reading.words.against.corrections import behind_correction, is_disowned
from graders.reading.words.said import says


def find_part(setting: Setting, passage: str, part: Part) -> Found:
    """What a passage shows of a part: by words, by formulas, or not at all."""
    written, said = part.written, part.said
    misstated = next(_misstated(passage, said), None)
    in_words = said.words and says(passage, said.words)
    in_words = in_words or any(each.affirmed(passage) for each in said.claims)
    is_held = in_words and not (written.last and ends_otherwise(setting, passage, written))
    if is_held and (misstated or says_otherwise(setting, passage, written)):
        return Found(part, State.OPEN)
    found = find_formula(setting, passage, part)
    if is_held:
        is_wrong = found.state is State.MISTAKEN
        return Found(part, State.OPEN) if is_wrong else Found(part, State.SHOWN, share=WHOLE)
    is_shown = found.state is State.SHOWN
    if is_shown and (_is_taken_back(setting, passage, part) or _is_changed(setting, passage, part)):
        return Found(part, State.OPEN)
    if misstated:
        if has_value(setting, passage, written):  # a person reads what contradicts itself
            return Found(part, State.OPEN)
        return Found(part, State.MISTAKEN, misstated, part.left)
    is_traced = found.state is not State.OPEN or says(passage, said.traces, denied=True)
    return found if is_traced else Found(part, State.MISTAKEN, part.left_out)


def _misstated(passage: str, said: Said) -> Iterator[Mistake]:
    """The mistakes that words of a passage make."""
    yield from (each for words, each in said.mistakes.items() if says(passage, words))
    yield from (each.mistake for each in said.claims if each.mistake and each.denied(passage))


def _is_taken_back(setting: Setting, passage: str, part: Part) -> bool:
    """Whether a known mistake stands behind a correction, or beside what is called wrong."""
    later = behind_correction(passage) or (passage if is_disowned(passage) else "")
    wrong = replace(part, written=replace(part.written, values=()))
    return bool(later) and find_formula(setting, later, wrong).state is State.MISTAKEN


def _is_changed(setting: Setting, passage: str, part: Part) -> bool:
    """Whether words behind the last formula change it or take it back: "all of it times two".

    Behind that of a case may stand what leads to the next case.
    """
    is_end = part.written.last and not part.case
    chains = last_formulas(chains_of(setting, passage), part.written) if is_end else ()
    places = [place_of(passage, chain[0].source) for chain in chains[:1]]
    return any(place and against(passage, *place) for place in places)
