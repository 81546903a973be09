"""What campaign operations take and answer."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from functions.promotions.campaigns.manage_campaigns import PlanState
from functions.promotions.campaigns.rule_schemas import Amount, AudienceModel, Moment, Name, RuleIn, RuleOut
from functions.promotions.model.campaign import Campaign, Promotion, Slot, State
from functions.promotions.model.holdout import Comparison, Part
from functions.promotions.model.store_time import local
from functions.shared.http.outer_blanks import RECEIVED
from functions.shared.http.validation import Currency, LocalizedText, Metadata, MoneyModel, Schema, Text
from functions.shared.outside import clock, fresh
from functions.shared.plain import times
from functions.shared.plain.pages import DEFAULT_LIMIT, MAX_LIMIT, Page
from functions.shared.plain.settings import settings
from functions.shared.plain.web.address import is_link

Address = Annotated[str, StringConstraints(max_length=500)]
Holdout = Annotated[
    int, Field(strict=True, ge=0, le=100, description="Per cent of its customers who are given none of it, to compare with.")
]
_DETAIL = "This is no address that can be opened: https://, a path, or what an app reads; nothing that runs."


class PageQuery(Schema):
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=MAX_LIMIT)
    cursor: Annotated[str, StringConstraints(max_length=2000)] | None = None


class SlotModel(Schema):
    """A banner or the like: `place` is the storefront's name for where it stands."""

    place: Name = Field(examples=["home_top"])
    image: Address = ""
    title: dict[str, Text] = Field(default_factory=dict)
    link: Address = ""
    sort: Annotated[int, Field(strict=True, ge=-1000, le=1000)] = 0

    @field_validator("image", "link")
    @classmethod
    def _opens(cls, text: str, info: ValidationInfo) -> str:
        # What was stored before this was asked is shown as it is.
        if info.context is RECEIVED and not is_link(text):
            raise PydanticCustomError("invalid_url", _DETAIL)
        return text

    def slot(self) -> Slot:
        return Slot(**self.model_dump())

    @classmethod
    def of(cls, slot: Slot) -> SlotModel:
        return cls(**vars(slot))


Slots = Annotated[list[SlotModel], Field(max_length=50)]


class CampaignIn(Schema):
    """Times without a zone are on the store's clock. `budget`: minor units its promotions may take off together; null: no limit.
    `audience`: for whom all of it is; a promotion or coupon may narrow that down."""

    name: LocalizedText
    starts_at: Moment
    ends_at: Moment = Field(examples=["2039-11-12T00:00:00"])
    currency: Currency | None = None
    budget: Amount | None = Field(default=None, examples=[1_000_000])
    description: dict[str, Text] = Field(default_factory=dict)
    slots: Slots = Field(default_factory=list)
    audience: AudienceModel = AudienceModel()
    holdout: Holdout = 0
    metadata: Metadata = Field(default_factory=dict, description="Public.")
    private_metadata: Metadata = Field(default_factory=dict, description="For staff only.")

    def campaign(self) -> Campaign:
        return Campaign(
            id=fresh.new_id("cmp"),
            name=self.name,
            starts_at=times.parse(self.starts_at),
            ends_at=times.parse(self.ends_at),
            currency=self.currency or settings().default_currency,
            created_at=times.iso(clock.now()),
            budget=self.budget,
            description=self.description,
            slots=tuple(slot.slot() for slot in self.slots),
            audience=self.audience.audience(),
            holdout=self.holdout,
            metadata=self.metadata,
            private_metadata=self.private_metadata,
        )


class CampaignChange(Schema):
    """What is left out stays. A budget can be raised or lowered, not taken away."""

    name: LocalizedText | None = None
    starts_at: Moment | None = None
    ends_at: Moment | None = Field(default=None, examples=["2039-11-12T00:00:00"])
    currency: Currency | None = None
    budget: Amount | None = None
    description: dict[str, Text] | None = None
    slots: Slots | None = None
    audience: AudienceModel | None = None
    holdout: Holdout | None = None
    metadata: Metadata | None = None
    private_metadata: Metadata | None = None

    def changes(self) -> dict[str, object]:
        given = {name: getattr(self, name) for name in self.model_fields_set if name == "budget" or getattr(self, name) is not None}
        for name in ("starts_at", "ends_at"):
            if name in given:
                given[name] = times.parse(given[name])
        if "slots" in given:
            given["slots"] = tuple(slot.slot() for slot in given["slots"])
        if "audience" in given:
            given["audience"] = given["audience"].audience()
        return given


class PromotionChange(RuleIn):
    enabled: bool = True


class PromotionOut(RuleOut):
    id: str
    enabled: bool

    @classmethod
    def of_promotion(cls, promotion: Promotion) -> PromotionOut:
        rule = RuleOut.of(promotion.rule).model_dump(by_alias=True)
        return cls.model_validate(rule | {"id": promotion.rule.id, "enabled": promotion.enabled})


class HoldoutPart(Schema):
    """Customers whom the campaign addressed while it ran, and their paid orders in its currency, with something of it or without. `value`:
    what these came to, less what was paid back."""

    buyers: int
    orders: int
    value: MoneyModel


class LiftRange(Schema):
    """In basis points. Where 0 lies between `low` and `high`, the campaign has not proven that it did anything."""

    value: int
    low: int
    high: int


class HoldoutOut(Schema):
    """Those who were held out beside those who were not (`exposed`). `…_lift`: what a hundredth of all customers did more where it was
    exposed, in basis points; null while one part did nothing. An order counts as its customer and the share were when it was placed."""

    share: int
    held_out: HoldoutPart
    exposed: HoldoutPart
    orders_lift: LiftRange | None
    value_lift: int | None

    @classmethod
    def of(cls, found: Comparison, currency: str) -> HoldoutOut:
        lift = found.orders_lift
        return cls(
            share=found.share, value_lift=found.value_lift, orders_lift=LiftRange(**vars(lift)) if lift else None,
            **{name: _part(getattr(found, name), currency) for name in ("held_out", "exposed")},
        )  # fmt: skip


def _part(part: Part, currency: str) -> HoldoutPart:
    return HoldoutPart(buyers=part.buyers, orders=part.orders, value=MoneyModel.shown(part.value, currency))


class CampaignOut(Schema):
    """`state` follows from the clock once launched. `…_local` is on the store's clock."""

    id: str
    name: dict[str, str]
    state: State
    version: int
    starts_at: str
    ends_at: str
    starts_at_local: str
    ends_at_local: str
    currency: str
    budget: int | None
    description: dict[str, str]
    slots: list[SlotModel]
    audience: AudienceModel
    holdout: int
    holdout_results: HoldoutOut | None = Field(None, description="Where one campaign is read that holds somebody out, or did.")
    promotions: list[PromotionOut]
    metadata: dict[str, str]
    private_metadata: dict[str, str] = Field(default={})
    created_at: str

    @classmethod
    def of(cls, state: PlanState) -> CampaignOut:
        campaign = state.campaign
        return cls(
            state=campaign.state(clock.now()),
            version=state.version,
            starts_at=times.iso(campaign.starts_at),
            ends_at=times.iso(campaign.ends_at),
            starts_at_local=local(campaign.starts_at),
            ends_at_local=local(campaign.ends_at),
            slots=[SlotModel.of(slot) for slot in campaign.slots],
            audience=AudienceModel.of(campaign.audience),
            promotions=[PromotionOut.of_promotion(promotion) for promotion in state.plan.promotions],
            holdout_results=HoldoutOut.of(state.compared, campaign.currency) if state.compared else None,
            **{name: getattr(campaign, name) for name in _PLAIN},
        )


class CampaignsOut(Schema):
    data: list[CampaignOut]
    next_cursor: str | None

    @classmethod
    def of(cls, page: Page[PlanState]) -> CampaignsOut:
        return cls(data=[CampaignOut.of(state) for state in page.data], next_cursor=page.next_cursor)


_PLAIN = ("id", "name", "currency", "budget", "holdout", "description", "metadata", "private_metadata", "created_at")
