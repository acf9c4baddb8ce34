"""DOCX → PDF through LibreOffice: many files in one run; a run that fails is split until the file at fault stands alone."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from dan_van import office_suite
from dan_van.errors import ContentError, DanVanError, FileProblem, MissingTool
from dan_van.files import replacing
from dan_van.office_suite import find_office

Progress = Callable[[int], None]
_A_RUN = 200
"""Files in one run: start-up (some 1.7 s) no longer counts, and memory that LibreOffice never gives back stays small."""


def convert(files: Sequence[Path], *, force: bool = False) -> list[Path]:
    """PDFs beside the files. Raises MissingTool, ContentError (a file could not be made), FileProblem."""
    done = []
    for result in convert_each(files, force=force):
        if isinstance(result, DanVanError):
            raise result
        done.append(result)
    return done


def convert_each(
    files: Sequence[Path], *, force: bool = False, progress: Progress | None = None
) -> list[Path | ContentError | FileProblem]:
    """For each file its PDF beside it, or why there is none; one bad file never stops the rest. Raises MissingTool."""
    program = find_office()
    if program is None:
        shown = ", ".join(str(path) for path in files[:3]) + (f" và {len(files) - 3} tệp khác" if len(files) > 3 else "")
        raise MissingTool(
            "Chưa có LibreOffice nên chưa in được PDF ({remedy}). Tệp Word đã làm xong: {shown}.",
            remedy=office_suite.how_to_install(),
            shown=shown,
        )
    results: list[Path | ContentError | FileProblem] = []
    for start in range(0, len(files), _A_RUN):
        some = files[start : start + _A_RUN]
        with tempfile.TemporaryDirectory(prefix="dan-van-", ignore_cleanup_errors=True) as name:
            folder = Path(name)
            # Short numbered copies: two files may share a name, a path may be too long, Word may hold the original open.
            copies = [folder / f"{index:04d}.docx" for index in range(len(some))]
            for path, copy in zip(some, copies, strict=True):
                shutil.copyfile(path, copy)
            printed = _print(program, copies, folder, _from(start, progress))
            results += [_kept(path, made, force) for path, made in zip(some, printed, strict=True)]
    return results


def _from(start: int, progress: Progress | None) -> Progress | None:
    return (lambda done: progress(start + done)) if progress else None


def _print(program: Path, copies: Sequence[Path], folder: Path, progress: Progress | None) -> list[Path | None]:
    """What could be made of each copy: those that a run left out are tried again in halves."""
    try:
        printed = office_suite.convert(program, copies, "pdf", folder, progress=progress)
    except TimeoutError:
        printed = office_suite.made(copies, "pdf", folder)
        if printed.count(None) < len(copies):  # the last one made may have been cut short
            last = max(index for index, path in enumerate(printed) if path)
            printed[last] = None
    except OSError as error:
        raise MissingTool("Không chạy được LibreOffice {program} ({reason}).", program=program, reason=error.strerror) from None
    left = [index for index, path in enumerate(printed) if path is None]
    if not left or len(copies) == 1:
        return printed
    half = (len(left) + 1) // 2
    for part in (left[:half], left[half:]):
        if part:
            again = _print(program, [copies[index] for index in part], folder, None)
            for index, path in zip(part, again, strict=True):
                printed[index] = path
    return printed


def _kept(path: Path, printed: Path | None, force: bool) -> Path | ContentError | FileProblem:
    if printed is None:
        return ContentError(
            "LibreOffice không in được {path} thành PDF. Mở thử bằng Word; đóng LibreOffice đang mở rồi thử lại.", path=path
        )
    target = path.with_suffix(".pdf")
    try:
        with replacing(target, force=force) as temporary:
            shutil.copyfile(printed, temporary)
    except FileProblem as problem:
        return problem
    return target
