"""Makes a root like Gradescope's container out of this machine's, and runs a program in it.

    unshare --mount --pid --fork --mount-proc python -P room.py

What to do comes on the standard input. All of the machine is there and cannot be written to; only
/autograder can. Needs the standard library alone; whatever it mounts ends with its namespace.
"""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

LIVE = ("proc", "sys", "dev")  # the kernel's own: their mounts stay as they are
FLAGS = frozenset("nosuid nodev noexec noatime nodiratime relatime".split())


def main() -> None:
    """Takes the limits, builds the root, enters it and becomes the program."""
    asked: Mapping[str, Any] = json.load(sys.stdin)
    for each in asked["joined"]:
        Path(each).write_text("0")
    if asked["processors"]:
        usable = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, usable[: asked["processors"]])
    root = Path(asked["root"])
    build(root, Path(asked["autograder"]), Path(asked["control_groups"]))
    if asked["memory_bytes"]:
        resource.setrlimit(resource.RLIMIT_DATA, (asked["memory_bytes"],) * 2)
    os.chroot(root)
    os.chdir("/autograder")
    os.execve(asked["command"][0], asked["command"], asked["environment"])


def build(root: Path, autograder: Path, control_groups: Path) -> None:
    """Mounts the machine below a folder, read-only, and the container's own on top of it."""
    mount("-t", "tmpfs", "-o", "size=1m", "tmpfs", str(root))
    for each in Path("/").iterdir():
        place = root / each.name
        if each.is_symlink():
            place.symlink_to(each.readlink())
        elif each.is_dir() and each.name != "autograder":
            place.mkdir()
            mount("--rbind", str(each), str(place))
    for point, flags in mounts_below(root):
        mount("-o", ",".join(("remount", "bind", "ro", *flags)), point)
    mount("--bind", "-o", "ro", str(control_groups), str(root / "sys/fs/cgroup"))
    (root / "autograder").mkdir()
    mount("--bind", str(autograder), str(root / "autograder"))
    mount("-o", "remount,bind,ro", str(root))


def mounts_below(root: Path) -> Iterator[tuple[str, list[str]]]:
    """The mounts that are to be made read-only, and the flags that they must keep."""
    live = tuple(f"{root}/{name}" for name in LIVE)
    for line in Path("/proc/self/mountinfo").read_text().splitlines():
        point, flags = line.split()[4:6]
        point = point.encode().decode("unicode_escape")
        if point.startswith(f"{root}/") and not point.startswith(live):
            yield point, sorted(FLAGS & set(flags.split(",")))


def mount(*arguments: str) -> None:
    """Mounts.

    Raises:
        SystemExit: with what the kernel says, if it refuses.
    """
    done = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"room: {done.stderr.strip()}")


if __name__ == "__main__":
    main()
