"""Another tool's verdicts on pairs of formulas: JSON lines in, JSON lines out.

Run by `benchmarks/formulas.py` in an environment of its own, which has the tool and none of ours.
A line `{"reference": ..., "student": ...}` is answered by `{"verdict": ..., "milliseconds": ...}`,
where the verdict is equal, different or unread. Either tool may keep a reference that it has read,
as Nabla does. Who waits for an answer sets the time limit.
"""

import json
import re
import resource
import sys
import time
from collections.abc import Callable
from functools import lru_cache

MEMORY_BYTES = 3 * 2**30

DELIMITERS = re.compile(
    r"\$|(?<!\\)\\[()\[\]]"
)  # of a formula in a text; SymPy's reader takes none

Judge = Callable[[str, str], str]


def math_verify() -> Judge:
    """Math-Verify as its documentation shows it: both sides in dollars, all options as they are."""
    from math_verify import parse, verify
    from sympy import Basic, MatrixBase

    def read(text: str) -> list[object]:
        if "$" in text or r"\[" in text or r"\(" in text:
            return parse(text)
        return parse(f"$${text}$$" if "\n" in text else f"${text}$")

    read_reference = lru_cache(maxsize=None)(read)

    def judge(reference: str, student: str) -> str:
        ours, theirs = read_reference(reference), read(student)
        if verify(ours, theirs):
            return "equal"
        was_read = all(
            any(isinstance(each, (Basic, MatrixBase)) for each in found) for found in (ours, theirs)
        )
        return "different" if was_read else "unread"

    return judge


def sympy() -> Judge:
    """SymPy's `parse_latex`, of an equation its right-hand side, then `simplify(ours - theirs)`."""
    from sympy import Eq, Expr, simplify
    from sympy.parsing.latex import parse_latex

    def read(text: str) -> Expr | None:
        try:
            found = parse_latex(DELIMITERS.sub("", text))
        except Exception:  # its reader fails in any way, and documents none
            return None
        found = found.rhs if isinstance(found, Eq) else found
        return found if isinstance(found, Expr) else None

    read_reference = lru_cache(maxsize=None)(read)

    def judge(reference: str, student: str) -> str:
        ours, theirs = read_reference(reference), read(student)
        if ours is None or theirs is None:
            return "unread"
        try:
            return "equal" if simplify(ours - theirs) == 0 else "different"
        except Exception:  # as above
            return "unread"

    return judge


def main() -> None:
    judge = {"math-verify": math_verify, "sympy": sympy}[sys.argv[1]]()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    judge("2x + y", "y + 2x")  # tables that are built at the first use
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        pair = json.loads(line)
        started = time.process_time()
        try:
            verdict = judge(pair["reference"], pair["student"])
        except (MemoryError, RecursionError):
            verdict = "unread"
        took = 1000 * (time.process_time() - started)
        print(json.dumps({"verdict": verdict, "milliseconds": took}), flush=True)


if __name__ == "__main__":
    main()
