"""The profile of the office that writes (``office.yaml``)."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dan_van import frontmatter, schema
from dan_van.errors import ContentError, FileProblem
from dan_van.files import read_text

FILE_NAME = "office.yaml"
SCHEMA = "office.schema.json"


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs: lines of authority (TM. …, KT. …), position, name."""

    authority: tuple[str, ...] = ()
    position: str | None = None
    name: str | None = None

    @classmethod
    def of(cls, *sources: Mapping[str, Any] | None) -> Signing:
        """From ``signer`` mappings; of a field given in several the last counts, also when it says null."""
        values: dict[str, Any] = {}
        for source in sources:
            values.update(source or {})
        authority = values.get("authority") or ()
        return cls((authority,) if isinstance(authority, str) else tuple(authority), values.get("position"), values.get("name"))


@dataclass(frozen=True, slots=True)
class Office:
    """What every paper of one office shares; see ``office.schema.json`` for each field."""

    level: str
    name: str
    issuer: tuple[str, ...]
    place: str
    parent: str | None = None
    code_suffix: str | None = None
    signer: Mapping[str, Any] | None = None
    archive: str | None = None
    villages: tuple[str, ...] = ()


def read(path: Path) -> Office:
    """Read a profile. Raises FileProblem, ContentError with every fault."""
    values, findings = schema.validate(frontmatter.load(read_text(path), str(path)), schema.shipped(SCHEMA), str(path))
    if findings:
        raise ContentError("{path}: hồ sơ cơ quan có {count} chỗ phải sửa.", findings, path=path, count=len(findings))
    return Office(
        level=values["level"],
        name=values["name"],
        issuer=tuple(values["issuer"]),
        place=values["place"],
        parent=values.get("parent"),
        code_suffix=values.get("code_suffix"),
        signer=values.get("signer"),
        archive=values.get("archive"),
        villages=tuple(values.get("villages") or ()),
    )


def locate(draft: Path, named: str | None) -> Path:
    """The profile a draft uses: the one it names (relative to itself), else ``office.yaml`` beside or above it.

    Raises FileProblem when there is none.
    """
    if named:
        path = draft.parent / named
        if not os.path.isfile(path):
            raise FileProblem(
                "{draft}: không có hồ sơ cơ quan {path}. Tạo bằng “dan-van init”, hoặc sửa trường office.",
                draft=draft,
                path=path,
            )
        return path
    for folder in draft.resolve().parents:
        if (folder / FILE_NAME).is_file():
            return folder / FILE_NAME
    raise FileProblem(
        "{draft}: chưa có {name} trong thư mục của bản thảo. Chạy “dan-van init” ở đó để tạo.", draft=draft, name=FILE_NAME
    )
