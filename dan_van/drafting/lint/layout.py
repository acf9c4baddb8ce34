"""What is left of paragraphs, rows and lists once the tags have done their work."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from dan_van.drafting.lint.blocks import depth, lonely
from dan_van.drafting.lint.parts import Lists, Path_, containing
from dan_van.drafting.lint.tags import Block, Tag, Tags
from dan_van.model import Severity


def blank_lines(found: Tags) -> None:
    """Paragraphs that hold only a plain block tag: drafting takes them away, other programs leave an empty line."""
    for block in found.blocks:
        first, last = found.tags[block.first], found.tags[block.last]
        if first.at == last.at or not (first.sound and last.sound) or first.prefix or last.prefix:
            continue
        alone = [tag for tag in (first, last) if not tag.trims and lonely(found.paragraph(tag), tag)]
        if alone:
            paragraph = found.paragraph(alone[0])
            row = containing(paragraph.path, "row")
            letter = "tr" if row is not None and row != containing(found.paragraph(last).path, "row") else "p"
            found.report(
                "dong-trong", Severity.INFO, alone[0],
                f"Thẻ “{alone[0].shown}” đứng riêng một đoạn mà không có chữ {letter}: dan-van bỏ đoạn này; phần mềm khác dùng chung mẫu để lại dòng trống.",
                f"Muốn mẫu dùng được ở mọi nơi thì viết {{%{letter} {first.inner} %}} và {{%{letter} {last.inner} %}}.",
            )  # fmt: skip


def emptied(found: Tags, lines: Collection[int]) -> None:
    """Tables and cells of which the data leave nothing. ``lines``: the tags whose blocks print nothing."""
    gone_rows = {row for tag in found.tags if (row := _row(found, tag)) is not None and _takes(found, tag, "tr")}
    gone = {tag.at for tag in found.tags if _takes(found, tag, "p")}
    for block in _nothing(found, lines):
        first, last = found.tags[block.first], found.tags[block.last]
        if _takes(found, first, "tr"):
            start, end = _row(found, first), _row(found, last)
            if start and end and start[:-1] == end[:-1]:
                gone_rows |= {(*start[:-1], ("row", n)) for n in range(start[-1][1], end[-1][1] + 1)}
        elif _takes(found, first, "p"):
            gone |= set(range(first.at, last.at + 1))
    for block in _nothing(found, lines):
        first = found.tags[block.first]
        paragraph = found.paragraph(first)
        table, cell = containing(paragraph.path, "table"), containing(paragraph.path, "cell")
        if table and _takes(found, first, "tr") and _all_rows(found, table) <= gone_rows:
            found.report(
                "bang-rong", Severity.WARNING, first,
                f"Với dữ liệu này thẻ “{first.shown}” không in dòng nào, và bảng không còn dòng nào: dan-van bỏ cả bảng, phần mềm khác làm tệp mà Word báo hỏng.",
                "Thêm một dòng tiêu đề ngoài vòng lặp, hoặc đặt cả bảng giữa {%p if … %} và {%p endif %}.",
            )  # fmt: skip
        elif cell and _takes(found, first, "p") and _paragraphs(found, cell) <= gone:
            found.report(
                "o-rong", Severity.INFO, first,
                f"Với dữ liệu này thẻ “{first.shown}” không in đoạn nào, và ô không còn đoạn nào: dan-van để một đoạn trống, phần mềm khác làm tệp mà Word báo hỏng.",
                "Thêm một đoạn trống sau thẻ đóng, trong cùng ô.",
            )  # fmt: skip


def numbering(found: Tags, lists: Callable[[], Lists]) -> None:
    """Automatic numbers under a heading inside a loop: they run on from one round to the next."""
    said: set[int] = set()
    for block in found.blocks:
        first, last = found.tags[block.first], found.tags[block.last]
        if block.keyword != "for" or last.at - first.at < 3 or not (first.sound and last.sound):
            continue
        bare = {tag.at for tag in found.tags if lonely(found.paragraph(tag), tag) and tag.kind == "{%"}
        inside = [i for i in range(first.at + 1, last.at) if i not in bare and found.part.paragraphs[i].text.strip()]
        places = {index: lists().place(found.part.paragraphs[index]) for index in inside}
        if not inside or not any(places.values()):
            continue
        head = places[inside[0]]
        for index in inside:
            place = places[index]
            if place is None or index in said or (head is not None and head[0] == place[0]):
                continue
            if any(other and other[0] == place[0] and other[1] < place[1] for other in places.values()):
                continue  # a higher level of the same list makes it start again
            said.update(i for i in inside if places[i] and places[i] == place)
            paragraph = found.part.paragraphs[index]
            text = " ".join(paragraph.text.split())[:60]
            here = Tag("", "", "", first.shown, index, 0, len(paragraph.text))
            found.report(
                "so-thu-tu-chay-tiep", Severity.WARNING, here,
                f"Số thứ tự tự động trước “{text}” không bắt đầu lại ở mỗi vòng của “{first.shown}”: nhóm sau đánh tiếp số của nhóm trước.",
                "Tắt số tự động ở đoạn này và gõ {{ loop.index }}. ở đầu đoạn lặp, hoặc gõ số bằng tay.",
            )  # fmt: skip


def _nothing(found: Tags, lines: Collection[int]) -> Iterator[Block]:
    return (block for block in found.blocks if block.first + 1 in lines and _no_other_branch(found, block))


def _no_other_branch(found: Tags, block: Block) -> bool:
    inside = range(block.first + 1, block.last)
    nested = {i for other in found.blocks if other.first in inside for i in range(other.first, other.last + 1)}
    return not any(found.tags[i].keyword in ("else", "elif") for i in inside if i not in nested)


def _takes(found: Tags, tag: Tag, prefix: str) -> bool:
    """Whether a tag takes its row (or paragraph) away: by its letter, or because nothing else is in there."""
    if tag.kind == "{{" or not tag.sound:
        return False
    if tag.prefix:
        return tag.prefix == prefix
    return prefix == "p" and lonely(found.paragraph(tag), tag) and depth(found.paragraph(tag), tag)[-1] == "paragraph"


def _row(found: Tags, tag: Tag) -> Path_ | None:
    return containing(found.paragraph(tag).path, "row")


def _all_rows(found: Tags, table: Path_) -> set[Path_]:
    size = len(table)
    return {p.path[: size + 1] for p in found.part.paragraphs if p.path[:size] == table and len(p.path) > size}


def _paragraphs(found: Tags, cell: Path_) -> set[int]:
    return {index for index, paragraph in enumerate(found.part.paragraphs) if paragraph.path[: len(cell)] == cell}
