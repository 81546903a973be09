"""A customer as a whole: panels, each with what it shows, or with the permission that the reader has not."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from functions.customers.model.note import Note
from functions.customers.profile.admin_api import CustomerOut
from functions.payments import SavedMethodView
from functions.shared.http.validation import MoneyModel, Schema


class NoteOut(Schema):
    id: str = Field(examples=["note_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"])
    version: int
    text: str = Field(examples=["Rings only after six."])
    author: str
    written_at: str
    edited_by: str | None
    edited_at: str | None

    @classmethod
    def of(cls, note: Note, version: int) -> NoteOut:
        return cls(
            id=note.id, version=version, text=note.text, author=note.author, written_at=note.written_at,
            edited_by=note.edited_by or None, edited_at=note.edited_at or None,
        )  # fmt: skip


class OverviewQuery(Schema):
    limit: int = Field(10, ge=1, le=20, description="Rows of each panel; `more` says that there are others, where each has its own list.")
    unmask: bool = Field(False, description="Show who they are. Needs `customers.unmask`, and is written down.")


class Panel(Schema):
    """`refused`: the reader has not the permission. `unavailable`: it cannot be read at this moment."""

    status: Literal["shown", "refused", "unavailable"]
    permission: str = Field(examples=["orders.read"])
    more: bool = Field(False, description="There is more than is shown.")


class AddressRowOut(Schema):
    """Masked: whose, which number, and the town."""

    id: str
    default: bool
    name: str
    phone: str
    street: str
    postal_code: str
    district: str
    city: str
    province: str
    country: str


class OrderRow(Schema):
    id: str
    number: str
    status: str
    payment_status: str
    fulfilment_status: str
    placed_at: str
    total: MoneyModel


class RefundRow(Schema):
    """As it was booked; one that came back is negative."""

    order_id: str
    at: str
    amount: MoneyModel


class CaseRow(Schema):
    id: str
    number: str
    order_id: str
    kind: str = Field(description="Of a case of after-sales, or `complaint`.")
    status: str
    opened_at: str


class MessageRow(Schema):
    id: str
    order_id: str
    event: str
    channel: str
    recipient: str = Field(description="Masked.")
    status: str
    created_at: str


class ConsentRow(Schema):
    purpose: str
    given: bool
    text_version: str
    source: str
    decided_at: str


class ValueRow(Schema):
    """By the ledger: what came in for their orders, what went back of it, and what is left."""

    taken: MoneyModel
    given_back: MoneyModel
    value: MoneyModel


class ProfilePanel(Panel):
    data: CustomerOut | None = None


class AddressesPanel(Panel):
    data: list[AddressRowOut] | None = None


class OrdersPanel(Panel):
    data: list[OrderRow] | None = None


class RefundsPanel(Panel):
    data: list[RefundRow] | None = None


class CasesPanel(Panel):
    data: list[CaseRow] | None = None


class MessagesPanel(Panel):
    data: list[MessageRow] | None = None


class NotesPanel(Panel):
    data: list[NoteOut] | None = None


class ConsentsPanel(Panel):
    data: list[ConsentRow] | None = None


class CardsPanel(Panel):
    data: list[SavedMethodView] | None = None


class ValuePanel(Panel):
    """By currency. `orders`: how many it is the sum of; `more`: it is that of the newest only."""

    data: list[ValueRow] | None = None
    orders: int = 0


class CustomerOverview(Schema):
    id: str
    profile: ProfilePanel
    addresses: AddressesPanel
    orders: OrdersPanel
    refunds: RefundsPanel = Field(description="Of the orders that `value` counts, newest first.")
    cases: CasesPanel
    messages: MessagesPanel = Field(description="To the customer, and about the orders that are shown.")
    notes: NotesPanel
    consents: ConsentsPanel
    saved_cards: CardsPanel
    value: ValuePanel
