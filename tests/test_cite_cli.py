"""``dan-van cite`` and the list of what the corpus lacks in ``dan-van corpus stats``: files, days, outputs, misuse."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import sys
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest

from tests.conftest import ROOT, Ran

DanVan = Callable[..., Ran]
TEXT = (
    "ỦY BAN NHÂN DÂN XÃ TÂN THANH\nSố: 12/KH-UBND\nTân Thanh, ngày 05 tháng 10 năm 2026\n\nKẾ HOẠCH\n\n"
    "Căn cứ Luật Tiếp cận thông tin năm 2016;\nThực hiện khoản 3 Điều 15 Luật Thực hiện dân chủ ở cơ sở; Quyết định số 763/QĐ-TU ngày 15/10/2021;\n"
    "Kết luận 01-KL/TW ngày 15/8/2021 của Bộ Chính trị; Quyết định số 9/QĐ-TTg ngày 01/02/2020.\nBáo cáo UBND huyện theo Kế hoạch này.\n"
)
KEYS = {
    "start", "end", "text", "type", "code", "number", "notation", "date", "issuer", "pins", "form", "outcome", "document", "validity",
    "mismatches", "candidates",
}  # fmt: skip
EXTRA = {"term", "name", "title", "faults", "within", "antecedents", "documents", "missing", "findings"}


@pytest.fixture
def plan(desk: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A plan in a folder with spaces and diacritics, the working folder."""
    monkeypatch.chdir(desk)
    path = desk / "Kế hoạch 2026.txt"
    path.write_text(TEXT, "utf-8")
    return path


def test_what_a_clerk_reads(plan: Path, dan_van: DanVan) -> None:
    ran = dan_van("cite", plan.name)
    assert (ran.status, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0] == "Kế hoạch 2026.txt: 6 viện dẫn; xét vào ngày 05/10/2026 (ngày ghi trong văn bản)."
    heads = [line for line in lines if line and not line.startswith(" ")]
    assert heads[1:-1] == [
        "Văn bản tìm thấy trong kho (4)",
        "Sai hoặc hết hiệu lực (2)",
        "Cần xem lại (3)",
        "Nên biết (2)",
        "Kho chưa có, chưa kiểm tra được (1)",
    ]
    assert heads[-1] == "Tìm thấy 6 viện dẫn: đối chiếu với kho 4, kho chưa có 1, nói chính văn bản này 1."
    for words in (
        "  Luật Tiếp cận thông tin (104/2016/QH13) ngày 06/4/2016 của Quốc hội  [hết hiệu lực từ 01/9/2026]  dòng 7",
        "  dòng 9: “Kết luận 01-KL/TW ngày 15/8/2021 của Bộ Chính trị”: ngày ban hành ghi “15/8/2021”, kho ghi “18/5/2021”.",
        "  Luật Thực hiện dân chủ ở cơ sở (10/2022/QH15) ngày 10/11/2022 của Quốc hội  [khoản 3 Điều 15: còn hiệu lực]  dòng 8",
        "  dòng 10: “UBND huyện”: Cấp huyện đã kết thúc từ ngày 01/7/2025.",
        "  dòng 9: “Quyết định số 9/QĐ-TTg ngày 01/02/2020”",
        "văn bản ở danh sách trên kho chưa rõ hiệu lực: tra lại trước khi ký.",
    ):
        assert words in ran.out


def test_the_same_thing_said_at_several_places_is_said_once(plan: Path, dan_van: DanVan) -> None:
    plan.write_text("Quyết định số 763/QĐ-TU ngày 15/10/2021.\n" * 8, "utf-8")
    out = dan_van("cite", plan).out
    assert "  dòng 1, 2, 3, 4, 5 và 3 dòng nữa: “763/QĐ-TU”: dấu" in out
    assert out.count("cần ghi 763-QĐ/TU") == 1


@pytest.mark.parametrize("on", ["05/10/2026", "5/10/2026", "2026-10-05", "2026-10-5"])
def test_forms_of_the_day(plan: Path, dan_van: DanVan, on: str) -> None:
    assert "xét vào ngày 05/10/2026." in dan_van("cite", plan, "--on", on).out


def test_the_day_given_wins_over_that_of_the_text(plan: Path, dan_van: DanVan) -> None:
    out = dan_van("cite", plan, "--on", "31/8/2026").out
    assert "xét vào ngày 31/8/2026." in out
    assert "Luật Tiếp cận thông tin (104/2016/QH13) ngày 06/4/2016 của Quốc hội  [còn hiệu lực]" in out
    assert dan_van("cite", plan, "--on", "31/6/2026").status == 2


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", ": không có chữ nào."),
        (" \n\n", ": không có chữ nào."),
        ("Không viện dẫn gì.\n", ": không thấy viện dẫn văn bản nào; xét vào ngày "),
        ("Báo cáo UBND huyện.\n", "Cần xem lại (1)"),
    ],
)
def test_little_to_say(plan: Path, dan_van: DanVan, content: str, says: str) -> None:
    plan.write_text(content, "utf-8")
    ran = dan_van("cite", plan)
    assert (ran.status, ran.err) == (0, "")
    assert says in ran.out
    assert "Tìm thấy" not in ran.out
    assert json.loads(dan_van("cite", plan, "--json").out) == []


@pytest.mark.parametrize("name", ["a.md", "a.TXT", "a", "a.html"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_kinds_of_text_files(desk: Path, dan_van: DanVan, name: str, encoding: str) -> None:
    path = desk / name
    text = TEXT.replace("\n", "<br>\n") if name.endswith("html") else TEXT
    path.write_bytes((f"<html><body><p>{text}</p></body></html>" if name.endswith("html") else text).encode(encoding))
    ran = dan_van("cite", path)
    assert (ran.status, ran.err) == (0, "")
    assert "6 viện dẫn; xét vào ngày 05/10/2026" in ran.out


def test_a_word_file_of_an_office(shared: Path, plan: Path, dan_van: DanVan) -> None:
    target = plan.parent / "Nghị quyết tỉnh ủy (bản 2).docx"
    shutil.copy(shared / "data" / "office-docx" / "nghi-quyet-tinh-uy-2026.docx", target)
    ran = dan_van("cite", target.name)
    assert ran.status == 0
    assert "xét vào ngày 31/3/2026 (ngày ghi trong văn bản)" in ran.out
    assert "“Nghị quyết số 52-NQ/TW ngày 27/9/2019 của Bộ Chính trị”" in ran.out


def test_a_draft_is_judged_on_its_own_day(desk: Path, dan_van: DanVan) -> None:
    shutil.copy(ROOT / "examples" / "ke-hoach-chi-thi-33.md", desk / "bản thảo.md")
    out = dan_van("cite", desk / "bản thảo.md").out
    assert "xét vào ngày 31/12/2026" in out
    assert "trích yếu ghi" not in out
    assert "không ghi ngày; hiểu là văn bản ngày 26/11/2021" in out  # its subject names the directive without a call


class _Input:
    def __init__(self, data: bytes) -> None:
        self.buffer = io.BytesIO(data)

    def isatty(self) -> bool:
        return False


def test_standard_input(plan: Path, dan_van: DanVan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", _Input(TEXT.encode("utf-8-sig")))
    assert dan_van("cite", "-").out.startswith("văn bản nhập vào: 6 viện dẫn;")
    monkeypatch.setattr(sys, "stdin", _Input("Luật".encode("utf-16")))
    ran = dan_van("cite", "-")
    assert (ran.status, ran.out) == (2, "")
    assert "không phải UTF-8 (byte thứ 1)" in ran.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["không có.txt"], "không có.txt"),
        (["không có.docx"], "không có.docx"),
        (["."], "thư mục"),
        ([], "Thiếu tham số 'TỆP|-'"),
        (["Kế hoạch 2026.txt", "--on", "hôm nay"], "không phải một ngày"),
        (["Kế hoạch 2026.txt", "--html", "Kế hoạch 2026.txt", "--force"], "là tệp gốc, không ghi đè"),
        (["Kế hoạch 2026.txt", "--html", "a", "--markdown", "./a"], "--html và --markdown cùng một tệp"),
        (["Kế hoạch 2026.txt", "--html", "."], "là thư mục"),
    ],
)
def test_misuse(plan: Path, dan_van: DanVan, arguments: list[str], says: str) -> None:
    ran = dan_van("cite", *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert says in ran.err
    assert plan.read_text("utf-8") == TEXT


def test_a_folder_with_the_name_of_a_text(plan: Path, dan_van: DanVan) -> None:
    (plan.parent / "thư mục.md").mkdir()
    ran = dan_van("cite", "thư mục.md")
    assert ran.status == 2
    assert "thư mục" in ran.err


def test_json_has_its_published_shape(plan: Path, dan_van: DanVan) -> None:
    ran = dan_van("cite", plan, "--json")
    assert (ran.status, ran.err) == (0, "")
    found = json.loads(ran.out)
    assert [item["outcome"] for item in found] == ["found", "found", "found", "found", "not-in-corpus", "own"]
    for item in found:
        assert set(item) == KEYS | EXTRA
        assert TEXT[item["start"] : item["end"]] == item["text"]
        for pin in item["pins"]:
            assert TEXT[pin["start"] : pin["end"]] == pin["text"]
        for finding in item["findings"]:
            assert set(finding) == {"rule", "severity", "message", "remedy", "source"}
    law, grassroots, decision, conclusion, absent, own = found
    assert (law["name"], law["date"], law["form"], law["code"]) == ("Luật Tiếp cận thông tin", "2016", "named", "104/2016/QH13")
    assert law["validity"]["standing"] == "het-hieu-luc"
    assert law["validity"]["since"] == "2026-09-01"
    assert (grassroots["pins"][0]["units"], grassroots["validity"]["unit"]) == (["dieu-15.khoan-3"], "dieu-15.khoan-3")
    assert (decision["code"], decision["number"], decision["notation"]) == ("763-QĐ/TU", "763", "QĐ/TU")
    assert decision["faults"] == ["separators"]
    assert conclusion["mismatches"] == [
        {"field": "date", "said": "15/8/2021", "recorded": "18/5/2021", "source": conclusion["mismatches"][0]["source"]}
    ]
    assert (absent["document"], absent["candidates"], absent["validity"]) == (None, [], None)
    assert (own["form"], own["document"]) == ("short", None)


def test_the_marked_text_is_written_and_not_over_another(plan: Path, dan_van: DanVan) -> None:
    ran = dan_van("cite", plan, "--html", "Bản đánh dấu.html", "--markdown", "ghi chú.md")
    assert ran.status == 0
    assert ran.out.endswith("Đã ghi Bản đánh dấu.html.\nĐã ghi ghi chú.md.\n")
    page = (plan.parent / "Bản đánh dấu.html").read_text("utf-8")
    body = page[page.index("<main>") + 6 : page.index("</main>")]
    assert unescape(re.sub(r"<[^<>]*>", "", body)) == TEXT
    assert body.count("<cite") == 6
    assert "<title>Viện dẫn trong Kế hoạch 2026.txt</title>" in page
    assert "[^vd1]: Luật Tiếp cận thông tin" in (plan.parent / "ghi chú.md").read_text("utf-8")
    (plan.parent / "Bản đánh dấu.html").write_text("của tôi", "utf-8")
    ran = dan_van("cite", plan, "--html", "Bản đánh dấu.html")
    assert ran.status == 2
    assert "đã có, không ghi đè. Dùng --force" in ran.err
    assert (plan.parent / "Bản đánh dấu.html").read_text("utf-8") == "của tôi"
    assert dan_van("cite", plan, "--html", "Bản đánh dấu.html", "--force", "--json").status == 0
    assert (plan.parent / "Bản đánh dấu.html").read_text("utf-8") == page


def test_ctrl_c_writes_nothing(plan: Path, dan_van: DanVan, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("dan_van.citations.annotate.as_html", stop)
    before = sorted(path.name for path in plan.parent.iterdir())
    ran = dan_van("cite", plan, "--html", "a.html")
    assert (ran.status, ran.err.strip()) == (130, "Đã dừng, không ghi gì thêm.")
    assert sorted(path.name for path in plan.parent.iterdir()) == before


# --- what the corpus lacks -------------------------------------------------------------------------------------------


def add_own(body: str, number: int) -> None:
    own = Path(os.environ["DAN_VAN_HOME"]) / "corpus" / "ke-hoach" / "2026"
    own.mkdir(parents=True, exist_ok=True)
    head = f"code: {number}/KH-UBND\ntype: ke-hoach\nsubject: về thử\nissuer: null\nissuer_name: UBND xã Tân Thanh\nissued: 2026-02-03\n"
    rest = "signer: null\nstatus: null\nrelations: []\ntext: full\nsource: {name: thử, confidence: A}\n"
    (own / f"{number}-kh-ubnd--xa-tan-thanh.md").write_text(f"---\n{head}{rest}---\n{body}\n", "utf-8")


def test_stats_says_what_is_wanted_most(dan_van: DanVan) -> None:
    for number in (1, 2):
        add_own("Căn cứ Nghị định số 99/2019/NĐ-CP ngày 30/12/2019; Luật số 10/2022/QH15.", number)
    ran = dan_van("corpus", "stats")
    assert (ran.status, ran.err) == (0, "")
    assert "Được nhắc tới, chưa có trong kho (số văn bản nhắc tới)\n      2  Nghị định 99/2019/NĐ-CP\n" in ran.out
    assert "Được nhắc tới" not in dan_van("corpus", "stats", "--quick").out
    answer = json.loads(dan_van("corpus", "stats", "--json").out)
    assert set(answer) == {"documents", "counts", "missing", "wanted"}
    first = answer["wanted"][0]
    assert (first["name"], first["count"]) == ("Nghị định 99/2019/NĐ-CP", 2)
    assert first["cited_by"] == [f"ke-hoach/2026/{n}-kh-ubnd--xa-tan-thanh" for n in (1, 2)]
    assert json.loads(dan_van("corpus", "stats", "--quick", "--json").out)["wanted"] == []


def test_a_long_list_is_cut(dan_van: DanVan) -> None:
    add_own("; ".join(f"Nghị định số {number}/2019/NĐ-CP" for number in range(900, 930)), 1)
    out = dan_van("corpus", "stats").out
    assert len(re.findall(r"^ +\d+  ", out[out.index("Được nhắc tới") :], re.MULTILINE)) == 20
    assert re.search(r"… và \d+ văn bản nữa; thêm --json để xem hết\.", out)


@pytest.mark.parametrize(("terminal", "seconds", "shown"), [(True, 2, True), (True, 0, False), (False, 2, False)])
def test_a_bar_after_a_second(
    dan_van: DanVan, monkeypatch: pytest.MonkeyPatch, terminal: bool, seconds: int, shown: bool
) -> None:
    ticks = iter(range(0, 10_000 * (seconds or 1), seconds or 1))
    monkeypatch.setattr("dan_van.cli.terminal.monotonic", lambda: next(ticks) if seconds else 0)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
    ran = dan_van("corpus", "stats")
    assert ran.status == 0
    assert ("Đọc lời văn" in ran.err) == shown
    assert shown or not ran.err


def test_a_long_text_is_shown_in_time_by_its_length() -> None:
    import contextlib
    import io
    import time
    from datetime import date

    from dan_van import Library
    from dan_van.cli.cite import _show

    library = Library.open()

    def seconds(count: int) -> float:
        cited = library.cite("Chỉ thị số 33/CT-TTg ngày 26/11/2021 của Thủ tướng Chính phủ; " * count, date(2026, 11, 23))
        start = time.perf_counter()
        with contextlib.redirect_stdout(io.StringIO()):
            _show(cited, "dài.txt")
        return time.perf_counter() - start

    seconds(50)
    assert seconds(3000) < 40 * min(seconds(300) for _ in range(3)) + 0.2
