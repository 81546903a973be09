"""What a rule looks like over HTTP. Amounts are minor units of the rule's currency, percentages basis points (1500 = 15 %)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from functions.promotions.model.rule import Audience, Class, Kind, Rule, Scope
from functions.shared.http.moments import StoreMoment
from functions.shared.http.validation import Currency, LocalizedText, Schema
from functions.shared.plain import times
from functions.shared.plain.money import MAX_AMOUNT
from functions.shared.plain.scores.rfm import RfmSegment

Amount = Annotated[int, Field(strict=True, ge=0, le=MAX_AMOUNT)]
Count = Annotated[int, Field(strict=True, ge=0, le=10_000)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Ids = Annotated[list[Name], Field(max_length=500, examples=[[]])]
Moment = Annotated[StoreMoment, Field(examples=["2039-11-11T00:00:00"])]


class ScopeModel(Schema):
    """Which lines count: every list that is not empty must be met. A category means everything below it too."""

    products: Ids = Field(default_factory=list)
    categories: Ids = Field(default_factory=list)
    brands: Ids = Field(default_factory=list)
    tags: Ids = Field(default_factory=list)
    merchants: Ids = Field(default_factory=list)
    excluded_products: Ids = Field(default_factory=list)

    def scope(self) -> Scope:
        return Scope(**{name: frozenset(getattr(self, name)) for name in type(self).model_fields})

    @classmethod
    def of(cls, scope: Scope) -> ScopeModel:
        return cls(**{name: sorted(getattr(scope, name)) for name in cls.model_fields})


class AudienceModel(Schema):
    """For whom: members of one of the groups, callers of one of the channels (web, app …), newcomers, signed-in customers, buyers of one of
    the segments by recency, frequency and money (`rfm`) as the last night counted them."""

    groups: Ids = Field(default_factory=list)
    channels: Ids = Field(default_factory=list)
    newcomer_only: bool = False
    members_only: bool = False
    rfm: Annotated[list[RfmSegment], Field(max_length=10)] = Field(default=[], examples=[[]])

    def audience(self) -> Audience:
        rfm = frozenset(one.value for one in self.rfm)
        return Audience(frozenset(self.groups), frozenset(self.channels), self.newcomer_only, self.members_only, rfm)

    @classmethod
    def of(cls, audience: Audience) -> AudienceModel:
        lists = {"groups": sorted(audience.groups), "channels": sorted(audience.channels), "rfm": sorted(audience.rfm)}
        return cls.model_validate({**lists, "newcomer_only": audience.newcomer_only, "members_only": audience.members_only})


class TierModel(Schema):
    minimum: Amount = Field(examples=[20000])
    off: Amount = Field(examples=[3000])


class ComponentModel(Schema):
    """A part of a bundle: a variant that is sold by itself, too. A bundle is no variant, so none is in another, or in itself."""

    variant_id: Name = Field(examples=["var_01JD0000000000000000000000"])
    quantity: Annotated[int, Field(strict=True, ge=1, le=99)] = 1


class RuleIn(Schema):
    """kind decides which fields are read:

    percent: `basis_points`, `cap`; fixed: `amount`; tiers: `tiers`; every: `amount` for every full `minimum`, `cap`;
    free_shipping: `cap`; buy_x_get_y: `x`, `y`, `basis_points`; nth_item: `x`, `basis_points`; bundle_price: `x` pieces for
    `amount`; combination: a bundle, every full set of `components` costs `amount`, `whole_only`; gift: `gifts` (variant ids, one piece
    each).
    """

    name: LocalizedText
    kind: Kind = Field(examples=["percent"])
    currency: Currency = Field(examples=["CNY"])
    amount: Amount | None = Field(default=None, examples=[None])
    basis_points: Annotated[int, Field(strict=True, ge=0, le=1_000_000)] | None = Field(default=None, examples=[1500])
    cap: Amount | None = None
    minimum: Amount = 0
    minimum_pieces: Count = 0
    x: Count = 0
    y: Count = 0
    tiers: Annotated[list[TierModel], Field(max_length=20)] = Field(default=[], examples=[[]])
    gifts: Annotated[list[Name], Field(max_length=5)] = Field(default=[], examples=[[]])
    components: Annotated[list[ComponentModel], Field(max_length=20)] = Field(default=[], examples=[[]])
    whole_only: bool = Field(default=False, description="A bundle comes back as a whole only.")
    scope: ScopeModel = ScopeModel()
    audience: AudienceModel = AudienceModel()
    class_: Literal["product", "order"] = Field(default="order", alias="class")
    priority: Annotated[int, Field(strict=True, ge=-1000, le=1000)] = 0
    group: Name | None = Field(default=None, examples=[None], description="Of the rules of one group only the best applies.")
    exclusive: bool = Field(default=False, description="Applies alone or not at all.")
    starts_at: Moment | None = None
    ends_at: Moment | None = Field(default=None, examples=["2039-11-12T00:00:00"])


class RuleOut(RuleIn):
    """`starts_at`, `ends_at` in UTC; those of before times were bounded may be anywhere."""

    starts_at: str | None = None
    ends_at: str | None = None

    @classmethod
    def of(cls, rule: Rule) -> RuleOut:
        percent = rule.kind in (Kind.PERCENT, Kind.BUY_X_GET_Y, Kind.NTH_ITEM)
        with_amount = rule.kind in (Kind.FIXED, Kind.EVERY, Kind.BUNDLE_PRICE, Kind.COMBINATION)
        return cls.model_validate(
            {
                "name": dict(rule.name),
                "kind": rule.kind,
                "currency": rule.currency,
                "amount": rule.value if with_amount else None,
                "basis_points": rule.value if percent else None,
                "cap": rule.cap,
                "minimum": rule.minimum,
                "minimum_pieces": rule.minimum_pieces,
                "x": rule.x,
                "y": rule.y,
                "tiers": [TierModel(minimum=minimum, off=off) for minimum, off in rule.tiers],
                "gifts": list(rule.gifts),
                "components": [ComponentModel(variant_id=one, quantity=pieces) for one, pieces in rule.components],
                "whole_only": rule.whole_only,
                "scope": ScopeModel.of(rule.scope),
                "audience": AudienceModel.of(rule.audience),
                "class": (rule.class_ if rule.class_ is not Class.SHIPPING else Class.ORDER).value,
                "priority": rule.priority,
                "group": rule.group,
                "exclusive": rule.exclusive,
                "starts_at": times.iso(rule.starts_at) if rule.starts_at else None,
                "ends_at": times.iso(rule.ends_at) if rule.ends_at else None,
            }
        )
