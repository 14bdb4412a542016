r"""What a student wrote around a formula, set apart from it: words, left-hand sides, chains, rows.

An answer such as ``the gradient is $\frac{dz}{dx} = 2(x - 1) = 2x - 2$.`` is a statement of three
members; the last one is its value. Rows and arrows separate statements, a row that begins with a
relation goes on with the one before. Names that the student defines on the way (`b = \sigma(a)`)
are put in where they are used.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from graders.declarations import Declarations, Definition
from graders.errors import Unreadable
from graders.expression import Expression, Span, free_names, nodes, substitute
from graders.reading.lexer import SET_BRACE, Lexeme, Token
from graders.reading.mathematics.parser import (
    AS_WRITTEN,
    MAX_NODES,
    RELATIONS,
    Parser,
    Reading,
)
from graders.reading.mathematics.symbols import SymbolTable, plain_name, read_scripts
from graders.reading.mathematics.tokens import is_function, prepare

_EQUALITIES = {
    "=": "=", r"\equiv": "=", r"\approx": "~", r"\simeq": "~", r"\cong": "~", r"\coloneqq": "=",
    r"\leftarrow": "=", ":": ":", r"\triangleq": "=", r"\doteq": "=", r"\sim": "~",
}  # fmt: skip
_ORDERS = {sign: name for sign, name in RELATIONS.items() if name in ("<", "<=", ">", ">=")}
_ARROWS = frozenset(
    r"\Rightarrow \Leftrightarrow \rightarrow \therefore \because \leadsto \mapsto "
    r"\Longleftrightarrow \longmapsto \hookrightarrow".split()
)
_SIDE_WORDS = frozenset(
    {"where", "with", "let", "for", "since", "because", "using", "define", "note"}
)
CONDITION_WORDS = frozenset({"if", "when", "unless", "or", "otherwise", "else", "not"})
_DENIALS = frozenset({"wrong", "incorrect", "never", "false"})
_PUNCTUATION = frozenset({".", ",", ";", ":", "?", r"\blacksquare", r"\square", "#", "*"})
_ROW = "\\\\"
_KEPT = re.compile(r"begin (?:[bpvVB]?matrix|smallmatrix|[dr]?cases)")
_NUMBERED = re.compile(
    r"(?<![-+*/^_=(,\s])(?:\s|~|\\[;,:! ]|\\q?quad|\\hspace\*?\{[^{}]{0,12}\}){1,8}"
    r"(?:\\(?:text|mbox|textrm)\s*\{)?\s*[(\[]\s*\d{1,3}\s*[)\]]\s*\}?[\s.$]*$"
)
_NUMBERED_BEFORE = re.compile(
    r"[\s$]*[(\[]\s*\d{1,3}\s*[)\]](?:\s|~|\\[;,:! ]|\\q?quad){1,8}(?![-+*/^_=)\s])"
)
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_NEAR = 60  # tokens
_TAIL = 60  # characters at the end of a text, where the number of an equation stands
_END = Token(Lexeme.SIGN, _ROW, (0, 0))
_MATHEMATICS = re.compile(
    r"\$\$.+?\$\$|\$[^$]+\$|\\\[(?:(?!\\\[).)+?\\\]|\\\((?:(?!\\\().)+?\\\)", re.DOTALL
)
_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")


@dataclass(frozen=True)
class Member:
    """One member of a chain: its tokens, and the relation to the member before it."""

    relation: str
    tokens: tuple[Token, ...]

    @property
    def span(self) -> Span:
        return self.tokens[0].span[0], self.tokens[-1].span[1]


@dataclass(frozen=True)
class Statement:
    """A chain of members; `lead` is a word that introduces it, such as `where`."""

    members: tuple[Member, ...]
    lead: str = ""
    after_arrow: bool = False  # it follows from what stands before

    @property
    def has_relation(self) -> bool:
        return len(self.members) > 1


@dataclass
class Writing:
    """A student's text as statements, and the table that they are read with."""

    statements: list[Statement]
    table: SymbolTable
    local: dict[str, Expression] = field(default_factory=dict)
    reading: Reading = AS_WRITTEN

    def read(self, tokens: Sequence[Token]) -> Expression:
        """What a run of tokens means, with the student's own names put in.

        Raises:
            Unreadable: where and why it cannot be read.
        """
        found = Parser(tokens, self.table, self.reading).whole()
        if not self.local:
            return found
        found = substitute(found, self.local)
        if next(islice(nodes(found), MAX_NODES, None), None) is not None:
            raise Unreadable(f"the formula has more than {MAX_NODES} parts")
        return found


def read_writing(
    text: str,
    table: SymbolTable,
    *,
    conditions: bool = False,
    words: Callable[[Sequence[Token]], Sequence[Token]] = lambda tokens: tokens,
) -> Writing:
    """The statements of a text; in `conditions` the words and, or join relations.

    Args:
        text: what the student wrote.
        table: what is declared.
        conditions: whether relations are asked for.
        words: puts signs for what is said in words.

    Raises:
        Unreadable: if it is beyond the limits, or there is nothing to read.
    """
    if _NUMBERED.search(text[-_TAIL:]) or _NUMBERED_BEFORE.match(text[:_TAIL]):
        raise Unreadable("the number in brackets may be that of the equation")
    tokens = prepare(text, table, words=words)
    if any(t.kind is Lexeme.TEXT and _DENIALS & set(t.text.lower().split()) for t in tokens):
        raise Unreadable("the words deny what stands there")
    if conditions:
        tokens = [
            replace(t, kind=Lexeme.WORD) if t.kind is Lexeme.TEXT and t.text in ("and", "or") else t
            for t in tokens
        ]
    tokens = _without_braces(_with_lines(text, tokens))
    tokens = list(_without_marks(_with_words(text, tokens)))
    statements = list(_statements(tokens))
    if not statements:
        raise Unreadable("there is no formula")
    return Writing(statements, table)


def read_value(text: str, table: SymbolTable, reading: Reading = AS_WRITTEN) -> Expression:
    r"""The expression that an answer comes to: the last member of its last chain.

    Raises:
        Unreadable: where and why it cannot be read.
    """
    writing = read_writing(text, table)
    writing.reading = reading
    return value_of(writing, main_statement(writing))


def main_statement(writing: Writing) -> Statement:
    """The statement that holds the answer; the others lead to it or explain it.

    Raises:
        Unreadable: if several could be meant.
    """
    main = [each for each in writing.statements if not each.lead] or writing.statements[:1]
    if any(each.lead in CONDITION_WORDS for each in writing.statements):
        raise Unreadable("the answer is given under a condition, which is not read")
    answer = main[-1]
    if not answer.after_arrow:
        _check_alone(answer, main[:-1])
    elif not any(each.has_relation for each in main):
        raise Unreadable("an arrow stands between formulas, and not between equations")
    _take_definitions(writing, answer)
    return answer


def _check_alone(answer: Statement, others: Sequence[Statement]) -> None:
    """Refuses an answer beside which another formula stands that does not lead to it."""
    for other in others:
        if not other.has_relation:
            if _is_only_name(answer) or not _is_only_name(other):
                raise Unreadable(
                    "several formulas stand side by side, and none is said to be the answer"
                )
        elif not answer.has_relation:
            raise Unreadable("a formula stands after an equation, and does not go on with it")
        elif _defines(other) and not _is_used(other, answer):
            raise Unreadable("several quantities are given, and none is said to be the answer")


def _defines(statement: Statement) -> bool:
    """Whether a chain begins with the name of a quantity."""
    head = statement.members[0].tokens
    return bool(head) and (_is_name(head) or _is_derivative(head))


def _is_used(other: Statement, answer: Statement) -> bool:
    """Whether the quantity that a chain defines is the answer's own, or occurs in it."""
    name = [token.text for token in other.members[0].tokens if token.text not in "{}"]
    texts = [t.text for member in answer.members for t in member.tokens if t.text not in "{}"]
    return any(texts[at : at + len(name)] == name for at in range(len(texts)))


def rival_values(writing: Writing, answer: Statement) -> Iterator[Expression]:
    """What the student gives for the same quantity in other statements."""
    head = [token.text for token in answer.members[0].tokens]
    for other in writing.statements:
        same = other.has_relation and [t.text for t in other.members[0].tokens] == head
        if other is answer or other.lead or not same or not answer.has_relation:
            continue
        try:
            yield value_of(writing, other)
        except Unreadable:
            continue


def value_of(writing: Writing, statement: Statement) -> Expression:
    """The last member of a chain; the first where the last is but the name of the quantity.

    Raises:
        Unreadable: where and why it cannot be read.
    """
    members = [each for each in statement.members if each.tokens]
    if not members:
        raise Unreadable("there is no formula")
    if not statement.members[-1].tokens:
        raise Unreadable("the chain ends with a relation")
    while len(members) > 1 and members[-1].relation == "~":
        if free_names(writing.read(members[-1].tokens)) - {"e", "pi"}:
            raise Unreadable("the answer is given as an approximation")
        members.pop()  # a rounded value after the exact one
    if members[-1].relation in _ORDERS.values():
        return writing.read(rejoined(statement))
    try:
        return writing.read(members[-1].tokens)
    except Unreadable:
        if len(members) == 2 and _names_quantity(members[-1].tokens, writing.table):
            return writing.read(members[0].tokens)
        raise


def rejoined(statement: Statement) -> list[Token]:
    """The statement's tokens with its relations between them again."""
    found: list[Token] = []
    for position, member in enumerate(statement.members):
        if member.relation == "~":
            raise Unreadable("the relation is an approximation")
        if position and found:
            at = found[-1].span[1]
            sign = next((s for s, name in RELATIONS.items() if name == member.relation), "=")
            found.append(Token(Lexeme.SIGN, sign, (at, at)))
        found += member.tokens
    return found


def _names_quantity(tokens: Sequence[Token], table: SymbolTable) -> bool:
    """Whether tokens are a left-hand side: a name, or a derivative, and no more."""
    return _is_derivative(tokens) or _is_name(tokens)


def _is_derivative(tokens: Sequence[Token]) -> bool:
    texts = [token.text for token in tokens[:4]]
    begins = texts[0] in (r"\frac", r"\partial", r"\nabla", "d")
    return begins and any(text in (r"\partial", r"\nabla", "d") for text in texts)


def _is_name(tokens: Sequence[Token]) -> bool:
    if tokens[0].kind is not Lexeme.WORD and tokens[0].text[:1] != "\\":
        return False
    return not is_function(tokens[0]) and read_scripts(tokens, 1).after == len(tokens)


def _is_only_name(statement: Statement) -> bool:
    return len(statement.members) == 1 and _is_name(statement.members[0].tokens)


def _take_definitions(writing: Writing, main: Statement) -> None:
    """Names that the student defines in other statements, read for use in the main one."""
    fresh = [
        statement
        for statement in writing.statements
        if statement is not main
        and statement.has_relation
        and _is_name(statement.members[0].tokens)
        and writing.table.match(statement.members[0].tokens, 0) is None
    ]
    if not fresh:
        return
    declared = Declarations(
        tuple(writing.table.declarations.values()),
        (
            *writing.table.definitions.values(),
            *(Definition(_source(s.members[0].tokens), "") for s in fresh),
        ),
    )
    table = SymbolTable(declared)
    for statement in fresh:
        try:
            value = writing.read(statement.members[-1].tokens)
        except Unreadable:
            continue
        writing.table = table
        writing.local[plain_name(statement.members[0].tokens, table.fonted)] = value


def _source(tokens: Sequence[Token]) -> str:
    return " ".join(token.text for token in tokens)


# --- tokens into statements ---------------------------------------------------------------------


def _without_braces(tokens: Sequence[Token]) -> list[Token]:
    r"""Without braces around an equation, as \boxed leaves them."""
    dropped: set[int] = set()
    opened: list[tuple[int, bool]] = []  # a brace that is no argument, and whether = stands in it
    for place, token in enumerate(tokens):
        if token.text == "{" and token.font != SET_BRACE:
            argument = place > 0 and (
                tokens[place - 1].text in "^_}" or tokens[place - 1].text.startswith("\\")
            )
            opened.append((place, argument))
        elif token.text == "}" and token.font != SET_BRACE and opened:
            start, argument = opened.pop()
            inner = tokens[start + 1 : place]
            if not argument and any(each.text in _EQUALITIES for each in inner):
                dropped |= {start, place}
    return [token for place, token in enumerate(tokens) if place not in dropped]


def _with_lines(text: str, tokens: Sequence[Token]) -> list[Token]:
    """The tokens, with the end of a row where a blank line, or a line of equations, ends."""
    found: list[Token] = []
    for place, token in enumerate(tokens):
        gap = text[tokens[place - 1].span[1] : token.span[0]] if place else ""
        if "\n" in gap and (_BLANK_LINE.search(gap) or _between_equations(tokens, place)):
            found.append(replace(_END, span=token.span))
        found.append(token)
    return found


def _between_equations(tokens: Sequence[Token], place: int) -> bool:
    """Whether a relation stands before and, in the statement that follows, after a place."""
    before = (token.text in _EQUALITIES for token in tokens[max(0, place - _NEAR) : place])
    after = tokens[place : place + _NEAR]
    return (
        any(before)
        and after[0].text not in _EQUALITIES
        and any(token.text in _EQUALITIES for token in after)
    )


def _with_words(text: str, tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens, with words outside of dollar signs marked as words."""
    inside = [match.span() for match in _MATHEMATICS.finditer(text)]
    outside = bool(inside) and any(
        token.kind is Lexeme.TEXT and not _is_within(token.span, inside) for token in tokens
    )
    for token in tokens:
        if outside and token.kind is Lexeme.WORD and not _is_within(token.span, inside):
            yield Token(Lexeme.TEXT, token.text, token.span)
        else:
            yield token


def _is_within(span: Span, places: Sequence[Span]) -> bool:
    place = bisect_right(places, span[0], key=lambda each: each[0]) - 1
    return place >= 0 and span[1] <= places[place][1]


def _without_marks(tokens: Iterator[Token]) -> Iterator[Token]:
    """Without notes in brackets and the arguments that decorate a relation."""
    waiting = list(tokens)
    at = 0
    while at < len(waiting):
        token = waiting[at]
        if token.text in _STACKED and at + 1 < len(waiting):
            middle = _after_group(waiting, at + 1)
            end = _after_group(waiting, middle) if middle < len(waiting) else middle
            yield from _stacked(token.text, waiting[at + 1 : middle], waiting[middle:end])
            at = end
            continue
        if token.text == "(" and at + 1 < len(waiting) and waiting[at + 1].kind is Lexeme.TEXT:
            end = _after_group(waiting, at)
            inner = waiting[at + 1 : end - 1]
            if all(each.kind is Lexeme.TEXT or each.text in _PUNCTUATION for each in inner):
                at = end
                continue
        yield token
        at += 1


_STACKED = frozenset({r"\stackrel", r"\overset", r"\underset"})


def _stacked(command: str, above: Sequence[Token], base: Sequence[Token]) -> Iterator[Token]:
    """The base of two things set one above the other; below an operator stands its index."""
    inner = base[1:-1] if len(base) > 2 and base[0].text == "{" else base
    yield from inner
    if command == r"\underset" and len(inner) == 1 and is_function(inner[0]):
        yield Token(Lexeme.SIGN, "_", inner[0].span)
        yield from above


def _after_group(tokens: Sequence[Token], at: int) -> int:
    depth = 0
    for position in range(at, len(tokens)):
        depth += (tokens[position].text in _OPENING) - (tokens[position].text in _CLOSING)
        if depth <= 0:
            return position + 1
    return len(tokens)


def _statements(tokens: Sequence[Token]) -> Iterator[Statement]:
    """The chains between rows, arrows, words and commas that separate equations."""
    lead, run, arrow = "", list[Token](), False

    def finished() -> Iterator[Statement]:
        statement = _statement(run, lead, after_arrow=arrow) if run else None
        return iter(() if statement is None else (statement,))

    for piece in _pieces(tokens):
        if piece.tokens and run and (piece.aligned or _continues(piece.tokens) or _is_open(run)):
            run += piece.tokens
        elif piece.tokens:
            if run:
                yield from finished()
                lead, arrow = "", False
            run = list(piece.tokens)
        if piece.end.kind is Lexeme.TEXT:
            yield from finished()
            known = [word.strip(" ,.:;") for word in piece.end.text.lower().split()]
            kept = "" if run else lead
            lead = next((w for w in known if w in _SIDE_WORDS | CONDITION_WORDS), kept)
            run, arrow = [], False
        elif piece.end.text in _ARROWS:
            yield from finished()
            run, lead, arrow = [], "", piece.end.text != r"\Leftrightarrow"
    yield from finished()


_OPERATORS = frozenset({"+", "-", "*", "/", ")", "]", r"\cdot", r"\odot", r"\times", r"\otimes"})


def _continues(piece: Sequence[Token]) -> bool:
    """Whether a row goes on with the one before: it begins with a relation or an operator."""
    if piece[0].text in _EQUALITIES or piece[0].text in _ORDERS:
        return True
    related = any(token.text in _EQUALITIES or token.text in _ORDERS for token in piece)
    return piece[0].text in _OPERATORS and not related


@dataclass(frozen=True)
class _Piece:
    """A run of tokens and what ends it; `aligned` if its row begins at a column mark."""

    tokens: Sequence[Token]
    end: Token
    aligned: bool = False


def _pieces(tokens: Sequence[Token]) -> Iterator[_Piece]:
    """Runs of tokens between rows, arrows, words, and commas between equations."""
    run: list[Token] = []
    depth, kept = 0, 0
    fresh, aligned = True, False  # a row has just begun; it began with a column mark
    for position, token in enumerate(tokens):
        if token.text == _ROW and token.font:
            if kept and token.font.startswith("end "):
                kept -= 1
                run.append(token)
                continue
            if kept or _KEPT.match(token.font) or _is_enclosed_array(tokens, position):
                kept += 1
                run.append(token)
                continue
        if kept:
            run.append(token)
            continue
        depth += (token.text in _OPENING) - (token.text in _CLOSING)
        ends_row = token.text == _ROW
        if token.text == "&" and depth == 0:
            aligned |= fresh and not run
            continue
        if depth > 0 and not ends_row:
            run.append(token)
        elif ends_row or token.text == ";" or token.text in _ARROWS or token.kind is Lexeme.TEXT:
            if depth > 0:
                if _is_within_substack(tokens, position):
                    run.append(token)
                continue  # a row breaks within brackets
            yield _Piece(run, token, aligned)
            aligned, fresh = aligned and not ends_row and not run, ends_row or (fresh and not run)
            run = []
        elif token.text == "," and _equation_on_both_sides(tokens, position, run):
            yield _Piece(run, token, aligned)
            run, aligned, fresh = [], False, False
        else:
            run.append(token)
    yield _Piece(run, _END, aligned)


def _is_within_substack(tokens: Sequence[Token], position: int) -> bool:
    r"""Whether a row ends inside \substack{...}, where it separates conditions."""
    depth = 0
    for place in range(position, max(-1, position - _NEAR), -1):
        depth += (tokens[place].text in _CLOSING) - (tokens[place].text in _OPENING)
        if depth < 0:
            return place > 0 and tokens[place - 1].text == r"\substack"
    return False


def _is_enclosed_array(tokens: Sequence[Token], position: int) -> bool:
    before = tokens[position - 1] if position else None
    return (
        tokens[position].font == "begin array"
        and before is not None
        and (before.text in ("(", "[", "|") or before.font == SET_BRACE)
    )


def _equation_on_both_sides(tokens: Sequence[Token], position: int, run: Sequence[Token]) -> bool:
    if not any(token.text in _EQUALITIES or token.text in _ORDERS for token in run):
        return False
    depth = 0
    for token in tokens[position + 1 :]:
        depth += (token.text in _OPENING) - (token.text in _CLOSING)
        if depth < 0 or (depth == 0 and (token.text in (",", _ROW) or token.kind is Lexeme.TEXT)):
            return token.kind is Lexeme.TEXT
        if depth == 0 and (token.text in _EQUALITIES or token.text in _ORDERS):
            return True
    return False


def _is_open(run: Sequence[Token]) -> bool:
    return run[-1].text in ("+", "-", "*", "=", "/", r"\approx", "(", r"\leq", r"\geq")


def _statement(
    tokens: Sequence[Token], lead: str, *, after_arrow: bool = False
) -> Statement | None:
    """A run of tokens as a chain, without the punctuation around it."""
    start, end = 0, len(tokens)
    while start < end and tokens[start].text in _PUNCTUATION - {"*"}:
        start += 1
    while end > start and tokens[end - 1].text in _PUNCTUATION:
        if tokens[end - 1].span[1] - tokens[end - 1].span[0] > 1 and tokens[end - 1].text == "*":
            break  # \cdot is no mark of emphasis
        end -= 1
    members = tuple(_members(tokens[start:end]))
    if not any(each.tokens for each in members):
        return None
    return Statement(members, lead, after_arrow)


def _members(tokens: Sequence[Token]) -> Iterator[Member]:
    relation, run, depth, kept = "", list[Token](), 0, 0
    for position, token in enumerate(tokens):
        depth += (token.text in _OPENING) - (token.text in _CLOSING)
        kept += token.font.startswith("begin ") - token.font.startswith("end ")
        following = tokens[position + 1].text if position + 1 < len(tokens) else ""
        name = _EQUALITIES.get(token.text) or _ORDERS.get(token.text)
        if name is None or depth > 0 or kept > 0 or (token.text == ":" and not run):
            run.append(token)
        elif token.text == ":" and following == "=":
            continue
        else:
            if run or relation:
                yield Member(relation, tuple(run))
            relation, run = name, []
    if run or relation:
        yield Member(relation, tuple(run))
