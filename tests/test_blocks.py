from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dan_van import numerals
from dan_van.drafting import blocks
from dan_van.drafting.blocks import Block, Paragraph, Run
from tests.conftest import read_cases


def shown(block: Block) -> str:
    if isinstance(block, Paragraph):
        return f"{f'H{block.level}' if block.level else 'P'} {look(block.runs)}"
    rows = " / ".join("|".join(look(cell) for cell in row) for row in block.rows)
    return f"T {','.join(block.alignments)}: {rows}"


def look(runs: tuple[Run, ...]) -> str:
    return "".join(
        ("⏎" if r.line_break else "") + (f"*{r.text}*" if r.bold else f"/{r.text}/" if r.italic else r.text) for r in runs
    )


@pytest.mark.parametrize(
    ("title", "body", "expected"), read_cases("blocks.txt"), ids=lambda value: value[:40] if isinstance(value, str) else None
)
def test_blocks(title: str, body: str, expected: str) -> None:
    assert "\n".join(map(shown, blocks.parse(body))) == expected


def test_numbering_can_be_left_off() -> None:
    assert [shown(b) for b in blocks.parse("# Một\n## Hai", numbering=False)] == ["H1 Một", "H2 Hai"]


@pytest.mark.parametrize(
    ("body", "messages"),
    [
        ("1. a\n2. b\n3. c", []),
        ("# Một\n1. a\n2. b\n# Hai\n1. c", []),
        ("1. a\na) x\nb) y\n2. b\na) z", []),
        ("a) x\nb) y\nc) z\nd) t\nđ) u\ne) v", []),
        ("1. a\n2. b\n4. c", ["Mục “4” đứng sau mục thứ 2."]),
        ("a) x\nc) y", ["Mục “c” đứng sau mục thứ 1."]),
        ("2. a", ["Mục đầu tiên là “2”."]),
    ],
)  # fmt: skip
def test_typed_labels_out_of_order(body: str, messages: list[str]) -> None:
    assert [f.message for f in blocks.sequence_faults(blocks.parse(body), None, 1)] == messages


@pytest.mark.parametrize(
    ("body", "rules"),
    [
        ("Chữ thường.\n| A | B |\n| --- | --- |\n| 1 | 2 |", []),
        ("---", ["markdown-thua"]), ("> trích", ["markdown-thua"]), ("```", ["markdown-thua"]), ("[a](http://b)", ["markdown-thua"]), ("a<br>b", ["markdown-thua"]), ("#", ["markdown-thua"]),
        ("| A | B |\n| --- | --- |\n| 1 | 2 | thừa |", ["bang-thua-o"]),
        (r"| A | B |\n| --- | --- |\n| 1 \| 2 | 3 |".replace("\\n", "\n"), []),
    ],
)  # fmt: skip
def test_markdown_that_papers_do_not_use(body: str, rules: list[str]) -> None:
    assert [finding.rule for finding in blocks.markdown_faults(body, None, 1)] == rules


@given(st.lists(st.text(alphabet=st.sampled_from("aăđếậ 12.)-+&<>{}%\"'"), min_size=1, max_size=30), max_size=8))
def test_no_word_is_lost(lines: list[str]) -> None:
    kept = "".join("".join(b.text if isinstance(b, Paragraph) else "" for b in blocks.parse("\n\n".join(lines))).split())
    wanted = "".join("".join(lines).split())
    assert kept.replace("+", "-") == wanted.replace("+", "-").replace("*", "-")


@pytest.mark.parametrize(
    ("value", "numeral"), [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (40, "XL"), (99, "XCIX"), (399, "CCCXCIX")]
)
def test_roman(value: int, numeral: str) -> None:
    assert numerals.roman(value) == numeral
