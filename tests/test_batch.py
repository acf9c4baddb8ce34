from __future__ import annotations

import csv
import io
import json
import re
import shlex
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dan_van import ContentError, FileProblem, Library, MissingTool, UnknownName, office_suite
from dan_van.drafting import pdf
from dan_van.drafting.batch import naming, rows
from dan_van.drafting.batch.run import JOURNAL, Batch
from dan_van.reports import collect, figures, indicators, periods
from dan_van.text import nfc
from tests.conftest import ROOT, Ran
from tests.docx_text import paragraphs
from tests.test_docs import as_pattern, files

DRAFT = """---
type: ke-hoach
subject: Mời {{ row.ho_ten }}
recipients:
  - Như trên
---
Kính mời {{ row.ho_ten }} ở {{ row.dia_chi }}.

| Việc | Ai |
| --- | --- |
| Họp | {{ row.ho_ten }} |

Hết.
"""
PEOPLE = [["Họ tên", "Địa chỉ", "Số"], ["Nguyễn Văn A", "Thôn Hạ & <Đông>", "1"], ["Lê *Thị* B_C", "Thôn | Thượng", "2"]]


def sheet(path: Path, lines: list[list[Any]], separator: str = ";", encoding: str = "utf-8-sig") -> Path:
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(lines)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


@pytest.fixture
def draft(desk: Path) -> Path:
    path = desk / "giấy mời.md"
    path.write_text(DRAFT, "utf-8")
    return path


@pytest.fixture
def run(library: Library, draft: Path) -> Callable[..., Batch]:
    def make(lines: list[list[Any]] = PEOPLE, **options: Any) -> Batch:
        return library.draft_rows(draft, sheet(draft.with_name("danh sách.csv"), lines), **options)

    return make


def faults(batch: Batch) -> list[str]:
    return [str(finding) for made in batch.documents if made.state == "failed" for finding in made.findings]


# --- tables ------------------------------------------------------------------------------------------------------


def windows_1258(text: str) -> bytes:
    """As Windows keeps Vietnamese: letters with their hats, tones after them."""
    import unicodedata

    done = b""
    for letter in unicodedata.normalize("NFD", text):
        joined = unicodedata.normalize("NFC", letter)
        done += joined.encode("cp1258", "ignore") if letter not in "\u0302\u0306\u031b" else b""
        if letter in "\u0302\u0306\u031b":
            done = done[:-1] + unicodedata.normalize("NFC", done[-1:].decode("cp1258") + letter).encode("cp1258")
    return done


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_as_offices_save_it(tmp_path: Path, separator: str, encoding: str) -> None:
    table = rows.read(
        sheet(tmp_path / "a.csv", [["Họ tên", "Ghi chú"], ["Ấn; Bình, C", 'dòng 1\ndòng "2"']], separator, encoding)
    )
    assert [column.key for column in table.columns] == ["ho_ten", "ghi_chu"]
    assert table.rows[0].cells == ("Ấn; Bình, C", 'dòng 1\ndòng "2"')


def test_csv_in_windows_1258(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(windows_1258("Họ tên;Địa chỉ\nNguyễn Thị Ấn;Thôn Hạ\n"))
    assert rows.read(path).rows[0].cells == ("Nguyễn Thị Ấn", "Thôn Hạ")


def test_excel_cells_are_what_they_show(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    pytest.importorskip("python_calamine")
    book = openpyxl.Workbook()
    page = book.active
    page.append(["DANH SÁCH KHEN THƯỞNG"])
    page.append([])
    values = [
        12,
        0.1 + 0.2,
        "012",
        date(2026, 2, 5),
        datetime(2026, 2, 5, 7, 30),
        time(7),
        timedelta(hours=30),
        True,
        10**15,
        -1.5,
    ]
    page.append([f"cột {i}" for i in range(len(values))])
    page.append(values)
    book.create_sheet("Trống")
    book.create_sheet("Khác").append(["a"])
    book.save(tmp_path / "a.xlsx")
    table = rows.read(tmp_path / "a.xlsx")
    assert table.rows[0].number == 4
    assert list(table.rows[0].cells) == [
        "12", "0,3", "012", date(2026, 2, 5), "7 giờ 30, ngày 05/02/2026", "7 giờ", "30 giờ", "có", "1000000000000000", "-1,5",
    ]  # fmt: skip
    assert table.others == ("Khác",)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", b"", "bảng trống"),
        ("a.csv", b"a;b\n", "chưa có dòng dữ liệu"),
        ("a.csv", "Tên;tên\n1;2\n".encode(), "hai cột cùng tên"),
        ("a.csv", b'a;b\n"1;2\n', "tệp CSV hỏng"),
        ("a.xlsx", b"khong phai", "không đọc được bảng tính"),
        ("a.docx", b"x", "phải là tệp Excel"),
        ("a.csv", None, "Không có tệp"),
    ],
)
def test_faulty_tables_are_told(tmp_path: Path, name: str, content: bytes | None, says: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises((ContentError, FileProblem), match=says):
        rows.read(tmp_path / name)


@pytest.mark.parametrize(("index", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_have_their_letters(index: int, letter: str) -> None:
    assert rows.Column("", "", index).letter == letter


# --- names -------------------------------------------------------------------------------------------------------


@given(st.text(min_size=0, max_size=300))
def test_names_are_good_on_every_system(text: str) -> None:
    name = naming.safe(text)
    assert name
    assert not set(name) & set('<>:"/\\|?*\n\t\x00')
    assert name[-1] not in " ."
    assert len(name.encode()) <= 240
    assert name.split(".")[0].strip().upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT9"}
    assert naming.safe(name) == name


def test_two_of_one_name_are_two_files(run: Callable[..., Batch]) -> None:
    lines = [PEOPLE[0], ["An", "x", ""], ["AN", "y", ""], ["an", "z", ""], ["a/n", "t", ""]]
    made = run(lines, name="Mời {Họ tên}")
    assert [one.docx.name for one in made.documents] == ["Mời An.docx", "Mời AN (2).docx", "Mời an (3).docx", "Mời a-n.docx"]
    assert all(one.docx.is_file() for one in made.documents)


def test_an_unknown_column_in_the_name_is_told(run: Callable[..., Batch]) -> None:
    with pytest.raises(UnknownName, match=r"không có cột “tuoi”. Có: dia_chi, ho_ten"):
        run(name="{tuoi}")


# --- rows --------------------------------------------------------------------------------------------------------


def test_one_document_a_row(run: Callable[..., Batch], draft: Path) -> None:
    made = run()
    assert [(one.docx.name, one.row, one.state) for one in made.documents] == [
        ("giấy mời-01.docx", 2, "made"), ("giấy mời-02.docx", 3, "made"),
    ]  # fmt: skip
    assert made.fields == {"Số": "number"}
    assert made.documents[0].docx.parent == draft.with_suffix("")
    first, second = (paragraphs(one.docx) for one in made.documents)
    assert {"Số: 01/KH-UBND", "Mời Nguyễn Văn A", "Kính mời Nguyễn Văn A ở Thôn Hạ & <Đông>."} <= set(first)
    assert {"Số: 02/KH-UBND", "Mời Lê *Thị* B_C", "Kính mời Lê *Thị* B_C ở Thôn | Thượng.", "Lê *Thị* B_C"} <= set(second)


def test_the_same_as_one_at_a_time(library: Library, run: Callable[..., Batch], draft: Path) -> None:
    made = run()
    alone = draft.with_name("một.md")
    alone.write_text(
        DRAFT.replace("{{ row.ho_ten }}", "Nguyễn Văn A").replace("{{ row.dia_chi }}", "Thôn Hạ & <Đông>"), "utf-8"
    )
    alone.write_text(alone.read_text("utf-8").replace("type: ke-hoach", "type: ke-hoach\nnumber: '1'"), "utf-8")
    one = zipfile.ZipFile(library.draft(alone).docx).read("word/document.xml")
    assert zipfile.ZipFile(made.documents[0].docx).read("word/document.xml") == one


@pytest.mark.parametrize(
    ("title", "cell", "shown"),
    [
        ("issued", "05/02/2026", "Tân Thanh, ngày 05 tháng 02 năm 2026"),
        ("Ngày ban hành", "2026-02-05", "Tân Thanh, ngày 05 tháng 02 năm 2026"),
        ("NGAY BAN HANH", "5/2/2026", "Tân Thanh, ngày 05 tháng 02 năm 2026"),
        ("recipients", "Ông A; Bà B", "- Bà B;"),
        ("Nơi nhận", "Ông A\nBà B", "- Bà B;"),
        ("signer.name", "Trần Thị B", "Trần Thị B"),
        ("Người ký: Họ tên", "Trần Thị B", "Trần Thị B"),
        ("Họ tên", "Trần Thị B", "Nguyễn Văn A"),
        ("Địa danh", "", "Tân Thanh, ngày tháng năm"),
    ],
)
def test_columns_fill_fields(library: Library, desk: Path, title: str, cell: str, shown: str) -> None:
    path = desk / "a.md"
    path.write_text("---\ntype: ke-hoach\nsubject: S\nrecipients: [x]\n---\n{{ row.stt }}\n", "utf-8")
    made = library.draft_rows(path, sheet(desk / "a.csv", [["stt", title], ["1", cell]]))
    assert faults(made) == []
    assert shown in paragraphs(made.documents[0].docx)


def test_one_bad_row_never_stops_the_rest(run: Callable[..., Batch]) -> None:
    lines = [[*PEOPLE[0], "Ngày ban hành"], ["A", "x", "mười", ""], ["B", "y", "2", ""], [], ["C", "z", "3", "32/13/2026"], ["D", "", "", "", "lạc"]]  # fmt: skip
    made = run(lines)
    assert [one.state for one in made.documents] == ["failed", "made", "failed", "failed"]
    told = "\n".join(faults(made))
    for words in (
        "danh sách.csv, dòng 2, cột C “Số”: “Số” (number): “mười”",
        "dòng 5, cột D “Ngày ban hành”",
        "dòng 6: Ô ở cột E không có tên cột",
    ):
        assert words in told


def test_a_fault_of_the_draft_is_told_with_row_and_line(library: Library, draft: Path) -> None:
    draft.write_text(DRAFT.replace("Hết.", "{{ 1 // (row.stt | int - 1) }}"), "utf-8")
    made = library.draft_rows(draft, sheet(draft.with_name("a.csv"), PEOPLE))
    assert [one.state for one in made.documents] == ["failed", "made"]
    assert "a.csv, dòng 2, bản thảo giấy mời.md dòng 13" in faults(made)[0]


def test_a_column_the_sheet_lacks_stops_before_anything_is_made(library: Library, draft: Path) -> None:
    draft.write_text(DRAFT + "{{ row.tuoi }} {{ row.tuoi }}", "utf-8")
    with pytest.raises(ContentError) as error:
        library.draft_rows(draft, sheet(draft.with_name("a.csv"), PEOPLE))
    assert [str(finding).split(": ", 1)[1] for finding in error.value.findings] == [
        "Bảng không có cột “tuoi”. Các cột có: row.ho_ten, row.dia_chi, row.so."
    ]
    assert not draft.with_suffix("").exists()


def test_columns_that_nothing_uses_are_told(library: Library, draft: Path) -> None:
    made = library.draft_rows(draft, sheet(draft.with_name("a.csv"), [[*PEOPLE[0], "Ghi chú"], ["A", "x", "1", "g"]]))
    assert "Cột không dùng tới: Ghi chú." in str(made.warnings[0])
    draft.write_text("---\ntype: ke-hoach\nsubject: S\nrecipients: [x]\n---\nx\n", "utf-8")
    made = library.draft_rows(draft, sheet(draft.with_name("a.csv"), [["Ghi chú"], ["A"]]))
    assert "mọi tệp sẽ giống nhau" in str(made.warnings[0])


def test_what_all_rows_share_is_said_once(library: Library, draft: Path) -> None:
    draft.write_text(DRAFT.replace("Hết.", '{{ cite("64/2014/NĐ-CP") }}'), "utf-8")
    made = library.draft_rows(draft, sheet(draft.with_name("a.csv"), PEOPLE))
    assert [finding.rule for finding in made.warnings] == ["het-hieu-luc", "vien-dan-thieu"]
    assert [one.findings for one in made.documents] == [(), ()]


# --- again -------------------------------------------------------------------------------------------------------


def test_a_second_run_makes_only_what_is_missing_or_changed(run: Callable[..., Batch], draft: Path) -> None:
    lines = [PEOPLE[0], *([f"Người {i}", "x", str(i)] for i in range(1, 6))]
    assert run(lines).count("made") == 5
    assert run(lines).count("kept") == 5
    folder = draft.with_suffix("")
    (folder / "giấy mời-02.docx").unlink()
    lines[4][1] = "nơi khác"
    again = run(lines)
    assert [one.state for one in again.documents] == ["kept", "made", "kept", "made", "kept"]
    draft.write_text(DRAFT.replace("Hết.", "Xong."), "utf-8")
    assert run(lines).count("made") == 5
    assert run(lines, force=True).count("made") == 5


def test_a_file_that_was_worked_on_is_never_written_over(run: Callable[..., Batch], draft: Path) -> None:
    run()
    worked_on = draft.with_suffix("") / "giấy mời-01.docx"
    worked_on.write_bytes(b"sua tay")
    draft.write_text(DRAFT.replace("Hết.", "Xong."), "utf-8")
    made = run()
    assert [one.state for one in made.documents] == ["failed", "made"]
    assert "--force" in faults(made)[0]
    assert worked_on.read_bytes() == b"sua tay"
    assert run(force=True).count("made") == 2


def test_a_run_that_was_stopped_goes_on(run: Callable[..., Batch], draft: Path) -> None:
    def stop(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    lines = [PEOPLE[0], *([f"Người {i}", "x", ""] for i in range(4))]
    with pytest.raises(KeyboardInterrupt):
        run(lines, progress=stop)
    journal = draft.with_suffix("") / JOURNAL
    journal.write_text(journal.read_text("utf-8") + '["cut sho', "utf-8")
    assert [one.state for one in run(lines).documents] == ["kept", "kept", "made", "made"]
    assert run(lines).count("kept") == 4


# --- many drafts -------------------------------------------------------------------------------------------------


def test_many_drafts_share_what_they_can(library: Library, desk: Path) -> None:
    names = ["a.md", "b.md", "c.md"]
    for name in names:
        (desk / name).write_text(f"---\ntype: ke-hoach\nsubject: {name}\nrecipients: [x]\n---\nx\n", "utf-8")
    (desk / "b.md").write_text("không có phần đầu", "utf-8")
    calls: list[tuple[int, int]] = []
    made = library.draft_many([desk / name for name in names], progress=lambda *now: calls.append(now))
    assert [one.state for one in made.documents] == ["made", "failed", "made"]
    assert calls == [(1, 3), (2, 3), (3, 3)]
    assert library.draft_many([desk / "a.md"]).count("kept") == 1


def test_drafts_of_one_name_do_not_meet(library: Library, desk: Path) -> None:
    for folder in ("một", "hai"):
        (desk / folder).mkdir()
        (desk / folder / "a.md").write_text("---\ntype: ke-hoach\nsubject: s\nrecipients: [x]\n---\nx\n", "utf-8")
    (desk / "ra").mkdir()
    made = library.draft_many([desk / "một" / "a.md", desk / "hai" / "a.md"], desk / "ra")
    assert [one.docx.name for one in made.documents] == ["a.docx", "a (2).docx"]


# --- PDF ---------------------------------------------------------------------------------------------------------


def test_pdf_needs_libreoffice_and_the_docx_are_made(
    run: Callable[..., Batch], draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAN_VAN_SOFFICE", str(draft))
    monkeypatch.setattr(pdf, "find_office", lambda: None)
    with pytest.raises(MissingTool, match="Chưa có LibreOffice"):
        run(pdf=True)
    assert len(list(draft.with_suffix("").glob("*.docx"))) == 2


def test_a_run_that_fails_is_split_until_the_bad_file_stands_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[int] = []

    def convert(
        program: Path, files: list[Path], form: str, folder: Path, *, reader: Any = None, progress: Any = None
    ) -> list[Path | None]:
        runs.append(len(files))
        good = []
        for path in files:
            if path.read_text() == "hỏng":
                if len(runs) == 1:
                    raise TimeoutError
                break
            good.append(path)
            (folder / f"{path.stem}.pdf").write_text("%PDF")
        return office_suite.made(files, form, folder)

    monkeypatch.setattr(office_suite, "convert", convert)
    monkeypatch.setattr(pdf, "find_office", lambda: tmp_path)
    files = [tmp_path / f"{i}.docx" for i in range(8)]
    for i, path in enumerate(files):
        path.write_text("hỏng" if i == 3 else "tốt")
    results = pdf.convert_each(files)
    assert [isinstance(one, Path) for one in results] == [i != 3 for i in range(8)]
    assert "3.docx" in str(results[3])
    assert len(runs) < 10


@pytest.mark.slow
@pytest.mark.skipif(office_suite.find_office() is None, reason="cần LibreOffice")
def test_pdfs_of_many_in_one_run(run: Callable[..., Batch]) -> None:
    made = run(pdf=True)
    assert all(one.pdf and one.pdf.read_bytes().startswith(b"%PDF") for one in made.documents)
    stamps = [one.pdf.stat().st_mtime_ns for one in made.documents if one.pdf]
    again = run(pdf=True)
    assert [one.pdf.stat().st_mtime_ns for one in again.documents if one.pdf] == stamps


# --- command line ------------------------------------------------------------------------------------------------


def test_rows_from_the_command_line(dan_van: Callable[..., Ran], draft: Path) -> None:
    table = sheet(draft.with_name("ds.csv"), [*PEOPLE, ["X", "y", "mười"]])
    ran = dan_van("draft", draft, "--rows", table, "--name", "{ho_ten}", "-o", draft.with_name("ra"))
    assert ran.status == 1
    assert "Cột dùng làm trường: Số → number." in ran.out
    assert "2 văn bản đã soạn, 1 phải sửa, ở" in ran.out
    assert "dòng 4, cột C “Số”" in ran.err
    ran = dan_van("draft", draft, "--rows", table, "--name", "{ho_ten}", "-o", draft.with_name("ra"), "--json", "--html")
    told = json.loads(ran.out)
    assert [one["state"] for one in told["files"]] == ["kept", "kept", "failed"]
    assert [one["row"] for one in told["files"]] == [2, 3, 4]
    assert Path(told["files"][0]["html"]).is_file()
    assert told["fields"] == {"Số": "number"}
    assert nfc(Path(told["files"][1]["docx"]).name) == "Lê -Thị- B_C.docx"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "Thiếu bản thảo"),
        (["--name", "x", "a.md"], "--name chỉ dùng với --rows"),
        (["a.md", "b.md", "--rows", "x.csv"], "đúng một bản thảo"),
        (["a.md", "--rows", "x.csv"], "Không có tệp x.csv"),
        (["a.md", "--ask", "ke-hoach"], "--ask dùng một mình"),
        (["--ask", "khong-co"], "Không có mẫu"),
    ],
)
def test_misuse(dan_van: Callable[..., Ran], arguments: list[str], says: str) -> None:
    ran = dan_van("draft", *arguments)
    assert ran.status == 2
    assert says in ran.err


def test_many_drafts_from_the_command_line(dan_van: Callable[..., Ran], desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk)
    for name in ("a.md", "b.md"):
        Path(name).write_text("---\ntype: ke-hoach\nsubject: s\nrecipients: [x]\n---\nx\n", "utf-8")
    ran = dan_van("draft", "a.md", "b.md", "không.md")
    assert ran.status == 1
    assert "Đã soạn a.docx" in ran.out
    assert "2 bản thảo xong, 1 bản thảo phải sửa." in ran.err
    assert "Giữ nguyên a.docx, không có gì đổi." in dan_van("draft", "a.md", "b.md").out


def test_the_page_shows_what_happens(dan_van: Callable[..., Ran], desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk)
    page = "lam-viec/hang-loat.md"
    for name, text in files(page).items():
        (desk / name).write_text(text, "utf-8")
    command, shown = re.findall(
        r"```console\n\$ dan-van (.+?)\n(.*?)```", (ROOT / "docs" / page).read_text("utf-8"), re.DOTALL
    )[0]
    ran = dan_van(*shlex.split(command))
    assert as_pattern(shown).fullmatch((ran.out + ran.err).strip("\n")), ran.out + ran.err


FIGURES = """---
type: bao-cao
subject: Kết quả công tác
issued: 2026-07-01
recipients: [x]
data:
  now: [so-lieu.yaml]
---
Tổng {{ data.say("buoi_tuyen_truyen") }}.

![Hình](hình.png)
"""


def test_figures_and_pictures_that_changed_are_printed_again(library: Library, desk: Path) -> None:
    definition, period = indicators.find("dan-van"), periods.read("2026-H1")
    pixel = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c63600000000200"
        "01e221bc330000000049454e44ae426082"
    )

    def told(number: int) -> None:
        form = desk / "biểu.csv"
        form.write_text(f"Thôn;buoi_tuyen_truyen;luot_nguoi\nthôn Đông;{number};9\n", "utf-8")
        found = collect([form], definition, period)
        figures.write(found.figures, desk / "so-lieu.yaml", force=True)

    paths = [desk / "a.md", desk / "b.md"]
    paths[0].write_text(FIGURES, "utf-8")
    paths[1].write_text(FIGURES.replace("![Hình](hình.png)\n", ""), "utf-8")
    (desk / "hình.png").write_bytes(pixel)
    told(5)
    states = [[one.state for one in library.draft_many(paths).documents] for _ in range(2)]
    told(8)
    states += [[one.state for one in library.draft_many(paths).documents]]
    (desk / "hình.png").write_bytes(pixel + b" ")
    states += [[one.state for one in library.draft_many(paths).documents]]
    assert states == [["made", "made"], ["kept", "kept"], ["made", "made"], ["made", "kept"]]
    assert "Tổng 8" in "\n".join(one.text for one in docx.Document(str(desk / "a.docx")).paragraphs)
