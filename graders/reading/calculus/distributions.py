"""What is true of labels as random variables: how they are distributed, and what ties them.

>>> LABELS.denied("the label is normally distributed"), LABELS.denied("y is Bernoulli distributed")
('normally distributed', '')
>>> CLASSES.denied("the entries of y are independent"), CLASSES.denied("independent examples")
('independent', '')
>>> TERMS.denied("only the wrong classes contribute"), TERMS.denied("only that of the true class")
('contribute', '')
"""

from dataclasses import replace

from graders.reading.words.properties import Truth

LABELS = Truth(
    things={
        "another": (r"\b(?:example|sample|observation|pair|data|input|image|point|noise)\w*",),
        "label": (r"\by(?:_\w)?\b|\b(?:label|target|class|entr|component|coordinate|output)\w*",),
    },
    known={"label": {"discrete"}},
    goes_on=False,
    opposites=(
        {
            "discrete": (
                r"\b(?:bernoulli|binary|binomial|two-valued|categorical|multinomial|one-hot)\b",
            ),
            "continuous": (
                r"\bnormal(?:ly)? (?:distribut|variable|random)\w*|\bgaussian|\blaplac\w+",
                r"\b(?:uniform|exponential)(?:ly)? (?:distribut|variable|random)\w*|\bcontinuous\b",
            ),
            "unbounded": (r"\bpoisson|\bgeometric(?:ally)? (?:distribut|variable|random)\w*",),
        },
        {
            "dependent": (r"\bdependent\b(?! (?:on|variable))|\bexclu(?:sive|de)\b",),
            "independent": (r"\bindependent(?:ly)?\b(?! of (?!each|one another))",),
        },
    ),
)
CLASSES = replace(LABELS, known={"label": {"discrete", "dependent"}})  # one entry for each
_TRUE = r"\b(?:true|right|correct|observed|target|actual)\b"
TERMS = Truth(  # of the sum over the classes
    things={
        "another": (r"\b(?:example|sample|derivative|probabilit)\w*",),
        "others": (
            rf"\b(?:all|every|each)\b[^.;,]{{0,20}}\b(?:except|apart from)\b[^.;,]*?{_TRUE}",
            r"\b(?:wrong|false|incorrect|others?|remaining)\b",
        ),
        "true class": (_TRUE,),
    },
    known={"true class": {"left"}, "others": {"gone"}},
    goes_on=False,
    opposites=(
        {
            "left": (
                r"\bcontribut\w*(?! (?:nothing|zero|0))|\b(?:remain|surviv)\w*|\bnon-?zero\b",
            ),
            "gone": (r"\b(?:vanish|disappear|cancel|drop)\w*|\b(?:is|are) (?:0|zero)\b",),
        },
    ),
)
