"""A template compiled once and filled many times.

Each part with tags becomes one Jinja template; every other part stays as the bytes it was packed in. Filling works out the
tags, packs the changed parts, and puts the rest before them: the same values give the same file, byte for byte.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import TemplateError, UndefinedError

from dan_van.drafting.engine import wordparts, zipping
from dan_van.drafting.engine.wordparts import Part
from dan_van.drafting.engine.wordvalues import NeedsDocxtpl, docxtpl_environment, in_nfc
from dan_van.drafting.engine.zipping import Packed
from dan_van.errors import ContentError, FileProblem
from dan_van.model import Finding, Place, Severity

_KEPT = 32
"""Compiled templates that are kept."""
_LARGEST = 64 * 1024 * 1024

_CORE = "docProps/core.xml"


@dataclass(frozen=True, slots=True)
class Filled:
    """A finished DOCX and what was noticed while filling it."""

    data: bytes
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Compiled:
    """A template ready to be filled; ``names`` are the parts that hold tags, in the order in which they are packed.

    ``needs_docxtpl`` says which tags of docxtpl only docxtpl itself can carry out, if the template holds any.
    """

    path: Path
    parts: tuple[Part, ...]
    fixed: bytes
    directory: bytes
    entries: int
    needs_docxtpl: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The parts that are filled."""
        return tuple(part.name for part in self.parts)

    def fill(self, values: Mapping[str, Any], *, title: str | None = None, author: str | None = None) -> Filled:
        """The document for these values; ``title`` and ``author`` go into its properties.

        Raises ContentError that lists every missing name, or the place of the tag that failed.
        """
        title, author = (text and text[:_LONGEST_PROPERTY] for text in (title, author))
        known = in_nfc(values)
        if self.needs_docxtpl:
            return _by_docxtpl(self.path, None, known, title, author)
        known[wordparts.TITLE], known[wordparts.AUTHOR] = title, author
        try:
            written = [part.render(known) for part in self.parts]
        except NeedsDocxtpl as need:
            return _by_docxtpl(self.path, need.owner, in_nfc(values), title, author)
        except UndefinedError as error:
            missing = [finding for part in self.parts for finding in part.missing(known)]
            raise _broken("{path}: mẫu thiếu dữ liệu cho các thẻ sau.", self.path, missing or [_unplaced(error)]) from None
        except wordparts.TagFailed as failed:
            raise _broken("{path}: mẫu có thẻ không tính được.", self.path, [failed.finding]) from None
        data = self._packed([packed for packed, _ in written])
        return Filled(data, tuple(replace_file(finding, self.path) for _, findings in written for finding in findings))

    def _packed(self, contents: Sequence[Packed]) -> bytes:
        pieces, rows, position = [self.fixed], [self.directory], len(self.fixed)
        for part, content in zip(self.parts, contents, strict=True):
            local, row = zipping.member(part.name.encode(), content, position)
            pieces.append(local)
            rows.append(row)
            position += len(local)
        directory = b"".join(rows)
        return b"".join((*pieces, directory, zipping.end(self.entries, len(directory), position)))


def load(path: Path) -> Compiled:
    """The template at ``path``, compiled anew only when the file has changed.

    Raises FileProblem (no file, not a DOCX) and ContentError with every fault of its tags.
    """
    try:
        seen = path.stat()
    except OSError as error:
        raise FileProblem("{path}: không đọc được mẫu ({reason}).", path=path, reason=error.strerror) from None
    return _load(path, seen.st_mtime_ns, seen.st_size)


def _kind(info: zipfile.ZipInfo, kinds: Mapping[str, str]) -> str:
    """What kind of part it is that may hold tags; empty for any other."""
    return _CORE if info.filename == _CORE else kinds.get(info.filename, "")


@lru_cache(maxsize=_KEPT)
def _load(path: Path, _changed: int, _size: int) -> Compiled:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FileProblem("{path}: không đọc được mẫu ({reason}).", path=path, reason=error.strerror) from None
    return compile_template(data, path)


def compile_template(data: bytes, path: Path) -> Compiled:
    """Compile the bytes of a DOCX; ``path`` is what messages call it. Raises as :func:`load`."""
    not_word = FileProblem("{path}: không phải tệp Word (.docx). Chép lại mẫu gốc.", path=path)
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        infos = package.infolist()
        if sum(info.file_size for info in infos) > _LARGEST:
            raise ContentError("{path}: mẫu giải nén lớn hơn 64 MB.", path=path)
        kinds = wordparts.kinds(package.read("[Content_Types].xml").decode("utf-8", "replace"))
        sources = [(info, kind, package.read(info)) for info in infos if (kind := _kind(info, kinds))]
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, zlib.error):
        raise not_word from None
    if wordparts.DOCUMENT not in kinds.values():
        raise not_word
    parts, faults, needs = [], [], None
    for info, kind, content in sources:
        part, found, need = wordparts.compile_part(info.filename, kind, content)
        faults += [replace_file(finding, path) for finding in found]
        needs = needs or need
        parts += [part] if part else []
    if faults:
        raise ContentError("{path}: mẫu có {count} thẻ hỏng.", faults, path=path, count=len(faults))
    filled = {part.name for part in parts}
    fixed, rows = [], []
    position = 0
    for info in infos:
        if info.filename not in filled and not info.is_dir():
            try:
                local, row = _kept(info, package, data, position)
            except struct.error:
                raise not_word from None
            fixed.append(local)
            rows.append(row)
            position += len(local)
    return Compiled(path, tuple(parts), b"".join(fixed), b"".join(rows), len(rows) + len(parts), needs)


def _kept(info: zipfile.ZipInfo, package: zipfile.ZipFile, data: bytes, position: int) -> tuple[bytes, bytes]:
    """A part as it was packed, under a header of ours."""
    name = info.filename.encode()
    if info.compress_type not in (0, 8) or info.flag_bits & 1:  # no reader of DOCX knows more
        return zipping.member(name, zipping.pack([package.read(info)]), position)
    lengths = struct.unpack_from("<2H", data, info.header_offset + 26)
    start = info.header_offset + zipping.LOCAL.size + sum(lengths)
    packed = Packed(data[start : start + info.compress_size], info.CRC, info.file_size, info.compress_type)
    return zipping.member(name, packed, position)


def replace_file(finding: Finding, path: Path) -> Finding:
    """The finding with the template's path in its place."""
    return replace(finding, place=replace(finding.place, file=str(path)))


def _unplaced(error: Exception) -> Finding:
    return Finding("thieu-du-lieu", Severity.ERROR, f"{error}", Place())


def _broken(wording: str, path: Path, findings: Sequence[Finding]) -> ContentError:
    return ContentError(wording, [replace_file(finding, path) for finding in findings], path=path)


_LONGEST_PROPERTY = 255
"""Letters of a title or an author that Word takes."""


def _by_docxtpl(path: Path, owner: Any, values: dict[str, Any], title: str | None, author: str | None) -> Filled:
    """docxtpl's own way, for what only it can do: images, sub-documents, merged and counted cells, joined paragraphs."""
    from docxtpl import DocxTemplate

    made = io.BytesIO()
    try:
        template = owner or DocxTemplate(str(path))
        template.render(values, docxtpl_environment())
        properties = template.docx.core_properties
        if title is not None:
            properties.title = title
        if author is not None:
            properties.author = author
        template.save(made)
    except (TemplateError, ValueError, TypeError, ArithmeticError, LookupError, AttributeError) as error:
        raise ContentError(
            "{path}: mẫu có thẻ không tính được ({reason}). Sửa thẻ, hoặc chép lại mẫu gốc.", path=path, reason=error
        ) from None
    except Exception:  # whatever libraries meet in a damaged package
        raise FileProblem("{path}: không phải tệp Word (.docx). Chép lại mẫu gốc.", path=path) from None
    return Filled(_settled(made.getvalue()))


def _settled(data: bytes) -> bytes:
    """The same package with no time of day in it."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(zipfile.ZipInfo(info.filename), old.read(info), zipfile.ZIP_DEFLATED)
    return made.getvalue()
