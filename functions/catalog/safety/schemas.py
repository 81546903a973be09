"""Safety data as shoppers and staff read them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from functions.catalog.model.product import Status
from functions.catalog.model.safety import Contact, Exempt, ProductSafety
from functions.shared.http.page_query import PageQuery
from functions.shared.http.validation import Schema


class ContactView(Schema):
    name: str | None = None
    address: str | None = None
    country: str | None = None
    email: str | None = None
    url: str | None = None

    @classmethod
    def of(cls, contact: Contact) -> ContactView:
        return cls(**{name: value or None for name, value in vars(contact).items()})


class SafetyDetails(Schema):
    manufacturer: ContactView | None
    responsible_persons: list[ContactView]
    identifier: str | None
    warnings: dict[str, str]
    no_warnings: bool
    exempt: Exempt | None

    @classmethod
    def of(cls, safety: ProductSafety | None) -> SafetyDetails | None:
        if safety is None:
            return None
        maker = ContactView.of(safety.manufacturer) if safety.manufacturer else None
        people = [ContactView.of(one) for one in safety.responsible_persons]
        own = (safety.warnings, safety.no_warnings, safety.exempt)
        return cls(
            manufacturer=maker,
            responsible_persons=people,
            identifier=safety.identifier or None,
            warnings=own[0],
            no_warnings=own[1],
            exempt=own[2],
        )


class WarningView(Schema):
    language: str
    text: str


class SafetyView(Schema):
    """What an offer must show (Regulation (EU) 2023/988, Article 19)."""

    manufacturer: ContactView | None
    responsible_persons: list[ContactView] = Field(description="Of the buyer's country, where it is known and somebody is there.")
    identifier: str | None
    warnings: list[WarningView] = Field(
        description="In the reader's language, then in those of the buyer's country; where there is neither, all that there are."
    )


class GapView(Schema):
    pointer: str
    code: str
    detail: str


class SafetyGaps(Schema):
    """A product and what it lacks in the markets of the shop."""

    id: str
    title: dict[str, str]
    status: Status
    gaps: list[GapView]


class SafetyGapsPage(Schema):
    data: list[SafetyGaps]
    next_cursor: str | None


class GapsQuery(PageQuery):
    """A page can be shorter than `limit` and still have a `next_cursor`: up to 500 products are looked at in one call."""

    status: Status | Literal["all"] = Field(default=Status.PUBLISHED)
