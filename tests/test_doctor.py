from __future__ import annotations

import json
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from dan_van import office_suite
from dan_van.cli import doctor
from dan_van.drafting import fonts
from tests.conftest import Ran

LATIN = "".join(map(chr, range(0x20, 0x17F))) + "ƠơƯư"
LACKING_92 = [letter for letter in fonts.LETTERS if letter not in LATIN]
"""What fonts-liberation 1.07 has no letters for: all of the block Latin Extended Additional."""


def font(path: Path, letters: str, widths: dict[str, int] | None = None, form: int = 4) -> Path:
    """A font file of nothing but the tables that are read: cmap, head, hhea, hmtx."""
    wide = {"n": 1024, "M": 1821, "H": 1479, **(widths or {})}
    codes = sorted(map(ord, set(letters) | set("nMH")))
    if form == 4:
        codes.append(0xFFFF)
        n = len(codes)
        ends = starts = codes
        deltas = [(index + 1 - code) & 0xFFFF for index, code in enumerate(codes)]
        body = struct.pack(f">HHHH{n}HH{n}H{n}H{n}H", 2 * n, 0, 0, 0, *ends, 0, *starts, *deltas, *[0] * n)
        table = struct.pack(">HHH", 4, 6 + len(body), 0) + body
    else:
        groups = b"".join(struct.pack(">III", code, code, index + 1) for index, code in enumerate(codes))
        table = struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, len(codes)) + groups
    cmap = struct.pack(">HHHHI", 0, 1, 3, 1 if form == 4 else 10, 12) + table
    advances = [0, *(wide.get(chr(code), 1000) for code in codes)]
    parts = {
        b"cmap": cmap,
        b"head": b"\0" * 18 + struct.pack(">H", 2048) + b"\0" * 34,
        b"hhea": b"\0" * 34 + struct.pack(">H", len(advances)),
        b"hmtx": b"".join(struct.pack(">Hh", advance, 0) for advance in advances),
    }
    head = struct.pack(">4sHHHH", b"\0\1\0\0", len(parts), 0, 0, 0)
    at = len(head) + 16 * len(parts)
    records = data = b""
    for tag, content in parts.items():
        records += struct.pack(">4sIII", tag, 0, at + len(data), len(content))
        data += content
    path.write_bytes(head + records + data)
    return path


def told(name: str) -> doctor.Check:
    return next(check for check in doctor.checks() if check.name == name)


def test_there_are_146_letters() -> None:
    assert len(fonts.LETTERS) == len(set(fonts.LETTERS)) == 146
    assert set(LACKING_92) <= set(fonts.LETTERS)


@pytest.mark.parametrize("form", [4, 12])
def test_a_font_is_read_from_its_file(tmp_path: Path, form: int) -> None:
    good = fonts.read(font(tmp_path / "a.ttf", fonts.LETTERS, form=form), "Tinos")
    assert good is not None
    assert good.good
    wide = fonts.read(font(tmp_path / "b.ttf", fonts.LETTERS, {"n": 1300}, form=form), "DejaVu Serif")
    assert wide is not None
    assert (wide.missing, wide.times_wide) == ("", False)
    (tmp_path / "c.ttf").write_bytes(b"\0\1\0\0 khong phai")
    assert fonts.read(tmp_path / "c.ttf", "x") is None
    assert fonts.read(tmp_path / "khong.ttf", "x") is None


def test_debians_old_liberation_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dan_van: Callable[..., Ran]) -> None:
    letters = "".join(letter for letter in fonts.LETTERS if letter not in LACKING_92)
    path = font(tmp_path / "LiberationSerif-Regular.ttf", letters)
    monkeypatch.setattr(fonts, "_files", lambda: iter([("Liberation Serif", path)]))
    monkeypatch.setattr(office_suite, "system", lambda: "debian")
    check = told("fonts")
    assert check.state == doctor.FAULT
    assert f"thiếu {len(LACKING_92)} chữ tiếng Việt" in check.message
    assert "sudo apt install fonts-liberation2" in str(check.remedy)
    ran = dan_van("doctor")
    assert ran.status == 1
    assert "✗ Phông Liberation Serif (LiberationSerif-Regular.ttf) thiếu" in ran.out


def test_a_font_of_other_widths_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = font(tmp_path / "DejaVuSerif.ttf", fonts.LETTERS, {"n": 1319})
    monkeypatch.setattr(fonts, "_files", lambda: iter([("DejaVu Serif", path)]))
    assert "rộng khác Times New Roman" in told("fonts").message
    monkeypatch.setattr(fonts, "_files", lambda: iter([]))
    assert told("fonts").state == doctor.OPTIONAL


@pytest.mark.parametrize("system", ["debian", "fedora", "windows", "macos", "linux"])
def test_every_system_has_its_remedies(monkeypatch: pytest.MonkeyPatch, system: str) -> None:
    monkeypatch.setattr(office_suite, "system", lambda: system)
    monkeypatch.setattr(office_suite, "find_office", lambda: None)
    check = told("libreoffice")
    assert check.state == doctor.FAULT
    assert check.remedy == office_suite.how_to_install()
    assert all(doctor._remedy(what) for what in ("fonts", "ocr", "encoding"))


def test_a_console_that_is_not_utf8_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "console_encoding", lambda: "cp437")
    assert told("encoding").state == doctor.FAULT
    monkeypatch.setattr(doctor, "console_encoding", lambda: "utf8")
    assert told("encoding").state == doctor.OK


def test_a_folder_that_cannot_be_written_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "tệp").write_text("x")
    monkeypatch.setenv("DAN_VAN_HOME", str(tmp_path / "tệp"))
    assert told("home").state == doctor.FAULT


def test_the_answer_as_json(dan_van: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = dan_van("doctor", "--json")
    answer = json.loads(ran.out)
    assert ran.status == (0 if answer["ok"] else 1)
    names = [check["name"] for check in answer["checks"]]
    for name in ("python", "packages", "libreoffice", "fonts", "ocr", "encoding", "home", "corpus", "index", "office"):
        assert name in names
    assert all(check["remedy"] for check in answer["checks"] if check["state"] != "ok")


@pytest.mark.slow
@pytest.mark.skipif(office_suite.find_office() is None, reason="cần LibreOffice")
def test_a_page_is_printed_to_see(dan_van: Callable[..., Ran]) -> None:
    assert "In thử PDF được" in dan_van("doctor", "--deep").out


def test_the_version_of_libreoffice(tmp_path: Path) -> None:
    assert office_suite.version(tmp_path / "không có") is None
