"""Question 4: initialisation for ReLU, marked by its parts."""

import re
from dataclasses import replace

import pytest

from graders.comparing.parts import Part, Said, Written, left_to_person
from graders.grading.fixtures.types import SettleParts, Shows
from graders.model import Answer, Mistake
from graders.reading.calculus.normal import of_normal
from graders.reading.words.corrections import behind_correction
from graders.reading.words.properties import Truth
from graders.reading.words.reasons import Reasons
from solutions.initialization import (
    SECOND_MOMENT,
    WEIGHT_STD_OF_MOMENT,
)

# --- 4.1 The second moment ------------------------------------------------------------------------

NOT_HALVED = Mistake("factor", "the half line is not taken into account")
HALVED_TWICE = Mistake("factor", "the half is counted twice")
TWICE, WHOLE = r"\frac{1}{4}", "1"
ACTIVATION = re.compile(r"\\(?:var)?phi(?![A-Za-z])|[φϕ]|(?i:\\?(?<![A-Za-z])(?:Leaky)?ReLU\b)")
IN_FONT = re.compile(r"\\(?:text|mathrm|operatorname|mathit)\s*\{\s*(\w+)\s*\}")
ALONE = re.compile(  # without its argument
    r"(\\mathrm\{relu\})((?:\^2|\^\{2\}|²)?+)(?!\s*(?:\\left)?\s*[({\[])"
)
POSITIVE_PART = re.compile(r"(?:\(\s*z\s*\)|\[\s*z\s*\]|z)_\+|z\^\+")
HALF_LINE = re.compile(r"(?<![A-Za-z\\])([A-Z])_(?=[{+-])\{?([-+])\}?(?!\w)")
OF_MOMENT = (
    r"\(\\mathbbE_z\\simN\[(?=.*\^2)(?=.*(?:relu|max|>0|\\geq?0|≥0))"  # after ReLU, or over a half
)
BETWEEN = re.compile(
    r"\\(?:int|mid)|∫|[|]|(?:\\[dt]?frac\s*\{?1\}?\s*\{?2\}?|1\s*/\s*2|½|0\.5)[^=]*[Ez]|[Pp](?:r"
    r"|rob)?\(|1\}?_?\s*[({\[]\s*z\s*[<>\\≥]"
)
PARITY = Truth(
    things={
        "density": (r"densit|distribution|gaussian|normal|\b[fp]\b",),
        "square": (r"\bz\s*\^\{?2|\bz²|integrand|square",),
        "activation": (r"relu|activation",),
        "another": (
            r"\b(?:first|second|third|last|other|term|summand|product|rest)\b|z\s*\|z\||z\^3",
        ),
    },
    known={"density": {"even"}, "square": {"even"}, "activation": {"neither even nor odd"}},
)
KNOWN = "|".join(  # words of sound reasons
    (
        r"[a-z] since because an the of to in on at for over with about around from is are has "
        r"have its? that this we and also only just then so as by where which there both other "
        r"each one any all not no does gets? equals? same relu activation density pdf "
        r"distribution gaussian normal standard symmetr\w* even functions? integrands? "
        r"integrals? integrat\w+ parts substitution squar\w+ half halves zero\w* vanish\w* "
        r"negatives? positives? sides? lines? axis mass kill\w* cuts? sets? removes? drops? off "
        r"out away contribut\w+ values? varian\w+ mean unit second moments? identity mirror\w* "
        r"origin expect\w+ keeps? surviv\w* remain\w* exactly pass\w* inputs? outputs? "
        r"definition linearity law total condition\w* max int infty exp sqrt pi dz adds? up odd "
        r"terms? while together given either signs? var text mathrm mathbb left right variables? "
        r"random whole entire full curve cent(?:er|re)d respect real area gives? means? takes? "
        r"lies range when if otherwise but whose upper lower being yields? nothing"
    ).split()
)
MEAN_ALONE = r"(?!(?!.*(?:varian|symmetr|standard)).*\bmean\b)"
OF_ACTIVATION = (  # itself, not of its square
    r"(?!.*(?:varian|symmetr|expect|mean)\w*(?: value)? of (?:the )?\W*(?:mathrm\W*)?"
    r"(?:relu|activation)(?!\S*\^))"
)
REASONS = Reasons(
    rf"(?s)^{MEAN_ALONE}{OF_ACTIVATION}"
    rf"(?:\$[^$]*\$|\\[a-z]+|[^a-z$]|(?<![a-z])(?:{KNOWN})(?![a-z]))*+(?:\$[^$]*)?$",
    loosely=True,
)
NOT_HALVED_IN_WORDS = (
    r"(?<![-+]\(\\mathbbE_z\\simN\[\\mathrm)relu[^+]*?\]\)=\(\\mathbbE_z\\simN\[z\^2\]\)"
)
BY_CHANCE = (  # what has no square is no second moment, though it may be a half
    r"relu\S{0,12}\]\)=(?=[^=]*(?:\\simN|\\int))(?![^=]*(?:\^2|relu|\\max))[^=]*(?:=|$)"
)
IN_THE_END = (
    r"\b(?:second moment|expectation|integral|it|result|value)\b[^.;=]{0,40} (?:is|equals)"
    r"(?: then| just| therefore| thus| exactly)? "
    r"\$?(?:\\[dt]?frac\s*\{?1\}?\s*\{?2\}?|1/2|0\.5|½)\W*\Z"
)
SYMMETRIC = r"symmetr|\beven\b|\bhalf\b|mirror|same distribution"

VALUE = Part(
    "the value",
    2,
    Written(
        (SECOND_MOMENT,),
        form=r"^(?!.*[Ez])",
        heads=rf"^(?!.*\]\)[-+]){OF_MOMENT}",  # and of no sum of moments
        mistakes={WHOLE: NOT_HALVED, TWICE: HALVED_TWICE},
    ),
    Said(IN_THE_END),
)
HALF_ONCE = Part(
    "the half counted once",
    0,
    Written(form=OF_MOMENT, heads=OF_MOMENT, mistakes={TWICE: HALVED_TWICE}),
)
CHAIN = Part("the chain", 3, said=Said(claims=(PARITY, REASONS), contrary=BY_CHANCE), steps=True)
NO_CHAIN = replace(
    CHAIN, said=Said(SYMMETRIC, claims=(PARITY, REASONS), contrary=NOT_HALVED_IN_WORDS), steps=False
)


@pytest.mark.question("4.1", points=5, kind="derivation")
def grade_second_moment(answer: Answer, settle_parts: SettleParts) -> None:
    """The second moment of a standard normal variable after ReLU."""
    chain = CHAIN if BETWEEN.search(answer.text) else NO_CHAIN
    parts = (VALUE, HALF_ONCE, chain)
    is_corrected = bool(behind_correction(answer.text))
    settle_parts(left_to_person(parts) if is_corrected else parts, rewritten=of_activation)


def of_activation(text: str) -> str:
    r"""A passage in which ReLU has its name, and all is an expectation over the normal variable.

    >>> of_activation(r"E[\varphi^2(z)] = \frac12")
    '(\\mathbb{E}_{z\\sim N}[\\mathrm{relu}^2(z)]) = \\frac12'
    """
    text = HALF_LINE.sub(lambda found: f"{found[1]}_{'pm'[found[2] != '+']}", text)
    text = IN_FONT.sub(r"\1", POSITIVE_PART.sub(r"\\max(z,0)", text))
    text = of_normal(text, "z")
    return ALONE.sub(r"\1(z)\2", ACTIVATION.sub(r"\\mathrm{relu}", text))


# --- 4.2 The standard deviation -------------------------------------------------------------------

A_VARIANCE = Mistake("wrong_exponent", "this is the variance, not the standard deviation")
NOT_A_VARIANCE = Mistake("wrong_exponent", "this is the standard deviation, not the variance")
FAN_OUT = Mistake("swapped", "the width of the layer itself is used, not of the one before")
OUTPUTS, VARIANCE_OF_OUTPUTS = r"\sqrt{\frac{2}{d_l}}", r"\frac{2}{d_l}"
OTHER_MOMENTS = (WHOLE, TWICE, "2")  # that a student may have found in 4.1

STD, VARIANCE = r"^\\sigma_l$", r"^\\sigma_l\^2$"
SCRIPTS = r"(?:_\{(?:[^{}]|\{[^{}]*\})*\}|_\w|\^\{\(?[\w-]*\)?\}|\^\(\w+\)|\[\w+\])*"
SIGMA = re.compile(
    r"(?:\\sigma(?![A-Za-z])|σ|(?<![\\A-Za-z])sigma(?![A-Za-z]))(?:\s*_\s*\{?\s*(?:l|\\ell|w|W)(?![A-Za-z-])\s*\}?)?"
)
WIDTH = re.compile(
    r"(?:d|n)_\{(?:l|\\ell)\s*[-−]\s*1\}|n_\{(?:\\(?:text|mathrm)\{in\}|in)\}|fan[_ -]?in\b"
)
OF_WEIGHTS = re.compile(
    r"\\?(?:Var|V)\s*(?:\\left)?[(\[]\s*[wW]" + SCRIPTS + r"\s*(?:\\right)?[)\]]"
    r"|(?:\\mathbb\{E\}|E)\s*(?:\\left)?[(\[]\s*\(?[wW]"
    + SCRIPTS
    + r"\s*\)?\^\{?2\}?\s*(?:\\right)?[)\]]"
)
OF_OUTPUT = re.compile(r"\\?Var\s*(?:\\left)?[(\[]\s*\w" + SCRIPTS + r"\s*(?:\\right)?[)\]]")
UNIT = (
    r"\\mathrm\{relu\}(?P<before>\^\{?2\}?|²)?\(\s*[a-zA-Z]"
    + SCRIPTS
    + r"\s*\)(?P<behind>\^\{?2\}?|²)?"
)
MEAN_OF_UNIT = re.compile(r"(?<=\\sim N\}\[)" + UNIT)
LIMITS = r"\\sum" + SCRIPTS + r"(?:\^(?:\{(?:[^{}]|\{[^{}]*\})*\}|\w))?\s*"
SUM_OF_UNITS = re.compile(LIMITS + UNIT)
SUM_OF_MEANS = re.compile(LIMITS + r"(?=\(*\\mathbb\{E\}_\{z)")
SUMMED = r"\sum_{k=1}^{d_{l-1}}"
MEAN = r"(\mathbb{E}_{z\sim N}[\mathrm{relu}(z)^2])"
SAID_TO_BE = re.compile(
    r"\b(?:(?P<root>standard deviation|std)|variance)\b(?: (?:of|for) (?:the |each "
    r"|every )?weights?)?"
    r" (?:is|be|equals|of|to be|becomes|=)(?: then| equal to)?:? *(?P<sign>\$?)(?=\\?(?:sqrt"
    r"|frac|\d|\(|√))",
)
HALF = r"E_z|\\frac12|0\.5|½|(?<!\^)(?<!\^\()1/2"
HALF_OF_WIDTH = r"\\frac(?:\\sigma_l\^2)?d_l(?:-1)?2"
TIMES_WIDTH = rf"^(?!.*\\sum)(?:.*(?:{HALF}).*d_l|.*d_l.*(?:{HALF}|(?<!\^1)/2)|.*{HALF_OF_WIDTH})"
OF_OUTPUTS = (  # what the width before the layer is not
    r"d_\{?l\s*-\s*1\}?\$?[^.;]{0,20}\b(?:width|size|number|dimension)\b[^.;]{0,20}"
    r"(?:next|following|output|layer itself|layer \$?l\b)"
)
OTHER_VARIANCE = r"\\sigma_l\^2[^=$]*d_l-1[^=$]*=(?!1(?![\d.]))[\d.]+(?=[$,;]|so|$)"  # than one
NOT_THE_SPREAD = (  # a variance that is called the standard deviation, or a mean
    r"(?:standard deviation|\bstd)\b[^.;=]{0,20}\\sigma_l\s*\^\s*\{?2\}?\s*="
    r"|\bmean of the (?:sum|outputs?) (?:is|equals) [^.;]{0,30}\\sigma_l"
)
NOT_ONE = (  # what the variance has to be in words, but is not
    r"\b(?:must|has to|have to|should|needs? to) (?:then |also )?(?:be|stay|remain|become|equal) "
    r"(?:equal to |set to |chosen )?(?:\$?(?:0|zero|2|two|half)\b|\$?\d*\.\d|\$?\\[dt]?frac"
    r"|\$?\d+/|(?:as )?(?:small|large|big|close))"
    r"|\b(?:it|this|that|variance|sum) (?:equal )?to \$?(?:zero|0)\b"
)
OF_FEW = r"\bsmall(?:er)? \$?(?:d_|width|number)"  # units no law of large numbers holds for
CAUSES = Reasons(
    r"independ|i\.?i\.?d|identical|distribut|varianc|large|\blaw\b|zero|mean|moment|expect|normal"
    r"|symmetr|unit|keep|preserv|vanish|explod|average|\bsum|relu|[=\\]|\bz\b"
)
SUM_IN_WORDS = (
    r"(?:sum|average|mean)\b.{0,60}\b(?:is|by|becomes|with|→|≈|converges? to|tends to)\b.{0,40}"
    r"(?:width|number of (?:units|terms)|d_).{0,20}\b(?:times|expect)"
)


@pytest.mark.question("4.2", points=5, kind="derivation")
def grade_weight_std(answer: Answer, settle_parts: SettleParts, shows: Shows) -> None:
    """The standard deviation of the weights, or their variance if it is called so."""
    is_variance = is_called_variance(answer.text)
    parts = route(SECOND_MOMENT, is_variance=is_variance)
    own = [each for each in OTHER_MOMENTS if shows("4.1", each)]
    settle_parts(
        left_to_person(parts) if behind_correction(answer.text) else parts,
        notations=("initialization", "initialization_solved"),
        carried=route(own[0], is_variance=is_variance) if own else (),
        rewritten=of_spread,
    )


def route(moment: str, *, is_variance: bool) -> tuple[Part, ...]:
    """The parts of the way to the spread with a second moment."""
    root = WEIGHT_STD_OF_MOMENT.replace("M", rf"\left({moment}\right)")
    square = rf"\frac{{1}}{{d_{{l-1}}\left({moment}\right)}}"
    total = rf"d_{{l-1}}\left({moment}\right)"
    right_width = (rf"\sigma_l^2 {total}", total, root, square)
    values = (*right_width, *(each.replace("{l-1}", "l") for each in right_width))
    right, wrong = (square, {root: NOT_A_VARIANCE}) if is_variance else (root, {square: A_VARIANCE})
    fan_out = {VARIANCE_OF_OUTPUTS if is_variance else OUTPUTS: FAN_OUT}
    return (
        Part(
            "the sum as width times expectation",
            2,
            Written(
                values,
                form=TIMES_WIDTH if moment == SECOND_MOMENT else r"\\sigma.*d_l",
                beside=(rf"\sigma_l^2\left({moment}\right)",),  # of one term
            ),
            Said(SUM_IN_WORDS, contrary=f"{OTHER_VARIANCE}|{OF_FEW}"),
        ),
        Part(
            "the result",
            3,
            Written(
                (right,),
                form=rf"^(?!{TIMES_WIDTH})",
                heads=VARIANCE if is_variance else STD,
                stated=STD if is_variance else VARIANCE,
                beside=(root, square),
                mistakes={**wrong, **fan_out},
            ),
            Said(contrary=f"{OF_OUTPUTS}|{NOT_THE_SPREAD}|{NOT_ONE}", claims=(CAUSES,)),
        ),
    )


def of_spread(text: str) -> str:
    r"""A passage in which a sum of squared units is one of their means, and the result has a name.

    >>> of_spread(r"Var(w) = \sigma^2, the standard deviation is $\sqrt{2/n_{in}}$")
    '\\sigma_l^2 = \\sigma_l^2, the $\\sigma_l = \\sqrt{2/d_{l-1}}$'
    """
    text = OF_OUTPUT.sub("Var(u)", OF_WEIGHTS.sub(r"\\sigma_l^2", text))
    text = of_activation(WIDTH.sub("d_{l-1}", SIGMA.sub(r"\\sigma_l", text)))
    text = SUM_OF_UNITS.sub(_sum_of_means, text)
    text = MEAN_OF_UNIT.sub(r"\\mathrm{relu}(z)^2", text)
    text = SUM_OF_MEANS.sub(lambda _: SUMMED, text)
    return SAID_TO_BE.sub(_with_name, text)


def _sum_of_means(found: re.Match[str]) -> str:
    is_squared = found["before"] or found["behind"]
    return SUMMED + MEAN if is_squared else found[0]


def _with_name(found: re.Match[str]) -> str:
    name = r"\sigma_l" if found["root"] else r"\sigma_l^2"
    return f"{found['sign']}{name} = "


def is_called_variance(text: str) -> bool:
    """Whether what a text defines last is the square of sigma, or a variance.

    >>> is_called_variance("Var(w) = 2/d"), is_called_variance("Var(z) = 2/d")
    (True, False)
    """
    *_, last = (None, *DEFINES.finditer(text))
    if last is None or A_ROOT.search(text, last.end()):
        return False
    return bool(last["variance"] or re.search(r"\^\s*\{?2|²", last["scripts"]))


DEFINES = re.compile(
    r"(?<![}*·\d])(?<![}*·\d]\s)(?:\\?sigma|σ)(?P<scripts>(?:(?!\\?sigma|σ|[,;]\s)[^=≈$\n]){0,20})[=≈]"
    r"|(?P<variance>\bVar)\b(?!\W{0,6}z)[^=≈$\n]{0,40}[=≈]"
)  # of weights, not of what they give
A_ROOT = re.compile(r"\b(?:std|standard deviation|root)\b", re.IGNORECASE)
