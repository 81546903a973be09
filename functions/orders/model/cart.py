"""A cart as plain data and what can be done with it. Nothing here knows stock, prices of today, storage or time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace

from functions.orders.model.line_notes import check_notes, is_too_much, joined
from functions.shared.contact.card_to import GIFT_CARD, CardTo
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import Invalid, NotFound
from functions.shared.plain.option_texts import OptionText
from functions.shared.plain.pickup_point import PickupPoint
from functions.shared.plain.postal_address import Address
from functions.shared.plain.sides import Sides

# DynamoDB takes 100 writes in one transaction; an order needs some besides one per variant. A cart takes what an order takes.
MAX_LINES = 90
MAX_QUANTITY = 999
MAX_COUPONS = 5
MAX_CARDS = 3
MAX_GIFTS = 10


@dataclass(frozen=True)
class CartLine:
    """`title` to `list_price` are as the buyer was last shown them; a later difference is told as a notice.

    From `category_id` on it is what promotions ask of a line that is not looked up. `lean`: the cart had no room for its texts and tags,
    so that it must be looked up (fitting.py)."""

    line_id: str
    variant_id: str
    product_id: str
    sku: str
    title: dict[str, str]
    options: dict[str, str]
    image: str | None
    quantity: int
    unit_price: int
    list_price: int | None = None
    weight_g: int = 0
    category_id: str | None = None
    tax_class: str | None = None
    brand_id: str | None = None
    tags: tuple[str, ...] = ()
    merchant_id: str | None = None
    option_texts: dict[str, OptionText] = field(default_factory=dict)
    lean: bool = False
    metadata: dict[str, str] = field(default_factory=dict)
    sides_mm: Sides = ()
    # Quantity and unit of what a piece holds.
    measure: tuple[str, ...] = ()
    # The price list that its price is from; empty: the catalogue's, or another one of its own.
    price_list: str = ""
    # The rate of exchange that made its price; empty: somebody wrote it in the cart's currency.
    rate_id: str = ""
    # It was not for everybody when it was seen last.
    for_some: bool = False
    # Of a gift card: whom it is sent to.
    send_to: CardTo | None = None
    # Of a gift for points, which costs no money: what a piece costs in points; None: it is bought with money.
    points_each: int | None = None

    @property
    def is_card(self) -> bool:
        """A gift card that is bought."""
        return self.tax_class == GIFT_CARD


@dataclass(frozen=True)
class CartCoupon:
    """A code in the cart, and what it belongs to."""

    code: str
    coupon_id: str
    campaign_id: str | None = None


@dataclass(frozen=True)
class CartCard:
    """A gift card that shall pay; of its code only how it ends."""

    card_id: str
    last4: str


@dataclass(frozen=True)
class CartGift:
    """Pieces of a variant that shall be bought with points alone."""

    variant_id: str
    quantity: int


@dataclass(frozen=True)
class CartFlash:
    """The buyer's entry to a flash sale; of its token only the hash."""

    sale_id: str
    token_hash: str
    variant_id: str
    shards: int


@dataclass(frozen=True)
class CartGroup:
    """A group buy that the cart is for. `group_id`: the group to join; empty to begin one."""

    group_buy_id: str
    variant_id: str
    group_id: str = ""


@dataclass(frozen=True)
class Cart:
    """`saved` lines are kept for later: shown, but neither priced nor ordered. A variant is in one of the two lists, once."""

    id: str
    currency: str
    customer_id: str | None = None
    email: str | None = None
    lines: list[CartLine] = field(default_factory=list)
    saved: list[CartLine] = field(default_factory=list)
    address: Address | None = None
    delivery_option_id: str | None = None
    # Of the chosen delivery option, and of no other (ADR 46).
    point: PickupPoint | None = None
    coupons: list[CartCoupon] = field(default_factory=list)
    flash: CartFlash | None = None
    # The buyer's own, and what staff keep on it, which no buyer sees; the order takes over both.
    metadata: dict[str, str] = field(default_factory=dict)
    private_metadata: dict[str, str] = field(default_factory=dict)
    # How many of their points the buyer wants to use.
    points: int = 0
    # What pays before anything else: cards in this order, then the buyer's credit.
    cards: list[CartCard] = field(default_factory=list)
    credit: bool = False
    group: CartGroup | None = None
    gifts: list[CartGift] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.lines or self.gifts)

    @property
    def nothing_to_send(self) -> bool:
        """Gift cards alone (ADR 170)."""
        return bool(self.lines) and not self.gifts and all(line.is_card for line in self.lines)

    @property
    def goes_to(self) -> Address | None:
        """The place of delivery: the pick-up point if one is chosen; None before there is an address."""
        return self.point.address_for(self.address) if self.point and self.address else self.address

    @property
    def every_line(self) -> list[CartLine]:
        """Also those saved for later."""
        return [*self.lines, *self.saved]

    @property
    def to_be_looked_up(self) -> list[str]:
        """Variants of which the cart does not know enough to show and price them as last seen; and those that were not for everybody,
        or whose price was from a list: they may not be for whoever asks now."""
        return [line.variant_id for line in self.every_line if line.lean or line.price_list or line.for_some]


def at_own_price(line: CartLine, price: int, list_price: int | None) -> CartLine:
    """The line at a price of something else than the catalogue and its lists."""
    return replace(line, unit_price=price, list_price=list_price, price_list="", rate_id="")


def add_line(cart: Cart, line: CartLine) -> Cart:
    """The cart with the line; a line of the same variant grows instead, one saved for later comes back with it.

    Raises Invalid beyond the limits.
    """
    saved = next((old for old in cart.saved if old.variant_id == line.variant_id), None)
    if saved is not None:
        cart = replace(cart, saved=[old for old in cart.saved if old is not saved])
        both = saved.metadata | line.metadata
        to = line.send_to or saved.send_to
        line = replace(line, line_id=saved.line_id, quantity=saved.quantity + line.quantity, metadata=both, send_to=to)
    same = next((old for old in cart.lines if old.variant_id == line.variant_id), None)
    if same is None:
        if len(cart.lines) >= MAX_LINES:
            raise Invalid(f"A cart holds at most {MAX_LINES} lines.", code="too_many_lines")
        return with_room(replace(cart, lines=[*cart.lines, _within(line, 0)]))
    both, to = same.metadata | line.metadata, line.send_to or same.send_to
    merged = replace(line, line_id=same.line_id, quantity=same.quantity + line.quantity, metadata=both, send_to=to)
    return with_room(replace(cart, lines=[_within(merged, same.quantity) if old is same else old for old in cart.lines]))


def _within(line: CartLine, before: int) -> CartLine:
    if line.quantity > MAX_QUANTITY:
        raise Invalid.field("/quantity", "quantity_limit", f"At most {MAX_QUANTITY} of one variant; {before} are in the cart.")
    return line


def with_room(cart: Cart) -> Cart:
    """Itself. Raises Invalid (422 `too_many_keys`, `metadata_too_large`) where its lines' metadata is more than they take."""
    check_notes([line.metadata for line in cart.every_line])
    return cart


def fitting(cart: Cart, line: CartLine) -> CartLine:
    """The line, without its metadata where the cart has no room for that: nobody is asked when carts are merged."""
    others = [old.metadata for old in cart.every_line if old.variant_id != line.variant_id]
    return replace(line, metadata={}) if is_too_much([*others, line.metadata]) else line


def set_quantity(cart: Cart, line_id: str, quantity: int) -> Cart:
    """Raises NotFound for a line that is not there."""
    _line(cart, line_id)

    def changed(lines: list[CartLine]) -> list[CartLine]:
        return [replace(line, quantity=quantity) if line.line_id == line_id else line for line in lines]

    return replace(cart, lines=changed(cart.lines), saved=changed(cart.saved))


def set_metadata(cart: Cart, line_id: str, metadata: Mapping[str, str]) -> Cart:
    """Raises NotFound for a line that is not there, Invalid (422 `metadata_too_large`)."""
    _line(cart, line_id)

    def changed(lines: list[CartLine]) -> list[CartLine]:
        return [replace(line, metadata=dict(metadata)) if line.line_id == line_id else line for line in lines]

    return with_room(replace(cart, lines=changed(cart.lines), saved=changed(cart.saved)))


def save_for_later(cart: Cart, line_id: str) -> Cart:
    """The line out of the order but not forgotten. Raises NotFound, Invalid (422 `too_many_lines`)."""
    line = _line(cart, line_id)
    if line in cart.saved:
        return cart
    if len(cart.saved) >= MAX_LINES:
        raise Invalid(f"At most {MAX_LINES} lines can be saved for later.", code="too_many_lines")
    return replace(remove_line(cart, line_id), saved=[*cart.saved, line])


def put_back(cart: Cart, line_id: str) -> Cart:
    """A saved line into the cart again. Raises NotFound, Invalid (422 `too_many_lines`)."""
    line = _line(cart, line_id)
    return cart if line in cart.lines else add_line(remove_line(cart, line_id), line)


def remove_line(cart: Cart, line_id: str) -> Cart:
    """Raises NotFound for a line that is not there."""
    _line(cart, line_id)
    lines, saved = ([line for line in part if line.line_id != line_id] for part in (cart.lines, cart.saved))
    return replace(cart, lines=lines, saved=saved)


def _line(cart: Cart, line_id: str) -> CartLine:
    for line in cart.every_line:
        if line.line_id == line_id:
            return line
    raise NotFound("There is no such line in the cart.")


def merged_carts(goal: Cart, source: Cart) -> Cart:
    """`goal` with the lines of `source`, one line per variant; quantities add up (to the limit of one variant), none is lost.

    What is in either cart's lines is in the merged lines, also if the other had it saved for later. Codes come along up to the most a
    cart takes, those of `goal` first. Address and delivery stay those of `goal`, unless it has none. Raises Invalid (422
    `too_many_lines`) when there are too many variants.
    """
    cart = goal
    for line in source.lines:
        old = next((old for old in cart.every_line if old.variant_id == line.variant_id), None)
        here = old.quantity if old else 0
        if here < MAX_QUANTITY:
            both = joined(old.metadata if old else {}, line.metadata)
            to = old.send_to if old else None
            more = replace(line, quantity=min(line.quantity, MAX_QUANTITY - here), metadata=both, send_to=to or line.send_to)
            cart = add_line(cart, fitting(cart, more))
    known = {line.variant_id for line in cart.every_line}
    saved = list(cart.saved)
    for line in source.saved:
        saved += [fitting(replace(cart, saved=saved), line)] if line.variant_id not in known else []
    if len(saved) > MAX_LINES:
        raise Invalid(f"At most {MAX_LINES} lines can be saved for later.", code="too_many_lines")
    address = cart.address or source.address
    chosen = cart if cart.address else source
    option, point = chosen.delivery_option_id, chosen.point
    coupons = [*cart.coupons, *(coupon for coupon in source.coupons if coupon not in cart.coupons)][:MAX_COUPONS]
    email = cart.email or source.email
    cart = replace(cart, saved=saved, address=address, delivery_option_id=option, point=point, coupons=coupons, email=email)
    private = joined(cart.private_metadata, source.private_metadata)
    points, credit = cart.points or source.points, cart.credit or source.credit
    cards = [*cart.cards, *(card for card in source.cards if card not in cart.cards)][:MAX_CARDS]
    metadata = joined(cart.metadata, source.metadata)
    gifts = cart.gifts or source.gifts
    return replace(cart, metadata=metadata, private_metadata=private, points=points, cards=cards, credit=credit, gifts=gifts)
