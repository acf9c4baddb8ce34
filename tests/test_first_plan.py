"""The real plan that the project started from, typed into a draft: nothing of it may be lost."""

from __future__ import annotations

import re
from pathlib import Path

from dan_van import Library
from dan_van.text import nfc
from tests.docx_text import paragraphs

OFFICE = """level: xa
name: xã Cẩm Lương
issuer: [ỦY BAN NHÂN DÂN, XÃ CẨM LƯƠNG]
place: Cẩm Lương
code_suffix: UBND
signer: {position: CHỦ TỊCH, name: Bùi Quốc Bảo}
"""
ADDED_BY_THE_TEMPLATE = ["ỦY BAN NHÂN DÂN", "XÃ CẨM LƯƠNG", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]


def plain(line: str) -> str:
    """A line of the plan without Markdown's heading and emphasis marks."""
    return " ".join(re.sub(r"^#+\s*|\*+", "", line).split())


def draft_of(plan: str) -> str:
    lines = plan.split("\n")
    title = next(i for i, line in enumerate(lines) if plain(line) == "KẾ HOẠCH")
    subject = next(i for i in range(title + 1, len(lines)) if lines[i].strip())
    recipients = next(i for i, line in enumerate(lines) if plain(line) == "Nơi nhận:")
    places = [line.removeprefix("- ") for line in lines[recipients:] if line.startswith("- ")]
    head = ["---", "type: ke-hoach", "issued: 2023-06", f"subject: '{plain(lines[subject])}'", "recipients:"]
    return "\n".join([*head, *(f"  - '{place}'" for place in places), "---", *lines[subject + 1 : recipients]])


def test_the_whole_plan_comes_out_as_it_went_in(shared: Path, library: Library, tmp_path: Path) -> None:
    plan = nfc((shared / "seed-plan.txt").read_text("utf-8"))
    (tmp_path / "office.yaml").write_text(OFFICE, "utf-8")
    (tmp_path / "kế hoạch.md").write_text(draft_of(plan), "utf-8")
    drafted = library.draft(tmp_path / "kế hoạch.md")
    wanted = [plain(line) for line in plan.split("\n") if plain(line)]
    found = [text for text in paragraphs(drafted.docx) if text not in ADDED_BY_THE_TEMPLATE]
    assert found == wanted
    assert drafted.warnings == ()
