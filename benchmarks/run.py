"""Measured, not asserted: ours and a named baseline in the same run, alternating, medians and ratios.

``python benchmarks/run.py`` prints a table. Baselines: docxtpl alone filling the same template with the same values;
Whoosh's own query parser over title and body of the same documents.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from docxtpl import DocxTemplate
from whoosh import fields, qparser
from whoosh.filedb.filestore import RamStorage

from dan_van import Library
from dan_van.corpus import titles
from dan_van.drafting import drafts, render

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 15
QUESTIONS = [
    "giám sát phản biện",
    "chủ tịch xã tiếp công dân mấy ngày một tháng",
    "hương ước quy ước",
    "cải cách hành chính",
    "dân vận khéo",
]


def alternate(ours: Callable[[], object], baseline: Callable[[], object]) -> tuple[float, float]:
    """Medians in milliseconds of two calls made in turn."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for call, spent in zip((ours, baseline), times, strict=True):
            start = time.perf_counter()
            call()
            spent.append((time.perf_counter() - start) * 1000)
    return statistics.median(times[0]), statistics.median(times[1])


def drafting(library: Library, folder: Path) -> tuple[tuple[float, float], tuple[float, float]]:
    """One plan: reading, citing, filling, saving; then filling alone; each against docxtpl filling alone with values ready."""
    path = ROOT / "examples" / "ke-hoach-chi-thi-33.md"
    ready = drafts.read(path, library.corpus, library.template_folders)
    values = drafts.context(ready)

    def bare() -> None:
        template = DocxTemplate(str(ready.template.docx))
        template.render(values, autoescape=True)
        template.save(str(folder / "bare.docx"))

    def whole() -> None:
        render.fill(drafts.read(path, library.corpus, library.template_folders), folder / "whole.docx")

    return alternate(whole, bare), alternate(lambda: render.fill(ready, folder / "whole.docx"), bare)


def searching(library: Library) -> tuple[float, float]:
    """Five questions: ours on the built index; Whoosh's MultifieldParser over title and body in memory."""
    index = RamStorage().create_index(fields.Schema(id=fields.ID(stored=True), title=fields.TEXT, body=fields.TEXT))
    with index.writer() as writer:
        for document in library.corpus:
            writer.add_document(id=document.id, title=titles.title(document), body=document.body)
    parser = qparser.MultifieldParser(["title", "body"], index.schema, group=qparser.OrGroup)

    def plain() -> None:
        with index.searcher() as searcher:
            for question in QUESTIONS:
                searcher.search(parser.parse(question), limit=10)

    def ours() -> None:
        for question in QUESTIONS:
            library.search(question)

    return alternate(ours, plain)


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        library = Library.open([ROOT / "corpus"], [ROOT / "templates"], Path(folder) / "index")
        start = time.perf_counter()
        manifest = library.build_index()
        print(f"lập chỉ mục: {manifest.entries} mục trong {time.perf_counter() - start:.2f} s")
        print(f"{'việc':38}{'dan_van, ms':>14}{'mốc, ms':>12}{'tỷ lệ':>8}")
        whole, filling = drafting(library, Path(folder))
        rows = (
            ("đọc, soạn một kế hoạch / docxtpl trần", whole),
            ("điền mẫu và ghi / docxtpl trần", filling),
            ("5 câu hỏi / Whoosh trần", searching(library)),
        )
        for name, (ours, baseline) in rows:
            print(f"{name:38}{ours:14.1f}{baseline:12.1f}{ours / baseline:8.2f}")


if __name__ == "__main__":
    main()
