"""Every template: rebuilt byte for byte, its example and a maximal draft rendered, every value once and in order."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dan_van import ContentError, Library, office
from dan_van.drafting import annexes, build, papers
from dan_van.drafting.binding import bound
from dan_van.drafting.context import body_name
from dan_van.drafting.templates import Template, available
from dan_van.frontmatter import dump, parse
from dan_van.layout import heading_columns, line_width, number, rule, rules, signing_columns, word
from dan_van.model import Severity
from tests.conftest import ROOT
from tests.docx_text import W, paragraphs, part, styled
from tests.made_drafts import check_values, made

FOLDER = ROOT / "templates"
TEMPLATES = {template.name: template for template in available([FOLDER])}
COMMUNE = [name for name, template in TEMPLATES.items() if template.schema["x-level"] == "xa"]
TYPES = [
    "nghi-quyet",
    "quyet-dinh",
    "chi-thi",
    "quy-che",
    "quy-dinh",
    "thong-cao",
    "thong-bao",
    "huong-dan",
    "chuong-trinh",
    "ke-hoach",
    "phuong-an",
    "de-an",
    "du-an",
    "bao-cao",
    "bien-ban",
    "to-trinh",
    "hop-dong",
    "cong-dien",
    "ban-ghi-nho",
    "ban-thoa-thuan",
    "giay-uy-quyen",
    "giay-moi",
    "giay-gioi-thieu",
    "giay-nghi-phep",
    "phieu-gui",
    "phieu-chuyen",
    "phieu-bao",
    "cong-van",
    "thu-cong",
]


def desk_for(folder: Path, template: Template) -> Path:
    """A folder with the offices of the examples, the one of the paper's level as ``office.yaml``."""
    for profile in (ROOT / "examples").glob("office*.yaml"):
        shutil.copy(profile, folder)
    own = folder / f"office-{template.schema['x-level']}.yaml"
    if own.is_file():
        shutil.copy(own, folder / "office.yaml")
    return folder


# --- the papers and how they are built ---------------------------------------------------------------------------


def test_every_type_of_the_decree_has_a_paper() -> None:
    assert len(TYPES) == 29
    assert [name for name in TYPES if name not in TEMPLATES] == []


def test_rebuilding_gives_the_committed_files(tmp_path: Path) -> None:
    written = build.build(FOLDER, tmp_path)
    assert len(written) == 2 * len(TEMPLATES)
    for path in written:
        assert path.read_bytes() == (FOLDER / path.relative_to(tmp_path)).read_bytes(), "chạy make templates"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"layout": "khong-co"}, "Không có bố cục “khong-co”"),
        ({"common": ["sai"]}, "Không có trường chung “sai”"),
        ({"required": ["sai"]}, "Trường bắt buộc “sai” không có"),
        ({"document_type": "sai"}, "Không có loại “sai”"),
        ({"bodi": "x"}, "Không có khóa “bodi”"),
        ({"fields": {"a": {"type": "string"}}}, "“a” chưa có title"),
        ({"title": None}, "Thiếu “title”"),
    ],
)
def test_a_faulty_paper_is_told(tmp_path: Path, change: dict[str, Any], says: str) -> None:
    paper = yaml.safe_load((FOLDER / "ke-hoach" / papers.PAPER).read_text("utf-8"))
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / papers.PAPER).write_text(yaml.safe_dump({**paper, **change}, allow_unicode=True), "utf-8")
    with pytest.raises(ContentError) as error:
        build.build(tmp_path)
    assert says in str(error.value)


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_field_is_explained(name: str) -> None:
    schema = TEMPLATES[name].schema
    assert schema["title"]
    assert schema["description"]
    assert schema["x-layout-source"]
    assert set(schema["required"]) <= set(schema["properties"])
    assert [key for key, field in schema["properties"].items() if not field.get("title")] == []


# --- examples ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TEMPLATES)
def test_examples_are_sound(library: Library, tmp_path: Path, name: str) -> None:
    from openxml_audit import OpenXmlValidator

    desk = desk_for(tmp_path, TEMPLATES[name])
    shutil.copy(TEMPLATES[name].example, desk / "thử.md")
    drafted = library.draft(desk / "thử.md")
    assert [str(warning) for warning in drafted.warnings if warning.severity is not Severity.INFO] == []
    assert [str(error) for error in OpenXmlValidator().validate(str(drafted.docx)).errors] == []
    assert not any(mark in text for text in paragraphs(drafted.docx) for mark in ("{{", "}}", "{%", "None", "****"))


@pytest.mark.parametrize("name", COMMUNE)
def test_templates_open_in_word(name: str) -> None:
    from openxml_audit import OpenXmlValidator

    assert [str(error) for error in OpenXmlValidator().validate(str(TEMPLATES[name].docx)).errors] == []


# --- values ------------------------------------------------------------------------------------------------------

LONG = (
    "Ủy ban nhân dân xã & <các thôn>, “Dân vận khéo” 100% (a/b) 'nháy' \"kép\" a_b_c #1 {x} ${y} ~ ` ^ ở Phường Đặng Thị Ưởng "
)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_maximal_draft_is_sound(library: Library, tmp_path: Path, name: str) -> None:
    from openxml_audit import OpenXmlValidator

    count = iter(range(10_000))
    desk = desk_for(tmp_path, TEMPLATES[name])
    text, maker = made(TEMPLATES[name], lambda: f"v{next(count)}x {LONG * 2}".strip() + "x", lambda: 12, lambda _, most: most)
    (desk / "đầy.md").write_text(text, "utf-8")
    drafted = library.draft(desk / "đầy.md")
    assert [str(error) for error in OpenXmlValidator().validate(str(drafted.docx)).errors] == []
    maker.check(drafted.docx)


SIGNS = st.text(alphabet=st.sampled_from("aăâđêôơư ẤỄỢ&<>\"'\t/,;:()%$#0129*_|~^`=+-"), min_size=0, max_size=40)


@pytest.mark.parametrize("name", TEMPLATES)
@settings(
    max_examples=3,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_every_value_is_kept(library: Library, tmp_path: Path, name: str, data: st.DataObject) -> None:
    from openxml_audit import OpenXmlValidator

    desk = desk_for(tmp_path, TEMPLATES[name])
    signs = data.draw(st.lists(SIGNS, min_size=5, max_size=5))
    size, chance = data.draw(st.integers(0, 4)), data.draw(st.randoms(use_true_random=False))
    count = iter(range(10_000))

    def text() -> str:
        number = next(count)
        plain = signs[number % 5].replace("*", "").replace("_", "").replace("|", "").replace("`", "")
        return f"v{number}x {plain} z".replace("  ", " ")

    draft, maker = made(TEMPLATES[name], text, lambda: size, chance.randint)
    (desk / "ngẫu nhiên.md").write_text(draft, "utf-8")
    drafted = library.draft(desk / "ngẫu nhiên.md", force=True)
    maker.check(drafted.docx)
    if size < 2:  # a maximal draft is audited too; this is for lists that hold nothing
        assert [str(error) for error in OpenXmlValidator().validate(str(drafted.docx)).errors] == []


@pytest.mark.parametrize("name", ["phieu-gui", "quyet-dinh-thanh-lap-ban-chi-dao", "giay-moi", "ke-hoach-dan-van-kheo"])
def test_a_field_is_no_markdown(library: Library, tmp_path: Path, name: str) -> None:
    count = iter(range(10_000))
    desk = desk_for(tmp_path, TEMPLATES[name])
    text, maker = made(TEMPLATES[name], lambda: f"v{next(count)}x *a* _b_ **c** | d | # e z", lambda: 2, lambda _, most: most)
    head, _, _ = text.partition("\n---\n")
    (desk / "a.md").write_text(f"{head}\n---\nNội dung.\n", "utf-8")
    texts = {key: value for key, value in maker.texts.items() if key not in ("content", "annexes", "attached")}
    check_values(library.draft(desk / "a.md").docx, TEMPLATES[name], texts)


# --- layouts -----------------------------------------------------------------------------------------------------


@pytest.fixture
def shown(library: Library, tmp_path: Path) -> Callable[..., list[str]]:
    def make(name: str, body: str = "Nội dung.", **fields: Any) -> list[str]:
        desk = desk_for(tmp_path, TEMPLATES[name])
        values = {"type": name, "recipients": ["Các thôn"], "subject": "Thử", **fields}
        values = {key: value for key, value in values.items() if value is not None}
        (desk / "a.md").write_text(dump(values, f"{body}\n"), "utf-8")
        return paragraphs(library.draft(desk / "a.md", force=True).docx)

    return make


def test_a_decision(shown: Callable[..., list[str]]) -> None:
    texts = shown(
        "quyet-dinh",
        "Điều 1. Một.\n\nĐiều 2. Hai.",
        number="5",
        legal_basis=["Căn cứ A", "Căn cứ B"],
        ordained_by="Chủ tịch Ủy ban nhân dân xã",
    )
    assert texts[4:] == [
        "Số: 05/QĐ-UBND", "Tân Thanh, ngày tháng năm", "QUYẾT ĐỊNH", "Thử", "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ", "Căn cứ A;", "Căn cứ B.",
        "QUYẾT ĐỊNH:", "Điều 1. Một.", "Điều 2. Hai./.", "Nơi nhận:", "- Các thôn;", "- Lưu: VT, VP.", "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH", "Nguyễn Văn A",
    ]  # fmt: skip


def test_a_letter(shown: Callable[..., list[str]]) -> None:
    texts = shown("cong-van", to=["Sở A"], number="7", drafting_unit="VHXH", subject="việc a")
    assert texts[4:9] == ["Số: 07/UBND-VHXH", "V/v việc a", "Tân Thanh, ngày tháng năm", "Kính gửi: Sở A", "Nội dung./."]
    assert "- Như trên;" in texts
    several = shown("cong-van", to=["Sở A", "- Sở B;"], subject="việc a")
    assert several[7:10] == ["Kính gửi:", "- Sở A;", "- Sở B."]


def test_minutes(shown: Callable[..., list[str]]) -> None:
    texts = shown(
        "bien-ban",
        opened="8 giờ",
        venue="Xã",
        present=["Ông A"],
        closed="9 giờ",
        chair="Ông B",
        secretary="Bà C",
        recipients=None,
    )
    assert not any("ngày" in text for text in texts)
    assert texts[-6:] == ["THƯ KÝ", "CHỦ TỌA", "Bà C", "Ông B", "Nơi nhận:", "- Lưu: VT, VP."]


def test_a_copy(shown: Callable[..., list[str]]) -> None:
    texts = shown("ban-sao-y", "", subject=None, number="3")
    assert texts[:5] == ["ỦY BAN NHÂN DÂN", "XÃ TÂN THANH", "SAO Y", "Số: 03/SY-UBND", "Tân Thanh, ngày tháng năm"]


def test_what_is_attached_has_sections_of_its_own(library: Library, tmp_path: Path, shown: Callable[..., list[str]]) -> None:
    attached = {
        "type_name": "Quy chế",
        "subject": "Làm việc",
        "content": "# Chương I. Chung\n\n## Điều 1. Phạm vi\n\nNội dung.",
    }
    appended = [{"title": "Bảng", "content": "Một."}, {"title": "Rộng", "content": "Hai.", "landscape": "true"}]
    texts = shown("quyet-dinh", "Điều 1. A.", legal_basis=["Căn cứ A"], number="5", attached=attached, annexes=appended)
    start = texts.index("QUY CHẾ")
    assert texts[start - 4 : start] == texts[:4]
    assert texts[start:] == [
        "QUY CHẾ", "Làm việc", "(Kèm theo Quyết định số 05/QĐ-UBND ngày tháng năm của Ủy ban nhân dân xã Tân Thanh)", "Chương I", "CHUNG",
        "Điều 1. Phạm vi", "Nội dung.", "Phụ lục I", "BẢNG", "(Kèm theo Quyết định số 05/QĐ-UBND ngày tháng năm của Ủy ban nhân dân xã Tân Thanh)",
        "Một.", "Phụ lục II", "RỘNG", "(Kèm theo Quyết định số 05/QĐ-UBND ngày tháng năm của Ủy ban nhân dân xã Tân Thanh)", "Hai.",
    ]  # fmt: skip
    sections = list(part(tmp_path / "a.docx").iter(f"{W}sectPr"))
    assert [section.find(f"{W}pgSz").get(f"{W}orient") for section in sections] == [None, None, None, "landscape"]
    assert {section.find(f"{W}pgNumType").get(f"{W}start") for section in sections} == {"1"}
    assert all(section.find(f"{W}titlePg") is not None for section in sections)
    assert len(list(sections[0].iter(f"{W}headerReference"))) == 2


def test_one_annex_has_no_number(shown: Callable[..., list[str]]) -> None:
    assert "Phụ lục" in shown("ke-hoach", annexes=[{"title": "Bảng", "content": "Một."}])


@pytest.mark.parametrize(
    ("body", "style", "text"),
    [
        ("# Chương I. Quy định chung\n\nA.", "DVPhanChuong", "Chương I"),
        ("# CHƯƠNG II\n\nQuy định chung\n\nA.", "DVTenPhanChuong", "QUY ĐỊNH CHUNG"),
        ("## Mục 1. Bầu cử\n\nA.", "DVMucTieuMuc", "Mục\u00a01"),
        ("## Điều 1. Phạm vi\n\nA.", "DVDieu", "Điều\u00a01. Phạm vi"),
        ("**Điều 1. Phạm vi**\n\nA.", "DVDieu", "Điều\u00a01. Phạm vi"),
        ("Mục 1 của Kế hoạch này.\n\nA.", "DVNoiDung", "Mục\u00a01 của Kế hoạch này."),
        ("# Mục đích\n\nA.", "DVMucLaMa", "I. MỤC ĐÍCH"),
    ],
)
def test_units_have_their_own_look(tmp_path: Path, shown: Callable[..., list[str]], body: str, style: str, text: str) -> None:
    shown("ke-hoach", body)
    assert (style, text) in [
        (found, words.replace("Chương\u00a0I", "Chương I")) for found, words in styled(tmp_path / "a.docx")
    ]


@pytest.mark.parametrize("name", COMMUNE)
def test_the_signatures_are_never_parted(name: str) -> None:
    document = part(TEMPLATES[name].docx)
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in document.iter(f"{W}tr"))


@pytest.mark.parametrize(
    ("issuer", "said"),
    [
        (("ỦY BAN NHÂN DÂN", "XÃ TÂN THANH"), "Ủy ban nhân dân xã Tân Thanh"),
        (("Ban Chỉ đạo Dân vận", "xã Tân Thanh"), "Ban Chỉ đạo Dân vận xã Tân Thanh"),
        (("Ban Quản lý chợ Đông Thành",), "Ban Quản lý chợ Đông Thành"),
    ],
)
def test_a_sentence_keeps_the_names_of_the_issuer(issuer: tuple[str, ...], said: str) -> None:
    assert body_name(replace(office.read(ROOT / "examples" / "office.yaml"), issuer=issuer)) == said


@pytest.mark.parametrize("name", ["thon-bien-ban-hop", "thon-nghi-quyet"])
def test_many_matters_leave_the_table_of_clusters_readable(library: Library, tmp_path: Path, name: str) -> None:
    desk = desk_for(tmp_path, TEMPLATES[name])
    text, _ = made(TEMPLATES[name], lambda: "Xóm Chùa", lambda: 9, lambda _, most: most)
    (desk / "a.md").write_text(text, "utf-8")
    tables = list(part(library.draft(desk / "a.md").docx).iter(f"{W}tbl"))
    grids = {len(table.findall(f"{W}tblGrid/{W}gridCol")) for table in tables}
    assert max(grids) == 7
    assert 5 in grids


@pytest.mark.parametrize("family", ["hanh-chinh", "dang", "thon", "ban-sao"])
def test_headings_fit_their_columns(family: str) -> None:
    title = ("tieu-de-dang", "ĐẢNG CỘNG SẢN VIỆT NAM") if family == "dang" else ("quoc-hieu", word("quoc-hieu", "text", family))
    assert line_width(title[1], number(title[0], "size", family), bold=True) < heading_columns(family)[1] / 20
    authority = line_width("TM. ỦY BAN NHÂN DÂN", number("quyen-han-chuc-vu", "size", family), bold=True)
    assert authority < signing_columns(family)[1] / 20


def test_a_family_follows_the_decree_where_it_has_no_rule() -> None:
    assert rule("trang", "font", "dang") is rule("trang", "font")
    assert rule("trang", "margin-right", "dang").default == 15
    assert {found.family for found in rules()} == {"hanh-chinh", "dang", "thon", "ban-sao"}
    places = [(found.component, found.property, found.family) for found in rules()]
    assert len(places) == len(set(places))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("điểm a khoản 1 Điều 5 Luật", "điểm~a khoản~1 Điều~5 Luật"),
        ("ngày 05 tháng 02 năm 2026", "ngày~05 tháng~02 năm~2026"),
        ("Chỉ thị số 33/CT-TTg, Chương II, Mục 1", "Chỉ thị số~33/CT-TTg, Chương~II, Mục~1"),
        ("Điều kiện và số hộ, mục đích", "Điều kiện và số hộ, mục đích"),
        ("hằng năm, ngày mai", "hằng năm, ngày mai"),
        (
            "gọi 0912 000 000 hoặc 0237 385 1234, năm 2026 có 120 000 lượt",
            "gọi 0912~000~000 hoặc 0237~385~1234, năm~2026 có 120 000 lượt",
        ),
    ],
)
def test_numbers_stay_with_their_words(text: str, kept: str) -> None:
    assert bound(text) == kept.replace("~", "\u00a0")


def test_grounds_are_made_from_the_corpus(shown: Callable[..., list[str]]) -> None:
    grounds = ["33/CT-TTg", "Luật Thực hiện dân chủ ở cơ sở", "Theo đề nghị của A"]
    texts = shown("ke-hoach", 'Theo {{ cite("33/CT-TTg") }}.', issued="2026-11-23", legal_basis=grounds)
    assert texts[8] == "Căn cứ Luật Thực hiện dân chủ ở cơ sở ngày 10 tháng 11 năm 2022;"
    assert texts[9].startswith("Căn cứ Chỉ thị số 33/CT-TTg ngày 26 tháng 11 năm 2021 của Thủ tướng Chính phủ về")
    assert texts[10:12] == ["Theo đề nghị của A.", "Theo Chỉ thị số 33/CT-TTg./."]


# --- faults ------------------------------------------------------------------------------------------------------


def test_faults_of_fields_and_text_are_told_together(library: Library, tmp_path: Path) -> None:
    desk = desk_for(tmp_path, TEMPLATES["giay-moi"])
    (desk / "a.md").write_text('---\ntype: giay-moi\nsubjct: A\n---\nMột {{ cite("45/CT-TTg") }}.\n', "utf-8")
    with pytest.raises(ContentError) as error:
        library.draft(desk / "a.md")
    told = "\n".join(map(str, error.value.findings))
    for words in ("Có phải “subject”?", "(event)", "(venue)", "(recipients)", "dòng 5: Kho chưa có “45/CT-TTg”"):
        assert words in told


def test_an_empty_field_inside_a_sentence_is_a_dotted_line(shown: Callable[..., list[str]]) -> None:
    texts = shown("giay-moi", event="họp", chaired_by="Ông A", time="8 giờ", venue="Xã")
    assert any("kính mời: ……" in text for text in texts)


def test_faults_in_an_annex_know_their_line(library: Library, tmp_path: Path) -> None:
    desk = desk_for(tmp_path, TEMPLATES["ke-hoach"])
    text = "---\ntype: ke-hoach\nsubject: A\nrecipients: [B]\nannexes:\n  - title: C\n    content: |\n      1. Một.\n\n      3. Ba.\n---\nD.\n"
    (desk / "a.md").write_text(text, "utf-8")
    warnings = library.draft(desk / "a.md").warnings
    assert [(finding.rule, finding.place.line) for finding in warnings] == [("thu-tu-muc", 10)]


def test_turning_the_last_section_keeps_everything_else(library: Library, tmp_path: Path) -> None:
    desk = desk_for(tmp_path, TEMPLATES["ke-hoach"])
    shutil.copy(TEMPLATES["ke-hoach"].example, desk / "a.md")
    docx = library.draft(desk / "a.md").docx
    before = paragraphs(docx)
    docx.write_bytes(annexes.turned(docx.read_bytes()))
    assert paragraphs(docx) == before
    assert part(docx).find(f"{W}body/{W}sectPr/{W}pgSz").get(f"{W}orient") == "landscape"


def _examples() -> Iterator[tuple[str, str]]:
    for name, template in TEMPLATES.items():
        yield name, template.example.read_text("utf-8")


def test_examples_name_no_real_commune() -> None:
    for name, text in _examples():
        front = parse(text)
        assert front.values["type"] == name
        assert not any(word in text for word in ("Cẩm Lương", "Cẩm Tú", "Cẩm Thủy", "huyện"))
