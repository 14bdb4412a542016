"""At which stage of a unit a value is taken: before its activation or behind it."""

import re

_ACTIVATION = r"(?:the\s+)?(?:sigmoid|logistic|activation|non-?linearity|squashing)"
BEFORE_ACTIVATION = re.compile(
    rf"\bpre-?activations?\b|\b(?:before|without|w/o|prior\s+to)\s+(?:applying\s+)?{_ACTIVATION}\b",
    re.IGNORECASE,
)
