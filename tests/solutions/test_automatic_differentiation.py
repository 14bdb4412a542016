"""Both modes against torch, forty digits, SymPy and differences; the LaTeX, transcribed."""

import math
from collections.abc import Callable
from inspect import signature
from typing import Any

import mpmath
import numpy as np
import pytest
import sympy

from graders.comparing.numbers.worksheet import Worksheet, inputs_of
from solutions import automatic_differentiation as ad
from solutions.automatic_differentiation import (
    ADJOINTS,
    COARSE_NAMES,
    F1,
    F2,
    GIVEN,
    GRAPH,
    INPUTS,
    NODES,
    OPERATIONS,
    OUTPUTS,
    PARTIAL_MISTAKES,
    PARTIALS,
    POINT,
    TANGENTS,
    VALUE_MISTAKES,
    ClosedForm,
    Node,
    adjoints,
    difference_quotient,
    difference_quotient_mistakes,
    difference_quotients,
    evaluate,
    forward_jacobian,
    forward_table,
    forward_table_mistakes,
    mistaken_values,
    node_values,
    reverse_jacobian,
    reverse_table,
    reverse_table_mistakes,
    sigmoid,
    sigmoid_slope,
    sort_nodes,
    tangents,
    transposed_jacobian,
)

# torch's own forward mode compiles some of its rules by a function that it has deprecated.
FORWARD_MODE = pytest.mark.filterwarnings("ignore:.torch.jit.script. is:DeprecationWarning")
ENTRIES = [(i, j) for i in range(2) for j in range(2)]
NEAR = [dict(zip(INPUTS, point, strict=True)) for point in ((0.3, 0.9), (2.5, 0.1), (1.0, 2.0))]


def written_out(w1: Any, w2: Any, lib: Any) -> tuple[Any, Any]:
    """f1 and f2, apart from the graph."""
    return (
        lib.cos(w1) * lib.cos(w2) + 1 / (1 + lib.exp(-w2)),
        lib.log(w1 + w2) + w1**2 * w2,
    )


def by_node(w1: Any, w2: Any, lib: Any) -> dict[str, Any]:
    """Every node of the graph, written out by hand."""
    v1, v2, v6, v8 = lib.cos(w1), lib.cos(w2), w1 + w2, w1 * w1
    v3, v4, v7, v9 = v1 * v2, 1 / (1 + lib.exp(-w2)), lib.log(v6), v8 * w2
    values = {"v1": v1, "v2": v2, "v3": v3, "v4": v4, "f1": v3 + v4}
    return values | {"v6": v6, "v7": v7, "v8": v8, "v9": v9, "f2": v7 + v9}


# --- the graph


@pytest.mark.parametrize("point", NEAR)
def test_the_graph_evaluates_to_the_closed_form(point: dict[str, float]) -> None:
    values = node_values(point=point)
    assert [values[name] for name in OUTPUTS] == pytest.approx(written_out(*point.values(), math))
    hand = by_node(*point.values(), math)
    assert [values[name] for name in hand] == pytest.approx(list(hand.values()))
    assert set(values) == set(hand) | set(INPUTS)


def test_the_outputs_agree_with_thirty_digits() -> None:
    with mpmath.workdps(30):
        exact = [float(each) for each in written_out(mpmath.mpf(1), mpmath.mpf(2), mpmath)]
    assert [node_values()[name] for name in OUTPUTS] == pytest.approx(exact, rel=1e-15)
    w1, w2 = sympy.symbols("w1 w2")
    symbolic = [float(each.subs({w1: 1, w2: 2}).evalf(30)) for each in written_out(w1, w2, sympy)]
    assert symbolic == pytest.approx(exact, rel=1e-15)


def test_the_values_are_those_printed_in_write_ups() -> None:
    values = node_values()
    printed = {"v1": 0.54, "v2": -0.416, "v3": -0.225, "v4": 0.8807, "f1": 0.656, "f2": 3.0986}
    assert {name: values[name] for name in printed} == pytest.approx(printed, abs=1e-3)


def test_nodes_may_come_in_any_order() -> None:
    shuffled = tuple(reversed(GRAPH))
    assert node_values(shuffled) == node_values()
    assert tangents({"w1": 1.0}, shuffled) == tangents({"w1": 1.0})
    assert adjoints({"f1": 1.0}, shuffled) == adjoints({"f1": 1.0})


def test_a_parent_may_stand_twice() -> None:
    square = [Node("square", "product", ("w1", "w1"))]
    assert adjoints({"square": 1.0}, square, {"w1": 3.0})["w1"] == 6.0
    assert tangents({"w1": 1.0}, square, {"w1": 3.0})["square"] == 6.0


@pytest.mark.parametrize(
    ("graph", "words"),
    [
        ([Node("a", "cos", ("b",)), Node("b", "cos", ("a",))], "the graph has a cycle"),
        ([Node("a", "cos", ("a",))], "the graph has a cycle"),
        ([Node("a", "cos", ("w3",))], "there is no node 'w3'"),
        ([Node("a", "cosine", ("w1",))], "there is no operation 'cosine'"),
        ([Node("a", "sum", ("w1",))], "sum takes 2 parents, not 1"),
        ([Node("a", "cos", ("w1",)), Node("a", "ln", ("w1",))], "a is defined twice"),
        ([Node("w1", "cos", ("w2",))], "w1 is defined twice"),
    ],
)
def test_a_graph_that_cannot_be_evaluated_is_refused(graph: list[Node], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        sort_nodes(graph)


@pytest.mark.parametrize("name", OPERATIONS)
def test_the_slopes_of_an_operation_agree_with_forty_digits(name: str) -> None:
    exact: dict[str, Callable[..., Any]] = {
        "cos": mpmath.cos,
        "sigmoid": lambda a: 1 / (1 + mpmath.exp(-a)),
        "ln": mpmath.log,
        "square": lambda a: a**2,
        "sum": lambda a, b: a + b,
        "product": lambda a, b: a * b,
    }
    operation = OPERATIONS[name]
    arguments = [0.7, 1.9][: len(operation.slopes)]
    with mpmath.workdps(40):
        assert operation.value(*arguments) == pytest.approx(float(exact[name](*arguments)))
        for index, slope in enumerate(operation.slopes):
            orders = tuple(int(index == other) for other in range(len(arguments)))
            partial = mpmath.diff(exact[name], tuple(arguments), orders)
            assert slope(*arguments) == pytest.approx(float(partial), rel=1e-12)


# --- the two modes


@FORWARD_MODE
def test_the_forward_table_agrees_with_a_library_derivative() -> None:
    torch = pytest.importorskip("torch", reason="the second method here is torch.func.jvp")
    point = tuple(torch.tensor(value, dtype=torch.float64) for value in POINT.values())
    for column in range(2):
        seed = tuple(torch.tensor(float(column == i), dtype=torch.float64) for i in range(2))
        _, library = torch.func.jvp(lambda a, b: by_node(a, b, torch), point, seed)
        for name in NODES:
            assert forward_table()[name][column] == pytest.approx(library[name].item(), rel=1e-12)
    assert [forward_table()[name] for name in INPUTS] == [(1.0, 0.0), (0.0, 1.0)]


def test_the_reverse_table_agrees_with_a_library_derivative() -> None:
    torch = pytest.importorskip("torch", reason="the second method here is torch autograd")
    leaves = [torch.tensor(v, dtype=torch.float64, requires_grad=True) for v in POINT.values()]
    nodes = by_node(*leaves, torch) | dict(zip(INPUTS, leaves, strict=True))
    for column, output in enumerate(OUTPUTS):
        names = list(reverse_table())
        library = torch.autograd.grad(
            nodes[output], [nodes[n] for n in names], retain_graph=True, materialize_grads=True
        )
        found = [reverse_table()[name][column] for name in names]
        assert found == pytest.approx([each.item() for each in library], rel=1e-12)


def test_the_tangents_agree_with_sympy() -> None:
    w = sympy.symbols("w1 w2")
    for name, expression in by_node(*w, sympy).items():
        exact = [float(expression.diff(each).subs({w[0]: 1, w[1]: 2})) for each in w]
        assert list(forward_table()[name]) == pytest.approx(exact, rel=1e-13)


def test_the_adjoints_agree_with_sympy() -> None:
    """Each node is made a variable of its own, on which only what comes after it depends."""
    values = node_values()
    for name in NODES:
        held = sympy.Symbol(name)
        later: dict[str, Any] = {each: sympy.Float(values[each], 30) for each in INPUTS}
        for node in GRAPH:
            arguments = [later[parent] for parent in node.parents]
            rules: dict[str, Callable[..., Any]] = {
                "cos": sympy.cos,
                "sigmoid": lambda a: 1 / (1 + sympy.exp(-a)),
                "ln": sympy.log,
                "square": lambda a: a**2,
                "sum": lambda a, b: a + b,
                "product": lambda a, b: a * b,
            }
            later[node.name] = held if node.name == name else rules[node.operation](*arguments)
        exact = [float(later[output].diff(held).subs(held, values[name])) for output in OUTPUTS]
        assert list(reverse_table()[name]) == pytest.approx(exact, rel=1e-13)


@FORWARD_MODE
def test_the_jacobian_agrees_with_a_library_derivative_in_both_modes() -> None:
    torch = pytest.importorskip("torch", reason="the second method here is torch.func")
    point = torch.tensor(list(POINT.values()), dtype=torch.float64)

    def f(w: Any) -> Any:
        return torch.stack(written_out(w[0], w[1], torch))

    for library in (torch.func.jacfwd(f)(point), torch.func.jacrev(f)(point)):
        np.testing.assert_allclose(forward_jacobian(), library.numpy(), rtol=1e-12)
        np.testing.assert_allclose(reverse_jacobian(), library.numpy(), rtol=1e-12)


@pytest.mark.parametrize("point", NEAR)
def test_forward_and_reverse_mode_agree_at_other_points(point: dict[str, float]) -> None:
    for i, j in ENTRIES:
        forward = tangents({INPUTS[j]: 1.0}, point=point)[OUTPUTS[i]]
        reverse = adjoints({OUTPUTS[i]: 1.0}, point=point)[INPUTS[j]]
        assert forward == pytest.approx(reverse, rel=1e-13)


@pytest.mark.parametrize("point", NEAR)
def test_the_two_modes_agree_for_any_pair_of_seeds(point: dict[str, float]) -> None:
    into, out = {"w1": 0.7, "w2": -1.3}, {"f1": 2.1, "f2": -0.4}
    forward, reverse = tangents(into, point=point), adjoints(out, point=point)
    left = sum(out[name] * forward[name] for name in OUTPUTS)
    right = sum(into[name] * reverse[name] for name in INPUTS)
    assert left == pytest.approx(right, rel=1e-13)


def test_the_names_of_a_coarser_graph_are_nodes() -> None:
    w1, w2 = POINT.values()
    coarse = {
        "g": math.cos(w1) * math.cos(w2),
        "h": sigmoid(w2),
        "u": math.log(w1 + w2),
        "s": w1**2,
        "z": w1**2 * w2,
    }
    values = node_values()
    assert {name: values[COARSE_NAMES[name]] for name in coarse} == pytest.approx(coarse)


# --- difference quotients


@pytest.mark.parametrize(("i", "j"), ENTRIES)
@pytest.mark.parametrize(("scheme", "low", "high"), [
    ("forward", "0", "0.01"), ("backward", "-0.01", "0"), ("central", "-0.01", "0.01"),
])  # fmt: skip
def test_a_difference_quotient_agrees_with_thirty_digits(
    scheme: str, low: str, high: str, i: int, j: int
) -> None:
    with mpmath.workdps(30):
        moved = [[mpmath.mpf(1), mpmath.mpf(2)] for _ in range(2)]
        for point, move in zip(moved, (low, high), strict=True):
            point[j] += mpmath.mpf(move)
        before, after = (written_out(*point, mpmath)[i] for point in moved)
        exact = (after - before) / (mpmath.mpf(high) - mpmath.mpf(low))
    found = difference_quotient(OUTPUTS[i], INPUTS[j], scheme=scheme)
    assert found == pytest.approx(float(exact), rel=1e-12)
    assert difference_quotients(scheme=scheme)[i][j] == found


def test_difference_quotients_come_close_to_the_derivatives_as_the_step_shrinks() -> None:
    exact = np.array(forward_jacobian())
    for scheme, order in (("forward", 1), ("backward", 1), ("central", 2)):
        errors = [
            np.abs(difference_quotients(step=step, scheme=scheme) - exact).max()
            for step in (0.02, 0.01)
        ]
        assert errors[0] / errors[1] == pytest.approx(2**order, rel=0.05)


@pytest.mark.parametrize(("i", "j"), ENTRIES)
def test_the_mistaken_difference_quotients_are_made(i: int, j: int) -> None:
    output, moved, other = OUTPUTS[i], INPUTS[j], INPUTS[1 - j]
    found = difference_quotient_mistakes(output, moved)
    assert found == pytest.approx(
        {
            "the exact derivative is given": forward_jacobian()[i][j],
            "the step is 0.1": difference_quotients(step=0.1)[i][j],
            "the step is 0.001": difference_quotients(step=0.001)[i][j],
            f"{other} is moved": difference_quotients()[i][1 - j],
        }
    )


# --- closed forms

c, s, sg = math.cos, math.sin, lambda z: 1 / (1 + math.exp(-z))
READ: dict[str, Callable[[float, float], float]] = {  # every formula of the module, read by hand
    r"\cos(w_1)\cos(w_2)+\sigma(w_2)": lambda x, y: c(x) * c(y) + sg(y),
    r"\ln(w_1+w_2)+w_1^2w_2": lambda x, y: math.log(x + y) + x * x * y,
    r"-\sin(w_1)\cos(w_2)": lambda x, y: -s(x) * c(y),
    r"-\cos(w_1)\sin(w_2)+\sigma(w_2)(1-\sigma(w_2))": lambda x, y: (
        -c(x) * s(y) + sg(y) * (1 - sg(y))
    ),
    r"\frac{1}{w_1+w_2}+2w_1w_2": lambda x, y: 1 / (x + y) + 2 * x * y,
    r"\frac{1}{w_1+w_2}+w_1^2": lambda x, y: 1 / (x + y) + x * x,
    r"\cos(w_1^\circ)\cos(w_2^\circ)+\sigma(w_2)": lambda x, y: (
        c(x * math.pi / 180) * c(y * math.pi / 180) + sg(y)
    ),
    r"\cos(w_1)\cos(w_2)+\sigma(w_1)": lambda x, y: c(x) * c(y) + sg(x),
    r"\log_{10}(w_1+w_2)+w_1^2w_2": lambda x, y: math.log(x + y) / math.log(10) + x * x * y,
    r"\ln(w_1+w_2)+w_1w_2^2": lambda x, y: math.log(x + y) + x * y * y,
    r"\sin(w_1)\cos(w_2)": lambda x, y: s(x) * c(y),
    r"-\cos(w_1)\sin(w_2)+\sigma(w_1)(1-\sigma(w_2))": lambda x, y: (
        -c(x) * s(y) + sg(x) * (1 - sg(y))
    ),
    r"-\cos(w_1)\sin(w_2)+\sigma(w_2)(1-\sigma(w_1))": lambda x, y: (
        -c(x) * s(y) + sg(y) * (1 - sg(x))
    ),
    r"-\cos(w_1)\sin(w_2)+\sigma(w_1)(1-\sigma(w_1))": lambda x, y: (
        -c(x) * s(y) + sg(x) * (1 - sg(x))
    ),
    r"-\cos(w_1)\sin(w_2)": lambda x, y: -c(x) * s(y),
    r"\cos(w_1)\sin(w_2)+\sigma(w_2)(1-\sigma(w_2))": lambda x, y: (
        c(x) * s(y) + sg(y) * (1 - sg(y))
    ),
    r"\frac{1}{w_1+w_2}+w_1w_2": lambda x, y: 1 / (x + y) + x * y,
    r"\frac{1}{w_1+w_2}": lambda x, y: 1 / (x + y),
    "2w_1w_2": lambda x, y: 2 * x * y,
    "w_1^2": lambda x, _: x * x,
}


def closed_forms(value: object) -> list[ClosedForm]:
    """The closed forms in constants, however deep."""
    if isinstance(value, ClosedForm):
        return [value]
    parts = value.values() if isinstance(value, dict) else []
    return [form for part in parts for form in closed_forms(part)]


FORMS = closed_forms({name: value for name, value in vars(ad).items() if name.isupper()})


def test_every_formula_of_the_module_is_transcribed() -> None:
    assert {form.latex for form in FORMS} == set(READ)


@pytest.mark.parametrize("point", NEAR)
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.latex)
def test_a_closed_form_means_the_same_in_latex(form: ClosedForm, point: dict[str, float]) -> None:
    expected = READ[form.latex](*point.values())
    assert form.value(*point.values()) == pytest.approx(expected, rel=1e-13)


@pytest.mark.parametrize("point", NEAR)
def test_the_closed_forms_agree_with_the_graph(point: dict[str, float]) -> None:
    values = node_values(point=point)
    assert F1.value(*point.values()) == pytest.approx(values["f1"])
    assert F2.value(*point.values()) == pytest.approx(values["f2"])
    for i, j in ENTRIES:
        found = tangents({INPUTS[j]: 1.0}, point=point)[OUTPUTS[i]]
        form = PARTIALS[f"d{OUTPUTS[i]}_d{INPUTS[j]}"]
        assert form.value(*point.values()) == pytest.approx(found, rel=1e-13)


def test_every_mistake_gives_a_value_of_its_own() -> None:
    values = node_values()
    rights = {"f1": values["f1"], "f2": values["f2"]}
    rights |= {f"d{OUTPUTS[i]}_d{INPUTS[j]}": forward_jacobian()[i][j] for i, j in ENTRIES}
    assert set(rights) == {*VALUE_MISTAKES, *PARTIAL_MISTAKES}
    for quantity, right in rights.items():
        wrong = list(mistaken_values(quantity).values())
        assert len({round(value, 6) for value in [right, *wrong]}) == 1 + len(wrong)


def test_the_mistaken_jacobian_is_transposed() -> None:
    np.testing.assert_array_equal(transposed_jacobian(), np.transpose(reverse_jacobian()))


# --- the tables as formulas


def test_the_formulas_give_the_tables() -> None:
    forward, reverse = evaluate(TANGENTS), evaluate(ADJOINTS)
    for name, row in forward_table().items():
        assert tuple(forward[f"d{name}_d{by}"] for by in INPUTS) == pytest.approx(row, rel=1e-15)
    for name, row in reverse_table().items():
        assert tuple(reverse[f"d{of}_d{name}"] for of in OUTPUTS) == pytest.approx(row, rel=1e-15)


@pytest.mark.parametrize("table", [TANGENTS, ADJOINTS], ids=["tangents", "adjoints"])
def test_every_quantity_is_computed_from_given_or_from_earlier_ones(
    table: dict[str, Callable[..., float]],
) -> None:
    known = set(GIVEN) - set(table)
    for name, formula in table.items():
        assert set(signature(formula).parameters) <= known, name
        known.add(name)


def test_a_worksheet_of_the_graders_takes_the_formulas() -> None:
    sheet = Worksheet(GIVEN, TANGENTS)
    assert inputs_of(TANGENTS["dv3_dw1"]) == ("dv1_dw1", "dv2_dw1", "v1", "v2")
    assert sheet.value("df1_dw2") == pytest.approx(forward_jacobian()[0][1])
    assert sheet.value("df2_dw1", known={"dv9_dw1": 2.0}) == pytest.approx(2 + 1 / 3)
    reverse = {name: value for name, value in GIVEN.items() if name not in ADJOINTS}
    assert Worksheet(reverse, ADJOINTS).value("df2_dw1") == pytest.approx(reverse_jacobian()[1][0])
    own = Worksheet(reverse, ADJOINTS).value("df2_dw1", known={"df2_dv8": 1.0})
    assert own == pytest.approx(1 / 3 + 2)


def test_the_forward_mistakes_are_made() -> None:
    right, mistakes = evaluate(TANGENTS), forward_table_mistakes()
    first, second, wrong_node = (
        evaluate(TANGENTS, changed=changes) for changes in mistakes.values()
    )
    assert first["dv3_dw1"] == right["dv3_dw1"]  # v2 does not depend on w1
    assert first["dv3_dw2"] == 0
    assert second["dv3_dw1"] == 0
    assert [first["dv9_dw1"], second["dv9_dw2"]] == [4.0, 1.0]
    assert [first["dv9_dw2"], second["dv9_dw1"]] == [0.0, 0.0]
    w1, w2 = POINT.values()
    expected = {
        "dv1_dw1": -math.sin(math.cos(w1)),
        "dv2_dw2": -math.sin(math.cos(w2)),
        "dv4_dw2": sigmoid_slope(sigmoid(w2)),
        "dv7_dw1": 1 / math.log(w1 + w2),
        "dv7_dw2": 1 / math.log(w1 + w2),
        "dv8_dw1": 2 * w1**2,  # the same as 2 w1 at w1 = 1
    }
    assert {name: wrong_node[name] for name in expected} == pytest.approx(expected)


def test_a_mistake_in_the_forward_table_is_carried_on() -> None:
    mistake = forward_table_mistakes()["the product rule keeps its second term only"]
    assert evaluate(TANGENTS, changed=mistake)["df2_dw1"] == pytest.approx(1 / 3)


def test_the_reverse_mistakes_are_made() -> None:
    right, mistakes = evaluate(ADJOINTS), reverse_table_mistakes()
    for name in INPUTS:
        for of in OUTPUTS:
            kept = [
                evaluate(ADJOINTS, changed=changes)[f"d{of}_d{name}"]
                for words, changes in mistakes.items()
                if words.endswith(f"sends to {name} is kept")
            ]
            assert len(kept) == sum(name in node.parents for node in GRAPH)
            assert sum(kept) == pytest.approx(right[f"d{of}_d{name}"], rel=1e-13)
    exchanged = evaluate(
        ADJOINTS, changed=mistakes["the local derivatives of a product are exchanged"]
    )
    expected = {
        "df1_dv1": math.cos(1),
        "df1_dv2": math.cos(2),
        "df2_dv8": 1.0,
        "df2_dv9": 1.0,
        "df2_dw1": 1 / 3 + 2,
        "df2_dw2": 1 / 3 + 2,
    }
    assert {name: exchanged[name] for name in expected} == pytest.approx(expected)


def test_the_sigmoid_agrees_with_forty_digits() -> None:
    for z in (-40.0, -2.5, 0.0, 3.0, 40.0):
        with mpmath.workdps(40):
            exact = 1 / (1 + mpmath.exp(-z))
        assert sigmoid(z) == pytest.approx(float(exact), abs=1e-15)
