import ast
import json
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.errors import SubmissionError
from graders.model import Submission
from graders.reading.code import MAX_CODE, MAX_NOTES, Code, code_of, read_code
from tests.shared import SHARED, needs


def read(files: dict[str, str]) -> Code:
    return read_code(Submission("ada", {name: text.encode() for name, text in files.items()}))


def notebook(*cells: str) -> str:
    code: dict[str, object] = {
        "cell_type": "code",
        "metadata": {},
        "outputs": [],
        "execution_count": None,
    }
    words = {"cell_type": "markdown", "metadata": {}}
    documents = [
        {**words, "source": cell[1:]} if cell.startswith("#") else {**code, "source": cell}
        for cell in cells
    ]
    return json.dumps({"cells": documents, "metadata": {}, "nbformat": 4, "nbformat_minor": 4})


def only_cell(code: Code) -> str:
    (module,) = code.modules
    (cell,) = module.cells
    return cell.text


def cell_of(text: str) -> str:
    """What is left of a notebook cell."""
    code = read({"hw.ipynb": notebook(text, "kept = 1")})
    return code.modules[0].cells[0].text if len(code.modules[0].cells) > 1 else ""


# Files and their names


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("relu.py", "relu"),
        ("utils/layers.py", "utils.layers"),
        ("pkg/__init__.py", "pkg"),
        ("__init__.py", "__init__"),
        ("a/b/__init__.py", "a.b"),
        ("my-code.py", "my_code"),
        ("hw 4/v1.2.py", "hw_4.v1_2"),
        ("2layer.py", "_2layer"),
        ("lambda.py", "lambda_"),
        ("RELU.PY", "RELU"),
        ("größe.py", "größe"),
        ("gro\u0308ße.py", "größe"),
    ],
)
def test_a_script_has_the_name_it_is_imported_by(file: str, name: str) -> None:
    (module,) = read({file: "x = 1"}).modules
    assert module.name == name
    assert [cell.label for cell in module.cells] == [file]


def test_a_script_keeps_its_own_name_where_others_are_alike() -> None:
    modules = read(dict.fromkeys(["my-code.py", "my code.py", "my_code.py"], "x = 1")).modules
    names = {module.cells[0].label: module.name for module in modules}
    assert names["my_code.py"] == "my_code"
    assert len(set(names.values())) == 3


def test_scripts_come_first_then_notebooks_then_write_ups() -> None:
    fence = "```python\nx = 1\n```"
    files = {"answers.md": fence, "hw.ipynb": notebook("x = 1"), "lib/a.py": "", "q10.py": "x = 1"}
    names = [module.name for module in read({**files, "q2.py": "x = 1"}).modules]
    assert names == ["q2", "q10", "lib.a", "hw_ipynb", "answers_md"]


def test_an_empty_script_can_still_be_imported() -> None:
    assert [(each.name, each.cells) for each in read({"nn/__init__.py": "\n"}).modules] == [
        ("nn", ())
    ]


def test_files_without_code_make_no_modules() -> None:
    assert read({"a.md": "# 1\n$x$", "hw.ipynb": notebook("#text", " "), "x.csv": "1"}) == Code(())


def test_cells_are_numbered_over_all_kinds_as_a_traceback_says() -> None:
    code = read({"hw.ipynb": notebook("#1.1", "x = 1", "#1.2", "", "y = 2")})
    assert [(each.label, each.text) for each in code.modules[0].cells] == [
        ("hw.ipynb[2]", "x = 1"),
        ("hw.ipynb[5]", "y = 2"),
    ]


def test_code_that_is_not_text_is_refused() -> None:
    with pytest.raises(SubmissionError):
        read_code(Submission("ada", {"a.py": b"\xff\x00\x01"}))
    with pytest.raises(SubmissionError):
        read({"hw.ipynb": '{"cells": ['})


# Magics: the line, what stands in its place

GONE = [
    "%matplotlib inline",
    "%load_ext autoreload",
    "%cd /content/drive/My Drive",
    "%pip install torch",
    "%%time",
    "%%capture out",
    "%timeit f(x)",
    "! nvidia-smi",
    "!pip install -q torch==2.1 'timm",
    '!echo "half a quote',
    "!unzip data.zip -d (data",
    "!!ls",
    "?np.einsum",
    "??f",
    "np.einsum?",
    "model.fc[0]??",
    "files = !ls *.png",
    "a, b = !ls",
    "t = %timeit -o f(x)",
    "pip install torch",
    "conda install -y numpy",
    "get_ipython().run_line_magic('matplotlib', 'inline')",
    "get_ipython().system('pip install torch')",
    "lines = get_ipython().getoutput('ls')",
]


@pytest.mark.parametrize("line", GONE)
def test_what_only_a_notebook_understands_is_blanked(line: str) -> None:
    code = read({"hw.ipynb": notebook(f"import numpy as np\n{line}\nx = 1\n")})
    assert only_cell(code) == "import numpy as np\n\nx = 1\n"
    assert code.notes == (f"hw.ipynb[1]:2: '{line}' is not Python and was left out",)
    assert only_cell(read({"hw.py": f"import numpy as np\n{line}\nx = 1\n"})) == only_cell(code)


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("if COLAB:\n    !pip install x\ny = 1", "if COLAB:\n    pass\ny = 1"),
        (
            "try:\n\timport x\nexcept ImportError:\n\t%pip install x\n\timport x",
            "try:\n\timport x\nexcept ImportError:\n\tpass\n\timport x",
        ),
        ("!pip install a \\\n    b \\\n    c\nx = 1", "\n\n\nx = 1"),
        ("get_ipython().run_cell_magic('time', '',\n  'x')\ny = 1", "\n\ny = 1"),
        ("%time out = f(x)\ny = out", "out = f(x)\ny = out"),
        ("with timer:\n    %time out = f(x)", "with timer:\n    out = f(x)"),
        ("%%time\nx = 1", "\nx = 1"),
        ("\n# training\n%%time\n%%capture\nx = 1", "\n# training\n\n\nx = 1"),
        ("%%bash\nls -l\nrm x", ""),
        ("# look\n\n%%html\n<b>x</b>", ""),
        ("%%writefile net.py\nx = 1", ""),
        ("%%javascript\nvar x = 1", ""),
        ("  x = 1\n  y = 2", "x = 1\ny = 2"),
        (">>> x = 1\n>>> x\n1", "x = 1\nx\n"),
        ("In [3]: x = 1", "x = 1"),
    ],
)
def test_a_cell_runs_as_it_does_in_the_notebook(source: str, left: str) -> None:
    assert cell_of(source) == left


@pytest.mark.parametrize(
    "source",
    [
        "x = (a\n% b)",
        "x = [\n!= 3]",
        "x = a \\\n% b",
        'usage = """\n%matplotlib inline\n!pip install x\nwhat?\n"""',
        "usage = '''\n%%bash\n'''",
        "r'''\\n'''\nx = 1\ns = '''\n!ls\n'''",
        "x = '%s' % y\nz = x % 3\nw %= 2\nv = x != y",
        "print('a = !ls')\nprint('what?')",
        's = "# not a comment (" # a comment (\ny = 1',
        'f"""{x}\n%d"""',
        "s = 'don\\'t' + \"it's (\"\nt = 1",
        "s = 'a\\\n%b'",
        "d = {\n    'a': 1,\n}\nfor i in [\n    1,\n]:\n    pass",
        "pip = 3\nconda = pip",
        "IN_COLAB = 'google.colab' in str(get_ipython())",
        "x: int = 3\ny[0] = x\n",
        "match x:\n    case 1:\n        pass",
    ],
)
def test_python_stays_as_it_is(source: str) -> None:
    code = read({"hw.py": source, "hw.ipynb": notebook(source), "hw.md": f"```py\n{source}\n```"})
    assert [module.cells[0].text for module in code.modules] == [
        source, source, f"\n{source}\n",
    ]  # fmt: skip
    assert code.notes == ()


def test_a_dropped_cell_is_noted() -> None:
    code = read({"hw.ipynb": notebook("#1", "%%bash\nls", "x = 1")})
    assert code.notes == ("hw.ipynb[2]:1: '%%bash' is not Python and its cell was left out",)


def test_a_bracket_that_is_never_closed_hides_no_later_definition() -> None:
    code = read({"hw.py": "x = (1,\n\ndef f(x):\n    return x\n"})
    assert [len(code.defining(name)) for name in ("x", "f")] == [1, 1]


def test_notes_are_bounded_in_number_and_length() -> None:
    code = read({"hw.py": "x = 1\n" + ("!" + "a" * 500 + "\n") * 200})
    assert len(code.notes) == MAX_NOTES + 1
    assert code.notes[-1] == "150 more lines were left out"
    assert max(map(len, code.notes)) < 120


def test_lines_of_output_have_one_note() -> None:
    log = "".join(f"Epoch [1/3], Step [{step}00/600], Loss: 0.5\n" for step in range(1, 4))
    code = read({"a.md": f"```\n{log}def f(x):\n    return x\n```\n"})
    (note,) = code.notes
    assert note.startswith("a.md:2: 'Epoch [1/3], Step [100/600]")
    assert note.endswith("with the 2 lines after it")


def test_control_characters_do_not_reach_the_notes() -> None:
    (note,) = read({"hw.py": "!echo \x1b[2J\nx = 1"}).notes
    assert "\x1b" not in note
    assert "\\x1b[2J" in note


# Write-ups


@pytest.mark.parametrize(
    "opening",
    ["```python", "```", "~~~", "``` py", "````Python", "```{python}", "```{.python .numberLines}",
     "```python title='relu'", "```ipython3", "- ```python", "1. ```", "   ```python",
     "```{code-cell} ipython3"],
)  # fmt: skip
def test_fences_of_python_are_read_at_their_lines(opening: str) -> None:
    mark = "~~~" if "~" in opening else "````" if "````" in opening else "```"
    code = read({"answers.md": f"# 2\n\n{opening}\ndef f(x):\n    return x\n{mark}\n\nIt works.\n"})
    assert only_cell(code) == "\n\n\ndef f(x):\n    return x\n"
    assert code.modules[0].cells[0].label == "answers.md"


@pytest.mark.parametrize(
    "language", ["text", "bash", "output", "sh", "json", "cpp", "c++", "java", "console", "latex"]
)
def test_fences_of_other_languages_are_not_read(language: str) -> None:
    assert read({"answers.md": f"```{language}\nx = 1\n```"}) == Code(())


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        (r"\begin{lstlisting}", r"\end{lstlisting}"),
        (r"\begin{lstlisting}[language=Python, caption={ReLU}]", r"\end{lstlisting}"),
        (r"\begin{minted}{python}", r"\end{minted}"),
        (r"  \begin{minted}[linenos]{python3}", r"  \end{minted}"),
        (r"\begin{verbatim}", r"\end{verbatim}"),
        (r"\begin{Verbatim}[fontsize=\small]", r"\end{Verbatim}"),
        (r"\begin{python}", r"\end{python}"),
    ],
)
def test_listings_of_latex_are_read_at_their_lines(begin: str, end: str) -> None:
    text = f"\\section{{2}}\nThe code:\n{begin}\ndef f(x):\n    return x % 2\n{end}\n"
    assert only_cell(read({"main.tex": text})).rstrip() == (
        "\n\n\ndef f(x):\n    return x % 2"
    )  # fmt: skip


def test_options_of_a_listing_may_take_several_lines() -> None:
    text = "\\begin{lstlisting}[language=Python,\n  caption=x]\nx = 1\n\\end{lstlisting}"
    assert only_cell(read({"main.tex": text})) == "\n\nx = 1\n"


@pytest.mark.parametrize(
    "text",
    [
        "\\begin{minted}{bash}\nx = 1\n\\end{minted}",
        "\\begin{lstlisting}[language=C++]\nx = 1;\n\\end{lstlisting}",
        "% \\begin{verbatim}\nx = 1\n% \\end{verbatim}",
        "\\begin{verbatim}\nTest Accuracy of the model: 0.97\n\\end{verbatim}",
    ],
)
def test_other_listings_are_not_read(text: str) -> None:
    assert read({"main.tex": text}) == Code(())


def test_each_fence_is_a_cell_of_its_own() -> None:
    code = read({"hw.md": "```\nx = 1\n```\ntext\n~~~python\n```\ny = 2\n~~~\n```\nz = 3"})
    assert [cell.text for cell in code.modules[0].cells] == [
        "\nx = 1\n",
        "\n\n\n\n\n```\ny = 2\n",
        "\n\n\n\n\n\n\n\n\nz = 3",
    ]


def test_an_indented_fence_is_moved_to_the_margin() -> None:
    text = "1. My code\n\n   ```python\n   def f(x):\n       return x\n   ```\n"
    assert only_cell(read({"hw.md": text})) == "\n\n\ndef f(x):\n    return x\n"


EXPORTED = [
    ("[15]: def f(x):\n    return x\nf(1)", "def f(x):\n    return x\nf(1)"),
    (".2]: def f(x):\n    return x", "def f(x):\n    return x"),
    ("]: def f(x):\n    return x", "def f(x):\n    return x"),
    ("3]: def f(x):\n    return x", "def f(x):\n    return x"),
    (": N = [0, 1]\nfor i in N:\n    print(i)", "N = [0, 1]\nfor i in N:\n    print(i)"),
    ("In [3]: x = 1\n\nIn [4]: y = x\nOut[4]: 1\n", "x = 1\n\ny = x\n\n"),
    ("In[ ]:\nx = 1", "\nx = 1"),
    ("In [*]: x = 1", "x = 1"),
    (
        "In [1]: def f(x):\n   ...:     return x\n   ...:\n\nIn [2]: y = f(3)\nOut[2]: 3",
        "def f(x):\n    return x\n\n\ny = f(3)\n",
    ),
    (
        "[1]: import torch\n     def f(x):\n         return x\n[2]: y = 1",
        "import torch\ndef f(x):\n    return x\ny = 1",
    ),
    (">>> def f(x):\n...     return x\n...\n>>> f(3)\n3\n", "def f(x):\n    return x\n\nf(3)\n\n"),
    (
        "Epoch [9/10], Step [600/600], Loss: -0.94\n\n.2]: def f(x):\n    return x\n\n"
        "Test Accuracy of the model on the 10000 test images: 0.87",
        "\n\ndef f(x):\n    return x\n\n",
    ),
    (
        "x = torch.rand(3)\nprint(x)\n<torch.Tensor object at 0x1e68>\n    of size 3\nx.sum()",
        "x = torch.rand(3)\nprint(x)\n\n\nx.sum()",
    ),
]


@pytest.mark.parametrize(("fence", "code"), EXPORTED)
def test_prompts_and_outputs_of_exported_notebooks_are_left_out(fence: str, code: str) -> None:
    assert only_cell(read({"scan.md": f"```\n{fence}\n```"})).strip("\n") == code.strip("\n")
    assert code_of(fence) == code


OUTPUTS = [
    "Epoch [10/10], Step [600/600], Loss: -0.9405",
    "Test Accuracy of the model on the 10000 test images: 0.9700",
    "<matplotlib.image.AxesImage at 0x1e6838390d0>",
    "\"987: 'corn',\"",
    "tensor([1, 2])",
    "--> Epoch [10/10]",
    "pip install torch",
    "int main() { return 0; }",
    "for each x in the batch\n    add x",
    "59 %",
    "{'loss': 0.3}",
]


@pytest.mark.parametrize("text", OUTPUTS)
def test_an_output_is_not_code(text: str) -> None:
    assert read({"hw.md": f"```\n{text}\n```"}).modules == ()
    assert code_of(text) == ""


# Answers


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("def f(x):\n    return max(x, 0)", "def f(x):\n    return max(x, 0)"),
        ("    def f(x):\n        return x", "def f(x):\n    return x"),
        ("f = lambda x, y: x + y", "f = lambda x, y: x + y"),
        ("`f = lambda x: x`", "f = lambda x: x"),
        ("My function is:\ndef f(x):\n    return x", "\ndef f(x):\n    return x"),
        ("net.to(device)", "net.to(device)"),
        ("!ls\nx = 1", "\nx = 1"),
        ("a\n```\nx = 1\n```\nb\n```text\nno\n```\n~~~py\ny\n~~~", "\n\nx = 1\n\n\n\n\n\n\ny\n"),
        ("def f(x) return x", "def f(x) return x"),
        ("for i in range 3:\n    x = i", "for i in range 3:\n    x = i"),
        ("", ""),
        ("62 x 62 x 64", ""),
        ("IMPROVE", ""),
        ("$f(x) = 2x$", ""),
        ("f(x) = 2x", ""),
        (r"f(x) = \max(0, x)", ""),
        ("y = 2x + 3", ""),
        ("The gradient is 0, so the answer = 5", ""),
        ("if we double it: nothing changes", ""),
        ("import the data from the web", ""),
        ("```text\nx = 1\n```", ""),
        ("x = 1" * 300_000, ""),
    ],
)
def test_the_code_of_an_answer_is_what_looks_like_python(answer: str, code: str) -> None:
    assert code_of(answer) == code


# Definitions

DEFINITIONS = """
from layers import dense, relu as rectify
@torch.no_grad()
def accuracy(net, loader,
             device="cpu", *, top=1):
    inner = 1
async def fetch(url): ...
class Net(nn.Module):
    def forward(self, x): return x
lr: float = 0.1
first, *rest = sizes
a = b = 3; c = 4
weights["w"] = 1
net.bias = 0
total += 1
text = '''
hidden = 1
def hidden(): ...
'''
if x == 3: y = 4
f(key=1)
"""


@pytest.mark.parametrize(
    "name",
    ["accuracy", "fetch", "Net", "Net.forward", "lr", "first", "rest", "a", "b", "c", "text"],
)
def test_definitions_at_top_level_are_found(name: str) -> None:
    code = read({"hw.py": DEFINITIONS, "hw.ipynb": notebook("x = 0", DEFINITIONS)})
    assert [module.name for module in code.defining(name)] == ["hw", "hw_ipynb"]


@pytest.mark.parametrize(
    "name",
    ["inner", "forward", "hidden", "weights", "net", "bias", "total", "key", "dense", "rectify",
     "nothing", "accurac", ""],
)  # fmt: skip
def test_other_names_are_not_definitions(name: str) -> None:
    assert read({"hw.py": DEFINITIONS}).defining(name) == ()


@pytest.mark.parametrize(
    ("header", "count"),
    [
        ("def f():", 0),
        ("def f(x):", 1),
        ("def f(x, y=(1, 2), z='a, b',):", 3),
        ("def f(x: dict[str, int], y: int | None = None) -> tuple[int, int]:", 2),
        ("def f(x,  # the first, and only\n      y):", 2),
        ("def f(x, /, y):", 2),
        ("async def f(x, y):", 2),
        ("def f (x):", 1),
        ("def f(*args):", None),
        ("def f(x, **options):", None),
        ("def f(x, key=lambda a, b: a):", None),
    ],
)
def test_parameters_are_counted_where_that_is_plain(header: str, count: int | None) -> None:
    assert read({"hw.py": f"{header}\n    return 0"}).functions() == {"f": count}


def test_the_last_function_of_a_name_counts() -> None:
    cells = notebook("def f(x): ...", "def f(x, y): ...\nclass C:\n    def g(self): ...")
    assert read({"hw.ipynb": cells}).functions() == {"f": 2}


def test_functions_that_differ_between_files_have_no_plain_count() -> None:
    files = {"a.py": "def f(x): ...\ndef g(x): ...", "b.py": "def f(): ...\ndef g(y): ..."}
    assert read(files).functions() == {"f": None, "g": 1}


# Whole courses' worth


def test_a_notebook_of_a_course_becomes_a_program() -> None:
    code = read({
        "hw4.ipynb": notebook(
            "#Homework 4",
            "!pip install -q torch torchvision\n%matplotlib inline\nimport torch\n"
            "from torch import nn",
            "if 'COLAB' in globals():\n    !wget https://example.org/mnist.zip\n    %cd data",
            "%%time\nclass Net(nn.Module):\n    '''A net.\n%not a magic\n    '''\n"
            "    def forward(self, x):\n        return x",
            "%%bash\nls",
            "net = Net()\nnet?\nlosses = %time train(net)",
        )
    })  # fmt: skip
    assert [cell.label for cell in code.modules[0].cells] == [
        f"hw4.ipynb[{number}]" for number in (2, 3, 4, 6)
    ]
    for cell in code.modules[0].cells:
        ast.parse(cell.text)
    assert [note.partition(" is not")[0] for note in code.notes] == [
        "hw4.ipynb[2]:1: '!pip install -q torch torchvision'",
        "hw4.ipynb[2]:2: '%matplotlib inline'",
        "hw4.ipynb[3]:2: '!wget https://example.org/mnist.zip'",
        "hw4.ipynb[3]:3: '%cd data'",
        "hw4.ipynb[4]:1: '%%time'",
        "hw4.ipynb[5]:1: '%%bash'",
        "hw4.ipynb[6]:2: 'net?'",
        "hw4.ipynb[6]:3: 'losses = %time train(net)'",
    ]


@needs("seeds", "networks_hw4.md")
def test_all_code_of_a_scanned_write_up_can_be_parsed() -> None:
    data = (SHARED / "seeds" / "networks_hw4.md").read_bytes()
    code = read_code(Submission("seed", {"hw.md": data}))
    texts = [cell.text for cell in code.modules[0].cells]
    assert sum("def test():" in text for text in texts) == 9
    lines = data.decode().split("\n")
    for text in texts:
        ast.parse(text)
        for line, original in zip(text.split("\n"), lines, strict=False):
            assert original.endswith(line)


LIBRARY = sorted(Path(ast.__file__).parent.glob("[a-c]*.py"))


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_the_standard_library_is_read_as_it_is(path: Path) -> None:
    source = path.read_text(encoding="utf-8").replace("\f", " ")
    module = ast.parse(source)
    code = read({"a.py": source, "a.md": f"`````\n{source}\n`````"})
    assert code.modules[0].cells[0].text == source
    assert code.notes == ()
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    for node in module.body:
        if isinstance(node, kinds):
            assert code.defining(node.name)[0].name == "a"


# Hostile text


@given(
    st.text(
        st.sampled_from("([{\"'\\\n \t%!?=#:`~>.]ab1x,")
        | st.characters(categories=("L", "N", "P", "S", "Z")),
        max_size=300,
    )
)
def test_any_text_is_only_cut(text: str) -> None:
    code = read({"a.py": text, "a.md": text, "a.tex": text, "a.ipynb": notebook(text or "x")})
    script = code.modules[0].cells
    assert code.modules[0].name == "a"
    assert all(cell.text.count("\n") == _lines(text) for cell in script)
    assert all(
        cell.text.count("\n") <= _lines(text) for each in code.modules for cell in each.cells
    )
    assert code_of(text).count("\n") <= _lines(text)
    code.functions()


def _lines(text: str) -> int:
    return text.replace("\r\n", "\n").replace("\r", "\n").count("\n")


@pytest.mark.parametrize(
    "unit",
    ["(", '"""', "'", "\\\n", "\n", " ", "\n\n]", "a ", "a.", "!x\n", '!"""\n', "```\n",
     "```\nx = 1\n```\n", "\\begin{verbatim}[", "[1]: x\n", "def f(", "def f(\n", "for x in ",
     "a:b,", "x = [", "get_ipython().system(\n", "- ", "x?"],
)  # fmt: skip
def test_reading_takes_time_in_proportion_to_the_text(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    before = time.process_time()
    code = read({"a.py": text, "a.md": f"```\n{text}"})
    code.functions()
    code.defining("f")
    code_of(text)
    assert time.process_time() - before < 10


def test_the_empty_lines_before_fences_count_as_code() -> None:
    code = read({"a.md": "\n" * 500_000 + "```\nx = 1\n```\n" * 1000})
    assert sum(len(cell.text) for cell in code.modules[0].cells) <= MAX_CODE
    assert "a.md: there is too much code; this was left out" in code.notes


def test_nothing_of_the_submission_is_imported() -> None:
    read({"turtle.py": "raise SystemExit", "antigravity.py": "x = 1"})
    assert not {"turtle", "antigravity"} & set(sys.modules)
