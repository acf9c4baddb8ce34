"""The command group and the one place where errors become messages and exit statuses.

Exit status: 0 done, 1 findings (content must be mended), 2 misuse or something missing, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import os
import sys

import click

import dan_van
from dan_van.cli import (
    check,
    cite,
    completion,
    corpus,
    doctor,
    draft,
    index,
    init,
    language,
    new,
    plan,
    report,
    search,
    show,
    templates,
)
from dan_van.cli.language import words
from dan_van.cli.output import show_error
from dan_van.cli.terminal import quiet_option
from dan_van.errors import DanVanError


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}, subcommand_metavar="LỆNH [THAM SỐ]…"
)
@click.version_option(
    dan_van.__version__, prog_name="dan-van", message="%(prog)s %(version)s", help="Hiện phiên bản rồi thoát."
)
def cli() -> None:
    """Tra cứu chỉ đạo về dân vận, soạn văn bản của xã, phường, thôn, tổ dân phố.

    Bắt đầu: “dan-van init” tạo hồ sơ cơ quan, “dan-van new ke-hoach” tạo bản thảo, “dan-van draft” in ra tệp Word.
    """


_COMMANDS: tuple[click.Command, ...] = (
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
)
for _command in _COMMANDS:
    cli.add_command(_command)


def _complete(command: click.Command) -> None:
    """What every command has: --quiet, and its options named in Vietnamese."""
    command.options_metavar = "[TÙY CHỌN]"
    command.params.append(quiet_option())
    for inner in command.commands.values() if isinstance(command, click.Group) else ():
        _complete(inner)


_complete(cli)


def main() -> None:
    """Entry point of ``dan-van``."""
    language.settle(cli)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Windows console or a C locale must not stop Vietnamese output
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        status = cli.main(prog_name="dan-van", standalone_mode=False)
    except click.exceptions.Exit as done:
        status = done.exit_code
    except (click.exceptions.Abort, KeyboardInterrupt):
        click.echo(words("Đã dừng, không ghi gì thêm."), err=True)
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
        fault = f"{type(error).__name__}: {error}"
        click.echo(words("Lỗi của chương trình, không phải của bạn: {fault}", fault=fault), err=True)
        click.echo(words("Đặt biến môi trường DAN_VAN_DEBUG=1, chạy lại và gửi kèm phần hiện ra khi báo lỗi."), err=True)
        status = 2
    sys.exit(status or 0)
