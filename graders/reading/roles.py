r"""Who minimises and who maximises: "the generator minimises it", `\min_G \max_D`."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

_CLAUSE = re.compile(r"[.,;:\n]|\b(?:whereas|while|and|but)\b")
_VERBS = re.compile(r"\b(min|max)imi[sz]\w*|\b(min|max)(?:imum)?\b(?!\s*[_(])")
_IN_FORMULA = re.compile(
    r"\\?\b(?P<verb>min|max)\s*(?:\\limits)?\s*_\s*\{?\s*(?P<player>[A-Z])"
    r"|\\underset\s*\{\s*(?P<below>[A-Z])\s*\}\s*\{\s*\\(?P<over>min|max)"
)


class Role(StrEnum):
    """What a player does with a value; unclear where both are said."""

    MINIMISES = "minimises"
    MAXIMISES = "maximises"
    UNCLEAR = "unclear"


_ROLES = {"min": Role.MINIMISES, "max": Role.MAXIMISES}


def read_roles(text: str, players: Sequence[str]) -> Mapping[str, Role]:
    r"""What each player is said to do, for those of which it is said.

    A player is called by its name or by the capital that it begins with.

    >>> read_roles("G minimises it, D maximises it.", ["generator", "discriminator"])["generator"]
    <Role.MINIMISES: 'minimises'>
    >>> read_roles(r"\min_G \max_D V", ["generator", "discriminator"])["discriminator"]
    <Role.MAXIMISES: 'maximises'>
    """
    found: dict[str, set[Role]] = {}
    for match in _IN_FORMULA.finditer(text):
        capital, verb = match["player"] or match["below"], match["verb"] or match["over"]
        for player in players:
            if player[0].upper() == capital:
                found.setdefault(player, set()).add(_ROLES[verb])
    for clause in _CLAUSE.split(text):
        named = [player for player in players if _names(clause, player)]
        said = {_ROLES[one or other] for one, other in _VERBS.findall(clause.casefold())}
        if len(named) == 1 and said:
            found.setdefault(named[0], set()).update(said)
    return {
        player: roles.pop() if len(roles) == 1 else Role.UNCLEAR for player, roles in found.items()
    }


def _names(clause: str, player: str) -> bool:
    if player in clause.casefold():
        return True
    return re.search(rf"(?<![\w\\]){player[0].upper()}(?![\w(]|\s*\()", clause) is not None
