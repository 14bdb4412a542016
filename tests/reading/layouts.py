"""One write-up in many layouts: how its sections and parts are labelled, and in which order."""

import random
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from graders.reading.labels.counting import rank_of, roman
from graders.reading.labels.label import Path

_ENUMERATED = re.compile(r"\d|[a-z]|[ivx]+|[A-Z]")

Label = Callable[[str], str]
Order = Callable[[Sequence[Path]], Sequence[Path]]

SECTIONS: Mapping[str, Label] = {
    "heading with a word": "# Question {}\n\n".format,
    "heading": "# {}\n\n".format,
    "heading with a title": "## {} Some title\n\n".format,
    "deep heading": "### {}.\n\n".format,
    "bold": "**{}**\n\n".format,
    "bold with a word": "**Problem {}:**\n\n".format,
    "word": "Question {}\n\n".format,
    "line": "{}\n\n".format,
    "square brackets": "[{}]\n\n".format,
    "underlined with a title": "__{}__ Some title\n\n".format,
    "answer": "Ans. {}\n\n".format,
}
PARTS: Mapping[str, Label] = {
    "heading": "#### ({})\n\n".format,
    "bare heading": "#### {}\n\n".format,
    "heading with a bracket": "#### {})\n\n".format,
    "heading with a word": "#### Part {}\n\n".format,
    "heading with a title": "#### ({}) Some title\n\n".format,
    "bold": "**({})** ".format,
    "bold line": "**{})**\n\n".format,
    "brackets": "({}) ".format,
    "bracket": "{}) ".format,
    "point": "{}. ".format,
    "line": "({})\n\n".format,
    "word": "Part {}: ".format,
    "bold bare": "**{}**\n\n".format,
    "square bracket": "{}] ".format,
    "slash": "{}/ ".format,
    "dash": "{} - ".format,
}
WHOLE: Mapping[str, Callable[..., str]] = {  # one label for a question and its parts
    "brackets": lambda first, *parts: f"{first}{_each('({})', parts) or '.'} ",
    "word and brackets": lambda first, *parts: f"Q{first}{_each('({})', parts)}\n\n",
    "heading with brackets": lambda first, *parts: f"## Q{first}{_each('({})', parts)}\n\n",
    "points": lambda first, *parts: f"{first}{_each('.{}', parts)}. ",
    "word and dashes": lambda first, *parts: f"Problem {first}{_each(' - {}', parts)}\n\n",
    "heading with commas": lambda first, *parts: f"## Question {first}{_each(', {}', parts)}\n\n",
    "square brackets": lambda first, *parts: f"[Problem {first}{_each('({})', parts)}]\n\n",
    "rules": lambda first, *parts: f"== Problem {first}{_each('.{}', parts)} ==\n\n",
    "list": lambda first, *parts: f"{first}. {_each('{}) ', parts)}",
    "bold": lambda first, *parts: f"**{first}{_each('({})', parts)}.** ",
    "words": lambda first, *parts: f"Question {first}{_each(', part {}', parts)}: ",
}


def _each(form: str, parts: Iterable[str]) -> str:
    return "".join(map(form.format, parts))


def _shuffled(seed: int) -> Order:
    return lambda parts: random.Random(seed).sample(parts, len(parts))


ORDERS: Mapping[str, Order] = {
    "in order": lambda parts: parts,
    "descending": lambda parts: parts[::-1],
    "shuffled": _shuffled(1),
}
COUNTS: Mapping[str, Label] = {
    "as the sheet does": lambda name: name,
    "letters": lambda name: "abcdefghij"[rank_of(name)[0] - 1],
    "small Roman numbers": lambda name: roman(rank_of(name)[0]),
    "numbers": lambda name: str(rank_of(name)[0]),
}


@dataclass(frozen=True)
class Layout:
    """How the answers of a write-up are labelled and ordered."""

    section: Label
    part: Label
    order: Order = ORDERS["in order"]
    count: Label = COUNTS["as the sheet does"]

    def written(self, answers: Mapping[Path, str]) -> str:
        """The write-up: a section for each label with parts, or for a question without."""
        sections: dict[Path, list[Path]] = {}
        for path in answers:
            sections.setdefault(_section_of(path, answers), []).append(path)
        return "\n\n".join(
            self._section(path, sections[path], answers) for path in self.order(list(sections))
        )

    def _section(self, path: Path, own: Sequence[Path], answers: Mapping[Path, str]) -> str:
        label = self.section(".".join(path))
        texts = [_behind(label, answers[path]) if path in own else label.rstrip()]
        parts = self.order([each for each in own if each != path])
        texts += (_behind(self.part(self.count(each[-1])), answers[each]) for each in parts)
        return "\n\n".join(texts)


def labelled_whole(answers: Mapping[Path, str], label: Callable[..., str], *counts: Label) -> str:
    """A write-up without sections: before each answer the label of the question and its parts.

    Args:
        answers: by their labels.
        label: of a question and its parts.
        counts: of parts, and of their parts.
    """
    return "\n\n".join(
        _behind(label(path[0], *(map(_counted, counts, path[1:]))), answers[path])
        for path in sorted(answers, key=lambda path: (path[0], len(path) > 1))
    )


def _counted(count: Label, part: str) -> str:
    return count(part)


def _behind(label: str, text: str) -> str:
    """A label and what follows it; tables, displayed formulas and code begin on their own lines."""
    return f"{label}\n\n{text}" if text.startswith(("|", "$$", "```")) else f"{label}{text}"


def _section_of(path: Path, answers: Collection[Path]) -> Path:
    """The label above the last, 3.3 of 3.3.a; a question beside one with parts is its own."""
    beside = [each for each in answers if len(each) > len(path) and each[:-2] == path[:-1]]
    return path if beside or len(path) == 1 else path[:-1]


def by_label(answers: Mapping[str, str]) -> Mapping[Path, str]:
    """What stands under each label with a number or letter: the answers of 4.a.f1 and 4.a.f2."""
    found: dict[Path, list[str]] = {}
    for id, text in answers.items():
        found.setdefault(enumerated(tuple(id.split("."))), []).append(text)
    return {path: "\n\n".join(texts) for path, texts in found.items()}


def enumerated(path: Path) -> Path:
    """The beginning of a path whose names are numbers or letters, as students write them."""
    found: list[str] = []
    for name in path:
        if not _ENUMERATED.fullmatch(name):
            break
        found.append(name)
    return tuple(found)
