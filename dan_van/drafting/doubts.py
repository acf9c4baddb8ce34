"""What a clerk hardly meant: lines of the skeleton left as they were, a paper of the village under the commune's head."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dan_van.drafting.templates import Template
from dan_van.frontmatter import FrontMatter
from dan_van.model import Finding, Place, Severity
from dan_van.office import Office

_OFFICES = {
    "xa": ("cấp xã", ("xa", "phuong", "dac-khu")),
    "thon": ("thôn, tổ dân phố", ("thon", "to-dan-pho")),
    "dang-uy": ("đảng ủy", ("dang-uy",)),
    "chi-bo": ("chi bộ", ("chi-bo",)),
}
"""Whose paper a template of each level is, and the levels of the profiles that fit it."""
_HINT = re.compile(r"^(?:[-+]|[0-9]+\.|[a-zđ]\)|#+)?\s*(?:Viết |Tên nội dung|Việc thứ nhất)|…")


def doubts(template: Template, matter: FrontMatter, profile: Office, file: str) -> Iterator[Finding]:
    """Warnings: the paper is made, but should not be signed as it is."""
    wanted = _OFFICES.get(str(template.schema.get("x-level")))
    if wanted and profile.level not in wanted[1]:
        message = f"Mẫu này là của {wanted[0]}, hồ sơ đang dùng là của {profile.name}: đầu trang in tên {profile.name}."
        remedy = f"Tạo hồ sơ đúng cấp bằng “dan-van init -o {wanted[1][0]}.yaml”, rồi ghi “office: {wanted[1][0]}.yaml”."
        if template.schema["x-level"] in ("dang-uy", "chi-bo"):
            remedy = f"Ghi ở trường office một hồ sơ có “level: {wanted[1][0]}”."
        yield Finding("ho-so-khac-cap", Severity.WARNING, message, Place(file, matter.line_of(("office",))), remedy)
    hints = {line.strip() for line in str(template.schema.get("x-body", "")).splitlines() if _HINT.search(line)}
    left = [(number, line.strip()) for number, line in enumerate(matter.body.splitlines()) if line.strip() in hints]
    if left:
        message = f"Còn {len(left)} dòng chỉ dẫn của mẫu chưa thay, bắt đầu từ “{left[0][1]}”."
        yield Finding(
            "con-loi-mau",
            Severity.WARNING,
            message,
            Place(file, matter.body_line + left[0][0]),
            "Viết nội dung thay vào, hoặc xóa đi.",
        )
