"""Papers as offices make them: every finding below was looked at on the rendered page, and nothing else is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from dan_van import Library
from dan_van.checking import check
from dan_van.model import Severity
from tests.office_papers import PAPERS, write
from tests.test_check_repair import repaired_cleanly

FOUND: dict[str, tuple[set[str], set[str]]] = {  # paper → errors, warnings
    "đường kẻ nổi": (set(), set()),
    "tệp mới mở": (
        {"trang-rong", "trang-cao", "le-tren", "le-duoi", "le-phai", "phong-chu", "noi-dung-co-chu", "noi-dung-can", "noi-dung-thut", "noi-dung-cach-doan"},
        {"cot-quoc-hieu"},
    ),
    "danh sách tự động": (
        {"phong-chu", "can-cu-nghieng", "noi-dung-cach-doan", "can-cu-het"},
        {"dau-dau-dong", "noi-dung-cach-dong"},
    ),
    "dấu cách và Tab": (set(), {"le-trai", "chu-quan-dam", "ten-loai-co-chu"}),  # a village's: no rule binds it
    "phông cũ": (
        {"le-trai", "phong-chu", "can-cu-nghieng", "dieu-dam", "so-ky-hieu-hai-chu-so", "can-cu-het", "tieu-ngu-gach"},
        {"ngay-hai-chu-so"},
    ),
    "số trang ở chân": (
        {
            "le-tren", "le-duoi", "mau-chu", "dia-danh-nghieng", "ten-loai-co-chu", "trich-yeu-nghieng", "kinh-gui-dam", "noi-nhan-dong-co-chu",
            "so-trang-vi-tri", "so-ky-hieu-chu-so", "so-ky-hieu-gach-noi", "dia-danh-dau-phay", "noi-nhan-dong-het", "noi-nhan-luu",
            "quyen-han-chu-tat", "ho-ten-hoc-vi",
        },
        {"thang-hai-chu-so", "ten-don-vi-cu"},
    ),
    "quyết định có phụ lục": ({"dieu-dam", "phu-luc-kieu-chu"}, {"thieu-kem-theo", "tong-khong-khop"}),
    "kế hoạch của Đảng": ({"dang-so-chu-so", "dang-so-gach-noi", "dang-tham-quyen-chu-tat"}, set()),
    "biên bản thôn": (set(), {"noi-dung-co-chu"}),
    "hai cột bằng nhau": ({"trich-yeu-cong-van-mo-dau"}, {"cot-quoc-hieu", "viet-hoa-vien-dan", "lap-tu"}),
}  # fmt: skip


@pytest.mark.parametrize("name", PAPERS)
def test_what_is_found(name: str, library: Library, tmp_path: Path) -> None:
    told = check(write(name, tmp_path), library.corpus).findings
    by = {one: {finding.rule for finding in told if finding.severity is one} for one in Severity}
    assert (by[Severity.ERROR], by[Severity.WARNING]) == FOUND[name]


@pytest.mark.parametrize("name", PAPERS)
def test_what_is_mechanical_is_mended(name: str, library: Library, tmp_path: Path) -> None:
    fixed = repaired_cleanly(write(name, tmp_path), library, tmp_path)
    left = {one.rule for one in check(fixed, library.corpus).findings if one.severity is not Severity.INFO}
    assert left <= {
        "tieu-ngu-gach", "noi-nhan-luu", "ho-ten-hoc-vi", "ten-don-vi-cu", "dau-dau-dong", "phu-luc-kieu-chu", "thieu-kem-theo", "tong-khong-khop",
        "trich-yeu-cong-van-mo-dau", "cot-quoc-hieu", "viet-hoa-vien-dan", "lap-tu",
    }  # fmt: skip
