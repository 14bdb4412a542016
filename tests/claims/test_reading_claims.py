"""Logs and claimed accuracies, read from what students write."""

import pytest

from graders.claims.runs.files import log_in, run_files
from graders.model import Submission
from graders.reading.training.claimed import claimed_accuracies
from graders.reading.training.log import read_log

LINES = {
    "of the tutorial": ("[1,  2000] loss: 2.199", (1, 2000, {"loss": "2.199"})),
    "with totals": (
        "--> Epoch [9/10], Step [600/600], Loss: -0.9405", (9, 600, {"loss": "-0.9405"}),
    ),
    "of a library": (
        "Epoch 3/10 - 12s - loss: 0.51 - accuracy: 0.8 - val_loss: 0.61 - val_accuracy: 81.2%",
        (3, None, {"loss": "0.51", "accuracy": "0.8", "validation loss": "0.61",
                   "validation accuracy": "81.2%"}),
    ),
    "with bars": ("epoch 5 | train loss 0.51 | val acc 80.1%",
                  (5, None, {"loss": "0.51", "validation accuracy": "80.1%"})),
    "with a counter": (
        "Epoch: 2 Validation Loss: 1.11 EarlyStopping counter: 3 out of 10",
        (2, None, {"validation loss": "1.11", "counter": "3"}),
    ),
    "of samples": ("Train Epoch: 1 [6400/60000 (11%)]\tLoss: 1.943", (1, None, {"loss": "1.943"})),
    "of json": ('{"epoch": 1, "step": 5, "loss": 0.5}', (1, 5, {"loss": "0.5"})),
    "with a decimal comma": ("epoch;step;loss\n1;7;0,5", (1, 7, {"loss": "0,5"})),
    "of a table": ("| epoch | loss |\n|---|---|\n| 4 | 1.5 |", (4, None, {"loss": "1.5"})),
    "below its epoch": ("Epoch 3/10\n600/600 [====] - loss: 0.4", (3, None, {"loss": "0.4"})),
}  # fmt: skip


@pytest.mark.parametrize("name", LINES)
def test_a_line_is_an_entry(name: str) -> None:
    text, (epoch, step, values) = LINES[name]
    [entry] = read_log(text)
    assert (entry.epoch, entry.step) == (epoch, step)
    assert {kind: number.text for kind, number in entry.values.items()} == values


def test_what_is_no_number_is_noted() -> None:
    [entry] = read_log("epoch 1 loss nan")
    assert entry.not_finite == ("loss",)
    assert not entry.values


@pytest.mark.parametrize("text", ["", "No numbers here", "x" * 700 + " loss: 1", "a,b\n1,2"])
def test_other_text_is_no_log(text: str) -> None:
    assert read_log(text) == ()


def test_long_and_odd_logs_are_read_in_bounded_time() -> None:
    rows = "\n".join(f"{at // 100},{at % 100},{2.3 - at / 1e5:.4f}" for at in range(40_000))
    assert len(read_log(f"epoch,step,loss\n{rows}")) == 40_000
    assert read_log("\n".join(["running " * 70 + "1"] * 500)) == ()


CLAIMS = {
    "Test accuracy 60.8 %": [("60.8 %", "test", None)],
    "Figure 1: Batch Size 4, 20 epochs, Test accuracy: **61%**": [("61%", "test", None)],
    "Test Accuracy of the model on the 10000 test images: 0.9900": [("0.9900", "test", 10_000)],
    "print('Accuracy on the test images: %.4f' % accuracy)": [],
    "Test accuracy on all 10,000 images: 61.3\\%": [("61.3%", "test", 10_000)],
    "It achieved an 87% test accuracy in this run": [("87%", "test", None)],
    "accuracy of 0.9712, below the 0.9887 of 3.1": [("0.9712", "", None)],
    "train accuracy 99 %, test accuracy 61 %": [("99 %", "training", None), ("61 %", "test", None)],
    "| accuracy | 0.61 |": [("0.61", "", None)],
    "Test accuracy: 5657/10000": [("5657/10000", "test", 10_000)],
    "Accuracy: 57/100 of a batch": [("57/100", "test", 100)],
    "5,657 of the 10,000 test images are classified correctly.": [
        ("5,657 of the 10,000", "test", 10_000)
    ],
    "4343 of 10000 misclassified": [("4343 of 10000", "test", 10_000)],
    "30000/50000 training images correct": [("30000/50000", "training", 50_000)],
    "Test error 43.43 %": [("error 43.43 %", "test", None)],
    "a validation error rate of 0.43": [("error 0.43", "validation", None)],
    "test error: 43.43 %, accuracy 56.57 %": [
        ("error 43.43 %", "test", None),
        ("56.57 %", "test", None),
    ],
    "mean squared error 0.43": [],
    "The error falls to 0.05 with the loss; error bars 0.5 %": [],
    "Epoch 3/10, step 500/600: right": [],
    "accuracy at step 500/600": [],
    "0.9188 test accuracy": [("0.9188", "test", None)],
    "lr 0.001, accuracy 0.97": [("0.97", "", None)],
    "lr 0.001 accuracy 0.97": [("0.97", "", None)],
    "On the test set it reaches 60.9 percent": [("60.9%", "test", None)],
    "With 20 epochs we got 60.4 %": [("60.4 %", "", None)],
    "The loss gets to and reaches 0.12; the training loss reached 0.33": [],
    "With 20 epochs we got 60.4 %, a test accuracy of 0.61": [("0.61", "test", None)],
    "It stopped at epoch 34 with validation accuracy 0.7810": [("0.7810", "validation", None)],
}


@pytest.mark.parametrize("text", CLAIMS)
def test_a_claim_is_read_with_its_split(text: str) -> None:
    found = [(each.number.text, each.split, each.images) for each in claimed_accuracies(text)]
    assert found == CLAIMS[text]


SHARES = {
    "Test accuracy: 5657/10000": 0.5657,
    "4343 of 10000 misclassified": 0.5657,
    "Misclassified: 4343 of 10,000 test images": 0.5657,
    "It got 4343 out of 10000 images wrong": 0.5657,
    "Test error 43.43 %": 0.5657,
    "test error rate = .4343": 0.5657,
    "the error on the 10,000 test images was 43.43 %": 0.5657,
    "| test error | 43.43 % |": 0.5657,
    "Accuracy (test error 43.43 %)": 0.5657,
}


@pytest.mark.parametrize("text", SHARES)
def test_an_error_is_no_accuracy_but_what_it_leaves(text: str) -> None:
    assert {float(each.number) for each in claimed_accuracies(text)} == {SHARES[text]}


def test_a_log_that_a_shell_wrote_in_two_bytes_a_sign_is_read() -> None:
    log = "epoch,loss\n1,2.301\n".encode("utf-16")
    [entry] = log_in(Submission("ada", {"a.csv": log}), "a.csv")
    assert entry.values["loss"].text == "2.301"


PATTERNS = {"a.sgd": "sgd", "a.momentum": "(?:sgd_?)?momentum", "b.sgd_bn": "sgd_?bn"}
FILES = {
    "sgd.pt": "a.sgd",
    "weights/SGD-momentum.safetensors": "a.momentum",
    "sgd_bn.npz": "b.sgd_bn",
    "b/sgdBN_final.pth": "b.sgd_bn",
}


@pytest.mark.parametrize("file", FILES)
def test_a_file_belongs_to_the_run_that_its_name_says(file: str) -> None:
    for run in PATTERNS:
        found = run_files(Submission("ada", {file: b""}), PATTERNS, run, "")
        assert found.weights == (file if FILES[file] == run else None)


def test_an_answer_may_name_its_files() -> None:
    submission = Submission("ada", {"net.pt": b"", "out.csv": b"", "sgd.pt": b""})
    found = run_files(submission, PATTERNS, "b.sgd_bn", "Weights in net.pt, log in out.csv.")
    assert (found.weights, found.log) == ("net.pt", "out.csv")


def test_of_several_files_none_is_chosen() -> None:
    submission = Submission("ada", {"sgd.pt": b"", "sgd_best.pt": b"", "sgd_init.pt": b""})
    found = run_files(submission, PATTERNS, "a.sgd", "")
    assert (found.weights, found.start, found.open) == (None, "sgd_init.pt", ("weights",))
