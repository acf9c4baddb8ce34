from __future__ import annotations

import re
from pathlib import Path

import pytest

from dan_van import Library, UnknownName, tables
from dan_van.corpus import Corpus, Layer, checks, records
from dan_van.model import Severity, TextKind
from tests.conftest import ROOT

GOOD = """---
code: 33/CT-TTg
type: chi-thi
subject: về tiếp tục tăng cường
issuer: thu-tuong-chinh-phu
issued: 2021-11-26
signer: null
status: {value: con-hieu-luc, as_of: 2025-11-21, source: "nguồn"}
relations: []
text: none
source: {name: nguồn, confidence: B}
---
"""


def changed(**fields: str) -> str:
    text = GOOD
    for key, value in fields.items():
        text = re.sub(rf"^{key}:.*$", f"{key}: {value}", text, flags=re.MULTILINE)
    return text


def corpus_of(folder: Path, **files: str) -> Corpus:
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/').replace('_', '-')}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return Corpus.load([Layer("thử", folder)])


def test_the_shipped_corpus_is_sound(library: Library) -> None:
    findings = [f for f in library.check_corpus() if f.severity is not Severity.INFO]
    assert findings == []
    assert len(library.corpus) >= 165


CITED_IN_THE_FIRST_PLAN = [
    "33/CT-TTg", "114-KL/TW", "43-KL/TW", "23-QĐ/TW", "763-QĐ/TU", "01/CT-UBND", "102/KH-UBND", "100/KH-UBND", "03-CTr/BDVTW-BCSĐCP",
    "03-CTr/BDVTU-BCSĐUBND", "01-KL/TW", "05-CT/TW", "76/NQ-CP", "3740/QĐ-UBND", "16575/UBND-THKH", "217-QĐ/TW", "218-QĐ/TW",
    "Luật thực hiện dân chủ ở cơ sở", "Hiến pháp năm 2013", "10/2022/QH15", "104/2016/QH13",
]  # fmt: skip


@pytest.mark.parametrize("wanted", CITED_IN_THE_FIRST_PLAN)
def test_what_the_first_plan_cites_is_found(library: Library, wanted: str) -> None:
    assert len(library.find(wanted)) == 1


@pytest.mark.parametrize(
    ("wanted", "identities"),
    [
        ("CT 33", ["chi-thi/2021/33-ct-ttg"]),
        ("chi-thi/2021/33-ct-ttg", ["chi-thi/2021/33-ct-ttg"]),
        ("763/QĐ-TU", ["quyet-dinh/2021/763-qd-tu--tinh-thanh-hoa"]),
        ("25-NQ/TW", ["nghi-quyet/2013/25-nq-tw", "nghi-quyet/2026/25-nq-tw"]),
        ("399-QĐ/TW", ["quy-dinh/2026/399-qd-tw"]),
        ("quyet-dinh/2026/399-qd-tw", ["quy-dinh/2026/399-qd-tw"]),
        ("23-qd/tw", ["quyet-dinh/2021/23-qd-tw"]),
        ("Luật Tiếp cận thông tin", ["luat/2016/104-2016-qh13", "luat/2026/01-2026-qh16"]),
        ("Chương trình tổng thể cải cách hành chính nhà nước giai đoạn 2021 - 2030", ["nghi-quyet/2021/76-nq-cp"]),
        ("45/CT-TTg", []),
        ("03-CTr/BDVTX-BCSĐCP", []),
    ],
)
def test_find(library: Library, wanted: str, identities: list[str]) -> None:
    assert [document.id for document in library.find(wanted)] == identities


def test_every_shipped_text_says_whose_words_it_is(library: Library) -> None:
    for document in library.corpus:
        assert document.text is not TextKind.FULL
        if document.text is TextKind.SUMMARY:
            assert document.body.startswith("Tóm tắt của kho dữ liệu, không phải lời văn chính thức.")


def test_a_good_file_reads() -> None:
    document, findings = records.read(GOOD, "chi-thi/2021/33-ct-ttg")
    assert findings == []
    assert document is not None
    assert str(document.code) == "33/CT-TTg"
    assert document.year == 2021
    assert records.identity(document) == "chi-thi/2021/33-ct-ttg"


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("không có phần đầu", 1, "không có phần đầu"),
        (changed(issued="2021-02-30"), 6, "không phải ngày có trong lịch"),
        (changed(issued="26/11/2021"), 6, "năm-tháng-ngày"),
        (changed(text="toàn văn"), 10, "none, summary, full"),
        (changed(code="abc"), 2, "không có dạng số, ký hiệu"),
        (changed(code="763/QĐ-TU"), 2, "Dạng đúng là 763-QĐ/TU"),
        (GOOD.replace("text: none\n", ""), 2, "Thiếu trường “Lời văn trong tệp” (text)"),
        (GOOD.replace("relations: []", "relaitons: []"), 9, "relations"),
    ],
)
def test_faulty_files_are_findings(text: str, line: int, says: str) -> None:
    _, findings = records.read(text, "chi-thi/2021/33-ct-ttg", path=Path("x.md"))
    assert any(says in str(finding) and finding.place.line == line for finding in findings), [str(f) for f in findings]


@pytest.mark.parametrize(
    ("files", "rule"),
    [
        ({"chi-thi__2022__33-ct-ttg": GOOD}, "dia-chi"),
        ({"luat__2021__10-2022-qh15": changed(code="10/2022/QH15", type="luat", issued="2022-11-10")}, "dia-chi"),
        ({"chi-thi__2021__33-ct-ttg": changed(issuer="co-quan-la")}, "co-quan"),
        ({"ke-hoach__2021__33-ct-ttg": changed(type="ke-hoach")}, "ky-hieu-va-loai"),
        ({"chi-thi__2021__33-ct-ttg": changed(signer="null\neffective: 2020-01-01")}, "thu-tu-ngay"),
        ({"chi-thi__2021__33-ct-ttg": GOOD + "Có lời văn.\n"}, "loi-van"),
        ({"chi-thi__2021__33-ct-ttg": changed(text="summary")}, "loi-van"),
        ({"chi-thi__2021__33-ct-ttg": changed(relations="[{kind: thay-the, target: chi-thi/2010/1-ct-ttg}]")}, "van-ban-lien-quan"),
        ({"loai-la__2021__33-ct-ttg": changed(type="loai-la")}, "loai"),
        (
            {
                "chi-thi__2021__33-ct-ttg": GOOD,
                "chi-thi__2024__40-ct-ttg": changed(code="40/CT-TTg", issued="2024-01-02", relations="[{kind: thay-the, target: chi-thi/2021/33-ct-ttg, effective: 2024-01-02}]"),
            },
            "tinh-trang",
        ),
    ],
)  # fmt: skip
def test_each_check_finds_its_fault(tmp_path: Path, files: dict[str, str], rule: str) -> None:
    assert rule in {finding.rule for finding in checks.run(corpus_of(tmp_path, **files))}


def test_a_later_layer_takes_the_place_of_an_earlier_one(tmp_path: Path) -> None:
    for name, subject in (("a", "một"), ("b", "hai")):
        folder = tmp_path / name / "chi-thi" / "2021"
        folder.mkdir(parents=True)
        (folder / "33-ct-ttg.md").write_text(changed(subject=subject), "utf-8")
    corpus = Corpus.load([Layer("a", tmp_path / "a"), Layer("b", tmp_path / "b"), Layer("không có", tmp_path / "c")])
    assert [(d.subject, d.layer) for d in corpus] == [("hai", "b")]


def test_what_a_later_layer_leaves_unknown_stays_known(tmp_path: Path) -> None:
    later = (
        changed(status="null", subject="null", text="full", relations="[{kind: can-cu, target: luat/2020/1-2020-qh14}]")
        + "Lời văn.\n"
    )
    earlier = changed(relations="[{kind: thay-the, target: chi-thi/2010/1-ct-ttg}]")
    for name, text in (("a", earlier), ("b", later)):
        corpus_of(tmp_path / name, **{"chi-thi__2021__33-ct-ttg": text})
    (document,) = Corpus.load([Layer("a", tmp_path / "a"), Layer("b", tmp_path / "b")])
    assert document.status is not None
    assert document.subject == "về tiếp tục tăng cường"
    assert document.body == "Lời văn.\n"
    assert [relation.kind.value for relation in document.relations] == ["can-cu", "thay-the"]


def test_one_bad_file_does_not_hide_the_rest(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, **{"chi-thi__2021__33-ct-ttg": GOOD, "chi-thi__2021__34-ct-ttg": "hỏng"})
    (tmp_path / "chi-thi" / "2021" / "35-ct-ttg.md").write_bytes(b"\xff\xfe\x00hong")
    corpus = Corpus.load(corpus.layers)
    assert len(corpus) == 1
    assert len(corpus.findings) == 2


def test_relations_are_known_from_both_sides(library: Library) -> None:
    acting = {document.id for document, _ in library.corpus.acting_on("luat/2016/104-2016-qh13")}
    assert "luat/2026/01-2026-qh16" in acting


def test_provisions_are_addressed(library: Library) -> None:
    law = library.get("luat/2022/10-2022-qh15")
    assert library.provision(law, "dieu-15.khoan-3").id == library.provision(law, "khoản 3 Điều 15").id
    with pytest.raises(UnknownName, match="không có “Điều 999”"):
        library.provision(law, "Điều 999")


def test_tables_name_every_type_and_issuer_in_use(library: Library) -> None:
    names = [row for row in tables.document_types() if row.family == tables.ADMINISTRATIVE]
    assert len(names) == 29  # Nghị định 30/2020/NĐ-CP, Điều 7
    assert all(row.source for row in tables.document_types())
    assert all(body.source for body in tables.issuers().values())


def test_no_absolute_or_private_source_is_named() -> None:
    for path in (ROOT / "corpus").rglob("*.md"):
        text = path.read_text("utf-8")
        assert not re.search(r"\b(seed|corpus-facts|shared/)\b", text), path
