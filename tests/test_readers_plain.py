"""Plain text and Markdown: every way in which the letters may have been kept."""

from __future__ import annotations

import random
import time
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dan_van.readers import Content, UnreadableFile, plain
from dan_van.readers import read as read_any

TEXT = (
    "Ủy ban nhân dân xã báo cáo việc thực hiện Nghị quyết số 25-NQ/TW của Đảng\n"
    "về công tác dân vận; các đơn vị được giao đã hoàn thành kế hoạch năm 2026.\n"
)
TONES = "\u0300\u0301\u0303\u0309\u0323"


def windows_1258(text: str) -> bytes:
    """Letters with the tone behind them where the code page has no letter with it."""
    made = b""
    for letter in text:
        try:
            made += letter.encode("cp1258")
        except UnicodeEncodeError:
            parts = normalize("NFD", letter)
            bare = normalize("NFC", "".join(part for part in parts if part not in TONES))
            made += (bare + "".join(part for part in parts if part in TONES)).encode("cp1258")
    return made


# the same lines as they stand in files typed with the fonts of old
TCVN3 = (
    "uû ban nh©n d©n x· b¸o c¸o viÖc thùc hiÖn nghÞ quyÕt cña ®¶ng\n"
    "vÒ c«ng t¸c d©n vËn; c¸c ®¬n vÞ ®­îc giao ®· hoµn thµnh kÕ ho¹ch n¨m 2026.\n"
).encode("cp1252")
VNI = (
    "uûy ban nhaân daân xaõ baùo caùo vieäc thöïc hieän nghò quyeát cuûa ñaûng\n"
    "veà coâng taùc daân vaän; caùc ñôn vò ñöôïc giao ñaõ hoaøn thaønh keá hoaïch naêm 2026.\n"
).encode("cp1252")
LOWER = (
    "uỷ ban nhân dân xã báo cáo việc thực hiện nghị quyết của đảng\n"
    "về công tác dân vận; các đơn vị được giao đã hoàn thành kế hoạch năm 2026.\n"
)


@pytest.mark.parametrize(
    ("data", "encoding", "text"),
    [
        pytest.param(TEXT.encode(), "utf-8", TEXT, id="utf-8"),
        pytest.param(TEXT.encode("utf-8-sig"), "utf-8", TEXT, id="utf-8 with its mark"),
        pytest.param(normalize("NFD", TEXT).encode(), "utf-8", normalize("NFD", TEXT), id="utf-8, decomposed"),
        pytest.param(b"\xff\xfe" + TEXT.encode("utf-16-le"), "utf-16-le", TEXT, id="utf-16-le"),
        pytest.param(b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16-be", TEXT, id="utf-16-be"),
        pytest.param(TEXT.encode("utf-16-le"), "utf-16-le", TEXT, id="utf-16-le, unmarked"),
        pytest.param(TEXT.encode("utf-16-be"), "utf-16-be", TEXT, id="utf-16-be, unmarked"),
        pytest.param(TEXT.encode("utf-32"), "utf-32-le", TEXT, id="utf-32"),
        pytest.param(windows_1258(TEXT), "windows-1258", TEXT, id="windows-1258"),
        pytest.param(TCVN3, "TCVN3 (ABC)", LOWER, id="TCVN3"),
        pytest.param(VNI, "VNI", LOWER.replace("uỷ", "ủy"), id="VNI"),
        pytest.param(b"Ke hoach so 5, khong dau\n", "utf-8", "Ke hoach so 5, khong dau\n", id="ascii"),
        pytest.param("Décret n° 5 du 2 février".encode("latin-1"), "Latin-1", "Décret n° 5 du 2 février", id="French"),
        pytest.param(b"", "utf-8", "", id="nothing"),
    ],
)
def test_encodings(data: bytes, encoding: str, text: str) -> None:
    decoded = plain.decode(data)
    assert (decoded.encoding, decoded.text) == (encoding, text)
    assert decoded.guessed == (encoding == "Latin-1")


def test_utf_16_cut_in_the_middle() -> None:
    decoded = plain.decode(b"\xff\xfe" + TEXT.encode("utf-16-le")[:-1])
    assert decoded.text.startswith(TEXT[:-1])
    assert decoded.damaged == 1


def test_a_few_bad_bytes_do_not_make_the_rest_unreadable() -> None:
    decoded = plain.decode(TEXT.encode() + b"\xe1\xba")
    assert (decoded.encoding, decoded.damaged) == ("utf-8", 1)
    assert decoded.text == TEXT + "\ufffd"


def save(folder: Path, data: bytes, name: str = "văn bản.txt") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def rules(content: Content) -> list[str]:
    return [finding.rule for finding in content.findings]


def test_lines_stay_as_typed(tmp_path: Path) -> None:
    content = plain.read(save(tmp_path, b"Dong mot\r\n  thut vao\r\rhai\x0bba\nhet"))
    assert content.text == "Dong mot\n  thut vao\n\nhai\nba\nhet"
    assert (content.kind, content.findings) == ("text", ())
    assert content.characters_in == content.characters_kept


def test_a_new_page_is_a_new_line(tmp_path: Path) -> None:
    assert plain.read(save(tmp_path, b"cuoi trang\n\x0cdau trang\x0ctiep")).text == "cuoi trang\ndau trang\ntiep"


def test_control_characters_go_and_are_counted(tmp_path: Path) -> None:
    content = plain.read(save(tmp_path, b"a\x00b\x07c\x1a"))
    assert content.text == "abc"
    assert rules(content) == ["ky-tu-dieu-khien"]


FRONT = "---\ncode: 33/CT-TTg\ntype: chi-thi\n---\n\nNội dung\n"


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("a.md", "# Đầu đề\n", "markdown"),
        ("a.MARKDOWN", "chữ", "markdown"),
        ("a.txt", FRONT, "markdown"),
        ("a.txt", "---\n# ghi chú\n\ntype: chi-thi\n---\n", "markdown"),
        ("a.txt", "---\nchữ thường\n---\n", "text"),
        ("a.txt", "Kính gửi:\n---\ncode: 1\n---\n", "text"),
    ],
)
def test_markdown_is_told_from_text(tmp_path: Path, name: str, text: str, kind: str) -> None:
    content = plain.read(save(tmp_path, text.encode(), name))
    assert (content.kind, content.text) == (kind, text)


def test_what_was_converted_is_said(tmp_path: Path) -> None:
    (finding,) = plain.read(save(tmp_path, TCVN3)).findings
    assert "TCVN3" in finding.message
    (finding,) = plain.read(save(tmp_path, "Décret n° 5 du 2 février".encode("latin-1"))).findings
    assert finding.severity == "warning"
    assert "UTF-8" in (finding.remedy or "")
    (finding,) = plain.read(save(tmp_path, (TEXT * 2).encode() + b"\xe1\xba")).findings
    assert (finding.rule, finding.place.line) == ("chu-hong", 5)


def test_through_the_one_door(tmp_path: Path) -> None:
    assert read_any(save(tmp_path, windows_1258(TEXT))).text == TEXT
    assert read_any(save(tmp_path, FRONT.encode("utf-8-sig"), "a.md")).text == FRONT


def test_what_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="không đọc được"):
        plain.read(tmp_path / "không có.txt")


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read(data: bytes) -> None:
    assert isinstance(plain.decode(data).text, str)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200).filter(lambda text: not text.startswith("\ufeff")))
def test_utf_8_is_never_taken_for_something_else(text: str) -> None:
    try:
        data = text.encode()
    except UnicodeEncodeError:
        return
    assert plain.decode(data).text == text


def test_damaged_utf_16_is_still_a_text(tmp_path: Path) -> None:
    data = TEXT.encode("utf-16")
    for seed in range(30):
        changed = bytearray(data)
        changed[random.Random(seed).randrange(2, len(data))] ^= 0xFF
        assert plain.read(save(tmp_path, bytes(changed[: len(data) - seed]))).text


@pytest.mark.slow
def test_large_files_are_read_at_once() -> None:
    started = time.perf_counter()
    assert plain.decode(TCVN3 * 40_000).text.startswith(LOWER)
    assert time.perf_counter() - started < 20
