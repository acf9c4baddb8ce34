"""Citations found in text: a table of cases, and what holds for any text at all."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dan_van.citations import Citation, Form, scan
from tests.conftest import ROOT, read_cases

CASES = read_cases("citations.txt")


def shown(found: list[Citation]) -> str:
    """One line for each citation: words, then what was read from them."""
    lines = []
    for index, c in enumerate(found):
        about = [c.form.value, c.type, str(c.code or c.number or "-"), (c.date and c.date.iso) or "-", c.issuer or "-"]
        extra = [f"khóa: {c.term}"] if c.term else []
        extra += [f"faults: {' '.join(c.faults)}"] if c.faults else []
        extra += [f"within {c.within}"] if c.within is not None else []
        extra += ["own"] if c.own else [f"means {' '.join(map(str, c.antecedents))}"] if c.antecedents else []
        extra += ["unclear"] if c.unclear else []
        extra += [f"pin “{pin.text}”: {' '.join(pin.units)}" for pin in c.pins]
        lines.append(f"{index} [{' '.join(c.text.split())}] {' | '.join(about + extra)}")
    return "\n".join(lines)


@pytest.mark.parametrize(("title", "text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_cases(title: str, text: str, expected: str) -> None:
    assert shown(scan(text)) == expected.strip()


PIECES = st.sampled_from(
    [
        "Chỉ thị số 33/CT-TTg ngày 26/11/2021 của Thủ tướng Chính phủ", "Luật Đất đai", "Nghị định này", "khoản 2 Điều 5 của ", "các Nghị định nêu trên",
        "Quyết định số 763/QĐ-TU", " về việc ban hành Quy chế ", "(sau đây gọi là Nghị định 30)", "Luật sửa đổi, bổ sung một số điều của Luật ", "“", "”", "\n\n", ";",
        "Kết luận 01- KL/TW", " của ", "số ", "25 NQ/TW", "\u00a0", "\u200b", "Ð", "ngày 31/02/2021", "từ Điều 3 đến Điều 9 ", "Nghị quyết Đại hội lần thứ XIII", "…/NĐ-CP", "Số: ",
    ]
)  # fmt: skip
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=14).map("".join)


@given(TEXTS)
def test_spans_are_those_of_the_original_text(text: str) -> None:
    found = scan(text)
    for index, citation in enumerate(found):
        assert text[citation.span.start : citation.span.end] == citation.text
        assert citation.text.strip()
        for pin in citation.pins:
            assert text[pin.span.start : pin.span.end] == pin.text
            assert pin.units
        assert citation.within is None or citation.within < index
        assert all(earlier < index for earlier in citation.antecedents)
        assert citation.form is not Form.FULL or citation.code is not None
    assert [c.span.start for c in found] == sorted(c.span.start for c in found)


LETTERS = st.one_of(st.characters(max_codepoint=0x36F), st.characters(min_codepoint=0x1E00, max_codepoint=0x1EFF))
LATIN = st.lists(st.one_of(PIECES, st.text(LETTERS, max_size=12)), max_size=14).map("".join)


@given(LATIN)
def test_decomposed_letters_change_nothing_but_the_offsets(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    decomposed = unicodedata.normalize("NFD", text)
    left, right = scan(composed), scan(decomposed)
    assert [(c.form, c.type, c.code, c.date, c.issuer, c.antecedents) for c in left] == [
        (c.form, c.type, c.code, c.date, c.issuer, c.antecedents) for c in right
    ]


@given(st.text(max_size=300))
def test_nothing_is_refused(text: str) -> None:
    scan(text)


def test_long_runs_take_no_time_that_grows_with_their_square() -> None:
    """What could make a pattern run away: each of these is read, and found the same again."""
    for piece in (
        "Luật ",
        "khoản 1, ",
        "số 1/",
        "Quyết định ",
        "a) b) ",
        "“",
        "((((",
        "Điều 1, Điều 2 và ",
        "của UBND xã ",
        "- ",
    ):
        text = piece * 3000
        spans = [one.span for one in scan(text)]
        assert spans == sorted(spans)
        assert all(0 <= span.start < span.end <= len(text) for span in spans)


@pytest.mark.parametrize("split", ["dev", "test"])
def test_gold_labels(split: str, shared: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The figures promised, on labels made by hand (tests/gold/README.md)."""
    import runpy

    monkeypatch.setattr("sys.argv", ["citations.py", "--split", split, "--json"])
    runpy.run_path(str(ROOT / "benchmarks" / "citations.py"), run_name="__main__")
    figures = json.loads(capsys.readouterr().out)
    assert figures["spans"]["full"]["f1"] >= 0.99
    assert figures["pins"] >= 0.97
    assert figures["refers"] >= 0.95
    assert min(figures["fields"][name] for name in ("type", "code", "date", "issuer")) >= 0.99


def test_gold_labels_say_what_their_texts_say(shared: Path) -> None:
    """Every quoted word stands where the label says; there are enough of them, of enough texts."""
    import sys

    sys.path.insert(0, str(ROOT / "tests" / "gold"))
    from locate import source_text

    count = 0
    files = sorted((ROOT / "tests" / "gold" / "citations").glob("*.json"))
    for path in files:
        labels = json.loads(path.read_text("utf-8"))
        text = source_text(labels["source"])
        for row in labels["citations"]:
            count += 1
            assert text[row["start"] : row["end"]] == row["text"], path.name
            for pin in row.get("pins", ()):
                assert text[pin["start"] : pin["end"]] == pin["text"], path.name
    assert len(files) >= 40
    assert count >= 400


def test_the_first_plan(shared: Path) -> None:
    """Every citation that a careful reader of the plan finds, with what he reads in it, and nothing else."""
    text = (shared / "seed-plan.txt").read_text("utf-8")
    found = scan(text)
    assert len(found) == 45
    wanted = re.findall(
        r"^\| (\d+) \| (\d+)–(\d+) \| `(.+?)` \| (.+?) \|", (shared / "corpus-facts.md").read_text("utf-8"), re.MULTILINE
    )
    assert [(c.span.start, c.span.end) for c in found] == [(int(row[1]), int(row[2])) for row in wanted]
    for citation, row in zip(found, wanted, strict=True):
        if citation.code is not None:
            assert str(citation.code) == row[4]
