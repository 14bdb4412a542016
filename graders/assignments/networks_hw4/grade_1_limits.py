"""Problem 1: the limits of the softmax as its scale grows, marked by their cases."""

import re
from dataclasses import replace

import pytest

from graders.comparing.parts import Part, Said, Written
from graders.grading.fixtures.types import SettleParts
from graders.model import Answer, Mistake
from graders.reading.calculus.limits import Limit, Limits, meaning_of
from solutions.cross_entropy_costs import softmax_limits

# --- What has a limit, and in which cases -------------------------------------------------------

NOT = r"(?:\b(?:not|never|non|none|nor|no|unless|except)\b|n't\b|\\notin\b|∉)"
LARGE = r"(?:max\w*|larg\w+|bigg\w+|great\w+|high\w+|winn\w*|top)\b"
TIE = r"\b(?:tie[sd]?|equal\w*|same|shar\w+|several|multiple|(?<!how )many|more than one|draws?)\b"
OTHER = r"(?:M\b|z_(?:(?!j)\w\b|\{?\\?max\}?)|\\?max)"
ABOVE, BELOW = r"\s*(?:>|exceeds|is \w+er than)\s*", r"\s*(?:<|is (?:small|low|less)\w* than)\s*"

LIMITS = Limits(
    subjects={
        "output": (r"a_\{?\w", r"\boutputs?\b", "activation", "limit", r"\b(?:it|they|each)\b"),
        "term": (
            r"exponent|e\s*\^|\\exp|\bterm|summand|^\s*all k\b",
            r"\bsum\b|\\sum|nominator|numerator",
        ),
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
        f"The {each.case} {each.subject}: "
        + (f"$\\lim a_j = {each.value}$" if each.subject == "output" else each.value)
        for each in stated(text)
    )
    scaled = (f"${each[1]}$" for each in LIMIT_OF.finditer(text))
    return "\n\n".join((of_maximum(text), *scaled, *lines))


def stated(text: str) -> list[Limit]:
    """The limits in a passage; what several inputs share is that of tied ones."""
    text = of_maximum(text).replace("^L", "")
    found = LIMITS.in_text(NUMBER_OF_TIED.sub("m", text))
    counted = (replace(each, value=with_count(each.value, text)) for each in found)
    return [replace(each, case="tied") if LETTER.search(each.value) else each for each in counted]


def with_count(value: str, text: str) -> str:
    """A limit in which m is the number of maximal inputs, and n that of all.

    >>> with_count("1/(r+1)", "with r others tied"), with_count("1/q", "q inputs share it")
    ('1/((m-1)+1)', '1/m')
    """
    names = set(LETTER.findall(value))
    if len(names) != 1:
        return value
    (name,) = names
    of_all = "q" if re.search(ALL_TIED, text, re.IGNORECASE) else "n"
    count = meaning_of(name, text, COUNTS) or (of_all if ALL.fullmatch(name) else name)
    return re.sub(rf"\|{name}\||(?<![A-Za-z\\]){re.escape(name)}(?![A-Za-z])", count, value)


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


# --- The parts ----------------------------------------------------------------------------------

ALL_INPUTS = Mistake("swapped", "all inputs are counted, not those tied for the maximum")
TERMS_TO_ONE = Mistake(
    "wrong_function", "the exponentials of smaller inputs are said to tend to one"
)
NO_MAXIMUM = Mistake("one_case", "the limit of the maximal input is left out")
NO_TIES = Mistake("one_case", "inputs that are tied for the maximum are left out")
NOT_SOFT = Mistake("left_out", "why it is called soft is left out")

DIFFERENCE = r"z_\\?\w+(?:\^L)?-(?:z_\\?\w+|M|\\maxz)"
RATIO = r"e^{c(z_j-z_k)}"
SCALED = (
    *softmax_limits.SCALED_SOFTMAX_CHAIN,
    r"\frac{e^{c(z_j-M)}}{\sum_{k=1}^{n}e^{c(z_k-M)}}",
    RATIO,
)
BEFORE = Part("the softmax rewritten", 2, Written(SCALED, form=rf"\^\(?-|{DIFFERENCE}"))

HEAD = r"^\\lima_"
OF_LARGER_TO_ZERO = (  # e^{c(z_k - z_j)} for z_k > z_j
    r"z_(?P<larger>\w)\s*>\s*z_(?P<other>\w)\b[^.;]{0,60}?e\s*\^\s*\{?\s*c\s*\(\s*"
    r"z_(?P=larger)\s*-\s*z_(?P=other)\s*\)\s*\}?\$?\s*"
    r"(?:\\to|\\rightarrow|→|->|goes to)\s*\$?0(?!\.)"
)
TERMS = r"(?: of the)?(?: other)? (?:exponentials?|terms?|summands?)"
NOT_ITS_OWN = r"(?: (?:with|for|where) \$?k\s*(?:\\neq?|≠|!=)\s*j\$?| but one| in the \w+)?"
EACH_TERM = (
    rf"\b(?:(?:all|every|each){TERMS}|the other (?:exponential|term|summand)s)\b{NOT_ITS_OWN}"
)
EVERY_TERM = rf"(?:\bthe{TERMS}|{EACH_TERM}|\b(?:all|every|each) \$?e\s*\^\s*\{{[^{{}}]*\}}\$?)"
TENDS = (
    r"\$?,? ?(?:all )?(?:tends?|go(?:es)?|becomes?|approach(?:es)?|\\to|\\rightarrow|→|->)"
    r"(?: to)?\s*\$?"
)
TO_ONE, TO_ZERO = rf"{TENDS}(?:1|one)\b", rf"(?:{TENDS}(?:0|zero)\b|\$? ?vanish)"
TO_INFINITY = rf"(?:{TENDS}\+?(?:\\infty|∞|infinit)|\$? (?:all )?(?:blow|explode|diverge))"
IF_SMALLER = rf"(?:not (?:the |a )?{LARGE}|\botherwise\b)(?:(?!{LARGE})[^.;]){{0,40}}?"
IF_MAXIMAL = (
    r"(?:\bis (?:the |a )?|unique |only |single |sole )(?:(?:unique|only) )?"
    rf"{LARGE}(?:(?!{NOT}|otherwise)[^.;]){{0,40}}?"
)
EXPONENTS = r"\b(?:all|every|each|the)(?: of the)?(?: other)? exponents? (?:is|are) "
TERMS_REVERSED = (  # those of the only maximum vanish, and some of a smaller input grow
    rf"{IF_MAXIMAL}(?:{EVERY_TERM}{TO_ONE}|{EACH_TERM}{TO_INFINITY}|{EXPONENTS}positive)"
    rf"|(?:terms?|exponentials?) of (?:the )?(?:smaller|other|lesser)(?: inputs| ones)?{TO_ONE}"
    rf"|{IF_SMALLER}(?:{EVERY_TERM}{TO_ZERO}|{EACH_TERM}{TO_INFINITY}|{EXPONENTS}negative"
    r"|z_k\s*[-−]\s*z_j\s*(?:<|\\lt)\s*0)"
)
NOT_OF_INPUTS = (
    r"smallest|lowest|\bminim(?:al|um)|The smaller term: 1(?!/)"
    rf"|{OF_LARGER_TO_ZERO}|{TERMS_REVERSED}"
)
OF_SMALLER, OF_MAXIMAL, OF_TIED = (
    Part(
        name,
        1,
        Written((value,), heads=HEAD, stated=HEAD),
        Said(contrary=NOT_OF_INPUTS),
        case=f"The {case} output:",
    )
    for name, value, case in (
        ("the limit of an input that is not maximal", "0", "smaller"),
        ("the limit of the maximal input", "1", "maximal"),
        ("ties", softmax_limits.SOFTMAX_LIMITS["m tied"], "tied"),
    )
)
FOR_ALL = (
    r"/\s*m\b[^.;]{0,9}for (?:all|every|each|any) \$?j\b|\{m\}\$? for (?:all|every|each|any) \$?j\b"
)
OF_TIED = replace(
    OF_TIED,
    written=replace(OF_TIED.written, mistakes={r"\frac{1}{n}": ALL_INPUTS}),
    said=Said(contrary=f"{NOT_OF_INPUTS}|{FOR_ALL}"),
)
OF_TERMS = Part(
    "the sum of the other terms",
    0,
    Written(("0", softmax_limits.SUM_LIMIT), heads=r"\\lim.*\\sum", mistakes={"n-1": TERMS_TO_ONE}),
)

SOFTENED = r"\b(?:smooth|soft|relax|continuous|differentiable|gentl|gradual)\w*"
VERSION = r"(?:version|approximation|form|relaxation|variant|analog\w*|substitute|stand-in)"
OF_MAXIMUM = r"[^.;]{0,30}(?:max|hard|\bof (?:that|this|it)\b)"
OTHERS = (
    r"\b(?:others?|losers?|small\w*|every\w*|each|rest|lesser|non-?max\w*|all|nobody|none|no one)\b"
)
COUNT = r"(?:still|some|positive|non-?zero|> ?\$?0|shar|weigh|probab|count|contribut|ignor|exclud)"
SHARED = (
    rf"(?:{OTHERS}[^.;]{{0,60}}?{COUNT}|{COUNT}[^.;]{{0,40}}?{OTHERS}"
    r"|most,? (?:of it,? )?but not (?:everything|all)"
    r"|(?:only|merely|just) (?:preferred|favou?red|prefers|favou?rs))"
)
NOT_WHY_SOFT = (
    r"\blinear|\bsoft\b[^.;]{0,40}\b(?:one|1)\$? (?:for|to)"
    r"|\bc\s*=\s*1\$?,? (?:it |this )?(?:is|gives|picks|makes)\b"
    rf"(?:(?!{SOFTENED})[^.;,]){{0,30}}\b(?:hard|winner|1\b)"
    r"|\bsoft\b[^.;]{0,40}(?:\\infty|∞|infinit)(?:(?!c\$?\s*=|hard|only|max)[^.;]){0,40}"
    r"(?:equal|uniform|all (?:the )?inputs|every input)"
)
WHY_SOFT = Part(
    "why it is soft",
    1,
    said=Said(
        rf"{SOFTENED}[^.;]{{0,24}}{VERSION}{OF_MAXIMUM}|\b(?:smooth\w*|softened) (?:max|version)"
        rf"|\bsoft[\s\S]{{0,200}}?{SHARED}|{SHARED}[\s\S]{{0,160}}?\bsoft",
        traces="soft|smooth",
        contrary=NOT_WHY_SOFT,
    ),
    left_out=NOT_SOFT,
)


def _left_out(part: Part, mistake: Mistake) -> Part:
    return replace(part, said=replace(part.said, traces="(?!)"), left_out=mistake)


def limits(text: str) -> tuple[Part, ...]:
    """The parts on limits: one for all maximal inputs, where no case says that there is one.

    A case is left out only where every limit has a case, and nothing is said of this one.
    """
    told = {each.case for each in stated(text) if each.subject == "output"}
    named = told | set(LIMITS.cases_in(text))
    maximal, tied = (
        part if case in named or "" in told else _left_out(part, mistake)
        for part, case, mistake in (
            (OF_MAXIMAL, "maximal", NO_MAXIMUM), (OF_TIED, "tied", NO_TIES),
        )
    )  # fmt: skip
    if "tied" in told and "maximal" not in told:
        return OF_SMALLER, replace(tied, name="the limit of maximal inputs, also of ties", points=2)
    return OF_SMALLER, maximal, tied


@pytest.mark.question("1.5", points=6, kind="derivation")
def grade_growing_scale(answer: Answer, settle_parts: SettleParts) -> None:
    """The limits of the softmax as its scale grows, and why it is called soft."""
    parts = (BEFORE, *limits(answer.text), OF_TERMS, WHY_SOFT)
    notations = ("softmax", "softmax_alone", "softmax_tied")
    settle_parts(parts, notations=notations, rewritten=of_limits)
