r"""Values that a sentence gives under conditions: `a - 1 if y = 1, and a otherwise`.

They are put into the form of a distinction of cases, as `\begin{cases}` has it.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from graders.reading.lexing.token import Lexeme, Token

_CONDITIONS = frozenset({"if", "when", "whenever", "for"})
OTHERWISE = frozenset({"otherwise", "else"})
_BETWEEN = frozenset({",", ";", "\\\\"})
_RELATIONS = frozenset({"=", r"\approx", r"\rightarrow", r"\Rightarrow"})
_ROW = "\\\\"

Run = Sequence[Token]


@dataclass(frozen=True)
class Case:
    """A value, and the condition under which it is that."""

    value: Run
    condition: Run  # none for all other cases


def with_cases(tokens: Run) -> list[Token]:
    """The tokens with values under conditions as cases; as they are if they say anything else."""
    runs, marks = _split(tokens)
    if (
        not marks
        or marks[0] not in _CONDITIONS
        or any(token.font for token in tokens if _ends(token))
    ):
        return list(tokens)
    if first_said := _said_first(runs, marks):
        return [*written(first_said)]
    if marks == ["if", "then", "else"] and not runs[0]:  # if C then A, else B
        runs, marks = [runs[2], runs[1], runs[3]], ["if", "else"]
        runs[0] = runs[0][: -1 if runs[0][-1:] and runs[0][-1].text in _BETWEEN else None]
    head, first = _after_relation(runs[0])
    cases = _cases(first, runs[1:], marks[1:])
    if cases is None or "then" in marks or not all(each.value for each in cases):
        return list(tokens)
    return [*head, *written(cases)]


def _said_first(runs: Sequence[Run], marks: Sequence[str]) -> list[Case]:
    """The cases whose conditions stand before their values: `for C: A, for D: B`."""
    if runs[0] or len(marks) < 2 or "then" in marks:
        return []
    found: list[Case] = []
    for mark, run in zip(marks, runs[1:], strict=True):
        parts = _parts(run, {*_BETWEEN, ":"})
        if len(parts) != (1 if mark == "else" else 2):
            return []
        condition = parts[0] if mark != "else" else ()
        found.append(Case(parts[-1], condition))
    return found


def _split(tokens: Run) -> tuple[list[Run], list[str]]:
    """What stands between the words for conditions, and these words."""
    runs: list[list[Token]] = [[]]
    marks: list[str] = []
    for token in tokens:
        word = token.text.lower().strip(" .,:;") if token.kind is Lexeme.TEXT else ""
        word = word.removeprefix("and ").removesuffix(" and")
        if word in _CONDITIONS or word in OTHERWISE or word == "then":
            marks.append("else" if word in OTHERWISE else word)
            runs.append([])
        elif word != "and":
            runs[-1].append(token)
        else:
            runs[-1].append(Token(Lexeme.SIGN, ",", token.span))
    return [_stripped(run) for run in runs], marks


def _ends(token: Token) -> bool:
    return token.text == _ROW


def _stripped(run: Run) -> Run:
    """A run without the punctuation around it, but for a comma that ends it."""
    start, end = 0, len(run)
    while start < end and run[start].text in _BETWEEN:
        start += 1
    while end > start and run[end - 1].text == ".":
        end -= 1
    return run[start:end]


def _after_relation(run: Run) -> tuple[Run, Run]:
    """A left-hand side with its relation, and the value after it."""
    depth, start = 0, 0
    for place, token in enumerate(run):
        depth += (token.text in "([{") - (token.text in ")]}")
        if depth == 0 and token.text in _RELATIONS:
            start = place + 1
    return run[:start], run[start:]


def _cases(value: Run, runs: Sequence[Run], marks: Sequence[str]) -> list[Case] | None:
    """The cases that a value under its condition begins; None if they cannot be told apart."""
    condition, *rest = runs
    if not marks:
        return None  # a single condition
    if marks[0] in _CONDITIONS or not any(rest):
        parts = _parts(condition)
        if len(parts) != 2:
            return None
        condition, following = parts
        if marks[0] in _CONDITIONS:
            later = (
                _last(following, rest) if len(marks) == 1 else _cases(following, rest, marks[1:])
            )
            return None if later is None else [Case(value, condition), *later]
        return [Case(value, condition), Case(following, ())]
    parts = _parts(condition)
    if len(parts) != 1 or len(rest) != 1 or len(_parts(rest[0])) != 1:
        return None
    return [Case(value, parts[0]), Case(_parts(rest[0])[0], ())]


def _last(value: Run, rest: Sequence[Run]) -> list[Case] | None:
    parts = _parts(rest[0])
    return [Case(value, parts[0])] if len(parts) == 1 else None


def _parts(run: Run, between: Collection[str] = _BETWEEN) -> list[Run]:
    """What stands between commas that are in no brackets."""
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in run:
        depth += (token.text in "([{") - (token.text in ")]}")
        if depth == 0 and token.text in between:
            parts.append([])
        else:
            parts[-1].append(token)
    return [part for part in parts if part]


def written(cases: Sequence[Case]) -> Iterator[Token]:
    """A distinction of cases as LaTeX has it."""
    at = cases[0].value[0].span[0]
    yield Token(Lexeme.SIGN, _ROW, (at, at), "begin cases")
    for number, case in enumerate(cases):
        at = case.value[-1].span[1]
        if number:
            yield Token(Lexeme.SIGN, _ROW, (at, at))
        yield from case.value
        yield Token(Lexeme.SIGN, "&", (at, at))
        yield from case.condition or (Token(Lexeme.TEXT, "otherwise", (at, at)),)
    yield Token(Lexeme.SIGN, _ROW, (at, at), "end cases")
