"""What every test stands on: a home of its own, the shipped library, and ways to call the command line."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from dan_van import Library
from dan_van.cli import app

# Searching for new cases is for developers' machines; CI repeats the same ones, and no example is timed.
settings.register_profile("search", deadline=None)
settings.register_profile("repeat", deadline=None, derandomize=True)
settings.load_profile("repeat" if os.environ.get("CI") else "search")

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(autouse=True)
def _home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the user's own corpus, templates or index."""
    monkeypatch.setenv("DAN_VAN_HOME", str(tmp_path_factory.mktemp("home")))


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The shipped corpus and templates, with an index of its own."""
    return Library.open([ROOT / "corpus"], [ROOT / "templates"], tmp_path_factory.mktemp("index"))


@pytest.fixture
def shared() -> Path:
    """Real documents kept outside the project; tests that need them are skipped where they are not."""
    if not SHARED.is_dir():
        pytest.skip("không có thư mục dữ liệu thật cạnh dự án")
    return SHARED


@dataclass(frozen=True)
class Ran:
    status: int
    out: str
    err: str


@pytest.fixture
def dan_van(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Call ``dan-van`` as from a shell, in this process: exit status, what it said."""

    def run(*arguments: object) -> Ran:
        monkeypatch.setattr("sys.argv", ["dan-van", *map(str, arguments)])
        with pytest.raises(SystemExit) as done:
            app.main()
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return Ran(int(done.value.code or 0), out, err)

    return run


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with spaces and diacritics in its name, holding the example office."""
    folder = tmp_path / "Bàn làm việc"
    folder.mkdir()
    shutil.copy(ROOT / "examples" / "office.yaml", folder)
    return folder


def read_cases(name: str) -> list[tuple[str, str, str]]:
    """Cases of ``tests/cases/<name>``: title, input, expected, each ended by a line with one dot."""
    cells = [""]
    for line in (ROOT / "tests" / "cases" / name).read_text("utf-8").splitlines():
        if line == ".":
            cells.append("")
        else:
            cells[-1] += f"\n{line}" if cells[-1] else line
    assert cells.pop() == "", f"{name}: thiếu dòng chấm ở cuối"
    assert len(cells) % 3 == 0, f"{name}: {len(cells)} ô, không chia hết cho 3"
    return [(cells[i], cells[i + 1], cells[i + 2]) for i in range(0, len(cells), 3)]
