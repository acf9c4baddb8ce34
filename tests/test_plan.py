"""The work of a plan: tasks read from its text, their days, what is late, what is done, reminders, a calendar."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from icalendar import Calendar

from dan_van import Library
from dan_van.checking import check
from dan_van.model import Severity
from dan_van.reports import tasks
from dan_van.reports.tasks import State, state_of
from tests.conftest import ROOT

HEAD = (
    "---\ntype: ke-hoach\nnumber: '12'\nissued: 2026-01-15\nsubject: Công tác dân vận năm 2026\nrecipients: [Các thôn]\n---\n"
)
PLAN = """Ủy ban nhân dân xã xây dựng kế hoạch như sau:

# Nhiệm vụ

- [ ] Tổ chức đối thoại với Nhân dân (Văn phòng HĐND và UBND; hạn 30/6/2026)
- [x] Ban hành quy chế tiếp công dân (Phòng Văn hóa - Xã hội; trước ngày 31/3/2026).
- [ ] Ra mắt mô hình mới (thôn Đông; quý III)
- [ ] Phát thanh tuyên truyền (Công chức văn hóa; hằng tuần)
- [ ] Họp tổng kết (có khen thưởng)
- Việc không có ô thì không theo dõi (thôn Hạ; hạn 1/2/2026)

# Phân công

| Việc | Người làm | Thời hạn |
| --- | --- | --- |
| Sơ kết 6 tháng | Phòng Văn hóa - Xã hội | 15/7/2026 |
| **Báo cáo** năm | Văn phòng | tháng 12 |

| Thôn | Số hộ |
| --- | --- |
| Đông | 120 |
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "kế hoạch.md"
    path.write_text(HEAD + PLAN, "utf-8")
    (tmp_path / "office.yaml").write_text((ROOT / "examples" / "office.yaml").read_text("utf-8"), "utf-8")
    return path


def test_tasks_are_read_from_lines_and_tables(plan: Path) -> None:
    found = [(one.text, one.owner, one.due, one.done) for one in tasks.read(plan)]
    assert found == [
        ("Tổ chức đối thoại với Nhân dân", "Văn phòng HĐND và UBND", date(2026, 6, 30), False),
        ("Ban hành quy chế tiếp công dân", "Phòng Văn hóa - Xã hội", date(2026, 3, 31), True),
        ("Ra mắt mô hình mới", "thôn Đông", date(2026, 9, 30), False),
        ("Phát thanh tuyên truyền", "Công chức văn hóa", None, False),
        ("Họp tổng kết (có khen thưởng)", "", None, False),
        ("Sơ kết 6 tháng", "Phòng Văn hóa - Xã hội", date(2026, 7, 15), False),
        ("Báo cáo năm", "Văn phòng", date(2026, 12, 31), False),
    ]
    lines = plan.read_text("utf-8").splitlines()
    assert all(one.text.split()[0] in lines[one.line - 1] for one in tasks.read(plan))


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("30/6/2026", date(2026, 6, 30)), ("ngày 05 tháng 02 năm 2026", date(2026, 2, 5)), ("trước 31/12", date(2026, 12, 31)), ("tháng 2", date(2026, 2, 28)),
        ("quý II/2027", date(2027, 6, 30)), ("6 tháng đầu năm", date(2026, 6, 30)), ("hằng tuần", None), ("hằng quý", None), ("thường xuyên", None), ("", None), ("31/2", None),
    ],
)  # fmt: skip
def test_days_that_words_mean(said: str, due: date | None) -> None:
    assert tasks.due_day(said, 2026) == due


@pytest.mark.parametrize(
    ("on", "states"),
    [
        (date(2026, 6, 20), [State.OPEN, State.DONE, State.OPEN, State.NO_DATE, State.NO_DATE, State.OPEN, State.OPEN]),
        (date(2026, 6, 23), [State.SOON, State.DONE, State.OPEN, State.NO_DATE, State.NO_DATE, State.OPEN, State.OPEN]),
        (date(2026, 6, 30), [State.SOON, State.DONE, State.OPEN, State.NO_DATE, State.NO_DATE, State.OPEN, State.OPEN]),
        (date(2026, 7, 1), [State.LATE, State.DONE, State.OPEN, State.NO_DATE, State.NO_DATE, State.OPEN, State.OPEN]),
        (date(2027, 1, 1), [State.LATE, State.DONE, State.LATE, State.NO_DATE, State.NO_DATE, State.LATE, State.LATE]),
    ],
)
def test_how_tasks_stand(on: date, states: list[State], plan: Path) -> None:
    assert [state_of(one, on) for one in tasks.read(plan)] == states


def test_the_commands(plan: Path, dan_van: Callable[..., Any], library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(plan.parent)
    assert "Tổ chức đối thoại với Nhân dân" in dan_van("plan", "tasks", plan).out
    ran = dan_van("plan", "status", plan, "--on", "2026-07-10")
    assert ran.status == 1
    assert "7 việc, ngày 10/07/2026: 1 đã xong, 1 quá hạn, 1 sắp đến hạn, 2 đang làm, 2 không có ngày hạn." in ran.out
    (plan.parent / "biên bản.docx").write_bytes(b"x")
    assert dan_van("plan", "done", plan, "1", "--on", "2026-06-20", "--evidence", "mất.docx").status == 2
    before = plan.read_text("utf-8")
    ran = dan_van("plan", "done", plan, "1", "--on", "2026-06-20", "--evidence", "biên bản.docx")
    assert "xong ngày 20/06/2026" in ran.out
    assert plan.read_text("utf-8") == before  # the plan itself is not written to
    assert dan_van("plan", "status", plan, "--on", "2026-07-10").status == 0
    [first, *_] = json.loads(dan_van("plan", "status", plan, "--on", "2026-07-10", "--json").out)["tasks"]
    assert (first["state"], first["done"], first["evidence"]) == ("done", "2026-06-20", "biên bản.docx")
    assert "không có việc số 99" in dan_van("plan", "done", plan, "99").err
    assert "không cần đôn đốc" in dan_van("plan", "remind", plan, "--on", "2026-04-10").out
    assert dan_van("plan", "remind", plan, "--on", "2026-10-10").status == 0
    assert dan_van("plan", "remind", plan, "--on", "2026-10-10").status == 2
    made = plan.parent / "don-doc-2026-10-10.md"
    assert dan_van("draft", made).status == 0
    text = "\n".join(one.text for one in docx.Document(str(made.with_suffix(".docx"))).paragraphs)
    assert "Sơ kết 6 tháng (hạn 15/7/2026)" in text
    assert "đối thoại" not in text
    report = check(made.with_suffix(".docx"), library.corpus)
    assert [one for one in report.findings if one.severity is not Severity.INFO] == []


def test_the_boxes_are_not_printed(plan: Path, dan_van: Callable[..., Any]) -> None:
    assert dan_van("draft", plan).status == 0
    text = "\n".join(one.text for one in docx.Document(str(plan.with_suffix(".docx"))).paragraphs).replace("\u00a0", " ")
    assert "- Tổ chức đối thoại với Nhân dân (Văn phòng" in text
    assert "[ ]" not in text
    assert "[x]" not in text


def test_the_calendar(plan: Path, dan_van: Callable[..., Any]) -> None:
    target = plan.parent / "lịch.ics"
    dan_van("plan", "status", plan, "--on", "2026-02-01", "--ics", target)
    events = {str(one["summary"]): one for one in Calendar.from_ical(target.read_bytes()).walk("VEVENT")}
    assert set(events) == {
        "Hạn: Tổ chức đối thoại với Nhân dân",
        "Hạn: Ra mắt mô hình mới",
        "Hạn: Sơ kết 6 tháng",
        "Hạn: Báo cáo năm",
    }
    assert events["Hạn: Sơ kết 6 tháng"]["dtstart"].dt == date(2026, 7, 15)
    again = plan.parent / "lịch 2.ics"
    dan_van("plan", "status", plan, "--on", "2026-02-02", "--ics", again)
    ids = [{str(one["uid"]) for one in Calendar.from_ical(path.read_bytes()).walk("VEVENT")} for path in (target, again)]
    assert ids[0] == ids[1]
    assert dan_van("plan", "status", plan, "--ics", target).status == 2


def test_a_plan_without_tasks_and_a_spoilt_record(plan: Path, dan_van: Callable[..., Any]) -> None:
    empty = plan.with_name("trống.md")
    empty.write_text(HEAD + "Không có việc gì.\n", "utf-8")
    assert "không có việc nào" in dan_van("plan", "tasks", empty).out
    assert dan_van("plan", "tasks", plan.with_name("mất.md")).status == 2
    tasks.progress_file(plan).write_text("{hỏng", "utf-8")
    ran = dan_van("plan", "tasks", plan)
    assert ran.status == 2
    assert "tiến độ bị sửa hỏng" in ran.err


TWICE = """Kế hoạch.

- [ ] Họp dân (thôn Đông; hạn 30/6/2026)
- [ ] Họp dân (thôn Hạ; hạn 30/9/2026)
"""


def test_tasks_of_the_same_words_are_done_one_by_one(plan: Path) -> None:
    plan.write_text(HEAD + TWICE, "utf-8")
    tasks.mark_done(plan, 2, date(2026, 9, 1), "biên bản.docx")
    assert [one.done_on for one in tasks.read(plan)] == [None, date(2026, 9, 1)]
    tasks.mark_done(plan, 1, date(2026, 6, 1))
    tasks.mark_done(plan, 2, date(2026, 9, 2))
    assert [one.done_on for one in tasks.read(plan)] == [date(2026, 6, 1), date(2026, 9, 2)]


def test_progress_outlives_another_day_for_the_task(plan: Path) -> None:
    tasks.mark_done(plan, 1, date(2026, 6, 1))
    plan.write_text(plan.read_text("utf-8").replace("hạn 30/6/2026", "hạn 31/7/2026"), "utf-8")
    assert tasks.read(plan)[0].done


@pytest.mark.parametrize(
    "content", ["task: Họp dân\n", "- task: Họp dân\n  done: 23/11/2026\n", "- done: '2026-01-01'\n", "- [\n"]
)
def test_a_spoilt_file_of_progress_is_told_and_kept(plan: Path, dan_van: Callable[..., Any], content: str) -> None:
    file = tasks.progress_file(plan)
    file.write_text(content, "utf-8")
    ran = dan_van("plan", "done", plan, "1")
    assert (ran.status, file.read_text("utf-8")) == (2, content)
    assert "tệp tiến độ bị sửa hỏng" in ran.err


@pytest.mark.parametrize("said", ["trong năm 2026", "hết năm 2026", "cuối năm 2026", "trong năm"])
def test_by_the_end_of_the_year(said: str) -> None:
    assert tasks.due_day(said, 2026) == date(2026, 12, 31)
