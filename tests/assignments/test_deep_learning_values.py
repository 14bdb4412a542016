"""What students write around the numbers of deep_learning_hw2, in other words and orders."""

from collections.abc import Iterable

import pytest

from graders.model import Outcome
from solutions import vgg
from tests.assignments.variants import GradeText

ASSIGNMENT = "deep_learning_hw2"
RIGHT, WRONG = Outcome.CORRECT, Outcome.INCORRECT


@pytest.mark.parametrize(
    ("text", "question", "outcome"),
    [
        ("dMSE/db2 = 0.0776 (by way of o1) + 0.1199 (through o2) = 0.1975", "b2", RIGHT),
        ("dMSE/db2 = 0.0776 through o1 + 0.1199 through o2 = 0.1975", "b2", RIGHT),
        ("dMSE/db1 = 0.001984 [from h1] + 0.000404 [from h2] = 0.002388", "b1", RIGHT),
        ("dMSE/dw1 = 0.000717 (along o1) + 0.001267 (along o2) = 0.001984", "w1", RIGHT),
        ("dMSE/dw1 = 0.000717 (along o1)", "w1", WRONG),
        ("dMSE/db2 = 0.0776 (for o1) and 0.1199 (for o2)", "b2", WRONG),
        ("dMSE/db2 = 0.0776 (through o1) + 0.1199 (through o2)", "b2", Outcome.UNREADABLE),
        ("dMSE/db2 = 0.0776 (via o1) + 0.1199 (via o2) = 0.2975", "b2", Outcome.UNDECIDED),
    ],
)
def test_terms_with_a_remark_each_are_one_sum(
    graded: GradeText, text: str, question: str, outcome: Outcome
) -> None:
    assert graded(f"# 2.2\n\n{text}\n")[f"2.2.{question}"].outcome is outcome


@pytest.mark.parametrize(
    ("text", "part", "outcome"),
    [
        ("The ratio of both is 0.9306, i.e. close to 93%.", "6.3", RIGHT),
        ("93.06 %, so about 93 percent of them.", "6.3", RIGHT),
        ("Around 93% (to be exact 93.06%).", "6.3", RIGHT),
        ("0.9306, i.e. about 95%.", "6.3", Outcome.UNDECIDED),
        ("Around 93%.", "6.3", WRONG),
        ("FC layers: 6.94%, conv layers: 93.06%", "6.3", Outcome.UNDECIDED),
        ("Conv layers: 6.94%, FC layers: 93.06%", "6.3", RIGHT),
        ("123642856 : 132863336", "6.3", RIGHT),
        ("FC : all = $123{,}642{,}856 : 132{,}863{,}336$.", "6.3", RIGHT),
        ("conv : FC = 9220480 : 123642856", "6.3", Outcome.UNDECIDED),
        ("132,863,336 in total, so about 133 million.", "6.2", RIGHT),
        ("132,763,336 in total, so about 133 million.", "6.2", WRONG),
        ("9,220,480 and 123,642,856, which is 132,863,336 in total.", "6.2", RIGHT),
        ("The network has 132,863,336 of them, of which 9,220,480 in filters.", "6.2", RIGHT),
        ("The network has 123,642,856 of them, of which 9,220,480 in filters.", "6.2", WRONG),
        ("132 863 336 parameters (9·in·out+out each)", "6.2", RIGHT),
        ("132 863 337 parameters (9·in·out+out each)", "6.2", Outcome.UNDECIDED),
        ("Total = 132 , 863 , 336", "6.2", Outcome.UNDECIDED),
        ("Total = 13 2863,336", "6.2", Outcome.UNDECIDED),
        ("Total = 132 , 863 , 337", "6.2", WRONG),
        (r"$\frac{123642856}{132863336}$ = 93.O6 %", "6.3", Outcome.UNREADABLE),
        ("93 , 06 %", "6.3", Outcome.UNDECIDED),
        ("92 , 06 %", "6.3", WRONG),
        ("conv: 3·3·in·out+out, fc: in·out+out; total 132,863,336", "6.2", RIGHT),
    ],
)
def test_a_number_that_is_said_again_with_fewer_digits_stays_as_fine_as_it_was(
    graded: GradeText, text: str, part: str, outcome: Outcome
) -> None:
    assert graded(f"# {part}\n\n{text}\n")[part].outcome is outcome


@pytest.mark.parametrize(
    ("text", "question", "outcome"),
    [
        ("# 2.1\n\nMSE = 0.593245 each, so 1.18649 for both.", "2.1.mse", Outcome.UNREADABLE),
        ("# 2.1\n\nMSE = 0.593245; my answer is 1.18649.", "2.1.mse", Outcome.UNDECIDED),
        ("# 2.1\n\n$h_1 = 0·9866$", "2.1.h1", Outcome.UNDECIDED),
        ("# 2.1\n\nMSE = 0.593245, so 0.59 or so.", "2.1.mse", RIGHT),
        ("# 2.1\n\nMSE = 1.1865, to be divided by two", "2.1.mse", Outcome.UNDECIDED),
        ("# 2.1\n\nMSE = 1.1865, as I divided by two", "2.1.mse", WRONG),
        ("# 2.1\n\no1 = 0.8896 (wrong, no sigmoid there: 2.0862)", "2.1.o1", Outcome.UNDECIDED),
        ("# 2.2\n\ndMSE/dw9 = 00772", "2.2.w9", Outcome.UNDECIDED),
        ("# 2.2\n\ndMSE/do1 = 2(o1 - t1) = 2·0.7896 = 1.5791", "2.2.do1", WRONG),
        ("# 2.2\n\ndMSE/do1 = o1 - t1 = 0.7896 or 1.5791", "2.2.do1", Outcome.UNREADABLE),
        ("# 2.2\n\n$h_2$ moves them by 0.0884 and 0.0160.", "2.2.do2_dh2", Outcome.UNDECIDED),
        (
            "# 2.1\n\n$o_l = \\sigma(2.08616) = 0.889S5$\n\nMSE = 0.5932",
            "2.1.o1",
            Outcome.UNDECIDED,
        ),
        ("# 2.1\n\n$o_l = \\sigma(z_l)$\n\nMSE = 0.5932", "2.1.o1", Outcome.MISSING),
        ("# 6.2\n\n132,B63,336", "6.2", Outcome.UNREADABLE),
        ("# 6.2\n\nTotal = 132,8G3,336 parameters", "6.2", Outcome.UNREADABLE),
    ],
)
def test_a_number_that_is_gone_on_from_or_damaged_is_for_a_person(
    graded: GradeText, text: str, question: str, outcome: Outcome
) -> None:
    assert graded(f"{text}\n")[question].outcome is outcome


def test_words_in_the_place_of_a_formula_lose_no_row(graded: GradeText) -> None:
    found = graded(
        "# 2.2\n\n| derivative | formula | value |\n|---|---|---|\n"
        "| dMSE/dw2 | one path | 0.00404 |\n"
        "| dMSE/dw4 | same with x2 = 4 | 0.01617 |\n\n# 2.3\n\nw4 = 0.39984\n"
    )
    outcomes = {found[each].outcome for each in ("2.2.w4", "2.3.w4")}
    assert outcomes == {Outcome.FOLLOW_THROUGH}


def test_a_total_beside_a_table_that_is_not_read_has_no_fault(graded: GradeText) -> None:
    found = graded("# 6.2\n\ntotal: 138,357,544\n\n# 6.3\n\n1 - 9220480/132863336 = 0.9306\n")
    assert (found["6.2"].outcome, found["6.3"].outcome) == (WRONG, RIGHT)


LAYERS = r"conv: $3\times3\times IF\times OF+OF$, fc: $IF\times OF+OF$"
NO_BIAS = "conv: 9*in*out, fc: inputs * outputs + outputs"


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        (f"{LAYERS}. In total 132,863,363.", Outcome.PARTIAL),
        ("A filter has 9·in + 1, a layer (9·in + 1)·out, a dense one (in + 1)·out.\n\n"
         "Total: 132,862,336", Outcome.PARTIAL),
        (f"{NO_BIAS}. In total 132,863,363.", Outcome.UNDECIDED),
        (f"{LAYERS}. In total 123,642,856.", Outcome.UNDECIDED),
        (f"{NO_BIAS.split(',')[0]}. In total 132,863,363.", WRONG),
        ("conv: 9*in*out + in, fc: in*out + in. Total 132,851,000", WRONG),
        ("conv: 9*C_out*C_in + C_out, fc: n_out*n_in + n_out. Total 132,851,000", Outcome.PARTIAL),
    ],
)  # fmt: skip
def test_formulas_of_the_layers_earn_half_beside_a_wrong_total(
    graded: GradeText, text: str, outcome: Outcome
) -> None:
    assert graded(f"# 6.2\n\n{text}\n")["6.2"].outcome is outcome


PROSE = """# 2.1

Into the first hidden unit go 4.3, and out of it come 0.98661; for the second it is 0.99503.
The outputs, which I call y1 and y2, come to y1 = 0.88955 and y2 = 0.70040.

MSE = 0.5932

# 2.2

The shared bias collects δ1 + δ2 = 0.19746, dMSE/dw_q = 0.0772

dMSE/dw8 = 0.7504 * 0.1597 * 0.98661 = 0.1182
"""


def test_a_value_without_a_name_that_leads_to_it_is_for_a_person(graded: GradeText) -> None:
    found = {name: each.outcome for name, each in graded(PROSE).items()}
    seen = ("2.1.h1", "2.1.h2", "2.1.o1", "2.2.b2", "2.2.w9")
    assert {found[name] for name in seen} == {Outcome.UNDECIDED}
    assert (found["2.1.mse"], found["2.2.w8"]) == (RIGHT, RIGHT)


@pytest.mark.parametrize(
    ("said", "outcome"),
    [("We name the outputs y1, y2.", Outcome.UNDECIDED), ("Then the rest.", Outcome.MISSING)],
)
def test_a_wrong_value_by_a_name_that_is_introduced_is_for_a_person(
    graded: GradeText, said: str, outcome: Outcome
) -> None:
    later = "# 2.2\n\ndL/dw7 = 0.08, dL/dy1 = 0.6895\n"
    found = graded(f"# 2.1\n\n{said} h1 = 0.9866, y1 = 0.7895\n\n{later}")
    assert {found[each].outcome for each in ("2.1.o1", "2.2.do1")} == {outcome}
    assert found["2.1.o2"].outcome is Outcome.MISSING


def test_a_value_that_stands_nowhere_or_as_an_operand_is_missing(graded: GradeText) -> None:
    found = {name: each.outcome for name, each in graded(PROSE).items()}
    assert {found[name] for name in ("2.1.o2", "2.2.do2", "2.2.w7")} == {Outcome.MISSING}


@pytest.mark.parametrize(
    ("text", "part", "person"),
    [
        ("delta_o2 = 0.7504 * 0.8004 * 0.1996 = 0.1199, times h1: 0.11828.", "2.2.w8", True),
        ("With w7 = 0.7 and o1(1-o1) = 0.09825 one gets 0.068775.", "2.2.do1_dh1", True),
        ("Both outputs add to it, o1 and o2: 0.077574 + 0.119884 = 0.197458", "2.2.b2", True),
        ("Something that no number answers", "2.2.b2", True),
        (r"$2 \cdot 0.789551 = 1.5791$", "2.2.do1", False),
        ("delta_o2 = 0.7504 * 0.8004 * 0.1996 = 0.1199", "2.2.w8", False),
    ],
)
def test_a_right_number_under_its_label_is_no_quiet_zero(
    graded: GradeText, text: str, part: str, person: bool
) -> None:
    assert graded(f"# {part}\n\n{text}\n")[part].outcome.needs_person is person


@pytest.mark.parametrize(
    ("text", "question", "outcome"),
    [
        ("# 2.1\n\no1 = sigmoid(2.0862), which gives 0.8896", "2.1.o1", RIGHT),
        ("# 2.1\n\no1 = sigmoid(2.0862), which gives 0.8822", "2.1.o1", Outcome.PARTIAL),
        ("# 2.1.o1\n\no1 is not 0.8822 but 0.8896", "2.1.o1", RIGHT),
        ("# 2.1.o1\n\no1 is not 0.8896 but 0.8822", "2.1.o1", WRONG),
        ("# 6.2\n\nnot 132,853,336 but 132,863,336", "6.2", RIGHT),
        ("# 2.2\n\nFor w9 we find 0.0772.", "2.2.w9", RIGHT),
        ("# 2.3\n\nw9 goes from 0.9 to 0.89923, w10 from 0.1 to 0.09881.", "2.3.w9", RIGHT),
        ("# 2.3\n\nw9 goes from 0.89923 to 0.9.", "2.3.w9", Outcome.UNDECIDED),
        ("# 2.3\n\nw9 goes from 0.9 to 0.90077.", "2.3.w9", WRONG),
    ],
)
def test_a_value_that_words_lead_to_is_read(
    graded: GradeText, text: str, question: str, outcome: Outcome
) -> None:
    assert graded(f"{text}\n")[question].outcome is outcome


def test_what_would_be_is_no_answer_beside_what_is(graded: GradeText) -> None:
    supposed = "If I had used h1 = 0.9, o1 would be 0.8822."
    found = graded(f"# 2.1\n\nh1 = 0.9866\n\no1 = 0.88955. {supposed}\n")
    assert {found[each].outcome for each in ("2.1.h1", "2.1.o1")} == {RIGHT}
    assert graded(f"# 2.1\n\n{supposed}\n")["2.1.o1"].outcome is not RIGHT


@pytest.mark.parametrize(
    ("moment", "deviation", "points"),
    [("1", r"\frac{1}{d_{l-1}}", 3), ("1", r"\frac{2}{d_{l-1}}", 3), ("1", "1", 0)],
)
def test_a_deviation_follows_from_the_students_own_second_moment(
    graded: GradeText, moment: str, deviation: str, points: int
) -> None:
    text = rf"# 4.1{chr(10)}$E = {moment}${chr(10)}# 4.2{chr(10)}$\sigma_l = \sqrt{{{deviation}}}$"
    assert graded(text)["4.2"].points == points


def test_a_heading_may_go_back_to_an_earlier_question(graded: GradeText) -> None:
    found = graded("## 2.1.h1\n\n$h_1 = 0.9866$\n\n## 1\n\nIt is a sum.\n\n## 2.1.h2\n\n0.9950")
    assert [found[each].outcome for each in ("2.1.h1", "2.1.h2")] == [RIGHT, RIGHT]
    assert found["1"].outcome is Outcome.UNDECIDED


@pytest.mark.parametrize(
    ("text", "question", "outcome"),
    [
        ("# 2.1\n\no2 = 1.3888 before the sigmoid, 0.8004 after", "2.1.o2", RIGHT),
        ("# 2.3\n\n$w_9^{old} = 0.8992$", "2.3.w9", Outcome.UNDECIDED),
        ("# 2.3\n\n$w_9^{old} = 0.9$, $w_9^{new} = 0.8992$", "2.3.w9", RIGHT),
        ("# 2.3\n\nw7 = 0.7 before the step and 0.69923 after it", "2.3.w7", RIGHT),
        ("# 2.2\n\nδo1 = (o1-t1) o1 (1-o1) = 0.07757\n\n∂E/∂w7 = δo1 h1 = 0.0765", "2.2.w7", RIGHT),
        ("# 2.2\n\nδo1 = 0.07757\n\n∂E/∂w7 = δo1 h1 = 0.07", "2.2.w7", Outcome.UNDECIDED),
        (
            "h1 = 0.9781\n\n# 2.2\n\nδ1 h1: 0.07617\n\n# 2.3\n\nw7 = 0.699238",
            "2.3.w7",
            Outcome.UNDECIDED,
        ),
        ("# 2.2\n\nb2 gets 0.1199\n\n# 2.3\n\nb2 = 0.498801", "2.3.b2", Outcome.UNDECIDED),
        ("# 2.2\n\nb2 gets 0.1199\n\n# 2.3\n\nb2 = 0.4970", "2.3.b2", WRONG),
        (
            "# 2.1\n\nh1: 0.1 + 1.2 + 2.5 + 0.5 = 4.3, h1 = 1/(1+e^-4.3) = 0.9866",
            "2.1.h1",
            RIGHT,
        ),
        ("# 2.1\n\nh1 = 4.3, h1 = 1/(1+e^-4.4) = 0.9879", "2.1.h1", WRONG),
    ],
)
def test_stages_errors_and_unread_values_are_told_apart(
    graded: GradeText, text: str, question: str, outcome: Outcome
) -> None:
    assert graded(f"{text}\n")[question].outcome is outcome


DELTA = "with $s_1 = h_1(1-h_1)$, $s_2 = h_2(1-h_2)$. Let $g = dMSE/do_2 \\cdot o_2(1-o_2)$."


@pytest.mark.parametrize(
    ("said", "text", "points"),
    [
        (DELTA, r"$dMSE/dw_{10} = g h_2 = 0.239$", 0.5),
        (DELTA, r"$dMSE/dw_{10} = s_2 h_2 = 0.239$", 0),
        (DELTA, r"$dMSE/dw_{10} = u h_2 = 0.239$", None),
        (f"{DELTA} Let $g = 1 - h_1$.", r"$dMSE/dw_{10} = g h_2 = 0.239$", None),
        (DELTA, r"$dMSE/dw_1 = s_1(dMSE/do_1 do_1/dh_1 + dMSE/do_2 do_2/dh_1) = 0.003$", 0.75),
    ],
)
def test_names_that_a_student_explains_are_put_into_the_formula(
    graded: GradeText, said: str, text: str, points: float | None
) -> None:
    question = "2.2.w10" if "w_{10}" in text else "2.2.w1"
    found = graded(f"# 2.2\n\n{said}\n\n{text}\n")[question]
    assert (None if found.outcome.needs_person else found.points) == points


UNSETTLED = """# 2.1

z for h1 is 4.3, h1 = 4.3 or h1 = 0.9866

# 2.2

dMSE/do1 = 2(o1 - t1) = 1.5791, dMSE/do2 = 2(o2 - t2) = 1.5008

dMSE/dw1 = {by_w1}
"""


@pytest.mark.parametrize(
    ("by_w1", "outcome"),
    [
        ("0.3004 * 0.0132 = 0.00397", Outcome.FOLLOW_THROUGH),
        ("0.3004 * 0.1032 = 0.03100", Outcome.UNDECIDED),
        ("0.00198", RIGHT),
    ],
)
def test_an_earlier_answer_that_is_not_settled_spoils_nothing_that_follows(
    graded: GradeText, by_w1: str, outcome: Outcome
) -> None:
    found = graded(UNSETTLED.format(by_w1=by_w1))
    assert found["2.1.h1"].outcome is Outcome.UNDECIDED
    assert found["2.2.w1"].outcome is outcome


@pytest.mark.parametrize(
    ("h2", "slope", "by_w2"),
    [("0.9960", "0.0040", "0.000327"), ("0.9953", "0.0047", "0.000385")],
)
def test_what_is_right_but_for_rounding_is_gone_on_from_as_it_is(
    graded: GradeText, h2: str, slope: str, by_w2: str
) -> None:
    text = (
        f"# 2.1\n\nh1 = 0.9866, h2 = {h2}, o1 = 0.8896, o2 = 0.8004\n\n"
        f"# 2.2\n\ndMSE/dw2 = (0.7896*0.0884 + 0.7504*0.0160)*{slope} = {by_w2}\n"
    )
    assert graded(text)["2.2.w2"].outcome is Outcome.FOLLOW_THROUGH


@pytest.mark.parametrize(
    ("text", "question", "person"),
    [
        ("dMSE/dw8 = 0.1183. EDIT: should have been negative, -0.1183", "2.2.w8", True),
        ("dMSE/do2 = 0.7504; UPDATE: -0.7504", "2.2.do2", True),
        ("dMSE/do2 = 0.7504. Update: w7_new = 0.7 - 0.01 * 0.0765 = 0.6992", "2.2.do2", False),
        ("dMSE/dw7 = 0.0765\n\nI think its value should be negative.", "2.2.w7", True),
        ("dMSE/dw9 = 0.0772 (that is dMSE/dw7, I mixed them up)", "2.2.w9", True),
        ("dMSE/db1 = 0.0024 per hidden unit", "2.2.b1", True),
        ("dMSE/dw8 = 0.1183 => 0.1381", "2.2.w8", True),
        ("dMSE/dw8 = 0.11828 => 0.1183", "2.2.w8", False),
        ("dMSE/dw8 = 0.1183, but actually 0.1381", "2.2.w8", True),
        ("dMSE/dw8 = 0.1183 (I think this is dMSE/dw10)", "2.2.w8", True),
        ("dMSE/dw4 = 0.0016 (four times the one of w2)", "2.2.w4", False),
        ("dMSE/dw10 = 0.1193 or maybe 0.1183\ndMSE/dw9 = 0.0772", "2.2.w9", False),
        ("dMSE/dw9 = 0.0772 or maybe\nsomething else", "2.2.w9", True),
        ("93.06 % of the parameters are in the convolutional layers.", "6.3", True),
        ("93.06 % is the share of the biases.", "6.3", True),
        ("132,863,336 are the weights without biases.", "6.2", True),
        ("The total is nowhere near 132,863,336.", "6.2", True),
        ("There are at least $132{,}863{,}336$ of them.", "6.2", True),
        ("The total is 132,863,336 + biases.", "6.2", True),
        ("Less than 93.06 % are in the FC layers.", "6.3", True),
        ("The total is 132,863,336, more than in any other.", "6.2", False),
        ("There are more than expected: 132,863,336", "6.2", False),
        ("132,863,336, weights and biases.", "6.2", False),
        ("132,863,336 bytes", "6.2", True),
        ("132,863,336 parameters in all layers", "6.2", False),
        ("93.06 % of the layers", "6.3", True),
        ("93.06 % of the memory for activations", "6.3", True),
        ("93.06 % of the parameters are in the first FC layer", "6.3", True),
        ("93.06 % of the parameters are in the three FC layers", "6.3", False),
        ("93.06 % of all layers' parameters", "6.3", False),
        ("93.06 % sit in eight layers, i.e. in the convolutions.", "6.3", True),
        ("132,863,336, of which 123,642,856 belong to FC layers.", "6.2", False),
        ("93.06 % are in the dense layers, the rest in convolutional ones.", "6.3", False),
        ("132863336 is the number of parameters of the fully connected layers.", "6.2", True),
        ("9,220,480 in the conv and 123,642,856 in the FC layers: 132,863,336", "6.2", False),
    ],
)
def test_a_number_that_words_take_back_or_give_to_something_else_waits(
    graded: GradeText, text: str, question: str, person: bool
) -> None:
    part = question if question.startswith("6") else "2.2"
    verdict = graded(f"# {part}\n\n{text}\n")[question]
    assert verdict.outcome is (Outcome.UNDECIDED if person else RIGHT)


LAYERS = [(row.name, "x".join(map(str, row.shape)), row.parameters) for row in vgg.table()]


def layers(*headings: str, rows: Iterable[tuple[object, ...]]) -> str:
    """A table of layers as Markdown."""
    lines = (headings, ["---"] * len(headings), *rows)
    return "\n".join(f"| {' | '.join(map(str, cells))} |" for cells in lines) + "\n"


COUNT = "parameters"
SIZES = layers("layer", "output", rows=[(name, size) for name, size, _ in LAYERS])
NETWORKS = {
    "two tables": SIZES + "\n" + layers("layer", COUNT, rows=[(a, c) for a, _, c in LAYERS]),
    "a count where there is one": SIZES
    + "\n"
    + layers("layer", COUNT, rows=[(a, c) for a, _, c in LAYERS if c]),
    "a list": "\n".join(
        f"{number}. {name}: output {size}, {count or 'no'} parameters"
        for number, (name, size, count) in enumerate(LAYERS, start=1)
    ),
    "lines": "\n".join(f"{n}. {a} {b} {c}" for n, (a, b, c) in enumerate(LAYERS, start=1)),
    "commas": "\n".join(",".join(map(str, row)) for row in [("Layer", "Output", "#"), *LAYERS]),
    "lines with computations": "\n".join(
        f"- {a}: {b}, " + ("3*3*3*64 + 64 = 1792" if c == 1792 else str(c)) for a, b, c in LAYERS
    ),
    "a column for each side": layers(
        *("layer", "C", "H", "W", COUNT),
        rows=[(a, *((*b.split("x"), "", "")[i] for i in (2, 0, 1)), c) for a, b, c in LAYERS],
    ),
    "activations in the rows before": layers(
        *("layer", "output", COUNT),
        rows=[
            (f"{name} + ReLU" if "CONV" in name else name, size, count)
            for name, size, count in LAYERS
            if name != "RELU"
        ],
    ),
    "a flattened size": layers("layer", "output", COUNT, rows=LAYERS).replace(
        "7x7x512", "7x7x512 -> 25088"
    ),
    "computations": layers("layer", "output", COUNT, rows=LAYERS)
    .replace("1792", "(3*3*3 + 1) x 64")
    .replace("73856", "73728 + 128")
    .replace("4097000", "4097000 (4096*1000 + 1000)"),
    "no counts of layers without parameters": layers(
        "layer", "output", COUNT, rows=[(*row[:2], row[2] or "") for row in LAYERS]
    ),
    "channels first, as in the row of the input": layers(
        *("layer", "output", COUNT),
        rows=[(name, "x".join(size.split("x")[i] for i in (2, 0, 1)), count) if "x" in size else
              (name, size, count) for name, size, count in LAYERS],
    ),
}  # fmt: skip
LEFT = {"a count where there is one", *list(NETWORKS)[-2:]}


@pytest.mark.parametrize("name", NETWORKS)
def test_a_network_may_be_told_in_many_ways(graded: GradeText, name: str) -> None:
    verdict = graded(f"# 6.1\n\n{NETWORKS[name]}")["6.1"]
    assert verdict.outcome is (Outcome.UNDECIDED if name in LEFT else RIGHT), verdict.feedback


WAYS = {  # to write a value: the question, what is written
    "beside what leads to it": ("2.1.h1", "| unit | net input | value |\n|-|-|-|\n|h_1|4.3|.9866|"),
    "before a sentence with a number": (
        "2.2.w3", r"$\partial MSE/\partial w_3 = 0.00793$, and $w_5$ has the input 5",
    ),
    "before its name": ("2.2.w2", "- 0.00198 for w_1\n- 0.000404 for w_2"),
    "new in German": ("2.3.w7", "w7(neu) = 0.699235"),
    "simply": (
        "2.2.do1", "The derivative with respect to $o_1$ is simply $o_1 - t_1 = 0.78955$ here.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WAYS)
def test_a_value_is_found_in_many_ways(graded: GradeText, name: str) -> None:
    question, text = WAYS[name]
    verdict = graded(f"# {question[:3]}\n\n{text}\n")[question]
    assert verdict.outcome is RIGHT, verdict.note


@pytest.mark.parametrize(
    ("text", "question", "outcome"),
    [
        ("# 2.3\n\n$w_7^{new}=0.69923$, $w_9=0.89922$", "2.3.w9", RIGHT),
        ("# 2.3\n\n$w_7^{new}=0.69923$, $w_9=0.9992$", "2.3.w9", WRONG),
        ("# 2.3\n\n$w_7^{new}=0.69923$, as $w_9=0.9$", "2.3.w9", Outcome.MISSING),
        ("# 2.3\n\n$w_9=0.9$, $w_9^{new}=0.89922$", "2.3.w9", RIGHT),
        ("# 2.1.h1\n\nh2 = 0.986613", "2.1.h1", Outcome.UNDECIDED),
        ("# 2.1.h1\n\nh2 = 0.986613", "2.1.h2", Outcome.UNDECIDED),
        ("# 2.1.h1\n\nh2 = 0.995033", "2.1.h2", RIGHT),
        ("# 2.2.w7\n\nThe derivative by $w_9$ is 0.0765", "2.2.w7", Outcome.UNDECIDED),
        ("# 2.1.h1\n\nh1 = 0.9866, h2 = 0.986613", "2.1.h2", WRONG),
    ],
)
def test_a_name_that_is_short_or_stands_elsewhere_is_no_quiet_zero(
    graded: GradeText, text: str, question: str, outcome: Outcome
) -> None:
    assert graded(text)[question].outcome is outcome


@pytest.mark.parametrize(
    ("text", "question", "person"),
    [
        ("0.0765 by $w_9$", "2.2.w7", True),
        ("0.0765 by $w_7$", "2.2.w7", False),
        ("0.0765 by the chain rule", "2.2.w7", False),
        ("$dMSE/dw_7 = 0.0765$ for $w_9 = 0.9$", "2.2.w7", False),
        ("0.0765 is the gradient of $o_1$", "2.2.w7", True),
        ("$dMSE/dw_7 = 0.0765$\n\nfor $w_9$ as well", "2.2.w7", False),
        ("0.0688 is the derivative of $o_2$", "2.2.do1_dh1", True),
        ("before the sigmoid: 0.8896", "2.1.o1", True),
        ("0.9866 (pre-activation)", "2.1.h1", True),
        ("0.9866 after the sigmoid", "2.1.h1", False),
        ("before the sigmoid h1 is 4.3, h1 = 0.9866", "2.1.h1", False),
        ("w/o sigmoid: o1 = 0.8896, o2 = 0.8004", "2.1.o2", True),
        ("0.5932 is the sum of squares", "2.1.mse", True),
        ("The sum of the squared errors is 0.5932.", "2.1.mse", True),
        ("Half the sum of the squared errors is 0.5932.", "2.1.mse", False),
        ("0.5932, the mean of the squared errors", "2.1.mse", False),
        ("The step is $0.499976$", "2.3.b1", True),
        ("Old weight: 0.69923", "2.3.w7", True),
        ("The old weight minus the step is 0.69923", "2.3.w7", False),
        ("0.69923 (the new weight)", "2.3.w7", False),
        ("0.0765 is the new weight", "2.2.w7", True),
    ],
)
def test_a_right_number_that_is_said_of_another_quantity_waits(
    graded: GradeText, text: str, question: str, person: bool
) -> None:
    part = question[:3] if "=" in text else question
    verdict = graded(f"# {part}\n\n{text}\n")[question]
    assert verdict.outcome is (Outcome.UNDECIDED if person else RIGHT), verdict.note


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        (r"$\frac12\sum_{i=1}^2(o_i-t_i)^2=0.6102$", Outcome.PARTIAL),
        (r"$MSE=\frac12\sum_i(t_i-o_i)^2=0.6102$", Outcome.PARTIAL),
        ("1/2 sum_i (o_i - t_i)^2 = 0.6102", Outcome.PARTIAL),
        (r"$\frac12\sum_{i=1}^2(o_i-t_i)^2=0.5932$", RIGHT),
        (r"$\sum_i(o_i-t_i)^2=0.6102$", WRONG),
        (r"$\frac12\sum_i(o_i+t_i)^2=0.6102$", WRONG),
        (r"$\frac12\sum_i(o_i-y_i)^2=0.6102$", Outcome.PARTIAL),
        (r"$\frac12((t_1-y_1)^2+(t_2-y_2)^2)=0.6102$", Outcome.PARTIAL),
        (r"$MSE=\frac12\sum_i(o_i-\hat y_i)^2=0.6102$", Outcome.PARTIAL),
        (r"$\frac12\sum_i(o_i+y_i)^2=0.6102$", Outcome.UNDECIDED),
        (r"$\sum_i(o_i-y_i)^2=1.1865$", WRONG),
    ],
)
def test_a_sum_over_an_index_is_a_formula_of_the_names_that_it_picks(
    graded: GradeText, text: str, outcome: Outcome
) -> None:
    assert graded(f"# 2.1.mse\n\n{text}\n")["2.1.mse"].outcome is outcome


BY_LAYER = (
    r"$\frac{\partial MSE}{\partial W_2}="
    r"\begin{pmatrix}0.07654&0.07719\\0.11828&0.11929\end{pmatrix}$"
)
AT_OUTPUT = ("gradient at the output: ", "$o-t=$ ", r"$\nabla_oMSE=$")


@pytest.mark.parametrize("part", ["w2", "w7", "w8"])
def test_a_matrix_of_a_layer_is_no_single_weight(graded: GradeText, part: str) -> None:
    assert graded(f"# 2.2\n\n{BY_LAYER}\n")[f"2.2.{part}"].outcome.needs_person


@pytest.mark.parametrize("head", AT_OUTPUT)
def test_a_pair_in_brackets_is_not_missing(graded: GradeText, head: str) -> None:
    found = graded(f"# 2.2\n\n{head}$(0.78955,0.75040)^T$\n\n$dMSE/dw_7=0.07654$\n")
    outcomes = {found["2.2.do1"].outcome, found["2.2.do2"].outcome}
    assert outcomes in ({Outcome.UNDECIDED}, {RIGHT})


@pytest.mark.parametrize("order", ["channels x height x width", "(C, H, W)", "rows by columns"])
def test_the_order_of_the_axes_may_be_told_above_the_table(graded: GradeText, order: str) -> None:
    table = NETWORKS["channels first, as in the row of the input"]
    found = graded(f"# 6.1\n\nOutputs are {order}.\n\n{table}")["6.1"]
    assert (found.outcome is RIGHT) == (order != "rows by columns")


def test_a_rounded_count_is_called_so(graded: GradeText) -> None:
    rounded = layers("layer", "output", COUNT, rows=LAYERS).replace("4097000", "4.097M")
    exact = layers("layer", "output", COUNT, rows=LAYERS).replace("1180160", "1.180M")
    assert graded(f"# 6.1\n\n{rounded}")["6.1"].outcome is RIGHT
    assert "exact number" in graded(f"# 6.1\n\n{exact}")["6.1"].feedback


@pytest.mark.parametrize(
    ("text", "points"),
    [
        (r"The variance is $\sigma_l^2 = \frac{2}{d_{l-1}}$", 3),
        (r"$\sigma_l = \sqrt{2/d_{l-1}}$", 3),
        (r"$\sigma_l = \frac{2}{d_{l-1}}$", 0),
        (r"$\sigma_l^2 = \sqrt{2/d_{l-1}}$", 0),
        (r"$\sigma_l = \sqrt{\frac{2}{d_l}}$", 0),
    ],
)
def test_a_variance_is_the_result_where_it_is_called_so(
    graded: GradeText, text: str, points: int
) -> None:
    assert graded(f"# 4.2\n\n{text}\n")["4.2"].points == points


WITHOUT_ACTIVATIONS = "\n".join(
    f"| {row.name} | {'x'.join(map(str, row.shape))} | {row.parameters} |"
    for row in vgg.table()
    if row.name != "RELU"
)


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("Every RELU keeps the output size of the row before and has 0 parameters.", RIGHT),
        ("ReLU layers do not change the size and have no parameters, so they are left out.", RIGHT),
        ("RELU: same size as before, 0 parameters", RIGHT),
        ("", Outcome.PARTIAL),
        ("Every RELU halves the output size and has no parameters.", Outcome.PARTIAL),
        ("RELU keeps the size.", Outcome.PARTIAL),
        ("POOL halves the size and has no parameters. RELU does too.", Outcome.PARTIAL),
        ("POOL keeps the channels. It has the same size as its output.", Outcome.PARTIAL),
        ("RELU does not keep the size and has no parameters.", Outcome.PARTIAL),
    ],
)
def test_a_sentence_tells_the_rows_of_all_activations(
    graded: GradeText, said: str, outcome: Outcome
) -> None:
    table = f"| Layer | Output | Parameters |\n|---|---|---|\n{WITHOUT_ACTIVATIONS}"
    assert graded(f"# 6.1\n\n{table}\n\n{said}\n")["6.1"].outcome is outcome


@pytest.mark.parametrize(
    ("text", "question", "outcome"),
    [
        ("net = 4.3, out = 0.98661308", "2.1.h1", RIGHT),
        ("net_h1 = 4.3, out_h1 = 0.98661", "2.1.h1", RIGHT),
        ("net = 4.3, out = 0.9", "2.1.h1", WRONG),
        ("net = 4.3", "2.1.h1", WRONG),
        (r"$\delta_1h_1=0.0765$ where $\delta_1=0.0776$", "2.2.w7", RIGHT),
        (r"$\delta_1h_1=0.0565$ where $\delta_1=0.0765$", "2.2.w7", Outcome.UNDECIDED),
        (r"$\frac{dE}{dw_7}=\delta_{o1}h_1=0.076535$ with $\delta_{o1}=0.0776$", "2.2.w7", RIGHT),
        ("The sum of squares is 1.1865, the MSE is 0.5932.", "2.1.mse", RIGHT),
        ("The step is 0.000765, the new weight is 0.69923.", "2.3.w7", RIGHT),
    ],
)
def test_what_is_another_quantity_beside_the_answer_is_no_answer(
    graded: GradeText, text: str, question: str, outcome: Outcome
) -> None:
    assert graded(f"# {question}\n\n{text}\n")[question].outcome is outcome
