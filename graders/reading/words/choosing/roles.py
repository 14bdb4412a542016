r"""Who minimises and who maximises: "the generator minimises it", `\min_G \max_D`."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from graders.reading.words.against.senses import row_of, rule
from graders.reading.words.choosing.players import players_below
from graders.sentences import Ends

_CLAUSES = Ends(
    ".,;",
    words="whereas|while|and|but",
    also=r":(?!\s*(?:min|max))",
    lines=True,
    in_formulas=True,
)
_GOES_ON = re.compile(  # of the subject of the clause before
    r"\W*(?:(?:so|thus|hence|therefore|then|which|that|it|they|both)\b\W*)*"
    r"(?:(?:wants?|tries|try|aims?|seeks?|needs?)\b\W*)?(?:to\b\W*)?(?:min|max)imi[sz]"
    r"|\W*(?:(?:so|thus|hence|therefore|then|which)\b\W*)*(?:it|they|both)"
    r" (?:want|tr(?:y|ies)|aim|seek|need)"
)
_DOES_THE_SAME = re.compile(
    r"\b(?:so|as) (?:does|do)\b|\b(?:does so|too|as well|likewise|the same)\b"
)
_ALL = re.compile(r"\bboth\b(?! (?:terms?|expectations?|logarithms?|parts?|kinds?|real)\b)")
_DENIED = rule("[denial contrast]")
_AIMS = re.compile(
    r"\b(?:min|max)(?:imi[sz]|\b(?!\s*[_(]))|\b(?:want|try|tries|aim|goal|larg|small|high|low|increas|decreas|rais"
    r"|reduc|fool|ascen|descen|compet|adversar|player|oppos|against)"
)


class Role(StrEnum):
    """What a player does with a value; unclear where both are said, or one is denied."""

    MINIMISES = "minimises"
    MAXIMISES = "maximises"
    UNCLEAR = "unclear"


_VALUE = (
    r"(?:it|this|[lvj]|(?:(?:the|this|whole|overall) )*(?:loss|value|objective|expression)"
    r"(?: function)?)\b"
)
_OF_ANOTHER = re.compile(  # than the value that both play for
    r"imi[sz]\w*\W+(?:(?:the|a|its|their|own|\\?log|\\?ln)\W+)*"
    r"(?:d\s*\(|prob|chance|error|mistake|accura|confus|likeli)|\bits (?:own )?(?:loss|cost)\b"
)
_AS = r"[^\w()]*(?:(?:to be|be|as|very|so)\s+)*"
_WORDS: Mapping[Role, re.Pattern[str]] = {
    role: re.compile(
        rf"\b{verb}imi[sz]\w*|\b{verb}(?:imum)?\b(?!\s*[_(])|\b{way}cen(?:t|ds?|ding)\b"
        rf"|\b(?:{moves})\w* {_VALUE}|\b{_VALUE}{_AS}(?:{sizes})\b"
        rf"|^\W*(?:the )?\w+\W+(?:as )?(?:{sizes})(?: as possible| as it can)?\W*$",
    )
    for role, verb, way, moves, sizes in (
        (Role.MINIMISES, "min", "des", "decreas|lower|reduc", "small(?:er)?|low(?:er)?|down"),
        (Role.MAXIMISES, "max", "as", "increas|rais", "large(?:r)?|high(?:er)?|big(?:ger)?|up"),
    )
}  # fmt: skip


def read_roles(text: str, players: Sequence[str]) -> Mapping[str, Role]:
    r"""What each player is said to do, for those of which it is said.

    A player is called by its name or by the capital that it begins with.

    >>> read_roles("G minimises it, D maximises it.", ["generator", "discriminator"])["generator"]
    <Role.MINIMISES: 'minimises'>
    >>> read_roles(r"\min_G \max_D V", ["generator", "discriminator"])["discriminator"]
    <Role.MAXIMISES: 'maximises'>
    >>> read_roles("D makes it as large as possible, G small", ["generator"])["generator"]
    <Role.MINIMISES: 'minimises'>
    >>> read_roles("D wants it large and so does G", ["generator"])["generator"]
    <Role.MAXIMISES: 'maximises'>
    """
    found: dict[str, set[Role]] = {}
    for player, verb in players_below(text, players):
        found.setdefault(player, set()).add(Role(f"{verb}imises"))
    subjects: Sequence[str] = ()
    last: set[Role] = set()
    for clause in _CLAUSES.split(_joined(text, players)):
        named = _named(clause, players)
        is_of_all = _is_of_all(clause, named, players)
        goes_on = _GOES_ON.match(clause.casefold())
        subjects = players if is_of_all else named[:1] or (subjects if goes_on else ())
        said = _said(clause) if is_of_all or len(named) < 2 else set()
        said = said or (last if _does_the_same(clause, named) else said)
        for player in subjects if said else ():
            found.setdefault(player, set()).update(said)
        last = said or last
    return {
        player: roles.pop() if len(roles) == 1 else Role.UNCLEAR for player, roles in found.items()
    }


def _joined(text: str, players: Sequence[str]) -> str:
    """A text in which two players that are named together are not parted: "G and D" is "G & D"."""
    one = "|".join([*players, *(rf"\$?{each[0].upper()}\$?" for each in players)])
    both = rf"(?<!\w)({one})\s+and\s+(?=(?:the )?(?:{one})(?!\w))"
    return re.sub(both, r"\1 & ", text, flags=re.IGNORECASE)


def _is_of_all(clause: str, named: Sequence[str], players: Sequence[str]) -> bool:
    """Whether a clause says the same of all players: "both maximise it", "G & D minimise it"."""
    together = len(named) == len(players) > 1 and "&" in clause
    return together or _ALL.search(clause.casefold()) is not None


def _does_the_same(clause: str, named: Sequence[str]) -> bool:
    """Whether one player does what another one is said to do before: "and so does G"."""
    plain = clause.casefold()
    is_same = len(named) == 1 and _DOES_THE_SAME.search(plain) is not None
    return is_same and not row_of(plain).said(_DENIED)


def tells_of_roles(text: str) -> bool:
    """Whether words may say who wants what, read or not.

    >>> tells_of_roles("D is the discriminator"), tells_of_roles("G tries to fool D")
    (False, True)
    """
    return _AIMS.search(text.casefold()) is not None


def _said(clause: str) -> set[Role]:
    plain = clause.casefold()
    said = {role for role, words in _WORDS.items() if words.search(plain)}
    is_doubtful = row_of(plain).said(_DENIED) or _OF_ANOTHER.search(plain)
    return {Role.UNCLEAR} if said and is_doubtful else said


def _named(clause: str, players: Sequence[str]) -> list[str]:
    """The players that a clause names, in its order."""
    places: dict[str, int] = {}
    for player in players:
        capital = rf"(?<![\w\\]){player[0].upper()}(?![\w(]|\s*\()"
        if found := re.search(rf"(?i:{player})|{capital}", clause):
            places[player] = found.start()
    return sorted(places, key=places.__getitem__)
