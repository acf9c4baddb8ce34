"""``dan-van show``."""

from __future__ import annotations

from typing import Any

import click

from dan_van.cli.output import show_json
from dan_van.corpus import titles
from dan_van.dates import format_short
from dan_van.errors import UnknownName
from dan_van.library import Library
from dan_van.model import Document, Provision, TextKind

_TEXT_NOTES = {
    TextKind.NONE: "Kho chưa có lời văn của văn bản này.",
    TextKind.SUMMARY: "Dưới đây là tóm tắt của kho, không phải lời văn chính thức.",
    TextKind.FULL: "",
}


@click.command(short_help="Xem một văn bản hoặc một điều khoản.")
@click.argument("wanted", nargs=-1, required=True, metavar="MÃ|SỐ KÝ HIỆU[#ĐIỀU KHOẢN]")
@click.option("--toc", is_flag=True, help="Chỉ in mục lục.")
@click.option("--relations", is_flag=True, help="In quan hệ với văn bản khác.")
@click.option("--json", "as_json", is_flag=True, help="In JSON cho chương trình khác đọc.")
def show(wanted: tuple[str, ...], toc: bool, relations: bool, as_json: bool) -> None:
    """Xem một văn bản theo mã, số ký hiệu hoặc tên.

    \b
    Ví dụ:
      dan-van show 33/CT-TTg
      dan-van show 10/2022/QH15#dieu-15
      dan-van show "10/2022/QH15#khoản 3 Điều 15"
    """
    library = Library.open()
    name, _, address = " ".join(wanted).partition("#")
    document = _one(library, name.strip())
    provision = library.provision(document, address.strip()) if address else None
    if as_json:
        show_json(_values(library, document, provision))
        return
    click.echo(click.style(titles.title(document), bold=True))
    if provision is None:
        _show_facts(document)
    if relations:
        _show_relations(library, document)
    if toc:
        for item in document.provisions:
            click.echo(f"{'  ' * item.id.count('.')}{item.label} {item.heading or ''}  [{item.id}]".rstrip())
    elif document.text is TextKind.NONE:
        click.echo(f"\n{_TEXT_NOTES[document.text]}")
    else:
        note = _TEXT_NOTES[document.text]
        text = document.body[provision.span.start : provision.span.end] if provision else document.body
        click.echo(f"\n{note + chr(10) * 2 if note else ''}{text.strip()}")


def _one(library: Library, name: str) -> Document:
    found = library.find(name)
    if not found:
        raise UnknownName(f"Kho không có “{name}”. Thử “dan-van search {name}”.")
    if len(found) > 1:
        lines = "\n".join(f"  {document.id}  {titles.title(document)}" for document in found)
        raise UnknownName(f"“{name}” là nhiều văn bản; gọi lại với một mã sau:\n{lines}")
    return found[0]


def _show_facts(document: Document) -> None:
    click.echo(f"Mã: {document.id}")
    status = f"Tình trạng: {titles.status_label(document)}"
    if document.status:
        day = f" tại ngày {format_short(document.status.as_of)}" if document.status.as_of else ""
        status += f"{day} ({document.status.source})"
    click.echo(status)
    if document.effective:
        click.echo(f"Có hiệu lực từ: {format_short(document.effective)}")
    if document.expired:
        click.echo(f"Hết hiệu lực từ: {format_short(document.expired)}")
    if document.signer and document.signer.name:
        click.echo(f"Người ký: {document.signer.name}")
    if document.source:
        click.echo(f"Nguồn: {document.source.name} (độ tin cậy {document.source.confidence})")
    for note in document.notes:
        click.echo(f"Ghi chú: {note}")


def _show_relations(library: Library, document: Document) -> None:
    acted = library.corpus.acting_on(document.id)
    if not document.relations and not acted:
        click.echo("\nKho chưa ghi quan hệ nào.")
    for relation in document.relations:
        click.echo(
            f"  → {relation.kind.label} {_named(library, relation.target)}{f' ({relation.pin})' if relation.pin else ''}"
        )
    for actor, relation in acted:
        click.echo(
            f"  ← {titles.label(actor)} {relation.kind.label} văn bản này{f' ({relation.pin})' if relation.pin else ''}  [{actor.id}]"
        )


def _named(library: Library, target: str) -> str:
    known = library.corpus.knows(target)
    return f"{titles.label(library.get(target.partition('#')[0]))}  [{target}]" if known else f"{target} (chưa có trong kho)"


def _values(library: Library, document: Document, provision: Provision | None) -> dict[str, Any]:
    status = document.status
    return {
        "id": document.id,
        "code": str(document.code) if document.code else None,
        "type": document.type,
        "title": titles.title(document),
        "issuers": list(document.issuers),
        "issued": document.issued and document.issued.isoformat(),
        "effective": document.effective and document.effective.isoformat(),
        "expired": document.expired and document.expired.isoformat(),
        "status": status
        and {"value": status.value, "as_of": status.as_of and status.as_of.isoformat(), "source": status.source},
        "text": document.text,
        "relations": [{"kind": r.kind, "target": r.target, "pin": r.pin} for r in document.relations],
        "related": [{"kind": r.kind, "document": actor.id, "pin": r.pin} for actor, r in library.corpus.acting_on(document.id)],
        "provision": provision
        and {"id": provision.id, "label": provision.label, "heading": provision.heading, "text": provision.text},
        "provisions": [{"id": p.id, "label": p.label, "heading": p.heading} for p in document.provisions],
        "body": document.body,
    }
