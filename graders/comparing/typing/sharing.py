"""Terms that are the same, made one: what is evaluated for one formula serves the others."""

from dataclasses import replace

from graders.comparing.shapes import SCALAR, settled
from graders.comparing.terms import FoldOver, Term

_MOST_KEPT = 6_000

Key = tuple[object, ...]


class SharedTerms:
    """The terms that were seen, each once. Sizes that are not known yet are like no others."""

    def __init__(self) -> None:
        self._terms: dict[Key, Term] = {}

    def of(self, term: Term) -> Term:
        """The term of this operation, arguments and shape that was seen first.

        >>> terms = SharedTerms()
        >>> terms.of(Term("bound", payload="k")) is terms.of(Term("bound", payload="k"))
        True
        """
        if term.is_shared:
            return term
        for each in term.arguments:
            if not each.is_shared:
                term.arguments = tuple(map(self.of, term.arguments))
                break
        payload = term.payload
        if term.shape is not SCALAR:
            term.shape = settled(term.shape[0]), settled(term.shape[1])
        if isinstance(payload, FoldOver) and payload.size is not None:
            payload = replace(payload, size=settled(payload.size))  # type: ignore[arg-type]
        if len(self._terms) > _MOST_KEPT:
            self._terms.clear()
        found = self._terms.setdefault((term.operation, term.arguments, term.shape, payload), term)
        found.is_shared = True
        return found
