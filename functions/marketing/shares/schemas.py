"""Share links as their owners and staff see them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, StringConstraints

from functions.marketing.model.share import MOST_RATE, Influencer, ShareLink, ShareRules
from functions.marketing.shares.pay_out import Payout
from functions.marketing.store.commissions import Entry, Month, Sums
from functions.marketing.store.shares import LinkFigures
from functions.shared.contact.fields import Email, HomePhone
from functions.shared.documents.document import Versioned
from functions.shared.http.page_query import PageQuery
from functions.shared.http.validation import Currency, MoneyModel, Schema, Text
from functions.shared.plain.settings import settings

Rate = Annotated[int, Field(strict=True, ge=0, le=MOST_RATE, examples=[1000])]
MonthText = Annotated[str, StringConstraints(pattern=r"^2[01]\d\d-(0[1-9]|1[0-2])$"), Field(examples=["2026-11"])]
Owner = Annotated[str, StringConstraints(pattern=r"^(cus|inf)_[0-9A-HJKMNP-TV-Z]{26}$"), Field(examples=["inf_01JD5Z6N7W8X9Y0Z1A2B3C4D5E"])]
_OF_RATE = "Hundredths of a per cent."


class ShareSettingsModel(Versioned):
    """What is changed holds for orders that are paid from then on; `pending_days` for all that wait."""

    enabled: bool = Field(False, description="While it is off, links lead nowhere and no order counts; what was earned stays.")
    window_days: int = Field(7, strict=True, ge=1, le=90, description="From the opening of a link to the order that counts for it.")
    influencer_rate: Rate = Field(1000, description=_OF_RATE)
    customer_rate: Rate = Field(0, description=f"{_OF_RATE} 0: their links are counted and bring nothing.")
    pending_days: int = Field(14, strict=True, ge=0, le=365, description="From the completion of an order to the payout.")

    def rules(self) -> ShareRules:
        return ShareRules(self.enabled, self.window_days, self.influencer_rate, self.customer_rate, self.pending_days)


class ShareSettingsOut(ShareSettingsModel):
    version: int


def settings_view(one: ShareRules, version: int) -> ShareSettingsOut:
    return ShareSettingsOut(**{name: getattr(one, name) for name in ShareSettingsModel.model_fields if hasattr(one, name)}, version=version)


class LinkCurrencyOut(Schema):
    """`orders`: paid, within the window and not gone back whole. `commission`: what they brought, pending or not."""

    orders: int
    commission: MoneyModel


class OpenQuery(Schema):
    lang: Annotated[str, StringConstraints(max_length=100)] = Field("", description="zh or en; otherwise what the browser asks for.")


class ShareLinkOut(Schema):
    """`opens`: devices by day, without those known to be machines."""

    code: str
    url: str = Field(examples=["https://shop.example/s/7QK3M0ZD81VX"])
    product_id: str
    made_at: str
    opens: int
    orders: list[LinkCurrencyOut]

    @classmethod
    def of(cls, link: ShareLink, figures: LinkFigures) -> ShareLinkOut:
        orders = [
            LinkCurrencyOut(orders=number, commission=MoneyModel.shown(figures.commission[currency], currency))
            for currency, number in figures.orders.items()
        ]
        url = f"{settings().public_base_url.rstrip('/')}/s/{link.code}"
        return cls(code=link.code, url=url, product_id=link.product_id, made_at=link.made_at, opens=figures.opens, orders=orders)


class CommissionOut(Schema):
    """`pending`: waits for its orders' return windows. `payable`: below 0 where refunds took more than came in since the last payout."""

    pending: MoneyModel
    payable: MoneyModel
    paid: MoneyModel

    @classmethod
    def of(cls, one: Sums) -> CommissionOut:
        return cls(
            pending=MoneyModel.shown(one.pending, one.currency),
            payable=MoneyModel.shown(one.payable, one.currency),
            paid=MoneyModel.shown(one.paid, one.currency),
        )


class ShareLinksOut(Schema):
    """`commission`: of all links of their owner, by currency."""

    data: list[ShareLinkOut]
    commission: list[CommissionOut]
    next_cursor: str | None


class InfluencerIn(Schema):
    """With the address and the number that they buy with themselves, such orders bring nothing. Of both only keyed hashes are kept."""

    name: Annotated[Text, StringConstraints(max_length=100)] = Field(description="What you call the channel.", examples=["Tea & Co."])
    rate: Rate | None = Field(None, description=f"{_OF_RATE} null: the shop's.")
    email: Email | None = None
    phone: HomePhone | None = None


class InfluencerEdit(Schema):
    """Only what is sent changes. `active`: false ends all links until it is true again."""

    name: Annotated[Text, StringConstraints(max_length=100)] | None = Field(None, examples=["Tea & Co."])
    rate: Rate | None = Field(None, description=f"{_OF_RATE} null: the shop's.")
    email: Email | None = None
    phone: HomePhone | None = None
    active: Annotated[bool, Field(strict=True)] | None = None


class InfluencerOut(Schema):
    id: str
    name: str
    rate: int | None
    has_email: bool
    has_phone: bool
    active: bool
    version: int

    @classmethod
    def of(cls, one: Influencer) -> InfluencerOut:
        return cls(
            id=one.id, name=one.name, rate=one.rate, has_email=bool(one.email_key), has_phone=bool(one.phone_key), active=one.active,
            version=one.version,
        )  # fmt: skip


class InfluencersOut(Schema):
    data: list[InfluencerOut]
    next_cursor: str | None


class OwnerQuery(PageQuery):
    owner: Owner


class SharedOrderOut(Schema):
    """`reason`: why it counts nothing (outside_window, self_purchase); null where it counts. `commission`: what refunds left of it.
    `status`: pending | released | forfeited."""

    order_id: str
    number: str
    code: str
    placed_at: str
    reason: str | None
    rate: int
    commission: MoneyModel
    status: str


class SharedOrdersOut(Schema):
    data: list[SharedOrderOut]
    next_cursor: str | None


class CommissionMoveOut(Schema):
    """`amount` from one book (cost, pending, payable, paid) to another. `cause`: the order, the payout, or who was erased."""

    id: str
    at: str
    step: str
    source: str
    target: str
    amount: MoneyModel
    cause: str
    code: str | None

    @classmethod
    def of(cls, one: Entry) -> CommissionMoveOut:
        amount = MoneyModel.shown(one.move.amount, one.currency)
        step, source, target = one.move.step.value, one.move.source.value, one.move.target.value
        return cls(id=one.id, at=one.at, step=step, source=source, target=target, amount=amount, cause=one.cause, code=one.code or None)


class CommissionMovesOut(Schema):
    data: list[CommissionMoveOut]
    commission: list[CommissionOut]
    next_cursor: str | None


class MonthQuery(PageQuery):
    month: MonthText


class MonthOut(Schema):
    """`amount`: what came to be payable in the month, less what refunds took. `payout`: that which paid it; null: none. `name`: of an
    influencer."""

    id: str
    owner: str
    name: str | None
    month: str
    amount: MoneyModel
    payout: str | None

    @classmethod
    def of(cls, one: Month, names: Mapping[str, str]) -> MonthOut:
        return cls(
            id=f"{one.owner}-{one.month}-{one.currency}", owner=one.owner, name=names.get(one.owner), month=one.month,
            amount=MoneyModel.shown(one.amount, one.currency), payout=one.payout or None,
        )  # fmt: skip


class CommissionFileIn(Schema):
    first: MonthText = Field(description="From this month on.", examples=["2026-01"])
    last: MonthText = Field(description="To this month, that included.", examples=["2026-12"])


class MonthsOut(Schema):
    data: list[MonthOut]
    next_cursor: str | None


class PayoutIn(Schema):
    owner: Owner
    currency: Currency = Field(examples=["CNY"])
    through: MonthText = Field(description="All months up to it that are not paid yet; it has to be over.", examples=["2026-11"])


class PayoutOut(Schema):
    """How it is paid is not done here."""

    id: str
    owner: str
    months: list[str]
    amount: MoneyModel
    paid_at: str

    @classmethod
    def of(cls, one: Payout) -> PayoutOut:
        amount = MoneyModel.shown(one.amount, one.currency)
        return cls(id=one.id, owner=one.owner, months=one.months, amount=amount, paid_at=one.paid_at)
