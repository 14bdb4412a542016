r"""What a passage says of the limits of a softmax as its scale grows, and of its terms.

The output `a_j` tends to 0, 1 or 1/m, by how its input `z_j` stands to the others.
"""

import re
from dataclasses import replace

from graders.reading.calculus.limits.said import Limit, Limits, meaning_of

NOT = r"(?:\b(?:not|never|non|none|nor|no|unless|except)\b|n't\b|\\notin\b|∉)"
LARGE = r"(?:max\w*|larg\w+|bigg\w+|great\w+|high\w+|winn\w*|top)\b"
TIE = r"\b(?:tie[sd]?|equal\w*|same|shar\w+|several|multiple|(?<!how )many|more than one|draws?)\b"
OTHER = r"(?:M\b|z_(?:(?!j)\w\b|\{?\\?max\}?)|\\?max)"
ABOVE, BELOW = r"\s*(?:>|exceeds|is \w+er than)\s*", r"\s*(?:<|is (?:small|low|less)\w* than)\s*"

TERM = r"(?:exponentials?|terms?|summands?|e\s*\^\s*(?:\{[^{}]*\})?|\\exp)"
EVERY = r"(?:\b(?:all|every|each|the)(?: of)?(?: the)?(?: other)? )?"
OF = r"\W+(?:of|with|for) (?:the |all )?"

LIMITS = Limits(
    subjects={
        "output": (
            r"a_\{?\w",
            r"\boutputs?\b",
            "activation",
            "limit",
            rf"\b(?:it|they|each(?! {TERM}))\b",
        ),
        "larger term": (rf"{EVERY}{TERM}{OF}[^,]{{0,9}}(?:larg|bigg|great)er\b",),
        "smaller term": (
            rf"{EVERY}(?:smaller |lesser ){TERM}",
            rf"{EVERY}{TERM}{OF}(?:smaller|lesser|others?|rest|non-?max\w*)",
        ),
        "every term": (
            rf"\b(?:all|every|each|the other)(?: of)?(?: the)?(?: others?)? {TERM}",
            r"^\s*all k\b",
        ),
        "sum": (r"\bsum\b|\\sum|nominator|numerator",),
        "own term": (r"e\s*\^\s*\{[^{}z]*z_\{?j",),
        "term": (rf"exponent|{TERM}",),
    },
    cases={  # of words that begin at the same place the upper ones count
        "tied": (
            rf"(?:{LARGE}[^,]{{0,24}}?|others? (?:\w+ )?)?{TIE}",
            rf"{NOT} (?:\w+ )?(?:unique|alone)\b",
            r"\b(?:number|(?!a\b)[a-z]) (?:of )?(?:\w+ )?(?:maxim(?:al|a)\b|are the|winners)",
        ),
        "maximal": (
            rf"{NOT} (?:\w+ )?{TIE}|{NOT} (?:\w+ ){{0,3}}\w+er\b",  # no other one is larger
            r"\b(?:all|every|each) (?:the )?others? [^,]{0,12}(?:small|low|less)",
            r"\w+er than (?:all|any|every)\b|\b(?:unique|single|only) one\b",
            rf"(?<!than the )(?!\w+er z_){LARGE}(?! than)",
            rf"z_j{ABOVE}{OTHER}|{OTHER}{BELOW}z_j|z_\w\s*=\s*{OTHER}",
        ),
        "smaller": (
            rf"{NOT}[^,]{{0,24}}?{LARGE}|{NOT}\s*(?:in\s+)?(?:(?-i:[A-Z])\s*)?$",
            r"smaller|lesser|losers?\b|\bothers?\b|\brest\b|remaining|\b(?:below|under)\b",
            r"er than z_j",
            r"\b(?:a|some|any) (?:larg|bigg|great|high)er\b",
            rf"{OTHER}{ABOVE}z_j|z_j{BELOW}{OTHER}",
        ),
    },
)
ALL_TIED = rf"\ball (?:of )?(?:the )?(?:\w+ )?(?:inputs|z\S*|logits|them)\b[^,.]{{0,20}}?{TIE}"
COUNTS = {  # what a letter counts, by the words beside it, where it is "#"
    "q": (  # all are tied, which is no limit of ties, or those that are not the largest
        rf"\ball (?:the )?(?:# )?[^,]{{0,20}}{TIE}",
        rf"#[^,.]{{0,30}}(?:{NOT}[^,.]{{0,12}}{LARGE}|\b(?:below|smaller|less|lower|under)\b)",
    ),
    "(m-1)": (
        r"# (?:\w+ )?(?:others?|more|further|additional)\b",
        r"#[^,.]{0,20}\b(?:besides|apart from|aside from|other than|in addition to|excluding)\b",
    ),
    "(n)": (
        r"# (?:(?:is|being|=) )?(?:the )?(?:number of all|total number)\b(?![^,]*" + TIE + ")",
    ),
    "m": (TIE, LARGE, r"\bof them\b", r"(?-i:\bM\b)", r"\b(?:their|such|these|those)\b"),
    "n": (r"\bnumber of", r"\bhow many\b", r"\btotal", r"\ball\b"),
}
ALL = re.compile(r"[nNK]")  # count all inputs, if nothing else is said of them
SCALE = "c"  # of the inputs
LETTER = re.compile(r"\\ell\b|(?<![A-Za-z\\])[A-Za-z](?![A-Za-z])")
NUMBER_OF_TIED = re.compile(
    rf"(?:the )?(?:number of (?:the )?(?:inputs )?|#){LARGE}(?: inputs| ones| values)?"
    rf"|(?:the )?number of {TIE}(?: inputs| ones| maxima)?"
)
MAXIMUM = r"\bzmax\b|\bz\s*[_^]\s*(?:\{\s*(?:\*|\\ast|\\star|\\max)\s*\}|\*|\\ast\b|\\star\b)"
LIMIT_OF = re.compile(r"\\lim\s*_\s*\{[^{}]*\}\s*(\\[dt]?frac[^=$&]*)")
SET_OF_MAXIMAL = re.compile(r"(?<![A-Za-z\\])M\s*=\s*\\?\{[^$\n]*?\\?\}")
SIZE_OF_SET = re.compile(r"([A-Za-z])\s*=\s*(?:\||\\lvert\s*)M(?:\||\s*\\rvert)")
NAMED_MAXIMUM = re.compile(r"z_\{?(?!j)(\w)\}?\s*(?:=|:=|\\coloneqq)\s*\\?max")


TERM_LIMITS = {  # patterns of those that terms may have in a case; in others, any
    "every term": {"maximal": "0", "smaller": "(?!)", "tied": "(?!)", "": "(?!1$).*"},
    "term": {"smaller": "∞"},
    "larger term": dict.fromkeys(("", *LIMITS.cases), "∞"),
    "smaller term": dict.fromkeys(("", *LIMITS.cases), "0"),
    "sum": {"smaller": "(?!0$).*"},
}
EXPONENTS = (
    (re.compile(r"\bexponents? (?:is|are) positive"), "terms go to ∞"),
    (
        re.compile(r"\bexponents? (?:is|are) negative|z_k\s*[-−]\s*z_j\s*(?:<|\\lt)\s*0"),
        "terms go to 0",
    ),
)


def of_limits(text: str) -> str:
    r"""A passage, and behind it a line for each limit, in which m inputs are the maximal ones.

    >>> print(of_limits(r"If $z_j$ is not maximal, $a_j \to 0$; r tied ones get 1/r."))
    If $z_j$ is not maximal, $a_j \to 0$; r tied ones get 1/r.
    <BLANKLINE>
    The smaller output: $\lim a_j = 0$
    <BLANKLINE>
    The tied output: $\lim a_j = 1/m$
    """
    lines = (
        f"The {each.case} output: $\\lim a_j = {each.value}$"
        for each in stated(text)
        if each.subject == "output"
    )
    scaled = (f"${each[1]}$" for each in LIMIT_OF.finditer(text))
    return "\n\n".join((of_maximum(text), *scaled, *lines))


def stated(text: str) -> list[Limit]:
    """The limits in a passage; what several inputs share is that of tied ones."""
    text = of_maximum(text).replace("^L", "")
    found = LIMITS.in_text(NUMBER_OF_TIED.sub("m", text))
    counted = {value: with_count(value, text) for value in {each.value for each in found}}
    valued = (replace(each, value=counted[each.value]) for each in found)
    return [replace(each, case="tied") if _counts(each.value) else each for each in valued]


def with_count(value: str, text: str) -> str:
    """A limit in which m is the number of maximal inputs, and n that of all; c is none.

    >>> with_count("1/(r+1)", "with r others tied"), with_count("1/q", "q inputs share it")
    ('1/((m-1)+1)', '1/m')
    >>> with_count("1/c", "with m tied inputs")
    '1/c'
    """
    names = _counts(value)
    if len(names) != 1:
        return value
    (name,) = names
    of_all = "q" if re.search(ALL_TIED, text, re.IGNORECASE) else "n"
    count = meaning_of(name, text, COUNTS) or (of_all if ALL.fullmatch(name) else name)
    return re.sub(rf"\|{name}\||(?<![A-Za-z\\]){re.escape(name)}(?![A-Za-z])", count, value)


def _counts(value: str) -> set[str]:
    """The letters of a limit, which count inputs."""
    return set(LETTER.findall(value)) - {SCALE}


def of_maximum(text: str) -> str:
    r"""A passage in which the largest input is called z_{max}.

    >>> of_maximum("zmax - z_j"), of_maximum(r"z_m = \max_k z_k: z_j - z_m")
    ('z_{max} - z_j', 'z_{max} = \\max_k z_k: z_j - z_{max}')
    """
    if SET_OF_MAXIMAL.search(text):
        text = SIZE_OF_SET.sub(r"\1", SET_OF_MAXIMAL.sub(r"\\text{ of maximal ones }", text))
    found = NAMED_MAXIMUM.finditer(text)
    largest = next((each for each in found if not re.search(rf"sum_\{{?{each[1]}\b", text)), None)
    name = rf"|\bz_\{{?{largest[1]}\b\}}?" if largest else ""
    return re.sub(MAXIMUM + name, "z_{max}", text)


def has_wrong_term(text: str) -> bool:
    """Whether terms of the sum are said to tend to what they do not tend to.

    >>> has_wrong_term("If it is not maximal, all terms vanish.")
    True
    >>> has_wrong_term("For the only maximum, all other terms vanish.")
    False
    """
    for exponents, terms in EXPONENTS:
        text = exponents.sub(terms, text)
    told = ((each, "∞" if "infty" in each.value else each.value) for each in LIMITS.in_text(text))
    return any(
        not re.fullmatch(TERM_LIMITS.get(each.subject, {}).get(each.case, ".*"), value)
        for each, value in told
    )
