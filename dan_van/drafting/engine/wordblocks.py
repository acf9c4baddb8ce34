"""Where the tags of a part take effect: the paragraph, row, cell or run they stand for, and what disappears with them.

docxtpl's prefix letters (``{%p``, ``{%tr`` …) say it outright. Without a letter it is read off the place: a block that begins
at the edge of one paragraph and ends at the edge of another repeats whole paragraphs, one from cell to cell its row, one from
row to row those rows; a paragraph or row that holds nothing but such tags disappears. A block inside one text stays there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from dan_van.drafting.engine.wordtags import BLOCKS, LEVELS, Tag, is_look, tags_of
from dan_van.drafting.engine.wordtree import PRESERVE, Element, Node, Text, write
from dan_van.model import Finding, Severity

_MIDDLES = {"else": ("if", "for"), "elif": ("if",)}
_INERT = frozenset(
    {"w:pPr", "w:rPr", "w:trPr", "w:tcPr", "w:tblPr", "w:tblPrEx", "w:tblGrid", "w:sdtPr", "w:sdtEndPr", "w:proofErr", "w:cr"}
    | {"w:bookmarkStart", "w:bookmarkEnd", "w:permStart", "w:permEnd", "w:lastRenderedPageBreak", "w:tab", "w:br", "a:rPr"}
    | {"w:commentRangeStart", "w:commentRangeEnd", "a:endParaRPr", "a:pPr"}
)
_WHOLE = frozenset({"w:p", "a:p", "w:tbl", "w:tr", "w:tc"})
_CONTAINERS = frozenset(
    {"w:p", "w:r", "w:t", "w:tbl", "w:tr", "w:tc", "w:hyperlink", "w:ins", "w:smartTag", "w:sdt", "w:sdtContent", "w:fldSimple"}
    | {"a:p", "a:r", "a:t", "w:instrText", "m:r", "m:t"}
)


@dataclass(slots=True, eq=False)
class _Group:
    """A block: its opening tag, what divides it, its closing tag."""

    tags: list[Tag]

    @property
    def keyword(self) -> str:
        return self.tags[0].keyword


@dataclass(slots=True)
class Layout:
    """What was decided for one part.

    ``wrapped`` gives for a value that stands for a whole paragraph or run the XML before and after it, should it turn
    out to be plain text; ``faults`` are tags that fit nowhere.
    """

    wrapped: dict[Tag, tuple[str, str]] = field(default_factory=dict)
    faults: list[Finding] = field(default_factory=list)
    anchors: dict[Tag, Element] = field(default_factory=dict)
    inline: set[Tag] = field(default_factory=set)


def lay_out(root: Element, tags: list[Tag]) -> Layout:
    """Move every tag to where it takes effect, and take away what held only tags."""
    layout = Layout()
    groups, single = _grouped(tags, layout)
    for group in groups:
        level = next((tag.level for tag in group.tags if tag.level), "")
        for tag in group.tags:
            tag.level = level
    for tag in tags:
        if tag.level == "r":
            _isolate(tag)
    for group in groups:
        if group.tags[0].level:
            _anchor_by_letter(group.tags, layout)
            _check_level(group, layout)
        else:
            _anchor_by_place(group, layout)
    for tag in single:
        if tag.level:
            _anchor_by_letter([tag], layout)
        elif tag.kind != "{{":
            _anchor_alone(tag, layout)
    _move(layout)
    if not layout.faults:
        _check_order(root, layout)
    return layout


def _grouped(tags: list[Tag], layout: Layout) -> tuple[list[_Group], list[Tag]]:
    """Blocks in the order in which they open, and the tags that stand for themselves."""
    groups: list[_Group] = []
    opened: list[_Group] = []
    single: list[Tag] = []
    for tag in tags:
        keyword = tag.keyword
        if keyword in BLOCKS or (keyword == "set" and "=" not in tag.body):
            opened.append(_Group([tag]))
            groups.append(opened[-1])
        elif keyword.startswith("end"):
            if opened and keyword == f"end{opened[-1].keyword}":
                opened.pop().tags.append(tag)
            elif opened:
                start = opened[-1].tags[0]
                _fault(layout, tag, "the-khong-khop", f"Thẻ “{tag}” không khớp với “{start}” ({start.place.part}) mở trước nó.")
            else:
                _fault(layout, tag, "the-khong-khop", f"Thẻ “{tag}” không có thẻ mở nào trước nó.")
        elif keyword in _MIDDLES:
            if opened and opened[-1].keyword in _MIDDLES[keyword]:
                opened[-1].tags.append(tag)
            else:
                _fault(layout, tag, "the-khong-khop", f"Thẻ “{tag}” không nằm trong khối nào.")
        else:
            single.append(tag)
    for group in opened:
        start = group.tags[0]
        _fault(layout, start, "khoi-khong-dong", f"Khối “{start}” chưa có thẻ đóng “{{% end{group.keyword} %}}”.")
    return [group for group in groups if group not in opened], single


def _fault(layout: Layout, tag: Tag, rule: str, message: str, remedy: str | None = None) -> None:
    layout.faults.append(Finding(rule, Severity.ERROR, message, tag.place, remedy))


# --- deciding ----------------------------------------------------------------------------------------------------


def _anchor_by_letter(tags: list[Tag], layout: Layout) -> None:
    """``{%p`` and its kin: the nearest paragraph, row, cell or run. Words beside the tag are kept, outside the block."""
    for tag in tags:
        element = tag.nearest(LEVELS[tag.level])
        if element is None:
            name = "bảng" if tag.level in ("tr", "tc") else "đoạn văn"
            _fault(layout, tag, "the-sai-cho", f"Thẻ “{tag}” có chữ “{tag.level}” nhưng không nằm trong {name}.")
            continue
        layout.anchors[tag] = element
    for tag in tags:
        anchor = layout.anchors.get(tag)
        if anchor is not None and tag.kind != "{#" and not (_leads(tag, anchor, layout) or _trails(tag, anchor, layout)):
            message = f"Thẻ “{tag}” đứng giữa những chữ khác: chúng sẽ mất."
            _fault(layout, tag, "the-giua-chu", message, "Để thẻ một mình trên một dòng.")


def _anchor_by_place(group: _Group, layout: Layout) -> None:
    """A block without letters: whole paragraphs, rows or runs if its tags stand at their edges, else right where it is."""
    carriers = [tag.parent for tag in group.tags]
    common = _common(group.tags)
    if common is None or common.name in {"w:r", "a:r"} or all(carrier is carriers[0] for carrier in carriers):
        layout.inline.update(group.tags)
        return
    children = [common if common.name == "w:tr" else _below(common, tag) for tag in group.tags]
    first, last = group.tags[0], group.tags[-1]
    at_edges = (
        (children[0] is not children[-1] or (common.name == "w:tr" and len(group.tags) == 2))
        and _leads(first, children[0], layout)
        and _trails(last, children[-1], layout)
        and all(_alone(child, layout) for child in children[1:-1])
    )
    if at_edges:
        layout.anchors.update(zip(group.tags, children, strict=True))
    elif len({_path(tag, common) for tag in group.tags}) == 1 and common.name not in ("w:tr", "w:tbl"):
        layout.inline.update(group.tags)
    else:
        _uneven(group, layout)


def _check_level(group: _Group, layout: Layout) -> None:
    """Paragraphs, rows and cells must repeat side by side; runs at least in paragraphs that stand side by side."""
    anchors = [layout.anchors[tag] for tag in group.tags if tag in layout.anchors]
    parents = [anchor.parent for anchor in anchors]
    if group.tags[0].level == "r":
        names = {parent.name if parent else "" for parent in parents}
        parents = parents if len(names) > 1 else [parent.parent if parent else None for parent in parents]
    if any(parent is not parents[0] for parent in parents):
        _uneven(group, layout)


def _uneven(group: _Group, layout: Layout) -> None:
    first, last = group.tags[0], group.tags[-1]
    message = f"Khối “{first}” mở ở {first.place.part}, đóng ở {last.place.part}: hai chỗ không cùng cấp."
    _fault(layout, first, "khoi-lech-cap", message, "Để mỗi thẻ mở, đóng một mình trên một dòng hoặc một hàng bảng.")


def _anchor_alone(tag: Tag, layout: Layout) -> None:
    """``{% set … %}`` or a remark: its row or paragraph goes when it holds nothing else."""
    for name in ("w:tr", "w:p"):
        element = tag.nearest(name)
        if element is not None and _alone(element, layout):
            layout.anchors[tag] = element
            return
    layout.inline.add(tag)


def _leaves(node: Node, blanks: bool | None = None) -> Iterator[Node]:
    """What can be seen, and every tag, in order: words, tags, and any element that is not just a container or a look.

    ``blanks``: white space counts too, as it does between words of one paragraph (the default: below a paragraph it does).
    """
    if blanks is None:
        blanks = isinstance(node, Element) and node.name not in _WHOLE
    if isinstance(node, Tag) or (isinstance(node, Text) and (node.value.strip() or (blanks and node.value))):
        yield node
    elif isinstance(node, Element):
        if (node.name == "w:br" and node.attributes.get("w:type")) or (node.name == "w:pPr" and node.first("w:sectPr")):
            yield node
        elif node.name in _CONTAINERS:
            for child in node.children:
                yield from _leaves(child, blanks)
        elif node.name not in _INERT or (blanks and node.name in ("w:tab", "w:br", "w:cr")):
            yield node


def _light(leaf: Node, layout: Layout) -> bool:
    """Whether a leaf prints nothing where it stands."""
    return isinstance(leaf, Tag) and leaf not in layout.inline and (leaf.kind != "{{" or bool(leaf.level))


def _leads(tag: Tag, element: Element, layout: Layout) -> bool:
    for leaf in _leaves(element):
        if leaf is tag:
            return True
        if not _light(leaf, layout):
            return False
    return False


def _trails(tag: Tag, element: Element, layout: Layout) -> bool:
    leaves = list(_leaves(element))
    at = next((index for index, leaf in enumerate(leaves) if leaf is tag), None)
    return at is not None and all(_light(leaf, layout) for leaf in leaves[at:])


def _alone(element: Element, layout: Layout) -> bool:
    return all(_light(leaf, layout) for leaf in _leaves(element))


def _common(tags: list[Tag]) -> Element | None:
    """The nearest element around all of them."""
    others = [set(map(id, tag.ancestors())) for tag in tags[1:]]
    return next((element for element in tags[0].ancestors() if all(id(element) in around for around in others)), None)


def _below(common: Element, tag: Tag) -> Element:
    """The child of ``common`` that holds the tag (the carrier itself when it is one)."""
    child = next(iter(tag.ancestors()))
    for element in tag.ancestors():
        if element is common:
            return child
        child = element
    return child


def _path(tag: Tag, common: Element) -> tuple[str, ...]:
    names = []
    for element in tag.ancestors():
        if element is common:
            break
        names.append(element.name)
    return tuple(names)


# --- moving ------------------------------------------------------------------------------------------------------


def _isolate(tag: Tag) -> None:
    """Give a tag for a run a run of its own; what stands beside it keeps a run of the same look."""
    carrier, run = tag.parent, tag.nearest("w:r")
    if carrier is None or run is None or carrier.parent is not run or run.parent is None:
        return
    looks = [child for child in run.children if is_look(child) and isinstance(child, Element)]
    before, after = Element(carrier.name, {PRESERVE: "preserve"}), Element(carrier.name, {PRESERVE: "preserve"})
    at = carrier.index(tag)
    for child in carrier.children[:at]:
        before.add(child)
    for child in carrier.children[at + 1 :]:
        after.add(child)
    carrier.children = [tag]
    rest = [child for child in run.children if not any(child is look for look in looks)]
    position = next(index for index, child in enumerate(rest) if child is carrier)
    where = run.parent.index(run)
    for nodes, into in (([*rest[:position], before], where), ([after, *rest[position + 1 :]], where + 1)):
        kept = [node for node in nodes if not (isinstance(node, Element) and node.name == carrier.name and not node.children)]
        if kept:
            piece = Element(run.name, dict(run.attributes))
            for child in [*(look.clone() for look in looks), *kept]:
                piece.add(child)
            run.parent.add(piece, run.parent.index(run) + (0 if into == where else 1))
    run.children = []
    for child in [*looks, carrier]:
        run.add(child)


def _move(layout: Layout) -> None:
    """Hang the tags beside (or, if it held only tags, in the place of) the element they stand for."""
    by_anchor: dict[Element, list[Tag]] = {}
    for tag, anchor in layout.anchors.items():
        by_anchor.setdefault(anchor, []).append(tag)
    for anchor, tags in by_anchor.items():
        tags.sort(key=lambda tag: tag.number)
        around = anchor.parent
        if around is None:
            continue
        own: set[Node] = set(tags)
        lone = all(leaf in own for leaf in _leaves(anchor))
        leading = set(tags) if lone else {tag for tag in tags if _is_before(tag, anchor, own)}
        for tag in tags:
            if tag.kind == "{{":
                layout.wrapped[tag] = _wrapping(tag, anchor)
        at = around.index(anchor)
        for tag in tags:
            _unhang(tag)
        if lone and anchor.parent is not None:
            around.remove(anchor)
        for tag in [tag for tag in tags if tag in leading]:
            around.add(tag, at)
            at += 1
        for offset, tag in enumerate([tag for tag in tags if tag not in leading], 1):
            around.add(tag, at + offset)


def _is_before(tag: Tag, anchor: Element, own: set[Node]) -> bool:
    """Whether nothing but other moved tags stands before it in its element."""
    for leaf in _leaves(anchor):
        if leaf is tag:
            return True
        if leaf not in own:
            return False
    return False


def _wrapping(tag: Tag, anchor: Element) -> tuple[str, str]:
    """The XML around a value that stands for a paragraph or run, for when the value is plain text."""
    run = tag.nearest("w:r")
    look = "".join(write(child) for child in run.children if is_look(child)) if run is not None else ""
    opening, closing = f'<w:r>{look}<w:t xml:space="preserve">', "</w:t></w:r>"
    if anchor.name == "w:p":
        properties = anchor.first("w:pPr")
        return f"<w:p>{write(properties) if properties else ''}{opening}", f"{closing}</w:p>"
    return (opening, closing) if anchor.name == "w:r" else ("", "")


def _unhang(tag: Tag) -> None:
    """Take a tag from its text, and the text and run with it when they held nothing else."""
    carrier = tag.parent
    if carrier is None:
        return
    carrier.remove(tag)
    if carrier.children or carrier.parent is None:
        return
    run = carrier.parent
    run.remove(carrier)
    if run.name in ("w:r", "a:r") and run.parent is not None and all(is_look(child) for child in run.children):
        run.parent.remove(run)


def _check_order(root: Element, layout: Layout) -> None:
    """No move may have put one tag past another."""
    last = -1
    for tag in tags_of(root):
        if tag.number < last:
            _fault(
                layout,
                tag,
                "the-chong-nhau",
                f"Thẻ “{tag}” và thẻ bên cạnh không tách được.",
                "Để mỗi thẻ trên một dòng riêng.",
            )
            return
        last = tag.number
