r"""Who minimises and who maximises: "the generator minimises it", `\min_G \max_D`."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from graders.reading.words.players import players_below
from graders.reading.words.senses import row_of, rule
from graders.sentences import Ends

_CLAUSES = Ends(
    ".,;",
    words="whereas|while|and|but",
    also=r":(?!\s*(?:min|max))",
    lines=True,
    in_formulas=True,
)
_GOES_ON = re.compile(r"\W*(?:min|max)imi[sz]")  # without a subject of its own
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
    """
    found: dict[str, set[Role]] = {}
    for player, verb in players_below(text, players):
        found.setdefault(player, set()).add(Role(f"{verb}imises"))
    named: list[str] = []
    for clause in _CLAUSES.split(text):
        goes_on = _GOES_ON.match(clause.casefold())
        named = [each for each in players if _names(clause, each)] or (named if goes_on else [])
        if said := _said(clause) if len(named) == 1 else None:
            found.setdefault(named[0], set()).update(said)
    return {
        player: roles.pop() if len(roles) == 1 else Role.UNCLEAR for player, roles in found.items()
    }


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


def _names(clause: str, player: str) -> bool:
    if player in clause.casefold():
        return True
    return re.search(rf"(?<![\w\\]){player[0].upper()}(?![\w(]|\s*\()", clause) is not None
