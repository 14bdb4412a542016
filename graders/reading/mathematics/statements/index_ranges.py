r"""Which values an index takes, as it is said behind a formula: `p_i, i \in \{1, \dots, n\}`."""

import re
from collections.abc import Sequence

from graders.reading.lexing.token import SET_BRACE, Lexeme, Token
from graders.reading.mathematics.names.scripts import group_end
from graders.reading.mathematics.names.symbols import SymbolTable
from graders.reading.mathematics.parsing.dots import DOTS

_BEGINNINGS = frozenset({",", ";", "("})
_AROUND = frozenset({",", ";", "."})
_FOR_ALL = frozenset({"for", "for all", "for each", "for every", "for any", "with", "where", "and"})
_RUNS = re.compile(r"(?:(?:is|runs|running|goes|going|ranges|ranging) )?from (?:to|up to|through)")
_LONGEST = 24  # tokens
_DEEPER = dict.fromkeys(")]}", 1) | dict.fromkeys("([{", -1)  # from the end


def without_range(tokens: Sequence[Token], table: SymbolTable) -> Sequence[Token]:
    """The tokens of a formula without the range of its index at their end.

    Only a range that begins with 0 or 1 is left out: any other one may be a condition.
    """
    end = len(tokens)
    while end and tokens[end - 1].text in _AROUND:
        end -= 1
    depth = 0
    for place in range(end - 1, max(0, end - _LONGEST), -1):
        text = tokens[place].text
        depth += _DEEPER.get(text, 0)
        if depth < 0:
            return tokens
        if depth or not _leads_in(tokens[place]):
            continue
        bracketed = text == "("
        if bracketed and group_end(tokens, place) != end - 1:
            continue
        clause = tokens[place + 1 : end - bracketed]
        if _is_range(clause, table) and _is_index_in(clause, tokens[:place]):
            return tokens[:place]
        if clause and _is_domain(clause, table):
            return without_range(tokens[: _before_list(tokens, place, clause, table)], table)
    return tokens


def _before_list(
    tokens: Sequence[Token], place: int, clause: Sequence[Token], table: SymbolTable
) -> int:
    r"""Where the names begin that a domain is said of: `a, b \in \mathbb{R}` from `a` on."""
    while place > 1 and tokens[place].text == "," and _leads_in(tokens[place - 2]):
        if not _is_domain((tokens[place - 1], *clause[1:]), table):
            break
        place -= 2
    return place


def _leads_in(token: Token) -> bool:
    """Whether a sign, or words, lead in what a formula holds for."""
    is_said = token.kind is Lexeme.TEXT and token.text.strip(" ,(").lower() in _FOR_ALL
    return is_said or token.text in _BEGINNINGS


def _is_domain(clause: Sequence[Token], table: SymbolTable) -> bool:
    r"""Whether tokens say no more of what is declared: `x, y \in \mathbb{R}`."""
    texts = [token.text for token in clause]
    end = texts.index(r"\in") if r"\in" in texts else 0
    names, commas = texts[:end:2], texts[1:end:2]
    said = [text for text in texts[end:] if text not in ("{", "}")]
    return bool(names) and {*commas} <= {","} and all(_is_of(each, said, table) for each in names)


def _is_of(name: str, said: Sequence[str], table: SymbolTable) -> bool:
    r"""Whether a name is declared as what is said of it: `\in \mathbb{R}^n`."""
    declared = table.declarations.get(name)
    if declared is None or [*said[:2]] != [r"\in", r"\reals"] or declared.domain != "real":
        return False
    if declared.type == "scalar":
        return len(said) == 2
    rows, columns = map(str, declared.shape)
    sizes = ([rows],) * (columns == "1") + ([rows, "*", columns],)
    return [*said[2:3]] == ["^"] and [*said[3:]] in sizes


def _is_range(clause: Sequence[Token], table: SymbolTable) -> bool:
    r"""Whether tokens are `i \in \{1, \dots, n\}`, `1 \leq i \leq n`, `i from 1 to n`."""
    texts = [token.text for token in clause]
    if len(texts) > 2 and texts[1] == r"\in":
        return _is_index(clause[0], table) and _is_counted(clause[2:])
    words = " ".join(token.text for token in clause if token.kind is Lexeme.TEXT)
    if words:
        ends = [token.text for token in clause[1:] if token.kind is not Lexeme.TEXT]
        runs = _RUNS.fullmatch(words.lower()) is not None and clause[1].kind is Lexeme.TEXT
        return runs and ends[:1] in (["0"], ["1"]) and len(ends) > 1 and _is_index(clause[0], table)
    if texts[1:2] == ["="] and texts[2:3] in (["0"], ["1"]):
        return _is_index(clause[0], table) and not DOTS.isdisjoint(texts)
    return (
        len(texts) == 5
        and texts[0] in ("0", "1")
        and texts[1] == r"\leq"
        and texts[3] in (r"\leq", "<")
        and _is_index(clause[2], table)
    )


def _is_counted(where: Sequence[Token]) -> bool:
    r"""Whether a set is `\{1, \dots, n\}`, `[1, n]` or `[n]`."""
    if group_end(where, 0) != len(where) - 1:
        return False
    texts = [token.text for token in where[1:-1]]
    if where[0].font == SET_BRACE:
        return texts[:1] in (["0"], ["1"]) and not DOTS.isdisjoint(texts)
    return where[0].text == "[" and (len(texts) == 1 or texts[:2] in (["0", ","], ["1", ","]))


def _is_index(token: Token, table: SymbolTable) -> bool:
    declared = table.declarations.get(token.text)
    letter = token.kind is Lexeme.WORD and len(token.text) == 1
    return letter and (declared is None or declared.domain == "index")


def _is_index_in(clause: Sequence[Token], formula: Sequence[Token]) -> bool:
    """Whether the letter of a range stands in a subscript of the formula."""
    letters = {token.text for token in clause if token.kind is Lexeme.WORD}
    return any(
        not letters.isdisjoint(each.text for each in formula[place + 1 : place + 4])
        for place, token in enumerate(formula)
        if token.text == "_"
    )
