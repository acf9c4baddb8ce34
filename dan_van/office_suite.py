"""LibreOffice: found where each system keeps it, run in a profile of its own, within a time limit."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

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


def how_to_install() -> str:
    """How to get LibreOffice on this system, for the end of a message."""
    return "sudo apt install libreoffice-writer" if sys.platform.startswith("linux") else "tải tại libreoffice.org"


def seconds_for(files: int) -> int:
    """The time limit for a run over so many files."""
    return _FIRST_START_SECONDS + _SECONDS_A_FILE * files


def convert(program: Path, files: Sequence[Path], form: str, folder: Path, *, reader: str | None = None) -> list[Path | None]:
    """Convert files to ``form`` (``pdf``, ``docx``) in one run; what was made for each, None where nothing was.

    ``reader`` names LibreOffice's import filter, else it guesses by content. ``folder`` receives the results and the
    profile. Raises TimeoutError past :func:`seconds_for`, OSError when the program cannot be started.
    """
    command = [
        str(program), f"-env:UserInstallation={Path(folder, 'profile').as_uri()}", "--headless", "--norestore",
        *([f"--infilter={reader}"] if reader else []), "--convert-to", form, "--outdir", str(folder), *map(str, files),
    ]  # fmt: skip
    # Its own process group, and no pipes: the program starts others that would outlive it and keep pipes open.
    running = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=os.name == "posix",
    )
    try:
        running.wait(seconds_for(len(files)))
    except subprocess.TimeoutExpired:
        raise TimeoutError from None
    finally:
        _end(running)
    made = [folder / f"{path.stem}.{form}" for path in files]
    return [path if path.is_file() else None for path in made]


def _end(running: subprocess.Popen[bytes]) -> None:
    """End the program with everything it started; nothing to do when it has ended by itself."""
    if running.poll() is not None:
        return
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/T", "/F", "/PID", str(running.pid)], capture_output=True, check=False)
    else:
        os.killpg(running.pid, signal.SIGKILL)
    running.wait()
