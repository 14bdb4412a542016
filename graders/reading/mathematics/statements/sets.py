r"""Sets: number sets, sets by their condition, and what it means to be in them.

`x \in \{t : t > 0\}` is the condition itself with x put in, `x \in A \setminus B` is "in A and not
in B": what is left are intervals, lists and ranges. `\mathbb{N}` is read where the rest of the
condition says that 0 does not count, for not all agree whether it does.
"""

import itertools
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from graders.errors import Unreadable
from graders.expression import (
    Call,
    Expression,
    Number,
    Symbol,
    children,
    nodes,
    substitute,
    to_text,
    with_children,
)
from graders.reading.lexing.token import Lexeme
from graders.reading.mathematics.names.functions import TRUTHS
from graders.reading.mathematics.names.scripts import group_end, read_scripts
from graders.reading.mathematics.parsing.dots import DOTS

if TYPE_CHECKING:
    from graders.reading.mathematics.parsing.parser import Parser

SETS = frozenset({"set", "range", "interval", "tuple", "union", "cap", "setminus", "such"})
NUMBER_SETS = {r"\reals": "reals", r"\naturals": "naturals", r"\integers": "integers"}
OPERATORS = {r"\cup": "union", r"\cap": "cap", r"\setminus": "setminus"}
_BEFORE_CONDITIONS = frozenset({":", ";", "|", r"\mid"})
_ZERO, _ONE = Number(Fraction(0)), Number(Fraction(1))
_HALVES: Mapping[str, tuple[Expression, Expression, str]] = {
    ">0": (_ZERO, Symbol("inf"), "()"), r"\geq0": (_ZERO, Symbol("inf"), "[)"),
    "<0": (Symbol("-inf"), _ZERO, "()"), r"\leq0": (Symbol("-inf"), _ZERO, "(]"),
    "++": (_ZERO, Symbol("inf"), "()"), r"\geqslant0": (_ZERO, Symbol("inf"), "[)"),
}  # fmt: skip
_FIRST_WHOLE = {
    ">0": 1, r"\geq0": 0, r"\geq1": 1, "++": 1, "0": 0, r"\geqslant0": 0, r"\geqslant1": 1,
}  # fmt: skip


def membership(element: Expression, where: Expression, *, within: bool = True) -> Expression:
    """What it means that something is in a set, or is not."""
    span = (element.span[0], where.span[1])
    match where:
        case Call("such", (Symbol(name), condition)):
            found = substitute(condition, {name: element})
        case Call(("union" | "cap" | "setminus") as operator, parts) if _is_involved(where):
            links = [membership(element, part) for part in parts]
            if operator == "setminus":
                links[1:] = [Call("not", (link,), link.span) for link in links[1:]]
            found = Call("or" if operator == "union" else "and", tuple(links), span)
        case Symbol("integers"):
            found = Call("=", (Call("floor", (element,), span), element), span)
        case _:
            return Call("in" if within else "notin", (element, where), span)
    return found if within else Call("not", (found,), span)


def _is_involved(where: Expression) -> bool:
    """Whether a set is made of more than lists and intervals side by side."""
    return any(
        (isinstance(each, Call) and each.function in ("such", "cap", "setminus"))
        or (isinstance(each, Symbol) and each.name in ("integers", "naturals"))
        for each in nodes(where)
    )


def without_naturals(relation: Expression) -> Expression:
    r"""The relation with `n \in \mathbb{N}` as "n is whole", where n >= 1 is said beside it.

    Raises:
        Unreadable: where it matters whether 0 is a natural number.
    """
    links = list(_links(relation))
    meant = []
    for link in links:
        match link:
            case Call("in", (element, Symbol("naturals"))):
                if not any(_is_positive(each, element) for each in links):
                    raise Unreadable("it is not said whether 0 is a natural number")
                meant.append(membership(element, Symbol("integers", link.span)))
            case _:
                parts = tuple(map(without_naturals, children(link)))
                meant.append(with_children(link, parts))
    return meant[0] if len(meant) == 1 else Call("and", tuple(meant), relation.span)


def _links(relation: Expression) -> Iterator[Expression]:
    if isinstance(relation, Call) and relation.function == "and":
        for each in relation.arguments:
            yield from _links(each)
    else:
        yield relation


def _is_positive(link: Expression, element: Expression) -> bool:
    """Whether a link says that an element is 1 or more, or more than 0 or a larger number."""
    match link:
        case Call((">=" | ">") as sign, (left, Number(value))):
            return to_text(left) == to_text(element) and value >= (sign == ">=")
        case Call(("<=" | "<") as sign, (Number(value), right)):
            return to_text(right) == to_text(element) and value >= (sign == "<=")
    return False


# --- reading ------------------------------------------------------------------------------------


def read_where(parser: "Parser") -> Expression:
    r"""What stands behind `\in`; `[K]` are the whole numbers from 1 to K."""
    start = parser.at
    found = parser.operand()
    in_brackets = parser.tokens[start].text == "[" and parser.tokens[parser.at - 1].text == "]"
    is_set = isinstance(found, Call) and found.function in SETS
    if not in_brackets or is_set or group_end(parser.tokens, start) != parser.at - 1:
        return found
    return parser.make("range", (_ONE, found), start)


def read_set(parser: "Parser") -> Expression:
    r"""A set in printed braces: {a, b}, {1, ..., K}, {x : x > 0}; a lone thing is that thing."""
    start = parser.at
    if _has_conditions(parser):
        return _by_condition(parser)
    parser.at += 1
    outer, parser.open_bar = parser.open_bar, ""
    members, dots_after = _members(parser, [])
    parser.open_bar = outer
    parser.expect("}")
    if dots_after:
        return _counted(parser, members, dots_after, start)
    if len(members) == 1 and (
        start == 0 or parser.tokens[start - 1].text not in (r"\in", r"\notin", *OPERATORS)
    ):
        return members[0]
    if any(isinstance(each, Call) and each.function in TRUTHS for each in members):
        raise parser.refusal_at(start, "begins a set of relations, which is not read")
    return parser.make("set", tuple(members), start)


def _members(parser: "Parser", members: list[Expression]) -> tuple[list[Expression], int]:
    """The members between commas, after those that are read, and how many stand before dots."""
    dots_after = 0
    while parser.at < parser.end and parser.peek() != "}":
        if _is_dots(parser):
            dots_after = len(members)
            parser.at += 1
            while _is_dots(parser):
                parser.at += 1
        else:
            members.append(parser.formula())
        if not parser.accept(","):
            break
    return members, dots_after


def read_list(parser: "Parser", first: Expression) -> Expression:
    """The values after the first one of `1, 2, ..., K`, as a set."""
    start = parser.at
    parser.expect(",")
    members, dots_after = _members(parser, [first])
    return _counted(parser, members, dots_after, start)


def _is_dots(parser: "Parser") -> bool:
    return parser.peek() in DOTS or parser.peek() == "."


def _counted(
    parser: "Parser", members: list[Expression], dots_after: int, start: int
) -> Expression:
    """{1, 2, ..., K}, or {3, 4, ...} without an end; it must go up by ones."""
    known, last = members[:dots_after], members[dots_after:]
    if len(last) > 1 or not all(_follows(one, other) for one, other in itertools.pairwise(known)):
        raise parser.refusal_at(start, "begins a set whose dots cannot be filled in")
    if not last and len(known) < 2:
        raise parser.refusal_at(start, "begins a set whose dots cannot be filled in")
    return parser.make("range", (known[0], last[0] if last else Symbol("inf")), start)


def _follows(one: Expression, other: Expression) -> bool:
    match one, other:
        case Number(first), Number(second):
            return second == first + 1
        case _, Call("+", (base, Number(value))):
            return value == 1 and to_text(base) == to_text(one)
    return False


def _has_conditions(parser: "Parser") -> bool:
    r"""Whether braces open here that hold `x : ...`, `x \in A \mid ...` or the like."""
    end = group_end(parser.tokens, parser.at)
    first = parser.at + 1
    if end >= parser.end or parser.tokens[first].kind not in (Lexeme.WORD, Lexeme.COMMAND):
        return False
    after = read_scripts(parser.tokens, first + 1, end).after
    if parser.tokens[after].text != r"\in":
        return parser.tokens[after].text in _BEFORE_CONDITIONS
    return any(token.text in _BEFORE_CONDITIONS for token in parser.tokens[after:end])


def _by_condition(parser: "Parser") -> Expression:
    start = parser.at
    end = group_end(parser.tokens, start)
    parser.at += 1
    letter = parser.peek()
    fresh = parser.table.match(parser.tokens, parser.at, end) is None
    if fresh:
        parser.bound.append(letter)
    outer, parser.open_bar = parser.open_bar, "|"
    name = parser.factor()
    conditions = []
    if parser.accept(r"\in"):
        conditions.append(membership(name, parser.operand()))
    if not isinstance(name, Symbol) or parser.peek() not in _BEFORE_CONDITIONS:
        raise parser.refusal_at(start, "begins a set that cannot be read")
    parser.at += 1
    parser.open_bar = ""
    conditions.append(parser.formula())
    while parser.accept(",") or parser.accept(";"):
        conditions.append(parser.formula())
    parser.open_bar = outer
    if fresh:
        parser.bound.pop()
    parser.expect("}")
    condition = conditions[0]
    if len(conditions) > 1:
        condition = parser.make("and", tuple(conditions), start)
    return parser.make("such", (name, condition), start)


def read_number_set(parser: "Parser") -> Expression:
    r"""`\mathbb{R}`, `\mathbb{R}_{>0}`, `\mathbb{N}_0`; of the two halves `_+` holds 0."""
    start = parser.at
    kind = NUMBER_SETS[parser.peek()]
    scripts = read_scripts(parser.tokens, start + 1, parser.end)
    marks = [
        "".join(token.text for token in parser.tokens[slice(*each)] if token.text not in "{}")
        for each in (scripts.sub, scripts.sup)
        if each is not None
    ]
    if len(marks) == 1 and marks[0] in ("-", "*"):
        raise parser.refusal_at(
            start, f"has a {marks[0]}, and it is not said whether 0 belongs to it"
        )
    holds_zero = kind == "reals" and scripts.sub is not None
    mark = (r"\geq0" if holds_zero else ">0") if marks == ["+"] else "".join(marks)
    parser.at += 1
    if len(marks) != 1 or mark not in (_HALVES if kind == "reals" else _FIRST_WHOLE):
        return Symbol(kind, parser.tokens[start].span)
    parser.at = scripts.after
    if kind != "reals":
        first = Number(Fraction(_FIRST_WHOLE[mark]))
        return parser.make("range", (first, Symbol("inf")), start)
    low, high, closed = _HALVES[mark]
    if low == Symbol("-inf"):
        low = parser.make("-", (Symbol("inf"),), start)
    return parser.make("interval", (low, high, Symbol(closed)), start)
