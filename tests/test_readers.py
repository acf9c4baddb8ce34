"""The one door to all readers: chosen by content, one sentence for what cannot be read, nothing left behind."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dan_van import readers
from dan_van.readers import Content, UnreadableFile
from tests.conftest import SHARED, Ran

FILES = sorted(
    path
    for folder in ("office-docx", "congbao-pdf", "vbpl-html", "vbpl-docx")
    for path in (SHARED / "data" / folder).glob("*")
    if path.is_file() and path.suffix != ".doc"
)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("rỗng.docx", b"", "tệp rỗng"),
        ("ảnh.pdf", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0\x01\x02" * 50, "không phải văn bản"),
        ("nén.docx", b"PK\x03\x04" + b"\xff" * 40, "bị hỏng hoặc tải chưa xong"),
        ("khóa.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
        ("cụt.pdf", b"%PDF-1.7\n1 0 obj", "cụt.pdf"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnreadableFile, match=says) as error:
        readers.read(path)
    assert "\n" not in str(error.value)
    assert name in str(error.value)


@pytest.mark.parametrize("name", ["không có.docx", "."])
def test_missing_files_and_folders(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnreadableFile):
        readers.read(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "data", "kind", "text"),
    [
        ("a.txt", "Kế hoạch dân vận.\n".encode(), "text", "Kế hoạch dân vận.\n"),
        ("a.docx", "Kế hoạch dân vận.\n".encode("utf-16"), "text", "Kế hoạch dân vận.\n"),
        ("a.txt", "Kế hoạch dân vận của xã.\n".encode("utf-16-le"), "text", "Kế hoạch dân vận của xã.\n"),
        ("a.doc", b"<html><body><p>K\xe1\xba\xbf ho\xe1\xba\xa1ch</p></body></html>", "html", "Kế hoạch\n"),
        ("a.md", "NÐ-CP\u00a0số\u200b 30".encode(), "markdown", "NĐ-CP số 30\n"),
    ],
)
def test_content_decides_and_text_has_one_form(tmp_path: Path, name: str, data: bytes, kind: str, text: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    content = readers.read(path)
    assert (content.kind, content.text) == (kind, text)
    misnamed = [finding for finding in content.findings if finding.rule == "duoi-tep"]
    assert bool(misnamed) == (Path(name).suffix in (".docx", ".doc"))


def refusal(path: Path) -> str:
    """Why a file is not read; empty when it is."""
    try:
        content = readers.read(path)
    except UnreadableFile as problem:
        return str(problem)
    assert isinstance(content, Content)
    return ""


@pytest.mark.slow
@pytest.mark.skipif(not FILES, reason="không có thư mục dữ liệu thật cạnh dự án")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_damaged_copies_never_surprise(
    path: Path, tmp_path: Path, dan_van: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cut at 20 places and with bytes flipped: the text, or one sentence; in bounded time; no half-written corpus file."""
    data = path.read_bytes()
    dice = random.Random(path.name)
    damaged = [data[: len(data) * cut // 20] for cut in range(20)]
    for _ in range(5):
        flipped = bytearray(data)
        for _ in range(20):
            flipped[dice.randrange(len(flipped))] ^= 1 << dice.randrange(8)
        damaged.append(bytes(flipped))
    copy = tmp_path / f"hỏng{path.suffix}"
    for content in damaged:
        copy.write_bytes(content)
        start = time.monotonic()
        assert "\n" not in refusal(copy)
        assert time.monotonic() - start < 30
    home = tmp_path / "nhà"
    monkeypatch.setenv("DAN_VAN_HOME", str(home))
    copy.write_bytes(damaged[10])
    dan_van("corpus", "add", copy, "--yes")
    assert all(file.suffix == ".md" for file in home.rglob("*") if file.is_file())
