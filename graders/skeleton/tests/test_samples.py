"""Every sample gets the report that stands beside it.

pytest tests --update rewrites the reports after showing what has changed; read each line
before you keep it.
"""

from pathlib import Path

import pytest
from graders.samples import Sample, check_sample, samples_of

ASSIGNMENT = Path(__file__).parents[1]


@pytest.mark.parametrize("sample", samples_of(ASSIGNMENT), ids=lambda sample: sample.name)
def test_a_sample_gets_the_report_beside_it(
    sample: Sample, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    update = request.config.getoption("--update")
    table = check_sample(sample, update=update)
    if update:
        with capsys.disabled():
            print(f"\n{sample.name}:\n{table}" if table else "")
    elif table:
        advice = "if the new one is right, pytest tests --update takes it as expected"
        words = f"{sample.file.name} expects another report:\n{table}\n{advice}"
        pytest.fail(words, pytrace=False)
