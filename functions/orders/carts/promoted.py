"""A cart with what promotions say to it: read together with its catalogue in one request, applied at one place for preview and order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import field, replace

from functions.catalog import Sellable, sellable_keys, sellables_in
from functions.loyalty import (
    PointsOffer,
    Use,
    ValueOffer,
    groups_of_level,
    keys_to_pay,
    level_in,
    member_keys,
    points_in,
    points_keys,
    value_items,
    values_in,
)
from functions.orders.carts.ahead.promised import in_reach
from functions.orders.carts.cart_checks import OUT_OF_STOCK, PRICE_CHANGED, CheckedLine, as_line
from functions.orders.carts.cart_repository import Visitor
from functions.orders.carts.gifts.for_points import gift_lines
from functions.orders.carts.look_up import Keys, LookUp, guessed, note_codes, staying
from functions.orders.carts.terms.buying import buying_in, buying_keys
from functions.orders.carts.terms.delivering import Delivering, delivering_in
from functions.orders.model.cart import Cart, CartCoupon, at_own_price
from functions.pricing import Shopper, price_lists
from functions.promotions import (
    Asked,
    CouponRef,
    Deal,
    FlashClaim,
    FlashRef,
    FlashRefused,
    FlashView,
    GroupClaim,
    GroupRef,
    GroupView,
    Offer,
    Reason,
    flash_in,
    flash_keys,
    gifts_of_now,
    group_in,
    group_keys,
    known_sold_out,
    offer_in,
    offer_keys,
    sold_out_refusal,
)
from functions.shared.outside import clock
from functions.shared.plain.deferred import dataclass
from functions.shipping import switch_keys
from functions.stock import areas_keys, safety_in

CHANNEL = "web"


@dataclass(frozen=True)
class Promoted:
    """`found`: the catalogue's answers, also for variants that may be given away. `delivering`: where and how. `beyond`: pieces by variant
    that stay: never offered, or lying where nobody sends to the cart's address from. `level`: the member's, who is signed in. `warehouses`:
    from which their channel sells; empty: from all."""

    offer: Offer
    found: Mapping[str, Sellable]
    flash: FlashView | None = None
    delivering: Delivering = field(default_factory=Delivering)
    beyond: Mapping[str, int] = field(default_factory=dict)
    points: PointsOffer | None = None
    value: ValueOffer | None = None
    group: GroupView | None = None
    level: str = ""
    warehouses: tuple[str, ...] = ()

    @property
    def apart(self) -> str | None:
        """The variant that a flash sale or a group buy has a price of its own for."""
        if self.group:
            return self.group.deal.variant_id
        return self.flash.sale.variant_id if self.flash else None

    def own_price(self, lines: Sequence[CheckedLine]) -> list[CheckedLine]:
        """The lines with that of a flash sale or a group buy at its price."""
        view = self.group
        if view is None or self.group_refusal(lines) is not None:
            return self.flash_price(lines)
        own = view.deal.variant_id
        return [at_group_price(line, view.price) if line.line.variant_id == own else line for line in lines]

    def group_refusal(self, lines: Sequence[CheckedLine]) -> str | None:
        refusal = self.group.refusal(*self._for_group(lines)) if self.group else None
        return refusal.value if refusal else None

    def group_claim(self, lines: Sequence[CheckedLine]) -> GroupClaim | None:
        """What the order takes of its group. Raises GroupRefused (409)."""
        return self.group.claim(*self._for_group(lines)) if self.group else None

    def _for_group(self, lines: Sequence[CheckedLine]) -> tuple[int, int]:
        """Pieces of its variant, and of others."""
        own = _pieces(lines, self.apart or "")
        return own, sum(line.line.quantity for line in lines) - own

    def flash_price(self, lines: Sequence[CheckedLine]) -> list[CheckedLine]:
        """The lines with the flash sale's at its price; its pieces are the sale's own, whatever the ordinary stock says."""
        view = self.flash
        if view is None or self.flash_refusal(lines) is not None:
            return list(lines)
        own = view.sale.variant_id
        return [_at_flash_price(line, view, self.found.get(own)) if line.line.variant_id == own else line for line in lines]

    def flash_refusal(self, lines: Sequence[CheckedLine]) -> str | None:
        if self.flash is None:
            return None
        refusal = self.flash.refusal(_pieces(lines, self.flash.sale.variant_id))
        return refusal.value if refusal else None

    def claim(self, lines: Sequence[CheckedLine]) -> FlashClaim | None:
        """What the order takes of the flash sale. Raises FlashRefused (409): nobody pays another price than the one they came for."""
        if self.flash is None:
            return None
        return self.flash.claim(self.offer.asked.customer_id or "", _pieces(lines, self.flash.sale.variant_id))

    def off_goods(self, lines: Sequence[CheckedLine]) -> int:
        """What comes off the goods before delivery is looked at: free delivery is measured by what then is left to pay."""
        return sum(entry.amount for entry in self.deal(lines, 0).outcome.applied if not entry.off_shipping)

    def use_of_points(self, cart: Cart, goods: int, gifts: int) -> Use | None:
        """What the buyer's points take off what the `goods` cost after all promotions, beside what `gifts` cost; None where they use
        none."""
        return self.points.use(cart.points, goods, cart.currency, gifts) if self.points else None

    def for_points(self, cart: Cart, lines: Sequence[CheckedLine]) -> list[CheckedLine]:
        """What is bought with points alone, beside the `lines`."""
        return gift_lines(cart, self.found, self.points, lines, self.apart)

    def deal(self, lines: Sequence[CheckedLine], fee: int) -> Deal:
        own = self._alone(lines)
        basket = [
            self.offer.line(c.line.line_id, c.line, quantity=c.line.quantity, unit_price=c.line.unit_price)
            for c in lines
            if not (c.is_gone or c.line.is_card) and c.line.variant_id != own and c.line.points_each is None
        ]
        without: dict[str, Reason] = {}
        while True:
            deal = self.offer.deal(basket, fee, without=without)
            gone = self._gone(deal, lines)
            if not gone:
                return deal
            # What stood behind the gift may apply now, with gifts of its own.
            without |= dict.fromkeys(gone, Reason.GIFT_GONE)

    def _alone(self, lines: Sequence[CheckedLine]) -> str | None:
        """The variant whose price of its own nothing else comes off."""
        if self.group:
            return self.apart if self.group_refusal(lines) is None else None
        flash = self.flash
        return flash.sale.variant_id if flash and not flash.sale.combinable and self.flash_refusal(lines) is None else None

    def _gone(self, deal: Deal, lines: Sequence[CheckedLine]) -> set[str]:
        """Rules whose gifts are not in stock any more, besides what is bought and what earlier rules give."""
        given, gone = Counter[str](), set[str]()
        for rule_id, variant_id in deal.gifts:
            sellable = self.found.get(variant_id)
            there = sellable.available if sellable is not None and sellable.published and sellable.offered else 0
            if there > sum(one.line.quantity for one in lines if one.line.variant_id == variant_id) + given[variant_id]:
                given[variant_id] += 1
            else:
                gone.add(rule_id)
        return gone

    def gifts(self, deal: Deal) -> list[CheckedLine]:
        """A line at no charge per gift."""
        lines = []
        for rule_id, variant_id in deal.gifts:
            sellable = self.found[variant_id]
            line = as_line(sellable, line_id=f"gift_{rule_id}_{variant_id}", quantity=1)
            lines.append(CheckedLine(at_own_price(line, 0, (sellable.worth or sellable.price).amount)))
        return lines


def _pieces(lines: Sequence[CheckedLine], variant_id: str) -> int:
    """That are bought."""
    return sum(line.line.quantity for line in lines if line.line.variant_id == variant_id and line.line.points_each is None)


def at_group_price(checked: CheckedLine, price: int) -> CheckedLine:
    """Nothing is crossed out: the price is bound to a condition, it is no reduction of the other."""
    line = at_own_price(checked.line, price, None)
    return CheckedLine(line, tuple(notice for notice in checked.notices if notice.code != PRICE_CHANGED))


def _at_flash_price(checked: CheckedLine, view: FlashView, sellable: Sellable | None) -> CheckedLine:
    """Shown against what the law allows a reduction that began with the sale."""
    shown = sellable.list_price_in(view.sale.id) if sellable else None
    line = at_own_price(checked.line, view.sale.price, shown.amount if shown else None)
    return CheckedLine(line, tuple(notice for notice in checked.notices if notice.code not in (PRICE_CHANGED, OUT_OF_STOCK)))


def read_promoted(cart: Cart, visitor: Visitor, *, shed: bool = False, saved: bool = False) -> Promoted:
    """One BatchGetItem up to 45 variants; one more in a process that has just begun and finds budgets or gifts.

    `saved`: look up what is saved for later, too. With `shed` it raises FlashRefused (409) without any request while the cart's flash
    sale is known to be sold out.
    """
    variants = [line.variant_id for line in (cart.every_line if saved else cart.lines)]
    return promoted_of(cart, visitor, variants, LookUp(), shed=shed)


def keys_besides(cart_id: str, visitor: Visitor, variants: Sequence[str], customer_id: str | None = None) -> list[Keys]:
    """What is worth asking for together with the cart itself: variants, and all that promotions will want to know as far as it is
    known before the cart is. `customer_id`: whose cart it is, where that is known and nobody is signed in."""
    customer_id = visitor.caller.id or customer_id
    coupons, flash = guessed(cart_id)
    asked = _asked(coupons, customer_id, "")
    sale = flash_keys(FlashRef(**vars(flash)), customer_id) if flash and customer_id else {}
    offers = offer_keys(asked, clock.now())
    wanted = [*variants, *gifts_of_now(clock.now())]
    return [sellable_keys(wanted), offers, sale, switch_keys(), areas_keys(), _member(visitor), *buying_keys(variants)]


def _asked(coupons: Sequence[CartCoupon], customer_id: str | None, currency: str) -> Asked:
    return Asked(currency, tuple(CouponRef(**vars(coupon)) for coupon in coupons), customer_id, CHANNEL)


def _member(visitor: Visitor) -> Keys:
    return member_keys(visitor.caller.id) if visitor.caller.id else {}


def promoted_of(cart: Cart, visitor: Visitor, variants: Sequence[str], look: LookUp, *, shed: bool = False) -> Promoted:
    """The same with what was looked up before. Of the cart's lines those of `variants` are looked up, the others stay as last seen.

    What is for members is for the visitor who is signed in as one: whoever only holds what opens a member's cart gets none of it."""
    customer_id, signed_in = visitor.caller.id or cart.customer_id, bool(visitor.caller.id)
    note_codes(cart)
    flash = FlashRef(**vars(cart.flash)) if cart.flash and customer_id else None
    if shed and flash is not None and known_sold_out(flash.sale_id):
        raise FlashRefused(sold_out_refusal(), flash.sale_id)
    now = clock.now()
    asked = _asked(cart.coupons, customer_id, cart.currency)
    sale = flash_keys(flash, customer_id or "") if flash else {}
    wish = GroupRef(**vars(cart.group)) if cart.group else None
    sale = group_keys(wish, customer_id or "") if wish else sale
    own = points_keys(customer_id) if (cart.points or cart.gifts) and customer_id else {}
    variants = [*variants, *(gift.variant_id for gift in cart.gifts)]
    paying = keys_to_pay([card.card_id for card in cart.cards], customer_id if cart.credit else None, cart.currency)
    besides = [own, _member(visitor), *buying_keys(variants), *([value_items(paying)] if paying else [])]
    look.ask(sellable_keys([*variants, *gifts_of_now(now)]), offer_keys(asked, now), sale, switch_keys(), areas_keys(), *besides)
    level = level_in(look.items, visitor.caller.id, now) if signed_in else ""
    asked = replace(asked, signed_in=signed_in, groups=groups_of_level(level))
    offer = offer_in(look.items, asked, now)
    price_lists.found_in(look.items)
    # A process that has just begun did not know which budgets and price lists there are; and a code may bring gifts.
    if look.ask(sellable_keys(offer.gift_variants), offer_keys(asked, now), *buying_keys(variants)):
        offer = offer_in(look.items, asked, now)
    who = Shopper(offer.groups, visitor.caller.channel, look_up=lambda: offer.groups)
    buying, wanted = buying_in(look.items, who), [*variants, *offer.gift_variants]
    goes_to = None if cart.nothing_to_send else cart.goes_to
    beyond, safety = staying(look.items, goes_to, wanted, buying.warehouses), safety_in(look.items, wanted)
    country = cart.goes_to.country if cart.goes_to else ""
    seen = sellables_in(look.items, wanted, currency=cart.currency, country=country, terms=buying.terms, rates=buying.rates, who=who)
    apart = cart.group.variant_id if cart.group else flash.variant_id if flash else ""
    if apart in seen:
        # At the price of a flash sale or a group buy nothing is sold that is not there.
        seen[apart] = replace(seen[apart], ahead=None)
    found = {name: in_reach(one, safety.get(name, 0), beyond.get(name, 0)) for name, one in seen.items()}
    view = flash_in(look.items, flash, customer_id or "", now) if flash else None
    points = points_in(look.items, customer_id, now) if own and customer_id else None
    value = values_in(look.items, paying, now) if paying else None
    group = group_in(look.items, wish, customer_id or "", now) if wish else None
    return Promoted(offer, found, view, delivering_in(look.items), beyond, points, value, group, level, buying.warehouses)
