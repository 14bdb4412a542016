"""Comparisons as other programs ask for them: a line of JSON in, a line of JSON out."""

import json
import traceback
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from graders.equivalence import compare
from graders.errors import GraderError
from graders.model import Comparison

_OPTIONS = (
    "kind", "symbols", "definitions", "layout", "order", "student_format", "almost_everywhere",
    "min_digits",
)  # fmt: skip
_LONGEST_LINE = 8_000_000  # characters


@dataclass(frozen=True)
class Reply:
    """The line that answers a request; `usable` is False if the request made no sense.

    `failure` says where we failed at it, if we did.
    """

    line: str
    settled: bool
    usable: bool = True
    failure: str = ""


def answer(line: str) -> Reply:
    """The answer to one request; it never fails.

    >>> answer('{"id": "a", "reference": "2x", "student": "x+x", "symbols": {"x": {}}}').line
    '{"id": "a", "equal": true, "mistake": null, "read_as": "x + x", "note": ""}'
    """
    name: object = None
    try:
        request = _request(line)
        name = request.get("id")
        _check(request)
        options = {key: request[key] for key in _OPTIONS if request.get(key) is not None}
        comparison = compare(str(request["reference"]), str(request["student"]), **options)  # type: ignore[arg-type]
    except (GraderError, TypeError, AttributeError) as error:
        words = f"the request cannot be answered: {error}"
        return Reply(_line(name, Comparison(None, "", note=words)), settled=False, usable=False)
    except Exception as error:  # ours: it costs this request alone
        words = f"a fault of ours: {type(error).__name__}: {error}"
        line = _line(name, Comparison(None, "", note=words))
        return Reply(line, settled=False, failure=traceback.format_exc())
    return Reply(_line(name, comparison), settled=comparison.equal is not None)


def unanswered(line: str) -> Reply:
    """The reply to a request at which a process of ours has ended."""
    words, name = "a fault of ours: the process that compared them has ended", None
    with suppress(GraderError):
        name = _request(line).get("id")
    reply = _line(name, Comparison(None, "", note=words))
    return Reply(reply, settled=False, failure=words)


def _request(line: str) -> Mapping[str, object]:
    if len(line) > _LONGEST_LINE:
        raise GraderError(f"the line has {len(line)} characters")
    try:
        request = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise GraderError(f"this is no JSON ({error})") from error
    if not isinstance(request, dict):
        raise GraderError("this is no JSON object")
    return request


def _check(request: Mapping[str, object]) -> None:
    missing = [key for key in ("reference", "student") if not isinstance(request.get(key), str)]
    if missing:
        raise GraderError(f"{' and '.join(missing)} must be given, as text")


def _line(name: object, comparison: Comparison) -> str:
    mistake = comparison.mistake.code if comparison.mistake else None
    return json.dumps(
        {
            "id": name,
            "equal": comparison.equal,
            "mistake": mistake,
            "read_as": comparison.read_as,
            "note": comparison.note or "; ".join(comparison.remarks),
        },
        ensure_ascii=False,
    )


def declared_in_words(text: str) -> Mapping[str, Mapping[str, object]]:
    """Symbols as a person declares them: JSON, or `A: matrix m n, x: vector n, y`.

    Sizes that are names are declared as dimensions.

    Raises:
        GraderError: if they cannot be read.

    >>> declared_in_words("x: vector n, t: scalar positive")["x"]["shape"]
    ['n', '1']
    """
    if text.lstrip().startswith("{"):
        try:
            symbols = json.loads(text)
        except ValueError as error:
            raise GraderError(f"this is no JSON ({error})", where="--symbols") from error
        return symbols
    found: dict[str, Mapping[str, object]] = {}
    sizes: set[str] = set()
    for part in filter(None, (each.strip() for each in text.split(","))):
        name, _, words = part.partition(":")
        found[name.strip()] = _in_words(words.split(), sizes)
    for size in sorted(sizes - found.keys()):
        found[size] = {"type": "scalar", "domain": "integer", "dimension": True}
    return found


def _in_words(words: list[str], sizes: set[str]) -> Mapping[str, object]:
    kind = words[0] if words else "scalar"
    count = {"vector": 1, "matrix": 2}.get(kind, 0)
    shape = words[1 : 1 + count]
    sizes.update(size for size in shape if not size.isdecimal())
    declaration: dict[str, object] = {"type": kind}
    if shape:
        declaration["shape"] = [*shape, "1"][:2]
    if words[1 + count :]:
        declaration["domain"] = words[1 + count]
    return declaration


def explained(comparison: Comparison) -> str:
    """A comparison in words, for a person at a terminal."""
    verdict = {True: "equal", False: "different", None: "not settled"}[comparison.equal]
    lines = [f"{verdict:<12} {_how(comparison)}".rstrip()]
    if comparison.read_as:
        lines.append(f"{'read as':<12} {comparison.read_as}")
    if comparison.mistake:
        lines.append(f"{'mistake':<12} {comparison.mistake.words} ({comparison.mistake.code})")
    if comparison.witness:
        lines.append(f"{'witness':<12} {comparison.witness}")
    elif comparison.note and not comparison.mistake:
        lines.append(f"{'why':<12} {comparison.note}")
    lines += [f"{'remark':<12} {remark}" for remark in comparison.remarks]
    return "\n".join(lines)


def _how(comparison: Comparison) -> str:
    return f"by {comparison.method}" if comparison.equal is not None and comparison.method else ""
