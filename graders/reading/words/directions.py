"""Which way something is said to go: "grows", "went up", "shrinks", "decreasing".

>>> import re
>>> [bool(re.match(GOES_UP, each)) for each in ("grew", "going up", "went down")]
[True, True, False]
>>> [bool(re.match(FALLS, each)) for each in ("shrunk", "fell", "drops out", "reduces to")]
[True, True, False, False]
"""

# stems of regular expressions; "drops" and "reduces" may also mean to leave out and to turn into
RISES, FALLS = r"increas|ris(?:e|ing)|rose|gr[eo]w", r"decreas|fall|fell|shr[iau]nk"
GOES_UP = rf"{RISES}|(?:go(?:es|ing)?|went) up"
GOES_DOWN = rf"{FALLS}|(?:go(?:es|ing)?|went) down"
