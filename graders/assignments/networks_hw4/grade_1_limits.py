"""Problem 1: the limits of the softmax as its scale grows, marked by their cases."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from graders.comparing.parts import Part
from graders.model import Answer, Mistake
from graders.reading.cases import by_case, in_rows, one_by_one
from solutions import cross_entropy_costs as costs

SettleParts = Callable[..., None]

# --- One notation for limits --------------------------------------------------------------------

LIMIT = r"\lim a_j = "
LARGEST = re.compile(r"z_\{?(?!j)(\w)\}?\s*(?:=|:=|\\coloneqq)\s*\\?max")
MAXIMUM = r"\bzmax\b|\bz\s*[_^]\s*(?:\{\s*(?:\*|\\ast|\\star|\\max)\s*\}|\*|\\ast\b|\\star\b)"
ARROW = r"(?:\\(?:long)?(?:to|rightarrow)(?![A-Za-z])|→|->)"
GOES = (
    r"(?:(?:all|each|both|then|simply|must|will)\s+)*(?:(?:goe?s?|tends?|converges?|equal)\s+to"
    r"|approach(?:es)?|becomes?|equals?|gets?|ha(?:s|ve) (?:the )?limit|is|are|=)"
    r"(?:\s+(?:equal\s+)?to)?"
)
OUTPUT = r"a_\{?[a-z]\}?(?:\^\{?L\}?)?"
SUBJECT = r"(?:limit|outputs?|activations?|it|they|each(?: of them)?|ones?)"
CASE_ALONE = "|".join(  # which stays, as it says of what the limit is
    rf"(?<=\b{each}\s)" for each in ("maximum", "winner", "max", "maximal", "largest", "smaller")
)
VALUE = (
    r"\$?\s*((?:\\[dt]?frac\s*(?:\d\s*\w|\{[^{}]*\}\s*\{(?:[^{}]|\{[^{}]*\})*\})"
    r"|[01]\s*/\s*(?:\([^()]*\)|\|\w\||\w)|[01](?!\.?\d)|zero\b|one\b(?!\s+(?:of|over)))"
    r"[^\s,;.$|&]*(?:\s*(?:[-+*/^]|\\cdot|\\times)\s*[^\s,;.$|&]+)*)"
)
GOES_ON = re.compile(r" ?(?:[({]|\\(?!text|q?quad|[,;:!\\]|Rightarrow|implies|to\b|end|right))")
VALUE_ALONE = re.compile(VALUE, re.IGNORECASE)
TOLD = re.compile(
    rf"\\lim\s*(?:_\s*(?:\{{[^{{}}]*\}}|\S+))?\s*{OUTPUT}\s*=\s*(?:[^$\n;,=]*=\s*)*{VALUE}"
    rf"|(?P<chain>{OUTPUT}\s*=[^$\n;,]*?|{OUTPUT})\s*{ARROW}\s*{VALUE}"
    rf"|(?:\$?\s*{OUTPUT}\s*\$|\b{SUBJECT}):?\s*(?:{GOES}|{ARROW})\s*{VALUE}"
    rf"|(?<=[:,;]\s){VALUE}(?P<otherwise>\$?,?\s*(?:otherwise|else)\b)"
    rf"|(?:{CASE_ALONE})(?:{GOES}|{ARROW})\s*{VALUE}"
    rf"|(?<=[:,;]\s){VALUE}(?=\$?\s*(?:if|for|when|each|apiece)\b)"
    rf"|(?P<others>\b(?:others?|rest)\b)\s*(?:{GOES}|{ARROW})\s*{VALUE}",
    re.IGNORECASE,
)
WORDS = re.compile(r"\\(?:text|mathrm)\s*\{([^{}]*)\}")
TOLD_ANYHOW = re.compile(rf"{OUTPUT}\s*{ARROW}\s*")  # whatever it goes to
ROW = re.compile(rf"^([^|\n:]*):\s*{VALUE}\s*\$?\s*$", re.MULTILINE)

COUNT = re.compile(r"\|\w\||\\ell\b|(?<![A-Za-z\\])[A-Za-z](?:_\{?\\?\w+\}?)?(?![A-Za-z])")
MAXIMAL_WORDS = r"(?:max\w*|tie[sd]?\b|larg\w+|bigg?\w+|equal|winn\w*|shar(?:e|ing)|top\b)"
NUMBER_OF_TIED = re.compile(rf"number of (?:the )?(?:inputs )?{MAXIMAL_WORDS}")
ALL = re.compile(r"[nNK]")
NEURONS = r"(?:neurons?|outputs?|inputs?|units?|classes|components?|entries|logits?)\b"


def of_limits(text: str) -> str:
    r"""A passage with equations for what outputs go to, in which m inputs are the maximal ones.

    >>> of_limits(r"If $z_j$ is not maximal, $a_j \to 0$; r tied ones get 1/r.")
    'If $z_j$ is not maximal,  $\\lim a_j = 0$ ; r tied  tied: $\\lim a_j = 1/m$.'
    """
    text = one_by_one(in_rows(of_maximum(text)), LIMIT).replace("$$", "$")
    text = ROW.sub(r"\1: $a_j \\to \2$", WORDS.sub(r" \1 ", text))
    behind = [f"others: ${LIMIT}0$" for each in TOLD.finditer(text) if each["others"]]

    def equation(told: re.Match[str]) -> str:
        if told["others"] or GOES_ON.match(text, told.end()):
            return told[0]
        value = with_count(
            next(each for each in told.groups() if each and VALUE_ALONE.fullmatch(each)), text
        )
        before = "$ " if text.count("$", 0, told.start()) % 2 else ""
        after = " $" if text.count("$", 0, told.end()) % 2 else ""
        case = "; otherwise: " if told["otherwise"] else " tied: " if COUNT.search(value) else ""
        chain = f"{told['chain']} " if "=" in (told["chain"] or "") else ""
        return f"{chain}{before}{case}${LIMIT}{value}${after}"

    told_anyhow = TOLD_ANYHOW.sub(lambda _: LIMIT, TOLD.sub(equation, text))
    return without_empty("\n\n".join((told_anyhow, *behind[:1])))


def with_count(value: str, text: str) -> str:
    """A limit in which m is the number of maximal inputs, and n that of all.

    >>> with_count("1/(r+1)", "with r others tied"), with_count("1/q", "q inputs share it")
    ('1/((m-1)+1)', '1/m')
    """
    value = {"zero": "0", "one": "1"}.get(value.lower(), value)
    if NUMBER_OF_TIED.search(value):
        return r"\frac{1}{m}"
    names = set(COUNT.findall(value))
    if len(names) != 1:
        return value
    name = re.escape(*names)
    of_tied = rf"(?<![A-Za-z\\]){name}\$?\s+(?:\w+\s+){{0,3}}?{MAXIMAL_WORDS}"
    counts = rf"{MAXIMAL_WORDS}[^.;]{{0,60}}?(?<![A-Za-z\\]){name}(?![A-Za-z/)])"
    number = (
        rf"number \$?{name}\$? of|(?<![A-Za-z\\]){name}\$? ?(?:=|is|denotes|be) (?:the )?number of "
    )
    of_all = (
        rf"(?<![A-Za-z\\]){name}\$?,? (?:is|being|denotes|=|the|for) (?:the )?(?:total |whole )?"
        rf"number of (?:all )?(?:the )?{NEURONS}(?! (?:that|which|at|with|tied|shar|in the tie))"
        rf"|total number \$?{name}\b"
    )
    if re.search(of_all, text):
        return COUNT.sub("n", value)
    if re.search(rf"(?<![A-Za-z\\]){name}\$?\s+(?:other|more|further|additional)", text):
        return COUNT.sub("(m-1)", value)
    is_of_tied = re.search(rf"(?:{number})(?:the )?(?:inputs )?{MAXIMAL_WORDS}|{of_tied}", text)
    if ALL.fullmatch(*names) and not is_of_tied:
        return COUNT.sub("n", value)
    return COUNT.sub("m", value) if is_of_tied or re.search(counts, text) else value


def without_empty(text: str) -> str:
    """A passage without formulas that hold nothing."""
    pieces = text.split("$")
    kept = [
        f"${each}$" if n % 2 else each for n, each in enumerate(pieces) if each.strip() or not n % 2
    ]
    return "".join(kept) if len(pieces) % 2 else text


def of_maximum(text: str) -> str:
    r"""A passage in which the largest input is called z_{max}.

    >>> of_maximum("zmax - z_j"), of_maximum(r"z_m = \max_k z_k: z_j - z_m")
    ('z_{max} - z_j', 'z_{max} = \\max_k z_k: z_j - z_{max}')
    """
    found = LARGEST.finditer(text)
    largest = next((each for each in found if not re.search(rf"sum_\{{?{each[1]}\b", text)), None)
    name = rf"|\bz_\{{?{largest[1]}\b\}}?" if largest else ""
    return re.sub(MAXIMUM + name, "z_{max}", text)


# --- The cases ----------------------------------------------------------------------------------

LEADS = (
    *("if ", "for ", "when ", "where ", "while ", "with ", "and ", "but ", "in ", "let ", "case "),
    *(". ", ": ", "; ", "- ", "(", "$ "),
)
LEAD = rf"(?:(?m:^)|{'|'.join(f'(?<={re.escape(each)})' for each in LEADS)})"
Z, L = r"z_\{?", r"\}?(?:\^\{?L\}?)?\$?"
FILLER = (  # words before those that tell a case
    r"(?:(?:an?|the|any(?:thing)?|each|every(?:thing)?|whatever|all|some|exactly|only|inputs?|outputs?|units?|neurons?|that|which"
    r"|those|is|are|it|of|them|ind(?:ex|ices)|unique|single|strictly|several|other|there|\w)\$?\s+"
    rf"|\$|(?:a_|{Z})j{L}\s+)*"
)
ABOVE = r"\s*(?:>|\\gt|exceeds|is (?:larger|bigger|greater) than)\s*\$?"
BELOW = r"\s*(?:<|\\lt|is (?:smaller|less) than)\s*\$?"
SMALLER = (
    rf"(?i:{LEAD}{FILLER}(?:(?:not|isn't|never|non-?)\W?[^.;:,$]{{0,24}}?(?:max|larg|big|win|top)\w*"
    rf"|{Z}k{L}{ABOVE}{Z}j{L}|{Z}j{L}{BELOW}(?:M\b|{Z}(?:\\?max|k){L}|\\max)"
    rf"|(?:larg|bigg|great)er than \$?{Z}j{L}|smaller\w*|lesser|otherwise|else"
    r"|others?(?::| (?:inputs?|outputs?|ones?|units?|neurons?)\b)|rest:|remaining))"
)
TIED = (
    rf"(?i:\btied:|{LEAD}{FILLER}(?:tie[sd]?|equal|same|share|maxim(?:a|als)\b|more than one"
    r"|(?:max|larg|big)\w*[^.;:,$]{0,16}? tie|multiple|many)[^.,;:$\n]{0,60})"
)
MAXIMAL = (
    rf"(?i:{LEAD}{FILLER}(?:(?:maxim(?:um|al)|larg\w+|bigg\w+|winn\w+|max|top)\b[^.,;:$\n]{{0,16}}"
    rf"|{Z}j{L}(?:{ABOVE}|\s*(?:=|\\geq?)\s*)(?:{Z}k{L}|M\b|{Z}\\?max{L}|\\max)[^.,;:$\n]{{0,30}}))"
)
CASES = (SMALLER, TIED, MAXIMAL)

# --- The parts ----------------------------------------------------------------------------------

ALL_INPUTS = Mistake("swapped", "all inputs are counted, not those tied for the maximum")
SMALLER_COUNTED = Mistake(
    "wrong_function", "the exponentials of smaller inputs are said to tend to one"
)
NO_MAXIMUM = Mistake("one_case", "the limit of the maximal input is left out")
NO_TIES = Mistake("one_case", "inputs that are tied for the maximum are left out")
NOT_SOFT = Mistake("left_out", "why it is called soft is left out")
DIFFERENCE = r"z_\\?\w+(?:\^L)?-(?:z_\\?\w+|M|\\maxz)"
SCALED = (
    *costs.SCALED_SOFTMAX_CHAIN,
    r"\frac{e^{c(z_j-M)}}{\sum_{k=1}^{n}e^{c(z_k-M)}}",
)
REWRITTEN = (
    r"(?:\\frac1|1/\(?)(?:1\+)?\\sum_\S{1,9}?(?:e\^|\\exp)\(?c\(?z_k-z_j\)"
    r"|"
    rf"e\^\(?-?c?\(?{DIFFERENCE}\)*/?\S{{0,9}}(?:1\+)?\S{{0,60}}(?:\.\.\.|\\[lc]?dots)"
    r"|\\fraca_(\w)a_(\w)=e\^c\(z_\1-z_\2\)|a_(\w)/a_(\w)=e\^\(?c\(z_\3-z_\4\)"
)
ALL_TO_ONE = (
    r"\b(?:every|each|all)(?: of)?(?: the)?(?: other)? (?:exponential|term|summand)s?"
    r"(?:(?!tie|max|equal|larg|vanish|a_)[^.]){0,24}?"
    r"(?:to|→|->|\\rightarrow|are|is|becomes?) ?\$?1\b"
    r"|(?:exponential|term|summand)s?\b[^.;:]{0,20}\b(?:small|less|other|non-?max|not max)"
    r"[^.;:]{0,24}?"
    r"(?:\bto|→|->|\\to|\\rightarrow|\bare|\bis|becomes?) ?\$?(?:1\b|one\b)"
)
OF_THE_SMALLEST = (
    r"\b(?:smallest|lowest|least|minim(?:um|al)) (?:one|input|z|value|output|entr)"
    r"|(?:is|are|the|unique|only) (?:the )?(?:unique )?(?:smallest|minim(?:um|al)|lowest)\b"
)
NO_SOFTNESS = (
    r"\blinear|\bc\s*=\s*1\$?(?:(?!version|approx|unlike)[^.;]){0,60}"
    r"(?:\bhard\b|winner|\b(?:one|1)\$? for)"
    r"|\bsoft\b[^.;]{0,40}\b(?:gives|is|outputs?) \$?(?:one|1)\$? (?:for|to)"
)
MAXIMUM_WORDS = (
    r"\\lim[\s\S]*\\lim|winner|indicator|arg ?max|all the weight"
    r"|(?:is|be|for|becomes) (?:the|a) (?:\w+ )?(?:max|larg|big)"
)
TIED_WORDS = (
    r"\bt(?:ie|y)|equal|several|more than one|multiple|many|\bm\b|same|number|shar(?:e|ing) the"
)
SOFT_VERSION = (
    r"(?:smooth\w*|soft\w*|relax\w*|continuous|differentiable|gentle\w*|gradual)[^.;]{0,24}"
    r"(?:version|approximation|form|relaxation|variant|analog\w*|substitute|stand-in)[^.;]{0,16}"
    r"(?:max|hard|\bof (?:that|this|it)\b)|\b(?:softened|smoothed) (?:max|version|form)"
)
OTHERS = r"\b(?:others?|small(?:er)?|every|each|rest|non-?max\w*|lesser|all|nobody|no one|none)\b"
COUNTED = (
    r"(?:still|\bsome(?:thing)?\b|positive|non-?zero|>\s*\$?\s*0|shar[ei]|weigh|greater than|probab"
    r"|count|contribut|account|zero|\b0\b|shut\w* out|exclud|ignor)"
)
SHARED = rf"(?:{OTHERS}[^.;]{{0,60}}?{COUNTED}|{COUNTED}[^.;]{{0,40}}?{OTHERS})"

NOTHING = r"(?!)"
HEAD = r"^\\lima_"
BEFORE = Part(
    "the softmax rewritten", 2, values=SCALED, form=rf"\^\(?-|{DIFFERENCE}", words=REWRITTEN
)
OF_SMALLER = Part(
    "the limit of an input that is not maximal", 1, ("0",), HEAD, case=SMALLER, stated=HEAD,
    contrary=f"{ALL_TO_ONE}|{OF_THE_SMALLEST}",
)  # fmt: skip
OF_MAXIMAL = Part(
    "the limit of the maximal input", 1, ("1",), HEAD, case=MAXIMAL, stated=HEAD,
    left_out=NO_MAXIMUM, contrary=OF_THE_SMALLEST,
)  # fmt: skip
OF_TIED = Part(
    "ties",
    1,
    (costs.SOFTMAX_LIMITS["m tied"],),
    HEAD,
    case=TIED,
    stated=HEAD,
    mistakes={r"\frac{1}{n}": ALL_INPUTS},
    left_out=NO_TIES,
    contrary=OF_THE_SMALLEST,
)
OF_TERMS = Part(
    "the sum of the other terms",
    0,
    ("0", costs.SUM_LIMIT),
    r"\\lim.*\\sum",
    mistakes={"n-1": SMALLER_COUNTED},
    misstated={ALL_TO_ONE: SMALLER_COUNTED},
)
WHY_SOFT = Part(
    "why it is soft",
    1,
    words=rf"{SOFT_VERSION}|\bsoft[\s\S]{{0,200}}?(?:{SHARED})|(?:{SHARED})[\s\S]{{0,160}}?\bsoft",
    traces="soft|smooth",
    contrary=NO_SOFTNESS,
    left_out=NOT_SOFT,
)


def limits(text: str) -> tuple[Part, ...]:
    """The parts on limits; one for all maximal inputs, where no case says that there is one."""
    told = {case for case, said in by_case(text, CASES) if LIMIT in said}
    tied = OF_TIED if re.search(TIED_WORDS, text) else replace(OF_TIED, traces=NOTHING)
    if TIED in told and MAXIMAL not in told:
        return OF_SMALLER, replace(tied, name="the limit of maximal inputs, also of ties", points=2)
    is_told = re.search(MAXIMUM_WORDS, text)
    return OF_SMALLER, OF_MAXIMAL if is_told else replace(OF_MAXIMAL, traces=NOTHING), tied


@pytest.mark.question("1.5", points=6, kind="derivation")
def grade_growing_scale(answer: Answer, settle_parts: SettleParts) -> None:
    """The limits of the softmax as its scale grows, and why it is called soft."""
    parts = (BEFORE, *limits(of_limits(answer.text)), OF_TERMS, WHY_SOFT)
    notations = ("softmax", "softmax_alone", "softmax_tied")
    settle_parts(parts, notations=notations, rewritten=of_limits)
