"""What the pages show is what the commands print: each console block is run (… stands for anything left out)."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import tomllib
from collections.abc import Callable
from configparser import ConfigParser
from pathlib import Path

import pytest

from dan_van import layout
from dan_van.checking import wording
from tests.conftest import ROOT, Ran
from tests.test_check import changed, style
from tests.test_check import page as page_setup

PAGES = (
    "lam-viec/tim-kiem.md",
    "lam-viec/vien-dan.md",
    "lam-viec/kiem-tra.md",
    "giai-thich/hieu-luc.md",
    "lam-viec/mau-rieng.md",
    "lam-viec/ke-hoach.md",
    "lam-viec/hang-loat.md",
    "lam-viec/bao-cao.md",
    "lam-viec/theo-doi.md",
    "giai-thich/vien-dan.md",
    "en/engineers.md",
    *(f"lam-viec/van-ban/{page.name}" for page in sorted((ROOT / "docs" / "lam-viec" / "van-ban").glob("*.md"))),
)
COMMANDS = ("search", "show", "cite", "check", "corpus", "index", "templates", "new", "init", "draft", "report", "plan")


def blocks() -> list[tuple[str, int, list[tuple[str, str]]]]:
    """Page, number of the block, its (command, output) pairs; blocks of other commands are another test's."""
    found = []
    for page in PAGES:
        for number, block in enumerate(
            re.findall(r"```console\n(.*?)```", (ROOT / "docs" / page).read_text("utf-8"), re.DOTALL)
        ):
            pairs = re.findall(r"^\$ dan-van (.+?)\n(.*?)(?=^\$ |\Z)", block, re.DOTALL | re.MULTILINE)
            if pairs and all(command.split()[0] in COMMANDS and "|" not in command for command, _ in pairs):
                found.append((page, number, pairs))
    return found


def files(page: str) -> dict[str, str]:
    """The files that a page shows, by the name above each."""
    text = (ROOT / "docs" / page).read_text("utf-8")
    return dict(re.findall(r"```\{code-block\} \w+\n:caption: ([^\n/]+)\n\n(.*?)```", text, re.DOTALL))


def as_pattern(shown: str) -> re.Pattern[str]:
    """The output of a page as a pattern: ``…`` is anything, HOME the office's folder."""
    shown = shown.strip("\n").replace("HOME", os.environ["DAN_VAN_HOME"])
    return re.compile(re.escape(shown).replace(re.escape("…"), ".*"), re.DOTALL)


ONE_AFTER_THE_OTHER = (
    "lam-viec/bao-cao.md",
    "lam-viec/van-ban/hop-thon.md",
    "lam-viec/van-ban/huong-uoc.md",
    "lam-viec/van-ban/lay-y-kien.md",
    "lam-viec/van-ban/quyet-dinh-cua-thon.md",
)
"""Pages whose blocks go on from where the one before left off."""


def pages_before(page: str, number: int) -> list[list[tuple[str, str]]]:
    """The earlier blocks of such a page."""
    return [pairs for other, place, pairs in blocks() if page in ONE_AFTER_THE_OTHER and other == page and place < number]


@pytest.mark.parametrize(
    ("page", "number", "pairs"), blocks(), ids=lambda value: str(value)[:24] if not isinstance(value, list) else ""
)
def test_console_blocks_show_what_is_printed(
    page: str,
    number: int,
    pairs: list[tuple[str, str]],
    dan_van: Callable[..., Ran],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(ROOT / "examples" / "office.yaml", tmp_path)
    for example in ("office-12-thon.yaml", "thon-2025-H1.csv", "thon-2026-H1.csv") if page == "lam-viec/bao-cao.md" else ():
        shutil.copy(ROOT / "examples" / example, tmp_path)
    for before in pages_before(page, number):
        for command, _ in before:
            dan_van(*shlex.split(command))
    for name, content in files(page).items():
        (tmp_path / name).write_text(content, "utf-8")
    if "Kế hoạch.docx" in "".join(command for command, _ in pairs):
        _last_years_plan(dan_van, tmp_path)
    for command, shown in pairs:
        ran = dan_van(*shlex.split(command))
        assert as_pattern(shown).fullmatch((ran.out + ran.err).strip("\n")), f"$ dan-van {command}\n{ran.out}{ran.err}"


def _last_years_plan(dan_van: Callable[..., Ran], folder: Path) -> None:
    """A plan with a narrow margin and upright căn cứ."""
    shutil.copy(ROOT / "templates" / "ke-hoach" / "example.md", folder / "mẫu.md")
    dan_van("draft", "mẫu.md")
    upright = style("DVCanCu", "rPr", "i", val="0")
    changed(folder / "mẫu.docx", folder / "Kế hoạch.docx", page_setup("pgMar", left="1134"), upright)


def test_there_are_blocks_to_run() -> None:
    assert len(blocks()) >= 10


def test_every_template_has_a_place_in_the_list_of_papers() -> None:
    page = (ROOT / "docs" / "lam-viec" / "van-ban" / "index.md").read_text("utf-8")
    listed = [name for row in re.findall(r"^\| [^|]+ \|([^|]+)\|", page, re.MULTILINE) for name in re.findall(r"`(.+?)`", row)]
    templates = {path.parent.name for path in (ROOT / "templates").glob("*/schema.yaml")}
    assert sorted(listed) == sorted(templates)


def test_the_example_of_citing_prints_what_the_page_shows(capsys: pytest.CaptureFixture[str]) -> None:
    page = "en/engineers.md"
    shown = re.search(r"```console\n\$ python office\.py\n(.*?)```", (ROOT / "docs" / page).read_text("utf-8"), re.DOTALL)
    assert shown
    exec(compile(files(page)["office.py"], "office.py", "exec"), {})
    assert capsys.readouterr().out == shown[1]


def test_every_rule_that_the_checker_names_has_a_page() -> None:
    """The layout table's, and what the checks tell besides."""
    sources = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "dan_van" / "checking").glob("*.py")))
    named = set(re.findall(r'found\(\s*"([a-z-]+)"', sources)) | {f"thieu-{one}" for one in wording._NEEDED}
    beyond = tomllib.loads((ROOT / "docs" / "rules_beyond_table.toml").read_text("utf-8"))
    assert named == set(beyond)
    assert not set(beyond) & {rule.id for rule in layout.rules()}
    assert all(set(facts) == {"title", "why", "source", "wrong", "right"} for facts in beyond.values())


def test_every_library_and_its_licence_is_listed() -> None:
    settings = ConfigParser()
    settings.read(ROOT / "setup.cfg", "utf-8")
    wanted = [settings["options"]["install_requires"], *settings["options.extras_require"].values()]
    names = {re.split(r"[<>=]", line)[0] for block in wanted for line in block.split() if line and line[0] not in "<>="}
    page = (ROOT / "docs" / "tham-chieu" / "thu-vien.md").read_text("utf-8")
    assert [name for name in sorted(names) if name not in page and not name.startswith("types-")] == []
