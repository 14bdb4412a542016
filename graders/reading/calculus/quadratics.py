r"""What is true of a quadratic inequality, $x^2 + px + q \le 0$, that has two positive roots.

>>> POSITIVE_ROOTS.denied("Both roots are negative"), POSITIVE_ROOTS.denied("None is negative")
('negative', '')
>>> BETWEEN_ROOTS.denied("which holds outside of the roots")
'outside'
>>> BETWEEN_ROOTS.denied("outside of the roots it is positive")
''
"""

from graders.reading.words.claims.properties import Truth
from graders.reading.words.orders import to_zero

_OPPOSITE = r"\bpositive|>\s*0|\bfails?\b|violat|vanish|\bsmaller\b|\bbelow\b|<\s*1(?!\d)"
POSITIVE_ROOTS = Truth(
    things={
        "roots": (r"\b(?:roots?|solutions?|zeros|r_\{?[12]|x_\{?[12])",),
        "discriminant": (r"\bdiscriminant|under the (?:square )?root|\bradicand|\|w\|\(\|w\|-4\)",),
        "parabola": (r"\bparabola|\bquadratic",),
        "another": (
            r"\\?\b(?:ln|log\w*)\b(?:\s*\(?r_\d)?|\bw\$? is\b|\bw\s*(?=[<>])|\bweight",
            r"\b(?:exponent|slope|derivative|width|coefficient|term|product|sum)",
        ),
    },
    known={
        "roots": {"positive"},
        "discriminant": {"positive"},
        "parabola": {"upward"},
    },
    opposites=(
        {
            "positive": (r"\bpositiv\w*", to_zero(">")),
            "negative": (
                r"\bnegativ\w*\b(?! (?:case|sign|number|root|square|log|weight|\$?\|?w\b))",
                to_zero("<"),
            ),
            "not real": (r"\bcomplex\b|\bimaginary\b|\bunreal\b",),
            "zero": (  # but for one weight
                r"(?:=\s*0|\b(?:is|are|equals?|becomes?) (?:0|zero)\b|\bvanish\w*)"
                r"(?![^.;,]{0,24}=\s*\d)",
            ),
        },
        {
            "upward": (r"\bup(?:wards?)?\b|\bconvex",),
            "downward": (r"\bdown(?:wards?)?\b|\bconcave",),
        },
    ),
)
BETWEEN_ROOTS = Truth(
    things={
        "interval": (r"\b(?:interval|holds?|inequality|condition)\b",),
        "opposite": (_OPPOSITE,),
    },
    known={"interval": {"between"}},
    goes_on=False,
    opposites=(
        {
            "between": (r"\b(?:between|inside|within)\b",),
            "outside": (rf"\b(?:outside|beyond)\b(?![^.;]{{0,40}}(?:{_OPPOSITE}))",),
        },
    ),
)
