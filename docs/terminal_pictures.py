"""Pictures of what commands print, for the README: ``python docs/terminal_pictures.py`` writes ``docs/images/*.svg``."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT))

from tests.test_check import changed, page, style, words  # noqa: E402

SIZE, LINE, WIDTH, MOST = 13, 19, 108, 26
"""Points of a letter and a line, letters of a line, lines of a picture."""
BOLD = ("Lỗi", "Cảnh báo", "Lưu ý")


def ran(folder: Path, *command: str) -> str:
    """What a command prints."""
    environment = {**os.environ, "DAN_VAN_HOME": str(folder / "nhà")}
    done = subprocess.run(
        [sys.executable, "-m", "dan_van", *command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    return done.stdout


def drawn(command: str, printed: str) -> str:
    """A picture of a terminal, long lines folded."""
    lines: list[str] = [f"$ {command}"]
    for line in printed.rstrip().splitlines():
        indent = line[: len(line) - len(line.lstrip())]
        while len(line) > WIDTH:
            cut = line.rfind(" ", len(indent) + 1, WIDTH)
            lines.append(line[:cut])
            line = f"{indent}  {line[cut + 1 :]}"
        lines.append(line)
    if len(lines) > MOST:
        lines = [*lines[: MOST - 1], "…"]
    rows = []
    for number, line in enumerate(lines):
        strong = (
            ' font-weight="bold"'
            if line.startswith(("$", *BOLD)) or (line and not line.startswith(" ") and line[0].isdigit())
            else ""
        )
        colour = "#b00020" if line.startswith("Lỗi") else "#8a6d00" if line.startswith("Cảnh báo") else "#222"
        rows.append(f'<text x="14" y="{24 + number * LINE}" fill="{colour}"{strong} xml:space="preserve">{escape(line)}</text>')
    height, width = 20 + len(lines) * LINE, round(WIDTH * SIZE * 0.62)
    box = f'<rect width="{width}" height="{height}" rx="6" fill="#fafafa" stroke="#ccc"/>'
    font = f'font-family="DejaVu Sans Mono, Consolas, monospace" font-size="{SIZE}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" {font}>{box}{"".join(rows)}</svg>\n'


def main() -> None:
    """Write the pictures."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        shutil.copy(ROOT / "examples" / "office.yaml", folder)
        shutil.copy(ROOT / "templates" / "ke-hoach" / "example.md", folder / "mau.md")
        ran(folder, "draft", "mau.md")
        faults = [page("pgMar", left="1134"), style("DVCanCu", "rPr", "i", val="0"), words("Số: 05/KH-UBND", "Số 5 / KH-UBND")]
        changed(folder / "mau.docx", folder / "Kế hoạch.docx", *faults)
        for name, command in (
            ("kiem-tra", ["check", "Kế hoạch.docx"]), ("sua", ["check", "Kế hoạch.docx", "--fix", "-o", "Kế hoạch mới.docx"]), ("tim-kiem", ["search", "giam sat phan bien", "--limit", "4"]),
        ):  # fmt: skip
            said = " ".join(f'"{word}"' if " " in word else word for word in command)
            (HERE / "images" / f"{name}.svg").write_text(drawn(f"dan-van {said}", ran(folder, *command)), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
