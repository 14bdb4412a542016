"""Why a softmax is called soft, in words: it is a smooth maximum, or all inputs have a share."""

from graders.comparing.parts import Part, Said
from graders.model import Mistake

SOFTENED = r"\b(?:smooth|soft|relax|continuous|differentiable|gentl|gradual)\w*"
WITHOUT_SCALE = r"\bc\$?\s*=\s*\$?1\b"

# --- all inputs have a share ----------------------------------------------------------------------

OTHERS = (
    r"\b(?:others?|losers?|small\w*|every\w*|each|rest|lesser|non-?max\w*|all|nobody|none|no one)\b"
)
COUNT = r"(?:still|some|positive|non-?zero|> ?\$?0|shar|weigh|probab|count|contribut|ignor|exclud)"
SHARES = "|".join(
    (
        rf"{OTHERS}[^.;]{{0,60}}?{COUNT}",
        rf"{COUNT}[^.;]{{0,40}}?{OTHERS}",
        r"most,? (?:of it,? )?but not (?:everything|all)",
        r"(?:only|merely|just) (?:preferred|favou?red|prefers|favou?rs)",
    )
)

# --- it is a smooth maximum -----------------------------------------------------------------------

VERSION = r"(?:version|approximation|form|relaxation|variant|analog\w*|substitute|stand-in)"
OF_MAXIMUM = r"[^.;]{0,30}(?:max|hard|\bof (?:that|this|it)\b)"
SHOWN = "|".join(
    (
        rf"{SOFTENED}[^.;]{{0,24}}{VERSION}{OF_MAXIMUM}",
        r"\b(?:smooth\w*|softened) (?:max|version)",
        rf"(?:\bsoft|{WITHOUT_SCALE})[\s\S]{{0,200}}?(?:{SHARES})",
        rf"(?:{SHARES})[\s\S]{{0,160}}?\bsoft",
    )
)

# --- what is no reason ----------------------------------------------------------------------------

CONTRARY = "|".join(
    (
        r"\b(?:the )?(?:same|equal|uniform) (?:shares?|weights?|probabilit)",
        r"\blinear",
        r"\bsoft\b[^.;]{0,40}\b(?:one|1)\$? (?:for|to)",
        r"\bc\s*=\s*1\$?,? (?:it |this )?(?:is|gives|picks|makes)\b"
        rf"(?:(?!{SOFTENED})[^.;,]){{0,30}}\b(?:hard|winner|1\b)",
        r"\bsoft\b[^.;]{0,40}(?:\\infty|∞|infinit)(?:(?!c\$?\s*=|hard|only|max)[^.;]){0,40}"
        r"(?:equal|uniform|all (?:the )?inputs|every input)",
    )
)
WHY_SOFT = Part(
    "why it is soft",
    1,
    said=Said(SHOWN, traces=f"soft|smooth|{WITHOUT_SCALE}", contrary=CONTRARY),
    left_out=Mistake("left_out", "why it is called soft is left out"),
)
