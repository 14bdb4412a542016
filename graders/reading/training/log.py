r"""Logs of trainings: printed lines, tables, CSV and lines of JSON, as entries in their order.

`[1,  2000] loss: 2.199`, `Epoch [9/10], Step [600/600], Loss: -0.9405`, `Epoch 3/10 - loss: 0.51 -
val_acc: 0.81`, a row below `epoch,step,running loss`: each is one entry. A log says what a student
claims, and proves nothing.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from graders.model import PrintedNumber
from graders.reading.bars import cells_of, is_row, is_rule
from graders.reading.quantities.numbers.printed import read_number
from graders.reading.training.kinds import EPOCH, KINDS, LEARNING_RATE, STEP, kind_of

MOST_ENTRIES = 300_000
LONGEST = 600  # characters of a line

_OF = r"\s*(?:/|of)\s*(\d{1,9})"
_SIGNS = r"\s*[:=#\[(]*\s*"
_EPOCH = re.compile(rf"\bepochs?{_SIGNS}(\d{{1,6}})(?:{_OF})?", re.IGNORECASE)
_STEP = re.compile(
    rf"\b(?:steps?|iter(?:ation)?s?|(?:mini-?)?batch(?:es)?){_SIGNS}(\d{{1,9}})(?:{_OF})?",
    re.IGNORECASE,
)
_PAIR = re.compile(r"\[\s*(\d{1,6})\s*,\s*(\d{1,9})\s*\]")
_BAR = re.compile(
    r"\|\s*(\d{1,9})/(\d{1,9})\s*\[\d+:\d\d"
)  # of progress: 64%|####  | 2000/3125 [00:08
_NUMERAL = r"[-−+]?(?:\d+(?:\.\d*|,\d+)?|\.\d+)(?:e[-+]?\d{1,3})?\s?%?|[-+]?(?:nan|inf(?:inity)?)\b"
_VALUES = re.compile(
    "|".join(
        rf"(?P<k{number}>(?<![a-z_]){pattern})"
        for number, (kind, pattern) in enumerate(KINDS.items())
        if kind not in (EPOCH, STEP)
    ).join(("(?:", rf")(?:\s*\([^()]{{0,20}}\))?\s*(?:[:=|]|is|of)?\s*(?P<value>{_NUMERAL})")),
    re.IGNORECASE,
)
_NAMES = tuple(KINDS)
_WHOLE = re.compile(r"\d{1,9}(?:\.0*)?")
_DIGIT_OR_NAN = re.compile(r"\d|nan|inf", re.IGNORECASE)
_DECIMAL = re.compile(r"-?\d{1,12}(?:\.(\d{1,20}))?")
_DECIMAL_COMMA = re.compile(r"(-?\d{1,12}),(\d{1,20})")
_NOT_A_NUMBER = re.compile(r"[-+]?(?:nan|inf(?:inity)?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line or row of a log.

    `epochs` and `steps` are what it says there are in all, as in "Epoch 3/10"; `settings` are the
    cells of a table that are no numbers of a kind known here.
    """

    line: int
    epoch: int | None = None
    step: int | None = None
    epochs: int | None = None
    steps: int | None = None
    values: Mapping[str, PrintedNumber] = field(default_factory=dict)
    not_finite: tuple[str, ...] = ()  # the kinds whose value is NaN or infinite
    settings: Mapping[str, str] = field(default_factory=dict)


def read_log(text: str) -> tuple[Entry, ...]:
    r"""The entries of a log, or of the lines of one within other text; empty if there is none.

    >>> [entry] = read_log("Files already downloaded\n[2,  4000] loss: 1.312\nFinished Training")
    >>> entry.epoch, entry.step, float(entry.values["loss"].value)
    (2, 4000, 1.312)
    >>> [entry] = read_log("epoch,running loss,optimizer\n1,2.31,SGD")
    >>> entry.epoch, entry.values["loss"].text, entry.settings
    (1, '2.31', {'optimizer': 'SGD'})
    """
    lines = text.splitlines()
    found: list[Entry] = []
    number = 0
    while number < len(lines) and len(found) < MOST_ENTRIES:
        table = _table_at(lines, number)
        if table is not None:
            entries, number = table
            found += entries
            continue
        found += _line_entry(number + 1, lines[number])
        number += 1
    return _with_epochs(found[:MOST_ENTRIES])


# --- printed lines --------------------------------------------------------------------------------


def _line_entry(number: int, line: str) -> list[Entry]:
    if len(line) > LONGEST or _DIGIT_OR_NAN.search(line) is None:
        return []
    if line.lstrip().startswith("{"):
        return _json_entry(number, line)
    values, not_finite = _values_in(line)
    epoch, epochs = _counted(_EPOCH.search(line))
    step, steps = _counted(_BAR.search(line) or _STEP.search(line))
    if epoch is None and (pair := _PAIR.search(line)):
        epoch, step = int(pair[1]), int(pair[2])
    alone = epoch is not None and epochs is not None and re.fullmatch(r"\W*", _EPOCH.sub("", line))
    if not (values or not_finite) and not alone:
        return []
    return [Entry(number, epoch, step, epochs, steps, values, not_finite)]


def _values_in(line: str) -> tuple[dict[str, PrintedNumber], tuple[str, ...]]:
    values: dict[str, PrintedNumber] = {}
    not_finite = []
    for found in _VALUES.finditer(line):
        kind = next(_NAMES[int(name[1:])] for name, text in found.groupdict().items()
                    if text is not None and name != "value")  # fmt: skip
        if _NOT_A_NUMBER.fullmatch(found["value"]):
            not_finite.append(kind)
        elif kind not in values and (read := _number(found["value"])) is not None:
            values[kind] = read
    return values, tuple(not_finite)


def _counted(found: re.Match[str] | None) -> tuple[int | None, int | None]:
    if found is None:
        return None, None
    return int(found[1]), int(found[2]) if found[2] else None


def _with_epochs(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Lines that stand below `Epoch 3/10`, with its number; headings without values are dropped."""
    kept, epoch, epochs = [], None, None
    for each in entries:
        if each.epoch is not None:
            epoch, epochs = each.epoch, each.epochs
        if not each.values and not each.not_finite:
            continue
        below = each.epoch is None and epoch is not None
        kept.append(
            Entry(each.line, epoch, each.step, epochs, each.steps, each.values, each.not_finite,
                  each.settings) if below else each
        )  # fmt: skip
    return tuple(kept)


def _number(text: str) -> PrintedNumber | None:
    """A number, mostly a plain decimal; a comma without a point is that of decimals.

    >>> _number("2,301").value == Fraction("2.301")
    True
    """
    plain = _DECIMAL.fullmatch(text)
    if plain is None and (comma := _DECIMAL_COMMA.fullmatch(text)):
        found = _number(f"{comma[1]}.{comma[2]}")
        return found and PrintedNumber(text, found.value, found.unit)
    if plain is None:
        return read_number(text)
    return PrintedNumber(text, Fraction(text), Fraction(1, 10 ** len(plain[1] or "")))


# --- tables ---------------------------------------------------------------------------------------


def _table_at(lines: Sequence[str], start: int) -> tuple[list[Entry], int] | None:
    """The entries of a table that begins on this line, and the line after it."""
    heading = _cells(lines[start])
    kinds = [kind_of(each) for each in heading]
    measured = [each for each in kinds if each not in ("", EPOCH, STEP, LEARNING_RATE)]
    if len(heading) < 2 or not measured or any(map(read_number, heading)):
        return None
    entries: list[Entry] = []
    number = start + 1
    while number < len(lines) and len(entries) < MOST_ENTRIES:
        cells = _cells(lines[number])
        if not is_rule(lines[number]):
            if len(cells) != len(heading):
                break
            entries.append(_row(number + 1, zip(heading, kinds, cells, strict=True)))
        elif not lines[number].strip():
            break
        number += 1
    return (entries, number) if entries else None


def _cells(line: str) -> list[str]:
    """The cells of a row, whatever stands between them."""
    if len(line) > LONGEST:
        return []
    plain = line.strip()
    if plain.startswith("|") or is_row(plain):
        return cells_of(plain)
    mark = next((each for each in "\t;," if each in plain), None)
    if mark is None:
        return []
    return [each.strip() for each in next(csv.reader([plain], delimiter=mark), [])]


def _row(line: int, cells: Iterable[tuple[str, str, str]]) -> Entry:
    """An entry from the name, the kind and the text of each cell."""
    values: dict[str, PrintedNumber] = {}
    settings, not_finite = {}, []
    counts: dict[str, int] = {}
    for name, kind, text in cells:
        if kind in (EPOCH, STEP):
            if _WHOLE.fullmatch(text):
                counts[kind] = int(float(text))
        elif _NOT_A_NUMBER.fullmatch(text):
            not_finite.append(kind or name)
        elif kind and kind not in values and (read := _number(text)) is not None:
            values[kind] = read
        elif text:
            settings[name.strip()] = text
    return Entry(line, counts.get(EPOCH), counts.get(STEP), None, None, values, tuple(not_finite),
                 settings)  # fmt: skip


def _json_entry(number: int, line: str) -> list[Entry]:
    try:
        read = json.loads(line, parse_constant=str)
    except (ValueError, RecursionError):
        return []
    if not isinstance(read, dict):
        return []
    entry = _row(number, [(name, kind_of(name), str(value)) for name, value in read.items()])
    return [entry] if entry.values or entry.not_finite else []


# --- what a log says as a whole -------------------------------------------------------------------


def series(entries: Sequence[Entry], kind: str) -> Iterator[tuple[Entry, PrintedNumber]]:
    r"""The entries that have a value of this kind, with it.

    >>> [float(value) for _, value in series(read_log("loss: 2.0\nloss: 1.5\nacc: 0.4"), "loss")]
    [2.0, 1.5]
    """
    return ((each, each.values[kind]) for each in entries if kind in each.values)
