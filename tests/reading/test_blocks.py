from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graders.model import Where
from graders.reading.blocks.block import Block, Shape
from graders.reading.blocks.markdown import code_block, read_blocks

START = Where("answers.md", 1)


@pytest.mark.cases("blocks", "blocks")
def test_a_write_up_has_these_blocks(case: dict[str, Any]) -> None:
    blocks = read_blocks(case["text"], START)
    if "rows" in case:
        (table,) = [block for block in blocks if block.shape is Shape.TABLE]
        assert [list(row.cells) for row in table.rows] == case["rows"]
        return
    marked = any(len(block) == 4 for block in case["blocks"])
    seen = [
        [block.shape.value, block.where.line, block.text, *([block.marker] if marked else [])]
        for block in blocks
    ]
    assert seen == [
        [*block, *([""] if marked and len(block) == 3 else [])] for block in case["blocks"]
    ]


def test_lines_count_from_where_the_text_begins() -> None:
    (block,) = read_blocks("\n\nh_1 = 1", Where("hw.ipynb", 5, cell=2))
    assert str(block.where) == "hw.ipynb[2]:7"


def test_a_row_of_a_table_knows_its_line() -> None:
    (table,) = read_blocks("| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |", START)
    assert [row.line for row in table.rows] == [1, 3, 4]


def test_a_position_in_a_block_has_a_line() -> None:
    (block,) = read_blocks("\none\ntwo\nthree", START)
    assert str(block.at(block.text.index("three"))) == "answers.md:4"


def test_a_source_file_is_one_block() -> None:
    assert code_block("x = 1\n", START) == Block(Shape.CODE, "x = 1\n", START)


MARKDOWN = st.lists(
    st.sampled_from(
        [
            *("# ", "\n", "\n\n", "$$", "$", "| a | b |\n", "|---|---|\n", "1. ", "- ", "```\n"),
            *("h_1 = 1", r"\begin{align}", r"\end{align}", r"\[", r"\]", "\t", "  ", "<b>", "&"),
            *("\\\\", "{", "}", r"\begin{array}{c}", r"\end{array}", "> ", "===\n", "---\n", "*"),
        ]
    ),
    max_size=30,
).map("".join)


@pytest.mark.xfail(reason="a display of nothing is a block", strict=True)
@example("$$$$")
@given(st.one_of(st.text(max_size=120), MARKDOWN))
def test_every_block_stands_in_the_text_and_in_its_order(text: str) -> None:
    blocks = read_blocks(text, START)
    lines = [block.where.line for block in blocks]
    assert lines == sorted(lines)
    assert all(1 <= line <= text.count("\n") + 1 for line in lines)
    filled = [block for block in blocks if block.shape not in (Shape.CODE, Shape.HEADING)]
    assert all(block.text.strip() for block in filled)


@given(st.lists(st.sampled_from(["h_1 = 1", "$$a$$", "# 2", "| a |"]), max_size=8))
def test_the_words_of_a_write_up_are_all_in_its_blocks(parts: list[str]) -> None:
    blocks = read_blocks("\n\n".join(parts), START)
    assert len(blocks) == len(parts)


def test_a_line_without_a_bar_stands_below_the_table() -> None:
    text = "| a | b |\n|---|---|\n| 1 | 2 |\n6.2: 12\n6.3: 5"
    blocks = read_blocks(text, Where("hw.md", 1))
    assert [(each.shape, each.where.line) for each in blocks] == [(Shape.TABLE, 1), (Shape.TEXT, 4)]
    assert [row.cells for row in blocks[0].rows] == [("a", "b"), ("1", "2")]
    assert blocks[1].text == "6.2: 12\n6.3: 5"
