"""Notes of staff on a customer: in the customer's partition, sealed with their key, gone with them."""

from __future__ import annotations

from dataclasses import replace

from functions.customers.model.note import Note
from functions.customers.store.records import NOTE_PREFIX, NoteRecord, customer_pk, note_sk
from functions.shared.plain import ids
from functions.shared.plain.bodies import dump, load
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import NotFound
from functions.shared.plain.pages import Page
from functions.shared.sealing import KEY_SK, KeyRecord, key_pk, opened, sealed_for
from functions.shared.store.listing import query_page
from functions.shared.store.records import find
from functions.shared.store.transactions import Check, Write
from functions.shared.store.versions import locked_delete, locked_put


@dataclass(frozen=True)
class _Kept:
    id: str
    sealed: str


def notes_of(customer_id: str, *, limit: int, cursor: str | None) -> Page[tuple[Note, int]]:
    """Newest first, each with its version. One Query, and their key."""
    page = query_page(
        NoteRecord, customer_pk(customer_id), query={"notes on": customer_id}, limit=limit, cursor=cursor,
        range_condition=NoteRecord.sk.startswith(NOTE_PREFIX), newest_first=True,
    )  # fmt: skip
    return Page([(_note(customer_id, record), int(record.version)) for record in page.data], page.next_cursor)


def note_at(customer_id: str, note_id: str) -> tuple[Note, int]:
    """Raises NotFound."""
    record = find(NoteRecord, customer_pk(customer_id), note_sk(note_id)) if ids.is_id("note", note_id) else None
    if record is None:
        raise NotFound("There is no such note.")
    return _note(customer_id, record), int(record.version)


def note_writes(customer_id: str, note: Note, version: int) -> list[Write]:
    """A new one (0), or in place of what was read at `version`. The transaction raises NotFound for who was erased, Overtaken."""
    body = dump(_Kept(note.id, sealed_for(customer_id, f"note|{note.id}", dump(note))))
    record = NoteRecord(pk=customer_pk(customer_id), sk=note_sk(note.id), kind="note", version=version + 1, body=body)
    gone = NotFound("There is no such customer.")
    return [Check(KeyRecord, key_pk(customer_id), KEY_SK, KeyRecord.body.exists(), gone), locked_put(record, version)]


def note_removal(customer_id: str, note: Note, version: int) -> Write:
    """The transaction raises Overtaken."""
    return locked_delete(NoteRecord(pk=customer_pk(customer_id), sk=note_sk(note.id)), version)


def _note(customer_id: str, record: NoteRecord) -> Note:
    kept = load(_Kept, record.body)
    return replace(load(Note, opened(customer_id, f"note|{kept.id}", kept.sealed)), id=kept.id)
