"""Fuzzing by hypothesis: whatever a file holds, only our own errors, in good time.

``python fuzz/run.py [TARGET …] [--minutes M] [--seeds FOLDER]`` changes real files at random (inside the parts of a package, not
only its bytes) and feeds them to each target; a failure is printed with the change that makes it, made as small as
hypothesis can, and kept in ``fuzz/found/``.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dan_van import Library, citations, codes, dates, frontmatter, numerals, readers
from dan_van.checking import check
from dan_van.checking.copies import annotate, repair
from dan_van.drafting import filling
from dan_van.drafting.engine import compiled
from dan_van.errors import DanVanError
from dan_van.readers import sheets
from dan_van.reports import figures, forms, indicators, periods, returns, tasks
from dan_van.search import questions

ROOT = Path(__file__).resolve().parents[1]
FOUND = Path(__file__).resolve().parent / "found"
SLOW = 20.0
"""Seconds for one file: more is a fault too."""
WORDS = [
    b"<w:p>", b"</w:p>", b"<w:tbl>", b"<w:tr/>", b"<w:fldChar w:fldCharType='begin'/>", b"w:val='-99999999999'", b"w:val='1e309'", b"&#0;", b"\x00", b"]]>",
    b"<w:del><w:r><w:t>x</w:t></w:r></w:del>", b"<mc:AlternateContent>", b"{{ ", b" }}", b"{% for x in y %}", b"{%", b"#" * 50, b"|" * 40, b"[" * 500, b"---\n", b"\xff\xfe",
    "Điều 1. Khoản 2 Điều 3 Luật số 10/2022/QH15".encode(), "khoản 1, 2, … 999999999 Điều 5".encode(), b": &a [*a]\n", b"9" * 400, b"-" * 1000,
    "Số: 999999999999999999999/KH-UBND".encode(), "ngày 99 tháng 99 năm 9999".encode(), "́̀̉̃".encode(), b"=1+1", b"\r", b"\t" * 100,
]  # fmt: skip
TYPED = (
    'khoản 2 Điều 5 Luật 10/2022 loại:luật năm:2022 "dân bàn" -huyện (a OR b)', "6 tháng đầu năm 2026", "2026-Q3", "ngày 05 tháng 02 năm 2026", "số 33/CT-TTg", "1.204,5",
)  # fmt: skip
Feed = Callable[[bytes, Path], None]


@cache
def library() -> Library:
    """The shipped corpus."""
    return Library.open([ROOT / "corpus"], [ROOT / "templates"], Path(tempfile.gettempdir()) / "khong-co-chi-muc")


def changed(data: st.DataObject, seed: bytes) -> bytes:
    """A seed with pieces cut, doubled, overwritten or put in; a package is changed in one of its parts."""
    if seed.startswith(b"PK\x03\x04") and data.draw(st.integers(0, 9)) > 0:
        with zipfile.ZipFile(io.BytesIO(seed)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        name = data.draw(st.sampled_from(sorted(parts)))
        parts[name] = mutated(data, parts[name])
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as package:
            for part, content in parts.items():
                package.writestr(part, content)
        return made.getvalue()
    return mutated(data, seed)


def mutated(data: st.DataObject, content: bytes) -> bytes:
    """One to six changes."""
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(content)))
        length = data.draw(st.integers(0, 60))
        kind = data.draw(st.integers(0, 3))
        piece = content[start : start + length]
        new = [b"", piece * 2, data.draw(st.sampled_from(WORDS)), data.draw(st.binary(max_size=12))][kind]
        content = content[:start] + new + content[start + length :]
    return content


# Targets: what is fed, which seeds -----------------------------------------------------------------------------------------


def _reader(content: bytes, path: Path) -> None:
    path.write_bytes(content)
    readers.read(path)


def _checker(content: bytes, path: Path) -> None:
    path.write_bytes(content)
    check(path, library().corpus)
    repair(path, path.with_name("sửa.docx"), library().corpus, force=True)
    annotate(path, path.with_name("nhận xét.docx"), library().corpus, force=True)


def _citations(content: bytes, path: Path) -> None:
    citations.cite(content.decode("utf-8", "replace"), library().corpus)


def _front_matter(content: bytes, path: Path) -> None:
    frontmatter.parse(content.decode("utf-8", "replace"), str(path))
    frontmatter.load(content.decode("utf-8", "replace"), str(path))


def _drafts(content: bytes, path: Path) -> None:
    path.write_bytes(content)
    (path.parent / "office.yaml").write_bytes((ROOT / "examples" / "office.yaml").read_bytes())
    library().draft(path, path.with_suffix(".docx"), force=True)


def _templates(content: bytes, path: Path) -> None:
    from dan_van.drafting.lint.check import check as lint

    path.write_bytes(content)
    lint(path)


def _expressions(content: bytes, path: Path) -> None:
    filling.Filler(str(path), {"cite": lambda *_: "x", "data": {}}).fill(content.decode("utf-8", "replace"), 1)


def _sheets(content: bytes, path: Path) -> None:
    path.write_bytes(content)
    sheets.read(path)
    returns.read(path, indicators.find("dan-van"))


def _figures(content: bytes, path: Path) -> None:
    path.write_bytes(content)
    figures.read(path)


def _tasks(content: bytes, path: Path) -> None:
    path.write_bytes(content)
    tasks.read(path)


def _filled(content: bytes, path: Path) -> None:
    path.write_bytes(content)
    compiled.load(path).fill({"subject": "Thử", "recipients": [], "signer": {}}, title="Thử", author="")


def _typed(content: bytes, path: Path) -> None:
    """What a person types into one line: a question, a period, a day, a symbol, a number."""
    text = content.decode("utf-8", "replace")
    questions.read(text)
    tasks.due_day(text, 2026)
    list(dates.find(text))
    numerals.read(text)
    for read in (periods.read, codes.read):
        with suppress(DanVanError):
            read(text)


def _files(folder: Path, pattern: str, most: int = 200_000) -> list[bytes]:
    return [path.read_bytes() for path in sorted(folder.rglob(pattern)) if path.stat().st_size <= most]


def _drafted() -> list[bytes]:
    """A paper and the form of a return, as our own programs write them."""
    with tempfile.TemporaryDirectory() as folder:
        desk = Path(folder)
        (desk / "office.yaml").write_bytes((ROOT / "examples" / "office.yaml").read_bytes())
        (desk / "a.md").write_bytes((ROOT / "templates" / "ke-hoach" / "example.md").read_bytes())
        library().draft(desk / "a.md")
        return [(desk / "a.docx").read_bytes()]


def _forms(suffix: str) -> list[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"a{suffix}")
        forms.write(forms.Form(indicators.find("dan-van"), periods.read("2026-H1"), "thôn Đông", ("thôn Đông",)), path)
        return [path.read_bytes()]


def _figure_files() -> list[bytes]:
    from dan_van.reports import collect

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "so-lieu.yaml")
        figures.write(
            collect([ROOT / "examples" / "thon-2025-H1.csv"], indicators.find("dan-van"), periods.read("2025-H1")).figures, path
        )
        return [path.read_bytes()]


def targets(seeds: Path | None) -> dict[str, tuple[Feed, str, list[bytes]]]:
    """Name → what is fed, the suffix of its files, seeds."""
    given_ = seeds or ROOT / "khong-co"
    examples = _files(ROOT / "templates", "example.md") + _files(ROOT / "examples", "*.md")
    words = [*_drafted(), *_files(given_, "*.docx")]
    return {
        "docx": (_reader, ".docx", words), "pdf": (_reader, ".pdf", _files(given_, "*.pdf", 600_000) or [b"%PDF-1.4\n"]),
        "html": (_reader, ".html", _files(given_, "*.html") or [b"<html><body><p>x</p></body></html>"]), "text": (_reader, ".txt", examples),
        "checker": (_checker, ".docx", words), "citations": (_citations, ".txt", examples), "front-matter": (_front_matter, ".md", examples),
        "drafts": (_drafts, ".md", examples), "templates": (_templates, ".docx", _files(ROOT / "templates", "*.docx") + _files(given_ / "docxtpl-templates", "*.docx")),
        "expressions": (_expressions, ".md", [b'{{ cite("33/CT-TTg") }} {% for x in [1, 2] %}{{ x }}{% endfor %} {{ data.total("a") }}']),
        "xlsx": (_sheets, ".xlsx", _forms(".xlsx")), "returns-docx": (_sheets, ".docx", _forms(".docx")), "csv": (_sheets, ".csv", _files(ROOT / "examples", "*.csv")),
        "figures": (_figures, ".yaml", _figure_files()), "tasks": (_tasks, ".md", examples),
        "filling": (_filled, ".docx", _files(ROOT / "templates", "*.docx") + _files(given_ / "docxtpl-templates", "*.docx")),
        "typed": (_typed, ".txt", [line.encode() for line in TYPED]),
    }  # fmt: skip


def fuzzed(name: str, feed: Feed, suffix: str, seeds: list[bytes], until: float) -> Iterator[tuple[int, str | None]]:
    """Rounds of examples until the time is over: how many, and the fault found."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        last: list[bytes] = [b""]

        @settings(
            max_examples=150,
            deadline=None,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        )
        @given(st.data())
        def once(data: st.DataObject) -> None:
            content = changed(data, data.draw(st.sampled_from(seeds)))
            if time.monotonic() > until:
                return
            last[0] = content
            began = time.monotonic()
            with suppress(DanVanError):
                feed(content, Path(folder, f"tệp{suffix}"))
            assert time.monotonic() - began < SLOW, "chậm"

        while time.monotonic() < until:
            try:
                once()
                yield 150, None
            except BaseException as fault:
                if isinstance(fault, KeyboardInterrupt):
                    raise
                FOUND.mkdir(exist_ok=True)
                (FOUND / f"{name}-{int(time.time())}{suffix}").write_bytes(last[0])
                yield 150, "".join(traceback.format_exception(fault)[-12:])


def main() -> int:
    """Fuzz; the exit status is the number of targets with faults."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seeds", type=Path, help="a folder of real files")
    arguments = parser.parse_args()
    faulty = 0
    for name, (feed, suffix, seeds) in targets(arguments.seeds).items():
        if arguments.targets and name not in arguments.targets:
            continue
        count, faults = 0, []
        for number, fault in fuzzed(name, feed, suffix, seeds, time.monotonic() + arguments.minutes * 60):
            count += number
            if fault and fault.splitlines()[-1] not in {one.splitlines()[-1] for one in faults}:
                faults.append(fault)
                print(f"{name}: {fault}", file=sys.stderr, flush=True)
        print(f"{name:14} {count:7} files, {len(faults)} different faults", flush=True)
        faulty += bool(faults)
    return faulty


if __name__ == "__main__":
    sys.exit(main())
