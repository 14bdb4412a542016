r"""The graph of a computation as a list: each node with the formula that computes it from others.

Three ways to list one are read: definitions (`c = a b`), arrows (`a, b -> mul -> c`), and rows of
a table with a name, an operation and the nodes that it takes.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from graders.errors import Unreadable
from graders.expression import Call, Expression, Symbol, free_names, substitute
from graders.reading.quantities.formula import read_formula

MOST_NODES = 200  # of a graph that is read
_ARROW = re.compile(r"-+>|=+>|→|⟶|\\(?:long)?rightarrow(?![a-zA-Z])|\\to(?![a-zA-Z])")
_STATEMENT = re.compile(r"[;\n]|\\\\|(?<!\\)&|\\q?quad(?![a-z])|\.(?=\s|$)|,(?=[^,;=\n]{1,12}=)")
_BETWEEN = re.compile(r"\$\s*[,;.]\s*(?:and\s+)?\$")  # two formulas
_DRESSING = re.compile(
    r"\$|\\begin\{[^{}]*\}|\\end\{[^{}]*\}|\\(?:left|right|displaystyle)(?![a-zA-Z])|[*`]{2}"
    r"|\\(?:text|mathrm|operatorname|times)(?![a-zA-Z])"
)
_LEAD = re.compile(r"^\W*(?:(?:[A-Za-z]{2,}\s+)*[A-Za-z]{3,}:\s+)?")  # "Nodes: "
_NAME = re.compile(r"[A-Za-z]'?\s*_?\s*(?:\{\s*\w{1,3}\s*\}|\d{0,2})")
_CELLS = re.compile(r"\t+|\s*\|\s*")
_OPERATIONS: Mapping[str, tuple[str, str]] = {  # of one node, or between several
    r"cos(?:ine)?": (r"\cos({})", ""),
    r"sin(?:e)?": (r"\sin({})", ""),
    r"ln|log|logarithm": (r"\ln({})", ""),
    r"exp": (r"\exp({})", ""),
    r"σ|sigma|sigm(?:oid)?|sig|logistic": (r"\sigma({})", ""),
    r"sq(?:ua?r?e?d?)?|pow(?:er)?\W?2|[(\s·.x]*\^\s*\{?2\}?|[(\s·.x]*²": ("({})^2", ""),
    r"\+|add(?:ition)?|sum|plus": ("({})", " + "),
    r"\*|×|·|x|cdot|mul(?:t(?:ipl(?:y|ication))?)?|prod(?:uct)?|times": ("({})", " * "),
}


Graph = dict[str, Expression]


def read_graph(text: str) -> Graph:
    r"""The nodes of a graph by their names, each as a formula of other nodes.

    >>> sorted(read_graph("x, y -> mul -> p; p -> cos -> q"))
    ['p', 'q']
    >>> sorted(read_graph("$p = x y$, $q = p^2$") | read_graph("u\tmul\tx, y\nv\tcos\tu"))
    ['p', 'q', 'u', 'v']
    """
    found: Graph = {}
    text = _BETWEEN.sub(" ; ", text.replace("&=", "="))
    for name, formula in islice(_nodes(_DRESSING.sub(" ", text)), MOST_NODES):
        try:
            node, value = read_formula(name), read_formula(formula)
        except Unreadable:
            continue
        if isinstance(node, Symbol) and value != node:
            found.setdefault(node.name, value)
    return {name: substitute(value, _products(value, found)) for name, value in found.items()}


def _products(value: Expression, nodes: Graph) -> Mapping[str, Expression]:
    """What a formula has for names of its own though they are nodes side by side: `ab`."""
    unknown = free_names(value) - nodes.keys()
    return {
        name: Call("*", tuple(map(Symbol, name)))
        for name in unknown
        if len(name) > 1 and nodes.keys() >= set(name)
    }


def _nodes(text: str) -> Iterator[tuple[str, str]]:
    for line in text.split("\n"):
        cells = [each.strip() for each in _CELLS.split(line.strip(" |"))]
        if len(cells) > 2 and (formula := _applied(cells[1], _names(cells[2]))):
            yield cells[0], formula
    for statement in _STATEMENT.split(text):
        parts = [each.strip() for each in _ARROW.split(_LEAD.sub("", statement))]
        if len(parts) > 2:
            yield from _along(parts)
        else:
            yield from _defined([each.strip(" ,") for each in statement.split("=")])


def _along(parts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The nodes along a chain of arrows: nodes, an operation, the node that it gives."""
    sources = _names(parts[0])
    for operation, node in zip(parts[1::2], parts[2::2], strict=False):
        if formula := _applied(operation, sources):
            yield node, formula
        sources = _names(node)


def _defined(members: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What a chain of equations says: `v = a + b`, `f = v = a + b`, `v = a + b = f`."""
    if len(members) > 1:
        name, *others = (_LEAD.sub("", members[0]), *members[1:])
        formula = next((each for each in others if not _NAME.fullmatch(each)), others[0])
        yield from ((each, formula) for each in (name, *others) if each != formula)


def _names(text: str) -> list[str]:
    return [each.strip() for each in re.split(r",|\band\b|\s\+\s", text) if each.strip()]


def _applied(operation: str, sources: Sequence[str]) -> str:
    """An operation on some nodes as a formula; empty where it is not known."""
    word = operation.strip(" \\(){}[]").casefold()
    for words, (whole, between) in _OPERATIONS.items():
        if re.fullmatch(words, word) or re.fullmatch(words, operation.strip(" \\")):
            if bool(between) != (len(sources) > 1):
                return ""
            return whole.format(between.join(sources))
    return ""
