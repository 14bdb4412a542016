"""`nabla audit`: the graders of an assignment tried with right and wrong answers."""

import argparse
import json
import sys
from pathlib import Path

from graders.commands.exits import ExitCode
from graders.commands.numbers import at_least_one


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments of the command."""
    parser.description = (
        "Makes other forms and mutants of right answers and grades them all: other forms must be "
        "accepted, mutants rejected. The exit code is 1 where that fails."
    )
    parser.add_argument("assignment", metavar="ASSIGNMENT", help="its name or folder")
    parser.add_argument("--sample", type=Path, metavar="DIR", help="the right answers")
    parser.add_argument("--data", type=Path, metavar="DIR", help="data that questions need")
    parser.add_argument("--only", action="append", default=[], metavar="ID", help="this question")
    parser.add_argument(
        "--per-question", type=int, default=20, metavar="N", help="forms, and mutants (20)"
    )
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="chooses among them")
    parser.add_argument(
        "-j",
        "--workers",
        type=at_least_one,
        metavar="N",
        help="grade with N processes (one for each processor)",
    )
    parser.add_argument("--allow", type=Path, metavar="FILE", help="known exceptions")
    parser.add_argument("--show", action="store_true", help="print every failure in full")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--allow-weak-isolation", action="store_true", help="run code anyhow")
    parser.set_defaults(run=_audit)


def _audit(parsed: argparse.Namespace) -> ExitCode:
    from graders.auditing import Settings, audit
    from graders.auditing.exceptions import read_allowed
    from graders.auditing.report import failures_in_full, to_data, to_table
    from graders.declaring.assignment import load_assignment
    from graders.grading.loading import load_graders
    from graders.reports.text import clean
    from graders.sandbox.machine import this_machine

    assignment = load_assignment(parsed.assignment)
    settings = Settings(
        sample=parsed.sample,
        seed=parsed.seed,
        per_question=max(0, parsed.per_question),
        workers=parsed.workers or this_machine().workers,
        data=parsed.data,
        only=tuple(parsed.only),
        allowed=tuple(read_allowed(parsed.allow, assignment)) if parsed.allow else (),
        allow_weak_isolation=parsed.allow_weak_isolation,
    )
    if undecided := load_graders(assignment):
        print(f"nabla: no grader decides {', '.join(undecided)}", file=sys.stderr)
    print(f"auditing {assignment.id} ...", file=sys.stderr)
    found = audit(assignment, settings)
    if parsed.json:
        print(json.dumps(to_data(found), ensure_ascii=False))
    else:
        if parsed.show:
            print(clean("\n\n".join((*failures_in_full(found), ""))))
        print(clean(to_table(found)))
    print(f"{found.seconds:.0f} s, seed {found.seed}", file=sys.stderr)
    return ExitCode.DONE if found.is_good else ExitCode.NEEDS_PERSON
