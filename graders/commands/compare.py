"""`nabla compare`: formulas held against references."""

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from graders.commands.exits import ExitCode
from graders.commands.numbers import at_least_one
from graders.errors import GraderError

if TYPE_CHECKING:
    from graders.equivalence.requests import Reply
    from graders.processes.workers import Send

_DECLARED = "A: matrix m n, x: vector n, y: scalar"
_TOGETHER = 50  # requests that a process takes at a time


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments of the command."""
    parser.description = (
        "Compares formulas with references. With a file of JSON lines, or - for stdin, prints a "
        "JSON line for each; with two formulas, explains in words how they compare."
    )
    parser.add_argument(
        "texts", metavar="FILE | REFERENCE STUDENT", nargs="*", help="requests, or two formulas"
    )
    parser.add_argument(
        "--symbols", metavar="SYMBOLS", default="", help=f"as JSON, or '{_DECLARED}'"
    )
    parser.add_argument("--kind", default="value", help="value, number, relation, shape, ...")
    parser.add_argument("--layout", choices=("denominator", "numerator"), default=None)
    parser.add_argument("--python", action="store_true", help="the student wrote Python")
    parser.add_argument(
        "-j",
        "--workers",
        type=at_least_one,
        metavar="N",
        help="answer a file with N processes (one for each processor)",
    )
    parser.set_defaults(run=_compare)


def _compare(parsed: argparse.Namespace) -> ExitCode:
    if len(parsed.texts) == 2:
        return _explain(parsed)
    if len(parsed.texts) > 2:
        raise GraderError("a file, or two formulas, can be compared", hint="quote each formula")
    return _answer_lines(parsed.texts[0] if parsed.texts else "-", parsed.workers)


def _explain(parsed: argparse.Namespace) -> ExitCode:
    from graders.equivalence import compare
    from graders.equivalence.requests import declared_in_words, explained
    from graders.reports.text import clean

    symbols = declared_in_words(parsed.symbols)
    try:
        comparison = compare(
            *parsed.texts,
            kind=parsed.kind,
            symbols=symbols,
            layout=parsed.layout,
            student_format="python" if parsed.python else "latex",
        )
    except GraderError as error:
        if error.where != "reference":
            raise
        hint = error.hint or f"declare each name in it: --symbols '{_DECLARED}'"
        raise GraderError(error.message, where=error.where, hint=hint) from error
    print(clean(explained(comparison)))
    return ExitCode.NEEDS_PERSON if comparison.equal is None else ExitCode.DONE


def _answer_lines(name: str, workers: int | None) -> ExitCode:
    code = ExitCode.DONE
    with _lines_of(name) as lines:
        requests = (line for line in lines if line.strip())
        for reply in _one_by_one(requests) if name == "-" else _dealt(list(requests), workers):
            print(reply.line, flush=True)
            if reply.failure:
                print(reply.failure, file=sys.stderr)
                code = ExitCode.INTERNAL
            elif not reply.usable:
                code = max(code, ExitCode.USAGE)
            elif not reply.settled:
                code = max(code, ExitCode.NEEDS_PERSON)
    return code


def _one_by_one(requests: Iterable[str]) -> "Iterator[Reply]":
    """The answer to each request before the next one is read: a program may wait for it."""
    from graders.equivalence.requests import answer

    return map(answer, requests)


def _dealt(requests: Sequence[str], workers: int | None) -> "Iterator[Reply]":
    """The answers to many requests, from several processes where that is faster."""
    from graders.equivalence.requests import unanswered
    from graders.processes.workers import Lost, deal
    from graders.sandbox.machine import this_machine

    workers = workers or this_machine().workers
    if workers == 1 or len(requests) <= _TOGETHER:
        yield from _one_by_one(requests)
        return
    for reply in deal(_answer_all, requests, workers=workers, size=_TOGETHER):
        yield unanswered(reply.item) if isinstance(reply, Lost) else reply


def _answer_all(requests: Sequence[str], send: "Send") -> None:
    """The job of a process."""
    for reply in _one_by_one(requests):
        send(reply)


def _lines_of(name: str) -> AbstractContextManager[Iterable[str]]:
    if name == "-":
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        return nullcontext(sys.stdin)
    try:
        return Path(name).open(encoding="utf-8", errors="replace")
    except OSError as error:
        hint = "give a file of JSON lines, or two formulas in quotes"
        raise GraderError(
            f"this cannot be read: {error.strerror}", where=name, hint=hint
        ) from error
