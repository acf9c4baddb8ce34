"""Checking and repairing Word files, beside python-docx only opening the same files and reading their text.

``python benchmarks/checking.py [FILE.docx …] [--rounds N]``; without files, the example of every template, drafted. Medians in
milliseconds, in turn in one process.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import docx

from dan_van import Library
from dan_van.checking import check
from dan_van.checking.copies import repair
from dan_van.errors import DanVanError

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.example_papers import drafted  # noqa: E402  found by the line above


def opened(path: Path) -> None:
    """What python-docx needs to read the text."""
    document = docx.Document(str(path))
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            _ = run.text, run.bold, run.font.size
    for table in document.tables:
        for cell in table._cells:
            _ = cell.text


def medians(calls: dict[str, Callable[[Path], object]], files: Sequence[Path], rounds: int) -> dict[str, float]:
    """Milliseconds a file."""
    spent: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(rounds):
        for path in files:
            for name, call in calls.items():
                began = time.perf_counter()
                call(path)
                spent[name].append((time.perf_counter() - began) * 1000)
    return {name: statistics.median(times) for name, times in spent.items()}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        library = Library.open([ROOT / "corpus"], [ROOT / "templates"], folder / "index")
        files = arguments.files or list(drafted(folder, library).values())

        def mended(path: Path) -> None:
            try:
                repair(path, folder / "sua.docx", library.corpus, force=True)
            except DanVanError as problem:
                raise SystemExit(str(problem)) from None

        calls: dict[str, Callable[[Path], object]] = {
            "python-docx, opening": opened,
            "check": lambda path: check(path, library.corpus),
            "repair": mended,
        }
        found = medians(calls, files, arguments.rounds)
        base = found["python-docx, opening"]
        for name, took in found.items():
            print(f"{name:22} {took:7.1f} ms a file   {took / base:5.2f} times python-docx's opening")
        print(f"{len(files)} files, {arguments.rounds} rounds")


if __name__ == "__main__":
    main()
