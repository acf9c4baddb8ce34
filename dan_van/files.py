"""Reading and writing files so that nothing is lost: clear messages in, whole files or none out."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from dan_van.errors import FileProblem, UsageError
from dan_van.text import nfc

_LARGEST_TEXT = 64 * 1024 * 1024


def read_text(path: Path) -> str:
    """A UTF-8 text file (with or without BOM). Raises FileProblem, saying what to do."""
    try:
        if path.stat().st_size > _LARGEST_TEXT:
            raise FileProblem("{path}: tệp lớn hơn 64 MB, không phải tệp văn bản soạn tay.", path=path)
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise FileProblem("Không có tệp {path}. Kiểm tra lại tên và thư mục.", path=path) from None
    except IsADirectoryError:
        raise FileProblem("{path} là thư mục, cần một tệp.", path=path) from None
    except PermissionError:
        if path.is_dir():  # what Windows says of a folder
            raise FileProblem("{path} là thư mục, cần một tệp.", path=path) from None
        raise FileProblem("{path}: không được phép đọc.", path=path) from None
    except UnicodeDecodeError as error:
        raise FileProblem(
            "{path}: không phải văn bản UTF-8 (byte thứ {at}). Lưu lại tệp với mã UTF-8 rồi thử lại.",
            path=path,
            at=error.start + 1,
        ) from None
    except ValueError:  # a zero in the name
        raise FileProblem("Không có tệp {path}. Kiểm tra lại tên và thư mục.", path=repr(str(path))) from None
    except OSError as error:
        raise FileProblem("{path}: không đọc được ({reason}).", path=path, reason=error.strerror) from None


@dataclass(slots=True)
class Taken:
    """Paths given out so far; two that differ in case only are one file on Windows."""

    paths: set[str] = field(default_factory=set)

    def free(self, path: Path) -> Path:
        """The path, or with `` (2)`` before its suffix if it is taken."""
        wanted, number = path, 1
        while (key := nfc(str(wanted)).casefold()) in self.paths:
            number += 1
            wanted = path.with_name(f"{path.stem} ({number}){path.suffix}")
        self.paths.add(key)
        return wanted


def refuse_taken(path: Path, *, force: bool = False) -> None:
    """Raises FileProblem when ``path`` is a folder, or a file that is not to be written over."""
    if os.path.isdir(path):  # unlike Path's own, False for a name that the disk cannot have
        raise FileProblem("{path} là thư mục; cần tên một tệp.", path=path)
    if os.path.exists(path) and not force:
        raise FileProblem("{path} đã có, không ghi đè. Dùng --force để ghi đè, hoặc -o để chọn tên khác.", path=path)


def refuse_same(path: Path, original: Path) -> None:
    """Raises UsageError when a copy would take the place of its original: not even ``--force`` does that."""
    if os.path.exists(path) and os.path.samefile(path, original):
        raise UsageError("{path} là tệp gốc, không ghi đè. Chọn tên khác cho bản sao.", path=path)


@contextmanager
def replacing(path: Path, *, force: bool = False) -> Iterator[Path]:
    """A temporary path beside ``path``; when the block ends well it takes the place of ``path``, else it goes.

    Raises FileProblem when ``path`` exists and ``force`` is not given, or cannot be written.
    """
    refuse_taken(path, force=force)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileProblem("Không ghi được vào {folder} ({reason}).", folder=path.parent, reason=error.strerror) from None
    temporary = path.with_name(f".{path.stem[:40]}-{secrets.token_hex(6)}{path.suffix}")
    try:
        yield temporary
        _settle_mode(temporary, path)
        os.replace(temporary, path)
    except PermissionError as error:
        raise FileProblem(
            "Không ghi được {path} ({reason}). Đóng tệp nếu đang mở trong Word rồi thử lại.", path=path, reason=error.strerror
        ) from None
    except OSError as error:
        raise FileProblem("Không ghi được {path} ({reason}).", path=path, reason=error.strerror) from None
    finally:
        temporary.unlink(missing_ok=True)


def write_text(path: Path, text: str, *, force: bool = False) -> None:
    """Write a UTF-8 text file whole or not at all. Raises FileProblem."""
    with replacing(path, force=force) as temporary:
        temporary.write_text(text, "utf-8", newline="\n")


def _settle_mode(temporary: Path, path: Path) -> None:
    """Give the new file the mode of the one whose place it takes."""
    if os.name == "posix" and path.exists():
        os.chmod(temporary, path.stat().st_mode & 0o777)
