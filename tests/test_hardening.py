"""What strangers' files and bad machines may do: nothing gets out of a draft's sandbox, nothing is half written."""

from __future__ import annotations

import errno
import importlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dan_van import ContentError, FileProblem, Library, frontmatter
from dan_van.drafting import filling
from dan_van.drafting.engine import compiled
from dan_van.drafting.templates import available
from tests.conftest import ROOT, Ran
from tests.test_check import changed, style

ESCAPES = [
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ cite.__globals__ }}",
    "{{ cite.__call__.__func__.__globals__ }}",
    "{{ lipsum.__globals__['os'] }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ joiner.__init__.__globals__.os.popen('id').read() }}",
    "{{ self._TemplateReference__context }}",
    "{{ '{0.__class__.__init__.__globals__}'.format(cite) }}",
    "{{ ('{0.__class__}' | format(1)) ~ ''.__class__ }}",
    "{{ cite | attr('__globals__') }}",
    "{{ [].append(1) }}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}{{ os.getcwd() }}",
    "{% extends '/etc/passwd' %}",
    "{% for x in range(10 ** 9) %}x{% endfor %}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ 'x' * 10 ** 9 }}",
]


@pytest.mark.parametrize("escape", ESCAPES)
def test_nothing_gets_out_of_a_draft(escape: str) -> None:
    filler = filling.Filler("bản thảo.md", {"cite": lambda wanted: wanted})
    assert filler.fill(escape, 3) == ""
    [finding] = filler.findings
    assert (finding.rule, finding.place.line) == ("bieu-thuc", 3)


@pytest.mark.parametrize("escape", [one for one in ESCAPES if one.startswith("{{") and "cite" not in one and "self" not in one])
def test_nothing_gets_out_of_a_template(escape: str, library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "mẫu" / "ke-hoach"
    shutil.copytree(ROOT / "templates" / "ke-hoach", folder)
    with zipfile.ZipFile(folder / "template.docx") as package:
        parts = {name: package.read(name) for name in package.namelist()}
    put = escape.replace("&", "&amp;").replace("<", "&lt;").encode()
    parts["word/document.xml"] = (
        parts["word/document.xml"].replace(b"{{ type_name }}", put, 1).replace(b"{{type_name}}", put, 1)
    )
    assert put in parts["word/document.xml"]
    with zipfile.ZipFile(folder / "template.docx", "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    shutil.copy(ROOT / "examples" / "office.yaml", tmp_path)
    shutil.copy(folder / "example.md", tmp_path / "a.md")
    strangers = Library.open([ROOT / "corpus"], [tmp_path / "mẫu"], tmp_path / "index")
    with pytest.raises(ContentError):
        strangers.draft(tmp_path / "a.md")
    assert not (tmp_path / "a.docx").exists()


def test_a_bomb_of_aliases_is_refused() -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(12)
    )
    assert {one.rule for one in frontmatter.load(bomb, "bom.yaml").findings} == {"phan-dau"}
    assert {one.rule for one in frontmatter.parse(f"---\n{bomb}---\n", "bom.md").findings} == {"phan-dau"}


def test_deep_nesting_is_refused_or_read() -> None:
    for text in ("a: " + "[" * 3000, "a: " + "{b: " * 2000, "- " * 5000 + "x"):
        frontmatter.load(text, "sâu.yaml")


# A machine that fails --------------------------------------------------------------------------------------------------


def _full(*_: Any, **__: Any) -> Any:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _read_only(*_: Any, **__: Any) -> Any:
    raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


@pytest.fixture
def folder(desk: Path, dan_van: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office's folder with a draft, a paper with faults, and returns."""
    monkeypatch.chdir(desk)
    shutil.copy(ROOT / "templates" / "ke-hoach" / "example.md", desk / "kế hoạch.md")
    shutil.copy(ROOT / "examples" / "thon-2025-H1.csv", desk / "thôn.csv")
    assert dan_van("draft", "kế hoạch.md", "-o", "mẫu.docx").status == 0
    changed(desk / "mẫu.docx", desk / "hỏng.docx", style("DVCanCu", "rPr", "i", val="0"))
    return desk


COMMANDS = [
    ("draft", "kế hoạch.md"),
    ("check", "hỏng.docx", "--fix"),
    ("report", "collect", "thôn.csv", "--period", "2025-H1"),
    ("report", "form", "dan-van", "--period", "2026-H1"),
    ("plan", "remind", "kế hoạch.md", "--on", "2030-01-01"),
    ("plan", "status", "kế hoạch.md", "--on", "2026-01-01", "--ics", "lịch.ics"),
    ("plan", "done", "kế hoạch.md", "1"),
]


@pytest.mark.parametrize("fault", [_full, _read_only], ids=["full disk", "no right to write"])
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_disk_that_takes_nothing(
    command: tuple[str, ...],
    fault: Callable[..., Any],
    folder: Path,
    dan_van: Callable[..., Ran],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", fault)
        ran = dan_van(*command)
    assert ran.status == 2, ran.out
    assert "Không ghi được" in ran.err
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before  # nothing new, nothing half, nothing lost
    assert dan_van(*command).status in (0, 1)  # and then it goes on


def test_ctrl_c_leaves_nothing_half_done(folder: Path, dan_van: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: Any, **__: Any) -> Any:
        raise KeyboardInterrupt

    before = sorted(path.name for path in folder.iterdir())
    for command in COMMANDS[:3]:
        with monkeypatch.context() as patched:
            patched.setattr(os, "replace", stopped)
            ran = dan_van(*command)
        assert ran.status == 130
        assert "Đã dừng" in ran.err
        assert sorted(path.name for path in folder.iterdir()) == before


@pytest.mark.parametrize("today", [date(1980, 1, 1), date(2099, 12, 31)])
def test_a_clock_that_is_wrong(today: date, folder: Path, dan_van: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    class Wrong(date):
        @classmethod
        def today(cls) -> date:
            return today

    for path in (ROOT / "dan_van").rglob("*.py"):
        if "date.today()" in path.read_text("utf-8"):
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            monkeypatch.setattr(importlib.import_module(module), "date", Wrong)
    for command in (
        ("draft", "kế hoạch.md", "--force"), ("check", "mẫu.docx"), ("plan", "status", "kế hoạch.md"), ("cite", "kế hoạch.md"), ("show", "33/CT-TTg"),
        ("search", "dân vận"), ("corpus", "stale"), ("corpus", "stats"),
    ):  # fmt: skip
        assert dan_van(*command).status in (0, 1), command


# Names and files that nobody means -------------------------------------------------------------------------------------

LONG = "á" * 300


@pytest.mark.parametrize(
    "arguments",
    [
        ("new", LONG), ("draft", f"{LONG}.md"), ("draft", "ke-hoach.md", "-o", LONG), ("check", f"{LONG}.docx"), ("show", LONG), ("cite", f"{LONG}.txt"),
        ("templates", "show", LONG), ("templates", "check", f"{LONG}.docx"), ("report", "form", LONG, "--period", "2026"),
        ("report", "collect", LONG, "--period", "2026"), ("plan", "tasks", f"{LONG}.md"), ("plan", "done", "ke-hoach.md", "1", "--evidence", LONG),
        ("corpus", "add", f"{LONG}.docx", "--yes"), ("corpus", "import-phapdien", LONG), ("new", "ke-hoach", "-o", f"{LONG}.md"),
    ],
    ids=lambda arguments: " ".join(arguments).replace(LONG, "…"),
)  # fmt: skip
def test_a_name_too_long_for_any_disk(arguments: tuple[str, ...], folder: Path, dan_van: Callable[..., Ran]) -> None:
    ran = dan_van(*arguments)
    assert ran.status in (1, 2)
    assert "Lỗi của chương trình" not in ran.err


@pytest.mark.parametrize(
    "value", [f"office: {LONG}.yaml", 'office: "a\\0b.yaml"', f"data:\n  now: [{LONG}.yaml]", 'data:\n  now: ["a\\0b"]']
)
def test_names_inside_a_draft_that_no_disk_has(value: str, folder: Path, dan_van: Callable[..., Ran]) -> None:
    (folder / "a.md").write_text(f"---\ntype: bao-cao\nsubject: Thử\nrecipients: [x]\n{value}\n---\nLời.\n", "utf-8")
    ran = dan_van("draft", "a.md")
    assert ran.status in (1, 2)
    assert "Lỗi của chương trình" not in ran.err


@pytest.mark.parametrize("cut", [12, 20, 40])
def test_a_picture_that_is_cut_short(cut: int, folder: Path, dan_van: Callable[..., Ran]) -> None:
    whole = (ROOT / "docs" / "images" / "ke-hoach.png").read_bytes()
    (folder / "hình.png").write_bytes(whole[:cut])
    (folder / "a.md").write_text("---\ntype: bao-cao\nsubject: Thử\nrecipients: [x]\n---\nLời.\n\n![Hình](hình.png)\n", "utf-8")
    ran = dan_van("draft", "a.md")
    assert ran.status == 1
    assert "tệp hình hỏng" in ran.err


def test_what_a_killed_writer_left_is_no_record(tmp_path: Path) -> None:
    (tmp_path / "chi-thi").mkdir()
    record = (ROOT / "corpus" / "chi-thi" / "2021" / "33-ct-ttg.md").read_text("utf-8")
    for name in ("33-ct-ttg.md", ".33-ct-ttg-0a1b2c.md"):
        (tmp_path / "chi-thi" / name).write_text(record, "utf-8")
    assert len(Library.open([tmp_path], [], tmp_path / "index").corpus) == 1


@pytest.mark.parametrize("properties", ["properties:\n", "properties: {a: chữ}\n", "properties: {}\nrequired: a\n"])
def test_a_schema_that_is_none(properties: str, tmp_path: Path) -> None:
    (tmp_path / "lạ").mkdir()
    (tmp_path / "lạ" / "schema.yaml").write_text(f"title: Lạ\n{properties}", "utf-8")
    with pytest.raises(ContentError, match=r"schema\.yaml"):
        list(available([tmp_path]))


@pytest.mark.parametrize("question", ["năm:² dân vận", "(" * 500, "NOT " * 1500, "-" * 900 + "a", "((a OR b) " * 300])
def test_questions_that_nobody_asks(question: str, library: Library) -> None:
    library.search(question)


def test_a_damaged_template_is_told(library: Library, tmp_path: Path) -> None:
    """Directory entries that point before the file, as a bad copy leaves them."""
    data = bytearray((ROOT / "templates" / "ke-hoach" / "template.docx").read_bytes())
    at = data.rindex(b"PK\x05\x06")
    data[at + 16 : at + 20] = (1).to_bytes(4, "little")  # where the directory begins
    path = tmp_path / "template.docx"
    path.write_bytes(data)
    with pytest.raises(FileProblem, match="không phải tệp Word"):
        compiled.load(path)


# Several at once -------------------------------------------------------------------------------------------------------


def test_several_commands_on_one_corpus_and_index(tmp_path: Path) -> None:
    """Documents added and questions asked at the same time by processes of their own: nothing is lost, no one fails."""
    environment = {**os.environ, "DAN_VAN_HOME": str(tmp_path / "nhà"), "PYTHONUTF8": "1"}
    for number in range(1, 5):
        head = f"ỦY BAN NHÂN DÂN\nXÃ TÂN THANH\n\nSố: {number}/KH-UBND\n\nTân Thanh, ngày 0{number} tháng 3 năm 2026\n\nKẾ HOẠCH\nTrồng cây bưởi\n\n"
        (tmp_path / f"kế hoạch {number}.txt").write_text(head + "Trồng cây bưởi ở các thôn.\n", "utf-8")

    def begin(*arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "dan_van", *arguments]
        return subprocess.Popen(
            command, env=environment, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    running = [begin("corpus", "add", f"kế hoạch {number}.txt", "--yes") for number in range(1, 5)]
    running += [begin("search", "dân", "vận") for _ in range(2)] + [begin("index", "build")]
    told = [(one.communicate(timeout=120), one.returncode) for one in running]
    assert [status for _, status in told[:6]] == [0] * 6, told
    assert told[6][1] == 0 or "đang ghi chỉ mục" in told[6][0][1]
    found = begin("search", "trồng cây bưởi", "--json")
    hits = json.loads(found.communicate(timeout=60)[0])["hits"]
    assert {hit["document"].rpartition("/")[2].partition("-")[0] for hit in hits} == {"1", "2", "3", "4"}


def test_a_template_part_of_an_unknown_encoding_is_told(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "template.docx"
    with zipfile.ZipFile(ROOT / "templates" / "ke-hoach" / "template.docx") as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'encoding="UTF-8"', b'encoding="TF-8"', 1))
    with pytest.raises(ContentError) as caught:
        compiled.load(path)
    assert "bảng mã không có" in str(caught.value.findings[0])
