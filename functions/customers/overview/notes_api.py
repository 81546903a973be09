"""Notes on a customer over HTTP."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from functions.customers.model.note import Note
from functions.customers.overview.schemas import NoteOut
from functions.customers.overview.write_notes import check_there, edit_note, remove_note, write_note
from functions.customers.store.notes import notes_of
from functions.customers.store.records import CustomersTable
from functions.shared.http.operation import Api, NoBody, NoQuery, Reply, Request
from functions.shared.http.page_query import PageQuery
from functions.shared.http.validation import LongText, Schema

notes_api = Api("customers")
_NOTES = "/v1/admin/customers/{id}/notes"
_MISSING = (404, "not_found")
_CHANGED = (409, "version_conflict")


class NoteIn(Schema):
    text: Annotated[LongText, StringConstraints(min_length=1, max_length=4000)] = Field(examples=["Rings only after six."])


class NotesOut(Schema):
    data: list[NoteOut]
    next_cursor: str | None = None


def _reply(note: Note, version: int) -> Reply:
    return Reply(NoteOut.of(note, version), etag=str(version))


@notes_api.operation(
    "GET", _NOTES, summary="Notes on a customer", permission="customers.read", query=PageQuery, response=NotesOut, errors=[_MISSING]
)
def list_notes(req: Request[NoBody, PageQuery]) -> NotesOut:
    """Newest first."""
    check_there(req.path["id"])
    page = notes_of(req.path["id"], limit=req.query.limit, cursor=req.query.cursor)
    return NotesOut(data=[NoteOut.of(*one) for one in page.data], next_cursor=page.next_cursor)


@notes_api.operation(
    "POST", _NOTES, summary="Write a note on a customer", permission="customers.note", status=201, body=NoteIn, response=NoteOut,
    idempotent=CustomersTable, errors=[_MISSING],
)  # fmt: skip
def post_note(req: Request[NoteIn, NoQuery]) -> Reply:
    """For staff; it goes when the customer is forgotten, and is part of what they are sent who ask what is known of them."""

    def made(note: Note, version: int) -> Reply:
        return Reply(NoteOut.of(note, version), 201, etag=str(version))

    note = write_note(req.path["id"], req.body.text, caller=req.caller, remember=req.remembering(made))
    return made(note, 1)


@notes_api.operation(
    "PATCH", _NOTES + "/{note_id}", summary="Change a note", permission="customers.note", body=NoteIn, response=NoteOut,
    idempotent=CustomersTable, errors=[_MISSING, _CHANGED], headers=("If-Match",),
)  # fmt: skip
def patch_note(req: Request[NoteIn, NoQuery]) -> Reply:
    """Their own; of others with `customers.write`."""
    return _reply(
        *edit_note(
            req.path["id"], req.path["note_id"], req.body.text, caller=req.caller, expected=req.if_match(),
            remember=req.remembering(_reply),
        )
    )  # fmt: skip


@notes_api.operation(
    "DELETE", _NOTES + "/{note_id}", summary="Remove a note", permission="customers.note", status=204, idempotent=CustomersTable,
    errors=[_MISSING, _CHANGED], headers=("If-Match",),
)  # fmt: skip
def delete_note(req: Request[NoBody, NoQuery]) -> Reply:
    """Their own; of others with `customers.write`."""
    done = Reply(None, 204)
    remove_note(
        req.path["id"], req.path["note_id"], caller=req.caller, expected=req.if_match(), remember=req.remember(done)
    )  # fmt: skip
    return done
