"""Pictures put into a finished DOCX at the places kept for them."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from dan_van.drafting import wordml
from dan_van.drafting.blocks import Block, Picture
from dan_van.errors import ContentError
from dan_van.layout import text_width
from dan_van.model import Finding, Place, Severity

_SIGNS = (b"\x89PNG\r\n", b"\xff\xd8\xff")
_LARGEST = 20 * 1024 * 1024


def found(blocks: Sequence[Block], path: Path, first_line: int, made: Mapping[str, bytes]) -> dict[str, bytes]:
    """The pictures that blocks name: ``made`` ones by their name, others read beside the draft. Raises ContentError."""
    pictures: dict[str, bytes] = {}
    faults = []
    for block in blocks:
        if not isinstance(block, Picture) or block.source in pictures:
            continue
        file = path.parent / block.source
        content = made.get(block.source) or _read(file)
        if content is None:
            message = f"Không có hình “{block.source}”, hoặc không phải PNG, JPEG dưới 20 MB, hoặc tệp hình hỏng."
            faults.append(
                Finding(
                    "hinh",
                    Severity.ERROR,
                    message,
                    Place(str(path), first_line + block.line - 1),
                    "Đặt tệp hình cạnh bản thảo.",
                )
            )
        else:
            pictures[block.source] = content
    if faults:
        raise ContentError("{path}: có {count} hình không dùng được.", faults, path=path, count=len(faults))
    return pictures


def placed(data: bytes, pictures: Mapping[str, bytes], family: str) -> bytes:
    """The DOCX with pictures in their places, none wider than the text; the same bytes when there are none."""
    if not pictures:
        return data
    import docx
    from docx.shared import Twips

    document = docx.Document(io.BytesIO(data))
    places = {wordml.PICTURE_PLACE.format(name): content for name, content in pictures.items()}
    for paragraph in document.paragraphs:
        content = places.get(paragraph.text)
        if content is None:
            continue
        for run in paragraph.runs:
            run.text = ""
        shape = paragraph.runs[0].add_picture(io.BytesIO(content))
        widest = Twips(text_width(family))
        if shape.width > widest:
            shape.height, shape.width = int(shape.height * widest / shape.width), widest
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _read(file: Path) -> bytes | None:
    try:
        if file.stat().st_size > _LARGEST:
            return None
        content = file.read_bytes()
    except (OSError, ValueError):
        return None
    return content if any(content.startswith(sign) for sign in _SIGNS) and _whole(content) else None


def _whole(content: bytes) -> bool:
    """Whether Word's library can measure the picture; one that is cut short cannot be put in."""
    from docx.image import exceptions
    from docx.image.image import Image

    try:
        Image.from_blob(content)
    except (
        exceptions.InvalidImageStreamError,
        exceptions.UnexpectedEndOfFileError,
        exceptions.UnrecognizedImageError,
        ZeroDivisionError,
        KeyError,
    ):
        return False
    return True
