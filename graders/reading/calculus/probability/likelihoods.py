r"""Likelihoods of labels in one spelling: `p_\theta(y \mid x)`, `\Pr(Y = y | x)` and P alike."""

import re

OF_MASS = r"^\\(?:ln|log)\(?P|^P"  # the heads of a mass and its logarithm
WITHOUT_POWERS = r"^(?!.*\^(?:y|\(?1-))"  # no label is a power any more

_GROUP = r"\{(?:[^{}]|\{[^{}]*\})*\}"
_BRACKETS = r"\((?:[^()]|\([^()]*\))*\)"
_BELOW = rf"(?:\s*_\s*(?:{_GROUP}|\\?\w+))?"
_LABEL = r"\s*(?:\\left)?\(\s*[yY](?:_\w)?"
_END = r"(?:\\right)?\)"
_SUM, _PRODUCT = (
    rf"(?:[{signs}]|\\{name}(?![A-Za-z])|(?<![A-Za-z\\])(?i:{name}))"
    for signs, name in (("Σ∑", "sum"), ("Π∏", "prod"))
)
_LOG = r"\\?(?:ln|log)\s*"
_WITHOUT_BRACKETS = re.compile(  # behind a sum over the examples, each with a label of its own
    rf"(?P<sum>(?:\\sum|[Σ∑]){_BELOW}(?:\s*\^\s*(?:{_GROUP}|\w))?)\s*"
    rf"(?P<both>y(?:_\w)?\s*{_LOG}[^-+=$&\n]{{1,24}}\+\s*\(\s*1\s*-\s*y(?:_\w)?\s*\)\s*{_LOG}{_BRACKETS})"
)
_OVER = (  # in words: "sum over all inputs x of"
    r"(?:\*\s*)?(?:\bthe\s+)?\b{}\s+over\s+(?:(?:all|the|every|each|training)\s+)*"
    r"(?:(?:inputs?|examples?|samples?|data|classes)\b\s*)?"
)
_LETTER = r"\$?(?P<index>[a-z])\b\$?"
_OF = r"\s*(?:of\b|[:,])?\s*\$?\s*(?=[\[({\\]|y\b|[pqy]_|ln\b|log\b|sum\b|-)"
_NAMED_MASS = r"(?<!log-)(?<!log )\b(?i:mass(?: function)?|pmf|distribution|likelihood|probability)"
_MASS = (  # of a label, whose formula stands behind it without a name
    rf"{_NAMED_MASS}"
    r"(?: of (?:[^.,:=$]|\$y\$){1,30}?)?(?: is| reads| equals|:)(?: then| just)?\s*"
)
_ITS_LOGARITHM = (  # of the mass, or of the likelihood of all examples
    r"\b(?i:its|whose) (?:natural )?log(?:arithm)?(?: is| reads| equals| becomes|:)"
    r"(?: then| just)?\s*\$\$?"
)
_EXAMPLES = r"\s*_\s*\{?\s*[xi]"
_OF_ONE_LABEL = (  # what its mass is
    rf"(?<![A-Za-z\\])(?:\\?Pr|\\mathbb\s*\{{?P\}}?|P){_BELOW}{_LABEL}\s*=\s*[01]\b[^()]*"
    rf"{_END}\s*=[^=$,;.&\\\n]{{1,30}}"
)
_SHORT = [
    (re.compile(pattern), short)
    for pattern, short in (
        (r"(?<![A-Za-z\\])n\s*C\s*=\s*([^=$\n]+)", r"C = \\frac{1}{n}(\1)"),
        (_OVER.format("sum") + _LETTER + _OF, r"\\sum_\g<index> "),
        (_OVER.format("sum") + _OF, r"\\sum_x "),
        (_OVER.format("prod(?:uct)?") + _LETTER + _OF, r"\\prod_\g<index> "),
        (_OVER.format("(?:mean|average)") + rf"(?:{_LETTER})?" + _OF, "E "),
        (  # the mean over the examples
            r"(?:\\(?:operatorname|mathrm|text)\s*\{\s*(?:E|mean|average)\s*\}"
            r"|\\mathbb\s*\{?\s*E\s*\}?|𝔼"
            rf"|(?<![A-Za-z\\])E)(?:\s*_\s*(?:{_GROUP}|\w))?(?![A-Za-z])",
            "E",
        ),
        (_MASS + rf"\$\$?(?=\s*\\prod{_EXAMPLES})", r"\g<0>L = "),
        (_MASS + r"\$\$?(?=[^$=]+\$)", r"\g<0>P = "),
        (rf"{_ITS_LOGARITHM}(?=\s*\\sum{_EXAMPLES})", r"\g<0>\\ln L = "),
        (  # of a mass
            rf"{_ITS_LOGARITHM}(?=[^$=]+\$)",
            r"\g<0>\\ln P = ",
        ),
        (_NAMED_MASS + r"\s+\$?(?=p\s?\^)", r"\g<0>P = "),
        (  # of a label, named in words before its formula
            r"(?<![-−\w\\])(?<!negative )(?i:log|ln)\s*(?::|→|->)\s*(\$?)"
            r"(?=(?:y|\\sum|[Σ∑])[^=$\n]*(?:[$→\n]|->))",
            r"\1\\ln P = ",
        ),
        (r"(?<!total )(?<![-\\\w])(?i:cost|loss)\s*=\s*(\$?)(?!\s*[A-Z])", r"\1C = "),
        (_MASS + r"(?=[(p\\][^$=.,;]{0,9}\^)(?!\\[()])", r"\g<0>P = "),
        (rf"(?<!\$)\${_OF_ONE_LABEL}\$(?!\$)|{_OF_ONE_LABEL}", ""),
        (  # the mass of any label
            rf"(?<![A-Za-z\\])(?:\\?Pr|\\mathbb\s*\{{?P\}}?|[Ppf]){_BELOW}{_LABEL}(?:\s*=\s*y)?"
            rf"\s*(?:(?:\||\\mid|\\vert|;|∣)(?:[^()]|{_BRACKETS})*)?{_END}",
            " P",
        ),
        (r"(\\(?:ln|log)\s*)f(?![A-Za-z(])", r"\1P"),
        (  # the model's own
            r"(?<![A-Za-z\\])[Pp]_\s*\{?\s*(?:\\(?:text|mathrm)\s*\{)?(?:model|\\?theta|θ)\s*\}*",
            "P",
        ),
        (  # of which example, with which parameter
            r"\(\s*x(?:_\w|\^\{?\(?\w\)?\}?)?\s*(?:[,;|]\s*(?:\\?theta|θ)\s*)?\)"
            r"|\^\s*\{?\s*\([intm]\)\s*\}?",
            "",
        ),
        (  # in code
            r"\.(?:mean|sum)\(\s*(?:axis|dim)?\s*=?\s*[-\d]*\s*\)|(?:np|torch)\.mean(?=\()",
            "",
        ),
        (r"\b([py])(\d|K)\b", r"\1_\2"),
        (r"(?:Σ|∑|\\sum|(?<![A-Za-z\\])sum)\s*(?=[\[({])", r"\\sum_x "),
        (rf"{_SUM}\s*(?=[ypq]_\{{?([a-z])\b)", r"\\sum_\1 "),  # over the classes
        (rf"{_PRODUCT}\s*(?=[ypq]_\{{?([a-z])\b)", r"\\prod_\1 "),
    )
]


def of_likelihoods(text: str) -> str:
    r"""A passage in which P is the mass of a label and E the mean over the examples.

    >>> of_likelihoods(r"-\mathbb{E}_{x,y}\log P(y \mid x, \theta) = -E[y \ln p(x)]")
    '-E\\log  P = -E[y \\ln p]'
    >>> of_likelihoods("-(1/n) sum over all x of [y ln p]"), of_likelihoods("-mean over x of [y]")
    ('-(1/n) \\sum_x [y ln p]', '-E [y]')
    >>> of_likelihoods(r"-\sum y_k \ln p_k")
    '-\\sum_k y_k \\ln p_k'
    >>> of_likelihoods(r"-\sum_x y \ln p + (1-y) \ln(1-p)")
    '-\\sum_x [y \\ln p + (1-y) \\ln(1-p)]'
    """
    text = _WITHOUT_BRACKETS.sub(r"\g<sum> [\g<both>]", text)
    for pattern, short in _SHORT:
        text = pattern.sub(short, text)
    return text
