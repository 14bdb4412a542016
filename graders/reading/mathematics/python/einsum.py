"""`np.einsum('ij,j->i', A, x)`: sums of products of entries, named by their indices.

Where the indices form a chain it is a product of matrices; otherwise the entries are written out.
"""

import ast
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import reduce
from typing import TYPE_CHECKING

from graders.expression import Call, Expression, Fold, Symbol
from graders.reading.mathematics.python.arguments import Given
from graders.reading.mathematics.python.names import CONSTANTS
from graders.reading.mathematics.python.operators import times
from graders.reading.mathematics.python.pieces import ONE, transposed
from graders.reading.mathematics.python.shapes import SCALAR

if TYPE_CHECKING:
    from graders.reading.mathematics.python.reader import Reader

_SUBSCRIPTS = re.compile(r"[A-Za-z]*(?:,[A-Za-z]*)*(?:->[A-Za-z]*)?")
_Operand = tuple[Expression, str]  # an array and the letters of its axes


def einsum(reader: "Reader", given: Given) -> Expression:
    given.named.pop("optimize", None)
    subscripts, *places = given.places
    text = subscripts.value if isinstance(subscripts, ast.Constant) else None
    text = text.replace(" ", "") if isinstance(text, str) else ""
    left, arrow, out = text.partition("->")
    letters = left.split(",")
    if not text or not _SUBSCRIPTS.fullmatch(text) or len(letters) != len(places):
        raise reader.refusal(given.node, "has subscripts that cannot be read")
    counts = Counter(left.replace(",", ""))
    if not arrow:
        out = "".join(sorted(letter for letter, count in counts.items() if count == 1))
    if len(out) > 2 or len(set(out)) < len(out) or not set(out) <= set(counts):
        raise reader.refusal(given.node, "has a result that cannot be read")
    operands = list(zip(map(reader.read, places), letters, strict=True))
    sizes, misfits = _sizes(reader, given, operands)
    found = _alike(reader, operands, out) or _chain(operands, out, counts)
    if found is None and misfits:
        raise reader.refusal(given.node, f"has two sizes for the index {misfits[0]}")
    return found or _by_entries(reader, operands, out, sizes)


def _sizes(
    reader: "Reader", given: Given, operands: Sequence[_Operand]
) -> tuple[Mapping[str, Expression], Sequence[str]]:
    """The size of each index, and the indices of two sizes; vectors have one axis, matrices two."""
    sizes: dict[str, Expression] = {}
    misfits: list[str] = []
    for array, letters in operands:
        shape = reader.shapes.of(array)
        if shape is None:
            raise reader.refusal(given.node, "has an array whose shape is not known")
        axes = [size for size in shape if size != ONE]
        if len(axes) != len(letters):
            raise reader.refusal(
                given.node, f"names {len(letters)} axes of an array of {len(axes)}"
            )
        for letter, size in zip(letters, axes, strict=True):
            if sizes.setdefault(letter, size) != size:
                misfits.append(letter)
    return sizes, misfits


def _alike(reader: "Reader", operands: Sequence[_Operand], out: str) -> Expression | None:
    """Products of entries of arrays that have the same axes, summed up over all or none."""
    first = operands[0][1]
    if len(set(first)) < len(first) or any(letters != first for _, letters in operands):
        return None
    if out and out != first:
        return None
    found = reduce(lambda a, b: times(reader, a, b), (array for array, _ in operands))
    return found if out or not first else Call("sum", (found,))


def _chain(operands: Sequence[_Operand], out: str, counts: Mapping[str, int]) -> Expression | None:
    """`ij,jk->ik` as A B: each index but those of the result joins two neighbours."""
    inner = all(count == (1 if letter in out else 2) for letter, count in counts.items())
    if not inner or any(len(set(letters)) < len(letters) for _, letters in operands):
        return None
    waiting = [each for each in operands if each[1]]
    vectors = [each for each in waiting if len(each[1]) == 1]
    starts = [each for each in waiting if out and out[0] in each[1]] or vectors
    if len(waiting) < len(operands) or not starts:
        return None
    array, letters = starts[0]
    waiting.remove(starts[0])
    if len(letters) == 1:
        joint = "" if out else letters
        found = [transposed(array)] if not out else [array]
    else:
        turned = bool(out) and letters[0] != out[0]
        joint = letters[0] if turned else letters[1]
        found = [transposed(array) if turned else array]
    while waiting:
        following = next((each for each in waiting if joint and joint in each[1]), None)
        if following is None:
            return _outer(found, waiting, out, joint)
        waiting.remove(following)
        array, letters = following
        found.append(array if letters[0] == joint else transposed(array))
        joint = letters.replace(joint, "")
    whole = found[0] if len(found) == 1 else Call("*", tuple(found))
    return whole if joint == out[1:] else None


def _outer(
    found: Sequence[Expression], waiting: Sequence[_Operand], out: str, joint: str
) -> Expression | None:
    """`i,j->ij`: a column by a row."""
    if len(found) > 1 or len(waiting) > 1 or joint or waiting[0][1] != out[1:]:
        return None
    return Call("*", (found[0], transposed(waiting[0][0])))


def _by_entries(
    reader: "Reader", operands: Sequence[_Operand], out: str, sizes: Mapping[str, Expression]
) -> Expression:
    taken = {*reader.table.names, *reader.active, *CONSTANTS.values()}
    names = {letter: f"{letter}_" if letter in taken else letter for letter in sizes}
    entries = [
        Call("at", (array, *(Symbol(names[letter]) for letter in letters))) if letters else array
        for array, letters in operands
    ]
    found: Expression = entries[0] if len(entries) == 1 else Call("*", tuple(entries))
    for letter in sorted(set(sizes) - set(out), reverse=True):
        found = Fold("sum", names[letter], found)
    for operator, letter in zip(
        ("stack",) if len(out) < 2 else ("row", "stack"), out[::-1], strict=False
    ):
        found = Fold(operator, names[letter], found, ONE, sizes[letter])
    shape = tuple(sizes[letter] for letter in out)
    reader.shapes.note(found, (*shape, ONE, ONE)[:2] if shape else SCALAR)  # type: ignore[arg-type]
    return found
