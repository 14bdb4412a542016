"""Positions on an axis: "200", "between 70 and 90", "10 to 14", "10-14"."""

import re

Range = tuple[float, float]

_NUMBER = r"(?:\d{1,3}(?: \d{3})+(?!\d)|\d[\d,]*)(?:\.\d+)?(?:\s?[kK]\b)?"
_POSITION = re.compile(
    rf"(?P<low>{_NUMBER})(?:\s*(?:-+|–|—|to|and|\.\.+|…|until)\s*(?P<high>{_NUMBER}))?"
)
_POWER = re.compile(r"\b10\s*\^\s*\{?\s*(\d)\s*\}?|\b1[eE]\+?(\d)\b")
_INTERVAL = re.compile(rf"[\[(]\s*(?P<low>{_NUMBER})\s*[,;]\s+(?P<high>{_NUMBER})\s*[\])]")
_AROUND = re.compile(r"(?P<middle>\d+(?:\.\d+)?)\s*(?:\\pm|±|\+/-)\s*(?P<by>\d+(?:\.\d+)?)")
_ABOUT = re.compile(r"\\(?:approx|sim|simeq)(?![A-Za-z])")
_NO_POSITION = re.compile(  # a name, a figure, an ordinal number, a share
    r"\b[A-Za-z]+\d[\w-]*|\b(?:figure|fig\.?|plot|curve|part)\s*\d+|\b\d+(?:st|nd|rd|th)\b"
    r"|\d+(?:\.\d+)?\s*\\?%",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"\b(?:none|no (?:critical|peak|double|such)|do(?:es)? ?n[o'’]?t|isn[’']t|is not|without"
    r"|never)\b"
)


def read_positions(text: str) -> tuple[Range, ...]:
    r"""The positions and ranges that a text names, in its order.

    Two numbers joined by "and" are a range only after "between".

    >>> read_positions("at 200 and 300"), read_positions("between 70 and 90 epochs")
    (((200.0, 200.0), (300.0, 300.0)), ((70.0, 90.0),))
    >>> read_positions(r"$\approx40$")
    ((40.0, 40.0),)
    """
    found: list[Range] = []
    text = _ABOUT.sub(" ", text.replace("$", ""))
    text = _with_ranges(_NO_POSITION.sub(" ", _in_digits(text)))
    at = 0
    while (position := _POSITION.search(text, at)) is not None:
        low, high = _value(position["low"]), position["high"]
        joined = text[position.end("low") : position.start("high")].strip() if high else ""
        if high and joined == "and" and "between" not in text[at : position.start()].casefold():
            found.append((low, low))
            at = position.end("low")
            continue
        found.append((low, _value(high) if high else low))
        at = position.end()
    return tuple((min(each), max(each)) for each in found)


def _in_digits(text: str) -> str:
    """The text with powers of ten as digits: 10^3 and 1e3 are 1000."""
    return _POWER.sub(lambda power: "1" + "0" * int(power[1] or power[2]), text)


def _with_ranges(text: str) -> str:
    r"""The text with intervals and `\pm` as "low - high".

    >>> _with_ranges(r"[70, 90] or 12 \pm 2")
    '70 - 90 or 10 - 14'
    """
    text = _INTERVAL.sub(r"\g<low> - \g<high>", text)
    return _AROUND.sub(_from_middle, text)


def _from_middle(found: re.Match[str]) -> str:
    middle, by = float(found["middle"]), float(found["by"])
    return f"{middle - by:g} - {middle + by:g}"


def is_damaged(text: str) -> bool:
    """Whether a digit may be misread: "4O", "9?", "l2".

    >>> is_damaged("the peak is at 4O"), is_damaged("at 40 (or 2k)")
    (True, False)
    """
    return re.search(r"\d[OoIl?■□�]|\b[OoIl?■□�]\d", text) is not None


def names_none(text: str) -> bool:
    """Whether a text says that there is no such position."""
    return _NONE.search(text.casefold()) is not None


def for_all(text: str) -> bool:
    """Whether a text gives one position for all curves."""
    return re.search(r"(?<!not )\b(?:both|all|each|every)\b", text.casefold()) is not None


def _value(text: str) -> float:
    thousands = text.rstrip().casefold().endswith("k")
    return float(text.replace(",", "").replace(" ", "").rstrip("kK")) * (1000 if thousands else 1)
