"""Checks of how the fixed parts are worded: number and symbol, place and day, căn cứ, nơi nhận, powers, names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dan_van import codes, layout, tables
from dan_van.checking.mends import all_rewritten, ended, rewritten
from dan_van.checking.parts import PARTY, STATE, Line
from dan_van.checking.registry import Found, Paper, check
from dan_van.checking.wanted import rule
from dan_van.codes import CodeError
from dan_van.model import Severity
from dan_van.text import fold, same_words

_BLANK = re.compile(r"[\s….·_]+")
_DEGREES = re.compile(r"(?:ThS|TS|PGS|GS|BS|KS|CN|CK[I1]+|NGƯT|NSND|NSƯT)\.\s*")
_PARTY_FORMS = re.compile(r"[TKtk]\s?/\s?[MTLmtl]\b")


@check
def state_name(paper: Paper) -> Iterator[Found]:
    """Quốc hiệu and tiêu ngữ, letter for letter."""
    for component in ("quoc-hieu", "tieu-ngu"):
        found, line = rule(paper.parts, component, "text"), paper.parts.first(component)
        if found and line and line.text not in found.values:
            same = re.sub(r"\W+", "", line.text) in {re.sub(r"\W+", "", str(value)) for value in found.values}
            yield paper.broken(
                found, f"{found.title} ghi “{line.text}”, phải là “{found.default}”.", [line], f"Ghi lại: {found.default}.",
                rewritten(line, str(found.default)) if same else (),
            )  # fmt: skip
    if paper.parts.family == STATE and paper.parts["quoc-hieu"] and not paper.parts["tieu-ngu"]:
        found = layout.rule("tieu-ngu", "text")
        yield paper.broken(found, "Dưới Quốc hiệu không có Tiêu ngữ.", remedy=f"Thêm dòng: {found.default}.")


@check
def name_on_one_line(paper: Paper) -> Iterator[Found]:
    """Quốc hiệu and Tiêu ngữ each fill one line: a column that is too narrow breaks them."""
    for component in ("quoc-hieu", "tieu-ngu"):
        line = paper.parts.first(component)
        room = line.paragraph.cell.width if line and line.paragraph.cell else None
        if line is None or room is None or paper.parts.family != STATE:
            continue
        look = next((look for _, look in line.looks()), None)
        size = layout.rule(component, "size")
        if look and size.allows(look.size) and layout.line_width(line.text, look.size, bold=look.bold) > room:
            wide = layout.rule("dau-trang", "column-width")
            yield paper.found(
                wide.id, Severity.WARNING, f"{layout.rule(component, 'text').title} không vừa một dòng: cột rộng {room / 72 * 25.4:.0f} mm.",
                f"Cho cột bên phải rộng từ {wide.min:g} mm, hoặc giảm cỡ chữ trong khoảng cho phép.", layout.rule(component, "text").source,
                "Phần đầu văn bản", [line],
            )  # fmt: skip


@check
def number_and_symbol(paper: Paper) -> Iterator[Found]:
    """``Số: 05/KH-UBND``: the colon, the 0 before 1–9, no spaces at strokes and hyphens, the type's own letters."""
    line = paper.parts.first("so-ky-hieu")
    if line is None or paper.parts.family != STATE:
        return
    prefix = layout.rule("so-ky-hieu", "prefix")
    if not re.match(r"Số\s*:", line.text):
        mends = rewritten(line, re.sub(r"^Số\s*[.;]?\s*", "Số: ", line.text)) if line.text.startswith("Số") else ()
        yield paper.broken(prefix, f"Sau chữ “Số” phải có dấu hai chấm: “{line.text}”.", [line], "Ghi “Số: ”.", mends)
    head = re.match(r"Số\s*:?\s*", line.text)
    start = head.end() if head else 0
    said = line.text[start:]
    number, stroke, symbol = said.partition("/")
    if not stroke:
        return
    padded, joined = layout.rule("so-ky-hieu", "min-digits"), layout.rule("so-ky-hieu", "group-separator")
    if re.fullmatch(r"\s*[1-9]\s*", number):
        mends = rewritten(line, f"{line.text[:start]}0{said}")
        yield paper.broken(
            padded, f"Số nhỏ hơn 10 phải có số 0 phía trước: “{said}”.", [line], f"Ghi 0{''.join(said.split())}.", mends
        )
    tight = re.sub(r"\s*([-–—])\s*", "-", symbol.strip())
    if not _BLANK.fullmatch(number) and (
        number != number.rstrip() or symbol != symbol.strip() or re.search(r"\s[-–]|[-–]\s", symbol)
    ):
        yield paper.broken(
            joined, f"Giữa số và ký hiệu, giữa các nhóm chữ không được cách: “{said}”.", [line], "Bỏ dấu cách quanh “/” và “-”.",
            rewritten(line, f"{line.text[:start]}{number.rstrip()}/{tight}"),
        )  # fmt: skip
    elif "–" in symbol or "—" in symbol:
        yield paper.broken(
            joined, f"Giữa các nhóm chữ dùng gạch nối ngắn (-): “{said}”.", [line], "Thay “–” bằng “-”.",
            rewritten(line, f"{line.text[:start]}{number}/{tight}"),
        )  # fmt: skip
    yield from _symbol(paper, line, tight)


def _symbol(paper: Paper, line: Line, symbol: str) -> Iterator[Found]:
    if re.match(r"(?:19|20)\d\d/", symbol):
        year = layout.rule("so-ky-hieu", "year")
        yield paper.found(
            year.id, Severity.WARNING, f"Ký hiệu có năm: “{line.text}”; văn bản hành chính không ghi năm trong ký hiệu (văn bản quy phạm pháp luật mới ghi).",
            "Bỏ năm khỏi số, ký hiệu.", year.source, year.title, [line],
        )  # fmt: skip
        return
    type_ = paper.parts.type
    letters = tables.abbreviation_of(type_) if type_ else None
    first = symbol.split("-")[0]
    if not letters or not first or first == letters or type_ == "cong-van":
        return
    try:
        codes.read(f"01/{symbol}")
    except CodeError:
        return
    yield paper.found(
        "ky-hieu-khac-ten-loai", Severity.ERROR,
        f"Ký hiệu ghi {first}, tên loại là {tables.type_names()[type_ or '']} (chữ viết tắt {letters}).",
        f"Ghi {letters} trong ký hiệu, hoặc sửa tên loại.", "Nghị định 30/2020/NĐ-CP, Phụ lục III", "Số, ký hiệu", [line],
    )  # fmt: skip


@check
def place_and_day(paper: Paper) -> Iterator[Found]:
    """``Tân Thanh, ngày 05 tháng 02 năm 2026``: the comma, the zeros."""
    line = paper.parts.first("dia-danh-ngay")
    if line is None or paper.parts.family == PARTY:
        return
    match = re.search(
        r"(?P<place>.*?)(?P<comma>,?)\s*ngày\s*(?P<day>\S*)\s*tháng\s*(?P<month>\S*)\s*năm\s*(?P<year>\S*)",
        line.text,
        re.IGNORECASE,
    )
    if match is None:
        return
    if match["place"].strip() and not match["comma"]:
        comma, end = layout.rule("dia-danh-ngay", "place-separator"), len(match["place"].rstrip())
        mends = rewritten(line, f"{line.text[:end]},{line.text[end:]}")
        yield paper.broken(
            comma, f"Sau địa danh phải có dấu phẩy: “{line.text}”.", [line], "Thêm dấu phẩy sau địa danh.", mends
        )
    if re.fullmatch(r"[1-9]", match["day"]):
        days = layout.rule("dia-danh-ngay", "padded-days-below")
        yield paper.found(
            days.id, Severity.WARNING, f"Ngày nhỏ hơn 10 phải có số 0: “{line.text}”.",
            f"Ghi ngày 0{match['day']}.", days.source, days.title, [line],
            rewritten(line, f"{line.text[: match.start('day')]}0{line.text[match.start('day') :]}"),
        )  # fmt: skip
    months = layout.rule("dia-danh-ngay", "padded-months-below")
    if match["month"] in ("1", "2") or re.fullmatch(r"0[3-9]", match["month"]):
        right = f"0{match['month']}" if len(match["month"]) == 1 else match["month"][1:]
        yield paper.found(
            months.id, Severity.WARNING, f"Tháng ghi “{match['month']}”: chỉ tháng 1, 2 có số 0 phía trước.", f"Ghi tháng {right}.",
            months.source, months.title, [line],
            rewritten(line, f"{line.text[: match.start('month')]}{right}{line.text[match.end('month') :]}"),
        )  # fmt: skip


@check
def grounds(paper: Paper) -> Iterator[Found]:
    """Each căn cứ ends with a semicolon, the last with a full stop."""
    lines = paper.parts["can-cu"]
    if not lines or paper.parts.family == PARTY:
        return
    between, last = layout.rule("can-cu", "line-end"), layout.rule("can-cu", "last-line-end")
    wrong = [line for line in lines[:-1] if not line.text.endswith(";")]
    if wrong:
        yield paper.broken(between, "Mỗi căn cứ kết thúc bằng dấu chấm phẩy.", wrong, "Ghi “;” ở cuối dòng.", ended(wrong, ";"))
    if not lines[-1].text.endswith("."):
        mends = ended(lines[-1:], ".")
        yield paper.broken(last, "Căn cứ cuối cùng kết thúc bằng dấu chấm.", [lines[-1]], "Ghi “.” ở cuối dòng.", mends)


@check
def receivers(paper: Paper) -> Iterator[Found]:
    """Nơi nhận: the colon, a dash before each line, semicolons, ``Lưu`` last and with a full stop."""
    head, lines = paper.parts.first("noi-nhan-tu"), paper.parts["noi-nhan-dong"]
    if head is None or paper.parts.family == PARTY:
        return
    wording = layout.rule("noi-nhan-tu", "text")
    if head.text != wording.default:
        yield paper.broken(
            wording, f"Ghi “{head.text}”, phải là “{wording.default}”.", [head], f"Ghi lại: {wording.default}",
            rewritten(head, str(wording.default)),
        )  # fmt: skip
    if not lines:
        return
    dash, between, last, kept = (layout.rule("noi-nhan-dong", name) for name in ("prefix", "line-end", "last-line-end", "last"))
    plain = [line for line in lines if not line.text.startswith("-") and not line.text.startswith("+")]
    if plain:
        yield paper.broken(
            dash, "Mỗi nơi nhận bắt đầu bằng gạch đầu dòng.", plain, "Thêm “- ” ở đầu dòng.",
            all_rewritten({line: f"- {line.text.lstrip('–—+*• ')}" for line in plain}),
        )  # fmt: skip
    open_ = [line for line in lines[:-1] if not line.text.endswith((";", ":"))]
    if open_:
        yield paper.broken(
            between, "Mỗi nơi nhận kết thúc bằng dấu chấm phẩy.", open_, "Ghi “;” ở cuối dòng.", ended(open_, ";")
        )
    if not lines[-1].text.endswith("."):
        mends = ended(lines[-1:], ".")
        yield paper.broken(last, "Dòng cuối của Nơi nhận kết thúc bằng dấu chấm.", [lines[-1]], "Ghi “.” ở cuối dòng.", mends)
    stored = [line for line in lines if fold(line.text).lstrip("-+ ").startswith("luu")]
    if not stored:
        yield paper.broken(kept, "Nơi nhận không có dòng Lưu.", [lines[-1]], "Thêm dòng “- Lưu: VT, ….” ở cuối.")
    elif any(line.text.startswith("-") for line in lines[lines.index(stored[-1]) + 1 :]):
        yield paper.broken(kept, "Dòng Lưu phải ở cuối Nơi nhận.", [stored[-1]], "Chuyển dòng Lưu xuống cuối.")


_OLD_UNITS = re.compile(r"\b(?i:huyện|quận|thị trấn|thị xã)\s+(?![Ủủ][YyỶỷ]\b)[A-ZĐÀ-Ỹ]")
_DISTRICTS_ENDED = (2025, 7)


@check
def old_units(paper: Paper) -> Iterator[Found]:
    """Districts and towns in the heading or among the receivers of a paper after 01/7/2025 (Luật 72/2025/QH15)."""
    day = paper.parts.first("dia-danh-ngay")
    told = re.search(r"tháng\s*(\d+)\s*năm\s*(\d{4})", day.text) if day else None
    if told and (int(told[2]), int(told[1])) < _DISTRICTS_ENDED:
        return
    places = ("co-quan-chu-quan", "co-quan-ban-hanh", "kinh-gui", "noi-nhan-dong")
    wrong = [line for component in places for line in paper.parts[component] if _OLD_UNITS.search(line.text)]
    if wrong:
        yield paper.found(
            "ten-don-vi-cu", Severity.WARNING, f"“{wrong[0].text}”: từ ngày 01/7/2025 không còn cấp huyện, thị trấn.",
            "Ghi cơ quan cấp tỉnh hoặc cấp xã hiện nay.", "Luật Tổ chức chính quyền địa phương số 72/2025/QH15", "Phần đầu và nơi nhận", wrong,
        )  # fmt: skip


@check
def powers_and_names(paper: Paper) -> Iterator[Found]:
    """``TM.``, ``KT.`` with dots in State papers; no degrees before a signer's name."""
    signed = rule(paper.parts, "quyen-han-chuc-vu", "prefixes")
    if paper.parts.family == STATE and signed:
        for line in paper.parts["quyen-han-chuc-vu"]:
            if _PARTY_FORMS.match(line.text):
                yield paper.broken(
                    signed,
                    f"“{line.text}”: văn bản của Nhà nước ghi TM., KT., TL. (có dấu chấm).",
                    [line],
                    "Thay gạch chéo bằng dấu chấm.",
                    rewritten(line, re.sub(r"^([TK])\s?/\s?([MTL])\b\.?", r"\1\2.", line.text)),
                )
            elif re.match(r"(?:TM|KT|TL|TUQ)\s+\S", line.text):
                yield paper.broken(
                    signed, f"“{line.text}”: sau chữ viết tắt quyền hạn phải có dấu chấm.", [line], "Thêm dấu chấm.",
                    rewritten(line, re.sub(r"^(\w+)", r"\1.", line.text)),
                )  # fmt: skip
    degrees = rule(paper.parts, "ho-ten", "degrees")
    for line in paper.parts["ho-ten"] if degrees and paper.parts.family == STATE else ():
        assert degrees is not None
        if _DEGREES.match(line.text):
            yield paper.broken(
                degrees, f"Trước họ tên người ký không ghi học hàm, học vị: “{line.text}”.", [line], "Bỏ học hàm, học vị."
            )


@check
def heading_of_a_letter(paper: Paper) -> Iterator[Found]:
    """A công văn has no title line ``CÔNG VĂN``."""
    if paper.parts.family != STATE:
        return
    for line in paper.parts["ten-loai"]:
        if same_words(line.text, "công văn"):
            found = layout.rule("trich-yeu-cong-van", "prefix")
            yield paper.broken(
                found, "Công văn không ghi tên loại.", [line], "Bỏ dòng “CÔNG VĂN”; trích yếu ghi “V/v …” dưới số, ký hiệu."
            )


@check
def closing(paper: Paper) -> Iterator[Found]:
    """The ``./.`` of the sample pages."""
    lines = [*paper.parts["noi-dung"], *paper.parts["dieu"]]
    if paper.parts.family != STATE or not lines or not paper.parts["noi-nhan-tu"]:
        return
    last = max(lines, key=lambda line: line.paragraph.index)
    if not last.text.endswith("./."):
        found = layout.rule("noi-dung", "closing")
        yield paper.found(
            found.id, Severity.INFO, "Cuối nội dung không có dấu “./.” như ở các mẫu.", "Thêm “./.” sau câu cuối.", found.source,
            "Nội dung", [last],
        )  # fmt: skip


_NEEDED = {
    "quoc-hieu": "Quốc hiệu", "so-ky-hieu": "số, ký hiệu", "co-quan-ban-hanh": "tên cơ quan ban hành",
    "dia-danh-ngay": "địa danh và ngày, tháng, năm", "noi-nhan-tu": "Nơi nhận",
}  # fmt: skip
_WITHOUT = {
    "dia-danh-ngay": ("bien-ban",),
    "so-ky-hieu": ("thu-cong",),
    "noi-nhan-tu": ("thu-cong", "hop-dong", "ban-ghi-nho", "ban-thoa-thuan"),
}
"""Types that have no such part: the sample of a biên bản has no line of place and day, a thư công is a letter,
a contract lies with its parties."""


@check
def missing_parts(paper: Paper) -> Iterator[Found]:
    """Parts that no paper of the State is without."""
    if (
        paper.parts.family != STATE
        or not (paper.parts["quoc-hieu"] or paper.parts["so-ky-hieu"])
        or paper.parts["hinh-thuc-sao"]
    ):
        return
    for component, name in _NEEDED.items():
        if paper.parts[component] or paper.parts.type in _WITHOUT.get(component, ()):
            continue
        source = next(one.source for one in layout.rules() if one.component == component)
        yield paper.found(
            f"thieu-{component}", Severity.ERROR, f"Không thấy {name}.", f"Thêm {name}.", source, name.capitalize()
        )
    if paper.parts.type in ("quyet-dinh", "nghi-quyet") and not paper.parts["can-cu"]:
        source = layout.rule("can-cu", "italic").source
        yield paper.found(
            "thieu-can-cu",
            Severity.ERROR,
            "Không thấy căn cứ ban hành.",
            "Thêm các căn cứ, mỗi căn cứ một dòng.",
            source,
            "Căn cứ",
        )


@check
def drawn_rules(paper: Paper) -> Iterator[Found]:
    """A line drawn below the motto, the issuer and the subject: not typed characters, not an underlining."""
    if paper.parts.family != STATE:
        return
    everything = paper.laid.paragraphs
    for component, name in (("tieu-ngu", "Tiêu ngữ"), ("co-quan-ban-hanh", "tên cơ quan ban hành"), ("trich-yeu", "trích yếu")):
        lines = paper.parts[component]
        if not lines:
            continue
        found, last = layout.rule(component, "rule-length"), lines[-1]
        cell = last.paragraph.cell
        near = [
            one
            for one in everything
            if (one.cell == cell if cell else last.paragraph.index <= one.index <= last.paragraph.index + 2)
        ]
        floating = [one for one in everything if one.drawn and one.index <= last.paragraph.index + 3]  # a shape floats anywhere
        below = next((one for one in everything if one.index > last.paragraph.index and one.text.strip()), None)
        if any(look.underlined for line in lines for _, look in line.looks()):
            yield paper.broken(
                found,
                f"Dưới {name} dùng chữ gạch chân, phải là đường kẻ nét liền.",
                [last],
                "Bỏ gạch chân, kẻ một đường bên dưới.",
            )
        elif below is not None and below.index <= last.paragraph.index + 2 and re.fullmatch(r"[\s\-–—_=*]{3,}", below.text):
            yield paper.broken(
                found, f"Đường kẻ dưới {name} gõ bằng ký tự, phải là đường kẻ nét liền.", [last], "Xóa các ký tự, kẻ một đường."
            )
        elif not floating and not any(one.ruled for one in near):
            yield paper.broken(found, f"Dưới {name} không có đường kẻ.", [last], "Kẻ một đường nét liền bên dưới.")
