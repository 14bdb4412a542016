"""No formula, however large or malformed, takes long to compare or breaks the comparison.

Each row is one input made to do harm: as a student's text, as a reference or as a declaration. A
student's text is answered with a comparison that says why it is not settled; what is wrong in a
reference or a declaration is a `GraderError`.
"""

import resource
import time
from collections.abc import Sequence

import pytest

from graders.equivalence import compare
from graders.errors import GraderError
from graders.model import Comparison
from tests.equivalence.hostile_answers import (
    DEEP,
    EXPLAINED,
    KINDS,
    MALFORMED,
    NUMBERS,
    PYTHON,
    SIZE,
)
from tests.equivalence.hostile_cases import SYMBOLS, Case
from tests.equivalence.hostile_declarations import DECLARED, REFERENCES

SECONDS = 2.0  # the engine's own bound is 0.5; slow machines are forgiven
PEAK_KIB = 200 * 1024

CASES: Sequence[Case] = [
    *SIZE,
    *NUMBERS,
    *DEEP,
    *MALFORMED,
    *KINDS,
    *EXPLAINED,
    *PYTHON,
    *REFERENCES,
    *DECLARED,
]


def answered(case: Case) -> Comparison | None:
    """The comparison, or None where the grader is told what is wrong."""
    try:
        return case.compared()
    except GraderError:
        return None


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_hostile_inputs_are_answered_in_time(case):
    compare("x", "x + 0", symbols=SYMBOLS)  # what is loaded late is no part of the time
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    found = answered(case)
    seconds = time.process_time() - start
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak
    assert seconds < SECONDS
    assert grown < PEAK_KIB
    if found is None:
        assert case.refused is not False
    else:
        assert case.refused is not True
        assert found.equal is True or found.note
        assert found.equal is not True or case.may_be_equal


def test_the_engine_compares_as_before_after_everything_hostile():
    for case in CASES[::7]:
        answered(case)
    assert compare("2x", "x + x", symbols=SYMBOLS).equal is True
    assert compare("2x", "x + 2x", symbols=SYMBOLS).equal is False
    assert compare("A v", "A w", symbols=SYMBOLS).equal is False
