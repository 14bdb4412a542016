"""Numbers that a sentence gives to several names: "0.98 for h_1 and 0.99 for h_2"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graders.expression import Span
from graders.reading.quantities.names import read_name
from graders.reading.quantities.symbols import GRADIENT_WORDS, NEW_WORDS
from graders.reading.quantities.token_runs import ADVERBS, SAYS
from graders.reading.quantities.vectors import Entry
from graders.reading.quantities.vocabulary import Vocabulary
from graders.reading.words.denials import has_denial

_NUMBER = r"[-−]?(?:\d+(?:[.,]\d+)?|\.\d+)(?:[eE][-+−]?\d+)?"
_POWER = r"(?:\s*(?:[x×·*]|\\times|\\cdot)\s*10\s*(?:\^\s*\{?\s*[-−]?\s*\d+\}?|[⁻⁰-⁹¹²³]+))?"
_UNIT = re.compile(
    r"(?P<order>,?\s*\(?\b(?:respectively|resp\.?(?!\w)|in (?:this|that|the same) order)\)?)"
    rf"|(?P<number>\$?{_NUMBER}{_POWER}\$?)(?=[\s,;.]|$)|\$[^$\n]+\$|[,\n]|[^\s,$]+",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?:[^.;!?]|[.;!?](?!\s|$))+")
_LINE = re.compile(r".+")
_WORD = re.compile(r"[^\W\d]+(?:['’-][^\W\d]+)*")
_NO_EQUATION = re.compile(rf"(?=[^=≈<>+]*(?<![^\s$]){_NUMBER})[^=≈<>+]*")
_FORMS = tuple(  # V: a number, N: a name, f: "for", t: "comes to", &: "and", w: other words
    re.compile(form)
    for form in (
        r"(?P<lead>[wtf&]*)VfN(?:&*VfN)*",
        r"(?P<lead>[wtf&]*)V(?:&+V)+fN(?:&+N)+",
        r"(?P<lead>[wf&]*)Nt+V(?:&*Nt*V)+",
    )
)
_KINDS = {
    "": frozenset({"\n", "the", "finally"}),
    "t": SAYS | ADVERBS | {"turns", "works"},
    "&": frozenset({",", "and", "while", "whereas"}),
    "f": frozenset({"for"}),
    "?": frozenset({"by", "respect", "wrt", "w.r.t"}),  # which make another of a name
}
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


def values_handed_round(text: str, vocabulary: Vocabulary) -> Iterator[Entry]:
    """The values in sentences that do nothing but give numbers to declared names.

    The numbers stand before or behind their names. Where words lead to them that may speak of
    another quantity the names are assumed.

    >>> words = Vocabulary(frozenset({"h1", "h2"}))
    >>> told = ("We get 0.98 for h1 and 0.99 for h2.", "h1 comes to 0.98, h2 to 0.99",
    ...     "This gives 0.98 and 0.99 for h1 and h2 (in this order)")
    >>> {tuple((e.name, e.text) for e in values_handed_round(each, words)) for each in told}
    {(('h1', '0.98'), ('h2', '0.99'))}
    >>> list(values_handed_round("We multiply with 0.98 for h1 and 0.99 for h2", words))
    []
    """
    for sentence in _SENTENCE.finditer(text):
        lines = _LINE.finditer(text, *sentence.span())
        whole = _pairs(sentence, vocabulary)
        yield from whole or (each for line in lines for each in _pairs(line, vocabulary))


def _pairs(said: re.Match[str], vocabulary: Vocabulary) -> Sequence[Entry]:
    """The values of a sentence or a line; none where anything else is said in it."""
    if not _NO_EQUATION.fullmatch(said[0]):
        return ()
    units = [_unit(found, vocabulary) for found in _UNIT.finditer(said.string, *said.span())]
    units = [each for each in units if each.kind]
    kinds = "".join(each.kind for each in units)
    form = next(filter(None, (each.fullmatch(kinds) for each in _FORMS)), None)
    names, values = ([each for each in units if each.kind == kind] for kind in "NV")
    if form is None or len(names) != len(values):
        return ()
    lead = [each.text.casefold() for each in units[: form.end("lead")]]
    if has_denial(" ".join(lead)) or (kinds[form.end("lead")] == "V" and {*lead[-1:]} & _OPERANDS):
        return ()
    return [_entry(*each, lead, vocabulary) for each in zip(names, values, strict=True)]


def _unit(found: re.Match[str], vocabulary: Vocabulary) -> _Unit:
    text = found[0] if found[0] == "\n" else found[0].strip("$ ")
    word = text.casefold().rstrip(".:")
    kind = next((kind for kind, words in _KINDS.items() if word in words), None)
    if found.lastgroup:
        kind = "V" if found["number"] else ""  # the order of both is the same anyway
    elif kind is None:
        other = "w" if _WORD.fullmatch(word) else "?"
        kind = "N" if read_name(text, vocabulary) in vocabulary.known else other
    return _Unit(kind, text, found.span())


def _entry(name: _Unit, value: _Unit, lead: Sequence[str], vocabulary: Vocabulary) -> Entry:
    """A value, with the name that the words before mean: the gradient by it, the new one."""
    said = {each.rstrip("s") for each in lead}
    ways = [way for way, words in _WAYS.items() if said & words]
    local = read_name(name.text, vocabulary) or ""
    full = read_name(f"{ways[0]} {name.text}", vocabulary) if len(ways) == 1 else None
    is_full = full in vocabulary.known
    assumed = not (is_full or {*lead} <= _PLAIN)
    (start, _), (_, end) = sorted((name.span, value.span))
    return Entry((is_full and full) or local, value.text, (start, end), " ".join(lead), assumed)
