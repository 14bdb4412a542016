"""`nabla baseline`: trained from a shell, stopped by force, shown, drawn."""

import doctest
import re
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path
from xml.etree import ElementTree

import pytest

from graders.baselines.clock import Moment
from graders.cli import main
from graders.commands.exits import ExitCode
from solutions.baselines import Baseline, BaselineRun, read_baseline

LOSSES = ((2.3, 2.0, 1.8, 1.7), (2.31, 2.05, 1.79, 1.65), (2.29, 1.98, 1.83, 1.72))


def baseline(name: str = "b4e2") -> Baseline:
    runs = tuple(
        BaselineRun(seed, (0.5, 0.60 + seed / 100), (0.5, 0.7), losses, {})
        for seed, losses in enumerate(LOSSES)
    )
    settings = {"network": "lenet", "batch_size": 4, "epochs": 2, "log_every": 1000}
    return Baseline(
        name, "vision_hw4", settings, runs, 8000, 1000, "cifar10, sha256 00", "a GPU",
        {"torch": "2"}, "nabla baseline train vision_hw4", complete=True,
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b4e2", "b4e3"):
        file = tmp_path / "baselines" / "vision_hw4" / f"{name}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(baseline(name).to_json(), encoding="utf-8")
    return tmp_path / "baselines"


def shown(folder: Path, *words: str) -> int:
    return main(["baseline", "show", "--folder", str(folder), *words])


def test_all_baselines_are_a_table(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(folder) == 0
    out = capsys.readouterr().out
    assert [line.split()[:4] for line in out.splitlines()[2:]] == [
        ["b4e2", "3", "61.00", "1.00"], ["b4e3", "3", "61.00", "1.00"],
    ]  # fmt: skip
    assert shown(folder, "vision_hw4") == 0
    assert capsys.readouterr().out == out


def test_one_baseline_tells_everything(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(folder, "b4e2") == 0
    out = capsys.readouterr().out
    for words in ("a GPU", "torch 2", "nabla baseline train vision_hw4", "50% quantile    61.00"):
        assert words in re.sub(r"quantile +", "quantile    ", out)


def test_a_run_is_held_against_a_baseline_and_drawn(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log, picture = tmp_path / "log.txt", tmp_path / "picture.svg"
    losses = zip((1, 1, 2, 2), (1000, 2000) * 2, (2.30, 2.01, 9.90, 1.70), strict=True)
    lines = [f"[{epoch}, {step}] loss: {loss}" for epoch, step, loss in losses]
    told = "Accuracy of the network on the 1000 test images: 12%"
    log.write_text("\n".join([*lines, told]), encoding="utf-8")
    assert shown(folder, "b4e2", "--run", str(log), "--svg", str(picture)) == 0
    out = capsys.readouterr().out
    assert "This run has 12.00%, below this range" in out
    assert "3 of its 4 losses" in out
    ElementTree.parse(picture)
    assert shown(folder, "b4e2", "--run", str(log), "--accuracy", "0.61") == 0
    assert "61.00%, in this range" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("b9",), "there are b4e2, b4e3"),
        (("--svg", "x.svg"), "a picture is of one baseline"),
        (("b4e2", "--run", "nowhere.csv"), "nowhere.csv"),
        (("b4e2", "--svg", "/dev/null/x.svg"), "x.svg: it cannot be written"),
    ],
)
def test_what_cannot_be_shown_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    assert shown(folder, *words) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("words", [
    ("show", "b4e2", "--accuracy", "57.6"),
    ("show", "b4e2", "--accuracy", "nan"),
    ("train", "vision_hw4", "--seeds", "0"),
    ("train", "vision_hw4", "--seeds", "two"),
])  # fmt: skip
def test_numbers_that_cannot_be_are_refused_in_words(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["baseline", *words])
    told = capsys.readouterr().err
    assert repr(words[-1]) in told
    assert "is no" in told


def test_a_log_without_losses_is_refused(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = tmp_path / "log.csv"
    log.write_text("nothing to see\n", encoding="utf-8")
    assert shown(folder, "b4e2", "--run", str(log)) == 2
    assert "no losses" in capsys.readouterr().err


def test_a_changed_file_is_refused_with_the_command_that_makes_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = folder / "vision_hw4" / "b4e2.json"
    file.write_text(file.read_text().replace("0.62", "0.72"), encoding="utf-8")
    assert shown(folder) == 2
    assert "nabla baseline train vision_hw4 b4e2" in capsys.readouterr().err


def training(folder: Path) -> list[str]:
    words = "baseline train vision_hw4 b16e3 --seeds 2 --images 400 --data generated --device cpu"
    place = ["--threads", "1", "-o", str(folder / "out"), "--work", str(folder / "work")]
    return [sys.executable, "-m", "graders", *words.split(), *place]


def train_here(folder: Path) -> int:
    return main(training(folder)[3:])


@pytest.mark.slow
def test_a_killed_training_goes_on_and_gives_the_same_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("torch", reason="training needs torch")
    with subprocess.Popen(training(tmp_path / "a"), stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        assert b"epoch 1/3" in process.stderr.readline()
        process.send_signal(signal.SIGKILL)
    assert not (tmp_path / "a" / "out").exists()
    for folder in ("a", "b"):
        assert train_here(tmp_path / folder) == ExitCode.DONE
        assert "b16e3.json" in capsys.readouterr().out
    files = [tmp_path / each / "out" / "vision_hw4" / "b16e3.json" for each in ("a", "b")]
    assert files[0].read_text() == files[1].read_text()
    found = read_baseline("vision_hw4", "b16e3", folder=tmp_path / "a" / "out")
    assert (len(found.runs), found.epochs, found.complete) == (2, 3, False)


def test_an_interrupted_training_keeps_its_state_and_goes_on_from_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("torch", reason="training needs torch")

    def interrupted(moment: Moment) -> None:
        if moment.progress.epoch == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr("graders.commands.baseline._tell", interrupted)
    assert train_here(tmp_path / "a") == ExitCode.INTERRUPTED == 130
    told = capsys.readouterr()
    assert told.out == ""
    assert "the same command goes on from the last epoch" in told.err
    assert "Traceback" not in told.err
    assert not (tmp_path / "a" / "out").exists()
    monkeypatch.undo()
    for folder in ("a", "b"):
        assert train_here(tmp_path / folder) == ExitCode.DONE
    epochs = re.findall(r"epoch (\d)/3", capsys.readouterr().err)
    assert epochs == ["3", "1", "2", "3"]  # the first goes on, the other has all of them to do
    files = [tmp_path / each / "out" / "vision_hw4" / "b16e3.json" for each in ("a", "b")]
    assert files[0].read_text() == files[1].read_text()


@pytest.mark.slow
def test_control_c_ends_with_words_and_its_own_code(tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="training needs torch")
    words = [*training(tmp_path), "--images", "20000"]
    # A shell's background jobs ignore the signal, and so would what they start.
    listening = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    with subprocess.Popen(
        words, stderr=subprocess.PIPE, text=True, preexec_fn=listening
    ) as process:
        assert process.stderr is not None
        assert "epoch 1/3" in process.stderr.readline()
        process.send_signal(signal.SIGINT)
        told = process.stderr.read()
    assert process.returncode == ExitCode.INTERRUPTED
    assert "interrupted; the same command goes on from the last epoch" in told
    assert "Traceback" not in told
    assert [*(tmp_path / "work").rglob("checkpoint.npz")]
    assert not (tmp_path / "out").exists()


def test_what_the_guide_shows_is_what_happens() -> None:
    page = Path(__file__).parents[2] / "docs" / "baselines.md"
    failed, tried = doctest.testfile(str(page), module_relative=False)
    assert (failed, tried) == (0, 3)


@pytest.mark.parametrize("device", ["cuda:99", "tpu"])
def test_a_device_that_is_not_there_is_told(
    device: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    torch = pytest.importorskip("torch", reason="training needs torch")
    if torch.cuda.is_available() and device.startswith("cuda"):
        pytest.skip("this machine has a GPU")
    words = ["baseline", "train", "vision_hw4", "b16e3", "--device", device, "-o", str(tmp_path)]
    assert main(words) == 2
    assert f"no device {device}" in capsys.readouterr().err


def test_a_short_run_does_not_replace_a_complete_baseline(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("torch", reason="training needs torch")
    file = tmp_path / "vision_hw4" / "b16e3.json"
    file.parent.mkdir()
    file.write_text(baseline("b16e3").to_json(), encoding="utf-8")
    kept = file.read_text(encoding="utf-8")
    words = "baseline train vision_hw4 b16e3 --data generated --images 40 --device cpu".split()
    place = ["-o", str(tmp_path), "--work", str(tmp_path / "work")]
    assert main([*words, *place]) == 2
    assert "choose another folder with -o" in capsys.readouterr().err
    assert file.read_text(encoding="utf-8") == kept
