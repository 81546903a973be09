"""Slots as staff send and see them, and as readers get them."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from functions.catalog import MarketQuery
from functions.content.blocks.schemas import BlockOut, BlocksIn, BlockView
from functions.content.model.publishing import Status
from functions.content.model.slot import HOME, SlotContent, SlotEdition
from functions.content.store.slots import KnownSlot
from functions.shared.http.moments import MomentText
from functions.shared.http.validation import Language, Remark, Schema, Slug, Strict

_Name = Annotated[Slug, StringConstraints(max_length=60)]


class SlotIn(Schema):
    """All of it: what is not sent is not in the edition."""

    page: _Name = Field(HOME, examples=["home"])
    sort: int = Field(default=0, ge=0, le=999_999_999, strict=True, description="Its place on the page, least first.")
    blocks: BlocksIn = Field(examples=[[{"kind": "products", "items": ["prod_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"]}]])
    note: Remark = Field("", description="Why, for whoever reads the history.")

    def content(self) -> SlotContent:
        return SlotContent([one.block() for one in self.blocks], self.page, self.sort)


class SlotPublishIn(Schema):
    """`edition`: the newest where none is named. `at`: a time to come; now without it."""

    MAY_BE_LEFT_OUT: ClassVar[bool] = True

    edition: Annotated[int, Field(strict=True, ge=1, le=999_999)] | None = Field(None, examples=[1])
    at: MomentText | None = Field(None, examples=[None])


class SlotPreviewQuery(MarketQuery):
    """`edition`: the newest where none is named; `at`: as it would be then."""

    edition: Annotated[int, Field(ge=1, le=999_999)] | None = None
    at: MomentText | None = None
    language: Language | None = None


class HomeQuery(MarketQuery):
    page: _Name = HOME
    language: Language | None = None


class SlotPlanOut(Strict):
    edition: int
    at: str


class SlotRow(Strict):
    """`latest`: the newest edition; `live`: that which readers see; `planned`: that which they will."""

    slot: str
    status: Status
    version: int
    latest: int
    live: int | None
    live_since: str | None
    planned: SlotPlanOut | None
    created_at: str

    @classmethod
    def of(cls, known: KnownSlot, now: str) -> SlotRow:
        return cls(**_row(known, now))


class SlotOut(SlotRow):
    """With the newest edition."""

    page: str
    sort: int
    blocks: list[BlockOut]

    @classmethod
    def made_of(cls, known: KnownSlot, edition: SlotEdition, now: str) -> SlotOut:
        return cls(**_row(known, now), **_content(edition.content))


class SlotPage(Schema):
    data: list[SlotRow]
    next_cursor: str | None


class SlotEditionOut(Strict):
    number: int
    by: str
    at: str
    note: str
    page: str
    sort: int
    blocks: list[BlockOut]

    @classmethod
    def of(cls, edition: SlotEdition) -> SlotEditionOut:
        return cls(**{"number": edition.number, "by": edition.by, "at": edition.at, "note": edition.note} | _content(edition.content))


class SlotEditionPage(Schema):
    data: list[SlotEditionOut]
    next_cursor: str | None


class SlotView(Strict):
    slot: str
    blocks: list[BlockView]


class HomeView(Schema):
    """Slots in their order."""

    data: list[SlotView]
    next_cursor: str | None = None


def _row(known: KnownSlot, now: str) -> dict[str, object]:
    one = known.slot.at(now)
    plan = SlotPlanOut(edition=one.plan.edition, at=one.plan.at) if one.plan else None
    return {
        "slot": one.code, "status": one.status, "version": known.version, "latest": one.latest, "live": one.live,
        "live_since": one.live_since, "planned": plan, "created_at": one.created_at,
    }  # fmt: skip


def _content(content: SlotContent) -> dict[str, object]:
    return {"page": content.page, "sort": content.sort, "blocks": [BlockOut.of(one) for one in content.blocks]}
