"""Python that students type, read without being run."""

# ruff: noqa: E501 - the rows of a table stay on one line

import math
import time
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graders.comparing.formulas.equality import Bench, compare_terms, same_shape
from graders.declaring.declarations import Declarations, Exercise
from graders.errors import Unreadable
from graders.expression import Call, Expression, to_text
from graders.reading.mathematics.names.symbols import SymbolTable
from graders.reading.mathematics.parsing.parser import Parser
from graders.reading.mathematics.python import read_python
from graders.reading.mathematics.tokens import prepare


def vector(size: str) -> dict[str, object]:
    return {"type": "vector", "shape": [size]}


def matrix(rows: object, columns: object) -> dict[str, object]:
    return {"type": "matrix", "shape": [rows, columns]}


SIZE = {"domain": "integer", "dimension": True}
SYMBOLS: dict[str, dict[str, object]] = {
    "x": vector("n"), "y": vector("n"), r"\hat{y}": vector("n"), r"\mathbf{A}": matrix("n", "n"),
    "X": matrix("n", "d"), "W": matrix("d", "K"), "b": vector("K"), "w": vector("d"), "a": {},
    "c": {"domain": "positive"}, r"\lambda": {}, r"\sigma_B": {}, r"\eta_{\min}": {}, "w^*": vector("d"),
    "w^{(t)}": vector("d"), "p_{data}": {}, "z^L": {}, "a_1": {}, r"n_{\text{in}}": {},
    r"\frac{\partial L}{\partial w}": vector("d"), r"\mathbf{W}_g": matrix(4, 3), "f": {"type": "function"},
    "j": {"domain": "index", "range": ["1", "n"]}, "n": SIZE, "d": SIZE, "K": SIZE,
}  # fmt: skip
DEFINITIONS = [
    {"latex": r"\mathbf{p}", "value": r"\sigma(\mathbf{A}x)"},
    {"latex": "M", "value": r"\max_k x_k"},
]
TABLE = SymbolTable(Declarations.of(SYMBOLS, DEFINITIONS))


def latex(text: str) -> Expression:
    return Parser(prepare(text, TABLE), TABLE).whole()


@pytest.fixture(scope="module")
def bench() -> Bench:
    values = {name: latex(each.value) for name, each in TABLE.definitions.items()}
    return Bench(Exercise(TABLE.declarations, values))


READ_AS = [
    # names
    ("y_hat", "hat y"), ("yhat", "hat y"), ("hat_y", "hat y"), ("lam", "lambda"),
    ("lambda_", "lambda"), ("lmbda", "lambda"), ("lambd", "lambda"), ("λ", "lambda"),
    ("sigma_B", "sigma_B"), ("eta_min", "eta_min"), ("etamin", "eta_min"), ("w_star", "w^*"),
    ("w_t", "w^(t)"), ("p_data", "p_data"), ("zL", "z^L"), ("z_L", "z^L"), ("a1", "a_1"),
    ("a_1", "a_1"), ("n_in", "n_in"), ("dL_dw", "frac partial L partial w"),
    ("grad_w", "frac partial L partial w"), ("dw", "frac partial L partial w"),
    ("W_G", "bold W_g"), ("Wg", "bold W_g"), ("p", "bold p"), ("A + a", "A + ones*a*ones^T"),
    # numbers and operators
    ("1e-3", "1/1000"), ("0.1", "1/10"), (".5", "1/2"), ("5.", "5"), ("1_000", "1000"),
    ("0.30000000000000000000000001", "30000000000000000000000001/100000000000000000000000000"),
    ("2 * (x - y)", "2*(x - y)"), ("-a + c - 3", "-a + c - 3"), ("x * y", "x ⊙ y"),
    ("a ** 2", "a^2"), ("x ** 2", "**(x, 2)"), ("x @ y", "@(x, y)"), ("1 / (1 + x)", "1 ⊘ (1 + x)"),
    ("a / c", "a/c"), ("a // c", "floor(a/c)"), ("a % c", "mod(a, c)"), ("+a", "a"),
    ("0 < a <= 1", "(0 < a) and (a ≤ 1)"), ("not a == c", "not(a = c)"),
    ("a if a > 0 else 0", "cases(a, a > 0, 0)"), ("a > 0 or c > 0", "(a > 0) or (c > 0)"),
    # components and loops
    ("x[0]", "x[1]"), ("A[0, 1]", "A[1,2]"), ("A[0][1]", "A[1,2]"), ("A[0]", "A[1,:]^T"),
    ("A[:, 1]", "A[:,2]"), ("x[j]", "x[j]"), ("x[:, None]", "x"), ("x[None, :]", "x^T"),
    ("sum(x[i] for i in range(n))", "sum(x[i], i=1..n)"),
    ("sum(x[i - 1] for i in range(1, n + 1))", "sum(x[i], i=1..n)"),
    ("sum(i for i in range(n))", "sum(i - 1, i=1..n)"),
    ("max(x[k] for k in range(len(x)) if k != j)", "max(x[k], k=1..n, k ≠ j)"),
    ("np.prod([x[i] for i in range(X.shape[0])])", "prod(x[i], i=1..n)"),
    ("sum(A[i, k] for i in range(n) for k in range(2))", "sum(sum(A[i,k], k=1..2), i=1..n)"),
    # functions and methods
    ("np.exp(x).sum()", "sum(exp(x))"), ("torch.sigmoid(x)", "sigmoid(x)"), ("sigma(a)", "sigmoid(a)"),
    ("F.relu(x)", "relu(x)"), ("math.log2(a)", "logarithm(a, 2)"), ("math.log(a, 2)", "logarithm(a, 2)"), ("np.log1p(a)", "log(1 + a)"),
    ("np.expm1(a)", "exp(a) - 1"), ("np.maximum(0, x)", "max(0, x)"), ("max(a, c)", "max(a, c)"),
    ("np.clip(x, 0, 1)", "min(max(x, 0), 1)"), ("torch.clamp(x, min=0)", "max(x, 0)"),
    ("np.outer(x, w)", "x*w^T"), ("np.dot(A, x)", "@(A, x)"), ("A.t()", "A^T"), ("A.T.T", "A"),
    ("np.trace(A)", "tr(A)"), ("torch.det(A)", "det(A)"), ("np.linalg.inv(A)", "inverse(A)"),
    ("np.linalg.solve(A, x)", "@(inverse(A), x)"), ("np.linalg.matrix_power(A, 3)", "A^3"),
    ("np.linalg.norm(x)", "‖x‖_2"), ("np.linalg.norm(A)", "‖A‖_F"), ("x.norm(p=1)", "‖x‖_1"),
    ("np.linalg.norm(A, 'fro')", "‖A‖_F"), ("np.linalg.norm(x, np.inf)", "‖x‖_inf"),
    ("np.eye(n)", "identity(n)"), ("np.ones((n, 1))", "ones(n)"), ("np.ones((1, n))", "ones(n)^T"),
    ("np.zeros((n, d))", "zeros(n)*zeros(d)^T"), ("np.ones_like(x)", "ones_like(x)"),
    ("np.where(x > 0, x, 0)", "cases(x, x > 0, 0)"), ("np.diag(x)", "diag(x)"),
    ("np.heaviside(a, 0.5)", "cases(0, a < 0, 1/2, a = 0, 1)"), ("np.abs(x)", "abs(x)"),
    ("np.abs(A)", "max(A, -A)"), ("(a > 0).astype(float)", "indicator(a > 0)"),
    ("x.reshape(-1, 1)", "x"), ("x.sum(axis=0)", "sum(x)"), ("np.sum(A, axis=None)", "sum(A)"),
    ("torch.softmax(A @ x, dim=0)", "softmax(@(A, x))"), ("np.kron(A, A)", "A ⊗ A"),
    ("len(y) + x.size + A.shape[1]", "n + n + n"), ("np.pi + math.e", "pi + e"), ("f(a)", "f(a)"),
    ("np.array([a, 1])", "[a; 1]"), ("np.array([[a, 1], [0, c]])", "[a 1; 0 c]"),
    # lines
    ("import numpy as np\n# the gradient\ndz = x - y\nreturn dz @ dz", "@(x - y, x - y)"),
    ("def loss(x, y):\n    '''half'''\n    r = x - y\n    return r @ r / 2", "@(x - y, x - y)/2"),
    ("dz = x - y", "x - y"), ("   x - y  ", "x - y"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), READ_AS, ids=[text for text, _ in READ_AS])
def test_python_is_read_as_the_tree(text: str, expected: str) -> None:
    assert to_text(read_python(text, TABLE)) == expected


MEANS = [
    ("np.sum(x**2)", r"\sum_{i=1}^n x_i^2"), ("np.mean((y - A @ x)**2)", r"\frac1n\|y-\mathbf{A}x\|^2"),
    ("np.mean([x[i]**2 for i in range(n)])", r"\frac1n x^Tx"), ("x.T @ A @ x", r"x^T\mathbf{A}x"),
    ("x @ y.T", "xy^T"), ("np.sum(x * y) * A @ x", r"(x^Ty)\mathbf{A}x"), ("x @ A", r"\mathbf{A}^Tx"),
    ("X @ W + b", r"XW+\mathbf{1}b^T"), ("x[:, None] * w[None, :]", "xw^T"),
    ("np.exp(x - np.max(x)) / np.exp(x - x.max()).sum()", r"\mathrm{softmax}(x)"),
    ("np.log(np.sum(np.exp(x - M))) + M", r"\log\sum_{k=1}^n e^{x_k}"), ("p * (1 - p)", r"\mathbf{p}\odot(1-\mathbf{p})"),
    ("np.sum((x[:, None] > w[None, :]) * X)", r"\sum_{i=1}^n\sum_{k=1}^d\mathbb{1}(x_i>w_k)X_{ik}"),
    ("sum(np.exp(x[k]) for k in range(n) if k != j)", r"\sum_{k=1}^n e^{x_k}-e^{x_j}"),
    ("A[0] @ x", r"\sum_{k=1}^n A_{1k}x_k"), ("np.vdot(x, y)", "x^Ty"), ("np.inner(x, y)", "x^Ty"),
    ("sum(x[i + 1] - x[i] for i in range(1))", "x_2-x_1"), ("np.abs(A).sum()", r"\sum_{i=1}^n\sum_{k=1}^n|A_{ik}|"),
    ("np.where(x > 0, x, lam * x).sum()", r"\sum_{i=1}^n\max(x_i,0)+\lambda\min(x_i,0)"),
    ("np.logaddexp(0, a)", r"\log(1+e^a)"), ("[x[i] * y[i] for i in range(n)]", r"x\odot y"),
    ("np.linalg.solve(A + lam * np.eye(n), x)", r"(\mathbf{A}+\lambda I)^{-1}x"),
    ("max(x) - min(x)", r"\max_i x_i-\min_i x_i"), ("np.kron(x, y).sum()", r"\sum_{i=1}^n x_i\sum_{k=1}^n y_k"), ("n ** -1 * x", "x/n"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "formula"), MEANS, ids=[text for text, _ in MEANS])
def test_python_means_the_formula(text: str, formula: str, bench: Bench) -> None:
    ours, theirs = bench.type(latex(formula)), bench.type(read_python(text, TABLE))
    assert same_shape(ours, theirs)
    with np.errstate(all="ignore"):
        assert compare_terms(bench, ours, theirs).equal


REFUSED = [
    ("nope + 1", "'nope' at column 1 is no name of this question"), ("x + (y", "'(' at column 5 cannot be read"),
    ("x + \n", "cannot be read"), ("x @@ y", "column 4"), ("lambda * x", "write lam"), ("", "no expression"),
    ("a ^ 2", "a power is written **"), ("__import__('os').getcwd()", "no function that may be called"),
    ("().__class__.__bases__", "nothing that is known of an array"), ("x.__class__", "x.__class__"),
    ("np.__dict__", "no number that is known"), ("np.load('x')", "'np.load' at column 1"),
    ("open('x')", "no function"), ("exec('1')", "no function"), ("f'{a}'", "nothing that a formula may hold"),
    ("(b := 3)", "column 2"), ("2 * (lambda x: x)", "nothing that"), ("await x", "nothing"), ("[*x]", "nothing"),
    ("x is 3", "compares"), ("1j", "no number"), ("True", "no number"), ("'text' + x", "no number"),
    ("for i in x: pass", "a step of a loop"), ("while True: pass", "no formula"), ("class B: pass", "no formula"),
    ("x[-1]", "no index"), ("x[1:3]", "nothing"), ("x[x > 0]", "no index"), ("a[0]", "no component"),
    ("x[0.5]", "no index"), ("A.max(axis=0)", "axis, which is read for vectors alone"),
    ("np.max(A, 0)", "axis"), ("sum(A)", "rows of a matrix one by one"), ("np.sum(x, where=x > 0)", "where"),
    ("np.sum(**a)", "not written out"), ("A.reshape(2, -1)", "no vector"), ("softmax(a)", "vectors alone"),
    ("a and c", "no conditions"), ("A + x", "by row or by column"), ("np.exp()", "no argument"),
    ("np.exp(x, y)", "2 arguments"), ("np.sum([x * i for i in range(3)])", "arrays"), ("j == 0", "from 0 or from 1"), ("0 == j", "from 0"), ("z = x\nu = z\n- y", "line above"), ("return", "no value"), ("sum(x[k] for k in range(j))", "from 0"),
    ("a\n+ 1", "followed by another formula"), ("dz = x\n- y", "line above"), ("a; c", "followed"),
    ("x[0] = a", "no name"), ("def g(x): return x\ng(x)", "no function"), ("x(y)", "no function"),
    ("sum(x[i] for i in range(0, n, 2))", "no range"), ("x.var()", "n - 1"),
    ("x\0", "null bytes"), ("\ud800", "no text"), ("é", "no name of this question"), ("(x, y)[0]", "nothing"),
    ("x[0] += 1", "assigned"), ("x & y", "no conditions"), ("x.foo()", "no function"), ("np.ones(a + 1)", "size"),
    ("A\n\n+ nope", "column 3 of line 3"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "reason"), REFUSED, ids=[repr(text) for text, _ in REFUSED])
def test_everything_else_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_python(text, TABLE)
    assert reason in str(refusal.value)


def test_a_name_that_may_be_two_is_refused() -> None:
    table = SymbolTable(Declarations.of({"w^{(t)}": {}, "w^t": {}}))
    with pytest.raises(Unreadable, match="may be any of"):
        read_python("w_t", table)


def test_case_counts_where_both_are_declared() -> None:
    table = SymbolTable(Declarations.of({"A": {}, "a": {}, "B": {}}))
    assert [to_text(read_python(each, table)) for each in "AabB"] == ["A", "a", "B", "B"]


def test_bold_and_plain_letters_stay_apart() -> None:
    table = SymbolTable(Declarations.of({"w": {}, r"\mathbf{w}": vector("n")}))
    assert to_text(read_python("w * w_vec", table)) == "w*bold w"


def test_what_is_declared_hides_a_module_and_a_constant() -> None:
    table = SymbolTable(Declarations.of({"F": matrix("n", "n"), "e": {}}))
    assert to_text(read_python("F.T * e", table)) == "F^T*e"
    with pytest.raises(Unreadable):
        read_python("np.e", table)


def test_nodes_keep_their_spans() -> None:
    found = read_python("  λ * np.exp(a)", TABLE)
    assert isinstance(found, Call)
    assert [each.span for each in (found, *found.arguments)] == [(2, 15), (2, 3), (6, 15)]


HOSTILE = {
    "brackets": "(" * 5_000 + "a" + ")" * 5_000, "signs": "-" * 9_000 + "a", "not": "not " * 4_000 + "a",
    "powers": "a" + "**a" * 3_000, "digits": "9" * 15_000, "fewer digits": "9" * 4_000,
    "exponent": "1e999999999", "long": "a" * 30_000, "more digits": "1" + "0" * 100_000, "indices": "x" + "[0]" * 3_000,
    "attributes": "x" + ".T" * 5_000, "calls": "f(" * 150 + "a+(" * 60 + "a" + ")" * 210,
    "doubling": "z0 = a\n" + "\n".join(f"z{i + 1} = z{i} + z{i}" for i in range(60)),
    "chain": "z0 = a\n" + "\n".join(f"z{i + 1} = -z{i}" for i in range(900)),
    "comparisons": "a" + "<a" * 6_000, "lists": "[" * 199 + "a" + "]" * 199,
    "generators": "sum(" * 90 + "a" + " for i in range(n))" * 90 + "(", "loops": "sum(a" + " for i in range(9)" * 900 + ")",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_refused_soon(name: str) -> None:
    started = time.perf_counter()
    with pytest.raises(Unreadable):
        read_python(HOSTILE[name], TABLE)
    assert time.perf_counter() - started < 2


def test_a_long_sum_is_not_deep() -> None:
    found = read_python("+".join(["a"] * 2_000), TABLE)
    assert isinstance(found, Call)
    assert len(found.arguments) == 2_000


def test_warnings_of_the_parser_stay_inside() -> None:
    with pytest.raises(Unreadable):
        read_python(r"'\d' + a is 3", TABLE)


# --- against numpy itself -----------------------------------------------------------------------

NAMES = {"a": "scalar", "c": "scalar", "x": "vector", "y": "vector", "A": "matrix"}
SMALL = SymbolTable(Declarations.of({
    "a": {}, "c": {}, "x": vector("n"), "y": vector("n"), "A": matrix("n", "n"), "n": SIZE,
}))  # fmt: skip
PARTS = {
    "scalar": ("({s} + {s})", "({s} - {s})", "{s} * {s}", "{s} / (1 + {s}**2)", "np.sum({v})", "{v} @ {v}",
               "np.mean({m})", "np.mean([{v}[i] for i in range(2)])", "{v}.max()", "np.trace({m})", "np.linalg.norm({v})", "abs({s})",
               "({s} if {s} > {s} else {s})", "sum({v}[i] * {s} for i in range(n))", "{m}[0, 1]", "{v}[1]",
               "np.linalg.norm({m})", "np.prod([{v}[i] + i for i in range(1, n)])", "len({v})"),
    "vector": ("({v} + {v})", "({v} - {s})", "{v} * {v}", "{s} * {v}", "{m} @ {v}", "{v} @ {m}", "-{v}",
               "np.tanh({v})", "{v}**2", "np.maximum({v}, {s})", "np.where({v} > {v}, {v}, {s})", "{m}[0]",
               "np.diag({m})", "{v} / (1 + {v}**2)", "({v} > {s}) * {v}", "{m}[:, 1]", "np.clip({v}, {s}, 9)"),
    "matrix": ("({m} + {m})", "({m} + {s})", "{m} * {m}", "{m}.T", "{m} @ {m}", "np.outer({v}, {v})", "np.abs({m})",
               "np.diag({v})", "np.eye(n)", "np.sin({m})", "{s} * {m}", "{m} / (2 + {m}**2)", "np.ones((n, n))"),
}  # fmt: skip


def typed(kind: str, depth: int) -> st.SearchStrategy[str]:
    leaves = st.sampled_from([name for name, each in NAMES.items() if each == kind])
    if depth == 0:
        return leaves
    inner = {word[0]: typed(word, depth - 1) for word in PARTS}

    @st.composite
    def filled(draw: st.DrawFn) -> str:
        text = draw(st.sampled_from(PARTS[kind]))
        for letter, strategy in inner.items():
            while f"{{{letter}}}" in text:
                part = draw(strategy)
                text = text.replace(f"{{{letter}}}", part if len(part) == 1 else f"({part})", 1)
        return text

    return leaves | filled()


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.sampled_from(sorted(PARTS)).flatmap(lambda kind: typed(kind, 2)))
def test_random_numpy_evaluates_as_numpy_does(text: str) -> None:
    bench = Bench(Exercise(SMALL.declarations, {}))
    values = bench.values(bench.type(read_python(text, SMALL)))
    for world, ours in zip(bench.worlds(), values, strict=True):
        if world.sizes["n"] < 2:
            continue
        arrays: dict[str, Any] = {name: world.values[name][0] for name in NAMES}
        for name, kind in NAMES.items():
            shape = {"scalar": (), "vector": (-1,), "matrix": arrays[name].shape}[kind]
            arrays[name] = arrays[name].reshape(shape)
        with np.errstate(all="ignore"):
            theirs = eval(text, {"np": np, "math": math, "n": world.sizes["n"], **arrays})
        expected = np.broadcast_to(np.asarray(theirs, dtype=float).reshape(-1), (ours[0].size,))
        if np.isfinite(expected).all():
            np.testing.assert_allclose(ours[0].ravel(), expected, rtol=1e-7, atol=1e-9)
