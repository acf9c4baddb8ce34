"""Papers of villages and of the Party: built, filled with their examples, held to the law's figures."""

from __future__ import annotations

import copy
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from dan_van import ContentError, Library, frontmatter, schema
from dan_van.drafting import build, computed
from dan_van.drafting.computed import sheet
from dan_van.model import Severity
from tests.conftest import ROOT
from tests.docx_text import paragraphs

FAMILIES = ("thon-", "dang-", "chi-bo-")
NAMES = sorted(path.parent.name for path in (ROOT / "templates").glob("*/paper.yaml") if path.parent.name.startswith(FAMILIES))
VILLAGE = [name for name in NAMES if name.startswith("thon-")]
CHI_BO = {"nghi-quyet", "ke-hoach", "bao-cao", "bien-ban"}


def paper(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "templates" / name / "paper.yaml").read_text("utf-8"))
    return loaded


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The papers, built anew beside their ``body.md`` and example."""
    folder = tmp_path_factory.mktemp("mẫu")
    for name in NAMES:
        shutil.copytree(ROOT / "templates" / name, folder / name)
    build.build(folder)
    return folder


@pytest.fixture(scope="module")
def papers(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Library:
    return Library.open([ROOT / "corpus"], [built], tmp_path_factory.mktemp("index"))


@pytest.fixture
def place(tmp_path: Path, built: Path) -> Callable[..., Path]:
    """An example on a desk beside the profile of the office that writes it; texts of it may be replaced."""

    def put(name: str, *changes: tuple[str, str]) -> Path:
        shutil.copy(ROOT / "examples" / f"office-{paper(name)['level']}.yaml", tmp_path / "office.yaml")
        text = (built / name / "example.md").read_text("utf-8")
        for before, after in changes:
            assert before in text, f"{name}: không có “{before}”"
            text = text.replace(before, after, 1)
        path = tmp_path / f"{name}.md"
        path.write_text(text, "utf-8")
        return path

    return put


@pytest.fixture
def example(built: Path) -> Callable[[str], dict[str, Any]]:
    """The typed values of an example."""

    def values(name: str) -> dict[str, Any]:
        matter = frontmatter.parse((built / name / "example.md").read_text("utf-8"))
        loaded = yaml.safe_load((built / name / "schema.yaml").read_text("utf-8"))
        typed, findings = schema.validate(matter, loaded)
        assert findings == []
        return copy.deepcopy(typed)

    return values


# --- every paper -------------------------------------------------------------------------------------------------


def test_the_papers_are_there() -> None:
    assert len(VILLAGE) == 15
    assert {name.removeprefix("chi-bo-") for name in NAMES if name.startswith("chi-bo-")} == CHI_BO
    assert len([name for name in NAMES if name.startswith("dang-")]) == 8


@pytest.mark.parametrize("name", NAMES)
def test_the_schema_is_one_and_its_examples_keep_it(name: str, built: Path) -> None:
    loaded = yaml.safe_load((built / name / "schema.yaml").read_text("utf-8"))
    Draft202012Validator.check_schema(loaded)
    for key, field in loaded["properties"].items():
        assert field.get("title"), key
        assert field.get("description"), key
        for given in (paper(name).get("fields") or {}).get(key, {}).get("examples", ()):
            assert list(Draft202012Validator(field).iter_errors(given)) == [], f"{key}: {given}"


@pytest.mark.parametrize("name", NAMES)
def test_it_says_where_its_form_comes_from(name: str) -> None:
    given = paper(name)
    assert given["source"].strip()
    assert any(text in given["description"] for text in ("không phải mẫu chính thức", "Mẫu số 01", "không có mẫu nội dung"))


@pytest.mark.parametrize("name", NAMES)
def test_the_example_is_drafted_without_a_fault(name: str, papers: Library, place: Callable[..., Path]) -> None:
    drafted = papers.draft(place(name), force=True)
    shown = "\n".join(paragraphs(drafted.docx))
    assert [str(warning) for warning in drafted.warnings if warning.severity is not Severity.INFO] == []
    assert "{{" not in shown
    assert "None" not in shown
    assert "…" not in re.sub("…{19,}", "", shown)  # dotted lines of a ballot paper; a forgotten field would be one
    assert drafted.cited or name.startswith(("dang-", "chi-bo-", "thon-giay-moi"))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("filled", ["required", "every"])
def test_as_few_fields_as_may_be_and_as_many(
    name: str, filled: str, papers: Library, built: Path, place: Callable[..., Path], example: Callable[[str], dict[str, Any]]
) -> None:
    path = place(name)
    loaded = yaml.safe_load((built / name / "schema.yaml").read_text("utf-8"))
    values = example(name)
    if filled == "required":
        values = {key: value for key, value in values.items() if key in {*loaded["required"], "invalid"}}
    else:
        fields = {key: field for key, field in loaded["properties"].items() if "examples" in field and key not in CONTRADICTING}
        values = {key: field["examples"][0] for key, field in fields.items()} | values
    path.write_text(frontmatter.dump(_as_typed(values), frontmatter.parse(path.read_text("utf-8")).body), "utf-8")
    shown = "\n".join(paragraphs(papers.draft(path, force=True).docx))
    assert "None" not in shown
    assert "…" not in re.sub("…{19,}", "", shown)


CONTRADICTING = {"office", "code", "clusters", "candidates", "matters", "absent", "sent"}
"""Optional fields whose examples belong to another meeting than the paper's example."""


def _as_typed(value: Any) -> Any:
    """Values as a clerk types them: text throughout."""
    if isinstance(value, dict):
        return {key: _as_typed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_typed(item) for item in value]
    return value if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def test_examples_contradict_nothing(example: Callable[[str], dict[str, Any]]) -> None:
    assert {name: computed.faults(name, example(name)) for name in NAMES} == {name: [] for name in NAMES}


def test_faults_call_fields_as_the_papers_do() -> None:
    def titles(properties: dict[str, Any], above: str = "") -> list[tuple[str, str]]:
        found = []
        for key, field in properties.items():
            found.append((above + key, field["title"]))
            found += titles(field.get("items", {}).get("properties", {}), f"{key}.")
        return found

    party = {"present", "absent"}  # told under "members"
    for name in NAMES:
        for key, title in titles(paper(name).get("fields") or {}):
            label = sheet.label_of(key)
            assert label in (key, title) or (key in party and not name.startswith("thon-")), f"{name}: {key}"


def test_no_field_hides_a_function() -> None:
    for name in NAMES:
        assert not {*(paper(name).get("fields") or {})} & {*computed.FUNCTIONS}


# --- what a village meeting's minutes say ------------------------------------------------------------------------


def test_minutes_work_out_shares_thresholds_and_the_day_of_sending(papers: Library, place: Callable[..., Path]) -> None:
    shown = "\n".join(paragraphs(papers.draft(place("thon-bien-ban-hop"), force=True).docx))
    for text in (
        "thứ Bảy, ngày 14 tháng 11 năm 2026",
        "Số hộ có đại diện dự họp: 205 hộ, đạt 89,9%",
        "Số hộ không có đại diện dự họp: 23 hộ",
        "Việc 1 cần từ hai phần ba tổng số đại diện hộ gia đình trở lên tán thành, tức ít nhất 152/228 hộ",
        "có 189 hộ tán thành (82,9%): đạt",
        "Việc 3 cần trên 50% tổng số đại diện hộ gia đình tán thành, tức ít nhất 115/228 hộ",
        "chậm nhất ngày 20 tháng 11 năm 2026",
        "Hà Thị Lan",
    ):
        assert text in shown.replace("\xa0", " "), text


def test_what_is_not_carried_is_not_decided(papers: Library, place: Callable[..., Path]) -> None:
    path = place(
        "thon-bien-ban-hop", ("agreed: 189\n    opposed: 12", "agreed: 151\n    opposed: 50"), ("    result: đạt\n", ""),
        ("agreed: [101, 97, 108]", "agreed: [63, 97, 108]"),
    )  # fmt: skip
    shown = "\n".join(paragraphs(papers.draft(path, force=True).docx))
    assert "có 151 hộ tán thành (66,2%): không đạt" in shown.replace("\xa0", " ")
    assert "Mỗi hộ góp 1.200.000 đồng" not in shown


def test_a_village_report_adds_up_its_funds(papers: Library, place: Callable[..., Path]) -> None:
    shown = "\n".join(paragraphs(papers.draft(place("thon-bao-cao-truong-thon"), force=True).docx))
    for text in ("7.900.000", "163.200.000", "133.700.000", "37.400.000", "ba mươi bảy triệu bốn trăm nghìn đồng"):
        assert text in shown


def test_a_street_group_is_called_by_its_name(papers: Library, place: Callable[..., Path]) -> None:
    path = place("thon-bien-ban-hop", ("TRƯỞNG THÔN", "TỔ TRƯỞNG TỔ DÂN PHỐ"))
    office = path.with_name("office.yaml")
    office.write_text(
        office.read_text("utf-8").replace("level: thon", "level: to-dan-pho").replace("thôn Đông", "tổ dân phố 3"), "utf-8"
    )
    shown = "\n".join(paragraphs(papers.draft(path, force=True).docx)).replace("\xa0", " ")
    assert "Tổ trưởng tổ dân phố gửi biên bản này đến Ủy ban nhân dân phường" in shown


# --- faults: paper, what is typed, rule, field, what the message says ---------------------------------------------

M = "matters"
HOP, NQ, KP, LYK = "thon-bien-ban-hop", "thon-nghi-quyet", "thon-bien-ban-kiem-phieu", "thon-bien-ban-kiem-phieu-lay-y-kien"
CASES: list[tuple[str, dict[str, Any], str, str, str]] = [
    (HOP, {"absent": 22}, "so-ho", "absent", "Điều 20 Luật Thực hiện dân chủ ở cơ sở"),
    (HOP, {"present": 229}, "so-ho", "present", "mỗi hộ chỉ một đại diện"),
    (HOP, {"households": 0, "clusters": None}, "so-ho", "households", "không có ai biểu quyết"),
    (HOP, {"present": 150, "clusters": None}, "so-ho", "present", "dù tất cả tán thành cũng không đạt"),
    (HOP, {"matters.0.other": 5}, "so-phieu", "matters.1.agreed", "phải bằng 205"),
    (HOP, {"matters.0.result": "không đạt"}, "ty-le", "matters.1.result", "khoản 1 Điều 15"),
    (HOP, {"matters.1.form": "trực tuyến"}, "hinh-thuc", "matters.2.form", "khoản 2 Điều 15"),
    (HOP, {"matters.2.clause": 4, "matters.2.form": "phát phiếu"}, "hinh-thuc", "matters.3.form", "chỉ được: họp"),
    (HOP, {"matters.2.clause": 3, "matters.2.form": "phát phiếu"}, "hinh-thuc", "matters.3.form", "không đủ người"),
    (HOP, {"matters.2.clause": 3, "present": 114, "clusters": None}, "so-ho", "present", "Nghị định số 61/2023/NĐ-CP"),
    (HOP, {"clusters.0.present": 107}, "cum", "present", "các cụm cộng lại là 204"),
    (HOP, {"clusters.0.households": 119}, "cum", "households", "các cụm cộng lại là 227"),
    (HOP, {"clusters.1.agreed": [87, 84, 97]}, "cum", "matters.1.agreed", "các cụm cộng lại là 188"),
    (HOP, {"clusters.1.households": 90}, "cum", "clusters.2.present", "nhiều hơn 90 hộ của cụm"),
    (HOP, {"households": 190}, "cum", "clusters", "dưới 200 hộ"),
    (HOP, {"secretary_agreed": 102}, "thu-ky", "secretary_agreed", "Nghị định số 59/2023/NĐ-CP"),
    (HOP, {"secretary_agreed": 206}, "thu-ky", "secretary_agreed", "nhiều hơn 205"),
    (HOP, {"sent": "2026-11-23"}, "thoi-han", "sent", "quá 5 ngày làm việc"),
    (HOP, {"sent": "2026-11-13"}, "thoi-han", "sent", "trước “Ngày họp”"),
    (HOP, {"invited": "2026-11-13"}, "thoi-han", "invited", "Điều 3 Nghị định số 59/2023/NĐ-CP"),
    (HOP, {"ended": "19:00"}, "gio", "ended", "không sau giờ bắt đầu"),
    (HOP, {"signers": [{"position": "TRƯỞNG THÔN"}]}, "nguoi-ky", "signers", "trưởng ban công tác Mặt trận, hai đại diện hộ"),
    (NQ, {"signers.3.position": "THƯ KÝ"}, "nguoi-ky", "signers", "hai đại diện hộ gia đình (có 1)"),
    (NQ, {"matters.0.agreed": 151}, "ty-le", "matters.1.result", "ít nhất 152"),
    ("thon-ban-thoa-thuan", {"present": 191}, "so-phieu", "matters.1.agreed", "phải bằng 191"),
    ("thon-ban-ghi-nho", {"signers.1.position": "BÍ THƯ CHI BỘ"}, "nguoi-ky", "signers", "trưởng ban công tác Mặt trận"),
    (KP, {"invalid": 4}, "so-phieu", "valid", "phải bằng 204"),
    (KP, {"returned": 206, "valid": 203}, "so-phieu", "returned", "Số phiếu phát ra"),
    (KP, {"handed_out": 206}, "so-phieu", "handed_out", "mỗi hộ một phiếu"),
    (KP, {"candidates.0.agreed": 202}, "so-phieu", "candidates.1.agreed", "201 phiếu hợp lệ"),
    (KP, {"candidates.0.agreed": 114}, "ty-le", "candidates.1.result", "khoản 4 Điều 15"),
    (KP, {"copies": 2}, "so-ban", "copies", "Mẫu 02"),
    (KP, {"signers.0.position": "ĐẠI DIỆN HỘ GIA ĐÌNH"}, "to-kiem-phieu", "signers", "phải từ 3 đến 5"),
    (KP, {"signers.4.position": "THÀNH VIÊN"}, "to-kiem-phieu", "signers", "cần 2"),
    (LYK, {"matters.0.clause": 4}, "hinh-thuc", "matters.1.clause", "khoản 4 Điều 15"),
    (LYK, {"matters.1.result": "đạt"}, "ty-le", "matters.2.result", "64,9%"),
    (LYK, {"held": "2026-12-18"}, "thoi-han", "held", "Mẫu 04"),
    (LYK, {"handed_out": 229}, "so-phieu", "handed_out", "Tổng số hộ gia đình"),
    ("thon-bien-ban-truc-tuyen", {"consented": 114}, "hinh-thuc", "consented", "Điều 5 Nghị định số 59/2023/NĐ-CP"),
    ("thon-bien-ban-truc-tuyen", {"matters.0.clause": 1}, "hinh-thuc", "matters.1.clause", "khoản 1 Điều 15"),
    ("thon-bien-ban-truc-tuyen", {"joined": 229}, "so-ho", "joined", "nhiều hơn tổng số 228 hộ"),
    ("thon-bien-ban-truc-tuyen", {"signers": []}, "to-kiem-phieu", "signers", "phải từ 3 đến 5"),
    ("thon-giay-moi-hop", {"issued": "2026-11-13"}, "thoi-han", "issued", "cần ít nhất 2"),
    ("thon-giay-moi-hop", {"kind": "hội nghị định kỳ", "held": "2026-11-13"}, "thoi-han", "issued", "Điều 11"),
    ("thon-giay-moi-hop", {"documents": None}, "tai-lieu", "documents", "Điều 3 Nghị định số 59/2023/NĐ-CP"),
    ("thon-ke-hoach-phat-phieu", {"public": "2026-12-04"}, "thoi-han", "public", "Điều 4 Nghị định số 59/2023/NĐ-CP"),
    ("thon-ke-hoach-phat-phieu", {"sent_to_commune": "2026-12-04"}, "thoi-han", "sent_to_commune", "quá 2 ngày"),
    ("thon-ke-hoach-phat-phieu", {"matters.0.clause": 5}, "hinh-thuc", "matters.1.clause", "khoản 5 Điều 15"),
    ("thon-phieu-lay-y-kien", {"matters.1.clause": 4}, "hinh-thuc", "matters.2.clause", "khoản 4 Điều 15"),
    ("thon-bao-cao-truong-thon", {"funds.1.spent": 28_500_001}, "thu-chi", "funds.2.spent", "28.500.000 đồng"),
    ("thon-ke-hoach-hoi-nghi", {"issued": "2026-12-15"}, "thoi-han", "issued", "Điều 11"),
    ("thon-bien-ban-hoi-nghi", {"invited": "2026-12-15"}, "thoi-han", "invited", "cần ít nhất 5"),
    ("thon-bien-ban-hoi-nghi", {"present": 230}, "so-ho", "present", "228"),
    ("thon-huong-uoc", {"agreed": 114}, "ty-le", "agreed", "khoản 3 Điều 15"),
    ("thon-huong-uoc", {"posted_until": "2026-10-30"}, "niem-yet", "posted", "cần ít nhất 30"),
    ("thon-huong-uoc", {"signers.0.position": "THƯ KÝ"}, "nguoi-ky", "signers", "Điều 6 Nghị định số 61/2023/NĐ-CP"),
    ("thon-to-trinh-cong-nhan-huong-uoc", {"issued": "2026-11-16"}, "thoi-han", "issued", "Điều 11"),
    ("thon-to-trinh-cong-nhan-huong-uoc", {"agreed": 229}, "so-ho", "agreed", "nhiều hơn tổng số 228 hộ"),
    ("dang-ke-hoach", {"signer": {"authority": "TM. BAN THƯỜNG VỤ"}}, "quyen-han", "signer.authority", "T/M"),
    ("chi-bo-bien-ban", {"present": 29}, "so-nguoi", "members", "có mặt 29, vắng 3"),
    ("chi-bo-bien-ban", {"resolutions.1.agreed": 27}, "so-phieu", "resolutions.2.agreed", "có mặt 28"),
]


def changed(values: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    for path, value in changes.items():
        node: Any = values
        *steps, last = path.split(".")
        for step in steps:
            node = node[int(step) if step.isdigit() else step]
        node[last] = value
    return values


@pytest.mark.parametrize(("name", "typed", "rule", "field", "says"), CASES)
def test_a_fault_names_the_field_and_the_law(
    name: str, typed: dict[str, Any], rule: str, field: str, says: str, example: Callable[[str], dict[str, Any]]
) -> None:
    found = [f for f in computed.faults(name, changed(example(name), typed)) if (f.rule, f.place.part) == (rule, field)]
    assert found, [str(f) for f in computed.faults(name, changed(example(name), typed))]
    assert says in found[0].message
    assert found[0].message.startswith(f"“{sheet.label_of(field)}” ({field}): ")


def test_every_village_paper_is_held_to_something() -> None:
    assert {name for name, *_ in CASES if name.startswith("thon-")} == {*VILLAGE}


def test_a_clerk_is_told_the_line(papers: Library, place: Callable[..., Path]) -> None:
    path = place("thon-bien-ban-hop", ("    result: đạt", "    result: không đạt"))
    with pytest.raises(ContentError) as error:
        papers.draft(path, force=True)
    lines = path.read_text("utf-8").splitlines()
    (finding,) = error.value.findings
    assert "result: không đạt" in lines[(finding.place.line or 0) - 1]
    assert "82,9%" in finding.message
