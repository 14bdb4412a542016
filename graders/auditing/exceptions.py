"""Known exceptions of an audit: failures that are accepted, each with its reason.

They stand in a file of their own, or in the `audit.toml` beside the graders; a rule may be a
pattern such as `mutant: *`. With `answer`, a regular expression, only the answers in which it is
found are excepted.

[[allow]]
question = "4.1.loss"
rule = "known: a right formula"
reason = "the negated loss is right only with the roles exchanged"
"""

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

from graders.auditing.declared import FILE
from graders.auditing.findings import Allowed
from graders.declaring.assignment import Assignment
from graders.errors import GraderError

_KEYS = {"question", "rule", "reason"}
_ANSWER = "answer"


def read_allowed(file: Path, assignment: Assignment) -> Sequence[Allowed]:
    """The exceptions in a file.

    Raises:
        GraderError: if one of them has no reason, names no question, or has no proper pattern.
    """
    hint = 'write [[allow]] with question = "...", rule = "..." and reason = "..."'
    try:
        rows = tomllib.loads(file.read_text(encoding="utf-8")).get("allow", [])
    except OSError as error:
        message = f"it cannot be read: {error.strerror}"
        raise GraderError(message, where=str(file), hint="check --allow") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise GraderError(str(error), where=str(file), hint=hint) from error
    for row in rows:
        if set(row) - {_ANSWER} != _KEYS or not all(str(row[key]).strip() for key in _KEYS):
            raise GraderError("an exception is not complete", where=str(file), hint=hint)
        if row["question"] not in assignment.by_id:
            message = f"there is no question '{row['question']}'"
            raise GraderError(message, where=str(file), hint=hint)
    try:
        return [
            Allowed(row["question"], row["rule"], re.compile(row.get(_ANSWER, ""))) for row in rows
        ]
    except (re.error, TypeError) as error:
        raise GraderError(f"no regular expression: {error}", where=str(file)) from error


def allowed_beside(assignment: Assignment) -> Sequence[Allowed]:
    """The exceptions that are declared beside the graders."""
    file = assignment.folder / FILE
    return read_allowed(file, assignment) if file.is_file() else ()
