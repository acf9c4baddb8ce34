"""Looking citations up: which document is meant on a day, what disagrees, what a clerk is told, and the marked text."""

from __future__ import annotations

import re
import sys
import time
import unicodedata
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dan_van import Library
from dan_van.citations import Cited, DayFrom, Outcome, Resolution, cite, link, most_wanted, scan
from dan_van.citations.advice import _FAULTS, RULES
from dan_van.citations.agree import issuer_agrees, same_subject
from dan_van.citations.annotate import as_html, as_markdown
from dan_van.citations.cite import day_of
from dan_van.citations.link import _GRAVITY
from dan_van.codes import read
from dan_van.corpus import Corpus, Standing, validity
from dan_van.model import Attachment, Document, Relation, RelationKind, Severity, Source, Status, StatusValue, TextKind
from dan_van.provisions import parse


def day(text: str) -> date:
    return date.fromisoformat(text)


SOURCE = Source("bản gốc", "A")
TODAY = "2026-11-23"


def made(identity: str, code: str | None = None, issued: str | None = None, issuer: str = "", **fields: Any) -> Document:
    """A record; the type is the first part of its id."""
    values: dict[str, Any] = {
        "id": identity, "type": identity.split("/")[0], "code": read(code).code if code else None, "issued": day(issued) if issued else None,
        "issuers": (issuer,) if issuer else (), "source": SOURCE,
    }  # fmt: skip
    return Document(**(values | fields))


def status(value: str, as_of: str = "2026-01-01") -> Status:
    return Status(StatusValue(value), day(as_of), "nguồn tình trạng")


ABOUT = "về tiếp tục tăng cường công tác dân vận của cơ quan hành chính nhà nước"
DIRECTIVE = made("chi-thi/2021/33-ct-ttg", "33/CT-TTg", "2021-11-26", "thu-tuong-chinh-phu", subject=ABOUT)
LATER = made(
    "chi-thi/2026/33-ct-ttg", "33/CT-TTg", "2026-10-02", "thu-tuong-chinh-phu", subject="về an toàn thực phẩm trong trường học"
)
PARTY = made(
    "nghi-quyet/2013/25-nq-tw",
    "25-NQ/TW",
    "2013-06-03",
    "ban-chap-hanh-trung-uong",
    term="XI",
    issuer_name="Ban Chấp hành Trung ương Đảng",
)
PARTY_LATER = made("nghi-quyet/2026/25-nq-tw", "25-NQ/TW", "2026-08-22", "bo-chinh-tri", term="XIV")
CONCLUSION = made("ket-luan/2021/01-kl-tw", "01-KL/TW", "2021-05-18", "bo-chinh-tri")
PLAN = made(
    "ke-hoach/2023/102-kh-ubnd--tinh-thanh-hoa", "102/KH-UBND", "2023-04-28", issuer_name="UBND tỉnh Thanh Hóa",
    subject="về việc thực hiện Chỉ thị số 33/CT-TTg ngày 26/11/2021 của Thủ tướng Chính phủ về tiếp tục tăng cường công tác dân vận",
)  # fmt: skip
OTHER_PLAN = made("ke-hoach/2023/102-kh-ubnd--tinh-an-giang", "102/KH-UBND", "2023-05-04", issuer_name="UBND tỉnh An Giang")
CENTRE = made("chuong-trinh/2021/03-ctr-bdvtw-bcsdcp", "03-CTr/BDVTW-BCSĐCP", "2021-12-15")
PROVINCE = made("chuong-trinh/2022/03-ctr-bdvtu-bcsdubnd", "03-CTr/BDVTU-BCSĐUBND", "2022-03-01")
ACCESS = made(
    "luat/2016/104-2016-qh13",
    "104/2016/QH13",
    "2016-04-06",
    "quoc-hoi",
    name="Luật Tiếp cận thông tin",
    effective=day("2018-07-01"),
)
GRASSROOTS = made("luat/2022/10-2022-qh15", "10/2022/QH15", "2022-11-10", "quoc-hoi", name="Luật Thực hiện dân chủ ở cơ sở")
ARTICLES = "Điều 1. Phạm vi\n1. Một.\n2. Hai.\nĐiều 2. Đối tượng\na) Một;\nb) Hai.\nĐiều 3. Hiệu lực\nBa.\n"
WHOLE = made(
    "nghi-dinh/2020/30-2020-nd-cp", "30/2020/NĐ-CP", "2020-03-05", "chinh-phu", subject="về công tác văn thư", text=TextKind.FULL, body=ARTICLES,
    provisions=tuple(parse(ARTICLES)),
)  # fmt: skip
RULES_CENTRE = made(
    "quyet-dinh/2021/23-qd-tw",
    "23-QĐ/TW",
    "2021-07-30",
    "bo-chinh-tri",
    attachments=(Attachment("quy-che", "Quy chế công tác dân vận của hệ thống chính trị"),),
)
RULES_PROVINCE = made(
    "quyet-dinh/2021/763-qd-tu--tinh-thanh-hoa", "763-QĐ/TU", "2021-10-15", issuer_name="Ban Thường vụ Tỉnh ủy Thanh Hóa",
    subject="về việc ban hành Quy chế công tác dân vận của hệ thống chính trị", attachments=RULES_CENTRE.attachments,
)  # fmt: skip
PROGRAMME = made(
    "nghi-quyet/2021/76-nq-cp", "76/NQ-CP", "2021-07-15", "chinh-phu",
    attachments=(Attachment("chuong-trinh", "Chương trình tổng thể cải cách hành chính nhà nước giai đoạn 2021 - 2030"),),
)  # fmt: skip
ALL = Corpus([
    DIRECTIVE, LATER, PARTY, PARTY_LATER, CONCLUSION, PLAN, CENTRE, PROVINCE, ACCESS, GRASSROOTS, WHOLE, RULES_CENTRE, RULES_PROVINCE, PROGRAMME,
])  # fmt: skip


def linked(text: str, on: str = TODAY, corpus: Corpus = ALL) -> list[Resolution]:
    return link(scan(text), corpus, day(on), text)


def ids(documents: tuple[Document, ...]) -> list[str]:
    return [document.id.split("/", 1)[1] for document in documents]


# --- which document is meant -----------------------------------------------------------------------------------------

FOUND, SEVERAL, ABSENT, NO_UNIT, UNCLEAR, OWN = (
    Outcome.FOUND, Outcome.AMBIGUOUS, Outcome.NOT_IN_CORPUS, Outcome.UNIT_MISSING, Outcome.UNCLEAR, Outcome.OWN,
)  # fmt: skip
THUA_HIEN = "tỉnh Thanh Hóa. "
MEANT: list[tuple[str, str, Outcome, list[str]]] = [
    # day, number, issuer
    ("Chỉ thị số 33/CT-TTg ngày 26/11/2021 của Thủ tướng Chính phủ", TODAY, FOUND, ["2021/33-ct-ttg"]),
    ("Chỉ thị số 33/CT-TTg ngày 16/11/2021 của Thủ tướng Chính phủ", TODAY, FOUND, ["2021/33-ct-ttg"]),
    ("Chỉ thị số 33/CT-TTg ngày 26/11/2022 của Thủ tướng Chính phủ", TODAY, ABSENT, ["2021/33-ct-ttg", "2026/33-ct-ttg"]),
    ("Chỉ thị số 33/CT-TTg năm 2021", TODAY, FOUND, ["2021/33-ct-ttg"]),
    ("Chỉ thị số 33/CT-TTg của Thủ tướng Chính phủ", TODAY, SEVERAL, ["2021/33-ct-ttg", "2026/33-ct-ttg"]),
    ("Chỉ thị số 33/CT-TTg của Thủ tướng Chính phủ", "2026-10-01", FOUND, ["2021/33-ct-ttg"]),
    ("Chỉ thị số 33/CT-TTg của Thủ tướng Chính phủ", "2021-11-25", ABSENT, ["2021/33-ct-ttg", "2026/33-ct-ttg"]),
    (f"Chỉ thị số 33/CT-TTg của Thủ tướng Chính phủ {ABOUT}", TODAY, FOUND, ["2021/33-ct-ttg"]),
    ("Chỉ thị số 33/CT-TTg của Thủ tướng Chính phủ về phòng, chống lụt bão", "2026-10-01", SEVERAL, ["2021/33-ct-ttg"]),
    ("Chỉ thị số 33/CT-TTg ngày 26/11/2021 của Chính phủ", TODAY, FOUND, ["2021/33-ct-ttg"]),
    ("Chỉ thị số 33/CT-TTg của Bộ Chính trị", TODAY, ABSENT, ["2021/33-ct-ttg", "2026/33-ct-ttg"]),
    ("Chỉ thị số 34/CT-TTg ngày 26/11/2021", TODAY, ABSENT, []),
    ("Luật số 10/2022/QH15", TODAY, FOUND, ["2022/10-2022-qh15"]),
    ("Luật số 10/2022/QH15", "2022-11-09", ABSENT, ["2022/10-2022-qh15"]),
    # terms of the Party
    ("Nghị quyết số 25-NQ/TW khóa XI", TODAY, FOUND, ["2013/25-nq-tw"]),
    ("Nghị quyết số 25 NQ/TW của Ban Chấp hành Trung ương Đảng khóa XI", TODAY, FOUND, ["2013/25-nq-tw"]),
    ("Nghị quyết số 25-NQ/TW khóa XIV", TODAY, FOUND, ["2026/25-nq-tw"]),
    ("Nghị quyết số 25-NQ/TW khóa X", TODAY, ABSENT, ["2013/25-nq-tw", "2026/25-nq-tw"]),
    ("Nghị quyết số 25-NQ/TW", TODAY, SEVERAL, ["2013/25-nq-tw", "2026/25-nq-tw"]),
    ("Nghị quyết số 25-NQ/TW", "2026-01-01", FOUND, ["2013/25-nq-tw"]),
    # one letter is another body
    ("Chương trình phối hợp số 03-CTr/BDVTW-BCSĐCP", TODAY, FOUND, ["2021/03-ctr-bdvtw-bcsdcp"]),
    ("Chương trình phối hợp số 03-CTr/BDVTU-BCSĐUBND", TODAY, FOUND, ["2022/03-ctr-bdvtu-bcsdubnd"]),
    ("Chương trình phối hợp số 03-CTr/BDVTU-BCSĐCP", TODAY, ABSENT, []),
    # papers that every place numbers alike
    ("Kế hoạch số 102/KH-UBND ngày 28/4/2023 của UBND tỉnh Thanh Hoá", TODAY, FOUND, ["2023/102-kh-ubnd--tinh-thanh-hoa"]),
    ("Kế hoạch số 102/KH-UBND ngày 28/4/2023 của UBND tỉnh", TODAY, FOUND, ["2023/102-kh-ubnd--tinh-thanh-hoa"]),
    ("Kế hoạch số 102/KH-UBND ngày 28/4/2023 của UBND tỉnh An Giang", TODAY, ABSENT, ["2023/102-kh-ubnd--tinh-thanh-hoa"]),
    ("Kế hoạch số 102/KH-UBND ngày 28/4/2023 của UBND xã Tân Thanh", TODAY, ABSENT, ["2023/102-kh-ubnd--tinh-thanh-hoa"]),
    ("Kế hoạch số 102/KH-UBND ngày 28/5/2023 của UBND tỉnh", TODAY, SEVERAL, ["2023/102-kh-ubnd--tinh-thanh-hoa"]),
    (f"{THUA_HIEN}Kế hoạch số 102/KH-UBND ngày 28/5/2023 của UBND tỉnh", TODAY, FOUND, ["2023/102-kh-ubnd--tinh-thanh-hoa"]),
    (f"{THUA_HIEN}Kế hoạch số 102/KH-UBND ngày 28/5/2023", TODAY, SEVERAL, ["2023/102-kh-ubnd--tinh-thanh-hoa"]),
    (f"{THUA_HIEN}Kế hoạch số 102/KH-UBND của UBND tỉnh", "2023-06-30", FOUND, ["2023/102-kh-ubnd--tinh-thanh-hoa"]),
    (f"{THUA_HIEN}Kế hoạch số 102/KH-UBND của UBND tỉnh", TODAY, SEVERAL, ["2023/102-kh-ubnd--tinh-thanh-hoa"]),
    ("Kế hoạch số 102/KH-UBND của UBND tỉnh", "2023-06-30", SEVERAL, ["2023/102-kh-ubnd--tinh-thanh-hoa"]),
    # names
    ("Luật Tiếp cận thông tin", TODAY, FOUND, ["2016/104-2016-qh13"]),
    ("Luật Tiếp cận thông tin năm 2016", TODAY, FOUND, ["2016/104-2016-qh13"]),
    ("Luật Tiếp cận thông tin ngày 06/4/2016", TODAY, FOUND, ["2016/104-2016-qh13"]),
    ("Luật Tiếp cận thông tin năm 2026", TODAY, ABSENT, ["2016/104-2016-qh13"]),
    ("Luật Tiếp cận thông tin", "2016-01-01", ABSENT, ["2016/104-2016-qh13"]),
    ("Chương trình tổng thể cải cách hành chính nhà nước giai đoạn 2021 - 2030", TODAY, FOUND, ["2021/76-nq-cp"]),
    ("Quy chế công tác dân vận của hệ thống chính trị ban hành kèm theo Quyết định số 23-QĐ/TW", TODAY, FOUND, ["2021/23-qd-tw"]),
    # units
    ("Điều 2 Nghị định số 30/2020/NĐ-CP", TODAY, FOUND, ["2020/30-2020-nd-cp"]),
    ("khoản 2 Điều 1 Nghị định số 30/2020/NĐ-CP", TODAY, FOUND, ["2020/30-2020-nd-cp"]),
    ("khoản 3 Điều 1 Nghị định số 30/2020/NĐ-CP", TODAY, NO_UNIT, ["2020/30-2020-nd-cp"]),
    ("Điều 9 Nghị định số 30/2020/NĐ-CP", TODAY, NO_UNIT, ["2020/30-2020-nd-cp"]),
    ("từ Điều 2 đến Điều 9 Nghị định số 30/2020/NĐ-CP", TODAY, NO_UNIT, ["2020/30-2020-nd-cp"]),
    ("Phụ lục III Nghị định số 30/2020/NĐ-CP", TODAY, FOUND, ["2020/30-2020-nd-cp"]),
    ("Điều 99 Luật Thực hiện dân chủ ở cơ sở", TODAY, FOUND, ["2022/10-2022-qh15"]),
    # short forms
    ("Nghị định này quy định", TODAY, OWN, []),
    ("theo Nghị định trên", TODAY, UNCLEAR, []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "on", "outcome", "meant"), MEANT)
def test_what_a_citation_means(text: str, on: str, outcome: Outcome, meant: list[str]) -> None:
    """Of what is found the documents, of anything else the candidates."""
    last = linked(text, on)[-1]
    assert last.outcome is outcome
    assert ids(last.documents or last.candidates) == meant
    assert bool(last.documents) == (outcome in (FOUND, NO_UNIT))


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_plural_short_form_means_several(form: Any) -> None:
    text = "Thực hiện Luật số 10/2022/QH15 và Luật số 104/2016/QH13. Các luật nêu trên áp dụng với mọi người."
    last = linked(unicodedata.normalize(form, text))[-1]
    assert last.outcome is FOUND
    assert ids(last.documents) == ["2022/10-2022-qh15", "2016/104-2016-qh13"]
    assert last.document is None
    assert len(last.validities) == 2


def test_a_quy_che_that_two_documents_carry_stays_ambiguous() -> None:
    text = f"{RULES_PROVINCE.subject}; Quyết định số 23-QĐ/TW ngày 30/7/2021; Quyết định số 763-QĐ/TU ngày 15/10/2021 {RULES_PROVINCE.subject}. "
    found = linked(f"Thanh Hóa. Quyết định số 23-QĐ/TW {text}\n\nThực hiện Quy chế về công tác dân vận, cải cách hành chính.")[
        -1
    ]
    assert (found.citation.text, found.outcome) == ("Quy chế về công tác dân vận", SEVERAL)
    assert ids(found.candidates) == ["2021/23-qd-tw", "2021/763-qd-tu--tinh-thanh-hoa"]


def test_of_two_places_the_one_that_the_text_names() -> None:
    corpus = Corpus([PLAN, OTHER_PLAN])
    text = "Kế hoạch số 102/KH-UBND năm 2023 của UBND tỉnh"
    assert linked(text, corpus=corpus)[0].outcome is SEVERAL
    assert ids(linked(f"Xã Tân Châu, An Giang. {text}", corpus=corpus)[0].documents) == ["2023/102-kh-ubnd--tinh-an-giang"]
    assert ids(linked(f"{text} Thanh Hóa", corpus=corpus)[0].documents) == ["2023/102-kh-ubnd--tinh-thanh-hoa"]
    assert linked(f"An Giang, Thanh Hóa. {text}", corpus=corpus)[0].outcome is SEVERAL


@pytest.mark.parametrize("text", ["{dated}; {bare} về sau", "{bare} nêu ở đây; {dated}"])
@pytest.mark.parametrize(
    ("dated", "outcome", "meant"),
    [
        ("Chỉ thị số 33/CT-TTg ngày 26/11/2021", FOUND, ["2021/33-ct-ttg"]),
        ("Chỉ thị số 33/CT-TTg ngày 02/10/2026", FOUND, ["2026/33-ct-ttg"]),
        ("Chỉ thị số 33/CT-TTg ngày 05/6/2024", ABSENT, ["2021/33-ct-ttg", "2026/33-ct-ttg"]),
    ],
)
def test_a_number_without_a_date_is_the_one_the_text_dates(text: str, dated: str, outcome: Outcome, meant: list[str]) -> None:
    """Once in full, then by number: the day given at one place counts for the others."""
    for found in linked(text.format(dated=dated, bare="Chỉ thị số 33/CT-TTg của Thủ tướng Chính phủ")):
        assert found.outcome is outcome
        assert ids(found.documents or found.candidates) == meant


def test_a_number_without_a_date_after_two_dated_ones_is_ambiguous() -> None:
    text = "Chỉ thị số 33/CT-TTg ngày 26/11/2021; Chỉ thị số 33/CT-TTg ngày 02/10/2026; Chỉ thị số 33/CT-TTg"
    assert [found.outcome for found in linked(text)] == [FOUND, FOUND, SEVERAL]


def test_the_day_of_another_issuer_does_not_count() -> None:
    text = "Kế hoạch số 102/KH-UBND ngày 28/4/2023 của UBND tỉnh Thanh Hóa; Kế hoạch số 102/KH-UBND của UBND xã Tân Thanh"
    assert [found.outcome for found in linked(text)] == [FOUND, ABSENT]


def test_nothing_issued_after_the_text_is_meant() -> None:
    for document in ALL:
        assert document.issued is not None
        text = f"{document.name or f'Văn bản số {document.code}'}"
        before = linked(text, document.issued.replace(year=document.issued.year - 1).isoformat())
        assert all(document not in found.documents for found in before)


@pytest.mark.parametrize(
    ("on", "identity", "others"),
    [("2023-06-30", "luat/2016/104-2016-qh13", 0), ("2026-06-01", "luat/2016/104-2016-qh13", 1), ("2026-10-01", "luat/2026/01-2026-qh16", 1)],
)  # fmt: skip
def test_one_name_two_laws(library: Library, on: str, identity: str, others: int) -> None:
    (found,) = link(scan("Luật tiếp cận thông tin"), library.corpus, day(on))
    assert found.document is not None
    assert (found.document.id, len(found.others)) == (identity, others)


# --- where the words disagree ----------------------------------------------------------------------------------------

DISAGREE: list[tuple[str, dict[str, tuple[str, str]]]] = [
    ("Chỉ thị số 33/CT-TTg ngày 26/11/2021 của Thủ tướng Chính phủ", {}),
    ("Chỉ thị số 33/CT-TTg ngày 26/11/2021 của Thủ tướng", {}),
    ("Chỉ thị số 33/CT-TTg ngày 16/11/2021 của Thủ tướng Chính phủ", {"date": ("16/11/2021", "26/11/2021")}),
    ("Chỉ thị số 33/CT-TTg ngày 26/11/2021 của Chính phủ", {"issuer": ("Chính phủ", "Thủ tướng Chính phủ")}),
    ("Quyết định số 33/CT-TTg ngày 26/11/2021 của Thủ tướng Chính phủ", {"type": ("Quyết định", "Chỉ thị")}),
    ("Kết luận 01-KL/TW ngày 15/8/2021 của Bộ Chính trị", {"date": ("15/8/2021", "18/5/2021")}),
    ("Luật Thực hiện dân chủ ở cơ sở số 10/2022/QH15 ngày 10/11/2022", {}),
    (
        "Luật thực hiện dân chủ cơ sở số 10/2022/QH15",
        {"name": ("Luật thực hiện dân chủ cơ sở", "Luật Thực hiện dân chủ ở cơ sở")},
    ),
    ("Luật Tiếp cận thông tin mạng số 104/2016/QH13", {"name": ("Luật Tiếp cận thông tin mạng", "Luật Tiếp cận thông tin")}),
    ("Luật Tiếp cận thông tin và số 104/2016/QH13", {}),
    ("Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 về công tác văn thư", {}),
    (
        "Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 về công tác lưu trữ",
        {"subject": ("về công tác lưu trữ", "về công tác văn thư")},
    ),
    (
        f"Quyết định số 763-QĐ/TU ngày 15/10/2021 của Tỉnh ủy ở {THUA_HIEN}",
        {"issuer": ("Tỉnh ủy", "Ban Thường vụ Tỉnh ủy Thanh Hóa")},
    ),
]


@pytest.mark.parametrize(("text", "fields"), DISAGREE)
def test_each_field_that_disagrees_is_told(text: str, fields: dict[str, tuple[str, str]]) -> None:
    last = linked(text)[-1]
    assert last.outcome is FOUND
    assert {m.field: (m.said, m.recorded) for m in last.mismatches} == fields
    assert {m.source for m in last.mismatches} <= {"bản gốc"}


SUBJECT = (
    "về việc thực hiện Chỉ thị số 33/CT-TTg ngày 26/11/2021 của Thủ tướng Chính phủ về công tác dân vận, cải cách hành chính"
)
TITLES = [
    (SUBJECT, True),
    ("thực hiện Chỉ thị số 33/CT-TTg ngày 26/11/2021 của Thủ tướng Chính phủ về công tác dân vận, cải cách hành chính", True),
    ("V/v thực hiện Chỉ thị số 33/CT-TTg của Thủ tướng Chính phủ về công tác dân vận, cải cách hành chính", True),
    ("về thực hiện Chỉ thị số 33/CT-TTg", True),
    (f"{SUBJECT} trên địa bàn xã Tân Thanh", True),
    ("về việc thực hiện Chỉ thị số 33/CT-TTg về công tác dân vận, UBND xã báo cáo", True),
    ("về việc thực hiện Chỉ thị số 33/CT-TTg về công tác dân vận trên địa bàn xã", True),
    ("về việc thực hiện Chỉ thị số 34/CT-TTg về công tác dân vận", False),
    ("về việc thực hiện Chỉ thị số 33/CT-TTg về công tác dân vận, cải cách", True),
    ("về việc thực hiện Chỉ thị số 33/CT-TTg về công tác, cải cách hành chính", False),
    ("về phòng, chống thiên tai", False),
    ("thực hiện Chỉ thị số 33/CT-TTg về công tác dân vận, cải tiến hành chính", False),
    ("tổ chức 22 hội nghị", None),
    ("(sau đây viết tắt là", None),
]


@pytest.mark.parametrize(("title", "same"), TITLES)
def test_titles_are_compared_by_their_words(title: str, same: bool | None) -> None:
    assert same_subject(title, replace(PLAN, subject=SUBJECT)) is same


def test_a_title_without_a_record_of_it_is_not_judged() -> None:
    assert same_subject("về công tác văn thư", CONCLUSION) is None


@pytest.mark.parametrize(
    ("said", "recorded", "agrees"),
    [
        ("UBND tỉnh", "UBND tỉnh Thanh Hóa", True),
        ("Ủy ban nhân dân tỉnh Thanh Hoá", "UBND tỉnh Thanh Hóa", True),
        ("Chủ tịch UBND tỉnh", "Chủ tịch UBND tỉnh Thanh Hóa", True),
        ("UBND huyện", "UBND tỉnh Thanh Hóa", False),
        ("BCH Trung ương Đảng", "Ban Chấp hành Trung ương Đảng", True),
        ("Ban Dân vận Tỉnh ủy và Ban Cán sự Đảng UBND tỉnh", "Ban Dân vận Tỉnh ủy và Ban Cán sự đảng UBND tỉnh", True),
        ("Chính phủ", "Thủ tướng Chính phủ", False),
        ("Bộ Nội vụ", "", None),
    ],
)
def test_bodies_as_people_write_them(said: str, recorded: str, agrees: bool | None) -> None:
    assert issuer_agrees(said, replace(CONCLUSION, issuers=(), issuer_name=recorded or None)) is agrees


# --- validity of what is cited ---------------------------------------------------------------------------------------


def actor(kind: str, target: str, on: str = "2025-07-01", **fields: Any) -> Document:
    relation = Relation(RelationKind(kind), target, "Điều 4", day(on))
    return made("luat/2025/97-2025-qh15", "97/2025/QH15", "2025-06-27", "quoc-hoi", relations=(relation,), **fields)


def test_validity_is_that_of_the_units_cited() -> None:
    law = replace(GRASSROOTS, effective=day("2023-07-01"), status=status("con-hieu-luc"))
    corpus = Corpus([law, actor("bai-bo", f"{law.id}#dieu-62")])
    for text, standing in (
        ("Điều 62 Luật Thực hiện dân chủ ở cơ sở", Standing.ENDED),
        ("Điều 63 Luật Thực hiện dân chủ ở cơ sở", Standing.IN_FORCE),
        ("Điều 62, Điều 63 Luật Thực hiện dân chủ ở cơ sở", Standing.ENDED),
        ("các điều từ Điều 60 đến Điều 65 Luật Thực hiện dân chủ ở cơ sở", Standing.ENDED),
        ("các điều từ Điều 63 đến Điều 65 Luật Thực hiện dân chủ ở cơ sở", Standing.IN_FORCE),
        ("Luật Thực hiện dân chủ ở cơ sở", Standing.PARTLY),
    ):
        (found,) = linked(text, corpus=corpus)
        assert found.validity is not None
        assert found.validity.standing is standing, text
    assert set(_GRAVITY) >= {standing.value for standing in Standing}


def rules(cited: Cited) -> dict[str, str]:
    return {advice.finding.rule: advice.finding.message for advice in cited.advice}


def told(text: str, corpus: Corpus = ALL, on: str = TODAY) -> dict[str, str]:
    return rules(cite(text, corpus, day(on)))


def test_an_amended_article_and_its_living_sibling(library: Library) -> None:
    for text, part in (("Điều 62", "sửa đổi, bổ sung Điều 62 từ 01/7/2025"), ("Điều 15", "có thể sửa cả điều khoản này")):
        message = told(f"{text} Luật Thực hiện dân chủ ở cơ sở", library.corpus)["da-sua-doi"]
        assert message.startswith(f"{text} Luật Thực hiện dân chủ ở cơ sở (10/2022/QH15): đã được sửa đổi (")
        assert "97/2025/QH15" in message
        assert part in message
    assert "97/2025/QH15" not in told("Điều 62 Luật Thực hiện dân chủ ở cơ sở", library.corpus, "2025-06-30")["da-sua-doi"]


def test_a_guide_of_an_ended_law_is_told_not_decided(library: Library) -> None:
    text = "Nghị định số 13/2018/NĐ-CP ngày 23/01/2018 của Chính phủ"
    assert "dua-tren-het-hieu-luc" not in told(text, library.corpus, "2026-08-31")
    found = told(text, library.corpus, "2026-09-01")
    assert "Luật Tiếp cận thông tin (104/2016/QH13), hết hiệu lực từ 01/9/2026" in found["dua-tren-het-hieu-luc"]
    assert "het-hieu-luc" not in found


def test_three_endings_are_told_apart(library: Library) -> None:
    for text, words in (
        (
            "Luật Tiếp cận thông tin năm 2016",
            "hết hiệu lực từ 01/9/2026 (Luật Tiếp cận thông tin (01/2026/QH16), Điều 30, bãi bỏ từ 01/9/2026)",
        ),
        ("Quyết định số 3740/QĐ-UBND ngày 24/9/2021 của UBND tỉnh Thanh Hóa", "hết thời kỳ thực hiện (thời kỳ 2021 - 2025"),
        ("Kế hoạch số 100/KH-UBND ngày 11/5/2023 của UBND huyện Cẩm Thủy", "cơ quan ban hành đã giải thể ("),
    ):
        assert words in told(text, library.corpus)["het-hieu-luc"]
        assert "het-hieu-luc" not in told(text, library.corpus, "2024-01-01")


# --- what a clerk is told --------------------------------------------------------------------------------------------

TOLD: list[tuple[str, str, list[str]]] = [
    ("sai-so-ky-hieu", "Quyết định số 763/QĐ-TU ngày 15/10/2021", ["“763/QĐ-TU”: dấu “/”, “-” đặt chưa đúng chỗ; cần ghi 763-QĐ/TU"]),
    ("sai-so-ky-hieu", "Kết luận 01- KL/TW ngày 18/5/2021", ["“01- KL/TW”: thừa dấu cách; cần ghi 01-KL/TW"]),
    ("sai-so-ky-hieu", "Nghị định số 30/2020/NÐ-CP", ["“30/2020/NÐ-CP”: chữ “Ð” không phải chữ “Đ” tiếng Việt; cần ghi 30/2020/NĐ-CP"]),
    ("nam-khong-khop", "Luật số 10/2022/QH15 ngày 10/11/2021", ["ký hiệu ghi năm 2022, ngày ban hành ghi năm 2021. Kho ghi 10/11/2022"]),
    ("nam-khong-khop", "Thông tư số 05/2020/TT-BNV ngày 10/11/2021", ["ký hiệu ghi năm 2020, ngày ban hành ghi năm 2021."]),
    ("ngay-sau-du-thao", "Quyết định số 77/QĐ-UBND ngày 24/11/2026", ["ghi ngày 24/11/2026, sau ngày của văn bản đang xem (23/11/2026)"]),
    ("khong-co-trong-kho", "Chỉ thị số 34/CT-TTg ngày 26/11/2021", ["“Chỉ thị số 34/CT-TTg ngày 26/11/2021”: kho chưa có"]),
    ("khong-co-trong-kho", "Chỉ thị số 33/CT-TTg ngày 26/11/2022", ["Kho chỉ có Chỉ thị 33/CT-TTg ngày 26/11/2021 của"]),
    ("nhieu-van-ban", "Chỉ thị số 33/CT-TTg", ["“Chỉ thị số 33/CT-TTg” có thể là: Chỉ thị 33/CT-TTg ngày 26/11/2021", "[chi-thi/2026/33-ct-ttg]"]),
    ("nhieu-van-ban", "Kế hoạch số 102/KH-UBND", ["chưa chắc là văn bản này trong kho: Kế hoạch 102/KH-UBND ngày 28/4/2023"]),
    ("thieu-ngay", "Kết luận số 01-KL/TW", ["không ghi ngày; hiểu là văn bản ngày 18/5/2021"]),
    ("khong-ro", "Nghị định 30 quy định", ["“Nghị định 30”: không rõ nói văn bản nào. Kho có Nghị định 30/2020/NĐ-CP ngày 05/3/2020"]),
    ("khong-ro", "theo Nghị định trên", ["“Nghị định trên”: không rõ nói văn bản nào."]),
    ("sai-ngay", "Kết luận 01-KL/TW ngày 15/8/2021", ["ngày ban hành ghi “15/8/2021”, kho ghi “18/5/2021”"]),
    ("sai-co-quan", "Chỉ thị số 33/CT-TTg ngày 26/11/2021 của Chính phủ", ["cơ quan ban hành ghi “Chính phủ”, kho ghi “Thủ tướng Chính phủ”"]),
    ("sai-loai", "Quyết định số 33/CT-TTg ngày 26/11/2021", ["loại văn bản ghi “Quyết định”, kho ghi “Chỉ thị”"]),
    ("sai-ten", "Luật Tiếp cận thông tin mạng số 104/2016/QH13", ["ghi “Luật Tiếp cận thông tin mạng”, kho ghi “Luật Tiếp cận thông tin”"]),
    ("sai-trich-yeu", "Nghị định số 30/2020/NĐ-CP về công tác lưu trữ", ["trích yếu ghi “về công tác lưu trữ”, kho ghi “về công tác văn thư”"]),
    ("khong-co-dieu-khoan", "Điều 9 Nghị định số 30/2020/NĐ-CP", ["ghi Điều 9; toàn văn Nghị định 30/2020/NĐ-CP trong kho không có"]),
    ("hai-ngay", "Thông tư số 05/2020/TT-BNV ngày 01/2/2020; Thông tư số 05/2020/TT-BNV ngày 02/2/2020", ["ghi hai ngày, 01/02/2020 và 02/02/2020"]),
    ("hai-ngay", "Kết luận 01-KL/TW ngày 18/5/2021; Kết luận 01-KL/TW ngày 15/8/2021", ["18/5/2021 và 15/8/2021. Kho ghi 18/5/2021"]),
    ("chua-ro-hieu-luc", "Kết luận 01-KL/TW ngày 18/5/2021", ["Kết luận 01-KL/TW: chưa rõ hiệu lực."]),
    ("chua-co-hieu-luc", "Luật Tiếp cận thông tin", ["Luật Tiếp cận thông tin (104/2016/QH13): chưa có hiệu lực (có hiệu lực từ 01/7/2018)."]),
    ("tu-ngu-cu", "Báo cáo UBND huyện theo quy định.", ["“UBND huyện”: Cấp huyện đã kết thúc từ ngày 01/7/2025."]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "text", "words"), TOLD)
def test_what_is_told(rule: str, text: str, words: list[str]) -> None:
    message = told(text, on="2018-01-01" if rule == "chua-co-hieu-luc" else TODAY)[rule]
    assert all(part in message for part in words), message


SILENT = [
    ("sai-so-ky-hieu", "Quyết định số 763-QĐ/TU ngày 15/10/2021"),
    ("sai-so-ky-hieu", "Nghị định số 30/2020/NĐ-\nCP ngày 05/3/2020"),
    ("sai-ngay", "Luật số 10/2022/QH15 ngày 10/11/2021"),
    ("sai-loai", "các Quyết định số 763-QĐ/TU, 33/CT-TTg ngày 26/11/2021"),
    ("hai-ngay", "Kế hoạch số 102/KH-UBND ngày 28/4/2023 của UBND tỉnh; Kế hoạch số 102/KH-UBND ngày 11/5/2023 của UBND huyện"),
    ("hai-ngay", "Chỉ thị số 33/CT-TTg ngày 26/11/2021; Chỉ thị số 33/CT-TTg ngày 02/10/2026"),
    ("thieu-ngay", "Kết luận 01-KL/TW ngày 18/5/2021; Kết luận 01-KL/TW"),
    ("thieu-ngay", "Nghị định số 30/2020/NĐ-CP"),
    ("ngay-sau-du-thao", "Quyết định số 77/QĐ-UBND ngày 23/11/2026"),
    ("nhieu-van-ban", "Chỉ thị số 33/CT-TTg ngày 26/11/2021"),
    ("khong-ro", "Nghị định này quy định"),
    ("tu-ngu-cu", "Kế hoạch số 100/KH-UBND ngày 11/5/2023 của UBND huyện Cẩm Thủy"),
]


@pytest.mark.parametrize(("rule", "text"), SILENT)
def test_what_is_not_told(rule: str, text: str) -> None:
    assert rule not in told(text)


def test_every_rule_and_fault_has_words() -> None:
    assert all(function.__doc__ or name in RULES for name, function in RULES.items())
    assert set(_FAULTS) == {
        "separators",
        "missing-separator",
        "space",
        "dash",
        "letter-for-digit",
        "look-alike",
        "case",
        "marks",
    }


def test_two_laws_of_one_name_are_told(library: Library) -> None:
    def advice(on: str) -> tuple[Severity, str] | None:
        found = cite("Luật tiếp cận thông tin", library.corpus, day(on)).advice
        return next(((a.finding.severity, a.finding.message) for a in found if a.finding.rule == "ten-doi-nghia"), None)

    assert advice("2023-06-30") is None
    assert advice("2026-10-01") == (
        Severity.WARNING,
        "“Luật tiếp cận thông tin”: ngày 01/10/2026 là văn bản số 01/2026/QH16; văn bản cùng tên số 104/2016/QH13 hết hiệu lực từ 01/9/2026.",
    )
    assert "01/2026/QH16 chưa có hiệu lực (có hiệu lực từ 01/9/2026)" in str(advice("2026-06-01"))
    assert str(advice("2036-06-01")).startswith("(<Severity.INFO")


def test_a_whole_law_that_lost_an_article_is_worth_knowing_an_ended_article_is_an_error() -> None:
    law = replace(GRASSROOTS, effective=day("2023-07-01"), status=status("con-hieu-luc"))
    corpus = Corpus([law, actor("bai-bo", f"{law.id}#dieu-62")])

    def found(text: str) -> list[tuple[str, Severity]]:
        return [(a.finding.rule, a.finding.severity) for a in cite(text, corpus, day(TODAY)).advice]

    assert found("Luật Thực hiện dân chủ ở cơ sở") == [("het-hieu-luc-mot-phan", Severity.INFO)]
    assert found("Điều 62 Luật Thực hiện dân chủ ở cơ sở") == [("het-hieu-luc", Severity.ERROR)]
    assert found("Điều 63 Luật Thực hiện dân chủ ở cơ sở") == []


VIETNAMESE = re.compile(r"[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE)


@pytest.mark.parametrize("text", [text for _, text, _ in TOLD], ids=[rule for rule, _, _ in TOLD])
def test_findings_are_vietnamese_and_name_their_source(text: str) -> None:
    for advice in cite(text, ALL, day(TODAY)).advice:
        finding = advice.finding
        assert VIETNAMESE.search(finding.message)
        assert finding.message.endswith((".", ")"))
        assert finding.place.line == 1
        if finding.rule.startswith(("sai-", "tu-ngu", "khong-co-dieu", "thieu-ngay")):
            assert finding.source


# --- words out of date -----------------------------------------------------------------------------------------------

OUTDATED = [
    ("báo cáo UBND huyện trước ngày 15", "2025-07-01", "UBND huyện"),
    ("báo cáo UBND các huyện, thành phố", "2025-07-01", "UBND các huyện"),
    ("báo cáo UBND huyện trước ngày 15", "2025-06-30", None),
    ("phối hợp với Ban Dân vận Thành ủy", "2026-01-01", "Ban Dân vận"),
    ("phối hợp với Ban Tuyên giáo và Dân vận Tỉnh ủy", "2026-01-01", None),
    ("giao công chức Văn phòng - Thống kê", "2026-11-23", "công chức Văn phòng - Thống kê"),
    ("người hoạt động không chuyên trách ở cấp xã", "2026-05-31", "người hoạt động không chuyên trách ở cấp xã"),
    ("người hoạt động không chuyên trách ở thôn", "2026-11-23", None),
    ("xã, phường, thị trấn", "2026-11-23", "thị trấn"),
    ("tiếp công dân vào thứ Năm hằng tuần", "2026-07-01", "tiếp công dân vào thứ Năm hằng tuần"),
    ("UBND xã Cẩm Lương", "2026-11-23", "xã Cẩm Lương"),
    ("Chỉ thị số 21/CT-TTg về chế độ đối với người hoạt động không chuyên trách ở cấp xã", "2026-11-23", None),
    ("Kế hoạch số 5/KH-UBND ngày 11/5/2023 của UBND huyện Cẩm Thủy", "2026-11-23", None),
    ("Chỉ thị số 33/CT-TTg về công tác dân vận trên địa bàn xã Cẩm Lương", "2026-11-23", "xã Cẩm Lương"),
]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(("text", "on", "words"), OUTDATED)
def test_words_out_of_date(text: str, on: str, words: str | None, form: Any) -> None:
    text = unicodedata.normalize(form, text)
    found = cite(text, ALL, day(on)).outdated
    assert [unicodedata.normalize("NFC", each.text) for each in found] == ([words] if words else [])
    assert all(text[each.span.start : each.span.end] == each.text and each.source and each.since <= day(on) for each in found)


# --- the seed plan ---------------------------------------------------------------------------------------------------


def test_a_plan_copied_from_2023_is_wrong_in_2026_where_it_is_known_to_be(library: Library, shared: Path) -> None:
    cited = library.cite((shared / "seed-plan.txt").read_text("utf-8"), day("2026-11-23"))
    assert (len(cited.resolutions), cited.checked) == (45, 43)
    messages = "\n".join(f"{a.finding.rule}: {a.finding.message}" for a in cited.advice)
    for words in (
        "ten-doi-nghia: “Luật tiếp cận thông tin”", "tu-ngu-cu: “UBND huyện”", "tu-ngu-cu: “phòng, ngành cấp huyện”",
        "tu-ngu-cu: “Công chức Văn phòng – Thống kê”", "tu-ngu-cu: “công chức VP-TK”", "tu-ngu-cu: “xã Cẩm Lương”",
        "het-hieu-luc: Chương trình 03-CTr/BDVTW-BCSĐCP: cơ quan ban hành đã giải thể", "het-hieu-luc: Chương trình 03-CTr/BDVTU-BCSĐUBND",
        "het-hieu-luc: Kế hoạch 100/KH-UBND: cơ quan ban hành đã giải thể", "het-hieu-luc: Quyết định 3740/QĐ-UBND: hết thời kỳ thực hiện",
        "co-van-ban-sau: Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIII", "co-van-ban-sau: Nghị quyết Đại hội Đảng bộ tỉnh Thanh Hóa lần thứ XIX",
        "co-van-ban-sau: Nghị quyết Đại hội Đảng bộ huyện", "co-van-ban-sau: Chỉ thị 05-CT/TW", "co-van-ban-sau: Kết luận 01-KL/TW",
        "nhieu-van-ban: “Quy chế về công tác dân vận”", "sai-trich-yeu: “Quyết định số 218-QĐ/TW",
    ):  # fmt: skip
        assert words in messages, words
    assert "07-CT/TW" in messages
    assert sum(a.finding.rule == "sai-so-ky-hieu" for a in cited.advice) == 7


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Nghị định số 64/2014/NĐ-CP", "154/2026/NĐ-CP"),
        ("Quy định số 66-QĐ/TW", "399-QĐ/TW"),
        ("Hướng dẫn số 36-HD/VPTW", "05-HD/VPTW"),
        ("Nghị định số 61/2018/NĐ-CP", "118/2025/NĐ-CP"),
        ("Nghị định số 33/2023/NĐ-CP", "185/2026/NĐ-CP"),
    ],
)
def test_what_else_such_a_plan_may_still_cite(library: Library, text: str, says: str) -> None:
    cited = library.cite(text, day("2026-11-23"))
    assert says in " ".join(f"{a.finding.message} {a.finding.remedy}" for a in cited.advice)
    assert {a.finding.rule for a in cited.advice} & {"het-hieu-luc", "co-van-ban-sau", "het-hieu-luc-mot-phan"}


def test_on_its_own_day_the_plan_is_held_against_what_stood_then(library: Library, shared: Path) -> None:
    cited = library.cite((shared / "seed-plan.txt").read_text("utf-8"))
    assert (cited.on, cited.day_from) == (day("2023-06-30"), DayFrom.TEXT)
    assert not {"tu-ngu-cu", "het-hieu-luc", "ten-doi-nghia", "ngay-sau-du-thao"} & set(rules(cited))


# --- the day of a text -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("ỦY BAN NHÂN DÂN\nSố: 5/KH-UBND\nTân Thanh, ngày 05 tháng 02 năm 2026\nKẾ HOẠCH\n", "2026-02-05"),
        ("Tân Thanh, ngày     tháng 6 năm 2023\n", "2023-06-30"),
        (
            "LUẬT\nTRƯNG CẦU Ý DÂN\n"
            + "Lời.\n" * 4000
            + "Luật này được Quốc hội khóa XIII, kỳ họp thứ 10 thông qua ngày 25 tháng 11 năm 2015.\n",
            "2015-11-25",
        ),
        ("---\ntype: ke-hoach\nissued: 2026-12\nsubject: Thử\n---\nLời.\n", "2026-12-31"),
        ("---\ntype: ke-hoach\nissued: 2026-12-01\n---\nLời.\n", "2026-12-01"),
        ("---\nissued: hôm nay\n---\nLời.\n", None),
        ("Căn cứ Luật số 10/2022/QH15 ngày 10/11/2022 của Quốc hội;\n", None),
        ("Tân Thanh, ngày 01 tháng 01 năm 0000\n", None),
        ("", None),
    ],
)
def test_the_day_of_a_text(head: str, expected: str | None) -> None:
    assert day_of(head) == (day(expected) if expected else None)


def test_without_a_day_it_is_today() -> None:
    cited = cite("Luật số 10/2022/QH15", ALL)
    assert (cited.on, cited.day_from) == (date.today(), DayFrom.TODAY)


def test_the_calls_of_a_draft_are_read_as_what_they_name() -> None:
    text = '---\nissued: 2026-01\n---\n{{ cite("33/CT-TTg") }} và {{ cite("23-QĐ/TW", form="short") }}; {{ cite("Luật Tiếp cận thông tin") }}.\n'
    cited = cite(text, ALL)
    assert [r.citation.text for r in cited.resolutions] == ["33/CT-TTg", "23-QĐ/TW", "Luật Tiếp cận thông tin"]
    assert [r.outcome for r in cited.resolutions] == [FOUND] * 3
    assert not {"thieu-ngay", "sai-trich-yeu"} & set(rules(cited))


# --- the marked text -------------------------------------------------------------------------------------------------

PIECES = st.sampled_from([
    "Chỉ thị số 33/CT-TTg ngày 26/11/2021", "Luật Tiếp cận thông tin", "Điều 2 Nghị định số 30/2020/NĐ-CP", "Luật này", "Nghị định trên",
    "Luật số 10/2022/QH15 sửa đổi Luật Tiếp cận thông tin", "Quyết định số 9/QĐ-UBND", "các Luật nêu trên",
])  # fmt: skip
WORDS = st.text(st.sampled_from("abĐđế <>&\"'“”[]^_*`\\\n\t .;,1/-\u0301 \r"), max_size=12)
TEXTS = st.lists(st.one_of(PIECES, WORDS), max_size=8).map(" ".join)


def body_of(page: str) -> str:
    return page[page.index("<main>") + 6 : page.rindex("</main>")]


@given(TEXTS)
def test_marks_keep_every_letter(text: str) -> None:
    cited = cite(text, ALL, day(TODAY))
    for resolution in cited.resolutions:
        span = resolution.citation.span
        assert text[span.start : span.end] == resolution.citation.text
    body = body_of(as_html(text, cited.resolutions, address=lambda identity: f"/{identity}"))
    tags = re.findall(r"<(/?)(\w+)[^<>]*>", body)
    assert unescape(re.sub(r"<[^<>]*>", "", body)) == text
    open_tags: list[str] = []
    for closing, name in tags:
        if closing:
            assert open_tags.pop() == name
        else:
            assert name in ("cite", "a")
            assert name not in open_tags
            open_tags.append(name)
    assert not open_tags
    marked = as_markdown(text, cited.resolutions)
    notes = re.findall(r"^\[\^(vdd*\d+)\]: (.+)$", marked, re.MULTILINE)
    if notes:
        shown = marked[: marked.rindex(f"\n\n[^{notes[0][0]}]: ")]
        assert re.sub(rf"\[\^(?:{'|'.join(name for name, _ in notes)})\]", "", shown) == text.rstrip()
        assert len({words for _, words in notes}) == len(notes)


def test_titles_with_special_letters_are_escaped() -> None:
    corpus = Corpus([replace(DIRECTIVE, subject="về <b>\"A\" & 'B'</b> [1]_x_")])
    (found,) = linked("Chỉ thị số 33/CT-TTg ngày 26/11/2021", corpus=corpus)
    page = as_html("Chỉ thị số 33/CT-TTg ngày 26/11/2021", [found], "Tệp <1> & 2")
    assert "<b>" not in page
    assert "&lt;b&gt;&quot;A&quot; &amp; &#x27;B&#x27;&lt;/b&gt;" in page
    assert "<title>Tệp &lt;1&gt; &amp; 2</title>" in page
    assert "\\<b\\>\"A\" \\& 'B'\\</b\\> \\[1\\]\\_x\\_" in as_markdown("Chỉ thị số 33/CT-TTg ngày 26/11/2021", [found])


def test_classes_say_what_came_of_it(library: Library) -> None:
    text = (
        "Luật Tiếp cận thông tin năm 2016; Kết luận 01-KL/TW ngày 15/8/2021; Quyết định số 9/QĐ-TTg ngày 01/02/2020; Nghị quyết số 25-NQ/TW; "
        "Kế hoạch này; Luật Thực hiện dân chủ ở cơ sở."
    )
    page = body_of(as_html(text, library.cite(text, day(TODAY)).resolutions))
    assert re.findall(r'<cite class="([^"]+)"', page) == ["thay het", "thay sai", "chua-co", "nhieu", "chinh-no", "thay"]
    assert 'data-document="luat/2022/10-2022-qh15" title="Luật Thực hiện dân chủ ở cơ sở (10/2022/QH15)' in page


def test_one_note_for_one_meaning() -> None:
    text = "Luật Tiếp cận thông tin[^vd1]; Luật tiếp cận thông tin; Điều 1 Luật Tiếp cận thông tin; Luật số 10/2022/QH15."
    marked = as_markdown(text, linked(text))
    assert re.findall(r"\[\^(\w+)\](?!:)", marked) == ["vdd1", "vd1", "vdd1", "vdd2", "vdd3"]
    assert re.findall(r"^\[\^(\w+)\]: (\w+ \w+)", marked, re.MULTILINE) == [
        ("vdd1", "Luật Tiếp"),
        ("vdd2", "Luật Tiếp"),
        ("vdd3", "Luật Thực"),
    ]
    assert as_markdown("Không có gì.", []) == "Không có gì."


# --- what the corpus lacks -------------------------------------------------------------------------------------------


def test_most_wanted() -> None:
    body = (
        "Căn cứ Luật Đất đai ngày 18/01/2024; Nghị định số 9/2010/NĐ-CP ngày 08/02/2010; Chỉ thị số 33/CT-TTg ngày 05/6/2022; "
        "Luật số 10/2022/QH15; Luật số 11/2022/QH15; Nghị định này."
    )
    relation = Relation(RelationKind.CAN_CU, "nghi-dinh/2010/9-2010-nd-cp")
    one = made("ke-hoach/2022/1-kh-ubnd", "1/KH-UBND", "2022-06-30", text=TextKind.FULL, body=body, relations=(relation,))
    other = made(
        "ke-hoach/2022/2-kh-ubnd",
        "2/KH-UBND",
        "2022-07-30",
        text=TextKind.SUMMARY,
        body="Nghị định số 9/2010/NĐ-CP; Chỉ thị số 33/CT-TTg.",
    )
    none = made("ke-hoach/2022/3-kh-ubnd", "3/KH-UBND", "2022-07-30", body="Nghị định số 8/2010/NĐ-CP.")
    relations = (Relation(RelationKind.THAY_THE, "luat/2003/05-2003-qh11#dieu-1"), Relation(RelationKind.CAN_CU, GRASSROOTS.id))
    last = made("luat/2024/5-2024-qh15", "5/2024/QH15", "2024-07-30", relations=relations)
    corpus = Corpus([GRASSROOTS, one, other, none, last])
    seen: list[int] = []
    wanted = most_wanted(corpus, progress=seen.append)
    assert [(each.name, each.count, len(each.cited_by)) for each in wanted] == [
        ("Nghị định 9/2010/NĐ-CP", 3, 2),
        ("Chỉ thị 33/CT-TTg (2022)", 2, 2),
        ("Luật 11/2022/QH15", 1, 1),
        ("Luật Đất đai (2024)", 1, 1),
        ("luat/2003/05-2003-qh11", 1, 1),
    ]
    assert wanted[0].cited_by == ("ke-hoach/2022/1-kh-ubnd", "ke-hoach/2022/2-kh-ubnd")
    assert seen == [1, 2, 3, 4, 5]
    assert [each.name for each in most_wanted(corpus, [last])] == ["luat/2003/05-2003-qh11"]


def test_the_shipped_corpus_says_what_it_lacks(library: Library) -> None:
    wanted = library.most_wanted()
    assert wanted
    assert all(library.corpus.knows(identity) for each in wanted for identity in each.cited_by)
    assert not [each.name for each in wanted if library.corpus.knows(each.name)]


# ---------------------------------------------------------------------------------------------------------------------
# Long texts, years that a record does not have, and what came after the text


@pytest.mark.parametrize(
    "line",
    [
        "{}. Thực hiện Nghị định số {}/2021/NĐ-CP ngày 01/02/2021 của Chính phủ về việc số {};\n",
        "{}. UBND huyện thực hiện Kế hoạch số {}/KH-UBND ngày 01/02/2021 của UBND huyện Cẩm Thủy về tuyên truyền {};\n",
        '{}. Theo {{{{ cite("{}/CT-TTg") }}}} và {};\n',
    ],
)
def test_a_text_with_thousands_of_citations_takes_time_by_its_length(line: str) -> None:
    def seconds(count: int) -> float:
        text = "".join(line.format(n, n, n) for n in range(count))
        start = time.perf_counter()
        cite(text, Corpus([]), day(TODAY)).values()
        return time.perf_counter() - start

    seconds(50)  # patterns are made once
    few = min(seconds(250) for _ in range(3))
    assert seconds(2500) < 40 * few  # ten times the text; it was a hundred times and more


def test_old_words_are_left_alone_in_overlapping_citations_and_their_titles() -> None:
    text = (
        "Kế hoạch số 5/KH-UBND ngày 01/02/2021 của UBND huyện Cẩm Thủy về tuyên truyền tại thị trấn.\n\n"
        "Thị trấn và thị trấn này; về tuyên truyền tại thị trấn."
    )
    found = cite(text, Corpus([]), day(TODAY)).outdated
    assert [text[words.span.start - 1 : words.span.end] for words in found] == [" thị trấn", " thị trấn"]
    assert all(words.span.start > text.index("\n\n") for words in found)


def test_places_of_findings_count_lines_and_columns() -> None:
    cited = cite(
        "Một.\n\n  Chỉ thị số 33/CT-TTg ngày 01/01/2020;\nChỉ thị số 34/CT-TTg ngày 01/01/2020", Corpus([]), day(TODAY)
    )
    assert [(a.finding.place.line, a.finding.place.column) for a in cited.advice] == [(3, 3), (4, 1)]


def test_a_local_symbol_of_another_year_is_not_surely_the_record_without_a_date() -> None:
    record = made(
        "chi-thi/khong-ro/01-ct-ubnd--tinh-thanh-hoa", "01/CT-UBND", None, "chu-tich-ubnd-tinh-thanh-hoa",
        subject="về việc tăng cường kỷ luật, kỷ cương",
    )  # fmt: skip
    corpus = Corpus([record])
    said = "Chỉ thị số 01/CT-UBND{} của Chủ tịch UBND tỉnh Thanh Hóa{}"
    for date_, title, outcome in (
        (" ngày 05/01/2024", "", Outcome.AMBIGUOUS),
        ("", "", Outcome.AMBIGUOUS),
        ("", " về việc tăng cường kỷ luật, kỷ cương", Outcome.FOUND),
    ):
        resolution = cite(said.format(date_, title), corpus, day("2024-06-01")).resolutions[0]
        assert (resolution.outcome, resolution.candidates or resolution.documents) == (outcome, (record,))


@pytest.mark.parametrize(
    ("note", "before", "after"),
    [
        ("Hiệu lực chưa được xác nhận: sau đó có Chỉ thị số 07-CT/TW ngày 13/7/2026.", "2026-07-12", "2026-07-13"),
        ("Đại hội lần thứ XX đã họp từ ngày 14 đến ngày 16/10/2025. Hiệu lực chưa được xác nhận.", "2023-06-01", "2025-10-16"),
        ("Đại hội lần thứ XIV đã họp năm 2026. Hiệu lực chưa được xác nhận.", "2025-12-31", "2026-01-01"),
    ],
)
def test_what_came_after_the_text_is_not_held_against_it(note: str, before: str, after: str) -> None:
    record = made("chi-thi/2016/05-ct-tw", "05-CT/TW", "2016-05-15", "bo-chinh-tri", notes=(note,))
    text = "Chỉ thị số 05-CT/TW ngày 15/5/2016 của Bộ Chính trị"
    found = {on: cite(text, Corpus([record]), day(on)).advice[0].finding for on in (before, after)}
    assert (found[before].rule, found[before].severity) == ("chua-ro-hieu-luc", Severity.INFO)
    assert (found[after].rule, found[after].severity) == ("co-van-ban-sau", Severity.WARNING)
    assert note not in found[before].message
    assert note in found[after].message


def test_a_document_chosen_by_its_issuer_is_not_called_the_only_one_of_its_symbol() -> None:
    other = made("nghi-quyet/2026/25-nq-tw", "25-NQ/TW", "2026-08-22", "bo-chinh-tri")
    cited = cite("Nghị quyết số 25-NQ/TW của Bộ Chính trị", Corpus([PARTY, other]), day(TODAY))
    message = next(a.finding.message for a in cited.advice if a.finding.rule == "thieu-ngay")
    assert "duy nhất mang ký hiệu" not in message


def test_a_unit_cited_again_is_judged_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str | None] = []

    def counted(corpus: Corpus, document: Document, on: date, unit: str | None = None) -> Any:
        calls.append(unit)
        return validity(corpus, document, on, unit)

    monkeypatch.setattr(sys.modules[link.__module__], "validity", counted)
    law = made("luat/2011/02-2011-qh13", "02/2011/QH13", "2011-11-11", "quoc-hoi", name="Luật Khiếu nại")
    cited = cite("Từ Điều 1 đến Điều 90 Luật Khiếu nại;\n" * 20, Corpus([law]), day(TODAY))
    assert len(cited.resolutions) == 20
    assert len(calls) == len(set(calls)) == 91


def test_a_date_that_the_record_cannot_confirm_is_told(library: Library) -> None:
    """The corpus has 114-KL/TW without its day: the link stands on the symbol, and says so."""
    text = "Kết luận số 114-KL/TW ngày 02/3/2010 của Ban Bí thư"
    found = library.cite(text, date(2026, 11, 23))
    assert [advice.finding.rule for advice in found.advice].count("chua-doi-chieu-ngay") == 1
    undated = library.cite("Kết luận số 114-KL/TW của Ban Bí thư", date(2026, 11, 23))
    assert "chua-doi-chieu-ngay" not in [advice.finding.rule for advice in undated.advice]
