"""What is true of labels as random variables: how they are distributed, and what ties them.

>>> LABELS.denied("the label is normally distributed"), LABELS.denied("y is Bernoulli distributed")
('normally distributed', '')
>>> CLASSES.denied("the entries of y are independent"), CLASSES.denied("independent examples")
('independent', '')
>>> TERMS.denied("only the wrong classes contribute"), TERMS.denied("only that of the true class")
('contribute', '')
"""

from collections.abc import Sequence
from dataclasses import replace

from graders.reading.words.claims.instances import Example, Instances
from graders.reading.words.claims.properties import Truth
from graders.reading.words.named import Words

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
                r"\breal(?:-valued\b| numbers?\b| (?=\$?y\b))",
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

OF_PREDICTION = (  # which need not be the true class
    r"\bt\$? (?:be|is|being|denotes|stands for)\b[^.;]{0,24}"
    r"\b(?:largest|highest|maxim\w+|arg\s?max|predict\w+|most (?:likely|probable)|winning)\b"
)
_IS_NUMBER = (
    r"\$?,? (?:(?:is|be|being|denotes|=|means) )?(?:the )?(?:total )?number of (?!(?:\w+ ){0,2}"
)
OF_ANOTHER_NUMBER = (  # than n of examples and K of classes
    rf"(?-i:\bn{_IS_NUMBER}"
    r"(?:examples?|samples?|data|points?|observations?|images?|inputs?|pairs?|instances?"
    r"|rows|trials|x)\b))"
    rf"|(?-i:\bK{_IS_NUMBER}"
    r"(?:class(?:es)?|categor(?:y|ies)|labels?|outputs?|outcomes?|values|kinds|units|entries"
    r"|components|possibilities)\b))"
)
_IS_THE = (
    r"\$? (?:is|are|denotes?|being|stands? for) (?:the |an? |our )?(?:network'?s? |model'?s? )?"
)
ROLES = Truth(  # of the letters of a label and its probability
    things={
        "label": (r"\by(?:_\{?\w\}?)?(?=\W)",),
        "probability": (r"\b[pa](?:_\{?\w\}?)?(?=\W)",),
    },
    known={"label": {"given"}, "probability": {"predicted"}},
    goes_on=False,
    opposites=(
        {
            "given": (rf"{_IS_THE}(?:true |one-hot |binary )?(?:labels?|targets?)\b",),
            "predicted": (rf"{_IS_THE}(?:outputs?|predict\w+|softmax|estimat\w+)\b",),
        },
    ),
)
COSTS = Truth(  # and likelihoods, and their logarithms
    things={
        "cost": (
            r"\bnegative\b(?: (?:mean )?log-?\s?likelihood)?|[-−]\s*\$?\\?(?:ln|log)\b",
            r"\b(?:cost|loss|cross-?\s?entropy)\b|(?-i:\b[CJL]\b)",
        ),
        "likelihood": (r"(?:log-?\s?)?likelihood|probabilit|(?-i:\bP\b)",),
        "logarithm": (r"\\?\b(?:ln|log(?:arithm)?)\b",),
    },
    known={
        "cost": {"smallest"},
        "likelihood": {"largest"},
        "logarithm": {"largest", "rising", "concave"},
    },
)
_COST, _LIKELIHOOD = r"\b(?:cost|loss|cross-?entropy)\b|(?-i:\bC\b)", r"\blikelihood\b|(?-i:\bP\b)"
_OF_BINARY: Words = {
    "logarithms": (
        r"\\?\b(?:ln|log) ?\(?p\b\)?",
        r"\blog\w*(?: of (?:an? |the |each )?(?:probabilit\w+|\$?p\b))?",
    ),
    "another": (r"log-?likelihood",),
    "likelihood": (_LIKELIHOOD,),
    "cost": (_COST,),
    "label": (r"\blabels?\b|\by\b",),
    "terms": (r"\b(?:terms?|summands?)\b",),
    "probability": (r"\bp\b|\b(?:probabilit\w+|output)\b",),
}
_OF_CLASSES: Words = {
    "another": (r"\blog\w*",),
    "likelihood": (_LIKELIHOOD,),
    "cost": (_COST,),
    "factors": (r"\bfactors?\b",),
    "terms": (r"\b(?:terms?|summands?)\b",),
    "probabilities": (r"\bp_\{?[ijk]\b\}?|\bprobabilit\w+",),
    "labels": (
        r"\by_\{?[ijk]\b\}?|\b(?:labels|entries|components)\b"
        r"|(?:(?<=\beach )|(?<=\bevery )|(?<=\bno ))(?:label|entry|component)\b",
    ),
}
CLASS_SCOPES: Words = {
    "true class": (
        r"(?:true|right|correct|target) class(?:es)?\b",
        r"\b[jk]\s*=\s*[tyc]\b",
        r"\bwith y_\{?[ijk]\}? ?= ?1\b",
    ),
    "others": (
        r"(?:wrong|false|incorrect|other) class(?:es)?\b",
        r"\b[jk]\s*(?:\\neq?(?![a-z])|≠|!=)\s*[tyc]\b",
        r"\bwith y_\{?[ijk]\}? ?= ?0\b",
    ),
}
_ONE_HOT = r"\b(?:for|in|of|with) (?:an?|the|any|each|every|our)? ?(?:one-hot|1-hot) \w+"


def of_binary_label(examples: Sequence[Example]) -> Instances:
    """What is true of a label 0 or 1 and its probability, in examples."""
    return Instances(_OF_BINARY, examples, in_order={"terms"})


def of_one_hot_label(examples: Sequence[Example]) -> Instances:
    """What is true of a one-hot label and of the logarithm of its mass, in examples."""
    return Instances(_OF_CLASSES, examples, always=_ONE_HOT, scopes=CLASS_SCOPES)
