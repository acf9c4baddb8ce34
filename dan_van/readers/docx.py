"""Word files (.docx, .docm, .dotx) → text, by structure: parts are found by their relationships, not by their names."""

from __future__ import annotations

import posixpath
import tempfile
from pathlib import Path

from dan_van.model import Finding, Place, Severity
from dan_van.readers.content import Content, UnreadableFile
from dan_van.readers.numbering import Numbering
from dan_van.readers.wordparts import Element, M, Relationship, W, WordFile
from dan_van.readers.wordstyles import Styles
from dan_van.readers.wordtext import ALTERNATIVES, DROPPED, Walk, unchosen

_TEXTS = (W + "t", M + "t")
_LONGEST_QUOTE = 80


def read(path: Path) -> Content:
    """The text of a Word file. Raises UnreadableFile in one Vietnamese sentence."""
    with WordFile(path) as file:
        return _Document(file).content()


class _Document:
    """One opened file and what is found on the way through it."""

    def __init__(self, file: WordFile, *, nested: bool = False) -> None:
        self._file = file
        self._main = file.main_part()
        self._links = file.relationships(self._main)
        self._styles = Styles(self._tree("styles"))
        self._walk = Walk(self._styles, self._numbering, self._embedded)
        self._nested = nested
        self._findings: list[Finding] = []
        self._embedded_letters = 0

    def content(self) -> Content:
        root = self._file.tree(self._main)
        body = root.find(W + "body") if root is not None else None
        if body is None:
            raise UnreadableFile("{path}: phần thân văn bản bị hỏng. Mở bằng Word, lưu lại rồi thử lại.", path=self._file.path)
        blocks = self._walk.story(body)
        letters = _letters(body)
        notes, note_letters = self._notes()
        furniture = self._furniture()
        if not blocks and not notes:
            blocks = furniture
            letters += len("".join("".join(furniture).split()))
        else:
            self._name_furniture(furniture)
        self._name_changes()
        tally, decoder = self._walk.tally, self._walk.decoder
        counted = letters + note_letters + tally.numbers + self._embedded_letters - decoder.shrunk
        return Content("docx", "\n\n".join([*blocks, *notes]) + "\n", counted, tuple(self._findings))

    def _numbering(self) -> Numbering:
        return Numbering(self._tree("numbering"), self._styles.numbering_styles())

    def _linked(self, kind: str) -> list[Relationship]:
        return [link for link in self._links if link.kind == kind]

    def _tree(self, kind: str) -> Element | None:
        return self._file.kin(self._main, self._links, kind)

    def _notes(self) -> tuple[list[str], int]:
        """The notes that the text refers to, in the order of their marks, and how many letters they hold."""
        parts: dict[str, dict[str, Element]] = {}
        lines, letters = [], 0
        self._walk.takes_notes = False  # a note may refer to itself
        for index, (kind, name) in enumerate(self._walk.tally.notes, start=1):
            if kind not in parts:
                root = self._tree(kind)
                parts[kind] = {note.get(W + "id") or "": note for note in (root if root is not None else ())}
            note = parts[kind].get(name)
            blocks = self._walk.story(note) if note is not None else []
            letters += _letters(note) if note is not None else 0
            lines.append("\n".join([f"[^{index}]:", *blocks]).replace("\n", " ", 1))
        return lines, letters

    def _furniture(self) -> list[str]:
        """What headers and footers say, each thing once."""
        walk = Walk(self._styles, lambda: Numbering(None, {}))
        found: dict[str, None] = {}
        for link in [*self._linked("header"), *self._linked("footer")]:
            root = self._file.tree(link.target)
            for block in walk.story(root) if root is not None else ():
                found.setdefault(block)
        return list(found)

    def _embedded(self, name: str) -> list[str]:
        """The text of a file inside the file (``w:altChunk``), read by whichever reader takes it."""
        target = next((link.target for link in self._links if link.id == name), "")
        content = self._file.content(target)
        if content is None:
            return []
        with tempfile.TemporaryDirectory(prefix="dan-van-") as folder:
            path = Path(folder, "phan-nhung" + posixpath.splitext(target)[1])
            path.write_bytes(content)
            try:
                inner = _embedded_content(path, nested=self._nested)
            except UnreadableFile:
                self._find("phan-nhung", Severity.WARNING, f"Phần nhúng {target} không đọc được, phần chữ ấy bị thiếu.")
                return []
        self._embedded_letters += inner.characters_in
        return [block for block in inner.text.strip("\n").split("\n\n") if block]

    def _name_furniture(self, furniture: list[str]) -> None:
        text = " ".join(" ".join(furniture).split())
        if any(letter.isalpha() for letter in text):
            quote = text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE].rstrip() + "…"
            self._find("dau-chan-trang", Severity.INFO, f"Bỏ qua đầu trang, chân trang: “{quote}”.")

    def _name_changes(self) -> None:
        tally = self._walk.tally
        if tally.added or tally.dropped:
            counts = f"{tally.added} chỗ thêm, {tally.dropped} chỗ xóa"
            self._find("sua-theo-doi", Severity.INFO, f"Còn sửa đổi chưa duyệt ({counts}); đã đọc như khi chấp nhận hết.")
        if tally.hidden:
            self._find("chu-an", Severity.INFO, f"Bỏ qua {tally.hidden} ký tự chữ ẩn.")
        for name, runs in self._walk.decoder.converted.items():
            self._find("bang-ma-cu", Severity.INFO, f"Đã chuyển {runs} đoạn chữ từ bảng mã {name} sang Unicode.")

    def _find(self, rule: str, severity: Severity, message: str) -> None:
        self._findings.append(Finding(rule, severity, message, Place(str(self._file.path))))


def _embedded_content(path: Path, *, nested: bool) -> Content:
    """A Word file inside a Word file is read too, but not one inside that one: such a nest has no end in sight."""
    from dan_van.readers.read import read as read_any
    from dan_van.readers.sniff import kind_of

    if kind_of(path) != "docx":
        return read_any(path)
    if nested:
        raise UnreadableFile("{path}: nhúng quá nhiều lớp.", path=path)
    with WordFile(path) as file:
        return _Document(file, nested=True).content()


def _letters(root: Element) -> int:
    """Letters that a story holds as text, counted apart from the walk: all but what was moved away or drawn twice."""
    letters = _count(root)
    gone: set[Element] = set()
    for element in root.iter(*DROPPED, ALTERNATIVES):
        if element in gone:
            continue
        for part in unchosen(element) if element.tag == ALTERNATIVES else [element]:
            letters -= _count(part)
            gone.update(part.iter(*DROPPED, ALTERNATIVES))
    return letters


def _count(root: Element) -> int:
    return sum(len("".join(text.text.split())) for text in root.iter(*_TEXTS) if text.text)
