"""An order as plain data: what was bought, by whom, for how much. Frozen at placing; later catalogue edits do not reach it.

All amounts are integer minor units of the order's currency.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field
from typing import Any

from functions.orders.model.shipping_rates import DeliveryKind
from functions.shared.contact.card_to import GIFT_CARD, CardTo
from functions.shared.events.contracts.orders import CampaignUse, CouponUse, OrderSummary, TaxSum
from functions.shared.events.contracts.orders import Line as EventLine
from functions.shared.events.envelope import Actor
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.i18n import localized
from functions.shared.plain.option_texts import OptionText, shown_options
from functions.shared.plain.pickup_point import PickupPoint
from functions.shared.plain.postal_address import Address
from functions.shared.plain.selling.markets import KeptTerms
from functions.shared.plain.sides import Sides, volume_of


@dataclass(frozen=True)
class DeliveryOption:
    """A way of delivery as chosen: the fee, the promise and what it is called are frozen with the order."""

    id: str
    carrier: str
    service: str
    fee: int
    promised_date: str
    service_names: dict[str, str] = field(default_factory=dict)
    kind: DeliveryKind = DeliveryKind.HOME
    # What the cheapest delivery of this kind would have cost; None: not known (of before it was kept).
    standard_fee: int | None = None


@dataclass(frozen=True)
class OrderLine:
    line_id: str
    variant_id: str
    product_id: str
    sku: str
    title: dict[str, str]
    options: dict[str, str]
    image: str | None
    category_id: str | None
    quantity: int
    unit_price: int
    list_price: int | None
    subtotal: int
    discount: int
    tax: int
    total: int
    weight_g: int = 0
    tax_class: str | None = None
    option_texts: dict[str, OptionText] = field(default_factory=dict)
    metadata: dict[str, str] = field(default_factory=dict)
    merchant_id: str | None = None
    # Of one piece as packed; empty: not known.
    sides_mm: Sides = ()
    # Its buyer said at purchase that it cannot be sent back without a reason.
    not_returnable: bool = False
    # As it was when it was placed.
    brand_id: str | None = None
    # The price list that its price was from; empty: none.
    price_list: str = ""
    # The rate of exchange that made its price; empty: somebody wrote it in the currency of the order.
    rate_id: str = ""
    # `preorder` or `backorder`: no stock was there for it, and its buyer was told this day.
    sold_as: str = ""
    promised_on: str = ""
    # Of a gift card: whom it is sent to.
    send_to: CardTo | None = None
    # Of a gift for points: what a piece of it cost; None: it was bought with money.
    points_each: int | None = None

    @property
    def is_card(self) -> bool:
        """A gift card that was bought: it is in no parcel."""
        return self.tax_class == GIFT_CARD

    @property
    def volume_mm3(self) -> int:
        return volume_of(self.sides_mm)

    def called(self, languages: Sequence[str]) -> str:
        """With what tells its variant from others of the product, as a reader of these languages sees it."""
        title, options = localized(self.title, languages), shown_options(self.options, self.option_texts, languages)
        return f"{title} ({', '.join(options.values())})" if options else title


@dataclass(frozen=True)
class Totals:
    """subtotal − discount + shipping + tax = total (tax is 0 here where prices include it)."""

    subtotal: int
    discount: int
    shipping: int
    tax: int
    total: int


@dataclass(frozen=True)
class Part:
    """One explained part of the price; discounts are negative. kind: discount | shipping | tax | tax_included.

    Of a tax also its `rate` (a decimal text) and its `base`, the price without tax; empty and 0 in orders of before they were kept. Of a
    tax of 0 that has a reason also its `category` (contracts.invoices.VatCategory) and the `reason`.
    """

    kind: str
    code: str
    title: str
    amount: int
    line_id: str | None = None
    rate: str = ""
    base: int = 0
    category: str = ""
    reason: str = ""


def taxes_of(parts: Iterable[Part]) -> list[TaxSum]:
    """The sums by name and rate; each is exactly the sum of its parts."""
    sums: dict[tuple[str, str, bool], tuple[int, int]] = {}
    for part in parts:
        if part.kind in ("tax", "tax_included"):
            key = (part.title, part.rate, part.kind == "tax_included")
            base, amount = sums.get(key, (0, 0))
            sums[key] = (base + part.base, amount + part.amount)
    return [TaxSum(name, rate, base, amount, included) for (name, rate, included), (base, amount) in sums.items()]


@dataclass(frozen=True)
class Agreed:
    """What was agreed for more pieces than an amended order still has: `lines` with as many pieces as were ever agreed, their taxes, and
    what all discounts and coupons came to. So what was taken out comes back at its price, however the order came to be what it is."""

    lines: list[OrderLine]
    parts: list[Part] = field(default_factory=list)
    coupons: list[CouponUse] = field(default_factory=list)
    campaigns: list[CampaignUse] = field(default_factory=list)


@dataclass(frozen=True)
class BoughtBundle:
    """A bundle at its price: `pieces` by line id in its sets; the lines' discounts hold what it saved. `whole_only`: it comes back as a
    whole only."""

    rule_id: str
    name: dict[str, str]
    pieces: dict[str, int]
    saved: int
    whole_only: bool = False


@dataclass(frozen=True)
class PriceOverride:
    """Staff sold a line at another price than the catalogue's. `was`: what it was then, of one piece."""

    was: int
    price: int
    reason: str
    by: Actor
    at: str


@dataclass(frozen=True)
class Order:
    """`revision`: the amendment that made its lines and address what they are. `given_back`: what amendments gave back of what was paid."""

    id: str
    number: str
    customer_id: str | None
    channel: str
    language: str
    currency: str
    lines: list[OrderLine]
    totals: Totals
    address: Address
    delivery: DeliveryOption
    placed_at: str
    payment_deadline: str
    note: str = ""
    cart_id: str = ""
    parts: list[Part] = field(default_factory=list)
    metadata: dict[str, str] = field(default_factory=dict)
    private_metadata: dict[str, str] = field(default_factory=dict)
    fields: dict[str, Any] = field(default_factory=dict)
    private_fields: dict[str, Any] = field(default_factory=dict)
    uses_promotions: bool = False
    newcomer: bool = False
    coupons: list[CouponUse] = field(default_factory=list)
    tax_names: dict[str, dict[str, str]] = field(default_factory=dict)
    point: PickupPoint | None = None
    # The after-sales case that placed it, which is told how it goes on (case_orders.py).
    case_id: str = ""
    revision: int = 0
    given_back: int = 0
    agreed: Agreed | None = None
    # By line id.
    overrides: dict[str, PriceOverride] = field(default_factory=dict)
    # By kind of hook, what became of it when it was placed (hooks.rules.Outcome).
    hooks: dict[str, str] = field(default_factory=dict)
    # The store's zone when it was placed: a later one moves no old order to another day.
    timezone: str = ""
    campaigns: list[CampaignUse] = field(default_factory=list)
    # The group that its buyer joined, or began, by it: nothing of it is sent before a group is full.
    group_id: str = ""
    # Its buyer's level when it was placed, by its code; empty: none.
    member_level: str = ""
    bundles: list[BoughtBundle] = field(default_factory=list)
    # The market that it was sold in, as it was then; None: in none.
    market: KeptTerms | None = None
    # From which its pieces are sent: those that its channel sold from; empty: all.
    warehouses: tuple[str, ...] = ()

    @property
    def destination(self) -> Address:
        """Where its parcels go: to the pick-up point if one was chosen. `address` is its buyer's own."""
        return self.point.address_for(self.address) if self.point else self.address

    @property
    def nothing_to_send(self) -> bool:
        """Gift cards alone (ADR 170). An order without lines pays for a service."""
        return bool(self.lines) and all(line.is_card for line in self.lines)

    @property
    def tax_included(self) -> bool | None:
        """Whether prices contain tax where it was sold; None: as the settings of tax say."""
        return self.market.prices_include_tax if self.market else None

    @property
    def points_of(self) -> str:
        """The provider of its pick-up point; empty without one."""
        return self.point.provider if self.point else ""

    @property
    def told(self) -> dict[str, Any]:
        """What integrations keep on it and events carry: the public part."""
        return {"metadata": self.metadata, "custom_fields": self.fields}

    def summary(self) -> OrderSummary:
        """What events say of the order: no personal data."""
        included: dict[str | None, int] = {}
        for part in self.parts:
            if part.kind == "tax_included":
                included[part.line_id] = included.get(part.line_id, 0) + part.amount
        return OrderSummary(
            order_id=self.id,
            number=self.number,
            customer_id=self.customer_id,
            channel=self.channel,
            language=self.language,
            currency=self.currency,
            subtotal=self.totals.subtotal,
            discount=self.totals.discount,
            shipping=self.totals.shipping,
            tax=self.totals.tax,
            total=self.totals.total,
            tax_included=sum(tax.amount for tax in taxes_of(self.parts) if tax.included),
            taxes=taxes_of(self.parts),
            placed_at=self.placed_at,
            coupons=self.coupons,
            case_id=self.case_id,
            country=self.destination.country_code,
            timezone=self.timezone,
            campaigns=self.campaigns,
            group_id=self.group_id,
            member_level=self.member_level,
            lines=[
                EventLine(
                    line_id=line.line_id,
                    variant_id=line.variant_id,
                    product_id=line.product_id,
                    sku=line.sku,
                    category_id=line.category_id,
                    quantity=line.quantity,
                    unit_price=line.unit_price,
                    discount=line.discount,
                    total=line.total,
                    metadata=line.metadata,
                    brand_id=line.brand_id or "",
                    tax=line.tax,
                    tax_included=included.get(line.line_id, 0),
                    gift_card=line.is_card,
                )
                for line in self.lines
            ],
        )
