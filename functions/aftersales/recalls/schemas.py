"""Recalls as staff open and see them, and as buyers answer them."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints, field_validator, model_validator
from pydantic_core import PydanticCustomError

from functions.aftersales.model.recall import Notice, NoticeState, Recall, RecallState, Remedy, softening_words
from functions.aftersales.store.recalls import Counts
from functions.shared.contact.fields import Email, HomePhone
from functions.shared.contact.web import WebAddress
from functions.shared.http.input_types import Code, PlainTexts, distinct
from functions.shared.http.moments import From, Until
from functions.shared.http.page_query import PageQuery
from functions.shared.http.validation import Schema
from functions.shared.outside import clock, fresh
from functions.shared.plain import times

ShortAddress = Annotated[WebAddress, StringConstraints(max_length=500)]
Said = Annotated[PlainTexts, Field(min_length=1, max_length=20)]
MOST_VARIANTS = 40


class RecallIn(Schema):
    """Regulation (EU) 2023/988, Articles 35 to 37. Texts stand in the notice as they are written here, and must not make the risk
    seem less."""

    variant_ids: Annotated[list[Code], Field(min_length=1, max_length=MOST_VARIANTS), AfterValidator(distinct)] = Field(
        examples=[["var_01K2Z8Q1N5V9T3R7W4X6Y8Z0AB"]]
    )
    product: Said = Field(description="What it is, as its buyers know it.", examples=[{"en": "Kettle BX-200", "zh": "电水壶 BX-200"}])
    hazard: Said = Field(
        description="What the danger is.", examples=[{"en": "The handle can break: risk of burns.", "zh": "把手可能断裂，有烫伤危险。"}]
    )
    action: Said = Field(
        description="What is to be done.", examples=[{"en": "Unplug it and do not fill it.", "zh": "请拔下插头，不要加水。"}]
    )
    lot: Said | None = Field(
        None,
        description="What tells a dangerous piece from others. Orders know no lots: all of the periods are told.",
    )
    sold_from: From | None = Field(None, description="Only orders placed then. A date is the store's day.", examples=[None])
    sold_until: Until | None = Field(None, description="A date is a whole day.", examples=[None])
    sent_from: From | None = Field(None, description="Only pieces that left then; narrower than orders, where a lot is known by days.")
    sent_until: Until | None = Field(None, description="A date is a whole day. What has not left is held all the same.")
    remedies: Annotated[list[Remedy], Field(min_length=1, max_length=3), AfterValidator(distinct)] = Field(examples=[["refund", "repair"]])
    only_one_because: Annotated[str, StringConstraints(min_length=10, max_length=500)] | None = Field(
        None, description="Why another remedy is impossible or out of proportion (Article 37(2)): only with this may there be one alone."
    )
    replacement_variant_id: Code | None = Field(None, description="What is sent instead, for nothing.")
    goods_back: bool = Field(True, strict=True, description="What is paid back comes back; else its buyer disposes of it.")
    phone: HomePhone | None = Field(None, examples=["+8613800138000"])
    url: ShortAddress | None = Field(None, description="An interactive service online.")
    email: Email | None = None

    @field_validator("product", "hazard", "action", "lot")
    @classmethod
    def _plainly(cls, texts: dict[str, str] | None) -> dict[str, str] | None:
        if words := softening_words((texts or {}).values()):
            detail = "These words make the risk seem less: {words}."
            raise PydanticCustomError("lowers_the_risk", detail, {"words": ", ".join(words)})
        return texts

    @model_validator(mode="after")
    def _whole(self) -> RecallIn:
        if len(self.remedies) < 2 and not self.only_one_because:
            raise PydanticCustomError("remedies_missing", "Offer two remedies at least, or say why there is only one.")
        if (Remedy.REPLACEMENT in self.remedies) != bool(self.replacement_variant_id):
            raise PydanticCustomError("replacement_missing", "A replacement and its variant go together.")
        if not (self.phone or self.url):
            raise PydanticCustomError("contact_missing", "A telephone number or an address online is needed.")
        for first, last in ((self.sold_from, self.sold_until), (self.sent_from, self.sent_until)):
            if first and last and last <= first:
                raise PydanticCustomError("ends_before_start", "It ends before it begins.")
        return self

    def recall(self, opened_by: str) -> Recall:
        return Recall(
            id=fresh.new_id("rcl"),
            products={},
            product=self.product,
            hazard=self.hazard,
            action=self.action,
            remedies=list(self.remedies),
            goods_back=self.goods_back,
            phone=self.phone or "",
            email=self.email or "",
            url=self.url or "",
            opened_at=times.iso(clock.now()),
            opened_by=opened_by,
            sold_from=times.iso(self.sold_from) if self.sold_from else "",
            sold_until=times.iso(self.sold_until) if self.sold_until else "",
            sent_from=times.iso(self.sent_from) if self.sent_from else "",
            sent_until=times.iso(self.sent_until) if self.sent_until else "",
            lot=self.lot or {},
            replacement_variant=self.replacement_variant_id or "",
        )


class Progress(Schema):
    """Notices by which buyers were told (one for each order, and one more for what was sent later), those by which they chose (all in all),
    and those that have their remedy."""

    told: int
    answered: int
    remedied: int


class RecallOut(Schema):
    id: str
    version: int
    status: RecallState
    variant_ids: list[str]
    product: dict[str, str]
    hazard: dict[str, str]
    action: dict[str, str]
    lot: dict[str, str]
    sold_from: str | None
    sold_until: str | None
    sent_from: str | None
    sent_until: str | None
    remedies: list[Remedy]
    replacement_variant_id: str | None
    goods_back: bool
    phone: str | None
    url: str | None
    email: str | None
    opened_at: str
    opened_by: str
    closed_at: str | None
    closed_by: str | None
    on_sale_again: bool
    rounds: int = Field(description="How often all orders were looked at; 0: they are being looked at for the first time.")
    progress: Progress

    @classmethod
    def of(cls, recall: Recall, counts: Counts) -> RecallOut:
        kept = {name: value for name, value in vars(recall).items() if name in cls.model_fields}
        optional = ("sold_from", "sold_until", "sent_from", "sent_until", "phone", "url", "email", "closed_at", "closed_by")
        return cls(
            **kept | {name: getattr(recall, name) or None for name in optional},
            status=recall.state,
            variant_ids=sorted(recall.products),
            replacement_variant_id=recall.replacement_variant or None,
            progress=Progress(**vars(counts)),
        )


class RecallPage(Schema):
    data: list[RecallOut]
    next_cursor: str | None


class RecallCloseIn(Schema):
    on_sale_again: bool = Field(strict=True, description="Its variants are sold again; else their sale stays stopped.")


class NoticeOut(Schema):
    id: str
    order_id: str
    number: str
    status: NoticeState
    pieces: dict[str, int] = Field(description="By line, what it tells of: what had left by then, of a later notice what left since.")
    told_at: str
    remedy: Remedy | None
    return_id: str | None = Field(description="The case that brings the remedy.")
    answered_at: str | None
    remedied_at: str | None

    @classmethod
    def of(cls, one: Notice) -> NoticeOut:
        kept = {name: value for name, value in vars(one).items() if name in cls.model_fields}
        late = {"answered_at": one.answered_at or None, "remedied_at": one.remedied_at or None}
        return cls(**kept | late, status=one.state, return_id=one.case_id or None)


class NoticePage(Schema):
    data: list[NoticeOut]
    next_cursor: str | None


class NoticesQuery(PageQuery):
    status: NoticeState = NoticeState.TOLD


class RemedyIn(Schema):
    remedy: Remedy


class NoticeShown(Schema):
    """For whoever has the link of the mail."""

    recall_id: str
    number: str
    product: str
    hazard: str
    action: str
    lot: str
    remedies: list[Remedy] = Field(description="What can be chosen now; what was offered, once it was chosen.")
    goods_back: bool
    phone: str | None
    url: str | None
    email: str | None
    open: bool = Field(description="Whether a remedy can be chosen: none of what came back, was paid back, or is in another case.")
    remedy: Remedy | None = Field(description="What was chosen.")
    return_id: str | None
