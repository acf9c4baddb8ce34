from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from dan_van import ContentError, FileProblem, Library
from dan_van.corpus import intake, records
from dan_van.readers import Content
from tests.conftest import ROOT, Ran
from tests.test_metadata import LAW, LETTER, PARTY, PLAN

DanVan = Callable[..., Ran]


def proposed(
    library: Library, tmp_path: Path, text: str, corrections: dict[str, str | None] | None = None, kind: str = "text"
) -> intake.Intake:
    path = tmp_path / "văn bản gốc.txt"
    path.write_text(text, "utf-8")
    return intake.propose(path, Content(kind, text, len(text)), library.corpus, corrections)


@pytest.mark.parametrize(
    ("text", "identity", "doubts"),
    [
        (PLAN, "ke-hoach/2026/12-kh-ubnd--xa-tan-thanh", ()),
        (LETTER, "cong-van/khong-ro/bao-cao-cong-tac-dan-van-6-thang--phong-van-hoa-xa-hoi", ("code", "issued")),
        (PARTY, "nghi-quyet/2026/15-nq-du--dang-uy-xa-tan-thanh", ()),
        (LAW, "luat/2026/01-2026-qh16", ()),
        ("Vài dòng chữ.\n", "van-ban/khong-ro/khong-ten", ("code", "issued", "subject", "issuer_name", "type")),
    ],
)
def test_what_is_proposed(library: Library, tmp_path: Path, text: str, identity: str, doubts: tuple[str, ...]) -> None:
    proposal = proposed(library, tmp_path, text)
    assert (proposal.identity, proposal.doubts) == (identity, doubts)


@pytest.mark.parametrize("text", [PLAN, LETTER, PARTY, "Vài dòng chữ.\n"])
def test_what_is_written_is_a_sound_record(library: Library, tmp_path: Path, text: str) -> None:
    proposal = proposed(library, tmp_path, text)
    target = intake.write(proposal, tmp_path / "kho")
    document, findings = records.read(target.read_text("utf-8"), proposal.identity)
    assert findings == []
    assert document is not None
    assert document.body.strip() == text.strip()
    assert document.text == "full"


def test_can_cu_become_relations(library: Library, tmp_path: Path) -> None:
    assert {"kind": "can-cu", "target": "chi-thi/2021/33-ct-ttg"} in proposed(library, tmp_path, PLAN).values["relations"]


def test_a_person_has_the_last_word(library: Library, tmp_path: Path) -> None:
    proposal = proposed(library, tmp_path, PLAN, {"code": "13/KH-UBND", "issued": "2026-03-01", "subject": ""})
    assert proposal.identity == "ke-hoach/2026/13-kh-ubnd--xa-tan-thanh"
    assert proposal.values["subject"] is None


def test_a_page_of_facts_alone_keeps_the_text_that_is_there(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "thuộc tính.html"
    path.write_text("<html></html>", "utf-8")
    content = Content(
        "html", "", 0, properties={"code": "185/2026/NĐ-CP", "type": "nghi-dinh", "issued": "2026-05-26", "signer.name": "A B"}
    )
    proposal = intake.propose(path, content, library.corpus)
    assert proposal.existing is not None
    assert proposal.values["text"] == "summary"
    assert proposal.body.startswith("Tóm tắt của kho dữ liệu")
    with pytest.raises(ContentError, match="chưa đủ"):
        intake.propose(path, Content("html", "", 0), library.corpus)


@pytest.mark.parametrize(
    ("corrections", "says"),
    [({"issued": "hôm qua"}, "không phải một ngày"), ({"code": "mười hai"}, "không có dạng số, ký hiệu")],
)
def test_a_wrong_correction_is_not_taken(
    library: Library, tmp_path: Path, corrections: dict[str, str | None], says: str
) -> None:
    with pytest.raises(ContentError, match=says):
        proposed(library, tmp_path, PLAN, corrections)


def test_dates_may_be_typed_as_usual(library: Library, tmp_path: Path) -> None:
    assert proposed(library, tmp_path, PLAN, {"issued": "01/3/2026"}).values["issued"] == "2026-03-01"


def test_what_a_record_may_not_hold_is_not_written(library: Library, tmp_path: Path) -> None:
    proposal = proposed(library, tmp_path, PLAN)
    proposal.values["text"] = "toàn văn"
    with pytest.raises(ContentError, match="chưa ghi vào kho được"):
        intake.write(proposal, tmp_path / "kho")
    assert not (tmp_path / "kho").exists()


def test_a_known_record_is_enriched_not_replaced(library: Library, tmp_path: Path) -> None:
    proposal = proposed(library, tmp_path, LAW.replace("ngày 23 tháng 4 năm 2026", "ngày 24 tháng 4 năm 2026"))
    assert proposal.existing is not None
    assert proposal.values["issued"] == "2026-04-23"
    assert proposal.values["text"] == "full"
    assert proposal.values["status"]["value"] == "con-hieu-luc"
    assert any("“issued”" in str(finding) and "2026-04-24" in str(finding) for finding in proposal.findings)
    kinds = {(item["kind"], item["target"]) for item in proposal.values["relations"]}
    assert ("bai-bo", "luat/2016/104-2016-qh13") in kinds


def test_another_full_text_is_not_written_over(library: Library, tmp_path: Path) -> None:
    first = proposed(library, tmp_path, PLAN)
    intake.write(first, tmp_path / "kho")
    assert intake.write(first, tmp_path / "kho").is_file()
    other = proposed(library, tmp_path, PLAN.replace("Một.", "Hai."))
    with pytest.raises(FileProblem, match="--force"):
        intake.write(other, tmp_path / "kho")
    intake.write(other, tmp_path / "kho", force=True)


def test_what_a_person_mended_in_the_corpus_stays(library: Library, tmp_path: Path) -> None:
    target = intake.write(proposed(library, tmp_path, PLAN), tmp_path / "kho")
    target.write_text(target.read_text("utf-8").replace("1. Một.", "1. Đã sửa tay."), "utf-8")
    again = Library.open([tmp_path / "kho"], [], tmp_path / "index")
    intake.write(proposed(again, tmp_path, PLAN), tmp_path / "kho")
    text = target.read_text("utf-8")
    assert "Đã sửa tay." in text
    assert text.count("do cơ quan đưa vào") == 1


@pytest.mark.parametrize("standing", ["---\nhỏng: [\n---\nlời của tôi\n", "lời không có phần đầu\n", None])
def test_words_that_stand_there_are_not_lost(library: Library, tmp_path: Path, standing: str | None) -> None:
    proposal = proposed(library, tmp_path, PLAN)
    target = intake.write(proposal, tmp_path / "kho")
    if standing is None:
        standing = (
            target.read_text("utf-8")
            .replace("text: full", "text: summary")
            .replace(proposal.values["source"]["sha256"], "0" * 64)
        )
    target.write_text(standing, "utf-8")
    with pytest.raises(FileProblem, match="--force"):
        intake.write(proposal, tmp_path / "kho")
    assert target.read_text("utf-8") == standing


def test_force_takes_text_and_facts_together(library: Library, tmp_path: Path) -> None:
    intake.write(proposed(library, tmp_path, PLAN), tmp_path / "kho")
    again = Library.open([tmp_path / "kho"], [], tmp_path / "index")
    other = proposed(again, tmp_path, PLAN.replace("Nguyễn Văn An", "Trần Văn Bé").replace("Một.", "Hai."))
    target = intake.write(other, tmp_path / "kho", force=True)
    text = target.read_text("utf-8")
    assert "name: Trần Văn Bé" in text
    assert "1. Hai." in text


def test_papers_without_a_number_stay_two(library: Library, tmp_path: Path) -> None:
    first = proposed(library, tmp_path, LETTER)
    intake.write(first, tmp_path / "kho")
    again = Library.open([tmp_path / "kho"], [], tmp_path / "index")
    second = proposed(again, tmp_path, LETTER.replace("đề nghị các thôn", "yêu cầu các thôn"))
    assert second.identity.startswith(first.identity)
    assert second.identity != first.identity


@pytest.mark.parametrize(
    ("head", "says"),
    [
        ("code: 97/KH-UBND: x", "Không đọc được phần đầu"),
        ("code: 97/KH-UBND\ntype: ke-hoach\nrelations: abc", "không đúng kiểu"),
    ],
)
def test_a_faulty_head_is_told(library: Library, tmp_path: Path, head: str, says: str) -> None:
    with pytest.raises(ContentError) as error:
        proposed(library, tmp_path, f"---\n{head}\n---\nLời văn.\n", kind="markdown")
    assert any(says in str(finding) for finding in error.value.findings)


def test_a_head_alone_is_no_full_text(library: Library, tmp_path: Path) -> None:
    head = "---\ncode: {}\ntype: nghi-dinh\nissued: {}\nissuer: chinh-phu\n---\n"
    new = proposed(library, tmp_path, head.format("999/2026/NĐ-CP", "2026-01-02"), kind="markdown")
    assert new.values["text"] == "none"
    known = proposed(library, tmp_path, head.format("185/2026/NĐ-CP", "2026-05-26"), kind="markdown")
    assert known.values["text"] == "summary"


def test_a_corpus_file_keeps_its_own_fields(library: Library, tmp_path: Path) -> None:
    text = (ROOT / "corpus/nghi-dinh/2026/185-2026-nd-cp.md").read_text("utf-8").replace("185/2026", "186/2026")
    proposal = proposed(library, tmp_path, text, kind="markdown")
    assert proposal.identity == "nghi-dinh/2026/186-2026-nd-cp"
    assert proposal.values["issued"] == "2026-05-26"


def test_from_the_command_line(dan_van: DanVan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "kế hoạch xã.txt").write_text(PLAN, "utf-8")
    (tmp_path / "rỗng.docx").write_bytes(b"")
    ran = dan_van("corpus", "add", "kế hoạch xã.txt", "rỗng.docx", "--yes")
    assert ran.status == 1
    assert "Đã thêm ke-hoach/2026/12-kh-ubnd--xa-tan-thanh" in ran.out
    assert "rỗng.docx: tệp rỗng." in ran.err
    assert "12/KH-UBND" in dan_van("search", "12/KH-UBND").out
    again = json.loads(dan_van("corpus", "add", "kế hoạch xã.txt", "--json").out)
    assert again["files"][0]["document"] == "ke-hoach/2026/12-kh-ubnd--xa-tan-thanh"
    assert dan_van("corpus", "check").status == 0
    assert "I. MỤC ĐÍCH" in dan_van("show", "12/KH-UBND").out


def test_without_a_keyboard_it_does_not_guess(dan_van: DanVan, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PLAN, "utf-8")
    ran = dan_van("corpus", "add", tmp_path / "a.txt")
    assert ran.status == 2
    assert "--yes" in ran.err
