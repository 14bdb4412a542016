"""The student's program as a grader uses it: called behind the wall, with every ending named."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from graders.errors import Finding, Mismatch, Missing, SubmissionError, Undecided, Unreadable
from graders.grading.children import Children, Clock, Request
from graders.reading.code import Code, Module
from graders.sandbox.call import Call
from graders.sandbox.child import Answering
from graders.sandbox.inside.endings import Ended
from graders.sandbox.inside.limits import MIB, Limits
from graders.sandbox.sandbox import Sandbox

WEIGHTS = """
from graders.sandbox.inside import weights

def read_weights(student, file):
    return weights.read_weights(file)
"""
MODEL_BYTES = 220 * MIB  # of arrays that may come back: more than a file of weights may have
SHOWN_OUTPUT, SHOWN_FEEDBACK = 600, 3_000  # characters
NOT_AGAIN = "{name} has run out of time before, and is not run again."
CHANGED = "{name} changes its argument {place}; work on a copy."


@dataclass
class Student:
    """Calls functions of one submission; what one question breaks is whole for the next.

    Its attributes are set before the first call.

    Args:
        sandbox: that the children come from.
        code: of the submission.
        clock: shared by all questions of the submission.
        limits: of each child.
        preferred: the file that holds the answer, where several define the same name.
        files: the names of all files of the submission.
        fetch: reads one of them, however large.
        broken: what came of each module that does not run as a whole; shared by all questions.
        say_used: takes down what was run, "relu in layers.py", for the report.
        absent: what it means that a name is defined nowhere, where that is no mere mistake.
        remarks: what the student is told of how the code was run, whatever comes of it.
        endless: the functions that have run out of time.
    """

    sandbox: Sandbox
    code: Code
    clock: Clock
    limits: Limits
    preferred: str = ""
    files: Collection[str] = ()
    fetch: Callable[[str], bytes] | None = None
    broken: dict[str, Call] = field(default_factory=dict)
    say_used: Callable[[str], None] | None = None
    absent: Callable[[str], Finding | None] | None = None
    remarks: list[str] = field(default_factory=list)
    endless: set[str] = field(default_factory=set)

    @cached_property
    def _children(self) -> Children:
        return Children(self.sandbox, self.code, self.clock, self.limits, self.broken, self.remarks)

    def defines(self, name: str) -> bool:
        """Whether a function, class or other name is defined anywhere in the submission."""
        return bool(self.code.defining(name))

    def call(self, name: str, *arguments: Any, **keywords: Any) -> Call:
        """What came of calling a function of the student's.

        Raises:
            Undecided: if several files define it and nothing says which one counts.
        """
        module = self._module(name)
        if module is None:
            return Call(Ended.NOT_FOUND)
        call = self._children.call(Request(name, arguments, keywords, module, needed=name))
        self.endless |= {name} if call.ended is Ended.TIMED_OUT else set()
        self.remarks += [CHANGED.format(name=name, place=each) for each in call.changed]
        return call

    def value(self, name: str, *arguments: Any, **keywords: Any) -> Any:
        """What a function of the student's returns.

        Raises:
            Mismatch: if it does not return; the feedback says how it ended, and where.
            Finding: if it is defined nowhere, by what stands there in its place.
        """
        self._look_for(name)
        return returned(name, self.call(name, *arguments, **keywords))

    def tried(self, name: str, *arguments: Any, **keywords: Any) -> Any:
        """What a function of the student's returns, or the `Mismatch` that it ends in: one `Case`.

        After it has run out of time once, it is not run again: each case would take as long.

        Raises:
            Finding: if it is defined nowhere, or cannot be run here.
        """
        if name in self.endless:
            return Mismatch(NOT_AGAIN.format(name=name))
        try:
            return self.value(name, *arguments, **keywords)
        except Mismatch as error:
            if not self.defines(name):
                raise
            return error

    def drive(
        self,
        harness: Path,
        name: str,
        *arguments: Any,
        uses: str | None = None,
        answering: Answering | None = None,
        **keywords: Any,
    ) -> Call:
        """What came of a function of a harness, which calls the student's code in its place.

        Args:
            harness: a module of the assignment without references; it is run in the child, and
                its function gets the student's module before its own arguments.
            name: of the function.
            arguments: plain values.
            uses: the student's function that it calls, which says what module it gets.
            answering: gives plain values for what the harness asks on the way.
            keywords: plain values.

        Raises:
            Finding: if what it uses is defined nowhere, by what stands there in its place.
        """
        if uses is not None:
            self._look_for(uses)
        module = None if uses is None else self._module(uses)
        if uses is not None and module is None:
            return Call(Ended.NOT_FOUND)
        source = harness.read_text(encoding="utf-8")
        return self._children.call(
            Request(name, arguments, keywords, module, uses, source, answering)
        )

    def weights(self, file: str) -> Call:
        """What came of opening a file of weights in a child of its own: its arrays by name.

        Args:
            file: its name, in whichever folder of the submission it lies.

        Raises:
            Missing: if there is no such file.
            Unreadable: if it is not safe to read.
        """
        file = self._file(file)
        if self.fetch is not None:
            try:
                self.sandbox.put(file, self.fetch(file))
            except SubmissionError as error:
                raise Unreadable(f"{file} cannot be read: {error.message}") from error
        limits = replace(self.limits, array_bytes=MODEL_BYTES)
        opener = Children(self.sandbox, Code(()), self.clock, limits)
        try:
            return opener.call(Request("read_weights", (file,), harness=WEIGHTS))
        finally:
            opener.close()

    def close(self) -> None:
        """Ends the children."""
        self._children.close()

    def _look_for(self, name: str) -> None:
        absent = None if self.absent is None or self.defines(name) else self.absent(name)
        if absent is not None:
            raise absent

    def _file(self, name: str) -> str:
        """The one file of this name."""
        found = [each for each in self.files if each == name or each.endswith(f"/{name}")]
        chosen = name if name in found else found[0] if len(found) == 1 else None
        if chosen is None:
            what = "in several folders" if found else "not among the files handed in"
            raise Missing(f"{name} is {what}.")
        return chosen

    def _module(self, name: str) -> Module | None:
        found = self.code.defining(name)
        if len(found) > 1:
            own = [each for each in found if each.cells[0].label.startswith(self.preferred)]
            found = tuple(own) if self.preferred and len(own) == 1 else found
        if len(found) > 1:
            files = ", ".join(each.cells[0].label for each in found)
            raise Undecided(f"{name} is defined in several files", note=f"defined in {files}")
        if found and self.say_used is not None:
            self.say_used(f"{name} in {found[0].cells[0].label}")
        return found[0] if found else None


# --- what a student is told -----------------------------------------------------------------------


def returned(name: str, call: Call) -> Any:
    """The value of a call.

    Raises:
        Mismatch: if it did not return one.
        Undecided: if that is for want of a library that is not installed here.
    """
    if call.returned:
        return call.value
    if call.message.startswith("ModuleNotFoundError"):
        raise Undecided(in_words(name, call))
    raise Mismatch(in_words(name, call), mistake=None)


def in_words(name: str, call: Call) -> str:
    """How a call ended, with the student's own lines and what was printed.

    >>> print(in_words("relu", Call(Ended.TIMED_OUT)))
    relu ran out of time.
    """
    said = f": {call.message}" if call.message and call.ended is not Ended.NOT_FOUND else ""
    parts = [f"{name} {call.ended}{said}".rstrip(".") + "."]
    parts += [f"  {line}" for line in call.traceback]
    if call.output.strip():
        printed = call.output.strip()[:SHOWN_OUTPUT]
        parts += ["It printed:", *(f"  | {line}" for line in printed.splitlines())]
    return "\n".join(parts)[:SHOWN_FEEDBACK]
