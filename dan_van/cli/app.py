"""The command group and the one place where errors become messages and exit statuses.

Exit status: 0 done, 1 findings (content must be mended), 2 misuse or something missing, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import gettext
import inspect
import os
import sys
from pathlib import Path

import click

import dan_van
from dan_van.cli import check, cite, completion, corpus, doctor, draft, index, init, new, plan, report, search, show, templates
from dan_van.cli.output import show_error
from dan_van.errors import DanVanError


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}, subcommand_metavar="LỆNH [THAM SỐ]…"
)
@click.version_option(
    dan_van.__version__, prog_name="dan-van", message="%(prog)s, phiên bản %(version)s", help="Hiện phiên bản rồi thoát."
)
def cli() -> None:
    """Tra cứu chỉ đạo về dân vận, soạn văn bản của xã, phường, thôn, tổ dân phố.

    Bắt đầu: “dan-van init” tạo hồ sơ cơ quan, “dan-van new ke-hoach” tạo bản thảo, “dan-van draft” in ra tệp Word.
    """


for command in (
    init.init,
    new.new,
    draft.draft,
    check.check,
    report.report,
    plan.plan,
    search.search,
    show.show,
    cite.cite,
    corpus.corpus,
    index.index,
    templates.templates,
    doctor.doctor,
    completion.completion,
):
    cli.add_command(command)


def _name_options_in_vietnamese(command: click.Command) -> None:
    command.options_metavar = "[TÙY CHỌN]"
    for inner in command.commands.values() if isinstance(command, click.Group) else ():
        _name_options_in_vietnamese(inner)


_name_options_in_vietnamese(cli)


def main() -> None:
    """Entry point of ``dan-van``."""
    _speak_vietnamese()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Windows console or a C locale must not stop Vietnamese output
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        status = cli.main(prog_name="dan-van", standalone_mode=False)
    except click.exceptions.Exit as done:
        status = done.exit_code
    except (click.exceptions.Abort, KeyboardInterrupt):
        click.echo("Đã dừng, không ghi gì thêm.", err=True)
        status = 130
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except DanVanError as error:
        show_error(error)
        status = error.exit_status
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  the reader went away; nothing left to say
        status = 0
    except Exception as error:
        if os.environ.get("DAN_VAN_DEBUG"):
            raise
        click.echo(f"Lỗi của chương trình, không phải của bạn: {type(error).__name__}: {error}", err=True)
        click.echo("Đặt biến môi trường DAN_VAN_DEBUG=1, chạy lại và gửi kèm phần hiện ra khi báo lỗi.", err=True)
        status = 2
    sys.exit(status or 0)


def _help_in_english(command: click.Command) -> None:
    """Give a command and those below it the help of our English catalogue."""
    known = gettext.translation("dan_van", str(Path(__file__).with_name("locale")), ["en"])

    def translated(said: str) -> str:
        return known.gettext(inspect.cleandoc(said)) if said else said

    command.help, command.short_help = translated(command.help or ""), translated(command.short_help or "")
    command.options_metavar = translated(command.options_metavar or "")
    for parameter in command.params:
        parameter.metavar = translated(parameter.metavar or "") or None
        if isinstance(parameter, click.Option):
            parameter.help = translated(parameter.help or "")
    if isinstance(command, click.Group):
        command.subcommand_metavar = translated(command.subcommand_metavar)
        for inner in command.commands.values():
            _help_in_english(inner)


def _speak_vietnamese() -> None:
    """Let click's own messages come from our catalogue (Windows sets no LANGUAGE at all)."""
    if os.environ.get("DAN_VAN_LANG") == "en":
        _help_in_english(cli)
        return
    os.environ["LANGUAGE"] = "vi"
    gettext.bindtextdomain("messages", str(Path(__file__).with_name("locale")))
    gettext.textdomain("messages")
