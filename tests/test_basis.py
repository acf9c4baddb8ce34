from __future__ import annotations

import random
from datetime import date

import pytest

from dan_van import Library
from dan_van.drafting import basis
from dan_van.errors import UnknownName
from dan_van.model import Finding, Severity

DAY = date(2026, 11, 23)
WANTED = ["30/2020/NĐ-CP", "33/CT-TTg", "Luật Thực hiện dân chủ ở cơ sở", "Hiến pháp năm 2013", "Luật Tổ chức chính quyền địa phương",
          "102/KH-UBND", "217-QĐ/TW", "76/2025/UBTVQH15", "65/2026/TT-BTC", "76/NQ-CP", "25/2021/QĐ-TTg"]  # fmt: skip
IN_ORDER = ["217-QĐ/TW", "Hiến pháp năm 2013", "Luật Tổ chức chính quyền địa phương", "Luật Thực hiện dân chủ ở cơ sở",
            "76/2025/UBTVQH15", "30/2020/NĐ-CP", "76/NQ-CP", "25/2021/QĐ-TTg", "33/CT-TTg", "65/2026/TT-BTC", "102/KH-UBND"]  # fmt: skip


def said(findings: tuple[Finding, ...], *severities: Severity) -> str:
    return "\n".join(str(finding) for finding in findings if not severities or finding.severity in severities)


@pytest.mark.parametrize("seed", range(5))
def test_by_force_then_by_date_whatever_the_order_typed(library: Library, seed: int) -> None:
    mixed = random.Random(seed).sample(WANTED, len(WANTED))
    lines = basis.lines(library.corpus, mixed, DAY)
    assert [min((name for name in WANTED if name in line), key=line.index) for line in lines] == IN_ORDER


@pytest.mark.parametrize(
    ("family", "shown"),
    [
        (
            "hanh-chinh",
            ["Căn cứ Luật Thực hiện dân chủ ở cơ sở ngày 10 tháng 11 năm 2022;", "Theo đề nghị của Trưởng phòng Văn hóa."],
        ),
        ("quy-pham", ["Căn cứ Luật Thực hiện dân chủ ở cơ sở số 10/2022/QH15;", "Theo đề nghị của Trưởng phòng Văn hóa."]),
        ("dang", ["- Căn cứ Luật Thực hiện dân chủ ở cơ sở năm 2022;", "- Theo đề nghị của Trưởng phòng Văn hóa."]),
    ],
)
def test_laws_as_each_family_names_them(library: Library, family: str, shown: list[str]) -> None:
    assert basis.lines(library.corpus, ["10/2022/QH15"], DAY, family, ["Theo đề nghị của Trưởng phòng Văn hóa;"]) == shown


def test_a_decree_is_given_in_full(library: Library) -> None:
    assert basis.lines(library.corpus, ["30/2020/NĐ-CP"], DAY) == [
        "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư."
    ]


@pytest.mark.parametrize(
    ("items", "ordered", "first"),
    [
        (["30/2020/NĐ-CP", {"cite": "10/2022/QH15"}], None, "Luật"),
        (["30/2020/NĐ-CP", {"cite": "10/2022/QH15"}, "Theo đề nghị của Trưởng phòng"], None, "Luật"),
        (["Căn cứ A", "30/2020/NĐ-CP", {"cite": "10/2022/QH15"}], None, "A"),
        (["Theo đề nghị của B", "30/2020/NĐ-CP", {"cite": "10/2022/QH15"}], None, "Luật"),
        (["30/2020/NĐ-CP", "Thực hiện kế hoạch của B", {"cite": "10/2022/QH15"}], None, "Nghị định"),
        (["30/2020/NĐ-CP", {"cite": "10/2022/QH15"}], False, "Nghị định"),
        (["Căn cứ A", "30/2020/NĐ-CP", {"cite": "10/2022/QH15"}], True, "Luật"),
    ],
)
def test_order_is_kept_where_the_clerk_chose_one(
    library: Library, items: list[str | dict[str, str]], ordered: bool | None, first: str
) -> None:
    made = basis.prepare(items, library.corpus, DAY, ordered=ordered)
    assert made.lines[0].startswith(f"Căn cứ {first}")
    assert len(made.lines) == len(items)
    assert [line[-1] for line in made.lines] == [";"] * (len(items) - 1) + ["."]


def test_a_name_means_the_law_of_the_papers_day(library: Library) -> None:
    for day, year in ((date(2026, 8, 31), 2016), (date(2026, 9, 1), 2026)):
        made = basis.prepare(["Luật Tiếp cận thông tin"], library.corpus, day)
        assert [document.year for document in made.documents] == [year]


@pytest.mark.parametrize(
    ("item", "day", "says"),
    [
        ("64/2014/NĐ-CP", DAY, "hết hiệu lực từ 01/7/2026 (Nghị định 154/2026/NĐ-CP, thay thế từ 01/7/2026). Xem xét căn cứ Nghị định 154/2026/NĐ-CP."),
        ("64/2014/NĐ-CP", DAY, "Kho chưa ghi trích yếu của Nghị định số 64/2014/NĐ-CP"),
        ("30/2020/NĐ-CP", date(2019, 1, 1), "ban hành sau ngày của bản thảo"),
        ("25-NQ/TW", DAY, "có thể là"),
        ("Luật Ban hành văn bản quy phạm pháp luật", DAY, "Kho chưa ghi ngày ban hành của Luật Ban hành"),
        ("10/2022/QH15", DAY, "đã được sửa đổi, bổ sung bởi Luật 97/2025/QH15"),
        ("99/CT-TTg", DAY, "Kho chưa có “99/CT-TTg”"),
        ({"cite": "Luật Không có"}, DAY, "Kho chưa có “Luật Không có”"),
        ({"cite": ""}, DAY, "Kho chưa có"),
        ({"pin": "Điều 1"}, DAY, "Kho chưa có"),
        ("Quy chế làm việc của Ủy ban nhân dân xã", DAY, "không mở đầu bằng “Căn cứ”"),
    ],
)  # fmt: skip
def test_what_does_not_stand_is_said(library: Library, item: str | dict[str, str], day: date, says: str) -> None:
    assert says in said(basis.prepare([item], library.corpus, day).findings)


def test_what_cannot_be_found_is_an_error_and_prints_nothing(library: Library) -> None:
    made = basis.prepare(["99/CT-TTg", "10/2022/QH15"], library.corpus, DAY)
    assert len(made.lines) == 1
    assert said(made.findings, Severity.ERROR).count("\n") == 0


def test_twice_is_once(library: Library) -> None:
    made = basis.prepare(["10/2022/QH15", "Luật Thực hiện dân chủ ở cơ sở"], library.corpus, DAY)
    assert len(made.lines) == 1
    assert "được ghi hai lần" in said(made.findings)


@pytest.mark.parametrize(
    ("family", "shown"),
    [
        ("hanh-chinh", "Căn cứ khoản 1 Điều 15 Luật Ban hành văn bản quy phạm pháp luật, được sửa đổi, bổ sung bởi Luật sửa đổi, bổ sung một số điều của Luật Ban hành văn bản quy phạm pháp luật ngày 25 tháng 6 năm 2025."),
        ("quy-pham", "Căn cứ khoản 1 Điều 15 Luật Ban hành văn bản quy phạm pháp luật số 64/2025/QH15, được sửa đổi, bổ sung bởi Luật số 87/2025/QH15."),
    ],
)  # fmt: skip
def test_amendments_and_pins_on_request(library: Library, family: str, shown: str) -> None:
    item = {"cite": "Luật Ban hành văn bản quy phạm pháp luật", "pin": "khoản 1 Điều 15", "amended": "true"}
    assert basis.prepare([item], library.corpus, DAY, family).lines == (shown,)


def test_the_call_for_names_raises(library: Library) -> None:
    with pytest.raises(UnknownName, match="Kho chưa có"):
        basis.lines(library.corpus, ["99/CT-TTg"], DAY)
    assert basis.lines(library.corpus, [], DAY) == []


@pytest.mark.parametrize("family", ["hanh-chinh", "dang"])
def test_ends_are_put_once(family: str) -> None:
    lines = ["Căn cứ A;", " - Căn cứ B.", "Căn cứ C ;"]
    once = basis.ended(lines, family)
    assert basis.ended(once, family) == once
    assert [line.removeprefix("- ") for line in once] == ["Căn cứ A;", "Căn cứ B;", "Căn cứ C."]
