"""The built wheel, installed alone, does the main job from another folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def bin_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("build")
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    ignore = shutil.ignore_patterns(".git", ".venv", "build", "dist", "out", "*.egg-info", "__pycache__", "_build")
    shutil.copytree(ROOT, source, ignore=ignore)
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(source)],
        check=True,
        capture_output=True,
        timeout=300,
    )
    environment = folder / "môi trường"
    venv.create(environment, with_pip=True)
    scripts = environment / ("Scripts" if os.name == "nt" else "bin")
    wheel = next(folder.glob("*.whl"))
    subprocess.run(
        [scripts / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(wheel)],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return scripts


def run(scripts: Path, folder: Path, *arguments: str) -> str:
    env = {**os.environ, "DAN_VAN_HOME": str(folder / "nhà")}
    ran = subprocess.run(
        [scripts / "dan-van", *arguments],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_search_and_draft_from_the_wheel(bin_folder: Path, tmp_path: Path) -> None:
    assert "văn bản" in run(bin_folder, tmp_path, "search", "dân vận khéo")
    for name in ("office.yaml", "ke-hoach-chi-thi-33.md"):
        shutil.copy(ROOT / "examples" / name, tmp_path)
    assert "Đã soạn" in run(bin_folder, tmp_path, "draft", "ke-hoach-chi-thi-33.md")
    run(bin_folder, tmp_path, "new", "ke-hoach", "--example", "-o", "mẫu.md")
    run(bin_folder, tmp_path, "draft", "mẫu.md")
    assert "0 lỗi" in run(bin_folder, tmp_path, "corpus", "check")
    # Nothing is written beside the package. (One test: the wheel would be built again by another worker.)
    shipped = next(bin_folder.parent.rglob("shipped"))
    assert {path.name for path in shipped.iterdir()} == {"corpus", "examples", "templates"}
    assert not list(shipped.parent.rglob("manifest.json"))
