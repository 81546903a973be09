"""Face: a cart that somebody left, as long as it is one, for whoever reminds them; and the link by which they go on."""

from __future__ import annotations

from datetime import UTC, datetime

from functions.orders.carts.cart_repository import KEEP
from functions.orders.model.left.cart_link import CartLink, read, sign
from functions.orders.store.people.bodies import cart_of
from functions.orders.store.records import CART_SK, CartRecord, cart_pk
from functions.shared.outside import clock
from functions.shared.outside.provider_keys import provider_keys
from functions.shared.plain import ids, times
from functions.shared.plain.deferred import dataclass
from functions.shared.plain.errors import NotFound, Unavailable
from functions.shared.plain.settings import settings
from functions.shared.store.records import find


@dataclass(frozen=True)
class LeftLine:
    title: dict[str, str]
    sku: str
    quantity: int


@dataclass(frozen=True)
class LeftCart:
    """`changed_at`: when it was changed last. `customer_id` empty: a guest's."""

    id: str
    customer_id: str
    changed_at: str
    lines: list[LeftLine]


def left_cart(cart_id: str) -> LeftCart | None:
    """None for one that was ordered, emptied, merged, or is over. One GetItem."""
    record = find(CartRecord, cart_pk(cart_id), CART_SK) if ids.is_id("cart", cart_id) else None
    if record is None or not is_open(record):
        return None
    cart = cart_of(record)
    lines = [LeftLine(line.title, line.sku, line.quantity) for line in cart.lines]
    return LeftCart(cart.id, cart.customer_id or "", times.iso(changed_at(record)), lines) if lines else None


def is_open(record: CartRecord) -> bool:
    return record.status == "open" and (record.ttl or 0) > clock.now().timestamp()


def changed_at(record: CartRecord) -> datetime:
    """Every change gives a cart its full time again."""
    return datetime.fromtimestamp(int(record.ttl or 0), UTC) - KEEP


def cart_link(cart_id: str) -> str:
    """Its address, for a message that is sent now. Raises Unavailable while there is no key to sign with."""
    return f"{settings().public_base_url}/o/cart/{sign(CartLink(cart_id, clock.now().date()), _secrets()[0])}"


def opened(signed: str) -> LeftCart:
    """Raises NotFound alike for what was never a link, was signed by nobody of ours, is over, or whose cart is."""
    link = read(signed, _secrets())
    found = left_cart(link.cart_id) if link and not link.is_over(clock.now().date()) else None
    if found is None:
        raise NotFound("There is no such page.")
    return found


def _secrets() -> list[str]:
    keys = provider_keys(settings().secret_links, "order_links")
    if not keys:
        raise Unavailable("This stage has no key for links yet.", retry_after=60, code="misconfigured")
    return [key.secret for key in keys]
