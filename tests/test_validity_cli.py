"""What ``show --on``, ``show --relations`` and ``corpus stale`` say of validity, and the library calls behind them."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from dan_van import Library
from dan_van.corpus import Standing
from tests.conftest import Ran

DanVan = Callable[..., Ran]
OLD_LAW, NEW_LAW = "luat/2016/104-2016-qh13", "luat/2026/01-2026-qh16"


@pytest.mark.parametrize(
    ("wanted", "on", "says"),
    [
        (OLD_LAW, "31/8/2026", "Hiệu lực ngày 31/8/2026: còn hiệu lực\n  Từ ngày: 01/7/2018\n"),
        (OLD_LAW, "2026-09-01", "Hiệu lực ngày 01/9/2026: hết hiệu lực từ 01/9/2026\n"),
        (OLD_LAW, "2026-9-1", "Theo: Luật Tiếp cận thông tin (01/2026/QH16), Điều 30, bãi bỏ từ 01/9/2026"),
        (OLD_LAW, "01/09/2026", f"Văn bản thay thế: Luật Tiếp cận thông tin (01/2026/QH16)  [{NEW_LAW}]"),
        (NEW_LAW, "31/8/2026", "chưa có hiệu lực (có hiệu lực từ 01/9/2026)"),
        ("33/CT-TTg", "23/11/2026", "Lưu ý: Theo thông tin đến ngày 21/11/2025."),
        ("13/2018/NĐ-CP", "23/11/2026", "Xem lại: quy định chi tiết Luật Tiếp cận thông tin (104/2016/QH13), hết hiệu lực từ"),
        ("20/2023/QH15", "23/11/2026", "hết hiệu lực một phần: xem chính điều khoản được viện dẫn"),
        ("20/2023/QH15", "23/11/2026", 'Xem một điều khoản: dan-van show "luat/2023/20-2023-qh15#khoản … Điều …"'),
        ("20/2023/QH15", "30/6/2025", "Hiệu lực ngày 30/6/2025: còn hiệu lực\n"),
        ("20/2023/QH15#khoản 8 Điều 3", "23/11/2026", "Hiệu lực ngày 23/11/2026: hết hiệu lực từ 01/7/2025\n"),
        ("20/2023/QH15#Điều 5", "23/11/2026", "Hiệu lực ngày 23/11/2026: còn hiệu lực\n"),
        ("20/2023/QH15#dieu-42", "23/11/2026", "Sửa đổi: Luật Dữ liệu (60/2024/QH15), điểm a khoản 2 Điều 44"),
    ],
)
def test_show_says_the_validity_on_a_day(dan_van: DanVan, wanted: str, on: str, says: str) -> None:
    ran = dan_van("show", wanted, "--on", on)
    assert (ran.status, ran.err) == (0, "")
    assert says in ran.out


@pytest.mark.parametrize("typed", ["hôm qua", "31/02/2026", "2026", "11/2026", ""])
def test_a_day_that_is_none_is_refused_in_plain_words(dan_van: DanVan, typed: str) -> None:
    for command in (["show", OLD_LAW], ["corpus", "stale"], ["search", "a"]):
        ran = dan_van(*command, "--on", typed)
        assert (ran.status, ran.out) == (2, "")
        assert f"“{typed}” không phải một ngày. Ghi như 23/11/2026 hoặc 2026-11-23." in ran.err


def test_relations_go_both_ways_and_say_which_act(dan_van: DanVan) -> None:
    before = dan_van("show", OLD_LAW, "--relations", "--on", "31/8/2026").out
    assert (
        "← Luật Tiếp cận thông tin bãi bỏ văn bản này (Điều 30), chưa tác động (từ 01/9/2026)  [luat/2026/01-2026-qh16]"
        in before
    )
    after = dan_van("show", OLD_LAW, "--relations", "--on", "01/9/2026").out
    assert "bãi bỏ văn bản này (Điều 30), tác động từ 01/9/2026" in after
    other_side = dan_van("show", NEW_LAW, "--relations", "--on", "01/9/2026").out
    assert "→ bãi bỏ Luật Tiếp cận thông tin" in other_side
    assert "(Điều 30), tác động từ 01/9/2026" in other_side
    unit = dan_van("show", "20/2023/QH15", "--relations").out
    assert "bãi bỏ khoản 8 Điều 3 của văn bản này" in unit
    unclear = dan_van("show", "66-QĐ/TW", "--relations").out
    assert "← Quy định 399-QĐ/TW thay thế văn bản này, chưa rõ từ ngày nào" in unclear
    basis = dan_van("show", "2579/QĐ-UBND", "--relations").out
    assert "→ căn cứ Luật Thực hiện dân chủ ở cơ sở  [luat/2022/10-2022-qh15]\n" in basis


def test_show_json_has_the_validity(dan_van: DanVan) -> None:
    values = json.loads(dan_van("show", f"{OLD_LAW}#Điều 3", "--on", "2026-09-01", "--json").out)
    assert values["provision"] is None
    found = values["validity"]
    assert list(found) == [
        "on", "unit", "standing", "ending", "since", "decided_by", "amended_by", "depends_on_ended", "successors", "note", "as_of",
    ]  # fmt: skip
    assert (found["on"], found["unit"], found["standing"]) == ("2026-09-01", "dieu-3", "het-hieu-luc")
    assert (found["ending"], found["since"], found["successors"]) == ("bai-bo-thay-the", "2026-09-01", [NEW_LAW])
    assert found["decided_by"] == {
        "document": NEW_LAW,
        "kind": "bai-bo",
        "pin": "Điều 30",
        "unit": None,
        "text": "Luật Tiếp cận thông tin (01/2026/QH16), Điều 30, bãi bỏ từ 01/9/2026",
    }
    [ended] = [related for related in values["related"] if related["kind"] == "bai-bo"]
    assert (ended["unit"], ended["effective"]) == (None, "2026-09-01")
    unknown = json.loads(dan_van("show", "13/2018/NĐ-CP", "--on", "2026-09-01", "--json").out)["validity"]
    assert (unknown["standing"], unknown["since"], unknown["decided_by"]) == ("chua-ro", None, None)
    assert [cause["kind"] for cause in unknown["depends_on_ended"]] == ["quy-dinh-chi-tiet"]


def test_the_library_says_the_same(library: Library) -> None:
    law = library.get("luat/2023/20-2023-qh15")
    for unit in ("khoản 8 Điều 3", "dieu-3.khoan-8"):
        assert library.validity(law, date(2026, 11, 23), unit).standing is Standing.ENDED
    assert library.validity(law, date(2026, 11, 23)).standing is Standing.PARTLY
    assert library.validity(law).on == date.today()
    [decree] = library.find("13/2018/NĐ-CP")
    assert [rest.validity.document.id for rest in library.resting_on_ended(date(2026, 11, 23), [decree])] == [OLD_LAW]
    assert library.resting_on_ended(date(2026, 8, 31), [decree]) == []
    assert decree in {rest.document for rest in library.resting_on_ended()}


PLAN = """---
code: {number}/KH-UBND
type: ke-hoach
subject: thử
issuer: uy-ban-nhan-dan
issued: {issued}
status: {status}
relations: [{{kind: can-cu, target: {target}}}]
text: none
source: {{name: thử, confidence: A}}
---
"""


@pytest.fixture
def own() -> Path:
    folder = Path(os.environ["DAN_VAN_HOME"]) / "corpus" / "ke-hoach" / "2026"
    folder.mkdir(parents=True)
    return folder


def plan(own: Path, number: int, target: str, issued: str = "2026-02-03", status: str = "null") -> str:
    text = PLAN.format(number=number, target=target, issued=issued, status=status)
    (own / f"{number}-kh-ubnd--xa-tan-thanh.md").write_text(text, "utf-8")
    return f"ke-hoach/2026/{number}-kh-ubnd--xa-tan-thanh"


def test_stale_names_what_rests_on_what_has_ended(own: Path, dan_van: DanVan) -> None:
    full = plan(own, 7, OLD_LAW)
    part = plan(own, 8, "luat/2023/20-2023-qh15")
    sound = plan(own, 9, "luat/2022/10-2022-qh15")
    over = plan(own, 10, OLD_LAW, status='{value: het-thoi-ky, as_of: 2026-03-01, source: "thử"}')
    ran = dan_van("corpus", "stale", "--on", "23/11/2026")
    assert (ran.status, ran.err) == (0, "")
    assert (
        f"  {full} · kho của cơ quan\n"
        "  Toàn bộ  căn cứ Luật Tiếp cận thông tin (104/2016/QH13): hết hiệu lực từ 01/9/2026\n"
        "    Theo: Luật Tiếp cận thông tin (01/2026/QH16), Điều 30, bãi bỏ từ 01/9/2026\n"
        f"    Văn bản thay thế: Luật Tiếp cận thông tin (01/2026/QH16)  [{NEW_LAW}]\n"
    ) in ran.out
    assert (
        f"  {part} · kho của cơ quan\n  Một phần  căn cứ Luật Giao dịch điện tử (20/2023/QH15): hết hiệu lực một phần"
        in ran.out
    )
    assert sound not in ran.out
    assert over in ran.out  # the office's own are shown whatever their standing
    assert "nghi-dinh/2018/13-2018-nd-cp · kho kèm theo" in ran.out
    assert "Chỉ thấy quan hệ mà kho đã ghi" in ran.out

    values = json.loads(dan_van("corpus", "stale", "--on", "2026-11-23", "--json").out)
    assert f"đã xét {values['checked']} văn bản vào ngày 23/11/2026" in ran.out
    assert f"{len(values['documents'])} văn bản cần xem lại" in ran.out
    by_id = {found["document"]: found for found in values["documents"]}
    assert by_id[full]["layer"] == "kho của cơ quan"
    [rest] = by_id[full]["rests"]
    assert (rest["kind"], rest["target"], rest["severity"]) == ("can-cu", OLD_LAW, "full")
    assert rest["validity"]["successors"] == [NEW_LAW]
    assert by_id[part]["rests"][0]["severity"] == "partial"


def test_stale_before_anything_ended(own: Path, dan_van: DanVan) -> None:
    plan(own, 7, OLD_LAW)
    ran = dan_van("corpus", "stale", "--on", "01/01/1990")
    assert ran.status == 0
    assert ran.out.startswith("Không thấy văn bản nào phải xem lại; đã xét ")
