"""The grader's side of one child: sends requests, takes replies and output, and keeps the time."""

import os
import select
import signal
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from graders.model import Isolation
from graders.sandbox.call import Call
from graders.sandbox.inside import wire
from graders.sandbox.inside.endings import LINE_CUT, Ended
from graders.sandbox.inside.limits import KIB, MIB, Limits
from graders.sandbox.isolation import SandboxError
from graders.sandbox.replies import as_text, to_call, to_question
from graders.sandbox.scrubbing import scrubber

CHUNK = 1 << 18
READY_SECONDS = 120.0  # for a child that has to load its libraries first
PATIENCE = 0.25  # seconds for a child that has closed its end to end by itself
OUT_OF_TURN = "it wrote to the grader out of turn"
ASKED_BYTES, LEAST_BYTES = 64 * MIB, KIB  # of all questions of one request, and of any of them

Answering = Callable[[str, tuple[Any, ...]], Any]  # a question by its name, and its values


class Source(Protocol):
    """What children come from."""

    folders: tuple[Path, ...]  # whose names are taken out of what children say
    is_alive: bool

    @property
    def children(self) -> Collection[int]:
        """Those that have not been ended."""

    def fork(self, descriptors: Sequence[int], limits: Limits, *, probe: bool = False) -> int:
        """Starts a child that reads requests, writes replies and prints on these descriptors."""

    def end(self, pid: int, patience: float = 0.0) -> Mapping[str, Any]:
        """Ends a child and says how it ended; it may have some seconds to end by itself."""

    def isolation(self, held: Mapping[str, bool]) -> Isolation:
        """What keeps the children apart, by what was refused to one of them."""

    def close(self) -> None:
        """Ends all children."""


@dataclass
class _Progress:
    """What was sent and received so far for one request."""

    to_send: memoryview
    received: bytearray = field(default_factory=bytearray)
    printed: bytearray = field(default_factory=bytearray)
    printed_bytes: int = 0
    awaited: int = wire.HEAD.size  # bytes of the reply's frame, as far as known
    asked_bytes: int = 0  # of what it has asked, which the grader may keep

    @property
    def complete(self) -> bool:
        return len(self.received) >= self.awaited > wire.HEAD.size

    def answer(self, frame: bytes) -> None:
        """Goes on with the answer to what the child has asked."""
        self.to_send, self.received = memoryview(frame), bytearray()
        self.awaited = wire.HEAD.size


class Child:
    """A process with the student's program; gone after any request that does not come back.

    Raises:
        SandboxError: if it could not be started with all of its layers.
    """

    def __init__(self, source: Source, limits: Limits, *, probe: bool = False) -> None:
        self.source, self.limits, self.alive = source, limits, True
        self._scrub: Callable[[str], str] = scrubber(source.folders)
        self._prints = True
        request_end, self._requests = os.pipe()
        self._replies, reply_end = os.pipe()
        self._output, output_end = os.pipe()
        theirs = (request_end, reply_end, output_end)
        try:
            self.pid = source.fork(theirs, limits, probe=probe)
        except BaseException:
            self._close_pipes()
            raise
        finally:
            for each in theirs:
                os.close(each)
        for each in (self._requests, self._replies, self._output):
            os.set_blocking(each, False)
        ready = self._send(b"", READY_SECONDS)
        if not ready.returned:
            self.close()
            raise SandboxError(f"a child could not be started: {ready.message or ready.ended}")

    def close(self) -> None:
        """Ends the process; it has ended already where what it came from has."""
        if self.alive:
            with suppress(SandboxError):
                self._end(0.0)

    def request(
        self, record: dict[str, Any], seconds: float, answering: Answering | None = None
    ) -> Call:
        """What came of a request, within so many seconds.

        Args:
            record: the request.
            seconds: for it.
            answering: gives plain values for what the child asks on the way.
        """
        if not self.alive:
            return Call(Ended.EXITED, message="it had ended before")
        if self._has_spoken():
            return self._stopped(Ended.EXITED, OUT_OF_TURN)
        return self._send(wire.pack(record), seconds, answering)

    def _has_spoken(self) -> bool:
        try:
            return bool(os.read(self._replies, 1))
        except BlockingIOError:
            return False

    def _send(self, frame: bytes, seconds: float, answering: Answering | None = None) -> Call:
        started = time.perf_counter()
        progress = _Progress(memoryview(frame))
        call = self._exchange(progress, time.monotonic() + seconds, answering)
        return replace(
            call,
            message=self._scrub(call.message),
            traceback=tuple(
                replace(each, label=self._scrub(each.label)) for each in call.traceback
            ),
            output=self._scrub(as_text(progress.printed, progress.printed_bytes)),
            seconds=time.perf_counter() - started,
        )

    def _exchange(self, progress: _Progress, deadline: float, answering: Answering | None) -> Call:
        """What came of a request, once all that the child asks on the way is answered."""
        while (stopped := self._receive(progress, deadline)) is None:
            try:
                record = wire.unpack(memoryview(progress.received), self.limits)
                if answering is None or "asks" not in record:
                    return to_call(record)
                progress.asked_bytes += max(LEAST_BYTES, len(progress.received))
                if progress.asked_bytes > ASKED_BYTES:
                    return self._stopped(Ended.TOO_MUCH_OUTPUT, "too many questions")
                progress.answer(wire.pack({"value": answering(*to_question(record))}))
            except (wire.WireError, MemoryError) as error:
                return self._stopped(Ended.EXITED, str(error))
        return stopped

    def _receive(self, progress: _Progress, deadline: float) -> Call | None:
        """Waits for the next frame; how the child ended, if none comes."""
        while not progress.complete:
            left = deadline - time.monotonic()
            if left <= 0:
                self._read_output(progress)
                return self._stopped(Ended.TIMED_OUT)
            if not self._move(progress, left):
                self._read_output(progress)
                return self._ended_by_itself()
            if progress.printed_bytes > self.limits.output_bytes:
                return self._stopped(Ended.TOO_MUCH_OUTPUT)
            try:
                self._measure(progress)
            except wire.WireError as error:
                return self._stopped(Ended.EXITED, str(error))
        self._read_output(progress)
        if len(progress.received) > progress.awaited:
            return self._stopped(Ended.EXITED, OUT_OF_TURN)
        return None

    def _move(self, progress: _Progress, seconds: float) -> bool:
        """Sends and receives what can be; False once the child has closed its end."""
        ready = self._await(bool(progress.to_send), seconds)
        if self._output in ready:
            self._read_output(progress)
        if self._requests in ready:
            try:
                sent = os.write(self._requests, progress.to_send[:CHUNK])
            except BrokenPipeError:
                return False
            progress.to_send = progress.to_send[sent:]
        if self._replies in ready:
            part = os.read(self._replies, CHUNK)
            progress.received += part
            return bool(part)
        return True

    def _await(self, sending: bool, seconds: float) -> set[int]:
        """The descriptors that can be used, as soon as there is one."""
        poll = select.poll()
        poll.register(self._replies, select.POLLIN)
        if self._prints:
            poll.register(self._output, select.POLLIN)
        if sending:
            poll.register(self._requests, select.POLLOUT)
        return {descriptor for descriptor, _ in poll.poll(1000 * seconds)}

    def _measure(self, progress: _Progress) -> None:
        """Learns from the head of a reply how long it is; refuses one that is too long."""
        if progress.awaited == wire.HEAD.size <= len(progress.received):
            head = bytes(progress.received[: wire.HEAD.size])
            progress.awaited += sum(wire.sizes(head, self.limits))

    def _read_output(self, progress: _Progress) -> None:
        while self._prints and progress.printed_bytes <= self.limits.output_bytes:
            try:
                part = os.read(self._output, CHUNK)
            except BlockingIOError:
                return
            self._prints = bool(part)
            progress.printed_bytes += len(part)
            progress.printed += part[: self.limits.output_kept - len(progress.printed)]

    def _stopped(self, ended: Ended, message: str = "") -> Call:
        self._end(0.0)
        return Call(ended, message=message)

    def _ended_by_itself(self) -> Call:
        """How a child ended that has gone without a reply."""
        status = self._end(PATIENCE)
        code = status["exit_code"]
        if code == -signal.SIGXCPU or status["cpu_seconds"] >= self.limits.cpu_seconds:
            return Call(Ended.TIMED_OUT)
        if status["out_of_memory"]:
            return Call(Ended.OUT_OF_MEMORY)
        if status["killed"] or code == LINE_CUT:
            return Call(Ended.EXITED, message="it cut the line to the grader")
        if code == -signal.SIGSYS:
            return Call(Ended.REFUSED_CALL)
        if code < 0:
            return Call(Ended.EXITED, message=f"it crashed ({_signal_name(-code)})")
        return Call(Ended.EXITED, message=f"with exit code {code}")

    def _end(self, patience: float) -> Mapping[str, Any]:
        self.alive = False
        self._close_pipes()
        return self.source.end(self.pid, patience)

    def _close_pipes(self) -> None:
        for each in (self._requests, self._replies, self._output):
            os.close(each)


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:  # a real-time signal
        return f"signal {number}"
