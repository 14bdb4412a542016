"""The names that an assignment declares, and their one canonical spelling."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from graders.reading.lexing.lexer import tokenize
from graders.reading.lexing.token import Lexeme, Token
from graders.reading.quantities.names.respect import ABBREVIATED
from graders.reading.remembering import remembered

_DERIVATIVE_IN_CODE = re.compile(r"d_?(?P<upper>\w+?)_d_?(?P<lower>\w+)")

_ACTIVATION = re.compile(r"(?:out|output|a|act)_(?P<of>[A-Za-z]\w+)|(?P<before>\w+?)[,_]+out")

_MISREAD = re.compile(r"(?P<base>\w*?[A-Za-z])_?(?P<index>(?=[lIoO]*\d)[\dlIoO]+)(?P<new>_new)?")
_MEMBER = re.compile(r"(?P<letter>[A-Za-z]+)(?P<index>\d+)")
_DIGITS = str.maketrans("lIoO", "1100")


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The names that an assignment declares.

    `known` holds canonical names; `aliases` maps other canonical names to them (`L` to `MSE`);
    `loss` is the quantity that a bare `grad w9` is a derivative of; `arguments` are what may follow
    a name and changes nothing, without spaces: the (1,2) of f_1(1,2).
    """

    known: frozenset[str] = frozenset()
    aliases: Mapping[str, str] = field(default_factory=dict)
    loss: str = ""
    arguments: frozenset[str] = frozenset()

    def canonical(self, name: str) -> str:
        """The declared spelling of a name: aliases first, then any case that fits one name.

        >>> sheet = Vocabulary(frozenset({"MSE", "w9", "dMSE_dw9"}), {"L": "MSE"}, loss="MSE")
        >>> [sheet.canonical(name) for name in ("L", "mse", "dL_dw9", "d_w9", "w9_grad", "v")]
        ['MSE', 'MSE', 'dMSE_dw9', 'dMSE_dw9', 'dMSE_dw9', 'v']
        """
        name = self.aliases.get(name, name)
        if not self.known or name in self.known:
            return name
        alike = self._by_lower_case.get(name.lower(), ())
        if len(alike) == 1:
            return alike[0]
        return self._of_code(name) or self._misread(name) or name

    @cached_property
    def families(self) -> Mapping[str, Mapping[str, str]]:
        """The names that are a letter and a number, by the letter and then by the number."""
        found: dict[str, dict[str, str]] = {}
        for name in self.known:
            if member := _MEMBER.fullmatch(name):
                found.setdefault(member["letter"], {})[member["index"]] = name
        return found

    def _misread(self, name: str) -> str | None:
        """The name that OCR has read with letters for the digits of its index: w_{l0}, wl0."""
        if (found := _MISREAD.fullmatch(name)) is None:
            return None
        index = found["index"].translate(_DIGITS)
        restored = f"{found['base']}{index}{found['new'] or ''}"
        return restored if restored in self.known else None

    def _of_code(self, name: str) -> str | None:
        """What a name with underscores means: dL_dw9, d_w9, w9_grad, new_w1, L_MSE."""
        candidates = []
        if derivative := _DERIVATIVE_IN_CODE.fullmatch(name):
            upper, lower = self._base(derivative["upper"]), self._base(derivative["lower"])
            candidates.append(f"d{upper}_d{lower}")
        if self.loss and name.startswith(("d_", "grad_")):
            candidates.append(f"d{self.loss}_d{self._base(name.partition('_')[2])}")
        if self.loss and name.endswith("_grad"):
            candidates.append(f"d{self.loss}_d{self._base(name.removesuffix('_grad'))}")
        if name.startswith("new_"):
            candidates.append(f"{self._base(name.removeprefix('new_'))}_new")
        if activation := _ACTIVATION.fullmatch(name):  # out_h1, a_h1, h_1,out
            base = activation["of"] or activation["before"]
            candidates.append(self._base(base.replace("_", "")))
        parts = name.split("_")
        if self.loss and all(self._base(part) == self.loss for part in parts):
            candidates.append(self.loss)
        return next((each for each in candidates if each in self.known), None)

    def _base(self, name: str) -> str:
        name = self.aliases.get(name, name)
        alike = self._by_lower_case.get(name.lower(), ())
        return alike[0] if name not in self.known and len(alike) == 1 else name

    def declares(self, name: str) -> bool:
        return self.canonical(name) in self.known

    def derivatives_by_index(self, upper: str, index: str) -> Sequence[str]:
        """The declared derivatives of a quantity by the variable with this number.

        There are none where its variables are not counted from 1: w_2 is the first of h_2.

        >>> sheet = Vocabulary(frozenset({"f1", "df1_dw1", "df1_dw2", "dh2_dw2", "dh2_dw4"}))
        >>> [sheet.derivatives_by_index(*each) for each in (("f1", "2"), ("f1", ""), ("h2", "2"))]
        [['df1_dw2'], [], []]
        """
        by = re.compile(rf"d{re.escape(self.canonical(upper))}_d[A-Za-z]+(\d+)")
        found = [each for name in self.known if (each := by.fullmatch(name))]
        is_counted = {int(each[1]) for each in found} == {*range(1, len(found) + 1)}
        return sorted(each[0] for each in found if is_counted and each[1] == index)

    def begins(self, base: str) -> bool:
        """Whether a declared name is this base and a script: `w` begins `w1`."""
        return base in self._bases

    def tokens(self, text: str) -> tuple[Token, ...]:
        """The tokens of a text; declared words that OCR has spaced, and "w.r.t.", are one each."""
        return _tokens(text, self)

    def whole(self, tokens: Sequence[Token]) -> list[Token]:
        """The tokens with the letters of each declared word as one."""
        found: list[Token] = []
        at = 0
        while at < len(tokens):
            end = at
            while end < len(tokens) and _is_letter(tokens[end]):
                end += 1
            word = "".join(token.text for token in tokens[at:end])
            if end - at > 1 and (self.declares(word) or self.declares(word.removeprefix("d"))):
                span = (tokens[at].span[0], tokens[end - 1].span[1])
                found.append(replace(tokens[at], text=word, span=span))
            else:
                end = max(end, at + 1)
                found += tokens[at:end]
            at = end
        return found

    @cached_property
    def _bases(self) -> frozenset[str]:
        return frozenset(name.partition("_")[0].rstrip("0123456789") for name in self.known)

    @cached_property
    def _by_lower_case(self) -> Mapping[str, list[str]]:
        """Canonical names by their spelling, or by that of a longer alias, in lower case."""
        found: dict[str, list[str]] = {}
        aliases = [(other, name) for other, name in self.aliases.items() if len(other) > 1]
        for spelling, name in [*((name, name) for name in self.known), *aliases]:
            names = found.setdefault(spelling.lower(), [])
            if name not in names:
                names.append(name)
        return found


ANYTHING = Vocabulary()


@remembered
def _tokens(text: str, vocabulary: Vocabulary) -> tuple[Token, ...]:
    return tuple(vocabulary.whole(_with_respect_to(text)))


def _with_respect_to(text: str) -> Sequence[Token]:
    """The tokens of a text, where "w.r.t." is one, with all its stops."""
    ends = {found.start(): found.end() for found in ABBREVIATED.finditer(text)}
    if not ends:
        return tokenize(text)
    tokens = tokenize(ABBREVIATED.sub(lambda found: "wrt".ljust(len(found[0])), text))
    starts = ((each, each.span[0]) for each in tokens)
    return [
        replace(each, span=(start, ends[start])) if start in ends else each
        for each, start in starts
    ]


def _is_letter(token: Token) -> bool:
    return token.kind is Lexeme.WORD and len(token.text) == 1
