"""How the command line speaks: results, notes that ``--quiet`` leaves out, bars and words for those who wait."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Protocol

import click

from dan_van.cli.language import words


def say(wording: str, /, *, err: bool = False, **values: object) -> None:
    """A line of what was asked for."""
    click.echo(words(wording, **values), err=err)


def note(wording: str, /, *, err: bool = False, **values: object) -> None:
    """A line about the work itself, what was written where; ``--quiet`` leaves it out."""
    if not quiet():
        say(wording, err=err, **values)


_QUIET = "dan_van.quiet"


def quiet_option() -> click.Option:
    """``--quiet``, before or after the command's name."""
    return click.Option(
        ["-q", "--quiet"],
        is_flag=True,
        expose_value=False,
        callback=_hush,
        help="Chỉ in kết quả và lỗi, không báo việc đã làm.",
    )


def _hush(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    context.meta[_QUIET] = wanted or quiet()


def quiet() -> bool:
    """Whether ``--quiet`` was given."""
    context = click.get_current_context(silent=True)
    return bool(context and context.meta.get(_QUIET))


class Advance(Protocol):
    """How far the work is: ``done`` of ``total`` (as before when it is not given)."""

    def __call__(self, done: int, total: int | None = None) -> None: ...  # noqa: D102


@contextmanager
def progress(label: str, total: int = 1, *, hidden: bool = False) -> Iterator[Advance]:
    """A bar on standard error once the work has taken a second, when somebody is watching."""
    began = monotonic()
    unseen = hidden or quiet() or not sys.stderr.isatty()
    with click.progressbar(length=total, label=words(label), file=sys.stderr, hidden=True) as bar:

        def advance(done: int, total: int | None = None) -> None:
            bar.length = bar.length if total is None else total
            bar.hidden = unseen or monotonic() - began < 1
            bar.update(done - bar.pos)

        yield advance
        advance(bar.length or 0)


@contextmanager
def waiting(label: str, *, hidden: bool = False) -> Iterator[None]:
    """A word on standard error while another program works, when somebody is watching; gone when it is done."""
    shown = "" if hidden or quiet() or not sys.stderr.isatty() else words(label)
    click.echo(shown, nl=False, err=True)
    try:
        yield
    finally:
        click.echo(f"\r{' ' * len(shown)}\r" if shown else "", nl=False, err=True)
