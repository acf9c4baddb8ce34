"""DOCX → PDF by LibreOffice: found where each system keeps it, run in a profile of its own, within a time limit."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from dan_van.errors import ContentError, MissingTool
from dan_van.files import replacing

_FIRST_START_SECONDS = 90
_SECONDS_A_FILE = 20


def find_office() -> Path | None:
    """LibreOffice's program, or None. ``DAN_VAN_SOFFICE`` names one outright."""
    if named := os.environ.get("DAN_VAN_SOFFICE"):
        return Path(named) if Path(named).is_file() else None
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            return Path(found)
    usual = {
        "win32": [
            Path(os.environ.get(v, "C:/Program Files")) / "LibreOffice/program/soffice.exe"
            for v in ("ProgramFiles", "ProgramFiles(x86)")
        ],
        "darwin": [Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")],
    }
    return next((path for path in usual.get(sys.platform, []) if path.is_file()), None)


def convert(files: Sequence[Path], *, force: bool = False) -> list[Path]:
    """PDFs beside the files, made in one run. Raises MissingTool, ContentError (a file could not be made), FileProblem."""
    program = find_office()
    if program is None:
        how = "sudo apt install libreoffice-writer" if sys.platform.startswith("linux") else "tải tại libreoffice.org"
        made = ", ".join(str(path) for path in files)
        raise MissingTool(f"Chưa có LibreOffice nên chưa in được PDF ({how}). Tệp Word đã làm xong: {made}.")
    done = []
    with tempfile.TemporaryDirectory(prefix="dan-van-") as folder:
        command = [
            str(program), f"-env:UserInstallation={Path(folder, 'profile').as_uri()}", "--headless", "--norestore",
            "--convert-to", "pdf", "--outdir", folder, *map(str, files),
        ]  # fmt: skip
        limit = _FIRST_START_SECONDS + _SECONDS_A_FILE * len(files)
        try:
            subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=limit, check=False)
        except subprocess.TimeoutExpired:
            raise ContentError(
                f"LibreOffice không làm xong PDF trong {limit} giây. Đóng LibreOffice đang mở rồi thử lại."
            ) from None
        except OSError as error:
            raise MissingTool(f"Không chạy được LibreOffice {program} ({error.strerror}).") from None
        for path in files:
            printed = Path(folder) / f"{path.stem}.pdf"
            if not printed.is_file():
                raise ContentError(f"LibreOffice không đọc được {path}.")
            target = path.with_suffix(".pdf")
            with replacing(target, force=force) as temporary:
                shutil.copyfile(printed, temporary)
            done.append(target)
    return done
