"""References and declarations that are wrong, or made to do harm."""

from collections.abc import Mapping

from tests.equivalence.hostile_answers import DEEP, KINDS, MALFORMED, NUMBERS, SIZE
from tests.equivalence.hostile_cases import Case, nested


def definition(name: str, value: str) -> Mapping[str, str]:
    return {"latex": name, "value": value}


DOUBLING = [definition("d_{1}", "x + x")] + [
    definition(f"d_{{{k}}}", f"d_{{{k - 1}}} + d_{{{k - 1}}}") for k in range(2, 45)
]

REFERENCES = (
    [
        Case(
            f"reference: {case.name}",
            "x",
            case.student,
            case.kind,
            case.symbols,
            refused=refused,
            may_be_equal=True,
        )
        for group, refused in ((SIZE, None), (NUMBERS, None), (MALFORMED, None), (DEEP, None))
        for case in group
    ]
    + [
        Case(
            f"reference of a kind: {case.name}",
            case.reference,
            case.student,
            case.kind,
            case.symbols,
            refused=None,
            may_be_equal=True,
        )
        for case in KINDS
    ]
    + [
        Case("a reference that is no text of mathematics", "x", "see the slides", refused=True),
        Case(
            "a reference of a megabyte for a shape", "2 x 3", "H=" * 500_000, "shape", refused=True
        ),
        Case(
            "a reference of a megabyte for a number",
            "2",
            "-" * 1_000_000 + "2",
            "number",
            refused=True,
        ),
        Case(
            "a reference of sums with 400 mutants",
            "y x",
            "+".join(rf"\sum_{{k=1}}^{{60}} \sin({j} k x)" for j in range(40)),
        ),
        Case(
            "a long sum compared with itself but for a sign",
            "+".join(rf"\sin({j} x)" for j in range(400)) + "- x",
            "+".join(rf"\sin({j} x)" for j in range(400)) + "+ x",
        ),
    ]
)

DECLARED = [
    Case(
        "a definition that refers to itself",
        "d",
        "d",
        definitions=[definition("d", "d + x")],
        refused=True,
    ),
    Case(
        "definitions that refer to one another",
        "x",
        "d",
        definitions=[definition("d", "g"), definition("g", "d")],
        refused=True,
    ),
    Case(
        "a number beside a square matrix, where an identity may be meant",
        "A",
        r"A + \lambda",
        symbols={"A": {"type": "matrix", "shape": ["n", "n"]}, r"\lambda": {}},
        refused=True,
    ),
    Case("a definition of nothing", definitions=[definition("d", "")], refused=True),
    Case(
        "a definition of five megabytes",
        definitions=[definition("d", "x+" * 2_500_000)],
        refused=True,
    ),
    Case("a definition that is broken", definitions=[definition("d", r"\frac{")], refused=True),
    Case(
        "a definition with deep nests",
        definitions=[definition("d", nested("(", "x", ")", depth=900))],
        refused=True,
    ),
    Case("a definition without a value", definitions=[{"latex": "d"}], refused=True),
    Case("a definition that is no table", definitions=["d"], refused=True),
    Case(
        "definitions that double", "d_{44}", "d_{44} + x", definitions=DOUBLING, may_be_equal=True
    ),
    Case(
        "definitions that double, in a relation",
        "d_{44} > 1",
        "d_{44} > 0",
        "relation",
        definitions=DOUBLING,
    ),
    Case(
        "definitions that double, in an equation",
        "d_{44} = 1",
        "d_{44} = y",
        "equation",
        definitions=DOUBLING,
    ),
    Case(
        "definitions that double, in a derivation",
        "x = d_{44}",
        "d_{44}",
        "derivation",
        definitions=DOUBLING,
    ),
    Case(
        "10,000 definitions",
        definitions=[definition(f"d_{{{k}}}", "x") for k in range(10_000)],
        refused=True,
    ),
    Case("10,000 symbols", symbols={f"q_{{{k}}}": {} for k in range(10_000)}, refused=True),
    Case(
        "100 matrices",
        symbols={
            "x": {},
            **{f"q_{{{k}}}": {"type": "matrix", "shape": [64, 64]} for k in range(100)},
        },
        refused=None,
        may_be_equal=True,
    ),
    Case(
        "100 binary vectors",
        symbols={
            "x": {},
            **{
                f"q_{{{k}}}": {"type": "vector", "shape": [4], "domain": "binary"}
                for k in range(100)
            },
        },
        refused=None,
        may_be_equal=True,
    ),
    Case("a name of five megabytes", symbols={"x": {}, "a" * 5_000_000: {}}, refused=True),
    Case("an empty name", symbols={"": {}}, refused=True),
    Case("a name of blanks", symbols={"x": {}, "  ": {}}, refused=True),
    Case("a name of invisible characters", symbols={"x": {}, "\u200b": {}}, refused=True),
    Case(
        "a name that is a lone surrogate",
        symbols={"x": {}, "\ud800": {}},
        refused=None,
        may_be_equal=True,
    ),
    Case("a name of braces", symbols={"x": {}, "{}": {}}, refused=True),
    Case("a name of a bracket", symbols={"x": {}, "(": {}}, refused=None, may_be_equal=True),
    Case("a name that is a relation", symbols={"x": {}, "=": {}}, refused=None, may_be_equal=True),
    Case(
        "a shape of zero", symbols={"x": {}, "A": {"type": "matrix", "shape": [0, 0]}}, refused=True
    ),
    Case(
        "a shape of minus one",
        symbols={"x": {}, "A": {"type": "matrix", "shape": [-1, 1]}},
        refused=None,
        may_be_equal=True,
    ),
    Case(
        "a shape of thousands of millions",
        symbols={"x": {}, "A": {"type": "matrix", "shape": [10**9, 10**9]}},
        refused=True,
    ),
    Case(
        "a shape of three axes",
        symbols={"x": {}, "A": {"type": "matrix", "shape": ["n", "n", "n"]}},
        refused=True,
    ),
    Case(
        "a shape of products",
        symbols={
            "x": {},
            "m": {"dimension": True},
            "A": {"type": "matrix", "shape": ["·".join(["m"] * 20), "1"]},
        },
        refused=True,
    ),
    Case(
        "a shape of a product of what is not declared",
        symbols={"x": {}, "A": {"type": "matrix", "shape": ["a·b", "1"]}},
        refused=None,
        may_be_equal=True,
    ),
    Case(
        "a shape of an empty product",
        symbols={"x": {}, "A": {"type": "matrix", "shape": ["·", "1"]}},
        refused=None,
        may_be_equal=True,
    ),
    Case(
        "a shape of numbers multiplied",
        symbols={"x": {}, "A": {"type": "matrix", "shape": ["99999·99999", "99999"]}},
        refused=True,
    ),
    Case(
        "a shape that is a text",
        symbols={"x": {}, "A": {"type": "matrix", "shape": "nn"}},
        refused=True,
    ),
    Case(
        "a shape of floats",
        symbols={"x": {}, "A": {"type": "matrix", "shape": [2.5, 2.5]}},
        refused=None,
        may_be_equal=True,
    ),
    Case(
        "a shape of lists",
        symbols={"x": {}, "A": {"type": "matrix", "shape": [[1], [2]]}},
        refused=None,
        may_be_equal=True,
    ),
    Case(
        "a matrix of the size of itself",
        symbols={"x": {}, "A": {"type": "matrix", "shape": ["A", "A"]}},
        refused=None,
        may_be_equal=True,
    ),
    Case(
        "a matrix that is a dimension",
        symbols={"x": {}, "A": {"type": "matrix", "shape": ["n", "n"], "dimension": True}},
        refused=None,
        may_be_equal=True,
    ),
    Case(
        "a size that is huge at least",
        symbols={
            "x": {},
            "n": {"dimension": True, "min": 1e12},
            "A": {"type": "matrix", "shape": ["n", "n"]},
        },
        refused=None,
        may_be_equal=True,
    ),
    Case(
        "a size that is negative at most",
        symbols={
            "x": {},
            "n": {"dimension": True, "max": -5},
            "A": {"type": "matrix", "shape": ["n", "n"]},
        },
        refused=None,
        may_be_equal=True,
    ),
    Case(
        "a symmetric matrix that is not square",
        symbols={"x": {}, "A": {"type": "matrix", "shape": ["n", "m"], "domain": "symmetric"}},
        refused=True,
    ),
    Case(
        "a symmetric vector",
        symbols={"x": {}, "A": {"type": "vector", "shape": ["n"], "domain": "symmetric"}},
        refused=True,
    ),
    Case(
        "a determinant of what is not square",
        symbols={
            "x": {},
            "A": {"type": "matrix", "shape": ["n", "m"], "domain": "invertible_det_positive"},
        },
        refused=True,
    ),
    Case(
        "a number that is one-hot",
        symbols={"x": {"domain": "onehot"}, "y": {"domain": "simplex"}},
        refused=None,
        may_be_equal=True,
    ),
    Case(
        "a function with a domain",
        symbols={"x": {}, "f": {"type": "function", "domain": "binary"}},
        refused=None,
        may_be_equal=True,
    ),
    Case(
        "a distribution with a domain",
        symbols={"x": {}, "p": {"type": "distribution", "domain": "index"}},
        refused=None,
        may_be_equal=True,
    ),
    Case(
        "bounds that are turned round",
        symbols={"x": {"min": 5, "max": -5}},
        refused=None,
        may_be_equal=True,
    ),
    Case(
        "bounds that are one", symbols={"x": {"min": 5, "max": 5}}, refused=None, may_be_equal=True
    ),
    Case(
        "bounds of whole numbers that are turned round",
        symbols={"x": {"min": 5, "max": -5, "domain": "integer"}},
        refused=None,
        may_be_equal=True,
    ),
    Case("a bound that is no number", symbols={"x": {"min": float("nan")}}, refused=True),
    Case("a bound that is infinite", symbols={"x": {"max": float("inf")}}, refused=True),
    Case("a bound of 400 digits", symbols={"x": {"max": 10**400}}, refused=True),
    Case("a bound that is a text", symbols={"x": {"max": "many"}}, refused=True),
    Case(
        "whole numbers in a huge range",
        symbols={"x": {"domain": "integer", "min": -1e12, "max": 1e12}},
        refused=None,
        may_be_equal=True,
    ),
    Case(
        "an index of a huge range",
        symbols={"x": {"domain": "index", "range": ["1", "99999"]}},
        refused=None,
        may_be_equal=True,
    ),
    Case(
        "an index of an endless range",
        symbols={"x": {"domain": "index", "range": ["1", "9" * 5_000]}},
        refused=None,
        may_be_equal=True,
    ),
    Case(
        "an index of a range of formulas",
        symbols={"x": {"domain": "index", "range": ["1 + m", "2·3·q"]}},
        refused=None,
        may_be_equal=True,
    ),
    Case(
        "an index of an empty range",
        symbols={"x": {"domain": "index", "range": ["", ""]}},
        refused=None,
        may_be_equal=True,
    ),
    Case(
        "an index of a range turned round",
        symbols={"x": {"domain": "index", "range": ["9", "1"]}},
        refused=None,
        may_be_equal=True,
    ),
    Case("a range of three ends", symbols={"x": {"range": [1, 2, 3]}}, refused=True),
    Case("a type that is none", symbols={"x": {"type": "tensor"}}, refused=True),
    Case("a type that is a list", symbols={"x": {"type": ["scalar"]}}, refused=True),
    Case("a domain that is a list", symbols={"x": {"domain": ["real"]}}, refused=True),
    Case("a declaration that is a text", symbols={"x": "scalar"}, refused=True),
    Case("declarations that are a list", symbols=["x"], refused=True),
    Case("declarations of a set", symbols={"x": {"shape": {1, 2}}}, refused=True),
    Case("a kind that is none", kind="essay", refused=True),
    Case("a kind that is a list", kind=["value"], refused=True),  # type: ignore[arg-type]
    Case("a layout that is none", options={"layout": "diagonal"}, refused=True),
    Case("an order that is none", options={"order": "NHWC"}, refused=True),
    Case("a format that is none", options={"student_format": "mathml"}, refused=True),
    Case(
        "a number of digits that is a text",
        "3",
        "3",
        "number",
        options={"min_digits": "many"},
        refused=True,
    ),
    Case(
        "a huge number of digits",
        "3.1",
        "3.1",
        "number",
        options={"min_digits": 10**9},
        refused=True,
    ),
]


def deep_list(depth: int) -> object:
    found: object = []
    for _ in range(depth):
        found = [found]
    return found


def circle() -> object:
    found: dict[str, object] = {}
    found["x"] = found
    return found


DECLARED += [
    Case("a declaration with deep nests", symbols={"x": {"note": deep_list(20_000)}}, refused=True),
    Case("a declaration in a circle", symbols={"x": circle()}, refused=True),
]
