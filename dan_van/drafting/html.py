"""A made paper as one HTML page that looks like it: sheets of its size, its styles, tables, rules, pictures; nothing from a network.

The page is read from the DOCX, so whatever fills the paper is in it, whichever template it is made with; where Word breaks
pages it does not tell. Printed from a browser it keeps the paper's margins.
"""

from __future__ import annotations

import base64
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

from dan_van.errors import ContentError, FileProblem
from dan_van.files import write_text

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_EXTENT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
_EMU_A_POINT = 12700
_SINGLE = 1.15  # line height of Times at single spacing, in sizes of type
_PICTURES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif"}
_ALIGN = {"center": "center", "right": "right", "end": "right", "both": "justify", "distribute": "justify"}

Element = ElementTree.Element
Css = dict[str, str]

_LOOK = """
body { margin: 0; background: #ddd; color: #000; font-family: "Times New Roman", Tinos, "Liberation Serif", "TeX Gyre Termes", Times, serif; }
.sheet { box-sizing: border-box; margin: 8mm auto; background: #fff; box-shadow: 0 0 3mm #888; }
p { margin: 0; white-space: pre-wrap; overflow-wrap: break-word; tab-size: 36pt; }
p:empty::before { content: "\\200b"; }
table { border-collapse: collapse; table-layout: fixed; }
td { vertical-align: top; padding: 0 5.4pt; }
.ruled > * > tr > td { border: 0.5pt solid #000; }
@media print { body { background: #fff; } .sheet { margin: 0; padding: 0 !important; width: auto !important; min-height: 0 !important; box-shadow: none; } .sheet + .sheet { break-before: page; } thead { display: table-header-group; } tr { break-inside: avoid; } }
"""


def write(docx: Path, *, force: bool = False) -> Path:
    """Write the page beside a DOCX. Raises FileProblem, ContentError."""
    target = docx.with_suffix(".html")
    try:
        data = docx.read_bytes()
    except OSError as error:
        raise FileProblem("{path}: không đọc được ({reason}).", path=docx, reason=error.strerror) from None
    write_text(target, page(data, str(docx)), force=force)
    return target


def page(docx: bytes, name: str = "") -> str:
    """The page of a DOCX. Raises ContentError when it is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(docx)) as package:
            paper = _Paper.read(package)
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError):
        raise ContentError("{path}: không phải tệp Word (.docx) đọc được.", path=name) from None
    sheets = list(paper.sheets())
    rules = "".join(f".{key} {{ {_css(look)} }}\n" for key, look in paper.classes.items())
    rules += "".join(sheet.css for sheet in sheets)
    return (
        '<!DOCTYPE html>\n<html lang="vi">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n"
        f'<meta name="viewport" content="width=device-width">\n<title>{escape(paper.title)}</title>\n'
        f"<style>{_LOOK}{rules}</style>\n</head>\n<body>\n{''.join(sheet.html for sheet in sheets)}</body>\n</html>\n"
    )


@dataclass(frozen=True, slots=True)
class _Sheet:
    css: str
    html: str


@dataclass(slots=True)
class _Paper:
    """The parts of a DOCX that show: body, styles as classes, pictures as data."""

    body: Element
    title: str
    styles: Mapping[str, Element]
    base: Css
    pictures: Mapping[str, str]
    classes: dict[str, Css] = field(default_factory=dict)

    @classmethod
    def read(cls, package: zipfile.ZipFile) -> _Paper:
        document = ElementTree.fromstring(package.read("word/document.xml"))
        names = set(package.namelist())
        sheet = ElementTree.fromstring(package.read("word/styles.xml")) if "word/styles.xml" in names else None
        styles = {} if sheet is None else {s.get(f"{_W}styleId", ""): s for s in sheet.iter(f"{_W}style")}
        run, block = (sheet.find(f"{_W}docDefaults//{_W}{kind}") if sheet is not None else None for kind in ("rPr", "pPr"))
        base = {"font-size": "10pt", "line-height": str(_SINGLE), **_block(block), **_run(run)}
        core = ElementTree.fromstring(package.read("docProps/core.xml")) if "docProps/core.xml" in names else None
        title = core.findtext("{http://purl.org/dc/elements/1.1/}title") if core is not None else None
        body = document.find(f"{_W}body")
        if body is None:
            raise KeyError("w:body")
        return cls(body, title or "Văn bản", styles, base, dict(_pictures(package, names)))

    def sheets(self) -> Iterator[_Sheet]:
        """A sheet for each section."""
        pieces: list[str] = []
        number = 0
        blocks = list(self.body)
        for index, block in enumerate(blocks):
            section = block if block.tag == f"{_W}sectPr" else block.find(f"{_W}pPr/{_W}sectPr")
            if block.tag != f"{_W}sectPr":
                pieces.append(self.block(block))
            if section is not None or index == len(blocks) - 1:
                number += 1
                yield _Sheet(*_sheet(section, number, "".join(pieces)))
                pieces = []

    def block(self, block: Element) -> str:
        """A paragraph or a table; of anything else what it holds."""
        if block.tag == f"{_W}p":
            return self.paragraph(block)
        if block.tag == f"{_W}tbl":
            return self.table(block)
        inner = block.find(f"{_W}sdtContent") if block.tag == f"{_W}sdt" else None
        return "".join(self.block(child) for child in inner) if inner is not None else ""

    def paragraph(self, paragraph: Element) -> str:
        properties = paragraph.find(f"{_W}pPr")
        style = properties.find(f"{_W}pStyle") if properties is not None else None
        own = _block(properties)
        name = self.named(style.get(f"{_W}val", "") if style is not None else "Normal")
        look = f' style="{_css(own)}"' if own else ""
        return f'<p class="{name}"{look}>{"".join(self.run(run) for run in paragraph.iter(f"{_W}r"))}</p>\n'

    def run(self, run: Element) -> str:
        text = "".join(self.piece(child) for child in run)
        look = _css(_run(run.find(f"{_W}rPr")))
        return f'<span style="{look}">{text}</span>' if look and text else text

    def piece(self, child: Element) -> str:
        match child.tag.removeprefix(_W):
            case "t":
                return escape(child.text or "")
            case "tab":
                return "\t"
            case "br" | "cr":
                return "<br>"
            case "noBreakHyphen":
                return "\u2011"
            case "drawing":
                return "".join(self.picture(child))
        return ""

    def picture(self, drawing: Element) -> Iterator[str]:
        extent = next(drawing.iter(_EXTENT), None)
        width = f' style="width:{_float(extent.get("cx")) / _EMU_A_POINT:.1f}pt"' if extent is not None else ""
        for blip in drawing.iter(f"{_A}blip"):
            if data := self.pictures.get(blip.get(f"{_R}embed", "")):
                yield f'<img alt="" src="{data}"{width}>'

    def named(self, identity: str) -> str:
        """The class of a style, with what it rests on."""
        key = f"s-{re.sub(r'[^A-Za-z0-9_-]', '', identity)}"
        if key not in self.classes:
            chain: list[Element] = []
            look = dict(self.base)
            style = self.styles.get(identity)
            while style is not None and len(chain) < 12:
                chain.append(style)
                above = style.find(f"{_W}basedOn")
                style = self.styles.get(above.get(f"{_W}val", "")) if above is not None else None
            for style in reversed(chain):
                look |= {**_block(style.find(f"{_W}pPr")), **_run(style.find(f"{_W}rPr"))}
            self.classes[key] = look
        return key

    def table(self, table: Element) -> str:
        grid = [_float(column.get(f"{_W}w")) for column in table.iterfind(f"{_W}tblGrid/{_W}gridCol")]
        ruled = table.find(f"{_W}tblPr/{_W}tblBorders") is not None or table.find(f"{_W}tblPr/{_W}tblStyle") is not None
        margins = table.find(f"{_W}tblPr/{_W}tblCellMar")
        sides = {} if margins is None else {side: margins.find(f"{_W}{side}") for side in ("left", "right")}
        padding = {f"padding-{side}": _points(node.get(f"{_W}w")) for side, node in sides.items() if node is not None}
        columns = "".join(f'<col style="width:{_points(str(width))}">' for width in grid)
        rows = [
            (row.find(f"{_W}trPr/{_W}tblHeader") is not None, self.row(table, row, padding))
            for row in table.iterfind(f"{_W}tr")
        ]
        head = next((i for i, (is_head, _) in enumerate(rows) if not is_head), len(rows))
        parts = [("thead", rows[:head]), ("tbody", rows[head:])]
        inner = "".join(f"<{tag}>{''.join(text for _, text in some)}</{tag}>\n" for tag, some in parts if some)
        name = ' class="ruled"' if ruled else ""
        return f'<table{name} style="width:{_points(str(sum(grid)))}"><colgroup>{columns}</colgroup>\n{inner}</table>\n'

    def row(self, table: Element, row: Element, padding: Css) -> str:
        cells = []
        place = 0
        for cell in row.iterfind(f"{_W}tc"):
            properties = cell.find(f"{_W}tcPr")
            span = _number(properties, "gridSpan", 1)
            merge = properties.find(f"{_W}vMerge") if properties is not None else None
            if merge is None or merge.get(f"{_W}val") == "restart":
                down = _rows_down(table, row, place) if merge is not None else 1
                look = {**padding, **_cell(properties)}
                marks = f' colspan="{span}"' if span > 1 else ""
                marks += f' rowspan="{down}"' if down > 1 else ""
                marks += f' style="{_css(look)}"' if look else ""
                cells.append(f"<td{marks}>{''.join(self.block(block) for block in cell)}</td>")
            place += span
        return f"<tr>{''.join(cells)}</tr>\n"


def _sheet(section: Element | None, number: int, inner: str) -> tuple[str, str]:
    """A section's rules for screen and print, and its sheet."""
    size = section.find(f"{_W}pgSz") if section is not None else None
    margins = section.find(f"{_W}pgMar") if section is not None else None
    width, height = (
        _points(size.get(f"{_W}{side}") if size is not None else None, default)
        for side, default in (("w", 595.3), ("h", 841.9))
    )
    edges = " ".join(
        _points(margins.get(f"{_W}{side}") if margins is not None else None, 56.7)
        for side in ("top", "right", "bottom", "left")
    )
    css = (
        f"@page page{number} {{ size: {width} {height}; margin: {edges}; }}\n"
        f".sheet{number} {{ page: page{number}; width: {width}; min-height: {height}; padding: {edges}; }}\n"
    )
    return css, f'<section class="sheet sheet{number}">\n{inner}</section>\n'


def _rows_down(table: Element, row: Element, place: int) -> int:
    """How many rows a cell that is merged downwards takes."""
    rows = list(table.iterfind(f"{_W}tr"))
    count = 1
    for below in rows[rows.index(row) + 1 :]:
        at = 0
        for cell in below.iterfind(f"{_W}tc"):
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            if at == place:
                if merge is None or merge.get(f"{_W}val") == "restart":
                    return count
                count += 1
                break
            at += _number(cell.find(f"{_W}tcPr"), "gridSpan", 1)
    return count


def _block(properties: Element | None) -> Css:
    """What paragraph properties say, as CSS."""
    found: Css = {}
    if properties is None:
        return found
    if (jc := _value(properties, "jc")) is not None:
        found["text-align"] = _ALIGN.get(jc, "left")
    if (spacing := properties.find(f"{_W}spacing")) is not None:
        for key, side in (("before", "top"), ("after", "bottom")):
            if (given := spacing.get(f"{_W}{key}")) is not None:
                found[f"margin-{side}"] = _points(given)
        if (line := spacing.get(f"{_W}line")) is not None:
            exact = spacing.get(f"{_W}lineRule") in ("exact", "atLeast")
            found["line-height"] = _points(line) if exact else f"{_float(line) / 240 * _SINGLE:.3f}"
    if (indent := properties.find(f"{_W}ind")) is not None:
        for key, side in (
            ("left", "margin-left"),
            ("right", "margin-right"),
            ("firstLine", "text-indent"),
            ("hanging", "text-indent"),
        ):
            if (given := indent.get(f"{_W}{key}")) is not None:
                found[side] = ("-" if key == "hanging" else "") + _points(given)
    for side in ("top", "right", "bottom", "left"):
        edge = properties.find(f"{_W}pBdr/{_W}{side}")
        if edge is not None and edge.get(f"{_W}val") not in (None, "nil", "none"):
            found[f"border-{side}"] = f"{_float(edge.get(f'{_W}sz')) / 8:.2f}pt solid {_colour(edge.get(f'{_W}color'))}"
    return found


def _run(properties: Element | None) -> Css:
    """What run properties say, as CSS."""
    found: Css = {}
    if properties is None:
        return found
    for tag, name, on in (("b", "font-weight", "bold"), ("i", "font-style", "italic"), ("caps", "text-transform", "uppercase")):
        if (mark := properties.find(f"{_W}{tag}")) is not None:
            found[name] = on if mark.get(f"{_W}val") not in ("0", "false") else {"caps": "none"}.get(tag, "normal")
    if (line := _value(properties, "u")) is not None:
        found["text-decoration"] = "none" if line == "none" else "underline"
    if (size := _value(properties, "sz")) is not None:
        found["font-size"] = f"{_float(size) / 2:g}pt"
    if (colour := _value(properties, "color")) is not None:
        found["color"] = _colour(colour)
    if (raised := _value(properties, "vertAlign")) in ("superscript", "subscript"):
        found["vertical-align"] = {"superscript": "super", "subscript": "sub"}[raised]
    return found


def _cell(properties: Element | None) -> Css:
    align = _value(properties, "vAlign") if properties is not None else None
    return {"vertical-align": {"center": "middle"}.get(align, align)} if align in ("center", "bottom") else {}


def _pictures(package: zipfile.ZipFile, names: set[str]) -> Iterator[tuple[str, str]]:
    """Relation id → the picture itself."""
    if "word/_rels/document.xml.rels" not in names:
        return
    for relation in ElementTree.fromstring(package.read("word/_rels/document.xml.rels")):
        target = PurePosixPath("word") / relation.get("Target", "")
        kind = _PICTURES.get(target.suffix.lower())
        if kind and relation.get("TargetMode") != "External" and str(target) in names:
            yield relation.get("Id", ""), f"data:{kind};base64,{base64.b64encode(package.read(str(target))).decode()}"


def _value(properties: Element, tag: str) -> str | None:
    found = properties.find(f"{_W}{tag}")
    return None if found is None else found.get(f"{_W}val", "")


def _number(properties: Element | None, tag: str, default: int) -> int:
    given = _value(properties, tag) if properties is not None else None
    return int(given) if given and re.fullmatch(r"\d{1,9}", given, re.ASCII) else default


def _points(twips: str | None, default: float = 0) -> str:
    return f"{_float(twips) / 20 if twips is not None else default:.2f}pt"


def _float(text: str | None) -> float:
    """A measure; what is no number counts as none, so that nothing but numbers enters the styles."""
    try:
        return float(text or 0)
    except ValueError:
        return 0.0


def _colour(text: str | None) -> str:
    return f"#{text}" if text and re.fullmatch(r"[0-9A-Fa-f]{6}", text) else "#000"


def _css(look: Css) -> str:
    return "; ".join(f"{name}: {value}" for name, value in look.items())
