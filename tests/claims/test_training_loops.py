"""Training loops as students write them, run on a small network behind the wall."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from graders.claims.runs import loops
from graders.claims.runs.loops import judge_loop
from graders.comparing.claims.checks import Check
from graders.grading.code_run import CodeRun
from graders.model import Submission

HARNESS = Path(__file__).parents[2] / "graders/assignments/vision_hw4/inside/training.py"
SHORT = 600  # batches in an epoch: one interval of 500, and some that are left over
LOOP = """
import torch.optim as optim
criterion = nn.CrossEntropyLoss()
optimizer = optim.SGD(net.parameters(), lr=0.001, momentum=0.9)
losses = []
for epoch in range(3):
    running_loss = 0.0
    for i, data in enumerate(trainloader, 0):
        inputs, labels = data
        optimizer.zero_grad()
        outputs = net(inputs)
        loss = criterion(outputs, labels)
        loss.backward()
        optimizer.step()
        running_loss += loss.item()
        if i % 500 == 499:
            print('[%d, %5d] loss: %.3f' % (epoch + 1, i + 1, running_loss / 500))
            losses.append(running_loss / 500)
            running_loss = 0.0
print('Finished Training')
"""
FUNCTION = """
def fit(net, trainloader, epochs=3):
    opt = torch.optim.Adam(net.parameters(), lr=0.01)
    loss_fn = nn.CrossEntropyLoss()
    history = []
    for e in range(epochs):
        total = 0
        for x, y in trainloader:
            opt.zero_grad()
            l = loss_fn(net(x), y)
            l.backward()
            opt.step()
            total += l.item()
        history.append(total / len(trainloader))
    return history
"""
RESET, STEP = "        optimizer.zero_grad()\n", "        optimizer.step()\n"


def changed(*pairs: tuple[str, str]) -> str:
    text = LOOP
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return text


# The code, what is found of the loop, and of the losses: None for a person, "" for right.
ROWS: Mapping[str, tuple[str, str | None, str | None]] = {
    "of the tutorial": (LOOP, "", ""),
    "every 2000 steps": (changed(("500", "2000"), ("499", "1999")), "", ""),
    "a function with Adam": (FUNCTION, "", ""),
    "no reset": (changed((RESET, "")), "not_reset", ""),
    "reset once an epoch": (
        changed((RESET, ""), ("    running_loss = 0.0\n    for", "    optimizer.zero_grad()\n"
                              "    running_loss = 0.0\n    for")),
        "not_reset", "",
    ),
    "no step": (changed((STEP, "")), "not_trained", None),
    "reset before the step": (changed((RESET, ""), (STEP, f"{RESET}{STEP}")), "not_trained", None),
    "losses with their graph": (changed(("loss.item()", "loss")), "graph", ""),
    "not averaged": (changed(("running_loss / 500", "running_loss")), "", "sum"),
    "never set back": (
        changed(("            running_loss = 0.0\n", ""), ("    running_loss = 0.0\n", ""),
                ("losses = []", "losses, running_loss = [], 0.0")),
        "", "running_loss",
    ),
    "the last batch for all": (
        changed(("running_loss += loss.item()", "running_loss = 500 * loss.item()")), "",
        "last_batch",
    ),
    "two epochs": (changed(("range(3)", "range(2)")), "epochs", ""),
    "another optimiser": (
        changed(("SGD(net.parameters(), lr=0.001, momentum=0.9)", "Rprop(net.parameters())")),
        None, None,
    ),
    "an error": (changed(("criterion(outputs, labels)", "criterion(outputs)")), "error", None),
    "no batches": ("for epoch in range(3):\n    pass\nloss.backward()", None, None),
    "weights set by hand": (
        "import torch\nfor e in range(3):\n    for data in trainloader:\n        pass\n"
        "with torch.no_grad():\n"
        "    for p in net.parameters():\n        p.add_(1.0)\noptim = torch.optim.SGD("
        "net.parameters(), lr=0.1)\nif False:\n    loss.backward()",
        None, None,
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def run() -> Iterator[CodeRun]:
    run = CodeRun(("numpy", "torch"))
    yield run
    run.sandbox.close()


def found(checks: tuple[Check, ...]) -> str | None:
    wrong = [each.mistake.code for each in checks if each.holds is False and each.mistake]
    if wrong:
        return wrong[0]
    return "" if checks and all(each.holds for each in checks) else None


LONG = "every 2000 steps"  # takes epochs of the usual length


@pytest.mark.parametrize("name", ROWS)
def test_a_loop_is_held_against_a_plain_one(
    name: str, run: CodeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    if name != LONG:
        monkeypatch.setattr(loops, "STEPS", SHORT)
    code, loop, kept = ROWS[name]
    student = run.student(Submission("ada", {}), Path(), None)
    checks, losses = judge_loop(student, HARNESS, (("answers.md", code),), (), 3)
    assert found(checks) == loop, checks
    assert found(losses) == kept, losses
