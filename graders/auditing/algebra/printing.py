r"""Expressions as LaTeX, as a student may write them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from graders.expression import Call, Expression, Fold, Number, Symbol

_SUM, _PRODUCT, _NEGATION, _POWER, _ATOM = 1, 2, 3, 4, 5
_COMMANDS = {
    "log": r"\log", "sin": r"\sin", "cos": r"\cos", "tan": r"\tan", "tanh": r"\tanh",
    "sinh": r"\sinh", "cosh": r"\cosh", "sigmoid": r"\sigma", "max": r"\max", "min": r"\min",
    "relu": r"\operatorname{ReLU}", "sign": r"\operatorname{sign}", "exp": r"\exp",
    "softmax": r"\operatorname{softmax}", "tr": r"\operatorname{tr}", "det": r"\det",
    "diag": r"\operatorname{diag}", "indicator": r"\mathbb{1}", "arcosh": r"\operatorname{arcosh}",
    "apply": "", "softplus": r"\operatorname{softplus}",
}  # fmt: skip
_FOLDS = {"sum": r"\sum", "prod": r"\prod", "max": r"\max", "min": r"\min"}
_NAMES = {"inf": r"\infty", "identity": "I", "ones": r"\mathbf{1}"}
_RELATIONS = {">": ">", "<": "<", ">=": r"\geq", "<=": r"\leq", "=": "=", "!=": r"\neq"}


class NotPrintable(Exception):
    """The expression holds something that is not written here."""


@dataclass(frozen=True)
class Printer:
    r"""Writes expressions in the names of an exercise.

    >>> print(Printer({}).text(Call("/", (Symbol("x"), Symbol("y")))))
    \frac{x}{y}
    """

    names: Mapping[str, str]  # LaTeX by canonical name
    slash: bool = False  # x / y for fractions
    dot: bool = False  # x \\cdot y for products

    def text(self, expression: Expression) -> str:
        """The expression in LaTeX.

        Raises:
            NotPrintable: if there is no notation for something in it.
        """
        return self._within(expression, 0)

    def _within(self, expression: Expression, least: int) -> str:
        text, strength = self._written(expression)
        return f"({text})" if strength < least else text

    def _written(self, expression: Expression) -> tuple[str, int]:
        match expression:
            case Number(value):
                return self._number(value)
            case Symbol(name):
                return self.names.get(name, _latex_of(name)), _ATOM
            case Fold():
                return self._fold(expression), _PRODUCT
            case Call("-", (only,)):
                return f"-{self._within(only, _PRODUCT)}", _SUM
            case Call("+" | "-", arguments):
                return self._sum(expression.function, arguments), _SUM
            case Call("*" | "·", arguments):
                return self._product(expression.function, arguments), _PRODUCT
            case Call("/", (above, below)):
                return self._fraction(above, below)
            case Call("^", (base, exponent)):
                return f"{self._base(base)}^{{{self.text(exponent)}}}", _POWER
            case Call("T", (only,)):
                return f"{self._base(only)}^T", _POWER
            case Call("inverse" | "pinv" as function, (only,)):
                sign = "-1" if function == "inverse" else "+"
                return f"{self._base(only)}^{{{sign}}}", _POWER
            case Call("odot" | "otimes", (left, right)):
                sign = rf" \{expression.function} "
                return f"{self._within(left, _ATOM)}{sign}{self._within(right, _ATOM)}", _PRODUCT
            case Call("at", (array, *indices)):
                return self._entry(array, indices), _ATOM
        return self._call(expression), _ATOM

    def _number(self, value: Fraction) -> tuple[str, int]:
        if value.denominator == 1:
            return str(value), _ATOM if value >= 0 else _SUM
        if _is_decimal(value):
            return f"{float(value):.10g}", _ATOM if value >= 0 else _SUM
        return rf"\frac{{{value.numerator}}}{{{value.denominator}}}", _ATOM if value > 0 else _SUM

    def _sum(self, function: str, arguments: Sequence[Expression]) -> str:
        text = self._within(arguments[0], _SUM)
        for each in arguments[1:]:
            match each:
                case Call("-", (only,)) if function == "+":
                    text += f" - {self._within(only, _PRODUCT)}"
                case _:
                    text += f" {function} {self._within(each, _PRODUCT)}"
        return text

    def _product(self, function: str, arguments: Sequence[Expression]) -> str:
        text = ""
        for at, each in enumerate(arguments):
            last = at == len(arguments) - 1
            least = _PRODUCT if last and isinstance(each, Fold) and each else _NEGATION
            factor = self._within(each, _ATOM if isinstance(each, Fold) and not last else least)
            touching = text[-1:].isalnum() and factor[:1].isdigit()
            written = self.dot or touching or (function == "·" and bool(text))
            text += (r" \cdot " if written and text else " " if text else "") + factor
        return text

    def _fraction(self, above: Expression, below: Expression) -> tuple[str, int]:
        if self.slash:
            return f"{self._within(above, _POWER)} / {self._within(below, _POWER)}", _PRODUCT
        return rf"\frac{{{self.text(above)}}}{{{self.text(below)}}}", _NEGATION

    def _base(self, expression: Expression) -> str:
        match expression:
            case Symbol(name) if "^" in self.names.get(name, _latex_of(name)):
                return f"({self.text(expression)})"
            case Symbol(name) if self.names.get(name, "").startswith((r"\frac", r"\nabla")):
                return f"({self.text(expression)})"
            case Symbol() | Call("norm" | "abs"):
                return self.text(expression)
            case Call("at", (Symbol(name), *_)) if "^" not in self.names.get(name, _latex_of(name)):
                return self.text(expression)
            case Number(value) if value.denominator == 1 and value >= 0:
                return str(value)
        return f"({self.text(expression)})"

    def _entry(self, array: Expression, indices: Sequence[Expression]) -> str:
        scripts = " ".join(self.text(each) for each in indices)
        name = self.text(array)
        plain = isinstance(array, Symbol) and not set("_^( ") & set(name)
        return f"{name if plain else f'({name})'}_{{{scripts}}}"

    def _fold(self, fold: Fold) -> str:
        if fold.operator == "mean" and fold.first is not None and fold.last is None:
            under = rf"{fold.index} \sim {self.text(fold.first)}"
            return rf"\mathbb{{E}}_{{{under}}}[{self.text(fold.body)}]"
        if fold.operator not in _FOLDS:
            raise NotPrintable(fold.operator)
        body = self._within(fold.body, _PRODUCT)
        sign = _FOLDS[fold.operator]
        if fold.first is not None and fold.last is not None and fold.condition is None:
            first, last = self.text(fold.first), self.text(fold.last)
            return f"{sign}_{{{fold.index}={first}}}^{{{last}}} {body}"
        if fold.first is None and fold.last is None:
            under = fold.index if fold.condition is None else self.text(fold.condition)
            return f"{sign}_{{{under}}} {body}"
        raise NotPrintable(fold.operator)

    def _call(self, expression: Expression) -> str:
        if not isinstance(expression, Call):
            raise NotPrintable
        arguments = expression.arguments
        match expression:
            case Call("abs", (only,)):
                return f"|{self.text(only)}|"
            case Call("sqrt", (only,)):
                return rf"\sqrt{{{self.text(only)}}}"
            case Call("floor", (only,)):
                return rf"\lfloor {self.text(only)} \rfloor"
            case Call("norm", (only, Number(value))) if value == 2:
                return rf"\|{self.text(only)}\|"
            case Call("norm", (only, kind)):
                return rf"\|{self.text(only)}\|_{{{self.text(kind)}}}"
            case Call("sum", (Call("odot", (left, right)),)):
                return rf"\langle {self.text(left)}, {self.text(right)} \rangle"
            case Call(function, (left, right)) if function in _RELATIONS:
                return f"{self.text(left)} {_RELATIONS[function]} {self.text(right)}"
            case Call("apply", (called, *inner)):
                return f"{self.text(called)}({', '.join(map(self.text, inner))})"
        if expression.function not in _COMMANDS:
            raise NotPrintable(expression.function)
        inner_text = ", ".join(self.text(each) for each in arguments)
        return f"{_COMMANDS[expression.function]}({inner_text})"


def _is_decimal(value: Fraction) -> bool:
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1 and value.denominator > 4


def _latex_of(name: str) -> str:
    """The LaTeX of a name that no exercise declares, such as an index."""
    return _NAMES.get(name, name if len(name) == 1 else f"\\{name}")
