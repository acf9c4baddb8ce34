"""Reading and structure: megabytes of text a second (medians), memory against the input, characters kept, điều found.

``python benchmarks/readers.py [FOLDER …]`` takes any folders of files; without one, the real data beside the project.
"""

from __future__ import annotations

import re
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from dan_van import provisions, readers

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data"
FOLDERS = ("vbpl-docx", "office-docx", "congbao-pdf", "vbpl-html")
ROUNDS = 3


def timed(call: Callable[[], object]) -> float:
    """Median seconds of a few calls."""
    spent = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        call()
        spent.append(time.perf_counter() - start)
    return statistics.median(spent)


def announced(text: str) -> int:
    """Điều that a text announces: distinct numbers at line starts, quoted or not."""
    return len(re.findall(r"^[#* ]*Điều \d+[a-zđ]?\s*[.:]", text, re.MULTILINE))


def peak_of(path: Path) -> tuple[float, float]:
    """Peak memory that reading one file adds to a warm process, and its text, in MB (Linux with glibc; zeros elsewhere)."""
    script = """
import ctypes
import gc
import sys
from pathlib import Path
from dan_van import readers
path = Path(sys.argv[1])
text = len(readers.read(path).text.encode())  # warm: libraries loaded, tables built
def memory(name):
    return next(int(line.split()[1]) * 1024 for line in open("/proc/self/status") if line.startswith(name))
gc.collect()
ctypes.CDLL(None).malloc_trim(0)  # what the first reading left would be counted as there before, and given back meanwhile
open("/proc/self/clear_refs", "w").write("5")
before = memory("VmRSS")
readers.read(path)
print((memory("VmHWM") - before) / 1e6, text / 1e6)
"""
    ran = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=False)
    added, text = map(float, ran.stdout.split()[-2:]) if ran.returncode == 0 else (0.0, 0.0)
    return added, text


def main(folders: list[Path]) -> None:
    """Print one line a folder, then structure alone."""
    texts: list[str] = []
    print(f"{'thư mục':14}{'tệp':>5}{'giữ/có':>9}{'điều':>12}{'MB chữ/s':>10}{'bộ nhớ, MB / chữ, MB (tệp to nhất)':>38}")
    for folder in folders:
        files = sorted(path for path in folder.iterdir() if path.is_file())
        kept = counted = articles = told = 0
        rates: list[float] = []
        for path in files:
            try:
                content = readers.read(path)
            except readers.UnreadableFile as problem:
                print(f"  {problem}")
                continue
            texts.append(content.text)
            kept += content.characters_kept
            counted += content.characters_in
            articles += sum(unit.kind == "dieu" for unit in provisions.parse(content.text))
            told += announced(content.text)
            rates.append(len(content.text.encode()) / 1e6 / timed(lambda path=path: readers.read(path)))
        largest = max(files, key=lambda path: path.stat().st_size)
        added, text = peak_of(largest)
        print(
            f"{folder.name:14}{len(files):5}{kept / max(1, counted):9.4f}{articles:6}/{told:<5}{statistics.median(rates):10.2f}{added:30.1f} / {text:.2f}"
        )
    whole = "\n".join(texts)
    seconds = timed(lambda: provisions.parse(whole))
    units = len(provisions.parse(whole))
    print(f"cấu trúc: {len(whole.encode()) / 1e6:.1f} MB, {units} đơn vị, {len(whole.encode()) / 1e6 / seconds:.1f} MB/s")
    print(f"đỉnh bộ nhớ của cả lần đo: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    chosen = [Path(name) for name in sys.argv[1:]] or [DATA / name for name in FOLDERS if (DATA / name).is_dir()]
    if chosen:
        main(chosen)
    else:
        print("Không có dữ liệu thật cạnh dự án; chạy: python benchmarks/readers.py THƯ-MỤC…")
