from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dan_van import frontmatter, schema

WORDS = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Co", "Zl", "Zp"), exclude_characters="\ufeff"),
    max_size=30,
).filter(lambda s: __import__("unicodedata").is_normalized("NFC", s))
VALUES = st.recursive(
    st.none() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS.filter(bool), inner, max_size=3),
    max_leaves=8,
)
BODIES = WORDS.map(lambda s: s + "\n")


@given(st.dictionaries(WORDS.filter(bool), VALUES, min_size=1, max_size=4), BODIES)
def test_what_is_written_is_read_back(values: dict[str, object], body: str) -> None:
    read = frontmatter.parse(frontmatter.dump(values, body))
    assert read.findings == ()
    assert read.values == values
    assert read.body == body


@pytest.mark.parametrize(
    ("typed", "value"),
    [("010", "010"), ("no", "no"), ("0912345678", "0912345678"), ("12:30", "12:30"), ("2026-11-23", "2026-11-23"), ("", None), ("null", None), ("~", None), ("'null'", "null"), ('""', "")],
)  # fmt: skip
def test_scalars_stay_what_was_typed(typed: str, value: str | None) -> None:
    assert frontmatter.parse(f"---\nx: {typed}\n---\n").values == {"x": value}


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("---\na: 1\n", 1, "không có dòng ---"),
        ("---\na: 1\na: 2\n---\n", 3, "viết hai lần"),
        ("---\na: b: c\n---\n", 2, "dấu hai chấm"),
        ("---\na: &x 1\nb: *x\n---\n", 2, "& và *"),
        ("---\n- a\n---\n", 2, "trường: giá trị"),
        ("---\na: \"b\nc: d\n---\n", None, "ngoặc kép"),
        ("---\n\ta: b\n---\n", 2, "tab"),
        ("---\na: [[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]\n---\n", 2, "quá sâu"),
    ],
)  # fmt: skip
def test_faults_say_where_and_what_to_do(text: str, line: int | None, says: str) -> None:
    findings = frontmatter.parse(text, "a.md").findings
    assert findings
    assert says in str(findings[0])
    assert findings[0].place.file == "a.md"
    if line:
        assert findings[0].place.line == line


def test_lines_of_values_and_body() -> None:
    read = frontmatter.parse("---\na: 1\nsigner:\n  name: B\n---\nMột\nHai\n")
    assert read.line_of(("signer", "name")) == 4
    assert read.line_of(("signer", "position")) == 3
    assert read.body_line == 6
    assert read.body == "Một\nHai\n"


def test_windows_files_read_alike() -> None:
    assert frontmatter.parse("\ufeff---\r\na: 1\r\n---\r\nx\r\n").values == {"a": "1"}


SCHEMA = {
    "type": "object",
    "required": ["ten", "so"],
    "additionalProperties": False,
    "properties": {
        "ten": {"title": "Tên", "type": "string", "minLength": 1},
        "so": {"title": "Số hộ", "type": "integer"},
        "ngay": {"title": "Ngày", "type": ["string", "null"], "format": "date"},
        "cap": {"title": "Cấp", "enum": ["xa", "thon"]},
        "dung": {"title": "Đúng", "type": "boolean"},
    },
}


def test_values_are_typed_by_the_schema() -> None:
    values, findings = schema.validate(frontmatter.load("ten: '12'\nso: 12\nngay: 2026-11-23\ndung: true"), SCHEMA)
    assert findings == []
    assert values == {"ten": "12", "so": 12, "ngay": "2026-11-23", "dung": True}


def test_every_fault_at_once_in_order() -> None:
    read = frontmatter.load("so: nhiều\nngay: 2026-02-30\ncap: huyen\ntne: A")
    _, findings = schema.validate(read, SCHEMA, "b.yaml")
    shown = [str(finding) for finding in findings]
    assert [finding.place.line for finding in findings] == [1, 1, 2, 3, 4]
    assert any("Thiếu trường “Tên” (ten)" in text for text in shown)
    assert any("“Số hộ” (so)" in text and "“nhiều”" in text for text in shown)
    assert any("không phải ngày có trong lịch" in text for text in shown)
    assert any("xa, thon" in text for text in shown)
    assert any("“tne”" in text and "“ten”" in text for text in shown)
