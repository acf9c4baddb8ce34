from __future__ import annotations

import ast
import json
import os
import string
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import polib
import pytest

from dan_van.cli import app, language
from tests import sentences
from tests.conftest import ROOT, Ran

DanVan = Callable[..., Ran]


@pytest.fixture
def here(desk: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(desk)
    return desk


def test_from_nothing_to_a_paper(here: Path, dan_van: DanVan) -> None:
    (here / "office.yaml").unlink()
    ran = dan_van("init", "--level", "xa", "--name", "xã Đông Hải", "--signer", "Lê Văn C")
    assert (ran.status, ran.out) == (0, "Đã tạo office.yaml. Tiếp theo: dan-van new ke-hoach\n")
    assert dan_van("new", "ke-hoach").status == 0
    text = (here / "ke-hoach.md").read_text("utf-8")
    (here / "ke-hoach.md").write_text(text.replace("subject: ", "subject: Thử"), "utf-8")
    ran = dan_van("draft", "ke-hoach.md")
    assert ran.status == 0
    assert "Đã soạn ke-hoach.docx" in ran.out
    again = dan_van("draft", "ke-hoach.md")
    assert again.status == 2
    assert "không ghi đè" in again.err


def test_the_skeleton_as_it_is_tells_what_is_missing(here: Path, dan_van: DanVan) -> None:
    dan_van("new", "Kế hoạch", "-o", "bản thảo mới.md")
    ran = dan_van("draft", "bản thảo mới.md")
    assert ran.status == 1
    assert "“Trích yếu” (subject)" in ran.err
    assert ran.err.count("Lỗi") == 1


def test_a_skeleton_leaves_empty_what_would_be_signed(here: Path, dan_van: DanVan) -> None:
    dan_van("new", "quyet-dinh-thanh-lap-ban-chi-dao", "-o", "a.md")
    text = (here / "a.md").read_text("utf-8")
    assert "  - name: \n" in text
    assert "# issuer:\n#   - HỘI ĐỒNG NHÂN DÂN\n" in text
    assert "“Họ tên” (members.1.name) chưa điền" in dan_van("draft", "a.md").err


def test_a_paper_that_should_not_be_signed_as_it_is_says_so(here: Path, dan_van: DanVan) -> None:
    dan_van("new", "ke-hoach")
    text = (here / "ke-hoach.md").read_text("utf-8")
    (here / "ke-hoach.md").write_text(text.replace("subject: ", "subject: Thử"), "utf-8")
    assert "Còn 6 dòng chỉ dẫn của mẫu chưa thay" in dan_van("draft", "ke-hoach.md").out
    dan_van("new", "thon-bien-ban-hop", "--example", "-o", "hop.md")
    assert "hồ sơ đang dùng là của xã Tân Thanh" in dan_van("draft", "hop.md").out


def test_a_village_names_its_commune_in_full(here: Path, dan_van: DanVan) -> None:
    ran = dan_van("init", "--level", "thon", "--name", "Hạ", "--commune", "Tân Thanh", "--signer", "", "-o", "a.yaml")
    assert ran.status == 2
    assert "ghi cả chữ xã, phường" in ran.err


@pytest.mark.parametrize(
    ("arguments", "issuer", "name"),
    [
        (["--level", "xa", "--name", "Tân Thanh"], ["ỦY BAN NHÂN DÂN", "XÃ TÂN THANH"], "xã Tân Thanh"),
        (["--level", "phuong", "--name", "phường Hạc Thành"], ["ỦY BAN NHÂN DÂN", "PHƯỜNG HẠC THÀNH"], "phường Hạc Thành"),
        (["--level", "thon", "--name", "Hạ", "--commune", "xã Tân Thanh"], ["THÔN HẠ"], "thôn Hạ"),
    ],
)
def test_init_writes_a_sound_profile(here: Path, dan_van: DanVan, arguments: list[str], issuer: list[str], name: str) -> None:
    from dan_van import office

    assert dan_van("init", *arguments, "--signer", "", "-o", "hồ sơ.yaml").status == 0
    profile = office.read(here / "hồ sơ.yaml")
    assert list(profile.issuer) == issuer
    assert profile.name == name
    assert dan_van("init", *arguments, "--signer", "", "-o", "hồ sơ.yaml").status == 2


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (["search", "giam", "sat", "phan", "bien"], 0, "217-QĐ/TW"),
        (["search", "33/CT-TTg"], 0, "chi-thi/2021/33-ct-ttg · còn hiệu lực"),
        (["search", "33/CT-TTg", "--on", "01/01/2021"], 0, "chi-thi/2021/33-ct-ttg · chưa có hiệu lực"),
        (["search", "CT 33"], 0, "nhắc tới ký hiệu này"),
        (["search", "giam", "sat"], 0, "Hiểu là: giám sát"),
        (["search", "dân chủ", "loại:luật", "năm:2022"], 0, "  · Chương II. Thực hiện dân chủ ở xã"),
        (["search", "--suggest", "luat tiep c"], 0, "Luật Tiếp công dân"),
        (["search", "--suggest", "qqq"], 0, "Không có ký hiệu hay tên văn bản nào"),
        (["search", "nham"], 0, "Không tìm thấy “nham” trong kho.\nCó phải bạn muốn tìm: "),
        (["search", "45/CT-TTg"], 0, "Không tìm thấy “45/CT-TTg”"),
        (["search", "33/QĐ-TTg"], 0, "Kho có văn bản cùng số: 33/2023/NĐ-CP, 33/2024/QH15, 33/CT-TTg."),
        (["search", "dân vận", "--year", "1999"], 0, "Thử bỏ bớt điều kiện lọc."),
        (["show", "33/CT-TTg"], 0, "ghi trong kho ngày 21/11/2025"),
        (["show", "10/2022/QH15#khoản 3 Điều 15"], 0, "Hương ước, quy ước"),
        (["show", "10/2022/QH15", "--toc"], 0, "[dieu-15.khoan-1]"),
        (["show", "10/2022/QH15#Điều 99"], 0, "Tóm tắt của kho không nhắc Điều 99."),
        (["show", "104/2016/QH13", "--relations"], 0, "bãi bỏ văn bản này (Điều 30)"),
        (["corpus", "list", "--type", "Luật"], 0, "luat/2022/10-2022-qh15"),
        (["corpus", "check"], 0, "0 lỗi"),
        (["corpus", "stale"], 0, "Chỉ thấy quan hệ mà kho đã ghi"),
        (["corpus", "stats"], 0, "Được nhắc tới, chưa có trong kho"),
        (["index", "status"], 0, "Chưa có chỉ mục"),
        (["index", "build"], 0, "Đã lập chỉ mục"),
        (["templates", "list"], 0, "ke-hoach  Kế hoạch"),
        (["templates", "show", "ke-hoach"], 0, "subject  Trích yếu (bắt buộc)"),
        (["--version"], 0, "dan-van 0."),
    ],
)
def test_commands_answer(here: Path, dan_van: DanVan, arguments: list[str], status: int, says: str) -> None:
    ran = dan_van(*arguments)
    assert (ran.status, ran.err) == (status, "")
    assert says in ran.out


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (["serch"], 2, "Không có lệnh 'serch'. Có phải: 'search'?"),
        (["search"], 2, "Thiếu tham số 'CÂU HỎI'"),
        (["search", "a", "--limit", "0"], 2, "nằm ngoài khoảng"),
        (["search", "a", "--limt", "1"], 2, "Không có tùy chọn '--limt'"),
        (["show", "45/CT-TTg"], 2, "Kho không có “45/CT-TTg”"),
        (["show", "Luật Tiếp cận thông tin"], 2, "là nhiều văn bản"),
        (["show", "10/2022/QH15#xyz"], 2, "không có “xyz”"),
        (["new", "ke-hoac"], 2, "Có phải “ke-hoach”?"),
        (["search", "a", "--type", "lua"], 2, "Không có loại văn bản “lua”. Có phải “luat”?"),
        (["new", "xyz"], 2, "Hiện có: "),
        (["draft", "không có.md"], 2, "Không có tệp không có.md"),
        (["draft", "."], 2, "là thư mục, cần một tệp"),
        (["draft", "office.yaml"], 1, "không có phần đầu"),
        (["draft", "a.md", "b.md", "-o", "c.docx"], 2, "phải là một thư mục"),
    ],
)
def test_misuse_is_answered_in_one_plain_sentence(
    here: Path, dan_van: DanVan, arguments: list[str], status: int, says: str
) -> None:
    ran = dan_van(*arguments)
    assert (ran.status, ran.out) == (status, "")
    assert says in ran.err


def test_a_word_file_given_as_a_draft(here: Path, dan_van: DanVan) -> None:
    (here / "cũ.docx").write_bytes(b"PK\x03\x04\xff\xff")
    ran = dan_van("draft", "cũ.docx")
    assert ran.status == 2
    assert "cần bản thảo .md, không phải tệp .docx" in ran.err


def test_many_drafts_one_faulty(here: Path, dan_van: DanVan) -> None:
    good = "---\ntype: ke-hoach\nsubject: A\nrecipients: [B]\n---\nx\n"
    (here / "tốt.md").write_text(good, "utf-8")
    (here / "hỏng.md").write_text(good.replace("subject: A\n", ""), "utf-8")
    (here / "ra").mkdir()
    ran = dan_van("draft", "tốt.md", "hỏng.md", "-o", "ra")
    assert ran.status == 1
    assert [path.name for path in (here / "ra").glob("[!.]*")] == ["tốt.docx"]
    assert "1 bản thảo xong, 1 bản thảo phải sửa." in ran.err
    answer = json.loads(dan_van("draft", "tốt.md", "hỏng.md", "-o", "ra", "--force", "--json").out)
    assert ["error" in item for item in answer["files"]] == [False, True]


def test_search_json_has_its_published_shape(here: Path, dan_van: DanVan) -> None:
    answer = json.loads(dan_van("search", "trưởng thôn", "--json").out)
    assert set(answer) == {"total", "hits", "suggestions", "read_as", "partial", "missing"}
    assert set(answer["hits"][0]) == {"document", "provision", "title", "snippet", "score", "status", "reason", "others"}
    assert {key for hit in answer["hits"] for other in hit["others"] for key in other} <= {"provision", "opening", "score"}
    assert json.loads(dan_van("search", "--suggest", "33/C", "--json").out) == {"suggestions": ["33/CT-TTg"]}
    assert json.loads(dan_van("search", "nham", "--json").out)["total"] == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["show", "23-QĐ/TW"],
        ["show", "10/2022/QH15#dieu-15"],
        ["corpus", "list"],
        ["corpus", "check"],
        ["corpus", "stale"],
        ["corpus", "stats"],
        ["index", "status"],
        ["templates", "show", "ke-hoach"],
    ],
)
def test_json_is_json(here: Path, dan_van: DanVan, arguments: list[str]) -> None:
    json.loads(dan_van(*arguments, "--json").out)


def test_the_offices_own_corpus_is_searched_and_checked(here: Path, dan_van: DanVan) -> None:
    own = Path(os.environ["DAN_VAN_HOME"]) / "corpus" / "ke-hoach" / "2026"
    own.mkdir(parents=True)
    text = (ROOT / "corpus/ke-hoach/2023/102-kh-ubnd--tinh-thanh-hoa.md").read_text("utf-8")
    (own / "7-kh-ubnd--xa-tan-thanh.md").write_text(
        text.replace("102/KH-UBND", "7/KH-UBND").replace("2023-04-28", "2026-02-03"), "utf-8"
    )
    assert "ke-hoach/2026/7-kh-ubnd--xa-tan-thanh" in dan_van("search", "7/KH-UBND").out
    (own / "8-kh-ubnd.md").write_text("---\nhỏng\n", "utf-8")
    ran = dan_van("corpus", "check")
    assert ran.status == 1
    assert "8-kh-ubnd.md" in ran.out


def test_ctrl_c_is_quiet(here: Path, dan_van: DanVan, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("dan_van.library.Library.search", stop)
    ran = dan_van("search", "a")
    assert (ran.status, ran.err.strip()) == (130, "Đã dừng, không ghi gì thêm.")


def test_an_unforeseen_error_is_owned_up_to(here: Path, dan_van: DanVan, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("x")

    monkeypatch.setattr("dan_van.library.Library.search", fail)
    ran = dan_van("search", "a")
    assert ran.status == 2
    assert "Lỗi của chương trình" in ran.err


def commands(group: click.Command, path: str = "dan-van") -> list[tuple[str, click.Command]]:
    found = [(path, group)]
    for name, command in getattr(group, "commands", {}).items():
        found += commands(command, f"{path} {name}")
    return found


@pytest.mark.parametrize(("path", "command"), commands(app.cli), ids=lambda value: value if isinstance(value, str) else "")
def test_help_is_vietnamese_and_complete(dan_van: DanVan, path: str, command: click.Command) -> None:
    ran = dan_van(*path.split()[1:], "--help")
    assert ran.status == 0
    assert "Cách dùng:" in ran.out
    for english in ("Usage", "Options", "Show ", "OPTIONS", "ARGS", "TEXT", "PATH", "INTEGER", "[required]", "default:"):
        assert english not in ran.out, (path, english)
    assert command.help
    assert all(parameter.help for parameter in command.params if isinstance(parameter, click.Option))


def test_the_catalogue_is_compiled_from_its_source() -> None:
    import polib

    folder = ROOT / "dan_van" / "cli" / "locale" / "vi" / "LC_MESSAGES"
    source, built = polib.pofile(str(folder / "messages.po")), polib.mofile(str(folder / "messages.mo"))
    assert {(e.msgid, e.msgstr, str(e.msgstr_plural)) for e in source} == {
        (e.msgid, e.msgstr, str(e.msgstr_plural)) for e in built
    }, "chạy make messages"


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp1258"])
def test_a_poor_console_does_not_stop_it(encoding: str) -> None:
    env = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "LC_ALL": "C"}
    ran = subprocess.run(
        [sys.executable, "-m", "dan_van", "search", "nham"], capture_output=True, env=env, check=False, timeout=60
    )
    assert ran.returncode == 0
    assert "Không tìm thấy" in ran.stdout.decode("utf-8")


# The Tab key -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("dan-van che", "check"), ("dan-van new ke-hoach-dan-van-n", "ke-hoach-dan-van-nam"), ("dan-van show 33/ct", "33/CT-TTg"),
        ("dan-van templates show quyet-dinh-k", "quyet-dinh-khen-thuong"), ("dan-van report form dan-c", "dan-chu-co-so"), ("dan-van plan st", "status"),
    ],
)  # fmt: skip
def test_the_tab_key_offers(words: str, offered: str) -> None:
    from click.shell_completion import ShellComplete

    from dan_van.cli import app

    *arguments, typed = words.split()[1:]
    found = [
        item.value for item in ShellComplete(app.cli, {}, "dan-van", "_DAN_VAN_COMPLETE").get_completions(arguments, typed)
    ]
    assert offered in found


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_is_told_how(shell: str, dan_van: Callable[..., Ran]) -> None:
    ran = dan_van("completion", shell)
    assert ran.status == 0
    assert "_DAN_VAN_COMPLETE" in ran.out


# English ---------------------------------------------------------------------------------------------------------------


def test_everything_said_has_an_english_text() -> None:
    """Help, errors and what commands print, from the source itself; the compiled catalogue is the written one."""
    catalogue = polib.pofile(str(sentences.ENGLISH))
    known = {entry.msgid: entry.msgstr for entry in catalogue if entry.msgstr}
    wanted = sentences.wordings() | sentences.of_help(app.cli)
    assert wanted - set(known) == set(), "chạy: make messages, rồi dịch các câu mới"
    assert set(known) - wanted == set()
    assert dict(known) == {entry.msgid: entry.msgstr for entry in polib.mofile(str(sentences.ENGLISH.with_suffix(".mo")))}


def test_a_sentence_is_a_wording_with_all_its_values() -> None:
    """Never an f-string: it could not be looked up in another language."""
    wrong = []
    for at, call in sentences.spoken():
        wording = call.args[0]
        if isinstance(wording, ast.JoinedStr):
            wrong.append(f"{at}: f-string")
        elif isinstance(wording, ast.Constant) and isinstance(wording.value, str):
            given = {keyword.arg for keyword in call.keywords} - {"err", "hidden", "findings"}
            asked = {name for _, name, _, _ in string.Formatter().parse(wording.value) if name} if given else set()
            if asked != given:
                wrong.append(f"{at}: {asked} {given}")
    assert wrong == []


def test_english_texts_take_the_same_values() -> None:
    for entry in polib.pofile(str(sentences.ENGLISH)):
        names = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in (entry.msgid, entry.msgstr)]
        assert names[0] == names[1], entry.msgid


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--help",), "Look up directives"),
        (("check", "--help"), "Write a copy with Word comments"),
        (("report", "collect", "--help"), "FILE…"),
    ],
)
def test_help_in_english(arguments: tuple[str, ...], said: str) -> None:
    environment = {**os.environ, "DAN_VAN_LANG": "en", "LANGUAGE": "en"}
    ran = subprocess.run(
        [sys.executable, "-m", "dan_van", *arguments], env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    assert said in ran.stdout
    assert "TÙY CHỌN" not in ran.stdout


@pytest.mark.parametrize(
    ("arguments", "status", "expected"),
    [
        (("draft", "mất.md"), 2, "There is no file mất.md. Check its name and folder."),
        (("show", "không có"), 2, "The corpus does not have “không có”."),
        (("new", "ke-hoac"), 2, "There is no template “ke-hoac”. Did you mean “ke-hoach”?"),
        (("draft", "sai.md"), 1, "Error  sai.md, line 3: Field “chu_de” stands twice. Take one line out."),
        (("check", "sai.docx"), 2, "Error: sai.docx: named as a Word file but not one inside, or damaged."),
        (("index", "status"), 0, "There is no index yet;"),
        (("search", "chỉ thị 33", "--on", "31/31/2026"), 2, "“31/31/2026” is not a date."),
        (("report", "form", "dan-van"), 2, "--period is missing"),
        (("doctor",), 0, "Corpus: "),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_errors_and_lines_in_english(
    dan_van: DanVan,
    arguments: tuple[str, ...],
    status: int,
    expected: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DAN_VAN_LANG", "en")
    monkeypatch.setattr(language, "settle", lambda _: None)  # the help of this process stays as it is
    (tmp_path / "sai.md").write_text("---\nchu_de: a\nchu_de: b\n---\nLời.\n", "utf-8")
    (tmp_path / "sai.docx").write_text("không phải Word", "utf-8")
    ran = dan_van(*arguments)
    assert expected in ran.out + ran.err
    assert ran.status == status or arguments == ("doctor",)


# Quiet -----------------------------------------------------------------------------------------------------------------


def test_quiet_leaves_results_and_errors(here: Path, dan_van: DanVan) -> None:
    """Before or after the command's name; what was asked for and what is wrong is still said."""
    assert dan_van("new", "ke-hoach", "--example", "--quiet") == Ran(0, "", "")
    assert dan_van("-q", "draft", "ke-hoach.md") == Ran(0, "", "")
    assert dan_van("index", "build", "-q") == Ran(0, "", "")
    checked = dan_van("check", "ke-hoach.docx", "-q")
    assert checked.status == 0
    assert "Lưu ý" in checked.out
    assert "Đã kiểm tra" not in checked.out
    assert "10/2022/QH15" in dan_van("-q", "search", "10/2022/QH15").out
    assert "đã có, không ghi đè" in dan_van("draft", "ke-hoach.md", "-q").err


@pytest.mark.parametrize(("watched", "quiet"), [(True, False), (True, True), (False, False)])
def test_who_waits_is_told_why(dan_van: DanVan, monkeypatch: pytest.MonkeyPatch, watched: bool, quiet: bool) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: watched)
    ran = dan_van("doctor", *(["-q"] if quiet else []))
    assert ("Đang xem máy" in ran.err) == (watched and not quiet)
