"""What the program says, read from its source, against the English catalogue: ``python -m tests.sentences`` brings it up to date.

New sentences are added with an empty translation, those no longer said go, and the catalogues are compiled.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import click
import polib

import dan_van
from dan_van.cli import app
from dan_van.errors import DanVanError

LOCALE = Path(dan_van.__file__).with_name("cli") / "locale"
ENGLISH = LOCALE / "en" / "LC_MESSAGES" / "dan_van.po"
SPEAKERS = {"said", "words", "say", "note", "progress", "waiting"}


def error_names() -> set[str]:
    """The names of our errors: each is made with a sentence."""
    for module in pkgutil.walk_packages(dan_van.__path__, "dan_van."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    found, waiting = set(), [DanVanError]
    while waiting:
        one = waiting.pop()
        found.add(one.__name__)
        waiting += one.__subclasses__()
    return found


def spoken() -> Iterator[tuple[str, ast.Call]]:
    """Every call in the source that says something: where it is, and the call."""
    speakers = SPEAKERS | error_names()
    for path in sorted(Path(dan_van.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in speakers and node.args:
                yield f"{path.relative_to(Path(dan_van.__file__).parent)}:{node.lineno}", node


def wordings() -> set[str]:
    """The sentences of the source, as the catalogue has them for keys."""
    literal = (node.args[0] for _, node in spoken())
    return {one.value for one in literal if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def of_help(command: click.Command) -> set[str]:
    """Everything that help says of a command and those below it."""
    found = {command.help, command.short_help, command.options_metavar, getattr(command, "subcommand_metavar", "")}
    for parameter in command.params:
        found |= {parameter.metavar, getattr(parameter, "help", ""), getattr(parameter, "prompt", "")}
    for inner in command.commands.values() if isinstance(command, click.Group) else ():
        found |= of_help(inner)
    return {inspect.cleandoc(one) for one in found if isinstance(one, str) and one}


def renew() -> None:
    """Add what is new to the English catalogue, drop what is gone, compile every catalogue."""
    catalogue = polib.pofile(str(ENGLISH), wrapwidth=120)
    wanted = wordings() | of_help(app.cli)
    known = {entry.msgid for entry in catalogue}
    for entry in [entry for entry in catalogue if entry.msgid not in wanted]:
        catalogue.remove(entry)
    catalogue.extend(polib.POEntry(msgid=one) for one in sorted(wanted - known))
    catalogue.save()
    for path in LOCALE.glob("*/LC_MESSAGES/*.po"):
        polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))
    print(f"{len(wanted)} câu, {len(catalogue.untranslated_entries())} câu chưa dịch")


if __name__ == "__main__":
    renew()
