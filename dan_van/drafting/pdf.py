"""DOCX → PDF by LibreOffice, beside the DOCX."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from dan_van import office_suite
from dan_van.errors import ContentError, MissingTool
from dan_van.files import replacing
from dan_van.office_suite import find_office


def convert(files: Sequence[Path], *, force: bool = False) -> list[Path]:
    """PDFs beside the files, made in one run. Raises MissingTool, ContentError (a file could not be made), FileProblem."""
    program = find_office()
    if program is None:
        made = ", ".join(str(path) for path in files)
        raise MissingTool(
            f"Chưa có LibreOffice nên chưa in được PDF ({office_suite.how_to_install()}). Tệp Word đã làm xong: {made}."
        )
    done = []
    with tempfile.TemporaryDirectory(prefix="dan-van-", ignore_cleanup_errors=True) as folder:
        try:
            printed = office_suite.convert(program, files, "pdf", Path(folder))
        except TimeoutError:
            limit = office_suite.seconds_for(len(files))
            raise ContentError(
                f"LibreOffice không làm xong PDF trong {limit} giây. Đóng LibreOffice đang mở rồi thử lại."
            ) from None
        except OSError as error:
            raise MissingTool(f"Không chạy được LibreOffice {program} ({error.strerror}).") from None
        for path, result in zip(files, printed, strict=True):
            if result is None:
                raise ContentError(f"LibreOffice không đọc được {path}.")
            target = path.with_suffix(".pdf")
            with replacing(target, force=force) as temporary:
                shutil.copyfile(result, temporary)
            done.append(target)
    return done
