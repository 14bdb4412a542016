"""The report of one submission for a person at a terminal.

Text for one width: every line fits, every outcome has a sign and a word beside its colour, and
student text is never read as markup. The table of a class is in `class_table`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from graders.model import Outcome, Protection, Report, Verdict
from graders.reports import points
from graders.reports.lines import BOLD, DIM, Line, cell, ending, printed, split, width_of, wrapped
from graders.reports.points import out_of, shown
from graders.reports.tally import by_top_question
from graders.reports.text import clean, cut, one_line
from graders.reports.words import WORDS, count, seconds, standing

EXPLAINED = frozenset({Outcome.CORRECT, Outcome.FOLLOW_THROUGH, Outcome.PARTIAL, Outcome.INCORRECT})
SIGNS_IN_ASCII = str.maketrans(
    {words.sign: words.ascii_sign for words in WORDS.values()}
    | {"━": "=", "╍": "~", "─": "-", "·": "-", "…": "~"}
)
GAP = ("  ", "")
TEXT_BYTES = 4096  # of one text, where all of it is shown
REASON_LINES = 2
MOST_REASON_LINES = 8  # where a person must look
NOTES_SHOWN = 5
BETWEEN_ITEMS = re.compile(r"(?<!:)\s*\n")  # of a note, but not after what introduces them


def to_terminal(report: Report, *, width: int, color: bool, verbose: bool = False) -> str:
    """The report of one submission, ending in a newline.

    Staff notes appear where a person must look, so this is for staff.

    Args:
        report: what to show.
        width: of the terminal, in cells; made for 80 and more.
        color: whether to use the terminal's own colours.
        verbose: also show what was read, every feedback and every note.
    """
    layout = _layout(report, width)
    lines = [
        *_heading(report),
        *_questions(report, layout, verbose=verbose),
        *_to_look_at(report, layout, verbose=verbose),
        *_not_found(report, layout),
        *_notes(report, layout, verbose=verbose),
        *_standing(report, layout),
    ]
    return printed(lines, width=width, color=color)


def for_encoding(text: str, encoding: str) -> str:
    """The text as a terminal of this encoding can show it, its columns where they were.

    >>> for_encoding("✓ 1.1  ∇f", "ascii"), for_encoding("✓ 1.1  ∇f", "utf-8")
    ('+ 1.1  ?f', '✓ 1.1  ∇f')
    """
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(SIGNS_IN_ASCII).encode(encoding, "replace").decode(encoding)
    return text


@dataclass(frozen=True, slots=True)
class Layout:
    """How wide each column of a report is, in cells; 0 where there is no room for it."""

    width: int
    id: int
    title: int
    words: int
    points: int
    where: int
    only_file: bool

    @property
    def indent(self) -> int:
        """Where the titles begin: after the sign and the id."""
        return len("  ✓ ") + self.id + 2

    @property
    def points_end(self) -> int:
        """Where the column of the points ends, which the headings' points share."""
        words = 2 + self.words if self.words else 0
        return self.indent + self.title + words + 2 + self.points


def _layout(report: Report, width: int) -> Layout:
    """Columns as wide as their contents, within limits; the title takes what is left."""
    verdicts = report.verdicts
    id = min(16, max((len(each.question.id) for each in verdicts), default=1))
    points = max((len(out_of([each])) for each in verdicts), default=3)
    words = max(len(each.short) for each in WORDS.values()) if width >= 60 else 0
    only_file = bool(_only_file(report))
    longest = max((width_of(one_line(each.where)) for each in verdicts), default=0)
    where = min(10 if only_file else longest, width // 5) if width >= 72 else 0
    others = sum(2 + column for column in (id, words, points, where) if column)
    return Layout(width, id, max(8, width - 4 - others), words, points, where, only_file)


def _heading(report: Report) -> Iterator[Line]:
    file = _only_file(report)
    origin = " · ".join(
        (one_line(file or report.submission), report.assignment, f"nabla {report.grader_version}")
    )
    yield [(one_line(report.title), BOLD)]
    yield [(origin, DIM)]


def _only_file(report: Report) -> str:
    """The file that holds every answer, if one does."""
    files = {verdict.where.rpartition(":")[0] for verdict in report.verdicts if verdict.where}
    return files.pop() if len(files) == 1 else ""


def _place(verdict: Verdict, layout: Layout) -> str:
    """Where an answer stands: its line alone where all answers stand in one file."""
    where = one_line(verdict.where)
    if layout.only_file and where:
        where = f"line {where.rpartition(':')[2]}"
    return ending(where, layout.where)


def _questions(report: Report, layout: Layout, *, verbose: bool) -> Iterator[Line]:
    for label, verdicts in by_top_question(report).items():
        yield []
        yield _group_heading(label, verdicts, layout)
        for verdict in verdicts:
            yield _question(verdict, out_of([verdict]), layout)
            yield from _reasons(verdict, layout, verbose=verbose)


def _group_heading(label: str, verdicts: Sequence[Verdict], layout: Layout) -> Line:
    start, end = f"{label} ", f" {out_of(verdicts)}"
    rule = "─" * (layout.points_end - len(start) - len(end))
    return [(start, BOLD), (rule, DIM), (end, BOLD)]


def _question(verdict: Verdict, number: str, layout: Layout) -> Line:
    words = WORDS[verdict.outcome]
    line = [GAP, (f"{words.sign} ", words.style), cell(verdict.question.id, layout.id)]
    line += [GAP, cell(one_line(verdict.question.title), layout.title)]
    if layout.words:
        line += [GAP, cell(words.short, layout.words, words.style)]
    line += [GAP, cell(number, layout.points, right=True)]
    if layout.where:
        line += [GAP, (_place(verdict, layout), DIM)]
    return line


def _reasons(verdict: Verdict, layout: Layout, *, verbose: bool) -> Iterator[Line]:
    """What stands below a question; why a person must look stands in a list of its own."""
    if verbose:
        yield from _below(verdict.about, layout)
        yield from _below(verdict.read_as, layout, label="read as ")
        if not verdict.outcome.needs_person:
            yield from _below(verdict.feedback, layout)
            yield from _below(verdict.note, layout, label="note: ")
    elif verdict.outcome in EXPLAINED:
        yield from _below(one_line(verdict.feedback), layout, limit=REASON_LINES)


def _below(
    text: str, layout: Layout, *, label: str = "", limit: int | None = None
) -> Iterator[Line]:
    """Wrapped text under the title, beside its label."""
    text = cut(clean(text).strip(), TEXT_BYTES)
    margin = layout.indent + len(label)
    if text:
        first, *rest = wrapped(text, layout.width - margin, limit=limit)
        yield [(f"{label:>{margin}}{first}", DIM)]
        yield from ([(" " * margin + line, DIM)] for line in rest)


def _to_look_at(report: Report, layout: Layout, *, verbose: bool) -> Iterator[Line]:
    if not report.needs_review:
        return
    yield []
    yield [(f"A person must look at {count(len(report.needs_review), 'answer')}", BOLD)]
    for verdict in report.needs_review:
        still_open = points.awaited(verdict)
        yield _question(verdict, f"+{shown(still_open)}" if still_open else "", layout)
        if verbose:
            yield from _below(verdict.note or verdict.feedback, layout)
        else:
            yield from _why(verdict, layout)


def _why(verdict: Verdict, layout: Layout) -> Iterator[Line]:
    """Why a person must look: all that is said of the answer, and the rubric where room is left."""
    before, start, behind = clean(verdict.note).partition("rubric:\n")
    if not start and (not before or before.startswith("found by")):
        before = f"{clean(verdict.feedback)}\n{before}"
    rubric, found, where = behind.rpartition("\nfound by ")
    rubric, where = (rubric, f"found by {where}") if found else (behind, "")
    said, asked = (
        one_line(BETWEEN_ITEMS.sub(" · ", text.strip()))
        for text in (f"{before}\n{where}", f"{start}{rubric}")
    )
    needed = len(wrapped(said, layout.width - layout.indent))
    limit = min(max(needed, REASON_LINES), MOST_REASON_LINES)
    yield from _below(" · ".join(filter(None, (said, asked))), layout, limit=limit)


def _not_found(report: Report, layout: Layout) -> Iterator[Line]:
    missing = [
        each.question.id
        for each in report.verdicts
        if each.outcome is Outcome.MISSING and each.max_points
    ]
    if missing:
        yield []
        text = f"Not found ({len(missing)}): {', '.join(missing)}"
        yield from ([(line, "")] for line in wrapped(text, layout.width))


def _notes(report: Report, layout: Layout, *, verbose: bool) -> Iterator[Line]:
    if not report.notes:
        return
    yield []
    number = len(report.notes) if verbose else NOTES_SHOWN
    for note in islice(report.notes, number):
        text = cut(one_line(note), TEXT_BYTES)
        yield from (
            [(line, DIM)] for line in wrapped(text, layout.width, limit=None if verbose else 1)
        )
    if left_out := len(report.notes[number:]):
        yield [(f"and {count(left_out, 'more note')}", DIM)]


def _standing(report: Report, layout: Layout) -> Iterator[Line]:
    possible, reached = points.max_points_of(report), points.points_of(report)
    rest = max(possible - reached, points.NONE)  # nothing where bonus points go beyond
    still_open = min(points.review_points_of(report), rest)
    lost = rest - still_open
    cells = split([reached, still_open, lost], layout.width)
    yield []
    yield [("━" * cells[0], "green"), ("╍" * cells[1], "blue"), ("─" * cells[2], DIM)]
    yield [(standing(report), BOLD), (f" · {seconds(report.seconds)}", DIM)]
    if report.isolation.protection is not Protection.NOT_NEEDED:
        yield from ([(line, DIM)] for line in wrapped(str(report.isolation), layout.width))
