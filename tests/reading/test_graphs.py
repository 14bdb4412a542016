"""Graphs of computations as lists of nodes."""

import pytest

from graders.comparing.numbers.evaluate import evaluate
from graders.reading.graphs.nodes import read_graph

AT = {"x": 0.3, "y": 1.7}


@pytest.mark.parametrize(
    "text",
    [
        "p = x y, q = cos(p), r = q + x",
        "p = x y; f = q = cos(p); r = s = q + x",
        r"$p = x y$, $q = \cos p$, $r = q + x$",
        r"$$\begin{aligned} p &= x y & q &= \cos p\\ r &= q + x \end{aligned}$$",
        "Nodes: x, y -> mul -> p; p -> cos -> q; q, x -> add -> r",
        r"$x, y \to * \to p \to \cos \to q$, $q, x \to + \to r$",
        "| node | operation | from |\n| p | product | x, y |\n| q | cos | p |\n| r | sum | q, x |",
        "node\toperation\tparents\np\tmult\tx, y\nq\tcos\tp\nr\tadd\tq, x",
    ],
)
def test_a_listed_graph_is_read(text: str) -> None:
    graph = read_graph(text)
    assert set(graph) >= {"p", "q", "r"}
    p = evaluate(graph["p"], AT)
    q = evaluate(graph["q"], AT | {"p": p})
    assert p == pytest.approx(0.51)
    assert evaluate(graph["r"], AT | {"q": q}) == pytest.approx(0.3 + 0.87274, abs=1e-4)


@pytest.mark.parametrize("product", ["pq", "p q", "p*q"])
def test_nodes_side_by_side_are_multiplied(product: str) -> None:
    graph = read_graph(f"$p = x + 1$, $q = x + 2$, $r = {product}$")
    assert evaluate(graph["r"], {"p": 3.0, "q": 5.0}) == 15


@pytest.mark.parametrize(
    "text", ["see the drawing", "x -> ? -> p", "x, y -> cos -> p", "x -> mul -> p"]
)
def test_what_cannot_be_told_is_no_node(text: str) -> None:
    assert read_graph(text) == {}
