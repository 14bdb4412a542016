"""What the wall is made of on this machine, in one line, and whether code may run behind it."""

from collections.abc import Mapping
from typing import Any

from graders.model import Isolation, Protection
from graders.sandbox.inside.layers.landlock import in_words

MANUAL = 'see "isolation" in docs/security.md'

DARWIN = (
    "REDUCED (macOS sandbox-exec, no seccomp, memory by polling) - "
    "do not use for unattended grading"
)


class SandboxError(Exception):
    """A fault of ours: no child could be started, or what children come from has gone."""


def linux_isolation(plan: Mapping[str, Any], held: Mapping[str, bool]) -> Isolation:
    """What the layers of a plan and the probes in a child come to.

    >>> plan = {"user": 60001, "files": "landlock", "landlock_version": 7, "seccomp": True,
    ...         "loads_late": True}
    >>> linux_isolation(plan, {"a connection": True}).protection.value
    'full'
    """
    if not plan["seccomp"]:
        return _none("seccomp refused")
    if plan["files"] == "none":
        return _none("nothing keeps files from it")
    if not held or not all(held.values()):
        return _not_held(held)
    user = f"uid {plan['user']}" if plan["user"] is not None else "the grader's own user"
    version = plan["landlock_version"]
    layers = [user, in_words(version) if version else plan["files"], "seccomp", "rlimits"]
    probe = f"self-probe {len(held)}/{len(held)}"
    late = "" if plan["loads_late"] else "; libraries loaded ahead only"
    if version:
        words = f"({', '.join([*layers, 'private box'])}; {probe}{late})"
    else:
        words = f"without landlock (refused, or the kernel has none): {', '.join(layers)}; {probe}"
    return Isolation(Protection.FULL, f"full {words}")


def darwin_isolation(held: Mapping[str, bool]) -> Isolation:
    """What the probes in a child under sandbox-exec come to.

    >>> darwin_isolation({"a file": False}).words[:64]
    'NONE - code questions not run (the self-probe found open: a file'
    """
    if not held or not all(held.values()):
        return _not_held(held)
    return Isolation(Protection.REDUCED, DARWIN)


def _not_held(held: Mapping[str, bool]) -> Isolation:
    """Where an attempt in a child was not refused, or the child gave no answer."""
    open_ways = [name for name, refused in held.items() if not refused]
    found = f"found open: {', '.join(open_ways)}" if open_ways else "gave no answer"
    return _none(f"the self-probe {found}")


def _none(reason: str) -> Isolation:
    return Isolation(Protection.NONE, f"NONE - code questions not run ({reason}); {MANUAL}")


def not_started(reason: str) -> Isolation:
    """Where the process that children come from could not be started."""
    return _none(reason)


def weakened(isolation: Isolation) -> Isolation:
    """What the instructor let run although it is not held; every report says so."""
    if isolation.protection is not Protection.NONE:
        return isolation
    reason = isolation.words.partition("(")[2].partition(")")[0]
    words = f"REDUCED by --allow-weak-isolation ({reason}) - do not use for unattended grading"
    return Isolation(Protection.REDUCED, words)
