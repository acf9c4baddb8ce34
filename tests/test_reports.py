"""From villages to the commune: forms out, returns in, checked, added up, printed in a report, every figure traced."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.shared import Mm
from hypothesis import given
from hypothesis import strategies as st

from dan_van import Library, numerals, office_suite
from dan_van.checking import check
from dan_van.errors import ContentError, DanVanError, UnknownName, UsageError
from dan_van.model import Severity
from dan_van.reports import collect, figures, forms, indicators, periods, returns
from dan_van.reports.collect import _Names
from dan_van.reports.telling import Telling
from tests.conftest import ROOT

DEFINITION = indicators.find("dan-van")
H1 = periods.read("2026-H1")
EXAMPLES = ROOT / "examples"
VILLAGES = tuple(
    f"thôn {name}" for name in ("Đông", "Hạ", "Thượng", "Trung", "Đoài", "Bắc", "Nam", "Xuân", "Thu", "Lạc", "Yên", "Phúc")
)  # invented


def rows(period: str) -> dict[str, dict[str, str]]:
    """The example's figures: village → indicator → as typed."""
    with (EXAMPLES / f"thon-{period}.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row.pop("Thôn"): row for row in csv.DictReader(file, delimiter=";")}


def typed(text: str) -> Any:
    """As a person's keys make it in a spreadsheet."""
    return int(text) if text.isdigit() else text or None


def fill(path: Path, answers: dict[str, str], **labels: str) -> Path:
    """Fill a form in as a person does, by its keys."""
    if path.suffix == ".docx":
        document = docx.Document(str(path))
        for row in document.tables[0].rows:
            if row.cells[0].text in labels:
                row.cells[1].text = labels[row.cells[0].text]
        for row in document.tables[1].rows:
            if row.cells[0].text in answers:
                row.cells[3].text = answers[row.cells[0].text]
        document.save(str(path))
        return path
    book = openpyxl.load_workbook(path)
    sheet = book.active
    for line in sheet.iter_rows(min_row=1, max_row=60):
        if line[1].value in labels:
            line[3].value = labels[line[1].value]
        if line[0].value in answers:
            line[3].value = typed(answers[line[0].value])
    book.save(path)
    return path


def returned(folder: Path, period: str, suffix: str = ".xlsx") -> list[Path]:
    """The example's returns, each on its form."""
    paths = []
    for number, (village, answers) in enumerate(rows(period).items()):
        path = folder / f"{number:02} {village}{suffix}"
        forms.write(forms.Form(DEFINITION, periods.read(period), village), path)
        paths.append(fill(path, answers))
    return paths


# Periods and numbers ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "code", "words"),
    [
        ("2026-H1", "2026-H1", "6 tháng đầu năm 2026"), ("6 tháng cuối năm 2025", "2025-H2", "6 tháng cuối năm 2025"), ("quý III/2026", "2026-Q3", "quý III năm 2026"),
        ("2026", "2026", "năm 2026"), ("Năm 2026", "2026", "năm 2026"), ("tháng 4 năm 2026", "2026-04", "tháng 4 năm 2026"), ("2026-12", "2026-12", "tháng 12 năm 2026"),
        ("6 THÁNG ĐẦU NĂM 2026", "2026-H1", "6 tháng đầu năm 2026"), ("Q2 2026", "2026-Q2", "quý II năm 2026"), ("9 tháng đầu năm 2026", "2026-9T", "9 tháng đầu năm 2026"), ("3 tháng đầu năm 2026", "2026-Q1", "quý I năm 2026"),
        ("12 tháng năm 2026", "2026", "năm 2026"), ("tháng 9 năm 2026", "2026-09", "tháng 9 năm 2026"), ("hết năm 2026", "2026", "năm 2026"), ("ngày 12 tháng 3 năm 2026", "2026-03", "tháng 3 năm 2026"),
    ],
)  # fmt: skip
def test_periods(said: str, code: str, words: str) -> None:
    period = periods.read(said)
    assert (period.code, str(period)) == (code, words)
    assert periods.read(period.code) == periods.read(str(period)) == period


@pytest.mark.parametrize(
    "said", ["", "hôm qua", "tháng 13 năm 2026", "quý V năm 2026", "6 tháng đầu", "6 tháng năm 2026", "9 tháng cuối năm 2026"]
)
def test_what_is_no_period(said: str) -> None:
    with pytest.raises(UsageError, match="kỳ báo cáo"):
        periods.read(said)


def test_periods_make_a_longer_one() -> None:
    halves = [periods.read("2026-H2"), periods.read("2026-H1")]
    assert periods.together(halves).code == "2026"
    assert periods.together([periods.read("2026-Q1"), periods.read("2026-Q2")]).code == "2026-H1"
    assert periods.together([periods.read("2026-H1"), periods.read("2026-Q3")]).code == "2026-9T"
    for wrong in (["2026-H1", "2025-H2"], ["2026-Q1", "2026-Q3"], ["2026-Q2", "2026-Q2"]):
        with pytest.raises(UsageError):
            periods.together([periods.read(one) for one in wrong])


@given(st.decimals(min_value=0, max_value=10**12, places=3))
def test_numbers_are_read_as_they_are_shown(value: Decimal) -> None:
    assert numerals.read(numerals.shown(value)) == value


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("1.204,5", "1204.5"),
        ("12", "12"),
        ("-3", "-3"),
        ("1.5", None),
        ("1,2,3", None),
        ("12 buổi", None),
        ("", None),
        ("1e5", None),
    ],
)
def test_numbers(said: str, value: str | None) -> None:
    assert numerals.read(said) == (Decimal(value) if value else None)


# Definitions ------------------------------------------------------------------------------------------------------------


def test_the_shipped_definitions_are_sound() -> None:
    assert set(indicators.shipped()) == {"dan-van", "dan-chu-co-so"}
    for name in indicators.shipped():
        definition = indicators.find(name)
        assert all(one.group in definition.groups for one in definition.indicators)
        assert all(one.unit for one in definition.indicators if one.numeric)


def test_an_office_has_a_definition_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "bieu-cho.yaml").write_text(
        "name: cho\ntitle: Nuôi chó mèo\nindicators:\n  - {key: con, name: Con vật nuôi, unit: con, kind: count}\n", "utf-8"
    )
    assert indicators.find("cho", tmp_path)["con"].name == "Con vật nuôi"
    (tmp_path / "bieu-sai.yaml").write_text(
        "name: sai\ntitle: Sai\nindicators:\n  - {key: a, name: A, kind: count, parts: [b, c]}\n  - {key: a, name: A, kind: lạ}\n",
        "utf-8",
    )
    with pytest.raises(ContentError) as caught:
        indicators.find("sai", tmp_path)
    assert "kind" in str(caught.value.findings[0]) or caught.value.findings[0].place.line == 5
    with pytest.raises(UnknownName, match="Không có biểu"):
        indicators.find("lạ", tmp_path)


def test_figures_of_an_office_s_own_definition(
    tmp_path: Path, dan_van: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mẫu").mkdir()
    (tmp_path / "mẫu" / "bieu-cho.yaml").write_text(
        "name: cho\ntitle: Nuôi chó mèo\nindicators:\n  - {key: con, name: Con vật nuôi, unit: con, kind: count}\n  - {key: ho, name: Hộ nuôi, kind: count}\n",
        "utf-8",
    )
    (tmp_path / "thôn.csv").write_text("Thôn,Con vật nuôi,Hộ nuôi\nĐông,12,5\nHạ,3,2\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "số").mkdir()
    ran = dan_van("report", "collect", "thôn.csv", "--form", "mẫu/bieu-cho.yaml", "--period", "2026", "-o", "số/s.yaml")
    assert ran.status == 0, ran.out + ran.err
    monkeypatch.chdir(tmp_path / "mẫu")
    assert figures.read(tmp_path / "số" / "s.yaml").total("con") == 15


# Forms and returns ------------------------------------------------------------------------------------------------------


def test_a_form_locks_what_is_not_to_be_filled_in(tmp_path: Path) -> None:
    path = tmp_path / "mẫu thu.xlsx"
    forms.write(forms.Form(DEFINITION, H1, villages=("thôn Đông", '=HYPERLINK("x")')), path)
    sheet = openpyxl.load_workbook(path).active
    assert len(openpyxl.load_workbook(path).sheetnames) == 1
    assert sheet.protection.sheet
    unlocked = {cell.coordinate for line in sheet.iter_rows() for cell in line if not cell.protection.locked}
    assert {"D3", "D5"} <= unlocked
    assert all(one[0] in "DE" for one in unlocked)
    rules = {str(rule.sqref): (rule.type, rule.formula1) for rule in sheet.data_validations.dataValidation}
    assert rules["D3"] == ("list", "=$H$1:$H$2")
    assert ("whole", "0") in rules.values()
    assert ("list", '"có,không"') in rules.values()
    assert sheet["H2"].data_type == "s"  # a village's name is never a formula


@pytest.mark.parametrize("suffix", [".xlsx", ".docx"])
def test_a_form_comes_back_as_it_was_filled_in(suffix: str, tmp_path: Path) -> None:
    answers = rows("2026-H1")["thôn Trung"]
    path = tmp_path / f"biểu{suffix}"
    forms.write(forms.Form(DEFINITION, H1), path)
    fill(path, answers, **{forms.VILLAGE: "THÔN TRUNG", forms.AUTHOR: "Lê Văn C, 0912 345 678"})
    [found] = returns.read(path, DEFINITION)
    assert (found.village, found.form, found.period) == ("THÔN TRUNG", "dan-van", "6 tháng đầu năm 2026")
    assert found.author == "Lê Văn C, 0912 345 678"
    assert {key: answer.cell for key, answer in found.answers.items()} == answers
    assert found.answers["luot_nguoi"].at == ("D10" if suffix == ".xlsx" else "bảng 2, dòng 4")
    got = collect([path], DEFINITION, H1, VILLAGES)
    assert [one.name for one in got.figures.villages] == ["thôn Trung"]


@pytest.mark.slow
@pytest.mark.skipif(office_suite.find_office() is None, reason="cần LibreOffice")
@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
def test_a_form_saved_by_libreoffice_comes_back(suffix: str, tmp_path: Path) -> None:
    answers = rows("2026-H1")["thôn Trung"]
    path = tmp_path / "biểu.xlsx"
    forms.write(forms.Form(DEFINITION, H1, "thôn Trung"), path)
    fill(path, answers)
    (tmp_path / "ra").mkdir()
    if office_suite.convert(office_suite.find_office() or Path(), [path], suffix, tmp_path / "ra") == [None]:
        pytest.skip("LibreOffice không có phần bảng tính (Calc)")
    [found] = returns.read(tmp_path / "ra" / f"biểu.{suffix}", DEFINITION)
    assert {key: answer.cell for key, answer in found.answers.items()} == answers


# Collecting -------------------------------------------------------------------------------------------------------------


def collected(paths: list[Path], **more: Any) -> tuple[dict[str, list[str]], Any]:
    got = collect(paths, DEFINITION, more.pop("period", H1), more.pop("villages", VILLAGES), **more)
    by_rule: dict[str, list[str]] = {}
    for one in got.findings:
        by_rule.setdefault(one.rule, []).append(one.message)
    return by_rule, got


def test_the_example_is_added_up_as_by_hand(tmp_path: Path) -> None:
    said, got = collected(returned(tmp_path, "2026-H1"))
    assert got.missing == ("thôn Lạc", "thôn Phúc")  # one faulty, one late
    assert len(got.figures.villages) == 10
    assert said == {
        "chu-trong-so": ["thôn Lạc, “Lượt người dự các buổi tuyên truyền” (ô D10): “khoảng 300” không phải một số."]
    }
    # added up with a pencil from examples/thon-2026-H1.csv, thôn Lạc left out
    assert got.figures.total("buoi_tuyen_truyen") == 4 + 5 + 6 + 7 + 8 + 3 + 4 + 5 + 6 + 8 == 56
    assert got.figures.total("luot_nguoi") == 180 + 290 + 426 + 588 + 776 + 150 + 252 + 380 + 534 + 440 == 4016
    assert got.figures.total("kien_nghi") == 47
    assert got.figures.total("kien_nghi_da_tra_loi") == 38
    assert got.figures.total("vu_hoa_giai_thanh") == 22
    assert got.figures.total("co_bang_tin") == 9


@pytest.mark.parametrize(
    ("key", "value", "rule", "counted"),
    [
        ("luot_nguoi", "-5", "so-am", False), ("luot_nguoi", "12,5", "so-le", False), ("luot_nguoi", "12 người", "chu-trong-so", False),
        ("kien_nghi", "99", "tong-khac-phan", False), ("vu_hoa_giai_thanh", "50", "lon-hon", False), ("co_bang_tin", "chắc là có", "khong-ro", False),
        ("luot_nguoi", "", "thieu-so", True),
    ],
)  # fmt: skip
def test_a_faulty_return_is_named_by_village_and_cell(key: str, value: str, rule: str, counted: bool, tmp_path: Path) -> None:
    path = tmp_path / "đông.xlsx"
    forms.write(forms.Form(DEFINITION, H1, "thôn Đông"), path)
    fill(path, rows("2026-H1")["thôn Đông"] | {key: value})
    said, got = collected([path])
    assert list(said) == [rule]
    [message] = said[rule]
    assert "thôn Đông" in message
    assert f"“{DEFINITION[key].name}” (ô D" in message
    assert ("thôn Đông" not in got.missing) is counted


def test_misplaced_returns(tmp_path: Path) -> None:
    answers = rows("2026-H1")["thôn Đông"]
    cases = {
        "kỳ cũ": ("2025-H1", "thôn Đông", "ky-khac"),
        "thôn lạ": ("2026-H1", "thôn Tây", "thon-la"),
        "không tên": ("2026-H1", None, "thieu-thon"),
    }
    for name, (period, village, rule) in cases.items():
        path = tmp_path / f"{name}.xlsx"
        forms.write(forms.Form(DEFINITION, periods.read(period), village), path)
        said, got = collected([fill(path, answers)])
        assert list(said) == [rule], name
        assert not got.figures.villages
    other = tmp_path / "biểu khác.xlsx"
    forms.write(forms.Form(indicators.find("dan-chu-co-so"), H1, "thôn Đông"), other)
    assert "bieu-khac" in collected([other])[0]


def test_two_returns_of_one_village(tmp_path: Path) -> None:
    answers = rows("2026-H1")["thôn Đông"]
    paths = []
    for number, value in enumerate(("4", "4", "5")):
        path = tmp_path / f"đông {number}.xlsx"
        forms.write(forms.Form(DEFINITION, H1, "Thôn ĐÔNG" if number else "thôn Đông"), path)
        paths.append(fill(path, answers | {"buoi_tuyen_truyen": value}))
    said, got = collected(paths[:2])  # the same twice: counted once
    assert (said, got.figures.total("buoi_tuyen_truyen")) == ({}, 4)
    said, got = collected(paths)
    assert list(said) == ["hai-ban"]
    assert "thôn Đông" in got.missing
    said, got = collected(paths, villages=())  # nobody says which villages there are
    assert (list(said), got.figures.villages) == (["hai-ban"], ())


@pytest.mark.parametrize(
    ("said", "villages", "counted"),
    [
        ("THÔN ĐÔNG", VILLAGES, "thôn Đông"), ("Đông", VILLAGES, "thôn Đông"), ("thon dong", VILLAGES, "thôn Đông"), ("Tổ dân phố Đông", VILLAGES, "thôn Đông"),
        ("thôn Hà", ("thôn Hạ", "thôn Hà"), "thôn Hà"), ("thôn Ha", ("thôn Hạ", "thôn Hà"), None), ("thôn Tây", VILLAGES, None), ("thôn Tây", (), "thôn Tây"),
        ("Bản Lác", ("bản Lác",), "bản Lác"), ("Bản", ("thôn Bản",), "thôn Bản"),
    ],
)  # fmt: skip
def test_how_a_village_may_be_called(said: str, villages: tuple[str, ...], counted: str | None, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    forms.write(forms.Form(DEFINITION, H1, said), path)
    _, got = collected([fill(path, rows("2026-H1")["thôn Đông"])], villages=villages)
    assert [one.name for one in got.figures.villages] == ([counted] if counted else [])


def test_figures_copied_from_the_last_period(tmp_path: Path) -> None:
    old = figures.Figures(DEFINITION, periods.read("2025-H2"), collected(returned(tmp_path, "2026-H1"))[1].figures.villages)
    said, got = collected([EXAMPLES / "thon-2026-H1.csv"], before=old)
    assert len(said["chep-ky-truoc"]) == 10
    assert len(got.figures.villages) == 10  # doubtful, but counted


def test_one_bad_file_never_stops_the_rest(tmp_path: Path) -> None:
    for name, content in (
        ("hỏng.xlsx", b"PK\x03\x04"),
        ("rỗng.csv", b""),
        ("ảnh.docx", b"\x89PNG"),
        ("lạ.txt", "Kính gửi xã".encode()),
        ("khóa.xls", b"\xd0\xcf\x11\xe0"),
    ):
        (tmp_path / name).write_bytes(content)
    paths = [*sorted(tmp_path.iterdir()), tmp_path / "không có.xlsx", tmp_path, EXAMPLES / "thon-2026-H1.csv"]
    _, got = collected(paths)
    assert len(got.unread) == 7
    assert all(message for _, message in got.unread)
    assert len(got.figures.villages) == 10


# The file of figures ----------------------------------------------------------------------------------------------------


def test_figures_are_kept_with_their_places(tmp_path: Path) -> None:
    _, got = collected(returned(tmp_path, "2026-H1"))
    figures.write(got.figures, tmp_path / "số liệu.yaml")
    back = figures.read(tmp_path / "số liệu.yaml")
    assert back == got.figures
    assert next(back.sources("luot_nguoi"))[1].at == "D10"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "report: dan-van\n",
        "- 1\n",
        "report: dan-van\nperiod: 2026\nvillages: [{name: a}]\n",
        "{",
        "report: dan-van\nperiod: x\nvillages: []\n",
    ],
)
def test_a_spoilt_file_of_figures_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "hỏng.yaml").write_text(text, "utf-8")
    with pytest.raises(DanVanError):
        figures.read(tmp_path / "hỏng.yaml")


def test_two_halves_make_a_year(tmp_path: Path) -> None:
    first = collected([EXAMPLES / "thon-2026-H1.csv"])[1].figures
    second = figures.Figures(DEFINITION, periods.read("2026-H2"), first.villages, ())
    year = figures.together([second, first])
    assert str(year.period) == "năm 2026"
    assert year.total("buoi_tuyen_truyen") == 112  # added
    assert year.total("mo_hinh") == first.total("mo_hinh")  # what is there at the end
    assert year.village("thôn Đông").figures["buoi_tuyen_truyen"].at.count(";") == 1  # type: ignore[union-attr]


# The report -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(tmp_path: Path, dan_van: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office's folder with both periods collected and the report drafted."""
    folder = tmp_path / "bàn làm việc"
    folder.mkdir()
    monkeypatch.chdir(folder)
    shutil.copy(EXAMPLES / "office-12-thon.yaml", folder / "office.yaml")
    for period, status in (("2025-H1", 0), ("2026-H1", 1)):
        (folder / period).mkdir()
        returned(folder / period, period)
        assert dan_van("report", "collect", period, "--period", period).status == status
    (folder / "ke-hoach.md").write_text(
        "---\ntype: ke-hoach\nissued: 2026-01-15\nsubject: Công tác dân vận năm 2026\nrecipients: [Các thôn]\n---\n"
        "- [ ] Đối thoại với Nhân dân (Văn phòng; hạn 30/5/2026)\n",
        "utf-8",
    )
    ran = dan_van(
        "report", "draft", "so-lieu-dan-van-2026-H1.yaml", "--before", "so-lieu-dan-van-2025-H1.yaml", "--target", "buoi_tuyen_truyen=80", "--plan", "ke-hoach.md"
    )  # fmt: skip
    assert ran.status == 0, ran.err
    return folder


def printed(path: Path) -> str:
    document = docx.Document(str(path))
    cells = [cell.text for one in document.tables for row in one.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells]).replace("\u00a0", " ")


def test_the_commune_s_report(desk: Path, dan_van: Callable[..., Any], library: Library) -> None:
    ran = dan_van("draft", "bao-cao-2026-H1.md")
    assert ran.status == 0, ran.err
    report = check(desk / "bao-cao-2026-H1.docx", library.corpus)
    assert [one for one in report.findings if one.severity is not Severity.INFO] == []
    said = printed(desk / "bao-cao-2026-H1.docx")
    for words in (
        "Có 10/12 thôn gửi số liệu dùng được. Thôn chưa có số liệu: thôn Lạc, thôn Phúc.",
        "Kỳ so sánh có số liệu của 12 thôn, kỳ này 10 thôn",
        "Buổi tuyên truyền đã tổ chức: 56 buổi, giảm 10 (15,2%) so với 6 tháng đầu năm 2025, đạt 70% kế hoạch.",  # 66 in 2025; 56/80
        "Lượt người dự các buổi tuyên truyền: 4.016 lượt người, giảm 438 (9,8%)",  # 4.454 in 2025
        "Có bảng tin hoặc nhóm thông tin được cập nhật: 9/10 thôn",
        "thôn Trung: Loa truyền thanh hỏng.",
        "Đối thoại với Nhân dân",
        "quá hạn",
        "Buổi tuyên truyền đã tổ chức theo thôn, 6 tháng đầu năm 2026",
    ):
        assert words in said, words
    document = docx.Document(str(desk / "bao-cao-2026-H1.docx"))
    assert len(document.inline_shapes) == 2
    assert all(shape.width <= Mm(161) for shape in document.inline_shapes)
    assert "\ue000" not in said


def test_every_figure_is_traced(desk: Path, dan_van: Callable[..., Any]) -> None:
    ran = dan_van("report", "trace", "bao-cao-2026-H1.md", "Lượt người")
    assert "4.016  Lượt người dự các buổi tuyên truyền, 6 tháng đầu năm 2026, tổng" in ran.out
    assert "thôn Trung  (2026-H1/03 thôn Trung.xlsx, D10)" in ran.out
    told = json.loads(dan_van("report", "trace", "so-lieu-dan-van-2026-H1.yaml", "luot_nguoi", "--json").out)["figures"]
    assert [sum(Decimal(source["figure"]) for source in one["sources"]) for one in told] == [Decimal(4016)]
    assert dan_van("report", "trace", "so-lieu-dan-van-2026-H1.yaml", "không có").status == 2


def test_a_changed_return_changes_what_depends_on_it(desk: Path, dan_van: Callable[..., Any]) -> None:
    assert dan_van("draft", "bao-cao-2026-H1.md").status == 0
    before = printed(desk / "bao-cao-2026-H1.docx").splitlines()
    kept = (desk / "so-lieu-dan-van-2026-H1.yaml").read_text("utf-8").splitlines()
    fill(desk / "2026-H1" / "03 thôn Trung.xlsx", {"cuoc_giam_sat": "9"})  # was 0
    assert dan_van("report", "collect", "2026-H1", "--period", "2026-H1").status == 2  # never over a file without being told
    assert dan_van("report", "collect", "2026-H1", "--period", "2026-H1", "--force").status == 1
    assert dan_van("draft", "bao-cao-2026-H1.md", "--force").status == 0
    after = printed(desk / "bao-cao-2026-H1.docx").splitlines()
    new = (desk / "so-lieu-dan-van-2026-H1.yaml").read_text("utf-8").splitlines()
    assert [(old, one) for old, one in zip(kept, new, strict=True) if old != one] == [
        ('      cuoc_giam_sat: [0, "D28"]', '      cuoc_giam_sat: [9, "D28"]')
    ]
    changed = [(old, one) for old, one in zip(before, after, strict=True) if old != one]
    assert len(changed) == 5  # the sentence, the village's cell, the total, the comparison's figure and difference
    assert "Cuộc giám sát" in changed[0][0]


def test_what_a_village_wrote_is_only_words(tmp_path: Path) -> None:
    village = figures.Village("thôn *Đông*", "a.xlsx", {"kho_khan": figures.Figure("# {{ cite('x') }} | **đậm**", "D1")})
    told = Telling(figures.Figures(DEFINITION, H1, (village,)))
    assert told.answers("kho_khan") == "- thôn \\*Đông\\*: \\# {{ cite('x') }} \\| \\*\\*đậm\\*\\*."


def test_expressions_that_cannot_be_answered(desk: Path, dan_van: Callable[..., Any]) -> None:
    draft = desk / "bao-cao-2026-H1.md"
    good = draft.read_text("utf-8")
    for wrong, said in (
        ('{{ data.total("lạ") }}', "không có chỉ tiêu “lạ”"), ('{{ data.of("mo_hinh", "thôn Tây") }}', "Không có số liệu của “thôn Tây”"),
        ('{{ data.target("mo_hinh") }}', "Chưa ghi chỉ tiêu kế hoạch"), ("![hình](không-có.png)", "Không có hình “không-có.png”"),
    ):  # fmt: skip
        draft.write_text(f"{good}\n\n{wrong}\n", "utf-8")
        ran = dan_van("draft", draft, "--force")
        assert ran.status == 1
        assert said in ran.err
    draft.write_text(good.replace("so-lieu-dan-van-2026-H1.yaml", "mất.yaml"), "utf-8")
    ran = dan_van("draft", draft, "--force")
    assert ran.status == 2
    assert "mất.yaml" in ran.err


def test_the_forms_of_all_villages(desk: Path, dan_van: Callable[..., Any]) -> None:
    ran = dan_van("report", "form", "dan-chu-co-so", "--period", "quý I năm 2027", "--all", "-o", "phát đi", "--word")
    assert ran.status == 0
    assert "12 tệp" in ran.out
    assert len(list((desk / "phát đi").glob("*.docx"))) == 12
    assert dan_van("report", "form", "dan-chu-co-so", "--period", "2027-Q1", "--all", "-o", "phát đi", "--word").status == 2
    assert "dan-van " in dan_van("report", "form").out
    assert "Thiếu --period" in dan_van("report", "form", "dan-van").err
    assert "Không có biểu" in dan_van("report", "form", "lạ", "--period", "2027").err


def test_the_json_of_a_collection(desk: Path, dan_van: Callable[..., Any]) -> None:
    told = json.loads(dan_van("report", "collect", "2026-H1", "--period", "2026-H1", "--force", "--json").out)
    assert set(told) == {"file", "period", "villages", "missing", "findings", "unread", "totals"}
    assert told["missing"] == ["thôn Lạc", "thôn Phúc"]
    assert told["totals"]["luot_nguoi"] == "4016"


def test_a_blank_village_stays_blank_beside_the_list_of_villages(tmp_path: Path) -> None:
    """The list that the form offers stands further right on the same rows; it is nobody's answer."""
    path = tmp_path / "biểu.xlsx"
    forms.write(forms.Form(DEFINITION, H1, None, VILLAGES), path)
    [back] = returns.read(path, DEFINITION)
    assert (back.village, back.author) == ("", "")
    [back] = returns.read(fill(path, {}, **{forms.VILLAGE: VILLAGES[4]}), DEFINITION)
    assert back.village == VILLAGES[4]


@pytest.mark.parametrize(
    ("listed", "said", "meant"),
    [
        (("thôn 1", "tổ dân phố 1"), "Thôn 1", "thôn 1"),
        (("thôn 1", "tổ dân phố 1"), "TỔ DÂN PHỐ 1", "tổ dân phố 1"),
        (("thôn 1", "tổ dân phố 1"), "1", None),
        (("thôn 1", "thôn 2"), "1", "thôn 1"),
        (("thôn Hạ", "thôn Hà"), "thon ha", None),
        (("thôn Hạ", "thôn Đông"), "THON HA", "thôn Hạ"),
        (("bản Mường", "thôn Đông"), "Mường", "bản Mường"),
    ],
)
def test_which_village_a_name_means(listed: tuple[str, ...], said: str, meant: str | None) -> None:
    assert _Names(listed).of(said) == meant


def test_villages_that_nobody_listed() -> None:
    names = _Names(())
    assert [names.of(said) for said in ("Thôn 1", "Tổ dân phố 1", "THÔN 1", "Đông", "thôn Đông")] == [
        "Thôn 1", "Tổ dân phố 1", "Thôn 1", "Đông", "Đông",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("label", "is_total"),
    [
        ("Tổng", True), ("TỔNG CỘNG:", True), ("Tổng số", True), ("Cộng", True), ("Cộng (1+2)", True), ("Tong cong", True), ("Tổng cộng toàn xã", True),
        ("Tổng kinh phí", True), ("Cộng Hòa", False), ("thôn Cộng Hòa", False), ("Tống Xá", False), ("Công Bình", False), ("Công an xã", False), ("", False),
    ],
)  # fmt: skip
def test_rows_that_sum_the_others(label: str, is_total: bool) -> None:
    assert numerals.is_total(label) is is_total


def test_a_form_for_each_of_two_villages_that_differ_in_marks(
    dan_van: Callable[..., Any], desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(desk)
    office = (desk / "office.yaml").read_text("utf-8").partition("villages:")[0]
    (desk / "office.yaml").write_text(f"{office}villages: [thôn Hạ, thôn Hà, thôn Đông]\n", "utf-8")
    assert dan_van("report", "form", "dan-van", "--period", "2026-H1", "--all", "-o", "mẫu").status == 0
    found = {returns.read(path, DEFINITION)[0].village for path in (desk / "mẫu").iterdir()}
    assert found == {"thôn Hạ", "thôn Hà", "thôn Đông"}


def test_a_folder_gives_every_file_that_may_be_a_return(
    dan_van: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    forms.write(forms.Form(DEFINITION, H1, VILLAGES[0]), tmp_path / "gửi về" / "a.docx")
    (tmp_path / "gửi về" / "a.docx").rename(tmp_path / "gửi về" / "a.docm")
    (tmp_path / "gửi về" / "đọc trước.txt").write_text("Gửi chị Lan.", "utf-8")
    ran = dan_van("report", "collect", "gửi về", "--period", "2026-H1")
    assert "Đã tính 1/1 thôn" in ran.out
