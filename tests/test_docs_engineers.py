"""The engineers' pages say of the code what is so: every module, what each package may import and who imports it, links, the worked program."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.test_architecture import LAYER_OF, LAYERS, PACKAGE, imported, modules
from tests.test_docs import files

ENGLISH = ROOT / "docs" / "en"
FOUNDATION = LAYERS[0]
UNITS = {"foundation": FOUNDATION, "layout-and-provisions": {"layout", "provisions"}} | {
    name: {name}
    for name in ("readers", "metadata", "corpus", "citations", "search", "reports", "drafting", "checking", "library", "cli")
}
"""Page → what it describes, as :data:`LAYERS` names it."""
PAGES = sorted(UNITS)


def page(name: str) -> str:
    return (ENGLISH / "packages" / f"{name}.md").read_text("utf-8")


def own_modules(name: str) -> list[str]:
    """The modules of a page, as it writes them: within its package where it has one, else within ``dan_van``."""
    base = PACKAGE / name if (PACKAGE / name).is_dir() else PACKAGE
    return [
        str(path.relative_to(base).as_posix())
        for path in modules()
        if path.relative_to(PACKAGE).parts[0].removesuffix(".py") in UNITS[name] and not path.name.startswith("__")
    ]


def told(name: str, line: str) -> set[str]:
    """The names after ``May import:`` or ``Imported by:``; ``foundation`` stands for all of layer 0."""
    [words] = re.findall(rf"^{line}: (.+)$", page(name), re.MULTILINE)
    names = set(re.findall(r"`(\w+)`", words))
    return names - {"foundation"} | (FOUNDATION if "foundation" in names else set())


def test_every_unit_has_a_page() -> None:
    told_of = {unit for units in UNITS.values() for unit in units}
    assert told_of | {"__main__"} == set(LAYER_OF)
    assert sorted(path.stem for path in (ENGLISH / "packages").iterdir()) == PAGES


@pytest.mark.parametrize("name", PAGES)
def test_every_module_is_named(name: str) -> None:
    text = page(name)
    assert [module for module in own_modules(name) if f"`{module}`" not in text] == []


@pytest.mark.parametrize("name", PAGES)
def test_every_module_that_is_named_is_there(name: str) -> None:
    bases = (PACKAGE / name, PACKAGE, PACKAGE / "data", ROOT)
    named = re.findall(r"`([\w/]+\.(?:py|toml|txt|tsv))`", page(name).replace("dan_van/", ""))
    assert [path for path in named if not any((base / path).is_file() for base in bases)] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_what_may_be_imported_and_who_imports(name: str) -> None:
    rank = max(LAYER_OF[unit] for unit in UNITS[name])
    below = {unit for units in LAYERS[:rank] for unit in units}
    assert told(name, "May import") == (FOUNDATION if name == "foundation" else below)
    importers = {
        path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in modules() if imported(path) & UNITS[name]
    } - {"__init__"}
    assert told(name, "Imported by") == importers - UNITS[name]


@pytest.mark.parametrize(
    "path", [ENGLISH / "engineers.md", *sorted((ENGLISH / "packages").glob("*.md"))], ids=lambda path: path.stem
)
def test_links_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text("utf-8"))
    assert [link for link in links if "://" not in link and not (path.parent / link).exists()] == []


def test_the_program_of_an_office_prints_what_the_page_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = re.search(
        r"```console\n\$ python review\.py \.\n(.*?)```", (ENGLISH / "engineers.md").read_text("utf-8"), re.DOTALL
    )
    assert shown
    monkeypatch.chdir(tmp_path)
    shutil.copy(ROOT / "examples" / "office.yaml", tmp_path)
    given = files("en/engineers.md")
    (tmp_path / "cong-van-cu.txt").write_text(given["cong-van-cu.txt"], "utf-8")
    (tmp_path / "trong.docx").touch()
    monkeypatch.setattr("sys.argv", ["review.py", "."])
    exec(compile(given["review.py"], "review.py", "exec"), {})
    assert capsys.readouterr().out == shown[1]
