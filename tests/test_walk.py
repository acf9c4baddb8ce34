"""A newcomer follows the ten-minute tutorial from top to bottom: what is typed, and what the machine answers."""

from __future__ import annotations

import io
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT, Ran
from tests.docx_text import paragraphs
from tests.test_docs import as_pattern

PAGE = (ROOT / "docs" / "huong-dan-10-phut.md").read_text("utf-8")
STEP = re.compile(
    r"```text\n\$ dan-van (?P<asked>init.*?)\n(?P<dialogue>.*?)```"
    r"|```\{code-block\} markdown\n:caption: (?P<name>\S+)\n\n(?P<draft>.*?)```"
    r"|```console\n(?P<console>.*?)```",
    re.DOTALL,
)
PAPERS = {"quyet-dinh", "ke-hoach", "bao-cao", "bien-ban"}


def test_the_tutorial_from_top_to_bottom(dan_van: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "Thư mục mới của tôi"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for step in STEP.finditer(PAGE):
        if step["asked"]:
            _answer(step["asked"], step["dialogue"], dan_van, monkeypatch)
        elif step["name"]:
            assert (folder / step["name"]).is_file(), f"{step['name']}: chưa tạo bằng “new”"
            (folder / step["name"]).write_text(step["draft"], "utf-8")
        else:
            for command, shown in re.findall(r"^\$ dan-van (.+?)\n(.*?)(?=^\$ |\Z)", step["console"], re.DOTALL | re.MULTILINE):
                ran = dan_van(*(word for word in shlex.split(command) if word != "--pdf"))  # LibreOffice has its own test
                said = (ran.out + ran.err).strip("\n")
                assert as_pattern(re.sub(r" và \S+\.pdf", "", shown)).fullmatch(said), f"$ dan-van {command}\n{said}"
    assert {path.stem for path in folder.glob("*.docx")} == PAPERS
    printed = re.search(r":class: in-ra\n\n(.+)\n", PAGE)
    assert printed
    assert f"- {printed[1]}" in paragraphs(folder / "bien-ban.docx")


def _answer(command: str, dialogue: str, dan_van: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    """Questions are the lines with a colon before the answer, up to “Đã tạo”."""
    questions, made, told = dialogue.partition("Đã tạo")
    prompts = [re.fullmatch(r"(.*(?:\)|\]):) ?(.*)", line) for line in questions.splitlines()]
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{prompt[2]}\n" for prompt in prompts if prompt)))
    ran = dan_van(*shlex.split(command))
    assert ran.out == "".join(f"{prompt[1]} " for prompt in prompts if prompt) + made + told
