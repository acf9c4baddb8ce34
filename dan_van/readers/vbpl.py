"""Pages of the national database of legal documents (vbpl.vn): full text, properties, history, related documents.

One document has four pages under one ``ItemID``. Only the full-text page has the document's words; the three others
give ``properties`` and ``related``. When they lie beside the full-text page under the same name pattern
(``…_full_2315``, ``…_p_2315``, ``…_h_2315``, ``…_r_2315``, or the portal's own page names), reading it merges them.

``properties``: keys of ``document.schema.json`` (``code type issuer issuer_name issued effective expired status subject``,
``signer.name``, ``signer.position``) with values as that schema wants them; what has no key there, or a value that no
table knows, stands under ``x-`` and the portal's label. ``related``: ``kind`` (a RelationKind), ``direction``
(``acting``: this document acts on the other; ``acted``: the other acts on it), ``heading`` (the portal's words), and
as far as given ``code type title issued effective item note``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dan_van import dates, tables
from dan_van.codes import Code
from dan_van.model import Finding, Place, RelationKind, Severity, StatusValue
from dan_van.readers.content import Content, UnreadableFile
from dan_van.readers.html_blocks import walk
from dan_van.text import clean, collapse_spaces, fold, same_words

FULL, PROPERTIES, HISTORY, RELATED = "toanvan", "thuoctinh", "lichsu", "vanbanlienquan"
_NAMES = {FULL: "toàn văn", PROPERTIES: "thuộc tính", HISTORY: "lịch sử", RELATED: "văn bản liên quan"}
_ACTION = re.compile(r"vbpq-(toanvan|thuoctinh|lichsu|vanbanlienquan)(?:goc)?\.aspx\?(?:[^#]*&)?ItemID=(\d+)", re.IGNORECASE)
_FURNITURE = frozenset({"vbInfo", "vbFile", "vbLienQuan", "box-map", "header", "bottom"})
_FULL_WORD = re.compile(r"(?<![^\W_])(?:full|toanvan)(?![^\W_])", re.IGNORECASE)
_PAGE_WORDS = {PROPERTIES: ("p", "thuoctinh"), HISTORY: ("h", "lichsu"), RELATED: ("r", "vanbanlienquan", "lienquan")}
_MANY = 200


@dataclass(frozen=True, slots=True)
class Page:
    """Which of the document's pages this is, and the document's number in the portal."""

    kind: str
    item: str


def recognise(root: Any) -> Page | None:
    """The page of the portal that a tree is, None for any other page."""
    for form in root.iter("form"):
        if (match := _ACTION.search(form.get("action") or "")) and _box(root) is not None:
            return Page(match[1].lower(), match[2])
    return None


def read_page(page: Page, root: Any, path: Path, findings: Sequence[Finding] = ()) -> Content:
    """A page's content; a full-text page takes in the pages that lie beside it."""
    place = Place(str(path))
    found = list(findings)
    properties, related = _facts(page, root, found, place)
    text, seen = "", walk(root).seen
    if page.kind == FULL:
        text = _full_text(root)
        merged = []
        for kind, other in _pages_beside(page, path, found):
            more, links = _facts(Page(kind, page.item), other, found, place)
            properties |= {key: value for key, value in more.items() if kind == PROPERTIES or key not in properties}
            related += [link for link in links if not _repeats(link, related)]
            merged.append(_NAMES[kind])
        if merged:
            message = f"Đã gộp thông tin từ các trang cạnh nó: {', '.join(merged)}."
            found.append(Finding("gop-trang", Severity.INFO, message, place))
    else:
        message = f"Đây là trang {_NAMES[page.kind]} của vbpl.vn, không có lời văn."
        remedy = "Lưu thêm trang Toàn văn vào cùng thư mục rồi đọc trang đó."
        found.append(Finding("trang-vbpl", Severity.INFO, message, place, remedy))
    return Content("html", text, seen, tuple(found), properties, tuple(related))


def _facts(page: Page, root: Any, findings: list[Finding], place: Place) -> tuple[dict[str, str], list[Mapping[str, str]]]:
    properties = _short_facts(root)
    if page.kind == PROPERTIES:
        return properties | _properties(root), []
    if page.kind == HISTORY:
        more, related = _history(root)
        return properties | more, related
    if page.kind == RELATED:
        return properties, _related(root, findings, place)
    return properties, []


def _box(root: Any) -> Any:
    return next(iter(root.xpath("//div[contains(concat(' ', @class, ' '), ' box-tab-vb ')]")), None)


def _full_text(root: Any) -> str:
    body = next(iter(root.xpath("//*[@id='toanvancontent']")), None)
    if body is None:
        return walk(_box(root), leave_out=_FURNITURE).text
    around = body.getparent()  # holds the heads before the text and the signature after it
    own = around is not None and around.tag == "div" and "fulltext" not in (around.get("class") or "")
    return walk(around if own else body, leave_out=_FURNITURE).text


# Pages beside it


def _pages_beside(page: Page, path: Path, findings: list[Finding]) -> Iterator[tuple[str, Any]]:
    from dan_van.readers import html

    for kind in (PROPERTIES, HISTORY, RELATED):
        for candidate in _candidates(path, kind):
            try:
                _, root = html.load(candidate)
            except UnreadableFile as error:
                findings.append(Finding("gop-trang", Severity.WARNING, error.sentence, Place(str(candidate))))
                continue
            if recognise(root) == Page(kind, page.item):
                yield kind, root
                break


def _candidates(path: Path, kind: str) -> list[Path]:
    """Files of the same folder whose names differ from this one's only in the word for the page."""
    names = [
        path.name[: found.start()] + word + path.name[found.end() :]
        for found in _FULL_WORD.finditer(path.name)
        for word in _PAGE_WORDS[kind]
    ]
    return [other for name in names if (other := path.with_name(name)).is_file()]


def _repeats(link: Mapping[str, str], known: Sequence[Mapping[str, str]]) -> bool:
    """Whether the history page says only again what the related page has said."""
    keys = ("kind", "direction", "code", "item")
    return any(all(link.get(key) == other.get(key) for key in keys) for other in known)


# Facts of each page


def _short_facts(root: Any) -> dict[str, str]:
    """The two lines above every page: standing and first day in force."""
    facts: dict[str, str] = {}
    for item in root.xpath("//div[@class='vbInfo']//li"):
        label, _, value = _words(item).partition(":")
        if value:
            facts |= _fact(label, value)
    return facts


def _properties(root: Any) -> dict[str, str]:
    facts: dict[str, str] = {}
    for row in root.xpath("//div[@class='vbProperties']//tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        if len(cells) == 1 and "title" in (cells[0].get("class") or ""):
            label, mark, value = _words(cells[0]).partition(":")
            facts |= _fact(label, value) if mark else {"subject": label} if "subject" not in facts and label else {}
            continue
        label = ""
        values: list[str] = []
        for cell in [*cells, None]:
            if cell is None or "label" in (cell.get("class") or ""):
                facts |= _fact(label, *values) if label and any(values) else {}
                label, values = (_words(cell), []) if cell is not None else ("", [])
            else:
                values.append(", ".join(words for item in cell.iter("li") if (words := _words(item))) or _words(cell))
    return facts


_DATES = {"ngay ban hanh": "issued", "ngay co hieu luc": "effective", "ngay het hieu luc": "expired"}
_STATUS = {"hieu luc", "tinh trang hieu luc"}


def _fact(label: str, *values: str) -> dict[str, str]:
    """One labelled value under the schema's key, or under ``x-`` and its own label."""
    label = collapse_spaces(label)
    value = collapse_spaces(values[0])
    if not value:
        return {}
    bare = fold(label)
    if bare in _DATES:
        day = dates.iso(value)
        return {_DATES[bare]: day} if day else {f"x-{label}": value}
    if bare in _STATUS:
        status = _status(value)
        return {"status": status, f"x-{label}": value} if status else {f"x-{label}": value}
    if bare == "so ky hieu":
        return {"code": str(code)} if (code := Code.maybe(value)) and str(code) == value else _odd_code(label, value)
    if bare == "loai van ban":
        slug = tables.type_slug(value)
        exact = slug and same_words(value, tables.type_names()[slug])
        return ({"type": slug} if slug else {}) | ({} if exact else {f"x-{label}": value})
    if bare.startswith("co quan ban hanh"):
        return _issuer(values)
    return {f"x-{label}": "; ".join(collapse_spaces(item) for item in values if item.strip())}


def _odd_code(label: str, value: str) -> dict[str, str]:
    """A symbol that our form writes otherwise (21-LCT/HDNN8): both are given."""
    code = Code.maybe(value)
    return ({"code": str(code)} if code else {}) | {f"x-{label}": value}


def _issuer(values: Sequence[str]) -> dict[str, str]:
    body, position, name = (collapse_spaces(value) for value in (*values, "", "")[:3])
    facts = {"signer.position": position} if position else {}
    facts |= {"signer.name": name} if name else {}
    slug = next((row.slug for row in tables.issuers().values() if same_words(body, row.name)), None)
    return facts | {"issuer" if slug else "issuer_name": slug or body}


_STATUS_WORDS = (
    ("het hieu luc mot phan", StatusValue.PARTLY),
    ("het hieu luc 1 phan", StatusValue.PARTLY),
    ("het hieu luc", StatusValue.REPEALED),
    ("chua co hieu luc", StatusValue.NOT_YET),
    ("con hieu luc", StatusValue.IN_FORCE),
)


def _status(words: str) -> str | None:
    bare = fold(words)
    return next((value.value for sign, value in _STATUS_WORDS if sign in bare), None)


# History


_HISTORY_KINDS = (
    ("dinh chinh", RelationKind.DINH_CHINH),
    ("thay the", RelationKind.THAY_THE),
    ("sua doi", RelationKind.SUA_DOI_BO_SUNG),
    ("bo sung", RelationKind.SUA_DOI_BO_SUNG),
    ("bai bo", RelationKind.BAI_BO),
    ("huy bo", RelationKind.BAI_BO),
    ("tam ngung", RelationKind.TAM_NGUNG_HIEU_LUC),
    ("ngung hieu luc", RelationKind.TAM_NGUNG_HIEU_LUC),
    ("dinh chi", RelationKind.DINH_CHI_THI_HANH),
    ("het hieu luc", RelationKind.BAI_BO),
)


def _history(root: Any) -> tuple[dict[str, str], list[Mapping[str, str]]]:
    """Dates and effects, one row each: day, what happened, by which document, which part."""
    facts: dict[str, str] = {}
    related: list[Mapping[str, str]] = []
    lines = []
    for row in root.xpath("//div[@class='vbProperties']//tr"):
        cells = [cell for cell in row if cell.tag == "td"]
        if len(cells) < 3 or any("label" in (cell.get("class") or "") for cell in cells):
            continue
        day, what, by = (_words(cell) for cell in cells[:3])
        part = _words(cells[3]) if len(cells) > 3 else ""
        iso = dates.iso(day)
        lines.append(" | ".join(piece for piece in (iso or day, what, by, part) if piece))
        bare = fold(what)
        if iso and "duoc ban hanh" in bare:
            facts["issued"] = iso
        elif iso and bare.endswith("co hieu luc") and "chua" not in bare:
            facts["effective"] = iso
        elif kind := next((kind for sign, kind in _HISTORY_KINDS if sign in bare), None):
            if iso and "het hieu luc" in bare and "phan" not in bare:
                facts["expired"] = iso
            if by:
                effect = {"kind": kind.value, "direction": "acted", "heading": what} | _named(by) | _item(cells[2])
                related.append(effect | {key: value for key, value in (("effective", iso), ("note", part)) if value})
    if lines:
        facts["x-Lịch sử hiệu lực"] = "\n".join(lines)
    return facts, related


# Related documents


_KINDS = (
    ("can cu", RelationKind.CAN_CU),
    ("dan chieu", RelationKind.DAN_CHIEU),
    ("sua doi", RelationKind.SUA_DOI_BO_SUNG),
    ("bo sung", RelationKind.SUA_DOI_BO_SUNG),
    ("quy dinh chi tiet", RelationKind.QUY_DINH_CHI_TIET),
    ("qd chi tiet", RelationKind.QUY_DINH_CHI_TIET),
    ("huong dan", RelationKind.HUONG_DAN),
    ("thay the", RelationKind.THAY_THE),
    ("bai bo", RelationKind.BAI_BO),
    ("het hieu luc", RelationKind.BAI_BO),
    ("hop nhat", RelationKind.HOP_NHAT),
    ("dinh chinh", RelationKind.DINH_CHINH),
    ("tam ngung", RelationKind.TAM_NGUNG_HIEU_LUC),
    ("ngung hieu luc", RelationKind.TAM_NGUNG_HIEU_LUC),
    ("dinh chi", RelationKind.DINH_CHI_THI_HANH),
    ("giai thich", RelationKind.GIAI_THICH),
    ("cong bo", RelationKind.CONG_BO),
)


def heading_meaning(heading: str) -> tuple[RelationKind, str] | None:
    """What a heading of the related page says: ``Văn bản bị thay thế`` lists what this document replaces (``acting``).

    A heading names the *listed* documents: passive words (được, bị), a basis (căn cứ) and a thing cited (dẫn chiếu)
    are acted upon by this one; ``hết hiệu lực`` lists what this one ends, ``quy định hết hiệu lực`` what ends this one.
    """
    bare = fold(collapse_spaces(heading))
    kind = next((kind for sign, kind in _KINDS if sign in bare), None)
    if kind is None:
        return None
    passive = re.search(r"\b(?:được|bị)\b", heading.lower()) is not None
    listed = kind in (RelationKind.CAN_CU, RelationKind.DAN_CHIEU) or re.match(r"van ban het hieu luc", bare) is not None
    return kind, "acting" if passive or listed else "acted"


def _related(root: Any, findings: list[Finding], place: Place) -> list[Mapping[str, str]]:
    related: list[Mapping[str, str]] = []
    for row in root.xpath("//div[@class='vbLienQuan']//tr[td[contains(@class, 'label')]]"):
        heading = _words(row[0])
        items = row.xpath(".//ul[@class='listVB']/li")
        if not items:
            continue
        meaning = heading_meaning(heading)
        if meaning is None:
            names = "; ".join(_title(item) for item in items[:_MANY])
            message = f"Mục “{heading}” không thuộc 13 loại quan hệ, không ghi: {names}."
            findings.append(Finding("quan-he-khac", Severity.INFO, message, place))
            continue
        kind, direction = meaning
        for item in items:
            found = {"kind": kind.value, "direction": direction, "heading": heading, **_named(_title(item)), **_item(item)}
            for line in item.xpath(".//ul[@class='info']/li"):
                label, _, value = _words(line).partition(":")
                if (key := _DATES.get(fold(label))) and (day := dates.iso(value)):
                    found[key] = day
            related.append(found)
    return related


def _title(item: Any) -> str:
    title = next(iter(item.xpath(".//p[@class='title']")), None)
    return _words(title if title is not None else item)


def _item(element: Any) -> dict[str, str]:
    for link in element.iter("a"):
        if match := re.search(r"ItemID=(\d+)", link.get("href") or "", re.IGNORECASE):
            return {"item": match[1]}
    return {}


def _named(title: str) -> dict[str, str]:
    """Type, symbol and title out of ``Nghị định 30/2020/NĐ-CP Về công tác văn thư``."""
    found = {}
    rest = title
    names = sorted(tables.type_names().items(), key=lambda pair: -len(pair[1]))
    for slug, name in (*names, ("luat", "Bộ luật")):
        if fold(title).startswith(f"{fold(name)} "):
            found["type"] = slug
            rest = title[len(name) :].strip()
            break
    words = rest.split()
    if fold(" ".join(words[:2])) == "khong so":
        rest = " ".join(words[2:])
    elif words and (code := Code.maybe(words[0])):
        found["code"] = str(code)
        rest = " ".join(words[1:])
    return found | ({"title": rest} if rest else {})


def _words(element: Any) -> str:
    return collapse_spaces(clean("".join(element.itertext())))
