"""What `nabla zip` refuses before anything is packed or run."""

import zipfile
from pathlib import Path

import pytest

from graders.cli import ExitCode, main


@pytest.mark.parametrize(
    "given", [["--hooks", "x"], ["--data", "x"], ["--timeout", "90"], ["--torch-index", ""]]
)
def test_options_of_packing_are_refused_where_nothing_is_packed(
    given: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["zip", "--try", "answers.md", *given]) == ExitCode.USAGE
    assert f"{given[0]} is for packing" in capsys.readouterr().err


def test_a_zip_that_is_no_autograder_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "answers.md").write_text("# 1\n", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "student.zip", "w") as archive:
        archive.writestr("answers.md", "# 1")
    command = ["zip", "-o", str(tmp_path / "student.zip"), "--try", str(tmp_path / "answers.md")]
    assert main(command) == ExitCode.USAGE
    assert "student.zip: this is not an autograder" in capsys.readouterr().err


@pytest.mark.parametrize(
    "given", ["--processors=0", "--processors=nan", "--memory=0G", "--memory=xG"]
)
def test_a_container_has_some_of_everything(given: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["zip", "--try", "answers.md", given])
    assert ended.value.code == ExitCode.USAGE
    assert "is no number above 0" in capsys.readouterr().err
