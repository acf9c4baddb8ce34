"""Checks a template before it is used: every fault with its place, what happens, and how to mend it in Word.

A template is read as a clerk sees it (``parts``), its tags are found and paired (``tags``, ``blocks``),
what they say is followed name by name (``names``), and what they leave of the page is looked at (``layout``).
ERROR: drafting stops or text is lost. WARNING: something is printed that nobody wants, or a tag is written so that drafting must
guess what is meant. INFO: drafting prints it right, other programs that read the same tags (docxtpl) do not.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, nodes

from dan_van.drafting.engine import wordblocks, wordtags, wordtree, wordvalues
from dan_van.drafting.lint import blocks as lint_blocks
from dan_van.drafting.lint import layout as lint_layout
from dan_van.drafting.lint import parts as lint_parts
from dan_van.drafting.lint import tags as lint_tags
from dan_van.drafting.lint.names import Names
from dan_van.drafting.lint.tags import Tag, Tags
from dan_van.model import Finding, Place, Severity

_NEUTRAL = {
    "for": "for _ in []",
    "if": "if true",
    "elif": "elif true",
    "with": "with",
    "macro": "macro _()",
    "call": "call _()",
}
_WRITTEN = {"cellbg", "colspan"}


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found, and the names that the template asks for."""

    path: Path
    findings: tuple[Finding, ...]
    used: frozenset[str]

    @property
    def sound(self) -> bool:
        """Nothing to mend (remarks aside)."""
        return all(finding.severity is Severity.INFO for finding in self.findings)


def check(
    path: Path, data: Mapping[str, Any] | None = None, known: Collection[str] | None = None, filters: Collection[str] = ()
) -> Checked:
    """Check one template file. Raises FileProblem for what is not a whole Word file.

    ``data``: what it would be filled with (values may be :class:`~dan_van.drafting.lint.values.Shape`); ``known``: names that will
    be given besides; with neither, no name is called unknown. ``filters``: names of filters besides Jinja's own.
    """
    package = lint_parts.read(path)
    environment = _environment(frozenset(filters))
    findings: list[Finding] = []
    used: set[str] = set()
    docxtpl: Tag | None = None
    for part in package.parts:
        found = lint_tags.read(part, str(path))
        if found.tags and not part.filled:
            _unfilled(found)
        elif found.tags:
            lint_blocks.pair(found)
            lint_blocks.misplaced(found)
            docxtpl = docxtpl or _only_docxtpl(found)
            names = _follow(found, environment, data, known)
            used |= names.used
            lint_layout.blank_lines(found)
            lint_layout.emptied(found, names.emptied)
            lint_layout.numbering(found, package.lists)
            if all(finding.severity is not Severity.ERROR for finding in found.findings):
                found.findings += _unplaced(found)
        findings += found.findings
    if docxtpl is not None:
        findings = [_by_docxtpl(finding, docxtpl) for finding in findings]
    return Checked(path, tuple(findings), frozenset(used))


_GRAVER = {
    **dict.fromkeys(("khoi-lech", "the-chung-cho", "the-vat-qua", "ten-dau-roi", "ky-tu-an", "phan-dung-san"), Severity.ERROR),
    **dict.fromkeys(("dong-trong", "xuong-dong-trong-the"), Severity.WARNING),
}
"""Faults that drafting gets over, but not where it must leave the whole template to docxtpl."""


def _by_docxtpl(finding: Finding, tag: Tag) -> Finding:
    severity = _GRAVER.get(finding.rule)
    if severity is None:
        return finding
    why = f" Mẫu này có thẻ “{tag.shown}”, nên dan-van cũng phải điền theo cách của docxtpl."
    return replace(finding, severity=severity, message=finding.message + why)


@cache
def _environment(filters: frozenset[str]) -> Environment:
    """What drafting uses, with the marks that a clerk types."""
    usual = wordvalues.environment()
    environment = usual.overlay(
        block_start_string="{%", block_end_string="%}", variable_start_string="{{", variable_end_string="}}",
        comment_start_string="{#", comment_end_string="#}",
    )  # fmt: skip
    environment.filters = {**usual.filters, **dict.fromkeys(filters, str)}
    return environment


def _unplaced(found: Tags) -> list[Finding]:
    """What drafting itself says of tags with which nothing else is wrong: a clean check is a promise."""
    if not found.part.content or _only_docxtpl(found):
        return []
    try:
        root = wordtree.parse(found.part.content)
    except ValueError as error:
        return [
            Finding(
                "mau-hong", Severity.ERROR, f"{error}.", Place(found.file, part=found.part.name), "Mở bằng Word rồi lưu lại."
            )
        ]
    tags, faults, *_ = wordtags.find(root, found.part.name)
    faults += wordblocks.lay_out(root, tags).faults
    return [replace(fault, place=Place(found.file, part=fault.place.part)) for fault in faults]


def _only_docxtpl(found: Tags) -> Tag | None:
    """A tag that drafting leaves to docxtpl: cells repeated, merged or coloured, paragraphs joined."""
    wanted = (tag for tag in found.tags if tag.prefix == "tc" or tag.trims or tag.keyword in lint_blocks.OF_CELLS)
    return next(wanted, None)


def _unfilled(found: Tags) -> None:
    tag = found.tags[0]
    found.findings.clear()
    found.report(
        "phan-khong-dien", Severity.WARNING, tag, f"Thẻ “{tag.shown}” nằm trong {found.part.name}, nơi dan-van không điền: thẻ sẽ in ra nguyên như vậy.",
        "Chuyển thẻ vào thân văn bản, đầu trang, chân trang hoặc chú thích cuối trang.",
    )  # fmt: skip


def _follow(found: Tags, environment: Environment, data: Mapping[str, Any] | None, known: Collection[str] | None) -> Names:
    """Read all tags of a part as one program, a line a tag, so that every node knows its tag."""

    def report(rule: str, severity: Severity, line: int, message: str, remedy: str | None) -> None:
        found.report(rule, severity, found.tags[min(line, len(found.tags)) - 1], message, remedy)

    lines = [_source(found, index, tag) for index, tag in enumerate(found.tags)]
    closing = "".join(f"{{% end{word} %}}" for word in reversed(found.unclosed))
    prefixes = {index: tag.prefix for index, tag in enumerate(found.tags, 1)}
    names = Names(environment, data, known, report, prefixes)
    for _ in range(len(lines) + 1):
        try:
            template = environment.parse("\n".join(lines) + closing)
            assert isinstance(template, nodes.Template)
            names.walk(template)
            break
        except RecursionError:
            found.report(
                "the-go-sai",
                Severity.ERROR,
                found.tags[0],
                f"Các thẻ của {found.part.name} lồng nhau quá sâu.",
                "Viết gọn lại.",
            )
            break
        except TemplateSyntaxError as error:
            index = min(error.lineno, len(lines)) - 1
            _misspelt(found, found.tags[index], str(error.message))
            lines[index] = _neutral(found.tags[index])
            continue
    return names


def _source(found: Tags, index: int, tag: Tag) -> str:
    if index in found.dropped or tag.kind == "{#":
        return ""
    if index in found.meant:
        return f"{{% {found.meant[index]} %}}"
    if not tag.sound:
        return _neutral(tag)
    if tag.kind == "{{":
        return f"{{{{ {tag.inner} }}}}"
    if tag.keyword in ("vm", "hm"):
        return ""
    if tag.keyword in _WRITTEN:
        return f"{{{{ {tag.inner.removeprefix(tag.keyword).strip()} }}}}"
    return f"{{% {tag.inner} %}}"


def _neutral(tag: Tag) -> str:
    """What stands in for a tag that cannot be read, so that the rest can."""
    word = tag.keyword
    if word.startswith("end") or word == "else":
        return f"{{% {word} %}}"
    return f"{{% {_NEUTRAL[word]} %}}" if word in _NEUTRAL else ""


def _misspelt(found: Tags, tag: Tag, reason: str) -> None:
    """Say in a clerk's words why a tag cannot be read."""
    inner = tag.inner
    spaced = re.fullmatch(r"(\w+(?:\s+\w+)+)(\s*\|.*)?", inner)
    if tag.kind == "{{" and spaced:
        message, remedy = (
            "tên có dấu cách",
            f"Viết {{{{ {'_'.join(spaced[1].split())}{spaced[2] or ''} }}}}, trùng với tên trường.",
        )
    elif inner.count('"') % 2 or inner.count("'") % 2:
        message, remedy = "thiếu dấu nháy", "Thêm cho đủ cặp dấu nháy."
    elif any(inner.count(left) != inner.count(right) for left, right in ("()", "[]")):
        message, remedy = "thiếu dấu ngoặc", "Thêm cho đủ cặp dấu ngoặc."
    elif tag.keyword in ("if", "elif") and re.search(r"[^=!<>]=[^=]", inner):
        message, remedy = "so sánh bằng phải viết hai dấu =", "Thay = bằng ==."
    elif tag.keyword == "for" and " in " not in inner:
        message, remedy = "vòng lặp thiếu chữ in", "Viết {% for tên in danh_sách %}."
    elif found_sign := re.search(r"[–—&!?;$@]|\|\|", inner):
        message, remedy = (
            f"dấu “{found_sign[0]}” không dùng được ở đây",
            "Xóa dấu đó; “và” viết là and, “hoặc” viết là or, dấu trừ gõ bằng phím -.",
        )
    else:
        message, remedy = (
            f"viết không đúng ({reason})",
            "Ví dụ đúng: {{ ten_truong }}, {% if co_ten %}, {% for dong in danh_sach %}.",
        )
    if not any(
        f.place == Place(found.file, part=found.paragraph(tag).place) and tag.shown in f.message for f in found.findings
    ):
        found.report("the-go-sai", Severity.ERROR, tag, f"Không đọc được thẻ “{tag.shown}”: {message}.", remedy)
