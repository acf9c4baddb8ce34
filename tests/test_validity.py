"""Validity of documents and provisions on a day: tables of cases, the shipped corpus, and what holds for every corpus."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dan_van import Library
from dan_van.codes import read
from dan_van.corpus import Corpus, Ending, Layer, Standing, Validity, checks, in_force, resting_on_ended, validity
from dan_van.corpus.intake import _partial
from dan_van.model import Document, Relation, RelationKind, Severity, Status, StatusValue, TextKind
from dan_van.provisions import parse, read_pin, write_pin

LAW = "luat/2016/1-2016-qh13"
DIRECTIVE = "chi-thi/2021/3-ct-ttg"


def day(text: str) -> date:
    return date.fromisoformat(text)


def law(**fields: Any) -> Document:
    """A law in force since 2018-07-01 and known to be so in 2026."""
    known = Status(StatusValue.IN_FORCE, day("2026-01-01"), "nguồn")
    values: dict[str, Any] = {
        "id": LAW, "type": "luat", "code": read("1/2016/QH13").code, "name": "Luật Thử", "issued": day("2016-04-06"), "effective": day("2018-07-01"), "status": known,
    }  # fmt: skip
    return Document(**(values | fields))


def directive(**fields: Any) -> Document:
    """A directive without a day of effect."""
    values: dict[str, Any] = {
        "id": DIRECTIVE, "type": "chi-thi", "code": read("3/CT-TTg").code, "issuers": ("thu-tuong-chinh-phu",), "issued": day("2021-11-26"),
    }  # fmt: skip
    return Document(**(values | fields))


def status(value: str, as_of: str | None) -> Status:
    return Status(StatusValue(value), day(as_of) if as_of else None, "nguồn")


def actor(kind: str, target: str = LAW, on: str | None = "2020-01-01", number: int = 9, **fields: Any) -> Document:
    """A law that does something to ``target`` from ``on``."""
    relation = Relation(RelationKind(kind), target, "Điều 3", day(on) if on else None, fields.pop("note", None))
    values: dict[str, Any] = {"id": f"luat/2019/{number}-2019-qh14", "type": "luat", "code": read(f"{number}/2019/QH14").code}
    return Document(**(values | {"issued": day("2019-06-01"), "relations": (relation,)} | fields))


def judged(document: Document, on: str, *others: Document, unit: str | None = None) -> Validity:
    return validity(Corpus([document, *others]), document, day(on), unit)


# --- the record alone ------------------------------------------------------------------------------------------------

RECORDS = [
    (law(), "2018-06-30", Standing.NOT_YET, "chưa có hiệu lực (có hiệu lực từ 01/7/2018)", None),
    (law(), "2018-07-01", Standing.IN_FORCE, "còn hiệu lực", None),
    (law(), "2026-01-01", Standing.IN_FORCE, "còn hiệu lực", None),
    (law(), "2026-01-02", Standing.IN_FORCE, "còn hiệu lực", "đến ngày 01/01/2026"),
    (law(status=status("con-hieu-luc", None)), "2020-01-01", Standing.IN_FORCE, "còn hiệu lực", "của ngày nào"),
    (law(status=None), "2020-01-01", Standing.UNKNOWN, "chưa rõ hiệu lực", "Chưa có nguồn"),
    (law(status=None), "2017-01-01", Standing.NOT_YET, "chưa có hiệu lực", None),
    (law(effective=None), "2020-01-01", Standing.UNKNOWN, "chưa rõ hiệu lực", "chưa ghi ngày có hiệu lực"),
    (law(effective=None), "2026-01-01", Standing.IN_FORCE, "còn hiệu lực", None),
    (law(effective=None), "2016-04-05", Standing.NOT_YET, "chưa có hiệu lực", None),
    (law(effective=None, issued=None), "2015-12-31", Standing.NOT_YET, "chưa có hiệu lực", None),
    (law(effective=None, issued=None), "2016-01-01", Standing.UNKNOWN, "chưa rõ hiệu lực", "ngày có hiệu lực"),
    (law(expired=day("2024-01-01"), status=None), "2023-12-31", Standing.IN_FORCE, "còn hiệu lực", None),
    (law(expired=day("2024-01-01"), status=None), "2024-01-01", Standing.ENDED, "hết hiệu lực từ 01/01/2024", None),
    (law(expired=day("2024-01-01")), "2024-01-01", Standing.ENDED, "hết hiệu lực từ 01/01/2024", "lại ghi “còn hiệu lực”"),
    (law(status=status("het-hieu-luc", "2024-01-01")), "2023-12-31", Standing.UNKNOWN, "chưa rõ hiệu lực", "Kho ghi “hết hiệu lực”"),
    (law(status=status("het-hieu-luc", "2024-01-01")), "2024-01-01", Standing.ENDED, "hết hiệu lực", None),
    (law(status=status("het-hieu-luc", "2024-01-01")), "2018-06-30", Standing.NOT_YET, "chưa có hiệu lực", None),
    (law(status=status("het-hieu-luc", None)), "2024-01-01", Standing.UNKNOWN, "chưa rõ hiệu lực", "chưa rõ từ ngày nào"),
    (law(status=status("het-hieu-luc-mot-phan", "2024-01-01")), "2024-01-01", Standing.PARTLY, "xem chính điều khoản", None),
    (law(status=status("het-hieu-luc-mot-phan", "2024-01-01")), "2020-01-01", Standing.PARTLY, "một phần", "còn hiệu lực toàn bộ"),
    (law(status=status("chua-co-hieu-luc", "2018-01-01")), "2018-06-30", Standing.NOT_YET, "chưa có hiệu lực", None),
    (law(status=status("chua-co-hieu-luc", "2018-01-01")), "2018-07-01", Standing.IN_FORCE, "còn hiệu lực", "đến ngày 01/01/2018"),
    (law(status=status("chua-co-hieu-luc", "2019-01-01")), "2018-08-01", Standing.UNKNOWN, "chưa rõ", "xem lại"),
    (law(effective=None, status=status("chua-co-hieu-luc", "2018-01-01")), "2018-01-01", Standing.NOT_YET, "chưa có", None),
    (law(effective=None, status=status("chua-co-hieu-luc", "2018-01-01")), "2018-01-02", Standing.UNKNOWN, "chưa rõ", "ngày"),
    (directive(status=status("con-hieu-luc", "2025-11-21")), "2021-11-26", Standing.IN_FORCE, "còn hiệu lực", None),
    (directive(status=status("con-hieu-luc", "2025-11-21")), "2021-11-25", Standing.NOT_YET, "chưa có hiệu lực", None),
    (directive(period=(2021, 2025)), "2026-01-01", Standing.UNKNOWN, "chưa rõ hiệu lực", "Thời kỳ 2021 - 2025 nêu trong tên đã hết"),
    (directive(period=(2021, 2025), status=status("con-hieu-luc", "2025-01-01")), "2026-01-01", Standing.IN_FORCE, "còn", "đã hết"),
    (directive(period=(2021, 2025), status=status("het-thoi-ky", "2026-03-01")), "2025-12-31", Standing.IN_FORCE, "còn", None),
    (directive(period=(2021, 2025), status=status("het-thoi-ky", "2026-03-01")), "2026-01-01", Standing.ENDED, "hết thời kỳ", None),
    (directive(issuers=("ubnd-huyen-cam-thuy",)), "2025-07-01", Standing.UNKNOWN, "chưa rõ", "Cẩm Thủy không còn từ 01/7/2025"),
    (directive(issuers=("ubnd-huyen-cam-thuy",)), "2025-06-30", Standing.UNKNOWN, "chưa rõ", "Chưa có nguồn"),
    (directive(status=status("co-quan-da-giai-the", "2025-07-01")), "2025-07-01", Standing.ENDED, "giải thể", None),
]  # fmt: skip


@pytest.mark.parametrize(("document", "on", "standing", "label", "note"), RECORDS)
def test_what_the_record_says(document: Document, on: str, standing: Standing, label: str, note: str | None) -> None:
    found = judged(document, on)
    assert found.standing is standing
    assert label in found.label
    assert (found.note is None) if note is None else (note in str(found.note))
    assert found.as_of == (document.status.as_of if document.status else None)
    assert (found.decided_by is None) == (standing is Standing.UNKNOWN)


@pytest.mark.parametrize(
    ("document", "ending"),
    [
        (law(status=status("het-hieu-luc", "2022-01-01")), Ending.REPEALED),
        (law(status=status("het-thoi-ky", "2022-01-01")), Ending.PERIOD_OVER),
        (law(status=status("co-quan-da-giai-the", "2022-01-01")), Ending.ISSUER_CEASED),
        (law(status=None, expired=day("2022-01-01")), None),
    ],
)
def test_endings_are_kept_apart(document: Document, ending: Ending | None) -> None:
    found = judged(document, "2026-01-01")
    assert found.standing is Standing.ENDED
    assert found.ending is ending
    assert ending is None or ending.label


# --- relations -------------------------------------------------------------------------------------------------------

ARTICLE = "dieu-5"
CLAUSE = "dieu-5.khoan-2"
POINT = "dieu-5.khoan-2.diem-a"

RELATIONS = [
    # what acts, the unit asked, the day, standing, what decided: unit acted on, first day
    ((actor("bai-bo"),), None, "2019-12-31", Standing.IN_FORCE, None, "2018-07-01"),
    ((actor("bai-bo"),), None, "2020-01-01", Standing.ENDED, None, "2020-01-01"),
    ((actor("thay-the"),), ARTICLE, "2020-01-01", Standing.ENDED, None, "2020-01-01"),
    ((actor("bai-bo", f"{LAW}#{CLAUSE}"),), CLAUSE, "2020-01-01", Standing.ENDED, CLAUSE, "2020-01-01"),
    ((actor("bai-bo", f"{LAW}#{CLAUSE}"),), POINT, "2020-01-01", Standing.ENDED, CLAUSE, "2020-01-01"),
    ((actor("bai-bo", f"{LAW}#{CLAUSE}"),), ARTICLE, "2020-01-01", Standing.PARTLY, CLAUSE, "2020-01-01"),
    ((actor("bai-bo", f"{LAW}#{CLAUSE}"),), None, "2020-01-01", Standing.PARTLY, CLAUSE, "2020-01-01"),
    ((actor("bai-bo", f"{LAW}#{CLAUSE}"),), "dieu-5.khoan-3", "2020-01-01", Standing.IN_FORCE, None, "2018-07-01"),
    ((actor("bai-bo", f"{LAW}#{CLAUSE}"),), "dieu-5.khoan-21", "2020-01-01", Standing.IN_FORCE, None, "2018-07-01"),
    ((actor("bai-bo", f"{LAW}#{CLAUSE}"),), CLAUSE, "2019-12-31", Standing.IN_FORCE, None, "2018-07-01"),
    ((actor("tam-ngung-hieu-luc"),), None, "2020-01-01", Standing.SUSPENDED, None, "2020-01-01"),
    ((actor("dinh-chi-thi-hanh", f"{LAW}#{ARTICLE}"),), POINT, "2020-01-01", Standing.SUSPENDED, ARTICLE, "2020-01-01"),
    ((actor("dinh-chi-thi-hanh", f"{LAW}#{ARTICLE}"),), "dieu-6", "2020-01-01", Standing.IN_FORCE, None, "2018-07-01"),
    ((actor("tam-ngung-hieu-luc"), actor("bai-bo", number=8)), None, "2020-01-01", Standing.ENDED, None, "2020-01-01"),
    # nearest first on one day; the earlier ending decides over a later one
    ((actor("bai-bo"), actor("bai-bo", f"{LAW}#{CLAUSE}", number=8)), CLAUSE, "2020-01-01", Standing.ENDED, CLAUSE, "2020-01-01"),
    ((actor("bai-bo"), actor("bai-bo", f"{LAW}#{CLAUSE}", "2021-01-01", 8)), CLAUSE, "2022-01-01", Standing.ENDED, None, "2020-01-01"),
    # no day of its own: that of the document that acts; that document does not act before it is in force
    ((actor("bai-bo", on=None, effective=day("2020-03-01")),), None, "2020-02-29", Standing.IN_FORCE, None, "2018-07-01"),
    ((actor("bai-bo", on=None, effective=day("2020-03-01")),), None, "2020-03-01", Standing.ENDED, None, "2020-03-01"),
    ((actor("bai-bo", effective=day("2020-03-01")),), None, "2020-02-01", Standing.IN_FORCE, None, "2018-07-01"),
    ((actor("bai-bo", effective=day("2020-03-01"), expired=day("2020-03-01")),), None, "2021-01-01", Standing.IN_FORCE, None, "2018-07-01"),
    # its later end revives nothing
    ((actor("bai-bo", expired=day("2021-01-01")),), None, "2022-01-01", Standing.ENDED, None, "2020-01-01"),
    # no day at all: the record decides up to the day it is known for, and only for the whole
    ((actor("bai-bo", on=None),), None, "2026-01-01", Standing.IN_FORCE, None, "2018-07-01"),
    ((actor("bai-bo", on=None),), None, "2026-01-02", Standing.UNKNOWN, None, None),
    ((actor("bai-bo", f"{LAW}#{ARTICLE}", None),), ARTICLE, "2020-01-01", Standing.UNKNOWN, ARTICLE, None),
    ((actor("bai-bo", f"{LAW}#{ARTICLE}", None),), ARTICLE, "2019-05-31", Standing.IN_FORCE, None, "2018-07-01"),
    ((actor("bai-bo", f"{LAW}#{ARTICLE}", None),), None, "2020-01-01", Standing.IN_FORCE, None, "2018-07-01"),
    ((actor("bai-bo", on="2017-01-01", issued=day("2016-12-01")),), None, "2016-12-31", Standing.NOT_YET, None, None),
    ((actor("bai-bo", on="2017-01-01", issued=day("2016-12-01")),), None, "2017-01-01", Standing.ENDED, None, "2017-01-01"),
    # kinds that end nothing
    ((actor("sua-doi-bo-sung"),), None, "2020-01-01", Standing.IN_FORCE, None, "2018-07-01"),
    ((actor("dinh-chinh"),), ARTICLE, "2020-01-01", Standing.IN_FORCE, None, "2018-07-01"),
]  # fmt: skip


@pytest.mark.parametrize(("others", "unit", "on", "standing", "acted_on", "since"), RELATIONS)
def test_what_acts(
    others: tuple[Document, ...], unit: str | None, on: str, standing: Standing, acted_on: str | None, since: str | None
) -> None:
    found = judged(law(), on, *others, unit=unit)
    assert (found.standing, found.since) == (standing, day(since) if since else None)
    assert found.unit == unit
    assert found.decided_by is not None
    assert found.decided_by.unit == acted_on
    assert (found.ending is Ending.REPEALED) == (standing is Standing.ENDED)
    by_relation = standing not in (Standing.IN_FORCE, Standing.NOT_YET)
    assert (found.decided_by.actor in others) == by_relation


def test_the_cause_names_actor_article_deed_unit_and_day() -> None:
    found = judged(law(), "2020-01-01", actor("bai-bo", f"{LAW}#{POINT}"), unit=POINT)
    assert found.decided_by is not None
    assert found.decided_by.text == "Luật 9/2019/QH14, Điều 3, bãi bỏ điểm a khoản 2 Điều 5 từ 01/01/2020"
    undated = judged(law(status=None), "2020-01-01", actor("thay-the", on=None))
    assert undated.note == "Luật 9/2019/QH14, Điều 3, thay thế (chưa rõ từ ngày nào): tra ngày có hiệu lực của văn bản đó."


def test_a_suspension_is_called_what_it_is() -> None:
    assert judged(law(), "2020-01-01", actor("dinh-chi-thi-hanh")).label == "đình chỉ thi hành từ 01/01/2020"
    assert judged(law(), "2020-01-01", actor("tam-ngung-hieu-luc")).label == "tạm ngưng hiệu lực từ 01/01/2020"
    part = judged(law(), "2020-01-01", actor("tam-ngung-hieu-luc", f"{LAW}#{ARTICLE}"))
    assert part.standing is Standing.IN_FORCE
    assert "tạm ngưng hiệu lực Điều 5 từ 01/01/2020" in str(part.note)


def test_a_chapter_holds_its_articles() -> None:
    text = "Chương I. Chung\nĐiều 4. Một\nChương II. Riêng\nĐiều 5. Hai\n1. a\n2. b\na) c\nĐiều 6. Ba\n"
    document = law(provisions=parse(text))
    ending = actor("bai-bo", f"{LAW}#chuong-ii")
    for unit, standing in (
        ("chuong-ii", Standing.ENDED),
        (POINT, Standing.ENDED),
        ("dieu-6", Standing.ENDED),
        ("dieu-4", Standing.IN_FORCE),
        ("chuong-i", Standing.IN_FORCE),
        (None, Standing.PARTLY),
    ):
        assert judged(document, "2020-01-01", ending, unit=unit).standing is standing, unit
    one = actor("bai-bo", f"{LAW}#{CLAUSE}")
    assert judged(document, "2020-01-01", one, unit="chuong-ii").standing is Standing.PARTLY
    assert judged(document, "2020-01-01", one, unit="chuong-i").standing is Standing.IN_FORCE


def test_an_article_that_may_be_in_an_ended_chapter_is_not_said_to_stand() -> None:
    chapter, article = actor("bai-bo", f"{LAW}#chuong-ii"), actor("bai-bo", f"{LAW}#dieu-5")
    full = law(text=TextKind.FULL, provisions=parse("Điều 5. Hai\nChương II. Riêng\nĐiều 6. Ba\n"))
    found = judged(law(), "2020-01-01", chapter, unit="dieu-5.khoan-1")
    assert found.standing is Standing.UNKNOWN
    assert "chưa rõ khoản 1 Điều 5 có thuộc Chương II không" in str(found.note)
    assert judged(law(), "2019-12-31", chapter, unit="dieu-5").standing is Standing.IN_FORCE
    assert judged(law(), "2020-01-01", chapter, unit="chuong-i").standing is Standing.IN_FORCE
    assert judged(law(), "2020-01-01", chapter, unit="phu-luc-i.dieu-5").standing is Standing.IN_FORCE
    assert judged(full, "2020-01-01", chapter, unit="dieu-5").standing is Standing.IN_FORCE
    assert judged(full, "2020-01-01", chapter, unit="dieu-6").standing is Standing.ENDED
    assert judged(law(), "2020-01-01", article, unit="chuong-ii").standing is Standing.UNKNOWN
    (amendment,) = judged(law(), "2020-01-01", actor("sua-doi-bo-sung", f"{LAW}#chuong-ii"), unit="dieu-5").amended_by
    assert "có thể sửa cả điều khoản này" in amendment.text


def test_where_only_a_part_is_in_force_each_article_is_asked_for() -> None:
    document = law(status=status("het-hieu-luc-mot-phan", "2019-01-01"))
    ending = actor("bai-bo", f"{LAW}#{CLAUSE}")
    assert judged(document, "2020-01-01", unit="dieu-6").standing is Standing.UNKNOWN
    assert "xem chính điều khoản này" in str(judged(document, "2020-01-01", unit="dieu-6").note)
    assert judged(document, "2020-01-01", ending, unit="dieu-6").standing is Standing.UNKNOWN
    assert judged(document, "2020-01-01", ending, unit=CLAUSE).standing is Standing.ENDED
    assert judged(document, "2020-01-01", ending, unit=ARTICLE).standing is Standing.PARTLY


def test_of_an_unknown_rest_only_the_part_is_known_to_have_ended() -> None:
    found = judged(law(status=None), "2020-01-01", actor("bai-bo", f"{LAW}#{CLAUSE}"))
    assert found.standing is Standing.PARTLY
    assert found.note == "Đã hết hiệu lực: khoản 2 Điều 5. Phần còn lại: chưa rõ hiệu lực."


@pytest.mark.parametrize(
    ("document", "says"),
    [
        (law(), "trái với quan hệ"),
        (law(expired=day("2021-01-01"), status=status("het-hieu-luc", "2021-01-01")), "Kho ghi hết hiệu lực từ 01/01/2021"),
        (law(expired=day("2020-01-01"), status=status("het-hieu-luc", "2020-01-01")), None),
        (law(status=status("con-hieu-luc", "2019-12-31")), None),
    ],
)
def test_a_relation_wins_over_the_record_and_the_record_is_to_be_seen_to(document: Document, says: str | None) -> None:
    corpus = Corpus([document, actor("bai-bo")])
    found = validity(corpus, document, day("2022-01-01"))
    assert (found.standing, found.since) == (Standing.ENDED, day("2020-01-01"))
    assert (found.note is None) if says is None else (says in str(found.note))
    assert ("tinh-trang" in {finding.rule for finding in checks.run(corpus)}) == (says is not None)


def test_amendments_are_listed_not_decided() -> None:
    others = (
        actor("sua-doi-bo-sung", number=5),
        actor("sua-doi-bo-sung", f"{LAW}#{ARTICLE}", number=6),
        actor("sua-doi-bo-sung", f"{LAW}#dieu-6", number=7),
        actor("sua-doi-bo-sung", on="2021-01-01", number=8),
        actor("sua-doi-bo-sung", on=None, number=9, note="bỏ một phần"),
    )

    def by(on: str, unit: str | None) -> dict[str, str]:
        found = judged(law(), on, *others, unit=unit)
        assert found.standing is Standing.IN_FORCE
        return {cause.actor.code.number: cause.text for cause in found.amended_by if cause.actor and cause.actor.code}

    assert sorted(by("2020-06-01", None)) == ["5", "6", "7", "9"]
    assert sorted(by("2021-01-01", None)) == ["5", "6", "7", "8", "9"]
    assert sorted(by("2019-05-31", None)) == []
    assert sorted(by("2020-06-01", CLAUSE)) == ["5", "6", "9"]
    assert "có thể sửa cả điều khoản này: xem" in by("2020-06-01", CLAUSE)["5"]
    assert "có thể" not in by("2020-06-01", CLAUSE)["6"]
    assert "(chưa rõ từ ngày nào) (bỏ một phần)" in by("2020-06-01", None)["9"]


def test_successors_are_what_replaced_it_and_the_new_law_of_its_name() -> None:
    for other, successor in (
        (actor("thay-the"), True),
        (actor("bai-bo"), False),
        (actor("bai-bo", name="Luật thử"), True),
        (actor("bai-bo", f"{LAW}#{ARTICLE}", name="Luật Thử"), False),
        (actor("thay-the", on="2030-01-01"), False),
    ):
        assert judged(law(), "2021-01-01", other).successors == ((other,) if successor else ())


# --- what rests on what ----------------------------------------------------------------------------------------------


def guide(kind: str, target: str = LAW, **fields: Any) -> Document:
    values: dict[str, Any] = {"id": "nghi-dinh/2018/13-2018-nd-cp", "type": "nghi-dinh", "issued": day("2018-01-01")}
    return Document(**(values | {"relations": (Relation(RelationKind(kind), target),)} | fields))


@pytest.mark.parametrize("kind", ["huong-dan", "quy-dinh-chi-tiet", "can-cu"])
def test_a_guide_of_an_ended_law_is_flagged_not_decided(kind: str) -> None:
    corpus = Corpus([law(), guide(kind), actor("bai-bo")])
    document = corpus.get("nghi-dinh/2018/13-2018-nd-cp")
    assert validity(corpus, document, day("2019-12-31")).depends_on_ended == ()
    found = validity(corpus, document, day("2020-01-01"))
    assert found.standing is Standing.UNKNOWN
    (cause,) = found.depends_on_ended
    assert cause.actor == law()
    assert cause.text == f"{RelationKind(kind).label} Luật Thử (1/2016/QH13), hết hiệu lực từ 01/01/2020"


def test_what_rests_on_what_has_ended() -> None:
    ending = actor("bai-bo", f"{LAW}#{ARTICLE}")
    whole, unit, other, cites = (
        guide("can-cu", id="ke-hoach/2019/1-kh-ubnd"),
        guide("huong-dan", f"{LAW}#{CLAUSE}", id="ke-hoach/2019/2-kh-ubnd"),
        guide("huong-dan", f"{LAW}#dieu-6", id="ke-hoach/2019/3-kh-ubnd"),
        guide("dan-chieu", f"{LAW}#{ARTICLE}", id="ke-hoach/2019/4-kh-ubnd"),
    )
    ended = guide("can-cu", id="ke-hoach/2019/5-kh-ubnd", expired=day("2019-12-31"))
    own = replace(ended, id="ke-hoach/2019/6-kh-ubnd", layer="kho của cơ quan")
    unresolved = guide("can-cu", "luat/1999/1-1999-qh10", id="ke-hoach/2019/7-kh-ubnd")
    documents = [law(), whole, unit, other, cites, ended, own, unresolved, ending]
    corpus = Corpus(documents, layers=[Layer("kho của cơ quan", Path("không có"), writable=True)])
    found = [(rest.document.id[-9], rest.severity) for rest in resting_on_ended(corpus, day("2020-01-01"))]
    assert sorted(found) == [("1", "partial"), ("2", "full"), ("4", "full"), ("6", "partial")]
    assert resting_on_ended(corpus, day("2019-12-30")) == []
    assert [rest.document for rest in resting_on_ended(corpus, day("2020-01-01"), [ended])] == [ended]


def test_what_ended_a_law_does_not_rest_on_it() -> None:
    ending = actor("bai-bo")
    ending = replace(ending, relations=(*ending.relations, Relation(RelationKind.DAN_CHIEU, LAW)))
    assert resting_on_ended(Corpus([law(), ending]), day("2022-01-01")) == []


# --- the shipped corpus ----------------------------------------------------------------------------------------------

SHIPPED = [
    ("luat/2016/104-2016-qh13", None, "2018-06-30", Standing.NOT_YET),
    ("luat/2016/104-2016-qh13", None, "2026-08-31", Standing.IN_FORCE),
    ("luat/2016/104-2016-qh13", None, "2026-09-01", Standing.ENDED),
    ("luat/2016/104-2016-qh13", "dieu-17.khoan-1", "2026-09-01", Standing.ENDED),
    ("luat/2026/01-2026-qh16", None, "2026-08-31", Standing.NOT_YET),
    ("nghi-dinh/2014/64-2014-nd-cp", None, "2026-06-30", Standing.IN_FORCE),
    ("nghi-dinh/2014/64-2014-nd-cp", None, "2026-07-01", Standing.ENDED),
    ("luat/2022/10-2022-qh15", "dieu-62", "2026-01-01", Standing.IN_FORCE),
    ("quyet-dinh/2021/3740-qd-ubnd--tinh-thanh-hoa", None, "2025-12-31", Standing.IN_FORCE),
    ("quyet-dinh/2021/3740-qd-ubnd--tinh-thanh-hoa", None, "2026-01-01", Standing.ENDED),
    ("ke-hoach/2023/100-kh-ubnd--huyen-cam-thuy", None, "2025-07-01", Standing.ENDED),
    ("ke-hoach/2023/100-kh-ubnd--huyen-cam-thuy", None, "2025-06-30", Standing.UNKNOWN),
    ("nghi-dinh/2018/13-2018-nd-cp", None, "2026-10-01", Standing.UNKNOWN),
    ("chi-thi/2021/33-ct-ttg", None, "2023-06-01", Standing.IN_FORCE),
    ("chi-thi/2021/33-ct-ttg", None, "2025-11-21", Standing.IN_FORCE),
]


@pytest.mark.parametrize(("identity", "unit", "on", "standing"), SHIPPED)
def test_the_shipped_corpus(library: Library, identity: str, unit: str | None, on: str, standing: Standing) -> None:
    assert validity(library.corpus, library.get(identity), day(on), unit).standing is standing


def test_who_ended_what_in_the_shipped_corpus(library: Library) -> None:
    def asked(identity: str, on: str, unit: str | None = None) -> Validity:
        return validity(library.corpus, library.get(identity), day(on), unit)

    old = asked("luat/2016/104-2016-qh13", "2026-09-01", "dieu-17")
    assert old.decided_by is not None
    assert old.decided_by.text.startswith("Luật Tiếp cận thông tin (01/2026/QH16), Điều 30, bãi bỏ")
    assert (old.decided_by.unit, old.ending, old.since) == (None, Ending.REPEALED, day("2026-09-01"))
    assert [document.id for document in old.successors] == ["luat/2026/01-2026-qh16"]
    assert asked("quyet-dinh/2021/3740-qd-ubnd--tinh-thanh-hoa", "2026-06-01").ending is Ending.PERIOD_OVER
    assert asked("ke-hoach/2023/100-kh-ubnd--huyen-cam-thuy", "2026-06-01").ending is Ending.ISSUER_CEASED
    for on, amended in (("2025-06-30", False), ("2025-07-01", True)):
        amendments = asked("luat/2022/10-2022-qh15", on, "dieu-62").amended_by
        assert ("luat/2025/97-2025-qh15" in {cause.actor.id for cause in amendments if cause.actor}) == amended
    leaning = asked("nghi-dinh/2018/13-2018-nd-cp", "2026-09-01").depends_on_ended
    assert [cause.actor.id for cause in leaning if cause.actor] == ["luat/2016/104-2016-qh13"]
    assert "đến ngày 21/11/2025" in str(asked("chi-thi/2021/33-ct-ttg", "2026-11-23").note)
    resting = {rest.document.id for rest in resting_on_ended(library.corpus, day("2026-09-01"))}
    assert "nghi-dinh/2018/13-2018-nd-cp" in resting


def test_in_force_is_yes_no_or_not_known() -> None:
    documents = {
        True: (law(), law(status=status("het-hieu-luc-mot-phan", "2019-01-01"))),
        False: (law(expired=day("2019-01-01")), law(effective=day("2030-01-01"))),
        None: (law(status=None),),
    }
    for expected, each in documents.items():
        for document in each:
            assert in_force(Corpus([document]), document, day("2020-01-01")) is expected


# --- beside ----------------------------------------------------------------------------------------------------------


def test_an_old_id_is_acted_on_too() -> None:
    document = law(aliases=("luat/2016/1-qh13",))
    assert judged(document, "2020-01-01", actor("bai-bo", "luat/2016/1-qh13")).standing is Standing.ENDED


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("dieu-5.khoan-2.diem-dd", "điểm đ khoản 2 Điều 5"),
        ("dieu-3a", "Điều 3a"),
        ("chuong-iv.muc-2", "Mục 2 Chương IV"),
        ("dieu-1.khoan-1.tieu-khoan-1-2", "khoản 1.2 khoản 1 Điều 1"),
        ("phu-luc-ii", "Phụ lục II"),
        ("dieu-1.diem-i", "điểm i Điều 1"),
        ("kem-theo.dieu-2", "Điều 2 văn bản kèm theo"),
        ("la-lung", "la-lung"),
    ],
)
def test_addresses_in_words(address: str, words: str) -> None:
    assert write_pin(address) == words
    assert read_pin(words) in (address, None)


def test_a_part_that_is_not_named_ends_nothing_as_a_whole() -> None:
    ended = {"kind": "bai-bo", "direction": "acting", "heading": "Văn bản bị hết hiệu lực 1 phần"}
    assert _partial(ended)["kind"] == "sua-doi-bo-sung"
    assert "chưa rõ phần nào" in _partial(ended)["note"]
    whole = {**ended, "heading": "Văn bản hết hiệu lực"}
    assert _partial(whole) == whole


# --- what holds for every corpus -------------------------------------------------------------------------------------

DAYS = st.dates(day("2015-01-01"), day("2030-12-31"))
UNITS = st.sampled_from([None, "dieu-5", "dieu-5.khoan-1", "dieu-5.khoan-2", POINT, "dieu-6", "chuong-i", "chuong-i.muc-1"])
STATUSES = st.none() | st.builds(Status, st.sampled_from(StatusValue), st.none() | DAYS, st.just("nguồn"))
TARGETS = st.builds(
    law, status=STATUSES, effective=st.none() | DAYS, expired=st.none() | DAYS, issued=st.none() | DAYS,
    period=st.none() | st.just((2018, 2020)),
)  # fmt: skip
KINDS = st.sampled_from(RelationKind)
RELATED = st.builds(
    lambda kind, unit, on: Relation(kind, f"{LAW}#{unit}" if unit else LAW, None, on), KINDS, UNITS, st.none() | DAYS
)
ACTORS = st.lists(
    st.builds(lambda relations, effective: (tuple(relations), effective), st.lists(RELATED, max_size=3), st.none() | DAYS),
    max_size=4,
).map(
    lambda made: [
        Document(f"luat/2020/{number}-2020-qh14", "luat", name=f"Luật {number}", effective=effective, relations=relations)
        for number, (relations, effective) in enumerate(made)
    ]
)


@given(TARGETS, ACTORS, DAYS, UNITS, UNITS, st.integers(1, 4000))
def test_a_later_repeal_never_changes_the_answer(
    document: Document, actors: list[Document], on: date, unit: str | None, other: str | None, later: int
) -> None:
    relation = Relation(RelationKind.BAI_BO, f"{LAW}#{other}" if other else LAW, None, on + timedelta(later))
    repeal = Document("luat/2031/1-2031-qh17", "luat", name="Luật Thử", relations=(relation,))
    assert validity(Corpus([document, *actors]), document, on, unit) == validity(
        Corpus([document, *actors, repeal]), document, on, unit
    )


@given(TARGETS, ACTORS, DAYS, UNITS, st.sampled_from(["khoan-9", "khoan-9.diem-b"]))
def test_what_has_ended_ends_all_it_holds(
    document: Document, actors: list[Document], on: date, unit: str | None, below: str
) -> None:
    corpus = Corpus([document, *actors])
    if validity(corpus, document, on, unit).standing is Standing.ENDED:
        assert validity(corpus, document, on, f"{unit}.{below}" if unit else below).standing is Standing.ENDED
    if validity(corpus, document, on).standing is Standing.ENDED:
        assert validity(corpus, document, on, unit).standing is Standing.ENDED


@given(TARGETS, ACTORS, DAYS, UNITS, st.integers(0, 4000))
def test_what_a_relation_has_ended_stays_ended(
    document: Document, actors: list[Document], on: date, unit: str | None, later: int
) -> None:
    corpus = Corpus([document, *actors])
    found = validity(corpus, document, on, unit)
    after = validity(corpus, document, on + timedelta(later), unit)
    if found.standing is Standing.ENDED and found.decided_by and found.decided_by.relation:
        assert (after.standing, after.since, after.decided_by) == (Standing.ENDED, found.since, found.decided_by)
    assert found.label
    assert found.since is None or found.since <= on


def test_the_check_of_the_corpus_accepts_what_agrees() -> None:
    agreeing = law(expired=day("2020-01-01"), status=status("het-hieu-luc", "2020-01-01"))
    findings = [f for f in checks.run(Corpus([agreeing, actor("bai-bo")])) if f.rule == "tinh-trang"]
    assert not [f for f in findings if f.severity is Severity.ERROR]
