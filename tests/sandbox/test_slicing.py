import ast
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graders.sandbox.inside.slicing import definitions_for


def left_of(source: str, name: str = "f") -> str:
    """What is left of one cell."""
    return "".join(text for _, text in definitions_for([("hw.py", source)], name))


# What is kept: the whole cell, what `f` needs of it
CASES = {
    "other functions are left out": (
        "def g(): pass\ndef f(x): return x",
        "\ndef f(x): return x",
    ),
    "imports of needed names and of everything are kept": (
        "import numpy as np, wandb\nimport colab\nfrom torch import *\ndef f(): return np",
        "import numpy as np, wandb\n\nfrom torch import *\ndef f(): return np",
    ),
    "what a function calls is kept, and what that needs": (
        "a = 1\nb = a + 1\nc = 3\ndef g(): return b\ndef f(): return g()",
        "a = 1\nb = a + 1\n\ndef g(): return b\ndef f(): return g()",
    ),
    "what is needed may come later": (
        "def f(): return late\nother = 0\nlate = 1",
        "def f(): return late\n\nlate = 1",
    ),
    "parameters and locals are not globals": (
        "loss = train()\nx = train()\nk = 1\ndef f(x):\n    loss = x * k\n    return loss",
        "\n\nk = 1\ndef f(x):\n    loss = x * k\n    return loss",
    ),
    "variables of comprehensions and lambdas are not globals": (
        "i = train()\nw = train()\ndef f(n): return [i for i in range(n)], lambda w: w",
        "\n\ndef f(n): return [i for i in range(n)], lambda w: w",
    ),
    "a local of an outer function is not a global": (
        "y = train()\ndef f():\n    y = 1\n    def g(): return y\n    return g",
        "\ndef f():\n    y = 1\n    def g(): return y\n    return g",
    ),
    "attributes are not globals": (
        "weight = train()\ndef f(net): return net.weight",
        "\ndef f(net): return net.weight",
    ),
    "decorators, defaults and annotations are needed": (
        "import functools\n@functools.cache\ndef deco(g):\n    return g\nn = 3\nT = int\nm = 4\n"
        "@deco\ndef f(x: T = n): return x",
        "import functools\n@functools.cache\ndef deco(g):\n    return g\nn = 3\nT = int\n\n"
        "@deco\ndef f(x: T = n): return x",
    ),
    "bases and bodies of classes are needed": (
        "class A: pass\nclass B: pass\nsize = 2\n"
        "class f(A):\n    n = size\n    def g(self): return h()\ndef h(): return 1",
        "class A: pass\n\nsize = 2\n"
        "class f(A):\n    n = size\n    def g(self): return h()\ndef h(): return 1",
    ),
    "every definition of a name is kept in order": (
        "def f(): return 1\nf()\ndef f(): return 2",
        "def f(): return 1\n\ndef f(): return 2",
    ),
    "calls and loops at top level are left out": (
        "net = Net()\ntrain(net)\nfor e in range(9): train(net)\nwhile True: pass\n"
        "def f(): return net\nassert f()\nclass Net: pass",
        "net = Net()\n\n\n\ndef f(): return net\n\nclass Net: pass",
    ),
    "a loop is kept where nothing else binds what is needed": (
        "total = 0\nfor i in range(3):\n    last = i\n    total = i\ndef f(): return last",
        "\nfor i in range(3):\n    last = i\n    total = i\ndef f(): return last",
    ),
    "a loop is not kept for what is bound elsewhere": (
        "w = 1\nfor i in range(3): w = w * 2\ndef f(): return w",
        "w = 1\n\ndef f(): return w",
    ),
    "a name bound in an expression": (
        "print(n := 3)\nprint(m := 4)\ndef f(): return n",
        "print(n := 3)\n\ndef f(): return n",
    ),
    "a call is kept where only its function binds a name": (
        "def setup():\n    global n\n    n = 1\nsetup()\nprint(1)\ndef f(): return n",
        "def setup():\n    global n\n    n = 1\nsetup()\n\ndef f(): return n",
    ),
    "a call is not kept for a global that is bound at top level": (
        "n = 0\ndef train():\n    global n\n    n += 1\ntrain()\ndef f(): return n",
        "n = 0\n\n\n\n\ndef f(): return n",
    ),
    "changes of attributes, items and by operators are kept": (
        "c = {}\nc['a'] = k\nd = {}\nd['a'] = 1\nc.x.y[0] = 2\nc |= {}\ndel c['b']\nk = 1\n"
        "def f(): return c",
        "c = {}\nc['a'] = k\n\n\nc.x.y[0] = 2\nc |= {}\ndel c['b']\nk = 1\ndef f(): return c",
    ),
    "a method that is put into a class later": (
        "class f: pass\ndef forward(self): return 1\nf.forward = forward\ndef g(): pass",
        "class f: pass\ndef forward(self): return 1\nf.forward = forward",
    ),
    "both ways of an if": (
        "if cuda():\n    d = 1\n    print(d)\nelse:\n    d = 2\ndef cuda(): return 1\n"
        "def f(): return d",
        "if cuda():\n    d = 1\n    pass\nelse:\n    d = 2\ndef cuda(): return 1\n"
        "def f(): return d",
    ),
    "training under a main guard is left out": (
        "def f(): return net\nif __name__ == '__main__':\n    net = 1\n    for e in range(9):\n"
        "        train(net,\n              e)\n    save(net)\n",
        "def f(): return net\nif __name__ == '__main__':\n    net = 1\n    pass\n\n\n    pass",
    ),
    "an if of which nothing is needed": (
        "if x:\n    import a\n    g = 1\ndef f(): pass",
        "\n\n\ndef f(): pass",
    ),
    "an elif of which nothing is needed": (
        "if 1:\n    d = 1\nelif 2:\n    e = 2\nelse:\n    e = 3\ndef f(): return d",
        "if 1:\n    d = 1\npass\n\n\n\ndef f(): return d",
    ),
    "one way of an if of which nothing is needed": (
        "if 1:\n    e = '''\n  a'''  # text\nelse:\n    d = 1\ndef f(): return d",
        "if 1:\n    pass\n\nelse:\n    d = 1\ndef f(): return d",
    ),
    "an if on one line is kept whole": (
        "if 1: d = 1; e = 2\ndef f(): return d",
        "if 1: d = 1; e = 2\ndef f(): return d",
    ),
    "a with, and the name that it binds": (
        "import io\nwith io.StringIO('1') as s:\n    d = s.read()\n    print(d)\ndef f(): return d",
        "import io\nwith io.StringIO('1') as s:\n    d = s.read()\n    pass\ndef f(): return d",
    ),
    "a try is kept whole": (
        "try:\n    check()\n    d = 1\nexcept NameError as e:\n    d = 2\ndef f(): return d",
        "try:\n    check()\n    d = 1\nexcept NameError as e:\n    d = 2\ndef f(): return d",
    ),
    "a try that trains is left out where the name is bound elsewhere": (
        "w = 1\ntry:\n    for e in range(9): w = 2\nexcept KeyboardInterrupt: pass\n"
        "def f(): return w",
        "w = 1\n\n\n\ndef f(): return w",
    ),
    "statements that share a line": (
        "a = 1; b = 2; c = 3  # all\nd = [1,\n2]; e = 3; g(); h = 4\ndef f(): return a, c, d, h",
        "a = 1; c = 3\nd = [1,\n2]; h = 4\ndef f(): return a, c, d, h",
    ),
    "several names at once": (
        "(a, b), *c = (1, 2), 3\nd = e = 4\ndef f(): return c, e",
        "(a, b), *c = (1, 2), 3\nd = e = 4\ndef f(): return c, e",
    ),
    "letters beyond ASCII": (
        "σ = 1; 'ü'; μ = 2\nδ = 'äöü'; η = σ\ndef f(): return η",
        "σ = 1\nη = σ\ndef f(): return η",
    ),
    "a name of the language that is bound anew": (
        "sum = max\nmin = max\ndef f(x): return sum(x)",
        "sum = max\n\ndef f(x): return sum(x)",
    ),
    "names that exist nowhere": ("def f(): return nowhere", "def f(): return nowhere"),
    "future imports": (
        "'''Title.'''\nfrom __future__ import annotations\ndef f(x: T): pass",
        "\nfrom __future__ import annotations\ndef f(x: T): pass",
    ),
    "a match is kept whole": (
        "match 1:\n    case 1: d = 1\n    case e: d = e\ndef f(): return d",
        "match 1:\n    case 1: d = 1\n    case e: d = e\ndef f(): return d",
    ),
}


@pytest.mark.parametrize(("source", "kept"), CASES.values(), ids=CASES)
def test_what_a_name_needs_is_kept_on_its_lines(source: str, kept: str) -> None:
    assert left_of(source) == kept
    ast.parse(kept)


def test_a_method_stands_for_its_class() -> None:
    source = "k = 1\nclass Net:\n    def forward(self): return 1"
    assert left_of(source, "Net.forward") == "\nclass Net:\n    def forward(self): return 1"


def test_names_are_followed_from_cell_to_cell() -> None:
    cells = [
        ("hw.ipynb[1]", "import numpy as np\n"),
        ("hw.ipynb[2]", "scale = 2\nprint(scale)"),
        ("hw.ipynb[3]", "for epoch in range(9): train()"),
        ("hw.ipynb[4]", "def f(x):\n    return scale * np.sum(x)"),
        ("hw.ipynb[5]", "scale = 3"),
    ]
    assert definitions_for(cells, "f") == [
        ("hw.ipynb[1]", "import numpy as np"),
        ("hw.ipynb[2]", "scale = 2"),
        ("hw.ipynb[4]", "def f(x):\n    return scale * np.sum(x)"),
        ("hw.ipynb[5]", "scale = 3"),
    ]


@pytest.mark.parametrize(
    "damaged",
    ["def f(x) return x", "x = (", "return 1", "  x = 1", "a\0b", "\ud800", "break", "await x",
     "(" * 500 + ")" * 500, "x = " + "-" * 100_000 + "1",
     "if 1:\n x = 2\n" + "elif 1:\n x = 1\n" * 5000],
)  # fmt: skip
def test_a_cell_that_is_not_python_is_left_out(damaged: str) -> None:
    cells = [("a", damaged), ("b", "def f(): return 1"), ("c", "")]
    assert definitions_for(cells, "f") == [("b", "def f(): return 1")]


def test_nothing_warns_of_the_students_style() -> None:
    source = 'def f(x):\n    "\\d"\n    return x is 1'
    assert left_of(source) == source


NOTEBOOK = [
    ("hw4.ipynb[2]", "import math\nimport random\n\nrandom.seed(0)"),
    ("hw4.ipynb[3]", "LR = 0.1\nEPOCHS = 10**12\nhistory = []"),
    (
        "hw4.ipynb[5]",
        "def sigmoid(z):\n    return 1 / (1 + math.exp(-z))\n\n\n"
        "class Net:\n    def __init__(self):\n        self.w = LR\n\n"
        "    def forward(self, x):\n        return sigmoid(self.w * x)",
    ),
    (
        "hw4.ipynb[6]",
        "net = Net()\nfor epoch in range(EPOCHS):\n    history.append(net.forward(1))",
    ),
    ("hw4.ipynb[7]", "print(history[-1])"),
    (
        "hw4.ipynb[9]",
        "if 'net' in globals():\n    model = net\nelse:\n    model = Net()\n\n"
        "def predict(x):\n    return model.forward(x) > THRESHOLD\n\nTHRESHOLD = 0.5",
    ),
]


def test_functions_of_a_notebook_that_trains_can_be_called() -> None:
    space: dict[str, object] = {}
    for label, text in definitions_for(NOTEBOOK, "predict"):
        exec(compile(text, label, "exec"), space)
    assert space["predict"](1.0) is True  # type: ignore[operator]
    assert "history" not in space
    assert "EPOCHS" not in space


def test_lines_of_a_traceback_are_those_of_the_notebook() -> None:
    (_, text) = dict.fromkeys(definitions_for(NOTEBOOK, "predict")).popitem()[0]
    original = dict(NOTEBOOK)["hw4.ipynb[9]"].split("\n")
    kept = text.split("\n")
    assert all(line in ("", original[number]) for number, line in enumerate(kept))
    assert kept[6] == "    return model.forward(x) > THRESHOLD"


LIBRARY = sorted(Path(ast.__file__).parent.glob("[a-d]*.py"))


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_what_is_left_of_the_standard_library_is_python_on_the_same_lines(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    names = [node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    for name in names[-1:]:
        original = {ast.dump(node, include_attributes=True) for node in ast.parse(source).body}
        left = ast.parse(left_of(source, name)).body
        assert name in {getattr(node, "name", "") for node in left}
        for node in left:
            if not isinstance(node, ast.If | ast.With) and node.col_offset == 0:
                assert ast.dump(node, include_attributes=True) in original


STATEMENTS = [
    "a = 1", "b = a", "c = b, a", "a += 1", "b['k'] = a", "def a(): return b", "def b(): return c",
    "class c:\n    x = a", "if a:\n    b = 1\n    print(b)\nelse:\n    c = 2", "if a: b = c; c = 1",
    "for a in b: c = a", "print(a)", "import a", "with a as b:\n    c = '''\n'''", "a = [\nb]",
    "try:\n    a\nexcept E:\n    b = 1", "@a\ndef b(): pass", "# comment", "",
    "a = 1; b = 2; c = 3",
]  # fmt: skip


@settings(max_examples=300)
@given(st.lists(st.sampled_from(STATEMENTS), max_size=8), st.sampled_from("abc"))
def test_what_is_left_is_part_of_the_program_and_final(statements: list[str], name: str) -> None:
    source = "\n".join(statements)
    left = left_of(source, name)
    assert left_of(left, name) == left
    whole = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.stmt)]
    lines = {(type(node).__name__, node.lineno) for node in whole}
    for node in ast.walk(ast.parse(left)):
        if isinstance(node, ast.stmt) and not isinstance(node, ast.Pass):
            assert (type(node).__name__, node.lineno) in lines


SIMPLE = st.one_of(
    st.builds("v{} = v{} + {}".format, *[st.integers(0, 3)] * 3),
    st.builds("v{}, v{} = v{}, g{}()".format, *[st.integers(0, 3)] * 4),
    st.builds("v{} += v{}".format, *[st.integers(0, 3)] * 2),
    st.builds("w['{}'] = g{}()".format, *[st.integers(0, 3)] * 2),
    st.builds("v{} = w.get('{}', 5)".format, *[st.integers(0, 3)] * 2),
    st.builds("def g{}(): return v{} + {}".format, *[st.integers(0, 3)] * 3),
    st.builds("def g{}(v{}=v{}):\n    return v{}".format, *[st.integers(0, 3)] * 4),
    st.builds(
        "if v{} > v{}:\n    v{} = 7\nelse:\n    g{} = lambda: 9".format, *[st.integers(0, 3)] * 4
    ),
)
BEFORE = "w = {}\n" + "".join(f"v{n} = {n}\ndef g{n}(): return v{n}\n" for n in range(4))


@settings(max_examples=300)
@given(st.lists(SIMPLE, max_size=12))
def test_a_function_gives_what_it_gives_in_the_whole_program(statements: list[str]) -> None:
    source = BEFORE + "\n".join(statements)
    whole: dict[str, Callable[[], int]] = {}
    part: dict[str, Callable[[], int]] = {}
    exec(source, whole)
    exec(left_of(source, "g0"), part)
    assert whole["g0"]() == part["g0"]()


def test_long_programs_take_little_time() -> None:
    source = "\n".join(f"def g{n}(x): return g{n + 1}(x) + k{n}\nk{n} = {n}" for n in range(2000))
    before = time.process_time()
    assert left_of(source, "g0") == source
    assert time.process_time() - before < 10
