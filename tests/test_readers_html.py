"""Saved pages: each feature in a page made by hand, pages of vbpl.vn, damaged and hostile files."""

from __future__ import annotations

import random
import shutil
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dan_van.model import RelationKind, Severity
from dan_van.readers import Content, UnreadableFile, html, vbpl
from dan_van.readers import read as read_any

RULED = "<table border=1>"


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"


def read(folder: Path, source: str | bytes, name: str = "trang.html") -> Content:
    path = folder / name
    path.write_bytes(source.encode() if isinstance(source, str) else source)
    return read_any(path)


BODIES = [
    ("đoạn", "<p>Một</p><p>Hai\n   dòng</p>", "Một\n\nHai dòng"),
    ("thẻ div lồng nhau", "<div>Một<div>Hai</div>Ba</div>", "Một\n\nHai\n\nBa"),
    ("xuống dòng", "<p>Một<br>Hai<br/>Ba</p>", "Một\nHai\nBa"),
    ("hai lần xuống dòng là đoạn mới", "<p>Một<br><br>Hai</p>", "Một\n\nHai"),
    ("thẻ trong dòng giữ nguyên chữ", "<p>Đ<b>iề</b>u <i>5</i><sup>a</sup>.</p>", "Điều 5a."),
    ("đoạn lồng trong đoạn", "<p class=a><p>Một</p></p>Hai", "Một\n\nHai"),
    ("thực thể", "<p>&#272;i&#x1EC1;u&nbsp;5 &amp; &lt;6&gt; &quot;&ldquo;&#150;</p>", "Điều 5 & <6> \"“–"),
    ("khoảng trắng không ngắt", "<p>&nbsp;&nbsp; a&nbsp; b &nbsp;</p>", "a b"),
    ("tập lệnh, kiểu, chú thích", "<p>a</p><script>x</script><style>y</style><!-- z --><p>b</p>", "a\n\nb"),
    ("phần ẩn", "<p style='display: none'>x</p><p hidden>y</p><p>a<span style='mso-hide:all'>z</span></p>", "a"),
    ("trình đơn và nút", "<nav>x</nav><ul role=navigation><li>y</ul><button>z</button><select><option>t</select><p>a</p>", "a"),
    ("chữ đã xóa khi theo dõi thay đổi", "<p>giữ <del>bỏ</del><ins>thêm</ins></p>", "giữ thêm"),
    ("đoạn định dạng sẵn", "<pre>Một\n  hai</pre>", "Một\nhai"),
    ("danh sách", "<ul><li>a<li>b</ul>", "- a\n\n- b"),
    ("danh sách số", "<ol><li>a<li value=5>b<li>c</ol>", "1. a\n\n5. b\n\n6. c"),
    ("danh sách chữ và số La Mã", "<ol type=a start=3><li>x</ol><ol type=I start=4><li>y</ol>", "c. x\n\nIV. y"),
    ("danh sách lồng nhau", "<ol><li>a<ol type=a><li>b</ol><li>c</ol>", "1. a\n\na. b\n\n2. c"),
    ("danh sách không dấu", "<ul style='list-style-type:none'><li>1. a</ul>", "1. a"),
    ("đoạn thứ hai của một mục", "<ol><li><p>a</p><p>b</p></ol>", "1. a\n\nb"),
    ("bảng kẻ", f"{RULED}<tr><td>A<td>B<tr><td>1<td>2</table>", "| A | B |\n| --- | --- |\n| 1 | 2 |"),
    ("bảng kẻ bằng kiểu của ô", "<table>" + "<tr><td style='border:solid 1pt'>a<td style='border:solid 1pt'>b" * 2 + "</table>",
     "| a | b |\n| --- | --- |\n| a | b |"),
    ("ô gộp", f"{RULED}<tr><td colspan=2>A<td>B<tr><td rowspan=2>1<td>2<td>3<tr><td>4<td>5</table>",
     "| A |  | B |\n| --- | --- | --- |\n| 1 | 2 | 3 |\n|  | 4 | 5 |"),
    ("ô nhiều dòng và dấu gạch đứng", f"{RULED}<tr><td>a<br>b<p>c<td>d|e</table>", "| a / b / c | d\\|e |\n| --- | --- |"),
    ("bảng một ô là khung", f"{RULED}<tr><td>a<p>b</table>", "a\nb"),
    ("khối đầu văn bản", "<table><tr><td>UBND XÃ<br>Số: 1<td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<p>Độc lập</table>",
     "UBND XÃ\nSố: 1\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập"),
    ("khối chữ ký", "<table border=0><tr><td>Nơi nhận:<br>- Như trên;<td>CHỦ TỊCH</table>", "Nơi nhận:\n- Như trên;\n\nCHỦ TỊCH"),
    ("bảng số liệu quên kẻ", "<table>" + "".join(f"<tr><td>{n}<td>b<td>c" for n in range(4)) + "</table>",
     "| 0 | b | c |\n| --- | --- | --- |\n| 1 | b | c |\n| 2 | b | c |\n| 3 | b | c |"),
    ("bảng trong khung bố cục", f"<table><tr><td>x{RULED}<tr><td>A<td>B</table>y</table>", "x\n| A | B |\n| --- | --- |\ny"),
    ("ký tự điều khiển", "<p>a\x01b&#0;c</p>", None),
    ("nhiều thẻ không đóng", "<font>" * 3000 + "<p>chữ</p>", "chữ"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "body", "expected"), BODIES, ids=[case[0] for case in BODIES])
def test_pages(title: str, body: str, expected: str | None, tmp_path: Path) -> None:
    content = read(tmp_path, page(body))
    assert content.kind == "html"
    if expected is not None:
        assert content.text == expected + "\n"


WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<meta http-equiv=Content-Type content="text/html; charset=windows-1258"><!--[if gte mso 9]><xml><o:x>bỏ</o:x></xml><![endif]-->
<style>@list l0:level1 {mso-level-number-format:alpha-lower; mso-level-text:"%1\\)";} table.MsoTableGrid {border:solid 1.0pt;}</style>
</head><body lang=VI><p class=MsoNormal><b><span style='mso-spacerun:yes'>  </span>K\u1ebe HO\u1ea0CH<o:p></o:p></b></p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>1.<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span><![endif]>M\u1ee5c \u0111\u00edch</p>
<p class=MsoListParagraph><![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>\u00b7<span> </span></span></span><![endif]>g\u1ea1ch</p>
<ol type=a><li class=MsoNormal style='mso-list:l0 level1 lfo2'>m\u1ed9t</li><li class=MsoNormal style='mso-list:l0 level1 lfo2'>hai</li></ol>
<table class=MsoTableGrid><tr><td>A</td><td>B</td></tr></table>
<div style='mso-element:comment-list'><p>ghi ch\u00fa</p></div><p class=MsoNormal><o:p>&nbsp;</o:p></p></body></html>"""


def test_pages_saved_by_word_keep_the_numbers_that_are_shown(tmp_path: Path) -> None:
    content = read(tmp_path, in_1258(WORD))
    assert content.text == "KẾ HOẠCH\n\n1. Mục đích\n\n- gạch\n\na) một\n\nb) hai\n\n| A | B |\n| --- | --- |\n"
    assert [finding.rule for finding in content.findings] == ["phan-bo-ra"]


def in_1258(text: str) -> bytes:
    """Bytes as Windows writes Vietnamese: a letter with its hat or hook, then the tone."""
    tones = dict.fromkeys("\u0300\u0301\u0303\u0309\u0323")
    out = []
    for letter in unicodedata.normalize("NFC", text):
        try:
            out.append(letter.encode("cp1258"))
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            base = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in tones))
            out.append((base + "".join(mark for mark in parts if mark in tones)).encode("cp1258"))
    return b"".join(out)


SENTENCE = "Ủy ban nhân dân xã Cẩm Tú; Đường về, kế hoạch, quyền, giữ"
ENCODINGS = [
    ("utf-8 không khai", page(SENTENCE).replace("<meta charset=utf-8>", "").encode(), None),
    ("utf-8 có BOM, khai sai", b"\xef\xbb\xbf" + page(SENTENCE).replace("utf-8", "iso-8859-1").encode(), None),
    ("utf-8 khai sai", page(SENTENCE).replace("utf-8", "windows-1252").encode(), None),
    ("utf-16 có BOM", page(SENTENCE).encode("utf-16"), None),
    ("utf-16 không BOM", page(SENTENCE).encode("utf-16-le"), None),
    ("utf-16 ngược không BOM", page(SENTENCE).encode("utf-16-be"), None),
    ("windows-1258 có khai", in_1258(page(SENTENCE).replace("utf-8", "windows-1258")), None),
    ("windows-1258 không khai", in_1258(page(SENTENCE).replace("<meta charset=utf-8>", "")), "bang-ma"),
    ("khai bảng mã không có", in_1258(page(SENTENCE).replace("utf-8", "x-khong-co")), "bang-ma"),
    ("khai XML", b'<?xml version="1.0" encoding="windows-1258"?>' + in_1258(f"<html><body>{SENTENCE}</body></html>"), None),
    ("dấu tổ hợp", page(unicodedata.normalize("NFD", SENTENCE)).encode(), None),
    ("một byte hỏng", page(SENTENCE + "z" * 10).replace("zzz", "z\udc80z").encode("utf-8", "surrogateescape"), "bang-ma"),
]


@pytest.mark.parametrize(("title", "data", "rule"), ENCODINGS, ids=[case[0] for case in ENCODINGS])
def test_encodings(title: str, data: bytes, rule: str | None, tmp_path: Path) -> None:
    content = read(tmp_path, data)
    assert content.text.startswith(SENTENCE)
    assert [finding.rule for finding in content.findings] == ([rule] if rule else [])


def test_letters_of_old_fonts_become_unicode(tmp_path: Path) -> None:
    style = '<style>p.MsoNormal {font-size:14pt; font-family:".VnTime";}</style>'
    source = (
        f"<html><head>{style}</head><body><p class=MsoNormal>Céng hßa x· héi <font face=Arial>ở đây</font></p></body></html>"
    )
    content = read(tmp_path, source.encode("utf-8"))
    assert content.text == "Cộng hòa xã hội ở đây\n"
    assert "bang-ma-cu" in {finding.rule for finding in content.findings}
    plain = source.replace("ở đây", "a").encode("cp1252")
    assert read(tmp_path, plain).text == "Cộng hòa xã hội a\n"


def test_web_archives_give_their_page(tmp_path: Path) -> None:
    head = 'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n--x\nContent-Type: text/html; charset="utf-8"\n'
    body = "Content-Transfer-Encoding: quoted-printable\n\n<html><body><p>K=E1=BA=BF ho=E1=BA=A1ch</p></body></html>\n--x--\n"
    assert read(tmp_path, head + body, "trang.mht").text == "Kế hoạch\n"


def test_what_is_left_out_is_counted_and_named(tmp_path: Path) -> None:
    content = read(tmp_path, page("<nav>trình đơn</nav><p>lời văn</p>"))
    assert content.characters_in == len("trìnhđơnlờivăn")
    assert content.characters_kept == len("lờivăn")
    assert content.findings[0].rule == "phan-bo-ra"
    assert content.findings[0].severity is Severity.INFO


def test_pages_too_deep_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"trang\.html.*quá sâu"):
        read(tmp_path, "<html><body>" + "<div>" * 5000 + "chữ")


def test_pages_without_text_say_so(tmp_path: Path) -> None:
    assert [finding.rule for finding in read(tmp_path, "<html><!-- chú thích chưa đóng").findings] == ["khong-co-chu"]


# Pages of vbpl.vn


def vbpl_page(kind: str, box: str, item: int = 7) -> str:
    menu = "<ul><li><a href='/'>Trang chủ</a><li>Văn bản mới</ul>"
    form = f"<form action='./vbpq-{kind}.aspx?dvid=13&ItemID={item}'>"
    return page(
        f"{form}{menu}<div class='box-tab-vb'><div class='content'><div class='fulltext'>{box}</div></div></div></form>"
    )


FULL_BOX = """<div class='vbInfo'><ul><li class='red'><span>Hiệu lực:</span> Hết hiệu lực một phần</li></ul></div>
<div><table><tr><td>CHÍNH PHỦ</td></tr></table><div id='toanvancontent'><p>NGHỊ ĐỊNH</p><p>Điều 1. A</p></div>
<div><table><tr><td>TM. CHÍNH PHỦ</td></tr></table></div></div><div class='vbFile'>tệp.doc</div><div class='vbLienQuan'>Gửi phản hồi</div>"""
PROPERTIES_BOX = """<div class='vbProperties'><table><tr><td class='title'>Về công tác văn thư</td></tr>
<tr><td class='label'>Số ký hiệu</td><td>30/2020/NĐ-CP</td><td class='label'>Ngày ban hành</td><td>05/03/2020</td></tr>
<tr><td class='label'>Loại văn bản</td><td>Nghị định</td><td class='label'>Ngày có hiệu lực</td><td>...</td></tr>
<tr><td class='label'>Cơ quan ban hành/ Chức danh / Người ký</td><td>Chính phủ</td><td>Thủ tướng</td><td>Nguyễn Xuân Phúc</td></tr>
<tr><td class='label'>Ngành</td><td><ul><li>Nội vụ</li><li>Tư pháp</li></ul></td><td class='label'>Lĩnh vực</td><td></td></tr>
</table></div>"""
HISTORY_BOX = """<div class='vbProperties'><table><tr><td class='label'>Ngày</td><td class='label'>Trạng thái</td>
<td class='label'>Văn bản nguồn</td><td class='label'>Phần hết hiệu lực</td></tr>
<tr><td>05/03/2020</td><td>Văn bản được ban hành</td><td><a>30/2020/NĐ-CP</a></td><td></td></tr>
<tr><td>01/02/2022</td><td>Bị bãi bỏ 1 phần</td><td><a href='x?ItemID=99'>01/2022/NĐ-CP</a></td><td>Điều 5</td></tr>
<tr><td>01/02/2023</td><td>Văn bản hết hiệu lực</td><td></td><td></td></tr></table></div>"""
RELATED_BOX = """<div class='vbLienQuan'><table><tr><td class='label'>Văn bản căn cứ</td><td><ul class='listVB'>
<li><p class='title'><a href='/x?ItemID=5'>Luật 76/2015/QH13 Tổ chức Chính phủ</a></p><ul class='info'><li>Ngày ban hành: 19/06/2015</li></ul></li>
<li><p class='title'><a>Hiến pháp Không số Hiến pháp năm 2013</a></p></li></ul></td></tr>
<tr><td class='label'>Văn bản thay thế</td><td><ul class='listVB'><li><p class='title'>Nghị định 1/2030/NĐ-CP Về văn thư</p></li></ul></td></tr>
<tr><td class='label'>Văn bản liên quan khác</td><td><ul class='listVB'><li><p class='title'>Nghị định 2/2030/NĐ-CP X</p></li></ul></td></tr>
</table></div>"""
BOXES = [("full", "toanvan", FULL_BOX), ("p", "thuoctinh", PROPERTIES_BOX), ("h", "lichsu", HISTORY_BOX), ("r", "vanbanlienquan", RELATED_BOX)]  # fmt: skip


def save_all(folder: Path, pattern: str = "vb_{}_7.html", item: int = 7) -> Path:
    for word, kind, box in BOXES:
        (folder / pattern.format(kind if "aspx" in pattern else word)).write_text(vbpl_page(kind, box, item), "utf-8")
    return folder / pattern.format("toanvan" if "aspx" in pattern else "full")


@pytest.mark.parametrize("pattern", ["vb_{}_7.html", "vbpq-{}.aspx?ItemID=7.html"])
def test_the_full_text_page_takes_in_the_pages_beside_it(pattern: str, tmp_path: Path) -> None:
    content = read_any(save_all(tmp_path, pattern))
    assert content.text == "CHÍNH PHỦ\n\nNGHỊ ĐỊNH\n\nĐiều 1. A\n\nTM. CHÍNH PHỦ\n"
    expected = {
        "code": "30/2020/NĐ-CP", "type": "nghi-dinh", "subject": "Về công tác văn thư", "issuer": "chinh-phu", "issued": "2020-03-05",
        "expired": "2023-02-01", "status": "het-hieu-luc-mot-phan", "x-Hiệu lực": "Hết hiệu lực một phần", "x-Ngày có hiệu lực": "...",
        "signer.position": "Thủ tướng", "signer.name": "Nguyễn Xuân Phúc", "x-Ngành": "Nội vụ, Tư pháp",
    }  # fmt: skip
    assert {key: content.properties[key] for key in expected} == expected
    assert [dict(link) for link in content.related] == [
        {"kind": "bai-bo", "direction": "acted", "heading": "Bị bãi bỏ 1 phần", "code": "01/2022/NĐ-CP", "effective": "2022-02-01", "note": "Điều 5", "item": "99"},
        {"kind": "can-cu", "direction": "acting", "heading": "Văn bản căn cứ", "type": "luat", "code": "76/2015/QH13", "title": "Tổ chức Chính phủ", "item": "5", "issued": "2015-06-19"},
        {"kind": "can-cu", "direction": "acting", "heading": "Văn bản căn cứ", "type": "hien-phap", "title": "Hiến pháp năm 2013"},
        {"kind": "thay-the", "direction": "acted", "heading": "Văn bản thay thế", "type": "nghi-dinh", "code": "1/2030/NĐ-CP", "title": "Về văn thư"},
    ]  # fmt: skip
    assert {finding.rule for finding in content.findings} == {"quan-he-khac", "gop-trang"}


def test_pages_of_another_document_are_not_taken_in(tmp_path: Path) -> None:
    full = save_all(tmp_path)
    for word, kind, box in BOXES[1:]:
        (tmp_path / f"vb_{word}_7.html").write_text(vbpl_page(kind, box, item=8), "utf-8")
    content = read_any(full)
    assert "code" not in content.properties
    assert content.related == ()


def test_a_page_without_words_says_which_page_to_save(tmp_path: Path) -> None:
    save_all(tmp_path)
    content = read_any(tmp_path / "vb_p_7.html")
    assert content.text == ""
    assert content.properties["code"] == "30/2020/NĐ-CP"
    assert any("Toàn văn" in (finding.remedy or "") for finding in content.findings)


HEADINGS = [
    ("Văn bản căn cứ", RelationKind.CAN_CU, "acting"),
    ("Văn bản dẫn chiếu", RelationKind.DAN_CHIEU, "acting"),
    ("Văn bản được hướng dẫn", RelationKind.HUONG_DAN, "acting"),
    ("Văn bản hướng dẫn", RelationKind.HUONG_DAN, "acted"),
    ("Văn bản HD, QĐ chi tiết", RelationKind.QUY_DINH_CHI_TIET, "acted"),
    ("Văn bản được quy định chi tiết", RelationKind.QUY_DINH_CHI_TIET, "acting"),
    ("Văn bản bị thay thế", RelationKind.THAY_THE, "acting"),
    ("Văn bản thay thế", RelationKind.THAY_THE, "acted"),
    ("Văn bản được sửa đổi", RelationKind.SUA_DOI_BO_SUNG, "acting"),
    ("Văn bản bổ sung", RelationKind.SUA_DOI_BO_SUNG, "acted"),
    ("Văn bản hết hiệu lực", RelationKind.BAI_BO, "acting"),
    ("Văn bản bị hết hiệu lực 1 phần", RelationKind.BAI_BO, "acting"),
    ("Văn bản quy định hết hiệu lực", RelationKind.BAI_BO, "acted"),
    ("Văn bản bị bãi bỏ một phần", RelationKind.BAI_BO, "acting"),
    ("Văn bản đình chỉ", RelationKind.DINH_CHI_THI_HANH, "acted"),
    ("Văn bản bị tạm ngưng hiệu lực", RelationKind.TAM_NGUNG_HIEU_LUC, "acting"),
    ("Văn bản được hợp nhất", RelationKind.HOP_NHAT, "acting"),
    ("Văn bản bị đính chính", RelationKind.DINH_CHINH, "acting"),
    ("Văn bản được giải thích", RelationKind.GIAI_THICH, "acting"),
]


@pytest.mark.parametrize(("heading", "kind", "direction"), HEADINGS, ids=[case[0] for case in HEADINGS])
def test_headings_of_the_related_page(heading: str, kind: RelationKind, direction: str) -> None:
    assert vbpl.heading_meaning(heading) == (kind, direction)


def test_a_heading_outside_the_thirteen_kinds_means_nothing() -> None:
    assert vbpl.heading_meaning("Văn bản liên quan khác") is None


def test_a_real_document_of_the_portal(shared: Path) -> None:
    content = read_any(shared / "data" / "vbpl-html" / "example_full_2315.html")
    assert content.text.startswith("QUỐC HỘI\nSố: 21-LCT/HDNN8\n\nCỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM\n")
    assert content.text.endswith("Chủ tịch Quốc hội\n\n(Đã ký)\n\nLê Quang Đạo\n")
    assert all(f"\nĐiều {number}\n" in content.text for number in range(1, 56))
    for furniture in ("Lược đồ", "Trang chủ", "Xem nhanh", "Gửi phản hồi", "Bản in", "37690.doc"):
        assert furniture not in content.text
    assert content.properties["type"] == "luat"
    assert content.properties["issued"] == "1989-06-30"
    assert content.properties["effective"] == "1989-07-11"
    assert content.properties["signer.name"] == "Lê Quang Đạo"
    assert [(link["kind"], link["direction"]) for link in content.related] == [("can-cu", "acting"), ("huong-dan", "acting")]


# Damaged and hostile files


def readable(path: Path) -> None:
    problem = ""
    try:
        read_any(path)
    except UnreadableFile as error:
        problem = str(error)
    assert not problem or str(path) in problem


def test_cut_and_damaged_pages_never_surprise(shared: Path, tmp_path: Path) -> None:
    source = shared / "data" / "vbpl-html"
    for name in ("example_p_2315.html", "example_h_2315.html", "example_r_2315.html"):
        shutil.copy(source / name, tmp_path)
    data = (source / "example_full_2315.html").read_bytes()
    path = tmp_path / "example_full_2315.html"
    dice = random.Random(7)
    for step in range(20):
        path.write_bytes(data[: len(data) * step // 20])
        readable(path)
        damaged = bytearray(data)
        for _ in range(40):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        path.write_bytes(bytes(damaged))
        readable(path)


PIECES = ["<p>", "</p>", "<table border=1>", "<tr>", "<td colspan=9999999>", "<td rowspan=-1>", "</table>", "<ol start=99999999999>",
          "<li value=x>", "</ol>", "<br>", "<ul>", "<del>", "<pre>", "&#99999999;", "&nbsp;", "<![if !x]>", "<![endif]>", "<!--", "-->",
          "chữ", " ", "|", "<span style='mso-list:Ignore'>", "<form action='vbpq-toanvan.aspx?ItemID=1'>", "<div class='box-tab-vb'>",
          "<div class='vbLienQuan'><table><tr><td class='label'>", "<style>td.x{border:1px}", "<font face='.VnTime'>", "\x00", "\u0301"]  # fmt: skip


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_any_run_of_tags_is_read(tmp_path: Path, pieces: list[str]) -> None:
    path = tmp_path / "trang.html"
    path.write_text("<html><body>" + "".join(pieces), "utf-8", errors="surrogatepass")
    readable(path)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_decode(tmp_path: Path, data: bytes) -> None:
    assert isinstance(html.decode(b"<html>" + data).text, str)
    path = tmp_path / "trang.html"
    path.write_bytes(b"<html><body>" + data)
    readable(path)


def test_a_page_beside_that_cannot_be_read_is_a_finding(tmp_path: Path) -> None:
    full = save_all(tmp_path)
    (tmp_path / "vb_p_7.html").write_bytes(b"")
    content = read_any(full)
    assert content.text
    assert any(finding.rule == "gop-trang" and finding.severity is Severity.WARNING for finding in content.findings)


def test_nothing_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def refuse(*arguments: object) -> None:
        raise AssertionError("mạng bị gọi")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    source = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>a&x;</p><img src="http://example.org/x.png"></body></html>'
    assert "root:" not in read(tmp_path, source).text
