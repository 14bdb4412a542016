"""Prose and printed output in what is handed in as code."""

import keyword
import re
from collections.abc import Iterator
from itertools import groupby

from graders.reading.code.magics import NOT_PYTHON, LeftOut, quoted
from graders.reading.code.statements import statements

_EVIDENCE = re.compile(
    r"""(?:async\ +)?def\ +\w+\ *[(\[]|class\ +\w+\ *[(:\[]|import\ +\w|from\ +[\w.]+\ +import\b
    |@\w|(?:for|while|if|with|try)\b.*:|\w+(?:\.\w+)+\ *\(|print\ *\(
    |[^\W\d][\w.,*()\[\]\ \t]*(?::[^=,]+)?[-+*/%@&|^<>]{0,2}=(?!=)""",
    re.VERBOSE,
)
_DAMAGED_AT_WORST = re.compile(
    r"(?:async +)?def +\w+ *\(|class +\w+ *[(:]|for\b(?=.* in\b)(?=.*:)|@\w"
)
_NO_PYTHON = re.compile(
    r"""\A(?:[<>=/%&|^,;:?!$)\]}]|--|->|\*\*|\.(?!\.\.|\d))  # how no statement begins
    |[$?`\\]|!(?!=)|(?!\w)[^\x00-\x7f]
    |\b[1-9]\d*+(?![eEjJ_])[^\W\d]  # 2x
    |\w\(\)[ \t]*=(?!=)  # f(x) =""",
    re.VERBOSE,
)
_TWO_WORDS = re.compile(r"\b(\w++)[ \t]++(?=(\w++))")
_PAIR_WITH_COLON = re.compile(r"[^:,]*,[^:]*:(?!=)")
_WORDS = frozenset((*keyword.kwlist, *keyword.softkwlist))


def without_prose(text: str) -> tuple[str, LeftOut]:
    """What may be Python in a text that does not say so; nothing if no line of it must be."""
    kept: list[str] = []
    left_out: LeftOut = []
    evident = below_prose = False
    for statement in statements(text):
        if statement.is_top:
            below_prose = _is_prose(statement.bare)
            evident = evident or (not below_prose and bool(_EVIDENCE.match(statement.bare)))
        is_prose = below_prose and bool(statement.bare.strip())
        if is_prose:
            left_out.append((statement.line, f"{quoted(statement.source)} {NOT_PYTHON}"))
        kept.append("\n" * statement.source.count("\n") if is_prose else statement.source)
    return ("\n".join(kept), list(_together(left_out))) if evident else ("", [])


def _together(left_out: LeftOut) -> Iterator[tuple[int, str]]:
    """One note for lines that follow each other, such as the output of a run."""
    for _, run in groupby(enumerate(left_out), lambda each: each[1][0] - each[0]):
        (_, (line, what)), *rest = run
        after = f"the {len(rest)} lines" if rest[1:] else "the line"
        yield line, f"{what}, with {after} after it" if rest else what


def _is_prose(bare: str) -> bool:
    """Whether a statement cannot be Python, whatever its strings and brackets hold."""
    if _DAMAGED_AT_WORST.match(bare):
        return False
    words = (pair.groups() for pair in _TWO_WORDS.finditer(bare))
    if _NO_PYTHON.search(bare) or any(_WORDS.isdisjoint(pair) for pair in words):
        return True
    starts_with_keyword = bare.split()[0] in _WORDS
    return bool(_PAIR_WITH_COLON.match(bare)) and not starts_with_keyword and "lambda" not in bare
