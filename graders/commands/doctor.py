"""`nabla doctor`: what this machine can grade, and what keeps student code apart."""

import argparse
import platform
import subprocess
import sys
from importlib import metadata
from importlib.util import find_spec

from graders import __version__
from graders.commands.exits import ExitCode
from graders.model import Protection

INSTALL = "./setup.sh --extra training"
LIBRARIES = ("numpy", "torch", "torchvision", "safetensors", "sympy", "pytest")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments of the command."""
    parser.description = (
        "Says which versions are installed, what the machine has, which assignments can be "
        "graded, and what keeps student code apart; tries each layer in a real child."
    )
    parser.set_defaults(run=_doctor)


def _doctor(parsed: argparse.Namespace) -> ExitCode:
    from graders.sandbox.machine import ADVICE, this_machine

    machine = this_machine()
    print(f"nabla {__version__}, Python {platform.python_version()}, {platform.platform()}")
    print("libraries: " + ", ".join(f"{name} {_version(name)}" for name in LIBRARIES))
    print(f"machine: {machine}")
    for libraries in (("numpy",), ("numpy", "torch")):
        short = machine.too_small_for(libraries) or machine.warning_for(libraries)
        if short:
            print(f"  {short} ({ADVICE})")
    return max(_isolation("numpy"), _isolation("numpy", "torch"))


def _version(name: str) -> str:
    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        return "(not installed)"
    tried = subprocess.run([sys.executable, "-P", "-c", f"import {name}"], capture_output=True)
    return version if tried.returncode == 0 else f"{version} (cannot be imported)"


def _isolation(*libraries: str) -> ExitCode:
    """Starts a sandbox, says what holds in it, and which assignments need it."""
    from graders.declaring.assignment import assignment_names, load_assignment
    from graders.sandbox.sandbox import Sandbox

    missing = [each for each in libraries if find_spec(each) is None]
    if missing:
        print(f"with {' and '.join(libraries)}: {missing[0]} is not installed ({INSTALL})")
        return ExitCode.DONE
    sandbox = Sandbox(libraries)
    try:
        isolation = sandbox.isolation
    finally:
        sandbox.close()
    assignments = [load_assignment(each) for each in assignment_names()]
    needed = [each.id for each in assignments if each.runs_code and each.libraries == libraries]
    print(f"with {' and '.join(libraries)}: {isolation}")
    print(f"  used by {', '.join(needed) or 'no assignment'}")
    sys.stdout.flush()
    return ExitCode.INTERNAL if isolation.protection is Protection.NONE else ExitCode.DONE
