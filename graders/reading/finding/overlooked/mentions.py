"""Where a quantity is mentioned beside a number, though no answer could be read there."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from graders.model import Answer, Kind, Question
from graders.reading.finding.answers import joined, of_pieces
from graders.reading.finding.statements import WriteUp
from graders.reading.labels.label import Path
from graders.reading.lexing.token import Lexeme, Token
from graders.reading.misread import with_digits_in_indices
from graders.reading.outline.pieces import Piece
from graders.reading.quantities.equations.token_runs import trailing_name
from graders.reading.quantities.names.reader import read_name
from graders.reading.quantities.names.respect import ends_in_by
from graders.reading.quantities.names.vocabulary import Vocabulary

BY_OTHER_NAME = "another name under its label"
_BETWEEN = frozenset(["|", "&", ":", "=", "~", "is", "-", "*"])  # a name and its number
_FARTHEST = 3  # signs between them
_NAME_TOKENS = 10
_MOST = 400  # numbers that are looked at
_RANGE = re.compile(  # and a number behind it
    r"(?P<base>[A-Za-z])_?\{?(?P<first>\d{1,2})\}?[ $]*"
    r"(?:\.{2,3}|…|\\l?dots|[-–—]|to\b|through\b)[ $]*"
    r"(?P=base)_?\{?(?P<last>\d{1,2})\}?(?=[^\n]*?\d\.\d)"
)
_DECIMALS = re.compile(r"\d\.\d")
_NUMBER_FIRST = re.compile(  # "0.0765 for w7"
    r"\d\.\d+[\s$]*\b(?:is )?(?:for|belongs to)(?: the (?:gradient|derivative|value) (?:of|by|at))?"
    r" \$?(?P<name>[\w\\/^{}∂]{1,40})"
)


def mentions(questions: Sequence[Question], write_up: WriteUp) -> Mapping[str, Answer]:
    """For each question, where under its part its name stands beside a number with decimals.

    Where no answer was found this may hold it: a person looks, and nobody gets a silent zero.
    """
    asked = [each for each in questions if each.kind is Kind.NUMERIC and each.names]
    named = islice(_named_numbers(write_up), _MOST)
    found = (*named, *_ranges(write_up), *_misread(write_up)) if asked else ()
    behind = tuple(islice(_names_behind(write_up), _MOST)) if asked else ()
    places: dict[str, Answer] = {}
    for question in asked:
        part, names = question.path[:-1], write_up.sheet.names[question.id]
        local = names | {write_up.sheet.local_names.get(question.id, "")}
        names = names if part in write_up.parts_by_name else local
        beside = [each for each in found if each[0] in names]
        beside += [each for each in behind if each[0] in local]
        for _, piece, at in beside:
            if _is_below(piece.path, part):
                text = piece.block.text[at:].split("\n", 1)[0]
                place = of_pieces(question, text, [piece], "its name beside a number")
                places.setdefault(question.id, place)
        if own := _misplaced(question, write_up):
            text = joined(own)
            places.setdefault(question.id, of_pieces(question, text, own, BY_OTHER_NAME))
    return places


def _misplaced(question: Question, write_up: WriteUp) -> Sequence[Piece]:
    """The pieces under a question's own label that give values to other names alone."""
    return [
        piece
        for piece in write_up.outline.pieces
        if piece.path == question.path
        and any(each.has_value for each in write_up.statements_in(piece))
    ]


def wholly_named(write_up: WriteUp) -> frozenset[Piece]:
    """The pieces each of whose numbers with decimals stands behind a declared name."""
    found: dict[Piece, bool] = {}
    for name, piece, _ in islice(_named_numbers(write_up), _MOST):
        found[piece] = found.get(piece, True) and name is not None
    return frozenset(piece for piece, named in found.items() if named)


def _ranges(write_up: WriteUp) -> Iterator[tuple[str | None, Piece, int]]:
    """All names of a range before numbers, "w1 to w6: 0.1, 0.2", and where it begins."""
    for piece in write_up.outline.pieces:
        for each in _RANGE.finditer(piece.block.text):
            for index in range(int(each["first"]), int(each["last"]) + 1):
                name = read_name(f"{each['base']}{index}", write_up.sheet.vocabulary)
                yield name, piece, each.start()


def _misread(write_up: WriteUp) -> Iterator[tuple[str | None, Piece, int]]:
    """The names with letters for digits that equations begin with, of which no value was read."""
    for each in write_up.statements:
        members = each.chain.members
        if not (each.chain.name or each.has_value) and _DECIMALS.search(members[-1]):
            name = read_name(with_digits_in_indices(members[0]), write_up.sheet.vocabulary)
            yield name, each.piece, each.chain.span[0]


def _names_behind(write_up: WriteUp) -> Iterator[tuple[str | None, Piece, int]]:
    """The names right behind numbers that are for them, and where the numbers begin."""
    for piece in write_up.outline.pieces:
        for each in _NUMBER_FIRST.finditer(piece.block.text):
            yield read_name(each["name"], write_up.sheet.vocabulary), piece, each.start()


def _is_below(path: Path, part: Path) -> bool:
    """Whether a label is that of a part, or stands above or below it."""
    shared = min(len(path), len(part))
    return shared > 0 and path[:shared] == part[:shared]


def _named_numbers(write_up: WriteUp) -> Iterator[tuple[str | None, Piece, int]]:
    """The name before each number with decimals, and where it begins."""
    vocabulary = write_up.sheet.vocabulary
    for piece in write_up.outline.pieces:
        tokens = () if piece.announces else vocabulary.tokens(piece.block.text)
        for position, token in enumerate(tokens):
            if token.kind is Lexeme.NUMBER and "." in token.text:
                end = _behind_name(tokens, position)
                near = tokens[max(end - _NAME_TOKENS, 0) : end]
                name, first = trailing_name(near, vocabulary)
                at = near[first].span[0] if name else 0
                if name and ends_in_by(near[:first]):
                    yield from ((each, piece, at) for each in _derivatives_by(name, vocabulary))
                else:
                    yield name, piece, at


def _derivatives_by(name: str, vocabulary: Vocabulary) -> list[str | None]:
    """The declared derivatives by a quantity, one of which "with respect to h_2 0.016" gives."""
    declared = [each for each in sorted(vocabulary.known) if each.endswith(f"_d{name}")]
    return [*declared] or [None]


def _behind_name(tokens: Sequence[Token], position: int) -> int:
    """Where a name may end before a number: before the few signs between them."""
    first = max(position - _FARTHEST, 1)
    while position > first and tokens[position - 1].text in _BETWEEN:
        position -= 1
    return position
