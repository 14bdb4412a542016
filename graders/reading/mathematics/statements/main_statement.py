"""Which statement of a writing is the answer; the others lead to it or explain it."""

from collections.abc import Sequence
from itertools import takewhile

from graders.errors import Unreadable
from graders.expression import Expression, substitute
from graders.reading.lexing.token import Lexeme, Token
from graders.reading.mathematics.ambiguity import AS_WRITTEN, Reading
from graders.reading.mathematics.names.own_names import is_declared, is_name
from graders.reading.mathematics.names.scripts import read_scripts, split, text_at
from graders.reading.mathematics.names.spelled_names import end_of_name
from graders.reading.mathematics.names.symbols import SymbolTable
from graders.reading.mathematics.parsing.dots import DOTS
from graders.reading.mathematics.statements.around import Writing, read_writing
from graders.reading.mathematics.statements.chain import CONDITION_WORDS, Member, Statement
from graders.reading.mathematics.statements.mentions import is_mentioned, without_square
from graders.reading.mathematics.statements.quantities import derived_in, names_quantity
from graders.reading.mathematics.statements.value import value_of
from graders.reading.mathematics.words.explanations import explains, given_values, take_definitions

_LOGARITHM = frozenset({"-", r"\log", r"\ln", "log", "ln", "(", ")"})
_MOST_STATEMENTS = 100  # among which the answer is looked for


def read_value(text: str, table: SymbolTable, reading: Reading = AS_WRITTEN) -> Expression:
    r"""The expression that an answer comes to: the last member of its last chain.

    Values that are given beside it, as in `with \eta = 1/L`, are put in.

    Raises:
        Unreadable: where and why it cannot be read.
    """
    writing = read_writing(text, table)
    writing.reading = reading
    answer = main_statement(writing)
    found, given = value_of(writing, answer), given_values(writing, answer)
    return substitute(found, given) if given else found


def main_statement(writing: Writing) -> Statement:
    """The statement that holds the answer; the others lead to it or explain it.

    Raises:
        Unreadable: if several could be meant.
    """
    main = [each for each in writing.statements if not each.lead] or writing.statements[:1]
    while len(main) > 1 and (_is_range(main[-1], writing.table) or _is_draw(main[-1])):
        main.pop()
    if len(main) > _MOST_STATEMENTS:
        raise Unreadable("there are too many formulas to tell which is the answer")
    if any(each.lead in CONDITION_WORDS or _goes_on(each) for each in writing.statements):
        raise Unreadable("the answer is given under a condition, which is not read")
    if len(main) > 1 and _explain_first(main, writing):
        del main[1:]
    while len(main) > 1 and _explains_others(main, writing):
        main.pop()
    answer = main[-1]
    if answer.has_relation and _is_listed(answer.members[0].tokens, writing):
        raise Unreadable("several formulas stand side by side, and none is said to be the answer")
    if not answer.after_arrow:
        _check_alone(answer, main[:-1], writing)
    elif main[:-1] and not (
        any(each.has_relation for each in main) or _are_heads(main[:-1], writing.table)
    ):
        raise Unreadable("an arrow stands between formulas, and not between equations")
    take_definitions(writing, answer)
    return answer


def _is_listed(tokens: Sequence[Token], writing: Writing) -> bool:
    """Whether a left-hand side is several with commas between, and no names that words tell of."""
    *before, _ = (tokens[slice(*part)] for part in split(tokens, 0, len(tokens), ","))
    return any(part and not (writing.has_words and is_name(part)) for part in before)


def _goes_on(statement: Statement) -> bool:
    """Whether another formula stands behind a condition: `for y = 1, b`, `y = 1: b`."""
    if any(each.relation == ":" for each in statement.members[2:]):
        return True
    tokens = statement.members[-1].tokens
    if statement.lead != "for" or not DOTS.isdisjoint(token.text for token in tokens):
        return False
    _, *others = (tokens[slice(*part)] for part in split(tokens, 0, len(tokens), ","))
    return any(token.kind is Lexeme.WORD for part in others for token in part)


def _is_range(statement: Statement, table: SymbolTable) -> bool:
    r"""Whether a statement only says what an index runs over: `i = 1, \dots, n`."""
    head, *values = statement.members
    named = table.match(head.tokens, 0) if is_name(head.tokens) else None
    name = named.symbol if named is not None else head.tokens[0].text if head.tokens else ""
    declared = table.declarations.get(name)
    is_index = len(head.tokens) == 1 and (declared is None or declared.domain == "index")
    dotted = any(token.text in DOTS for each in values for token in each.tokens)
    return is_index and dotted and not statement.after_arrow


def _is_draw(statement: Statement) -> bool:
    r"""Whether a statement only says what a name is drawn from: `\epsilon \sim N(0, I)`."""
    head, *values = statement.members
    if len(values) != 1 or values[0].relation != "~" or not is_name(head.tokens):
        return False
    named = values[0].tokens[: end_of_name(values[0].tokens, 0)]
    is_capital = bool(named) and named[0].text[:1].isupper()
    return is_capital and text_at(values[0].tokens, len(named)) == "("


def _explains_others(main: Sequence[Statement], writing: Writing) -> bool:
    """Whether the last statement defines a name that a value before it is made of."""
    *others, last = main
    head = last.members[0].tokens
    if last.after_arrow or not (last.has_relation and is_name(head)):
        return False
    if not explains(last, writing.table) or not others[-1].members[-1].tokens:
        return False
    before = takewhile(lambda each: each is not last, writing.statements)
    values = [member for each in before for member in _values(each)]
    is_used = any(is_mentioned(head, each.tokens) for each in values)
    if any(_is_head(each, last) for each in others if each.has_relation):
        return False  # it is said again
    named = (each for each in others if each.has_relation)
    return is_used and not any(_is_used(each, Statement(last.members[1:])) for each in named)


def _explain_first(main: Sequence[Statement], writing: Writing) -> bool:
    """Whether the first statement is made of names that all others define, one of another."""
    first, *others = main
    if not all(_is_definition(each, writing.table) for each in others):
        return False
    used, waiting = [first, *(each for each in writing.statements if each.lead)], others
    while reached := [each for each in waiting if any(_is_used(each, user) for user in used)]:
        used = reached
        waiting = [each for each in waiting if each not in reached]
    leads_on = first.has_relation and any(_is_used(first, each) for each in others)
    return not waiting and not leads_on


def _is_definition(statement: Statement, table: SymbolTable) -> bool:
    """Whether a statement says what a name of the student's own stands for."""
    is_told = statement.has_relation and is_name(statement.members[0].tokens)
    return is_told and not statement.after_arrow and explains(statement, table)


def _values(statement: Statement) -> Sequence[Member]:
    """The members of a chain without the name of its quantity."""
    named = statement.has_relation and is_name(statement.members[0].tokens)
    return statement.members[named:]


def _are_heads(statements: Sequence[Statement], table: SymbolTable) -> bool:
    """Whether statements are but left-hand sides: gradients, and names that are not declared."""
    heads = [each.members[0].tokens for each in statements]
    return bool(heads) and all(
        _is_nabla(head) or (is_name(head) and table.match(head, 0) is None) for head in heads
    )


def _is_nabla(tokens: Sequence[Token]) -> bool:
    r"""Whether tokens are the gradient of a name: `\nabla J(w)`, `\nabla_w J`."""
    if tokens[0].text != r"\nabla":
        return False
    named = read_scripts(tokens, 1).after
    rest = tokens[named:]
    texts = [token.text for token in rest]
    return bool(rest) and (is_name(rest) or (is_name(rest[:1]) and texts[1::2] == ["(", ")"]))


def _check_alone(answer: Statement, others: Sequence[Statement], writing: Writing) -> None:
    """Refuses an answer beside which another formula stands that does not lead to it."""
    led = [answer]
    for other in reversed(others):
        if answer.concludes and not answer.has_relation:
            continue
        if not other.has_relation:
            is_called = _is_only_name(other) and (writing.has_words or _is_head(other, answer))
            if _is_only_name(answer) or not is_called:
                raise Unreadable(
                    "several formulas stand side by side, and none is said to be the answer"
                )
        elif not (answer.has_relation or answer.members[0].relation):
            if any(_says_what_is_used(other, each, writing) for each in led):
                led.append(other)
                continue
            raise Unreadable("a formula stands after an equation, and does not go on with it")
        elif any(_is_used(other, each) for each in led) or _is_made_of(other, answer):
            led.append(other)
        elif _defines(other) or not answer.has_relation:
            raise Unreadable("several quantities are given, and none is said to be the answer")


def _says_what_is_used(other: Statement, answer: Statement, writing: Writing) -> bool:
    """Whether an equation before an answer gives a name of the student's own that it uses."""
    name = other.members[0].tokens
    return is_name(name) and not is_declared(name, writing.table) and _is_used(other, answer)


def _defines(statement: Statement) -> bool:
    """Whether a chain begins with the name of a quantity."""
    head = statement.members[0].tokens
    return bool(head) and names_quantity(head)


def _is_used(other: Statement, answer: Statement) -> bool:
    """Whether the quantity that a chain defines is the answer's own, or occurs in it."""
    head, *values = answer.members
    name = other.members[0].tokens
    if not values:
        return is_mentioned(name, head.tokens)
    # of \sigma^2, and of -\log L, is that of \sigma, or of L
    texts = [[token.text for token in without_square(each)] for each in (name, head.tokens)]
    own = texts[0] == texts[1] or texts[0] == _without_logarithm(texts[1])
    derived = is_mentioned(name, derived_in(head.tokens))
    return own or derived or any(is_mentioned(name, each.tokens) for each in values)


def _without_logarithm(head: Sequence[str]) -> Sequence[str]:
    r"""What the logarithm is of that a chain is said to be: `L` of `-\log L`."""
    return [each for each in head if each not in _LOGARITHM]


def _is_made_of(other: Statement, answer: Statement) -> bool:
    """Whether an equation is one for the quantity that the answer is: `2S = n(n + 1)`."""
    head = answer.members[0].tokens
    return is_name(head) and is_mentioned(head, other.members[0].tokens)


def _is_head(name: Statement, answer: Statement) -> bool:
    """Whether a name that stands alone is that of the answer, or the answer has none."""
    names = [[token.text for token in each.members[0].tokens] for each in (name, answer)]
    return not answer.has_relation or names[0] == names[1]


def _is_only_name(statement: Statement) -> bool:
    return len(statement.members) == 1 and is_name(statement.members[0].tokens)
