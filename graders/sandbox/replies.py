"""What a child has sent, as the grader keeps it; nothing in it is trusted to be of its type."""

from typing import Any

from graders.sandbox.call import Call, Line
from graders.sandbox.inside import wire
from graders.sandbox.inside.endings import Ended

CUT = "\n[cut: more was printed]"
MAX_MESSAGE, MAX_LINES, MAX_CHANGED = 1_000, 8, 10


def to_call(reply: wire.Record) -> Call:
    """A reply as what came of the request.

    Raises:
        WireError: if it does not say how the request ended.

    >>> to_call({"ended": "returned", "value": 3, "changed": ["1"]}).value
    3
    """
    try:
        ended = Ended(_text(reply.get("ended"), 80))
    except ValueError:
        raise wire.WireError("the answer says nothing of its ending") from None
    return Call(
        ended,
        reply.get("value"),
        _text(reply.get("message"), MAX_MESSAGE),
        tuple(map(_line, _items(reply.get("traceback"))[:MAX_LINES])),
        changed=tuple(_text(each, 40) for each in _items(reply.get("changed"))[:MAX_CHANGED]),
    )


def to_question(record: wire.Record) -> tuple[str, tuple[Any, ...]]:
    """What a child asks on the way, and with which values.

    Raises:
        WireError: if it is no question.

    >>> to_question({"asks": "move", "arguments": ("images", "cuda")})
    ('move', ('images', 'cuda'))
    """
    arguments = record.get("arguments")
    if type(arguments) is not tuple:
        raise wire.WireError("what it asks is no question")
    return _text(record.get("asks"), 80), arguments


def as_text(printed: bytes | bytearray, total: int) -> str:
    """What was printed, as far as it was kept, out of so many bytes."""
    text = bytes(printed).decode("utf-8", "replace")
    return text + CUT if total > len(printed) else text


def _line(entry: Any) -> Line:
    label, line, function, source, *_ = [*_items(entry), "", 0, "", ""]
    number = line if isinstance(line, int) else 0
    return Line(_text(label, 200), number, _text(function, 80), _text(source, 200))


def _items(value: Any) -> list[Any]:
    return value if type(value) is list else []


def _text(value: Any, length: int) -> str:
    return value[:length] if type(value) is str else ""
