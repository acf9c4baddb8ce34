"""Collecting returns: seconds and memory for many villages, beside opening the same workbooks with openpyxl.

``python benchmarks/collect.py [--returns N] [--folder FOLDER]`` makes the returns once (kept in FOLDER if given), collects them
in a fresh process and prints what it took.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

DEFINITION, PERIOD = "dan-van", "2026-H1"


def make(folder: Path, number: int) -> None:
    """Filled forms of so many villages, the figures random but right."""
    import openpyxl

    from dan_van.reports import forms, indicators, periods

    definition, dice = indicators.find(DEFINITION), random.Random(1)
    form = folder / "mau.xlsx"
    forms.write(forms.Form(definition, periods.read(PERIOD)), form, force=True)
    for place in range(number):
        book = openpyxl.load_workbook(form)
        sheet = book.active
        values: dict[str, object] = {one.key: dice.randint(1, 500) for one in definition.indicators if one.numeric}
        for one in definition.indicators:
            if one.parts:
                values[one.key] = sum(int(str(values[key])) for key in one.parts)
            if one.within:
                values[one.key] = min(int(str(values[one.key])), int(str(values[one.within])))
        values |= {
            "co_bang_tin": "có",
            "ten_mo_hinh": "Tuyến đường tự quản; Tổ hòa giải",
            "kho_khan": "Đề nghị hỗ trợ in tờ gấp.",
        }
        sheet["D3"] = f"thôn số {place + 1}"
        for row in range(8, sheet.max_row + 1):
            if sheet.cell(row, 1).value in values:
                sheet.cell(row, 4).value = values[sheet.cell(row, 1).value]
        book.save(folder / f"{place:05}.xlsx")
    form.unlink()


OURS = """
from pathlib import Path
from dan_van.reports import collect, figures, indicators, periods
folder = Path({folder!r})
got = collect(sorted(folder.glob('*.xlsx')), indicators.find({definition!r}), periods.read({period!r}))
figures.write(got.figures, folder / 'so-lieu.yaml', force=True)
assert len(got.figures.villages) == {number}, (len(got.figures.villages), got.findings[:3], got.unread[:3])
back = figures.read(folder / 'so-lieu.yaml')
print(back.total('luot_nguoi'))
"""
THEIRS = """
from pathlib import Path
import openpyxl
total = 0
for path in sorted(Path({folder!r}).glob('*.xlsx')):
    for line in openpyxl.load_workbook(path, read_only=True).active.iter_rows(values_only=True):
        total += line[3] if line[0] == 'luot_nguoi' else 0
print(total)
"""


def measured(name: str, script: str, **values: object) -> float:
    """Run a script in a fresh process; print and return its seconds."""
    began = time.perf_counter()
    ran = subprocess.run([sys.executable, "-c", script.format(**values)], capture_output=True, text=True, check=False)
    took = time.perf_counter() - began
    if ran.returncode:
        raise SystemExit(ran.stderr)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{name:24} {took:7.2f} s   sum of one column {ran.stdout.strip()}   peak so far {peak:.0f} MB")
    return took


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--returns", type=int, default=2000)
    parser.add_argument("--folder", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or Path(temporary)
        folder.mkdir(exist_ok=True)
        if len(list(folder.glob("*.xlsx"))) != arguments.returns:
            make(folder, arguments.returns)
        values = {"folder": str(folder), "definition": DEFINITION, "period": PERIOD, "number": arguments.returns}
        ours = measured("collect, write, read", OURS, **values)
        theirs = measured("openpyxl, reading only", THEIRS, **values)
        print(
            f"{arguments.returns} returns; {ours / arguments.returns * 1000:.1f} ms a return; {theirs / ours:.1f} times as fast as openpyxl's reading"
        )


if __name__ == "__main__":
    main()
