"""Runs every benchmark and writes ``benchmarks/REPORT.md``: ``python benchmarks/report.py [--data FOLDER] [--search-limit N]``.

``--data`` is a folder of real data (``retrieval/articles.jsonl.xz``, ``retrieval/questions.json`` …): without it, searching is
measured on the shipped corpus only.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import os
import platform
import subprocess
import sys
from datetime import date
from pathlib import Path

from dan_van import numerals

HERE = Path(__file__).resolve().parent
PACKAGES = (
    "dan_van", "whoosh3", "numpy", "docxtpl", "python-docx", "lxml", "jinja2", "python-calamine", "openpyxl", "pypdfium2", "matplotlib",
)  # fmt: skip
READING = "Thời gian là trung vị, so với một chương trình gọi tên, chạy xen kẽ hoặc nối nhau trong cùng một lần. Chạy lại: `python benchmarks/report.py`."


def parts(data: Path | None, limit: int) -> list[tuple[str, str, list[str]]]:
    """Title, what to know when reading it, the command."""
    found = [
        (
            "Soạn văn bản",
            "Điền mẫu Word: của chương trình và docxtpl, cùng mẫu, cùng dữ liệu.",
            ["drafting.py", "--rounds", "10", "--many", "1000"],
        ),
        ("Soạn và tìm, kho kèm theo", "", ["run.py"]),
        ("Đọc tệp và cấu trúc", "Đọc Word, PDF, HTML; số điều tìm thấy.", ["readers.py"]),
        ("Viện dẫn", "Nhãn gán tay (`tests/gold`).", ["citations.py", "--speed"]),
        ("Kiểm tra và sửa tệp Word", "So với riêng việc python-docx mở và đọc tệp ấy.", ["checking.py"]),
        ("Thu số liệu", "2.000 biểu Excel; so với riêng việc openpyxl đọc chúng.", ["collect.py"]),
    ]
    articles, questions = (data / "retrieval" / name if data else None for name in ("articles.jsonl.xz", "questions.json"))
    if articles and questions and articles.is_file() and questions.is_file():
        command = [
            "search.py",
            "--articles",
            str(articles),
            "--questions",
            str(questions),
            "--engines",
            "ours,fts5",
            "--limit",
            str(limit),
        ]
        found.append(
            (
                f"Tìm kiếm, {numerals.shown(limit)} điều luật đầu",
                "So với SQLite FTS5. Câu hỏi hỏi cả những điều không lập chỉ mục ở đây, nên chỉ so hai máy với nhau; đủ các máy tìm và đủ 61.425 điều: xem phần đầu của `benchmarks/search.py`.",
                command,
            )
        )
    return found


STILL_SLOW = """## Còn chậm

- Lập chỉ mục: khoảng 950 điều một giây, chậm hơn tantivy (viết bằng Rust) chừng 5 lần; 61.425 điều mất 65 giây và khoảng 1 GB bộ nhớ.
- Câu trả lời kèm đoạn trích ở cỡ ấy mất chừng 30 ms, phần lớn là cắt đoạn trích.
- Kiểm tra mở tệp Word hai lần (một lần lấy chữ, một lần lấy trình bày).
- In PDF là việc của LibreOffice: một đến hai giây mỗi tệp.
"""


def main() -> int:
    """Run and write; the exit status is that of the first benchmark that failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--search-limit", type=int, default=20_000)
    arguments = parser.parse_args()
    pieces = [f"# Đo tốc độ và chất lượng\n\n{READING}\n\n{_machine()}\n"]
    for title, note, command in parts(arguments.data, arguments.search_limit):
        print(f"== {title}", file=sys.stderr, flush=True)
        ran = subprocess.run(
            [sys.executable, str(HERE / command[0]), *command[1:]], capture_output=True, text=True, check=False
        )
        if ran.returncode:
            print(ran.stdout[-2000:], ran.stderr[-4000:], file=sys.stderr)
            return ran.returncode
        shown = " ".join([command[0], *(Path(one).name if os.sep in one else one for one in command[1:])])
        pieces.append(f"## {title}\n\n{note}\n\n```text\n$ python benchmarks/{shown}\n{ran.stdout.strip()}\n```\n")
    pieces.append(STILL_SLOW)
    (HERE / "REPORT.md").write_text("\n".join(pieces), "utf-8", newline="\n")
    return 0


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30 if hasattr(os, "sysconf") else 0
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES if _installed(name))
    rows = (
        ("Ngày", date.today().strftime("%d/%m/%Y")), ("Máy", f"{_processor()}, {os.cpu_count()} nhân, {memory:.0f} GB bộ nhớ"),
        ("Hệ", f"{platform.system()} {platform.release().split('-')[0]}, Python {platform.python_version()}"), ("Phiên bản", versions),
    )  # fmt: skip
    return "| | |\n| --- | --- |\n" + "\n".join(f"| {name} | {said} |" for name, said in rows)


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _installed(name: str) -> bool:
    try:
        importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
