"""Saved web pages and Word's “Save as HTML”: bytes to text, text to tree, tree to paragraphs.

Nothing is fetched, no entity is resolved from outside, depth and size are bounded. Pages of the national database
of legal documents (vbpl.vn) are known by their content and go on to :mod:`dan_van.readers.vbpl`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import lxml.html
from lxml import etree

from dan_van.model import Finding, Place, Severity
from dan_van.readers.content import MEGABYTE, Content, UnreadableFile
from dan_van.readers.html_blocks import Walked, walk

MAX_HTML = 64 * MEGABYTE
"""Largest page that is made into a tree (the tree takes about ten times the room of the file)."""

_DECLARED = re.compile(rb"""(?:charset\s*=\s*["']?|<\?xml[^>]{0,80}encoding\s*=\s*["'])\s*([\w.:-]{2,40})""", re.IGNORECASE)
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"))
_HEAD = 8192
_FALLBACK = "cp1258"
_LOST = "\ufffd"
_REVEALED = re.compile(r"<!\[(?:if|endif)[^\]>]{0,200}\]>", re.IGNORECASE)
_CONTROLS = {code: bytes([code]).decode("cp1252", "replace") for code in range(0x80, 0xA0)}
_CONTROL = re.compile("[\x80-\x9f]")
_PLAIN_TAGS = re.compile(r"</?(?:font|b|i|u|strong|em|small|big)(?:\s[^<>]*)?>", re.IGNORECASE)
_LEGACY_FONT = re.compile(
    r"[\"':,=]\s*(?:\.Vn[A-Z]|VNI[- ]|VPS[- ])|wingdings|webdings|font-family:\s*[\"']?symbol", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text of a page, the encoding that it was in, and how many characters could not be read."""

    text: str
    encoding: str
    lost: int = 0


def read(path: Path) -> Content:
    """The text of a saved page. Raises UnreadableFile."""
    from dan_van.readers import vbpl

    decoded, root = load(path)
    page = vbpl.recognise(root)
    if page is not None:
        return vbpl.read_page(page, root, path, findings=_encoding_findings(decoded, path))
    walked = walk(root, legacy_fonts=_LEGACY_FONT.search(decoded.text) is not None)
    findings = [*_encoding_findings(decoded, path), *_walk_findings(walked, path)]
    return Content("html", walked.text, walked.seen, tuple(findings))


def load(path: Path) -> tuple[Decoded, Any]:
    """A page's text and tree. Raises UnreadableFile."""
    try:
        if path.stat().st_size > MAX_HTML:
            raise UnreadableFile(
                "{path}: trang lớn hơn {megabytes} MB. Tách trang rồi thử lại.", path=path, megabytes=MAX_HTML // MEGABYTE
            )
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile("{path}: không đọc được ({reason}).", path=path, reason=error.strerror) from None
    decoded = decode(_page_of_archive(data))
    return decoded, tree(decoded.text, str(path))


def decode(data: bytes) -> Decoded:
    """Bytes to text: by BOM, as UTF-8 when they are that, as declared, else as windows-1258.

    A few damaged bytes do not make UTF-8 something else, and a declaration does not overrule clean UTF-8
    (pages get re-saved by tools that leave the old declaration standing).
    """
    for mark, name in (*_BOMS, (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _decoded(data, name)
    if wide := _wide(data):
        return _decoded(data, wide)
    utf8 = _decoded(data, "utf-8")
    if utf8.lost == 0 or sum("\x7f" < letter != _LOST for letter in utf8.text) > utf8.lost:
        return utf8
    declared = _DECLARED.search(data[:_HEAD])
    if declared:
        name = declared[1].decode("ascii", "replace").lower()
        try:
            found = _decoded(data, name)
        except (LookupError, UnicodeError, ValueError):
            found = None
        if found is not None and name not in ("utf-8", "utf8"):
            return found
    return _decoded(data, "cp1252" if _LEGACY_FONT.search(data.decode("latin-1")) else _FALLBACK)


def tree(text: str, name: str) -> Any:
    """The root element of a page. Raises UnreadableFile, calling the page ``name``."""
    text = _REVEALED.sub("", text)
    if len(text) > MAX_HTML:
        raise UnreadableFile(
            "{path}: trang lớn hơn {megabytes} MB. Tách trang rồi thử lại.", path=name, megabytes=MAX_HTML // MEGABYTE
        )
    root, cut = _parse(text, name)
    if cut:  # formatting tags that were never closed nest thousands deep and carry no text of their own
        root, cut = _parse(_PLAIN_TAGS.sub("", text), name)
    if cut:
        raise UnreadableFile("{path}: các thẻ lồng nhau quá sâu, không đọc được. Mở bằng Word rồi lưu thành .docx.", path=name)
    return root


def _parse(text: str, name: str) -> tuple[Any, bool]:
    parser = lxml.html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True, recover=True
    )
    try:
        data = text.encode("utf-8", "replace")
        root = lxml.html.document_fromstring(data, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        raise UnreadableFile(
            "{path}: trang rỗng hoặc hỏng, không có gì để đọc. Lưu lại trang rồi thử lại.", path=name
        ) from None
    cut = any("depth" in (entry.message or "").lower() for entry in parser.error_log.filter_from_fatals())
    return root, cut


def _decoded(data: bytes, name: str) -> Decoded:
    text = data.decode(name, "replace").removeprefix("\ufeff")
    already = data.count(b"\xef\xbf\xbd") if name == "utf-8" else 0
    if _CONTROL.search(text):
        text = text.translate(_CONTROLS)
    return Decoded(text, name, max(0, text.count(_LOST) - already))


def _wide(data: bytes) -> str | None:
    """UTF-16 without a BOM: every other byte of its markup is zero."""
    head = data[:400]
    if len(head) < 4 or head.count(0) < len(head) // 3:
        return None
    return "utf-16-le" if head[1::2].count(0) >= head[0::2].count(0) else "utf-16-be"


def _page_of_archive(data: bytes) -> bytes:
    """The page inside a web archive (``.mht``); any other bytes unchanged."""
    if b"<" in data[:64].lstrip() or not re.match(rb"\s*(?:From|MIME-Version|Content-Type|Subject):", data, re.IGNORECASE):
        return data
    message = message_from_bytes(data, policy=policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html" and isinstance(part, EmailMessage):
            found = part.get_payload(decode=True)
            if isinstance(found, bytes):
                return found
    return data


def _encoding_findings(decoded: Decoded, path: Path) -> list[Finding]:
    place = Place(str(path))
    found = []
    if decoded.encoding == _FALLBACK:
        message = "Trang không ghi bảng mã; đã đọc theo windows-1258."
        found.append(Finding("bang-ma", Severity.INFO, message, place, "Xem lại dấu tiếng Việt trong lời văn."))
    if decoded.lost:
        message = f"{decoded.lost} ký tự không đọc được (bảng mã {decoded.encoding})."
        found.append(Finding("bang-ma", Severity.WARNING, message, place, "Lưu lại trang với bảng mã UTF-8."))
    return found


def _walk_findings(walked: Walked, path: Path) -> list[Finding]:
    place = Place(str(path))
    found = []
    if walked.dropped:
        message = f"Đã bỏ {walked.dropped} ký tự không thuộc lời văn (trình đơn, phần ẩn, nút bấm, đầu và chân trang)."
        found.append(Finding("phan-bo-ra", Severity.INFO, message, place))
    if walked.deleted:
        message = f"Còn sửa đổi chưa duyệt: đã bỏ {walked.deleted} ký tự bị xóa, đọc như khi chấp nhận hết."
        found.append(Finding("sua-theo-doi", Severity.INFO, message, place))
    for name, pieces in walked.converted.items():
        message = f"Đã chuyển {pieces} đoạn chữ từ bảng mã {name} sang Unicode."
        found.append(Finding("bang-ma-cu", Severity.INFO, message, place))
    return found
