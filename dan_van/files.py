"""Reading and writing files so that nothing is lost: clear messages in, whole files or none out."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dan_van.errors import FileProblem

_LARGEST_TEXT = 64 * 1024 * 1024


def read_text(path: Path) -> str:
    """A UTF-8 text file (with or without BOM). Raises FileProblem, saying what to do."""
    try:
        if path.stat().st_size > _LARGEST_TEXT:
            raise FileProblem(f"{path}: tệp lớn hơn 64 MB, không phải tệp văn bản soạn tay.")
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise FileProblem(f"Không có tệp {path}. Kiểm tra lại tên và thư mục.") from None
    except IsADirectoryError:
        raise FileProblem(f"{path} là thư mục, cần một tệp.") from None
    except PermissionError:
        kind = "là thư mục, cần một tệp" if path.is_dir() else "không được phép đọc"
        raise FileProblem(f"{path}: {kind}.") from None
    except UnicodeDecodeError as error:
        raise FileProblem(
            f"{path}: không phải văn bản UTF-8 (byte thứ {error.start + 1}). Lưu lại tệp với mã UTF-8 rồi thử lại."
        ) from None
    except OSError as error:
        raise FileProblem(f"{path}: không đọc được ({error.strerror}).") from None


@contextmanager
def replacing(path: Path, *, force: bool = False) -> Iterator[Path]:
    """A temporary path beside ``path``; when the block ends well it takes the place of ``path``, else it goes.

    Raises FileProblem when ``path`` exists and ``force`` is not given, or cannot be written.
    """
    if path.is_dir():
        raise FileProblem(f"{path} là thư mục; cần tên một tệp.")
    if path.exists() and not force:
        raise FileProblem(f"{path} đã có, không ghi đè. Dùng --force để ghi đè, hoặc -o để chọn tên khác.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileProblem(f"Không ghi được vào {path.parent} ({error.strerror}).") from None
    temporary = path.with_name(f".{path.stem[:40]}-{secrets.token_hex(6)}{path.suffix}")
    try:
        yield temporary
        _settle_mode(temporary, path)
        os.replace(temporary, path)
    except PermissionError as error:
        raise FileProblem(f"Không ghi được {path} ({error.strerror}). Đóng tệp nếu đang mở trong Word rồi thử lại.") from None
    except OSError as error:
        raise FileProblem(f"Không ghi được {path} ({error.strerror}).") from None
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
