"""All layers together: what is tried, in which order, and what was taken."""

import os
import signal
import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ..limits import Limits
from . import kernel, landlock, resources, seccomp

READ_ANYWAY = (kernel.CAP_DAC_READ_SEARCH, kernel.CAP_DAC_OVERRIDE)


@dataclass(frozen=True, slots=True)
class Plan:
    """Which layers a child takes.

    `files` is ``landlock``, ``chroot``, ``no open`` or ``none``. `capability` is one that is kept
    where the libraries lie in a folder that only root may read; `loads_late` says whether modules
    that were not loaded before the fork can be loaded after it.
    """

    user: int | None
    files: str
    seccomp: bool
    landlock_version: int
    capability: int | None
    loads_late: bool


def make_plan(user: int | None, libraries: Sequence[Path]) -> Plan:
    """The strongest layers that the kernel grants to this process.

    Args:
        user: for the child, if this process may choose one.
        libraries: folders that the child must be able to read.
    """
    if user is not None and not _is_granted(partial(_become, user, None)):
        user = None  # a root without the right to be another user, or a namespace without this one
    has_seccomp = _is_granted(_filter)
    version = _landlock_version()
    if version:
        files = "landlock"
    elif user is not None and _is_granted(lambda: os.chroot("/")):
        files = "chroot"
    else:
        files = "no open" if has_seccomp else "none"
    open_to_all = user is None or all(map(_is_open_to_all, libraries))
    capability = None
    if not open_to_all and files == "landlock":
        held = kernel.capabilities()
        capability = next((each for each in READ_ANYWAY if held >> each & 1), None)
    loads_late = files in ("landlock", "none") and (open_to_all or capability is not None)
    return Plan(user, files, has_seccomp, version, capability, loads_late)


def _landlock_version() -> int:
    """The version of Landlock, and 0 where there is none or it is refused."""
    try:
        rules = landlock.ruleset(())
        granted = _is_granted(lambda: _restrict(rules))
        os.close(rules)
        return landlock.version() if granted else 0
    except OSError:
        return 0


def _is_granted(attempt: Callable[[], object]) -> bool:
    """Whether the kernel lets a process do something, tried in one of its own."""
    child = os.fork()
    if child == 0:
        try:
            attempt()
            os._exit(0)
        finally:
            os._exit(1)
    return os.waitpid(child, 0)[1] == 0


def _filter() -> None:
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    seccomp.restrict(seccomp.program(may_open=True, pid=os.getpid()))


def _restrict(rules: int) -> None:
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    landlock.restrict(rules)


def _is_open_to_all(folder: Path) -> bool:
    """Whether any user may read what lies in a folder."""
    modes = [each.stat().st_mode for each in (folder, *folder.parents)]
    return all(mode & stat.S_IXOTH for mode in modes) and bool(modes[0] & stat.S_IROTH)


def confine(plan: Plan, rules: int | None, box: Path, limits: Limits) -> None:
    """Takes the layers of a plan from this process, for good.

    Args:
        plan: the layers.
        rules: Landlock's, as a descriptor.
        box: the folder of the submission, and the root of a child under chroot.
        limits: what may be used.

    Raises:
        OSError, ValueError: if the kernel refuses a layer after all.
    """
    used = resources.address_space()
    resources.end_first_without_memory()
    os.chdir(box)
    if plan.files == "chroot":
        os.chroot(box)
        os.chdir("/")
    if plan.user is None:
        kernel.keep_capabilities(0)
    else:
        _become(plan.user, plan.capability)
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    resources.restrict(limits, used_bytes=used, own_user=plan.user is not None)
    if plan.files == "landlock" and rules is not None:
        landlock.restrict(rules)
        os.close(rules)
    if plan.seccomp:
        seccomp.restrict(seccomp.program(may_open=plan.files != "no open", pid=os.getpid()))


def _become(user: int, capability: int | None) -> None:
    """Makes this process another user's, without a way back."""
    kernel.prctl(kernel.PR_SET_KEEPCAPS, 1 if capability is not None else 0)
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
    kernel.keep_capabilities(0 if capability is None else 1 << capability)
