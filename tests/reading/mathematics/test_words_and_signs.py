"""What is said in words means what signs say; whatever is mixed together is judged or refused."""

import operator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graders.equivalence import compare

SCALAR = {"type": "scalar", "domain": "real"}
FIXED = settings(derandomize=True, deadline=None, database=None)
PHRASES = {
    "is at most": "<=", "is no more than": "<=", "does not exceed": "<=", "is not above": "<=",
    "is less than or equal to": "<=", "must not be greater than": "<=",
    "is at least": ">=", "is no less than": ">=", "is never below": ">=", "is not less than": ">=",
    "is less than": "<", "is smaller than": "<", "lies below": "<", "is not at least": "<",
    "is greater than": ">", "exceeds": ">", "is not at most": ">", "should be above": ">",
    "equals": "=", "is equal to": "=", "is different from": r"\neq", "is not equal to": r"\neq",
}  # fmt: skip
COMPARED = {
    "<=": operator.le, ">=": operator.ge, "<": operator.lt, ">": operator.gt, "=": operator.eq,
    r"\neq": operator.ne,
}  # fmt: skip
MIXED = {
    "relation": (
        r"\{ \} : x y \mid \in \mathbb{R} \mathbb{N} ] [ ( ) , ; 0 1 - \infty \cup \setminus is or "
        r"at least most not less than equal to between strictly positive zero and < > \le = | a "
        r"\llbracket \rrbracket \sum_{i'} \sum_{i=1}^2 o_i o_{i+1} ' ^ _ { } \dots 1_ integer \&"
    ).split(),
    "constraint": (
        "padding stride p s = : of 1 2 (2,2) and , no zero one or is size pixels kernel <- - . 5"
    ).split(),
    "shape": (
        "6 @ 28 x 24 torch.Size([ ]) ( ) C H W N , = channels of maps first CHW HWC -> with each 1"
    ).split(),
}
MIXED["value"] = [*MIXED["relation"], r"\frac{\partial}{\partial w}", "L", r"\underline", "<", ">"]
NAMES = ("x", "y", "p", "s", "o_1", "o_2", r"\frac{\partial L}{\partial w}")
SYMBOLS = dict.fromkeys(NAMES, SCALAR)
REFERENCES = {"relation": "x > y", "constraint": "p + s = 3", "shape": "28 x 24 x 6", "value": "x"}


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_phrase_means_its_sign_and_no_other(phrase):
    for sign, holds in COMPARED.items():
        found = compare(rf"x {sign} 2", f"x {phrase} 2", kind="relation", symbols={"x": SCALAR})
        same = all(holds(x, 2) == COMPARED[PHRASES[phrase]](x, 2) for x in (1, 2, 3))
        assert found.equal is same, f"{phrase}: {found.read_as}"


@pytest.mark.parametrize(
    ("written", "meant"),
    [("]a, b[", "a < x < b"), ("[a, b[", r"a \le x < b"), ("]a, b]", r"a < x \le b"),
     ("[a, b]", r"a \le x \le b")],
)  # fmt: skip
def test_brackets_turned_outwards_leave_the_end_out(written, meant):
    for other in ("a < x < b", r"a \le x < b", r"a < x \le b", r"a \le x \le b"):
        ends = {"a": "1", "b": "4"}
        reference, student = other, rf"x \in {written}"
        for name, value in ends.items():
            reference, student = reference.replace(name, value), student.replace(name, value)
        found = compare(reference, student, kind="relation", symbols={"x": SCALAR})
        assert found.equal is (other == meant)


@pytest.mark.parametrize("kind", MIXED)
def test_whatever_is_mixed_together_is_judged_or_refused(kind):
    @settings(FIXED, max_examples=300)
    @given(
        words=st.lists(st.sampled_from(MIXED[kind]), max_size=12), gap=st.sampled_from(["", " "])
    )
    def is_answered(words, gap):
        found = compare(REFERENCES[kind], gap.join(words), kind=kind, symbols=SYMBOLS)
        assert found.equal in (True, False, None)

    is_answered()


@pytest.mark.parametrize(("sign", "reference"), [("+", "2400x"), ("-", "-2398x")])
def test_a_sum_of_thousands_of_terms_in_code_is_settled(sign, reference):
    code = f" {sign} ".join(["x"] * 2_400)
    found = compare(reference, code, symbols={"x": SCALAR}, student_format="python")
    assert found.equal is True, found.note
