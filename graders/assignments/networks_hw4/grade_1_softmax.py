"""Problem 1: the softmax, its limits and its output error, each marked by its parts."""

import re
from collections.abc import Callable

import pytest

from graders.comparing.parts import Part
from graders.model import Answer, Mistake
from solutions import cross_entropy_costs as costs

SettleParts = Callable[..., None]

# --- 1.5 The softmax with growing scale ---------------------------------------------------------

LIMIT = r"\\lim.*a_\w"
GOES = (
    r"\S{0,9}?(?:\\to|\\rightarrow|goesto|tendsto|convergesto|approach\w*?to|approaches|becomes"
    r"|=|is|get)"
)
ARROW = (
    rf"(?:(?:a_\w|a_\\\w+|z_k-z_j\)+){GOES}"
    r"|(?:ratio|output|activation|limit|others?|rest|one|each(?:ofthem)?|it|thing|fraction|weget)"
    r"(?:\\to|\\rightarrow|(?:all)?(?:goe?s?|tends?|converges?)to|approach\w*?to|approach(?:es)?|becomes?|is|are|=))"
)
CASES = r"(?:\\lim\S{0,30}?a_\w=(?:\S{0,80}?=)?|\\to)\\begincases\S{0,60}?"
DIFFERENCE = r"z_\\?\w+(?:\^L)?-(?:z_\\?\w+|M|\\maxz)"
REWRITTEN = (
    r"(?:\\frac1|1/\(?)(?:1\+)?\\sum_\S{1,9}?(?:e\^|\\exp)\(?c\(?z_k-z_j\)"
    r"|"
    rf"e\^\(?-?c?\(?{DIFFERENCE}\)*/?\S{{0,9}}(?:1\+)?\S{{0,60}}(?:\.\.\.|\\[lc]?dots)"
    r"|\\fraca_(\w)a_(\w)=e\^c\(z_\1-z_\2\)|a_(\w)/a_(\w)=e\^\(?c\(z_\3-z_\4\)"
)
COUNT = (
    r"(?:(?-i:[nNK]_\\?\w+|[A-JL-MO-Za-mo-z](?:_\\?\w+)?)|\\ell|\|\w\||\\#|\w_\\?max\w*"
    r"|number ?of ?(?:the ?)?(?:max|big|larg|tie|equal|winn)\w*)"
)
ONE_OF_TIED = rf"(?:\\frac1|1/\(?){COUNT}"
NUMBER_OF_ALL = r"(?:number of|all)(?: the)? (?:neurons|inputs|outputs|units|classes|entries)"
ALL_INPUTS = Mistake("swapped", "all inputs are counted, not those tied for the maximum")
PART_OF_ALL = r"(?:\\frac1|\\frac\{1\}\{|1/)(?-i:n)\b"
OF_ALL_INPUTS = {
    rf"{PART_OF_ALL}[^.]{{0,40}}{NUMBER_OF_ALL}": ALL_INPUTS,
    rf"\ball\b[^.]{{0,20}}(?:output|activation|neuron)s?\b[^.]{{0,20}}{PART_OF_ALL}": ALL_INPUTS,
}
SMALLER_COUNTED = Mistake(
    "wrong_function", "the exponentials of smaller inputs are said to tend to one"
)
LIMITS_SWAPPED = Mistake(
    "swapped", "the limits of the maximal and of the other inputs change places"
)
ALL_TO_ONE = (
    r"\b(?:every|each|all)(?: of)?(?: the)?(?: other)? (?:exponential|term|summand)s?"
    r"(?:(?!tie|max|equal|larg|vanish|a_)[^.]){0,24}?"
    r"(?:to|→|->|\\rightarrow|are|is|becomes?) ?\$?1\b"
)
NOT_MAXIMAL = (
    r"(?:not|n't|non-?|smaller)[^.;:]{0,24}(?:max|larg|big)\w*(?:(?!a_\w)[^.;0]){0,70}?\$?"
)
BEFORE_ITS_CASE = r"(?!\$?,?\s*(?:for|if|when|in case|otherwise|else)\b)"
ONE_AS_LIMIT = rf"a_\w\s*(?:\\to|\\rightarrow|→|->|=)\s*1(?![/\d]){BEFORE_ITS_CASE}"
MAXIMAL_TO_ZERO = (
    r"(?:\b(?:only|unique|single|sole) (?:\w+ )?|z_j\$? is (?:the )?)(?:max|larg|big)\w*\W"
    r"(?:(?!a_j|other|except|all|rest)[^.;]){0,70}?a_j\s*(?:\\to|\\rightarrow|→|->|=)\s*0(?![.\d])"
    rf"{BEFORE_ITS_CASE}"
)
NO_MAXIMUM = Mistake("one_case", "the limit of the maximal input is left out")
NO_TIES = Mistake("one_case", "inputs that are tied for the maximum are left out")
NOT_SOFT = Mistake("left_out", "why it is called soft is left out")
TIED_WORDS = (
    r"\bt(?:ie|y)|equal|several|more than one|multiple|many|\bm\b|same|number|shar(?:e|ing) the"
)
SOFT_VERSION = (
    r"(?:smooth\w*|soft\w*|relax\w*|continuous|differentiable|gentle\w*|gradual)[^.;]{0,24}"
    r"(?:version|approximation|form|relaxation|variant|analog\w*|substitute|stand-in)[^.;]{0,16}"
    r"(?:max|hard|\bof (?:that|this|it)\b)|\bsoftened (?:max|version|form)"
)
OTHERS = r"\b(?:others?|small(?:er)?|every|each|rest|non-?max\w*|lesser|all|nobody|no one|none)\b"
COUNTED = (
    r"(?:still|\bsome(?:thing)?\b|positive|non-?zero|>\s*\$?\s*0|shar[ei]|weigh|greater than|probab"
    r"|count|contribut|account|zero|\b0\b|shut\w* out|exclud|ignor)"
)
SHARED = rf"(?:{OTHERS}[^.;]{{0,60}}?{COUNTED}|{COUNTED}[^.;]{{0,40}}?{OTHERS})"
WHY_SOFT = Part(
    "why it is soft",
    1,
    words=rf"{SOFT_VERSION}|\bsoft[\s\S]{{0,200}}?(?:{SHARED})|(?:{SHARED})[\s\S]{{0,160}}?\bsoft",
    traces="soft|smooth",
    left_out=NOT_SOFT,
)
SCALED = (
    *costs.SCALED_SOFTMAX_CHAIN,
    r"\frac{e^{c(z_j-M)}}{\sum_{k=1}^{n}e^{c(z_k-M)}}",
)

GROWING_SCALE = (
    Part("the softmax rewritten", 2, values=SCALED, form=rf"\^\(?-|{DIFFERENCE}", words=REWRITTEN),
    Part(
        "the limit of an input that is not maximal",
        1,
        ("0",),
        LIMIT,
        words=rf"{ARROW}(?:0|zero)|{CASES}0|\b0 (?:otherwise|else|for (?:the )?(?:other|rest|non))",
    ),
    Part(
        "the limit of the maximal input",
        1,
        ("1", costs.SOFTMAX_LIMITS["m tied"]),
        LIMIT,
        words=(
            rf"{ARROW}\(?(?:(?:1|one)(?![/\d])|{ONE_OF_TIED})|{CASES}(?:1|{ONE_OF_TIED})"
            r"|\b1,? (?:if|for|when) [^.,;]{0,30}(?:max|larg|big)"
        ),
        mistakes={r"\frac{1}{n}": ALL_INPUTS},
        misstated={
            **OF_ALL_INPUTS,
            ALL_TO_ONE: SMALLER_COUNTED,
            rf"{NOT_MAXIMAL}{ONE_AS_LIMIT}": LIMITS_SWAPPED,
            MAXIMAL_TO_ZERO: LIMITS_SWAPPED,
        },
        traces=(
            rf"{ARROW}(?:1(?!\d)|one|\\frac1(?!1\+|\\sum))|{CASES}|\\lim[\s\S]*\\lim|winner|indicator"
            r"|arg ?max|all the weight|(?:is|be|for|becomes) (?:the|a) (?:\w+ )?(?:max|larg|big)"
        ),
        left_out=NO_MAXIMUM,
    ),
    Part(
        "ties",
        1,
        (costs.SOFTMAX_LIMITS["m tied"],),
        LIMIT,
        words=(
            rf"(?:{ARROW}\(?|{CASES}|,|\\lim\S*=){ONE_OF_TIED}|(?:shar|tie|equal)\w*[^.]{{0,80}}{ONE_OF_TIED}"
            rf"|{ONE_OF_TIED}[^.]{{0,60}}(?:number|tied|maxim|biggest|largest)"
            r"|number \$?(?P<n>[nNK])\$? of (?:the )?(?:max|tied|larg|equal|win)[\s\S]{0,90}?"
            r"(?:\\frac1|\\frac\{1\}\{|1/)(?P=n)\b"
        ),
        mistakes={r"\frac{1}{n}": ALL_INPUTS},
        misstated=OF_ALL_INPUTS,
        traces=TIED_WORDS,
        left_out=NO_TIES,
    ),
    Part(
        "the sum of the other terms",
        0,
        ("0", costs.SUM_LIMIT),
        r"\\lim.*\\sum",
        mistakes={"n-1": SMALLER_COUNTED},
    ),
    WHY_SOFT,
)


LARGEST = re.compile(r"z_\{?(?!j)(\w)\}?\s*(?:=|:=|\\coloneqq)\s*\\?max")


MAXIMUM = r"\bzmax\b|\bz\s*[_^]\s*(?:\{\s*(?:\*|\\ast|\\star|\\max)\s*\}|\*|\\ast\b|\\star\b)"


def of_maximum(text: str) -> str:
    r"""A passage in which the largest input is called z_{max}.

    >>> of_maximum("zmax - z_j"), of_maximum(r"z_m = \max_k z_k: z_j - z_m")
    ('z_{max} - z_j', 'z_{max} = \\max_k z_k: z_j - z_{max}')
    """
    found = LARGEST.finditer(text)
    largest = next((each for each in found if not re.search(rf"sum_\{{?{each[1]}\b", text)), None)
    name = rf"|\bz_\{{?{largest[1]}\b\}}?" if largest else ""
    return re.sub(MAXIMUM + name, "z_{max}", text)


@pytest.mark.question("1.5", points=6, kind="derivation")
def grade_growing_scale(settle_parts: SettleParts) -> None:
    """The limits of the softmax as its scale grows, and why it is called soft."""
    notations = ("softmax", "softmax_alone", "softmax_tied")
    settle_parts(GROWING_SCALE, notations=notations, rewritten=of_maximum)


# --- 1.6 The output error -----------------------------------------------------------------------

TAKEN = r"^(?!.*(?:\\partial|∂|d)[aC])"  # no derivative is still to be taken
OF_CASE = r"^(?!.*(?:(?:\\partial|∂|d)[aC]|y_))"  # nor is the label put in
WRONG_JACOBIAN = Mistake("sign", "the sign within the Jacobian is wrong")
WRONG_ERROR = Mistake("sign", "the sign of the output error is wrong")
WRONG_INDEX = Mistake("swapped", "the exponent of the other class carries the wrong index")
WRONG_CASE_SIGN = Mistake("sign", "the sign of the derivative of the other class is wrong")
TRUE_CLASS = (
    r"j\s*=\s*(?:t|y|\\tilde\{y\}|c)\b|(?:true|correct|right|target) class"
    r"|correctly (?:identified,|classified)"
)
OTHER_CLASS = (
    r"j\s*(?:\\neq?|≠|!=|\\not\s*=)|(?:other|another|wrong) class"
    r"|(?:not correctly|incorrectly|wrongly) (?:identified|classified)|misclassified"
)
JACOBIANS = tuple(rf"a_{k}(\delta_{{{k}j}}-a_j)" for k in "ikt")

CHAIN_RULE = Part(
    "the chain rule",
    2,
    (costs.OUTPUT_ERROR, "a_t-1", "a_j-1", "a_j"),
    form=r"(?:\\partial|∂|d)a|(?:\\frac1|1/)\(?a_",
    words="chain rule",
)
CONCLUSION = Part(
    "the conclusion",
    2,
    (costs.OUTPUT_ERROR,),
    form=r"^(?=.*y_)(?=.*[-+])",
    last=True,
    words="a_j-y_j",
    mistakes={"y_j-a_j": WRONG_ERROR, "a_j+y_j": WRONG_ERROR},
)
BY_CASES = (
    CHAIN_RULE,
    Part(
        "the true class",
        2,
        ("a_j(1-a_j)", "a_j-1"),
        form=OF_CASE,
        case=TRUE_CLASS,
        stated="z_t$",
        anywhere=("a_t-1", "a_t(1-a_t)"),
        mistakes={"1-a_j": WRONG_ERROR},
    ),
    Part(
        "another class",
        2,
        ("a_j", "-a_ta_j"),
        form=OF_CASE,
        case=OTHER_CLASS,
        stated=r"(?:\\partial|∂|d)a_\S*z_j$",
        mistakes={"a_t": WRONG_INDEX, "-a_j": WRONG_CASE_SIGN},
    ),
    CONCLUSION,
)
BY_JACOBIAN = (
    CHAIN_RULE,
    Part(
        "the Jacobian, both cases in one",
        4,
        (*JACOBIANS, costs.OUTPUT_ERROR),  # alone, or in the product with the derivative of C
        form=TAKEN + r".*a_\w\W{0,6}(?:\\delta|\[)",
        mistakes={each.replace("-a_j", "+a_j"): WRONG_JACOBIAN for each in JACOBIANS},
    ),
    CONCLUSION,
)
AT_ONCE = (
    Part(
        "the cost by the logits",
        2,
        (costs.LOG_LIKELIHOOD_COST, r"z_t-\ln\sum_{k=1}^{K}e^{z_k}"),
        form=r"e\^|\\exp|\\ln\(?[SZ]",
    ),
    Part("its derivative", 4, (costs.OUTPUT_ERROR,), form=r"e\^|\\exp|delta|\["),
    CONCLUSION,
)


WRONG_CASES = re.compile(r"(?:correctly|wrongly) (?:identified|classified)|misclassif", re.I)
CASES_REMARK = "the cases are the true class and the others, not right and wrong classifications"


CASES_OF_LATEX = re.compile(r"\\begin\{cases\}(.*?)\\end\{cases\}[\s.,]*(\$*)", re.DOTALL)
CASE_BEHIND = re.compile(r"^(.*?)\s*\(((?:for |if |when )?j\s*(?:!=|=|≠|\\neq?)[^()]*)\)\s*$", re.M)
KRONECKER = re.compile(r"(?:δ|\\delta|\bdelta)_\{?([a-z])([a-z])(?![a-z])\}?")
CLASS_OF_LABEL = re.compile(
    r"(?<=[az]_)(?:y(?![A-Za-z_])|\{y\})|(?<=_\{)y(?=[a-z]\})|(?<=_\{[a-z])y(?=\})"
)


def of_cases(text: str) -> str:
    r"""A passage in which cases come before what holds in them, and the true class is t.

    >>> of_cases("dC/dz_j = a_j (j != t)"), of_cases("a_y(δ_yj - a_j)")
    ('j != t:\ndC/dz_j = a_j', 'a_t(\\delta_{tj} - a_j)')
    """
    text = CLASS_OF_LABEL.sub("t", KRONECKER.sub(r"\\delta_{\1\2}", text))
    return CASE_BEHIND.sub(r"\2:\n\1", CASES_OF_LATEX.sub(_one_by_one, text))


def _one_by_one(cases: re.Match[str]) -> str:
    """The rows of a distinction of cases as formulas of their own."""
    rows = (row.partition("&") for row in re.split(r"\\\\", cases[1]))
    told = "\n\n".join(f"${case.strip()}$: ${value.strip()}$" for value, _, case in rows if case)
    sign = cases[2] or "$$"
    return f"{sign}\n\n{told}\n\n{'' if cases[2] else sign}"


@pytest.mark.question("1.6", points=8, kind="derivation")
def grade_output_error(answer: Answer, settle_parts: SettleParts) -> None:
    """The derivative of the log-likelihood cost by an input of the softmax."""
    settle_parts(
        BY_CASES,
        BY_JACOBIAN,
        AT_ONCE,
        models=("output_error",),
        cases={TRUE_CLASS: "output_error_true_class", OTHER_CLASS: "output_error_other_class"},
        rewritten=of_cases,
        remarks=(CASES_REMARK,) if WRONG_CASES.search(answer.text) else (),
    )
