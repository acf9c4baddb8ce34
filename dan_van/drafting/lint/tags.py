"""The tags of one part: found in its text, paired into blocks, and every way in which that can fail."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from dan_van.drafting.lint.parts import Paragraph, Part, containing
from dan_van.model import Finding, Place, Severity
from dan_van.text import nfc

_SEAM = "\u2029"
_OPENING = re.compile(r"\{[{%#]")
_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}
_STRAY = re.compile(r"[}%]\}")
_PREFIX = re.compile(r"(tr|tc|p|r)\s+")
_SPACED_PREFIX = re.compile(r"\s+(tr|tc|p|r)\s+(?=[a-z])")
_STRAIGHT = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "\u00a0": " ", "\v": " ", "\t": " ", _SEAM: ""})
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_AROUND = 28


@dataclass(frozen=True, slots=True)
class Tag:
    """``{{ … }}``, ``{% … %}`` or ``{# … #}``: ``inner`` without prefix and trim marks, smart quotes made straight."""

    kind: str
    prefix: str
    inner: str
    shown: str
    at: int
    start: int
    end: int
    trims: bool = False
    sound: bool = True

    @property
    def keyword(self) -> str:
        """The first word of a ``{% … %}``, in its usual spelling."""
        word = re.match(r"\w*", self.inner)
        return word[0] if word and self.kind == "{%" else ""


@dataclass(frozen=True, slots=True)
class Block:
    """What lies between an opening tag and its closing one (indexes of tags)."""

    keyword: str
    first: int
    last: int


@dataclass
class Tags:
    """The tags of one part and what is wrong with how they are written."""

    part: Part
    file: str
    tags: list[Tag] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    unclosed: list[str] = field(default_factory=list)
    dropped: set[int] = field(default_factory=set)
    meant: dict[int, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def paragraph(self, tag: Tag) -> Paragraph:
        """Where a tag begins."""
        return self.part.paragraphs[tag.at]

    def report(self, rule: str, severity: Severity, tag: Tag, message: str, remedy: str | None = None) -> None:
        """A finding at a tag, with the words around it."""
        paragraph = self.paragraph(tag)
        around = quote(paragraph.text, tag.start, tag.end)
        words = f" Ở chỗ: “{around}”." if around != tag.shown else ""
        self.findings.append(Finding(rule, severity, message + words, Place(self.file, part=paragraph.place), remedy))


def quote(text: str, start: int, end: int) -> str:
    """Some words on both sides of ``text[start:end]``."""
    before, after = max(0, start - _AROUND), min(len(text), max(end, start) + _AROUND)
    shown = " ".join(text[before:after].replace("\v", " ").split())
    return ("…" if before else "") + shown + ("…" if after < len(text) else "")


def read(part: Part, file: str) -> Tags:
    """Find and pair the tags of a part."""
    found = Tags(part, file)
    _scan(found)
    return found


def _scan(found: Tags) -> None:
    paragraphs = found.part.paragraphs
    starts, position = [], 0
    for paragraph in paragraphs:
        starts.append(position)
        position += len(paragraph.text) + 1
    text = _SEAM.join(paragraph.text for paragraph in paragraphs)
    if "{" not in text and "}" not in text:
        return
    position, at = 0, 0
    while True:
        opening = _OPENING.search(text, position)
        _strays(found, text, position, opening.start() if opening else len(text), starts)
        if opening is None:
            return
        while at + 1 < len(starts) and starts[at + 1] <= opening.start():
            at += 1
        position = _tag(found, text, opening, at, starts)


def _tag(found: Tags, text: str, opening: re.Match[str], at: int, starts: Sequence[int]) -> int:
    """Add the tag that opens here; returns where the search goes on."""
    kind, start = opening[0], opening.start()
    paragraph = found.part.paragraphs[at]
    closing = text.find(_CLOSING[kind], opening.end())
    other = _OPENING.search(text, opening.end())
    rest = starts[at] + len(paragraph.text)
    if closing < 0 or (kind != "{#" and other is not None and other.start() < closing):
        return _unclosed(found, text, start, kind, at, starts[at], min(rest, other.start() if other else rest))
    while kind == "{{" and text[closing + 2 : closing + 3] == "}":
        closing += 1
    end = closing + 2
    raw = text[opening.end() : closing]
    prefix = _PREFIX.match(raw)
    cut = prefix.end() if prefix and not (kind == "{#" and prefix[1] == "r") else 0
    inner = raw[cut:].translate(_STRAIGHT)
    trims = (inner[:1] in "-+" and bool(inner)) or inner[-1:] == "-"
    inner = inner.removeprefix("-").removeprefix("+").removesuffix("-").removesuffix("+").strip()
    sound = end <= rest or kind == "{#"
    shown = shortened(text[start:end].replace(_SEAM, " ¶ "))
    tag = Tag(kind, prefix[1] if cut and prefix else "", inner, shown, at, start - starts[at], end - starts[at], trims, sound)
    found.tags.append(tag)
    if not sound:
        last = next(index for index in range(len(starts) - 1, -1, -1) if starts[index] <= closing)
        there = found.part.paragraphs[last]
        where = apart(paragraph, there)
        found.report(
            "the-vat-qua-doan", Severity.ERROR, tag,
            f"Thẻ “{shown}” mở ở đoạn này nhưng đóng ở {where} ({there.place}): mẫu không điền được.",
            "Xóa dấu xuống dòng trong thẻ, để cả thẻ nằm trên một đoạn.",
        )  # fmt: skip
    elif paragraph.wrap_at(tag.start) != paragraph.wrap_at(tag.end - 1):
        found.report(
            "the-vat-qua", Severity.WARNING, tag,
            f"Thẻ “{shown}” nằm vắt qua {_wrapping(paragraph, tag)}: chữ điền vào có thể nằm sai chỗ, phần mềm khác làm hỏng tệp.",
            "Xóa cả thẻ rồi gõ lại liền một mạch (duyệt hết sửa đổi, bỏ liên kết ở chỗ đó trước).",
        )  # fmt: skip
    if sound and kind != "{#":
        _letters(found, tag, raw)
    return end


def _unclosed(found: Tags, text: str, start: int, kind: str, at: int, base: int, limit: int) -> int:
    """Report a tag without its closing mark; what was typed instead is passed over."""
    wanted = _CLOSING[kind]
    wrong = re.compile(r"[}%#]?\}|$").search(text, start + 2, limit)
    end = wrong.end() if wrong and wrong[0] else limit
    shown = shortened(text[start:end])
    inner = text[start + 2 : end].translate(_STRAIGHT).strip(" -}%")
    tag = Tag(kind, "", inner, shown, at, start - base, end - base, False, False)
    found.tags.append(tag)
    instead = f"mở bằng {kind} nhưng đóng bằng {wrong[0]}" if wrong and wrong[0] else f"mở bằng {kind} nhưng không có {wanted}"
    found.report(
        "the-khong-dong", Severity.ERROR, tag, f"Thẻ “{shown}” {instead}: mẫu không điền được.", f"Thêm cho đủ dấu {wanted} ở cuối thẻ."
    )  # fmt: skip
    return end


def _strays(found: Tags, text: str, start: int, end: int, starts: Sequence[int]) -> None:
    for stray in _STRAY.finditer(text, start, end):
        at = next(index for index in range(len(starts) - 1, -1, -1) if starts[index] <= stray.start())
        offset = stray.start() - starts[at]
        opening = found.part.paragraphs[at].text.rfind("{", 0, offset)
        if stray[0] == "%}" and opening < 0:
            continue  # 50%} in running text
        tag = Tag("", "", "", stray[0], at, max(opening, 0) if opening >= 0 else offset, offset + 2, False, False)
        pair = "{{" if stray[0] == "}}" else "{%"
        found.report(
            "the-thieu-mo", Severity.WARNING, tag,
            f"Có dấu đóng {stray[0]} mà không có dấu mở {pair}: chữ này sẽ in ra nguyên như vậy.",
            f"Thêm cho đủ dấu mở {pair}, hoặc bỏ dấu thừa.",
        )  # fmt: skip


def _letters(found: Tags, tag: Tag, raw: str) -> None:
    """Letters that Word or another keyboard put into a tag."""
    if nfc(raw) != raw:
        found.report(
            "ten-dau-roi", Severity.WARNING, tag,
            f"Tên trong thẻ “{nfc(tag.shown)}” gõ bằng dấu rời (kiểu máy Mac): dan-van hiểu được, phần mềm khác coi là tên khác và bỏ trống.",
            "Xóa tên rồi gõ lại bằng bộ gõ Unicode dựng sẵn.",
        )  # fmt: skip
    if _HIDDEN.search(raw):
        found.report(
            "ky-tu-an", Severity.WARNING, tag, f"Trong thẻ “{tag.shown}” có ký tự ẩn (chép từ trang web): dan-van bỏ qua, phần mềm khác báo lỗi.",
            "Xóa cả thẻ rồi gõ lại bằng tay.",
        )  # fmt: skip
    if re.search(r"\w[\v\t]\w", raw):
        found.report(
            "xuong-dong-trong-the", Severity.INFO, tag, f"Trong thẻ “{tag.shown}” có dấu xuống dòng hoặc tab: phần mềm khác có thể dính hai từ làm một.",
            "Thay dấu đó bằng một khoảng trắng.",
        )  # fmt: skip
    if tag.kind == "{%" and (prefix := _SPACED_PREFIX.match(raw)):
        found.report(
            "chu-dau-the", Severity.ERROR, tag, f"Thẻ “{tag.shown}”: chữ {prefix[1]} phải viết liền sau {tag.kind}.",
            f"Viết {tag.kind}{prefix[1]} {raw[prefix.end() :].strip()} {_CLOSING[tag.kind]}.",
        )  # fmt: skip


def apart(here: Paragraph, there: Paragraph) -> str:
    """How far two paragraphs are from each other, for a clerk: ``ô khác``."""
    for kind, name in (("table", "bảng khác"), ("row", "dòng khác của bảng"), ("cell", "ô khác"), ("box", "khung chữ khác")):
        if containing(here.path, kind) != containing(there.path, kind):
            return name
    return "đoạn khác"


def _wrapping(paragraph: Paragraph, tag: Tag) -> str:
    kinds = {kind for offset in (tag.start, tag.end - 1) for kind, _ in paragraph.wrap_at(offset)}
    if kinds & {"ins", "moveTo"}:
        return "chỗ sửa đổi chưa duyệt (Track Changes)"
    return "một liên kết" if "hyperlink" in kinds else "một vùng đặc biệt của Word (trường, ô điều khiển)"


def shortened(text: str) -> str:
    """On one line, and not too long to be quoted."""
    text = " ".join(text.split())
    return text if len(text) <= 80 else text[:79] + "…"
