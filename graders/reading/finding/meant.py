"""Which of several statements are meant: none that is taken back, disowned or only supposed."""

import re
from collections.abc import Sequence

from graders.reading.blocks.block import Shape
from graders.reading.finding.statements import DEFINED, LISTED, Statement
from graders.reading.words.against.corrections import is_correction, is_disowned, is_supposed

_BEFORE_ACTIVATION = re.compile(
    r"\b(?:net(?:to)?(?: input)?|pre-?activations?|(?:weighted )?(?:sum|input)s?|logits?|argument)"
    r"\s+(?:in)?(?:to|of|for|at)(?:\s+(?:the|hidden|output|unit|neuron|node))*\s*$",
    re.IGNORECASE,
)


def corrected(statements: Sequence[Statement]) -> Sequence[Statement]:
    """The statements from the last on that takes back those before it; none that is disowned."""
    statements = meant(statements)
    corrections = [
        at
        for at, each in enumerate(statements)
        if each.piece.corrects or is_correction(each.chain.words)
    ]
    return statements[max(corrections, default=0) :]


def meant(statements: Sequence[Statement]) -> Sequence[Statement]:
    """The statements that are neither disowned nor only supposed, if there are any.

    What goes into a unit is not what comes out of it: "net to h_1 = 4.3".
    """
    kept = [each for each in statements if not (is_disowned(each.text) or _is_supposed(each))]
    after = [each for each in kept if not _BEFORE_ACTIVATION.search(each.chain.words)]
    return after or kept or statements


def _is_supposed(statement: Statement) -> bool:
    block = statement.piece.block
    is_text = block.shape is Shape.TEXT and statement.kind in (DEFINED, LISTED)
    return is_text and is_supposed(block.text, *statement.chain.span)
