"""What identifiers stand for: declared names as students spell them in Python."""

import re
from collections.abc import Iterator, Mapping
from itertools import islice, product

from graders.reading.lexing.lexer import tokenize
from graders.reading.lexing.token import Token
from graders.reading.mathematics.names.spelled_names import ACCENTS, MARKS, plain_name
from graders.reading.mathematics.names.symbols import SymbolTable

CONSTANTS = {"pi": "pi", "e": "e", "inf": "inf"}
_SPELLINGS: Mapping[str, tuple[str, ...]] = {
    "lambda": ("lambda", "lam", "lmbda", "lambd"), "varepsilon": ("epsilon", "eps", "varepsilon"),
    "varphi": ("phi", "varphi"), "ell": ("ell", "l"), "nabla": ("grad", "nabla"),
    "partial": ("d", "partial"), "*": ("star", "opt"), "star": ("star", "opt"), "'": ("prime",),
    "+": ("plus", "p", ""), "-": ("minus", "m", ""), "frac": (), "dfrac": (),
}  # fmt: skip
_DERIVATIVES = tuple(
    re.compile(pattern)
    for pattern in (
        r"\\[dt]?frac\s*\{\s*(?:\\partial|d)(?P<of>.+?)\}\s*\{\s*(?:\\partial|d)(?P<by>.+)\}",
        r"(?:\\partial|d)(?P<of>[^/]+)/\s*(?:\\partial|d)(?P<by>.+)",
        r"\\nabla_(?P<by>\{.+?\}|\\?\w+)(?P<of>.+)",
        r"\\nabla(?P<by>[^_(][^(]*)\(.+\)",
    )
)
_WITH_STEP = re.compile(
    r"(?P<base>[^_^]+)(?:_\{?(?:t|k|old)(?:-1)?\}?|\^\{?\((?:t|k|old)(?:-1)?\)\}?)"
)
_MOST_SPELLINGS = 200


class Names:
    """The identifiers that stand for declared names: `y_hat`, `Wg`, `lam`, `w_star`, `dL_dw`."""

    def __init__(self, table: SymbolTable) -> None:
        self.table = table
        # as spelled; short names and names without their font; then both in any case
        self.levels: tuple[dict[str, set[str]], ...] = ({}, {}, {}, {})
        latex = {name: each.name for name, each in table.declarations.items()}
        latex |= {name: each.name for name, each in table.definitions.items()}
        for name, written in latex.items():
            short = {*_short_names(written), *spellings(written), *_stepless(written)}
            for level, found in enumerate((spellings(written, table.fonted), short)):
                for spelling in found:
                    self.levels[level].setdefault(spelling, set()).add(name)
                    self.levels[level + 2].setdefault(spelling.lower(), set()).add(name)

    def fits(self, identifier: str, *, any_case: bool = True) -> set[str]:
        """The declared names that an identifier may be."""
        if identifier in self.table.names:
            return {identifier}
        plain = identifier if identifier.isascii() else plain_name(tokenize(identifier))
        key = "".join(each for each in plain if each.isalnum())
        levels = [level.get(key) for level in self.levels[:2]]
        levels += [level.get(key.lower()) for level in self.levels[2:] if any_case]
        return next(filter(None, levels), set())


def spellings(latex: str, fonted: frozenset[str] = frozenset()) -> set[str]:
    r"""A name without brackets and signs; an accent stands before or after its letter.

    >>> sorted(spellings(r"\hat{w}^*"))
    ['hatwopt', 'hatwstar', 'whatopt', 'whatstar']
    """
    choices: list[tuple[str, ...]] = []
    accents: list[str] = []
    for token in tokenize(latex):
        if token.text in ACCENTS:
            accents.append(ACCENTS[token.text])
        elif token.text in MARKS:
            choices.append(("", token.text.removeprefix("\\")))
        elif options := _options(token, fonted):
            for accent in reversed(accents):
                options = tuple(e for each in options for e in (each + accent, accent + each))
            choices.append(options)
            accents = []
    return {"".join(each) for each in islice(product(*choices), _MOST_SPELLINGS)} - {""}


def _options(token: Token, fonted: frozenset[str]) -> tuple[str, ...]:
    text = token.text.removeprefix("\\")
    if token.font == "bold" and text in fonted:
        return f"bold{text}", f"{text}bold", f"vec{text}", f"{text}vec"
    return _SPELLINGS.get(text, (text,) if text.isalnum() else ())


def _stepless(latex: str) -> Iterator[str]:
    r"""`w` for w_t; also `w_prev`, `w_old` for w_{t-1}."""
    found = _WITH_STEP.fullmatch(latex.strip())
    if found is not None:
        for base in spellings(found["base"]):
            yield base
            if "-1" in latex:
                yield from (f"{base}prev", f"{base}old")


def _short_names(latex: str) -> Iterator[str]:
    r"""`dL_dw`, `grad_w` and `dw` for \frac{\partial L}{\partial w}; `grad_f` for \nabla f(w)."""
    found = next(filter(None, (each.fullmatch(latex.strip()) for each in _DERIVATIVES)), None)
    if found is not None:
        upper = spellings(found.groupdict().get("of") or "") or {""}
        for of, by in product(sorted(upper), sorted(spellings(found["by"]))):
            yield from (f"d{of}d{by}", f"grad{of}{by}", f"grad{by}", f"d{by}", f"{by}grad")
