"""Notes on an order as staff write and read them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from functions.orders.model.noted.note import OrderNote
from functions.shared.http.validation import LongText, Schema


class OrderNoteIn(Schema):
    text: Annotated[LongText, StringConstraints(min_length=1, max_length=4000)] = Field(examples=["Asked for the blue one by telephone."])


class OrderNoteOut(Schema):
    id: str
    text: str
    author: str
    written_at: str
    edited_by: str | None
    edited_at: str | None
    version: int

    @classmethod
    def of(cls, note: OrderNote, version: int) -> OrderNoteOut:
        return cls(
            id=note.id, text=note.text, author=note.author, written_at=note.written_at, edited_by=note.edited_by or None,
            edited_at=note.edited_at or None, version=version,
        )  # fmt: skip


class OrderNotesOut(Schema):
    data: list[OrderNoteOut]
    next_cursor: str | None = None
