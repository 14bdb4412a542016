"""Numbers that a sentence gives to several names: "0.98 for h_1 and 0.99 for h_2"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graders.expression import Span
from graders.reading.quantities.equations.token_runs import ADVERBS, SAYS
from graders.reading.quantities.named_values.named_value import NUMBER, SCALED, NamedValue
from graders.reading.quantities.names.reader import read_name
from graders.reading.quantities.names.respect import RESPECT
from graders.reading.quantities.names.symbols import GRADIENT_WORDS, NEW_WORDS
from graders.reading.quantities.names.vocabulary import Vocabulary
from graders.reading.words.against.denials import has_denial
from graders.sentences import Ends

_UNIT = re.compile(
    r"(?P<nothing>,?\s*\(?\b(?:respectively|resp\.?(?!\w)|in (?:this|that|the same) order)\)?"
    rf"|\bfrom\s+\$?{NUMBER}\$?\s+(?=(?:down |up )?to\s)|\n)"
    rf"|(?P<by>\b(?:{RESPECT}|by)(?=\s))"
    rf"|(?P<number>\$?{SCALED}\$?)(?=[\s,;.]|$)"
    rf"|\(\s*(?P<number_in_brackets>\$?{SCALED}\$?)\s*\)"
    r"|\((?P<in_brackets>\$?\w[^\s()$]{0,20}\$?)\)|\$[^$\n]+\$|,|[^\s,$]+",
    re.IGNORECASE,
)
_SENTENCES = Ends(".;!?", also=r",\s(?=(?:and\s)?(?:so|thus|hence|therefore)\b)")
_LINE = re.compile(r".+")
_WORD = re.compile(r"[^\W\d]+(?:['’-][^\W\d]+)*")
_NO_EQUATION = re.compile(rf"(?=(?:->|[^=≈<>+])*(?<![^\s$(]){NUMBER})(?:->|[^=≈<>+])*", re.DOTALL)
# V: a number, N: a name (in brackets U and P), f: "for", b: "by", i: "in", t: "comes to", &: "and",
# w: other words
_OF_NAMES = tuple(
    re.compile(form)
    for form in (
        r"(?P<lead>[wtfi&]*)V(?:fN|P)(?:&*V(?:fN|P))*",
        r"(?P<lead>[wtfi&]*)V(?:&+V)+fN(?:&+N)+",
        r"(?P<lead>[wfi&]*)N(?:t+V|U)(?:&*N(?:t*V|U))+",
    )
)
_OF_DERIVATIVES = re.compile(r"(?P<lead>[wtfi&]*N?[wtfi&]*)V[bi]N(?:&*V[bi]N)*")
_SLOPES = re.compile(r"\b(?:derivative|gradient|partial|slope|quotient)s?\b")
_KINDS = {
    "": frozenset({"the", "finally"}),
    "t": SAYS | ADVERBS | frozenset(
        "turns works has become became -> → goes moves changes drops falls rises decreases"
        " increases grows shrinks".split()
    ),
    "&": frozenset({",", "and", "while", "whereas"}),
    "f": frozenset({"for"}),
    "i": frozenset({"in"}),
}  # fmt: skip
_WAYS = {"grad": GRADIENT_WORDS, "new": NEW_WORDS}  # to name another quantity by a name
_OPERANDS = frozenset("of from than times over with minus plus without use using".split())
_PLAIN = frozenset(
    "we i one it this that these those so thus hence here then now get gets got obtain find"
    " found have has give gives a values value results result of".split()
).union(*(_KINDS[kind] for kind in "t&"))  # which say nothing of the quantity


@dataclass(frozen=True, slots=True)
class _Unit:
    """A name, a number or a word of a sentence."""

    kind: str
    text: str
    span: Span


def values_handed_round(text: str, vocabulary: Vocabulary) -> Iterator[NamedValue]:
    """The values in sentences that do nothing but give numbers to declared names.

    The numbers stand before or behind their names. Where words lead to them that may speak of
    another quantity the names are assumed.

    >>> words = Vocabulary(frozenset({"h1", "h2", "w1", "w2", "dh1_dw1", "dh1_dw2"}))
    >>> told = ("We get 0.98 for h1 and 0.99 for h2.", "h1 comes to 0.98, h2 to 0.99",
    ...     "This gives 0.98 and 0.99 for h1 and h2 (in this order)", "0.98 (h1), 0.99 (h2)")
    >>> {tuple((e.name, e.text) for e in values_handed_round(each, words)) for each in told}
    {(('h1', '0.98'), ('h2', '0.99'))}
    >>> slopes = "The derivative of h1 is 0.1 by w1 and 0.2 by w2."
    >>> [(each.name, each.text) for each in values_handed_round(slopes, words)]
    [('dh1_dw1', '0.1'), ('dh1_dw2', '0.2')]
    >>> list(values_handed_round("We multiply with 0.98 for h1 and 0.99 for h2", words))
    []
    """
    for sentence in _SENTENCES.spans(text):
        lines = (each.span() for each in _LINE.finditer(text, *sentence))
        whole = _pairs(text, sentence, vocabulary)
        yield from whole or (each for line in lines for each in _pairs(text, line, vocabulary))


def _pairs(text: str, span: Span, vocabulary: Vocabulary) -> Sequence[NamedValue]:
    """The values of a sentence or a line; none where anything else is said in it."""
    if not _NO_EQUATION.fullmatch(text, *span):
        return ()
    units = [_unit(found, vocabulary) for found in _UNIT.finditer(text, *span)]
    units = [each for each in units if each.kind]
    kinds = "".join(each.kind for each in units)
    forms = (*_OF_NAMES, _OF_DERIVATIVES)
    form = next(filter(None, (each.fullmatch(kinds) for each in forms)), None)
    end = form.end("lead") if form else 0
    names, values = ([each for each in units[end:] if each.kind in kind] for kind in ("NP", "VU"))
    if form is None or len(names) != len(values) or _is_other(units[:end], kinds[end:]):
        return ()
    way = _derivative if form.re is _OF_DERIVATIVES else _value
    found = [way(*each, units[:end], vocabulary) for each in zip(names, values, strict=True)]
    return [each for each in found if each.name in vocabulary.known]


def _is_other(lead: Sequence[_Unit], kinds: str) -> bool:
    """Whether words before numbers deny them, or make them a part of a formula."""
    words = [each.text.casefold() for each in lead]
    is_operand = kinds.startswith("V") and bool(words) and words[-1] in _OPERANDS
    return is_operand or has_denial(" ".join(words))


def _unit(found: re.Match[str], vocabulary: Vocabulary) -> _Unit:
    kind = {"nothing": "", "by": "b", "number": "V", "number_in_brackets": "U"}.get(
        found.lastgroup or ""
    )
    text = (found["number_in_brackets"] or found["in_brackets"] or found[0]).strip("$ ")
    word = text.casefold().rstrip(".:")
    if kind is None:
        kind = next((kind for kind, words in _KINDS.items() if word in words), None)
    if kind is None:
        is_name = read_name(text, vocabulary) in vocabulary.known
        kind = "N" if is_name else "w" if _WORD.fullmatch(word) else "?"
    if found["in_brackets"]:
        kind = "P" if kind == "N" else "?"
    return _Unit(kind, text, found.span())


def _value(name: _Unit, value: _Unit, lead: Sequence[_Unit], vocabulary: Vocabulary) -> NamedValue:
    """A value, with the name that the words before mean: the gradient by it, the new one."""
    words = [each.text.casefold() for each in lead]
    said = {each.rstrip("s:") for each in words}
    ways = [way for way, own in _WAYS.items() if said & own]
    full = read_name(f"{ways[0]} {name.text}", vocabulary) if len(ways) == 1 else None
    if full in vocabulary.known:
        return _entry(full, name, value, words)
    local = read_name(name.text, vocabulary)
    return _entry(local, name, value, words, assumed=not {*words} <= _PLAIN)


def _derivative(
    name: _Unit, value: _Unit, lead: Sequence[_Unit], vocabulary: Vocabulary
) -> NamedValue:
    """A derivative of what the words before name, or of the loss."""
    words = [each.text.casefold() for each in lead]
    upper = next((each.text for each in lead if each.kind == "N"), vocabulary.loss)
    of, by = (read_name(each, vocabulary) for each in (upper, name.text))
    is_told = _SLOPES.search(" ".join(words)) is not None
    return _entry(vocabulary.canonical(f"d{of}_d{by}") if is_told else None, name, value, words)


def _entry(
    name: str | None, named: _Unit, value: _Unit, words: Sequence[str], *, assumed: bool = False
) -> NamedValue:
    (start, _), (_, end) = sorted((named.span, value.span))
    return NamedValue(name or "", value.text, (start, end), " ".join(words), assumed=assumed)
