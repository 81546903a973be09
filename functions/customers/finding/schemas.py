"""How staff look for customers, and what a list shows of them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from functions.customers.model.customer import Customer
from functions.customers.model.side_by_side import Clause
from functions.customers.store.postings import Finding, clauses_of, consent_name, orders_name, state_name
from functions.privacy import Purpose
from functions.shared.http.moments import From, Until
from functions.shared.http.page_query import PageQuery
from functions.shared.http.validation import Schema
from functions.shared.plain import times

State = Literal["active", "leaving"]


class CustomersQuery(PageQuery):
    """Newest registered first. Filters together: all of them hold."""

    q: Annotated[str, StringConstraints(min_length=1, max_length=200)] | None = Field(
        None, description="An e-mail address or a telephone number, whole and in any spelling; or words of a name, or how they begin."
    )
    state: State | None = Field(None, description="leaving: they asked to be forgotten, and something is still to be done.")
    consent: Purpose | None = Field(None, description="Only who agreed to this.")
    with_orders: bool | None = Field(None, description="Only who ever ordered, or never.")
    from_: From | None = Field(None, alias="from", description="Registered at or after this.")
    to: Until | None = Field(None, description="Registered before this.")
    unmask: bool = Field(False, description="Show who they are. Needs `customers.unmask`, and is written down.")

    def clauses(self) -> list[Clause]:
        """Empty: nobody can be meant."""
        looked_for = clauses_of(self.q) if self.q is not None else [["all"]]
        if not looked_for:
            return []
        facts = [
            *([state_name(self.state)] if self.state else []),
            *([consent_name(self.consent)] if self.consent else []),
            *([orders_name(self.with_orders)] if self.with_orders is not None else []),
        ]
        narrow = [clause for clause in looked_for if clause != ["all"]]
        return [*narrow, *([name] for name in facts)] or [["all"]]

    @property
    def start(self) -> str:
        return times.iso(self.from_) if self.from_ else ""

    @property
    def end(self) -> str:
        return times.iso(self.to) if self.to else ""


class FoundCustomerOut(Schema):
    id: str = Field(examples=["cus_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"])
    email: str | None = Field(examples=["a***@example.com"])
    phone: str | None = Field(examples=["***8000"])
    name: str = Field(examples=["A***"])
    language: str = Field(examples=["en"])
    registered_at: str = Field(examples=["2026-01-31T08:00:00.000Z"])
    state: State
    consents: list[str] = Field(description="What they agreed to.", examples=[["marketing_email"]])
    has_orders: bool
    masked: bool = Field(description="Whether email, phone and name are shown in part only.")

    @classmethod
    def of(cls, one: Finding, known: Customer | None) -> FoundCustomerOut:
        """`known`: shown as they are."""
        shown = {name: getattr(one, name) for name in cls.model_fields if name != "masked"}
        if known is not None:
            shown |= {"email": known.email, "phone": known.phone, "name": known.name}
        return cls(masked=known is None, **shown)


class FoundCustomers(Schema):
    """A page may have fewer rows than asked for and more behind it."""

    data: list[FoundCustomerOut]
    next_cursor: str | None = None
