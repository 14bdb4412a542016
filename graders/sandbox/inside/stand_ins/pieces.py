"""A piece of a student's program, run with stand-ins for what it takes from elsewhere.

An answer often holds a function or a few lines that use a model, a loader or a device from other
cells, which cannot be run here: data sets are not there and training takes too long. A harness
says what stands in for each of these; what else a piece needs is found in the submission.
"""

import ast
import builtins
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any

from .libraries import library
from .statements import DAMAGE, IMPORTS, Space, Statement, readable_parts, statements
from .uses import attributes, uses_of

Cells = Sequence[tuple[str, str]]  # what a traceback calls each, and its source
StandIn = Callable[[str, frozenset[str]], Any]  # by a name and its uses; None for none

_NEEDS_FILES = frozenset({"load_state_dict", "save", "savefig"})


class Piece:
    """The code of one answer, beside the rest of the submission.

    Args:
        answer: the cells of the answer, whose imports are run first. What is no Python in them,
            such as output that was copied with the code, is left out and kept in `damage`.
        rest: those of the whole submission, from which definitions are taken.

    Raises:
        SyntaxError: if nothing of the answer can be compiled.
    """

    def __init__(self, answer: Cells, rest: Cells) -> None:
        self.damage: list[SyntaxError] = []
        found = [each for label, text in answer for each in self._readable(label, text)]
        self.answer = sorted(found, key=lambda each: not isinstance(each.node, IMPORTS))
        if self.damage and not self.answer:
            raise self.damage[0]
        self.rest: list[Statement] = []
        self.unread: list[str] = []  # cells of the rest that cannot be compiled
        for label, text in rest:
            try:
                self.rest += statements(label, text)
            except DAMAGE:
                self.unread.append(label)
        self.shown: list[Any] = []  # what a notebook shows below its cells, once lines have run
        self._ends = {_last_line(text) for _, text in rest} - {""}
        self.uses = uses_of(each.node for each in self.answer or self.rest)

    def _readable(self, label: str, text: str) -> Iterator[Statement]:
        """The statements of a cell, and of a damaged one those that can be compiled."""
        try:
            yield from statements(label, text)
        except SyntaxError as error:
            self.damage.append(error)
            for part in readable_parts(text):
                yield from statements(label, part)

    def binds(self, name: str) -> bool:
        """Whether the answer itself gives a name its value."""
        return any(name in each.binds for each in self.answer)

    def functions(self) -> dict[str, ast.FunctionDef]:
        """The functions of the answer; if it has none of its own, those of the submission."""
        nodes = [each.node for each in self.answer] or [each.node for each in self.rest]
        return {node.name: node for node in nodes if isinstance(node, ast.FunctionDef)}

    def is_defined(self, name: str) -> bool:
        """Whether the student defines a function or class of this name."""
        return any(each.defines == name for each in (*self.answer, *self.rest))

    def space_for(self, names: Iterable[str], stand_in: StandIn) -> Space:
        """The names that are needed: stand-ins, the student's own definitions, libraries."""
        space: Space = {"__name__": "__main__"}
        kept: set[Statement] = set()
        seen, waiting = set(), [*names]
        while waiting:
            if (name := waiting.pop()) in seen:
                continue
            seen.add(name)
            if (found := self.stand_in_for(name, stand_in)) is not None:
                space[name] = found
            elif own := self._binding(name):
                kept.update(own)
                waiting += [each for statement in own for each in statement.loads]
            elif not hasattr(builtins, name) and (module := library(name)) is not None:
                space[name] = module
        self._run(kept, space, [name for name in seen if name in space])
        return space

    def stand_in_for(self, name: str, stand_in: StandIn) -> Any:
        """What stands in for a name; nothing for the student's own functions and classes.

        What the answer itself binds is judged by its spelling alone.
        """
        if self.is_defined(name):
            return None
        uses = frozenset() if self.binds(name) else self.uses.get(name, frozenset())
        return stand_in(name, uses)

    def run_lines(
        self, stand_in: StandIn, leave_out: Iterable[str] = (), space: Space | None = None
    ) -> tuple[Space, Any]:
        """Runs the answer line by line.

        Args:
            stand_in: what takes the place of a name.
            leave_out: attributes; a statement that uses one of them is not run.
            space: to be filled with the names, for those who look even if a line fails.

        Returns:
            All names in the end, and the value of the last line if it is an expression.
        """
        without = _NEEDS_FILES | set(leave_out)
        lines = [each for each in self.answer if without.isdisjoint(attributes(each.node))]
        bound = {name for each in lines for name in each.binds - each.loads}
        loaded = {name for each in lines for name in each.loads}
        names = (loaded - bound) | {name for name in bound if self._stands(name, stand_in)}
        space = {} if space is None else space
        space.update(self.space_for(names, stand_in))
        value = None
        for each in lines:
            if not _is_output(each.node, space):
                value = self._with_stand_ins(each, stand_in).value(space)
                if value is not None and ast.dump(each.node) in self._ends:
                    self.shown.append(value)
        return space, value

    def _run(self, kept: set[Statement], space: Space, given: Sequence[str]) -> None:
        """Runs definitions in their order; one of another place that fails leaves no name."""
        for each in (*self.rest, *self.answer):
            if each in kept:
                before = {name: space[name] for name in given}
                with suppress(Exception):
                    each.run(space)
                space.update(before)

    def _binding(self, name: str) -> list[Statement]:
        """The plain statements that bind a name: the answer's own, or those of the rest."""
        for place in (self.answer, self.rest):
            found = [each for each in place if name in each.binds and each.is_plain]
            if found:
                return found
        return []

    def _stands(self, name: str, stand_in: StandIn) -> bool:
        return self.stand_in_for(name, stand_in) is not None

    def _with_stand_ins(self, statement: Statement, stand_in: StandIn) -> Statement:
        """A statement in which what has a stand-in is not made: `net = Net().cuda()`."""
        match statement.node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if self._stands(
                name, stand_in
            ) and not any(self._stands(each, stand_in) for each in statement.loads - {"device"}):
                made = ast.Assign([ast.Name(name, ast.Store())], _rooted(value, name))
                node = ast.fix_missing_locations(ast.copy_location(made, statement.node))
                return Statement(statement.label, node, statement.binds, statement.loads)
        return statement


def _last_line(text: str) -> str:
    """The expression that a cell ends in, as a tree in words; empty if there is none."""
    try:
        last = [each.node for each in statements("", text)][-1:]
    except DAMAGE:
        return ""
    return "".join(ast.dump(each) for each in last if isinstance(each, ast.Expr))


def _rooted(value: ast.expr, name: str) -> ast.expr:
    """An expression with a name in place of the call that its chain of methods starts from."""
    match value:
        case ast.Call(func=ast.Attribute(value=inner, attr=method), args=given, keywords=named) if (
            any(isinstance(each, ast.Call) for each in ast.walk(inner))
        ):
            rooted = ast.Attribute(_rooted(inner, name), method, ast.Load())
            return ast.Call(rooted, given, named)
    return ast.Name(name, ast.Load())


def _is_output(node: ast.stmt, space: Space) -> bool:
    """Whether a line is what a program printed: `Split: Train`, or a name that nothing binds."""
    match node:
        case ast.AnnAssign(value=None):
            return True
        case ast.Expr(value=ast.Name(id=name)):
            return name not in space
    return False


def numbers_of(space: Space) -> dict[str, float]:
    """The names that hold one number in the end, as it is."""
    found = {}
    for name, value in space.items():
        with suppress(Exception):
            if isinstance(value, int | float) and not isinstance(value, bool):
                found[name] = float(value)
            elif getattr(value, "shape", None) == () and not isinstance(value, type):
                found[name] = float(value.item())
    return found
