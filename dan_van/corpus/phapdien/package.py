"""The Ministry of Justice's offline package, as a ZIP or an unpacked folder: its topic files and its index.

Nothing is unpacked to disk; names inside are only looked at, never followed out of the package.
"""

from __future__ import annotations

import json
import os
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Protocol

from dan_van.model import Finding, Place, Severity
from dan_van.readers import sniff
from dan_van.readers.content import MAX_FILE, MEGABYTE, UnreadableFile

_INDEX = "jsondata.js"
_TOPICS = "demuc"
_NAMED_LIST = re.compile(r"\bvar\s+(\w+)\s*=\s*\[")


@dataclass(frozen=True, slots=True)
class Page:
    """A topic file: its id (its name without the suffix) and its path in the package."""

    id: str
    path: str


class Package(Protocol):
    """What the import asks of a package."""

    pages: list[Page]
    index: str | None
    findings: list[Finding]

    def read(self, path: str) -> bytes:
        """The bytes of one file. Raises UnreadableFile."""
        ...


@dataclass(frozen=True, slots=True)
class Index:
    """What ``jsonData.js`` announces: names of topics, and how many articles each has."""

    names: dict[str, str]
    articles: Counter[str]


@contextmanager
def open_source(source: Path) -> Iterator[Package]:
    """A package for as long as the block lasts. Raises UnreadableFile when it is none."""
    if os.path.isdir(source):
        yield _checked(_Folder(source), source)
        return
    if sniff.kind_of(source) != "zip":
        raise UnreadableFile(
            "{path}: không phải tệp ZIP. Cần gói “Bộ pháp điển điện tử” (ZIP) hoặc thư mục đã giải nén.", path=source
        )
    with sniff.open_package(source) as archive:
        yield _checked(_Zip(archive, source), source)


def read_index(package: Package) -> Index | None:
    """What the package's index announces; None without one (older and partial packages)."""
    if package.index is None:
        return None
    try:
        text = package.read(package.index).decode("utf-8-sig", "replace")
    except UnreadableFile as error:
        package.findings.append(Finding("muc-luc", Severity.WARNING, error.sentence, Place(package.index)))
        return None
    names: dict[str, str] = {}
    articles: Counter[str] = Counter()
    for variable, entry in _entries(text):
        if variable == "jdDeMuc":
            names[str(entry.get("Value", "")).lower()] = str(entry.get("Text", ""))
        elif variable == "jdAllTree" and str(entry.get("TEN", "")).lstrip().startswith("Điều "):
            articles[str(entry.get("DeMucID", "")).lower()] += 1
    return Index(names, articles)


def _entries(text: str) -> Iterator[tuple[str, dict[str, object]]]:
    """Objects of the lists that the script assigns, one at a time."""
    decoder = json.JSONDecoder()
    for found in _NAMED_LIST.finditer(text):
        end = found.end()
        while (start := text.find("{", end)) >= 0 and not text[end:start].strip(" \t\r\n,"):
            try:
                value, end = decoder.raw_decode(text, start)
            except (ValueError, RecursionError):
                break
            if isinstance(value, dict):
                yield found[1], value


class _Zip:
    def __init__(self, archive: zipfile.ZipFile, source: Path) -> None:
        self._archive, self._source = archive, source
        self.findings: list[Finding] = []
        names = []
        for info in archive.infolist():
            if info.is_dir():
                continue
            if _leads_out(info.filename):
                message = f"Bỏ qua tên tệp không an toàn trong gói: {info.filename[:200]}"
                self.findings.append(Finding("ten-tep", Severity.WARNING, message, Place(str(source))))
                continue
            names.append(info.filename)
        self.pages, self.index = _sorted_out(names)

    def read(self, path: str) -> bytes:
        return sniff.read_part(self._archive, path, self._source)


class _Folder:
    def __init__(self, source: Path) -> None:
        self._source = source
        self.findings: list[Finding] = []
        root = source.resolve()
        names = []
        for path in source.rglob("*"):
            if not path.is_file():
                continue
            if not path.resolve().is_relative_to(root):
                message = f"Bỏ qua đường dẫn ra ngoài thư mục: {path}"
                self.findings.append(Finding("ten-tep", Severity.WARNING, message, Place(str(source))))
                continue
            names.append(path.relative_to(source).as_posix())
        if source.name.lower() == _TOPICS:
            names = [f"{_TOPICS}/{name}" for name in names]
            self._source = source.parent
        self.pages, self.index = _sorted_out(names)

    def read(self, path: str) -> bytes:
        file = self._source / path
        try:
            if file.stat().st_size > MAX_FILE:
                raise UnreadableFile("{path}: tệp lớn hơn {megabytes} MB.", path=file, megabytes=MAX_FILE // MEGABYTE)
            return file.read_bytes()
        except OSError as error:
            raise UnreadableFile("{path}: không đọc được ({reason}).", path=file, reason=error.strerror) from None


def _sorted_out(names: list[str]) -> tuple[list[Page], str | None]:
    """Topic files (one for each id, in order of id) and the index among a package's names."""
    pages: dict[str, Page] = {}
    index = None
    for name in sorted(names):
        path = PurePosixPath(name)
        if path.name.lower() == _INDEX:
            index = name
        elif path.suffix.lower() in (".html", ".htm") and path.parent.name.lower() == _TOPICS:
            pages.setdefault(path.stem.lower(), Page(path.stem.lower(), name))
    return [pages[identity] for identity in sorted(pages)], index


def _checked(package: Package, source: Path) -> Package:
    if not package.pages:
        raise UnreadableFile(
            "{path}: không có thư mục “demuc” với các tệp đề mục. Cần gói “Bộ pháp điển điện tử” tải từ phapdien.moj.gov.vn.",
            path=source,
        )
    return package


def _leads_out(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in name or "\\" in name
