"""Activations that a table of layers leaves out and a sentence tells: "ReLU keeps the size"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from graders.reading.layers.naming import layer_kind
from graders.reading.layers.tables import Filled
from graders.sentences import LINES, Ends

_CLAUSES = Ends(",;:", words="and|while|whereas|but")
_KEEPS = re.compile(
    r"(?<!not )(?<!not the )\b(?:same|identical|unchanged|(?:keep|preserve|retain)s?)\b"
    r"|(?:not|n't|never|nor) (?:change|affect|alter)",
    re.IGNORECASE,
)
_OF_SIZE = re.compile(r"\b(?:size|dim\w*|shape|output)s?\b", re.IGNORECASE)
_NO_PARAMETERS = re.compile(
    r"\b(?:no|zero|0|nor|without(?: any)?|n['o]t (?:have )?(?:any )?)\s+(?:[a-z]+\s+){0,2}"
    r"(?:param\w*|weights)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Activations:
    """What is said of all activations: that they keep the size, that they have no parameters."""

    keep_size: bool
    no_parameters: bool

    def behind(self, row: Filled) -> Filled | None:
        """The row of an activation behind that of another layer; None if nothing is said."""
        if not (self.keep_size or self.no_parameters):
            return None
        shape = row.shape_text if self.keep_size else ""
        return replace(row, shape_text=shape, parameters_text="0" if self.no_parameters else "")


def activations_of(said: str) -> Activations:
    """What sentences say of activations.

    >>> activations_of("Every RELU keeps the size of its input and has no parameters.")
    Activations(keep_size=True, no_parameters=True)
    >>> activations_of("RELU halves the size, POOL keeps it. Both have no parameters.")
    Activations(keep_size=False, no_parameters=False)
    """
    found = [clause for sentence in LINES.split(said) for clause in _of_activation(sentence)]
    keep_size = any(_KEEPS.search(each) and _OF_SIZE.search(each) for each in found)
    return Activations(keep_size, any(map(_NO_PARAMETERS.search, found)))


def _of_activation(sentence: str) -> list[str]:
    """The clauses of a sentence that speak of activations, or go on with them."""
    found, is_about = [], False
    for clause in _CLAUSES.split(sentence):
        words = clause.replace("-", " ").split()
        kinds = {kind for word in words if (kind := layer_kind(word))} - {"input"}
        is_about = "relu" in kinds if kinds else is_about
        found += [clause] if is_about else []
    return found


def with_activations(
    rows: Sequence[Filled | None], layers: Sequence[str], said: str
) -> tuple[Filled | None, ...]:
    """The rows of layers, and where all activations are left out, those that a sentence tells."""
    places = [at for at, name in enumerate(layers) if layer_kind(name) == "relu"]
    if any(rows[at] for at in places):
        return tuple(rows)
    told, found = activations_of(said), list(rows)
    for at in places:
        before = found[at - 1] if at else None
        found[at] = told.behind(before) if before else None
    return tuple(found)
