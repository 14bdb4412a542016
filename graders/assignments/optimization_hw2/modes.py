"""What forward and reverse mode give for every node of the graph of question 4."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from graders.comparing.numbers.targets import KnownMistake
from graders.comparing.numbers.worksheet import Formula, Worksheet
from graders.comparing.tables.graphs import nodes_alike
from graders.comparing.tables.node_tables import Mode
from graders.grading.fixtures.types import DoubtSilence, TextUnder
from graders.model import Answer, Kind, Mistake, Question
from graders.reading.graphs.node_tables import NodeNames, Row, plain_name
from graders.reading.graphs.nodes import read_graph
from solutions import automatic_differentiation as solution

OTHER_PARTS = {"c": ("4.b", "4.d"), "d": ("4.b", "4.c")}  # where the same values stand


def sheet(table: Mapping[str, Formula]) -> Worksheet:
    """A table of formulas at the point of the sheet, its seeds as constants."""
    seeds = {
        name: solution.NamedFormula((), lambda seed=seed: seed)
        for name, seed in solution.GIVEN.items()
        if name not in solution.POINT
    }
    return Worksheet(solution.POINT, {**seeds, **table})


FORWARD, REVERSE = sheet(solution.TANGENTS), sheet(solution.ADJOINTS)


def codes(words: str) -> str:
    """The code of a mistake in a table, by its words."""
    if "only" in words:
        return "missing_term"
    return "swapped" if "exchanged" in words else "wrong_function"


def known(mistakes: Mapping[str, Mapping[str, Formula]]) -> tuple[KnownMistake, ...]:
    return tuple(
        KnownMistake(Mistake(codes(words), words), changes) for words, changes in mistakes.items()
    )


FORWARD_MISTAKES = known(solution.forward_table_mistakes())
REVERSE_MISTAKES = known(solution.reverse_table_mistakes())

DERIVATIVES = tuple(FORWARD.reference(name) for name in solution.PARTIALS)

OTHER_POINTS: tuple[Mapping[str, float], ...] = ({"w1": 0.6, "w2": 1.7}, {"w1": 2.3, "w2": 0.4})
SHEETS = tuple(Worksheet(point, solution.VALUES) for point in (solution.POINT, *OTHER_POINTS))
NAMES = NodeNames(
    solution.INPUTS,
    solution.OUTPUTS,
    solution.NODES,
    {"v5": "f1", "v10": "f2", **solution.COARSE_NAMES},
)
MODES: Mapping[str, Mode] = {
    "4.c.table": Mode(
        FORWARD,
        lambda node, column: f"d{node}_d{solution.INPUTS[column]}",
        NAMES.all,
        solution.OUTPUTS,
        FORWARD_MISTAKES,
    ),
    "4.d.table": Mode(
        REVERSE,
        lambda node, column: f"d{solution.OUTPUTS[column]}_d{node}",
        NAMES.all,
        solution.INPUTS,
        REVERSE_MISTAKES,
    ),
}


def rows_in(answers: Sequence[Answer], part: str, text_under: TextUnder) -> list[Row]:
    """The rows of the tables of a part, by the nodes that the student's own formulas compute.

    A name whose formula computes no node of the sheet names none; the others are the sheet's.
    """
    rows = NAMES.rows(answers, text_under(part))
    graph = read_graph(text_under("4.a")) | read_graph("\n".join(row.label for row in rows))
    own = nodes_alike(graph, SHEETS, NAMES.all)
    return [replace(row, node=own.get(plain_name(row.label), row.node)) for row in rows]


def doubt_lost_label(question: Question, doubt_silence: DoubtSilence) -> None:
    """A person looks where derivatives stand under question 4, but under none of its parts.

    Within its part, that of an entry may stand without its name.
    """
    others = OTHER_PARTS[question.path[1]]
    doubt_silence(*DERIVATIVES, without=others)
    if question.kind is Kind.NUMERIC:
        row, column = tuple(question.path[-1])
        doubt_silence(FORWARD.reference(f"df{row}_dw{column}"), without=others)
