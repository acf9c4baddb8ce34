from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dan_van import ContentError, FileProblem, Library, MissingTool
from dan_van.drafting import build, drafts, pdf
from dan_van.layout import line_width, number, rule, rules, text_width
from dan_van.model import Severity
from tests.conftest import ROOT
from tests.docx_text import W, paragraphs, part, styled

HEAD = {"type": "ke-hoach", "subject": "Thử nghiệm", "recipients": "[Các thôn]"}


def written(desk: Path, body: str = "Nội dung.", name: str = "bản thảo.md", **fields: str | None) -> Path:
    values = {key: value for key, value in {**HEAD, **fields}.items() if value is not None}
    path = desk / name
    path.write_text("---\n" + "".join(f"{k}: {v}\n" for k, v in values.items()) + f"---\n{body}\n", "utf-8")
    return path


@pytest.fixture
def made(library: Library, desk: Path) -> Callable[..., Path]:
    def make(body: str = "Nội dung.", **fields: str | None) -> Path:
        return library.draft(written(desk, body, **fields), force=True).docx

    return make


def faults(library: Library, path: Path) -> list[str]:
    with pytest.raises(ContentError) as error:
        library.draft(path, force=True)
    return [str(finding) for finding in error.value.findings]


# --- the page ----------------------------------------------------------------------------------------------------


def test_the_parts_stand_in_their_order(made: Callable[..., Path]) -> None:
    path = made(
        "Mở đầu.\n\n# Mục đích\n\n1. Việc một.\n\n# Tổ chức",
        issued="2026-02-05",
        number="5",
        legal_basis="[Căn cứ A;, Căn cứ B]",
    )
    assert paragraphs(path) == [
        "ỦY BAN NHÂN DÂN", "XÃ TÂN THANH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Số: 05/KH-UBND",
        "Tân Thanh, ngày 05 tháng 02 năm 2026", "KẾ HOẠCH", "Thử nghiệm", "Căn cứ A;", "Căn cứ B.", "Mở đầu.", "I. MỤC ĐÍCH", "1. Việc một.",
        "II. TỔ CHỨC", "Nơi nhận:", "- Các thôn;", "- Lưu: VT, VP.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nguyễn Văn A",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({}, ["Số: /KH-UBND", "Tân Thanh, ngày tháng năm"]),
        ({"issued": "2026-11"}, ["Số: /KH-UBND", "Tân Thanh, ngày tháng 11 năm 2026"]),
        ({"number": "12", "issued": "2026-11-23"}, ["Số: 12/KH-UBND", "Tân Thanh, ngày 23 tháng 11 năm 2026"]),
        ({"number": "12a"}, ["Số: 12a/KH-UBND"]),
        ({"code": "7/KH-BCĐ", "place": "Đông Sơn"}, ["Số: 7/KH-BCĐ", "Đông Sơn, ngày tháng năm"]),
    ],
)
def test_number_and_date_may_be_blank(made: Callable[..., Path], fields: dict[str, str], shown: list[str]) -> None:
    texts = paragraphs(made(**fields))
    assert all(line in texts for line in shown), texts[:8]


def test_blanks_leave_room_for_the_pen(made: Callable[..., Path]) -> None:
    texts = [text for _, text in styled(made(issued="2026-11"))]
    assert "Số:       /KH-UBND" in texts
    assert "Tân Thanh, ngày       tháng 11 năm 2026" in texts


def test_signer_of_the_draft_stands_before_the_offices(made: Callable[..., Path]) -> None:
    signer = "{authority: [TM. ỦY BAN NHÂN DÂN, KT. CHỦ TỊCH], position: PHÓ CHỦ TỊCH, name: Trần Thị B}"
    assert paragraphs(made(signer=signer))[-4:] == ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Trần Thị B"]
    assert paragraphs(made(signer="{name: Trần Thị B}"))[-3:] == ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Trần Thị B"]
    assert paragraphs(made(signer="{authority: null}"))[-2:] == ["CHỦ TỊCH", "Nguyễn Văn A"]


def test_special_characters_survive(made: Callable[..., Path]) -> None:
    body = "HĐND & UBND <b>xã</b> \"trích\" 'nháy' 5 < 6 ${x} %s \\n\ttab"
    texts = [text for _, text in styled(made(body, subject="'A & B <c>'", recipients="['HĐND & UBND <xã>']"))]
    assert any("HĐND & UBND <b>xã</b> \"trích\" 'nháy' 5 < 6 ${x} %s \\n\ttab" in text for text in texts)
    assert "A & B <c>" in texts
    assert "- HĐND & UBND <xã>;" in texts


def test_the_text_is_closed_once(made: Callable[..., Path]) -> None:
    for body, end in (("Gồm:", "Gồm./."), ("Hết.", "Hết./."), ("Hết./.", "Hết./."), ("Hết", "Hết./."), ("Hết;", "Hết./.")):
        assert end in paragraphs(made(body))
    assert "Hết././." not in paragraphs(made("Hết./."))


def test_page_fonts_and_sizes_come_from_the_rules(made: Callable[..., Path]) -> None:
    path = made()
    section = part(path).find(f".//{W}sectPr")
    size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    assert (size.get(f"{W}w"), size.get(f"{W}h")) == ("11906", "16838")
    for side, component in (
        ("top", "margin-top"),
        ("bottom", "margin-bottom"),
        ("left", "margin-left"),
        ("right", "margin-right"),
    ):
        assert rule("trang", component).allows(int(margins.get(f"{W}{side}")) / 1440 * 25.4)
    assert section.find(f"{W}titlePg") is not None
    styles = part(path, "word/styles.xml")
    fonts = {node.get(f"{W}ascii") for node in styles.iter(f"{W}rFonts")}
    assert fonts == {"Times New Roman"}
    assert b"theme" not in zipfile.ZipFile(path).read("word/styles.xml")


def test_page_numbers_are_centred_above_and_not_on_page_one(made: Callable[..., Path]) -> None:
    path = made()
    assert "PAGE" in "".join(part(path, "word/header1.xml").itertext())
    assert "".join(part(path, "word/header2.xml").itertext()) == ""
    kinds = {node.get(f"{W}type") for node in part(path).iter(f"{W}headerReference")}
    assert kinds == {"default", "first"}


def test_the_signature_block_stays_whole_and_with_the_text(made: Callable[..., Path]) -> None:
    document = part(made("Một.\n\nHai."))
    table = document.findall(f".//{W}tbl")[-1]
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in table.iter(f"{W}tr"))
    before = table.getprevious()
    assert before.find(f"{W}pPr/{W}keepNext") is not None


def test_rules_are_as_long_as_the_decree_wants(made: Callable[..., Path]) -> None:
    document = part(made())
    lengths = []
    for paragraph in document.iter(f"{W}p"):
        if paragraph.find(f"{W}pPr/{W}pBdr") is not None:
            sides = paragraph.find(f"{W}pPr/{W}ind")
            cell = next((a for a in paragraph.iterancestors(f"{W}tc")), None)
            width = int(cell.find(f"{W}tcPr/{W}tcW").get(f"{W}w")) if cell is not None else text_width()
            lengths.append((width - int(sides.get(f"{W}left")) - int(sides.get(f"{W}right"))) / 20)
    issuer, motto, subject = lengths
    assert rule("co-quan-ban-hanh", "rule-length").allows(issuer / line_width("XÃ TÂN THANH", 13, bold=True))
    assert motto == pytest.approx(line_width("Độc lập - Tự do - Hạnh phúc", 14, bold=True), abs=1)
    assert rule("trich-yeu", "rule-length").allows(subject / line_width("Thử nghiệm", 14, bold=True))


def test_only_the_longest_word_of_a_table_breaks(made: Callable[..., Path]) -> None:
    heads = ["STT", "Nội dung công việc", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian", "Kinh phí", "Sản phẩm", "Ghi chú"]
    row = ["1", "x" * 70, *["a"] * 6]
    table = "\n".join("| " + " | ".join(cells) + " |" for cells in (heads, ["---"] * 8, row))
    columns = [int(c.get(f"{W}w")) / 20 for c in part(made(table + "\n\nHết.")).findall(f".//{W}tbl")[1].iter(f"{W}gridCol")]
    for head, column in zip(heads, columns, strict=True):
        assert max(line_width(word, 13, bold=True) for word in head.split()) < column
    assert sum(columns) == pytest.approx(text_width() / 20, abs=1)


def test_quoc_hieu_fits_on_one_line() -> None:
    width = line_width("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", number("quoc-hieu", "size"), bold=True) / 72 * 25.4
    assert width < number("dau-trang", "column-width")


def test_every_default_keeps_its_own_rule() -> None:
    assert [r.id for r in rules() if not r.allows(r.default)] == []
    assert len({r.id for r in rules()}) == len(rules())
    assert all(r.source for r in rules())


def test_the_template_is_what_the_builder_makes(tmp_path: Path) -> None:
    for path in build.build(ROOT / "templates", tmp_path):
        assert path.read_bytes() == (ROOT / "templates" / path.relative_to(tmp_path)).read_bytes(), "chạy make templates"


@pytest.mark.parametrize("example", ["templates/ke-hoach/example.md", "examples/ke-hoach-chi-thi-33.md"])
def test_examples_are_sound_and_valid_docx(library: Library, desk: Path, example: str) -> None:
    from openxml_audit import OpenXmlValidator

    shutil.copy(ROOT / example, desk)
    drafted = library.draft(desk / Path(example).name)
    assert [warning for warning in drafted.warnings if warning.severity is not Severity.INFO] == []
    assert drafted.cited
    result = OpenXmlValidator().validate(str(drafted.docx))
    assert [str(error) for error in result.errors] == []


# --- citations ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ('{{ cite("76/NQ-CP") }}', "Nghị quyết số 76/NQ-CP ngày 15 tháng 7 năm 2021 của Chính phủ"),
        ('{{ cite("10/2022/QH15") }}', "Luật Thực hiện dân chủ ở cơ sở ngày 10 tháng 11 năm 2022"),
        ('{{ cite("Luật thực hiện dân chủ ở cơ sở", "khoản 1 Điều 15") }}', "khoản 1 Điều 15 Luật Thực hiện dân chủ ở cơ sở ngày 10 tháng 11 năm 2022"),
        ('{{ cite("114-KL/TW") }}', "Kết luận số 114-KL/TW của Ban Bí thư"),
        ('{{ cite("763/QĐ-TU") }}', "Quyết định số 763-QĐ/TU ngày 15 tháng 10 năm 2021 của Ban Thường vụ Tỉnh ủy Thanh Hóa"),
        ('{{ cite("Hiến pháp năm 2013") }}', "Hiến pháp năm 2013"),
        ('{{ cite("chi-thi/2021/33-ct-ttg") }}', "Chỉ thị số 33/CT-TTg ngày 26 tháng 11 năm 2021 của Thủ tướng Chính phủ về tiếp tục tăng cường"),
        ('{{ cite("33/CT-TTg", form="short") }}', "Chỉ thị số 33/CT-TTg./."),
    ],
)  # fmt: skip
def test_cite(made: Callable[..., Path], body: str, shown: str) -> None:
    assert any(text.startswith(shown) for text in paragraphs(made(body)))


def test_full_form_first_then_short(made: Callable[..., Path]) -> None:
    cite = '{{ cite("76/NQ-CP") }}'
    texts = paragraphs(made(f"Thực hiện {cite}.\n\nTheo {cite}.", subject='\'Thực hiện {{ cite("76/NQ-CP", form="short") }}\''))
    assert "Thực hiện Nghị quyết số 76/NQ-CP" in texts
    assert any("Thực hiện Nghị quyết số 76/NQ-CP ngày 15 tháng 7 năm 2021 của Chính phủ" in text for text in texts)
    assert "Theo Nghị quyết số 76/NQ-CP./." in texts


@pytest.mark.parametrize(
    ("issued", "year"), [("2023-06", 2016), ("2026-08-31", 2016), ("2026-09-01", 2026), ("2026-10-01", 2026)]
)
def test_a_law_is_the_one_of_the_drafts_day(library: Library, desk: Path, issued: str, year: int) -> None:
    drafted = library.draft(written(desk, '{{ cite("Luật Tiếp cận thông tin") }}', issued=issued), force=True)
    assert [document.year for document in drafted.cited] == [year]


def test_citing_what_has_ended_is_said(library: Library, desk: Path) -> None:
    drafted = library.draft(written(desk, '{{ cite("64/2014/NĐ-CP") }} và {{ cite("64/2014/NĐ-CP") }}', issued="2026-11-23"))
    ended, incomplete = drafted.warnings
    assert "hết hiệu lực từ 01/7/2026 (Nghị định 154/2026/NĐ-CP" in str(ended)
    assert "lời viện dẫn in thiếu" in str(incomplete)  # the corpus has neither its day nor its subject
    later = library.draft(written(desk, '{{ cite("154/2026/NĐ-CP") }}', issued="2025-11-23"), force=True)
    assert any("chưa có hiệu lực" in str(warning) for warning in later.warnings)


# --- faults ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "body", "says"),
    [
        ({"subject": None}, "x", ["Thiếu trường “Trích yếu” (subject)"]),
        ({"subject": "", "recipients": None}, "x", ["Thiếu trường “Nơi nhận” (recipients)", "“Trích yếu” (subject)"]),
        ({"issued": "23/11/2026"}, "x", ["“Ngày ban hành” (issued): “23/11/2026” viết không đúng dạng. Viết năm-tháng-ngày: 2026-11-23."]),
        ({"issued": "2026-02-30"}, "x", ["“2026-02-30” không có trong lịch"]),
        ({"number": "mười"}, "x", ["“Số” (number)"]),
        ({"subjcet": "a"}, "x", ["Không có trường tên “subjcet”. Có phải “subject”?"]),
        ({}, "a\n\nb {{ cite('45/CT-TTg') }}", ["dòng 8", "Kho chưa có “45/CT-TTg”"]),
        ({}, "{{ cite('33/CT-TTg' }}", ["dòng 6", "viết không đúng"]),
        ({}, "{{ khong_co }}", ["dòng 6", "khong_co"]),
        ({}, "{{ ''.__class__.__mro__ }}", ["Không tính được"]),
        ({}, "{{ cite.corpus }}x{{ cite.__globals__ }}", ["Không tính được"]),
        ({}, "{% for i in x %}", ["viết không đúng"]),
        ({}, "a\n{{ 1/0 }}", ["dòng 7", "Không tính được"]),
        ({}, "| A |\n| --- |\n| 1 | 2 |", ["dòng 8", "ô thừa sẽ mất"]),
        ({"subject": "'{{ cite(\"45/CT-TTg\") }}'"}, "x", ["dòng 3", "Kho chưa có “45/CT-TTg”"]),
    ],
)  # fmt: skip
def test_faulty_drafts_are_told_all_at_once(
    library: Library, desk: Path, fields: dict[str, str | None], body: str, says: list[str]
) -> None:
    shown = "\n".join(faults(library, written(desk, body, **fields)))
    for words in says:
        assert words in shown
    assert not (desk / "bản thảo.docx").exists()


def test_an_ambiguous_symbol_is_never_chosen(tmp_path: Path, desk: Path, library: Library) -> None:
    source = (ROOT / "corpus/chi-thi/2021/33-ct-ttg.md").read_text("utf-8")
    for year in ("2021", "2026"):
        folder = tmp_path / "kho" / "chi-thi" / year
        folder.mkdir(parents=True)
        (folder / "33-ct-ttg.md").write_text(source.replace("issued: 2021", f"issued: {year}"), "utf-8")
    other = Library.open([tmp_path / "kho"], [ROOT / "templates"], tmp_path / "index")
    shown = "\n".join(faults(other, written(desk, '{{ cite("33/CT-TTg") }}')))
    assert "chi-thi/2021/33-ct-ttg" in shown
    assert "chi-thi/2026/33-ct-ttg" in shown
    drafted = other.draft(written(desk, '{{ cite("33/CT-TTg", year=2021) }}'), force=True)
    assert [document.id for document in drafted.cited] == ["chi-thi/2021/33-ct-ttg"]


def test_an_existing_file_is_kept(library: Library, desk: Path) -> None:
    path = written(desk)
    (desk / "bản thảo.docx").write_text("của người khác", "utf-8")
    with pytest.raises(FileProblem, match="--force"):
        library.draft(path)
    assert (desk / "bản thảo.docx").read_text("utf-8") == "của người khác"
    library.draft(path, force=True)
    assert zipfile.is_zipfile(desk / "bản thảo.docx")


def test_a_broken_template_leaves_nothing_behind(library: Library, desk: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "templates", tmp_path / "mẫu")
    other = Library.open([ROOT / "corpus"], [tmp_path / "mẫu"], tmp_path / "index")
    (tmp_path / "mẫu" / "ke-hoach" / "template.docx").write_bytes(b"khong phai zip")
    with pytest.raises(FileProblem, match=r"không phải tệp Word"):
        other.draft(written(desk))
    assert sorted(path.name for path in desk.iterdir()) == ["bản thảo.md", "office.yaml"]


@pytest.mark.parametrize(
    ("content", "says"),
    [(None, "office.yaml"), ("level: xa\n", "Thiếu trường"), ("level: huyen\nname: a\nissuer: [B]\nplace: C\n", "“huyen”"), ("a: [", "Không đọc được")],
)  # fmt: skip
def test_office_profile_faults(library: Library, desk: Path, content: str | None, says: str) -> None:
    (desk / "office.yaml").unlink()
    if content:
        (desk / "office.yaml").write_text(content, "utf-8")
    with pytest.raises((ContentError, FileProblem)) as error:
        library.draft(written(desk))
    assert says in str(error.value) + "\n".join(str(f) for f in getattr(error.value, "findings", ()))


def test_pdf_without_libreoffice_says_so_and_keeps_the_docx(
    library: Library, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAN_VAN_SOFFICE", str(desk / "không có"))
    with pytest.raises(MissingTool, match="Chưa có LibreOffice"):
        library.draft(written(desk), pdf=True)
    assert (desk / "bản thảo.docx").is_file()


@pytest.mark.slow
@pytest.mark.skipif(pdf.find_office() is None, reason="cần LibreOffice")
def test_pdf_is_made_beside_the_docx(library: Library, desk: Path) -> None:
    shutil.copy(ROOT / "examples" / "ke-hoach-chi-thi-33.md", desk)
    drafted = library.draft(desk / "ke-hoach-chi-thi-33.md", pdf=True)
    assert drafted.pdf is not None
    assert drafted.pdf.read_bytes().startswith(b"%PDF")


WORDS = st.text(alphabet=st.sampled_from("aăâđêôơư ẤỄỢ&<>\"'/.,;:()%$#0129"), min_size=1, max_size=40).filter(
    lambda s: s.strip(" .;,#/")
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(subject=WORDS, places=st.lists(WORDS, min_size=1, max_size=4), lines=st.lists(WORDS, min_size=1, max_size=5))
def test_every_value_is_kept_once_and_in_order(
    library: Library, desk: Path, subject: str, places: list[str], lines: list[str]
) -> None:
    from dan_van.frontmatter import dump
    from dan_van.text import nfc

    path = desk / "ngẫu nhiên.md"
    values = {"type": "ke-hoach", "subject": f"T{subject}", "recipients": [f"N{place}" for place in places]}
    path.write_text(nfc(dump(values, "\n\n".join(f"B{line}" for line in lines))), "utf-8")
    texts = ["".join(text.split()) for text in paragraphs(library.draft(path, force=True).docx)]
    wanted = [f"T{subject}", *(f"B{line}" for line in lines[:-1]), *(f"-N{place}" for place in places)]
    position = 0
    for text in wanted:
        bare = "".join(text.split()).rstrip(".;,")
        position = next(i for i in range(position, len(texts)) if texts[i].rstrip(".;,/") == bare.rstrip(".;,/")) + 1


def test_the_drafts_day_is_used_when_it_has_no_day(library: Library, desk: Path) -> None:
    made = drafts.read(written(desk, "x", issued="2026"), library.corpus, library.template_folders, date(2026, 12, 1))
    assert made.values["issued"] == "2026"
