from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dan_van import Library, frontmatter
from dan_van.drafting import templates
from dan_van.drafting.interview import Interview
from dan_van.drafting.templates import Template
from tests.conftest import ROOT, Ran
from tests.docx_text import paragraphs

SCHEMA: dict[str, Any] = {
    "title": "Thử",
    "required": ["type", "kind", "day", "count", "people"],
    "properties": {
        "type": {"const": "thu"},
        "kind": {"title": "Hình thức", "enum": ["Họp", "Phát phiếu"]},
        "day": {"title": "Ngày", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$", "examples": ["2026-11-23"]},
        "count": {"title": "Số hộ", "type": "integer", "minimum": 1},
        "people": {
            "title": "Người dự",
            "type": "array",
            "minItems": 1,
            "items": {"type": "object", "required": ["name"], "properties": {"name": {"title": "Họ tên", "type": "string"}, "note": {"title": "Ghi chú", "type": "string"}}},
        },
        "lines": {"title": "Nơi nhận", "type": "array", "items": {"type": "string", "minLength": 2}},
        "open": {"title": "Công khai", "type": "boolean"},
        "place": {"title": "Nơi", "type": "string", "default": "Nhà văn hóa"},
        "text": {"title": "Diễn biến", "type": "string", "format": "markdown"},
    },
    "x-body": "Dàn ý.\n",
}  # fmt: skip


class Clerk:
    """Answers in turn; what was said is kept."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.said: list[str] = []

    def ask(self, prompt: str) -> str:
        self.said.append(prompt)
        if not self.answers:
            raise KeyboardInterrupt
        return self.answers.pop(0)


def held(tmp_path: Path, *answers: str, schema: dict[str, Any] = SCHEMA) -> tuple[dict[str, Any], str, str]:
    clerk = Clerk(*answers)
    target = tmp_path / "thử.md"
    interview = Interview(Template("thu", tmp_path, schema), target, clerk.ask, clerk.said.append)
    try:
        interview.run()
    except KeyboardInterrupt:
        clerk.said.append("(dừng)")
    matter = frontmatter.parse(target.read_text("utf-8"))
    return matter.values, matter.body, "\n".join(clerk.said)


def test_every_form_of_field(tmp_path: Path) -> None:
    answers = ["phat phieu", "23/11/2026", "120", "Lê Văn A", "", "c", "Trần Thị B", "tổ trưởng", "", "c"]
    answers += ["Thường trực Đảng ủy", "Các thôn", "", "co", "", "Một.", "", "Hai.", ".", "# Mục", "Một việc.", "."]
    values, body, said = held(tmp_path, *answers)
    assert values == {
        "type": "thu", "kind": "Phát phiếu", "day": "2026-11-23", "count": "120",
        "people": [{"name": "Lê Văn A"}, {"name": "Trần Thị B", "note": "tổ trưởng"}],
        "lines": ["Thường trực Đảng ủy", "Các thôn"], "open": "true", "place": "Nhà văn hóa", "text": "Một.\n\nHai.",
    }  # fmt: skip
    assert body == "# Mục\nMột việc.\n"
    assert "Ví dụ: 2026-11-23" in said


def test_wrong_answers_are_told_at_once_and_asked_again(tmp_path: Path) -> None:
    answers = ["", "9", "1", "hôm qua", "12/2026", "nhiều", "0", "5", "", "A", "", "k", "k", ""]
    values, _, said = held(tmp_path, *answers)
    assert values["kind"] == "Họp"
    assert values["day"] == "2026-12"
    assert values["count"] == "5"
    for words in (
        "Trường này bắt buộc",
        "không phải giá trị được dùng",
        "“hôm qua” viết không đúng dạng",
        "“nhiều” không đúng kiểu",
        "không hợp lệ",
    ):
        assert words in said


def test_what_was_answered_is_on_disk_when_the_clerk_stops(tmp_path: Path) -> None:
    values, body, said = held(tmp_path, "1", "2026-01-01")
    assert values == {"type": "thu", "kind": "Họp", "day": "2026-01-01"}
    assert body == "Dàn ý.\n"
    assert said.endswith("(dừng)")


@pytest.mark.parametrize(
    "folder", sorted(path.parent for path in (ROOT / "templates").glob("*/schema.yaml")), ids=lambda p: p.name
)
def test_every_template_can_be_asked_for(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The examples of a schema are answers it takes."""
    template = templates.find(folder.name, [ROOT / "templates"])
    told: list[str] = []
    asked: dict[str, Any] = {}
    plain = Interview._value

    def value(self: Interview, key: str, one: dict[str, Any], required: bool, indent: str, mark: str = "") -> str | None:
        asked.update(one=one, first=mark in ("", "1. ", "2. "))
        return plain(self, key, one, required, indent, mark)

    def ask(prompt: str) -> str:
        told.append(prompt)
        assert len(told) < 1500, "\n".join(told[-30:])
        if prompt.endswith("» "):
            return "Một đoạn." if not told[-2].endswith("» ") else "."
        if "/K]" in prompt or "/k]" in prompt or prompt == "| " or not asked["first"]:
            return ""
        one = asked["one"]
        if one.get("enum"):
            return "1"
        example = next((e for e in one.get("examples", ()) if not isinstance(e, list | dict)), None)
        return str(example if example is not None else max(int(one.get("minimum", 0)), 1))

    monkeypatch.setattr(Interview, "_value", value)
    Interview(template, tmp_path / "a.md", ask, told.append).run()
    values = frontmatter.parse((tmp_path / "a.md").read_text("utf-8")).values
    assert set(template.schema["required"]) <= set(values)


def test_from_the_command_line(
    dan_van: Callable[..., Ran], desk: Path, monkeypatch: pytest.MonkeyPatch, library: Library
) -> None:
    monkeypatch.chdir(desk)
    answers = ["Tuyên truyền & vận động", "Các thôn", "", "k", "Một việc.", ".", "c"]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(answers) + "\n"))
    ran = dan_van("draft", "--ask", "Kế hoạch")
    assert ran.status == 0, ran.err
    assert "Đã soạn ke-hoach.docx" in ran.out
    assert {"Tuyên truyền & vận động", "- Các thôn;", "Một việc./."} <= set(paragraphs(desk / "ke-hoach.docx"))


def test_stopping_keeps_the_draft(dan_van: Callable[..., Ran], desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk)
    monkeypatch.setattr("sys.stdin", io.StringIO("Trích yếu đã gõ\n"))
    ran = dan_van("draft", "--ask", "ke-hoach", "-o", "mới.md")
    assert ran.status == 130
    assert "Các câu đã trả lời còn ở mới.md" in ran.err
    assert "Trích yếu đã gõ" in (desk / "mới.md").read_text("utf-8")
    monkeypatch.setattr("sys.stdin", io.StringIO("x\n"))
    assert dan_van("draft", "--ask", "ke-hoach", "-o", "mới.md").status == 2
    assert "Trích yếu đã gõ" in (desk / "mới.md").read_text("utf-8")
