"""Derivations marked by their parts: what shows a part, and what is left to a person."""

from fractions import Fraction

import pytest

from graders.comparing.parts import Part, Said, State, Written
from graders.equivalence import Setting, setting_for
from graders.judging.parts import shown
from graders.judging.parts.claims import Models, failing_claim
from graders.judging.parts.marking import mark_parts, settled
from graders.model import Kind, Mistake, Question

WRONG_SIGN = Mistake("sign", "the sign is wrong")
SLOPE = Part("the slope", 2, Written(("2x",), mistakes={"-2x": WRONG_SIGN}))
BESIDE = Part("the slope", 2, Written(("2x",), mistakes={"-2x": WRONG_SIGN}, beside=("-2x",)))
UPDATE = Part("the step", 2, Written(("2x",), restated="^w$", beside=("x",)))
ZERO = Part("the zero", 1, Written(("0",), heads=r"^x$"))
BOUND = Part(
    "the bound", 1, Written(("4",), heads=r"^x\^2$", relation="<=", mistakes={"<4": WRONG_SIGN})
)
END = Part("the end", 1, Written(("2x",), form="x", last=True))
REASON = Part("the reason", 1, said=Said("convex"))
NEGATIVE = Part("for x < 0", 1, Written(("-x",)), case=r"x\s*<\s*0")
POSITIVE = Part("for x > 0", 1, Written(("x",)), case=r"x\s*>\s*0")
STEPS = Part("the steps", 1, steps=True)
CONCAVE = Mistake("wrong_function", "it is not concave")
SHAPE = Part(
    "the shape", 1, said=Said("convex", mistakes={"concave": CONCAVE}, traces="curv|shape")
)
SAID = Part(
    "the curvature", 1, Written(("2",), form="2"), Said("convex", mistakes={"concave": CONCAVE})
)
SIGNED = Part("for x < 0", 1, Written(("-x",), anywhere=("-x+y-y",)), case=r"x\s*<\s*0")
LIMIT = Part("the limit", 1, said=Said(r"f\\(?:to|rightarrow)0"))
PRODUCT = Part("the product", 1, said=Said(r"r_1r_2=1"))
DENIED = Part("the reason", 1, Written(("2x",)), Said("convex", contrary="maximum"))
COST = Part("the cost", 1, Written(("2x",), form="x", last=True, others="^P$"))

CASES = [
    ("a value anywhere", SLOPE, r"so $f'(x) = x + x = 2x$.", State.SHOWN),
    ("an equal form", SLOPE, r"$f' = 2(x + 1) - 2$", State.SHOWN),
    ("a known mistake", SLOPE, r"$f' = -2x$", State.MISTAKEN),
    ("a mistake set right later", SLOPE, r"$f' = -2x$, no, $f' = 2x$", State.SHOWN),
    ("a mistake behind the value", SLOPE, r"$f' = 2x$, so at each step $f' = -2x$", State.OPEN),
    ("a mistake that is denied", SLOPE, r"$f' = 2x$, rather than $-2x$", State.SHOWN),
    ("a mistake called wrong", SLOPE, r"$f' = 2x$. $f' = -2x$ would be wrong.", State.SHOWN),
    ("another value of the same name", UPDATE, "$w = 2x$, so $w = 3x$", State.OPEN),
    ("another value of another name", UPDATE, "$w = 2x$, so $v = 3x$", State.SHOWN),
    ("the same name before the step", UPDATE, "$w = 2x$ where $w = x$ before", State.SHOWN),
    ("a mistake of something else", BESIDE, r"$f' = 2x$ and at $-x$: $-2x$", State.SHOWN),
    ("a value taken back for a mistake", SLOPE, r"$f' = 2x$. Correction: $f' = -2x$", State.OPEN),
    ("a value called wrong", SLOPE, r"$f' = 2x$ is wrong, it must be $f' = -2x$", State.OPEN),
    ("a mistake and a damaged copy", SLOPE, r"$f' = -2x + 0 x$ or $f' = -2x + 0 x)$", State.OPEN),
    ("another value", SLOPE, r"$f' = 3x$", State.OPEN),
    ("a term beside a name", SLOPE, "$m - x = x$", State.SHOWN),
    ("a name that is taken away", SLOPE, "$x - m = -x$", State.SHOWN),
    ("a term beside a name of the exercise", SLOPE, "$y - x = x$", State.OPEN),
    ("a term beside a name that comes again", SLOPE, "$m - x = x + m$", State.OPEN),
    ("a value of a name", ZERO, r"zero at $x = 0$", State.SHOWN),
    ("the sides exchanged", ZERO, r"zero at $0 = x$", State.SHOWN),
    ("a value of another name", ZERO, r"$y = 0$", State.OPEN),
    ("an inequality", BOUND, r"$x^2 \leq 4$", State.SHOWN),
    ("an inequality from the right", BOUND, r"$4 \geq x^2$", State.SHOWN),
    ("the other direction", BOUND, r"$x^2 \geq 4$", State.OPEN),
    ("a strict bound", BOUND, r"$x^2 < 4$", State.MISTAKEN),
    ("a right end", END, r"$f = x^2$, $f' = 2x$", State.SHOWN),
    ("right only on the way", END, r"$f' = 2x$, so $f' = 3x$", State.OPEN),
    ("an end that words change", END, "so $f' = 2x$, all of it times two", State.OPEN),
    ("an end that words change in plain text", END, "f' = 2x, all of it times two", State.OPEN),
    ("an end with its reason", END, "so $f' = 2x$, as it is not zero", State.SHOWN),
    ("words", REASON, "because it is Convex", State.SHOWN),
    ("a case", NEGATIVE, r"if $x > 0$ it is $x$; if $x < 0$ it is $-x$", State.SHOWN),
    ("the other case", NEGATIVE, r"if $x > 0$ it is $-x$; if $x < 0$ it is $x$", State.OPEN),
    ("steps in one chain", STEPS, r"$f' = x + x = 2x$", State.SHOWN),
    ("steps from line to line", STEPS, "$L = x + x$\n\n$L = 2x$", State.SHOWN),
    ("a power of a logarithm", STEPS, r"$L = \ln (x)^y = y \ln x$", State.SHOWN),
    ("a step that fails", STEPS, r"$f' = x + x = x^2$", State.MISTAKEN),
    ("a damaged step", STEPS, r"$L = x + x = x + x) = 2x$", State.OPEN),
    ("no step", STEPS, r"$f' = 2x$", State.OPEN),
    ("a logarithm of a product", STEPS, r"$L = \ln x^y y^x = y \ln x + x \ln y$", State.SHOWN),
    ("a line that goes on", STEPS, "$L = x + x$\n\n$= 2x$", State.SHOWN),
    ("a case with a value of its own", STEPS, "L = 5 if x = 1\n\nL = x + x = 2x", State.SHOWN),
    ("words in a case", STEPS, "say x = 1. L = x + x = 2x", State.SHOWN),
    ("something wrong said", SHAPE, "its shape is concave", State.MISTAKEN),
    ("right and wrong said", SHAPE, "its shape is concave; it is convex", State.OPEN),
    ("a trace", SHAPE, "it is curved", State.OPEN),
    ("no trace", SHAPE, "$f' = 2x$", State.MISTAKEN),
    ("a formula that words contradict", SAID, "$f'' = 2$, concave", State.OPEN),
    ("a case behind its formula", NEGATIVE, "it is $-x$ for $x < 0$\n\nelse $x$", State.SHOWN),
    ("cases behind their formulas", NEGATIVE, "$x$ for $x > 0$ and $-x$ for $x < 0$.", State.SHOWN),
    ("what is behind another case", NEGATIVE, "$-x$ for $x > 0$ and $x$ for $x < 0$.", State.OPEN),
    ("a value outside of its case", SIGNED, "$-x$; if $x < 0$ it is that", State.SHOWN),
    ("an arrow that is typed", LIMIT, "f -> 0", State.SHOWN),
    ("an arrow of Unicode", LIMIT, "f → 0", State.SHOWN),
    ("an arrow of LaTeX", LIMIT, r"$f \rightarrow 0$", State.SHOWN),
    ("subscripts of Unicode", PRODUCT, "r₁r₂ = 1", State.SHOWN),
    ("indices that are typed", PRODUCT, "r1 r2 = 1", State.SHOWN),
    ("words that nothing contradicts", DENIED, "convex, so it is no maximum", State.SHOWN),
    ("words that others contradict", DENIED, "convex, so it is a maximum", State.OPEN),
    ("a value that words contradict", DENIED, "$f' = 2x$ at the maximum", State.OPEN),
    ("what a formula comes from behind it", COST, "$C = 2x$ since $P = 3x$", State.SHOWN),
    ("a wrong formula before it", COST, "$C = 3x$ since $P = 2x$", State.OPEN),
    ("two chains that a colon parts", STEPS, "we divide by x + 1: L = x + x = 2x", State.SHOWN),
]


@pytest.fixture(scope="module")
def setting() -> Setting:
    return setting_for({"x": {"domain": "positive"}, "y": {"domain": "positive"}})


@pytest.mark.parametrize(
    ("part", "text", "state"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_part_is_found(part: Part, text: str, state: State, setting: Setting) -> None:
    marked = mark_parts([setting], text, [part, POSITIVE])
    assert marked.found[0].state is state


@pytest.mark.parametrize("text", [r"$f' = x + x) = 2x$", r"$f' = 1 + x = x + x) = 2x$"])
def test_a_step_between_two_others_that_cannot_be_read_is_doubtful(
    text: str, setting: Setting
) -> None:
    marked = mark_parts([setting], text, [SLOPE])
    is_between = text.count("=") > 2
    assert (marked.found[0].state, bool(marked.doubtful_step)) == (State.SHOWN, is_between)


@pytest.mark.parametrize(
    ("text", "doubted"),
    [
        (r"$\operatorname{Var}(u) = x + y - x = 1$", True),
        (r"$\operatorname{Var}(u) = \sqrt{x} + \sqrt{1 - x} = 1$", True),
        (r"$\mathbb{E}[u + v] = x - 3x + y = 2$", True),
        (r"$\operatorname{Var}(u) = x + 1 - x = 1$", False),
        ("$2x + y = y + 2x = 4$", False),
    ],
)
def test_behind_a_name_that_is_not_declared_a_number_is_no_equation_to_be_solved(
    text: str, doubted: bool, setting: Setting
) -> None:
    assert bool(mark_parts([setting], text, [SLOPE]).doubtful_step) is doubted


STATED = [  # of f' = 2x, or of 2x and -x by the sign of x
    ("an equation", "$f' = 2x$", False),
    ("a formula that equals it", "$f' = 2x$. The derivative is $x + x$", False),
    ("its logarithm", r"$f' = 2x$. Its logarithm is then $\ln 2 + \ln x$", False),
    ("its reciprocal", r"$f' = 2x$, and one over it is: $\frac{1}{2x}$", False),
    ("what another equation tells", "$f' = 2x$ and $s = xy$. The product is $yx$", False),
    ("a formula that is nothing known", "$f' = 2x$. The derivative is $3x$", True),
    ("one behind a noun", "$f' = 2x$. Its logarithm, $3x$, is positive", True),
    ("one that nothing states", "$f' = 2x$, divided by $3x$", False),
    ("one that is related to another", r"$f' = 2x$. Its value is $\le 3x$", False),
    ("one that is asked for", "$f' = 2x$. But what is $3x$?", False),
    ("a name", "$f' = 2x$. The other one is $y$", False),
    ("a number", "$f' = 2x$. The limit is $3$", False),
    ("one of its case", "$f' = 2x$. If $x < 0$, it is $-x$", False),
    ("one of another case", "$f' = 2x$. If $x < 0$, it is $2x$; here it is $-x$", False),
    ("one of a case elsewhere", "$f' = 2x$ is $-x$", True),
]


@pytest.mark.parametrize(
    ("text", "doubted"), [case[1:] for case in STATED], ids=[case[0] for case in STATED]
)
def test_a_formula_that_words_state_is_known_or_doubted(
    text: str, doubted: bool, setting: Setting
) -> None:
    below = setting_for({"x": {"max": -1}, "y": {"max": -1}})
    models = Models(cases={NEGATIVE.case: below})
    marked = mark_parts([setting], text, [SLOPE, NEGATIVE], models)
    assert bool(marked.doubtful_step) is doubted


def test_where_words_alone_show_the_parts_no_formula_is_known(setting: Setting) -> None:
    assert not mark_parts([setting], "convex, as it is $3x$", [REASON]).doubtful_step


def test_a_doubt_leaves_all_points_to_a_person(setting: Setting) -> None:
    question = Question("1", "the slope", Fraction(2), Kind.DERIVATION)
    comparison = settled(mark_parts([setting], "$f' = 2x$, I guess", [SLOPE]), question)
    assert (comparison.equal, comparison.credit) == (None, 0)


# Of x > 0 and y > x; of a bound that is reached at y = x; and of a negative x.
GREATER = setting_for(
    {"x": {"domain": "positive"}, "d": {"domain": "positive"}},
    [{"latex": "y", "value": "x+d"}, {"latex": "f'(x)", "value": "2x"}],
)
AT_THE_END = setting_for(
    {"x": {"domain": "positive"}, "e": {"domain": "binary"}}, [{"latex": "y", "value": "x+e"}]
)
BELOW_ZERO = setting_for({"x": {"max": -1}, "y": {"max": -1}})
MODELS = Models([GREATER], [AT_THE_END], cases={r"x\s*<\s*0": BELOW_ZERO})
CLAIMS = [
    ("an inequality", "$x < y$", False),
    ("an inequality that fails", "$x > y$", True),
    ("a bound that is reached", r"$x \le y$", False),
    ("a bound that is not", r"$\frac{x}{2} \le y$", True),
    ("a chain with a wrong middle", r"$2x = x + x^2 = 2x$", True),
    ("a name that is declared", "$f'(x) = 3x$", True),
    ("a derivative that is a number", "$f'(x) = 3$", True),
    ("a name that is not", "$s = y - x$ and $s > 0$", False),
    ("a name that its formula contradicts", "$s = x - y$ and $s > 0$", True),
    ("a case", "$|x| + 1 = x + 1$. For $x < 0$ we have $|x| + 1 = 1 - x$", False),
    ("what holds in the other case", "For $x < 0$ we have $|x| + 1 = x + 1$", True),
    ("what holds in a case alone", "$|x| + 1 = 1 - x$", True),
    ("what holds in no case", "$|x| + 1 = 2x$", True),
    ("an equation to be solved", "$xy = x^2$", True),
    ("an equation with zero", "$2x = x + x = 0$", True),
]


@pytest.mark.parametrize(
    ("text", "fails"), [case[1:] for case in CLAIMS], ids=[case[0] for case in CLAIMS]
)
def test_all_that_is_claimed_is_tried(text: str, fails: bool) -> None:
    assert bool(failing_claim(MODELS, text)) is fails


def test_an_equation_is_solved_only_where_it_stands_alone() -> None:
    root = setting_for({"x": {"domain": "positive"}}, [{"latex": "y", "value": "x"}])
    models = Models([GREATER], solved=[root])
    assert not failing_claim(models, "$xy = x^2$ and $y - x = 0$")
    assert failing_claim(models, "$2xy = xy + x^2 = 2x^2$")


def test_a_part_of_a_case_is_held_in_its_example(setting: Setting) -> None:
    part = Part("for x < 0", 1, Written(("2|x|",)), case=r"x\s*<\s*0")
    for text, state in (("$x < 0$: it is $-2x$", State.SHOWN), ("$x < 0$: $2x$", State.OPEN)):
        assert mark_parts([setting], text, [part], MODELS).found[0].state is state


@pytest.mark.parametrize(
    ("passage", "says"),
    [
        ("The cost is convex in a.", True),
        ("The cost is not convex in a.", False),
        ("It isn't a convex cost.", False),
        ("We do not need more: the cost is convex.", True),
    ],
)
def test_words_that_are_denied_are_not_said(passage: str, says: bool) -> None:
    assert shown.says(passage, "convex") is says
