"""LibreOffice: found where each system keeps it, run in a profile of its own, within a time limit."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from dan_van.saying import said

_FIRST_START_SECONDS = 90
_SECONDS_A_FILE = 20
_STALLED_SECONDS = 60
_LOOK_SECONDS = 0.1


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
    return _INSTALL[system()]


_INSTALL = {
    "debian": "sudo apt install libreoffice-writer",
    "fedora": "sudo dnf install libreoffice-writer",
    "windows": said("winget install TheDocumentFoundation.LibreOffice, hoặc tải tại libreoffice.org"),
    "macos": said("brew install --cask libreoffice, hoặc tải tại libreoffice.org"),
    "linux": said("cài libreoffice-writer bằng trình quản lý gói của máy"),
}


def system() -> str:
    """Whose commands install programs here: ``debian`` (Ubuntu too), ``fedora``, ``windows``, ``macos``, else ``linux``."""
    if sys.platform in ("win32", "darwin"):
        return {"win32": "windows", "darwin": "macos"}[sys.platform]
    try:
        lines = Path("/etc/os-release").read_text("utf-8").splitlines()
    except OSError:
        return "linux"
    kinds = " ".join(line.partition("=")[2].strip('"') for line in lines if line.startswith(("ID=", "ID_LIKE="))).split()
    if {"debian", "ubuntu"} & set(kinds):
        return "debian"
    return "fedora" if {"fedora", "rhel", "centos"} & set(kinds) else "linux"


def seconds_for(files: int) -> int:
    """The time limit for a run over so many files."""
    return _FIRST_START_SECONDS + _SECONDS_A_FILE * files


def version(program: Path) -> str | None:
    """What LibreOffice says it is (``7.4.7.2``); None when it does not answer."""
    try:
        said = subprocess.run(
            [str(program), "--version"],
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=30,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return next((word for word in said.stdout.split() if word[:1].isdigit()), None)


def convert(
    program: Path,
    files: Sequence[Path],
    form: str,
    folder: Path,
    *,
    reader: str | None = None,
    progress: Callable[[int], None] | None = None,
) -> list[Path | None]:
    """Convert files to ``form`` (``pdf``, ``docx``) in one run; what was made for each, None where nothing was.

    ``reader`` names LibreOffice's import filter, else it guesses by content. ``folder`` receives the results and the
    profile; ``progress`` is called with the number made so far. Raises TimeoutError past :func:`seconds_for` or when nothing
    more is made for a minute (what was made is there), OSError when the program cannot be started.
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
        _wait(running, [folder / f"{path.stem}.{form}" for path in files], progress)
    finally:
        _end(running)
    return made(files, form, folder)


def made(files: Sequence[Path], form: str, folder: Path) -> list[Path | None]:
    """What a run has left in ``folder`` for each file."""
    targets = [folder / f"{path.stem}.{form}" for path in files]
    return [path if path.is_file() else None for path in targets]


def _wait(running: subprocess.Popen[bytes], targets: Sequence[Path], progress: Callable[[int], None] | None) -> None:
    """Wait for the program to end. Raises TimeoutError when it is over its time, or has stopped making files."""
    started = moved = time.monotonic()
    done = 0
    while True:
        try:
            running.wait(_LOOK_SECONDS)
            break
        except subprocess.TimeoutExpired:
            now = time.monotonic()
        while done < len(targets) and targets[done].is_file():  # they are made in the order asked
            done, moved = done + 1, now
            if progress:
                progress(done)
        patience = _STALLED_SECONDS if done else _FIRST_START_SECONDS + _SECONDS_A_FILE
        if now - started > seconds_for(len(targets)) or now - moved > patience:
            raise TimeoutError


def _end(running: subprocess.Popen[bytes]) -> None:
    """End the program with everything it started; nothing to do when it has ended by itself."""
    if running.poll() is not None:
        return
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/T", "/F", "/PID", str(running.pid)], capture_output=True, check=False)
    else:
        os.killpg(running.pid, signal.SIGKILL)
    running.wait()
