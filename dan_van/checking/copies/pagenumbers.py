"""Page numbers where the rules want them: in the middle of the top margin, from the second page on, nowhere else."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from dan_van.checking.copies.opened import drop_unknown_styles
from dan_van.readers.wordparts import R_ID, W

_FIELD = (
    f'<w:p xmlns:w="{W[1:-1]}"><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)


def number_pages(document: Any, size: float) -> None:
    """Number the pages of every section at the top; what else headers and footers say stays, the first page's too."""
    even = document.settings.odd_and_even_pages_header_footer
    for place, section in enumerate(document.sections):
        if place == 0 and not section.different_first_page_header_footer:
            _part_first_page(document, section)
        for footer in (section.footer, section.first_page_footer, section.even_page_footer):
            if not footer.is_linked_to_previous:
                _unnumber(footer)
        if place == 0 and not section.first_page_header.is_linked_to_previous:
            _unnumber(section.first_page_header)
        for header in (section.header, *([section.even_page_header] if even else [])):
            if place == 0 or not header.is_linked_to_previous:
                _number(header, size)
                drop_unknown_styles(document, header._element)


def _part_first_page(document: Any, section: Any) -> None:
    """Give the first page a header and footer of its own that say what they said before."""
    section.different_first_page_header_footer = True
    for old, new in ((section.header, section.first_page_header), (section.footer, section.first_page_footer)):
        new.is_linked_to_previous = False
        if not old.is_linked_to_previous and not _linked(old._element):
            for child in list(new._element):
                new._element.remove(child)
            for child in old._element:
                new._element.append(deepcopy(child))
        drop_unknown_styles(document, new._element)


def _linked(element: Any) -> bool:
    """Whether something in a header needs another part (a picture), which a copy would not find."""
    return any(name.startswith(R_ID[: -len("id")]) for one in element.iter() for name in one.attrib)


def _number(header: Any, size: float) -> None:
    header.is_linked_to_previous = False
    numbered = [one for one in header._element.iter(W + "p") if _has_number(one)]
    if not numbered:
        made = parse_xml(_FIELD)
        empty = header.paragraphs[0]._p if header.paragraphs else None
        if empty is not None and not any(True for _ in empty.iter(W + "t", W + "drawing", W + "pict")):
            empty.addprevious(made)
            empty.getparent().remove(empty)
        else:
            header._element.insert(0, made)
        numbered = [made]
    for one in numbered:
        paragraph = Paragraph(one, header)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.first_line_indent = Pt(0)
        for frame in one.pPr.findall(W + "framePr"):
            one.pPr.remove(frame)
        for run in paragraph.runs:
            run.font.size = run.font.size if run.font.size in (Pt(13), Pt(14)) else Pt(size)


def _unnumber(story: Any) -> None:
    """Take the page numbers out of a header or footer; a paragraph that says nothing else goes empty."""
    for paragraph in list(story._element.iter(W + "p")):
        if not _has_number(paragraph):
            continue
        inside, depth = [], 0
        for run in list(paragraph.iter(W + "r")):
            marks = [mark.get(W + "fldCharType") for mark in run.iter(W + "fldChar")]
            depth += marks.count("begin")
            if depth:
                inside.append(run)
            depth -= marks.count("end")
        for simple in list(paragraph.iter(W + "fldSimple")):
            inside += [simple] if _is_page(simple.get(W + "instr")) else []
        for run in inside:
            run.getparent().remove(run)


def _has_number(paragraph: Any) -> bool:
    codes = [code.text for code in paragraph.iter(W + "instrText")]
    return any(map(_is_page, [*codes, *(simple.get(W + "instr") for simple in paragraph.iter(W + "fldSimple"))]))


def _is_page(code: str | None) -> bool:
    return "PAGE" in (code or "").upper().split()
