"""How fast templates are filled: ours and docxtpl in turn in one process, docxtemplater in turn with both where it is there.

``python benchmarks/drafting.py [TEMPLATE.docx DATA.json] [--docxtemplater FOLDER] [--rounds N] [--many N]``

Without files: a three-page letter (head, căn cứ, nine paragraphs, a table of 15 or 300 rows, signature) made with python-docx on its
default template, and our own kế hoạch with the values of a whole plan. ``--docxtemplater`` is a folder where
``npm install docxtemplater pizzip`` was run. Prints medians and ratios, then memory over many documents and byte stability.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import shutil
import statistics
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from dan_van import Library
from dan_van.drafting import drafts
from dan_van.drafting.engine import compiled

ROOT = Path(__file__).resolve().parents[1]
IN_A_ROW = 5
COLUMNS = {"stt": "TT", "noi_dung": "Nội dung", "don_vi": "Đơn vị thực hiện", "thoi_han": "Thời hạn", "kinh_phi": "Kinh phí"}
NODE = """
const fs = require('fs'), Docx = require('docxtemplater'), Zip = require('pizzip');
const template = fs.readFileSync(process.argv[2], 'binary'), data = JSON.parse(fs.readFileSync(process.argv[3], 'utf8'));
require('readline').createInterface({input: process.stdin}).on('line', () => {
  const start = process.hrtime.bigint();
  const made = new Docx(new Zip(template), {paragraphLoop: true, linebreaks: true});
  made.render(data);
  const size = made.getZip().generate({type: 'nodebuffer', compression: 'DEFLATE'}).length;
  console.log(Number(process.hrtime.bigint() - start) / 1e6, size);
});
"""


@dataclass(frozen=True)
class Dialect:
    """How an engine writes tags: a value, and a loop's or condition's two ends, over paragraphs and over rows."""

    value: Callable[[str], str]
    opening: Callable[[str], str]
    closing: Callable[[str], str]
    own_rows: bool


def jinja(name: str) -> str:
    return {"khan": "{%p if khan %}"}.get(name) or "{%p for " + LOOPS[name] + " %}"


LOOPS = {"can_cu": "x in can_cu", "muc": "m in muc", "doan": "d in m.doan", "noi_nhan": "n in noi_nhan", "bang": "r in bang"}
SCOPES = {"can_cu": "x.", "tieu_de": "m.", "doan": "d.", "noi_nhan": "n.", **dict.fromkeys(COLUMNS, "r.")}
JINJA = Dialect(lambda name: "{{ " + SCOPES.get(name, "") + ("t" if name in LOOPS else name) + " }}", jinja, lambda name: "{%p endif %}" if name == "khan" else "{%p endfor %}", True)  # fmt: skip
MUSTACHE = Dialect(lambda name: "{" + ("t" if name in LOOPS else name) + "}", lambda name: "{#" + name + "}", lambda name: "{/" + name + "}", False)  # fmt: skip


def letter(path: Path, dialect: Dialect) -> None:
    """The letter as a template of one dialect."""
    document, value = Document(), dialect.value
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Times New Roman", Pt(14)

    def line(text: str, where: Any = document, *, bold: bool = False, size: int = 14) -> None:
        paragraph = where.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.space_after, paragraph.paragraph_format.first_line_indent = Pt(6), Cm(1.27)
        made = paragraph.add_run(text)
        made.bold, made.font.size = bold, Pt(size)

    def repeated(name: str, *inner: str, where: Any = document, size: int = 14) -> None:
        for text in (dialect.opening(name), *inner, dialect.closing(name)):
            line(text, where, size=size)

    head = document.add_table(rows=1, cols=2).rows[0].cells
    for cell, texts in zip(head, ((value("co_quan"), f"Số: {value('so')}/UBND-VP"), ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", f"{value('dia_danh')}, ngày {value('ngay')}")), strict=True):  # fmt: skip
        for text in texts:
            line(text, cell, bold=True, size=13)
    line(f"V/v {value('trich_yeu')}")
    repeated("can_cu", value("can_cu"))
    line(dialect.opening("muc"))
    line(value("tieu_de"), bold=True)
    repeated("doan", value("doan"))
    line(dialect.closing("muc"))
    repeated("khan", f"Đề nghị các đơn vị thực hiện trước {value('han')}.")
    table = document.add_table(rows=4 if dialect.own_rows else 2, cols=len(COLUMNS))
    table.style = "Table Grid"
    for cell, text in zip(table.rows[0].cells, COLUMNS.values(), strict=True):
        line(text, cell, bold=True, size=13)
    for index, (cell, name) in enumerate(zip(table.rows[2 if dialect.own_rows else 1].cells, COLUMNS, strict=True)):
        first, last = index == 0 and not dialect.own_rows, index == len(COLUMNS) - 1 and not dialect.own_rows
        line(("{#bang}" if first else "") + value(name) + ("{/bang}" if last else ""), cell, size=13)
    if dialect.own_rows:
        table.rows[1].cells[0].text, table.rows[3].cells[0].text = "{%tr for r in bang %}", "{%tr endfor %}"
    line("Trên đây là nội dung triển khai, đề nghị các đơn vị nghiêm túc thực hiện./.")
    left, right = document.add_table(rows=1, cols=2).rows[0].cells
    line("Nơi nhận:", left, bold=True, size=12)
    repeated("noi_nhan", f"- {value('noi_nhan')};", where=left, size=11)
    line(value("nguoi_ky"), right, bold=True)
    document.save(str(path))


def letter_data(rows: int) -> dict[str, Any]:
    """What the letter is filled with."""
    text = "Ủy ban nhân dân xã yêu cầu các thôn tiếp tục rà soát hộ gia đình nằm trong vùng có nguy cơ sạt lở, lũ quét; " * 3
    return {
        "co_quan": "ỦY BAN NHÂN DÂN XÃ CẨM THẠCH", "so": "125", "dia_danh": "Cẩm Thạch", "ngay": "05 tháng 8 năm 2025", "nguoi_ky": "Nguyễn Văn A",
        "trich_yeu": "tăng cường phòng, chống thiên tai & tìm kiếm cứu nạn", "khan": True, "han": "ngày 10 tháng 8 năm 2025",
        "can_cu": [{"t": f"Căn cứ Luật thứ {n} ngày 16 tháng 6 năm 2025;"} for n in range(3)],
        "muc": [{"tieu_de": f"{n}. Công tác chuẩn bị", "doan": [{"t": text}] * 3} for n in ("I", "II", "III")],
        "bang": [{"stt": str(n), "noi_dung": f"Kiểm tra đê, kè, hồ đập số {n}", "don_vi": f"Thôn {n}", "thoi_han": "10/8/2025", "kinh_phi": "1.500.000"} for n in range(1, rows + 1)],
        "noi_nhan": [{"t": "Như trên"}, {"t": "TT Đảng ủy, HĐND xã (b/c)"}, {"t": "Lưu: VT, VP"}],
    }  # fmt: skip


def lean(path: Path, target: Path) -> None:
    """The same template without the parts that python-docx's default brings and no letter uses."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/styles.xml":
                start, end = content.index(b"<w:latentStyles"), content.index(b"</w:latentStyles>") + len(b"</w:latentStyles>")
                content = content[:start] + content[end:]
            if name in ("word/stylesWithEffects.xml", "docProps/thumbnail.jpeg") or name.startswith("customXml"):
                continue
            if name.endswith(".rels") or name == "[Content_Types].xml":
                for lost in (b"stylesWithEffects", b"thumbnail", b"customXml"):
                    while (at := content.find(lost)) >= 0:
                        content = content[: content.rindex(b"<", 0, at)] + content[content.index(b">", at) + 1 :]
            new.writestr(name, content)


def by_docxtpl(path: Path, data: dict[str, Any]) -> bytes:
    template = DocxTemplate(str(path))
    template.render(data, ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined))
    made = io.BytesIO()
    template.save(made)
    return made.getvalue()


class Docxtemplater:
    """docxtemplater in a process of its own that fills once for every line it is sent; it measures itself."""

    def __init__(self, folder: Path, desk: Path, template: Path, data: dict[str, Any]) -> None:
        script, values = folder / "dan-van-benchmark.js", desk / "values.json"
        script.write_text(NODE, "utf-8")
        values.write_text(json.dumps(data), "utf-8")
        command = ["node", str(script), str(template), str(values)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __call__(self) -> float:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write("\n" * IN_A_ROW)
        self.process.stdin.flush()
        return statistics.mean(float(self.process.stdout.readline().split()[0]) for _ in range(IN_A_ROW))

    def close(self) -> None:
        self.process.communicate()


def timed(call: Callable[[], object]) -> float:
    """Milliseconds a call: the mean of a few in a row, so that each engine has its own code and data at hand."""
    start = time.perf_counter()
    for _ in range(IN_A_ROW):
        call()
    return (time.perf_counter() - start) * 1000 / IN_A_ROW


def compare(name: str, template: Path, data: dict[str, Any], rounds: int, other: Docxtemplater | None = None) -> None:
    """One row of the table: medians over rounds in which every engine has its turn."""
    made = compiled.load(template)
    calls = [lambda: timed(lambda: compiled.load(template).fill(data, title="T", author="A")), lambda: timed(lambda: by_docxtpl(template, data))]  # fmt: skip
    calls += [other] if other else []
    for call in calls:
        call()
    times = [[call() for call in calls] for _ in range(rounds)]
    ours, docxtpl, *rest = (statistics.median(column) for column in zip(*times, strict=True))
    third = f"{rest[0]:12.2f}{rest[0] / ours:8.1f} ×" if rest else f"{'–':>12}{'–':>10}"
    print(
        f"{name:38}{ours:10.3f}{1000 / ours:10.0f}{docxtpl:12.2f}{docxtpl / ours:8.1f} ×{third}{len(made.fill(data).data) / 1024:9.1f}"
    )


def memory() -> float:
    """Resident memory of this process in MB (Linux), 0 where it cannot be told."""
    try:
        return int(Path("/proc/self/statm").read_text("utf-8").split()[1]) * 4096 / 1e6
    except OSError:
        return 0.0


def stability(template: Path, data: dict[str, Any], many: int, folder: Path) -> None:
    """Many documents into files: time, memory at the start and at the end, one digest."""
    digests, seen = set(), []
    start = time.perf_counter()
    for number in range(many):
        content = compiled.load(template).fill(data).data
        (folder / f"{number % 1000}.docx").write_bytes(content)
        digests.add(hashlib.sha256(content).hexdigest())
        if number in (many // 10, many - 1):
            seen.append(memory())
        if number == 999:
            print(f"1.000 thư ra 1.000 tệp: {time.perf_counter() - start:.2f} s")
    print(f"bộ nhớ sau {many // 10} văn bản: {seen[0]:.1f} MB; sau {many}: {seen[-1]:.1f} MB; số tệp khác nhau: {len(digests)}")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, metavar="TEMPLATE.docx DATA.json")
    parser.add_argument("--docxtemplater", type=Path, metavar="FOLDER")
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--many", type=int, default=10_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        desk = Path(name)
        print(f"{'(trung vị, ms)':38}{'dan_van':>10}{'bản/s':>10}{'docxtpl':>12}{'':>10}{'docxtempl.':>12}{'':>10}{'kB':>9}")
        if given.files:
            compare(given.files[0].name, given.files[0], json.loads(given.files[1].read_text("utf-8")), given.rounds)
            return
        template, mustache, small = desk / "thu.docx", desk / "mustache.docx", desk / "gon.docx"
        letter(template, JINJA)
        letter(mustache, MUSTACHE)
        lean(template, small)
        there = (
            given.docxtemplater and shutil.which("node") and (given.docxtemplater / "node_modules" / "docxtemplater").is_dir()
        )
        for label, path, rows in (
            ("thư 3 trang", template, 15),
            ("thư 3 trang, tệp gọn", small, 15),
            ("bảng 300 hàng", template, 300),
        ):
            data = letter_data(rows)
            other = Docxtemplater(given.docxtemplater, desk, mustache, data) if there and path is template else None
            compare(label, path, data, given.rounds if rows < 100 else max(5, given.rounds // 4), other)
            if other:
                other.close()
        library = Library.open([ROOT / "corpus"], [ROOT / "templates"], desk / "index")
        made = drafts.read(ROOT / "examples" / "ke-hoach-chi-thi-33.md", library.corpus, library.template_folders)
        compare("templates/ke-hoach", made.template.docx, drafts.context(made), given.rounds)
        if not there:
            print("docxtemplater: không có trên máy này (npm install docxtemplater pizzip, rồi --docxtemplater THƯ-MỤC)")
        stability(template, letter_data(15), given.many, desk)


if __name__ == "__main__":
    main()
