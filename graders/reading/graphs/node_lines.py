r"""The values of the nodes of a graph as a list for each of two seeds: "seed w1: v1' = 0.5, ...".

They come to the rows of a table with a column for each seed.
"""

import re
from collections.abc import Iterator

from graders.reading.quantities.equations.chains import read_chains
from graders.reading.quantities.names.vocabulary import ANYTHING

NOT_WRITTEN = "not written"  # which may be meant as zero
_LEADING = r"\bseed(?:ed|ing|s)?\b|\bw\.?\s?r\.?\s?t\.?|\bwith respect to\b"
_SETS = (  # a vector of seeds in front: "c) $\dot{w} = (1, 0)$:"
    r"^[\W\d]*(?:[a-z]\)\W*)?(?:(?:\\?(?:dot|bar|overline)\b|[wf])\W{0,3}){0,2}=?\s*"
    r"(?=\(\s*[01]\s*,\s*[01]\s*\))"
)
_SEED = re.compile(
    rf"(?:{_LEADING}|^[\W\d]*(?:for|by|output|input)\b|{_SETS})[^\n\w(]{{0,6}}"
    r"(?:\\\w+\W{0,3}|[d∂])?(?:\(\s*(?P<unit>[01])\s*,\s*[01]\s*\)|[wf]?_?\{?(?P<index>[12])\b)"
    r"[^:\n,;]{0,30}?(?::|$)",
    re.IGNORECASE | re.MULTILINE,
)
_NODE = re.compile(
    r"(?<![A-Za-z])(?:d|∂|δ)?([a-z])\}?_?\{?(\d{1,2})\}?\W{0,3}(?:_?(?:bar|dot)\b|['′])?\W{0,3}"
    r"(?:/\W*(?:d|∂|\\partial)\W?[wf]_?\{?\d\}?\W{0,2})?$"
)
_APART = re.compile(r"\$\s+\$(?=[^$=]*[A-Za-z][^$=]*=)")  # two equations of their own


def rows_of_lines(text: str) -> Iterator[tuple[str, str, str]]:
    r"""Each node with its values for the first seed and the second, if there is a list for both.

    >>> text = "seed w1: v1' = -sin 1 = -0.84, v2' = 0\nseed w2: v1' = 0, v3' = 0.5"
    >>> list(rows_of_lines(text))
    [('v1', '-0.84', '0'), ('v2', '0', 'not written'), ('v3', 'not written', '0.5')]
    """
    marks = list(_SEED.finditer(text))
    if sorted(map(_seed, marks)) != [1, 2]:
        return
    ends = (marks[1].start(), len(text))
    said = {_seed(mark): text[mark.end() : end] for mark, end in zip(marks, ends, strict=True)}
    first, second = _values(said[1]), _values(said[2])
    for node in dict.fromkeys([*first, *second]):
        yield node, first.get(node, NOT_WRITTEN), second.get(node, NOT_WRITTEN)


def _seed(mark: re.Match[str]) -> int:
    return int(mark["index"]) if mark["index"] else 2 - int(mark["unit"])


def _values(text: str) -> dict[str, str]:
    chains = read_chains(_APART.sub("$, $", text), ANYTHING, prose=True)
    named = ((_NODE.search(each.members[0]), each.members[-1]) for each in chains)
    return {f"{node[1]}{node[2]}": value.strip("$ .") for node, value in named if node}
