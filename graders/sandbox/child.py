"""The grader's side of one child: sends requests, takes replies and output, and keeps the time."""

import os
import select
import signal
import time
from dataclasses import dataclass, field
from typing import Any

from graders.sandbox.call import Call, Line
from graders.sandbox.inside import wire
from graders.sandbox.inside.endings import Ended
from graders.sandbox.inside.limits import Limits
from graders.sandbox.zygote import Zygote

CHUNK = 1 << 18
PATIENCE = 0.25  # seconds for a child that has closed its end to end by itself
CUT = "\n[cut: more was printed]"


@dataclass
class _Progress:
    """What was sent and received so far for one request."""

    to_send: memoryview
    received: bytearray = field(default_factory=bytearray)
    printed: bytearray = field(default_factory=bytearray)
    printed_bytes: int = 0
    awaited: int = wire.HEAD.size  # bytes of the reply's frame, as far as known

    @property
    def complete(self) -> bool:
        return len(self.received) >= self.awaited > wire.HEAD.size


class Child:
    """A process with the student's program; gone after any request that does not come back."""

    def __init__(self, zygote: Zygote, limits: Limits, *, probe: bool = False) -> None:
        self.zygote, self.limits, self.alive = zygote, limits, True
        request_end, self._requests = os.pipe()
        self._replies, reply_end = os.pipe()
        self._output, output_end = os.pipe()
        theirs = (request_end, reply_end, output_end)
        try:
            self.pid = zygote.fork(theirs, limits, probe=probe)
        finally:
            for each in theirs:
                os.close(each)
        for each in self._ours:
            os.set_blocking(each, False)

    @property
    def _ours(self) -> tuple[int, int, int]:
        return self._requests, self._replies, self._output

    def close(self) -> None:
        """Ends the process."""
        if self.alive:
            self._end(0.0)

    def request(self, record: dict[str, Any], seconds: float) -> Call:
        """What came of a request, within so many seconds."""
        started = time.perf_counter()
        progress = _Progress(memoryview(wire.pack(record)))
        call = self._exchange(progress, time.monotonic() + seconds)
        output = _as_text(progress.printed, progress.printed_bytes)
        elapsed = time.perf_counter() - started
        return Call(
            call.ended, call.value, call.message, call.traceback, output, elapsed, call.changed
        )

    def _exchange(self, progress: _Progress, deadline: float) -> Call:
        while not progress.complete:
            left = deadline - time.monotonic()
            if left <= 0:
                return self._stopped(Ended.TIMED_OUT)
            if not self._move(progress, left):
                return self._ended_by_itself()
            if progress.printed_bytes > self.limits.output_bytes:
                return self._stopped(Ended.TOO_MUCH_OUTPUT)
            try:
                self._measure(progress)
            except wire.WireError as error:
                return self._stopped(Ended.EXITED, str(error))
        self._read_output(progress)
        try:
            return to_call(wire.unpack(bytes(progress.received[: progress.awaited]), self.limits))
        except (wire.WireError, MemoryError) as error:
            return self._stopped(Ended.EXITED, str(error))

    def _move(self, progress: _Progress, seconds: float) -> bool:
        """Sends and receives what can be; False once the child has closed its end."""
        sending = [self._requests] if progress.to_send else []
        ready, writable, _ = select.select([self._replies, self._output], sending, [], seconds)
        if self._output in ready:
            self._read_output(progress)
        if writable:
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

    def _measure(self, progress: _Progress) -> None:
        """Learns from the head of a reply how long it is; refuses one that is too long."""
        if progress.awaited == wire.HEAD.size <= len(progress.received):
            head = bytes(progress.received[: wire.HEAD.size])
            progress.awaited += sum(wire.sizes(head, self.limits))

    def _read_output(self, progress: _Progress) -> None:
        while progress.printed_bytes <= self.limits.output_bytes:
            try:
                part = os.read(self._output, CHUNK)
            except BlockingIOError:
                return
            if not part:
                return
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
        if code == -signal.SIGSYS:
            return Call(Ended.REFUSED_CALL)
        if code == -signal.SIGKILL and 2 * status["memory_bytes"] > self.limits.memory_bytes:
            return Call(Ended.OUT_OF_MEMORY)
        if status["killed"]:
            return Call(Ended.EXITED, message="it cut the line to the grader")
        if code < 0:
            return Call(Ended.EXITED, message=f"it crashed ({signal.Signals(-code).name})")
        return Call(Ended.EXITED, message=f"with exit code {code}")

    def _end(self, patience: float) -> Any:
        self.alive = False
        for each in self._ours:
            os.close(each)
        return self.zygote.end(self.pid, patience)


def to_call(reply: dict[str, Any]) -> Call:
    """A reply as what came of the request; nothing in it is trusted to be of its type.

    >>> to_call({"ended": "returned", "value": 3, "changed": ["1"]}).value
    3
    """
    try:
        ended = Ended(str(reply.get("ended")))
    except ValueError:
        raise wire.WireError("the answer says nothing of its ending") from None
    lines = reply.get("traceback", [])
    return Call(
        ended,
        reply.get("value"),
        str(reply.get("message", ""))[:1_000],
        tuple(_line(each) for each in lines if isinstance(each, list) and len(each) == 4),
        changed=tuple(str(each)[:40] for each in list(reply.get("changed", ()))[:10]),
    )


def _line(entry: list[Any]) -> Line:
    label, number, function, source = entry
    line = number if type(number) is int else 0
    return Line(str(label)[:200], line, str(function)[:80], str(source)[:200])


def _as_text(printed: bytearray, total: int) -> str:
    text = bytes(printed).decode("utf-8", "replace")
    return text + CUT if total > len(printed) else text
