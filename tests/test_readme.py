"""What the README shows is what happens."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT, Ran

README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = re.findall(r"^\| `dan-van (.+?)` \|", README, re.MULTILINE)


def test_there_are_commands_to_run() -> None:
    assert len(COMMANDS) >= 11


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_readme_runs(
    command: str, desk: Path, monkeypatch: pytest.MonkeyPatch, dan_van: Callable[..., Ran]
) -> None:
    monkeypatch.chdir(desk)
    arguments = [word for word in shlex.split(command) if word != "--pdf"]  # LibreOffice has its own test
    if arguments[0] == "init":
        (desk / "office.yaml").unlink()
        arguments += ["--level", "xa", "--name", "Tân Thanh", "--signer", ""]
    if arguments[:2] == ["report", "collect"]:
        (desk / arguments[2]).mkdir()
        shutil.copy(ROOT / "examples" / "thon-2025-H1.csv", desk / arguments[2])
    if arguments[0] in ("draft", "cite", "plan"):
        shutil.copy(ROOT / "templates/ke-hoach/example.md", desk / "ke-hoach.md")
    if arguments[:2] == ["corpus", "add"]:
        shutil.copy(ROOT / "templates/ke-hoach/example.md", desk / "Văn bản.md")
        assert dan_van("draft", "Văn bản.md").status == 0
    if arguments[0] == "check":
        shutil.copy(ROOT / "templates/ke-hoach/example.md", desk / "Kế hoạch.md")
        assert dan_van("draft", "Kế hoạch.md").status == 0
    ran = dan_van(*arguments)
    assert ran.status == 0, ran.err
    assert ran.out


def test_the_library_example_runs(capsys: pytest.CaptureFixture[str]) -> None:
    code = re.search(r"```python\n(.+?)```", README, re.DOTALL)
    assert code
    exec(compile(code[1], "README.md", "exec"), {})
    out = capsys.readouterr().out
    assert out.splitlines()[0].startswith("quyet-dinh/2013/217-qd-tw")
    assert out.splitlines()[-1] == "2021-11-26"


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)#]+)\)", README))
def test_links_lead_somewhere(link: str) -> None:
    assert (ROOT / link).exists()
