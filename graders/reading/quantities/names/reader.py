r"""Names of quantities, matched by structure and not by spelling.

A name has one canonical spelling, which is also a valid identifier:

    w9           `w_9`, `w_{9}`, `w9`, `w₉`, `\mathrm{w}_9`
    dMSE_dw9     `\frac{dMSE}{dw_9}`, `\partial MSE/\partial w_9`, `dMSE/dw9`, `\nabla_{w_9} L`,
                 `grad w9`, `gradient of L with respect to w_9`, `w9.grad`
    w9_new       `w_9^{t+1}`, `w_9^{(new)}`, `w_9'`, `w9_new`, `new w9`, `updated w_9`
    sigma_l      `\sigma_l`
"""

from collections.abc import Iterable, Sequence

from graders.reading.lexing.token import Lexeme, Token
from graders.reading.quantities.names.respect import after_by
from graders.reading.quantities.names.symbols import GRADIENT_WORDS, NEW_WORDS, Found, SymbolReader
from graders.reading.quantities.names.vocabulary import ANYTHING, Vocabulary
from graders.reading.remembering import remembered

_DIFFERENTIALS = frozenset({"d", r"\partial", r"\delta", "partial"})
_DERIVATIVE_COMMANDS = frozenset({r"\pdv", r"\dv", r"\odv", r"\pd"})
_NABLAS = frozenset({r"\nabla", r"\partial", "D"})
_MEANINGLESS = frozenset(["\\\\", ";", "#", "&"])


@remembered
def read_name(text: str, vocabulary: Vocabulary = ANYTHING) -> str | None:
    r"""The canonical name that a text spells, if it is a name and nothing else.

    >>> read_name(r"\frac{dMSE}{dw_9}"), read_name("∂MSE/∂w₉"), read_name(r"w_1^{t+1}")
    ('dMSE_dw9', 'dMSE_dw9', 'w1_new')
    >>> read_name("2 w_1") is None
    True
    """
    return name_of(vocabulary.tokens(text), vocabulary)


def name_of(tokens: Sequence[Token], vocabulary: Vocabulary = ANYTHING) -> str | None:
    """The canonical name that these tokens spell, if they are a name and nothing else."""
    tokens = _without_marks([token for token in tokens if token.text not in _MEANINGLESS])
    reader = NameReader(tokens, vocabulary)
    for start, end in reader.inner_spans():
        found = NameReader(tokens[start:end], vocabulary).name(0)
        if found is not None and found[1] == end - start:
            return found[0]
    return None


def canonical_names(names: Iterable[str], vocabulary: Vocabulary) -> frozenset[str]:
    """The canonical spellings of declared names."""
    return frozenset(found for each in names if (found := read_name(each, vocabulary)))


def _without_marks(tokens: Sequence[Token]) -> Sequence[Token]:
    """Marks of emphasis and a colon say nothing about a name."""
    while tokens and tokens[0].text == "*":
        tokens = tokens[1:]
    while tokens and tokens[-1].text in ("*", ":"):
        tokens = tokens[:-1]
    return tokens


class NameReader(SymbolReader):
    """Reads names, derivatives among them; every method returns None where there is none."""

    def name(self, at: int) -> Found | None:
        """The name that begins here, as long as it can be."""
        found = (
            self.fraction_derivative(at)
            or self.command_derivative(at)
            or self.inline_derivative(at)
            or self.worded(at)
            or self.symbol(at)
            or self.bracketed_symbol(at)
        )
        return found and (found[0], self.after_arguments(found[1]))

    def inner_spans(self) -> Iterable[tuple[int, int]]:
        """The whole, then what is left when brackets around everything are taken off."""
        start, end = 0, len(self.tokens)
        yield start, end
        while end - start > 2 and self.group_end(start) == end:
            start, end = start + 1, end - 1
            yield start, end

    # --- derivatives ------------------------------------------------------------------------

    def fraction_derivative(self, at: int) -> Found | None:
        r"""\frac{dMSE}{dw_9}, \frac{d}{dw_9} MSE, and {dMSE \over dw_9}."""
        if self.text(at) == "{":
            return self.over_derivative(at)
        if self.text(at) != r"\frac":
            return None
        upper_end = self.group_end(at + 1)
        if upper_end and self.group_end(upper_end):
            return self.whole_fraction(at)
        return self.damaged_fraction(at)

    def whole_fraction(self, at: int) -> Found | None:
        upper_end = self.group_end(at + 1)
        lower_end = self.group_end(upper_end) if upper_end else None
        if upper_end is None or lower_end is None:
            return None
        lower = self.differential(upper_end + 1)
        if lower is None or not self.only_closing(lower[1], lower_end):
            return None
        upper = self.differential(at + 2)
        if upper is not None and self.only_closing(upper[1], upper_end):
            return self.derivative(upper[0], lower[0]), lower_end
        if self.text(at + 2) in _DIFFERENTIALS and at + 4 == upper_end:
            operand = self.enclosed_symbol(lower_end)
            if operand is not None:
                return self.derivative(operand[0], lower[0]), operand[1]
        return None

    def damaged_fraction(self, at: int) -> Found | None:
        r"""\frac{dMSE{do_1}: a brace is lost, but both names are there."""
        upper = self.differential(at + 1)
        if upper is None:
            return None
        after = self.after_closing(upper[1])
        lower = self.differential(after)
        if lower is None or self.text(after) != "{":
            return None
        name = self.derivative(upper[0], lower[0])
        return (name, self.after_closing(lower[1])) if self.vocabulary.declares(name) else None

    def over_derivative(self, at: int) -> Found | None:
        upper = self.differential(at + 1)
        if upper is None or self.text(upper[1]) != r"\over":
            return None
        lower = self.differential(upper[1] + 1)
        if lower is None or self.text(lower[1]) != "}":
            return None
        return self.derivative(upper[0], lower[0]), lower[1] + 1

    def command_derivative(self, at: int) -> Found | None:
        r"""\pdv{L}{w_9} and \dv{L}{w_9} of the physics package."""
        if self.text(at) not in _DERIVATIVE_COMMANDS:
            return None
        upper = self.enclosed_symbol(at + 1)
        lower = self.enclosed_symbol(upper[1]) if upper else None
        if upper is None or lower is None:
            return None
        return self.derivative(upper[0], lower[0]), lower[1]

    def inline_derivative(self, at: int) -> Found | None:
        """DMSE/dw9 and d/dw9 MSE on one line, and the code's dw9."""
        if self.text(at) in _DIFFERENTIALS and self.text(at + 1) == "/":
            lower = self.differential(at + 2)
            operand = self.enclosed_symbol(lower[1]) if lower else None
            if lower is not None and operand is not None:
                return self.derivative(operand[0], lower[0]), operand[1]
        upper = self.enclosed_differential(at)
        if upper is None:
            return None
        if self.text(upper[1]) == "/":
            lower = self.enclosed_differential(upper[1] + 1)
            if lower is not None:
                return self.derivative(upper[0], lower[0]), lower[1]
        loss = self.vocabulary.loss
        is_error = self.text(at) == r"\delta"  # of backpropagation, by what goes into a unit
        if loss and not is_error and self.vocabulary.declares(self.derivative(loss, upper[0])):
            return self.derivative(loss, upper[0]), upper[1]
        return None

    def enclosed_differential(self, at: int) -> Found | None:
        """`dL` or `(dL)`."""
        if self.text(at) != "(":
            return self.differential(at)
        inner = self.differential(at + 1)
        return (inner[0], inner[1] + 1) if inner and self.text(inner[1]) == ")" else None

    def differential(self, at: int) -> Found | None:
        r"""`d w_9`, `dw_9`, `d(w_9)`, `\partial w_9`: the name that is differentiated."""
        while self.text(at) == "{":
            at += 1
        token = self.text(at)
        if token in _DIFFERENTIALS:
            after = self.after_closing(at + 1)  # {\partial} w_9
            if self.text(after) == "0":  # OCR reads o as 0
                return self.symbol(after, base="o")
            return self.enclosed_symbol(after)
        if len(token) > 1 and token[0] == "d" and self.tokens[at].kind is Lexeme.WORD:
            return self.symbol(at, base=token[1:])
        return None

    # --- words ------------------------------------------------------------------------------

    def worded(self, at: int) -> Found | None:
        r"""`grad w9`, `gradient of L with respect to w_9`, `\nabla_{w_9} L`, `new w9`."""
        word = self.text(at).lower()
        if self.text(at) in _NABLAS and self.text(at + 1) == "_" and (by := self.derived_by(at)):
            return by
        if self.text(at) in (r"\nabla", r"\partial"):
            return self.nabla(at)
        if word in GRADIENT_WORDS:
            return self.gradient(at + 1)
        if word in NEW_WORDS:
            inner = self.symbol(at + 1)
            if inner is not None and not inner[0].endswith("_new"):
                return self.vocabulary.canonical(f"{inner[0]}_new"), inner[1]
        return None

    def gradient(self, at: int) -> Found | None:
        """What follows the word: `(w9)`, `_w9`, `of L with respect to w_9`, `by w_9`."""
        at += self.text(at) == "_"
        upper = None
        if self.text(at).lower() == "of":
            at += 1 + (self.text(at + 1).lower() == "the")
            upper = self.enclosed_symbol(at)
            at = upper[1] if upper else at
        by = after_by(self.tokens, at)
        lower = self.enclosed_symbol(by)
        if lower is not None and (by > at or upper is None) and (upper or self.vocabulary.loss):
            return self.derivative(upper[0] if upper else self.vocabulary.loss, lower[0]), lower[1]
        if upper is not None and self.vocabulary.loss:
            return self.derivative(self.vocabulary.loss, upper[0]), upper[1]
        return None

    def derived_by(self, at: int) -> Found | None:
        r"""\partial_{w_1} f_1, D_{w_1} f_1, and \partial_1 f_1 by the first of its variables."""
        index = self.script(at + 2)
        by = self.enclosed_symbol(at + 2)
        after = by[1] if by else index[1] if index else at
        operand = self.enclosed_symbol(after)
        if operand is None:
            return None
        if by is not None:
            name = self.derivative(operand[0], by[0])
            return (name, operand[1]) if name in self.vocabulary.known else None
        names = self.vocabulary.derivatives_by_index(operand[0], index[0] if index else "")
        return (names[0], operand[1]) if len(names) == 1 else None

    def nabla(self, at: int) -> Found | None:
        r"""\nabla_{w_9} L, \partial_{w_9} L, \nabla_oMSE and \nabla w_9."""
        loss = self.vocabulary.loss
        if self.text(at + 1) != "_":
            by = self.symbol(at + 1) if self.text(at) == r"\nabla" else None
            return (self.derivative(loss, by[0]), by[1]) if by and loss else None
        by = self.enclosed_symbol(at + 2)
        if by is None:
            return None
        letter, rest = self.text(at + 2)[:1], self.text(at + 2)[1:]
        if rest and self.vocabulary.canonical(rest) == loss:  # TeX takes one letter: \nabla_oMSE
            return self.derivative(loss, letter), by[1]
        operand = self.enclosed_symbol(by[1])
        if operand is not None and self.vocabulary.canonical(operand[0]) == loss:
            return self.derivative(loss, by[0]), operand[1]
        return (self.derivative(loss, by[0]), by[1]) if loss else None
