r"""The players of a game in formulas: who stands below `\min` and `\max`, and whose a loss is.

It may have the other sign. A player is called by its name or by the capital that it begins with.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

_BELOW = re.compile(
    r"\\?\b(?P<verb>min|max)\s*(?:\\limits)?\s*_\s*\{?\s*"
    r"(?:(?P<player>[A-Z])(?!\s*_)"
    r"|(?:\\[a-z]+|[A-Za-z])\s*_\s*\{?\s*(?P<index>[A-Za-z])\b)"  # \theta_G
    r"|\\underset\s*\{\s*(?P<below>[A-Z])\s*\}\s*\{\s*\\(?P<over>min|max)"
)
_WANTS = (
    r"(?:(?:wants|needs|has|tries|aims|attempts)(?: to)?(?: (?:make|have|keep))? )?"
    r"(?:it |this |[VLJ] )?"
)
_AIM = r"(?:min|max|small|big|large|high|low)[a-z]*"
_NEGATED = re.compile(
    r"(?:=|^|\$)\s*[-−–]\s*(?:\\mathbb|\\left|[E𝔼(\[]|\\frac|\\?log|\\?ln)", re.MULTILINE
)
_LOSS = r"(?:[LJV]|\\(?:mathcal|mathrm)\s*\{\s*[LJV]\s*\})"


def players_below(text: str, players: Sequence[str]) -> Iterator[tuple[str, str]]:
    r"""The players in the formulas of a text, each with "min" or "max".

    >>> list(players_below(r"\min_{\theta_G} \max_D V", ["generator", "discriminator"]))
    [('generator', 'min'), ('discriminator', 'max')]
    """
    for found in _BELOW.finditer(text):
        capital = (found["player"] or found["index"] or found["below"]).upper()
        verb = found["verb"] or found["over"]
        yield from ((each, verb) for each in players if _capital(each) == capital)


def without_players(text: str, players: Sequence[str]) -> str:
    r"""A formula without who plays for it, below its signs or in words behind it.

    >>> without_players(r"\min_G \max_D V, where D maximises it", ["generator", "discriminator"])
    '    V, where D maximises it'
    >>> without_players("V, G minimises it", ["generator", "discriminator"])
    'V '
    >>> without_players("V, G tries to minimise it", ["generator", "discriminator"])
    'V '
    >>> without_players("V\nG: min, D: max", ["generator", "discriminator"])
    'V  '
    """
    return _played(_either(players)).sub(" ", text)


def has_loss_of_player(text: str, players: Sequence[str]) -> bool:
    """Whether a text gives a player a loss of its own.

    >>> has_loss_of_player("L_G = 1", ["generator"]), has_loss_of_player("L = 1", ["generator"])
    (True, False)
    """
    return _owned(_either(players), "|".join(players)).search(text) is not None


def is_negated(loss: str) -> bool:
    r"""Whether the value that is played for is given with the other sign: `L = -E[...] - E[...]`.

    >>> is_negated(r"L = -\log D(x) - \log(1 - D(G(z)))"), is_negated(r"L = \log D(x)")
    (True, False)
    """
    return _NEGATED.search(loss) is not None


def _capital(player: str) -> str:
    return player[0].upper()


def _either(players: Sequence[str]) -> str:
    return "".join(map(_capital, players))


@lru_cache(maxsize=8)
def _played(capitals: str) -> re.Pattern[str]:
    one = f"[{capitals}]"
    aims = rf"(?:{one}\W{{1,3}}{_WANTS}{_AIM}|(?:min|max)[a-z]*\W{{1,3}}{one})\b"
    return re.compile(
        rf"\\underset\s*\{{\s*{one}\s*\}}\s*\{{\s*\\(?:min|max)\s*\}}"
        rf"|\\?\b(?:min|max)(?:\\limits)?\s*_\s*(?:\{{(?:[^{{}}]|\{{[^{{}}]*\}})*\}}|{one})"
        rf"|\b(?:min|max)[a-z]* (?:over|by|w\.?r\.?t\.?) {one}\b(?:\s*(?:,|and|of)(?![a-z]))*"
        rf"|(?:[,;\n]|\s{{2}})\s*(?:(?:and |while )?{aims}(?!\()(?: it| this| [VLJ]\b)?\s*)+"
    )


@lru_cache(maxsize=8)
def _owned(capitals: str, names: str) -> re.Pattern[str]:
    return re.compile(
        rf"{_LOSS}_\{{?\s*(?:\\\w+\s*\{{)?\s*[{capitals}{capitals.lower()}]\b"
        rf"|\b(?:{names})(?:'s)? (?:loss|objective)"
        r"|imi[sz]\w*[\s$:-]+(?:\\mathbb\s*\{?\s*)?E(?![A-Za-z])"  # G minimises E[log(1 - D(G(z)))]
    )
