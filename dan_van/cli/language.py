"""The language of the command line: Vietnamese, or English with ``DAN_VAN_LANG=en``.

The Vietnamese sentence is the key of the English one (``locale/en``). What is said about a paper, its findings, and what
is printed into papers stays Vietnamese: those are words for and from Vietnamese papers.
"""

from __future__ import annotations

import gettext
import inspect
import os
from functools import cache
from pathlib import Path

import click

from dan_van.saying import retold, said

_CATALOGUES = str(Path(__file__).with_name("locale"))


def english() -> bool:
    """Whether English is wanted."""
    return os.environ.get("DAN_VAN_LANG") == "en"


def words(wording: str, /, **values: object) -> str:
    """A sentence of the command line in the language wanted: ``words("Đã ghi {path}.", path=path)``."""
    return told(said(wording, **values))


def told(sentence: str) -> str:
    """A sentence of the library, an error's above all, in the language wanted."""
    return retold(sentence, _catalogue().gettext) if english() else sentence


def settle(command: click.Command) -> None:
    """Give click's own messages, the help of a command and of those below it the language wanted."""
    if english():
        _help_in_english(command)
        return
    os.environ["LANGUAGE"] = "vi"  # Windows sets none at all
    gettext.bindtextdomain("messages", _CATALOGUES)
    gettext.textdomain("messages")


@cache
def _catalogue() -> gettext.NullTranslations:
    return gettext.translation("dan_van", _CATALOGUES, ["en"])


def _help_in_english(command: click.Command) -> None:
    def translated(help_text: str | None) -> str:
        return _catalogue().gettext(inspect.cleandoc(help_text)) if help_text else ""

    command.help, command.short_help = translated(command.help), translated(command.short_help)
    command.options_metavar = translated(command.options_metavar)
    for parameter in command.params:
        parameter.metavar = translated(parameter.metavar) or None
        if isinstance(parameter, click.Option):
            parameter.help = translated(parameter.help)
            parameter.prompt = translated(parameter.prompt) or None
    if isinstance(command, click.Group):
        command.subcommand_metavar = translated(command.subcommand_metavar)
        for inner in command.commands.values():
            _help_in_english(inner)
