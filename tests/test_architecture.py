"""The design's promises about the code itself: layers, light imports, the public names."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import dan_van
from tests.conftest import ROOT

PACKAGE = ROOT / "dan_van"

# What may import what: a module imports its own layer's package or a lower layer, never a higher one.
LAYERS = [
    {
        "model",
        "codes",
        "text",
        "syllables",
        "dates",
        "errors",
        "data",
        "tables",
        "frontmatter",
        "schema",
        "resources",
        "files",
        "office_suite",
        "office",
        "numerals",
        "saying",
    },
    {"provisions", "layout"},
    {"readers"},
    {"metadata"},
    {"corpus"},
    {"citations", "search", "reports"},
    {"drafting", "checking"},
    {"library"},
    {"cli"},
    {"__main__"},
]
LAYER_OF = {name: rank for rank, names in enumerate(LAYERS) for name in names}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


@cache
def imported(path: Path) -> set[str]:
    """First names below ``dan_van`` that a module imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("dan_van.")}
        elif isinstance(node, ast.ImportFrom) and node.module:
            parts = node.module.split(".")
            if parts[0] == "dan_van":
                found |= {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_down(path: Path) -> None:
    own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if own == "__init__":
        return  # re-exports lazily
    for name in imported(path) - {own, "__version__"}:
        assert LAYER_OF[name] <= LAYER_OF[own], f"{own} nhập {name}"
        same_layer = LAYER_OF[name] == LAYER_OF[own]
        assert not same_layer or LAYER_OF[own] == 0, f"{own} và {name} cùng tầng, không được nhập nhau"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_modules_are_small_and_say_why_they_are_there(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= 400
    assert ast.get_docstring(ast.parse(text))


HEAVY_HOMES = {
    "whoosh": {"search"},
    "docx": {"drafting", "checking", "reports"},
    "docxtpl": {"drafting"},
    "markdown_it": {"drafting"},
    "jsonschema": {"schema.py"},
    "jinja2": {"drafting"},
    "lxml": {"readers", "corpus", "checking"},
    "pypdfium2": {"readers"},
    "python_calamine": {"readers"},
    "openpyxl": {"reports"},
    "matplotlib": {"reports"},
    "icalendar": {"reports"},
}


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_heavy_libraries_live_in_one_place(path: Path) -> None:
    place = path.relative_to(PACKAGE).parts[0]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
        for name in names:
            home = HEAVY_HOMES.get(name.split(".")[0])
            assert home is None or place in home, f"{place} nhập {name}"


def loaded_by(code: str) -> set[str]:
    """Third-party packages that a fresh interpreter loads for some code."""
    script = f"import sys; before = set(sys.modules)\n{code}\nprint(*{{m.split('.')[0] for m in set(sys.modules) - before}})"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    names = set(ran.stdout.splitlines()[-1].split())
    return {
        name
        for name in names
        if name not in sys.stdlib_module_names and not name.startswith(("_", "dan_van", "cython_runtime"))
    }


def test_importing_the_package_loads_nothing() -> None:
    assert loaded_by("import dan_van; dan_van.DanVanError") == set()


def test_help_loads_only_the_command_line() -> None:
    code = "sys.argv = ['dan-van', '--help']\nfrom dan_van.cli.app import main\ntry:\n    main()\nexcept SystemExit:\n    pass"
    assert loaded_by(code) == {"click", "yaml"}


def test_public_names_are_pinned() -> None:
    assert sorted(dan_van.__all__) == [
        "Code", "ContentError", "DanVanError", "Document", "FileProblem", "Finding", "Library", "MissingTool", "Provision", "UnknownName", "UsageError",
    ]  # fmt: skip
    assert all(getattr(dan_van, name) for name in dan_van.__all__)


def test_the_version_stands_once() -> None:
    assert "version = attr: dan_van.__version__" in (ROOT / "setup.cfg").read_text("utf-8")
