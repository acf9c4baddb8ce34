"""Filling templates: what the tags mean, that no word is lost or added, and that docxtpl would give the same."""

from __future__ import annotations

import base64
import io
import re
import unicodedata
import zipfile
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, Undefined
from lxml import etree
from markupsafe import Markup

from dan_van.drafting.engine import compiled, wordparts, wordvalues
from dan_van.errors import ContentError, FileProblem
from tests.conftest import ROOT
from tests.docx_made import docx, lines, p, run, table, xml, zipped
from tests.docx_text import W

HERE = Path("mẫu.docx")
DATA: dict[str, Any] = {
    "ho_ten": "Nguyễn Văn A",
    "họ_tên": "Nguyễn Văn A",
    "khong": False,
    "ds": [{"a": "1", "b": "x"}, {"a": "2", "b": "y"}],
}


def fill(template: bytes, /, **values: Any) -> compiled.Filled:
    return compiled.compile_template(template, HERE).fill({**DATA, **values})


def shown(*body: str, **values: Any) -> list[str]:
    return lines(fill(docx(*body), **values).data)


def faults(*body: str, **values: Any) -> list[str]:
    with pytest.raises(ContentError) as error:
        shown(*body, **values)
    return [str(finding) for finding in error.value.findings]


# --- where a tag stands ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "texts",
    [
        ("Ông {{ ho_ten }} !",), ("Ông {{ ho", "_t", "en }} !"), ("Ông {", "{ ho_ten }", "} !"), ("Ông {{", "ho_ten", "}", "} !"),
        ("Ông {{ ", '<w:proofErr w:type="spellStart"/>', "ho_ten", '<w:proofErr w:type="spellEnd"/>', " }} !"), ("Ông ", "{{ ho_ten }}", " !"),
        ("Ông {{ ho_ten ", "<w:r><w:br/></w:r>", "}} !"), ("Ông {{\u00a0ho_ten\u00a0}} !",), ("Ông {{ ho_\u200bten }} !",),
        ("Ông {{ “Nguyễn Văn A” }} !",), ("Ông {{ ‘Nguyễn Văn A’ }} !",), ('Ông {{ "Nguyễn Văn A" }}', " !"),
        (unicodedata.normalize("NFD", "Ông") + " {{ " + unicodedata.normalize("NFD", "họ_tên") + " }} !",),
        ("Ông {{ {'a': {'b': ho_ten}}.a.b }} !",), ("{# lời dặn #}Ông {{ ho_ten }} !",), ("Ông {% if ho_ten > '' %}{{ ho_ten }}{% endif %} !",),
        ("Ông {% raw %}Nguyễn Văn A{% endraw %} !",), ("Ông {{r ho_ten }} !",), ("Ông {%r if true %}Nguyễn Văn A{%r endif %} !",),
    ],
)  # fmt: skip
def test_a_tag_is_read_however_it_is_cut_and_typed(texts: tuple[str, ...]) -> None:
    assert [unicodedata.normalize("NFC", line) for line in shown(p(*texts))] == ["Ông Nguyễn Văn A !"]


def test_each_piece_keeps_its_look() -> None:
    bold, italic = "<w:b/>", "<w:i/>"
    made = xml(fill(docx(p(run("Ông {{ ho", bold), run("_ten }} và", italic), run(" bà"), run(" {{r ho_ten }}!", bold)))).data)
    looks = [("".join(r.itertext()), [look.tag for look in r.iterfind(f"{W}rPr/*")]) for r in made.iter(f"{W}r")]
    b, i = [f"{W}b"], [f"{W}i"]
    assert looks == [("Ông Nguyễn Văn A", b), (" và", i), (" bà", []), (" ", b), ("Nguyễn Văn A", b), ("!", b)]


def test_quotes_that_are_words_stay() -> None:
    assert shown("{{ 'gọi là “khéo”' }}") == ["gọi là “khéo”"]


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (("{% for x in ds %}", "- {{ x.a }}", "{% endfor %}"), ["- 1", "- 2"]),
        (("{%p for x in ds %}", "- {{ x.a }}", "{%p endfor %}"), ["- 1", "- 2"]),
        (("{% for x in ds %}- {{ x.a }}", "{% endfor %}"), ["- 1", "- 2"]),
        (("{% for x in ds %}- {{ x.a }}", "+ {{ x.b }}{% endfor %}"), ["- 1", "+ x", "- 2", "+ y"]),
        (("{% for x in ds %}{% for y in ds %}", "{{ x.a }}{{ y.b }}", "{% endfor %}", "{% endfor %}"), ["1x", "1y", "2x", "2y"]),
        (("{% for x in ds %}{% for y in ds %}", "{{ x.a }}{{ y.b }}", "{% endfor %}{% endfor %}"), ["1x", "1y", "2x", "2y"]),
        (("Trước", "{% if khong %}", "ẩn", "{% endif %}", "Sau"), ["Trước", "Sau"]),
        (("{% if khong %}", "ẩn", "{% else %}", "hiện", "{% endif %}", "Sau"), ["hiện", "Sau"]),
        (("{% if khong %}", "ẩn", "{% elif ho_ten %}", "hiện", "{% else %}", "khác", "{% endif %}"), ["hiện"]),
        (("{%p if khong %}ẩn{%p endif %}", "Sau"), ["Sau"]),
        (("{%p if not khong %}hiện", "{%p endif %}Sau"), ["hiện", "Sau"]),
        (("{% set x = ho_ten %}", "{# lời dặn #}", "{{ x }}"), ["Nguyễn Văn A"]),
        (("A {% if khong %}B", "C{% endif %} D"), ["A  D"]),
        (("{% for x in ds %}{{ x.a }}, {% endfor %}hết",), ["1, 2, hết"]),
        ((p("{% for x in ds %}", "{{ x.a }},", " {% endfor %}", "hết"),), ["1, 2, hết"]),
        (("{% macro m(x) %}", "[{{ x }}]", "{% endmacro %}", "{{p m(ho_ten) }}"), ["[Nguyễn Văn A]"]),
        (("{{p ho_ten }}", "Sau"), ["Nguyễn Văn A", "Sau"]),
        (("{_{ ho_ten }_} và {_% if %_}",), ["{{ ho_ten }} và {% if %}"]),
    ],
)  # fmt: skip
def test_paragraphs_that_hold_only_tags_disappear(body: tuple[str, ...], wanted: list[str]) -> None:
    assert shown(*body) == wanted


@pytest.mark.parametrize(
    "rows",
    [
        (("{%tr for r in ds %}", ""), ("{{ r.a }}", "{{ r.b }}"), ("{%tr endfor %}", "")),
        (("{% for r in ds %}", ""), ("{{ r.a }}", "{{ r.b }}"), ("{% endfor %}", "")),
        (("{% for r in ds %}", ""), ("{{ r.a }}", "{{ r.b }}"), ("", "{% endfor %}")),
        (("{% for r in ds %}{{ r.a }}", "{{ r.b }}{% endfor %}"),),
        (("{%tr for r in ds %}{{ r.a }}", "{{ r.b }}{%tr endfor %}"),),
        (("{% for r in ds %}{% set z = r.b %}{{ r.a }}", "{{ z }}{% endfor %}"),),
    ],
)
def test_rows_repeat_with_and_without_letters(rows: tuple[tuple[str, str], ...]) -> None:
    body = (table(("TT", "Tên"), *rows), "Hết")
    assert shown(*body) == ["TT", "Tên", "1", "x", "2", "y", "Hết"]
    assert shown(*body, ds=[]) == ["TT", "Tên", "Hết"]


def test_loops_in_loops_of_tables() -> None:
    data = [{"t": "A", "v": [{"x": "1", "c": ["i", "j"]}, {"x": "2", "c": []}]}, {"t": "B", "v": []}]
    rows = (("{% for g in nhom %}", ""), ("{{ g.t }}", ""), ("{% for v in g.v %}{{ v.x }}", p("{% for c in v.c %}") + p("+ {{ c }}") + p("{% endfor %}{% endfor %}")), ("{% endfor %}", ""))  # fmt: skip
    assert shown(table(*rows), "Hết", nhom=data) == ["A", "", "1", "+ i", "+ j", "2", "", "B", "", "Hết"]
    rows = (rows[0], rows[1], ("{%tr for v in g.v %}", ""), ("{{ v.x }}", p("{% for c in v.c %}") + p("+ {{ c }}") + p("{% endfor %}")), ("{%tr endfor %}", ""), rows[3])  # fmt: skip
    made = fill(docx(table(*rows), "Hết"), nhom=data).data
    assert lines(made) == ["A", "", "1", "+ i", "+ j", "2", "", "B", "", "Hết"]
    assert all(len(cell.findall(f"{W}p")) > 0 for cell in xml(made).iter(f"{W}tc"))


def test_a_table_without_rows_and_a_cell_without_paragraphs_stay_valid() -> None:
    body = (table(("{%tr for r in ds %}", ""), ("{{ r.a }}", "{{ r.b }}"), ("{%tr endfor %}", "")), "Hết")
    assert xml(fill(docx(*body), ds=[]).data).find(f".//{W}tbl") is None
    cell = p("{%p if khong %}") + p("ẩn") + p("{%p endif %}")
    assert [len(c.findall(f"{W}p")) for c in xml(fill(docx(table((cell, "2")), "Hết")).data).iter(f"{W}tc")] == [1, 1]


def test_cells_are_whole_wherever_the_text_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    cell = p("{%p if r.a == '1' %}") + p("ẩn") + p("{%p endif %}")
    template = docx(
        table((cell, "{{p r.b }}"), ("{%tr for r in ds %}", ""), (cell, "{{p r.b }}"), ("{%tr endfor %}", "")), "Hết"
    )
    for pieces in range(1, 30):
        monkeypatch.setattr(wordparts, "_PIECES", pieces)
        made = fill(template, r={"a": "0", "b": ""}, ds=[{"a": "1", "b": ""}, {"a": "0", "b": "x"}] * 3).data
        assert [len(c.findall(f"{W}p")) for c in xml(made).iter(f"{W}tc")] == [1] * 14
        assert lines(made) == ["", "", *["ẩn", "", "", "x"] * 3, "Hết"]


def test_a_section_is_never_lost_with_its_tags() -> None:
    last = '<w:p><w:pPr><w:sectPr><w:pgSz w:w="1" w:h="2"/></w:sectPr></w:pPr><w:r><w:t>{% set x = 1 %}</w:t></w:r></w:p>'
    assert len(list(xml(fill(docx(last, "{{ x }}")).data).iter(f"{W}sectPr"))) == 2


def test_text_boxes_and_attributes_and_headers_are_filled() -> None:
    box = f'<w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape alt="{{{{ ho_ten }}}}"><v:textbox><w:txbxContent>{p("{{ ho", "_ten }}")}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>'
    made = fill(
        docx(p("{% if ho_ten %}", box, "{% endif %}"), header="Trang của {{ co_quan }}", core="{{ ho_ten }}"),
        co_quan='UBND & "HĐND"',
    ).data
    assert "Nguyễn Văn A" in lines(made)
    assert xml(made).find(".//{*}shape").get("alt") == "Nguyễn Văn A"
    assert lines(made, "word/header1.xml") == ['Trang của UBND & "HĐND"']
    assert xml(made, "docProps/core.xml").findtext("{*}title") == "Nguyễn Văn A"


def test_title_and_author_are_set_only_when_given() -> None:
    template = compiled.compile_template(docx("{{ ho_ten }}", core="Mẫu"), HERE)
    core = xml(template.fill(DATA, title="A & B", author="UBND <xã>").data, "docProps/core.xml")
    assert (core.findtext("{*}title"), core.findtext("{*}creator")) == ("A & B", "UBND <xã>")
    assert xml(template.fill(DATA).data, "docProps/core.xml").findtext("{*}title") == "Mẫu"


# --- text that does not lie --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("HĐND & UBND", "HĐND & UBND"), ("<select>", "<select>"), ("a < b > c", "a < b > c"), ("\"trích\" 'nháy'", "\"trích\" 'nháy'"), ("&amp; &#39;", "&amp; &#39;"),
        ("{{ ho_ten }} {% if %} {# #}", "{{ ho_ten }} {% if %} {# #}"), ("{_{ a }_}", "{_{ a }_}"), ("dòng 1\ndòng 2", "dòng 1\ndòng 2"), ("a\r\nb\rc", "a\nb\nc"),
        ("một\x0bhai", "một\nhai"), ("a\tb", "a\tb"), ("  hai  dấu cách ", "  hai  dấu cách "), ("Điều\u00a015", "Điều\u00a015"), ("]]>", "]]>"), ("👍 𠀀", "👍 𠀀"),
        (None, ""), ("", ""), (0, "0"), (2026, "2026"), (1500000.0, "1500000"), (2.5, "2,5"), (True, "có"), (False, "không"), (float("nan"), ""),
        (date(2026, 2, 5), "05/02/2026"), (datetime(2026, 2, 5), "05/02/2026"), (datetime(2026, 2, 5, 7, 30), "07 giờ 30, 05/02/2026"), (["a", "b"], "['a', 'b']"),
    ],
)  # fmt: skip
def test_a_value_prints_as_it_is_and_never_as_what_no_clerk_wrote(value: object, printed: str) -> None:
    filled = fill(docx("Trước {{ v }} sau", "cuối"), v=value)
    assert lines(filled.data) == [f"Trước {printed} sau", "cuối"]
    assert filled.findings == ()


def test_numbers_and_days_can_be_written_out() -> None:
    body = "{{ a|so }}; {{ b|so }}; {{ c|so }}; {{ d|ngay }}; {{ e|so }}"
    values = {"a": 1500000.0, "b": "2000", "c": -1234567, "d": date(2026, 2, 5), "e": 1234.5}
    assert shown(body, **values) == ["1.500.000; 2.000; -1.234.567; ngày 05 tháng 02 năm 2026; 1.234,5"]


def test_control_characters_go_and_are_reported() -> None:
    filled = fill(docx("Trước {{ v }} sau"), v="một\x00\x08\x1f\ufffe\ud800hai")
    assert lines(filled.data) == ["Trước mộthai sau"]
    assert [finding.message for finding in filled.findings] == ["Bỏ 5 ký tự không in được (gần “Trước mộthai sau”)."]


def test_markup_goes_where_it_can_stand() -> None:
    from docxtpl import Listing, RichText

    rich = RichText("đậm & <x>", bold=True)
    assert shown("A {{r v }} B", v=rich) == shown("A {{ v }} B", v=rich) == ["A đậm & <x> B"]
    assert shown("{{p v }}", v=Markup(p("một") + p("hai"))) == ["một", "hai"]
    assert shown("{{ v }}", "cuối", v=Markup(p("một"))) == ["", "một", "", "cuối"]
    assert shown("[{{ v }}]", "cuối", v=Listing("a\nb\tc & <d>\ae\ff")) == ["[a\nb\tc & <d>", "e", "\n", "f]", "cuối"]
    split = xml(fill(docx(p("[{{ v }}]", "sau", look="<w:b/>")), v="a\ab").data)
    assert ["".join(r.itertext()) for r in split.iter(f"{W}r") if r.find(f"{W}rPr/{W}b") is not None] == ["[a", "b]", "sau"]


def test_all_missing_names_are_told_with_their_places() -> None:
    found = faults("Ông {{ chua_co }}.", table(("{{ ho_ten }}", "{{ ds[0].khong_co }}")), "{%p for x in thieu %}", "{{ x }}", "{%p endfor %}", "{{ xa.ten }}", "{{ co|default('x') }}")  # fmt: skip
    assert [re.sub(r" nhưng.*", "", fault) for fault in found] == [
        "mẫu.docx, đoạn 1: Mẫu cần “chua_co” ở thẻ “{{ chua_co }}”",
        "mẫu.docx, bảng 1, hàng 1, ô 2, đoạn 1: Mẫu cần “khong_co” ở thẻ “{{ ds[0].khong_co }}”",
        "mẫu.docx, đoạn 2: Mẫu cần “thieu” ở thẻ “{%p for x in thieu %}”",
        "mẫu.docx, đoạn 5: Mẫu cần “xa” ở thẻ “{{ xa.ten }}”",
    ]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (("{%p for x in ds %}", "{{ x.a }}", "hết"), ["đoạn 1: Khối “{%p for x in ds %}” chưa có thẻ đóng “{% endfor %}”"]),
        (("hết", "{% endif %}"), ["đoạn 2: Thẻ “{% endif %}” không có thẻ mở"]),
        (("{% if khong %}", "{% for x in ds %}", "{% endif %}", "{% endfor %}"), ["đoạn 3: Thẻ “{% endif %}” không khớp với “{% for x in ds %}”"]),
        (("{% else %}",), ["“{% else %}” không nằm trong khối nào"]),
        (("a {{ ho_ten } b", "c"), ["đoạn 1: Thẻ “{{ ho_ten } b” không có chỗ đóng"]),
        (("{{ ho_", "ten }}"), ["đoạn 1: Thẻ “{{ ho_” không có chỗ đóng"]),
        (("{{ họ tên }}", "{{ a b }}"), ["đoạn 1: Thẻ “{{ họ tên }}” viết không đúng", "đoạn 2: Thẻ “{{ a b }}”"]),
        (("{% fro x in ds %}",), ["“{% fro x in ds %}” viết không đúng"]),
        (("{{ ho_ten|viet_hoa }}",), ["“{{ ho_ten|viet_hoa }}” viết không đúng"]),
        (("{%tr for x in ds %}", "{%tr endfor %}"), ["không nằm trong bảng"]),
        (("A {%p if khong %} B {%p endif %}",), ["“{%p if khong %}” đứng giữa những chữ khác"]),
        ((table(("x {% for r in ds %}", "{{ r.a }}{% endfor %}")),), ["hai chỗ không cùng cấp"]),
        ((table(("A {% if khong %} B", "2")), "{% endif %}"), ["Khối “{% if khong %}”", "không cùng cấp"]),
        (("{{ 1/0 }}",), ["đoạn 1: Thẻ “{{ 1/0 }}” không tính được"]),
        (("{% include 'x' %}",), ["không tính được"]),
    ],
)  # fmt: skip
def test_broken_templates_are_explained_with_places(body: tuple[str, ...], says: list[str]) -> None:
    found = "\n".join(faults(*body))
    for words in says:
        assert words in found


def test_unescaped_text_that_breaks_the_file_is_refused() -> None:
    assert "làm hỏng văn bản" in "".join(faults("{{ v|safe }}", v="a <b"))
    assert shown("{{ v|safe }}", v="a &amp; b") == ["a & b"]


def test_a_field_comes_before_a_method_of_its_name() -> None:
    assert shown("{{ v.items }} {{ v.title }} {{ v['keys'] }}", v={"items": "ba", "title": "b", "keys": "c"}) == ["ba b c"]


@pytest.mark.parametrize(
    "tag",
    [
        "{{ ho_ten.__class__.__mro__ }}", "{{ ''.__class__ }}", "{{ ds.append(1) }}", "{{ ds.__init__.__globals__ }}", "{{ self.__init__ }}",
        "{{ lipsum.__globals__ }}", "{{ cycler.__init__.__globals__.os }}", "{{ ''|attr('__class__') }}", "{{ '{0.__class__}'.format(1) }}", "{{ 'x' * 10**9 }}",
        "{{ 9**9**9 }}", "{% for i in range(10**9) %}{% endfor %}", "{% set _ = ds.pop() %}", "{{ dan_van_block.__globals__ }}", "{{ [0] * 10**10 }}",
    ],
)  # fmt: skip
def test_a_strangers_template_reaches_nothing(tag: str) -> None:
    assert "Error" not in "".join(faults(tag))
    assert DATA["ds"] == [{"a": "1", "b": "x"}, {"a": "2", "b": "y"}]


def test_what_is_no_template_is_refused() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb">]><w:document xmlns:w="w">{{ &b; }}</w:document>'
    with zipfile.ZipFile(io.BytesIO(docx("{{ ho_ten }}"))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for data in (b"khong phai zip", zipped({"a.txt": b"x"}), docx("x")[:-30]):
        with pytest.raises(FileProblem, match="không phải tệp Word"):
            compiled.compile_template(data, HERE)
    for broken in (bomb, b"<w:document", b'<w:document xmlns:w="w">{{ x }}</w:body>', parts["word/document.xml"][:-20]):
        with pytest.raises(ContentError):
            compiled.compile_template(zipped({**parts, "word/document.xml": broken}), HERE)
    with pytest.raises(FileProblem):
        compiled.load(Path("không có.docx"))


# --- every value, once, in order ---------------------------------------------------------------------------------

TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\u2028\u2029\ufffe\uffff"), max_size=30
)
LETTER = docx(
    "{{ dau }}", "{% for d in doan %}", p("[{{ d", " }}]"), "{% endfor %}", table(("{% for r in bang %}{{ r.a }}", "{{ r.b }}{% endfor %}")), "({{ cuoi }})"
)  # fmt: skip


@given(TEXT, st.lists(TEXT, max_size=4), st.lists(st.tuples(TEXT, TEXT), max_size=4), TEXT)
def test_every_value_is_printed_once_and_in_order(first: str, texts: list[str], rows: list[tuple[str, str]], last: str) -> None:
    values = {"dau": first, "doan": texts, "bang": [{"a": a, "b": b} for a, b in rows], "cuoi": last}
    wanted = [first, *(f"[{text}]" for text in texts), *(cell for row in rows for cell in row), f"({last})"]
    assert lines(fill(LETTER, **values).data) == wanted


@given(st.text(max_size=40))
def test_any_text_at_all_gives_a_readable_file(value: str) -> None:
    assert lines(fill(docx("[{{ v }}]", "cuối"), v=value).data)[-1] == "cuối"


@given(st.lists(st.sampled_from(["{{ ho_ten }}", "{% if khong %}", "{% else %}", "{% endif %}", "{%p for x in ds %}", "{% for x in ds %}", "{%p endfor %}", "{% endfor %}", "chữ", "\n"]), max_size=10))  # fmt: skip
def test_any_mixture_of_tags_is_filled_soundly_or_refused(pieces: list[str]) -> None:
    body = [
        p(*line) if line else p("")
        for line in ([piece for piece in text.split("|") if piece] for text in "|".join(pieces).split("\n"))
    ]
    with suppress(ContentError):
        lines(fill(docx(*body)).data)


# --- the file ----------------------------------------------------------------------------------------------------


def test_the_same_values_give_the_same_bytes_and_the_rest_is_untouched() -> None:
    template = docx("{{ ho_ten }}", header="{{ ho_ten }}")
    once, again = (compiled.compile_template(template, HERE).fill(DATA).data for _ in range(2))
    assert once == again
    old, new = zipfile.ZipFile(io.BytesIO(template)), zipfile.ZipFile(io.BytesIO(once))
    assert new.testzip() is None
    assert sorted(new.namelist()) == sorted(old.namelist())
    assert new.namelist()[0] == "[Content_Types].xml"
    assert all(info.date_time == (1980, 1, 1, 0, 0, 0) for info in new.infolist())
    assert all(new.read(name) == old.read(name) for name in ("[Content_Types].xml", "word/styles.xml", "_rels/.rels"))


def test_a_template_is_compiled_once_and_again_when_it_changes(tmp_path: Path) -> None:
    path = tmp_path / "mẫu.docx"
    path.write_bytes(docx("{{ ho_ten }}"))
    first = compiled.load(path)
    assert compiled.load(path) is first
    path.write_bytes(docx("Ông {{ ho_ten }} và bà"))
    assert lines(compiled.load(path).fill(DATA).data) == ["Ông Nguyễn Văn A và bà"]


def test_images_and_counted_cells_go_to_docxtpl(tmp_path: Path) -> None:
    from docxtpl import DocxTemplate, InlineImage

    path = tmp_path / "mẫu.docx"
    path.write_bytes(docx("{{ v }}", "Hết {{ ho_ten }}"))
    owner = DocxTemplate(str(path))
    image = InlineImage(owner, io.BytesIO(base64.b64decode(DOT)))
    made = compiled.load(path).fill({**DATA, "v": image}, title="T")
    assert xml(made.data).find(".//{*}blip") is not None
    assert lines(made.data)[-1] == "Hết Nguyễn Văn A"
    columns = docx(table(("Tên", "{%tc for c in cot %}", "{{ c }}", "{%tc endfor %}")), "{{ x }}")
    path.write_bytes(columns)
    made = compiled.load(path).fill({"cot": ["a & b", "c"], "x": None})
    assert lines(made.data) == ["Tên", "a & b", "c", ""]
    assert made.data == compiled.load(path).fill({"cot": ["a & b", "c"], "x": None}).data
    with pytest.raises(ContentError, match="không tính được"):
        compiled.load(path).fill({"x": None})


# --- docxtpl's own templates -------------------------------------------------------------------------------------

DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
OTHERWISE = {
    "escape_tpl_auto": "đoạn chỉ có thẻ biến đi, docxtpl để lại dòng trống",
    "get_undeclared_variables": "đoạn chỉ có thẻ biến đi, docxtpl để lại dòng trống",
    "header_footer_entities_tpl": "&amp; trong thẻ là &, docxtpl in &amp;",
    "richtext_and_if_tpl": "chữ sau {%r giữ kiểu chữ của nó, docxtpl bỏ",
    "richtext_tpl": "chữ sau {{r giữ kiểu chữ của nó, docxtpl bỏ",
    "word2016_tpl": "chữ sau {{r giữ kiểu chữ của nó, docxtpl bỏ",
    "module_execute_tpl": "1.5 in là 1,5",
}
PLAIN = """
base_value_float base_value_string doc_no test name age email degree_field company_name page_number
generation_date author title mycompany date myimage myimageratio inline_image body customer_name total_price
tag_1 tag_2 category a_jinja_variable autoescape autoescape_unicode
"""
FAULTY = {"template_error_tpl"}


def made_up() -> dict[str, dict[str, Any]]:
    """Values for docxtpl's templates, those with images and sub-documents filled with plain text in their place."""
    from docxtpl import Listing, RichText, RichTextParagraph

    rows = [{"desc": "a", "qty": "1", "price": "2", "label": "l", "cols": ["1", "2"], "image": "i"}, {"desc": "b & c", "qty": "3", "price": "4", "label": "m", "cols": ["3", "4"], "image": "j"}]  # fmt: skip
    plain = {name: name for name in PLAIN.split()}  # fmt: skip
    rich = {name: RichText("a\nb\tc & <d>", color="FF0000") for name in ("example", "foobar", "Chinese", "simsun", "test_space_r", "test_tabs_r", "myvar", "nlnp", "page_break")}  # fmt: skip
    every: dict[str, Any] = {
        **plain, **rich, "alerts": [{"date": "d1", "type": "t1", "bg": "FF0000", "desc": rich["myvar"]}, {"date": "d2", "type": "t2", "bg": "00FF00", "desc": rich["nlnp"]}],
        "col_labels": ["a", "b"], "tbl_contents": rows, "items": rows, "frameworks": rows, "images": ["a", "b"], "mysubdoc": RichTextParagraph("phần"),
        "is_student": True, "has_degree": True, "skills": ["s", "t"], "projects": [{"name": "p", "year": "1", "description": "d"}] * 2,
        "dishes": [{"name": "n", "ingredients": ["a", "b"]}, {"name": "m", "ingredients": ["c"]}], "authors": [{"name": "A", "books": [{"title": "x"}, {"title": "y"}]}],
        "is_paid": False, "in_europe": True, "living_in_town": True, "test_space": "   ", "test_tabs": "\t\t", "myescvar": "x<y", "some_html": "<b>x</b>",
        "mylisting": Listing("l1\nl2\al3 <>&\fl4"), "new_listing": Listing("q\nw\te\ar"), "nested_dict": {"k": "v & w"}, "iteritems": lambda d: d.items(),
        "json_dict_var": {"a": "b"}, "json_array_var": ["x"], "json_string_var": "s", "json_int_var": 1, "json_float_var": 1.5,
        "json_true_var": True, "json_false_var": False, "json_none_var": None,
    }  # fmt: skip
    return {"": every, "richtext_paragraph_tpl": {**every, "example": RichTextParagraph("đoạn")}}


def test_docxtpl_gives_the_same_on_its_own_templates(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from docxtpl import DocxTemplate

    filters: dict[str, Any] = {
        "my_filterA": lambda value, more: value + more,
        "my_filterB": lambda value, more: f"{value}{more}",
    }
    for made in (wordvalues.environment(), wordvalues.docxtpl_environment()):
        monkeypatch.setattr(made, "filters", {**made.filters, **filters})
        monkeypatch.setattr(made, "undefined", Undefined)
    values, different, compared, own = made_up(), {}, 0, 0
    for path in sorted((shared / "data" / "docxtpl-templates").glob("*.docx")):
        if path.stem in FAULTY:
            continue
        data = values.get(path.stem, values[""])
        template = compiled.load(path)
        own += template.needs_docxtpl is None
        ours = template.fill(data).data
        theirs = docxtpl_fill(DocxTemplate(str(path)), data, filters)
        for part in [
            name
            for name in zipfile.ZipFile(io.BytesIO(ours)).namelist()
            if re.match(r"word/(document|header\d*|footer\d*|footnotes)\.xml$", name)
        ]:
            compared += 1
            if canonical(xml(ours, part)) != canonical(xml(theirs, part)):
                different[path.stem] = part
    assert set(different) == set(OTHERWISE)
    assert compared > 90
    assert own >= 30


def docxtpl_fill(template: Any, values: dict[str, Any], filters: dict[str, Any]) -> bytes:
    environment = Environment(autoescape=True)
    environment.filters.update(filters)
    template.render(dict(values), environment)
    made = io.BytesIO()
    template.save(made)
    return made.getvalue()


def test_docxtpl_gives_the_same_on_our_templates(shared: Path) -> None:
    from docxtpl import DocxTemplate

    from dan_van.drafting import drafts
    from dan_van.library import Library

    library = Library.open([ROOT / "corpus"], [ROOT / "templates"])
    made = drafts.read(ROOT / "examples" / "ke-hoach-chi-thi-33.md", library.corpus, library.template_folders)
    values = drafts.context(made)
    ours = compiled.load(made.template.docx).fill(values).data
    theirs = docxtpl_fill(DocxTemplate(str(made.template.docx)), values, {})
    assert canonical(xml(ours)) == canonical(xml(theirs))


def canonical(root: etree._Element) -> bytes:
    """XML without what prints nothing: revision ids, spelling marks, where a run is cut, ids of pictures."""
    etree.strip_elements(root, f"{W}proofErr", with_tail=False)
    etree.strip_tags(root, etree.Comment)
    for node in root.iter():
        for name in [name for name in node.attrib if re.search(r"rsid|\}space$|paraId$|textId$", str(name))]:
            del node.attrib[name]
        node.tail = None
        node.text = node.text if node.tag == f"{W}t" or (node.text and node.text.strip()) else None
        if str(node.tag).endswith("}docPr"):
            node.set("id", "0")
    for text in [text for text in root.iter(f"{W}t") if not text.text]:
        text.getparent().remove(text)
    for bare in [r for r in root.iter(f"{W}r") if {child.tag for child in r} <= {f"{W}rPr", f"{W}lastRenderedPageBreak"}]:
        bare.getparent().remove(bare)
    for paragraph in root.iter(f"{W}p"):
        before = None
        for r in list(paragraph):
            if before is not None and r.tag == f"{W}r" and look(before) == look(r):
                before.extend([child for child in r if child.tag != f"{W}rPr"])
                paragraph.remove(r)
            else:
                before = r if r.tag == f"{W}r" else None
        for r in paragraph.iter(f"{W}r"):
            last = None
            for child in list(r):
                if child.tag == f"{W}t" and last is not None:
                    last.text += child.text
                    r.remove(child)
                else:
                    last = child if child.tag == f"{W}t" else None
    return etree.tostring(root, method="c14n")


def look(r: etree._Element) -> bytes:
    own = r.find(f"{W}rPr")
    return b"" if own is None else etree.tostring(own)
