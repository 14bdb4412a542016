r"""Index notation: components that stand for the whole, and indices summed where they repeat.

`p_k - y_k` with a letter k that is declared nowhere is the formula of any component, and in
`A_{ij}x_j` the index j is summed over, as Einstein wrote it. Only components that are multiplied
are summed: of `(x_i - y_i)^2` or `p_i\log p_i` nobody can tell whether a sum was forgotten.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from graders.errors import Unreadable
from graders.expression import (
    Call,
    Expression,
    Fold,
    Symbol,
    children,
    free_names,
    nodes,
    substitute,
    with_children,
)
from graders.reading.lexing.token import Lexeme, Token
from graders.reading.mathematics.names.functions import FOLDS
from graders.reading.mathematics.names.scripts import text_at
from graders.reading.mathematics.names.symbols import SymbolTable

TIME = "t"  # counts steps, not components
USUAL = "ijklmn"  # letters of indices: a y would be a label
_MOST_LETTERS = 4
_LONGEST = 500  # tokens


def free_letters(tokens: Sequence[Token], table: SymbolTable) -> tuple[str, ...]:
    r"""The letters in subscripts that the exercise declares nowhere, as they come.

    Those of sums are left out, unless there are no others: `e^{z_k} / \sum_k e^{z_k}`.
    """
    found: dict[str, None] = {}
    depth = 0
    for place, token in enumerate(tokens if len(tokens) < _LONGEST else ()):
        begins = place > 0 and tokens[place - 1].text == "_"
        if token.text in "{}":
            depth = depth + 1 if begins or (depth and token.text == "{") else max(depth - 1, 0)
        elif (begins or depth) and _is_free_letter(tokens, place, table):
            found[token.text] = None
    bound = indices_of_sums(tokens) if found else ()
    return tuple([each for each in found if each not in bound] or found)[:_MOST_LETTERS]


def indices_of_sums(tokens: Sequence[Token]) -> Collection[str]:
    """The letters below the sums, maxima and the like."""
    return {each for place in range(len(tokens)) for each in _indices_of_sum(tokens, place)}


def _indices_of_sum(tokens: Sequence[Token], place: int) -> Iterator[str]:
    r"""The letters below a sum that begins at a place: `\sum_{i,j}`, `\sum_{kl}`, `\sum_i`."""
    if tokens[place].text.removeprefix("\\") not in FOLDS or text_at(tokens, place + 1) != "_":
        return
    is_braced = text_at(tokens, place + 2) == "{"
    for token in tokens[place + 2 + is_braced :]:
        if token.kind is Lexeme.WORD:
            yield token.text
        if not is_braced or (token.kind is not Lexeme.WORD and token.text != ","):
            return


def _is_free_letter(tokens: Sequence[Token], place: int, table: SymbolTable) -> bool:
    token = tokens[place]
    is_letter = token.kind is Lexeme.WORD and len(token.text) == 1 and token.text.islower()
    return is_letter and token.text != TIME and table.match(tokens, place) is None


def summed(expression: Expression, letters: Collection[str]) -> Expression:
    """The expression with a sum over each of these letters, which must occur in pairs.

    Raises:
        Unreadable: if one of them does not.

    >>> from graders.expression import to_text
    >>> i, j = Symbol("i"), Symbol("j")
    >>> row, entry = Call("at", (Symbol("A"), i, j)), Call("at", (Symbol("x"), j))
    >>> to_text(summed(Call("*", (row, entry)), "j"))
    'sum(A[i,j]*x[j], j)'
    """
    found, left = _summed(expression, frozenset(letters))
    if left:
        raise _unpaired(left)
    return found


def with_diagonals(expression: Expression, letters: Collection[str]) -> Expression:
    r"""The expression with the vectors meant in `\operatorname{diag}(p_i(1-p_i))`."""
    parts = tuple(with_diagonals(each, letters) for each in children(expression))
    found = with_children(expression, parts)
    free = free_names(found).intersection(letters)
    if isinstance(found, Call) and found.function == "diag" and len(free) == 1:
        return with_children(found, (arrayed(parts[0], tuple(free)),))
    return found


def _unpaired(letters: Collection[str]) -> Unreadable:
    return Unreadable(f"it is not said what the index {min(letters)} runs over")


def _summed(expression: Expression, letters: frozenset[str]) -> tuple[Expression, frozenset[str]]:
    """The expression, and which letters stand in it once, to be paired outside of it."""
    match expression:
        case Call("at", (array, *indices)):
            names = [each.name if isinstance(each, Symbol) else "" for each in indices]
            for each, name in zip((array, *indices), ("", *names), strict=True):
                summed(each, letters - {name})
            return _paired(expression, Counter(name for name in names if name in letters))
        case Call("*" | "·", factors):
            inner = [_summed(each, letters) for each in factors]
            product = with_children(expression, tuple(each for each, _ in inner))
            return _paired(product, Counter(letter for _, left in inner for letter in left))
        case Call("+" | "-", terms):
            inner = [_summed(each, letters) for each in terms]
            if len({left for _, left in inner}) != 1:
                raise _unpaired(frozenset().union(*(left for _, left in inner)))
            return with_children(expression, tuple(each for each, _ in inner)), inner[0][1]
        case Call("/", (upper, lower)):
            numerator, left = _summed(upper, letters)
            return with_children(expression, (numerator, summed(lower, letters))), left
        case Symbol(name) if name in letters:
            raise _unpaired({name})
        case Fold(index=index):
            letters -= {index}
    inside = tuple(summed(each, letters) for each in children(expression))
    return with_children(expression, inside), frozenset()


def _paired(product: Expression, times: Counter[str]) -> tuple[Expression, frozenset[str]]:
    """A product with the sums over the letters that stand in it twice."""
    if any(count > 2 for count in times.values()):
        raise _unpaired(times.keys())
    for letter, count in times.items():
        if count == 2:
            product = Fold("sum", letter, product, span=product.span)
    return product, frozenset(letter for letter, count in times.items() if count == 1)


def unstacked(expression: Expression) -> Expression:
    """The expression with components of arrays that are given entry by entry put in.

    >>> i, j = Symbol("i"), Symbol("j")
    >>> squares = Fold("stack", "i", Call("*", (i, i)))
    >>> from graders.expression import to_text
    >>> to_text(unstacked(Call("at", (squares, j))))
    'j*j'
    """
    found = with_children(expression, tuple(map(unstacked, children(expression))))
    match found:
        case Call("at", (Fold("stack", index, body), place)) if _is_apart(body, free_names(place)):
            return substitute(body, {index: place})
    return found


def _is_apart(body: Expression, names: Collection[str]) -> bool:
    """Whether no sum within an expression takes one of these names for its index."""
    return all(not (isinstance(each, Fold) and each.index in names) for each in nodes(body))


def as_array(expression: Expression, letters: Collection[str]) -> Expression:
    """The column of which this is a component, if it is one for just one of the letters."""
    free = free_names(expression).intersection(letters)
    return arrayed(expression, tuple(free)) if len(free) == 1 else expression


def arrayed(component: Expression, letters: Sequence[str], *, lies: bool = False) -> Expression:
    """The column, the row if it `lies`, or the matrix of which this is the component."""
    if len(letters) > 1 or lies:
        component = Fold("row", letters[-1], component, span=component.span)
    return component if lies else Fold("stack", letters[0], component, span=component.span)
