"""Whether the sizes that a passage gives are those of the reference, in their order."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from graders.comparing.formulas.shapes import ShapeFault
from graders.comparing.sizes import PERMUTED
from graders.equivalence import Options, Setting
from graders.equivalence.numbers import compare_shape
from graders.errors import GraderError, Undecided, Unreadable
from graders.judging.accepted import Accepted
from graders.judging.passages.passage import Passage
from graders.model import Comparison
from graders.reading.delimited import BY_SIGNS, inside
from graders.reading.mathematics.statements.axes import labelled_axes, plain
from graders.reading.mathematics.statements.sizes import read_sizes
from graders.reading.words.against.corrections import behind_correction
from graders.reading.words.against.senses import row_of, rule

SEVERAL = "several sizes stand in the answer, or words that may change them"
OTHER_AXES = "the sizes stand in the order of the reference; their notation may mean another one"
NAMED_AXES = "the sizes stand in another order, and the axes are named"
_NAMED = re.compile(
    r"[(\[]\s*[^\W\d][\w ]*(?:\s*(?:,|\bx\b|×|\\times)\s*[^\W\d][\w ]*)+\s*[)\]]|\w[- ]first\b"
)
_OTHERS = re.compile(r"\d|\b(?:instead|rather|or|either)\b", re.IGNORECASE)
_AGAINST = rule("[denial contrast wrong withdrawal]")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class _Seen:
    """One reading of a passage: how many axes it has, and what became of it."""

    axes: int
    comparison: Comparison


def judge_sizes(
    setting: Setting, passage: Passage, accepted: Accepted, options: Options
) -> Comparison:
    """Whether all sizes that a passage gives are right; where some are and some not, a person."""
    text = passage.text
    seen = list(_readings(setting, text, accepted, options))
    if not seen:
        return Comparison(None, "reading", note="no sizes can be found in the answer")
    listed = [each for each in seen if each.axes > 1] or seen  # "with B = 8" is no answer
    found = [each.comparison for each in listed]
    sure = {each.equal for each in found} in ({True}, {False}) and not behind_correction(text)
    if sure and not _is_doubtful(text) and (found[0].equal or _is_all(text, listed[0].axes)):
        return found[0]
    note = found[-1].note if found[-1].equal is None else SEVERAL
    return found[-1].left_open(note)


def _is_doubtful(text: str) -> bool:
    """Whether words speak against the sizes, or more numbers stand outside of formulas."""
    words = BY_SIGNS.sub(" ", text) if BY_SIGNS.search(text) else _NUMBER.sub(" ", text)
    return bool(_OTHERS.search(words) or row_of(words).said(_AGAINST))


def _is_all(text: str, axes: int) -> bool:
    """Whether no more numbers stand in the text than were read."""
    return len(_NUMBER.findall(text)) <= axes


def _readings(setting: Setting, text: str, accepted: Accepted, options: Options) -> Iterator[_Seen]:
    for piece in _pieces(text):
        try:
            sizes = read_sizes(piece, setting.table)
            yield _Seen(len(sizes.axes), _judged(setting, piece, text, accepted, options))
        except (Unreadable, Undecided, ShapeFault) as doubt:
            if len(_NUMBER.findall(piece)) > 1:
                yield _Seen(2, Comparison(None, "reading", note=str(doubt)))


def _pieces(text: str) -> list[str]:
    r"""The formulas of a text, or else its lines.

    >>> _pieces(r"it is $2 \times 3$"), _pieces("**2 x 3**")
    (['2 \\times 3'], ['2 x 3'])
    """
    formulas = [inside(each) for each in BY_SIGNS.finditer(text)]
    lines = (line.strip(" -*#>`") for line in text.splitlines())
    return formulas or [line for line in lines if line]


def _judged(
    setting: Setting, text: str, around: str, accepted: Accepted, options: Options
) -> Comparison:
    right = [accepted.reference, *accepted.others]
    found = [compare_shape(setting, each, text, options) for each in right]
    for each in found:
        if each.equal:
            return each
    if _is_right_unlabelled(setting, text, right, options):
        return found[0].left_open(OTHER_AXES)
    if any(each.mistake == PERMUTED for each in found) and _NAMED.search(plain(around)):
        return found[0].left_open(NAMED_AXES)
    for latex, mistake in (accepted.mistakes or {}).items():
        try:
            is_known = compare_shape(setting, latex, text, options).equal
        except GraderError:
            continue
        if is_known:
            return replace(found[0], mistake=mistake)
    return found[0]


def _is_right_unlabelled(
    setting: Setting, text: str, right: Sequence[str], options: Options
) -> bool:
    """Whether only the order that a notation stands for makes the sizes wrong."""
    sizes, labels, _ = labelled_axes(text)
    if not labels:
        return False
    return any(compare_shape(setting, each, sizes, options).equal for each in right)
