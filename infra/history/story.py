"""One order of the year as the shop's own models have it: lines, prices, what was taken off, whose it is. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from functions.orders.model.order import DeliveryOption, Order, OrderLine, Part, Totals
from functions.promotions.model.holdout import held_out
from functions.shared.contact.phones import digits_of
from functions.shared.events.contracts.orders import CampaignUse, CouponUse
from functions.shared.plain import times
from functions.shared.plain.money import prorate
from functions.shared.plain.postal_address import Address
from infra.history.names import customer_of, some_id
from infra.history.year import COUPON_OFF, Bought, Campaign, Year

RATES = {"CN": 13, "DE": 19, "US": 0}
"""Percent of tax that is in the price."""
_SHIPPING = {"CNY": 800, "EUR": 490, "USD": 590}
_FREE_FROM = {"CNY": 20_000, "EUR": 5_000, "USD": 6_000}
COMPARED = "CNY"
"""A campaign of promotions has one currency: customers are held out, and compared, in this one."""
SHOPPED = timedelta(minutes=10)
_DECLINED = ("card_declined", "", "insufficient_funds", "", "expired_card")
_PLACES = {
    "CN": ("浙江省", "杭州市", "西湖区", "310000", "+86138{number:08d}"),
    "DE": ("", "Dresden", "", "01067", "+4915{number:09d}"),
    "US": ("California", "San Jose", "", "95112", "+1408555{number:04d}"),
}


@dataclass(frozen=True)
class Story:
    """An order and when it went on. None: that never came. `ended`: cancelled, refunded or disputed; `decided`: what was disputed.
    `declined`: why the attempt to pay for it failed; empty where there was none, or it worked."""

    order: Order
    bought: Bought
    paid: datetime | None
    sent: datetime | None
    arrived: datetime | None
    ended: datetime | None
    decided: datetime | None = None
    declined: str = ""


def story_of(bought: Bought, year: Year, now: datetime, zone: str) -> Story:
    """`zone`: the store's today. Nothing happens after `now`: what would, happened then, but for what is decided of disputes."""
    paid, sent, arrived, ended = steps_of(bought, now)
    order = _order(bought, year, year.zone_on(bought.at.date(), zone))
    outcome = bought.outcome.value
    if outcome == "unpaid":
        declined = "processing_error" if year.is_down(bought.at) else _DECLINED[bought.number % len(_DECLINED)]
        return Story(order, bought, None, None, None, bought.at + timedelta(minutes=30), declined=declined)
    if outcome == "cancelled":
        return Story(order, bought, paid, None, None, min(paid + timedelta(hours=1), now))
    decided = ended + timedelta(days=20 + bought.number % 41)
    is_decided = bought.outcome.is_disputed and decided < now
    return Story(order, bought, paid, sent, arrived, ended, decided if is_decided else None)


def steps_of(bought: Bought, now: datetime) -> list[datetime]:
    """When it was paid, sent, delivered, and when what came after that did."""
    moment, steps = bought.at, []
    for wait in bought.later:
        moment = min(moment + timedelta(seconds=wait), now)
        steps.append(moment)
    return steps


def campaign_id(year: Year, campaign: Campaign) -> str:
    """One that holds somebody out is kept by promotions, and has an id as they make them."""
    begin = datetime.combine(year.first, time(), UTC)
    return some_id("cmp", begin, year.seed, campaign.name) if campaign.holdout else f"cmp_{campaign.name}"


def tax_in(amount: int, country: str) -> int:
    rate = RATES[country]
    return (2 * amount * rate + 100 + rate) // (2 * (100 + rate))


def _order(bought: Bought, year: Year, zone: str) -> Order:
    market, name = bought.market, (year.seed, bought.number)
    goods = [(year.goods[place], pieces) for place, pieces in bought.lines]
    prices = [good.prices[market.currency] * pieces for good, pieces in goods]
    subtotal = sum(prices)
    campaign = next((one for one in year.campaigns if one.name == bought.campaign), None)
    customer = customer_of(year.seed, bought.person)
    gets_it = campaign and not (market.currency == COMPARED and held_out(campaign_id(year, campaign), campaign.holdout, customer))
    by_campaign = subtotal * campaign.off // 10_000 if campaign and gets_it else 0
    by_coupon = (subtotal - by_campaign) * COUPON_OFF.get(bought.coupon, 0) // 10_000
    off = prorate(by_campaign + by_coupon, prices) if by_campaign + by_coupon else [0] * len(goods)
    lines = [
        OrderLine(
            line_id=f"line_{number}", variant_id=good.variant_id, product_id=good.product_id, sku=good.sku, title=good.title,
            options=good.options, image=good.image, category_id=good.category_id, quantity=pieces,
            unit_price=good.prices[market.currency], list_price=None, subtotal=price, discount=less, tax=0, total=price - less,
            brand_id=good.brand_id or None,
        )
        for number, ((good, pieces), price, less) in enumerate(zip(goods, prices, off, strict=True), 1)
    ]  # fmt: skip
    net = subtotal - by_campaign - by_coupon
    shipping = 0 if net >= _FREE_FROM[market.currency] else _SHIPPING[market.currency]
    placed = times.iso(bought.at)
    coupons = [CouponUse(f"cpn_{bought.coupon.lower()}", by_coupon)] if by_coupon else []
    campaigns = [CampaignUse(campaign_id(year, campaign), by_campaign)] if campaign and by_campaign else []
    order_id = some_id("ord", bought.at, *name)
    return Order(
        id=order_id, cart_id=some_id("cart", bought.at - SHOPPED, order_id),
        number=f"{bought.at.astimezone(ZoneInfo(zone)):%y%m%d}{bought.number:08d}",
        customer_id=customer, channel=bought.channel, language=market.language,
        currency=market.currency, lines=lines, totals=Totals(subtotal, by_campaign + by_coupon, shipping, 0, net + shipping),
        address=address_of(bought), delivery=DeliveryOption("standard", "sandbox", "standard", shipping, ""), placed_at=placed,
        payment_deadline=times.iso(bought.at + timedelta(minutes=30)),
        parts=[*_discounts(bought, by_campaign, by_coupon), *_taxes(lines, shipping, market.country)],
        coupons=coupons, campaigns=campaigns, timezone=zone, metadata={"history": str(year.seed)},
    )  # fmt: skip


def _discounts(bought: Bought, by_campaign: int, by_coupon: int) -> list[Part]:
    found = [(bought.campaign, by_campaign), (bought.coupon, by_coupon)]
    return [Part("discount", code, code, -amount) for code, amount in found if amount]


def _taxes(lines: list[OrderLine], shipping: int, country: str) -> list[Part]:
    rate = RATES[country]
    wanted: list[tuple[int, str | None]] = [*((line.total, line.line_id) for line in lines), (shipping, None)]
    return [
        Part("tax_included", "vat", "VAT", tax_in(amount, country), line_id, rate=f"0.{rate:02d}", base=amount - tax_in(amount, country))
        for amount, line_id in wanted if rate and amount
    ]  # fmt: skip


def address_of(bought: Bought) -> Address:
    country = bought.market.country
    province, city, district, code, phone = _PLACES[country]
    text = phone.format(number=bought.person % 10_000)
    assert digits_of(text)
    return Address(f"Buyer {bought.person}", text, country, province, city, district, "1 Example Street", code,
                   f"buyer{bought.person}@example.com", country_code=country)  # fmt: skip
