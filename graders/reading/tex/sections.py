r"""The numbers that LaTeX prints before the titles of sections.

They are labels where the titles hold none: `\section{Backpropagation}` is printed as "2
Backpropagation". Below a title such as "Question 2" the numbers of LaTeX say nothing.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graders.reading.labels.label import read_label
from graders.reading.tex.document import Document
from graders.reading.tex.lists import COUNTERS, label

LEVELS = ("\\chapter", "\\section", "\\subsection", "\\subsubsection")
DEEPEST = 3  # that LaTeX numbers unless told otherwise
_THE = re.compile(r"\\the(chapter|(?:sub)*section)\}?\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
_SET = re.compile(r"\\(set|addto)counter\{(chapter|(?:sub)*section|secnumdepth)\}\{(-?\d{1,3})\}")
_STYLE = re.compile(r"\\(arabic|alph|Alph|roman|Roman)\{")
_TAIL = 12  # tokens in which a counter is set


@dataclass(frozen=True, slots=True)
class Title:
    """A title that LaTeX numbers: its place, its level and the number of each level down to it."""

    place: int
    level: int
    numbers: tuple[int, ...]
    labelled: bool  # by words or a number of its own


def section_labels(document: Document, source: str) -> Mapping[int, str]:
    """The label that LaTeX prints before each title, by the place of its command.

    Args:
        document: the body of the source.
        source: for what its preamble says of counters.
    """
    titles = list(_titles(document, source))
    used = _levels_in_use(titles)
    templates = {f"\\{name}": text for name, text in _THE.findall(source)}
    return {each.place: _printed(each, used, templates) for each in titles if each.level in used}


def _levels_in_use(titles: list[Title]) -> list[int]:
    """The levels whose numbers are labels: from the outermost down to one with titles' own.

    One section alone sets nothing apart.
    """
    used: list[int] = []
    for level in sorted({each.level for each in titles}):
        here = [each for each in titles if each.level == level]
        if any(each.labelled for each in here) or (not used and len(here) == 1):
            break
        used.append(level)
    return used


def _printed(title: Title, used: list[int], templates: Mapping[str, str]) -> str:
    levels = [level for level in used if level <= title.level]
    template = templates.get(LEVELS[title.level], "")
    styles = [_style(templates.get(LEVELS[level], "")) for level in levels]
    parts = [
        label(style, title.numbers[level]) for style, level in zip(styles, levels, strict=True)
    ]
    alone = template and "\\the" not in template and len(_STYLE.findall(template)) == 1
    return f"({parts[-1]})" if alone else ".".join(parts)


def _style(template: str) -> str:
    found = _STYLE.findall(template)
    return COUNTERS[f"\\{found[-1]}*"] if found else "1"


def _titles(document: Document, source: str) -> Iterator[Title]:
    numbers = dict.fromkeys((*LEVELS, "\\secnumdepth"), 0) | {"\\secnumdepth": DEEPEST}
    _set_counters(numbers, source.partition("\\begin{document}")[0] if "\\begin{" in source else "")
    within = 0  # where the last title ends
    for place, token in enumerate(document.tokens):
        if token in ("\\setcounter", "\\addtocounter"):
            _set_counters(numbers, "".join(document.tokens[place : place + _TAIL]))
        if place < within or token not in LEVELS or document.at(place + 1) == "*":
            continue
        start = document.after_option(place + 1)
        end = document.partner.get(start)
        level = LEVELS.index(token)
        if end is None or level > numbers["\\secnumdepth"]:
            continue
        within = end
        numbers[token] += 1
        numbers.update(dict.fromkeys(LEVELS[level + 1 :], 0))
        title = "".join(document.tokens[start + 1 : end])
        counted = tuple(numbers[each] for each in LEVELS)
        yield Title(place, level, counted, read_label(title) is not None)


def _set_counters(numbers: dict[str, int], text: str) -> None:
    for verb, name, value in _SET.findall(text):
        before = numbers[f"\\{name}"] if verb == "addto" else 0
        numbers[f"\\{name}"] = before + int(value)
