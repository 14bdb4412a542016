"""A passage of a written answer, and the names that say what of it is the answer."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from graders.judging.lengths import MAX_LENGTH
from graders.model import Answer, Form
from graders.reading.lexing.lexer import tokenize
from graders.reading.mathematics.names.spelled_names import plain_name
from graders.reading.mathematics.words.worded_gradients import with_gradients
from graders.reading.mathematics.words.worded_operators import with_operators

_GOES_ON = re.compile(r"(?<=[\w)}\]|²])[ \t]*\n[ \t]*(?==[^=])")
_DEFINES_BEHIND = re.compile(  # an equation, right before a line that goes on with it
    r"^(?P<equation>[^$\n]*=[^$\n]*?),?[ \t]+(?P<definition>(?:with|where)[ \t][^$=\n]*=[^$=\n]*)\n"
    r"(?=[ \t]*=[^=])",
    re.MULTILINE,
)
_SCRIPT = re.compile(r"(?<!\$)\$[ \t]*\$(?=\s*[\^_])")  # that stands apart: "$a$ $^{-1}$"
_DERIVATIVE = re.compile(r"^(d[^/=]*)/(d[^/=]*)$")
_GRADIENT = re.compile(
    r"^(?:nabla_|d_|fracdd)(?P<by>[A-Za-z](?:_\w)?)(?P<of>[A-Z](?:_\w)?)(?:\(.*\))?$"
)


@dataclass(frozen=True)
class Passage:
    """The text in which an answer stands, and what helps to find it there.

    Attributes:
        text: in which formulas are delimited, or stand on lines of their own.
        names: the left-hand sides that define the answer, in LaTeX.
        others: those that define something else that may stand in the passage.
        around: what stands around the passage, which may explain names that it uses.
    """

    text: str
    names: Sequence[str] = ()
    others: Sequence[str] = ()
    around: str = ""

    @cached_property
    def wanted(self) -> frozenset[str]:
        """The names without what is only notation."""
        return frozenset(map(bare_name, self.names))

    @cached_property
    def unwanted(self) -> frozenset[str]:
        """The other names, in the same form."""
        return frozenset(map(bare_name, self.others)) - self.wanted

    @property
    def explaining(self) -> str:
        """The text that may explain names: with what stands around, unless that is too much."""
        return self.around if len(self.text) < len(self.around) <= MAX_LENGTH else self.text


def passage_of(answer: Answer) -> str:
    """The text of an answer; a formula that stands alone is told from words by dollar signs.

    A line that begins with an equals sign goes on with the one before, and so does an exponent.
    """
    is_formula = answer.form is Form.LATEX and "$" not in answer.text
    return (
        f"$${answer.text}$$"
        if is_formula
        else with_gradients(with_operators(_in_one_line(_SCRIPT.sub(" ", answer.text))))
    )


def _in_one_line(text: str) -> str:
    r"""A text in which equations that go on in the next line are one, behind what they define.

    >>> _in_one_line("a = b u with u = c\n= d\n= e")
    'with u = c\na = b u = d = e'
    """
    return _GOES_ON.sub(" ", _DEFINES_BEHIND.sub(r"\g<definition>\n\g<equation>\n", text))


def bare_name(latex: str) -> str:
    """A left-hand side without what is only notation, so that equal names are equal."""
    return bare(plain_name(tokenize(latex)))


def bare(name: str) -> str:
    r"""A plain name in one spelling, whether a derivative is a fraction, on the line or a nabla.

    >>> bare_name(r"\frac{dL}{dw_1}"), bare_name(r"\nabla_{w_1} L")
    ('fracdLdw_1', 'fracdLdw_1')
    """
    plain = name.replace(" ", "").replace("partial", "d")
    return _GRADIENT.sub(r"fracd\g<of>d\g<by>", _DERIVATIVE.sub(r"frac\1\2", plain))
