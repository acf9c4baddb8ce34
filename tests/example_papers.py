"""The examples of all templates as Word files, each with the profile of its own kind of office; tests and benchmarks use them."""

from __future__ import annotations

import shutil
from pathlib import Path

from dan_van import Library

ROOT = Path(__file__).resolve().parents[1]
OFFICES = {"thon-": "office-thon.yaml", "chi-bo": "office-chi-bo.yaml", "dang-": "office-dang-uy.yaml"}


def drafted(folder: Path, library: Library) -> dict[str, Path]:
    """Template → its example as a Word file, in a folder of its own below ``folder``."""
    made = {}
    for example in sorted((ROOT / "templates").glob("*/example.md")):
        name = example.parent.name
        desk = folder / name
        desk.mkdir()
        office = next((file for start, file in OFFICES.items() if name.startswith(start)), "office.yaml")
        shutil.copy(ROOT / "examples" / office, desk / "office.yaml")
        shutil.copy(example, desk / f"{name}.md")
        made[name] = library.draft(desk / f"{name}.md").docx
    return made
