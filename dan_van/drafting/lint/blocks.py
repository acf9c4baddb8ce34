"""Pairing the tags of one part into blocks, and what a prefix (``{%p``, ``{%tr``) takes away with itself."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from difflib import get_close_matches

from dan_van.drafting.lint.parts import Paragraph, Path_, containing
from dan_van.drafting.lint.tags import Block, Tag, Tags, apart, shortened
from dan_van.model import Severity

_Scope = tuple[int, Path_]
"""What a prefix takes away: a paragraph by its index, or (with -1) a row or cell by its path."""

OPENERS = frozenset({"for", "if", "macro", "call", "filter", "with", "autoescape", "raw", "set", "block"})
_MIDDLES = {"elif": {"if"}, "else": {"if", "for"}}
OF_CELLS = frozenset({"vm", "hm", "cellbg", "colspan"})
_ALONE = OF_CELLS | {"set", "do", "break", "continue"}
_REFUSED = frozenset({"include", "import", "from", "extends"})
_CLOSERS = {f"end{name}": name for name in OPENERS}
_WORDS = sorted(OPENERS | set(_MIDDLES) | _ALONE | set(_CLOSERS))
_SAID = re.compile(r"(?:(?:tr|tc|p|r)\s+)?\w+\s*(?:if\b)?")
"""The command of a tag as typed, with what should have been elsewhere."""
_ELSE_IF = re.compile(r"else\s+if\b")
_SCOPE = {"tr": "dòng của bảng", "tc": "ô", "p": "đoạn"}


def pair(found: Tags) -> None:
    """Pair opening and closing tags; a wrong word is taken for what it was meant to be, so that one fault is one finding."""
    waiting: list[tuple[str, int]] = []
    for index, tag in enumerate(found.tags):
        if tag.kind != "{%":
            continue
        word = tag.keyword
        if waiting and waiting[-1][0] == "raw" and word != "endraw":
            found.dropped.add(index)
            continue
        if word not in _WORDS or _ELSE_IF.match(tag.inner):
            near = _misspelt(found, tag, word)
            found.dropped |= set() if near else {index}
            found.meant[index] = f"{near} {_SAID.sub('', tag.inner)}" if near in OPENERS or near in _MIDDLES else near
            word = near
        if word == "set" and "=" in tag.inner:
            continue
        if word in _MIDDLES:
            _middle(found, waiting, index, tag, word)
        elif word in OPENERS:
            waiting.append((word, index))
        elif word in _CLOSERS:
            _close(found, waiting, index, tag, _CLOSERS[word])
    for word, index in reversed(waiting):
        found.unclosed.append(word)
        _report_unclosed(found, word, found.tags[index])


def _misspelt(found: Tags, tag: Tag, word: str) -> str:
    glued = re.sub(r"\s+", "", tag.inner).casefold()
    near = glued if glued in _CLOSERS else next(iter(get_close_matches(word.casefold(), _WORDS, n=1, cutoff=0.6)), "")
    near = "elif" if _ELSE_IF.match(tag.inner) else near
    if letter := re.match(r"(?:tr|tc|p|r)\s+(\w+)", tag.inner):
        return letter[1] if letter[1] in _WORDS else ""  # said already
    if not tag.sound:
        return near
    if word in _REFUSED:
        found.report("lenh-khong-dung", Severity.ERROR, tag, f"Lệnh “{word}” không dùng được trong mẫu.", "Bỏ thẻ này.")
        return ""
    hint = f" Có phải “{near}”?" if near else ""
    found.report(
        "lenh-la", Severity.ERROR, tag, f"Thẻ “{tag.shown}”: không có lệnh “{word or tag.inner}”.{hint}",
        f"Viết {{% {near} … %}}." if near else "Các lệnh thường dùng: if, else, endif, for, endfor.",
    )  # fmt: skip
    return near


def _middle(found: Tags, waiting: list[tuple[str, int]], index: int, tag: Tag, word: str) -> None:
    if waiting and waiting[-1][0] in _MIDDLES[word]:
        _level(found, found.tags[waiting[-1][1]], tag)
        return
    found.dropped.add(index)
    found.report(
        "khoi-thua", Severity.ERROR, tag, f"Thẻ “{tag.shown}” không nằm giữa {{% if … %}} và {{% endif %}}.", "Bỏ thẻ này, hoặc thêm thẻ if."
    )  # fmt: skip


def _close(found: Tags, waiting: list[tuple[str, int]], index: int, tag: Tag, wanted: str) -> None:
    places = [place for place, (word, _) in enumerate(waiting) if word == wanted]
    if not places:
        found.dropped.add(index)
        found.report(
            "khoi-thua", Severity.ERROR, tag, f"Thẻ đóng “{tag.shown}” không có thẻ mở {{% {wanted} … %}} ở trước.",
            f"Bỏ thẻ này, hoặc thêm thẻ mở {wanted} còn thiếu.",
        )  # fmt: skip
        return
    while len(waiting) - 1 > places[-1]:
        word, first = waiting.pop()
        found.dropped.add(first)
        _report_unclosed(found, word, found.tags[first])
    _, first = waiting.pop()
    found.blocks.append(Block(wanted, first, index))
    _level(found, found.tags[first], tag)


def _report_unclosed(found: Tags, word: str, tag: Tag) -> None:
    found.report(
        "khoi-khong-dong", Severity.ERROR, tag, f"Thẻ “{tag.shown}” mở ra nhưng không có thẻ đóng {{% end{word} %}}.",
        f"Thêm thẻ {{%{tag.prefix} end{word} %}} vào chỗ hết phần lặp hoặc phần điều kiện.",
    )  # fmt: skip


def _level(found: Tags, first: Tag, last: Tag) -> None:
    """Both ends of a block must stand at the same depth of the page, or filling tears the file apart."""
    if not (first.sound and last.sound):
        return
    here, there = found.paragraph(first), found.paragraph(last)
    if depth(here, first) == depth(there, last):
        return
    if first.prefix != last.prefix and here.path == there.path:
        letter = first.prefix or last.prefix
        found.report(
            "khoi-lech", Severity.WARNING, last,
            f"Thẻ “{first.shown}” ({here.place}) và thẻ “{last.shown}” không cùng kiểu: một thẻ có chữ {letter}, một thẻ không; phần mềm khác làm hỏng tệp.",
            f"Sửa thành {{%{letter} {first.inner} %}} và {{%{letter} {last.inner} %}}.",
        )  # fmt: skip
    elif first.prefix == last.prefix:
        found.report(
            "khoi-lech", Severity.WARNING if here.path == there.path else Severity.ERROR, last,
            f"Thẻ “{last.shown}” nằm ở {apart(here, there)} so với thẻ “{first.shown}” ({here.place}): điền vào thì bảng hoặc trang bị vỡ.",
            "Đặt hai thẻ ở cùng một nơi; muốn lặp dòng của bảng thì dùng {%tr … %} trên hai dòng riêng.",
        )  # fmt: skip


def depth(paragraph: Paragraph, tag: Tag) -> tuple[str, ...]:
    """What a tag is inside of once its prefix has taken the paragraph, cell or row around it away."""
    kinds = [kind for kind, _ in paragraph.path]
    if tag.prefix in ("tr", "tc"):
        wanted = "row" if tag.prefix == "tr" else "cell"
        kinds = kinds[: len(kinds) - 1 - kinds[::-1].index(wanted)] if wanted in kinds else kinds
    elif tag.prefix != "p":
        kinds += ["paragraph", *(kind for kind, _ in paragraph.wrap_at(tag.start))] + (["run"] if tag.prefix == "r" else [])
    return tuple(kinds)


def lonely(paragraph: Paragraph, tag: Tag) -> bool:
    """Whether a tag is all that its paragraph holds."""
    return not (paragraph.text[: tag.start] + paragraph.text[tag.end :]).strip()


def misplaced(found: Tags) -> None:
    """Tags whose letter takes away more than themselves. Drafting keeps the words beside such a tag, not those on both sides."""
    said: set[_Scope] = set()
    sharing: dict[tuple[str, _Scope | None], list[Tag]] = defaultdict(list)
    for tag in found.tags:
        if tag.prefix in _SCOPE:
            sharing[tag.prefix, _scope(found.paragraph(tag), tag)].append(tag)
    for index, tag in enumerate(found.tags):
        if tag.keyword in OF_CELLS:
            _of_cell(found, index, tag)
        if not tag.sound or tag.prefix not in _SCOPE or tag.kind == "{#":
            continue
        name, scope = _SCOPE[tag.prefix], _scope(found.paragraph(tag), tag)
        if scope is None:
            if tag.keyword in _CLOSERS or tag.keyword in _MIDDLES:
                continue  # said at the opening tag
            found.report(
                "the-ngoai-bang", Severity.ERROR, tag, f"Thẻ “{tag.shown}” có chữ {tag.prefix} nhưng không nằm trong bảng.",
                f"Bỏ chữ {tag.prefix}, hoặc đổi thành p.",
            )  # fmt: skip
            continue
        rivals = sharing[tag.prefix, scope]
        lost = "" if scope in said else _beside(found, rivals, scope)
        if scope in said or (len(rivals) == 1 and not lost):
            continue
        said.add(scope)
        words = f" Ở đó còn chữ “{lost}”." if lost else ""
        remedy = f"Mỗi thẻ có chữ {tag.prefix} để riêng một {name}, không có chữ khác; hoặc bỏ chữ {tag.prefix}."
        both = (
            f"Hai thẻ “{tag.shown}” và “{rivals[1].shown}” nằm chung một {name}"
            if len(rivals) > 1
            else f"Thẻ “{tag.shown}” nằm chung {name} với chữ khác"
        )
        found.report(
            "the-chung-cho", Severity.WARNING, tag, f"{both}: dan-van đoán ý mà điền, phần mềm khác báo lỗi hoặc làm mất chữ.{words}", remedy
        )  # fmt: skip


def _of_cell(found: Tags, index: int, tag: Tag) -> None:
    """Tags that colour or merge their cell need one; those that merge need a loop as well."""
    looped = any(block.keyword == "for" and block.first < index < block.last for block in found.blocks)
    if containing(found.paragraph(tag).path, "cell") is None:
        message = f"Thẻ “{tag.shown}” chỉ dùng trong ô của bảng."
    elif tag.keyword in ("vm", "hm") and not looped:
        message = f"Thẻ “{tag.shown}” gộp các ô của một vòng lặp, mà quanh nó không có {{% for … %}}."
    else:
        return
    found.report("the-ngoai-bang", Severity.ERROR, tag, message, "Bỏ thẻ này, hoặc chuyển vào đúng ô.")


def _scope(paragraph: Paragraph, tag: Tag) -> _Scope | None:
    """What a prefix takes away, as a key."""
    if tag.prefix == "p":
        return (tag.at, ())
    path = containing(paragraph.path, "row" if tag.prefix == "tr" else "cell")
    return None if path is None else (-1, path)


def _beside(found: Tags, tags: Sequence[Tag], scope: _Scope) -> str:
    """Text beside the tags inside what their prefix takes away."""
    at, path = scope
    inside = [at] if at >= 0 else [i for i, p in enumerate(found.part.paragraphs) if p.path[: len(path)] == path]
    pieces = []
    for index in inside:
        text = found.part.paragraphs[index].text
        for tag in reversed(tags):
            text = text[: tag.start] + " " + text[tag.end :] if tag.at == index else text
        pieces.append(text)
    return shortened(" ".join(pieces))
