"""What coupon operations of staff take and answer."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from functions.promotions.campaigns.rule_schemas import Amount, Moment, RuleIn, RuleOut
from functions.promotions.campaigns.schemas import PageQuery as PageQuery
from functions.promotions.coupons.manage_coupons import CouponState
from functions.promotions.model.coupon import Coupon, Distribution, Limits, Stacking
from functions.shared.http.validation import Metadata, Schema, Text
from functions.shared.plain.pages import Page

Positive = Annotated[int, Field(strict=True, ge=1, le=10_000_000)]


class LimitsModel(Schema):
    """null: no limit. `uses` overall, `claims` how many can be taken, `per_day` on the store's calendar, `budget` in minor units."""

    uses: Positive | None = None
    claims: Positive | None = None
    per_customer: Positive | None = None
    per_day: Positive | None = None
    budget: Amount | None = None

    def limits(self) -> Limits:
        return Limits(**self.model_dump())


class CouponIn(Schema):
    """distribution: code (one `code` for everybody) | batch (unique codes by a job) | claim (coupon centre) | welcome (on registration;
    then always for newcomers only).

    `rule.starts_at`, `rule.ends_at` are its period; `valid_days` ends it earlier, so many days after claiming.
    """

    distribution: Distribution
    rule: RuleIn
    code: Annotated[str, StringConstraints(min_length=1, max_length=64)] | None = Field(default=None, examples=["SPRING-25"])
    limits: LimitsModel = LimitsModel()
    stacking: Stacking = Stacking.ALL
    valid_days: Annotated[int, Field(strict=True, ge=1, le=3650)] | None = Field(default=None, examples=[None])
    campaign_id: Text | None = Field(default=None, examples=[None])
    return_on_refund: bool = Field(default=False, description="Whether a full refund gives it back; a cancelled order always does.")
    description: dict[str, Text] = Field(default_factory=dict)
    metadata: Metadata = Field(default_factory=dict, description="Public.")
    private_metadata: Metadata = Field(default_factory=dict, description="For staff only.")


class CouponChange(Schema):
    """What is left out stays. Numbers of the rule stay as they were promised; make another coupon for other ones."""

    ends_at: Moment | None = Field(default=None, examples=["2026-12-01T00:00:00"])
    limits: LimitsModel | None = None
    stopped: bool | None = None
    description: dict[str, Text] | None = None
    metadata: Metadata | None = None
    private_metadata: Metadata | None = None


class FundsOut(Schema):
    """What is left of each limit; null where there is none."""

    uses_left: int | None
    claims_left: int | None
    budget_left: int | None


class CouponOut(Schema):
    id: str
    distribution: Distribution
    version: int
    code: str | None
    rule: RuleOut
    limits: LimitsModel
    stacking: Stacking
    valid_days: int | None
    campaign_id: str | None
    return_on_refund: bool
    stopped: bool
    description: dict[str, str]
    metadata: dict[str, str]
    private_metadata: dict[str, str] = Field(default={})
    created_at: str
    left: FundsOut | None

    @classmethod
    def of(cls, state: CouponState) -> CouponOut:
        coupon = state.coupon
        return cls(
            version=state.version,
            rule=RuleOut.of(coupon.rule),
            limits=LimitsModel(**vars(coupon.limits)),
            left=FundsOut(**state.left) if state.left is not None else None,
            **{name: getattr(coupon, name) for name in _PLAIN},
        )


_PLAIN = tuple(name for name in Coupon.__dataclass_fields__ if name not in ("rule", "limits"))


class CouponsOut(Schema):
    data: list[CouponOut]
    next_cursor: str | None

    @classmethod
    def of(cls, page: Page[CouponState]) -> CouponsOut:
        return cls(data=[CouponOut.of(state) for state in page.data], next_cursor=page.next_cursor)


class BatchIn(Schema):
    quantity: Annotated[int, Field(strict=True, ge=1, le=100_000)] = Field(examples=[100])


class CodeOut(Schema):
    code: str
    coupon_id: str
    state: str
    customer_id: str | None
    order_id: str | None
    expires_at: str | None
