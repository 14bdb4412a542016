"""Known exceptions of an audit: failures that are accepted, each with its reason.

They stand in a file of their own, or in the `audit.toml` beside the graders; a rule may be a
pattern such as `mutant: *`.

[[allow]]
question = "4.1.loss"
rule = "known: a right formula"
reason = "the negated loss is right only with the roles exchanged"
"""

import tomllib
from collections.abc import Sequence
from pathlib import Path

from graders.assignment import Assignment
from graders.auditing.declared import FILE
from graders.errors import GraderError

Allowed = tuple[str, str]  # a question and a rule

_KEYS = {"question", "rule", "reason"}


def read_allowed(file: Path, assignment: Assignment) -> Sequence[Allowed]:
    """The exceptions in a file.

    Raises:
        GraderError: if one of them has no reason, or names no question.
    """
    hint = 'write [[allow]] with question = "...", rule = "..." and reason = "..."'
    try:
        rows = tomllib.loads(file.read_text(encoding="utf-8")).get("allow", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise GraderError(str(error), where=str(file), hint=hint) from error
    for row in rows:
        if set(row) != _KEYS or not all(str(row[key]).strip() for key in _KEYS):
            raise GraderError("an exception is not complete", where=str(file), hint=hint)
        if row["question"] not in assignment.by_id:
            message = f"there is no question '{row['question']}'"
            raise GraderError(message, where=str(file), hint=hint)
    return [(row["question"], row["rule"]) for row in rows]


def allowed_beside(assignment: Assignment) -> Sequence[Allowed]:
    """The exceptions that are declared beside the graders."""
    file = assignment.folder / FILE
    return read_allowed(file, assignment) if file.is_file() else ()
