"""Values in lists below words that say what they are: "Derivative of the loss w.r.t." above o_1."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from graders.reading.blocks.block import Shape
from graders.reading.finding.statements import Statement
from graders.reading.outline.pieces import Piece
from graders.reading.quantities.equations.derivatives_meant import SLOPE, last_name
from graders.reading.quantities.names.respect import RESPECT
from graders.reading.quantities.names.vocabulary import Vocabulary

_LEADS = re.compile(
    rf"[^\n.;]*?(?:\b{RESPECT}|{SLOPE}[^\n.;]*\bby\b)"
    r"(?:\s+(?:the|each|all|both)(?:\s+[a-z]{2,}){0,2})?[\s:*_…$•+(-]*\Z",
    re.IGNORECASE,
)
_FARTHEST = 200  # characters between two names of a list, or of the words that lead to one
_LISTED = re.compile(r"[\s\-*+•,;.|$&:(){}]*(?:and)?[\s\-*+•,;.|$&:({]*")


def with_derivatives_led(
    statements: Sequence[Statement], pieces: Sequence[Piece], vocabulary: Vocabulary
) -> Iterator[Statement]:
    """The statements, where names in a list below "the derivative of E by" are derivatives."""
    order = {id(piece): at for at, piece in enumerate(pieces)}
    of, at, end = "", 0, 0
    for each in statements:
        here, (start, stop) = order[id(each.piece)], each.chain.span
        if here != at or start >= end:
            between = _between(pieces, (at, end), (here, start))
            at, end = here, stop
            if (lead := _LEADS.search(between[-_FARTHEST:])) is not None:
                of = last_name(lead[0], vocabulary) or of or vocabulary.loss
            elif len(between) > _FARTHEST or not _LISTED.fullmatch(between):
                of = ""
        name = vocabulary.canonical(f"d{of}_d{each.chain.name}") if of else ""
        is_bare = not each.chain.words or each.piece.block.shape is Shape.TABLE
        led = is_bare and name in vocabulary.known
        yield replace(each, chain=replace(each.chain, name=name)) if led else each


def _between(pieces: Sequence[Piece], first: tuple[int, int], last: tuple[int, int]) -> str:
    """What stands between two places, each a piece and a position in its text."""
    (at, start), (here, stop) = first, last
    if at == here:
        return pieces[at].block.text[start:stop]
    within = (each.block.text for each in pieces[at + 1 : here])
    return "\n".join([pieces[at].block.text[start:], *within, pieces[here].block.text[:stop]])
