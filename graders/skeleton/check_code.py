"""Public checks: students get them, so they know no right value."""

import numpy as np
import pytest
from graders.errors import Mismatch
from graders.grading.student import Student


@pytest.mark.question("6", points=3, kind="code")
def check_softmax(student: Student) -> None:
    """Two equal scores give one half each."""
    value = student.value("softmax", np.zeros(2))
    if not np.allclose(value, 0.5):
        raise Mismatch(f"softmax([0, 0]) gives {value}.")
