r"""What is said of the spread of weights, in declared names: `\sigma_l`, `d_{l-1}`.

Words that say what the spread of a weight is, or the variance or mean of the sum that a unit gets,
are equations: "the standard deviation is".
"""

import re

from graders.reading.calculus.probability.rectified import of_rectified

_SCRIPTS = r"(?:_\{(?:[^{}]|\{[^{}]*\})*\}|_\w|\^\{\(?[\w-]*\)?\}|\^\(\w+\)|\[\w+\])*"
_SIGMA = re.compile(
    r"(?:\\sigma(?![A-Za-z])|σ|(?<![\\A-Za-z])sigma(?![A-Za-z]))"
    r"(?:\s*_\s*\{?\s*(?:l|\\ell|w|W)(?![A-Za-z-])\s*\}?)?"
)
_WIDTH = re.compile(
    r"(?:d|n)_\{(?:l|\\ell)\s*[-−]\s*1\}|n_(?:\{(?:\\(?:text|mathrm)\{in\}|in)\}|in\b)"
    r"|fan[_ -]?in\b"
)
_OF_WEIGHTS = re.compile(
    r"\\?(?:Var|V)\s*(?:\\left)?[(\[]\s*[wW]" + _SCRIPTS + r"\s*(?:\\right)?[)\]]"
    r"|(?:\\mathbb\{E\}|E)\s*(?:\\left)?[(\[]\s*\(?[wW]"
    + _SCRIPTS
    + r"\s*\)?\^\{?2\}?\s*(?:\\right)?[)\]]"
)
_OF_OUTPUT = re.compile(r"\\?Var\s*(?:\\left)?[(\[]\s*\w" + _SCRIPTS + r"\s*(?:\\right)?[)\]]")
_UNIT = (
    r"\\mathrm\{relu\}(?P<before>\^\{?2\}?|²)?\(\s*[a-zA-Z]"
    + _SCRIPTS
    + r"\s*\)(?P<behind>\^\{?2\}?|²)?"
)
_MEAN_OF_UNIT = re.compile(r"(?<=\\sim N\}\[)" + _UNIT)
_LIMITS = r"\\sum" + _SCRIPTS + r"(?:\^(?:\{(?:[^{}]|\{[^{}]*\})*\}|\w))?\s*"
_SUM_OF_UNITS = re.compile(_LIMITS + _UNIT)
_SUM_OF_MEANS = re.compile(_LIMITS + r"(?=\(*\\mathbb\{E\}_\{z)")
_SUMMED = r"\sum_{k=1}^{d_{l-1}}"
_MEAN = r"(\mathbb{E}_{z\sim N}[\mathrm{relu}(z)^2])"

_OF_SUM = r"\sigma_l^2\frac{d_{l-1}}{2}"  # the variance of what a unit gets
_IS = r" (?:is|be|equals|of|to be|becomes|=)(?: then| equal to)?:? *(?P<sign>\$?)"
_OF_EACH = r"(?: (?:of|for) (?:the |each |every )?weights?)?"
_SUM = r"(?:the |a |this |each )?(?:sum|outputs?|pre-?activations?|units?)"
_FORMULA = r"(?=\\?(?:sqrt|frac|\d|\(|√))"
_NAMED_OR_FORMULA = r"(?<=\$)(?=\\?(?:sqrt|frac|\d|\(|sigma|d_))"
_EQUATIONS = {  # by the words that lead to their right-hand side, the other one as a template
    rf"\b(?:standard deviation|std)\b{_OF_EACH}{_IS}(?:{_FORMULA}|(?=\\sigma))": r"\\sigma_l",
    rf"\bvariance\b{_OF_EACH}{_IS}{_FORMULA}": r"\\sigma_l^2",
    rf"\bvariance of {_SUM}{_IS}{_NAMED_OR_FORMULA}": _OF_SUM.replace("\\", r"\\"),
    rf"\bmean of {_SUM}{_IS}{_NAMED_OR_FORMULA}": "0",
}
_LEADING = [(re.compile(words, re.IGNORECASE), name) for words, name in _EQUATIONS.items()]
_WANTED = re.compile(  # what the variance has to be
    r"(?P<set>\bset(?:ting)? (?:the )?)?\b(?P<subject>(?:variance|sum|it|this|that)\b"
    r"(?:\s*\$[^$]*\$)?) (?(set)(?:equal )?to|(?:must|has to|have to|should|needs? to|is to|shall)"
    r"(?: then| also)? (?:be|stay|remain|become|equal)(?: equal to| set to)?) "
    r"(?P<sign>\$?)(?P<number>\d+(?:[./]\d+)?|\\[dt]?frac(?![a-z])|d_|(?:one|unity|zero|two|half)\b)",
    re.IGNORECASE,
)
_IN_DIGITS = {"one": "1", "unity": "1", "zero": "0", "two": "2", "half": "1/2"}

_DEFINES = re.compile(
    r"(?<![}*·\d\\])(?<![}*·\d]\s)(?:\\?sigma|σ)(?P<scripts>(?:(?!\\?sigma|σ|[,;]\s)[^=≈$\n]){0,20})[=≈]"
    r"|(?P<variance>\bVar)\b(?!\W{0,6}z)[^=≈$\n]{0,40}[=≈]"
)  # of weights, not of what they give
_A_ROOT = re.compile(r"\b(?:std|standard deviation|root)\b", re.IGNORECASE)


def of_spread(text: str) -> str:
    r"""A passage in which a sum of squared units is one of their means, and the result has a name.

    >>> of_spread(r"Var(w) = \sigma^2, the standard deviation is $\sqrt{2/n_{in}}$")
    '\\sigma_l^2 = \\sigma_l^2, the $\\sigma_l = \\sqrt{2/d_{l-1}}$'
    >>> of_spread("The variance must then be $2$, its mean of the sum is $\\sigma d_{l-1}$.")
    'The variance: $0 = \\sigma_l^2\\frac{d_{l-1}}{2} - 2$, its $0 = \\sigma_l d_{l-1}$.'
    """
    text = _OF_OUTPUT.sub("Var(u)", _OF_WEIGHTS.sub(r"\\sigma_l^2", text))
    text = of_rectified(_WIDTH.sub("d_{l-1}", _SIGMA.sub(r"\\sigma_l", text)))
    text = _SUM_OF_UNITS.sub(_sum_of_means, text)
    text = _MEAN_OF_UNIT.sub(r"\\mathrm{relu}(z)^2", text)
    text = _SUM_OF_MEANS.sub(lambda _: _SUMMED, text)
    for words, name in _LEADING:
        text = words.sub(rf"\g<sign>{name} = ", text)
    return _WANTED.sub(_equation, text)


def _sum_of_means(found: re.Match[str]) -> str:
    is_squared = found["before"] or found["behind"]
    return _SUMMED + _MEAN if is_squared else found[0]


def _equation(found: re.Match[str]) -> str:
    number = found["number"]
    value = _IN_DIGITS.get(number.casefold(), number)
    sign = found["sign"]
    return f"{found['subject']}: {sign or '$'}0 = {_OF_SUM} - {value}{'' if sign else '$'}"


def is_called_variance(text: str) -> bool:
    """Whether what a text defines last is the square of sigma, or a variance.

    >>> is_called_variance("Var(w) = 2/d"), is_called_variance("Var(z) = 2/d")
    (True, False)
    """
    *_, last = (None, *_DEFINES.finditer(text))
    if last is None or _A_ROOT.search(text, last.end()):
        return False
    return bool(last["variance"] or re.search(r"\^\s*\{?2|²", last["scripts"]))
