"""PDF files with a text layer, through pdfium; scanned ones through ocrmypdf where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Any

from dan_van.model import Finding, Place, Severity
from dan_van.readers.content import MAX_TEXT, Content, UnreadableFile
from dan_van.readers.pdf_flow import Item, flow
from dan_van.readers.pdf_furniture import Furniture, strip
from dan_van.readers.pdf_lines import Line, lines_of
from dan_van.readers.pdf_page import Page, read_page
from dan_van.readers.pdf_table import Table, tables_of

MAX_PAGES = 5000
"""Most pages of one file."""
MAX_PAGE_TEXT = 400_000
"""Most characters of one page."""
TIME_LIMIT = 300.0
"""Seconds for the pages of one file."""
OCR_TIME_LIMIT = 1800
"""Seconds for recognising a scanned file."""

_WIDGET, _FREE_TEXT, _STAMP = 20, 3, 13  # annotations that carry text: form fields and signatures, notes, stamps
_TYPED_ON_PICTURE = 80  # characters: a number, a date, "Văn bản đến", typed by a program on a scanned page
_PASSWORD, _SECURITY = 4, 5
_PDFIUM = Lock()  # pdfium works in one thread at a time


def read(path: Path) -> Content:
    """The text of a PDF file. Raises UnreadableFile when it is locked, damaged or too large."""
    content, scanned = _read(path)
    if not scanned:
        return content
    recognised = recognise(path)
    return recognised or content


def recognise(path: Path) -> Content | None:
    """A scanned file read by ocrmypdf with tesseract's Vietnamese; None when they are not installed or fail."""
    if not _can_recognise():
        return None
    with tempfile.TemporaryDirectory(prefix="dan-van-ocr-") as folder:
        output = Path(folder) / "ocr.pdf"
        command = ["ocrmypdf", "--skip-text", "-l", "vie", "--quiet", "--", str(path.resolve()), str(output)]
        try:
            done = subprocess.run(command, capture_output=True, timeout=OCR_TIME_LIMIT, check=False)
        except (OSError, subprocess.TimeoutExpired):
            return None
        if done.returncode != 0 or not output.is_file():
            return None
        content, scanned = _read(output, shown=path)
    if scanned:
        return None
    message = "Bản quét, chữ nhận dạng bằng máy, cần soát lại với bản gốc."
    return replace(content, findings=(Finding("pdf-nhan-dang", Severity.INFO, message, Place(str(path))), *content.findings))


def _can_recognise() -> bool:
    return bool(shutil.which("ocrmypdf")) and "vie" in ocr_languages()


def ocr_languages() -> list[str]:
    """The languages that Tesseract has data for; none where it is not installed."""
    tesseract = shutil.which("tesseract")
    if tesseract is None:
        return []
    command = [tesseract, "--list-langs"]
    try:
        listed = subprocess.run(command, capture_output=True, timeout=30, check=False, text=True, errors="replace")
    except (OSError, subprocess.TimeoutExpired):
        return []
    return (listed.stdout + listed.stderr).split()  # older ones list on stderr


def _read(path: Path, shown: Path | None = None) -> tuple[Content, bool]:
    """The content, and whether the file is only pictures of pages."""
    shown = shown or path
    with _PDFIUM:
        pdfium = _library()
        document = _open(pdfium, path, shown)
        try:
            pages = _Pages(shown)
            deadline = time.monotonic() + TIME_LIMIT
            for index in range(_count(document, shown)):
                if time.monotonic() > deadline:
                    raise UnreadableFile(
                        "{path}: đọc quá lâu, mới đến trang {page}. Tách tệp rồi thử lại.", path=shown, page=index
                    )
                pages.add(_page(pdfium, document, index, shown))
        finally:
            document.close()
    return pages.content()


def _library() -> Any:
    try:
        import pypdfium2  # type: ignore[import-untyped, import-not-found, unused-ignore]
    except ImportError:
        raise UnreadableFile(
            "Chưa cài phần đọc PDF: pip install 'dan_van[pdf]'. Hoặc mở tệp bằng Word, lưu thành .docx."
        ) from None
    return pypdfium2


def _open(pdfium: Any, path: Path, shown: Path) -> Any:
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code in (_PASSWORD, _SECURITY) or "assword" in str(error):
            raise UnreadableFile(
                "{path}: tệp có mật khẩu. Mở bằng mật khẩu rồi in lại thành PDF không khóa.", path=shown
            ) from None
        raise UnreadableFile("{path}: tệp PDF bị hỏng hoặc tải chưa xong. Lấy lại tệp gốc.", path=shown) from None
    except OSError as error:
        raise UnreadableFile("{path}: không đọc được ({reason}).", path=shown, reason=error.strerror) from None


def _count(document: Any, shown: Path) -> int:
    count = len(document)
    if count > MAX_PAGES:
        raise UnreadableFile(
            "{path}: {count} trang, nhiều hơn mức {most}. Tách tệp rồi thử lại.", path=shown, count=count, most=MAX_PAGES
        )
    if count < 1:
        raise UnreadableFile("{path}: tệp PDF không có trang nào. Lấy lại tệp gốc.", path=shown)
    return count


def _page(pdfium: Any, document: Any, index: int, shown: Path) -> Page | None:
    """A page; None when just this one is damaged."""
    try:
        page = document[index]
        if _draw_annotations(pdfium, page):
            page.close()
            page = document[index]
    except pdfium.PdfiumError:
        return None
    try:
        return read_page(pdfium, page, index + 1, MAX_PAGE_TEXT)
    except pdfium.PdfiumError:
        return None
    except OverflowError:
        raise UnreadableFile(
            "{path}: trang {page} nhiều chữ hơn mức đọc được. Tách tệp rồi thử lại.", path=shown, page=index + 1
        ) from None
    finally:
        page.close()


def _draw_annotations(pdfium: Any, page: Any) -> bool:
    """Make the text of filled fields, notes and signature stamps part of the page, in memory; whether there was any."""
    raw = pdfium.raw
    for index in range(min(raw.FPDFPage_GetAnnotCount(page.raw), 1000)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, index)
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        raw.FPDFPage_CloseAnnot(annotation)
        if kind in (_WIDGET, _FREE_TEXT, _STAMP):
            return bool(raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS)
    return False


class _Pages:
    """The pages of a file as they come, reduced at once to lines and tables."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._items: list[list[Item]] = []
        self._heights: list[float] = []
        self._characters = 0
        self._unknown = 0
        self._converted: Counter[str] = Counter()
        self._damaged: list[int] = []
        self._pictured: set[int] = set()

    def add(self, page: Page | None) -> None:
        number = len(self._items) + 1
        if page is None:
            self._damaged.append(number)
            self._items.append([])
            self._heights.append(0.0)
            return
        self._characters += page.characters
        self._unknown += page.unknown
        self._converted.update(dict(page.converted))
        if self._characters > MAX_TEXT:
            raise UnreadableFile("{path}: nhiều chữ hơn mức đọc được trong một lần. Tách tệp rồi thử lại.", path=self._path)
        if page.pictured:
            self._pictured.add(number)
        self._items.append(items_of(page))
        self._heights.append(page.height)

    def content(self) -> tuple[Content, bool]:
        """What was read, and whether it is only pictures of pages."""
        if len(self._damaged) == len(self._items):
            raise UnreadableFile("{path}: tệp PDF bị hỏng, không trang nào đọc được. Lấy lại tệp gốc.", path=self._path)
        lines = [[item for item in page if isinstance(item, Line)] for page in self._items]
        kept, taken = strip(lines, self._heights)
        left = [{id(line) for line in page} for page in kept]
        pages = [
            [item for item in page if isinstance(item, Table) or id(item) in left[index]]
            for index, page in enumerate(self._items)
        ]
        flowed = flow(pages)
        unread = [n for n, page in enumerate(pages, 1) if n not in self._damaged and self._is_picture(n, page)]
        scanned = len(unread) == len(pages) - len(self._damaged)
        findings = [*_furniture(taken, self._path), *self._faults(unread, scanned)]
        if flowed.notes:
            message = f"Chuyển {len(flowed.notes)} chú thích chân trang xuống cuối."
            findings.append(self._finding("pdf-chu-thich", Severity.INFO, message))
        if flowed.dropped:
            message = f"Bỏ {len(flowed.dropped)} dòng đầu bảng in lại ở các trang sau."
            findings.append(self._finding("pdf-dau-bang", Severity.INFO, message))
        text = "\n\n".join((*flowed.paragraphs, *flowed.notes))
        return Content("pdf", text + "\n" if text else "", self._characters, tuple(findings)), scanned

    def _is_picture(self, number: int, page: list[Item]) -> bool:
        """Whether a page says nothing, or is a picture on which only a number or a stamp was typed."""
        texts = [item.text if isinstance(item, Line) else "".join(map("".join, item.rows)) for item in page]
        return not any(texts) or (number in self._pictured and sum(map(len, texts)) < _TYPED_ON_PICTURE)

    def _faults(self, unread: list[int], scanned: bool) -> list[Finding]:
        found = []
        pictured = sorted(self._pictured.intersection(unread))
        remedy = "Nhận dạng chữ trước: ocrmypdf -l vie tep.pdf tep-co-chu.pdf, rồi đọc tệp mới và soát lại."
        if scanned:
            message = f"{len(unread)} trang đều là ảnh, không có lớp chữ."
            found.append(self._finding("pdf-khong-co-chu", Severity.WARNING, message, remedy))
        elif pictured:
            message = f"Trang {_listed(pictured)} là ảnh, không có lớp chữ; phần chữ ở đó chưa đọc được."
            found.append(self._finding("pdf-trang-anh", Severity.WARNING, message, remedy))
        if self._damaged:
            message = f"Trang {_listed(self._damaged)} bị hỏng, không đọc được."
            found.append(self._finding("pdf-trang-hong", Severity.WARNING, message, "Lấy lại tệp gốc."))
        for encoding, count in sorted(self._converted.items()):
            message = f"Chuyển {count} chữ từ phông {encoding} sang Unicode."
            found.append(self._finding("pdf-phong-cu", Severity.INFO, message, "Soát lại vài dòng với bản in."))
        if self._unknown:
            message = f"{self._unknown} ký tự không rõ là chữ gì (phông không ghi mã)."
            found.append(self._finding("pdf-ky-tu-la", Severity.WARNING, message, "Soát lại với bản in."))
        return found

    def _finding(self, rule: str, severity: Severity, message: str, remedy: str | None = None) -> Finding:
        return Finding(rule, severity, message, Place(str(self._path)), remedy)


def items_of(page: Page) -> list[Item]:
    """The lines and tables of a page in their order."""
    tables = sorted(tables_of(page), key=lambda found: found[0][0])
    members = {index for indexes, _ in tables for index in indexes}
    items: list[Item] = []
    start = 0
    for indexes, table in [*tables, ([len(page.words)], None)]:
        words = [page.words[i] for i in range(start, indexes[0]) if i not in members]
        items += lines_of(words, page.number, page.width, page.height)
        if table:
            items.append(table)
        start = max(start, indexes[0])
    return items


def _furniture(taken: Furniture, path: Path) -> list[Finding]:
    found = []
    for rule, message in (
        ("pdf-dau-trang", _heads(taken)),
        ("pdf-so-trang", f"Bỏ {taken.numbers} số trang." if taken.numbers else ""),
        ("pdf-ke-ngang", f"Bỏ {taken.rules} dòng kẻ ngang." if taken.rules else ""),
        ("pdf-chu-ky-so", _stamps(taken)),
    ):
        if message:
            found.append(Finding(rule, Severity.INFO, message, Place(str(path))))
    return found


def _heads(taken: Furniture) -> str:
    if not taken.heads:
        return ""
    texts = "; ".join(f"“{text}”" for text, _ in taken.heads.most_common(3))
    return f"Bỏ {taken.heads.total()} dòng đầu, cuối trang lặp lại: {texts}."


def _stamps(taken: Furniture) -> str:
    if not taken.stamps:
        return ""
    return f"Bỏ {len(taken.stamps)} dấu chữ ký số (không kiểm tra chữ ký): {' | '.join(dict.fromkeys(taken.stamps))}."


def _listed(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:10]))
    return f"{shown} và {len(numbers) - 10} trang khác" if len(numbers) > 10 else shown
