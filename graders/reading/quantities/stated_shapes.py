r"""Shapes that are said of an answer: `$2x$, of shape $1 \times m$`."""

import re
from collections.abc import Iterator

from graders.model import StatedShape
from graders.sentences import Ends

_SIDE = r"(\d+|[a-z])"
_TIMES = r"\s*(?:×|x|\*|by|,|\\times(?![a-z]))\s*"
_BETWEEN = rf"\$?\s*[(\[]?\s*{_SIDE}{_TIMES}{_SIDE}\s*[)\]]?\s*\$?(?![\w^])"
_SPACE = r"(?:\\in|∈|\bin)\s*(?:\\mathbb\s*\{?\s*R\s*\}?|\\R|ℝ|R)\s*\^\s*\{?\s*"
_IN_WORDS = re.compile(
    rf"\(?\b(?:(?:with|of|has|have|in|is) )*(?:a |an |the )?(?:shape|size|dimensions?)\b"
    rf"\s*(?:is|of|:|=)?\s*{_BETWEEN}\)?",
    re.IGNORECASE,
)
_ALONE = re.compile(
    rf"\(?\$\s*[(\[]?\s*{_SIDE}\s*(?:×|\\times(?![a-z]))\s*{_SIDE}\s*[)\]]?\s*\$\)?"
)
_IN_SPACE = re.compile(rf"{_SPACE}{_SIDE}\s*(?:×|x|\\times)\s*{_SIDE}")
_CROSS = r"\$?\s*(?:×|x|\\times(?![a-z]))\s*\$?"
_SAID_OF_IT = re.compile(  # "(m x n)", "which is n x m", "an n x m matrix"
    rf"(?:\(\s*(?=[^()]*\))|\b(?:which|it|this|that|result|gradient|derivative)\s+is\s+(?:an?\s+)?\$?"
    rf"|\ban?\s+\$?(?=[^.,]{{0,30}}\bmatrix\b))([\da-wyz]){_CROSS}([\da-wyz])\b",
    re.IGNORECASE,
)
_ROW_OR_COLUMN = re.compile(
    r"(?:[,(:]|\b(?:is|as|again|gives))\s*(?:again\s+)?(?:an?\s+)?(?:(?P<row>row)|(?P<column>column))"
    r"(?:[ -]?vector)?\b(?=\s*(?:[.,;:)]|$)|\s+(?:as|because|since|with|like|in|of)\b)",
    re.IGNORECASE | re.MULTILINE,
)
_BEHIND = re.compile(  # a formula: `(n × 1)`, `\in \mathbb{R}^{5 \times 2}`
    r"\s*(?:\\in|∈|\bin\b)\s*(?:\\mathbb\s*\{?\s*R\s*\}?|\\R\b|ℝ|R(?=\s*\^))"
    r"\s*(?:\^\s*(?:\{[^{}]*\}|\S+)|[⁰-⁹ᵐⁿˣ]+)?\s*[.,]?\s*$"
    r"|(?:[\s,;]|\\[,;:! ]|\\q?quad)*\(\s*[\dmn]\s*(?:×|x|\\times)\s*[\dmn]\s*\)[\s.,]*$"
    r"|\s*[,;:]\s*(?:of )?(?:shape|size)?\s*[\dmn]\s*(?:×|x|\\times|by)\s*[\dmn][\s.,]*$"
)
_WITHIN = re.compile(  # between a formula and words or a stop: `2x (m x 1), since`
    r"(?<=[\w)\]}ᵀ²'])\s+\(\s*[\ddkmnp]\s*(?:×|x|\\times|by)\s*[\ddkmnp]\s*\)"
    r"(?=\s*(?:[,.;:]|$)|\s+[A-Za-z]{2})",
    re.MULTILINE,
)
_CLAUSES = Ends(
    ".;:,",
    words="so|where|with|since|as|because|and|while|for|here",
    also=r"\(",
    in_formulas=True,
)
_VERB = re.compile(r"(?:is|has|have)\b", re.IGNORECASE)
_NAME = re.compile(  # alone in its clause: "x is", "the matrix $W_g$ has"
    r"(?:the |a |an |matrix |vector |column |our |\W)*"
    r"\$?(?:\\(?:mathbf|mathrm|boldsymbol|bm|vec)\s*)?\{?[a-z]\}?(?:_\{?\w\}?)?"
    r"(?:\$?(?:\s+(?:is|are|has|have|itself|being)\b)?"
    r"|(?:\^\{?(?:T|\\top)\}?|ᵀ)\$?\s+(?:is|has|have))\s*(?:a |an |the )?\s*",
    re.IGNORECASE,
)


def stated_shapes(text: str) -> list[StatedShape]:
    r"""The shapes that a text says its answer has, and not those of what it names beside.

    >>> stated_shapes(r"$2x$, of shape $1 \times m$"), stated_shapes("A of size m x n, so A^T")
    ([('1', 'm')], [])
    >>> stated_shapes("2x (m x 1), a column."), stated_shapes("A^T, as x is a column vector")
    ([('m', '1'), ('', '1')], [])
    >>> stated_shapes(r"$\frac{dz}{dx} = 2x \in \mathbb{R}^{m\times 1}$ ($m \times 1$)")
    [('m', '1'), ('m', '1')]
    >>> stated_shapes("2x in R^{m x 1}")
    [('m', '1')]
    """
    return [
        sides for start, _, sides in _stated(text) if not _is_of_name(text[:start], text[start:])
    ]


def without_stated_shapes(text: str) -> str:
    r"""The text without sizes that stand beside formulas and are none.

    >>> without_stated_shapes(r"$2x$, of shape $1 \times m$").rstrip()
    '$2x$,'
    """
    return _ALONE.sub(" ", _IN_WORDS.sub(" ", text))


def without_size_behind(formula: str) -> str:
    r"""A formula without the size that is written behind it.

    >>> without_size_behind(r"2x (n × 1)"), without_size_behind(r"W_g \in \mathbb{R}^{5 \times 2}")
    ('2x', 'W_g')
    """
    return _BEHIND.sub("", formula)


def without_sizes_within(text: str) -> str:
    """A text without the sizes in brackets that stand behind its formulas.

    >>> without_sizes_within("2x (m x 1), since z = x^T x"), without_sizes_within("2 (m x n) + 1")
    ('2x, since z = x^T x', '2 (m x n) + 1')
    """
    return _WITHIN.sub("", text)


def _stated(text: str) -> Iterator[tuple[int, int, StatedShape]]:
    """Where shapes are said, from the first to the last."""
    in_words = list(_IN_WORDS.finditer(text))
    others = (each for kind in (_ALONE, _IN_SPACE) for each in kind.finditer(text))
    apart = [each for each in others if not any(_meet(each, one) for one in in_words)]
    told = [*in_words, *apart]
    told += [
        each for each in _SAID_OF_IT.finditer(text) if not any(_meet(each, one) for one in told)
    ]
    found = [(each.span(), (each[1], each[2])) for each in told]
    for each in _ROW_OR_COLUMN.finditer(text):
        found.append((each.span(), ("1", "") if each["row"] else ("", "1")))
    for (start, end), sides in sorted(found):
        yield start, end, sides


def _meet(one: re.Match[str], other: re.Match[str]) -> bool:
    return one.start() < other.end() and other.start() < one.end()


def _is_of_name(before: str, said: str) -> bool:
    """Whether the clause of a shape speaks of a name and not of the answer."""
    verb = _VERB.match(said)
    clause = _CLAUSES.split(before)[-1] + (verb[0] if verb else "")
    return bool(clause.strip(" $(")) and _NAME.fullmatch(clause) is not None
