"""Bounds as students write them: how models, data and arguments look, and what goes wrong."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from graders.assignments.generalization_hw1 import grade_3_own_bound as own_bound
from graders.checking import check_submission
from graders.declaring.assignment import load_assignment
from graders.model import Outcome, Verdict
from tests.assignments.variants import differences, grade_variants

HEAD = """
import math
import numpy as np
import torch
import torch.nn as nn
"""
LAYERS = """
    first, second = model[0].weight, model[2].weight
    first_0, second_0 = init_model[0].weight, init_model[2].weight
"""
OF_A_LOADER = """
    m, squares, largest = 0, 0.0, 0.0
    for images, _ in data:
        rows = images.view(images.size(0), -1)
        squares += (rows ** 2).sum().item()
        largest = max(largest, (rows ** 2).sum(dim=1).max().item())
        m += len(rows)
    kappa = squares / m
"""
CHECKED = """
    if margin <= 0:
        return float("inf")
"""
FRO = """
    R = 8 * math.sqrt(second.shape[0]) * first.norm() * second.norm() * math.sqrt(kappa) / margin
    return ((R + 3 * math.sqrt(math.log(m / delta))) ** 2).item()
"""
SPEC_FRO = """
    C, H = second.shape
    s1, s2 = torch.linalg.norm(first, 2), torch.linalg.norm(second, 2)
    d1, d2 = (first - first_0).norm(), (second - second_0).norm()
    R = 42 * 8 * {front}math.sqrt(math.log(8 * H)) * math.sqrt(largest) / (math.sqrt(2) * margin)
    R = R * torch.sqrt({sum})
    return float(R ** 2 + 6 * math.log(2 * m / delta))
"""
SQUARES = "H * (s2 * d1) ** 2 + C * (s1 * d2) ** 2"
SPEC_L1 = """
    W = sum(p.numel() for p in model.parameters())
    s1, s2 = torch.linalg.svdvals(first)[0], torch.linalg.svdvals(second)[0]
    du, dv = first - first_0, second - second_0
    a, b = s2 * du.norm(dim=1).sum(), s1 * dv.norm(dim=1).sum()
    scale = math.sqrt(kappa) + 1 / math.sqrt(m)
    R = 144 * math.log(m) * math.log(2 * W) * scale * (a ** (2/3) + b ** (2/3)) ** 1.5 / margin
    product = (2 + 2 * du.norm()) * (2 + 2 * dv.norm()) * (2 + 2 * s1) * (2 + 2 * s2)
    S = 4.5 * math.log(1 / delta) + math.log(2 * m / max(margin, 1e-16))
    S = S + 2 * math.log(2 + math.sqrt(m * kappa)) + 2 * torch.log(product)
    return float((R + torch.sqrt(S)) ** 2)
"""
OVER = """
    h = 0
    with torch.no_grad():
        for images, _ in data:
            h = h + (init_model[:2](images.view(len(images), -1)) ** 2).sum(dim=0)
    C, H = second.shape
    hidden = math.sqrt((h / m).sum()) + (first - first_0).norm() * math.sqrt(kappa) + 1
    R = 3 * math.sqrt(2) * (math.sqrt(2 * C) + 1) * (second.norm() + 1) * hidden / margin
    rest = 3 * math.sqrt(5 * H + math.log(max(1, margin * math.sqrt(m)) / delta))
    return ((R + rest) ** 2).item()
"""


def function(*parts: str, head: str = "model, init_model, data, margin, delta=0.01") -> str:
    """The code of a bound from its parts."""
    return f"{HEAD}\ndef own_bound({head}):{''.join(parts)}"


RIGHT = function(CHECKED, LAYERS, OF_A_LOADER, FRO)
DAMAGED = RIGHT.replace("def own_bound(", "def own_bound((")
OF_ROWS = """
    rows = np.asarray(data)
    m, kappa = len(rows), (rows ** 2).sum() / len(rows)
"""
NUMPY_FRO = """
    R = 8 * np.sqrt(len(V)) * np.linalg.norm(U) * np.linalg.norm(V) * np.sqrt(kappa) / margin
    return (R + 3 * np.sqrt(np.log(m / delta))) ** 2
"""
ROWS: Mapping[str, dict[str, Any]] = {
    # --- right, whatever the bound
    "fro": {"outcome": "correct", "code": RIGHT, "says": ["computes the Fro bound"]},
    "spec_l1": {
        "outcome": "correct", "code": function(CHECKED, LAYERS, OF_A_LOADER, SPEC_L1),
        "says": ["computes the Spec_L1 bound"],
    },
    "spec_fro": {
        "outcome": "correct", "says": ["computes the Spec_Fro bound"],
        "code": function(
            CHECKED, LAYERS, OF_A_LOADER, SPEC_FRO.format(front="s1 * ", sum=SQUARES)
        ),
    },
    "spec_fro_of_the_theorem": {
        "outcome": "correct", "says": ["without the factor in front, as in the theorem"],
        "code": function(CHECKED, LAYERS, OF_A_LOADER, SPEC_FRO.format(front="", sum=SQUARES)),
    },
    "over_parametrisation": {
        "outcome": "correct", "says": ["computes the over-parametrisation bound"],
        "code": function(CHECKED, LAYERS, OF_A_LOADER, OVER),
    },
    # --- right, whatever the models, the data and the arguments look like
    "raises": {
        "outcome": "correct",
        "code": function("\n    assert margin > 0, 'no bound'", LAYERS, OF_A_LOADER, FRO),
    },
    "a_scalar_tensor": {
        "outcome": "correct", "code": RIGHT.replace("** 2).item()", "** 2)"),
    },
    "other_names_and_order": {
        "outcome": "correct",
        "code": function(
            "\n    init_model, model, data = start, net, train_loader",
            "\n    margin, device = gamma, torch.device('cuda')",
            "\n    model, init_model = model.to(device).cuda(), init_model.cuda()",
            CHECKED, LAYERS, OF_A_LOADER.replace("rows =", "images = images.to(device); rows ="),
            FRO,
            head="train_loader, net, start, *, gamma, delta=0.01, num_classes=10",
        ),
    },
    "names_that_say_nothing": {
        "outcome": "correct",
        "code": function(
            "\n    model, init_model, data, margin, delta = p, q, r, s, 0.01",
            CHECKED, LAYERS, OF_A_LOADER, FRO, head="p, q, r, s",
        ),
    },
    "a_class_with_layers": {
        "outcome": "correct",
        "code": RIGHT.replace("model[0]", "model.fc1").replace("model[2]", "model.fc2"),
    },
    "a_class_of_the_student": {
        "outcome": "correct",
        "code": """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, width=1024):
        super().__init__()
        self.body = nn.Sequential(nn.Flatten(), nn.Linear(3072, width), nn.ReLU())
        self.to_scores = nn.Linear(width, 10)
"""
        + RIGHT.replace("model[0]", "model.body[1]").replace("model[2]", "model.to_scores"),
    },
    "parameters_by_their_shapes": {
        "outcome": "correct",
        "code": RIGHT.replace(
            "first, second = model[0].weight, model[2].weight",
            "first, second = [p for p in model.parameters() if p.dim() == 2]",
        ).replace("    first_0, second_0 = init_model[0].weight, init_model[2].weight\n", ""),
    },
    "a_state_dict": {
        "outcome": "correct",
        "code": RIGHT.replace(
            "first, second = model[0].weight, model[2].weight",
            "s = model.state_dict(); first, second = s['1.weight'], s['3.weight']",
        ).replace("    first_0, second_0 = init_model[0].weight, init_model[2].weight\n", ""),
    },
    "a_data_set": {
        "outcome": "correct",
        "code": RIGHT.replace(
            OF_A_LOADER,
            "\n    m = len(data)\n    kappa = sum(x.norm().item() ** 2 for x, y in data) / m\n",
        ),
    },
    "a_tensor": {
        "outcome": "correct",
        "code": RIGHT.replace(
            OF_A_LOADER, "\n    m = len(data)\n    kappa = data.pow(2).sum(dim=1).mean().item()\n"
        ),
    },
    "inputs_and_labels": {
        "outcome": "correct",
        "code": RIGHT.replace(
            OF_A_LOADER, "\n    X, y = data\n    m, kappa = len(X), (X ** 2).sum() / len(X)\n"
        ),
    },
    "arrays_of_weights": {
        "outcome": "correct",
        "code": function(CHECKED, OF_ROWS, NUMPY_FRO, head="U, V, data, margin, delta=0.01"),
    },
    "a_margin_that_is_a_tensor": {
        "outcome": "correct",
        "code": RIGHT.replace("/ margin", "/ margin.detach().item()"),
    },
    "its_own_margin": {
        "outcome": "correct",
        "code": f'''{HEAD}
def own_bound(model, init_model, data, delta=0.01):
    margins = []
    for x, y in data:
        scores = model(x.view(len(x), -1)).detach()
        own = scores.gather(1, y[:, None]).squeeze(1)
        scores.scatter_(1, y[:, None], -float("inf"))
        margins.append(own - scores.max(dim=1).values)
    margin = float(np.percentile(torch.cat(margins).numpy(), 5))
{CHECKED}{LAYERS}{OF_A_LOADER}{FRO}''',
    },
    "another_name": {"outcome": "correct", "code": RIGHT.replace("own_bound", "frobenius_bound")},
    "a_name_for_the_formula": {
        "outcome": "correct", "code": RIGHT.replace("own_bound", "capacity_by_norms"),
    },
    "training_around_it": {
        "outcome": "correct",
        "code": f"from torchvision import datasets\n{RIGHT}\n"
        "train = datasets.CIFAR10('data')\nfor epoch in range(3):\n    raise RuntimeError\n",
    },
    # --- what earns a part
    "a_dictionary": {
        "outcome": "partial", "points": 4, "mistake": "type",
        "code": RIGHT.replace("return ((R", "return dict(fro=(R").replace("** 2).item()", "** 2)"),
    },
    "an_array_of_one": {
        "outcome": "partial", "points": 4, "mistake": "type",
        "code": RIGHT.replace("** 2).item()", "** 2).reshape(1)"),
    },
    "no_check": {
        "outcome": "partial", "points": 4, "mistake": "not_checked",
        "says": ["a margin of zero or below is taken without a word"],
        "code": RIGHT.replace(CHECKED, ""),
    },
    "made_positive": {
        "outcome": "partial", "points": 4, "mistake": "not_checked",
        "says": ["a negative margin is made positive without a word"],
        "code": RIGHT.replace(CHECKED, "\n    margin = abs(margin)"),
    },
    "clipped": {
        "outcome": "partial", "points": 4, "mistake": "not_checked",
        "code": RIGHT.replace(CHECKED, "\n    margin = max(margin, 1e-16)"),
    },
    "not_a_number_for_a_negative_margin": {
        "outcome": "undecided", "points": 4,
        "code": RIGHT.replace(CHECKED, "\n    margin = margin if margin > 0 else math.nan"),
    },
    # --- mistakes
    "squared_sum": {
        "outcome": "partial", "points": 2, "mistake": "squared_sum",
        "says": ["the square of a sum for a sum of squares"],
        "code": function(
            CHECKED, LAYERS, OF_A_LOADER,
            SPEC_FRO.format(
                front="s1 * ",
                sum="(math.sqrt(H) * s2 * d1 + math.sqrt(C) * s1 * d2) ** 2",
            ),
        ),
    },
    "no_classes": {
        "outcome": "partial", "points": 2, "mistake": "factor",
        "says": ["the number of classes is missing"],
        "code": RIGHT.replace("8 * math.sqrt(second.shape[0])", "8"),
    },
    "no_eight": {
        "outcome": "partial", "points": 2, "mistake": "factor", "says": ["a constant factor"],
        "code": RIGHT.replace("8 * math", "math"),
    },
    "no_square": {
        "outcome": "partial", "points": 2, "mistake": "wrong_exponent",
        "says": ["the square is missing"], "code": RIGHT.replace("** 2).item()", "** 1).item()"),
    },
    "sum_of_squares": {
        "outcome": "partial", "points": 2, "mistake": "squared_sum",
        "code": RIGHT.replace(
            "((R + 3 * math.sqrt(math.log(m / delta))) ** 2)", "(R ** 2 + 9 * math.log(m / delta))"
        ),
    },
    "binary_logarithms": {
        "outcome": "partial", "points": 2, "mistake": "log_base",
        "says": ["binary logarithms for natural ones"],
        "code": function(CHECKED, LAYERS, OF_A_LOADER, SPEC_L1.replace("math.log", "math.log2")
                         .replace("2 * torch.log(", "2 * torch.log2(")),
    },
    "no_root_of_the_data": {
        "outcome": "partial", "points": 2, "mistake": "data_constant",
        "code": RIGHT.replace("math.sqrt(kappa)", "kappa"),
    },
    "initial_weights_left_out": {
        "outcome": "partial", "points": 2, "mistake": "initial_weights",
        "says": ["the initial weights are taken as zero"],
        "code": function(CHECKED, LAYERS.replace("init_model[0].weight", "0 * first")
                         .replace("init_model[2].weight", "0 * second"), OF_A_LOADER, SPEC_L1),
    },
    "swapped_roots": {
        "outcome": "partial", "points": 2, "mistake": "swapped",
        "says": ["the roots of C and H are swapped"],
        "code": RIGHT.replace("math.sqrt(second.shape[0])", "math.sqrt(second.shape[1])"),
    },
    "a_norm_of_columns": {
        "outcome": "partial", "points": 2, "mistake": "transposed",
        "code": function(
            CHECKED, LAYERS, OF_A_LOADER, SPEC_L1.replace(".norm(dim=1)", ".norm(dim=0)")
        ),
    },
    "with_biases": {
        "outcome": "partial", "points": 2, "mistake": "biases",
        "code": RIGHT.replace("first.norm()", "torch.hypot(first.norm(), model[0].bias.norm())")
        .replace("second.norm()", "torch.hypot(second.norm(), model[2].bias.norm())"),
    },
    "by_children_and_a_hook": {
        "outcome": "correct",
        "code": function(
            "\n    layers, start = list(model.children()), list(init_model.children())",
            CHECKED, LAYERS.replace("init_model[", "start[").replace("model[", "layers["),
            OF_A_LOADER, OVER.replace("    h = 0", """
    seen = []
    def keep(module, given, made):
        seen.append(made.detach())
    hook = start[1].register_forward_hook(keep)
    h = 0""").replace("init_model[:2](images.view(len(images), -1))", "(init_model(images.view("
                      "len(images), -1)), seen[-1])[1]"),
        ),
    },
    "l1max": {
        "outcome": "partial", "points": 2, "mistake": "another_bound",
        "says": ["this is the L1max bound"],
        "code": function(CHECKED, LAYERS, """
    m, kappa = 0, 0.0
    for images, _ in data:
        rows = images.view(len(images), -1)
        kappa, m = kappa + (rows.abs().max(dim=1).values ** 2).sum().item(), m + len(rows)
    D, C = first.shape[1], len(second)
    l1 = first.norm(p=1, dim=1).max() * second.norm(p=1, dim=1).max()
    R = 16 * C * l1 * math.sqrt(math.log(D)) * math.sqrt(kappa / m) / margin
    return ((R + 3 * math.sqrt(math.log(m / delta))) ** 2).item()
"""),
    },
    "no_delta": {
        "outcome": "partial", "points": 2, "mistake": "delta",
        "code": RIGHT.replace("m / delta", "m / 0.01"),
    },
    "fixed_points": {
        "outcome": "partial", "points": 2, "mistake": "hard_coded",
        "code": RIGHT.replace("m / delta", "50000 / delta"),
    },
    "fails_for_three_classes": {
        "outcome": "partial", "points": 2, "mistake": "error",
        "says": ["fails for some of the networks"],
        "code": RIGHT.replace("    m, squares", "    one, two = second\n    m, squares"),
    },
    "another_formula_of_weights": {
        "outcome": "undecided", "points": 2,
        "code": function(CHECKED, OF_ROWS, NUMPY_FRO.replace("8 * np", "U.size * np"),
                         head="U, V, data, margin, delta=0.01"),
    },
    "a_constant": {
        "outcome": "incorrect", "points": 0, "mistake": "values",
        "code": function("\n    return 1.0\n"),
    },
    # --- what does not run
    "an_error": {
        "outcome": "partial", "points": 1, "mistake": "error", "says": ["NameError", "kapa"],
        "text": "see hw1.py",
        "files": {"hw1.py": RIGHT.replace("math.sqrt(kappa)", "math.sqrt(kapa)")},
    },
    "a_division_by_zero": {
        "outcome": "partial", "points": 1, "mistake": "error", "says": ["ZeroDivisionError"],
        "code": RIGHT.replace("squares / m", "squares / (m - m)"),
    },
    "no_imports": {"outcome": "correct", "code": RIGHT.replace(HEAD, "")},
    "a_name_from_elsewhere": {
        "outcome": "undecided", "code": RIGHT.replace("len(rows)", "NUMBER_OF_POINTS"),
    },
    "an_endless_loop": {
        "outcome": "incorrect", "mistake": "not_run", "says": ["ran out of time"],
        "code": RIGHT.replace("    m, squares", "    while True: pass\n    m, squares"),
    },
    "no_memory": {
        "outcome": "partial", "points": 1, "mistake": "error", "says": ["ran out of memory"],
        "code": RIGHT.replace("    m, squares", "    torch.zeros(10 ** 11)\n    m, squares"),
    },
    "ends_the_program": {
        "outcome": "incorrect", "mistake": "not_run",
        "code": RIGHT.replace("    m, squares", "    import os; os._exit(0)\n    m, squares"),
    },
    "text": {
        "outcome": "incorrect", "mistake": "type", "says": ["returns a string"],
        "code": function("\n    return 'about 3e9'\n"),
    },
    "nothing_but_infinity_for_a_margin_below_zero": {
        "outcome": "partial", "points": 1, "mistake": "type", "says": ["nothing is returned"],
        "code": function(CHECKED, "    ...\n"),
    },
    "infinity_whatever_the_margin": {
        "outcome": "incorrect", "mistake": "type", "code": function("\n    return math.inf\n"),
    },
    "nothing_returned": {
        "outcome": "partial", "points": 1, "mistake": "type", "says": ["nothing is returned"],
        "code": RIGHT.replace("return ((R", "bound = ((R").replace("inf\")", "inf\")\n"),
    },
    "printed": {
        "outcome": "undecided", "says": ["it prints"],
        "code": RIGHT.replace("return ((R", "print(((R").replace("** 2).item()", "** 2).item())"),
    },
    # --- what a person looks at
    "measures_as_arguments": {
        "outcome": "undecided",
        "code": function("\n    return measure['Fro_Fro'] * kappa_2\n", head="measure, kappa_2"),
    },
    "layers_of_no_known_name": {
        "outcome": "undecided",
        "code": RIGHT.replace("model[0].weight", "model.alpha.weight"),
    },
    "a_library_of_their_own": {
        "outcome": "undecided",
        "code": f"import my_helpers\n{RIGHT.replace('math.log', 'my_helpers.log')}",
    },
    "damaged": {"outcome": "unreadable", "code": DAMAGED},
    "a_file_that_is_no_python": {
        "outcome": "incorrect", "mistake": "syntax", "says": ["SyntaxError"],
        "text": "see hw1.py", "files": {"hw1.py": DAMAGED},
    },
    "a_file": {"outcome": "correct", "text": "see hw1.py", "files": {"hw1.py": RIGHT}},
    "words_alone": {
        "outcome": "review", "text": "The Frobenius bound of 2015.",
        "says": ["its words name the Fro bound"],
    },
    "words_for_another_bound": {
        "outcome": "undecided", "points": 2, "says": ["the words name the Spec_L1 bound"],
        "text": f"The Spec_L1 bound of 2017:\n\n```python{RIGHT}```",
    },
    "words_and_their_bound": {
        "outcome": "correct", "text": f"The Frobenius bound:\n\n```python{RIGHT}```",
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Verdict]:
    folder = tmp_path_factory.mktemp("bounds")
    return grade_variants(folder, "generalization_hw1", "3.own_bound", ROWS)


@pytest.mark.parametrize("name", ROWS)
def test_a_bound_is_judged_by_what_it_computes(name: str, verdicts: dict[str, Verdict]) -> None:
    assert not differences(ROWS[name], verdicts[name], full=5)


# --- what the verdicts rest on --------------------------------------------------------------------


@pytest.mark.parametrize("with_delta", [False, True])
def test_every_mistake_that_is_made_has_a_code_and_every_code_its_mistake(with_delta: bool) -> None:
    made = {mistake.words for mistake, _ in own_bound.references(with_delta).wrong}
    assert made == {*own_bound.CODES}


def test_the_harness_holds_no_reference() -> None:
    assert "solutions" not in own_bound.HARNESS.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("code", "outcome", "words"),
    [
        (RIGHT, Outcome.CORRECT, ""),
        (RIGHT.replace(CHECKED, ""), Outcome.INCORRECT, "return infinity at margin -1"),
        (RIGHT.replace(CHECKED, "\n    margin = abs(margin) + 1"), Outcome.INCORRECT, "margin 0"),
        (function("\n    return 'large'\n"), Outcome.INCORRECT, "one number"),
        (function("\n    return 2.0\n"), Outcome.INCORRECT, "larger for a smaller margin"),
        (function("\n    return model.alpha\n"), Outcome.UNDECIDED, "does not run"),
        ("x = 1", Outcome.MISSING, "is not defined"),
    ],
)
def test_students_can_check_their_bound(
    code: str, outcome: Outcome, words: str, tmp_path: Path
) -> None:
    (tmp_path / "hw1.py").write_text(code, encoding="utf-8")
    entries = check_submission(load_assignment("generalization_hw1"), tmp_path).entries
    [verdict] = [each.verdict for each in entries if each.question.id == "3.own_bound"]
    assert verdict is not None
    assert verdict.outcome is outcome
    assert words in verdict.feedback
