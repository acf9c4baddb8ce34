"""``dan-van completion``, and what the Tab key offers: codes, templates, return forms."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem, get_completion_class

from dan_van.cli.terminal import say
from dan_van.text import fold

_PROGRAM, _VARIABLE = "dan-van", "_DAN_VAN_COMPLETE"
_WHERE = {"bash": "~/.bashrc", "zsh": "~/.zshrc", "fish": "~/.config/fish/completions/dan-van.fish"}


@click.command(short_help="Bật phím Tab điền nốt lệnh, số ký hiệu, tên mẫu.")
@click.argument("shell", metavar="SHELL", type=click.Choice(sorted(_WHERE)), default="bash")
def completion(shell: str) -> None:
    """In đoạn lệnh để phím Tab điền nốt lệnh, số ký hiệu, tên mẫu (bash, zsh, fish).

    \b
    Ví dụ, thêm vào ~/.bashrc:
      eval "$(dan-van completion bash)"
    """
    made = get_completion_class(shell)
    assert made is not None
    click.echo(made(click.get_current_context().find_root().command, {}, _PROGRAM, _VARIABLE).source())
    line = f'eval "$({_PROGRAM} completion {shell})"'
    say("# Thêm vào {file}:  {line}", file=_WHERE[shell], line=line)


def codes(context: click.Context, parameter: click.Parameter, typed: str) -> list[CompletionItem]:
    """Symbols of the corpus that begin as typed, marks or not, with what they are about."""
    from dan_van.corpus import titles
    from dan_van.library import Library

    wanted = fold(typed)
    return [
        CompletionItem(str(document.code), help=titles.full_label(document)[:60])
        for document in Library.open().corpus
        if document.code and fold(str(document.code)).startswith(wanted)
    ]


def templates(context: click.Context, parameter: click.Parameter, typed: str) -> list[CompletionItem]:
    """Names of templates."""
    from dan_van.drafting import templates as known
    from dan_van.library import Library

    return [
        CompletionItem(template.name, help=template.title)
        for template in known.available(Library.open().template_folders)
        if template.name.startswith(typed)
    ]


def forms(context: click.Context, parameter: click.Parameter, typed: str) -> list[CompletionItem]:
    """Names of return forms."""
    from dan_van.reports import indicators

    return [CompletionItem(name, help=title) for name, title in indicators.shipped().items() if name.startswith(typed)]
