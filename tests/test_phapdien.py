"""The official codification: notes, references, documents put together again, stopping and going on, hostile packages."""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import shutil
import zipfile
from collections.abc import Mapping
from functools import cache
from html import unescape
from pathlib import Path

import pytest

from dan_van import frontmatter
from dan_van.corpus import checks
from dan_van.corpus.loader import Corpus, Layer
from dan_van.corpus.phapdien import ImportReport, import_package
from dan_van.corpus.phapdien.documents import Catalogue, address_of_place
from dan_van.corpus.phapdien.notes import read_note
from dan_van.corpus.phapdien.read import Article, Topic, read_topic
from dan_van.errors import FileProblem
from dan_van.model import Document, Severity
from dan_van.readers import UnreadableFile
from dan_van.readers.html_blocks import Section
from dan_van.text import clean

PACKAGE = "data/phapdien/BoPhapDienDienTu-21-de-muc.zip"
LAW = "Luật số 35/2013/QH13"
DECREE = "Nghị định số 15/2014/NĐ-CP"
SHARED_NOTE = "Thông tư số 7/2014/TT-TTCP"


def vbpl(item: int, place: str) -> str:
    return f"http://vbpl.vn/TW/Pages/vbpq-toanvan.aspx?ItemID={item}#{place}"


def article(
    number: str, heading: str, note: str, text: str, *, key: str = "", link: str = "", more: str = "", related: str = ""
) -> str:
    """One article as the package writes it (the text's paragraphs are not inside ``pNoiDung`` once parsed)."""
    related = f"<p class='pChiDan'>(Điều này có nội dung liên quan đến {related})</p>" if related else ""
    return (
        f"<p class='pDieu'><a name='{key or number}'></a>Điều {number}. {heading}</p>"
        f"<p class='pGhiChu'><a href='{link}' target='_blank'>({note}</a>{more})</p>"
        f"<p class='pNoiDung'>{text}</p>{related}"
    )


def topic(number: str, name: str, *articles: str) -> str:
    return (
        f"\ufeff<link href='x.css'/><h3>\n Đề mục {number}\n <br />\n {name}\n</h3>"
        f"<p style='display: none'>(Xem danh mục)</p><div class='_content'>{''.join(articles)}</div>"
    )


def to_key(key: str, words: str) -> str:
    return f"""<a href='#' onclick="ViewNoiDungPhapDien('{key}'); return false;">{words}</a>"""


def law_article(number: int, **more: str) -> str:
    note = f"Điều {number} {LAW}, có hiệu lực thi hành kể từ ngày 01/01/2014"
    if number == 1:
        note = f"Điều 1 {LAW} Hòa giải ở cơ sở ngày 20/06/2013 của Quốc hội, có hiệu lực thi hành kể từ ngày 01/01/2014"
    chapter = "I" if number < 3 else "II"
    link = vbpl(32515, f"Chuong_{chapter}_Dieu_{number}")
    text = more.pop("text", f"<p>1. Khoản một của điều {number}.</p><p>2. Khoản hai.</p>")
    return article(f"37.1.LQ.{number}", f"Tên điều {number}", note, text, link=link, **more)


def decree_article(number: int, **more: str) -> str:
    head = " Quy định chi tiết Luật Hòa giải ở cơ sở ngày 27/02/2014 của Chính phủ" if number == 1 else ""
    note = f"Điều {number} {DECREE}{head}, có hiệu lực thi hành kể từ ngày 25/04/2014"
    link = vbpl(33553, f"Chuong_I_Dieu_{number}")
    return article(f"37.1.NĐ.1.{number}", f"Tên {number}", note, f"<p>Lời điều {number}.</p>", link=link, **more)


def circular_article(prefix: str, number: int, text: str) -> str:
    note = (
        f"Điều {number} {SHARED_NOTE} Quy trình xử lý đơn ngày 31/10/2014 của Thanh tra Chính phủ và Bộ Y tế, "
        "có hiệu lực thi hành kể từ ngày 15/12/2014"
    )
    return article(f"{prefix}.{number}", f"Tên {number}", note, f"<p>{text}</p>", link=vbpl(37000, f"Dieu_{number}"))


CHAPTER = "<p class='pChuong'><a name='c'></a>Chương {}</p><p class='pChuong'>{}</p>"
OUTSIDE = f"<a href='{vbpl(67934, 'Chuong_III_Muc_4_Dieu_41')}'>Điều 41. Hồ sơ của Nghị định 59/2015/NĐ-CP Về dự án ban hành ngày 18/06/2015</a>"
RECONCILIATION = topic(
    "37.1",
    "Hòa giải ở cơ sở",
    CHAPTER.format("I", "QUY ĐỊNH CHUNG"),
    law_article(1),
    decree_article(1),
    law_article(2, related=to_key("d2", "Điều 37.1.NĐ.1.2. Tên 2") + "; " + to_key("k", "Điều 37.1.LQ.1. Tên điều 1")),
    decree_article(2, key="d2", related=OUTSIDE + "; " + to_key("lạ", "Điều 8.4.LQ.52. Tên khác")),
    CHAPTER.format("II", "HÒA GIẢI VIÊN"),
    law_article(
        3,
        more=f", có nội dung được sửa đổi bởi <a href='{vbpl(33553, 'Dieu_1')}'>Điều 1 {DECREE} có hiệu lực thi hành kể từ ngày 25/04/2014</a>",
    ),
)
PETITIONS = topic(
    "18.4", "Tiếp công dân", circular_article("18.4.TT.1", 2, "Chung."), circular_article("18.4.TT.1", 10, "Riêng.")
)
COMPLAINTS = topic("18.1", "Khiếu nại", circular_article("18.1.TT.6", 2, "Chung."), circular_article("18.1.TT.6", 3, "Ba."))
EMPTY = topic("44.13", "Thực hiện dân chủ ở cơ sở")
TOPICS = {"aaa": RECONCILIATION, "bbb": PETITIONS, "ccc": COMPLAINTS, "ddd": EMPTY}


def package(path: Path, topics: Mapping[str, str | bytes] = TOPICS, **others: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("BoPhapDienDienTu/BoPhapDien.html", "<html></html>")
        for name, content in topics.items():
            made.writestr(f"BoPhapDienDienTu/demuc/{name}.html", content)
        for name, content in others.items():
            made.writestr(f"BoPhapDienDienTu/{name}.js", content)
    return path


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def load(folder: Path) -> Corpus:
    corpus = Corpus.load([Layer("pháp điển", folder)])
    wrong = [finding for finding in checks.run(corpus) if finding.severity is not Severity.INFO]
    assert not wrong, wrong[:5]
    return corpus


def rules(report: ImportReport) -> list[str]:
    return [finding.rule for finding in report.findings]


# What an import gives

LAW_FILE = f"""---
code: 35/2013/QH13
type: luat
name: Luật Hòa giải ở cơ sở
subject: null
issuer: quoc-hoi
issued: '2013-06-20'
effective: '2014-01-01'
status: null
relations:
  - kind: dan-chieu
    target: nghi-dinh/2014/15-2014-nd-cp#dieu-2
    pin: Điều 2
text: full
source:
  name: Bộ pháp điển điện tử, Bộ Tư pháp
  sha256: {hashlib.sha256(RECONCILIATION.encode()).hexdigest()}
  confidence: B
"""
LAW_BODY = """Chương I. QUY ĐỊNH CHUNG

Điều 1. Tên điều 1

1. Khoản một của điều 1.

2. Khoản hai.

Điều 2. Tên điều 2

1. Khoản một của điều 2.

2. Khoản hai.

Chương II. HÒA GIẢI VIÊN

Điều 3. Tên điều 3

1. Khoản một của điều 3.

2. Khoản hai.
"""


def test_articles_stand_in_their_own_documents(tmp_path: Path) -> None:
    report = import_package(package(tmp_path / "goi.zip"), tmp_path / "kho")
    text = (tmp_path / "kho" / "luat" / "2013" / "35-2013-qh13.md").read_text("utf-8")
    assert text.startswith(LAW_FILE)
    matter = frontmatter.parse(text)
    assert matter.body == LAW_BODY
    assert matter.values["notes"][1:] == [
        "Đề mục 37.1 Hòa giải ở cơ sở; mã pháp điển: Điều n là 37.1.LQ.n.",
        "Toàn văn theo bộ pháp điển: http://vbpl.vn/TW/Pages/vbpq-toanvan.aspx?ItemID=32515",
        "Điều 3: có nội dung được sửa đổi bởi Điều 1 Nghị định số 15/2014/NĐ-CP, có hiệu lực từ 25/4/2014.",
    ]
    corpus = load(tmp_path / "kho")
    assert [document.id for document in corpus] == [
        "luat/2013/35-2013-qh13",
        "nghi-dinh/2014/15-2014-nd-cp",
        "thong-tu/2014/7-2014-tt-ttcp",
    ]
    decree = corpus.get("nghi-dinh/2014/15-2014-nd-cp")
    assert decree.subject == "quy định chi tiết Luật Hòa giải ở cơ sở"
    assert [(str(r.kind), r.target, r.pin, r.note) for r in decree.relations] == [
        ("sua-doi-bo-sung", "luat/2013/35-2013-qh13#dieu-3", "Điều 1", "có nội dung được sửa đổi"),
        ("dan-chieu", "nghi-dinh/2015/59-2015-nd-cp#dieu-41", "Điều 2", None),
    ]
    assert decree.body.startswith("Chương I\n\nĐiều 1. Tên 1\n\nLời điều 1.\n")
    assert (report.topics_read, report.topics_failed, report.documents_written) == (3, 1, 3)
    assert (report.references, report.references_inner, report.references_unresolved) == (4, 1, 1)
    assert rules(report) == ["de-muc", "dan-chieu"]
    assert "44.13" in str(report.findings[0])


def test_a_document_of_several_topics_is_put_together(tmp_path: Path) -> None:
    report = import_package(package(tmp_path / "goi.zip"), tmp_path / "kho")
    document = load(tmp_path / "kho").get("thong-tu/2014/7-2014-tt-ttcp")
    assert document.body == "Điều 2. Tên 2\n\nChung.\n\nĐiều 3. Tên 3\n\nBa.\n\nĐiều 10. Tên 10\n\nRiêng.\n"
    assert document.issuers == ()
    assert document.issuer_name == "Thanh tra Chính phủ và Bộ Y tế"
    assert [note for note in document.notes if note.startswith("Đề mục")] == [
        "Đề mục 18.1 Khiếu nại; mã pháp điển: Điều n là 18.1.TT.6.n.",
        "Đề mục 18.4 Tiếp công dân; mã pháp điển: Điều n là 18.4.TT.1.n.",
    ]
    assert (report.articles_announced, report.articles_written, report.articles_repeated) == (9, 8, 1)
    assert report.documents_merged == 1


def test_two_texts_of_one_article_both_stand_and_are_reported(tmp_path: Path) -> None:
    topics = {"a": COMPLAINTS, "b": topic("18.4", "Tiếp công dân", circular_article("18.4.TT.1", 2, "Khác."))}
    report = import_package(package(tmp_path / "goi.zip", topics), tmp_path / "kho")
    document = load(tmp_path / "kho").get("thong-tu/2014/7-2014-tt-ttcp")
    assert [unit.id for unit in document.provisions] == ["dieu-2", "dieu-2-2", "dieu-3"]
    assert rules(report) == ["trung-dieu"]


TAILS = [
    ("tệp kèm theo", "<p>Lời.</p><p><a>Mau so 01.doc</a></p>", "Điều 1. Tên điều 1\n\nLời.\n", "Mau so 01.doc (Điều 1)"),
    ("chương sau", "<p>Lời.</p><p>Chương II</p><p>TRÌNH TỰ</p>", "Điều 1. Tên điều 1\n\nLời.\n\nChương II. TRÌNH TỰ\n", None),
    ("chữ hoa không phải tên chương", "<p>Lời.</p><p>PHỤ LỤC</p>", "Điều 1. Tên điều 1\n\nLời.\n\nPHỤ LỤC\n", None),
    ("không có lời", "", "Điều 1. Tên điều 1\n", None),
    ("bảng", "<table border=1><tr><td>A<td>B</table>", "Điều 1. Tên điều 1\n\n| A | B |\n| --- | --- |\n", None),
]  # fmt: skip


@pytest.mark.parametrize(("title", "text", "body", "note"), TAILS, ids=[case[0] for case in TAILS])
def test_bodies(title: str, text: str, body: str, note: str | None, tmp_path: Path) -> None:
    import_package(package(tmp_path / "goi.zip", {"a": topic("37.1", "Hòa giải", law_article(1, text=text))}), tmp_path / "kho")
    document = load(tmp_path / "kho").get("luat/2013/35-2013-qh13")
    assert document.body == "Chương I\n\n" + body
    assert any("Tệp kèm theo" in line for line in document.notes) == (note is not None)
    assert note is None or any(note in line for line in document.notes)


def test_a_heading_left_at_the_end_of_an_article_opens_the_next(tmp_path: Path) -> None:
    articles = [law_article(2, text="<p>Lời.</p><p>Chương II</p><p>TRÌNH TỰ</p>"), law_article(3, text="<p>Ba.</p>")]
    import_package(package(tmp_path / "goi.zip", {"a": topic("37.1", "Hòa giải", *articles)}), tmp_path / "kho")
    path = next((tmp_path / "kho" / "luat").rglob("*.md"))
    expected = "Chương I\n\nĐiều 2. Tên điều 2\n\nLời.\n\nChương II. TRÌNH TỰ\n\nĐiều 3. Tên điều 3\n\nBa.\n"
    assert frontmatter.parse(path.read_text("utf-8")).body == expected


# Notes and places


@cache
def note_of(words: str, hrefs: tuple[str, ...] = ()) -> object:
    from dan_van.readers import html

    links = "".join(f"<a href='{href}'></a>" for href in hrefs)
    root = html.tree(f"<p class='pGhiChu'>{words}{links}</p>", "thử")
    return read_note(Section(root.find(".//p"), [words]))


def facts(words: str) -> tuple[object, ...] | None:
    note = note_of(words)
    if note is None:
        return None
    source = note.source  # type: ignore[attr-defined]
    return (note.unit, note.part, source.type, source.code, source.subject, source.issued, source.issuer, note.effective)  # type: ignore[attr-defined]


IN_FORCE = ", có hiệu lực thi hành kể từ ngày 01/01/2014"
NOTES = [
    (f"(Điều 5 {LAW}{IN_FORCE})", ("Điều 5", "", "Luật", "35/2013/QH13", None, None, None, "2014-01-01")),
    (f"(Điều 1 {LAW} Hòa giải ở cơ sở ngày 20/06/2013 của Quốc hội{IN_FORCE} )",
     ("Điều 1", "", "Luật", "35/2013/QH13", "Hòa giải ở cơ sở", "2013-06-20", "Quốc hội", "2014-01-01")),
    (f"(Điều 3 Nghị định số 40/2022/NĐ-CP Sửa đổi Nghị định số 144/2016/NĐ-CP ngày 01/11/2016 của Chính phủ về X ngày 20/06/2022 của Chính phủ{IN_FORCE})",
     ("Điều 3", "", "Nghị định", "40/2022/NĐ-CP", "Sửa đổi Nghị định số 144/2016/NĐ-CP ngày 01/11/2016 của Chính phủ về X",
      "2022-06-20", "Chính phủ", "2014-01-01")),
    (f"(Điều 5a Thông tư số 141 /2020/TT-BCA{IN_FORCE})", ("Điều 5a", "", "Thông tư", "141/2020/TT-BCA", None, None, None, "2014-01-01")),
    (f"(Điều 2 Thông tư liên tịch số 01/2018/TTLT-BCA-BQP- TANDTC{IN_FORCE})",
     ("Điều 2", "", "Thông tư liên tịch", "01/2018/TTLT-BCA-BQP-TANDTC", None, None, None, "2014-01-01")),
    (f"(Điều 2 Nghị định số 50/2022/NĐ_CP{IN_FORCE})", ("Điều 2", "", "Nghị định", "50/2022/NĐ-CP", None, None, None, "2014-01-01")),
    (f"(Điều 4 Quy chế ban hành kèm theo Quyết định số 9/2010/QĐ-TTg{IN_FORCE})",
     ("Điều 4", "Quy chế ban hành kèm theo", "Quyết định", "9/2010/QĐ-TTg", None, None, None, "2014-01-01")),
    (f"(Mục II Thông tư số 12/1999/TT-BTC{IN_FORCE})", ("Mục II", "", "Thông tư", "12/1999/TT-BTC", None, None, None, "2014-01-01")),
    ("(Điều 7 Bộ luật số 91/2015/QH13)", ("Điều 7", "", "Bộ luật", "91/2015/QH13", None, None, None, None)),
    ("(không rõ)", None),
]  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), NOTES, ids=[case[0][:40] for case in NOTES])
def test_source_notes(words: str, expected: tuple[object, ...] | None) -> None:
    assert facts(words) == expected


def test_every_later_change_is_read_with_its_document() -> None:
    words = (
        f"(Điều 5 {LAW}{IN_FORCE}, có nội dung được sửa đổi, có nội dung được bổ sung bởi Điều 1 Thông tư số 25/2019/TT-BYT có hiệu lực thi hành "
        "kể từ ngày 15/02/2020; Điều 2 Thông tư số 14/2021/TT-BYT có hiệu lực thi hành kể từ ngày 05/07/2021, bị bãi bỏ bởi Điều 9 Luật số "
        "1/2022/QH15 có hiệu lực thi hành kể từ ngày 01/07/2022)"
    )
    note = note_of(words, (vbpl(1, "Dieu_5"), vbpl(2, ""), vbpl(3, ""), vbpl(4, "")))
    assert [(a.how, a.unit, a.by.code, a.by.item, a.effective) for a in note.amendments] == [  # type: ignore[attr-defined]
        ("có nội dung được sửa đổi, có nội dung được bổ sung", "Điều 1", "25/2019/TT-BYT", "2", "2020-02-15"),
        ("có nội dung được sửa đổi, có nội dung được bổ sung", "Điều 2", "14/2021/TT-BYT", "3", "2021-07-05"),
        ("bị bãi bỏ", "Điều 9", "1/2022/QH15", "4", "2022-07-01"),
    ]


PLACES = [
    ("Chuong_I_Dieu_5", "dieu-5"),
    ("Dieu_12a", "dieu-12a"),
    ("Chuong_X_Muc_1", "chuong-x.muc-1"),
    ("Chuong_III", "chuong-iii"),
    ("Chuong_I_Dieu_5_Khoan_2", "dieu-5.khoan-2"),
    ("", ""),
    ("toanvan", ""),
]


@pytest.mark.parametrize(("place", "address"), PLACES)
def test_places_in_links(place: str, address: str) -> None:
    assert address_of_place(place) == address


def test_odd_sources_keep_what_they_say(tmp_path: Path) -> None:
    articles = [
        article("1.1.SL.1", "Lập hội", f"Điều 1 Sắc lệnh số 102-SL/L-004 về lập hội ngày 20/05/1957 của Chủ tịch nước{IN_FORCE}", "a", link=vbpl(1, "")),
        article("1.1.TT.1.1", "Sớm", f"Điều 1 Thông tư số 8/2014/TT-BYT về A ngày 20/05/2014 của Bộ Y tế{IN_FORCE}", "b", link=vbpl(2, "")),
        article("1.1.TT.2.1", "Lạ", "không ghi nguồn", "c", link=vbpl(3, "")),
        article("1.1.TT.3.1", "Quy chế", f"Điều 1 Quy chế ban hành kèm theo Quyết định số 9/2010/QĐ-TTg{IN_FORCE}", "d", link=vbpl(4, "Dieu_1")),
        article("1.1.TT.3.2", "Quyết định", f"Điều 1 Quyết định số 9/2010/QĐ-TTg{IN_FORCE}", "e", link=vbpl(4, "Dieu_1")),
    ]  # fmt: skip
    report = import_package(package(tmp_path / "goi.zip", {"a": topic("1.1", "Đề mục lạ", *articles)}), tmp_path / "kho")
    corpus = load(tmp_path / "kho")
    assert {rule: rules(report).count(rule) for rule in rules(report)} == {"nguon-dieu": 1, "loai": 1}
    assert (report.articles_announced, report.articles_written, report.articles_unread) == (5, 4, 1)
    old = next(document for document in corpus if document.type == "van-ban")
    assert "Loại văn bản ghi trong bộ pháp điển: Sắc lệnh." in old.notes
    early = corpus.get("thong-tu/2014/8-2014-tt-byt")
    assert early.effective is None
    assert any("trước ngày ban hành" in note for note in early.notes)
    decision = corpus.get("quyet-dinh/2010/9-2010-qd-ttg")
    assert decision.body == "Điều 1. Quyết định\n\ne\n\nQuy chế ban hành kèm theo\n\nĐiều 1. Quy chế\n\nd\n"


# Running again


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    source, target = package(tmp_path / "goi.zip"), tmp_path / "kho"
    first = import_package(source, target)
    before = {path: path.stat().st_mtime_ns for path in target.rglob("*")}
    steps: list[tuple[int, int]] = []
    second = import_package(source, target, progress=lambda done, total: steps.append((done, total)))
    assert {path: path.stat().st_mtime_ns for path in target.rglob("*")} == before
    assert (second.topics_known, second.topics_read, second.documents_written, second.documents_unchanged) == (3, 0, 0, 3)
    assert (second.articles_written, second.references) == (first.articles_written, first.references)
    assert steps[-1] == (8, 8)


def test_stopped_anywhere_and_run_again_it_ends_the_same(tmp_path: Path) -> None:
    source = package(tmp_path / "goi.zip")
    steps: list[int] = []
    import_package(source, tmp_path / "nguyen", progress=lambda done, total: steps.append(done))
    whole = contents(tmp_path / "nguyen")
    for stop in steps:
        target = tmp_path / f"dung-{stop}"

        def halt(done: int, total: int, at: int = stop) -> None:
            if done == at:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            import_package(source, target, progress=halt)
        import_package(source, target)
        assert contents(target) == whole


def test_killed_while_writing_it_takes_its_own_files_for_its_own(tmp_path: Path) -> None:
    source, target = package(tmp_path / "goi.zip"), tmp_path / "kho"
    import_package(source, target)
    whole = contents(target)
    state = json.loads((target / ".phapdien.json").read_text("utf-8"))
    state["files"], state["complete"] = {}, False  # as if stopped before the state was saved
    (target / ".phapdien.json").write_text(json.dumps(state), "utf-8")
    report = import_package(source, target)
    assert (report.documents_unchanged, report.documents_kept) == (3, 0)
    assert contents(target) == whole


@pytest.mark.parametrize("damage", ["", "[]", "{", '{"version": 1, "topics": 3}', '{"version": 99}'])
def test_a_damaged_state_is_begun_anew(damage: str, tmp_path: Path) -> None:
    source, target = package(tmp_path / "goi.zip"), tmp_path / "kho"
    import_package(source, target)
    whole = contents(target)
    (target / ".phapdien.json").write_text(damage, "utf-8")
    for stored in (target / ".phapdien").iterdir():
        stored.write_bytes(stored.read_bytes()[:-9])
    assert import_package(source, target).topics_read == 3
    assert contents(target) == whole


def test_a_deleted_document_comes_back(tmp_path: Path) -> None:
    source, target = package(tmp_path / "goi.zip"), tmp_path / "kho"
    import_package(source, target)
    whole = contents(target)
    shutil.rmtree(target / "luat")
    assert import_package(source, target).documents_written == 1
    assert contents(target) == whole


def test_files_of_others_stay(tmp_path: Path) -> None:
    source, target = package(tmp_path / "goi.zip"), tmp_path / "kho"
    law = target / "luat" / "2013" / "35-2013-qh13.md"
    law.parent.mkdir(parents=True)
    law.write_text("của cơ quan", "utf-8")
    report = import_package(source, target)
    assert law.read_text("utf-8") == "của cơ quan"
    assert (report.documents_kept, report.documents_written) == (1, 2)
    assert "giu-tep" in rules(report)
    assert import_package(source, target).documents_kept == 1
    assert import_package(source, target, force=True).documents_written == 1
    assert law.read_text("utf-8").startswith("---\ncode: 35/2013/QH13")
    law.write_text("sửa tay", "utf-8")
    assert import_package(source, target).documents_written == 0
    changed = package(tmp_path / "moi.zip", {**TOPICS, "aaa": RECONCILIATION.replace("Khoản hai", "Khoản hai mới")})
    assert import_package(changed, target).documents_kept == 1
    assert law.read_text("utf-8") == "sửa tay"


def test_a_newer_package_brings_its_changes(tmp_path: Path) -> None:
    target = tmp_path / "kho"
    import_package(package(tmp_path / "goi.zip"), target)
    newer = {"aaa": RECONCILIATION.replace("Lời điều 1", "Lời mới"), "eee": PETITIONS.replace("Riêng.", "Riêng mới.")}
    report = import_package(package(tmp_path / "moi.zip", newer), target)
    assert (report.topics_read, report.documents_written, report.documents_unchanged) == (2, 3, 0)
    corpus = load(target)
    assert "Lời mới." in corpus.get("nghi-dinh/2014/15-2014-nd-cp").body
    assert corpus.get("thong-tu/2014/7-2014-tt-ttcp").body.endswith(
        "Chung.\n\nĐiều 3. Tên 3\n\nBa.\n\nĐiều 10. Tên 10\n\nRiêng mới.\n"
    )
    assert "Riêng.\n" not in corpus.get("thong-tu/2014/7-2014-tt-ttcp").body


def test_parts_of_the_package_imported_one_by_one_give_the_whole(tmp_path: Path) -> None:
    import_package(package(tmp_path / "goi.zip"), tmp_path / "nguyen")
    for name, content in TOPICS.items():
        import_package(package(tmp_path / f"{name}.zip", {name: content}), tmp_path / "kho")
    markdown = lambda folder: {name: digest for name, digest in contents(folder).items() if name.endswith(".md")}  # noqa: E731
    assert markdown(tmp_path / "kho") == markdown(tmp_path / "nguyen")


# Packages


def test_an_unpacked_folder_gives_the_same(tmp_path: Path) -> None:
    source = package(tmp_path / "goi.zip")
    import_package(source, tmp_path / "nguyen")
    with zipfile.ZipFile(source) as archive:
        archive.extractall(tmp_path / "bung")
    for number, folder in enumerate(("bung", "bung/BoPhapDienDienTu", "bung/BoPhapDienDienTu/demuc")):
        import_package(tmp_path / folder, tmp_path / f"kho{number}")
        assert contents(tmp_path / f"kho{number}") == contents(tmp_path / "nguyen")


@pytest.mark.skipif(os.name == "nt", reason="liên kết tượng trưng cần quyền riêng trên Windows")
def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "bi-mat.html").write_text(PETITIONS, "utf-8")
    folder = tmp_path / "goi" / "demuc"
    folder.mkdir(parents=True)
    (folder / "aaa.html").write_text(COMPLAINTS, "utf-8")
    (folder / "bbb.html").symlink_to(tmp_path / "bi-mat.html")
    report = import_package(tmp_path / "goi", tmp_path / "kho")
    assert report.topics_read == 1
    assert "ten-tep" in rules(report)


def test_names_that_lead_out_are_passed_over(tmp_path: Path) -> None:
    source = tmp_path / "goi.zip"
    with zipfile.ZipFile(source, "w") as made:
        for name in ("../demuc/x.html", "/demuc/y.html", "a/../../demuc/z.html", "C:/demuc/t.html", "demuc\\w.html"):
            made.writestr(name, PETITIONS)
        made.writestr("demuc/aaa.html", COMPLAINTS)
        made.writestr("demuc/con..lạ .html", EMPTY)
    report = import_package(source, tmp_path / "kho" / "trong")
    assert report.topics_read == 1
    assert sum(rule == "ten-tep" for rule in rules(report)) >= 4
    assert sorted(path.name for path in tmp_path.iterdir()) == ["goi.zip", "kho"]
    assert [path.name for path in (tmp_path / "kho").iterdir()] == ["trong"]


def test_what_is_no_package_is_refused(tmp_path: Path) -> None:
    (tmp_path / "trong.zip").write_bytes(b"PK\x05\x06" + b"\0" * 18)
    (tmp_path / "chu.zip").write_text("không phải tệp nén", "utf-8")
    (tmp_path / "hong.zip").write_bytes(package(tmp_path / "goi.zip").read_bytes()[:400])
    bomb = package(tmp_path / "bom.zip", {"a": "<p>" + " " * 40_000_000})
    for source in (tmp_path / "trong.zip", tmp_path / "chu.zip", tmp_path / "hong.zip", bomb, tmp_path / "khong-co", tmp_path):
        with pytest.raises(UnreadableFile):
            import_package(source, tmp_path / "kho")
    assert not (tmp_path / "kho").exists()


def test_a_target_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    source = package(tmp_path / "goi.zip")
    (tmp_path / "kho").write_text("tệp", "utf-8")
    with pytest.raises(FileProblem):
        import_package(source, tmp_path / "kho")


def test_topics_that_are_cut_or_damaged_are_reported(tmp_path: Path) -> None:
    topics = {"a": RECONCILIATION.encode()[:-200], "b": b"", "c": b"\x00\x01", "d": "<div>" * 9000, "e": PETITIONS}
    report = import_package(package(tmp_path / "goi.zip", topics), tmp_path / "kho")
    assert report.topics_read == 2
    assert report.topics_failed == 3
    assert any("bị cắt" in finding.message for finding in report.findings)
    load(tmp_path / "kho")


def test_the_index_is_compared_with_the_files(tmp_path: Path) -> None:
    tree = [{"DeMucID": "AAA", "TEN": "Điều 37.1.LQ.1.", "MAPC": "1"}, {"DeMucID": "AAA", "TEN": "Chương I", "MAPC": "0"}]
    script = (
        f"var jdChuDe = [];\nvar jdDeMuc = {json.dumps([{'Value': 'AAA', 'Text': 'Hòa giải'}, {'Value': 'zzz', 'Text': 'Thiếu'}])};\n"
        f"var jdAllTree = {json.dumps(tree)};"
    )
    report = import_package(package(tmp_path / "goi.zip", jsonData=script), tmp_path / "kho")
    messages = [finding.message for finding in report.findings]
    assert any("mục lục ghi 1 điều, tệp có 5" in message for message in messages)
    assert any("thiếu tệp của 1 đề mục" in message and "Thiếu" in message for message in messages)


@pytest.mark.parametrize("script", ["", "var jdAllTree = [", "var jdAllTree = [{]", "var x = [1, 2]", "\x00" * 9])
def test_a_damaged_index_does_no_harm(script: str, tmp_path: Path) -> None:
    assert import_package(package(tmp_path / "goi.zip", jsonData=script), tmp_path / "kho").topics_read == 3


def test_the_report_speaks_to_people_and_programs(tmp_path: Path) -> None:
    report = import_package(package(tmp_path / "goi.zip"), tmp_path / "kho")
    assert json.loads(json.dumps(report.values()))["articles_written"] == 8
    assert report.lines()[2] == "Điều: 9 trong gói, 8 trong kho (1 điều có ở hai đề mục, ghi một lần)."


# The real package


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> tuple[ImportReport, Path, Path]:
    source = Path(__file__).resolve().parents[2] / "shared" / PACKAGE
    if not source.is_file():
        pytest.skip("không có thư mục dữ liệu thật cạnh dự án")
    target = tmp_path_factory.mktemp("phap-dien")
    return import_package(source, target), target, source


def test_the_real_package_comes_in_whole(imported: tuple[ImportReport, Path, Path]) -> None:
    report, target, _ = imported
    assert (report.topics_read, report.topics_failed) == (16, 5)
    assert (report.articles_announced, report.articles_written, report.articles_repeated) == (3141, 3136, 5)
    assert (report.articles_unread, report.documents_written, report.documents_merged) == (0, 200, 5)
    corpus = load(target)
    decree = corpus.get("nghi-dinh/2020/30-2020-nd-cp")
    assert decree.subject == "về công tác văn thư"
    assert decree.issuers == ("chinh-phu",)
    assert str(decree.issued) == "2020-03-05"
    assert not (target / "luat" / "2022").exists()  # its topic is one of the empty pages


def squeezed(text: str) -> str:
    return re.sub(r"[\s|\\/]|---", "", clean(text))


def test_every_article_of_the_real_package_is_found_once_with_all_its_words(
    imported: tuple[ImportReport, Path, Path],
) -> None:
    _, target, source = imported
    corpus, topics, catalogue = Corpus.load([Layer("x", target)]), real_topics(source), Catalogue()
    for found in topics:
        catalogue.take(found)
    catalogue.settle()
    articles = [wanted for found in topics for wanted in found.articles]
    assert len(articles) == 3141
    assert [wanted.codified for wanted in articles if not found_once(corpus.get(catalogue.id_of(wanted) or ""), wanted)] == []


def real_topics(source: Path) -> list[Topic]:
    with zipfile.ZipFile(source) as archive:
        return [read_topic(archive.read(name), name, name) for name in archive.namelist() if "/demuc/" in name]


def found_once(document: Document, wanted: Article) -> bool:
    address = "dieu-" + wanted.unit.removeprefix("Điều ").replace("đ", "d")
    units = [unit for unit in document.provisions if unit.id == address]
    start = units[0].span.start if units else 0
    near = document.body[start : start + 2 * len(wanted.text) + 1000]
    return len(units) == 1 and squeezed(wanted.text) in squeezed(near)


def test_the_words_of_the_real_topics_are_those_of_the_page(imported: tuple[ImportReport, Path, Path]) -> None:
    """Told in another way: cut by pattern at each article, tags cut out, no tree."""
    _, _, source = imported
    pieces: dict[str, list[str]] = {}
    with zipfile.ZipFile(source) as archive:
        for name in archive.namelist():
            for piece in re.split(r"<p class='pDieu'>", archive.read(name).decode("utf-8-sig"))[1:]:
                key = re.match(r"<a name='(\w+)'", piece)
                text = re.search(r"(?s)<p class='pNoiDung'>(.*?)(?=<p class='p(?:ChiDan|Chuong|Dieu)'|$)", piece)
                assert key
                assert text
                pieces.setdefault(key[1], []).append(squeezed(unescape(re.sub(r"<[^>]*>", "", text[1]))))
    wrong = []
    for wanted in (wanted for found in real_topics(source) for wanted in found.articles):
        rest = "".join([*(f"{level}{number}.{title}" for level, number, title in wanted.ahead), *wanted.files])
        words = squeezed(wanted.text)
        longest = len(words) + len(squeezed(rest))
        if not any(piece.startswith(words) and len(piece) <= longest for piece in pieces[wanted.key]):
            wrong.append(wanted.codified)
    assert wrong == []


def test_references_of_the_real_package_lead_to_documents(imported: tuple[ImportReport, Path, Path]) -> None:
    report, target, _ = imported
    assert report.references_inner + report.references_unresolved < report.references
    corpus = Corpus.load([Layer("x", target)])
    cited = [relation for document in corpus for relation in document.relations if str(relation.kind) == "dan-chieu"]
    assert len(cited) > 1000
    assert sum(corpus.knows(relation.target) for relation in cited) > len(cited) / 2
    law = corpus.get("luat/2013/35-2013-qh13")
    assert ("nghi-dinh/2014/15-2014-nd-cp#dieu-19", "Điều 8, 12") in [
        (relation.target, relation.pin) for relation in law.relations
    ]
    absent = next(finding for finding in report.findings if finding.rule == "thieu-dieu")
    assert "37.1.NĐ.1.5" in absent.message  # the published file lacks articles that others name


def test_cut_and_damaged_real_topics_never_surprise(imported: tuple[ImportReport, Path, Path], tmp_path: Path) -> None:
    _, _, source = imported
    dice = random.Random(11)
    with zipfile.ZipFile(source) as archive:
        name = next(name for name in archive.namelist() if "fe2f89c2" in name)
        data = archive.read(name)
    topics: dict[str, str | bytes] = {}
    for step in range(20):
        topics[f"cat-{step}"] = data[: len(data) * step // 20].replace(b"37.1", f"37.{step}".encode())
        damaged = bytearray(data)
        for _ in range(60):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        topics[f"hong-{step}"] = bytes(damaged).replace(b"37.1", f"38.{step}".encode())
    report = import_package(package(tmp_path / "goi.zip", topics), tmp_path / "kho")
    assert report.topics_read > 30
    corpus = Corpus.load([Layer("x", tmp_path / "kho")])
    assert not [finding for finding in corpus.findings if finding.severity is Severity.ERROR]
