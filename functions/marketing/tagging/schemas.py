"""Tags of people and portraits as staff send and see them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints

from functions.marketing.model.tagging import MOST_DAYS, MOST_TAGS, TagRule, TagRules
from functions.marketing.segments.schemas import EXAMPLE, RuleField
from functions.marketing.tagging.portrait import Buying, Paid, Portrait, Reason, TagShown
from functions.shared.documents.document import Versioned
from functions.shared.http.moments import MomentText
from functions.shared.http.validation import Schema, ShortName, SumModel

TagCode = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$"), Field(examples=["regular"])]


class CustomerTagModel(Schema):
    """A tag without `rule` is given by staff."""

    tag: TagCode
    name: ShortName = Field(examples=["Regular"])
    rule: dict[str, Any] | None = Field(None, description=RuleField.description, examples=[EXAMPLE])
    fade_days: int = Field(0, strict=True, ge=0, le=MOST_DAYS, description="It stays so long when its rule no longer holds.")
    behavioural: bool = Field(
        True, strict=True, description="It says what they do: only while they agree to `personalisation`. False: it says something else."
    )

    def tag_rule(self) -> TagRule:
        return TagRule(self.tag, self.name, self.rule, self.fade_days, self.behavioural)


class CustomerTagsModel(Versioned):
    """All tags of people that there are, with what they follow from."""

    tags: Annotated[list[CustomerTagModel], Field(max_length=MOST_TAGS)]


class CustomerTagsOut(CustomerTagsModel):
    version: int


def tags_view(rules: TagRules, version: int) -> CustomerTagsOut:
    tags = [
        CustomerTagModel(tag=one.tag, name=one.name, rule=one.rule, fade_days=one.fade_days, behavioural=one.behavioural)
        for one in rules.tags
    ]
    return CustomerTagsOut(tags=tags, version=version)


class GivenTagModel(Schema):
    tag: TagCode
    until: MomentText | None = Field(None, description="When it goes; without: it stays.", examples=["2027-01-31T16:00:00Z"])


def _each_once(tags: list[GivenTagModel]) -> list[GivenTagModel]:
    if len({one.tag for one in tags}) < len(tags):
        raise ValueError("name each tag once")
    return tags


class GivenTagsModel(Versioned):
    """All tags that staff give them; those that are left out are taken."""

    tags: Annotated[list[GivenTagModel], Field(max_length=MOST_TAGS), AfterValidator(_each_once)]

    def wanted(self) -> dict[str, str]:
        return {one.tag: one.until or "" for one in self.tags}


class TagReason(Schema):
    """A condition of the rule, as it is at this moment. `held`: what it is compared with. `orders`: the newest ten that it looks at."""

    field: str = Field(examples=["orders"])
    op: str = Field(examples=["at_least"])
    value: Any = Field(examples=[3])
    met: bool
    held: Any = Field(examples=[4])
    orders: list[str]

    @classmethod
    def of(cls, one: Reason) -> TagReason:
        return cls(field=one.name, op=one.op, value=one.value, met=one.met, held=one.held, orders=one.orders)


class PersonTag(Schema):
    """`source`: `rule` or `staff` (`by`). `until`: when it goes, where that is known. `holds`: whether its rule does at this moment."""

    tag: str
    name: str
    source: str = Field(examples=["rule"])
    by: str | None
    since: str
    until: str | None
    behavioural: bool
    holds: bool | None = Field(description="Null: no rule is behind it.")
    reasons: list[TagReason] | None = Field(description="Null: staff gave it, or the reader may read neither orders nor payments.")

    @classmethod
    def of(cls, one: TagShown, *, explained: bool) -> PersonTag:
        tag = one.tag
        return cls(
            tag=tag.tag, name=one.name, source="staff" if tag.by else "rule", by=tag.by or None, since=tag.since, until=tag.until or None,
            behavioural=tag.behavioural, holds=None if tag.by else one.holds,
            reasons=None if tag.by or not explained else [TagReason.of(reason) for reason in one.reasons],
        )  # fmt: skip


class PortraitMoney(Schema):
    """Of paid orders that were not cancelled. `returned`: what went back of it, in basis points."""

    orders: int
    paid: SumModel
    refunded: SumModel
    returned: int = Field(examples=[250])

    @classmethod
    def of(cls, one: Paid) -> PortraitMoney:
        return cls(
            orders=one.orders, paid=SumModel.shown(one.paid, one.currency), refunded=SumModel.shown(one.refunded, one.currency),
            returned=one.returned,
        )  # fmt: skip


class PortraitBuyingOut(Schema):
    """`with_coupon`: in how many orders a coupon was used. `channels`, `categories`: in how many orders, most first, ten at most."""

    orders: int
    first_order_at: str | None
    last_order_at: str | None
    days_since_last_order: int | None
    country: str | None
    rfm: str | None = Field(description="By the cuts of the last night that people were counted.", examples=["champions"])
    with_coupon: int
    channels: dict[str, int]
    categories: dict[str, int]
    money: list[PortraitMoney]

    @classmethod
    def of(cls, one: Buying) -> PortraitBuyingOut:
        return cls(
            orders=one.orders, first_order_at=one.first_order_at or None, last_order_at=one.last_order_at or None,
            days_since_last_order=one.days_since_last_order, country=one.country or None, rfm=one.rfm or None,
            with_coupon=one.with_coupon, channels=one.channels, categories=one.categories,
            money=[PortraitMoney.of(paid) for paid in one.money],
        )  # fmt: skip


class CustomerPortrait(Schema):
    """`agrees`: whether what they do may become a profile (`personalisation`). `refused`: the permissions that the reader has not, and
    without which neither `buying` nor the reasons of tags are shown. `birth_month`, the five years of birth, `gender`: while they agree to
    `profile_details`."""

    id: str
    version: int
    agrees: bool
    refused: list[str]
    language: str | None
    registered_at: str | None
    birth_month: int | None
    born: str | None = Field(examples=["1990-1994"])
    gender: str | None
    consents: list[str]
    buying: PortraitBuyingOut | None
    tags: list[PersonTag]

    @classmethod
    def of(cls, one: Portrait, refused: list[str]) -> CustomerPortrait:
        known = one.known
        return cls(
            id=known.id, version=known.version, agrees=one.buying is not None, refused=refused, language=known.language or None,
            registered_at=known.registered_at or None, birth_month=known.birth_month or None,
            born=f"{known.born_from}-{known.born_from + 4}" if known.born_from else None, gender=known.gender or None,
            consents=known.consents, buying=PortraitBuyingOut.of(one.buying) if one.buying and not refused else None,
            tags=[PersonTag.of(tag, explained=not refused) for tag in one.tags],
        )  # fmt: skip


class GivenTagsOut(Schema):
    """The tags that staff gave them now."""

    version: int
    tags: list[GivenTagModel]
