from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dan_van.search.analysis import END, tokens
from dan_van.search.protocol import Filters
from dan_van.search.questions import All, Any, Phrase, Without, Words, read

CONDITIONS = [
    ("dân vận khéo", None),
    ('"dân vận khéo"', Phrase(("dân", "vận", "khéo"))),
    ("“dân vận” ở xã", Phrase(("dân", "vận"))),
    ('"chưa đóng', Phrase(("chưa", "đóng"))),
    ("giám sát AND phản biện", All((Words(("giám", "sát")), Words(("phản", "biện"))))),
    ("giám sát VÀ phản biện", All((Words(("giám", "sát")), Words(("phản", "biện"))))),
    ("thôn OR bản OR buôn", Any((Words(("thôn",)), Words(("bản",)), Words(("buôn",))))),
    ("thôn HOẶC bản", Any((Words(("thôn",)), Words(("bản",))))),
    ("tố cáo NOT nặc danh", All((Words(("tố", "cáo")), Without(Words(("nặc", "danh")))))),
    ("tố cáo KHÔNG nặc danh", All((Words(("tố", "cáo")), Without(Words(("nặc", "danh")))))),
    ("tố cáo -huyện", All((Words(("tố", "cáo")), Without(Words(("huyện",)))))),
    ("+xã", Words(("xã",))),
    ("(thôn OR bản) AND trưởng", All((Any((Words(("thôn",)), Words(("bản",)))), Words(("trưởng",))))),
    ('tiêu-đề:"tiếp công dân"', Phrase(("tiếp", "công", "dân"), titled=True)),
    ("title:hòa-giải", Phrase(("hòa", "giải"), titled=True)),
    ("KHIẾU NẠI VÀ TỐ CÁO", None),  # all in capitals: a way to type
    ("AND OR NOT", None),
    ("xã AND", Words(("xã",))),
    (")(", None),
    ("-", None),
    ("giai đoạn 2021 - 2030", None),
    ("", None),
]


@pytest.mark.parametrize(("typed", "condition"), CONDITIONS)
def test_conditions(typed: str, condition: object) -> None:
    assert read(typed).condition == condition


@pytest.mark.parametrize(
    ("typed", "filters"),
    [
        ("loại:luật khiếu nại", Filters(type="luat")),
        ("loại:chỉ-thị", Filters(type="chi-thi")),
        ("type:KH", Filters(type="ke-hoach")),
        ("năm:2021 dân vận", Filters(year=2021)),
        ('cơ-quan:"Thủ tướng Chính phủ"', Filters(issuer="thu-tuong-chinh-phu")),
        ("nam:2021 loai:ke-hoach", Filters(year=2021, type="ke-hoach")),
        ("năm:nay", Filters()),
        ("http://a.vn", Filters()),
        ("loại:", Filters()),
    ],
)
def test_filters_in_the_question(typed: str, filters: Filters) -> None:
    assert read(typed).filters == filters


@pytest.mark.parametrize(
    ("typed", "pin", "code", "words"),
    [
        ("khoản 2 Điều 5 Luật 10/2022/QH15", "dieu-5.khoan-2", "10/2022/QH15", None),
        ("Luật 10/2022/QH15 điều 5", "dieu-5", "10/2022/QH15", None),
        ("điểm đ khoản 1 điều 24 của 59/2023/NĐ-CP", "dieu-24.khoan-1.diem-dd", "59/2023/NĐ-CP", None),
        ("dieu 5 luat tiep cong dan", "dieu-5", None, "luat tiep cong dan"),
        ("khoản 2 Điều 5", None, None, "khoản 2 điều 5"),
        ("33/CT-TTg", None, "33/CT-TTg", None),
        ("điều kiện kết hôn", None, None, "điều kiện kết hôn"),
    ],
)
def test_a_provision_and_what_it_is_of(typed: str, pin: str | None, code: str | None, words: str | None) -> None:
    question = read(typed)
    assert question.pin == pin
    assert (str(question.code.code) if question.code and question.code.code else None) == code
    if words:
        assert " ".join(word for word in question.words if word) == words


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("nghị định về thôn", "nghi-dinh"),
        ("luật dân chủ", "luat"),
        ("nghị quyết liên tịch", "nghi-quyet-lien-tich"),
        ("dân vận", None),
    ],
)
def test_the_type_a_question_begins_with(typed: str, slug: str | None) -> None:
    assert read(typed).named_type == slug


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Uỷ ban nhân dân, hoà giải.", ["ủy", "ban", "nhân", "dân", "hòa", "giải", END]),
        ("UBND xã", ["ủy", "ban", "nhân", "dân", "xã"]),
        ("số 33/CT-TTg ngày 26", ["số", "#33||ct|ttg", "ngày", "26"]),
        ("ngày 26/11/2021, 1.500.000 đồng.", ["ngày", "26/11/2021", "1.500.000", "đồng", END]),
        ("khoản 5.Nội dung", ["khoản", "5", END, "nội", "dung"]),
        ("102/KH-UBND", ["#102||kh|ubnd"]),
        ("NÐ", ["nđ"]),
        ("Nghi\u0323", ["nghị"]),
        ("_", []),
        ("", []),
    ],
)
def test_tokens(text: str, found: list[str]) -> None:
    assert tokens(text) == found


@given(st.text(st.sampled_from('abđ ỷ"“”()-+:.0/AND OR NOT VÀ năm:loại:2021'), max_size=40))
def test_any_question_is_read(typed: str) -> None:
    read(typed)
