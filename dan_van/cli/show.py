"""``dan-van show``."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from dan_van.cli import completion
from dan_van.cli.language import told, words
from dan_van.cli.output import DAY, show_json, show_validity, validity_values
from dan_van.cli.terminal import say
from dan_van.corpus import Standing, Validity, acts_from, titles
from dan_van.dates import format_short
from dan_van.errors import UnknownName
from dan_van.library import Library
from dan_van.model import Document, Provision, Relation, RelationKind, TextKind
from dan_van.provisions import read_pin, write_pin
from dan_van.saying import said

_TEXT_NOTES = {
    TextKind.NONE: said("Kho chưa có lời văn của văn bản này."),
    TextKind.SUMMARY: said("Dưới đây là tóm tắt của kho, không phải lời văn chính thức."),
    TextKind.FULL: "",
}


@click.command(short_help="Xem một văn bản hoặc một điều khoản.")
@click.argument("wanted", nargs=-1, required=True, metavar="MÃ|SỐ KÝ HIỆU[#ĐIỀU KHOẢN]", shell_complete=completion.codes)
@click.option("--toc", is_flag=True, help="Chỉ in mục lục.")
@click.option("--relations", is_flag=True, help="In quan hệ với văn bản khác, hai chiều.")
@click.option("--on", type=DAY, metavar="NGÀY", help="Hiệu lực vào ngày này (23/11/2026); không ghi thì hôm nay.")
@click.option("--json", "as_json", is_flag=True, help="In JSON cho chương trình khác đọc.")
def show(wanted: tuple[str, ...], toc: bool, relations: bool, on: date | None, as_json: bool) -> None:
    """Xem một văn bản, hoặc một điều khoản của nó, theo mã, số ký hiệu hoặc tên; kèm hiệu lực vào một ngày.

    \b
    Ví dụ:
      dan-van show 33/CT-TTg
      dan-van show 10/2022/QH15#dieu-15
      dan-van show "10/2022/QH15#khoản 3 Điều 15" --on 01/7/2025
    """
    library = Library.open()
    name, _, address = " ".join(wanted).partition("#")
    document = _one(library, name.strip())
    provision = _provision(library, document, address.strip()) if address else None
    judged = library.validity(document, on, provision.id if provision else address.strip() or None)
    if as_json:
        show_json(_values(library, document, provision, judged))
        return
    click.echo(click.style(titles.title(document), bold=True))
    if judged.unit is None:
        say("Mã: {id}", id=document.id)
    show_validity(judged)
    if judged.standing is Standing.PARTLY:
        say('  Xem một điều khoản: dan-van show "{id}#khoản … Điều …"', id=document.id)
    if judged.unit is None:
        _show_facts(document)
    if relations:
        _show_relations(library, document, judged.on)
    if toc:
        for item in document.provisions:
            click.echo(f"{'  ' * item.id.count('.')}{item.label} {item.heading or ''}  [{item.id}]".rstrip())
    elif document.text is TextKind.NONE:
        click.echo(f"\n{told(_TEXT_NOTES[document.text])}")
    elif judged.unit and provision is None:
        say("\nTóm tắt của kho không nhắc {unit}.", unit=write_pin(judged.unit))
    else:
        note = told(_TEXT_NOTES[document.text])
        text = document.body[provision.span.start : provision.span.end] if provision else document.body
        click.echo(f"\n{note + chr(10) * 2 if note else ''}{text.strip()}")


def _provision(library: Library, document: Document, address: str) -> Provision | None:
    """The provision asked for; None when it may exist though the corpus has not its words. Raises UnknownName."""
    try:
        return library.provision(document, address)
    except UnknownName:
        if document.text is TextKind.FULL or read_pin(write_pin(address)) is None:
            raise
        return None


def _one(library: Library, name: str) -> Document:
    found = library.find(name)
    if not found:
        raise UnknownName("Kho không có “{name}”. Thử “dan-van search {name}”.", name=name)
    if len(found) > 1:
        lines = "\n".join(f"  {document.id}  {titles.title(document)}" for document in found)
        raise UnknownName("“{name}” là nhiều văn bản; gọi lại với một mã sau:\n{lines}", name=name, lines=lines)
    return found[0]


def _show_facts(document: Document) -> None:
    if document.effective:
        say("Có hiệu lực từ: {day}", day=format_short(document.effective))
    if document.expired:
        say("Hết hiệu lực từ: {day}", day=format_short(document.expired))
    if document.signer and document.signer.name:
        say("Người ký: {name}", name=document.signer.name)
    if document.source:
        say("Nguồn: {name} (độ tin cậy {confidence})", name=document.source.name, confidence=document.source.confidence)
    for note in document.notes:
        say("Ghi chú: {note}", note=note)


def _show_relations(library: Library, document: Document, on: date) -> None:
    acted = library.corpus.acting_on(document.id)
    if document.relations or acted:
        say("\nQuan hệ với văn bản khác, xét ngày {day}:", day=format_short(on))
    else:
        say("\nKho chưa ghi quan hệ nào.")
    for relation in document.relations:
        click.echo(f"  → {told(relation.kind.label)} {_named(library, relation.target)}{_when(document, relation, on)}")
    for actor, relation in acted:
        unit = relation.target.partition("#")[2]
        what = words("{unit} của văn bản này", unit=write_pin(unit)) if unit else words("văn bản này")
        click.echo(f"  ← {titles.label(actor)} {told(relation.kind.label)} {what}{_when(actor, relation, on)}  [{actor.id}]")


_WITHOUT_DAY = (RelationKind.CAN_CU, RelationKind.DAN_CHIEU, RelationKind.HOP_NHAT)
"""Kinds that say something about a text and change nothing from a day on."""


def _when(actor: Document, relation: Relation, on: date) -> str:
    """Where it stands, from which day, and whether it acts on the day asked for."""
    pin = f" ({relation.pin})" if relation.pin else ""
    if relation.kind in _WITHOUT_DAY:
        return pin
    day = acts_from(actor, relation)
    if day is None:
        return words("{pin}, chưa rõ từ ngày nào", pin=pin)
    if actor.expired and actor.expired <= day:
        return words("{pin}, không có hiệu lực ngày nào", pin=pin)
    if day <= on:
        return words("{pin}, tác động từ {day}", pin=pin, day=format_short(day))
    return words("{pin}, chưa tác động (từ {day})", pin=pin, day=format_short(day))


def _named(library: Library, target: str) -> str:
    if not library.corpus.knows(target):
        return words("{id} (chưa có trong kho)", id=target)
    return f"{titles.label(library.get(target.partition('#')[0]))}  [{target}]"


def _values(library: Library, document: Document, provision: Provision | None, judged: Validity) -> dict[str, Any]:
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
        "validity": validity_values(judged),
        "relations": [_relation_values("target", r.target, document, r) for r in document.relations],
        "related": [_relation_values("document", a.id, a, r) for a, r in library.corpus.acting_on(document.id)],
        "provision": provision
        and {"id": provision.id, "label": provision.label, "heading": provision.heading, "text": provision.text},
        "provisions": [{"id": p.id, "label": p.label, "heading": p.heading} for p in document.provisions],
        "body": document.body,
    }


def _relation_values(side: str, other: str, actor: Document, relation: Relation) -> dict[str, Any]:
    day = acts_from(actor, relation)
    unit = relation.target.partition("#")[2] or None
    return {"kind": relation.kind, side: other, "pin": relation.pin, "unit": unit, "effective": day and day.isoformat()}
