r"""What a passage says to lie inside the interval from 0 to 1, or at its ends: `a \in (0, 1)`."""

import re

from graders.reading.words.named import Words

INSIDE = "strictly inside"  # one name for all that says so
_ENDS = r"[^.;]{0,24}\b(?:0|zero)\b[^.;]{0,14}\b(?:or|and|nor)\b[^.;]{0,14}\b(?:1|one)\b"
_INTERVAL = re.compile(
    r"\$?[(\]]\s*0\s*,\s*1\s*[)\[]\$?|open (?:unit )?interval"
    rf"|(?:never|not)\b{_ENDS}"
    r"|(?:only|just) approach\w*|asymptot\w*|strictly (?:between|inside|within|in)"
    r"|(?:between|neither) \$?(?:0|zero)\$? (?:and|nor) \$?(?:1|one)\b",
    re.IGNORECASE,
)
_AS_MEMBER = re.compile(r"(?:∈|\\in\b)\s*[(\]]\s*0\s*,\s*1\s*[)\[]\s*(\$?)")
_BETWEEN = re.compile(r"(\$?)\s*0\s*(?:<|\\lt)\s*([^<>$=]{1,20}?)\s*(?:<|\\lt)\s*1(?![\d.])\s*\1")

PLACES: Words = {  # of which a thing has only one
    "inside": (INSIDE,),
    "at the ends": (
        r"\b(?:takes?|reach(?:es)?|attains?) (?:on )?(?:both|these|the ends?)\b",
        r"\binclusive\b|\bclosed\b|\bends?(?:points?)? included",
        r"\b(?:including|with) (?:both |the )*ends?\b",
        r"\b(?:can|may|could|do|does) (?:also |both )?(?:be )?"
        r"(?:reached|attained|taken|reach|attain|take|equal)\b",
        r"\b(?:are|is) (?:also |both )?(?:reached|attained)\b",
    ),
}


def with_inside(text: str) -> str:
    """A passage in which what lies in the open interval has one name.

    >>> with_inside("for $0 < a < 1$, as sigmoids lie between 0 and 1.")
    'for  a is  strictly inside  , as sigmoids lie  strictly inside .'
    """
    text = _BETWEEN.sub(rf" \2 is {INSIDE} ", text)
    text = _AS_MEMBER.sub(rf"\1 is {INSIDE} ", text)
    return _INTERVAL.sub(f" {INSIDE} ", text)
