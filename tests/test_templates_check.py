"""``templates check``: the faults that people met in public threads (docgen.md §1.2), each by its name, and nothing else."""

from __future__ import annotations

import json
import os
import shutil
import time
import unicodedata
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls

from dan_van.drafting.engine import compiled
from dan_van.drafting.lint import check as lint
from dan_van.drafting.lint import template as lint_template
from dan_van.drafting.templates import find
from dan_van.errors import ContentError, FileProblem
from dan_van.model import Finding, Severity
from tests.conftest import ROOT, Ran

DanVan = Callable[..., Ran]
Piece = str | Sequence[str] | Callable[[Any], object]
ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

DATA: dict[str, Any] = {
    "ho_ten": "Nguyễn Văn A",
    "họ_tên": "Nguyễn Văn A",
    "ds": [{"a": "1", "b": "x"}, {"a": "2", "b": "y"}],
    "dau_trang": "ĐT",
}


def made(folder: Path, *pieces: Piece) -> Path:
    """A DOCX of paragraphs; a list is one paragraph cut into runs, a function adds what it likes."""
    document = Document()
    for piece in pieces:
        if callable(piece):
            piece(document)
            continue
        paragraph = document.add_paragraph()
        for index, text in enumerate([piece] if isinstance(piece, str) else piece):
            paragraph.add_run(text).font.bold = bool(index % 2)
    path = folder / "mau.docx"
    document.save(str(path))
    return path


def spelling_marks(document: Any) -> None:
    paragraph = document.add_paragraph()
    for text in ("Xin chào {{ ", "ho_ten", " }} !"):
        paragraph._p.append(OxmlElement("w:proofErr"))
        paragraph.add_run(text)


def numbered(document: Any) -> None:
    document.add_paragraph("{%p for i in [1, 2] %}")
    document.add_paragraph("Mục {{ i }}")
    for text in ("ý một", "ý hai"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("{%p endfor %}")


def text_box(document: Any, text: str = "{{ ho_ten }}") -> None:
    document.add_paragraph()._p.append(
        parse_xml(
            f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox><w:txbxContent>'
            f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        )
    )


def header(document: Any, text: str = "{{ dau_trang }}") -> None:
    document.sections[0].header.paragraphs[0].add_run(text)
    document.add_paragraph("Thân bài {{ ho_ten }}")


def table(*rows: Sequence[str]) -> Callable[[Any], None]:
    def add(document: Any) -> None:
        added = document.add_table(rows=len(rows), cols=max(map(len, rows)))
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                added.cell(row, column).text = text

    return add


ROWS = table(["{%tr for r in ds %}"], ["{{ r.a }}", "{{ r.b }}"], ["{%tr endfor %}"])
NFD = unicodedata.normalize("NFD", "{{ họ_tên }}")

FAULTS: dict[str, tuple[list[Piece], dict[str, Any], str, Severity, str]] = {
    "value with &": (["{{ v }}", "sau"], {"v": "HĐND & UBND"}, "ky-tu-dac-biet", INFO, "có dấu “&”"),
    "value with <tag>": (["Trước {{ v }} sau"], {"v": "<select>"}, "ky-tu-dac-biet", INFO, "có dấu “<”"),
    "value 'a < b'": (["Trước {{ v }} sau"], {"v": "a < b"}, "ky-tu-dac-biet", INFO, "có dấu “<”"),
    "control char in value": (["Trước {{ v }} sau"], {"v": "một\x0bhai"}, "ky-tu-dieu-khien", INFO, "xuống dòng mềm (mã 11)"),
    "None value": (["Số: {{ v }}"], {"v": None}, "gia-tri-trong", WARNING, "v chưa có giá trị (null)"),
    "undefined variable": (["Ông: {{ chua_co }}."], {}, "truong-la", ERROR, "Không có trường tên “chua_co”"),
    "undefined attribute of dict": (["Ông: {{ ds.0.khong_co }}."], {}, "truong-la", ERROR, "ds[1] không có trường “khong_co”"),
    "loop over undefined": (["{%p for x in chua_co %}", "{{ x }}", "{%p endfor %}", "hết"], {}, "truong-la", ERROR, "“chua_co”"),
    "attribute of undefined": (["{{ chua_co.ten }}"], {}, "truong-la", ERROR, "“chua_co”"),
    "missing endfor": (["{%p for x in ds %}", "{{ x.a }}", "hết"], {}, "khoi-khong-dong", ERROR, "không có thẻ đóng {% endfor %}"),
    "missing closing brace": (["a {{ ho_ten } b", "c"], {}, "the-khong-dong", ERROR, "mở bằng {{ nhưng đóng bằng }"),
    "unknown filter": (["{{ ho_ten|viet_hoa }}"], {}, "bo-loc-la", ERROR, "Có phải “upper”?"),
    "Vietnamese variable name NFD": ([NFD], {}, "ten-dau-roi", WARNING, "gõ bằng dấu rời"),
    "variable with a space": (["{{ họ tên }}"], {}, "the-go-sai", ERROR, "tên có dấu cách"),
    "tag over two paragraphs": (["{{ ho_", "ten }}"], {}, "the-vat-qua-doan", ERROR, "đóng ở đoạn khác"),
    "two {%p on one line": (["{%p if khong %}ẩn{%p endif %}", "Sau"], {"khong": False}, "the-chung-cho", WARNING, "còn chữ “ẩn”"),
    "plain for on own lines": (["{% for x in ds %}", "- {{ x.a }}", "{% endfor %}"], {}, "dong-trong", INFO, "để lại dòng trống"),
    "plain if on own lines": (
        ["Trước", "{% if khong %}", "ẩn", "{% endif %}", "Sau"], {"khong": False}, "dong-trong", INFO, "để lại dòng trống",
    ),
    "table row loop, empty list": ([ROWS], {"ds": []}, "bang-rong", WARNING, "bảng không còn dòng nào"),
    "numbered list in loop": ([numbered], {}, "so-thu-tu-chay-tiep", WARNING, "nhóm sau đánh tiếp số"),
    "number formatting": (["{{ v }}"], {"v": 1500000.0}, "so-tho", WARNING, "“1.500.000”"),
    "python expression escape": (["{{ ho_ten.__class__.__mro__ }}"], {}, "ruot-python", ERROR, "“__class__”"),
}  # fmt: skip

SOUND: dict[str, list[Piece]] = {
    "tag split over 3 runs": [["{{ ho", "_t", "en }}"]],
    "split between the braces": [["{", "{ ho_ten }", "}"]],
    "proofErr marks inside tag": [spelling_marks],
    "newline in value": ["{{ dong }}"],
    "smart quotes in tag": ["{% if ho_ten == “Nguyễn Văn A” %}đúng{% endif %}"],
    "no-break space in tag": ["{{\u00a0ho_ten\u00a0}}"],
    "Vietnamese variable name NFC": ["{{ họ_tên }}"],
    "table row loop": [ROWS],
    "text box": [text_box],
    "header variable": [header],
}


def test_there_are_22_faults_and_10_sound_cases() -> None:
    assert (len(FAULTS), len(SOUND)) == (22, 10)


@pytest.mark.parametrize("name", FAULTS)
def test_a_real_fault_is_found(name: str, tmp_path: Path) -> None:
    pieces, extra, rule, severity, words = FAULTS[name]
    findings = lint.check(made(tmp_path, *pieces), {**DATA, **extra}).findings
    assert [(f.rule, f.severity) for f in findings] == [(rule, severity)]
    assert words in findings[0].message
    assert findings[0].place.part
    assert findings[0].remedy or severity is INFO


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_case_gives_no_finding(name: str, tmp_path: Path) -> None:
    path, data = made(tmp_path, *SOUND[name]), {**DATA, "dong": "dòng 1\ndòng 2"}
    assert lint.check(path, data).findings == ()
    assert lint.check(path).findings == ()


@pytest.mark.parametrize("name", [*SOUND, *FAULTS])
def test_what_passes_is_drafted_and_what_stops_drafting_is_an_error(name: str, tmp_path: Path) -> None:
    pieces, extra = (FAULTS[name][0], FAULTS[name][1]) if name in FAULTS else (SOUND[name], {"dong": "x"})
    path = made(tmp_path, *pieces)
    stops = any(f.severity is ERROR for f in lint.check(path, {**DATA, **extra}).findings)
    if stops:
        with pytest.raises(ContentError):
            compiled.compile_template(path.read_bytes(), path).fill({**DATA, **extra})
    else:
        assert compiled.compile_template(path.read_bytes(), path).fill({**DATA, **extra}).data


DOCXTPL_SAYS = {
    "custom_jinja_filters_tpl.docx": [("bo-loc-la", ERROR)] * 2,  # filters that only its own program has
    "template_error_tpl.docx": [("khoi-thua", ERROR)],  # broken on purpose
    "escape_tpl_auto.docx": [("dong-trong", INFO)],  # docxtpl really leaves an empty line
    "get_undeclared_variables.docx": [("dong-trong", INFO)] * 2,
}


def test_docxtpls_own_templates_give_no_false_alarm(shared: Path) -> None:
    paths = sorted((shared / "data" / "docxtpl-templates").glob("*.docx"))
    assert len(paths) == 40
    said = {path.name: [(f.rule, f.severity) for f in lint.check(path).findings] for path in paths}
    assert {name: found for name, found in said.items() if found} == DOCXTPL_SAYS
    own = shared / "data" / "docxtpl-templates" / "custom_jinja_filters_tpl.docx"
    assert lint.check(own, filters={"my_filterA", "my_filterB"}).findings == ()


def rules(findings: Sequence[Finding]) -> list[str]:
    return [finding.rule for finding in findings]


@pytest.mark.parametrize(
    ("pieces", "rule", "words"),
    [
        (["{% fro x in ds %}{{ x.a }}{% endfor %}"], "lenh-la", "Có phải “for”?"),
        (["{% for x in ds %}{{ x.a }}{% end for %}"], "lenh-la", "Có phải “endfor”?"),
        (["{% If ds %}a{% endif %}"], "lenh-la", "Có phải “if”?"),
        (["{% if ds %}a{% else if ho_ten %}b{% endif %}"], "lenh-la", "Có phải “elif”?"),
        (["{% p if ds %}a{% endif %}"], "chu-dau-the", "phải viết liền sau {%"),
        (["{% if ho_ten = 'A' %}a{% endif %}"], "the-go-sai", "hai dấu ="),
        (["{% for x ds %}a{% endfor %}"], "the-go-sai", "thiếu chữ in"),
        (["{{ ho_ten }} {{ 'a }}"], "the-go-sai", "thiếu dấu nháy"),
        (["{{ (ho_ten }}"], "the-go-sai", "thiếu dấu ngoặc"),
        (["{% if ds && ho_ten %}a{% endif %}"], "the-go-sai", "“&”"),
        (["{% if ds %}a{% endfor %}{% endif %}"], "khoi-thua", "không có thẻ mở {% for"),
        (["{% else %}"], "khoi-thua", "không nằm giữa"),
        (["{% if ds %}{% for x in ds %}a{% endif %}"], "khoi-khong-dong", "{% endfor %}"),
        (["{% include 'a.docx' %}"], "lenh-khong-dung", "include"),
        (["{ ho_ten }}"], "the-thieu-mo", "không có dấu mở {{"),
        (["{{ ho_ten %}"], "the-khong-dong", "đóng bằng %}"),
        (["{{ ho_\u200bten }}"], "ky-tu-an", "ký tự ẩn"),
        (["{%tr if ds %}", "a", "{%tr endif %}"], "the-ngoai-bang", "không nằm trong bảng"),
        (["{%p if ds %}", "a", "{% endif %} b"], "khoi-lech", "không cùng kiểu"),
        (["{{ ho_ten|attr('__class__') }}"], "ruot-python", "__class__"),
        (["{{ ho_ten['__class__'] }}"], "ruot-python", "__class__"),
        (["{{ ho_tem }}"], "truong-la", "Có phải “ho_ten”?"),
        (["{{ ho_ten|uper }}"], "bo-loc-la", "Có phải “upper”?"),
        (["{{ ho_ten is defned }}"], "bo-loc-la", "Có phải “defined”?"),
        (["{% for x in ds %}{{ x.aa }}{% endfor %}"], "truong-la", "Có phải “a”?"),
        (["{% for x in ho_ten %}{{ x }}{% endfor %}"], "lap-sai", "không phải danh sách"),
        (["{{ ds }}"], "gia-tri-tho", "cả danh sách"),
        (["{{ the|safe }}"], "ky-tu-dac-biet", "Bỏ |safe"),
        (["{{ ngay_iso }}"], "ngay-tho", "ngày 23 tháng 11 năm 2026"),
        (["{{ so_chu }}"], "so-tho", "“1.500.000”"),
        (["{{p ho_ten }}"], "phan-dung-san", "phần mềm khác"),
        (["{{ " + "(" * 5000 + "ho_ten" + ")" * 5000 + " }}"], "the-go-sai", "lồng nhau quá sâu"),
        (["{% colspan 2 %}a"], "the-ngoai-bang", "chỉ dùng trong ô"),
        ([table(["{% vm %}a"])], "the-ngoai-bang", "quanh nó không có {% for"),
    ],
)
def test_other_faults_are_found(pieces: list[Piece], rule: str, words: str, tmp_path: Path) -> None:
    data = {**DATA, "the": "<b>", "ngay_iso": "2026-11-23", "so_chu": "1500000.0"}
    findings = lint.check(made(tmp_path, *pieces), data).findings
    assert rules(findings) == [rule]
    assert words in f"{findings[0].message} {findings[0].remedy}"


@pytest.mark.parametrize(
    "text",
    [
        "{% if v %}{{ v }}{% endif %}",
        "{{ v|default('……', true) }}",
        "{% if chua_co is defined %}{{ chua_co }}{% endif %}",
        "{% if chua_co is defined and chua_co %}{{ chua_co }}{% endif %}",
        "{{ chua_co|default('…') }}",
        "{% for x in hon %}{% if x.a %}{{ x.a }}{% endif %}{% endfor %}",
        "{% set ten = ho_ten|upper %}{{ ten }}",
        "{% for x in ds %}{{ loop.index }}. {{ x.a }}{% else %}không có{% endfor %}",
        "{% macro dong(x) %}{{ x }}{% endmacro %}{{ dong(ho_ten) }}",
        "{% for k, v in nhom.items() %}{{ k }}: {{ v }}{% endfor %}",
        "{{ ngay }} {{ ngay|ngay }} {{ tien|so }} {{ nam }} {{ le }}",
        "{# ghi chú {{ không phải thẻ #}{{ ho_ten }}",
        "{% raw %}{{ không đọc }}{% endraw %}",
        "giảm 50%} và {một} hai",
        "{_{ mẫu }_}",
    ],
)
def test_sound_ways_of_writing_give_no_finding(text: str, tmp_path: Path) -> None:
    data = {
        **DATA,
        "v": None,
        "hon": [{"a": None}, {"a": "1"}],
        "nhom": {"x": "1"},
        "ngay": date(2026, 11, 23),
        "tien": 1500000,
    }
    findings = lint.check(made(tmp_path, text), {**data, "nam": 2026, "le": 2.5}).findings
    assert [f for f in findings if f.severity is not INFO] == []


def test_the_place_is_counted_from_one_and_the_words_around_are_quoted(tmp_path: Path) -> None:
    second = table(["a", "b"], ["c", "d"], ["Ông {{ ho_tem }} có mặt"])
    (finding,) = lint.check(made(tmp_path, "Đầu", table(["a"]), second), DATA).findings
    assert finding.place.part == "thân văn bản, bảng 2, dòng 3, ô 1, đoạn 1"
    assert "Ở chỗ: “Ông {{ ho_tem }} có mặt”." in finding.message


def test_places_in_headers_and_text_boxes(tmp_path: Path) -> None:
    (finding,) = lint.check(made(tmp_path, lambda document: header(document, "{{ la }}")), DATA).findings
    assert finding.place.part == "đầu trang, đoạn 1"
    (finding,) = lint.check(made(tmp_path, lambda document: text_box(document, "{{ la }}")), DATA).findings
    assert finding.place.part == "thân văn bản, khung chữ 1, đoạn 1"


def test_a_tag_or_block_over_cells(tmp_path: Path) -> None:
    (finding,) = lint.check(made(tmp_path, table(["{{ ho_", "ten }}"])), DATA).findings
    assert (finding.rule, "ô khác" in finding.message) == ("the-vat-qua-doan", True)
    findings = lint.check(made(tmp_path, "{% if ds %} a", table(["{% endif %}", "b"])), DATA).findings
    assert any(f.severity is ERROR for f in findings)


def test_a_tag_typed_with_changes_tracked(tmp_path: Path) -> None:
    def add(document: Any) -> None:
        paragraph = document.add_paragraph("{{ ho")
        paragraph._p.append(parse_xml(f'<w:ins {nsdecls("w")} w:id="1" w:author="A"><w:r><w:t>_ten }}}}</w:t></w:r></w:ins>'))

    (finding,) = lint.check(made(tmp_path, add), DATA).findings
    assert finding.rule == "the-vat-qua"
    assert "Track Changes" in finding.message


def test_numbers_of_one_list_through_a_loop_are_meant_to_run_on(tmp_path: Path) -> None:
    def add(document: Any) -> None:
        document.add_paragraph("{%p for x in ds %}")
        document.add_paragraph("{{ x.a }}", style="List Number")
        document.add_paragraph("chi tiết {{ x.b }}")
        document.add_paragraph("{%p endfor %}")

    assert lint.check(made(tmp_path, add), DATA).findings == ()


def test_bullets_in_a_loop_are_sound(tmp_path: Path) -> None:
    def add(document: Any) -> None:
        document.add_paragraph("{%p for x in ds %}")
        document.add_paragraph("Mục {{ x.a }}")
        document.add_paragraph("{{ x.b }}", style="List Bullet")
        document.add_paragraph("{%p endfor %}")

    assert lint.check(made(tmp_path, add), DATA).findings == ()


def test_what_drafting_gets_over_stops_it_where_it_needs_docxtpl(tmp_path: Path) -> None:
    plain = ["{%p if ds %}", "a", "{% endif %}"]
    (finding,) = lint.check(made(tmp_path, *plain), DATA).findings
    assert finding.severity is WARNING
    (finding,) = lint.check(made(tmp_path, *plain, "{{ ho_ten -}}"), DATA).findings
    assert finding.severity is ERROR
    assert "“{{ ho_ten -}}”, nên dan-van cũng phải điền theo cách của docxtpl" in finding.message


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    path = made(tmp_path, "{{ a b }}", "{{ ho_ten", "{{ la }} {{ la }}", "{{ ho_ten|la }}", "{%p if ds %}")
    found = rules(lint.check(path, DATA).findings)
    assert sorted(found) == ["bo-loc-la", "khoi-khong-dong", "the-go-sai", "the-khong-dong", "truong-la"]


# --- files that are no templates ---------------------------------------------------------------------------------


def damaged(folder: Path) -> Path:
    path = made(folder, "x")
    path.write_bytes(path.read_bytes()[:900])
    return path


def without_body(folder: Path) -> Path:
    path = folder / "mau.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("khac.xml", "<a/>")
    return path


def holding(content: bytes, name: str = "mau.docx") -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(content)
        return path

    return write


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
LOCKED = OLE + "EncryptedPackage".encode("utf-16-le")


@pytest.mark.parametrize(
    ("write", "says"),
    [
        (damaged, "tệp nén bị hỏng"),
        (without_body, "không phải tệp Word"),
        (holding(b""), "tệp rỗng"),
        (holding("văn bản thường".encode()), "không phải tệp Word"),
        (holding(OLE, "mau.doc"), "Word kiểu cũ (.doc)"),
        (holding(LOCKED), "có mật khẩu"),
        (lambda folder: folder / "không có.docx", "Không có tệp"),
    ],
    ids=["damaged", "no body", "empty", "text", "doc", "password", "missing"],
)
def test_what_is_not_a_template_is_one_clear_sentence(
    write: Callable[[Path], Path], says: str, tmp_path: Path, dan_van: DanVan
) -> None:
    path = write(tmp_path)
    with pytest.raises(FileProblem, match=says.replace("(", r"\(").replace(")", r"\)")):
        lint.check(path)
    ran = dan_van("templates", "check", path)
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)


# --- a template with its schema, and with data -------------------------------------------------------------------

SCHEMA = """
title: Giấy báo
type: object
required: [type, subject]
additionalProperties: false
properties:
  type: {title: Loại, const: giay-bao}
  subject: {title: Trích yếu, type: string, examples: [Mời họp]}
  dia_diem: {title: Địa điểm, type: string, examples: [Nhà văn hóa]}
  so_tien: {title: Số tiền, type: integer, examples: [50000]}
  ghi_chu: {title: Ghi chú, type: string, examples: [không]}
"""


@pytest.fixture
def own() -> Path:
    """A template of the office's own, in its library."""
    folder = Path(os.environ["DAN_VAN_HOME"]) / "templates" / "giay-bao"
    folder.mkdir(parents=True)
    (folder / "schema.yaml").write_text(SCHEMA, "utf-8")
    shutil.move(
        made(folder, "{{ place_and_date }}", "{{ subject_text }} tại {{ dia_diem }}: {{ so_tien }} đồng"),
        folder / "template.docx",
    )
    return folder


def test_a_field_that_is_never_printed_is_found(own: Path) -> None:
    checked = lint_template.check("giay-bao", [own.parent])
    assert rules(checked.findings) == ["truong-khong-in"]
    assert "“Ghi chú” (ghi_chu)" in checked.findings[0].message


def test_a_name_that_neither_schema_nor_drafting_gives_is_found(own: Path) -> None:
    shutil.move(made(own, "{{ dia_diam }} {{ so_tien }} {{ ghi_chu }} {{ subject }}"), own / "template.docx")
    found = {finding.rule: finding.message for finding in lint_template.check("giay-bao", [own.parent]).findings}
    assert set(found) == {"truong-la", "truong-khong-in", "phan-dung-san"}
    assert "Có phải “dia_diem”?" in found["truong-la"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("d.yaml", "type: giay-bao\nsubject: Mời họp\nso_tien: 50000\ndia_diem: a\n"),
        ("d.json", '{"type": "giay-bao", "subject": "Mời họp", "so_tien": 50000, "dia_diem": "a"}'),
        ("d.md", "---\ntype: giay-bao\nsubject: Mời họp\nso_tien: 50000\ndia_diem: a\n---\nKính mời.\n"),
    ],
)
def test_data_are_checked_as_they_will_be_printed(own: Path, tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    findings = lint_template.check("giay-bao", [own.parent], tmp_path / name).findings
    assert rules(findings) == ["so-tho", "truong-khong-in"]
    assert "“50.000”" in findings[0].message


def test_data_that_do_not_fit_the_schema_are_told_with_their_line(own: Path, tmp_path: Path) -> None:
    (tmp_path / "d.yaml").write_text("type: giay-bao\nsubject: Mời họp\nnoi_hop: a\n", "utf-8")
    findings = lint_template.check("giay-bao", [own.parent], tmp_path / "d.yaml").findings
    assert (findings[0].place.line, "noi_hop" in findings[0].message) == (3, True)


def test_every_shipped_template_passes() -> None:
    for checked in lint_template.check_all([ROOT / "templates"]):
        assert checked.findings == (), checked.path


def test_a_shipped_template_with_its_example_has_nothing_to_mend() -> None:
    folder = ROOT / "templates"
    checked = lint_template.check("ke-hoach", [folder], find("ke-hoach", [folder]).example)
    assert checked.sound


def test_the_command(own: Path, tmp_path: Path, dan_van: DanVan) -> None:
    ran = dan_van("templates", "check", "ke-hoach")
    assert (ran.status, ran.out.endswith("template.docx: không thấy lỗi.\n")) == (0, True)
    path = made(tmp_path, "Ông {{ ho_ten|viet_hoa }} và {{ la")
    ran = dan_van("templates", "check", path)
    assert (ran.status, ran.err) == (1, "")
    assert f"{path}: 2 lỗi." in ran.out
    answer = json.loads(dan_van("templates", "check", path, "--json").out)
    assert [finding["rule"] for finding in answer["files"][0]["findings"]] == ["the-khong-dong", "bo-loc-la"]
    assert answer["files"][0]["findings"][0]["where"] == {"file": str(path), "line": None, "part": "thân văn bản, đoạn 1"}
    assert dan_van("templates", "check").status == 1  # the office's own has a field that is never printed


def test_remarks_do_not_fail_a_check_unless_it_is_strict(tmp_path: Path, dan_van: DanVan) -> None:
    path = made(tmp_path, "{% if ds %}", "a", "{% endif %}")
    assert dan_van("templates", "check", path).status == 0
    assert dan_van("templates", "check", path, "--strict").status == 1


def test_a_broken_template_of_the_library_does_not_hide_the_others(own: Path, dan_van: DanVan) -> None:
    (own / "template.docx").write_bytes(b"")
    ran = dan_van("templates", "check")
    assert ran.status == 1
    assert "tệp rỗng" in ran.out
    assert "ke-hoach/template.docx: không thấy lỗi." in ran.out.replace("\\", "/")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["ke-hoac"], "Có phải “ke-hoach”?"),
        (["ke-hoach", "--data", "a.xlsx"], "phải là tệp .yaml"),
        (["--data", "a.md"], "cần thêm tên mẫu"),
    ],
)
def test_misuse(arguments: list[str], says: str, dan_van: DanVan) -> None:
    ran = dan_van("templates", "check", *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert says in ran.err


def test_a_small_template_is_checked_in_a_blink(tmp_path: Path) -> None:
    path = ROOT / "templates" / "ke-hoach" / "template.docx"
    lint.check(path)
    times = []
    for _ in range(15):
        start = time.perf_counter()
        lint.check(path)
        times.append(time.perf_counter() - start)
    assert min(times) < 0.04  # measured 5 to 7 ms; a loaded machine gets room
