"""Drafts made from figures and tasks: the periodic report, and the reminder to those who are late.

They are plain drafts (front matter and Markdown): the clerk reads, changes, adds; the figures stay expressions and follow the
data when returns change.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from dan_van import frontmatter
from dan_van.dates import format_short
from dan_van.reports.figures import Figures
from dan_van.reports.indicators import LIST, TEXT, YES, Indicator
from dan_van.reports.tasks import State, Task, state_of
from dan_van.text import markdown_escaped

_TABLE_COLUMNS = 5
"""So many indicators stand beside the village's name on an upright page."""


def periodic_report(
    figures: Figures,
    template: str,
    place: str,
    now: Sequence[str],
    before: str | None = None,
    targets: Mapping[str, str] | None = None,
    plan: str | None = None,
) -> str:
    """The draft of a report: each group's figures in sentences and a table, comparison, chart, the plan's work, what villages ask.

    ``template`` is the report's template, ``place`` the commune's name; the others are paths as the draft will name them.
    """
    definition = figures.definition
    head: dict[str, object] = {
        "type": template, "issued": None, "subject": f"Kết quả {_small(definition.title)} {figures.period} trên địa bàn {place}",
        "data": {"now": list(now), **({"before": before} if before else {}), **({"targets": dict(targets)} if targets else {}), **({"plan": plan} if plan else {})},
        "recipients": ["Thường trực Đảng ủy, HĐND xã"],
    }  # fmt: skip
    pieces = [
        f"Ủy ban nhân dân {place} báo cáo kết quả {_small(definition.title)} {{{{ data.period() }}}} như sau:",
        "# Tình hình gửi số liệu",
        "Có {{ data.count() }} gửi số liệu dùng được. Thôn chưa có số liệu: {{ data.missing() }}. {{ data.note() }}",
        "# Kết quả thực hiện",
    ]
    for group, title in definition.groups.items():
        pieces += [f"## {title}", *_group(definition.of(group))]
    numeric = next((one.key for one in definition.indicators if one.numeric), None)
    if before or targets:
        pieces += ["# So sánh", "{{ data.comparison() }}"]
    if numeric:
        pieces.append(f'{{{{ data.chart("{numeric}") }}}}')
        pieces += [f'{{{{ data.trend("{numeric}") }}}}'] if before else []
    if plan:
        pieces += ["# Kết quả thực hiện kế hoạch", "{{ data.work() }}"]
    said = [one.key for one in definition.indicators if one.kind == TEXT]
    pieces += ["# Khó khăn, đề nghị của các thôn", *(f'{{{{ data.answers("{key}") }}}}' for key in said)] if said else []
    pieces += ["# Hạn chế, nguyên nhân", "…", "# Phương hướng, nhiệm vụ", "…"]
    return _draft(head, pieces)


def reminder(tasks: Sequence[Task], plan: str, on: date, place: str) -> str | None:
    """The draft of a notice to those whose tasks are late or near their day; None when there are none."""
    late: dict[str, list[Task]] = defaultdict(list)
    near: dict[str, list[Task]] = defaultdict(list)
    for task in tasks:
        state = state_of(task, on)
        if state is State.LATE:
            late[task.owner or "Chưa rõ người làm"].append(task)
        elif state is State.SOON:
            near[task.owner or "Chưa rõ người làm"].append(task)
    if not late and not near:
        return None
    head: dict[str, object] = {
        "type": "thong-bao", "issued": on.isoformat(), "subject": f"Đôn đốc thực hiện {plan}",
        "recipients": [*dict.fromkeys(owner for owner in (*late, *near) if not owner.startswith("Chưa rõ"))] or ["Các đơn vị liên quan"],
    }  # fmt: skip
    pieces = [f"Qua theo dõi việc thực hiện {plan}, Ủy ban nhân dân {place} thông báo như sau:"]
    for title, found in (("Việc đã quá hạn", late), ("Việc sắp đến hạn", near)):
        if found:
            pieces.append(f"# {title} tính đến ngày {format_short(on)}")
            for owner, work in found.items():
                pieces += [
                    f"**{markdown_escaped(owner)}**:",
                    *(f"- {markdown_escaped(task.text)} (hạn {task.due_said})." for task in work),
                ]
    pieces += [
        "# Yêu cầu",
        "Các đơn vị, cá nhân có tên trên khẩn trương thực hiện, báo cáo kết quả và gửi minh chứng về Ủy ban nhân dân xã.",
    ]
    return _draft(head, pieces)


def _group(indicators: Sequence[Indicator]) -> list[str]:
    """Sentences, then a table by village where there is more than one figure."""
    pieces = []
    for one in indicators:
        if one.kind == TEXT:
            continue
        asked = "list" if one.kind == LIST else "say"
        mark = "+" if one.name.startswith("Trong đó") else "-"
        pieces.append(f'{mark} {one.name.split(", cách nhau")[0]}: {{{{ data.{asked}("{one.key}") }}}}.')
    shown = [one.key for one in indicators if one.numeric or one.kind == YES]
    tables = -(-len(shown) // _TABLE_COLUMNS)
    for number in range(tables):  # of about the same width
        part = shown[number * len(shown) // tables : (number + 1) * len(shown) // tables]
        pieces.append(f"{{{{ data.table({json.dumps(part)}) }}}}")
    return pieces


def _draft(head: Mapping[str, object], pieces: Sequence[str]) -> str:
    return frontmatter.dump(head, "\n\n".join(pieces) + "\n")


def _small(title: str) -> str:
    return title[:1].lower() + title[1:]
